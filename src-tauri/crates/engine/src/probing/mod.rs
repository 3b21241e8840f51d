//! Probes of provider pairs: looking, remembering what was seen, and what becomes evidence of it.

mod asked;
mod certificate;
mod fate;
mod look;
mod memory;
pub(crate) mod seen;
mod watch;

pub(crate) use asked::{Asked, spend};
pub(crate) use fate::{Answers, answers, shared};
pub(crate) use look::{Looked, Looker, Past};
pub(crate) use memory::{Known, Memory, beat, gates, known_probes, may_ask, state_of};
pub(crate) use watch::{EAR, OWN_LINE, ask_anchors, go_on, once};
