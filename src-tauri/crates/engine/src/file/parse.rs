//! From text to what it sets up.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ballast_core::limits::{WORKSPACE_ENTRIES_MAX, WORKSPACE_FILE_BYTES_MAX};
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Currency, Error, Id, Result};
use jiff::tz::TimeZone;
use toml::de::DeTable;

use super::checks::{bytes_of, references};
use super::reader::{Reader, Sheet, Value};
use crate::config::{Config, Repository, SecretRef, Settings};

/// What a file says, and what only the act of applying needs.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub config: Config,
    /// Exports carry the revision that they were made from.
    pub revision: Option<u64>,
    /// `was = "old-id"`: table, old id, new id.
    pub renames: Vec<(&'static str, String, String)>,
}

/// Tables of the contract whose capability is not there yet.
const LATER: [&str; 1] = ["guard"];

pub(super) const ID: &str = "1 to 64 of a-z, 0-9 and -";

/// Reads a workspace file. Nothing in it is applied. A zone or currency that it does not name stays as
/// it is in `current`.
pub fn parse(path: &Path, current: Option<&Settings>) -> Result<Parsed> {
    let name = path.display().to_string();
    let meta = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::new(Code::InvalidFile).with("problem", "no_file").with("found", &name)
        }
        _ => Error::io(path, &error),
    })?;
    if meta.len() > WORKSPACE_FILE_BYTES_MAX {
        let empty = Sheet { name: &name, text: "" };
        return Err(empty
            .error(0..0, "file", "too_large")
            .with("found", format!("{} bytes", meta.len()))
            .allowed([format!("{WORKSPACE_FILE_BYTES_MAX} bytes")]));
    }
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let sheet = Sheet { name: &name, text: &good };
            return Err(sheet
                .error(good.len()..good.len(), "file", "not_text")
                .allowed(["UTF-8 text in TOML 1.0"]));
        }
    };
    let folder =
        std::path::absolute(path).ok().and_then(|path| path.parent().map(Path::to_owned)).unwrap_or_default();
    parse_text(Sheet { name: &name, text }, &folder, current)
}

/// A file that is a part of the program.
pub(crate) fn read(name: &str, text: &str) -> Result<Config> {
    parse_text(Sheet { name, text }, Path::new(""), None).map(|parsed| parsed.config)
}

/// Whether a config would stand in a file. Errors name the key and what is allowed; they have no line.
pub(crate) fn check(config: &Config) -> Result<()> {
    let base = config.settings.base.clone().unwrap_or_default();
    let text = super::write(config, 0, &base);
    match parse_text(Sheet { name: "", text: &text }, &base, Some(&config.settings)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error {
            place: error.place.map(|place| ballast_core::error::Place { line: None, file: None, ..place }),
            ..error
        }),
    }
}

fn parse_text(sheet: Sheet<'_>, folder: &Path, current: Option<&Settings>) -> Result<Parsed> {
    let root = DeTable::parse(sheet.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        sheet.error(span, "file", "syntax").with("found", error.message()).allowed(["TOML 1.0"])
    })?;
    let top = Reader::new(sheet, String::new(), root.get_ref(), 0..0);
    for later in LATER {
        if let Some(value) = top.get(later) {
            return Err(Error {
                code: Code::NotSupported,
                ..top.error(value, later, "not_supported").with("what", later)
            });
        }
    }
    let workspace = top.table("workspace")?.ok_or_else(|| top.missing("workspace"))?;
    let mut file = File {
        folder: folder.to_owned(),
        renames: Vec::new(),
        controls: HashMap::new(),
        things: HashMap::new(),
        stores: HashMap::new(),
        drills: HashMap::new(),
    };
    let (mut settings, revision, currency) = file.settings(&workspace, current)?;
    settings.alerts = file.alerts(&top)?;
    (settings.anchors, settings.heartbeat_in) = super::provider_pair::network(&top)?;
    let components = each(&top, "component", |reader| file.component(reader))?;
    let processes = each(&top, "process", |reader| file.process(reader, currency))?;
    let options = each(&top, "option", |reader| file.option(reader, currency))?;
    let repositories = each(&top, "repository", |reader| file.repository(reader))?;
    let backups = each(&top, "backup", |reader| file.backup(reader))?;
    let parallel_runs = each(&top, "parallel_run", |reader| file.parallel_run(reader))?;
    let spot_checks = each(&top, "spot_check", |reader| file.spot_check(reader, currency))?;
    let provider_pairs = each(&top, "provider_pair", |reader| file.provider_pair(reader))?;
    let drills = each(&top, "drill", |reader| file.drill(reader, &provider_pairs))?;
    let people = each(&top, "person", |reader| file.person(reader))?;
    top.finish()?;
    let config = Config {
        settings,
        processes,
        components,
        options,
        repositories,
        backups,
        parallel_runs,
        spot_checks,
        provider_pairs,
        drills,
        people,
    };
    references(&top, &config)?;
    super::person::check(&top, &config)?;
    Ok(Parsed { config, revision, renames: file.renames })
}

