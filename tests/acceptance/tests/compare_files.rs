//! Two files compared on the spot: what is told, how it ends, and that nothing passes that differs.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::files::noise;
use ballast_acceptance::of_kind;
use ballast_acceptance::tables::{Tables, kinds, lines, only, utf16, windows_1252, workbook_of};
use serde_json::{Value, json};

const PEOPLE: &str =
    "id,name,amount\n1,\"Müller – Öl, €\",10.50\n2,\"two\nlines\",3\n3,\"say \"\"so\"\"\",-7.25\n";

/// The same rows with another sign between their cells; the quotes are there already.
fn apart(sign: &str) -> String {
    PEOPLE
        .replace("id,name,amount", &["id", "name", "amount"].join(sign))
        .replace("1,\"", &format!("1{sign}\""))
        .replace("2,\"", &format!("2{sign}\""))
        .replace("3,\"", &format!("3{sign}\""))
        .replace("\",", &format!("\"{sign}"))
}

#[track_caller]
fn figure(document: &Value, name: &str) -> u64 {
    document["figures"][name].as_u64().unwrap_or_else(|| panic!("no {name} in {document:#}"))
}

#[test]
fn the_exit_code_says_how_it_came_out() {
    let tables = Tables::of("id,a\n1,x\n2,y\n", "id,a\n2,y\n1,x\n");
    tables.differ(&[]).exits(0);
    tables.put("other.csv", "id,a\n1,x\n2,Y\n");
    tables.compare("old.csv", "other.csv", &[]).exits(1);
    tables.compare("old.csv", "late.csv", &[]).exits(3);
    let error = tables.differ(&["--key", "nobody"]).refuses(2, "invalid_call");
    assert_eq!(error["allowed"], json!(["a", "id"]), "{error:#}");
    for flags in [["--rename", "nobody=a"], ["--ignore", "nobody"]] {
        let error = tables.differ(&flags).refuses(2, "invalid_call");
        assert!(error["allowed"].as_array().unwrap().contains(&json!("a")), "{error:#}");
    }
    for flags in [["--tolerance", "a bit"], ["--relative", "5"], ["--rename", "a"], ["--export", "all.doc"]] {
        tables.differ(&flags).refuses(2, "invalid_call");
    }
    tables.put("table.doc", "id,a\n1,x\n");
    tables.compare("old.csv", "table.doc", &[]).refuses(2, "invalid_call");
}

#[test]
fn the_document_has_everything_that_the_contract_names() {
    let tables = Tables::of("id,a,b\n1,5.00,x\n2,6,y\n3,7,z\n", "id,a,b\n1,5.00,x\n2,6.5,y\n4,7,z\n");
    let document = tables.differ(&[]).exits(1);
    assert_eq!(document["verdict"], "failed");
    let figures = &document["figures"];
    for (name, wanted) in [
        ("rows_old", 3),
        ("rows_new", 3),
        ("matched", 2),
        ("only_old", 1),
        ("only_new", 1),
        ("changed", 1),
        ("changed_cells", 1),
        ("unexplained", 3),
    ] {
        assert_eq!(figure(&document, name), wanted, "{name} in {figures:#}");
    }
    assert_eq!(figures["columns"], json!({ "a": 1 }));
    assert_eq!(figures["mismatch_rate"], json!(0.75));
    assert_eq!((&figures["drift"], &figures["explanations"]), (&json!([]), &json!([])));
    let total = &figures["totals"][0];
    let wanted =
        [("column", json!("a")), ("old", json!("18.00")), ("new", json!("18.50")), ("equal", json!(false))];
    for (field, wanted) in wanted {
        assert_eq!(total[field], wanted, "{figures:#}");
    }
    let file = fs::read(tables.shop.at("old.csv")).unwrap();
    let old = &figures["old"];
    assert_eq!(old["sha256"], ballast_acceptance::files::sha256(&file));
    assert_eq!((&old["rows"], &old["bytes"]), (&json!(3), &json!(file.len())));
    assert_eq!(only(&document, "value_changed")["params"]["column"], "a");
}

