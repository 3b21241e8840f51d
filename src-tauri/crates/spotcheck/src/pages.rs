//! What is exported beside the evidence, so that anyone can check a spot check without Ballast. Both read
//! `population.csv` (the frozen list), `plan.json` ([`crate::Commitment::text`]: canonical JSON and then the hash of
//! the list, so that its own SHA-256 is the commitment) and `draw.json` ([`crate::Draw`] as JSON), each to the byte.
//!
//! Their sentences stand in them and in no catalogue: each is one file that an auditor keeps and reads before running
//! it, the same to the byte for everybody.

/// A page for any browser, from a file and without a network: draws every kind of sample again.
pub const VERIFY_HTML: &str = include_str!("../pages/verify.html");

/// The same for a shell; samples by value are left to the page.
pub const VERIFY_SH: &str = include_str!("../pages/verify.sh");
