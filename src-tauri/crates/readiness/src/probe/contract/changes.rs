//! How a sample departs from what was learned.

use std::collections::BTreeMap;

use ballast_core::limits::{CONTRACT_SAMPLE_VALUES_MAX, CONTRACT_SAMPLES_MIN};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::path::Path;
use super::{Contract, Kind, Learned, TooLarge, steps};
use crate::probe::path::Step;

/// One departure. Everything below a missing or renamed field goes with it and is not named again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A required field is not there. `was`: the kinds that it had.
    Missing { path: Path, was: Vec<Kind> },
    /// A required field is not there, and beside its place stands one of the same kind whose name differs
    /// only in `-`, `_` and case.
    Renamed { from: Path, to: Path, kind: Kind },
    /// A value of a kind that was never there.
    KindChanged { path: Path, was: Vec<Kind>, found: Kind },
}

impl Contract {
    /// What in a sample is not as learned, by path. Empty while too little was learned.
    pub fn changes(&self, sample: &Value) -> Result<Vec<Change>, TooLarge> {
        let mut comparison =
            Comparison { contract: self, values: 0, fields: BTreeMap::new(), kinds: BTreeMap::new() };
        comparison.value(&mut Path::default(), sample)?;
        Ok(comparison.fields.into_values().chain(comparison.kinds.into_values()).collect())
    }
}

struct Comparison<'a> {
    contract: &'a Contract,
    values: usize,
    fields: BTreeMap<Path, Change>,
    kinds: BTreeMap<(Path, Kind), Change>,
}

impl Comparison<'_> {
    fn value(&mut self, path: &mut Path, value: &Value) -> Result<(), TooLarge> {
        self.values += 1;
        if self.values > CONTRACT_SAMPLE_VALUES_MAX {
            return Err(TooLarge);
        }
        let learned = self.contract.get(path);
        if let Some(learned) = learned {
            self.kind(path, learned, Kind::of(value));
            if let (Value::Object(fields), true) = (value, learned.object_samples >= CONTRACT_SAMPLES_MIN) {
                self.required(path, fields, learned.objects());
            }
        }
        // Unknown paths are walked too: the limit of values is the same for learning and comparing.
        for (step, inner) in steps(value) {
            path.0.push(step);
            self.value(path, inner)?;
            path.0.pop();
        }
        Ok(())
    }

    fn kind(&mut self, path: &Path, learned: &Learned, found: Kind) {
        let new = !learned.kinds.contains_key(&found);
        // Where only null was seen, the first value is no change.
        let known = learned.known().next().is_some();
        if new && known && learned.samples >= CONTRACT_SAMPLES_MIN {
            let was = learned.kinds.keys().copied().collect();
            let change = Change::KindChanged { path: path.clone(), was, found };
            self.kinds.insert((path.clone(), found), change);
        }
    }

    fn required(&mut self, parent: &Path, fields: &Map<String, Value>, objects: u64) {
        for (path, learned) in self.contract.below(parent) {
            let Some(name) = path.name() else { continue };
            if learned.values() < objects || fields.contains_key(name) {
                continue;
            }
            let change = match renamed(name, learned, fields) {
                Some((new, kind)) => {
                    let to = parent.below(Step::Name(new.to_owned()));
                    Change::Renamed { from: path.clone(), to, kind }
                }
                None => Change::Missing { path: path.clone(), was: learned.kinds.keys().copied().collect() },
            };
            let known = self.fields.entry(path.clone()).or_insert_with(|| change.clone());
            // In one item of a list it is gone, in another one renamed: the new name says more.
            if matches!(known, Change::Missing { .. }) {
                *known = change;
            }
        }
    }
}

/// The field that took the place of a missing one.
fn renamed<'a>(name: &str, learned: &Learned, fields: &'a Map<String, Value>) -> Option<(&'a str, Kind)> {
    let old = plain(name);
    fields
        .iter()
        .map(|(new, value)| (new.as_str(), Kind::of(value)))
        .find(|(new, kind)| plain(new) == old && learned.kinds.contains_key(kind))
}

/// A name without `-`, `_` and case.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '-' | '_')).flat_map(char::to_lowercase).collect()
}
