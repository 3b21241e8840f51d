//! Reading one table of the file. Every mistake is an error with its line, its field and what is allowed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use ballast_core::error::Place;
use ballast_core::{Code, Error, Result, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file as a whole: its name and text, for places.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Sheet<'_> {
    /// An error at `span`. `problem` is a key of the message catalogue.
    pub(super) fn error(&self, span: Range<usize>, field: &str, problem: &str) -> Error {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = Place {
            file: Some(self.name.to_owned()),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            field: Some(field.to_owned()),
        };
        Error::new(Code::InvalidFile).with("problem", problem).at(place)
    }
}

/// A value as JSON, for rooms that read their own entries.
pub(super) fn as_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Integer(whole) => {
            i64::from_str_radix(whole.as_str(), whole.radix()).map_or(Json::Null, Json::from)
        }
        DeValue::Float(float) => float.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(flag) => Json::from(*flag),
        DeValue::Datetime(time) => Json::from(time.to_string()),
        DeValue::Array(list) => list.iter().map(|value| as_json(value.get_ref())).collect(),
        DeValue::Table(table) => {
            let pairs =
                table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref())));
            Json::Object(pairs.collect())
        }
    }
}

/// JSON as a TOML value in one line.
pub(super) fn from_json(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::Null => "\"\"".to_owned(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => super::write::quoted(text),
        Json::Array(list) => {
            format!("[{}]", list.iter().map(from_json).collect::<Vec<_>>().join(", "))
        }
        Json::Object(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{} = {}", super::write::key_of(key), from_json(value)))
                .collect();
            if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
        }
    }
}

/// A table that is being read. Keys that were never asked for are errors when it is finished.
pub(super) struct Reader<'a> {
    pub sheet: Sheet<'a>,
    pub path: String,
    pub span: Range<usize>,
    table: &'a DeTable<'a>,
    asked: RefCell<BTreeSet<&'static str>>,
    /// Somebody else reads the keys that nobody asked for, and refuses those that it does not know.
    rest_taken: Cell<bool>,
}

