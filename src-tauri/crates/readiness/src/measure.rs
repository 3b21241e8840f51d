//! What a drill measured: how long until it worked again, in its parts, and how much work was lost.
//!
//! Whether a target was met is another question, with its own answer ([`against`]).

use std::collections::BTreeSet;

use ballast_core::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Clocks that differ by less are one clock.
const CLOCK_TOLERANCE_MILLISECONDS: u64 = 2_000;

/// An instant on three clocks, so that a clock that was set and a computer that slept are seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    pub wall: Timestamp,
    /// Of this start of the computer: the next two clocks mean nothing beside those of another start.
    pub boot: String,
    /// Since the start of the computer, its sleep included (`CLOCK_BOOTTIME`).
    pub running_milliseconds: u64,
    /// The same without sleep (`CLOCK_MONOTONIC`).
    pub awake_milliseconds: u64,
}

/// Why what was measured is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The computer slept in between: nobody looked.
    Slept,
    /// The computer was started again in between: only the wall clock is left, and it may have slept.
    Restarted,
    /// The order of the marks is impossible.
    OutOfOrder,
}

/// A length of time and how it was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elapsed {
    pub milliseconds: u64,
    pub doubts: BTreeSet<Doubt>,
    /// The wall clock was set in between; the length is from the other clock, and right.
    pub clock_was_set: bool,
}

impl Moment {
    /// The time from this moment to a later one, by the clock that runs through sleep; after a restart of the
    /// computer, by the wall clock.
    #[must_use]
    pub fn until(&self, later: &Self) -> Elapsed {
        let mut doubts = BTreeSet::new();
        let wall = later.wall.duration_since(self.wall).as_millis();
        if self.boot != later.boot {
            doubts.insert(Doubt::Restarted);
            if wall < 0 {
                doubts.insert(Doubt::OutOfOrder);
            }
            let milliseconds = u64::try_from(wall).unwrap_or(0);
            return Elapsed { milliseconds, doubts, clock_was_set: false };
        }
        let running = later.running_milliseconds.checked_sub(self.running_milliseconds);
        let awake = later.awake_milliseconds.saturating_sub(self.awake_milliseconds);
        if running.is_none() {
            doubts.insert(Doubt::OutOfOrder);
        }
        let milliseconds = running.unwrap_or(0);
        if milliseconds.saturating_sub(awake) > CLOCK_TOLERANCE_MILLISECONDS {
            doubts.insert(Doubt::Slept);
        }
        let difference = (wall - i128::from(milliseconds)).unsigned_abs();
        let clock_was_set = difference > u128::from(CLOCK_TOLERANCE_MILLISECONDS);
        Elapsed { milliseconds, doubts, clock_was_set }
    }
}

/// What is known of a drill's course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The failure was made or declared.
    pub injected: Moment,
    /// Somebody or something noticed.
    pub detected: Option<Moment>,
    /// Somebody decided to switch.
    pub decided: Option<Moment>,
    /// The first of the passes in a row on the way over the backup.
    pub first_pass: Option<Moment>,
}

/// What the canaries said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canaries {
    pub every: Span,
    /// When the newest canary that could be read on the backup was written. None: none could be read.
    pub newest: Option<Moment>,
}

/// How long until it worked again, in milliseconds. The parts that are known add up to the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rto {
    #[ts(type = "number")]
    pub milliseconds: u64,
    /// From the failure until it was noticed; none where nobody marked it, and then part of `decide`.
    #[ts(type = "number | null")]
    pub detect: Option<u64>,
    #[ts(type = "number")]
    pub decide: u64,
    #[ts(type = "number")]
    pub switch: u64,
}

/// How much work was lost, in milliseconds of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rpo {
    /// From the newest canary that arrived to the failure; 0 where it arrived after it.
    #[ts(type = "number")]
    pub milliseconds: u64,
    /// Canaries are so far apart: the loss is known to this.
    #[ts(type = "number")]
    pub interval: u64,
    /// The next canary was lost, so at least so much is.
    #[ts(type = "number")]
    pub at_least: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Measured {
    /// None: it never worked on the backup while the drill ran.
    pub rto: Option<Rto>,
    /// None: no canary was written, or none arrived.
    pub rpo: Option<Rpo>,
    /// Not empty: the drill is inconclusive.
    pub doubts: BTreeSet<Doubt>,
    /// The wall clock was set while the drill ran. The figures are right; the times of day beside them may not be.
    pub clock_was_set: bool,
}

/// RTO = first of the passes in a row on the backup − failure; RPO = max(0, failure − newest canary that arrived).
#[must_use]
pub fn measure(marks: &Marks, canaries: Option<&Canaries>) -> Measured {
    let mut measured = Measured::default();
    if let Some(first_pass) = &marks.first_pass {
        let decided = marks.decided.as_ref().or(marks.detected.as_ref()).unwrap_or(&marks.injected);
        let detected = marks.detected.as_ref();
        let whole = measured.take(marks.injected.until(first_pass));
        let detect = detected.map(|detected| measured.take(marks.injected.until(detected)));
        let decide = measured.take(detected.unwrap_or(&marks.injected).until(decided));
        let switch = measured.take(decided.until(first_pass));
        if detect.unwrap_or(0) + decide + switch != whole {
            measured.doubts.insert(Doubt::OutOfOrder);
        }
        measured.rto = Some(Rto { milliseconds: whole, detect, decide, switch });
    }
    measured.rpo = canaries.and_then(|canaries| {
        let newest = canaries.newest.as_ref()?;
        let elapsed = newest.until(&marks.injected);
        // A canary that arrived after the failure is none lost, and no doubt about the clock.
        let arrived_after = elapsed.doubts.contains(&Doubt::OutOfOrder);
        measured.doubts.extend(elapsed.doubts.into_iter().filter(|doubt| *doubt != Doubt::OutOfOrder));
        let milliseconds = if arrived_after { 0 } else { elapsed.milliseconds };
        let interval = canaries.every.seconds().saturating_mul(1000);
        Some(Rpo { milliseconds, interval, at_least: milliseconds.saturating_sub(interval) })
    });
    measured
}

impl Measured {
    fn take(&mut self, elapsed: Elapsed) -> u64 {
        self.doubts.extend(elapsed.doubts);
        self.clock_was_set |= elapsed.clock_was_set;
        elapsed.milliseconds
    }
}

/// The first moment of the first `passes` passes in a row. What was not observed (`None`) breaks no row and is
/// none of it.
#[must_use]
pub fn first_of_passes(seen: &[(Moment, Option<bool>)], passes: u32) -> Option<&Moment> {
    let wanted = usize::try_from(passes.max(1)).ok()?;
    let mut row: Vec<&Moment> = Vec::new();
    for (moment, passed) in seen {
        match passed {
            Some(true) => row.push(moment),
            Some(false) => row.clear(),
            None => {}
        }
        if row.len() == wanted {
            return row.first().copied();
        }
    }
    None
}

/// A figure against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    Met,
    Missed,
    /// There is a target and no figure.
    NotMeasured,
    NoTarget,
}

/// Whether a figure in milliseconds is within its target.
#[must_use]
pub fn against(milliseconds: Option<u64>, target: Option<Span>) -> Against {
    match (milliseconds, target) {
        (_, None) => Against::NoTarget,
        (None, Some(_)) => Against::NotMeasured,
        (Some(found), Some(target)) if found <= target.seconds().saturating_mul(1000) => Against::Met,
        (Some(_), Some(_)) => Against::Missed,
    }
}

#[cfg(test)]
mod tests;
