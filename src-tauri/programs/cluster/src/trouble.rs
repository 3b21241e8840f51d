//! Why a cluster gave no answer. The comparison is inconclusive then: nothing was seen of the tables.

use std::error::Error as StdError;

use ballast_core::{Finding, FindingKind};
use datafusion::error::DataFusionError;

/// What went wrong. The words stand in `params["reason"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The fixed rows did not come out as they do on one machine.
    Canary,
    /// A worker does not answer.
    Unreachable,
    /// A worker wants another token or certificate.
    Refused,
    /// A worker is of another version.
    Version,
    /// A worker failed, or went away.
    Failed,
    /// Rows are missing in the answer, or stand where they cannot.
    Incomplete,
}

impl Reason {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Canary => "canary",
            Self::Unreachable => "cluster_unreachable",
            Self::Refused => "cluster_refused",
            Self::Version => "cluster_version",
            Self::Failed => "cluster_failed",
            Self::Incomplete => "cluster_incomplete",
        }
    }

    /// `subject`: the worker where it is one, else the folder that all see.
    #[must_use]
    pub fn finding(self, subject: &str) -> Finding {
        Finding::new(FindingKind::Unsupported, subject).with("reason", self.as_str())
    }

    /// With what the engine said.
    #[must_use]
    pub fn because(self, subject: &str, error: &DataFusionError) -> Finding {
        self.finding(subject).with("cause", error.strip_backtrace())
    }
}

/// Whether a worker did not accept who asks.
#[must_use]
pub fn is_refusal(error: &DataFusionError) -> bool {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(status) = cause.downcast_ref::<tonic::Status>() {
            return matches!(status.code(), tonic::Code::Unauthenticated | tonic::Code::PermissionDenied);
        }
        next = cause.source();
    }
    false
}
