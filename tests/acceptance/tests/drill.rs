//! A drill on real services: the switch is measured, and the way back is seen.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::sync::atomic::Ordering;

use ballast_acceptance::till::{Plan, Till};
use ballast_acceptance::{end_of, until};
use serde_json::Value;

fn events(view: &Value) -> Vec<String> {
    let journal = view["journal"].as_array().unwrap();
    journal.iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_switch_is_measured_undone_signed_and_proves_the_pair() {
    let till = Till::new();
    let said = till.drill();
    let view = said.exits(0);
    let run = view["run"].as_str().unwrap().to_owned();
    assert_eq!(view["state"], "review", "{view:#}");
    assert_eq!(till.active(), "a", "the till is back at a");
    let rto = view["measured"]["rto"]["milliseconds"].as_u64().unwrap();
    assert!((1..20_000).contains(&rto), "{rto}");
    // The newest canary was written at most a second and a half before the switch began.
    let rpo = view["measured"]["rpo"]["milliseconds"].as_u64().unwrap();
    assert!(rpo < 4_000, "{rpo}");
    assert_eq!((&view["rto"], &view["rpo"]), (&"met".into(), &"met".into()));
    assert!(
        view["lanes"].as_array().unwrap().iter().any(|lane| !lane["looks"].as_array().unwrap().is_empty())
    );
    assert_eq!(till.lost.load(Ordering::Relaxed), 0, "no order was lost");
    assert!(till.orders.load(Ordering::Relaxed) > 10);

    till.shop.run(["drill", "sign", &run, "--as", "Ana", "--result", "pass"]).refuses(2, "not_allowed");
    let signed = till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "pass"]).exits(0);
    assert_eq!(signed["state"], "signed_pass");
    let runs = till.shop.run(["run", "list"]).exits(0);
    let newest = &runs["runs"][0];
    assert_eq!((&newest["kind"], &newest["verdict"]), (&"drill".into(), &"passed".into()), "{runs:#}");
    till.shop.evidence_holds();

    till.shop.run(["drill", "export", &run, "--to", "out"]).exits(0);
    let journal: Value =
        serde_json::from_slice(&fs::read(till.shop.at("out/journal.json")).unwrap()).unwrap();
    assert_eq!((&journal["status"], &journal["deviated"]), (&"completed".into(), &false.into()));
    till.shop.run(["drill", "report", &run, "--html", "report.html"]).exits(0);
    let page = fs::read_to_string(till.shop.at("report.html")).unwrap();
    assert!(page.contains("Switch payments") && page.contains("Mara") && !page.contains("<script"), "{page}");
    assert!(!page.contains("drill-"), "an id without a sentence: {page}");
}

#[test]
fn lost_work_is_measured_by_canaries_that_did_not_arrive() {
    // Healthy takes six passes, so that there is time to lose work in.
    let till = Till::with(&Plan { passes: 6, ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "baseline");
    until("a canary on the backup", || (till.backup.canaries() > 0).then_some(()));
    till.copies.store(false, Ordering::Relaxed);
    let view = end_of(carried).exits(0);
    assert!(till.primary.canaries() > till.backup.canaries() + 1, "canaries went on");
    let rpo = view["measured"]["rpo"]["milliseconds"].as_u64().unwrap();
    assert!(rpo >= 2_000, "at least two canaries were lost: {rpo}");
}

#[test]
fn a_dead_backup_is_undone_and_reads_as_failed() {
    let till = Till::new();
    let carried = till.begin(&[]);
    let run = till.run();
    till.until_state(&run, "switching");
    till.backup.down.store(true, Ordering::Relaxed);
    till.shop.run(["drill", "next", &run, "--as", "Ana"]).exits(0);
    let view = end_of(carried).exits(1);
    assert_eq!(view["state"], "review", "{view:#}");
    assert_eq!(till.active(), "a");
    let events = events(&view);
    assert!(events.contains(&"switch_took_too_long".to_owned()), "{events:?}");
    assert!(events.contains(&"undo_verified".to_owned()), "{events:?}");
    till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "pass"]).refuses(2, "not_allowed");
    till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "fail"]).refuses(2, "not_allowed");
    let call = [
        "drill",
        "sign",
        &run,
        "--as",
        "Mara",
        "--result",
        "fail",
        "--reach",
        "nobody",
        "--teaches",
        "b was down",
    ];
    assert_eq!(till.shop.run(call).exits(1)["state"], "signed_fail");
    let runs = till.shop.run(["run", "list"]).exits(0);
    assert_eq!(runs["runs"][0]["verdict"], "failed", "{runs:#}");
}

