//! The pack ledger: what a repository stores, and when each pack was last read to the last byte.

use ballast_core::Result;
use jiff::Timestamp;
use rusqlite::params;

use crate::workspace::{instant, signed, whole};
use crate::{Change, View, from_sqlite};

/// A pack as the ledger knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    pub id: String,
    pub bytes: u64,
    pub last_read_at: Option<Timestamp>,
    pub intact: Option<bool>,
}

/// A pack that was read just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRead {
    pub id: String,
    pub intact: bool,
}

impl View<'_> {
    /// In the order of their ids, which is their order on disk.
    pub fn packs(&self, repository: &str) -> Result<Vec<Pack>> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT id, bytes, last_read_at, intact FROM pack WHERE repository = ?1 ORDER BY id",
            )
            .map_err(from_sqlite)?;
        let rows = statement
            .query_map([repository], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?, row.get(3)?))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (id, bytes, last_read_at, intact) = row.map_err(from_sqlite)?;
            Ok(Pack {
                id,
                bytes: whole(bytes),
                last_read_at: last_read_at.as_deref().map(instant).transpose()?,
                intact,
            })
        })
        .collect()
    }
}

impl Change<'_> {
    /// Adds packs that are new. A known pack keeps the size it was first seen with: packs never change.
    pub fn meet_packs(&self, repository: &str, packs: &[(String, u64)], now: Timestamp) -> Result<()> {
        let mut statement = self
            .0
            .prepare_cached(
                "INSERT INTO pack (repository, id, bytes, first_seen_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )
            .map_err(from_sqlite)?;
        for (id, bytes) in packs {
            statement
                .execute(params![repository, id, signed(*bytes), now.to_string()])
                .map_err(from_sqlite)?;
        }
        Ok(())
    }

    /// Forgets packs that are no longer stored, where what is stored is known as a whole.
    pub fn forget_packs(&self, repository: &str, stored: &[(String, u64)]) -> Result<()> {
        let stored: std::collections::HashSet<&str> = stored.iter().map(|(id, _)| id.as_str()).collect();
        let gone = self.view().packs(repository)?;
        let mut statement = self
            .0
            .prepare_cached("DELETE FROM pack WHERE repository = ?1 AND id = ?2")
            .map_err(from_sqlite)?;
        for pack in gone.iter().filter(|pack| !stored.contains(pack.id.as_str())) {
            statement.execute(params![repository, pack.id]).map_err(from_sqlite)?;
        }
        Ok(())
    }

    pub fn packs_read(&self, repository: &str, reads: &[PackRead], now: Timestamp) -> Result<()> {
        let mut statement = self
            .0
            .prepare_cached(
                "UPDATE pack SET last_read_at = ?3, intact = ?4 WHERE repository = ?1 AND id = ?2",
            )
            .map_err(from_sqlite)?;
        for read in reads {
            statement
                .execute(params![repository, read.id, now.to_string(), read.intact])
                .map_err(from_sqlite)?;
        }
        Ok(())
    }
}
