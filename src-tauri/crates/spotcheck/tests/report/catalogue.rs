//! The English catalogue that the program and its window share.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

const CATALOGUE: &str = include_str!("../../../../../ui/messages/core.ftl");

fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::default();
    bundle.set_use_isolating(false);
    bundle.add_resource(FluentResource::try_new(CATALOGUE.to_owned()).unwrap()).unwrap();
    bundle
}

thread_local!(static BUNDLE: FluentBundle<FluentResource> = bundle());

#[allow(dead_code, reason = "the example that writes reports takes sentences alone")]
pub fn has(id: &str) -> bool {
    BUNDLE.with(|bundle| bundle.has_message(id))
}

/// The sentence. One that is not there, and a value that it names and nobody gave, end the test.
pub fn say(id: &str, values: &[(&str, &str)]) -> String {
    BUNDLE.with(|bundle| {
        let message = bundle.get_message(id).unwrap_or_else(|| panic!("{id} has no sentence"));
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), (*value).to_owned());
        }
        let mut problems = Vec::new();
        let text = bundle.format_pattern(message.value().unwrap(), Some(&arguments), &mut problems);
        assert!(problems.is_empty(), "{id}: {problems:?}");
        text.into_owned()
    })
}
