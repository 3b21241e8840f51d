//! What people laid down and accepted about a parallel run. All of it is evidence; nothing else is kept.

mod acts;
mod erasing;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use ballast_compare::KnownDifference;
use ballast_core::evidence::{Record, RecordKind, canonical, to_hex};
use ballast_core::{Code, Error, Result};
use ballast_store::{AttemptRow, Change, Draft, LedgerRow, View};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(crate) use acts::{Given, accept, accept_rename, sign, withdraw};
pub(crate) use erasing::Eraser;

use crate::config::{Config, ParallelRun};
use crate::contract::CutoverDecision;
use crate::engine::Engine;

/// A difference that a person accepted, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Acceptance {
    pub known: KnownDifference,
    pub reason: String,
    pub person: String,
    pub owner: String,
    pub until: Option<Date>,
}

/// An acceptance with when it was given and whether it counts.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    pub given: Acceptance,
    pub at: Timestamp,
    pub expired: bool,
}

/// A signature under the switch, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Signed {
    pub person: String,
    pub decision: CutoverDecision,
    pub reason: String,
    pub criteria: Option<String>,
}

/// What the old system differs in from itself.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    pub at: Timestamp,
    pub run: String,
    pub columns: Vec<String>,
}

/// A signature and its place in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub signed: Signed,
    pub at: Timestamp,
    pub seq: u64,
}

/// The criteria that hold now, as they stand in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Frozen {
    pub at: Timestamp,
    pub seq: u64,
    /// SHA-256 of the criteria.
    pub hash: String,
}

/// Everything that people laid down, as the ledger has it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub zone: TimeZone,
    pub accepted: Vec<Accepted>,
    /// What was accepted once, and when it ended.
    ended: Vec<(KnownDifference, Timestamp)>,
    pub baseline: Option<Baseline>,
    pub frozen: Option<Frozen>,
    /// What was frozen last and is not so any more, by its name in the workspace file.
    pub changed: Vec<String>,
    pub signatures: Vec<Signature>,
    /// Where the record of each run stands in the ledger.
    pub runs: HashMap<String, u64>,
}

impl Kept {
    /// Acceptances that count now.
    pub(crate) fn in_force(&self) -> Vec<KnownDifference> {
        let open = self.accepted.iter().filter(|accepted| !accepted.expired);
        open.map(|accepted| accepted.given.known.clone()).collect()
    }

    /// Of what a run was compared with, that which counts no more, and when it ended.
    pub(crate) fn gone(&self, used: &[KnownDifference]) -> Vec<(KnownDifference, Timestamp)> {
        let in_force = self.in_force();
        let gone = used.iter().filter(|known| !in_force.contains(known));
        let end = |known: &KnownDifference| self.ended.iter().rev().find(|(ended, _)| ended == known);
        gone.map(|known| (known.clone(), end(known).map_or(Timestamp::MIN, |(_, at)| *at))).collect()
    }

    /// When the next acceptance ends, by itself.
    pub(crate) fn next_end(&self) -> Option<Timestamp> {
        let open = self.accepted.iter().filter(|accepted| !accepted.expired);
        open.filter_map(|accepted| end_of(accepted.given.until?, &self.zone)).min()
    }

    pub(crate) fn noise(&self) -> Vec<String> {
        self.baseline.as_ref().map(|baseline| baseline.columns.clone()).unwrap_or_default()
    }

    fn end(&mut self, accepted: Accepted, at: Timestamp) {
        self.ended.push((accepted.given.known, at));
    }
}

/// Names that differ in case or blanks alone are one person's.
fn is_same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

/// A rename that a person accepted or reversed, and what was set up before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RenameAct {
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub before: Option<String>,
    pub reason: String,
    pub person: String,
}

/// Reads what people laid down about a parallel run; an acceptance lasts to the end of its last day.
pub(crate) fn kept(engine: &Engine, run: &ParallelRun, now: Timestamp) -> Result<Kept> {
    engine.store.read(|view| kept_in(view, run, now))
}

