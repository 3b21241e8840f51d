//! The chance that a backup provider takes over if it is called today, from drills that lose weight with age.
//!
//! The prior (one success and one failure) and the half-life of 180 days are a choice of ours and no law:
//! they stand in [`Model`], and people may set them. What the estimate is not sure of it says in words
//! ([`Standing`]); it is never shown as a bare number.

mod history;

use ballast_core::{Code, Error, Result, Span};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use history::parse_history;

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// How much of the switch a drill really does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DrillKind")]
pub enum Kind {
    /// People talk it through; nothing is touched.
    Tabletop,
    /// Log in to the backup, and one harmless transaction there.
    Probe,
    /// Internal users, or one order.
    Partial,
    Full,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Tabletop, Self::Probe, Self::Partial, Self::Full];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tabletop => "tabletop",
            Self::Probe => "probe",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            Error::new(Code::InvalidCall)
                .with("what", "kind")
                .with("found", text)
                .allowed(Self::ALL.map(Self::as_str))
        })
    }
}

/// How a drill was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DrillOutcome")]
pub enum Outcome {
    Pass,
    Fail,
    /// Weighs nothing: nobody could tell.
    Inconclusive,
}

/// How much a drill of each kind says about the real thing, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub tabletop: f64,
    pub probe: f64,
    pub partial: f64,
    pub full: f64,
}

impl Weights {
    #[must_use]
    pub fn of(self, kind: Kind) -> f64 {
        match kind {
            Kind::Tabletop => self.tabletop,
            Kind::Probe => self.probe,
            Kind::Partial => self.partial,
            Kind::Full => self.full,
        }
    }
}

/// What the estimate believes before it has seen anything, and how fast it forgets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Successes, and failures, that count as seen before the first drill.
    pub prior_passes: f64,
    pub prior_failures: f64,
    /// After so many days a drill weighs half.
    pub half_life_days: f64,
    pub weights: Weights,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            prior_passes: 1.0,
            prior_failures: 1.0,
            half_life_days: 180.0,
            weights: Weights { tabletop: 0.25, probe: 0.5, partial: 0.75, full: 1.0 },
        }
    }
}

impl Model {
    /// Refuses what makes no probability: a half-life or a prior that is not above zero, a weight outside 0 to 1.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: &str, found: f64, allowed: &str| {
            let error = Error::new(Code::InvalidCall).with("what", field).with("found", found);
            Err(error.allowed([allowed]))
        };
        let above_zero = [
            ("half_life_days", self.half_life_days),
            ("prior_passes", self.prior_passes),
            ("prior_failures", self.prior_failures),
        ];
        for (field, value) in above_zero {
            if !value.is_finite() || value <= 0.0 {
                return refuse(field, value, "a number above 0");
            }
        }
        for kind in Kind::ALL {
            let weight = self.weights.of(kind);
            if !(0.0..=1.0).contains(&weight) {
                return refuse(kind.as_str(), weight, "a number from 0 to 1");
            }
        }
        Ok(())
    }
}

/// One signed drill, by its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub outcome: Outcome,
    pub kind: Kind,
    pub age: Span,
}

impl Tried {
    /// A drill that was finished at `at`. One from the future, which a clock that was set back makes, is of today.
    #[must_use]
    pub fn at(outcome: Outcome, kind: Kind, at: Timestamp, now: Timestamp) -> Self {
        let seconds = now.duration_since(at).as_secs();
        Self { outcome, kind, age: Span::from_seconds(u64::try_from(seconds).unwrap_or(0)) }
    }
}

/// The chance that the backup works if it is called today, from 0 to 1, both excluded.
///
/// r = (a + Σ w of passes) / (a + b + Σ w of passes and failures), w = m · 2^(−age / half-life), with a and b
/// the prior and m the weight of the kind: the mean of a beta distribution whose evidence fades.
#[must_use]
pub fn chance(history: &[Tried], model: &Model) -> f64 {
    let (mut passes, mut failures) = (model.prior_passes, model.prior_failures);
    for tried in history {
        let weight = model.weights.of(tried.kind) * (-days(tried.age) / model.half_life_days).exp2();
        match tried.outcome {
            Outcome::Pass => passes += weight,
            Outcome::Fail => failures += weight,
            Outcome::Inconclusive => {}
        }
    }
    passes / (passes + failures)
}

/// To four decimals, as it is written out.
#[must_use]
pub fn four_decimals(chance: f64) -> f64 {
    (chance * 10_000.0).round() / 10_000.0
}

