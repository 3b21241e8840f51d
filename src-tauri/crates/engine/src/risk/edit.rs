//! The map as people enter it, and how each change can be taken back.

use ballast_core::{Code, Error, Id, Result};
use ballast_store::View;

use crate::config::{Component, Config, Process, RiskOption};
use crate::contract::{MapSave, MapSaved, MapSheet};
use crate::engine::Engine;
use crate::file;
use crate::protect::save_in;

fn revision(view: &View<'_>) -> Result<u64> {
    Ok(view.workspace()?.ok_or_else(|| Error::new(Code::NoWorkspace))?.revision)
}

pub(crate) fn sheet(engine: &Engine) -> Result<MapSheet> {
    engine.store.read(|view| {
        let Config { settings, processes, components, options, .. } = Config::load(view)?;
        Ok(MapSheet {
            revision: revision(view)?,
            currency: settings.currency,
            processes,
            components,
            options,
        })
    })
}

/// Puts entries in the place of those with the same id and takes others away, all or nothing. What would not stand in
/// a workspace file is refused.
pub(crate) fn save(engine: &Engine, request: MapSave) -> Result<MapSaved> {
    let (now, clock) = (engine.now(), engine.clock.kind());
    engine.store.write(move |change| {
        let config = Config::load(&change.view())?;
        let current = revision(&change.view())?;
        if let Some(made_from) = request.revision.filter(|made_from| *made_from != current) {
            let error = Error::new(Code::OlderRevision).with("found", made_from);
            return Err(error.with("current", current).with("fields", ids(&request).join(", ")));
        }
        let mut asked = ids(&request);
        asked.sort_unstable();
        let twice = asked.iter().zip(asked.iter().skip(1)).find(|(one, next)| one == next);
        if let Some((id, _)) = twice {
            let error = Error::new(Code::InvalidCall).with("what", "map_save").with("found", id);
            return Err(error.allowed(["each id once"]));
        }
        let (config, undo) = changed(config, request)?;
        save_in(change, &config, &[], now, clock)?;
        // Another change in between makes the way back one that nobody looked at.
        Ok(MapSaved { undo: MapSave { revision: Some(current + 1), ..undo }, revision: current + 1 })
    })
}

/// The config with the change, checked, and what takes the change back.
pub(super) fn changed(mut config: Config, request: MapSave) -> Result<(Config, MapSave)> {
    let undo = put(&mut config, request)?;
    file::check(&config)?;
    Ok((config, undo))
}

/// Says of entries that they are still true today.
pub(crate) fn confirm(engine: &Engine, wanted: &[String]) -> Result<MapSaved> {
    let today = engine.now().to_zoned(engine.config()?.zone()).date();
    let MapSheet { mut processes, mut components, revision, .. } = sheet(engine)?;
    processes.retain(|process| wanted.iter().any(|id| process.id.as_str() == id));
    components.retain(|component| wanted.iter().any(|id| component.id.as_str() == id));
    let found = |id: &&String| {
        processes.iter().any(|process| process.id.as_str() == *id)
            || components.iter().any(|component| component.id.as_str() == *id)
    };
    if let Some(id) = wanted.iter().find(|id| !found(id)) {
        return Err(unknown(id));
    }
    for process in &mut processes {
        process.confirmed = Some(today);
    }
    for component in &mut components {
        component.confirmed = Some(today);
    }
    save(engine, MapSave { processes, components, revision: Some(revision), ..nothing() })
}

fn unknown(id: &str) -> Error {
    Error::new(Code::UnknownId).with("what", "process, component or option").with("id", id)
}

fn ids(save: &MapSave) -> Vec<String> {
    let processes = save.processes.iter().map(|entry| entry.id.to_string());
    let components = save.components.iter().map(|entry| entry.id.to_string());
    let options = save.options.iter().map(|entry| entry.id.to_string());
    processes.chain(components).chain(options).chain(save.remove.iter().cloned()).collect()
}

pub(super) fn nothing() -> MapSave {
    MapSave {
        processes: Vec::new(),
        components: Vec::new(),
        options: Vec::new(),
        remove: Vec::new(),
        revision: None,
    }
}

/// An entry of one of the three lists.
trait Entry: Clone {
    fn id(&self) -> &Id;
}

impl Entry for Process {
    fn id(&self) -> &Id {
        &self.id
    }
}

impl Entry for Component {
    fn id(&self) -> &Id {
        &self.id
    }
}

impl Entry for RiskOption {
    fn id(&self) -> &Id {
        &self.id
    }
}

/// Puts entries into a list; what stood there before goes to `before`, what is new to `added`.
fn put_all<T: Entry>(list: &mut Vec<T>, entries: Vec<T>, before: &mut Vec<T>, added: &mut Vec<String>) {
    for entry in entries {
        match list.iter_mut().find(|known| known.id() == entry.id()) {
            Some(known) => before.push(std::mem::replace(known, entry)),
            None => {
                added.push(entry.id().to_string());
                list.push(entry);
            }
        }
    }
}

fn take<T: Entry>(list: &mut Vec<T>, id: &str, before: &mut Vec<T>) -> bool {
    let Some(at) = list.iter().position(|known| known.id().as_str() == id) else { return false };
    before.push(list.remove(at));
    true
}

/// Changes the config; the answer takes it back.
fn put(config: &mut Config, request: MapSave) -> Result<MapSave> {
    let mut undo = nothing();
    let MapSave { processes, components, options, remove, .. } = request;
    for id in &remove {
        let gone = take(&mut config.processes, id, &mut undo.processes)
            || take(&mut config.components, id, &mut undo.components)
            || take(&mut config.options, id, &mut undo.options);
        if !gone {
            return Err(unknown(id));
        }
    }
    put_all(&mut config.processes, processes, &mut undo.processes, &mut undo.remove);
    put_all(&mut config.components, components, &mut undo.components, &mut undo.remove);
    put_all(&mut config.options, options, &mut undo.options, &mut undo.remove);
    Ok(undo)
}
