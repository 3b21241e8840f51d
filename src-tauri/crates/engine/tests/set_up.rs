//! The form of a parallel run: what it shows of one that is set up, and what it changes.

#![allow(clippy::unwrap_used)]

mod desk;

use desk::Desk;
use serde_json::{Value, json};

const FILE: &str = r#"[workspace]
name = "Harbor"

[[parallel_run]]
id = "engine"
title = "The new engine"
old = { csv = "old.csv", format = { delimiter = ";" } }
new = { postgres = { file = "connection" }, query = "select 1" }
key = ["payout"]
totals = ["commission"]
personal = ["person"]
tolerance = { "*" = { abs = "0.01" } }
watch = true
window = { starts = 2026-11-01, days = 30 }
accept = { clean_runs = 20, mismatch_rate = "0.1%" }
"#;

fn desk() -> Desk {
    Desk::with(FILE)
}

fn form(desk: &Desk) -> Value {
    desk.call("compare_edit", json!({ "id": "engine" })).unwrap()
}

fn change(desk: &Desk, change: impl FnOnce(&mut Value)) -> Result<Value, Value> {
    let mut setup = form(desk);
    change(&mut setup);
    desk.call("compare_change", json!({ "id": "engine", "setup": setup }))
}

#[test]
fn what_the_form_shows_is_what_is_set_up_and_giving_it_back_changes_nothing() {
    let desk = desk();
    let form = form(&desk);
    assert_eq!((&form["title"], &form["days"]), (&json!("The new engine"), &json!(30)));
    assert_eq!((&form["new"]["kind"], &form["new"]["connection_env"]), (&json!("postgres"), &Value::Null));
    let before = desk.exported();
    change(&desk, |_| {}).unwrap();
    assert_eq!(desk.exported(), before);
}

#[test]
fn a_change_touches_what_the_form_has_and_nothing_else() {
    let desk = desk();
    let detail = change(&desk, |form| {
        form["title"] = json!("Another");
        form["key"] = json!(["payout", "part"]);
        form["clean_runs"] = json!(5);
        form["old"]["path"] = json!(desk.0.path().join("older.csv"));
    })
    .unwrap();
    assert_eq!(detail["title"], "Another");
    let text = desk.exported();
    for kept in
        ["totals = [\"commission\"]", "personal = [\"person\"]", "watch = true", "{ file = \"connection\" }"]
    {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    // Another file of the same kind is written like the one before.
    assert!(text.contains("old = { csv = \"older.csv\", format = { delimiter = \";\" } }"), "{text}");
    assert!(text.contains("key = [\"payout\", \"part\"]") && text.contains("clean_runs = 5"), "{text}");
}

#[test]
fn what_cannot_be_is_refused_and_nothing_of_it_is_kept() {
    let desk = desk();
    let before = desk.exported();
    for (field, value, what) in [
        ("title", json!(" "), "title"),
        ("key", json!([]), "key"),
        ("ignore", json!(["payout"]), "ignore"),
        ("schedule", json!("every day"), ""),
        ("days", json!(0), "days"),
        ("days", json!(4000), "days"),
        ("days", Value::Null, "days"),
        ("starts", Value::Null, "starts"),
        ("clean_runs", json!(0), "clean_runs"),
        ("mismatch_rate", json!("some"), "mismatch_rate"),
    ] {
        let refused = change(&desk, |form| {
            form["title"] = json!("Half of it");
            form[field] = value.clone();
        });
        let error = refused.unwrap_err();
        assert_eq!(error["code"], "invalid_call", "{field} {value}: {error}");
        assert!(what.is_empty() || error["params"]["what"] == what, "{field} {value}: {error}");
        assert_eq!(desk.exported(), before, "{field} {value}");
    }
    assert_eq!(desk.call("compare_edit", json!({ "id": "none" })).unwrap_err()["code"], "unknown_id");
}
