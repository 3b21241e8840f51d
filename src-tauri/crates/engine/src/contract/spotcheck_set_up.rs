//! What a spot check is set up with, and who people are.

use super::*;
pub use ballast_spotcheck::population::Hint;

wire! {
    /// A list that may be drawn from; what its columns mean where it is known already.
    pub struct SpotcheckLookRequest {
        pub list: SideInput,
        #[serde(default)] #[ts(optional)] pub meaning: Option<ListMeaning>,
    }
    pub struct ListMeaning {
        pub id: String,
        pub amount: String,
        pub person: Option<String>,
        pub stratum: Option<String>,
    }
    /// What stands in a list, before anything is set up.
    pub struct SpotcheckLook {
        /// What was read, where it was read to its end.
        pub facts: Option<ListView>,
        pub findings: Vec<WireFinding>,
        pub columns: Vec<String>,
        /// The first rows, a cell for each column.
        pub rows: Vec<Vec<Option<String>>>,
        /// What the columns seem to mean, or what was said that they mean.
        pub meaning: Option<ListMeaning>,
        /// What looks wrong about the meaning.
        pub hints: Vec<Hint>,
    }
    pub struct ListView {
        /// The file, or the database without its password.
        pub place: String,
        pub sha256: String,
        #[ts(type = "number")] pub bytes: u64,
        #[ts(type = "number")] pub rows: u64,
        pub modified_at: Option<Timestamp>,
        pub encoding: Option<String>,
    }
    pub struct SpotcheckSetUp {
        pub title: String,
        pub list: SideInput,
        pub meaning: ListMeaning,
        /// Columns that a checker works with.
        pub show: Vec<String>,
        pub sample: SampleInput,
        pub always: Vec<String>,
        /// A payout is right within this, a decimal.
        pub tolerance: Option<String>,
        pub checkers: Vec<String>,
        pub reviewer: Option<String>,
        pub schedule: Option<String>,
    }
    /// Rates are percentages as written, such as 5%.
    pub struct SampleInput {
        pub way: SampleWay,
        pub percent: Option<String>,
        #[ts(type = "number | null")] pub at_least: Option<u64>,
        pub confidence: Option<String>,
        pub tolerable: Option<String>,
        pub expected: Option<String>,
        pub per_stratum: bool,
        /// The distribution or the selection, where it is not the usual one.
        pub method: Option<String>,
        /// Errors at which each stage goes on; empty for the usual ones.
        #[ts(type = "Array<number>")] pub go_on: Vec<u64>,
        /// Units of value that are looked at, at most.
        #[ts(type = "number | null")] pub at_most: Option<u64>,
    }
    pub struct SpotcheckChange { pub id: String, pub setup: SpotcheckSetUp }

    /// Somebody who can sign for what they do.
    pub struct PersonRow {
        pub name: String,
        pub has_passphrase: bool,
        /// The user who runs this program.
        pub is_you: bool,
    }
    pub struct People { pub people: Vec<PersonRow> }
    pub struct SetPassphrase {
        pub person: String,
        /// The one that holds, where there is one.
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub new: String,
    }
}

words! {
    /// A share of the items, as many as a rate needs, money, stages, or until a rule passes.
    pub enum SampleWay { Percent, Attribute, MonetaryUnit, StopOrGo, Anytime }
}
