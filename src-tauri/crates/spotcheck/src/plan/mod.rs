//! The plan: what is drawn, how many, and what that is to show. It is fixed, with its hash, before any seed.

pub mod anytime;
pub mod attribute;
mod method;
pub mod percent;
pub mod staged;

use ballast_core::limits::{ALWAYS_RULES_MAX, SAMPLE_ITEMS_MAX};
use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

pub use anytime::{KaplanMarkov, anytime_limit};
pub use attribute::{Aim, Distribution, Size, attribute_size, size_with_errors};
pub use method::{Method, Refusal};
pub use percent::{Proof, Shown, curve, percent_of, proof};
pub use staged::{Stage, check_stages, equal_stages, risk_of_stages};

use crate::condition::Condition;
use crate::hex;
use crate::population::{Population, refused};
use crate::rate::Rate;

/// A plan. No floats: it goes into the ledger, and its canonical JSON into the commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Plan {
    /// One-sided, for every limit.
    pub confidence: Rate,
    /// The share of wrong items, or of wrong value, that is acceptable. Without one nothing is decided by limits:
    /// a sample is accepted if nothing in it is wrong.
    pub tolerable: Option<Rate>,
    pub sampling: Sampling,
    /// A sample of its own for each stratum, instead of one over the whole. Not with sampling by value.
    pub per_stratum: bool,
    /// Payouts that are looked at in any case, on top of the sample and apart from its limits.
    #[ts(type = "Array<string>")]
    pub always: Vec<Condition>,
    /// A payout that differs by at most so many minor units is right.
    #[ts(type = "number")]
    pub tolerance: u64,
    /// Digits of the currency behind the point.
    pub minor_digits: u8,
    /// The share of the payouts of zero or less that is looked at where values are drawn: no value reaches them.
    pub unreachable: Rate,
    /// The share of the right items that a second person does again.
    pub second_review: Rate,
}

/// How items are drawn, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sampling {
    /// A share of the items, rounded up.
    Percent {
        percent: Rate,
        #[ts(type = "number")]
        at_least: u64,
    },
    /// As many items as the aim takes; needs a tolerable rate.
    Attribute { distribution: Distribution, expected: Rate },
    /// Items by their value: large ones are likelier, those above the interval certain. Needs a tolerable rate.
    MonetaryUnit { selection: Selection, expected: Rate },
    /// Items in stages; needs a tolerable rate, and stages whose risk holds.
    StopOrGo { distribution: Distribution, stages: Vec<Stage> },
    /// Items by their value in the order of the draw, until the rule of Kaplan and Markov passes; at most so many.
    Anytime {
        #[ts(type = "number")]
        at_most: u64,
    },
}

/// How monetary units are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// A start drawn from the seed, then every interval. Depends on the order of the list.
    FixedInterval,
    /// One unit drawn in each interval.
    Cell,
    /// The largest values of book value / ticket: does not depend on the order, and can be extended.
    Sieve,
}

/// How many items are drawn from a population, or from one stratum of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Quota {
    /// None: the whole population.
    pub stratum: Option<String>,
    /// Items that can be drawn: all, or those above zero where values are drawn.
    #[ts(type = "number")]
    pub population: u64,
    /// Items (hits, where values are drawn) of the first stage.
    #[ts(type = "number")]
    pub sample: u64,
    /// Items of all stages. What the draw orders; the later ones are looked at only if the plan says so.
    #[ts(type = "number")]
    pub sample_most: u64,
}

/// A plan with its sizes for a population, and the hash of both: what is recorded before the seed is thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Commitment {
    pub plan: Plan,
    pub quotas: Vec<Quota>,
    /// SHA-256 of the population.
    pub population: String,
    /// SHA-256 over [`Commitment::text`], in hexadecimal.
    pub sha256: String,
}

impl Plan {
    /// Fixes the plan for a population. Refused is what could not show what it promises, with the reason.
    pub fn commit(self, population: &Population) -> Result<Commitment> {
        self.check(population)?;
        let quotas = self.quotas(population)?;
        let most: u64 = quotas.iter().map(|quota| quota.sample_most).sum();
        if most > SAMPLE_ITEMS_MAX {
            return Err(refused("sample", most).allowed([format!("at most {SAMPLE_ITEMS_MAX} items")]));
        }
        let mut commitment =
            Commitment { plan: self, quotas, population: population.sha256.clone(), sha256: String::new() };
        commitment.sha256 = hex(&Sha256::digest(commitment.text()?));
        Ok(commitment)
    }

    fn check(&self, population: &Population) -> Result<()> {
        self.check_alone()?;
        for rule in &self.always {
            rule.check(&population.columns)?;
        }
        if self.is_by_value() && population.positive_total <= 0 {
            return Err(refused("population", population.positive_total).with("reason", "no_value"));
        }
        Ok(())
    }

