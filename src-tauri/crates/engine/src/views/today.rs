//! Today: can we recover, and what should be done next.

use std::collections::BTreeMap;

use ballast_core::backup::Level;
use ballast_core::evidence::RecordKind;
use ballast_core::exposure::Exposure;
use ballast_core::limits::SCHEDULE_GRACE;
use ballast_core::schedule::Schedule;
use ballast_core::{Money, Result, Status};
use ballast_store::LedgerRow;
use jiff::{SignedDuration, Timestamp};

use crate::config::Process;
use crate::contract::{ExposureRow, Fallback, Named, NeedAction, NeedCode, NeedsYou, RoundStage, Today};
use crate::engine::Engine;
use crate::spotcheck;
use crate::views::backups::{sheet_kept_at, worst_open};
use crate::views::compare::Case;
use crate::views::spotcheck as view;
use crate::views::standing::{Held, HeldCheck, HeldPair, HeldRun, Picture};
use crate::views::{compare, evidence, wire_money};

pub fn today(engine: &Engine) -> Result<Today> {
    let picture = Picture::take(engine)?;
    let exposures = picture.exposures()?;
    let mut processes: Vec<ExposureRow> =
        exposures.iter().map(|(process, exposure)| bar(&picture, process, exposure)).collect();
    let amount_of = |row: &ExposureRow| {
        exposures.iter().find(|(p, _)| p.id.as_str() == row.id).map_or(0, |(_, e)| e.total.minor)
    };
    processes.sort_by_key(|row| std::cmp::Reverse(amount_of(row)));
    let week = picture.now.checked_add(SignedDuration::from_hours(24 * 7)).unwrap_or(picture.now);
    let (records, last_check_at) = engine.store.read(|view| {
        let recent = view.evidence(None, None, 50)?;
        let last = recent.iter().find(|row| row.record.run.is_some()).map(|row| row.record.at);
        // Housekeeping is evidence, and nothing that an owner looks for.
        let is_news = |row: &LedgerRow| row.record.kind != RecordKind::InputsErased;
        Ok((recent.into_iter().filter(is_news).take(4).collect::<Vec<_>>(), last))
    })?;
    Ok(Today {
        as_of: picture.now,
        recoverable: u32::try_from(exposures.iter().filter(|(_, exposure)| exposure.recoverable).count())
            .unwrap_or(u32::MAX),
        processes,
        controls: u32::try_from(
            picture.held.len() + picture.runs.len() + picture.checks.len() + picture.pairs.len(),
        )
        .unwrap_or(u32::MAX),
        needs_you: needs_you(engine, &picture, &exposures)?,
        next_proofs: crate::risk::first_proofs(engine, &picture),
        upcoming: picture.upcoming(week),
        latest_evidence: records.iter().map(|record| evidence::row(&picture.config, record)).collect(),
        last_check_at,
        checks_overdue: u32::try_from(
            picture.held.iter().map(|held| overdue(&picture, held)).sum::<usize>()
                + picture.runs.iter().filter(|held| is_overdue(&picture, held)).count(),
        )
        .unwrap_or(u32::MAX),
    })
}

/// The control behind the need that takes longest: what a person would do something about.
fn fallback(picture: &Picture, process: &Process, exposure: &Exposure) -> Fallback {
    let slowest = |held: &&&Held| {
        let counted = held
            .recoveries
            .iter()
            .filter(|(_, expires)| *expires > picture.now)
            .map(|(seconds, _)| *seconds)
            .min();
        counted.unwrap_or(u64::MAX)
    };
    let controls = picture.controls_of(process);
    let Some(held) = controls.iter().max_by_key(slowest) else {
        return Fallback { control: None, status: Status::Unproven, at: None };
    };
    let status =
        if exposure.recoverable { picture.status_of(process, exposure) } else { held.standing.status };
    let expiry = held.recoveries.iter().map(|(_, expires)| *expires).max();
    let proven_at = held
        .standing
        .proofs
        .iter()
        .filter(|proof| proof.level == Level::Recovery)
        .map(|proof| proof.proven_at)
        .max();
    let at = match status {
        Status::Due | Status::Stale => expiry,
        _ => proven_at,
    };
    Fallback { control: Some(named(held)), status, at }
}

fn named(held: &Held) -> Named {
    Named { id: held.backup.id.to_string(), title: held.backup.name().to_owned() }
}

