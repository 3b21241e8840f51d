//! An old and a new system side by side, day by day, until two people sign.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;

use ballast_acceptance::files::walk;
use ballast_acceptance::month::{FILE, HEADER, Month, criterion, days, evidence, night, noted, streak};
use ballast_acceptance::tables::{kinds, lines, only};
use ballast_acceptance::until;
use serde_json::{Value, json};

#[test]
fn clean_days_with_a_month_end_among_them_lead_to_two_signatures() {
    let mut month = Month::begin(FILE);
    let before = month.show();
    assert_eq!(
        (&before["cutover"]["decision"], &before["cutover"]["frozen_hash"]),
        (&json!("not_enough_evidence"), &Value::Null)
    );
    month.may_not_sign();
    month.clean(&["2026-01-26"]);
    // What must hold stood in the ledger before the first run.
    assert_eq!(evidence(&month.shop)[2..], ["criteria_frozen", "compared"]);
    let first = month.show();
    assert_eq!(criterion(&first, "criteria_frozen"), "met");
    assert_eq!(first["cutover"]["frozen_hash"].as_str().unwrap().len(), 64);
    assert_eq!(first["cutover"]["earliest"], "2026-01-31", "the next month end");
    month.clean(&["2026-01-27", "2026-01-28", "2026-01-29"]);
    let fourth = month.show();
    streak(&fourth, 4, 4);
    assert_eq!(
        (criterion(&fourth, "clean_runs"), criterion(&fourth, "month_end")),
        (json!("met"), json!("open"))
    );
    assert_eq!(fourth["cutover"]["decision"], "not_enough_evidence");
    month.may_not_sign();
    month.clean(&["2026-01-30", "2026-01-31"]);
    let ready = month.show();
    assert_eq!(ready["cutover"]["decision"], "go", "{ready:#}");
    assert_eq!(days(&ready, "2026-01-31"), ["clean"; 6]);
    assert_eq!(ready["status"], "proven");
    // One person who signs twice is one person.
    for person in ["Ana", "Ana", " Ana "] {
        let signed = &month.sign(person)["cutover"];
        assert_eq!((&signed["signed"], signed["signatures"].as_array().unwrap().len()), (&json!(false), 1));
    }
    let signed = &month.sign("Ben")["cutover"];
    assert_eq!((&signed["signed"], signed["signatures"].as_array().unwrap().len()), (&json!(true), 2));
    assert!(evidence(&month.shop).ends_with(&["cutover_signed".to_owned(), "cutover_signed".to_owned()]));
    // Whoever has doubts can say so, with a reason.
    let against = ["compare", "sign", "engine", "--as", "Ben", "--result", "no-go"];
    month.shop.run(against).refuses(2, "invalid_call");
    let doubts = month.act(&[&against[..], &["--reason", "the vendor called"]].concat());
    assert_eq!(doubts["cutover"]["signed"], false);
    month.shop.evidence_holds();
}

#[test]
fn a_side_that_is_late_or_cut_ends_the_row_of_clean_days_and_says_so() {
    let mut month = Month::begin(FILE);
    month.clean(&["2026-01-26", "2026-01-27"]);
    month.written("2026-01-28", Some(&night()), None);
    let late = month.shop.run(["compare", "run", "engine"]).exits(3);
    assert_eq!((&late["verdict"], kinds(&late)), (&json!("inconclusive"), vec!["side_late"]));
    let subject = only(&late, "side_late")["subject"].as_str().unwrap();
    assert!(subject.ends_with("out/new-20260128.csv"), "{subject}");
    assert!(late["figures"].get("changed").is_none(), "{late:#}");
    let detail = month.show();
    streak(&detail, 0, 2);
    assert_ne!(detail["cutover"]["decision"], "go");
    let whole = night();
    let cut = month.compared("2026-01-29", &whole, &whole[..whole.len() - 14], 3);
    assert_eq!(kinds(&cut), ["side_incomplete"]);
    // Nobody ran it on the 30th.
    month.clean(&["2026-01-31", "2026-02-01"]);
    let detail = month.show();
    streak(&detail, 2, 2);
    let states = days(&detail, "2026-02-02");
    assert_eq!(
        states,
        ["clean", "clean", "inconclusive", "inconclusive", "missed", "clean", "clean", "planned"]
    );
    // What came in late can be compared afterwards: the day, not today, names the files.
    fs::write(month.shop.at("out/new-20260128.csv"), night()).unwrap();
    let after = month.shop.run(["compare", "run", "engine", "--day", "2026-01-28"]).exits(0);
    assert_eq!(after["figures"]["day"], "2026-01-28");
    assert_eq!(days(&month.show(), "2026-01-29"), ["clean", "clean", "clean", "inconclusive"]);
    month.shop.evidence_holds();
}

