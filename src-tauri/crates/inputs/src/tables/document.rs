//! Walking over a JSON document without holding it: the list that is wanted is found, its values are handed
//! out one by one as they are written, and what lies beside it is passed over.

use ballast_core::limits::{TABLE_JSON_DEPTH_MAX, TABLE_RECORD_BYTES_MAX};
use ballast_core::{Finding, FindingKind};
use serde::de::IgnoredAny;

use super::text::Text;
use super::{Trouble, fault, incomplete, unparsable};

/// Names that a finding offers.
const OFFERED_MAX: usize = 20;

/// How far a value goes, kept while more text comes.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Goes on over `bytes`: where the value ends, or none where it goes on behind them.
    fn over(&mut self, bytes: &[u8]) -> Result<Option<usize>, Finding> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Ok(Some(at + 1));
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > TABLE_JSON_DEPTH_MAX {
                        let finding = fault(FindingKind::Unsupported, "too_deep");
                        return Err(finding.with("limit", TABLE_JSON_DEPTH_MAX));
                    }
                }
                b'}' | b']' if self.depth == 1 => return Ok(Some(at + 1)),
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r' if self.depth == 0 => return Ok(Some(at)),
                _ => {}
            }
        }
        Ok(None)
    }
}

/// Who gets the values. Lines in findings are those within the value.
type Each<'e> = &'e mut dyn FnMut(&str) -> Result<(), Trouble>;

/// A document on its way.
pub(super) struct Document<'d, 't, 'a> {
    pub text: &'d mut Text<'t, 'a>,
}

