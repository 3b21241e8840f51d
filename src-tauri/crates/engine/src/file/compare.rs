//! `[[parallel_run]]`: reading and writing.

use std::collections::BTreeMap;

use ballast_compare::{Normalise, Tolerance};
use ballast_core::table::{FileKind, Format};
use ballast_core::{Code, Error, Result};
use jiff::civil::Date;

use super::parse::{File, Namespace, ids, schedule};
use super::reader::{Reader, Value};
use super::write::{Sheet, key_of, quoted};
use crate::config::{Acceptance, ParallelRun, TableSide, TableSource, Window};

/// Keys of a side with the kind of file each names.
pub(crate) const FILE_KINDS: [(&str, FileKind); 5] = [
    ("csv", FileKind::Csv),
    ("json", FileKind::Json),
    ("jsonl", FileKind::JsonLines),
    ("parquet", FileKind::Parquet),
    ("xlsx", FileKind::Xlsx),
];

const SIDES: [&str; 8] = ["csv", "json", "jsonl", "parquet", "xlsx", "sqlite", "postgres", "http"];

fn texts(reader: &Reader<'_>, key: &'static str) -> Result<Vec<String>> {
    Ok(reader.texts(key)?.into_iter().map(|(text, _)| text.to_owned()).collect())
}

/// `0.01`: an exact decimal that is not negative.
#[must_use]
pub fn decimal_of(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str| !part.is_empty() && part.len() <= 40 && part.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(rest)).then(|| text.to_owned())
}

/// `0.1%` as an exact ratio: `0.001`. Up to 100 %.
#[must_use]
pub fn ratio_of(text: &str) -> Option<String> {
    let number = decimal_of(text.strip_suffix('%')?)?;
    let (whole, rest) = number.split_once('.').unwrap_or((&number, ""));
    let shifted = format!("{whole:0>3}");
    let (front, back) = shifted.split_at(shifted.len() - 2);
    let fraction = format!("{back}{rest}");
    let fraction = fraction.trim_end_matches('0');
    let front = front.trim_start_matches('0');
    let front = if front.is_empty() { "0" } else { front };
    let ratio = if fraction.is_empty() { front.to_owned() } else { format!("{front}.{fraction}") };
    (front == "0" || ratio == "1").then_some(ratio)
}

/// A ratio as it is written in the file.
fn percent(ratio: &str) -> String {
    let (whole, rest) = ratio.split_once('.').unwrap_or((ratio, ""));
    let rest = format!("{rest:0<2}");
    let (front, back) = rest.split_at(2);
    let front = format!("{whole}{front}");
    let front = front.trim_start_matches('0');
    let front = if front.is_empty() { "0" } else { front };
    if back.is_empty() { format!("{front}%") } else { format!("{front}.{back}%") }
}

impl File {
    pub(super) fn parallel_run(&mut self, reader: &Reader<'_>) -> Result<ParallelRun> {
        let id = self.id(reader, "parallel_run", Namespace::Controls)?;
        if let Some(value) = reader.get("engine") {
            return Err(Error {
                code: Code::NotSupported,
                ..reader.error(value, "engine", "not_supported").with("what", "engine")
            });
        }
        let both = format(reader)?;
        let key = texts(reader, "key")?;
        if key.is_empty() {
            return Err(reader.missing("key"));
        }
        let table = |key: &'static str| reader.table(key)?.ok_or_else(|| reader.missing(key));
        let old = self.side(&table("old")?, &both)?;
        let new = self.side(&table("new")?, &both)?;
        let baseline = reader.table("baseline")?.map(|inner| self.side(&inner, &both)).transpose()?;
        Ok(ParallelRun {
            id,
            title: reader.text("title")?.map(str::to_owned),
            protects: ids(reader, "protects")?,
            old,
            new,
            baseline,
            key,
            rename: rename(reader)?,
            ignore: texts(reader, "ignore")?,
            tolerance: tolerance(reader)?,
            normalise: normalise(reader)?,
            totals: texts(reader, "totals")?,
            slice: reader.text("slice")?.map(str::to_owned),
            critical: texts(reader, "critical")?,
            personal: texts(reader, "personal")?,
            schedule: schedule(reader)?,
            watch: reader.flag("watch")?.unwrap_or(false),
            window: window(reader)?,
            accept: acceptance(reader)?,
            max_runtime: reader.span("max_runtime")?,
            proof_valid_for: reader.span("proof_valid_for")?,
        })
    }

