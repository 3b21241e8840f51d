//! Mail against aiosmtpd, and against servers that no package has.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shared;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use ballast_core::{Code, Error, Span};
use ballast_outside::is_transient;
use ballast_outside::mail::{Delivered, Letter, Route, Security, send};
use ballast_outside::secrets::Secret;
use serde_json::json;
use shared::mail_server::Server;
use shared::{closed_port, drip, keep_silent, serve, with_certificates};

const ENOUGH: Span = Span::from_seconds(60);
const SHORT: Span = Span::from_seconds(1);

fn route(port: u16, security: Security) -> Route {
    Route {
        server: format!("localhost:{port}"),
        security,
        user: None,
        from: "Ballast <ballast@example.com>".to_owned(),
        to: vec!["ada@example.com".to_owned()],
    }
}

fn letter() -> Letter {
    Letter {
        id: "entry-7".to_owned(),
        subject: "Die Prüfung von „shop“ ist fehlgeschlagen".to_owned(),
        text: "One pack is damaged.\n.\nThe end.\n".to_owned(),
        html: None,
    }
}

fn plain(route: &Route, limit: Span) -> Result<Delivered, Error> {
    send(route, None, &letter(), limit)
}

fn login(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[track_caller]
fn is(error: &Error, code: Code, name: &str, value: &str) {
    let found = error.params.get(name).map(String::as_str);
    assert_eq!((error.code, found), (code, Some(value)), "{error}");
}

#[test]
fn encrypted_when_asked_with_a_login() {
    let Some(folder) = with_certificates("encrypted_when_asked_with_a_login") else { return };
    let mut server = Server::start("starttls", Some((&folder, "good")));
    let route = route(server.port, Security::StartTls);
    // Two deliveries of one letter; the user in the secret, then in the route.
    for (user, secret) in [(None, "ada:pass:word"), (Some("ada".to_owned()), "pass:word")] {
        let route = Route { user, ..route.clone() };
        assert_eq!(send(&route, Some(&login(secret)), &letter(), ENOUGH).unwrap(), Delivered::default());
        assert_eq!(server.heard()["user"], "ada");
        let heard = server.heard();
        assert_eq!((&heard["encrypted"], &heard["sender"]), (&json!(true), &json!("ballast@example.com")));
        assert_eq!(heard["recipients"], json!(["ada@example.com"]));
        let text = heard["text"].as_str().unwrap();
        for part in [
            "Message-ID: <ballast.entry-7@example.com>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "One pack is damaged.\r\n.\r\nThe end.\r\n",
        ] {
            assert!(text.contains(part), "{part:?} in {text}");
        }
    }
    let error = send(&route, Some(&login("ada:wrong")), &letter(), ENOUGH).unwrap_err();
    is(&error, Code::LoginRefused, "status", "535");
    assert!(!is_transient(&error) && !error.to_string().contains("wrong"), "{error}");
    let error = send(&route, Some(&login("just-a-password")), &letter(), ENOUGH).unwrap_err();
    is(&error, Code::SecretUnavailable, "reason", "no_user");
    // It wants a login and gets none.
    let error = plain(&route, ENOUGH).unwrap_err();
    is(&error, Code::Refused, "status", "530");
}

#[test]
fn encrypted_from_the_start() {
    let Some(folder) = with_certificates("encrypted_from_the_start") else { return };
    let mut server = Server::start("tls", Some((&folder, "good")));
    let route = Route { user: Some("ada".to_owned()), ..route(server.port, Security::Tls) };
    send(&route, Some(&login("pass:word")), &letter(), ENOUGH).unwrap();
    assert_eq!(server.heard()["password"], "pass:word");
    assert_eq!(server.heard()["recipients"], json!(["ada@example.com"]));
}

#[test]
fn certificates_that_nobody_should_trust() {
    let Some(folder) = with_certificates("certificates_that_nobody_should_trust") else { return };
    for name in ["other", "unknown"] {
        for (mode, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
            let server = Server::start(mode, Some((&folder, name)));
            let answer =
                send(&route(server.port, security), Some(&login("ada:pass:word")), &letter(), ENOUGH);
            let error = answer.unwrap_err();
            assert_eq!(error.code, Code::CertificateRefused, "{name} {mode}: {error}");
            assert!(!is_transient(&error));
        }
    }
}

#[test]
fn recipients_and_refusals() {
    let mut server = Server::start("plain", None);
    let mut route = route(server.port, Security::None);
    plain(&route, ENOUGH).unwrap();
    assert_eq!(server.heard()["encrypted"], false);
    route.to = vec!["nobody@example.com".to_owned()];
    let error = plain(&route, ENOUGH).unwrap_err();
    is(&error, Code::Refused, "status", "550");
    assert!(!is_transient(&error) && error.to_string().contains("no such user"), "{error}");
    route.to.push("full@example.com".to_owned());
    let error = plain(&route, ENOUGH).unwrap_err();
    is(&error, Code::Refused, "status", "452");
    assert!(is_transient(&error), "one of them may get it later");
    route.to.push("ada@example.com".to_owned());
    let delivered = plain(&route, ENOUGH).unwrap();
    let refused: Vec<&str> = delivered.refused.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(refused, ["nobody@example.com", "full@example.com"]);
    assert_eq!(server.heard()["recipients"], json!(["ada@example.com"]));
}

#[test]
fn later_then_taken() {
    let mut server = Server::start("later", None);
    let route = route(server.port, Security::None);
    let error = plain(&route, ENOUGH).unwrap_err();
    is(&error, Code::Refused, "status", "451");
    assert!(is_transient(&error));
    plain(&route, ENOUGH).unwrap();
    assert!(server.heard()["text"].as_str().unwrap().contains("ballast.entry-7@"));
}

#[test]
fn without_encryption_nothing_is_sent() {
    let server = Server::start("plain", None);
    let error = plain(&route(server.port, Security::StartTls), ENOUGH).unwrap_err();
    is(&error, Code::Refused, "reason", "no_starttls");
    assert!(!is_transient(&error));
    let error =
        send(&route(server.port, Security::None), Some(&login("a:b")), &letter(), ENOUGH).unwrap_err();
    is(&error, Code::InvalidCall, "reason", "not_encrypted");
}

/// Greets, offers STARTTLS, and then slips in a plain word behind its consent.
fn injects(mut stream: TcpStream) {
    let _ = stream.write_all(b"220 hello\r\n");
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let _ = stream.write_all(b"250-me\r\n250 STARTTLS\r\n");
    reader.read_line(&mut line).unwrap();
    let _ = stream.write_all(b"220 go\r\n250 taken\r\n250 taken\r\n");
    keep_silent(stream);
}

#[test]
fn servers_that_are_none() {
    for security in [Security::None, Security::StartTls, Security::Tls] {
        let (_socket, port) = closed_port();
        let error = plain(&route(port, security), ENOUGH).unwrap_err();
        assert_eq!(error.code, Code::Unreachable, "{error}");
        let error = plain(&route(serve(|_, stream| drop(stream)), security), ENOUGH).unwrap_err();
        is(&error, Code::Unreachable, "reason", "broken_off");
        assert!(is_transient(&error));
        let error = plain(&route(serve(|_, stream| keep_silent(stream)), security), SHORT).unwrap_err();
        is(&error, Code::NoAnswer, "limit_seconds", "1");
        assert!(is_transient(&error));
    }
    for security in [Security::None, Security::StartTls] {
        let port = serve(|_, stream| drip(stream, "220-hello there\r\n"));
        is(&plain(&route(port, security), SHORT).unwrap_err(), Code::NoAnswer, "limit_seconds", "1");
        // One line without end.
        let port = serve(|_, mut stream| while stream.write_all(&[b'2'; 8192]).is_ok() {});
        let error = plain(&route(port, security), ENOUGH).unwrap_err();
        assert!(error.to_string().contains("says too much"), "{error}");
    }
    let error = plain(&route(serve(|_, stream| injects(stream)), Security::StartTls), ENOUGH).unwrap_err();
    assert_eq!(error.code, Code::Unreachable, "{error}");
    let error = plain(&Route { server: "nowhere.invalid:25".into(), ..route(1, Security::Tls) }, ENOUGH);
    is(&error.unwrap_err(), Code::Unreachable, "reason", "no_such_name");
}
