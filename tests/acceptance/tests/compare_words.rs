//! What a comparison says in a terminal to somebody who has never seen one: where, what is allowed, what to do.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::Path;

use ballast_acceptance::tables::{Tables, kinds, lines, only, utf16, windows_1252, workbook_of};
use ballast_acceptance::{HEAD, Said, Workshop, end_of, until};
use serde_json::{Value, json};

/// Compares two files as people do, by the column `id` or by the key in the flags.
fn speak(tables: &Tables, old: &str, new: &str, flags: &[&str]) -> Said {
    let mut call = vec!["compare", "files", old, new];
    if !flags.contains(&"--key") {
        call.extend(["--key", "id"]);
    }
    call.extend(flags);
    tables.shop.speak(call)
}

#[track_caller]
fn says(said: &Said, code: i32, parts: &[&str]) {
    assert_eq!(said.code, code, "the exit code\n{said}");
    for part in parts {
        assert!(said.stdout.contains(part) || said.stderr.contains(part), "{part:?} is not said\n{said}");
    }
}

#[track_caller]
fn says_nothing_of(said: &Said, part: &str) {
    let text = format!("{}{}", said.stdout, said.stderr).to_lowercase();
    assert!(!text.contains(part), "{part:?} is said\n{said}");
}

#[test]
fn how_each_file_is_written_can_be_said() {
    let tables = Tables::new();
    tables.put("old.csv", "id,name,amount\n1,Öl,1234.50\n2,Ähre,3\n");
    // A kind that its name does not say, a sign that nobody would find out, and the numbers of another country.
    let german = "id#name#amount\n1#Öl#1.234,50\n2#Ähre#3\n";
    tables.put("export.dat", windows_1252(german));
    let flags = [
        "--format",
        "new=csv",
        "--encoding",
        "new=windows-1252",
        "--delimiter",
        "new=#",
        "--decimal",
        "new=,",
        "--thousands",
        "new=.",
    ];
    let document = tables.compare("old.csv", "export.dat", &flags).exits(0);
    assert_eq!(document["figures"]["new"]["encoding"], "windows-1252");
    assert_eq!(document["figures"]["new"]["delimiter"], "#");
    // Of one file alone: the other one is read as before.
    let swapped: Vec<String> = flags.iter().map(|flag| flag.replace("new=", "old=")).collect();
    let swapped: Vec<&str> = swapped.iter().map(String::as_str).collect();
    tables.compare("export.dat", "old.csv", &swapped).exits(0);
    // Said of both.
    tables.put("again.dat", windows_1252(german));
    let both: Vec<String> = flags.iter().map(|flag| flag.replace("new=", "")).collect();
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    tables.compare("export.dat", "again.dat", &both).exits(0);
    tables.put(
        "list.json",
        r#"{"data":{"rows":[{"id":1,"name":"Öl","amount":1234.5},{"id":2,"name":"Ähre","amount":3}]}}"#,
    );
    let document = tables.compare("list.json", "list.json", &["--part", "data.rows"]).exits(0);
    assert_eq!(document["figures"]["matched"], 2);
    let sheet = workbook_of(&[&["id", "when"], &["1", "31.12.2026"]]);
    tables.put("sheet.xlsx", sheet);
    tables.put("dates.csv", "id,when\n1,2026-12-31\n");
    let named = ["--part", "new=Data", "--date", "new=%d.%m.%Y"];
    tables.compare("dates.csv", "sheet.xlsx", &named).exits(0);
    let document = tables.compare("dates.csv", "sheet.xlsx", &["--part", "new=Other"]).exits(3);
    assert!(only(&document, "unparsable")["detail"].as_str().unwrap().contains("There are: Data"));
    tables.put("tabs.txt", utf16("id\tname\n1\tx\n", false));
    tables.compare("tabs.txt", "tabs.txt", &["--delimiter", "tab", "--encoding", "utf-16le"]).exits(0);
    for flags in [["--format", "doc"], ["--delimiter", "ab"], ["--encoding", "new=klingon"]] {
        tables.compare("old.csv", "old.csv", &flags).refuses(2, "invalid_call");
    }
}

