//! The calculators of spot checks: how many items a plan takes, and the tickets of ids. They need no workspace.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use ballast_acceptance::Workshop;
use ballast_acceptance::payouts::{SEED, ticket};
use serde_json::{Value, json};

#[test]
fn a_size_is_told_with_what_it_proves() {
    let shop = Workshop::new();
    let size = |flags: &str| {
        let call = ["spotcheck", "plan"].into_iter().chain(flags.split_whitespace());
        let report = shop.run(call).exits(0);
        let of = |field: &str| report[field].as_u64().unwrap();
        assert!(report["risk"].as_f64().unwrap() < 0.1 + 1e-12, "{report:#}");
        (of("sample"), of("allowed_errors"))
    };
    // 95 % and 5 %, by the size of the list: "5 % table" of the reference.
    for (population, sample) in [(100, 45), (200, 51), (400, 55), (1000, 57), (2000, 58), (5000, 59)] {
        assert_eq!(size(&format!("--population {population} --tolerable 5%")), (sample, 0), "{population}");
    }
    // Hypergeometric, no error: EZ-Quant.
    for (population, tolerable, sample) in
        [(500, 8, 35), (500, 6, 47), (500, 4, 69), (500, 2, 129), (1000, 2, 138)]
    {
        let flags = format!("--population {population} --tolerable {tolerable}% --confidence 95%");
        assert_eq!(size(&flags), (sample, 0), "{flags}");
    }
    // Binomial, tables.
    for (flags, sample, errors) in [
        ("--tolerable 5%", 59, 0),
        ("--tolerable 5% --expected 1%", 93, 1),
        ("--tolerable 5% --expected 2%", 181, 4),
        ("--tolerable 5% --expected 3.5% --confidence 90%", 400, 14),
        ("--tolerable 0.05 --method binomial --population 200", 59, 0),
        ("--tolerable 5% --method monetary-unit", 60, 0),
        ("--tolerable 5% --expected 1% --method monetary-unit", 93, 0),
    ] {
        let (found, allowed) = size(flags);
        assert_eq!(found, sample, "{flags}");
        assert!(flags.contains("monetary") || allowed == errors, "{flags}: {allowed} allowed");
    }
    assert!(!shop.workspace().exists(), "a calculator makes nothing");
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_with_what_is_allowed() {
    let shop = Workshop::new();
    for (flags, found) in [
        ("--tolerable garbage", "garbage"),
        ("--tolerable -5%", "-5%"),
        ("--tolerable 101%", "101%"),
        ("--tolerable 5% --confidence NaN", "NaN"),
        ("--tolerable 5% --expected 5%", "5%"),
        ("--tolerable 5% --expected 6%", "6%"),
        ("--tolerable 0%", "0%"),
        ("--tolerable 5% --confidence 100%", "100%"),
        ("--tolerable 5% --population 0", "0"),
    ] {
        let flags: Vec<String> =
            flags.replace("--tolerable ", "--tolerable=").split(' ').map(str::to_owned).collect();
        let call = ["spotcheck", "plan"].map(str::to_owned).into_iter().chain(flags.clone());
        let error = shop.run(call).refuses(2, "invalid_call");
        assert!(error.to_string().contains(found), "{flags:?}: {error:#}");
        assert_ne!(error["allowed"], json!([]), "{flags:?}: {error:#}");
    }
    let call = ["spotcheck", "plan", "--tolerable", "5%", "--method", "guess"];
    let error = shop.run(call).refuses(2, "invalid_call");
    assert!(error.to_string().contains("monetary-unit"), "{error:#}");
}

#[test]
fn tickets_are_what_the_reference_says() {
    let shop = Workshop::new();
    let report = |seed: &str, ids: &[&str]| {
        let said = shop.run([&["spotcheck", "tickets", "--seed", seed], ids].concat());
        let tickets = said.exits(0)["tickets"].clone();
        let pair = |one: &Value| {
            (one["id"].as_str().unwrap().to_owned(), one["ticket"].as_str().unwrap().to_owned())
        };
        tickets.as_array().unwrap().iter().map(pair).collect::<Vec<_>>()
    };
    let known = [
        ("AB-130", "654b3e71876e34e6"),
        ("PAY-000001", "e176be3db705f35a"),
        ("PAY-000002", "08f977a9ea679ae9"),
        ("PAY-000003", "e3fcfbbcdaa54996"),
    ];
    let found = report(SEED, &known.map(|(id, _)| id));
    for ((id, start), (name, full)) in known.iter().zip(&found) {
        assert_eq!(id, name);
        assert!(full.starts_with(start) && *full == ticket(SEED, id), "{id}: {full}");
    }
    // One way to write a letter is one id.
    assert_eq!(report("7", &["Ma\u{308}rz"]), report("7", &["M\u{e4}rz"]));
    assert_eq!(
        shop.speak(["spotcheck", "tickets", "--seed", SEED, "AB-130"]).stdout.trim_end().lines().count(),
        1
    );
    for seed in ["", " 1", "1\n2", "7\u{7f}", "käse", &"9".repeat(257)] {
        let error = shop.run(["spotcheck", "tickets", "--seed", seed, "a"]).refuses(2, "invalid_call");
        assert_ne!(error["allowed"], json!([]), "{seed:?}");
    }
    shop.run(["spotcheck", "tickets", "--seed", "1", "a\tb"]).refuses(2, "invalid_call");
}
