//! The world around the programs: time, accidents, receivers; and what must hold whatever happens.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::Span;
use ballast_core::Status;
use ballast_core::Verdict;
use ballast_core::alert::{OutboxState, is_trouble};
use ballast_core::backup::Level;
use ballast_core::lease::HolderKind;
use ballast_core::limits::RUN_ATTEMPTS_MAX;
use ballast_core::run::{RunEvent, RunState};
use ballast_core::schedule::Schedule;
use ballast_core::status::{Attempt, Facts, NewestCopy, Requirement, derive};
use ballast_core::timetable::passed;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::database::{Database, Key, SlotState};
use crate::program::{End, Job, Now, Program, event_of};

/// Numbers that a seed repeats (`SplitMix64`).
pub struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
    /// Once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// What is set up.
pub struct Plan {
    pub zone: TimeZone,
    pub lines: Vec<(Key, Schedule)>,
    pub controls: usize,
}

const VALID_FOR: Span = Span::from_days(8);

impl Plan {
    /// Two controls share one repository.
    pub fn place(&self, control: usize) -> String {
        format!("repository {}", control / 2)
    }

    /// What a run that ends like this records: only checks say anything about a control.
    pub fn conclusion(&self, key: Key, end: End, at: Timestamp) -> (RunEvent, Option<Attempt>) {
        let event = event_of(end);
        let verdict = match event {
            RunEvent::Concluded(verdict) => verdict,
            _ => Verdict::Inconclusive,
        };
        let attempt =
            Attempt { at, repository: "r".to_owned(), level: Level::Restore, verdict, acknowledged: false };
        (event, (key.1 == 1).then_some(attempt))
    }

    pub fn status(&self, control: usize, attempts: &[Attempt], now: Timestamp) -> Status {
        let _ = control;
        let requirements = [Requirement { level: Level::Restore, valid_for: VALID_FOR }];
        let facts = Facts {
            paused: false,
            requirements: &requirements,
            repositories: &["r".to_owned()],
            attempts: attempts.get(attempts.len().saturating_sub(30)..).unwrap_or_default(),
            newest_copy: NewestCopy::Readable,
            valid_for: VALID_FOR,
        };
        derive(&facts, now).status
    }
}

/// Who is told. It knows an entry that it has by its id.
#[derive(Default)]
pub struct Receiver {
    pub away: bool,
    pub has: BTreeMap<u64, u32>,
    pub order: Vec<(u64, Vec<(usize, Status)>)>,
}

impl Receiver {
    pub fn take(&mut self, id: u64, says: &[(usize, Status)]) -> bool {
        if self.away {
            return false;
        }
        let times = self.has.entry(id).or_default();
        *times += 1;
        if *times == 1 {
            self.order.push((id, says.to_vec()));
        }
        true
    }
}

pub struct World {
    chance: Chance,
    plan: Plan,
    database: Database,
    programs: Vec<Program>,
    /// Programs that do not move, stopped by a person, until this time.
    frozen: BTreeMap<u64, u64>,
    next_program: u64,
    real: u64,
    /// Civil time minus real time, in seconds.
    offset: i64,
    /// How far the clock was ahead at most, far jumps apart.
    ahead: u64,
    receiver: Receiver,
    crashes: u64,
    /// When each attempt was made by the real clock.
    made: Vec<Vec<u64>>,
    start: Timestamp,
}

const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];
const EPOCH: i64 = 1_767_225_600;
const WEEK: u64 = 7 * 86_400;

impl World {
    /// Lives so many weeks and checks what must hold. Counts: slots, concluded, missed, tried again,
    /// given up, crashes, alerts delivered, alerts sent more than once.
    pub fn live(seed: u64, weeks: u64) -> [u64; 8] {
        let mut world = Self::new(seed);
        while world.real < weeks * WEEK {
            world.time_passes();
            world.accidents();
            world.everybody_looks();
            world.nothing_reads_as_proven_that_is_not();
        }
        world.come_to_rest();
        world.check()
    }

