//! How many items it takes to say with confidence that at most a share of them is wrong.

use ballast_core::Result;
use ballast_core::bound::{binomial_at_most, hypergeometric_at_most};
use ballast_core::limits::SAMPLE_ITEMS_MAX;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::distribution::poisson_at_most;
use crate::population::refused;
use crate::rate::Rate;

/// How errors in a sample are distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Drawn without replacement from a finite population: exact.
    Hypergeometric,
    /// With replacement, or from a population without end: never smaller than the hypergeometric size.
    Binomial,
    /// The limit of small rates; expected errors are not rounded, as in AICPA's tables for monetary units.
    Poisson,
}

/// What a sample is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Aim {
    /// One-sided.
    pub confidence: Rate,
    /// The share of wrong items, or of wrong value, that is still acceptable (TM).
    pub tolerable: Rate,
    /// The share that is expected (e): the sample is large enough to bear it.
    pub expected: Rate,
}

/// A sample size with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Size {
    /// Items to draw (n).
    #[ts(type = "number")]
    pub sample: u64,
    /// Wrong items with which it still shows what it is to show (x).
    #[ts(type = "number")]
    pub allowed_errors: u64,
    /// P(X ≤ x) at the tolerable rate: the chance to accept a population that is just not acceptable.
    pub risk: f64,
    pub distribution: Distribution,
}

impl Aim {
    pub(crate) fn check(&self) -> Result<()> {
        let between = |what: &str, rate: Rate| {
            let inside = !rate.is_zero() && rate < Rate::ONE;
            let bounds = ["more than 0% and less than 100%"];
            if inside { Ok(()) } else { Err(refused(what, rate.as_percent()).allowed(bounds)) }
        };
        between("confidence", self.confidence)?;
        between("tolerable", self.tolerable)?;
        if self.expected >= self.tolerable {
            return Err(refused("expected", self.expected.as_percent())
                .with("reason", "expected_not_below_tolerable")
                .allowed([format!("less than {}", self.tolerable.as_percent())]));
        }
        Ok(())
    }

    fn beyond(&self, most: u64) -> ballast_core::Error {
        refused("expected", self.expected.as_percent())
            .with("reason", "sample_too_large")
            .with("tolerable", self.tolerable.as_percent())
            .allowed([format!("rates that need at most {most} items")])
    }
}

/// The smallest n with P(X ≤ x) < 1 − confidence at the tolerable rate, x = ⌈e·n⌉ exact (Poisson: x = e·n, not
/// rounded). `population` (N) is needed for the hypergeometric distribution, whose tolerable count is ⌈TM·N⌉.
///
/// Source: AICPA Audit Guide Audit Sampling, appendix A (binomial), appendix C (Poisson).
pub fn attribute_size(distribution: Distribution, population: Option<u64>, aim: Aim) -> Result<Size> {
    aim.check()?;
    let chance = Chance::new(distribution, population, aim.tolerable)?;
    let risk = aim.confidence.rest().value();
    let most = population.unwrap_or(u64::MAX).min(SAMPLE_ITEMS_MAX);
    if distribution == Distribution::Poisson {
        let expected = |sample: u64| aim.expected.value() * as_float(sample);
        let sample = smallest(1, most, |n| chance.at_most(n, expected(n)) < risk);
        let sample = sample.ok_or_else(|| aim.beyond(most))?;
        let risk = chance.at_most(sample, expected(sample));
        return Ok(Size { sample, allowed_errors: aim.expected.floor_of(sample), risk, distribution });
    }
    let mut allowed = 0;
    loop {
        let sample = smallest_for(&chance, allowed, risk, most).ok_or_else(|| aim.beyond(most))?;
        // A sample of this size expects more: no smaller allowance can do either.
        let expected = aim.expected.ceil_of(sample);
        if expected > allowed {
            allowed = expected;
            continue;
        }
        let first = allowed.checked_sub(1).and_then(|less| aim.expected.largest_whole(less));
        let sample = first.map_or(sample, |last_of_less| sample.max(last_of_less + 1));
        let risk = chance.at_most(sample, as_float(allowed));
        return Ok(Size { sample, allowed_errors: allowed, risk, distribution });
    }
}

/// The smallest n that shows it with exactly this many errors allowed; none up to N (up to
/// [`SAMPLE_ITEMS_MAX`]).
pub fn size_with_errors(
    distribution: Distribution,
    population: Option<u64>,
    aim: Aim,
    allowed: u64,
) -> Result<Option<u64>> {
    aim.check()?;
    let chance = Chance::new(distribution, population, aim.tolerable)?;
    let most = population.unwrap_or(u64::MAX).min(SAMPLE_ITEMS_MAX);
    Ok(smallest_for(&chance, allowed, aim.confidence.rest().value(), most))
}

