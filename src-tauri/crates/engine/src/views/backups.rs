//! Backups as a list and one by one.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use ballast_core::backup::Level;
use ballast_core::bound::{Sample, damaged_at_most};
use ballast_core::evidence::RecordKind;
use ballast_core::{Finding, Id, Result, Severity};
use ballast_store::{AttemptRow, Pack, RunRow, SnapshotRow};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::config::Source;
use crate::contract::{
    BackupDetail, BackupList, BackupRow, Confidence, Coverage, CoveragePart, DayMark, Lane, Mark, Named,
    RepositoryView, Rule32110, RunKind, Rung, SourceKind, Stage, Strip, WireFinding,
};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::runner::{findings_of, is_open, once};
use crate::views::evidence;
use crate::views::runs;
use crate::views::schedule;
use crate::views::standing::{Held, Picture};

const HISTORY_DAYS: i64 = 90;
/// Parts of the band: enough to see, few enough to draw.
const BAND_PARTS: usize = 48;

/// The newest conclusive attempt of each level of each repository.
fn newest_conclusive(attempts: &[AttemptRow]) -> Vec<&AttemptRow> {
    let mut seen = HashSet::new();
    let conclusive = attempts.iter().rev().filter(|attempt| attempt.verdict != "inconclusive");
    conclusive.filter(|attempt| seen.insert((attempt.repository.clone(), attempt.level.clone()))).collect()
}

/// Open findings of the newest conclusive attempts, worst first, each said once.
fn open_findings(held: &Held) -> (Vec<Finding>, Option<Timestamp>) {
    let mut list: Vec<Finding> = Vec::new();
    let mut at = None;
    for attempt in newest_conclusive(&held.attempts).into_iter().filter(|attempt| attempt.verdict != "passed")
    {
        at = at.max(Some(attempt.at));
        for finding in findings_of(attempt).into_iter().filter(is_open) {
            let finding = Finding { repository: Some(attempt.repository.clone()), ..finding };
            list.push(finding);
        }
    }
    (once(list), at)
}

fn ladder(picture: &Picture, held: &Held, climbing: Option<Level>) -> Vec<Rung> {
    let repositories = held.backup.repository_ids();
    let newest = newest_conclusive(&held.attempts);
    Level::ALL
        .into_iter()
        .map(|level| {
            let proofs: Vec<_> = held.standing.proofs.iter().filter(|proof| proof.level == level).collect();
            let failed_at = newest
                .iter()
                .filter(|a| a.level == level.as_str() && a.verdict == "failed")
                .map(|a| a.at)
                .max();
            let proven_at = proofs.iter().map(|proof| proof.proven_at).min();
            let expires_at = proofs.iter().map(|proof| proof.expires_at).min();
            let mark = if climbing == Some(level) {
                Mark::Running
            } else if failed_at.is_some() {
                Mark::Failing
            } else if proofs.len() < repositories.len() || proofs.is_empty() {
                Mark::Unproven
            } else if expires_at.is_some_and(|expires| expires <= picture.now) {
                Mark::Stale
            } else {
                Mark::Proven
            };
            Rung { level, mark, proven_at, expires_at, failed_at }
        })
        .collect()
}

fn reached(ladder: &[Rung]) -> Option<Level> {
    ladder
        .iter()
        .take_while(|rung| matches!(rung.mark, Mark::Proven | Mark::Running))
        .map(|rung| rung.level)
        .last()
}

/// The highest level up to which every repository holds today.
pub(crate) fn proven_to(picture: &Picture, held: &Held) -> Option<Level> {
    reached(&ladder(picture, held, None))
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_secs()).unwrap_or(0)
}

fn kept(snapshots: &[SnapshotRow]) -> impl Iterator<Item = &SnapshotRow> {
    snapshots.iter().filter(|snapshot| snapshot.missing_since.is_none())
}

