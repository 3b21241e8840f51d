//! The words of providers, drills and the risk map.

use ballast_engine::contract::DrillKind;
use clap::Subcommand;
use jiff::civil::Date;

fn kind(text: &str) -> Result<DrillKind, String> {
    text.parse().map_err(|_| "tabletop, probe, partial, full".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProviderCommand {
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

#[derive(Debug, Subcommand)]
pub(crate) enum DrillCommand {
    /// When the next drill is due, by fiscal quarters and the longest gap
    ///
    /// Needs no workspace.
    Cadence {
        /// The month in which the fiscal year starts [default: 1]
        #[arg(long, value_name = "MONTH")]
        fiscal_start: Option<i8>,
        /// The longest time between two drills [default: 120d]
        #[arg(long, value_name = "DAYS")]
        max_gap: Option<String>,
        /// Days of drills that counted, with commas between; "" for none
        #[arg(long, value_name = "DATE,DATE", value_delimiter = ',', value_parser = day)]
        done: Vec<Option<Date>>,
        /// Else today
        #[arg(long, value_name = "DATE")]
        today: Option<Date>,
    },
}

/// A day; nothing where nothing is written, so that `--done ""` says that there was no drill.
fn day(text: &str) -> Result<Option<Date>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(|_| "a date such as 2026-11-20".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum RiskCommand {
    /// Minimal cut sets by order and the probability of each top of a fault tree in Open-PSA form
    ///
    /// Needs no workspace. Several files are one model.
    Model {
        #[arg(required = true, value_name = "FILE.xml")]
        files: Vec<String>,
    },
}
