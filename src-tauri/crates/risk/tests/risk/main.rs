//! The risk map from outside: the worked example, small oracles, properties, hostile input.

#![allow(clippy::unwrap_used)]

mod decisions;
mod drawn_trees;
mod explanations;
mod fault_trees;
mod maps;
mod oracles;
mod properties;
mod refusals;
mod ridge;
