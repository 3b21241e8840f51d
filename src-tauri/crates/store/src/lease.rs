//! Who runs the schedule.

use ballast_core::lease::HolderKind;
use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::run::Owner;
use crate::workspace::{instant, json, signed, whole};
use crate::{Change, View, from_sqlite};

/// Who holds the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaseRow {
    pub epoch: u64,
    pub kind: HolderKind,
    pub owner: Owner,
    pub taken_at: Timestamp,
    /// Seconds since that boot.
    pub renewed: u64,
    pub wanted: bool,
    pub pulse: Option<Value>,
}

impl View<'_> {
    pub fn lease(&self) -> Result<Option<LeaseRow>> {
        let sql =
            "SELECT epoch, kind, boot, pid, start, taken_at, renewed, wanted, pulse FROM schedule_lease";
        let row = self.0.query_row(sql, [], |row| {
            Ok((
                (row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?),
                (row.get::<_, u32>(3)?, row.get::<_, i64>(4)?, row.get::<_, String>(5)?),
                (row.get::<_, i64>(6)?, row.get::<_, bool>(7)?, row.get::<_, Option<String>>(8)?),
            ))
        });
        let Some(((epoch, kind, boot), (pid, start, taken_at), (renewed, wanted, pulse))) =
            row.optional().map_err(from_sqlite)?
        else {
            return Ok(None);
        };
        let kind = HolderKind::from_name(&kind)
            .ok_or_else(|| Error::new(Code::WorkspaceDamaged).with("what", &kind))?;
        Ok(Some(LeaseRow {
            epoch: whole(epoch),
            kind,
            owner: Owner { boot, pid, start: whole(start) },
            taken_at: instant(&taken_at)?,
            renewed: whole(renewed),
            wanted,
            pulse: pulse.as_deref().map(json).transpose()?,
        }))
    }
}

impl Change<'_> {
    pub fn put_lease(&self, row: &LeaseRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO schedule_lease (only, epoch, kind, boot, pid, start, taken_at, renewed, wanted, pulse)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (only) DO UPDATE SET epoch = ?1, kind = ?2, boot = ?3, pid = ?4, start = ?5, taken_at = ?6,
                     renewed = ?7, wanted = ?8, pulse = ?9",
                params![
                    signed(row.epoch),
                    row.kind.as_str(),
                    row.owner.boot,
                    row.owner.pid,
                    signed(row.owner.start),
                    row.taken_at.to_string(),
                    signed(row.renewed),
                    row.wanted,
                    row.pulse.as_ref().map(Value::to_string)
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Renews the lease, if it is still held under `epoch`: false if somebody else has it.
    pub fn renew_lease(&self, epoch: u64, renewed: u64, pulse: &Value) -> Result<bool> {
        let sql = "UPDATE schedule_lease SET renewed = ?2, pulse = ?3 WHERE epoch = ?1";
        let changed = self
            .0
            .execute(sql, params![signed(epoch), signed(renewed), pulse.to_string()])
            .map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// Gives the lease back. The epoch stays, so that the next one is higher.
    pub fn release_lease(&self, epoch: u64) -> Result<()> {
        self.0
            .execute(
                "UPDATE schedule_lease SET boot = '', pid = 0, wanted = 0 WHERE epoch = ?1",
                [signed(epoch)],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn want_lease(&self) -> Result<()> {
        self.0.execute("UPDATE schedule_lease SET wanted = 1", []).map(drop).map_err(from_sqlite)
    }

    /// `busy` if the schedule is held under another epoch by now.
    pub fn require_lease(&self, epoch: u64) -> Result<()> {
        match self.view().lease()? {
            Some(lease) if lease.epoch == epoch => Ok(()),
            _ => Err(Error::new(Code::Busy).with("reason", "schedule")),
        }
    }
}
