//! A world in which a drill runs: two sides, steps that do something, and all that can go wrong with them.

use super::example::{cannot_tell, debrief, items, moment};
use crate::drill::event::{Effect, Event, Failed, Serving};
use crate::drill::instructions::{InstructionCode, instructions};
use crate::drill::journal::{Choice, Drill};
use crate::drill::operator::Turned;
use crate::drill::plan::Plan;
use crate::drill::state::State;
use crate::estimate::Outcome;
use crate::measure::{Moment, first_of_passes};

/// What goes wrong. Each is a switch of its own, and all combine.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    pub backup_dead: bool,
    /// The backup answers every second time at first.
    pub backup_flaps: bool,
    /// The undo of this step says no.
    pub undo_fails: Option<usize>,
    /// A step says yes and does nothing.
    pub no_effect: Option<usize>,
    pub primary_does_not_come_back: bool,
    /// Somebody says stop when the drill is in this state.
    pub abort_in: Option<State>,
    /// The computer sleeps when the drill is in this state.
    pub sleep_in: Option<State>,
    /// The list before the start says no.
    pub not_ready: bool,
    /// A real outage of the primary while the backup carries it.
    pub real_incident: bool,
}

/// What was done to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Do(usize),
    Undo(usize),
}

#[derive(Clone, Debug)]
pub struct World {
    pub trouble: Trouble,
    pub choice: Choice,
    /// Whether each step is in effect.
    pub in_effect: Vec<bool>,
    pub acts: Vec<Act>,
    pub instructed: bool,
    pub broken_primary: bool,
    seconds: u64,
    slept_seconds: u64,
    aborted: bool,
}

impl World {
    pub fn new(plan: &Plan, trouble: Trouble, choice: Choice) -> Self {
        Self {
            trouble,
            choice,
            in_effect: vec![false; plan.steps.len()],
            acts: Vec::new(),
            instructed: false,
            broken_primary: false,
            seconds: 0,
            slept_seconds: 0,
            aborted: false,
        }
    }

    /// Ten seconds pass between two looks at the clock.
    pub fn now(&mut self, state: State) -> Moment {
        self.seconds += 10;
        if self.trouble.sleep_in == Some(state) && self.slept_seconds == 0 {
            self.slept_seconds = 3_600;
            self.seconds += 3_600;
        }
        let moment = moment(self.seconds);
        Moment { awake_milliseconds: moment.awake_milliseconds - self.slept_seconds * 1000, ..moment }
    }

    /// The first step is the switch: what comes after it follows.
    fn serving(&self) -> Serving {
        let switched = self.in_effect.first() == Some(&true);
        Serving { primary: !switched && !self.broken_primary, backup: switched && !self.trouble.backup_dead }
    }

    pub fn is_as_before(&self) -> bool {
        self.in_effect.iter().all(|step| !step) && !self.broken_primary
    }

    /// What somebody says who wants to stop, once.
    pub fn wants_to_stop(&mut self, state: State) -> Option<Event> {
        if self.trouble.abort_in != Some(state) || self.aborted {
            return None;
        }
        self.aborted = true;
        let (by, reason) = ("ben".to_owned(), "the phone rings".to_owned());
        match state {
            State::Scheduled | State::Preflight | State::Blocked | State::Armed => {
                Some(Event::Cancelled { by, reason })
            }
            _ => Some(Event::Aborted { by, reason }),
        }
    }

    /// Does what the drill asks for, and says what came of it.
    pub fn perform(&mut self, drill: &Drill, effect: &Effect) -> Option<Event> {
        let by = || "ben".to_owned();
        Some(match effect {
            Effect::AwaitWindow => Event::WindowOpened,
            Effect::RunPreflight if self.trouble.not_ready => Event::PreflightFailed { items: items(false) },
            Effect::RunPreflight => Event::PreflightPassed { items: items(true) },
            Effect::ShowBlocked => Event::RecordedAsFailed { by: by() },
            Effect::AskForKeys => {
                let consented = drill.plan.commands().iter().map(|command| command.to_vec()).collect();
                let keys = Turned { operator: by(), second: Some("mara".into()) };
                Event::Started { keys, consented }
            }
            Effect::MeasureSteady if self.serving().primary => Event::WasSteady,
            Effect::MeasureSteady => Event::WasNotSteady { subjects: vec!["checkout".into()] },
            Effect::OfferStep { step } => Event::StepStarted { step: *step, by: by() },
            Effect::RunStep { step, .. } => self.run(*step),
            Effect::VerifyStep { step } => self.verify(*step),
            Effect::VerifyBackup => self.verify_backup(drill.state),
            Effect::Observe => self.observe(drill),
            Effect::StopRunning | Effect::Record => return None,
            Effect::BeginUndo { step } => Event::UndoStarted { step: *step },
            Effect::RunUndo { step, .. } => self.undo(*step),
            Effect::VerifyUndo { step } => self.verify_undo(*step),
            Effect::VerifyPrimary if self.serving().primary => Event::WorksOnPrimary,
            Effect::VerifyPrimary => Event::PrimaryNotBack { subjects: vec!["checkout".into()] },
            Effect::AskAfterCrash => self.choose(drill),
            Effect::ShowInstructions => self.by_hand(drill),
            Effect::ShowStay => Event::BackupAccepted { by: by() },
            Effect::AskForSignature => Self::sign(drill),
        })
    }