fn bar(picture: &Picture, process: &Process, exposure: &Exposure) -> ExposureRow {
    let currency = exposure.total.currency;
    let per_hour = Money::parse(&process.damage_per_hour, currency).unwrap_or_else(|_| Money::zero(currency));
    ExposureRow {
        id: process.id.to_string(),
        title: process.name().to_owned(),
        status: picture.status_of(process, exposure),
        recoverable: exposure.recoverable,
        exposure: wire_money(exposure.total),
        damage_per_hour: wire_money(per_hour),
        recovery_seconds: exposure.recovery.seconds(),
        recovery_source: exposure.source,
        solid: wire_money(exposure.solid),
        expired: wire_money(exposure.expired),
        untested: wire_money(exposure.untested),
        fallback: fallback(picture, process, exposure),
    }
}

/// A slot of the line has passed, grace and all, without a run since.
fn missed(picture: &Picture, created_at: Timestamp, line: &str, newest: Option<Timestamp>) -> bool {
    let until = picture.now.checked_sub(SCHEDULE_GRACE.duration()).unwrap_or(picture.now);
    let slot = line.parse::<Schedule>().ok().and_then(|schedule| schedule.last_before(until, &picture.zone));
    slot.is_some_and(|slot| slot >= created_at && newest.is_none_or(|newest| newest < slot))
}

fn is_overdue(picture: &Picture, held: &HeldRun) -> bool {
    let Case { run, created_at, attempts, .. } = &held.case;
    let newest = attempts.last().map(|attempt| attempt.at);
    run.schedule.as_deref().is_some_and(|line| missed(picture, *created_at, line, newest))
}

/// Checks of a backup that are overdue.
fn overdue(picture: &Picture, held: &Held) -> usize {
    let missed = |line: &str, newest| missed(picture, held.created_at, line, newest);
    let newest_copy = held.snapshots.iter().map(|snapshot| snapshot.taken_at).max();
    let copies = held.backup.schedule.iter().filter(|line| missed(line, newest_copy)).count();
    let newest_of =
        |level: Level| held.attempts.iter().rev().find(|a| a.level == level.as_str()).map(|a| a.at);
    let checks = held
        .backup
        .verify
        .iter()
        .filter(|v| v.schedule.as_deref().is_some_and(|line| missed(line, newest_of(v.level))))
        .count();
    copies + checks
}

/// What a person should do, most money first.
fn needs_you(
    engine: &Engine,
    picture: &Picture,
    exposures: &[(&Process, Exposure)],
) -> Result<Vec<NeedsYou>> {
    let mut list: Vec<(i64, NeedsYou)> = Vec::new();
    for held in &picture.held {
        let Some((code, action, at)) = need(picture, held) else { continue };
        let behind = exposures.iter().filter(|(process, _)| {
            picture.controls_of(process).iter().any(|c| c.backup.id == held.backup.id)
        });
        // The process that would gain most speaks for the control; exposures are never added up.
        let gain = |exposure: &Exposure| exposure.expired.minor + exposure.untested.minor;
        let process =
            behind.max_by_key(|(_, exposure)| gain(exposure)).filter(|(_, exposure)| gain(exposure) > 0);
        let mut params = BTreeMap::new();
        if let Some(finding) = worst_open(held) {
            params.insert("finding".to_owned(), finding.kind.as_str().to_owned());
            params.insert(
                "files".to_owned(),
                finding.params.get("affected").cloned().unwrap_or_else(|| finding.files.len().to_string()),
            );
            params.insert("repository".to_owned(), finding.repository.clone().unwrap_or_default());
        }
        if let Some((process, exposure)) = process {
            params.insert("recovery_seconds".to_owned(), exposure.recovery.seconds().to_string());
            params.insert("process".to_owned(), process.name().to_owned());
        }
        let need = NeedsYou {
            code,
            about: named(held),
            process: process
                .map(|(process, _)| Named { id: process.id.to_string(), title: process.name().to_owned() }),
            before: process.map(|(_, exposure)| wire_money(exposure.total)),
            // What was never measured has no "after" that anybody could promise.
            after: process
                .filter(|(_, exposure)| exposure.untested.minor == 0)
                .map(|(_, exposure)| wire_money(exposure.solid)),
            action,
            params,
            at,
        };
        list.push((process.map_or(0, |(_, exposure)| gain(exposure)), need));
    }
    for (process, exposure) in exposures {
        if picture.controls_of(process).is_empty() {
            let need = NeedsYou {
                code: NeedCode::NoBackup,
                about: Named { id: process.id.to_string(), title: process.name().to_owned() },
                process: Some(Named { id: process.id.to_string(), title: process.name().to_owned() }),
                before: Some(wire_money(exposure.total)),
                after: None,
                action: NeedAction::AddBackup,
                params: [("recovery_seconds".to_owned(), exposure.recovery.seconds().to_string())].into(),
                at: None,
            };
            list.push((exposure.total.minor, need));
        }
    }
    for held in &picture.runs {
        list.extend(need_of_run(held).map(|need| (0, need)));
    }
    for held in &picture.checks {
        list.extend(need_of_check(engine, held)?.map(|need| (0, need)));
    }
    for held in &picture.pairs {
        list.extend(need_of_pair(engine, picture, held)?.map(|need| (0, need)));
    }
    list.sort_by_key(|(gain, need)| (std::cmp::Reverse(*gain), need.code as u8, need.about.id.clone()));
    let mut list: Vec<NeedsYou> = list.into_iter().map(|(_, need)| need).collect();
    list.extend(sheets(engine)?);
    list.extend(old_entries(picture));
    Ok(list)
}

