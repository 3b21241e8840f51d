//! The journal of a drill. An entry is written before anything is done about it; the drill is what its journal
//! says, and a program that crashed finds it there again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::{ARMED_FOR, Effect, Event, Illegal, Mark};
use super::machine::{Case, Claim, outstanding};
use super::plan::Plan;
use super::progress::{Fact, Progress, StepState};
use super::state::State;
use crate::measure::{Canaries, Doubt, Marks, Measured, Moment, measure};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub drill: String,
    /// From 1, without a hole.
    pub sequence: u64,
    pub at: Moment,
    pub from: State,
    pub to: State,
    pub event: Event,
}

/// What an event leads to: write the entry, apply it, then act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub entry: Entry,
    pub effects: Vec<Effect>,
}

/// A journal that does not fit its plan, or itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {sequence}: {problem:?}")]
pub struct Damaged {
    /// The first entry that does not fit.
    pub sequence: u64,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    OtherDrill,
    /// An entry is missing, or stands twice.
    Sequence,
    /// It leads somewhere else than it says.
    State,
    Illegal(Illegal),
}

/// What a program does with a drill that it finds after a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was moved: these effects are asked for again.
    Resume(Vec<Effect>),
    /// Something may have been moved: write this event, and ask a person.
    Report(Event),
    /// It is over.
    Nothing,
}

/// What a person may choose after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Only where every step was seen to work before.
    ResumeForward,
    RollBack,
    DeclareStuck,
}

/// A drill, as its journal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    pub plan: Plan,
    pub state: State,
    pub progress: Progress,
    /// Entries so far.
    pub written: u64,
    /// When it came into this state, when its newest entry was written, and since when the present act runs.
    entered: Option<Moment>,
    /// When it began to switch.
    began: Option<Moment>,
    newest: Option<Moment>,
    acting_since: Option<Moment>,
}

