//! The pure heart of Ballast: words, numbers and decisions.
//!
//! Nothing here reads a file, a clock or a network. Every decision takes `now` and data, so that a
//! seeded simulation can run years of schedules, failures and clock changes in a second.

pub mod alert;
pub mod backup;
pub mod bound;
pub mod dispatch;
pub mod error;
pub mod evidence;
pub mod exposure;
pub mod finding;
pub mod id;
pub mod lease;
pub mod limits;
pub mod money;
pub mod pattern;
pub mod retry;
pub mod run;
pub mod schedule;
pub mod span;
pub mod status;
pub mod table;
pub mod timetable;
pub mod verdict;

pub use error::{Code, Error, Place, Result};
pub use finding::{Finding, FindingKind, Severity};
pub use id::Id;
pub use money::{Currency, Money};
pub use span::Span;
pub use status::Status;
pub use verdict::Verdict;
