//! The snapshot ledger: which copies there were, kept outside the repositories.

use ballast_core::Result;
use jiff::Timestamp;
use rusqlite::params;

use crate::workspace::{instant, signed, whole};
use crate::{Change, View, from_sqlite};

/// A copy as it was first seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    pub repository: String,
    pub id: String,
    pub control: String,
    pub taken_at: Timestamp,
    pub missing_since: Option<Timestamp>,
    pub files: Option<u64>,
    pub bytes: Option<u64>,
    pub manifest_sha256: Option<String>,
}

/// A copy as a repository lists it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotListing {
    pub id: String,
    pub taken_at: Timestamp,
    pub files: Option<u64>,
    pub bytes: Option<u64>,
}

impl View<'_> {
    /// Every copy of a control ever seen, oldest first.
    pub fn snapshots(&self, control: &str) -> Result<Vec<SnapshotRow>> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT repository, id, control, taken_at, missing_since, files, bytes, manifest_sha256
                 FROM snapshot WHERE control = ?1 ORDER BY taken_at, id",
            )
            .map_err(from_sqlite)?;
        let rows = statement
            .query_map([control], |row| {
                Ok((
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?),
                    (
                        row.get::<_, Option<String>>(4)?,
                        row.get::<_, Option<i64>>(5)?,
                        row.get::<_, Option<i64>>(6)?,
                        row.get(7)?,
                    ),
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let ((repository, id, control, taken_at), (missing_since, files, bytes, manifest_sha256)) =
                row.map_err(from_sqlite)?;
            Ok(SnapshotRow {
                repository,
                id,
                control,
                taken_at: instant(&taken_at)?,
                missing_since: missing_since.as_deref().map(instant).transpose()?,
                files: files.map(whole),
                bytes: bytes.map(whole),
                manifest_sha256,
            })
        })
        .collect()
    }
}

impl Change<'_> {
    /// Records a copy. One that is known keeps its first sight and gains what was not known.
    pub fn put_snapshot(&self, row: &SnapshotRow, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO snapshot (repository, id, control, taken_at, first_seen_at, files, bytes, manifest_sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (repository, id) DO UPDATE SET missing_since = NULL,
                     files = coalesce(files, ?6), bytes = coalesce(bytes, ?7), manifest_sha256 = coalesce(manifest_sha256, ?8)",
                params![
                    row.repository,
                    row.id,
                    row.control,
                    row.taken_at.to_string(),
                    now.to_string(),
                    row.files.map(signed),
                    row.bytes.map(signed),
                    row.manifest_sha256
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Notes that a copy is no longer listed.
    pub fn snapshot_missing(&self, repository: &str, id: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE snapshot SET missing_since = ?3 WHERE repository = ?1 AND id = ?2 AND missing_since IS NULL",
                params![repository, id, now.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}
