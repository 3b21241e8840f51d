//! The list before the start: what is known is taken, and what is too old is looked at again.

use std::time::Duration;

use ballast_core::evidence::RecordKind;
use ballast_core::{Error, Result, Span};
use ballast_readiness::drill::preflight::{
    CapacityFact, DataFact, Facts, Incident, Item, ItemCode, PROBE_AGE, ProbeFact, preflight,
};
use ballast_readiness::probe::fate::Certainty;
use ballast_readiness::probe::series::OwnLine;
use ballast_readiness::probe::series::standing::{Hysteresis, State};
use ballast_readiness::probe::{Side, Target};
use ballast_store::View;
use jiff::Timestamp;
use jiff::civil::Time;
use serde_json::Value;

use super::{Run, Script, incidents};
use crate::config::{Config, Drill, ProviderPair};
use crate::engine::Engine;
use crate::probing::{Asked, Known, Looker, answers, ask_anchors, known_probes, may_ask, shared};

/// Between two looks at a probe that failed: a flap of a moment is no outage.
const BETWEEN: Duration = Duration::from_millis(400);
/// What nobody set up and so nobody looks at: the keys of the file that would change that.
const NO_ANCHORS: &str = "network.anchors";
const NO_LOGIN: &str = "provider_pair.people";

/// What a person says at the start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    pub present: bool,
    pub shared_accepted: bool,
}

struct Looked {
    probes: Vec<Known>,
    line: Option<OwnLine>,
    incidents: Vec<Incident>,
}

/// The list as it stands, without looking at anything.
pub(crate) fn known_items(
    view: &View<'_>,
    config: &Config,
    drill: &Drill,
    script: &Script,
    incidents: Vec<Incident>,
    now: Timestamp,
) -> Result<Vec<Item>> {
    let pair = config.provider_pair(drill.pair.as_str())?;
    let probes = known_probes(view, pair)?;
    let line = (!config.settings.anchors.is_empty()).then_some(OwnLine::Unknown);
    let said = Said::default();
    items(view, config, drill, script, &Looked { probes, line, incidents }, said, now)
}

/// Looks at what is too old or failed, and gives the list.
pub(super) fn look(
    engine: &Engine,
    config: &Config,
    drill: &Drill,
    run: &Run,
    said: Said,
) -> Result<Vec<Item>> {
    let pair = config.provider_pair(drill.pair.as_str())?;
    let mut probes = engine.store.read(|view| known_probes(view, pair))?;
    let mut line = (!config.settings.anchors.is_empty()).then_some(OwnLine::Unknown);
    if !run.script.plan.is_talk() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::io("thread", &error))?;
        let looker = Looker::new(config.settings.base.as_deref());
        if line.is_some() {
            let anchors = &config.settings.anchors;
            line = Some(runtime.block_on(ask_anchors(&looker.surroundings, anchors)));
        }
        for at in 0..probes.len() {
            look_at(
                engine,
                config,
                pair,
                (&mut probes, at),
                &looker,
                &runtime,
                line.unwrap_or(OwnLine::Unknown),
            )?;
        }
    }
    let now = engine.now();
    let known = Looked { probes, line, incidents: incidents(engine, pair, run.id())? };
    engine.store.read(|view| items(view, config, drill, &run.script, &known, said, now))
}

/// Looks until it passes, or is certain to fail. What was seen to pass just now is believed.
fn look_at(
    engine: &Engine,
    config: &Config,
    pair: &ProviderPair,
    (probes, at): (&mut [Known], usize),
    looker: &Looker,
    runtime: &tokio::runtime::Runtime,
    line: OwnLine,
) -> Result<()> {
    let Some(known) = probes.get(at) else { return Ok(()) };
    let fresh = known.memory.newest.as_ref().is_some_and(|newest| {
        newest.verdict.holds()
            && known.state(engine.now()) == State::Up
            && engine.now().duration_since(newest.at) < PROBE_AGE.duration()
    });
    if fresh || matches!(known.probe.target, Target::Heartbeat { .. }) {
        return Ok(());
    }
    for try_number in 0..Hysteresis::default().failures {
        if try_number > 0 {
            std::thread::sleep(BETWEEN);
        }
        let now = engine.now();
        let today = now.to_zoned(config.zone()).date();
        let asked = engine.store.read(|view| Asked::on(view, pair, today))?;
        // What was seen before speaks on; a probe that may not ask any more says nothing new.
        if !may_ask(&probes[at], probes, &asked, pair.requests_per_day, today) {
            return Ok(());
        }
        let known = &mut probes[at];
        let looked = runtime.block_on(looker.look(&known.probe, known.past(), now));
        let (look, learned) = known.take(looked, line, today, now);
        let (id, kept) = (pair.id.to_string(), known.clone());
        engine.store.write(move |change| {
            kept.write(change, &id, learned)?;
            change.put_look(&id, &kept.key, &look)
        })?;
        let is_certain = known.state(now) == State::Up && look.verdict.holds();
        if is_certain || look.is_definite {
            break;
        }
    }
    Ok(())
}