    fn new(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0xba11_a570);
        let controls = 4;
        let zone = TimeZone::get(ZONES[usize::try_from(chance.below(5)).unwrap()]).unwrap();
        let mut lines = Vec::new();
        for control in 0..controls {
            let copies = ["30 2 * * *", "0 */6 * * *", "15 2,14 * * *", "0 1 * * *"][control];
            let checks = ["0 4 * * 0", "30 3 * * *", "0 5 * * 1,4", "45 2 * * *"][control];
            lines.push(((control, 0), copies.parse().unwrap()));
            lines.push(((control, 1), checks.parse().unwrap()));
        }
        let start = Timestamp::from_second(EPOCH).unwrap();
        let mut database = Database { attempts: vec![Vec::new(); controls], ..Database::default() };
        database.anchors = lines.iter().map(|(key, _)| (*key, start)).collect();
        let plan = Plan { zone, lines, controls };
        let mut world = Self {
            chance,
            plan,
            database,
            programs: Vec::new(),
            frozen: BTreeMap::new(),
            next_program: 1,
            real: 0,
            offset: EPOCH,
            ahead: 0,
            receiver: Receiver::default(),
            crashes: 0,
            made: vec![Vec::new(); controls],
            start,
        };
        world.begin(HolderKind::Agent);
        world
    }

    fn civil(&self) -> Timestamp {
        Timestamp::from_second(i64::try_from(self.real).unwrap() + self.offset).unwrap()
    }

    fn begin(&mut self, kind: HolderKind) {
        self.programs.push(Program::new(self.next_program, kind));
        self.next_program += 1;
    }

    /// To shortly after something happens, or some way towards it.
    fn time_passes(&mut self) {
        let civil = self.civil();
        let slot =
            self.plan.lines.iter().filter_map(|(_, line)| line.next_after(civil, &self.plan.zone)).min();
        let until_slot =
            slot.map_or(WEEK, |slot| u64::try_from(slot.duration_since(civil).as_secs()).unwrap());
        let jobs = self.programs.iter().flat_map(|program| program.jobs.values().map(|(at, _)| *at));
        let until_job = jobs.filter(|at| *at > self.real).min().map_or(u64::MAX, |at| at - self.real);
        let far = until_slot.min(until_job).max(1);
        self.real += match self.chance.below(10) {
            0 => 1 + self.chance.below(far),
            1..=3 => 1 + self.chance.below(120),
            _ => far + self.chance.below(90),
        };
    }

    fn accidents(&mut self) {
        let busy = self.programs.iter().map(|program| program.id).collect::<Vec<_>>();
        match self.chance.below(400) {
            0..=5 => {
                // Kill -9 while it does nothing.
                self.crashes += u64::from(self.programs.pop().is_some());
            }
            6..=10 => self.real += self.chance.below(5 * 86_400),
            11 => self.offset -= i64::try_from(self.chance.below(3 * 3600)).unwrap(),
            12 => {
                self.offset += i64::try_from(self.chance.below(86_400)).unwrap();
                let ahead = u64::try_from(self.offset - EPOCH).unwrap_or(0);
                self.ahead = self.ahead.max(Some(ahead).filter(|ahead| *ahead < WEEK).unwrap_or(0));
            }
            13 if self.chance.once_in(12) => self.offset += 300 * 86_400,
            14..=16 => self.offset = EPOCH,
            17..=19 => self.database.full = true,
            20..=30 => self.database.full = false,
            31..=33 => self.receiver.away = true,
            34..=60 => self.receiver.away = false,
            61..=64 => {
                for id in busy.into_iter().take(1) {
                    self.frozen.insert(id, self.real + self.chance.below(4 * 3600));
                }
            }
            65..=66 => {
                // Switched off and on again: nobody is left.
                self.crashes += self.programs.len() as u64;
                self.programs.clear();
                self.real += self.chance.below(WEEK);
            }
            _ => {}
        }
        if self.programs.len() < 3 && self.chance.once_in(6) {
            let kind = if self.chance.once_in(3) { HolderKind::Window } else { HolderKind::Agent };
            self.begin(kind);
        }
    }

    fn everybody_looks(&mut self) {
        for index in 0..self.programs.len() {
            if index < self.programs.len() && self.chance.once_in(60) {
                self.look(index, true);
            } else if index < self.programs.len() {
                self.look(index, false);
            }
        }
    }

    fn look(&mut self, index: usize, crashes: bool) {
        let id = self.programs[index].id;
        if self.frozen.get(&id).is_some_and(|until| *until > self.real) {
            return;
        }
        let living: BTreeSet<u64> = self.programs.iter().map(|program| program.id).collect();
        let mut fuse = crashes.then(|| u32::try_from(self.chance.below(6)).unwrap());
        let civil = self.civil();
        let chance = &mut self.chance;
        let mut job = || Job {
            takes: 5 + chance.below(1800),
            ends: match chance.below(60) {
                0 => End::Failed,
                1 => End::Inconclusive,
                2..=4 => End::Transient,
                5 => End::ForGood,
                6 => End::Hangs,
                _ => End::Passed,
            },
        };
        let mut now = Now {
            civil,
            real: self.real,
            plan: &self.plan,
            alive: &|owner| living.contains(&owner),
            fuse: &mut fuse,
            receiver: &mut self.receiver,
            job: &mut job,
        };
        let survived = self.programs[index].pass(&mut self.database, &mut now).is_ok();
        for (control, attempts) in self.database.attempts.iter().enumerate() {
            self.made[control].resize(attempts.len(), self.real);
        }
        self.one_run_a_control_and_place();
        if !survived {
            self.programs.remove(index);
            self.crashes += 1;
        }
    }

    fn one_run_a_control_and_place(&self) {
        let running: Vec<Key> =
            self.database.unfinished.iter().map(|run| self.database.runs[*run].key).collect();
        let places: BTreeSet<String> = running.iter().map(|key| self.plan.place(key.0)).collect();
        assert_eq!(places.len(), running.len(), "two runs at the same time on one place: {running:?}");
    }

    /// A control reads as proven only on a pass that is, by the real clock, not older than its validity.
    fn nothing_reads_as_proven_that_is_not(&mut self) {
        // While the clock is wrong nobody can tell; when it is right again, it must be.
        if self.offset != EPOCH {
            return;
        }
        let now = self.civil();
        for control in 0..self.plan.controls {
            let attempts = &self.database.attempts[control];
            let status = self.plan.status(control, attempts, now);
            if !matches!(status, Status::Proven | Status::Due | Status::Attention) {
                continue;
            }
            let age = attempts
                .iter()
                .zip(&self.made[control])
                .rev()
                .find(|(attempt, _)| attempt.verdict.holds())
                .map(|(_, made)| self.real - made);
            // What was recorded under a clock that was ahead, with nothing recorded since that gives it
            // away, lasts as much longer. Far jumps are given away by the next check.
            let limit = VALID_FOR.seconds() + self.ahead;
            assert!(
                age.is_some_and(|age| age <= limit),
                "control {control} reads {status:?} on a pass {age:?} s old"
            );
        }
    }

    /// Everything works again, the clock is right, and time goes on until nothing is left to do.
    fn come_to_rest(&mut self) {
        self.database.full = false;
        self.receiver.away = false;
        self.frozen.clear();
        self.offset = EPOCH;
        self.programs.clear();
        self.begin(HolderKind::Agent);
        // Two days of looking every few minutes: retries and deliveries come to their end.
        for _ in 0..600 {
            self.real += 290;
            self.look_without_accidents();
        }
    }

    fn look_without_accidents(&mut self) {
        if self.programs.is_empty() {
            self.begin(HolderKind::Agent);
        }
        self.look(0, false);
    }

    fn check(&mut self) -> [u64; 8] {
        let now = self.civil();
        let database = &self.database;
        let mut counts = [0u64; 8];
        for (key, schedule) in &self.plan.lines {
            let ranges: Vec<_> = database.missed.iter().filter(|(of, ..)| of == key).collect();
            for (_, first, last, count) in &ranges {
                let before = first.checked_sub(SignedDuration::from_secs(1)).unwrap();
                assert_eq!(
                    passed(schedule, &self.plan.zone, before, *last).count,
                    *count,
                    "missed slots of {key:?}"
                );
                counts[2] += u64::from(*count);
            }
            let mut at = self.start;
            while let Some(slot) = schedule.next_after(at, &self.plan.zone).filter(|slot| *slot <= now) {
                let noted = database.slots.contains_key(&(*key, slot));
                let missed = ranges.iter().any(|(_, first, last, _)| *first <= slot && slot <= *last);
                let waits = now.duration_since(slot).as_secs() < 600;
                assert!(noted || missed || waits, "slot {slot} of {key:?} is lost");
                counts[0] += 1;
                at = slot;
            }
        }
        for ((key, at), slot) in &database.slots {
            let runs: Vec<_> = slot.runs.iter().map(|run| &database.runs[*run]).collect();
            let concluded = runs.iter().filter(|run| run.state == RunState::Finished).count();
            assert!(concluded <= 1, "slot {at} of {key:?} concluded {concluded} times");
            assert!(runs.len() <= RUN_ATTEMPTS_MAX as usize, "slot {at} of {key:?} ran {} times", runs.len());
            let settled = matches!(slot.state, SlotState::Done | SlotState::Missed);
            let young = now.duration_since(*at).as_secs().abs() < 5 * 3600;
            // Slots of a future that the clock once showed are nobody's.
            assert!(settled || young || *at > now, "slot {at} of {key:?} is still {:?}", slot.state);
            counts[1] += concluded as u64;
            counts[3] += u64::from(slot.attempt > 1);
            counts[2] += u64::from(slot.state == SlotState::Missed);
        }
        counts[4] = database.dead.len() as u64;
        counts[5] = self.crashes;
        for (id, entry) in &database.outbox {
            assert_ne!(entry.state, OutboxState::Waiting, "alert {id} still waits");
            let arrived = self.receiver.has.contains_key(id);
            assert!(arrived || entry.state == OutboxState::GivenUp, "alert {id} is lost");
        }
        counts[6] = self.receiver.has.len() as u64;
        counts[7] = self.receiver.has.values().filter(|times| **times > 1).count() as u64;
        self.what_was_told_is_so();
        counts
    }

    /// What the receivers were told last of each control is how it stands.
    fn what_was_told_is_so(&self) {
        let now = self.civil();
        let all_arrived = self.database.outbox.values().all(|entry| entry.state == OutboxState::Delivered);
        for control in (0..self.plan.controls).filter(|_| all_arrived && self.database.news.is_empty()) {
            let mut entries: Vec<_> = self.database.outbox.iter().collect();
            entries.sort_by_key(|(id, _)| **id);
            let told = entries
                .into_iter()
                .flat_map(|(_, entry)| &entry.says)
                .rfind(|(about, _)| *about == control)
                .map(|(_, status)| *status);
            let status = self.plan.status(control, &self.database.attempts[control], now);
            let in_trouble = told.is_some_and(is_trouble);
            assert_eq!(in_trouble, is_trouble(status), "control {control} is {status:?}, told was {told:?}");
        }
    }
}