pub(super) type Value<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    pub(super) fn new(sheet: Sheet<'a>, path: String, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { sheet, path, span, table, asked: RefCell::default(), rest_taken: Cell::new(false) }
    }

    pub(super) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn get(&self, key: &'static str) -> Option<Value<'a>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    pub(super) fn error(&self, value: Value<'a>, key: &str, problem: &str) -> Error {
        self.sheet.error(value.span(), &self.field(key), problem)
    }

    /// A key that must be there is not; one that was meant to be it is named instead.
    pub(super) fn missing(&self, key: &'static str) -> Error {
        let asked = self.asked.borrow();
        let meant = self.table.iter().find(|(name, _)| {
            let name: &str = name.get_ref().as_ref();
            !asked.contains(name) && strsim::damerau_levenshtein(key, name) <= key.len().max(3) / 3
        });
        if let Some((name, _)) = meant {
            let text: &str = name.get_ref().as_ref();
            let error = self.sheet.error(name.span(), &self.field(text), "unknown_key").with("key", text);
            return error.with("nearest", key).allowed([key]);
        }
        self.sheet.error(self.span.clone(), &self.field(key), "missing").with("key", key)
    }

    fn wrong_type(&self, value: Value<'a>, key: &str, wanted: &str) -> Error {
        let found = value.get_ref().type_str();
        self.error(value, key, "wrong_type").with("found", found).with("wanted", wanted).allowed([wanted])
    }

    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'a str>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        value.get_ref().as_str().map(Some).ok_or_else(|| self.wrong_type(value, key, "text"))
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<Option<bool>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        value.get_ref().as_bool().map(Some).ok_or_else(|| self.wrong_type(value, key, "true or false"))
    }

    pub(super) fn integer(&self, key: &'static str) -> Result<Option<i64>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let whole = value
            .get_ref()
            .as_integer()
            .and_then(|whole| i64::from_str_radix(whole.as_str(), whole.radix()).ok());
        whole.map(Some).ok_or_else(|| self.wrong_type(value, key, "a whole number"))
    }

    /// A whole number between two limits.
    pub(super) fn whole(&self, key: &'static str, least: i64, most: i64) -> Result<Option<i64>> {
        let Some(number) = self.integer(key)? else { return Ok(None) };
        match self.get(key) {
            Some(value) if !(least..=most).contains(&number) => Err(self
                .error(value, key, "out_of_range")
                .with("found", number)
                .allowed([format!("{least} to {most}")])),
            _ => Ok(Some(number)),
        }
    }

    pub(super) fn decimal(&self, key: &'static str) -> Result<Option<f64>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let inner = value.get_ref();
        let float = inner.as_float().and_then(|float| float.as_str().parse::<f64>().ok());
        let whole = || inner.as_integer().and_then(|whole| whole.as_str().parse::<f64>().ok());
        let number = float.or_else(whole).filter(|number| number.is_finite() && *number >= 0.0);
        number.map(Some).ok_or_else(|| self.wrong_type(value, key, "a number, 0 or more"))
    }

    /// A text that must read as `T`.
    pub(super) fn parsed<T: std::str::FromStr>(
        &self,
        key: &'static str,
        problem: &str,
        allowed: &str,
    ) -> Result<Option<T>> {
        let (Some(text), Some(value)) = (self.text(key)?, self.get(key)) else { return Ok(None) };
        match text.parse() {
            Ok(parsed) => Ok(Some(parsed)),
            Err(_) => Err(self.error(value, key, problem).with("found", text).allowed([allowed])),
        }
    }

    pub(super) fn span(&self, key: &'static str) -> Result<Option<Span>> {
        self.parsed(key, "not_a_duration", "a whole number with s, m, h or d: 90s, 15m, 26h, 8d")
    }

    /// One of a closed list of words.
    pub(super) fn word<T>(&self, key: &'static str, words: &[(&'static str, T)]) -> Result<Option<T>>
    where
        T: Clone,
    {
        let (Some(text), Some(value)) = (self.text(key)?, self.get(key)) else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| meaning.clone());
        let allowed = words.iter().map(|(word, _)| *word);
        found
            .map(Some)
            .ok_or_else(|| self.error(value, key, "not_a_word").with("found", text).allowed(allowed))
    }

    pub(super) fn list(&self, key: &'static str) -> Result<Vec<Value<'a>>> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let items = value.get_ref().as_array().ok_or_else(|| self.wrong_type(value, key, "a list"))?;
        Ok(items.iter().collect())
    }

    /// A list of texts, or one text alone.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<(&'a str, Value<'a>)>> {
        if let Some(value) = self.get(key)
            && let Some(text) = value.get_ref().as_str()
        {
            return Ok(vec![(text, value)]);
        }
        let one = |value: Value<'a>| {
            value
                .get_ref()
                .as_str()
                .map(|text| (text, value))
                .ok_or_else(|| self.wrong_type(value, key, "a list of texts"))
        };
        self.list(key)?.into_iter().map(one).collect()
    }

    pub(super) fn table(&self, key: &'static str) -> Result<Option<Reader<'a>>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        self.inner(value, key).map(Some)
    }

    /// A value that must be a table, as a reader of its own.
    pub(super) fn inner(&self, value: Value<'a>, key: &str) -> Result<Reader<'a>> {
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong_type(value, key, "a table"))?;
        Ok(Reader::new(self.sheet, self.field(key), table, value.span()))
    }

    /// A day.
    pub(super) fn date(&self, key: &'static str) -> Result<Option<jiff::civil::Date>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = match value.get_ref() {
            DeValue::Datetime(time) => time.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return Err(self.wrong_type(value, key, "a date")),
        };
        let date = text.parse().map_err(|_| {
            self.error(value, key, "not_a_date").with("found", &text).allowed(["a date such as 2027-01-31"])
        });
        date.map(Some)
    }

    /// All keys but `own`, for a room that reads its entries itself.
    pub(super) fn take_rest(&self, own: &[&str]) -> serde_json::Map<String, serde_json::Value> {
        let rest: serde_json::Map<_, _> = self
            .pairs()
            .filter(|(key, _)| !own.contains(key))
            .map(|(key, value)| (key.to_owned(), as_json(value.get_ref())))
            .collect();
        self.rest_taken.set(!rest.is_empty());
        rest
    }

    /// An error of such a room, with the place of this table.
    pub(super) fn placed(&self, mut error: Error) -> Error {
        let place = self.sheet.error(self.span.clone(), &self.path, "missing").place;
        if let (Some(table), Some(own)) = (place, error.place.as_mut()) {
            (own.file, own.line, own.column) = (table.file, table.line, table.column);
        }
        error
    }

    /// Every key of a free-form table.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    /// Refuses keys that nobody asked for, naming the nearest one that exists.
    pub(super) fn finish(&self) -> Result<()> {
        if self.rest_taken.get() {
            return Ok(());
        }
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref().as_ref();
            if asked.contains(name) {
                continue;
            }
            let nearest = asked
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, name), *known))
                .min()
                .filter(|(distance, known)| *distance <= known.len().max(3) / 2);
            let error = self
                .sheet
                .error(key.span(), &self.field(name), "unknown_key")
                .with("key", name)
                .allowed(asked.iter());
            return Err(nearest.map_or(error.clone(), |(_, known)| error.with("nearest", known)));
        }
        Ok(())
    }
}
