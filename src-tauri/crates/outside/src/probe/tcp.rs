//! Whether somebody listens.

use std::net::SocketAddr;

use serde::Serialize;
use tokio::io::AsyncReadExt;

use super::dial::dial;
use super::{Failure, Limits, Local, Phase, Probed, Surroundings, Target, Times};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub target: Target,
    pub local: Local,
    /// Waits for what the server says first, within the limits of the phase `first_byte` and of a head.
    pub hears: bool,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Where the connection came about.
    pub address: Option<SocketAddr>,
    /// The first line, or what came of it.
    #[serde(skip)]
    pub banner: Vec<u8>,
}

/// Connects, says nothing, hears the first line where it is asked to, and closes. Failures: `not_resolved`,
/// `local_address`, `not_connected`, `timed_out`, `broken_off`.
pub async fn probe(surroundings: &Surroundings, ask: &Ask, limits: &Limits) -> Probed<Seen> {
    Probed::run(limits, async |seen: &mut Seen, times: &mut Times| {
        let may_be_local = ask.local != Local::Refused;
        let (mut stream, address) = dial(surroundings, &ask.target, may_be_local, limits, times).await?;
        seen.address = Some(address);
        if !ask.hears {
            return Ok(());
        }
        let line = async {
            let mut piece = [0; 512];
            while seen.banner.len() < limits.head_bytes && !seen.banner.contains(&b'\n') {
                let room = piece.len().min(limits.head_bytes - seen.banner.len());
                let count = stream.read(&mut piece[..room]).await.unwrap_or(0);
                if count == 0 {
                    break;
                }
                seen.banner.extend_from_slice(&piece[..count]);
            }
            if seen.banner.is_empty() { Err(Failure::BrokenOff { phase: Phase::FirstByte }) } else { Ok(()) }
        };
        times.phase(Phase::FirstByte, limits.first_byte, line).await
    })
    .await
}
