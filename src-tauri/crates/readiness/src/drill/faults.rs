//! What is wrong with a plan, before it may be scheduled.

use ballast_core::Span;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::plan::{Act, Check, Plan, Step};

/// What is wrong. Sentences are made at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PlanFaultCode")]
pub enum FaultCode {
    NoSteps,
    /// Nothing says how healthy looks.
    NoSteadyState,
    /// How healthy looks is a feeling: a person is asked, or no pass is needed.
    SteadyWithoutNumber,
    /// Nothing says when the backup works.
    NoBackupCheck,
    NoOwner,
    NoDeputy,
    DeputyIsOwner,
    NoRto,
    NoRpo,
    NoMaximumDuration,
    /// The steps, their undo and the watch on the backup may take longer than the whole drill.
    LongerThanMaximum,
    StepWithoutOwner,
    StepWithoutVerification,
    StepWithoutUndo,
    StepWithoutTimeLimit,
    /// A command without a program, or an address without anything.
    EmptyAct,
    /// Advice: only a person sees whether it worked.
    SeenByPersonOnly,
    /// Advice: a person undoes it; the undo waits for somebody.
    UndoneByHand,
    /// Advice: nothing says that the undo worked.
    UndoNotVerified,
    /// Advice: a loss of work has a target, and no canary measures it.
    RpoNotMeasured,
    /// Advice: nothing ends the drill while the backup carries it but its time.
    NoStopCondition,
}

impl FaultCode {
    /// The plan may be scheduled although this is so.
    #[must_use]
    pub fn is_advice(self) -> bool {
        matches!(
            self,
            Self::SeenByPersonOnly
                | Self::UndoneByHand
                | Self::UndoNotVerified
                | Self::RpoNotMeasured
                | Self::NoStopCondition
        )
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "PlanFault")]
pub struct Fault {
    pub code: FaultCode,
    /// Counts from 0.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// What it is about, in the user's own words: the title of a step, a name.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Fault {
    fn of(code: FaultCode) -> Self {
        Self { code, step: None, subject: None }
    }

    fn at(code: FaultCode, number: usize, step: &Step) -> Self {
        Self { code, step: Some(number), subject: Some(step.title.clone()) }
    }
}

/// All that is wrong with a plan. It may be scheduled if all of it is advice.
#[must_use]
pub fn faults(plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, code: FaultCode| {
        if !holds {
            faults.push(Fault::of(code));
        }
    };
    must(!plan.steps.is_empty(), FaultCode::NoSteps);
    must(named(plan.owner.as_ref()), FaultCode::NoOwner);
    must(named(plan.deputy.as_ref()), FaultCode::NoDeputy);
    must(plan.owner.is_none() || plan.owner != plan.deputy, FaultCode::DeputyIsOwner);
    must(plan.rto.is_some(), FaultCode::NoRto);
    must(plan.rpo.is_some(), FaultCode::NoRpo);
    must(plan.maximum_duration.is_some_and(|span| span.seconds() > 0), FaultCode::NoMaximumDuration);
    if !plan.is_talk() {
        must(!plan.steady.is_empty(), FaultCode::NoSteadyState);
        must(!plan.on_backup.is_empty() && plan.passes > 0, FaultCode::NoBackupCheck);
        must(!longer_than_maximum(plan), FaultCode::LongerThanMaximum);
        must(plan.rpo.is_none() || plan.canary_every.is_some(), FaultCode::RpoNotMeasured);
        must(!plan.stops.is_empty(), FaultCode::NoStopCondition);
        for steady in &plan.steady {
            if steady.passes == 0 || matches!(steady.check, Check::Person { .. }) {
                let subject = Some(steady.title.clone());
                faults.push(Fault { code: FaultCode::SteadyWithoutNumber, step: None, subject });
            }
        }
    }
    for (number, step) in plan.steps.iter().enumerate() {
        faults.extend(step_faults(plan, number, step));
    }
    faults
}

/// Nothing but advice.
#[must_use]
pub fn may_be_scheduled(plan: &Plan) -> bool {
    faults(plan).iter().all(|fault| fault.code.is_advice())
}

fn step_faults(plan: &Plan, number: usize, step: &Step) -> Vec<Fault> {
    let mut codes = Vec::new();
    let mut must = |holds: bool, code: FaultCode| {
        if !holds {
            codes.push(code);
        }
    };
    must(named(step.owner.as_ref()), FaultCode::StepWithoutOwner);
    if !plan.is_talk() {
        let by_hand = matches!(step.act, Act::Manual { .. });
        let undo = step.undo.as_ref().and_then(|undo| undo.act());
        must(step.timeout.is_some_and(|span| span.seconds() > 0), FaultCode::StepWithoutTimeLimit);
        must(step.verify.is_some() || by_hand, FaultCode::StepWithoutVerification);
        let seen = !matches!(step.verify, Some(Check::Person { .. })) && (step.verify.is_some() || !by_hand);
        must(seen, FaultCode::SeenByPersonOnly);
        // What a person did by hand, a person can take back; what a program did needs a way back that is written down.
        must(step.undo.is_some() || by_hand, FaultCode::StepWithoutUndo);
        let undone_by_hand = matches!(undo, Some(Act::Manual { .. })) || (step.undo.is_none() && by_hand);
        must(!undone_by_hand, FaultCode::UndoneByHand);
        must(undo.is_none() || undone_by_hand || step.verify_undo.is_some(), FaultCode::UndoNotVerified);
        must([Some(&step.act), undo].into_iter().flatten().all(says_something), FaultCode::EmptyAct);
    }
    codes.into_iter().map(|code| Fault::at(code, number, step)).collect()
}

fn says_something(act: &Act) -> bool {
    match act {
        Act::Manual { .. } => true,
        Act::Command { arguments } => arguments.first().is_some_and(|program| !program.trim().is_empty()),
        Act::Http { url, .. } => !url.trim().is_empty(),
    }
}

fn named(name: Option<&String>) -> bool {
    name.is_some_and(|name| !name.trim().is_empty())
}

/// Every step may take its whole time twice: once forward, and once back.
fn longer_than_maximum(plan: &Plan) -> bool {
    let seconds = |span: Option<Span>| span.map_or(0, Span::seconds);
    let steps: u64 = plan.steps.iter().map(|step| seconds(step.timeout)).sum();
    plan.maximum_duration.is_some_and(|most| steps * 2 + plan.observe.seconds() > most.seconds())
}
