//! How a probe can end other than well: a closed list with parameters. None of them holds a secret, an address
//! of the web with its path, or what the other side said.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::certificate::Flaw;
use crate::address::LocalKind;

/// A stretch of a probe with a time limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Resolve,
    Connect,
    Tls,
    /// From the first byte that is sent to the end of the head that answers it.
    FirstByte,
    Body,
    /// All of them together; and the only one of a command and of a question to a name server.
    Whole,
}

/// What a limit on size was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Head,
    Body,
    /// Everything a mail server said.
    Conversation,
}

/// Why no connection came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotConnected {
    /// Somebody is there, and nobody listens; or something on the way says so.
    Refused,
    /// No way there: no route, no network, a filter that says so.
    NoRoute,
    /// Any other error of the system.
    Other,
}

/// Why a redirect was not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectRefused {
    TooMany,
    OtherServer,
    /// From an encrypted address to one that is not.
    NotEncrypted,
    /// Another server would get the body of the request.
    CarriesBody,
    /// Its target is missing, or no web address.
    NotAnAddress,
}

/// Where in a conversation a mail server refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailStep {
    Greeting,
    Login,
    Letter,
}

/// What of a probe cannot be asked as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// No `http` or `https` address, or one with a password in it.
    Url,
    /// Not `host:port`.
    Target,
    Method,
    /// A name or a value that cannot stand in a request, or a header that the program writes itself.
    Header,
    /// No name of the DNS.
    Name,
    /// A mail route that could carry no letter, or a login without encryption.
    Route,
    /// The secret has no user in it, and the route none either.
    User,
    /// No words, or a program that cannot be started.
    Command,
}

/// Why a probe saw no more than it saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// Nothing was sent: the probe is written wrongly.
    Invalid {
        what: Wrong,
    },
    /// The command could not be started.
    NotStarted,
    TimedOut {
        phase: Phase,
        limit_milliseconds: u64,
    },
    TooLarge {
        part: Part,
        limit_bytes: u64,
    },
    /// The name has no address, or nobody could say.
    NotResolved {
        host: String,
    },
    /// The address leads to this computer or the networks around it, and that was not allowed.
    LocalAddress {
        host: String,
        address: IpAddr,
        local: LocalKind,
    },
    /// For a name with several addresses: the last one that was tried.
    NotConnected {
        address: SocketAddr,
        reason: NotConnected,
    },
    /// Encryption failed before or beside the certificate: another protocol, no common version.
    Tls,
    /// The connection was ended: nothing but the greeting of the encryption was sent over it.
    Certificate {
        flaws: Vec<Flaw>,
    },
    /// The other side ended the connection in the middle of something.
    BrokenOff {
        phase: Phase,
    },
    /// What came is not of the protocol.
    Malformed {
        phase: Phase,
    },
    Redirect {
        reason: RedirectRefused,
        server: String,
    },
    /// `status` is the number of the answer.
    Mail {
        step: MailStep,
        status: u16,
    },
    /// The mail server offers no encryption where it is required.
    NoEncryption,
    /// The mail server offers no way to log in that is known.
    NoLogin,
    /// A fault of this program or of this computer, never of the other side.
    Internal,
}

impl Failure {
    pub(crate) fn timed_out(phase: Phase, limit: Duration) -> Self {
        Self::TimedOut { phase, limit_milliseconds: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX) }
    }

    pub(crate) fn too_large(part: Part, limit: usize) -> Self {
        Self::TooLarge { part, limit_bytes: u64::try_from(limit).unwrap_or(u64::MAX) }
    }

    pub(crate) fn invalid(what: Wrong) -> Self {
        Self::Invalid { what }
    }

    /// Whether the failure says something of the other side. The rest speaks of the probe or of this computer,
    /// and must never count against a provider.
    #[must_use]
    pub fn is_of_the_other_side(&self) -> bool {
        !matches!(self, Self::Invalid { .. } | Self::NotStarted | Self::Internal)
    }
}
