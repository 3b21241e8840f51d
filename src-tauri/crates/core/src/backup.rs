//! Words that backups share with the status: the five levels of the verification ladder.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a backup is proven, from the lowest rung to the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A copy arrived on time, nothing went missing, its size is in line with history.
    Present,
    /// The password opens it; configuration, keys, index, snapshots and trees are whole.
    Structure,
    /// Stored packs were read to the last byte and hash to their names.
    Content,
    /// Drawn files were decrypted and match the manifest of the source.
    Restore,
    /// Everything was restored into a sandbox, compared whole, and timed.
    Recovery,
}

impl Level {
    pub const ALL: [Self; 5] = [Self::Present, Self::Structure, Self::Content, Self::Restore, Self::Recovery];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Structure => "structure",
            Self::Content => "content",
            Self::Restore => "restore",
            Self::Recovery => "recovery",
        }
    }

    /// Every level up to and including this one.
    pub fn climb(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |level| *level <= self)
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|level| level.as_str() == text).ok_or(())
    }
}
