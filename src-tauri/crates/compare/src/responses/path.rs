//! Where in an answer something stands, and rules that name such places.

use ballast_core::limits::{RESPONSE_EXAMPLE_CHARACTERS_MAX, RESPONSE_PATH_STEPS_MAX};
use ballast_core::{Code, Error, Result};

use super::{excerpt, push_harmless};

/// One step into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    Name(&'a str),
    Index(usize),
    /// The element of a list that has this text under this name.
    Element {
        key: &'a str,
        value: &'a str,
    },
}

/// The path of one place: `$.items[3].price`, `$.items[id=7].price`, `$['odd name']`.
#[must_use]
pub fn exact(steps: &[Step<'_>]) -> String {
    written(steps, true)
}

/// The path of all places of that kind, whatever stands in brackets: `$.items[*].price`.
#[must_use]
pub fn general(steps: &[Step<'_>]) -> String {
    written(steps, false)
}

fn written(steps: &[Step<'_>], exact: bool) -> String {
    let mut path = "$".to_owned();
    for step in steps {
        match step {
            Step::Name(name) if is_plain(name) => {
                path.push('.');
                path.push_str(name);
            }
            Step::Name(name) => {
                path.push_str("['");
                path.push_str(&quoted(name));
                path.push_str("']");
            }
            _ if !exact => path.push_str("[*]"),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Element { key, value } => path.push_str(&format!("[{}={}]", excerpt(key), excerpt(value))),
        }
    }
    path
}

/// A name as it stands between quotes. One that is very long is cut, and then names nothing.
fn quoted(name: &str) -> String {
    let mut text = String::new();
    for sign in name.chars().take(RESPONSE_EXAMPLE_CHARACTERS_MAX) {
        if matches!(sign, '\\' | '\'') {
            text.push('\\');
        }
        push_harmless(&mut text, sign);
    }
    if name.chars().nth(RESPONSE_EXAMPLE_CHARACTERS_MAX).is_some() { text + "…" } else { text }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= RESPONSE_EXAMPLE_CHARACTERS_MAX
        && name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '@' | ':'))
}

/// A rule's place: a path with `*` for any one step and one `..` for any number of them, or a part of an answer
/// that is not in its body: `status`, `header:NAME`, `body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// None: a part of its own, named by the text.
    parts: Option<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Name(String),
    Index(usize),
    /// `.*`: any name; `[*]`: any name or element.
    AnyName,
    Any,
    Deep,
}

impl Part {
    fn fits(&self, step: &Step<'_>) -> bool {
        match (self, step) {
            (Self::Name(name), Step::Name(found)) => name == found,
            (Self::Index(index), Step::Index(found)) => index == found,
            (Self::AnyName, Step::Name(_)) | (Self::Any, _) => true,
            _ => false,
        }
    }
}

const EXAMPLES: [&str; 5] = ["$.meta.requestId", "$.items[*].price", "$..updatedAt", "status", "header:NAME"];

