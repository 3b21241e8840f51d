//! What makes redundancy worth less than it looks: shared fate, lock-outs, promises that cannot be kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ballast_core::exposure::Group;
use ballast_core::{Id, Span};
use serde::Serialize;
use ts_rs::TS;

use crate::figures::Study;
use crate::formula::{Formula, Gate, Input, Rule};
use crate::model::{CommonCause, Estimate, Model, Subject};
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

impl Study<'_> {
    /// Every group that one failure beats, without failures that would stop its owner anyway.
    #[must_use]
    pub fn shared_fate(&self) -> Vec<SharedFate> {
        let model = &self.map.model;
        let mut found = Vec::new();
        let mut propagation = Propagation::new(&self.map.formula);
        let downs: Vec<Vec<u32>> =
            (0..self.map.formula.events).map(|event| propagation.down([event])).collect();
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
        let is_down = |down: &[u32], id: &Id| down.binary_search(&self.map.nodes[id]).is_ok();
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
            beating.push((self.map.events[event].clone(), members));
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

/// What is said to be shared, as common causes with an assumed share of failures, for members that the caller's
/// model does not join already. The reference takes 0.05 to 0.1, and shows it as an assumption.
#[must_use]
pub fn assumed_causes(fates: &[SharedFate], share: f64) -> Vec<CommonCause> {
    let mut seen: BTreeSet<Vec<Id>> = BTreeSet::new();
    let mut causes = Vec::new();
    for fate in fates {
        let SharedCause::Likely { what, value } = &fate.cause else { continue };
        let mut members = fate.members.clone();
        members.sort();
        if seen.insert(members.clone()) {
            let id = Id::from_title(&format!("{what} {value} {}", causes.len() + 1));
            causes.push(CommonCause { id, members, share: Estimate::exact(share), assumed: true });
        }
    }
    causes
}

/// Who gets back in when everything is gone at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Key {
    #[ts(type = "string")]
    pub into: Id,
    #[ts(type = "string[]")]
    pub frees: Vec<Id>,
}

/// From nothing, what can be recovered in which order: the least fixed point over what recovery needs.
#[must_use]
pub fn black_start(model: &Model) -> BlackStart {
    let place: HashMap<&Id, u32> = (0u32..).zip(&model.components).map(|(at, c)| (&c.id, at)).collect();
    let mut formula =
        Formula { gates: Vec::new(), events: u32::try_from(model.components.len()).unwrap_or(u32::MAX) };
    let things = model.components.len();
    formula.gates = vec![Gate::or(Vec::new()); things];
    for (at, component) in model.components.iter().enumerate() {
        // Recovered: what was asked for is there, or a key was given.
        let groups = component.recovery_needs.as_deref().unwrap_or_default();
        let mut all = Vec::new();
        for group in groups {
            let members =
                group.any_of.iter().filter_map(|id| place.get(id).map(|at| Input::Gate(*at))).collect();
            let need = u32::try_from(group.need).unwrap_or(u32::MAX);
            all.push(Input::Gate(formula.add(Gate { rule: Rule::AtLeast(need), inputs: members })));
        }
        let mut ways = vec![Input::Event(u32::try_from(at).unwrap_or(u32::MAX))];
        if !all.is_empty() {
            ways.push(Input::Gate(formula.add(Gate::and(all))));
        }
        formula.gates[at] = Gate::or(ways);
    }
    let mut propagation = Propagation::new(&formula);
    let mut free = |extra: Option<u32>, unasked: bool| -> BTreeSet<u32> {
        let starts =
            (0u32..).zip(&model.components).filter(|(_, component)| match &component.recovery_needs {
                None => unasked,
                Some(needs) => needs.is_empty(),
            });
        let starts: BTreeSet<u32> = starts.map(|(at, _)| at).chain(extra).collect();
        propagation.down(starts).into_iter().filter(|gate| (*gate as usize) < things).collect()
    };
    let (sure, best) = (free(None, false), free(None, true));
    let ids = |places: &mut dyn Iterator<Item = u32>| -> Vec<Id> {
        places.map(|at| model.components[at as usize].id.clone()).collect()
    };
    let all = || (0u32..).take(things);
    let locked: Vec<u32> = all().filter(|at| !best.contains(at)).collect();
    let mut keys: Vec<Key> = locked
        .iter()
        .map(|at| Key {
            into: model.components[*at as usize].id.clone(),
            frees: ids(&mut free(Some(*at), true).difference(&best).copied()),
        })
        .collect();
    keys.sort_by_key(|key| std::cmp::Reverse(key.frees.len()));
    let is_asked = |at: &u32| model.components[*at as usize].recovery_needs.is_some();
    BlackStart {
        recoverable: ids(&mut sure.iter().copied()),
        locked_out: ids(&mut locked.iter().copied()),
        unclear: ids(&mut all().filter(|at| is_asked(at) && best.contains(at) && !sure.contains(at))),
        not_asked: ids(&mut all().filter(|at| !is_asked(at))),
        keys,
    }
}

