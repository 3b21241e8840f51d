//! What a probe looks at, read and checked.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use ballast_core::limits::{PROBE_BODY_BYTES, PROBE_ENTRIES_MAX, PROBE_EVERY_MAX, PROBE_EVERY_MIN};
use ballast_core::{Result, Span};
use serde_json::Value;

use super::super::fields::{Fields, wrong, wrong_type};
use super::server::is_host;
use super::{
    Http, Method, NotAServer, RecordType, RoundTrip, SecretSource, Security, Sent, Server, Smtp, Target,
};

pub(super) const KINDS: [&str; 8] =
    ["http", "tcp", "tls", "dns", "smtp", "heartbeat", "command", "status_page"];
const URL_BYTES_MAX: usize = 2048;
const LINE_BYTES_MAX: usize = 4096;
const RESOLVERS_MAX: usize = 4;
pub(super) const GRACE: Span = Span::from_minutes(5);
/// Headers that carry a password or a token: they come from a secret and never from the file.
const SECRET_HEADERS: [&str; 5] =
    ["authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"];

pub(super) fn read(fields: &Fields<'_>) -> Result<Target> {
    let given: Vec<&'static str> = KINDS.into_iter().filter(|kind| fields.get(kind).is_some()).collect();
    match given[..] {
        ["http"] => Ok(Target::Http(http(fields)?)),
        ["tcp"] => Ok(Target::Tcp(server(fields, "tcp")?)),
        ["tls"] => {
            let server_name = fields.line("server_name", 253)?;
            if let Some(name) = server_name.as_deref().filter(|name| !is_host(name)) {
                return Err(fields.wrong("server_name", "not_a_host", name).allowed(["pay.example"]));
            }
            Ok(Target::Tls { server: server(fields, "tls")?, server_name })
        }
        ["dns"] => dns(fields),
        ["smtp"] => Ok(Target::Smtp(smtp(fields)?)),
        ["heartbeat"] => heartbeat(fields),
        ["command"] => Ok(Target::Command(words(fields, "command")?)),
        ["status_page"] => Ok(Target::StatusPage(url(fields, "status_page")?)),
        _ => {
            let found = if given.is_empty() { "-".to_owned() } else { given.join(", ") };
            Err(fields.wrong(given.get(1).copied().unwrap_or("http"), "one_of", found).allowed(KINDS))
        }
    }
}

/// A web address without a name, password or fragment in it.
fn url(fields: &Fields<'_>, key: &'static str) -> Result<String> {
    let text = fields.line(key, URL_BYTES_MAX)?.ok_or_else(|| fields.missing(key))?;
    let allowed = ["https://pay.example/health"];
    let parsed = url::Url::parse(&text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.fragment().is_none()
    });
    match parsed {
        None => Err(fields.wrong(key, "not_a_url", &text).allowed(allowed)),
        Some(url) if !url.username().is_empty() || url.password().is_some() => {
            Err(fields.wrong(key, "login_in_url", "-").allowed(allowed))
        }
        Some(_) => Ok(text),
    }
}

fn server(fields: &Fields<'_>, key: &'static str) -> Result<Server> {
    let text = fields.text(key)?.ok_or_else(|| fields.missing(key))?;
    text.parse()
        .map_err(|NotAServer| fields.wrong(key, "not_a_server_port", text).allowed(["pay.example:443"]))
}

/// A program and its arguments.
fn words(fields: &Fields<'_>, key: &'static str) -> Result<Vec<String>> {
    let words = fields.texts(key, PROBE_ENTRIES_MAX)?;
    let usable = |word: &String| word.len() <= LINE_BYTES_MAX && !word.contains('\0');
    if words.first().is_none_or(String::is_empty) || !words.iter().all(usable) {
        return Err(fields.wrong(key, "not_a_command", words.len()).allowed(["[\"program\", \"argument\"]"]));
    }
    Ok(words)
}

