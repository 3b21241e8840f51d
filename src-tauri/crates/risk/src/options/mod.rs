//! What is worth its money: options by themselves and in bundles, since one may matter only after another.

mod clusters;
mod search;

use ballast_core::{Id, Money, Result};

use crate::budget::Budget;
use crate::map::{Map, WhatIf};
use crate::model::{Model, RiskOption, changed, units};

pub use search::bundles;

/// Options taken together. Savings are in units of the currency a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// In the order of the model.
    pub options: Vec<Id>,
    pub cost: Money,
    pub saves: f64,
    /// What it saves beyond what it costs; negative where it is not worth it.
    pub net: f64,
}

/// What could be done for how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundles {
    /// Each option by itself.
    pub alone: Vec<Bundle>,
    /// The most that each budget saves, from the cheapest bundle up: each costs more than the one before it, and
    /// saves more.
    pub best: Vec<Bundle>,
    /// The bundle with the largest net; none where nothing is worth its money.
    pub first: Option<Bundle>,
    /// Whether no bundle was left out that could have won.
    pub complete: bool,
}

/// Whether an option changes anything in a model. One that does not is refused by [`Map::new`].
#[must_use]
pub fn has_effect(model: &Model, option: &RiskOption) -> bool {
    changed(model, option, true).is_ok()
}

/// What all processes of a map lose a year.
pub(crate) fn annual_of(map: &Map, budget: Budget<'_>) -> f64 {
    (0..map.model().processes.len()).map(|index| clusters::annual(map, index, budget)).sum()
}

/// What these options save together, and what they cost.
pub fn bundle(model: &Model, options: &[Id], budget: Budget<'_>) -> Result<Bundle> {
    let before = Map::new(model, &WhatIf::default())?;
    let after = Map::new(model, &WhatIf { without: Vec::new(), with: options.to_vec() })?;
    let taken = model.options.iter().filter(|option| options.contains(&option.id));
    let cost = taken.clone().map(|option| option.cost_per_year.minor).fold(0i64, i64::saturating_add);
    let cost = Money { minor: cost, currency: model.currency };
    let saves = annual_of(&before, budget) - annual_of(&after, budget);
    Ok(Bundle {
        options: taken.map(|option| option.id.clone()).collect(),
        cost,
        saves,
        net: saves - units(cost),
    })
}
