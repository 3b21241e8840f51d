//! The figures of the map on the wire.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ballast_core::exposure::{ComponentKind, RecoverySource};
use ballast_core::limits::{
    NAMES_OFFERED_MAX, RISK_DIAGRAM_NODES_MAX, RISK_DRAWS, RISK_DRAWS_MAX, RISK_PROOFS_ON_TODAY, RISK_RUNTIME,
};
use ballast_core::{Code, Error, Id, Money, Result, Status};
use ballast_risk::model::Process;
use ballast_risk::{
    Budget, Bundle, FaultTree, Figures, Map, ProcessRisk, Range, SharedCause, Study, Subject, ThingRisk,
    WhatIf, black_start, bundles,
};

use super::confirmed::is_old;
use super::model::Known;
use super::offers::next_proofs;
use super::subject::{subject_of, wire_id, word_of};
use crate::contract::*;
use crate::engine::Engine;
use crate::views::standing::Picture;
use crate::views::wire_money;

fn invalid(what: &str, found: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("found", found)
}

/// Ids of a question, each of which must be there.
fn ids<'a>(what: &str, asked: &[String], known: impl Iterator<Item = &'a Id> + Clone) -> Result<Vec<Id>> {
    let one = |text: &String| {
        known.clone().find(|id| id.as_str() == text).cloned().ok_or_else(|| {
            let allowed: Vec<&Id> = known.clone().take(NAMES_OFFERED_MAX).collect();
            Error::new(Code::UnknownId).with("what", what).with("id", text).allowed(allowed)
        })
    };
    asked.iter().map(one).collect()
}

fn what_if(known: &Known<'_>, without: &[String], with: &[String]) -> Result<WhatIf> {
    let options = known.model.options.iter().map(|option| &option.id);
    Ok(WhatIf {
        without: ids("component", without, known.model.components.iter().map(|component| &component.id))?,
        with: ids("option", with, options.chain(&known.idle))?
            .into_iter()
            .filter(|id| !known.idle.contains(id))
            .collect(),
    })
}

/// With a budget that ends with the time that a question may take.
fn in_time<T>(work: impl FnOnce(Budget<'_>) -> T) -> T {
    let began = Instant::now();
    let over = || began.elapsed().as_secs() >= RISK_RUNTIME.seconds();
    work(Budget { nodes: RISK_DIAGRAM_NODES_MAX, over: &over })
}

/// Works the map out for one question and has it told.
fn asked<T>(
    engine: &Engine,
    without: &[String],
    with: &[String],
    tell: impl FnOnce(&Told<'_>, Budget<'_>) -> Result<T>,
) -> Result<T> {
    let picture = Picture::take(engine)?;
    let known = Known::of(engine, &picture)?;
    let what_if = what_if(&known, without, with)?;
    let map = Map::new(&known.model, &what_if)?;
    in_time(|budget| {
        let study = Study::new(&map, budget);
        let told = Told { known: &known, map: &map, study: &study, what_if: &what_if, down: map.down() };
        tell(&told, budget)
    })
}

/// Everything that is known of the map, for one question.
pub(crate) fn report(engine: &Engine, request: &RiskRequest) -> Result<RiskReport> {
    asked(engine, &request.without, &request.with, |told, budget| {
        let (known, figures) = (told.known, told.figures());
        let weighed = bundles(&known.model, budget)?;
        let bundle = |bundle: &Bundle| told.bundle(bundle);
        Ok(RiskReport {
            as_of: known.picture.now,
            currency: known.model.currency.to_string(),
            without: request.without.clone(),
            with: request.with.clone(),
            processes: figures.processes.iter().map(|risk| told.process(risk)).collect::<Result<_>>()?,
            components: figures.things.iter().map(|risk| told.thing(risk)).collect(),
            expected_annual_loss: figures.expected_annual_loss,
            down: figures.down.iter().map(Id::to_string).collect(),
            down_per_hour: wire_money(told.down_per_hour()),
            single_points: told.single_points(),
            fails_together: told.fails_together(),
            contradictions: told.study.contradictions(),
            black_start: black_start(told.map.model()),
            options: weighed.alone.iter().map(bundle).collect(),
            next_best: weighed.best.iter().map(bundle).collect(),
            best: weighed.first.as_ref().map(bundle),
            idle_options: known.idle.iter().map(|id| told.option(id)).collect(),
            bundles_complete: weighed.complete,
            next_proofs: next_proofs(engine, known, budget)?,
            uncounted_pairs: known.uncounted.iter().map(|id| told.named(id)).collect(),
        })
    })
}

/// The first proofs for Today. A map that cannot be worked out takes nothing from Today but them.
pub(crate) fn first_proofs(engine: &Engine, picture: &Picture) -> Vec<RiskProof> {
    let found =
        Known::of(engine, picture).and_then(|known| in_time(|budget| next_proofs(engine, &known, budget)));
    let mut proofs = found.unwrap_or_else(|error| {
        tracing::warn!(%error, "the next proofs could not be worked out");
        Vec::new()
    });
    proofs.truncate(RISK_PROOFS_ON_TODAY);
    proofs
}

/// What the lines of a report are made from.
struct Told<'a> {
    known: &'a Known<'a>,
    map: &'a Map,
    study: &'a Study<'a>,
    what_if: &'a WhatIf,
    /// Components and processes that stand still.
    down: BTreeSet<Id>,
}

