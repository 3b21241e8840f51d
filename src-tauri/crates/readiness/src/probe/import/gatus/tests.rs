use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::probe::import::Reason;

fn with(text: &str, variables: &[(&str, &str)]) -> Imported {
    let known: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    import(text.as_bytes(), &known).unwrap()
}

fn written(imported: &Imported) -> Vec<Json> {
    imported.probes.iter().map(|probe| probe.probe.write()).collect()
}

fn left(imported: &Imported) -> Vec<(&str, &str, Option<u32>, &str)> {
    imported
        .left_out
        .iter()
        .map(|left| (left.name.as_str(), left.what.as_str(), left.line, left.reason.as_str()))
        .collect()
}

const CONFIG: &str = r#"
metrics: true
x-base: &base
  interval: 1h30m
  client: {timeout: 500ms}
connectivity:
  checker: {target: 1.1.1.1:53, interval: 60s}
endpoints:
  - name: pay-primary
    group: core
    url: "https://pay-a.example/health"
    <<: *base
    conditions:
      - "[STATUS] == 200"
      - "[STATUS] != 204"
      - "[BODY].status == UP"
      - "[BODY].items[0].n >= 3"
      - "len([BODY].items) > 0"
      - "has([BODY].errors) == false"
      - "[RESPONSE_TIME] < 150"
      - "[CERTIFICATE_EXPIRATION] > 48h"
  - name: pay-backup
    group: core
    url: https://pay-b.example/health
    conditions: ["[STATUS] == any(200, 429)", "[BODY] == pat(*ok*)", "[DOMAIN_EXPIRATION] > 720h", "[MOOD] == good"]
    alerts: [{type: slack}]
  - name: names
    url: 8.8.8.8
    interval: 5m
    dns: {query-name: example.com, query-type: MX}
    conditions: ["[BODY] == 10 mx.example.com", "[DNS_RCODE] == NOERROR"]
  - {name: tcp, url: "tcp://db.example:5432", conditions: ["[CONNECTED] == true"]}
  - {name: tls, url: "tls://a.example:443", interval: 12h}
  - {name: mail, url: "starttls://mail.example:587", interval: 1h}
  - name: token
    url: "https://a.example/"
    headers: {Authorization: $TOKEN, Accept: "text/plain"}
  - {name: var, url: "https://${HOST}/x?price=$$5&id=${ID}"}
  - {name: shell, url: "ssh://a.example:22", ssh: {username: root, password: s3cret}}
  - {name: ping, url: "icmp://a.example"}
  - {name: off, url: "https://a.example", enabled: false}
  - {name: secret, url: "https://a.example", headers: {Authorization: "Bearer s3cret"}}
  - {name: mtls, url: "https://a.example", client: {tls: {certificate-file: x}}}
  - {name: writes, url: "https://a.example", method: POST, body: x}
external-endpoints:
  - {name: job, group: jobs, token: s3cret, heartbeat: {interval: 30m}}
  - {name: mute, token: s3cret}
suites: [{name: journey}]
"#;

