//! The words of backups and of the places where copies are kept.

use std::path::PathBuf;

use ballast_core::backup::Level;
use ballast_engine::contract::SourceKind;
use clap::Subcommand;

use super::level;

fn adopted_kind(text: &str) -> Result<SourceKind, String> {
    match text {
        "archives" => Ok(SourceKind::Archives),
        "folder" => Ok(SourceKind::AdoptedFolder),
        "sqlite" => Ok(SourceKind::AdoptedSqlite),
        "restic" => Ok(SourceKind::Restic),
        _ => Err("one of archives, folder, sqlite, restic".to_owned()),
    }
}

/// `95%` or `0.95`.
fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    number.parse::<f64>().map(|number| number / scale).map_err(|_| "a share such as 95%".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum BackupCommand {
    /// Every backup with its newest copy and how far it is proven
    List,
    /// One backup with its findings and what to do
    Show { id: String },
    /// Take a copy now
    Run {
        id: String,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// Watch a backup that another tool makes, and check it for the first time
    Adopt {
        /// A folder of archives (or a pattern such as nas/*.zip), a folder, a SQLite file, a restic repository
        path: String,
        /// Found out where it is not given
        #[arg(long, value_parser = adopted_kind, value_name = "archives|folder|sqlite|restic")]
        kind: Option<SourceKind>,
        #[arg(long)]
        title: Option<String>,
        /// Where the password of a restic repository stands
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// A list of checksums in the folder, such as SHA256SUMS
        #[arg(long, value_name = "NAME")]
        sums: Option<String>,
        /// How old the newest copy may be; else 26h
        #[arg(long)]
        max_age: Option<String>,
    },
    /// Climb the ladder: present, structure, content, restore, recovery
    Verify {
        id: String,
        #[arg(long, value_parser = level)]
        level: Option<Level>,
        /// A share of packs at content, of files at restore, such as 5%
        #[arg(long)]
        sample: Option<String>,
        /// Makes the drawn part repeatable
        #[arg(long)]
        seed: Option<String>,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// Give files back
    Restore {
        id: String,
        /// Made if missing; refused if it holds anything
        #[arg(long, value_name = "DIR")]
        to: String,
        /// The id of a snapshot or its beginning; else the newest
        #[arg(long, value_name = "S")]
        snapshot: Option<String>,
        /// Write into a folder that is not empty
        #[arg(long)]
        overwrite: bool,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
        /// Only what lies at or below these paths
        paths: Vec<String>,
    },
    /// The copies that the repositories hold now
    Snapshots {
        id: String,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// What a sample of n of N units with k damaged says about the rest
    Confidence {
        #[arg(long, value_name = "N")]
        units: u64,
        #[arg(long, value_name = "n")]
        read: u64,
        #[arg(long, value_name = "k")]
        damaged: u64,
        #[arg(long, value_parser = share)]
        confidence: Option<f64>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RepositoryCommand {
    /// Write the recovery sheet: place, password, commands
    Sheet { id: String },
    /// Record that the recovery sheet is put away
    SheetKept { id: String },
}
