//! Conditions of Gatus: `LEFT OPERATOR RIGHT`, with placeholders and the functions `len`, `has`, `pat`, `any`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::super::condition::{Condition, Test};
use super::super::super::path::Path;
use super::{go_seconds, milliseconds};

type Tests = Map<String, Value>;

/// In the order in which Gatus looks for them.
const OPERATORS: [&str; 6] = ["==", "!=", "<=", ">=", ">", "<"];

/// What the conditions of one endpoint expect, in the words of the workspace file.
pub(super) struct Conditions {
    /// `http`, `dns` …: the same placeholder means different things.
    is_http: bool,
    record_type: Option<String>,
    /// Codes that all conditions on the status allow; none without such a condition.
    statuses: Option<BTreeSet<u16>>,
    json: BTreeMap<String, Tests>,
    body: Tests,
    address: Tests,
    records: Vec<Value>,
    within: Option<u64>,
    expires_in: Option<u64>,
    no_such_name: bool,
}

/// The right side.
enum Right {
    Text(String),
    Pattern(String),
    Any(Vec<String>),
}

impl Conditions {
    pub(super) fn new(entry: &Map<String, Value>) -> Self {
        let record_type = entry.get("dns").and(entry.get("types")).and_then(|types| types.get(0));
        Self {
            is_http: entry.contains_key("http"),
            record_type: record_type.and_then(Value::as_str).map(str::to_owned),
            statuses: None,
            json: BTreeMap::new(),
            body: Tests::new(),
            address: Tests::new(),
            records: Vec::new(),
            within: None,
            expires_in: None,
            no_such_name: false,
        }
    }

    /// Adds one condition, or says why it is not taken over.
    pub(super) fn add(&mut self, text: &str) -> Result<(), &'static str> {
        let split = OPERATORS.iter().find_map(|operator| {
            text.split_once(&format!(" {operator} "))
                .map(|(left, right)| (left.trim(), *operator, right.trim()))
        });
        let (left, operator, right) = split.ok_or("unknown_condition")?;
        let right = right_side(right);
        match left {
            "[STATUS]" if self.is_http => self.status(operator, &right),
            "[RESPONSE_TIME]" => self.time(operator, &right),
            "[IP]" => add_all(&mut self.address, &tests(operator, &right, false)?),
            "[CONNECTED]" => match (operator, &right) {
                ("==", Right::Text(text)) if text == "true" => Ok(()),
                _ => Err("not_expressible"),
            },
            "[CERTIFICATE_EXPIRATION]" => self.expiry(operator, &right),
            "[DOMAIN_EXPIRATION]" => Err("domain_expiry"),
            "[DNS_RCODE]" if self.record_type.is_some() => self.code(operator, &right),
            _ => self.content(left, operator, &right),
        }
    }

    fn status(&mut self, operator: &str, right: &Right) -> Result<(), &'static str> {
        let condition = Condition(tests(operator, right, true)?);
        let fits = |code: &u16| match right {
            // A pattern fits the digits.
            Right::Pattern(_) => condition.unmet(Some(&Value::from(code.to_string()))).is_none(),
            _ => condition.unmet(Some(&Value::from(*code))).is_none(),
        };
        let allowed = self.statuses.get_or_insert_with(|| (100..=599).collect());
        allowed.retain(fits);
        Ok(())
    }

    fn time(&mut self, operator: &str, right: &Right) -> Result<(), &'static str> {
        let Right::Text(text) = right else { return Err("not_expressible") };
        let whole: u64 = text.parse().map_err(|_| "unknown_condition")?;
        let most = match operator {
            "<" => whole.checked_sub(1).ok_or("not_expressible")?,
            "<=" => whole,
            _ => return Err("not_expressible"),
        };
        self.within = Some(self.within.map_or(most, |known| known.min(most)));
        Ok(())
    }

    fn expiry(&mut self, operator: &str, right: &Right) -> Result<(), &'static str> {
        let (">" | ">=", Right::Text(text)) = (operator, right) else { return Err("not_expressible") };
        // A number alone is in milliseconds.
        let whole = text.parse::<u64>().ok().map(|whole| whole.div_ceil(1000)).or_else(|| go_seconds(text));
        let whole = whole.filter(|whole| *whole > 0).ok_or("unknown_condition")?;
        self.expires_in = Some(self.expires_in.map_or(whole, |known| known.max(whole)));
        Ok(())
    }

    fn code(&mut self, operator: &str, right: &Right) -> Result<(), &'static str> {
        match (operator, right) {
            ("==", Right::Text(text)) if text == "NOERROR" => Ok(()),
            ("==", Right::Text(text)) if text == "NXDOMAIN" => {
                self.no_such_name = true;
                Ok(())
            }
            _ => Err("not_expressible"),
        }
    }

    /// `[BODY]`, `[BODY].path`, `len(…)`, `has(…)`.
    fn content(&mut self, left: &str, operator: &str, right: &Right) -> Result<(), &'static str> {
        let inside = |function: &str| left.strip_prefix(function).and_then(|rest| rest.strip_suffix(')'));
        if let Some(inner) = inside("len(") {
            let path = body_path(inner)?;
            let list = [length(operator, right)?];
            let path = if path.is_empty() { "$".to_owned() } else { path };
            return self.at(path, &list);
        }
        if let Some(inner) = inside("has(") {
            let path = body_path(inner)?;
            let wanted = match (operator, right) {
                ("==", Right::Text(text)) => text.parse().map_err(|_| "unknown_condition")?,
                ("!=", Right::Text(text)) => !text.parse::<bool>().map_err(|_| "unknown_condition")?,
                _ => return Err("not_expressible"),
            };
            if path.is_empty() {
                let test = if wanted { Test::Longer(0) } else { Test::Length(0) };
                return add_all(&mut self.body, &[test]);
            }
            return self.at(path, &[Test::Exists(wanted)]);
        }
        let path = body_path(left)?;
        if !path.is_empty() {
            return self.at(path, &tests(operator, right, true)?);
        }
        match (&self.record_type, operator, right) {
            (Some(_), "==", Right::Text(text)) => {
                self.records.push(text.as_str().into());
                Ok(())
            }
            _ => add_all(&mut self.body, &tests(operator, right, false)?),
        }
    }

    fn at(&mut self, path: String, list: &[Test]) -> Result<(), &'static str> {
        if !self.is_http {
            return Err("not_expressible");
        }
        add_all(self.json.entry(path).or_default(), list)
    }

    pub(super) fn put_into(self, entry: &mut Map<String, Value>) {
        let mut expect = Map::new();
        let mut put = |key: &str, value: Value| expect.insert(key.to_owned(), value);
        if self.is_http {
            // Gatus looks at the status only where a condition does.
            let allowed = self.statuses.unwrap_or_else(|| (100..=599).collect());
            put("status", ranges(&allowed));
        }
        let json: Map<String, Value> =
            self.json.into_iter().map(|(path, tests)| (path, Value::Object(tests))).collect();
        for (key, table) in [("json", json), ("body", self.body), ("address", self.address)] {
            if !table.is_empty() {
                put(key, Value::Object(table));
            }
        }
        if let Some(most) = self.within {
            put("within", milliseconds(most));
        }
        if let Some(of) = self.record_type.filter(|_| !self.records.is_empty()) {
            put("records", json!({ of: self.records }));
        }
        if self.no_such_name {
            put("no_such_name", true.into());
        }
        if !expect.is_empty() {
            entry.insert("expect".to_owned(), Value::Object(expect));
        }
        if let Some(left) = self.expires_in {
            entry.insert("expires_in".to_owned(), format!("{left}s").into());
        }
    }
}

