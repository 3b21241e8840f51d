//! Failover drills: the plan, the run with its clock, and what it proved.

use super::*;
pub use ballast_readiness::cadence::State as CadenceState;
pub use ballast_readiness::cadence::board::{
    Board as DrillBoard, Booked, Cell as DrillBoardCell, Drilled, Row as DrillBoardRow,
};
pub use ballast_readiness::drill::event::Failed as StepFailed;
pub use ballast_readiness::drill::faults::{Fault as PlanFault, FaultCode as PlanFaultCode};
pub use ballast_readiness::drill::instructions::InstructionCode;
pub use ballast_readiness::drill::operator::{Because as OperatorBecause, Proposal as OperatorProposal};
pub use ballast_readiness::drill::preflight::{
    Holds, Incident as PreflightIncident, IncidentKind, Item as PreflightItem, ItemCode as PreflightCode,
};
pub use ballast_readiness::drill::progress::{Fact as DrillFact, StepState};
pub use ballast_readiness::drill::review::{
    Answered, Debrief, Found as DrillFound, FoundCode as DrillFoundCode, NoticedBy, Obstacle as SignObstacle,
    Questions, Recovered,
};
pub use ballast_readiness::drill::state::State as DrillState;
pub use ballast_readiness::estimate::{Newest as NewestDrill, Outcome as DrillOutcome};
pub use ballast_readiness::measure::{Against, Doubt, Measured, Rpo, Rto};

words! {
    /// What a person may do with a drill where it stands.
    pub enum DrillAct {
        Next, Confirm, Problem, Back, Abort, Cancel, LookAgain, RecordAsFailed, Detected, Forward, RollBack, Stuck, Restored, Stay, Accept, SwitchBack, RealIncident, Note, HandOver, Sign,
    }
    /// What a step does.
    pub enum StepKind { Manual, Command, Http }
    /// A stretch of a drill, for the dial and "where the time went".
    pub enum DrillPhase { Baseline, Detect, Decide, Switch, OnBackup, Back, Verify }
}

