//! What differing rows have in common: values of other columns, and a way in which all of them differ.
//!
//! Rows pass once and are not kept: of every column the first [`COMPARE_EXPLAINED_ROWS_MAX`] differing rows
//! are searched for ways to differ, then every further row is put under the one that it fits, and what fits
//! none is gathered and searched again. All counts are of all rows. What cannot be shown is not said.

mod discover;
mod group;
mod significance;

use std::collections::BTreeMap;
use std::sync::Arc;

use ballast_core::limits::{
    COMPARE_EFFECTS_MAX, COMPARE_EXPLAINED_COLUMNS_MAX, COMPARE_EXPLAINED_ROWS_MAX, COMPARE_EXPLANATIONS_MAX,
    COMPARE_EXPLANATIONS_OF_COLUMN_MAX,
};

use self::discover::discover;
use self::group::{Counts, Group, Numbered};
use self::significance::{Chosen, Population, ROWS_MIN, choose};
use crate::comparer::{CellDifference, RowDifference};
use crate::effect::{Facts, Test};
use crate::figures::{Explanation, Outcome, Shape};
use crate::known::{facts_of, is_swapped};
use crate::normalise::Normaliser;
use crate::plan::{Pair, Plan};
use crate::spec::Condition;
use crate::tallies::Tallies;

/// Differing cells of one row among which swapped ones are sought.
const SWAP_CELLS_MAX: usize = 16;
/// An effect without a slice must be that of this share of a column's differing rows.
const EFFECT_SHARE_MIN: u64 = 10;

/// Fed with differing rows in the order of their keys; its memory does not grow with them.
#[derive(Debug)]
pub struct Explainer {
    plan: Arc<Plan>,
    normaliser: Option<Normaliser>,
    rows: Numbered,
    columns: BTreeMap<u32, Column>,
    only_old: Alone,
    only_new: Alone,
}

/// The differing rows of one column.
#[derive(Debug)]
struct Column {
    /// All that are not equal, tolerated and known ones too.
    different: Counts,
    mismatches: u64,
    stories: BTreeMap<Shape, Story>,
}

/// Differing rows of one column and one shape, by the way they differ.
#[derive(Debug, Default)]
struct Story {
    rows: u64,
    effects: Vec<(Test, Group)>,
    rest: Group,
    gathered: Vec<Row>,
    searches: usize,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub facts: Facts,
    numbers: Box<[u8]>,
}

/// Rows on one side only.
#[derive(Debug)]
struct Alone {
    rows: Numbered,
    all: Counts,
    unknown: Group,
}

impl Alone {
    fn new(columns: Vec<Option<usize>>) -> Self {
        Self { all: Counts::new(columns.len()), rows: Numbered::new(columns), unknown: Group::default() }
    }

    fn add(&mut self, row: &[Option<&str>], is_known: bool) {
        let numbers = self.rows.numbers(row);
        self.all.add(numbers);
        if !is_known {
            self.unknown.add(numbers);
        }
    }
}

impl Story {
    fn add(&mut self, facts: Facts, numbers: &[u8], pair: &Pair, shape: Shape) {
        self.rows += 1;
        if let Some((_, group)) = self.effects.iter_mut().find(|(test, _)| test.fits(&facts, pair)) {
            group.add(numbers);
        } else if self.searches >= COMPARE_EFFECTS_MAX || self.effects.len() >= COMPARE_EFFECTS_MAX {
            self.rest.add(numbers);
        } else {
            self.gathered.push(Row { facts, numbers: numbers.into() });
            if self.gathered.len() >= COMPARE_EXPLAINED_ROWS_MAX {
                self.search(pair, shape);
            }
        }
    }

    fn search(&mut self, pair: &Pair, shape: Shape) {
        self.searches += 1;
        let mut rows = std::mem::take(&mut self.gathered);
        while self.effects.len() < COMPARE_EFFECTS_MAX {
            let Some(test) = discover(&rows, pair, shape) else { break };
            let mut group = Group::default();
            rows.retain(|row| {
                let fits = test.fits(&row.facts, pair);
                if fits {
                    group.add(&row.numbers);
                }
                !fits
            });
            self.effects.push((test, group));
        }
        for row in rows {
            self.rest.add(&row.numbers);
        }
    }

    fn settle(&mut self, pair: &Pair, shape: Shape) {
        self.search(pair, shape);
        self.rest.settle();
        for (_, group) in &mut self.effects {
            group.settle();
        }
    }
}