fn ranges(codes: &BTreeSet<u16>) -> Value {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for code in codes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *code => *last = *code,
            _ => ranges.push((*code, *code)),
        }
    }
    ranges.into_iter().map(|(low, high)| Value::from(format!("{low}-{high}"))).collect()
}

/// The path behind `[BODY]`; empty for the whole.
fn body_path(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix("[BODY]").ok_or("unknown_condition")?;
    if rest.is_empty() {
        return Ok(String::new());
    }
    let path = rest.strip_prefix('.').unwrap_or(rest);
    path.parse::<Path>().map(|path| path.to_string()).map_err(|_| "not_expressible")
}

fn right_side(text: &str) -> Right {
    let inside = |function: &str| text.strip_prefix(function).and_then(|rest| rest.strip_suffix(')'));
    if let Some(pattern) = inside("pat(") {
        Right::Pattern(pattern.to_owned())
    } else if let Some(list) = inside("any(") {
        Right::Any(list.split(',').map(|item| item.trim().to_owned()).collect())
    } else {
        Right::Text(text.trim_matches('"').to_owned())
    }
}

/// What may stand in JSON for a text of a condition: Gatus compares texts, so that 1 and "1" are the same.
fn values(text: &str, with_types: bool) -> Vec<Value> {
    let mut values = vec![Value::from(text)];
    let typed = serde_json::from_str::<Value>(text).ok();
    values.extend(
        typed.filter(|value| with_types && (value.is_number() || value.is_boolean() || value.is_null())),
    );
    values
}

fn tests(operator: &str, right: &Right, with_types: bool) -> Result<Vec<Test>, &'static str> {
    let list: Vec<Value> = match right {
        Right::Pattern(pattern) => {
            return match operator {
                "==" => Ok(vec![Test::Like(pattern.clone())]),
                "!=" => Ok(vec![Test::Unlike(pattern.clone())]),
                _ => Err("not_expressible"),
            };
        }
        Right::Any(texts) => texts.iter().flat_map(|text| values(text, with_types)).collect(),
        Right::Text(text) => values(text, with_types),
    };
    match (operator, right) {
        ("==", _) => Ok(vec![Test::OneOf(list)]),
        ("!=", _) => Ok(vec![Test::NoneOf(list)]),
        (_, Right::Text(text)) => {
            let number = serde_json::from_str(text).map_err(|_| "unknown_condition")?;
            Ok(vec![match operator {
                "<" => Test::Below(number),
                "<=" => Test::AtMost(number),
                ">" => Test::Above(number),
                _ => Test::AtLeast(number),
            }])
        }
        _ => Err("not_expressible"),
    }
}

fn length(operator: &str, right: &Right) -> Result<Test, &'static str> {
    let Right::Text(text) = right else { return Err("not_expressible") };
    let whole: u64 = text.parse().map_err(|_| "unknown_condition")?;
    match operator {
        "==" => Ok(Test::Length(whole)),
        "<" => Ok(Test::Shorter(whole)),
        "<=" => whole.checked_add(1).map(Test::Shorter).ok_or("not_expressible"),
        ">" => Ok(Test::Longer(whole)),
        ">=" if whole == 0 => Ok(Test::Exists(true)),
        ">=" => Ok(Test::Longer(whole - 1)),
        _ => Err("not_expressible"),
    }
}

fn add_all(table: &mut Tests, list: &[Test]) -> Result<(), &'static str> {
    for test in list {
        let known = table.insert(test.name().to_owned(), test.wanted());
        if let Some(known) = known.filter(|known| *known != test.wanted()) {
            // One test of a kind for a place: the first one stays.
            table.insert(test.name().to_owned(), known);
            return Err("two_of_a_kind");
        }
    }
    Ok(())
}
