//! What is evened out before cells and keys are compared. All of it is declared; nothing by itself.

use std::borrow::Cow;

use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::spec::Normalise;

/// The declared rules, ready to be applied to millions of cells.
#[derive(Clone, Debug)]
// Each is a rule of its own.
#[allow(clippy::struct_excessive_bools)]
pub struct Normaliser {
    trim: bool,
    case: bool,
    unicode: bool,
    empty_is_null: bool,
    zone: Option<TimeZone>,
}

impl Normaliser {
    /// Errors: `invalid_call` where the time zone is unknown.
    pub fn new(rules: &Normalise) -> Result<Self> {
        let zone = rules.timezone.as_deref().map(zone).transpose()?;
        Ok(Self {
            trim: rules.trim,
            case: rules.case,
            unicode: rules.unicode,
            empty_is_null: rules.empty_is_null,
            zone,
        })
    }

    /// No cell is changed by it, null and empty included.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        !self.changes_texts() && !self.empty_is_null
    }

    fn changes_texts(&self) -> bool {
        self.trim || self.case || self.unicode || self.zone.is_some()
    }

    /// A text as it is compared.
    #[must_use]
    pub fn text<'a>(&self, cell: &'a str) -> Cow<'a, str> {
        if !self.changes_texts() {
            return Cow::Borrowed(cell);
        }
        let cell = if self.trim { cell.trim() } else { cell };
        if let Some(instant) = self.zone.as_ref().and_then(|zone| instant(cell, zone)) {
            return Cow::Owned(instant.to_string());
        }
        let mut text = Cow::Borrowed(cell);
        if self.unicode && !is_nfc(&text) {
            text = Cow::Owned(text.nfc().collect());
        }
        if self.case {
            text = folded(text);
            // Folding may take a composed letter apart.
            if self.unicode && !is_nfc(&text) {
                text = Cow::Owned(text.nfc().collect());
            }
        }
        text
    }

    /// A cell as it is compared; none is null.
    #[must_use]
    pub fn cell<'a>(&self, cell: Option<&'a str>) -> Option<Cow<'a, str>> {
        let text = self.text(cell?);
        if self.empty_is_null && text.is_empty() { None } else { Some(text) }
    }
}

fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|error| {
        Error::new(Code::InvalidCall).with("what", "timezone").with("found", name).with("reason", &error)
    })
}

fn is_nfc(text: &str) -> bool {
    text.is_ascii()
        || match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => unicode_normalization::is_nfc(text),
        }
}

/// Upper and then lower case, letter by letter: ß and SS become one, and a sigma is the same anywhere.
fn folded(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return text;
    }
    Cow::Owned(text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect())
}

/// The instant that a text names: with an offset, or as a date and time of day in `zone`. A date alone and
/// everything else is none.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let date_time = looks_like_date_time(text).then_some(text)?;
    if let Ok(instant) = date_time.parse::<Timestamp>() {
        return Some(instant);
    }
    let civil: DateTime = date_time.parse().ok()?;
    Some(zone.to_ambiguous_zoned(civil).compatible().ok()?.timestamp())
}

/// `2026-11-21T10:00…`: the parser takes more forms, and is slow to refuse.
pub(crate) fn looks_like_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 16 && looks_like_date(bytes) && matches!(bytes[10], b'T' | b't' | b' ') && bytes.is_ascii()
}

pub(crate) fn looks_like_date(bytes: &[u8]) -> bool {
    bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[0].is_ascii_digit()
}

/// A key cell as it is matched.
#[derive(Clone, Debug)]
pub struct KeyText(Normaliser);

impl KeyText {
    /// Errors: `invalid_call` where the time zone is unknown.
    pub fn new(normalise: &Normalise) -> Result<Self> {
        Normaliser::new(normalise).map(Self)
    }

    /// The text that is matched. Where [`Self::empty_is_null`] holds, an empty one stands for null.
    #[must_use]
    pub fn apply<'a>(&self, cell: &'a str) -> Cow<'a, str> {
        self.0.text(cell)
    }

    /// The whole rule: none is null.
    #[must_use]
    pub fn cell<'a>(&self, cell: Option<&'a str>) -> Option<Cow<'a, str>> {
        self.0.cell(cell)
    }

    #[must_use]
    pub fn empty_is_null(&self) -> bool {
        self.0.empty_is_null
    }

    /// Neither [`Self::apply`] nor [`Self::cell`] changes anything.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.0.is_identity()
    }
}
