//! Two answers to one request, side by side.

use std::collections::{BTreeMap, HashMap, HashSet};

use ballast_core::FindingKind;
use ballast_core::limits::{RESPONSE_DIFFERENCES_MAX, RESPONSE_EXAMPLE_CHARACTERS_MAX};

use super::excerpt;
use super::json::{Json, number};
use super::path::{Step, exact, general};
use super::rules::Rules;
use crate::decimal::Decimal;
use crate::names::normalised;

/// What a system answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// By their names in small letters; several of one name are joined with a comma.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// One difference between two answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: FindingKind,
    /// What is counted together: `$.items[*].price`, `status`, `header:content-type`, `body`.
    pub path: String,
    /// The very place.
    pub at: String,
    /// Beginnings of both values; empty where there is none.
    pub old: String,
    pub new: String,
    pub numbers: Option<(Decimal, Decimal)>,
    /// What a renamed field is called on the new side.
    pub to: Option<String>,
}

/// What comparing two answers gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// At most [`RESPONSE_DIFFERENCES_MAX`]; `left_off` counts the others.
    pub differences: Vec<Difference>,
    pub left_off: u64,
    /// Values that were compared.
    pub values: u64,
    /// Numbers that differ by no more than they may.
    pub tolerated: u64,
    /// Equal numbers that are written differently: `1.5` and `1.50`.
    pub format: u64,
    /// How often each rule of `ignore` left something out, by its number.
    pub ignored: BTreeMap<usize, u64>,
    /// Statuses of different classes: what one says instead of an answer is not compared with the answer.
    pub bodies_skipped: bool,
}

/// Compares status, headers and bodies.
#[must_use]
pub fn compare(old: &Reply, new: &Reply, rules: &Rules) -> Compared {
    let mut look = Look { rules, compared: Compared::default() };
    look.part("status", &old.status.to_string(), &new.status.to_string());
    let told = !look.compared.differences.is_empty();
    if told && old.status / 100 != new.status / 100 {
        look.compared.bodies_skipped = true;
        return look.compared;
    }
    for name in &rules.headers {
        look.header(name, old.headers.get(name), new.headers.get(name));
    }
    look.bodies(old, new);
    look.compared
}

struct Look<'r> {
    rules: &'r Rules,
    compared: Compared,
}

fn shown(value: &Json) -> String {
    excerpt(&value.written(RESPONSE_EXAMPLE_CHARACTERS_MAX * 4 + 1))
}

