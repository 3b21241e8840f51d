//! Every sentence of the report, in one place. What is in braces is filled in.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Report;
use crate::evaluate::Limit;
use crate::review::Answer;

/// Sentences by their ids.
pub const ENGLISH: &[(&str, &str)] = &[
    ("language", "en"),
    ("made", "Made {at}"),
    ("decision", "Decision"),
    ("decision-accept", "Accepted"),
    ("decision-extend", "Not shown yet: more payouts are to be looked at"),
    ("decision-escalate", "Not accepted: to be raised"),
    ("more", "{n} more without an error would show it."),
    ("stage-is", "Decided after stage {n} of {stages}."),
    ("why-limit_within_tolerable", "What may be wrong at most is within what is tolerable."),
    ("why-limit_above_tolerable", "What may be wrong at most is above what is tolerable."),
    (
        "why-most_likely_above_tolerable",
        "What is most likely wrong is above what is tolerable: more items would not help.",
    ),
    ("why-no_limit", "No method gives a limit for what was found."),
    ("why-nothing_wrong", "Nothing that was looked at is wrong."),
    ("why-errors_without_tolerable", "Something is wrong, and no rate was said to be tolerable."),
    ("why-stage_accepts", "The stage has no more errors than it accepts."),
    ("why-stage_goes_on", "The stage has more errors than it accepts, and no more than the next one allows."),
    ("why-stage_fails", "The stage has more errors than it allows."),
    ("why-rule_passed", "The rule of Kaplan and Markov passed, for what was overpaid and underpaid."),
    ("why-rule_not_passed", "The rule of Kaplan and Markov did not pass."),
    ("why-systematic_cause", "A cause works elsewhere too: all that it may have reached is to be looked at."),
    ("why-cannot_extend", "No more items can follow from this draw."),
    ("list", "The list"),
    ("place", "Read from"),
    ("list-sha256", "SHA-256 of what was read"),
    ("list-size", "Size"),
    ("list-size-is", "{rows} rows, {bytes} bytes, {encoding}"),
    ("list-modified", "Last changed"),
    ("frozen-sha256", "SHA-256 of the frozen list"),
    ("count", "Payouts (N)"),
    ("total", "Control total"),
    ("positive", "Sum of those above zero (B)"),
    ("completeness", "Completeness"),
    ("completeness-is", "{zero} of zero, {negative} below zero, {duplicates} ids twice."),
    ("numbering-none", "The ids are not numbered one after the other: missing ones would not show."),
    ("numbering-whole", "No number is missing in the numbering of the ids."),
    ("numbering-missing", "{n} numbers are missing in the numbering of the ids: {gaps}"),
    ("plan", "The plan"),
    (
        "sampling-percent",
        "{percent} of the payouts, rounded up, at least {least}; each as likely as any other.",
    ),
    (
        "sampling-attribute",
        "As many payouts as the aim takes ({distribution}), with {expected} of them expected wrong; each as likely as any other.",
    ),
    (
        "sampling-monetary_unit",
        "Payouts by their value ({selection}), as many as the aim takes with {expected} of the value expected wrong. Those of an interval or more are certain.",
    ),
    ("sampling-stop_or_go", "Payouts in stages ({distribution}): {stages}."),
    ("stage", "{sample} more, accept with at most {accept} wrong, go on with at most {go_on}"),
    (
        "sampling-anytime",
        "Payouts by their value, one after the other, until the rule of Kaplan and Markov passes; at most {most} places.",
    ),
    ("fixed_interval", "fixed interval"),
    ("cell", "cells"),
    ("sieve", "sieve"),
    ("hypergeometric", "hypergeometric"),
    ("binomial", "binomial"),
    ("poisson", "Poisson"),
    ("stringer-binomial", "Stringer over binomial limits"),
    ("stringer-poisson", "Stringer over Poisson limits"),
    ("cox-snell", "Cox and Snell"),
    ("moment", "moments"),
    ("kaplan-markov", "Kaplan and Markov"),
    ("aim", "Aim"),
    ("aim-is", "{confidence} confidence, one-sided, that at most {tolerable} is wrong."),
    (
        "aim-none",
        "{confidence} confidence, one-sided. No rate was said to be tolerable: one error is too many.",
    ),
    ("sampling", "Sampling"),
    ("per-stratum", "Strata"),
    ("per-stratum-yes", "Each stratum has a sample of its own."),
    ("per-stratum-no", "One sample over all strata."),
    ("always", "Always looked at"),
    ("nothing", "none"),
    ("tolerance", "Right within"),
    ("sizes", "Sizes"),
    ("sizes-is", "{sample} of {population}"),
    ("sizes-stages", "{sample} of {population} in the first stage, {most} in all"),
    ("unreachable-share", "Of zero or less"),
    ("unreachable-is", "{share} of them, drawn apart: no value leads to them."),
    ("second-share", "Looked at twice"),
    ("second-is", "All findings, and {share} of the right ones."),
    ("commitment", "Commitment"),
    ("committed-at", "Committed"),
    ("seed", "The seed"),
    ("seed-text", "Seed"),
    ("seed-by", "Entered by"),
    ("seed-at", "Entered"),
    ("seed-short", "The seed is short: somebody could have tried seeds until one pleased."),
    ("seed-alone", "One person entered it alone."),
    ("counts", "Wrong payouts"),
    ("whole", "The whole"),
    ("part", "Part"),
    ("population", "Payouts"),
    ("looked-at", "Looked at"),
    ("sample", "Sample (n)"),
    ("errors", "Wrong (k)"),
    ("known", "Wrong beside it"),
    ("over", "Overpaid"),
    ("under", "Underpaid"),
    ("unknown", "Unknown"),
    ("likely", "Most likely"),
    ("at-most", "At most"),
    ("at-least", "At least"),
    ("at-most-is", "{count} ({rate})"),
    ("limit-is", "{method}, {confidence} one-sided: {formula}, with {numbers}, gives {upper}."),
    (
        "no-count-limit",
        "Values were drawn, and large payouts are likelier then: no share of payouts follows.",
    ),
    ("money", "Money"),
    ("direction", "Direction"),
    ("found", "Found"),
    ("tolerable", "Tolerable"),
    ("money-of", "Sum of the payouts above zero: {value}."),
    (
        "refused-below_its_confidence",
        "No limit: payouts drawn alike, whatever their size, give none that holds what it says.",
    ),
    ("refused-nothing_drawn", "No limit: nothing was drawn there."),
    (
        "refused-taint_above_one",
        "No limit: more was paid wrongly than was paid, and no method holds for that.",
    ),
    ("refused-no_number_with_few_errors", "No limit: it gives no number with so few errors."),
    ("refused-zero_without_errors", "No limit: it would be zero where nothing wrong was found."),
    ("refused-other", "No limit: {reason}."),
    ("unknown-is", "What nobody could determine counts as paid for nothing."),
    ("seen-whole", "All of it was looked at: the sum is known."),
    ("anytime", "After {items} places the product is {product} for {side}; it passes at {risk} or less."),
    ("strata", "Strata"),
    ("causes", "Causes"),
    ("cause", "Cause"),
    ("findings", "Findings"),
    ("no-findings", "Nothing was found wrong."),
    ("cause-none", "not named"),
    ("cause-rate_table", "rate table"),
    ("cause-split", "split"),
    ("cause-clawback", "clawback"),
    ("cause-cut_off_date", "cut-off date"),
    ("cause-currency_or_rounding", "currency or rounding"),
    ("cause-duplicate", "paid twice"),
    ("cause-data_entry", "data entry"),
    ("cause-checkers_mistake", "checker's mistake"),
    ("cause-other", "other"),
    ("targeted", "To be looked at in full"),
    (
        "targeted-is",
        "All payouts that the cause \"{cause}\" may have reached, apart from any projection. It was found in {items}.",
    ),
    ("plot-objectives", "What is wrong against what is tolerable"),
    ("plot-objectives-note", "Solid: most likely. Outlined: at most. Dashed: what is tolerable."),
    ("plot-strata", "Wrong payouts in each stratum"),
    (
        "plot-strata-note",
        "The dot is most likely; the line ends at the limits, each one-sided at the confidence.",
    ),
    ("plot-scatter", "What was paid against what was due"),
    (
        "plot-scatter-note",
        "On the line: right. Triangles point up for overpaid and down for underpaid; a cross was not supported or is missing. Unknown ones are not drawn.",
    ),
    ("plot-causes", "Findings by cause"),
    ("plot-months", "Month over month"),
    ("plot-months-note", "Lines end at the limits, each one-sided at the confidence of its month."),
    ("plot-digits", "First digits, a look from the side"),
    (
        "plot-digits-note",
        "Bars: how often amounts of the list begin with a digit. Marks: as often as Benford's law expects. χ² = {chi}, p = {p}, {n} amounts. It may say where to look, and is never a verdict: fees with fixed amounts break the law without any fault.",
    ),
    ("plot-curve", "What would a sample of n prove"),
    (
        "plot-curve-note",
        "The largest share of wrong payouts that {confidence} confidence leaves open if none of n is wrong. This sample: {n} prove {rate} at best.",
    ),
    ("axis-paid", "paid, up to {most}"),
    ("axis-due", "due, up to {most}"),
    ("axis-n", "n"),
    ("items", "All items"),
    ("item", "Payout"),
    ("person", "Person"),
    ("stratum", "Stratum"),
    ("reason", "Why"),
    ("reason-always", "rule"),
    ("reason-certain", "certain by its size"),
    ("reason-drawn", "drawn"),
    ("reason-unreachable", "drawn, of zero or less"),
    ("places", "{reason}, place {places}, stage {stage}"),
    ("paid", "Paid"),
    ("first", "First answer"),
    ("second", "Second answer"),
    ("decided", "Decisions"),
    ("counts-as", "Counts as"),
    ("difference", "Difference"),
    ("evidence", "Evidence"),
    ("not-answered", "not answered"),
    ("agreed", "as answered"),
    ("by-at", "{by}, {at}"),
    ("unnamed-file", "file without a name"),
    ("answer-not_supported", "not supported"),
    ("answer-missing", "missing"),
    ("answer-cannot_determine", "cannot be determined"),
    ("judged-right", "right"),
    ("judged-over", "overpaid"),
    ("judged-under", "underpaid"),
    ("judged-not_supported", "not supported"),
    ("judged-missing", "missing"),
    ("judged-unknown", "unknown, counts as wrong"),
    ("judged-open", "open"),
    ("systematic", "works elsewhere too"),
    ("signatures", "Signatures"),
    ("no-signatures", "Nobody has signed yet."),
    ("signed-by", "Signed by"),
    ("role", "As"),
    ("at", "When"),
    ("proved", "Identity"),
    ("verify", "How to check this"),
    (
        "verify-files",
        "Beside this report lie population.csv (the frozen list), plan.json (the plan), draw.json (what was drawn), items.csv and corrections.csv, and two programs that need no Ballast: verify.html for a browser, and verify.sh for a shell. verify.html draws the sample again from list, plan and seed and names what differs; verify.sh does so too where tickets alone order it, and says what it leaves.",
    ),
    ("verify-list", "sha256sum population.csv gives {sha256}"),
    ("verify-plan", "sha256sum plan.json gives {sha256}"),
    (
        "verify-ticket",
        "The ticket of a payout is SHA-256 of the hash of the seed in hexadecimal and then the id. For {id}: printf '%s%s' \"$(printf '%s' SEED | sha256sum | cut -c1-64)\" ID | sha256sum gives {ticket}",
    ),
    (
        "verify-minutes",
        "Compare the commitment with what was written down before the seed was thrown: no file can say that.",
    ),
    ("csv-stage", "Stage"),
    ("csv-places", "Places"),
    ("csv-ticket", "Ticket"),
    ("csv-correct", "Correct"),
    ("csv-by", "by"),
    ("csv-at", "at"),
    ("csv-steps", "steps"),
    ("csv-note", "note"),
    ("csv-why", "Reason"),
    ("csv-currency", "Currency"),
];

