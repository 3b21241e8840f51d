//! `[[drill]]`: reading and writing.

mod write;

use std::collections::BTreeMap;

use ballast_core::limits::{DRILL_STEPS_MAX, PROBE_EVERY_MIN};
use ballast_core::{Id, Result};
use ballast_readiness::drill::plan::{Act, Check, Steady, Step, Stop, Undo};
use ballast_readiness::drill::window::{BlockedDays, Day, Weekly, Windows};
use ballast_readiness::estimate::Kind;
use ballast_readiness::probe::specification::{Expect, Method};
use ballast_readiness::probe::{Probe, Target};
use jiff::civil::Time;

use super::compare::texts;
use super::parse::{File, Namespace};
use super::provider_pair::probe_key;
use super::reader::{Reader, Value};
use crate::config::{Canary, Drill, ProviderPair, keys_of};

pub(super) use write::write;

const DAYS: [(&str, Day); 7] = [
    ("monday", Day::Monday),
    ("tuesday", Day::Tuesday),
    ("wednesday", Day::Wednesday),
    ("thursday", Day::Thursday),
    ("friday", Day::Friday),
    ("saturday", Day::Saturday),
    ("sunday", Day::Sunday),
];
const NOT_NEEDED: &str = "none";
/// Keys of a check that are none of a probe.
const CHECK_KEYS: [&str; 6] = ["title", "passes", "within_milliseconds", "failures", "probe", "ask"];
const LOOKS: [&str; 6] = ["probe", "http", "tcp", "command", "ask", "tls"];

/// What the checks of one drill refer to.
struct Looks<'a> {
    keys: Vec<String>,
    own: BTreeMap<String, Probe>,
    file: &'a File,
}

