//! The figures of one process.

use ballast_core::Id;
use ballast_core::exposure::ComponentKind;
use ballast_core::limits::RISK_CUT_SETS_LISTED_MAX;

use super::{ProcessRisk, Study};
use crate::budget::Budget;
use crate::map::Map;
use crate::model::{Chance, Downtime, HOURS_PER_YEAR, Subject};
use crate::solve::{Cuts, Solved, solve};

/// How a process is down, and how each event pulls on that.
pub(super) struct Pulled {
    pub down: Downtime,
    /// Events of the process's diagram with their Birnbaum importance.
    pub pulls: Vec<(u32, f64)>,
}

pub(super) fn pulled(study: &Study<'_>, index: usize) -> Pulled {
    let solved = &study.solved[index];
    let (down, pulls) = downtime(study.map, solved, &study.map.probabilities(), &study.map.chances);
    Pulled { down, pulls: solved.diagram.events.iter().copied().zip(pulls).collect() }
}

/// How often a top sets in is the sum of what each event adds: its importance times how often it sets in (exact for
/// independent, repairable events in the long run).
pub(crate) fn downtime(
    map: &Map,
    solved: &Solved,
    probabilities: &[f64],
    chances: &[Chance],
) -> (Downtime, Vec<f64>) {
    let (unavailability, pulls) = solved.diagram.pull(probabilities);
    let mut down = Downtime { unavailability, ..Downtime::default() };
    for (event, pull) in solved.diagram.events.iter().zip(&pulls) {
        let starts = pull * chances[*event as usize].per_hour;
        down.per_hour += starts;
        let component = map.model.components.get(*event as usize);
        if component.is_some_and(|component| component.kind == ComponentKind::Data) {
            down.data_per_hour += starts;
        }
    }
    (down, pulls)
}

pub(super) fn risk(study: &Study<'_>, index: usize, pulled: &Pulled) -> ProcessRisk {
    let process = &study.map.model.processes[index];
    let solved = &study.solved[index];
    let down = pulled.down;
    let subjects = |events: Vec<u32>| -> Vec<Subject> {
        let mut subjects: Vec<Subject> = events.into_iter().map(|event| study.subject(event)).collect();
        subjects.sort_unstable();
        subjects
    };
    let mut cut_sets: Vec<Vec<Subject>> =
        solved.list(RISK_CUT_SETS_LISTED_MAX).into_iter().map(subjects).collect();
    cut_sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let single_points = subjects(study.singles[index].clone());
    ProcessRisk {
        id: process.id.clone(),
        damage_per_hour: process.damage_per_hour,
        rate: process.rate(),
        exposure: study.exposure(index),
        unavailability: down.unavailability,
        outages_per_year: down.per_hour * HOURS_PER_YEAR,
        outage_hours: (down.per_hour > 0.0).then(|| down.unavailability / down.per_hour),
        expected_annual_loss: process.annual(down),
        cut_off: solved.cut_off,
        complete_to: match solved.cuts {
            Cuts::All(_) => None,
            Cuts::UpTo { order, .. } => Some(order),
        },
        single_persons: persons(study, &single_points),
        single_points,
        cut_sets,
        by_order: solved.by_order(),
        bus_factor: bus_factor(study.map, index),
        not_estimated: not_estimated(study.map, index),
    }
}

fn persons(study: &Study<'_>, points: &[Subject]) -> Vec<Id> {
    let is_person = |id: &Id| {
        let component = study.map.model.components.iter().find(|component| component.id == *id);
        component.is_some_and(|component| component.kind == ComponentKind::Person)
    };
    let ids = points.iter().filter(|point| matches!(point, Subject::Component(_))).map(Subject::id);
    ids.filter(|id| is_person(id)).cloned().collect()
}

/// The size of the smallest cut set of people alone: everything else is taken as working.
fn bus_factor(map: &Map, index: usize) -> Option<usize> {
    let is_person = |event: u32| {
        let component = map.model.components.get(event as usize);
        component.is_some_and(|component| component.kind == ComponentKind::Person)
    };
    let fixed = |event| map.fixed(event).or_else(|| (!is_person(event)).then_some(false));
    let none = vec![0.0; map.events.len()];
    let solved = solve(&map.formula, map.process_gate(index), &fixed, &none, Budget::of_nodes(100_000));
    match solved.cuts {
        Cuts::All(sets) => sets.order(),
        Cuts::UpTo { sets, .. } => sets.first().map(Vec::len),
    }
}

fn not_estimated(map: &Map, index: usize) -> Vec<Id> {
    let below = map.below(map.process_gate(index));
    let components = below.iter().filter_map(|event| map.model.components.get(*event as usize));
    components.filter(|component| !component.is_estimated()).map(|component| component.id.clone()).collect()
}
