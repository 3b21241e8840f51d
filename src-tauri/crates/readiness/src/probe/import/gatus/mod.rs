//! A configuration of Gatus (YAML): endpoints, external endpoints and the connectivity checker.

mod condition;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::limits::IMPORT_PROBES_MAX;
use serde_json::{Map, Value as Json, json};

use super::super::specification::Server;
use super::{Imported, milliseconds, pairs, seconds, too_many};
use crate::yaml::{Node, read};
use condition::Conditions;
use variables::Variables;

/// How often Gatus looks where nothing is said: every minute.
const INTERVAL_SECONDS: u64 = 60;

/// Keys of an endpoint that change nothing about what is looked at.
const KEYS_ELSEWHERE: [&str; 6] =
    ["alerts", "ui", "maintenance-windows", "extra-labels", "always-run", "store"];

/// Keys of an endpoint that are read.
const KEYS: [&str; 11] = [
    "name",
    "group",
    "url",
    "method",
    "headers",
    "body",
    "interval",
    "conditions",
    "dns",
    "client",
    "enabled",
];

/// Keys of `client` without which the endpoint would not be reached as it is now.
const CLIENT_NEEDED: [&str; 6] =
    ["oauth2", "identity-aware-proxy", "proxy-url", "tls", "tunnel", "dns-resolver"];

/// Reads a configuration. `variables` are the values for its `$NAME`s, as far as they are known; names that
/// are missing come back in `asks`, and their endpoints in `left_out`.
///
/// Errors: `invalid_file` with a `problem` and a line, where the file as a whole cannot be read.
pub fn import(bytes: &[u8], variables: &BTreeMap<String, String>) -> Result<Imported> {
    let root = read(bytes)?;
    let mut import = Import { imported: Imported::default(), variables: Variables::new(variables) };
    let mut found = 0;
    for (key, node) in root.entries() {
        match key {
            "endpoints" | "external-endpoints" => {
                found += node.items().len();
                if found > IMPORT_PROBES_MAX {
                    return Err(too_many(found));
                }
                for endpoint in node.items() {
                    if key == "endpoints" { import.endpoint(endpoint) } else { import.external(endpoint) }
                }
            }
            "suites" => {
                for suite in node.items() {
                    let name = suite.get("name").and_then(Node::text).unwrap_or("suite");
                    import.imported.leave_whole(name, Some(suite.line), "suite", "kind_not_supported");
                }
            }
            "connectivity" => import.connectivity(node),
            _ => import.imported.leave(key, Some(node.line), key, "not_about_probes"),
        }
    }
    let Import { mut imported, variables } = import;
    imported.asks = variables.missing;
    pairs::propose(&mut imported);
    Ok(imported)
}

struct Import<'a> {
    imported: Imported,
    variables: Variables<'a>,
}