impl File {
    /// A drill; `pairs` are those of the same file.
    pub(super) fn drill(&mut self, reader: &Reader<'_>, pairs: &[ProviderPair]) -> Result<Drill> {
        let id = self.id(reader, "drill", Namespace::Drills)?;
        let pair: Id = reader
            .parsed("pair", "not_an_id", "the id of a provider pair")?
            .ok_or_else(|| reader.missing("pair"))?;
        let Some(of_pair) = pairs.iter().find(|one| one.id == pair) else {
            let value = reader.get("pair").ok_or_else(|| reader.missing("pair"))?;
            let known = pairs.iter().map(|pair| &pair.id);
            return Err(reader.error(value, "pair", "dangling").with("found", &pair).allowed(known));
        };
        let kinds: Vec<(&'static str, Kind)> =
            Kind::ALL.into_iter().map(|kind| (kind.as_str(), kind)).collect();
        let mut looks = Looks { keys: keys_of(&of_pair.probes), own: BTreeMap::new(), file: self };
        let steady = each(reader, "steady", |entry, at| looks.steady(entry, at))?;
        let on_backup =
            each(reader, "on_backup", |entry, at| looks.plain(entry, &format!("on_backup {at}")))?;
        let steps = each(reader, "steps", |entry, at| looks.step(entry, at))?;
        let stops = each(reader, "stops", |entry, at| looks.stop(entry, at))?;
        let own = looks.own;
        Ok(Drill {
            id,
            title: reader.text("title")?.map(str::to_owned),
            pair,
            kind: reader.word("kind", &kinds)?.unwrap_or(Kind::Probe),
            owner: reader.text("owner")?.map(str::to_owned),
            deputy: reader.text("deputy")?.map(str::to_owned),
            steady,
            on_backup,
            steps,
            stops,
            passes: reader.whole("passes", 1, 100)?.and_then(|passes| u32::try_from(passes).ok()),
            observe: reader.span("observe")?,
            maximum_switch: reader.span("maximum_switch")?,
            maximum_duration: reader.span("maximum_duration")?,
            canary: reader.table("canary")?.map(|table| canary(&table)).transpose()?,
            windows: windows(reader)?,
            looks: own,
        })
    }
}

fn each<T>(
    reader: &Reader<'_>,
    key: &'static str,
    mut read: impl FnMut(&Reader<'_>, usize) -> Result<T>,
) -> Result<Vec<T>> {
    let entries = reader.list(key)?;
    if let Some(value) = entries.get(DRILL_STEPS_MAX) {
        return Err(reader
            .error(value, key, "too_many")
            .with("found", entries.len())
            .allowed([DRILL_STEPS_MAX]));
    }
    let one = |(at, value): (usize, Value<'_>)| {
        let entry = reader.inner(value, &format!("{key}[{at}]"))?;
        let read = read(&entry, at)?;
        entry.finish()?;
        Ok(read)
    };
    entries.into_iter().enumerate().map(one).collect()
}

impl Looks<'_> {
    fn steady(&mut self, entry: &Reader<'_>, at: usize) -> Result<Steady> {
        let check = self.among(entry, &format!("steady {}", at + 1))?;
        let title = entry.text("title")?.map_or_else(|| title_of(&check), str::to_owned);
        let passes = entry.whole("passes", 1, 100)?.and_then(|passes| u32::try_from(passes).ok());
        let within = entry.whole("within_milliseconds", 1, 600_000)?;
        let within_milliseconds = within.and_then(|within| u64::try_from(within).ok());
        let passes = passes.unwrap_or(ballast_core::limits::DRILL_PASSES);
        Ok(Steady { title, check, passes, within_milliseconds })
    }

    fn stop(&mut self, entry: &Reader<'_>, at: usize) -> Result<Stop> {
        let check = self.among(entry, &format!("stop {}", at + 1))?;
        let title = entry.text("title")?.map_or_else(|| title_of(&check), str::to_owned);
        let failures = entry.whole("failures", 1, 100)?.and_then(|count| u32::try_from(count).ok());
        Ok(Stop { title, check, failures: failures.unwrap_or(ballast_core::limits::DRILL_PASSES) })
    }

    fn step(&mut self, entry: &Reader<'_>, at: usize) -> Result<Step> {
        let title = entry.text("title")?.filter(|title| !title.trim().is_empty());
        let title = title.ok_or_else(|| entry.missing("title"))?.to_owned();
        let manual = manual(entry, "manual")?;
        let run = entry.table("run")?.map(|table| act(&table)).transpose()?;
        let acts = match (manual, run) {
            (Some(instructions), None) => Act::Manual { instructions },
            (None, Some(act)) => act,
            (None, None) => return Err(entry.missing("run")),
            (Some(_), Some(_)) => {
                let value = entry.get("run").ok_or_else(|| entry.missing("run"))?;
                return Err(entry.error(value, "run", "one_of").allowed(["run", "manual"]));
            }
        };
        let number = at + 1;
        let verify = self.within(entry, "verify", &format!("step {number}"))?;
        let verify_undo = self.within(entry, "verify_undo", &format!("undo of step {number}"))?;
        let timeout = entry.span("timeout")?;
        let undo = undo(entry)?;
        // What a person does by hand and nothing is said of is seen by that person.
        let verify = verify.or_else(|| {
            matches!(acts, Act::Manual { .. }).then(|| Check::Person { question: title.clone() })
        });
        let owner = entry.text("owner")?.map(str::to_owned);
        Ok(Step { title, owner, act: acts, verify, undo, verify_undo, timeout })
    }

    fn within(&mut self, entry: &Reader<'_>, key: &'static str, name: &str) -> Result<Option<Check>> {
        let Some(table) = entry.table(key)? else { return Ok(None) };
        self.plain(&table, name).map(Some)
    }

    /// A check that stands alone in its table.
    fn plain(&mut self, table: &Reader<'_>, name: &str) -> Result<Check> {
        let check = self.among(table, name)?;
        table.finish()?;
        Ok(check)
    }

    /// A check among other keys of its table.
    fn among(&mut self, table: &Reader<'_>, name: &str) -> Result<Check> {
        if let Some(probe) = probe_key(table, "probe", &self.keys)? {
            return Ok(Check::Probe { probe });
        }
        if let Some(question) = table.text("ask")?.filter(|text| !text.trim().is_empty()) {
            return Ok(Check::Person { question: question.to_owned() });
        }
        let probe = self.file.own_look(table)?;
        let Some(probe) = probe else {
            return Err(table.sheet.error(table.span.clone(), &table.path, "one_of").allowed(LOOKS));
        };
        if let Some(check) = simple(&probe) {
            return Ok(check);
        }
        self.own.insert(name.to_owned(), probe);
        Ok(Check::Probe { probe: name.to_owned() })
    }
}

impl File {
    /// A probe whose keys stand among those of a check.
    fn own_look(&self, table: &Reader<'_>) -> Result<Option<Probe>> {
        let mut entry = table.take_rest(&CHECK_KEYS);
        if entry.is_empty() {
            return Ok(None);
        }
        self.resolve_secrets(&mut entry);
        Probe::read(&serde_json::Value::Object(entry), &table.path)
            .map(Some)
            .map_err(|error| table.placed(error))
    }
}

/// A look that other programs know too: a status, a connection, an exit code.
fn simple(probe: &Probe) -> Option<Check> {
    let expect = &probe.expect;
    let only = |kept: Expect| *expect == kept;
    match &probe.target {
        Target::Http(http)
            if http.method == Method::Get && http.headers.is_empty() && http.body.is_none() =>
        {
            let status = match expect.status[..] {
                [] => 200,
                [(low, high)] if low == high => low,
                _ => return None,
            };
            let kept =
                Expect { status: expect.status.clone(), expires_in: expect.expires_in, ..Expect::default() };
            (only(kept) && !http.url.starts_with("https")).then(|| Check::Http {
                method: "GET".to_owned(),
                url: http.url.clone(),
                status,
            })
        }
        Target::Tcp(server) if only(Expect::default()) => Some(Check::Tcp { address: server.to_string() }),
        Target::Command(words) => {
            let exit = expect.exit_code.unwrap_or(0);
            let kept = Expect { exit_code: expect.exit_code, ..Expect::default() };
            only(kept).then(|| Check::Command { arguments: words.clone(), exit })
        }
        _ => None,
    }
}

fn title_of(check: &Check) -> String {
    match check {
        Check::Http { url, .. } => url.clone(),
        Check::Tcp { address } => address.clone(),
        Check::Command { arguments, .. } => arguments.first().cloned().unwrap_or_default(),
        Check::Probe { probe } | Check::Number { probe, .. } => probe.clone(),
        Check::Person { question } => question.clone(),
    }
}

/// `manual = true`, or what is to be done.
fn manual(entry: &Reader<'_>, key: &'static str) -> Result<Option<String>> {
    let Some(value) = entry.get(key) else { return Ok(None) };
    if value.get_ref().as_bool() == Some(true) {
        return Ok(Some(String::new()));
    }
    let text = value.get_ref().as_str();
    let text =
        text.ok_or_else(|| entry.error(value, key, "one_of").allowed(["true", "\"what is to be done\""]))?;
    Ok(Some(text.to_owned()))
}

fn act(table: &Reader<'_>) -> Result<Act> {
    let command = texts(table, "command")?;
    let url = table.text("http")?.map(str::to_owned);
    let method = table.text("method")?.unwrap_or("POST").to_owned();
    let body = table.text("body")?.map(str::to_owned);
    let status = table.whole("status", 100, 599)?.and_then(|status| u16::try_from(status).ok());
    let manual = manual(table, "manual")?;
    table.finish()?;
    match (command.is_empty(), url, manual) {
        (false, None, None) => Ok(Act::Command { arguments: command }),
        (true, Some(url), None) => Ok(Act::Http { method, url, body, status: status.unwrap_or(200) }),
        (true, None, Some(instructions)) => Ok(Act::Manual { instructions }),
        _ => Err(table
            .sheet
            .error(table.span.clone(), &table.path, "one_of")
            .allowed(["command", "http", "manual"])),
    }
}

fn undo(entry: &Reader<'_>) -> Result<Option<Undo>> {
    let Some(value) = entry.get("undo") else { return Ok(None) };
    if value.get_ref().as_str() == Some(NOT_NEEDED) {
        return Ok(Some(Undo::NotNeeded));
    }
    let table = entry.inner(value, "undo")?;
    act(&table).map(|act| Some(Undo::By(act)))
}

fn canary(table: &Reader<'_>) -> Result<Canary> {
    let every = table.span("every")?.ok_or_else(|| table.missing("every"))?.max(PROBE_EVERY_MIN);
    let inner = |key: &'static str| -> Result<Act> {
        let inner = table.table(key)?.ok_or_else(|| table.missing(key))?;
        act(&inner)
    };
    let (write, read) = (inner("write")?, inner("read")?);
    table.finish()?;
    let by_hand = |act: &Act| matches!(act, Act::Manual { .. });
    if by_hand(&write) || by_hand(&read) {
        return Err(table
            .sheet
            .error(table.span.clone(), &table.path, "one_of")
            .allowed(["command", "http"]));
    }
    Ok(Canary { every, write, read })
}