#[test]
fn an_undo_that_fails_is_stuck_with_instructions() {
    let till = Till::with(&Plan { undo: r#"["false"]"#, ..Plan::default() });
    let said = till.drill();
    let view = said.exits(1);
    assert_eq!(view["state"], "stuck", "{view:#}");
    let run = view["run"].as_str().unwrap();
    let sheet = view["instructions"].as_array().unwrap();
    let codes: Vec<&str> = sheet.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"undo_by_hand") && codes.contains(&"call_owner"), "{codes:?}");
    assert!(till.shop.speak(["drill", "show", run]).stdout.contains("Call Ana"));
    fs::write(till.shop.at("active"), "a").unwrap();
    let view = till.shop.run(["drill", "decide", run, "--as", "Ana", "--restored"]);
    assert_eq!(view.json()["state"], "review", "{view}");
    let findings = till.shop.run(["evidence", "list"]).exits(0);
    assert!(findings.to_string().contains("drilled"), "{findings:#}");
}

#[test]
fn a_primary_that_does_not_come_back_is_stuck_and_may_stay_on_the_backup() {
    let till = Till::new();
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    till.primary.down.store(true, Ordering::Relaxed);
    // Its undo points the till at a, where nothing answers: the step's own look fails first.
    let view = end_of(carried).exits(1);
    assert_eq!(view["state"], "stuck", "{view:#}");
    let stay = till.shop.run(["drill", "decide", &run, "--as", "Ana", "--stay"]).exits(0);
    assert_eq!(stay["state"], "stay");
    let accepted = till.shop.run(["drill", "decide", &run, "--as", "Ana", "--accept"]).exits(0);
    assert_eq!(accepted["state"], "review");
}

#[test]
fn a_probe_that_flaps_trips_no_stop() {
    let stops = r#"{ title = "b answers", probe = "b answers", failures = 3 }"#;
    let till = Till::with(&Plan { stops, observe: "6s", ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    till.backup.flaps.store(true, Ordering::Relaxed);
    until("a failure of b", || {
        let view = till.show(&run);
        let lane = view["lanes"].as_array()?.iter().find(|lane| lane["title"] == "b answers")?.clone();
        let failed = lane["looks"].as_array()?.iter().any(|look| look["verdict"] == "failed");
        (failed || view["state"] != "on_backup").then_some(())
    });
    let view = end_of(carried).json();
    assert_eq!(view["state"], "review");
    assert!(!events(&view).contains(&"stop_tripped".to_owned()), "{view:#}");
}

#[test]
fn a_stop_that_fails_in_a_row_ends_the_drill() {
    let stops = r#"{ title = "b answers", probe = "b answers", failures = 3 }"#;
    let till = Till::with(&Plan { stops, observe: "5m", ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    till.backup.down.store(true, Ordering::Relaxed);
    let view = end_of(carried).exits(1);
    assert!(events(&view).contains(&"stop_tripped".to_owned()), "{view:#}");
    assert_eq!(till.active(), "a");
}

#[test]
fn a_target_that_is_missed_is_a_finding() {
    let till =
        Till::with(&Plan { rto: "1s", switch: r#"["sh", "-c", "sleep 2; cp b active"]"#, ..Plan::default() });
    let said = till.drill();
    let view = said.exits(1);
    assert_eq!(view["rto"], "missed", "{view:#}");
    let run = view["run"].as_str().unwrap();
    let signed = till.shop.run(["drill", "sign", run, "--as", "Mara", "--result", "pass"]).exits(0);
    let runs = till.shop.run(["run", "list"]).exits(0);
    let shown = till.shop.run(["run", "show", runs["runs"][0]["run"].as_str().unwrap()]);
    let document = &shown.json()["document"];
    assert_eq!(document["verdict"], "anomaly", "{signed:#}");
    let kinds = document["findings"].to_string();
    assert!(kinds.contains("rto_missed"), "{kinds}");
}
