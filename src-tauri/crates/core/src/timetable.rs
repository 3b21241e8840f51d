//! Which lines of the schedule are due, and which times passed without a run.
//!
//! A line is settled up to its anchor. The newest slot after it that has passed is due, once; the
//! earlier ones are missed and counted: at most one catch-up, however long nobody ran the schedule.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::limits::{CLOCK_SKEW, SCHEDULE_GRACE, SLOTS_COUNTED_MAX};
use crate::schedule::Schedule;

/// One line with everything up to its anchor settled.
#[derive(Clone, Debug)]
pub struct Line<K> {
    pub key: K,
    pub schedule: Schedule,
    pub anchor: Timestamp,
}

/// A slot that is due now, and the ones before it that nobody ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<K> {
    pub key: K,
    pub slot: Timestamp,
    /// Slots after the anchor and before this one.
    pub missed: u32,
    pub first_missed: Option<Timestamp>,
    pub last_missed: Option<Timestamp>,
}

/// All lines, soonest first: looking whether anything is due costs nothing while nothing is.
#[derive(Clone, Debug)]
pub struct Timetable<K> {
    zone: TimeZone,
    lines: Vec<Line<K>>,
    soonest: BinaryHeap<Reverse<(Timestamp, usize)>>,
    seen: Option<Timestamp>,
}

impl<K: Clone> Timetable<K> {
    #[must_use]
    pub fn new(zone: TimeZone, lines: Vec<Line<K>>) -> Self {
        let mut table = Self { zone, lines, soonest: BinaryHeap::new(), seen: None };
        table.arrange();
        table
    }

    fn arrange(&mut self) {
        let next = |line: &Line<K>| line.schedule.next_after(line.anchor, &self.zone);
        let slots = self.lines.iter().enumerate().filter_map(|(index, line)| Some((next(line)?, index)));
        self.soonest = slots.map(Reverse).collect();
    }

    /// The next time that any line is due.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.soonest.peek().map(|Reverse((at, _))| *at)
    }

    /// What is due at `now`, each line at most once and `most` lines in all, the longest due first; the
    /// rest comes with the next look. What is returned is settled here.
    pub fn take_due(&mut self, now: Timestamp, most: usize) -> Vec<Due<K>> {
        let set_back = self
            .seen
            .is_some_and(|seen| seen.duration_since(now).as_secs() > CLOCK_SKEW.duration().as_secs());
        let first_look = self.seen.is_none();
        self.seen = Some(now);
        if set_back || first_look {
            self.settle_down(now);
        }
        let mut due = Vec::new();
        while let Some(Reverse((at, index))) = self.soonest.peek().copied() {
            if at > now || due.len() >= most {
                break;
            }
            self.soonest.pop();
            let line = &mut self.lines[index];
            let passed = passed(&line.schedule, &self.zone, line.anchor, now);
            let Some(slot) = passed.newest else { continue };
            due.push(Due {
                key: line.key.clone(),
                slot,
                missed: passed.count.saturating_sub(1),
                first_missed: passed.first.filter(|first| *first < slot),
                last_missed: passed.before_newest,
            });
            line.anchor = slot;
            if let Some(next) = line.schedule.next_after(slot, &self.zone) {
                self.soonest.push(Reverse((next, index)));
            }
        }
        due.sort_by_key(|due| due.slot);
        due
    }

    /// The clock was ahead once: what was settled in a future that did not come is to come again.
    fn settle_down(&mut self, now: Timestamp) {
        let ahead = now.checked_add(CLOCK_SKEW.duration()).unwrap_or(now);
        let mut moved = false;
        for line in self.lines.iter_mut().filter(|line| line.anchor > ahead) {
            line.anchor = now;
            moved = true;
        }
        if moved {
            self.arrange();
        }
    }
}

/// The slots of a line in `(after, until]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// At most `SLOTS_COUNTED_MAX`.
    pub count: u32,
    pub first: Option<Timestamp>,
    pub before_newest: Option<Timestamp>,
    pub newest: Option<Timestamp>,
}

/// Counts the slots of a line in `(after, until]`. Beyond the counted ones the newest is still found.
#[must_use]
pub fn passed(schedule: &Schedule, zone: &TimeZone, after: Timestamp, until: Timestamp) -> Passed {
    let mut passed = Passed::default();
    let mut at = after;
    while let Some(slot) = schedule.next_after(at, zone).filter(|slot| *slot <= until) {
        passed.first = passed.first.or(Some(slot));
        passed.before_newest = passed.newest;
        passed.newest = Some(slot);
        passed.count += 1;
        at = slot;
        if passed.count >= SLOTS_COUNTED_MAX {
            let last = schedule.last_before(until, zone).filter(|last| *last > slot);
            if last.is_some() {
                passed.before_newest = passed.newest;
                passed.newest = last;
            }
            break;
        }
    }
    passed
}

