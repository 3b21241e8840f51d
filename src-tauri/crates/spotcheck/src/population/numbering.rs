//! Gaps in the numbers of ids: a payout that was never paid out stands in no list, but its number is missing.

use std::collections::BTreeMap;

use ballast_core::limits::{NUMBER_RUNS_MAX, NUMBERINGS_MAX, POPULATION_NAMED_MAX};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Numbers from `first` to `last` that no id of a numbering has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Gap {
    /// What stands before the number.
    pub prefix: String,
    #[ts(type = "number")]
    pub first: u64,
    #[ts(type = "number")]
    pub last: u64,
}

/// What the numbers of the ids say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Numbering {
    /// The ids are numbered one after the other; without that, missing numbers mean nothing and none are named.
    pub consecutive: bool,
    /// At most [`POPULATION_NAMED_MAX`].
    pub gaps: Vec<Gap>,
    /// Missing numbers in all gaps.
    #[ts(type = "number")]
    pub missing: u64,
}

/// Runs of numbers by what stands before them. Few, where ids are numbered in order, however many ids.
#[derive(Default)]
pub(super) struct Numbers {
    runs: BTreeMap<String, BTreeMap<u64, u64>>,
    count: usize,
    seen: u64,
    given_up: bool,
}

impl Numbers {
    pub(super) fn add(&mut self, id: &str) {
        if self.given_up {
            return;
        }
        let Some((prefix, number)) = parted(id) else {
            self.given_up = true;
            return;
        };
        self.seen += 1;
        if !self.runs.contains_key(prefix) {
            self.runs.insert(prefix.to_owned(), BTreeMap::new());
        }
        let Some(runs) = self.runs.get_mut(prefix) else { return };
        let before = runs.range(..=number).next_back().map(|(first, last)| (*first, *last));
        let follows = before.filter(|(_, last)| last.checked_add(1) == Some(number));
        let precedes = number.checked_add(1).and_then(|next| runs.remove(&next));
        match (follows, precedes) {
            (Some((first, _)), after) => {
                runs.insert(first, after.unwrap_or(number));
                self.count -= usize::from(after.is_some());
            }
            (None, Some(last)) => {
                runs.insert(number, last);
            }
            // 7 and 007 are two ids of one number.
            (None, None) if before.is_some_and(|(_, last)| last >= number) => {}
            (None, None) => {
                runs.insert(number, number);
                self.count += 1;
            }
        }
        self.given_up = self.count > NUMBER_RUNS_MAX || self.runs.len() > NUMBERINGS_MAX;
        if self.given_up {
            self.runs.clear();
        }
    }

    pub(super) fn finish(self) -> Numbering {
        let mut numbering = Numbering::default();
        for (prefix, runs) in &self.runs {
            for ((_, last), (first, _)) in runs.iter().zip(runs.iter().skip(1)) {
                numbering.missing += first - last - 1;
                if numbering.gaps.len() < POPULATION_NAMED_MAX {
                    let gap = Gap { prefix: prefix.clone(), first: last + 1, last: first - 1 };
                    numbering.gaps.push(gap);
                }
            }
        }
        // More numbers missing than there are: such ids are no count.
        numbering.consecutive = !self.given_up && self.seen > 1 && numbering.missing <= self.seen;
        if numbering.consecutive { numbering } else { Numbering::default() }
    }
}

/// What stands before the digits at the end of an id, and their number.
fn parted(id: &str) -> Option<(&str, u64)> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = id.split_at(id.len() - digits);
    Some((prefix, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbering<T: AsRef<str>>(ids: impl IntoIterator<Item = T>) -> Numbering {
        let mut numbers = Numbers::default();
        for id in ids {
            numbers.add(id.as_ref());
        }
        numbers.finish()
    }

    #[test]
    fn names_gaps_for_each_numbering() {
        let found = numbering(["A-001", "A-002", "A-005", "B-7", "B-8"]);
        assert_eq!(found.gaps, [Gap { prefix: "A-".into(), first: 3, last: 4 }]);
        assert_eq!((found.missing, found.consecutive), (2, true));
    }

    #[test]
    fn ids_without_a_numbering_have_no_gaps() {
        assert!(!numbering(["ada", "bert"]).consecutive);
        assert!(!numbering(["X-10", "X-9731", "X-88212"]).consecutive);
        assert!(!numbering((0..30_000).map(|n| format!("{:06}", n * 3))).consecutive);
        assert!(!numbering(["1"]).consecutive);
    }

    #[test]
    fn numbers_without_leading_zeros_stay_few_runs() {
        let mut ids: Vec<String> = (1..=50_000).map(|n| n.to_string()).collect();
        ids.sort_unstable();
        ids.retain(|id| id != "777");
        let found = numbering(&ids);
        assert_eq!(found.gaps, [Gap { prefix: String::new(), first: 777, last: 777 }]);
    }

    #[test]
    fn runs_that_grow_together_are_one() {
        let blocks = (0..12_000).flat_map(|block| [3 * block, 3 * block + 2, 3 * block + 1]);
        let found = numbering(blocks.map(|number: u64| number.to_string()));
        assert!(found.consecutive && found.gaps.is_empty());
    }

    proptest! {
        #[test]
        fn any_order_finds_the_same(mut numbers in prop::collection::vec(0u64..60, 2..60), seed in any::<u64>()) {
            numbers.sort_unstable();
            numbers.dedup();
            let straight = numbering(numbers.iter().map(u64::to_string));
            numbers.sort_by_key(|n| n.wrapping_mul(seed | 1));
            prop_assert_eq!(numbering(numbers.iter().map(u64::to_string)), straight);
        }
    }
}
