//! The other ways that a drill goes: talk, a real incident, what is in the way as the result, another operator, our own
//! line down.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::atomic::Ordering;
use std::time::Duration;

use ballast_acceptance::agent::within;
use ballast_acceptance::till::{Plan, Till, file};
use ballast_acceptance::{end_of, until};
use serde_json::{Value, json};

fn act(till: &Till, word: &str, run: &str, more: &[&str]) -> ballast_acceptance::Said {
    till.shop.run(["drill", word, run, "--as", "Ana"].iter().chain(more))
}

fn status_of_pair(till: &Till) -> Value {
    till.shop.run(["provider", "status"]).json()["pairs"][0]["status"].clone()
}

#[test]
fn talk_touches_nothing_and_proves_nothing() {
    let till = Till::set_up(|url| file(url, &Plan::default()).replace("\"partial\"", "\"tabletop\""));
    // Nobody has to be well for a talk.
    till.backup.down.store(true, Ordering::Relaxed);
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "switching");
    act(&till, "next", &run, &[]).exits(0);
    act(&till, "confirm", &run, &[]).exits(0);
    let view = end_of(carried).exits(0);
    assert_eq!((&view["state"], &view["kind"]), (&json!("review"), &json!("tabletop")), "{view:#}");
    assert_eq!(view["steps"][0]["state"], "undone", "{view:#}");
    assert_eq!(till.active(), "a");
    assert_eq!((till.primary.canaries(), till.asked("/order/b")), (0, 0), "nothing was asked or written");
    till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "pass"]).exits(0);
    let drilled = |run: &Value| run["kind"] == "drill";
    let runs = till.shop.run(["run", "list"]).exits(0);
    assert!(!runs["runs"].as_array().unwrap().iter().any(drilled), "talk proves nothing: {runs:#}");
    assert_eq!(status_of_pair(&till), "unproven");
}

#[test]
fn a_real_incident_stays_on_the_backup_until_somebody_goes_back() {
    let till = Till::with(&Plan { observe: "5m", ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    let view = till.shop.run(["drill", "decide", &run, "--as", "Ben", "--real-incident"]).exits(0);
    assert_eq!(view["state"], "stay", "{view:#}");
    end_of(carried).exits(1);
    assert_eq!(till.active(), "b", "the backup goes on carrying it");
    act(&till, "abort", &run, &[]).refuses(2, "not_allowed");
    let back = till.shop.run(["drill", "decide", &run, "--as", "Ben", "--switch-back"]);
    assert_eq!(back.json()["state"], "review", "{back}");
    assert_eq!(till.active(), "a");
    let view = till.show(&run);
    assert!(view["facts"].as_array().unwrap().contains(&json!("stayed")), "{view:#}");
}

#[test]
fn what_is_in_the_way_may_be_the_result() {
    let till = Till::new();
    till.backup.down.store(true, Ordering::Relaxed);
    let view = till.drill().exits(3);
    let run = view["run"].as_str().unwrap().to_owned();
    let call = ["drill", "decide", &run, "--as", "Ben", "--record-as-failed"];
    assert_eq!(till.shop.run(call).exits(0)["state"], "review");
    till.shop.run(call).refuses(2, "not_allowed");
    till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "pass"]).refuses(2, "not_allowed");
    let failed = ["drill", "sign", &run, "--as", "Mara", "--result", "fail", "--reach", "nobody"];
    let signed = till.shop.run(failed.iter().chain(&["--teaches", "b was down"])).exits(1);
    assert_eq!(signed["state"], "signed_fail");
    let runs = till.shop.run(["run", "list"]).exits(0);
    assert_eq!((&runs["runs"][0]["kind"], &runs["runs"][0]["verdict"]), (&json!("drill"), &json!("failed")));
    assert_eq!(status_of_pair(&till), "failing");
    assert_eq!(till.active(), "a");
    till.shop.evidence_holds();
}

#[test]
fn who_took_a_drill_over_does_not_sign_it_either() {
    let till = Till::with(&Plan { observe: "5m", ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    till.shop.run(["drill", "hand-over", &run, "--as", "Ana", "--to", " "]).refuses(2, "not_allowed");
    let view = till.shop.run(["drill", "hand-over", &run, "--as", "Ana", "--to", "Cleo"]).exits(0);
    assert_eq!(view["operators"], json!(["Ana", "Cleo"]), "{view:#}");
    till.shop.run(["drill", "abort", &run, "--as", "Cleo"]).exits(0);
    end_of(carried);
    for who in ["Ana", "Cleo"] {
        let call = ["drill", "sign", &run, "--as", who, "--result", "inconclusive"];
        till.shop.run(call).refuses(2, "not_allowed");
    }
    let call = ["drill", "sign", &run, "--as", "Mara", "--result", "inconclusive"];
    assert_eq!(till.shop.run(call.iter().chain(&["--reach", "nobody", "--teaches", "-"])).code, 3);
}

#[test]
fn what_cannot_be_seen_because_our_own_line_is_down_stops_nothing() {
    let stops = r#"{ title = "the shop answers", http = "http://shop.invalid/", failures = 3 }"#;
    let plan = Plan { stops, observe: "5m", ..Plan::default() };
    let till = Till::with(&plan);
    // Caught before the shop is looked at, and carried on by a program for which our own line is down.
    till.closes("/taken/b");
    let written = |more: &str| file(&till.url, &plan).replace("/order/b\" }]", "/taken/b\" }]") + more;
    till.shop.apply(&written(""));
    let mut carried = till.begin(&["--auto"]);
    let run = till.run();
    until("all steps to be verified", || {
        let view = till.show(&run);
        (view["state"] == "switching" && view["steps"][0]["state"] == "verified").then_some(())
    });
    carried.kill().unwrap();
    carried.wait().unwrap();
    till.until_state(&run, "interrupted");
    till.opens();
    till.shop.apply(&written("\n[network]\nanchors = [\"one.invalid:443\", \"two.invalid:443\"]\n"));
    let carried = till.shop.begin(["drill", "decide", &run, "--as", "Ana", "--forward"]);
    // A name that nobody resolves may take seconds, and the anchors as long again.
    let (view, lane) = within(Duration::from_secs(150), "looks at the shop", || {
        let view = till.show(&run);
        let lane = view["lanes"].as_array()?.iter().find(|lane| lane["title"] == "the shop answers")?.clone();
        let over = !["on_backup", "interrupted"].contains(&view["state"].as_str()?);
        (over || lane["looks"].as_array()?.len() >= 3).then_some((view, lane))
    });
    let looks = lane["looks"].as_array().unwrap();
    assert!(looks.iter().all(|look| look["verdict"] == "inconclusive"), "{looks:?}");
    assert_eq!(view["state"], "on_backup", "{view:#}");
    till.shop.run(["drill", "abort", &run, "--as", "Ana"]).exits(0);
    end_of(carried);
    assert_eq!(till.active(), "a");
    // The list before the next start says so too.
    let blocked = till.drill().exits(3);
    let items = blocked["preflight"].as_array().unwrap();
    let line = items.iter().find(|item| item["code"] == "own_line").unwrap();
    assert_eq!((&blocked["state"], &line["holds"]), (&json!("blocked"), &json!("no")), "{blocked:#}");
}
