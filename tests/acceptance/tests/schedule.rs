//! When checks are due: lines and their next times, what a change of a line means, one catch-up after
//! an absence, clocks that were wrong, and pauses.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use ballast_acceptance::Workshop;
use ballast_acceptance::files::{fill, flip_middle, packs, put};
use serde_json::{Value, json};

const FILE: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
schedule = "30 2 * * *"
verify = [ { level = "present" } ]

[alerts]
desktop = false
command = ["/bin/sh", "-c", "cat >> told; echo >> told"]
"#;

/// A daily copy, set up at noon in Berlin on 10 March.
fn daily() -> Workshop {
    let shop = Workshop::simulated("2026-03-10T11:00:00Z", FILE);
    fill(&shop.at("source"), 1, 3, 500);
    shop
}

fn told(shop: &Workshop) -> Vec<Value> {
    let text = std::fs::read_to_string(shop.at("told")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn line(shop: &Workshop) -> Value {
    shop.run(["schedule", "list"]).exits(0)["lines"][0].clone()
}

#[track_caller]
fn next(line: &str, zone: &str, from: &str, wanted: &[&str]) {
    let shop = Workshop::new();
    let count = wanted.len().to_string();
    let call = ["schedule", "next", line, "--timezone", zone, "--from", from, "--count", &count];
    let report = shop.run(call).exits(0);
    assert_eq!(report["next"], json!(wanted), "{line} in {zone} from {from}");
    assert_eq!((&report["line"], &report["timezone"]), (&json!(line), &json!(zone)));
    assert!(!shop.workspace().exists(), "a calculator makes nothing");
}

#[test]
fn next_times_in_spring_and_autumn() {
    // The hour that is not there: once, at the first minute that is.
    let gap = "2026-03-28T12:00:00Z";
    next("30 2 * * *", "Europe/Berlin", gap, &["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]);
    next(
        "*/20 2 * * *",
        "Europe/Berlin",
        gap,
        &["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "2026-03-30T00:20:00Z"],
    );
    let gap = "2026-03-07T12:00:00Z";
    next("30 2 * * *", "America/New_York", gap, &["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"]);
    // The hour that is there twice: the first one.
    let fold = "2026-10-24T12:00:00Z";
    next("30 2 * * *", "Europe/Berlin", fold, &["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]);
    let fold = "2026-10-31T12:00:00Z";
    next("30 1 * * *", "America/New_York", fold, &["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]);
    // Every hour goes by elapsed time, through both.
    next(
        "30 * * * *",
        "Europe/Berlin",
        "2026-10-24T23:45:00Z",
        &["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"],
    );
    next(
        "30 * * * *",
        "Europe/Berlin",
        "2026-03-29T00:15:00Z",
        &["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"],
    );
    // A change of half an hour.
    let gap = "2026-10-02T00:00:00Z";
    next(
        "15 2 * * *",
        "Australia/Lord_Howe",
        gap,
        &["2026-10-02T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"],
    );
    let fold = "2026-04-04T00:00:00Z";
    next("45 1 * * *", "Australia/Lord_Howe", fold, &["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"]);
}

#[test]
fn next_times_where_offsets_and_months_are_odd() {
    next(
        "0 9 * * 1-5",
        "Asia/Kathmandu",
        "2026-11-20T03:00:00Z",
        &["2026-11-20T03:15:00Z", "2026-11-23T03:15:00Z"],
    );
    next(
        "0 0 31 * *",
        "UTC",
        "2026-01-31T00:00:00Z",
        &["2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z", "2026-07-31T00:00:00Z", "2026-08-31T00:00:00Z"],
    );
    next("0 12 29 2 *", "UTC", "2026-01-01T00:00:00Z", &["2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z"]);
    next("59 23 31 12 *", "Asia/Kathmandu", "2026-12-31T18:00:00Z", &["2026-12-31T18:14:00Z"]);
    next("0 0 * * 7", "UTC", "2026-11-20T00:00:00Z", &["2026-11-22T00:00:00Z"]);
    next("0 0 * * 0", "UTC", "2026-11-20T00:00:00Z", &["2026-11-22T00:00:00Z"]);
    next("0 0 * * sun", "UTC", "2026-11-20T00:00:00Z", &["2026-11-22T00:00:00Z"]);
}

#[test]
fn a_line_in_words_with_its_usual_five_times() {
    let mut shop = Workshop::new();
    shop.clock("2026-11-20T09:00:00Z");
    let report = shop.run(["schedule", "next", "30 2 * * *", "--timezone", "UTC"]).exits(0);
    assert_eq!(report["words"], "every night at 02:30");
    assert_eq!(report["next"].as_array().unwrap().len(), 5);
    assert_eq!(report["next"][0], "2026-11-21T02:30:00Z");
    let said = shop.speak(["schedule", "next", "30 2 * * *", "--timezone", "Asia/Kathmandu"]);
    assert!(said.code == 0 && said.stdout.contains("every night at 02:30 (Asia/Kathmandu)"), "{said}");
    assert!(
        said.stdout.contains("2026-11-21 02:30") && said.stdout.contains("2026-11-20T20:45:00Z"),
        "{said}"
    );
    // In a workspace its own time zone is the usual one.
    let shop = daily();
    let report = shop.run(["schedule", "next", "30 2 * * *"]).exits(0);
    assert_eq!(
        (&report["timezone"], &report["next"][0]),
        (&json!("Europe/Berlin"), &json!("2026-03-11T01:30:00Z"))
    );
}

#[test]
fn lines_that_are_refused() {
    let shop = Workshop::new();
    for (line, why) in [
        ("0 2 1 * 1", "day-of-week"),
        ("0 0 30 2 *", "never"),
        ("*/0 * * * *", "step"),
        ("0 2 * *", "five fields"),
        ("0 0 2 * * *", "five fields"),
        ("", "five fields"),
        ("@daily", "five fields"),
        ("0 0 L * *", "L"),
        ("0 0 15W * *", "W"),
        ("0 0 * * 1#2", "#"),
        ("60 * * * *", "range"),
        ("0 24 * * *", "range"),
        ("0 0 32 * *", "range"),
        ("0 0 * 13 *", "range"),
        ("0 0 * * 8", "0 to 7"),
        ("0 0 * * someday", ""),
    ] {
        let error = shop.run(["schedule", "next", line]).refuses(2, "invalid_call");
        assert!(error["allowed"][0].as_str().unwrap().contains("five fields"), "{line}: {error:#}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(line) && message.contains(why), "{line}: it does not say why: {message}");
    }
    let call = ["schedule", "next", "0 1 * * *", "--timezone", "Mars/Base"];
    let error = shop.run(call).refuses(2, "invalid_call");
    assert!(error["allowed"][0].as_str().unwrap().contains("Europe/Berlin"), "{error:#}");
    for bad in [["--count", "0"], ["--count", "1001"], ["--from", "yesterday"]] {
        shop.run(["schedule", "next", "0 1 * * *", bad[0], bad[1]]).refuses(2, "invalid_call");
    }
}

#[test]
fn a_line_is_set_listed_and_cleared() {
    let shop = daily();
    let before = line(&shop);
    assert_eq!(
        (&before["line"], &before["kind"], &before["punctuality"], &before["missed"]),
        (&json!("30 2 * * *"), &json!("backup"), &json!("never_due"), &json!(0))
    );
    assert_eq!(before["next"], "2026-03-11T01:30:00Z");
    assert_eq!(before["words"], "every night at 02:30");
    let set = shop.run(["schedule", "set", "files", "15 4 * * *", "--level", "content"]).exits(0);
    assert_eq!((set["lines"].as_array().unwrap().len(), &set["lines"][1]["level"]), (2, &json!("content")));
    shop.run(["schedule", "set", "files", "45 1 * * *"]).exits(0);
    let export = shop.export();
    assert!(export.contains("45 1 * * *") && export.contains("15 4 * * *"), "{export}");
    let cleared = shop.run(["schedule", "set", "files", "--level", "content"]).exits(0);
    assert_eq!(cleared["lines"].as_array().unwrap().len(), 1, "{cleared:#}");
    shop.run(["schedule", "set", "files", "0 2 1 * 1"]).refuses(2, "invalid_call");
    shop.run(["schedule", "set", "nothing", "0 2 * * *"]).refuses(2, "unknown_id");
    assert_eq!(line(&shop)["line"], "45 1 * * *", "a refused line changes nothing");

    let status = shop.run(["schedule", "status"]).exits(0);
    for (field, wanted) in [
        ("holder", json!("nobody")),
        ("state", json!("stopped")),
        ("paused", json!(null)),
        ("running", json!([])),
        ("waiting", json!([])),
        ("missed", json!(0)),
        ("dead", json!(0)),
        ("has_lines", json!(true)),
    ] {
        assert_eq!(status[field], wanted, "{field} in {status:#}");
    }
    assert_eq!(status["next"]["at"], "2026-03-11T00:45:00Z");
    let calendar = shop.run(["schedule", "calendar", "--from", "2026-03-10", "--days", "3"]).exits(0);
    let times: Vec<_> =
        calendar["days"].as_array().unwrap().iter().map(|day| day["entries"].clone()).collect();
    assert_eq!(times[0], json!([]));
    assert_eq!(
        (&times[1][0]["at"], &times[1][0]["state"]),
        (&json!("2026-03-11T00:45:00Z"), &json!("upcoming"))
    );
    assert_eq!((calendar["timezone"].as_str(), times.len()), (Some("Europe/Berlin"), 3));
    shop.run(["schedule", "calendar", "--from", "soon"]).refuses(2, "invalid_call");
}

#[test]
fn what_is_set_up_or_changed_is_not_due_at_once() {
    let mut shop = daily();
    assert_eq!(shop.once_ran("2026-03-10T11:00:10Z"), [""; 0], "its slot of last night was before it");
    assert_eq!(shop.once_ran("2026-03-11T01:29:30Z"), [""; 0]);
    assert_eq!(shop.once_ran("2026-03-11T01:30:01Z"), ["files backup passed"]);
    // A line that would have been due today already.
    shop.clock("2026-03-11T12:00:00Z");
    shop.run(["schedule", "set", "files", "0 9 * * *"]).exits(0);
    assert_eq!(shop.once_ran("2026-03-11T12:00:10Z"), [""; 0]);
    assert_eq!(line(&shop)["next"], "2026-03-12T08:00:00Z");
    assert_eq!(shop.once_ran("2026-03-12T08:00:01Z"), ["files backup passed"]);
    // Another zone: nine in Auckland has passed today, and was not missed.
    shop.clock("2026-03-12T09:00:00Z");
    let file = std::fs::read_to_string(shop.at("workspace.toml")).unwrap();
    let file = file.replace("Europe/Berlin", "Pacific/Auckland").replace("30 2 * * *", "0 9 * * *");
    std::fs::write(shop.at("workspace.toml"), file).unwrap();
    shop.run(["apply", "workspace.toml"]).exits(0);
    assert_eq!(shop.once_ran("2026-03-12T09:00:10Z"), [""; 0]);
    let line = line(&shop);
    assert_eq!((&line["next"], &line["missed"]), (&json!("2026-03-12T20:00:00Z"), &json!(0)), "{line:#}");
    assert_eq!(shop.once_ran("2026-03-12T20:00:01Z"), ["files backup passed"]);
    assert_eq!(told(&shop), [Value::Null; 0]);
}

#[test]
fn the_slot_of_this_very_minute_counts() {
    let mut shop = Workshop::simulated("2026-03-11T01:30:20Z", FILE);
    fill(&shop.at("source"), 1, 3, 500);
    assert_eq!(shop.once_ran("2026-03-11T01:30:40Z"), ["files backup passed"]);
    assert_eq!(shop.once_ran("2026-03-11T01:31:00Z"), [""; 0]);
}

#[test]
fn after_ten_days_away_one_catch_up_and_nine_missed() {
    let mut shop = daily();
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), ["files backup passed"]);
    assert_eq!(shop.once_ran("2026-03-11T10:05:00Z"), [""; 0]);
    let report = shop.once("2026-03-21T10:00:00Z").exits(0);
    assert_eq!(ballast_acceptance::agent::jobs(&report), ["files backup passed"]);
    assert_eq!((&report["missed"], &report["alerts_delivered"]), (&json!(9), &json!(1)));
    assert_eq!(shop.once_ran("2026-03-21T10:05:00Z"), [""; 0]);
    let line = line(&shop);
    assert_eq!((&line["missed"], &line["last_missed_at"]), (&json!(9), &json!("2026-03-20T01:30:00Z")));
    assert_eq!(line["punctuality"], "on_time");
    let said = told(&shop);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!((&said[0]["topic"], &said[0]["missed"][0]["slots"]), (&json!("missed"), &json!(9)));
    let calendar = shop.run(["schedule", "calendar", "--from", "2026-03-11", "--days", "11"]).exits(0);
    let entries: Vec<Value> = calendar["days"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|day| day["entries"].as_array().unwrap().clone())
        .collect();
    let count = |state: &str| {
        entries
            .iter()
            .filter(|entry| entry["state"] == state)
            .map(|entry| entry["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!((count("passed"), count("missed")), (2, 9), "{entries:#?}");
    // Of the last seven days.
    assert_eq!(shop.run(["schedule", "status"]).exits(0)["missed"], 6);
}

#[test]
fn a_run_in_the_first_moment_of_a_day_stands_in_its_calendar() {
    let mut shop = daily();
    shop.run(["schedule", "set", "files", "0 0 * * *"]).exits(0);
    for minute in 0..3 {
        // The clock starts at a whole second; the run is queued a few milliseconds later.
        let day = 11 + minute;
        assert_eq!(shop.once_ran(&format!("2026-03-{day}T23:00:00Z")), ["files backup passed"]);
        let from = format!("2026-03-{}", day + 1);
        let calendar = shop.run(["schedule", "calendar", "--from", &from, "--days", "1"]).exits(0);
        assert_eq!(calendar["days"][0]["entries"][0]["state"], "passed", "{calendar:#}");
    }
}

#[test]
fn a_clock_set_back_runs_nothing_twice() {
    let mut shop = daily();
    for day in 11..=14 {
        assert_eq!(shop.once_ran(&format!("2026-03-{day}T10:00:00Z")), ["files backup passed"]);
    }
    assert_eq!(shop.once_ran("2026-03-12T10:00:00Z"), [""; 0]);
    for day in 13..=14 {
        assert_eq!(shop.once_ran(&format!("2026-03-{day}T12:00:00Z")), [""; 0], "day {day} again");
    }
    assert_eq!(shop.once_ran("2026-03-15T10:00:00Z"), ["files backup passed"]);
    assert_eq!(line(&shop)["missed"], 0);
    let slots = shop.rows("SELECT slot FROM run WHERE slot IS NOT NULL");
    let distinct: std::collections::BTreeSet<_> = slots.iter().collect();
    assert_eq!(slots.len(), distinct.len(), "{slots:?}");
}

#[test]
fn a_clock_that_was_a_year_ahead_does_not_silence_the_schedule() {
    let mut shop = daily();
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), ["files backup passed"]);
    assert_eq!(shop.once_ran("2027-03-11T10:00:00Z"), ["files backup passed"]);
    assert_eq!(shop.once_ran("2026-03-11T12:00:00Z"), [""; 0]);
    for day in 12..=14 {
        // A copy of the future makes the clock suspect, which is right.
        let ran = shop.once_ran(&format!("2026-03-{day}T10:00:00Z"));
        assert_eq!(ran, ["files backup anomaly"], "day {day}");
    }
}

#[test]
fn a_clock_that_starts_in_the_past_counts_nothing_as_missed_when_it_is_right_again() {
    let mut shop = daily();
    for day in 11..=13 {
        assert_eq!(shop.once_ran(&format!("2026-03-{day}T10:00:00Z")), ["files backup passed"]);
    }
    // A small computer without a battery for its clock wakes up years ago.
    assert_eq!(shop.once_ran("2020-01-01T00:00:05Z"), [""; 0]);
    let report = shop.once("2026-03-14T10:00:00Z").exits(0);
    assert_eq!(
        (ballast_acceptance::agent::jobs(&report), &report["missed"]),
        (vec!["files backup passed".to_owned()], &json!(0))
    );
}

#[test]
fn a_person_who_was_quicker_is_not_repeated() {
    let mut shop = daily();
    shop.clock("2026-03-11T07:00:00Z");
    shop.back_up("files");
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), [""; 0]);
    let line = line(&shop);
    assert_eq!((&line["missed"], &line["punctuality"]), (&json!(0), &json!("on_time")), "{line:#}");
    assert_eq!(shop.once_ran("2026-03-12T10:00:00Z"), ["files backup passed"]);
}

#[test]
fn exit_codes_of_one_round() {
    let mut shop = daily();
    shop.run(["schedule", "set", "files", "0 3 * * *", "--level", "content"]).exits(0);
    assert_eq!(shop.once("2026-03-10T12:00:00Z").code, 0, "nothing was due");
    let report = shop.once("2026-03-11T10:00:00Z").exits(0);
    assert_eq!(ballast_acceptance::agent::jobs(&report), ["files backup passed", "files verify passed"]);
    let pack = packs(&shop.at("repo")).into_iter().next().unwrap().0;
    flip_middle(&pack);
    let report = shop.once("2026-03-12T10:00:00Z").exits(1);
    assert!(
        ballast_acceptance::agent::jobs(&report).contains(&"files verify failed".to_owned()),
        "{report:#}"
    );
    // Nobody can say anything: the repository is away.
    std::fs::rename(shop.at("repo"), shop.at("away")).unwrap();
    let report = shop.once("2026-03-13T10:00:00Z").exits(3);
    assert!(ballast_acceptance::agent::jobs(&report)[0].ends_with("inconclusive"), "{report:#}");
    assert_eq!(report["runs"][0]["error"]["code"], "location_absent");
    // Not yet: it waits for its next try.
    assert_eq!(shop.once("2026-03-13T10:00:05Z").code, 0);
}

#[test]
fn a_pause_needs_a_reason_and_an_end() {
    let mut shop = daily();
    for bad in [
        &["pause", "files"][..],
        &["pause", "files", "--until", "7d"],
        &["pause", "files", "--reason", "moving"],
        &["pause", "files", "--until", "7d", "--reason", " "],
        &["pause", "files", "--until", "2026-03-01", "--reason", "moving"],
        &["pause", "files", "--until", "400d", "--reason", "moving"],
        &["pause", "files", "--until", "later", "--reason", "moving"],
    ] {
        shop.run(bad).refuses(2, "invalid_call");
    }
    shop.run(["pause", "nothing", "--until", "7d", "--reason", "moving"]).refuses(2, "unknown_id");
    assert_eq!(shop.rows("SELECT control FROM pause").len(), 0);
    let report = shop.run(["pause", "files", "--until", "2026-03-14", "--reason", "moving"]).exits(0);
    let pause = &report["pauses"][0];
    assert_eq!((&pause["control"]["id"], &pause["reason"]), (&json!("files"), &json!("moving")));
    assert_eq!(pause["until"], "2026-03-13T23:00:00Z", "the day ends it when it begins, in Berlin");
    let status = shop.run(["status"]).json();
    assert_eq!(
        (&status["controls"][0]["status"], &status["controls"][0]["paused"]),
        (&json!("paused"), &json!(true))
    );
    assert_eq!(line(&shop)["punctuality"], "paused");
    // Neither run nor missed.
    for day in 11..=13 {
        assert_eq!(shop.once_ran(&format!("2026-03-{day}T10:00:00Z")), [""; 0]);
    }
    shop.clock("2026-03-13T10:05:00Z");
    shop.run(["resume", "files"]).exits(0);
    assert_eq!(shop.once_ran("2026-03-13T10:06:00Z"), [""; 0], "the time in the pause is not made up for");
    assert_eq!(shop.once_ran("2026-03-14T10:00:00Z"), ["files backup passed"]);
    assert_eq!(line(&shop)["missed"], 0);
    assert_eq!(told(&shop), [Value::Null; 0]);
    let kinds: Vec<String> = shop.rows("SELECT json_extract(record, '$.kind') FROM evidence").concat();
    for kind in ["paused", "resumed"] {
        assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1, "{kind} in {kinds:?}");
    }
    shop.run(["resume", "files"]).exits(0);
    assert_eq!(
        shop.cell("SELECT count(*) FROM evidence"),
        kinds.len().to_string(),
        "ending none changes nothing"
    );
    shop.evidence_holds();
}

#[test]
fn a_pause_of_everything_ends_by_itself() {
    let mut shop = daily();
    shop.run(["pause", "--until", "2d", "--reason", "holidays"]).exits(0);
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!(status["paused"]["reason"], "holidays", "{status:#}");
    assert_eq!(shop.run(["status"]).json()["controls"][0]["status"], "paused");
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), [""; 0]);
    assert_eq!(shop.once_ran("2026-03-12T10:00:00Z"), [""; 0]);
    assert_eq!(shop.once_ran("2026-03-13T10:00:00Z"), ["files backup passed"]);
    assert_eq!(line(&shop)["missed"], 0);
    assert!(shop.run(["schedule", "status"]).exits(0)["paused"].is_null());
    let records = shop.cell("SELECT count(*) FROM evidence");
    shop.run(["resume"]).exits(0);
    assert_eq!(
        shop.cell("SELECT count(*) FROM evidence"),
        records,
        "a pause that is over is not ended again"
    );
}

#[test]
fn times_in_a_pause_are_not_missed_when_nobody_was_there() {
    let mut shop = daily();
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), ["files backup passed"]);
    // Paused over three nights, and the computer is off from the second day to the sixth.
    shop.clock("2026-03-11T10:05:00Z");
    shop.run(["pause", "files", "--until", "2026-03-14T12:00:00Z", "--reason", "moving"]).exits(0);
    let report = shop.once("2026-03-16T10:00:00Z").exits(0);
    assert_eq!(ballast_acceptance::agent::jobs(&report), ["files backup passed"]);
    assert_eq!(report["missed"], 1, "the 15th; the 12th to the 14th were paused");
    // Resumed by a person after a night that nobody was there for.
    shop.clock("2026-03-16T10:05:00Z");
    shop.run(["pause", "files", "--until", "30d", "--reason", "moving again"]).exits(0);
    shop.clock("2026-03-18T10:00:00Z");
    shop.run(["resume", "files"]).exits(0);
    let report = shop.once("2026-03-18T10:05:00Z").exits(0);
    assert_eq!(ballast_acceptance::agent::jobs(&report), [""; 0], "the 17th and the 18th were paused");
    assert_eq!(report["missed"], 0);
    assert_eq!(line(&shop)["missed"], 1);
}

#[test]
fn a_new_control_waits_for_its_first_slot_beside_an_old_one() {
    let mut shop = daily();
    assert_eq!(shop.once_ran("2026-03-11T10:00:00Z"), ["files backup passed"]);
    put(&shop.at("papers/a"), b"a");
    let papers = "\n[[backup]]\nid = \"papers\"\nsource = { folder = [\"papers\"] }\nrepositories = [\"repo\"]\nschedule = \"0 1 * * *\"\n";
    shop.apply(&format!("{FILE}{papers}"));
    assert_eq!(shop.once_ran("2026-03-11T10:05:00Z"), [""; 0]);
    let mut both = shop.once_ran("2026-03-12T10:00:00Z");
    both.sort();
    assert_eq!(both, ["files backup passed", "papers backup passed"]);
    // Taken out, it is due no more; the other goes on.
    shop.apply(FILE);
    assert_eq!(shop.once_ran("2026-03-13T10:00:00Z"), ["files backup passed"]);
}
