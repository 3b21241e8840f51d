use proptest::prelude::*;

use super::*;
use crate::probe::import::{LeftOut, Reason};

fn rows(list: Value) -> Imported {
    let list: Vec<Monitor> = serde_json::from_value(list).unwrap();
    import_rows(&list).unwrap()
}

fn written(imported: &Imported) -> Vec<Value> {
    imported.probes.iter().map(|probe| probe.probe.write()).collect()
}

#[test]
fn a_backup_of_version_1_is_read() {
    let backup = json!({ "version": "1.23.11", "notificationList": [{ "config": "{\"token\":\"s3cret\"}" }], "monitorList": [
        { "id": 1, "name": "Payments primary", "type": "http", "url": "https://pay-a.example/health", "method": "GET",
          "interval": 60, "active": true, "accepted_statuscodes": ["200-299", "301"], "ignoreTls": true, "parent": 9 },
        { "id": 2, "name": "Payments backup", "type": "json-query", "url": "https://pay-b.example/health", "jsonPath": "$.status",
          "expectedValue": "ok", "interval": 300, "timeout": 48, "parent": 9 },
        { "id": 9, "name": "Payments", "type": "group" },
        { "id": 3, "name": "Shop", "type": "keyword", "url": "https://shop.example/", "keyword": "Cart", "upsideDown": false },
    ]});
    let imported = import_backup(backup.to_string().as_bytes()).unwrap();
    assert_eq!(
        written(&imported),
        [
            json!({ "name": "Payments primary", "http": "https://pay-a.example/health", "every": "1m",
            "expect": { "status": ["2xx", 301] } }),
            json!({ "name": "Payments backup", "http": "https://pay-b.example/health", "timeout": "48s",
            "expect": { "status": "2xx", "json": { "status": { "one_of": ["ok"] } } } }),
            json!({ "name": "Shop", "http": "https://shop.example/", "every": "1m",
            "expect": { "status": "2xx", "body": { "contains": "Cart" } } }),
        ]
    );
    let pair = &imported.pairs[0];
    assert_eq!(
        (pair.title.as_str(), &pair.primary[..], &pair.backup[..], pair.reason),
        ("payments", &[0][..], &[1][..], Reason::Names)
    );
    assert_eq!(
        imported.left_out,
        [LeftOut {
            name: "Payments primary".into(),
            line: None,
            what: "ignore_tls".into(),
            reason: "no_such_setting".into(),
            whole: false
        }]
    );
}

#[test]
fn rows_of_the_database_are_read_and_the_rest_is_named() {
    let imported = rows(json!([
        { "id": 1, "name": "db", "type": "port", "hostname": "db.example", "port": 5432, "active": 1, "interval": "20" },
        { "id": 2, "name": "v6", "type": "port", "hostname": "2001:db8::1", "port": 25.0 },
        { "id": 3, "name": "mx", "type": "dns", "hostname": "example.com", "dns_resolve_type": "MX",
          "dns_resolve_server": "1.1.1.1, 9.9.9.9", "port": 53 },
        { "id": 4, "name": "job", "type": "push", "interval": 3600, "push_token": "s3cret" },
        { "id": 5, "name": "mail", "type": "smtp", "hostname": "mail.example", "port": 465, "smtp_security": "secure" },
        { "id": 6, "name": "code", "type": "http", "url": "https://a.example/", "accepted_statuscodes_json": "[\"200-299\"]", "json_path": null },
        { "id": 7, "type": "json-query", "url": "https://a.example/", "json_path": "n", "json_path_operator": ">=", "expected_value": "3" },
        { "id": 10, "name": "off", "type": "http", "url": "https://a.example/", "active": 0 },
        { "id": 11, "name": "inverted", "type": "http", "url": "https://a.example/", "upside_down": 1 },
        { "id": 12, "name": "box", "type": "docker" },
        { "id": 13, "name": "login", "type": "http", "url": "https://a.example/", "basic_auth_pass": "s3cret" },
        { "id": 14, "name": "token", "type": "http", "url": "https://a.example/", "headers": "{\"X\":\"s3cret\"}" },
        { "id": 15, "name": "nata", "type": "json-query", "url": "https://a.example/", "json_path": "$count(items)" },
        { "id": 16, "name": "nowhere", "type": "port", "hostname": "a b", "port": 1 },
        { "id": 17, "name": "bare", "type": "http" },
        { "id": 18, "name": "writes", "type": "http", "url": "https://a.example/", "method": "POST" },
    ]));
    assert_eq!(
        written(&imported),
        [
            json!({ "name": "db", "tcp": "db.example:5432", "every": "20s" }),
            json!({ "name": "v6", "tcp": "[2001:db8::1]:25", "every": "1m" }),
            json!({ "name": "mx", "dns": "example.com", "types": ["MX"], "resolvers": ["1.1.1.1", "9.9.9.9"], "every": "1m" }),
            json!({ "name": "job", "heartbeat": { "every": "1h" } }),
            json!({ "name": "mail", "smtp": "mail.example:465", "every": "1m" }),
            json!({ "name": "code", "http": "https://a.example/", "expect": { "status": "2xx" }, "every": "1m" }),
            json!({ "name": "monitor 7", "http": "https://a.example/", "expect": { "status": "2xx", "json": { "n": { "at_least": 3 } } }, "every": "1m" }),
        ]
    );
    let left: Vec<(&str, &str)> =
        imported.left_out.iter().map(|left| (left.name.as_str(), left.reason.as_str())).collect();
    assert_eq!(
        left,
        [
            ("off", "disabled"),
            ("inverted", "upside_down"),
            ("box", "kind_not_supported"),
            ("login", "needs_login"),
            ("token", "secret_in_file"),
            ("nata", "not_expressible"),
            ("nowhere", "invalid"),
            ("bare", "invalid"),
            ("writes", "invalid"),
        ]
    );
    assert!(imported.left_out.iter().all(|left| left.whole));
    assert!(!format!("{imported:?}").contains("s3cret"));
}

