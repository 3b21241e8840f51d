//! The risk map, pure: what a process needs, what stops it, and what that costs.
//!
//! Amounts that people enter are exact ([`ballast_core::Money`]); probabilities and expected values are floats, the
//! latter in units of the currency. No I/O and no clock: a caller's [`Budget`] says when it took too long.

mod bounded;
mod budget;
mod diagram;
mod figures;
mod flatten;
mod formula;
mod map;
pub mod model;
mod propagate;
mod solve;
mod tree;

pub use budget::{Budget, CutOff};
pub use figures::{Blast, Figures, ProcessRisk, Study, ThingRisk};
pub use map::{Map, WhatIf};
pub use model::{Model, Subject};
pub use tree::{FaultTree, Top, TreeFile};
