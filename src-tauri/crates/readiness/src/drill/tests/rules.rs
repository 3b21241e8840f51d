//! What the machine refuses, and what it says.

use ballast_core::Span;

use super::example::{cannot_tell, debrief, items, moment, plan};
use crate::drill::event::{Effect, Event, Failed, Illegal, Mark, Serving};
use crate::drill::faults::FaultCode;
use crate::drill::instructions::{InstructionCode, instructions};
use crate::drill::journal::{Choice, Damaged, Drill, Entry, Problem, Recovery, measured};
use crate::drill::machine::Claim;
use crate::drill::operator::Turned;
use crate::drill::plan::{Act, Undo};
use crate::drill::review::{FoundCode, Obstacle, found};
use crate::drill::state::State;
use crate::estimate::Outcome;

/// A drill and its journal, one entry a minute unless said otherwise.
struct Course {
    drill: Drill,
    journal: Vec<Entry>,
    second: u64,
}

impl Course {
    fn new() -> Self {
        let mut course = Self { drill: Drill::new(plan()), journal: Vec::new(), second: 0 };
        course.on(Event::Scheduled { at: moment(0).wall, operator: Some("ben".into()) });
        course.on(Event::WindowOpened);
        course.on(Event::PreflightPassed { items: items(true) });
        course
    }

    fn switching() -> Self {
        let mut course = Self::new();
        course.on(started("ben", Some("mara")));
        course.on(Event::WasSteady);
        course
    }

    fn reviewed() -> Self {
        let mut course = Self::switching();
        course.forward(0);
        course.forward(1);
        course.on(Event::WorksOnBackup { first_pass: moment(course.second) });
        course.on(Event::ObservedEnough);
        course.undo(1);
        course.undo(0);
        course.on(Event::WorksOnPrimary);
        course.on(Event::WasSteady);
        course
    }

    fn on(&mut self, event: Event) -> Vec<Effect> {
        self.second += 60;
        self.at(self.second, event)
    }

    fn at(&mut self, second: u64, event: Event) -> Vec<Effect> {
        self.second = second;
        let decision = self.drill.decide(event, moment(second), &[]).unwrap();
        self.drill.apply(&decision.entry).unwrap();
        self.journal.push(decision.entry);
        decision.effects
    }

    fn refused(&self, event: Event) -> Illegal {
        self.drill.decide(event, moment(self.second), &[]).unwrap_err()
    }

    fn forward(&mut self, step: usize) {
        self.on(Event::StepStarted { step, by: "ben".into() });
        self.on(Event::StepDone { step });
        self.on(Event::StepVerified { step, serving: Serving { primary: false, backup: true } });
    }

    fn undo(&mut self, step: usize) {
        self.on(Event::UndoStarted { step });
        self.on(Event::UndoDone { step });
        self.on(Event::UndoVerified { step });
    }
}

fn started(operator: &str, second: Option<&str>) -> Event {
    let consented = plan().commands().iter().map(|command| command.to_vec()).collect();
    Event::Started {
        keys: Turned { operator: operator.to_owned(), second: second.map(str::to_owned) },
        consented,
    }
}

fn signed(result: Outcome, by: &str) -> Event {
    let debrief = if result == Outcome::Pass { debrief() } else { cannot_tell() };
    Event::Signed { result, by: by.to_owned(), debrief }
}

#[test]
fn a_faulty_plan_is_not_scheduled() {
    let mut faulty = plan();
    faulty.steps[0].undo = None;
    faulty.canary_every = None;
    let drill = Drill::new(faulty);
    let refused = drill.decide(Event::Scheduled { at: moment(0).wall, operator: None }, moment(0), &[]);
    assert_eq!(refused.unwrap_err(), Illegal::PlanFaulty { faults: vec![FaultCode::StepWithoutUndo] });
}

#[test]
fn no_two_drills_touch_one_pair() {
    let mut scheduled = Drill::new(plan());
    let event = Event::Scheduled { at: moment(0).wall, operator: None };
    scheduled.apply(&scheduled.decide(event, moment(0), &[]).unwrap().entry).unwrap();
    let claim = |pair: &str, state| [Claim { drill: "other".into(), pair: pair.into(), state }];
    for state in State::ALL {
        let busy = scheduled.decide(Event::WindowOpened, moment(1), &claim("payments", state));
        assert_eq!(busy.is_err(), state.holds_pair(), "{state:?}");
        assert!(scheduled.decide(Event::WindowOpened, moment(1), &claim("mail", state)).is_ok());
    }
    assert!(State::Stay.holds_pair() && State::Interrupted.holds_pair() && !State::Blocked.holds_pair());
    let busy = scheduled.decide(Event::WindowOpened, moment(1), &claim("payments", State::Stuck));
    assert_eq!(busy.unwrap_err(), Illegal::PairBusy { drill: "other".into() });
    // A blocked drill has let go of the pair, and asks again before it goes on.
    let mut blocked = Course::new();
    blocked.on(started("ben", None));
    blocked.on(Event::WasNotSteady { subjects: vec![] });
    let again = blocked.drill.decide(
        Event::Cleared { by: "ben".into() },
        moment(9),
        &claim("payments", State::Armed),
    );
    assert!(again.is_err());
    assert!(
        blocked
            .drill
            .decide(Event::Cleared { by: "ben".into() }, moment(9), &[blocked.drill.claim()])
            .is_ok()
    );
}

