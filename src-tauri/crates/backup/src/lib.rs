//! Backups: sources, repositories in the restic format, snapshots and the verification ladder.
//!
//! Everything that can panic or hang runs in a worker: a child process of the running program,
//! driven by [`worker::serve`] over its standard input and output.

mod adopted;
mod catalogue;
mod ladder;
mod manifest;
mod progress;
mod repository;
mod restore;
mod source;
mod take;
mod walk;
pub mod wire;
pub mod worker;

pub use ladder::present::{History, KnownSnapshot};
pub use progress::Progress;
