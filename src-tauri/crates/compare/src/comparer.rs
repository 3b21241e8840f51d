//! Rows in, counts out: every cell ends in exactly one of equal, tolerated, known, mismatch, not comparable.

use std::borrow::Cow;
use std::sync::Arc;

use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

use crate::category::Counting;
use crate::decimal::Decimal;
use crate::figures::{ColumnKind, Outcome, Shape};
use crate::known::Known;
use crate::normalise::Normaliser;
use crate::plan::Plan;
use crate::spec::Tolerance;
use crate::tallies::{CandidateTally, ColumnTally, KnownTally, Tallies};
use crate::total::Totals;

/// A cell that is not equal. Cells of a rename that nobody has accepted are never listed: they are drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellDifference {
    /// Which of the plan's pairs.
    pub column: u32,
    /// Tolerated, known or mismatch.
    pub outcome: Outcome,
    /// Value, rounding, null or empty.
    pub shape: Shape,
    /// Which of the specification's known differences.
    pub known: Option<u32>,
}

/// A row with no partner, or with too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDifference {
    /// Only old or new, or duplicate old or new.
    pub shape: Shape,
    /// Known, or not comparable.
    pub outcome: Outcome,
    pub known: Option<u32>,
}

/// Two decimals are tolerated where |a − b| ≤ max(abs, rel · max(|a|, |b|)).
#[derive(Clone, Debug)]
pub struct Tolerated {
    abs: Decimal,
    rel: Decimal,
}

impl Tolerated {
    /// Errors: `invalid_call` where a bound is no decimal, or negative.
    pub fn new(tolerance: &Tolerance) -> Result<Self> {
        let bound = |text: &Option<String>| match text.as_deref() {
            None => Ok(Decimal::ZERO),
            Some(text) => Decimal::parse(text).filter(|bound| !bound.is_negative()).ok_or_else(|| {
                Error::new(Code::InvalidCall)
                    .with("what", "tolerance")
                    .with("found", text)
                    .with("reason", "it must be a decimal that is not negative")
            }),
        };
        Ok(Self { abs: bound(&tolerance.abs)?, rel: bound(&tolerance.rel)? })
    }

    #[must_use]
    pub fn allows(&self, a: &Decimal, b: &Decimal) -> bool {
        let apart = a.minus(b).abs();
        apart <= self.abs || (!self.rel.is_zero() && apart <= self.rel.times(&a.abs().max(b.abs())))
    }
}

/// Compares row by row and counts.
#[derive(Debug)]
pub struct Comparer {
    plan: Arc<Plan>,
    normaliser: Normaliser,
    tolerated: Vec<Option<Tolerated>>,
    known: Known,
    counting: Counting,
    tallies: Tallies,
    /// Columns that may be renames, and the plan's candidates as places among them.
    candidates_old: Vec<usize>,
    candidates_new: Vec<usize>,
    candidates: Vec<(usize, usize)>,
    numbers_old: Vec<Option<Decimal>>,
    numbers_new: Vec<Option<Decimal>>,
}

impl Comparer {
    /// Errors: `invalid_call` for a tolerance or time zone that is none.
    pub fn new(plan: Arc<Plan>) -> Result<Self> {
        let bounds = |pair: &crate::plan::Pair| pair.tolerance.as_ref().map(Tolerated::new).transpose();
        let tallies = Tallies {
            columns: vec![ColumnTally::default(); plan.pairs.len()],
            candidates: vec![CandidateTally::default(); plan.candidates.len()],
            totals: Totals::new(plan.totals.len()),
            known: vec![KnownTally::default(); plan.spec.known.len()],
            ..Tallies::default()
        };
        let (candidates_old, candidates_new, candidates) = places(&plan.candidates);
        Ok(Self {
            candidates_old,
            candidates_new,
            candidates,
            normaliser: Normaliser::new(&plan.spec.normalise)?,
            tolerated: plan.pairs.iter().map(bounds).collect::<Result<_>>()?,
            known: Known::new(&plan),
            counting: Counting::new(&plan.categories),
            tallies,
            numbers_old: Vec::with_capacity(plan.totals.len()),
            numbers_new: Vec::with_capacity(plan.totals.len()),
            plan,
        })
    }

    /// Two rows of one key. Cells that are not equal are added to `found`.
    pub fn matched(&mut self, old: &[Option<&str>], new: &[Option<&str>], found: &mut Vec<CellDifference>) {
        let plan = Arc::clone(&self.plan);
        let (mut changed, mut unexplained) = (false, false);
        let before = found.len();
        self.tallies.matched += 1;
        for (index, pair) in plan.pairs.iter().enumerate() {
            let (from, to) = (old[pair.old], new[pair.new]);
            if from == to {
                self.tallies.columns[index].equal += 1;
                continue;
            }
            let Some(difference) = self.cell(index, (old, new)) else { continue };
            if difference.outcome == Outcome::Mismatch {
                changed = true;
                unexplained |= !pair.noise;
            }
            found.push(difference);
        }
        self.tallies.changed += u64::from(changed);
        self.tallies.unexplained += u64::from(unexplained);
        self.covered(&found[before..], unexplained);
        self.candidates(old, new);
        self.counting.row(old, new);
        self.sum_both(old, new);
    }

