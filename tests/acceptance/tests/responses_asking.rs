//! How two live systems are asked: gently, fairly, and never more than was written down.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::net::TcpListener;
use std::time::Instant;

use ballast_acceptance::files::put;
use ballast_acceptance::system::{Answer, Heard, Server, ask, compare, json_of, only};
use ballast_acceptance::{Said, Workshop, end_of, of_kind, until};
use serde_json::json;
use sha2::{Digest, Sha256};

/// `/0` and so on, each on its line.
fn paths(count: usize) -> String {
    (0..count).map(|number| format!("/{number}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn nobody_is_asked_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    drop(listener);
    let old = Server::start(|_, _| json_of(json!({ "n": 1 })));
    let requests = paths(100);
    let document = ask(&Workshop::new(), &old.url(), &nobody, &requests, &[]).exits(3);
    assert_eq!((&document["figures"]["sent"], old.heard().len()), (&json!(10), 10));
    assert_eq!(document["figures"]["failures_new"], json!({ "unreachable": 10 }));
    assert!(of_kind(&document, "nothing_examined")[0]["detail"].as_str().unwrap().contains("10 of 100"));
}

#[test]
fn what_acts_on_a_live_system_is_refused() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(1))));
    let requests = "GET /a\n{\"method\":\"POST\",\"path\":\"/pay\",\"body\":{\"amount\":1.10}}\n";
    let error = compare(&old, &new, requests, &[]).refuses(2, "invalid_file");
    assert_eq!((&error["where"]["line"], &error["where"]["file"]), (&json!(2), &json!("requests.txt")));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("POST /pay") && error["hint"].as_str().unwrap().contains("--allow-writes"),
        "{error:#}"
    );
    assert!(old.heard().is_empty() && new.heard().is_empty(), "nothing was sent, not even the harmless one");
    compare(&old, &new, requests, &["--allow-writes", "--baseline", "1"]).exits(0);
    for (server, harmless) in [(&old, 3), (&new, 1)] {
        let heard = server.heard();
        let posts: Vec<&Heard> = heard.iter().filter(|heard| heard.method == "POST").collect();
        assert_eq!(
            (posts.len(), heard.len() - posts.len()),
            (1, harmless),
            "an act is no noise to be measured"
        );
        assert_eq!(posts[0].body, "{\"amount\":1.10}");
        assert!(posts[0].headers.contains("content-type: application/json"));
    }
}

#[test]
fn wrong_calls_say_where_and_send_nothing() {
    let server = Server::start(|_, _| json_of(json!(1)));
    let shop = Workshop::new();
    let url = server.url();
    for (line, field) in [
        ("GET //evil.example/x", "path"),
        ("GET http://evil.example/", "path"),
        ("FLY /", "method"),
        ("{\"path\":1}", "path"),
        ("{\"path\":\"/\",\"bdy\":1}", "bdy"),
        ("{\"path\":\"/\",\"headers\":{\"Cookie\":\"a=b\"}}", "headers"),
    ] {
        let error = ask(&shop, &url, &url, &format!("/good\n\n{line}\n"), &[]).refuses(2, "invalid_file");
        assert_eq!((&error["where"]["line"], &error["where"]["field"]), (&json!(3), &json!(field)), "{line}");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with("line 3") && !message.contains("problem-") && !message.contains('$'),
            "{message}"
        );
    }
    let with_password = url.replace("http://", "http://user:hunter2@");
    for wrong in ["ftp://x", "nowhere", with_password.as_str(), "http://x/?a=1"] {
        let said = ask(&shop, wrong, &url, "/\n", &[]);
        said.refuses(2, "invalid_call");
        assert!(!said.to_string().split_once("stdout").unwrap().1.contains("hunter2"), "{said}");
    }
    for flags in [
        ["--header", "Authorization: Bearer abc"],
        ["--header", "Host: other.example"],
        ["--header-env", "X"],
        ["--ignore", "requestId"],
        ["--tolerance", "$.a=-1"],
        ["--rate", "0"],
        ["--rate", "5000"],
        ["--timeout", "0s"],
        ["--baseline", "1000"],
        ["--rename", "a=b"],
    ] {
        ask(&shop, &url, &url, "/\n", &flags).refuses(2, "invalid_call");
    }
    shop.run(["compare", "responses", &url, &url, "--requests", "nowhere.txt"]).refuses(2, "invalid_call");
    ask(&shop, &url, &url, "# nothing\n", &[]).exits(3);
    assert!(server.heard().is_empty());
}

