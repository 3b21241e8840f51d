//! What does not count, what may differ and what belongs together.

use std::collections::BTreeMap;

use ballast_core::limits::RESPONSE_RULES_MAX;
use ballast_core::{Code, Error, Result};

use super::path::{Pattern, Step};
use crate::comparer::Tolerated;
use crate::decimal::Decimal;
use crate::spec::Tolerance;

/// The rules as they are asked for: paths as texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Places that are not compared, and what lies below them.
    pub ignore: Vec<String>,
    pub tolerance: BTreeMap<String, Tolerance>,
    /// For every number without one of its own.
    pub tolerance_of_all: Option<Tolerance>,
    /// Fields that a person knows by another name on the new side: their path, and that name.
    pub rename: BTreeMap<String, String>,
    /// Lists whose elements belong together by what stands under a name: their path, and that name.
    pub array_key: BTreeMap<String, String>,
    /// Headers that are compared beside `content-type` and `location`.
    pub headers: Vec<String>,
}

/// The rules, ready to be applied.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(super) ignore: Vec<Pattern>,
    tolerance: Vec<(Pattern, Tolerated)>,
    of_all: Option<Tolerated>,
    rename: Vec<(Pattern, String)>,
    array_key: Vec<(Pattern, String)>,
    pub(super) headers: Vec<String>,
}

impl Rules {
    /// Errors: `invalid_call` with the flag and the text at fault.
    pub fn new(wanted: &Wanted) -> Result<Self> {
        let all = [wanted.ignore.len(), wanted.tolerance.len(), wanted.rename.len(), wanted.array_key.len()];
        if let Some(many) = all.into_iter().chain([wanted.headers.len()]).find(|it| *it > RESPONSE_RULES_MAX)
        {
            let error = Error::new(Code::InvalidCall).with("what", "rules").with("found", many);
            return Err(error.with("reason", "too many").allowed([RESPONSE_RULES_MAX]));
        }
        let ignore = wanted.ignore.iter().map(|text| Pattern::parse("--ignore", text));
        let tolerance = wanted
            .tolerance
            .iter()
            .map(|(text, tolerance)| Ok((Pattern::parse("--tolerance", text)?, Tolerated::new(tolerance)?)));
        let named = |what: &'static str| {
            move |(text, name): (&String, &String)| Ok((Pattern::parse(what, text)?, name.clone()))
        };
        let mut headers = vec!["content-type".to_owned(), "location".to_owned()];
        headers.extend(wanted.headers.iter().map(|name| name.to_ascii_lowercase()));
        headers.sort();
        headers.dedup();
        Ok(Self {
            ignore: ignore.collect::<Result<_>>()?,
            tolerance: tolerance.collect::<Result<_>>()?,
            of_all: wanted.tolerance_of_all.as_ref().map(Tolerated::new).transpose()?,
            rename: wanted.rename.iter().map(named("--rename")).collect::<Result<_>>()?,
            array_key: wanted.array_key.iter().map(named("--array-key")).collect::<Result<_>>()?,
            headers,
        })
    }

    /// The rule that leaves this place out, by its number.
    pub(super) fn ignores(&self, steps: &[Step<'_>]) -> Option<usize> {
        self.ignore.iter().position(|pattern| pattern.covers(steps))
    }

    pub(super) fn ignores_part(&self, part: &str) -> Option<usize> {
        self.ignore.iter().position(|pattern| pattern.is_part(part))
    }

    /// The name under which the new side has this field.
    pub(super) fn renamed(&self, steps: &[Step<'_>]) -> Option<&str> {
        self.rename.iter().find(|(pattern, _)| pattern.names(steps)).map(|(_, name)| name.as_str())
    }

    pub(super) fn key_of(&self, steps: &[Step<'_>]) -> Option<&str> {
        self.array_key.iter().find(|(pattern, _)| pattern.names(steps)).map(|(_, name)| name.as_str())
    }

    /// Whether two different numbers may differ so much. Where they stand in texts only a rule for that very
    /// place counts: a text of digits is often no amount but a name.
    pub(super) fn tolerates(
        &self,
        steps: &[Step<'_>],
        (old, new): (&Decimal, &Decimal),
        in_texts: bool,
    ) -> bool {
        let own = self.tolerance.iter().find(|(pattern, _)| pattern.covers(steps)).map(|(_, it)| it);
        let allowance = if in_texts { own } else { own.or(self.of_all.as_ref()) };
        allowance.is_some_and(|allowance| allowance.allows(old, new))
    }
}