    /// Whether this could be a plan for some population. Refused is what could not show what it promises, whatever
    /// the list.
    pub fn check_alone(&self) -> Result<()> {
        if self.always.len() > ALWAYS_RULES_MAX {
            return Err(refused("always", self.always.len()).allowed([ALWAYS_RULES_MAX]));
        }
        if self.confidence.is_zero() || self.confidence == Rate::ONE {
            return Err(refused("confidence", self.confidence.as_percent())
                .allowed(["more than 0% and less than 100%"]));
        }
        if self.minor_digits > 4 {
            return Err(refused("minor_digits", self.minor_digits).allowed(["0 to 4"]));
        }
        if let Some(aim) = self.aim() {
            aim.check()?;
        } else if !matches!(self.sampling, Sampling::Percent { .. }) {
            return Err(refused("tolerable", "").allowed(["a rate such as 5%"]));
        }
        if self.per_stratum && self.is_by_value() {
            return Err(refused("per_stratum", true).with("reason", "by_value").allowed([false]));
        }
        match &self.sampling {
            Sampling::Percent { percent, at_least: 0 } if percent.is_zero() => {
                Err(refused("percent", percent.as_percent()).allowed(["more than 0%"]))
            }
            _ => Ok(()),
        }
    }

    /// Large values are likelier to be drawn.
    #[must_use]
    pub fn is_by_value(&self) -> bool {
        matches!(self.sampling, Sampling::MonetaryUnit { .. } | Sampling::Anytime { .. })
    }

    /// Why an item is looked at says something about what was paid for it.
    #[must_use]
    pub fn reasons_tell_amounts(&self) -> bool {
        self.is_by_value() || self.always.iter().any(|rule| rule.is_about("amount"))
    }

    /// What the sample is to show; none without a tolerable rate.
    #[must_use]
    pub fn aim(&self) -> Option<Aim> {
        let expected = match &self.sampling {
            Sampling::Attribute { expected, .. } | Sampling::MonetaryUnit { expected, .. } => *expected,
            _ => Rate::ZERO,
        };
        Some(Aim { confidence: self.confidence, tolerable: self.tolerable?, expected })
    }

    /// Whether more items can follow those that were drawn, from the same seed.
    pub fn can_extend(&self) -> Result<()> {
        match self.sampling {
            Sampling::MonetaryUnit { selection: Selection::FixedInterval | Selection::Cell, .. } => {
                Err(Error::new(Code::InvalidCall)
                    .with("what", "extension")
                    .with("found", "interval")
                    .with("reason", "interval_changes_with_size")
                    .allowed(["sieve"]))
            }
            _ => Ok(()),
        }
    }

    fn quotas(&self, population: &Population) -> Result<Vec<Quota>> {
        if !self.per_stratum {
            let count = if self.is_by_value() { population.positive() } else { population.count };
            let (sample, sample_most) = self.sizes(count)?;
            return Ok(vec![Quota { stratum: None, population: count, sample, sample_most }]);
        }
        let quota = |(name, stratum): (&String, &crate::population::Stratum)| {
            let (sample, sample_most) = self.sizes(stratum.count)?;
            Ok(Quota { stratum: Some(name.clone()), population: stratum.count, sample, sample_most })
        };
        population.strata.iter().map(quota).collect()
    }

    /// Items of the first stage, and of all.
    fn sizes(&self, count: u64) -> Result<(u64, u64)> {
        let one = |sample: u64| (sample.min(count), sample.min(count));
        let missing = || Error::new(Code::Internal).with("what", "tolerable");
        match &self.sampling {
            Sampling::Percent { percent, at_least } => Ok(one(percent_of(*percent, *at_least, count))),
            Sampling::Attribute { distribution, .. } => {
                let aim = self.aim().ok_or_else(missing)?;
                let finite = (*distribution == Distribution::Hypergeometric).then_some(count);
                Ok(one(attribute_size(*distribution, finite, aim)?.sample))
            }
            Sampling::MonetaryUnit { .. } => {
                let aim = self.aim().ok_or_else(missing)?;
                // Hits, not items: a population of few large payouts may take more hits than it has items.
                let hits = attribute_size(Distribution::Poisson, None, aim)?.sample;
                Ok((hits, hits))
            }
            Sampling::StopOrGo { distribution, stages } => {
                let aim = self.aim().ok_or_else(missing)?;
                check_stages(*distribution, Some(count), aim, stages)?;
                let all = stages.iter().map(|stage| stage.sample).sum();
                Ok((stages.first().map_or(0, |stage| stage.sample), all))
            }
            Sampling::Anytime { at_most } => {
                let aim = self.aim().ok_or_else(missing)?;
                let least =
                    KaplanMarkov::new(aim.tolerable, aim.confidence).still_needed().unwrap_or(u64::MAX);
                if *at_most < least {
                    return Err(refused("at_most", at_most).allowed([format!("at least {least}")]));
                }
                Ok((*at_most, *at_most))
            }
        }
    }
}

impl Commitment {
    /// What is hashed: the canonical JSON (RFC 8785) of plan and quotas, then the population's hash in
    /// hexadecimal. `printf '%s%s' PLAN HASH | sha256sum` gives the commitment.
    pub fn text(&self) -> Result<String> {
        let value = serde_json::json!({ "plan": self.plan, "quotas": self.quotas });
        let json = serde_json_canonicalizer::to_string(&value)
            .map_err(|error| Error::new(Code::Internal).with("what", "plan").because(&error))?;
        Ok(format!("{json}{}", self.population))
    }

    /// The hash fits its content.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.text().is_ok_and(|text| hex(&Sha256::digest(text)) == self.sha256)
    }
}

#[cfg(test)]
mod tests;