/// The same, within a look or a change.
pub(crate) fn kept_in(view: &View<'_>, run: &ParallelRun, now: Timestamp) -> Result<Kept> {
    const KINDS: [RecordKind; 6] = [
        RecordKind::DifferenceAccepted,
        RecordKind::DifferenceWithdrawn,
        RecordKind::BaselineTaken,
        RecordKind::CriteriaFrozen,
        RecordKind::RenameAccepted,
        RecordKind::CutoverSigned,
    ];
    let id = run.id.as_str();
    let mut reading = Reading {
        now,
        renames: Vec::new(),
        frozen: None,
        kept: Kept {
            zone: Config::load(view)?.zone(),
            accepted: Vec::new(),
            ended: Vec::new(),
            baseline: None,
            frozen: None,
            changed: Vec::new(),
            signatures: Vec::new(),
            runs: view.runs_in_ledger(id, RecordKind::Compared)?,
        },
    };
    view.records_about(id, &KINDS)?.into_iter().for_each(|row| reading.take(row));
    reading.finish(run)
}

/// What people laid down, record by record.
struct Reading {
    now: Timestamp,
    kept: Kept,
    renames: Vec<RenameAct>,
    /// The criteria that were frozen last, whether they hold or not.
    frozen: Option<(Frozen, Value)>,
}

impl Reading {
    fn take(&mut self, row: LedgerRow) {
        let record = row.record;
        match record.kind {
            RecordKind::DifferenceAccepted => self.accepted(&record),
            RecordKind::DifferenceWithdrawn => self.withdrawn(&record),
            RecordKind::BaselineTaken => {
                let figures = record.body.pointer("/document/figures/columns").and_then(Value::as_object);
                if let Some(columns) = figures {
                    self.kept.baseline = Some(Baseline {
                        at: record.at,
                        run: record.run.unwrap_or_default(),
                        columns: columns.keys().cloned().collect(),
                    });
                }
            }
            RecordKind::CriteriaFrozen => {
                let hash = text(&record, "sha256").unwrap_or_default();
                let criteria = record.body.get("criteria").cloned().unwrap_or_default();
                self.frozen = Some((Frozen { at: record.at, seq: record.seq, hash }, criteria));
                // What was signed was another agreement.
                self.kept.signatures.clear();
            }
            RecordKind::RenameAccepted => self.renames.extend(serde_json::from_value(record.body)),
            _ => {
                if let Ok(signed) = serde_json::from_value::<Signed>(record.body) {
                    let signatures = &mut self.kept.signatures;
                    signatures.retain(|earlier| !is_same_person(&earlier.signed.person, &signed.person));
                    signatures.push(Signature { signed, at: record.at, seq: record.seq });
                }
            }
        }
    }

    fn accepted(&mut self, record: &Record) {
        let Ok(given) = serde_json::from_value::<Acceptance>(record.body.clone()) else { return };
        // Accepted again after its last day: it is one difference.
        if let Some(place) = self.kept.accepted.iter().position(|one| one.given.known.id == given.known.id) {
            let earlier = self.kept.accepted.remove(place);
            self.kept.end(earlier, record.at);
        }
        let today = self.now.to_zoned(self.kept.zone.clone()).date();
        let expired = given.until.is_some_and(|until| until < today);
        if let Some(at) = given.until.filter(|_| expired).and_then(|until| end_of(until, &self.kept.zone)) {
            self.kept.ended.push((given.known.clone(), at));
        }
        self.kept.accepted.push(Accepted { given, at: record.at, expired });
    }

    fn withdrawn(&mut self, record: &Record) {
        let id = text(record, "known").unwrap_or_default();
        if let Some(place) = self.kept.accepted.iter().position(|one| one.given.known.id == id) {
            let withdrawn = self.kept.accepted.remove(place);
            self.kept.end(withdrawn, record.at);
        }
        // Who signed for the switch took it for agreed.
        self.kept.signatures.retain(|one| one.signed.decision != CutoverDecision::Go);
    }

    /// Where other criteria hold now than stand in the ledger, nothing was run under these.
    fn finish(self, run: &ParallelRun) -> Result<Kept> {
        let Self { mut kept, renames, frozen, .. } = self;
        let criteria = criteria(run, &kept.noise(), &renames);
        let hash = hash_of(&criteria)?;
        match frozen {
            Some((frozen, _)) if frozen.hash == hash => kept.frozen = Some(frozen),
            Some((_, before)) => {
                kept.changed = differing(&before, &criteria);
                kept.signatures.clear();
            }
            None => kept.signatures.clear(),
        }
        Ok(kept)
    }
}

