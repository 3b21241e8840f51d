//! One sheet of a workbook.
//!
//! The file is copied while it is hashed, because a workbook is read here and there and not from its begin
//! to its end. What it unpacks to is measured before the library that reads it sees it: that one unpacks
//! and reserves whatever the file says.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek, SeekFrom, Write};

use ballast_core::limits::{TABLE_COLUMNS_MAX, TABLE_WORKBOOK_BYTES_MAX};
use ballast_core::table::Format;
use ballast_core::{Error, Finding, FindingKind};
use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use jiff::civil;

use super::declared::Declared;
use super::file::{Opened, Outcome};
use super::row::{Row, Rows, names};
use super::tap::{Pass, Tap, read_failed};
use super::{Cell, Reading, Sink, Told, Trouble, fault, incomplete, unparsable};
use crate::entry::Entry;
use crate::reading::{Budget, FaultKind, Look, Visitor, read_open};

/// The first bytes of the older kind of workbook, and of those under a password.
const OLDER: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const STRINGS: &str = "sharedstrings.xml";
/// In front of the first text there is nothing but the head of the document.
const STRINGS_HEAD_BYTES: u64 = 64 * 1024;

fn too_large() -> Finding {
    fault(FindingKind::Unsupported, "unpacks_to_too_much").with("limit", TABLE_WORKBOOK_BYTES_MAX)
}

/// Meets every part of the workbook.
#[derive(Default)]
struct Parts {
    listed_bytes: u64,
    /// The texts that cells refer to, as unpacked.
    strings: Option<File>,
}

impl Visitor for Parts {
    fn list(&mut self, entry: &Entry) -> io::Result<()> {
        self.listed_bytes = self.listed_bytes.saturating_add(entry.bytes);
        if self.listed_bytes > TABLE_WORKBOOK_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(())
    }

    fn open(&mut self, entry: &Entry, _: &[u8]) -> io::Result<Option<File>> {
        if !entry.name.to_ascii_lowercase().ends_with(STRINGS) {
            return Ok(None);
        }
        let file = tempfile::tempfile()?;
        self.strings = Some(file.try_clone()?);
        Ok(Some(file))
    }
}

/// Unpacks everything once and keeps nothing: what it really comes to, and whether all of it is whole.
fn measure(file: &File, bytes: u64) -> Result<(), Trouble> {
    for look in [Look::Catalogue, Look::Whole] {
        let mut parts = Parts::default();
        let report = match read_open(file, "", look, &Budget::default(), &mut parts) {
            Ok(report) => report,
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Err(too_large().into()),
            Err(error) => return Err(temporary_failed(&error)),
        };
        let worst = report.faults.iter().find(|fault| !matches!(fault.kind, FaultKind::Note));
        if let Some(found) = worst {
            let finding = match found.kind {
                FaultKind::Limit => too_large(),
                FaultKind::Truncated => incomplete("ends_early"),
                FaultKind::Unsupported => fault(FindingKind::Unsupported, found.reason),
                _ => unparsable("workbook"),
            };
            return Err(finding.with("cause", found.reason).into());
        }
        if let Some(strings) = parts.strings {
            check_strings(strings, bytes)?;
        }
    }
    Ok(())
}

/// The head of the texts says how many there are, and room is made for so many: no more than fit.
fn check_strings(mut strings: File, packed_bytes: u64) -> Result<(), Trouble> {
    let failed = |error: io::Error| temporary_failed(&error);
    let unpacked = strings.metadata().map_err(failed)?.len().max(packed_bytes);
    strings.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut head = Vec::new();
    strings.take(STRINGS_HEAD_BYTES).read_to_end(&mut head).map_err(failed)?;
    let first = head.windows(3).position(|part| matches!(part, b"<si" | b":si")).unwrap_or(head.len());
    let numbers = head[..first].split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let fits = |digits: &[u8]| {
        std::str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
            .is_some_and(|n| n <= unpacked)
    };
    let ends_in_head = first < head.len() || (head.len() as u64) < STRINGS_HEAD_BYTES;
    if !ends_in_head || !numbers.into_iter().all(|digits| digits.len() < 5 || fits(digits)) {
        return Err(unparsable("workbook").with("cause", "uniqueCount").into());
    }
    Ok(())
}

