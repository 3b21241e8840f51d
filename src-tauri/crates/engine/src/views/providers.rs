//! Provider pairs as they stand.

mod probes;

use std::collections::BTreeMap;

use ballast_core::evidence::RecordKind;
use ballast_core::{Code, Error, Id, Result};
use ballast_readiness::cadence::{FiscalYear, Rules, cadence};
use ballast_readiness::estimate::{Model, readiness};
use ballast_readiness::probe::Side;
use ballast_readiness::probe::fate::{Certainty, SharedFate};
use ballast_readiness::probe::series::Look;
use ballast_risk::model::DemandSource;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::config::Config;
use crate::contract::*;
use crate::engine::Engine;
use crate::messages::Messages;
use crate::probing::{EAR, OWN_LINE, gates, shared};
use crate::schedule::lease::holder;
use crate::views::standing::{HeldPair, Picture};

pub fn list(engine: &Engine, messages: &Messages) -> Result<ProviderList> {
    let picture = Picture::take(engine)?;
    let running = running(engine)?;
    let row = |held: &HeldPair| row(engine, messages, &picture, held, &running);
    let (own_line, own_line_at) = own_line(engine)?;
    let pairs = picture.pairs.iter().map(row).collect::<Result<_>>()?;
    let heartbeat_in = heartbeat_in(engine, messages, &picture.config)?;
    Ok(ProviderList { pairs, own_line, own_line_at, heartbeat_in })
}

/// Whether the port is open, as the program that runs the schedule said of it.
fn heartbeat_in(engine: &Engine, messages: &Messages, config: &Config) -> Result<Option<HeartbeatIn>> {
    let Some(at) = config.settings.heartbeat_in else { return Ok(None) };
    if holder(engine)?.is_none() {
        return Ok(None);
    }
    let text = engine.store.read(|view| view.setting(EAR))?;
    let value: Value = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    if value.get("at").and_then(Value::as_str) != Some(at.to_string().as_str()) {
        return Ok(None);
    }
    let error: Option<Error> =
        value.get("error").and_then(|error| serde_json::from_value(error.clone()).ok());
    Ok(Some(HeartbeatIn { at: at.to_string(), error: error.map(|error| messages.error(&error)) }))
}

fn running(engine: &Engine) -> Result<Vec<String>> {
    let rows = engine.store.read(|view| view.unfinished_runs())?;
    Ok(rows.into_iter().map(|run| run.control).collect())
}

/// Whether our own line works, as the anchors said last.
fn own_line(engine: &Engine) -> Result<(ProbeState, Option<Timestamp>)> {
    let text = engine.store.read(|view| view.setting(OWN_LINE))?;
    let value: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
    let Some(value) = value else { return Ok((ProbeState::Unknown, None)) };
    let state = match value.get("line").and_then(Value::as_str) {
        Some("up") => ProbeState::Up,
        Some("down") => ProbeState::Down,
        _ => ProbeState::Unknown,
    };
    let at = value.get("at").and_then(Value::as_str).and_then(|at| at.parse().ok());
    Ok((state, at))
}

fn named(config: &Config, id: &Id) -> Named {
    Named { id: id.to_string(), title: config.title_of(id.as_str()) }
}

fn row(
    engine: &Engine,
    messages: &Messages,
    picture: &Picture,
    held: &HeldPair,
    running: &[String],
) -> Result<PairRow> {
    let HeldPair { pair, standing, probes, .. } = held;
    let (config, now) = (&picture.config, picture.now);
    let mut findings = held.findings(now);
    findings.extend(
        shared(config, pair, probes, &held.answers).iter().filter_map(|fate| fate.finding(pair.name())),
    );
    Ok(PairRow {
        id: pair.id.to_string(),
        title: pair.name().to_owned(),
        status: standing.status,
        since: standing.since,
        gives: pair.protects.iter().map(|id| named(config, id)).collect(),
        primary: probes::side(engine, config, held, Side::Primary, now)?,
        backup: probes::side(engine, config, held, Side::Backup, now)?,
        takeover: pair.takeover,
        rto_seconds: pair.rto.map(|span| span.seconds()),
        rpo_seconds: pair.rpo.map(|span| span.seconds()),
        readiness: readiness_of(engine, held, now)?.0,
        drill: drill(engine, picture, held)?,
        findings: findings.iter().map(|finding| messages.finding(finding)).collect(),
        running: running.iter().any(|control| control == pair.id.as_str()),
    })
}