#[test]
fn a_name_that_was_mistyped_is_a_wrong_call() {
    let tables = Tables::of("id,a\n1,x\n", "id,a\n1,x\n");
    for (old, new) in [("odl.csv", "new.csv"), ("new.csv", "odl.csv")] {
        let error = tables.compare(old, new, &[]).refuses(2, "invalid_call");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("odl.csv") && message.contains("no such file"), "{error:#}");
        assert_eq!(error["hint"], "Did you mean \"old.csv\"?");
    }
    // A pattern that nothing is of is no side that comes late either.
    let error = tables.compare("old.csv", "*.jsonl", &["--format", "new=jsonl"]).refuses(2, "invalid_call");
    assert!(error["message"].as_str().unwrap().contains("*.jsonl"), "{error:#}");
    tables.compare("old.csv", "n?w.csv", &[]).exits(0);
}

#[test]
fn what_is_not_a_table_is_said_with_its_line_its_cause_and_what_to_do() {
    let tables = Tables::of("id,a\n1,x\n", "");
    let cases: [(&str, Vec<u8>, &[&str]); 11] = [
        ("wide.csv", b"id,a\n1,x\n2,y,z\n".into(), &["line 3", "3 fields", "2 columns"]),
        ("quote.csv", b"id,a\n1,\"x\"y\n".into(), &["line 2", "closing quote"]),
        ("twice.csv", b"id,a,a\n1,x,y\n".into(), &["\"a\"", "two columns"]),
        ("broken.json", b"[{\"id\":1},\n{\"id\":1e}]".into(), &["line 2", "not JSON"]),
        ("object.json", b"{\"id\":1}".into(), &["line 1", "list of objects", "object", "part"]),
        ("numbers.jsonl", b"{\"id\":1}\n7\n".into(), &["line 2", "must be an object", "number"]),
        ("names.json", b"[{\"id\":1,\"a\":1,\"a\":2}]".into(), &["line 1", "\"a\" stands twice"]),
        ("behind.json", b"[{\"id\":1}]\n]".into(), &["line 2", "behind the end"]),
        ("noise.xlsx", b"no workbook".into(), &["does not read as a workbook"]),
        ("empty.csv", Vec::new(), &["empty.csv is empty"]),
        ("header.csv", b"id,a\n".into(), &["header.csv has a header and no rows"]),
    ];
    for (name, bytes, parts) in cases {
        tables.put(name, bytes);
        let said = speak(&tables, "old.csv", name, &[]);
        says(&said, 3, parts);
        says(&said, 3, &[name, "hint: "]);
        says_nothing_of(&said, "{ $");
    }
    let broken = [&b"id,a\n1,\xc3\xbcx\n"[..], &b"2,\xc3\xc3\n"[..]].concat();
    tables.put("utf.csv", broken);
    let said = speak(&tables, "old.csv", "utf.csv", &["--encoding", "utf-8"]);
    says(&said, 3, &["line 3", "UTF-8", "windows-1252"]);
}

#[test]
fn nothing_is_said_of_accepting_where_nothing_can_be_accepted() {
    let tables = Tables::new();
    tables.put("old.jsonl", "{\"id\":1,\"a\":\"x\",\"b\":\"y\",\"c\":\"z\",\"d\":1}\n{\"id\":2,\"a\":\"x\",\"b\":\"y\",\"c\":\"z\",\"d\":2}\n");
    tables.put("new.jsonl", "{\"id\":1,\"a\":null,\"b\":\"\",\"e\":\"q\",\"d\":3}\n{\"id\":2,\"a\":\"x\",\"b\":\"y\",\"e\":\"r\",\"d\":4}\n");
    let said = speak(&tables, "old.jsonl", "new.jsonl", &[]);
    says(
        &said,
        1,
        &["null_changed", "empty_changed", "value_changed", "--rename \"c=NEW\"", "--ignore \"e\""],
    );
    says_nothing_of(&said, "accept");
    tables.put("cards.csv", lines("customer_id,a", (1..=30).map(|number| format!("{number},{number}"))));
    tables.put("dash.csv", lines("customer-id,a", (1..=30).map(|number| format!("{number},{number}"))));
    let said = speak(&tables, "cards.csv", "dash.csv", &["--key", "a"]);
    says(&said, 1, &["--rename \"customer_id=customer-id\""]);
    says_nothing_of(&said, "accept");
}

