//! The text of a file, decoded piece by piece: a window that moves over it.
//!
//! Without a declared encoding the first sign beyond ASCII decides, with what follows it in the same piece:
//! up to there, UTF-8 and Windows-1252 are the same text. What was taken for UTF-8 and is not later on is
//! refused with its line, and not read as something else: one broken name must not garble all the others.

use ballast_core::{Code, Error, FindingKind};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::tap::{CHUNK_BYTES, Tap, internal};
use super::{Told, Trouble, fault, incomplete, unparsable};

/// Encodings that are offered where a declared one is none. Others of the web's names are taken too.
const OFFERED: [&str; 5] = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15"];

enum State {
    /// Nothing was declared, and nothing but ASCII was met.
    Undecided,
    Decoding(Decoder),
    End,
}

pub(super) struct Text<'t, 'a> {
    tap: Tap<'t, 'a>,
    state: State,
    encoding: &'static Encoding,
    byte_order_mark: bool,
    /// What was decoded and is not gone yet.
    decoded: String,
    /// Where the window begins in `decoded`.
    start: usize,
    /// Line ends in front of `decoded`.
    lines_before: u64,
    /// Bytes of a sign that the last piece ended in, while undecided.
    pending: Vec<u8>,
}

/// How many lines end in a text: by LF, CRLF or CR alone.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    // In parts whose count fits a byte, which is what makes counting cheap.
    let in_part = |part: &[u8]| usize::from(part.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>());
    let mut count: usize = bytes.chunks(255).map(in_part).sum();
    if bytes.contains(&b'\r') {
        count += bytes.windows(2).filter(|pair| pair[0] == b'\r' && pair[1] != b'\n').count();
    }
    count as u64
}

fn declared_encoding(name: &str) -> Result<&'static Encoding, Trouble> {
    Encoding::for_label(name.trim().as_bytes())
        .filter(|encoding| *encoding != encoding_rs::REPLACEMENT && encoding.name() != "x-user-defined")
        .ok_or_else(|| {
            let error = Error::new(Code::InvalidCall).with("what", "encoding").with("value", name);
            Trouble::Error(error.allowed(OFFERED))
        })
}

/// UTF-16 without a mark: text of the Latin alphabet has zeros in every other byte.
fn looks_like_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len().min(4096) / 2;
    let zeros = |offset: usize| (0..pairs).filter(|pair| head[pair * 2 + offset] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let many = |count: usize| pairs > 0 && count * 10 >= pairs * 4;
    let few = |count: usize| count * 100 <= pairs * 2;
    match () {
        () if many(second) && few(first) => Some(UTF_16LE),
        () if many(first) && few(second) => Some(UTF_16BE),
        () => None,
    }
}

/// What bytes with signs beyond ASCII are; none where they end within the only one.
fn decide(piece: &[u8], is_last: bool) -> Option<&'static Encoding> {
    let (mut good, mut bad, mut cut) = (0, 0, false);
    let mut left = piece.len();
    for chunk in piece.utf8_chunks() {
        good += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        left -= chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            // A sign may go on in the next piece.
            cut = left == 0 && !is_last && is_cut(chunk.invalid());
            bad += usize::from(!cut);
        }
    }
    match (good, bad) {
        (0, 0) if cut => None,
        _ if good >= bad.max(1) => Some(UTF_8),
        _ => Some(WINDOWS_1252),
    }
}

/// Whether bytes are the beginning of a sign in UTF-8.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

impl<'t, 'a> Text<'t, 'a> {
    /// Reads the first piece and finds out how it is written.
    pub(super) fn open(mut tap: Tap<'t, 'a>, declared: Option<&str>) -> Result<Self, Trouble> {
        let declared = declared.map(declared_encoding).transpose()?;
        let first = tap.next()?.to_vec();
        if first.is_empty() {
            return Err(fault(FindingKind::NothingExamined, "empty").into());
        }
        let mark = Encoding::for_bom(&first);
        // A mark says which of the two orders UTF-16 has, and nothing about another declared encoding.
        let is_utf16 = |encoding: &'static Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
        let mark = mark.filter(|(marked, _)| {
            declared.is_none_or(|declared| declared == *marked || (is_utf16(declared) && is_utf16(marked)))
        });
        let chosen = mark.map(|(marked, _)| marked).or(declared).or_else(|| looks_like_utf16(&first));
        let state = chosen.map_or(State::Undecided, |encoding| {
            State::Decoding(encoding.new_decoder_without_bom_handling())
        });
        let mut text = Self {
            tap,
            state,
            encoding: chosen.unwrap_or(UTF_8),
            byte_order_mark: mark.is_some(),
            decoded: String::new(),
            start: 0,
            lines_before: 0,
            pending: Vec::new(),
        };
        text.take(&first[mark.map_or(0, |(_, length)| length)..], first.len() < CHUNK_BYTES)?;
        Ok(text)
    }

