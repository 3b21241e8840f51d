//! Letting go of inputs that are old enough, with its record.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ballast_core::Result;
use ballast_core::evidence::{ClockKind, RecordKind};
use ballast_core::limits::{INPUTS_KEPT, LISTS_KEPT};
use ballast_store::{Change, Draft, ERASED, View, artefact_path};
use jiff::Timestamp;
use serde_json::json;

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
            person: crate::handlers::person(),
            at: engine.now(),
            clock: engine.clock.kind(),
        }
    }

    /// Lets go of the bodies of all but the newest inputs and lists; their hashes and counts stay. Part of the
    /// change that ends a run: what another run keeps meanwhile is kept in one of its own, before or after.
    pub(crate) fn forget_old_inputs(&self, change: &Change<'_>, control: &str) -> Result<()> {
        let place = |sha256: &String| artefact_path(&self.workspace, sha256);
        let mut gone = old_inputs(&change.view(), control)?;
        gone.retain(|sha256| place(sha256).exists());
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

/// What only older runs of a parallel run have kept.
fn old_inputs(view: &View<'_>, control: &str) -> Result<BTreeSet<String>> {
    let records = view.records_about(control, &[RecordKind::Compared])?;
    let (mut wanted, mut old) = (others_inputs(view, control)?, BTreeSet::new());
    for (age, row) in records.iter().rev().filter(|row| !row.record.artefacts.is_empty()).enumerate() {
        for artefact in &row.record.artefacts {
            let keep = if artefact.name == LIST { LISTS_KEPT } else { INPUTS_KEPT };
            if age < keep { &mut wanted } else { &mut old }.insert(artefact.sha256.clone());
        }
    }
    Ok(old.difference(&wanted).cloned().collect())
}

/// What other parallel runs, and every look at an old system alone, have kept: the same file may be theirs.
fn others_inputs(view: &View<'_>, control: &str) -> Result<BTreeSet<String>> {
    let mut wanted = BTreeSet::new();
    for run in &Config::load(view)?.parallel_runs {
        let id = run.id.as_str();
        let kinds: &[RecordKind] = if id == control {
            &[RecordKind::BaselineTaken]
        } else {
            &[RecordKind::BaselineTaken, RecordKind::Compared]
        };
        let records = view.records_about(id, kinds)?;
        wanted
            .extend(records.into_iter().flat_map(|row| row.record.artefacts).map(|artefact| artefact.sha256));
    }
    Ok(wanted)
}
