//! Drills for other programs and other people: experiments of the Chaos Toolkit, calendars.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ballast_core::limits::WORKSPACE_FILE_BYTES_MAX;
use ballast_core::{Code, Error, Id, Result};
use ballast_readiness::cadence::ics;
use ballast_readiness::chaos;
use ballast_readiness::drill::window::Windows;
use ballast_readiness::estimate::Kind;
use serde::Serialize;
use serde_json::Value;

use super::{Run, Script, runs};
use crate::config::Drill;
use crate::contract::{DrillExport, DrillExported, DrillImported, LeftOutStep};
use crate::engine::Engine;
use crate::messages::Messages;

fn word<T: Serialize>(code: &T) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Writes `experiment.json`, and of a run `journal.json` beside it. A drill that is written and never ran gives its
/// plan alone.
pub(crate) fn export(engine: &Engine, messages: &Messages, request: &DrillExport) -> Result<DrillExported> {
    let folder = Path::new(&request.to);
    let config = engine.config()?;
    let run = match config.drill(&request.run) {
        Ok(_) => None,
        Err(_) => Some(engine.store.read(|view| Run::load(view, &request.run))?),
    };
    let script = match &run {
        Some(run) => run.script.clone(),
        None => Script::of(config.drill(&request.run)?, &config, &request.run)?,
    };
    let title = script.plan.title.clone();
    let description = messages.say("drill-experiment", [("title", title.as_str())]);
    let exported = chaos::experiment(&script.plan, &description);
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    let write = |name: &str, value: &Value| -> Result<String> {
        let path = std::path::absolute(folder.join(name)).unwrap_or_else(|_| folder.join(name));
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        fs::write(&path, text).map_err(|error| Error::io(&path, &error))?;
        Ok(path.display().to_string())
    };
    let experiment = write("experiment.json", &exported.experiment)?;
    let journal = run
        .map(|run| {
            let journal = chaos::journal(&script.plan, &run.entries, &description);
            let journal = journal.map_err(|error| Error::new(Code::WorkspaceDamaged).because(&error))?;
            write("journal.json", &journal)
        })
        .transpose()?;
    let left_out = exported.left_out.into_iter();
    let left_out = left_out.map(|left| LeftOutStep { code: word(&left.code), subject: left.subject });
    Ok(DrillExported { experiment, journal, left_out: left_out.collect() })
}

/// An experiment as a drill of the workspace file, and what a person must look at in it.
pub(crate) fn import(path: &Path) -> Result<DrillImported> {
    let size = fs::metadata(path).map_err(|error| Error::io(path, &error))?.len();
    if size > WORKSPACE_FILE_BYTES_MAX {
        let error = Error::new(Code::InvalidCall).with("what", path.display());
        return Err(error.with("found", format!("{size} bytes")));
    }
    let text = fs::read_to_string(path).map_err(|error| Error::io(path, &error))?;
    let document: Value = serde_json::from_str(&text).map_err(|error| {
        Error::new(Code::InvalidFile)
            .with("what", "chaos_experiment")
            .with("file", path.display())
            .because(&error)
    })?;
    let imported = chaos::import(&document)?;
    let notes = imported.notes.iter();
    let notes =
        notes.map(|note| LeftOutStep { code: word(&note.code), subject: note.subject.clone() }).collect();
    let toml = crate::file::drill_text(&written(&imported));
    Ok(DrillImported { title: imported.title, toml, notes })
}

/// The drill that an experiment would be. Which pair it is about only a person knows, unless it is one of ours.
fn written(imported: &chaos::Imported) -> Drill {
    let own = imported.plan.as_ref();
    let pair = own.map_or_else(|| Id::from_title("pair"), |plan| Id::from_title(&plan.pair));
    Drill {
        id: Id::from_title(&imported.title),
        title: Some(imported.title.clone()),
        pair,
        kind: own.map_or(Kind::Probe, |plan| plan.kind),
        owner: own.and_then(|plan| plan.owner.clone()),
        deputy: own.and_then(|plan| plan.deputy.clone()),
        steady: own.map_or_else(|| imported.steady.clone(), |plan| plan.steady.clone()),
        on_backup: own.map(|plan| plan.on_backup.clone()).unwrap_or_default(),
        steps: own.map_or_else(|| imported.steps.clone(), |plan| plan.steps.clone()),
        stops: own.map(|plan| plan.stops.clone()).unwrap_or_default(),
        passes: own.map(|plan| plan.passes),
        observe: own.map(|plan| plan.observe),
        maximum_switch: own.and_then(|plan| plan.maximum_switch),
        maximum_duration: own.and_then(|plan| plan.maximum_duration),
        canary: None,
        windows: Windows::default(),
        looks: BTreeMap::new(),
    }
}

/// Every day on which a drill is due or booked.
pub(crate) fn calendar(engine: &Engine, messages: &Messages) -> Result<String> {
    let list = crate::views::drills::list(engine)?;
    let config = engine.config()?;
    let all = engine.store.read(|view| runs(view, None))?;
    let name = config.settings.name.clone();
    let mut entries = Vec::new();
    for row in &list.board.rows {
        let known = [("pair", row.title.as_str()), ("quarter", row.cadence.quarter.as_str())];
        entries.push(ics::Entry {
            id: format!("due-{}", row.pair),
            on: row.cadence.due,
            summary: messages.say("drill-due-summary", known),
            description: messages.say("drill-due-description", known),
            sequence: u32::try_from(all.len()).unwrap_or(u32::MAX),
            reminders: true,
        });
        if let Some(booked) = &row.booked {
            let operator = booked.operator.clone().unwrap_or_default();
            let known = [("pair", row.title.as_str()), ("operator", operator.as_str())];
            entries.push(ics::Entry {
                id: booked.id.clone(),
                on: booked.on,
                summary: messages.say("drill-booked-summary", known),
                description: messages.say("drill-booked-description", known),
                sequence: u32::try_from(all.len()).unwrap_or(u32::MAX),
                reminders: true,
            });
        }
    }
    Ok(ics::calendar(&engine.workspace_id, &name, &entries, engine.now()))
}