fn need(picture: &Picture, held: &Held) -> Option<(NeedCode, NeedAction, Option<Timestamp>)> {
    let expired =
        held.standing.proofs.iter().filter(|p| p.expires_at <= picture.now).map(|p| p.expires_at).max();
    let never_timed = held.recoveries.is_empty() && !held.backup.protects.is_empty();
    let recovery_expired =
        !held.recoveries.is_empty() && held.recoveries.iter().all(|(_, expires)| *expires <= picture.now);
    let too_old = held.backup.max_age.is_some_and(|limit| {
        let newest = held.snapshots.iter().filter(|s| s.missing_since.is_none()).map(|s| s.taken_at).max();
        newest.is_none_or(|newest| picture.now.duration_since(newest) > limit.duration())
    });
    let nothing_taken = held.snapshots.is_empty() && !held.backup.is_adopted();
    match held.standing.status {
        Status::Failing => Some((NeedCode::Failing, NeedAction::SeeFindings, held.standing.since)),
        Status::Unproven if nothing_taken => Some((NeedCode::NeverTested, NeedAction::RunBackup, None)),
        Status::Unproven => Some((NeedCode::NeverTested, NeedAction::VerifyRecovery, None)),
        Status::Unknown => Some((NeedCode::Unknown, NeedAction::VerifyRestore, held.standing.since)),
        Status::Attention => Some((NeedCode::Attention, NeedAction::SeeFindings, held.standing.since)),
        _ if too_old && !held.backup.is_adopted() => Some((NeedCode::TooOld, NeedAction::RunBackup, None)),
        Status::Stale => Some((
            NeedCode::Expired,
            if never_timed { NeedAction::VerifyRestore } else { NeedAction::VerifyRecovery },
            expired,
        )),
        Status::Proven | Status::Due if recovery_expired => {
            Some((NeedCode::Expired, NeedAction::VerifyRecovery, expired))
        }
        Status::Proven | Status::Due if never_timed => {
            Some((NeedCode::NeverTimed, NeedAction::VerifyRecovery, None))
        }
        Status::Proven | Status::Due | Status::Paused => None,
    }
}

/// What a person should do about a parallel run. No money stands beside it: it protects nothing yet.
fn need_of_run(held: &HeldRun) -> Option<NeedsYou> {
    let expired = held.standing.proofs.iter().map(|proof| proof.expires_at).max();
    let (code, action, at) = match held.standing.status {
        Status::Failing if compare::waits_for_rename(held) => {
            (NeedCode::RenameWaits, NeedAction::SeeComparison, held.standing.since)
        }
        Status::Failing => (NeedCode::Differs, NeedAction::SeeComparison, held.standing.since),
        Status::Unproven => (NeedCode::NeverCompared, NeedAction::RunComparison, None),
        Status::Unknown => (NeedCode::Unknown, NeedAction::SeeComparison, held.standing.since),
        Status::Attention => (NeedCode::Attention, NeedAction::SeeComparison, held.standing.since),
        Status::Stale => (NeedCode::Expired, NeedAction::RunComparison, expired),
        Status::Proven | Status::Due if compare::waits_for_signatures(held) => {
            (NeedCode::SignCutover, NeedAction::SeeComparison, None)
        }
        Status::Proven | Status::Due | Status::Paused => return None,
    };
    Some(NeedsYou {
        code,
        about: Named { id: held.case.run.id.to_string(), title: held.case.run.name().to_owned() },
        process: None,
        before: None,
        after: None,
        action,
        params: BTreeMap::new(),
        at,
    })
}

