//! What probes do on this computer: commands, heartbeats that come in; and the look at the own line.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use ballast_outside::mail::{Route, Security};
use ballast_outside::probe::command::{self, Exit};
use ballast_outside::probe::heartbeat::{self, Ear, Tokens};
use ballast_outside::probe::http::{self, Value};
use ballast_outside::probe::own_line::{Line, look};
use ballast_outside::probe::status_page::{self, Indicator};
use ballast_outside::probe::{
    Addresses, Failure, Limits, Local, Names, Phase, Surroundings, Target, Trust, Wrong, dns, smtp, tcp, tls,
};
use ballast_outside::secrets::Secret;
use shared::serve;
use tokio::sync::mpsc::{Receiver, channel};

fn limits() -> Limits {
    Limits { whole: Duration::from_mins(1), ..Limits::default() }
}

fn shell(script: &str) -> command::Ask {
    command::Ask {
        words: ["sh", "-c", script].map(str::to_owned).to_vec(),
        folder: None,
        environment: Vec::new(),
    }
}

#[tokio::test]
async fn a_command_and_how_it_ends() {
    let mut ask = shell("echo \"$WORD\"; echo not kept >&2; exit 2");
    ask.environment.push(("WORD".into(), Value::Plain("hello".into())));
    let probed = command::probe(&ask, &limits()).await;
    let seen = probed.seen;
    assert_eq!(
        (probed.failure, seen.exit, seen.output.as_slice()),
        (None, Some(Exit::Code(2)), &b"hello\n"[..])
    );
    assert!(seen.output_is_whole && probed.times.whole_microseconds > 0);
    let killed = command::probe(&shell("kill -9 $$"), &limits()).await;
    assert_eq!((killed.failure, killed.seen.exit), (None, Some(Exit::Signal(9))));
    // No shell reads the words.
    let ask = command::Ask {
        words: vec!["echo".into(), "$HOME;`id`".into()],
        folder: None,
        environment: Vec::new(),
    };
    assert_eq!(command::probe(&ask, &limits()).await.seen.output, b"$HOME;`id`\n");
    let missing =
        command::Ask { words: vec!["/nowhere/at/all".into()], folder: None, environment: Vec::new() };
    assert_eq!(command::probe(&missing, &limits()).await.failure, Some(Failure::NotStarted));
    let empty = command::Ask { words: Vec::new(), folder: None, environment: Vec::new() };
    let invalid = Some(Failure::Invalid { what: Wrong::Command });
    assert_eq!(command::probe(&empty, &limits()).await.failure, invalid);
}

#[tokio::test]
async fn a_command_that_hangs_is_ended_with_all_it_started() {
    let file = tempfile::NamedTempFile::new().unwrap();
    // The inner one holds the lock of the file until it is ended.
    let script = format!("echo early; flock {} sleep 86399 & wait", file.path().display());
    let short = Limits { whole: Duration::from_millis(500), ..limits() };
    let probed = command::probe(&shell(&script), &short).await;
    assert_eq!(probed.failure, Some(Failure::TimedOut { phase: Phase::Whole, limit_milliseconds: 500 }));
    assert_eq!((probed.seen.output.as_slice(), probed.seen.output_is_whole), (&b"early\n"[..], false));
    // Waits for the lock, so for the end of who held it.
    let words = ["flock", file.path().to_str().unwrap(), "true"].map(str::to_owned).to_vec();
    let after =
        command::probe(&command::Ask { words, folder: None, environment: Vec::new() }, &limits()).await;
    assert_eq!((after.failure, after.seen.exit), (None, Some(Exit::Code(0))));
}

#[tokio::test]
async fn an_output_without_end_is_cut_and_a_secret_in_it_is_not_kept() {
    let small = Limits { body_bytes: 1000, ..limits() };
    let probed = command::probe(&shell("head -c 10000000 /dev/zero"), &small).await;
    assert_eq!((probed.failure, probed.seen.exit), (None, Some(Exit::Code(0))));
    assert_eq!((probed.seen.output.len(), probed.seen.output_is_whole), (1000, false));
    let mut ask = shell("echo \"the token is $TOKEN\"");
    ask.environment.push(("TOKEN".into(), Value::Secret(Secret::new("hunter2".into()))));
    let probed = command::probe(&ask, &limits()).await;
    assert_eq!(probed.seen.output, b"the token is *******\n");
    assert!(!format!("{ask:?} {probed:?}").contains("hunter2"));
}