fn row(picture: &Picture, held: &Held, messages: &Messages, running: &[RunRow]) -> BackupRow {
    let backup = &held.backup;
    let (source, source_label) = match &backup.source {
        Source::Folder { paths, .. } => (
            SourceKind::Folder,
            paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "),
        ),
        Source::Sqlite(path) => (SourceKind::Sqlite, path.display().to_string()),
        Source::Restic { location, .. } => (SourceKind::Restic, location.display().to_string()),
        Source::Archives(pattern) => (SourceKind::Archives, pattern.display().to_string()),
        Source::AdoptedFolder { path, .. } => (SourceKind::AdoptedFolder, path.display().to_string()),
        Source::AdoptedSqlite(path) => (SourceKind::AdoptedSqlite, path.display().to_string()),
    };
    let repositories = backup.repository_ids().into_iter().map(|id| repository_name(picture, &id)).collect();
    let active = running
        .iter()
        .find(|run| run.control == backup.id.as_str())
        .and_then(|run| runs::progress(&picture.config, run));
    let climbing = active.as_ref().and_then(|run| match run.stage {
        Stage::Structure => Some(Level::Structure),
        Stage::Content => Some(Level::Content),
        Stage::Restore if run.kind == RunKind::Verify => Some(Level::Restore),
        Stage::Recovery => Some(Level::Recovery),
        _ => None,
    });
    let ladder = ladder(picture, held, climbing);
    // The newest copy that every repository has decides how old the backup is.
    let newest_of =
        |id: &String| kept(&held.snapshots).filter(|s| s.repository == *id).map(|s| s.taken_at).max();
    let newest: Vec<Option<Timestamp>> = backup.repository_ids().iter().map(newest_of).collect();
    let newest_copy_at =
        if newest.iter().all(Option::is_some) { newest.into_iter().flatten().min() } else { None };
    let since = picture.now.checked_sub(SignedDuration::from_hours(24 * HISTORY_DAYS)).unwrap_or(picture.now);
    let (findings, _) = open_findings(held);
    BackupRow {
        id: backup.id.to_string(),
        title: backup.name().to_owned(),
        status: held.standing.status,
        since: held.standing.since,
        source,
        source_label,
        repositories,
        newest_copy_at,
        age_seconds: newest_copy_at.map(|at| seconds(at, picture.now)),
        max_age_seconds: backup.max_age.map(ballast_core::Span::seconds),
        reached: reached(&ladder),
        ladder,
        bytes: kept(&held.snapshots).last().and_then(|snapshot| snapshot.bytes),
        size_history: kept(&held.snapshots).filter(|s| s.taken_at >= since).filter_map(|s| s.bytes).collect(),
        next_run: picture.next_of(&held.scheduled()),
        worst_finding: findings.first().map(|finding| messages.finding(finding)),
        findings: u32::try_from(findings.len()).unwrap_or(u32::MAX),
        pause: held.pause.as_ref().map(|pause| schedule::pause_view(&picture.config, pause)),
        running: active,
    }
}

fn repository_name(picture: &Picture, id: &str) -> Named {
    let title = picture.config.repository(id).ok().and_then(|repository| repository.title.clone());
    Named { id: id.to_owned(), title: title.unwrap_or_else(|| id.to_owned()) }
}

pub fn list(engine: &Engine, messages: &Messages) -> Result<BackupList> {
    let picture = Picture::take(engine)?;
    let running = engine.store.read(|view| view.unfinished_runs())?;
    Ok(BackupList {
        backups: picture.held.iter().map(|held| row(&picture, held, messages, &running)).collect(),
    })
}

