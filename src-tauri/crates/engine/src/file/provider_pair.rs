//! `[[provider_pair]]` and `[network]`: reading and writing.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use std::fmt::Write;

use ballast_core::limits::{ANCHORS_MAX, DRILL_GAP_DAYS, PROBE_ENTRIES_MAX, PROBE_REQUESTS_PER_DAY_MAX};
use ballast_core::{Id, Result, Span};
use ballast_readiness::probe::import::Imported;
use ballast_readiness::probe::{Probe, Side};
use serde_json::{Map, Value as Json};

use super::alerts::is_host_and_port;
use super::compare::{inline, list, texts};
use super::map::groups;
use super::parse::{File, Namespace, ids};
use super::reader::{Reader, Value, as_json, from_json};
use super::write::{Sheet, quoted};
use crate::config::{Capacity, Freshness, ProviderPair, keys_of};
use crate::contract::Takeover;

const TAKEOVERS: [(&str, Takeover); 3] =
    [("manual", Takeover::Manual), ("assisted", Takeover::Assisted), ("automatic", Takeover::Automatic)];
const DAY: u64 = 86_400;

impl File {
    pub(super) fn provider_pair(&mut self, reader: &Reader<'_>) -> Result<ProviderPair> {
        let id = self.id(reader, "provider_pair", Namespace::Controls)?;
        let needed = |key: &'static str| -> Result<Id> {
            let id = reader.parsed::<Id>(key, "not_an_id", "1 to 64 of a-z, 0-9 and -")?;
            id.ok_or_else(|| reader.missing(key))
        };
        let (primary, backup) = (needed("primary")?, needed("backup")?);
        if let (true, Some(value)) = (primary == backup, reader.get("backup")) {
            return Err(reader.error(value, "backup", "same_provider").with("found", &backup));
        }
        let probes = self.probes(reader)?;
        let keys = keys_of(&probes);
        let chance = reader.decimal("on_demand_failure")?;
        if let (Some(value), Some(chance)) = (reader.get("on_demand_failure"), chance)
            && chance > 1.0
        {
            return Err(reader
                .error(value, "on_demand_failure", "out_of_range")
                .with("found", chance)
                .allowed(["0 to 1"]));
        }
        let most = i64::from(PROBE_REQUESTS_PER_DAY_MAX);
        let per_day = reader.whole("requests_per_day", 1, most)?.and_then(|most| u32::try_from(most).ok());
        Ok(ProviderPair {
            id,
            title: reader.text("title")?.map(str::to_owned),
            protects: ids(reader, "protects")?,
            primary,
            backup,
            takeover: reader.word("takeover", &TAKEOVERS)?.unwrap_or(Takeover::Manual),
            rto: reader.span("rto")?,
            rpo: reader.span("rpo")?,
            drill_gap_days: drill(reader)?,
            data: reader.table("data")?.map(|table| freshness(&table, &keys)).transpose()?,
            probes,
            requires: groups(reader, "requires")?,
            people: texts(reader, "people")?,
            login_every: reader.span("login_every")?,
            credential_expires: reader.date("credential_expires")?,
            capacity: reader.table("capacity")?.map(|table| capacity(&table)).transpose()?,
            requests_per_day: per_day,
            on_demand_failure: chance,
            proof_valid_for: reader.span("proof_valid_for")?,
        })
    }

    fn probes(&self, reader: &Reader<'_>) -> Result<Vec<Probe>> {
        let entries = reader.list("probes")?;
        if let Some(value) = entries.get(PROBE_ENTRIES_MAX) {
            return Err(reader
                .error(value, "probes", "too_many")
                .with("found", entries.len())
                .allowed([PROBE_ENTRIES_MAX]));
        }
        let one = |(at, value): (usize, Value<'_>)| {
            let probe = self.probe(reader, value, &format!("probes[{at}]"))?;
            if probe.on.is_none() {
                let key = format!("probes[{at}].on");
                return Err(reader
                    .error(value, &key, "missing")
                    .with("key", "on")
                    .allowed([Side::Primary.as_str(), Side::Backup.as_str()]));
            }
            Ok(probe)
        };
        entries.into_iter().enumerate().map(one).collect()
    }

    /// One probe, with the line of its entry in every error.
    fn probe(&self, reader: &Reader<'_>, value: Value<'_>, key: &str) -> Result<Probe> {
        let table = reader.inner(value, key)?;
        let mut entry = table.take_rest(&[]);
        self.resolve_secrets(&mut entry);
        Probe::read(&Json::Object(entry), &table.path).map_err(|error| table.placed(error))
    }

    /// `{ file = "path" }` of a secret is relative to the file's folder, as every path is.
    pub(super) fn resolve_secrets(&self, entry: &mut Map<String, Json>) {
        each_file(entry, &|path| self.path(path).display().to_string());
    }
}