impl Drill {
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        let progress = Progress::new(&plan);
        Self {
            plan,
            state: State::Draft,
            progress,
            written: 0,
            entered: None,
            began: None,
            newest: None,
            acting_since: None,
        }
    }

    /// The drill that a journal tells of.
    ///
    /// # Errors
    /// The first entry that does not fit.
    pub fn rebuild(plan: Plan, entries: &[Entry]) -> Result<Self, Damaged> {
        let mut drill = Self::new(plan);
        for entry in entries {
            drill.apply(entry)?;
        }
        Ok(drill)
    }

    /// What an event leads to. Nothing is changed yet: write the entry, then [`Drill::apply`] it, then act.
    /// `claims` are all other drills, read in the same transaction.
    ///
    /// # Errors
    /// Why the event has no place here.
    pub fn decide(&self, event: Event, at: Moment, claims: &[Claim]) -> Result<Decision, Illegal> {
        let case = Case { plan: &self.plan, progress: &self.progress, claims };
        let (to, effects) = self.state.on(&event, &case)?;
        let sequence = self.written + 1;
        Ok(Decision {
            entry: Entry { drill: self.plan.id.clone(), sequence, at, from: self.state, to, event },
            effects,
        })
    }

    /// Takes an entry that was written.
    ///
    /// # Errors
    /// Where it does not follow on what is there; nothing is changed then.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Damaged> {
        let damaged = |problem| Err(Damaged { sequence: entry.sequence, problem });
        if entry.drill != self.plan.id {
            return damaged(Problem::OtherDrill);
        }
        if entry.sequence != self.written + 1 {
            return damaged(Problem::Sequence);
        }
        let case = Case { plan: &self.plan, progress: &self.progress, claims: &[] };
        match self.state.on(&entry.event, &case) {
            Err(illegal) => return damaged(Problem::Illegal(illegal)),
            Ok((to, _)) if to != entry.to || self.state != entry.from => return damaged(Problem::State),
            Ok(_) => {}
        }
        let before = self.progress.steps.clone();
        self.progress = self.progress.after(&entry.event, entry.to);
        if self.state.is_measured()
            && self.newest.as_ref().is_some_and(|newest| !awake_between(newest, &entry.at))
        {
            self.progress.facts.insert(Fact::Slept);
        }
        if self.state == State::Baseline && entry.to == State::Switching {
            self.began = Some(entry.at.clone());
        }
        if self.state != entry.to {
            self.entered = Some(entry.at.clone());
        }
        if self.progress.steps != before || self.state != entry.to {
            self.acting_since = Some(entry.at.clone());
        }
        self.state = entry.to;
        self.written = entry.sequence;
        self.newest = Some(entry.at.clone());
        Ok(())
    }

    /// What to do with a drill that is found after a start of the program.
    #[must_use]
    pub fn after_restart(&self) -> Recovery {
        if self.state.is_final() {
            return Recovery::Nothing;
        }
        if self.state.moves_traffic() {
            return Recovery::Report(Event::ProgramCrashed);
        }
        Recovery::Resume(outstanding(self.state, &self.plan, &self.progress))
    }

    /// What a person may choose in an interrupted drill.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        if self.state != State::Interrupted {
            return Vec::new();
        }
        let forward = self.progress.all_verified().then_some(Choice::ResumeForward);
        forward.into_iter().chain([Choice::RollBack, Choice::DeclareStuck]).collect()
    }

    /// For the rule that no two drills touch one pair.
    #[must_use]
    pub fn claim(&self) -> Claim {
        Claim { drill: self.plan.id.clone(), pair: self.plan.pair.clone(), state: self.state }
    }

    /// What has taken too long, as the event that says so. Ask after every probe, and again when nothing happens.
    #[must_use]
    pub fn overtime(&self, now: &Moment) -> Option<Event> {
        use super::event::Failed::TimedOut;
        let over = |since: &Option<Moment>, limit: Option<ballast_core::Span>| {
            let since = since.as_ref();
            let limit = limit.map(|limit| limit.seconds().saturating_mul(1000));
            since.zip(limit).is_some_and(|(since, limit)| since.until(now).milliseconds > limit)
        };
        let acting = self.progress.steps.iter().position(|state| {
            matches!(state, StepState::Started | StepState::Done | StepState::Undoing | StepState::UndoDone)
        });
        let act_over = acting.filter(|step| {
            over(&self.acting_since, self.plan.steps.get(*step).and_then(|step| step.timeout))
        });
        match self.state {
            State::Armed => over(&self.entered, Some(ARMED_FOR)).then_some(Event::ArmedTooLong),
            State::Switching => {
                if let Some(step) = act_over {
                    return Some(Event::StepFailed { step, reason: TimedOut });
                }
                over(&self.entered, self.plan.maximum_switch).then_some(Event::SwitchTookTooLong)
            }
            State::OnBackup => over(&self.began, self.plan.maximum_duration)
                .then(|| Event::StopTripped { subject: "maximum_duration".to_owned() }),
            State::SwitchingBack | State::Aborting => {
                let step = self.progress.next_undo(&self.plan).filter(|step| act_over == Some(*step))?;
                Some(Event::UndoFailed { step, reason: TimedOut })
            }
            _ => None,
        }
    }

    /// The backup was watched for as long as the plan wants.
    #[must_use]
    pub fn observed_enough(&self, now: &Moment) -> bool {
        let wanted = self.plan.observe.seconds().saturating_mul(1000);
        self.state == State::OnBackup
            && self.entered.as_ref().is_some_and(|entered| entered.until(now).milliseconds >= wanted)
    }
}

/// What a journal measured; none where nothing was ever switched.
#[must_use]
pub fn measured(plan: &Plan, entries: &[Entry]) -> Option<Measured> {
    let mut marks: Option<Marks> = None;
    let mut newest: Option<Moment> = None;
    for Entry { at, event, from, to, .. } in entries {
        if *from == State::Baseline && *to == State::Switching {
            marks = Some(Marks { injected: at.clone(), detected: None, decided: None, first_pass: None });
        }
        let Some(marks) = marks.as_mut() else { continue };
        match event {
            Event::Marked { mark: Mark::Injected } => marks.injected = at.clone(),
            Event::Marked { mark: Mark::Detected } => marks.detected = Some(at.clone()),
            Event::Marked { mark: Mark::Decided } => marks.decided = Some(at.clone()),
            // Whoever begins has decided.
            Event::StepStarted { .. } if marks.decided.is_none() => marks.decided = Some(at.clone()),
            Event::WorksOnBackup { first_pass } => marks.first_pass = Some(first_pass.clone()),
            Event::CanaryRead { written }
                if newest.as_ref().is_none_or(|newest| newest.wall < written.wall) =>
            {
                newest = Some(written.clone());
            }
            _ => {}
        }
    }
    let canaries = plan.canary_every.map(|every| Canaries { every, newest });
    marks.map(|marks| measure(&marks, canaries.as_ref()))
}

fn awake_between(one: &Moment, other: &Moment) -> bool {
    one.until(other).doubts.is_disjoint(&BTreeSet::from([Doubt::Slept, Doubt::Restarted]))
}
