//! The canonical form of a population: CSV in UTF-8 (NFC), comma, line feed, quotes where they are needed,
//! amounts in whole minor units, sorted by the bytes of the id. `sha256sum` of that file is its hash.

use std::borrow::Cow;

use ballast_core::limits::{POPULATION_CELL_BYTES_MAX, POPULATION_COLUMNS_MAX, POPULATION_ID_BYTES_MAX};
use ballast_core::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::refused;

/// The columns that follow id, amount, person and stratum: what checkers see and what `always` rules ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Columns {
    pub more: Vec<String>,
}

/// The first four columns, in their order.
const FIXED: [&str; 4] = ["id", "amount", "person", "stratum"];

/// One payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: String,
    /// What the system paid, in minor units of the currency.
    pub amount: i64,
    /// Who was paid; empty where that is not known.
    pub person: String,
    /// Empty where there are no strata.
    pub stratum: String,
    /// One cell for each further column.
    pub more: Vec<String>,
}

impl Columns {
    pub(super) fn check(&self) -> Result<()> {
        if self.more.len() > POPULATION_COLUMNS_MAX {
            return Err(refused("columns", self.more.len()).allowed([POPULATION_COLUMNS_MAX]));
        }
        let mut seen = std::collections::BTreeSet::from(FIXED.map(Cow::Borrowed));
        for name in &self.more {
            if name.is_empty() || !seen.insert(normalised(name)) {
                return Err(refused("columns", name).with("reason", "column_twice"));
            }
        }
        Ok(())
    }

    /// Where a further column stands.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.more.iter().position(|column| normalised(column) == normalised(name))
    }
}

pub(crate) fn normalised(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// An id as it is frozen and drawn: NFC, as it is written otherwise. Refused are empty ones, those over
/// [`POPULATION_ID_BYTES_MAX`], those with spaces at an end and those with control characters: such an id cannot
/// be typed from paper, nor handled by `sha256sum` in a line.
pub fn canonical_id(id: &str) -> Result<String> {
    let id = normalised(id);
    let reason = if id.is_empty() {
        "empty_id"
    } else if id.len() > POPULATION_ID_BYTES_MAX {
        "long_id"
    } else if id.chars().any(char::is_control) || id.trim() != id.as_ref() {
        "unprintable_id"
    } else {
        return Ok(id.into_owned());
    };
    Err(refused("id", id.chars().take(64).collect::<String>())
        .with("reason", reason)
        .allowed([format!("1 to {POPULATION_ID_BYTES_MAX} bytes, printable, no space at an end")]))
}

/// The first line of the canonical form, with its line feed.
#[must_use]
pub fn header(columns: &Columns) -> String {
    let mut line = FIXED.join(",");
    for name in &columns.more {
        line.push(',');
        cell(&mut line, name);
    }
    line.push('\n');
    line
}

/// Writes a row's line of the canonical form, with its line feed, to the end of `line`.
pub fn line(columns: &Columns, row: &Row, line: &mut String) -> Result<()> {
    if row.more.len() != columns.more.len() {
        return Err(too(row, "cells", row.more.len()).allowed([columns.more.len()]));
    }
    cell(line, &canonical_id(&row.id)?);
    line.push(',');
    line.push_str(&row.amount.to_string());
    for text in [&row.person, &row.stratum].into_iter().chain(&row.more) {
        if text.len() > POPULATION_CELL_BYTES_MAX {
            return Err(too(row, "cell_bytes", text.len()).allowed([POPULATION_CELL_BYTES_MAX]));
        }
        line.push(',');
        cell(line, text);
    }
    line.push('\n');
    Ok(())
}

fn too(row: &Row, what: &str, found: usize) -> Error {
    refused(what, found).with("id", &row.id)
}

fn cell(line: &mut String, text: &str) {
    let text = normalised(text);
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let columns = Columns { more: vec!["rate, %".into(), "note".into()] };
        assert_eq!(header(&columns), "id,amount,person,stratum,\"rate, %\",note\n");
        let row = Row {
            id: "P,1".into(),
            amount: -7,
            person: "A \"B\"".into(),
            stratum: String::new(),
            more: vec!["5\n".into(), "Zu\u{308}rich".into()],
        };
        let mut text = String::new();
        line(&columns, &row, &mut text).unwrap();
        assert_eq!(text, "\"P,1\",-7,\"A \"\"B\"\"\",,\"5\n\",Z\u{fc}rich\n");
    }

    #[test]
    fn bad_columns_ids_and_cells_are_refused_by_name() {
        assert!(Columns { more: vec!["amount".into()] }.check().is_err());
        assert!(Columns { more: vec!["a".into(), "a".into()] }.check().is_err());
        for (id, reason) in [("", "empty_id"), (" a", "unprintable_id"), ("a\tb", "unprintable_id")] {
            assert_eq!(canonical_id(id).unwrap_err().params["reason"], reason);
        }
        assert_eq!(canonical_id(&"x".repeat(257)).unwrap_err().params["reason"], "long_id");
        let row = Row { id: "a".into(), amount: 1, person: "x".into(), stratum: "y".into(), more: vec![] };
        let columns = Columns { more: vec!["note".into()] };
        assert_eq!(line(&columns, &row, &mut String::new()).unwrap_err().params["what"], "cells");
    }
}
