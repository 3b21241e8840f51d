//! Readiness of providers: pairs, what probes say about them, and the drills that prove a switch.
//!
//! Pure: every decision takes `now` and data; what leaves the program stands in `ballast-outside`.

pub mod cadence;
pub mod chaos;
pub mod drill;
pub mod estimate;
pub mod measure;
pub mod probe;
pub mod yaml;