    /// The window: what was read and is not consumed.
    pub(super) fn rest(&self) -> &str {
        self.decoded.get(self.start..).unwrap_or_default()
    }

    /// Whether nothing follows the window.
    pub(super) fn is_all(&self) -> bool {
        matches!(self.state, State::End)
    }

    pub(super) fn consume(&mut self, bytes: usize) {
        self.start += bytes;
    }

    /// The line of a place in the window, from 1.
    pub(super) fn line(&self, at: usize) -> u64 {
        self.lines_before + line_ends(self.decoded.get(..self.start + at).unwrap_or_default()) + 1
    }

    /// Widens the window, by as much again as it holds, so that a long record is not looked at too often.
    pub(super) fn more(&mut self) -> Result<(), Trouble> {
        let gone = self.decoded.get(..self.start).unwrap_or_default();
        self.lines_before += line_ends(gone);
        self.decoded.drain(..self.start);
        self.start = 0;
        let wanted = self.decoded.len().saturating_mul(2).max(1);
        while self.decoded.len() < wanted && !self.is_all() {
            // The tap owns its buffer; the copy is small beside what decoding costs.
            let piece = self.tap.next()?;
            let is_last = piece.len() < CHUNK_BYTES;
            let piece = piece.to_vec();
            self.take(&piece, is_last)?;
        }
        Ok(())
    }

    fn take(&mut self, piece: &[u8], is_last: bool) -> Result<(), Trouble> {
        let from = self.decoded.len();
        if matches!(self.state, State::Undecided) {
            self.take_undecided(piece, is_last)?;
        } else {
            self.decode(piece, is_last)?;
        }
        let added = &self.decoded.as_bytes()[from..];
        if added.contains(&0) {
            let at = added.iter().position(|byte| *byte == 0).unwrap_or(0);
            return Err(unparsable("binary").with("line", self.line(from + at - self.start)).into());
        }
        if is_last {
            self.state = State::End;
        }
        Ok(())
    }

    fn take_undecided(&mut self, piece: &[u8], is_last: bool) -> Result<(), Trouble> {
        if self.pending.is_empty() && piece.is_ascii() {
            self.decoded.push_str(std::str::from_utf8(piece).map_err(|_| internal("ascii"))?);
            return Ok(());
        }
        let piece = [std::mem::take(&mut self.pending).as_slice(), piece].concat();
        if let Some(encoding) = decide(&piece, is_last) {
            self.encoding = encoding;
            self.state = State::Decoding(encoding.new_decoder_without_bom_handling());
            return self.decode(&piece, is_last);
        }
        let (ascii, pending) = piece.split_at(piece.iter().position(|byte| !byte.is_ascii()).unwrap_or(0));
        self.decoded.push_str(std::str::from_utf8(ascii).map_err(|_| internal("ascii"))?);
        self.pending = pending.to_vec();
        Ok(())
    }

    fn decode(&mut self, piece: &[u8], is_last: bool) -> Result<(), Trouble> {
        let State::Decoding(decoder) = &mut self.state else { return Err(internal("decoder")) };
        // The web reads these as control signs; in a table they are letters of some other encoding.
        let foreign = (self.encoding == WINDOWS_1252)
            .then(|| piece.iter().position(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)))
            .flatten();
        let fitting = &piece[..foreign.unwrap_or(piece.len())];
        let needed = decoder.max_utf8_buffer_length_without_replacement(fitting.len());
        self.decoded.reserve(needed.ok_or_else(|| internal("decoder"))?);
        let (result, read) =
            decoder.decode_to_string_without_replacement(fitting, &mut self.decoded, is_last);
        let line = |text: &Self| text.line(text.decoded.len() - text.start);
        match result {
            DecoderResult::InputEmpty if foreign.is_none() => Ok(()),
            DecoderResult::Malformed(..)
                if is_last && read == piece.len() && self.encoding != WINDOWS_1252 =>
            {
                Err(incomplete("ends_early").with("line", line(self)).into())
            }
            DecoderResult::InputEmpty | DecoderResult::Malformed(..) => Err(unparsable("encoding")
                .with("encoding", self.encoding.name())
                .with("line", line(self))
                .into()),
            DecoderResult::OutputFull => Err(internal("decoder")),
        }
    }

    /// Bytes and hash of the whole file, and how it was written.
    pub(super) fn finish(self) -> Result<(u64, String, Told), Trouble> {
        let told = Told {
            encoding: Some(self.encoding.name().to_owned()),
            byte_order_mark: self.byte_order_mark,
            ..Told::default()
        };
        let (bytes, sha256) = self.tap.finish()?;
        Ok((bytes, sha256, told))
    }
}
