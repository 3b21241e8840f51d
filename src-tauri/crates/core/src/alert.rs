//! What is worth telling a person, once, and what becomes of the telling.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::retry::{ALERTS, Retry};
use crate::span::Span;
use crate::status::Status;

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertTopic {
    /// A control needs a person now and did not before, or needs one for another reason.
    Changed,
    /// Slots passed with nobody there to run them.
    Missed,
    /// A job was given up on.
    GivenUp,
    /// What was told is over.
    Resolved,
    /// Something is to be done by a day that comes near.
    Reminder,
    Digest,
    Test,
}

impl AlertTopic {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missed => "missed",
            Self::GivenUp => "given_up",
            Self::Resolved => "resolved",
            Self::Reminder => "reminder",
            Self::Digest => "digest",
            Self::Test => "test",
        }
    }
}

/// A status that somebody must know of.
#[must_use]
pub fn is_trouble(status: Status) -> bool {
    matches!(status, Status::Failing | Status::Stale | Status::Attention | Status::Unknown)
}

/// What a change of status says, and which status counts as told from then on. `told` is none for a
/// control that nothing was ever told of. A pause by a person is no news, and neither forgets nor
/// repeats what was told before it.
#[must_use]
pub fn news(told: Option<Status>, now: Status) -> (Option<AlertTopic>, Option<Status>) {
    match (told, now) {
        (told, Status::Paused) => (None, told),
        (Some(told), now) if told == now => (None, Some(told)),
        (_, now) if is_trouble(now) => (Some(AlertTopic::Changed), Some(now)),
        (Some(told), Status::Proven | Status::Due) if is_trouble(told) => {
            (Some(AlertTopic::Resolved), Some(now))
        }
        // Set up anew: whether it holds is not known, so the trouble is not over.
        (Some(told), Status::Unproven) if is_trouble(told) => (None, Some(told)),
        (_, now) => (None, Some(now)),
    }
}

/// One thing to tell about one control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub control: String,
    pub before: Option<Status>,
    pub now: Status,
}

/// The net of several changes, oldest first: one for each control, and none where all is as it was told.
#[must_use]
pub fn net(changes: &[News]) -> Vec<(News, AlertTopic)> {
    let mut whole: Vec<News> = Vec::new();
    for change in changes {
        match whole.iter_mut().find(|known| known.control == change.control) {
            Some(known) => known.now = change.now,
            None => whole.push(change.clone()),
        }
    }
    let topic = |change: News| news(change.before, change.now).0.map(|topic| (change, topic));
    whole.into_iter().filter_map(topic).collect()
}

/// Hours in which nobody is told anything: `22:00-07:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    from: Time,
    to: Time,
}

/// Why a text is no pair of times.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("quiet hours are two times of day such as 22:00-07:00")]
pub struct NotQuietHours;

impl FromStr for QuietHours {
    type Err = NotQuietHours;

    fn from_str(text: &str) -> Result<Self, NotQuietHours> {
        let (from, to) = text.split_once('-').ok_or(NotQuietHours)?;
        let time = |text: &str| -> Result<Time, NotQuietHours> {
            let (hour, minute) = text.trim().split_once(':').ok_or(NotQuietHours)?;
            let number = |text: &str| {
                let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<i8>().ok().filter(|_| plain).ok_or(NotQuietHours)
            };
            Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| NotQuietHours)
        };
        let (from, to) = (time(from)?, time(to)?);
        if from == to { Err(NotQuietHours) } else { Ok(Self { from, to }) }
    }
}

impl QuietHours {
    /// Whether `now` lies in them, by the civil time of `zone`.
    #[must_use]
    pub fn hold(self, now: Timestamp, zone: &TimeZone) -> bool {
        let time = zone.to_datetime(now).time();
        if self.from < self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }
}

/// Where an entry of the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    Waiting,
    Delivered,
    GivenUp,
}

impl OutboxState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::GivenUp].into_iter().find(|state| state.as_str() == name)
    }
}

/// What became of one try to deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Arrived,
    /// It may arrive another time, or never will.
    Failed {
        transient: bool,
    },
}

