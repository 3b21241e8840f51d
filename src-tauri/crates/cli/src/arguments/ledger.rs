//! The words of what ran, and of the ledger.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum RunCommand {
    /// Newest first
    List {
        #[arg(long)]
        control: Option<String>,
        #[arg(long)]
        limit: Option<u32>,
    },
    /// One run with what it found
    Show { run: String },
    /// Ask a run to stop
    Cancel { run: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Newest first
    List {
        #[arg(long)]
        control: Option<String>,
        #[arg(long)]
        limit: Option<u32>,
        /// Records before this number
        #[arg(long, value_name = "SEQ")]
        before: Option<u64>,
    },
    /// One record as it was hashed
    Show { seq: u64 },
    /// Recompute every hash and every artefact
    Verify {
        /// A head that was noted outside
        #[arg(long, value_name = "SEQ:HASH")]
        against: Option<String>,
    },
    /// Write every record to a file, oldest first
    Export { file: String },
}
