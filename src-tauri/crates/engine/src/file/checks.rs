//! What holds across a file: units, shares, and that every id that is referred to exists.

use std::collections::HashSet;

use ballast_core::exposure::Group;
use ballast_core::{Id, Result};

use super::reader::Reader;
use crate::config::{Change, Config};

/// `4MiB` in bytes.
pub(crate) fn bytes_of(text: &str) -> Option<u64> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    let unit = match unit {
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "kB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// `5%` as a share of one; more than nothing, at most all.
pub(crate) fn share_of(text: &str) -> Option<f64> {
    let number = text.strip_suffix('%')?;
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let percent: f64 = number.parse().ok().filter(|_| plain)?;
    (percent > 0.0 && percent <= 100.0).then_some(percent / 100.0)
}

/// Ids that may be referred to, in the order of the file.
struct Known<'a> {
    in_order: Vec<&'a str>,
    ids: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(ids: impl Iterator<Item = &'a str>) -> Self {
        let in_order: Vec<&str> = ids.collect();
        Self { ids: in_order.iter().copied().collect(), in_order }
    }
}

/// Every id that is referred to must exist. The place is found again by its text.
pub(super) fn references(top: &Reader<'_>, config: &Config) -> Result<()> {
    let components = Known::of(config.components.iter().map(|c| c.id.as_str()));
    let repositories = Known::of(config.repositories.iter().map(|r| r.id.as_str()));
    let check =
        |table: &'static str, index: usize, key: &'static str, id: &Id, known: &Known<'_>| -> Result<()> {
            if known.ids.contains(id.as_str()) {
                return Ok(());
            }
            let known = &known.in_order;
            let value = top.list(table)?.into_iter().nth(index).ok_or_else(|| top.missing(table))?;
            let reader = top.inner(value, table)?;
            let at = reader.get(key).map_or(value, |value| value);
            let nearest = known.iter().min_by_key(|known| strsim::damerau_levenshtein(known, id.as_str()));
            let error = reader.error(at, key, "dangling").with("found", id).allowed(known);
            Err(nearest.map_or(error.clone(), |nearest| error.with("nearest", nearest)))
        };
    let group_ids =
        |needs: &[Group]| -> Vec<Id> { needs.iter().flat_map(|group| group.any_of.clone()).collect() };
    for (index, process) in config.processes.iter().enumerate() {
        group_ids(&process.needs)
            .iter()
            .try_for_each(|id| check("process", index, "needs", id, &components))?;
    }
    for (index, component) in config.components.iter().enumerate() {
        group_ids(&component.needs)
            .iter()
            .try_for_each(|id| check("component", index, "needs", id, &components))?;
        group_ids(component.recovery_needs.as_deref().unwrap_or_default())
            .iter()
            .try_for_each(|id| check("component", index, "recovery_needs", id, &components))?;
    }
    let processes = config.processes.iter().map(|p| p.id.as_str());
    let protectable = Known::of(components.in_order.iter().copied().chain(processes));
    let pairs = Known::of(config.provider_pairs.iter().map(|pair| pair.id.as_str()));
    let changeable = Known::of(protectable.in_order.iter().chain(&pairs.in_order).copied());
    for (index, option) in config.options.iter().enumerate() {
        for change in &option.change {
            let (subject, members) = match change {
                Change::Add { to, any_of, .. } => (to, any_of.clone()),
                Change::Set { of, outages_per_year, outage, on_demand_failure } => {
                    // Only a component has outages, and only a pair is called.
                    if on_demand_failure.is_some() {
                        check("option", index, "change", of, &pairs)?;
                    }
                    if outages_per_year.is_some() || outage.is_some() {
                        check("option", index, "change", of, &components)?;
                    }
                    continue;
                }
                Change::Replace { to, from, with } => (to, vec![from.clone(), with.clone()]),
                Change::Remove { to, need } => (to, vec![need.clone()]),
            };
            check("option", index, "change", subject, &changeable)?;
            members.iter().try_for_each(|id| check("option", index, "change", id, &components))?;
        }
    }
    for (index, backup) in config.backups.iter().enumerate() {
        backup
            .repositories
            .iter()
            .try_for_each(|id| check("backup", index, "repositories", id, &repositories))?;
        backup.protects.iter().try_for_each(|id| check("backup", index, "protects", id, &protectable))?;
    }
    for (index, run) in config.parallel_runs.iter().enumerate() {
        run.protects.iter().try_for_each(|id| check("parallel_run", index, "protects", id, &protectable))?;
    }
    for (index, spot) in config.spot_checks.iter().enumerate() {
        spot.protects.iter().try_for_each(|id| check("spot_check", index, "protects", id, &protectable))?;
    }
    for (index, pair) in config.provider_pairs.iter().enumerate() {
        check("provider_pair", index, "primary", &pair.primary, &components)?;
        check("provider_pair", index, "backup", &pair.backup, &components)?;
        group_ids(&pair.requires)
            .iter()
            .try_for_each(|id| check("provider_pair", index, "requires", id, &components))?;
        pair.protects
            .iter()
            .try_for_each(|id| check("provider_pair", index, "protects", id, &protectable))?;
    }
    Ok(())
}