#[test]
fn secrets_come_from_the_environment_and_go_to_both_sides_only() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(2))));
    let mut shop = Workshop::new();
    let flags = ["--header-env", "Authorization=SHADOW_TOKEN", "--header", "X-Tenant: north"];
    let requests = "/a\n{\"path\":\"/b\",\"headers\":{\"authorization\":{\"env\":\"OTHER_TOKEN\"}}}\n";
    ask(&shop, &old.url(), &new.url(), requests, &flags).refuses(3, "secret_unavailable");
    assert!(old.heard().is_empty());
    shop.set("SHADOW_TOKEN", "Bearer correct-horse");
    shop.set("OTHER_TOKEN", "Bearer battery-staple");
    let said = ask(&shop, &old.url(), &new.url(), requests, &flags);
    said.exits(1);
    for server in [&old, &new] {
        for heard in server.heard() {
            let token = if heard.path == "/a" { "correct-horse" } else { "battery-staple" };
            assert!(heard.headers.contains(&format!("authorization: bearer {token}")), "{heard:?}");
            assert!(
                heard.headers.contains("x-tenant: north")
                    && heard.headers.matches("authorization").count() == 1
            );
        }
    }
    assert!(!said.stdout.contains("horse") && !said.stderr.contains("horse"), "{said}");
}

#[test]
fn the_rate_is_kept() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(1))));
    let requests = "/a\n".repeat(13);
    let document = compare(&old, &new, &requests, &["--rate", "20"]).exits(0);
    assert_eq!(document["figures"]["rate"], 20.0);
    for server in [old, new] {
        let at: Vec<Instant> = server.heard().iter().map(|heard| heard.at).collect();
        let taken = at[12] - at[0];
        // 12 gaps of 50 ms. The first request may have arrived late, so not all of it can be asked for.
        assert!(taken.as_millis() >= 450, "{taken:?}");
    }
}

#[test]
fn the_seed_draws_the_order_and_who_is_asked_first() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(1))));
    let requests = paths(16);
    // As the documentation says: SHA-256 over seed, 0 (whose turn) or 1 (the order), and the number of the request.
    let hash = |seed: &str, what: u8, number: u64| {
        Sha256::digest([seed.as_bytes(), &[what], &number.to_be_bytes()].concat()).to_vec()
    };
    let wanted = |seed: &str| -> Vec<(String, bool)> {
        let mut order: Vec<u64> = (0..16).collect();
        order.sort_by_key(|number| hash(seed, 1, *number));
        order.into_iter().map(|number| (format!("/{number}"), hash(seed, 0, number)[0] & 1 == 0)).collect()
    };
    let mut from = 0;
    for seed in ["first", "second", "first"] {
        let document = compare(&old, &new, &requests, &["--seed", seed]).exits(0);
        assert_eq!(document["figures"]["seed"], seed);
        let (old, new) = (old.heard(), new.heard());
        let both = old[from..].iter().zip(&new[from..]);
        let asked: Vec<(String, bool)> = both
            .map(|(old, new)| {
                assert_eq!(old.path, new.path);
                (old.path.clone(), old.at < new.at)
            })
            .collect();
        assert_eq!(asked, wanted(seed));
        from += 16;
    }
    assert_ne!(wanted("first"), wanted("second"));
    let seed = |said: Said| said.json()["figures"]["seed"].as_str().unwrap().to_owned();
    let (one, two) = (seed(compare(&old, &new, "/\n", &[])), seed(compare(&old, &new, "/\n", &[])));
    assert!(one != two && one.len() == 16, "{one} {two}");
}

