//! The rows of a query, written as CSV on their way: what is hashed and kept of a database. A null is
//! nothing between two commas, an empty text is two quotes.

use ballast_core::evidence::to_hex;
use sha2::{Digest, Sha256};

use super::row::{Rows, names};
use super::tap::{CHUNK_BYTES, keep_failed};
use super::{Cell, Read, Reading, Sink, Trouble};

pub(super) struct Answer<'t, 'a, 's> {
    reading: &'t mut Reading<'a>,
    rows: Rows<'s>,
    hasher: Sha256,
    written: String,
    bytes: u64,
}

fn write_cell(cell: Cell<'_>, to: &mut String) {
    let Cell::Text(text) = cell else { return };
    if !text.is_empty() && !text.contains([',', '"', '\n', '\r']) {
        to.push_str(text);
        return;
    }
    to.push('"');
    for (count, part) in text.split('"').enumerate() {
        to.push_str(if count > 0 { "\"\"" } else { "" });
        to.push_str(part);
    }
    to.push('"');
}

impl<'t, 'a, 's> Answer<'t, 'a, 's> {
    pub(super) fn new(
        columns: Vec<String>,
        reading: &'t mut Reading<'a>,
        sink: &'s mut dyn Sink,
    ) -> Result<Self, Trouble> {
        let columns = names(columns)?;
        let rows = Rows::new(sink, &columns)?;
        let mut answer = Self { reading, rows, hasher: Sha256::new(), written: String::new(), bytes: 0 };
        answer.write(columns.iter().map(|name| Cell::Text(name)));
        Ok(answer)
    }

    fn write<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) {
        for (count, cell) in cells.enumerate() {
            self.written.push_str(if count > 0 { "," } else { "" });
            write_cell(cell, &mut self.written);
        }
        self.written.push('\n');
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Trouble> {
        self.write(cells.iter().copied());
        if self.written.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        self.rows.row(cells)
    }

    fn flush(&mut self) -> Result<(), Trouble> {
        self.hasher.update(self.written.as_bytes());
        self.bytes += self.written.len() as u64;
        if let Some(keep) = &mut self.reading.keep {
            keep.write_all(self.written.as_bytes()).map_err(|error| keep_failed(&error))?;
        }
        self.written.clear();
        (self.reading.progress)(self.rows.count, None);
        Ok(())
    }

    pub(super) fn finish(mut self, place: String) -> Result<Read, Trouble> {
        self.flush()?;
        let rows = self.rows.finish()?;
        Ok(Read {
            place,
            sha256: to_hex(&self.hasher.finalize()),
            bytes: self.bytes,
            rows,
            modified_at: None,
            encoding: None,
            byte_order_mark: false,
            delimiter: None,
        })
    }
}

/// A number without an exponent, in the shortest digits that mean it.
pub(super) fn write_real(number: f64, to: &mut String) {
    use std::fmt::Write as _;
    // Writing to a text cannot fail.
    let _ = match number {
        _ if number.is_finite() => write!(to, "{number}"),
        _ if number.is_nan() => write!(to, "NaN"),
        _ if number > 0.0 => write!(to, "Infinity"),
        _ => write!(to, "-Infinity"),
    };
}
