//! Stop or go: samples in stages whose sizes and limits are fixed before the first, with the risk that they
//! really have. Going on along a table for single samples (59, 93, 124, 153) has a risk of 10.6 % and not of 5 %,
//! so stages are accepted by their risk and by nothing else.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::limits::{SAMPLE_ITEMS_MAX, SAMPLE_STAGES_MAX};
use serde::{Deserialize, Serialize};
use statrs::function::factorial::ln_binomial;
use ts_rs::TS;

use super::attribute::{Aim, Distribution, as_float, smallest};
use crate::distribution::poisson_exactly;
use crate::population::refused;
use crate::rate::Rate;

/// One stage. Errors are counted over this stage and all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stage {
    /// Items that this stage adds.
    #[ts(type = "number")]
    pub sample: u64,
    /// With at most so many errors: accept and stop.
    #[ts(type = "number")]
    pub accept: u64,
    /// Otherwise, with at most so many: go on to the next stage. With more: escalate.
    #[ts(type = "number")]
    pub go_on: u64,
}

/// The chance that stages accept a population of this tolerable rate: their true risk. `population` is needed
/// for the hypergeometric distribution.
///
/// Source: the sum over all ways to an acceptance, as in AICPA's two-stage plans: P₀ + P₁·P₀′.
pub fn risk_of_stages(
    distribution: Distribution,
    population: Option<u64>,
    tolerable: Rate,
    stages: &[Stage],
) -> Result<f64> {
    check_shape(stages, population)?;
    let population = match (distribution, population) {
        (Distribution::Hypergeometric, None | Some(0)) => {
            return Err(refused("population", 0).allowed(["the number of items, at least 1"]));
        }
        (_, population) => population.unwrap_or_default(),
    };
    let urn = Urn { distribution, population, wrong: tolerable.ceil_of(population), rate: tolerable.value() };
    Ok(urn.accepted(stages))
}

/// Equal stages that go on at exactly so many errors of their own, and accept with fewer; the last accepts its
/// number. `[1, 0]`: no error accepts, one error means as many items again, of which none may be wrong.
pub fn equal_stages(
    distribution: Distribution,
    population: Option<u64>,
    aim: Aim,
    go_on_at: &[u64],
) -> Result<Vec<Stage>> {
    aim.check()?;
    let most = population.unwrap_or(u64::MAX).min(SAMPLE_ITEMS_MAX);
    let most = most / u64::try_from(go_on_at.len().max(1)).unwrap_or(u64::MAX);
    check_shape(&shaped(1, go_on_at), None)?;
    let risk = aim.confidence.rest().value();
    let is_enough = |sample| {
        let stages = shaped(sample, go_on_at);
        risk_of_stages(distribution, population, aim.tolerable, &stages).is_ok_and(|found| found < risk)
    };
    let sample = smallest(1, most.max(1), is_enough).ok_or_else(|| {
        refused("stages", go_on_at.len())
            .with("reason", "sample_too_large")
            .allowed([format!("stages of at most {most} items")])
    })?;
    Ok(shaped(sample, go_on_at))
}

fn shaped(sample: u64, go_on_at: &[u64]) -> Vec<Stage> {
    let mut before = 0;
    let last = go_on_at.len().saturating_sub(1);
    let stages = go_on_at.iter().enumerate().map(|(at, errors)| {
        let sum = before + errors;
        before = sum;
        let accept = if at == last { sum } else { sum.saturating_sub(1) };
        Stage { sample, accept, go_on: sum }
    });
    stages.collect()
}

/// Refuses stages whose risk is above what the confidence allows; gives their risk.
pub fn check_stages(
    distribution: Distribution,
    population: Option<u64>,
    aim: Aim,
    stages: &[Stage],
) -> Result<f64> {
    aim.check()?;
    let risk = risk_of_stages(distribution, population, aim.tolerable, stages)?;
    if risk > aim.confidence.rest().value() {
        return Err(refused("stages", stages.len())
            .with("reason", "risk_too_high")
            .with("risk", format!("{:.2}%", risk * 100.0))
            .allowed([format!("a risk of at most {}", aim.confidence.rest().as_percent())]));
    }
    Ok(risk)
}

fn check_shape(stages: &[Stage], population: Option<u64>) -> Result<()> {
    let most = population.unwrap_or(u64::MAX).min(SAMPLE_ITEMS_MAX);
    let items = stages.iter().try_fold(0_u64, |sum, stage| sum.checked_add(stage.sample));
    let reason = if stages.is_empty() || stages.len() > SAMPLE_STAGES_MAX {
        "stages"
    } else if stages.iter().any(|stage| stage.sample == 0) || items.is_none_or(|items| items > most) {
        "stage_sizes"
    } else if stages.iter().any(|stage| stage.go_on < stage.accept)
        || stages.windows(2).any(|pair| pair[1].accept < pair[0].accept || pair[1].go_on < pair[0].go_on)
        || stages.last().is_some_and(|last| last.go_on != last.accept)
    {
        "stage_limits"
    } else {
        return Ok(());
    };
    Err(refused("stages", stages.len()).with("reason", reason).allowed([
        format!("1 to {SAMPLE_STAGES_MAX} stages"),
        format!("at least 1 item each, at most {most} together"),
        "limits that do not fall; the last stage does not go on".to_owned(),
    ]))
}

struct Urn {
    distribution: Distribution,
    population: u64,
    wrong: u64,
    rate: f64,
}

