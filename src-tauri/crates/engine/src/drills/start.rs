//! From a drill that is written to one that runs: whose keys, what was agreed to, and what must hold before.

use std::sync::Arc;

use ballast_core::{Code, Error, Result};
use ballast_readiness::drill::operator::{KeyFault, Keys, Turned};
use ballast_readiness::drill::preflight::failing;
use ballast_readiness::drill::{Event, Illegal, State};
use ballast_store::{Change, DrillRow};
use jiff::Timestamp;

use super::carrying::{Carrying, launch};
use super::missed::miss;
use super::preflight::Said;
use super::run::{self, Pen, Run, refused, word, wrong_key};
use super::{Script, ending, preflight, runs};
use crate::config::{Config, Drill};
use crate::contract::{DrillReschedule, DrillSign, DrillStart};
use crate::engine::{Engine, new_id};
use crate::people::{are_one, identify};

/// Drills whose program is gone while something may have been moved are interrupted: a person decides. Those whose day
/// is over are missed. Others wait as they stand.
pub(crate) fn sweep(engine: &Engine) -> Result<()> {
    let rows = engine.store.read(|view| view.drills(None))?;
    if rows.iter().any(|row| row.state == word(State::Scheduled)) {
        miss(engine, &engine.config()?, None)?;
    }
    let moving = rows.iter().filter(|row| {
        let state = serde_json::from_value::<State>(serde_json::Value::String(row.state.clone()));
        state.is_ok_and(State::moves_traffic)
    });
    for row in moving {
        let id = row.id.clone();
        let gone = run::write(engine, &id, None, |run| {
            let crashed = run.state().moves_traffic() && !run.is_carried();
            Ok(if crashed { vec![Event::ProgramCrashed] } else { Vec::new() })
        });
        if let Err(error) = gone {
            tracing::error!(run = id, %error, "an interrupted drill could not be written down");
        }
    }
    Ok(())
}

/// The run of a drill that was made and not begun.
fn waiting(all: &[Run], written: &str) -> Option<Run> {
    let waits = |run: &&Run| {
        let early =
            [State::Draft, State::Scheduled, State::Missed, State::Preflight, State::Blocked, State::Armed];
        run.row.written == written && early.contains(&run.state())
    };
    all.iter().rev().find(waits).cloned()
}

/// Checks keys and consent, looks over what must hold, and starts the drill on a thread of this process. Where
/// something does not hold, the drill is there and blocked.
pub(crate) fn start(engine: &Arc<Engine>, request: &DrillStart) -> Result<String> {
    sweep(engine)?;
    let config = engine.config()?;
    let drill = config.drill(&request.id)?;
    let keys = turn(engine, &config, drill, request)?;
    let agreed =
        |script: &Script| match script.commands().into_iter().find(|one| !request.consent.contains(one)) {
            Some(command) => Err(refused(&Illegal::NotConsented { command })),
            None => Ok(()),
        };
    agreed(&Script::of(drill, &config, "")?)?;
    let id = open(engine, &config, drill, &keys.operator)?;
    let Some(carrying) = Carrying::begin(engine, &id)? else {
        return Err(Error::new(Code::Busy).with("reason", "drill_taken").with("run", &id));
    };
    let said = Said { present: request.present, shared_accepted: request.accept_shared };
    if !passes_preflight(engine, &config, drill, &id, said)? {
        return Ok(id);
    }
    let consented = request.consent.clone();
    run::write(engine, &id, Some(carrying.fence()), move |_| Ok(vec![Event::Started { keys, consented }]))?;
    launch(carrying)?;
    Ok(id)
}

fn turn(engine: &Engine, config: &Config, drill: &Drill, request: &DrillStart) -> Result<Turned> {
    let phrase = drill.plan("", config).phrase();
    let operator = identify(engine, &request.who, request.passphrase.as_deref())?.name;
    let keys = match (&request.with, &request.alone) {
        (Some(with), None) => {
            let second = identify(engine, with, request.with_passphrase.as_deref())?.name;
            if are_one(&config.people, &operator, &second) {
                return Err(wrong_key(KeyFault::SamePerson, &phrase));
            }
            Keys::Two { operator, second }
        }
        (None, Some(typed)) => Keys::Alone { operator, phrase: typed.clone() },
        _ => {
            let error = Error::new(Code::InvalidCall).with("what", "--with").with("found", "");
            return Err(error.allowed(["--with WHO".to_owned(), format!("--alone \"{phrase}\"")]));
        }
    };
    keys.turn(&phrase).map_err(|fault| wrong_key(fault, &phrase))
}

