//! Holding the schedule lease: who may run the schedule, by processes that live and a clock that
//! goes on in sleep.

use ballast_core::Result;
use ballast_core::lease::{Claim, HolderKind, Seen, claim};
use ballast_store::{LeaseRow, Owner};
use serde_json::Value;

use crate::engine::Engine;
use crate::owner;

/// Seconds since this computer started, sleep included.
pub(crate) fn boot_seconds() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    u64::try_from(now.tv_sec).unwrap_or(0)
}

fn seen(row: &LeaseRow, me: &Owner, epoch: Option<u64>) -> Seen {
    let same_boot = row.owner.boot == me.boot;
    Seen {
        epoch: row.epoch,
        kind: row.kind,
        mine: epoch == Some(row.epoch) && row.owner == *me,
        alive: owner::is_alive(&row.owner),
        seconds_since_renewal: same_boot.then(|| boot_seconds().saturating_sub(row.renewed)),
        wanted: row.wanted,
    }
}

/// What became of a look at the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Held under this epoch.
    Mine(u64),
    /// Somebody else holds it.
    Others(HolderKind),
    /// An agent asked for it and has it now, or will in a moment.
    Given,
}

/// Takes, renews or leaves the lease. `epoch` is the one that this program holds, if any.
pub(crate) fn hold(engine: &Engine, kind: HolderKind, epoch: Option<u64>, pulse: Value) -> Result<Hold> {
    let me = owner::this();
    let row = engine.store.read(|view| view.lease())?;
    let decision = claim(row.as_ref().map(|row| seen(row, &me, epoch)), kind);
    // Most looks end here, without a write.
    match (decision, &row) {
        (Claim::Keep, Some(row)) => return Ok(Hold::Mine(row.epoch)),
        (Claim::Held, Some(row)) => return Ok(Hold::Others(row.kind)),
        (Claim::Ask, Some(row)) if row.wanted => return Ok(Hold::Others(row.kind)),
        _ => {}
    }
    let now = engine.now();
    engine.store.write(move |change| {
        // Decided again inside the change: somebody may have been quicker.
        let row = change.view().lease()?;
        let decision = claim(row.as_ref().map(|row| seen(row, &me, epoch)), kind);
        match (decision, row) {
            (Claim::Take(epoch), _) => {
                change.put_lease(&LeaseRow {
                    epoch,
                    kind,
                    owner: me,
                    taken_at: now,
                    renewed: boot_seconds(),
                    wanted: false,
                    pulse: Some(pulse),
                })?;
                Ok(Hold::Mine(epoch))
            }
            (Claim::Renew | Claim::Keep, Some(row)) => {
                change.renew_lease(row.epoch, boot_seconds(), &pulse)?;
                Ok(Hold::Mine(row.epoch))
            }
            (Claim::Yield, Some(row)) => change.release_lease(row.epoch).map(|()| Hold::Given),
            (Claim::Ask, Some(row)) => change.want_lease().map(|()| Hold::Others(row.kind)),
            (_, Some(row)) => Ok(Hold::Others(row.kind)),
            (_, None) => Ok(Hold::Given),
        }
    })
}

pub(crate) fn release(engine: &Engine, epoch: u64) -> Result<()> {
    engine.store.write(move |change| change.release_lease(epoch))
}

/// Who holds the schedule now: a process that lives and renewed in time.
pub(crate) fn holder(engine: &Engine) -> Result<Option<LeaseRow>> {
    let row = engine.store.read(|view| view.lease())?;
    Ok(row.filter(|row| owner::is_alive(&row.owner)))
}
