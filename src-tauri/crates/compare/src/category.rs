//! Columns of few values: how many rows have which. What differing rows have in common is sought among them.

use std::collections::BTreeMap;

use ballast_core::limits::{
    COMPARE_CATEGORIES_MAX, COMPARE_CATEGORIES_TOGETHER_MAX, COMPARE_CATEGORY_BYTES_MAX,
    COMPARE_CATEGORY_VALUES_MAX,
};
use serde::{Deserialize, Serialize};

use crate::figures::ColumnKind;
use crate::plan::{Category, KeyColumn, Lone, Pair};
use crate::wire::ColumnProfile;

/// The columns that may be categories, the likeliest first: texts, then whole numbers, then the rest. Columns
/// in which no two rows are alike are none.
#[must_use]
pub fn choose(pairs: &[Pair], key: &[KeyColumn], only_old: &[Lone], old: &[ColumnProfile]) -> Vec<Category> {
    let pairs = pairs.iter().map(|pair| (pair.old, Some(pair.new)));
    let key = key.iter().map(|key| (key.old, Some(key.new)));
    let lone = only_old.iter().map(|lone| (lone.column, None));
    let mut chosen =
        pairs.chain(key).chain(lone).filter(|(column, _)| !old[*column].unique).collect::<Vec<_>>();
    chosen.sort_by_key(|(column, _)| {
        let profile = &old[*column];
        (profile.kind == ColumnKind::Decimal, profile.decimals > 0, profile.longest > 64, *column)
    });
    chosen.truncate(COMPARE_CATEGORIES_MAX);
    let name = |column: usize| old[column].name.clone();
    chosen.into_iter().map(|(old, new)| Category { name: name(old), old, new }).collect()
}

/// Stands for a column that has too many values.
pub const NONE: u8 = u8::MAX;
const SLOTS: usize = 256;

/// The values of one column by number, in the order they came.
#[derive(Clone, Debug)]
pub struct Values {
    known: Vec<Option<Box<str>>>,
    slots: Box<[u8; SLOTS]>,
    last: u8,
    overflow: bool,
}

impl Default for Values {
    fn default() -> Self {
        Self { known: Vec::new(), slots: Box::new([NONE; SLOTS]), last: NONE, overflow: false }
    }
}

impl Values {
    /// The number of a value; [`NONE`] once there are too many, or where one is too long.
    #[inline]
    pub fn number(&mut self, cell: Option<&str>) -> u8 {
        if self.overflow {
            return NONE;
        }
        if let Some(last) = self.known.get(usize::from(self.last))
            && last.as_deref() == cell
        {
            return self.last;
        }
        self.look_up(cell)
    }

    fn look_up(&mut self, cell: Option<&str>) -> u8 {
        if cell.is_some_and(|cell| cell.len() > COMPARE_CATEGORY_BYTES_MAX) {
            return self.give_up();
        }
        let mut slot = hash(cell);
        loop {
            let number = self.slots[slot];
            if number == NONE {
                break;
            }
            if self.known[usize::from(number)].as_deref() == cell {
                self.last = number;
                return number;
            }
            slot = (slot + 1) % SLOTS;
        }
        if self.known.len() >= COMPARE_CATEGORY_VALUES_MAX {
            return self.give_up();
        }
        let number = u8::try_from(self.known.len()).unwrap_or(NONE);
        self.known.push(cell.map(Box::from));
        self.slots[slot] = number;
        self.last = number;
        number
    }

    fn give_up(&mut self) -> u8 {
        self.overflow = true;
        self.known = Vec::new();
        NONE
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.overflow
    }

    #[must_use]
    pub fn value(&self, number: usize) -> Option<Option<&str>> {
        self.known.get(number).map(Option::as_deref)
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.known.len()
    }
}

fn hash(cell: Option<&str>) -> usize {
    let start = cell.map_or(0xcbf2_9ce4_8422_2325, |_| 0x9e37_79b9_7f4a_7c15_u64);
    let bytes = cell.unwrap_or_default().bytes();
    let hash = bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    usize::from((hash ^ (hash >> 32)).to_le_bytes()[0])
}

