//! One request to servers that do not mean well: every limit holds, and what is said of it is right.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ballast_outside::probe::http::{Ask, Value, probe};
use ballast_outside::probe::{Addresses, Failure, Limits, Names, NotConnected, Part, Phase, Wrong};
use ballast_outside::secrets::Secret;
use shared::web::{following, get, head, limits, run, says, surroundings};
use shared::{closed_port, drip, keep_silent, serve};

const SHORT: Duration = Duration::from_millis(150);

/// Looks for ever.
struct Never;
impl Names for Never {
    fn addresses<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn an_answer_with_the_time_of_every_phase() {
    let port = serve(|_, mut stream| {
        let head = head(&stream).to_lowercase();
        for part in
            ["post /x?y=1 http/1.1\r\n", "x-key: 7\r\n", "content-length: 2\r\n", "connection: close\r\n"]
        {
            assert!(head.contains(part), "{part:?} in {head}");
        }
        stream.write_all(b"HTTP/1.1 503 X\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nno").unwrap();
    });
    let ask = Ask {
        method: "POST".into(),
        headers: vec![("X-Key".into(), Value::Plain("7".into()))],
        body: Some(Value::Plain("{}".into())),
        ..Ask::get(&format!("http://127.0.0.1:{port}/x?y=1#z"))
    };
    let probed = run(&ask, &limits()).await;
    assert_eq!(probed.failure, None);
    let seen = probed.seen;
    assert_eq!((seen.status, seen.body.as_slice(), seen.body_is_whole), (Some(503), &b"no"[..], true));
    assert_eq!(seen.headers[..2], [("x-a".into(), "1".into()), ("x-a".into(), "2".into())]);
    assert_eq!((seen.address.unwrap().port(), seen.server), (port, format!("127.0.0.1:{port}")));
    let times = probed.times;
    assert!(times.resolve_microseconds.is_some() && times.connect_microseconds.is_some());
    assert!(times.first_byte_microseconds.is_some() && times.body_microseconds.is_some());
    assert!(times.tls_microseconds.is_none() && times.whole_microseconds > 0);
}

#[tokio::test]
async fn silence_and_drips_end_at_the_limit_of_their_phase() {
    let timed_out = |phase| Some(Failure::TimedOut { phase, limit_milliseconds: 150 });
    let silent = serve(|_, stream| keep_silent(stream));
    let probed = get(silent, &Limits { first_byte: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, timed_out(Phase::FirstByte));
    assert!(probed.times.connect_microseconds.is_some() && probed.times.first_byte_microseconds.is_none());
    assert_eq!(get(silent, &Limits { whole: SHORT, ..limits() }).await.failure, timed_out(Phase::Whole));

    let dripping = serve(|_, stream| {
        head(&stream);
        drip(stream, "HTTP/1.1 200 OK\r\nX: ");
    });
    let probed = get(dripping, &Limits { first_byte: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, timed_out(Phase::FirstByte));

    let port = serve(|_, mut stream| {
        head(&stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        drip(stream, "x");
    });
    let probed = get(port, &Limits { body: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, timed_out(Phase::Body));
    assert_eq!((probed.seen.status, probed.seen.body_is_whole), (Some(200), false));

    let ask = Ask::get("http://a.example/");
    let probed = probe(&surroundings(Arc::new(Never)), &ask, &Limits { resolve: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, timed_out(Phase::Resolve));

    let probed =
        run(&Ask::get(&format!("https://127.0.0.1:{silent}/")), &Limits { tls: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, timed_out(Phase::Tls));
}

#[tokio::test]
async fn a_full_door_ends_at_the_limit_of_connecting() {
    // Nobody takes these connections, so that further ones wait at the door.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let waiting = tokio::task::spawn_blocking(move || {
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, SHORT) {
            waiting.push(stream);
        }
        waiting
    });
    let _waiting = waiting.await.unwrap();
    let probed = get(address.port(), &Limits { connect: SHORT, ..limits() }).await;
    assert_eq!(probed.failure, Some(Failure::TimedOut { phase: Phase::Connect, limit_milliseconds: 150 }));
}

#[tokio::test]
async fn a_body_without_end_is_left_at_the_limit() {
    for (head_of_answer, piece) in [
        ("HTTP/1.1 200 OK\r\n\r\n", vec![b'x'; 65_536]),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", vec![b'x'; 65_536]),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", {
            let mut chunk = b"10000\r\n".to_vec();
            chunk.extend(vec![b'x'; 65_536]);
            chunk.extend(b"\r\n");
            chunk
        }),
    ] {
        let (tell, hear) = channel();
        let tell = Mutex::new(tell);
        let port = serve(move |_, mut stream| {
            head(&stream);
            stream.write_all(head_of_answer.as_bytes()).unwrap();
            let mut sent = 0_u64;
            while stream.write_all(&piece).is_ok() {
                sent += piece.len() as u64;
            }
            tell.lock().unwrap().send(sent).unwrap();
        });
        let limits = Limits { body_bytes: 100_000, ..limits() };
        let probed = get(port, &limits).await;
        assert_eq!(probed.failure, Some(Failure::TooLarge { part: Part::Body, limit_bytes: 100_000 }));
        assert_eq!((probed.seen.body.len(), probed.seen.body_is_whole), (100_000, false));
        // The server was hung up on: what it could still send lies in the buffers of the system.
        let sent = tokio::task::spawn_blocking(move || hear.recv().unwrap()).await.unwrap();
        assert!(sent < 64 * 1024 * 1024, "{sent}");
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_whole() {
    let port = says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
    let probed = get(port, &Limits { body_bytes: 10, ..limits() }).await;
    assert_eq!((probed.failure, probed.seen.body_is_whole), (None, true));
    let probed = get(port, &Limits { body_bytes: 9, ..limits() }).await;
    assert_eq!(probed.failure, Some(Failure::TooLarge { part: Part::Body, limit_bytes: 9 }));
}

#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    // As a bomb is made: a little that says it is much. Nothing packed was asked for.
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3].repeat(50);
    let mut answer =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len())
            .into_bytes();
    answer.extend(&packed);
    let probed = get(says(answer), &limits()).await;
    assert_eq!((probed.failure, probed.seen.body), (None, packed));
}

#[tokio::test]
async fn heads_that_are_too_large() {
    let large = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(101));
    for text in [large, many] {
        let probed = get(says(text), &limits()).await;
        assert_eq!(probed.failure, Some(Failure::TooLarge { part: Part::Head, limit_bytes: 16_384 }));
        assert_eq!(probed.seen.status, None);
    }
    // Also a limit below the smallest buffer of the library.
    let small = Limits { head_bytes: 1000, ..limits() };
    let probed = get(says(format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(2000))), &small).await;
    assert_eq!(probed.failure, Some(Failure::TooLarge { part: Part::Head, limit_bytes: 1000 }));
    let endless = serve(|_, mut stream| {
        head(&stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        while stream.write_all(&[b'x'; 8192]).is_ok() {}
    });
    let probed = get(endless, &limits()).await;
    assert_eq!(probed.failure, Some(Failure::TooLarge { part: Part::Head, limit_bytes: 16_384 }));
}

#[tokio::test]
async fn what_is_no_answer() {
    let malformed = |phase| Some(Failure::Malformed { phase });
    let broken = |phase| Some(Failure::BrokenOff { phase });
    for (text, failure) in [
        ("220 mail.example ESMTP\r\n", malformed(Phase::FirstByte)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", malformed(Phase::FirstByte)),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", malformed(Phase::FirstByte)),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", malformed(Phase::Body)),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", malformed(Phase::Body)),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            malformed(Phase::Body),
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", broken(Phase::Body)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", broken(Phase::Body)),
        ("HTTP/1.1 200 OK\r\nContent-Le", broken(Phase::FirstByte)),
        ("", broken(Phase::FirstByte)),
    ] {
        let probed = get(says(text), &limits()).await;
        assert_eq!(probed.failure, failure, "{text:?}");
        assert!(!probed.seen.body_is_whole, "{text:?}");
    }
    let probed = get(says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), &limits()).await;
    assert_eq!(probed.seen.body, b"half");
    // What comes behind the announced end is not read.
    let probed = get(says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcdef"), &limits()).await;
    assert_eq!((probed.failure, probed.seen.body.as_slice()), (None, &b"ab"[..]));
    // A server that speaks first is one of another kind.
    let speaking = serve(|_, mut stream| {
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n");
        keep_silent(stream);
    });
    for _ in 0..20 {
        assert_eq!(get(speaking, &limits()).await.failure, malformed(Phase::FirstByte));
    }
    // Gone before a word was read.
    let probed = get(serve(|_, stream| drop(stream)), &limits()).await;
    assert_eq!(probed.failure, broken(Phase::FirstByte));
    let (_kept, port) = closed_port();
    let address = ([127, 0, 0, 1], port).into();
    let refused = Failure::NotConnected { address, reason: NotConnected::Refused };
    assert_eq!(get(port, &limits()).await.failure, Some(refused));
}

