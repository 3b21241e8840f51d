//! What name servers say about a name, each by itself.

use std::net::SocketAddr;
use std::time::Duration;

use ballast_core::limits::{PROBE_RECORD_CHARACTERS_MAX, PROBE_RECORDS_MAX};
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{Resolver, TokioResolver};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::{Failure, Limits, Probed, Times, Wrong, microseconds};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    A,
    Aaaa,
    Cname,
    Mx,
    Ns,
    Txt,
    Caa,
    Soa,
}

impl RecordKind {
    fn code(self) -> RecordType {
        match self {
            Self::A => RecordType::A,
            Self::Aaaa => RecordType::AAAA,
            Self::Cname => RecordType::CNAME,
            Self::Mx => RecordType::MX,
            Self::Ns => RecordType::NS,
            Self::Txt => RecordType::TXT,
            Self::Caa => RecordType::CAA,
            Self::Soa => RecordType::SOA,
        }
    }
}

/// What is asked, and who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Always as a whole name: no search domain is tried.
    pub name: String,
    pub kind: RecordKind,
    /// Name servers that look a name up for others. Each is asked by itself, all at the same time. Who writes
    /// one means it: a local one is asked too.
    pub servers: Vec<SocketAddr>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// One for each server, in their order.
    pub answers: Vec<Answer>,
}

impl Seen {
    /// Whether all who could say it say the same. None: fewer than two could.
    #[must_use]
    pub fn agree(&self) -> Option<bool> {
        let mut said = self.answers.iter().map(|answer| &answer.said).filter(|said| said.is_conclusive());
        let first = said.next()?;
        let others: Vec<_> = said.collect();
        (!others.is_empty()).then(|| others.iter().all(|other| *other == first))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub server: SocketAddr,
    pub took_microseconds: u64,
    /// The names that the name stands for, in their order: other people's systems, most often.
    pub aliases: Vec<String>,
    pub said: Said,
}

/// What one server said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Said {
    /// In order of the alphabet, at most a hundred: addresses, names without the last dot, `10 mail.example`
    /// for mail, the whole text of a text record.
    Records {
        records: Vec<String>,
    },
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The name exists, and has no such record.
    NoRecords,
    /// The server could not find out (SERVFAIL): often the name's own servers are down, or its signatures
    /// are wrong.
    ServerFailed,
    /// The server answers this question for others, not for us (REFUSED).
    Refused,
    /// Another code of the DNS.
    OtherCode {
        code: u16,
    },
    TimedOut {
        limit_milliseconds: u64,
    },
    /// Nobody there, or the connection broke off.
    NotReached,
    /// An answer that is none, or too many aliases.
    Malformed,
}

impl Said {
    /// Whether it says how it is with the name.
    #[must_use]
    pub fn is_conclusive(&self) -> bool {
        matches!(self, Self::Records { .. } | Self::NoSuchName | Self::NoRecords)
    }
}

/// The name servers of this computer, in their order. Empty: none are named, or they cannot be read.
#[must_use]
pub fn servers_of_this_computer() -> Vec<SocketAddr> {
    let Ok((config, _)) = hickory_resolver::system_conf::read_system_conf() else { return Vec::new() };
    let servers = config.name_servers().iter();
    servers
        .filter_map(|server| server.connections.first().map(|line| SocketAddr::new(server.ip, line.port)))
        .collect()
}

/// Asks every server once. What a server did is its answer; the only failure is `invalid`. Of the limits
/// `whole` counts, for each server.
pub async fn probe(ask: &Ask, limits: &Limits) -> Probed<Seen> {
    // Each server has the whole time, and a moment more to be written down.
    let outer = Limits { whole: limits.whole.saturating_add(Duration::from_secs(1)), ..*limits };
    Probed::run(&outer, async |seen: &mut Seen, _: &mut Times| {
        let invalid = || Failure::invalid(Wrong::Name);
        // With its last dot it is a whole name.
        let whole = format!("{}.", ask.name.trim_end_matches('.'));
        let name = Name::from_utf8(whole).ok().filter(|name| !name.is_root()).ok_or_else(invalid)?;
        // A task each: a library that panics over an answer ends there.
        let mut tasks = JoinSet::new();
        for (number, server) in ask.servers.iter().copied().enumerate() {
            let (name, kind, limit) = (name.clone(), ask.kind, limits.whole);
            tasks.spawn(async move { (number, of_one(server, name, kind, limit).await) });
        }
        let unreadable = |server: &SocketAddr| Answer {
            server: *server,
            took_microseconds: 0,
            aliases: Vec::new(),
            said: Said::Malformed,
        };
        seen.answers = ask.servers.iter().map(unreadable).collect();
        while let Some(ended) = tasks.join_next().await {
            if let Ok((number, answer)) = ended {
                seen.answers[number] = answer;
            }
        }
        Ok(())
    })
    .await
}

