//! How far the program is, told at most a few times a second.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ballast_compare::wire::{Report, Stage, Unit};

/// Two sides tell at the same time: five words a second.
const INTERVAL: Duration = Duration::from_millis(400);

type Tell = Arc<dyn Fn(Report) + Send + Sync>;

/// The one line of progress. Cheap to clone, and to call from every thread.
#[derive(Clone)]
pub struct Progress {
    tell: Tell,
    /// One for each stage: both sides are read at the same time, and neither may swallow the other's first word.
    told_at: Arc<[Mutex<Option<Instant>>; 4]>,
}

impl Progress {
    pub fn new(tell: impl Fn(Report) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell), told_at: Arc::default() }
    }

    /// Nobody listens.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_| {})
    }

    pub fn tell(&self, stage: Stage, unit: Unit, done: u64, total: Option<u64>) {
        // A busy lock means that another thread is telling.
        let Ok(mut told_at) = self.told_at[stage as usize].try_lock() else { return };
        if told_at.is_some_and(|at| at.elapsed() < INTERVAL) {
            return;
        }
        *told_at = Some(Instant::now());
        (self.tell)(Report { stage, done, total, unit });
    }
}

/// How far the comparison is. Operators find it in their session, where there is one; each row passes twice:
/// on its way into the engine, and when it meets its partner.
pub struct Pace {
    progress: Progress,
    passed: AtomicU64,
    rows: u64,
}

impl Pace {
    #[must_use]
    pub fn new(progress: Progress, rows: u64) -> Self {
        Self { progress, passed: AtomicU64::new(0), rows }
    }

    pub fn add(&self, rows: u64) {
        let passed = self.passed.fetch_add(rows, Ordering::Relaxed) + rows;
        self.progress.tell(Stage::Compare, Unit::Rows, passed / 2, Some(self.rows));
    }
}
