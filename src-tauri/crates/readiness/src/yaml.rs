//! YAML within limits: bytes, depth, and values, those of aliases counted every time they are used, so that
//! a few lines cannot become billions.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::limits::{IMPORT_BYTES_MAX, IMPORT_DEPTH_MAX, IMPORT_VALUES_MAX};
use ballast_core::{Error, Result};
use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::probe::import::refused;

/// A value and the line on which it begins, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub line: u32,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text; `plain` if it stands without quotes, so that it may be a number or null.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().find(|(name, _)| *name == key).map(|(_, node)| node)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = match &self.value {
            Value::Map(entries) => &entries[..],
            _ => &[],
        };
        entries.iter().map(|(name, node)| (name.as_str(), node))
    }

    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { plain: true, text } if matches!(text.as_str(), "" | "~" | "null") => None,
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub fn flag(&self) -> Option<bool> {
        match self.text()? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    fn values(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::List(items) => items.iter().map(Self::values).sum(),
            Value::Map(entries) => entries.iter().map(|(_, node)| node.values()).sum(),
        }
    }

    fn depth(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::List(items) => items.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => entries.iter().map(|(_, node)| node.depth()).max().unwrap_or(0),
        }
    }
}

/// Reads one document. Errors: those of [`documents`] and `several_documents`.
pub fn read(bytes: &[u8]) -> Result<Node> {
    let mut found = documents(bytes)?;
    if let Some(second) = found.get(1) {
        return Err(refused("several_documents", "---", Some(second.line)).allowed(["one document"]));
    }
    found.pop().ok_or_else(empty)
}

/// Reads all documents of a file, one or more. Errors: `invalid_file` with `problem` `too_large`, `not_text`,
/// `not_yaml`, `too_many_values`, `too_deep`, `duplicate_key`, `not_a_key` or `empty`, and the line.
pub fn documents(bytes: &[u8]) -> Result<Vec<Node>> {
    if bytes.len() > IMPORT_BYTES_MAX {
        return Err(refused("too_large", bytes.len(), None).allowed([format!("{IMPORT_BYTES_MAX} bytes")]));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| refused("not_text", "-", None).allowed(["UTF-8"]))?;
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let (event, span) = event.map_err(|error| {
            refused("not_yaml", error.info(), line_of(error.marker().line())).allowed(["YAML 1.2"])
        })?;
        builder.event(event, line_of(span.start.line()).unwrap_or(1))?;
    }
    if builder.roots.is_empty() { Err(empty()) } else { Ok(builder.roots) }
}

fn empty() -> Error {
    refused("empty", "-", None).allowed(["a configuration in YAML"])
}

fn line_of(line: usize) -> Option<u32> {
    u32::try_from(line).ok().filter(|line| *line > 0)
}

/// A list or map that is not closed yet.
struct Open {
    anchor: usize,
    node: Node,
    /// The key whose value comes next.
    key: Option<String>,
    names: BTreeSet<String>,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    roots: Vec<Node>,
    /// Finished values that have an anchor. A value that is still open is not among them: it cannot hold itself.
    anchors: BTreeMap<usize, Node>,
    values: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, line: u32) -> Result<()> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                self.finished(
                    Node { line, value: Value::Scalar { text: text.into_owned(), plain } },
                    anchor,
                    1,
                )
            }
            Event::SequenceStart(anchor, _) => self.begin(line, anchor, Value::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.begin(line, anchor, Value::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.finished(open.node, open.anchor, 0),
                None => Ok(()),
            },
            Event::Alias(anchor) => self.alias(anchor, line),
            // Each document has anchors of its own.
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Measured before it is copied.
    fn alias(&mut self, anchor: usize, line: u32) -> Result<()> {
        let unknown =
            || refused("not_yaml", "alias", Some(line)).allowed(["an anchor that stands before it"]);
        let (values, depth) =
            self.anchors.get(&anchor).map(|node| (node.values(), node.depth())).ok_or_else(unknown)?;
        self.count(values, line)?;
        if self.open.len() + depth > IMPORT_DEPTH_MAX {
            return Err(too_deep(line));
        }
        let value = self.anchors.get(&anchor).map(|node| node.value.clone()).ok_or_else(unknown)?;
        self.finished(Node { line, value }, 0, 0)
    }

    fn count(&mut self, values: usize, line: u32) -> Result<()> {
        self.values += values;
        if self.values > IMPORT_VALUES_MAX {
            let allowed = format!("at most {IMPORT_VALUES_MAX}, those of aliases counted each time");
            return Err(refused("too_many_values", self.values, Some(line)).allowed([allowed]));
        }
        Ok(())
    }

    fn begin(&mut self, line: u32, anchor: usize, value: Value) -> Result<()> {
        self.count(1, line)?;
        if self.open.len() >= IMPORT_DEPTH_MAX {
            return Err(too_deep(line));
        }
        let node = Node { line, value };
        self.open.push(Open { anchor, node, key: None, names: BTreeSet::new() });
        Ok(())
    }

    /// Puts a finished value where it belongs. `values`: those that were not counted yet.
    fn finished(&mut self, node: Node, anchor: usize, values: usize) -> Result<()> {
        self.count(values, node.line)?;
        if anchor != 0 {
            // Kept copies count too: an anchor on every value would otherwise keep a deep tree many times.
            self.count(node.values(), node.line)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.roots.push(node);
            return Ok(());
        };
        match &mut open.node.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match open.key.take() {
                None => {
                    let Value::Scalar { text, .. } = node.value else {
                        return Err(refused("not_a_key", "-", Some(node.line)).allowed(["a text"]));
                    };
                    if text != "<<" && !open.names.insert(text.clone()) {
                        return Err(
                            refused("duplicate_key", &text, Some(node.line)).allowed(["each key once"])
                        );
                    }
                    open.key = Some(text);
                }
                Some(key) if key == "<<" => merge(entries, node)?,
                Some(key) => {
                    // A merged entry gives way to one that stands there itself.
                    entries.retain(|(name, _)| *name != key);
                    entries.push((key, node));
                }
            },
            Value::Scalar { .. } => {}
        }
        Ok(())
    }
}

