//! What needs no workspace: the chance that a backup provider works, when a drill is due, what a fault tree says.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::PathBuf;

use ballast_acceptance::{Said, Workshop};
use serde_json::json;

fn estimate(shop: &Workshop, history: &str) -> Said {
    shop.run(["provider", "estimate", "--history", history])
}

#[test]
fn the_chance_that_a_backup_works_fades_with_the_age_of_its_drills() {
    let shop = Workshop::new();
    for (history, chance) in [
        ("", 0.5),
        ("pass@0d", 0.6667),
        ("pass@91d", 0.6302),
        ("pass@365d", 0.5546),
        ("fail@0d", 0.3333),
        ("fail@91d,pass@0d", 0.5399),
        ("pass@91d,fail@0d", 0.4601),
        ("inconclusive@0d", 0.5),
        ("pass@0d,pass@91d,pass@182d,pass@273d", 0.7802),
    ] {
        assert_eq!(estimate(&shop, history).exits(0)["readiness"], json!(chance), "{history}");
    }
    let tabletop = shop.run(["provider", "estimate", "--history", "pass@0d", "--kind", "tabletop"]).exits(0);
    assert_eq!(tabletop["readiness"], json!(0.5556), "(1 + 0.25) / (2 + 0.25)");
    for bad in ["pass", "pass@", "won@3d", "pass@-3d", "pass@3", "pass@99999999999999d"] {
        estimate(&shop, bad).refuses(2, "invalid_call");
    }
    let said = shop.speak(["provider", "estimate", "--history", "pass@21d,pass@100d"]);
    assert!(said.stdout.contains("2 of 2 drills worked; last 21 d ago."), "{said}");
    assert!(said.stdout.contains("about 7 in 10"), "{said}");
    let said = shop.speak(["provider", "estimate", "--history", ""]);
    assert!(said.stdout.contains("Never tried.") && said.stdout.contains("Not proven"), "{said}");
    assert!(!shop.workspace().exists(), "nothing is made");
}

#[test]
fn a_drill_is_due_by_the_quarter_and_by_the_longest_gap() {
    let shop = Workshop::new();
    let cadence = |start: &str, done: &str, today: &str| {
        let words = ["drill", "cadence", "--fiscal-start", start, "--max-gap", "120d", "--done", done];
        shop.run([&words[..], &["--today", today]].concat())
    };
    for (start, done, today, state, due, quarter, missed) in [
        ("1", "2026-02-10,2026-05-12,2026-08-20", "2026-11-20", "due", "2026-12-18", "FY2026 Q4", json!([])),
        (
            "1",
            "2026-02-10,2026-05-12,2026-08-20",
            "2026-12-15",
            "due_soon",
            "2026-12-18",
            "FY2026 Q4",
            json!([]),
        ),
        (
            "1",
            "2026-02-10,2026-05-12,2026-08-20",
            "2026-12-19",
            "overdue",
            "2026-12-18",
            "FY2026 Q4",
            json!([]),
        ),
        (
            "1",
            "2026-02-10,2026-05-12",
            "2026-11-20",
            "overdue",
            "2026-09-09",
            "FY2026 Q4",
            json!(["FY2026 Q3"]),
        ),
        (
            "1",
            "2026-02-10,2026-05-12,2026-08-20,2026-11-03",
            "2026-11-20",
            "done",
            "2027-03-03",
            "FY2026 Q4",
            json!([]),
        ),
        ("2", "2026-11-20", "2026-11-20", "done", "2027-03-20", "FY2027 Q4", json!([])),
        ("1", "2028-01-01", "2028-05-02", "overdue", "2028-04-30", "FY2028 Q2", json!([])),
    ] {
        let said = cadence(start, done, today).exits(0);
        let found = [&said["state"], &said["due"], &said["quarter"], &said["missed"]];
        assert_eq!(found, [&json!(state), &json!(due), &json!(quarter), &missed], "{done} on {today}");
    }
    assert_eq!(cadence("1", "", "2026-11-20").exits(0)["due"], "2026-12-31", "never drilled");
    cadence("13", "", "2026-11-20").refuses(2, "invalid_call");
    cadence("1", "2026-11-21", "2026-11-20").refuses(2, "invalid_call");
    cadence("1", "soon", "2026-11-20").refuses(2, "invalid_call");
    shop.run(["drill", "cadence", "--max-gap", "90m", "--today", "2026-11-20"]).refuses(2, "invalid_call");
    let words = ["drill", "cadence", "--done", "2026-02-10,2026-05-12", "--today", "2026-11-20"];
    let said = shop.speak(words);
    assert!(said.stdout.contains("overdue since 2026-09-09") && said.stdout.contains("FY2026 Q3"), "{said}");
}

fn tree(name: &str) -> String {
    let trees =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/crates/risk/tests/risk/trees");
    trees.join(name).to_str().unwrap().to_owned()
}

#[test]
fn public_fault_trees_have_the_counts_and_probabilities_that_are_known() {
    let shop = Workshop::new();
    for (name, count, orders, probability) in [
        ("chinese.xml", 392, json!({ "2": 12, "4": 24, "5": 188, "6": 168 }), "1.170582e-3"),
        ("baobab2.xml", 4805, json!({ "2": 6, "3": 121, "4": 268, "5": 630, "6": 3780 }), "7.130183e-4"),
    ] {
        let tops = shop.run(["risk", "model", &tree(name)]).exits(0)["tops"].clone();
        let top = &tops[0];
        assert_eq!(tops.as_array().unwrap().len(), 1);
        assert_eq!((&top["cut_sets"], &top["by_order"]), (&json!(count), &orders), "{name}");
        assert_eq!(format!("{:.6e}", top["probability"].as_f64().unwrap()), probability, "{name}");
        let said = shop.speak(["risk", "model", &tree(name)]);
        assert!(said.stdout.contains(&format!("{count} minimal cut sets")), "{said}");
        assert!(said.stdout.contains(probability), "{said}");
    }
}

#[test]
fn what_is_no_fault_tree_is_refused_with_its_place() {
    let shop = Workshop::new();
    let head = "<opsa-mef><define-fault-tree name=\"t\"><define-gate name=\"top\">";
    let tail = "</define-gate></define-fault-tree></opsa-mef>";
    for (text, reason) in [
        ("", "empty"),
        ("\u{0}\u{1}binary", "stray_text"),
        ("<opsa-mef></closed-psa>", "not_xml"),
        ("<opsa-mef>", "ends_early"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><opsa-mef/>", "doctype"),
        (&format!("{head}<or><gate name=\"gone\"/><gate name=\"gone\"/></or>{tail}"), "missing_gate"),
        (&format!("{head}<or><gate name=\"top\"/><basic-event name=\"a\"/></or>{tail}"), "cycle"),
        (
            &format!("{head}<imply><basic-event name=\"a\"/><basic-event name=\"b\"/></imply>{tail}"),
            "unsupported_element",
        ),
    ] {
        fs::write(shop.at("model.xml"), text).unwrap();
        let error = shop.run(["risk", "model", "model.xml"]).refuses(2, "invalid_file");
        assert_eq!(error["params"]["reason"], reason, "{text}{error:#}");
        assert!(error["where"]["file"].as_str().unwrap().contains("model.xml"), "{error:#}");
    }
    shop.run(["risk", "model", "gone.xml"]).refuses(3, "io");
}