#[test]
fn commands_run_only_with_consent_to_each() {
    let course = Course::new();
    let Event::Started { keys, mut consented } = started("ben", Some("mara")) else {
        panic!("a start is an event of its own")
    };
    let removed = consented.remove(2);
    assert_eq!(
        course.refused(Event::Started { keys, consented }),
        Illegal::NotConsented { command: removed }
    );
}

#[test]
fn steps_go_in_order_and_are_seen_before_the_next() {
    let mut course = Course::switching();
    let start = |step| Event::StepStarted { step, by: "ben".into() };
    assert_eq!(course.refused(start(1)), Illegal::OutOfOrder { next: Some(0) });
    assert_eq!(course.refused(Event::StepDone { step: 0 }), Illegal::OutOfOrder { next: None });
    let effects = course.on(start(0));
    assert_eq!(effects, [Effect::RunStep { step: 0, key: "payments-q-0-do".into() }]);
    assert_eq!(course.refused(start(1)), Illegal::OutOfOrder { next: None });
    assert_eq!(course.on(Event::StepDone { step: 0 }), [Effect::VerifyStep { step: 0 }]);
    assert_eq!(course.refused(Event::WorksOnBackup { first_pass: moment(0) }), Illegal::StepsMissing);
    let serving = Serving { primary: true, backup: false };
    assert_eq!(course.on(Event::StepVerified { step: 0, serving }), [Effect::OfferStep { step: 1 }]);
    course.forward(1);
    assert_eq!(course.drill.state, State::Switching);
    let effects = course.on(Event::Aborted { by: "ben".into(), reason: "smoke".into() });
    assert_eq!(effects, [Effect::StopRunning, Effect::BeginUndo { step: 1 }]);
    assert_eq!(course.refused(Event::UndoStarted { step: 0 }), Illegal::OutOfOrder { next: Some(1) });
    assert_eq!(course.refused(Event::WorksOnPrimary), Illegal::NotUndone { step: 1 });
    course.undo(1);
    course.undo(0);
    course.on(Event::WorksOnPrimary);
    assert_eq!(course.drill.state, State::Verify);
}

#[test]
fn a_step_that_leaves_nobody_serving_is_undone_at_once() {
    let mut course = Course::switching();
    course.on(Event::StepStarted { step: 0, by: "ben".into() });
    course.on(Event::StepDone { step: 0 });
    course.on(Event::StepVerified { step: 0, serving: Serving { primary: false, backup: false } });
    assert_eq!(course.drill.state, State::Aborting);
    course.undo(0);
    course.on(Event::WorksOnPrimary);
}

#[test]
fn what_leaves_nothing_behind_is_not_undone() {
    let mut plan = plan();
    plan.steps[1].undo = Some(Undo::NotNeeded);
    let mut course = Course::switching();
    course.drill.plan = plan;
    course.forward(0);
    course.forward(1);
    let effects = course.on(Event::Aborted { by: "ben".into(), reason: "enough".into() });
    assert_eq!(effects, [Effect::StopRunning, Effect::BeginUndo { step: 0 }]);
}

#[test]
fn forward_after_a_crash_only_over_a_working_backup() {
    let mut course = Course::switching();
    course.forward(0);
    assert_eq!(course.drill.after_restart(), Recovery::Report(Event::ProgramCrashed));
    course.on(Event::ProgramCrashed);
    assert_eq!(course.drill.choices(), [Choice::RollBack, Choice::DeclareStuck]);
    let forward = |works| Event::ResumedForward { by: "ben".into(), works };
    assert_eq!(course.refused(forward(true)), Illegal::StepsMissing);
    let mut course = Course::switching();
    course.forward(0);
    course.forward(1);
    course.on(Event::ProgramCrashed);
    assert_eq!(course.drill.choices()[0], Choice::ResumeForward);
    assert_eq!(course.refused(forward(false)), Illegal::NotWorking);
    course.on(forward(true));
    assert_eq!(course.drill.state, State::OnBackup);
}

