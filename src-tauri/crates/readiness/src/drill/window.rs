//! When a drill may run: in the civil time of the business, around holidays and blocked days.

use ballast_core::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far ahead a start is sought.
const AHEAD_DAYS: i64 = 400;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    fn of(date: Date) -> Self {
        use jiff::civil::Weekday;
        match date.weekday() {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// Hours of some days of every week. An end that is not after the beginning is on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    pub days: Vec<Day>,
    pub from: Time,
    pub to: Time,
}

/// Days on which no drill runs, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BlockedDays {
    pub from: Date,
    pub to: Date,
    /// In the user's words: `month end`.
    pub reason: String,
}

/// When drills may run. Empty lists allow everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Windows {
    /// A drill lies inside one of these, if there are any.
    pub allowed: Vec<Weekly>,
    /// A drill touches none of these.
    pub blocked_hours: Vec<Weekly>,
    pub blocked_days: Vec<BlockedDays>,
    pub holidays: Vec<Date>,
}

/// Why a drill may not run then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "because", rename_all = "snake_case")]
#[ts(rename = "DrillBlocked")]
pub enum Blocked {
    Holiday {
        day: Date,
    },
    BlockedDays {
        from: Date,
        to: Date,
        reason: String,
    },
    BlockedHours {
        until: Timestamp,
    },
    /// Before, after or longer than the hours that are allowed.
    OutsideAllowed,
}

/// An instant to try next, and why not now.
struct Obstacle {
    blocked: Blocked,
    until: Timestamp,
}

impl Windows {
    /// Whether a drill of this length may start then, and why not.
    ///
    /// # Errors
    /// The first obstacle.
    pub fn allow(&self, zone: &TimeZone, start: Timestamp, length: Span) -> Result<(), Blocked> {
        self.obstacle(zone, start, length).map_or(Ok(()), |obstacle| Err(obstacle.blocked))
    }

    /// The first instant at or after `from` at which a drill of this length may start; none within 400 days.
    #[must_use]
    pub fn next_start(&self, zone: &TimeZone, from: Timestamp, length: Span) -> Option<Timestamp> {
        let last = zone.to_datetime(from).saturating_add(AHEAD_DAYS.days());
        let mut start = from;
        while zone.to_datetime(start) <= last {
            match self.obstacle(zone, start, length) {
                None => return Some(start),
                Some(obstacle) if obstacle.until > start => start = obstacle.until,
                Some(_) => return None,
            }
        }
        None
    }

    fn obstacle(&self, zone: &TimeZone, start: Timestamp, length: Span) -> Option<Obstacle> {
        // A drill of no length is still there when it starts.
        let length = length.max(Span::from_seconds(1));
        let end = start.checked_add(length.duration()).unwrap_or(Timestamp::MAX);
        let touches = |from: Timestamp, to: Timestamp| from < end && start < to;
        let whole_days = |from: Date, to: Date| {
            let begin = instant(zone, from.to_datetime(Time::midnight()));
            let until = instant(zone, to.saturating_add(1.day()).to_datetime(Time::midnight()));
            touches(begin, until).then_some(until)
        };
        for holiday in &self.holidays {
            if let Some(until) = whole_days(*holiday, *holiday) {
                return Some(Obstacle { blocked: Blocked::Holiday { day: *holiday }, until });
            }
        }
        for days in &self.blocked_days {
            if let Some(until) = whole_days(days.from, days.to) {
                let blocked =
                    Blocked::BlockedDays { from: days.from, to: days.to, reason: days.reason.clone() };
                return Some(Obstacle { blocked, until });
            }
        }
        let mut blocked = occurrences(&self.blocked_hours, zone, start, end);
        if let Some((_, until)) = blocked.find(|(from, to)| touches(*from, *to)) {
            return Some(Obstacle { blocked: Blocked::BlockedHours { until }, until });
        }
        if self.allowed.is_empty()
            || occurrences(&self.allowed, zone, start, end).any(|(from, to)| from <= start && end <= to)
        {
            return None;
        }
        let week_later = start.checked_add(Span::from_days(8).duration()).unwrap_or(Timestamp::MAX);
        let opening = occurrences(&self.allowed, zone, start, week_later)
            .map(|(from, _)| from)
            .filter(|from| *from > start)
            .min();
        Some(Obstacle { blocked: Blocked::OutsideAllowed, until: opening.unwrap_or(start) })
    }
}

/// Every occurrence of weekly hours that may touch a stretch of time.
fn occurrences<'a>(
    hours: &'a [Weekly],
    zone: &'a TimeZone,
    start: Timestamp,
    end: Timestamp,
) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
    let first = zone.to_datetime(start).date().saturating_sub(1.day());
    let last = zone.to_datetime(end).date();
    first.series(1.day()).take_while(move |date| *date <= last).flat_map(move |date| {
        hours.iter().filter(move |weekly| weekly.days.contains(&Day::of(date))).map(move |weekly| {
            let next_day = i64::from(weekly.to <= weekly.from);
            let until = date.saturating_add(next_day.days()).to_datetime(weekly.to);
            (instant(zone, date.to_datetime(weekly.from)), instant(zone, until))
        })
    })
}

/// A civil time that a change of the clock left out is the first one after it; of two, the earlier.
fn instant(zone: &TimeZone, civil: DateTime) -> Timestamp {
    zone.to_ambiguous_timestamp(civil).compatible().unwrap_or(Timestamp::MAX)
}
