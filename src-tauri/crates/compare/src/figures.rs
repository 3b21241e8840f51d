//! What a comparison counts. Decimals are texts, exact.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::spec::Condition;

/// What became of a cell; each ends in exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Equal,
    Tolerated,
    Known,
    Mismatch,
    NotComparable,
}

/// In what way two cells differ, or a row is alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    OnlyOld,
    OnlyNew,
    DuplicateOld,
    DuplicateNew,
    Value,
    /// One decimal is the other, rounded.
    Rounding,
    /// A value on one side, null on the other.
    Null,
    /// A value on one side, an empty text on the other; or empty and null.
    Empty,
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Text,
    Decimal,
}

/// Cells by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cells {
    #[ts(type = "number")]
    pub equal: u64,
    #[ts(type = "number")]
    pub tolerated: u64,
    #[ts(type = "number")]
    pub known: u64,
    #[ts(type = "number")]
    pub mismatch: u64,
    #[ts(type = "number")]
    pub not_comparable: u64,
}

impl Cells {
    #[must_use]
    pub fn total(&self) -> u64 {
        self.equal + self.tolerated + self.known + self.mismatch + self.not_comparable
    }
}

/// One compared column, in the order of the old table, columns of the new table alone last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnFigures {
    /// Its name in the old table; in the new one where it stands only there.
    pub name: String,
    /// Its name in the new table, where that is another.
    pub new_name: Option<String>,
    pub kind: ColumnKind,
    pub cells: Cells,
    /// Equal cells that are written differently: `1.5` and `1.50`.
    #[ts(type = "number")]
    pub format: u64,
    /// Mismatches by their shape: value, rounding, null, empty.
    #[ts(type = "number")]
    pub value: u64,
    #[ts(type = "number")]
    pub rounding: u64,
    #[ts(type = "number")]
    pub null: u64,
    #[ts(type = "number")]
    pub empty: u64,
    /// The largest |new − old| among tolerated, known and mismatching decimals.
    pub largest: Option<String>,
    /// It differs when the old system is compared with itself.
    pub noise: bool,
}

/// A sum of a column on both sides, over all rows or those of one slice. Beyond a number of slices the rest is
/// one, with the value `…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ControlTotal {
    pub column: String,
    pub slice: Option<Condition>,
    #[ts(type = "number")]
    pub rows_old: u64,
    #[ts(type = "number")]
    pub rows_new: u64,
    pub old: String,
    pub new: String,
    pub equal: bool,
}

/// A change of the shape of the tables. The list only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    Added,
    Removed,
    Renamed,
    Type,
    Precision,
    Nullability,
    Order,
    Grain,
}

/// One change of shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Drift {
    pub kind: DriftKind,
    /// The name in the old table; none for an added column. Of the order the first column that moved.
    pub from: Option<String>,
    /// The name in the new table, or what it became: `decimal` or `text`, a number of decimals, `optional` or
    /// `required`; of the grain the side with several rows a key: `old` or `new`.
    pub to: Option<String>,
    /// It is part of the key.
    pub key: bool,
    /// Of the values of a rename, how many of `of` matched: equal and tolerated cells of matched rows; of a
    /// key, old rows that were matched.
    #[ts(type = "number")]
    pub matched: u64,
    #[ts(type = "number")]
    pub of: u64,
    /// A person has accepted it.
    pub accepted: bool,
}

/// In what way values differ, where all of them do in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// new = old × factor, up to the rounding of what is written.
    Factor(String),
    /// new = old + offset.
    Offset(String),
    SignFlip,
    /// One side is the other rounded to this many decimals.
    Rounding(u32),
    /// The new instant is later by this many seconds.
    TimeShift(#[ts(type = "number")] i64),
    /// The new text is the old one cut to this many characters.
    Truncation(u32),
    /// The new value is the old value of that column, and the other way round.
    Swapped(String),
    /// The new side has no value.
    Emptied,
}

/// What differing rows have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Explanation {
    /// The column whose cells it explains; none for rows on one side only.
    pub column: Option<String>,
    /// Whole rows: `only_old` or `only_new`. Cells with a value on one side only: `null` or `empty`. Else none.
    pub shape: Option<Shape>,
    /// All of these hold for every row that it explains; empty where no slice stands out.
    pub conditions: Vec<Condition>,
    pub effect: Option<Effect>,
    /// Differing rows that it explains, of how many of the column.
    #[ts(type = "number")]
    pub rows: u64,
    #[ts(type = "number")]
    pub of: u64,
    /// Rows for which the conditions hold but nothing differs.
    #[ts(type = "number")]
    pub equal_rows: u64,
}

/// The figures of one comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Figures {
    pub rows_old: u64,
    pub rows_new: u64,
    /// Keys that stand once on either side.
    pub matched: u64,
    pub only_old: u64,
    pub only_new: u64,
    /// Keys that stand more than once on a side, and rows that have them.
    pub duplicate_keys: u64,
    pub duplicate_old: u64,
    pub duplicate_new: u64,
    /// Rows with a null in their key: they match nothing and stand among `only_old` and `only_new`.
    pub null_keys: u64,
    /// Matched rows with at least one mismatch.
    pub changed: u64,
    pub changed_cells: u64,
    /// Rows that differ and that nobody has accepted: changed in a column that is no noise, alone on a side, or
    /// with a duplicate key.
    pub unexplained: u64,
    pub cells: Cells,
    pub columns: Vec<ColumnFigures>,
    pub totals: Vec<ControlTotal>,
    pub drift: Vec<Drift>,
    pub explanations: Vec<Explanation>,
    /// What each known difference covered, so that a day can be judged again when one ends.
    #[ts(skip)]
    pub known: Vec<KnownCount>,
    /// Against the run before: rows that differ now and did not, did and do not, did and do.
    pub trend: Option<Movement>,
    /// SHA-256 over everything that differs, in the order of keys: two equal ones found the same.
    pub digest: String,
}

impl Figures {
    /// Rows of both sides, a matched pair counted once: what `cells` is a multiple of.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.matched + self.only_old + self.only_new + self.duplicate_old + self.duplicate_new
    }
}

/// What one known difference covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCount {
    pub id: String,
    pub cells: u64,
    /// Rows that would be unexplained without it.
    pub rows: u64,
}

/// How the differing rows moved since the run before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Movement {
    #[ts(type = "number")]
    pub new: u64,
    #[ts(type = "number")]
    pub resolved: u64,
    #[ts(type = "number")]
    pub persisting: u64,
}
