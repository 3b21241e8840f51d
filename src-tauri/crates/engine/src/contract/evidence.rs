//! The ledger.

use super::*;

wire! {
    pub struct EvidenceListRequest {
        #[serde(default)] #[ts(optional, type = "number")] pub before: Option<u64>,
        #[serde(default)] #[ts(optional)] pub limit: Option<u32>,
        #[serde(default)] #[ts(optional)] pub control: Option<String>,
    }
    pub struct EvidenceRow {
        #[ts(type = "number")] pub seq: u64,
        pub at: Timestamp,
        pub clock: ClockKind,
        pub kind: RecordKind,
        pub control: Option<Named>,
        pub run: Option<String>,
        pub level: Option<Level>,
        pub verdict: Option<Verdict>,
        pub hash: String,
        /// Values for the sentence `evidence-<kind>`: `files`, `bytes`, `units_read`, `units_total`,
        /// `files_restored`, `restore_seconds`, `findings`, `name`.
        pub params: BTreeMap<String, String>,
    }
    pub struct EvidenceList {
        pub records: Vec<EvidenceRow>,
        #[ts(type = "number")] pub total: u64,
        pub head: Option<EvidenceRef>,
    }
    pub struct EvidenceShowRequest { #[ts(type = "number")] pub seq: u64 }
    pub struct EvidenceDetail {
        pub row: EvidenceRow,
        pub previous: String,
        /// The record as it was hashed: canonical JSON.
        pub record: String,
        pub artefacts: Vec<Artefact>,
        pub findings: Vec<WireFinding>,
    }
    pub struct EvidenceVerifyRequest { #[serde(default)] #[ts(optional)] pub against: Option<String> }
    pub struct LedgerProblem { #[ts(type = "number")] pub seq: u64, pub problem: ChainProblem }
    pub struct EvidenceVerifyReport {
        pub verdict: Verdict,
        #[ts(type = "number")] pub records: u64,
        pub head: Option<EvidenceRef>,
        pub problems: Vec<LedgerProblem>,
    }
    pub struct EvidenceExportRequest { pub file: String }
    pub struct EvidenceExportReport { pub file: String, #[ts(type = "number")] pub records: u64 }
}
