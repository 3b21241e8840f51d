//! What a check concludes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::finding::{Finding, Severity};

/// The outcome of a check, ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It holds, but something changed that a person must look at.
    Anomaly,
    /// Could not tell. Never shown as any of the others.
    Inconclusive,
    /// Proven not to hold.
    Failed,
}

impl Verdict {
    /// The verdict of a set of findings: the worst severity decides, and nothing examined is never a pass.
    #[must_use]
    pub fn of(findings: &[Finding], items_examined: u64) -> Self {
        let worst = findings.iter().map(|finding| finding.severity).max();
        let verdict = match worst {
            Some(Severity::Critical) => Self::Failed,
            Some(Severity::Blocking) => Self::Inconclusive,
            Some(Severity::Warning) => Self::Anomaly,
            Some(Severity::Note) | None => Self::Passed,
        };
        if items_examined == 0 && verdict < Self::Inconclusive { Self::Inconclusive } else { verdict }
    }

    /// It was possible to tell.
    #[must_use]
    pub fn is_conclusive(self) -> bool {
        self != Self::Inconclusive
    }

    /// The redundancy holds, perhaps with something to look at.
    #[must_use]
    pub fn holds(self) -> bool {
        matches!(self, Self::Passed | Self::Anomaly)
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Anomaly => "anomaly",
            Self::Inconclusive => "inconclusive",
            Self::Failed => "failed",
        }
    }

    /// The exit code of a check with this verdict.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Anomaly | Self::Failed => 1,
            Self::Inconclusive => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FindingKind;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_examined_is_never_a_pass(kinds in prop::collection::vec(prop::sample::select(FindingKind::ALL.to_vec()), 0..6)) {
            let findings: Vec<Finding> = kinds.iter().map(|kind| Finding::new(*kind, "x")).collect();
            prop_assert!(!Verdict::of(&findings, 0).holds());
        }

        #[test]
        fn another_finding_never_improves_a_verdict(
            kinds in prop::collection::vec(prop::sample::select(FindingKind::ALL.to_vec()), 0..6),
            extra in prop::sample::select(FindingKind::ALL.to_vec()),
        ) {
            let mut findings: Vec<Finding> = kinds.iter().map(|kind| Finding::new(*kind, "x")).collect();
            let before = Verdict::of(&findings, 1);
            findings.push(Finding::new(extra, "y"));
            prop_assert!(Verdict::of(&findings, 1) >= before);
        }
    }
}
