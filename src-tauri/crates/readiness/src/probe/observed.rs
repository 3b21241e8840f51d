//! What one attempt of a probe saw. Plain data: who looks makes it, and `judge` says what it means.
//!
//! Times of phases are whole milliseconds of a clock that stops in sleep; instants are UTC.
//! What a server sent (bodies, output, banners) may hold people's data: it is judged and never serialised.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One attempt. `certificate` is there whenever one was shown, also when the connection then failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    pub started_at: Timestamp,
    pub outcome: Outcome,
    pub phases: Phases,
    /// What the name of the target resolved to; empty for an address, a heartbeat or a command.
    pub resolved: Vec<IpAddr>,
    /// The address that was spoken to.
    pub remote: Option<IpAddr>,
    pub certificate: Option<Certificate>,
}

/// What became of the attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There was an answer; whether it is the expected one is judged.
    Seen(Seen),
    /// The other side did not answer properly, and that is its doing.
    Failed { failure: Failure, phase: Phase },
    /// Nobody looked, for a reason on our side. Says nothing about the other side.
    NotObserved(NotObserved),
    /// A limit of ours ended the look. Says nothing about the other side either.
    Refused(Refusal),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Also for a vendor's status page: its body is read by `judge`.
    Http(HttpSeen),
    Tcp(TcpSeen),
    /// A handshake that ended well or was ended by us because of the certificate; the facts stand in
    /// `Observed::certificate`.
    Tls,
    Dns(DnsSeen),
    Smtp(SmtpSeen),
    Heartbeat(HeartbeatSeen),
    Command(CommandSeen),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpSeen {
    /// Of the last answer.
    pub status: u16,
    /// The headers that the probe asks for, names in lower case; several of one name in their order.
    pub headers: Vec<(String, String)>,
    /// Redirects that were followed.
    pub redirects: u32,
    /// The host of a redirect that was not followed because it is another one; `status` is then a 3xx.
    pub redirect_refused: Option<String>,
    /// What was read of the body, at most the probe's limit.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// The body was longer than the limit.
    pub body_cut: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpSeen {
    /// What the server said first, if the probe waits for it.
    #[serde(skip)]
    pub banner: Vec<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsSeen {
    /// One for each resolver and type asked.
    pub answers: Vec<DnsAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsAnswer {
    /// As the probe names it: `system`, or an address.
    pub resolver: String,
    /// A, AAAA, CNAME, MX, NS, TXT, CAA, SOA.
    pub record_type: String,
    pub code: DnsCode,
    /// As master files write them, in lower case and without the closing dot, but texts as they are and
    /// without quotes: `192.0.2.1`, `10 mx1.example`, `v=spf1 -all`.
    pub records: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DnsCode {
    /// Also with no records: the name exists, but not with this type.
    NoError,
    NameNotFound,
    ServerFailed,
    Refused,
    /// Any other code of RFC 1035 and its followers.
    Other(u16),
    /// The resolver did not answer in time, or could not be reached.
    NoAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpSeen {
    /// The connection was encrypted, from the start or after STARTTLS.
    pub encrypted: bool,
    pub login: SmtpLogin,
    /// None: no message was sent.
    pub round_trip: Option<RoundTrip>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpLogin {
    NotTried,
    Accepted,
    /// With the code of the server's reply, such as 535.
    Refused(u16),
    /// The server offers no way to log in that we speak.
    NotOffered,
}

/// A message that was sent and looked for where it should arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundTrip {
    Arrived { milliseconds: u64 },
    NotArrived { waited_milliseconds: u64 },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartbeatSeen {
    /// The newest signal.
    pub last_at: Option<Timestamp>,
    /// Since when somebody has been listening without a break: a signal may have been missed before.
    pub listening_since: Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandSeen {
    /// None: a signal ended it.
    pub exit_code: Option<i32>,
    /// Standard output, at most the probe's limit.
    #[serde(skip)]
    pub output: Vec<u8>,
    pub output_cut: bool,
}

/// What stands in the certificate of the server itself, and what checking its chain said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The common name.
    pub subject: String,
    /// Alternative names: DNS names and addresses as text.
    pub names: Vec<String>,
    /// The issuer's common name, and its organization where it has one.
    pub issuer: String,
    pub issuer_organization: Option<String>,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    /// The earliest end among the certificates sent with it; the chain breaks on that day.
    pub chain_not_after: Option<Timestamp>,
    /// SHA-256 of its DER bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Whether it is for the name that was asked for.
    pub name_matches: bool,
    /// None: the chain ends in a trusted root.
    pub chain_fault: Option<ChainFault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainFault {
    SelfSigned,
    UnknownIssuer,
    Expired,
    NotYetValid,
    BadSignature,
    Revoked,
    NotForServers,
    Other,
}

/// How long each phase took, in milliseconds; none where it did not happen or did not end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phases {
    pub name: Option<u64>,
    pub connect: Option<u64>,
    pub tls: Option<u64>,
    /// From the last byte of the request to the first of the answer; a login, a command's run.
    pub answer: Option<u64>,
    pub body: Option<u64>,
    /// From the start to the end, whatever the outcome.
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Name,
    Connect,
    Tls,
    Answer,
    Body,
    /// The limit of the whole attempt.
    Total,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// NXDOMAIN: the name does not exist.
    NameNotFound,
    /// SERVFAIL or no answer for this name; other names may resolve.
    NameNotResolved,
    /// The name exists and has no address.
    NameWithoutAddress,
    ConnectionRefused,
    /// No way to the address, or no answer of its network.
    AddressUnreachable,
    ConnectionClosed,
    TimedOut,
    /// The handshake failed for another reason than the certificate.
    TlsRefused,
    /// The certificate is not accepted; its facts stand in `Observed::certificate`.
    CertificateRefused,
    /// Not the protocol that was expected: broken chunks, no status line, no greeting.
    ProtocolBroken,
    RedirectLoop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotObserved {
    /// The anchors do not answer either: our own line is down.
    OwnLineDown,
    /// The computer slept.
    Asleep,
    /// All slots of this provider were taken by probes that hang.
    NoSlot,
    SecretUnavailable,
    /// The program of a command cannot be started.
    ProgramMissing,
    /// Nobody listened for heartbeats.
    NotListening,
    Cancelled,
    /// Something here failed that has nothing to do with the other side.
    Internal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The provider's requests of this day are used up.
    DailyCap,
    /// A public name led to a private, local or link-local address.
    PrivateAddress,
    HeadersTooLarge,
    /// The user has not agreed to run this command or to send this message.
    NotAllowed,
}

impl Observed {
    /// A look that did not happen.
    #[must_use]
    pub fn not_observed(started_at: Timestamp, reason: NotObserved) -> Self {
        Self::of(started_at, Outcome::NotObserved(reason))
    }

    #[must_use]
    pub fn of(started_at: Timestamp, outcome: Outcome) -> Self {
        Self {
            started_at,
            outcome,
            phases: Phases::default(),
            resolved: Vec::new(),
            remote: None,
            certificate: None,
        }
    }
}
