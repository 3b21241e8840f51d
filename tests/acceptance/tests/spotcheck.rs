//! Spot checks from the list to the sample: what a size proves, what is frozen and committed before the seed,
//! which payouts a seed draws, and what was touched since.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ballast_acceptance::files::{put, sha256, walk, writable};
use ballast_acceptance::payouts::{Payout, SEED, canonical, csv, payouts, smallest};
use ballast_acceptance::spot_checks::{act, file, shop};
use ballast_acceptance::tables::{only, utf16, windows_1252, workbook_of};
use ballast_acceptance::{Said, Workshop, finish};
use serde_json::{Value, json};

/// The sample that a seed draws.
#[track_caller]
fn draw(shop: &Workshop, seed: &str) -> Value {
    act(shop, "draw", &["--seed", seed]).exits(0)
}

fn ids(document: &Value, reason: &str) -> Vec<String> {
    let items = document["items"].as_array().unwrap().iter().filter(|item| item["reason"] == reason);
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// All ids, whatever they are drawn for, in the order of the tickets.
fn all_ids(document: &Value) -> Vec<String> {
    let items = document["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Where the frozen list lies.
fn frozen(shop: &Workshop, hash: &str) -> PathBuf {
    let all = walk(&shop.workspace());
    all.into_iter().find(|path| path.ends_with(Path::new(hash))).unwrap()
}

#[test]
fn the_list_is_committed_before_the_seed_and_the_seed_draws_the_smallest_tickets() {
    let list = payouts(201);
    let shop = shop(&list, r#"percent = "5%""#, r#"always = ["amount > 480"]"#);
    let before = act(&shop, "draw", &[]).exits(0);
    let total: i64 = list.iter().map(|payout| payout.cents).sum();
    assert_eq!((&before["control"], &before["round"]), (&json!("payouts"), &json!(1)));
    let population = &before["population"];
    assert_eq!(population["count"], 201);
    assert_eq!(population["total"], format!("{}.{:02}", total / 100, total % 100));
    assert_eq!(population["sha256"], sha256(canonical(&list).as_bytes()), "the canonical form");
    assert_eq!(
        (&before["seed"], &before["items"], &before["drawn_at"]),
        (&Value::Null, &json!([]), &Value::Null)
    );
    let commitment = before["commitment"].as_str().unwrap();
    assert_eq!(commitment.len(), 64);
    let kept = fs::read_to_string(frozen(&shop, population["sha256"].as_str().unwrap())).unwrap();
    assert_eq!(kept, canonical(&list));
    let said = shop.speak(["spotcheck", "show", "payouts"]);
    assert!(said.stdout.contains(commitment), "people see what they commit to\n{said}");

    let after = act(&shop, "draw", &["--seed", SEED, "--as", "Ana", "--as", "Ben"]).exits(0);
    assert_eq!((&after["round"], &after["seed"]), (&json!(1), &json!(SEED)));
    assert_eq!(after["people"], json!(["Ana", "Ben"]));
    assert_eq!((&after["commitment"], &after["population"]), (&before["commitment"], population));
    // 5 % of 201 are 10.05: rounded up. What a rule takes is on top, not of the sample.
    let (large, rest): (Vec<&Payout>, Vec<&Payout>) = list.iter().partition(|payout| payout.cents > 48_000);
    assert!(large.len() > 2, "the rule takes something");
    let drawn = [smallest(SEED, rest, 11), smallest(SEED, large, 201)].concat();
    // A rule about amounts says something of the amount, and so would the order of the tickets.
    let by_id: BTreeSet<String> = drawn.into_iter().collect();
    assert_eq!(all_ids(&after), by_id.into_iter().collect::<Vec<_>>());
    for item in after["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        assert_eq!((&item["ticket"], &item["reason"]), (&json!(""), &Value::Null));
        let payout = list.iter().find(|payout| payout.id == id).unwrap();
        let text = item.to_string();
        assert!(
            item.get("amount").is_none() && !text.contains(&payout.amount()),
            "the amount is told: {text}"
        );
    }
    assert_eq!(act(&shop, "show", &[]).exits(0), after);
    assert_eq!(act(&shop, "show", &["--round", "1"]).exits(0), after);
    act(&shop, "show", &["--round", "2"]).refuses(2, "unknown_id");
    let listed = &shop.run(["spotcheck", "list"]).exits(0)["spot_checks"][0];
    assert_eq!((&listed["round"], &listed["population"]), (&json!(1), &json!(201)));
    shop.evidence_holds();
}

#[test]
fn how_many_are_drawn_follows_the_plan() {
    let list = payouts(200);
    let of = |sample: &str| {
        let shop = shop(&list, sample, "");
        draw(&shop, SEED)
    };
    let drawn = |sample: &str| ids(&of(sample), "drawn");
    assert_eq!(drawn(r#"percent = "5%", at_least = 30"#), smallest(SEED, &list, 30));
    assert_eq!(drawn(r#"percent = "0.1%""#), smallest(SEED, &list, 1));
    assert_eq!(drawn(r#"percent = "5%", at_least = 900"#), smallest(SEED, &list, 200));
    let attribute = r#"attribute = { confidence = "95%", tolerable = "5%" }"#;
    assert_eq!(drawn(attribute), smallest(SEED, &list, 51));
    let report = of(r#"percent = "5%""#);
    assert_eq!(report["sample"], 10);
    // "5 % of 200 is 10 items; none wrong still allows up to 25 %".
    assert_eq!(report["proves"][0], json!({ "errors": 0, "at_most": 50, "upper": 0.25 }));

    let report = of(r#"percent = "5%", at_least = 3, per_stratum = true"#);
    let mut wanted = Vec::new();
    for (stratum, count) in [("DE", 6), ("AT", 3), ("CH", 3)] {
        wanted.extend(smallest(SEED, list.iter().filter(|payout| payout.stratum == stratum), count));
    }
    let mut found = ids(&report, "drawn");
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn where_value_is_drawn_the_largest_is_certain_and_what_has_none_is_drawn_apart() {
    let mut list = payouts(50);
    for (payout, cents) in list.iter_mut().zip([90_000_000, 0, -500, 0]) {
        payout.cents = cents;
    }
    let shop = shop(&list, r#"monetary_unit = { tolerable = "20%" }"#, "");
    let report = draw(&shop, SEED);
    let drawn = all_ids(&report);
    assert!(drawn.contains(&list[0].id), "the largest is certain: {drawn:?}");
    // A tenth of the three that no value leads to, rounded up.
    let worthless: Vec<&String> =
        list[1..4].iter().map(|payout| &payout.id).filter(|id| drawn.contains(id)).collect();
    assert_eq!(worthless, [&smallest(SEED, &list[1..4], 1)[0]]);
    // 20 % at 95 %: 15 units of value (table C-1), the largest payout among them.
    assert_eq!((&report["sample"], drawn.len()), (&json!(15), 1 + 1 + 14));
    assert!(!report.to_string().contains("certain"), "its size is told: {report:#}");
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
}

#[test]
fn a_seed_is_entered_once_and_a_drawn_round_is_not_thrown_away() {
    let list = payouts(60);
    let shop = shop(&list, r#"percent = "10%""#, "");
    // Nothing waits for a seed: it is frozen first.
    let drawn = draw(&shop, SEED);
    assert_eq!(ids(&drawn, "drawn"), smallest(SEED, &list, 6));
    for again in [&["--seed", "2"][..], &["--seed", SEED], &[]] {
        let error = act(&shop, "draw", again).refuses(1, "not_yet");
        assert_eq!(error["params"]["round"], "1", "{error:#}");
    }
    assert_eq!(act(&shop, "show", &[]).exits(0), drawn);
    shop.evidence_holds();

    // What was not drawn may be frozen anew.
    let shop = self::shop(&list, r#"percent = "10%""#, "");
    act(&shop, "draw", &[]).exits(0);
    fs::write(shop.at("list.csv"), csv(&list[1..])).unwrap();
    let second = act(&shop, "draw", &[]).exits(0);
    assert_eq!((&second["round"], &second["population"]["count"]), (&json!(2), &json!(59)));
    assert_eq!(ids(&draw(&shop, SEED), "drawn"), smallest(SEED, &list[1..], 6));
    assert_eq!(act(&shop, "show", &["--round", "1"]).exits(0)["items"], json!([]));
}

#[test]
fn who_and_what_enters_a_seed_is_looked_at() {
    let shop = shop(&payouts(20), r#"percent = "10%""#, "");
    act(&shop, "draw", &[]).exits(0);
    for flags in [
        &["--seed", "1\n2"][..],
        &["--seed", "\u{1b}[2J"],
        &["--seed", ""],
        &["--seed", "7", "--as", "Ana", "--as", "Ana"],
        &["--seed", "7", "--as", "Ana", "--as", " ana "],
        &["--seed", "7", "--as", ""],
    ] {
        let error = act(&shop, "draw", flags).refuses(2, "invalid_call");
        assert_ne!(error["allowed"], json!([]), "{flags:?}: {error:#}");
    }
    act(&shop, "draw", &["--as", "Ana"]).refuses(2, "invalid_call");
    shop.run(["spotcheck", "draw", "others", "--seed", "1"]).refuses(2, "unknown_id");
    act(&shop, "draw", &["--day", "2999-01-01"]).refuses(2, "invalid_call");
    assert_eq!(act(&shop, "show", &[]).exits(0)["seed"], Value::Null, "it still waits");
}

#[test]
fn the_same_list_written_otherwise_draws_the_same() {
    let list = payouts(80);
    let first = draw(&shop(&list, r#"percent = "20%""#, ""), SEED);
    let mut turned = list.clone();
    turned.reverse();
    let semicolons = csv(&turned).replace(',', ";").replace('.', ",");
    let objects = turned.iter().map(|payout| {
        let Payout { id, person, stratum, revenue, .. } = payout;
        let amount = payout.amount();
        format!(r#"{{"amount":{amount},"payout_id":"{id}","rep":"{person}","region":"{stratum}","revenue":{revenue}}}"#)
    });
    let objects = objects.collect::<Vec<_>>().join("\n") + "\n";
    let text = csv(&turned);
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let cases: [(&str, &str, Vec<u8>); 6] = [
        ("turned.csv", r#"csv = "turned.csv""#, text.clone().into()),
        ("crlf.csv", r#"csv = "crlf.csv""#, text.replace('\n', "\r\n").replace('ë', "e\u{308}").into()),
        (
            "german.csv",
            r#"csv = "german.csv", format = { encoding = "windows-1252", delimiter = ";", decimal = "," }"#,
            windows_1252(&semicolons),
        ),
        ("wide.csv", r#"csv = "wide.csv""#, utf16(&text, false)),
        ("list.xlsx", r#"xlsx = "list.xlsx""#, workbook_of(&cells)),
        ("list.jsonl", r#"jsonl = "list.jsonl""#, objects.into()),
    ];
    for (name, source, bytes) in cases {
        let shop = Workshop::with(&file(source, r#"percent = "20%""#, ""));
        put(&shop.at(name), &bytes);
        let other = draw(&shop, SEED);
        for field in ["population", "commitment", "items", "sample"] {
            assert_eq!(other[field], first[field], "{field} of {name}");
        }
    }
    let source = r#"sqlite = "list.db", query = "SELECT * FROM payouts ORDER BY revenue""#;
    let shop = Workshop::with(&file(source, r#"percent = "20%""#, ""));
    let database = rusqlite::Connection::open(shop.at("list.db")).unwrap();
    database.execute_batch("CREATE TABLE payouts (payout_id, rep, region, revenue, amount)").unwrap();
    for payout in &list {
        let cells = (&payout.id, &payout.person, payout.stratum, payout.revenue, payout.amount());
        database.execute("INSERT INTO payouts VALUES (?1, ?2, ?3, ?4, ?5)", cells).unwrap();
    }
    let other = draw(&shop, SEED);
    assert_eq!((&other["population"], &other["items"]), (&first["population"], &first["items"]));
}

#[test]
fn what_was_touched_is_named() {
    let list = payouts(120);
    let shop = shop(&list, r#"percent = "10%""#, "");
    draw(&shop, SEED);
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
    let told = |code: i32| {
        let document = act(&shop, "verify", &[]).exits(code);
        let tell = |finding: &Value| {
            assert_eq!(
                (&finding["kind"], &finding["severity"]),
                (&json!("population_changed"), &json!("critical"))
            );
            assert!(
                !finding["hint"].as_str().unwrap().is_empty() && !finding.to_string().contains("{$"),
                "{finding:#}"
            );
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            (word(&finding["subject"]), word(&finding["params"]["reason"]), word(&finding["detail"]))
        };
        document["findings"].as_array().unwrap().iter().map(tell).collect::<Vec<_>>()
    };
    let rewritten = |change: &dyn Fn(&mut Vec<Payout>)| {
        let mut other = list.clone();
        change(&mut other);
        fs::write(shop.at("list.csv"), csv(&other)).unwrap();
        let told = told(1);
        fs::write(shop.at("list.csv"), csv(&list)).unwrap();
        assert_eq!(told.len(), 1, "{told:?}");
        told[0].clone()
    };
    let id = list[9].id.clone();
    let (subject, reason, detail) = rewritten(&|list| list[9].cents = 123_456);
    assert_eq!((&subject, reason.as_str()), (&id, "amount"));
    // As long as somebody may answer, no amount is told.
    assert!(!detail.contains(&list[9].amount()) && !detail.contains("1234.56"), "{detail}");
    let (subject, reason, detail) = rewritten(&|list| list[9].revenue = 77);
    assert_eq!((&subject, reason.as_str()), (&id, "cell"));
    assert!(detail.contains("revenue") && detail.contains("77"), "{detail}");
    let (subject, reason, _) = rewritten(&|list| drop(list.remove(9)));
    assert_eq!((&subject, reason.as_str()), (&id, "removed"));
    let extra = Payout { id: "PAY-9999".into(), ..list[0].clone() };
    let (subject, reason, _) = rewritten(&|list| list.push(extra.clone()));
    assert_eq!((subject.as_str(), reason.as_str()), ("PAY-9999", "added"));
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed", "it is as it was");

    // The plan, as the workspace file says it now.
    for (sample, field) in
        [(r#"percent = "11%""#, "percent"), (r#"percent = "10%", at_least = 50"#, "at_least")]
    {
        shop.apply(&file(r#"csv = "list.csv""#, sample, ""));
        let told = told(1);
        let of_plan = |one: &&(String, String, String)| one.1 == "plan" && one.2.contains(field);
        assert!(told.iter().any(|one| of_plan(&one)), "{field}: {told:?}");
        assert!(told.iter().all(|one| one.0 == "payouts"), "nothing else changed: {told:?}");
    }
    shop.apply(&file(r#"csv = "list.csv""#, r#"percent = "10%""#, ""));
    assert_eq!(act(&shop, "verify", &[]).exits(0)["findings"], json!([]));
    shop.evidence_holds();
}

#[test]
fn a_frozen_list_that_was_tampered_with_or_is_gone_is_named() {
    let list = payouts(40);
    let shop = shop(&list, r#"percent = "10%""#, "");
    let drawn = draw(&shop, SEED);
    let kept = frozen(&shop, drawn["population"]["sha256"].as_str().unwrap());
    let reason =
        || only(&act(&shop, "verify", &[]).exits(1), "population_changed")["params"]["reason"].clone();
    writable(&kept);
    let other = canonical(&list).replacen("PAY-0003,", "PAY-0003,1", 1);
    fs::write(&kept, &other).unwrap();
    assert_eq!(reason(), "frozen_list_changed");
    fs::write(&kept, "no table\n\"").unwrap();
    assert_eq!(reason(), "frozen_list_changed");
    let report = shop.run(["evidence", "verify"]).exits(1);
    assert_eq!(report["problems"][0]["problem"], "artefact_changed", "{report:#}");
    fs::remove_file(&kept).unwrap();
    assert_eq!(reason(), "frozen_list_changed");
    fs::write(&kept, canonical(&list)).unwrap();
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
    shop.evidence_holds();
}

#[test]
fn the_schedule_begins_a_round_and_leaves_the_seed_to_people() {
    let list = payouts(50);
    let file = file(r#"csv = "list.csv""#, r#"percent = "10%""#, r#"schedule = "0 9 1 * *""#);
    let mut shop = Workshop::simulated("2026-03-10T11:00:00Z", &file);
    fs::write(shop.at("list.csv"), csv(&list)).unwrap();
    assert_eq!(shop.once_ran("2026-03-31T11:00:00Z"), [""; 0]);
    assert_eq!(shop.once_ran("2026-04-01T07:00:01Z"), ["payouts freeze passed"]);
    let round = act(&shop, "show", &[]).exits(0);
    assert_eq!((&round["round"], &round["seed"], &round["items"]), (&json!(1), &Value::Null, &json!([])));
    let drawn = draw(&shop, SEED);
    assert_eq!((&drawn["round"], &drawn["frozen_at"]), (&json!(1), &round["frozen_at"]));
    assert_eq!(ids(&drawn, "drawn"), smallest(SEED, &list, 5));
    shop.evidence_holds();
}

#[test]
fn people_read_what_is_frozen_and_what_is_drawn() {
    let list = payouts(200);
    let shop = shop(&list, r#"percent = "5%""#, "");
    let mut said = vec![shop.speak(["spotcheck", "draw", "payouts"])];
    let word = |parts: &[&str], said: &Said| {
        for part in parts {
            assert!(said.stdout.contains(part), "{part:?} is not said\n{said}");
        }
    };
    word(&["200", "10", "25"], &said[0]);
    said.push(shop.speak(["spotcheck", "draw", "payouts", "--seed", SEED]));
    word(&[SEED, &smallest(SEED, &list, 1)[0]], &said[1]);
    said.push(shop.speak(["spotcheck", "verify", "payouts"]));
    said.push(shop.speak(["spotcheck", "list"]));
    said.push(finish(shop.command(["spotcheck", "plan", "--population", "200", "--tolerable", "5%"])));
    word(&["51"], &said[4]);
    for said in said {
        assert_eq!(said.code, 0, "{said}");
        assert!(
            !said.stdout.contains("{$") && !said.stdout.contains('\u{2068}'),
            "a word is not filled in\n{said}"
        );
    }
}

#[test]
fn what_was_sold_and_not_paid_is_named() {
    let list = payouts(200);
    let source = r#"csv = "list.csv", sales = { csv = "sales.csv", payout = "for" }"#;
    let shop = Workshop::with(&file(source, r#"percent = "5%""#, ""));
    fs::write(shop.at("list.csv"), csv(&list[..197])).unwrap();
    // Two sales of one payout are no mistake, and the order of the second list is its own.
    let sales = |more: &str| {
        let rows = list.iter().rev().map(|payout| format!("{},{}\n", payout.revenue, payout.id));
        format!("sold,for\n{}1,{}\n{more}", rows.collect::<String>(), list[3].id)
    };
    fs::write(shop.at("sales.csv"), sales("")).unwrap();
    let frozen = act(&shop, "draw", &[]).exits(0);
    assert_eq!(
        (&frozen["population"]["count"], &frozen["population"]["without_payout"]),
        (&json!(197), &json!(3))
    );
    let run = shop.run(["run", "list"]).exits(0)["runs"][0]["run"].as_str().unwrap().to_owned();
    let document = shop.run(["run", "show", &run]).exits(0)["document"].clone();
    assert_eq!(document["verdict"], "anomaly");
    let named =
        document["findings"].as_array().unwrap().iter().map(|finding| finding["subject"].as_str().unwrap());
    let missing: BTreeSet<&str> = list[197..].iter().map(|payout| payout.id.as_str()).collect();
    assert_eq!(named.collect::<BTreeSet<_>>(), missing);
    let said = shop.speak(["spotcheck", "show", "payouts"]);
    assert!(said.stdout.contains("For 3 rows of the second list nothing was paid."), "{said}");
    draw(&shop, SEED);
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
    shop.run(["export", "again.toml"]).exits(0);
    assert!(fs::read_to_string(shop.at("again.toml")).unwrap().contains("payout = \"for\""));
    // Everything was paid for; a column that is not there; a list that is gone.
    fs::write(shop.at("list.csv"), csv(&list)).unwrap();
    let other = Workshop::with(&file(source, r#"percent = "5%""#, ""));
    fs::write(other.at("list.csv"), csv(&list)).unwrap();
    fs::write(other.at("sales.csv"), sales("")).unwrap();
    assert_eq!(act(&other, "draw", &[]).exits(0)["population"]["without_payout"], 0);
    fs::write(other.at("sales.csv"), "sold,of\n1,2\n").unwrap();
    act(&other, "draw", &[]).exits(3);
    fs::remove_file(other.at("sales.csv")).unwrap();
    act(&other, "draw", &[]).exits(3);
}
