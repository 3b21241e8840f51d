//! Which controls have changed since anybody was told: looked at when something was recorded about
//! them, and when time alone may change them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use ballast_core::alert::{AlertTopic, news};
use ballast_core::status::next_change;
use ballast_core::{Result, Status};
use ballast_store::{Change, EntryKind, ToldRow};
use jiff::Timestamp;
use serde_json::json;

use crate::config::{Backup, Known, ParallelRun, ProviderPair, SpotCheck, known};
use crate::engine::Engine;
use crate::views::standing::{
    hold, hold_check, hold_pair, hold_run, requirements_of_one, requirements_of_pair,
};

/// Controls that one look examines; the rest comes with the next.
const CONTROLS_PER_LOOK: usize = 200;

/// A control of any kind, as it is set up.
enum Control {
    Backup(Box<Known<Backup>>),
    ParallelRun(Box<Known<ParallelRun>>),
    SpotCheck(Box<Known<SpotCheck>>),
    ProviderPair(Box<Known<ProviderPair>>),
}

#[derive(Default)]
pub(super) struct Standings {
    controls: HashMap<String, Control>,
    /// To be looked at.
    waiting: BTreeSet<String>,
    /// When time alone may change a control.
    soonest: BinaryHeap<Reverse<(Timestamp, String)>>,
    /// The newest record whose control was looked at.
    seq: Option<u64>,
    paused: BTreeSet<String>,
    looked_at: Option<Timestamp>,
}

impl Standings {
    pub(super) fn look(&mut self, engine: &Engine, changed: bool, epoch: u64, now: Timestamp) -> Result<()> {
        if self.seq.is_none() {
            self.begin(engine)?;
        } else if changed {
            self.hear(engine, now)?;
        }
        // Set back, time changes what it changed before.
        if self.looked_at.is_some_and(|before| before > now) {
            self.waiting.extend(self.controls.keys().cloned());
        }
        self.looked_at = Some(now);
        while let Some(Reverse((at, _))) = self.soonest.peek() {
            if *at > now {
                break;
            }
            if let Some(Reverse((_, control))) = self.soonest.pop() {
                self.waiting.insert(control);
            }
        }
        let look: Vec<String> = self.waiting.iter().take(CONTROLS_PER_LOOK).cloned().collect();
        let mut changes = Vec::new();
        for control in &look {
            changes.extend(self.examine(engine, control, now)?);
        }
        if !changes.is_empty() {
            engine.store.write(move |change| {
                change.require_lease(epoch)?;
                changes.iter().try_for_each(|moved| moved.write(change, now))
            })?;
        }
        for control in &look {
            self.waiting.remove(control);
        }
        Ok(())
    }

    /// More is to be looked at.
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn begin(&mut self, engine: &Engine) -> Result<()> {
        let (backups, runs, checks, pairs, head) = engine.store.read(|view| {
            Ok((
                known::<Backup>(view, EntryKind::Backup)?,
                known::<ParallelRun>(view, EntryKind::ParallelRun)?,
                known::<SpotCheck>(view, EntryKind::SpotCheck)?,
                known::<ProviderPair>(view, EntryKind::ProviderPair)?,
                view.head()?,
            ))
        })?;
        let backups =
            backups.into_iter().map(|known| (known.entry.id.to_string(), Control::Backup(Box::new(known))));
        let runs =
            runs.into_iter().map(|known| (known.entry.id.to_string(), Control::ParallelRun(Box::new(known))));
        let checks =
            checks.into_iter().map(|known| (known.entry.id.to_string(), Control::SpotCheck(Box::new(known))));
        let pairs = pairs
            .into_iter()
            .map(|known| (known.entry.id.to_string(), Control::ProviderPair(Box::new(known))));
        self.controls = backups.chain(runs).chain(checks).chain(pairs).collect();
        self.waiting = self.controls.keys().cloned().collect();
        self.seq = Some(head.map_or(0, |head| head.seq));
        Ok(())
    }

    /// Controls about which something was recorded since, and those whose pause began or ended.
    fn hear(&mut self, engine: &Engine, now: Timestamp) -> Result<()> {
        let since = self.seq.unwrap_or(0);
        let (named, head, pauses) =
            engine.store.read(|view| Ok((view.controls_since(since)?, view.head()?, view.pauses(now)?)))?;
        self.seq = Some(head.map_or(since, |head| head.seq));
        self.waiting.extend(named.into_iter().filter(|control| self.controls.contains_key(control)));
        let paused: BTreeSet<String> = pauses.into_iter().map(|p| p.control.unwrap_or_default()).collect();
        for control in paused.symmetric_difference(&self.paused) {
            if control.is_empty() {
                self.waiting.extend(self.controls.keys().cloned());
            } else if self.controls.contains_key(control) {
                self.waiting.insert(control.clone());
            }
        }
        self.paused = paused;
        Ok(())
    }

    fn examine(&mut self, engine: &Engine, control: &str, now: Timestamp) -> Result<Option<Moved>> {
        let Some(known) = self.controls.get(control) else { return Ok(None) };
        let (told, pauses) = engine.store.read(|view| Ok((view.told(control)?, view.pauses(now)?)))?;
        let (standing, requirements, pause, end) = match known {
            Control::Backup(known) => {
                let held = hold(engine, (**known).clone(), &pauses, now)?;
                (held.standing, held.backup.requirements(), held.pause, None)
            }
            Control::ParallelRun(known) => {
                let held = hold_run(engine, (**known).clone(), &pauses, now)?;
                let end = held.case.kept.next_end();
                (held.standing, requirements_of_one(held.case.run.valid_for()), held.pause, end)
            }
            Control::SpotCheck(known) => {
                let held = hold_check(engine, (**known).clone(), &pauses, now)?;
                (held.standing, requirements_of_one(held.check.valid_for()), held.pause, None)
            }
            Control::ProviderPair(known) => {
                let held = hold_pair(engine, (**known).clone(), &pauses, now)?;
                (held.standing, requirements_of_pair(&held.pair), held.pause, None)
            }
        };
        let before: Option<Status> = told.as_ref().and_then(|told| Status::from_name(&told.status));
        // Never proven to the level that is wanted: that is no proof that was lost.
        let never = standing.status == Status::Stale && standing.since.is_none();
        let status = if never { Status::Unproven } else { standing.status };
        let (topic, next) = news(before, status);
        let at = next_change(&standing, &requirements, now);
        let end_of_pause = pause.as_ref().map(|pause| pause.until);
        self.soonest.extend(
            at.into_iter().chain(end_of_pause).chain(end).map(|at| Reverse((at, control.to_owned()))),
        );
        let moved = Moved { control: control.to_owned(), before, status, topic, next };
        Ok((next != before).then_some(moved))
    }
}

/// A control that is not as it was told.
struct Moved {
    control: String,
    before: Option<Status>,
    status: Status,
    topic: Option<AlertTopic>,
    next: Option<Status>,
}

impl Moved {
    fn write(&self, change: &Change<'_>, now: Timestamp) -> Result<()> {
        if let Some(topic) = self.topic {
            let payload = json!({ "before": self.before, "now": self.status });
            change.add_news(now, &self.control, topic.as_str(), &payload)?;
        }
        self.next.map_or(Ok(()), |next| {
            change.put_told(&ToldRow { control: self.control.clone(), status: next.as_str().to_owned() })
        })
    }
}
