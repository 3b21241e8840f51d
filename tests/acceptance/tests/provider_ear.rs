//! Signs of life that come in over a port.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use ballast_acceptance::agent::within;
use ballast_acceptance::providers::{Provider, TWO_PROVIDERS};
use ballast_acceptance::{Workshop, until};
use serde_json::{Value, json};

const TOKEN: &str = "a-token-of-a-nightly-job";

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn file(port: u16, provider: &Provider) -> String {
    let url = provider.url("health");
    format!(
        r#"
[network]
heartbeat_port = {port}

{TWO_PROVIDERS}
probes = [
  {{ name = "A", on = "primary", http = "{url}", every = "1s" }},
  {{ name = "nightly", on = "backup", every = "1s", heartbeat = {{ every = "10m", token = {{ env = "BEAT_TOKEN" }} }} }},
]
"#
    )
}

fn shop(port: u16, provider: &Provider) -> Workshop {
    let mut shop = Workshop::new();
    shop.set("BEAT_TOKEN", TOKEN);
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&file(port, provider));
    shop
}

/// The first line of what is answered; none where nobody listens.
fn say(port: u16, request: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.write_all(request).ok()?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Some(String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned())
}

fn beat(port: u16, token: &str) -> Option<String> {
    say(port, format!("POST /beat/{token} HTTP/1.1\r\nHost: here\r\n\r\n").as_bytes())
}

fn probe(shop: &Workshop, at: usize) -> Value {
    shop.run(["provider", "show", "payments"]).exits(0)["probes"][at].clone()
}

#[test]
fn a_beat_with_its_token_is_a_sign_of_life_and_nothing_else_is() {
    let (port, provider) = (free_port(), Provider::saying("{}"));
    let shop = shop(port, &provider);
    let exported = shop.at("exported.toml");
    fs::write(&exported, shop.export()).unwrap();
    let again = shop.run(["apply", exported.to_str().unwrap()]).exits(0);
    assert_eq!(
        (&again["created"], &again["changed"], &again["retired"]),
        (&json!([]), &json!([]), &json!([]))
    );
    assert_eq!(beat(port, TOKEN), None, "nobody listens before somebody runs the schedule");

    let agent = shop.agent();
    // The token is fetched beside everything else.
    until("the port to know the token", || (beat(port, TOKEN)? == "HTTP/1.1 200 OK").then_some(()));
    until("the probe to be up", || (probe(&shop, 1)["state"] == "up").then_some(()));
    let listed = shop.run(["provider", "status"]).json()["heartbeat_in"].clone();
    assert_eq!(listed, json!({ "at": format!("127.0.0.1:{port}"), "error": null }));
    assert!(shop.speak(["provider", "status"]).stdout.contains(&format!("come in on 127.0.0.1:{port}")));

    assert_eq!(beat(port, "another-token-of-a-job").unwrap(), "HTTP/1.1 404 Not Found");
    assert_eq!(say(port, b"GET / HTTP/1.1\r\n\r\n").unwrap(), "HTTP/1.1 404 Not Found");
    assert_eq!(say(port, b"what is this\r\n\r\n").unwrap(), "HTTP/1.1 400 Bad Request");
    assert_eq!(say(port, &[b'x'; 10_000]).unwrap(), "HTTP/1.1 400 Bad Request");
    assert!(!shop.export().contains(TOKEN));
    agent.stop();
    agent.end();
    assert_eq!(beat(port, TOKEN), None, "the port is given back");
}

#[test]
fn a_port_that_somebody_else_has_is_named_and_stops_nothing() {
    let provider = Provider::saying("{}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let shop = shop(port, &provider);
    let agent = shop.agent();
    let error = until("the port to be named", || {
        let listed = shop.run(["provider", "status"]).json()["heartbeat_in"].clone();
        listed["error"].is_object().then(|| listed["error"].clone())
    });
    assert_eq!(error["code"], "io", "{error:#}");
    assert!(error["message"].as_str().unwrap().contains(&port.to_string()), "{error:#}");
    until("the other probe to be up", || (probe(&shop, 0)["state"] == "up").then_some(()));
    drop(taken);
    within(Duration::from_secs(90), "the port to be taken once it is free", || {
        (beat(port, TOKEN)? == "HTTP/1.1 200 OK").then_some(())
    });
    agent.stop();
    agent.end();
}

#[test]
fn mistakes_of_the_port_are_refused_with_their_place() {
    let provider = Provider::saying("{}");
    let shop = shop(free_port(), &provider);
    let known = file(8765, &provider);
    for (wrong, field) in [
        ("heartbeat_port = 0", "network.heartbeat_port"),
        ("heartbeat_port = 70000", "network.heartbeat_port"),
        ("heartbeat_port = 8765\nheartbeat_address = \"here\"", "network.heartbeat_address"),
        ("heartbeat_address = \"::1\"", "network.heartbeat_port"),
    ] {
        let text = format!("{}{}", ballast_acceptance::HEAD, known.replace("heartbeat_port = 8765", wrong));
        fs::write(shop.at("wrong.toml"), text).unwrap();
        let said = shop.run(["apply", "wrong.toml"]);
        let error = said.json()["error"].clone();
        assert_eq!((said.code, error["where"]["field"].as_str()), (2, Some(field)), "{error:#}");
    }
}
