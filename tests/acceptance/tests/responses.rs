//! Two live systems that are asked the same, and what their answers have in common.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::net::TcpListener;
use std::sync::Mutex;
use std::thread;

use ballast_acceptance::Workshop;
use ballast_acceptance::system::{Answer, Heard, Server, ask, compare, documents, json_of, only, serve};
use serde_json::{Value, json};

const JSON: &str = "Content-Type: application/json\r\n";
const TEXT: &str = "Content-Type: text/csv\r\n";

/// `/0` and so on, each on its line.
fn paths(count: usize) -> String {
    (0..count).map(|number| format!("/{number}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_answers_pass() {
    let shop = Workshop::new();
    // The order of members, white space, and zeros at the end of a number are no difference.
    let old = Server::start(|_, _| Answer::Json(r#"{"a":1.50,"b":[true,null,"x"]}"#.to_owned()));
    let new = Server::start(|_, _| Answer::Json("{\"b\": [true, null, \"x\"],\n\"a\": 1.5}".to_owned()));
    let document = ask(&shop, &old.url(), &new.url(), "# two\nGET /v1/x?y=1\n\n/plain\n", &[]).exits(0);
    assert_eq!(document["verdict"], "passed");
    assert_eq!(
        (&document["control"], &document["run"], &document["evidence"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let figures = &document["figures"];
    for (name, count) in [
        ("requests", 2),
        ("compared", 2),
        ("equal", 2),
        ("differing", 0),
        ("failed_old", 0),
        ("failed_new", 0),
        ("format", 2),
    ] {
        assert_eq!(figures[name], count, "{name} in {figures:#}");
    }
    assert!(figures["latency_old"]["p50"].is_number() && figures["latency_new"]["p95"].is_number());
    assert_eq!(figures["paths"], json!({}));
    let mut paths: Vec<String> = old.heard().into_iter().map(|heard| heard.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/plain", "/v1/x?y=1"]);
    assert!(!shop.workspace().exists(), "it makes no workspace");
    let spoken = shop.speak(["compare", "responses", &old.url(), &new.url(), "--requests", "requests.txt"]);
    assert!(spoken.code == 0 && spoken.stdout.starts_with("The same.\n2 of 2 requests compared"), "{spoken}");
}

#[test]
fn a_rename_does_not_pass_until_it_is_accepted() {
    let documents = |flags: &[&str]| {
        documents(
            json!({ "rows": [{ "customer_id": 7 }, { "customer_id": 8 }] }),
            json!({ "rows": [{ "customer-id": 7 }, { "customer-id": 8 }] }),
            flags,
        )
    };
    let document = documents(&[]).exits(1);
    let rename = only(&document, "column_renamed");
    assert_eq!(rename["subject"], "$.rows[*].customer_id");
    assert_eq!(
        (&rename["params"]["to"], &rename["params"]["count"], &rename["severity"]),
        (&json!("customer-id"), &json!("2"), &json!("critical"))
    );
    assert_eq!(document["figures"]["paths"], json!({ "$.rows[*].customer_id": 2 }));
    assert!(
        rename["hint"].as_str().unwrap().contains("--rename '$.rows[*].customer_id=customer-id'"),
        "{rename:#}"
    );
    documents(&["--rename", "$.rows[*].customer_id=customer-id"]).exits(0);
    documents(&["--rename", "$.rows[*].customer_id=other"]).exits(1);
}

#[test]
fn each_difference_has_its_kind_and_path() {
    let document = documents(
        json!({ "n": 1, "t": "x", "gone": 1, "null": null, "blank": "", "type": 5, "list": [1, 2, 3], "big": 1 }),
        json!({ "n": 2, "t": "x", "came": 1, "null": 3, "blank": "y", "type": "5", "list": [1, 2], "big": 1 }),
        &[],
    )
    .exits(1);
    let mut told: Vec<(&str, &str)> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["kind"].as_str().unwrap(), finding["subject"].as_str().unwrap()))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("column_added", "$.came"),
            ("column_missing", "$.gone"),
            ("empty_changed", "$.blank"),
            ("null_changed", "$.null"),
            ("row_only_in_old", "$.list[*]"),
            ("type_changed", "$.type"),
            ("value_changed", "$.n"),
        ]
    );
    let flags = ["$.came", "$.gone", "$.blank", "$.null", "$.list", "$.type", "$.n", "$.nowhere"];
    let flags: Vec<&str> = flags.iter().flat_map(|path| ["--ignore", *path]).collect();
    let old = json!({ "n": 1, "t": "x" });
    let document = documents(old, json!({ "n": 2, "t": "x", "came": 1 }), &flags).exits(0);
    let ignored = &document["figures"]["ignored"];
    assert_eq!(
        (&ignored["$.n"], &ignored["$.came"], &ignored["$.nowhere"]),
        (&json!(2), &json!(2), &json!(0))
    );
}

#[test]
fn money_is_compared_as_it_is_written() {
    let old = Server::start(|_, _| {
        Answer::Json(r#"{"id":9007199254740993,"price":100.00,"text":"1.50"}"#.to_owned())
    });
    let new = Server::start(|_, _| {
        Answer::Json(r#"{"id":9007199254740992,"price":100.01,"text":"1.51"}"#.to_owned())
    });
    let paths = |flags: &[&str]| {
        let document = compare(&old, &new, "/a\n", flags).json();
        let paths =
            document["figures"]["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
        (paths, document["figures"]["tolerated"].as_u64().unwrap())
    };
    assert_eq!(paths(&[]), ("$.id $.price $.text".to_owned(), 0));
    assert_eq!(paths(&["--tolerance", "$.price=0.01"]), ("$.id $.text".to_owned(), 1));
    assert_eq!(paths(&["--tolerance", "$.price=0.009"]), ("$.id $.price $.text".to_owned(), 0));
    assert_eq!(
        paths(&["--tolerance", "0.01"]),
        ("$.id $.text".to_owned(), 1),
        "texts are names until told otherwise"
    );
    assert_eq!(paths(&["--tolerance", "$.text=0.01", "--relative", "0.01%"]), (String::new(), 3));
}

#[test]
fn what_numbers_have_in_common_is_said() {
    let prices = |factor: i64| {
        move |heard: &Heard, _: usize| {
            let cents: i64 = heard.path[1..].parse().unwrap();
            let new = (cents * factor + 500) / 1000;
            Answer::Json(format!("{{\"price\":{}.{:02}}}", new / 100, new % 100))
        }
    };
    let (old, new) = (Server::start(prices(1000)), Server::start(prices(1077)));
    let cents: Vec<String> = (0..12).map(|number| format!("/{}", 1000 + 377 * number)).collect();
    let requests = cents.join("\n");
    let document = compare(&old, &new, &requests, &[]).exits(1);
    assert_eq!(
        document["figures"]["explanations"],
        json!([{ "path": "$.price", "effect": { "factor": "1.077" }, "cells": 12 }])
    );
    let finding = only(&document, "value_changed");
    assert!(finding["detail"].as_str().unwrap().contains("always by ×1.077"), "{finding:#}");
    let text = |name: &str| finding["params"][name].as_str().unwrap();
    let cents: i64 = text("request").strip_prefix("GET /").unwrap().parse().unwrap();
    let shown = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    assert_eq!((text("old"), text("new")), (&*shown(cents), &*shown((cents * 1077 + 500) / 1000)));
}

#[test]
fn elements_belong_together_by_their_key() {
    let old = json!({ "items": [{ "id": 1, "n": 1 }, { "id": 2, "n": 2 }, { "id": 3, "n": 3 }] });
    let new = json!({ "items": [{ "id": 3, "n": 3 }, { "id": 1, "n": 9 }, { "id": 4, "n": 4 }] });
    let document = documents(old.clone(), new, &["--array-key", "$.items=id"]).exits(1);
    assert_eq!(only(&document, "value_changed")["params"]["at"], "$.items[id=1].n");
    assert_eq!(only(&document, "row_only_in_old")["params"]["at"], "$.items[id=2]");
    assert_eq!(only(&document, "row_only_in_new")["params"]["at"], "$.items[id=4]");
    let twice = json!({ "items": [{ "id": 1, "n": 1 }, { "id": 1, "n": 1 }, { "id": 2, "n": 2 }, { "id": 3, "n": 3 }] });
    let document = documents(old, twice, &["--array-key", "$.items=id"]).exits(1);
    assert_eq!(only(&document, "duplicate_key")["params"]["at"], "$.items[id=1]");
}

#[test]
fn what_differs_by_itself_is_told_apart_by_a_baseline() {
    // Both count their requests; the new one also forgot something.
    let answers = |total: u64| {
        move |_: &Heard, number: usize| json_of(json!({ "meta": { "requestId": number }, "total": total }))
    };
    let (old, new) = (Server::start(answers(5)), Server::start(answers(5)));
    let requests = "/a\n/b\n/c\n";
    let wrong = Server::start(answers(6));
    compare(&old, &wrong, requests, &["--ignore", "$.meta.requestId"]).exits(1);
    let asked = old.heard().len();
    let document = compare(&old, &new, requests, &["--baseline", "1"]).exits(0);
    assert_eq!(old.heard().len() - asked, 9, "twice each, and once for the comparison");
    assert_eq!(document["figures"]["noise"], json!({ "$.meta.requestId": 3 }));
    assert_eq!((&document["figures"]["paths"], &document["figures"]["baseline"]), (&json!({}), &json!(3)));
    assert_eq!(only(&document, "value_changed")["severity"], "note");
    let document = compare(&old, &wrong, requests, &["--baseline", "1"]).exits(1);
    assert_eq!(document["figures"]["paths"], json!({ "$.total": 3 }));
    assert_eq!(document["figures"]["differing"], 3);
}

#[test]
fn a_path_that_differs_far_more_often_than_by_itself_is_no_noise() {
    // Once in the baseline the old one stumbles; the new one always differs.
    let old = Server::start(|_, number| json_of(json!({ "n": u8::from(number == 1) })));
    let new = Server::start(|_, _| json_of(json!({ "n": 7 })));
    let requests = paths(10);
    let document = compare(&old, &new, &requests, &["--baseline", "1"]).exits(1);
    assert_eq!(document["figures"]["paths"], json!({ "$.n": 10 }));
    assert_eq!(document["figures"]["by_path"][0]["noise"], 1);
}

#[test]
fn a_side_that_is_silent_is_no_result() {
    let old = Server::start(|_, _| json_of(json!({ "n": 1 })));
    let new = Server::start(|_, _| Answer::Silence);
    let document = compare(&old, &new, "/a\n/b\n", &["--timeout", "1s"]).exits(3);
    assert_eq!(document["verdict"], "inconclusive");
    let finding = only(&document, "side_incomplete");
    assert_eq!(finding["subject"], format!("127.0.0.1:{}", new.port));
    assert_eq!((&finding["params"]["count"], &finding["params"]["why"]), (&json!("2"), &json!("no_answer")));
    assert_eq!(
        (&document["figures"]["failed_old"], &document["figures"]["failed_new"]),
        (&json!(0), &json!(2))
    );
}

#[test]
fn a_few_failures_of_one_side_are_its_fault() {
    let old = Server::start(|_, _| json_of(json!({ "n": 1 })));
    let new = Server::start(
        |heard, _| {
            if heard.path == "/3" { Answer::Endless } else { json_of(json!({ "n": 1 })) }
        },
    );
    let requests = paths(12);
    let document = compare(&old, &new, &requests, &[]).exits(1);
    let finding = only(&document, "probe_failed");
    assert_eq!(
        (&finding["params"]["request"], &finding["params"]["why"]),
        (&json!("GET /3"), &json!("too_large"))
    );
    assert_eq!((&document["figures"]["compared"], &document["figures"]["equal"]), (&json!(11), &json!(11)));
    assert_eq!(document["figures"]["failures_new"], json!({ "too_large": 1 }));
}

#[test]
fn bodies_that_are_no_json_are_compared_as_what_they_are() {
    let body = |text: &'static str, kind: &'static str| {
        Server::start(move |_, _| Answer::Http(200, kind, text.to_owned()))
    };
    let document = compare(&body("{\"a\":1}", JSON), &body("{\"a\":1", JSON), "/\n", &[]).exits(1);
    let finding = only(&document, "type_changed");
    assert_eq!((&finding["subject"], &finding["params"]["new"]), (&json!("body"), &json!("no JSON")));
    compare(&body("{\"a\":1", JSON), &body("{\"a\":1", JSON), "/\n", &[]).exits(0);
    let document = compare(&body("a;b\n1;2\n3;4", TEXT), &body("a;b\n1;2\n3;5", TEXT), "/\n", &[]).exits(1);
    let params = &only(&document, "value_changed")["params"];
    assert_eq!(
        (&params["at"], &params["old"], &params["new"]),
        (&json!("body, line 3"), &json!("3;4"), &json!("3;5"))
    );
    let deep: &'static str = Box::leak(("[".repeat(200_000) + &"]".repeat(200_000)).into_boxed_str());
    let document = compare(&body("[]", JSON), &body(deep, JSON), "/\n", &[]).exits(1);
    assert_eq!(only(&document, "type_changed")["params"]["new"], "JSON that nests too deep");
    let document = compare(&body("x", TEXT), &body("x", "Content-Type: text/html\r\n"), "/\n", &[]).exits(1);
    assert_eq!(only(&document, "value_changed")["subject"], "header:content-type");
    compare(&body("x", TEXT), &body("x", "Content-Type: Text/CSV\r\n"), "/\n", &[]).exits(0);
}

#[test]
fn statuses_are_compared_first() {
    let old = Server::start(|_, _| json_of(json!({ "n": 1, "m": 2 })));
    let new = Server::start(|_, _| {
        Answer::Http(404, "Content-Type: application/json\r\n", "{\"error\":1}".to_owned())
    });
    let document = compare(&old, &new, "/a\n", &[]).exits(1);
    assert_eq!(
        document["figures"]["paths"],
        json!({ "status": 1 }),
        "an error's text is not held against an answer"
    );
    assert_eq!(document["figures"]["statuses_new"], json!({ "404": 1 }));
    let shut = Server::start(|_, _| Answer::Http(401, "", String::new()));
    let document = compare(&shut, &shut, "/a\n/b\n", &[]).exits(3);
    assert!(only(&document, "nothing_examined")["hint"].as_str().unwrap().contains("--header-env"));
}

#[test]
fn a_redirect_is_compared_and_never_followed() {
    let elsewhere = Server::start(|_, _| json_of(json!(1)));
    let to_login = Server::start(|_, _| Answer::Http(302, "Location: /login\r\n", String::new()));
    compare(&to_login, &to_login, "/a\n", &[]).exits(0);
    let place: &'static str = Box::leak(format!("Location: {}/login\r\n", elsewhere.url()).into_boxed_str());
    let away = Server::start(move |_, _| Answer::Http(302, place, String::new()));
    let document = compare(&to_login, &away, "/a\n", &[]).exits(1);
    assert_eq!(only(&document, "value_changed")["subject"], "header:location");
    assert!(elsewhere.heard().is_empty(), "{:?}", elsewhere.heard());
    assert!(to_login.heard().iter().all(|heard| heard.path == "/a"));
    // A system that names itself says the same as one that does not.
    let own = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = own.local_addr().unwrap().port();
    drop(own);
    let own: &'static str =
        Box::leak(format!("Location: http://127.0.0.1:{port}/login\r\n").into_boxed_str());
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(&stream, &Mutex::default(), &|_, _| Answer::Http(302, own, String::new()));
        }
    });
    ask(&Workshop::new(), &to_login.url(), &format!("http://127.0.0.1:{port}"), "/a\n", &[]).exits(0);
}

#[test]
fn too_few_answers_outweigh_what_is_known_to_differ() {
    let old = Server::start(|_, _| json_of(json!({ "n": 1 })));
    let new = Server::start(|heard, _| {
        if ["/3", "/5"].contains(&heard.path.as_str()) { Answer::Hangup } else { json_of(json!({ "n": 2 })) }
    });
    let document = compare(&old, &new, &paths(12), &[]).exits(3);
    let finding = only(&document, "side_incomplete");
    assert_eq!((&finding["severity"], &finding["params"]["count"]), (&json!("blocking"), &json!("2")));
    assert_eq!(document["figures"]["paths"], json!({ "$.n": 10 }));
}
