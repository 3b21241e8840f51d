//! A way in which many rows differ, sought in some of them.

// Counts of rows are far below where floats lose whole numbers.
#![allow(clippy::cast_precision_loss)]

use std::collections::{BTreeMap, BTreeSet};

use statrs::function::gamma::gamma_lr;

use super::Row;
use super::significance::ROWS_MIN;
use crate::decimal::Decimal;
use crate::effect::{Test, halves};
use crate::figures::Shape;
use crate::plan::Pair;

/// Of a hundred rows, those that must differ in one way.
const SHARE_MIN_PERCENT: usize = 5;
/// Places that change by chance are few values: most rows must have been swapped.
const SWAPPED_MIN_PERCENT: usize = 50;
const CHANCE_MAX: f64 = 0.01;
/// Numbers of decimals that are tried for a rounding.
const ROUNDING_DECIMALS_MAX: u32 = 8;
/// Digits after the point of a factor.
const FACTOR_DECIMALS_MAX: u32 = 9;
/// Rows whose rounding leaves the factor open by more than this tell nothing about it.
const FACTOR_WIDTH_MAX: f64 = 0.01;
/// How far around a factor others are counted, as logarithms.
const FACTOR_NEIGHBOURS: f64 = 0.1;
/// Where nothing is known, factors are taken to lie anywhere between half and double.
const FACTOR_RANGE: f64 = 2.0 * std::f64::consts::LN_2;

/// The way in which most of the rows differ, where one stands out from chance.
pub fn discover(rows: &[Row], pair: &Pair, shape: Shape) -> Option<Test> {
    let candidates = if shape == Shape::Value {
        let mut candidates = vec![Test::SignFlip];
        candidates.extend((0..=ROUNDING_DECIMALS_MAX).filter_map(|decimals| rounding(rows, pair, decimals)));
        candidates.extend(swapped(rows));
        candidates.extend(most(rows, |row| row.facts.cut).map(Test::Cut));
        candidates.extend(most(rows, |row| row.facts.shift).map(Test::Shift));
        candidates.extend(offset(rows));
        candidates.extend(ratio(rows));
        candidates.extend(factor(rows, pair));
        candidates
    } else {
        vec![Test::Emptied]
    };
    let counted = candidates.into_iter().map(|test| {
        let fitting = rows.iter().filter(|row| test.fits(&row.facts, pair)).count();
        (fitting, test)
    });
    // The first of several: the stricter ones stand first.
    let best = counted.reduce(|best, other| if other.0 > best.0 { other } else { best });
    let (fitting, test) = best?;
    (fitting as u64 >= ROWS_MIN && fitting * 100 >= rows.len() * SHARE_MIN_PERCENT).then_some(test)
}

/// Where numbers differ by little, some of the new ones are round by chance: most of those that differ by less
/// than a unit of the last place must be.
fn rounding(rows: &[Row], pair: &Pair, decimals: u32) -> Option<Test> {
    let test = Test::Rounding(decimals);
    let unit = Decimal::Small { units: 1, scale: decimals };
    let near = |(old, new): (&Decimal, &Decimal)| new.minus(old).abs() < unit;
    let near = numbers(rows).filter(|both| near(*both)).count();
    let fitting = rows.iter().filter(|row| test.fits(&row.facts, pair)).count();
    (fitting * 2 >= near).then_some(test)
}

fn swapped(rows: &[Row]) -> Option<Test> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for other in rows.iter().filter_map(|row| row.facts.swapped) {
        *counts.entry(other).or_default() += 1;
    }
    let (other, count) =
        counts.into_iter().max_by_key(|(other, count)| (*count, std::cmp::Reverse(*other)))?;
    (count * 100 >= rows.len() * SWAPPED_MIN_PERCENT).then_some(Test::Swapped(other))
}

/// The value that most rows have, where it stands out from the others: as many by chance, with each as often
/// as the others are on average (Poisson), at most once in a hundred such columns.
fn most<T: Ord>(rows: &[Row], value: impl Fn(&Row) -> Option<T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in rows.iter().filter_map(value) {
        *counts.entry(value).or_default() += 1;
    }
    let (all, different) = (counts.values().sum::<usize>(), counts.len());
    let (value, count) =
        counts.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best })?;
    let expected = (all - count) as f64 / (different - 1).max(1) as f64;
    (count as u64 >= ROWS_MIN && chance(count, expected) * different as f64 <= CHANCE_MAX).then_some(value)
}

/// P(X ≥ count) for X Poisson with this mean: the regularised lower incomplete gamma function.
fn chance(count: usize, expected: f64) -> f64 {
    if count == 0 {
        1.0
    } else if expected <= 0.0 {
        0.0
    } else {
        gamma_lr(count as f64, expected)
    }
}

fn numbers(rows: &[Row]) -> impl Iterator<Item = (&Decimal, &Decimal)> {
    rows.iter().filter_map(|row| row.facts.numbers.as_ref()).map(|(old, new)| (old, new))
}

/// With one old value alone, a factor, an offset and a mere replacement are the same.
fn is_of_several<'a>(old: impl Iterator<Item = &'a Decimal>) -> bool {
    old.take(1000).collect::<BTreeSet<_>>().len() > 1
}

fn offset(rows: &[Row]) -> Option<Test> {
    let apart = |old: &Decimal, new: &Decimal| new.minus(old);
    let offset = most(rows, |row| row.facts.numbers.as_ref().map(|(old, new)| apart(old, new)))?;
    let fitting = numbers(rows).filter(|(old, new)| apart(old, new) == offset).map(|(old, _)| old);
    is_of_several(fitting).then_some(Test::Offset(offset))
}

