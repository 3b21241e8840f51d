//! What people laid down and accepted about a parallel run. All of it is evidence; nothing else is kept.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ballast_compare::KnownDifference;
use ballast_core::evidence::{ClockKind, RecordKind, canonical, to_hex};
use ballast_core::limits::{INPUTS_KEPT, LISTS_KEPT};
use ballast_core::{Code, Error, Result};
use ballast_store::{AttemptRow, Change, Draft};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::config::ParallelRun;
use crate::contract::{CutoverDecision, EvidenceRef};
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

/// Everything that people laid down, as the ledger has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub accepted: Vec<Accepted>,
    pub baseline: Option<Baseline>,
    pub frozen_at: Option<Timestamp>,
    /// SHA-256 of the criteria that were frozen last.
    pub criteria_hash: Option<String>,
    pub signatures: Vec<(Signed, Timestamp, u64)>,
}

impl Kept {
    /// Acceptances that count now.
    pub(crate) fn in_force(&self) -> Vec<KnownDifference> {
        let open = self.accepted.iter().filter(|accepted| !accepted.expired);
        open.map(|accepted| accepted.given.known.clone()).collect()
    }

    pub(crate) fn noise(&self) -> Vec<String> {
        self.baseline.as_ref().map(|baseline| baseline.columns.clone()).unwrap_or_default()
    }
}

/// Names that differ in case or blanks alone are one person's.
fn is_same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

/// Reads what people laid down about a parallel run; an acceptance lasts to the end of its last day.
pub(crate) fn kept(engine: &Engine, run: &ParallelRun, now: Timestamp) -> Result<Kept> {
    const KINDS: [RecordKind; 5] = [
        RecordKind::DifferenceAccepted,
        RecordKind::DifferenceWithdrawn,
        RecordKind::BaselineTaken,
        RecordKind::CriteriaFrozen,
        RecordKind::CutoverSigned,
    ];
    let (rows, zone) = engine.store.read(|view| {
        let config = crate::config::Config::load(view)?;
        Ok((view.records_about(run.id.as_str(), &KINDS)?, config.zone()))
    })?;
    let today = now.to_zoned(zone).date();
    let mut kept = Kept::default();
    for row in rows {
        let record = row.record;
        let text = |key: &str| record.body.get(key).and_then(Value::as_str).map(str::to_owned);
        match record.kind {
            RecordKind::DifferenceAccepted => {
                if let Ok(given) = serde_json::from_value::<Acceptance>(record.body.clone()) {
                    let expired = given.until.is_some_and(|until| until < today);
                    kept.accepted.push(Accepted { given, at: record.at, expired });
                }
            }
            RecordKind::DifferenceWithdrawn => {
                let id = text("known").unwrap_or_default();
                kept.accepted.retain(|accepted| accepted.given.known.id != id);
            }
            RecordKind::BaselineTaken => {
                let figures = record.body.pointer("/document/figures/columns").and_then(Value::as_object);
                if let Some(columns) = figures {
                    kept.baseline = Some(Baseline {
                        at: record.at,
                        run: record.run.unwrap_or_default(),
                        columns: columns.keys().cloned().collect(),
                    });
                }
            }
            RecordKind::CriteriaFrozen => {
                kept.frozen_at = Some(record.at);
                kept.criteria_hash = text("sha256");
                // What was signed was another agreement.
                kept.signatures.clear();
            }
            _ => {
                if let Ok(signed) = serde_json::from_value::<Signed>(record.body.clone()) {
                    kept.signatures.retain(|(earlier, ..)| !is_same_person(&earlier.person, &signed.person));
                    kept.signatures.push((signed, record.at, record.seq));
                }
            }
        }
    }
    // What stands in the ledger are other criteria than those that hold now: nothing was run under these.
    if kept.criteria_hash != Some(criteria_hash(run)?) {
        kept.frozen_at = None;
        kept.criteria_hash = None;
        kept.signatures.clear();
    }
    Ok(kept)
}

/// What is frozen: how rows are compared, and what must hold. Renames and accepted differences are
/// acts of their own.
pub(crate) fn criteria(run: &ParallelRun) -> Value {
    json!({
        "key": run.key,
        "ignore": run.ignore,
        "tolerance": run.tolerance,
        "normalise": run.normalise,
        "totals": run.totals,
        "slice": run.slice,
        "critical": run.critical,
        "window": run.window,
        "accept": run.accept,
    })
}

/// SHA-256 of the criteria in canonical JSON.
pub(crate) fn criteria_hash(run: &ParallelRun) -> Result<String> {
    let bytes = canonical(criteria(run)).map_err(|error| Error::new(Code::Internal).because(&error))?;
    Ok(to_hex(&Sha256::digest(bytes)))
}

