//! JSON with its numbers as they are written: an amount of money must not pass through a float.

use std::collections::HashSet;

use ballast_core::limits::{RESPONSE_DEPTH_MAX, RESPONSE_NUMBER_CHARACTERS_MAX, RESPONSE_VALUES_MAX};

use crate::decimal::Decimal;

/// A document. Members of an object stand in the order of the text, each name once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    /// As it was written: `1.50`, `1e3`.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Why a text is no JSON that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Syntax,
    /// Nests deeper than [`RESPONSE_DEPTH_MAX`].
    TooDeep,
    /// Holds more values than [`RESPONSE_VALUES_MAX`].
    TooManyValues,
    /// An object has a name twice: programs differ in which one counts.
    NameTwice,
}

impl Flaw {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "no JSON",
            Self::TooDeep => "JSON that nests too deep",
            Self::TooManyValues => "JSON with too many values",
            Self::NameTwice => "JSON with a name twice",
        }
    }
}

impl Json {
    /// Reads one document; white space may stand around it.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let mut reader = Reader { text, at: 0, values: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at == text.len() { Ok(value) } else { Err(Flaw::Syntax) }
    }

    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Object(_) => "object",
        }
    }

    /// Written out again without white space. It stops once it has `limit` bytes, and may then end anywhere.
    #[must_use]
    pub fn written(&self, limit: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, limit);
        text
    }

    fn write(&self, text: &mut String, limit: usize) {
        if text.len() >= limit {
            return;
        }
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => text.push_str(number),
            Self::Text(value) => text.push_str(&quoted(value)),
            Self::List(values) => {
                text.push('[');
                for (number, value) in values.iter().enumerate() {
                    if number > 0 {
                        text.push(',');
                    }
                    value.write(text, limit);
                    if text.len() >= limit {
                        return;
                    }
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (number, (name, value)) in members.iter().enumerate() {
                    if number > 0 {
                        text.push(',');
                    }
                    text.push_str(&quoted(name));
                    text.push(':');
                    value.write(text, limit);
                    if text.len() >= limit {
                        return;
                    }
                }
                text.push('}');
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The number that a text of JSON's grammar stands for, exactly. None for other texts, and for those with so
/// many digits or so large an exponent that computing with them would not end.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    if text.len() > RESPONSE_NUMBER_CHARACTERS_MAX || number_length(text.as_bytes()) != Some(text.len()) {
        return None;
    }
    if let Some((_, exponent)) = text.split_once(['e', 'E']) {
        let exponent: i64 = exponent.parse().ok()?;
        if exponent.unsigned_abs() > RESPONSE_NUMBER_CHARACTERS_MAX as u64 {
            return None;
        }
    }
    Decimal::read(text)
}

/// How many bytes at the start of a text are a number in JSON's grammar.
fn number_length(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(text.first() == Some(&b'-'));
    let whole = digits(sign);
    if whole == 0 || (whole > 1 && text[sign] == b'0') {
        return None;
    }
    let mut end = sign + whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return None;
        }
        end += 1 + fraction;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + signed).min(text.len()));
        if exponent == 0 {
            return None;
        }
        end += 1 + signed + exponent;
    }
    Some(end)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes this byte after white space, if it stands there.
    fn takes(&mut self, wanted: u8) -> bool {
        self.space();
        let is = self.peek() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    fn value(&mut self, depth: usize) -> Result<Json, Flaw> {
        self.values += 1;
        if depth > RESPONSE_DEPTH_MAX {
            return Err(Flaw::TooDeep);
        }
        if self.values > RESPONSE_VALUES_MAX {
            return Err(Flaw::TooManyValues);
        }
        self.space();
        match self.peek().ok_or(Flaw::Syntax)? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => {
                let rest = &self.text[self.at..];
                let length = number_length(rest.as_bytes()).ok_or(Flaw::Syntax)?;
                self.at += length;
                Ok(Json::Number(rest[..length].to_owned()))
            }
            _ => {
                let words = [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))];
                let found = words.into_iter().find(|(word, _)| self.text[self.at..].starts_with(word));
                let (word, value) = found.ok_or(Flaw::Syntax)?;
                self.at += word.len();
                Ok(value)
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, Flaw> {
        self.at += 1;
        let mut values = Vec::new();
        if self.takes(b']') {
            return Ok(Json::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.takes(b']') {
                return Ok(Json::List(values));
            }
            if !self.takes(b',') {
                return Err(Flaw::Syntax);
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Flaw> {
        self.at += 1;
        let mut members: Vec<(String, Json)> = Vec::new();
        if self.takes(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            if !self.takes(b':') {
                return Err(Flaw::Syntax);
            }
            members.push((name, self.value(depth + 1)?));
            if self.takes(b'}') {
                break;
            }
            if !self.takes(b',') {
                return Err(Flaw::Syntax);
            }
        }
        let mut names = HashSet::with_capacity(members.len());
        if !members.iter().all(|(name, _)| names.insert(name.as_str())) {
            return Err(Flaw::NameTwice);
        }
        Ok(Json::Object(members))
    }

    /// A text in quotes; what is escaped in it is left to a library.
    fn string(&mut self) -> Result<String, Flaw> {
        let bytes = self.text.as_bytes();
        if self.peek() != Some(b'"') {
            return Err(Flaw::Syntax);
        }
        let start = self.at;
        let mut end = start + 1;
        let mut plain = true;
        loop {
            match bytes.get(end).ok_or(Flaw::Syntax)? {
                b'"' => break,
                b'\\' => {
                    plain = false;
                    end += 2;
                }
                0..0x20 => return Err(Flaw::Syntax),
                _ => end += 1,
            }
        }
        self.at = end + 1;
        if plain {
            return Ok(self.text[start + 1..end].to_owned());
        }
        serde_json::from_str(&self.text[start..=end]).map_err(|_| Flaw::Syntax)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_stay_as_they_are_written() {
        let json =
            Json::parse(r#" {"a": 1.50, "b":[9007199254740993, -0, 1E+2], "ü":"\u00fc\"\\"} "#).unwrap();
        assert_eq!(json.written(usize::MAX), r#"{"a":1.50,"b":[9007199254740993,-0,1E+2],"ü":"ü\"\\"}"#);
        assert_eq!(number("1.50"), number("1.5"));
        assert_eq!(number("1E+2"), number("100"));
        assert_eq!(number("-0"), number("0"));
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_eq!(number("1e1000000000"), None);
        for text in ["", "-", "+1", "01", "1.", ".5", "1e", "1e+", "NaN", "1 ", "0x1"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_json() {
        for text in
            ["", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "[1] 2", "\"\n\"", "\"\\", "\"\\x\"", "nul", "{,}"]
        {
            assert_eq!(Json::parse(text), Err(Flaw::Syntax), "{text:?}");
        }
        assert_eq!(Json::parse(r#"{"a":1,"a":1}"#), Err(Flaw::NameTwice));
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&deep(RESPONSE_DEPTH_MAX)).is_ok());
        assert_eq!(Json::parse(&deep(1_000_000)), Err(Flaw::TooDeep));
        assert_eq!(
            Json::parse(&format!("[{}0]", "0,".repeat(RESPONSE_VALUES_MAX))),
            Err(Flaw::TooManyValues)
        );
    }

    fn document() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(".{0,5}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_reads_what_a_library_writes(document in document()) {
            for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
                let json = Json::parse(&text).unwrap();
                let again: serde_json::Value = serde_json::from_str(&json.written(usize::MAX)).unwrap();
                prop_assert_eq!(&again, &document);
            }
        }

        #[test]
        fn it_takes_what_a_library_takes(text in r#"[\[\]{}",:0-9eE.\\ntrulfas \-+]{0,12}"#) {
            let ours = Json::parse(&text);
            let library = serde_json::from_str::<serde_json::Value>(&text);
            // A float cannot hold every exponent, and names may stand twice there.
            if ours != Err(Flaw::NameTwice) && !text.contains(['e', 'E']) {
                prop_assert_eq!(ours.is_ok(), library.is_ok(), "{:?} {:?}", ours, library);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = Json::parse(&text);
            let _ = number(&text);
        }
    }
}