/// Why an endpoint is not taken over: what, and the reason.
type Left = (String, &'static str);

impl Import<'_> {
    fn connectivity(&mut self, node: &Node) {
        let target = node.get("checker").and_then(|checker| checker.get("target")).and_then(Node::text);
        match target.filter(|target| target.parse::<Server>().is_ok()) {
            Some(target) => self.imported.anchors.push(target.to_owned()),
            None => self.imported.leave("connectivity", Some(node.line), "checker", "invalid"),
        }
    }

    fn external(&mut self, node: &Node) {
        let (name, group) = titles(node);
        let interval = node.get("heartbeat").and_then(|beat| beat.get("interval")).and_then(Node::text);
        if node.get("enabled").and_then(Node::flag) == Some(false) {
            return self.imported.leave_whole(&name, Some(node.line), "enabled: false", "disabled");
        }
        let Some(interval) = interval else {
            return self.imported.leave_whole(&name, Some(node.line), "heartbeat", "no_heartbeat");
        };
        match go_seconds(interval).filter(|whole| *whole > 0) {
            Some(whole) => {
                let entry = json!({ "heartbeat": { "every": seconds(whole) } });
                let entry = entry.as_object().cloned().unwrap_or_default();
                self.imported.take(&name, group, Some(node.line), entry);
            }
            None => self.imported.leave_whole(&name, Some(node.line), interval, "invalid"),
        }
    }

    fn endpoint(&mut self, node: &Node) {
        let (name, group) = titles(node);
        let entry = match self.target(node) {
            Ok(entry) => entry,
            Err((what, reason)) => {
                return self.imported.leave_whole(&name, Some(node.line), &what, reason);
            }
        };
        let entry = self.conditions(node, &name, entry);
        for (key, inner) in node.entries() {
            if KEYS_ELSEWHERE.contains(&key) {
                self.imported.leave(&name, Some(inner.line), key, "not_about_probes");
            } else if !KEYS.contains(&key) {
                self.imported.leave(&name, Some(inner.line), key, "unknown_key");
            }
        }
        for (key, inner) in node.get("client").into_iter().flat_map(Node::entries) {
            // Certificates are always checked, and redirects stay on their host.
            if key != "timeout" {
                self.imported.leave(&name, Some(inner.line), &format!("client.{key}"), "no_such_setting");
            }
        }
        self.imported.take(&name, group, Some(node.line), entry);
    }

    fn conditions(&mut self, node: &Node, name: &str, mut entry: Map<String, Json>) -> Map<String, Json> {
        let mut conditions = Conditions::new(&entry);
        for item in node.get("conditions").map_or(&[][..], Node::items) {
            let text = item.text().unwrap_or_default();
            let read = self.variables.expand(text).map_err(|_| "needs_variable");
            if let Err(reason) = read.and_then(|text| conditions.add(&text)) {
                self.imported.leave(name, Some(item.line), text, reason);
            }
        }
        conditions.put_into(&mut entry);
        entry
    }

    /// The kind of target, its times and what is sent.
    fn target(&mut self, node: &Node) -> Result<Map<String, Json>, Left> {
        if node.get("enabled").and_then(Node::flag) == Some(false) {
            return Err(("enabled: false".to_owned(), "disabled"));
        }
        if let Some(kind) = ["ssh", "grpc", "graphql"]
            .into_iter()
            .find(|kind| node.get(kind).is_some_and(|inner| inner.flag() != Some(false)))
        {
            return Err((kind.to_owned(), "kind_not_supported"));
        }
        let client = node.get("client");
        if let Some((key, _)) =
            client.into_iter().flat_map(Node::entries).find(|(key, _)| CLIENT_NEEDED.contains(key))
        {
            return Err((format!("client.{key}"), "not_expressible"));
        }
        let url = self.text(node, "url")?.ok_or_else(|| ("url".to_owned(), "invalid"))?;
        let mut entry = match node.get("dns") {
            Some(dns) => self.dns(dns, &url)?,
            None => self.by_scheme(node, &url)?,
        };
        let every = match node.get("interval").and_then(Node::text) {
            Some(text) => go_seconds(text).ok_or_else(|| (text.to_owned(), "invalid"))?,
            None => INTERVAL_SECONDS,
        };
        entry.insert("every".to_owned(), seconds(every));
        if let Some(text) = client.and_then(|client| client.get("timeout")).and_then(Node::text) {
            let whole = go_milliseconds(text).ok_or_else(|| (text.to_owned(), "invalid"))?;
            entry.insert("timeout".to_owned(), milliseconds(whole));
        }
        Ok(entry)
    }

    fn text(&mut self, node: &Node, key: &str) -> Result<Option<String>, Left> {
        let Some(text) = node.get(key).and_then(Node::text) else { return Ok(None) };
        self.variables.expand(text).map(Some).map_err(|name| (format!("${name}"), "needs_variable"))
    }

    fn by_scheme(&mut self, node: &Node, url: &str) -> Result<Map<String, Json>, Left> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| ("url".to_owned(), "invalid"))?;
        let mut entry = Map::new();
        let mut put = |key: &str, value: Json| entry.insert(key.to_owned(), value);
        match scheme {
            "http" | "https" => {
                put("http", url.into());
                for key in ["method", "body"] {
                    if let Some(text) = self.text(node, key)? {
                        put(key, text.into());
                    }
                }
                let headers = self.headers(node)?;
                if !headers.is_empty() {
                    put("headers", Json::Object(headers));
                }
            }
            "tcp" => {
                put("tcp", rest.into());
            }
            "tls" => {
                put("tls", rest.into());
            }
            "starttls" => {
                put("smtp", rest.into());
                put("security", "starttls".into());
            }
            other => return Err((other.to_owned(), "kind_not_supported")),
        }
        Ok(entry)
    }

    fn headers(&mut self, node: &Node) -> Result<Map<String, Json>, Left> {
        let mut headers = Map::new();
        for (name, value) in node.get("headers").into_iter().flat_map(Node::entries) {
            let text = value.text().unwrap_or_default();
            // A value that is one variable alone is most likely a token: it stays outside the file.
            let sent = match variables::alone(text) {
                Some(variable) => json!({ "env": variable }),
                None => self
                    .variables
                    .expand(text)
                    .map(Json::from)
                    .map_err(|variable| (format!("${variable}"), "needs_variable"))?,
            };
            headers.insert(name.to_owned(), sent);
        }
        Ok(headers)
    }

    fn dns(&mut self, dns: &Node, url: &str) -> Result<Map<String, Json>, Left> {
        if url.contains("://") && !url.starts_with("udp://") {
            return Err((url.to_owned(), "kind_not_supported"));
        }
        let resolver = url.trim_start_matches("udp://");
        let name = self.text(dns, "query-name")?.ok_or_else(|| ("dns.query-name".to_owned(), "invalid"))?;
        let of = self.text(dns, "query-type")?.unwrap_or_else(|| "A".to_owned());
        let entry = json!({ "dns": name, "types": [of], "resolvers": [resolver] });
        Ok(entry.as_object().cloned().unwrap_or_default())
    }
}

fn titles(node: &Node) -> (String, Option<String>) {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    (text("name").unwrap_or_default(), text("group").filter(|group| !group.is_empty()))
}

/// A duration as Go writes it: `1h30m`, `500ms`, `1.5h`. Whole milliseconds, up to a year.
fn go_milliseconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, after) = rest.split_at(end);
        let units = [("ms", 1.0), ("h", 3_600_000.0), ("m", 60_000.0), ("s", 1_000.0)];
        let (unit, factor) = units.into_iter().find(|(unit, _)| after.starts_with(unit))?;
        total += number.parse::<f64>().ok()? * factor;
        rest = after.get(unit.len()..)?;
    }
    let is_usable = !text.is_empty() && (0.0..=31_536_000_000.0).contains(&total);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a year")]
    is_usable.then(|| total.round() as u64)
}

fn go_seconds(text: &str) -> Option<u64> {
    go_milliseconds(text).map(|whole| whole.div_ceil(1000))
}