fn too_deep(line: u32) -> Error {
    refused("too_deep", IMPORT_DEPTH_MAX + 1, Some(line)).allowed([format!("{IMPORT_DEPTH_MAX} levels")])
}

/// `<<: *defaults`, or a list of them, of which the first wins.
fn merge(entries: &mut Vec<(String, Node)>, node: Node) -> Result<()> {
    let line = node.line;
    let sources = match node.value {
        Value::List(items) => items,
        value => vec![Node { line, value }],
    };
    for source in sources {
        let Value::Map(merged) = source.value else {
            return Err(refused("not_yaml", "<<", Some(line)).allowed(["<<: *anchor of a map"]));
        };
        for (name, value) in merged {
            if !entries.iter().any(|(known, _)| *known == name) {
                entries.push((name, value));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(text: impl AsRef<[u8]>) -> (String, Option<u32>) {
        let error = read(text.as_ref()).expect_err("this must be refused");
        (error.params["problem"].clone(), error.place.unwrap().line)
    }

    #[test]
    fn lists_maps_lines_and_quotes() {
        let node = read(b"a: 1\nb:\n  - x\n  - \"null\"\n  - ~\nc: {d: true}\n").unwrap();
        assert_eq!(node.get("a").unwrap().text(), Some("1"));
        let items = node.get("b").unwrap().items();
        assert_eq!(items.iter().map(Node::text).collect::<Vec<_>>(), [Some("x"), Some("null"), None]);
        assert_eq!(items[1].line, 4);
        assert_eq!(node.get("c").unwrap().get("d").unwrap().flag(), Some(true));
        assert_eq!(node.get("z"), None);
    }

    #[test]
    fn anchors_and_merges() {
        let text = b"base: &b {i: 5m, c: [1]}\none: {<<: *b, i: 1m}\ntwo: {i: 2m, <<: *b}\nthree: *b\n";
        let node = read(text).unwrap();
        let at = |key: &str, inner: &str| node.get(key).unwrap().get(inner).unwrap().clone();
        assert_eq!(at("one", "i").text(), Some("1m"));
        assert_eq!(at("two", "i").text(), Some("2m"));
        assert_eq!(at("two", "c").items().len(), 1);
        assert_eq!(at("three", "i").text(), Some("5m"));
        assert_eq!(node.get("one").unwrap().entries().count(), 2);
    }

    #[test]
    fn what_would_be_too_much_is_refused_before_it_is_built() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            let alias = vec![format!("*a{}", level - 1); 9].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
        }
        assert_eq!(problem(&bomb).0, "too_many_values");
        let wide = format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(1_000), "*a,".repeat(1_000));
        assert_eq!(problem(&wide).0, "too_many_values");
        assert_eq!(problem("[".repeat(100)).0, "too_deep");
        assert_eq!(problem("- ".repeat(5_000)).0, "too_deep");
        assert_eq!(problem("{a: ".repeat(100)).0, "too_deep");
        assert_eq!(problem(vec![b' '; IMPORT_BYTES_MAX + 1]).0, "too_large");
        assert_eq!(problem("- x\n".repeat(IMPORT_VALUES_MAX + 1)).0, "too_many_values");
        // Deep only by its alias.
        let deep = format!(
            "a: &a {}x{}\nb: {}*a{}\n",
            "[".repeat(20),
            "]".repeat(20),
            "[".repeat(20),
            "]".repeat(20)
        );
        assert_eq!(problem(deep), ("too_deep".into(), Some(2)));
    }

    #[test]
    fn what_is_no_configuration_is_refused_with_its_line() {
        assert_eq!(problem(""), ("empty".into(), None));
        assert_eq!(problem(b"\xff\xfe\x00"), ("not_text".into(), None));
        assert_eq!(problem("a: 1\na: 2\n"), ("duplicate_key".into(), Some(2)));
        assert_eq!(problem("[a]: 1\n").0, "not_a_key");
        assert_eq!(problem("a: 1\n---\nb: 2\n"), ("several_documents".into(), Some(3)));
        assert_eq!(problem("a: [1\nb: 2\n").0, "not_yaml");
        assert_eq!(problem("a: *b\n").0, "not_yaml");
        assert_eq!(problem("a: &a [*a]\n").0, "not_yaml");
        assert_eq!(problem("<<: x\n").0, "not_yaml");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn any_text_reads_or_is_refused(text in "[ab:&*<>\\-\\[\\]{},\"'|#%!?~\n\t 0é]{0,80}") {
            let _ = read(text.as_bytes());
        }

        #[test]
        fn any_bytes_read_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
