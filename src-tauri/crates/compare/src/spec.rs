//! The specification of a comparison: one value, from which every plan is built.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::figures::{Effect, Shape};

/// How two tables are compared. Columns go by their name in the old table unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Spec {
    /// The columns that together name a row. Keys compare as text, exactly, after `normalise`.
    pub key: Vec<String>,
    /// Columns with another name in the new table, accepted by a person: old to new.
    pub rename: BTreeMap<String, String>,
    /// Columns that are not compared, by their name on either side.
    pub ignore: Vec<String>,
    /// Differences of a decimal column that count as tolerated.
    pub tolerance: BTreeMap<String, Tolerance>,
    /// For every decimal column without a tolerance of its own.
    pub tolerance_of_all: Option<Tolerance>,
    pub normalise: Normalise,
    /// Columns whose sums must be equal; where there is none, every decimal column with a fraction that is no noise.
    pub totals: Vec<String>,
    /// Control totals are also compared for each value of this column.
    pub slice: Option<String>,
    /// Differences that a person accepted.
    pub known: Vec<KnownDifference>,
    /// Columns that differ when the old system is compared with itself. Those that the old table lacks by now
    /// fall away.
    pub noise: Vec<String>,
    /// The old system against itself: names that its table lacks are those of the new one, and fall away.
    #[ts(skip)]
    pub of_old_alone: bool,
}

/// Two decimals a and b are tolerated where |a − b| ≤ max(abs, rel · max(|a|, |b|)). Symmetric.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Tolerance {
    /// An exact decimal that is not negative: `0.01`.
    pub abs: Option<String>,
    /// A ratio as an exact decimal that is not negative: `0.001` for 0.1 %.
    pub rel: Option<String>,
}

/// What is evened out before cells and keys are compared. All off unless declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
// Each is a rule of its own, with its name in the workspace file.
#[allow(clippy::struct_excessive_bools)]
pub struct Normalise {
    /// White space at both ends does not count.
    pub trim: bool,
    /// Upper and lower case do not count.
    pub case: bool,
    /// Unicode forms do not count: both sides in NFC.
    pub unicode: bool,
    /// Empty and null are one.
    pub empty_is_null: bool,
    /// Instants with an offset are compared in this time zone; those without are taken to be in it.
    pub timezone: Option<String>,
}

/// A row whose column holds this text. None stands for null.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct Condition {
    pub column: String,
    pub value: Option<String>,
}

/// A difference that a person accepted, with what it applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnownDifference {
    pub id: String,
    /// `column`: cells of it; none: whole rows that stand on one side only.
    pub column: Option<String>,
    /// For whole rows: `true` for rows only in the old table.
    #[serde(default)]
    pub only_in_old: Option<bool>,
    /// Only rows for which all of these hold, by values of the old table (of the new, for its own rows).
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Only cells that differ in this way.
    #[serde(default)]
    pub effect: Option<Effect>,
    /// Only cells of this shape: `value`, rounded ones among them, `null` or `empty`.
    #[serde(default)]
    pub shape: Option<Shape>,
}