/// `drill = { every = "quarter", max_gap = "120d" }` as the longest gap in days.
fn drill(reader: &Reader<'_>) -> Result<Option<u32>> {
    let Some(table) = reader.table("drill")? else { return Ok(None) };
    table.word("every", &[("quarter", ())])?;
    let gap = table.span("max_gap")?;
    table.finish()?;
    let Some(gap) = gap else { return Ok(Some(DRILL_GAP_DAYS)) };
    let days = u32::try_from(gap.seconds() / DAY).ok().filter(|days| *days > 0 && *days <= 3_660);
    match (days, table.get("max_gap")) {
        (Some(days), _) if gap.seconds() % DAY == 0 => Ok(Some(days)),
        (_, Some(value)) => Err(table
            .error(value, "max_gap", "out_of_range")
            .with("found", gap)
            .allowed(["whole days, 1d to 3660d"])),
        (_, None) => Ok(None),
    }
}

fn freshness(table: &Reader<'_>, keys: &[String]) -> Result<Freshness> {
    let probe = probe_key(table, "probe", keys)?.ok_or_else(|| table.missing("probe"))?;
    let fresh_for = table.span("fresh_for")?.ok_or_else(|| table.missing("fresh_for"))?;
    table.finish()?;
    Ok(Freshness { probe, fresh_for })
}

/// A probe of the pair by its name, or by its place in the list, from 0.
pub(super) fn probe_key(table: &Reader<'_>, key: &'static str, keys: &[String]) -> Result<Option<String>> {
    let Some(value) = table.get(key) else { return Ok(None) };
    let found = match as_json(value.get_ref()) {
        Json::Number(at) => at.as_u64().and_then(|at| keys.get(usize::try_from(at).ok()?).cloned()),
        Json::String(name) => keys.iter().find(|key| **key == name).cloned(),
        _ => None,
    };
    found.map(Some).ok_or_else(|| {
        let found = from_json(&as_json(value.get_ref()));
        table.error(value, key, "no_such_probe").with("found", found).allowed(keys)
    })
}

fn capacity(table: &Reader<'_>) -> Result<Capacity> {
    let number = |key: &'static str| -> Result<Option<u64>> {
        Ok(table.whole(key, 0, i64::MAX)?.and_then(|number| u64::try_from(number).ok()))
    };
    let (limit, peak) = (number("limit")?.ok_or_else(|| table.missing("limit"))?, number("peak")?);
    let unit = table.text("unit")?.unwrap_or_default().to_owned();
    table.finish()?;
    Ok(Capacity { limit, peak, unit })
}

/// `[network]`: the anchors, and where signs of life come in.
pub(super) fn network(top: &Reader<'_>) -> Result<(Vec<String>, Option<SocketAddr>)> {
    let Some(table) = top.table("network")? else { return Ok((Vec::new(), None)) };
    let mut anchors = Vec::new();
    for (text, value) in table.texts("anchors")? {
        if !is_host_and_port(text) {
            return Err(table
                .error(value, "anchors", "not_a_server_port")
                .with("found", text)
                .allowed(["host:port, such as 1.1.1.1:443"]));
        }
        if anchors.len() == ANCHORS_MAX {
            return Err(table
                .error(value, "anchors", "too_many")
                .with("found", anchors.len() + 1)
                .allowed([ANCHORS_MAX]));
        }
        anchors.push(text.to_owned());
    }
    let heartbeat_in = heartbeat_in(&table)?;
    table.finish()?;
    Ok((anchors, heartbeat_in))
}

/// Nobody but programs of this computer, unless another address is written.
fn heartbeat_in(table: &Reader<'_>) -> Result<Option<SocketAddr>> {
    let address = table.text("heartbeat_address")?;
    let Some(port) = table.whole("heartbeat_port", 1, i64::from(u16::MAX))? else {
        return if address.is_some() { Err(table.missing("heartbeat_port")) } else { Ok(None) };
    };
    let address = match (address.map(str::parse), table.get("heartbeat_address")) {
        (Some(Ok(address)), _) => address,
        (Some(Err(_)), Some(value)) => {
            let error = table.error(value, "heartbeat_address", "not_an_ip_address");
            let found = address.unwrap_or_default();
            return Err(error.with("found", found).allowed(["127.0.0.1", "::1", "192.168.1.5"]));
        }
        _ => IpAddr::from(Ipv4Addr::LOCALHOST),
    };
    Ok(u16::try_from(port).ok().map(|port| SocketAddr::new(address, port)))
}

/// A list with one entry a line.
pub(super) fn lines(entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|entry| format!("  {entry},\n")).collect();
    format!("[\n{}]", entries.concat())
}