#[test]
fn the_same_rows_are_the_same_however_they_are_written() {
    let tables = Tables::new();
    tables.put("old.csv", PEOPLE);
    let json_rows = r#"{"id":1,"name":"Müller – Öl, €","amount":10.50}
        {"id":2,"name":"two\nlines","amount":3}
        {"id":3,"name":"say \"so\"","amount":-7.25}"#;
    let rows: Vec<String> = json_rows.lines().map(|line| line.trim().to_owned()).collect();
    let sheet = workbook_of(&[
        &["id", "name", "amount"],
        &["1", "Müller – Öl, €", "10.50"],
        &["2", "two\nlines", "3"],
        &["3", "say \"so\"", "-7.25"],
    ]);
    let written: [(&str, Vec<u8>, Value, Value); 9] = [
        ("windows.csv", windows_1252(&apart(";")), json!("windows-1252"), json!(";")),
        ("tab.tsv", apart("\t").into(), json!("UTF-8"), json!("\t")),
        (
            "pipe.csv",
            apart("|").replace('\n', "\r\n").replace("two\r\n", "two\n").into(),
            json!("UTF-8"),
            json!("|"),
        ),
        ("marked.csv", format!("\u{feff}{PEOPLE}").into(), json!("UTF-8"), json!(",")),
        ("little.csv", utf16(&apart("\t"), false), json!("UTF-16LE"), json!("\t")),
        ("big.csv", utf16(&apart(";"), true), json!("UTF-16BE"), json!(";")),
        ("list.json", format!("[{}]", rows.join(",")).into(), json!("UTF-8"), Value::Null),
        ("lines.jsonl", lines(&rows[0], rows[1..].to_vec()).into(), json!("UTF-8"), Value::Null),
        ("sheet.xlsx", sheet, Value::Null, Value::Null),
    ];
    for (name, bytes, encoding, delimiter) in written {
        tables.put(name, bytes);
        for (old, new, side) in [("old.csv", name, "new"), (name, "old.csv", "old")] {
            let document = tables.compare(old, new, &[]).json();
            assert_ne!(document["verdict"], "failed", "{name}: {document:#}");
            let of_json = name.contains("json") || name.contains("xlsx");
            // A number of a typed table has no nought at its end to lose.
            let allowed = if of_json { vec!["precision_changed"] } else { vec![] };
            assert!(kinds(&document).iter().all(|kind| allowed.contains(kind)), "{name}: {document:#}");
            assert_eq!((figure(&document, "matched"), figure(&document, "changed")), (3, 0), "{name}");
            let facts = &document["figures"][side];
            assert_eq!((&facts["encoding"], &facts["delimiter"]), (&encoding, &delimiter), "{name}");
        }
    }
}

