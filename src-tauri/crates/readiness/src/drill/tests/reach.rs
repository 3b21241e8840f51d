//! Every place that a drill of two steps can come to, enumerated, and what must hold in all of them.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::example::{cannot_tell, debrief, items, moment, plan};
use crate::drill::event::{Event, Failed, Mark, Serving};
use crate::drill::machine::{Case, outstanding};
use crate::drill::operator::Turned;
use crate::drill::plan::Plan;
use crate::drill::progress::{Fact, Progress, StepState};
use crate::drill::state::State;
use crate::estimate::Outcome;

type Node = (State, Progress);

/// The 45 ways out, as the design lists them: state, event, next state.
const EDGES: &str = "
    draft schedule scheduled
    scheduled open_window preflight
    scheduled cancel cancelled
    scheduled miss_window missed
    missed reschedule scheduled
    preflight all_pass armed
    preflight fail blocked
    preflight cancel cancelled
    blocked fixed preflight
    blocked cancel cancelled
    blocked record_as_failed review
    armed start baseline
    armed timeout preflight
    armed cancel cancelled
    baseline steady switching
    baseline not_steady blocked
    baseline abort review
    switching verified_on_backup on_backup
    switching step_failed aborting
    switching max_switch_time aborting
    switching abort aborting
    switching app_crash interrupted
    on_backup observed_enough switching_back
    on_backup guard_tripped aborting
    on_backup abort aborting
    on_backup app_crash interrupted
    on_backup real_incident stay
    switching_back verified_on_primary verify
    switching_back step_failed stuck
    switching_back app_crash interrupted
    aborting verified_on_primary verify
    aborting step_failed stuck
    aborting app_crash interrupted
    interrupted resume_forward on_backup
    interrupted roll_back aborting
    interrupted declare_stuck stuck
    stuck human_restored_primary verify
    stuck stay_on_backup stay
    stay owner_accepts_new_primary review
    stay later_switch_back switching_back
    verify steady review
    verify not_steady stuck
    review sign_pass signed_pass
    review sign_fail signed_fail
    review sign_inconclusive signed_inconclusive
";

/// The design's name of an event.
fn edge(event: &Event) -> &'static str {
    match event {
        Event::Scheduled { .. } => "schedule",
        Event::WindowOpened => "open_window",
        Event::WindowMissed => "miss_window",
        Event::Rescheduled { .. } => "reschedule",
        Event::Cancelled { .. } => "cancel",
        Event::PreflightPassed { .. } => "all_pass",
        Event::PreflightFailed { .. } => "fail",
        Event::Cleared { .. } => "fixed",
        Event::RecordedAsFailed { .. } => "record_as_failed",
        Event::Started { .. } => "start",
        Event::ArmedTooLong => "timeout",
        Event::WasSteady => "steady",
        Event::WasNotSteady { .. } => "not_steady",
        // A step after which nobody serves has failed; so has a way back without a primary.
        Event::StepFailed { .. }
        | Event::StepVerified { .. }
        | Event::UndoFailed { .. }
        | Event::PrimaryNotBack { .. } => "step_failed",
        Event::WorksOnBackup { .. } => "verified_on_backup",
        Event::SwitchTookTooLong => "max_switch_time",
        Event::ObservedEnough => "observed_enough",
        Event::StopTripped { .. } => "guard_tripped",
        Event::RealIncident { .. } => "real_incident",
        Event::WorksOnPrimary => "verified_on_primary",
        Event::Aborted { .. } => "abort",
        Event::ProgramCrashed => "app_crash",
        Event::ResumedForward { .. } => "resume_forward",
        Event::RolledBack { .. } => "roll_back",
        Event::DeclaredStuck { .. } => "declare_stuck",
        Event::PrimaryRestored { .. } => "human_restored_primary",
        Event::StayedOnBackup { .. } => "stay_on_backup",
        Event::BackupAccepted { .. } => "owner_accepts_new_primary",
        Event::SwitchedBackLater { .. } => "later_switch_back",
        Event::Signed { result: Outcome::Pass, .. } => "sign_pass",
        Event::Signed { result: Outcome::Fail, .. } => "sign_fail",
        Event::Signed { result: Outcome::Inconclusive, .. } => "sign_inconclusive",
        _ => "none",
    }
}

