//! The schedule: its lines, who runs it, pauses, and what was given up on.

use ballast_core::evidence::RecordKind;
use ballast_core::limits::NEXT_TIMES_MAX;
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Error, Result};
use ballast_store::Draft;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::invalid;
use crate::agent::{self, Stop};
use crate::config::Config;
use crate::contract::*;
use crate::engine::Engine;
use crate::host::Host;
use crate::people::user;
use crate::protect::save;
use crate::runner;
use crate::schedule::lines::job_of;
use crate::schedule::pause as pauses;
use crate::views::schedule as view;
use crate::words;

pub(super) fn parsed(line: &str) -> Result<Schedule> {
    line.parse().map_err(|error: ballast_core::schedule::BadSchedule| {
        Error::new(Code::InvalidCall)
            .with("what", "schedule")
            .with("found", line)
            .with("reason", error.reason)
            .allowed(["five fields: minute hour day-of-month month day-of-week, such as \"30 2 * * *\""])
    })
}

/// The workspace's clock, or this computer's.
fn now(host: &Host) -> Result<Timestamp> {
    match host.engine_if_any().ok().flatten() {
        Some(engine) => Ok(engine.now()),
        None => Ok(crate::clock::Clock::from_environment()?.now()),
    }
}

/// Today in the workspace's time zone, or in this computer's.
pub(super) fn today(host: &Host) -> Result<Date> {
    let zone = match host.engine_if_any().ok().flatten() {
        Some(engine) => engine.config()?.zone(),
        None => TimeZone::system(),
    };
    Ok(now(host)?.to_zoned(zone).date())
}

/// A line in plain words and its next times. Needs no workspace; in one, its time zone is the usual.
pub fn schedule_next(host: &Host, request: ScheduleNextRequest) -> Result<ScheduleNextReport> {
    let schedule = parsed(&request.line)?;
    let of_workspace = || {
        let engine = host.engine_if_any().ok().flatten()?;
        engine.config().ok().map(|config| config.settings.timezone)
    };
    let name = request.timezone.clone().or_else(of_workspace);
    let zone = match &name {
        Some(name) => TimeZone::get(name)
            .map_err(|_| invalid("--timezone", name).allowed(["an IANA name such as Europe/Berlin"]))?,
        None => TimeZone::system(),
    };
    let mut at: Timestamp = request.from.map_or_else(|| now(host), Ok)?;
    let count = request.count.unwrap_or(5).clamp(1, NEXT_TIMES_MAX);
    let mut next = Vec::new();
    while let Some(slot) = schedule.next_after(at, &zone).filter(|_| next.len() < count as usize) {
        next.push(slot);
        at = slot;
    }
    Ok(ScheduleNextReport {
        line: schedule.line().to_owned(),
        timezone: name.or_else(|| zone.iana_name().map(str::to_owned)).unwrap_or_else(|| "UTC".to_owned()),
        words: words::of(&host.messages, &schedule),
        next,
    })
}

pub fn schedule_status(host: &Host, _: Nothing) -> Result<ScheduleStatus> {
    view::status(&*host.engine()?, &host.messages)
}

pub fn schedule_lines(host: &Host, _: Nothing) -> Result<ScheduleLines> {
    Ok(ScheduleLines { lines: view::all_lines(&*host.engine()?, &host.messages)? })
}

/// Sets or clears the line of a control's copies, or of its verification at a level.
pub fn schedule_set(host: &Host, request: ScheduleSetRequest) -> Result<ScheduleLines> {
    let engine = host.engine()?;
    let line = request.line.as_deref().map(|line| parsed(line).map(|schedule| schedule.line().to_owned()));
    let line = line.transpose()?;
    let mut config = engine.config()?;
    let Config { backups, parallel_runs, spot_checks, .. } = &mut config;
    let run = parallel_runs.iter_mut().find(|run| run.id.as_str() == request.control);
    let check = spot_checks.iter_mut().find(|check| check.id.as_str() == request.control);
    let one = run.map(|run| &mut run.schedule).or_else(|| check.map(|check| &mut check.schedule));
    if let Some(schedule) = one {
        if let Some(level) = request.level {
            return Err(invalid("--level", level.as_str()).allowed(["nothing: only backups have levels"]));
        }
        schedule.clone_from(&line);
        save(&engine, config, Vec::new())?;
        return lines_of_control(&engine, host, &request.control);
    }
    if !backups.iter().any(|backup| backup.id.as_str() == request.control) {
        return Err(config.no_control(&request.control));
    }
    for backup in backups.iter_mut().filter(|backup| backup.id.as_str() == request.control) {
        match request.level {
            None if backup.is_adopted() && line.is_some() => {
                return Err(Error::new(Code::NotSupported)
                    .with("what", "Taking copies of an adopted backup, which its own tool does"));
            }
            None => backup.schedule.clone_from(&line),
            Some(level) => match backup.verify.iter_mut().find(|verify| verify.level == level) {
                Some(verify) => verify.schedule.clone_from(&line),
                None if line.is_none() => {}
                None => backup.verify.push(crate::config::Verify {
                    level,
                    sample: None,
                    sample_files: None,
                    schedule: line.clone(),
                    proof_valid_for: None,
                    probes: Vec::new(),
                }),
            },
        }
    }
    save(&engine, config, Vec::new())?;
    lines_of_control(&engine, host, &request.control)
}

