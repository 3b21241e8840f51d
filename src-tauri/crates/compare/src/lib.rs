//! Parallel runs, pure: what is compared and how, what drifted, what differing rows have in common, and
//! whether the new system may replace the old one. No I/O and no clock.

pub mod apart;
pub mod cutover;
pub mod figures;
pub mod spec;
pub mod wire;

pub use figures::{
    Cells, ColumnFigures, ColumnKind, ControlTotal, Drift, DriftKind, Effect, Explanation, Figures, Movement,
    Outcome, Shape,
};
pub use spec::{Condition, KnownDifference, Normalise, Spec, Tolerance};
