//! Mail servers: one that many use, and some that do not mean well.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ballast_outside::mail::{Route, Security};
use ballast_outside::probe::certificate::Flaw;
use ballast_outside::probe::smtp::{Ask, RoundTrip, Seen, probe};
use ballast_outside::probe::{
    Failure, Limits, Local, MailStep, Part, Phase, Probed, Surroundings, SystemNames, Trust, Wrong,
};
use ballast_outside::secrets::Secret;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use shared::mail_server::Server;
use shared::{drip, keep_silent, make_certificates, serve};

fn limits() -> Limits {
    let long = Duration::from_mins(1);
    let times = Limits { resolve: long, connect: long, tls: long, ..Limits::default() };
    Limits { first_byte: long, body: long, whole: long, ..times }
}

fn certificates() -> (tempfile::TempDir, Surroundings) {
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    let authority = CertificateDer::from_pem_file(folder.path().join("authority.pem")).unwrap();
    let trust = Trust::only([authority.to_vec()]);
    (folder, Surroundings { names: Arc::new(SystemNames::default()), trust })
}

fn nobody() -> Surroundings {
    Surroundings { names: Arc::new(SystemNames::default()), trust: Trust::only([]) }
}

fn ask(port: u16, security: Security, login: Option<&str>) -> Ask {
    let route = Route {
        server: format!("localhost:{port}"),
        security,
        user: None,
        from: "Ballast <ballast@example.com>".into(),
        to: vec!["ada@example.com".into()],
    };
    let login = login.map(|login| Secret::new(login.to_owned()));
    Ask { route, login, letter: None, local: Local::Written }
}

fn round_trip() -> RoundTrip {
    RoundTrip { token: "token-4711".into(), subject: "A probe".into(), text: "Hello.\n".into() }
}

async fn run(port: u16, security: Security, limits: &Limits) -> Probed<Seen> {
    probe(&nobody(), &ask(port, security, None), limits).await
}

fn start(mode: &str, folder: &Path, name: &str) -> Server {
    Server::start(mode, Some((folder, name)))
}

