//! Who may start, stop and sign a drill, and what happens when its program is gone.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Child;

use ballast_acceptance::till::{Plan, Till};
use ballast_acceptance::{end_of, until};

/// A drill whose switch takes long enough to be caught in it.
fn slow() -> Till {
    Till::with(&Plan {
        switch: r#"["sh", "-c", "sleep 3; cp b active"]"#,
        undo: r#"["sh", "-c", "sleep 2; cp a active"]"#,
        observe: "5m",
        ..Plan::default()
    })
}

fn killed(mut carried: Child) {
    carried.kill().unwrap();
    carried.wait().unwrap();
}

#[test]
fn keys_consent_and_phrases_are_asked_for() {
    let till = Till::new();
    let start = |more: &[&str]| {
        let call = ["drill", "start", "payments-q", "--as", "Ana", "--accept-shared"];
        till.shop.run(call.iter().chain(more))
    };
    start(&["--yes-run-commands"]).refuses(2, "invalid_call");
    start(&["--with", "ana ", "--yes-run-commands"]).refuses(2, "not_allowed");
    start(&["--alone", "switch it", "--yes-run-commands"]).refuses(2, "not_allowed");
    let refused = start(&["--with", "Ben"]).refuses(2, "not_allowed");
    assert!(refused["message"].as_str().unwrap().contains("cp"), "{refused:#}");
    let list = till.shop.run(["drill", "list"]).exits(0);
    assert_eq!(list["runs"], serde_json::json!([]), "nothing was begun");
    let plan = till.shop.run(["drill", "plan", "payments-q"]).exits(0);
    let phrase = plan["phrase"].as_str().unwrap();
    let view = start(&["--alone", phrase, "--yes-run-commands", "--auto"]).exits(0);
    assert_eq!(view["alone"], true);
}

#[test]
fn two_drills_of_one_pair_are_refused() {
    let till = slow();
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "switching");
    let said = till.shop.run([
        "drill",
        "start",
        "payments-q",
        "--as",
        "Cleo",
        "--with",
        "Dora",
        "--yes-run-commands",
    ]);
    let error = said.refuses(3, "busy");
    assert!(error["message"].as_str().unwrap().contains(&run), "{error:#}");
    till.shop.run(["drill", "abort", &run, "--as", "Ana"]).exits(0);
    end_of(carried);
}

#[test]
fn what_does_not_hold_before_the_start_blocks_it() {
    let till = Till::new();
    till.backup.down.store(true, std::sync::atomic::Ordering::Relaxed);
    let view = till.drill().exits(3);
    assert_eq!(view["state"], "blocked", "{view:#}");
    let run = view["run"].as_str().unwrap();
    let probes = view["preflight"].as_array().unwrap().iter().find(|item| item["code"] == "probes").unwrap();
    assert_eq!((&probes["holds"], &probes["subjects"][0]), (&"no".into(), &"b answers".into()));
    // Mended: the same drill goes on with new keys.
    till.backup.down.store(false, std::sync::atomic::Ordering::Relaxed);
    let again = till.drill().exits(0);
    assert_eq!((&again["run"], &again["state"]), (&run.into(), &"review".into()));
}

#[test]
fn an_abort_undoes_what_was_started_in_every_state() {
    for state in ["baseline", "switching", "step", "on_backup"] {
        let till = slow();
        let auto: &[&str] = if ["step", "on_backup"].contains(&state) { &["--auto"] } else { &[] };
        let carried = till.begin(auto);
        let run = till.run();
        until(state, || {
            let view = till.show(&run);
            let is = match state {
                "step" => view["steps"][0]["state"] == "started",
                state => view["state"] == state,
            };
            is.then_some(())
        });
        let aborted = till.shop.run(["drill", "abort", &run, "--as", "Ben", "--reason", "enough"]);
        assert_eq!(aborted.code, 0, "{state}: {aborted}");
        let view = till.show(&run);
        assert_eq!(view["state"], "review", "{state}: {view:#}");
        assert_eq!(till.active(), "a", "{state}");
        let touched = ["step", "on_backup"].contains(&state);
        let wanted = if touched { "undone" } else { "untouched" };
        assert_eq!(view["steps"][0]["state"], wanted, "{state}: {view:#}");
        end_of(carried);
        till.shop.run(["drill", "sign", &run, "--as", "Mara", "--result", "pass"]).refuses(2, "not_allowed");
    }
}

#[test]
fn a_drill_whose_program_is_killed_is_interrupted_and_rolled_back() {
    for state in ["switching", "step", "on_backup", "aborting"] {
        let till = slow();
        let auto: &[&str] = if state == "switching" { &[] } else { &["--auto"] };
        let carried = till.begin(auto);
        let run = till.run();
        if state == "aborting" {
            till.until_state(&run, "on_backup");
            let aborting = till.shop.begin(["drill", "abort", &run, "--as", "Ana"]);
            till.until_state(&run, "aborting");
            killed(aborting);
        }
        until(state, || {
            let view = till.show(&run);
            let is = match state {
                "step" => view["steps"][0]["state"] == "started",
                state => view["state"] == state,
            };
            is.then_some(())
        });
        killed(carried);
        let view = till.until_state(&run, "interrupted");
        assert!(view["acts"].as_array().unwrap().contains(&"roll_back".into()), "{state}: {view:#}");
        let rolled = till.shop.run(["drill", "decide", &run, "--as", "Ben", "--roll-back"]);
        assert_eq!(rolled.json()["state"], "review", "{state}: {rolled}");
        assert_eq!(till.active(), "a", "{state}");
        let facts = till.show(&run)["facts"].clone();
        assert!(facts.as_array().unwrap().contains(&"crashed".into()), "{facts}");
    }
}

#[test]
fn a_drill_that_was_interrupted_on_the_backup_goes_on_forward() {
    let till = Till::with(&Plan { observe: "3s", ..Plan::default() });
    let carried = till.begin(&["--auto"]);
    let run = till.run();
    till.until_state(&run, "on_backup");
    killed(carried);
    till.until_state(&run, "interrupted");
    let forward = till.shop.run(["drill", "decide", &run, "--as", "Ana", "--forward"]);
    let view = forward.json();
    assert_eq!(view["state"], "review", "{forward}");
    assert_eq!(till.active(), "a");
}