/// Sentences, and how numbers are written in them.
pub(super) struct Text<'a> {
    words: &'a BTreeMap<String, String>,
    currency: &'a str,
    minor_digits: u8,
}

impl<'a> Text<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let minor_digits = report.commitment.plan.minor_digits;
        Self { words: report.words, currency: report.currency, minor_digits }
    }

    pub(super) fn word(&self, id: &str) -> String {
        let english = || ENGLISH.iter().find(|(name, _)| *name == id).map(|(_, words)| *words);
        self.words.get(id).map(String::as_str).or_else(english).unwrap_or(id).to_owned()
    }

    /// A sentence with its braces filled. What is filled in is never looked at for braces again.
    pub(super) fn fill<T: AsRef<str>>(&self, id: &str, values: &[(&str, T)]) -> String {
        let pattern = self.word(id);
        let mut filled = String::new();
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map_or("", |(_, value)| value.as_ref()));
            rest = after;
        }
        filled + rest
    }

    /// The word for one of a closed set, by its name in JSON.
    pub(super) fn named<T: Serialize>(&self, family: &str, value: &T) -> String {
        let name = serde_json::to_value(value).ok();
        let name = name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        self.word(&format!("{family}{name}"))
    }

    /// Minor units as an amount with its currency: `1,234.50 CHF`.
    pub(super) fn amount(&self, minor: i128) -> String {
        let plain = plain_amount(minor, self.minor_digits);
        let (sign, digits) =
            plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("\u{2212}", digits));
        let (whole, part) =
            digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let part = part.map(|part| format!(".{part}")).unwrap_or_default();
        format!("{sign}{}{part}\u{a0}{}", grouped(whole), self.currency)
    }

    /// An estimate, to the nearest minor unit.
    pub(super) fn about(&self, minor: f64) -> String {
        self.amount(whole(minor.round()))
    }

    /// A limit, to the next minor unit above it: no limit is made smaller by rounding.
    pub(super) fn at_most(&self, minor: f64) -> String {
        self.amount(whole((minor - 1e-6).ceil()))
    }

    pub(super) fn answer(&self, answer: Answer) -> String {
        match answer {
            Answer::Figure { minor } => self.amount(i128::from(minor)),
            Answer::NotSupported => self.word("answer-not_supported"),
            Answer::Missing => self.word("answer-missing"),
            Answer::CannotDetermine => self.word("answer-cannot_determine"),
        }
    }

    /// The formula of a limit with its numbers.
    pub(super) fn limit(&self, limit: &Limit) -> String {
        let numbers: Vec<String> =
            limit.numbers.iter().map(|(name, number)| format!("{name} = {}", short(*number))).collect();
        self.fill(
            "limit-is",
            &[
                ("method", &self.named("", &limit.method)),
                ("confidence", &limit.confidence.as_percent()),
                ("formula", &limit.formula),
                ("numbers", &numbers.join(", ")),
                ("upper", &share_at_most(limit.upper)),
            ],
        )
    }
}

