//! A drill in a world, with a crash at every entry of its journal: before it is written, after it, and after what
//! was done about it.

use proptest::prelude::*;

use super::example::{moment, plan};
use super::world::{Act, Trouble, World};
use crate::drill::event::{Effect, Event};
use crate::drill::journal::{Choice, Drill, Entry, Recovery, measured};
use crate::drill::progress::Fact;
use crate::drill::state::State;

/// Entries after which a drill that goes round in circles is given up.
const ENTRIES_MAX: u64 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Point {
    /// The event happened, and nobody wrote it down.
    BeforeEntry,
    /// It is written, and nothing was done about it.
    AfterEntry,
    /// What was to be done about it is done, and nobody wrote down what came of it.
    AfterAct,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Crash {
    entry: u64,
    point: Point,
}

/// The program: what it holds in memory is lost with a crash, the journal is not.
struct Run {
    world: World,
    journal: Vec<Entry>,
    /// Where crashes come, the last one first.
    crashes: Vec<Crash>,
    crashed: Vec<State>,
    trace: String,
}

impl Run {
    fn of(trouble: Trouble, choice: Choice, crashes: Vec<Crash>) -> Self {
        let trace = format!("{trouble:?} {choice:?} {crashes:?}");
        let world = World::new(&plan(), trouble, choice);
        let mut run = Self { world, journal: Vec::new(), crashes, crashed: Vec::new(), trace };
        run.write(&mut Drill::new(plan()), Event::Scheduled { at: moment(0).wall, operator: None });
        while !run.one_life() {
            assert!(run.journal.len() as u64 <= ENTRIES_MAX, "no end: {}", run.trace);
        }
        run.check();
        run
    }

    /// From a start of the program to its end or its crash. True: the drill is over.
    fn one_life(&mut self) -> bool {
        let written = serde_json::to_string(&self.journal).unwrap();
        let journal: Vec<Entry> = serde_json::from_str(&written).unwrap();
        let mut drill = Drill::rebuild(plan(), &journal).unwrap();
        let (mut effects, mut report) = match drill.after_restart() {
            Recovery::Nothing => return true,
            Recovery::Resume(effects) => (effects, None),
            Recovery::Report(event) => (Vec::new(), Some(event)),
        };
        loop {
            assert!(drill.written <= ENTRIES_MAX, "no end: {}", self.trace);
            let answer = report.take().or_else(|| self.act(&drill, &effects));
            let Some(event) = answer else { return drill.state.is_final() };
            let next = drill.written + 1;
            if self.crashes_at(next, Point::BeforeEntry, drill.state) {
                return false;
            }
            effects = self.write(&mut drill, event);
            if self.crashes_at(next, Point::AfterEntry, drill.state) {
                return false;
            }
            if self.has_crash(next, Point::AfterAct) {
                self.act(&drill, &effects);
                self.crashes_at(next, Point::AfterAct, drill.state);
                return false;
            }
        }
    }

    /// Effects in their order; the last answer counts, and somebody who wants to stop is heard first.
    fn act(&mut self, drill: &Drill, effects: &[Effect]) -> Option<Event> {
        if let Some(event) = self.world.wants_to_stop(drill.state)
            && drill.decide(event.clone(), moment(0), &[]).is_ok()
        {
            return Some(event);
        }
        let mut answer = None;
        for effect in effects {
            self.was_announced(effect);
            answer = self.world.perform(drill, effect);
        }
        answer
    }

    /// Nothing acts before the journal says that it will.
    fn was_announced(&self, effect: &Effect) {
        let newest = |wanted: &dyn Fn(&Event) -> bool| self.journal.iter().any(|entry| wanted(&entry.event));
        match effect {
            Effect::RunStep { step, .. } => {
                let started =
                    |event: &Event| matches!(event, Event::StepStarted { step: s, .. } if s == step);
                assert!(newest(&started), "step {step} acts in silence: {}", self.trace);
            }
            Effect::RunUndo { step, .. } => {
                let started = |event: &Event| matches!(event, Event::UndoStarted { step: s } if s == step);
                assert!(newest(&started), "undo {step} acts in silence: {}", self.trace);
            }
            _ => {}
        }
    }

    fn write(&mut self, drill: &mut Drill, event: Event) -> Vec<Effect> {
        let at = self.world.now(drill.state);
        let decision =
            drill.decide(event, at, &[]).unwrap_or_else(|illegal| panic!("{illegal:?}: {}", self.trace));
        self.journal.push(decision.entry.clone());
        drill.apply(&decision.entry).unwrap();
        decision.effects
    }

    fn has_crash(&self, entry: u64, point: Point) -> bool {
        self.crashes.last() == Some(&Crash { entry, point })
    }

    fn crashes_at(&mut self, entry: u64, point: Point, state: State) -> bool {
        let crashes = self.has_crash(entry, point);
        if crashes {
            self.crashes.pop();
            self.crashed.push(state);
        }
        crashes
    }

    fn drill(&self) -> Drill {
        Drill::rebuild(plan(), &self.journal).unwrap()
    }

    fn visited(&self, state: State) -> bool {
        self.journal.iter().any(|entry| entry.to == state)
    }

    /// What must be true at the end of every drill.
    fn check(&self) {
        let drill = self.drill();
        let trace = &self.trace;
        assert!(drill.state.is_final(), "{trace}");
        for crash in self.crashed.iter().filter(|state| state.moves_traffic()) {
            assert!(self.visited(State::Interrupted), "crash in {crash:?} not reported: {trace}");
        }
        self.undone_in_reverse();
        let stayed = drill.progress.has(Fact::Stayed);
        assert!(stayed || self.world.is_as_before(), "left behind {:?}: {trace}", self.world.in_effect);
        assert_eq!(self.visited(State::Stuck), self.world.instructed, "{trace}");
        if drill.state == State::SignedPass {
            let measured = measured(&drill.plan, &self.journal).unwrap();
            assert!(measured.rto.is_some() && measured.doubts.is_empty(), "{trace}");
            let Trouble { backup_flaps, abort_in, sleep_in, .. } = self.world.trouble;
            let harmless = Trouble { backup_flaps, abort_in, sleep_in, ..Trouble::default() };
            assert_eq!(self.world.trouble, harmless, "{trace}");
            let facts = [Fact::Slept, Fact::EndedEarly, Fact::Stuck, Fact::Stayed];
            assert!(!facts.iter().any(|fact| drill.progress.has(*fact)), "{trace}");
        }
    }

    /// Undone is only what was started, the last one first. A crash may do an act twice.
    fn undone_in_reverse(&self) {
        let started = |step: usize| {
            self.journal
                .iter()
                .any(|entry| matches!(entry.event, Event::StepStarted { step: s, .. } if s == step))
        };
        let mut undone: Vec<usize> = Vec::new();
        for act in &self.world.acts {
            match *act {
                Act::Do(step) => assert!(undone.is_empty(), "step {step} after an undo: {}", self.trace),
                Act::Undo(step) => undone.push(step),
            }
        }
        undone.dedup();
        assert!(undone.iter().all(|step| started(*step)), "{undone:?}: {}", self.trace);
        assert!(undone.windows(2).all(|two| two[0] > two[1]), "{undone:?}: {}", self.trace);
    }
}

fn troubles() -> Vec<Trouble> {
    let none = Trouble::default();
    let mut troubles = vec![
        none,
        Trouble { backup_dead: true, ..none },
        Trouble { backup_flaps: true, ..none },
        Trouble { undo_fails: Some(0), ..none },
        Trouble { undo_fails: Some(1), ..none },
        Trouble { undo_fails: Some(1), no_effect: Some(1), ..none },
        Trouble { no_effect: Some(0), ..none },
        Trouble { primary_does_not_come_back: true, ..none },
        Trouble { not_ready: true, ..none },
        Trouble { real_incident: true, ..none },
    ];
    for state in State::ALL {
        troubles.push(Trouble { abort_in: Some(state), ..none });
        troubles.push(Trouble { abort_in: Some(state), undo_fails: Some(0), ..none });
        troubles.push(Trouble { sleep_in: Some(state), ..none });
    }
    troubles
}

const CHOICES: [Choice; 3] = [Choice::ResumeForward, Choice::RollBack, Choice::DeclareStuck];
const POINTS: [Point; 3] = [Point::BeforeEntry, Point::AfterEntry, Point::AfterAct];

#[test]
fn every_drill_ends_as_it_must_when_nothing_crashes() {
    let end = |trouble| Run::of(trouble, Choice::RollBack, vec![]);
    let none = Trouble::default();
    let clean = end(none);
    assert_eq!(clean.drill().state, State::SignedPass);
    assert_eq!(clean.world.acts, [Act::Do(0), Act::Do(1), Act::Undo(1), Act::Undo(0)]);
    assert_eq!(end(Trouble { backup_flaps: true, ..none }).drill().state, State::SignedPass);
    let dead = end(Trouble { backup_dead: true, ..none });
    // The first step leaves nobody serving: it alone is undone.
    assert_eq!(dead.world.acts, [Act::Do(0), Act::Undo(0)]);
    assert_eq!(dead.drill().state, State::SignedFail);
    let idle = end(Trouble { no_effect: Some(1), ..none });
    assert_eq!(idle.world.acts, [Act::Do(0), Act::Do(1), Act::Undo(1), Act::Undo(0)]);
    assert_eq!(idle.drill().state, State::SignedFail);
    for stuck in
        [Trouble { undo_fails: Some(0), ..none }, Trouble { primary_does_not_come_back: true, ..none }]
    {
        let run = end(stuck);
        assert!(run.visited(State::Stuck) && run.drill().state == State::SignedFail);
    }
    assert!(end(Trouble { primary_does_not_come_back: true, ..none }).visited(State::Stay));
    assert!(end(Trouble { real_incident: true, ..none }).visited(State::Stay));
    let blocked = end(Trouble { not_ready: true, ..none });
    assert_eq!((blocked.drill().state, blocked.world.acts.len()), (State::SignedFail, 0));
}

#[test]
fn stop_is_heard_in_every_state_and_undoes_what_was_started() {
    for state in State::ALL {
        let run = Run::of(Trouble { abort_in: Some(state), ..Trouble::default() }, Choice::RollBack, vec![]);
        let ended = run.drill().state;
        let expected = match state {
            State::Scheduled | State::Preflight | State::Armed => State::Cancelled,
            State::Baseline | State::Switching | State::OnBackup => State::SignedFail,
            // It is on its way back already, or over.
            _ => State::SignedPass,
        };
        assert_eq!(ended, expected, "stop in {state:?}");
        let undone = run.world.acts.iter().filter(|act| matches!(act, Act::Undo(_))).count();
        assert_eq!(undone * 2, run.world.acts.len(), "stop in {state:?}");
    }
}

#[test]
fn a_drill_that_slept_while_it_measured_never_passes() {
    for state in State::ALL {
        let run = Run::of(Trouble { sleep_in: Some(state), ..Trouble::default() }, Choice::RollBack, vec![]);
        // States that a clean drill comes through.
        let measured =
            [State::Baseline, State::Switching, State::OnBackup, State::SwitchingBack, State::Verify];
        let expected = if measured.contains(&state) { State::SignedFail } else { State::SignedPass };
        assert_eq!(run.drill().state, expected, "slept in {state:?}");
        assert_eq!(run.drill().progress.has(Fact::Slept), measured.contains(&state));
    }
}

#[test]
fn a_crash_at_any_entry_is_resumed_or_reported() {
    let mut lives = 0;
    for trouble in troubles() {
        let length = Run::of(trouble, Choice::RollBack, vec![]).journal.len() as u64;
        for entry in 2..=length {
            for point in POINTS {
                for choice in CHOICES {
                    let run = Run::of(trouble, choice, vec![Crash { entry, point }]);
                    assert_eq!(run.crashed.len(), 1, "it did not crash: {}", run.trace);
                    lives += 1;
                }
            }
        }
    }
    assert!(lives > 5_000, "{lives} crashes show little");
}

/// A second crash after each first one, wherever it leads.
#[test]
fn two_crashes_are_as_good_as_one() {
    let none = Trouble::default();
    for trouble in [none, Trouble { undo_fails: Some(0), ..none }, Trouble { no_effect: Some(1), ..none }] {
        for first in 2..=14 {
            for point in POINTS {
                for choice in CHOICES {
                    let once = Run::of(trouble, choice, vec![Crash { entry: first, point }]);
                    for entry in first + 1..=once.journal.len() as u64 {
                        let second = Crash { entry, point: Point::AfterAct };
                        let run = Run::of(trouble, choice, vec![second, Crash { entry: first, point }]);
                        assert_eq!(run.crashed.len(), 2, "it did not crash: {}", run.trace);
                    }
                }
            }
        }
    }
}

fn step() -> impl Strategy<Value = Option<usize>> {
    prop::option::weighted(0.3, 0usize..2)
}

fn state() -> impl Strategy<Value = Option<State>> {
    prop::option::weighted(0.4, prop::sample::select(State::ALL.to_vec()))
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let rarely = || prop::bool::weighted(0.15);
    let flags = (rarely(), rarely(), rarely(), rarely(), rarely());
    (flags, step(), step(), state(), state()).prop_map(
        |(flags, undo_fails, no_effect, abort_in, sleep_in)| {
            let (backup_dead, backup_flaps, primary_does_not_come_back, not_ready, real_incident) = flags;
            Trouble {
                backup_dead,
                backup_flaps,
                undo_fails,
                no_effect,
                primary_does_not_come_back,
                abort_in,
                sleep_in,
                not_ready,
                real_incident,
            }
        },
    )
}

proptest! {
    /// All of it at once, and crash after crash. A failure prints its seed.
    #[test]
    fn whatever_goes_wrong_together_ends_and_leaves_nothing(
        trouble in trouble(), choice in prop::sample::select(CHOICES.to_vec()),
        gaps in prop::collection::vec((1u64..8, prop::sample::select(POINTS.to_vec())), 0..6),
    ) {
        let mut entry = 1;
        let mut crashes: Vec<Crash> = gaps.into_iter().map(|(gap, point)| {
            entry += gap;
            Crash { entry, point }
        }).collect();
        crashes.reverse();
        Run::of(trouble, choice, crashes);
    }
}