#[test]
fn a_known_difference_counts_until_its_last_day_and_can_be_taken_back() {
    let mut month = Month::begin(FILE);
    let found = month.compared("2026-01-26", &night(), &noted(), 1);
    assert_eq!(found["figures"]["unexplained"], 20);
    assert_eq!(month.show()["cutover"]["decision"], "no_go");
    assert_eq!(month.shop.run(["status"]).code, 1);
    let id = only(&found, "value_changed")["params"]["id"].as_str().unwrap().to_owned();
    let accept = ["compare", "accept", "engine", "--finding"];
    let error =
        month.shop.run([&accept[..], &["nothing", "--reason", "why not"]].concat()).refuses(2, "unknown_id");
    assert_eq!(error["allowed"], json!([id]));
    month.shop.run([&accept[..], &[&id, "--reason", " "]].concat()).refuses(2, "invalid_call");
    let until = ["--reason", "the new name of a state", "--owner", "Mara", "--until", "2026-01-28"];
    let detail = month.act(&[&accept[..], &[id.as_str()], &until].concat());
    let known = &detail["known"][0];
    assert_eq!(
        (&known["owner"], &known["until"], &known["expired"]),
        (&json!("Mara"), &json!("2026-01-28"), &json!(false))
    );
    for day in ["2026-01-27", "2026-01-28"] {
        let document = month.compared(day, &night(), &noted(), 0);
        let cells = &document["figures"]["cells"];
        // Known is not equal: it is counted apart.
        assert_eq!(
            (&cells["known"], &cells["mismatch"], &cells["equal"]),
            (&json!(20), &json!(0), &json!(220))
        );
        assert_eq!(document["figures"]["unexplained"], 0);
    }
    assert_eq!(days(&month.show(), "2026-01-28"), ["over", "clean", "clean"]);
    // What was accepted is that difference alone.
    let more = noted().replacen("paid", "lost", 1);
    let document = month.compared("2026-01-28", &night(), &more, 1);
    assert_eq!(document["figures"]["cells"]["mismatch"], 1, "{document:#}");
    let document = month.compared("2026-01-29", &night(), &noted(), 1);
    assert_eq!(document["figures"]["cells"]["known"], 0, "it has expired");
    assert_eq!(month.show()["known"][0]["expired"], true);
    month.act(&[&accept[..], &[id.as_str(), "--reason", "still"]].concat());
    month.compared("2026-01-30", &night(), &noted(), 0);
    month
        .shop
        .run(["compare", "withdraw", "engine", "--known", "nothing", "--reason", "x"])
        .refuses(2, "unknown_id");
    let detail = month.act(&["compare", "withdraw", "engine", "--known", &id, "--reason", "not agreed"]);
    assert_eq!(detail["known"], json!([]));
    month.compared("2026-01-31", &night(), &noted(), 1);
    month.shop.evidence_holds();
}

#[test]
fn a_rename_overnight_blocks_until_a_person_accepts_it() {
    let mut month = Month::begin(FILE);
    month.clean(&["2026-01-29", "2026-01-30"]);
    let renamed = night().replace("payout,person,region", "payout,person,re-gion");
    let document = month.compared("2026-01-31", &night(), &renamed, 1);
    assert_eq!((kinds(&document), &document["figures"]["unexplained"]), (vec!["column_renamed"], &json!(0)));
    let detail = month.show();
    assert_eq!(
        (criterion(&detail, "drift"), &detail["cutover"]["decision"]),
        (json!("failed"), &json!("no_go"))
    );
    assert_eq!(detail["days"][5]["drifted"], true);
    month.may_not_sign();
    let accept = |from: &str, to: &str| {
        ["compare", "accept-rename", "engine", from, to, "--reason", "release 7"].map(str::to_owned)
    };
    let error = month.shop.run(accept("region", "note")).refuses(2, "unknown_id");
    assert_eq!(error["allowed"], json!(["region re-gion"]));
    month.shop.run(accept("region", "re-gion"));
    assert_eq!(month.show()["rules"]["rename"], json!({ "region": "re-gion" }));
    assert!(month.shop.export().contains("rename = { region = \"re-gion\" }"));
    assert!(evidence(&month.shop).contains(&"rename_accepted".to_owned()));
    month.compared("2026-02-01", &night(), &renamed, 0);
    streak(&month.show(), 1, 2);
    month.shop.evidence_holds();
}

