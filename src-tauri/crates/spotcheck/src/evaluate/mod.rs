//! What the answers prove: counts and money, each with its limits, and whether to accept, to go on or to raise it.

mod count;
mod decide;
pub mod limit;
mod money;

use std::collections::BTreeMap;

use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use limit::{Limit, count_limit, taint_limit};

use crate::draw::{Draw, DrawnItem, Reason};
use crate::plan::{Commitment, KaplanMarkov, Plan, Sampling};
use crate::population::Population;
use crate::review::{Cause, Judged, Resolution};

/// Wrong items of a part or a stratum, with what they say about all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Counted {
    /// None: the whole.
    pub stratum: Option<String>,
    #[ts(type = "number")]
    pub population: u64,
    /// Items looked at, those that are no sample included.
    #[ts(type = "number")]
    pub looked_at: u64,
    /// Items of the sample (n), and wrong ones among them (k).
    #[ts(type = "number")]
    pub sample: u64,
    #[ts(type = "number")]
    pub errors: u64,
    /// Wrong items that a rule or their size put beside the sample: known, not estimated.
    #[ts(type = "number")]
    pub known_errors: u64,
    #[ts(type = "number")]
    pub over: u64,
    #[ts(type = "number")]
    pub under: u64,
    /// What could not be determined; counted as wrong.
    #[ts(type = "number")]
    pub unknown: u64,
    /// About the items that could be drawn. None where values were drawn: large items are likelier then, and a
    /// share of items says nothing.
    pub limit: Option<Limit>,
    /// At most so many items of the population are wrong, the known ones included.
    #[ts(type = "number | null")]
    pub at_most: Option<u64>,
}

/// Money that is wrong in one direction, in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Misstated {
    /// Found in what was looked at.
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub found: i128,
    /// Most likely in the whole: what is known, and what the sample projects.
    pub most_likely: f64,
    /// At most in the whole, at the confidence; none where no method holds.
    pub at_most: Option<f64>,
    /// The limit of the sampled part, with its formula.
    pub limit: Option<Limit>,
    /// Why there is no limit.
    pub refused: Option<String>,
}

/// Money, over and under apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Money {
    /// None: the whole.
    pub stratum: Option<String>,
    /// The sum of the amounts above zero, in minor units (B).
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub value: i128,
    /// Paid more than due.
    pub over: Misstated,
    /// Paid less than due.
    pub under: Misstated,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The limits are within what is tolerable.
    Accept,
    /// Not shown yet; more items may show it.
    Extend,
    /// It does not hold, or a cause reaches further than the sample.
    Escalate,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    LimitWithinTolerable,
    LimitAboveTolerable,
    /// What is most likely is above what is tolerable: more items would not help.
    MostLikelyAboveTolerable,
    /// No method gives a limit for what was found.
    NoLimit,
    NothingWrong,
    /// Errors, and no rate was said to be tolerable.
    ErrorsWithoutTolerable,
    StageAccepts,
    StageGoesOn,
    StageFails,
    RulePassed,
    RuleNotPassed,
    /// A cause works elsewhere too: all that it may have reached is checked, apart from any projection.
    SystematicCause,
    /// More items cannot follow from this draw.
    CannotExtend,
}

/// All payouts that a systematic cause may have reached are to be looked at, apart from the projection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Targeted {
    pub cause: Cause,
    /// The items in which it was found.
    pub items: Vec<String>,
}

/// What the answers prove.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Evaluation {
    /// The stage up to which every item is resolved, from 1.
    pub stage: u32,
    pub total: Counted,
    pub strata: Vec<Counted>,
    pub money: Money,
    pub money_strata: Vec<Money>,
    /// Where the anytime rule stands, if it is the plan's, for overpaid and for underpaid value.
    pub anytime: Option<(KaplanMarkov, KaplanMarkov)>,
    pub decision: Decision,
    pub reasons: Vec<Why>,
    /// Items that would show it if no more errors were found; where that can be said.
    #[ts(type = "number | null")]
    pub more: Option<u64>,
    pub targeted: Vec<Targeted>,
}

/// An item with what it counts as.
pub(crate) struct Checked<'a> {
    pub item: &'a DrawnItem,
    pub resolution: &'a Resolution,
    pub judged: Judged,
}