#[test]
fn a_pass_needs_somebody_else_and_everything_seen() {
    let course = Course::reviewed();
    let refused = |event| match course.refused(event) {
        Illegal::MayNotSign { obstacles } => obstacles,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(signed(Outcome::Pass, " Ben ")), [Obstacle::SignerIsOperator]);
    assert_eq!(refused(signed(Outcome::Pass, "")), [Obstacle::NoName]);
    let doubts = Event::Signed { result: Outcome::Pass, by: "mara".into(), debrief: cannot_tell() };
    assert_eq!(refused(doubts), [Obstacle::BackupDidNotKickIn]);
    let unanswered = Event::Signed { result: Outcome::Fail, by: "mara".into(), debrief: debrief() };
    assert_eq!(refused(unanswered), [Obstacle::QuestionsMissing]);
    assert!(course.drill.decide(signed(Outcome::Pass, "mara"), moment(9), &[]).is_ok());
    // Whoever took over has run it too.
    let mut taken = Course::switching();
    taken.on(Event::HandedOver { to: "Mara".into() });
    taken.on(Event::Aborted { by: "mara".into(), reason: "late".into() });
    taken.on(Event::WorksOnPrimary);
    taken.on(Event::WasSteady);
    let Illegal::MayNotSign { obstacles } = taken.refused(signed(Outcome::Pass, "mara")) else { panic!() };
    assert_eq!(obstacles, [Obstacle::SignerIsOperator, Obstacle::RtoNotMeasured, Obstacle::EndedEarly]);
    assert!(taken.drill.decide(signed(Outcome::Inconclusive, "cy"), moment(9), &[]).is_ok());
}

#[test]
fn what_takes_too_long_says_so() {
    let mut armed = Course::new();
    assert_eq!(armed.drill.overtime(&moment(armed.second + 900)), None);
    assert_eq!(armed.drill.overtime(&moment(armed.second + 901)), Some(Event::ArmedTooLong));
    armed.on(started("ben", None));
    armed.on(Event::WasSteady);
    let began = armed.second;
    assert_eq!(armed.drill.overtime(&moment(began + 1_201)), Some(Event::SwitchTookTooLong));
    armed.on(Event::StepStarted { step: 0, by: "ben".into() });
    let late = |step| Some(Event::StepFailed { step, reason: Failed::TimedOut });
    assert_eq!(armed.drill.overtime(&moment(armed.second + 300)), None);
    assert_eq!(armed.drill.overtime(&moment(armed.second + 301)), late(0));
    armed.on(Event::StepDone { step: 0 });
    armed.on(Event::StepVerified { step: 0, serving: Serving { primary: true, backup: true } });
    armed.forward(1);
    armed.on(Event::WorksOnBackup { first_pass: moment(armed.second) });
    assert!(!armed.drill.observed_enough(&moment(armed.second + 599)));
    assert!(armed.drill.observed_enough(&moment(armed.second + 600)));
    // The whole drill has an hour from when it began to switch.
    assert_eq!(armed.drill.overtime(&moment(began + 3_600)), None);
    assert!(matches!(armed.drill.overtime(&moment(began + 3_601)), Some(Event::StopTripped { .. })));
    armed.on(Event::ObservedEnough);
    armed.on(Event::UndoStarted { step: 1 });
    let stuck = armed.drill.overtime(&moment(armed.second + 301)).unwrap();
    assert_eq!(stuck, Event::UndoFailed { step: 1, reason: Failed::TimedOut });
    armed.on(stuck);
    assert_eq!(armed.drill.state, State::Stuck);
}

/// The measurement of the design, as entries of a journal.
#[test]
fn the_published_measurement_comes_out_of_a_journal() {
    let mut course = Course::new();
    course.on(started("ben", Some("mara")));
    let ten = 3_600;
    course.at(ten, Event::WasSteady);
    course.at(ten + 100, Event::Marked { mark: Mark::Detected });
    course.at(ten + 240, Event::StepStarted { step: 0, by: "ben".into() });
    course.at(ten + 241, Event::StepDone { step: 0 });
    course.at(ten + 242, Event::StepVerified { step: 0, serving: Serving { primary: true, backup: true } });
    course.forward(1);
    course.at(ten + 720, Event::CanaryRead { written: moment(ten - 150) });
    course.at(ten + 721, Event::CanaryRead { written: moment(ten - 210) });
    course.at(ten + 722, Event::WorksOnBackup { first_pass: moment(ten + 690) });
    let measured = measured(&course.drill.plan, &course.journal).unwrap();
    let rto = measured.rto.clone().unwrap();
    assert_eq!(
        (rto.milliseconds, rto.detect, rto.decide, rto.switch),
        (690_000, Some(100_000), 140_000, 450_000)
    );
    assert_eq!(measured.rpo.as_ref().unwrap().milliseconds, 150_000);
    assert_eq!(found(&course.drill.plan, &course.drill.progress, &measured), []);
    let mut strict = plan();
    strict.rto = Some(Span::from_seconds(689));
    strict.rpo = Some(Span::from_seconds(149));
    let codes: Vec<FoundCode> =
        found(&strict, &course.drill.progress, &measured).iter().map(|found| found.code).collect();
    assert_eq!(codes, [FoundCode::RtoMissed, FoundCode::RpoMissed]);
    assert_eq!(super::super::journal::measured(&plan(), &course.journal[..3]), None);
}

