//! What is remembered of a probe from one look to the next.

use std::net::IpAddr;

use ballast_core::limits::CONTRACT_SAMPLES_KEPT;
use ballast_core::{Finding, FindingKind, Result, Severity, Verdict};
use ballast_readiness::estimate::{Gate, Seen as GateSeen};
use ballast_readiness::probe::contract::{Change, Contract};
use ballast_readiness::probe::observed::{Observed, Outcome, Refusal, Seen};
use ballast_readiness::probe::series::gate::valid_for;
use ballast_readiness::probe::series::standing::{
    Flapping, Hysteresis, Standing, State, Transition, is_flapping,
};
use ballast_readiness::probe::series::{Look, OwnLine, with_own_line};
use ballast_readiness::probe::specification::is_public;
use ballast_readiness::probe::{Probe, Side, Target, judge};
use ballast_store::{Change as StoreChange, LookRow, View};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::asked::Asked;
use super::look::{Looked, Past};
use crate::config::ProviderPair;
use crate::contract::ProbeState;
use crate::engine::Engine;

/// Changes of state that are kept, to tell flapping.
const TRANSITIONS_KEPT: usize = 8;

/// The newest look, whatever it saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Newest {
    pub at: Timestamp,
    pub verdict: Verdict,
    pub milliseconds: Option<u64>,
    pub findings: Vec<Finding>,
}

/// As the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    pub standing: Standing,
    pub transitions: Vec<Transition>,
    pub newest: Option<Newest>,
    /// How the newest answer departs from the contract.
    pub changes: Vec<Change>,
    /// Requests of this day of the workspace's zone.
    pub day: Option<Date>,
    pub requests: u32,
    /// The host once had an address of the public network.
    pub was_public: bool,
    pub heard: Option<Timestamp>,
    pub listening_since: Option<Timestamp>,
    /// What the newest look that saw something says of where the provider stands.
    pub addresses: Vec<IpAddr>,
    pub aliases: Vec<String>,
    pub name_servers: Vec<String>,
    pub mail_servers: Vec<String>,
    pub issuer: Option<String>,
}

/// A probe with everything that is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub key: String,
    pub probe: Probe,
    pub memory: Memory,
    pub contract: Option<Contract>,
}

/// The probes of a pair in the order of the file.
pub(crate) fn known_probes(view: &View<'_>, pair: &ProviderPair) -> Result<Vec<Known>> {
    let rows = view.probes(pair.id.as_str())?;
    let known = |(key, probe): (String, &Probe)| {
        let row = rows.iter().find(|row| row.key == key);
        // What an older version wrote in another form is learned again.
        let memory = row.and_then(|row| serde_json::from_value(row.state.clone()).ok()).unwrap_or_default();
        let contract =
            row.and_then(|row| row.contract.clone()).and_then(|value| serde_json::from_value(value).ok());
        Known { key, probe: probe.clone(), memory, contract }
    };
    Ok(pair.keyed().map(known).collect())
}

impl Known {
    pub(crate) fn past(&self) -> Past {
        let Memory { was_public, heard, listening_since, .. } = self.memory;
        Past { was_public, heard, listening_since }
    }

    fn requests_on(&self, day: Date) -> u32 {
        if self.memory.day == Some(day) { self.memory.requests } else { 0 }
    }

    /// Takes what a look gave: what is to be kept of it, and whether something was learned of the contract.
    pub(crate) fn take(
        &mut self,
        looked: Looked,
        line: OwnLine,
        today: Date,
        now: Timestamp,
    ) -> (LookRow, bool) {
        let observed = with_own_line(looked.observed, line);
        let judged = judge(&self.probe, &observed, self.contract.as_ref(), now);
        self.count(&observed, today);
        self.remember_place(&observed, looked.aliases);
        let learned = judged.sample.as_ref().is_some_and(|sample| self.learn(sample));
        self.memory.changes = self.departures(&observed);
        let look = Look::of(now, &judged);
        let (standing, transition) = self.memory.standing.on(&look, Hysteresis::default());
        self.memory.standing = standing;
        self.memory.transitions.extend(transition);
        let over = self.memory.transitions.len().saturating_sub(TRANSITIONS_KEPT);
        self.memory.transitions.drain(..over);
        self.memory.newest = Some(Newest {
            at: now,
            verdict: judged.verdict,
            milliseconds: judged.milliseconds,
            findings: judged.findings,
        });
        let Look { verdict, milliseconds, is_definite, .. } = look;
        (LookRow { at: now, verdict, milliseconds, is_definite }, learned)
    }

