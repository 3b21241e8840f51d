//! First digits and repeated amounts: a look from the side that may say where to look, and never a verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::distribution::chi_square_above;
use crate::plan::attribute::as_float;

/// How often amounts begin with a digit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Digit {
    pub digit: u8,
    #[ts(type = "number")]
    pub count: u64,
    /// As often as Benford's law expects it: log₁₀(1 + 1 / digit) of all.
    pub expected: f64,
}

/// First digits against Benford's law (1938).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FirstDigits {
    #[ts(type = "number")]
    pub amounts: u64,
    /// 1 to 9.
    pub digits: Vec<Digit>,
    /// Pearson's sum of (count − expected)² / expected, with 8 degrees of freedom.
    pub chi_square: f64,
    /// The chance of so large a sum if the law held. Fees with a fixed amount break the law without any fault.
    pub p_value: f64,
}

/// Counts first digits; zeros count as none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DigitCounter([u64; 9]);

impl DigitCounter {
    /// An amount in minor units; its sign does not matter.
    pub fn add(&mut self, amount: i64) {
        let mut rest = amount.unsigned_abs();
        while rest >= 10 {
            rest /= 10;
        }
        if let Some(count) =
            usize::try_from(rest).ok().and_then(|digit| self.0.get_mut(digit.wrapping_sub(1)))
        {
            *count += 1;
        }
    }

    /// None where nothing was counted.
    #[must_use]
    pub fn finish(&self) -> Option<FirstDigits> {
        let amounts: u64 = self.0.iter().sum();
        if amounts == 0 {
            return None;
        }
        let digit = |(digit, count): (u8, &u64)| {
            let share = (1.0 + 1.0 / f64::from(digit)).log10();
            Digit { digit, count: *count, expected: share * as_float(amounts) }
        };
        let digits: Vec<Digit> = (1..).zip(&self.0).map(digit).collect();
        let chi_square = digits
            .iter()
            .map(|digit| (as_float(digit.count) - digit.expected).powi(2) / digit.expected)
            .sum();
        Some(FirstDigits { amounts, digits, chi_square, p_value: chi_square_above(chi_square, 8.0) })
    }
}

/// An amount that stands there more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Repeated {
    /// In minor units.
    #[ts(type = "number")]
    pub amount: i64,
    #[ts(type = "number")]
    pub count: u64,
}

/// The most repeated amounts, at most `most`, most often first.
#[must_use]
pub fn repeated(amounts: impl IntoIterator<Item = i64>, most: usize) -> Vec<Repeated> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for amount in amounts {
        *counts.entry(amount).or_default() += 1;
    }
    let mut found: Vec<Repeated> = counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(amount, count)| Repeated { amount, count })
        .collect();
    found.sort_by_key(|repeated| (std::cmp::Reverse(repeated.count), repeated.amount));
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_digits_of_sino_forest_are_those_of_the_reference() {
        let mut counter = DigitCounter::default();
        for (digit, count) in (1_i64..).zip([231, 124, 97, 70, 64, 54, 40, 54, 38]) {
            for _ in 0..count {
                counter.add(-digit * 1000 - 7);
            }
        }
        counter.add(0);
        let found = counter.finish().unwrap();
        assert_eq!((found.amounts, found.digits.len()), (772, 9));
        assert!((found.chi_square - 7.651_742_698_9).abs() < 1e-9, "{}", found.chi_square);
        assert!((found.p_value - 0.468_206_381_3).abs() < 1e-9, "{}", found.p_value);
        assert!(DigitCounter::default().finish().is_none());
    }

    #[test]
    fn repeated_amounts_come_most_often_first() {
        let found = repeated([5, 9, 5, 7, 9, 9, 1], 2);
        assert_eq!(found, [Repeated { amount: 9, count: 3 }, Repeated { amount: 5, count: 2 }]);
    }
}
