//! From a probe back to the entry of `probes` that makes it. What is as it would be anyway is left out.

use ballast_core::limits::PROBE_BODY_BYTES;
use serde_json::{Map, Value, json};

use super::super::condition::{Condition, Test};
use super::{
    Expect, Http, Limits, Method, Probe, RecordType, RoundTrip, SecretSource, Security, Sent, Smtp, Target,
    expectations, read, targets,
};

pub(super) fn probe(probe: &Probe) -> Value {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| {
        entry.insert(key.to_owned(), value);
    };
    if let Some(side) = probe.on {
        put("on", side.as_str().into());
    }
    if let Some(name) = &probe.name {
        put("name", name.as_str().into());
    }
    for (key, value) in target(&probe.target) {
        put(key, value);
    }
    let expectations = expect(&probe.expect);
    if !expectations.is_empty() {
        put("expect", Value::Object(expectations));
    }
    if let Some(left) = probe
        .expect
        .expires_in
        .filter(|_| probe.expect.expires_in != expectations::expires_in_of(&probe.target))
    {
        put("expires_in", left.to_string().into());
    }
    if probe.contract {
        put("contract", true.into());
    }
    if probe.every != read::every_of(&probe.target) {
        put("every", probe.every.to_string().into());
    }
    if probe.limits.total != read::TOTAL {
        put("timeout", probe.limits.total.to_string().into());
    }
    let limits = limits(&probe.limits);
    if !limits.is_empty() {
        put("limits", Value::Object(limits));
    }
    if let Some(most) = probe.per_day {
        put("per_day", most.into());
    }
    if !probe.blocking && !matches!(probe.target, Target::StatusPage(_)) {
        put("blocking", false.into());
    }
    Value::Object(entry)
}

fn limits(limits: &Limits) -> Map<String, Value> {
    let phases = [
        ("name", limits.name),
        ("connect", limits.connect),
        ("tls", limits.tls),
        ("answer", limits.answer),
        ("body", limits.body),
    ];
    let mut table: Map<String, Value> = phases
        .into_iter()
        .filter_map(|(key, limit)| Some((key.to_owned(), limit?.to_string().into())))
        .collect();
    if limits.body_bytes != PROBE_BODY_BYTES {
        table.insert("body_bytes".to_owned(), format!("{}B", limits.body_bytes).into());
    }
    table
}

fn target(target: &Target) -> Vec<(&'static str, Value)> {
    match target {
        Target::Http(target) => http(target),
        Target::Tcp(server) => vec![("tcp", server.to_string().into())],
        Target::Tls { server, server_name } => {
            let mut list = vec![("tls", server.to_string().into())];
            list.extend(server_name.as_ref().map(|name| ("server_name", name.as_str().into())));
            list
        }
        Target::Dns { name, types, resolvers } => {
            let mut list = vec![("dns", Value::from(name.as_str()))];
            if types[..] != [RecordType::A] {
                list.push(("types", types.iter().map(|of| of.as_str()).collect()));
            }
            if resolvers[..] != ["system"] {
                list.push(("resolvers", resolvers.clone().into()));
            }
            list
        }
        Target::Smtp(target) => smtp(target),
        Target::Heartbeat { expected_every, grace, token } => {
            let mut table = json!({ "every": expected_every.to_string() });
            if *grace != targets::GRACE {
                table["grace"] = grace.to_string().into();
            }
            if let Some(token) = token {
                table["token"] = secret(token);
            }
            vec![("heartbeat", table)]
        }
        Target::Command(words) => vec![("command", words.clone().into())],
        Target::StatusPage(url) => vec![("status_page", url.as_str().into())],
    }
}

fn http(http: &Http) -> Vec<(&'static str, Value)> {
    let mut list = vec![("http", Value::from(http.url.as_str()))];
    if http.method != Method::Get {
        list.push(("method", http.method.as_str().into()));
    }
    if !http.headers.is_empty() {
        let sent = |sent: &Sent| match sent {
            Sent::Text(text) => text.as_str().into(),
            Sent::Secret(source) => secret(source),
        };
        list.push((
            "headers",
            http.headers.iter().map(|(name, value)| (name.clone(), sent(value))).collect(),
        ));
    }
    list.extend(http.body.as_ref().map(|body| ("body", body.as_str().into())));
    if !http.redirects.is_empty() {
        list.push(("redirects", http.redirects.clone().into()));
    }
    list.extend(http.canary.as_ref().map(|canary| ("canary", canary.as_str().into())));
    list
}

fn secret(source: &SecretSource) -> Value {
    match source {
        SecretSource::Env(name) => json!({ "env": name }),
        SecretSource::File(path) => json!({ "file": path }),
        SecretSource::Keyring(name) => json!({ "keyring": name }),
        SecretSource::Command(words) => json!({ "command": words }),
    }
}

fn smtp(smtp: &Smtp) -> Vec<(&'static str, Value)> {
    let mut list = vec![("smtp", smtp.server.to_string().into())];
    if smtp.security != targets::security_of(&smtp.server) {
        let word = Security::ALL.iter().find(|(_, of)| *of == smtp.security).map(|(word, _)| *word);
        list.extend(word.map(|word| ("security", word.into())));
    }
    if let Some((user, password)) = &smtp.login {
        list.push(("user", user.as_str().into()));
        list.push(("password", secret(password)));
    }
    if let Some(RoundTrip { from, to, canary, look, within }) = &smtp.round_trip {
        let within = within.to_string();
        let table = json!({ "from": from, "to": to, "canary": canary, "look": look, "within": within });
        list.push(("round_trip", table));
    }
    list
}

fn expect(expect: &Expect) -> Map<String, Value> {
    let mut table = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            table.insert(key.to_owned(), value);
        }
    };
    let statuses: Vec<Value> = expect.status.iter().map(|range| status(*range)).collect();
    put(
        "status",
        (!statuses.is_empty()).then(|| match &statuses[..] {
            [only] => only.clone(),
            _ => Value::Array(statuses),
        }),
    );
    let headers: Map<String, Value> =
        expect.headers.iter().map(|(name, value)| (name.clone(), condition(value))).collect();
    put("headers", (!headers.is_empty()).then_some(Value::Object(headers)));
    put("body", expect.body.as_ref().map(condition));
    let json: Map<String, Value> =
        expect.json.iter().map(|(path, value)| (path.to_string(), condition(value))).collect();
    put("json", (!json.is_empty()).then_some(Value::Object(json)));
    put("within", expect.within.map(|time| time.to_string().into()));
    put("slow", expect.slow.map(|time| time.to_string().into()));
    put("address", expect.address.as_ref().map(condition));
    put("issuer", expect.issuer.as_ref().map(condition));
    let records: Map<String, Value> =
        expect.records.iter().map(|(of, list)| (of.as_str().to_owned(), list.clone().into())).collect();
    put("records", (!records.is_empty()).then_some(Value::Object(records)));
    put("no_such_name", expect.no_such_name.then_some(true.into()));
    put("agree", expect.agree.then_some(true.into()));
    put("mail", expect.mail.then_some(true.into()));
    put("exit_code", expect.exit_code.map(Value::from));
    table
}

fn status((low, high): (u16, u16)) -> Value {
    if low == high {
        low.into()
    } else if low % 100 == 0 && high == low + 99 {
        format!("{}xx", low / 100).into()
    } else {
        format!("{low}-{high}").into()
    }
}

fn condition(condition: &Condition) -> Value {
    if let [Test::Is(value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)))] =
        &condition.0[..]
    {
        return value.clone();
    }
    condition.0.iter().map(|test| (test.name().to_owned(), test.wanted())).collect()
}
