//! One program that may run the schedule. What it keeps in memory is gone when it crashes.

use std::collections::BTreeMap;

use ballast_core::Code;
use ballast_core::alert::{self, OutboxState, Tried};
use ballast_core::dispatch::{Running, WaitReason, Waiting, admit};
use ballast_core::lease::{Claim, HolderKind, Seen, claim};
use ballast_core::limits::{ALERT_GROUPING, DUE_PER_PASS_MAX, RETRY_WAIT_MAX};
use ballast_core::retry::draw_of;
use ballast_core::run::RunEvent;
use ballast_core::timetable::{Line, Timetable};
use jiff::Timestamp;

use crate::database::{Database, Entry, Key, Lease, News, Refused, SlotState};
use crate::world::{Plan, Receiver};

/// A crash between two transactions.
pub struct Crashed;

/// What a pass meets: the clocks, the disk, and the next accident.
pub struct Now<'a> {
    pub civil: Timestamp,
    /// Seconds that go on in sleep.
    pub real: u64,
    pub plan: &'a Plan,
    pub alive: &'a dyn Fn(u64) -> bool,
    /// Transactions until the program crashes.
    pub fuse: &'a mut Option<u32>,
    pub receiver: &'a mut Receiver,
    /// How a job of this run goes.
    pub job: &'a mut dyn FnMut() -> Job,
}

/// How a job goes: when it ends by the real clock, and how.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub takes: u64,
    pub ends: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Passed,
    Failed,
    Inconclusive,
    Transient,
    ForGood,
    /// It never answers: its limit ends it.
    Hangs,
}

pub const MAX_RUNTIME: u64 = 2 * 3600;

pub struct Program {
    pub id: u64,
    pub kind: HolderKind,
    pub epoch: Option<u64>,
    timetable: Option<(u64, Timetable<Key>)>,
    /// Runs of its own: when they end, and how.
    pub jobs: BTreeMap<usize, (u64, End)>,
}

impl Program {
    pub fn new(id: u64, kind: HolderKind) -> Self {
        Self { id, kind, epoch: None, timetable: None, jobs: BTreeMap::new() }
    }

    pub fn pass(&mut self, database: &mut Database, now: &mut Now<'_>) -> Result<(), Crashed> {
        self.end_jobs(database, now)?;
        let Some(epoch) = self.hold(database, now)? else { return Ok(()) };
        self.sweep(database, now)?;
        if self.schedule(database, now, epoch)?.is_err() {
            // What is in memory may be ahead of the database.
            self.timetable = None;
            return Ok(());
        }
        self.tell(database, now, epoch)
    }