/// A factor that is exact and short: of whole numbers that are too small to tell it by their rounding.
fn ratio(rows: &[Row]) -> Option<Test> {
    let of = |row: &Row| row.facts.numbers.as_ref().and_then(|(old, new)| exact_ratio(old, new));
    let factor = most(rows, of)?;
    let fitting = rows.iter().filter(|row| of(row).as_ref() == Some(&factor));
    let old = fitting.filter_map(|row| row.facts.numbers.as_ref()).map(|(old, _)| old);
    (is_of_several(old) && is_factor(&factor)).then_some(Test::Factor(factor))
}

fn exact_ratio(old: &Decimal, new: &Decimal) -> Option<Decimal> {
    const DECIMALS: u32 = 6;
    let (Decimal::Small { units: a, scale: p }, Decimal::Small { units: b, scale: q }) = (old, new) else {
        return None;
    };
    let up = b.checked_mul(10_i128.checked_pow(DECIMALS.checked_add(*p)?.checked_sub(*q)?)?)?;
    (*a != 0 && up % a == 0).then(|| Decimal::Small { units: up / a, scale: DECIMALS })
}

fn is_factor(factor: &Decimal) -> bool {
    let one = Decimal::Small { units: 1, scale: 0 };
    !factor.is_zero() && factor.abs() != one
}

/// Where the factor of one row lies, given how its numbers were rounded.
#[derive(Clone, Copy)]
struct Interval {
    low: f64,
    high: f64,
}

fn intervals(rows: &[Row], pair: &Pair) -> Vec<Interval> {
    let (of_old, of_new) = halves(pair);
    let (of_old, of_new) = (of_old.about(), of_new.about());
    let one = |(old, new): (&Decimal, &Decimal)| {
        let is_same_sign = old.is_negative() == new.is_negative();
        let (old, new) = (old.about().abs(), new.about().abs());
        let interval =
            Interval { low: (new - of_new) / (old + of_old), high: (new + of_new) / (old - of_old) };
        let tells = is_same_sign
            && old > of_old
            && interval.low > 0.0
            && interval.high / interval.low - 1.0 <= FACTOR_WIDTH_MAX
            && is_beyond_one(interval);
        tells.then_some(interval)
    };
    numbers(rows).filter_map(one).collect()
}

/// So near to 1 that rounding alone could be behind it, no factor is told.
fn is_beyond_one(interval: Interval) -> bool {
    (interval.low - 1.0).max(1.0 - interval.high) >= interval.high - interval.low
}

/// The factor that lies in the intervals of the most rows: the decimal with the fewest digits that they share.
///
/// It must be more than chance: the number of intervals over a point is taken to be Poisson, with the mean
/// that the rows around it give, and with every row as a place to begin.
fn factor(rows: &[Row], pair: &Pair) -> Option<Test> {
    let intervals = intervals(rows, pair);
    let (count, shared) = most_covered(&intervals)?;
    let middle = (shared.low * shared.high).sqrt();
    let near = |other: f64| (other / middle).ln().abs() <= FACTOR_NEIGHBOURS;
    let apart = |one: &&Interval| one.high < shared.low || one.low > shared.high;
    let neighbours = intervals.iter().filter(apart).filter(|one| near(one.low) && near(one.high)).count();
    let width = intervals.iter().map(|one| (one.high / one.low).ln()).sum::<f64>() / intervals.len() as f64;
    let by_neighbours = neighbours as f64 * width / (2.0 * FACTOR_NEIGHBOURS);
    let expected = by_neighbours.max(intervals.len() as f64 * width / FACTOR_RANGE);
    if (count as u64) < ROWS_MIN || chance(count - 1, expected) * intervals.len() as f64 > CHANCE_MAX {
        return None;
    }
    let test = Test::Factor(simplest(shared).filter(is_factor)?);
    let fitting = rows.iter().filter(|row| test.fits(&row.facts, pair));
    let old = fitting.filter_map(|row| row.facts.numbers.as_ref()).map(|(old, _)| old);
    is_of_several(old).then_some(test)
}

/// The first stretch that the most intervals cover, and how many do.
fn most_covered(intervals: &[Interval]) -> Option<(usize, Interval)> {
    let mut lows = intervals.iter().map(|one| one.low).collect::<Vec<_>>();
    let mut highs = intervals.iter().map(|one| one.high).collect::<Vec<_>>();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    let (mut ended, mut best) = (0, None);
    for (begun, low) in lows.iter().enumerate() {
        while highs[ended] < *low {
            ended += 1;
        }
        let count = begun + 1 - ended;
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, Interval { low: *low, high: highs[ended] }));
        }
    }
    best
}

/// The decimal with the fewest digits after the point in an interval, the one next to its middle.
fn simplest(interval: Interval) -> Option<Decimal> {
    for scale in 0..=FACTOR_DECIMALS_MAX {
        let power = 10_f64.powi(i32::try_from(scale).ok()?);
        let (low, high) = ((interval.low * power).ceil(), (interval.high * power).floor());
        if low <= high && high < 1e15 {
            let middle = (f64::midpoint(interval.low, interval.high) * power).round().clamp(low, high);
            return Decimal::read(&format!("{middle:.0}")).map(|units| match units {
                Decimal::Small { units, .. } => Decimal::Small { units, scale },
                big @ Decimal::Big(_) => big,
            });
        }
    }
    None
}
