//! What was counted while rows passed. Parts of a table are counted apart and merged.

use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

use crate::category::Categories;
use crate::decimal::Decimal;
use crate::total::Totals;

/// The counts of some of the rows. Merging is associative, and the order of parts does not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tallies {
    pub matched: u64,
    pub only_old: u64,
    pub only_new: u64,
    /// Of those, accepted ones.
    pub only_old_known: u64,
    pub only_new_known: u64,
    pub duplicate_keys: u64,
    pub duplicate_old: u64,
    pub duplicate_new: u64,
    pub null_keys: u64,
    /// Matched rows with a mismatch, and with one in a column that is no noise.
    pub changed: u64,
    pub unexplained: u64,
    /// As `Plan::pairs`.
    pub columns: Vec<ColumnTally>,
    pub totals: Totals,
    /// As `Plan::candidates`.
    pub candidates: Vec<CandidateTally>,
    pub categories: Categories,
    /// As the specification's known differences.
    pub known: Vec<KnownTally>,
}

/// What one known difference covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTally {
    pub cells: u64,
    /// Rows that would be unexplained without it.
    pub rows: u64,
}

/// The cells of one pair of columns in matched rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnTally {
    pub equal: u64,
    pub tolerated: u64,
    pub known: u64,
    pub mismatch: u64,
    /// Differing cells of a rename that nobody has accepted.
    pub proposed: u64,
    pub format: u64,
    pub value: u64,
    pub rounding: u64,
    pub null: u64,
    pub empty: u64,
    pub largest: Option<Decimal>,
}

/// How alike two columns of one side each are in matched rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CandidateTally {
    /// Rows in which both cells have the same value, of those in which either has one.
    pub matched: u64,
    pub of: u64,
    /// Some of the values that matched: the smallest, so that it does not matter which came first.
    pub values: Vec<String>,
}

/// Different values that are remembered of a candidate, and the longest of them in bytes.
pub const CANDIDATE_VALUES: usize = 5;
const CANDIDATE_VALUE_BYTES: usize = 64;

impl CandidateTally {
    pub fn row(&mut self, old: Option<&str>, new: Option<&str>) {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.is_empty() && new.is_empty() {
            return;
        }
        self.of += 1;
        if old == new {
            self.matched += 1;
            self.remember(old);
        }
    }

    fn remember(&mut self, value: &str) {
        let mut end = value.len().min(CANDIDATE_VALUE_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        let value = &value[..end];
        if let Err(place) = self.values.binary_search_by(|other| other.as_str().cmp(value))
            && place < CANDIDATE_VALUES
        {
            self.values.insert(place, value.to_owned());
            self.values.truncate(CANDIDATE_VALUES);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.matched += other.matched;
        self.of += other.of;
        for value in &other.values {
            self.remember(value);
        }
    }
}

impl ColumnTally {
    fn merge(&mut self, other: Self) {
        self.equal += other.equal;
        self.tolerated += other.tolerated;
        self.known += other.known;
        self.mismatch += other.mismatch;
        self.proposed += other.proposed;
        self.format += other.format;
        self.value += other.value;
        self.rounding += other.rounding;
        self.null += other.null;
        self.empty += other.empty;
        self.largest = self.largest.take().max(other.largest);
    }
}

impl Tallies {
    /// Errors: `internal` where the two were counted by different plans.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if other == Self::default() {
            return Ok(());
        }
        if *self == Self::default() {
            *self = other;
            return Ok(());
        }
        if self.columns.len() != other.columns.len() || self.candidates.len() != other.candidates.len() {
            return Err(Error::new(Code::Internal).with("what", "counts of another plan"));
        }
        self.matched += other.matched;
        self.only_old += other.only_old;
        self.only_new += other.only_new;
        self.only_old_known += other.only_old_known;
        self.only_new_known += other.only_new_known;
        self.duplicate_keys += other.duplicate_keys;
        self.duplicate_old += other.duplicate_old;
        self.duplicate_new += other.duplicate_new;
        self.null_keys += other.null_keys;
        self.changed += other.changed;
        self.unexplained += other.unexplained;
        for (own, other) in self.columns.iter_mut().zip(other.columns) {
            own.merge(other);
        }
        for (own, other) in self.candidates.iter_mut().zip(&other.candidates) {
            own.merge(other);
        }
        for (own, other) in self.known.iter_mut().zip(other.known) {
            own.cells += other.cells;
            own.rows += other.rows;
        }
        self.totals.merge(other.totals);
        self.categories.merge(other.categories);
        Ok(())
    }
}
