//! The civil clock of a workspace. `BALLAST_NOW` offsets it: it starts there and runs on. Leases,
//! time limits and durations use the real clocks and never this one.

use ballast_core::evidence::ClockKind;
use ballast_core::{Code, Error, Result};
use jiff::{SignedDuration, Timestamp};

#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    offset: Option<SignedDuration>,
}

impl Clock {
    /// The real clock, or one that starts at `BALLAST_NOW`.
    pub fn from_environment() -> Result<Self> {
        match std::env::var("BALLAST_NOW") {
            Err(_) => Ok(Self::default()),
            Ok(text) => {
                let start: Timestamp = text.parse().map_err(|error: jiff::Error| {
                    Error::new(Code::InvalidCall)
                        .with("what", "BALLAST_NOW")
                        .with("found", &text)
                        .allowed(["2026-03-09T09:00:00Z"])
                        .because(&error)
                })?;
                Ok(Self::starting_at(start))
            }
        }
    }

    /// A simulated clock that shows `start` now and runs on.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self { offset: Some(start.duration_since(Timestamp::now())) }
    }

    /// A clock that goes by how far a stored one was set off.
    #[must_use]
    pub fn offset_by(seconds: i64) -> Self {
        Self { offset: Some(SignedDuration::from_secs(seconds)) }
    }

    #[must_use]
    pub fn offset_seconds(self) -> Option<i64> {
        self.offset.map(|offset| offset.as_secs())
    }

    #[must_use]
    pub fn now(self) -> Timestamp {
        let now = Timestamp::now();
        let shown = self.offset.and_then(|offset| now.checked_add(offset).ok()).unwrap_or(now);
        // Whole milliseconds: enough for people, and stable in every text form.
        Timestamp::from_millisecond(shown.as_millisecond()).unwrap_or(shown)
    }

    #[must_use]
    pub fn kind(self) -> ClockKind {
        if self.offset.is_some() { ClockKind::Simulated } else { ClockKind::Real }
    }
}
