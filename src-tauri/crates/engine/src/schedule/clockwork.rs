//! One look after another: the lease, what came due, what may start.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_core::Result;
use ballast_core::dispatch::{Running, WaitReason, Waiting, admit};
use ballast_core::lease::HolderKind;
use ballast_core::limits::{
    DUE_PER_PASS_MAX, LEASE_RENEWAL, SCHEDULE_KEPT, SLOTS_COUNTED_MAX, SLOTS_PER_PASS_MAX,
};
use ballast_core::schedule::Schedule;
use ballast_core::timetable::{Due, Timetable, outside};
use ballast_store::{Change, MissedRow, PauseRow, RunRow, SlotRow, View, Watcher};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Shared;
use super::lease::{self, Hold};
use super::lines::{self, Key};
use crate::config::Config;
use crate::engine::Engine;
use crate::runner;

/// How often the schedule looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often runs of programs that are gone are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(5);
/// How often what was settled long ago is forgotten.
const TRIM_EVERY: Duration = Duration::from_hours(6);

/// What the schedule keeps in memory. All of it can be read again from the database.
pub(crate) struct Clockwork {
    engine: Arc<Engine>,
    kind: HolderKind,
    shared: Arc<Shared>,
    watcher: Watcher,
    version: i64,
    revision: Option<u64>,
    config: Option<Config>,
    bulkheads: Bulkheads,
    timetable: Timetable<Key>,
    /// Also those that are over: their times are not made up for.
    pauses: Vec<PauseRow>,
    due: Vec<SlotRow>,
    /// Due slots that were looked at and cannot start: the next look begins behind them.
    skipped: u32,
    trimmed: Option<Instant>,
    running: Vec<RunRow>,
    renewed: Option<Instant>,
    swept: Option<Instant>,
    failing: bool,
    /// Of all since the start, what is read anew when something was set up apart.
    longest_pass: Duration,
}

impl Clockwork {
    pub(crate) fn new(engine: &Arc<Engine>, kind: HolderKind, shared: &Arc<Shared>) -> Result<Self> {
        Ok(Self {
            engine: Arc::clone(engine),
            kind,
            shared: Arc::clone(shared),
            watcher: engine.store.watcher()?,
            version: -1,
            revision: None,
            config: None,
            bulkheads: Bulkheads::new(),
            timetable: Timetable::new(TimeZone::UTC, Vec::new()),
            pauses: Vec::new(),
            due: Vec::new(),
            skipped: 0,
            trimmed: None,
            running: Vec::new(),
            renewed: None,
            swept: None,
            failing: false,
            longest_pass: Duration::ZERO,
        })
    }

