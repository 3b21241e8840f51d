//! `status`: one sentence, every process, every control.

use ballast_core::status::Standing;
use ballast_core::{Result, Status};

use crate::contract::{ControlStatus, ProcessStatus, StatusReport, WireProof};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::views::standing::{Held, HeldCheck, HeldPair, HeldRun, Picture, Scheduled};
use crate::views::wire_money;

/// `status`: one sentence, every process, every control.
pub fn status(engine: &Engine, messages: &Messages) -> Result<StatusReport> {
    let picture = Picture::take(engine)?;
    let exposures = picture.exposures()?;
    let processes: Vec<ProcessStatus> = exposures
        .iter()
        .map(|(process, exposure)| ProcessStatus {
            id: process.id.to_string(),
            title: process.name().to_owned(),
            status: picture.status_of(process, exposure),
            recoverable: exposure.recoverable,
            exposure: wire_money(exposure.total),
            recovery_seconds: exposure.recovery.seconds(),
            recovery_source: exposure.source,
        })
        .collect();
    let backups = picture.held.iter().map(|held| control_status(&picture, held));
    let runs = picture.runs.iter().map(|held| run_status(&picture, held));
    let checks = picture.checks.iter().map(|held| check_status(&picture, held));
    let pairs = picture.pairs.iter().map(|held| pair_status(&picture, held));
    let controls: Vec<ControlStatus> = backups.chain(runs).chain(checks).chain(pairs).collect();
    let sentence = sentence(messages, &processes, &controls);
    Ok(StatusReport { sentence, as_of: picture.now, processes, controls })
}

fn control_status(picture: &Picture, held: &Held) -> ControlStatus {
    let Standing { status, since, last_passed, last_failed, proofs } = held.standing.clone();
    ControlStatus {
        id: held.backup.id.to_string(),
        kind: "backup".to_owned(),
        title: held.backup.name().to_owned(),
        status,
        since,
        proven_to: super::backups::proven_to(picture, held),
        last_passed,
        last_failed,
        proofs: proofs
            .into_iter()
            .map(|proof| WireProof {
                repository: proof.repository,
                level: proof.level,
                proven_at: proof.proven_at,
                expires_at: proof.expires_at,
            })
            .collect(),
        next_due: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
        paused: held.pause.is_some(),
    }
}

fn run_status(picture: &Picture, held: &HeldRun) -> ControlStatus {
    one_status(picture, "parallel_run", &held.scheduled(), &held.standing)
}

fn check_status(picture: &Picture, held: &HeldCheck) -> ControlStatus {
    one_status(picture, "spot_check", &held.scheduled(), &held.standing)
}

fn pair_status(picture: &Picture, held: &HeldPair) -> ControlStatus {
    one_status(picture, "provider_pair", &held.scheduled(), &held.standing)
}

fn one_status(
    picture: &Picture,
    kind: &str,
    scheduled: &Scheduled<'_>,
    standing: &Standing,
) -> ControlStatus {
    let Standing { status, since, last_passed, last_failed, .. } = standing.clone();
    ControlStatus {
        id: scheduled.control.id.clone(),
        kind: kind.to_owned(),
        title: scheduled.control.title.clone(),
        status,
        since,
        proven_to: None,
        last_passed,
        last_failed,
        // No levels and no repositories: days and rounds stand on a page of their own.
        proofs: Vec::new(),
        next_due: picture.next_of(scheduled).map(|upcoming| upcoming.at),
        paused: scheduled.pause.is_some(),
    }
}

fn sentence(messages: &Messages, processes: &[ProcessStatus], controls: &[ControlStatus]) -> String {
    let count = |number: usize| number.to_string();
    if processes.is_empty() {
        let proven = controls.iter().filter(|control| control.status.is_proven()).count();
        let first = controls.first().map_or("", |control| control.kind.as_str());
        let kind = if controls.iter().all(|control| control.kind == first) { first } else { "several" };
        return messages.say(
            "status-controls",
            [("proven", count(proven).as_str()), ("total", count(controls.len()).as_str()), ("kind", kind)],
        );
    }
    let recoverable = processes.iter().filter(|process| process.recoverable).count();
    let first = messages.say(
        "status-processes",
        [("recoverable", count(recoverable).as_str()), ("total", count(processes.len()).as_str())],
    );
    let failing: Vec<&str> =
        controls.iter().filter(|c| c.status == Status::Failing).map(|c| c.title.as_str()).collect();
    if failing.is_empty() {
        return first;
    }
    let second = messages.say(
        "status-failing-names",
        [("names", failing.join(", ").as_str()), ("count", count(failing.len()).as_str())],
    );
    format!("{first} {second}")
}

/// The exit code that `status` gives a program.
#[must_use]
pub fn exit_code(report: &StatusReport) -> u8 {
    let all = || report.controls.iter().map(|c| c.status).chain(report.processes.iter().map(|p| p.status));
    let any = |wanted: &[Status]| all().any(|status| wanted.contains(&status));
    if any(&[Status::Failing, Status::Stale, Status::Attention]) {
        1
    } else if any(&[Status::Unknown, Status::Unproven]) {
        3
    } else {
        0
    }
}
