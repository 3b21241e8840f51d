//! Days of drills: one that nobody kept is missed, and one that comes near is reminded of, each told once.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use ballast_acceptance::Workshop;
use ballast_acceptance::agent::{Heard, Receiver};
use ballast_acceptance::providers::TWO_PROVIDERS;
use serde_json::{Value, json};

/// A pair that nobody looks at, with a drill of it.
fn file(receiver: &Receiver, more: &str) -> String {
    format!(
        r#"
{TWO_PROVIDERS}
title = "Payments"
rto = "30m"
rpo = "10m"
drill = {{ every = "quarter", max_gap = "120d" }}
probes = [{{ name = "signal", on = "backup", heartbeat = {{ every = "31d", grace = "1h" }} }}]

[[drill]]
id = "payments-q"
title = "Switch payments"
pair = "payments"
kind = "tabletop"
owner = "Ana"
deputy = "Ben"
maximum_duration = "1h"
steps = [{{ title = "Talk it through", owner = "Ana", manual = true }}]

[alerts]
desktop = false
webhook = {{ url = "{}" }}
{more}
"#,
        receiver.url("hook")
    )
}

/// What arrives of drills at this time: the topic of the alert, and its text.
fn told(shop: &mut Workshop, receiver: &Receiver, now: &str) -> Vec<(String, String)> {
    shop.once(now);
    let heard: Vec<Value> = receiver.news().iter().map(Heard::json).collect();
    let of_drills = heard.iter().filter(|alert| alert["drills"] != json!([]));
    let text = |alert: &Value, key: &str| alert[key].as_str().unwrap().to_owned();
    of_drills.map(|alert| (text(alert, "topic"), text(alert, "text"))).collect()
}

fn state(shop: &Workshop) -> Value {
    shop.run(["drill", "list"]).exits(0)["runs"][0]["state"].clone()
}

fn set(shop: &Workshop, at: &str, reason: &str) -> Value {
    let call = ["drill", "reschedule", "payments-q", "--at", at, "--operator", "Ana", "--reason", reason];
    shop.run(call).exits(0)
}

