//! Failover drills: a drill is what its journal says. What people do, in whichever program, and what the program
//! that carries a drill sees, is an event; it is written before anything is done about it.

mod acting;
mod acts;
mod canary;
mod carrying;
mod ending;
mod host;
mod incidents;
mod interchange;
mod looking;
mod missed;
mod preflight;
mod report;
mod run;
mod script;
mod start;
mod told;

pub(crate) use acts::{acts_of, take, undo_seconds};
pub(crate) use ending::{exit_code, findings, journal_hash};
pub(crate) use incidents::incidents;
pub(crate) use interchange::{calendar, export, import};
pub(crate) use looking::own_key;
pub(crate) use missed::{MISSED, miss};
pub(crate) use preflight::known_items;
pub(crate) use report::report;
pub(crate) use run::{Pen, Run, runs};
pub(crate) use script::{Script, words_of_act};
pub(crate) use start::{reschedule, sign, start, sweep};
pub(crate) use told::{ended_at, history, outcome, started_at, summaries, summary};
