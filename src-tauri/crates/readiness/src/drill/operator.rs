//! Who runs a drill: another person than last time, and two people to start it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A drill that ran, and who ran it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub operator: String,
    pub at: Timestamp,
}

/// Who should run the next drill, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "OperatorProposal")]
pub struct Proposal {
    pub operator: String,
    pub because: Because,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OperatorBecause")]
pub enum Because {
    /// Knows it from paper only: a drill by this person makes one more who can.
    NeverRanIt,
    LongestAgo,
    /// Nobody else is there: only this person can do this yet.
    OnlyOne,
}

/// Proposes somebody who did not run the last drill, if there is anybody: first who never ran one, then whose last
/// one is longest ago. `people` are those who may, in the order of the plan; `away` are not there on that day.
#[must_use]
pub fn propose(people: &[String], away: &[String], drills: &[Ran]) -> Option<Proposal> {
    let last_of =
        |person: &String| drills.iter().filter(|ran| same(&ran.operator, person)).map(|ran| ran.at).max();
    let newest = drills.iter().max_by_key(|ran| ran.at);
    let present = || people.iter().filter(|person| !away.iter().any(|gone| same(gone, person)));
    let others = present().filter(|person| newest.is_none_or(|newest| !same(&newest.operator, person)));
    // The first of equals stays first, so the order of the plan decides.
    if let Some(person) = others.min_by_key(|person| last_of(person)) {
        let because = if last_of(person).is_none() { Because::NeverRanIt } else { Because::LongestAgo };
        return Some(Proposal { operator: person.clone(), because });
    }
    present().next().map(|person| Proposal { operator: person.clone(), because: Because::OnlyOne })
}

/// The same person, however the name was typed.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What starts a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    Two {
        operator: String,
        second: String,
    },
    /// A sole owner types a phrase instead.
    Alone {
        operator: String,
        phrase: String,
    },
}

/// Keys that were turned: recorded with the drill.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Turned {
    pub operator: String,
    /// None where the operator started it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub second: Option<String>,
}

/// Why a drill was not started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyFault {
    NoName,
    /// Both keys are in one hand.
    SamePerson,
    WrongPhrase,
}

impl Keys {
    /// Turns the keys. The phrase is [`super::plan::Plan::phrase`]; spaces around it do not matter.
    ///
    /// # Errors
    /// Which key does not fit.
    pub fn turn(&self, phrase: &str) -> Result<Turned, KeyFault> {
        let name = |name: &String| {
            let name = name.trim();
            if name.is_empty() { Err(KeyFault::NoName) } else { Ok(name.to_owned()) }
        };
        match self {
            Self::Two { operator, second } => {
                let (operator, second) = (name(operator)?, name(second)?);
                if same(&operator, &second) {
                    return Err(KeyFault::SamePerson);
                }
                Ok(Turned { operator, second: Some(second) })
            }
            Self::Alone { operator, phrase: typed } => {
                if typed.trim() != phrase {
                    return Err(KeyFault::WrongPhrase);
                }
                Ok(Turned { operator: name(operator)?, second: None })
            }
        }
    }
}
