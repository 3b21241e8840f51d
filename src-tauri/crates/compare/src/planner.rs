//! From one specification and the columns of both tables to a plan.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::limits::COMPARE_CANDIDATES_MAX;
use ballast_core::{Code, Error, Result};

use crate::drift::{change, has_cells, of_order, of_profiles};
use crate::figures::{ColumnKind, Drift, DriftKind};
use crate::names::{Names, closest, same_normalised};
use crate::plan::{Ignored, KeyColumn, Lone, Pair, Plan, Total};
use crate::spec::Spec;
use crate::wire::ColumnProfile;

fn wrong<'a>(what: &str, found: &str, allowed: impl IntoIterator<Item = &'a str>) -> Error {
    Error::new(Code::InvalidCall)
        .with("what", what)
        .with("found", found)
        .with("reason", "there is no such column")
        .allowed(allowed.into_iter().collect::<BTreeSet<_>>())
}

/// How two columns came together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Name,
    Accepted,
    Proposed,
}

pub struct Planner<'a> {
    spec: &'a Spec,
    old: &'a [ColumnProfile],
    new: &'a [ColumnProfile],
    names_old: Names<'a>,
    names_new: Names<'a>,
    /// For every column of the old table its partner, and which of the new table are taken.
    partner: Vec<Option<(usize, Match)>>,
    taken: Vec<bool>,
    key: Vec<usize>,
    ignored_old: Vec<bool>,
    ignored_new: Vec<bool>,
}

impl<'a> Planner<'a> {
    pub fn new(spec: &'a Spec, old: &'a [ColumnProfile], new: &'a [ColumnProfile]) -> Self {
        Self {
            spec,
            old,
            new,
            names_old: Names::new(old.iter().map(|column| column.name.as_str())),
            names_new: Names::new(new.iter().map(|column| column.name.as_str())),
            partner: vec![None; old.len()],
            taken: vec![false; new.len()],
            key: Vec::new(),
            ignored_old: vec![false; old.len()],
            ignored_new: vec![false; new.len()],
        }
    }

    pub fn plan(mut self) -> Result<Plan> {
        self.check_names()?;
        self.accepted()?;
        self.key()?;
        self.same_names();
        self.like_names();
        self.finish()
    }

