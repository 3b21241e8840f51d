//! A percentage of the payouts, and what it proves: 5 % of 200 are 10 items, and with none of them wrong a
//! quarter of all may still be.

use ballast_core::bound::{Sample, damaged_at_most};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::attribute::as_float;
use crate::rate::Rate;

/// What a sample shows about the whole if it finds so many wrong.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Shown {
    /// Wrong items in the sample (k).
    #[ts(type = "number")]
    pub errors: u64,
    /// At most so many of the whole are wrong, at the confidence.
    #[ts(type = "number")]
    pub at_most: u64,
    /// The same as a ratio of the whole.
    pub rate: f64,
}

/// What a sample of a size would show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Proof {
    #[ts(type = "number")]
    pub population: u64,
    #[ts(type = "number")]
    pub sample: u64,
    /// One-sided.
    pub confidence: Rate,
    /// For no error, one, two: as many as the sample can have.
    pub shown: Vec<Shown>,
}

/// A percentage of a population, rounded up, at least `at_least`, and never more than there is.
#[must_use]
pub fn percent_of(percent: Rate, at_least: u64, population: u64) -> u64 {
    percent.ceil_of(population).max(at_least).min(population)
}

/// What a sample of `sample` of `population` items shows with 0, 1 and 2 errors: the exact hypergeometric limit.
#[must_use]
pub fn proof(population: u64, sample: u64, confidence: Rate) -> Proof {
    let sample = sample.min(population);
    let shown = (0..=2)
        .filter(|errors| *errors <= sample)
        .map(|errors| shown(population, sample, errors, confidence));
    Proof { population, sample, confidence, shown: shown.collect() }
}

fn shown(population: u64, sample: u64, errors: u64, confidence: Rate) -> Shown {
    let known = Sample { units: population, read: sample, damaged: errors, confidence: confidence.value() };
    let at_most = damaged_at_most(known);
    Shown {
        errors,
        at_most,
        rate: if population == 0 { 1.0 } else { as_float(at_most) / as_float(population) },
    }
}

/// Points of the curve "what would n prove", from 1 to the population, denser where it is steep; `current` is
/// always one of them.
#[must_use]
pub fn curve(population: u64, confidence: Rate, current: Option<u64>) -> Vec<Proof> {
    let mut samples: Vec<u64> =
        current.into_iter().filter(|sample| (1..=population).contains(sample)).collect();
    let mut next = 1;
    while next < population {
        samples.push(next);
        // About 12 points for each factor of ten.
        next = (next + 1).max(next + next / 5);
    }
    samples.push(population);
    samples.retain(|sample| *sample > 0);
    samples.sort_unstable();
    samples.dedup();
    samples.into_iter().map(|sample| proof(population, sample, confidence)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_percent_proves_what_the_table_says() {
        // Population, sample, and the limits in percent with 0, 1 and 2 errors.
        let table: [(u64, u64, [f64; 3]); 7] = [
            (100, 5, [44.0, 64.0, 80.0]),
            (200, 10, [25.0, 38.5, 50.0]),
            (400, 20, [13.5, 21.0, 27.8]),
            (1000, 50, [5.6, 8.9, 11.8]),
            (2000, 100, [2.9, 4.5, 6.0]),
            (5000, 250, [1.2, 1.8, 2.4]),
            (20_000, 1000, [0.3, 0.5, 0.6]),
        ];
        for (population, sample, limits) in table {
            assert_eq!(percent_of(Rate::percent(5), 0, population), sample);
            let found = proof(population, sample, Rate::percent(95));
            for (shown, limit) in found.shown.iter().zip(limits) {
                // The table rounds to a tenth; 27.75 is printed as 27.8.
                assert!((shown.rate * 100.0 - limit).abs() < 0.0501, "{population} {shown:?}");
            }
        }
        assert_eq!(proof(200, 10, Rate::percent(95)).shown[0].at_most, 50);
    }

    #[test]
    fn a_percentage_rounds_up_and_keeps_within_the_whole() {
        assert_eq!(percent_of(Rate::percent(5), 0, 201), 11);
        assert_eq!(percent_of(Rate::percent(5), 10, 40), 10);
        assert_eq!(percent_of(Rate::percent(5), 10, 4), 4);
        assert_eq!(percent_of(Rate::percent(5), 0, 0), 0);
    }

    #[test]
    fn the_curve_falls_to_nothing_and_has_the_current_point() {
        for population in [1, 2, 480, 10_000_000] {
            let points = curve(population, Rate::percent(95), Some(24));
            assert!(points.len() < 120, "{}", points.len());
            assert_eq!(points.iter().any(|point| point.sample == 24), population >= 24);
            let rates: Vec<f64> = points.iter().map(|point| point.shown[0].rate).collect();
            assert!(rates.windows(2).all(|pair| pair[1] <= pair[0]));
            assert!(rates.last().is_some_and(|last| *last == 0.0));
        }
    }
}
