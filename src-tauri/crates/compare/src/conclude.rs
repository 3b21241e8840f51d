//! From counts to figures, findings and a verdict.

use std::collections::HashSet;

use ballast_core::{Finding, Verdict};

use crate::figures::{
    Cells, ColumnFigures, ColumnKind, ControlTotal, Drift, DriftKind, Explanation, Figures, KnownCount,
};
use crate::findings;
use crate::plan::{Pair, Plan};
use crate::renames;
use crate::spec::Condition;
use crate::tallies::{ColumnTally, Tallies};
use crate::total::{Both, Sliced};

/// The slice that stands for all values beyond the limit.
pub const OTHER_SLICES: &str = "…";

/// What a comparison came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Concluded {
    pub figures: Figures,
    /// The worst first.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

/// Draws the conclusion.
///
/// `unexplained` counts rows: matched ones with a mismatch in a column that is no noise, rows of one side that
/// nobody has accepted, and every row with a duplicate key. Nothing is ever concluded from a side without rows.
#[must_use]
pub fn conclude(plan: &Plan, tallies: &Tallies, explanations: Vec<Explanation>, digest: String) -> Concluded {
    let figures = figures(plan, tallies, explanations, digest);
    let mut findings = findings::of(plan, tallies, &figures);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let verdict = Verdict::of(&findings, figures.rows());
    Concluded { figures, findings, verdict }
}

fn figures(plan: &Plan, tallies: &Tallies, explanations: Vec<Explanation>, digest: String) -> Figures {
    let lone_known = tallies.only_old_known + tallies.only_new_known;
    let mut figures = Figures {
        rows_old: tallies.matched + tallies.only_old + tallies.duplicate_old,
        rows_new: tallies.matched + tallies.only_new + tallies.duplicate_new,
        matched: tallies.matched,
        only_old: tallies.only_old,
        only_new: tallies.only_new,
        duplicate_keys: tallies.duplicate_keys,
        duplicate_old: tallies.duplicate_old,
        duplicate_new: tallies.duplicate_new,
        null_keys: tallies.null_keys,
        changed: tallies.changed,
        unexplained: tallies.unexplained + tallies.only_old + tallies.only_new - lone_known
            + tallies.duplicate_old
            + tallies.duplicate_new,
        explanations,
        digest,
        ..Figures::default()
    };
    figures.columns = columns(plan, tallies, figures.rows());
    for column in &figures.columns {
        add(&mut figures.cells, &column.cells);
        figures.changed_cells += column.cells.mismatch;
    }
    figures.totals = totals(plan, tallies);
    figures.drift = drift(plan, tallies);
    let known = plan.spec.known.iter().zip(&tallies.known).filter(|(_, tally)| tally.cells + tally.rows > 0);
    figures.known = known
        .map(|(known, tally)| KnownCount { id: known.id.clone(), cells: tally.cells, rows: tally.rows })
        .collect();
    figures
}

fn add(sum: &mut Cells, cells: &Cells) {
    sum.equal += cells.equal;
    sum.tolerated += cells.tolerated;
    sum.known += cells.known;
    sum.mismatch += cells.mismatch;
    sum.not_comparable += cells.not_comparable;
}

fn columns(plan: &Plan, tallies: &Tallies, rows: u64) -> Vec<ColumnFigures> {
    let empty = ColumnTally::default();
    let pairs =
        plan.pairs.iter().enumerate().map(|(index, pair)| {
            (pair.old, of_pair(pair, tallies.columns.get(index).unwrap_or(&empty), rows))
        });
    let lone = |name: &str| ColumnFigures {
        name: name.to_owned(),
        new_name: None,
        kind: ColumnKind::Text,
        cells: Cells { not_comparable: rows, ..Cells::default() },
        format: 0,
        value: 0,
        rounding: 0,
        null: 0,
        empty: 0,
        largest: None,
        noise: false,
    };
    let only_old = plan.only_old.iter().map(|column| (column.column, lone(&column.name)));
    let mut columns = pairs.chain(only_old).collect::<Vec<_>>();
    columns.sort_by_key(|(place, _)| *place);
    let only_new = plan.only_new.iter().map(|column| lone(&column.name));
    columns.into_iter().map(|(_, column)| column).chain(only_new).collect()
}

/// Cells of lone and duplicate rows, and differing ones of a rename that nobody has accepted, cannot be compared.
fn of_pair(pair: &Pair, tally: &ColumnTally, rows: u64) -> ColumnFigures {
    let compared = tally.equal + tally.tolerated + tally.known + tally.mismatch;
    ColumnFigures {
        name: pair.name.clone(),
        new_name: pair.new_name.clone(),
        kind: pair.kind,
        cells: Cells {
            equal: tally.equal,
            tolerated: tally.tolerated,
            known: tally.known,
            mismatch: tally.mismatch,
            not_comparable: rows - compared,
        },
        format: tally.format,
        value: tally.value,
        rounding: tally.rounding,
        null: tally.null,
        empty: tally.empty,
        largest: tally.largest.as_ref().map(ToString::to_string),
        noise: pair.noise,
    }
}

