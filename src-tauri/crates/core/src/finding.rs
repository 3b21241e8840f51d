//! What a run found: a closed list of kinds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How bad a finding is, from least to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Note,
    Warning,
    /// Prevented the look; the check is inconclusive.
    Blocking,
    /// The redundancy does not hold.
    Critical,
}

macro_rules! finding_kinds {
    ($($kind:ident = $name:literal : $severity:ident,)*) => {
        /// What was found. The list only grows between versions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum FindingKind { $($kind,)* }

        impl FindingKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// The severity a finding of this kind has unless its check says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$kind => Severity::$severity,)* }
            }
        }
    };
}

finding_kinds! {
    Missing = "missing": Critical,
    TooOld = "too_old": Critical,
    ScheduleMissed = "schedule_missed": Critical,
    Unreadable = "unreadable": Critical,
    WrongPassword = "wrong_password": Critical,
    Locked = "locked": Blocking,
    ConfigDamaged = "config_damaged": Critical,
    KeyDamaged = "key_damaged": Critical,
    IndexDamaged = "index_damaged": Critical,
    IndexMissing = "index_missing": Critical,
    SnapshotDamaged = "snapshot_damaged": Critical,
    SnapshotMissing = "snapshot_missing": Critical,
    PackDamaged = "pack_damaged": Critical,
    PackMissing = "pack_missing": Critical,
    TreeDamaged = "tree_damaged": Critical,
    ArchiveDamaged = "archive_damaged": Critical,
    ArchiveTruncated = "archive_truncated": Critical,
    ChecksumMismatch = "checksum_mismatch": Critical,
    RestoreMismatch = "restore_mismatch": Critical,
    DatabaseDamaged = "database_damaged": Critical,
    ProbeFailed = "probe_failed": Critical,
    SizeCollapse = "size_collapse": Warning,
    MassChange = "mass_change": Warning,
    ClockSuspect = "clock_suspect": Warning,
    SourceUnreadable = "source_unreadable": Warning,
    SourceChanging = "source_changing": Note,
    FlakyRead = "flaky_read": Warning,
    StrayFile = "stray_file": Note,
    Unsupported = "unsupported": Blocking,
    NothingExamined = "nothing_examined": Blocking,
    LocationAbsent = "location_absent": Blocking,
    SecretUnavailable = "secret_unavailable": Blocking,
    RowOnlyInOld = "row_only_in_old": Critical,
    RowOnlyInNew = "row_only_in_new": Critical,
    ValueChanged = "value_changed": Critical,
    NullChanged = "null_changed": Critical,
    EmptyChanged = "empty_changed": Critical,
    ColumnMissing = "column_missing": Critical,
    ColumnAdded = "column_added": Warning,
    ColumnRenamed = "column_renamed": Critical,
    TypeChanged = "type_changed": Critical,
    PrecisionChanged = "precision_changed": Warning,
    NullabilityChanged = "nullability_changed": Warning,
    OrderChanged = "order_changed": Note,
    GrainChanged = "grain_changed": Critical,
    DuplicateKey = "duplicate_key": Critical,
    TotalsDiffer = "totals_differ": Critical,
    Unparsable = "unparsable": Blocking,
    SideLate = "side_late": Blocking,
    SideIncomplete = "side_incomplete": Blocking,
    AmountWrong = "amount_wrong": Critical,
    NotSupported = "not_supported": Critical,
    MissingItem = "missing_item": Critical,
    PopulationChanged = "population_changed": Critical,
    ContractChanged = "contract_changed": Critical,
    Expiring = "expiring": Warning,
    SharedFate = "shared_fate": Warning,
    NotObserved = "not_observed": Blocking,
    RtoMissed = "rto_missed": Critical,
    RpoMissed = "rpo_missed": Critical,
    UndoFailed = "undo_failed": Critical,
    Stuck = "stuck": Critical,
    PreflightFailed = "preflight_failed": Blocking,
}

/// One thing a run found. Sentences are made at the edge from `kind` and `params`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    pub kind: FindingKind,
    pub severity: Severity,
    /// What it is about, in the user's terms where known: a file, a pack, a snapshot.
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub repository: Option<String>,
    /// Values for the sentence: names to texts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// The user's files that cannot come back because of this; at most 40 are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

impl Finding {
    #[must_use]
    pub fn new(kind: FindingKind, subject: impl Into<String>) -> Self {
        Self {
            kind,
            severity: kind.severity(),
            subject: subject.into(),
            repository: None,
            params: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    #[must_use]
    pub fn files(mut self, files: Vec<String>) -> Self {
        self.files = files;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_name_is_the_serialised_name() {
        for kind in FindingKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
