//! How far a drill is, as its journal says.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::Event;
use super::operator::same;
use super::plan::Plan;
use super::state::State;

/// What is known of a step. Only what the journal says: a step that is started may or may not have acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Untouched,
    /// It is written that it acts now.
    Started,
    Done,
    /// Its effect was seen.
    Verified,
    /// It is written that it is undone now.
    Undoing,
    UndoDone,
    /// It was seen that the undo worked.
    Undone,
    UndoFailed,
}

/// What the fold of a journal knows, beside the state. No clock in it, so that all of it can be enumerated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Progress {
    pub steps: Vec<StepState>,
    /// Who started it, and who took over; none of them signs.
    pub operators: Vec<String>,
    /// The last measurement of healthy after the way back.
    pub steady_after: Option<bool>,
    pub facts: BTreeSet<Fact>,
}

/// Something that happened on the way, and stays true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A sole owner started it with a typed phrase.
    Alone,
    /// The list before the start, or the first measurement of healthy, said no, and nobody cleared it.
    Blocked,
    /// It worked on the backup, and the time until then was measured.
    WorkedOnBackup,
    /// Somebody, a stop or a failed step ended it before its time.
    EndedEarly,
    UndoFailed,
    Stuck,
    /// The backup was kept, for a while or for good.
    Stayed,
    Crashed,
    /// The computer slept or was started again while something was measured.
    Slept,
}

impl Progress {
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self { steps: vec![StepState::Untouched; plan.steps.len()], ..Self::default() }
    }

    /// The step that comes next on the way forward; none where one is under way, or all are through.
    #[must_use]
    pub fn next_step(&self) -> Option<usize> {
        let next = self.steps.iter().position(|state| *state != StepState::Verified)?;
        (self.steps.get(next) == Some(&StepState::Untouched)).then_some(next)
    }

    #[must_use]
    pub fn all_verified(&self) -> bool {
        self.steps.iter().all(|state| *state == StepState::Verified)
    }

    /// The step that must be undone next: the last one that was started and is not seen to be undone.
    #[must_use]
    pub fn next_undo(&self, plan: &Plan) -> Option<usize> {
        let leaves_nothing = |step: usize| plan.steps.get(step).is_some_and(|step| step.leaves_nothing());
        let open = |state: StepState| !matches!(state, StepState::Untouched | StepState::Undone);
        (0..self.steps.len())
            .rev()
            .find(|step| self.steps.get(*step).is_some_and(|state| open(*state)) && !leaves_nothing(*step))
    }

    /// What is known after an event that led to `next`. The machine has let it through.
    #[must_use]
    pub fn after(&self, event: &Event, next: State) -> Self {
        let mut after = self.clone();
        match event {
            Event::Started { keys, .. } => {
                after.operators = vec![keys.operator.clone()];
                if keys.second.is_none() {
                    after.facts.insert(Fact::Alone);
                }
            }
            Event::HandedOver { to } if !after.operators.iter().any(|known| same(known, to)) => {
                after.operators.push(to.clone());
            }
            Event::StepStarted { step, .. } => after.set(*step, StepState::Started),
            Event::StepDone { step } => after.set(*step, StepState::Done),
            Event::StepVerified { step, .. } => after.set(*step, StepState::Verified),
            Event::UndoStarted { step } => after.set(*step, StepState::Undoing),
            Event::UndoDone { step } => after.set(*step, StepState::UndoDone),
            Event::UndoVerified { step } => after.set(*step, StepState::Undone),
            Event::UndoFailed { step, .. } => after.set(*step, StepState::UndoFailed),
            Event::WasSteady if next == State::Review => after.steady_after = Some(true),
            Event::WasNotSteady { .. } if next == State::Stuck => after.steady_after = Some(false),
            _ => {}
        }
        if next == State::Preflight {
            after.facts.remove(&Fact::Blocked);
        }
        let by_event = match event {
            Event::WorksOnBackup { .. } => Some(Fact::WorkedOnBackup),
            Event::UndoFailed { .. } => Some(Fact::UndoFailed),
            Event::Aborted { .. } => Some(Fact::EndedEarly),
            Event::ProgramCrashed => Some(Fact::Crashed),
            _ => None,
        };
        let by_state = match next {
            State::Blocked => Some(Fact::Blocked),
            State::Aborting => Some(Fact::EndedEarly),
            State::Stuck => Some(Fact::Stuck),
            State::Stay => Some(Fact::Stayed),
            _ => None,
        };
        after.facts.extend(by_event.into_iter().chain(by_state));
        after
    }

    #[must_use]
    pub fn has(&self, fact: Fact) -> bool {
        self.facts.contains(&fact)
    }

    fn set(&mut self, step: usize, state: StepState) {
        if let Some(known) = self.steps.get_mut(step) {
            *known = state;
        }
    }
}