async fn of_one(server: SocketAddr, name: Name, kind: RecordKind, limit: Duration) -> Answer {
    let started = Instant::now();
    let (aliases, said) = match resolver(server, limit) {
        Some(resolver) => match timeout(limit, resolver.lookup(name, kind.code())).await {
            Ok(Ok(found)) => records(kind, found.answers().iter().map(|record| &record.data)),
            Ok(Err(NetError::Timeout)) | Err(_) => (Vec::new(), timed_out(limit)),
            Ok(Err(error)) => (Vec::new(), why(&error)),
        },
        None => (Vec::new(), Said::NotReached),
    };
    Answer { server, took_microseconds: microseconds(started.elapsed()), aliases, said }
}

/// Asks nobody but this server, remembers nothing, and looks into no file.
fn resolver(server: SocketAddr, limit: Duration) -> Option<TokioResolver> {
    let at = |mut line: ConnectionConfig| {
        line.port = server.port();
        line
    };
    let lines = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
    let config = ResolverConfig::from_name_servers(vec![NameServerConfig::new(server.ip(), true, lines)]);
    let mut builder = Resolver::builder_with_config(config, TokioRuntimeProvider::default());
    let options = builder.options_mut();
    options.timeout = limit;
    options.attempts = 1;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.preserve_intermediates = true;
    builder.build().ok()
}

fn timed_out(limit: Duration) -> Said {
    Said::TimedOut { limit_milliseconds: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX) }
}

fn records<'a>(kind: RecordKind, answers: impl Iterator<Item = &'a RData>) -> (Vec<String>, Said) {
    let (mut aliases, mut records) = (Vec::new(), Vec::new());
    for data in answers {
        if data.record_type() == kind.code() {
            records.push(written(data));
        } else if let RData::CNAME(alias) = data {
            aliases.push(plain(&alias.0));
        }
    }
    records.sort();
    records.dedup();
    records.truncate(PROBE_RECORDS_MAX);
    aliases.truncate(PROBE_RECORDS_MAX);
    let said = if records.is_empty() { Said::NoRecords } else { Said::Records { records } };
    (aliases, said)
}

fn written(data: &RData) -> String {
    let text = match data {
        RData::CNAME(name) => plain(&name.0),
        RData::NS(name) => plain(&name.0),
        RData::MX(mail) => format!("{} {}", mail.preference, plain(&mail.exchange)),
        RData::TXT(text) => {
            text.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect::<String>()
        }
        other => other.to_string(),
    };
    text.chars().filter(|c| !c.is_control()).take(PROBE_RECORD_CHARACTERS_MAX).collect()
}

/// A name in small letters and without its last dot: the DNS knows no other difference. The root is `.`, as
/// in a mail record that says that there is no mail (RFC 7505).
fn plain(name: &Name) -> String {
    let text = name.to_ascii().to_lowercase();
    if text == "." { text } else { text.trim_end_matches('.').to_owned() }
}

fn why(error: &NetError) -> Said {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NXDomain => Said::NoSuchName,
            ResponseCode::NoError => Said::NoRecords,
            code => of_code(code),
        },
        NetError::Dns(DnsError::ResponseCode(code)) => of_code(*code),
        NetError::Io(_) | NetError::NoConnections | NetError::Busy | NetError::Truncated => Said::NotReached,
        _ => Said::Malformed,
    }
}

fn of_code(code: ResponseCode) -> Said {
    match code {
        ResponseCode::ServFail => Said::ServerFailed,
        ResponseCode::Refused => Said::Refused,
        code => Said::OtherCode { code: code.into() },
    }
}
