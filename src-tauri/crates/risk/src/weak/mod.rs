//! What makes redundancy worth less than it looks: shared fate, lock-outs, promises that cannot be kept.

mod promises;
mod shared;
mod start;

pub use promises::{Contradiction, ContradictionCode};
pub use shared::{SharedCause, SharedFate};
pub use start::{BlackStart, Key, black_start};