/// Where an entry stands after its `attempt`th try, counted from 1, and how long the next one waits.
/// What has arrived or was given up on never moves again.
#[must_use]
pub fn after_try(state: OutboxState, tried: Tried, attempt: u32, draw: f64) -> (OutboxState, Option<Span>) {
    match (state, tried) {
        (OutboxState::Waiting, Tried::Arrived) => (OutboxState::Delivered, None),
        (OutboxState::Waiting, Tried::Failed { transient: true }) => match ALERTS.after(attempt, draw) {
            Retry::Again { after } => (OutboxState::Waiting, Some(after)),
            Retry::GiveUp => (OutboxState::GivenUp, None),
        },
        (OutboxState::Waiting, Tried::Failed { transient: false }) => (OutboxState::GivenUp, None),
        (settled, _) => (settled, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_change_is_told_once_and_its_end_too() {
        let steps = [
            Status::Unproven,
            Status::Proven,
            Status::Failing,
            Status::Failing,
            Status::Paused,
            Status::Failing,
            Status::Stale,
            Status::Proven,
            Status::Due,
            Status::Proven,
        ];
        let mut told = None;
        let mut said = Vec::new();
        for step in steps {
            let (topic, next) = news(told, step);
            said.extend(topic.map(|topic| (step, topic)));
            told = next;
        }
        assert_eq!(
            said,
            [
                (Status::Failing, AlertTopic::Changed),
                (Status::Stale, AlertTopic::Changed),
                (Status::Proven, AlertTopic::Resolved)
            ]
        );
    }

    #[test]
    fn what_came_and_went_is_no_alert() {
        let change = |before, now| News { control: "a".into(), before: Some(before), now };
        assert_eq!(
            net(&[change(Status::Proven, Status::Unknown), change(Status::Unknown, Status::Proven)]),
            []
        );
        let worse = net(&[change(Status::Proven, Status::Unknown), change(Status::Unknown, Status::Failing)]);
        assert_eq!(worse, [(change(Status::Proven, Status::Failing), AlertTopic::Changed)]);
    }

    #[test]
    fn quiet_hours_go_over_midnight_and_by_civil_time() {
        let hours: QuietHours = "22:00-07:00".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let holds = |text: &str| hours.hold(text.parse().unwrap(), &zone);
        assert!(holds("2026-11-20T21:00:00Z") && holds("2026-11-20T05:59:59Z"));
        assert!(!holds("2026-11-20T20:59:59Z") && !holds("2026-11-20T06:00:00Z"));
        let day: QuietHours = "12:00-13:30".parse().unwrap();
        assert!(day.hold("2026-11-20T12:00:00Z".parse().unwrap(), &zone));
        for bad in ["", "22:00", "22-7", "24:00-07:00", "22:00-22:00", "+2:00-07:00", "22:60-07:00"] {
            assert!(bad.parse::<QuietHours>().is_err(), "{bad}");
        }
    }

    proptest! {
        /// Whatever happens, told trouble that is over is told to be over, and nothing is told twice in a row.
        #[test]
        fn trouble_and_its_end_alternate(steps in prop::collection::vec(prop::sample::select(Status::ALL.to_vec()), 0..60)) {
            let mut told = None;
            let mut open: Option<Status> = None;
            for step in steps {
                let (topic, next) = news(told, step);
                match topic {
                    Some(AlertTopic::Changed) => { prop_assert_ne!(open, Some(step)); open = Some(step); }
                    Some(AlertTopic::Resolved) => { prop_assert!(open.is_some()); open = None; }
                    _ => {}
                }
                if matches!(step, Status::Proven | Status::Due) { prop_assert_eq!(open, None); }
                if is_trouble(step) { prop_assert_eq!(open, Some(step)); }
                told = next;
            }
        }

        #[test]
        fn an_entry_settles_once(tries in prop::collection::vec((any::<bool>(), any::<bool>()), 0..40)) {
            let mut state = OutboxState::Waiting;
            let mut settled = 0;
            for (index, (arrived, transient)) in tries.into_iter().enumerate() {
                let tried = if arrived { Tried::Arrived } else { Tried::Failed { transient } };
                let (next, wait) = after_try(state, tried, u32::try_from(index + 1).unwrap(), 0.5);
                prop_assert_eq!(wait.is_some(), next == OutboxState::Waiting);
                settled += u32::from(state == OutboxState::Waiting && next != OutboxState::Waiting);
                state = next;
            }
            prop_assert!(settled <= 1);
        }
    }
}