/// What is due without the times in pauses, each `[since, until)`; none where they cover all of it.
#[must_use]
pub fn outside<K>(
    schedule: &Schedule,
    zone: &TimeZone,
    due: Due<K>,
    pauses: &[(Timestamp, Timestamp)],
) -> Option<Due<K>> {
    let just_before = |at: Timestamp| at.checked_sub(SignedDuration::from_millis(1)).unwrap_or(at);
    let mut pauses = pauses.to_vec();
    pauses.sort_unstable();
    let mut free = Passed::default();
    let mut count = |after: Timestamp, until: Timestamp| {
        let part = passed(schedule, zone, after, until);
        if part.count > 0 {
            free.first = free.first.or(part.first);
            free.before_newest = part.before_newest.or(free.newest);
            free.newest = part.newest;
            free.count += part.count;
        }
    };
    let mut after = just_before(due.first_missed.unwrap_or(due.slot));
    for (since, until) in pauses {
        count(after, just_before(since).min(due.slot));
        after = after.max(just_before(until));
    }
    count(after, due.slot);
    let slot = free.newest?;
    Some(Due {
        slot,
        missed: free.count - 1,
        first_missed: free.first.filter(|first| *first < slot),
        last_missed: free.before_newest,
        ..due
    })
}

/// How a line keeps its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Punctuality {
    /// It was set up after its last slot; its first one is still to come.
    NeverDue,
    /// A slot has passed, and the line has never run.
    NeverRan,
    OnTime,
    /// Its newest slot waits to be started.
    Waiting,
    /// Its newest slot has passed without a run, not longer ago than the grace.
    Late,
    /// Longer ago than the grace.
    Overdue,
    Paused,
}

/// What is known of a line's newest slot and newest run.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub paused: bool,
    /// The newest slot that has passed since the line was set up.
    pub slot: Option<Timestamp>,
    pub last_run: Option<Timestamp>,
    /// It is queued or running.
    pub started: bool,
}