/// Which two of the first categories have which place in a list of twos.
pub fn twos(categories: usize) -> impl Iterator<Item = (usize, usize)> {
    let together = categories.min(COMPARE_CATEGORIES_TOGETHER_MAX);
    (0..together).flat_map(move |a| (a + 1..together).map(move |b| (a, b)))
}

/// Counts rows by their values while they pass.
#[derive(Debug)]
pub struct Counting {
    columns: Vec<(usize, Option<usize>)>,
    values: Vec<Values>,
    rows: Vec<Vec<u64>>,
    /// By how much the new side has more rows of a value.
    more: Vec<Vec<i64>>,
    together: Vec<Vec<u64>>,
    numbers: Vec<u8>,
}

impl Counting {
    #[must_use]
    pub fn new(categories: &[Category]) -> Self {
        let count = categories.len();
        Self {
            columns: categories.iter().map(|category| (category.old, category.new)).collect(),
            values: vec![Values::default(); count],
            rows: vec![Vec::new(); count],
            more: vec![Vec::new(); count],
            together: vec![Vec::new(); twos(count).count()],
            numbers: vec![NONE; count],
        }
    }

    /// One matched row.
    pub fn row(&mut self, old: &[Option<&str>], new: &[Option<&str>]) {
        for (index, (from, to)) in self.columns.iter().enumerate() {
            let values = &mut self.values[index];
            if values.is_over() {
                self.numbers[index] = NONE;
                continue;
            }
            let cell = old[*from];
            let number = values.number(cell);
            self.numbers[index] = number;
            if number == NONE {
                continue;
            }
            *at(&mut self.rows[index], usize::from(number)) += 1;
            if let Some(to) = to
                && new[*to] != cell
            {
                let other = values.number(new[*to]);
                if other == NONE {
                    self.numbers[index] = NONE;
                    continue;
                }
                *at(&mut self.more[index], usize::from(number)) -= 1;
                *at(&mut self.more[index], usize::from(other)) += 1;
            }
        }
        for (place, (a, b)) in twos(self.columns.len()).enumerate() {
            let (a, b) = (self.numbers[a], self.numbers[b]);
            if a != NONE && b != NONE {
                *at(&mut self.together[place], pack(a, b)) += 1;
            }
        }
    }

    #[must_use]
    pub fn finish(self) -> Categories {
        let single = |index: usize| {
            let values = &self.values[index];
            if values.is_over() {
                return None;
            }
            let count = |number: usize| self.rows[index].get(number).copied().unwrap_or(0);
            let more = |number: usize| self.more[index].get(number).copied().unwrap_or(0);
            let all = (0..values.count()).filter_map(|number| {
                Some((values.value(number)?.map(str::to_owned), (count(number), more(number))))
            });
            Some(all.collect::<BTreeMap<_, _>>())
        };
        let singles = (0..self.columns.len()).map(single).collect();
        let two = |(place, (a, b)): (usize, (usize, usize))| {
            let (left, right) = (&self.values[a], &self.values[b]);
            let counts = self.together[place].iter().enumerate().filter(|(_, count)| **count > 0);
            let all = counts.filter_map(|(packed, count)| {
                let (a, b) = (left.value(packed / SIDE)?, right.value(packed % SIDE)?);
                Some(((a.map(str::to_owned), b.map(str::to_owned)), *count))
            });
            all.collect::<BTreeMap<_, _>>()
        };
        let together = twos(self.columns.len()).enumerate().map(two).collect();
        Categories { singles, together }
    }
}

const SIDE: usize = COMPARE_CATEGORY_VALUES_MAX;

fn pack(a: u8, b: u8) -> usize {
    usize::from(a) * SIDE + usize::from(b)
}

/// The counter at a place; the list grows to it.
pub fn at<T: Default + Clone>(counters: &mut Vec<T>, place: usize) -> &mut T {
    if counters.len() <= place {
        counters.resize(place + 1, T::default());
    }
    &mut counters[place]
}

type Text = Option<String>;

