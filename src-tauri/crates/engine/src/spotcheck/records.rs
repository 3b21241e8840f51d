//! What the records of the work on a round say openly. What must not be read before its time is sealed.

use ballast_spotcheck::review::{Answer, Cause};
use serde::{Deserialize, Serialize};

use crate::contract::Proved;

/// What a record of an answer or a decision says openly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Act {
    pub round: u64,
    pub item: String,
    pub person: String,
    pub proved: Proved,
}

/// A decision about an item, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DecisionBody {
    #[serde(flatten)]
    pub act: Act,
    pub answer: Answer,
    pub reason: String,
    pub cause: Option<Cause>,
    pub systematic: bool,
}

/// The full check of a cause, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CauseBody {
    pub round: u64,
    pub cause: Cause,
    pub person: String,
    pub proved: Proved,
    /// Payouts that were looked at, and wrong ones among them.
    pub checked: u64,
    pub wrong: u64,
    pub reason: String,
}

/// A signature under what was worked out, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SignatureBody {
    pub round: u64,
    pub person: String,
    pub proved: Proved,
    /// What was signed: the record of the result.
    pub result: u64,
    pub result_hash: String,
    #[serde(rename = "reason")]
    pub note: String,
}