#[test]
fn a_group_of_two_hosts_is_asked_about() {
    let monitor = |id: u32, name: &str, host: &str, parent: u32| json!({ "id": id, "name": name, "type": "port", "hostname": host, "port": 1, "parent": parent });
    let imported = rows(json!([
        { "id": 100, "name": "Mail", "type": "group" }, { "id": 101, "name": "Three", "type": "group" },
        monitor(1, "red", "a.example", 100), monitor(2, "blue", "b.example", 100), monitor(3, "red again", "a.example", 100),
        monitor(4, "x", "a.example", 101), monitor(5, "y", "b.example", 101), monitor(6, "z", "c.example", 101),
    ]));
    let [pair] = &imported.pairs[..] else { panic!("{:?}", imported.pairs) };
    assert_eq!(
        (pair.title.as_str(), &pair.primary[..], &pair.backup[..], pair.reason),
        ("Mail", &[0, 2][..], &[1][..], Reason::GroupOfTwo)
    );
}

#[test]
fn what_is_no_backup_is_refused() {
    for bad in ["", "[]", "{}", "{\"monitorList\":{}}", "{\"monitorList\":[1]}", "\u{0}"] {
        assert_eq!(import_backup(bad.as_bytes()).unwrap_err().params["problem"], "not_a_backup", "{bad}");
    }
    let deep = format!("{{\"monitorList\":[{{\"x\":{}", "[".repeat(100_000));
    assert_eq!(import_backup(deep.as_bytes()).unwrap_err().params["problem"], "not_a_backup");
    let many = vec![Monitor::new(); IMPORT_PROBES_MAX + 1];
    assert_eq!(import_rows(&many).unwrap_err().params["problem"], "too_many");
    assert_eq!(import_backup(&vec![b' '; IMPORT_BYTES_MAX + 1]).unwrap_err().params["problem"], "too_large");
}

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!([1, "x"])),
        Just(json!({ "a": 1 })),
        prop::sample::select(vec![
            "http",
            "port",
            "dns",
            "push",
            "json-query",
            "keyword",
            "smtp",
            "group",
            "https://a.example/",
            "a.example",
            "$.a",
            "[\"200-299\"]"
        ])
        .prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_row_is_taken_or_named(kind in prop::sample::select(vec!["http", "port", "dns", "push", "json-query", "keyword", "smtp"]),
        cells in prop::collection::btree_map(prop::sample::select(COLUMNS.to_vec()), cell(), 0..12)) {
        let mut monitor: Monitor = cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        monitor.insert("type".to_owned(), kind.into());
        let imported = import_rows(&[monitor]).unwrap();
        let whole = imported.left_out.iter().filter(|left| left.whole).count();
        prop_assert_eq!(imported.probes.len() + whole, 1);
    }

    #[test]
    fn any_bytes_are_a_backup_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let _ = import_backup(&bytes);
    }
}