/// A round that waits for people comes before what the last one said, unless that was bad.
fn need_of_check(engine: &Engine, held: &HeldCheck) -> Result<Option<NeedsYou>> {
    if held.standing.status == Status::Paused {
        return Ok(None);
    }
    let rounds = spotcheck::rounds(engine, &held.check)?;
    let newest = rounds.last();
    let stage = newest.map(|round| view::stage(engine, held, round)).transpose()?;
    let waiting = stage.filter(|stage| *stage != RoundStage::Signed);
    let expired = held.standing.proofs.iter().map(|proof| proof.expires_at).max();
    let (code, at) = match (held.standing.status, waiting) {
        (Status::Failing, None | Some(RoundStage::Judged)) => (NeedCode::PayoutsWrong, held.standing.since),
        (_, Some(_)) => (NeedCode::RoundWaits, newest.map(|round| round.frozen_at)),
        (Status::Unproven, None) => (NeedCode::NeverChecked, None),
        (Status::Stale, None) => (NeedCode::Expired, expired),
        (Status::Unknown, None) => (NeedCode::Unknown, held.standing.since),
        (Status::Attention, None) => (NeedCode::Attention, held.standing.since),
        _ => return Ok(None),
    };
    let mut params = BTreeMap::new();
    if let Some(stage) = waiting.and_then(|stage| serde_json::to_value(stage).ok()) {
        params.insert("stage".to_owned(), stage.as_str().unwrap_or_default().to_owned());
    }
    Ok(Some(NeedsYou {
        code,
        about: Named { id: held.check.id.to_string(), title: held.check.name().to_owned() },
        process: None,
        before: None,
        after: None,
        action: NeedAction::SeeSpotCheck,
        params,
        at,
    }))
}

/// What a person should do about a provider pair: what fails now before what was never tried.
fn need_of_pair(engine: &Engine, picture: &Picture, held: &HeldPair) -> Result<Option<NeedsYou>> {
    let expired = held.standing.proofs.iter().map(|proof| proof.expires_at).max();
    let mut params = BTreeMap::new();
    if let Some(finding) = held.findings(picture.now).first() {
        params.extend(finding.params.clone());
        params.insert("finding".to_owned(), finding.kind.as_str().to_owned());
        params.insert("subject".to_owned(), finding.subject.clone());
    }
    let missed = match held.standing.status {
        Status::Failing | Status::Paused => None,
        _ => engine.store.read(|view| super::drills::missed_at(view, held.pair.id.as_str()))?,
    };
    let (code, at) = match held.standing.status {
        Status::Failing => (NeedCode::NotReady, held.standing.since),
        _ if missed.is_some() => (NeedCode::DrillMissed, missed),
        Status::Unproven => (NeedCode::NeverDrilled, None),
        Status::Unknown => (NeedCode::Unknown, held.standing.since),
        Status::Attention => (NeedCode::Attention, held.standing.since),
        Status::Stale => (NeedCode::Expired, expired),
        Status::Proven | Status::Due => {
            let logins = super::providers::logins(engine, held, picture.now)?;
            let Some(due) = logins.iter().find(|login| login.due) else { return Ok(None) };
            params.insert("person".to_owned(), due.person.clone());
            (NeedCode::LoginDue, due.at)
        }
        Status::Paused => return Ok(None),
    };
    Ok(Some(NeedsYou {
        code,
        about: Named { id: held.pair.id.to_string(), title: held.pair.name().to_owned() },
        process: None,
        before: None,
        after: None,
        action: NeedAction::SeeProvider,
        params,
        at,
    }))
}

/// Entries of the map that somebody should look at again, as one thing to do.
fn old_entries(picture: &Picture) -> Option<NeedsYou> {
    let entries = crate::risk::to_confirm(picture);
    let count = entries.len().to_string();
    Some(NeedsYou {
        code: NeedCode::MapOld,
        about: entries.into_iter().next()?,
        process: None,
        before: None,
        after: None,
        action: NeedAction::SeeMap,
        params: [("count".to_owned(), count)].into(),
        at: None,
    })
}

/// Repositories made here whose recovery sheet nobody has put away.
fn sheets(engine: &Engine) -> Result<Vec<NeedsYou>> {
    let met = engine.store.read(|view| view.repositories_met())?;
    let mut list = Vec::new();
    for repository in met.into_iter().filter(|repository| repository.made_here && !engine.simulated) {
        if sheet_kept_at(engine, &repository.id)?.is_none() {
            list.push(NeedsYou {
                code: NeedCode::KeepRecoverySheet,
                about: Named { id: repository.id.clone(), title: repository.id.clone() },
                process: None,
                before: None,
                after: None,
                action: NeedAction::SaveRecoverySheet,
                params: [("repository".to_owned(), repository.id)].into(),
                at: None,
            });
        }
    }
    Ok(list)
}
