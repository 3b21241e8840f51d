//! Five-field cron lines in a time zone.
//!
//! The `cron` crate parses the fields; this adapter evaluates them in civil time:
//! with a fixed hour, a run in a spring gap happens once at the first valid minute and one in an
//! autumn fold once, at the first occurrence; with hour `*` or `*/n`, every real instant counts once.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A parsed line.
#[derive(Clone, Debug)]
pub struct Schedule {
    line: String,
    fields: cron::Schedule,
    every_hour: bool,
}

/// Which of the five fields is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct BadSchedule {
    pub reason: &'static str,
}

const FIELDS: &str =
    "a schedule has five fields: minute hour day-of-month month day-of-week, such as \"30 2 * * *\"";
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

fn bad<T>(reason: &'static str) -> Result<T, BadSchedule> {
    Err(BadSchedule { reason })
}

impl FromStr for Schedule {
    type Err = BadSchedule;

    fn from_str(line: &str) -> Result<Self, BadSchedule> {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = parts[..] else { return bad(FIELDS) };
        let has_extension = |part: &&str| {
            let names = part.to_ascii_uppercase().replace("JUL", "").replace("WED", "");
            names.contains(['@', 'L', 'W', '#', '?'])
        };
        if parts.iter().any(has_extension) {
            return bad("L, W, #, ? and names such as @daily are not supported");
        }
        for part in &parts {
            if part
                .split('/')
                .skip(1)
                .any(|step| step.split(',').next().is_some_and(|s| s.parse() == Ok(0u32)))
            {
                return bad("a step of 0 never moves");
            }
        }
        if day != "*" && weekday != "*" {
            return bad("day-of-month and day-of-week cannot both be set: tools disagree on what that means");
        }
        let weekdays = weekdays(weekday)?;
        let fields = cron::Schedule::from_str(&format!("0 {minute} {hour} {day} {month} {weekdays}"))
            .map_err(|_| BadSchedule { reason: "a field is out of range: minute 0-59, hour 0-23, day 1-31, month 1-12, day-of-week 0-7 or a name" })?;
        let start = civil_to_chrono(civil::date(2024, 1, 1).at(0, 0, 0, 0));
        if start.and_then(|start| fields.after(&start).next()).is_none() {
            return bad("this line never fires");
        }
        Ok(Self { line: parts.join(" "), fields, every_hour: hour == "*" || hour.starts_with("*/") })
    }
}

/// Days of the week as Unix counts them, Sunday 0 and 7, as the list of names that the parser takes.
fn weekdays(field: &str) -> Result<String, BadSchedule> {
    const REASON: &str = "day-of-week is 0 to 7 with Sunday 0 and 7, or names such as mon";
    if field == "*" {
        return Ok("*".to_owned());
    }
    let day = |text: &str| -> Result<usize, BadSchedule> {
        let by_name = DAYS.iter().position(|name| name.eq_ignore_ascii_case(text));
        by_name.or_else(|| text.parse().ok().filter(|n| *n <= 7)).ok_or(BadSchedule { reason: REASON })
    };
    let mut chosen = [false; 7];
    for item in field.split(',') {
        let (range, step) =
            item.split_once('/').map_or((item, Ok(1)), |(range, step)| (range, step.parse::<usize>()));
        let step = step.ok().filter(|step| *step > 0).ok_or(BadSchedule { reason: REASON })?;
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (day(first)?, day(last)?),
            None if range == "*" => (0, 6),
            None if item.contains('/') => (day(range)?, 6),
            None => (day(range)?, day(range)?),
        };
        if first > last {
            return bad(REASON);
        }
        (first..=last).step_by(step).for_each(|n| chosen[n % 7] = true);
    }
    let names: Vec<&str> = DAYS.into_iter().zip(chosen).filter(|(_, on)| *on).map(|(name, _)| name).collect();
    Ok(names.join(","))
}

impl Schedule {
    /// The line, one space between its fields.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The first slot strictly after `from`, in the civil time of `zone`.
    #[must_use]
    pub fn next_after(&self, from: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        const AROUND: SignedDuration = SignedDuration::from_hours(3);
        let before = from.checked_sub(AROUND).ok()?;
        let first = self.fields.after(&civil_to_chrono(zone.to_datetime(from))?).next();
        let first = first.and_then(|slot| zone.to_timestamp(chrono_to_civil(&slot)?).ok());
        // Far from any change of the clock the first slot is the next one.
        if let Some(first) = first
            && first > from
            && zone.following(before).next().is_none_or(|change| {
                change.timestamp().checked_sub(AROUND).is_ok_and(|change| change > first)
            })
        {
            return Some(first);
        }
        // Three hours before, so that slots which a change of the clock moves are seen too.
        let start = zone.to_datetime(before);
        let slots = self.fields.after(&civil_to_chrono(start)?);
        let mut best: Option<Timestamp> = None;
        for slot in slots.filter_map(|slot| chrono_to_civil(&slot)) {
            if let Some(found) = best {
                let found = zone.to_datetime(found).saturating_add(SignedDuration::from_hours(3));
                if slot > found {
                    break;
                }
            }
            let earliest = self.instants(slot, zone).filter(|instant| *instant > from).min();
            best = [best, earliest].into_iter().flatten().min();
        }
        best
    }