pub fn show(engine: &Engine, messages: &Messages, id: &str) -> Result<BackupDetail> {
    let picture = Picture::take(engine)?;
    let held = picture.find(id)?;
    let running = engine.store.read(|view| view.unfinished_runs())?;
    let (records, total, last) = engine.store.read(|view| {
        Ok((view.evidence(Some(id), None, 6)?, view.records_of(id)?, view.runs(Some(id), 400)?))
    })?;
    let (findings, findings_at) = open_findings(held);
    let repositories = repositories(engine, &picture, held)?;
    let needed_by = needed_by(&picture, &held.backup.protects);
    let intact = repositories
        .iter()
        .filter(|repository| repository.intact && repository.snapshots > 0)
        .map(|r| r.id.clone())
        .collect();
    let packs: Vec<(String, Vec<Pack>)> = held
        .backup
        .repository_ids()
        .into_iter()
        .map(|id| Ok((id.clone(), engine.store.read(|view| view.packs(&id))?)))
        .collect::<Result<_>>()?;
    let row = row(&picture, held, messages, &running);
    Ok(BackupDetail {
        rule: rule(&repositories, &row),
        needed_by,
        lines: schedule::lines_of(engine, &picture, messages, held)?,
        keep: held.backup.keep.clone(),
        strip: strip(&picture, held, &last),
        coverage: coverage(&picture, &packs),
        confidence: confidence(held),
        snapshots: u32::try_from(kept(&held.snapshots).count()).unwrap_or(u32::MAX),
        oldest_copy_at: kept(&held.snapshots).map(|snapshot| snapshot.taken_at).min(),
        recovery_seconds: held
            .recoveries
            .iter()
            .filter(|(_, expires)| *expires > picture.now)
            .map(|(seconds, _)| *seconds)
            .min(),
        findings: findings.iter().map(|finding| messages.finding(finding)).collect::<Vec<WireFinding>>(),
        findings_at,
        intact_repositories: intact,
        evidence: records.iter().map(|record| evidence::row(&picture.config, record)).collect(),
        evidence_total: u32::try_from(total).unwrap_or(u32::MAX),
        last_run: last.first().map(|run| runs::summary(engine, &picture.config, messages, run)),
        repositories,
        row,
    })
}

/// Processes that need what the backup protects.
fn needed_by(picture: &Picture, protects: &[Id]) -> Vec<Named> {
    let needs = |process: &&crate::config::Process| {
        process.needs.iter().any(|group| group.any_of.iter().any(|id| protects.contains(id)))
            || protects.contains(&process.id)
    };
    picture
        .config
        .processes
        .iter()
        .filter(needs)
        .map(|p| Named { id: p.id.to_string(), title: p.name().to_owned() })
        .collect()
}

fn repositories(engine: &Engine, picture: &Picture, held: &Held) -> Result<Vec<RepositoryView>> {
    let met = engine.store.read(|view| view.repositories_met())?;
    let failing: HashSet<&str> = newest_conclusive(&held.attempts)
        .iter()
        .filter(|a| a.verdict == "failed")
        .map(|a| a.repository.as_str())
        .collect();
    held.backup
        .repository_ids()
        .into_iter()
        .map(|id| {
            let packs = engine.store.read(|view| view.packs(&id))?;
            let configured = picture.config.repository(&id).ok();
            let copies: Vec<&SnapshotRow> = kept(&held.snapshots).filter(|s| s.repository == id).collect();
            let adopted = held.backup.source.adopted_place().map(Path::to_owned);
            let location = adopted
                .or_else(|| configured.map(|repository| repository.location.clone()))
                .unwrap_or_default();
            Ok(RepositoryView {
                location: location.display().to_string(),
                offsite: configured.is_some_and(|repository| repository.offsite),
                immutable: configured.is_some_and(|repository| repository.immutable),
                media: configured.and_then(|repository| repository.media.clone()),
                made_by_ballast: met.iter().any(|row| row.id == id && row.made_here),
                snapshots: u32::try_from(copies.len()).unwrap_or(u32::MAX),
                newest_copy_at: copies.iter().map(|copy| copy.taken_at).max(),
                packs: packs.len() as u64,
                bytes: packs.iter().map(|pack| pack.bytes).sum(),
                intact: !failing.contains(id.as_str()),
                recovery_sheet_kept_at: sheet_kept_at(engine, &id)?,
                id,
            })
        })
        .collect()
}