    fn step(now: &mut Now<'_>) -> Result<(), Crashed> {
        match now.fuse {
            Some(0) => Err(Crashed),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Jobs end whether or not their program still holds the schedule.
    fn end_jobs(&mut self, database: &mut Database, now: &mut Now<'_>) -> Result<(), Crashed> {
        let over: Vec<usize> =
            self.jobs.iter().filter(|(_, (at, _))| *at <= now.real).map(|(run, _)| *run).collect();
        for run in over {
            Self::step(now)?;
            let (_, end) = self.jobs[&run];
            let key = database.runs[run].key;
            let (event, attempt) = now.plan.conclusion(key, end, now.civil);
            let civil = now.civil;
            // A full disk: it is tried again with the next look.
            if database.write(None, |database| database.end(run, event, civil, attempt)).is_ok() {
                self.jobs.remove(&run);
            }
        }
        Ok(())
    }

    fn hold(&mut self, database: &mut Database, now: &mut Now<'_>) -> Result<Option<u64>, Crashed> {
        let seen = database.lease.map(|lease| Seen {
            epoch: lease.epoch,
            kind: lease.kind,
            mine: self.epoch == Some(lease.epoch) && lease.owner == self.id,
            alive: (now.alive)(lease.owner),
            seconds_since_renewal: Some(now.real.saturating_sub(lease.renewed)),
            wanted: lease.wanted,
        });
        Self::step(now)?;
        let (id, kind, real) = (self.id, self.kind, now.real);
        let mut take = |epoch: u64, wanted: bool| {
            let lease = Lease { epoch, owner: id, kind, renewed: real, wanted };
            database.write(None, |database| database.lease = Some(lease)).ok().map(|()| epoch)
        };
        let held = match (claim(seen, kind), seen) {
            (Claim::Take(epoch), _) => take(epoch, false),
            (Claim::Renew, Some(seen)) => take(seen.epoch, seen.wanted).or(self.epoch),
            (Claim::Keep, _) => self.epoch,
            (Claim::Yield, Some(seen)) => take(seen.epoch, false).and_then(|_| {
                if let Some(lease) = &mut database.lease {
                    lease.owner = u64::MAX;
                }
                None
            }),
            (Claim::Ask, _) => {
                let _ = database.write(None, |database| {
                    if let Some(lease) = &mut database.lease {
                        lease.wanted = true;
                    }
                });
                None
            }
            _ => None,
        };
        if held != self.epoch {
            self.timetable = None;
        }
        self.epoch = held;
        Ok(held)
    }

    /// Runs of programs that are gone are interrupted.
    fn sweep(&mut self, database: &mut Database, now: &mut Now<'_>) -> Result<(), Crashed> {
        let orphans: Vec<usize> = database
            .unfinished
            .iter()
            .copied()
            .filter(|run| !(now.alive)(database.runs[*run].owner))
            .collect();
        for run in orphans {
            Self::step(now)?;
            let civil = now.civil;
            let _ = database.write(None, |database| database.end(run, RunEvent::OwnerVanished, civil, None));
        }
        Ok(())
    }

    fn schedule(
        &mut self,
        database: &mut Database,
        now: &mut Now<'_>,
        epoch: u64,
    ) -> Result<Result<(), Refused>, Crashed> {
        if self.timetable.is_none() {
            let lines = now.plan.lines.iter().map(|(key, schedule)| Line {
                key: *key,
                schedule: schedule.clone(),
                anchor: database.anchors[key],
            });
            self.timetable = Some((epoch, Timetable::new(now.plan.zone.clone(), lines.collect())));
        }
        let Some((_, timetable)) = &mut self.timetable else { return Ok(Ok(())) };
        let due = timetable.take_due(now.civil, DUE_PER_PASS_MAX);
        if !due.is_empty() {
            Self::step(now)?;
            let written = database.write(Some(epoch), |database| {
                for due in due {
                    let missed = due.first_missed.zip(due.last_missed).map(|(a, b)| (a, b, due.missed));
                    database.note(due.key, due.slot, missed);
                }
            });
            if let Err(refused) = written {
                return Ok(Err(refused));
            }
        }
        let waiting: Vec<(Key, Timestamp)> = database
            .slots
            .iter()
            .filter(|(_, slot)| slot.state == SlotState::Due)
            .map(|(at, _)| *at)
            .collect();
        if waiting.is_empty() {
            return Ok(Ok(()));
        }
        let place = |control: usize| vec![now.plan.place(control)];
        let jobs: Vec<Waiting> = waiting
            .iter()
            .map(|(key, slot)| Waiting {
                control: key.0.to_string(),
                kind: "backup",
                places: place(key.0),
                not_before: database.slots[&(*key, *slot)].not_before,
                paused: false,
            })
            .collect();
        let running: Vec<Running> = database
            .unfinished
            .iter()
            .map(|run| database.runs[*run].key.0)
            .map(|control| Running { control: control.to_string(), kind: "backup", places: place(control) })
            .collect();
        let reasons = admit(&jobs, &running, now.civil);
        for ((key, slot), _) in waiting.iter().zip(&reasons).filter(|(_, why)| **why == WaitReason::Starting)
        {
            Self::step(now)?;
            let id = self.id;
            match database.write(Some(epoch), |database| database.start(*key, *slot, id)) {
                Ok(Some(run)) => {
                    let job = (now.job)();
                    let takes = if job.ends == End::Hangs { MAX_RUNTIME } else { job.takes };
                    self.jobs.insert(run, (now.real + takes, job.ends));
                }
                Ok(None) => {}
                Err(refused) => return Ok(Err(refused)),
            }
        }
        Ok(Ok(()))
    }

    /// As `alerts`: changes become news, news an entry of the outbox, and an entry is sent until taken.
    fn tell(&mut self, database: &mut Database, now: &mut Now<'_>, epoch: u64) -> Result<(), Crashed> {
        for control in 0..now.plan.controls {
            let status = now.plan.status(control, &database.attempts[control], now.civil);
            let before = database.told.get(&control).copied();
            let (topic, next) = alert::news(before, status);
            if next == before {
                continue;
            }
            Self::step(now)?;
            let at = now.civil;
            let _ = database.write(Some(epoch), |database| {
                if topic.is_some() {
                    database.news.push(News { at, control, before, now: status });
                }
                if let Some(next) = next {
                    database.told.insert(control, next);
                }
            });
        }
        let waits = |first: &News| {
            now.civil >= first.at && now.civil.duration_since(first.at) < ALERT_GROUPING.duration()
        };
        if database.news.first().is_some_and(|first| !waits(first)) {
            Self::step(now)?;
            let _ = database.write(Some(epoch), |database| {
                let changes: Vec<alert::News> = database
                    .news
                    .drain(..)
                    .map(|news| alert::News {
                        control: news.control.to_string(),
                        before: news.before,
                        now: news.now,
                    })
                    .collect();
                let says: Vec<_> = alert::net(&changes)
                    .into_iter()
                    .map(|(news, _)| (news.control.parse().unwrap(), news.now))
                    .collect();
                if !says.is_empty() {
                    let id = database.revision;
                    let entry = Entry { state: OutboxState::Waiting, attempts: 0, next_at: None, says };
                    database.outbox.insert(id, entry);
                }
            });
        }
        self.deliver(database, now)
    }

    fn deliver(&mut self, database: &mut Database, now: &mut Now<'_>) -> Result<(), Crashed> {
        let longest = now.civil.checked_add(RETRY_WAIT_MAX.duration()).unwrap();
        let due: Vec<u64> = database
            .outbox
            .iter()
            .filter(|(_, entry)| entry.state == OutboxState::Waiting)
            .filter(|(_, entry)| entry.next_at.is_none_or(|at| at <= now.civil || at > longest))
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            let tried = if now.receiver.take(id, &database.outbox[&id].says) {
                Tried::Arrived
            } else {
                Tried::Failed { transient: true }
            };
            // The receiver has it; whether that is written down is another matter.
            Self::step(now)?;
            let civil = now.civil;
            let _ = database.write(None, |database| {
                let entry = database.outbox.get_mut(&id).unwrap();
                entry.attempts += 1;
                let (state, wait) =
                    alert::after_try(entry.state, tried, entry.attempts, draw_of(&id.to_string()));
                entry.state = state;
                entry.next_at = wait.and_then(|wait| civil.checked_add(wait.duration()).ok());
            });
        }
        Ok(())
    }
}

/// The event that an end is.
pub fn event_of(end: End) -> RunEvent {
    use ballast_core::Verdict;
    match end {
        End::Passed => RunEvent::Concluded(Verdict::Passed),
        End::Failed => RunEvent::Concluded(Verdict::Failed),
        End::Inconclusive => RunEvent::Concluded(Verdict::Inconclusive),
        End::Transient => RunEvent::Failed(Code::Io),
        End::ForGood => RunEvent::Failed(Code::WrongPassword),
        End::Hangs => RunEvent::LimitReached,
    }
}