fn windows(reader: &Reader<'_>) -> Result<Windows> {
    let Some(table) = reader.table("windows")? else { return Ok(Windows::default()) };
    let blocked_days = each(&table, "blocked_days", |entry, _| {
        let day = |key: &'static str| entry.date(key)?.ok_or_else(|| entry.missing(key));
        let reason = entry.text("reason")?.unwrap_or_default().to_owned();
        Ok(BlockedDays { from: day("from")?, to: day("to")?, reason })
    })?;
    let holidays = table
        .texts("holidays")?
        .into_iter()
        .map(|(text, value)| {
            text.parse().map_err(|_| table.error(value, "holidays", "not_a_date").with("found", text))
        })
        .collect::<Result<_>>()?;
    let windows = Windows {
        allowed: each(&table, "allowed", |entry, _| weekly(entry))?,
        blocked_hours: each(&table, "blocked_hours", |entry, _| weekly(entry))?,
        blocked_days,
        holidays,
    };
    table.finish()?;
    Ok(windows)
}

fn weekly(entry: &Reader<'_>) -> Result<Weekly> {
    let day = |(text, value): (&str, Value<'_>)| {
        let found = DAYS.iter().find(|(word, _)| *word == text).map(|(_, day)| *day);
        found.ok_or_else(|| {
            let words = DAYS.iter().map(|(word, _)| *word);
            entry.error(value, "days", "not_a_word").with("found", text).allowed(words)
        })
    };
    let time = |key: &'static str| -> Result<Time> {
        entry.parsed(key, "not_a_time", "a time such as 09:00")?.ok_or_else(|| entry.missing(key))
    };
    let days = entry.texts("days")?.into_iter().map(day).collect::<Result<_>>()?;
    Ok(Weekly { days, from: time("from")?, to: time("to")? })
}
