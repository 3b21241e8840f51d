//! Drills as the Chaos Toolkit writes them: an experiment, and the journal of its run.
//!
//! Both ways lose something, and both say what: the export names what the other program cannot do, the import what
//! a person must look at. Our own data travels in `extensions[name=ballast]`.
//!
//! The other program undoes nothing after a failed look unless it is told to, so the export sets the strategy
//! `always`; and it undoes all steps, not only those that were started.

mod export;
mod import;
mod run;

pub use export::{Exported, LeftOut, LeftOutCode, experiment};
pub use import::{Imported, Note, NoteCode, import};
pub use run::{Candidate, candidate, journal};

/// The name of our extension.
const EXTENSION: &str = "ballast";
/// What stands before a step's title in the names of its other activities.
const VERIFY: &str = "verify";
const UNDO: &str = "undo";
const VERIFY_UNDO: &str = "verify undo";

#[cfg(test)]
mod tests;
