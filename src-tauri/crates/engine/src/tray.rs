//! What the tray shows: one of five marks, the state in words, and what a person can do from there.

use ballast_core::{Result, Status};

use crate::contract::{PulseState, ScheduleHolder};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::views::{schedule, status};

/// The mark, in the words of the icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Everything can be recovered.
    Level,
    /// Something needs a person.
    Listing,
    /// Something does not hold.
    Failing,
    Running,
    Paused,
}

/// What the tray shows, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    pub mark: Mark,
    pub state: String,
    pub next: String,
    pub paused: bool,
    /// The one line about pausing: what a click does.
    pub pause: String,
    pub open: String,
    pub quit: String,
    /// Quitting stops the schedule.
    pub holds: bool,
}

/// The tray of a workspace as it stands.
pub fn picture(engine: &Engine, messages: &Messages) -> Result<Tray> {
    let report = status::status(engine, messages)?;
    let schedule = schedule::status(engine, messages)?;
    let say = |id: &str| messages.say(id, []);
    let any = |wanted: &[Status]| {
        let controls = report.controls.iter().map(|control| control.status);
        let processes = report.processes.iter().map(|process| process.status);
        controls.chain(processes).any(|status| wanted.contains(&status))
    };
    let stuck = schedule.state == PulseState::Stuck;
    let nobody = schedule.holder == ScheduleHolder::Nobody && schedule.has_lines;
    let mark = if any(&[Status::Failing]) || stuck {
        Mark::Failing
    } else if schedule.paused.is_some() {
        Mark::Paused
    } else if !schedule.running.is_empty() {
        Mark::Running
    } else if any(&[Status::Stale, Status::Attention, Status::Unknown, Status::Unproven, Status::Due])
        || nobody
        || schedule.dead > 0
    {
        Mark::Listing
    } else {
        Mark::Level
    };
    let config = engine.config()?;
    let clock = |at: jiff::Timestamp| at.to_zoned(config.zone()).strftime("%a %H:%M").to_string();
    let next = match (&schedule.paused, &schedule.next) {
        (Some(pause), _) => messages.say("tray-paused", [("until", clock(pause.until).as_str())]),
        (None, Some(next)) => {
            let at = clock(next.at);
            messages.say("tray-next", [("title", next.control.title.as_str()), ("at", at.as_str())])
        }
        (None, None) => say("tray-next-none"),
    };
    let holds = schedule.this_process && schedule.has_lines;
    Ok(Tray {
        mark,
        state: if stuck { say("schedule-stuck") } else { report.sentence },
        next,
        paused: schedule.paused.is_some(),
        pause: say(if schedule.paused.is_some() { "tray-resume" } else { "tray-pause" }),
        open: say("tray-open"),
        quit: say(if holds { "tray-quit-stops" } else { "tray-quit" }),
        holds,
    })
}
