//! The shape of a provider's answers, learned from samples: when a field is renamed overnight, the next look
//! says so by name.
//!
//! A field is required once its object was there in 20 samples and the field in every one of these objects.
//! New fields are never an alarm. What the order of the samples was makes no difference.

mod changes;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ballast_core::limits::{
    CONTRACT_DEPTH_MAX, CONTRACT_NAME_BYTES_MAX, CONTRACT_PATHS_MAX, CONTRACT_SAMPLE_VALUES_MAX,
    CONTRACT_SAMPLES_MIN,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use changes::Change;

use super::path::{Path, Step};

/// The kinds of JSON values. Whole and broken numbers are one kind: JSON does not tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
        }
    }
}

/// What was seen at one path: how many values of each kind, and in how many samples.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Learned {
    kinds: BTreeMap<Kind, u64>,
    /// Samples with a value here, and with an object here.
    samples: u64,
    object_samples: u64,
}

impl Learned {
    fn values(&self) -> u64 {
        self.kinds.values().sum()
    }

    fn objects(&self) -> u64 {
        self.kinds.get(&Kind::Object).copied().unwrap_or(0)
    }

    fn add(&mut self, other: &Self) {
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        self.samples += other.samples;
        self.object_samples += other.object_samples;
    }

    /// Kinds seen that say something: null only says that there was nothing.
    fn known(&self) -> impl Iterator<Item = Kind> {
        self.kinds.iter().filter(|(kind, count)| **kind != Kind::Null && **count > 0).map(|(kind, _)| *kind)
    }
}

/// Shallow paths first, so that a limit cuts the deepest and never a parent before its children.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "Path", from = "Path")]
struct Key(usize, Path);

impl From<Path> for Key {
    fn from(path: Path) -> Self {
        Self(path.0.len(), path)
    }
}

impl From<Key> for Path {
    fn from(key: Key) -> Self {
        key.1
    }
}

/// What was learned so far. At most 1,000 paths, 12 deep, with names of at most 128 bytes; beyond that the
/// deepest and last ones are not kept, and `is_cut` says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    samples: u64,
    is_cut: bool,
    paths: BTreeMap<Key, Learned>,
}

/// A sample with more than 100,000 values: neither learned nor compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sample with more values than are looked at")]
pub struct TooLarge;

impl Contract {
    /// Learns one sample.
    pub fn learn(&mut self, sample: &Value) -> Result<(), TooLarge> {
        let mut walk = Walk::default();
        walk.value(&mut Path::default(), sample)?;
        self.merge(Self { samples: 1, is_cut: walk.is_cut, paths: walk.paths });
        Ok(())
    }

    /// What both have learned, as if one had seen all the samples.
    pub fn merge(&mut self, other: Self) {
        self.samples += other.samples;
        self.is_cut |= other.is_cut;
        for (key, learned) in other.paths {
            self.paths.entry(key).or_default().add(&learned);
        }
        // The smallest keys stay. One that is among them in the end always was, so that its counts are whole.
        while self.paths.len() > CONTRACT_PATHS_MAX {
            self.paths.pop_last();
            self.is_cut = true;
        }
    }

    #[must_use]
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// Samples still needed before anything is required.
    #[must_use]
    pub fn samples_missing(&self) -> u64 {
        CONTRACT_SAMPLES_MIN.saturating_sub(self.samples)
    }

    /// Some of what the samples held is not remembered.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Every path with its kinds, and whether it is required where its object is there.
    #[must_use]
    pub fn shape(&self) -> Vec<(Path, Vec<Kind>, bool)> {
        let line = |(key, learned): (&Key, &Learned)| {
            (key.1.clone(), learned.kinds.keys().copied().collect(), self.is_required(&key.1, learned))
        };
        self.paths.iter().map(line).collect()
    }

    fn get(&self, path: &Path) -> Option<&Learned> {
        self.paths.get(&Key::from(path.clone()))
    }