fn each<'a, T>(
    top: &Reader<'a>,
    table: &'static str,
    mut read: impl FnMut(&Reader<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let items = top.list(table)?;
    if let Some(value) = items.get(WORKSPACE_ENTRIES_MAX) {
        return Err(top
            .error(value, table, "too_large")
            .with("found", items.len())
            .allowed([WORKSPACE_ENTRIES_MAX]));
    }
    items
        .into_iter()
        .map(|value| {
            let reader = top.inner(value, table)?;
            let read = read(&reader)?;
            reader.finish()?;
            Ok(read)
        })
        .collect()
}

pub(super) struct File {
    folder: PathBuf,
    renames: Vec<(&'static str, String, String)>,
    /// Ids with the line they were first seen at.
    controls: HashMap<String, u32>,
    things: HashMap<String, u32>,
    stores: HashMap<String, u32>,
    drills: HashMap<String, u32>,
}

#[derive(Clone, Copy)]
pub(super) enum Namespace {
    Controls,
    Things,
    Stores,
    Drills,
}

impl File {
    fn settings(
        &self,
        reader: &Reader<'_>,
        current: Option<&Settings>,
    ) -> Result<(Settings, Option<u64>, Currency)> {
        let name = reader
            .text("name")?
            .filter(|name| !name.trim().is_empty())
            .ok_or_else(|| reader.missing("name"))?;
        let usual = current.map_or("UTC", |settings| settings.timezone.as_str());
        let timezone = reader.text("timezone")?.unwrap_or(usual);
        if let Some(value) = reader.get("timezone")
            && TimeZone::get(timezone).is_err()
        {
            return Err(reader
                .error(value, "timezone", "unknown_timezone")
                .with("found", timezone)
                .allowed(["an IANA name such as Europe/Berlin"]));
        }
        let currency: Option<Currency> =
            reader.parsed("currency", "unknown_currency", "an ISO 4217 code such as EUR, USD, CHF")?;
        let currency = match currency {
            Some(currency) => currency,
            None => current
                .map_or("EUR", |settings| settings.currency.as_str())
                .parse()
                .map_err(|_| reader.missing("currency"))?,
        };
        let fiscal_year_starts =
            reader.whole("fiscal_year_starts", 1, 12)?.and_then(|month| u8::try_from(month).ok());
        let revision =
            reader.whole("revision", 0, i64::MAX)?.and_then(|revision| u64::try_from(revision).ok());
        reader.finish()?;
        let settings = Settings {
            name: name.to_owned(),
            timezone: timezone.to_owned(),
            currency: currency.to_string(),
            fiscal_year_starts,
            base: Some(self.folder.clone()),
            alerts: None,
            anchors: Vec::new(),
            heartbeat_in: None,
        };
        Ok((settings, revision, currency))
    }

    /// The id of an entry; a second one of the same name is refused with both places.
    pub(super) fn id(
        &mut self,
        reader: &Reader<'_>,
        table: &'static str,
        namespace: Namespace,
    ) -> Result<Id> {
        let id: Id = reader.parsed("id", "not_an_id", ID)?.ok_or_else(|| reader.missing("id"))?;
        let seen = match namespace {
            Namespace::Controls => &mut self.controls,
            Namespace::Things => &mut self.things,
            Namespace::Stores => &mut self.stores,
            Namespace::Drills => &mut self.drills,
        };
        if let Some(value) = reader.get("id") {
            let error = reader.error(value, "id", "duplicate_id").with("found", &id);
            let line = error.place.as_ref().and_then(|place| place.line).unwrap_or_default();
            if let Some(first) = seen.insert(id.to_string(), line) {
                return Err(error.with("first_line", first).allowed(["an id that is used once"]));
            }
        }
        if let Some(was) = reader.parsed::<Id>("was", "not_an_id", ID)? {
            self.renames.push((table, was.to_string(), id.to_string()));
        }
        Ok(id)
    }

