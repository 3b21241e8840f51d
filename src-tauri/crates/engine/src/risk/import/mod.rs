//! Maps from elsewhere: the software catalogue of Backstage, and tables.

mod backstage;
mod table;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::limits::{IMPORT_BYTES_MAX, IMPORT_LEFT_OUT_MAX, IMPORTED_WORST_CASE, RISK_NODES_MAX};
use ballast_core::{Code, Error, Id, Result, Span};

use super::edit::{changed, nothing, save, sheet};
use crate::config::{Component, Config, Process};
use crate::contract::{LeftOut, LeftOutReason, MapSave, RiskImport, RiskImported};
use crate::engine::Engine;

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

/// Ids that the entries of a file have.
#[derive(Debug, Default)]
struct Ids {
    used: HashSet<Id>,
    /// The number that the next entry of the same name gets.
    next: HashMap<Id, u64>,
}

impl Ids {
    /// An id of a name that no other entry of the file has.
    fn free(&mut self, name: &str) -> Id {
        let wanted = Id::from_title(name);
        let next = self.next.entry(wanted.clone()).or_insert(1);
        loop {
            let id = if *next == 1 { wanted.clone() } else { numbered(&wanted, *next) };
            *next += 1;
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// What is made of a title leaves room for a number.
fn numbered(id: &Id, number: u64) -> Id {
    format!("{id}-{number}").parse().unwrap_or_else(|_| id.clone())
}

#[derive(Debug, Default)]
struct Found {
    ids: Ids,
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
    let ending = path.extension().and_then(|end| end.to_str()).map(str::to_lowercase);
    // Read first: a change in between is refused and not written over.
    let revision = sheet(engine)?.revision;
    let config = engine.config()?;
    let read = match ending.as_deref() {
        Some("yaml" | "yml") => backstage::read(&bytes),
        Some("csv" | "tsv" | "txt") => table::read(&bytes, &config.settings.currency),
        _ => {
            let refused = Error::new(Code::InvalidCall).with("what", "FILE").with("found", &request.file);
            return Err(refused.allowed([".yaml or .yml (Backstage)", ".csv, .tsv or .txt (a table)"]));
        }
    };
    let found = read.map_err(|mut error| {
        if let Some(place) = error.place.as_mut() {
            place.file = Some(request.file.clone());
            place.field.get_or_insert_with(|| "file".to_owned());
        }
        error
    })?;
    let mut imported = place(&config, found)?;
    if imported.processes.is_empty() && imported.components.is_empty() {
        return Ok(imported);
    }
    let (processes, components) = (imported.processes.clone(), imported.components.clone());
    let entries = MapSave { processes, components, revision: Some(revision), ..nothing() };
    if request.apply {
        save(engine, entries)?;
        imported.applied = true;
    } else {
        // What would be refused is refused when it is only shown, too.
        changed(config, entries)?;
    }
    Ok(imported)
}

/// Finds what the entries need, among themselves and in the map.
fn place(config: &Config, found: Found) -> Result<RiskImported> {
    let Found { entries, mut left_out, .. } = found;
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
        left_out_more: 0,
    };
    for entry in entries {
        if there.contains(entry.id.as_str()) {
            imported.known.push(entry.id.to_string());
            continue;
        }
        let needs = needs(&entry, &keys, &mut left_out);
        take(&mut imported, entry, needs, &config.settings.currency, &mut left_out);
    }
    imported.left_out_more = left_out.len().saturating_sub(IMPORT_LEFT_OUT_MAX) as u64;
    left_out.truncate(IMPORT_LEFT_OUT_MAX);
    imported.left_out = left_out;
    Ok(imported)
}

/// A key as people write it.
fn shown(key: &str) -> String {
    key.replacen(":default/", ":", 1)
}

fn needs(entry: &Entry, keys: &BTreeMap<String, Id>, left_out: &mut Vec<LeftOut>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (need, members) in &entry.needs {
        let mut any_of: Vec<Id> = Vec::new();
        for key in members {
            // What an earlier file brought is there by its name alone.
            let name = key.rsplit([':', '/']).next().unwrap_or(key);
            match keys.get(key).or_else(|| keys.get(name)) {
                Some(id) if !any_of.contains(id) && *id != entry.id => any_of.push(id.clone()),
                Some(_) => {}
                None => left_out.push(LeftOut {
                    what: format!("{} → {}", shown(&entry.key), shown(key)),
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
                left_out.push(LeftOut { what: shown(&key), reason: LeftOutReason::NoDamage, line });
            }
            let nothing = currency.parse().map(ballast_core::Money::zero).map(|money| money.amount());
            imported.processes.push(Process {
                id,
                title,
                owner,
                deputy: None,
                damage_per_hour: damage_per_hour.or(nothing.ok()).unwrap_or_else(|| "0".to_owned()),
                damage_range: None,
                worst_case_outage: worst_case_outage.unwrap_or(IMPORTED_WORST_CASE),
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
