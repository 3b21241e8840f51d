//! Whether a mail server lets us in, and, where it is asked for, whether it takes a letter.

use std::net::SocketAddr;

use ballast_core::limits::MAIL_ANSWER_BYTES_MAX;
use ballast_core::{Code, Error};
use serde::Serialize;
use tokio::net::TcpStream;

use super::certificate::Chain;
use super::dial::dial;
use super::tls::encrypt;
use super::{Failure, Limits, Local, MailStep, Part, Phase, Probed, Surroundings, Target, Times, Wrong};
use crate::mail::line::{GREETED, Line, ask_for_encryption};
use crate::mail::{Letter, Route, Security, Talk, letter};
use crate::secrets::Secret;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub route: Route,
    /// `user:password`, or the password alone where the route names the user.
    pub login: Option<Secret>,
    /// Sent if it is there. Whether it arrives is to be seen at the other end.
    pub letter: Option<RoundTrip>,
    pub local: Local,
}

/// A letter that can be known again where it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTrip {
    /// Letters, digits and `-`. It stands at the beginning of the subject, and in the Message-ID as
    /// `ballast.TOKEN@…`: there are servers that write a Message-ID of their own.
    pub token: String,
    pub subject: String,
    pub text: String,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub address: Option<SocketAddr>,
    /// Also where it is not valid. None without encryption.
    pub chain: Option<Chain>,
    /// The server greeted, encrypted as asked, and is ready to be told who we are.
    pub is_ready: bool,
    pub is_logged_in: bool,
    /// The server took the letter, for at least one recipient.
    pub took_letter: bool,
    /// Recipients whom it refused, with the number of its answer.
    pub refused: Vec<(String, u16)>,
}

/// Connects, encrypts as the route says, logs in, and hands over a letter if there is one. The phase
/// `first_byte` is the talk up to the login, `body` the login and the letter.
///
/// Failures: `invalid`, `not_resolved`, `local_address`, `not_connected`, `timed_out`, `tls`, `certificate`,
/// `too_large`, `broken_off`, `malformed`, `mail`, `no_encryption`, `no_login`. None says what the server said:
/// there are servers that repeat what they were told.
pub async fn probe(surroundings: &Surroundings, ask: &Ask, limits: &Limits) -> Probed<Seen> {
    Probed::run(limits, async |seen: &mut Seen, times: &mut Times| {
        let route = &ask.route;
        route.check(ask.login.is_some()).map_err(|_| Failure::invalid(Wrong::Route))?;
        let target = Target::parse(&route.server)?;
        let credentials = ask.login.as_ref().map(|login| route.credentials(login)).transpose();
        let credentials = credentials.map_err(|_| Failure::invalid(Wrong::User))?;
        let message = ask.letter.as_ref().map(|letter| letter::write(route, &letter.written())).transpose();
        let message = message.map_err(|_| Failure::invalid(Wrong::Route))?;
        let (stream, address) =
            dial(surroundings, &target, ask.local != Local::Refused, limits, times).await?;
        seen.address = Some(address);
        let line =
            open(surroundings, ask, &target, (stream, address), limits, times, &mut seen.chain).await?;
        let why = |error, step, phase| meaning(&error, step, phase, limits);
        let greeting = async {
            let begun = Talk::begin(&route.server, line).await;
            begun.map_err(|error| why(error, MailStep::Greeting, Phase::FirstByte))
        };
        let mut talk = times.phase(Phase::FirstByte, limits.first_byte, greeting).await?;
        seen.is_ready = true;
        let rest = async {
            if let Some(credentials) = &credentials {
                let entered = talk.log_in(credentials).await;
                entered.map_err(|error| why(error, MailStep::Login, Phase::Body))?;
                seen.is_logged_in = true;
            }
            if let Some(message) = &message {
                let taken = talk.hand_over(message).await;
                let taken = taken.map_err(|error| why(error, MailStep::Letter, Phase::Body))?;
                seen.took_letter = true;
                seen.refused = taken.refused.iter().map(|(to, error)| (to.clone(), status(error))).collect();
            }
            Ok(())
        };
        times.phase(Phase::Body, limits.body, rest).await?;
        talk.end().await;
        Ok(())
    })
    .await
}

impl RoundTrip {
    fn written(&self) -> Letter {
        let subject = format!("{} {}", self.token, self.subject);
        Letter { id: self.token.clone(), subject, text: self.text.clone(), html: None }
    }
}

/// The line as the route wants it encrypted, with the greeting still to be read.
async fn open(
    surroundings: &Surroundings,
    ask: &Ask,
    target: &Target,
    (stream, address): (TcpStream, SocketAddr),
    limits: &Limits,
    times: &mut Times,
    chain: &mut Option<Chain>,
) -> Result<Line, Failure> {
    let here = stream.local_addr().map_err(|_| Failure::Internal)?.ip();
    let left = limits.body_bytes.min(MAIL_ANSWER_BYTES_MAX);
    let line = Line::over(stream, b"", left, address, here);
    let (line, greeted): (Line, &[u8]) = match ask.route.security {
        // The name was looked at already; here is who really answers to it.
        Security::None if address.ip().is_loopback() => return Ok(line),
        Security::None => return Err(Failure::invalid(Wrong::Route)),
        Security::Tls => (line, b""),
        Security::StartTls => {
            let server = &ask.route.server;
            let talk = async {
                let asked = ask_for_encryption(server, line).await;
                asked.map_err(|error| meaning(&error, MailStep::Greeting, Phase::FirstByte, limits))
            };
            (times.phase(Phase::FirstByte, limits.first_byte, talk).await?, GREETED)
        }
    };
    let (stream, _) = encrypt(surroundings, target.host(), line, limits, times, chain).await?;
    Ok(Line::over(stream, greeted, left, address, here))
}

fn status(error: &Error) -> u16 {
    error.params.get("status").and_then(|status| status.parse().ok()).unwrap_or_default()
}

fn meaning(error: &Error, step: MailStep, phase: Phase, limits: &Limits) -> Failure {
    let reason = error.params.get("reason").map(String::as_str);
    match (error.code, reason) {
        (Code::LoginRefused, _) => Failure::Mail { step: MailStep::Login, status: status(error) },
        (Code::Refused, Some("no_starttls")) => Failure::NoEncryption,
        (Code::Refused, Some("no_login")) => Failure::NoLogin,
        (Code::Refused, _) => Failure::Mail { step, status: status(error) },
        (Code::Unreachable, Some("too_large")) => {
            Failure::too_large(Part::Conversation, limits.body_bytes.min(MAIL_ANSWER_BYTES_MAX))
        }
        (Code::Unreachable, Some("broken_off")) => Failure::BrokenOff { phase },
        (Code::Unreachable, _) => Failure::Malformed { phase },
        _ => Failure::Internal,
    }
}
