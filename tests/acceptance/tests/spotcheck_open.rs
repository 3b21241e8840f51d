//! A schedule that comes round while people are still at the round before.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::Workshop;
use ballast_acceptance::agent::Receiver;
use ballast_acceptance::payouts::{SEED, csv, payouts};
use ballast_acceptance::spot_checks::{act, file, work_off};
use serde_json::{Value, json};

fn company(receiver: &Receiver, valid_for: &str) -> Workshop {
    let more = format!(
        "schedule = \"0 9 1 * *\"\nproof_valid_for = \"{valid_for}\"\ncheckers = [\"Ana\", \"Ben\"]\n\n[alerts]\ndesktop = false\nwebhook = {{ url = \"{}\" }}",
        receiver.url("hook")
    );
    let file = file(r#"csv = "list.csv""#, r#"percent = "10%", tolerable = "60%""#, &more);
    let shop = Workshop::simulated("2026-03-10T11:00:00Z", &file);
    fs::write(shop.at("list.csv"), csv(&payouts(50))).unwrap();
    shop
}

fn draw(shop: &Workshop) {
    act(shop, "draw", &["--seed", SEED]).exits(0);
}

/// A drawn round up to its signature.
fn finish(shop: &Workshop) {
    let paid = |id: &str| payouts(50).iter().find(|payout| payout.id == id).unwrap().amount();
    // Who did an item first leaves it to the other when it is done again.
    for person in ["Ana", "Ben", "Ana", "Ben"] {
        work_off(shop, person, paid);
    }
    act(shop, "evaluate", &[]).exits(0);
    act(shop, "sign", &["--as", "Cleo"]).exits(0);
}

fn row(shop: &Workshop) -> Value {
    shop.run(["spotcheck", "list"]).exits(0)["spot_checks"][0].clone()
}

#[test]
fn a_round_that_is_open_settles_the_slots_after_it_and_is_not_forgotten() {
    let receiver = Receiver::start();
    let mut shop = company(&receiver, "45d");
    assert_eq!(shop.once_ran("2026-04-01T07:00:01Z"), ["payouts freeze passed"]);
    draw(&shop);
    finish(&shop);
    assert_eq!(shop.once_ran("2026-05-01T07:00:01Z"), ["payouts freeze passed"]);
    draw(&shop);
    receiver.news();

    for month in ["06", "07", "08"] {
        let report = shop.once(&format!("2026-{month}-01T07:00:01Z")).exits(3);
        let run = &report["runs"][0];
        assert_eq!(
            (&run["kind"], &run["error"]["code"]),
            (&json!("freeze"), &json!("not_yet")),
            "{report:#}"
        );
        let said = run["error"]["message"].as_str().unwrap();
        assert!(said.contains("Round 2"), "what is open is named: {said}");
        assert_eq!(shop.cell("SELECT state FROM slot ORDER BY at DESC"), "done", "in month {month}");
        assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]), "nothing was given up on");
        assert_eq!(shop.once_ran(&format!("2026-{month}-02T07:00:01Z")), [""; 0], "nor is it tried again");
    }
    // The proof of April ran out in June: that is told, once, and nothing is told of the rounds that did not begin.
    let alerts: Vec<Value> = receiver.news().iter().map(|heard| heard.json()["controls"].clone()).collect();
    assert_eq!(alerts.len(), 1, "{alerts:#?}");
    assert_eq!((&alerts[0][0]["now"], &alerts[0][1]), (&json!("stale"), &Value::Null));
    let row = row(&shop);
    assert_eq!(
        (&row["round"], &row["stage"], &row["status"]),
        (&json!(2), &json!("answering"), &json!("stale"))
    );
    shop.evidence_holds();
}

#[test]
fn a_round_that_is_open_says_nothing_about_the_round_before_it() {
    let receiver = Receiver::start();
    let mut shop = company(&receiver, "400d");
    assert_eq!(shop.once_ran("2026-04-01T07:00:01Z"), ["payouts freeze passed"]);
    draw(&shop);
    finish(&shop);
    assert_eq!(shop.once_ran("2026-05-01T07:00:01Z"), ["payouts freeze passed"]);
    draw(&shop);
    receiver.news();
    for month in ["06", "07", "08"] {
        shop.once(&format!("2026-{month}-01T07:00:01Z")).exits(3);
        assert_eq!(row(&shop)["status"], "proven", "in month {month}");
    }
    assert_eq!(receiver.news().len(), 0, "people know what they have open");
    // When the round is done, the schedule goes on by itself.
    finish(&shop);
    assert_eq!(shop.once_ran("2026-09-01T07:00:01Z"), ["payouts freeze passed"]);
    assert_eq!(row(&shop)["round"], 3);
}