impl Told<'_> {
    fn figures(&self) -> &Figures {
        self.study.figures()
    }

    fn named(&self, id: &Id) -> Named {
        Named { id: id.to_string(), title: self.known.picture.config.name_of(id.as_str()) }
    }

    fn option(&self, id: &Id) -> Named {
        let options = &self.known.picture.config.options;
        let option = options.iter().find(|option| option.id == *id);
        let title = option.map_or_else(|| id.to_string(), |option| option.name().to_owned());
        Named { id: id.to_string(), title }
    }

    fn process(&self, risk: &ProcessRisk) -> Result<RiskProcess> {
        let config = &self.known.picture.config;
        let process = config.processes.iter().find(|process| process.id == risk.id);
        let process = process.ok_or_else(|| Error::new(Code::Internal))?;
        let asked = self.map.model().processes.iter().find(|known| known.id == risk.id);
        let wire = |subjects: &[Subject]| subjects.iter().map(wire_id).collect::<Vec<_>>();
        let exposure = &risk.exposure;
        #[allow(clippy::cast_precision_loss)]
        let recovery_hours = exposure.recovery.seconds() as f64 / 3600.0;
        Ok(RiskProcess {
            id: risk.id.to_string(),
            title: process.name().to_owned(),
            owner: process.owner.clone(),
            deputy: process.deputy.clone(),
            status: self.known.picture.status_of(process, exposure),
            recoverable: exposure.recoverable,
            damage_per_hour: wire_money(risk.damage_per_hour),
            rate: wire_money(risk.rate),
            exposure: wire_money(exposure.total),
            solid: wire_money(exposure.solid),
            expired: wire_money(exposure.expired),
            untested: wire_money(exposure.untested),
            recovery_hours,
            recovery_seconds: exposure.recovery.seconds(),
            recovery_source: exposure.source,
            max_outage_seconds: process.max_outage.map(|span| span.seconds()),
            rto_seconds: process.rto.map(|span| span.seconds()),
            kept: asked.map_or(0.0, |process| process.kept),
            degraded: process.degraded.clone(),
            down: self.figures().down.contains(&risk.id),
            stopped: asked.and_then(|process| self.stopped(process)),
            unavailability: risk.unavailability,
            outages_per_year: risk.outages_per_year,
            outage_hours: risk.outage_hours,
            expected_annual_loss: risk.expected_annual_loss,
            cut_off: risk.cut_off,
            complete_to: risk.complete_to,
            single_points: wire(&risk.single_points),
            cut_sets: risk.cut_sets.iter().map(|set| wire(set)).collect(),
            by_order: risk.by_order.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect(),
            single_persons: risk.single_persons.iter().map(Id::to_string).collect(),
            bus_factor: risk.bus_factor,
            not_estimated: risk.not_estimated.iter().map(Id::to_string).collect(),
            needs: asked.map(|process| process.needs.clone()).unwrap_or_default(),
            confirmed: process.confirmed,
            confirm_due: is_old(self.known.picture, process.confirmed),
        })
    }

    /// When it is back once what is switched off comes back, and what it loses until then.
    fn stopped(&self, process: &Process) -> Option<Stopped> {
        let (back, came) = self.map.back_after(process)?;
        let measured = came.iter().all(|component| component.recovery.measured.is_some());
        let loses_data = came.iter().any(|component| component.kind == ComponentKind::Data);
        Some(Stopped {
            back_seconds: back.seconds(),
            back_source: if measured { RecoverySource::Measured } else { RecoverySource::Declared },
            lost: wire_money(process.loss_of(back, loses_data)),
        })
    }

    fn thing(&self, risk: &ThingRisk) -> RiskThing {
        let (model, picture) = (self.map.model(), self.known.picture);
        let id = risk.thing.id();
        let is_component = matches!(risk.thing, Subject::Component(_));
        let asked = model.components.iter().find(|known| is_component && known.id == *id);
        let entry = picture.config.components.iter().find(|known| is_component && known.id == *id);
        let confirmed = entry.and_then(|entry| entry.confirmed);
        let controls = if is_component { picture.protectors_of(id) } else { Vec::new() };
        let recovery = asked.map(|component| component.recovery).unwrap_or_default();
        let proof = match (recovery.measured, recovery.ever_measured) {
            (Some(_), _) => ProofState::Proven,
            (None, Some(_)) => ProofState::Expired,
            (None, None) => ProofState::Untested,
        };
        let single: Vec<String> = self
            .figures()
            .processes
            .iter()
            .filter(|process| process.single_points.contains(&risk.thing))
            .map(|process| process.id.to_string())
            .collect();
        RiskThing {
            id: wire_id(&risk.thing),
            title: self.title(&risk.thing),
            kind: kind(&risk.thing, risk.kind),
            status: worst(controls.iter().map(|(_, status)| *status)),
            proof,
            controls: controls.into_iter().map(|(named, _)| named).collect(),
            single_point_of: single,
            probability: risk.probability,
            estimated: risk.estimated,
            outage_seconds: risk.outage.map(|span| span.seconds()),
            outage_source: risk.outage_source,
            blast_radius: BlastRadius {
                processes: risk.blast.processes.iter().map(Id::to_string).collect(),
                per_hour: wire_money(risk.blast.per_hour),
            },
            damage_once: wire_money(risk.damage_once),
            damage_more: wire_money(risk.damage_more),
            expected_per_hour: risk.expected_per_hour,
            removed_if_perfect: risk.removed_if_perfect,
            gone: is_component && self.what_if.without.contains(id),
            down: is_component && self.down.contains(id),
            needs: asked.map(|component| component.needs.clone()).unwrap_or_default(),
            shares: entry.map(|entry| entry.shares.clone()).unwrap_or_default(),
            confirmed,
            confirm_due: is_old(picture, confirmed),
        }
    }

    fn title(&self, subject: &Subject) -> String {
        let config = &self.known.picture.config;
        match subject {
            Subject::Process(id) | Subject::Component(id) => config.title_of(id.as_str()),
            Subject::Standby(id) => config.name_of(id.as_str()),
            Subject::CommonCause(id) => self
                .known
                .causes
                .get(id)
                .map_or_else(|| id.to_string(), |cause| format!("{}: {}", cause.what, cause.value)),
        }
    }

    fn down_per_hour(&self) -> Money {
        let down =
            self.figures().processes.iter().filter(|process| self.figures().down.contains(&process.id));
        let minor = down.map(|process| process.rate.minor).fold(0i64, i64::saturating_add);
        Money { minor, currency: self.known.model.currency }
    }

    /// Things that alone stop a process, the dearest failure first.
    fn single_points(&self) -> Vec<String> {
        let is_single = |risk: &&ThingRisk| {
            self.figures().processes.iter().any(|process| process.single_points.contains(&risk.thing))
        };
        let mut things: Vec<&ThingRisk> = self.figures().things.iter().filter(is_single).collect();
        things.sort_by_key(|risk| std::cmp::Reverse((risk.damage_more.minor, risk.blast.per_hour.minor)));
        things.into_iter().map(|risk| wire_id(&risk.thing)).collect()
    }

    /// What one cause takes down together: choices that it beats, what stands at one site, and what is shared.
    fn fails_together(&self) -> Vec<FailsTogether> {
        let mut found: BTreeMap<Bond, Together> = BTreeMap::new();
        for fate in self.map.shared_fate() {
            let key = match &fate.cause {
                // What they share is told once, with the cause.
                SharedCause::Thing { thing: Subject::CommonCause(_) } => continue,
                SharedCause::Thing { thing } => (Some(wire_id(thing)), None),
                // What somebody denied is not said.
                SharedCause::Likely { what, value } => match self.known.cause_of(what, value) {
                    Some(cause) => (None, Some((cause.what.clone(), cause.value.clone()))),
                    None => continue,
                },
            };
            let together = found.entry(key).or_default();
            together.members.extend(fate.members.iter().map(Id::to_string));
            together.beats.insert(wire_id(&fate.of));
        }
        let model = self.map.model();
        for site in model.components.iter().filter(|component| component.kind == ComponentKind::Site) {
            let stands = |needs: &[Group]| needs.iter().any(|group| group.any_of == [site.id.clone()]);
            let members = model.components.iter().filter(|component| stands(&component.needs));
            let together = found.entry((Some(site.id.to_string()), None)).or_default();
            together.members.extend(members.map(|component| component.id.to_string()));
        }
        for cause in self.known.causes.values() {
            let key = (None, Some((cause.what.clone(), cause.value.clone())));
            let together = found.entry(key).or_default();
            together.members.extend(cause.members.iter().map(Id::to_string));
            together.confirmed |= !cause.likely;
        }
        let told = found.into_iter().filter(|(_, together)| together.members.len() > 1);
        told.map(|((thing, shared), together)| FailsTogether {
            members: together.members.into_iter().collect(),
            likely: thing.is_none() && !together.confirmed,
            thing,
            what: shared.as_ref().map(|(what, _)| what.clone()),
            value: shared.map(|(_, value)| value),
            beats: together.beats.into_iter().collect(),
        })
        .collect()
    }

    fn bundle(&self, bundle: &Bundle) -> RiskBundle {
        RiskBundle {
            option: bundle.options.iter().map(Id::to_string).collect(),
            titles: bundle.options.iter().map(|id| self.option(id).title).collect(),
            cost: wire_money(bundle.cost),
            saves: bundle.saves,
            net: bundle.net,
        }
    }
}