/// When a person said that the recovery sheet of a repository is put away.
pub(crate) fn sheet_kept_at(engine: &Engine, repository: &str) -> Result<Option<Timestamp>> {
    let records = engine.store.read(|view| view.evidence(Some(repository), None, 20))?;
    Ok(records
        .iter()
        .find(|record| record.record.kind == RecordKind::RecoverySheetKept)
        .map(|record| record.record.at))
}

fn rule(repositories: &[RepositoryView], row: &BackupRow) -> Rule32110 {
    let with_copies: Vec<&RepositoryView> =
        repositories.iter().filter(|repository| repository.snapshots > 0).collect();
    let media: HashSet<&str> =
        with_copies.iter().filter_map(|repository| repository.media.as_deref()).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Rule32110 {
        // The original counts as one.
        copies: count(with_copies.len() + 1),
        media: count(media.len().max(1)),
        offsite: count(with_copies.iter().filter(|repository| repository.offsite).count()),
        immutable: count(with_copies.iter().filter(|repository| repository.immutable).count()),
        errors_proven: row
            .ladder
            .iter()
            .any(|rung| rung.level >= Level::Restore && rung.mark == Mark::Proven),
    }
}

/// One lane a kind of check, one mark a day, the last 90 days in the workspace's time zone.
fn strip(picture: &Picture, held: &Held, runs: &[RunRow]) -> Strip {
    let day_of = |at: Timestamp| at.to_zoned(picture.zone.clone()).date();
    let today = day_of(picture.now);
    let first = today.checked_sub(jiff::Span::new().days(HISTORY_DAYS - 1)).unwrap_or(today);
    let days: Vec<Date> =
        first.series(jiff::Span::new().days(1)).take(usize::try_from(HISTORY_DAYS).unwrap_or(90)).collect();
    let worst = |marks: &mut dyn Iterator<Item = DayMark>| marks.max_by_key(|mark| *mark as u8);
    let lane = |name: Stage, mark_of: &dyn Fn(Date) -> DayMark| Lane {
        name,
        days: days.iter().map(|day| mark_of(*day)).collect(),
    };

    let mut slots: BTreeMap<Date, u32> = BTreeMap::new();
    if let Some(schedule) =
        held.backup.schedule.as_deref().and_then(|line| line.parse::<ballast_core::schedule::Schedule>().ok())
    {
        let start = first
            .to_zoned(picture.zone.clone())
            .map_or(picture.now, |zoned| zoned.timestamp())
            .max(held.created_at);
        let mut at = start;
        // A line that fires every minute is due every day; nothing more need be known.
        while let Some(next) = schedule.next_after(at, &picture.zone).filter(|next| *next < picture.now) {
            let day = day_of(next);
            *slots.entry(day).or_default() += 1;
            at = day
                .tomorrow()
                .ok()
                .and_then(|day| day.to_zoned(picture.zone.clone()).ok())
                .map_or(next, |zoned| zoned.timestamp().max(next));
        }
    }
    let backed_up = lane(Stage::Copy, &|day| {
        let on_day = runs.iter().filter(|run| run.kind == "backup" && day_of(runs::ended_at(run)) == day);
        let marks = on_day.map(|run| match run.verdict.as_deref() {
            Some("passed") => DayMark::Passed,
            Some("anomaly") => DayMark::Attention,
            _ => DayMark::Failed,
        });
        // Several copies a day: one good one makes the day.
        let marks: Vec<DayMark> = marks.collect();
        let best = marks.iter().copied().min_by_key(|mark| *mark as u8);
        best.unwrap_or(if slots.contains_key(&day) && day < today {
            DayMark::Missed
        } else {
            DayMark::Nothing
        })
    });
    let of_level = |level: Level, stage: Stage| {
        lane(stage, &|day| {
            let on_day = held.attempts.iter().filter(|a| a.level == level.as_str() && day_of(a.at) == day);
            worst(&mut on_day.filter_map(|attempt| match attempt.verdict.as_str() {
                "passed" => Some(DayMark::Passed),
                "anomaly" => Some(DayMark::Attention),
                "failed" => Some(DayMark::Failed),
                _ => None,
            }))
            .unwrap_or(DayMark::Nothing)
        })
    };
    let lanes = vec![
        backed_up,
        of_level(Level::Structure, Stage::Structure),
        of_level(Level::Content, Stage::Content),
        of_level(Level::Restore, Stage::Restore),
        of_level(Level::Recovery, Stage::Recovery),
    ];
    Strip { from: first.to_string(), to: today.to_string(), lanes }
}

