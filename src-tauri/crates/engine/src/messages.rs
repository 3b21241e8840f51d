//! Sentences, from the same catalogue that the window uses. English first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ballast_core::finding::Finding;
use ballast_core::{Code, Error};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::contract::{Criterion, WireError, WireFinding};

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

/// A share in percent, to four decimals: bounds on rates are small.
fn percent(ratio: f64) -> String {
    let text = format!("{:.4}", ratio * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
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
                // A reason is a sentence of its library, or a word of the catalogue.
                let word = params.get("reason").map(|reason| format!("reason-{reason}"));
                if let Some(word) = word.filter(|word| self.has(word)) {
                    let sentence = self.say_map(&word, &params);
                    params.insert("reason".to_owned(), sentence);
                }
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
        let of_what = params.get("what").map(|what| format!("error-{code}-{what}-hint"));
        let of_what = of_what.filter(|hint| self.has(hint));
        let hint = match params.get("nearest") {
            Some(nearest) => self.say("hint-nearest", [("nearest", nearest.as_str())]),
            None if self.has(&format!("{id}-hint")) => self.say_map(&format!("{id}-hint"), &params),
            None => self.say_map(&of_what.unwrap_or_else(|| format!("error-{code}-hint")), &params),
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

    /// A finding of two files on the spot: there is no run in which anything could be accepted, but the call
    /// can be made again with more said.
    #[must_use]
    pub fn finding_on_the_spot(&self, finding: &Finding) -> WireFinding {
        let wire = self.finding(finding);
        let id = format!("finding-{}-hint-files", finding.kind.as_str());
        let mut params = finding.params.clone();
        params.insert("subject".to_owned(), finding.subject.clone());
        let hint = if self.has(&id) { self.say_map(&id, &params) } else { wire.hint };
        WireFinding { hint, ..wire }
    }

    /// What must hold before a switch, and how far it does.
    #[must_use]
    pub fn criterion(&self, criterion: &Criterion) -> (String, String) {
        let name = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let code = name(serde_json::to_value(criterion.code).unwrap_or_default());
        let mut params = criterion.params.clone();
        let mut flag = |name: &str, of: &str| {
            let is_there = criterion.params.get(of).is_some_and(|text| !text.is_empty());
            params.insert(name.to_owned(), if is_there { "yes" } else { "no" }.to_owned());
        };
        flag("named", "column");
        flag("dated", "date");
        flag("known", "upper");
        for count in ["have", "want", "longest"] {
            params.entry(count.to_owned()).or_insert_with(|| "0".to_owned());
        }
        for share in ["upper", "limit"] {
            if let Some(ratio) = criterion.params.get(share).and_then(|text| text.parse().ok()) {
                params.insert(share.to_owned(), percent(ratio));
            }
        }
        let state = name(serde_json::to_value(criterion.state).unwrap_or_default());
        let changed = criterion.params.contains_key("changed");
        params.insert("state".to_owned(), if changed { "changed".to_owned() } else { state });
        let id = format!("parallel-criterion-{code}");
        (self.say_map(&id, &params), self.say_map(&format!("{id}-note"), &params))
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
        // Whether a value is there is nothing that a sentence could ask by itself.
        for (flag, of) in [("placed", "line"), ("rowed", "row"), ("caused", "cause"), ("encoded", "encoding")]
        {
            let is_there = params.get(of).is_some_and(|text| !text.is_empty());
            params.insert(flag.to_owned(), if is_there { "yes" } else { "no" }.to_owned());
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