#[test]
fn a_day_that_nobody_kept_is_missed_and_told_once() {
    let receiver = Receiver::start();
    let mut shop = Workshop::simulated("2026-10-02T09:00:00Z", &file(&receiver, ""));
    set(&shop, "2026-10-06T10:00:00Z", "");
    // 22:30 in Berlin: the day is not over, whatever the hour that was set.
    let heard = told(&mut shop, &receiver, "2026-10-06T20:30:00Z");
    assert!(heard.len() == 1 && heard[0].0 == "reminder", "{heard:?}");
    assert_eq!(state(&shop), "scheduled");
    let heard = told(&mut shop, &receiver, "2026-10-06T22:30:00Z");
    assert_eq!((heard.len(), heard[0].0.as_str()), (1, "missed"), "{heard:?}");
    assert!(heard[0].1.contains("Payments: nobody ran the drill of 2026-10-06"), "{heard:?}");
    assert!(heard[0].1.contains("drill reschedule payments-q"), "{heard:?}");
    assert_eq!(state(&shop), "missed");
    assert_eq!(told(&mut shop, &receiver, "2026-10-07T09:00:00Z"), [], "it was told");

    // Another day needs a reason; that one counts again.
    let call = ["drill", "reschedule", "payments-q", "--at", "2026-10-08T10:00:00Z"];
    shop.run(call).refuses(2, "not_allowed");
    set(&shop, "2026-10-08T10:00:00Z", "Ana was ill");
    assert_eq!(state(&shop), "scheduled");
    // A command that comes first writes the same, and the alert goes out all the same, once.
    shop.clock("2026-10-09T09:00:00Z");
    assert_eq!(state(&shop), "missed");
    let heard = told(&mut shop, &receiver, "2026-10-09T09:01:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("nobody ran the drill of 2026-10-08"), "{heard:?}");
    let list = shop.run(["drill", "list"]).exits(0);
    let missed = list["runs"].as_array().unwrap().iter().filter(|run| run["state"] == "missed").count();
    assert_eq!(missed, 1, "{list:#}");
    shop.evidence_holds();
}

#[test]
fn a_drill_that_is_due_is_reminded_of_three_times_and_after_quiet_hours() {
    let receiver = Receiver::start();
    let quiet = "quiet_hours = \"22:00-07:00\"";
    let mut shop = Workshop::simulated("2026-10-02T09:00:00Z", &file(&receiver, quiet));
    let board = shop.run(["drill", "list"]).exits(0)["board"]["rows"][0]["cadence"].clone();
    assert_eq!((&board["due"], &board["state"]), (&json!("2026-12-31"), &json!("due")), "{board:#}");
    assert_eq!(told(&mut shop, &receiver, "2026-12-09T12:00:00Z"), [], "22 days");
    // The day begins in quiet hours; it is told when they are over, and once.
    assert_eq!(told(&mut shop, &receiver, "2026-12-10T03:00:00Z"), []);
    let heard = told(&mut shop, &receiver, "2026-12-10T06:01:00Z");
    assert_eq!((heard.len(), heard[0].0.as_str()), (1, "reminder"), "{heard:?}");
    assert!(heard[0].1.contains("a drill is due by 2026-12-31, in 21 days"), "{heard:?}");
    assert_eq!(told(&mut shop, &receiver, "2026-12-10T12:00:00Z"), []);
    assert_eq!(told(&mut shop, &receiver, "2026-12-23T12:00:00Z"), []);
    // The computer slept over the 7th day before: it is made up for once.
    let heard = told(&mut shop, &receiver, "2026-12-26T12:00:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("in 5 days"), "{heard:?}");
    assert_eq!(told(&mut shop, &receiver, "2026-12-29T12:00:00Z"), []);
    let heard = told(&mut shop, &receiver, "2026-12-30T12:00:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("in one day"), "{heard:?}");
    assert_eq!(told(&mut shop, &receiver, "2026-12-31T12:00:00Z"), []);
}

#[test]
fn a_day_that_was_set_is_reminded_of_but_not_in_arrears() {
    let receiver = Receiver::start();
    let mut shop = Workshop::simulated("2026-10-02T09:00:00Z", &file(&receiver, ""));
    // Set ten days ahead: the 21st day before is long gone.
    set(&shop, "2026-10-12T10:00:00Z", "");
    assert_eq!(told(&mut shop, &receiver, "2026-10-02T09:05:00Z"), []);
    let heard = told(&mut shop, &receiver, "2026-10-05T09:00:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("a drill is set for 2026-10-12, in 7 days"), "{heard:?}");
    assert!(heard[0].1.contains("Run by Ana."), "{heard:?}");
    // Set for another day, it is another day that is reminded of.
    set(&shop, "2026-10-30T10:00:00Z", "Ana is away");
    let heard = told(&mut shop, &receiver, "2026-10-09T09:00:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("2026-10-30, in 21 days"), "{heard:?}");
    // What is paused is not spoken of.
    shop.run(["pause", "payments", "--until", "2026-10-28T00:00:00Z", "--reason", "move"]).exits(0);
    assert_eq!(told(&mut shop, &receiver, "2026-10-23T09:00:00Z"), []);
    let heard = told(&mut shop, &receiver, "2026-10-28T09:00:00Z");
    assert!(heard.len() == 1 && heard[0].1.contains("2026-10-30, in 2 days"), "{heard:?}");
}

#[test]
fn the_calendar_names_what_is_due_and_what_is_set() {
    let receiver = Receiver::start();
    let mut shop = Workshop::simulated("2026-10-02T09:00:00Z", &file(&receiver, ""));
    set(&shop, "2026-10-12T10:00:00Z", "");
    let written = || {
        shop.run(["drill", "calendar", "--to", "drills.ics"]).exits(0);
        std::fs::read_to_string(shop.at("drills.ics")).unwrap()
    };
    let text = written();
    for line in ["DTSTART;VALUE=DATE:20261231", "DTSTART;VALUE=DATE:20261012", "TRIGGER:-P7D"] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
    assert_eq!(written().matches("BEGIN:VEVENT").count(), 2, "written again, nothing is added");
    // A day that was missed is no day to come.
    shop.clock("2026-10-13T09:00:00Z");
    shop.run(["drill", "list"]).exits(0);
    let text = shop.run(["drill", "calendar", "--to", "drills.ics"]).exits(0);
    let text = std::fs::read_to_string(text["file"].as_str().unwrap()).unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
}
