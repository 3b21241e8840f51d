//! Drills as they are written; the plan of a run is made from one and its pair.

use std::collections::BTreeMap;

use ballast_core::limits::{DRILL_DURATION, DRILL_OBSERVE, DRILL_PASSES};
use ballast_core::{Id, Span};
use ballast_readiness::drill::plan::{Act, Check, Plan, Steady, Step, Stop};
use ballast_readiness::drill::window::Windows;
use ballast_readiness::estimate::Kind;
use ballast_readiness::probe::{Probe, Side};
use serde::{Deserialize, Serialize};

use super::{Config, ProviderPair};

/// A trace that is written on the way of the primary and looked for on the backup. `{canary}` in what is written
/// stands for its number; what is read is searched for the highest one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canary {
    pub every: Span,
    pub write: Act,
    pub read: Act,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drill {
    pub id: Id,
    pub title: Option<String>,
    pub pair: Id,
    pub kind: Kind,
    pub owner: Option<String>,
    pub deputy: Option<String>,
    pub steady: Vec<Steady>,
    pub on_backup: Vec<Check>,
    pub steps: Vec<Step>,
    pub stops: Vec<Stop>,
    pub passes: Option<u32>,
    pub observe: Option<Span>,
    pub maximum_switch: Option<Span>,
    pub maximum_duration: Option<Span>,
    pub canary: Option<Canary>,
    pub windows: Windows,
    /// Looks of this drill alone that are more than a status, by the names that its checks give them.
    pub looks: BTreeMap<String, Probe>,
}

impl Drill {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }

    /// The plan of a run. What the drill leaves open comes from its pair, the process behind it and the usual limits.
    #[must_use]
    pub fn plan(&self, run: &str, config: &Config) -> Plan {
        let pair = config.provider_pair(self.pair.as_str()).ok();
        let process = pair.and_then(|pair| config.process_behind(pair));
        let mut people = self.steps.iter().filter_map(|step| step.owner.clone());
        let owner = self.owner.clone().or_else(|| process.and_then(|process| process.owner.clone()));
        let owner = owner.or_else(|| people.next());
        let deputy = self.deputy.clone().or_else(|| process.and_then(|process| process.deputy.clone()));
        let deputy = deputy.filter(|name| owner.as_ref() != Some(name));
        let deputy = deputy.or_else(|| people.find(|name| owner.as_ref() != Some(name)));
        Plan {
            id: run.to_owned(),
            pair: self.pair.to_string(),
            title: self.name().to_owned(),
            kind: self.kind,
            owner,
            deputy,
            steady: if self.steady.is_empty() { steady_of(pair) } else { self.steady.clone() },
            steps: self.steps.clone(),
            on_backup: if self.on_backup.is_empty() {
                looks_at(pair, Side::Backup)
            } else {
                self.on_backup.clone()
            },
            passes: self.passes.unwrap_or(DRILL_PASSES),
            rto: pair.and_then(|pair| pair.rto).or_else(|| process.and_then(|process| process.rto)),
            rpo: pair.and_then(|pair| pair.rpo).or_else(|| process.and_then(|process| process.rpo)),
            maximum_switch: self.maximum_switch,
            maximum_duration: Some(self.maximum_duration.unwrap_or(DRILL_DURATION)),
            observe: self.observe.unwrap_or(DRILL_OBSERVE),
            stops: self.stops.clone(),
            canary_every: self.canary.as_ref().map(|canary| canary.every),
        }
    }
}

/// Every blocking probe of a side, as checks.
fn looks_at(pair: Option<&ProviderPair>, side: Side) -> Vec<Check> {
    let Some(pair) = pair else { return Vec::new() };
    let of_side = pair.keyed().filter(|(_, probe)| probe.on == Some(side) && probe.blocking);
    of_side.map(|(probe, _)| Check::Probe { probe }).collect()
}

fn steady_of(pair: Option<&ProviderPair>) -> Vec<Steady> {
    let looks = looks_at(pair, Side::Primary);
    let one = |check: Check| {
        let title = if let Check::Probe { probe } = &check { probe.clone() } else { String::new() };
        Steady { title, check, passes: DRILL_PASSES, within_milliseconds: None }
    };
    looks.into_iter().map(one).collect()
}
