//! What was seen over a time: up, down, and what nobody saw. Uptime is a share of what was observed, and
//! says how much that is.

use ballast_core::limits::{STRIP_PIECES_MAX, UPTIME_GAPS_MAX};
use ballast_core::{Span, Verdict};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Look;

/// A look speaks for the time until the next one, but at most for two intervals: after that the computer
/// slept or the program was closed, and nobody knows.
const INTERVALS_COVERED: u64 = 2;

/// From `from` until just before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Period {
    fn milliseconds(self) -> u64 {
        u64::try_from(self.until.duration_since(self.from).as_millis()).unwrap_or(0)
    }

    fn within(self, other: Self) -> Option<Self> {
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        (from < until).then_some(Self { from, until })
    }
}

/// What is known about a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    NotObserved,
    Up,
    /// Up, with something to look at.
    Attention,
    Down,
}

impl Seen {
    fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Up,
            Verdict::Anomaly => Self::Attention,
            Verdict::Inconclusive => Self::NotObserved,
            Verdict::Failed => Self::Down,
        }
    }
}

/// The window in pieces without gaps or overlaps, neighbours of one kind joined. `looks` are oldest first.
#[must_use]
pub fn timeline(looks: &[Look], every: Span, window: Period) -> Vec<(Period, Seen)> {
    let mut pieces: Vec<(Period, Seen)> = Vec::new();
    let mut put = |from: Timestamp, until: Timestamp, seen: Seen| {
        let Some(piece) = (Period { from, until }).within(window) else { return };
        match pieces.last_mut() {
            Some((last, kind)) if *kind == seen && last.until == piece.from => last.until = piece.until,
            _ => pieces.push((piece, seen)),
        }
    };
    let covered = SignedDuration::from_secs(
        i64::try_from(every.seconds().saturating_mul(INTERVALS_COVERED)).unwrap_or(i64::MAX),
    );
    let mut end = window.from;
    for (at, look) in looks.iter().enumerate() {
        let next = looks.get(at + 1).map_or(Timestamp::MAX, |next| next.at);
        let until = look.at.saturating_add(covered).unwrap_or(Timestamp::MAX).min(next).max(end);
        put(end, look.at, Seen::NotObserved);
        put(look.at.max(end), until, Seen::of(look.verdict));
        end = until;
    }
    put(end, window.until, Seen::NotObserved);
    pieces
}

/// Times in milliseconds. `up` includes what is worth a look; observed = up + down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uptime {
    pub up: u64,
    pub down: u64,
    pub not_observed: u64,
    /// At most 500; `gaps_total` counts them all.
    pub gaps: Vec<Period>,
    pub gaps_total: u64,
}

impl Uptime {
    #[must_use]
    pub fn observed(&self) -> u64 {
        self.up + self.down
    }

    /// Parts in a million of the observed time, rounded down: 999,999 is not all. None if nothing was seen.
    #[must_use]
    pub fn share_up(&self) -> Option<u32> {
        let share = u128::from(self.up) * 1_000_000;
        share.checked_div(u128::from(self.observed())).and_then(|share| u32::try_from(share).ok())
    }
}

#[must_use]
pub fn uptime(looks: &[Look], every: Span, window: Period) -> Uptime {
    let mut uptime = Uptime { up: 0, down: 0, not_observed: 0, gaps: Vec::new(), gaps_total: 0 };
    for (piece, seen) in timeline(looks, every, window) {
        match seen {
            Seen::Up | Seen::Attention => uptime.up += piece.milliseconds(),
            Seen::Down => uptime.down += piece.milliseconds(),
            Seen::NotObserved => {
                uptime.not_observed += piece.milliseconds();
                uptime.gaps_total += 1;
                if uptime.gaps.len() < UPTIME_GAPS_MAX {
                    uptime.gaps.push(piece);
                }
            }
        }
    }
    uptime
}

/// One piece of a history strip. Times in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub period: Period,
    /// The worst that was seen; not observed only if nothing was.
    pub worst: Seen,
    pub up: u64,
    pub attention: u64,
    pub down: u64,
    pub not_observed: u64,
    pub looks: u64,
    /// The longest time of an answer to a look in this piece.
    pub slowest: Option<u64>,
}

/// The window in `count` equal pieces, at most 1,000. Empty for a window without length.
#[must_use]
pub fn strip(looks: &[Look], every: Span, window: Period, count: usize) -> Vec<Piece> {
    let count = count.clamp(1, STRIP_PIECES_MAX);
    let whole = i128::from(window.milliseconds());
    let start = window.from.as_millisecond();
    let edge = |at: usize| {
        let part = whole * i128::try_from(at).unwrap_or(0) / i128::try_from(count).unwrap_or(1);
        let edge = i64::try_from(part).ok().and_then(|part| start.checked_add(part));
        edge.and_then(|edge| Timestamp::from_millisecond(edge).ok()).unwrap_or(window.until)
    };
    let pieces = timeline(looks, every, window);
    let mut strip: Vec<Piece> = Vec::with_capacity(count);
    let mut first = 0;
    for at in 0..count {
        let until = if at + 1 == count { window.until } else { edge(at + 1) };
        let from = strip.last().map_or(window.from, |last| last.period.until);
        let period = Period { from, until };
        if from >= until {
            continue;
        }
        // Both lists run forward: what ended before this piece is not looked at again.
        while pieces.get(first).is_some_and(|(piece, _)| piece.until <= from) {
            first += 1;
        }
        let inside = pieces.iter().skip(first).take_while(|(piece, _)| piece.from < until);
        strip.push(piece_of(period, inside));
    }
    count_looks(&mut strip, looks);
    strip
}

fn piece_of<'a>(period: Period, inside: impl Iterator<Item = &'a (Period, Seen)>) -> Piece {
    let mut piece = Piece {
        period,
        worst: Seen::NotObserved,
        up: 0,
        attention: 0,
        down: 0,
        not_observed: 0,
        looks: 0,
        slowest: None,
    };
    for (part, seen) in inside {
        let Some(part) = part.within(period) else { continue };
        piece.worst = piece.worst.max(*seen);
        let time = match seen {
            Seen::Up => &mut piece.up,
            Seen::Attention => &mut piece.attention,
            Seen::Down => &mut piece.down,
            Seen::NotObserved => &mut piece.not_observed,
        };
        *time += part.milliseconds();
    }
    piece
}

fn count_looks(strip: &mut [Piece], looks: &[Look]) {
    for look in looks {
        let at = strip.partition_point(|piece| piece.period.until <= look.at);
        let Some(piece) = strip.get_mut(at).filter(|piece| piece.period.from <= look.at) else { continue };
        piece.looks += 1;
        piece.slowest = piece.slowest.max(look.milliseconds);
    }
}
