//! Maps from elsewhere: the software catalogue of Backstage, and tables.

mod backstage;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::limits::{IMPORT_BYTES_MAX, RISK_NODES_MAX};
use ballast_core::{Code, Error, Id, Result, Span};

use super::edit::{nothing, save, sheet};
use crate::config::{Component, Config, Process};
use crate::contract::{LeftOut, LeftOutReason, MapSave, RiskImport, RiskImported};
use crate::engine::Engine;

/// What stands for the worst case of a process of which a catalogue says nothing.
const USUAL_WORST_CASE: Span = Span::from_hours(24);

/// One entry of a file, before it has an id.
#[derive(Clone, Debug)]
struct Entry {
    line: u64,
    /// What others call it in the file.
    key: String,
    id: Id,
    title: Option<String>,
    what: What,
    /// Choices of keys; one of which nothing is known is left out.
    needs: Vec<(usize, Vec<String>)>,
}

#[derive(Clone, Debug)]
enum What {
    Process { owner: Option<String>, damage_per_hour: Option<String>, worst_case_outage: Option<Span> },
    Component { kind: ComponentKind, outages_per_year: Option<f64>, outage: Option<Span> },
}

#[derive(Debug, Default)]
struct Found {
    entries: Vec<Entry>,
    left_out: Vec<LeftOut>,
}

impl Found {
    fn leave(&mut self, what: impl Into<String>, reason: LeftOutReason, line: u64) {
        self.left_out.push(LeftOut { what: what.into(), reason, line });
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let meta = std::fs::metadata(path).map_err(|error| Error::io(path, &error))?;
    let refused = |found: String| Error::new(Code::InvalidCall).with("what", "FILE").with("found", found);
    if !meta.is_file() {
        return Err(refused(path.display().to_string()).allowed(["a file"]));
    }
    if meta.len() > IMPORT_BYTES_MAX as u64 {
        let allowed = format!("up to {} MiB", IMPORT_BYTES_MAX >> 20);
        return Err(refused(format!("{} bytes", meta.len())).allowed([allowed]));
    }
    std::fs::read(path).map_err(|error| Error::io(path, &error))
}

/// Reads a catalogue; what is there already stays as it is. Nothing is changed without `apply`.
pub(crate) fn import(engine: &Engine, request: &RiskImport) -> Result<RiskImported> {
    let path = Path::new(&request.file);
    let bytes = bytes_of(path)?;
    let is_yaml =
        path.extension().is_some_and(|end| ["yaml", "yml"].iter().any(|e| end.eq_ignore_ascii_case(e)));
    let read = if is_yaml { backstage::read(&bytes) } else { table::read(&bytes) };
    let found = read.map_err(|mut error| {
        if let Some(place) = error.place.as_mut() {
            place.file = Some(request.file.clone());
            place.field.get_or_insert_with(|| "file".to_owned());
        }
        error
    })?;
    // Read first: a change in between is refused and not written over.
    let revision = sheet(engine)?.revision;
    let config = engine.config()?;
    let mut imported = place(&config, found)?;
    if request.apply && !(imported.processes.is_empty() && imported.components.is_empty()) {
        let (processes, components) = (imported.processes.clone(), imported.components.clone());
        save(engine, MapSave { processes, components, revision: Some(revision), ..nothing() })?;
        imported.applied = true;
    }
    Ok(imported)
}

/// Finds what the entries need, among themselves and in the map.
fn place(config: &Config, found: Found) -> Result<RiskImported> {
    let Found { entries, mut left_out } = found;
    if entries.len() > RISK_NODES_MAX {
        let error = Error::new(Code::InvalidFile).with("problem", "too_large").with("found", entries.len());
        return Err(error.allowed([RISK_NODES_MAX]));
    }
    let there: BTreeSet<&str> = config
        .components
        .iter()
        .map(|component| component.id.as_str())
        .chain(config.processes.iter().map(|process| process.id.as_str()))
        .chain(config.options.iter().map(|option| option.id.as_str()))
        .collect();
    let is_component = |entry: &Entry| matches!(entry.what, What::Component { .. });
    let keys: BTreeMap<String, Id> = entries
        .iter()
        .filter(|entry| is_component(entry))
        .map(|entry| (entry.key.clone(), entry.id.clone()))
        .chain(config.components.iter().map(|component| (component.id.to_string(), component.id.clone())))
        .collect();
    let mut imported = RiskImported {
        applied: false,
        processes: Vec::new(),
        components: Vec::new(),
        known: Vec::new(),
        left_out: Vec::new(),
    };
    for entry in entries {
        if there.contains(entry.id.as_str()) {
            imported.known.push(entry.id.to_string());
            continue;
        }
        let needs = needs(&entry, &keys, &mut left_out);
        take(&mut imported, entry, needs, &config.settings.currency, &mut left_out);
    }
    imported.left_out = left_out;
    Ok(imported)
}

fn needs(entry: &Entry, keys: &BTreeMap<String, Id>, left_out: &mut Vec<LeftOut>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (need, members) in &entry.needs {
        let mut any_of: Vec<Id> = Vec::new();
        for key in members {
            // What an earlier file brought is there by its name alone.
            let name = key.split_once(':').map_or(key.as_str(), |(_, name)| name);
            match keys.get(key).or_else(|| keys.get(name)) {
                Some(id) if !any_of.contains(id) && *id != entry.id => any_of.push(id.clone()),
                Some(_) => {}
                None => left_out.push(LeftOut {
                    what: format!("{} → {key}", entry.key),
                    reason: LeftOutReason::MissingTarget,
                    line: entry.line,
                }),
            }
        }
        let group = Group { need: (*need).clamp(1, any_of.len().max(1)), any_of };
        if !group.any_of.is_empty() && !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn take(
    imported: &mut RiskImported,
    entry: Entry,
    needs: Vec<Group>,
    currency: &str,
    left_out: &mut Vec<LeftOut>,
) {
    let Entry { id, title, line, key, what, .. } = entry;
    match what {
        What::Component { kind, outages_per_year, outage } => {
            let plain = Component::new(id, title, kind);
            imported.components.push(Component { outages_per_year, outage, needs, ..plain });
        }
        What::Process { owner, damage_per_hour, worst_case_outage } => {
            if damage_per_hour.is_none() {
                left_out.push(LeftOut { what: key, reason: LeftOutReason::NoDamage, line });
            }
            let nothing = currency.parse().map(ballast_core::Money::zero).map(|money| money.amount());
            imported.processes.push(Process {
                id,
                title,
                owner,
                deputy: None,
                damage_per_hour: damage_per_hour.or(nothing.ok()).unwrap_or_else(|| "0".to_owned()),
                damage_range: None,
                worst_case_outage: worst_case_outage.unwrap_or(USUAL_WORST_CASE),
                max_outage: None,
                rto: None,
                rpo: None,
                kept: None,
                degraded: None,
                loss: Vec::new(),
                needs,
                confirmed: None,
            });
        }
    }
}

/// An id of a name that no other entry of the file has.
fn free_id(entries: &[Entry], name: &str) -> Id {
    let wanted = Id::from_title(name);
    let used = |id: &str| entries.iter().any(|entry| entry.id.as_str() == id);
    let further = (2..).map(|number| format!("{wanted}-{number}"));
    let names = std::iter::once(wanted.to_string()).chain(further);
    names.filter(|id| !used(id)).find_map(|id| id.parse().ok()).unwrap_or(wanted)
}