#[test]
fn one_other_letter_is_found_in_every_kind_of_file() {
    let tables = Tables::new();
    tables.put("old.csv", "id,name,amount\n1,Öl,10.5\n2,Ähre,3\n");
    tables.put("windows.csv", windows_1252("id;name;amount\n1;Ol;10.5\n2;Ähre;3\n"));
    tables.put("tab.tsv", "id\tname\tamount\n1\tÖl\t10.5\n2\tÄhre \t3\n");
    tables.put("big.csv", utf16("id,name,amount\n1,Öl,10.5\n2,Ahre,3\n", true));
    tables
        .put("list.json", r#"[{"id":1,"name":"Öl","amount":10.5},{"id":2,"name":"A\u0308hre","amount":3}]"#);
    tables.put(
        "lines.jsonl",
        "{\"id\":1,\"name\":\"ÖL\",\"amount\":10.5}\n{\"id\":2,\"name\":\"Ähre\",\"amount\":3}\n",
    );
    tables.put(
        "sheet.xlsx",
        workbook_of(&[&["id", "name", "amount"], &["1", "Öl", "10.5"], &["2", "Ähren", "3"]]),
    );
    for name in ["windows.csv", "tab.tsv", "big.csv", "list.json", "lines.jsonl", "sheet.xlsx"] {
        let document = tables.compare("old.csv", name, &[]).exits(1);
        assert_eq!(kinds(&document), ["value_changed"], "{name}: {document:#}");
        assert_eq!((figure(&document, "matched"), figure(&document, "changed_cells")), (2, 1), "{name}");
    }
}

#[test]
fn what_does_not_count_must_be_said() {
    let tables = Tables::of("id,a\nK1 ,Äu \n", "id,a\nk1,A\u{308}U\n");
    let document = tables.differ(&[]).exits(1);
    assert_eq!(kinds(&document), ["row_only_in_old", "row_only_in_new"]);
    tables.differ(&["--even", "trim,case"]).exits(1);
    tables.differ(&["--even", "trim,case,unicode"]).exits(0);
    // Keys are texts: none of these is another.
    let tables = Tables::of("id,a\n1,x\n01,x\n1.0,x\n 1,x\nÄ,x\n", "id,a\n1,x\nA\u{308},x\n");
    let document = tables.differ(&[]).exits(1);
    assert_eq!(
        (figure(&document, "matched"), figure(&document, "only_old"), figure(&document, "only_new")),
        (1, 4, 1)
    );
}

#[test]
fn null_empty_a_missing_column_and_an_absent_row_are_four_findings() {
    let tables = Tables::new();
    tables.put("old.jsonl", "{\"id\":1,\"a\":\"x\",\"b\":\"y\",\"c\":\"z\"}\n{\"id\":2,\"a\":\"x\",\"b\":\"y\",\"c\":\"z\"}\n{\"id\":3,\"a\":\"x\",\"b\":\"y\",\"c\":\"z\"}\n");
    tables.put("new.jsonl", "{\"id\":1,\"a\":null,\"b\":\"y\"}\n{\"id\":2,\"a\":\"x\",\"b\":\"\"}\n");
    let document = tables.compare("old.jsonl", "new.jsonl", &[]).exits(1);
    let loud: Vec<&str> =
        kinds(&document).into_iter().filter(|kind| *kind != "nullability_changed").collect();
    assert_eq!(loud, ["column_missing", "row_only_in_old", "null_changed", "empty_changed"], "{document:#}");
    for (kind, subject) in [("column_missing", "c"), ("null_changed", "a"), ("empty_changed", "b")] {
        assert_eq!(only(&document, kind)["subject"], subject);
    }
    // Null and empty are one only for who says so.
    tables.put("null.json", r#"[{"id":1,"a":null},{"id":2,"a":"x"}]"#);
    tables.put("empty.json", r#"[{"id":1,"a":""},{"id":2,"a":"x"}]"#);
    let document = tables.compare("null.json", "empty.json", &[]).exits(1);
    assert_eq!(figure(&document, "changed_cells"), 1);
    tables.compare("null.json", "empty.json", &["--even", "empty"]).exits(0);
    // A key that is null matches nothing, not even another one.
    tables.put("nameless.json", r#"[{"id":null,"a":"x"},{"id":2,"a":"x"}]"#);
    let document = tables.compare("nameless.json", "nameless.json", &[]).exits(1);
    assert_eq!((figure(&document, "matched"), figure(&document, "null_keys")), (1, 2));
}

#[test]
fn keys_that_stand_twice_are_found_and_their_cells_are_not_compared() {
    let tables = Tables::of("id,a\n1,x\n1,y\n2,z\n3,q\n", "id,a\n1,x\n2,Z\n3,q\n3,q\n");
    let document = tables.differ(&[]).exits(1);
    assert_eq!(kinds(&document), ["duplicate_key", "value_changed"]);
    for (name, wanted) in [("duplicate_keys", 2), ("duplicate_old", 3), ("duplicate_new", 3), ("matched", 1)]
    {
        assert_eq!(figure(&document, name), wanted, "{name}");
    }
    assert_eq!(figure(&document, "changed_cells"), 1);
    // Together with another column they name rows.
    let document = tables.differ(&["--key", "id,a"]).exits(1);
    assert_eq!(figure(&document, "duplicate_keys"), 1, "(3, q) stands twice");
    assert_eq!(figure(&document, "matched"), 1, "(1, x)");
}

#[test]
fn numbers_are_exact_however_long_they_are() {
    let tables = Tables::of(
        "id,a\n1,9007199254740993\n2,0.1\n3,123456789012345678901234567890.000000001\n4,0.30\n",
        "id,a\n1,9007199254740992\n2,0.10\n3,123456789012345678901234567890.000000002\n4,0.3\n",
    );
    let document = tables.differ(&[]).exits(1);
    assert_eq!(figure(&document, "changed_cells"), 2);
    let column = &document["figures"]["by_column"][0];
    assert_eq!(
        (&column["kind"], &column["format"], &column["largest"]),
        (&json!("decimal"), &json!(2), &json!("1"))
    );
    let total = &document["figures"]["totals"][0];
    assert_eq!(total["old"], "123456789012354686100489308883.400000001");
    assert_eq!(total["new"], "123456789012354686100489308882.400000002");
    // In JSON too, where other programs read them as floats.
    tables.put("old.json", r#"[{"id":1,"a":9007199254740993},{"id":2,"a":0.1}]"#);
    tables.put("new.json", r#"[{"id":1,"a":9007199254740992},{"id":2,"a":0.1}]"#);
    let document = tables.compare("old.json", "new.json", &[]).exits(1);
    assert_eq!(figure(&document, "changed_cells"), 1);
}

#[test]
fn tolerance_is_symmetric_and_exact_at_its_edge() {
    // 0.1 % of 1001 is 1.001: of the larger of both, not of the one that stands on the left.
    let tables = Tables::of("id,a\n1,1000.000\n2,5.00\n3,0.00\n", "id,a\n1,1001.001\n2,5.02\n3,0.02\n");
    for (flags, tolerated) in [
        (vec![], 0),
        (vec!["--tolerance", "0.02"], 2),
        (vec!["--relative", "0.1%"], 1),
        (vec!["--tolerance", "0.02", "--relative", "0.1%"], 3),
        (vec!["--tolerance", "0.019999", "--relative", "0.0999%"], 0),
    ] {
        let mut seen = Vec::new();
        for (old, new) in [("old.csv", "new.csv"), ("new.csv", "old.csv")] {
            let document = tables.compare(old, new, &flags).json();
            assert_eq!(
                document["figures"]["cells"]["tolerated"],
                json!(tolerated),
                "{flags:?}: {document:#}"
            );
            assert_eq!(document["figures"]["cells"]["mismatch"], json!(3 - tolerated), "{flags:?}");
            seen.push((document["verdict"].clone(), document["figures"]["cells"].clone()));
        }
        assert_eq!(seen[0], seen[1], "{flags:?}");
        assert_eq!(seen[0].0, if tolerated == 3 { "passed" } else { "failed" });
    }
    // What is tolerated is no equal cell, and the sum says so without failing.
    let document = tables.differ(&["--tolerance", "2"]).exits(0);
    assert_eq!(document["figures"]["cells"]["equal"], 0);
    assert_eq!(only(&document, "totals_differ")["severity"], "note");
}

/// 300 payouts; one in three is of CH.
fn payouts(header: &str, commission: impl Fn(u64, &str) -> String) -> String {
    let regions = ["DE", "CH", "AT"];
    lines(
        header,
        (1..=300).map(|number| {
            let region = regions[usize::try_from(number % 3).unwrap()];
            format!("{number},{},{region},{}", 4000 + number, commission(number, region))
        }),
    )
}

fn cents(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[test]
fn a_column_that_was_renamed_overnight_blocks_until_a_person_says_so() {
    let paid = |number: u64, _: &str| cents(10_000 + 713 * number);
    let tables = Tables::of(
        &payouts("payout,customer_id,region,commission", paid),
        &payouts("payout,customer-id,region,commission", paid),
    );
    // As a plain column, and as the key, under its old name and its new one.
    for (key, is_key) in [("payout", false), ("customer_id", true), ("customer-id", true)] {
        let document = tables.differ(&["--key", key]).exits(1);
        assert_eq!((figure(&document, "matched"), figure(&document, "changed")), (300, 0), "{key}");
        assert_eq!(kinds(&document), ["column_renamed"], "{key}");
        let finding = only(&document, "column_renamed");
        assert_eq!(finding["severity"], "critical");
        assert_eq!(finding["params"]["old"], "customer_id");
        assert_eq!(finding["params"]["new"], "customer-id");
        let drift = &document["figures"]["drift"];
        let wanted = json!([{
            "kind": "renamed", "from": "customer_id", "to": "customer-id", "match_rate": 1.0,
            "matched": 300, "of": 300, "key": is_key, "accepted": false,
        }]);
        assert_eq!(*drift, wanted, "{key}");
        // A new name under which the key is asked for is no acceptance.
        if key == "customer-id" {
            continue;
        }
        let document = tables.differ(&["--key", key, "--rename", "customer_id=customer-id"]).exits(0);
        assert_eq!(kinds(&document), [""; 0]);
        assert_eq!(document["figures"]["drift"][0]["accepted"], true);
    }
}

#[test]
fn a_new_name_that_reads_otherwise_is_proposed_by_its_values() {
    let paid = |number: u64, _: &str| cents(10_000 + 713 * number);
    let tables = Tables::of(
        &payouts("payout,customer_id,region,commission", paid),
        &payouts("payout,client,region,commission", paid),
    );
    let document = tables.differ(&["--key", "payout"]).exits(1);
    let drift = &document["figures"]["drift"][0];
    assert_eq!(
        (&drift["from"], &drift["to"], &drift["accepted"]),
        (&json!("customer_id"), &json!("client"), &json!(false))
    );
    tables.differ(&["--key", "payout", "--rename", "customer_id=client"]).exits(0);
    // One that holds something else is not: it is missing here and new there.
    tables.put("new.csv", payouts("payout,client,region,commission", paid).replace(",4", ",9"));
    let document = tables.differ(&["--key", "payout"]).exits(1);
    assert!(of_kind(&document, "column_renamed").is_empty(), "{document:#}");
    only(&document, "column_missing");
    only(&document, "column_added");
}

#[test]
fn what_differing_rows_have_in_common_is_said_with_its_count() {
    let old = |number: u64, _: &str| cents(10_000 + 713 * number);
    let new = |number: u64, region: &str| {
        let paid = 10_000 + 713 * number;
        cents(if region == "CH" { (paid * 1077 + 500) / 1000 } else { paid })
    };
    let tables = Tables::of(
        &payouts("payout,customer,region,commission", old),
        &payouts("payout,customer,region,commission", new),
    );
    let document = tables.differ(&["--key", "payout"]).exits(1);
    assert_eq!(figure(&document, "changed"), 100);
    let explained = &document["figures"]["explanations"];
    assert_eq!(explained.as_array().unwrap().len(), 1, "{explained:#}");
    let wanted = [
        ("where", json!("region = CH")),
        ("effect", json!("×1.077")),
        ("rows", json!(100)),
        ("share", json!(1.0)),
    ];
    for (field, wanted) in wanted {
        assert_eq!(explained[0][field], wanted, "{explained:#}");
    }
}

#[test]
fn a_side_that_is_not_whole_is_never_without_differences() {
    let tables = Tables::new();
    tables.put("whole.csv", "id,a,b\n1,x,y\n2,x,z\n");
    tables.put("whole.json", r#"[{"id":1,"a":"x","b":"y"}]"#);
    fs::create_dir(tables.shop.at("folder.csv")).unwrap();
    let sheet = workbook_of(&[&["id", "a", "b"], &["1", "x", "y"]]);
    let broken: [(&str, Vec<u8>, &str); 12] = [
        ("nothing.csv", Vec::new(), "nothing_examined"),
        ("header.csv", b"id,a,b\n".into(), "nothing_examined"),
        ("list.json", b"[]".into(), "nothing_examined"),
        ("short.csv", b"id,a,b\n1,x,y\n2,x".into(), "side_incomplete"),
        ("quote.csv", b"id,a,b\n1,x,y\n2,x,\"z".into(), "side_incomplete"),
        ("cut.json", br#"[{"id":1,"a":"x","b":"y"}"#.into(), "side_incomplete"),
        ("cut.jsonl", b"{\"id\":1,\"a\":\"x\",\"b\":\"y\"}\n{\"id\":2,\"a\"".into(), "side_incomplete"),
        ("wide.csv", b"id,a,b\n1,x,y\n2,x,y,z\n".into(), "unparsable"),
        ("noise.csv", noise(1, 40_000), "unparsable"),
        ("noise.json", noise(2, 40_000), "unparsable"),
        ("noise.xlsx", noise(3, 40_000), "unparsable"),
        ("cut.xlsx", sheet[..sheet.len() - 40].to_vec(), "side_incomplete"),
    ];
    for (name, bytes, kind) in broken {
        tables.put(name, bytes);
        for (old, new) in [(name, "whole.csv"), ("whole.json", name), (name, name)] {
            let document = tables.compare(old, new, &[]).exits(3);
            assert!(kinds(&document).contains(&kind), "{name}: {document:#}");
        }
    }
    for (name, kind) in [("late.csv", "side_late"), ("folder.csv", "unsupported")] {
        let document = tables.compare("whole.csv", name, &[]).exits(3);
        let finding = only(&document, kind);
        assert!(finding["subject"].as_str().unwrap().ends_with(name), "{finding:#}");
    }
}

#[test]
fn the_same_comparison_twice_says_the_same() {
    let row = |number: u64| format!("{number},{},{}", number * 7919 % 1000, number % 5);
    let old = lines("id,a,b", (0..3000).map(row));
    let new = lines("id,a,b", (30..3030).rev().map(|number| row(number).replace(",9", ",8")));
    let tables = Tables::of(&old, &new);
    let once = tables.differ(&[]).exits(1);
    let again = tables.differ(&[]).exits(1);
    assert!(figure(&once, "changed") > 100 && figure(&once, "only_old") == 30, "{once:#}");
    assert_eq!(once["figures"], again["figures"]);
    assert_eq!(once["findings"], again["findings"]);
    // The order of the rows is not the order of the keys.
    tables.put("new.csv", lines("id,a,b", (30..3030).map(|number| row(number).replace(",9", ",8"))));
    let sorted = tables.differ(&[]).exits(1);
    assert_eq!(sorted["figures"]["digest"], once["figures"]["digest"]);
}

#[test]
fn every_difference_can_be_written_out() {
    let tables =
        Tables::of("id,a,b\n1,x,<b>&\n2,x,y\n3,x,y\n4,=1+1,y\n", "id,a,b\n1,x,<i>&\n2,z,\"q,\nr\"\n4,x,y\n");
    for name in ["all.csv", "all.html", "all.parquet"] {
        tables.differ(&["--export", name]).exits(1);
    }
    let text = fs::read_to_string(tables.shop.at("all.csv")).unwrap();
    for part in ["<b>&", "\"q,\nr\"", "id,column,"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let page = fs::read_to_string(tables.shop.at("all.html")).unwrap();
    assert!(page.contains("&lt;i&gt;&amp;") && !page.contains("<i>"), "{page}");
    // What was written can be read again, and says the same in both kinds, but for what would be a formula.
    let key = ["--key", "id,column", "--even", "empty"];
    let document = tables.compare("all.csv", "all.parquet", &key).json();
    assert_eq!((figure(&document, "rows_old"), figure(&document, "changed")), (5, 1), "{document:#}");
    assert!(text.contains("'=1+1"), "{text}");
    assert_eq!(
        (figure(&document, "matched"), figure(&document, "null_keys")),
        (4, 2),
        "the lone row has no column"
    );
    // Where nothing differs, an empty list says so.
    tables.compare("old.csv", "old.csv", &["--export", "none.csv"]).exits(0);
    assert_eq!(fs::read_to_string(tables.shop.at("none.csv")).unwrap().lines().count(), 1);
    // A place that is not there is said before anything is compared, and nothing that is there is written over.
    tables.differ(&["--export", "nowhere/all.csv"]).refuses(2, "invalid_call");
    let before = fs::read(tables.shop.at("old.csv")).unwrap();
    tables.differ(&["--export", "old.csv"]).refuses(2, "invalid_call");
    assert_eq!(fs::read(tables.shop.at("old.csv")).unwrap(), before);
}
