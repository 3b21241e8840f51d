//! What the engine and the program that reads lists say to each other: one request on standard input, then
//! messages, one JSON document a line, on standard output. Secrets travel only here.

use std::path::PathBuf;

use ballast_core::table::Side;
use ballast_core::{Error, Finding};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::population::{Completeness, Hint, Population};

/// Reads a list of payouts and freezes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Freeze {
    pub now: Timestamp,
    /// The day that dated names stand for, in the workspace's time zone.
    pub day: Date,
    pub list: Side,
    pub meaning: Meaning,
    /// An ISO 4217 code: how many decimals an amount may have.
    pub currency: String,
    /// Where the canonical form goes.
    pub to: PathBuf,
    /// Where scratch files go: made and emptied by the program.
    pub work_folder: PathBuf,
    /// The pool of the engine that sorts; beyond it, it spills.
    pub pool_bytes: u64,
    pub threads: usize,
    /// What should have been paid: each of its rows names a payout.
    #[serde(default)]
    pub sales: Option<Sales>,
    /// Only so many first rows are wanted, as they stand; nothing is frozen, and `meaning` is not looked at.
    #[serde(default)]
    pub peek: Option<usize>,
}

/// A second list, whose rows each name the payout that they should have led to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sales {
    pub list: Side,
    /// The column with the ids of payouts.
    pub id: String,
}

/// What the columns of a list mean, by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    pub id: String,
    pub amount: String,
    #[serde(default)]
    pub person: Option<String>,
    #[serde(default)]
    pub stratum: Option<String>,
    /// Further columns, which are kept as they are.
    #[serde(default)]
    pub more: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    Progress(Report),
    Done(Box<Frozen>),
    Failed(Error),
}

/// How far the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub stage: Stage,
    pub done: u64,
    pub total: Option<u64>,
    /// Bytes of a file are counted, else rows.
    pub bytes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Read,
    Sort,
}

/// What became of the list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frozen {
    /// None where the list could not be read whole, or cannot be drawn from: `findings` say why.
    pub population: Option<Population>,
    pub completeness: Completeness,
    pub hints: Vec<Hint>,
    pub findings: Vec<Finding>,
    /// What was read, where it was read to its end.
    pub list: Option<ListFacts>,
    /// What became of the second list, where there is one.
    #[serde(default)]
    pub sales: Option<SalesFacts>,
    /// The first rows, where they were asked for.
    #[serde(default)]
    pub preview: Option<Preview>,
}

/// What the second list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesFacts {
    pub list: ListFacts,
    /// Rows whose payout is not in the list of payouts.
    pub without_payout: u64,
}

/// The beginning of a list: a cell for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListFacts {
    /// The file, or the database without its password.
    pub place: String,
    /// Of the bytes that were read; of a query's rows as CSV. 64 hexadecimal digits.
    pub sha256: String,
    pub bytes: u64,
    pub rows: u64,
    pub modified_at: Option<Timestamp>,
    /// `UTF-8`, `UTF-16LE`, `windows-1252`; none where bytes are no text.
    pub encoding: Option<String>,
}
