//! The population: what could be drawn, frozen so that a single changed payout shows.

mod canonical;
mod numbering;
mod preview;

use std::collections::BTreeMap;

use ballast_core::limits::{POPULATION_NAMED_MAX, POPULATION_ROWS_MAX, STRATA_MAX};
use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

pub(crate) use canonical::normalised;
pub use canonical::{Columns, Row, canonical_id, header, line};
pub use numbering::{Gap, Numbering};
pub use preview::{Hint, PreviewRow, hints};

use crate::hex;

/// A frozen population: what a plan and a draw stand on. No floats: it goes into the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Population {
    /// SHA-256 over the canonical form, in hexadecimal.
    pub sha256: String,
    pub columns: Columns,
    /// Payouts (N).
    #[ts(type = "number")]
    pub count: u64,
    /// The control total: the sum of all amounts, signs kept, in minor units.
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub total: i128,
    /// The sum of the amounts above zero, in minor units: what sampling by value can reach (B).
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub positive_total: i128,
    /// Payouts of zero, and those below zero: sampling by value can never draw them.
    #[ts(type = "number")]
    pub zero: u64,
    #[ts(type = "number")]
    pub negative: u64,
    /// By the text of their stratum; one without a name where there are no strata.
    pub strata: BTreeMap<String, Stratum>,
}

/// One stratum of a population.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stratum {
    #[ts(type = "number")]
    pub count: u64,
    /// The sum of its amounts, in minor units.
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub total: i128,
    /// The sum of its amounts above zero, in minor units, and how many there are.
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub positive_total: i128,
    #[ts(type = "number")]
    pub positive: u64,
}

impl Population {
    /// Payouts above zero.
    #[must_use]
    pub fn positive(&self) -> u64 {
        self.count - self.zero - self.negative
    }
}

/// What is odd about a population as a whole; a person looks at it before anything is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Completeness {
    /// Ids that stand there more than once, at most [`POPULATION_NAMED_MAX`]; a population with any is not
    /// frozen.
    pub duplicates: Vec<String>,
    #[ts(type = "number")]
    pub duplicates_total: u64,
    /// Ids of payouts of zero and below zero, at most [`POPULATION_NAMED_MAX`] each.
    pub zero: Vec<String>,
    pub negative: Vec<String>,
    /// Numbers that no payout has, between the first and the last of their numbering.
    pub numbering: Numbering,
}

/// Freezes a population: rows in, in the order of their ids, its hash and sums out. Memory does not grow with
/// the rows.
pub struct Freezer {
    hasher: Sha256,
    columns: Columns,
    last: Option<String>,
    population: Population,
    completeness: Completeness,
    numbers: numbering::Numbers,
    line: String,
}

impl Freezer {
    /// Refuses columns that are too many or named twice.
    pub fn new(columns: Columns) -> Result<Self> {
        columns.check()?;
        let mut hasher = Sha256::new();
        hasher.update(header(&columns));
        let population = Population {
            sha256: String::new(),
            columns: columns.clone(),
            count: 0,
            total: 0,
            positive_total: 0,
            zero: 0,
            negative: 0,
            strata: BTreeMap::new(),
        };
        let completeness = Completeness::default();
        let numbers = numbering::Numbers::default();
        Ok(Self { hasher, columns, last: None, population, completeness, numbers, line: String::new() })
    }

    /// Takes the next row, and gives its line of the canonical form with the line feed: what is kept as the
    /// frozen list. Rows come in the order of the bytes of [`canonical_id`]. A second row of an id is noted as a
    /// duplicate and gives none.
    pub fn push(&mut self, row: &Row) -> Result<Option<&str>> {
        if self.population.count >= POPULATION_ROWS_MAX {
            return Err(refused("rows", POPULATION_ROWS_MAX + 1).allowed([POPULATION_ROWS_MAX]));
        }
        let id = canonical_id(&row.id)?;
        match self.last.as_deref().map(|last| last.cmp(id.as_str())) {
            Some(std::cmp::Ordering::Equal) => {
                self.completeness.duplicates_total += 1;
                note(&mut self.completeness.duplicates, &id);
                return Ok(None);
            }
            Some(std::cmp::Ordering::Greater) => {
                return Err(Error::new(Code::Internal).with("what", "population_order").with("id", &id));
            }
            _ => {}
        }
        self.line.clear();
        line(&self.columns, row, &mut self.line)?;
        self.hasher.update(self.line.as_bytes());
        self.count(row, &id)?;
        self.last = Some(id);
        Ok(Some(&self.line))
    }