#[test]
fn other_criteria_count_anew_and_signatures_do_not_outlive_them() {
    let mut month = Month::begin(FILE);
    month.clean(&["2026-01-29", "2026-01-30", "2026-01-31"]);
    month.sign("Ana");
    assert_eq!(month.sign("Ben")["cutover"]["signed"], true);
    let frozen = month.show()["cutover"]["frozen_hash"].clone();
    // What was signed was another agreement, from the moment it is changed.
    month.shop.apply(&FILE.replace("clean_runs = 3", "clean_runs = 2"));
    let changed = month.show();
    assert_ne!(changed["cutover"]["decision"], "go", "no day was run under these: {:#}", changed["cutover"]);
    assert_eq!(changed["cutover"]["signed"], false, "{:#}", changed["cutover"]);
    month.may_not_sign();
    month.clean(&["2026-02-01"]);
    let anew = month.show();
    streak(&anew, 1, 1);
    assert_ne!(anew["cutover"]["frozen_hash"], frozen);
    assert_eq!(anew["cutover"]["signatures"], json!([]));
    assert_eq!(evidence(&month.shop).iter().filter(|kind| *kind == "criteria_frozen").count(), 2);
}

#[test]
fn criteria_cannot_be_eased_after_the_days_were_seen() {
    let mut month = Month::begin(FILE);
    for day in ["2026-01-30", "2026-01-31"] {
        month.compared(day, &night(), &noted(), 1);
    }
    month.shop.apply(
        &FILE.replace("clean_runs = 3, mismatch_rate = \"0%\"", "clean_runs = 1, mismatch_rate = \"90%\""),
    );
    let eased = month.show();
    assert_ne!(eased["cutover"]["decision"], "go", "{:#}", eased["cutover"]);
    month.may_not_sign();
}

#[test]
fn the_schedule_runs_it_and_a_pause_holds_it() {
    let mut month = Month::begin(FILE);
    let list = month.shop.run(["schedule", "list"]).exits(0);
    let line = &list["lines"][0];
    assert_eq!(
        (&line["control"]["id"], &line["kind"], &line["next"]),
        (&json!("engine"), &json!("compare"), &json!("2026-01-26T05:00:00Z"))
    );
    month.written("2026-01-26", Some(&night()), Some(&night()));
    assert_eq!(month.shop.once_ran("2026-01-26T06:00:00Z"), ["engine compare passed"]);
    assert_eq!(month.shop.once_ran("2026-01-26T06:10:00Z"), [""; 0], "its slot has a run");
    month.written("2026-01-27", Some(&night()), Some(&noted()));
    assert_eq!(month.shop.once("2026-01-27T06:00:00Z").code, 1);
    assert_eq!(days(&month.show(), "2026-01-27"), ["clean", "over"]);
    month.shop.run(["pause", "engine", "--until", "2d", "--reason", "the vendor moves"]).exits(0);
    month.written("2026-01-28", Some(&night()), Some(&night()));
    assert_eq!(month.shop.once_ran("2026-01-28T06:00:00Z"), [""; 0]);
    let status = month.shop.run(["status"]).json();
    assert_eq!(status["controls"][0]["status"], "paused");
    month.shop.run(["resume", "engine"]).exits(0);
    assert_eq!(
        month.shop.once_ran("2026-01-28T06:20:00Z"),
        [""; 0],
        "what fell into a pause is not caught up"
    );
    month.written("2026-01-29", Some(&night()), Some(&night()));
    assert_eq!(month.shop.once_ran("2026-01-29T06:00:00Z"), ["engine compare passed"]);
    assert_eq!(days(&month.show(), "2026-01-29"), ["clean", "over", "missed", "clean"]);
}

