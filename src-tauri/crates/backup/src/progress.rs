//! How far a task is, told at most a few times a second.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustic_core::{ProgressBars, ProgressType, RusticProgress};

use crate::wire::{Report, Stage, Unit};

const INTERVAL: Duration = Duration::from_millis(250);

type Tell = Arc<dyn Fn(Report) + Send + Sync>;

/// The one line of progress of a worker. Cheap to clone and to call from every thread.
#[derive(Clone)]
pub struct Progress {
    tell: Tell,
    state: Arc<Mutex<State>>,
    done: Arc<AtomicU64>,
}

struct State {
    stage: Stage,
    unit: Unit,
    total: Option<u64>,
    told_at: Option<Instant>,
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

impl Progress {
    pub fn new(tell: impl Fn(Report) + Send + Sync + 'static) -> Self {
        let state = State { stage: Stage::Scan, unit: Unit::None, total: None, told_at: None };
        Self { tell: Arc::new(tell), state: Arc::new(Mutex::new(state)), done: Arc::default() }
    }

    /// Begins a stage; its first report is told at once.
    pub fn begin(&self, stage: Stage, unit: Unit, total: Option<u64>) {
        self.done.store(0, Ordering::Relaxed);
        if let Ok(mut state) = self.state.lock() {
            *state = State { stage, unit, total, told_at: Some(Instant::now()) };
        }
        (self.tell)(Report { stage, unit, total, done: 0 });
    }

    pub fn set_total(&self, total: u64) {
        if let Ok(mut state) = self.state.lock() {
            state.total = Some(total);
        }
    }

    pub fn add(&self, more: u64) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        // A busy lock means that another thread is telling.
        let Ok(mut state) = self.state.try_lock() else { return };
        if state.told_at.is_some_and(|at| at.elapsed() < INTERVAL) {
            return;
        }
        state.told_at = Some(Instant::now());
        (self.tell)(Report { stage: state.stage, unit: state.unit, total: state.total, done });
    }
}

/// The engine's own bars: only the one that counts bytes is of interest.
#[derive(Clone, Debug)]
pub(crate) struct EngineBars(pub Progress);

impl ProgressBars for EngineBars {
    fn progress(&self, kind: ProgressType, _prefix: &str) -> rustic_core::Progress {
        match kind {
            ProgressType::Bytes => rustic_core::Progress::new(EngineBytes(self.0.clone())),
            ProgressType::Spinner | ProgressType::Counter => rustic_core::Progress::hidden(),
        }
    }
}

#[derive(Debug)]
struct EngineBytes(Progress);

impl RusticProgress for EngineBytes {
    fn is_hidden(&self) -> bool {
        false
    }
    fn set_length(&self, length: u64) {
        self.0.set_total(length);
    }
    fn set_title(&self, _title: &str) {}
    fn inc(&self, more: u64) {
        self.0.add(more);
    }
    fn finish(&self) {}
}