#[test]
fn columns_may_be_named_with_blanks_between_them() {
    let tables = Tables::of("id,a,b,c,d\n1,x,p,1,z\n1,y,q,2,z\n", "id,a,b,c,d\n1,x,r,3,z\n1,y,q,2,z\n");
    tables.differ(&["--key", "id, a"]).exits(1);
    tables.differ(&["--key", "id, a", "--ignore", "b, c"]).exits(0);
    tables.differ(&["--key", "id,,a"]).refuses(2, "invalid_call");
}

#[test]
fn a_column_of_the_key_is_not_to_be_ignored() {
    let tables = Tables::of("id,a,b,d\n1,x,p,1\n", "id,c,b,d\n1,x,q,1\n");
    for ignored in ["id", "a", "c"] {
        let flags = ["--key", "id,a", "--rename", "a=c", "--ignore", ignored];
        let error = tables.differ(&flags).refuses(2, "invalid_call");
        assert!(error["message"].as_str().unwrap().contains("part of the key"), "{error:#}");
        assert_eq!(error["allowed"], json!(["b", "d"]), "{ignored}");
    }
    tables.differ(&["--key", "id,a", "--rename", "a=c", "--ignore", "b"]).exits(0);
    // Nor in a workspace file, where it stands on a line.
    let shop = Workshop::new();
    shop.run(["init", "--name", "Test"]).exits(0);
    let file = FILE.replace("key = [\"payout\"]", "key = [\"payout\"]\nignore = [\"note\", \"payout\"]");
    fs::write(shop.at("workspace.toml"), format!("{HEAD}{file}")).unwrap();
    let error = shop.run(["apply", "workspace.toml"]).refuses(2, "invalid_file");
    assert!(error["message"].as_str().unwrap().contains("part of the key"), "{error:#}");
    assert_eq!(error["where"]["line"], 13, "{error:#}");
}

#[test]
fn keys_that_stand_twice_are_counted_on_either_side() {
    let tables = Tables::of("id,a\n1,x\n1,y\n2,z\n3,q\n", "id,a\n2,z\n3,q\n3,q\n");
    let said = speak(&tables, "old.csv", "new.csv", &[]);
    says(
        &said,
        1,
        &["2 keys stand more than once: 3 rows of the old table and 2 of the new have one of them"],
    );
    tables.put("new.csv", "id,a\n2,z\n3,q\n");
    let said = speak(&tables, "old.csv", "new.csv", &[]);
    says(&said, 1, &["One key stands more than once: 2 rows of the old table have it"]);
    let document = tables.differ(&[]).exits(1);
    let params = &only(&document, "duplicate_key")["params"];
    assert_eq!((&params["rows_old"], &params["rows_new"]), (&json!("2"), &json!("0")));
}

#[test]
fn what_was_only_tolerated_is_not_called_the_same() {
    let tables = Tables::of("id,a\n1,5.00\n2,6\n", "id,a\n1,5.01\n2,6\n");
    let said = speak(&tables, "old.csv", "new.csv", &["--tolerance", "0.01"]);
    says(&said, 0, &["Within what is tolerated: one value"]);
    says_nothing_of(&said, "the same.");
    says(&speak(&tables, "old.csv", "old.csv", &[]), 0, &["The same."]);
}

/// The folders of comparisons in a folder for temporary files.
fn scratch(aside: &Path) -> Vec<String> {
    let names = fs::read_dir(aside).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("ballast-compare-")).collect()
}