/// Every event, with every choice in it that the machine looks at.
pub fn events(plan: &Plan) -> Vec<Event> {
    let by = || "ben".to_owned();
    let text = || "because".to_owned();
    let at = moment(0).wall;
    let consented = plan.commands().iter().map(|command| command.to_vec()).collect();
    let keys = Turned { operator: "ben".into(), second: Some("mara".into()) };
    let mut events = vec![
        Event::Scheduled { at, operator: None },
        Event::WindowOpened,
        Event::WindowMissed,
        Event::Rescheduled { at, reason: text() },
        Event::Cancelled { by: by(), reason: text() },
        Event::PreflightPassed { items: items(true) },
        Event::PreflightFailed { items: items(false) },
        Event::Cleared { by: by() },
        Event::RecordedAsFailed { by: by() },
        Event::Started { keys, consented },
        Event::ArmedTooLong,
        Event::WasSteady,
        Event::WasNotSteady { subjects: vec![] },
        Event::WorksOnBackup { first_pass: moment(0) },
        Event::SwitchTookTooLong,
        Event::ObservedEnough,
        Event::StopTripped { subject: text() },
        Event::RealIncident { by: by() },
        Event::WorksOnPrimary,
        Event::PrimaryNotBack { subjects: vec![] },
        Event::Aborted { by: by(), reason: text() },
        Event::ProgramCrashed,
        Event::ResumedForward { by: by(), works: true },
        Event::ResumedForward { by: by(), works: false },
        Event::RolledBack { by: by() },
        Event::DeclaredStuck { by: by() },
        Event::PrimaryRestored { by: by() },
        Event::StayedOnBackup { by: by() },
        Event::BackupAccepted { by: by() },
        Event::SwitchedBackLater { by: by() },
        Event::Marked { mark: Mark::Detected },
        Event::CanaryRead { written: moment(0) },
        Event::Noted { by: by(), text: text() },
    ];
    for step in 0..=plan.steps.len() {
        events.push(Event::StepStarted { step, by: by() });
        events.push(Event::StepDone { step });
        events.push(Event::StepFailed { step, reason: Failed::TimedOut });
        events.push(Event::UndoStarted { step });
        events.push(Event::UndoDone { step });
        events.push(Event::UndoVerified { step });
        events.push(Event::UndoFailed { step, reason: Failed::NoEffect });
        for (primary, backup) in [(false, false), (true, false), (false, true)] {
            events.push(Event::StepVerified { step, serving: Serving { primary, backup } });
        }
    }
    for result in [Outcome::Pass, Outcome::Fail, Outcome::Inconclusive] {
        for signer in ["ben", "mara"] {
            for debrief in [debrief(), cannot_tell()] {
                events.push(Event::Signed { result, by: signer.into(), debrief });
            }
        }
    }
    events
}

struct Graph {
    edges: HashMap<Node, Vec<(Event, Node)>>,
}

impl Graph {
    /// Everything that can be reached from a plan. Sleep is no event: it may come wherever something is measured.
    fn explore(plan: &Plan) -> Self {
        let events = events(plan);
        let start = (State::Draft, Progress::new(plan));
        let mut edges: HashMap<Node, Vec<(Event, Node)>> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            if edges.contains_key(&node) {
                continue;
            }
            let (state, progress) = &node;
            let case = Case { plan, progress, claims: &[] };
            let mut out = Vec::new();
            for event in &events {
                let Ok((next, _)) = state.on(event, &case) else { continue };
                let mut after = progress.after(event, next);
                out.push((event.clone(), (next, after.clone())));
                if state.is_measured() && *event == Event::WasSteady {
                    after.facts.insert(Fact::Slept);
                    out.push((event.clone(), (next, after)));
                }
            }
            queue.extend(out.iter().map(|(_, next)| next.clone()));
            edges.insert(node, out);
        }
        Self { edges }
    }

    fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.edges.keys()
    }

    fn reach<'a>(&'a self, from: Vec<&'a Node>, through: impl Fn(State) -> bool) -> HashSet<&'a Node> {
        let mut seen: HashSet<&Node> = HashSet::new();
        let mut queue = VecDeque::from(from);
        while let Some(node) = queue.pop_front() {
            if seen.insert(node) {
                queue.extend(self.edges[node].iter().map(|(_, next)| next).filter(|next| through(next.0)));
            }
        }
        seen
    }

    /// Nodes from which a node that `is` can be reached.
    fn can_reach(&self, is: impl Fn(State) -> bool) -> HashSet<&Node> {
        let mut back: HashMap<&Node, Vec<&Node>> = HashMap::new();
        for (node, out) in &self.edges {
            for (_, next) in out {
                back.entry(next).or_default().push(node);
            }
        }
        let mut seen: HashSet<&Node> = HashSet::new();
        let mut queue: VecDeque<&Node> = self.nodes().filter(|node| is(node.0)).collect();
        while let Some(node) = queue.pop_front() {
            if seen.insert(node) {
                queue.extend(back.get(node).into_iter().flatten());
            }
        }
        seen
    }
}

