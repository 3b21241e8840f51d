//! A drill's journal as the journal of a run, and what such a journal says.

use ballast_core::{Code, Error, Place, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::export::{action, experiment};
use super::{EXTENSION, UNDO};
use crate::drill::event::Event;
use crate::drill::journal::{Damaged, Drill, Entry};
use crate::drill::plan::{Plan, Undo};
use crate::drill::progress::Fact;
use crate::drill::state::State;
use crate::measure::Moment;

/// The library whose journals this one is like.
const LIBRARY: &str = "1.44.0";

/// The journal of a run, with the experiment and our entries in its extension.
///
/// # Errors
/// The first entry that does not fit the plan.
pub fn journal(plan: &Plan, entries: &[Entry], description: &str) -> std::result::Result<Value, Damaged> {
    let drill = Drill::rebuild(plan.clone(), entries)?;
    let mut experiment = experiment(plan, description).experiment;
    if let Some(extension) = experiment.pointer_mut("/extensions/0").and_then(Value::as_object_mut) {
        extension.insert("journal".to_owned(), json!(entries));
    }
    let (status, deviated) = status(&drill);
    let first = entries.first().map(|entry| &entry.at);
    let last = entries.last().map(|entry| &entry.at);
    Ok(json!({
        "chaoslib-version": LIBRARY,
        "platform": EXTENSION,
        // Which computer it was is nobody else's business.
        "node": EXTENSION,
        "experiment": experiment,
        "start": first.map(time),
        "status": status,
        "deviated": deviated,
        "steady_states": {
            "before": steady(entries, State::Baseline),
            "after": steady(entries, State::Verify),
            "during": [],
        },
        "run": activities(plan, entries, Way::Forward),
        "rollbacks": activities(plan, entries, Way::Back),
        "end": last.map(time),
        "duration": first.zip(last).map_or(0.0, |(first, last)| seconds(first, last)),
    }))
}

/// Passed is completed; failed deviated, or failed where it never came to a switch; who could not tell was
/// interrupted or aborted.
fn status(drill: &Drill) -> (&'static str, bool) {
    match drill.state {
        State::SignedPass => ("completed", false),
        State::SignedFail if drill.progress.has(Fact::Blocked) => ("failed", false),
        State::SignedFail => ("completed", true),
        State::SignedInconclusive if !drill.progress.has(Fact::Crashed) => ("aborted", false),
        State::Cancelled => ("aborted", false),
        _ => ("interrupted", false),
    }
}

fn time(moment: &Moment) -> String {
    moment.wall.to_string()
}

#[allow(clippy::cast_precision_loss)]
fn seconds(from: &Moment, to: &Moment) -> f64 {
    from.until(to).milliseconds as f64 / 1000.0
}

fn steady(entries: &[Entry], state: State) -> Value {
    let met = entries.iter().rev().filter(|entry| entry.from == state).find_map(|entry| match entry.event {
        Event::WasSteady => Some(true),
        Event::WasNotSteady { .. } => Some(false),
        _ => None,
    });
    met.map_or(Value::Null, |met| json!({ "steady_state_met": met, "probes": [] }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Back,
}

/// Every act that was begun, in the order of the journal.
fn activities(plan: &Plan, entries: &[Entry], way: Way) -> Vec<Value> {
    let begun = |entry: &Entry| match (way, &entry.event) {
        (Way::Forward, Event::StepStarted { step, .. }) | (Way::Back, Event::UndoStarted { step }) => {
            Some(*step)
        }
        _ => None,
    };
    let mut activities = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(step) = begun(entry) else { continue };
        let rest = entries.get(at + 1..).unwrap_or_default();
        let end = rest.iter().find_map(|later| ended(later, step, way).map(|status| (later, status)));
        let mut run = json!({
            "activity": activity(plan, step, way),
            "output": null,
            "start": time(&entry.at),
            "status": end.map_or("aborted", |(_, status)| status),
        });
        if let (Some((later, _)), Some(fields)) = (end, run.as_object_mut()) {
            fields.insert("end".to_owned(), json!(time(&later.at)));
            fields.insert("duration".to_owned(), json!(seconds(&entry.at, &later.at)));
        }
        activities.push(run);
    }
    activities
}

fn ended(entry: &Entry, of: usize, way: Way) -> Option<&'static str> {
    match (way, &entry.event) {
        (Way::Forward, Event::StepVerified { step, .. }) | (Way::Back, Event::UndoVerified { step })
            if *step == of =>
        {
            Some("succeeded")
        }
        (Way::Forward, Event::StepFailed { step, .. }) | (Way::Back, Event::UndoFailed { step, .. })
            if *step == of =>
        {
            Some("failed")
        }
        _ => None,
    }
}

fn activity(plan: &Plan, number: usize, way: Way) -> Value {
    let Some(step) = plan.steps.get(number) else { return Value::Null };
    let undo = step.undo.as_ref().and_then(Undo::act);
    match way {
        Way::Forward => action(&step.title, &step.act, step.timeout),
        Way::Back => action(&format!("{UNDO}: {}", step.title), undo.unwrap_or(&step.act), step.timeout),
    }
}

/// What somebody else's run says about a pair. A person signs it, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Candidate {
    Pass,
    Fail,
    /// It was not healthy before anything was done.
    Blocked,
    Inconclusive,
}

/// Completed and not deviated may pass; deviated failed; failed was blocked if nothing had run yet, else it failed;
/// interrupted and aborted tell nothing.
///
/// # Errors
/// `invalid_file` for a status that is none.
pub fn candidate(journal: &Value) -> Result<Candidate> {
    let empty = |field: &str| journal.get(field).and_then(Value::as_array).is_none_or(Vec::is_empty);
    let deviated = journal.get("deviated").and_then(Value::as_bool).unwrap_or(false);
    match journal.get("status").and_then(Value::as_str) {
        Some("interrupted" | "aborted") => Ok(Candidate::Inconclusive),
        Some("completed" | "failed") if deviated => Ok(Candidate::Fail),
        Some("completed") => Ok(Candidate::Pass),
        Some("failed") if empty("run") => Ok(Candidate::Blocked),
        Some("failed") => Ok(Candidate::Fail),
        found => {
            let place = Place { field: Some("status".to_owned()), ..Place::default() };
            let error = Error::new(Code::InvalidFile).with("what", "chaos_journal").at(place);
            let error = error.with("found", found.unwrap_or_default());
            Err(error.allowed(["completed", "failed", "aborted", "interrupted"]))
        }
    }
}