wire! {
    pub struct DrillId { pub id: String }
    pub struct DrillRunId { pub run: String }
    /// The quarter's board, the drills that are written, and the runs, newest first.
    pub struct DrillList {
        pub board: DrillBoard,
        pub quarter: String,
        pub drills: Vec<DrillRow>,
        pub runs: Vec<DrillSummary>,
    }
    pub struct DrillRow {
        pub id: String,
        pub title: String,
        pub pair: Named,
        pub kind: DrillKind,
        #[ts(type = "number")] pub steps: usize,
        /// The plan cannot be started as it is written.
        pub faulty: bool,
        pub scheduled_at: Option<Timestamp>,
        pub run: Option<String>,
    }
    pub struct DrillSummary {
        pub run: String,
        pub drill: Named,
        pub pair: Named,
        pub kind: DrillKind,
        pub state: DrillState,
        pub operator: Option<String>,
        pub at: Timestamp,
        pub ended_at: Option<Timestamp>,
        pub outcome: Option<DrillOutcome>,
        #[ts(type = "number | null")] pub rto_milliseconds: Option<u64>,
        #[ts(type = "number | null")] pub rpo_milliseconds: Option<u64>,
    }

    /// A drill as it is written, and what stands in its way now.
    pub struct DrillPlanView {
        pub row: DrillRow,
        pub owner: Option<String>,
        pub deputy: Option<String>,
        #[ts(type = "number | null")] pub rto_seconds: Option<u64>,
        #[ts(type = "number | null")] pub rpo_seconds: Option<u64>,
        #[ts(type = "number | null")] pub maximum_seconds: Option<u64>,
        #[ts(type = "number")] pub observe_seconds: u64,
        pub steady: Vec<CheckView>,
        pub on_backup: Vec<CheckView>,
        pub stops: Vec<CheckView>,
        pub steps: Vec<PlanStep>,
        /// Every command that the drill may run, in the order of the plan: what is agreed to at the start.
        pub commands: Vec<Vec<String>>,
        /// What somebody types who starts alone.
        pub phrase: String,
        pub people: Vec<String>,
        pub proposal: Option<OperatorProposal>,
        pub faults: Vec<PlanFault>,
        pub preflight: Vec<PreflightItem>,
        /// Why not now, and the first time when it may run.
        pub next_window: Option<Timestamp>,
        pub cadence: Option<Cadence>,
        pub history: Vec<DrillSummary>,
    }
    pub struct CheckView {
        pub title: String,
        /// What is looked at, in words of the plan: an address, a command, a probe's title, a question.
        pub what: String,
        pub by_person: bool,
        pub passes: Option<u32>,
    }
    pub struct PlanStep {
        pub title: String,
        pub owner: Option<String>,
        pub kind: StepKind,
        /// The instructions, the command line or the request.
        pub act: String,
        pub verify: Option<String>,
        pub undo: Option<String>,
        pub undo_kind: Option<StepKind>,
        pub leaves_nothing: bool,
        pub verify_undo: Option<String>,
        #[ts(type = "number | null")] pub timeout_seconds: Option<u64>,
    }

    pub struct DrillStart {
        pub id: String,
        #[serde(rename = "as")] pub who: String,
        /// The second key.
        #[serde(default)] #[ts(optional)] pub with: Option<String>,
        /// The typed phrase of a sole owner.
        #[serde(default)] #[ts(optional)] pub alone: Option<String>,
        /// The commands that were shown and agreed to; all of the plan's.
        #[serde(default)] pub consent: Vec<Vec<String>>,
        /// What the pair shares is known and accepted for this drill.
        #[serde(default)] pub accept_shared: bool,
        #[serde(default)] pub present: bool,
        /// Of who has one.
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
        #[serde(default)] #[ts(optional)] pub with_passphrase: Option<String>,
    }
    pub struct DrillStarted { pub run: String }
    /// One thing a person does. What may be done stands in `acts` of the view.
    pub struct DrillDo {
        pub run: String,
        pub act: DrillAct,
        #[serde(rename = "as")] pub who: String,
        /// A reason, a note, or to whom it is handed.
        #[serde(default)] pub text: String,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
    }
    pub struct DrillSign {
        pub run: String,
        #[serde(rename = "as")] pub who: String,
        pub result: DrillOutcome,
        pub debrief: Debrief,
        #[serde(default)] #[ts(optional)] pub passphrase: Option<String>,
    }
    pub struct DrillReschedule {
        pub id: String,
        pub at: Timestamp,
        #[serde(default)] #[ts(optional)] pub operator: Option<String>,
        #[serde(default)] pub reason: String,
    }
    pub struct DrillExport { pub run: String, pub to: String }
    pub struct DrillExported {
        pub experiment: String,
        pub journal: Option<String>,
        pub left_out: Vec<LeftOutStep>,
    }
    pub struct LeftOutStep { pub code: String, pub subject: String }
    pub struct DrillImport { pub file: String }
    pub struct DrillImported { pub title: String, pub toml: String, pub notes: Vec<LeftOutStep> }
    pub struct DrillReport { pub run: String, pub html: String }
    pub struct DrillCalendar { pub to: String }
    pub struct FileWritten { pub file: String }

    /// A drill that runs, or ran.
    pub struct DrillView {
        pub run: String,
        pub drill: Named,
        pub pair: Named,
        pub primary: Named,
        pub backup: Named,
        pub kind: DrillKind,
        pub state: DrillState,
        /// What may be done now, and by whom the state is hosted.
        pub acts: Vec<DrillAct>,
        /// No program carries it now: it waits for one to be started.
        pub hosted: bool,
        pub started_at: Option<Timestamp>,
        pub ended_at: Option<Timestamp>,
        pub operators: Vec<String>,
        pub alone: bool,
        pub facts: Vec<DrillFact>,
        /// When the failure began: the clock counts from here.
        pub injected_at: Option<Timestamp>,
        #[ts(type = "number | null")] pub rto_seconds: Option<u64>,
        #[ts(type = "number | null")] pub rpo_seconds: Option<u64>,
        #[ts(type = "number | null")] pub maximum_seconds: Option<u64>,
        pub phases: Vec<PhaseView>,
        pub steps: Vec<StepView>,
        /// The step that is under way or offered.
        #[ts(type = "number | null")] pub step: Option<usize>,
        pub lanes: Vec<LaneView>,
        pub notes: Vec<NoteView>,
        pub preflight: Vec<PreflightItem>,
        /// What a real outage of this length would have cost so far, and per hour.
        pub cost: Option<WireMoney>,
        pub per_hour: Option<WireMoney>,
        pub measured: Measured,
        pub rto: Against,
        pub rpo: Against,
        pub found: Vec<DrillFound>,
        /// To be printed: what people do by hand.
        pub instructions: Vec<InstructionView>,
        pub signature: Option<DrillSignature>,
        pub evidence: Option<EvidenceRef>,
        pub journal: Vec<JournalLine>,
        /// How long undoing everything may take, by the limits of the steps.
        #[ts(type = "number")] pub undo_seconds: u64,
    }
    pub struct PhaseView {
        pub phase: DrillPhase,
        pub from: Timestamp,
        pub until: Option<Timestamp>,
    }
    pub struct StepView {
        pub title: String,
        pub owner: Option<String>,
        pub kind: StepKind,
        pub act: String,
        pub state: StepState,
        pub started_at: Option<Timestamp>,
        pub ended_at: Option<Timestamp>,
        #[ts(type = "number | null")] pub timeout_seconds: Option<u64>,
        pub failed: Option<StepFailed>,
        /// How it is seen that it worked; a question where a person says so.
        pub verify: Option<String>,
        pub asks: bool,
        pub undo: Option<String>,
    }
    /// The live looks at one probe, oldest first, of the last five minutes.
    pub struct LaneView {
        pub title: String,
        pub on: Option<PairSide>,
        pub state: ProbeState,
        pub looks: Vec<LookView>,
    }
    pub struct LookView {
        pub at: Timestamp,
        pub verdict: Verdict,
        #[ts(type = "number | null")] pub milliseconds: Option<u64>,
    }
    pub struct NoteView { pub at: Timestamp, pub by: String, pub text: String }
    pub struct InstructionView {
        pub code: InstructionCode,
        #[ts(type = "number | null")] pub step: Option<usize>,
        pub subject: Option<String>,
        pub act: Option<String>,
        pub check: Option<String>,
    }
    pub struct DrillSignature {
        pub by: String,
        pub at: Timestamp,
        pub result: DrillOutcome,
        pub debrief: Debrief,
    }
    pub struct JournalLine {
        #[ts(type = "number")] pub sequence: u64,
        pub at: Timestamp,
        pub from: DrillState,
        pub to: DrillState,
        /// The name of the event.
        pub event: String,
        #[ts(type = "number | null")] pub step: Option<usize>,
        pub by: Option<String>,
        pub text: Option<String>,
    }
}
