//! What a spot check is set up with: the file that says it, and lists that cannot be drawn from.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::payouts::{HEADER, SEED};
use ballast_acceptance::spot_checks::{act, file, shop};
use ballast_acceptance::tables::only;
use ballast_acceptance::{HEAD, Workshop};
use serde_json::{Value, json};

#[track_caller]
fn nothing_was_frozen(shop: &Workshop) {
    let list = shop.run(["spotcheck", "list"]).exits(0);
    assert_eq!(list["spot_checks"][0]["round"], Value::Null, "{list:#}");
    act(shop, "show", &[]).refuses(3, "nothing_yet");
    assert!(!shop.at("workspace/artefacts").exists(), "a list was kept");
}

#[test]
fn a_list_that_cannot_be_drawn_from_is_refused_and_nothing_is_frozen() {
    let shop = shop(&[], r#"percent = "50%""#, "");
    let cases: [(&str, &str, &[&str]); 12] = [
        ("", "nothing_examined", &["list.csv", "empty"]),
        (HEADER, "nothing_examined", &["list.csv", "header"]),
        ("a,R,DE,1,5\na,R,DE,1,6\nb,R,DE,1,7\n", "duplicate_key", &["more than once", ": a."]),
        ("a,R,DE,1,x\nb,R,DE,1,7\n", "unparsable", &["payout a", "\"x\"", "amount"]),
        ("b,R,DE,1,7\na,R,DE,1,5.001\n", "unparsable", &["payout a", "\"5.001\"", "2 decimals"]),
        ("a,R,DE,1,\n", "unparsable", &["payout a", "\"\"", "amount"]),
        ("a,R,DE,1,NaN\n", "unparsable", &["payout a", "\"NaN\""]),
        ("a,R,DE,1,1e400\n", "unparsable", &["payout a", "1e400"]),
        ("a,R,DE,1,99999999999999999999999\n", "unparsable", &["payout a", "99999999999999999999999"]),
        (",R,DE,1,5\n", "unparsable", &["row 1", "no id"]),
        ("\" a\",R,DE,1,5\n", "unparsable", &["row 1", "space at an end"]),
        ("a,R,DE,1,5,6\n", "unparsable", &["line 2", "6 fields"]),
    ];
    for (rows, kind, parts) in cases {
        let text =
            if rows.is_empty() || rows == HEADER { rows.to_owned() } else { format!("{HEADER}{rows}") };
        fs::write(shop.at("list.csv"), text).unwrap();
        let document = act(&shop, "draw", &["--seed", SEED]).exits(3);
        assert_eq!(document["verdict"], "inconclusive", "{document:#}");
        let detail = only(&document, kind)["detail"].as_str().unwrap();
        for part in parts {
            assert!(detail.contains(part), "{part:?} is not said of {rows:?}: {detail}");
        }
    }
    for (header, column) in
        [("rep,region,revenue,amount", "payout_id"), ("payout_id,rep,revenue,amount", "region")]
    {
        fs::write(shop.at("list.csv"), format!("{header}\na,b,1,2\n")).unwrap();
        let document = act(&shop, "draw", &["--seed", SEED]).exits(3);
        assert_eq!(only(&document, "column_missing")["subject"], column);
    }
    fs::remove_file(shop.at("list.csv")).unwrap();
    let document = act(&shop, "draw", &["--seed", SEED]).exits(3);
    assert!(only(&document, "side_late")["detail"].as_str().unwrap().contains("list.csv"));
    nothing_was_frozen(&shop);
    act(&shop, "verify", &[]).refuses(3, "nothing_yet");
    shop.evidence_holds();
}

#[test]
fn the_file_says_a_spot_check_whole_and_comes_back_the_same() {
    let more = r#"title = "Commission payouts"
always = ["amount > 440", "stratum = CH"]
tolerance = { abs = "0.01" }
checkers = ["Ana", "Ben"]
reviewer = "Mara"
schedule = "0 9 1 * *""#;
    for sample in [
        r#"percent = "5%", at_least = 10, per_stratum = true"#,
        r#"percent = "2.5%", confidence = "90%", tolerable = "4%""#,
        r#"attribute = { confidence = "95%", tolerable = "5%", expected = "1%" }"#,
        r#"monetary_unit = { confidence = "95%", tolerable = "5%" }"#,
    ] {
        let shop = Workshop::with(&file(r#"csv = "list.csv""#, sample, more));
        let text = shop.export();
        for part in ["[[spot_check]]", sample, "stratum = CH", "reviewer = \"Mara\""] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
        fs::write(shop.at("again.toml"), &text).unwrap();
        let report = shop.run(["apply", "again.toml"]).exits(0);
        assert_eq!((&report["created"], &report["changed"]), (&json!([]), &json!([])), "{report:#}");
        assert_eq!(shop.export(), text);
    }
}

#[test]
fn a_file_that_is_wrong_is_refused_with_its_line() {
    let shop = Workshop::with("");
    let (source, sample) = (r#"csv = "list.csv""#, r#"percent = "5%""#);
    let shown = file(source, sample, "").replace(r#"["revenue"]"#, r#"["revenue", "amount"]"#);
    let nameless = file(source, sample, "").replace(r#", amount = "amount""#, "");
    let both = r#"percent = "5%", attribute = { tolerable = "5%" }"#;
    let start = HEAD.lines().count() + 1;
    let cases: [(String, usize, &str, &str); 10] = [
        (file(source, both, ""), 3, "sample", "monetary_unit"),
        (file(source, "", ""), 3, "sample", "monetary_unit"),
        (file(source, r#"percent = "500%""#, ""), 3, "sample.percent", "up to 100%"),
        (file(source, "percent = 5", ""), 3, "sample.percent", ""),
        (file(source, r#"attribute = { confidence = "95%" }"#, ""), 3, "tolerable", ""),
        (shown, 2, "population.show", ""),
        (nameless, 2, "population.amount", ""),
        (file(source, sample, r#"always = ["amount > 1", "amount"]"#), 4, "always", "amount > 5000"),
        (file(source, sample, r#"tolerance = { abs = "much" }"#), 4, "tolerance.abs", "0.01"),
        (file(source, sample, r#"checker = ["Ana"]"#), 4, "checker", "checkers"),
    ];
    for (text, line, field, allowed) in cases {
        fs::write(shop.at("wrong.toml"), format!("{HEAD}{text}")).unwrap();
        let error = shop.run(["apply", "wrong.toml"]).refuses(2, "invalid_file");
        assert_eq!(error["where"]["line"], start + line, "{text}{error:#}");
        assert!(error["where"]["field"].as_str().unwrap().contains(field), "{text}{error:#}");
        assert!(error["allowed"].to_string().contains(allowed), "{text}{error:#}");
    }
    assert_eq!(shop.run(["spotcheck", "list"]).exits(0)["spot_checks"], json!([]));
}