#[test]
fn inputs_are_kept_for_three_runs_and_the_ledger_knows_of_all() {
    let mut month = Month::begin(FILE);
    for (number, day) in (26..=30).map(|number| (number, format!("2026-01-{number}"))) {
        let text = night().replace("paid", &format!("paid on {number}"));
        month.compared(&day, &text, &text, 0);
    }
    let mut names = BTreeMap::<String, usize>::new();
    for row in month.shop.rows("SELECT record FROM evidence ORDER BY seq") {
        let record: Value = serde_json::from_str(&row[0]).unwrap();
        for artefact in record["artefacts"].as_array().into_iter().flatten() {
            let sha256 = artefact["sha256"].as_str().unwrap();
            let kept = walk(&month.shop.workspace().join("artefacts"));
            let is_kept = kept.iter().any(|path| path.ends_with(sha256));
            *names.entry(format!("{} {is_kept}", artefact["name"].as_str().unwrap())).or_default() += 1;
        }
    }
    let count = |name: &str| names.get(name).copied().unwrap_or_default();
    assert_eq!((count("old.csv.zst true"), count("old.csv.zst false")), (3, 2), "{names:?}");
    assert_eq!((count("new.csv.zst true"), count("new.csv.zst false")), (3, 2), "{names:?}");
    assert_eq!(count("differences.sqlite true"), 5, "{names:?}");
    month.shop.evidence_holds();
    // A kept one that is gone is found.
    let kept = walk(&month.shop.workspace().join("artefacts"));
    fs::remove_file(kept.iter().rfind(|path| path.is_file()).unwrap()).unwrap();
    let report = month.shop.run(["evidence", "verify"]).exits(1);
    assert_eq!(report["problems"][0]["problem"], "artefact_missing", "{report:#}");
}

#[test]
fn an_export_masks_whom_it_is_about_and_the_file_comes_back_as_it_was() {
    let mut month = Month::begin(FILE);
    let renamed = night().replace("Person 3", "Somebody").replace(",paid,", ",lost,");
    let document = month.compared("2026-01-26", &night(), &renamed, 1);
    assert!(document["figures"]["columns"]["person"].as_u64().unwrap() > 5);
    for (name, flags, shown) in
        [("all.csv", vec![], false), ("all.html", vec![], false), ("open.csv", vec!["--unmasked"], true)]
    {
        let call = [&["compare", "export", "engine", "--to", name][..], &flags].concat();
        let exported = month.shop.run(call).exits(0);
        assert!(exported["rows"].as_u64().unwrap() > 60, "{exported:#}");
        let text = fs::read_to_string(month.shop.at(name)).unwrap();
        assert_eq!(text.contains("Person") || text.contains("Somebody"), shown, "{name}: {text}");
        assert!(text.contains("lost"));
    }
    let file = month.shop.export();
    fs::write(month.shop.at("again.toml"), &file).unwrap();
    let plan = month.shop.run(["apply", "again.toml"]).exits(0);
    assert_eq!((&plan["created"], &plan["changed"], &plan["retired"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(month.shop.export(), file);
    let error = month.shop.run(["compare", "run", "nobody"]).refuses(2, "unknown_id");
    assert_eq!(error["allowed"], json!(["engine"]));
}

#[test]
fn a_long_comparison_holds_its_place_and_can_be_stopped() {
    let mut month = Month::begin(FILE);
    let row = |number: u64| format!("{number},Person,DE,{},{}.50", number * 7919 % 100_003, number % 977);
    let long = lines(HEADER, (0..1_500_000).map(row));
    month.written("2026-01-26", Some(&long), Some(&long.replace(".50", ".5")));
    let running = month.shop.begin(["compare", "run", "engine"]);
    until("the comparison to be under way", || {
        (month.shop.cell("SELECT state FROM run WHERE control = 'engine'") == "running").then_some(())
    });
    let busy = month.shop.run(["compare", "run", "engine"]).refuses(3, "busy");
    assert!(busy["message"].as_str().unwrap().contains("engine"), "{busy:#}");
    let run = month.shop.cell("SELECT id FROM run WHERE control = 'engine'");
    month.shop.run(["run", "cancel", &run]).exits(0);
    let stopped = ballast_acceptance::end_of(running);
    assert_eq!(stopped.code, 3, "{stopped}");
    assert_eq!(month.shop.cell("SELECT state FROM run"), "cancelled");
    assert!(walk(&month.shop.workspace().join("work")).is_empty(), "scratch files are gone");
    streak(&month.show(), 0, 0);
    // The next one is not held up.
    month.clean(&["2026-01-27"]);
    month.shop.evidence_holds();
}