fn items(
    view: &View<'_>,
    config: &Config,
    drill: &Drill,
    script: &Script,
    known: &Looked,
    said: Said,
    now: Timestamp,
) -> Result<Vec<Item>> {
    let pair = config.provider_pair(drill.pair.as_str())?;
    let login = login(view, pair, now)?;
    let length = script.plan.maximum_duration.unwrap_or(Span::from_seconds(0));
    let answers = answers(view, pair.id.as_str())?;
    let fate = shared(config, pair, &known.probes, &answers);
    let is_shared = |certainty: Certainty| !matches!(certainty, Certainty::Denied | Certainty::CannotTell);
    let named = fate.iter().filter(|fate| is_shared(fate.certainty)).map(|fate| fate.id.clone());
    let facts = Facts {
        own_line: match known.line {
            None | Some(OwnLine::Up) => Some(true),
            Some(OwnLine::Down) => Some(false),
            Some(OwnLine::Unknown) => None,
        },
        probes: probe_facts(&known.probes, now),
        credential_works: match login {
            Login::NotAsked => Some(true),
            Login::Asked(works) => works,
        },
        credential_expires: pair.credential_expires.and_then(|day| {
            let end = day.tomorrow().unwrap_or(day).to_datetime(Time::midnight());
            config.zone().to_ambiguous_timestamp(end).compatible().ok()
        }),
        data: pair.data.as_ref().map(|data| DataFact {
            age: data_age(&known.probes, &data.probe, now),
            fresh_for: data.fresh_for,
        }),
        capacity: pair.capacity.as_ref().map(|one| CapacityFact { limit: one.limit, peak: one.peak }),
        operator_present: said.present.then_some(true),
        open_incidents: known.incidents.clone(),
        shared: named.collect(),
        shared_accepted: said.shared_accepted,
        blocked: drill.windows.allow(&config.zone(), now, length).err(),
    };
    let mut items = preflight(&facts, now);
    if script.plan.is_talk() {
        let counts = [ItemCode::OperatorPresent, ItemCode::NoOpenIncident, ItemCode::Window];
        items.retain(|item| counts.contains(&item.code));
    }
    for item in &mut items {
        match item.code {
            ItemCode::OwnLine if known.line.is_none() => item.subjects = vec![NO_ANCHORS.to_owned()],
            ItemCode::Credential if login == Login::NotAsked => item.subjects = vec![NO_LOGIN.to_owned()],
            _ => {}
        }
    }
    Ok(items)
}

/// The probes that block; all where none does.
fn probe_facts(probes: &[Known], now: Timestamp) -> Vec<ProbeFact> {
    let any = probes.iter().any(|known| known.probe.blocking);
    let fact = |known: &Known| {
        let newest = known.memory.newest.as_ref();
        let passed = match known.state(now) {
            State::Up => Some(true),
            State::Down => Some(false),
            State::Unknown => {
                newest.filter(|newest| newest.verdict.is_conclusive()).map(|one| one.verdict.holds())
            }
        };
        ProbeFact { probe: known.key.clone(), passed, at: newest.map(|newest| newest.at) }
    };
    probes.iter().filter(|known| known.probe.blocking || !any).map(fact).collect()
}

/// Fresh while its probe passes; else nobody knows how old it is.
fn data_age(probes: &[Known], key: &str, now: Timestamp) -> Option<Span> {
    let known = probes.iter().find(|known| known.key == key)?;
    (known.state(now) == State::Up).then_some(Span::from_seconds(0))
}

/// What is known of the login to the backup.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Login {
    /// Nobody asked for one: no people, no date, no probe that logs in.
    NotAsked,
    /// None: nobody knows.
    Asked(Option<bool>),
}

fn login(view: &View<'_>, pair: &ProviderPair, now: Timestamp) -> Result<Login> {
    let logs_in = |known: &ballast_readiness::probe::Probe| {
        known.on == Some(Side::Backup)
            && match &known.target {
                Target::Smtp(smtp) => smtp.login.is_some(),
                _ => false,
            }
    };
    let shown = view.records_about(pair.id.as_str(), &[RecordKind::LoginShown])?;
    let asked = !pair.people.is_empty()
        || pair.credential_expires.is_some()
        || pair.login_every.is_some()
        || pair.probes.iter().any(logs_in);
    let Some(newest) = shown.last() else {
        return Ok(if asked { Login::Asked(by_probe(view, pair, &logs_in, now)?) } else { Login::NotAsked });
    };
    let worked = newest.record.body.get("worked").and_then(Value::as_bool).unwrap_or(false);
    let fresh = now.duration_since(newest.record.at) <= pair.login_every().duration();
    Ok(Login::Asked((fresh || !worked).then_some(worked)))
}

/// A probe that logs in and passes shows the login too.
fn by_probe(
    view: &View<'_>,
    pair: &ProviderPair,
    logs_in: &dyn Fn(&ballast_readiness::probe::Probe) -> bool,
    now: Timestamp,
) -> Result<Option<bool>> {
    let known = known_probes(view, pair)?;
    let mut states = known.iter().filter(|known| logs_in(&known.probe)).map(|known| known.state(now));
    Ok(match states.next() {
        Some(State::Up) => Some(true),
        Some(State::Down) => Some(false),
        _ => None,
    })
}
