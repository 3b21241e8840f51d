//! Lengths of time as the workspace file writes them.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// A length of time in whole seconds, never negative. Written `90s`, `15m`, `26h`, `8d`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(u64);

/// Why a text is not a length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("durations are a whole number with s, m, h or d, such as 90s, 15m, 26h, 8d")]
pub struct NotASpan;

const SECONDS_MAX: u64 = 100 * 365 * 86_400;

impl Span {
    #[must_use]
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds)
    }
    #[must_use]
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes * 60)
    }
    #[must_use]
    pub const fn from_hours(hours: u64) -> Self {
        Self(hours * 3600)
    }
    #[must_use]
    pub const fn from_days(days: u64) -> Self {
        Self(days * 86_400)
    }
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }
    /// As the time library counts. At most a hundred years, so it always fits.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_secs(i64::try_from(self.0.min(SECONDS_MAX)).unwrap_or(i64::MAX / 2))
    }
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let split = text.len().checked_sub(1).filter(|at| text.is_char_boundary(*at)).ok_or(NotASpan)?;
        let (number, unit) = text.split_at(split);
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotASpan);
        }
        let unit_seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(NotASpan),
        };
        let number: u64 = number.parse().map_err(|_| NotASpan)?;
        let seconds = number.checked_mul(unit_seconds).filter(|s| *s <= SECONDS_MAX).ok_or(NotASpan)?;
        Ok(Self(seconds))
    }
}

impl fmt::Display for Span {
    /// The largest unit that loses nothing, but hours up to two days, as people write limits: `26h`, `8d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0s"),
            s if s % 86_400 == 0 && s > 172_800 => write!(f, "{}d", s / 86_400),
            s if s % 3600 == 0 => write!(f, "{}h", s / 3600),
            s if s % 60 == 0 => write!(f, "{}m", s / 60),
            s => write!(f, "{s}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_four_units_and_refuses_the_rest() {
        assert_eq!("90s".parse(), Ok(Span::from_seconds(90)));
        assert_eq!("26h".parse(), Ok(Span::from_hours(26)));
        for bad in ["", "s", "1", "-1s", "1.5h", "1w", "1 h", "99999999999999999999d", "9999999d", "1ß"] {
            assert_eq!(bad.parse::<Span>(), Err(NotASpan), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0..SECONDS_MAX) {
            let span = Span::from_seconds(seconds);
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
        }
    }
}
