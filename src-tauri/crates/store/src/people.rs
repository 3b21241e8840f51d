//! What people typed and have not locked yet, and how they prove who they are.

use ballast_core::Result;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::{Change, View, from_sqlite};

/// Whose draft of which item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftKey {
    pub control: String,
    pub round: u64,
    pub item: String,
    pub person: String,
}

impl DraftKey {
    fn round(&self) -> i64 {
        i64::try_from(self.round).unwrap_or(i64::MAX)
    }
}

impl View<'_> {
    pub fn draft(&self, key: &DraftKey) -> Result<Option<Value>> {
        let sql = "SELECT body FROM draft WHERE control = ?1 AND round = ?2 AND item = ?3 AND person = ?4";
        let body: Option<String> = self
            .0
            .query_row(sql, params![key.control, key.round(), key.item, key.person], |row| row.get(0))
            .optional()
            .map_err(from_sqlite)?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }

    /// The hash of a person's passphrase, as a PHC string.
    pub fn passphrase(&self, person: &str) -> Result<Option<String>> {
        self.0
            .query_row("SELECT hash FROM passphrase WHERE person = ?1", [person], |row| row.get(0))
            .optional()
            .map_err(from_sqlite)
    }
}

impl Change<'_> {
    pub fn put_draft(&self, key: &DraftKey, body: &Value) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO draft (control, round, item, person, body) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (control, round, item, person) DO UPDATE SET body = ?5",
                params![key.control, key.round(), key.item, key.person, body.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn drop_draft(&self, key: &DraftKey) -> Result<()> {
        let sql = "DELETE FROM draft WHERE control = ?1 AND round = ?2 AND item = ?3 AND person = ?4";
        self.0
            .execute(sql, params![key.control, key.round(), key.item, key.person])
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn put_passphrase(&self, person: &str, hash: &str) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO passphrase (person, hash) VALUES (?1, ?2)
                 ON CONFLICT (person) DO UPDATE SET hash = ?2",
                [person, hash],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}
