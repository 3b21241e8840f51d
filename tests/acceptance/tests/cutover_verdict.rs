//! What a day may count for, and what takes it back.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::files::{date, walk};
use ballast_acceptance::month::{
    FILE, HEADER, Month, criterion, days, evidence, night, noted, payouts, streak, usual,
};
use ballast_acceptance::tables::{kinds, only};
use ballast_acceptance::{Workshop, end_of};
use serde_json::{Value, json};

/// The same sources without a date in their names.
fn undated() -> String {
    FILE.replace("out/old-{date}.csv", "out/old.csv").replace("out/new-{date:%Y%m%d}.csv", "out/new.csv")
}

fn put(shop: &Workshop, old: &str, new: &str) {
    fs::write(shop.at("out/old.csv"), old).unwrap();
    fs::write(shop.at("out/new.csv"), new).unwrap();
}

fn paid_on(day: &str) -> String {
    night().replace("paid", &format!("paid {day}"))
}

fn finding(document: &Value) -> String {
    only(document, "value_changed")["params"]["id"].as_str().unwrap().to_owned()
}

fn accept<'a>(finding: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["compare", "accept", "engine", "--finding", finding, "--reason", "agreed"][..], more].concat()
}

fn changed(detail: &Value) -> String {
    let all = detail["cutover"]["criteria"].as_array().unwrap();
    let frozen = all.iter().find(|one| one["code"] == "criteria_frozen").unwrap();
    assert_eq!(frozen["state"], if frozen["params"].get("changed").is_some() { "open" } else { "met" });
    frozen["params"]["changed"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_file_that_nobody_writes_any_more_makes_no_clean_days() {
    let mut month = Month::begin(&undated());
    month.morning("2026-01-26");
    put(&month.shop, &paid_on("26"), &paid_on("26"));
    month.shop.run(["compare", "run", "engine"]).exits(0);
    // Again on the day itself it is still of that day.
    month.shop.run(["compare", "run", "engine"]).exits(0);
    for day in ["2026-01-27", "2026-01-28"] {
        month.morning(day);
        let late = month.shop.run(["compare", "run", "engine"]).exits(3);
        assert_eq!((&late["verdict"], kinds(&late)), (&json!("inconclusive"), vec!["side_late"]));
        assert!(late["figures"].get("changed").is_none(), "never 0 differences: {late:#}");
        let found = only(&late, "side_late");
        assert!(found["subject"].as_str().unwrap().ends_with("out/new.csv"), "{found}");
    }
    let detail = month.show();
    assert_eq!(days(&detail, "2026-01-28"), ["clean", "inconclusive", "inconclusive"]);
    streak(&detail, 0, 1);
    // Something new came, on one side at least.
    month.morning("2026-01-29");
    put(&month.shop, &paid_on("29"), &paid_on("29"));
    month.shop.run(["compare", "run", "engine"]).exits(0);
    streak(&month.show(), 1, 1);
    month.shop.evidence_holds();
}

#[test]
fn a_file_of_last_week_is_none_of_today() {
    let shop = Workshop::with(&undated().replace("starts = 2026-01-26", "starts = 2026-11-01"));
    fs::create_dir(shop.at("out")).unwrap();
    put(&shop, &night(), &night());
    for name in ["out/old.csv", "out/new.csv"] {
        date(&shop.at(name), "5 days ago");
    }
    let late = shop.run(["compare", "run", "engine"]).exits(3);
    assert_eq!(kinds(&late), ["side_late"]);
    assert!(only(&late, "side_late")["detail"].as_str().unwrap().contains("before this day"), "{late:#}");
    put(&shop, &night(), &night().replace("paid", "paid"));
    // The same bytes, but written since: on the first day they are of that day.
    shop.run(["compare", "run", "engine"]).exits(0);
}

#[test]
fn everything_in_the_file_that_decides_is_frozen() {
    let mut month = Month::begin(FILE);
    let frozen_as = FILE.replace("key = [\"payout\"]", "key = [\"payout\"]\nslice = \"region\"");
    month.shop.apply(&frozen_as);
    month.clean(&["2026-01-26"]);
    assert_eq!(changed(&month.show()), "");
    for (from, to, name) in [
        (
            "new = { csv = \"out/new-{date:%Y%m%d}.csv\" }",
            "new = { csv = \"out/new-{date:%Y%m%d}.csv\", format = { delimiter = \",\" } }",
            "new",
        ),
        ("out/old-{date}.csv", "out/older-{date}.csv", "old"),
        ("key = [", "baseline = { csv = \"out/again.csv\" }\nkey = [", "baseline"),
        ("0 6 * * *", "0 6 * * 1", "schedule"),
        ("slice = \"region\"", "slice = \"person\"", "slice"),
        ("key = [", "rename = { note = \"remark\" }\nkey = [", "rename"),
    ] {
        month.shop.apply(&frozen_as.replacen(from, to, 1));
        let detail = month.show();
        assert_eq!(changed(&detail), name);
        streak(&detail, 0, 0);
        let said = month.shop.speak(["compare", "show", "engine"]);
        assert!(said.stdout.contains("Changed since the criteria were frozen"), "{said}");
    }
    month.shop.apply(&frozen_as.replace("title = \"The new engine\"", "title = \"Another\""));
    streak(&month.show(), 1, 1);
    // What was found to be noise decides too.
    month.written("2026-01-26", Some(&night()), Some(&night()));
    month.shop.apply(&frozen_as);
    fs::write(month.shop.at("out/again.csv"), noted()).unwrap();
    month.shop.apply(&frozen_as.replace("key = [", "baseline = { csv = \"out/again.csv\" }\nkey = ["));
    month.shop.run(["compare", "run", "engine", "--baseline"]);
    assert_eq!(changed(&month.show()), "baseline, noise");
}

#[test]
fn days_from_before_do_not_come_back_with_their_criteria() {
    let mut month = Month::begin(FILE);
    month.clean(&["2026-01-26", "2026-01-27"]);
    month.shop.apply(&FILE.replace("clean_runs = 3", "clean_runs = 2"));
    month.clean(&["2026-01-28"]);
    streak(&month.show(), 1, 1);
    month.shop.apply(FILE);
    streak(&month.show(), 0, 0);
    month.clean(&["2026-01-29"]);
    let detail = month.show();
    streak(&detail, 1, 1);
    assert_eq!(days(&detail, "2026-01-29").last().unwrap(), "clean");
    month.shop.evidence_holds();
}

#[test]
fn what_was_accepted_counts_no_longer_than_its_acceptance() {
    let mut month = Month::begin(FILE);
    let found = finding(&month.compared("2026-01-26", &night(), &noted(), 1));
    month.act(&accept(&found, &["--until", "2026-01-29"]));
    for day in ["2026-01-27", "2026-01-28", "2026-01-29"] {
        month.compared(day, &night(), &noted(), 0);
    }
    month.clean(&["2026-01-30", "2026-01-31"]);
    // It ended: the days that it covered are what they would have been, and so is the row of clean ones.
    let detail = month.show();
    assert_eq!(days(&detail, "2026-01-31"), ["over", "over", "over", "over", "clean", "clean"]);
    assert_eq!(detail["days"][2]["unexplained"], 20);
    streak(&detail, 2, 2);
    month.compared("2026-02-01", &night(), &noted(), 1);
    month.act(&accept(&found, &[]));
    month.compared("2026-02-02", &night(), &noted(), 0);
    month.clean(&["2026-02-03"]);
    // Agreed again, it covers again what it covered.
    streak(&month.show(), 2, 5);
    let known = month.show()["known"].clone();
    assert_eq!(known.as_array().unwrap().len(), 1, "{known:#}");
    let withdraw = ["compare", "withdraw", "engine", "--known", &found, "--reason", "not agreed"];
    let detail = month.act(&withdraw);
    streak(&detail, 1, 2);
    assert_eq!(days(&detail, "2026-02-03")[7..], ["over", "clean"]);
    month.shop.evidence_holds();
}

#[test]
fn a_withdrawn_acceptance_turns_the_newest_day_at_once() {
    let mut month = Month::begin(FILE);
    let found = finding(&month.compared("2026-01-28", &night(), &noted(), 1));
    month.act(&accept(&found, &[]));
    for day in ["2026-01-29", "2026-01-30", "2026-01-31"] {
        month.compared(day, &night(), &noted(), 0);
    }
    let ready = month.show();
    assert_eq!((&ready["cutover"]["decision"], &ready["status"]), (&json!("go"), &json!("proven")));
    month.sign("Ana");
    assert_eq!(month.sign("Ben")["cutover"]["signed"], true);
    let detail = month.act(&["compare", "withdraw", "engine", "--known", &found, "--reason", "not agreed"]);
    assert_eq!((&detail["cutover"]["decision"], &detail["status"]), (&json!("no_go"), &json!("failing")));
    assert_eq!(detail["cutover"]["signed"], false);
    month.may_not_sign();
}

#[test]
fn a_signature_does_not_outlive_a_run_that_is_not_clean() {
    let mut month = Month::begin(&FILE.replace("clean_runs = 3", "clean_runs = 1"));
    month.clean(&["2026-01-30", "2026-01-31"]);
    assert_eq!(month.sign("Ana")["cutover"]["signatures"].as_array().unwrap().len(), 1);
    month.compared("2026-02-01", &night(), &noted(), 1);
    month.clean(&["2026-02-27", "2026-02-28"]);
    let again = month.show();
    assert_eq!(again["cutover"]["decision"], "go", "{again:#}");
    assert_eq!(again["cutover"]["signatures"], json!([]), "Ana has not seen the first of February");
    assert_eq!(month.sign("Ben")["cutover"]["signed"], false);
    assert_eq!(month.sign("Ana")["cutover"]["signed"], true);
}

#[test]
fn names_that_no_table_has_are_refused_with_those_that_are_there() {
    for (line, what) in [
        ("critical = [\"comission\"]", "critical"),
        ("totals = [\"comission\"]", "totals"),
        ("tolerance = { comission = { abs = \"0.01\" } }", "tolerance"),
        ("ignore = [\"comission\"]", "ignore"),
        ("slice = \"comission\"", "slice"),
    ] {
        let mut month = Month::begin(&FILE.replace("key = [", &format!("{line}\nkey = [")));
        month.written("2026-01-26", Some(&night()), Some(&night()));
        let said = month.shop.run(["compare", "run", "engine"]);
        let text = format!("{}{}", said.stdout, said.stderr);
        assert!(matches!(said.code, 2 | 3), "{said}");
        assert!(text.contains(what) && text.contains("comission"), "{said}");
        let detail = month.show();
        assert_eq!(days(&detail, "2026-01-26"), ["inconclusive"], "{what}");
        let error = month.shop.cell("SELECT error FROM run WHERE control = 'engine'");
        assert!(error.contains("\"allowed\":[\"commission\""), "{error}");
    }
}

#[test]
fn a_control_takes_everything_with_it_to_its_new_name() {
    let mut month = Month::begin(FILE);
    fs::write(month.shop.at("out/old-2026-01-26.csv"), night()).unwrap();
    let found = finding(&month.compared("2026-01-26", &night(), &noted(), 1));
    month.act(&accept(&found, &[]));
    month.shop.run(["compare", "run", "engine", "--baseline"]).exits(0);
    for day in ["2026-01-29", "2026-01-30", "2026-01-31"] {
        month.compared(day, &night(), &noted(), 0);
    }
    month.sign("Ana");
    let before = month.show();
    let of = |id: &str| {
        let list = month.shop.run(["evidence", "list", "--control", id]).exits(0);
        list["records"].as_array().unwrap().len()
    };
    let records = of("engine");
    month.shop.apply(&FILE.replace("id = \"engine\"", "id = \"payouts\"\nwas = \"engine\""));
    let said = month.shop.run(["compare", "show", "payouts"]);
    let after = said.json();
    for part in ["cutover", "known", "baseline", "days", "status"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    assert_eq!(said.code, 0, "{said}");
    assert_eq!(of("payouts"), records);
    month.shop.run(["compare", "report", "payouts"]).exits(0);
    // Another control of the old name begins with nothing.
    let both = format!(
        "{}{}",
        FILE.replace("id = \"engine\"", "id = \"payouts\""),
        FILE.split("[alerts]").next().unwrap()
    );
    month.shop.apply(&both);
    let fresh = month.shop.run(["compare", "show", "engine"]).json();
    assert_eq!((&fresh["known"], &fresh["baseline"]), (&json!([]), &Value::Null));
    assert_eq!(fresh["cutover"]["frozen_at"], Value::Null);
    let kept = month.shop.run(["compare", "show", "payouts"]).json();
    assert_eq!(kept["known"], before["known"]);
    month.shop.evidence_holds();
}

#[test]
fn an_older_day_that_is_compared_again_is_not_the_newest() {
    let mut month = Month::begin(FILE);
    month.clean(&["2026-01-26"]);
    month.compared("2026-01-27", &night(), &noted(), 1);
    assert_eq!(month.show()["status"], "failing");
    month.shop.run(["compare", "run", "engine", "--day", "2026-01-26"]).exits(0);
    let detail = month.show();
    assert_eq!((&detail["status"], &detail["latest"]["day"]), (&json!("failing"), &json!("2026-01-27")));
    assert_eq!(month.shop.run(["status"]).code, 1);
    // Nor does a bad old day spoil a good new one.
    month.clean(&["2026-01-28"]);
    month.shop.run(["compare", "run", "engine", "--day", "2026-01-27"]).exits(1);
    let detail = month.show();
    assert_eq!((&detail["status"], &detail["latest"]["day"]), (&json!("proven"), &json!("2026-01-28")));
    assert_eq!(detail["latest"]["figures"]["trend"]["resolved"], 20, "against the day before");
}

#[test]
fn of_two_windows_at_once_one_accepts_and_the_other_is_told() {
    let mut month = Month::begin(FILE);
    let found = finding(&month.compared("2026-01-26", &night(), &noted(), 1));
    let both: Vec<_> = (0..4).map(|_| month.shop.begin(accept(&found, &[]))).collect();
    let said: Vec<_> = both.into_iter().map(end_of).collect();
    let refused: Vec<_> = said.iter().filter(|said| said.code == 2).collect();
    assert_eq!(refused.len(), 3, "{}", said.iter().map(ToString::to_string).collect::<String>());
    let error = refused[0].refuses(2, "invalid_call");
    assert!(error["message"].as_str().unwrap().contains("accepted already"), "{error:#}");
    assert_eq!(month.show()["known"].as_array().unwrap().len(), 1);
    assert_eq!(evidence(&month.shop).iter().filter(|kind| *kind == "difference_accepted").count(), 1);
    // Another way to differ in the same place is another difference.
    let more = payouts(HEADER, |number, region| {
        let row = usual(number, region);
        if region == "CH" { row.replace("paid", "settled twice") } else { row }
    });
    month.compared("2026-01-27", &night(), &more, 0);
}

#[test]
fn a_signature_sees_what_was_signed_just_before() {
    let mut month = Month::begin(&FILE.replace("clean_runs = 3", "clean_runs = 1"));
    month.clean(&["2026-01-30", "2026-01-31"]);
    let against = ["compare", "sign", "engine", "--as", "Ben", "--result", "no-go", "--reason", "the vendor"];
    month.act(&against);
    let sign = ["compare", "sign", "engine", "--as", "Ana", "--result", "go"];
    let error = month.shop.run(sign).refuses(1, "not_yet");
    assert!(!error["message"].as_str().unwrap().ends_with(": ."), "{error:#}");
    // At the same time: whoever is second sees the first.
    month.sign("Ben");
    let running: Vec<_> = [&sign[..], &against[..]].map(|call| month.shop.begin(call)).into();
    let codes: Vec<i32> = running.into_iter().map(|child| end_of(child).code).collect();
    let decision = month.show()["cutover"]["decision"].clone();
    assert_eq!((decision, codes[1]), (json!("no_go"), 0));
}

#[test]
fn what_is_let_go_is_in_the_ledger_with_who() {
    let mut month = Month::begin(FILE);
    for day in ["26", "27", "28", "29"] {
        month.compared(&format!("2026-01-{day}"), &paid_on(day), &paid_on(day), 0);
    }
    let record: Value =
        serde_json::from_str(&month.shop.cell("SELECT record FROM evidence WHERE kind = 'inputs_erased'"))
            .unwrap();
    let erased = record["body"]["erased"].as_array().unwrap();
    // Both sides were the same bytes.
    assert_eq!((erased.len(), &record["body"]["reason"]), (1, &json!("keep_inputs")));
    assert!(!record["body"]["person"].as_str().unwrap().is_empty());
    month.shop.evidence_holds();
    // The same bytes again are kept again, and missed when they are gone.
    month.compared("2026-01-30", &paid_on("26"), &paid_on("26"), 0);
    let path = walk(&month.shop.workspace().join("artefacts"))
        .into_iter()
        .find(|path| path.ends_with(erased[0].as_str().unwrap()))
        .unwrap();
    month.shop.evidence_holds();
    fs::remove_file(path).unwrap();
    let report = month.shop.run(["evidence", "verify"]).exits(1);
    assert_eq!(report["problems"][0]["problem"], "artefact_missing", "{report:#}");
}

#[test]
fn a_login_in_an_address_is_refused_and_not_repeated() {
    let shop = Workshop::simulated("2026-01-25T10:00:00Z", FILE);
    for side in ["old", "new"] {
        let file = FILE.replacen(
            &format!("{side} = {{ csv = "),
            &format!("{side} = {{ http = \"https://ana:geheim@example.com/x.csv\", as = \"csv\" }}\n# "),
            1,
        );
        fs::write(shop.at("bad.toml"), format!("[workspace]\nname = \"Test\"\n{file}")).unwrap();
        let said = shop.run(["apply", "bad.toml"]);
        let error = said.refuses(2, "invalid_file");
        assert_eq!(error["where"]["field"], format!("parallel_run.{side}.http"), "{error:#}");
        assert!(!said.to_string().contains("geheim"), "{said}");
        assert_eq!(error["allowed"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_damaged_earlier_list_takes_the_trend_and_nothing_else() {
    let mut month = Month::begin(FILE);
    month.compared("2026-01-26", &night(), &noted(), 1);
    let payload: Value = serde_json::from_str(&month.shop.cell("SELECT payload FROM attempt")).unwrap();
    let list = payload["differences"].as_str().unwrap();
    let kept = walk(&month.shop.workspace().join("artefacts"));
    fs::write(kept.iter().find(|path| path.ends_with(list)).unwrap(), "no database").unwrap();
    let document = month.compared("2026-01-27", &night(), &noted(), 1);
    assert_eq!(
        (&document["figures"]["trend"], &document["figures"]["unexplained"]),
        (&Value::Null, &json!(20))
    );
}

#[test]
fn a_look_at_the_old_system_alone_knows_nothing_of_the_new_one() {
    let extra = "ignore = [\"batch\"]\ntotals = [\"commission\", \"bonus\"]\nkey = [";
    let mut month = Month::begin(&FILE.replace("key = [", extra));
    let more = night()
        .lines()
        .enumerate()
        .map(|(n, line)| if n == 0 { format!("{line},batch,bonus\n") } else { format!("{line},7,1.00\n") })
        .collect::<String>();
    month.written("2026-01-26", Some(&night()), Some(&more));
    let baseline = month.shop.run(["compare", "run", "engine", "--baseline"]).exits(0);
    assert_eq!(baseline["verdict"], "passed");
}

#[test]
fn a_rename_that_was_reversed_is_a_change_again() {
    let mut month = Month::begin(FILE);
    let renamed = night().replace("payout,person,region", "payout,person,re-gion");
    month.compared("2026-01-29", &night(), &renamed, 1);
    let accept = |to: &str| {
        ["compare", "accept-rename", "engine", "region", to, "--reason", "release"].map(str::to_owned)
    };
    month.shop.run(accept("re-gion"));
    month.shop.run(accept("re-gion")).refuses(2, "unknown_id");
    month.compared("2026-01-30", &night(), &renamed, 0);
    let back = month.compared("2026-01-31", &night(), &night(), 1);
    assert_eq!(kinds(&back), ["column_renamed"]);
    assert!(only(&back, "column_renamed")["detail"].as_str().unwrap().contains("reversed"), "{back:#}");
    assert_eq!(criterion(&month.show(), "drift"), "failed");
    month.shop.run(accept("region"));
    let detail = month.show();
    assert_eq!(detail["rules"]["rename"], json!({}));
    assert_eq!(changed(&detail), "", "an act of its own");
    month.compared("2026-02-01", &night(), &night(), 0);
    streak(&month.show(), 1, 1);
}

#[test]
fn an_exported_cell_is_no_formula() {
    let mut month = Month::begin(FILE);
    let new = payouts(HEADER, |number, _| match number {
        1 => "=1+1,-5.20".to_owned(),
        2 => "@SUM(A1),-1e5".to_owned(),
        3 => "+49 431,+7".to_owned(),
        4 => "-cmd,1.00".to_owned(),
        _ => usual(number, ""),
    });
    month.compared("2026-01-26", &night(), &new, 1);
    month.shop.run(["compare", "export", "engine", "--to", "all.csv"]).exits(0);
    let text = fs::read_to_string(month.shop.at("all.csv")).unwrap();
    for cell in ["'=1+1", "'@SUM(A1)", "'+49 431", "'-cmd", ",-5.20,", ",-1e5,"] {
        assert!(text.contains(cell), "{cell}: {text}");
    }
    assert!(!text.contains("'-5.20") && !text.contains("'-1e5"), "{text}");
}
