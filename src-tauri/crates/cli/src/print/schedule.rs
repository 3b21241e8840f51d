//! The schedule and alerts as text.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;
use serde::Serialize;

use super::{day, duration, line, show, table};

/// The word of a closed set, as it is written in JSON.
fn name<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn what(messages: &Messages, kind: RunKind, level: Option<ballast_core::backup::Level>) -> String {
    match (kind, level) {
        (RunKind::Backup, _) => messages.say("job-backup", []),
        (RunKind::Compare | RunKind::Baseline, _) => messages.say("job-compare", []),
        (_, Some(level)) => messages.say(&format!("job-verify-{}", level.as_str()), []),
        (_, None) => messages.say("job-verify-restore", []),
    }
}

pub(crate) fn next(report: &ScheduleNextReport) {
    line(&format!("{} ({})", report.words, report.timezone));
    let zone = jiff::tz::TimeZone::get(&report.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    for at in &report.next {
        line(&format!("  {}  {at}", at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M")));
    }
}

pub(crate) fn status(report: &ScheduleStatus, messages: &Messages) {
    line(&messages.say(&format!("schedule-holder-{}", name(report.holder)), []));
    if report.state == PulseState::Stuck {
        line(&messages.say("schedule-stuck", []));
    }
    if let Some(pause) = &report.paused {
        line(&format!(
            "{}: {} ({})",
            messages.say("status-paused", []),
            pause.reason,
            day(Some(pause.until))
        ));
    }
    if let Some(next) = &report.next {
        let at = day(Some(next.at));
        let params = [("title", next.control.title.as_str()), ("at", at.as_str())];
        line(&messages.say("schedule-next", params));
    }
    let count = |id: &str, number: u32| {
        if number > 0 {
            line(&messages.say(id, [("count", number.to_string().as_str())]));
        }
    };
    count("schedule-missed", report.missed);
    count("schedule-dead", report.dead);
    if !report.waiting.is_empty() {
        let mut rows = table(&["waits", "what", "due (UTC)", "because"]);
        for job in &report.waiting {
            rows.add_row(vec![
                job.control.title.clone(),
                what(messages, job.kind, job.level),
                day(Some(job.slot)),
                messages.say(&format!("wait-{}", name(job.reason)), []),
            ]);
        }
        show(&rows);
    }
}

pub(crate) fn lines(report: &ScheduleLines, messages: &Messages) {
    let mut rows = table(&["control", "what", "when", "next (UTC)", "last run (UTC)", "kept", "missed"]);
    for scheduled in &report.lines {
        rows.add_row(vec![
            scheduled.control.title.clone(),
            what(messages, scheduled.kind, scheduled.level),
            scheduled.words.clone(),
            day(scheduled.next),
            day(scheduled.last_run_at),
            messages.say(&format!("punctuality-{}", name(scheduled.punctuality)), []),
            scheduled.missed.to_string(),
        ]);
    }
    show(&rows);
}

pub(crate) fn calendar(report: &Calendar, messages: &Messages) {
    let zone = jiff::tz::TimeZone::get(&report.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    for of_day in &report.days {
        let today = if of_day.date == report.today { " *" } else { "" };
        line(&format!("{}{today}", of_day.date));
        for entry in &of_day.entries {
            let time = entry.at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
            let times = if entry.count > 1 { format!(" x {}", entry.count) } else { String::new() };
            line(&format!(
                "  {time}  {:<12}  {}, {}{times}",
                name(entry.state),
                entry.control.title,
                what(messages, entry.kind, entry.level)
            ));
        }
    }
}

pub(crate) fn pauses(report: &Pauses, messages: &Messages) {
    if report.pauses.is_empty() {
        line(&messages.say("no-pauses", []));
        return;
    }
    let mut rows = table(&["paused", "until (UTC)", "reason", "by"]);
    for pause in &report.pauses {
        let control = pause.control.as_ref().map_or("*".to_owned(), |control| control.title.clone());
        rows.add_row(vec![control, day(Some(pause.until)), pause.reason.clone(), pause.person.clone()]);
    }
    show(&rows);
}

pub(crate) fn dead(report: &DeadList, messages: &Messages) {
    if report.letters.is_empty() {
        line(&messages.say("no-dead-letters", []));
        return;
    }
    let mut rows = table(&["id", "control", "what", "last (UTC)", "tries", "why"]);
    for letter in &report.letters {
        let about = match (letter.run_kind, letter.way) {
            (Some(kind), _) => what(messages, kind, letter.level),
            (None, Some(way)) => messages.say(&format!("alert-way-{}", name(way)), []),
            (None, None) => "-".to_owned(),
        };
        rows.add_row(vec![
            letter.id.clone(),
            letter.control.as_ref().map_or("-".to_owned(), |control| control.title.clone()),
            about,
            day(Some(letter.last_at)),
            letter.attempts.to_string(),
            letter.error.as_ref().map_or_else(String::new, |error| error.message.clone()),
        ]);
    }
    show(&rows);
}

pub(crate) fn alerts(report: &AlertList, messages: &Messages) {
    if report.entries.is_empty() {
        line(&messages.say("no-alerts", []));
        return;
    }
    let mut rows = table(&["at (UTC)", "way", "to", "state", "what"]);
    for entry in &report.entries {
        rows.add_row(vec![
            day(Some(entry.at)),
            messages.say(&format!("alert-way-{}", name(entry.way)), []),
            entry.target.clone(),
            name(entry.state),
            entry.subject.clone(),
        ]);
    }
    show(&rows);
}

pub(crate) fn test(report: &AlertTestReport, messages: &Messages) {
    if report.ways.is_empty() {
        line(&messages.say("no-ways", []));
        return;
    }
    let mut rows = table(&["way", "to", "arrived", "seconds", ""]);
    for way in &report.ways {
        rows.add_row(vec![
            messages.say(&format!("alert-way-{}", name(way.way)), []),
            way.target.clone(),
            if way.delivered { "yes" } else { "no" }.to_owned(),
            format!("{:.1}", way.seconds),
            way.error.as_ref().map_or_else(String::new, |error| format!("{} {}", error.message, error.hint)),
        ]);
    }
    show(&rows);
}

pub(crate) fn agent(report: &AgentReport, messages: &Messages, once: bool) {
    if let Some(holder) = report.held_by {
        line(&messages.say(&format!("schedule-holder-{}", name(holder)), []));
        return;
    }
    if !once {
        return;
    }
    let mut rows = table(&["run", "control", "what", "outcome", "took"]);
    for run in &report.runs {
        let outcome = run.verdict.map_or(run.state.as_str(), ballast_core::Verdict::as_str);
        let took = run.finished_at.map(|at| at.duration_since(run.started_at).as_secs());
        rows.add_row(vec![
            run.run.clone(),
            run.control.title.clone(),
            what(messages, run.kind, run.level),
            outcome.to_owned(),
            took.and_then(|seconds| u64::try_from(seconds).ok()).map_or("-".to_owned(), duration),
        ]);
    }
    show(&rows);
    let texts =
        [report.runs.len().to_string(), report.missed.to_string(), report.alerts_delivered.to_string()];
    let params = [("runs", texts[0].as_str()), ("missed", texts[1].as_str()), ("alerts", texts[2].as_str())];
    line(&messages.say("agent-once", params));
}
