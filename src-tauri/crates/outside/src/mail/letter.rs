//! The letter as it goes over the line.

use ballast_core::limits::MAIL_SUBJECT_CHARACTERS_MAX;
use ballast_core::{Code, Error, Result};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::{Letter, Route, invalid};
use crate::wire::hexadecimal;

/// An address as people write it. A line break in it would become a header of its own.
pub fn mailbox(field: &str, text: &str) -> Result<Mailbox> {
    let broken = || invalid(field, "not_an_address").with("found", text.escape_debug());
    if text.chars().any(char::is_control) {
        return Err(broken());
    }
    let mailbox: Mailbox = text.parse().map_err(|error| broken().because(&error))?;
    if AsRef::<str>::as_ref(&mailbox.email).is_ascii() { Ok(mailbox) } else { Err(broken()) }
}

/// The same for every delivery of one entry, and never anything but a Message-ID.
fn message_id(id: &str, from: &Mailbox) -> String {
    let is_plain = |id: &str| {
        (1..=128).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let name = if is_plain(id) { id.to_owned() } else { hexadecimal(&Sha256::digest(id)) };
    format!("<ballast.{name}@{}>", from.email.domain())
}

pub fn write(route: &Route, letter: &Letter) -> Result<Message> {
    let from = mailbox("from", &route.from)?;
    let id = message_id(&letter.id, &from);
    let subject: String = letter
        .subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAIL_SUBJECT_CHARACTERS_MAX)
        .collect();
    // RFC 3834: no holiday notice answers it.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let mut builder = Message::builder()
        .from(from)
        .date_now()
        .message_id(Some(id))
        .subject(subject)
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()));
    for to in &route.to {
        builder = builder.to(mailbox("to", to)?);
    }
    let text = letter.text.clone();
    let message = match &letter.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        None => builder.singlepart(SinglePart::plain(text)),
    };
    message.map_err(|error| Error::new(Code::Internal).because(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Security;

    fn route() -> Route {
        Route {
            server: "mail.example.com:587".to_owned(),
            security: Security::StartTls,
            user: None,
            from: "Ballast <ballast@example.com>".to_owned(),
            to: vec!["ada@example.com".to_owned(), "Grace Hopper <grace@example.org>".to_owned()],
        }
    }

    fn written(letter: &Letter) -> String {
        String::from_utf8(write(&route(), letter).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_line_break_never_becomes_a_header() {
        let evil = "x\r\nBcc: eve@example.net\r\n\r\nbody";
        let letter = Letter { id: evil.into(), subject: evil.into(), text: "t\r\n.\r\n".into(), html: None };
        let (head, _) =
            written(&letter).split_once("\r\n\r\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        assert!(!head.to_lowercase().contains("\nbcc"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        for field in ["ada@example.com\r\nBcc: eve@example.net", "a\n<b@c.de>", "no address", "ü@example.com"]
        {
            let broken = Route { to: vec![field.to_owned()], ..route() };
            assert_eq!(broken.check(true).unwrap_err().code, Code::InvalidCall, "{field:?}");
            assert_eq!(write(&broken, &letter).unwrap_err().code, Code::InvalidCall);
            let broken = Route { from: field.to_owned(), ..route() };
            assert_eq!(broken.check(true).unwrap_err().code, Code::InvalidCall, "{field:?}");
        }
    }

    #[test]
    fn a_second_delivery_has_the_same_id() {
        let letter = Letter {
            id: "01J8Z".into(),
            subject: "Größe".into(),
            text: "Größe".into(),
            html: Some("<p>Größe</p>".into()),
        };
        for _ in 0..2 {
            let written = written(&letter);
            assert!(written.contains("Message-ID: <ballast.01J8Z@example.com>\r\n"), "{written}");
            assert!(written.is_ascii() && written.contains("multipart/alternative"));
        }
    }

    #[test]
    fn without_encryption_only_here_and_without_a_login() {
        for (server, login, good) in [
            ("127.0.0.1:25", false, true),
            ("[::1]:25", false, true),
            ("localhost:25", false, true),
            ("localhost:25", true, false),
            ("localhost.example.com:25", false, false),
            ("10.0.0.1:25", false, false),
        ] {
            let plain = Route { server: server.to_owned(), security: Security::None, ..route() };
            assert_eq!(plain.check(login).is_ok(), good, "{server} {login}");
        }
        for server in
            ["", "mail", "mail:", "mail:0", "mail:70000", ":25", "a b:25", "::1:25", "x\r\n:25", "[x]:25"]
        {
            let broken = Route { server: server.to_owned(), ..route() };
            assert_eq!(broken.check(true).unwrap_err().params["reason"], "not_host_and_port", "{server:?}");
        }
        assert_eq!(Security::by_server("mail:465").unwrap(), Security::Tls);
        assert_eq!(Security::by_server("mail:25").unwrap(), Security::StartTls);
    }
}