/// What holds things together: a thing of the map, or what they share with its value.
type Bond = (Option<String>, Option<(String, String)>);

#[derive(Default)]
struct Together {
    members: BTreeSet<String>,
    beats: BTreeSet<String>,
    confirmed: bool,
}

fn kind(subject: &Subject, kind: Option<ComponentKind>) -> ThingKind {
    match (subject, kind) {
        (Subject::Standby(_), _) => ThingKind::Switch,
        (_, None) => ThingKind::CommonCause,
        (_, Some(kind)) => match kind {
            ComponentKind::Service => ThingKind::Service,
            ComponentKind::Provider => ThingKind::Provider,
            ComponentKind::System => ThingKind::System,
            ComponentKind::Data => ThingKind::Data,
            ComponentKind::Document => ThingKind::Document,
            ComponentKind::Person => ThingKind::Person,
            ComponentKind::Credential => ThingKind::Credential,
            ComponentKind::Site => ThingKind::Site,
            ComponentKind::Network => ThingKind::Network,
            ComponentKind::Cloud => ThingKind::Cloud,
        },
    }
}

/// The status that most needs a person.
fn worst(statuses: impl Iterator<Item = Status>) -> Option<Status> {
    const ORDER: [Status; 8] = [
        Status::Failing,
        Status::Attention,
        Status::Unknown,
        Status::Stale,
        Status::Unproven,
        Status::Due,
        Status::Paused,
        Status::Proven,
    ];
    statuses.min_by_key(|status| ORDER.iter().position(|known| known == status))
}

