//! The words of provider pairs.

use ballast_engine::contract::{DrillKind, ImportFrom};
use clap::Subcommand;

fn kind(text: &str) -> Result<DrillKind, String> {
    text.parse().map_err(|_| "tabletop, probe, partial, full".to_owned())
}

fn from(text: &str) -> Result<ImportFrom, String> {
    match text {
        "gatus" => Ok(ImportFrom::Gatus),
        "uptime-kuma" => Ok(ImportFrom::UptimeKuma),
        _ => Err("gatus, uptime-kuma".to_owned()),
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProviderCommand {
    /// How ready every pair is, and what is wrong now
    ///
    /// Exit code 1 if any fails or its proof is gone, 3 if any was never proven or cannot be told.
    Status,
    /// One pair: its probes with their history, what both sides share, logins and drills
    Show {
        /// The pair
        id: String,
    },
    /// Looks at every probe now; at one that fails until it is certain
    Probe {
        /// The pair [default: all]
        id: Option<String>,
    },
    /// Says that somebody tried to log in to the backup provider
    Login {
        /// The pair
        id: String,
        /// Who tried
        #[arg(long = "as", value_name = "WHO")]
        who: String,
        /// It did not work
        #[arg(long)]
        failed: bool,
        /// What was seen
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Says whether both providers share something, by its id from `provider show`
    Shared {
        /// The pair
        id: String,
        /// What is shared, such as cloud:aws
        fate: String,
        /// They share it; without it: they do not
        #[arg(long, conflicts_with = "no", required_unless_present = "no")]
        yes: bool,
        /// They do not share it
        #[arg(long)]
        no: bool,
        /// Who says so
        #[arg(long = "as", value_name = "WHO")]
        who: String,
        /// How it is known
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Says that the new shape of a provider's answers is right
    AcceptContract {
        /// The pair
        id: String,
        /// The probe, by its title
        probe: String,
        /// Who says so
        #[arg(long = "as", value_name = "WHO")]
        who: String,
        /// Why it is right
        #[arg(long)]
        reason: String,
    },
    /// A sign of life for a probe of the kind heartbeat
    Beat {
        /// The pair
        id: String,
        /// The probe, by its title
        probe: String,
    },
    /// Probes of Gatus (YAML) or Uptime Kuma (JSON backup, kuma.db) as tables for the workspace file
    ///
    /// Applies nothing: look the text over and put it into the file. No password or token is taken over.
    Import {
        /// The file
        file: String,
        /// gatus or uptime-kuma [default: by its content]
        #[arg(long, value_parser = from)]
        from: Option<ImportFrom>,
    },
    /// The chance that a backup provider works if it is called today, from how its drills went
    ///
    /// Needs no workspace. Drills lose half their weight in 180 days.
    Estimate {
        /// How drills went and how long ago: fail@91d,pass@0d; "" for never tried
        #[arg(long, value_name = "HISTORY")]
        history: String,
        /// tabletop, probe, partial or full [default: full]
        #[arg(long, value_parser = kind)]
        kind: Option<DrillKind>,
    },
}