#[test]
fn a_configuration_is_taken_over_and_the_rest_is_named() {
    let imported = with(CONFIG, &[]);
    let status = |text: &str| json!(text);
    assert_eq!(
        written(&imported),
        [
            json!({ "name": "pay-primary", "http": "https://pay-a.example/health", "every": "90m", "timeout": "500ms", "expires_in": "48h",
            "expect": { "status": 200, "within": "149ms", "json": {
                "status": { "one_of": ["UP"] }, "items[0].n": { "at_least": 3 }, "items": { "longer": 0 }, "errors": { "exists": false } } } }),
            json!({ "name": "pay-backup", "http": "https://pay-b.example/health", "every": "1m",
            "expect": { "status": [200, 429], "body": { "like": "*ok*" } } }),
            json!({ "name": "names", "dns": "example.com", "types": ["MX"], "resolvers": ["8.8.8.8"],
            "expect": { "records": { "MX": ["10 mx.example.com"] } } }),
            json!({ "name": "tcp", "tcp": "db.example:5432", "every": "1m" }),
            json!({ "name": "tls", "tls": "a.example:443" }),
            json!({ "name": "mail", "smtp": "mail.example:587" }),
            json!({ "name": "token", "http": "https://a.example/", "every": "1m", "expect": { "status": status("100-599") },
            "headers": { "authorization": { "env": "TOKEN" }, "accept": "text/plain" } }),
            json!({ "name": "job", "heartbeat": { "every": "30m" } }),
        ]
    );
    assert_eq!(
        left(&imported),
        [
            ("metrics", "metrics", Some(2), "not_about_probes"),
            ("x-base", "x-base", Some(3), "not_about_probes"),
            ("pay-backup", "[DOMAIN_EXPIRATION] > 720h", Some(25), "domain_expiry"),
            ("pay-backup", "[MOOD] == good", Some(25), "unknown_condition"),
            ("pay-backup", "alerts", Some(26), "not_about_probes"),
            ("var", "$HOST", Some(38), "needs_variable"),
            ("shell", "ssh", Some(39), "kind_not_supported"),
            ("ping", "icmp", Some(40), "kind_not_supported"),
            ("off", "enabled: false", Some(41), "disabled"),
            ("secret", "headers.Authorization: literal_password", Some(42), "secret_in_file"),
            ("mtls", "client.tls", Some(43), "not_expressible"),
            ("writes", "method: writes_without_canary", Some(44), "invalid"),
            ("mute", "heartbeat", Some(47), "no_heartbeat"),
            ("journey", "suite", Some(48), "kind_not_supported"),
        ]
    );
    assert_eq!(imported.anchors, ["1.1.1.1:53"]);
    assert_eq!(imported.asks, BTreeSet::from(["HOST".to_owned(), "ID".to_owned()]));
    let [pair] = &imported.pairs[..] else { panic!("{:?}", imported.pairs) };
    assert_eq!(
        (pair.title.as_str(), &pair.primary[..], &pair.backup[..], pair.reason),
        ("pay", &[0][..], &[1][..], Reason::Names)
    );
    assert!(!format!("{imported:?}").contains("s3cret"));
}

#[test]
fn variables_that_are_given_are_filled_in() {
    let imported = with(CONFIG, &[("HOST", "h.example"), ("ID", "7")]);
    assert!(imported.asks.is_empty());
    let probe = imported.probes.iter().find(|probe| probe.name == "var").unwrap();
    assert_eq!(probe.probe.write()["http"], "https://h.example/x?price=$5&id=7");
}

/// What one condition becomes, or why it does not.
fn of(condition: &str) -> Result<Json, String> {
    let config = format!("endpoints: [{{name: x, url: 'https://a.example/', conditions: ['{condition}']}}]");
    let imported = with(&config, &[]);
    match imported.left_out.first() {
        Some(left) => Err(left.reason.clone()),
        None => {
            let mut entry = imported.probes[0].probe.write();
            let expires_in = entry.get("expires_in").cloned();
            let mut expect = entry["expect"].take();
            if expect["status"] == "100-599" {
                expect.as_object_mut().unwrap().remove("status");
            }
            Ok(expires_in.map_or(expect, |left| json!({ "expires_in": left })))
        }
    }
}

