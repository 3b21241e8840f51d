//! Short lengths of time, for limits and expectations of one look.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Whole milliseconds. Written `800ms`, `2s`, `1m`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(pub u64);

/// Why a text is not a short length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("short durations are a whole number with ms, s or m, such as 800ms, 2s, 1m")]
pub struct NotMilliseconds;

const MILLISECONDS_MAX: u64 = 86_400_000;

impl FromStr for Milliseconds {
    type Err = NotMilliseconds;

    fn from_str(text: &str) -> Result<Self, NotMilliseconds> {
        let end = text.find(|letter: char| !letter.is_ascii_digit()).ok_or(NotMilliseconds)?;
        let (number, unit) = text.split_at(end);
        let factor = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            _ => return Err(NotMilliseconds),
        };
        let number: u64 = number.parse().map_err(|_| NotMilliseconds)?;
        let whole = number.checked_mul(factor).filter(|whole| *whole <= MILLISECONDS_MAX);
        whole.map(Self).ok_or(NotMilliseconds)
    }
}

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            whole if whole > 0 && whole % 60_000 == 0 => write!(f, "{}m", whole / 60_000),
            whole if whole > 0 && whole % 1_000 == 0 => write!(f, "{}s", whole / 1_000),
            whole => write!(f, "{whole}ms"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_three_units_and_refuses_the_rest() {
        assert_eq!("800ms".parse(), Ok(Milliseconds(800)));
        assert_eq!("2s".parse(), Ok(Milliseconds(2_000)));
        assert_eq!("1m".parse(), Ok(Milliseconds(60_000)));
        for bad in ["", "5", "ms", "1.5s", "-1s", "1h", "99999999999999999999ms", "90000s", "1 s"] {
            assert_eq!(bad.parse::<Milliseconds>(), Err(NotMilliseconds), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(number in 0..=MILLISECONDS_MAX / 60_000, unit in prop::sample::select(vec![1, 1_000, 60_000])) {
            let whole = number * unit;
            let time = Milliseconds(whole);
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
