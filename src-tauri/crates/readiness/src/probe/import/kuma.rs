//! Monitors of Uptime Kuma: the JSON backup of version 1, or rows of the table `monitor` of its database.
//!
//! Both name the same things differently and grew over the years: what is there is read, the rest is not
//! missed. Passwords, tokens and whatever else is a login are never taken over.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::limits::{IMPORT_BYTES_MAX, IMPORT_PROBES_MAX};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::path::Path;
use super::super::specification::Server;
use super::{Imported, pairs, refused, seconds, too_many};

/// One monitor: a row of the table by column, or an entry of the backup by field.
pub type Monitor = Map<String, Value>;

/// Columns of `monitor` to read, as far as they exist there. None of them holds a secret; whether one is set
/// is asked with `COLUMN is not null` for `SECRET_COLUMNS`.
pub const COLUMNS: [&str; 26] = [
    "id",
    "name",
    "type",
    "url",
    "hostname",
    "port",
    "active",
    "interval",
    "timeout",
    "method",
    "body",
    "headers",
    "keyword",
    "invert_keyword",
    "json_path",
    "json_path_operator",
    "expected_value",
    "dns_resolve_type",
    "dns_resolve_server",
    "accepted_statuscodes_json",
    "parent",
    "expiry_notification",
    "ignore_tls",
    "upside_down",
    "smtp_security",
    "auth_method",
];

#[derive(Deserialize)]
struct Backup {
    #[serde(rename = "monitorList")]
    monitors: Vec<Monitor>,
}

/// Reads the JSON backup of version 1.
///
/// Errors: `invalid_file` with `problem` `too_large`, `not_json` (also too deep), `too_many`.
pub fn import_backup(bytes: &[u8]) -> Result<Imported> {
    if bytes.len() > IMPORT_BYTES_MAX {
        return Err(refused("too_large", bytes.len(), None).allowed([format!("{IMPORT_BYTES_MAX} bytes")]));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let backup: Backup = serde_json::from_slice(bytes).map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        refused("not_a_backup", "-", line).allowed(["{ \"monitorList\": [ … ] }"])
    })?;
    import_rows(&backup.monitors)
}

/// Takes monitors as they stand in the table, in any order. Errors: `invalid_file`, `too_many`.
pub fn import_rows(monitors: &[Monitor]) -> Result<Imported> {
    if monitors.len() > IMPORT_PROBES_MAX {
        return Err(too_many(monitors.len()));
    }
    let groups: BTreeMap<i64, String> = monitors
        .iter()
        .map(Row)
        .filter(|row| row.text(&["type"]) == Some("group"))
        .filter_map(|row| Some((row.number(&["id"])?, row.name())))
        .collect();
    let mut imported = Imported::default();
    for row in monitors.iter().map(Row) {
        let name = row.name();
        if row.text(&["type"]) == Some("group") {
            continue;
        }
        match entry(&row) {
            Ok(entry) => {
                for (columns, reason) in DROPPED {
                    if row.flag(columns) == Some(true) {
                        imported.leave(&name, None, columns.first().unwrap_or(&""), reason);
                    }
                }
                let group = row.number(&["parent"]).and_then(|parent| groups.get(&parent)).cloned();
                imported.take(&name, group, None, entry);
            }
            Err((what, reason)) => imported.leave_whole(&name, None, &what, reason),
        }
    }
    pairs::propose(&mut imported);
    Ok(imported)
}

/// Settings that are not taken over, though the probe is.
const DROPPED: [(&[&str], &str); 1] = [(&["ignore_tls", "ignoreTls"], "no_such_setting")];

/// Columns of `monitor` that hold a login: it is asked whether they are set, and what is in them is never read.
pub const SECRET_COLUMNS: [&str; 3] = ["basic_auth_user", "basic_auth_pass", "oauth_client_secret"];

/// What shows that the monitor logs in.
const LOGIN_COLUMNS: [&[&str]; 3] = [
    &["basic_auth_user", "basicAuthUser"],
    &["basic_auth_pass", "basicAuthPass"],
    &["oauth_client_secret", "oauthClientSecret"],
];

