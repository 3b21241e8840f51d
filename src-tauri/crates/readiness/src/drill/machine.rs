//! The machine: what every event means in every state.
//!
//! It is total: an event that has no place in a state is [`Illegal`] and changes nothing. Effects follow from where
//! the drill stands after the event ([`outstanding`]), so that a crash loses none: the same effects are asked for
//! again.

use super::event::{Effect, Event, Illegal};
use super::faults::{faults, may_be_scheduled};
use super::plan::Plan;
use super::preflight::failing;
use super::progress::{Progress, StepState};
use super::review;
use super::state::State;
use crate::estimate::Outcome;

/// A drill and where it stands, for the rule that no two touch one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub drill: String,
    pub pair: String,
    pub state: State,
}

/// What the machine looks at beside the state.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub plan: &'a Plan,
    pub progress: &'a Progress,
    /// All other drills, read in the transaction that will write the entry.
    pub claims: &'a [Claim],
}

impl State {
    /// The next state and what must be done then; the entry is written before any of it.
    ///
    /// # Errors
    /// Why the event has no place here.
    pub fn on(self, event: &Event, case: &Case<'_>) -> Result<(Self, Vec<Effect>), Illegal> {
        let next = self.next(event, case)?;
        if next.holds_pair() && !self.holds_pair() {
            case.pair_is_free()?;
        }
        let after = case.progress.after(event, next);
        let mut effects = Vec::new();
        if next == Self::Aborting && self != Self::Aborting {
            effects.push(Effect::StopRunning);
        }
        if next != self || after.steps != case.progress.steps {
            effects.extend(outstanding(next, case.plan, &after));
        }
        Ok((next, effects))
    }

    fn next(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        match self {
            Self::Draft | Self::Scheduled | Self::Missed => self.before_the_window(event, case),
            Self::Preflight | Self::Blocked | Self::Armed | Self::Baseline => {
                self.before_the_switch(event, case)
            }
            Self::Switching => self.forward(event, case),
            Self::OnBackup => self.on_backup(event),
            Self::SwitchingBack | Self::Aborting => self.back(event, case),
            Self::Interrupted | Self::Stuck | Self::Stay => self.by_hand(event, case),
            Self::Verify | Self::Review => self.afterwards(event, case),
            Self::SignedPass | Self::SignedFail | Self::SignedInconclusive | Self::Cancelled => {
                Err(self.refuses(event))
            }
        }
    }

    fn before_the_window(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        match (self, event) {
            (Self::Draft, Event::Scheduled { .. }) => {
                let codes = || faults(case.plan).into_iter().map(|fault| fault.code);
                if may_be_scheduled(case.plan) {
                    return Ok(Self::Scheduled);
                }
                Err(Illegal::PlanFaulty { faults: codes().filter(|code| !code.is_advice()).collect() })
            }
            (Self::Scheduled, Event::WindowOpened) => Ok(Self::Preflight),
            (Self::Scheduled, Event::WindowMissed) => Ok(Self::Missed),
            (Self::Scheduled, Event::Cancelled { reason, .. }) => said(reason, Self::Cancelled),
            (Self::Missed, Event::Rescheduled { reason, .. }) => said(reason, Self::Scheduled),
            _ => self.stays(event),
        }
    }

    fn before_the_switch(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        match (self, event) {
            (Self::Preflight, Event::PreflightPassed { items }) => {
                let holds = !items.is_empty() && failing(items).is_empty();
                if holds { Ok(Self::Armed) } else { Err(Illegal::PreflightDiffers) }
            }
            (Self::Preflight, Event::PreflightFailed { items }) => {
                let fails = !failing(items).is_empty();
                if fails { Ok(Self::Blocked) } else { Err(Illegal::PreflightDiffers) }
            }
            (Self::Blocked, Event::Cleared { .. }) | (Self::Armed, Event::ArmedTooLong) => {
                Ok(Self::Preflight)
            }
            (Self::Preflight | Self::Blocked | Self::Armed, Event::Cancelled { reason, .. }) => {
                said(reason, Self::Cancelled)
            }
            (Self::Armed, Event::Started { consented, .. }) => {
                let agreed = |command: &[String]| consented.iter().any(|shown| shown == command);
                match case.plan.commands().into_iter().find(|command| !agreed(command)) {
                    Some(command) => Err(Illegal::NotConsented { command: command.to_vec() }),
                    None => Ok(Self::Baseline),
                }
            }
            (Self::Baseline, Event::WasSteady) => Ok(Self::Switching),
            (Self::Baseline, Event::WasNotSteady { .. }) => Ok(Self::Blocked),
            (Self::Blocked, Event::RecordedAsFailed { .. }) | (Self::Baseline, Event::Aborted { .. }) => {
                Ok(Self::Review)
            }
            _ => self.stays(event),
        }
    }