fn http(fields: &Fields<'_>) -> Result<Http> {
    let url = url(fields, "http")?;
    let method = fields.word("method", &Method::ALL)?.unwrap_or_default();
    let body = fields.text("body")?.map(str::to_owned);
    if body.as_ref().is_some_and(|body| body.len() as u64 > PROBE_BODY_BYTES) {
        return Err(fields.wrong("body", "too_large", "-").allowed([format!("{PROBE_BODY_BYTES} bytes")]));
    }
    let mut headers = BTreeMap::new();
    if let Some(table) = fields.table("headers")? {
        for (name, value) in table.pairs(PROBE_ENTRIES_MAX)? {
            let (name, sent) = header(&table.field(name), name, value)?;
            headers.insert(name, sent);
        }
    }
    let redirects = fields.texts("redirects", PROBE_ENTRIES_MAX)?;
    if let Some(host) = redirects.iter().find(|host| !is_host(host)) {
        return Err(fields.wrong("redirects", "not_a_host", host).allowed(["login.pay.example"]));
    }
    let http = Http { url, method, headers, body, redirects, canary: fields.line("canary", 64)? };
    check_canary(fields, &http)?;
    Ok(http)
}

/// What a writing probe leaves behind must be recognisable wherever it turns up.
fn check_canary(fields: &Fields<'_>, http: &Http) -> Result<()> {
    if !http.method.writes() {
        return Ok(());
    }
    let Some(canary) = &http.canary else {
        let error = fields.wrong("method", "writes_without_canary", http.method.as_str());
        return Err(error.with("key", "canary").allowed([
            "GET",
            "HEAD",
            "OPTIONS",
            "canary = \"ballast-canary\"",
        ]));
    };
    let in_headers =
        http.headers.values().any(|sent| matches!(sent, Sent::Text(text) if text.contains(canary)));
    let in_body = http.body.as_ref().is_some_and(|body| body.contains(canary));
    if !in_headers && !in_body && !http.url.contains(canary) {
        return Err(fields.wrong("canary", "canary_not_sent", canary).allowed(["http", "body", "headers"]));
    }
    Ok(())
}

fn header(field: &str, name: &str, value: &Value) -> Result<(String, Sent)> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || name.len() > 128 || !name.bytes().all(token) {
        return Err(wrong(field, "not_a_header_name", name).allowed(["accept", "x-api-version"]));
    }
    let name = name.to_ascii_lowercase();
    let sent = match value {
        Value::String(_) if SECRET_HEADERS.contains(&name.as_str()) => {
            return Err(wrong(field, "literal_password", "-").allowed(SECRETS));
        }
        Value::String(text) if text.len() <= LINE_BYTES_MAX && !text.chars().any(char::is_control) => {
            Sent::Text(text.clone())
        }
        Value::String(_) => return Err(wrong(field, "not_a_line", "-").allowed(["4096 bytes on one line"])),
        _ => Sent::Secret(secret(field, value)?),
    };
    Ok((name, sent))
}

pub(super) const SECRETS: [&str; 4] =
    ["{ env = \"NAME\" }", "{ file = \"path\" }", "{ keyring = \"name\" }", "{ command = [\"…\"] }"];

fn secret(field: &str, value: &Value) -> Result<SecretSource> {
    // Not even a part of it is repeated.
    if value.is_string() {
        return Err(wrong(field, "literal_password", "-").allowed(SECRETS));
    }
    let fields = Fields::of(value, field)?;
    let source = match (fields.get("env"), fields.get("file"), fields.get("keyring"), fields.get("command")) {
        (Some(_), None, None, None) => fields.line("env", 256)?.map(SecretSource::Env),
        (None, Some(_), None, None) => fields.line("file", LINE_BYTES_MAX)?.map(SecretSource::File),
        (None, None, Some(_), None) => fields.line("keyring", 256)?.map(SecretSource::Keyring),
        (None, None, None, Some(_)) => Some(SecretSource::Command(words(&fields, "command")?)),
        _ => None,
    };
    fields.finish()?;
    source.ok_or_else(|| wrong(field, "one_of", "-").allowed(SECRETS))
}

