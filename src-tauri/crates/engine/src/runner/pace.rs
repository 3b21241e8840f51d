//! Speed and time left, told at most twice a second.

use std::time::{Duration, Instant};

use ballast_backup::wire::{Report, Stage};

use super::Progress;

/// Progress reaches the database at most twice a second.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// Speed and time left from what a worker reports.
#[derive(Default)]
pub(super) struct Pace {
    stage: Option<(Stage, Instant)>,
    told_at: Option<Instant>,
}

impl Pace {
    pub(super) fn hear(&mut self, report: Report, repository: &str) -> Option<Progress> {
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
            report,
            repository: repository.to_owned(),
            per_second,
            seconds_left: report.total.and_then(left),
        })
    }
}
