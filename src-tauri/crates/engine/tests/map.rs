//! The map as the window edits it: all or nothing, and back again.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod desk;

use desk::Desk;
use serde_json::{Value, json};

const FILE: &str = r#"[workspace]
name = "Harbor"

[[process]]
id = "orders"
damage_per_hour = "100.00"
worst_case_outage = "24h"
needs = ["shop", { any_of = ["card", "cash"], need = 1 }]

[[component]]
id = "shop"
kind = "system"
outages_per_year = 1.0
outage = "4h"

[[component]]
id = "card"
kind = "provider"

[[component]]
id = "cash"
kind = "provider"
"#;

fn desk() -> Desk {
    Desk::with(FILE)
}

fn sheet(desk: &Desk) -> Value {
    desk.call("map_show", json!({})).unwrap()
}

fn component(id: &str) -> Value {
    json!({
        "id": id, "title": null, "kind": "person", "outages_per_year": null, "outages_range": null, "outage": null,
        "outage_range": null, "needs": [], "shares": {}, "recovery_needs": null, "confirmed": null,
    })
}

#[test]
fn a_save_can_be_taken_back() {
    let desk = desk();
    let before = desk.exported();
    let mut orders = sheet(&desk)["processes"][0].clone();
    assert_eq!(orders["worst_case_outage"], "24h", "as people write it");
    orders["damage_per_hour"] = json!("250.00");
    orders["needs"].as_array_mut().unwrap().push(json!({ "any_of": ["ana"], "need": 1 }));
    let shop = sheet(&desk)["components"][0].clone();
    orders["needs"].as_array_mut().unwrap().remove(0);
    let save = json!({ "processes": [orders], "components": [component("ana")], "remove": [shop["id"]] });
    let saved = desk.call("map_save", save).unwrap();
    let after = sheet(&desk);
    assert_eq!(after["processes"][0]["damage_per_hour"], "250.00");
    let ids: Vec<&str> =
        after["components"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["card", "cash", "ana"]);

    let undone = desk.call("map_save", saved["undo"].clone()).unwrap();
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&desk.exported()), lines(&before), "only the order of the entries differs");
    // And what was taken back can be done again.
    desk.call("map_save", undone["undo"].clone()).unwrap();
    assert_eq!(sheet(&desk)["processes"][0]["damage_per_hour"], "250.00");
}

#[test]
fn what_no_file_would_hold_is_refused_as_a_whole() {
    let desk = desk();
    let before = desk.exported();
    let orders = sheet(&desk)["processes"][0].clone();
    let changed = |key: &str, value: Value| {
        let mut entry = orders.clone();
        entry[key] = value;
        json!({ "processes": [entry], "components": [component("ana")] })
    };
    for (save, problem) in [
        (changed("damage_per_hour", json!("-1.00")), "not_money"),
        (changed("kept", json!("200%")), "not_a_percentage"),
        (changed("needs", json!([{ "any_of": ["shop"], "need": 2 }])), "out_of_range"),
        (changed("needs", json!([{ "any_of": ["nobody"], "need": 1 }])), "dangling"),
        (json!({ "remove": ["shop"] }), "dangling"),
        (json!({ "components": [component("orders")] }), "duplicate_id"),
    ] {
        let error = desk.call("map_save", save).unwrap_err();
        assert_eq!(
            (&error["code"], &error["params"]["problem"]),
            (&"invalid_file".into(), &problem.into()),
            "{error}"
        );
        assert!(error["where"]["line"].is_null(), "no file has a line here: {error}");
        assert_eq!(desk.exported(), before);
    }
    let error = desk.call("map_save", json!({ "remove": ["moon"] })).unwrap_err();
    assert_eq!(error["code"], "unknown_id");
    let error = desk.call("map_save", json!({ "remove": ["cash"], "revision": 1_000 })).unwrap_err();
    assert_eq!(error["code"], "older_revision");
    assert_eq!(desk.exported(), before);
}

