//! The lines of an explanation.

use ballast_core::{Money, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Subject, hours, units};

/// A figure that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RiskFigure")]
pub enum Figure {
    /// Of processes, and of all of them together.
    Exposure,
    AnnualLoss,
    /// Of processes.
    Unavailability,
    /// Of components, standbys and common causes; of the whole, what everything that stands still loses in an hour.
    Blast,
    /// Of components, standbys and common causes.
    Probability,
    DamageOnce,
    ExpectedPerHour,
    RemovedIfPerfect,
}

impl Figure {
    /// Of a process, of everything else, and of all processes together.
    pub const OF_PROCESS: [Self; 3] = [Self::Exposure, Self::Unavailability, Self::AnnualLoss];
    pub const OF_THING: [Self; 5] =
        [Self::Probability, Self::Blast, Self::DamageOnce, Self::ExpectedPerHour, Self::RemovedIfPerfect];
    pub const OF_ALL: [Self; 3] = [Self::Exposure, Self::AnnualLoss, Self::Blast];
}

/// What a line of an explanation says. The sentence is made at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RiskLine")]
pub enum Line {
    /// Damage per hour times the longest recovery over what the process needs.
    Exposure,
    /// The longest time until enough of each group is there.
    Recovery,
    /// The time until enough of one group is there.
    GroupRecovery,
    /// The share of the time that the process is down.
    Unavailability,
    /// The same, if the thing that is asked about never failed.
    UnavailabilityWithout,
    /// All of its parts at the same time.
    CutSet,
    /// Cut sets that are not shown.
    CutSetsLeftOut,
    /// What the hours down in a year cost.
    AnnualLoss,
    AnnualLossWithout,
    /// Hours of a year that the process is down.
    HoursDown,
    /// The share of those hours that lies beyond a grace: e^(-grace / mean outage), for exponential lengths.
    BeyondGrace,
    /// How long one outage lasts on average.
    MeanOutage,
    /// Outages a year that begin with something that holds data.
    DataOutages,
    /// The share of the time that a component is down: λD / (8760 + λD), less what its common causes take.
    Probability,
    /// The same with its common causes.
    WithItsCauses,
    /// What all processes lose in an hour that go with it.
    Blast,
    /// What all processes lose in one outage that go with it.
    DamageOnce,
    LossOfProcess,
    /// One kind of loss over an outage, or over a year.
    FromDamage,
    FromLossPerHour,
    FromLossAfterGrace,
    FromDeadlines,
    FromRecords,
    /// Hours of an outage that lie beyond a grace.
    HoursBeyondGrace,
    /// The most deadlines that can fall into the hours beyond the grace.
    Deadlines,
    /// Importance times hourly loss, over all processes.
    ExpectedPerHour,
    ExpectedOfProcess,
    /// What a year would cost less without it.
    RemovedIfPerfect,
    RemovedOfProcess,
    /// How much the unavailability of a process rises when a thing goes from never to always down.
    Importance,
    /// What an hour of a process costs once every grace is over, the degraded mode taken off.
    Rate,
    /// The same before the degraded mode is taken off.
    HourlyLoss,
    /// The share that the degraded mode does not keep.
    NotKept,
    // What people entered, or measured.
    DamagePerHour,
    Kept,
    LossPerHour,
    LossAfterGrace,
    LossAtDeadline,
    LossPerRecord,
    RecordsPerHour,
    /// How much work is lost with the data (RPO).
    LostWork,
    Grace,
    PerYear,
    OutagesPerYear,
    OutageMeasured,
    OutageDeclared,
    /// Nobody said how often or how long.
    NotEstimated,
    WorstCase,
    /// That a standby does not take over: its drills say so, somebody entered it, a probe that blocks it fails, or
    /// nobody knows.
    OnDemandDrilled,
    OnDemandDeclared,
    OnDemandBlocked,
    OnDemandAssumed,
    CommonShare,
    CommonShareAssumed,
    /// 8760, and 1.
    HoursPerYear,
    Whole,
}

/// How the value of a line comes from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RiskRule")]
pub enum Rule {
    /// Entered or measured; or worked out from the whole map, as an importance is.
    Given,
    Sum,
    Product,
    /// The first less the others; a chance and a time are not below zero.
    Difference,
    Longest,
    /// The time of the last member that is needed; the shortest come first.
    Enough,
    /// No sum: its parts can happen together. Worked out exactly from all cut sets.
    Joint,
    /// By the formula that the line has.
    Formula,
}

/// A value with its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
#[ts(rename = "RiskValue")]
pub enum Value {
    Money {
        amount: String,
        currency: String,
    },
    /// An expected value, in units of the currency.
    Amount(f64),
    Probability(f64),
    Number(f64),
    Hours(f64),
    Nothing,
}

/// One line, and the lines that it opens into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "RiskExplanation")]
pub struct Explanation {
    pub line: Line,
    pub of: Option<Subject>,
    pub value: Value,
    pub rule: Rule,
    pub parts: Vec<Explanation>,
}

impl Line {
    pub(super) fn by(self, rule: Rule, value: Value, parts: Vec<Explanation>) -> Explanation {
        Explanation { line: self, of: None, value, rule, parts }
    }

    pub(super) fn given(self, value: Value) -> Explanation {
        self.by(Rule::Given, value, Vec::new())
    }

    pub(super) fn sum(self, value: Value, parts: Vec<Explanation>) -> Explanation {
        self.by(Rule::Sum, value, parts)
    }

    pub(super) fn product(self, value: Value, parts: Vec<Explanation>) -> Explanation {
        self.by(Rule::Product, value, parts)
    }
}

impl Explanation {
    pub(super) fn of(self, subject: Subject) -> Self {
        Self { of: Some(subject), ..self }
    }
}

impl Value {
    pub(super) fn of(money: Money) -> Self {
        Self::Money { amount: money.amount(), currency: money.currency.to_string() }
    }

    pub(super) fn span(span: Span) -> Self {
        Self::Hours(hours(span))
    }

    /// The number itself, money in units of its currency.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Money { amount, currency } => {
                let currency = currency.parse().ok()?;
                Money::parse(amount, currency).ok().map(units)
            }
            Self::Amount(value) | Self::Probability(value) | Self::Number(value) | Self::Hours(value) => {
                Some(*value)
            }
            Self::Nothing => None,
        }
    }
}
