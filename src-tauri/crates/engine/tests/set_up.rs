//! The form of a parallel run: what it shows of one that is set up, and what it changes.

#![allow(clippy::unwrap_used)]

use ballast_engine::{Host, Terminal, commands};
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

struct Desk(tempfile::TempDir, Host);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Host::new(folder.path().join("workspace"), "ballast".into(), Box::new(Terminal));
        let desk = Self(folder, host);
        std::fs::write(desk.0.path().join("ballast.toml"), FILE).unwrap();
        desk.call("init", json!({ "name": "Harbor" })).unwrap();
        let file = desk.0.path().join("ballast.toml");
        desk.call("apply", json!({ "file": file, "dry_run": false, "force": false })).unwrap();
        desk
    }

    fn call(&self, name: &str, request: Value) -> Result<Value, Value> {
        commands::call(&self.1, name, request).map_err(|error| serde_json::to_value(error).unwrap())
    }

    fn form(&self) -> Value {
        self.call("compare_edit", json!({ "id": "engine" })).unwrap()
    }

    fn change(&self, change: impl FnOnce(&mut Value)) -> Result<Value, Value> {
        let mut setup = self.form();
        change(&mut setup);
        self.call("compare_change", json!({ "id": "engine", "setup": setup }))
    }

    /// The workspace as a file.
    fn exported(&self) -> String {
        let to = self.0.path().join("exported.toml");
        self.call("export", json!({ "file": to })).unwrap();
        let text = std::fs::read_to_string(to).unwrap();
        text.lines().filter(|line| !line.starts_with("revision")).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn what_the_form_shows_is_what_is_set_up_and_giving_it_back_changes_nothing() {
    let desk = Desk::new();
    let form = desk.form();
    assert_eq!((&form["title"], &form["days"]), (&json!("The new engine"), &json!(30)));
    assert_eq!((&form["new"]["kind"], &form["new"]["connection_env"]), (&json!("postgres"), &Value::Null));
    let before = desk.exported();
    desk.change(|_| {}).unwrap();
    assert_eq!(desk.exported(), before);
}

#[test]
fn a_change_touches_what_the_form_has_and_nothing_else() {
    let desk = Desk::new();
    let detail = desk
        .change(|form| {
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
    let desk = Desk::new();
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
        let refused = desk.change(|form| {
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