/// Writes the criteria into the ledger where they are not there as they are: before the first run that
/// counts, and again when they were changed, from which on the days count anew.
pub(crate) fn freeze(engine: &Engine, run: &ParallelRun) -> Result<()> {
    let hash = criteria_hash(run)?;
    let known =
        engine.store.read(|view| view.records_about(run.id.as_str(), &[RecordKind::CriteriaFrozen]))?;
    let newest = known.last().and_then(|row| row.record.body.get("sha256").and_then(Value::as_str));
    if newest == Some(hash.as_str()) {
        return Ok(());
    }
    let body = json!({ "criteria": criteria(run), "sha256": hash });
    record(engine, run.id.as_str(), RecordKind::CriteriaFrozen, body).map(drop)
}

/// Appends a record about a control.
pub(crate) fn record(engine: &Engine, control: &str, kind: RecordKind, body: Value) -> Result<EvidenceRef> {
    let (at, clock): (Timestamp, ClockKind) = (engine.now(), engine.clock.kind());
    let control = control.to_owned();
    let head = engine.store.write(move |change: &Change<'_>| {
        change.append(Draft {
            at,
            clock,
            kind,
            control: Some(control),
            run: None,
            verdict: None,
            artefacts: Vec::new(),
            body,
        })
    })?;
    Ok(EvidenceRef { seq: head.seq, hash: head.hash })
}

/// The list of differences of an attempt, where it is still there.
pub(crate) fn list_of(engine: &Engine, attempt: &AttemptRow) -> Option<PathBuf> {
    let sha256 = attempt.payload.get("differences")?.as_str()?;
    Some(engine.artefact(sha256)).filter(|path| path.is_file())
}

/// The newest list of differences of a parallel run.
pub(crate) fn newest_list(engine: &Engine, control: &str) -> Option<PathBuf> {
    let attempts = engine.store.read(|view| view.attempts(control)).ok()?;
    attempts.iter().rev().find_map(|attempt| list_of(engine, attempt))
}

/// Lets go of the bodies of all but the newest inputs and lists; their hashes and counts stay.
pub(crate) fn forget_old_inputs(engine: &Engine, control: &str) {
    if let Err(error) = try_forget(engine, control) {
        tracing::warn!(control, %error, "old inputs could not be let go");
    }
}

fn try_forget(engine: &Engine, control: &str) -> Result<()> {
    let records = engine.store.read(|view| view.records_about(control, &[RecordKind::Compared]))?;
    let (mut wanted, mut old) = (others_inputs(engine, control)?, BTreeSet::new());
    for (age, row) in records.iter().rev().filter(|row| !row.record.artefacts.is_empty()).enumerate() {
        for artefact in &row.record.artefacts {
            let keep = if artefact.name == LIST { LISTS_KEPT } else { INPUTS_KEPT };
            if age < keep { &mut wanted } else { &mut old }.insert(artefact.sha256.clone());
        }
    }
    let gone: Vec<String> =
        old.difference(&wanted).filter(|sha256| engine.artefact(sha256).exists()).cloned().collect();
    let there: Vec<String> = wanted.into_iter().filter(|sha256| engine.artefact(sha256).exists()).collect();
    let (at, names) = (engine.now(), gone.clone());
    engine.store.write(move |change| {
        // Kept again since it was let go.
        there.iter().try_for_each(|sha256| change.not_erased(sha256))?;
        names.iter().try_for_each(|sha256| change.put_erased(sha256, at, "keep_inputs"))
    })?;
    for sha256 in gone {
        let path = engine.artefact(&sha256);
        std::fs::remove_file(&path).map_err(|error| Error::io(&path, &error))?;
    }
    Ok(())
}

/// What other parallel runs, and every look at an old system alone, have kept: the same file may be theirs.
fn others_inputs(engine: &Engine, control: &str) -> Result<BTreeSet<String>> {
    let runs = engine.config()?.parallel_runs;
    let mut wanted = BTreeSet::new();
    for run in &runs {
        let id = run.id.as_str();
        let kinds: &[RecordKind] = if id == control {
            &[RecordKind::BaselineTaken]
        } else {
            &[RecordKind::BaselineTaken, RecordKind::Compared]
        };
        let records = engine.store.read(|view| view.records_about(id, kinds))?;
        wanted
            .extend(records.into_iter().flat_map(|row| row.record.artefacts).map(|artefact| artefact.sha256));
    }
    Ok(wanted)
}

/// The name of the list of differences among the artefacts of a record.
pub(crate) const LIST: &str = "differences.sqlite";
