//! Sentences, from the same catalogue that the window uses. English first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ballast_core::finding::Finding;
use ballast_core::{Code, Error};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::contract::{WireError, WireFinding};

const CATALOGUE: &str = include_str!("../../../../ui/messages/core.ftl");

/// The message catalogue in one language.
pub struct Messages(FluentBundle<FluentResource>);

impl Default for Messages {
    fn default() -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![langid!("en")]);
        // Isolation marks are for mixed directions in a window; a terminal shows them as litter.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(CATALOGUE.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
        Self(bundle)
    }
}

/// Whole numbers are numbers to the catalogue, so that it can say one file and two files.
fn value(text: &str) -> FluentValue<'_> {
    let plain =
        text.parse::<i64>().is_ok_and(|number| number.abs() < 1_000_000 && number.to_string() == text);
    match text.parse::<f64>() {
        Ok(number) if plain => FluentValue::from(number),
        _ => FluentValue::String(Cow::Borrowed(text)),
    }
}

impl Messages {
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.has_message(id)
    }

    /// The sentence; an id that the catalogue does not have is shown as it is.
    #[must_use]
    pub fn say<'a>(&self, id: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let Some(pattern) = self.0.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, text) in params {
            arguments.set(name.to_owned(), value(text));
        }
        let mut problems = Vec::new();
        self.0.format_pattern(pattern, Some(&arguments), &mut problems).into_owned()
    }

    fn say_map(&self, id: &str, params: &BTreeMap<String, String>) -> String {
        self.say(id, params.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// An error with its sentence and what to do.
    #[must_use]
    pub fn error(&self, error: &Error) -> WireError {
        let mut params = error.params.clone();
        if let Some(problem) = error.params.get("problem") {
            // Sizes and causes first: the sentence of the file names the problem in words.
            let sentence = self.say_map(&format!("problem-{problem}"), &params);
            params.insert("problem".to_owned(), sentence);
        }
        let place = error.place.clone().unwrap_or_default();
        for (name, text) in [("file", &place.file), ("field", &place.field)] {
            if let Some(text) = text {
                params.insert(name.to_owned(), text.clone());
            }
        }
        if let Some(line) = place.line {
            params.insert("line".to_owned(), line.to_string());
        }
        if !error.causes.is_empty() {
            params.insert("cause".to_owned(), error.causes.join(": "));
        }
        let code = error.code.as_str();
        let id = match error.code {
            Code::InvalidCall if params.contains_key("found") && params.contains_key("reason") => {
                "error-invalid_call-because".to_owned()
            }
            Code::InvalidFile if place.line.is_none() => "error-invalid_file-whole".to_owned(),
            Code::Busy if !params.contains_key("control") && !params.contains_key("reason") => {
                "error-busy-workspace".to_owned()
            }
            _ => params
                .get("reason")
                .map(|reason| format!("error-{code}-{reason}"))
                .filter(|id| self.has(id))
                .unwrap_or_else(|| format!("error-{code}")),
        };
        let message = self.say_map(&id, &params);
        let hint = match params.get("nearest") {
            Some(nearest) => self.say("hint-nearest", [("nearest", nearest.as_str())]),
            None if self.has(&format!("{id}-hint")) => self.say_map(&format!("{id}-hint"), &params),
            None => self.say_map(&format!("error-{code}-hint"), &params),
        };
        WireError {
            code: error.code,
            message,
            hint,
            place,
            allowed: error.allowed.clone(),
            params: error.params.clone(),
        }
    }

    /// A finding with its sentence and what to do.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> WireFinding {
        let kind = finding.kind.as_str();
        let mut params = finding.params.clone();
        params.insert("subject".to_owned(), finding.subject.clone());
        if let Some(repository) = &finding.repository {
            params.insert("repository".to_owned(), repository.clone());
        }
        // What differing rows have in common makes the sentence, where something was found.
        if let (Some(rows), Some(of)) = (params.get("rows"), params.get("of")) {
            let share = if rows == of { "all" } else { "some" };
            params.insert("share".to_owned(), share.to_owned());
        }
        let common = match (params.contains_key("conditions"), params.contains_key("effect")) {
            (true, true) => Some("both"),
            (true, false) => Some("where"),
            (false, true) => Some("effect"),
            (false, false) => params.contains_key("rows").then_some("rows"),
        };
        if let Some(common) = common.filter(|_| !params.contains_key("reason")) {
            params.insert("reason".to_owned(), common.to_owned());
        }
        let reasoned =
            params.get("reason").map(|reason| format!("finding-{kind}-{reason}")).filter(|id| self.has(id));
        let id = reasoned.unwrap_or_else(|| format!("finding-{kind}"));
        let own_hint = Some(format!("{id}-hint")).filter(|hint| self.has(hint));
        WireFinding {
            kind: finding.kind,
            severity: finding.severity,
            subject: finding.subject.clone(),
            detail: self.say_map(&id, &params),
            hint: self.say_map(&own_hint.unwrap_or_else(|| format!("finding-{kind}-hint")), &params),
            repository: finding.repository.clone(),
            params: finding.params.clone(),
            files: finding.files.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ballast_core::FindingKind;

    #[test]
    fn every_code_and_kind_has_a_sentence_and_a_hint() {
        let messages = Messages::default();
        let mut missing = Vec::new();
        let mut need = |id: String| {
            if !messages.has(&id) {
                missing.push(id);
            }
        };
        for code in Code::ALL {
            need(format!("error-{}", code.as_str()));
            need(format!("error-{}-hint", code.as_str()));
        }
        for kind in FindingKind::ALL {
            need(format!("finding-{}", kind.as_str()));
            need(format!("finding-{}-hint", kind.as_str()));
        }
        assert_eq!(missing, Vec::<String>::new());
    }
}
