//! A comparison on several machines: the same plan as on one, on a session that hands its shares out.
//!
//! The one that is asked reads both sides, as `ballast-compare` does, and puts their rows and keys where all
//! see them ([`store`], [`cut`]). Workers ([`worker`]) read from there, send each other what belongs together, sort it
//! and let it meet in the same operator ([`codec`]); what differs comes back in the order of the keys
//! ([`cluster`]). Before each job fixed rows must come out as they do here ([`canary`]), and each job must
//! account for every row ([`account`]): otherwise there is no answer.

pub mod access;
pub mod account;
pub mod admit;
pub mod arguments;
pub mod canary;
pub mod channel;
pub mod cluster;
pub mod codec;
pub mod cut;
pub mod store;
pub mod trouble;
pub mod worker;

use ballast_compare::wire::{Answer, Compared, Request, Task};
use ballast_compare_program::progress::Progress;
use ballast_compare_program::run_at;
use ballast_core::{Code, Error, Result, Verdict};

use crate::cluster::Cluster;

/// What both ends must have in common: every change to what they send each other changes the number.
pub const VERSION: &str = concat!("ballast-cluster ", env!("CARGO_PKG_VERSION"), " 1");

/// Does what is asked, on the machines that the request names.
pub fn run(request: &Request, progress: &Progress) -> Result<Answer> {
    let Some(engine) = &request.engine else {
        return Err(Error::new(Code::InvalidCall).with("what", "engine"));
    };
    if !matches!(request.task, Task::Compare { .. }) {
        return Err(Error::new(Code::NotSupported).with("what", "task"));
    }
    let cluster = Cluster::new(engine, request.limits)?;
    if let Some(finding) = canary::ask(&cluster, request)? {
        return Ok(Answer::Compared(Box::new(Compared {
            verdict: Verdict::Inconclusive,
            findings: vec![finding],
            figures: None,
            old: None,
            new: None,
            kept: Vec::new(),
        })));
    }
    run_at(&cluster, request, progress)
}
