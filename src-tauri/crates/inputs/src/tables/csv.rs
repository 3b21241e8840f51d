//! Text with a header and fields between commas, semicolons, tabs or pipes.

use ballast_core::limits::{TABLE_CELL_BYTES_MAX, TABLE_COLUMNS_MAX, TABLE_RECORD_BYTES_MAX};
use ballast_core::table::Format;
use ballast_core::{Code, Error, Finding, FindingKind};

use super::declared::Declared;
use super::delimiter::detect;
use super::file::{Opened, Outcome};
use super::row::{Rows, names, recycle};
use super::split::{Bad, Field, Splitter, Step};
use super::tap::{Pass, Tap};
use super::text::Text;
use super::{Cell, Reading, Sink, Trouble, fault, incomplete, unparsable};

fn declared_delimiter(format: &Format) -> Result<Option<u8>, Trouble> {
    let Some(sign) = format.delimiter else { return Ok(None) };
    match u8::try_from(sign) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Ok(Some(byte)),
        _ => {
            let error = Error::new(Code::InvalidCall).with("what", "delimiter").with("value", sign);
            Err(error.allowed([",", ";", "\\t", "|"]).into())
        }
    }
}

/// What is wrong with a record, with its line.
fn finding(bad: Bad, text: &Text<'_, '_>) -> Finding {
    let unparsable_at = |reason: &str, at: usize| unparsable(reason).with("line", text.line(at));
    match bad {
        Bad::OpenQuote(at) => incomplete("open_quote").with("line", text.line(at)),
        Bad::BehindQuote(at) => unparsable_at("behind_quote", at),
        Bad::TooManyColumns => unparsable_at("too_many_columns", 0).with("limit", TABLE_COLUMNS_MAX),
        Bad::CellTooLarge(at) => unparsable_at("cell_too_large", at).with("limit", TABLE_CELL_BYTES_MAX),
        Bad::RecordTooLarge => unparsable_at("row_too_large", 0).with("limit", TABLE_RECORD_BYTES_MAX),
    }
}

/// The next record's length in the window; none at the end.
fn next(splitter: &mut Splitter, text: &mut Text<'_, '_>) -> Result<Option<usize>, Trouble> {
    loop {
        match splitter.split(text.rest().as_bytes(), text.is_all()) {
            Ok(Step::Record(length)) => return Ok(Some(length)),
            Ok(Step::End) => return Ok(None),
            Ok(Step::Blank(length)) => text.consume(length),
            Ok(Step::More) => text.more()?,
            Err(bad) => return Err(finding(bad, text).into()),
        }
    }
}

/// Turns fields into cells, in room that is used again for every row.
struct Cells {
    declared: Option<Declared>,
    room: Vec<Cell<'static>>,
    scratch: String,
    /// Where a cell lies in `scratch`, of those that are not as they are written.
    moved: Vec<(usize, std::ops::Range<usize>)>,
}

impl Cells {
    fn with<R>(&mut self, text: &str, fields: &[Field], give: impl FnOnce(&[Cell<'_>]) -> R) -> R {
        self.scratch.clear();
        self.moved.clear();
        let mut cells = recycle(std::mem::take(&mut self.room));
        for (index, field) in fields.iter().enumerate() {
            let written = &text[field.start..field.end];
            cells.push(Cell::Text(written));
            if field.escaped || self.declared.is_some() {
                self.rewrite(index, written, field.escaped);
            }
        }
        for (index, place) in &self.moved {
            cells[*index] = Cell::Text(&self.scratch[place.clone()]);
        }
        let given = give(&cells);
        self.room = recycle(cells);
        given
    }

    fn rewrite(&mut self, index: usize, written: &str, escaped: bool) {
        let from = self.scratch.len();
        if escaped {
            for (count, part) in written.split("\"\"").enumerate() {
                self.scratch.push_str(if count > 0 { "\"" } else { "" });
                self.scratch.push_str(part);
            }
        } else if !self.declared.as_ref().is_some_and(|declared| declared.apply(written, &mut self.scratch)) {
            self.scratch.truncate(from);
            return;
        }
        self.moved.push((index, from..self.scratch.len()));
    }
}

pub(super) fn read(
    opened: &Opened,
    format: &Format,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Outcome {
    let declared = Declared::new(format)?;
    let delimiter = declared_delimiter(format)?;
    let tap = Tap::new(opened.again()?, opened.bytes, Pass::Only, reading);
    let mut text = Text::open(tap, format.encoding.as_deref())?;
    let delimiter = delimiter.unwrap_or_else(|| detect(text.rest().as_bytes(), text.is_all()));
    let mut splitter = Splitter::new(delimiter);
    let mut cells = Cells { declared: None, room: Vec::new(), scratch: String::new(), moved: Vec::new() };

    let Some(length) = next(&mut splitter, &mut text)? else {
        return Err(fault(FindingKind::NothingExamined, "empty").into());
    };
    let written = cells.with(text.rest(), &splitter.fields, |cells| {
        cells
            .iter()
            .map(|cell| if let Cell::Text(name) = cell { (*name).to_owned() } else { String::new() })
            .collect()
    });
    let columns = names(written).map_err(|finding| finding.with("line", text.line(0)))?;
    text.consume(length);
    cells.declared = declared;

    let mut rows = Rows::new(sink, &columns)?;
    while let Some(length) = next(&mut splitter, &mut text)? {
        if splitter.fields.len() != columns.len() {
            return Err(wrong_length(columns.len(), length, &mut splitter, &mut text));
        }
        cells.with(text.rest(), &splitter.fields, |cells| rows.row(cells))?;
        text.consume(length);
    }
    let count = rows.finish()?;
    let (bytes, sha256, mut told) = text.finish()?;
    told.rows = count;
    told.delimiter = Some(char::from(delimiter));
    Ok((bytes, sha256, told))
}

/// A row of another length: half-written where it is short and the last one.
fn wrong_length(columns: usize, length: usize, splitter: &mut Splitter, text: &mut Text<'_, '_>) -> Trouble {
    let blank = text.rest().bytes().position(|byte| !matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    let (found, line) = (splitter.fields.len(), text.line(blank));
    text.consume(length);
    let is_last = found < columns && matches!(next(splitter, text), Ok(None));
    let finding = if is_last { incomplete("short_row") } else { unparsable("fields") };
    finding.with("line", line).with("expected", columns).with("found", found).into()
}
