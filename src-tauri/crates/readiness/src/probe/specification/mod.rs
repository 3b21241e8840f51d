//! What a probe looks at, how often, within which limits, and what it expects.
//!
//! `read` takes an entry of `probes = [...]`, `write` gives it back; in between stands checked data.

mod expectations;
mod read;
mod server;
mod targets;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use ballast_core::{Error, Result, Span};
use serde::{Deserialize, Serialize};

pub use server::{NotAServer, Server, is_public};

use super::condition::Condition;
use super::milliseconds::Milliseconds;
use super::path::Path;

/// The provider that a probe looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Primary,
    Backup,
}

impl Side {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Backup => "backup",
        }
    }
}

/// One probe. Made by `read`, so that its parts fit together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    pub name: Option<String>,
    /// None for a probe that verifies a step of a drill.
    pub on: Option<Side>,
    pub target: Target,
    pub expect: Expect,
    /// Learn the shape of the answer from samples, and find when it changes.
    pub contract: bool,
    pub every: Span,
    pub limits: Limits,
    /// Requests a day at most; none: as many as `every` makes.
    pub per_day: Option<u32>,
    /// The provider is not ready while this probe fails. Never so for a vendor's own status page.
    pub blocking: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Http(Http),
    Tcp(Server),
    Tls {
        server: Server,
        /// The name that is asked for and must stand in the certificate, where it is not the host.
        server_name: Option<String>,
    },
    Dns {
        name: String,
        types: Vec<RecordType>,
        /// `system` or addresses with or without a port.
        resolvers: Vec<String>,
    },
    Smtp(Smtp),
    /// Signals that come in; nothing is asked.
    Heartbeat {
        expected_every: Span,
        grace: Span,
        /// By which it is known that a signal over the port is its own; without one it comes in by the program alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<SecretSource>,
    },
    /// A program and its arguments, run without a shell and only with the user's consent.
    Command(Vec<String>),
    /// The vendor's page: a hint, never proof.
    StatusPage(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Http {
    pub url: String,
    pub method: Method,
    /// Names in lower case.
    pub headers: BTreeMap<String, Sent>,
    pub body: Option<String>,
    /// Hosts beside its own that a redirect may lead to.
    pub redirects: Vec<String>,
    /// What marks the trace that a writing request leaves: it stands in the address, the body or a header.
    pub canary: Option<String>,
}

/// What is sent: a text, or a secret fetched at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    Text(String),
    Secret(SecretSource),
}

/// Where a secret is, in the words of the workspace file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretSource {
    Env(String),
    File(String),
    Keyring(String),
    Command(Vec<String>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    #[default]
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const ALL: [(&'static str, Self); 7] = [
        ("GET", Self::Get),
        ("HEAD", Self::Head),
        ("OPTIONS", Self::Options),
        ("POST", Self::Post),
        ("PUT", Self::Put),
        ("PATCH", Self::Patch),
        ("DELETE", Self::Delete),
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, method)| *method == self).map_or("GET", |(word, _)| *word)
    }

    /// May leave a trace on the other side.
    #[must_use]
    pub fn writes(self) -> bool {
        !matches!(self, Self::Get | Self::Head | Self::Options)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Smtp {
    pub server: Server,
    pub security: Security,
    pub login: Option<(String, SecretSource)>,
    pub round_trip: Option<RoundTrip>,
}

/// A message that is sent and must arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTrip {
    pub from: String,
    pub to: String,
    /// Stands in the subject, so that what is left over can be found and removed.
    pub canary: String,
    /// A program that ends with 0 once the message is there; the message's mark is its last argument.
    pub look: Vec<String>,
    pub within: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Encrypted from the first byte.
    Tls,
    StartTls,
    None,
}

impl Security {
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("tls", Self::Tls), ("starttls", Self::StartTls), ("none", Self::None)];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    A,
    Aaaa,
    Cname,
    Mx,
    Ns,
    Txt,
    Caa,
    Soa,
}

impl RecordType {
    pub const ALL: [(&'static str, Self); 8] = [
        ("A", Self::A),
        ("AAAA", Self::Aaaa),
        ("CNAME", Self::Cname),
        ("MX", Self::Mx),
        ("NS", Self::Ns),
        ("TXT", Self::Txt),
        ("CAA", Self::Caa),
        ("SOA", Self::Soa),
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, of)| *of == self).map_or("A", |(word, _)| *word)
    }
}

