//! The risk map, pure: what a process needs, what stops it, and what that costs.
//!
//! Amounts that people enter are exact ([`ballast_core::Money`]); probabilities and expected values are floats, the
//! latter in units of the currency. No I/O and no clock: a caller's [`Budget`] says when it took too long.

mod bounded;
mod budget;
mod diagram;
mod explain;
mod figures;
mod flatten;
mod formula;
mod map;
pub mod model;
mod options;
mod proof;
mod propagate;
mod random;
mod ranges;
mod solve;
mod tree;
mod weak;

pub use budget::{Budget, CutOff};
pub use explain::{Explanation, Figure, Line, Rule, Value};
pub use figures::{Blast, Figures, ProcessRisk, Study, ThingRisk};
pub use map::{Map, WhatIf};
pub use model::{Model, Subject};
pub use options::{Bundle, Bundles, bundle, bundles, has_effect};
pub use proof::{NextProof, ProofOffer, next_proofs};
pub use ranges::{Range, Ranges, Spread};
pub use tree::{FaultTree, Top, TreeFile};
pub use weak::{BlackStart, Contradiction, ContradictionCode, Key, SharedCause, SharedFate, black_start};
