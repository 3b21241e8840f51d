//! What is expected, read and checked against the kind of target.

use std::collections::BTreeMap;

use ballast_core::limits::{PROBE_ENTRIES_MAX, PROBE_EVERY_MAX};
use ballast_core::{Result, Span};
use serde_json::{Number, Value};

use super::super::condition::{Condition, Test};
use super::super::fields::{Fields, wrong, wrong_type};
use super::super::path::Path;
use super::read::milliseconds;
use super::targets::not_a_condition;
use super::{Expect, RecordType, Target};

/// Time that a certificate must have left where nothing else is asked.
pub(super) const EXPIRES_IN: Span = Span::from_days(21);

/// Keys of `expect`, and the kinds of target for which each means something.
const KEYS: [(&str, &[&str]); 14] = [
    ("status", &["http"]),
    ("headers", &["http"]),
    ("body", &["http", "tcp", "command", "dns"]),
    ("json", &["http", "command"]),
    ("within", &["http", "tcp", "tls", "dns", "smtp", "command"]),
    ("slow", &["http", "tcp", "tls", "dns", "smtp", "command"]),
    ("address", &["http", "tcp", "tls", "smtp"]),
    ("issuer", &["http", "tls", "smtp"]),
    ("records", &["dns"]),
    ("no_such_name", &["dns"]),
    ("agree", &["dns"]),
    ("mail", &["dns"]),
    ("exit_code", &["command"]),
    ("expires_in", &["http", "tls", "smtp"]),
];

pub(super) fn read(fields: &Fields<'_>, target: &Target) -> Result<Expect> {
    let mut expect = match fields.table("expect")? {
        Some(table) => {
            let expect = entries(&table)?;
            only_for(&table, target)?;
            table.finish()?;
            expect
        }
        None => Expect::default(),
    };
    expect.expires_in = fields.span("expires_in", Span::from_seconds(1), PROBE_EVERY_MAX)?;
    if expect.expires_in.is_none() {
        expect.expires_in = expires_in_of(target);
    } else if !applies("expires_in", target) {
        let allowed = KEYS.iter().find(|(key, _)| *key == "expires_in").map_or(&[][..], |(_, kinds)| kinds);
        return Err(fields.wrong("expires_in", "not_for_this_target", "expires_in").allowed(allowed));
    }
    contradictions(fields, target, &expect)?;
    Ok(expect)
}

pub(super) fn expires_in_of(target: &Target) -> Option<Span> {
    let encrypted = match target {
        Target::Http(http) => http.url.starts_with("https:"),
        Target::Tls { .. } | Target::Smtp(_) => true,
        _ => false,
    };
    encrypted.then_some(EXPIRES_IN)
}

fn kind_of(target: &Target) -> &'static str {
    match target {
        Target::Http(_) => "http",
        Target::Tcp(_) => "tcp",
        Target::Tls { .. } => "tls",
        Target::Dns { .. } => "dns",
        Target::Smtp(_) => "smtp",
        Target::Command(_) => "command",
        Target::Heartbeat { .. } | Target::StatusPage(_) => "",
    }
}

fn applies(key: &str, target: &Target) -> bool {
    KEYS.iter().any(|(name, kinds)| *name == key && kinds.contains(&kind_of(target)))
}

fn only_for(table: &Fields<'_>, target: &Target) -> Result<()> {
    let other = KEYS.iter().find(|(key, _)| table.get(key).is_some() && !applies(key, target));
    other.map_or(Ok(()), |(key, kinds)| Err(table.wrong(key, "not_for_this_target", key).allowed(*kinds)))
}

fn contradictions(fields: &Fields<'_>, target: &Target, expect: &Expect) -> Result<()> {
    if let Target::Dns { types, .. } = target {
        let asked = |of: RecordType| types.contains(&of);
        if let Some(other) = expect.records.keys().find(|of| !asked(**of)) {
            return Err(fields.wrong("expect.records", "type_not_asked", other.as_str()).allowed(["types"]));
        }
        if expect.mail && !(asked(RecordType::Mx) && asked(RecordType::Txt)) {
            return Err(fields.wrong("expect.mail", "type_not_asked", "MX, TXT").allowed(["types"]));
        }
        if expect.no_such_name && (expect.mail || !expect.records.is_empty() || expect.body.is_some()) {
            return Err(fields.wrong("expect.no_such_name", "contradiction", "true").allowed(["false"]));
        }
    }
    Ok(())
}

