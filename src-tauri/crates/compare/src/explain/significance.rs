//! Which slice of the rows stands out, and whether that could be chance.
//!
//! A slice is offered where it has at least [`ROWS_MIN`] of the differing rows, at least 9 of 10 of them, and
//! at least twice as many as its size lets expect (lift). And it must be no chance: with N rows of which K
//! differ, a slice of n rows drawn at random has at least k differing ones with the probability
//! P(X ≥ k), X hypergeometric(N, K, n). That is Fisher's exact test, one-sided (Fisher, Statistical Methods
//! for Research Workers, 5th edition 1934, section 21.02). It must be at most 1 % divided by the number of
//! slices that could have been offered (Bonferroni).

// Counts of rows are far below where floats lose whole numbers.
#![allow(clippy::cast_precision_loss)]

use statrs::function::factorial::ln_binomial;

use super::group::{Counts, Group, Numbered};
use crate::category::{Categories, twos};

/// Fewer rows can have anything in common.
pub const ROWS_MIN: u64 = 5;
/// Of ten differing rows.
const SHARE_MIN_TENTHS: u64 = 9;
const LIFT_MIN: u128 = 2;
const CHANCE_MAX: f64 = 0.01;

/// The rows from which differing ones are drawn.
pub struct Population<'a> {
    pub categories: &'a Categories,
    pub rows: &'a Numbered,
    pub all: u64,
    /// Rows that stand in `all` beside the matched ones.
    pub more: Option<&'a Counts>,
    /// Rows that are not equal.
    pub different: &'a Counts,
    /// By the values of the new table.
    pub by_new: bool,
}

impl Population<'_> {
    fn is_category(&self, category: usize) -> bool {
        self.rows.is_category(category) && self.categories.is_category(category)
    }

    fn of(&self, category: usize, number: u8) -> u64 {
        let value = self.rows.value(category, number);
        let more = self.more.map_or(0, |counts| counts.of(category, number));
        self.categories.rows(category, value, self.by_new) + more
    }

    fn of_two(&self, two: (usize, usize), numbers: (u8, u8)) -> u64 {
        let values = (self.rows.value(two.0, numbers.0), self.rows.value(two.1, numbers.1));
        let more = self.more.map_or(0, |counts| counts.of_two(two, numbers));
        self.categories.rows_together(two, values) + more
    }
}

/// A slice that stands out.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Categories of the plan with the numbers of their values.
    pub values: Vec<(usize, u8)>,
    /// Rows of the group in the slice.
    pub rows: u64,
    /// Rows in the slice that do not differ.
    pub equal: u64,
    /// All rows in the slice.
    slice: u64,
}

/// The slice that most of a group's rows have in common: one value, or two together where one alone leaves
/// equal rows that the second rules out.
pub fn choose(group: &Group, population: &Population) -> Option<Chosen> {
    if group.rows() < ROWS_MIN {
        return None;
    }
    let categories = (0..population.categories.columns()).filter(|one| population.is_category(*one));
    let categories = categories.collect::<Vec<_>>();
    let sizes = |category: usize| population.categories.values(category).max(1) as u64;
    let pairs = twos(population.categories.columns())
        .filter(|(a, b)| !population.by_new && population.is_category(*a) && population.is_category(*b));
    let pairs = pairs.collect::<Vec<_>>();
    let tried = categories.iter().map(|one| sizes(*one)).sum::<u64>()
        + pairs.iter().map(|(a, b)| sizes(*a) * sizes(*b)).sum::<u64>();

    let singles = categories.iter().filter_map(|category| {
        let number = group.commonest_of(*category);
        let rows = group.of(*category, number);
        let slice = population.of(*category, number);
        let equal = slice.saturating_sub(population.different.of(*category, number));
        let chosen = Chosen { values: vec![(*category, number)], rows, equal, slice };
        stands_out(&chosen, group.rows(), population.all, tried).then_some(chosen)
    });
    let single = singles.reduce(better);
    if single.as_ref().is_some_and(|single| single.equal == 0) {
        return single;
    }
    let doubles = pairs.iter().filter_map(|two| {
        let (numbers, rows) = group.together(*two)?;
        let slice = population.of_two(*two, numbers);
        let equal = slice.saturating_sub(population.different.of_two(*two, numbers));
        let chosen = Chosen { values: vec![(two.0, numbers.0), (two.1, numbers.1)], rows, equal, slice };
        let adds = [(two.0, numbers.0), (two.1, numbers.1)].into_iter().all(|(category, number)| {
            let (all, differing) = (population.of(category, number), group.of(category, number));
            at_least(all, differing, slice, rows) * tried as f64 <= CHANCE_MAX
        });
        (adds && stands_out(&chosen, group.rows(), population.all, tried)).then_some(chosen)
    });
    match (single, doubles.reduce(better)) {
        (Some(single), Some(double)) if double.equal * 2 > single.equal => Some(single),
        (single, double) => double.or(single),
    }
}

/// Fewer equal rows, then more differing ones, then the earlier column.
fn better(one: Chosen, other: Chosen) -> Chosen {
    let rank = |chosen: &Chosen| (chosen.equal, std::cmp::Reverse(chosen.rows));
    if rank(&other) < rank(&one) { other } else { one }
}

fn stands_out(chosen: &Chosen, differing: u64, all: u64, tried: u64) -> bool {
    let (rows, slice) = (u128::from(chosen.rows), u128::from(chosen.slice));
    chosen.rows >= ROWS_MIN
        && chosen.rows * 10 >= differing * SHARE_MIN_TENTHS
        && rows * u128::from(all) >= LIFT_MIN * u128::from(differing) * slice
        && at_least(all, differing, chosen.slice, chosen.rows) * tried as f64 <= CHANCE_MAX
}

/// P(X ≥ k) for X hypergeometric: `all` rows, `differing` of them marked, `slice` drawn.
fn at_least(all: u64, differing: u64, slice: u64, rows: u64) -> f64 {
    let most = differing.min(slice);
    let least = (differing + slice).saturating_sub(all);
    if differing > all || slice > all || rows > most {
        return 1.0;
    }
    let first = rows.max(least);
    let whole = ln_binomial(all, slice);
    let logarithm = ln_binomial(differing, first) + ln_binomial(all - differing, slice - first) - whole;
    let mut term = logarithm.exp();
    let mut sum = term;
    for x in first..most {
        let up = (differing - x) as f64 * (slice - x) as f64;
        let down = (x + 1) as f64 * (all - differing + x + 1 - slice) as f64;
        term *= up / down;
        sum += term;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    sum.min(1.0)
}