    /// What was seen directly below a path.
    fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (&'a Path, &'a Learned)> {
        let first = Key::from(path.below(Step::Each));
        let depth = first.0;
        self.paths
            .range(first..)
            .take_while(move |(key, _)| key.0 == depth && key.1.0.starts_with(&path.0))
            .map(|(key, learned)| (&key.1, learned))
    }

    fn is_required(&self, path: &Path, learned: &Learned) -> bool {
        let Some((_, parent)) = path.0.split_last() else { return false };
        let parent = self.get(&Path(parent.to_vec()));
        path.name().is_some()
            && parent.is_some_and(|parent| {
                parent.object_samples >= CONTRACT_SAMPLES_MIN && learned.values() >= parent.objects()
            })
    }

    /// A person says that a change is meant: it is part of the contract from now on.
    pub fn accept(&mut self, change: &Change) {
        match change {
            Change::Missing { path, .. } => self.remove(path),
            Change::Renamed { from, to, .. } => self.rename(from, to),
            Change::KindChanged { path, found, .. } => {
                if let Some(learned) = self.paths.get_mut(&Key::from(path.clone())) {
                    *learned.kinds.entry(*found).or_default() += 1;
                }
            }
        }
    }

    fn take(&mut self, path: &Path) -> Vec<(Path, Learned)> {
        let inside = |key: &Key| key.1.0.starts_with(&path.0);
        let (taken, kept) = std::mem::take(&mut self.paths).into_iter().partition(|(key, _)| inside(key));
        self.paths = kept;
        let taken: BTreeMap<Key, Learned> = taken;
        taken.into_iter().map(|(key, learned)| (key.1, learned)).collect()
    }

    fn remove(&mut self, path: &Path) {
        self.take(path);
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        // What the new name had of its own is part of what the old one was.
        let newer = self.take(to);
        let depth = from.0.len();
        for (path, learned) in self.take(from) {
            let steps = to.0.iter().chain(path.0.get(depth..).unwrap_or_default()).cloned().collect();
            self.paths.insert(Key::from(Path(steps)), learned);
        }
        for (path, learned) in newer {
            let known = self.paths.entry(Key::from(path)).or_default();
            for kind in learned.kinds.into_keys() {
                known.kinds.entry(kind).or_insert(1);
            }
        }
    }
}

/// Walks through one sample, with the limits that hold for learning and comparing alike.
#[derive(Default)]
struct Walk {
    values: usize,
    is_cut: bool,
    paths: BTreeMap<Key, Learned>,
}

impl Walk {
    fn value(&mut self, path: &mut Path, value: &Value) -> Result<(), TooLarge> {
        self.values += 1;
        if self.values > CONTRACT_SAMPLE_VALUES_MAX {
            return Err(TooLarge);
        }
        let learned = self.paths.entry(Key::from(path.clone())).or_default();
        let kind = Kind::of(value);
        *learned.kinds.entry(kind).or_default() += 1;
        learned.samples = 1;
        learned.object_samples = u64::from(learned.objects() > 0);
        if self.paths.len() > CONTRACT_PATHS_MAX {
            self.paths.pop_last();
            self.is_cut = true;
        }
        for (step, inner) in steps(value) {
            if path.0.len() >= CONTRACT_DEPTH_MAX || !is_kept(&step) {
                self.is_cut = true;
                continue;
            }
            path.0.push(step);
            self.value(path, inner)?;
            path.0.pop();
        }
        Ok(())
    }
}

fn steps(value: &Value) -> Box<dyn Iterator<Item = (Step, &Value)> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter().map(|item| (Step::Each, item))),
        Value::Object(fields) => {
            Box::new(fields.iter().map(|(name, inner)| (Step::Name(name.clone()), inner)))
        }
        _ => Box::new(std::iter::empty()),
    }
}

fn is_kept(step: &Step) -> bool {
    !matches!(step, Step::Name(name) if name.len() > CONTRACT_NAME_BYTES_MAX)
}