fn entries(table: &Fields<'_>) -> Result<Expect> {
    let mut json = BTreeMap::new();
    if let Some(paths) = table.table("json")? {
        for (text, value) in paths.pairs(PROBE_ENTRIES_MAX)? {
            let field = paths.field(text);
            let path: Path = text.parse().map_err(|_| {
                wrong(&field, "not_a_json_path", text).allowed(["data[0].name", "items[].id", "[\"a.b\"]"])
            })?;
            json.insert(path, condition(&field, value)?);
        }
    }
    let mut headers = BTreeMap::new();
    if let Some(names) = table.table("headers")? {
        for (name, value) in names.pairs(PROBE_ENTRIES_MAX)? {
            headers.insert(name.to_ascii_lowercase(), condition(&names.field(name), value)?);
        }
    }
    let exit_code = table.whole("exit_code", i32::MIN.into(), i32::MAX.into())?;
    Ok(Expect {
        status: statuses(table)?,
        headers,
        body: one(table, "body")?,
        json,
        within: milliseconds(table, "within")?,
        slow: milliseconds(table, "slow")?,
        address: one(table, "address")?,
        issuer: one(table, "issuer")?,
        expires_in: None,
        records: records(table)?,
        no_such_name: table.flag("no_such_name")?.unwrap_or(false),
        agree: table.flag("agree")?.unwrap_or(false),
        mail: table.flag("mail")?.unwrap_or(false),
        exit_code: exit_code.and_then(|code| i32::try_from(code).ok()),
    })
}

fn one(table: &Fields<'_>, key: &'static str) -> Result<Option<Condition>> {
    table.get(key).map(|value| condition(&table.field(key), value)).transpose()
}

fn records(table: &Fields<'_>) -> Result<BTreeMap<RecordType, Vec<String>>> {
    let mut records = BTreeMap::new();
    let Some(types) = table.table("records")? else { return Ok(records) };
    for (word, of) in RecordType::ALL {
        let texts = types.texts(word, PROBE_ENTRIES_MAX)?;
        if !texts.is_empty() {
            records.insert(of, texts);
        }
    }
    types.finish()?;
    Ok(records)
}

/// `200`, `"2xx"`, `"200-204"`, or a list of these.
fn statuses(table: &Fields<'_>) -> Result<Vec<(u16, u16)>> {
    let list = table.list("status");
    if list.len() > PROBE_ENTRIES_MAX {
        return Err(table.wrong("status", "too_many", list.len()).allowed([PROBE_ENTRIES_MAX]));
    }
    list.into_iter()
        .map(|value| {
            status(value).ok_or_else(|| {
                table.wrong("status", "not_a_status", value).allowed(["200", "\"2xx\"", "\"200-204\""])
            })
        })
        .collect()
}

fn status(value: &Value) -> Option<(u16, u16)> {
    let valid = |code: u16| (100..=599).contains(&code).then_some(code);
    if let Some(code) = value.as_u64() {
        let code = valid(u16::try_from(code).ok()?)?;
        return Some((code, code));
    }
    let text = value.as_str()?;
    if let Some(class) = text.strip_suffix("xx") {
        let first = valid(class.parse::<u16>().ok()?.checked_mul(100)?)?;
        return Some((first, first + 99));
    }
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let (low, high) = (valid(low.parse().ok()?)?, valid(high.parse().ok()?)?);
    (low <= high).then_some((low, high))
}

/// A value that it must be, or a table of tests.
pub(in crate::probe) fn condition(field: &str, value: &Value) -> Result<Condition> {
    match value {
        Value::Object(_) => {}
        Value::Array(_) => return Err(not_a_condition(field, value)),
        _ => return Ok(Condition::is(value.clone())),
    }
    let table = Fields::of(value, field)?;
    let mut tests = Vec::new();
    let values = |key: &'static str| -> Result<Vec<Value>> {
        match table.get(key) {
            Some(Value::Array(list)) if list.len() <= PROBE_ENTRIES_MAX => Ok(list.clone()),
            Some(other) => Err(wrong_type(&table.field(key), other, "a list of at most 64")),
            None => Ok(Vec::new()),
        }
    };
    let number = |key: &'static str| -> Result<Option<Number>> {
        match table.get(key) {
            Some(Value::Number(number)) => Ok(Some(number.clone())),
            Some(other) => Err(wrong_type(&table.field(key), other, "a number")),
            None => Ok(None),
        }
    };
    let text = |key: &'static str| -> Result<Option<String>> { Ok(table.text(key)?.map(str::to_owned)) };
    let length = |key: &'static str| -> Result<Option<u64>> {
        Ok(table.whole(key, 0, i64::MAX)?.and_then(|length| u64::try_from(length).ok()))
    };
    tests.extend(table.get("is").cloned().map(Test::Is));
    tests.extend(table.get("not").cloned().map(Test::Not));
    tests.extend(Some(values("one_of")?).filter(|list| !list.is_empty()).map(Test::OneOf));
    tests.extend(Some(values("none_of")?).filter(|list| !list.is_empty()).map(Test::NoneOf));
    tests.extend(text("like")?.map(Test::Like));
    tests.extend(text("unlike")?.map(Test::Unlike));
    tests.extend(text("contains")?.map(Test::Contains));
    tests.extend(text("lacks")?.map(Test::Lacks));
    tests.extend(number("above")?.map(Test::Above));
    tests.extend(number("below")?.map(Test::Below));
    tests.extend(number("at_least")?.map(Test::AtLeast));
    tests.extend(number("at_most")?.map(Test::AtMost));
    tests.extend(length("longer")?.map(Test::Longer));
    tests.extend(length("shorter")?.map(Test::Shorter));
    tests.extend(length("length")?.map(Test::Length));
    tests.extend(table.flag("exists")?.map(Test::Exists));
    table.finish()?;
    Ok(Condition(tests))
}