struct Row<'a>(&'a Monitor);

impl Row<'_> {
    fn get(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| self.0.get(*name)).filter(|value| !value.is_null())
    }

    fn text(&self, names: &[&str]) -> Option<&str> {
        self.get(names)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// Numbers also as texts and, from JavaScript, with a fraction of zero.
    fn number(&self, names: &[&str]) -> Option<i64> {
        match self.get(names)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64().or_else(|| {
                let number = value.as_f64().filter(|number| number.abs() < 1e12)?;
                #[expect(clippy::cast_possible_truncation, reason = "below 10^12")]
                Some(number.round() as i64)
            }),
        }
    }

    fn flag(&self, names: &[&str]) -> Option<bool> {
        match self.get(names)? {
            Value::Bool(flag) => Some(*flag),
            _ => self.number(names).map(|number| number != 0),
        }
    }

    fn name(&self) -> String {
        let id = || self.number(&["id"]).map_or_else(|| "monitor".to_owned(), |id| format!("monitor {id}"));
        self.text(&["name"]).map_or_else(id, str::to_owned)
    }

    fn server(&self, port: Option<i64>) -> Result<String, Left> {
        let host = self.text(&["hostname"]).ok_or_else(|| ("hostname".to_owned(), "invalid"))?;
        let port = self.number(&["port"]).or(port).ok_or_else(|| ("port".to_owned(), "invalid"))?;
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let server = format!("{host}:{port}");
        server.parse::<Server>().map(|server| server.to_string()).map_err(|_| (server, "invalid"))
    }
}

/// Why a monitor is not taken over: what, and the reason.
type Left = (String, &'static str);

fn left<T>(what: &str, reason: &'static str) -> Result<T, Left> {
    Err((what.to_owned(), reason))
}

fn entry(row: &Row<'_>) -> Result<Map<String, Value>, Left> {
    if row.flag(&["active"]) == Some(false) {
        return left("active", "disabled");
    }
    if row.flag(&["upside_down", "upsideDown"]) == Some(true) {
        return left("upside_down", "upside_down");
    }
    let kind = row.text(&["type"]).unwrap_or_default();
    let interval = row.number(&["interval"]).and_then(|whole| u64::try_from(whole).ok()).unwrap_or(60).max(1);
    let mut entry = match kind {
        "http" | "keyword" | "json-query" => http(row, kind)?,
        "port" => object(json!({ "tcp": row.server(None)? })),
        "smtp" => smtp(row)?,
        "dns" => dns(row)?,
        "push" => object(json!({ "heartbeat": { "every": seconds(interval) } })),
        other => return left(other, "kind_not_supported"),
    };
    if kind != "push" {
        entry.insert("every".to_owned(), seconds(interval));
        let timeout = row.number(&["timeout"]).and_then(|whole| u64::try_from(whole).ok());
        if let Some(whole) = timeout.filter(|whole| (1..=300).contains(whole)) {
            entry.insert("timeout".to_owned(), seconds(whole));
        }
    }
    Ok(entry)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(table) => table,
        _ => Map::new(),
    }
}

fn http(row: &Row<'_>, kind: &str) -> Result<Map<String, Value>, Left> {
    let logs_in = row.text(&["auth_method", "authMethod"]).is_some_and(|method| method != "null");
    if logs_in || LOGIN_COLUMNS.iter().any(|columns| row.text(columns).is_some()) {
        return left("auth_method", "needs_login");
    }
    // They may hold a token, and nothing says which of them does.
    if let Some(name) = ["headers", "body"].into_iter().find(|name| row.text(&[name]).is_some()) {
        return left(name, "secret_in_file");
    }
    let url = row.text(&["url"]).ok_or_else(|| ("url".to_owned(), "invalid"))?;
    let mut entry = object(json!({ "http": url }));
    if let Some(method) = row.text(&["method"]) {
        entry.insert("method".to_owned(), method.to_uppercase().into());
    }
    let mut expect = object(json!({ "status": statuses(row) }));
    match kind {
        "keyword" => {
            let keyword = row.text(&["keyword"]).ok_or_else(|| ("keyword".to_owned(), "invalid"))?;
            let inverted = row.flag(&["invert_keyword", "invertKeyword"]) == Some(true);
            expect
                .insert("body".to_owned(), json!({ (if inverted { "lacks" } else { "contains" }): keyword }));
        }
        "json-query" => {
            let (path, test) = json_query(row)?;
            expect.insert("json".to_owned(), json!({ path: test }));
        }
        _ => {}
    }
    entry.insert("expect".to_owned(), Value::Object(expect));
    Ok(entry)
}