#[tokio::test]
async fn a_login_and_a_letter_that_can_be_known_again() {
    let (folder, surroundings) = certificates();
    for (mode, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let mut server = start(mode, folder.path(), "good");
        let login = ask(server.port, security, Some("ada:pass:word"));
        let probed = probe(&surroundings, &login, &limits()).await;
        assert_eq!(probed.failure, None, "{mode}");
        let seen = probed.seen;
        assert!(seen.is_ready && seen.is_logged_in && !seen.took_letter);
        assert!(seen.chain.unwrap().certificates[0].names.contains(&"localhost".to_owned()));
        assert_eq!(server.heard()["user"], "ada");
        let probed = probe(&surroundings, &Ask { letter: Some(round_trip()), ..login }, &limits()).await;
        assert_eq!((probed.failure, probed.seen.took_letter), (None, true));
        let _login = server.heard();
        let text = server.heard()["text"].as_str().unwrap().to_owned();
        assert!(text.contains("Subject: token-4711 A probe\r\n"), "{text}");
        assert!(text.contains("Message-ID: <ballast.token-4711@example.com>\r\n"), "{text}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_named_and_not_shown() {
    let (folder, surroundings) = certificates();
    let server = start("starttls", folder.path(), "good");
    let wrong = ask(server.port, Security::StartTls, Some("ada:hunter2"));
    let probed = probe(&surroundings, &wrong, &limits()).await;
    assert_eq!(probed.failure, Some(Failure::Mail { step: MailStep::Login, status: 535 }));
    assert!(probed.seen.is_ready && !probed.seen.is_logged_in);
    assert!(!format!("{probed:?} {wrong:?}").contains("hunter2"));
    let nameless = ask(server.port, Security::StartTls, Some("hunter2"));
    let failure = probe(&surroundings, &nameless, &limits()).await.failure;
    assert_eq!(failure, Some(Failure::Invalid { what: Wrong::User }));
    // It wants a login and gets a letter.
    let letter = Ask { letter: Some(round_trip()), ..ask(server.port, Security::StartTls, None) };
    let failure = probe(&surroundings, &letter, &limits()).await.failure;
    assert_eq!(failure, Some(Failure::Mail { step: MailStep::Letter, status: 530 }));
}

#[tokio::test]
async fn a_server_that_is_not_who_it_should_be_gets_no_login() {
    let (folder, surroundings) = certificates();
    // The unknown authority has the name of the known one, and not its key.
    for (name, flaw) in [("other", Flaw::WrongName), ("unknown", Flaw::BadSignature)] {
        for (mode, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
            let server = start(mode, folder.path(), name);
            let login = ask(server.port, security, Some("ada:pass:word"));
            let probed = probe(&surroundings, &login, &limits()).await;
            assert_eq!(probed.failure, Some(Failure::Certificate { flaws: vec![flaw] }), "{name} {mode}");
            assert!(probed.seen.chain.is_some() && !probed.seen.is_ready);
        }
    }
}

#[tokio::test]
async fn without_encryption_nothing_is_said() {
    let server = Server::start("plain", None);
    let probed = run(server.port, Security::StartTls, &limits()).await;
    assert_eq!((probed.failure, probed.seen.is_ready), (Some(Failure::NoEncryption), false));
    let probed = run(server.port, Security::None, &limits()).await;
    assert_eq!((probed.failure, probed.seen.is_ready), (None, true));
    let login = ask(server.port, Security::None, Some("ada:pass"));
    let invalid = Some(Failure::Invalid { what: Wrong::Route });
    assert_eq!(probe(&nobody(), &login, &limits()).await.failure, invalid);
    let mut letter = Ask { letter: Some(round_trip()), ..ask(server.port, Security::None, None) };
    letter.route.to = vec!["nobody@example.com".into(), "ada@example.com".into()];
    let probed = probe(&nobody(), &letter, &limits()).await;
    assert_eq!((probed.failure, probed.seen.took_letter), (None, true));
    assert_eq!(probed.seen.refused, [("nobody@example.com".into(), 550)]);
    let local = Ask { local: Local::Refused, ..ask(server.port, Security::None, None) };
    let failure = probe(&nobody(), &local, &limits()).await.failure;
    assert!(matches!(failure, Some(Failure::LocalAddress { .. })), "{failure:?}");
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

#[tokio::test]
async fn servers_that_do_not_mean_well() {
    let short = Limits { first_byte: Duration::from_millis(150), ..limits() };
    let timed_out = Some(Failure::TimedOut { phase: Phase::FirstByte, limit_milliseconds: 150 });
    for security in [Security::None, Security::StartTls] {
        let silent = serve(|_, stream| keep_silent(stream));
        assert_eq!(run(silent, security, &short).await.failure, timed_out);
        let dripping = serve(|_, stream| drip(stream, "220-hello there\r\n"));
        assert_eq!(run(dripping, security, &short).await.failure, timed_out);
        let gone = serve(|_, stream| drop(stream));
        let broken = Some(Failure::BrokenOff { phase: Phase::FirstByte });
        assert_eq!(run(gone, security, &limits()).await.failure, broken);
        let endless = serve(|_, mut stream| while stream.write_all(&[b'2'; 8192]).is_ok() {});
        let small = Limits { body_bytes: 10_000, ..limits() };
        let too_large = Some(Failure::TooLarge { part: Part::Conversation, limit_bytes: 10_000 });
        assert_eq!(run(endless, security, &small).await.failure, too_large);
    }
    let busy = serve(|_, mut stream| {
        let _ = stream.write_all(b"421 too busy\r\n");
        keep_silent(stream);
    });
    let failure = run(busy, Security::None, &limits()).await.failure;
    assert_eq!(failure, Some(Failure::Mail { step: MailStep::Greeting, status: 421 }));
    let injecting = serve(|_, stream| injects(stream));
    assert_eq!(run(injecting, Security::StartTls, &limits()).await.failure, Some(Failure::Tls));
}