    /// The last slot at or before `now`.
    #[must_use]
    pub fn last_before(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        [1, 8, 40, 400, 3000].into_iter().find_map(|days| {
            let mut last = None;
            let mut at = now.checked_sub(SignedDuration::from_hours(24 * days)).ok()?;
            while let Some(next) = self.next_after(at, zone).filter(|next| *next <= now) {
                last = Some(next);
                at = next;
            }
            last
        })
    }

    /// The real instants of a civil slot: none or two at a change of the clock, else one.
    fn instants(&self, slot: civil::DateTime, zone: &TimeZone) -> impl Iterator<Item = Timestamp> {
        let ambiguous = zone.to_ambiguous_timestamp(slot);
        let (first, second) = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => (ambiguous.compatible().ok(), None),
            AmbiguousOffset::Fold { .. } if self.every_hour => {
                (ambiguous.earlier().ok(), ambiguous.later().ok())
            }
            AmbiguousOffset::Fold { .. } => (ambiguous.earlier().ok(), None),
            AmbiguousOffset::Gap { .. } if self.every_hour => (None, None),
            AmbiguousOffset::Gap { .. } => {
                // The clock jumps between these two readings: its first valid minute is the jump itself.
                let before = ambiguous.earlier().ok();
                (before.and_then(|at| zone.following(at).next().map(|jump| jump.timestamp())), None)
            }
        };
        [first, second].into_iter().flatten()
    }
}

fn civil_to_chrono(at: civil::DateTime) -> Option<DateTime<Utc>> {
    let (month, day) = (u32::try_from(at.month()).ok()?, u32::try_from(at.day()).ok()?);
    let date = NaiveDate::from_ymd_opt(i32::from(at.year()), month, day)?;
    let time = [at.hour(), at.minute(), at.second()].map(|n| u32::try_from(n).unwrap_or(0));
    Some(date.and_hms_opt(time[0], time[1], time[2])?.and_utc())
}

fn chrono_to_civil(at: &DateTime<Utc>) -> Option<civil::DateTime> {
    let date = civil::Date::new(
        i16::try_from(at.year()).ok()?,
        i8::try_from(at.month()).ok()?,
        i8::try_from(at.day()).ok()?,
    );
    Some(date.ok()?.at(i8::try_from(at.hour()).ok()?, i8::try_from(at.minute()).ok()?, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn next(line: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
        let schedule: Schedule = line.parse().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        let mut at: Timestamp = from.parse().unwrap();
        let mut found = Vec::new();
        while found.len() < count {
            at = schedule.next_after(at, &zone).unwrap();
            found.push(at.to_string());
        }
        found
    }

    #[test]
    fn a_spring_gap_runs_once_at_the_first_valid_minute() {
        assert_eq!(
            next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
        );
        assert_eq!(
            next("*/20 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]
        );
    }

    #[test]
    fn an_autumn_fold_runs_once() {
        assert_eq!(
            next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
        );
    }

    #[test]
    fn every_hour_counts_real_hours() {
        assert_eq!(
            next("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 4),
            ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"]
        );
    }

    #[test]
    fn sunday_is_zero_and_seven() {
        for line in ["0 4 * * 0", "0 4 * * 7", "0 4 * * sun"] {
            assert_eq!(next(line, "UTC", "2026-11-20T00:00:00Z", 1), ["2026-11-22T04:00:00Z"], "{line}");
        }
        assert_eq!(next("0 9 * * 1-5", "UTC", "2026-11-20T10:00:00Z", 1), ["2026-11-23T09:00:00Z"]);
        assert_eq!(next("0 9 * jul wed", "UTC", "2026-11-20T10:00:00Z", 1), ["2027-07-07T09:00:00Z"]);
    }

    #[test]
    fn refuses_what_never_fires_or_reads_two_ways() {
        for line in [
            "",
            "* * * *",
            "* * * * * *",
            "@daily",
            "0 0 31 2 *",
            "0 0 13 * 5",
            "*/0 * * * *",
            "60 * * * *",
            "0 24 * * *",
            "0 0 L * *",
            "0 0 * * 1#2",
            "0 0 * * 8",
            "x * * * *",
            "30 2 * *",
        ] {
            assert!(line.parse::<Schedule>().is_err(), "{line}");
        }
    }

    #[test]
    fn the_last_slot_is_found_however_long_ago() {
        let zone = TimeZone::UTC;
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let last =
            |line: &str| line.parse::<Schedule>().unwrap().last_before(now, &zone).unwrap().to_string();
        assert_eq!(last("0 12 * * *"), "2026-11-20T12:00:00Z");
        assert_eq!(last("0 9 1 * *"), "2026-11-01T09:00:00Z");
        assert_eq!(last("0 9 29 2 *"), "2024-02-29T09:00:00Z");
    }

    proptest! {
        #[test]
        fn slots_only_move_forward(seconds in 1_600_000_000i64..1_900_000_000, line in prop::sample::select(vec!["30 2 * * *", "*/7 * * * *", "0 */6 * * *", "15 2 * * 0", "0 0 1 * *"]), zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])) {
            let schedule: Schedule = line.parse().unwrap();
            let zone = TimeZone::get(zone).unwrap();
            let mut at = Timestamp::from_second(seconds).unwrap();
            for _ in 0..5 {
                let next = schedule.next_after(at, &zone).unwrap();
                prop_assert!(next > at);
                at = next;
            }
        }
    }
}