    fn run(&mut self, step: usize) -> Event {
        self.acts.push(Act::Do(step));
        self.in_effect[step] = self.trouble.no_effect != Some(step);
        Event::StepDone { step }
    }

    fn verify(&self, step: usize) -> Event {
        if !self.in_effect[step] {
            return Event::StepFailed { step, reason: Failed::NoEffect };
        }
        Event::StepVerified { step, serving: self.serving() }
    }

    /// Three passes in a row, and the first of them counts.
    fn verify_backup(&mut self, state: State) -> Event {
        let mut seen = Vec::new();
        for look in 0..12 {
            let flap = self.trouble.backup_flaps && look < 6 && look % 2 == 0;
            let passed = self.serving().backup && !flap;
            seen.push((self.now(state), Some(passed)));
        }
        first_of_passes(&seen, 3)
            .map_or(Event::SwitchTookTooLong, |moment| Event::WorksOnBackup { first_pass: moment.clone() })
    }

    fn observe(&mut self, drill: &Drill) -> Event {
        if self.trouble.real_incident {
            self.broken_primary = true;
            return Event::RealIncident { by: "ben".into() };
        }
        let flap = self.trouble.backup_flaps;
        let seen: Vec<Option<bool>> =
            (0..9).map(|look| Some(self.serving().backup && !(flap && look % 3 == 0))).collect();
        if drill.plan.stops.iter().any(|stop| stop.trips(&seen)) {
            return Event::StopTripped { subject: "orders".into() };
        }
        Event::ObservedEnough
    }

    fn undo(&mut self, step: usize) -> Event {
        self.acts.push(Act::Undo(step));
        if self.trouble.undo_fails == Some(step) {
            return Event::UndoFailed { step, reason: Failed::Refused { answer: "exit 1".into() } };
        }
        self.in_effect[step] = false;
        self.broken_primary |= self.trouble.primary_does_not_come_back;
        Event::UndoDone { step }
    }

    fn verify_undo(&self, step: usize) -> Event {
        if self.in_effect[step] {
            return Event::UndoFailed { step, reason: Failed::NoEffect };
        }
        Event::UndoVerified { step }
    }

    fn choose(&self, drill: &Drill) -> Event {
        let by = "ben".to_owned();
        let choices = drill.choices();
        let choice = if choices.contains(&self.choice) { self.choice } else { Choice::RollBack };
        match choice {
            Choice::ResumeForward if self.serving().backup => Event::ResumedForward { by, works: true },
            Choice::ResumeForward | Choice::RollBack => Event::RolledBack { by },
            Choice::DeclareStuck => Event::DeclaredStuck { by },
        }
    }

    /// A person takes the sheet and does what it says. What cannot be repaired stays on the backup.
    fn by_hand(&mut self, drill: &Drill) -> Event {
        self.instructed = true;
        let by = "ben".to_owned();
        for line in instructions(drill) {
            let undoes = matches!(line.code, InstructionCode::UndoByHand | InstructionCode::TakeBack);
            if let Some(step) = line.step.filter(|_| undoes) {
                self.in_effect[step] = false;
            }
        }
        if self.broken_primary {
            return Event::StayedOnBackup { by };
        }
        Event::PrimaryRestored { by }
    }

    /// Somebody else signs what can be signed: a pass if it is one, else a failure.
    fn sign(drill: &Drill) -> Event {
        let sign = |result, debrief| Event::Signed { result, by: "cy".into(), debrief };
        let passes = drill.decide(sign(Outcome::Pass, debrief()), moment(0), &[]).is_ok();
        if passes { sign(Outcome::Pass, debrief()) } else { sign(Outcome::Fail, cannot_tell()) }
    }
}
