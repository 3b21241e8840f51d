//! The first pass over the list: what is always looked at, and which payouts are so large that they are certain.

use std::cmp::Reverse;

use super::keep::Keep;
use crate::plan::{Commitment, Plan, Sampling};
use crate::population::{Columns, Row};

/// Counts what a draw needs to know before it begins. Offer every row once, then [`Survey::finish`].
pub struct Survey<'a> {
    commitment: &'a Commitment,
    columns: &'a Columns,
    surveyed: Surveyed,
    largest: Keep<Reverse<u64>>,
    hits: u64,
}

/// What the first pass found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surveyed {
    /// Payouts of at least so much are certain, in minor units; none where values are not drawn, or none is.
    pub(super) certain_from: Option<u64>,
    pub(super) certain: u64,
    /// What can be drawn by value: all above zero that is neither always looked at nor certain.
    pub(super) value: i128,
    /// Items that are drawn beyond what the plan says, from each quota.
    pub(super) more: u64,
    /// Payouts of zero or less that are not always looked at.
    pub(super) unreachable: u64,
}

impl<'a> Survey<'a> {
    #[must_use]
    pub fn new(commitment: &'a Commitment, columns: &'a Columns, more: u64) -> Self {
        let hits = match commitment.plan.sampling {
            Sampling::MonetaryUnit { .. } => {
                commitment.quotas.iter().map(|quota| quota.sample_most.saturating_add(more)).sum()
            }
            _ => 0,
        };
        let surveyed = Surveyed { more, ..Surveyed::default() };
        Self { commitment, columns, surveyed, largest: Keep::new(hits), hits }
    }

    pub fn offer(&mut self, row: &Row) {
        let plan = &self.commitment.plan;
        if is_always(plan, self.columns, row) {
            return;
        }
        match u64::try_from(row.amount) {
            Ok(value) if value > 0 => {
                self.surveyed.value += i128::from(value);
                self.largest.offer(|smallest| Reverse(value) < *smallest, || Reverse(value));
            }
            _ => self.surveyed.unreachable += 1,
        }
    }

    /// Splits the certain ones off: at least one interval large, by the interval of what is left.
    #[must_use]
    pub fn finish(self) -> Surveyed {
        let mut surveyed = self.surveyed;
        for Reverse(value) in self.largest.sorted() {
            let left = self.hits - surveyed.certain;
            if surveyed.value <= 0 || i128::from(value) * i128::from(left) < surveyed.value {
                break;
            }
            surveyed.certain_from = Some(value);
            surveyed.certain += 1;
            surveyed.value -= i128::from(value);
        }
        surveyed
    }
}

pub(super) fn is_always(plan: &Plan, columns: &Columns, row: &Row) -> bool {
    plan.always.iter().any(|rule| rule.holds(columns, plan.minor_digits, row))
}
