//! Parallel runs, pure: what is compared and how, what drifted, what differing rows have in common, and
//! whether the new system may replace the old one. No I/O and no clock.

pub mod apart;
pub mod category;
pub mod comparer;
pub mod conclude;
pub mod cutover;
pub mod decimal;
mod drift;
pub mod effect;
pub mod explain;
pub mod figures;
pub mod findings;
mod known;
mod names;
pub mod normalise;
pub mod plan;
mod planner;
mod propose;
mod rejudge;
mod renames;
pub mod responses;
pub mod spec;
pub mod tallies;
pub mod total;
pub mod wire;

pub use comparer::{CellDifference, Comparer, RowDifference};
pub use conclude::{Concluded, conclude};
pub use explain::Explainer;

pub use figures::{
    Cells, ColumnFigures, ColumnKind, ControlTotal, Drift, DriftKind, Effect, Explanation, Figures,
    KnownCount, Movement, Outcome, Shape,
};
pub use known::is_of_shape;
pub use normalise::KeyText;
pub use plan::{KeyColumn, Lone, Pair, Plan, plan};
pub use propose::propose;
pub use rejudge::without;
pub use spec::{Condition, KnownDifference, Normalise, Spec, Tolerance};
pub use tallies::Tallies;
