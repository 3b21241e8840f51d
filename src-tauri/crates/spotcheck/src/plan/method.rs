//! Which limits are offered, and why others are not.

use std::str::FromStr;

use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A method by which an upper limit is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Items, without replacement. Exact.
    Hypergeometric,
    /// Items, Clopper and Pearson. Never less than the confidence.
    Binomial,
    /// Items or units, Garwood. Never less than the confidence.
    Poisson,
    /// Value, over binomial limits. Never seen below its confidence; conservative.
    StringerBinomial,
    /// Value, over Poisson limits. A little above the binomial one.
    StringerPoisson,
    /// Value, Cox and Snell with the usual prior. A belief, no coverage: for comparison.
    CoxSnell,
    /// Value, Dworin and Grimlund. Near its confidence, sometimes below: for comparison.
    Moment,
    /// Value, valid after every item: the largest rate that the rule of Kaplan and Markov does not refuse.
    KaplanMarkov,
}

impl Method {
    pub const ALL: [Self; 8] = [
        Self::Hypergeometric,
        Self::Binomial,
        Self::Poisson,
        Self::StringerBinomial,
        Self::StringerPoisson,
        Self::CoxSnell,
        Self::Moment,
        Self::KaplanMarkov,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hypergeometric => "hypergeometric",
            Self::Binomial => "binomial",
            Self::Poisson => "poisson",
            Self::StringerBinomial => "stringer-binomial",
            Self::StringerPoisson => "stringer-poisson",
            Self::CoxSnell => "cox-snell",
            Self::Moment => "moment",
            Self::KaplanMarkov => "kaplan-markov",
        }
    }

    /// Its limit holds at the stated confidence, whatever the population: what may decide. The others are shown
    /// beside it.
    #[must_use]
    pub fn may_decide(self) -> bool {
        matches!(
            self,
            Self::Hypergeometric
                | Self::Binomial
                | Self::Poisson
                | Self::StringerBinomial
                | Self::StringerPoisson
                | Self::KaplanMarkov
        )
    }
}

/// Why a method is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Where the sample has no error its limit is zero: nothing found would prove that nothing is there.
    ZeroWithoutErrors,
    /// Where the sample has no error, or one, its limit is no number.
    NoNumberWithFewErrors,
    /// It leans on a normal distribution that few errors among payouts of very different size do not have: with
    /// 20 errors and more a limit of 95 % was seen to hold in 79 of 100 (`tests/reference/coverage.rs`).
    BelowItsConfidence,
    /// Its published program disagrees with its source, and nobody knows which is right.
    Disputed,
}

impl Refusal {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ZeroWithoutErrors => "zero_without_errors",
            Self::NoNumberWithFewErrors => "no_number_with_few_errors",
            Self::BelowItsConfidence => "below_its_confidence",
            Self::Disputed => "disputed",
        }
    }

    /// The error that says so.
    #[must_use]
    pub fn error(self, method: &str) -> Error {
        Error::new(Code::InvalidCall)
            .with("what", "method")
            .with("found", method)
            .with("reason", self.as_str())
            .allowed(Method::ALL.map(Method::as_str))
    }
}

/// Methods that other programs have.
const REFUSED: [(&str, Refusal); 9] = [
    ("mpu", Refusal::ZeroWithoutErrors),
    ("mean-per-unit", Refusal::ZeroWithoutErrors),
    ("direct", Refusal::ZeroWithoutErrors),
    ("difference", Refusal::BelowItsConfidence),
    ("ratio", Refusal::ZeroWithoutErrors),
    ("quotient", Refusal::ZeroWithoutErrors),
    ("regression", Refusal::ZeroWithoutErrors),
    ("pps", Refusal::NoNumberWithFewErrors),
    ("stringer-meikle", Refusal::Disputed),
];

impl FromStr for Method {
    type Err = Error;

    /// Names of refused methods are known, and refused with their reason.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(method) = Self::ALL.into_iter().find(|method| method.as_str() == text) {
            return Ok(method);
        }
        if let Some((_, refusal)) = REFUSED.iter().find(|(name, _)| *name == text) {
            return Err(refusal.error(text));
        }
        Err(Error::new(Code::InvalidCall)
            .with("what", "method")
            .with("found", text)
            .allowed(Self::ALL.map(Self::as_str)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_serialised_and_read_back() {
        for method in Method::ALL {
            assert_eq!(serde_json::to_value(method).unwrap(), method.as_str());
            assert_eq!(method.as_str().parse::<Method>().unwrap(), method);
        }
    }

    #[test]
    fn what_says_nothing_without_errors_is_refused_with_the_reason() {
        for (name, reason) in [
            ("mpu", "zero_without_errors"),
            ("ratio", "zero_without_errors"),
            ("difference", "below_its_confidence"),
            ("regression", "zero_without_errors"),
            ("pps", "no_number_with_few_errors"),
            ("stringer-meikle", "disputed"),
        ] {
            let error = name.parse::<Method>().unwrap_err();
            assert_eq!(error.params["reason"], reason, "{name}");
            assert_eq!(error.allowed.len(), Method::ALL.len());
        }
        assert!(!"guess".parse::<Method>().unwrap_err().params.contains_key("reason"));
    }
}
