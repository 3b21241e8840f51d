//! Rows on their way to the sink.

use std::collections::HashSet;

use ballast_core::limits::{
    TABLE_CELL_BYTES_MAX, TABLE_COLUMN_NAME_BYTES_MAX, TABLE_COLUMNS_MAX, TABLE_RECORD_BYTES_MAX,
    TABLE_ROWS_MAX,
};
use ballast_core::{Finding, FindingKind};

use super::{Cell, Sink, Trouble, fault, unparsable};

/// The room of one row for another one: nothing is allocated per row.
pub(super) fn recycle<'b>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Null).collect()
}

/// Names of columns: those that are empty are called by their place, and none may occur twice.
pub(super) fn names(written: Vec<String>) -> Result<Vec<String>, Finding> {
    if written.len() > TABLE_COLUMNS_MAX {
        return Err(unparsable("too_many_columns").with("limit", TABLE_COLUMNS_MAX));
    }
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(written.len());
    for (index, name) in written.into_iter().enumerate() {
        if name.len() > TABLE_COLUMN_NAME_BYTES_MAX {
            return Err(unparsable("column_name").with("limit", TABLE_COLUMN_NAME_BYTES_MAX));
        }
        let name = if name.trim().is_empty() { format!("column {}", index + 1) } else { name };
        if !seen.insert(name.clone()) {
            return Err(unparsable("duplicate_column").with("column", name));
        }
        names.push(name);
    }
    Ok(names)
}

/// Counts rows on their way.
pub(super) struct Rows<'s> {
    sink: &'s mut dyn Sink,
    pub count: u64,
}

impl<'s> Rows<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink, columns: &[String]) -> Result<Self, Trouble> {
        sink.columns(columns)?;
        Ok(Self { sink, count: 0 })
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Trouble> {
        self.count += 1;
        if self.count > TABLE_ROWS_MAX {
            return Err(unparsable("too_many_rows").with("limit", TABLE_ROWS_MAX).into());
        }
        Ok(self.sink.row(cells)?)
    }

    /// A table without rows proves nothing.
    pub(super) fn finish(self) -> Result<u64, Trouble> {
        match self.count {
            0 => Err(fault(FindingKind::NothingExamined, "header_alone").into()),
            count => Ok(count),
        }
    }
}

/// One row that is put together cell by cell, in room that is used again for the next one.
pub(super) struct Row {
    text: String,
    /// Where a cell lies in `text`; none is null.
    places: Vec<Option<(usize, usize)>>,
    room: Vec<Cell<'static>>,
}

impl Row {
    pub(super) fn new(columns: usize) -> Self {
        Self { text: String::new(), places: vec![None; columns], room: Vec::new() }
    }

    /// Makes every cell null.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.places.fill(None);
    }

    /// Writes a cell. Columns that there are not are left out.
    pub(super) fn write(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        let from = self.text.len();
        write(&mut self.text);
        if let Some(place) = self.places.get_mut(column) {
            *place = Some((from, self.text.len()));
        }
    }

    pub(super) fn set(&mut self, column: usize, cell: &str) {
        self.write(column, |text| text.push_str(cell));
    }

    pub(super) fn with<R>(
        &mut self,
        give: impl FnOnce(&[Cell<'_>]) -> Result<R, Trouble>,
    ) -> Result<R, Trouble> {
        if self.text.len() > TABLE_RECORD_BYTES_MAX {
            return Err(unparsable("row_too_large").with("limit", TABLE_RECORD_BYTES_MAX).into());
        }
        if self.places.iter().flatten().any(|(from, to)| to - from > TABLE_CELL_BYTES_MAX) {
            return Err(unparsable("cell_too_large").with("limit", TABLE_CELL_BYTES_MAX).into());
        }
        let mut cells = recycle(std::mem::take(&mut self.room));
        cells.extend(
            self.places
                .iter()
                .map(|place| place.map_or(Cell::Null, |(from, to)| Cell::Text(&self.text[from..to]))),
        );
        let given = give(&cells);
        self.room = recycle(cells);
        given
    }
}
