//! What the operator puts out: only rows that are not equal in everything, in the order of their keys, and as
//! the last row of each partition what it counted. The schema is that of [`schema`].

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray, BinaryBuilder, RecordBatch, UInt8Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt8Type};
use ballast_compare::{CellDifference, Outcome, RowDifference, Shape};
use datafusion::error::Result;

use crate::row::{Damaged, pull_number, push_number};

/// Rows of one batch, and the bytes beyond which it ends early.
const BATCH_ROWS: usize = 4096;
const BATCH_BYTES: usize = 1 << 20;

/// What a row of the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// One row on either side.
    Pair = 0,
    /// A row with no partner, or with too many.
    Alone = 1,
    /// The counts of the partition, as JSON in place of the old row.
    Tallies = 2,
}

impl Kind {
    fn of(number: u8) -> Result<Self, Damaged> {
        [Self::Pair, Self::Alone, Self::Tallies].get(usize::from(number)).copied().ok_or(Damaged)
    }
}

#[must_use]
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        Arc::new(Schema::new(vec![
            Field::new("key", DataType::Binary, false),
            Field::new("kind", DataType::UInt8, false),
            Field::new("old", DataType::Binary, true),
            Field::new("new", DataType::Binary, true),
            Field::new("cells", DataType::Binary, true),
        ]))
    });
    Arc::clone(&SCHEMA)
}

const OUTCOMES: [Outcome; 5] =
    [Outcome::Equal, Outcome::Tolerated, Outcome::Known, Outcome::Mismatch, Outcome::NotComparable];
const SHAPES: [Shape; 8] = [
    Shape::OnlyOld,
    Shape::OnlyNew,
    Shape::DuplicateOld,
    Shape::DuplicateNew,
    Shape::Value,
    Shape::Rounding,
    Shape::Null,
    Shape::Empty,
];

/// As lists and answers write it.
#[must_use]
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Equal => "equal",
        Outcome::Tolerated => "tolerated",
        Outcome::Known => "known",
        Outcome::Mismatch => "mismatch",
        Outcome::NotComparable => "not_comparable",
    }
}

/// As lists and answers write it.
#[must_use]
pub fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::OnlyOld => "only_old",
        Shape::OnlyNew => "only_new",
        Shape::DuplicateOld => "duplicate_old",
        Shape::DuplicateNew => "duplicate_new",
        Shape::Value => "value",
        Shape::Rounding => "rounding",
        Shape::Null => "null",
        Shape::Empty => "empty",
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u64 {
    all.iter().position(|other| other == one).unwrap_or(all.len()) as u64
}

fn pull_from<T: Copy>(all: &[T], bytes: &mut &[u8]) -> Result<T, Damaged> {
    let place = usize::try_from(pull_number(bytes)?).map_err(|_| Damaged)?;
    all.get(place).copied().ok_or(Damaged)
}

fn push_difference(bytes: &mut Vec<u8>, outcome: Outcome, shape: Shape, known: Option<u32>) {
    push_number(bytes, place(&OUTCOMES, &outcome));
    push_number(bytes, place(&SHAPES, &shape));
    push_number(bytes, known.map_or(0, |known| u64::from(known) + 1));
}

fn pull_difference(bytes: &mut &[u8]) -> Result<(Outcome, Shape, Option<u32>), Damaged> {
    let outcome = pull_from(&OUTCOMES, bytes)?;
    let shape = pull_from(&SHAPES, bytes)?;
    let known = pull_number(bytes)?.checked_sub(1).map(u32::try_from).transpose().map_err(|_| Damaged)?;
    Ok((outcome, shape, known))
}

/// Gathers differing rows to batches.
pub struct Gathered {
    key: BinaryBuilder,
    kind: Vec<u8>,
    old: BinaryBuilder,
    new: BinaryBuilder,
    cells: BinaryBuilder,
    bytes: usize,
    scratch: Vec<u8>,
}

impl Default for Gathered {
    fn default() -> Self {
        let builder = || BinaryBuilder::with_capacity(0, 0);
        Self {
            key: builder(),
            kind: Vec::new(),
            old: builder(),
            new: builder(),
            cells: builder(),
            bytes: 0,
            scratch: Vec::new(),
        }
    }
}

impl Gathered {
    fn push(&mut self, key: &[u8], kind: Kind, old: Option<&[u8]>, new: Option<&[u8]>) {
        self.key.append_value(key);
        self.kind.push(kind as u8);
        self.old.append_option(old);
        self.new.append_option(new);
        self.bytes +=
            key.len() + old.map_or(0, <[u8]>::len) + new.map_or(0, <[u8]>::len) + self.scratch.len();
    }

