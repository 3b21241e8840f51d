use ballast_core::Code;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::probe::Test;

fn read(entry: Value) -> Probe {
    Probe::read(&entry, "provider_pair.probes")
        .unwrap_or_else(|error| panic!("{error} {:?} {entry}", error.place))
}

#[test]
fn the_examples_of_the_workspace_file_read() {
    let probe = read(json!({
        "on": "primary", "http": "https://pay-a.example/health",
        "expect": { "status": 200, "json": { "status": "ok" } },
        "contract": true, "every": "5m", "timeout": "10s",
    }));
    assert_eq!(probe.on, Some(Side::Primary));
    assert_eq!(probe.expect.status, [(200, 200)]);
    assert_eq!(probe.expect.json[&"status".parse().unwrap()], Condition::is("ok"));
    assert!(probe.contract && probe.blocking);
    assert_eq!(probe.title(), "https://pay-a.example/health");
    assert_eq!(probe.host().as_deref(), Some("pay-a.example"));
    assert_eq!(probe.requests_per_day(), 288);

    let probe =
        read(json!({ "on": "backup", "tls": "pay-b.example:443", "expires_in": "21d", "every": "12h" }));
    assert_eq!(probe.expect.expires_in, Some(Span::from_days(21)));
    assert_eq!(probe.requests_per_day(), 2);

    let probe = read(json!({ "http": "https://shop.example/checkout?token=x" }));
    assert_eq!((probe.on, probe.title().as_str()), (None, "https://shop.example/checkout"));
}