#[test]
fn conditions_one_by_one() {
    for (condition, expected) in [
        ("[STATUS] < 300", json!({ "status": "100-299" })),
        ("[STATUS] != 500", json!({ "status": ["100-499", "501-599"] })),
        ("[STATUS] == pat(2*)", json!({ "status": "2xx" })),
        ("[RESPONSE_TIME] <= 500", json!({ "within": "500ms" })),
        ("[IP] == any(192.0.2.1, 192.0.2.2)", json!({ "address": { "one_of": ["192.0.2.1", "192.0.2.2"] } })),
        ("[BODY] == hello", json!({ "body": { "one_of": ["hello"] } })),
        ("[BODY] != pat(*down*)", json!({ "body": { "unlike": "*down*" } })),
        ("has([BODY]) == true", json!({ "body": { "longer": 0 } })),
        ("[BODY].n == 5", json!({ "json": { "n": { "one_of": ["5", 5] } } })),
        ("[BODY].ok == true", json!({ "json": { "ok": { "one_of": ["true", true] } } })),
        ("[BODY].name == \"x y\"", json!({ "json": { "name": { "one_of": ["x y"] } } })),
        ("[BODY][0].id > 1.5", json!({ "json": { "[0].id": { "above": 1.5 } } })),
        ("len([BODY]) == 3", json!({ "json": { "$": { "length": 3 } } })),
        ("len([BODY].a) <= 3", json!({ "json": { "a": { "shorter": 4 } } })),
        ("len([BODY].a) >= 3", json!({ "json": { "a": { "longer": 2 } } })),
        ("has([BODY].a) != true", json!({ "json": { "a": { "exists": false } } })),
        ("[CERTIFICATE_EXPIRATION] > 240h", json!({ "expires_in": "10d" })),
        ("[CERTIFICATE_EXPIRATION] > 86400000", json!({ "expires_in": "24h" })),
    ] {
        assert_eq!(of(condition), Ok(expected), "{condition}");
    }
    for (condition, reason) in [
        ("", "unknown_condition"),
        ("[STATUS]==200", "unknown_condition"),
        ("[STATUS] < many", "unknown_condition"),
        ("[STATUS] > any(1, 2)", "not_expressible"),
        ("[RESPONSE_TIME] > 500", "not_expressible"),
        ("[CONNECTED] == false", "not_expressible"),
        ("[DNS_RCODE] == NOERROR", "unknown_condition"),
        ("[DOMAIN_EXPIRATION] > 1h", "domain_expiry"),
        ("[CERTIFICATE_EXPIRATION] < 1h", "not_expressible"),
        ("[BODY].a..b == 1", "not_expressible"),
        ("len([BODY].a) != 3", "not_expressible"),
        ("[SUITE].x == 1", "unknown_condition"),
        ("age([BODY].x) == 1", "unknown_condition"),
    ] {
        assert_eq!(of(condition), Err(reason.to_owned()), "{condition}");
    }
}

#[test]
fn two_of_a_kind_keep_the_first() {
    let config = "endpoints: [{name: x, url: 'https://a.example/', conditions: ['[BODY].a == 1', '[BODY].a == 2', '[BODY].a == 1']}]";
    let imported = with(config, &[]);
    assert_eq!(left(&imported), [("x", "[BODY].a == 2", Some(1), "two_of_a_kind")]);
    assert_eq!(written(&imported)[0]["expect"]["json"]["a"], json!({ "one_of": ["1", 1] }));
}

#[test]
fn durations_of_go() {
    for (text, whole) in [
        ("1h30m", Some(5_400_000)),
        ("1.5s", Some(1_500)),
        ("90ms", Some(90)),
        ("", None),
        ("5", None),
        ("5d", None),
        ("1h-5m", None),
        ("1..5s", None),
        ("999999h", None),
    ] {
        assert_eq!(go_milliseconds(text), whole, "{text}");
    }
}

#[test]
fn a_file_with_too_many_endpoints_is_refused() {
    let many = format!("endpoints:\n{}", "  - name: x\n".repeat(IMPORT_PROBES_MAX + 1));
    assert_eq!(import(many.as_bytes(), &BTreeMap::new()).unwrap_err().params["problem"], "too_many");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_endpoint_is_taken_or_named(
        key in prop::sample::select(KEYS.to_vec()),
        value in "[a-z0-9$:/.\\[\\]{}\"', *&-]{0,30}",
        condition in "(len\\(|has\\()?\\[(STATUS|BODY|IP|RESPONSE_TIME)\\](\\.[a-z\\[\\]0-9.]{0,5})?\\)? ?(==|<|>=|!=) ?(pat\\(|any\\()?[a-z0-9*, ]{0,6}\\)?",
    ) {
        let text = format!("endpoints:\n  - url: https://a.example/\n    conditions: [\"{condition}\"]\n    {key}: {value}\n");
        if let Ok(imported) = import(text.as_bytes(), &BTreeMap::new()) {
            let whole = imported.left_out.iter().filter(|left| left.whole).count();
            prop_assert_eq!(imported.probes.len() + whole, 1, "{}", text);
        }
    }

    #[test]
    fn any_configuration_is_read_or_refused(text in "((endpoints|external-endpoints|suites|connectivity|checker|dns|url|headers): ?)?[a-z\\-\\[\\]{},: \n]{0,60}") {
        let _ = import(text.as_bytes(), &BTreeMap::new());
    }
}