#[allow(clippy::cast_precision_loss)]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How much of the stored bytes was read back, and how long ago.
fn coverage(picture: &Picture, repositories: &[(String, Vec<Pack>)]) -> Option<Coverage> {
    let packs: Vec<&Pack> = repositories.iter().flat_map(|(_, packs)| packs).collect();
    let total: u64 = packs.iter().map(|pack| pack.bytes).sum();
    if total == 0 {
        return None;
    }
    let month_ago = picture.now.checked_sub(SignedDuration::from_hours(24 * 30)).ok()?;
    let mark = |pack: &Pack| match (pack.intact, pack.last_read_at) {
        (Some(false), _) => Mark::Failing,
        (_, Some(at)) if at >= month_ago => Mark::Proven,
        (_, Some(_)) => Mark::Stale,
        (_, None) => Mark::Unproven,
    };
    let bytes_of = |wanted: &dyn Fn(Mark) -> bool| {
        packs.iter().filter(|pack| wanted(mark(pack))).map(|pack| pack.bytes).sum::<u64>()
    };
    let mut band: Vec<CoveragePart> = Vec::new();
    for pack in &packs {
        let part = CoveragePart { share: share(pack.bytes, total), mark: mark(pack) };
        match band.last_mut() {
            Some(last) if last.mark == part.mark => last.share += part.share,
            _ => band.push(part),
        }
    }
    if band.len() > BAND_PARTS {
        band = [Mark::Proven, Mark::Stale, Mark::Failing, Mark::Unproven]
            .into_iter()
            .map(|wanted| CoveragePart {
                share: share(bytes_of(&|mark| mark == wanted), total),
                mark: wanted,
            })
            .filter(|part| part.share > 0.0)
            .collect();
    }
    Some(Coverage {
        band,
        within_30_days: share(bytes_of(&|mark| matches!(mark, Mark::Proven | Mark::Failing)), total),
        longer_ago: share(bytes_of(&|mark| mark == Mark::Stale), total),
        never: share(bytes_of(&|mark| mark == Mark::Unproven), total),
    })
}

/// The newest reading of packs, in the words of its figures.
fn confidence(held: &Held) -> Option<Confidence> {
    let attempt = held
        .attempts
        .iter()
        .rev()
        .find(|a| a.level == Level::Content.as_str() && a.verdict != "inconclusive")?;
    let figures = attempt.payload.get("figures")?;
    let number = |key: &str| figures.get(key).and_then(Value::as_u64);
    let (units_total, units_read, damaged_found) =
        (number("units_total")?, number("units_read")?, number("damaged_found")?);
    let confidence = figures.get("confidence").and_then(Value::as_f64).unwrap_or(0.95);
    let fallback = || {
        damaged_at_most(Sample { units: units_total, read: units_read, damaged: damaged_found, confidence })
    };
    Some(Confidence {
        repository: attempt.repository.clone(),
        at: attempt.at,
        units_total,
        units_read,
        damaged_found,
        damaged_at_most: number("damaged_at_most").unwrap_or_else(fallback),
        upper: figures.get("upper").and_then(Value::as_f64).unwrap_or_default(),
        confidence,
    })
}

/// Whether anything critical is open.
pub(crate) fn worst_open(held: &Held) -> Option<Finding> {
    open_findings(held).0.into_iter().find(|finding| finding.severity >= Severity::Warning)
}
