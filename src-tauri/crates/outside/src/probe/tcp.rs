//! Whether somebody listens.

use std::net::SocketAddr;

use serde::Serialize;

use super::dial::dial;
use super::{Limits, Local, Probed, Surroundings, Target, Times};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub target: Target,
    pub local: Local,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Where the connection came about.
    pub address: Option<SocketAddr>,
}

/// Connects, says nothing, and closes. Failures: `not_resolved`, `local_address`, `not_connected`,
/// `timed_out`.
pub async fn probe(surroundings: &Surroundings, ask: &Ask, limits: &Limits) -> Probed<Seen> {
    Probed::run(limits, async |seen: &mut Seen, times: &mut Times| {
        let may_be_local = ask.local != Local::Refused;
        let (_, address) = dial(surroundings, &ask.target, may_be_local, limits, times).await?;
        seen.address = Some(address);
        Ok(())
    })
    .await
}