/// Opens a figure.
pub(crate) fn explain(engine: &Engine, request: &RiskExplain) -> Result<RiskExplained> {
    asked(engine, &request.without, &request.with, |told, _| {
        let subject = request.of.as_ref().map(|of| subject_of(told.map.model(), of)).transpose()?;
        let explanation = told.study.explain(request.figure, subject.as_ref()).ok_or_else(|| {
            let allowed = match subject {
                None => &RiskFigure::OF_ALL[..],
                Some(Subject::Process(_)) => &RiskFigure::OF_PROCESS,
                Some(_) => &RiskFigure::OF_THING,
            };
            invalid("figure", word_of(request.figure)).allowed(allowed.iter().copied().map(word_of))
        })?;
        let mut titles = BTreeMap::new();
        told.titles(&explanation, &mut titles);
        let currency = told.known.model.currency.to_string();
        Ok(RiskExplained { titles, currency, explanation })
    })
}

impl Told<'_> {
    fn titles(&self, explanation: &ballast_risk::Explanation, titles: &mut BTreeMap<String, String>) {
        if let Some(subject) = &explanation.of {
            titles.insert(wire_id(subject), self.title(subject));
        }
        for part in &explanation.parts {
            self.titles(part, titles);
        }
    }
}

/// What the figures may be.
pub(crate) fn ranges(engine: &Engine, request: &RiskRangesRequest) -> Result<RiskRangesReport> {
    let draws = request.draws.unwrap_or(RISK_DRAWS);
    if !(1..=RISK_DRAWS_MAX).contains(&draws) {
        return Err(invalid("draws", draws).allowed([format!("1 to {RISK_DRAWS_MAX}")]));
    }
    asked(engine, &request.without, &request.with, |told, budget| {
        let seed = request.seed.unwrap_or(1);
        let ranges = told.study.ranges(seed, draws, budget);
        let ranges = ranges.map_err(|_| Error::new(Code::TimedOut).with("limit", RISK_RUNTIME))?;
        let one = |range: &Range| RiskRange {
            id: wire_id(&range.subject),
            title: told.title(&range.subject),
            p10: range.p10,
            p50: range.p50,
            p90: range.p90,
            rank: range.rank,
            rank_holds: range.rank_holds,
        };
        Ok(RiskRangesReport {
            draws: ranges.draws,
            seed,
            currency: told.known.model.currency.to_string(),
            processes: ranges.processes.iter().map(one).collect(),
            components: ranges.things.iter().map(one).collect(),
            total: RiskSpread { p10: ranges.total.p10, p50: ranges.total.p50, p90: ranges.total.p90 },
        })
    })
}

/// The failure logic of every process as a fault tree in Open-PSA form.
pub(crate) fn export(engine: &Engine) -> Result<String> {
    let picture = Picture::take(engine)?;
    let known = Known::of(engine, &picture)?;
    if known.model.processes.is_empty() {
        return Err(Error::new(Code::NotYet).with("reason", "no_process"));
    }
    let map = Map::new(&known.model, &WhatIf::default())?;
    Ok(FaultTree::of(&map)?.write(&known.picture.config.settings.name))
}
