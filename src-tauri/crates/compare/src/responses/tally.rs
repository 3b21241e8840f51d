//! Counts over all requests, by what differs and where.

use std::collections::{BTreeMap, HashMap};

use ballast_core::FindingKind;
use ballast_core::limits::{RESPONSE_EXAMPLES_MAX, RESPONSE_NUMBERS_MAX, RESPONSE_PATHS_MAX};

use super::answers::{Compared, Difference};
use super::conclude::Example;
use crate::decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Old,
    New,
}

/// What one side made of a request: an answer with its status, or a closed word for why there is none.
pub type Outcome<'a> = Result<u16, &'a str>;

/// The path of what is no longer told apart.
pub(super) const REST: &str = "…";

/// One path and how it differs.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub kind: FindingKind,
    pub path: String,
    pub to: Option<String>,
    /// Pairs of answers of the old system alone in which it differs.
    pub noise: u64,
    /// Requests in which it differs between old and new, and how often in all.
    pub requests: u64,
    pub cells: u64,
    pub examples: Vec<Example>,
    /// None once one of the values was no number, or there were too many.
    pub numbers: Option<Vec<(Decimal, Decimal)>>,
}

/// Failures of one side.
#[derive(Clone, Debug, Default)]
pub(super) struct Failures {
    pub count: u64,
    /// Those where the other side answered.
    pub alone: u64,
    /// The first of these, and why.
    pub first_alone: Option<(String, String)>,
    pub first: Option<(String, String)>,
    pub reasons: BTreeMap<String, u64>,
}

/// What was seen so far. Memory has limits: paths, examples and numbers; the rest is counted.
#[derive(Debug)]
pub struct Tally {
    ids: HashMap<(FindingKind, String, Option<String>), usize>,
    pub(super) entries: Vec<Entry>,
    /// What differs in each compared request.
    pub(super) by_request: Vec<Vec<u32>>,
    pub(super) requests: u64,
    pub(super) pairs: u64,
    pub(super) baseline_failed: u64,
    pub(super) old: Failures,
    pub(super) new: Failures,
    pub(super) both_failed: u64,
    pub(super) statuses: [BTreeMap<u16, u64>; 2],
    pub(super) microseconds: [Vec<u64>; 2],
    pub(super) values: u64,
    pub(super) tolerated: u64,
    pub(super) format: u64,
    pub(super) bodies_skipped: u64,
    pub(super) ignored: BTreeMap<usize, u64>,
}

impl Default for Tally {
    fn default() -> Self {
        let mut tally = Self {
            ids: HashMap::new(),
            entries: Vec::new(),
            by_request: Vec::new(),
            requests: 0,
            pairs: 0,
            baseline_failed: 0,
            old: Failures::default(),
            new: Failures::default(),
            both_failed: 0,
            statuses: Default::default(),
            microseconds: Default::default(),
            values: 0,
            tolerated: 0,
            format: 0,
            bodies_skipped: 0,
            ignored: BTreeMap::new(),
        };
        // What finds no place of its own is counted here.
        tally.id(FindingKind::ValueChanged, REST, None);
        tally
    }
}

impl Tally {
    fn id(&mut self, kind: FindingKind, path: &str, to: Option<&str>) -> usize {
        let key = (kind, path.to_owned(), to.map(str::to_owned));
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        if self.entries.len() > RESPONSE_PATHS_MAX {
            return 0;
        }
        let id = self.entries.len();
        self.entries.push(Entry {
            kind,
            path: key.1.clone(),
            to: key.2.clone(),
            noise: 0,
            requests: 0,
            cells: 0,
            examples: Vec::new(),
            numbers: Some(Vec::new()),
        });
        self.ids.insert(key, id);
        id
    }

    /// Which entries a pair of answers touches, each once, and how often.
    fn touched(&mut self, compared: &Compared) -> BTreeMap<usize, u64> {
        let mut touched = BTreeMap::new();
        for difference in &compared.differences {
            let Difference { kind, path, to, .. } = difference;
            *touched.entry(self.id(*kind, path, to.as_deref())).or_default() += 1;
        }
        if compared.left_off > 0 {
            *touched.entry(0).or_default() += compared.left_off;
        }
        touched
    }

    /// Two answers of the old system to the same request.
    pub fn baseline(&mut self, compared: &Compared) {
        self.pairs += 1;
        for id in self.touched(compared).into_keys() {
            self.entries[id].noise += 1;
        }
    }

    pub fn baseline_failed(&mut self) {
        self.baseline_failed += 1;
    }

    /// A side answered after so many microseconds, the whole body included.
    pub fn answered(&mut self, side: Side, microseconds: u64) {
        self.microseconds[side as usize].push(microseconds);
    }

    /// What became of one request. `compared` is there where both sides answered.
    pub fn request(&mut self, name: &str, old: Outcome<'_>, new: Outcome<'_>, compared: Option<&Compared>) {
        self.requests += 1;
        for (side, outcome) in [(Side::Old, old), (Side::New, new)] {
            if let Ok(status) = outcome {
                *self.statuses[side as usize].entry(status).or_default() += 1;
            }
        }
        let only_one = old.is_ok() != new.is_ok();
        for (failures, outcome) in [(&mut self.old, old), (&mut self.new, new)] {
            let Err(reason) = outcome else { continue };
            failures.count += 1;
            *failures.reasons.entry(reason.to_owned()).or_default() += 1;
            let this = || (name.to_owned(), reason.to_owned());
            failures.first.get_or_insert_with(this);
            if only_one {
                failures.alone += 1;
                failures.first_alone.get_or_insert_with(this);
            }
        }
        self.both_failed += u64::from(old.is_err() && new.is_err());
        if let Some(compared) = compared {
            self.compared(name, compared);
        }
    }

    fn compared(&mut self, name: &str, compared: &Compared) {
        self.values += compared.values;
        self.tolerated += compared.tolerated;
        self.format += compared.format;
        self.bodies_skipped += u64::from(compared.bodies_skipped);
        for (rule, count) in &compared.ignored {
            *self.ignored.entry(*rule).or_default() += count;
        }
        let touched = self.touched(compared);
        for (id, count) in &touched {
            self.entries[*id].requests += 1;
            self.entries[*id].cells += count;
        }
        for difference in &compared.differences {
            let id = self.id(difference.kind, &difference.path, difference.to.as_deref());
            self.entries[id].take(name, difference);
        }
        self.by_request.push(touched.into_keys().filter_map(|id| u32::try_from(id).ok()).collect());
    }
}

impl Entry {
    fn take(&mut self, request: &str, difference: &Difference) {
        if self.examples.len() < RESPONSE_EXAMPLES_MAX {
            self.examples.push(Example {
                request: request.to_owned(),
                at: difference.at.clone(),
                old: difference.old.clone(),
                new: difference.new.clone(),
            });
        }
        let numbers = self.numbers.as_mut().filter(|numbers| numbers.len() < RESPONSE_NUMBERS_MAX);
        match (numbers, &difference.numbers) {
            (Some(numbers), Some(pair)) => numbers.push(pair.clone()),
            _ => self.numbers = None,
        }
    }
}