    fn side(&self, reader: &Reader<'_>, both: &Format) -> Result<TableSide> {
        let one_of = || reader.sheet.error(reader.span.clone(), &reader.path, "one_of").allowed(SIDES);
        let mut found = Vec::new();
        for (key, kind) in FILE_KINDS {
            if let Some(path) = reader.text(key)?.filter(|path| !path.is_empty()) {
                found.push(TableSource::File { path: self.path(path), kind });
            }
        }
        let query = |needed: bool| -> Result<String> {
            let query = reader.text("query")?.filter(|query| !query.trim().is_empty()).map(str::to_owned);
            if needed { query.ok_or_else(|| reader.missing("query")) } else { Ok(String::new()) }
        };
        if let Some(path) = reader.text("sqlite")? {
            found.push(TableSource::Sqlite { path: self.path(path), query: query(true)? });
        }
        if reader.get("postgres").is_some() {
            let connection = self.secret(reader, "postgres")?;
            found.push(TableSource::Postgres { connection, query: query(true)? });
        }
        if let (Some(url), Some(value)) = (reader.text("http")?, reader.get("http")) {
            if !super::is_url(url) {
                return Err(reader
                    .error(value, "http", "not_a_url")
                    .with("found", url)
                    .allowed(["https://… or http://…"]));
            }
            if super::has_login(url) {
                // The address is not repeated: a secret stands in it.
                let allowed = ["https://host/path, without a name and password"];
                return Err(reader.error(value, "http", "login_in_url").allowed(allowed));
            }
            let kind = reader.word("as", &FILE_KINDS)?.unwrap_or(FileKind::Csv);
            found.push(TableSource::Http { url: url.to_owned(), kind });
        }
        let own = format(reader)?;
        let format = Format {
            delimiter: own.delimiter.or(both.delimiter),
            encoding: own.encoding.or_else(|| both.encoding.clone()),
            decimal: own.decimal.or(both.decimal),
            thousands: own.thousands.or(both.thousands),
            date: own.date.or_else(|| both.date.clone()),
            part: reader.text("part")?.map(str::to_owned),
        };
        reader.finish()?;
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(source), None) => Ok(TableSide { source, format }),
            _ => Err(one_of()),
        }
    }
}

fn format(reader: &Reader<'_>) -> Result<Format> {
    let Some(table) = reader.table("format")? else { return Ok(Format::default()) };
    let sign = |key: &'static str| -> Result<Option<char>> {
        let (Some(text), Some(value)) = (table.text(key)?, table.get(key)) else { return Ok(None) };
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(sign), None) => Ok(Some(sign)),
            _ => Err(table.error(value, key, "not_a_word").with("found", text).allowed(["one character"])),
        }
    };
    let format = Format {
        delimiter: sign("delimiter")?,
        encoding: table.text("encoding")?.map(str::to_owned),
        decimal: sign("decimal")?,
        thousands: sign("thousands")?,
        date: table.text("date")?.map(str::to_owned),
        part: None,
    };
    table.finish()?;
    Ok(format)
}

