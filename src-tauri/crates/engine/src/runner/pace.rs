//! Speed and time left, told at most twice a second.

use std::time::{Duration, Instant};

use ballast_core::run::RunState;
use jiff::Timestamp;

use super::Progress;
use crate::contract::{Named, RunKind, RunProgress, Stage, Unit};

/// Progress reaches the database at most twice a second.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// How far a worker is, in the words of the contract.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub stage: Stage,
    pub done: u64,
    pub total: Option<u64>,
    pub unit: Unit,
}

impl From<ballast_backup::wire::Report> for Step {
    fn from(report: ballast_backup::wire::Report) -> Self {
        use ballast_backup::wire::Unit as Wire;
        let unit = match report.unit {
            Wire::Bytes => Unit::Bytes,
            Wire::Files => Unit::Files,
            Wire::Trees => Unit::Trees,
            Wire::None => Unit::None,
        };
        Self { stage: stage(report.stage), done: report.done, total: report.total, unit }
    }
}

impl From<ballast_compare::wire::Report> for Step {
    fn from(report: ballast_compare::wire::Report) -> Self {
        use ballast_compare::wire::{Stage as At, Unit as Wire};
        let stage = match report.stage {
            At::ReadOld => Stage::ReadOld,
            At::ReadNew => Stage::ReadNew,
            At::Compare => Stage::Compare,
            At::Explain => Stage::Explain,
        };
        let unit = match report.unit {
            Wire::Bytes => Unit::Bytes,
            Wire::Rows => Unit::Rows,
        };
        Self { stage, done: report.done, total: report.total, unit }
    }
}

impl From<ballast_spotcheck::wire::Report> for Step {
    fn from(report: ballast_spotcheck::wire::Report) -> Self {
        use ballast_spotcheck::wire::Stage as At;
        let stage = match report.stage {
            At::Read => Stage::ReadList,
            At::Sort => Stage::Sort,
        };
        let unit = if report.bytes { Unit::Bytes } else { Unit::Rows };
        Self { stage, done: report.done, total: report.total, unit }
    }
}

/// The step of a backup's worker.
pub(super) fn stage(stage: ballast_backup::wire::Stage) -> Stage {
    use ballast_backup::wire::Stage as Wire;
    match stage {
        Wire::Scan => Stage::Scan,
        Wire::Copy => Stage::Copy,
        Wire::Compare => Stage::Compare,
        Wire::Present => Stage::Present,
        Wire::Structure => Stage::Structure,
        Wire::Content => Stage::Content,
        Wire::Restore => Stage::Restore,
        Wire::Recovery => Stage::Recovery,
        Wire::Finish => Stage::Finish,
    }
}

/// Speed and time left from what a worker reports.
#[derive(Default)]
pub(super) struct Pace {
    stage: Option<(Stage, Instant)>,
    told_at: Option<Instant>,
}

impl Pace {
    pub(super) fn hear(&mut self, report: Step, repository: Option<&str>) -> Option<Progress> {
        let now = Instant::now();
        let new_stage = self.stage.is_none_or(|(stage, _)| stage != report.stage);
        if new_stage {
            self.stage = Some((report.stage, now));
        } else if self.told_at.is_some_and(|at| now - at < TELL_EVERY) {
            return None;
        }
        self.told_at = Some(now);
        let seconds = self.stage.map_or(0.0, |(_, since)| (now - since).as_secs_f64());
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let per_second = (seconds > 0.5 && report.done > 0).then(|| (report.done as f64 / seconds) as u64);
        let left = |total: u64| {
            per_second.filter(|rate| *rate > 0).map(|rate| total.saturating_sub(report.done) / rate)
        };
        Some(Progress {
            stage: report.stage,
            done: report.done,
            total: report.total,
            unit: report.unit,
            repository: repository.map(str::to_owned),
            per_second,
            seconds_left: report.total.and_then(left),
        })
    }
}

/// The progress of a comparison that has no run.
pub(crate) fn passing(report: &ballast_compare::wire::Report, started_at: Timestamp) -> RunProgress {
    let step = Step::from(*report);
    RunProgress {
        run: String::new(),
        control: Named { id: String::new(), title: String::new() },
        kind: RunKind::Compare,
        level: None,
        repository: None,
        state: RunState::Running,
        stage: step.stage,
        stages: Vec::new(),
        done: step.done,
        total: step.total,
        unit: step.unit,
        per_second: None,
        seconds_left: None,
        started_at,
        cancel_requested: false,
    }
}
