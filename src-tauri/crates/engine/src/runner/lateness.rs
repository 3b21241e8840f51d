//! A source that is there but has brought nothing new: what it says, it says of another day.

use ballast_compare::wire::{Compared, SideFacts};
use ballast_core::evidence::ClockKind;
use ballast_core::{Finding, FindingKind, Result, Verdict};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::config::{Config, ParallelRun, TableSide, TableSource};
use crate::engine::Engine;
use crate::views::compare::conclusion;

/// A file without a date in its name that was last written longer ago than this, before the day began, is none
/// of that day.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Inconclusive where a side is late, with why; else as it was.
pub(super) fn judged(
    engine: &Engine,
    run: &ParallelRun,
    day: Date,
    mut compared: Compared,
) -> Result<Compared> {
    let (Some(old), Some(new)) = (&compared.old, &compared.new) else { return Ok(compared) };
    let (attempts, zone) =
        engine.store.read(|view| Ok((view.attempts(run.id.as_str())?, Config::load(view)?.zone())))?;
    let other = attempts.iter().rev().find_map(|attempt| {
        let said = conclusion(attempt).filter(|said| said.day != day)?;
        Some(Other { day: said.day, at: attempt.at, old: said.old?, new: said.new? })
    });
    let sides = [
        Seen { side: &run.new, facts: new, before: other.as_ref().map(|other| &other.new) },
        Seen { side: &run.old, facts: old, before: other.as_ref().map(|other| &other.old) },
    ];
    // When a file was written is real time; it says nothing about simulated days.
    let now = (engine.clock.kind() == ClockKind::Real).then(|| engine.now());
    let finding = match &other {
        Some(other) => unchanged(&sides, other, now.is_some()),
        None => {
            let began = day.to_zoned(zone).map_or(Timestamp::MIN, |began| began.timestamp());
            now.and_then(|now| too_old(&sides, began, now))
        }
    };
    if let Some(finding) = finding {
        compared.verdict = Verdict::Inconclusive;
        compared.findings = vec![finding];
        compared.figures = None;
    }
    Ok(compared)
}

/// What the newest attempt of another day has read.
struct Other {
    day: Date,
    at: Timestamp,
    old: SideFacts,
    new: SideFacts,
}

/// A side as it was read now, and for the other day.
struct Seen<'a> {
    side: &'a TableSide,
    facts: &'a SideFacts,
    before: Option<&'a SideFacts>,
}

impl Seen<'_> {
    fn is_same(&self) -> bool {
        self.before.is_some_and(|before| before.sha256 == self.facts.sha256)
    }

    fn finding(&self, reason: &str) -> Finding {
        Finding::new(FindingKind::SideLate, &self.facts.place).with("id", "side_late").with("reason", reason)
    }
}

/// An undated source that brings for this day what it brought for another: both sides do, or its file was not
/// written since.
fn unchanged(sides: &[Seen<'_>; 2], other: &Other, times_are_real: bool) -> Option<Finding> {
    let all_same = sides.iter().all(Seen::is_same);
    let not_since = |seen: &Seen<'_>| {
        let written = seen.facts.modified_at.filter(|_| times_are_real && is_file(seen.side));
        seen.is_same() && written.is_some_and(|written| written <= other.at)
    };
    let mut undated = sides.iter().filter(|seen| !is_dated(seen.side));
    let late = undated.find(|seen| all_same || not_since(seen));
    late.map(|seen| seen.finding("unchanged").with("day", other.day))
}

/// A file of before the day, on the first day of all.
fn too_old(sides: &[Seen<'_>; 2], began: Timestamp, now: Timestamp) -> Option<Finding> {
    let files = sides.iter().filter(|seen| !is_dated(seen.side) && is_file(seen.side));
    let is_old = |written: &Timestamp| *written < began && now.duration_since(*written) > WRITTEN_WITHIN;
    let mut old = files.filter_map(|seen| Some((seen, seen.facts.modified_at.filter(is_old)?)));
    old.next().map(|(seen, written)| seen.finding("old").with("written", written))
}

fn is_file(side: &TableSide) -> bool {
    matches!(side.source, TableSource::File { .. })
}

/// The name of its file says which day it is of.
fn is_dated(side: &TableSide) -> bool {
    match &side.source {
        TableSource::File { path, .. } | TableSource::Sqlite { path, .. } => {
            path.to_string_lossy().contains("{date")
        }
        TableSource::Postgres { .. } | TableSource::Http { .. } => false,
    }
}