pub(super) fn write(sheet: &mut Sheet<'_>, pair: &ProviderPair) {
    let word = |takeover: Takeover| {
        TAKEOVERS.iter().find(|(_, one)| *one == takeover).map_or("manual", |(word, _)| *word)
    };
    sheet.text("id", Some(pair.id.as_str()));
    sheet.text("title", pair.title.as_deref());
    sheet.ids("protects", &pair.protects);
    sheet.text("primary", Some(pair.primary.as_str()));
    sheet.text("backup", Some(pair.backup.as_str()));
    sheet.text("takeover", Some(word(pair.takeover)));
    sheet.span("rto", pair.rto);
    sheet.span("rpo", pair.rpo);
    if let Some(days) = pair.drill_gap_days {
        let gap = quoted(&Span::from_days(days.into()).to_string());
        sheet.raw("drill", &inline(&["every = \"quarter\"".to_owned(), format!("max_gap = {gap}")]));
    }
    sheet.groups("requires", &pair.requires);
    if !pair.people.is_empty() {
        sheet.raw("people", &list(&pair.people));
    }
    sheet.span("login_every", pair.login_every);
    if let Some(day) = pair.credential_expires {
        sheet.raw("credential_expires", &day.to_string());
    }
    if let Some(capacity) = &pair.capacity {
        let mut parts = vec![format!("limit = {}", capacity.limit)];
        parts.extend(capacity.peak.map(|peak| format!("peak = {peak}")));
        parts.extend((!capacity.unit.is_empty()).then(|| format!("unit = {}", quoted(&capacity.unit))));
        sheet.raw("capacity", &inline(&parts));
    }
    if let Some(data) = &pair.data {
        let fresh = quoted(&data.fresh_for.to_string());
        let parts = [format!("probe = {}", quoted(&data.probe)), format!("fresh_for = {fresh}")];
        sheet.raw("data", &inline(&parts));
    }
    if let Some(most) = pair.requests_per_day {
        sheet.raw("requests_per_day", &most.to_string());
    }
    if let Some(chance) = pair.on_demand_failure {
        sheet.raw("on_demand_failure", &format!("{chance:?}"));
    }
    sheet.span("proof_valid_for", pair.proof_valid_for);
    if !pair.probes.is_empty() {
        let entries = pair.probes.iter().map(|probe| written(sheet, probe));
        let entries: Vec<String> = entries.collect();
        sheet.raw("probes", &lines(entries));
    }
}

/// A probe as it stands in the file; secrets in files relative to its folder.
pub(super) fn written(sheet: &Sheet<'_>, probe: &Probe) -> String {
    let mut entry = probe.write();
    if let Some(entry) = entry.as_object_mut() {
        each_file(entry, &|path| sheet.relative(std::path::Path::new(path)));
    }
    from_json(&entry)
}

/// Every `{ file = "path" }` in an entry.
fn each_file(entry: &mut Map<String, Json>, change: &dyn Fn(&str) -> String) {
    if let (1, Some(Json::String(path))) = (entry.len(), entry.get("file")) {
        let path = change(path);
        entry.insert("file".to_owned(), Json::String(path));
        return;
    }
    for value in entry.values_mut() {
        match value {
            Json::Object(inner) => each_file(inner, change),
            Json::Array(list) => {
                list.iter_mut().filter_map(Json::as_object_mut).for_each(|inner| each_file(inner, change));
            }
            _ => {}
        }
    }
}

/// What another program's configuration gives, as tables to look over and put into the workspace file.
#[must_use]
pub fn probes_as_toml(imported: &Imported) -> String {
    let base = std::path::Path::new("/");
    let mut out = String::new();
    if !imported.anchors.is_empty() {
        let anchors: Vec<String> = imported.anchors.iter().map(|anchor| quoted(anchor)).collect();
        let _ = writeln!(out, "[network]\nanchors = [{}]\n", anchors.join(", "));
    }
    let mut taken = std::collections::BTreeSet::new();
    let mut ids = std::collections::BTreeSet::new();
    for pair in &imported.pairs {
        let mut id = id_of(&pair.title);
        while !ids.insert(id.clone()) {
            id.push('x');
        }
        for side in [Side::Primary, Side::Backup] {
            let _ = writeln!(out, "[[component]]\nid = \"{id}-{}\"\nkind = \"provider\"\n", side.as_str());
        }
        let _ = writeln!(out, "[[provider_pair]]\nid = {}\ntitle = {}", quoted(&id), quoted(&pair.title));
        let _ = writeln!(out, "primary = \"{id}-primary\"\nbackup = \"{id}-backup\"\nprobes = [");
        for (side, places) in [(Side::Primary, &pair.primary), (Side::Backup, &pair.backup)] {
            for probe in places.iter().filter_map(|at| imported.probes.get(*at)) {
                let probe = Probe { on: Some(side), ..probe.probe.clone() };
                let _ = writeln!(out, "  {},", written(&Sheet::plain(base), &probe));
            }
            taken.extend(places.iter().copied());
        }
        out.push_str("]\n\n");
    }
    let rest = imported.probes.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    for (_, probe) in rest {
        let _ = writeln!(out, "# {}", written(&Sheet::plain(base), &probe.probe));
    }
    out
}

/// An id from a title: what is no letter or digit becomes `-`.
fn id_of(title: &str) -> String {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(48).collect();
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() { "pair".to_owned() } else { id }
}