/// Whether the backup of a pair works if it is called now, and who says how likely it does not.
pub(crate) fn readiness_of(
    engine: &Engine,
    held: &HeldPair,
    now: Timestamp,
) -> Result<(Readiness, DemandSource)> {
    let HeldPair { pair, probes, .. } = held;
    let history = engine.store.read(|view| crate::drills::history(view, pair.id.as_str(), now))?;
    let mut known = readiness(&history, &gates(probes, now), &Model::default());
    if !known.failing.is_empty() {
        return Ok((known, DemandSource::Blocked));
    }
    if !history.is_empty() {
        return Ok((known, DemandSource::Drilled));
    }
    let Some(failure) = pair.on_demand_failure else { return Ok((known, DemandSource::Assumed)) };
    // What the user believes, until a drill or a probe says something.
    (known.chance, known.on_demand_failure) = (1.0 - failure, failure);
    Ok((known, DemandSource::Declared))
}

/// The rules of a workspace for how often a pair is drilled.
pub(crate) fn rules(config: &Config, gap_days: u32) -> Result<Rules> {
    let year = config.settings.fiscal_year_starts.and_then(|month| i8::try_from(month).ok());
    let year = year.map_or(Ok(FiscalYear::calendar()), FiscalYear::starts_in)?;
    Ok(Rules { year, max_gap_days: gap_days })
}

fn drill(engine: &Engine, picture: &Picture, held: &HeldPair) -> Result<Option<PairDrill>> {
    let Some(gap) = held.pair.drill_gap_days else { return Ok(None) };
    let id = held.pair.id.as_str();
    let drills = engine.store.read(|view| crate::drills::summaries(view, &picture.config, Some(id)))?;
    let day = |at: Timestamp| at.to_zoned(picture.zone.clone()).date();
    let counted = drills.iter().filter(|one| {
        one.outcome.is_some_and(|outcome| ballast_readiness::cadence::counts(one.kind, outcome))
    });
    let done: Vec<jiff::civil::Date> = counted.map(|one| day(one.at)).collect();
    let rules = rules(&picture.config, gap)?;
    let cadence = cadence(&rules, &done, Some(day(held.created_at)), day(picture.now))?;
    let written = picture.config.drills.iter().find(|drill| drill.pair == held.pair.id);
    let open = drills.iter().find(|one| !one.state.is_final());
    Ok(Some(PairDrill {
        id: written.map(|drill| drill.id.to_string()),
        title: written.map(|drill| drill.name().to_owned()),
        cadence,
        last_at: drills.iter().filter(|one| one.outcome.is_some()).map(|one| one.at).max(),
        run: open.map(|one| one.run.clone()),
        state: open.map(|one| one.state),
    }))
}

