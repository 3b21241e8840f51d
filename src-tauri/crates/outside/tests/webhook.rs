//! Webhooks against servers on this computer: good ones, and those that hang, lie or never end.

#![allow(clippy::unwrap_used)]

mod shared;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ballast_core::limits::WEBHOOK_ANSWER_BYTES_MAX;
use ballast_core::{Code, Error, Span};
use ballast_outside::secrets::Secret;
use ballast_outside::{is_transient, webhook};
use hmac::{Hmac, Mac};
use shared::{closed_port, encrypted, keep_silent, serve, with_certificates};

const ENOUGH: Span = Span::from_seconds(60);
const SHORT: Span = Span::from_seconds(1);
const BODY: &[u8] = br#"{"kind":"failing","control":"shop"}"#;

struct Request {
    line: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn read(stream: &mut impl Read) -> Request {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Request { line: line.trim_end().to_owned(), headers, body }
}

/// A server with one answer after the other; the last one stays. Gives the port and the requests.
fn answers(list: &'static [&'static str]) -> (u16, Receiver<Request>) {
    let (say, hear) = channel();
    let port = serve(move |number, mut stream| {
        let _ = say.send(read(&mut stream));
        let answer = list[number.min(list.len() - 1)];
        let _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    });
    (port, hear)
}

fn post(port: u16, limit: Span) -> Result<webhook::Answer, Error> {
    webhook::post(&format!("http://127.0.0.1:{port}/hook?token=hunter2"), "entry-7", BODY, None, limit)
}

#[track_caller]
fn refused(error: &Error, status: &str) {
    assert_eq!((error.code, error.params["status"].as_str()), (Code::Refused, status), "{error}");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn what_arrives_and_how_it_is_signed() {
    let (port, requests) = answers(&["200 OK"]);
    let secret = Secret::new("k3y".to_owned());
    let url = format!("http://127.0.0.1:{port}/hook?token=hunter2");
    let answer = webhook::post(&url, "entry-7", BODY, Some(&secret), ENOUGH).unwrap();
    assert_eq!(answer, webhook::Answer { status: 200, body: "ok".to_owned() });
    let request = requests.recv().unwrap();
    assert_eq!(request.line, "POST /hook?token=hunter2 HTTP/1.1");
    assert_eq!(request.body, BODY);
    let header = |name: &str| request.headers[name].as_str();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!((header("ballast-id"), header("idempotency-key")), ("entry-7", "entry-7"));
    assert_eq!(header("user-agent"), concat!("ballast/", env!("CARGO_PKG_VERSION")));
    // As whoever receives it would check it.
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"k3y").unwrap();
    mac.update(format!("{}.", header("ballast-timestamp")).as_bytes());
    mac.update(&request.body);
    let digits = header("ballast-signature").strip_prefix("v1=").unwrap();
    let bytes: Vec<u8> =
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect();
    mac.verify_slice(&bytes).unwrap();
}

#[test]
fn without_a_secret_there_is_no_signature_and_a_beat_is_empty() {
    let (port, requests) = answers(&["204 No Content"]);
    post(port, ENOUGH).unwrap();
    assert!(!requests.recv().unwrap().headers.contains_key("ballast-signature"));
    webhook::beat(&format!("http://127.0.0.1:{port}/beat"), ENOUGH).unwrap();
    let beat = requests.recv().unwrap();
    assert_eq!((beat.line.as_str(), beat.body.len()), ("POST /beat HTTP/1.1", 0));
}

#[test]
fn refusals_say_whether_another_try_is_worth_it() {
    let (port, _requests) = answers(&["500 Oh no", "429 Slowly", "404 Not here", "200 OK"]);
    for (status, again) in [("500", true), ("429", true), ("404", false)] {
        let error = post(port, ENOUGH).unwrap_err();
        refused(&error, status);
        assert_eq!(is_transient(&error), again, "{error}");
    }
    assert_eq!(post(port, ENOUGH).unwrap().status, 200);
}

