//! Probes: what is looked at and how often, what a look saw, and what that means.

pub mod condition;
pub mod contract;
pub mod fate;
mod fields;
pub mod import;
pub mod judge;
pub mod milliseconds;
pub mod observed;
pub mod path;
pub mod series;
pub mod specification;

pub use condition::{Condition, Test};
pub use contract::{Change, Contract};
pub use judge::{Judged, judge};
pub use milliseconds::Milliseconds;
pub use observed::{Observed, Outcome};
pub use path::Path;
pub use series::Look;
pub use specification::{Expect, Probe, Side, Target};
