//! Sentences of the report from the reader's catalogue, and how numbers are written in them.

use serde::Serialize;

use super::Report;
use crate::evaluate::Limit;
use crate::review::Answer;

/// Says a message of the catalogue by its id, with values by their names.
pub type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// Sentences, and how numbers are written in them.
pub(super) struct Text<'a> {
    say: &'a Say<'a>,
    currency: &'a str,
    minor_digits: u8,
}

impl<'a> Text<'a> {
    pub(super) fn of(report: &'a Report, say: &'a Say<'a>) -> Self {
        let minor_digits = report.commitment.plan.minor_digits;
        Self { say, currency: report.currency, minor_digits }
    }

    pub(super) fn word(&self, id: &str) -> String {
        self.fill::<&str>(id, &[])
    }

    /// A sentence of the report with its values. In the catalogue all of them begin with `report-`.
    pub(super) fn fill<T: AsRef<str>>(&self, id: &str, values: &[(&str, T)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        (self.say)(&format!("report-{id}"), &values)
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

    fn with(check: impl FnOnce(&Text)) {
        check(&Text { say: &|id, _| id.to_owned(), currency: "CHF", minor_digits: 2 });
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
}
