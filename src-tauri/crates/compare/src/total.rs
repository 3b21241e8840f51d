//! Control totals: exact sums of columns, over all rows and for each value of one column.

use std::collections::BTreeMap;

use ballast_core::limits::{COMPARE_SLICE_BYTES_MAX, COMPARE_SLICED_TOTALS_MAX, COMPARE_SLICES_MAX};
use serde::{Deserialize, Serialize};

use crate::decimal::{Decimal, Sum};

/// Rows and sums of one slice on both sides. `sums` stand as `Plan::totals` do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sliced {
    pub rows: Both<u64>,
    pub sums: Vec<Both<Sum>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Both<T> {
    pub old: T,
    pub new: T,
}

impl<T> Both<T> {
    fn side(&mut self, is_old: bool) -> &mut T {
        if is_old { &mut self.old } else { &mut self.new }
    }
}

impl Sliced {
    pub fn new(totals: usize) -> Self {
        Self { rows: Both::default(), sums: vec![Both::default(); totals] }
    }

    fn add(&mut self, is_old: bool, numbers: &[Option<Decimal>]) {
        *self.rows.side(is_old) += 1;
        for (sum, number) in self.sums.iter_mut().zip(numbers) {
            if let Some(number) = number {
                sum.side(is_old).add(number);
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        if self.sums.is_empty() {
            self.sums = vec![Both::default(); other.sums.len()];
        }
        self.rows.old += other.rows.old;
        self.rows.new += other.rows.new;
        for (own, other) in self.sums.iter_mut().zip(&other.sums) {
            own.old.merge(&other.old);
            own.new.merge(&other.new);
        }
    }
}

/// The sums of all rows, and those of the slices.
///
/// Beyond [`COMPARE_SLICES_MAX`] values the slices kept are those of the smallest values; the rest are one.
/// Which they are does not depend on the order in which rows come or parts are merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    pub all: Sliced,
    pub null: Sliced,
    pub slices: BTreeMap<String, Sliced>,
    pub other: Sliced,
}

impl Totals {
    /// For so many columns.
    #[must_use]
    pub fn new(totals: usize) -> Self {
        let sliced = Sliced::new(totals.min(COMPARE_SLICED_TOTALS_MAX));
        Self { all: Sliced::new(totals), null: sliced.clone(), slices: BTreeMap::new(), other: sliced }
    }

    /// One row of one side. `slice` is its cell in the slicing column, where there is one.
    pub fn add(&mut self, is_old: bool, numbers: &[Option<Decimal>], slice: Option<Option<&str>>) {
        self.all.add(is_old, numbers);
        match slice {
            None => {}
            Some(None) => self.null.add(is_old, numbers),
            Some(Some(value)) => self.slice(value).add(is_old, numbers),
        }
    }

    fn slice(&mut self, value: &str) -> &mut Sliced {
        if value.len() > COMPARE_SLICE_BYTES_MAX {
            return &mut self.other;
        }
        if !self.slices.contains_key(value) {
            let beyond = self.slices.last_key_value().is_some_and(|(last, _)| last.as_str() < value);
            if self.slices.len() >= COMPARE_SLICES_MAX && beyond {
                return &mut self.other;
            }
            let fresh = Sliced::new(self.other.sums.len());
            self.slices.insert(value.to_owned(), fresh);
            self.shrink();
        }
        self.slices.get_mut(value).unwrap_or(&mut self.other)
    }

    fn shrink(&mut self) {
        while self.slices.len() > COMPARE_SLICES_MAX {
            if let Some((_, last)) = self.slices.pop_last() {
                self.other.merge(&last);
            }
        }
    }

    pub fn merge(&mut self, other: Self) {
        self.all.merge(&other.all);
        self.null.merge(&other.null);
        self.other.merge(&other.other);
        for (value, slice) in other.slices {
            self.slices.entry(value).or_default().merge(&slice);
        }
        self.shrink();
    }
}
