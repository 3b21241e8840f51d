//! Spot checks: which payouts people look at, and what their answers prove.

use super::*;
pub use ballast_spotcheck::digits::{Digit, FirstDigits};
pub use ballast_spotcheck::evaluate::{Decision, Targeted, Why};
pub use ballast_spotcheck::population::Hint;
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

    /// Who asks, by the name that the spot check gives; the passphrase where that person has one.
    pub struct SpotcheckNext {
        pub id: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
    }
    /// The next item of a person, or none.
    pub struct NextItem {
        pub control: String,
        pub title: String,
        #[ts(type = "number")] pub round: u64,
        pub stage: RoundStage,
        pub currency: String,
        /// How many items of this person are answered, and how many there are.
        #[ts(type = "number")] pub done: u64,
        #[ts(type = "number")] pub of: u64,
        pub item: Option<WorkItem>,
    }
    /// What a checker works with. Nothing of what the system paid, and nothing of what others answered.
    pub struct WorkItem {
        pub id: String,
        /// Somebody has answered before.
        pub second: bool,
        pub person: String,
        pub stratum: String,
        pub cells: Vec<ListCell>,
        pub draft: Option<AnswerDraft>,
    }
    pub struct ListCell { pub column: String, pub value: String }
    /// What was typed and not locked yet.
    pub struct AnswerDraft {
        pub amount: String,
        pub steps: String,
        pub note: String,
        /// Files on this computer.
        pub evidence: Vec<String>,
    }
    pub struct SaveDraft {
        pub id: String,
        pub item: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub draft: AnswerDraft,
    }
    /// Locks an answer: it can never change.
    pub struct SpotcheckAnswer {
        pub id: String,
        pub item: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub answer: AnswerKind,
        /// A decimal, or a sum such as 400 + 270.
        #[serde(default)] #[ts(optional)] pub amount: Option<String>,
        #[serde(default)] pub steps: String,
        #[serde(default)] pub note: String,
        /// Files on this computer, which are kept by their content.
        #[serde(default)] pub evidence: Vec<String>,
    }
    /// What is shown once an answer is locked, about that item alone.
    pub struct AnsweredItem {
        pub item: String,
        pub paid: String,
        pub yours: Option<String>,
        /// Paid minus yours, a decimal.
        pub difference: Option<String>,
        pub judged: Judged,
        pub record: EvidenceRef,
    }
    pub struct SpotcheckRemark {
        pub id: String,
        pub item: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        #[serde(default)] #[ts(optional)] pub cause: Option<Cause>,
        #[serde(default)] pub note: String,
        #[serde(default)] #[ts(optional)] pub corrected: Option<String>,
    }
    /// Decides what an item counts as.
    pub struct SpotcheckResolve {
        pub id: String,
        pub item: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub answer: AnswerKind,
        #[serde(default)] #[ts(optional)] pub amount: Option<String>,
        pub reason: String,
        #[serde(default)] #[ts(optional)] pub cause: Option<Cause>,
        #[serde(default)] pub systematic: bool,
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

    /// What is somebody's to do now, as a file for another computer.
    pub struct ExportWork {
        pub id: String,
        pub person: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub to: String,
    }
    pub struct WorkExported { pub file: String, #[ts(type = "number")] pub items: u64 }
    pub struct WorkFile { pub file: String }
    pub struct WorkFileView {
        pub title: String,
        pub person: String,
        pub currency: String,
        #[ts(type = "number")] pub done: u64,
        #[ts(type = "number")] pub of: u64,
        pub item: Option<WorkItem>,
    }
    pub struct WorkFileAnswer {
        pub file: String,
        pub item: String,
        pub answer: AnswerKind,
        #[serde(default)] #[ts(optional)] pub amount: Option<String>,
        #[serde(default)] pub steps: String,
        #[serde(default)] pub note: String,
        #[serde(default)] pub evidence: Vec<String>,
    }
    pub struct ImportWork {
        pub id: String,
        pub file: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
    }
    pub struct WorkImported {
        pub accepted: Vec<String>,
        /// Answered before: nothing was changed.
        pub already: Vec<String>,
        pub refused: Vec<RefusedAnswer>,
    }
    pub struct RefusedAnswer { pub item: String, pub error: WireError }

    /// A list that may be drawn from; what its columns mean where it is known already.
    pub struct SpotcheckLookRequest {
        pub list: SideInput,
        #[serde(default)] #[ts(optional)] pub meaning: Option<ListMeaning>,
    }
    pub struct ListMeaning {
        pub id: String,
        pub amount: String,
        pub person: Option<String>,
        pub stratum: Option<String>,
    }
    /// What stands in a list, before anything is set up.
    pub struct SpotcheckLook {
        /// What was read, where it was read to its end.
        pub facts: Option<ListView>,
        pub findings: Vec<WireFinding>,
        pub columns: Vec<String>,
        /// The first rows, a cell for each column.
        pub rows: Vec<Vec<Option<String>>>,
        /// What the columns seem to mean, or what was said that they mean.
        pub meaning: Option<ListMeaning>,
        /// What looks wrong about the meaning.
        pub hints: Vec<Hint>,
    }
    pub struct ListView {
        /// The file, or the database without its password.
        pub place: String,
        pub sha256: String,
        #[ts(type = "number")] pub bytes: u64,
        #[ts(type = "number")] pub rows: u64,
        pub modified_at: Option<Timestamp>,
        pub encoding: Option<String>,
    }
    pub struct SpotcheckSetUp {
        pub title: String,
        pub list: SideInput,
        pub meaning: ListMeaning,
        /// Columns that a checker works with.
        pub show: Vec<String>,
        pub sample: SampleInput,
        pub always: Vec<String>,
        /// A payout is right within this, a decimal.
        pub tolerance: Option<String>,
        pub checkers: Vec<String>,
        pub reviewer: Option<String>,
        pub schedule: Option<String>,
    }
    /// Rates are percentages as written, such as 5%.
    pub struct SampleInput {
        pub way: SampleWay,
        pub percent: Option<String>,
        #[ts(type = "number | null")] pub at_least: Option<u64>,
        pub confidence: Option<String>,
        pub tolerable: Option<String>,
        pub expected: Option<String>,
        pub per_stratum: bool,
        /// The distribution or the selection, where it is not the usual one.
        pub method: Option<String>,
        /// Errors at which each stage goes on; empty for the usual ones.
        #[ts(type = "Array<number>")] pub go_on: Vec<u64>,
        /// Units of value that are looked at, at most.
        #[ts(type = "number | null")] pub at_most: Option<u64>,
    }
    pub struct SpotcheckChange { pub id: String, pub setup: SpotcheckSetUp }

    /// Somebody who can sign for what they do.
    pub struct PersonRow {
        pub name: String,
        pub has_passphrase: bool,
        /// The user who runs this program.
        pub is_you: bool,
    }
    pub struct People { pub people: Vec<PersonRow> }
    pub struct SetPassphrase {
        pub person: String,
        /// The one that holds, where there is one.
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        pub new: String,
    }

    pub struct TicketsRequest { pub seed: String, pub ids: Vec<String> }
    pub struct TicketView { pub id: String, pub ticket: String }
    pub struct TicketsReport { pub tickets: Vec<TicketView> }
}

words! {
    /// Where a round stands.
    pub enum RoundStage { Frozen, Answering, SecondReview, Deciding, Evaluating, Judged, Signed }
    /// A share of the items, as many as a rate needs, money, stages, or until a rule passes.
    pub enum SampleWay { Percent, Attribute, MonetaryUnit, StopOrGo, Anytime }
    pub enum AnswerKind { Figure, NotSupported, Missing, CannotDetermine }
    /// How somebody proved to be the person named.
    pub enum Proved { Passphrase, OsUser, Asserted }
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
