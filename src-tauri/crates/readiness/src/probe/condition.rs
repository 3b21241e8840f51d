//! What a value must be: numbers, texts and other JSON.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// Characters of a found value that a finding repeats: enough to recognise, not to leak.
const FOUND_CHARACTERS_MAX: usize = 120;

/// Tests that must all hold. None is fulfilled by any value that is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Condition(pub Vec<Test>);

/// One test of a value. Numbers are equal by value (1 and 1.0), texts character by character.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    Is(Value),
    Not(Value),
    OneOf(Vec<Value>),
    NoneOf(Vec<Value>),
    /// A text with `*` for any characters.
    Like(String),
    Unlike(String),
    Contains(String),
    Lacks(String),
    /// Numbers; also texts that are a number.
    Above(Number),
    Below(Number),
    AtLeast(Number),
    AtMost(Number),
    /// The length of a text in characters, of a list in items, of an object in fields.
    Longer(u64),
    Shorter(u64),
    Length(u64),
    Exists(bool),
}

/// Why a value is not the expected one: a test by name, what it wants and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    pub test: &'static str,
    pub expected: String,
    pub found: String,
}

impl Condition {
    #[must_use]
    pub fn is(value: impl Into<Value>) -> Self {
        Self(vec![Test::Is(value.into())])
    }

    /// The first test that does not hold. `None` as value: nothing is there.
    #[must_use]
    pub fn unmet(&self, value: Option<&Value>) -> Option<Unmet> {
        let unmet = |test: &Test| Unmet {
            test: test.name(),
            expected: test.expected(),
            found: value.map_or_else(|| "-".to_owned(), shown),
        };
        if self.0.is_empty() && value.is_none() {
            return Some(unmet(&Test::Exists(true)));
        }
        self.0.iter().find(|test| !test.holds(value)).map(unmet)
    }
}

impl Test {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Is(_) => "is",
            Self::Not(_) => "not",
            Self::OneOf(_) => "one_of",
            Self::NoneOf(_) => "none_of",
            Self::Like(_) => "like",
            Self::Unlike(_) => "unlike",
            Self::Contains(_) => "contains",
            Self::Lacks(_) => "lacks",
            Self::Above(_) => "above",
            Self::Below(_) => "below",
            Self::AtLeast(_) => "at_least",
            Self::AtMost(_) => "at_most",
            Self::Longer(_) => "longer",
            Self::Shorter(_) => "shorter",
            Self::Length(_) => "length",
            Self::Exists(_) => "exists",
        }
    }

    /// What the test compares with, as the workspace file writes it.
    #[must_use]
    pub fn wanted(&self) -> Value {
        match self {
            Self::Is(value) | Self::Not(value) => value.clone(),
            Self::OneOf(list) | Self::NoneOf(list) => Value::Array(list.clone()),
            Self::Like(text) | Self::Unlike(text) | Self::Contains(text) | Self::Lacks(text) => {
                Value::from(text.as_str())
            }
            Self::Above(number) | Self::Below(number) | Self::AtLeast(number) | Self::AtMost(number) => {
                Value::Number(number.clone())
            }
            Self::Longer(length) | Self::Shorter(length) | Self::Length(length) => (*length).into(),
            Self::Exists(flag) => (*flag).into(),
        }
    }

    fn expected(&self) -> String {
        match self.wanted() {
            Value::Array(list) => cut(&list.iter().map(shown).collect::<Vec<_>>().join(", ")),
            other => shown(&other),
        }
    }

    fn holds(&self, value: Option<&Value>) -> bool {
        if let Self::Exists(wanted) = self {
            return value.is_some() == *wanted;
        }
        let Some(value) = value else { return false };
        let text = value.as_str();
        let ordered = |number: &Number, wanted: fn(Ordering) -> bool| {
            as_number(value).and_then(|found| compared(&found, number)).is_some_and(wanted)
        };
        let long = |wanted: &dyn Fn(u64) -> bool| length(value).is_some_and(wanted);
        match self {
            Self::Is(wanted) => same(value, wanted),
            Self::Not(wanted) => !same(value, wanted),
            Self::OneOf(list) => list.iter().any(|wanted| same(value, wanted)),
            Self::NoneOf(list) => !list.iter().any(|wanted| same(value, wanted)),
            Self::Like(pattern) => text.is_some_and(|text| like(pattern, text)),
            Self::Unlike(pattern) => !text.is_some_and(|text| like(pattern, text)),
            Self::Contains(part) => text.is_some_and(|text| text.contains(part.as_str())),
            Self::Lacks(part) => !text.is_some_and(|text| text.contains(part.as_str())),
            Self::Above(number) => ordered(number, Ordering::is_gt),
            Self::Below(number) => ordered(number, Ordering::is_lt),
            Self::AtLeast(number) => ordered(number, Ordering::is_ge),
            Self::AtMost(number) => ordered(number, Ordering::is_le),
            Self::Longer(least) => long(&|length| length > *least),
            Self::Shorter(most) => long(&|length| length < *most),
            Self::Length(exact) => long(&|length| length == *exact),
            Self::Exists(_) => true,
        }
    }
}

