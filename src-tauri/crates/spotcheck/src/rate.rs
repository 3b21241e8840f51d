//! Shares as exact decimals: `ceil` of a float says 15 where 0.035 × 400 is 14.

use std::fmt;
use std::str::FromStr;

use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// Digits behind the point of a ratio.
const SCALE_MAX: usize = 15;

/// A share from 0 to 1, exact. Read as `5%` or `0.05`, written as `0.05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct Rate {
    /// In units of 10^−15, so that equal shares are equal.
    units: u64,
}

/// One, in units of 10^−15.
const ONE: u64 = 1_000_000_000_000_000;

impl Rate {
    pub const ZERO: Self = Self { units: 0 };
    pub const ONE: Self = Self { units: ONE };

    /// Whole percents, for what is written in code.
    #[must_use]
    pub const fn percent(percent: u64) -> Self {
        assert!(percent <= 100);
        Self { units: percent * (ONE / 100) }
    }

    /// This share of `whole`, rounded up.
    #[must_use]
    pub fn ceil_of(self, whole: u64) -> u64 {
        self.shared(whole, u128::from(ONE) - 1)
    }

    /// This share of `whole`, rounded down.
    #[must_use]
    pub fn floor_of(self, whole: u64) -> u64 {
        self.shared(whole, 0)
    }

    fn shared(self, whole: u64, add: u128) -> u64 {
        let product = u128::from(self.units) * u128::from(whole) + add;
        // A share of at most 1 of a u64 fits one.
        u64::try_from(product / u128::from(ONE)).unwrap_or(u64::MAX)
    }

    /// The largest whole of which this share, rounded up, is still at most `part`; none for a share of zero.
    #[must_use]
    pub fn largest_whole(self, part: u64) -> Option<u64> {
        let whole = (u128::from(part) * u128::from(ONE)).checked_div(u128::from(self.units))?;
        Some(u64::try_from(whole).unwrap_or(u64::MAX))
    }

    /// What is missing to 1: the risk of a confidence.
    #[must_use]
    pub fn rest(self) -> Self {
        Self { units: ONE - self.units }
    }

    #[must_use]
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The nearest float.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn value(self) -> f64 {
        self.units as f64 / ONE as f64
    }

    /// As a percentage: `5%`, `0.1%`.
    #[must_use]
    pub fn as_percent(self) -> String {
        format!("{}%", decimal(u128::from(self.units) * 100))
    }
}

/// Units of 10^−15 without zeros at the end.
fn decimal(units: u128) -> String {
    let digits = format!("{units:0>width$}", width = SCALE_MAX + 1);
    let (whole, part) = digits.split_at(digits.len() - SCALE_MAX);
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

impl FromStr for Rate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || {
            Error::new(Code::InvalidCall)
                .with("what", "rate")
                .with("found", text)
                .allowed(["a percentage such as 5% or 0.1%, up to 100%", "a ratio such as 0.05, up to 1"])
        };
        let (number, shift) = text.strip_suffix('%').map_or((text, 0), |number| (number, 2));
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let places = SCALE_MAX - shift;
        if !digits(whole) || !digits(part) || whole.len() > 3 || part.len() > places {
            return Err(refused());
        }
        let units: u64 = format!("{whole}{part:0<places$}").parse().map_err(|_| refused())?;
        if units > ONE { Err(refused()) } else { Ok(Self { units }) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(u128::from(self.units)))
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(text: &str) -> Rate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_percentages_and_ratios_and_refuses_the_rest() {
        assert_eq!(rate("5%"), rate("0.05"));
        assert_eq!(rate("100%"), Rate::ONE);
        assert_eq!(rate("0.1%").to_string(), "0.001");
        assert_eq!(rate("3.5%").as_percent(), "3.5%");
        for bad in ["", "%", "5", "101%", "1.1", "-5%", "5 %", ".5", "5.%", "1e-2", "0.0000000000000001"] {
            let error = bad.parse::<Rate>().unwrap_err();
            assert_eq!((error.code, error.params["found"].as_str()), (Code::InvalidCall, bad));
            assert!(!error.allowed.is_empty());
        }
    }

    #[test]
    fn a_share_is_exact_where_a_float_is_not() {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let float = (0.035_f64 * 400.0).ceil() as u64;
        assert_eq!((rate("3.5%").ceil_of(400), float), (14, 15));
        assert_eq!(rate("7%").ceil_of(1300), 91);
        assert_eq!(Rate::ONE.ceil_of(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(units in 0..=ONE) {
            let rate = Rate { units };
            prop_assert_eq!(rate.to_string().parse::<Rate>().unwrap(), rate);
        }

        #[test]
        fn the_largest_whole_is_the_largest(units in 1..=ONE, part in 0u64..1000) {
            let rate = Rate { units };
            let whole = rate.largest_whole(part).unwrap();
            prop_assert!(rate.ceil_of(whole) <= part);
            prop_assert!(rate.ceil_of(whole + 1) > part);
        }
    }
}
