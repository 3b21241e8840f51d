//! Writing what a run concluded into both ledgers and the list of attempts.

use ballast_core::backup::Level;
use ballast_core::{Result, Verdict};
use ballast_store::{AttemptRow, Change, PackRead, RepositoryRow, RunRow, SnapshotListing, SnapshotRow};
use jiff::Timestamp;
use serde_json::json;

use super::start::making;
use super::{Job, Outcome};
use crate::config::Config;

/// A run without a conclusion is an inconclusive attempt at its level, in every repository it did not finish.
pub(super) fn inconclusive(
    change: &Change<'_>,
    row: &RunRow,
    job: Option<&Job>,
    now: Timestamp,
    counts: bool,
) -> Result<()> {
    if let Some(Job::Compare { day }) = job {
        let zone = Config::load(&change.view())?.zone();
        let day = day.unwrap_or_else(|| now.to_zoned(zone).date());
        let level = super::comparison::LEVEL;
        let about = (row.id.as_str(), row.control.as_str(), level);
        return one_level(change, about, Verdict::Inconclusive, json!({ "day": day }), now, counts);
    }
    if let Some(Job::Freeze { .. }) = job {
        let about = (row.id.as_str(), row.control.as_str(), super::population::LEVEL);
        return one_level(change, about, Verdict::Inconclusive, json!({}), now, counts);
    }
    let Some(Job::Verify { level, .. }) = job else { return Ok(()) };
    let config = Config::load(&change.view())?;
    let Ok(backup) = config.backup(&row.control) else { return Ok(()) };
    for repository in backup.repository_ids() {
        change.put_attempt(&AttemptRow {
            run: row.id.clone(),
            control: row.control.clone(),
            repository,
            level: level.as_str().to_owned(),
            verdict: Verdict::Inconclusive.as_str().to_owned(),
            at: now,
            counts,
            payload: json!({}),
        })?;
    }
    Ok(())
}

/// What became of a control that has one level: the run, the control, its level.
pub(crate) fn one_level(
    change: &Change<'_>,
    (run, control, level): (&str, &str, &str),
    verdict: Verdict,
    payload: serde_json::Value,
    now: Timestamp,
    counts: bool,
) -> Result<()> {
    change.put_attempt(&AttemptRow {
        run: run.to_owned(),
        control: control.to_owned(),
        repository: control.to_owned(),
        level: level.to_owned(),
        verdict: verdict.as_str().to_owned(),
        at: now,
        counts,
        payload,
    })
}

/// Writes conclusions and both ledgers.
pub(super) fn learn(
    change: &Change<'_>,
    row: &RunRow,
    outcome: &Outcome,
    now: Timestamp,
    counts: bool,
) -> Result<()> {
    // What a cancelled run saw of a repository is no conclusion.
    let Some(document) = &outcome.document else { return Ok(()) };
    if let Some((level, payload)) = &outcome.attempt {
        let about = (row.id.as_str(), row.control.as_str(), *level);
        return one_level(change, about, document.verdict, payload.clone(), now, counts);
    }
    for (repository, answer) in &outcome.answers {
        if let Some(engine_id) = &answer.engine_id {
            let intended = answer.snapshot.is_some()
                && matches!(row.kind.as_str(), "backup")
                && change.view().setting(&making(repository))?.is_some();
            let first = RepositoryRow {
                id: repository.clone(),
                engine_id: engine_id.clone(),
                made_here: answer.made || intended,
                first_seen_at: now,
            };
            change.meet_repository(&first)?;
        }
        let before = change.view().snapshots(&row.control)?;
        let manifest = outcome
            .artefacts
            .iter()
            .find(|(id, _)| id == repository)
            .map(|(_, artefact)| artefact.sha256.clone());
        let taken = answer.snapshot.as_ref().filter(|_| manifest.is_some());
        for listed in answer.snapshots.iter().chain(taken) {
            let own = taken.filter(|taken| taken.id == listed.id);
            let sight = outcome.sights.iter().find(|(id, copy, _)| id == repository && *copy == listed.id);
            let listing = SnapshotListing {
                id: listed.id.clone(),
                taken_at: listed.taken_at,
                files: own.map_or(listed.files, |taken| taken.files),
                bytes: own.map_or(listed.bytes, |taken| taken.bytes),
            };
            let known = SnapshotRow {
                repository: repository.clone(),
                id: listing.id,
                control: row.control.clone(),
                taken_at: listing.taken_at,
                missing_since: None,
                files: listing.files,
                bytes: listing.bytes,
                manifest_sha256: own.and(manifest.clone()).or(sight.map(|(_, _, kept)| kept.sha256.clone())),
            };
            change.put_snapshot(&known, now)?;
        }
        let present = answer
            .levels
            .iter()
            .any(|climbed| climbed.level == Level::Present && climbed.verdict.is_conclusive());
        if present {
            for gone in before.iter().filter(|old| {
                old.repository == *repository && !answer.snapshots.iter().any(|l| l.id == old.id)
            }) {
                change.snapshot_missing(repository, &gone.id, now)?;
            }
        }
        if answer.packs_are_all {
            change.forget_packs(repository, &answer.packs)?;
        }
        change.meet_packs(repository, &answer.packs, now)?;
        let reads: Vec<PackRead> =
            answer.reads.iter().map(|read| PackRead { id: read.id.clone(), intact: read.intact }).collect();
        change.packs_read(repository, &reads, now)?;
        for climbed in &answer.levels {
            change.put_attempt(&AttemptRow {
                run: row.id.clone(),
                control: row.control.clone(),
                repository: repository.clone(),
                level: climbed.level.as_str().to_owned(),
                verdict: climbed.verdict.as_str().to_owned(),
                at: now,
                counts,
                payload: json!({ "figures": climbed.figures, "findings": climbed.findings, "seconds": climbed.seconds }),
            })?;
        }
    }
    Ok(())
}