fn totals(plan: &Plan, tallies: &Tallies) -> Vec<ControlTotal> {
    let all = of_slice(plan, &tallies.totals.all, None);
    let Some(column) = plan.slice.and_then(|(old, _)| name_of(plan, old)) else { return all };
    let condition =
        |value: Option<&str>| Condition { column: column.clone(), value: value.map(str::to_owned) };
    let counted = |slice: &&Sliced| slice.rows != Both::default();
    let null = Some(&tallies.totals.null).filter(counted);
    let null = null.into_iter().flat_map(|slice| of_slice(plan, slice, Some(condition(None))));
    let slices = tallies.totals.slices.iter();
    let slices = slices.flat_map(|(value, slice)| of_slice(plan, slice, Some(condition(Some(value)))));
    let other = Some(&tallies.totals.other).filter(counted);
    let other =
        other.into_iter().flat_map(|slice| of_slice(plan, slice, Some(condition(Some(OTHER_SLICES)))));
    all.into_iter().chain(null).chain(slices).chain(other).collect()
}

fn name_of(plan: &Plan, old: usize) -> Option<String> {
    let key = plan.key.iter().find(|key| key.old == old).map(|key| key.name.clone());
    key.or_else(|| plan.pairs.iter().find(|pair| pair.old == old).map(|pair| pair.name.clone()))
}

fn of_slice(plan: &Plan, slice: &Sliced, condition: Option<Condition>) -> Vec<ControlTotal> {
    let both = plan.totals.iter().zip(&slice.sums);
    both.map(|(total, sums)| {
        let (old, new) = (sums.old.value(), sums.new.value());
        let scale = old.scale().max(new.scale());
        ControlTotal {
            column: total.name.clone(),
            slice: condition.clone(),
            rows_old: slice.rows.old,
            rows_new: slice.rows.new,
            old: old.widened(scale).to_string(),
            new: new.widened(scale).to_string(),
            equal: old == new,
        }
    })
    .collect()
}

/// What the profiles tell, with match rates, renames by their values, the grain, and what a person accepted.
fn drift(plan: &Plan, tallies: &Tallies) -> Vec<Drift> {
    let mut drift = renames::resolve(plan, tallies);
    if let Some(grain) = grain(tallies) {
        drift.push(grain);
    }
    let accepted = |id: &str| plan.spec.known.iter().any(|known| known.id == id);
    for change in &mut drift {
        change.accepted |= change.kind != DriftKind::Renamed && accepted(&findings::id_of_drift(change));
    }
    drift
}

/// Keys that stand more than once on one side and at most once on the other: rows mean something else there.
fn grain(tallies: &Tallies) -> Option<Drift> {
    let keys = tallies.duplicate_keys;
    let many = |rows: u64| keys > 0 && rows >= 2 * keys;
    let few = |rows: u64| rows <= keys;
    let to = if many(tallies.duplicate_new) && few(tallies.duplicate_old) {
        "new"
    } else if many(tallies.duplicate_old) && few(tallies.duplicate_new) {
        "old"
    } else {
        return None;
    };
    Some(Drift {
        kind: DriftKind::Grain,
        from: None,
        to: Some(to.to_owned()),
        key: true,
        matched: 0,
        of: 0,
        accepted: false,
    })
}

/// Columns whose differences are all accepted or tolerated, so that a total that differs is accounted for.
#[derive(Debug)]
pub struct Settled<'a> {
    /// None where rows differ that nobody has accepted: every total may differ by them.
    unsettled: Option<HashSet<&'a str>>,
}

impl<'a> Settled<'a> {
    /// By accepted and tolerated differences.
    #[must_use]
    pub fn of(figures: &'a Figures) -> Self {
        Self::new(figures, |cells| cells.mismatch > 0)
    }

    /// By accepted ones alone: tolerated ones may add up.
    #[must_use]
    pub fn strictly(figures: &'a Figures) -> Self {
        Self::new(figures, |cells| cells.mismatch + cells.tolerated > 0)
    }

    fn new(figures: &'a Figures, is_open: impl Fn(&Cells) -> bool) -> Self {
        if figures.unexplained > 0 {
            return Self { unsettled: None };
        }
        let columns = figures.columns.iter().filter(|column| is_open(&column.cells));
        let columns = columns.map(|column| column.name.as_str());
        let renames =
            figures.drift.iter().filter(|change| change.kind == DriftKind::Renamed && !change.accepted);
        let renames = renames.filter_map(|change| change.from.as_deref());
        Self { unsettled: Some(columns.chain(renames).collect()) }
    }

    #[must_use]
    pub fn accounts_for(&self, total: &ControlTotal) -> bool {
        let Some(unsettled) = &self.unsettled else { return false };
        let is_settled = |name: &str| !unsettled.contains(name);
        is_settled(&total.column) && total.slice.as_ref().is_none_or(|slice| is_settled(&slice.column))
    }
}