/// The run to go on with, or a new one, at its preflight. A run whose plan was written anew is called off.
fn open(engine: &Engine, config: &Config, drill: &Drill, operator: &str) -> Result<String> {
    let pen = Pen::of(engine);
    let now = engine.now();
    let new = new_id(now);
    let (config, drill, operator) = (config.clone(), drill.clone(), operator.to_owned());
    engine.store.write(move |change| {
        let known = waiting(&runs(&change.view(), Some(drill.pair.as_str()))?, drill.id.as_str());
        let mut run = match known {
            Some(run) if run.is_carried() => {
                return Err(Error::new(Code::Busy).with("reason", "drill_taken").with("run", run.id()));
            }
            Some(run) if run.script == Script::of(&drill, &config, run.id())? => run,
            Some(mut old) => {
                let reason = "plan_changed".to_owned();
                let by = operator.clone();
                old.write(change, Event::Cancelled { by, reason: reason.clone() }, &pen)
                    .or_else(|error| if old.state() == State::Missed { Ok(()) } else { Err(error) })?;
                made(change, &config, &drill, &new, now)?
            }
            None => made(change, &config, &drill, &new, now)?,
        };
        for _ in 0..3 {
            let event = match run.state() {
                State::Draft => Event::Scheduled { at: now, operator: Some(operator.clone()) },
                State::Missed => Event::Rescheduled { at: now, reason: "started".to_owned() },
                State::Scheduled => Event::WindowOpened,
                State::Blocked => Event::Cleared { by: operator.clone() },
                State::Armed => Event::ArmedTooLong,
                _ => break,
            };
            run.write(change, event, &pen)?;
        }
        Ok(run.row.id)
    })
}

fn made(change: &Change<'_>, config: &Config, drill: &Drill, id: &str, now: Timestamp) -> Result<Run> {
    let script = Script::of(drill, config, id)?;
    change.put_drill(&DrillRow {
        id: id.to_owned(),
        written: drill.id.to_string(),
        pair: drill.pair.to_string(),
        plan: script.to_value()?,
        state: word(State::Draft),
        created_at: now,
        owner: None,
        evidence_seq: None,
    })?;
    Run::load(&change.view(), id)
}

/// Looks over what must hold; true if the drill is armed then.
fn passes_preflight(engine: &Engine, config: &Config, drill: &Drill, id: &str, said: Said) -> Result<bool> {
    let run = engine.store.read(|view| Run::load(view, id))?;
    let items = preflight::look(engine, config, drill, &run, said)?;
    let holds = failing(&items).is_empty();
    run::write(engine, id, None, move |_| {
        Ok(vec![if holds { Event::PreflightPassed { items } } else { Event::PreflightFailed { items } }])
    })?;
    Ok(holds)
}

/// What was in the way is looked at again. The keys are turned anew after it.
pub(crate) fn look_again(engine: &Engine, id: &str, by: &str) -> Result<()> {
    let by = by.to_owned();
    let run = run::write(engine, id, None, move |_| Ok(vec![Event::Cleared { by }]))?;
    let config = engine.config()?;
    let drill = config.drill(&run.row.written)?;
    let accepted = Said { present: true, shared_accepted: false };
    passes_preflight(engine, &config, drill, id, accepted).map(drop)
}

/// Sets the day of a drill, or another one.
pub(crate) fn reschedule(engine: &Engine, request: &DrillReschedule) -> Result<()> {
    let config = engine.config()?;
    let drill = config.drill(&request.id)?.clone();
    let script = Script::of(&drill, &config, "")?;
    let now = engine.now();
    if request.at <= now {
        let error = Error::new(Code::InvalidCall).with("what", "--at").with("found", request.at);
        return Err(error.allowed(["a time that is still to come"]));
    }
    let length = script.plan.maximum_duration.unwrap_or(ballast_core::Span::from_seconds(0));
    if drill.windows.allow(&config.zone(), request.at, length).is_err() {
        let next = drill.windows.next_start(&config.zone(), request.at, length);
        let error = Error::new(Code::NotAllowed).with("reason", "outside_window").with("at", request.at);
        return Err(error.allowed(next));
    }
    let (pen, new, request) = (Pen::of(engine), new_id(now), request.clone());
    engine.store.write(move |change| {
        let known = waiting(&runs(&change.view(), Some(drill.pair.as_str()))?, drill.id.as_str());
        let reason = Some(request.reason.trim()).filter(|reason| !reason.is_empty());
        let mut run = match known {
            Some(run) if run.state() == State::Missed => {
                let reason = reason.unwrap_or_default().to_owned();
                let mut run = run;
                return run.write(change, Event::Rescheduled { at: request.at, reason }, &pen);
            }
            // A day that did not come yet is given up for another one.
            Some(mut run) => {
                let by = request.operator.clone().unwrap_or_else(crate::people::user);
                let reason = reason.unwrap_or("rescheduled").to_owned();
                run.write(change, Event::Cancelled { by, reason }, &pen)?;
                made(change, &config, &drill, &new, now)?
            }
            None => made(change, &config, &drill, &new, now)?,
        };
        run.write(change, Event::Scheduled { at: request.at, operator: request.operator.clone() }, &pen)
    })
}

/// Signs the result of a drill.
pub(crate) fn sign(engine: &Engine, request: &DrillSign) -> Result<()> {
    let identity = identify(engine, &request.who, request.passphrase.as_deref())?;
    let config = engine.config()?;
    let (pen, request, proved) = (Pen::of(engine), request.clone(), identity.proved);
    engine.store.write(move |change| {
        let mut run = Run::load(&change.view(), &request.run)?;
        let operators = &run.drill.progress.operators;
        let by = operators.iter().find(|operator| are_one(&config.people, operator, &identity.name));
        // Under another name of the same person it is the same person.
        let by = by.cloned().unwrap_or(identity.name);
        let event = Event::Signed { result: request.result, by, debrief: request.debrief.clone() };
        ending::sign(change, &mut run, event, proved, &pen)
    })
}