    pub(super) fn path(&self, text: &str) -> PathBuf {
        let joined = self.folder.join(text);
        // `a/./b` and `a/../b` read as one place each, without asking the disk.
        let mut clean = PathBuf::new();
        for part in joined.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => {
                    clean.pop();
                }
                other => clean.push(other),
            }
        }
        clean
    }

    pub(super) fn secret(&self, reader: &Reader<'_>, key: &'static str) -> Result<SecretRef> {
        let value = reader.get(key).ok_or_else(|| reader.missing(key))?;
        let forms =
            ["{ env = \"NAME\" }", "{ file = \"path\" }", "{ command = [\"…\"] }", "{ keyring = \"name\" }"];
        if value.get_ref().as_str().is_some() {
            return Err(reader.error(value, key, "literal_password").allowed(forms));
        }
        let table = reader.inner(value, key)?;
        let env = table.text("env")?.map(|name| SecretRef::Env(name.to_owned()));
        let file = table.text("file")?.map(|path| SecretRef::File(self.path(path)));
        let command: Vec<String> =
            table.texts("command")?.into_iter().map(|(text, _)| text.to_owned()).collect();
        let command = (!command.is_empty()).then_some(SecretRef::Command(command));
        let keyring = table
            .text("keyring")?
            .filter(|name| !name.is_empty())
            .map(|name| SecretRef::Keyring(name.to_owned()));
        table.finish()?;
        let mut given = [env, file, command, keyring].into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(secret), None) => Ok(secret),
            _ => Err(reader.error(value, key, "one_of").allowed(forms)),
        }
    }

    pub(super) fn location(&self, reader: &Reader<'_>, key: &'static str) -> Result<PathBuf> {
        let text = reader.text(key)?.filter(|text| !text.is_empty()).ok_or_else(|| reader.missing(key))?;
        let remote = ["s3:", "sftp:", "rest:", "rclone:", "b2:", "azure:", "gs:", "opendal:"]
            .into_iter()
            .find(|prefix| text.starts_with(prefix));
        match (remote, reader.get(key)) {
            (Some(prefix), Some(value)) => Err(Error {
                code: Code::NotSupported,
                ..reader
                    .error(value, key, "not_supported")
                    .with("what", format!("{prefix} repositories"))
                    .allowed(["a folder"])
            }),
            _ => Ok(self.path(text)),
        }
    }

    fn repository(&mut self, reader: &Reader<'_>) -> Result<Repository> {
        let id = self.id(reader, "repository", Namespace::Stores)?;
        let pack_size = reader.text("pack_size")?;
        if let (Some(text), Some(value)) = (pack_size, reader.get("pack_size"))
            && bytes_of(text).is_none_or(|bytes| !(1 << 20..=1 << 30).contains(&bytes))
        {
            return Err(reader
                .error(value, "pack_size", "not_a_size")
                .with("found", text)
                .allowed(["1MiB to 1GiB, in KiB MiB GiB kB MB GB"]));
        }
        if let Some(value) = reader.get("access") {
            return Err(Error {
                code: Code::NotSupported,
                ..reader.error(value, "access", "not_supported").with("what", "access")
            });
        }
        Ok(Repository {
            id,
            title: reader.text("title")?.map(str::to_owned),
            location: self.location(reader, "location")?,
            password: self.secret(reader, "password")?,
            media: reader.text("media")?.map(str::to_owned),
            offsite: reader.flag("offsite")?.unwrap_or(false),
            immutable: reader.flag("immutable")?.unwrap_or(false),
            pack_size: pack_size.map(str::to_owned),
        })
    }
}

pub(super) fn ids(reader: &Reader<'_>, key: &'static str) -> Result<Vec<Id>> {
    let one = |(text, value): (&str, Value<'_>)| {
        text.parse().map_err(|_| reader.error(value, key, "not_an_id").with("found", text).allowed([ID]))
    };
    reader.texts(key)?.into_iter().map(one).collect()
}

pub(super) fn schedule(reader: &Reader<'_>) -> Result<Option<String>> {
    schedule_of(reader, "schedule")
}

pub(super) fn schedule_of(reader: &Reader<'_>, key: &'static str) -> Result<Option<String>> {
    let (Some(text), Some(value)) = (reader.text(key)?, reader.get(key)) else {
        return Ok(None);
    };
    match text.parse::<Schedule>() {
        Ok(schedule) => Ok(Some(schedule.line().to_owned())),
        Err(error) => {
            let allowed = ["five fields: minute hour day-of-month month day-of-week, such as \"30 2 * * *\""];
            Err(reader
                .error(value, key, "not_a_schedule")
                .with("found", text)
                .with("reason", error.reason)
                .allowed(allowed))
        }
    }
}