#[test]
fn redirects_stay_with_their_server_and_keep_the_request() {
    let (elsewhere, requests) = answers(&["200 OK"]);
    let away = move |number: usize, status: &str, to: &str, stream: &mut dyn Write| {
        let _ = number;
        let _ = write!(
            stream,
            "HTTP/1.1 {status} Go\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    };
    // To another server, be it only another port.
    let port = serve(move |number, mut stream| {
        read(&mut stream);
        away(number, "307", &format!("http://127.0.0.1:{elsewhere}/"), &mut stream);
    });
    let error = post(port, ENOUGH).unwrap_err();
    refused(&error, "307");
    assert_eq!(error.params["reason"], "redirect");
    assert!(!is_transient(&error));
    assert!(requests.try_recv().is_err(), "it was followed");
    // One that would turn it into a GET.
    let port = serve(move |number, mut stream| {
        read(&mut stream);
        away(number, "302", "/login", &mut stream);
    });
    refused(&post(port, ENOUGH).unwrap_err(), "302");
    // Without end.
    let port = serve(move |number, mut stream| {
        read(&mut stream);
        away(number, "308", "/again", &mut stream);
    });
    refused(&post(port, ENOUGH).unwrap_err(), "308");
    // And a good one.
    let port = serve(move |number, mut stream| {
        let request = read(&mut stream);
        if number == 0 {
            return away(number, "308", "/new", &mut stream);
        }
        assert_eq!((request.line.as_str(), &request.body[..]), ("POST /new HTTP/1.1", BODY));
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    assert_eq!(post(port, ENOUGH).unwrap().status, 200);
}

#[test]
fn nobody_there() {
    let (_socket, port) = closed_port();
    let error = post(port, ENOUGH).unwrap_err();
    assert_eq!(error.code, Code::Unreachable);
    assert!(is_transient(&error) && !error.to_string().contains("hunter2"), "{error}");
    let error = webhook::post("http://nowhere.invalid/x", "7", BODY, None, ENOUGH).unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::Unreachable, "no_such_name"), "{error}");
    let port = serve(|_, stream| drop(stream));
    let error = post(port, ENOUGH).unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::Unreachable, "broken_off"), "{error}");
}

#[test]
fn servers_that_never_come_to_an_end() {
    let drips = serve(|_, mut stream| {
        read(&mut stream);
        shared::drip(stream, "HTTP/1.1 200 OK\r\nX-Wait: yes\r\n");
    });
    for port in [serve(|_, stream| keep_silent(stream)), drips] {
        let began = Instant::now();
        let error = post(port, SHORT).unwrap_err();
        assert_eq!((error.code, error.params["limit_seconds"].as_str()), (Code::NoAnswer, "1"), "{error}");
        assert!(is_transient(&error));
        assert!(began.elapsed() < Duration::from_secs(20));
    }
    // Headers without end are too many before they are too long.
    let port = serve(|_, mut stream| {
        read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: yes\r\n").is_ok() {}
    });
    assert_eq!(post(port, ENOUGH).unwrap_err().code, Code::Unreachable);
}

#[test]
fn an_answer_without_end_is_cut_and_taken_is_taken() {
    let port = serve(|_, mut stream| {
        read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 8192]).is_ok() {}
    });
    assert_eq!(post(port, ENOUGH).unwrap().body.len(), WEBHOOK_ANSWER_BYTES_MAX);
    let port = serve(|_, mut stream| {
        read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
        keep_silent(stream);
    });
    assert_eq!(post(port, Span::from_seconds(3)).unwrap().status, 200);
}

#[test]
fn certificates() {
    let Some(folder) = with_certificates("certificates") else { return };
    for (name, good) in [("good", true), ("other", false), ("unknown", false)] {
        let (say, hear) = channel();
        let at = folder.clone();
        let port = serve(move |_, stream| {
            let mut stream = encrypted(&at, name, stream);
            // The other side may go away over the certificate.
            if stream.conn.complete_io(&mut stream.sock).is_err() {
                return;
            }
            let request = read(&mut stream);
            let _ = say.send(request.body);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.flush();
        });
        let answer = webhook::post(&format!("https://localhost:{port}/"), "7", BODY, None, ENOUGH);
        if good {
            assert_eq!(answer.unwrap().status, 200);
            assert_eq!(hear.recv().unwrap(), BODY);
        } else {
            let error = answer.unwrap_err();
            assert_eq!(error.code, Code::CertificateRefused, "{name}: {error}");
            assert!(!is_transient(&error));
            assert!(hear.try_recv().is_err(), "{name}: something was sent");
        }
    }
    // Plain words where encryption is expected.
    let (port, _requests) = answers(&["200 OK"]);
    let error = webhook::post(&format!("https://localhost:{port}/"), "7", BODY, None, ENOUGH).unwrap_err();
    assert_eq!(error.code, Code::Unreachable, "{error}");
}
