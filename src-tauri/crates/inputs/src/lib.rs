//! Archives of other programs: zip, tar, and tar or one file under gzip or zstd. They are read to the last
//! byte, within limits, and never written to.
//!
//! What an archive says of itself is not believed: names are held to stay below one folder, sizes to what
//! was really unpacked, a catalogue to the headers in front of the data.

mod entry;
mod nested;
mod packed;
mod reading;
mod tar;
mod zip;

pub use entry::{Entry, Kind, text_of};
pub use nested::read_nested;
pub use reading::{Budget, Fault, FaultKind, Format, HEAD_BYTES, Look, Report, Summed, Visitor, read};

#[cfg(test)]
mod tests;