pub fn detail(engine: &Engine, messages: &Messages, id: &str) -> Result<PairDetail> {
    let picture = Picture::take(engine)?;
    picture.config.provider_pair(id)?;
    let found = picture.pairs.iter().find(|held| held.pair.id.as_str() == id);
    let held = found.ok_or_else(|| Error::new(Code::Internal))?;
    let HeldPair { pair, probes, .. } = held;
    let (config, now) = (&picture.config, picture.now);
    let fates = shared(config, pair, probes, &held.answers);
    let view = |known: &crate::probing::Known| probes::view(engine, messages, held, known, now);
    Ok(PairDetail {
        row: row(engine, messages, &picture, held, &running(engine)?)?,
        requires: pair.requires.iter().flat_map(|group| &group.any_of).map(|id| named(config, id)).collect(),
        credential_expires: pair.credential_expires,
        capacity: pair.capacity.as_ref().map(|capacity| CapacityView {
            limit: capacity.limit,
            peak: capacity.peak,
            unit: capacity.unit.clone(),
        }),
        data: pair.data.as_ref().map(|data| FreshnessView {
            probe: data.probe.clone(),
            fresh_for_seconds: data.fresh_for.seconds(),
            age_seconds: age_of_data(engine, held, &data.probe, now),
        }),
        logins: logins(engine, held, now)?,
        login_every_seconds: pair.login_every().seconds(),
        shared: fates.into_iter().map(fate_view).collect(),
        probes: probes.iter().map(view).collect::<Result<_>>()?,
        drills: engine.store.read(|view| crate::drills::summaries(view, config, Some(id)))?,
        requests_per_day: pair.probes.iter().map(|probe| probe.requests_per_day()).sum(),
        requests_allowed: pair.requests_per_day.map(|most| u64::from(most) * 2),
    })
}

/// How long ago the probe that looks at the data last passed.
pub(crate) fn age_of_data(engine: &Engine, held: &HeldPair, key: &str, now: Timestamp) -> Option<u64> {
    let month = now.checked_sub(SignedDuration::from_hours(24 * 31)).ok()?;
    let looks = engine.store.read(|view| view.looks(held.pair.id.as_str(), key, month)).ok()?;
    let passed = looks.iter().rev().find(|look| look.verdict.holds())?;
    u64::try_from(now.duration_since(passed.at).as_secs()).ok()
}

fn fate_view(fate: SharedFate) -> FateView {
    let certainty = match fate.certainty {
        Certainty::Confirmed => FateCertainty::Confirmed,
        Certainty::Declared => FateCertainty::Declared,
        Certainty::Likely => FateCertainty::Likely,
        Certainty::CannotTell => FateCertainty::CannotTell,
        Certainty::Denied => FateCertainty::Denied,
    };
    let SharedFate { id, what, value, reason, primary, backup, .. } = fate;
    FateView { id, what, value, certainty, reason, primary, backup }
}

/// Who should be able to log in to the backup, with what they showed last.
pub(crate) fn logins(engine: &Engine, held: &HeldPair, now: Timestamp) -> Result<Vec<LoginView>> {
    let kinds = [RecordKind::LoginShown];
    let rows = engine.store.read(|view| view.records_about(held.pair.id.as_str(), &kinds))?;
    let mut newest: BTreeMap<String, (Timestamp, bool)> = BTreeMap::new();
    for row in rows {
        let text = |key: &str| row.record.body.get(key).and_then(Value::as_str).map(str::to_owned);
        let worked = row.record.body.get("worked").and_then(Value::as_bool);
        if let (Some(person), Some(worked)) = (text("person"), worked) {
            newest.insert(person.trim().to_lowercase(), (row.record.at, worked));
        }
    }
    let every = held.pair.login_every().duration();
    let view = |person: &String| {
        let last = newest.get(&person.trim().to_lowercase()).copied();
        let is_fresh = last.is_some_and(|(at, worked)| worked && now.duration_since(at) <= every);
        LoginView {
            person: person.clone(),
            at: last.map(|(at, _)| at),
            worked: last.map(|(_, worked)| worked),
            due: !is_fresh,
        }
    };
    Ok(held.pair.people.iter().map(view).collect())
}

/// The looks of a probe from an instant on.
fn looks(engine: &Engine, pair: &str, key: &str, from: Timestamp) -> Result<Vec<Look>> {
    let rows = engine.store.read(|view| view.looks(pair, key, from))?;
    Ok(rows
        .into_iter()
        .map(|row| Look {
            at: row.at,
            verdict: row.verdict,
            milliseconds: row.milliseconds,
            is_definite: row.is_definite,
        })
        .collect())
}
