//! Status and Today.

use super::*;

wire! {
    pub struct ProcessStatus {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub recoverable: bool,
        pub exposure: WireMoney,
        #[ts(type = "number")] pub recovery_seconds: u64,
        pub recovery_source: RecoverySource,
    }

    pub struct WireProof { pub repository: String, pub level: Level, pub proven_at: Timestamp, pub expires_at: Timestamp }

    pub struct ControlStatus {
        pub id: String,
        pub kind: String,
        pub title: String,
        pub status: Status,
        pub since: Option<Timestamp>,
        /// The highest level up to which every repository holds today.
        pub proven_to: Option<Level>,
        pub last_passed: Option<Timestamp>,
        pub last_failed: Option<Timestamp>,
        pub proofs: Vec<WireProof>,
        pub next_due: Option<Timestamp>,
        pub paused: bool,
    }

    pub struct StatusReport {
        pub sentence: String,
        pub as_of: Timestamp,
        pub processes: Vec<ProcessStatus>,
        pub controls: Vec<ControlStatus>,
    }

    /// The way back that a process would use: the control with the shortest, or the most hopeful, recovery.
    pub struct Fallback { pub control: Option<Named>, pub status: Status, pub at: Option<Timestamp> }

    /// One bar of the exposure chart. The three parts add up to `exposure`.
    pub struct ExposureRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub recoverable: bool,
        pub exposure: WireMoney,
        pub damage_per_hour: WireMoney,
        #[ts(type = "number")] pub recovery_seconds: u64,
        pub recovery_source: RecoverySource,
        pub solid: WireMoney,
        pub expired: WireMoney,
        pub untested: WireMoney,
        pub fallback: Fallback,
    }

    pub struct NeedsYou {
        pub code: NeedCode,
        /// The control, repository or process it is about.
        pub about: Named,
        pub process: Option<Named>,
        /// Exposure now, and at best once done.
        pub before: Option<WireMoney>,
        pub after: Option<WireMoney>,
        pub action: NeedAction,
        /// Values for the sentence.
        pub params: BTreeMap<String, String>,
        pub at: Option<Timestamp>,
    }

    pub struct Upcoming { pub at: Timestamp, pub control: Named, pub kind: RunKind, pub level: Option<Level> }

    pub struct Today {
        pub as_of: Timestamp,
        pub recoverable: u32,
        /// Longest exposure first.
        pub processes: Vec<ExposureRow>,
        pub controls: u32,
        pub needs_you: Vec<NeedsYou>,
        /// Checks and drills by what they take off for each hour of work; the first three.
        pub next_proofs: Vec<RiskProof>,
        pub upcoming: Vec<Upcoming>,
        pub latest_evidence: Vec<EvidenceRow>,
        pub last_check_at: Option<Timestamp>,
        /// Checks whose time has passed without a run.
        pub checks_overdue: u32,
    }
}