    /// Cells whose texts are not the same.
    fn cell(
        &mut self,
        index: usize,
        (old, new): (&[Option<&str>], &[Option<&str>]),
    ) -> Option<CellDifference> {
        let plan = Arc::clone(&self.plan);
        let pair = &plan.pairs[index];
        let from = self.normaliser.cell(old[pair.old]);
        let to = self.normaliser.cell(new[pair.new]);
        let judged = judge(pair.kind, from, to, self.tolerated[index].as_ref());
        let tally = &mut self.tallies.columns[index];
        let Judged::Differs { shape, tolerated, apart } = judged else {
            tally.equal += 1;
            tally.format += 1;
            return None;
        };
        if pair.proposed {
            tally.proposed += 1;
            return None;
        }
        if apart.is_some() {
            tally.largest = tally.largest.take().max(apart);
        }
        let known =
            if tolerated { None } else { self.known.cell((&plan, index, shape), &self.normaliser, old, new) };
        let outcome = match known {
            _ if tolerated => Outcome::Tolerated,
            Some(_) => Outcome::Known,
            None => Outcome::Mismatch,
        };
        match outcome {
            Outcome::Tolerated => tally.tolerated += 1,
            Outcome::Known => tally.known += 1,
            _ => {
                tally.mismatch += 1;
                match shape {
                    Shape::Null => tally.null += 1,
                    Shape::Empty => tally.empty += 1,
                    Shape::Rounding => tally.rounding += 1,
                    _ => tally.value += 1,
                }
            }
        }
        let column = u32::try_from(index).unwrap_or(u32::MAX);
        Some(CellDifference { column, outcome, shape, known })
    }

    /// What known differences cover in one row.
    fn covered(&mut self, found: &[CellDifference], unexplained: bool) {
        for (index, cell) in found.iter().enumerate() {
            let Some(tally) = cell.known.and_then(|known| self.tallies.known.get_mut(known as usize)) else {
                continue;
            };
            tally.cells += 1;
            let is_noise = |cell: &CellDifference| self.plan.pairs[cell.column as usize].noise;
            let is_first = !found[..index].iter().any(|other| other.known == cell.known && !is_noise(other));
            tally.rows += u64::from(!unexplained && !is_noise(cell) && is_first);
        }
    }

    /// A row that stands alone and that a known difference covers.
    fn covered_alone(&mut self, known: Option<u32>) {
        if let Some(tally) = known.and_then(|known| self.tallies.known.get_mut(known as usize)) {
            tally.rows += 1;
        }
    }

    /// Columns of one side each, as they would be compared: numbers by their value.
    fn candidates(&mut self, old: &[Option<&str>], new: &[Option<&str>]) {
        if self.plan.candidates.is_empty() {
            return;
        }
        let plain = |row: &[Option<&str>], columns: &[usize]| -> Vec<Option<String>> {
            columns.iter().map(|column| self.normaliser.cell(row[*column]).map(|cell| plain(&cell))).collect()
        };
        let (left, right) = (plain(old, &self.candidates_old), plain(new, &self.candidates_new));
        for ((from, to), tally) in self.candidates.iter().zip(&mut self.tallies.candidates) {
            tally.row(left[*from].as_deref(), right[*to].as_deref());
        }
    }

    fn sum_both(&mut self, old: &[Option<&str>], new: &[Option<&str>]) {
        if self.plan.totals.is_empty() {
            return;
        }
        self.numbers_old.clear();
        self.numbers_new.clear();
        for total in &self.plan.totals {
            let (from, to) = (old[total.old], new[total.new]);
            let number = self.number(from);
            let other = if from == to { number.clone() } else { self.number(to) };
            self.numbers_old.push(number);
            self.numbers_new.push(other);
        }
        let slice = self.plan.slice;
        self.tallies.totals.add(true, &self.numbers_old, slice.map(|(column, _)| old[column]));
        self.tallies.totals.add(false, &self.numbers_new, slice.map(|(_, column)| new[column]));
    }

    fn sum_one(&mut self, row: &[Option<&str>], is_old: bool) {
        if self.plan.totals.is_empty() {
            return;
        }
        self.numbers_old.clear();
        for total in &self.plan.totals {
            let number = self.number(row[if is_old { total.old } else { total.new }]);
            self.numbers_old.push(number);
        }
        let slice = self.plan.slice.map(|(old, new)| row[if is_old { old } else { new }]);
        self.tallies.totals.add(is_old, &self.numbers_old, slice);
    }

