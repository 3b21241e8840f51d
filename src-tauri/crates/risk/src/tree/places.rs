//! Where in which file, and what is wrong there.

use ballast_core::{Code, Error, Place};

/// A line of a file, by the file's number. Lines count from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub file: usize,
    pub line: u32,
}

pub(super) fn refused(file: &str, line: u32, reason: &str) -> Error {
    let place = Place { file: Some(file.to_owned()), line: Some(line), ..Place::default() };
    Error::new(Code::InvalidFile).with("what", "fault_tree").with("reason", reason).at(place)
}
