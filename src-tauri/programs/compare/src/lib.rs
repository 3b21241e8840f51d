//! The comparison of two tables of any size, in a program of its own: the engine, DataFusion, is in no other,
//! and what goes wrong in it ends here.
//!
//! Both sides are read into scratch files as packed rows ([`take`], [`ingest`], [`row`]), shared out and sorted
//! by their keys by the engine ([`table`], [`session`]), met row by row by an operator of our own
//! ([`operator`], [`merge`]), and what differs is listed, explained and hashed in the order of the keys
//! ([`consume`]). What a difference is, the crate `compare` says.

pub mod compare;
pub mod consume;
pub mod differing;
pub mod export;
pub mod freeze;
pub mod ingest;
pub mod key;
pub mod look;
pub mod merge;
pub mod operator;
pub mod parquet;
pub mod pool;
pub mod profile;
pub mod progress;
pub mod row;
pub mod serve;
pub mod session;
pub mod table;
pub mod take;
pub mod watchdog;
pub mod work;

use ballast_compare::wire::{Answer, Request, Task};
use ballast_core::{Code, Error, Result};

use crate::compare::{Asked, Here, Site};
use crate::progress::Progress;

/// Does what is asked.
pub fn run(request: &Request, progress: &Progress) -> Result<Answer> {
    // Several machines are asked for by name; a quiet answer of this one would pass for theirs.
    if request.engine.is_some() {
        return Err(Error::new(Code::NotSupported).with("what", "engine"));
    }
    run_at(&Here, request, progress)
}

/// Does what is asked; what needs the engine, there.
pub fn run_at(site: &dyn Site, request: &Request, progress: &Progress) -> Result<Answer> {
    match &request.task {
        Task::Compare { spec, differences, previous, keep } => {
            let asked = Asked {
                spec,
                differences: differences.as_deref(),
                previous: previous.as_deref(),
                keep: keep.as_deref(),
            };
            let compared = compare::compare(request, &asked, site, progress)?;
            Ok(Answer::Compared(Box::new(compared)))
        }
        Task::Look { rows } => {
            look::look(request, *rows, progress).map(|looked| Answer::Looked(Box::new(looked)))
        }
    }
}
