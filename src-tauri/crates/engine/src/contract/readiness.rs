//! Readiness, drills and the risk map, as far as they are worked out without a workspace.

use super::*;
pub use ballast_readiness::cadence::Cadence;
pub use ballast_readiness::estimate::{Kind as DrillKind, Standing as ReadinessStanding};
pub use ballast_risk::CutOff;

wire! {
    pub struct EstimateRequest {
        /// `fail@91d,pass@0d`; empty where nothing was ever tried.
        pub history: String,
        /// What kind of drills they were; full where it is not said.
        #[serde(default)] #[ts(optional)] pub kind: Option<DrillKind>,
    }
    pub struct EstimateReport {
        /// The chance that a backup provider works if it is called today, to four decimals.
        pub readiness: f64,
        pub standing: ReadinessStanding,
        /// The same in words: about so many in ten.
        pub in_ten: u8,
        /// Of `tried` drills that told something, so many worked.
        pub worked: u32,
        pub tried: u32,
        /// The age of the newest of them.
        #[ts(type = "number | null")] pub last_seconds: Option<u64>,
    }

    pub struct CadenceRequest {
        /// The month in which the fiscal year starts, 1 to 12; January where it is not said.
        #[serde(default)] #[ts(optional)] pub fiscal_start: Option<i8>,
        /// The longest time between two drills, in whole days such as `120d`.
        #[serde(default)] #[ts(optional)] pub max_gap: Option<String>,
        /// The days of drills that count, in any order.
        pub done: Vec<jiff::civil::Date>,
        #[serde(default)] #[ts(optional)] pub today: Option<jiff::civil::Date>,
    }

    /// Fault trees in Open-PSA form, as one model.
    pub struct RiskModelRequest { pub files: Vec<String> }
    pub struct RiskModelReport { pub tops: Vec<RiskTop> }
    /// What can be said of one top of a fault tree.
    pub struct RiskTop {
        pub id: String,
        #[ts(type = "number")] pub gates: usize,
        #[ts(type = "number")] pub events: usize,
        /// Minimal cut sets; of at most `complete_to` events where it was cut off.
        #[ts(type = "number")] pub cut_sets: u64,
        #[ts(type = "Record<string, number>")] pub by_order: BTreeMap<usize, u64>,
        /// Exact for independent events; a lower bound where it was cut off; none where an event has none.
        pub probability: Option<f64>,
        pub without_probability: Vec<String>,
        pub cut_off: Option<CutOff>,
        #[ts(type = "number | null")] pub complete_to: Option<usize>,
        /// The smallest cut sets.
        pub listed: Vec<Vec<String>>,
    }
}
