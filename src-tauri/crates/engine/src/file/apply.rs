//! What applying a file would change, and changing it: everything or nothing.

use ballast_core::{Code, Error, Result};
use ballast_store::{EntryKind, View};
use serde_json::Value;

use super::parse::Parsed;
use crate::config::{Config, SecretRef};
use crate::contract::{ApplyReport, PlanEntry, Warning};

/// Entries of a config as the store keeps them: kind, id, payload.
#[must_use]
pub fn entries(config: &Config) -> Vec<(EntryKind, String, Value)> {
    fn of<T: serde::Serialize>(
        kind: EntryKind,
        list: &[T],
        id: impl Fn(&T) -> String,
    ) -> Vec<(EntryKind, String, Value)> {
        list.iter().map(|item| (kind, id(item), serde_json::to_value(item).unwrap_or_default())).collect()
    }
    let mut all = of(EntryKind::Process, &config.processes, |p| p.id.to_string());
    all.extend(of(EntryKind::Component, &config.components, |c| c.id.to_string()));
    all.extend(of(EntryKind::Option, &config.options, |option| option.id.to_string()));
    all.extend(of(EntryKind::Repository, &config.repositories, |r| r.id.to_string()));
    all.extend(of(EntryKind::Backup, &config.backups, |b| b.id.to_string()));
    all.extend(of(EntryKind::ParallelRun, &config.parallel_runs, |run| run.id.to_string()));
    all.extend(of(EntryKind::SpotCheck, &config.spot_checks, |check| check.id.to_string()));
    all.extend(of(EntryKind::ProviderPair, &config.provider_pairs, |pair| pair.id.to_string()));
    all.extend(of(EntryKind::Drill, &config.drills, |drill| drill.id.to_string()));
    all.extend(of(EntryKind::Person, &config.people, |person| person.id.to_string()));
    all
}

/// Names of the fields in which two payloads differ.
fn fields(old: &Value, new: &Value) -> Vec<String> {
    let empty = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let mut names: Vec<String> =
        new.keys().chain(old.keys()).filter(|key| old.get(*key) != new.get(*key)).cloned().collect();
    names.sort();
    names.dedup();
    names
}

/// The difference between what is in force and what the file says.
pub fn plan(view: &View<'_>, parsed: &Parsed, force: bool) -> Result<ApplyReport> {
    let current = Config::load(view)?;
    let revision = view.workspace()?.map_or(0, |workspace| workspace.revision);
    let mut report = ApplyReport {
        applied: false,
        created: vec![],
        changed: vec![],
        unchanged: 0,
        retired: vec![],
        warnings: warnings(&parsed.config),
    };
    let mut settings = current.settings.clone();
    // Where the file lies is no setting.
    settings.base.clone_from(&parsed.config.settings.base);
    let as_value = |value: &crate::config::Settings| serde_json::to_value(value).unwrap_or_default();
    let differ = fields(&as_value(&settings), &as_value(&parsed.config.settings));
    if differ.is_empty() {
        report.unchanged += 1;
    } else {
        report.changed.push(PlanEntry {
            table: "workspace".to_owned(),
            id: parsed.config.settings.name.clone(),
            fields: differ,
        });
    }
    if settings.currency != parsed.config.settings.currency && !current.processes.is_empty() {
        return Err(Error::new(Code::InvalidFile)
            .with("problem", "currency_fixed")
            .with("found", &parsed.config.settings.currency)
            .allowed([&settings.currency]));
    }
    let renamed = |kind: EntryKind, id: &str| {
        parsed
            .renames
            .iter()
            .find(|(table, _, to)| *table == kind.as_str() && to == id)
            .map(|(_, from, _)| from.clone())
    };
    let old = entries(&current);
    let new = entries(&parsed.config);
    for (kind, id, payload) in &new {
        let before = |wanted: &str| {
            old.iter().find(|(k, i, _)| k == kind && i == wanted).map(|(_, _, payload)| payload)
        };
        let entry = |fields| PlanEntry { table: kind.as_str().to_owned(), id: id.clone(), fields };
        match before(id).or_else(|| renamed(*kind, id).and_then(|from| before(&from))) {
            None => report.created.push(entry(Vec::new())),
            Some(before) if before == payload => report.unchanged += 1,
            Some(before) => report.changed.push(entry(fields(before, payload))),
        }
    }
    for (kind, id, _) in &old {
        let kept = new.iter().any(|(k, i, _)| k == kind && i == id);
        let moved = parsed.renames.iter().any(|(table, from, _)| *table == kind.as_str() && from == id);
        if !kept && !moved {
            report.retired.push(PlanEntry {
                table: kind.as_str().to_owned(),
                id: id.clone(),
                fields: Vec::new(),
            });
        }
    }
    let changes = !(report.created.is_empty() && report.changed.is_empty() && report.retired.is_empty());
    if changes && !force && parsed.revision.is_some_and(|made_from| made_from < revision) {
        let named: Vec<String> = report
            .changed
            .iter()
            .map(|entry| format!("{} {}: {}", entry.table, entry.id, entry.fields.join(", ")))
            .chain(report.retired.iter().map(|entry| format!("{} {}", entry.table, entry.id)))
            .collect();
        let found = parsed.revision.unwrap_or_default();
        return Err(Error::new(Code::OlderRevision)
            .with("found", found)
            .with("current", revision)
            .with("fields", named.join("; ")));
    }
    Ok(report)
}

/// Things that work today and will not tonight.
fn warnings(config: &Config) -> Vec<Warning> {
    let scheduled = |id: &str| {
        config.backups.iter().any(|b| {
            (b.schedule.is_some() || b.verify.iter().any(|v| v.schedule.is_some()))
                && b.repository_ids().iter().any(|r| r == id)
        })
    };
    let only_env = config
        .repositories
        .iter()
        .filter(|r| matches!(r.password, SecretRef::Env(_)) && scheduled(r.id.as_str()));
    only_env
        .map(|repository| Warning {
            code: "secret_only_in_environment".to_owned(),
            params: [("repository".to_owned(), repository.id.to_string())].into(),
        })
        .collect()
}