    fn forward(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        let progress = case.progress;
        match event {
            Event::StepStarted { step, .. } => match progress.next_step() {
                Some(next) if next == *step => Ok(self),
                next => Err(Illegal::OutOfOrder { next }),
            },
            Event::StepDone { step } => case.step_is(*step, &[StepState::Started], self),
            Event::StepVerified { step, serving } => {
                // Never leave nobody serving: a step that did is undone, whatever its own look says.
                let serves = serving.primary || serving.backup;
                case.step_is(*step, &[StepState::Done], if serves { self } else { Self::Aborting })
            }
            Event::StepFailed { step, .. } => {
                case.step_is(*step, &[StepState::Started, StepState::Done], Self::Aborting)
            }
            Event::WorksOnBackup { .. } if progress.all_verified() => Ok(Self::OnBackup),
            Event::WorksOnBackup { .. } => Err(Illegal::StepsMissing),
            Event::SwitchTookTooLong | Event::Aborted { .. } => Ok(Self::Aborting),
            Event::ProgramCrashed => Ok(Self::Interrupted),
            _ => self.stays(event),
        }
    }

    fn on_backup(self, event: &Event) -> Result<Self, Illegal> {
        match event {
            Event::ObservedEnough => Ok(Self::SwitchingBack),
            Event::StopTripped { .. } | Event::Aborted { .. } => Ok(Self::Aborting),
            Event::RealIncident { .. } => Ok(Self::Stay),
            Event::ProgramCrashed => Ok(Self::Interrupted),
            _ => self.stays(event),
        }
    }

    fn back(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        let next = case.progress.next_undo(case.plan);
        match event {
            Event::UndoStarted { step } => {
                let under_way = [StepState::Undoing, StepState::UndoDone];
                let fresh = case.progress.steps.get(*step).is_some_and(|state| !under_way.contains(state));
                if next == Some(*step) && fresh { Ok(self) } else { Err(Illegal::OutOfOrder { next }) }
            }
            Event::UndoDone { step } => case.step_is(*step, &[StepState::Undoing], self),
            Event::UndoVerified { step } => case.step_is(*step, &[StepState::UndoDone], self),
            Event::UndoFailed { step, .. } => {
                case.step_is(*step, &[StepState::Undoing, StepState::UndoDone], Self::Stuck)
            }
            Event::WorksOnPrimary => next.map_or(Ok(Self::Verify), |step| Err(Illegal::NotUndone { step })),
            Event::PrimaryNotBack { .. } => Ok(Self::Stuck),
            Event::ProgramCrashed => Ok(Self::Interrupted),
            _ => self.stays(event),
        }
    }

    fn by_hand(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        match (self, event) {
            (Self::Interrupted, Event::ResumedForward { works, .. }) => {
                if !case.progress.all_verified() {
                    return Err(Illegal::StepsMissing);
                }
                if *works { Ok(Self::OnBackup) } else { Err(Illegal::NotWorking) }
            }
            (Self::Interrupted, Event::RolledBack { .. }) => Ok(Self::Aborting),
            (Self::Interrupted, Event::DeclaredStuck { .. }) => Ok(Self::Stuck),
            (Self::Stuck, Event::PrimaryRestored { .. }) => Ok(Self::Verify),
            (Self::Stuck, Event::StayedOnBackup { .. }) => Ok(Self::Stay),
            (Self::Stay, Event::BackupAccepted { .. }) => Ok(Self::Review),
            (Self::Stay, Event::SwitchedBackLater { .. }) => Ok(Self::SwitchingBack),
            _ => self.stays(event),
        }
    }

    fn afterwards(self, event: &Event, case: &Case<'_>) -> Result<Self, Illegal> {
        match (self, event) {
            (Self::Verify, Event::WasSteady) => Ok(Self::Review),
            (Self::Verify, Event::WasNotSteady { .. }) => Ok(Self::Stuck),
            (Self::Review, Event::Signed { result, by, debrief }) => {
                let obstacles = review::obstacles(case.plan, case.progress, *result, by, debrief);
                if !obstacles.is_empty() {
                    return Err(Illegal::MayNotSign { obstacles });
                }
                Ok(match result {
                    Outcome::Pass => Self::SignedPass,
                    Outcome::Fail => Self::SignedFail,
                    Outcome::Inconclusive => Self::SignedInconclusive,
                })
            }
            _ => self.stays(event),
        }
    }