impl Checked<'_> {
    /// Paid minus due, in minor units; what nobody knows counts as paid for nothing.
    pub(crate) fn difference(&self) -> i128 {
        if self.judged.is_finding() {
            i128::from(self.item.amount) - i128::from(self.resolution.answer.correct().unwrap_or_default())
        } else {
            0
        }
    }

    pub(crate) fn is_wrong(&self) -> bool {
        self.judged.is_finding()
    }
}

/// Everything that an evaluation stands on.
pub(crate) struct Ground<'a> {
    pub plan: &'a Plan,
    pub population: &'a Population,
    pub draw: &'a Draw,
    pub checked: Vec<Checked<'a>>,
    pub stage: u32,
    /// Under the anytime rule: places in the order of the draw that are settled without a gap.
    pub places: u64,
}

/// Evaluates what was resolved, by id. Refused (`not_yet`) while items of the first stage are open: nothing is
/// counted before the last.
pub fn evaluate(
    commitment: &Commitment,
    population: &Population,
    draw: &Draw,
    resolutions: &BTreeMap<String, Resolution>,
) -> Result<Evaluation> {
    if commitment.population != population.sha256 || draw.commitment != commitment.sha256 {
        return Err(crate::population::refused("draw", &draw.commitment).allowed([&commitment.sha256]));
    }
    let ground = ground(&commitment.plan, population, draw, resolutions)?;
    let total = count::total(&ground)?;
    let strata = count::strata(&ground)?;
    let money = money::total(&ground);
    let money_strata = money::strata(&ground);
    let anytime = money::anytime(&ground);
    let targeted = targeted(&ground);
    let decided = decide::decide(&ground, &total, &money, anytime.as_ref(), &targeted);
    Ok(Evaluation {
        stage: ground.stage,
        total,
        strata,
        money,
        money_strata,
        anytime,
        decision: decided.decision,
        reasons: decided.reasons,
        more: decided.more,
        targeted,
    })
}

fn ground<'a>(
    plan: &'a Plan,
    population: &'a Population,
    draw: &'a Draw,
    resolutions: &'a BTreeMap<String, Resolution>,
) -> Result<Ground<'a>> {
    let open = |item: &&DrawnItem| !resolutions.contains_key(&item.id);
    let is_anytime = matches!(plan.sampling, Sampling::Anytime { .. });
    // Under the anytime rule the order of the draw decides; elsewhere whole stages do.
    let places = if is_anytime {
        let first_open = draw.items.iter().filter(open).flat_map(|item| &item.hits).min();
        first_open.map_or(u64::MAX, |place| place - 1)
    } else {
        u64::MAX
    };
    let first_open = draw.items.iter().filter(open).map(|item| item.stage).min();
    let last = draw.items.iter().map(|item| item.stage).max().unwrap_or_default();
    let stage = first_open.map_or(last, |stage| stage - 1);
    let beside = |item: &DrawnItem| item.reason != Reason::Drawn;
    let counts = |item: &DrawnItem| {
        if is_anytime {
            beside(item) || item.hits.iter().any(|hit| *hit <= places)
        } else {
            item.stage <= stage
        }
    };
    let waiting = draw.items.iter().filter(|item| open(item) && (item.stage == 1 || beside(item)));
    let waiting = waiting.filter(|item| !is_anytime || beside(item) || places == 0).count();
    if waiting > 0 || draw.items.is_empty() || (is_anytime && places == 0) {
        return Err(Error::new(Code::NotYet).with("what", "answers").with("open", waiting));
    }
    let checked = draw.items.iter().filter(|item| counts(item)).filter_map(|item| {
        let resolution = resolutions.get(&item.id)?;
        let judged = resolution.answer.judged(item.amount, plan.tolerance);
        Some(Checked { item, resolution, judged })
    });
    Ok(Ground { plan, population, draw, checked: checked.collect(), stage, places })
}

fn targeted(ground: &Ground) -> Vec<Targeted> {
    let mut found: BTreeMap<Cause, Vec<String>> = BTreeMap::new();
    for checked in &ground.checked {
        if let (true, Some(cause)) = (checked.resolution.systematic, checked.resolution.cause) {
            found.entry(cause).or_default().push(checked.item.id.clone());
        }
    }
    found.into_iter().map(|(cause, items)| Targeted { cause, items }).collect()
}

#[cfg(test)]
mod tests;
