//! Spot checks, pure: which payouts people look at, so that anyone can draw them again, and what their answers
//! prove about the rest. No I/O and no clock.
//!
//! Amounts are in minor units of the currency (cents), exact. Shares are exact decimals ([`Rate`]); floats are
//! probabilities and limits, and never decide about a single payout.

mod amount;
pub mod assign;
pub mod condition;
pub mod digits;
pub mod distribution;
pub mod draw;
pub mod evaluate;
pub mod pages;
pub mod plan;
pub mod population;
pub mod rate;
pub mod report;
pub mod review;
pub mod verify;
pub mod wire;

pub use condition::Condition;
pub use draw::{Draw, Drawer, Seed, Survey};
pub use evaluate::{Evaluation, evaluate};
pub use plan::{Commitment, Plan};
pub use population::{Completeness, Freezer, Population, Row};
pub use rate::Rate;

/// Bytes in hexadecimal, small letters.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
