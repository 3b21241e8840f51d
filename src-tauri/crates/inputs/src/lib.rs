//! What other programs wrote, read to the last byte, within limits, and never written to: archives (zip,
//! tar, and tar or one file under gzip or zstd) and [`tables`].
//!
//! What an archive says of itself is not believed: names are held to stay below one folder, sizes to what
//! was really unpacked, a catalogue to the headers in front of the data.

mod entry;
mod nested;
mod packed;
mod reading;
pub mod tables;
mod tar;
mod zip;

pub use entry::{Entry, Kind, text_of};
pub use nested::read_nested;
pub use reading::{Budget, Fault, FaultKind, Format, HEAD_BYTES, Look, Report, Summed, Visitor, read};

#[cfg(test)]
mod tests;
