//! Reading a table of the workspace file, given as JSON. Every mistake is an error with its field and what
//! is allowed; the caller knows the line.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::str::FromStr;

use ballast_core::error::Place;
use ballast_core::{Code, Error, Result, Span};
use serde_json::{Map, Value};

use super::condition::cut;

pub(super) const SPAN: &str = "a whole number with s, m, h or d: 90s, 15m, 26h, 8d";

/// A table that is being read. Keys that were never asked for are errors when it is finished.
pub(super) struct Fields<'a> {
    path: String,
    table: &'a Map<String, Value>,
    asked: RefCell<BTreeSet<&'static str>>,
}

/// An error about a field. `problem` is a key of the message catalogue.
pub(super) fn wrong(field: &str, problem: &str, found: impl ToString) -> Error {
    let place = Place { field: Some(field.to_owned()), ..Place::default() };
    Error::new(Code::InvalidFile).with("problem", problem).with("found", cut(&found.to_string())).at(place)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "table",
    }
}

pub(super) fn wrong_type(field: &str, value: &Value, wanted: &str) -> Error {
    wrong(field, "wrong_type", type_of(value)).with("wanted", wanted).allowed([wanted])
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value, path: &str) -> Result<Self> {
        let table = value.as_object().ok_or_else(|| wrong_type(path, value, "a table"))?;
        Ok(Self { path: path.to_owned(), table, asked: RefCell::default() })
    }

    pub(super) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn get(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    pub(super) fn wrong(&self, key: &str, problem: &str, found: impl ToString) -> Error {
        wrong(&self.field(key), problem, found)
    }

    pub(super) fn missing(&self, key: &str) -> Error {
        self.wrong(key, "missing", "-").with("key", key)
    }

    fn read<T>(
        &self,
        key: &'static str,
        wanted: &str,
        as_type: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        as_type(value).map(Some).ok_or_else(|| wrong_type(&self.field(key), value, wanted))
    }

    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'a str>> {
        self.read(key, "text", Value::as_str)
    }

    /// A text of at most `most` bytes without control characters.
    pub(super) fn line(&self, key: &'static str, most: usize) -> Result<Option<String>> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        if text.is_empty() || text.len() > most || text.chars().any(char::is_control) {
            let allowed = format!("1 to {most} bytes on one line");
            return Err(self.wrong(key, "not_a_line", text).allowed([allowed]));
        }
        Ok(Some(text.to_owned()))
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<Option<bool>> {
        self.read(key, "true or false", Value::as_bool)
    }

    /// A whole number between two limits.
    pub(super) fn whole(&self, key: &'static str, least: i64, most: i64) -> Result<Option<i64>> {
        let Some(number) = self.read(key, "a whole number", Value::as_i64)? else { return Ok(None) };
        if !(least..=most).contains(&number) {
            let allowed = format!("{least} to {most}");
            return Err(self.wrong(key, "out_of_range", number).allowed([allowed]));
        }
        Ok(Some(number))
    }

    pub(super) fn parsed<T: FromStr>(
        &self,
        key: &'static str,
        problem: &str,
        allowed: &str,
    ) -> Result<Option<T>> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.wrong(key, problem, text).allowed([allowed]))
    }

    /// A length of time between two limits.
    pub(super) fn span(&self, key: &'static str, least: Span, most: Span) -> Result<Option<Span>> {
        let Some(span) = self.parsed::<Span>(key, "not_a_duration", SPAN)? else { return Ok(None) };
        if !(least..=most).contains(&span) {
            let allowed = format!("{least} to {most}");
            return Err(self.wrong(key, "out_of_range", span).allowed([allowed]));
        }
        Ok(Some(span))
    }

    /// A list, or one value alone.
    pub(super) fn list(&self, key: &'static str) -> Vec<&'a Value> {
        match self.get(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items.iter().collect(),
            Some(value) => vec![value],
        }
    }

    /// A list of texts, or one text alone.
    pub(super) fn texts(&self, key: &'static str, most: usize) -> Result<Vec<String>> {
        let list = self.list(key);
        if list.len() > most {
            return Err(self.wrong(key, "too_many", list.len()).allowed([format!("at most {most}")]));
        }
        let text = |value: &Value| {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| wrong_type(&self.field(key), value, "a list of texts"))
        };
        list.into_iter().map(text).collect()
    }

    pub(super) fn table(&self, key: &'static str) -> Result<Option<Fields<'a>>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        Fields::of(value, &self.field(key)).map(Some)
    }

    /// Every key of a free-form table, at most `most`.
    pub(super) fn pairs(&self, most: usize) -> Result<impl Iterator<Item = (&'a str, &'a Value)>> {
        if self.table.len() > most {
            return Err(wrong(&self.path, "too_many", self.table.len()).allowed([format!("at most {most}")]));
        }
        Ok(self.table.iter().map(|(key, value)| (key.as_str(), value)))
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Clone>(&self, key: &'static str, words: &[(&'static str, T)]) -> Result<Option<T>> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| meaning.clone());
        let allowed = words.iter().map(|(word, _)| *word);
        found.map(Some).ok_or_else(|| self.wrong(key, "not_a_word", text).allowed(allowed))
    }

    /// Refuses keys that nobody asked for, naming the nearest one that exists.
    pub(super) fn finish(&self) -> Result<()> {
        let asked = self.asked.borrow();
        let Some(name) = self.table.keys().find(|key| !asked.contains(key.as_str())) else { return Ok(()) };
        let error = self.wrong(name, "unknown_key", name).with("key", cut(name)).allowed(asked.iter());
        let nearest = asked.iter().min_by_key(|key| strsim::damerau_levenshtein(key, name));
        match nearest.filter(|key| strsim::damerau_levenshtein(key, name) <= key.len().max(3) / 3) {
            Some(nearest) => Err(error.with("nearest", nearest)),
            None => Err(error),
        }
    }
}