#[test]
fn what_a_killed_comparison_left_behind_goes_with_the_next_one() {
    let tables = Tables::new();
    let aside = tables.shop.at("aside");
    let row = |number: u64| format!("{number},{},{}.50", number * 7919 % 100_003, number % 977);
    tables.put("old.csv", lines("id,a,b", (0..1_500_000).map(row)));
    tables.put("short.csv", "id,a,b\n1,2,3\n");
    let begin = || {
        let before = scratch(&aside);
        let running = tables.shop.begin(["compare", "files", "old.csv", "old.csv", "--key", "id"]);
        let folder = until("a scratch folder with something in it", || {
            let new = scratch(&aside).into_iter().find(|name| !before.contains(name))?;
            aside.join(&new).join("work/ballast-compare/old.arrow").exists().then_some(new)
        });
        (running, folder)
    };
    let (mut killed, left) = begin();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(scratch(&aside).contains(&left), "a killed program cannot tidy up");
    let (living, held) = begin();
    assert_eq!(scratch(&aside), std::slice::from_ref(&held), "the next one has tidied up");
    // A third one leaves alone what the second needs.
    let said = tables.shop.run(["compare", "files", "short.csv", "short.csv", "--key", "id"]);
    said.exits(0);
    assert_eq!(scratch(&aside), [held]);
    assert_eq!(end_of(living).code, 0);
    assert!(scratch(&aside).is_empty());
}

const FILE: &str = r#"
[[parallel_run]]
id = "engine"
title = "The new engine"
old = { csv = "old.csv" }
new = { csv = "new.csv" }
key = ["payout"]
schedule = "0 6 * * *"
window = { starts = 2026-01-26, days = 14 }
accept = { clean_runs = 3, mismatch_rate = "0%" }

[alerts]
desktop = false
"#;

fn payouts(commission: impl Fn(u64, &str) -> String) -> String {
    lines(
        "payout,region,commission",
        (1..=60).map(|number| {
            let region = ["DE", "CH", "AT"][usize::try_from(number % 3).unwrap()];
            format!("{number},{region},{}", commission(number, region))
        }),
    )
}

fn usual(number: u64, _: &str) -> String {
    format!("{}.{:02}", 100 + number * 7, number)
}

/// Twenty payouts, all of CH, are higher by one.
fn higher(number: u64, region: &str) -> String {
    if region == "CH" { format!("{}.{number:02}", 101 + number * 7) } else { usual(number, region) }
}

/// A workspace whose two sides lie there already.
fn engine(old: &str, new: &str) -> Workshop {
    let mut shop = Workshop::simulated("2026-01-25T10:00:00Z", FILE);
    shop.clock("2026-01-26T06:00:00Z");
    fs::write(shop.at("old.csv"), old).unwrap();
    fs::write(shop.at("new.csv"), new).unwrap();
    shop
}

/// What stands behind `id: ` in the text: a person copies it from there.
fn ids(said: &Said) -> Vec<String> {
    said.stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  id: ").map(|id| id.trim_matches('\'').to_owned()))
        .collect()
}

#[test]
fn a_difference_is_accepted_by_what_the_terminal_showed_of_it() {
    let shop = engine(&payouts(usual), &payouts(higher));
    let ran = shop.speak(["compare", "run", "engine"]);
    says(&ran, 1, &["They differ.", "ballast compare accept engine --finding ID"]);
    let report = shop.speak(["compare", "report", "engine"]);
    says(&report, 1, &["ballast compare accept engine --finding ID", "ballast compare differences engine"]);
    assert_eq!(ids(&ran), ids(&report));
    assert!(!ids(&report).is_empty(), "{report}");
    for id in ids(&report) {
        let reason = "the new tariff";
        let accepted = shop.speak(["compare", "accept", "engine", "--finding", &id, "--reason", reason]);
        says(&accepted, accepted.code, &["known difference ", &id]);
    }
    let again = shop.speak(["compare", "run", "engine"]);
    says(&again, 0, &["Nothing new: 20 known differences."]);
    says_nothing_of(&again, "the same.");
    let shown = shop.speak(["compare", "show", "engine"]);
    says(&shown, 3, &["Nothing new: 20 known differences."]);
}