#[test]
fn every_kind_reads_and_writes_back_the_same() {
    for entry in [
        json!({ "http": "http://127.0.0.1:8080/", "method": "POST", "body": "{\"ref\":\"ballast-1\"}",
            "canary": "ballast-1", "headers": { "authorization": { "env": "TOKEN" }, "accept": "text/plain" },
            "redirects": ["login.example"], "expect": { "status": ["2xx", 404, "301-303"], "within": "2s",
            "slow": "800ms", "headers": { "content-type": { "like": "application/json*" } },
            "body": { "contains": "ok", "lacks": "error" }, "address": { "not": "10.0.0.1" },
            "json": { "items[].id": { "at_least": 1 }, "[\"a.b\"]": { "exists": true }, "n": null } } }),
        json!({ "tcp": "[2001:db8::1]:25", "expect": { "body": { "like": "220 *" } } }),
        json!({ "tls": "pay.example:443", "server_name": "alias.example",
            "expect": { "issuer": { "contains": "Let's" } }, "expires_in": "5d" }),
        json!({ "dns": "example.com", "types": ["MX", "TXT"], "resolvers": ["system", "192.0.2.53"],
            "expect": { "mail": true, "agree": true, "records": { "MX": ["10 mx.example.com"] } } }),
        json!({ "smtp": "mail.example:587", "user": "ops", "password": { "keyring": "smtp" }, "blocking": false,
            "round_trip": { "from": "a@b.example", "to": "c@d.example", "canary": "ballast",
            "look": ["./arrived"], "within": "3m" } }),
        json!({ "heartbeat": { "every": "15m", "grace": "1m" }, "name": "nightly job" }),
        json!({ "command": ["./check", "--fast"], "contract": true, "per_day": 100, "expect": { "exit_code": 3 },
            "limits": { "answer": "2s", "body_bytes": "4096B" }, "timeout": "3s" }),
        json!({ "status_page": "https://status.example/api/v2/summary.json", "on": "backup" }),
    ] {
        let probe = read(entry.clone());
        assert_eq!(probe.write(), entry);
        let stored = serde_json::to_value(&probe).unwrap();
        assert_eq!(serde_json::from_value::<Probe>(stored).unwrap(), probe);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_what_is_allowed() {
    let u = "https://a.example/";
    for (problem, field, entry) in [
        ("wrong_type", "p", json!([])),
        ("one_of", "p.http", json!({})),
        ("one_of", "p.tcp", json!({ "http": u, "tcp": "a:1" })),
        ("unknown_key", "p.expct", json!({ "http": u, "expct": {} })),
        ("unknown_key", "p.expect.jsn", json!({ "http": u, "expect": { "jsn": {} } })),
        ("not_a_url", "p.http", json!({ "http": "ftp://a.example" })),
        ("not_a_url", "p.http", json!({ "http": "a.example" })),
        ("login_in_url", "p.http", json!({ "http": "https://me:secret@a.example/" })),
        ("wrong_type", "p.http", json!({ "http": 5 })),
        ("not_a_server_port", "p.tcp", json!({ "tcp": "a.example" })),
        ("not_a_host", "p.dns", json!({ "dns": "192.0.2.1" })),
        ("not_a_word", "p.types", json!({ "dns": "a.example", "types": ["PTR"] })),
        ("not_a_resolver", "p.resolvers", json!({ "dns": "a.example", "resolvers": ["dns.example"] })),
        ("not_a_command", "p.command", json!({ "command": [] })),
        ("not_a_word", "p.on", json!({ "http": u, "on": "both" })),
        ("not_a_duration", "p.every", json!({ "http": u, "every": "often" })),
        ("out_of_range", "p.every", json!({ "http": u, "every": "0s" })),
        ("out_of_range", "p.timeout", json!({ "http": u, "timeout": "10m" })),
        ("out_of_range", "p.limits.tls", json!({ "http": u, "timeout": "1s", "limits": { "tls": "2s" } })),
        ("not_a_size", "p.limits.body_bytes", json!({ "http": u, "limits": { "body_bytes": "1GiB" } })),
        ("out_of_range", "p.per_day", json!({ "http": u, "per_day": 0 })),
        ("not_for_this_target", "p.contract", json!({ "tcp": "a:1", "contract": true })),
        ("not_for_this_target", "p.expect.json", json!({ "tcp": "a:1", "expect": { "json": { "a": 1 } } })),
        ("not_for_this_target", "p.expires_in", json!({ "dns": "a.example", "expires_in": "9d" })),
        ("status_page_is_a_hint", "p.blocking", json!({ "status_page": u, "blocking": true })),
        ("not_a_status", "p.expect.status", json!({ "http": u, "expect": { "status": "ok" } })),
        ("not_a_status", "p.expect.status", json!({ "http": u, "expect": { "status": [200, "9xx"] } })),
        ("not_a_json_path", "p.expect.json.a..b", json!({ "http": u, "expect": { "json": { "a..b": 1 } } })),
        ("wrong_type", "p.expect.json.a", json!({ "http": u, "expect": { "json": { "a": [1] } } })),
        (
            "wrong_type",
            "p.expect.json.a.above",
            json!({ "http": u, "expect": { "json": { "a": { "above": "x" } } } }),
        ),
        (
            "unknown_key",
            "p.expect.body.contain",
            json!({ "http": u, "expect": { "body": { "contain": "x" } } }),
        ),
        ("writes_without_canary", "p.method", json!({ "http": u, "method": "POST" })),
        ("canary_not_sent", "p.canary", json!({ "http": u, "method": "POST", "canary": "c", "body": "x" })),
        (
            "literal_password",
            "p.headers.Authorization",
            json!({ "http": u, "headers": { "Authorization": "Bearer s3" } }),
        ),
        ("literal_password", "p.password", json!({ "smtp": "a:587", "user": "u", "password": "s3cret" })),
        ("missing", "p.password", json!({ "smtp": "a:587", "user": "u" })),
        (
            "login_without_encryption",
            "p.security",
            json!({ "smtp": "a:25", "security": "none", "user": "u", "password": { "env": "P" } }),
        ),
        ("missing", "p.heartbeat.every", json!({ "heartbeat": {} })),
        ("type_not_asked", "p.expect.mail", json!({ "dns": "a.example", "expect": { "mail": true } })),
        (
            "contradiction",
            "p.expect.no_such_name",
            json!({ "dns": "a.example", "expect": { "no_such_name": true, "records": { "A": "1.2.3.4" } } }),
        ),
        (
            "not_an_address",
            "p.round_trip.to",
            json!({ "smtp": "a:587", "round_trip": { "from": "a@b", "to": "nobody", "canary": "c", "look": "x" } }),
        ),
    ] {
        let error = Probe::read(&entry, "p").expect_err(&entry.to_string());
        assert_eq!(error.code, Code::InvalidFile);
        assert_eq!(error.params["problem"], problem, "{entry} {error}");
        assert_eq!(error.place.as_ref().unwrap().field.as_deref(), Some(field), "{entry} {error}");
        let says_what_is_allowed = !error.allowed.is_empty() || problem == "missing";
        assert!(says_what_is_allowed, "{entry} {error}");
        assert!(!format!("{error:?}").contains("s3"), "a secret is repeated: {error:?}");
    }
}

#[test]
fn the_nearest_key_is_named() {
    let error = Probe::read(&json!({ "http": "https://a.example", "tiemout": "1s" }), "p").unwrap_err();
    assert_eq!(error.params["nearest"], "timeout");
}

/// Any JSON, with words of the format among its keys and texts.
fn anything() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "http",
        "tcp",
        "tls",
        "dns",
        "smtp",
        "heartbeat",
        "command",
        "status_page",
        "expect",
        "json",
        "status",
        "body",
        "limits",
        "every",
        "timeout",
        "headers",
        "one_of",
        "above",
        "like",
        "contract",
        "on",
        "name",
        "https://a.example/",
        "a.example:1",
        "a.example",
        "5m",
        "2xx",
        "primary",
        "MX",
        "records",
        "grace",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(words.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_json_is_a_probe_or_refused(entry in anything(), kind in 0..8_usize) {
        let mut entry = entry;
        if let Some(table) = entry.as_object_mut() {
            let (key, value) = [("http", json!("https://a.example/")), ("tcp", json!("a:1")),
                ("tls", json!("a:1")), ("dns", json!("a")), ("smtp", json!("a:1")),
                ("heartbeat", json!({ "every": "1m" })), ("command", json!("x")),
                ("status_page", json!("https://a.example/"))][kind].clone();
            table.insert(key.to_owned(), value);
        }
        if let Ok(probe) = Probe::read(&entry, "p") {
            prop_assert_eq!(Probe::read(&probe.write(), "p").unwrap(), probe);
        }
    }

    #[test]
    fn conditions_write_back(tests in prop::sample::subsequence(vec![
        Test::Is(json!(1)), Test::Not(json!("x")), Test::OneOf(vec![json!(1)]), Test::Like("*".into()),
        Test::Above(1.into()), Test::AtMost(9.into()), Test::Longer(1), Test::Exists(true),
    ], 0..8)) {
        let mut probe = read(json!({ "http": "https://a.example/" }));
        probe.expect.body = Some(Condition(tests));
        prop_assert_eq!(read(probe.write()), probe);
    }
}
