//! What people do by hand when a drill is stuck or stays on the backup, to be printed: the program may be down too.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::plan::{Act, Check, Undo};
use super::{Drill, State};

/// One line of the sheet. The sentence is made at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    pub code: InstructionCode,
    /// Counts from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// A title, or a person, in the user's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InstructionCode {
    /// You are running without a backup.
    NoBackupNow,
    CallOwner,
    CallDeputy,
    /// Do what takes the step back.
    UndoByHand,
    /// Nothing is written down: take back what the step did.
    TakeBack,
    /// Look whether the undo worked.
    LookAtUndo,
    /// Look whether all is as before.
    LookAtSteady,
    /// Then say that the primary is restored, or stay on the backup.
    Report,
}

/// The sheet: whom to call, every step that may not be undone, the last one first, and how healthy looks. Empty in
/// every other state.
#[must_use]
pub fn instructions(drill: &Drill) -> Vec<Instruction> {
    let Drill { plan, progress, state, .. } = drill;
    if !matches!(state, State::Stuck | State::Stay | State::Interrupted) {
        return Vec::new();
    }
    let line = |code| Instruction { code, step: None, subject: None, act: None, check: None };
    let mut lines = Vec::new();
    if *state == State::Stay {
        lines.push(line(InstructionCode::NoBackupNow));
    }
    for (code, person) in
        [(InstructionCode::CallOwner, &plan.owner), (InstructionCode::CallDeputy, &plan.deputy)]
    {
        lines.extend(person.clone().map(|person| Instruction { subject: Some(person), ..line(code) }));
    }
    // As the machine would go back: what is undone falls out of the list, and what comes next is the last started.
    let mut left = progress.clone();
    while let Some(number) = left.next_undo(plan) {
        left.steps.truncate(number);
        let Some(step) = plan.steps.get(number) else { continue };
        let act = step.undo.as_ref().and_then(Undo::act).cloned();
        let code = if act.is_some() { InstructionCode::UndoByHand } else { InstructionCode::TakeBack };
        let about = Instruction { step: Some(number), subject: Some(step.title.clone()), ..line(code) };
        lines.push(Instruction { act, ..about.clone() });
        if let Some(check) = &step.verify_undo {
            let check = Some(check.clone());
            lines.push(Instruction { code: InstructionCode::LookAtUndo, check, ..about });
        }
    }
    lines.extend(plan.steady.iter().map(|steady| Instruction {
        subject: Some(steady.title.clone()),
        check: Some(steady.check.clone()),
        ..line(InstructionCode::LookAtSteady)
    }));
    lines.push(line(InstructionCode::Report));
    lines
}