#[test]
fn an_undo_on_top_of_another_change_is_refused() {
    let desk = desk();
    let saved = desk.call("map_save", json!({ "components": [component("ana")] })).unwrap();
    desk.call("map_save", json!({ "components": [component("ben")] })).unwrap();
    let error = desk.call("map_save", saved["undo"].clone()).unwrap_err();
    assert_eq!(error["code"], "older_revision");
    assert_eq!(sheet(&desk)["components"].as_array().unwrap().len(), 5);
}

#[test]
fn what_is_confirmed_is_asked_for_again_only_after_a_while() {
    let desk = desk();
    let risk = || desk.call("risk", json!({})).unwrap();
    assert_eq!(risk()["processes"][0]["confirmed"], Value::Null);
    desk.call("risk_confirm", json!({ "ids": ["orders", "shop"] })).unwrap();
    let report = risk();
    assert!(report["processes"][0]["confirmed"].is_string(), "{report}");
    assert_eq!(report["processes"][0]["confirm_due"], false);
    let mut orders = sheet(&desk)["processes"][0].clone();
    orders["confirmed"] = json!("2020-01-01");
    desk.call("map_save", json!({ "processes": [orders] })).unwrap();
    assert_eq!(risk()["processes"][0]["confirm_due"], true);
    let asked = || {
        let today = desk.call("today", json!({})).unwrap();
        let needs = today["needs_you"].as_array().unwrap().clone();
        needs.into_iter().find(|need| need["code"] == "map_old")
    };
    assert_eq!(asked().unwrap()["about"]["id"], "orders");
    let error = desk.call("risk_confirm", json!({ "ids": ["orders", "moon"] })).unwrap_err();
    assert_eq!(error["code"], "unknown_id");
    assert_eq!(risk()["processes"][0]["confirm_due"], true, "nothing half-applied");
    desk.call("risk_confirm", json!({ "ids": ["orders"] })).unwrap();
    assert_eq!(asked(), None);
}

#[test]
fn every_template_is_a_map_that_can_be_saved() {
    let templates = desk().call("risk_templates", json!({})).unwrap()["templates"].clone();
    let templates = templates.as_array().unwrap();
    assert_eq!(templates.len(), 4);
    for template in templates {
        let desk = Desk::with("[workspace]\nname = \"Empty\"\n");
        desk.call(
            "map_save",
            json!({ "processes": template["processes"], "components": template["components"] }),
        )
        .unwrap();
        let report = desk.call("risk", json!({})).unwrap();
        assert!(!report["single_points"].as_array().unwrap().is_empty(), "{}", template["id"]);
        let unknown = report["processes"].as_array().unwrap().iter();
        let unknown: Vec<&Value> = unknown.filter(|p| p["not_estimated"] != json!([])).collect();
        assert!(unknown.is_empty(), "a first map has figures: {unknown:?}");
    }
}

#[test]
fn a_picture_is_written_and_nothing_else() {
    let desk = desk();
    let at = |name: &str| desk.0.path().join(name).display().to_string();
    let draw = |file: &str, format: &str, content: &str| {
        desk.call("risk_picture", json!({ "file": at(file), "format": format, "content": content }))
    };
    draw("map.svg", "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    assert!(std::fs::read_to_string(at("map.svg")).unwrap().starts_with("<svg"));
    draw("map.png", "png", "iVBORw0KGgo=").unwrap();
    assert_eq!(std::fs::read(at("map.png")).unwrap(), b"\x89PNG\r\n\x1a\n");
    for (file, format, content) in [
        ("ballast.toml", "svg", "<svg/>"),
        ("map.svg", "svg", "<html/>"),
        ("map.png", "png", "aGVsbG8="),
        ("map.png", "png", "***"),
        ("map.svg", "png", "iVBORw0KGgo="),
    ] {
        let error = draw(file, format, content).unwrap_err();
        assert_eq!(error["code"], "invalid_call", "{file} {error}");
    }
    assert!(std::fs::read_to_string(at("ballast.toml")).unwrap().contains("[workspace]"));
}
