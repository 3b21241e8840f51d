//! Failover drills: the plan, when and by whom it may run, and the machine that runs it.
//!
//! A plan ([`plan::Plan`]) is looked over ([`faults::faults`]) before it may be scheduled. Then [`Drill`] answers
//! every event with an entry of the journal, which is written first, and the effects, which are acted on after.

pub mod event;
pub mod faults;
pub mod instructions;
pub mod journal;
pub mod machine;
pub mod operator;
pub mod plan;
pub mod preflight;
pub mod progress;
pub mod review;
pub mod state;
pub mod window;

pub use event::{Effect, Event, Illegal};
pub use journal::{Drill, Entry};
pub use plan::Plan;
pub use state::State;

#[cfg(test)]
mod tests;
