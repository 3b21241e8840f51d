//! Provider pairs: probing, what people say about them, and probes of other programs.

use std::collections::BTreeMap;
use std::path::Path;

use ballast_core::evidence::RecordKind;
use ballast_core::limits::IMPORT_BYTES_MAX;
use ballast_core::{Code, Error, Result};
use ballast_readiness::probe::import::{gatus, kuma};
use ballast_readiness::probe::series::standing::Standing;
use ballast_readiness::probe::{Target, import};
use ballast_store::{Change, Draft};
use serde_json::{Value, json};

use super::invalid;
use crate::config::ProviderPair;
use crate::contract::*;
use crate::engine::Engine;
use crate::file::probes_as_toml;
use crate::host::Host;
use crate::people::{Identity, identify};
use crate::probing::{Known, known_probes, shared};
use crate::runner::{self, Job};
use crate::views::providers as view;

pub fn provider_list(host: &Host, _: Nothing) -> Result<ProviderList> {
    view::list(&*host.engine()?, &host.messages)
}

pub fn provider_show(host: &Host, request: PairId) -> Result<PairDetail> {
    view::detail(&*host.engine()?, &host.messages, &request.id)
}

/// Looks at every probe of a pair now; at one that fails until it is certain.
pub fn provider_probe(host: &Host, request: PairId) -> Result<RunStarted> {
    let engine = host.engine()?;
    engine.config()?.provider_pair(&request.id)?;
    Ok(RunStarted { run: runner::start(&engine, &request.id, Job::Probe { looks: true }, None)? })
}

/// Writes down an act of a person about a pair.
fn record(
    engine: &Engine,
    kind: RecordKind,
    pair: &ProviderPair,
    who: &Identity,
    mut body: Value,
    further: impl FnOnce(&Change<'_>) -> Result<()> + Send + 'static,
) -> Result<()> {
    let (at, clock, control) = (engine.now(), engine.clock.kind(), pair.id.to_string());
    if let Some(table) = body.as_object_mut() {
        table.insert("workspace".to_owned(), engine.workspace_id.clone().into());
        table.insert("person".to_owned(), who.name.clone().into());
        table.insert("proved".to_owned(), serde_json::to_value(who.proved).unwrap_or_default());
    }
    engine.store.write(move |change| {
        further(change)?;
        let draft = Draft {
            at,
            clock,
            kind,
            control: Some(control),
            run: None,
            verdict: None,
            artefacts: Vec::new(),
            body,
        };
        change.append(draft).map(drop)
    })
}

/// Somebody tried to log in to the backup.
pub fn provider_login(host: &Host, request: ProviderLogin) -> Result<PairDetail> {
    let engine = host.engine()?;
    let ProviderLogin { id, who, passphrase, worked, note } = request;
    let who = identify(&engine, &who, passphrase.as_deref())?;
    show_login(&engine, &id, &who, worked, &note)?;
    view::detail(&engine, &host.messages, &id)
}

/// Writes down what somebody showed of the login to the backup.
pub(crate) fn show_login(
    engine: &Engine,
    pair: &str,
    who: &Identity,
    worked: bool,
    note: &str,
) -> Result<()> {
    let config = engine.config()?;
    let pair = config.provider_pair(pair)?;
    let body = json!({ "backup": pair.backup, "worked": worked, "note": note.trim() });
    record(engine, RecordKind::LoginShown, pair, who, body, |_| Ok(()))
}

/// Somebody says whether both sides share something.
pub fn provider_fate(host: &Host, request: ProviderFate) -> Result<PairDetail> {
    let engine = host.engine()?;
    let ProviderFate { id, fate, shared: is_shared, who, passphrase, note } = request;
    let who = identify(&engine, &who, passphrase.as_deref())?;
    let config = engine.config()?;
    let pair = config.provider_pair(&id)?;
    let probes = engine.store.read(|view| known_probes(view, pair))?;
    let known = shared(&config, pair, &probes, &BTreeMap::new());
    if !known.iter().any(|one| one.id == fate) {
        let allowed = known.iter().map(|one| &one.id);
        return Err(Error::new(Code::UnknownId).with("what", "shared").with("id", fate).allowed(allowed));
    }
    let body = json!({ "fate": fate, "shared": is_shared, "note": note.trim() });
    record(&engine, RecordKind::SharedFateAnswered, pair, &who, body, |_| Ok(()))?;
    view::detail(&engine, &host.messages, &id)
}

fn find(probes: Vec<Known>, key: &str) -> Result<Known> {
    let keys: Vec<String> = probes.iter().map(|known| known.key.clone()).collect();
    let found = probes.into_iter().find(|known| known.key == key || known.probe.title() == key);
    found.ok_or_else(|| Error::new(Code::UnknownId).with("what", "probe").with("id", key).allowed(keys))
}

/// The shape of the newest answer is right: it is learned, and the next look is held against it.
pub fn provider_contract(host: &Host, request: ProviderContract) -> Result<PairDetail> {
    let engine = host.engine()?;
    let ProviderContract { id, probe, who, passphrase, reason } = request;
    let who = identify(&engine, &who, passphrase.as_deref())?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(invalid("--reason", "").allowed(["why this is right"]));
    }
    let config = engine.config()?;
    let pair = config.provider_pair(&id)?;
    let mut known = find(engine.store.read(|view| known_probes(view, pair))?, &probe)?;
    let changes = std::mem::take(&mut known.memory.changes);
    if changes.is_empty() {
        return Err(Error::new(Code::NotYet).with("reason", "no_contract_change").with("control", &id));
    }
    let contract = known.contract.get_or_insert_default();
    for change in &changes {
        contract.accept(change);
    }
    // What was said of the old shape is no failure any more; the next look says how it is.
    known.memory.standing = Standing::default();
    if let Some(newest) = &mut known.memory.newest {
        newest.verdict = ballast_core::Verdict::Inconclusive;
        newest.findings.clear();
    }
    let body = json!({ "probe": known.key, "changes": changes, "reason": reason });
    let control = pair.id.to_string();
    record(&engine, RecordKind::ContractAccepted, pair, &who, body, move |change| {
        known.write(change, &control, true)
    })?;
    view::detail(&engine, &host.messages, &id)
}

