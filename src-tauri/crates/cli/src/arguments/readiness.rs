//! The words of drills and the risk map.

use clap::Subcommand;
use jiff::civil::Date;

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
