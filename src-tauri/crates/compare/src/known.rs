//! Differences that a person accepted: which of them a cell or a row falls under.

use crate::effect::{Facts, Test};
use crate::figures::Shape;
use crate::normalise::Normaliser;
use crate::plan::Plan;
use crate::spec::KnownDifference;

/// Accepted changes of shape go by the id of their finding alone, and never cover cells or rows.
const OF_SHAPE: [&str; 7] = [
    "column_missing",
    "column_added",
    "type_changed",
    "precision_changed",
    "nullability_changed",
    "order_changed",
    "grain_changed",
];

/// Whether an entry accepts a change of shape.
#[must_use]
pub fn is_of_shape(known: &KnownDifference) -> bool {
    let kind = known.id.split(':').next().unwrap_or_default();
    OF_SHAPE.contains(&kind)
}

/// The entries of a specification, ready for millions of cells.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// For every pair of the plan; empty where there are no entries at all.
    cells: Vec<Vec<Entry>>,
    only_old: Vec<Entry>,
    only_new: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    number: u32,
    conditions: Vec<Holds>,
    test: Option<Test>,
    shape: Option<Shape>,
}

/// A condition, and where its column stands. A column that is gone fulfils nothing.
#[derive(Clone, Debug)]
struct Holds {
    column: Option<usize>,
    value: Option<String>,
}

impl Holds {
    fn holds(&self, row: &[Option<&str>], normaliser: &Normaliser) -> bool {
        let Some(cell) = self.column.and_then(|column| row.get(column)) else { return false };
        let value = self.value.as_deref();
        *cell == value || (!normaliser.is_identity() && normaliser.cell(*cell) == normaliser.cell(value))
    }
}

impl Entry {
    fn holds(&self, row: &[Option<&str>], normaliser: &Normaliser) -> bool {
        self.conditions.iter().all(|condition| condition.holds(row, normaliser))
    }
}

impl Known {
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut all = Self::default();
        for (number, known) in plan.spec.known.iter().enumerate() {
            let Ok(number) = u32::try_from(number) else { break };
            // An effect that is no longer possible, by a column that is gone, covers nothing.
            let test = match known.effect.as_ref().map(|effect| Test::of(effect, plan)) {
                Some(None) => continue,
                Some(test) => test,
                None => None,
            };
            if is_of_shape(known) {
                continue;
            }
            let entry = |is_old: bool| Entry {
                number,
                conditions: known
                    .conditions
                    .iter()
                    .map(|condition| Holds {
                        column: if is_old {
                            plan.column_of_old(&condition.column)
                        } else {
                            plan.column_of_new(&condition.column)
                        },
                        value: condition.value.clone(),
                    })
                    .collect(),
                test: test.clone(),
                shape: known.shape,
            };
            if let Some(column) = &known.column {
                all.cells.resize(plan.pairs.len(), Vec::new());
                if let Some(pair) = plan.pairs.iter().position(|pair| pair.name == *column) {
                    all.cells[pair].push(entry(true));
                }
                continue;
            }
            if known.only_in_old != Some(false) {
                all.only_old.push(entry(true));
            }
            if known.only_in_old != Some(true) {
                all.only_new.push(entry(false));
            }
        }
        all
    }

    /// The first entry that a cell falls under. `facts` are asked for only where an entry names an effect.
    #[must_use]
    pub fn cell(
        &self,
        (plan, pair, shape): (&Plan, usize, Shape),
        normaliser: &Normaliser,
        old: &[Option<&str>],
        new: &[Option<&str>],
    ) -> Option<u32> {
        let entries = self.cells.get(pair).filter(|entries| !entries.is_empty())?;
        let shape = if shape == Shape::Rounding { Shape::Value } else { shape };
        let mut facts = None;
        let found = entries.iter().find(|entry| {
            entry.shape.is_none_or(|asked| asked == shape)
                && entry.holds(old, normaliser)
                && entry.test.as_ref().is_none_or(|test| {
                    let facts = facts.get_or_insert_with(|| facts_of((plan, pair), normaliser, old, new));
                    if let Test::Swapped(other) = test {
                        let swapped = is_swapped(plan, (pair, *other as usize), normaliser, old, new);
                        facts.swapped = swapped.then_some(*other);
                    }
                    test.fits(facts, &plan.pairs[pair])
                })
        });
        found.map(|entry| entry.number)
    }

    #[must_use]
    pub fn row(&self, row: &[Option<&str>], is_old: bool, normaliser: &Normaliser) -> Option<u32> {
        let entries = if is_old { &self.only_old } else { &self.only_new };
        entries.iter().find(|entry| entry.holds(row, normaliser)).map(|entry| entry.number)
    }
}

/// What the cells of a pair tell about their difference.
#[must_use]
pub fn facts_of(
    (plan, pair): (&Plan, usize),
    normaliser: &Normaliser,
    old: &[Option<&str>],
    new: &[Option<&str>],
) -> Facts {
    let pair = &plan.pairs[pair];
    let (from, to) = (normaliser.cell(old[pair.old]), normaliser.cell(new[pair.new]));
    Facts::of(pair.kind, from.as_deref(), to.as_deref())
}

/// Whether the cells of two pairs changed places.
#[must_use]
pub fn is_swapped(
    plan: &Plan,
    (a, b): (usize, usize),
    normaliser: &Normaliser,
    old: &[Option<&str>],
    new: &[Option<&str>],
) -> bool {
    let (a, b) = (&plan.pairs[a], &plan.pairs[b]);
    let same = |from: usize, to: usize| {
        old[from] == new[to]
            || (!normaliser.is_identity() && normaliser.cell(old[from]) == normaliser.cell(new[to]))
    };
    same(a.old, b.new) && same(b.old, a.new)
}
