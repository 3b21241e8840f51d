//! After a drill: the debrief, who may sign what, and what was found.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::operator::same;
use super::plan::Plan;
use super::progress::{Fact, Progress, StepState};
use crate::estimate::Outcome;
use crate::measure::{Against, Measured, against};

/// What people say afterwards: three verdicts, and after a failure four questions that look for no culprit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Debrief {
    pub backup_kicked_in: Answered,
    pub team_knew_the_procedure: Answered,
    pub degraded_mode_worked: Answered,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub questions: Option<Questions>,
    /// What is done about it: each a change of the runbook, a new probe or a new step.
    #[serde(default)]
    pub actions: Vec<String>,
    /// SHA-256 of each file of evidence, in hexadecimal.
    #[serde(default)]
    pub evidence: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    Yes,
    No,
    NotTried,
}

/// How was it noticed, how did it end, what did it reach, and what does it teach?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    pub noticed_by: NoticedBy,
    pub recovered: Recovered,
    /// Whom and what it reached.
    pub reach: String,
    /// Which assumption was wrong.
    pub teaches: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticedBy {
    Alert,
    User,
    Luck,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Recovered {
    Automatically,
    /// Somebody had to act.
    ByPeople,
    NotRecovered,
}

/// Why somebody may not sign a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SignObstacle")]
pub enum Obstacle {
    NoName,
    /// Whoever ran it does not sign it.
    SignerIsOperator,
    /// Healthy was not measured after the way back, or it was not healthy.
    NotSteadyAfter,
    /// It never worked on the backup, so no time was measured.
    RtoNotMeasured,
    /// The computer slept or was started again: nobody can tell.
    Slept,
    /// It was ended before its time, and undone.
    EndedEarly,
    UndoFailed,
    Stuck,
    StayedOnBackup,
    /// People say that the backup did not take over.
    BackupDidNotKickIn,
    /// The four questions are not answered.
    QuestionsMissing,
}

/// What stands in the way of signing. A pass needs a way there and back that was measured and seen; a failure needs
/// its four questions; nobody signs what they ran.
#[must_use]
pub fn obstacles(
    plan: &Plan,
    progress: &Progress,
    result: Outcome,
    by: &str,
    debrief: &Debrief,
) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut stop_if = |stops: bool, obstacle: Obstacle| {
        if stops {
            found.push(obstacle);
        }
    };
    stop_if(by.trim().is_empty(), Obstacle::NoName);
    stop_if(progress.operators.iter().any(|operator| same(operator, by)), Obstacle::SignerIsOperator);
    match result {
        Outcome::Pass => {
            stop_if(progress.steady_after != Some(true), Obstacle::NotSteadyAfter);
            // Talk has no time of its own.
            stop_if(!progress.has(Fact::WorkedOnBackup) && !plan.is_talk(), Obstacle::RtoNotMeasured);
            stop_if(progress.has(Fact::Slept), Obstacle::Slept);
            stop_if(progress.has(Fact::EndedEarly), Obstacle::EndedEarly);
            stop_if(progress.has(Fact::UndoFailed), Obstacle::UndoFailed);
            stop_if(progress.has(Fact::Stuck), Obstacle::Stuck);
            stop_if(progress.has(Fact::Stayed), Obstacle::StayedOnBackup);
            stop_if(debrief.backup_kicked_in != Answered::Yes, Obstacle::BackupDidNotKickIn);
        }
        Outcome::Fail => {
            let answered = |questions: &Questions| {
                !questions.teaches.trim().is_empty() && !questions.reach.trim().is_empty()
            };
            stop_if(!debrief.questions.as_ref().is_some_and(answered), Obstacle::QuestionsMissing);
        }
        Outcome::Inconclusive => {}
    }
    found
}

/// What a drill found. The names are those of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DrillFoundCode")]
pub enum FoundCode {
    PreflightFailed,
    /// A step, a stop condition or the backup itself did not work.
    ProbeFailed,
    UndoFailed,
    Stuck,
    RtoMissed,
    RpoMissed,
    /// Slept, restarted or not measured: nobody can tell.
    NotObserved,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DrillFound")]
pub struct Found {
    pub code: FoundCode,
    /// The title of a step, where it is about one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// What the drill found, for its report and for the verdict of its run.
#[must_use]
pub fn found(plan: &Plan, progress: &Progress, measured: &Measured) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |holds: bool, code: FoundCode| {
        if holds {
            found.push(Found { code, subject: None });
        }
    };
    let rto = against(measured.rto.as_ref().map(|rto| rto.milliseconds), plan.rto);
    let rpo = against(measured.rpo.as_ref().map(|rpo| rpo.milliseconds), plan.rpo);
    add(progress.has(Fact::Blocked), FoundCode::PreflightFailed);
    add(progress.has(Fact::EndedEarly), FoundCode::ProbeFailed);
    add(progress.has(Fact::Stuck), FoundCode::Stuck);
    add(rto == Against::Missed, FoundCode::RtoMissed);
    add(rpo == Against::Missed, FoundCode::RpoMissed);
    let unseen = progress.has(Fact::Slept) || !measured.doubts.is_empty() || rto == Against::NotMeasured;
    add(unseen && !plan.is_talk(), FoundCode::NotObserved);
    for (step, state) in plan.steps.iter().zip(&progress.steps) {
        if *state == StepState::UndoFailed {
            found.push(Found { code: FoundCode::UndoFailed, subject: Some(step.title.clone()) });
        }
    }
    found
}