fn smallest_for(chance: &Chance, allowed: u64, risk: f64, most: u64) -> Option<u64> {
    smallest(allowed + 1, most, |sample| chance.at_most(sample, as_float(allowed)) < risk)
}

/// The smallest number from `first` to `last` that is enough, where every larger one is enough too.
pub(crate) fn smallest(first: u64, last: u64, is_enough: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut step) = (first, 1);
    // Answers are small beside the limit: look near the beginning first.
    let mut high = loop {
        let next = low.saturating_add(step).min(last);
        if is_enough(next) {
            break next;
        }
        if next >= last {
            return None;
        }
        (low, step) = (next + 1, step * 2);
    };
    while low < high {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// P(X ≤ x) in a sample of a population that is just not acceptable.
pub(crate) struct Chance {
    distribution: Distribution,
    rate: f64,
    population: u64,
    wrong: u64,
}

impl Chance {
    pub(crate) fn new(distribution: Distribution, population: Option<u64>, tolerable: Rate) -> Result<Self> {
        let population = match (distribution, population) {
            (_, Some(0)) | (Distribution::Hypergeometric, None) => {
                return Err(refused("population", population.unwrap_or_default())
                    .allowed(["the number of items, at least 1"]));
            }
            (_, population) => population.unwrap_or_default(),
        };
        let wrong = tolerable.ceil_of(population);
        Ok(Self { distribution, rate: tolerable.value(), population, wrong })
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(crate) fn at_most(&self, sample: u64, limit: f64) -> f64 {
        match self.distribution {
            Distribution::Hypergeometric => {
                hypergeometric_at_most(self.population, self.wrong, sample, limit as u64)
            }
            Distribution::Binomial => binomial_at_most(sample, limit as u64, self.rate),
            Distribution::Poisson => poisson_at_most(as_float(sample) * self.rate, limit),
        }
    }
}

#[allow(clippy::cast_precision_loss)]
pub(crate) fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn aim(confidence: u64, tolerable: u64, expected: &str) -> Aim {
        Aim {
            confidence: Rate::percent(confidence),
            tolerable: Rate::percent(tolerable),
            expected: expected.parse().unwrap(),
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused_with_the_reason() {
        let size = |aim| attribute_size(Distribution::Binomial, None, aim).unwrap_err().params;
        assert_eq!(size(aim(95, 5, "5%"))["reason"], "expected_not_below_tolerable");
        assert_eq!(size(aim(95, 5, "4.999%"))["reason"], "sample_too_large");
        assert_eq!(size(aim(100, 5, "0%"))["what"], "confidence");
        assert_eq!(size(aim(95, 0, "0%"))["what"], "tolerable");
        let finite = attribute_size(Distribution::Hypergeometric, None, aim(95, 5, "0%"));
        assert_eq!(finite.unwrap_err().params["what"], "population");
    }

    #[test]
    fn a_tiny_population_is_looked_at_whole_or_nearly() {
        let size = attribute_size(Distribution::Hypergeometric, Some(3), aim(95, 5, "0%")).unwrap();
        assert_eq!((size.sample, size.allowed_errors), (3, 0));
    }

    /// One size after the other, as the definition says.
    fn by_trying(distribution: Distribution, population: u64, aim: Aim) -> Option<(u64, u64)> {
        let chance = Chance::new(distribution, Some(population), aim.tolerable).unwrap();
        (1..=population).find_map(|sample| {
            let allowed = aim.expected.ceil_of(sample);
            (chance.at_most(sample, as_float(allowed)) < aim.confidence.rest().value())
                .then_some((sample, allowed))
        })
    }

    proptest! {
        #[test]
        fn the_search_finds_what_trying_finds(
            population in 1u64..700, tolerable in 2u64..30, tenths in 0u64..200, confidence in 50u64..99,
            hypergeometric in any::<bool>(),
        ) {
            prop_assume!(tenths < tolerable * 10);
            let aim = aim(confidence, tolerable, &format!("{}.{}%", tenths / 10, tenths % 10));
            let distribution =
                if hypergeometric { Distribution::Hypergeometric } else { Distribution::Binomial };
            let found = attribute_size(distribution, Some(population), aim).ok();
            let found = found.map(|size| (size.sample, size.allowed_errors));
            prop_assert_eq!(found, by_trying(distribution, population, aim));
        }
    }
}