fn text(record: &Record, key: &str) -> Option<String> {
    record.body.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The first instant after a day.
fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.tomorrow().and_then(|next| next.to_zoned(zone.clone())).map(|next| next.timestamp()).ok()
}

/// The names of what differs between two sets of criteria.
fn differing(before: &Value, now: &Value) -> Vec<String> {
    let (Some(before), Some(now)) = (before.as_object(), now.as_object()) else { return Vec::new() };
    let names: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != now.get(*name)).cloned().collect()
}

/// What is frozen: everything in the file that decides what a day comes to, and what must hold. Renames that a
/// person accepted and accepted differences are acts of their own.
fn criteria(run: &ParallelRun, noise: &[String], renames: &[RenameAct]) -> Value {
    json!({
        "old": run.old,
        "new": run.new,
        "baseline": run.baseline,
        "noise": noise,
        "key": run.key,
        "rename": written(run, renames),
        "ignore": run.ignore,
        "tolerance": run.tolerance,
        "normalise": run.normalise,
        "totals": run.totals,
        "slice": run.slice,
        "critical": run.critical,
        "schedule": run.schedule,
        "window": run.window,
        "accept": run.accept,
    })
}

/// The renames that were written down, without those that were acts.
fn written(run: &ParallelRun, acts: &[RenameAct]) -> BTreeMap<String, String> {
    let mut renames = run.rename.clone();
    for RenameAct { from, to, before, .. } in acts.iter().rev() {
        let after = (from != to).then_some(to);
        if renames.get(from) == after {
            match before {
                Some(before) => renames.insert(from.clone(), before.clone()),
                None => renames.remove(from),
            };
        }
    }
    renames
}

/// SHA-256 of the criteria in canonical JSON.
fn hash_of(criteria: &Value) -> Result<String> {
    let bytes = canonical(criteria.clone()).map_err(|error| Error::new(Code::Internal).because(&error))?;
    Ok(to_hex(&Sha256::digest(bytes)))
}

/// Writes the criteria into the ledger where they are not there as they are: before the first run that
/// counts, and again when they were changed, from which on the days count anew.
pub(crate) fn freeze(engine: &Engine, run: &ParallelRun) -> Result<()> {
    let (run, at, clock) = (run.clone(), engine.now(), engine.clock.kind());
    engine.store.write(move |change: &Change<'_>| {
        let kept = kept_in(&change.view(), &run, at)?;
        if kept.frozen.is_some() {
            return Ok(());
        }
        let acts = change.view().records_about(run.id.as_str(), &[RecordKind::RenameAccepted])?;
        let acts: Vec<RenameAct> =
            acts.into_iter().filter_map(|row| serde_json::from_value(row.record.body).ok()).collect();
        let criteria = criteria(&run, &kept.noise(), &acts);
        let hash = hash_of(&criteria)?;
        let body = json!({ "criteria": criteria, "sha256": hash });
        let control = Some(run.id.to_string());
        let kind = RecordKind::CriteriaFrozen;
        change
            .append(Draft { at, clock, kind, control, run: None, verdict: None, artefacts: Vec::new(), body })
            .map(drop)
    })
}

/// The list of differences of an attempt, where it is still there.
pub(crate) fn list_of(engine: &Engine, attempt: &AttemptRow) -> Option<PathBuf> {
    let sha256 = attempt.payload.get("differences")?.as_str()?;
    Some(engine.artefact(sha256)).filter(|path| path.is_file())
}

/// The newest list of differences of a day or one before it: what moved since is told against it.
pub(crate) fn list_before(engine: &Engine, control: &str, day: Date) -> Option<PathBuf> {
    let attempts = engine.store.read(|view| view.attempts(control)).ok()?;
    let day_of = |attempt: &AttemptRow| -> Option<Date> {
        attempt.payload.get("day").and_then(Value::as_str)?.parse().ok()
    };
    let mut lists: Vec<(Date, PathBuf)> = attempts
        .iter()
        .filter_map(|attempt| Some((day_of(attempt)?, list_of(engine, attempt)?)))
        .filter(|(of, _)| *of <= day)
        .collect();
    lists.sort_by_key(|(of, _)| *of);
    lists.pop().map(|(_, list)| list)
}

/// The name of the list of differences among the artefacts of a record.
pub(crate) const LIST: &str = "differences.sqlite";
