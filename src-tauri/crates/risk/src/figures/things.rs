//! What each thing does to the company.

use ballast_core::exposure::{ComponentKind, RecoverySource};
use ballast_core::{Id, Money, Span};

use super::process::{Pulled, downtime};
use super::{Blast, Study, ThingRisk};
use crate::model::{Chance, CommonCause, Component, HOURS_PER_YEAR, Model, hours, units};

pub(super) fn risks(study: &Study<'_>, pulled: &[Pulled]) -> Vec<ThingRisk> {
    let (per_hour, removed) = importance(study, pulled);
    let map = study.map;
    (0..map.events.len())
        .map(|event| {
            let component = map.model.components.get(event);
            let outage = outage(&map.model, event);
            let measured = component.is_some_and(|component| component.recovery.measured.is_some());
            let source = if measured { RecoverySource::Measured } else { RecoverySource::Declared };
            ThingRisk {
                thing: map.events[event].clone(),
                kind: component.map(|component| component.kind),
                probability: map.chances[event].probability,
                estimated: component.is_none_or(Component::is_estimated),
                outage,
                outage_source: outage.map(|_| source),
                blast: blast(study, &study.blasts[event]),
                damage_once: damage_once(study, event, outage, &|_| true),
                damage_more: damage_once(study, event, outage, &|process| !study.down.contains(process)),
                expected_per_hour: per_hour[event],
                removed_if_perfect: removed[event],
            }
        })
        .collect()
}

/// How long one failure lasts. A common cause is as long as the failures of its rarest member, by which it is counted;
/// none where one of its members is not known.
fn outage(model: &Model, event: usize) -> Option<Span> {
    if let Some(component) = model.components.get(event) {
        return component.outage();
    }
    let cause = event.checked_sub(model.components.len() + model.standbys.len())?;
    rarest_member(model, model.common_causes.get(cause)?)?.outage()
}

/// The member of a common cause that fails most rarely; it says how often the cause strikes. None where one of them
/// is not known.
pub(crate) fn rarest_member<'a>(model: &'a Model, cause: &CommonCause) -> Option<&'a Component> {
    let members = cause.members.iter().map(|id| {
        let member = model.components.iter().find(|component| component.id == *id)?;
        let chance = Chance::of(member.outages_per_year?.likely, hours(member.outage()?));
        Some((chance.probability, member))
    });
    let members = members.collect::<Option<Vec<(f64, &Component)>>>()?.into_iter();
    members.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, member)| member)
}

fn blast(study: &Study<'_>, processes: &[usize]) -> Blast {
    let model = &study.map.model;
    let processes: Vec<_> = processes.iter().map(|index| &model.processes[*index]).collect();
    let minor = processes.iter().map(|process| process.rate().minor).fold(0i64, i64::saturating_add);
    Blast {
        processes: processes.into_iter().map(|process| process.id.clone()).collect(),
        per_hour: Money { minor, currency: model.currency },
    }
}

fn damage_once(
    study: &Study<'_>,
    event: usize,
    outage: Option<Span>,
    counts: &dyn Fn(&usize) -> bool,
) -> Money {
    let model = &study.map.model;
    let loses_data =
        model.components.get(event).is_some_and(|component| component.kind == ComponentKind::Data);
    let losses = study.blasts[event].iter().filter(|index| counts(index)).map(|index| {
        let process = &model.processes[*index];
        process.loss_of(outage.unwrap_or(process.worst_case_outage), loses_data).minor
    });
    Money { minor: losses.fold(0i64, i64::saturating_add), currency: model.currency }
}

/// For each event what an hour of it costs on average, and what a year would cost less without it.
fn importance(study: &Study<'_>, pulled: &[Pulled]) -> (Vec<f64>, Vec<f64>) {
    let map = study.map;
    let mut per_hour = vec![0.0; map.events.len()];
    let mut removed = vec![0.0; map.events.len()];
    let mut probabilities = map.probabilities();
    let mut chances = map.chances.clone();
    for (index, pulled) in pulled.iter().enumerate() {
        let process = &map.model.processes[index];
        let rate = units(process.rate());
        for (event, pull) in &pulled.pulls {
            let at = *event as usize;
            per_hour[at] += rate * pull;
            if process.is_linear() {
                removed[at] += rate * pull * probabilities[at] * HOURS_PER_YEAR;
                continue;
            }
            // A grace bends the loss: it must be worked out again without this event.
            let kept = (std::mem::take(&mut probabilities[at]), std::mem::take(&mut chances[at]));
            let (down, _) = downtime(map, &study.solved[index], &probabilities, &chances);
            (probabilities[at], chances[at]) = kept;
            removed[at] += process.annual(pulled.down) - process.annual(down);
        }
    }
    (per_hour, removed)
}

impl Study<'_> {
    /// What goes down when all of these fail at the same moment, beside what is gone already. Ids that are no
    /// component are passed over.
    #[must_use]
    pub fn blast_of(&self, components: &[Id]) -> Blast {
        let map = self.map;
        let places = components.iter().filter_map(|id| map.nodes.get(id));
        let mut events: Vec<u32> =
            places.copied().filter(|gate| (*gate as usize) < map.model.components.len()).collect();
        events.extend(map.gone_events());
        events.sort_unstable();
        events.dedup();
        let gates = crate::propagate::Propagation::new(&map.formula).down(events);
        let processes: Vec<usize> = map.processes_in(&gates).collect();
        blast(self, &processes)
    }
}
