//! The schedule, the agent, pauses, what was given up on, and alerts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ballast_engine::agent::Stop;
use ballast_engine::contract::*;
use ballast_engine::{agent_exit_code, handlers};

use crate::arguments::{AlertCommand, DeadCommand, ScheduleCommand};
use crate::{Outcome, Output, print};

pub(crate) fn schedule(output: &Output, command: ScheduleCommand) -> Outcome {
    let host = &output.host;
    match command {
        ScheduleCommand::Next { line, timezone, from, count } => {
            let report = handlers::schedule_next(host, ScheduleNextRequest { line, timezone, from, count })?;
            output.answer(&report, print::schedule::next);
        }
        ScheduleCommand::Status => {
            let report = handlers::schedule_status(host, Nothing {})?;
            output.answer(&report, |report| print::schedule::status(report, &host.messages));
        }
        ScheduleCommand::List => {
            let report = handlers::schedule_lines(host, Nothing {})?;
            output.answer(&report, |report| print::schedule::lines(report, &host.messages));
        }
        ScheduleCommand::Set { control, line, level } => {
            let report = handlers::schedule_set(host, ScheduleSetRequest { control, level, line })?;
            output.answer(&report, |report| print::schedule::lines(report, &host.messages));
        }
        ScheduleCommand::Calendar { from, days } => {
            let report = handlers::schedule_calendar(host, CalendarRequest { from, days })?;
            output.answer(&report, |report| print::schedule::calendar(report, &host.messages));
        }
    }
    Ok(0)
}

pub(crate) fn pause(output: &Output, control: Option<String>, until: String, reason: String) -> Outcome {
    let report = handlers::pause(&output.host, PauseRequest { control, until, reason })?;
    output.answer(&report, |report| print::schedule::pauses(report, &output.host.messages));
    Ok(0)
}

pub(crate) fn resume(output: &Output, control: Option<String>) -> Outcome {
    let report = handlers::resume(&output.host, ResumeRequest { control })?;
    output.answer(&report, |report| print::schedule::pauses(report, &output.host.messages));
    Ok(0)
}

pub(crate) fn dead(output: &Output, command: DeadCommand) -> Outcome {
    let host = &output.host;
    match command {
        DeadCommand::List => {
            let report = handlers::dead_list(host, Nothing {})?;
            output.answer(&report, |report| print::schedule::dead(report, &host.messages));
            Ok(0)
        }
        DeadCommand::Retry { id } => {
            let report = handlers::dead_retry(host, DeadId { id })?;
            match &report.run {
                Some(run) => crate::follow::to_the_end(output, run),
                None => {
                    output.answer(&report, |report| print::line(&report.id));
                    Ok(0)
                }
            }
        }
        DeadCommand::Settle { id, reason } => {
            let report = handlers::dead_settle(host, DeadSettle { id, reason })?;
            output.answer(&report, |report| print::schedule::dead(report, &host.messages));
            Ok(0)
        }
    }
}

pub(crate) fn alert(output: &Output, command: AlertCommand) -> Outcome {
    let host = &output.host;
    match command {
        AlertCommand::List { limit } => {
            let report = handlers::alert_list(host, AlertListRequest { limit })?;
            output.answer(&report, |report| print::schedule::alerts(report, &host.messages));
            Ok(0)
        }
        AlertCommand::Test { way } => {
            let report = handlers::alert_test(host, AlertTestRequest { way })?;
            output.answer(&report, |report| print::schedule::test(report, &host.messages));
            // Nothing told nobody: that is not a test that passed.
            let arrived = !report.ways.is_empty() && report.ways.iter().all(|way| way.delivered);
            Ok(if arrived { 0 } else { 3 })
        }
    }
}

/// Runs the schedule. The first signal lets runs go on for a while, the second hands them back at once.
pub(crate) fn agent(output: &Output, once: bool) -> Outcome {
    let signals = Arc::new(AtomicU32::new(0));
    let heard = Arc::clone(&signals);
    let _ = ctrlc::set_handler(move || {
        heard.fetch_add(1, Ordering::Relaxed);
    });
    let stop = || match signals.load(Ordering::Relaxed) {
        0 => Stop::No,
        1 => Stop::Gently,
        _ => Stop::Now,
    };
    if !once && !output.quiet {
        print::note(&output.host.messages.say("agent-running", []));
    }
    let report = handlers::agent_until(&output.host, AgentRequest { once }, &stop)?;
    output.answer(&report, |report| print::schedule::agent(report, &output.host.messages, once));
    Ok(agent_exit_code(&report))
}

/// The systemd unit that runs the agent of this workspace.
pub(crate) fn unit(output: &Output) -> Outcome {
    let preferences = handlers::preferences(&output.host, Nothing {})?;
    output.answer(&preferences, |preferences| {
        print::line(preferences.agent_unit.as_deref().unwrap_or_default().trim_end());
    });
    Ok(0)
}