fn lines_of_control(engine: &Engine, host: &Host, control: &str) -> Result<ScheduleLines> {
    let lines = view::all_lines(engine, &host.messages)?;
    Ok(ScheduleLines { lines: lines.into_iter().filter(|line| line.control.id == control).collect() })
}

pub fn schedule_calendar(host: &Host, request: CalendarRequest) -> Result<Calendar> {
    view::calendar(&*host.engine()?, request.from.as_deref(), request.days)
}

fn all_pauses(engine: &Engine) -> Result<Pauses> {
    let config = engine.config()?;
    let now = engine.now();
    let rows = engine.store().read(|view| view.pauses(now))?;
    Ok(Pauses { pauses: rows.iter().map(|row| view::pause_view(&config, row)).collect() })
}

pub fn pause(host: &Host, request: PauseRequest) -> Result<Pauses> {
    let engine = host.engine()?;
    pauses::pause(&engine, request.control.as_deref(), &request.until, &request.reason, &user())?;
    all_pauses(&engine)
}

pub fn resume(host: &Host, request: ResumeRequest) -> Result<Pauses> {
    let engine = host.engine()?;
    pauses::resume(&engine, request.control.as_deref(), &user())?;
    all_pauses(&engine)
}

pub fn dead_list(host: &Host, _: Nothing) -> Result<DeadList> {
    Ok(DeadList { letters: view::dead_letters(&*host.engine()?, &host.messages)? })
}

fn letter(engine: &Engine, id: &str) -> Result<ballast_store::DeadRow> {
    let rows = engine.store().read(|view| view.dead_letters())?;
    let known: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    rows.into_iter()
        .find(|row| row.id == id)
        .ok_or_else(|| Error::new(Code::UnknownId).with("what", "dead letter").with("id", id).allowed(known))
}

/// Tries again what was given up on: a job is run now, an alert goes back into the outbox.
pub fn dead_retry(host: &Host, request: DeadId) -> Result<DeadRetried> {
    let engine = host.engine()?;
    let letter = letter(&engine, &request.id)?;
    let run = if letter.kind == "run" {
        let config = engine.config()?;
        let job = job_of(&config, &letter.control, &letter.job, letter.first_at)
            .ok_or_else(|| Error::new(Code::UnknownId).with("what", "job").with("id", &letter.job))?;
        Some(runner::start(&engine, &letter.control, job, None)?)
    } else {
        None
    };
    let (id, now, by) = (request.id.clone(), engine.now(), format!("retried by {}", user()));
    engine.store().write(move |change| {
        if letter.kind == "alert" && !change.outbox_again(&letter.job)? {
            return Err(Error::new(Code::UnknownId).with("what", "alert").with("id", &letter.job));
        }
        change.settle_dead_letter(&id, &by, now).map(drop)
    })?;
    Ok(DeadRetried { id: request.id, run })
}

/// A person says that something given up on needs nothing more, and why.
pub fn dead_settle(host: &Host, request: DeadSettle) -> Result<DeadList> {
    let engine = host.engine()?;
    let letter = letter(&engine, &request.id)?;
    if request.reason.trim().is_empty() {
        return Err(invalid("--reason", &request.reason).allowed(["why nothing more is to be done"]));
    }
    let (now, clock, person) = (engine.now(), engine.clock.kind(), user());
    engine.store().write(move |change| {
        let by = format!("{person}: {}", request.reason.trim());
        change.settle_dead_letter(&request.id, &by, now)?;
        let about = Some(letter.control).filter(|control| !control.is_empty());
        let body = json!({ "kind": letter.kind, "job": letter.job, "reason": request.reason.trim(), "person": person });
        change
            .append(Draft {
                at: now,
                clock,
                kind: RecordKind::GivenUpSettled,
                control: about,
                run: letter.run,
                verdict: None,
                artefacts: Vec::new(),
                body,
            })
            .map(drop)
    })?;
    dead_list(host, Nothing {})
}

/// Runs the schedule: once, or until the program ends. Programs that are to end in order call
/// [`agent_until`].
pub fn agent(host: &Host, request: AgentRequest) -> Result<AgentReport> {
    agent_until(host, request, &|| Stop::No)
}

/// Runs the schedule until `stop` says so, or once.
pub fn agent_until(host: &Host, request: AgentRequest, stop: &dyn Fn() -> Stop) -> Result<AgentReport> {
    let engine = host.engine()?;
    crate::log::keep(engine.folder(), "agent");
    if request.once { agent::once(&engine, &host.messages, stop) } else { agent::run(&engine, stop) }
}

pub fn preferences(host: &Host, _: Nothing) -> Result<Preferences> {
    let folder = host.folder();
    // The agent is the program beside this one; else the one that the system finds by its name.
    let beside = host.program.with_file_name("ballast");
    let program = if beside.exists() { beside } else { "ballast".into() };
    Ok(Preferences {
        autostart: host.surface.autostart(),
        tray: host.surface.has_tray(),
        agent_unit: Some(agent::unit(&program, &folder)),
    })
}

pub fn set_preferences(host: &Host, request: SetPreferences) -> Result<Preferences> {
    host.surface.set_autostart(request.autostart)?;
    preferences(host, Nothing {})
}
