//! Readiness and the cadence of drills as text.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use super::{duration, line};

pub(crate) fn estimate(report: &EstimateReport, messages: &Messages) {
    let (worked, tried) = (report.worked.to_string(), report.tried.to_string());
    let last = report.last_seconds.map(duration).unwrap_or_default();
    let has = match report.last_seconds {
        None => "none",
        Some(seconds) if seconds < 86_400 => "today",
        Some(_) => "some",
    };
    line(&messages.say(
        "estimate-history",
        [("worked", worked.as_str()), ("tried", tried.as_str()), ("last", last.as_str()), ("has", has)],
    ));
    let in_ten = report.in_ten.to_string();
    let id = if report.tried == 0 { "estimate-unproven" } else { "estimate-chance" };
    line(&messages.say(id, [("in_ten", in_ten.as_str())]));
}

pub(crate) fn cadence(report: &Cadence, messages: &Messages) {
    let (due, days) = (report.due.to_string(), report.days_left.unsigned_abs().to_string());
    let state = report.state.as_str();
    line(&messages.say(
        &format!("cadence-{state}"),
        [("due", due.as_str()), ("days", days.as_str()), ("quarter", report.quarter.as_str())],
    ));
    if !report.missed.is_empty() {
        line(&messages.say("cadence-missed", [("quarters", report.missed.join(", ").as_str())]));
    }
}