/// How many matched rows have which values. A column that has too many in all has none here, whatever the
/// order in which parts are merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Categories {
    /// For every category of the plan: its values with their rows by the old table, and how many more the new
    /// table has.
    singles: Vec<Option<BTreeMap<Text, (u64, i64)>>>,
    together: Vec<BTreeMap<(Text, Text), u64>>,
}

impl Categories {
    pub fn merge(&mut self, other: Self) {
        if self.singles.is_empty() {
            *self = other;
            return;
        }
        for (own, other) in self.singles.iter_mut().zip(other.singles) {
            let both = own.take().zip(other).map(|(mut own, other)| {
                for (value, (rows, more)) in other {
                    let counts = own.entry(value).or_default();
                    *counts = (counts.0 + rows, counts.1 + more);
                }
                own
            });
            *own = both.filter(|values| values.len() <= COMPARE_CATEGORY_VALUES_MAX);
        }
        for (own, other) in self.together.iter_mut().zip(other.together) {
            for (values, rows) in other {
                *own.entry(values).or_default() += rows;
            }
        }
        for (place, (a, b)) in twos(self.singles.len()).enumerate() {
            if (self.singles[a].is_none() || self.singles[b].is_none())
                && let Some(together) = self.together.get_mut(place)
            {
                together.clear();
            }
        }
    }

    /// How many columns were asked for.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.singles.len()
    }

    #[must_use]
    pub fn is_category(&self, column: usize) -> bool {
        self.singles.get(column).is_some_and(Option::is_some)
    }

    /// Values of a column; 0 where it is no category.
    #[must_use]
    pub fn values(&self, column: usize) -> usize {
        self.singles.get(column).and_then(Option::as_ref).map_or(0, BTreeMap::len)
    }

    /// Matched rows whose old, or new, cell is this.
    #[must_use]
    pub fn rows(&self, column: usize, value: Option<&str>, by_new: bool) -> u64 {
        let values = self.singles.get(column).and_then(Option::as_ref);
        let counts = values.and_then(|values| values.get(&value.map(str::to_owned)));
        let (rows, more) = counts.copied().unwrap_or_default();
        if by_new { rows.saturating_add_signed(more) } else { rows }
    }

    /// Matched rows that have both values, the first of `a` and the second of `b`, by the old table.
    #[must_use]
    pub fn rows_together(&self, (a, b): (usize, usize), values: (Option<&str>, Option<&str>)) -> u64 {
        let place = twos(self.singles.len()).position(|two| two == (a, b));
        let counts = place.and_then(|place| self.together.get(place));
        let values = (values.0.map(str::to_owned), values.1.map(str::to_owned));
        counts.and_then(|counts| counts.get(&values)).copied().unwrap_or(0)
    }
}

/// The same as lists: names of fields in JSON are texts.
#[derive(Serialize, Deserialize)]
struct Written {
    singles: Vec<Option<Vec<(Text, u64, i64)>>>,
    together: Vec<Vec<(Text, Text, u64)>>,
}

impl From<Categories> for Written {
    fn from(all: Categories) -> Self {
        let single = |values: BTreeMap<Text, (u64, i64)>| {
            values.into_iter().map(|(value, (rows, more))| (value, rows, more)).collect()
        };
        let two =
            |values: BTreeMap<(Text, Text), u64>| values.into_iter().map(|((a, b), n)| (a, b, n)).collect();
        Self {
            singles: all.singles.into_iter().map(|values| values.map(single)).collect(),
            together: all.together.into_iter().map(two).collect(),
        }
    }
}

impl From<Written> for Categories {
    fn from(all: Written) -> Self {
        let single = |values: Vec<(Text, u64, i64)>| {
            values.into_iter().map(|(value, rows, more)| (value, (rows, more))).collect()
        };
        let two = |values: Vec<(Text, Text, u64)>| values.into_iter().map(|(a, b, n)| ((a, b), n)).collect();
        Self {
            singles: all.singles.into_iter().map(|values| values.map(single)).collect(),
            together: all.together.into_iter().map(two).collect(),
        }
    }
}
