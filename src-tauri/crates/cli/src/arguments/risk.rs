//! The words of the risk map.

use clap::{Args, Subcommand};

/// A question about the map.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct WhatIf {
    /// As if this component were gone; may stand several times
    #[arg(long, value_name = "COMPONENT")]
    pub without: Vec<String>,
    /// As if this option were taken; may stand several times
    #[arg(long, value_name = "OPTION")]
    pub with: Vec<String>,
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct RiskArguments {
    #[command(flatten)]
    pub what_if: WhatIf,
    #[command(subcommand)]
    pub command: Option<RiskCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RiskCommand {
    /// How a figure came about, down to what was entered
    ///
    /// Figures of a process: exposure, unavailability, annual-loss; of anything else: probability, blast, damage-once,
    /// expected-per-hour, removed-if-perfect; of all processes together: exposure, annual-loss, blast (what everything
    /// that stands still loses in an hour).
    Explain {
        /// A process or a thing of the map, by its id [default: all processes together]
        of: Option<String>,
        /// The figure [default: exposure of a process, damage-once of a thing, annual-loss of all]
        #[arg(long)]
        figure: Option<String>,
        #[command(flatten)]
        what_if: WhatIf,
    },
    /// What the figures may be, drawn from the ranges that were entered
    Ranges {
        /// How many draws
        #[arg(long)]
        draws: Option<u32>,
        /// Draws with the same seed are the same
        #[arg(long)]
        seed: Option<u64>,
        #[command(flatten)]
        what_if: WhatIf,
    },
    /// Says that entries of the map are still true today
    Confirm {
        /// Processes and components, by their ids
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// First maps of four trades
    Templates,
    /// Takes entries from Backstage (.yaml) or a table (.csv: id, title, kind, needs and more columns)
    ///
    /// What is there already stays as it is.
    Import {
        /// The catalogue or the table
        file: String,
        /// Shows what would come, and changes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes the map as a fault tree in Open-PSA form
    Export {
        /// The file to write
        #[arg(value_name = "FILE.xml")]
        file: String,
        /// Writes over a file that is there already
        #[arg(long)]
        overwrite: bool,
    },
    /// Minimal cut sets by order and the probability of each top of a fault tree in Open-PSA form
    ///
    /// Needs no workspace. Several files are one model.
    Model {
        /// The files of the model
        #[arg(required = true, value_name = "FILE.xml")]
        files: Vec<String>,
    },
}
