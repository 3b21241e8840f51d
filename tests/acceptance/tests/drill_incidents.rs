//! What is wrong already stands in the way of a drill, with its id; and a provider is asked no more often than it may.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use ballast_acceptance::files::{put, sha256};
use ballast_acceptance::till::{Plan, Till, file};
use ballast_acceptance::{Said, end_of};
use serde_json::{Value, json};

/// What the list before the start says of incidents.
fn incidents(view: &Value) -> Vec<(String, String)> {
    let items = view["preflight"].as_array().unwrap().iter();
    let item = items.into_iter().find(|item| item["code"] == "no_open_incident").unwrap();
    let found = item["incidents"].as_array().cloned().unwrap_or_default();
    assert_eq!(item["holds"], if found.is_empty() { "yes" } else { "no" }, "{item:#}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found.iter().map(|one| (text(&one["kind"]), text(&one["id"]))).collect()
}

fn is_blocked_by(till: &Till, kind: &str, id: &str) -> Said {
    let plan = till.shop.run(["drill", "plan", "payments-q"]).exits(0);
    assert_eq!(incidents(&plan), [(kind.to_owned(), id.to_owned())], "{plan:#}");
    let said = till.drill();
    let view = said.exits(3);
    assert_eq!(view["state"], "blocked", "{view:#}");
    assert_eq!(incidents(&view), [(kind.to_owned(), id.to_owned())]);
    assert_eq!(till.active(), "a");
    let spoken = till.shop.speak(["drill", "plan", "payments-q"]).stdout;
    assert!(spoken.contains(id) && !spoken.contains("incident-"), "{spoken}");
    said
}

fn goes(till: &Till) {
    let view = till.drill().exits(0);
    assert_eq!((incidents(&view), &view["state"]), (vec![], &json!("review")), "{view:#}");
}

#[test]
fn a_control_of_the_same_provider_that_fails_stands_in_the_way() {
    let more = |protects: &str| {
        format!(
            r#"
[[backup]]
id = "books"
protects = ["{protects}"]
adopt = {{ folder = "drop", manifest = "SHA256SUMS" }}
verify = [{{ level = "content" }}]
"#
        )
    };
    let till = Till::set_up(|url| format!("{}{}", file(url, &Plan::default()), more("pay-b")));
    put(&till.shop.at("drop/SHA256SUMS"), format!("{}  a.txt\n", sha256(b"whole")).as_bytes());
    put(&till.shop.at("drop/a.txt"), b"whale");
    assert_eq!(till.shop.verify("books", "content")["verdict"], "failed");
    is_blocked_by(&till, "control_failing", "books");
    // What stands behind neither provider is no matter of this drill.
    till.shop.apply(&format!("{}{}", file(&till.url, &Plan::default()), more("orders")));
    goes(&till);
}

#[test]
fn a_job_that_was_given_up_on_stands_in_the_way_until_it_is_settled() {
    let till = Till::new();
    let letter = |id: &str, control: &str| {
        let at = "2026-03-10T09:00:00Z";
        let values = format!("'{id}', 'run', '{control}', 'verify', '{at}', '{at}', 3");
        let columns = "id, kind, control, job, first_at, last_at, attempts";
        till.shop.rows(&format!("INSERT INTO dead_letter ({columns}) VALUES ({values}) RETURNING id"));
    };
    letter("letter-1", "payments");
    letter("letter-2", "elsewhere");
    is_blocked_by(&till, "dead_letter", "letter-1");
    till.shop.run(["dead", "settle", "letter-1", "--reason", "seen"]).exits(0);
    goes(&till);
}

#[test]
fn another_drill_that_runs_stands_in_the_way() {
    let other = r#"
[[component]]
id = "mail-a"
kind = "provider"

[[component]]
id = "mail-b"
kind = "provider"

[[provider_pair]]
id = "mail"
primary = "mail-a"
backup = "mail-b"
rto = "30m"
rpo = "10m"
drill = { every = "quarter", max_gap = "120d" }
probes = [{ name = "signal", on = "backup", heartbeat = { every = "1d" } }]

[[drill]]
id = "mail-q"
title = "Talk about mail"
pair = "mail"
kind = "tabletop"
owner = "Ana"
deputy = "Ben"
maximum_duration = "1h"
steps = [{ title = "Say it", owner = "Ana", manual = true }]
"#;
    let till = Till::set_up(|url| format!("{}{other}", file(url, &Plan::default())));
    let talk = till.shop.begin(["drill", "start", "mail-q", "--as", "Cleo", "--with", "Dora"]);
    let run = till.run();
    till.until_state(&run, "switching");
    is_blocked_by(&till, "drill_running", &run);
    till.shop.run(["drill", "abort", &run, "--as", "Cleo"]).exits(0);
    end_of(talk);
    goes(&till);
}

#[test]
fn a_drill_asks_a_provider_no_more_often_than_it_may() {
    let capped = |url: &str| {
        let plan = Plan { observe: "12s", ..Plan::default() };
        file(url, &plan).replace("rpo = \"10m\"", "rpo = \"10m\"\nrequests_per_day = 2")
    };
    let till = Till::set_up(capped);
    let view = till.drill().json();
    assert_eq!(view["state"], "review", "{view:#}");
    // Once before the start, once while it ran, although there was time for more.
    let asked = || (till.asked("/health/a"), till.asked("/health/b"));
    assert_eq!(asked(), (2, 2));
    let lanes = view["lanes"].as_array().unwrap();
    let of_a = lanes.iter().find(|lane| lane["title"] == "a answers").unwrap();
    let verdicts = of_a["looks"].to_string();
    assert!(verdicts.contains("inconclusive"), "what is not asked is not observed: {verdicts}");
    // What a drill asked counts for everybody else.
    till.shop.run(["provider", "probe", "payments"]);
    assert_eq!(asked(), (2, 2));
}