    fn count(&mut self, observed: &Observed, today: Date) {
        let was_asked =
            !matches!(observed.outcome, Outcome::NotObserved(_) | Outcome::Refused(Refusal::DailyCap));
        if self.memory.day != Some(today) {
            (self.memory.day, self.memory.requests) = (Some(today), 0);
        }
        if was_asked && !matches!(self.probe.target, Target::Heartbeat { .. }) {
            self.memory.requests = self.memory.requests.saturating_add(1);
        }
    }

    fn remember_place(&mut self, observed: &Observed, aliases: Vec<String>) {
        let memory = &mut self.memory;
        memory.was_public |= observed.resolved.iter().copied().any(is_public);
        if !observed.resolved.is_empty() {
            memory.addresses.clone_from(&observed.resolved);
        }
        if !aliases.is_empty() {
            memory.aliases = aliases;
        }
        if let Some(certificate) = &observed.certificate {
            let organization = certificate.issuer_organization.clone();
            memory.issuer = Some(organization.unwrap_or_else(|| certificate.issuer.clone()));
        }
        if let Outcome::Seen(Seen::Dns(seen)) = &observed.outcome {
            let of = |wanted: &str| -> Vec<String> {
                let answers = seen.answers.iter().filter(|answer| answer.record_type == wanted);
                answers.flat_map(|answer| answer.records.iter().cloned()).collect()
            };
            memory.name_servers = of("NS");
            let host = |record: &String| record.rsplit(' ').next().unwrap_or_default().to_owned();
            memory.mail_servers = of("MX").iter().map(host).collect();
        }
    }

    fn learn(&mut self, sample: &Value) -> bool {
        let contract = self.contract.get_or_insert_default();
        contract.samples() < CONTRACT_SAMPLES_KEPT && contract.learn(sample).is_ok()
    }

    fn departures(&self, observed: &Observed) -> Vec<Change> {
        let Some(contract) = &self.contract else { return Vec::new() };
        let body = match &observed.outcome {
            Outcome::Seen(Seen::Http(seen)) if !seen.body_cut => &seen.body,
            Outcome::Seen(Seen::Command(seen)) if !seen.output_cut => &seen.output,
            _ => return self.memory.changes.clone(),
        };
        let sample: Option<Value> = serde_json::from_slice(body).ok();
        sample.and_then(|sample| contract.changes(&sample).ok()).unwrap_or_default()
    }

    /// Writes where it stands; the contract where something of it was learned. A signal that came in meanwhile stays.
    pub(crate) fn write(&self, change: &StoreChange<'_>, control: &str, learned: bool) -> Result<()> {
        let mut memory = self.memory.clone();
        if matches!(self.probe.target, Target::Heartbeat { .. }) {
            let rows = change.view().probes(control)?;
            let row = rows.into_iter().find(|row| row.key == self.key);
            let known: Memory =
                row.and_then(|row| serde_json::from_value(row.state).ok()).unwrap_or_default();
            memory.heard = memory.heard.max(known.heard);
            memory.listening_since = memory.listening_since.or(known.listening_since);
        }
        let state = serde_json::to_value(&memory).unwrap_or_default();
        let contract = self.contract.as_ref().filter(|_| learned);
        let contract = contract.and_then(|contract| serde_json::to_value(contract).ok());
        change.put_probe(control, &self.key, &state, contract.as_ref())
    }

    /// Up, down or unknown, as it may be told now.
    pub(crate) fn state(&self, now: Timestamp) -> State {
        self.memory.standing.state_at(now, valid_for(&self.probe))
    }

    pub(crate) fn is_flapping(&self, now: Timestamp) -> bool {
        is_flapping(&self.memory.transitions, Flapping::default(), now)
    }

