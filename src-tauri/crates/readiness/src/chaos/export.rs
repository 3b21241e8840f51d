//! A plan as an experiment.

use ballast_core::Span;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{EXTENSION, UNDO, VERIFY, VERIFY_UNDO};
use crate::drill::plan::{Act, Check, Plan, Step, Undo};

/// An experiment, and what of the plan it cannot do.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub experiment: Value,
    pub left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftOut {
    pub code: LeftOutCode,
    /// The title of a step or of a number.
    pub subject: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutCode {
    /// A look through a probe, a connection or a person: there is no such provider.
    CheckHasNoProvider,
    /// A step by hand is printed, and nobody is waited for.
    ManualStepIsPrinted,
    /// The undo is done by hand, so nothing undoes it there.
    UndoIsByHand,
    /// Healthy is looked at again before anything is undone, so its numbers must hold over the backup too.
    SteadyBeforeUndo,
}

/// A plan as an experiment that `chaos validate` and `chaos run` take. `description` is a sentence of the caller's
/// catalogue; it may not be empty.
#[must_use]
pub fn experiment(plan: &Plan, description: &str) -> Exported {
    let mut left_out = Vec::new();
    let probes: Vec<Value> = plan
        .steady
        .iter()
        .filter_map(|steady| probe(&steady.title, &steady.check, None, &mut left_out))
        .collect();
    let method: Vec<Value> = plan.steps.iter().flat_map(|step| forward(step, &mut left_out)).collect();
    // The last step is undone first.
    let rollbacks: Vec<Value> =
        plan.steps.iter().rev().flat_map(|step| backward(step, &mut left_out)).collect();
    if !probes.is_empty() && !rollbacks.is_empty() {
        left_out.push(LeftOut { code: LeftOutCode::SteadyBeforeUndo, subject: plan.title.clone() });
    }
    let experiment = json!({
        "version": "1.0.0",
        "title": plan.title,
        "description": description,
        "tags": [EXTENSION, plan.kind.as_str()],
        "runtime": { "rollbacks": { "strategy": "always" } },
        "extensions": [{
            "name": EXTENSION,
            "plan": plan,
            "left_out": left_out,
            "run_with": "--rollback-strategy=always",
        }],
        "steady-state-hypothesis": { "title": plan.title, "probes": probes },
        "method": method,
        "rollbacks": rollbacks,
    });
    Exported { experiment, left_out }
}

fn forward(step: &Step, left_out: &mut Vec<LeftOut>) -> Vec<Value> {
    if matches!(step.act, Act::Manual { .. }) {
        left_out.push(LeftOut { code: LeftOutCode::ManualStepIsPrinted, subject: step.title.clone() });
    }
    let mut activities = vec![action(&step.title, &step.act, step.timeout)];
    let name = format!("{VERIFY}: {}", step.title);
    activities.extend(step.verify.as_ref().and_then(|check| probe(&name, check, step.timeout, left_out)));
    activities
}

fn backward(step: &Step, left_out: &mut Vec<LeftOut>) -> Vec<Value> {
    let Some(undo) = step.undo.as_ref().and_then(Undo::act) else {
        if !step.leaves_nothing() {
            left_out.push(LeftOut { code: LeftOutCode::UndoIsByHand, subject: step.title.clone() });
        }
        return Vec::new();
    };
    if matches!(undo, Act::Manual { .. }) {
        left_out.push(LeftOut { code: LeftOutCode::UndoIsByHand, subject: step.title.clone() });
    }
    let mut activities = vec![action(&format!("{UNDO}: {}", step.title), undo, step.timeout)];
    let name = format!("{VERIFY_UNDO}: {}", step.title);
    activities
        .extend(step.verify_undo.as_ref().and_then(|check| probe(&name, check, step.timeout, left_out)));
    activities
}

/// An act as an activity. Also the journal names acts so.
pub(super) fn action(name: &str, act: &Act, timeout: Option<Span>) -> Value {
    let provider = match act {
        Act::Manual { instructions } => process(&["echo".to_owned(), instructions.clone()], timeout),
        Act::Command { arguments } => process(arguments, timeout),
        Act::Http { method, url, body, .. } => {
            let mut provider = http(method, url, timeout);
            if let (Some(body), Some(fields)) = (body, provider.as_object_mut()) {
                fields.insert("arguments".to_owned(), json!(body));
            }
            provider
        }
    };
    json!({ "type": "action", "name": name, "provider": provider })
}

fn probe(name: &str, check: &Check, timeout: Option<Span>, left_out: &mut Vec<LeftOut>) -> Option<Value> {
    let (provider, tolerance) = match check {
        Check::Http { method, url, status } => (http(method, url, timeout), json!(status)),
        Check::Command { arguments, exit } => (process(arguments, timeout), json!(exit)),
        Check::Tcp { .. } | Check::Probe { .. } | Check::Number { .. } | Check::Person { .. } => {
            left_out.push(LeftOut { code: LeftOutCode::CheckHasNoProvider, subject: name.to_owned() });
            return None;
        }
    };
    Some(json!({ "type": "probe", "name": name, "tolerance": tolerance, "provider": provider }))
}

fn process(arguments: &[String], timeout: Option<Span>) -> Value {
    let mut words = arguments.iter();
    let path = words.next().cloned().unwrap_or_default();
    let rest: Vec<&String> = words.collect();
    with_timeout(json!({ "type": "process", "path": path, "arguments": rest }), timeout)
}

fn http(method: &str, url: &str, timeout: Option<Span>) -> Value {
    with_timeout(json!({ "type": "http", "method": method, "url": url }), timeout)
}

fn with_timeout(mut provider: Value, timeout: Option<Span>) -> Value {
    if let (Some(timeout), Some(fields)) = (timeout, provider.as_object_mut()) {
        fields.insert("timeout".to_owned(), json!(timeout.seconds()));
    }
    provider
}