#[allow(clippy::cast_precision_loss)]
fn days(age: Span) -> f64 {
    age.seconds() as f64 / SECONDS_OF_A_DAY
}

/// A blocking probe: what must hold now, whatever drills said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The probe, as the pair names it.
    pub probe: String,
    pub seen: Seen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    Holds,
    Fails,
    /// Never looked, too long ago, or our own line was down.
    NotObserved,
}

/// What can be said about a pair. Untested and failed are two words of one rank: neither is proven, and neither
/// stands silently above the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReadinessStanding")]
pub enum Standing {
    /// A blocking probe fails: it would not work now, whatever drills said.
    NotReady,
    /// A blocking probe was not observed, or nothing at all is known.
    Unknown,
    /// No drill that did anything was ever signed.
    Untested,
    /// The newest drill that told anything failed.
    Failed,
    /// The newest drill that told anything worked.
    Worked,
}

impl Standing {
    /// Lower stands further up in a list of what needs somebody.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::NotReady => 0,
            Self::Unknown => 1,
            Self::Untested | Self::Failed => 2,
            Self::Worked => 3,
        }
    }
}

/// The newest drill of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "NewestDrill")]
pub struct Newest {
    pub outcome: Outcome,
    pub kind: Kind,
    #[ts(type = "number")]
    pub age_seconds: u64,
}

/// What a screen says about a pair, as values for its sentences: "4 of 4 drills worked; last 3 weeks ago. We would
/// expect about 8 in 10 to work."
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Readiness {
    pub standing: Standing,
    /// Four decimals, and only beside the words.
    pub chance: f64,
    /// 1 to 9: no history makes a pair certain, or hopeless.
    pub in_ten: u8,
    /// How likely a call of the backup fails, as the risk map takes it: 1 where a blocking probe fails.
    pub on_demand_failure: f64,
    /// Of `tried` drills that did something and told something, so many worked.
    pub worked: u32,
    pub tried: u32,
    /// Tabletop drills: they weigh a little and prove no switch.
    pub talked_through: u32,
    pub inconclusive: u32,
    /// The newest of `tried`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Newest>,
    /// Blocking probes that fail, and those that nobody observed.
    pub failing: Vec<String>,
    pub not_observed: Vec<String>,
}

/// Gates first, then history. Without gates and without history nothing is known.
#[must_use]
pub fn readiness(history: &[Tried], gates: &[Gate], model: &Model) -> Readiness {
    let named = |seen: Seen| -> Vec<String> {
        gates.iter().filter(|gate| gate.seen == seen).map(|gate| gate.probe.clone()).collect()
    };
    let (failing, not_observed) = (named(Seen::Fails), named(Seen::NotObserved));
    let count = |holds: &dyn Fn(&Tried) -> bool| {
        u32::try_from(history.iter().filter(|tried| holds(tried)).count()).unwrap_or(u32::MAX)
    };
    let told = |tried: &Tried| tried.kind != Kind::Tabletop && tried.outcome != Outcome::Inconclusive;
    let last = history
        .iter()
        .filter(|tried| told(tried))
        .min_by_key(|tried| (tried.age, tried.outcome == Outcome::Pass));
    let standing = match last {
        _ if !failing.is_empty() => Standing::NotReady,
        _ if !not_observed.is_empty() || (gates.is_empty() && history.is_empty()) => Standing::Unknown,
        None => Standing::Untested,
        Some(last) if last.outcome == Outcome::Pass => Standing::Worked,
        Some(_) => Standing::Failed,
    };
    let chance = chance(history, model);
    Readiness {
        standing,
        chance: four_decimals(chance),
        in_ten: in_ten(chance),
        on_demand_failure: if standing == Standing::NotReady { 1.0 } else { 1.0 - chance },
        worked: count(&|tried| told(tried) && tried.outcome == Outcome::Pass),
        tried: count(&told),
        talked_through: count(&|tried| {
            tried.kind == Kind::Tabletop && tried.outcome != Outcome::Inconclusive
        }),
        inconclusive: count(&|tried| tried.outcome == Outcome::Inconclusive),
        last: last.map(|last| Newest {
            outcome: last.outcome,
            kind: last.kind,
            age_seconds: last.age.seconds(),
        }),
        failing,
        not_observed,
    }
}

/// "about 8 in 10".
fn in_ten(chance: f64) -> u8 {
    // Between 1 and 9, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let tenths = (chance * 10.0).round().clamp(1.0, 9.0) as u8;
    tenths
}

#[cfg(test)]
mod tests;