impl Urn {
    fn accepted(&self, stages: &[Stage]) -> f64 {
        let mut ways = BTreeMap::from([(0_u64, 1.0_f64)]);
        let (mut accepted, mut drawn) = (0.0, 0);
        for stage in stages {
            let mut next = BTreeMap::new();
            for (found, chance) in ways {
                for errors in 0..=(stage.go_on - found.min(stage.go_on)).min(stage.sample) {
                    let way = chance * self.exactly(drawn, found, stage.sample, errors);
                    *next.entry(found + errors).or_insert(0.0) += way;
                }
            }
            drawn += stage.sample;
            accepted += next.range(..=stage.accept).map(|(_, chance)| chance).sum::<f64>();
            ways = next.split_off(&(stage.accept + 1));
        }
        accepted
    }

    /// P(X = x) among the next `sample`, after `found` among `drawn`.
    fn exactly(&self, drawn: u64, found: u64, sample: u64, errors: u64) -> f64 {
        match self.distribution {
            Distribution::Hypergeometric => {
                let Some(wrong) = self.wrong.checked_sub(found) else { return 0.0 };
                let rest = self.population - drawn;
                let Some(right) = rest.checked_sub(wrong) else { return 0.0 };
                if errors > wrong || sample - errors > right {
                    return 0.0;
                }
                (ln_binomial(wrong, errors) + ln_binomial(right, sample - errors) - ln_binomial(rest, sample))
                    .exp()
            }
            Distribution::Binomial => (ln_binomial(sample, errors)
                + as_float(errors) * self.rate.ln()
                + as_float(sample - errors) * (-self.rate).ln_1p())
            .exp(),
            Distribution::Poisson => poisson_exactly(as_float(sample) * self.rate, errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::attribute::Chance;
    use proptest::prelude::*;

    fn aim(confidence: u64, tolerable: u64) -> Aim {
        Aim {
            confidence: Rate::percent(confidence),
            tolerable: Rate::percent(tolerable),
            expected: Rate::ZERO,
        }
    }

    fn size(distribution: Distribution, confidence: u64, tolerable: u64, go_on_at: &[u64]) -> u64 {
        equal_stages(distribution, None, aim(confidence, tolerable), go_on_at).unwrap()[0].sample
    }

    #[test]
    fn equal_stages_are_those_of_the_reference() {
        use Distribution::{Binomial, Poisson};
        assert_eq!(size(Binomial, 95, 5, &[1, 0]), 61);
        assert_eq!(size(Binomial, 90, 5, &[1, 0]), 49);
        assert_eq!(size(Poisson, 95, 3, &[1, 0]), 105);
        assert_eq!(size(Poisson, 95, 5, &[1, 0]), 63);
        assert_eq!(size(Poisson, 95, 5, &[2, 1, 0]), 96);
        assert_eq!(size(Binomial, 95, 5, &[2, 1, 0]), 94);
        let stages = equal_stages(Binomial, None, aim(95, 5), &[1, 0]).unwrap();
        assert_eq!(
            stages,
            [Stage { sample: 61, accept: 0, go_on: 1 }, Stage { sample: 61, accept: 1, go_on: 1 }]
        );
    }

    #[test]
    fn hopping_along_the_table_has_twice_the_risk_and_is_refused() {
        let hop = |sample, accept| Stage { sample, accept, go_on: 3 };
        let stages = [hop(59, 0), hop(93 - 59, 1), hop(124 - 93, 2), hop(153 - 124, 3)];
        let risk = risk_of_stages(Distribution::Binomial, None, Rate::percent(5), &stages).unwrap();
        assert!((risk - 0.106_231).abs() < 1e-6, "{risk}");
        let error = check_stages(Distribution::Binomial, None, aim(95, 5), &stages).unwrap_err();
        assert_eq!(
            (error.params["reason"].as_str(), error.params["risk"].as_str()),
            ("risk_too_high", "10.62%")
        );
    }

    #[test]
    fn stages_without_sense_are_refused() {
        let check =
            |stages: &[Stage]| risk_of_stages(Distribution::Binomial, Some(100), Rate::percent(5), stages);
        let stage = |sample, accept, go_on| Stage { sample, accept, go_on };
        for bad in [
            &[][..],
            &[stage(0, 0, 0)],
            &[stage(10, 0, 1)],
            &[stage(10, 1, 0)],
            &[stage(101, 0, 0)],
            &[stage(10, 1, 2), stage(10, 0, 0)],
        ] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
        assert!(equal_stages(Distribution::Hypergeometric, Some(20), aim(95, 1), &[1, 0]).is_err());
    }

    proptest! {
        #[test]
        fn one_stage_is_a_single_sample(sample in 1u64..120, accept in 0u64..6, hypergeometric in any::<bool>()) {
            let distribution = if hypergeometric { Distribution::Hypergeometric } else { Distribution::Binomial };
            let stage = [Stage { sample, accept, go_on: accept }];
            let tolerable = Rate::percent(7);
            let risk = risk_of_stages(distribution, Some(300), tolerable, &stage).unwrap();
            let single = Chance::new(distribution, Some(300), tolerable).unwrap().at_most(sample, as_float(accept));
            prop_assert!((risk - single).abs() < 1e-9, "{risk} {single}");
        }

        #[test]
        fn stages_that_only_look_again_change_nothing(first in 1u64..80, second in 1u64..80, accept in 0u64..5) {
            // Nothing is accepted before the end, so that drawing in two parts is drawing once.
            let parts = [Stage { sample: first, accept: 0, go_on: accept }, Stage { sample: second, accept, go_on: accept }];
            let rate = Rate::percent(4);
            let distribution = Distribution::Hypergeometric;
            let both = risk_of_stages(distribution, Some(400), rate, &parts).unwrap();
            let chance = Chance::new(distribution, Some(400), rate).unwrap();
            let once = chance.at_most(first + second, as_float(accept));
            // Stopping early can only accept more.
            prop_assert!(both >= once - 1e-9);
            prop_assert!(both <= once + chance.at_most(first, 0.0) + 1e-9);
        }
    }
}
