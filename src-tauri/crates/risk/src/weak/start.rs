//! Black start: everything is gone at the same time, and who gets back in?

use std::collections::{BTreeSet, HashMap};

use ballast_core::Id;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::formula::{Formula, Gate, Input, Rule};
use crate::model::Model;
use crate::propagate::Propagation;

/// Who gets back in when everything is gone at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlackStart {
    #[ts(type = "string[]")]
    pub recoverable: Vec<Id>,
    /// Locked out, whatever the answers that are missing would be.
    #[ts(type = "string[]")]
    pub locked_out: Vec<Id>,
    /// Would depend on components of which nobody answered.
    #[ts(type = "string[]")]
    pub unclear: Vec<Id>,
    #[ts(type = "string[]")]
    pub not_asked: Vec<Id>,
    pub keys: Vec<Key>,
}

/// A way back into one locked-out component that needs nothing (a paper recovery code), and all that it frees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Key {
    #[ts(type = "string")]
    pub into: Id,
    #[ts(type = "string[]")]
    pub frees: Vec<Id>,
}

/// From nothing, what can be recovered in which order: the least fixed point over what recovery needs.
#[must_use]
pub fn black_start(model: &Model) -> BlackStart {
    let mut recovery = Propagation::new(&recovery(model));
    let mut free = |key: Option<u32>, unasked: bool| free(model, &mut recovery, key, unasked);
    let (sure, best) = (free(None, false), free(None, true));
    let id = |place: u32| model.components[place as usize].id.clone();
    let all = || (0u32..).take(model.components.len());
    let locked: Vec<u32> = all().filter(|place| !best.contains(place)).collect();
    let mut keys: Vec<Key> = locked
        .iter()
        .map(|place| {
            let frees = free(Some(*place), true);
            Key { into: id(*place), frees: frees.difference(&best).copied().map(id).collect() }
        })
        .collect();
    keys.sort_by_key(|key| std::cmp::Reverse(key.frees.len()));
    let is_asked = |place: &u32| model.components[*place as usize].recovery_needs.is_some();
    let unclear = all().filter(|place| is_asked(place) && best.contains(place) && !sure.contains(place));
    BlackStart {
        recoverable: sure.iter().copied().map(id).collect(),
        locked_out: locked.into_iter().map(id).collect(),
        unclear: unclear.map(id).collect(),
        not_asked: all().filter(|place| !is_asked(place)).map(id).collect(),
        keys,
    }
}

/// "Recovered" as logic: a gate for each component, true by its event (a key was given) or when all that its recovery
/// needs is there.
fn recovery(model: &Model) -> Formula {
    let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let place: HashMap<&Id, u32> = (0u32..).zip(&model.components).map(|(at, c)| (&c.id, at)).collect();
    let gates = vec![Gate::or(Vec::new()); model.components.len()];
    let mut formula = Formula { gates, events: short(model.components.len()) };
    for (at, component) in model.components.iter().enumerate() {
        let mut all = Vec::new();
        for group in component.recovery_needs.as_deref().unwrap_or_default() {
            let members = group.any_of.iter().filter_map(|id| place.get(id).map(|at| Input::Gate(*at)));
            let gate = Gate { rule: Rule::AtLeast(short(group.need)), inputs: members.collect() };
            all.push(Input::Gate(formula.add(gate)));
        }
        let mut ways = vec![Input::Event(short(at))];
        if !all.is_empty() {
            ways.push(Input::Gate(formula.add(Gate::and(all))));
        }
        formula.gates[at] = Gate::or(ways);
    }
    formula
}

/// What comes back with what needs nothing, and with one more key; `unasked` says whether those of which nobody
/// answered do too.
fn free(model: &Model, recovery: &mut Propagation, key: Option<u32>, unasked: bool) -> BTreeSet<u32> {
    let starts = (0u32..).zip(&model.components).filter(|(_, component)| match &component.recovery_needs {
        None => unasked,
        Some(needs) => needs.is_empty(),
    });
    let starts: BTreeSet<u32> = starts.map(|(place, _)| place).chain(key).collect();
    let gates = recovery.down(starts).into_iter();
    gates.filter(|gate| (*gate as usize) < model.components.len()).collect()
}