#[allow(clippy::cast_possible_truncation)]
fn whole(minor: f64) -> i128 {
    minor as i128
}

/// Minor units as a number that programs read: `-1234.50`.
pub(super) fn plain_amount(minor: i128, minor_digits: u8) -> String {
    let places = usize::from(minor_digits);
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = if minor < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Digits in groups of three.
pub(super) fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

pub(super) fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// A share as a percentage with two decimals.
pub(super) fn share(ratio: f64) -> String {
    format!("{:.2}%", ratio * 100.0)
}

/// An upper limit as a percentage: rounded up.
pub(super) fn share_at_most(ratio: f64) -> String {
    share((ratio * 10_000.0 - 1e-9).ceil().max(0.0) / 10_000.0)
}

/// A lower limit as a percentage: rounded down.
pub(super) fn share_at_least(ratio: f64) -> String {
    share((ratio * 10_000.0 + 1e-9).floor() / 10_000.0)
}

/// A number with at most six digits behind the point, without zeros at the end.
pub(super) fn short(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Reason;
    use crate::evaluate::{Decision, Why};
    use crate::plan::{Distribution, Method, Selection};
    use crate::review::{Cause, Judged};

    fn with(check: impl FnOnce(&Text)) {
        check(&Text { words: &BTreeMap::new(), currency: "CHF", minor_digits: 2 });
    }

    fn all_have_words<T: Serialize>(family: &str, values: &[T]) {
        with(|text| {
            for value in values {
                let words = text.named(family, value);
                assert!(ENGLISH.iter().any(|(_, known)| *known == words), "{words} has no words");
            }
        });
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

    #[test]
    fn no_sentence_has_two_meanings() {
        let mut ids: Vec<&str> = ENGLISH.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn numbers_are_exact_and_limits_round_away_from_good_news() {
        with(|text| {
            assert_eq!(text.amount(-123_456_789), "\u{2212}1,234,567.89\u{a0}CHF");
            assert_eq!(text.amount(5), "0.05\u{a0}CHF");
            assert_eq!(text.at_most(100.01), "1.01\u{a0}CHF");
            assert_eq!(text.about(100.49), "1.00\u{a0}CHF");
        });
        assert_eq!((plain_amount(-7, 2), plain_amount(7, 0)), ("-0.07".to_owned(), "7".to_owned()));
        assert_eq!((share_at_most(0.050_001), share_at_most(0.05)), ("5.01%".to_owned(), "5.00%".to_owned()));
        assert_eq!((share_at_least(0.050_099), short(-0.000_000_1)), ("5.00%".to_owned(), "0".to_owned()));
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        with(|text| {
            let filled = text.fill("by-at", &[("by", "{at}"), ("at", "now")]);
            assert_eq!(filled, "{at}, now");
        });
    }
}
