//! What must hold before a switch, frozen before the first run.

use std::collections::BTreeMap;

use ballast_core::{Code, Error, Result};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decimal::Decimal;
use crate::spec::{Normalise, Spec, Tolerance};

/// What must hold before a switch, and by which rules days are judged. Frozen before the first run: whoever
/// loosens a tolerance later makes it another value with another hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// Clean runs in a row.
    pub clean_runs: u32,
    /// Unexplained rows by rows: an exact decimal, `0.001` for 0.1 %.
    pub mismatch_rate: String,
    pub starts: Option<Date>,
    pub days: Option<u32>,
    /// Columns without a single unexplained difference.
    pub critical: Vec<String>,
    pub key: Vec<String>,
    pub ignore: Vec<String>,
    pub tolerance: BTreeMap<String, Tolerance>,
    pub tolerance_of_all: Option<Tolerance>,
    pub normalise: Normalise,
    pub totals: Vec<String>,
    pub slice: Option<String>,
}

impl Criteria {
    /// With the rules of a specification. Renames, known differences and noise are accepted one by one later,
    /// each with a reason, and are no part of it.
    #[must_use]
    pub fn with_rules(mut self, spec: &Spec) -> Self {
        self.key.clone_from(&spec.key);
        self.ignore.clone_from(&spec.ignore);
        self.tolerance.clone_from(&spec.tolerance);
        self.tolerance_of_all.clone_from(&spec.tolerance_of_all);
        self.normalise = spec.normalise.clone();
        self.totals.clone_from(&spec.totals);
        self.slice.clone_from(&spec.slice);
        self
    }

    /// RFC 8785 canonical JSON. Errors: `internal`.
    pub fn canonical(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(|error| Error::new(Code::Internal).because(&error))
    }

    /// SHA-256 of [`Self::canonical`], 64 hexadecimal digits. Errors: `internal`.
    pub fn sha256(&self) -> Result<String> {
        let digest = Sha256::digest(self.canonical()?);
        Ok(format!("{digest:x}"))
    }

    /// Errors: `invalid_call` where it is no ratio from 0 to 1.
    pub fn rate(&self) -> Result<Decimal> {
        let one = Decimal::Small { units: 1, scale: 0 };
        let rate = Decimal::parse(&self.mismatch_rate).filter(|rate| !rate.is_negative() && *rate <= one);
        rate.ok_or_else(|| {
            Error::new(Code::InvalidCall)
                .with("what", "mismatch_rate")
                .with("found", &self.mismatch_rate)
                .with("reason", "it must be a ratio from 0 to 1")
        })
    }
}