/// How a line keeps its times at `now`.
#[must_use]
pub fn punctuality(kept: Kept, now: Timestamp) -> Punctuality {
    let Some(slot) = kept.slot else {
        return match kept {
            Kept { paused: true, .. } => Punctuality::Paused,
            Kept { last_run: Some(_), .. } => Punctuality::OnTime,
            Kept { .. } => Punctuality::NeverDue,
        };
    };
    if kept.last_run.is_some_and(|run| run >= slot) {
        return if kept.paused { Punctuality::Paused } else { Punctuality::OnTime };
    }
    let late_by = now.duration_since(slot);
    match kept {
        Kept { started: true, .. } => Punctuality::Waiting,
        Kept { paused: true, .. } => Punctuality::Paused,
        _ if late_by <= SCHEDULE_GRACE.duration() => Punctuality::Late,
        Kept { last_run: None, .. } => Punctuality::NeverRan,
        _ => Punctuality::Overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn table(line: &str, anchor: &str) -> Timetable<&'static str> {
        let schedule = line.parse().unwrap();
        Timetable::new(
            TimeZone::get("Europe/Berlin").unwrap(),
            vec![Line { key: "a", schedule, anchor: at(anchor) }],
        )
    }

    #[test]
    fn nothing_is_due_before_the_first_slot_after_it_was_set_up() {
        let mut table = table("30 2 * * *", "2026-11-20T12:00:00Z");
        assert_eq!(table.take_due(at("2026-11-21T01:29:59Z"), 100), []);
        let due = table.take_due(at("2026-11-21T01:30:00Z"), 100);
        assert_eq!((due.len(), due[0].slot, due[0].missed), (1, at("2026-11-21T01:30:00Z"), 0));
        assert_eq!(table.take_due(at("2026-11-21T01:30:01Z"), 100), []);
    }

    #[test]
    fn after_a_sleep_one_catch_up_and_the_rest_is_counted() {
        let mut table = table("30 2 * * *", "2026-11-01T12:00:00Z");
        let due = table.take_due(at("2026-11-10T09:00:00Z"), 100);
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].slot, due[0].missed), (at("2026-11-10T01:30:00Z"), 8));
        assert_eq!(due[0].first_missed, Some(at("2026-11-02T01:30:00Z")));
        assert_eq!(due[0].last_missed, Some(at("2026-11-09T01:30:00Z")));
    }

    #[test]
    fn a_clock_that_was_ahead_does_not_silence_the_schedule() {
        let mut table = table("30 2 * * *", "2026-11-20T12:00:00Z");
        assert_eq!(table.take_due(at("2027-11-20T12:00:00Z"), 100).len(), 1);
        // A year back: the next night is due again.
        assert_eq!(table.take_due(at("2026-11-20T13:00:00Z"), 100), []);
        assert_eq!(table.take_due(at("2026-11-21T02:00:00Z"), 100).len(), 1);
    }

    #[test]
    fn times_in_a_pause_are_neither_due_nor_missed() {
        let schedule: Schedule = "0 0 * * *".parse().unwrap();
        let whole = || {
            Timetable::new(
                TimeZone::UTC,
                vec![Line {
                    key: "a",
                    schedule: "0 0 * * *".parse().unwrap(),
                    anchor: at("2026-11-01T12:00:00Z"),
                }],
            )
            .take_due(at("2026-11-10T12:00:00Z"), 1)
            .remove(0)
        };
        let free = |pauses: &[(&str, &str)]| {
            let pauses: Vec<_> = pauses.iter().map(|(since, until)| (at(since), at(until))).collect();
            outside(&schedule, &TimeZone::UTC, whole(), &pauses).map(|due| (due.slot, due.missed))
        };
        assert_eq!(free(&[]), Some((at("2026-11-10T00:00:00Z"), 8)));
        let (third, sixth) = ("2026-11-03T00:00:00Z", "2026-11-06T00:00:00Z");
        assert_eq!(free(&[(third, sixth)]), Some((at("2026-11-10T00:00:00Z"), 5)));
        // Over each other, and up to now.
        let both = [(third, sixth), ("2026-11-04T00:00:00Z", "2026-12-01T00:00:00Z")];
        assert_eq!(free(&both), Some((at("2026-11-02T00:00:00Z"), 0)));
        assert_eq!(free(&[("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]), None);
        assert_eq!(free(&[("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")]).map(|due| due.1), Some(8));
    }

    #[test]
    fn a_line_of_every_minute_does_not_count_for_ever() {
        let mut table = table("* * * * *", "2020-01-01T00:00:00Z");
        let due = table.take_due(at("2026-11-20T12:00:30Z"), 100);
        assert_eq!((due[0].slot, due[0].missed), (at("2026-11-20T12:00:00Z"), SLOTS_COUNTED_MAX - 1));
    }

    #[test]
    fn punctuality_in_the_order_of_its_rules() {
        let now = at("2026-11-20T12:00:00Z");
        let slot = Some(at("2026-11-20T11:30:00Z"));
        let old = Some(at("2026-11-20T02:30:00Z"));
        let kept =
            |slot, last_run, started, paused| punctuality(Kept { paused, slot, last_run, started }, now);
        assert_eq!(kept(None, None, false, false), Punctuality::NeverDue);
        assert_eq!(kept(slot, None, false, false), Punctuality::Late);
        assert_eq!(kept(old, None, false, false), Punctuality::NeverRan);
        assert_eq!(kept(old, Some(at("2026-11-19T02:30:00Z")), false, false), Punctuality::Overdue);
        assert_eq!(kept(old, Some(at("2026-11-20T02:31:00Z")), false, false), Punctuality::OnTime);
        assert_eq!(kept(old, None, true, false), Punctuality::Waiting);
        assert_eq!(kept(old, None, false, true), Punctuality::Paused);
    }

    proptest! {
        /// However the looks fall, every slot is due once or counted as missed, and none twice.
        #[test]
        fn every_slot_is_due_or_missed_exactly_once(
            gaps in prop::collection::vec(1i64..400_000, 1..40),
            line in prop::sample::select(vec!["30 2 * * *", "*/20 * * * *", "0 */6 * * *", "15 2 * * 0", "0 0 1 * *"]),
            zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
        ) {
            let schedule: Schedule = line.parse().unwrap();
            let zone = TimeZone::get(zone).unwrap();
            let start = at("2026-03-01T00:00:00Z");
            let mut table = Timetable::new(zone.clone(), vec![Line { key: 0, schedule: schedule.clone(), anchor: start }]);
            let mut now = start;
            let (mut run, mut missed) = (0u32, 0u32);
            for gap in gaps {
                now = now.checked_add(jiff::SignedDuration::from_secs(gap)).unwrap();
                for due in table.take_due(now, 100) {
                    run += 1;
                    missed += due.missed;
                }
            }
            let all = passed(&schedule, &zone, start, now);
            prop_assert_eq!(run + missed, all.count);
        }
    }
}
