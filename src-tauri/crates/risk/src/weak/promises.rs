//! Promises of which only one can be kept.

use ballast_core::exposure::Group;
use ballast_core::{Id, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::figures::Study;
use crate::model::{Model, Subject};

/// Two promises of which only one can be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContradictionCode {
    /// The process may be back later than it can be missed.
    RtoBeyondMaxOutage,
    /// A component that it cannot do without takes longer than the process may.
    RecoveryBeyondRto,
    /// The fastest way through a choice, switching included, takes longer.
    SwitchBeyondRto,
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
