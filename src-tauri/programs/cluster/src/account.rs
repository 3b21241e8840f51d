//! Whether an answer can be true: every row in it, each at its place. A machine that goes away, or one that
//! shares rows out differently, must not look like a table with fewer or other rows.

use arrow::array::RecordBatch;
use ballast_compare::{Shape, tallies::Tallies};
use ballast_compare_program::differing::{Differing, each};
use ballast_compare_program::ingest::Taken;
use ballast_compare_program::key::has_null;
use datafusion::error::Result;

/// Watches the answer while it passes.
#[derive(Debug, Default)]
pub struct Account {
    last: Vec<u8>,
    /// Whether the next row may have the key of the last one.
    may_repeat: bool,
    misplaced: bool,
}

impl Account {
    pub fn take(&mut self, batch: &RecordBatch) -> Result<()> {
        each(batch, |row, _| {
            let (key, may_repeat) = match row {
                Differing::Pair { key, .. } => (key, false),
                Differing::Alone { key, difference, .. } => {
                    let is_duplicate = matches!(difference.shape, Shape::DuplicateOld | Shape::DuplicateNew);
                    (key, is_duplicate || has_null(key))
                }
                Differing::Tallies(_) => return Ok(()),
            };
            // Rows of one key that did not meet were shared out to different places.
            let apart = key == self.last && !(may_repeat && self.may_repeat);
            self.misplaced |= key < self.last.as_slice() || apart;
            self.last.clear();
            self.last.extend_from_slice(key);
            self.may_repeat = may_repeat;
            Ok(())
        })
    }

    /// Whether it holds every row of both sides, and none where it cannot be.
    #[must_use]
    pub fn is_settled(&self, tallies: &Tallies, old: &Taken, new: &Taken) -> bool {
        let rows_old = tallies.matched + tallies.only_old + tallies.duplicate_old;
        let rows_new = tallies.matched + tallies.only_new + tallies.duplicate_new;
        !self.misplaced && rows_old == old.rows.rows && rows_new == new.rows.rows
    }
}

#[cfg(test)]
mod tests {
    use ballast_compare::{CellDifference, Outcome, RowDifference};
    use ballast_compare_program::differing::Gathered;

    use super::*;

    fn misplaced(rows: &[(&[u8], Option<Shape>)]) -> bool {
        let mut gathered = Gathered::default();
        for (key, shape) in rows {
            match shape {
                Some(shape) => {
                    let outcome = Outcome::Mismatch;
                    gathered.alone(key, b"row", &RowDifference { shape: *shape, outcome, known: None });
                }
                None => {
                    let (outcome, shape) = (Outcome::Mismatch, Shape::Value);
                    let cell = CellDifference { column: 0, outcome, shape, known: None };
                    gathered.pair(key, b"old", b"new", &[cell]);
                }
            }
        }
        gathered.tallies(b"{}");
        let mut account = Account::default();
        account.take(&gathered.take().unwrap()).unwrap();
        account.misplaced
    }

    #[test]
    fn rows_of_one_key_that_did_not_meet_are_seen() {
        let (a, b, null): (&[u8], &[u8], &[u8]) = (b"\x01a\0\0", b"\x01b\0\0", b"\0");
        let duplicate = [(a, Some(Shape::DuplicateOld)), (a, Some(Shape::DuplicateNew))];
        assert!(!misplaced(&duplicate));
        assert!(!misplaced(&[(null, Some(Shape::OnlyOld)), (null, Some(Shape::OnlyNew)), (a, None)]));
        assert!(misplaced(&[(a, Some(Shape::OnlyOld)), (a, Some(Shape::OnlyNew))]));
        assert!(misplaced(&[(a, Some(Shape::DuplicateOld)), (a, Some(Shape::OnlyNew))]));
        assert!(misplaced(&[(a, None), (a, None)]));
        assert!(misplaced(&[(b, None), (a, None)]));
    }
}