/// Two promises of which only one can be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Contradiction {
    pub code: ContradictionCode,
    #[ts(type = "string")]
    pub process: Id,
    /// What it is about, where it is not the process alone.
    pub thing: Option<Subject>,
    /// What was promised, and what it takes.
    #[ts(type = "number")]
    pub promised: Span,
    #[ts(type = "number")]
    pub takes: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContradictionCode {
    /// The process may be back later than it can be missed.
    RtoBeyondMaxOutage,
    /// A component that it cannot do without takes longer than the process may.
    RecoveryBeyondRto,
    /// The fastest way through a choice, switching included, takes longer.
    SwitchBeyondRto,
    /// Another process that it needs promises less.
    NeededProcessBeyondRto,
    /// A component gives back older data than the process accepts.
    DataBeyondRpo,
}

impl Study<'_> {
    /// Recovery targets that do not fit each other, or not what things take.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let model = &self.map.model;
        let mut found = Vec::new();
        for (index, process) in model.processes.iter().enumerate() {
            let mut add = |code, thing, promised: Option<Span>, takes: Option<Span>| {
                if let (Some(promised), Some(takes)) = (promised, takes)
                    && takes > promised
                {
                    found.push(Contradiction { code, process: process.id.clone(), thing, promised, takes });
                }
            };
            add(ContradictionCode::RtoBeyondMaxOutage, None, process.max_outage, process.rto);
            for event in &self.singles[index] {
                let Some(component) = model.components.get(*event as usize) else { continue };
                let thing = Some(Subject::Component(component.id.clone()));
                add(ContradictionCode::RecoveryBeyondRto, thing.clone(), process.rto, component.outage());
                add(ContradictionCode::DataBeyondRpo, thing, process.rpo, component.rpo);
            }
            for group in &process.needs {
                if group.need < group.any_of.len() {
                    let (thing, takes) = choice_takes(model, group);
                    add(ContradictionCode::SwitchBeyondRto, thing, process.rto, takes);
                } else {
                    let needed = model.processes.iter().filter(|other| group.any_of.contains(&other.id));
                    for other in needed {
                        let thing = Some(Subject::Process(other.id.clone()));
                        add(ContradictionCode::NeededProcessBeyondRto, thing, process.rto, other.rto);
                    }
                }
            }
        }
        found
    }
}

/// How long until enough of a choice is there, if each member is waited for or switched to, whichever is faster; and
/// the member that decides it. A switch starts when its own requirements are there.
fn choice_takes(model: &Model, group: &Group) -> (Option<Subject>, Option<Span>) {
    let mut ways: Vec<(Span, Subject)> = Vec::new();
    for id in &group.any_of {
        let standby = model.standbys.iter().find(|s| s.backup == *id && group.any_of.contains(&s.primary));
        let switch = standby
            .and_then(|standby| standby.switch.map(|span| (span, Subject::Standby(standby.id.clone()))));
        let component = model.components.iter().find(|component| component.id == *id);
        let wait = component.and_then(|component| component.outage());
        let wait = wait.map(|span| (span, Subject::Component(id.clone())));
        // Of a member nobody said how long it takes: nothing can be held against the promise.
        let Some(way) = switch.into_iter().chain(wait).min() else { return (None, None) };
        ways.push(way);
    }
    ways.sort();
    let way = ways.into_iter().nth(group.need.saturating_sub(1));
    way.map_or((None, None), |(span, thing)| (Some(thing), Some(span)))
}