impl Pattern {
    /// Errors: `invalid_call` with the flag `what` and the text.
    pub fn parse(what: &str, text: &str) -> Result<Self> {
        let refused = || Error::new(Code::InvalidCall).with("what", what).with("found", text);
        let refused = || refused().with("reason", "no path").allowed(EXAMPLES);
        let word = text.to_ascii_lowercase();
        if matches!(word.as_str(), "status" | "body")
            || word.strip_prefix("header:").is_some_and(|it| !it.is_empty())
        {
            return Ok(Self { text: word, parts: None });
        }
        let rest = text.strip_prefix('$').ok_or_else(refused)?;
        let parts = parts(rest).filter(|parts| parts.len() <= RESPONSE_PATH_STEPS_MAX);
        let parts = parts.ok_or_else(refused)?;
        // More than one would make matching slow for nothing.
        if parts.iter().filter(|part| **part == Part::Deep).count() > 1 {
            return Err(refused());
        }
        Ok(Self { text: text.to_owned(), parts: Some(parts) })
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it names this place or one above it.
    #[must_use]
    pub fn covers(&self, steps: &[Step<'_>]) -> bool {
        self.parts.as_ref().is_some_and(|parts| fits(parts, steps, true))
    }

    /// Whether it names this very place.
    #[must_use]
    pub fn names(&self, steps: &[Step<'_>]) -> bool {
        self.parts.as_ref().is_some_and(|parts| fits(parts, steps, false))
    }

    /// Whether it names this part of an answer: `status`, `header:content-type`, `body`.
    #[must_use]
    pub fn is_part(&self, part: &str) -> bool {
        self.parts.is_none() && self.text == part
    }
}

fn fits(parts: &[Part], steps: &[Step<'_>], above: bool) -> bool {
    match parts.split_first() {
        None => above || steps.is_empty(),
        Some((Part::Deep, rest)) => (0..=steps.len()).any(|skipped| fits(rest, &steps[skipped..], above)),
        Some((part, rest)) => {
            steps.split_first().is_some_and(|(step, more)| part.fits(step) && fits(rest, more, above))
        }
    }
}

fn parts(mut rest: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("..") {
            parts.push(Part::Deep);
            if after.starts_with('[') {
                rest = after;
                continue;
            }
            rest = named(after, &mut parts)?;
        } else if let Some(after) = rest.strip_prefix('.') {
            rest = named(after, &mut parts)?;
        } else {
            rest = bracketed(rest.strip_prefix('[')?, &mut parts)?;
        }
    }
    Some(parts)
}

fn named<'a>(text: &'a str, parts: &mut Vec<Part>) -> Option<&'a str> {
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    parts.push(match name {
        "" => return None,
        "*" => Part::AnyName,
        name => Part::Name(name.to_owned()),
    });
    Some(rest)
}

fn bracketed<'a>(text: &'a str, parts: &mut Vec<Part>) -> Option<&'a str> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let mut name = String::new();
        let mut signs = quoted.char_indices();
        loop {
            match signs.next()? {
                (_, '\\') => match signs.next()?.1 {
                    'u' => {
                        let (code, _) = signs.as_str().strip_prefix('{')?.split_once('}')?;
                        name.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                        signs.nth(code.len() + 1)?;
                    }
                    sign => name.push(sign),
                },
                (at, '\'') => {
                    parts.push(Part::Name(name));
                    return quoted[at + 1..].strip_prefix(']');
                }
                (_, sign) => name.push(sign),
            }
        }
    }
    let (inside, rest) = text.split_once(']')?;
    parts.push(if inside == "*" { Part::Any } else { Part::Index(inside.parse().ok()?) });
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse("--ignore", text).unwrap()
    }

    #[test]
    fn a_rule_names_a_place_and_what_lies_below_it() {
        let price = [Step::Name("items"), Step::Index(3), Step::Name("price")];
        for text in [
            "$",
            "$.items",
            "$.items[*]",
            "$.items[3].price",
            "$.*[*]",
            "$..price",
            "$..[3]",
            "$['items'][*]['price']",
        ] {
            assert!(pattern(text).covers(&price), "{text}");
        }
        for text in
            ["$.item", "$.items.*", "$.items[2]", "$.items[*].price.amount", "$..prices", "$.price", "status"]
        {
            assert!(!pattern(text).covers(&price), "{text}");
        }
        assert!(pattern("$.items[*].price").names(&price) && !pattern("$.items[*]").names(&price));
        let element = [Step::Name("items"), Step::Element { key: "id", value: "7" }];
        assert!(pattern("$.items[*]").names(&element) && !pattern("$.items[7]").covers(&element));
        assert_eq!((exact(&element).as_str(), general(&element).as_str()), ("$.items[id=7]", "$.items[*]"));
        assert!(pattern("Header:ETag").is_part("header:etag") && !pattern("status").is_part("body"));
    }

    #[test]
    fn what_is_no_rule() {
        for text in
            ["", "price", "$price", "$.", "$.a.", "$[", "$[x]", "$['a", "$['a'", "$..a..b", "header:", "$[]"]
        {
            let error = Pattern::parse("--ignore", text).unwrap_err();
            assert_eq!((error.code, error.allowed.is_empty()), (Code::InvalidCall, false), "{text}");
        }
        let long = format!("${}", ".a".repeat(RESPONSE_PATH_STEPS_MAX + 1));
        assert!(Pattern::parse("--ignore", &long).is_err());
    }

    proptest! {
        #[test]
        fn a_path_as_it_is_shown_is_a_rule_for_its_place(names in prop::collection::vec(".{1,6}", 0..5), index in 0_usize..9) {
            let mut steps: Vec<Step<'_>> = names.iter().map(|name| Step::Name(name)).collect();
            steps.insert(names.len() / 2, Step::Index(index));
            for text in [exact(&steps), general(&steps)] {
                prop_assert!(pattern(&text).names(&steps), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in r"[$.\[\]'*a0\\ü]{0,12}") {
            let _ = Pattern::parse("--ignore", &text);
        }
    }
}
