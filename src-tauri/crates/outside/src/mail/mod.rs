//! An alert as an e-mail, handed to a mail server.

pub(crate) mod letter;
pub(crate) mod line;

use std::net::IpAddr;

use ballast_core::{Code, Error, Result, Span};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use serde::{Deserialize, Serialize};

use crate::secrets::{Secret, unavailable};
use crate::wire::{failed, within};

/// How long the farewell to a server that has taken the letter may take.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(1);

/// How the line is encrypted. None is for a server on this computer, without a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    Tls,
    /// Required: a server that does not offer it gets nothing.
    StartTls,
    None,
}

impl Security {
    /// What a port is for where nothing is said: 465 is encrypted from the start, the others when asked.
    #[must_use]
    pub fn by_port(port: u16) -> Self {
        if port == 465 { Self::Tls } else { Self::StartTls }
    }

    /// The default for `host:port`. Errors: `invalid_call`.
    pub fn by_server(server: &str) -> Result<Self> {
        split(server).map(|(_, port)| Self::by_port(port))
    }
}

/// Where letters go, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// `host:port`; an IPv6 address stands in brackets.
    pub server: String,
    pub security: Security,
    /// Who logs in, where the secret is the password alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<String>,
    /// Addresses, plain or as `Name <address>`. Domains in ASCII.
    pub from: String,
    pub to: Vec<String>,
}

/// One letter. `text` is for everybody; `html` says the same to those who look at it with pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Of the entry in the outbox. A second delivery of it has the same Message-ID.
    pub id: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

/// The server has taken the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Recipients it did not take, each with the error; the others have the letter.
    pub refused: Vec<(String, Error)>,
}

fn invalid(what: &str, reason: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("reason", reason)
}

fn split(server: &str) -> Result<(&str, u16)> {
    let broken = || invalid("server", "not_host_and_port");
    let (host, port) = server.rsplit_once(':').ok_or_else(broken)?;
    let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(broken)?;
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = bare.unwrap_or(host);
    let is_name =
        |host: &str| host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    let is_good = match bare {
        Some(host) => host.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && is_name(host),
    };
    if is_good { Ok((host, port)) } else { Err(broken()) }
}

impl Route {
    /// Whether a letter could go out by it; asked when a workspace file is applied. Touches no network.
    /// Errors: `invalid_call` with `what`, the field, and a reason: `not_host_and_port`, `not_an_address`,
    /// `not_encrypted`.
    pub fn check(&self, has_login: bool) -> Result<()> {
        let (host, _) = split(&self.server)?;
        let is_here =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if self.security == Security::None && (!is_here || has_login) {
            return Err(invalid("security", "not_encrypted"));
        }
        letter::mailbox("from", &self.from)?;
        if self.to.is_empty() {
            return Err(invalid("to", "not_an_address"));
        }
        self.to.iter().try_for_each(|to| letter::mailbox("to", to).map(drop))
    }

    /// The secret is `user:password`, or the password alone where the route names the user.
    pub(crate) fn credentials(&self, login: &Secret) -> Result<Credentials> {
        let (user, password) = match &self.user {
            Some(user) => (user.as_str(), login.expose()),
            None => login
                .expose()
                .split_once(':')
                .ok_or_else(|| unavailable(&self.server).with("reason", "no_user"))?,
        };
        Ok(Credentials::new(user.to_owned(), password.to_owned()))
    }
}

/// Hands the letter over, within `limit` from the name to the last word.
///
/// It goes out if the server takes at least one recipient. Errors: `unreachable`, `no_answer`,
/// `certificate_refused`, `login_refused` with `status`, `refused` with `status` or a reason (`no_starttls`,
/// `no_login`), `secret_unavailable` (`no_user`), `invalid_call`. All name the `server`.
pub fn send(route: &Route, login: Option<&Secret>, letter: &Letter, limit: Span) -> Result<Delivered> {
    route.check(login.is_some())?;
    let (host, port) = split(&route.server)?;
    let credentials = login.map(|login| route.credentials(login)).transpose()?;
    let message = letter::write(route, letter)?;
    let mut delivered = None;
    let answer = within(limit, &route.server, || async {
        let line = line::open(&route.server, host, port, route.security, limit).await?;
        let mut talk = Talk::begin(&route.server, line).await?;
        if let Some(credentials) = &credentials {
            talk.log_in(credentials).await?;
        }
        delivered = Some(talk.hand_over(&message).await?);
        talk.end().await;
        Ok(())
    });
    // Taken is taken, even where the limit came during the farewell.
    delivered.map_or_else(|| answer.map(|()| Delivered::default()), Ok)
}