/// Media types do not care for case and white space (RFC 9110, section 8.3.1).
fn media_type(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Look<'_> {
    fn add(&mut self, difference: impl FnOnce() -> Difference) {
        if self.compared.differences.len() < RESPONSE_DIFFERENCES_MAX {
            self.compared.differences.push(difference());
        } else {
            self.compared.left_off += 1;
        }
    }

    fn ignore(&mut self, rule: Option<usize>) -> bool {
        if let Some(rule) = rule {
            *self.compared.ignored.entry(rule).or_default() += 1;
        }
        rule.is_some()
    }

    fn at_part(&mut self, kind: FindingKind, part: &str, old: String, new: String) {
        self.add(|| Difference {
            kind,
            path: part.to_owned(),
            at: part.to_owned(),
            old,
            new,
            numbers: None,
            to: None,
        });
    }

    fn at_place(&mut self, kind: FindingKind, steps: &[Step<'_>], old: Option<&Json>, new: Option<&Json>) {
        let text = |value: Option<&Json>| value.map(shown).unwrap_or_default();
        let numbers = old.and_then(as_number).zip(new.and_then(as_number));
        let numbers = numbers.filter(|_| kind == FindingKind::ValueChanged);
        self.add(|| Difference {
            kind,
            path: general(steps),
            at: exact(steps),
            old: text(old),
            new: text(new),
            numbers,
            to: None,
        });
    }

    fn part(&mut self, part: &str, old: &str, new: &str) {
        self.compared.values += 1;
        if old != new && !self.ignore(self.rules.ignores_part(part)) {
            self.at_part(FindingKind::ValueChanged, part, excerpt(old), excerpt(new));
        }
    }

    fn header(&mut self, name: &str, old: Option<&String>, new: Option<&String>) {
        let part = format!("header:{name}");
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if name == "content-type" && media_type(old) == media_type(new) => {
                self.compared.values += 1;
            }
            (Some(old), Some(new)) => self.part(&part, old, new),
            (old, new) => {
                let kind = if new.is_none() { FindingKind::ColumnMissing } else { FindingKind::ColumnAdded };
                if !self.ignore(self.rules.ignores_part(&part)) {
                    let text = |value: Option<&String>| value.map(|text| excerpt(text)).unwrap_or_default();
                    self.at_part(kind, &part, text(old), text(new));
                }
            }
        }
    }

    fn bodies(&mut self, old: &Reply, new: &Reply) {
        if self.ignore(self.rules.ignores_part("body")) {
            return;
        }
        if old.body == new.body && self.rules.ignore.is_empty() {
            self.compared.values += 1;
            return;
        }
        let declared = |reply: &Reply| {
            reply.headers.get("content-type").is_some_and(|it| {
                let essence = media_type(it.split(';').next().unwrap_or_default());
                essence.ends_with("/json") || essence.ends_with("+json")
            })
        };
        let looks = |reply: &Reply| {
            let first = reply.body.iter().find(|byte| !byte.is_ascii_whitespace());
            matches!(first, Some(b'{' | b'['))
        };
        let is_json = declared(old) || declared(new) || (looks(old) && looks(new));
        let texts = std::str::from_utf8(&old.body).ok().zip(std::str::from_utf8(&new.body).ok());
        match texts {
            Some((old_text, new_text)) if is_json => match (Json::parse(old_text), Json::parse(new_text)) {
                (Ok(old), Ok(new)) => self.values(&old, &new, &mut Vec::new()),
                (Err(_), Err(_)) => self.texts(old_text, new_text),
                (old, new) => {
                    let what = |it: Result<Json, super::json::Flaw>| match it {
                        Ok(json) => format!("JSON ({})", json.kind()),
                        Err(flaw) => flaw.as_str().to_owned(),
                    };
                    self.at_part(FindingKind::TypeChanged, "body", what(old), what(new));
                }
            },
            Some((old, new)) => self.texts(old, new),
            None if old.body == new.body => self.compared.values += 1,
            None => {
                let same = old.body.iter().zip(&new.body).take_while(|(old, new)| old == new).count();
                let told = |body: &[u8]| format!("{} bytes", body.len());
                let (old, new) = (told(&old.body), told(&new.body));
                self.at_part(
                    FindingKind::ValueChanged,
                    "body",
                    old,
                    format!("{new}, the same up to byte {same}"),
                );
            }
        }
    }

    /// Texts that are no JSON: the first line that differs is shown.
    fn texts(&mut self, old: &str, new: &str) {
        self.compared.values += 1;
        if old == new {
            return;
        }
        let kind = if old.is_empty() || new.is_empty() {
            FindingKind::EmptyChanged
        } else {
            FindingKind::ValueChanged
        };
        let same = old.split('\n').zip(new.split('\n')).take_while(|(old, new)| old == new).count();
        let line = |text: &str| text.split('\n').nth(same).map(excerpt).unwrap_or_default();
        let (old, new) = (line(old), line(new));
        self.add(|| Difference {
            kind,
            path: "body".to_owned(),
            at: format!("body, line {}", same + 1),
            old,
            new,
            numbers: None,
            to: None,
        });
    }

    fn values<'a>(&mut self, old: &'a Json, new: &'a Json, steps: &mut Vec<Step<'a>>) {
        if self.ignore(self.rules.ignores(steps)) {
            return;
        }
        match (old, new) {
            (Json::Object(old), Json::Object(new)) => self.objects(old, new, steps),
            (Json::List(old), Json::List(new)) => match self.rules.key_of(steps) {
                Some(key) => self.keyed_lists(old, new, key, steps),
                None => self.lists(old, new, steps),
            },
            _ => self.leaves(old, new, steps),
        }
    }

    fn leaves(&mut self, old: &Json, new: &Json, steps: &[Step<'_>]) {
        self.compared.values += 1;
        if old == new {
            return;
        }
        let kind = match (old, new) {
            (Json::Null, Json::Text(text)) | (Json::Text(text), Json::Null) if text.is_empty() => {
                FindingKind::EmptyChanged
            }
            (Json::Null, _) | (_, Json::Null) => FindingKind::NullChanged,
            (Json::Text(old), Json::Text(new)) if old.is_empty() || new.is_empty() => {
                FindingKind::EmptyChanged
            }
            (Json::Number(_), Json::Number(_)) | (Json::Text(_), Json::Text(_)) => {
                let in_texts = matches!(old, Json::Text(_));
                if let (Some(a), Some(b)) = (as_number(old), as_number(new)) {
                    if !in_texts && a == b {
                        self.compared.format += 1;
                        return;
                    }
                    if self.rules.tolerates(steps, (&a, &b), in_texts) {
                        self.compared.tolerated += 1;
                        return;
                    }
                }
                FindingKind::ValueChanged
            }
            (Json::Bool(_), Json::Bool(_)) => FindingKind::ValueChanged,
            _ => FindingKind::TypeChanged,
        };
        self.at_place(kind, steps, Some(old), Some(new));
    }

    fn objects<'a>(
        &mut self,
        old: &'a [(String, Json)],
        new: &'a [(String, Json)],
        steps: &mut Vec<Step<'a>>,
    ) {
        self.compared.values += 1;
        let by_name: HashMap<&str, &'a Json> =
            new.iter().map(|(name, value)| (name.as_str(), value)).collect();
        let old_names: HashSet<&str> = old.iter().map(|(name, _)| name.as_str()).collect();
        let mut lone_old: Vec<(&'a str, &'a Json)> = Vec::new();
        let mut taken: HashSet<&str> = HashSet::new();
        for (name, value) in old {
            steps.push(Step::Name(name));
            let known = self.rules.renamed(steps).and_then(|to| by_name.get_key_value(to));
            match by_name.get(name.as_str()).map(|there| (name.as_str(), *there)) {
                Some((_, there)) => self.values(value, there, steps),
                None => match known.filter(|(to, _)| !old_names.contains(**to)) {
                    Some((to, there)) if taken.insert(to) => self.values(value, there, steps),
                    _ => lone_old.push((name, value)),
                },
            }
            steps.pop();
        }
        let is_lone = |name: &str| !old_names.contains(name) && !taken.contains(name);
        let mut lone_new: Vec<(&'a str, &'a Json)> = Vec::new();
        lone_new
            .extend(new.iter().filter(|(name, _)| is_lone(name)).map(|(name, value)| (name.as_str(), value)));
        self.lone(lone_old, lone_new, steps);
    }

    /// Fields of one side: first those whose names read alike.
    fn lone<'a>(
        &mut self,
        old: Vec<(&'a str, &'a Json)>,
        new: Vec<(&'a str, &'a Json)>,
        steps: &mut Vec<Step<'a>>,
    ) {
        let mut alike: HashMap<String, Vec<(&'a str, &'a Json)>> = HashMap::new();
        for (name, value) in new.iter().rev() {
            alike.entry(normalised(name)).or_default().push((name, value));
        }
        alike.remove("");
        let mut renamed: HashSet<&str> = HashSet::new();
        for (name, value) in old {
            steps.push(Step::Name(name));
            if !self.ignore(self.rules.ignores(steps)) {
                match alike.get_mut(&normalised(name)).and_then(Vec::pop) {
                    Some((to, there)) => {
                        renamed.insert(to);
                        self.rename(steps, name, to);
                        self.values(value, there, steps);
                    }
                    None => self.at_place(FindingKind::ColumnMissing, steps, Some(value), None),
                }
            }
            steps.pop();
        }
        for (name, value) in new.into_iter().filter(|(name, _)| !renamed.contains(name)) {
            steps.push(Step::Name(name));
            if !self.ignore(self.rules.ignores(steps)) {
                self.at_place(FindingKind::ColumnAdded, steps, None, Some(value));
            }
            steps.pop();
        }
    }

    fn rename(&mut self, steps: &[Step<'_>], from: &str, to: &str) {
        self.add(|| Difference {
            kind: FindingKind::ColumnRenamed,
            path: general(steps),
            at: exact(steps),
            old: excerpt(from),
            new: excerpt(to),
            numbers: None,
            to: Some(excerpt(to)),
        });
    }

    fn lists<'a>(&mut self, old: &'a [Json], new: &'a [Json], steps: &mut Vec<Step<'a>>) {
        self.compared.values += 1;
        for index in 0..old.len().max(new.len()) {
            steps.push(Step::Index(index));
            match (old.get(index), new.get(index)) {
                (Some(old), Some(new)) => self.values(old, new, steps),
                (old, new) => self.lone_element(old, new, steps),
            }
            steps.pop();
        }
    }

    fn lone_element(&mut self, old: Option<&Json>, new: Option<&Json>, steps: &[Step<'_>]) {
        if self.ignore(self.rules.ignores(steps)) {
            return;
        }
        let kind = if new.is_none() { FindingKind::RowOnlyInOld } else { FindingKind::RowOnlyInNew };
        self.at_place(kind, steps, old, new);
    }

    /// Elements that belong together by what stands under `key`. One without it has no partner; of one that
    /// stands more than once on a side nobody can tell which is meant.
    fn keyed_lists<'a>(&mut self, old: &'a [Json], new: &'a [Json], key: &str, steps: &mut Vec<Step<'a>>) {
        self.compared.values += 1;
        let (old, new) = (Keyed::new(old, key), Keyed::new(new, key));
        for (value, (name, elements)) in &old.by_value {
            let others = new.by_value.get(value).map_or(&[][..], |(_, others)| others);
            steps.push(Step::Element { key: name, value });
            match (elements.as_slice(), others) {
                ([old], [new]) => self.values(old, new, steps),
                ([old], []) => self.lone_element(Some(old), None, steps),
                _ => self.twice(steps, elements.len(), others.len()),
            }
            steps.pop();
        }
        for (value, (name, elements)) in &new.by_value {
            if old.by_value.contains_key(value) {
                continue;
            }
            steps.push(Step::Element { key: name, value });
            match elements.as_slice() {
                [new] => self.lone_element(None, Some(new), steps),
                _ => self.twice(steps, 0, elements.len()),
            }
            steps.pop();
        }
        for (index, element) in old.without {
            steps.push(Step::Index(index));
            self.lone_element(Some(element), None, steps);
            steps.pop();
        }
        for (index, element) in new.without {
            steps.push(Step::Index(index));
            self.lone_element(None, Some(element), steps);
            steps.pop();
        }
    }

    fn twice(&mut self, steps: &[Step<'_>], old: usize, new: usize) {
        if self.ignore(self.rules.ignores(steps)) {
            return;
        }
        let count = |count: usize| format!("{count} times");
        self.add(|| Difference {
            kind: FindingKind::DuplicateKey,
            path: general(steps),
            at: exact(steps),
            old: count(old),
            new: count(new),
            numbers: None,
            to: None,
        });
    }
}

/// Elements of a list by what stands under a name, with that name as it stands in the document.
struct Keyed<'a> {
    by_value: BTreeMap<&'a str, (&'a str, Vec<&'a Json>)>,
    without: Vec<(usize, &'a Json)>,
}

impl<'a> Keyed<'a> {
    fn new(list: &'a [Json], key: &str) -> Self {
        let mut keyed = Self { by_value: BTreeMap::new(), without: Vec::new() };
        for (index, element) in list.iter().enumerate() {
            let found = match element {
                Json::Object(members) => members.iter().find(|(name, _)| name == key),
                _ => None,
            };
            match found {
                Some((name, Json::Text(value) | Json::Number(value))) => {
                    keyed.by_value.entry(value).or_insert_with(|| (name, Vec::new())).1.push(element);
                }
                _ => keyed.without.push((index, element)),
            }
        }
        keyed
    }
}

/// The number in a value, also where it stands in quotes.
fn as_number(value: &Json) -> Option<Decimal> {
    match value {
        Json::Number(text) | Json::Text(text) => number(text),
        _ => None,
    }
}
