//! How much work a question may cost. The caller owns the clock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What one question may use.
///
/// `over` is asked every few thousand steps: it may look at a clock, at a cancel request or at a counter. Nodes are
/// those of one decision diagram, about 40 bytes each with their tables.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    pub nodes: usize,
    pub over: &'a dyn Fn() -> bool,
}

/// Why an answer is not the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CutOff {
    /// The decision diagram outgrew [`Budget::nodes`].
    Nodes,
    /// [`Budget::over`] said so.
    Time,
}

/// Steps between two questions to [`Budget::over`].
const STEPS: u32 = 4096;

impl Budget<'static> {
    /// `nodes` and no end of time.
    #[must_use]
    pub fn of_nodes(nodes: usize) -> Self {
        Self { nodes, over: &|| false }
    }
}

/// Counts steps against a budget.
pub(crate) struct Meter<'a> {
    budget: Budget<'a>,
    steps: u32,
}

impl<'a> Meter<'a> {
    /// Asks at once, so that a budget that is over stops before any work.
    pub fn new(budget: Budget<'a>) -> Result<Self, CutOff> {
        if (budget.over)() { Err(CutOff::Time) } else { Ok(Self { budget, steps: 0 }) }
    }

    /// One step with `nodes` nodes in the diagram.
    pub fn step(&mut self, nodes: usize) -> Result<(), CutOff> {
        if nodes > self.budget.nodes {
            return Err(CutOff::Nodes);
        }
        self.steps += 1;
        if self.steps >= STEPS {
            self.steps = 0;
            if (self.budget.over)() {
                return Err(CutOff::Time);
            }
        }
        Ok(())
    }
}
