//! The work on a sample: what people are shown, and what they say.

use super::*;

wire! {
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
}

words! {
    pub enum AnswerKind { Figure, NotSupported, Missing, CannotDetermine }
    /// How somebody proved to be the person named.
    pub enum Proved { Passphrase, OsUser, Asserted }
}
