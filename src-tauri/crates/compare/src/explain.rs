//! What differing rows have in common.

use std::sync::Arc;

use crate::comparer::{CellDifference, RowDifference};
use crate::figures::Explanation;
use crate::plan::Plan;
use crate::tallies::Tallies;

/// Fed with differing rows in the order of their keys.
pub struct Explainer {
    plan: Arc<Plan>,
}

impl Explainer {
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        Self { plan }
    }

    pub fn pair(&mut self, _old: &[Option<&str>], _new: &[Option<&str>], _cells: &[CellDifference]) {}

    pub fn alone(&mut self, _row: &[Option<&str>], _difference: &RowDifference) {}

    #[must_use]
    pub fn finish(self, _tallies: &Tallies) -> Vec<Explanation> {
        let _ = self.plan;
        Vec::new()
    }
}
