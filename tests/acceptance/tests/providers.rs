//! Provider pairs: what probes say of real servers, and what follows from it.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::thread;
use std::time::Duration;

use ballast_acceptance::agent::{Receiver, within};
use ballast_acceptance::providers::{Provider, TWO_PROVIDERS};
use ballast_acceptance::{Workshop, of_kind, until};
use serde_json::{Value, json};

const HEALTHY: &str = r#"{"status":"ok","order":{"customer_id":7,"amount":"12.50"}}"#;

/// A pair with these probes, between two components.
fn pair(probes: &[String], more: &str) -> String {
    format!(
        r"
{TWO_PROVIDERS}
{more}
probes = [
  {}
]
",
        probes.join(",\n  ")
    )
}

fn http(name: &str, side: &str, provider: &Provider, more: &str) -> String {
    let url = provider.url("health");
    format!(r#"{{ name = "{name}", on = "{side}", http = "{url}", timeout = "1s"{more} }}"#)
}

fn show(shop: &Workshop) -> Value {
    shop.run(["provider", "show", "payments"]).exits(0)
}

#[test]
fn the_example_of_the_contract_is_applied_and_exports_to_itself() {
    let probes = [
        r#"{ on = "primary", http = "https://pay-a.example/health", expect = { status = 200, json = { "status" = "ok" } }, contract = true, every = "5m", timeout = "10s" }"#,
        r#"{ on = "backup", tls = "pay-b.example:443", expires_in = "21d", every = "12h" }"#,
    ];
    let file = pair(
        &probes.map(str::to_owned),
        "takeover = \"manual\"\nrto = \"30m\"\nrpo = \"5m\"\ndrill = { every = \"quarter\", max_gap = \"120d\" }",
    );
    let drill = r#"
[[drill]]
id = "payments-q"
pair = "payments"
kind = "probe"
steady = [ { probe = 0 } ]
steps = [
  { title = "Point checkout at B", owner = "Ben", run = { command = ["./switch", "b"] }, verify = { http = "https://shop.example/checkout" }, undo = { command = ["./switch", "a"] }, timeout = "5m" },
  { title = "Place one order", owner = "Mara", manual = true },
]

[network]
anchors = ["1.1.1.1:443", "9.9.9.9:443"]
"#;
    let shop = Workshop::with(&format!("{file}{drill}"));
    let text = shop.export();
    let exported = shop.at("exported.toml");
    fs::write(&exported, &text).unwrap();
    let again = shop.run(["apply", exported.to_str().unwrap()]).exits(0);
    assert_eq!(
        (&again["created"], &again["changed"], &again["retired"]),
        (&json!([]), &json!([]), &json!([]))
    );
    assert!(text.contains("probe = \"primary http https://pay-a.example/health\""), "{text}");
}

#[test]
fn what_the_probes_see_is_the_verdict() {
    let (primary, backup) = (Provider::saying(HEALTHY), Provider::saying(HEALTHY));
    let tcp = format!(r#"{{ name = "port", on = "backup", tcp = "127.0.0.1:{}" }}"#, backup.port);
    let expect = r#", expect = { status = 200, json = { status = "ok" } }"#;
    let shop = Workshop::with(&pair(
        &[http("A", "primary", &primary, expect), http("B", "backup", &backup, ""), tcp],
        "",
    ));
    let document = shop.run(["provider", "probe", "payments"]).exits(0);
    assert_eq!(
        (&document["verdict"], &document["figures"]["up"]),
        (&json!("passed"), &json!(3)),
        "{document}"
    );
    // Without a drill that is asked for, what the probes say is the proof.
    assert_eq!(shop.run(["status"]).exits(0)["controls"][0]["status"], "proven");

    backup.goes(true);
    let before = backup.asked();
    let document = shop.run(["provider", "probe"]).exits(1)["checks"][0].clone();
    let failed = of_kind(&document, "probe_failed");
    assert_eq!((failed.len(), failed[0]["subject"].as_str()), (1, Some("B")), "{document}");
    assert_eq!(failed[0]["params"]["side"], "backup");
    assert_eq!(backup.asked(), before, "it answers nothing");
    let listed = shop.run(["provider", "status"]).exits(1)["pairs"][0].clone();
    assert_eq!(
        (&listed["status"], &listed["backup"]["state"]),
        (&json!("failing"), &json!("down")),
        "{listed}"
    );
    assert_eq!(listed["readiness"]["standing"], "not_ready");

    backup.goes(false);
    shop.run(["provider", "probe", "payments"]).exits(0);
    primary.says(r#"{"status":"closed"}"#);
    let document = shop.run(["provider", "probe", "payments"]).exits(1);
    let failed = of_kind(&document, "probe_failed");
    assert_eq!(
        (&failed[0]["params"]["at"], &failed[0]["params"]["found"]),
        (&json!("status"), &json!("closed"))
    );
    shop.evidence_holds();
}

#[test]
fn one_failure_among_answers_is_no_outage() {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let flapping = Provider::start(move |_, stream| {
        // Every second request finds nobody.
        if turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 2 == 1 {
            ballast_acceptance::providers::json(stream, HEALTHY);
        }
    });
    let shop = Workshop::with(&pair(&[http("B", "backup", &flapping, "")], ""));
    let document = shop.run(["provider", "probe", "payments"]).exits(0);
    assert_eq!(document["verdict"], "passed", "{document}");
    assert_eq!(flapping.asked(), 2, "asked again once");
}

/// The incident of the first day: a provider renames a field overnight.
#[test]
fn a_renamed_field_is_named_and_an_alert_goes_out() {
    let receiver = Receiver::start();
    let (primary, backup) = (Provider::saying(HEALTHY), Provider::saying(HEALTHY));
    let probes = [
        http("Orders", "primary", &primary, ", contract = true, every = \"1s\""),
        http("B", "backup", &backup, ""),
    ];
    let alerts = format!("\n[alerts]\ndesktop = false\nwebhook = {{ url = \"{}\" }}\n", receiver.url("hook"));
    let shop = Workshop::with(&format!("{}{alerts}", pair(&probes, "drill = { every = \"quarter\" }")));
    let agent = shop.agent();
    until("twenty samples", || {
        let samples = show(&shop)["probes"][0]["contract"]["samples"].as_u64();
        (samples >= Some(20)).then_some(())
    });
    assert_eq!(shop.run(["provider", "status"]).exits(3)["pairs"][0]["status"], "unproven");

    primary.says(&HEALTHY.replace("customer_id", "customer-id"));
    let row = until("the pair to fail", || {
        let list = shop.run(["provider", "status"]).json();
        (list["pairs"][0]["status"] == "failing").then(|| list["pairs"][0].clone())
    });
    let changed = row["findings"].as_array().unwrap();
    let changed = changed.iter().find(|finding| finding["kind"] == "contract_changed").unwrap();
    let detail = changed["detail"].as_str().unwrap();
    assert!(detail.contains("customer_id") && detail.contains("customer-id"), "{detail}");
    assert_eq!(show(&shop)["probes"][0]["contract"]["changes"][0]["kind"], "renamed");
    let alert =
        within(Duration::from_secs(100), "the alert", || receiver.news().first().map(|heard| heard.json()));
    let text = alert["text"].as_str().unwrap();
    assert!(text.contains("customer_id") && text.contains("customer-id"), "{text}");
    agent.stop();
    agent.end();

    // A person says that it is right: the new shape is the contract.
    let call = ["provider", "accept-contract", "payments", "Orders", "--as", "Mara", "--reason", "announced"];
    shop.run(call).exits(0);
    shop.run(["provider", "probe", "payments"]).exits(0);
    assert_eq!(show(&shop)["probes"][0]["contract"]["changes"], json!([]));
    shop.run(call).refuses(1, "not_yet");
    shop.evidence_holds();
}

#[test]
fn hostile_servers_meet_limits() {
    let silent = Provider::start(|_, _| thread::sleep(Duration::from_secs(20)));
    let dripping = Provider::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while stream.write_all(b".").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    let endless = Provider::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n");
        while stream.write_all(&[b'x'; 8192]).is_ok() {}
    });
    let looping = Provider::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 302 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
    });
    let away = Provider::start(|_, stream| {
        let _ =
            stream.write_all(b"HTTP/1.1 302 X\r\nLocation: http://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n");
    });
    let headers = Provider::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        let line = format!("x: {}\r\n", "y".repeat(8000));
        while stream.write_all(line.as_bytes()).is_ok() {}
    });
    let chunks = Provider::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense");
    });
    let nonsense = Provider::start(|_, stream| {
        let _ = stream.write_all(&[0xff; 512]);
    });
    let plain = Provider::saying("{}");
    let servers = [
        ("silent", &silent),
        ("dripping", &dripping),
        ("endless", &endless),
        ("looping", &looping),
        ("away", &away),
        ("headers", &headers),
        ("chunks", &chunks),
        ("nonsense", &nonsense),
    ];
    let mut probes: Vec<String> = servers
        .iter()
        .map(|(name, server)| http(name, "backup", server, ", expect = { body = { contains = \"ok\" } }"))
        .collect();
    probes.push(format!(r#"{{ name = "tls", on = "backup", tls = "127.0.0.1:{}" }}"#, plain.port));
    let shop = Workshop::with(&pair(&probes, ""));
    let document = shop.run(["provider", "probe", "payments"]).exits(1);
    let mut told = String::new();
    for finding in document["findings"].as_array().unwrap() {
        let (subject, reason) = (&finding["subject"], &finding["params"]["reason"]);
        writeln!(told, "{} {} {}", finding["kind"], subject, reason).unwrap();
    }
    let mut lines: Vec<&str> = told.lines().collect();
    lines.sort_unstable();
    insta::assert_snapshot!(lines.join("\n").replace('"', ""), @r"
    not_observed endless body_too_large
    not_observed headers headers_too_large
    probe_failed away redirect_refused
    probe_failed chunks protocol_broken
    probe_failed dripping timed_out
    probe_failed looping redirect_loop
    probe_failed nonsense protocol_broken
    probe_failed silent timed_out
    probe_failed tls connection_closed
    ");
    assert!(document["figures"]["looks"].to_string().len() < 10_000, "nothing of what was sent is kept");
}

#[test]
fn a_provider_is_not_asked_more_often_than_it_may_be() {
    let (primary, backup) = (Provider::saying(HEALTHY), Provider::saying(HEALTHY));
    let probes = [
        http("A", "primary", &primary, ""),
        http("B", "backup", &backup, ""),
        http("C", "backup", &backup, ""),
    ];
    let shop = Workshop::with(&pair(&probes, "requests_per_day = 3"));
    shop.run(["provider", "probe", "payments"]).exits(0);
    let document = shop.run(["provider", "probe", "payments"]).json();
    assert_eq!(backup.asked(), 3, "both of its probes together");
    let unseen = of_kind(&document, "not_observed");
    assert!(unseen.is_empty(), "the last look still speaks for it: {document}");
    for _ in 0..5 {
        shop.run(["provider", "probe", "payments"]);
    }
    assert_eq!((backup.asked(), primary.asked()), (3, 3));
}

#[test]
fn people_say_what_nobody_can_look_up() {
    let (primary, backup) = (Provider::saying(HEALTHY), Provider::saying(HEALTHY));
    let probes = [http("A", "primary", &primary, ""), http("B", "backup", &backup, "")];
    let file = pair(&probes, "people = [\"Ana\", \"Ben\"]\nlogin_every = \"30d\"");
    let file = file.replacen("kind = \"provider\"", "kind = \"provider\"\nshares = { cloud = \"aws\" }", 2);
    let mut shop = Workshop::simulated("2026-03-10T09:00:00Z", &file);
    shop.run(["provider", "probe", "payments"]).exits(0);
    let detail = show(&shop);
    assert!(detail["logins"].as_array().unwrap().iter().all(|login| login["due"] == true), "{detail}");
    let fate = |detail: &Value, id: &str| {
        let shared = detail["shared"].as_array().unwrap();
        shared.iter().find(|fate| fate["id"] == id).map(|fate| fate["certainty"].clone()).unwrap()
    };
    assert_eq!(fate(&detail, "cloud:aws"), "declared");

    shop.run(["provider", "login", "payments", "--as", "Ana"]).exits(0);
    let detail =
        shop.run(["provider", "login", "payments", "--as", "Ben", "--failed", "--note", "locked"]).exits(0);
    let due = |detail: &Value| -> Vec<bool> {
        detail["logins"].as_array().unwrap().iter().map(|login| login["due"] == true).collect()
    };
    assert_eq!(due(&detail), [false, true], "one who failed is still to show it");
    let detail = shop
        .run(["provider", "shared", "payments", "cloud:aws", "--no", "--as", "Mara", "--note", "asked"])
        .exits(0);
    assert_eq!(fate(&detail, "cloud:aws"), "denied");
    shop.run(["provider", "shared", "payments", "cloud:gone", "--no", "--as", "Mara"])
        .refuses(2, "unknown_id");
    shop.clock("2026-04-20T09:00:00Z");
    assert_eq!(due(&show(&shop)), [true, true], "thirty days are over");
    // Nobody has looked for weeks: that is no failure, and no proof.
    assert_eq!(shop.run(["provider", "status"]).json()["pairs"][0]["backup"]["state"], "unknown");
    shop.evidence_holds();
}

#[test]
fn a_heartbeat_that_stays_away_is_a_failure_once_somebody_listened() {
    let probe = r#"{ name = "sync", on = "backup", heartbeat = { every = "10m", grace = "5m" } }"#.to_owned();
    let mut shop = Workshop::simulated("2026-03-10T09:00:00Z", &pair(&[probe], ""));
    let document = shop.run(["provider", "probe", "payments"]).exits(3);
    assert_eq!(of_kind(&document, "not_observed").len(), 1, "{document}");
    assert_eq!(shop.run(["provider", "beat", "payments", "sync"]).code, 0);
    shop.run(["provider", "probe", "payments"]).exits(0);
    shop.clock("2026-03-10T09:14:00Z");
    shop.run(["provider", "probe", "payments"]).exits(0);
    shop.clock("2026-03-10T09:20:00Z");
    let document = shop.run(["provider", "probe", "payments"]).exits(1);
    assert_eq!(of_kind(&document, "probe_failed")[0]["params"]["reason"], "silent");
    shop.run(["provider", "beat", "payments", "other"]).refuses(2, "unknown_id");
}

#[test]
fn mistakes_in_pairs_and_drills_are_refused_with_their_place() {
    let probes = [r#"{ on = "primary", tcp = "127.0.0.1:1" }"#.to_owned()];
    let good = pair(&probes, "");
    let mut told = Vec::new();
    for (what, with) in [
        ("backup = \"pay-b\"", "backup = \"pay-a\""),
        ("backup = \"pay-b\"", "backup = \"pay-c\""),
        ("tcp = \"127.0.0.1:1\"", "tcp = \"127.0.0.1\""),
        ("on = \"primary\", tcp", "tcp"),
        ("tcp = \"127.0.0.1:1\"", "tcp = \"127.0.0.1:1\", evry = \"5m\""),
        ("probes = [", "drill = { every = \"quarter\", max_gap = \"90m\" }\nprobes = ["),
        ("probes = [", "data = { probe = \"x\", fresh_for = \"1h\" }\nprobes = ["),
        ("probes = [", "on_demand_failure = 1.5\nprobes = ["),
    ] {
        assert!(good.contains(what));
        let shop = Workshop::new();
        shop.run(["init", "--name", "Test"]).exits(0);
        let file = shop.at("bad.toml");
        fs::write(&file, format!("[workspace]\nname = \"Test\"\n{}", good.replacen(what, with, 1))).unwrap();
        let error = shop.run(["apply", file.to_str().unwrap()]).refuses(2, "invalid_file");
        let (line, field) = (&error["where"]["line"], error["where"]["field"].as_str().unwrap());
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("line {line}, {field}: ")), "{message}");
        told.push(message.to_owned());
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    line 15, provider_pair.backup: a backup must be another provider than the primary
    line 15, provider_pair.backup: nothing is called "pay-c"
    line 18, provider_pair.probes[0].tcp: "127.0.0.1" is not a host and a port
    line 18, provider_pair.probes[0].on: "on" is missing
    line 18, provider_pair.probes[0].evry: there is no key "evry" here
    line 17, provider_pair.drill.max_gap: 90m is out of range
    line 17, provider_pair.data.probe: there is no probe "x" in this pair
    line 17, provider_pair.on_demand_failure: 1.5 is out of range
    "#);
}

#[test]
fn probes_of_other_programs_become_tables_that_can_be_applied() {
    let shop = Workshop::new();
    shop.run(["init", "--name", "Test"]).exits(0);
    let gatus = shop.at("gatus.yaml");
    let yaml = r#"
endpoints:
  - name: Payments (primary)
    group: pay
    url: "https://a.example/health"
    interval: 1m
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == ok"
  - name: Payments (backup)
    group: pay
    url: "https://b.example/health"
    conditions:
      - "[STATUS] == 200"
  - name: Mail
    url: "tcp://mail.example:25"
    conditions:
      - "[CONNECTED] == true"
      - "[NONSENSE] == 3"
"#;
    fs::write(&gatus, yaml).unwrap();
    let imported = shop.run(["provider", "import", gatus.to_str().unwrap()]).exits(0);
    assert_eq!(
        (&imported["from"], &imported["pairs"]),
        (&json!("gatus"), &json!(["payments"])),
        "{imported}"
    );
    let left = imported["left_out"].to_string();
    assert!(left.contains("[NONSENSE]"), "{left}");
    let file = shop.at("pairs.toml");
    fs::write(&file, format!("[workspace]\nname = \"Test\"\n{}", imported["toml"].as_str().unwrap()))
        .unwrap();
    let applied = shop.run(["apply", file.to_str().unwrap()]).exits(0);
    assert_eq!(applied["created"].as_array().unwrap().len(), 3, "{applied}");

    let kuma = shop.at("kuma.db");
    let database = rusqlite::Connection::open(&kuma).unwrap();
    database
        .execute_batch(
            "CREATE TABLE monitor (id INTEGER, name TEXT, type TEXT, url TEXT, hostname TEXT, port INTEGER, active INTEGER,
                interval INTEGER, basic_auth_pass TEXT);
             INSERT INTO monitor VALUES (1, 'Shop main', 'http', 'https://a.example/', NULL, NULL, 1, 60, NULL);
             INSERT INTO monitor VALUES (2, 'Shop standby', 'port', NULL, 'b.example', 443, 1, 60, NULL);
             INSERT INTO monitor VALUES (3, 'Vault', 'http', 'https://v.example/', NULL, NULL, 1, 60, 'hunter2-secret');",
        )
        .unwrap();
    drop(database);
    let said = shop.run(["provider", "import", kuma.to_str().unwrap()]);
    let imported = said.exits(0);
    assert_eq!((&imported["from"], &imported["probes"]), (&json!("uptime_kuma"), &json!(2)), "{imported}");
    assert!(imported["left_out"].to_string().contains("needs_login"), "{imported}");
    assert!(!said.stdout.contains("hunter2"), "no secret is read");
    let empty = shop.at("empty.yaml");
    fs::write(&empty, "").unwrap();
    shop.run(["provider", "import", empty.to_str().unwrap()]).refuses(2, "invalid_file");
}