/// Limits of one look. A phase without one of its own has what is left of `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub name: Option<Milliseconds>,
    pub connect: Option<Milliseconds>,
    pub tls: Option<Milliseconds>,
    pub answer: Option<Milliseconds>,
    pub body: Option<Milliseconds>,
    pub total: Milliseconds,
    /// What is read of a body or an output.
    pub body_bytes: u64,
}

/// What is expected. Empty expects only that there is an answer: below 400 for HTTP, exit code 0 for a
/// command, a trusted certificate with the right name for TLS, a record for DNS.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expect {
    /// Ranges of status codes, both ends included.
    pub status: Vec<(u16, u16)>,
    /// By name in lower case; a header that comes several times must fit at least once.
    pub headers: BTreeMap<String, Condition>,
    /// What it sends as text: a body, a banner, an output; of DNS any of the records.
    pub body: Option<Condition>,
    /// By path; with `[]` every item must fit, and there must be one.
    pub json: BTreeMap<Path, Condition>,
    /// Slower than this fails; slower than `slow` is worth a look.
    pub within: Option<Milliseconds>,
    pub slow: Option<Milliseconds>,
    /// The address that was spoken to.
    pub address: Option<Condition>,
    /// The issuer's common name or organization.
    pub issuer: Option<Condition>,
    /// A certificate with less time left is worth a look.
    pub expires_in: Option<Span>,
    /// Records that must be among those found, by type.
    pub records: BTreeMap<RecordType, Vec<String>>,
    /// The name must not exist.
    pub no_such_name: bool,
    /// All resolvers must give the same records.
    pub agree: bool,
    /// There must be a mail server and exactly one sender policy (SPF, RFC 7208).
    pub mail: bool,
    pub exit_code: Option<i32>,
}

impl Probe {
    /// Reads an entry of `probes`, given as JSON. `field` is the entry's own place, such as
    /// `provider_pair.probes`.
    ///
    /// Errors: `invalid_file` with `problem`, `found`, the field and what is allowed.
    pub fn read(entry: &serde_json::Value, field: &str) -> Result<Self, Error> {
        read::probe(entry, field)
    }

    /// The entry that reads back as this probe.
    #[must_use]
    pub fn write(&self) -> serde_json::Value {
        write::probe(self)
    }

    /// The kind of target in the words of the workspace file.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.target {
            Target::Http(_) => "http",
            Target::Tcp(_) => "tcp",
            Target::Tls { .. } => "tls",
            Target::Dns { .. } => "dns",
            Target::Smtp(_) => "smtp",
            Target::Heartbeat { .. } => "heartbeat",
            Target::Command(_) => "command",
            Target::StatusPage(_) => "status_page",
        }
    }

    /// Its name, else what it looks at, without the parts of an address that may be secret.
    #[must_use]
    pub fn title(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        match &self.target {
            Target::Http(Http { url, .. }) | Target::StatusPage(url) => {
                url.split(['?', '#']).next().unwrap_or_default().to_owned()
            }
            Target::Tcp(server) | Target::Tls { server, .. } | Target::Smtp(Smtp { server, .. }) => {
                server.to_string()
            }
            Target::Dns { name, .. } => name.clone(),
            Target::Heartbeat { .. } => "heartbeat".to_owned(),
            // Not its arguments: there are people who put a password there.
            Target::Command(words) => words.first().cloned().unwrap_or_default(),
        }
    }

    /// The name or address that is spoken to; none for a heartbeat or a command.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        match &self.target {
            Target::Http(Http { url, .. }) | Target::StatusPage(url) => server::host_of(url),
            Target::Tcp(server) | Target::Tls { server, .. } | Target::Smtp(Smtp { server, .. }) => {
                Some(server.host.clone())
            }
            Target::Dns { name, .. } => Some(name.clone()),
            Target::Heartbeat { .. } | Target::Command(_) => None,
        }
    }

    /// Looks a day, by how often it looks and what it is allowed. A heartbeat asks nothing.
    #[must_use]
    pub fn requests_per_day(&self) -> u64 {
        if matches!(self.target, Target::Heartbeat { .. }) {
            return 0;
        }
        let planned = 86_400_u64.div_ceil(self.every.seconds().max(1));
        self.per_day.map_or(planned, |most| planned.min(most.into()))
    }
}
