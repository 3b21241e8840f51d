//! From names to a formula.

use std::collections::HashMap;

use ballast_core::limits::{FAULT_TREE_EVENTS_MAX, FAULT_TREE_TOPS_MAX};
use ballast_core::{Error, Result};

use super::FaultTree;
use super::places::{Spot, refused};
use super::read::{Connective, Elements, Named};
use crate::formula::{Formula, Gate, Input, Rule};

/// Names of a cycle that an error shows.
const PATH_SHOWN: usize = 20;

fn error(elements: &Elements, spot: Spot, reason: &str) -> Error {
    refused(&elements.files[spot.file], spot.line, reason)
}

struct Names<'a> {
    gates: HashMap<&'a str, u32>,
    houses: HashMap<&'a str, bool>,
    events: HashMap<String, u32>,
}

pub(super) fn resolve(elements: Elements) -> Result<FaultTree> {
    let mut names = definitions(&elements)?;
    let mut tree = FaultTree {
        formula: Formula::default(),
        gates: gate_names(&elements),
        events: elements.events.iter().map(|(name, _, _)| name.clone()).collect(),
        probabilities: elements.events.iter().map(|(_, value, _)| *value).collect(),
        tops: Vec::new(),
    };
    let always = u32::try_from(elements.formulas.len()).unwrap_or(u32::MAX);
    let mut always_used = false;
    for formula in &elements.formulas {
        let mut inputs = Vec::with_capacity(formula.inputs.len());
        let mut fixed = Vec::new();
        for input in &formula.inputs {
            match resolved(&elements, &mut names, &mut tree, input)? {
                Ok(input) => inputs.push(input),
                Err(value) => fixed.push(value),
            }
        }
        if tree.events.len() > FAULT_TREE_EVENTS_MAX {
            return Err(
                error(&elements, formula.spot, "too_many_events").with("limit", FAULT_TREE_EVENTS_MAX)
            );
        }
        // A constant that turns the sign of an "exclusive or" is a gate like any other.
        if formula.connective == Connective::Xor && fixed.iter().filter(|value| **value).count() % 2 == 1 {
            inputs.push(Input::Gate(always));
            always_used = true;
        }
        tree.formula.gates.push(gate(formula.connective, inputs, &fixed));
    }
    if always_used {
        tree.formula.gates.push(Gate { rule: Rule::AtLeast(0), inputs: Vec::new() });
        tree.gates.push("constant true".to_owned());
    }
    if tree.formula.gates.is_empty() {
        return Err(error(&elements, Spot { file: 0, line: 1 }, "empty"));
    }
    tree.formula.events = u32::try_from(tree.events.len()).unwrap_or(u32::MAX);
    refuse_cycles(&elements, &tree)?;
    tree.tops = FaultTree::find_tops(&tree.formula);
    if tree.tops.len() > FAULT_TREE_TOPS_MAX {
        let error = error(&elements, Spot { file: 0, line: 1 }, "too_many_tops");
        return Err(error.with("found", tree.tops.len()).with("limit", FAULT_TREE_TOPS_MAX));
    }
    Ok(tree)
}

fn definitions(elements: &Elements) -> Result<Names<'_>> {
    let mut names = Names { gates: HashMap::new(), houses: HashMap::new(), events: HashMap::new() };
    let twice = |name: &str, spot| Err(error(elements, spot, "duplicate_name").with("found", name));
    for (index, formula) in (0u32..).zip(&elements.formulas) {
        if let Some(name) = &formula.name
            && names.gates.insert(name, index).is_some()
        {
            return twice(name, formula.spot);
        }
    }
    for (index, (name, _, spot)) in (0u32..).zip(&elements.events) {
        if names.events.insert(name.clone(), index).is_some() {
            return twice(name, *spot);
        }
    }
    for (name, value, spot) in &elements.houses {
        if names.houses.insert(name, *value).is_some() {
            return twice(name, *spot);
        }
    }
    Ok(names)
}

fn gate_names(elements: &Elements) -> Vec<String> {
    let named = elements.formulas.iter().enumerate();
    let mut ours = "inner-".to_owned();
    while elements.formulas.iter().any(|formula| formula.name.as_ref().is_some_and(|n| n.starts_with(&ours)))
    {
        ours.push('-');
    }
    named.map(|(index, formula)| formula.name.clone().unwrap_or_else(|| format!("{ours}{index}"))).collect()
}

/// An input, or the constant that it is.
fn resolved(
    elements: &Elements,
    names: &mut Names<'_>,
    tree: &mut FaultTree,
    input: &Named,
) -> Result<std::result::Result<Input, bool>> {
    Ok(match input {
        Named::Constant(value) => Err(*value),
        Named::Formula(index) => Ok(Input::Gate(u32::try_from(*index).unwrap_or(u32::MAX))),
        Named::Gate(name, spot) => match names.gates.get(name.as_str()) {
            Some(gate) => Ok(Input::Gate(*gate)),
            None => return Err(error(elements, *spot, "missing_gate").with("found", name)),
        },
        Named::House(name, spot) => match names.houses.get(name.as_str()) {
            Some(value) => Err(*value),
            None => return Err(error(elements, *spot, "missing_house_event").with("found", name)),
        },
        // An event that no file defines is one without a probability.
        Named::Event(name) => {
            let next = u32::try_from(tree.events.len()).unwrap_or(u32::MAX);
            let event = *names.events.entry(name.clone()).or_insert(next);
            if event == next {
                tree.events.push(name.clone());
                tree.probabilities.push(None);
            }
            Ok(Input::Event(event))
        }
    })
}

/// A gate with its constants worked in.
fn gate(connective: Connective, inputs: Vec<Input>, fixed: &[bool]) -> Gate {
    let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let always = short(fixed.iter().filter(|value| **value).count());
    let all = short(inputs.len() + fixed.len());
    let at_least = |least: u32, inputs| Gate { rule: Rule::AtLeast(least.saturating_sub(always)), inputs };
    let constant = |value: bool| Gate { rule: Rule::AtLeast(u32::from(!value)), inputs: Vec::new() };
    match connective {
        Connective::Same | Connective::Or => at_least(1, inputs),
        Connective::And => at_least(all, inputs),
        Connective::AtLeast(least) => at_least(least, inputs),
        Connective::Not if inputs.is_empty() => constant(always == 0),
        Connective::Not => Gate { rule: Rule::Not, inputs },
        Connective::Xor => Gate { rule: Rule::Xor, inputs },
    }
}

/// The format means a tree: a gate that is part of itself says nothing.
fn refuse_cycles(elements: &Elements, tree: &FaultTree) -> Result<()> {
    let gates = u32::try_from(tree.formula.gates.len()).unwrap_or(u32::MAX);
    let layout = tree.formula.layout_from(0..gates);
    if let Some(group) = layout.groups.iter().find(|group| tree.formula.is_cyclic(group)) {
        let first = group.iter().copied().min().unwrap_or_default() as usize;
        let names = group.iter().rev().take(PATH_SHOWN).map(|gate| tree.gates[*gate as usize].as_str());
        let path: Vec<&str> = names.collect();
        let error = error(elements, elements.formulas[first].spot, "cycle");
        return Err(error.with("path", path.join(" → ")));
    }
    Ok(())
}