    fn count(&mut self, row: &Row, id: &str) -> Result<()> {
        let amount = i128::from(row.amount);
        let population = &mut self.population;
        population.count += 1;
        population.total += amount;
        population.positive_total += amount.max(0);
        if row.amount == 0 {
            population.zero += 1;
            note(&mut self.completeness.zero, id);
        }
        if row.amount < 0 {
            population.negative += 1;
            note(&mut self.completeness.negative, id);
        }
        self.numbers.add(id);
        let stratum = canonical::normalised(&row.stratum);
        if !population.strata.contains_key(stratum.as_ref()) && population.strata.len() >= STRATA_MAX {
            return Err(refused("stratum", stratum).with("reason", "strata").allowed([STRATA_MAX]));
        }
        let stratum = population.strata.entry(stratum.into_owned()).or_default();
        stratum.count += 1;
        stratum.total += amount;
        stratum.positive_total += amount.max(0);
        stratum.positive += u64::from(row.amount > 0);
        Ok(())
    }

    /// The frozen population and what is odd about it. Refused: none where nothing came (`nothing_yet`), and one
    /// with an id that stands there twice, since a draw could not say which of them it means.
    pub fn finish(self) -> Result<(Population, Completeness)> {
        let (mut population, mut completeness) = (self.population, self.completeness);
        if population.count == 0 {
            return Err(Error::new(Code::NothingYet).with("what", "population"));
        }
        if completeness.duplicates_total > 0 {
            return Err(refused("population", completeness.duplicates_total)
                .with("reason", "duplicate_ids")
                .with("ids", completeness.duplicates.join(", ")));
        }
        completeness.numbering = self.numbers.finish();
        population.sha256 = hex(&self.hasher.finalize());
        Ok((population, completeness))
    }
}

fn note(list: &mut Vec<String>, id: &str) {
    if list.len() < POPULATION_NAMED_MAX {
        list.push(id.to_owned());
    }
}

pub(crate) fn refused(what: &str, found: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("found", found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(id: &str, amount: i64) -> Row {
        Row { id: id.into(), amount, person: "Ana".into(), stratum: "CH".into(), more: vec![] }
    }

    fn frozen(rows: &[Row]) -> Result<(Population, Completeness)> {
        let mut freezer = Freezer::new(Columns::default())?;
        for row in rows {
            freezer.push(row)?;
        }
        freezer.finish()
    }

    #[test]
    fn the_hash_is_that_of_the_lines_as_sha256sum_sees_them() {
        let rows = [row("PAY-1", 12_345), row("PAY-2", 0), row("PAY-3", -50)];
        let (population, completeness) = frozen(&rows).unwrap();
        let file = "id,amount,person,stratum\nPAY-1,12345,Ana,CH\nPAY-2,0,Ana,CH\nPAY-3,-50,Ana,CH\n";
        assert_eq!(population.sha256, hex(&Sha256::digest(file)));
        assert_eq!((population.count, population.total, population.positive_total), (3, 12_295, 12_345));
        assert_eq!((population.zero, population.negative, population.positive()), (1, 1, 1));
        assert_eq!(population.strata["CH"].count, 3);
        assert_eq!((completeness.zero, completeness.negative), (vec!["PAY-2".into()], vec!["PAY-3".into()]));
    }

    #[test]
    fn nothing_duplicates_and_disorder_are_refused() {
        assert_eq!(frozen(&[]).unwrap_err().code, Code::NothingYet);
        let error = frozen(&[row("a", 1), row("a", 2), row("b", 1)]).unwrap_err();
        assert_eq!((error.params["reason"].as_str(), error.params["ids"].as_str()), ("duplicate_ids", "a"));
        assert_eq!(frozen(&[row("b", 1), row("a", 2)]).unwrap_err().code, Code::Internal);
    }

    #[test]
    fn one_way_to_write_a_letter_is_one_id() {
        let (one, _) = frozen(&[row("Ma\u{308}rz-1", 5)]).unwrap();
        let (other, _) = frozen(&[row("M\u{e4}rz-1", 5)]).unwrap();
        assert_eq!(one.sha256, other.sha256);
        assert!(frozen(&[row("Ma\u{308}rz-1", 5), row("M\u{e4}rz-1", 5)]).is_err());
    }

    #[test]
    fn sums_stay_exact_beyond_what_one_payout_can_hold() {
        let (population, _) = frozen(&[row("a", i64::MAX), row("b", i64::MAX)]).unwrap();
        assert_eq!(population.total, 2 * i128::from(i64::MAX));
        let json = serde_json::to_string(&population).unwrap();
        assert!(json.contains("\"18446744073709551614\""), "{json}");
        assert_eq!(serde_json::from_str::<Population>(&json).unwrap(), population);
    }

    proptest! {
        #[test]
        fn any_change_changes_the_hash(amounts in prop::collection::vec(-500i64..500, 1..20), at in 0usize..20, by in 1i64..9) {
            let rows: Vec<Row> = amounts.iter().enumerate().map(|(n, a)| row(&format!("{n:03}"), *a)).collect();
            let (before, _) = frozen(&rows).unwrap();
            let at = at % rows.len();
            let mut changed = rows.clone();
            changed[at].amount += by;
            prop_assert_ne!(&frozen(&changed).unwrap().0.sha256, &before.sha256);
            let mut removed = rows;
            removed.remove(at);
            if let Ok((after, _)) = frozen(&removed) {
                prop_assert_ne!(&after.sha256, &before.sha256);
            }
        }
    }
}
