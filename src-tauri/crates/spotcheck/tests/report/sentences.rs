//! The report speaks the language of its reader, and has a sentence for everything that it may have to say.

use ballast_spotcheck::draw::Reason;
use ballast_spotcheck::evaluate::{Decision, Why};
use ballast_spotcheck::plan::{Distribution, Method, Selection};
use ballast_spotcheck::report::html;
use ballast_spotcheck::review::{Cause, Judged};
use serde::Serialize;

use crate::catalogue::{has, say};
use crate::sample::by_item;

#[test]
fn sentences_come_in_the_language_of_the_reader() {
    let sample = by_item();
    let german = |id: &str, values: &[(&str, &str)]| match (id, values) {
        ("report-decision-escalate", _) => "Nicht angenommen <1>".to_owned(),
        ("report-by-at", [("by", by), ("at", at)]) => format!("am {at} von {by}"),
        _ => say(id, values),
    };
    let page = html(&sample.report(), &german);
    assert!(page.contains("Nicht angenommen &lt;1&gt;"));
    assert!(page.contains("am 12 Nov 2025, 10:04 von Dora Frei"));
}

fn all_have_words<T: Serialize>(family: &str, values: &[T]) {
    for value in values {
        let name = serde_json::to_value(value).unwrap();
        let id = format!("report-{family}{}", name.as_str().unwrap());
        assert_ne!(say(&id, &[]), "");
    }
}

#[test]
fn every_word_of_a_closed_set_is_there() {
    use Cause::*;
    use Why::*;
    all_have_words("decision-", &[Decision::Accept, Decision::Extend, Decision::Escalate]);
    all_have_words(
        "why-",
        &[LimitWithinTolerable, LimitAboveTolerable, MostLikelyAboveTolerable, NoLimit, NothingWrong],
    );
    all_have_words("why-", &[ErrorsWithoutTolerable, StageAccepts, StageGoesOn, StageFails, RulePassed]);
    all_have_words("why-", &[RuleNotPassed, SystematicCause, CannotExtend]);
    all_have_words("cause-", &[RateTable, Split, Clawback, CutOffDate, CurrencyOrRounding, Duplicate]);
    all_have_words("cause-", &[DataEntry, CheckersMistake, Other]);
    all_have_words("reason-", &[Reason::Always, Reason::Certain, Reason::Drawn, Reason::Unreachable]);
    all_have_words("judged-", &[Judged::Right, Judged::Over, Judged::Under, Judged::NotSupported]);
    all_have_words("judged-", &[Judged::Missing, Judged::Unknown]);
    all_have_words("", &Method::ALL);
    all_have_words("", &[Selection::FixedInterval, Selection::Cell, Selection::Sieve]);
    all_have_words("", &[Distribution::Hypergeometric, Distribution::Binomial, Distribution::Poisson]);
}

/// Ids that a source asks for by their whole name.
fn asked_for(source: &str) -> impl Iterator<Item = &str> {
    let after = ["word(", "fill("].into_iter().flat_map(|ask| source.split(ask).skip(1));
    after.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"')).map(|(id, _)| id)
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let sources = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts: Vec<String> = sources.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let ids: Vec<&str> = texts.iter().flat_map(|text| asked_for(text)).collect();
    assert!(ids.len() > 80, "{ids:?}");
    for id in ids {
        assert!(has(&format!("report-{id}")), "report-{id} has no sentence");
    }
}