fn temporary_failed(cause: &io::Error) -> Trouble {
    Trouble::Error(Error::io(std::env::temp_dir(), cause))
}

fn not_read(error: &XlsxError) -> Trouble {
    match error {
        XlsxError::Password => fault(FindingKind::Unsupported, "encrypted").into(),
        XlsxError::Io(cause) => read_failed(cause),
        error => unparsable("workbook").with("cause", error).into(),
    }
}

/// Copies the file to where nobody writes, hashing it.
fn copied(opened: &Opened, reading: &mut Reading<'_>) -> Result<(File, u64, String), Trouble> {
    let mut copy = tempfile::tempfile().map_err(|error| temporary_failed(&error))?;
    let mut tap = Tap::new(opened.again()?, opened.bytes, Pass::Only, reading);
    let mut is_first = true;
    loop {
        let part = tap.next()?;
        if part.is_empty() {
            break;
        }
        if std::mem::take(&mut is_first) {
            if part.starts_with(&OLDER) {
                return Err(fault(FindingKind::Unsupported, "older_or_encrypted").into());
            }
            if !part.starts_with(b"PK") {
                return Err(unparsable("workbook").with("cause", "no_archive").into());
            }
        }
        copy.write_all(part).map_err(|error| temporary_failed(&error))?;
    }
    if is_first {
        return Err(fault(FindingKind::NothingExamined, "empty").into());
    }
    let (bytes, sha256) = tap.finish()?;
    Ok((copy, bytes, sha256))
}

pub(super) fn read(
    opened: &Opened,
    format: &Format,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Outcome {
    let declared = Declared::new(format)?;
    if opened.bytes > TABLE_WORKBOOK_BYTES_MAX {
        return Err(too_large().into());
    }
    let (mut copy, bytes, sha256) = copied(opened, reading)?;
    measure(&copy, bytes)?;
    copy.seek(SeekFrom::Start(0)).map_err(|error| temporary_failed(&error))?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(copy)).map_err(|error| not_read(&error))?;
    let sheets = workbook.sheet_names();
    let wanted = match &format.part {
        Some(part) if sheets.contains(part) => part.clone(),
        Some(part) => {
            let finding = unparsable("no_such_part").with("expected", part);
            return Err(finding.with("found", sheets.join(", ")).into());
        }
        None => match sheets.first() {
            Some(first) => first.clone(),
            None => return Err(fault(FindingKind::NothingExamined, "empty").into()),
        },
    };
    let rows = sheet(&mut workbook, &wanted, declared.as_ref(), sink)?;
    Ok((bytes, sha256, Told { rows, ..Told::default() }))
}

/// What has come of the sheet's current row.
struct Current {
    number: Option<u32>,
    /// The row's cells that are not empty: column and text.
    cells: Vec<(usize, String)>,
}

fn sheet(
    workbook: &mut Xlsx<BufReader<File>>,
    name: &str,
    declared: Option<&Declared>,
    sink: &mut dyn Sink,
) -> Result<u64, Trouble> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| not_read(&error))?;
    let mut table = Table { sink: Some(sink), begun: None };
    let mut current = Current { number: None, cells: Vec::new() };
    while let Some(cell) = reader.next_cell().map_err(|error| not_read(&error))? {
        let (number, column) = cell.get_position();
        if current.number != Some(number) {
            table.take(&mut current)?;
            if current.number.is_some_and(|earlier| earlier > number) {
                return Err(unparsable("workbook").with("row", number + 1).into());
            }
            current.number = Some(number);
        }
        let Some(text) = text_of(cell.get_value(), declared.filter(|_| table.begun.is_some())) else {
            continue;
        };
        let column = column as usize;
        if column >= TABLE_COLUMNS_MAX {
            return Err(unparsable("too_many_columns").with("limit", TABLE_COLUMNS_MAX).into());
        }
        if current.cells.last().is_some_and(|(earlier, _)| *earlier >= column) {
            return Err(unparsable("workbook").with("row", number + 1).into());
        }
        current.cells.push((column, text));
    }
    table.take(&mut current)?;
    match table.begun {
        Some(begun) => begun.rows.finish(),
        None => Err(fault(FindingKind::NothingExamined, "empty").into()),
    }
}