/// A sign of life came in.
pub fn provider_beat(host: &Host, request: ProviderBeat) -> Result<Nothing> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let pair = config.provider_pair(&request.id)?;
    let known = find(engine.store.read(|view| known_probes(view, pair))?, &request.probe)?;
    if !matches!(known.probe.target, Target::Heartbeat { .. }) {
        return Err(invalid("probe", request.probe).allowed(["a probe of the kind heartbeat"]));
    }
    crate::probing::beat(&engine, pair, &known.key)?;
    Ok(Nothing {})
}

/// Probes of another program as tables for the workspace file. Nothing is applied.
pub fn provider_import(_: &Host, request: ProviderImport) -> Result<ProviderImported> {
    let path = Path::new(&request.file);
    let meta = std::fs::metadata(path).map_err(|error| Error::io(path, &error))?;
    let most = u64::try_from(IMPORT_BYTES_MAX).unwrap_or(u64::MAX);
    let begins = || -> Result<Vec<u8>> {
        use std::io::Read;
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(|error| Error::io(path, &error))?;
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Error::io(path, &error))?;
        Ok(bytes)
    };
    if !meta.is_file() {
        return Err(invalid("FILE", path.display()).allowed(["a file of Gatus or Uptime Kuma"]));
    }
    let bytes = begins()?;
    let is_database = bytes.starts_with(b"SQLite format 3\0");
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| *byte == b'{');
    let from = request.from.unwrap_or(if is_database || is_json {
        ImportFrom::UptimeKuma
    } else {
        ImportFrom::Gatus
    });
    let placed = |mut error: Error| {
        if let Some(place) = error.place.as_mut() {
            place.file = Some(request.file.clone());
        }
        error
    };
    let imported = match from {
        ImportFrom::UptimeKuma if is_database => kuma::import_rows(&monitors(path)?),
        ImportFrom::UptimeKuma => kuma::import_backup(&bytes),
        ImportFrom::Gatus => gatus::import(&bytes, &BTreeMap::new()),
    };
    Ok(imported_view(from, &imported.map_err(placed)?))
}

fn imported_view(from: ImportFrom, imported: &import::Imported) -> ProviderImported {
    let left_out = imported.left_out.iter().map(|left| LeftOutView {
        name: left.name.clone(),
        line: left.line,
        what: left.what.clone(),
        reason: left.reason.clone(),
        whole: left.whole,
    });
    ProviderImported {
        from,
        probes: imported.probes.len(),
        toml: probes_as_toml(imported),
        pairs: imported.pairs.iter().map(|pair| pair.title.clone()).collect(),
        asks: imported.asks.iter().cloned().collect(),
        left_out: left_out.collect(),
    }
}

/// The rows of the table `monitor`. The database is opened to be read only; of its secrets only whether they are set is
/// asked.
fn monitors(path: &Path) -> Result<Vec<kuma::Monitor>> {
    use rusqlite::types::ValueRef;
    use rusqlite::{Connection, OpenFlags};
    let failed = |error: rusqlite::Error| {
        Error::new(Code::InvalidFile)
            .with("problem", "not_a_backup")
            .with("found", path.display())
            .because(&error)
            .allowed(["kuma.db of Uptime Kuma"])
    };
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(failed)?;
    let there: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info('monitor')")
        .and_then(|mut columns| columns.query_map([], |row| row.get(0))?.collect())
        .map_err(failed)?;
    let has = |column: &&&str| there.iter().any(|known| known == *column);
    let mut names: Vec<&str> = kuma::COLUMNS.iter().filter(has).copied().collect();
    let mut asked: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    for secret in kuma::SECRET_COLUMNS.iter().filter(has) {
        names.push(secret);
        asked.push(format!("CASE WHEN \"{secret}\" IS NULL OR \"{secret}\" = '' THEN NULL ELSE 'set' END"));
    }
    if names.is_empty() {
        return Err(failed(rusqlite::Error::InvalidQuery));
    }
    let sql = format!("SELECT {} FROM monitor", asked.join(", "));
    let mut statement = connection.prepare(&sql).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut monitors = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let mut monitor = kuma::Monitor::new();
        for (at, name) in names.iter().enumerate() {
            let value = match row.get_ref(at).map_err(failed)? {
                ValueRef::Null | ValueRef::Blob(_) => Value::Null,
                ValueRef::Integer(number) => number.into(),
                ValueRef::Real(number) => number.into(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
            };
            monitor.insert((*name).to_owned(), value);
        }
        monitors.push(monitor);
        if monitors.len() > ballast_core::limits::IMPORT_PROBES_MAX {
            break;
        }
    }
    Ok(monitors)
}
