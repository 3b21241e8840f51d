//! The scheduler: one thread that looks every second whether anything is due, under the schedule lease.
//!
//! What came due is written down before it is started, in one change with what was missed; a run is
//! queued in one change with its slot; its end settles the slot in one change with its evidence. So a
//! crash between any two of them loses nothing and repeats nothing that concluded.

mod clockwork;
pub(crate) mod lease;
pub(crate) mod lines;
pub(crate) mod pause;
pub(crate) mod watch;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ballast_core::lease::HolderKind;
use ballast_core::limits::{SCHEDULE_STUCK, STOP_GRACE, STOP_THREADS};
use ballast_core::{Error, Result, Span};

use crate::alerts;
use crate::engine::Engine;
use crate::runner;

pub(crate) use clockwork::{Clockwork, waiting};

/// What is shared with the threads that watch and tell.
#[derive(Default)]
pub(crate) struct Shared {
    stop: AtomicBool,
    /// The epoch under which this program holds the schedule; 0 for none.
    epoch: Mutex<Option<u64>>,
    /// When the schedule last looked at everything without a fault.
    passed: Mutex<Option<Instant>>,
    /// A job that nothing stands in the way of has not started since.
    starving: Mutex<Option<Instant>>,
    /// When a look last ended without a fault, whoever holds the schedule.
    looked: Mutex<Option<Instant>>,
}

impl Shared {
    pub(crate) fn stops(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn epoch(&self) -> Option<u64> {
        self.epoch.lock().ok().and_then(|epoch| *epoch)
    }

    /// This program looks, whether or not it holds the schedule.
    fn is_looking(&self) -> bool {
        let limit = Duration::from_secs(SCHEDULE_STUCK.seconds());
        self.looked.lock().ok().and_then(|at| *at).is_some_and(|at| at.elapsed() <= limit)
    }

    /// The schedule does not move although it should: nobody may be told that all is well.
    pub(crate) fn is_stuck(&self) -> bool {
        let limit = Duration::from_secs(SCHEDULE_STUCK.seconds());
        let since = |at: &Mutex<Option<Instant>>| at.lock().ok().and_then(|at| *at).map(|at| at.elapsed());
        since(&self.passed).is_none_or(|age| age > limit)
            || since(&self.starving).is_some_and(|age| age > limit)
    }
}

/// A running schedule. Dropped without [`Scheduler::stop`] its threads end at their next look.
pub struct Scheduler {
    engine: Arc<Engine>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Scheduler {
    /// Starts the schedule of a workspace; it runs from the moment the lease is held.
    pub fn start(engine: &Arc<Engine>, kind: HolderKind) -> Result<Self> {
        let shared = Arc::<Shared>::default();
        let mut clockwork = Clockwork::new(engine, kind, &shared)?;
        // From here on whatever fails stops what was started already.
        let mut scheduler =
            Self { engine: Arc::clone(engine), shared: Arc::clone(&shared), threads: Vec::new() };
        let mut thread = |name: &str, act: Box<dyn FnOnce() + Send>| -> Result<()> {
            let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(act);
            scheduler.threads.push(spawned.map_err(|error| Error::io("thread", &error))?);
            Ok(())
        };
        thread("ballast-schedule", Box::new(move || clockwork.go_on()))?;
        let (told, with) = (Arc::clone(engine), Arc::clone(&shared));
        thread("ballast-alerts", Box::new(move || alerts::go_on(&told, &with)))?;
        let (told, with) = (Arc::clone(engine), Arc::clone(&shared));
        thread("ballast-heartbeat", Box::new(move || alerts::heartbeat::go_on(&told, &with)))?;
        let (told, with) = (Arc::clone(engine), Arc::clone(&shared));
        thread("ballast-watch", Box::new(move || watch::go_on(&told, &with)))?;
        let (told, with) = (Arc::clone(engine), Arc::clone(&shared));
        thread("ballast-probes", Box::new(move || crate::probing::go_on(&told, &with)))?;
        Ok(scheduler)
    }

    /// Whether this program holds the schedule now.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.shared.epoch().is_some()
    }

    /// It looks, and where it holds the schedule, the schedule moves.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.shared.is_looking() && !(self.holds() && self.shared.is_stuck())
    }

    /// Starts nothing more, lets runs go on for a while, hands back what is left, and gives the lease
    /// back. `hurry` is asked several times a second whether to hand back at once.
    pub fn stop(mut self, hurry: &dyn Fn() -> bool) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let threads = std::mem::take(&mut self.threads);
        // The thread that starts runs ends first, so that none begins while the others are waited for.
        let starts = threads.first();
        wait_for(STOP_THREADS, || starts.is_none_or(JoinHandle::is_finished));
        let deadline = Instant::now() + Duration::from_secs(STOP_GRACE.seconds());
        let going_on = || self.engine.own_runs.lock().map_or(0, |runs| runs.len());
        while going_on() > 0 && Instant::now() < deadline && !hurry() {
            std::thread::sleep(Duration::from_millis(100));
        }
        self.engine.handing_back.store(true, Ordering::Relaxed);
        if let Err(error) = runner::hand_back_queued(&self.engine) {
            tracing::warn!(%error, "what was queued could not be handed back");
        }
        let last = Instant::now() + Duration::from_secs(10);
        while going_on() > 0 && Instant::now() < last {
            std::thread::sleep(Duration::from_millis(50));
        }
        // A mail server that says nothing, a disk that does not answer: they are left behind.
        wait_for(STOP_THREADS, || threads.iter().all(JoinHandle::is_finished));
        if let Some(epoch) = self.shared.epoch()
            && let Err(error) = lease::release(&self.engine, epoch)
        {
            tracing::warn!(%error, "the schedule lease could not be given back");
        }
        self.engine.handing_back.store(false, Ordering::Relaxed);
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

fn wait_for(limit: Span, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(limit.seconds());
    while !done() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_that_does_not_move_is_stuck() {
        let limit = Duration::from_secs(SCHEDULE_STUCK.seconds());
        let ago = |age: Duration| Instant::now().checked_sub(age);
        let shared = Shared::default();
        assert!(shared.is_stuck(), "it never looked");
        *shared.passed.lock().unwrap() = Some(Instant::now());
        assert!(!shared.is_stuck());
        *shared.starving.lock().unwrap() = ago(limit + Duration::from_secs(1));
        assert!(shared.is_stuck(), "a job that could start does not");
        *shared.starving.lock().unwrap() = ago(limit / 2);
        assert!(!shared.is_stuck());
        *shared.passed.lock().unwrap() = ago(limit + Duration::from_secs(1));
        assert!(shared.is_stuck(), "the last look was too long ago");
    }
}
