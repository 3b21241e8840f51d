//! Failover drills: the plan, when and by whom it may run, and the machine that runs it.
//!
//! A plan ([`plan::Plan`]) is looked over ([`faults::faults`]) before it may be scheduled. Then [`journal::Drill`]
//! answers every event with an entry of the journal, which is written first, and the effects, which are acted on
//! after.

pub mod faults;
pub mod operator;
pub mod plan;
pub mod preflight;
pub mod window;

#[cfg(test)]
mod tests;
