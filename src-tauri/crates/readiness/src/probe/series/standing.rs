//! Up or down. Three failures in a row make down, one pass makes up; what nobody saw changes nothing.

use ballast_core::{Span, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Look;

/// How many looks in a row change the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hysteresis {
    pub failures: u32,
    pub passes: u32,
}

impl Default for Hysteresis {
    fn default() -> Self {
        Self { failures: 3, passes: 1 }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Never seen well enough to tell.
    #[default]
    Unknown,
    Up,
    Down,
}

/// Where a probe stands after its looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: State,
    /// The first look of those that made the state.
    pub since: Option<Timestamp>,
    /// The newest look that saw something, and what it said.
    pub last_observed: Option<Timestamp>,
    pub last_verdict: Option<Verdict>,
    pub failures_in_row: u32,
    pub passes_in_row: u32,
    /// The first look of the present row.
    pub row_since: Option<Timestamp>,
}

/// A change of state, dated by the first look that speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    pub from: State,
    pub to: State,
    pub since: Timestamp,
    /// The look with which it was certain.
    pub at: Timestamp,
}

impl Standing {
    /// One more look. A look that is not newer than the last one changes nothing.
    #[must_use]
    pub fn on(self, look: &Look, rule: Hysteresis) -> (Self, Option<Transition>) {
        let is_old = self.last_observed.is_some_and(|last| look.at <= last);
        if is_old || !look.verdict.is_conclusive() {
            return (self, None);
        }
        let failed = look.verdict == Verdict::Failed;
        let row_goes_on = if failed { self.failures_in_row > 0 } else { self.passes_in_row > 0 };
        let row_since = if row_goes_on { self.row_since.unwrap_or(look.at) } else { look.at };
        let next = Self {
            last_observed: Some(look.at),
            last_verdict: Some(look.verdict),
            failures_in_row: if failed { self.failures_in_row.saturating_add(1) } else { 0 },
            passes_in_row: if failed { 0 } else { self.passes_in_row.saturating_add(1) },
            row_since: Some(row_since),
            ..self
        };
        let state = if next.failures_in_row >= rule.failures.max(1) || (failed && look.is_definite) {
            State::Down
        } else if next.passes_in_row >= rule.passes.max(1) {
            State::Up
        } else {
            self.state
        };
        if state == self.state {
            return (next, None);
        }
        let transition = Transition { from: self.state, to: state, since: row_since, at: look.at };
        (Self { state, since: Some(row_since), ..next }, Some(transition))
    }

    /// The state as it may be told now: one that nobody has seen for `valid_for` is unknown.
    #[must_use]
    pub fn state_at(&self, now: Timestamp, valid_for: Span) -> State {
        match self.last_observed {
            Some(last) if now.duration_since(last) <= valid_for.duration() => self.state,
            _ => State::Unknown,
        }
    }
}

/// Where a probe stands after these looks, oldest first, and every change on the way.
#[must_use]
pub fn replay(looks: &[Look], rule: Hysteresis) -> (Standing, Vec<Transition>) {
    looks.iter().fold((Standing::default(), Vec::new()), |(standing, mut changes), look| {
        let (standing, change) = standing.on(look, rule);
        changes.extend(change);
        (standing, changes)
    })
}

/// So many changes between up and down within a time are flapping. Our choice, not science: four in an hour
/// are two outages that each came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flapping {
    pub changes: usize,
    pub within: Span,
}

impl Default for Flapping {
    fn default() -> Self {
        Self { changes: 4, within: Span::from_hours(1) }
    }
}

#[must_use]
pub fn is_flapping(changes: &[Transition], rule: Flapping, now: Timestamp) -> bool {
    let recent = |change: &&Transition| {
        let age = now.duration_since(change.at);
        change.from != State::Unknown && !age.is_negative() && age <= rule.within.duration()
    };
    changes.iter().filter(recent).count() >= rule.changes.max(1)
}