struct Table<'s> {
    /// Until there is a header.
    sink: Option<&'s mut dyn Sink>,
    begun: Option<Begun<'s>>,
}

struct Begun<'s> {
    rows: Rows<'s>,
    row: Row,
    /// The sheet's column of the first of the table's, and how many those are.
    first: usize,
    columns: usize,
}

impl Table<'_> {
    /// Takes a finished row: the first one that is not empty is the header, others that are empty are none.
    fn take(&mut self, current: &mut Current) -> Result<(), Trouble> {
        let number = current.number.map_or(0, |number| u64::from(number) + 1);
        let cells = std::mem::take(&mut current.cells);
        let (Some((first, _)), Some((last, _))) = (cells.first(), cells.last()) else { return Ok(()) };
        if let Some(sink) = self.sink.take() {
            let (first, columns) = (*first, last - first + 1);
            let mut written = vec![String::new(); columns];
            for (column, text) in cells {
                written[column - first] = text;
            }
            let rows = Rows::new(sink, &names(written).map_err(|finding| finding.with("row", number))?)?;
            self.begun = Some(Begun { rows, row: Row::new(columns), first, columns });
            return Ok(());
        }
        let Some(begun) = &mut self.begun else { return Ok(()) };
        if *first < begun.first || *last >= begun.first + begun.columns {
            let found = last.saturating_sub(begun.first) + 1;
            let finding = unparsable("fields").with("row", number).with("expected", begun.columns);
            return Err(finding.with("found", found).into());
        }
        begun.row.clear();
        for (column, text) in &cells {
            begun.row.set(column - begun.first, text);
        }
        begun.row.with(|cells: &[Cell<'_>]| begun.rows.row(cells))
    }
}

/// What a cell says; none where it is empty.
fn text_of(value: &DataRef<'_>, declared: Option<&Declared>) -> Option<String> {
    let written = |text: &str| {
        let mut meant = String::new();
        if declared.is_some_and(|declared| declared.apply(text, &mut meant)) {
            meant
        } else {
            text.to_owned()
        }
    };
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        // The shortest digits that mean this number, without an exponent.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => written(text),
        DataRef::SharedString(text) => written(text),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => time_of(*time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    })
}

/// Days since an epoch as a date, with the time of day where there is one; a time alone, and a duration, as
/// hours, minutes and seconds.
fn time_of(time: ExcelDateTime) -> String {
    const DAY_MILLISECONDS: f64 = 86_400_000.0;
    let days = time.as_f64();
    let plain = || days.to_string();
    if time.is_duration() {
        #[expect(clippy::cast_possible_truncation, reason = "a float that is too large becomes the largest")]
        let milliseconds = (days.abs() * DAY_MILLISECONDS).round() as i64;
        let seconds = milliseconds / 1000;
        let sign = if days < 0.0 && milliseconds > 0 { "-" } else { "" };
        let clock = format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return match milliseconds % 1000 {
            0 => clock,
            rest => format!("{clock}.{rest:03}"),
        };
    }
    // Outside of what a date can be it stays the number that it is.
    if !(0.0..2_958_466.0).contains(&days) {
        return plain();
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let clock = civil::Time::new(to_i8(hour), to_i8(minute), to_i8(second), i32::from(milli) * 1_000_000);
    let Ok(clock) = clock else { return plain() };
    if days < 1.0 {
        return clock.to_string();
    }
    // The day that never was, which Excel has: 1900-02-29.
    let date = format!("{year:04}-{month:02}-{day:02}");
    if clock == civil::Time::midnight() { date } else { format!("{date}T{clock}") }
}

fn to_i8(value: u8) -> i8 {
    i8::try_from(value).unwrap_or(i8::MAX)
}
