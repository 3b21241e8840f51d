//! Whether something that failed is tried again, and when: backoff with jitter, a limit, then a dead letter.

use crate::error::Code;
use crate::limits::{ALERT_ATTEMPTS_MAX, RUN_ATTEMPTS_MAX};
use crate::run::RunEvent;
use crate::span::Span;

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    Again { after: Span },
    GiveUp,
}

/// How often and how patiently.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub attempts_max: u32,
    pub first_wait: Span,
    pub longest_wait: Span,
    /// Each wait is this many times the one before.
    pub factor: u64,
}

/// Jobs: a minute, five, then it is given up.
pub const RUNS: Patience = Patience {
    attempts_max: RUN_ATTEMPTS_MAX,
    first_wait: Span::from_minutes(1),
    longest_wait: Span::from_hours(1),
    factor: 5,
};

/// Alerts: from half a minute up to four hours, for half a day to a day.
pub const ALERTS: Patience = Patience {
    attempts_max: ALERT_ATTEMPTS_MAX,
    first_wait: Span::from_seconds(30),
    longest_wait: Span::from_hours(4),
    factor: 2,
};

impl Patience {
    /// After the `attempt`th failure, counted from 1. `draw` from 0 to 1 spreads the wait between half
    /// and the whole of it, so that what failed together is not tried together.
    #[must_use]
    pub fn after(self, attempt: u32, draw: f64) -> Retry {
        if attempt >= self.attempts_max {
            return Retry::GiveUp;
        }
        let doubled = self.factor.saturating_pow(attempt.saturating_sub(1));
        let whole = self.first_wait.seconds().saturating_mul(doubled).min(self.longest_wait.seconds());
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let wait = (whole as f64 * (0.5 + 0.5 * draw.clamp(0.0, 1.0))).round() as u64;
        Retry::Again { after: Span::from_seconds(wait.max(1)) }
    }
}

/// Whether a job that ended like this may do better the next time. Jobs are idempotent; what stays
/// wrong until a person acts is not tried again, and neither is what took its whole time.
#[must_use]
pub fn is_worth_a_retry(code: Code) -> bool {
    matches!(
        code,
        Code::Interrupted
            | Code::Io
            | Code::DiskFull
            | Code::Busy
            | Code::WorkerFailed
            | Code::LocationAbsent
            | Code::RepositoryUnreadable
            | Code::SourceUnreadable
            | Code::SecretUnavailable
            | Code::WorkspaceReadOnly
            | Code::Internal
    )
}

/// What the end of a run means for the slot it was started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotEnd {
    /// It has its conclusion, or a person wants none, or has something open that comes first.
    Done,
    /// It is due again, as this attempt, after a wait.
    Again { attempt: u32, after: Option<Span> },
    /// No more attempts: a person must look.
    GivenUp,
}

/// The slot after the end of its `attempt`th run, counted from 1; none where the run has not ended.
#[must_use]
pub fn slot_after(event: RunEvent, attempt: u32, draw: f64) -> Option<SlotEnd> {
    let transient = match event {
        RunEvent::Started => return None,
        RunEvent::HandedBack => return Some(SlotEnd::Again { attempt, after: None }),
        // What was not yet to be begun waits for something that people have open, and that asks for them by itself:
        // the next slot is soon enough.
        RunEvent::Concluded(_) | RunEvent::CancelRequested | RunEvent::Failed(Code::NotYet) => {
            return Some(SlotEnd::Done);
        }
        RunEvent::OwnerVanished => true,
        RunEvent::Failed(code) => is_worth_a_retry(code),
        // What took its whole time once will take it again.
        RunEvent::LimitReached => false,
    };
    Some(match RUNS.after(attempt, draw) {
        Retry::Again { after } if transient => SlotEnd::Again { attempt: attempt + 1, after: Some(after) },
        Retry::Again { .. } | Retry::GiveUp => SlotEnd::GivenUp,
    })
}

/// A number from 0 to 1 that follows from a text: jitter that a test can repeat.
#[must_use]
pub fn draw_of(text: &str) -> f64 {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(text.as_bytes());
    let number = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    f64::from(number) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waits_grow_and_end() {
        let wait = |attempt| match RUNS.after(attempt, 1.0) {
            Retry::Again { after } => after.seconds(),
            Retry::GiveUp => 0,
        };
        assert_eq!([wait(1), wait(2), wait(3)], [60, 300, 0]);
    }

    #[test]
    fn what_waits_for_people_is_settled_and_what_is_broken_is_given_up_on() {
        assert_eq!(slot_after(RunEvent::Failed(Code::NotYet), 1, 0.5), Some(SlotEnd::Done));
        assert_eq!(slot_after(RunEvent::Failed(Code::InvalidFile), 1, 0.5), Some(SlotEnd::GivenUp));
    }

    proptest! {
        #[test]
        fn every_wait_is_between_half_and_the_longest(attempt in 1u32..40, draw in -1.0f64..2.0) {
            if let Retry::Again { after } = ALERTS.after(attempt, draw) {
                prop_assert!(after.seconds() >= ALERTS.first_wait.seconds() / 2);
                prop_assert!(after <= ALERTS.longest_wait);
            } else {
                prop_assert!(attempt >= ALERTS.attempts_max);
            }
        }

        #[test]
        fn a_draw_is_a_share(text in ".*") {
            prop_assert!((0.0..=1.0).contains(&draw_of(&text)));
        }
    }
}