impl Explainer {
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        let old = || plan.categories.iter().map(|category| Some(category.old)).collect::<Vec<_>>();
        let new = plan.categories.iter().map(|category| category.new).collect();
        Self {
            // A comparison by rules that do not hold together was refused before.
            normaliser: Normaliser::new(&plan.spec.normalise).ok(),
            rows: Numbered::new(old()),
            columns: BTreeMap::new(),
            only_old: Alone::new(old()),
            only_new: Alone::new(new),
            plan,
        }
    }

    /// A matched row in which something differs.
    pub fn pair(&mut self, old: &[Option<&str>], new: &[Option<&str>], cells: &[CellDifference]) {
        let Some(normaliser) = &self.normaliser else { return };
        let numbers = self.rows.numbers(old);
        for cell in cells {
            let index = cell.column as usize;
            let Some(pair) = self.plan.pairs.get(index) else { continue };
            if !self.columns.contains_key(&cell.column) && self.columns.len() >= COMPARE_EXPLAINED_COLUMNS_MAX
            {
                continue;
            }
            let column = self.columns.entry(cell.column).or_insert_with(|| Column {
                different: Counts::new(numbers.len()),
                mismatches: 0,
                stories: BTreeMap::new(),
            });
            column.different.add(numbers);
            if cell.outcome != Outcome::Mismatch {
                continue;
            }
            column.mismatches += 1;
            let mut facts = facts_of((&self.plan, index), normaliser, old, new);
            let shape = match cell.shape {
                Shape::Null | Shape::Empty => cell.shape,
                _ => Shape::Value,
            };
            if shape == Shape::Value {
                let others = cells.iter().filter(|other| other.column != cell.column).take(SWAP_CELLS_MAX);
                let mut others = others.map(|other| other.column);
                facts.swapped = others
                    .find(|other| is_swapped(&self.plan, (index, *other as usize), normaliser, old, new));
            }
            column.stories.entry(shape).or_default().add(facts, numbers, pair, shape);
        }
    }

    /// A row on one side only. Rows with duplicate keys have nothing to be held against.
    pub fn alone(&mut self, row: &[Option<&str>], difference: &RowDifference) {
        let is_known = difference.outcome == Outcome::Known;
        match difference.shape {
            Shape::OnlyOld => self.only_old.add(row, is_known),
            Shape::OnlyNew => self.only_new.add(row, is_known),
            _ => {}
        }
    }

    /// The explanations, the largest first: at most [`COMPARE_EXPLANATIONS_OF_COLUMN_MAX`] of a column and
    /// [`COMPARE_EXPLANATIONS_MAX`] in all. `tallies` are those of all rows.
    #[must_use]
    pub fn finish(mut self, tallies: &Tallies) -> Vec<Explanation> {
        self.only_old.unknown.settle();
        self.only_new.unknown.settle();
        let mut all = Vec::new();
        for (index, column) in std::mem::take(&mut self.columns) {
            if let Some(pair) = self.plan.pairs.get(index as usize) {
                let mut own = self.of_column(column, pair, tallies);
                sort(&mut own);
                own.truncate(COMPARE_EXPLANATIONS_OF_COLUMN_MAX);
                all.append(&mut own);
            }
        }
        let sides = [(Shape::OnlyOld, &self.only_old), (Shape::OnlyNew, &self.only_new)];
        all.extend(sides.into_iter().filter_map(|(shape, alone)| self.of_alone(shape, alone, tallies)));
        sort(&mut all);
        all.truncate(COMPARE_EXPLANATIONS_MAX);
        all
    }

    fn of_column(&self, mut column: Column, pair: &Pair, tallies: &Tallies) -> Vec<Explanation> {
        let mut found = Vec::new();
        for (shape, story) in &mut column.stories {
            story.settle(pair, *shape);
        }
        let population = Population {
            categories: &tallies.categories,
            rows: &self.rows,
            all: tallies.matched,
            more: None,
            different: &column.different,
            by_new: false,
        };
        for (shape, story) in &column.stories {
            let explanation = |group: &Group, test: Option<&Test>| {
                let chosen = choose(group, &population);
                let enough = group.rows() >= ROWS_MIN
                    && (chosen.is_some()
                        || (test.is_some() && group.rows() * EFFECT_SHARE_MIN >= story.rows));
                enough.then(|| {
                    let effect = test.map(|test| test.effect(&self.plan));
                    self.explanation(chosen, group, &population, column.mismatches).of(
                        Some(&pair.name),
                        (*shape != Shape::Value).then_some(*shape),
                        effect,
                    )
                })
            };
            found.extend(story.effects.iter().filter_map(|(test, group)| explanation(group, Some(test))));
            found.extend(explanation(&story.rest, None));
        }
        found
    }

    fn of_alone(&self, shape: Shape, alone: &Alone, tallies: &Tallies) -> Option<Explanation> {
        let population = Population {
            categories: &tallies.categories,
            rows: &alone.rows,
            all: tallies.matched + alone.all.rows(),
            more: Some(&alone.all),
            different: &alone.all,
            by_new: shape == Shape::OnlyNew,
        };
        let chosen = choose(&alone.unknown, &population)?;
        let bare = self.explanation(Some(chosen), &alone.unknown, &population, alone.unknown.rows());
        Some(bare.of(None, Some(shape), None))
    }

    fn explanation(&self, chosen: Option<Chosen>, group: &Group, population: &Population, of: u64) -> Bare {
        let Some(chosen) = chosen else {
            let equal_rows = population.all.saturating_sub(population.different.rows());
            return Bare { conditions: Vec::new(), rows: group.rows(), of, equal_rows };
        };
        let condition = |(category, number): &(usize, u8)| Condition {
            column: self.plan.categories[*category].name.clone(),
            value: population.rows.value(*category, *number).map(str::to_owned),
        };
        Bare {
            conditions: chosen.values.iter().map(condition).collect(),
            rows: chosen.rows,
            of,
            equal_rows: chosen.equal,
        }
    }
}

/// An explanation without what it is of.
struct Bare {
    conditions: Vec<Condition>,
    rows: u64,
    of: u64,
    equal_rows: u64,
}

impl Bare {
    fn of(
        self,
        column: Option<&String>,
        shape: Option<Shape>,
        effect: Option<crate::figures::Effect>,
    ) -> Explanation {
        let Self { conditions, rows, of, equal_rows } = self;
        Explanation { column: column.cloned(), shape, conditions, effect, rows, of, equal_rows }
    }
}

/// The largest first; the order among equals is that of the columns.
fn sort(explanations: &mut [Explanation]) {
    explanations.sort_by_key(|one| std::cmp::Reverse(one.rows));
}
