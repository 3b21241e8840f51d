//! What takes the members of one group down together.

use std::collections::BTreeMap;

use ballast_core::Id;
use ballast_core::exposure::Group;
use serde::Serialize;
use ts_rs::TS;

use crate::map::Map;
use crate::model::{Model, Subject};
use crate::propagate::Propagation;

/// Members of one group that one thing takes down together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SharedFate {
    /// Whose group it is.
    pub of: Subject,
    #[ts(type = "string[]")]
    pub members: Vec<Id>,
    pub cause: SharedCause,
}

/// Why they fall together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SharedCause {
    /// By the map: when this fails, too few members are left.
    Thing { thing: Subject },
    /// By what they say they share, `cloud` = `aws`: likely, and for a person to confirm.
    Likely { what: String, value: String },
}

impl Map {
    /// Every group that one failure beats, without failures that would stop its owner anyway.
    #[must_use]
    pub fn shared_fate(&self) -> Vec<SharedFate> {
        let model = &self.model;
        let mut found = Vec::new();
        let mut propagation = Propagation::new(&self.formula);
        let downs: Vec<Vec<u32>> = (0..self.formula.events).map(|event| propagation.down([event])).collect();
        for (owner, groups) in owners(model) {
            for (index, group) in
                groups.iter().enumerate().filter(|(_, group)| group.need < group.any_of.len())
            {
                let others: Vec<&Group> = groups
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
                    .map(|(_, group)| group)
                    .collect();
                let by_map = self.beating(group, &others, &downs);
                likely(model, &owner, group, &by_map, &mut found);
                found.extend(by_map.into_iter().map(|(thing, members)| SharedFate {
                    of: owner.clone(),
                    members,
                    cause: SharedCause::Thing { thing },
                }));
            }
        }
        found
    }

    /// Events that alone take too many members of this group, and none of the other groups of its owner.
    fn beating(&self, group: &Group, others: &[&Group], downs: &[Vec<u32>]) -> Vec<(Subject, Vec<Id>)> {
        let is_down = |down: &[u32], id: &Id| down.binary_search(&self.nodes[id]).is_ok();
        let lost = |group: &Group, down: &[u32]| {
            let left = group.any_of.iter().filter(|id| !is_down(down, id)).count();
            left < group.need
        };
        let mut beating = Vec::new();
        for (event, down) in downs.iter().enumerate() {
            if !lost(group, down) || others.iter().any(|other| lost(other, down)) {
                continue;
            }
            let members = group.any_of.iter().filter(|id| is_down(down, id)).cloned().collect();
            beating.push((self.events[event].clone(), members));
        }
        beating
    }
}

fn owners(model: &Model) -> Vec<(Subject, &[Group])> {
    let processes = model.processes.iter().map(|p| (Subject::Process(p.id.clone()), &p.needs[..]));
    let components = model.components.iter().map(|c| (Subject::Component(c.id.clone()), &c.needs[..]));
    let standbys = model.standbys.iter().map(|s| (Subject::Standby(s.id.clone()), &s.requires[..]));
    processes.chain(components).chain(standbys).collect()
}

/// Members that say they share something that the map does not know as a thing they all need.
fn likely(
    model: &Model,
    owner: &Subject,
    group: &Group,
    by_map: &[(Subject, Vec<Id>)],
    found: &mut Vec<SharedFate>,
) {
    let mut shared: BTreeMap<(&str, &str), Vec<Id>> = BTreeMap::new();
    for id in &group.any_of {
        let component = model.components.iter().find(|component| component.id == *id);
        for (what, value) in component.iter().flat_map(|component| &component.shares) {
            shared.entry((what, value)).or_default().push(id.clone());
        }
    }
    for ((what, value), members) in shared {
        let known = by_map.iter().any(|(thing, _)| thing.id().as_str() == value);
        if !known && group.any_of.len() - members.len() < group.need && members.len() > 1 {
            let cause = SharedCause::Likely { what: what.to_owned(), value: value.to_owned() };
            found.push(SharedFate { of: owner.clone(), members, cause });
        }
    }
}
