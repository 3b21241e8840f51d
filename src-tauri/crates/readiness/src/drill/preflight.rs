//! What must hold just before a drill. What nobody knows does not hold.

use ballast_core::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::window::Blocked;

/// Probes that are older say nothing about now.
pub const PROBE_AGE: Span = Span::from_minutes(15);

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PreflightCode")]
pub enum ItemCode {
    /// Our own line works: else no probe tells anything.
    OwnLine,
    /// Every probe of the pair passed within the last 15 minutes.
    Probes,
    /// Somebody or something could log in to the backup.
    Credential,
    /// The data on the backup's side is fresh enough.
    DataFresh,
    /// The plan with the backup bears the peak of the primary.
    Capacity,
    OperatorPresent,
    NoOpenIncident,
    /// What both sides share is known, and somebody accepted it.
    SharedFate,
    /// No holiday, no blocked hours.
    Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    Yes,
    No,
    Unknown,
}

/// One item of the list before the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "PreflightItem")]
pub struct Item {
    pub code: ItemCode,
    pub holds: Holds,
    /// What it fails on, in the user's terms: probes, incidents, what is shared.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// What is wrong already, where that is in the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Incident>>")]
    pub incidents: Vec<Incident>,
}

/// Something that is wrong already: a drill on top of it would prove nothing, and make it worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "PreflightIncident")]
pub struct Incident {
    pub kind: IncidentKind,
    /// Of the control, the dead letter, or the run of a drill.
    pub id: String,
    pub title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// A control that stands behind the same provider fails now.
    ControlFailing,
    /// A job was given up on, and nobody has settled it.
    DeadLetter,
    /// Another drill runs, or left its backup in charge.
    DrillRunning,
}

/// A probe of the pair and what it last said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeFact {
    pub probe: String,
    /// None where it was not observed.
    pub passed: Option<bool>,
    pub at: Option<Timestamp>,
}

/// What is known just before the start. None: nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub own_line: Option<bool>,
    pub probes: Vec<ProbeFact>,
    pub credential_works: Option<bool>,
    pub credential_expires: Option<Timestamp>,
    /// How old the backup's data is, and may be; none where the pair has no data.
    pub data: Option<DataFact>,
    /// None where the plan with the backup has no limit.
    pub capacity: Option<CapacityFact>,
    pub operator_present: Option<bool>,
    pub open_incidents: Vec<Incident>,
    pub shared: Vec<String>,
    pub shared_accepted: bool,
    pub blocked: Option<Blocked>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataFact {
    pub age: Option<Span>,
    pub fresh_for: Span,
}

/// In one unit of the user's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityFact {
    pub limit: u64,
    pub peak: Option<u64>,
}

/// The list before the start. The drill is armed if every item holds.
#[must_use]
pub fn preflight(facts: &Facts, now: Timestamp) -> Vec<Item> {
    let known = |fact: Option<bool>| fact.map_or(Holds::Unknown, yes);
    let mut items = vec![
        item(ItemCode::OwnLine, known(facts.own_line), Vec::new()),
        probes(&facts.probes, now),
        item(ItemCode::Credential, known(credential(facts, now)), Vec::new()),
        item(ItemCode::OperatorPresent, known(facts.operator_present), Vec::new()),
        Item {
            incidents: facts.open_incidents.clone(),
            ..item(
                ItemCode::NoOpenIncident,
                yes(facts.open_incidents.is_empty()),
                facts.open_incidents.iter().map(|incident| incident.title.clone()).collect(),
            )
        },
        item(
            ItemCode::SharedFate,
            yes(facts.shared.is_empty() || facts.shared_accepted),
            facts.shared.clone(),
        ),
        item(ItemCode::Window, yes(facts.blocked.is_none()), Vec::new()),
    ];
    if let Some(data) = facts.data {
        items.push(item(ItemCode::DataFresh, known(data.age.map(|age| age <= data.fresh_for)), Vec::new()));
    }
    if let Some(capacity) = facts.capacity {
        let bears = capacity.peak.map(|peak| capacity.limit >= peak);
        items.push(item(ItemCode::Capacity, known(bears), Vec::new()));
    }
    items
}

/// What does not hold, or is not known.
#[must_use]
pub fn failing(items: &[Item]) -> Vec<ItemCode> {
    items.iter().filter(|item| item.holds != Holds::Yes).map(|item| item.code).collect()
}

fn item(code: ItemCode, holds: Holds, subjects: Vec<String>) -> Item {
    let subjects = if holds == Holds::Yes { Vec::new() } else { subjects };
    Item { code, holds, subjects, incidents: Vec::new() }
}

fn yes(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}

/// A credential that has run out does not work, whatever it did at its last use.
fn credential(facts: &Facts, now: Timestamp) -> Option<bool> {
    if facts.credential_expires.is_some_and(|expires| expires <= now) {
        return Some(false);
    }
    facts.credential_works
}

fn probes(probes: &[ProbeFact], now: Timestamp) -> Item {
    let holds = |fact: &ProbeFact| match (fact.passed, fact.at) {
        (Some(passed), Some(at)) if now.duration_since(at) < PROBE_AGE.duration() => yes(passed),
        _ => Holds::Unknown,
    };
    // Without a probe nobody looked at all.
    let worst = probes.iter().map(holds).max_by_key(|holds| match holds {
        Holds::Yes => 0,
        Holds::Unknown => 1,
        Holds::No => 2,
    });
    let subjects = probes.iter().filter(|fact| holds(fact) != Holds::Yes).map(|fact| fact.probe.clone());
    item(ItemCode::Probes, worst.unwrap_or(Holds::Unknown), subjects.collect())
}
