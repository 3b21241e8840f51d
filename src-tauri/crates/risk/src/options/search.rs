//! The best bundles: all of them where they are few, branch and bound where they are many.

use ballast_core::limits::{RISK_BUNDLES_LISTED_MAX, RISK_BUNDLES_MAX, RISK_OPTIONS_EXHAUSTIVE_MAX};
use ballast_core::{Money, Result};

use super::clusters::{Bits, Cluster, Scale, clusters};
use super::{Bundle, Bundles, bundle};
use crate::budget::Budget;
use crate::model::{Model, check, units};

/// A bundle in the making: its cost in minor units, what it saves, and the options it takes.
#[derive(Clone, Debug)]
struct Choice {
    cost: i64,
    saves: f64,
    options: Vec<usize>,
}

/// Weighs every option alone, and the best bundles for each sum of money. Options that never meet in a process add up
/// exactly, so that only those that meet are tried together: all bundles of up to
/// [`RISK_OPTIONS_EXHAUSTIVE_MAX`] options, and above that only the bundle with the largest net is sought (branch and
/// bound, on the assumption that taking more options never loses more), within [`RISK_BUNDLES_MAX`] trials and the
/// budget's time.
pub fn bundles(model: &Model, budget: Budget<'_>) -> Result<Bundles> {
    check(model)?;
    let mut complete = true;
    let mut best = vec![Choice { cost: 0, saves: 0.0, options: Vec::new() }];
    for cluster in clusters(model) {
        let mut search = Search::new(model, &cluster, budget)?;
        let found =
            if cluster.options.len() <= RISK_OPTIONS_EXHAUSTIVE_MAX { search.all() } else { search.bound() };
        found?;
        complete &= search.complete;
        let fits = best.len().saturating_mul(search.tried.len()) <= RISK_BUNDLES_MAX * 10;
        complete &= fits;
        best =
            together(&best, &frontier(search.tried, if fits { usize::MAX } else { RISK_BUNDLES_LISTED_MAX }));
        complete &= best.len() <= RISK_BUNDLES_MAX;
        thin(&mut best, RISK_BUNDLES_MAX);
    }
    best.retain(|choice| !choice.options.is_empty());
    let first = best.iter().max_by(|a, b| net(model, a).total_cmp(&net(model, b))).cloned();
    let first = first.filter(|choice| net(model, choice) > 0.0).map(|choice| made(model, choice));
    thin(&mut best, RISK_BUNDLES_LISTED_MAX);
    let alone = model.options.iter().map(|option| bundle(model, std::slice::from_ref(&option.id), budget));
    Ok(Bundles {
        alone: alone.collect::<Result<_>>()?,
        best: best.into_iter().map(|choice| made(model, choice)).collect(),
        first,
        complete,
    })
}

fn net(model: &Model, choice: &Choice) -> f64 {
    choice.saves - units(Money { minor: choice.cost, currency: model.currency })
}

fn made(model: &Model, mut choice: Choice) -> Bundle {
    choice.options.sort_unstable();
    Bundle {
        net: net(model, &choice),
        cost: Money { minor: choice.cost, currency: model.currency },
        saves: choice.saves,
        options: choice.options.iter().map(|option| model.options[*option].id.clone()).collect(),
    }
}

/// Only choices that save more than every cheaper one, the cheapest first.
fn frontier(mut choices: Vec<Choice>, most: usize) -> Vec<Choice> {
    choices.sort_by(|a, b| {
        a.cost.cmp(&b.cost).then(b.saves.total_cmp(&a.saves)).then(a.options.len().cmp(&b.options.len()))
    });
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        if kept.last().is_none_or(|last| choice.saves > last.saves) {
            kept.push(choice);
        }
    }
    thin(&mut kept, most);
    kept
}

/// Keeps `most` of a frontier, evenly, the first and the last among them.
fn thin(choices: &mut Vec<Choice>, most: usize) {
    let count = choices.len();
    if count <= most {
        return;
    }
    let keep: Vec<usize> = (0..most).map(|at| at * (count - 1) / (most - 1).max(1)).collect();
    let mut at = 0;
    choices.retain(|_| {
        at += 1;
        keep.binary_search(&(at - 1)).is_ok()
    });
}