    fn number(&self, cell: Option<&str>) -> Option<Decimal> {
        Decimal::parse(&self.normaliser.text(cell?))
    }

    pub fn only_old(&mut self, row: &[Option<&str>]) -> RowDifference {
        self.sum_one(row, true);
        let known = self.known.row(row, true, &self.normaliser);
        self.tallies.only_old += 1;
        self.tallies.only_old_known += u64::from(known.is_some());
        self.covered_alone(known);
        alone(Shape::OnlyOld, known)
    }

    pub fn only_new(&mut self, row: &[Option<&str>]) -> RowDifference {
        self.sum_one(row, false);
        let known = self.known.row(row, false, &self.normaliser);
        self.tallies.only_new += 1;
        self.tallies.only_new_known += u64::from(known.is_some());
        self.covered_alone(known);
        alone(Shape::OnlyNew, known)
    }

    /// A row whose key stands more than once on a side. `first`: the first of its key on either side.
    pub fn duplicate_old(&mut self, row: &[Option<&str>], first: bool) -> RowDifference {
        self.sum_one(row, true);
        self.tallies.duplicate_old += 1;
        self.tallies.duplicate_keys += u64::from(first);
        alone(Shape::DuplicateOld, None)
    }

    pub fn duplicate_new(&mut self, row: &[Option<&str>], first: bool) -> RowDifference {
        self.sum_one(row, false);
        self.tallies.duplicate_new += 1;
        self.tallies.duplicate_keys += u64::from(first);
        alone(Shape::DuplicateNew, None)
    }

    /// A row with a null in its key, besides [`Self::only_old`] or [`Self::only_new`].
    pub fn null_key(&mut self) {
        self.tallies.null_keys += 1;
    }

    #[must_use]
    pub fn into_tallies(self) -> Tallies {
        let mut tallies = self.tallies;
        tallies.categories = self.counting.finish();
        tallies
    }
}

/// The columns of each side, and the pairs as places among them.
fn places(pairs: &[(usize, usize)]) -> (Vec<usize>, Vec<usize>, Vec<(usize, usize)>) {
    let sorted = |columns: &mut Vec<usize>| {
        columns.sort_unstable();
        columns.dedup();
    };
    let mut old = pairs.iter().map(|(old, _)| *old).collect::<Vec<_>>();
    let mut new = pairs.iter().map(|(_, new)| *new).collect::<Vec<_>>();
    sorted(&mut old);
    sorted(&mut new);
    let place = |columns: &[usize], column: usize| columns.binary_search(&column).unwrap_or(0);
    let places = pairs.iter().map(|(from, to)| (place(&old, *from), place(&new, *to))).collect();
    (old, new, places)
}

/// A number without zeros at its end; any other text as it is.
fn plain(cell: &str) -> String {
    match Decimal::parse(cell) {
        Some(number) => number.trimmed().to_string(),
        None => cell.to_owned(),
    }
}

fn alone(shape: Shape, known: Option<u32>) -> RowDifference {
    let outcome = if known.is_some() { Outcome::Known } else { Outcome::NotComparable };
    RowDifference { shape, outcome, known }
}

enum Judged {
    Equal,
    /// `apart`: |new − old| of decimals.
    Differs {
        shape: Shape,
        tolerated: bool,
        apart: Option<Decimal>,
    },
}

fn judge(
    kind: ColumnKind,
    old: Option<Cow<'_, str>>,
    new: Option<Cow<'_, str>>,
    tolerated: Option<&Tolerated>,
) -> Judged {
    let differs = |shape| Judged::Differs { shape, tolerated: false, apart: None };
    let (old, new) = match (&old, &new) {
        (None, None) => return Judged::Equal,
        (None, Some(one)) | (Some(one), None) => {
            return differs(if one.is_empty() { Shape::Empty } else { Shape::Null });
        }
        (Some(old), Some(new)) if old == new => return Judged::Equal,
        (Some(old), Some(new)) if old.is_empty() || new.is_empty() => return differs(Shape::Empty),
        (Some(old), Some(new)) => (old, new),
    };
    if kind == ColumnKind::Text {
        return differs(Shape::Value);
    }
    // A cell that is no decimal in a column of decimals: the profile was taken of other rows.
    let Some((a, b)) = Decimal::parse(old).zip(Decimal::parse(new)) else { return differs(Shape::Value) };
    if a == b {
        return Judged::Equal;
    }
    Judged::Differs {
        shape: if a.is_rounding_of(&b) { Shape::Rounding } else { Shape::Value },
        tolerated: tolerated.is_some_and(|tolerated| tolerated.allows(&a, &b)),
        apart: Some(b.minus(&a).abs().trimmed()),
    }
}