    /// What may be said in a state without leaving it.
    fn stays(self, event: &Event) -> Result<Self, Illegal> {
        let allowed = match event {
            Event::Marked { .. } => self == Self::Switching,
            Event::CanaryRead { .. } => matches!(self, Self::Switching | Self::OnBackup),
            Event::HandedOver { to } => {
                let running = self == Self::Baseline || self == Self::Verify || self.may_be_on_backup();
                return if running { said(to, self) } else { Err(self.refuses(event)) };
            }
            Event::Noted { text, .. } => {
                return if self.is_final() { Err(self.refuses(event)) } else { said(text, self) };
            }
            _ => false,
        };
        if allowed { Ok(self) } else { Err(self.refuses(event)) }
    }

    fn refuses(self, event: &Event) -> Illegal {
        Illegal::NotHere { state: self, event: event.name().to_owned() }
    }
}

impl Case<'_> {
    fn pair_is_free(&self) -> Result<(), Illegal> {
        let holder = self.claims.iter().find(|claim| {
            claim.pair == self.plan.pair && claim.drill != self.plan.id && claim.state.holds_pair()
        });
        holder.map_or(Ok(()), |holder| Err(Illegal::PairBusy { drill: holder.drill.clone() }))
    }

    fn step_is(&self, step: usize, states: &[StepState], next: State) -> Result<State, Illegal> {
        if self.progress.steps.get(step).is_some_and(|state| states.contains(state)) {
            return Ok(next);
        }
        let under_way = |state: &StepState| !matches!(state, StepState::Untouched | StepState::Verified);
        Err(Illegal::OutOfOrder { next: self.progress.steps.iter().position(under_way) })
    }
}

fn said(text: &str, next: State) -> Result<State, Illegal> {
    if text.trim().is_empty() { Err(Illegal::TextMissing) } else { Ok(next) }
}

/// What must be done where a drill stands. After a crash it is asked for again.
#[must_use]
pub fn outstanding(state: State, plan: &Plan, progress: &Progress) -> Vec<Effect> {
    let effect = match state {
        State::Draft | State::Missed => return Vec::new(),
        State::Scheduled => Effect::AwaitWindow,
        State::Preflight => Effect::RunPreflight,
        State::Blocked => Effect::ShowBlocked,
        State::Armed => Effect::AskForKeys,
        State::Baseline | State::Verify => Effect::MeasureSteady,
        State::Switching => next_forward(plan, progress),
        State::OnBackup => Effect::Observe,
        State::SwitchingBack | State::Aborting => next_back(plan, progress),
        State::Interrupted => Effect::AskAfterCrash,
        State::Stuck => Effect::ShowInstructions,
        State::Stay => Effect::ShowStay,
        State::Review => Effect::AskForSignature,
        State::SignedPass | State::SignedFail | State::SignedInconclusive | State::Cancelled => {
            Effect::Record
        }
    };
    vec![effect]
}

fn next_forward(plan: &Plan, progress: &Progress) -> Effect {
    let at = progress.steps.iter().position(|state| *state != StepState::Verified);
    match at.and_then(|step| progress.steps.get(step).map(|state| (step, *state))) {
        None => Effect::VerifyBackup,
        Some((step, StepState::Started)) => Effect::RunStep { step, key: key(plan, step, "do") },
        Some((step, StepState::Done)) => Effect::VerifyStep { step },
        Some((step, _)) => Effect::OfferStep { step },
    }
}

fn next_back(plan: &Plan, progress: &Progress) -> Effect {
    let next = progress.next_undo(plan);
    match next.and_then(|step| progress.steps.get(step).map(|state| (step, *state))) {
        None => Effect::VerifyPrimary,
        Some((step, StepState::Undoing)) => Effect::RunUndo { step, key: key(plan, step, "undo") },
        Some((step, StepState::UndoDone)) => Effect::VerifyUndo { step },
        Some((step, _)) => Effect::BeginUndo { step },
    }
}

/// Names one act of one drill: an endpoint that sees it twice knows that it is the same.
fn key(plan: &Plan, step: usize, way: &str) -> String {
    format!("{}-{step}-{way}", plan.id)
}