#[test]
fn a_stuck_drill_prints_what_is_left_to_do_the_last_step_first() {
    let mut course = Course::switching();
    course.forward(0);
    course.forward(1);
    assert!(instructions(&course.drill).is_empty());
    course.on(Event::Aborted { by: "ben".into(), reason: "smoke".into() });
    course.on(Event::UndoStarted { step: 1 });
    let effects =
        course.on(Event::UndoFailed { step: 1, reason: Failed::Refused { answer: "exit 1".into() } });
    assert_eq!(effects, [Effect::ShowInstructions]);
    let lines = instructions(&course.drill);
    let codes: Vec<(InstructionCode, Option<usize>)> =
        lines.iter().map(|line| (line.code, line.step)).collect();
    assert_eq!(
        codes,
        [
            (InstructionCode::CallOwner, None),
            (InstructionCode::CallDeputy, None),
            (InstructionCode::UndoByHand, Some(1)),
            (InstructionCode::LookAtUndo, Some(1)),
            (InstructionCode::UndoByHand, Some(0)),
            (InstructionCode::LookAtUndo, Some(0)),
            (InstructionCode::LookAtSteady, None),
            (InstructionCode::Report, None),
        ]
    );
    assert_eq!(lines[2].act, Some(Act::Command { arguments: vec!["./queue".into(), "a".into()] }));
    course.on(Event::StayedOnBackup { by: "ben".into() });
    assert_eq!(instructions(&course.drill)[0].code, InstructionCode::NoBackupNow);
    // Later it goes back, and the undo that failed is tried again.
    assert_eq!(course.on(Event::SwitchedBackLater { by: "ben".into() }), [Effect::BeginUndo { step: 1 }]);
    course.undo(1);
    course.undo(0);
    course.on(Event::WorksOnPrimary);
}

#[test]
fn a_journal_that_does_not_fit_is_refused_where_it_breaks() {
    let journal = Course::reviewed().journal;
    let broken = |change: fn(&mut Vec<Entry>)| {
        let mut entries = journal.clone();
        change(&mut entries);
        Drill::rebuild(plan(), &entries).unwrap_err()
    };
    assert_eq!(
        broken(|entries| drop(entries.remove(3))),
        Damaged { sequence: 5, problem: Problem::Sequence }
    );
    assert_eq!(broken(|entries| entries[2].drill = "x".into()).problem, Problem::OtherDrill);
    assert_eq!(broken(|entries| entries[4].to = State::OnBackup).problem, Problem::State);
    assert_eq!(broken(|entries| entries[4].from = State::Armed).problem, Problem::State);
    let swapped = broken(|entries| {
        let event = entries[5].event.clone();
        entries[5].event = entries[6].event.clone();
        entries[6].event = event;
    });
    assert!(matches!(swapped, Damaged { sequence: 6, problem: Problem::Illegal(_) }), "{swapped:?}");
    let written = serde_json::to_string(&journal[0]).unwrap();
    assert!(serde_json::from_str::<Entry>(&written.replace("\"sequence\"", "\"number\"")).is_err());
}

#[test]
fn reasons_and_names_are_said() {
    let scheduled = Drill::rebuild(plan(), &Course::new().journal[..1]).unwrap();
    let cancel = Event::Cancelled { by: "ben".into(), reason: " ".into() };
    assert_eq!(scheduled.decide(cancel, moment(0), &[]).unwrap_err(), Illegal::TextMissing);
    let preflight = Drill::rebuild(plan(), &Course::new().journal[..2]).unwrap();
    let lists = [
        Event::PreflightPassed { items: items(false) },
        Event::PreflightFailed { items: items(true) },
        Event::PreflightPassed { items: vec![] },
    ];
    for event in lists {
        assert_eq!(preflight.decide(event, moment(0), &[]).unwrap_err(), Illegal::PreflightDiffers);
    }
    let illegal = preflight.decide(Event::WasSteady, moment(0), &[]).unwrap_err();
    assert_eq!(illegal, Illegal::NotHere { state: State::Preflight, event: "was_steady".into() });
}
