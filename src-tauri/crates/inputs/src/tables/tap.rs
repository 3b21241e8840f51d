//! The bytes of a file as they are read: hashed, kept and counted on the way.

use std::fs::File;
use std::io;

use ballast_core::evidence::to_hex;
use ballast_core::{Code, Error};
use sha2::{Digest, Sha256};

use super::{Reading, Trouble, incomplete};
use crate::reading::fill;

/// Bytes between two words of progress, and of one read.
pub(super) const CHUNK_BYTES: usize = 256 * 1024;

/// Which part of the work a pass over the file is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    Only,
    /// Its bytes are hashed, and not kept.
    FirstOfTwo,
    SecondOfTwo,
}

pub(super) struct Tap<'t, 'a> {
    file: File,
    reading: &'t mut Reading<'a>,
    pass: Pass,
    /// Bytes of the file when it was opened.
    expected: u64,
    hasher: Sha256,
    bytes: u64,
    chunk: Vec<u8>,
}

/// An error of writing what is kept.
pub(super) fn keep_failed(cause: &io::Error) -> Trouble {
    let code = Error::io("", cause).code;
    Trouble::Error(Error::new(code).because(cause))
}

/// An error of reading the table.
pub(super) fn read_failed(cause: &io::Error) -> Trouble {
    incomplete("does_not_read").with("cause", cause).into()
}

impl<'t, 'a> Tap<'t, 'a> {
    pub(super) fn new(file: File, expected: u64, pass: Pass, reading: &'t mut Reading<'a>) -> Self {
        let chunk = vec![0; CHUNK_BYTES];
        Self { file, reading, pass, expected, hasher: Sha256::new(), bytes: 0, chunk }
    }

    /// The next bytes; none at the end.
    pub(super) fn next(&mut self) -> Result<&[u8], Trouble> {
        let filled = fill(&mut self.file, &mut self.chunk).map_err(|error| read_failed(&error))?;
        let part = &self.chunk[..filled];
        self.hasher.update(part);
        self.bytes += filled as u64;
        if let Some(keep) = self.reading.keep.as_mut().filter(|_| self.pass != Pass::FirstOfTwo) {
            keep.write_all(part).map_err(|error| keep_failed(&error))?;
        }
        if filled > 0 {
            let done = match self.pass {
                Pass::Only => self.bytes,
                Pass::FirstOfTwo => self.bytes / 2,
                Pass::SecondOfTwo => u64::midpoint(self.expected, self.bytes),
            };
            (self.reading.progress)(done, Some(self.expected));
        }
        Ok(part)
    }

    /// Bytes and their hash. Everything must have been read by then.
    pub(super) fn finish(self) -> Result<(u64, String), Trouble> {
        if self.bytes < self.expected {
            // What was opened as longer was cut meanwhile.
            return Err(incomplete("changed").into());
        }
        Ok((self.bytes, to_hex(&self.hasher.finalize())))
    }
}

/// A part of the program did not hold what it promises.
pub(super) fn internal(what: &str) -> Trouble {
    Trouble::Error(Error::new(Code::Internal).with("what", what))
}