    fn either(&self) -> impl Iterator<Item = &'a str> {
        self.old.iter().chain(self.new).map(|column| column.name.as_str())
    }

    /// Every name that a person wrote is a column of one of the tables.
    fn check_names(&self) -> Result<()> {
        let spec = self.spec;
        if spec.of_old_alone {
            return Ok(());
        }
        let lists = [
            ("ignore", spec.ignore.iter().collect::<Vec<_>>()),
            ("tolerance", spec.tolerance.keys().collect()),
            ("totals", spec.totals.iter().collect()),
            ("slice", spec.slice.iter().collect()),
        ];
        for (what, names) in lists {
            for name in names {
                if !self.names_old.has(name) && !self.names_new.has(name) {
                    return Err(wrong(what, name, self.either()));
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, old: usize, new: usize, how: Match) {
        self.partner[old] = Some((new, how));
        self.taken[new] = true;
    }

    /// Renames that a person accepted. One whose new name is gone while the old name is back was reversed: that
    /// is a change like any other, and proposed.
    fn accepted(&mut self) -> Result<()> {
        for (from, to) in &self.spec.rename {
            let Some(old) = self.names_old.first(from) else {
                return Err(wrong("rename", from, self.old.iter().map(|column| column.name.as_str())));
            };
            let free = self.names_new.all(to).iter().copied().find(|new| !self.taken[*new]);
            match free {
                Some(new) => self.join(old, new, Match::Accepted),
                None if self.names_new.has(from) || self.names_new.like(from).next().is_some() => {}
                None => return Err(wrong("rename", to, self.new.iter().map(|column| column.name.as_str()))),
            }
        }
        Ok(())
    }

    fn key(&mut self) -> Result<()> {
        if self.spec.key.is_empty() {
            return Err(Error::new(Code::InvalidCall).with("what", "key").allowed(self.common()));
        }
        for name in &self.spec.key {
            let column = self.key_column(name).ok_or_else(|| wrong("key", name, self.common()))?;
            if !self.key.contains(&column) {
                self.key.push(column);
            }
        }
        Ok(())
    }

    fn common(&self) -> Vec<&'a str> {
        self.old.iter().map(|column| column.name.as_str()).filter(|name| self.names_new.has(name)).collect()
    }

    /// The column of the old table for a name of the key, joined with its partner.
    fn key_column(&mut self, name: &str) -> Option<usize> {
        // The new table's name of an accepted rename names the same column.
        let old = self.names_old.first(name).or_else(|| {
            let renamed = self.spec.rename.iter().find(|(_, to)| *to == name);
            renamed.and_then(|(from, _)| self.names_old.first(from))
        });
        if let Some(old) = old {
            if self.partner[old].is_some() {
                return Some(old);
            }
            let free = |new: &usize| !self.taken[*new];
            if let Some(new) = self.names_new.all(name).iter().copied().find(free) {
                self.join(old, new, self.by_name(old));
                return Some(old);
            }
            let like = self.names_new.like(name).filter(free).collect::<Vec<_>>();
            let new = closest(name, &like, |new| &self.new[new].name)?;
            self.join(old, new, Match::Proposed);
            return Some(old);
        }
        let new = self.names_new.all(name).iter().copied().find(|new| !self.taken[*new])?;
        let like = self.names_old.like(name).filter(|old| self.partner[*old].is_none()).collect::<Vec<_>>();
        let old = closest(name, &like, |old| &self.old[old].name)?;
        self.join(old, new, Match::Proposed);
        Some(old)
    }

    /// The n-th column of a name belongs to the n-th of that name.
    fn same_names(&mut self) {
        let ignored = self.spec.ignore.iter().map(String::as_str).collect::<BTreeSet<_>>();
        for (index, column) in self.new.iter().enumerate() {
            self.ignored_new[index] = !self.taken[index] && ignored.contains(column.name.as_str());
        }
        for index in 0..self.old.len() {
            let name = self.old[index].name.as_str();
            let is_key = self.key.contains(&index);
            let renamed = self.partner[index].map(|(new, _)| self.new[new].name.as_str());
            if !is_key && (ignored.contains(name) || renamed.is_some_and(|name| ignored.contains(name))) {
                self.ignored_old[index] = true;
                if let Some((new, _)) = self.partner[index].take() {
                    self.ignored_new[new] = true;
                    self.taken[new] = false;
                }
            }
        }
        let mut next: BTreeMap<&str, usize> = BTreeMap::new();
        for index in 0..self.old.len() {
            if self.partner[index].is_some() || self.ignored_old[index] {
                continue;
            }
            let name = self.old[index].name.as_str();
            let all = self.names_new.all(name);
            let from = next.entry(name).or_default();
            while *from < all.len() && (self.taken[all[*from]] || self.ignored_new[all[*from]]) {
                *from += 1;
            }
            if let Some(new) = all.get(*from).copied() {
                self.join(index, new, self.by_name(index));
            }
        }
    }

    /// How a column of the old table goes with the one of the same name: an accepted rename of it was reversed.
    fn by_name(&self, old: usize) -> Match {
        let name = &self.old[old].name;
        let is_first = self.names_old.first(name) == Some(old);
        match self.spec.rename.get(name) {
            Some(to) if is_first && to != name => Match::Proposed,
            _ => Match::Name,
        }
    }

    fn is_free_new(&self, new: usize) -> bool {
        !self.taken[new] && !self.ignored_new[new]
    }

    fn is_free_old(&self, old: usize) -> bool {
        self.partner[old].is_none() && !self.ignored_old[old]
    }

    /// What is left and reads alike is proposed.
    fn like_names(&mut self) {
        let left_old = (0..self.old.len()).filter(|old| self.is_free_old(*old)).collect::<Vec<_>>();
        let left_new = (0..self.new.len()).filter(|new| self.is_free_new(*new)).collect::<Vec<_>>();
        let pairs = same_normalised(
            left_old.into_iter().map(|index| (index, self.old[index].name.as_str())),
            left_new.into_iter().map(|index| (index, self.new[index].name.as_str())),
        );
        for (old, new) in pairs {
            self.join(old, new, Match::Proposed);
        }
    }

    fn finish(self) -> Result<Plan> {
        let mut drift = Vec::new();
        let key = self.key.iter().map(|old| self.key_of(*old)).collect::<Vec<_>>();
        let mut pairs = Vec::new();
        for (old, partner) in self.partner.iter().enumerate() {
            let Some((new, how)) = *partner else { continue };
            let is_key = self.key.contains(&old);
            if how != Match::Name {
                let (from, to) = (&self.old[old].name, &self.new[new].name);
                let renamed = change(DriftKind::Renamed, Some(from), Some(to));
                drift.push(Drift { key: is_key, accepted: how == Match::Accepted, ..renamed });
            }
            if !is_key {
                pairs.push(self.pair(old, new, how));
                of_profiles(&self.old[old], &self.new[new], &mut drift);
            }
        }
        let places = self.partner.iter().enumerate().filter_map(|(old, partner)| Some((old, (*partner)?.0)));
        drift.extend(of_order(&places.collect::<Vec<_>>(), self.old));
        let only_old = lone(self.old, |index| self.is_free_old(index));
        let only_new = lone(self.new, |index| self.is_free_new(index));
        for lone in &only_old {
            drift.push(change(DriftKind::Removed, Some(&lone.name), None));
        }
        for lone in &only_new {
            drift.push(change(DriftKind::Added, None, Some(&lone.name)));
        }
        let candidates = self.candidates(&only_old, &only_new);
        let totals = self.totals(&pairs, &key)?;
        let slice = self.slice(&pairs, &key);
        let categories = crate::category::choose(&pairs, &key, &only_old, self.old);
        let ignored = self.ignored();
        Ok(Plan {
            spec: self.spec.clone(),
            key,
            pairs,
            only_old,
            only_new,
            ignored,
            candidates,
            drift,
            totals,
            slice,
            categories,
            columns_old: self.old.len(),
            columns_new: self.new.len(),
        })
    }

    fn key_of(&self, old: usize) -> KeyColumn {
        let (new, how) = self.partner[old].unwrap_or((0, Match::Name));
        KeyColumn {
            name: self.old[old].name.clone(),
            new_name: self.other_name(old, new),
            old,
            new,
            proposed: how == Match::Proposed,
        }
    }

    fn other_name(&self, old: usize, new: usize) -> Option<String> {
        let name = &self.new[new].name;
        (*name != self.old[old].name).then(|| name.clone())
    }

    fn pair(&self, old: usize, new: usize, how: Match) -> Pair {
        let (left, right) = (&self.old[old], &self.new[new]);
        let kind = kind_of(left, right);
        let own = self.spec.tolerance.get(&left.name).or_else(|| self.spec.tolerance.get(&right.name));
        let tolerance = own.or(self.spec.tolerance_of_all.as_ref()).filter(|_| kind == ColumnKind::Decimal);
        Pair {
            name: left.name.clone(),
            new_name: self.other_name(old, new),
            old,
            new,
            kind,
            decimals_old: left.decimals,
            decimals_new: right.decimals,
            tolerance: tolerance.cloned(),
            noise: self.spec.noise.contains(&left.name),
            proposed: how == Match::Proposed,
        }
    }

    fn ignored(&self) -> Vec<Ignored> {
        let mut ignored = Vec::new();
        let mut free: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (new, column) in self.new.iter().enumerate().rev().filter(|(new, _)| self.ignored_new[*new]) {
            free.entry(column.name.as_str()).or_default().push(new);
        }
        for (old, column) in self.old.iter().enumerate().filter(|(old, _)| self.ignored_old[*old]) {
            let to = self.spec.rename.get(&column.name).unwrap_or(&column.name);
            let new = free.get_mut(to.as_str()).and_then(Vec::pop);
            ignored.push(Ignored { name: column.name.clone(), old: Some(old), new });
        }
        let mut rest = free.into_values().flatten().collect::<Vec<_>>();
        rest.sort_unstable();
        let name = |new: usize| self.new[new].name.clone();
        ignored.extend(rest.into_iter().map(|new| Ignored { name: name(new), old: None, new: Some(new) }));
        ignored
    }

    /// Columns of one side that could be one another: of one kind, and with something in them.
    fn candidates(&self, only_old: &[Lone], only_new: &[Lone]) -> Vec<(usize, usize)> {
        let first = |lone: &[Lone], columns: &[ColumnProfile]| {
            let filled = lone.iter().map(|lone| lone.column).filter(|column| has_cells(&columns[*column]));
            filled.take(COMPARE_CANDIDATES_MAX).collect::<Vec<_>>()
        };
        let (left, right) = (first(only_old, self.old), first(only_new, self.new));
        let both = left.iter().flat_map(|old| right.iter().map(move |new| (*old, *new)));
        both.filter(|(old, new)| self.old[*old].kind == self.new[*new].kind).collect()
    }

    /// The columns that are summed: those that were asked for, else every decimal one with a fraction that is
    /// no noise. A sum of whole numbers is as often one of ids.
    fn totals(&self, pairs: &[Pair], key: &[KeyColumn]) -> Result<Vec<Total>> {
        let total = |name: &str, old: usize, new: usize| Total { name: name.to_owned(), old, new };
        if self.spec.totals.is_empty() {
            let has_fraction = |pair: &Pair| self.old[pair.old].decimals + self.new[pair.new].decimals > 0;
            let summed = pairs
                .iter()
                .filter(|pair| pair.kind == ColumnKind::Decimal && !pair.noise && has_fraction(pair));
            return Ok(summed.map(|pair| total(&pair.name, pair.old, pair.new)).collect());
        }
        let mut totals = Vec::new();
        for name in self.spec.totals.iter().collect::<BTreeSet<_>>() {
            let Some((old, new)) = find(name, pairs, key) else { continue };
            let (left, right) = (&self.old[old], &self.new[new]);
            if kind_of(left, right) == ColumnKind::Text && left.kind == right.kind && has_cells(left) {
                return Err(Error::new(Code::InvalidCall)
                    .with("what", "totals")
                    .with("found", name)
                    .with("reason", "not every cell of it is a decimal")
                    .allowed(
                        pairs.iter().filter(|pair| pair.kind == ColumnKind::Decimal).map(|pair| &pair.name),
                    ));
            }
            totals.push(total(&left.name, old, new));
        }
        totals.sort_by_key(|total| total.old);
        totals.dedup_by_key(|total| total.old);
        Ok(totals)
    }

    fn slice(&self, pairs: &[Pair], key: &[KeyColumn]) -> Option<(usize, usize)> {
        find(self.spec.slice.as_deref()?, pairs, key)
    }
}

/// Where a column stands on both sides, by its name on either.
fn find(name: &str, pairs: &[Pair], key: &[KeyColumn]) -> Option<(usize, usize)> {
    let is = |own: &str, new: &Option<String>| own == name || new.as_deref() == Some(name);
    let key = key.iter().find(|key| is(&key.name, &key.new_name)).map(|key| (key.old, key.new));
    key.or_else(|| pairs.iter().find(|pair| is(&pair.name, &pair.new_name)).map(|pair| (pair.old, pair.new)))
}

fn lone(columns: &[ColumnProfile], is_free: impl Fn(usize) -> bool) -> Vec<Lone> {
    let free = columns.iter().enumerate().filter(|(index, _)| is_free(*index));
    free.map(|(column, profile)| Lone { column, name: profile.name.clone() }).collect()
}

/// Decimal where both sides are; a side without any value says nothing.
fn kind_of(old: &ColumnProfile, new: &ColumnProfile) -> ColumnKind {
    match (has_cells(old), has_cells(new)) {
        (true, false) => old.kind,
        (false, true) => new.kind,
        _ if old.kind == new.kind => old.kind,
        _ => ColumnKind::Text,
    }
}
