//! How a probe finds the addresses of a name.

use std::future::Future;
use std::net::{IpAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;

use ballast_core::limits::PROBE_NAMES_AT_ONCE_MAX;
use tokio::sync::Semaphore;

/// The addresses of a name, in the order in which they should be tried. None: it has none, or nobody could say.
pub type Addresses<'a> = Pin<Box<dyn Future<Output = Option<Vec<IpAddr>>> + Send + 'a>>;

/// Looks up names. Asked once for each connection; what it answers is checked and then connected to.
pub trait Names: Send + Sync {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a>;
}

/// As this computer does it: its hosts file, its name servers.
///
/// The system's call cannot be cancelled. One that hangs keeps its place among the few that may be under way,
/// so that a dead name server costs a few threads and not one for each probe.
pub struct SystemNames {
    under_way: Arc<Semaphore>,
}

impl Default for SystemNames {
    fn default() -> Self {
        Self { under_way: Arc::new(Semaphore::new(PROBE_NAMES_AT_ONCE_MAX)) }
    }
}

impl Names for SystemNames {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        Box::pin(async move {
            let place = self.under_way.clone().acquire_owned().await.ok()?;
            let host = host.to_owned();
            let lookup = tokio::task::spawn_blocking(move || {
                let _place = place;
                let found = (host.as_str(), 0).to_socket_addrs().ok()?;
                Some(found.map(|address| address.ip()).collect())
            });
            lookup.await.ok()?
        })
    }
}