    pub fn pair(&mut self, key: &[u8], old: &[u8], new: &[u8], found: &[CellDifference]) {
        self.scratch.clear();
        for cell in found {
            push_number(&mut self.scratch, u64::from(cell.column));
            push_difference(&mut self.scratch, cell.outcome, cell.shape, cell.known);
        }
        self.cells.append_value(&self.scratch);
        self.push(key, Kind::Pair, Some(old), Some(new));
    }

    pub fn alone(&mut self, key: &[u8], row: &[u8], difference: &RowDifference) {
        self.scratch.clear();
        push_difference(&mut self.scratch, difference.outcome, difference.shape, difference.known);
        self.cells.append_value(&self.scratch);
        let is_old = matches!(difference.shape, Shape::OnlyOld | Shape::DuplicateOld);
        let (old, new) = if is_old { (Some(row), None) } else { (None, Some(row)) };
        self.push(key, Kind::Alone, old, new);
    }

    pub fn tallies(&mut self, json: &[u8]) {
        self.scratch.clear();
        self.cells.append_null();
        self.push(&[crate::key::LAST], Kind::Tallies, Some(json), None);
    }

    #[must_use]
    pub fn is_full(&self) -> bool {
        self.kind.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    pub fn take(&mut self) -> Result<RecordBatch> {
        self.bytes = 0;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.key.finish()),
            Arc::new(UInt8Array::from(std::mem::take(&mut self.kind))),
            Arc::new(self.old.finish()),
            Arc::new(self.new.finish()),
            Arc::new(self.cells.finish()),
        ];
        Ok(RecordBatch::try_new(schema(), columns)?)
    }
}

/// One row of the output, read.
pub enum Differing<'a> {
    Pair { key: &'a [u8], old: &'a [u8], new: &'a [u8] },
    Alone { key: &'a [u8], row: &'a [u8], difference: RowDifference },
    Tallies(&'a [u8]),
}

/// Hands out the rows of a batch one after the other; those of a pair with its cells.
pub fn each(
    batch: &RecordBatch,
    mut then: impl FnMut(Differing<'_>, &[CellDifference]) -> Result<()>,
) -> Result<()> {
    let key = batch.column(0).as_binary::<i32>();
    let kinds = batch.column(1).as_primitive::<UInt8Type>();
    let [old, new, cells] = [2, 3, 4].map(|column| batch.column(column).as_binary::<i32>());
    let mut found = Vec::new();
    for row in 0..batch.num_rows() {
        found.clear();
        let mut bytes: &[u8] = if cells.is_null(row) { &[] } else { cells.value(row) };
        let (key, old_row, new_row) = (key.value(row), old.value(row), new.value(row));
        let differing = match Kind::of(kinds.value(row))? {
            Kind::Tallies => Differing::Tallies(old_row),
            Kind::Alone => {
                let (outcome, shape, known) = pull_difference(&mut bytes)?;
                let row = if old.is_null(row) { new_row } else { old_row };
                Differing::Alone { key, row, difference: RowDifference { shape, outcome, known } }
            }
            Kind::Pair => {
                while !bytes.is_empty() {
                    let column = u32::try_from(pull_number(&mut bytes)?).map_err(|_| Damaged)?;
                    let (outcome, shape, known) = pull_difference(&mut bytes)?;
                    found.push(CellDifference { column, outcome, shape, known });
                }
                Differing::Pair { key, old: old_row, new: new_row }
            }
        };
        then(differing, &found)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_the_serialised_ones() {
        for outcome in OUTCOMES {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome_word(outcome));
        }
        for shape in SHAPES {
            assert_eq!(serde_json::to_value(shape).unwrap(), shape_word(shape));
        }
    }

    #[test]
    fn what_went_in_comes_out() {
        let cells = [
            CellDifference { column: 300, outcome: Outcome::Known, shape: Shape::Rounding, known: Some(0) },
            CellDifference { column: 0, outcome: Outcome::Mismatch, shape: Shape::Empty, known: None },
        ];
        let alone =
            RowDifference { shape: Shape::DuplicateNew, outcome: Outcome::NotComparable, known: Some(7) };
        let mut gathered = Gathered::default();
        gathered.pair(b"k", b"old", b"new", &cells);
        gathered.alone(b"l", b"row", &alone);
        gathered.tallies(b"{}");
        let mut kinds = String::new();
        each(&gathered.take().unwrap(), |differing, found| {
            match differing {
                Differing::Pair { key, old, new } => {
                    assert_eq!((key, old, new), (&b"k"[..], &b"old"[..], &b"new"[..]));
                    assert_eq!(format!("{found:?}"), format!("{cells:?}"));
                    kinds.push('p');
                }
                Differing::Alone { key, row, difference } => {
                    assert_eq!((key, row), (&b"l"[..], &b"row"[..]));
                    assert_eq!(format!("{difference:?}"), format!("{alone:?}"));
                    kinds.push('a');
                }
                Differing::Tallies(json) => {
                    assert_eq!(json, b"{}");
                    kinds.push('t');
                }
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(kinds, "pat");
    }
}
