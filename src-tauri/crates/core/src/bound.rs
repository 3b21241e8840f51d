//! What a sample says about the whole, and which units are drawn.

use sha2::{Digest, Sha256};
use statrs::function::factorial::ln_binomial;

/// What was read of a whole, and how sure a statement must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Units in the whole (N).
    pub units: u64,
    /// Units read, drawn without replacement (n).
    pub read: u64,
    /// Damaged units among those read (k).
    pub damaged: u64,
    /// One-sided confidence, between 0 and 1.
    pub confidence: f64,
}

/// At most this many of the N units are damaged, at the sample's confidence: the largest D with
/// P(X ≤ k) > 1 − confidence, X hypergeometric(N, D, n). Exact; no approximation.
///
/// Source: inversion of the hypergeometric test, as in Clopper and Pearson (1934) for a finite whole.
#[must_use]
pub fn damaged_at_most(sample: Sample) -> u64 {
    let Sample { units, read, damaged, confidence } = sample;
    if read >= units {
        return damaged;
    }
    if read == 0 {
        return units;
    }
    let alpha = 1.0 - confidence;
    // P(X ≤ k) falls as D grows, so the largest D is found by halving.
    let (mut low, mut high) = (damaged, units - (read - damaged));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if at_most(units, middle, read, damaged) > alpha {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// P(X ≤ k) for X hypergeometric with N units, D damaged, n drawn.
fn at_most(units: u64, damaged: u64, drawn: u64, limit: u64) -> f64 {
    let first = drawn.saturating_sub(units - damaged);
    let last = limit.min(damaged).min(drawn);
    if first > last {
        return 0.0;
    }
    let whole = ln_binomial(units, drawn);
    (first..=last)
        .map(|x| (ln_binomial(damaged, x) + ln_binomial(units - damaged, drawn - x) - whole).exp())
        .sum::<f64>()
        .min(1.0)
}

/// At most this share of all units ever made is damaged, at this one-sided confidence, after `damaged` among
/// `read` independent ones: the p with P(X ≤ k) = 1 − confidence, X binomial(n, p). Between 0 and 1; 1 where
/// nothing was read. Without a damaged one that is 1 − (1 − confidence)^(1/n).
///
/// Source: Clopper and Pearson, Biometrika 26 (1934), the upper limit.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn rate_at_most(read: u64, damaged: u64, confidence: f64) -> f64 {
    if damaged >= read {
        return 1.0;
    }
    let alpha = 1.0 - confidence;
    if damaged == 0 {
        return -(alpha.ln() / read as f64).exp_m1();
    }
    // P(X ≤ k) falls as p grows. Halving ends at the nearest number that there is.
    let (mut low, mut high) = (damaged as f64 / read as f64, 1.0);
    while let middle = f64::midpoint(low, high)
        && low < middle
        && middle < high
    {
        if at_most_by_rate(read, damaged, middle) > alpha {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(X ≤ k) for X binomial(n, p), p ≥ k/n: the terms fall from the last to the first.
#[allow(clippy::cast_precision_loss)]
fn at_most_by_rate(read: u64, limit: u64, rate: f64) -> f64 {
    let (n, k) = (read as f64, limit as f64);
    let mut term = (ln_binomial(read, limit) + k * rate.ln() + (n - k) * (-rate).ln_1p()).exp();
    let mut sum = term;
    for x in (1..=limit).rev() {
        term *= x as f64 * (1.0 - rate) / ((read - x + 1) as f64 * rate);
        sum += term;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    sum.min(1.0)
}

/// The ticket of a unit in a draw: SHA-256 over the seed, a colon and the id.
#[must_use]
pub fn ticket(seed: &str, id: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(seed.as_bytes());
    hasher.update(b":");
    hasher.update(id.as_bytes());
    hasher.finalize().into()
}

/// The `count` ids with the smallest tickets, in the order of their tickets.
#[must_use]
pub fn draw<'a>(seed: &str, ids: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let mut tickets: Vec<([u8; 32], &str)> = ids.into_iter().map(|id| (ticket(seed, id), id)).collect();
    tickets.sort_unstable();
    tickets.truncate(count);
    tickets.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bound(units: u64, read: u64, damaged: u64, confidence: f64) -> u64 {
        damaged_at_most(Sample { units, read, damaged, confidence })
    }

    #[test]
    fn agrees_with_exact_integer_arithmetic() {
        assert_eq!(bound(50, 10, 0, 0.95), 11);
        assert_eq!(bound(1000, 50, 0, 0.95), 56);
        assert_eq!(bound(10_000, 100, 0, 0.95), 293);
        assert_eq!(bound(50, 10, 0, 0.99), 16);
        assert_eq!(bound(1000, 50, 0, 0.99), 85);
        assert_eq!(bound(10_000, 100, 0, 0.99), 447);
        assert_eq!(bound(50, 50, 0, 0.95), 0);
        assert_eq!(bound(50, 50, 3, 0.95), 3);
        assert_eq!(bound(50, 0, 0, 0.95), 50);
    }

    #[test]
    fn misses_as_often_as_combinatorics_says() {
        for (units, damaged, drawn, detected) in [
            (100, 5, 10, 0.416_248),
            (1000, 10, 50, 0.402_689),
            (10_000, 100, 100, 0.635_805),
            (64, 2, 8, 0.236_111),
        ] {
            let detects = 1.0 - at_most(units, damaged, drawn, 0);
            assert!((detects - detected).abs() < 1e-6, "{units} {damaged} {drawn}: {detects}");
        }
    }

    #[test]
    fn a_rate_has_the_limit_of_clopper_and_pearson() {
        for (read, damaged, upper) in [
            (59, 0, 0.049_507_609_9),
            (93, 1, 0.049_993_978_4),
            (60, 3, 0.124_187_210_5),
            (100, 5, 0.102_253_377_6),
        ] {
            let found = rate_at_most(read, damaged, 0.95);
            assert!((found - upper).abs() < 1e-9, "{damaged} of {read}: {found}");
        }
        assert!((rate_at_most(0, 0, 0.95) - 1.0).abs() < f64::EPSILON);
        assert!(rate_at_most(10_000_000, 100_000, 0.95) < 0.010_06);
    }

    proptest! {
        #[test]
        fn reading_more_clean_units_never_loosens_the_bound(units in 2u64..2000, read in 1u64..1999) {
            prop_assume!(read < units);
            prop_assert!(bound(units, read + 1, 0, 0.95) <= bound(units, read, 0, 0.95));
        }

        #[test]
        fn a_draw_extends_without_redrawing(count in 0usize..40) {
            let ids: Vec<String> = (0..50).map(|n| n.to_string()).collect();
            let short = draw("seed", ids.iter().map(String::as_str), count);
            let long = draw("seed", ids.iter().map(String::as_str), count + 5);
            prop_assert_eq!(&long[..count], &short[..]);
        }
    }
}
