//! Places in JSON: `data[0].name`, `items[].id`, `["a name.with dots"]`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Steps of a written path, and bytes of its text.
pub const PATH_STEPS_MAX: usize = 32;
const PATH_BYTES_MAX: usize = 1024;

/// One step. The order is the one in which a contract lists what is below an object or a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Every item of a list.
    Each,
    /// One item of a list, from 0.
    At(usize),
    /// A field of an object.
    Name(String),
}

/// A place in a JSON text. The empty path, written `$`, is the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path(pub Vec<Step>);

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("paths are names with points between them and items in brackets, such as data[0].name, items[].id")]
pub struct NotAPath;

impl Path {
    /// Everything at this place; more than one only where the path has `[]`.
    #[must_use]
    pub fn find<'a>(&self, whole: &'a Value) -> Vec<&'a Value> {
        self.0.iter().fold(vec![whole], |found, step| {
            let below = |value: &'a Value| -> Vec<&'a Value> {
                match (step, value) {
                    (Step::Each, Value::Array(items)) => items.iter().collect(),
                    (Step::At(at), Value::Array(items)) => items.get(*at).into_iter().collect(),
                    (Step::Name(name), Value::Object(fields)) => fields.get(name).into_iter().collect(),
                    _ => Vec::new(),
                }
            };
            found.into_iter().flat_map(below).collect()
        })
    }

    #[must_use]
    pub fn below(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The name in the last step.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self.0.last() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("$");
        }
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Each => f.write_str("[]")?,
                Step::At(index) => write!(f, "[{index}]")?,
                Step::Name(name) if is_plain(name) => {
                    let point = if at == 0 { "" } else { "." };
                    write!(f, "{point}{name}")?;
                }
                Step::Name(name) => write!(f, "[{}]", Value::from(name.as_str()))?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

impl FromStr for Path {
    type Err = NotAPath;

    fn from_str(text: &str) -> Result<Self, NotAPath> {
        if text.is_empty() || text.len() > PATH_BYTES_MAX {
            return Err(NotAPath);
        }
        let mut steps = Vec::new();
        let mut rest = text.strip_prefix('$').unwrap_or(text);
        // `$.a` and `a` are the same place.
        rest = if rest.len() < text.len() { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
        while !rest.is_empty() {
            let (step, after) = if rest.starts_with('[') { bracket(rest)? } else { plain(rest)? };
            steps.push(step);
            if steps.len() > PATH_STEPS_MAX {
                return Err(NotAPath);
            }
            rest = match after.strip_prefix('.') {
                Some(next) if next.is_empty() || next.starts_with('[') => return Err(NotAPath),
                Some(next) => next,
                None if after.is_empty() || after.starts_with('[') => after,
                None => return Err(NotAPath),
            };
        }
        Ok(Self(steps))
    }
}

fn plain(text: &str) -> Result<(Step, &str), NotAPath> {
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    if name.is_empty() || name.contains([']', '"']) {
        return Err(NotAPath);
    }
    Ok((Step::Name(name.to_owned()), after))
}

fn bracket(text: &str) -> Result<(Step, &str), NotAPath> {
    let inner = text.strip_prefix('[').ok_or(NotAPath)?;
    if inner.starts_with('"') {
        let mut names = serde_json::Deserializer::from_str(inner).into_iter::<String>();
        let name = names.next().and_then(Result::ok).ok_or(NotAPath)?;
        let after = inner.get(names.byte_offset()..).and_then(|after| after.strip_prefix(']'));
        return after.map(|after| (Step::Name(name), after)).ok_or(NotAPath);
    }
    let (index, after) = inner.split_once(']').ok_or(NotAPath)?;
    let step = match index {
        "" | "*" => Step::Each,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Step::At(digits.parse().map_err(|_| NotAPath)?)
        }
        _ => return Err(NotAPath),
    };
    Ok((step, after))
}

impl TryFrom<String> for Path {
    type Error = NotAPath;

    fn try_from(text: String) -> Result<Self, NotAPath> {
        text.parse()
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn found(path: &str, whole: &Value) -> Vec<Value> {
        path.parse::<Path>().unwrap().find(whole).into_iter().cloned().collect()
    }

    #[test]
    fn names_items_and_odd_names_are_found() {
        let whole = json!({"data": [{"name": "a"}, {"name": "b"}], "a.b": {"": 1}});
        assert_eq!(found("data[1].name", &whole), [json!("b")]);
        assert_eq!(found("$.data[].name", &whole), [json!("a"), json!("b")]);
        assert_eq!(found("data[*].name", &whole), [json!("a"), json!("b")]);
        assert_eq!(found("[\"a.b\"][\"\"]", &whole), [json!(1)]);
        assert_eq!(found("$", &whole), vec![whole.clone()]);
        for nothing in ["data[2].name", "data.name", "name", "data[0].name[0]"] {
            assert!(found(nothing, &whole).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let long = "a".repeat(1025);
        let deep = "a.".repeat(32) + "a";
        for bad in [
            "", ".", "a.", "a..b", "a[", "a]", "a[x]", "a[-1]", "a[\"b]", "a.[0]", "a[0]b", "$a.", &long,
            &deep,
        ] {
            assert_eq!(bad.parse::<Path>(), Err(NotAPath), "{bad}");
        }
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Each),
            (0..9_usize).prop_map(Step::At),
            ".{0,6}".prop_map(Step::Name),
            "[a-z_]{1,6}".prop_map(Step::Name)
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(steps in prop::collection::vec(step(), 0..8)) {
            let path = Path(steps);
            prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
        }

        #[test]
        fn any_text_is_a_path_or_refused(text in "[$.a\\[\\]\"*0-9é]{0,40}") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
            }
        }
    }
}