#[test]
fn who_is_stopped_says_so() {
    let shop = Workshop::new();
    let old = Server::start(|_, _| json_of(json!({ "n": 1 })));
    let new =
        Server::start(|_, number| if number == 3 { Answer::Silence } else { json_of(json!({ "n": 1 })) });
    let requests = paths(10);
    put(&shop.at("requests.txt"), requests.as_bytes());
    let call =
        ["compare", "responses", &old.url(), &new.url(), "--requests", "requests.txt", "--rate", "1000"];
    let child = shop.begin(call);
    until("the silent request", || (new.heard().len() == 4).then_some(()));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let document = end_of(child).exits(3);
    assert_eq!((&document["verdict"], &document["figures"]["compared"]), (&json!("inconclusive"), &json!(3)));
    assert!(
        only(&document, "nothing_examined")["detail"].as_str().unwrap().contains("3 of 10"),
        "{document:#}"
    );
}

#[test]
fn all_of_it_has_a_time_limit() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(2))));
    let flags = ["--rate", "2", "--max-runtime", "1s"];
    let document = compare(&old, &new, &paths(100), &flags).exits(3);
    let finding = only(&document, "nothing_examined");
    assert!(finding["hint"].as_str().unwrap().contains("--max-runtime"), "{finding:#}");
    assert!(document["figures"]["sent"].as_u64().unwrap() < 100);
    // A difference that was seen is still told.
    assert_eq!(only(&document, "value_changed")["severity"], "critical");
    let hung = Server::start(|_, _| Answer::Silence);
    let document = compare(&old, &hung, "/a\n", &["--max-runtime", "1s"]).exits(3);
    assert_eq!(only(&document, "nothing_examined")["params"]["reason"], "out_of_time");
    compare(&old, &new, "/a\n", &["--max-runtime", "0s"]).refuses(2, "invalid_call");
}

#[test]
fn requests_that_act_keep_their_order() {
    let (old, new) = (Server::start(|_, _| json_of(json!(1))), Server::start(|_, _| json_of(json!(1))));
    let requests = paths(16) + "\nDELETE /15\n";
    compare(&old, &new, &requests, &["--allow-writes"]).exits(0);
    let wanted: Vec<String> = (0..16).chain([15]).map(|number| format!("/{number}")).collect();
    for server in [old, new] {
        assert!(server.heard().iter().map(|heard| &heard.path).eq(&wanted), "{:?}", server.heard());
    }
}

#[test]
fn a_file_that_holds_no_requests_is_refused_with_its_reason() {
    let server = Server::start(|_, _| json_of(json!(1)));
    let (shop, url) = (Workshop::new(), server.url());
    let call = ["compare", "responses", &url, &url, "--requests", "requests.txt"];
    let utf16: Vec<u8> = "\u{feff}GET /a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let long = [b"GET /", "a".repeat(2 << 20).as_bytes()].concat();
    let archive = br#"{ "log": { "entries": [] } }"#;
    for (bytes, code, word) in [
        (&utf16[..], "invalid_call", "UTF-8"),
        (picture, "invalid_call", "UTF-8"),
        (b"\0\0\0\0", "invalid_file", "line 1"),
        (b"GET /a\rb", "invalid_file", "line 1"),
        (&long, "invalid_file", "line 1"),
        (archive, "invalid_file", "log"),
    ] {
        put(&shop.at("requests.txt"), bytes);
        let error = shop.run(call).refuses(2, code);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(word) && message.len() < 1000 && !message.contains('\0'), "{message:?}");
    }
    put(&shop.at("requests.txt"), b"");
    assert_eq!(only(&shop.run(call).exits(3), "nothing_examined")["params"]["reason"], "no_requests");
    put(&shop.at("requests.txt"), "\u{feff}GET /a\r\n\r\n".as_bytes());
    shop.run(call).exits(0);
    assert_eq!(server.heard().len(), 2);
}