#[tokio::test]
async fn secrets_that_a_server_says_back_are_not_kept() {
    let echo = |status: u16, location: &'static str| {
        serve(move |_, mut stream| {
            let head = head(&stream);
            let extra = format!("X-Echo: {}\r\n{location}", head.replace("\r\n", " "));
            let text = format!("HTTP/1.1 {status} X\r\n{extra}Content-Length: {}\r\n\r\n{head}", head.len());
            let _ = stream.write_all(text.as_bytes());
        })
    };
    for (status, location) in [(200, ""), (302, "Location: http://hunter2.evil.example/hunter2\r\n")] {
        let port = echo(status, location);
        let ask = Ask {
            headers: vec![("Authorization".into(), Value::Secret(Secret::new("Bearer hunter2".into())))],
            ..following(port, status == 302)
        };
        for limits in [limits(), Limits { body_bytes: 30, ..limits() }] {
            let probed = run(&ask, &limits).await;
            let shown = format!(
                "{probed:?} {} {}",
                serde_json::to_string(&probed).unwrap(),
                String::from_utf8_lossy(&probed.seen.body)
            );
            assert!(!shown.contains("hunter2") && shown.contains("*******"), "{shown}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_asked() {
    let get = |url: &str| Ask::get(url);
    let with = |name: &str, value: &str| Ask {
        headers: vec![(name.into(), Value::Secret(Secret::new(value.into())))],
        ..Ask::get("http://127.0.0.1:1/")
    };
    for (ask, what) in [
        (get("ftp://a.example/"), Wrong::Url),
        (get("a.example"), Wrong::Url),
        (get("http://me:hunter2@a.example/"), Wrong::Url),
        (Ask { method: "CONNECT".into(), ..get("http://a.example/") }, Wrong::Method),
        (Ask { method: "GET /x HTTP/1.1\r\nX:".into(), ..get("http://a.example/") }, Wrong::Method),
        (with("X", "hunter2\r\nY: z"), Wrong::Header),
        (with("X Y", "hunter2"), Wrong::Header),
        (with("Content-Length", "7"), Wrong::Header),
        (with("transfer-encoding", "chunked"), Wrong::Header),
    ] {
        let probed = run(&ask, &limits()).await;
        assert_eq!(probed.failure, Some(Failure::Invalid { what }));
        assert!(!format!("{probed:?} {ask:?}").contains("hunter2"));
    }
}
