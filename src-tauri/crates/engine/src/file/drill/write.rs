//! `[[drill]]` as it is written.

use ballast_readiness::drill::plan::{Act, Check, Step, Undo};
use ballast_readiness::drill::window::{BlockedDays, Day, Weekly, Windows};

use super::super::compare::{inline, list};
use super::super::provider_pair::{lines, written};
use super::super::write::{Sheet, quoted};
use super::{DAYS, NOT_NEEDED};
use crate::config::Drill;

pub(in crate::file) fn write(sheet: &mut Sheet<'_>, drill: &Drill) {
    sheet.text("id", Some(drill.id.as_str()));
    sheet.text("title", drill.title.as_deref());
    sheet.text("pair", Some(drill.pair.as_str()));
    sheet.text("kind", Some(drill.kind.as_str()));
    sheet.text("owner", drill.owner.as_deref());
    sheet.text("deputy", drill.deputy.as_deref());
    if let Some(passes) = drill.passes {
        sheet.raw("passes", &passes.to_string());
    }
    sheet.span("observe", drill.observe);
    sheet.span("maximum_switch", drill.maximum_switch);
    sheet.span("maximum_duration", drill.maximum_duration);
    if let Some(canary) = &drill.canary {
        let parts = [
            format!("every = {}", quoted(&canary.every.to_string())),
            format!("write = {}", inline(&parts_of(&canary.write))),
            format!("read = {}", inline(&parts_of(&canary.read))),
        ];
        sheet.raw("canary", &inline(&parts));
    }
    let steady = drill.steady.iter().map(|steady| {
        let mut parts = vec![format!("title = {}", quoted(&steady.title))];
        parts.extend(check_parts(sheet, drill, &steady.check));
        parts.push(format!("passes = {}", steady.passes));
        parts.extend(steady.within_milliseconds.map(|within| format!("within_milliseconds = {within}")));
        inline(&parts)
    });
    put(sheet, "steady", steady.collect());
    let on_backup = drill.on_backup.iter().map(|check| inline(&check_parts(sheet, drill, check)));
    put(sheet, "on_backup", on_backup.collect());
    let stops = drill.stops.iter().map(|stop| {
        let mut parts = vec![format!("title = {}", quoted(&stop.title))];
        parts.extend(check_parts(sheet, drill, &stop.check));
        parts.push(format!("failures = {}", stop.failures));
        inline(&parts)
    });
    put(sheet, "stops", stops.collect());
    let steps = drill.steps.iter().map(|step| inline(&step_parts(sheet, drill, step)));
    put(sheet, "steps", steps.collect());
    if drill.windows != Windows::default() {
        let text = window_parts(&drill.windows);
        sheet.raw("windows", &inline(&text));
    }
}

fn put(sheet: &mut Sheet<'_>, key: &str, entries: Vec<String>) {
    if !entries.is_empty() {
        sheet.raw(key, &lines(entries));
    }
}

fn step_parts(sheet: &Sheet<'_>, drill: &Drill, step: &Step) -> Vec<String> {
    let check = |check: &Check| inline(&check_parts(sheet, drill, check));
    let mut parts = vec![format!("title = {}", quoted(&step.title))];
    parts.extend(step.owner.as_deref().map(|owner| format!("owner = {}", quoted(owner))));
    match &step.act {
        Act::Manual { instructions } if instructions.is_empty() => parts.push("manual = true".to_owned()),
        Act::Manual { instructions } => parts.push(format!("manual = {}", quoted(instructions))),
        act => parts.push(format!("run = {}", inline(&parts_of(act)))),
    }
    let own_question = Check::Person { question: step.title.clone() };
    parts.extend(
        step.verify
            .as_ref()
            .filter(|one| **one != own_question)
            .map(|one| format!("verify = {}", check(one))),
    );
    parts.extend(step.undo.as_ref().map(|undo| match undo {
        Undo::By(act) => format!("undo = {}", inline(&parts_of(act))),
        Undo::NotNeeded => format!("undo = {}", quoted(NOT_NEEDED)),
    }));
    parts.extend(step.verify_undo.as_ref().map(|one| format!("verify_undo = {}", check(one))));
    parts.extend(step.timeout.map(|timeout| format!("timeout = {}", quoted(&timeout.to_string()))));
    parts
}

fn parts_of(act: &Act) -> Vec<String> {
    match act {
        Act::Manual { instructions } if instructions.is_empty() => vec!["manual = true".to_owned()],
        Act::Manual { instructions } => vec![format!("manual = {}", quoted(instructions))],
        Act::Command { arguments } => vec![format!("command = {}", list(arguments))],
        Act::Http { method, url, body, status } => {
            let mut parts = vec![format!("http = {}", quoted(url)), format!("method = {}", quoted(method))];
            parts.extend(body.as_deref().map(|body| format!("body = {}", quoted(body))));
            parts.push(format!("status = {status}"));
            parts
        }
    }
}

fn check_parts(sheet: &Sheet<'_>, drill: &Drill, check: &Check) -> Vec<String> {
    match check {
        Check::Http { url, status, .. } => {
            vec![format!("http = {}", quoted(url)), format!("expect = {{ status = {status} }}")]
        }
        Check::Tcp { address } => vec![format!("tcp = {}", quoted(address))],
        Check::Command { arguments, exit } => {
            let mut parts = vec![format!("command = {}", list(arguments))];
            parts.extend((*exit != 0).then(|| format!("expect = {{ exit_code = {exit} }}")));
            parts
        }
        Check::Person { question } => vec![format!("ask = {}", quoted(question))],
        Check::Probe { probe } | Check::Number { probe, .. } => match drill.looks.get(probe) {
            // Without the braces around it: it stands among other keys.
            Some(own) => {
                let text = written(sheet, own);
                vec![text.trim_start_matches("{ ").trim_end_matches(" }").to_owned()]
            }
            None => vec![format!("probe = {}", quoted(probe))],
        },
    }
}

fn window_parts(windows: &Windows) -> Vec<String> {
    let word = |day: &Day| DAYS.iter().find(|(_, one)| one == day).map_or("", |(word, _)| *word).to_owned();
    let weekly = |list_of: &[Weekly]| {
        let one = |weekly: &Weekly| {
            let days: Vec<String> = weekly.days.iter().map(word).collect();
            let (from, to) = (weekly.from.strftime("%H:%M"), weekly.to.strftime("%H:%M"));
            format!("{{ days = {}, from = \"{from}\", to = \"{to}\" }}", list(&days))
        };
        format!("[{}]", list_of.iter().map(one).collect::<Vec<_>>().join(", "))
    };
    let mut parts = Vec::new();
    if !windows.allowed.is_empty() {
        parts.push(format!("allowed = {}", weekly(&windows.allowed)));
    }
    if !windows.blocked_hours.is_empty() {
        parts.push(format!("blocked_hours = {}", weekly(&windows.blocked_hours)));
    }
    if !windows.blocked_days.is_empty() {
        let one = |days: &BlockedDays| {
            let reason = quoted(&days.reason);
            format!("{{ from = \"{}\", to = \"{}\", reason = {reason} }}", days.from, days.to)
        };
        let days: Vec<String> = windows.blocked_days.iter().map(one).collect();
        parts.push(format!("blocked_days = [{}]", days.join(", ")));
    }
    if !windows.holidays.is_empty() {
        let days: Vec<String> = windows.holidays.iter().map(ToString::to_string).collect();
        parts.push(format!("holidays = {}", list(&days)));
    }
    parts
}
