//! What is told of a map.

use ballast_core::exposure::{ComponentKind, Exposure, RecoverySource};
use ballast_core::{Id, Money, Span};

use super::{Study, process, things};
use crate::budget::CutOff;
use crate::model::Subject;

/// All figures of one map. Expected values are in units of the currency (euros, not cents), probabilities 0 to 1.
#[derive(Clone, Debug)]
pub struct Figures {
    /// In the order of the model.
    pub processes: Vec<ProcessRisk>,
    /// Components, then standbys (that they fail on demand), then common causes, each in the order of the model.
    pub things: Vec<ThingRisk>,
    /// Of all processes; a lower bound where one of them was cut off.
    pub expected_annual_loss: f64,
    /// Down because of what is gone for good.
    pub down: Vec<Id>,
}

/// What one process risks.
#[derive(Clone, Debug)]
pub struct ProcessRisk {
    pub id: Id,
    pub damage_per_hour: Money,
    /// What an hour costs once every grace is over, the degraded mode taken off.
    pub rate: Money,
    /// If it failed now (decision 4).
    pub exposure: Exposure,
    /// The share of the time that it is down. A lower bound where `cut_off` says so.
    pub unavailability: f64,
    /// How often it goes down in a year, and for how many hours on average; none where it never does.
    pub outages_per_year: f64,
    pub outage_hours: Option<f64>,
    pub expected_annual_loss: f64,
    /// None: everything here is exact.
    pub cut_off: Option<CutOff>,
    /// Where it was cut off: cut sets of up to so many events are all known.
    pub complete_to: Option<usize>,
    /// Alone enough to stop it. Always complete.
    pub single_points: Vec<Subject>,
    /// The first cut sets, smaller ones first; the rest is counted.
    pub cut_sets: Vec<Vec<Subject>>,
    /// How many cut sets there are of each size, from 0 up.
    pub by_order: Vec<u64>,
    /// People who alone stop it by their absence.
    pub single_persons: Vec<Id>,
    /// The fewest people whose absence stops it; none where no absence does.
    pub bus_factor: Option<usize>,
    /// Components below it of which nobody said how often or for how long they fail. They count as never failing.
    pub not_estimated: Vec<Id>,
}

impl ProcessRisk {
    /// Two things that together are enough, where neither is alone; among the cut sets that are named.
    pub fn pairs(&self) -> impl Iterator<Item = (&Subject, &Subject)> {
        self.cut_sets.iter().filter_map(|set| match &set[..] {
            [first, second] => Some((first, second)),
            _ => None,
        })
    }
}

/// What goes with one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blast {
    /// In the order of the model; those that are down anyway are among them.
    pub processes: Vec<Id>,
    /// What they lose together in an hour once every grace is over.
    pub per_hour: Money,
}

/// What one thing does to the company.
#[derive(Clone, Debug)]
pub struct ThingRisk {
    pub thing: Subject,
    /// Of components.
    pub kind: Option<ComponentKind>,
    /// The share of the time that it is down by itself, or the chance that it fails when asked to.
    pub probability: f64,
    pub estimated: bool,
    /// How long one outage lasts, and where that comes from; none: nobody said.
    pub outage: Option<Span>,
    pub outage_source: Option<RecoverySource>,
    pub blast: Blast,
    /// What one failure costs. Needs no probabilities. Where nobody said how long an outage lasts, each process has
    /// its worst case.
    pub damage_once: Money,
    /// The same without the processes that stand still already because of what is switched off.
    pub damage_more: Money,
    /// What an hour of its failure costs on average, whatever else is broken: Birnbaum importance times money.
    pub expected_per_hour: f64,
    /// What a year would cost less if it never failed. These sum to more than the loss of all: causes are joint.
    pub removed_if_perfect: f64,
}

pub(super) fn figures(study: &Study<'_>) -> Figures {
    let downs: Vec<process::Pulled> =
        (0..study.solved.len()).map(|index| process::pulled(study, index)).collect();
    let processes: Vec<ProcessRisk> =
        downs.iter().enumerate().map(|(index, down)| process::risk(study, index, down)).collect();
    let down = study.down.iter().map(|index| study.map.model.processes[*index].id.clone()).collect();
    Figures {
        things: things::risks(study, &downs),
        expected_annual_loss: processes
            .iter()
            .map(|process| process.expected_annual_loss)
            .fold(0.0, |sum, loss| sum + loss),
        processes,
        down,
    }
}
