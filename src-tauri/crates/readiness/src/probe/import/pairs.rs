//! Which probes may be those of a primary and its backup.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Imported, ImportedProbe};

/// Why two sets of probes may be a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Their names are the same but for a word such as `primary` and `backup`.
    Names,
    /// They stand in one group with exactly two hosts. Which one is the primary is not known.
    GroupOfTwo,
}

/// A pair to be confirmed. Numbers are places in `Imported::probes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPair {
    pub title: String,
    pub primary: Vec<usize>,
    pub backup: Vec<usize>,
    pub reason: Reason,
}

const PRIMARY: [&str; 6] = ["primary", "main", "active", "master", "a", "1"];
const BACKUP: [&str; 9] =
    ["backup", "secondary", "standby", "fallback", "failover", "reserve", "replica", "b", "2"];

/// What a name is about, and its role: `Payments (backup)` is `payments` and a backup.
fn role(name: &str) -> Option<(String, bool)> {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = words.iter().rposition(|word| PRIMARY.contains(word) || BACKUP.contains(word))?;
    let is_backup = BACKUP.contains(words.get(at)?);
    let rest: Vec<&str> =
        words.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, word)| *word).collect();
    Some((rest.join(" "), is_backup))
}

/// Proposes pairs by name, then by group for what no name has paired.
pub(super) fn propose(imported: &mut Imported) {
    let mut by_name: BTreeMap<(Option<String>, String), [Vec<usize>; 2]> = BTreeMap::new();
    for (at, probe) in imported.probes.iter().enumerate() {
        if let Some((rest, is_backup)) = role(&probe.name) {
            let sides = by_name.entry((probe.group.clone(), rest)).or_default();
            if let Some(side) = sides.get_mut(usize::from(is_backup)) {
                side.push(at);
            }
        }
    }
    let mut paired = BTreeSet::new();
    for ((group, rest), [primary, backup]) in by_name {
        if primary.is_empty() || backup.is_empty() {
            continue;
        }
        paired.extend(primary.iter().chain(&backup).copied());
        let title = if rest.is_empty() { group.unwrap_or_default() } else { rest };
        imported.pairs.push(ProposedPair { title, primary, backup, reason: Reason::Names });
    }
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, probe) in imported.probes.iter().enumerate() {
        if let Some(group) = probe.group.as_deref().filter(|_| !paired.contains(&at)) {
            groups.entry(group).or_default().push(at);
        }
    }
    let proposals: Vec<ProposedPair> =
        groups.into_iter().filter_map(|(group, members)| of_two(&imported.probes, group, members)).collect();
    imported.pairs.extend(proposals);
}

fn of_two(probes: &[ImportedProbe], group: &str, members: Vec<usize>) -> Option<ProposedPair> {
    let mut hosts: Vec<(String, Vec<usize>)> = Vec::new();
    for at in members {
        let host = probes.get(at)?.probe.host()?;
        match hosts.iter_mut().find(|(known, _)| *known == host) {
            Some((_, places)) => places.push(at),
            None => hosts.push((host, vec![at])),
        }
    }
    let [(_, primary), (_, backup)] = <[_; 2]>::try_from(hosts).ok()?;
    Some(ProposedPair { title: group.to_owned(), primary, backup, reason: Reason::GroupOfTwo })
}
