//! The words of providers and the risk map.

use ballast_engine::contract::DrillKind;
use clap::Subcommand;

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
pub(crate) enum RiskCommand {
    /// Minimal cut sets by order and the probability of each top of a fault tree in Open-PSA form
    ///
    /// Needs no workspace. Several files are one model.
    Model {
        #[arg(required = true, value_name = "FILE.xml")]
        files: Vec<String>,
    },
}
