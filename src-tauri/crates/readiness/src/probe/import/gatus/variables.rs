//! `$NAME` and `${NAME}` of a configuration; `$$` is a dollar sign.

use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Variables<'a> {
    known: &'a BTreeMap<String, String>,
    pub missing: BTreeSet<String>,
}

impl<'a> Variables<'a> {
    pub(super) fn new(known: &'a BTreeMap<String, String>) -> Self {
        Self { known, missing: BTreeSet::new() }
    }

    /// The text with its variables filled in, or the first name that is not known. All unknown names are
    /// kept, so that they can be asked for at once.
    pub(super) fn expand(&mut self, text: &str) -> Result<String, String> {
        let mut out = String::new();
        let mut first_missing = None;
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, after) = rest.split_at(at);
            out.push_str(before);
            let after = after.strip_prefix('$').unwrap_or_default();
            match name(after) {
                Some((name, behind)) => {
                    match self.known.get(name) {
                        Some(value) => out.push_str(value),
                        None => {
                            self.missing.insert(name.to_owned());
                            first_missing.get_or_insert_with(|| name.to_owned());
                        }
                    }
                    rest = behind;
                }
                None => {
                    out.push('$');
                    rest = after.strip_prefix('$').unwrap_or(after);
                }
            }
        }
        out.push_str(rest);
        first_missing.map_or(Ok(out), Err)
    }
}

/// The name of a variable at the beginning, and what stands behind it.
fn name(text: &str) -> Option<(&str, &str)> {
    let letters = |text: &str| {
        text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len())
    };
    let starts = |name: &str| name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    if let Some(inner) = text.strip_prefix('{') {
        let (name, after) = inner.split_once('}')?;
        return (starts(name) && letters(name) == name.len()).then_some((name, after));
    }
    let (name, after) = text.split_at(letters(text));
    starts(name).then_some((name, after))
}

/// The name, if the text is one variable and nothing else.
pub(super) fn alone(text: &str) -> Option<&str> {
    name(text.strip_prefix('$')?).filter(|(_, after)| after.is_empty()).map(|(name, _)| name)
}
