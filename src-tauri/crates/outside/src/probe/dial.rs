//! A connection to exactly the address that was looked up and checked.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use ballast_core::limits::PROBE_ADDRESSES_MAX;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{Failure, Limits, NotConnected, Phase, Surroundings, Times, Wrong};
use crate::address::local_kind;

/// Whether a probe may reach this computer and the networks around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Local {
    #[default]
    Refused,
    /// The host that the probe names may be local; another one that it redirects to may not.
    Written,
    Allowed,
}

impl Local {
    /// What follows from how a host is written: an address, or `localhost`, says by itself that it is local,
    /// and who wrote it meant it. A name does not.
    #[must_use]
    pub fn as_written(host: &str) -> Self {
        let bare = bare(host);
        let is_plain = bare.parse::<IpAddr>().is_ok() || bare.eq_ignore_ascii_case("localhost");
        if is_plain { Self::Written } else { Self::Refused }
    }
}

/// An IPv6 address without its brackets.
pub(super) fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// A host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A name or an address, without brackets.
    host: String,
    port: u16,
}

impl Target {
    /// From `host:port`; an IPv6 address stands in brackets. Failure: `invalid`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let invalid = || Failure::invalid(Wrong::Target);
        let (host, port) = text.rsplit_once(':').ok_or_else(invalid)?;
        let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(invalid)?;
        let is_name =
            |host: &str| host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        let is_good = match bare(host) {
            six if six.len() < host.len() => six.parse::<Ipv6Addr>().is_ok(),
            name => !name.is_empty() && name.len() <= 253 && is_name(name),
        };
        let target = || Self { host: bare(host).to_owned(), port };
        is_good.then(target).ok_or_else(invalid)
    }

    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `host` is a name or an address without brackets, already checked.
    pub(super) fn new(host: &str, port: u16) -> Self {
        Self { host: host.to_owned(), port }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// Looks the host up once, refuses it if any of its addresses is local and that is not allowed, and connects
/// to the first address that answers. No other lookup follows, so the name cannot come to mean another place.
pub(super) async fn dial(
    surroundings: &Surroundings,
    target: &Target,
    local_is_allowed: bool,
    limits: &Limits,
    times: &mut Times,
) -> Result<(TcpStream, SocketAddr), Failure> {
    let host = &target.host;
    let found = times.phase(Phase::Resolve, limits.resolve, resolve(surroundings, host)).await?;
    for address in &found {
        // One local address among public ones is an attack, or would be one for the next connection.
        if let Some(local) = local_kind(*address).filter(|_| !local_is_allowed) {
            return Err(Failure::LocalAddress { host: host.clone(), address: *address, local });
        }
    }
    let addresses: Vec<SocketAddr> =
        found.into_iter().take(PROBE_ADDRESSES_MAX).map(|ip| SocketAddr::new(ip, target.port)).collect();
    times.phase(Phase::Connect, limits.connect, connect(&addresses, limits.connect)).await
}

async fn resolve(surroundings: &Surroundings, host: &str) -> Result<Vec<IpAddr>, Failure> {
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    let found = surroundings.names.addresses(host).await.filter(|found| !found.is_empty());
    found.ok_or_else(|| Failure::NotResolved { host: host.to_owned() })
}

/// Tries the addresses one after the other, each with its share of the limit.
async fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<(TcpStream, SocketAddr), Failure> {
    let share = limit / u32::try_from(addresses.len().max(1)).unwrap_or(u32::MAX);
    let mut last = Failure::Internal;
    for address in addresses {
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, *address)),
            Ok(Err(error)) => {
                last = Failure::NotConnected { address: *address, reason: why(&error) };
            }
            Err(_) => last = Failure::timed_out(Phase::Connect, limit),
        }
    }
    Err(last)
}

fn why(error: &std::io::Error) -> NotConnected {
    use std::io::ErrorKind::{
        AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable,
        PermissionDenied,
    };
    match error.kind() {
        ConnectionRefused => NotConnected::Refused,
        HostUnreachable | NetworkUnreachable | NetworkDown | AddrNotAvailable | PermissionDenied => {
            NotConnected::NoRoute
        }
        _ => NotConnected::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_what_is_none() {
        for (text, host, port) in
            [("a.example:443", "a.example", 443), ("[::1]:25", "::1", 25), ("10.0.0.1:1", "10.0.0.1", 1)]
        {
            let target = Target::parse(text).unwrap();
            assert_eq!((target.host(), target.port(), target.to_string().as_str()), (host, port, text));
        }
        for text in
            ["", "a.example", ":1", "a:0", "a:65536", "a b:1", "::1:25", "[a]:1", "[]:1", "a/b:1", "@:1"]
        {
            assert_eq!(Target::parse(text), Err(Failure::invalid(Wrong::Target)), "{text}");
        }
    }

    #[test]
    fn who_writes_an_address_means_it() {
        for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "10.0.0.1", "8.8.8.8"] {
            assert_eq!(Local::as_written(host), Local::Written, "{host}");
        }
        for host in ["a.example", "localhost.example", "127.0.0.1.example"] {
            assert_eq!(Local::as_written(host), Local::Refused, "{host}");
        }
    }
}
