//! Spot checks: which payouts people look at, and what their answers prove.

use super::*;

wire! {
    pub struct SpotcheckId { pub id: String }
    pub struct SpotcheckRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        #[ts(type = "number | null")] pub round: Option<u64>,
        #[ts(type = "number | null")] pub population: Option<u64>,
        #[ts(type = "number | null")] pub items: Option<u64>,
        pub frozen_at: Option<Timestamp>,
        pub drawn_at: Option<Timestamp>,
        pub next_at: Option<Timestamp>,
        pub running: bool,
    }
    pub struct SpotcheckList { pub spot_checks: Vec<SpotcheckRow> }

    pub struct SpotcheckFreeze {
        pub id: String,
        /// The day that dated file names stand for; today where there is none.
        #[serde(default)] #[ts(optional)] pub day: Option<jiff::civil::Date>,
    }
    pub struct SpotcheckDraw {
        pub id: String,
        /// Dice, or any number that nobody could know when the list was frozen.
        pub seed: String,
        /// Who entered it.
        #[serde(default)] pub people: Vec<String>,
    }

    /// One payout that is looked at. Nothing of what the system paid.
    pub struct SampleItem {
        pub id: String,
        /// 64 hexadecimal digits.
        pub ticket: String,
        pub reason: DrawReason,
        pub stratum: String,
        pub stage: u32,
    }
    pub struct PopulationView {
        #[ts(type = "number")] pub count: u64,
        /// The control total, a decimal in the workspace's currency.
        pub total: String,
        pub sha256: String,
        #[ts(type = "number")] pub zero: u64,
        #[ts(type = "number")] pub negative: u64,
        /// Numbers that no payout has.
        #[ts(type = "number")] pub missing: u64,
    }
    /// A round: what was frozen, and the sample where it was drawn.
    pub struct SpotcheckSample {
        pub control: String,
        #[ts(type = "number")] pub round: u64,
        pub frozen_at: Timestamp,
        pub drawn_at: Option<Timestamp>,
        /// What was read: the file, or the database without its password; and the SHA-256 of it.
        pub place: String,
        pub place_sha256: String,
        pub population: PopulationView,
        /// SHA-256 of plan and population, recorded before the seed.
        pub commitment: String,
        pub seed: Option<String>,
        pub people: Vec<String>,
        /// How many are drawn, also before they are.
        #[ts(type = "number")] pub sample: u64,
        pub confidence: String,
        /// What a sample of that size proves with nothing wrong, one wrong, two.
        pub proves: Vec<SampleProves>,
        pub items: Vec<SampleItem>,
    }
    pub struct SampleProves {
        #[ts(type = "number")] pub errors: u64,
        #[ts(type = "number")] pub at_most: u64,
        pub upper: f64,
    }
    pub struct SampleRequest {
        pub id: String,
        #[serde(default)] #[ts(optional, type = "number")] pub round: Option<u64>,
    }

    pub struct PlanRequest {
        #[serde(default)] #[ts(optional, type = "number")] pub population: Option<u64>,
        #[serde(default)] #[ts(optional)] pub confidence: Option<String>,
        pub tolerable: String,
        #[serde(default)] #[ts(optional)] pub expected: Option<String>,
        #[serde(default)] #[ts(optional)] pub method: Option<PlanMethod>,
    }
    pub struct PlanReport {
        #[ts(type = "number")] pub sample: u64,
        #[ts(type = "number")] pub allowed_errors: u64,
        /// The chance to accept what is just not acceptable.
        pub risk: f64,
        pub method: PlanMethod,
        #[ts(type = "number | null")] pub population: Option<u64>,
        pub confidence: String,
        pub tolerable: String,
        pub expected: String,
    }

    /// What a sample says: wrong items of a number of items, or the taints of drawn units of value.
    pub struct BoundRequest {
        #[serde(default)] #[ts(optional, type = "number")] pub population: Option<u64>,
        #[ts(type = "number")] pub sample: u64,
        #[serde(default)] #[ts(optional, type = "number")] pub errors: Option<u64>,
        /// (paid − correct) ÷ paid, one for each drawn unit that was wrong.
        #[serde(default)] #[ts(optional)] pub taints: Option<Vec<f64>>,
        #[serde(default)] #[ts(optional)] pub confidence: Option<String>,
        #[serde(default)] #[ts(optional)] pub method: Option<String>,
    }
    /// Ratios of the whole; each limit is one-sided at the confidence.
    pub struct BoundReport {
        pub most_likely: f64,
        pub upper: f64,
        pub lower: Option<f64>,
        pub method: String,
        pub confidence: String,
        /// The upper limit, in the letters of `numbers`.
        pub formula: String,
        pub numbers: BTreeMap<String, f64>,
    }

    pub struct TicketsRequest { pub seed: String, pub ids: Vec<String> }
    pub struct TicketView { pub id: String, pub ticket: String }
    pub struct TicketsReport { pub tickets: Vec<TicketView> }
}

words! {
    /// Why an item is looked at: a rule, its size, the draw, or that no value leads to it.
    pub enum DrawReason { Always, Certain, Drawn, Unreachable }
}

/// How a sample size is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PlanMethod {
    Hypergeometric,
    Binomial,
    Poisson,
    MonetaryUnit,
}
