//! The database as the programs share it. Every method that changes something is one transaction: it
//! happens whole, or the disk is full and it does not happen at all.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::Status;
use ballast_core::alert::OutboxState;
use ballast_core::lease::HolderKind;
use ballast_core::retry::{SlotEnd, draw_of, slot_after};
use ballast_core::run::{RunEvent, RunState};
use ballast_core::status::Attempt;
use jiff::Timestamp;

pub type Key = (usize, usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    Due,
    Started,
    Done,
    Missed,
}

#[derive(Clone, Debug)]
pub struct Slot {
    pub state: SlotState,
    pub attempt: u32,
    pub not_before: Option<Timestamp>,
    pub runs: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct Run {
    pub key: Key,
    pub slot: Timestamp,
    pub state: RunState,
    pub owner: u64,
    pub attempt: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Lease {
    pub epoch: u64,
    pub owner: u64,
    pub kind: HolderKind,
    pub renewed: u64,
    pub wanted: bool,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub state: OutboxState,
    pub attempts: u32,
    pub next_at: Option<Timestamp>,
    pub says: Vec<(usize, Status)>,
}

#[derive(Clone, Debug)]
pub struct News {
    pub at: Timestamp,
    pub control: usize,
    pub before: Option<Status>,
    pub now: Status,
}

/// Refused: the disk is full, or the lease was lost.
#[derive(Debug)]
pub struct Refused;

#[derive(Default)]
pub struct Database {
    pub full: bool,
    pub anchors: BTreeMap<Key, Timestamp>,
    pub slots: BTreeMap<(Key, Timestamp), Slot>,
    /// First, last, how many.
    pub missed: Vec<(Key, Timestamp, Timestamp, u32)>,
    pub runs: Vec<Run>,
    pub unfinished: BTreeSet<usize>,
    pub lease: Option<Lease>,
    pub attempts: Vec<Vec<Attempt>>,
    pub told: BTreeMap<usize, Status>,
    pub news: Vec<News>,
    pub outbox: BTreeMap<u64, Entry>,
    pub dead: BTreeSet<(Key, Timestamp)>,
    pub revision: u64,
}

impl Database {
    pub fn write<T>(&mut self, epoch: Option<u64>, act: impl FnOnce(&mut Self) -> T) -> Result<T, Refused> {
        let held = epoch.is_none_or(|epoch| self.lease.is_some_and(|lease| lease.epoch == epoch));
        if self.full || !held {
            return Err(Refused);
        }
        self.revision += 1;
        Ok(act(self))
    }

    /// As `schedule::note`: settled, with what was missed before it, and its slot to be started.
    pub fn note(&mut self, key: Key, slot: Timestamp, missed: Option<(Timestamp, Timestamp, u32)>) {
        self.anchors.insert(key, slot);
        if let Some((first, last, count)) = missed {
            self.missed.push((key, first, last, count));
        }
        for ((_, _), old) in self.slots.range_mut((key, Timestamp::MIN)..(key, slot)) {
            if old.state == SlotState::Due {
                old.state = SlotState::Missed;
            }
        }
        let new = Slot { state: SlotState::Due, attempt: 1, not_before: None, runs: Vec::new() };
        self.slots.entry((key, slot)).or_insert(new);
    }

    /// As `start_slot`: none where the slot is not due any more or its control is busy.
    pub fn start(&mut self, key: Key, slot: Timestamp, owner: u64) -> Option<usize> {
        let busy = self.unfinished.iter().any(|run| self.runs[*run].key.0 == key.0);
        let row = self.slots.get_mut(&(key, slot)).filter(|row| row.state == SlotState::Due && !busy)?;
        let id = self.runs.len();
        row.state = SlotState::Started;
        row.runs.push(id);
        self.runs.push(Run { key, slot, state: RunState::Running, owner, attempt: row.attempt });
        self.unfinished.insert(id);
        Some(id)
    }

    /// As `runner::end` with `settle`: evidence, the slot and the state in one.
    pub fn end(&mut self, run: usize, event: RunEvent, now: Timestamp, attempt: Option<Attempt>) {
        let row = &mut self.runs[run];
        let Ok((state, _)) = row.state.on(event) else { return };
        row.state = state;
        let (key, slot) = (row.key, row.slot);
        self.unfinished.remove(&run);
        if let Some(attempt) = attempt {
            self.attempts[key.0].push(attempt);
        }
        let Some(row) = self.slots.get_mut(&(key, slot)).filter(|row| row.state == SlotState::Started) else {
            return;
        };
        match slot_after(event, self.runs[run].attempt, draw_of(&run.to_string())) {
            None => {}
            Some(SlotEnd::Done) => row.state = SlotState::Done,
            Some(SlotEnd::Again { attempt, after }) => {
                row.state = SlotState::Due;
                row.attempt = attempt;
                row.not_before = after.and_then(|after| now.checked_add(after.duration()).ok());
            }
            Some(SlotEnd::GivenUp) => {
                row.state = SlotState::Done;
                self.dead.insert((key, slot));
            }
        }
    }
}
