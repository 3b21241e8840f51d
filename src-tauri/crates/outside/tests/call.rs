//! One system that is asked again and again: what it does is an answer or an error with a closed code, in time.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ballast_core::limits::RESPONSE_BYTES_MAX;
use ballast_core::{Code, Error, Span};
use ballast_outside::call::{Ask, Caller, Reply};
use ballast_outside::secrets::Secret;
use shared::{closed_port, drip, keep_silent, serve};

const LIMIT: Span = Span::from_seconds(30);

fn ask<'a>(path: &'a str, headers: &'a [(String, Secret)]) -> Ask<'a> {
    Ask { method: "GET", path, headers, body: None }
}

fn caller(port: u16, limit: Span) -> Caller {
    Caller::new("URL", &format!("http://127.0.0.1:{port}/base/"), limit).unwrap()
}

fn call(port: u16, limit: Span) -> Result<Reply, Error> {
    caller(port, limit).call(&ask("/x?y", &[]), &mut || false)
}

/// The head of a request.
fn head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
    head
}

#[test]
fn an_answer_is_taken_whatever_its_status() {
    let port = serve(|_, mut stream| {
        let head = head(&stream).to_lowercase();
        assert!(head.starts_with("get /base/x?y http/1.1"), "{head}");
        stream.write_all(b"HTTP/1.1 503 X\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nno").unwrap();
    });
    let reply = call(port, LIMIT).unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (503, &b"no"[..]));
    let named: Vec<&str> =
        reply.headers.iter().filter(|(name, _)| name == "x-a").map(|(_, it)| it.as_str()).collect();
    assert_eq!(named, ["1", "2"]);
}

#[test]
fn a_line_is_used_again_and_no_cookie_is_kept() {
    let lines = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&lines);
    let port = serve(move |number, mut stream| {
        count.store(number + 1, Ordering::SeqCst);
        loop {
            let head = head(&stream).to_lowercase();
            assert!(!head.contains("cookie"), "{head}");
            if head.is_empty()
                || stream
                    .write_all(b"HTTP/1.1 200 X\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
                    .is_err()
            {
                return;
            }
        }
    });
    let caller = caller(port, LIMIT);
    for _ in 0..3 {
        assert_eq!(caller.call(&ask("/", &[]), &mut || false).unwrap().status, 200);
    }
    assert_eq!(lines.load(Ordering::SeqCst), 1);
}

#[test]
fn silence_and_dripping_end_at_the_limit() {
    for answer in [keep_silent as fn(TcpStream), |stream| drip(stream, "HTTP/1.1 200 OK\r\nX: ")] {
        let port = serve(move |_, stream| answer(stream));
        let error = call(port, Span::from_seconds(1)).unwrap_err();
        assert_eq!((error.code, error.params["limit_seconds"].as_str()), (Code::NoAnswer, "1"));
    }
    let port = serve(|_, mut stream| {
        head(&stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        drip(stream, "a");
    });
    assert_eq!(
        call(port, Span::from_seconds(1)).unwrap_err().code,
        Code::NoAnswer,
        "in the middle of the body"
    );
}

#[test]
fn what_is_too_large_or_broken_off_is_no_answer() {
    let port = serve(|_, mut stream| {
        head(&stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[0; 8192]).is_ok() {}
    });
    let error = call(port, LIMIT).unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::Refused, "too_large"));
    assert_eq!(error.params["limit_bytes"], RESPONSE_BYTES_MAX.to_string());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let port = serve(move |_, mut stream| {
        head(&stream);
        count.fetch_add(1, Ordering::SeqCst);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").unwrap();
    });
    assert_eq!(call(port, LIMIT).unwrap_err().code, Code::Unreachable);
    assert_eq!(asked.load(Ordering::SeqCst), 1, "nothing is asked twice");
    let (_kept, port) = closed_port();
    assert_eq!(call(port, LIMIT).unwrap_err().code, Code::Unreachable);
}

#[test]
fn no_redirect_is_followed() {
    let other = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&other);
    let elsewhere = serve(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let port = serve(move |_, mut stream| {
        head(&stream);
        let text =
            format!("HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(text.as_bytes()).unwrap();
    });
    assert_eq!(call(port, LIMIT).unwrap().status, 307);
    assert_eq!(other.load(Ordering::SeqCst), 0);
}

#[test]
fn who_asks_to_stop_does_not_wait() {
    let port = serve(|_, stream| keep_silent(stream));
    let caller = caller(port, Span::from_hours(1));
    let mut looks = 0;
    let error = caller.call(&ask("/", &[]), &mut || {
        looks += 1;
        looks > 2
    });
    assert_eq!(error.unwrap_err().code, Code::Cancelled);
}

#[test]
fn a_path_stays_with_its_host_and_secrets_stay_out_of_errors() {
    let caller = caller(1, LIMIT);
    assert_eq!(caller.server(), "127.0.0.1:1");
    for path in ["/x", "//evil.example/x", "/\\evil.example", "/@evil.example", "/%00", "/é"] {
        // Behind the address a path can no longer lead away.
        caller.check(&ask(path, &[])).unwrap();
    }
    for path in ["@evil.example/", ".evil.example/"] {
        let bare = Caller::new("URL", "http://good.example", LIMIT).unwrap();
        assert_eq!(bare.check(&ask(path, &[])).unwrap_err().code, Code::InvalidCall, "{path}");
    }
    for (name, value) in [("X Y", "z"), ("X", "hunter2\n")] {
        let headers = [(name.to_owned(), Secret::new(value.to_owned()))];
        let error = caller.check(&ask("/", &headers)).unwrap_err();
        assert!(error.code == Code::InvalidCall && !format!("{error:?}").contains("hunter2"), "{error:?}");
    }
    for url in ["http://me:hunter2@x/", "http://x/?t=hunter2", "http://x/#hunter2", "ftp://x", "x", ""] {
        let Err(error) = Caller::new("URL", url, LIMIT) else { panic!("{url}") };
        assert!(error.code == Code::InvalidCall && !format!("{error:?}").contains("hunter2"), "{error:?}");
    }
    let base = "http://127.0.0.1:1/base";
    assert_eq!(caller.without_own(&format!("{base}/login")), "/login");
    assert_eq!(caller.without_own("http://127.0.0.1:12/base/login"), "http://127.0.0.1:12/base/login");
}
