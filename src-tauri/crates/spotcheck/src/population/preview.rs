//! Columns that were taken for each other, and signs that were turned, seen on the first rows before anything is
//! frozen. (Book and audit swapped gave −168,000 instead of 33,000 in jasp-issues#1588.)

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A row as it was read, before anything is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    pub id: String,
    pub amount: String,
    pub person: String,
}

/// What looks wrong about the chosen columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// The column taken for ids holds amounts, and the other way round.
    IdAndAmountSwapped,
    /// Cells of the amount column are no numbers.
    AmountsUnreadable,
    /// Most amounts are below zero: the file may count payouts as what left the account.
    SignsTurned,
    /// Amounts above and below zero: clawbacks, or two kinds of entries in one list.
    SignsMixed,
    /// Every amount is a whole number that grows by one: numbers of lines, not amounts.
    AmountsCountUp,
    /// An id stands there more than once: the rows are no payout lines, or the id is not the whole key.
    IdsRepeat,
    /// Every row has its own person: that may be the id.
    PersonAndIdSwapped,
}

/// Rows that a hint needs to be more than chance.
const ROWS_MIN: usize = 3;

/// Hints about the first rows of a list, each once. Nothing is decided by them: a person is asked.
#[must_use]
pub fn hints(rows: &[PreviewRow]) -> Vec<Hint> {
    let mut hints = BTreeSet::new();
    if rows.len() < ROWS_MIN {
        return Vec::new();
    }
    let ids_repeat = repeats(rows.iter().map(|row| row.id.as_str()));
    let amounts: Vec<Option<f64>> = rows.iter().map(|row| row.amount.trim().parse().ok()).collect();
    let readable: Vec<f64> = amounts.iter().flatten().copied().collect();
    if readable.len() < rows.len() {
        hints.insert(Hint::AmountsUnreadable);
    }
    let has_decimals = |text: &str| text.contains('.') && text.trim().parse::<f64>().is_ok();
    if rows.iter().all(|row| has_decimals(&row.id)) && !rows.iter().any(|row| has_decimals(&row.amount)) {
        hints.insert(Hint::IdAndAmountSwapped);
    }
    if ids_repeat {
        hints.insert(Hint::IdsRepeat);
        if !repeats(rows.iter().map(|row| row.person.as_str())) {
            hints.insert(Hint::PersonAndIdSwapped);
        }
    }
    hints.extend(signs(&readable));
    if readable.len() == rows.len() && readable.windows(2).all(|pair| is_next(pair[0], pair[1])) {
        hints.insert(Hint::AmountsCountUp);
    }
    hints.into_iter().collect()
}

fn is_next(before: f64, after: f64) -> bool {
    before.fract() == 0.0 && (after - before - 1.0).abs() < f64::EPSILON
}

fn signs(amounts: &[f64]) -> Option<Hint> {
    let below = amounts.iter().filter(|amount| **amount < 0.0).count();
    let above = amounts.iter().filter(|amount| **amount > 0.0).count();
    match (below, above) {
        (0, _) => None,
        (below, above) if below > above => Some(Hint::SignsTurned),
        _ => Some(Hint::SignsMixed),
    }
}

fn repeats<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    !texts.into_iter().all(|text| seen.insert(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[(&str, &str, &str)]) -> Vec<PreviewRow> {
        let row = |(id, amount, person): &(&str, &str, &str)| PreviewRow {
            id: (*id).into(),
            amount: (*amount).into(),
            person: (*person).into(),
        };
        cells.iter().map(row).collect()
    }

    #[test]
    fn a_list_as_it_should_be_has_no_hints() {
        let good = rows(&[("P1", "10.50", "Ana"), ("P2", "99.00", "Ana"), ("P3", "7", "Ben")]);
        assert_eq!(hints(&good), []);
    }

    #[test]
    fn each_mistake_has_its_hint() {
        let swapped = rows(&[("10.50", "1001", "Ana"), ("99.00", "1002", "Ana"), ("7.20", "1003", "Ben")]);
        assert_eq!(hints(&swapped), [Hint::IdAndAmountSwapped, Hint::AmountsCountUp]);
        let turned = rows(&[("P1", "-10.50", "Ana"), ("P2", "-99.00", "Ana"), ("P3", "7", "Ben")]);
        assert_eq!(hints(&turned), [Hint::SignsTurned]);
        let mixed = rows(&[("P1", "10.50", "Ana"), ("P2", "-99.00", "Ana"), ("P3", "7", "Ben")]);
        assert_eq!(hints(&mixed), [Hint::SignsMixed]);
        let text = rows(&[("P1", "CH", "Ana"), ("P2", "DE", "Ana"), ("P3", "7", "Ben")]);
        assert_eq!(hints(&text), [Hint::AmountsUnreadable]);
        let person = rows(&[("Ana", "10.5", "P1"), ("Ana", "9", "P2"), ("Ben", "7", "P3")]);
        assert_eq!(hints(&person), [Hint::IdsRepeat, Hint::PersonAndIdSwapped]);
    }
}