#[test]
fn what_is_missing_for_a_switch_is_said_in_words() {
    let shop = engine(&payouts(usual), &payouts(usual));
    shop.run(["compare", "run", "engine"]).exits(0);
    let shown = shop.speak(["compare", "show", "engine"]);
    let parts = [
        "3 clean runs in a row",
        "1 of 3",
        "60 rows in the old table, 60 in the new one",
        "A month end included",
        "Earliest day for a switch: 2026-01-31",
        "Days since 2026-01-26: 1 clean",
    ];
    says(&shown, 3, &parts);
    let signed = ["compare", "sign", "engine", "--as", "Ana", "--result", "go"];
    let error = shop.run(signed).refuses(1, "not_yet");
    let message = error["message"].as_str().unwrap();
    for part in ["3 clean runs in a row", "A month end included", "2026-01-31"] {
        assert!(message.contains(part), "{message}");
    }
    for said in [shown.stdout.as_str(), message] {
        for raw in ["clean_runs", "clean runs  ", "month_end", "way_back"] {
            assert!(!said.contains(raw), "{raw} is said\n{said}");
        }
    }
    let list = shop.speak(["compare", "list"]);
    says(&list, 0, &["The new engine", "0 of 60", "1 of 3"]);
    let status = shop.speak(["status"]);
    says(&status, status.code, &["1 of 1 parallel runs are proven.", "control"]);
    says_nothing_of(&status, "backup");
}

#[test]
fn the_old_system_against_itself_is_told_column_by_column() {
    let file = FILE.replace("key =", "baseline = { csv = \"again.csv\" }\nkey =");
    let mut shop = Workshop::simulated("2026-01-25T10:00:00Z", &file);
    shop.clock("2026-01-26T06:00:00Z");
    let stamped = |stamp: u64| {
        lines(
            "payout,note,stamp",
            (1..=60).map(|n| format!("{n},{},{stamp}{n}", if n == 9 { stamp } else { 0 })),
        )
    };
    fs::write(shop.at("old.csv"), stamped(1)).unwrap();
    fs::write(shop.at("again.csv"), stamped(2)).unwrap();
    let said = shop.speak(["compare", "run", "engine", "--baseline"]);
    says(&said, said.code, &["2 columns differ by nature", "stamp", "60", "100%", "note", "1.6%", "60 rows"]);
    fs::write(shop.at("again.csv"), stamped(1)).unwrap();
    let said = shop.speak(["compare", "run", "engine", "--baseline"]);
    says(&said, 0, &["No column differs by nature"]);
}

fn missed(report: &Value) -> (u64, usize) {
    (report["missed"].as_u64().unwrap(), report["runs"].as_array().unwrap().len())
}

#[test]
fn a_slot_that_a_person_ran_by_hand_was_not_missed() {
    let mut shop = engine(&payouts(usual), &payouts(usual));
    // Both systems write every day, and every day something else.
    let write = |shop: &Workshop, day: u64| {
        for side in ["old.csv", "new.csv"] {
            fs::write(shop.at(side), payouts(|number, _| format!("{number}.{day:02}"))).unwrap();
        }
    };
    // The 26th by hand in the morning; the 27th a day later, by its date; the 28th by nobody.
    shop.run(["compare", "run", "engine"]).exits(0);
    shop.clock("2026-01-28T04:00:00Z");
    write(&shop, 27);
    shop.run(["compare", "run", "engine", "--day", "2026-01-27"]).exits(0);
    write(&shop, 29);
    let report = shop.once("2026-01-29T06:00:00Z").json();
    assert_eq!(missed(&report), (1, 1), "{report:#}");
    let line = &shop.run(["schedule", "list"]).exits(0)["lines"][0];
    assert_eq!(
        (&line["missed"], &line["last_missed_at"]),
        (&json!(1), &json!("2026-01-28T05:00:00Z")),
        "{line:#}"
    );
    // An older day that is compared today is not today's comparison.
    shop.clock("2026-01-30T05:30:00Z");
    write(&shop, 28);
    shop.run(["compare", "run", "engine", "--day", "2026-01-28"]).exits(0);
    write(&shop, 30);
    let report = shop.once("2026-01-30T06:00:00Z").json();
    assert_eq!(missed(&report), (0, 1), "{report:#}");
    // And today's is.
    shop.clock("2026-01-31T05:30:00Z");
    write(&shop, 31);
    shop.run(["compare", "run", "engine"]).exits(0);
    let report = shop.once("2026-01-31T06:00:00Z").json();
    assert_eq!(missed(&report), (0, 0), "{report:#}");
    assert_eq!(kinds(&report), [""; 0]);
}
