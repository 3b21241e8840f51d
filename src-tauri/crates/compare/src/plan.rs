//! What is compared with what.

use ballast_core::Result;
use serde::{Deserialize, Serialize};

use crate::figures::{ColumnKind, Drift};
use crate::planner::Planner;
use crate::spec::{Spec, Tolerance};
use crate::wire::ColumnProfile;

/// What is compared with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub spec: Spec,
    pub key: Vec<KeyColumn>,
    /// Columns that stand on both sides, in the order of the old table.
    pub pairs: Vec<Pair>,
    /// Columns that the new table lacks.
    pub only_old: Vec<Lone>,
    pub only_new: Vec<Lone>,
    /// Columns that are not compared.
    pub ignored: Vec<Ignored>,
    /// Columns (old, new) that may be one another's rename by their values.
    pub candidates: Vec<(usize, usize)>,
    /// What the names and profiles alone tell. The match rate of a rename is counted later.
    pub drift: Vec<Drift>,
    /// Columns whose sums must be equal.
    pub totals: Vec<Total>,
    /// The column by whose values the sums are also compared: where it stands, old and new.
    pub slice: Option<(usize, usize)>,
    /// Columns in whose values differing rows may have something in common, the likeliest first.
    pub categories: Vec<Category>,
    pub columns_old: usize,
    pub columns_new: usize,
}

/// A column of the key. `name` is the one in the old table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyColumn {
    pub name: String,
    pub new_name: Option<String>,
    pub old: usize,
    pub new: usize,
    /// Nobody has accepted the other name yet.
    pub proposed: bool,
}

/// Two columns that are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub name: String,
    pub new_name: Option<String>,
    pub old: usize,
    pub new: usize,
    pub kind: ColumnKind,
    /// The most digits after the point on each side.
    pub decimals_old: u32,
    pub decimals_new: u32,
    pub tolerance: Option<Tolerance>,
    pub noise: bool,
    /// A rename that nobody has accepted yet: compared, but its differences are drift.
    pub proposed: bool,
}

/// A column on one side only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lone {
    pub column: usize,
    pub name: String,
}

/// A column that is not compared, where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ignored {
    pub name: String,
    pub old: Option<usize>,
    pub new: Option<usize>,
}

/// A column that is summed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub name: String,
    pub old: usize,
    pub new: usize,
}

/// A column whose values are counted. `new` is none where only the old table has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub name: String,
    pub old: usize,
    pub new: Option<usize>,
}

impl Plan {
    /// Columns that `Figures::cells` counts: compared ones and those of one side, without keys and ignored ones.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.pairs.len() + self.only_old.len() + self.only_new.len()
    }

    /// Where a column of the old table stands, by its name.
    #[must_use]
    pub fn column_of_old(&self, name: &str) -> Option<usize> {
        let key = self.key.iter().map(|key| (key.name.as_str(), Some(key.old)));
        let pairs = self.pairs.iter().map(|pair| (pair.name.as_str(), Some(pair.old)));
        let lone = self.only_old.iter().map(|lone| (lone.name.as_str(), Some(lone.column)));
        let ignored = self.ignored.iter().map(|ignored| (ignored.name.as_str(), ignored.old));
        key.chain(pairs).chain(lone).chain(ignored).find(|(other, _)| *other == name)?.1
    }

    /// Where it stands in the new table: by the name in the old one, or by its own where only the new one has it.
    #[must_use]
    pub fn column_of_new(&self, name: &str) -> Option<usize> {
        let key = self.key.iter().map(|key| (key.name.as_str(), Some(key.new)));
        let pairs = self.pairs.iter().map(|pair| (pair.name.as_str(), Some(pair.new)));
        let lone = self.only_new.iter().map(|lone| (lone.name.as_str(), Some(lone.column)));
        let ignored = self.ignored.iter().map(|ignored| (ignored.name.as_str(), ignored.new));
        key.chain(pairs).chain(lone).chain(ignored).find(|(other, _)| *other == name)?.1
    }
}

/// Builds the plan. Columns go by their name in the old table.
///
/// Errors, all `invalid_call` with `allowed`: no key, a key that is in neither table or that one side lacks
/// without a column of a like name (case and everything but letters and digits left out), and a column in
/// `rename`, `ignore`, `tolerance`, `totals` or `slice` that no table has.
pub fn plan(spec: &Spec, old: &[ColumnProfile], new: &[ColumnProfile]) -> Result<Plan> {
    Planner::new(spec, old, new).plan()
}