fn dns(fields: &Fields<'_>) -> Result<Target> {
    let name = fields.text("dns")?.ok_or_else(|| fields.missing("dns"))?;
    if !is_host(name) || name.parse::<IpAddr>().is_ok() {
        return Err(fields.wrong("dns", "not_a_host", name).allowed(["pay.example"]));
    }
    let mut types = Vec::new();
    for word in fields.texts("types", RecordType::ALL.len())? {
        let found = RecordType::ALL.iter().find(|(name, _)| *name == word).map(|(_, of)| *of);
        let names = RecordType::ALL.iter().map(|(name, _)| *name);
        types.push(found.ok_or_else(|| fields.wrong("types", "not_a_word", &word).allowed(names))?);
    }
    types.sort_unstable();
    types.dedup();
    if types.is_empty() {
        types.push(RecordType::A);
    }
    let mut resolvers = fields.texts("resolvers", RESOLVERS_MAX)?;
    let usable =
        |text: &str| text == "system" || text.parse::<IpAddr>().is_ok() || text.parse::<SocketAddr>().is_ok();
    if let Some(other) = resolvers.iter().find(|text| !usable(text)) {
        return Err(fields.wrong("resolvers", "not_a_resolver", other).allowed(["system", "192.0.2.53"]));
    }
    if resolvers.is_empty() {
        resolvers.push("system".to_owned());
    }
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    Ok(Target::Dns { name, types, resolvers })
}

fn smtp(fields: &Fields<'_>) -> Result<Smtp> {
    let server = server(fields, "smtp")?;
    let security = fields.word("security", &Security::ALL)?.unwrap_or(security_of(&server));
    let user = fields.line("user", 256)?;
    let password =
        fields.get("password").map(|value| secret(&fields.field("password"), value)).transpose()?;
    let login = match (user, password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => return Err(fields.missing("password")),
        (None, Some(_)) => return Err(fields.missing("user")),
    };
    if login.is_some() && security == Security::None {
        return Err(fields
            .wrong("security", "login_without_encryption", "none")
            .allowed(["tls", "starttls"]));
    }
    let round_trip = fields.table("round_trip")?.map(|table| round_trip(&table)).transpose()?;
    Ok(Smtp { server, security, login, round_trip })
}

/// By the port's registered use: 465 is encrypted from the start (RFC 8314).
pub(super) fn security_of(server: &Server) -> Security {
    if server.port == 465 { Security::Tls } else { Security::StartTls }
}

fn round_trip(fields: &Fields<'_>) -> Result<RoundTrip> {
    let address = |key: &'static str| -> Result<String> {
        let text = fields.line(key, 320)?.ok_or_else(|| fields.missing(key))?;
        let plain = text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && is_host(host) && !text.contains([' ', '<', '>', ',', ';'])
        });
        if plain {
            Ok(text)
        } else {
            Err(fields.wrong(key, "not_an_address", text).allowed(["ops@harbor.example"]))
        }
    };
    let trip = RoundTrip {
        from: address("from")?,
        to: address("to")?,
        canary: fields.line("canary", 64)?.ok_or_else(|| fields.missing("canary"))?,
        look: words(fields, "look")?,
        within: fields
            .span("within", Span::from_seconds(1), Span::from_hours(1))?
            .unwrap_or(Span::from_minutes(2)),
    };
    fields.finish()?;
    Ok(trip)
}

fn heartbeat(fields: &Fields<'_>) -> Result<Target> {
    let table = fields.table("heartbeat")?.ok_or_else(|| fields.missing("heartbeat"))?;
    let expected_every =
        table.span("every", PROBE_EVERY_MIN, PROBE_EVERY_MAX)?.ok_or_else(|| table.missing("every"))?;
    let grace = table.span("grace", Span::default(), PROBE_EVERY_MAX)?.unwrap_or(GRACE);
    let token = table.get("token").map(|value| secret(&table.field("token"), value)).transpose()?;
    table.finish()?;
    Ok(Target::Heartbeat { expected_every, grace, token })
}

/// For messages about a value that is no table of conditions.
pub(super) fn not_a_condition(field: &str, value: &Value) -> ballast_core::Error {
    wrong_type(field, value, "a value or a table of tests")
}