    pub(super) fn go_on(&mut self) {
        while !self.shared.stops() {
            self.look();
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// One look; a fault is logged once and tried again with the next.
    pub(crate) fn look(&mut self) {
        match self.pass() {
            Ok(()) => {
                if let Ok(mut looked) = self.shared.looked.lock() {
                    *looked = Some(Instant::now());
                }
                if std::mem::take(&mut self.failing) {
                    tracing::info!("the schedule goes on");
                }
            }
            Err(error) => {
                // Read anew next time: what is in memory may be half of it.
                self.version = -1;
                if !std::mem::replace(&mut self.failing, true) {
                    tracing::error!(%error, "the schedule could not look");
                }
            }
        }
    }

    /// One pass: the lease, what came due, what may start.
    pub(crate) fn pass(&mut self) -> Result<()> {
        let Some(epoch) = self.hold()? else { return Ok(()) };
        self.sweep()?;
        self.read_again()?;
        let started = Instant::now();
        let now = self.engine.now();
        let due = self.timetable.take_due(now, DUE_PER_PASS_MAX);
        if !due.is_empty() {
            self.write_down(epoch, due, now)?;
            self.read_slots()?;
        }
        if self.due.is_empty() {
            self.skipped = 0;
        } else {
            self.dispatch(epoch, now)?;
        }
        if let Ok(mut passed) = self.shared.passed.lock() {
            *passed = Some(Instant::now());
        }
        self.longest_pass = self.longest_pass.max(started.elapsed());
        Ok(())
    }

    fn hold(&mut self) -> Result<Option<u64>> {
        let held = self.shared.epoch();
        let fresh = |at: Instant| at.elapsed() < Duration::from_secs(LEASE_RENEWAL.seconds());
        // A window looks every time whether an agent wants the schedule; others need not.
        if held.is_some() && self.kind != HolderKind::Window && self.renewed.is_some_and(fresh) {
            return Ok(held);
        }
        let next = match lease::hold(&self.engine, self.kind, held, self.pulse())? {
            Hold::Mine(epoch) => Some(epoch),
            Hold::Others(_) | Hold::Given => None,
        };
        if next != held {
            tracing::info!(epoch = next, "schedule lease");
            self.version = -1;
            self.revision = None;
            // What was before says nothing about the time under this lease.
            for at in [&self.shared.passed, &self.shared.starving] {
                if let Ok(mut at) = at.lock() {
                    *at = None;
                }
            }
            if let Ok(mut epoch) = self.shared.epoch.lock() {
                *epoch = next;
            }
        }
        self.renewed = next.map(|_| Instant::now());
        Ok(next)
    }

    /// What the schedule says of itself to whoever asks.
    fn pulse(&self) -> Value {
        let looked = self.shared.passed.lock().is_ok_and(|passed| passed.is_some());
        let milliseconds = u64::try_from(self.longest_pass.as_millis()).unwrap_or(u64::MAX);
        json!({
            "at": self.engine.now(),
            "stuck": looked && self.shared.is_stuck(),
            "longest_pass_milliseconds": milliseconds,
        })
    }

    fn sweep(&mut self) -> Result<()> {
        if self.swept.is_none_or(|at| at.elapsed() >= SWEEP_EVERY) {
            self.swept = Some(Instant::now());
            runner::sweep(&self.engine)?;
        }
        if self.trimmed.is_none_or(|at| at.elapsed() >= TRIM_EVERY) {
            self.trimmed = Some(Instant::now());
            let before = self.engine.now().checked_sub(SCHEDULE_KEPT.duration()).unwrap_or(Timestamp::MIN);
            self.engine.store.write(move |change| change.trim_schedule(before))?;
        }
        Ok(())
    }

    /// Reads the database again where any program has written since the last look.
    fn read_again(&mut self) -> Result<()> {
        let version = self.engine.store.data_version(&self.watcher)?;
        if version == self.version {
            return Ok(());
        }
        self.version = version;
        let now = self.engine.now();
        let (revision, pauses) = self.engine.store.read(|view| {
            Ok((view.workspace()?.map_or(0, |workspace| workspace.revision), view.every_pause()?))
        })?;
        self.pauses = pauses;
        if self.revision != Some(revision) || self.config.is_none() {
            self.read_config(now)?;
            self.revision = Some(revision);
        }
        self.read_slots()
    }

    fn read_config(&mut self, now: Timestamp) -> Result<()> {
        let config = self.engine.config()?;
        let known = config.clone();
        // The window and the command line keep it in step with every change; an older workspace is not.
        if !self.engine.store.read(|view| lines::is_in_step(view, &config))? {
            self.engine.store.write(move |change| lines::sync(change, &known, now))?;
        }
        self.engine.store.write(move |change| lines::settle_down(change, now))?;
        self.timetable = self.engine.store.read(|view| lines::timetable(view, &config))?;
        self.bulkheads = lines::bulkheads(&config);
        self.config = Some(config);
        Ok(())
    }

    fn read_slots(&mut self) -> Result<()> {
        let skip = self.skipped;
        (self.due, self.running) = self
            .engine
            .store
            .read(|view| Ok((view.due_slots(skip, SLOTS_PER_PASS_MAX)?, view.unfinished_runs()?)))?;
        Ok(())
    }

    fn pauses_of(&self, control: &str) -> impl Iterator<Item = &PauseRow> {
        self.pauses
            .iter()
            .filter(move |pause| pause.control.as_deref().is_none_or(|paused| paused == control))
    }

    /// A pause ends by itself, without a word in the database.
    fn is_paused(&self, control: &str, now: Timestamp) -> bool {
        self.pauses_of(control).any(|pause| pause.until > now)
    }

    /// What came due without the times that a person had stopped: those are neither run nor missed.
    fn without_pauses(&self, due: Due<Key>, now: Timestamp) -> Result<CameDue> {
        let upto = due.slot;
        let mut pauses: Vec<(Timestamp, Timestamp)> =
            self.pauses_of(&due.key.control).map(|pause| (pause.since, pause.until)).collect();
        let paused = self.is_paused(&due.key.control, now);
        let first = due.first_missed.unwrap_or(due.slot);
        // A clock that was set back and is right again: what was settled before stays settled.
        if let Some(missed) = due.last_missed {
            let known = |view: &View<'_>| view.newest_slot(&due.key.control, &due.key.job, missed);
            pauses.extend(
                self.engine.store.read(known)?.map(|known| (first, known + Duration::from_millis(1))),
            );
        }
        if pauses.iter().all(|(since, until)| *until <= first || *since > due.slot) {
            return Ok(CameDue { key: due.key.clone(), upto, due: Some(due), paused, zone: self.zone() });
        }
        let planned = self.config.as_ref().map(lines::planned).unwrap_or_default();
        let line = planned.iter().find(|planned| planned.key == due.key);
        let schedule = line.and_then(|planned| planned.line.parse::<Schedule>().ok());
        let zone = self.zone();
        let key = due.key.clone();
        let due = schedule.and_then(|schedule| outside(&schedule, &zone, due, &pauses));
        Ok(CameDue { key, upto, due, paused, zone })
    }

    fn zone(&self) -> TimeZone {
        self.config.as_ref().map_or(TimeZone::UTC, Config::zone)
    }

    /// What came due without the times at which a person ran it by hand: those were not missed.
    fn without_kept(&self, mut came: CameDue, now: Timestamp) -> Result<CameDue> {
        let Some((due, first)) = came.due.as_mut().and_then(|due| due.first_missed.map(|first| (due, first)))
        else {
            return Ok(came);
        };
        let Key { control, job } = &came.key;
        let soon = now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now);
        let runs = self.engine.store.read(|view| view.runs_of_job(control, job, first, soon))?;
        let planned = self.config.as_ref().map(lines::planned).unwrap_or_default();
        let line = planned.iter().find(|planned| planned.key == came.key);
        let Some(schedule) = line.and_then(|planned| planned.line.parse::<Schedule>().ok()) else {
            return Ok(came);
        };
        if runs.is_empty() {
            return Ok(came);
        }
        (due.missed, due.first_missed, due.last_missed) = (0, None, None);
        let mut next = Some(first);
        for _ in 0..SLOTS_COUNTED_MAX {
            let Some(slot) = next.filter(|slot| *slot < due.slot) else { break };
            next = schedule.next_after(slot, &came.zone);
            let until = next.unwrap_or(due.slot);
            if !runs.iter().any(|run| stands_for(run, slot..until, &came.zone)) {
                due.missed += 1;
                due.first_missed = due.first_missed.or(Some(slot));
                due.last_missed = Some(slot);
            }
        }
        Ok(came)
    }

    /// Writes down what came due and what was missed, in one change.
    fn write_down(&mut self, epoch: u64, due: Vec<Due<Key>>, now: Timestamp) -> Result<()> {
        let due: Result<Vec<CameDue>> = due
            .into_iter()
            .map(|due| self.without_pauses(due, now).and_then(|came| self.without_kept(came, now)))
            .collect();
        let written = due.and_then(|due| {
            self.engine.store.write(move |change| {
                change.require_lease(epoch)?;
                due.iter().try_for_each(|due| note(change, due, now))
            })
        });
        if written.is_err() {
            // The timetable in memory has moved on; the database has not.
            self.revision = None;
            self.version = -1;
        }
        written
    }

    /// Starts what may start.
    fn dispatch(&mut self, epoch: u64, now: Timestamp) -> Result<()> {
        let reasons = self.waiting(now);
        let is_full = self.due.len() >= SLOTS_PER_PASS_MAX as usize;
        let blocked = reasons.iter().all(|reason| *reason != WaitReason::Starting);
        if blocked && (is_full || self.skipped > 0) {
            self.skipped = if is_full { self.skipped.saturating_add(SLOTS_PER_PASS_MAX) } else { 0 };
            if let Ok(mut since) = self.shared.starving.lock() {
                *since = None;
            }
            return self.read_slots();
        }
        let mut started = false;
        let mut starving = false;
        for (slot, reason) in self.due.iter().zip(&reasons) {
            if *reason != WaitReason::Starting {
                continue;
            }
            match self
                .config
                .as_ref()
                .and_then(|config| lines::job_of(config, &slot.control, &slot.job, slot.at))
            {
                Some(job) => {
                    let run = runner::start_slot(&self.engine, epoch, slot, job)?;
                    starving |= run.is_none();
                    started |= run.is_some();
                }
                None => {
                    let gone = slot.clone();
                    self.engine
                        .store
                        .write(move |change| change.slot_done(&gone.control, &gone.job, gone.at))?;
                    started = true;
                }
            }
        }
        if let Ok(mut since) = self.shared.starving.lock() {
            *since = if starving { since.or_else(|| Some(Instant::now())) } else { None };
        }
        if started { self.read_slots() } else { Ok(()) }
    }

    fn waiting(&self, now: Timestamp) -> Vec<WaitReason> {
        waiting(&self.due, &self.running, &self.bulkheads, &|control| self.is_paused(control, now), now)
    }

    /// Nothing is due or under way that could still be started now: for `agent --once`.
    pub(crate) fn is_done(&self, now: Timestamp) -> bool {
        let reasons = self.waiting(now);
        let idle = self.timetable.next().is_none_or(|next| next > now);
        let blocked = |reason: &WaitReason| matches!(reason, WaitReason::Paused | WaitReason::Retry);
        idle && reasons.iter().all(blocked) && self.engine.own_runs.lock().is_ok_and(|runs| runs.is_empty())
    }
}

/// The kind of every control and where it works.
pub(crate) type Bulkheads = HashMap<String, (&'static str, Vec<String>)>;

/// For every due slot what it waits for.
pub(crate) fn waiting(
    due: &[SlotRow],
    running: &[RunRow],
    bulkheads: &Bulkheads,
    is_paused: &dyn Fn(&str) -> bool,
    now: Timestamp,
) -> Vec<WaitReason> {
    // A control that is set up no more still runs: as a kind of its own, nothing waits for it.
    let bulkhead = |control: &str| bulkheads.get(control).cloned().unwrap_or(("gone", Vec::new()));
    let waiting: Vec<Waiting> = due
        .iter()
        .map(|slot| {
            let (kind, places) = bulkhead(&slot.control);
            Waiting {
                control: slot.control.clone(),
                kind,
                places,
                not_before: slot.not_before,
                paused: is_paused(&slot.control),
            }
        })
        .collect();
    let running: Vec<Running> = running
        .iter()
        .map(|run| {
            let (kind, places) = bulkhead(&run.control);
            Running { control: run.control.clone(), kind, places }
        })
        .collect();
    admit(&waiting, &running, now)
}

/// A line that came due, up to its newest slot, and what of it no pause covers.
struct CameDue {
    key: Key,
    upto: Timestamp,
    due: Option<Due<Key>>,
    paused: bool,
    zone: TimeZone,
}

/// Whether a run is one for the slot at the begin of `times`: of its day where it names one, as a comparison
/// of an earlier day does, else of any time up to the next slot.
fn stands_for(run: &RunRow, times: Range<Timestamp>, zone: &TimeZone) -> bool {
    match run.request.pointer("/compare/day").and_then(Value::as_str).and_then(|day| day.parse::<Date>().ok())
    {
        Some(day) => times.start.to_zoned(zone.clone()).date() == day,
        None => times.contains(&run.queued_at),
    }
}

/// One line that came due: settled, with what was missed before it, and its slot to be started.
fn note(change: &Change<'_>, came: &CameDue, now: Timestamp) -> Result<()> {
    let Key { control, job } = &came.key;
    let Some(due) = &came.due else { return change.settle_line(control, job, came.upto, None) };
    if (control.as_str(), job.as_str()) == lines::DIGEST {
        change.settle_line(control, job, came.upto, None)?;
        return change.add_news(now, control, "digest", &json!({ "slot": due.slot }));
    }
    // Stopped by now: what came due before it was is not started.
    let last = if came.paused { Some(due.slot) } else { due.last_missed };
    let first = due.first_missed.or(last);
    let missed = first.zip(last).map(|(first_at, last_at)| MissedRow {
        control: control.clone(),
        job: job.clone(),
        first_at,
        last_at,
        slots: due.missed + u32::from(came.paused),
    });
    change.settle_line(control, job, came.upto, missed.as_ref())?;
    let superseded = change.supersede_slots(control, job, due.slot)?;
    let slots = missed.as_ref().map_or(0, |row| row.slots) + superseded;
    if slots > 0 {
        let payload = json!({ "job": job, "slots": slots, "first": first, "last": last });
        change.add_news(now, control, "missed", &payload)?;
    }
    if came.paused {
        return Ok(());
    }
    // A person was quicker: the slot has its run.
    let soon = now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now);
    let runs = change.view().runs_of_job(control, job, due.slot, soon)?;
    if runs.iter().any(|run| stands_for(run, due.slot..soon, &came.zone)) {
        return Ok(());
    }
    change.slot_due(control, job, due.slot, "schedule").map(drop)
}
