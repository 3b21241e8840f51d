//! Fault trees in Open-PSA form (Model Exchange Format 2.0d): gates and events by name, read, solved and written.

mod places;
mod read;
mod resolve;
mod write;

use std::collections::BTreeMap;

use ballast_core::Result;

use crate::budget::{Budget, CutOff};
use crate::formula::{Formula, Input};
use crate::map::Map;
use crate::solve::{Cuts, solve};

/// One file of a model.
#[derive(Clone, Copy, Debug)]
pub struct TreeFile<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// A fault tree that was checked: every name is there, no gate is part of itself.
#[derive(Clone, Debug)]
pub struct FaultTree {
    formula: Formula,
    /// Of each gate; those that a file did not name have names of ours.
    gates: Vec<String>,
    events: Vec<String>,
    probabilities: Vec<Option<f64>>,
    /// Gates that no other gate looks at.
    tops: Vec<u32>,
}

/// What is known of one top.
#[derive(Clone, Debug, PartialEq)]
pub struct Top {
    pub id: String,
    /// Gates and events below it.
    pub gates: usize,
    pub events: usize,
    /// How many minimal cut sets there are; where `cut_off` says so, how many of at most `complete_to` events.
    /// `u64::MAX` means at least so many. With "not" in it: smallest sets of failures (minimal p-cuts).
    pub cut_sets: u64,
    pub by_order: BTreeMap<usize, u64>,
    /// Exact for independent events; a lower bound where `cut_off` says so; none where an event has no probability.
    pub probability: Option<f64>,
    /// Events below it whose probability no file gives.
    pub without_probability: Vec<String>,
    pub cut_off: Option<CutOff>,
    pub complete_to: Option<usize>,
    /// The first cut sets, smaller ones first, as many as were asked for.
    pub listed: Vec<Vec<String>>,
}

impl FaultTree {
    /// Reads the files of one model. Errors have the code `invalid_file`, the place and a `reason`: `not_utf8`
    /// `not_xml` `doctype` `entity` `too_deep` `too_large` `too_many_gates` `too_many_events` `too_many_links`
    /// `unsupported_element` (with `found`) `misplaced_element` `stray_text` `missing_attribute` `bad_name`
    /// `bad_number` `not_a_probability` `bad_constant` `need_too_many` `need_zero` `wrong_inputs` `duplicate_name`
    /// `too_many_tops` `missing_gate` `missing_house_event` `cycle` (with `path`) `empty` `ends_early`.
    pub fn read(files: &[TreeFile<'_>]) -> Result<Self> {
        resolve::resolve(read::read(files)?)
    }

    /// A map as a fault tree: what stops each process. Errors: `cycle`, for which the format has no words.
    pub fn of(map: &Map) -> Result<Self> {
        write::of(map)
    }

    /// The tree in Open-PSA form.
    #[must_use]
    pub fn write(&self, name: &str) -> String {
        write::write(self, name)
    }

    /// Solves every top; up to `listed` cut sets of each are named. The budget holds for each top by itself.
    #[must_use]
    pub fn tops(&self, listed: usize, budget: Budget<'_>) -> Vec<Top> {
        self.tops.iter().map(|top| self.top(*top, listed, budget)).collect()
    }

    fn top(&self, top: u32, listed: usize, budget: Budget<'_>) -> Top {
        let layout = self.formula.layout(top);
        let known: Vec<f64> = self.probabilities.iter().map(|p| p.unwrap_or(0.0)).collect();
        let solved = solve(&self.formula, top, &|_| None, &known, budget);
        let by_order = solved.by_order();
        let without = layout.events.iter().filter(|event| self.probabilities[**event as usize].is_none());
        let without: Vec<String> = without.map(|event| self.events[*event as usize].clone()).collect();
        let names = |set: Vec<u32>| -> Vec<String> {
            let mut names: Vec<String> =
                set.iter().map(|event| self.events[*event as usize].clone()).collect();
            names.sort_unstable();
            names
        };
        Top {
            id: self.gates[top as usize].clone(),
            gates: layout.groups.len(),
            events: layout.events.len(),
            cut_sets: by_order.iter().fold(0u64, |sum, count| sum.saturating_add(*count)),
            by_order: by_order.into_iter().enumerate().filter(|(_, count)| *count > 0).collect(),
            probability: without.is_empty().then(|| solved.diagram.probability(&known)),
            without_probability: without,
            cut_off: solved.cut_off,
            complete_to: match solved.cuts {
                Cuts::All(_) => None,
                Cuts::UpTo { order, .. } => Some(order),
            },
            listed: solved.list(listed).into_iter().map(names).collect(),
        }
    }

    /// Gates that no other gate looks at.
    fn find_tops(formula: &Formula) -> Vec<u32> {
        let mut used = vec![false; formula.gates.len()];
        for input in formula.gates.iter().flat_map(|gate| &gate.inputs) {
            if let Input::Gate(gate) = input {
                used[*gate as usize] = true;
            }
        }
        (0u32..).zip(used).filter(|(_, used)| !used).map(|(gate, _)| gate).collect()
    }
}
