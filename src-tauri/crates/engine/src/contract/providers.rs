//! Provider pairs: what their probes say, and how ready the backup is.

use super::*;
pub use ballast_readiness::estimate::Readiness;

words! {
    /// How the backup takes over.
    pub enum Takeover { Manual, Assisted, Automatic }
    /// The provider of a pair.
    pub enum PairSide { Primary, Backup }
    /// Where a probe or a side stands now; unknown where nobody looked lately.
    pub enum ProbeState { Up, Attention, Down, Unknown }
    /// The worst that was seen in one piece of a strip.
    pub enum Seen { NotObserved, Up, Attention, Down }
    /// How sure it is that both sides share something.
    pub enum FateCertainty { Confirmed, Declared, Likely, CannotTell, Denied }
    /// What learned fields did.
    pub enum ContractChangeKind { Missing, Renamed, KindChanged }
    /// Another monitoring program.
    pub enum ImportFrom { Gatus, UptimeKuma }
}

wire! {
    pub struct PairId { pub id: String }
    pub struct ProviderList {
        pub pairs: Vec<PairRow>,
        /// Whether our own line works: up, down, or unknown where no anchors are set up.
        pub own_line: ProbeState,
        pub own_line_at: Option<Timestamp>,
        /// Where signs of life come in over a port, while a program runs the schedule.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub heartbeat_in: Option<HeartbeatIn>,
    }
    pub struct HeartbeatIn {
        /// Such as `127.0.0.1:8765`.
        pub at: String,
        /// Why none come in: the port is taken.
        pub error: Option<WireError>,
    }
    pub struct PairRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub since: Option<Timestamp>,
        /// What it gives: the processes and components it protects.
        pub gives: Vec<Named>,
        pub primary: SideRow,
        pub backup: SideRow,
        pub takeover: Takeover,
        #[ts(type = "number | null")] pub rto_seconds: Option<u64>,
        #[ts(type = "number | null")] pub rpo_seconds: Option<u64>,
        pub readiness: Readiness,
        /// How often it is drilled and when next; none where no drill is asked for.
        pub drill: Option<PairDrill>,
        /// What is wrong now, worst first.
        pub findings: Vec<WireFinding>,
        pub running: bool,
    }
    pub struct SideRow {
        pub id: String,
        pub title: String,
        pub state: ProbeState,
        pub since: Option<Timestamp>,
        #[ts(type = "number")] pub probes: usize,
        pub last_look: Option<Timestamp>,
        /// The last 24 hours in 48 pieces, oldest first; of all its probes the worst.
        pub strip: Vec<StripPiece>,
        #[ts(type = "number | null")] pub median_milliseconds: Option<u64>,
    }
    pub struct StripPiece {
        pub from: Timestamp,
        pub until: Timestamp,
        pub worst: Seen,
        #[ts(type = "number")] pub looks: u64,
        /// The longest time of an answer.
        #[ts(type = "number | null")] pub slowest_milliseconds: Option<u64>,
    }
    pub struct PairDrill {
        /// The drill of the file; none where the pair wants drills and none is written.
        pub id: Option<String>,
        pub title: Option<String>,
        pub cadence: Cadence,
        pub last_at: Option<Timestamp>,
        /// The run that is under way.
        pub run: Option<String>,
        pub state: Option<DrillState>,
    }

    pub struct PairDetail {
        pub row: PairRow,
        /// What must work before the backup can take over.
        pub requires: Vec<Named>,
        pub credential_expires: Option<jiff::civil::Date>,
        pub capacity: Option<CapacityView>,
        /// How fresh the data on the backup's side is.
        pub data: Option<FreshnessView>,
        /// Who should be able to log in to the backup, and when they last did.
        pub logins: Vec<LoginView>,
        #[ts(type = "number")] pub login_every_seconds: u64,
        pub shared: Vec<FateView>,
        pub probes: Vec<ProbeView>,
        pub drills: Vec<DrillSummary>,
        /// Requests that all its probes make a day, and may.
        #[ts(type = "number")] pub requests_per_day: u64,
        #[ts(type = "number | null")] pub requests_allowed: Option<u64>,
    }
    pub struct CapacityView {
        #[ts(type = "number")] pub limit: u64,
        #[ts(type = "number | null")] pub peak: Option<u64>,
        pub unit: String,
    }
    pub struct FreshnessView {
        pub probe: String,
        #[ts(type = "number")] pub fresh_for_seconds: u64,
        #[ts(type = "number | null")] pub age_seconds: Option<u64>,
    }
    pub struct LoginView {
        pub person: String,
        pub at: Option<Timestamp>,
        pub worked: Option<bool>,
        /// Never, too long ago, or it did not work.
        pub due: bool,
    }
    pub struct FateView {
        /// `cloud:aws`; by it a person confirms or denies.
        pub id: String,
        pub what: String,
        pub value: String,
        pub certainty: FateCertainty,
        pub reason: String,
        pub primary: String,
        pub backup: String,
    }
    pub struct ProbeView {
        /// Names the probe within its pair.
        pub key: String,
        pub title: String,
        /// `http tcp tls dns smtp heartbeat command status_page`
        pub kind: String,
        pub on: Option<PairSide>,
        pub blocking: bool,
        #[ts(type = "number")] pub every_seconds: u64,
        pub state: ProbeState,
        pub since: Option<Timestamp>,
        pub last_look: Option<Timestamp>,
        /// The newest look, also one that saw nothing.
        pub last_verdict: Option<Verdict>,
        #[ts(type = "number | null")] pub milliseconds: Option<u64>,
        /// Failures in a row: three make it down.
        pub failures_in_row: u32,
        pub flapping: bool,
        pub findings: Vec<WireFinding>,
        pub next_look: Option<Timestamp>,
        /// The last 7 days in 84 pieces of two hours, oldest first.
        pub strip: Vec<StripPiece>,
        pub uptime: UptimeView,
        pub latency: Option<LatencyView>,
        pub contract: Option<ContractView>,
    }
    /// Over the last 7 days. Times in seconds; observed = up + down.
    pub struct UptimeView {
        /// Of the observed time, 0 to 1; none where nothing was observed.
        pub share: Option<f64>,
        #[ts(type = "number")] pub up_seconds: u64,
        #[ts(type = "number")] pub down_seconds: u64,
        #[ts(type = "number")] pub not_observed_seconds: u64,
    }
    pub struct LatencyView {
        #[ts(type = "number")] pub answers: u64,
        #[ts(type = "number")] pub median_milliseconds: u64,
        #[ts(type = "number")] pub p95_milliseconds: u64,
        #[ts(type = "number")] pub p99_milliseconds: u64,
        #[ts(type = "number")] pub most_milliseconds: u64,
    }
    pub struct ContractView {
        #[ts(type = "number")] pub samples: u64,
        /// It alarms after so many samples.
        #[ts(type = "number")] pub needed: u64,
        #[ts(type = "number")] pub fields: usize,
        pub changes: Vec<ContractChange>,
    }
    pub struct ContractChange {
        pub kind: ContractChangeKind,
        /// The learned field, and what took its place.
        pub from: String,
        pub to: Option<String>,
    }

    pub struct ProviderLogin {
        pub id: String,
        #[serde(rename = "as")] pub who: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub worked: bool,
        #[serde(default)] pub note: String,
    }
    pub struct ProviderFate {
        pub id: String,
        /// The `id` of what is shared.
        pub fate: String,
        pub shared: bool,
        #[serde(rename = "as")] pub who: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        #[serde(default)] pub note: String,
    }
    /// The new shape of an answer is right: it is learned from now on.
    pub struct ProviderContract {
        pub id: String,
        pub probe: String,
        #[serde(rename = "as")] pub who: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub reason: String,
    }
    /// A sign of life for a heartbeat, by the name of its probe.
    pub struct ProviderBeat { pub id: String, pub probe: String }
    pub struct ProviderImport {
        pub file: String,
        pub from: Option<ImportFrom>,
    }
    pub struct ProviderImported {
        pub from: ImportFrom,
        #[ts(type = "number")] pub probes: usize,
        /// Tables for the workspace file. Nothing was applied.
        pub toml: String,
        pub pairs: Vec<String>,
        pub asks: Vec<String>,
        pub left_out: Vec<LeftOutView>,
    }
    pub struct LeftOutView {
        pub name: String,
        #[ts(type = "number | null")] pub line: Option<u32>,
        pub what: String,
        pub reason: String,
        pub whole: bool,
    }
}