/// Every choice of one list with every choice of another.
fn together(first: &[Choice], second: &[Choice]) -> Vec<Choice> {
    let mut all = Vec::with_capacity(first.len() * second.len());
    for a in first {
        for b in second {
            all.push(Choice {
                cost: a.cost.saturating_add(b.cost),
                saves: a.saves + b.saves,
                options: a.options.iter().chain(&b.options).copied().collect(),
            });
        }
    }
    frontier(all, usize::MAX)
}

struct Search<'a> {
    model: &'a Model,
    cluster: &'a Cluster,
    scale: Scale<'a>,
    budget: Budget<'a>,
    nothing: f64,
    tried: Vec<Choice>,
    complete: bool,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, cluster: &'a Cluster, budget: Budget<'a>) -> Result<Self> {
        let mut scale = Scale::new(model, cluster, budget);
        let nothing = scale.annual(0)?;
        let tried = vec![Choice { cost: 0, saves: 0.0, options: Vec::new() }];
        Ok(Self { model, cluster, scale, budget, nothing, tried, complete: true })
    }

    fn choice(&mut self, taken: Bits) -> Result<Choice> {
        let bits = (0..).zip(&self.cluster.options).filter(|(bit, _)| taken >> bit & 1 == 1);
        let options: Vec<usize> = bits.map(|(_, option): (u32, _)| *option).collect();
        let cost = options.iter().map(|option| self.model.options[*option].cost_per_year.minor);
        Ok(Choice {
            cost: cost.fold(0i64, i64::saturating_add),
            saves: self.nothing - self.scale.annual(taken)?,
            options,
        })
    }

    fn is_over(&mut self) -> bool {
        let over = self.tried.len() >= RISK_BUNDLES_MAX || (self.budget.over)();
        self.complete &= !over;
        over
    }

    fn all(&mut self) -> Result<()> {
        for taken in 1..1 << self.cluster.options.len() {
            if self.is_over() {
                break;
            }
            let choice = self.choice(taken)?;
            self.tried.push(choice);
        }
        Ok(())
    }

    /// Decides one option after the other. What a branch can still win is what all its undecided options save
    /// together, for the price of those taken: no bundle of the branch is better.
    fn bound(&mut self) -> Result<()> {
        let count = u32::try_from(self.cluster.options.len()).unwrap_or(u32::MAX).min(Bits::BITS);
        self.complete &= self.cluster.options.len() <= Bits::BITS as usize;
        let order = self.by_alone(count)?;
        let mut winner = self.tried.iter().map(|choice| net(self.model, choice)).fold(0.0, f64::max);
        let everything = order.iter().fold(0, |bits: Bits, bit| bits | 1 << bit);
        let mut open: Vec<(Bits, Bits, usize)> = vec![(0, everything, 0)];
        while let Some((taken, possible, decided)) = open.pop() {
            if self.is_over() {
                break;
            }
            let most = self.choice(possible)?;
            let price = self.choice(taken)?;
            let bound = net(self.model, &Choice { cost: price.cost, ..most.clone() });
            for choice in [most, price] {
                winner = winner.max(net(self.model, &choice));
                self.tried.push(choice);
            }
            let Some(bit) = order.get(decided) else { continue };
            if bound > winner {
                open.push((taken, possible & !(1 << bit), decided + 1));
                open.push((taken | 1 << bit, possible, decided + 1));
            }
        }
        Ok(())
    }

    /// Options by what they bring alone, the best first: a good bundle found early closes more branches.
    fn by_alone(&mut self, count: u32) -> Result<Vec<u32>> {
        let mut alone = Vec::new();
        for bit in 0..count {
            let choice = self.choice(1 << bit)?;
            alone.push((net(self.model, &choice), bit));
            self.tried.push(choice);
        }
        alone.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(alone.into_iter().map(|(_, bit)| bit).collect())
    }
}
