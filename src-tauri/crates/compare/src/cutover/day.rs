//! What one run shows of its day.

use ballast_core::Verdict;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::conclude::Settled;
use crate::decimal::Decimal;
use crate::figures::Figures;

/// What counts of one run. Inconclusive ones have no rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRun {
    /// The day whose tables were compared.
    pub day: Date,
    pub run: String,
    pub at: Timestamp,
    pub verdict: Verdict,
    pub rows: u64,
    pub unexplained: u64,
    /// Mismatching cells in critical columns; all rows of one that was not compared.
    pub unexplained_critical: u64,
    /// The first critical column with one.
    pub critical_column: Option<String>,
    /// To the last digit; a total that differs by accepted differences alone counts as equal, one that differs
    /// by tolerated ones does not.
    pub totals_equal: bool,
    /// A column whose totals are not equal.
    pub total_column: Option<String>,
    /// Changes of shape that nobody has accepted, but for the order of columns.
    pub drift_open: u32,
    /// A column was renamed, added or lost.
    pub drifted: bool,
}

impl DayRun {
    /// From the figures of a run; none of one that could not read both sides.
    #[must_use]
    pub fn of(
        (day, run, at): (Date, &str, Timestamp),
        verdict: Verdict,
        figures: Option<&Figures>,
        critical: &[String],
    ) -> Self {
        let mut of = Self {
            day,
            run: run.to_owned(),
            at,
            verdict,
            rows: 0,
            unexplained: 0,
            unexplained_critical: 0,
            critical_column: None,
            totals_equal: true,
            total_column: None,
            drift_open: 0,
            drifted: false,
        };
        let Some(figures) = figures else { return of };
        (of.rows, of.unexplained) = (figures.rows(), figures.unexplained);
        for name in critical {
            let is = |column: &&crate::figures::ColumnFigures| {
                column.name == *name || column.new_name.as_ref() == Some(name)
            };
            let wrong = match figures.columns.iter().find(is) {
                Some(column) if column.cells.not_comparable < of.rows => column.cells.mismatch,
                // A column of the key cannot mismatch: rows of other keys stand alone.
                None if figures.matched > 0 => 0,
                _ => of.rows,
            };
            if wrong > 0 {
                of.unexplained_critical += wrong;
                of.critical_column.get_or_insert_with(|| name.clone());
            }
        }
        let settled = Settled::strictly(figures);
        let unequal = figures.totals.iter().find(|total| !total.equal && !settled.accounts_for(total));
        of.totals_equal = unequal.is_none();
        of.total_column = unequal.map(|total| total.column.clone());
        let open = figures.drift.iter().filter(|change| !change.accepted && change.kind.matters());
        of.drift_open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        of.drifted = figures.drift.iter().any(|change| !change.accepted && change.kind.is_of_columns());
        of
    }

    /// Both sides could be read, and there was something in them.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.verdict.is_conclusive() && self.rows > 0
    }

    /// Within the rate, every control total equal, no drift open.
    #[must_use]
    pub fn is_clean(&self, rate: &Decimal) -> bool {
        self.is_complete() && self.is_within(rate) && self.totals_equal && self.drift_open == 0
    }

    fn is_within(&self, rate: &Decimal) -> bool {
        let of = |count: u64| Decimal::Small { units: i128::from(count), scale: 0 };
        of(self.unexplained) <= rate.times(&of(self.rows))
    }
}
