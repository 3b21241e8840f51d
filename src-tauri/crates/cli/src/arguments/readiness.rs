//! The words of the risk map.

use clap::Subcommand;

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
