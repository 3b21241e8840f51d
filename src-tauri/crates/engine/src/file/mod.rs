//! The workspace file: reading with the place of every mistake, writing, and what applying changes.

pub mod apply;
mod parse;
mod reader;
mod write;

pub use parse::parse;
pub(crate) use parse::{bytes_of, share_of};
pub use write::write;
