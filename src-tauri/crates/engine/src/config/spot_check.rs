//! Spot checks: the list, the sample, and who looks at it.

use ballast_compare::Tolerance;
use ballast_core::limits::{MAX_RUNTIME, SPOT_CHECK_VALID_FOR};
use ballast_core::{Id, Span};
use ballast_spotcheck::plan::{Distribution, Selection};
use serde::{Deserialize, Serialize};

use super::TableSide;

/// A list of payouts, and what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    pub side: TableSide,
    /// The column that names a payout.
    pub id: String,
    /// The column with what was paid.
    pub amount: String,
    /// The column with who was paid.
    pub person: Option<String>,
    pub stratum: Option<String>,
    /// Columns that a checker works with.
    pub show: Vec<String>,
    /// What should have been paid.
    #[serde(default)]
    pub sales: Option<Sales>,
}

/// A second list, whose rows each name the payout that they should have led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sales {
    pub side: TableSide,
    /// The column with the ids of payouts.
    pub payout: String,
}

/// How many payouts are drawn, and how. Rates are percentages as written: `5%`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    Percent {
        percent: String,
        at_least: Option<u64>,
        per_stratum: bool,
        confidence: String,
        tolerable: Option<String>,
    },
    Attribute {
        confidence: String,
        tolerable: String,
        expected: Option<String>,
        per_stratum: bool,
        /// Hypergeometric where it is not said.
        #[serde(default)]
        distribution: Option<Distribution>,
    },
    MonetaryUnit {
        confidence: String,
        tolerable: String,
        expected: Option<String>,
        /// Sieve where it is not said.
        #[serde(default)]
        selection: Option<Selection>,
    },
    /// Equal stages: each goes on at exactly so many errors of its own, and accepts with fewer.
    StopOrGo { confidence: String, tolerable: String, go_on: Vec<u64> },
    /// Until the rule of Kaplan and Markov passes; at most so many units of value.
    Anytime { confidence: String, tolerable: String, at_most: u64 },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotCheck {
    pub id: Id,
    pub title: Option<String>,
    pub protects: Vec<Id>,
    pub population: Population,
    pub sample: Sample,
    /// Conditions such as `amount > 5000`: what meets one is drawn for certain.
    pub always: Vec<String>,
    pub tolerance: Tolerance,
    pub checkers: Vec<String>,
    pub reviewer: Option<String>,
    pub schedule: Option<String>,
    pub max_runtime: Option<Span>,
    pub proof_valid_for: Option<Span>,
}

impl SpotCheck {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }

    #[must_use]
    pub fn valid_for(&self) -> Span {
        self.proof_valid_for.unwrap_or(SPOT_CHECK_VALID_FOR)
    }

    #[must_use]
    pub fn limit(&self) -> Span {
        self.max_runtime.unwrap_or(MAX_RUNTIME)
    }
}