    /// What is wrong with it, as its pair counts it: a probe that blocks nothing is a warning at most.
    pub(crate) fn findings(&self, now: Timestamp) -> Vec<Finding> {
        let newest = self.memory.newest.as_ref();
        let of_newest = newest.map(|newest| newest.findings.clone()).unwrap_or_default();
        let findings = match self.state(now) {
            State::Up if newest.is_some_and(|newest| newest.verdict == Verdict::Anomaly) => of_newest,
            // One failure among passes is a flap and no news.
            State::Up => Vec::new(),
            State::Down => {
                let failed = newest.is_some_and(|newest| newest.verdict == Verdict::Failed);
                if failed { of_newest } else { vec![self.finding(FindingKind::ProbeFailed, "down")] }
            }
            State::Unknown => {
                let told = newest.filter(|newest| {
                    newest.verdict == Verdict::Inconclusive
                        && now.duration_since(newest.at) <= valid_for(&self.probe).duration()
                });
                told.map(|newest| newest.findings.clone())
                    .unwrap_or_else(|| vec![self.finding(FindingKind::NotObserved, "never")])
            }
        };
        let lowered = |finding: Finding| {
            let most =
                if self.probe.blocking { finding.severity } else { Severity::Warning.min(finding.severity) };
            finding.severity(most)
        };
        findings.into_iter().map(lowered).collect()
    }

    fn finding(&self, kind: FindingKind, reason: &str) -> Finding {
        let side = self.probe.on.map_or("", Side::as_str);
        let finding = Finding::new(kind, self.probe.title()).with("reason", reason);
        finding.with("target", self.probe.kind()).with("side", side)
    }
}

/// A sign of life came in, now.
pub(crate) fn beat(engine: &Engine, pair: &ProviderPair, key: &str) -> Result<()> {
    let (now, pair, key) = (engine.now(), pair.clone(), key.to_owned());
    engine.store.write(move |change| {
        // Read again in the change: a look may have been written meanwhile.
        let probes = known_probes(&change.view(), &pair)?;
        let Some(mut known) = probes.into_iter().find(|one| one.key == key) else { return Ok(()) };
        known.memory.heard = Some(now);
        known.memory.listening_since.get_or_insert(now);
        known.write(change, pair.id.as_str(), false)
    })
}

/// Whether the limit of a probe and that of its provider leave one more request on this day. `all` are the probes of
/// its pair, `asked` is what drills asked of them.
pub(crate) fn may_ask(
    known: &Known,
    all: &[Known],
    asked: &Asked,
    per_provider: Option<u32>,
    today: Date,
) -> bool {
    // A signal comes in: nobody is asked.
    if matches!(known.probe.target, Target::Heartbeat { .. }) {
        return true;
    }
    let of_provider = all.iter().filter(|one| one.probe.on == known.probe.on);
    let used_by = |one: &Known| one.requests_on(today).saturating_add(asked.of(&one.key));
    let used: u32 = of_provider.map(used_by).sum();
    let is_left = |used: u32, most: Option<u32>| most.is_none_or(|most| used < most);
    is_left(used_by(known), known.probe.per_day) && is_left(used, per_provider)
}

/// Where a probe stands, as a screen shows it.
pub(crate) fn state_of(known: &Known, now: Timestamp) -> ProbeState {
    let anomaly = known.memory.newest.as_ref().is_some_and(|newest| newest.verdict == Verdict::Anomaly);
    match known.state(now) {
        State::Unknown => ProbeState::Unknown,
        State::Down => ProbeState::Down,
        State::Up if anomaly => ProbeState::Attention,
        State::Up => ProbeState::Up,
    }
}

/// The hard gates before any chance is reckoned: the blocking probes of the backup.
pub(crate) fn gates(probes: &[Known], now: Timestamp) -> Vec<Gate> {
    let of_backup =
        probes.iter().filter(|known| known.probe.on == Some(Side::Backup) && known.probe.blocking);
    let gate = |known: &Known| Gate {
        probe: known.probe.title(),
        seen: match known.state(now) {
            State::Up => GateSeen::Holds,
            State::Down => GateSeen::Fails,
            State::Unknown => GateSeen::NotObserved,
        },
    };
    of_backup.map(gate).collect()
}
