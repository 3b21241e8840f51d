//! One top: its probability and its minimal cut sets, exact or as much as the budget allowed.

use std::cell::Cell;

use crate::bounded::{self, ORDER_MAX};
use crate::budget::{Budget, CutOff};
use crate::diagram::{self, Binary, Sets};
use crate::flatten::flatten;
use crate::formula::{Formula, Gate, Input};

/// What is known of one top.
pub(crate) struct Solved {
    /// Of the top itself, or of the part of it that was found: then its probability is a lower bound.
    pub diagram: Binary,
    pub cuts: Cuts,
    /// None: exact.
    pub cut_off: Option<CutOff>,
}

pub(crate) enum Cuts {
    All(Sets),
    /// All of at most `order` events, smaller ones first.
    UpTo {
        order: usize,
        sets: Vec<Vec<u32>>,
    },
}

/// Cut sets that a lower bound is made of; the next ones would add less and less.
const BOUND_SETS_MAX: usize = 2_000;

/// Questions to the budget of a search for smaller cut sets, some thousand steps each: about a second.
const QUESTIONS_MAX: u32 = 1_000;

/// Sets that such a search may hold.
const SETS_MAX: usize = 1 << 20;

/// Solves `top`; `fixed` says which events are decided, `probability` is by event and serves a lower bound alone.
pub(crate) fn solve(
    formula: &Formula,
    top: u32,
    fixed: &dyn Fn(u32) -> Option<bool>,
    probability: &[f64],
    budget: Budget<'_>,
) -> Solved {
    let (formula, top) = &flatten(formula, top);
    let exact = diagram::build(formula, *top, fixed, budget).and_then(|diagram| {
        let sets = Sets::of(&diagram, budget)?;
        Ok(Solved { diagram, cuts: Cuts::All(sets), cut_off: None })
    });
    exact.unwrap_or_else(|reason| part_of(formula, *top, fixed, probability, budget, reason))
}

/// Cut sets of as many events as the budget allows, and a probability that the true one is not below.
fn part_of(
    formula: &Formula,
    top: u32,
    fixed: &dyn Fn(u32) -> Option<bool>,
    probability: &[f64],
    budget: Budget<'_>,
    reason: CutOff,
) -> Solved {
    let (mut order, mut sets) = (0, Vec::new());
    // Where failures can repair something, cut sets are no lower bound, and nothing is said.
    if formula.counts_only(&formula.layout(top)) {
        // Time may have run out already, so this has a number of steps of its own.
        let asked = Cell::new(0);
        let over = || {
            asked.set(asked.get() + 1);
            asked.get() > QUESTIONS_MAX
        };
        for next in 1..=ORDER_MAX {
            let allowed = Budget { nodes: SETS_MAX, over: &over };
            let Ok(found) = bounded::cut_sets(formula, top, fixed, next, allowed) else { break };
            (order, sets) = (next, found);
        }
    }
    let diagram = likeliest(formula.events, &sets, probability, budget.nodes);
    Solved { diagram, cuts: Cuts::UpTo { order, sets }, cut_off: Some(reason) }
}

/// The diagram of "one of the likeliest of these sets", of as many of them as fit: part of the top, so that its
/// probability is a lower bound.
fn likeliest(events: u32, sets: &[Vec<u32>], probability: &[f64], nodes: usize) -> Binary {
    let chance = |set: &Vec<u32>| set.iter().map(|event| probability[*event as usize]).product::<f64>();
    let mut sorted: Vec<(f64, &Vec<u32>)> = sets.iter().map(|set| (chance(set), set)).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut count = sorted.len().min(BOUND_SETS_MAX);
    loop {
        let mut formula = Formula { gates: Vec::new(), events };
        let inputs = sorted[..count]
            .iter()
            .map(|(_, set)| Gate::and(set.iter().map(|event| Input::Event(*event)).collect()))
            .map(|gate| Input::Gate(formula.add(gate)))
            .collect();
        let top = formula.add(Gate::or(inputs));
        match diagram::build(&formula, top, &|_| None, Budget::of_nodes(nodes.max(1 << 16))) {
            Ok(diagram) => return diagram,
            Err(_) => count /= 2,
        }
    }
}

impl Solved {
    /// Minimal cut sets by size from 0 up; only those found, where the answer was cut off.
    pub fn by_order(&self) -> Vec<u64> {
        match &self.cuts {
            Cuts::All(sets) => sets.by_order(),
            Cuts::UpTo { order, sets } => {
                let count = |size| sets.iter().filter(|set| set.len() == size).count() as u64;
                (0..=*order).map(count).collect()
            }
        }
    }

    /// Up to `most` cut sets, smaller ones first.
    pub fn list(&self, most: usize) -> Vec<Vec<u32>> {
        match &self.cuts {
            Cuts::All(sets) => sets.list(most),
            Cuts::UpTo { sets, .. } => sets.iter().take(most).cloned().collect(),
        }
    }
}
