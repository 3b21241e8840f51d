//! Failover drills: a drill is what its journal says. What people do, in whichever program, and what the program
//! that carries a drill sees, is an event; it is written before anything is done about it.

mod ending;
mod run;
mod script;
mod told;

pub(crate) use run::{Run, runs};
pub(crate) use script::Script;
pub(crate) use told::{history, summaries, summary};
