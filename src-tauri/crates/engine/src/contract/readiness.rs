//! Readiness and the cadence of drills, worked out without a workspace.

use super::*;
pub use ballast_readiness::cadence::Cadence;
pub use ballast_readiness::estimate::{Kind as DrillKind, Standing as ReadinessStanding};

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
}
