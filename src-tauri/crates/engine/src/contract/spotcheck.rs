//! Spot checks: which payouts people look at, and what their answers prove.

use super::*;
pub use ballast_spotcheck::digits::{Digit, FirstDigits};
pub use ballast_spotcheck::evaluate::{Decision, Targeted, Why};
pub use ballast_spotcheck::review::{Cause, Judged};

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
        /// Where the newest round stands; none where there is none.
        pub stage: Option<RoundStage>,
        /// What the newest judged round came to.
        pub decision: Option<Decision>,
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
        /// Hidden until the round is judged where it says something of the amount: a rule about it, or its size.
        pub reason: Option<DrawReason>,
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
        /// Rows of the second list that nothing was paid for; none where there is no such list.
        #[ts(type = "number | null")] pub without_payout: Option<u64>,
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

    /// Everything about one spot check; of the newest round where none is named.
    pub struct SpotcheckDetail {
        pub row: SpotcheckRow,
        pub currency: String,
        /// The day that the list stands for.
        pub day: Option<jiff::civil::Date>,
        pub checkers: Vec<String>,
        pub reviewer: Option<String>,
        pub always: Vec<String>,
        pub confidence: String,
        pub tolerable: Option<String>,
        /// A payout is right within this, a decimal.
        pub tolerance: String,
        #[ts(type = "number")] pub valid_for_seconds: u64,
        pub sample: Option<SpotcheckSample>,
        pub work: Vec<WorkOf>,
        /// Items that nobody may look at: another person is needed.
        pub nobody: Vec<String>,
        /// Whom to decide about: open once every answer is locked.
        pub disputes: Vec<Dispute>,
        pub result: Option<RoundResult>,
        /// Rounds, oldest first.
        pub history: Vec<RoundSummary>,
        /// What other sample sizes would prove with nothing wrong.
        pub curve: Vec<CurvePoint>,
    }
    /// How much of the work a person has done. Nothing of what came out.
    pub struct WorkOf {
        pub person: String,
        #[ts(type = "number")] pub given: u64,
        #[ts(type = "number")] pub done: u64,
        #[ts(type = "number")] pub second_given: u64,
        #[ts(type = "number")] pub second_done: u64,
    }
    pub struct AnswerView {
        pub by: String,
        pub at: Timestamp,
        pub proved: Proved,
        pub answer: AnswerKind,
        /// A decimal; none where no figure was given.
        pub amount: Option<String>,
        /// Paid minus this, a decimal.
        pub difference: Option<String>,
        pub judged: Judged,
        pub steps: String,
        pub note: String,
        pub evidence: Vec<Artefact>,
        /// What the checker said after the system's figure was shown. The answer stays as it was.
        pub remark: Option<RemarkView>,
    }
    pub struct RemarkView {
        pub cause: Option<Cause>,
        pub note: String,
        /// What the figure should have been, a decimal.
        pub corrected: Option<String>,
    }
    pub struct Dispute {
        pub id: String,
        pub person: String,
        pub paid: String,
        pub first: AnswerView,
        pub second: AnswerView,
    }
    pub struct DecisionView {
        pub by: String,
        pub at: Timestamp,
        pub proved: Proved,
        pub amount: Option<String>,
        pub reason: String,
        pub cause: Option<Cause>,
        pub systematic: bool,
    }
    /// What became of an item.
    pub struct ItemResult {
        pub id: String,
        pub person: String,
        pub stratum: String,
        pub reason: DrawReason,
        pub paid: String,
        pub correct: Option<String>,
        /// Paid minus correct, a decimal.
        pub difference: Option<String>,
        pub judged: Judged,
        pub cause: Option<Cause>,
        pub systematic: bool,
        pub first: AnswerView,
        pub second: Option<AnswerView>,
        /// Oldest first; what it counts as is the last.
        pub decisions: Vec<DecisionView>,
    }
    pub struct CountedView {
        /// None: the whole.
        pub stratum: Option<String>,
        #[ts(type = "number")] pub population: u64,
        #[ts(type = "number")] pub looked_at: u64,
        #[ts(type = "number")] pub sample: u64,
        #[ts(type = "number")] pub errors: u64,
        /// Found beside the sample: by a rule, or for their size.
        #[ts(type = "number")] pub known_errors: u64,
        #[ts(type = "number")] pub over: u64,
        #[ts(type = "number")] pub under: u64,
        #[ts(type = "number")] pub unknown: u64,
        pub limit: Option<BoundReport>,
        #[ts(type = "number | null")] pub at_most: Option<u64>,
    }
    /// Money that is wrong in one direction; decimals.
    pub struct MisstatedView {
        pub found: String,
        pub most_likely: String,
        pub at_most: Option<String>,
        pub limit: Option<BoundReport>,
        /// Why there is no limit, as a code.
        pub refused: Option<String>,
    }
    pub struct MoneyView {
        pub stratum: Option<String>,
        pub value: String,
        pub over: MisstatedView,
        pub under: MisstatedView,
    }
    pub struct CauseCount {
        pub cause: Option<Cause>,
        #[ts(type = "number")] pub count: u64,
        /// The sum of the differences without their signs, a decimal.
        pub amount: String,
        pub systematic: bool,
    }
    pub struct RoundSignature {
        pub person: String,
        pub at: Timestamp,
        pub proved: Proved,
        pub note: String,
    }
    pub struct RoundResult {
        pub at: Timestamp,
        pub record: EvidenceRef,
        pub decision: Decision,
        pub reasons: Vec<Why>,
        /// Items that would show it if no more errors were found.
        #[ts(type = "number | null")] pub more: Option<u64>,
        pub total: CountedView,
        pub strata: Vec<CountedView>,
        pub money: MoneyView,
        pub money_strata: Vec<MoneyView>,
        /// What may be wrong in all: items, and money, a decimal.
        #[ts(type = "number | null")] pub tolerable_items: Option<u64>,
        pub tolerable_value: Option<String>,
        /// Causes that reach further than the sample: all they may have reached is checked.
        pub targeted: Vec<Targeted>,
        /// Those of which nobody has said yet that it was.
        pub open_causes: Vec<Cause>,
        pub items: Vec<ItemResult>,
        pub causes: Vec<CauseCount>,
        pub signatures: Vec<RoundSignature>,
        /// A side look at all payouts, which decides nothing.
        pub digits: Option<FirstDigits>,
    }
    pub struct RoundSummary {
        #[ts(type = "number")] pub round: u64,
        pub day: jiff::civil::Date,
        pub stage: RoundStage,
        pub decision: Option<Decision>,
        #[ts(type = "number")] pub population: u64,
        #[ts(type = "number")] pub looked_at: u64,
        #[ts(type = "number")] pub errors: u64,
        /// Shares of items; none where values are drawn, and before it is judged.
        pub most_likely: Option<f64>,
        pub upper: Option<f64>,
        pub judged_at: Option<Timestamp>,
        pub signed_at: Option<Timestamp>,
    }
    pub struct CurvePoint {
        #[ts(type = "number")] pub sample: u64,
        #[ts(type = "number")] pub at_most: u64,
        pub upper: f64,
        pub current: bool,
    }

    /// Payouts of the newest round that a rule such as `credit_notes > 0` takes, to be looked at in full.
    pub struct ReachRequest { pub id: String, pub rule: String }
    pub struct Reached {
        #[ts(type = "number")] pub count: u64,
        /// A decimal.
        pub total: String,
        /// The first of them.
        pub payouts: Vec<ReachedPayout>,
    }
    pub struct ReachedPayout { pub id: String, pub person: String, pub stratum: String, pub paid: String }
    /// All that a systematic cause may have reached was looked at.
    pub struct CloseCause {
        pub id: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub cause: Cause,
        #[ts(type = "number")] pub checked: u64,
        #[ts(type = "number")] pub wrong: u64,
        pub reason: String,
    }
    pub struct SpotcheckSign {
        pub id: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        #[serde(default)] pub note: String,
    }
    /// The report, the items, the list and a verifier for anyone, in a new folder.
    pub struct SpotcheckExport {
        pub id: String,
        #[serde(default)] #[ts(optional, type = "number")] pub round: Option<u64>,
        pub to: String,
    }
    pub struct SpotcheckExported { pub folder: String, pub files: Vec<String> }

    pub struct TicketsRequest { pub seed: String, pub ids: Vec<String> }
    pub struct TicketView { pub id: String, pub ticket: String }
    pub struct TicketsReport { pub tickets: Vec<TicketView> }
}

words! {
    /// Where a round stands.
    pub enum RoundStage { Frozen, Answering, SecondReview, Deciding, Evaluating, Judged, Signed }
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
