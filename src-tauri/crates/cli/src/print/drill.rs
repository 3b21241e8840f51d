//! Failover drills for people.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;
use serde::Serialize;

use super::{line, note, show, table};

fn word_of<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn said<T: Serialize>(prefix: &str, value: &T, messages: &Messages) -> String {
    messages.say(&format!("{prefix}-{}", word_of(value)), [])
}

fn time(at: Option<jiff::Timestamp>) -> String {
    at.map_or("-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

fn seconds(milliseconds: Option<u64>) -> String {
    milliseconds.map_or("-".to_owned(), |ms| format!("{}.{} s", ms / 1000, ms % 1000 / 100))
}

pub(crate) fn list(list: &DrillList, messages: &Messages) {
    let known = [list.board.done, list.board.of, list.board.overdue].map(|number| number.to_string());
    let known = [
        ("quarter", list.quarter.as_str()),
        ("done", known[0].as_str()),
        ("of", known[1].as_str()),
        ("overdue", known[2].as_str()),
    ];
    line(&messages.say("drill-board", known));
    for row in &list.board.rows {
        let due = row.cadence.due.to_string();
        let state = said("cadence-state", &row.cadence.state, messages);
        let known = [("pair", row.title.as_str()), ("due", due.as_str()), ("state", state.as_str())];
        line(&format!("  {}", messages.say("drill-board-row", known)));
    }
    let mut rows = table(&["drill", "pair", "kind", "steps", "day"]);
    for drill in &list.drills {
        rows.add_row(vec![
            drill.id.clone(),
            drill.pair.title.clone(),
            said("drill-kind", &drill.kind, messages),
            drill.steps.to_string(),
            time(drill.scheduled_at),
        ]);
    }
    show(&rows);
    runs(&list.runs, messages);
}

fn runs(all: &[DrillSummary], messages: &Messages) {
    if all.is_empty() {
        return;
    }
    let mut rows = table(&["run", "drill", "state", "operator", "when", "RTO", "RPO"]);
    for run in all {
        rows.add_row(vec![
            run.run.clone(),
            run.drill.title.clone(),
            said("drill-state", &run.state, messages),
            run.operator.clone().unwrap_or_default(),
            time(Some(run.at)),
            seconds(run.rto_milliseconds),
            seconds(run.rpo_milliseconds),
        ]);
    }
    show(&rows);
}

/// The dry run: every step, every command, what must hold, and the phrase.
pub(crate) fn plan(plan: &DrillPlanView, messages: &Messages) {
    let kind = said("drill-kind", &plan.row.kind, messages);
    let known =
        [("title", plan.row.title.as_str()), ("pair", plan.row.pair.title.as_str()), ("kind", kind.as_str())];
    line(&messages.say("drill-plan-head", known));
    checks("drill-plan-steady", &plan.steady, messages);
    for (number, step) in plan.steps.iter().enumerate() {
        step_of(number + 1, step, messages);
    }
    checks("drill-plan-on-backup", &plan.on_backup, messages);
    checks("drill-plan-stops", &plan.stops, messages);
    for fault in &plan.faults {
        let step = fault.step.map_or_else(|| "-".to_owned(), |step| (step + 1).to_string());
        let subject = fault.subject.clone().unwrap_or_default();
        let id = format!("plan-fault-{}", word_of(&fault.code));
        line(&messages.say(&id, [("step", step.as_str()), ("subject", subject.as_str())]));
    }
    for item in &plan.preflight {
        preflight(item, messages);
    }
    if let Some(proposal) = &plan.proposal {
        let because = said("operator-because", &proposal.because, messages);
        let known = [("operator", proposal.operator.as_str()), ("because", because.as_str())];
        line(&messages.say("drill-plan-proposal", known));
    }
    line(&messages.say("drill-plan-window", [("at", time(plan.next_window).as_str())]));
    line(&messages.say("drill-plan-phrase", [("phrase", plan.phrase.as_str())]));
}

fn checks(head: &str, checks: &[CheckView], messages: &Messages) {
    if checks.is_empty() {
        return;
    }
    line(&messages.say(head, []));
    for check in checks {
        let title = if check.title == check.what { String::new() } else { format!("{}: ", check.title) };
        line(&format!("  {title}{}", check.what));
    }
}

fn step_of(number: usize, step: &PlanStep, messages: &Messages) {
    let owner = step.owner.clone().unwrap_or_else(|| "-".to_owned());
    let kind = said("step-kind", &step.kind, messages);
    line(&format!("{number}. {} ({kind}, {owner})", step.title));
    let limit = step.timeout_seconds.map(|seconds| format!("{seconds} s"));
    let nothing = step.leaves_nothing.then(|| messages.say("step-leaves-nothing", []));
    let parts = [
        ("step-act", (!step.act.is_empty()).then(|| step.act.clone())),
        ("step-verify", step.verify.clone()),
        ("step-undo", step.undo.clone().or(nothing)),
        ("step-verify-undo", step.verify_undo.clone()),
        ("step-limit", limit),
    ];
    for (head, text) in parts {
        if let Some(text) = text {
            line(&format!("   {}: {text}", messages.say(head, [])));
        }
    }
}

fn preflight(item: &PreflightItem, messages: &Messages) {
    let name = said("preflight", &item.code, messages);
    let holds = said("preflight-holds", &item.holds, messages);
    let subjects = item.subjects.join(", ");
    let about = if subjects.is_empty() { String::new() } else { format!(" ({subjects})") };
    line(&format!("  {holds}  {name}{about}"));
    for incident in &item.incidents {
        let known = [("id", incident.id.as_str()), ("title", incident.title.as_str())];
        line(&format!("       {}", messages.say(&format!("incident-{}", word_of(&incident.kind)), known)));
    }
}

/// What was written since the last look, as it happens.
pub(crate) fn news(view: &DrillView, shown: usize, quiet: bool, messages: &Messages) {
    if quiet {
        return;
    }
    for entry in view.journal.iter().skip(shown) {
        line(&journal_line(view, entry, messages));
        if matches!(entry.event.as_str(), "preflight_passed" | "preflight_failed") {
            for item in &view.preflight {
                preflight(item, messages);
            }
        }
    }
}

fn journal_line(view: &DrillView, entry: &JournalLine, messages: &Messages) -> String {
    let step = entry.step.and_then(|step| view.steps.get(step)).map(|step| step.title.clone());
    let more = [step, entry.by.clone(), entry.text.clone()];
    let more: Vec<String> = more.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let event = messages.say(&format!("drill-event-{}", entry.event), []);
    let at = entry.at.strftime("%H:%M:%S").to_string();
    if more.is_empty() { format!("{at}  {event}") } else { format!("{at}  {event}: {}", more.join(", ")) }
}

/// What a person may do now, where the drill waits for one.
pub(crate) fn offer(view: &DrillView, messages: &Messages) {
    let step = view.step.and_then(|step| view.steps.get(step));
    let title = step.map(|step| step.title.clone()).unwrap_or_default();
    let act = step.map(|step| step.act.clone()).unwrap_or_default();
    let known = [("step", title.as_str()), ("act", act.as_str()), ("run", view.run.as_str())];
    if view.acts.contains(&DrillAct::Next) {
        note(&messages.say("drill-offers-step", known));
    } else if view.acts.contains(&DrillAct::Confirm) {
        note(&messages.say("drill-waits-for-confirm", known));
    }
}

/// Where it stands, in one line.
pub(crate) fn stands(view: &DrillView, messages: &Messages) {
    let state = said("drill-state", &view.state, messages);
    let known = [("title", view.drill.title.as_str()), ("run", view.run.as_str()), ("state", state.as_str())];
    line(&messages.say("drill-stands", known));
}

/// Everything about a run.
pub(crate) fn view(view: &DrillView, messages: &Messages) {
    stands(view, messages);
    if !view.steps.is_empty() {
        let mut rows = table(&["", "step", "owner", "state"]);
        for (number, step) in view.steps.iter().enumerate() {
            rows.add_row(vec![
                (number + 1).to_string(),
                step.title.clone(),
                step.owner.clone().unwrap_or_default(),
                said("step-state", &step.state, messages),
            ]);
        }
        show(&rows);
    }
    let measured = &view.measured;
    let rto = seconds(measured.rto.as_ref().map(|rto| rto.milliseconds));
    let rpo = seconds(measured.rpo.as_ref().map(|rpo| rpo.milliseconds));
    let (to, po) = (said("drill-against", &view.rto, messages), said("drill-against", &view.rpo, messages));
    let known = [("rto", rto.as_str()), ("rto_against", &to), ("rpo", rpo.as_str()), ("rpo_against", &po)];
    line(&messages.say("drill-measured", known));
    for found in &view.found {
        let subject = found.subject.clone().unwrap_or_default();
        line(
            &messages.say(&format!("drill-found-{}", word_of(&found.code)), [("subject", subject.as_str())]),
        );
    }
    for (number, instruction) in view.instructions.iter().enumerate() {
        let subject = instruction.subject.clone().unwrap_or_default();
        let id = format!("instruction-{}", word_of(&instruction.code));
        line(&format!("{}. {}", number + 1, messages.say(&id, [("subject", subject.as_str())])));
        for text in
            [&instruction.act, &instruction.check].into_iter().flatten().filter(|text| !text.is_empty())
        {
            line(&format!("   {text}"));
        }
    }
    if let Some(signature) = &view.signature {
        let result = said("drill-outcome", &signature.result, messages);
        let at = time(Some(signature.at));
        let known = [("by", signature.by.as_str()), ("at", at.as_str()), ("result", result.as_str())];
        line(&messages.say("drill-signed", known));
    } else if view.state == DrillState::Review {
        line(&messages.say("drill-waits-for-signature", [("run", view.run.as_str())]));
    }
}

pub(crate) fn exported(exported: &DrillExported, messages: &Messages) {
    line(&exported.experiment);
    exported.journal.iter().for_each(|journal| line(journal));
    left_out(&exported.left_out, "drill-left-out", messages);
    line(&messages.say("drill-exported", []));
}

pub(crate) fn imported(imported: &DrillImported, messages: &Messages) {
    line(imported.toml.trim_end());
    left_out(&imported.notes, "drill-import", messages);
}

fn left_out(list: &[LeftOutStep], family: &str, messages: &Messages) {
    for left in list {
        note(&messages.say(&format!("{family}-{}", left.code), [("subject", left.subject.as_str())]));
    }
}