/// A table whose keys are names of columns.
fn pairs<'a>(reader: &Reader<'a>, key: &'static str) -> Result<Vec<(String, Value<'a>)>> {
    let Some(table) = reader.table(key)? else { return Ok(Vec::new()) };
    Ok(table.pairs().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn rename(reader: &Reader<'_>) -> Result<BTreeMap<String, String>> {
    let one = |(from, value): (String, Value<'_>)| {
        let to = value.get_ref().as_str().map(str::to_owned);
        let wrong = || {
            let found = value.get_ref().type_str();
            reader.error(value, "rename", "wrong_type").with("found", found).with("wanted", "text")
        };
        Ok((from, to.ok_or_else(wrong)?))
    };
    pairs(reader, "rename")?.into_iter().map(one).collect()
}

fn tolerance(reader: &Reader<'_>) -> Result<BTreeMap<String, Tolerance>> {
    let one = |(column, value): (String, Value<'_>)| {
        let table = reader.inner(value, "tolerance")?;
        let read = |key: &'static str, parse: fn(&str) -> Option<String>, allowed: &str| {
            let (Some(text), Some(value)) = (table.text(key)?, table.get(key)) else { return Ok(None) };
            let wrong = || table.error(value, key, "not_a_number").with("found", text).allowed([allowed]);
            parse(text).map(Some).ok_or_else(wrong)
        };
        let abs = read("abs", decimal_of, "a decimal such as \"0.01\"")?;
        let rel = read("rel", ratio_of, "a percentage such as \"0.1%\", up to 100%")?;
        if abs.is_none() && rel.is_none() {
            return Err(table.missing("abs"));
        }
        table.finish()?;
        Ok((column, Tolerance { abs, rel }))
    };
    pairs(reader, "tolerance")?.into_iter().map(one).collect()
}

fn normalise(reader: &Reader<'_>) -> Result<Normalise> {
    let Some(table) = reader.table("normalise")? else { return Ok(Normalise::default()) };
    let flag = |key: &'static str| Ok::<_, Error>(table.flag(key)?.unwrap_or(false));
    let timezone = table.text("timezone")?.map(str::to_owned);
    if let (Some(name), Some(value)) = (&timezone, table.get("timezone"))
        && jiff::tz::TimeZone::get(name).is_err()
    {
        return Err(table
            .error(value, "timezone", "unknown_timezone")
            .with("found", name)
            .allowed(["an IANA name such as Europe/Berlin"]));
    }
    let normalise = Normalise {
        trim: flag("trim")?,
        case: flag("case")?,
        unicode: flag("unicode")?,
        empty_is_null: flag("empty_is_null")?,
        timezone,
    };
    table.finish()?;
    Ok(normalise)
}

fn window(reader: &Reader<'_>) -> Result<Option<Window>> {
    let Some(table) = reader.table("window")? else { return Ok(None) };
    let value = table.get("starts").ok_or_else(|| table.missing("starts"))?;
    let text = match value.get_ref() {
        toml::de::DeValue::Datetime(date) => date.to_string(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    let starts: Date = text.parse().map_err(|_| {
        table.error(value, "starts", "not_a_date").with("found", &text).allowed(["a date such as 2026-11-01"])
    })?;
    let days = table.whole("days", 1, 3660)?.ok_or_else(|| table.missing("days"))?;
    table.finish()?;
    Ok(Some(Window { starts, days: u32::try_from(days).unwrap_or(1) }))
}

fn acceptance(reader: &Reader<'_>) -> Result<Acceptance> {
    let Some(table) = reader.table("accept")? else { return Ok(Acceptance::default()) };
    let usual = Acceptance::default();
    let clean_runs = table.whole("clean_runs", 1, 3660)?.and_then(|runs| u32::try_from(runs).ok());
    let rate = table.text("mismatch_rate")?;
    if let (Some(text), Some(value)) = (rate, table.get("mismatch_rate"))
        && ratio_of(text).is_none()
    {
        return Err(table
            .error(value, "mismatch_rate", "not_a_number")
            .with("found", text)
            .allowed(["a percentage such as \"0.1%\", up to 100%"]));
    }
    table.finish()?;
    Ok(Acceptance {
        clean_runs: clean_runs.unwrap_or(usual.clean_runs),
        mismatch_rate: rate.map_or(usual.mismatch_rate, str::to_owned),
    })
}

fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

fn inline(parts: &[String]) -> String {
    format!("{{ {} }}", parts.join(", "))
}

fn side(sheet: &Sheet<'_>, side: &TableSide) -> String {
    let word = |kind: FileKind| FILE_KINDS.iter().find(|(_, k)| *k == kind).map_or("csv", |(word, _)| word);
    let mut parts = match &side.source {
        TableSource::File { path, kind } => vec![format!("{} = {}", word(*kind), sheet.path(path))],
        TableSource::Sqlite { path, query } => {
            vec![format!("sqlite = {}", sheet.path(path)), format!("query = {}", quoted(query))]
        }
        TableSource::Postgres { connection, query } => {
            vec![format!("postgres = {}", sheet.secret(connection)), format!("query = {}", quoted(query))]
        }
        TableSource::Http { url, kind } => {
            vec![format!("http = {}", quoted(url)), format!("as = {}", quoted(word(*kind)))]
        }
    };
    let Format { delimiter, encoding, decimal, thousands, date, part } = &side.format;
    parts.extend(part.as_deref().map(|part| format!("part = {}", quoted(part))));
    let sign = |name: &str, sign: Option<char>| sign.map(|s| format!("{name} = {}", quoted(&s.to_string())));
    let text = |name: &str, text: Option<&str>| text.map(|text| format!("{name} = {}", quoted(text)));
    let format: Vec<String> = [
        sign("delimiter", *delimiter),
        text("encoding", encoding.as_deref()),
        sign("decimal", *decimal),
        sign("thousands", *thousands),
        text("date", date.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !format.is_empty() {
        parts.push(format!("format = {}", inline(&format)));
    }
    inline(&parts)
}

pub(super) fn write(sheet: &mut Sheet<'_>, run: &ParallelRun) {
    sheet.text("id", Some(run.id.as_str()));
    sheet.text("title", run.title.as_deref());
    sheet.ids("protects", &run.protects);
    let (old, new) = (side(sheet, &run.old), side(sheet, &run.new));
    sheet.raw("old", &old);
    sheet.raw("new", &new);
    if let Some(baseline) = &run.baseline {
        let baseline = side(sheet, baseline);
        sheet.raw("baseline", &baseline);
    }
    sheet.raw("key", &list(&run.key));
    if !run.rename.is_empty() {
        let parts: Vec<String> =
            run.rename.iter().map(|(from, to)| format!("{} = {}", key_of(from), quoted(to))).collect();
        sheet.raw("rename", &inline(&parts));
    }
    for (key, words) in [
        ("ignore", &run.ignore),
        ("totals", &run.totals),
        ("critical", &run.critical),
        ("personal", &run.personal),
    ] {
        if !words.is_empty() {
            sheet.raw(key, &list(words));
        }
    }
    sheet.text("slice", run.slice.as_deref());
    if !run.tolerance.is_empty() {
        let one = |(column, tolerance): (&String, &Tolerance)| {
            let abs = tolerance.abs.as_deref().map(|abs| format!("abs = {}", quoted(abs)));
            let rel = tolerance.rel.as_deref().map(|rel| format!("rel = {}", quoted(&percent(rel))));
            format!("{} = {}", key_of(column), inline(&abs.into_iter().chain(rel).collect::<Vec<_>>()))
        };
        sheet.raw("tolerance", &inline(&run.tolerance.iter().map(one).collect::<Vec<_>>()));
    }
    let Normalise { trim, case, unicode, empty_is_null, timezone } = &run.normalise;
    let flags = [("trim", *trim), ("case", *case), ("unicode", *unicode), ("empty_is_null", *empty_is_null)];
    let mut parts: Vec<String> =
        flags.iter().filter(|(_, on)| *on).map(|(name, _)| format!("{name} = true")).collect();
    parts.extend(timezone.as_deref().map(|zone| format!("timezone = {}", quoted(zone))));
    if !parts.is_empty() {
        sheet.raw("normalise", &inline(&parts));
    }
    sheet.text("schedule", run.schedule.as_deref());
    sheet.flag("watch", run.watch);
    if let Some(window) = &run.window {
        sheet.raw("window", &format!("{{ starts = {}, days = {} }}", window.starts, window.days));
    }
    if run.accept != Acceptance::default() {
        let rate = quoted(&run.accept.mismatch_rate);
        let accept = format!("{{ clean_runs = {}, mismatch_rate = {rate} }}", run.accept.clean_runs);
        sheet.raw("accept", &accept);
    }
    sheet.span("max_runtime", run.max_runtime);
    sheet.span("proof_valid_for", run.proof_valid_for);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact_ratios_and_come_back() {
        for (text, ratio) in [
            ("0.1%", "0.001"),
            ("5%", "0.05"),
            ("0%", "0"),
            ("100%", "1"),
            ("12.50%", "0.125"),
            ("99.9%", "0.999"),
        ] {
            assert_eq!(ratio_of(text).as_deref(), Some(ratio), "{text}");
            assert_eq!(ratio_of(&percent(ratio)).as_deref(), Some(ratio), "{text}");
        }
        for text in ["101%", "0.1", "-1%", "%", "1e3%", "100.1%"] {
            assert_eq!(ratio_of(text), None, "{text}");
        }
    }
}