impl Document<'_, '_, '_> {
    /// A finding at the window's begin.
    fn here(&self, finding: Finding) -> Trouble {
        finding.with("line", self.text.line(0)).into()
    }

    fn broken(&self) -> Trouble {
        self.here(unparsable("json"))
    }

    /// The next byte that is not white space; none at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Trouble> {
        loop {
            let bytes = self.text.rest().as_bytes();
            match bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
                Some(at) => {
                    let byte = bytes[at];
                    self.text.consume(at);
                    return Ok(Some(byte));
                }
                None => {
                    let length = bytes.len();
                    self.text.consume(length);
                    if self.text.is_all() {
                        return Ok(None);
                    }
                    self.text.more()?;
                }
            }
        }
    }

    /// The next byte where one must come.
    fn needed(&mut self) -> Result<u8, Trouble> {
        match self.peek()? {
            Some(byte) => Ok(byte),
            None => Err(self.here(incomplete("ends_early"))),
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Trouble> {
        if self.needed()? != byte {
            return Err(self.broken());
        }
        self.text.consume(1);
        Ok(())
    }

    /// The length of the value at the window's begin, all of which is in the window afterwards.
    pub(super) fn value(&mut self) -> Result<usize, Trouble> {
        self.needed()?;
        let mut scan = Scan::default();
        let mut seen = 0;
        loop {
            let rest = &self.text.rest().as_bytes()[seen..];
            match scan.over(rest).map_err(|finding| self.here(finding))? {
                Some(length) if seen + length <= TABLE_RECORD_BYTES_MAX => return Ok(seen + length),
                None if seen + rest.len() <= TABLE_RECORD_BYTES_MAX => {}
                _ => return Err(self.here(unparsable("row_too_large").with("limit", TABLE_RECORD_BYTES_MAX))),
            }
            seen += rest.len();
            if self.text.is_all() {
                // A number or a word may end with the document, anything else may not.
                return if scan.depth == 0 && !scan.in_string {
                    Ok(seen)
                } else {
                    Err(self.here(incomplete("ends_early")))
                };
            }
            self.text.more()?;
        }
    }

    /// Passes over a value, however large.
    fn skip(&mut self) -> Result<(), Trouble> {
        if !matches!(self.needed()?, b'{' | b'[' | b'"') {
            let length = self.value()?;
            let word = self.text.rest().get(..length).unwrap_or_default();
            if serde_json::from_str::<IgnoredAny>(word).is_err() {
                return Err(self.broken());
            }
            self.text.consume(length);
            return Ok(());
        }
        let mut scan = Scan::default();
        loop {
            let bytes = self.text.rest().as_bytes();
            let length = bytes.len();
            if let Some(end) = scan.over(bytes).map_err(|finding| self.here(finding))? {
                self.text.consume(end);
                return Ok(());
            }
            self.text.consume(length);
            if self.text.is_all() {
                return Err(self.here(incomplete("ends_early")));
            }
            self.text.more()?;
        }
    }

    /// The name in front of a value of an object.
    fn name(&mut self) -> Result<String, Trouble> {
        if self.needed()? != b'"' {
            return Err(self.broken());
        }
        let length = self.value()?;
        let written = self.text.rest().get(..length).unwrap_or_default();
        let name = serde_json::from_str(written).map_err(|_| self.broken())?;
        self.text.consume(length);
        self.expect(b':')?;
        Ok(name)
    }

    /// Goes on behind a value: whether another one follows in the same object or list.
    fn another(&mut self, close: u8) -> Result<bool, Trouble> {
        let byte = self.needed()?;
        self.text.consume(1);
        match byte {
            b',' => Ok(true),
            _ if byte == close => Ok(false),
            _ => Err(self.broken()),
        }
    }

    /// Goes into the object that comes, up to the value of `name`.
    fn enter(&mut self, name: &str) -> Result<(), Trouble> {
        self.must_be(b'{', "no_such_part")?;
        self.text.consume(1);
        let mut offered = Vec::new();
        if self.needed()? != b'}' {
            loop {
                let found = self.name()?;
                if found == name {
                    return Ok(());
                }
                offered.extend((offered.len() < OFFERED_MAX).then_some(found));
                self.skip()?;
                if !self.another(b'}')? {
                    break;
                }
            }
        }
        let finding = unparsable("no_such_part").with("expected", name).with("found", offered.join(", "));
        Err(self.here(finding))
    }

    /// Leaves the object that [`Self::enter`] went into. The name must not come again: which one is meant?
    fn leave(&mut self, name: &str) -> Result<(), Trouble> {
        while self.another(b'}')? {
            if self.name()? == name {
                return Err(self.here(unparsable("duplicate_name").with("column", name)));
            }
            self.skip()?;
        }
        Ok(())
    }

    fn must_be(&mut self, open: u8, reason: &str) -> Result<(), Trouble> {
        let byte = self.needed()?;
        if byte == open {
            return Ok(());
        }
        let found = match byte {
            b'{' => "object",
            b'[' => "list",
            b'"' => "text",
            b't' | b'f' => "boolean",
            b'n' => "null",
            b'-' | b'0'..=b'9' => "number",
            _ => return Err(self.broken()),
        };
        Err(self.here(unparsable(reason).with("found", found)))
    }

    /// Hands out the objects of the list at `part`.
    pub(super) fn list(&mut self, part: Option<&str>, each: Each<'_>) -> Result<(), Trouble> {
        let names: Vec<&str> = part.map(|part| part.split('.').collect()).unwrap_or_default();
        for name in &names {
            self.enter(name)?;
        }
        self.must_be(b'[', "not_a_list")?;
        self.text.consume(1);
        if self.needed()? == b']' {
            self.text.consume(1);
        } else {
            loop {
                self.object(each)?;
                if !self.another(b']')? {
                    break;
                }
            }
        }
        for name in names.iter().rev() {
            self.leave(name)?;
        }
        match self.peek()? {
            None => Ok(()),
            Some(_) => Err(self.here(unparsable("behind_end"))),
        }
    }

    fn object(&mut self, each: Each<'_>) -> Result<(), Trouble> {
        self.must_be(b'{', "not_an_object")?;
        let length = self.value()?;
        each(self.text.rest().get(..length).unwrap_or_default()).map_err(|trouble| match trouble {
            Trouble::Finding(finding) => {
                let within = finding.params.get("line").and_then(|line| line.parse::<u64>().ok());
                let line = self.text.line(0) + within.unwrap_or(1).saturating_sub(1);
                finding.with("line", line).into()
            }
            trouble @ Trouble::Error(_) => trouble,
        })?;
        self.text.consume(length);
        Ok(())
    }

    /// Hands out the objects that stand below each other.
    pub(super) fn lines(&mut self, each: Each<'_>) -> Result<(), Trouble> {
        while self.peek()?.is_some() {
            self.object(each)?;
            self.line_end()?;
        }
        Ok(())
    }

    /// Behind an object its line must end.
    fn line_end(&mut self) -> Result<(), Trouble> {
        loop {
            let bytes = self.text.rest().as_bytes();
            let length = bytes.len();
            match bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')) {
                Some(at) if matches!(bytes[at], b'\n' | b'\r') => {
                    self.text.consume(at);
                    return Ok(());
                }
                Some(_) => return Err(self.here(unparsable("behind_end"))),
                None if self.text.is_all() => return Ok(()),
                None => {
                    self.text.consume(length);
                    self.text.more()?;
                }
            }
        }
    }
}
