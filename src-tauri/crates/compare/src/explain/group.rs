//! Differing rows by their values.

use ballast_core::limits::{COMPARE_CATEGORIES_TOGETHER_MAX, COMPARE_EXPLAINED_ROWS_MAX};

use crate::category::{NONE, Values, at, twos};

/// The values of differing rows as numbers.
#[derive(Debug)]
pub struct Numbered {
    columns: Vec<Option<usize>>,
    values: Vec<Values>,
    numbers: Vec<u8>,
}

impl Numbered {
    pub fn new(columns: Vec<Option<usize>>) -> Self {
        let count = columns.len();
        Self { columns, values: vec![Values::default(); count], numbers: vec![NONE; count] }
    }

    pub fn numbers(&mut self, row: &[Option<&str>]) -> &[u8] {
        for ((column, values), number) in self.columns.iter().zip(&mut self.values).zip(&mut self.numbers) {
            *number = match column {
                Some(column) => values.number(row[*column]),
                None => NONE,
            };
        }
        &self.numbers
    }

    /// It has few values, so that all of its numbers stand for one.
    pub fn is_category(&self, category: usize) -> bool {
        self.columns[category].is_some() && !self.values[category].is_over()
    }

    pub fn value(&self, category: usize, number: u8) -> Option<&str> {
        self.values[category].value(usize::from(number)).flatten()
    }
}

/// How many rows have which values, alone and two together.
#[derive(Debug)]
pub struct Counts {
    rows: u64,
    categories: usize,
    singles: Vec<Vec<u64>>,
    together: Vec<Vec<u64>>,
}

const SIDE: usize = ballast_core::limits::COMPARE_CATEGORY_VALUES_MAX;

impl Counts {
    pub fn new(categories: usize) -> Self {
        Self {
            rows: 0,
            categories,
            singles: vec![Vec::new(); categories],
            together: vec![Vec::new(); twos(categories).count()],
        }
    }

    pub fn add(&mut self, numbers: &[u8]) {
        self.rows += 1;
        for (counts, number) in self.singles.iter_mut().zip(numbers).filter(|(_, number)| **number != NONE) {
            *at(counts, usize::from(*number)) += 1;
        }
        for (counts, (a, b)) in self.together.iter_mut().zip(twos(self.categories)) {
            let (a, b) = (numbers[a], numbers[b]);
            if a != NONE && b != NONE {
                *at(counts, usize::from(a) * SIDE + usize::from(b)) += 1;
            }
        }
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn of(&self, category: usize, number: u8) -> u64 {
        self.singles[category].get(usize::from(number)).copied().unwrap_or(0)
    }

    pub fn of_two(&self, two: (usize, usize), numbers: (u8, u8)) -> u64 {
        let place = twos(self.categories).position(|other| other == two);
        let counts = place.and_then(|place| self.together.get(place));
        let at = usize::from(numbers.0) * SIDE + usize::from(numbers.1);
        counts.and_then(|counts| counts.get(at)).copied().unwrap_or(0)
    }
}

/// Rows that differ in one way. Its commonest values are settled by the first of them; of these, how often
/// which stand together is counted, and no other.
#[derive(Debug, Default)]
pub struct Group {
    rows: u64,
    singles: Vec<Vec<u64>>,
    first: Vec<Box<[u8]>>,
    commonest: Vec<u8>,
    /// By the set of the commonest values that a row has, as bits.
    sets: Vec<u64>,
}

impl Group {
    pub fn add(&mut self, numbers: &[u8]) {
        self.rows += 1;
        self.singles.resize(numbers.len(), Vec::new());
        for (counts, number) in self.singles.iter_mut().zip(numbers).filter(|(_, number)| **number != NONE) {
            *at(counts, usize::from(*number)) += 1;
        }
        if !self.commonest.is_empty() {
            self.count_set(numbers);
            return;
        }
        self.first.push(numbers[..numbers.len().min(COMPARE_CATEGORIES_TOGETHER_MAX)].into());
        if self.first.len() >= COMPARE_EXPLAINED_ROWS_MAX {
            self.settle();
        }
    }

    /// Before its counts are read.
    pub fn settle(&mut self) {
        if self.commonest.is_empty() {
            let together = self.singles.len().min(COMPARE_CATEGORIES_TOGETHER_MAX);
            self.commonest = (0..together).map(|category| self.commonest_of(category)).collect();
            for numbers in std::mem::take(&mut self.first) {
                self.count_set(&numbers);
            }
        }
    }

    fn count_set(&mut self, numbers: &[u8]) {
        let bits = self.commonest.iter().zip(numbers).enumerate();
        let has = |(commonest, number): (&u8, &u8)| *commonest != NONE && commonest == number;
        let set = bits.fold(0, |set, (place, both)| set | usize::from(has(both)) << place);
        *at(&mut self.sets, set) += 1;
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn of(&self, category: usize, number: u8) -> u64 {
        self.singles.get(category).and_then(|counts| counts.get(usize::from(number))).copied().unwrap_or(0)
    }

    /// The commonest value of a category, the first of several.
    pub fn commonest_of(&self, category: usize) -> u8 {
        let counts = self.singles.get(category).map_or(&[][..], Vec::as_slice);
        let best =
            counts.iter().enumerate().max_by_key(|(number, rows)| (**rows, std::cmp::Reverse(*number)));
        best.and_then(|(number, _)| u8::try_from(number).ok()).unwrap_or(NONE)
    }

    /// The commonest values of two categories, and how many rows have both.
    pub fn together(&self, (a, b): (usize, usize)) -> Option<((u8, u8), u64)> {
        let values = (*self.commonest.get(a)?, *self.commonest.get(b)?);
        if values.0 == NONE || values.1 == NONE {
            return None;
        }
        let both = 1 << a | 1 << b;
        let has_both = self.sets.iter().enumerate().filter(|(set, _)| set & both == both);
        Some((values, has_both.map(|(_, rows)| rows).sum()))
    }
}