/// A value as a finding names it: texts without quotes, all else as JSON, cut.
#[must_use]
pub fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    cut(&text)
}

/// At most 120 characters, with `…` where something was cut.
#[must_use]
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(FOUND_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Number(found), Value::Number(wanted)) => compared(found, wanted) == Some(Ordering::Equal),
        _ => found == wanted,
    }
}

fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => serde_json::from_str(text.trim()).ok(),
        _ => None,
    }
}

/// Whole numbers exactly, others as binary fractions.
fn compared(one: &Number, other: &Number) -> Option<Ordering> {
    let whole = |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

fn length(value: &Value) -> Option<u64> {
    let length = match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => return None,
    };
    u64::try_from(length).ok()
}

/// Whether a text fits a pattern with `*`. Each part is looked for once, from the left: the time is at most
/// the product of both lengths, whatever the pattern.
fn like(pattern: &str, text: &str) -> bool {
    let mut parts: Vec<&str> = pattern.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() {
        return text == last;
    }
    let first = parts.remove(0);
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn holds(test: Test, value: Value) -> bool {
        Condition(vec![test]).unmet(Some(&value)).is_none()
    }

    #[test]
    fn each_test_holds_where_it_should_and_nowhere_else() {
        for (test, good, bad) in [
            (Test::Is(json!(1)), json!(1.0), json!("1")),
            (Test::Is(json!("ok")), json!("ok"), json!("OK")),
            (Test::Not(json!(null)), json!(0), json!(null)),
            (Test::OneOf(vec![json!(1), json!("1")]), json!("1"), json!(true)),
            (Test::NoneOf(vec![json!("a")]), json!("b"), json!("a")),
            (Test::Like("a*c*".into()), json!("abcd"), json!("xabcd")),
            (Test::Unlike("*down*".into()), json!("up"), json!("is down!")),
            (Test::Contains("ell".into()), json!("hello"), json!(["ell"])),
            (Test::Lacks("err".into()), json!("fine"), json!("an error")),
            (Test::Above(5.into()), json!(5.5), json!(5)),
            (Test::Below(5.into()), json!("4"), json!("x")),
            (Test::AtLeast(u64::MAX.into()), json!(u64::MAX), json!(u64::MAX - 1)),
            (Test::AtMost(0.into()), json!(0), json!(0.1)),
            (Test::Longer(2), json!([1, 2, 3]), json!("ab")),
            (Test::Shorter(2), json!("ü"), json!(7)),
            (Test::Length(1), json!({"a": 1}), json!({})),
        ] {
            assert!(holds(test.clone(), good.clone()), "{test:?} {good}");
            assert!(!holds(test.clone(), bad.clone()), "{test:?} {bad}");
            assert!(Condition(vec![test.clone()]).unmet(None).is_some(), "{test:?} without a value");
        }
        assert_eq!(Condition(vec![Test::Exists(false)]).unmet(None), None);
        assert!(!holds(Test::Exists(false), json!(null)));
        assert!(Condition::default().unmet(None).is_some());
    }

    #[test]
    fn the_first_unmet_test_says_what_was_found() {
        let condition = Condition(vec![Test::Longer(1), Test::Is(json!("ok"))]);
        let unmet = condition.unmet(Some(&json!("x".repeat(500)))).unwrap();
        assert_eq!((unmet.test, unmet.expected.as_str()), ("is", "ok"));
        assert_eq!(unmet.found.chars().count(), FOUND_CHARACTERS_MAX + 1);
    }

    /// The definition, one character at a time.
    fn like_slowly(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|skip| like_slowly(rest, &text[skip..])),
            Some((first, rest)) => text.first() == Some(first) && like_slowly(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn patterns_fit_as_their_definition_says(pattern in "[ab*]{0,7}", text in "[ab]{0,7}") {
            let (slow, whole): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(like(&pattern, &text), like_slowly(&slow, &whole));
        }
    }
}