fn refused(server: &str, status: u16) -> Error {
    Error::new(Code::Refused).with("server", server).with("protocol", "smtp").with("status", status)
}

/// What the server says goes to the log: in one line, and not without end.
fn said(error: &SmtpError) -> Vec<String> {
    vec![error.to_string().chars().filter(|c| !c.is_control()).take(300).collect()]
}

/// A conversation with a server that was greeted.
pub(crate) struct Talk<'a> {
    server: &'a str,
    connection: AsyncSmtpConnection,
}

impl<'a> Talk<'a> {
    pub(crate) async fn begin(server: &'a str, line: line::Line) -> Result<Self> {
        let hello = match line.here() {
            IpAddr::V4(four) => ClientId::Ipv4(four),
            IpAddr::V6(six) => ClientId::Ipv6(six),
        };
        let begun = AsyncSmtpConnection::connect_with_transport(Box::new(line), &hello).await;
        begun.map(|connection| Self { server, connection }).map_err(|error| meaning(server, &error))
    }

    pub(crate) async fn log_in(&mut self, credentials: &Credentials) -> Result<()> {
        let Err(error) = self.connection.auth(DEFAULT_MECHANISMS, credentials).await else { return Ok(()) };
        if error.is_permanent() {
            let status = error.status().map_or(0, u16::from);
            let refused = Error::new(Code::LoginRefused).with("server", self.server).with("status", status);
            return Err(Error { causes: said(&error), ..refused });
        }
        if error.is_client() {
            let refused = Error::new(Code::Refused).with("server", self.server).with("protocol", "smtp");
            return Err(refused.with("reason", "no_login"));
        }
        Err(meaning(self.server, &error))
    }

    /// Says goodbye; a server that does not answer is left.
    pub(crate) async fn end(mut self) {
        let _ = tokio::time::timeout(FAREWELL, self.connection.quit()).await;
    }

    pub(crate) async fn hand_over(&mut self, message: &lettre::Message) -> Result<Delivered> {
        let server = self.server;
        let failed = |error: SmtpError| meaning(server, &error);
        let from = message.envelope().from().cloned();
        self.connection.command(Mail::new(from, Vec::new())).await.map_err(failed)?;
        let mut delivered = Delivered::default();
        for to in message.envelope().to() {
            match self.connection.command(Rcpt::new(to.clone(), Vec::new())).await {
                Ok(_) => {}
                // One address that is gone must not keep an alert from the others.
                Err(error) if error.status().is_some() => {
                    delivered.refused.push((to.to_string(), failed(error)));
                }
                Err(error) => return Err(failed(error)),
            }
        }
        if delivered.refused.len() == message.envelope().to().len() {
            let worth_a_retry = delivered.refused.iter().position(|(_, error)| crate::is_transient(error));
            return Err(delivered.refused.swap_remove(worth_a_retry.unwrap_or(0)).1);
        }
        self.connection.command(Data).await.map_err(failed)?;
        self.connection.message(&message.formatted()).await.map_err(failed)?;
        Ok(delivered)
    }
}

fn meaning(server: &str, error: &SmtpError) -> Error {
    match error.status() {
        Some(status) => Error { causes: said(error), ..refused(server, u16::from(status)) },
        // An answer that is none, most often because the line was closed.
        None if error.is_response() => {
            let broken = Error::new(Code::Unreachable).with("server", server).with("reason", "broken_off");
            Error { causes: said(error), ..broken }
        }
        None => failed(server, error),
    }
}
