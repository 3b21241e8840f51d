//! Splitting text into records and fields as RFC 4180 has them, and refusing what it does not.
//!
//! Written here and not taken from a library: those that were looked at read on in silence where a quote
//! never ends or ends in the middle of a field, and buffer a record whatever its size.

use ballast_core::limits::{TABLE_CELL_BYTES_MAX, TABLE_COLUMNS_MAX, TABLE_RECORD_BYTES_MAX};

/// A field, as offsets into the text behind which its record was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub start: usize,
    pub end: usize,
    /// It has doubled quotes, of which one is meant.
    pub escaped: bool,
}

/// Why a record is none. Offsets are those of [`Field`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// The text ends within quotes that begin here.
    OpenQuote(usize),
    /// Something stands behind a closing quote.
    BehindQuote(usize),
    TooManyColumns,
    CellTooLarge(usize),
    RecordTooLarge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The fields are a record, and the next one begins here.
    Record(usize),
    /// More text is needed.
    More,
    /// So much is empty lines; what follows them is not known yet.
    Blank(usize),
    /// Nothing but empty lines is left.
    End,
}

pub(super) struct Splitter {
    delimiter: u8,
    ends_field: [bool; 256],
    pub fields: Vec<Field>,
}

impl Splitter {
    pub(super) fn new(delimiter: u8) -> Self {
        let mut ends_field = [false; 256];
        for byte in [delimiter, b'\n', b'\r'] {
            ends_field[usize::from(byte)] = true;
        }
        Self { delimiter, ends_field, fields: Vec::new() }
    }

    fn push(&mut self, start: usize, end: usize, escaped: bool) -> Result<(), Bad> {
        if end - start > TABLE_CELL_BYTES_MAX {
            return Err(Bad::CellTooLarge(start));
        }
        if self.fields.len() == TABLE_COLUMNS_MAX {
            return Err(Bad::TooManyColumns);
        }
        self.fields.push(Field { start, end, escaped });
        Ok(())
    }

    /// Finds the first record of `text`. Empty lines are no records. `is_all`: nothing follows the text.
    pub(super) fn split(&mut self, text: &[u8], is_all: bool) -> Result<Step, Bad> {
        self.fields.clear();
        let Some(first) = text.iter().position(|byte| !matches!(byte, b'\n' | b'\r')) else {
            return Ok(match text.len() {
                _ if is_all => Step::End,
                0 => Step::More,
                blank => Step::Blank(blank),
            });
        };
        let mut at = first;
        loop {
            let begin = at;
            let Some(end) = self.field(text, at, is_all)? else {
                return too_large(text.len(), first, begin).map_or(Ok(Step::More), Err);
            };
            at = end;
            match text.get(at) {
                Some(b'\n') => at += 1,
                Some(b'\r') => match text.get(at + 1) {
                    None if !is_all => return Ok(Step::More),
                    Some(b'\n') => at += 2,
                    _ => at += 1,
                },
                Some(byte) if *byte == self.delimiter => {
                    at += 1;
                    continue;
                }
                Some(_) => return Err(Bad::BehindQuote(at)),
                None => {}
            }
            return if at - first > TABLE_RECORD_BYTES_MAX {
                Err(Bad::RecordTooLarge)
            } else {
                Ok(Step::Record(at))
            };
        }
    }

    /// Takes one field and gives where it ends; none where the text ends before it does.
    fn field(&mut self, text: &[u8], start: usize, is_all: bool) -> Result<Option<usize>, Bad> {
        if text.get(start) != Some(&b'"') {
            let length = text[start..].iter().position(|byte| self.ends_field[usize::from(*byte)]);
            let end = match length {
                Some(length) => start + length,
                None if is_all => text.len(),
                None => return Ok(None),
            };
            self.push(start, end, false)?;
            return Ok(Some(end));
        }
        let mut at = start + 1;
        let mut escaped = false;
        loop {
            match text[at..].iter().position(|byte| *byte == b'"') {
                Some(length) => at += length + 1,
                None if is_all => return Err(Bad::OpenQuote(start)),
                None => return Ok(None),
            }
            match text.get(at) {
                Some(b'"') => {
                    escaped = true;
                    at += 1;
                }
                None if !is_all => return Ok(None),
                _ => {
                    self.push(start + 1, at - 1, escaped)?;
                    return Ok(Some(at));
                }
            }
        }
    }
}

/// Whether what has come of an unfinished record is beyond the limits already.
fn too_large(length: usize, record: usize, field: usize) -> Option<Bad> {
    // Two quotes around a cell of the full size.
    if length - field > TABLE_CELL_BYTES_MAX + 2 {
        return Some(Bad::CellTooLarge(field));
    }
    (length - record > TABLE_RECORD_BYTES_MAX).then_some(Bad::RecordTooLarge)
}
