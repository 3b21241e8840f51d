//! Probes: what is looked at and how often, what a look saw, and what that means.

pub mod observed;
