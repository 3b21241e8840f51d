//! Letting go of inputs that are old enough, with its record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ballast_core::Result;
use ballast_core::evidence::{ClockKind, RecordKind};
use ballast_core::limits::{INPUTS_KEPT, LISTS_KEPT};
use ballast_store::{Change, Draft, ERASED, View, artefact_path};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::LIST;
use crate::config::Config;
use crate::engine::Engine;

/// Who lets go of what is old enough, and where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Eraser {
    pub workspace: PathBuf,
    pub person: String,
    pub at: Timestamp,
    pub clock: ClockKind,
}

impl Eraser {
    pub(crate) fn new(engine: &Engine) -> Self {
        Self {
            workspace: engine.folder().to_owned(),
            person: crate::people::user(),
            at: engine.now(),
            clock: engine.clock.kind(),
        }
    }

    /// Lets go of the bodies of all but the newest inputs and lists; their hashes and counts stay. Part of the
    /// change that ends a run: what another run keeps meanwhile is kept in one of its own, before or after.
    pub(crate) fn forget_old_inputs(&self, change: &Change<'_>, control: &str) -> Result<()> {
        let place = |sha256: &String| artefact_path(&self.workspace, sha256);
        let gone = old_inputs(&change.view(), control)?;
        if gone.is_empty() {
            return Ok(());
        }
        let paths: Vec<PathBuf> = gone.iter().map(place).collect();
        change.append(Draft {
            at: self.at,
            clock: self.clock,
            kind: RecordKind::InputsErased,
            control: Some(control.to_owned()),
            run: None,
            verdict: None,
            artefacts: Vec::new(),
            body: json!({ ERASED: gone, "reason": "keep_inputs", "person": self.person }),
        })?;
        paths.iter().try_for_each(|path| change.remove(path))
    }
}

/// How many looks at the old system alone keep what they read: the one that counts.
const BASELINES_KEPT: usize = 1;

/// What only older runs of a parallel run have kept, and no record says yet that it was let go. That the file is
/// gone is no such record: a change that failed may have removed it.
fn old_inputs(view: &View<'_>, control: &str) -> Result<BTreeSet<String>> {
    let mut wanted = others_inputs(view, control)?;
    // By hash, the newest record that kept it.
    let mut old: BTreeMap<String, u64> = BTreeMap::new();
    for kind in [RecordKind::Compared, RecordKind::BaselineTaken] {
        let records = view.records_about(control, &[kind])?;
        let kept = records.iter().rev().filter(|row| !row.record.artefacts.is_empty());
        for (age, row) in kept.enumerate() {
            for artefact in &row.record.artefacts {
                let keep = match (kind, artefact.name == LIST) {
                    (RecordKind::BaselineTaken, _) => BASELINES_KEPT,
                    (_, true) => LISTS_KEPT,
                    (_, false) => INPUTS_KEPT,
                };
                if age < keep {
                    wanted.insert(artefact.sha256.clone());
                } else {
                    let newest = old.entry(artefact.sha256.clone()).or_default();
                    *newest = row.record.seq.max(*newest);
                }
            }
        }
    }
    for row in view.records_about(control, &[RecordKind::InputsErased])? {
        let named = row.record.body.get(ERASED).and_then(Value::as_array);
        for sha256 in named.into_iter().flatten().filter_map(Value::as_str) {
            if old.get(sha256).is_some_and(|kept| *kept < row.record.seq) {
                old.remove(sha256);
            }
        }
    }
    Ok(old.into_keys().filter(|sha256| !wanted.contains(sha256)).collect())
}

/// What other parallel runs have kept: the same file may be theirs.
fn others_inputs(view: &View<'_>, control: &str) -> Result<BTreeSet<String>> {
    let mut wanted = BTreeSet::new();
    for run in &Config::load(view)?.parallel_runs {
        let id = run.id.as_str();
        if id == control {
            continue;
        }
        let records = view.records_about(id, &[RecordKind::BaselineTaken, RecordKind::Compared])?;
        wanted
            .extend(records.into_iter().flat_map(|row| row.record.artefacts).map(|artefact| artefact.sha256));
    }
    Ok(wanted)
}
