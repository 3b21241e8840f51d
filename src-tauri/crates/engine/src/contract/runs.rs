//! Runs: jobs that go on, and what they leave.

use super::*;

wire! {
    pub struct RunStarted { pub run: String }
    pub struct RunId { pub run: String }
    pub struct RunListRequest { #[serde(default)] #[ts(optional)] pub control: Option<String>, #[serde(default)] #[ts(optional)] pub limit: Option<u32> }

    pub struct StageView { pub stage: Stage, pub state: StageState }

    /// A job that is queued or running, as the engine knows it.
    pub struct RunProgress {
        pub run: String,
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub repository: Option<String>,
        pub state: RunState,
        pub stage: Stage,
        pub stages: Vec<StageView>,
        #[ts(type = "number")] pub done: u64,
        #[ts(type = "number | null")] pub total: Option<u64>,
        pub unit: Unit,
        #[ts(type = "number | null")] pub per_second: Option<u64>,
        #[ts(type = "number | null")] pub seconds_left: Option<u64>,
        pub started_at: Timestamp,
        pub cancel_requested: bool,
    }

    pub struct RunSummary {
        pub run: String,
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub state: RunState,
        pub verdict: Option<Verdict>,
        pub started_at: Timestamp,
        pub finished_at: Option<Timestamp>,
        pub evidence: Option<EvidenceRef>,
        pub error: Option<WireError>,
    }
    pub struct RunList { pub runs: Vec<RunSummary>, pub running: Vec<RunProgress> }
    pub struct RunDetail { pub summary: RunSummary, pub progress: Option<RunProgress>, pub document: Option<CheckDocument> }

    pub struct LevelVerdict { pub repository: String, pub level: Level, pub verdict: Verdict }

    pub struct WireFinding {
        pub kind: FindingKind,
        pub severity: Severity,
        pub subject: String,
        pub detail: String,
        pub hint: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub repository: Option<String>,
        #[serde(default)] pub params: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] pub files: Vec<String>,
    }

    pub struct EvidenceRef { #[ts(type = "number")] pub seq: u64, pub hash: String }

    /// What a check prints. One made on the spot has no control, run and evidence.
    pub struct CheckDocument {
        pub control: Option<String>,
        pub run: Option<String>,
        pub verdict: Verdict,
        pub level: Option<Level>,
        pub levels: Vec<LevelVerdict>,
        pub started_at: Timestamp,
        pub finished_at: Timestamp,
        #[ts(type = "Record<string, unknown>")] pub figures: serde_json::Value,
        pub findings: Vec<WireFinding>,
        pub evidence: Option<EvidenceRef>,
    }
}
