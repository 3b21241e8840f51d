//! What a comparison says, seen from outside: whole tables in, figures and findings out.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cells;
mod conclusions;
mod cutovers;
mod decimals;
mod explanations;
mod plans;
mod tables;
