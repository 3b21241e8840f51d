//! What the cells of a column are like, told while they are read.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use ballast_compare::ColumnKind;
use ballast_compare::decimal::decimals;
use ballast_compare::wire::ColumnProfile;
use ballast_core::limits::{CATEGORY_BYTES_MAX, CATEGORY_VALUES_MAX, UNIQUE_VALUES_MAX};

struct Column {
    decimal: bool,
    filled: bool,
    empty: u64,
    null: u64,
    decimals: u32,
    longest: u64,
    /// The different values while they are few: two that count as one do no harm.
    categories: Option<Vec<u64>>,
    /// The different values while there is none twice.
    unique: Option<HashSet<u64>>,
}

/// Quick, and good enough to tell a few short texts apart.
fn quick_hash(text: &[u8]) -> u64 {
    text.chunks(8).fold(text.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

/// The columns of one side.
pub struct Profiler {
    columns: Vec<Column>,
    hash: RandomState,
    seek_unique: bool,
    remembered: usize,
}

impl Profiler {
    /// `seek_unique`: whether to tell which columns have no value twice. It takes memory.
    #[must_use]
    pub fn new(columns: usize, seek_unique: bool) -> Self {
        let column = || Column {
            decimal: true,
            filled: false,
            empty: 0,
            null: 0,
            decimals: 0,
            longest: 0,
            categories: Some(Vec::new()),
            unique: seek_unique.then(HashSet::new),
        };
        let columns = (0..columns).map(|_| column()).collect();
        Self { columns, hash: RandomState::new(), seek_unique, remembered: 0 }
    }

    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let Some(text) = cell else {
                column.null += 1;
                continue;
            };
            column.longest = column.longest.max(text.len() as u64);
            if text.is_empty() {
                column.empty += 1;
            } else {
                column.filled = true;
                if column.decimal {
                    match decimals(text) {
                        Some(decimals) => column.decimals = column.decimals.max(decimals),
                        None => column.decimal = false,
                    }
                }
            }
            if let Some(values) = &mut column.categories {
                let value = quick_hash(text.as_bytes());
                if text.len() > CATEGORY_BYTES_MAX || values.len() > CATEGORY_VALUES_MAX {
                    column.categories = None;
                } else if !values.contains(&value) {
                    values.push(value);
                }
            }
            if let Some(values) = &mut column.unique {
                if self.remembered >= UNIQUE_VALUES_MAX {
                    // As far as was looked there was none twice.
                } else if values.insert(self.hash.hash_one(text)) {
                    self.remembered += 1;
                } else {
                    self.remembered -= values.len();
                    column.unique = None;
                }
            }
        }
    }

    /// Which columns have few different values, each of them short, and more than one.
    #[must_use]
    pub fn categories(&self) -> Vec<usize> {
        let is_category = |column: &Column| {
            column.categories.as_ref().is_some_and(|values| (2..=CATEGORY_VALUES_MAX).contains(&values.len()))
        };
        self.columns.iter().enumerate().filter(|(_, column)| is_category(column)).map(|(at, _)| at).collect()
    }

    #[must_use]
    pub fn profiles(&self, names: &[String]) -> Vec<ColumnProfile> {
        let profile = |(name, column): (&String, &Column)| {
            let decimal = column.decimal && column.filled;
            ColumnProfile {
                name: name.clone(),
                kind: if decimal { ColumnKind::Decimal } else { ColumnKind::Text },
                empty: column.empty,
                null: column.null,
                decimals: if decimal { column.decimals } else { 0 },
                longest: column.longest,
                unique: self.seek_unique && column.unique.is_some() && column.filled,
            }
        };
        names.iter().zip(&self.columns).map(profile).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_apart() {
        let names: Vec<String> = ["id", "amount", "region", "none"].map(str::to_owned).to_vec();
        let mut profiler = Profiler::new(4, true);
        for number in 0..100 {
            let (id, amount) = (format!("k{number}"), format!("{}.50", number % 7));
            let region = if number % 2 == 0 { "CH" } else { "" };
            profiler.row([Some(id.as_str()), Some(amount.as_str()), Some(region), None].into_iter());
        }
        let profiles = profiler.profiles(&names);
        assert_eq!(profiles.iter().map(|p| p.unique).collect::<Vec<_>>(), [true, false, false, false]);
        assert_eq!((profiles[1].kind, profiles[1].decimals), (ColumnKind::Decimal, 2));
        assert_eq!((profiles[2].kind, profiles[2].empty), (ColumnKind::Text, 50));
        assert_eq!((profiles[3].kind, profiles[3].null), (ColumnKind::Text, 100));
        assert_eq!(profiler.categories(), [1, 2]);
    }
}
