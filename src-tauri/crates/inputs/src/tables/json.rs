//! A list of objects in a JSON document, or objects below each other.
//!
//! Twice over the file: which columns there are is only known at its end. Both times the bytes must be the
//! same.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use ballast_core::FindingKind;
use ballast_core::limits::TABLE_COLUMNS_MAX;
use ballast_core::table::{FileKind, Format};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::declared::Declared;
use super::document::Document;
use super::file::{Opened, Outcome};
use super::row::{Row, Rows, names};
use super::tap::{Pass, Tap, internal};
use super::text::Text;
use super::{Reading, Sink, Told, Trouble, fault, incomplete, unparsable};

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The names and values of one object in their order, the values as they are written.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(members)
            }
        }
        from.deserialize_map(Each).map(Self)
    }
}

fn broken(error: &serde_json::Error) -> Trouble {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or_default();
    unparsable("json").with("line", error.line()).with("cause", cause).into()
}

/// Adds a value that nests, without white space between its parts.
fn compact(written: &str, to: &mut String) {
    let (mut in_string, mut escaped, mut from) = (false, false, 0);
    for (at, byte) in written.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b' ' | b'\t' | b'\n' | b'\r' if !in_string => {
                to.push_str(&written[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    to.push_str(&written[from..]);
}

/// Which column a name stands for. Most objects have the same names in the same order.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn place(&self, name: &str, expected: usize) -> Option<usize> {
        match self.names.get(expected) {
            Some(there) if there == name => Some(expected),
            _ => self.places.get(name).copied(),
        }
    }

    fn add(&mut self, name: &str) {
        self.places.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
    }
}

/// One pass over the file.
fn walk(
    opened: &Opened,
    kind: FileKind,
    format: &Format,
    pass: Pass,
    reading: &mut Reading<'_>,
    each: &mut dyn FnMut(Members<'_>) -> Result<(), Trouble>,
) -> Result<(u64, String, Told), Trouble> {
    let tap = Tap::new(opened.again()?, opened.bytes, pass, reading);
    let mut text = Text::open(tap, format.encoding.as_deref())?;
    let mut document = Document { text: &mut text };
    if document.peek()?.is_none() {
        return Err(fault(FindingKind::NothingExamined, "empty").into());
    }
    let mut parse = |written: &str| each(serde_json::from_str(written).map_err(|error| broken(&error))?);
    if kind == FileKind::JsonLines {
        document.lines(&mut parse)?;
    } else {
        document.list(format.part.as_deref(), &mut parse)?;
    }
    text.finish()
}

pub(super) fn read(
    opened: &Opened,
    kind: FileKind,
    format: &Format,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Outcome {
    let declared = Declared::new(format)?;
    let mut columns = Columns::default();
    let (_, first_hash, _) =
        walk(opened, kind, format, Pass::FirstOfTwo, reading, &mut |Members(members)| {
            for (index, (name, _)) in members.iter().enumerate() {
                if columns.place(name, index).is_none() {
                    if columns.names.len() == TABLE_COLUMNS_MAX {
                        return Err(unparsable("too_many_columns").with("limit", TABLE_COLUMNS_MAX).into());
                    }
                    columns.add(name);
                }
            }
            Ok(())
        })?;
    if columns.names.is_empty() {
        return Err(fault(FindingKind::NothingExamined, "empty").into());
    }
    let mut rows = Rows::new(sink, &names(columns.names.clone())?)?;
    let mut row = Row::new(columns.names.len());
    // The row in which a column was last met: a name that occurs twice in an object means either.
    let mut met = vec![0_u64; columns.names.len()];
    let second = walk(opened, kind, format, Pass::SecondOfTwo, reading, &mut |Members(members)| {
        row.clear();
        for (index, (name, value)) in members.iter().enumerate() {
            let place = columns.place(name, index).ok_or_else(|| Trouble::from(incomplete("changed")))?;
            let met = met.get_mut(place).ok_or_else(|| internal("column"))?;
            if std::mem::replace(met, rows.count + 1) == rows.count + 1 {
                return Err(unparsable("duplicate_name").with("column", name).into());
            }
            cell(&mut row, place, value.get(), declared.as_ref()).map_err(|error| broken(&error))?;
        }
        row.with(|cells| rows.row(cells))
    });
    let (bytes, sha256, mut told) = second?;
    if sha256 != first_hash {
        return Err(incomplete("changed").into());
    }
    told.rows = rows.finish()?;
    Ok((bytes, sha256, told))
}

/// Numbers stay as they are written, whatever their size; texts are unescaped; what nests is its text.
fn cell(
    row: &mut Row,
    place: usize,
    written: &str,
    declared: Option<&Declared>,
) -> Result<(), serde_json::Error> {
    match written.as_bytes().first() {
        Some(b'n') => {}
        Some(b'"') => {
            let Name(text) = serde_json::from_str(written)?;
            row.write(place, |to| {
                if !declared.is_some_and(|declared| declared.apply(&text, to)) {
                    to.push_str(&text);
                }
            });
        }
        Some(b'{' | b'[') => row.write(place, |to| compact(written, to)),
        _ => row.set(place, written),
    }
    Ok(())
}