/// `["200-299", "301"]`, as a list or as the text of one.
fn statuses(row: &Row<'_>) -> Value {
    let list = row.get(&["accepted_statuscodes", "accepted_statuscodes_json"]).cloned();
    let list = match list {
        Some(Value::String(text)) => serde_json::from_str(&text).ok(),
        other => other,
    };
    list.filter(|list| list.as_array().is_some_and(|items| !items.is_empty()))
        .unwrap_or_else(|| json!(["200-299"]))
}

/// Its language of paths is `JSONata`; what is a plain path there is one here.
fn json_query(row: &Row<'_>) -> Result<(String, Value), Left> {
    let text = row.text(&["json_path", "jsonPath"]).ok_or_else(|| ("json_path".to_owned(), "invalid"))?;
    let path: Path = text.parse().map_err(|_| (text.to_owned(), "not_expressible"))?;
    if text.chars().any(|letter| !letter.is_ascii_alphanumeric() && !"$._-[]".contains(letter)) {
        return left(text, "not_expressible");
    }
    let wanted = row.get(&["expected_value", "expectedValue"]).cloned().unwrap_or_default();
    let texts = |value: Value| -> Value {
        // Both sides are compared as texts there.
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let typed =
            serde_json::from_str::<Value>(&text).ok().filter(|typed| typed.is_number() || typed.is_boolean());
        std::iter::once(Value::from(text)).chain(typed).collect()
    };
    let operator = row.text(&["json_path_operator", "jsonPathOperator"]).unwrap_or("==");
    let key = match operator {
        "==" => return Ok((path.to_string(), json!({ "one_of": texts(wanted) }))),
        "!=" => return Ok((path.to_string(), json!({ "none_of": texts(wanted) }))),
        "contains" => return Ok((path.to_string(), json!({ "contains": wanted }))),
        ">" => "above",
        ">=" => "at_least",
        "<" => "below",
        "<=" => "at_most",
        other => return left(other, "not_expressible"),
    };
    let number: Option<Value> = match &wanted {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    };
    let number = number.filter(Value::is_number).ok_or_else(|| (wanted.to_string(), "invalid"))?;
    Ok((path.to_string(), json!({ key: number })))
}

fn smtp(row: &Row<'_>) -> Result<Map<String, Value>, Left> {
    let mut entry = object(json!({ "smtp": row.server(Some(587))? }));
    let security = match row.text(&["smtp_security", "smtpSecurity"]) {
        Some("secure") => Some("tls"),
        Some("nostarttls") => Some("none"),
        Some("starttls") => Some("starttls"),
        _ => None,
    };
    if let Some(word) = security {
        entry.insert("security".to_owned(), word.into());
    }
    Ok(entry)
}

fn dns(row: &Row<'_>) -> Result<Map<String, Value>, Left> {
    let name = row.text(&["hostname"]).ok_or_else(|| ("hostname".to_owned(), "invalid"))?;
    let of = row.text(&["dns_resolve_type"]).unwrap_or("A").to_uppercase();
    let mut entry = object(json!({ "dns": name, "types": [of] }));
    if let Some(servers) = row.text(&["dns_resolve_server"]) {
        let port = row.number(&["port"]).unwrap_or(53);
        let with_port = |server: &str| match port {
            53 => server.to_owned(),
            port if server.contains(':') => format!("[{server}]:{port}"),
            port => format!("{server}:{port}"),
        };
        let list: Vec<String> = servers.split(',').map(|server| with_port(server.trim())).collect();
        entry.insert("resolvers".to_owned(), list.into());
    }
    Ok(entry)
}

#[cfg(test)]
#[path = "kuma_tests.rs"]
mod tests;
