//! Every number of the reference, worked out again: tables of sizes and limits, verifiable draws, and how often
//! the limits hold over drawn populations. The AICPA tables are a copyrighted print; what stands here are results
//! of the formulas, with the number of the table.

#![allow(clippy::cast_precision_loss, clippy::unwrap_used)]

mod coverage;
mod draws;
mod random;
mod tables;