#[test]
fn what_the_design_says_holds_in_every_place_that_can_be_reached() {
    let plan = plan();
    let graph = Graph::explore(&plan);
    the_edges_are_those_of_the_design(&graph);
    the_five_invariants_hold(&graph, &plan);
    a_pass_is_a_way_there_and_back(&graph);
    undo_is_the_reverse_of_what_was_started(&graph);
    nothing_ends_in_silence(&graph, &plan);
}

fn the_edges_are_those_of_the_design(graph: &Graph) {
    let name = |state: State| serde_json::to_value(state).unwrap().as_str().unwrap().to_owned();
    let mut found = BTreeSet::new();
    for ((state, _), out) in &graph.edges {
        for (event, (next, _)) in out.iter().filter(|(_, (next, _))| next != state) {
            found.insert(format!("{} {} {}", name(*state), edge(event), name(*next)));
        }
    }
    let expected: BTreeSet<String> =
        EDGES.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    assert_eq!(expected.len(), 45);
    assert_eq!(found, expected);
    let states: BTreeSet<State> = graph.nodes().map(|node| node.0).collect();
    assert_eq!(states, BTreeSet::from(State::ALL));
}

fn the_five_invariants_hold(graph: &Graph, plan: &Plan) {
    let switching: Vec<&Node> = graph.nodes().filter(|node| node.0 == State::Switching).collect();
    let astray = graph.reach(switching, |state| state != State::Verify && state != State::Stay);
    assert!(astray.iter().all(|node| !node.0.is_final()), "I1: the end without a look or a decision to stay");
    for ((state, _), out) in &graph.edges {
        let signs = out.iter().any(|(_, next)| next.0 == State::SignedPass);
        assert!(!signs || *state == State::Review, "I2: passed from {state:?}");
    }
    let start = (State::Draft, Progress::new(plan));
    let start = graph.edges.get_key_value(&start).unwrap().0;
    for needed in [State::Armed, State::Baseline] {
        let without = graph.reach(vec![start], |state| state != needed);
        assert!(without.iter().all(|node| node.0 != State::Switching), "I3: switched without {needed:?}");
    }
    let way_back = graph.can_reach(|state| state == State::Verify);
    for node in graph.nodes().filter(|node| node.0.may_be_on_backup()) {
        assert!(way_back.contains(node), "I4: no way back from {node:?}");
    }
    for (node, out) in graph.edges.iter().filter(|(node, _)| node.0.moves_traffic()) {
        let crashes =
            out.iter().any(|(event, next)| *event == Event::ProgramCrashed && next.0 == State::Interrupted);
        assert!(crashes, "I5: no crash in {node:?}");
    }
}

fn a_pass_is_a_way_there_and_back(graph: &Graph) {
    let mut passes = 0;
    for ((_, progress), out) in &graph.edges {
        for (event, _) in out.iter().filter(|(_, next)| next.0 == State::SignedPass) {
            passes += 1;
            assert_eq!(progress.steady_after, Some(true));
            assert!(progress.steps.iter().all(|state| *state == StepState::Undone), "{progress:?}");
            assert!(progress.has(Fact::WorkedOnBackup));
            for fact in [Fact::Slept, Fact::EndedEarly, Fact::UndoFailed, Fact::Stuck, Fact::Stayed] {
                assert!(!progress.has(fact), "{fact:?}");
            }
            assert!(matches!(event, Event::Signed { by, .. } if by == "mara"), "{event:?}");
        }
    }
    assert!(passes > 0);
}

fn undo_is_the_reverse_of_what_was_started(graph: &Graph) {
    for (state, progress) in graph.nodes() {
        let going_back = |state: &StepState| {
            !matches!(
                state,
                StepState::Untouched | StepState::Started | StepState::Done | StepState::Verified
            )
        };
        if let Some(first) = progress.steps.iter().position(going_back) {
            for later in &progress.steps[first + 1..] {
                assert!(matches!(later, StepState::Untouched | StepState::Undone), "{progress:?}");
            }
        }
        // Without a hand, what is over is undone.
        let by_hand = progress.has(Fact::Stuck) || progress.has(Fact::Stayed);
        if matches!(state, State::Verify | State::Review) && !by_hand {
            let closed = |state: &StepState| matches!(state, StepState::Untouched | StepState::Undone);
            assert!(progress.steps.iter().all(closed), "{state:?} {progress:?}");
        }
    }
}

fn nothing_ends_in_silence(graph: &Graph, plan: &Plan) {
    let ends = graph.can_reach(State::is_final);
    for node in graph.nodes() {
        assert!(ends.contains(node), "no end from {node:?}");
        let asks = !outstanding(node.0, plan, &node.1).is_empty();
        assert!(asks || matches!(node.0, State::Draft | State::Missed), "{node:?} asks for nothing");
    }
}