const TOKEN: &str = "a-token-of-a-nightly-job";

/// An ear that hears one job, its address, and what it heard.
async fn ear(limits: heartbeat::Limits) -> (SocketAddr, Receiver<String>) {
    let ear = Ear::open(([127, 0, 0, 1], 0).into()).await.unwrap();
    let tokens = Arc::new(Tokens::default());
    assert!(tokens.replace([("nightly".to_owned(), &Secret::new(TOKEN.into()))]).is_empty());
    let address = ear.address();
    assert!(address.ip().is_loopback());
    let (tell, heard) = channel(1);
    tokio::spawn(async move { ear.listen(tokens, tell, limits).await });
    (address, heard)
}

/// What is answered to `request`.
async fn say(address: SocketAddr, request: impl Into<Vec<u8>>) -> String {
    let request = request.into();
    let talk = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap().lines().next().unwrap_or_default().to_owned()
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

#[tokio::test]
async fn a_known_token_is_heard_and_nothing_else() {
    let (address, mut heard) = ear(heartbeat::Limits::default()).await;
    for request in [
        format!("GET /beat/{TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n"),
        format!("POST /beat/{TOKEN} HTTP/1.0\r\nContent-Length: 2\r\n\r\nok"),
        format!("HEAD /beat/{TOKEN} HTTP/1.1\r\n\r\n"),
    ] {
        assert_eq!(say(address, request.clone()).await, "HTTP/1.1 200 OK", "{request}");
        assert_eq!(heard.recv().await.as_deref(), Some("nightly"));
    }
    for (request, status) in [
        (format!("GET /beat/{TOKEN}x HTTP/1.1\r\n\r\n"), "404"),
        ("GET /beat/ HTTP/1.1\r\n\r\n".to_owned(), "404"),
        (format!("GET /{TOKEN} HTTP/1.1\r\n\r\n"), "404"),
        (format!("DELETE /beat/{TOKEN} HTTP/1.1\r\n\r\n"), "404"),
        (format!("GET /beat/{TOKEN}\r\n\r\n"), "400"),
        (format!("GET /beat/{TOKEN} SMTP\r\n\r\n"), "400"),
        ("\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = say(address, request.clone()).await;
        assert!(answer.contains(status), "{request:?}: {answer}");
    }
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn the_ear_is_not_held_open() {
    let limits =
        heartbeat::Limits { request_bytes: 1000, request: Duration::from_millis(300), connections: 1 };
    let (address, mut heard) = ear(limits).await;
    let good = format!("GET /beat/{TOKEN} HTTP/1.1\r\n\r\n");
    // One that says nothing has the only place; the next one waits until its time is over.
    let silent = TcpStream::connect(address).unwrap();
    assert_eq!(say(address, good.clone()).await, "HTTP/1.1 200 OK");
    assert_eq!(heard.recv().await.as_deref(), Some("nightly"));
    drop(silent);
    // A head without end is answered at the limit.
    let endless = format!("GET /beat/{TOKEN} HTTP/1.1\r\nX: {}", "x".repeat(990));
    assert_eq!(say(address, endless[..1000].to_owned()).await, "HTTP/1.1 400 Bad Request");
    // Nobody takes what was heard: who comes then is told so.
    assert_eq!(say(address, good.clone()).await, "HTTP/1.1 200 OK");
    assert_eq!(say(address, good.clone()).await, "HTTP/1.1 503 Service Unavailable");
    assert_eq!(heard.recv().await.as_deref(), Some("nightly"));
    assert_eq!(say(address, good).await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn the_ear_closes_with_its_receiver() {
    let ear = Ear::open(([127, 0, 0, 1], 0).into()).await.unwrap();
    let (tell, heard) = channel(1);
    let listening = ear.listen(Arc::new(Tokens::default()), tell, heartbeat::Limits::default());
    drop(heard);
    listening.await;
}

struct Nowhere;

impl Names for Nowhere {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        let local = (host == "local.example").then(|| vec!["127.0.0.1".parse().unwrap()]);
        Box::pin(async move { local })
    }
}

#[tokio::test]
async fn the_own_line_is_down_only_where_several_anchors_are_silent() {
    let surroundings = Surroundings { names: Arc::new(Nowhere), trust: Trust::only([]) };
    let targets = |hosts: &[&str]| -> Vec<Target> {
        hosts.iter().map(|host| Target::parse(&format!("{host}:443")).unwrap()).collect()
    };
    let seen = look(&surroundings, &targets(&["a.example", "b.example"]), &limits()).await;
    assert_eq!((seen.line, seen.anchors.len()), (Line::Down, 2));
    assert!(seen.anchors.iter().all(|(_, failure)| matches!(failure, Some(Failure::NotResolved { .. }))));
    for hosts in [&[][..], &["a.example"], &["a.example", "a.example"], &["a.example", "local.example"]] {
        assert_eq!(look(&surroundings, &targets(hosts), &limits()).await.line, Line::Unknown, "{hosts:?}");
    }
    // A service on this computer shows nothing about the line.
    let port = serve(|_, stream| drop(stream));
    let here = [Target::parse(&format!("127.0.0.1:{port}")).unwrap()];
    let seen = look(&surroundings, &here, &limits()).await;
    assert_eq!(seen.line, Line::Unknown);
    assert!(matches!(seen.anchors[0].1, Some(Failure::LocalAddress { .. })));
}

#[tokio::test]
async fn a_status_page_is_a_hint() {
    let page = r#"{"page":{"name":"Pay A"},"status":{"indicator":"critical","description":"Down"}}"#;
    for (status, wanted) in [(200, Some(Indicator::Critical)), (500, None)] {
        let port = serve(move |_, mut stream| {
            let mut piece = [0; 4096];
            let _ = stream.read(&mut piece);
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", page.len());
            let _ = stream.write_all((head + page).as_bytes());
        });
        let surroundings = Surroundings { names: Arc::new(Nowhere), trust: Trust::only([]) };
        let ask = http::Ask::get(&format!("http://127.0.0.1:{port}/api/v2/summary.json"));
        let probed = status_page::probe(&surroundings, &ask, &limits()).await;
        assert_eq!(probed.failure, None);
        assert_eq!(probed.seen.hint.map(|hint| hint.indicator), wanted);
    }
}

/// Who runs probes runs them as tasks, on whichever thread is free.
#[test]
fn probes_can_be_sent_to_another_thread() {
    fn sendable(_: impl Send) {}
    let surroundings = Surroundings { names: Arc::new(Nowhere), trust: Trust::only([]) };
    let (target, limits) = (Target::parse("a.example:1").unwrap(), limits());
    let tcp = tcp::Ask { target: target.clone(), local: Local::Refused, hears: false };
    sendable(tcp::probe(&surroundings, &tcp, &limits));
    let tls = tls::Ask { target, name: None, local: Local::Refused };
    sendable(tls::probe(&surroundings, &tls, &limits));
    let http = http::Ask::get("http://a.example/");
    sendable(http::probe(&surroundings, &http, &limits));
    sendable(status_page::probe(&surroundings, &http, &limits));
    let dns = dns::Ask { name: "a.example".into(), kind: dns::RecordKind::A, servers: Vec::new() };
    sendable(dns::probe(&dns, &limits));
    let route = Route {
        server: "a.example:25".into(),
        security: Security::StartTls,
        user: None,
        from: "a@a.example".into(),
        to: vec!["b@a.example".into()],
    };
    let smtp = smtp::Ask { route, login: None, letter: None, local: Local::Refused };
    sendable(smtp::probe(&surroundings, &smtp, &limits));
    sendable(command::probe(&shell("true"), &limits));
    sendable(look(&surroundings, &[], &limits));
}
