//! Rules by which payouts are always looked at: `COLUMN (< <= = != >= >) LITERAL`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use ballast_core::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::population::{Columns, Row, refused};

/// A rule such as `amount > 5000` or `region = CH`. Two decimals are compared as numbers, all else as text.
/// Amounts are in units of the currency, not in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    column: String,
    relation: Relation,
    literal: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    AtMost,
    AtLeast,
    Not,
    Below,
    Above,
    Is,
}

/// The longer ones first: `<=` begins with `<`.
const RELATIONS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Not),
    ("<", Relation::Below),
    (">", Relation::Above),
    ("=", Relation::Is),
];

impl Condition {
    /// The rule about the column that `name` gives for its own.
    #[must_use]
    pub fn of(self, name: impl FnOnce(&str) -> String) -> Self {
        Self { column: name(&self.column), ..self }
    }

    /// The rule looks at this column.
    #[must_use]
    pub fn is_about(&self, column: &str) -> bool {
        self.column == column
    }

    /// Refuses a column that the population does not have.
    pub fn check(&self, columns: &Columns) -> Result<()> {
        let fixed = ["id", "amount", "person", "stratum"];
        if fixed.contains(&self.column.as_str()) || columns.position(&self.column).is_some() {
            return Ok(());
        }
        let allowed = fixed.iter().copied().chain(columns.more.iter().map(String::as_str));
        Err(refused("always", self).with("reason", "unknown_column").allowed(allowed))
    }

    /// Whether the rule holds for a payout. `minor_digits`: digits of the currency behind the point.
    #[must_use]
    pub fn holds(&self, columns: &Columns, minor_digits: u8, row: &Row) -> bool {
        let amount;
        let cell = match self.column.as_str() {
            "id" => row.id.as_str(),
            "person" => row.person.as_str(),
            "stratum" => row.stratum.as_str(),
            "amount" => {
                amount = written(row.amount, minor_digits);
                amount.as_str()
            }
            other => match columns.position(other).and_then(|at| row.more.get(at)) {
                Some(cell) => cell.as_str(),
                None => return false,
            },
        };
        let order = compared(cell, &self.literal);
        match self.relation {
            Relation::AtMost => order != Ordering::Greater,
            Relation::AtLeast => order != Ordering::Less,
            Relation::Not => order != Ordering::Equal,
            Relation::Below => order == Ordering::Less,
            Relation::Above => order == Ordering::Greater,
            Relation::Is => order == Ordering::Equal,
        }
    }
}

/// Minor units as a decimal: 12345 with two digits is `123.45`.
fn written(amount: i64, minor_digits: u8) -> String {
    let places = usize::from(minor_digits);
    let digits = format!("{:0>width$}", amount.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = if amount < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn compared(a: &str, b: &str) -> Ordering {
    match (decimal(a), decimal(b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => a.cmp(b),
    }
}

/// Below zero, whole digits without zeros before them, digits behind the point without zeros after them.
type Parts<'a> = (bool, &'a str, &'a str);

fn decimal(text: &str) -> Option<Parts<'_>> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !numeric(whole) || !numeric(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    Some((negative && !(whole.is_empty() && part.is_empty()), whole, part))
}

/// Exact, however long they are.
fn order(a: Parts, b: Parts) -> Ordering {
    let size = |(_, whole, part): Parts<'_>, other: Parts<'_>| {
        whole.len().cmp(&other.1.len()).then(whole.cmp(other.1)).then(part.cmp(other.2))
    };
    match (a.0, b.0) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => size(a, b),
        (true, true) => size(b, a),
    }
}

impl FromStr for Condition {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused =
            || refused("always", text).allowed(["COLUMN (< <= = != >= >) VALUE, such as amount > 5000"]);
        let at = text.find(['<', '>', '=', '!']).ok_or_else(refused)?;
        let (column, rest) = text.split_at(at);
        let found = RELATIONS.iter().find_map(|(sign, relation)| Some((rest.strip_prefix(sign)?, *relation)));
        let (literal, relation) = found.ok_or_else(refused)?;
        let literal = literal.trim();
        let quoted = literal.len() > 1 && literal.starts_with('"') && literal.ends_with('"');
        let literal = if quoted { &literal[1..literal.len() - 1] } else { literal };
        let column = column.trim();
        if column.is_empty() || (literal.is_empty() && !quoted) {
            return Err(refused());
        }
        Ok(Self { column: column.to_owned(), relation, literal: literal.to_owned() })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign =
            RELATIONS.iter().find(|(_, relation)| *relation == self.relation).map_or("=", |(sign, _)| sign);
        let plain = !self.literal.is_empty() && self.literal.trim() == self.literal;
        if plain {
            write!(f, "{} {sign} {}", self.column, self.literal)
        } else {
            write!(f, "{} {sign} \"{}\"", self.column, self.literal)
        }
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|error: Error| serde::de::Error::custom(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds(rule: &str, row: &Row) -> bool {
        let columns = Columns { more: vec!["rate".into()] };
        let condition: Condition = rule.parse().unwrap();
        condition.check(&columns).unwrap();
        condition.holds(&columns, 2, row)
    }

    #[test]
    fn rules_ask_numbers_as_numbers_and_texts_as_texts() {
        let row = Row {
            id: "P-1".into(),
            amount: 500_001,
            person: "Ana".into(),
            stratum: "CH".into(),
            more: vec!["0.050".into()],
        };
        for (rule, expected) in [
            ("amount > 5000", true),
            ("amount>5000.01", false),
            ("amount >= 5000.010", true),
            ("amount < -1", false),
            ("rate = 0.05", true),
            ("rate != 0.05", false),
            ("stratum = CH", true),
            ("stratum = \"CH\"", true),
            ("person != Ben", true),
            ("id <= P-1", true),
        ] {
            assert_eq!(holds(rule, &row), expected, "{rule}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused_with_what_is_one() {
        for bad in ["", "amount", "> 5", "amount >", "amount ! 5", "amount"] {
            assert!(!bad.parse::<Condition>().unwrap_err().allowed.is_empty(), "{bad}");
        }
        let unknown: Condition = "bonus > 5".parse().unwrap();
        let error = unknown.check(&Columns { more: vec!["rate".into()] }).unwrap_err();
        assert_eq!(error.allowed, ["id", "amount", "person", "stratum", "rate"]);
    }

    proptest! {
        #[test]
        fn amounts_compare_as_integers_do(amount in -100_000i64..100_000, limit in -100_000i64..100_000) {
            let found = compared(&written(amount, 2), &written(limit, 2));
            prop_assert_eq!(found, amount.cmp(&limit));
        }

        #[test]
        fn a_rule_is_written_as_it_is_read(column in "[a-z]{1,8}", literal in "[ a-z0-9.]{1,8}") {
            let rule = Condition { column, relation: Relation::AtLeast, literal };
            prop_assert_eq!(rule.to_string().parse::<Condition>().unwrap(), rule);
        }
    }
}
