//! Content: packs are read to the last byte and must hash to their names. The least recently read
//! come first, so that every pack has its turn; a drawn part lets a sample speak for the rest.

use std::sync::Mutex;

use ballast_core::bound::{Sample, damaged_at_most, draw};
use ballast_core::{Finding, FindingKind};
use jiff::Timestamp;
use rayon::prelude::*;
use rustic_core::{FileType, Id};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

use super::{Examined, Ground};
use crate::catalogue::{diagnose_pack, pack_path};
use crate::wire::{Read, Stage, Unit};

const CONFIDENCE: f64 = 0.95;

/// Which packs are read in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Read because they were not read for longest: a census, not a sample.
    pub rotation: Vec<String>,
    /// Drawn from the others.
    pub drawn: Vec<String>,
}

/// Half of the share goes to the packs that were not read for longest, half is drawn from the rest.
/// At least one pack is read; a share of 1 or none reads all.
pub(crate) fn choose(packs: &[(String, Option<Timestamp>)], share: Option<f64>, seed: &str) -> Choice {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let wanted = share
        .map_or(packs.len(), |share| (packs.len() as f64 * share).ceil() as usize)
        .clamp(packs.len().min(1), packs.len());
    let mut oldest: Vec<&(String, Option<Timestamp>)> = packs.iter().collect();
    oldest.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let by_age = if wanted == packs.len() { wanted } else { wanted.div_ceil(2) };
    let (rotation, rest) = oldest.split_at(by_age);
    let drawn = draw(seed, rest.iter().map(|(id, _)| id.as_str()), wanted - by_age);
    Choice {
        rotation: rotation.iter().map(|(id, _)| id.clone()).collect(),
        drawn: drawn.into_iter().map(str::to_owned).collect(),
    }
}

enum Outcome {
    Intact,
    /// Right only at the second reading.
    Flaky,
    Damaged {
        found: String,
    },
    Unreadable(String),
}

fn read_pack(ground: &Ground<'_>, id: &str) -> Outcome {
    let Ok(pack) = id.parse::<Id>() else { return Outcome::Unreadable("not a pack".to_owned()) };
    let mut first: Option<String> = None;
    for attempt in 0..2 {
        match ground.files.read(FileType::Pack, &pack) {
            Ok(bytes) => {
                let found = ballast_core::evidence::to_hex(&Sha256::digest(&bytes));
                if found == id {
                    return if attempt == 0 { Outcome::Intact } else { Outcome::Flaky };
                }
                first = Some(found);
            }
            Err(error) if attempt == 1 && first.is_none() => return Outcome::Unreadable(error.display_log()),
            Err(_) => {}
        }
    }
    Outcome::Damaged { found: first.unwrap_or_default() }
}

pub(crate) fn examine(ground: &Ground<'_>) -> (Examined, Vec<Read>) {
    let last_read: HashMap<&str, Option<Timestamp>> =
        ground.task.packs.iter().map(|pack| (pack.id.as_str(), pack.last_read_at)).collect();
    // What the index describes; without an index, what the ledger and the disk know.
    let catalogue = ground.catalogue;
    let mut units: Vec<(String, Option<Timestamp>)> = if ground.indexed.is_some() {
        catalogue
            .described
            .keys()
            .map(|id| (id.clone(), last_read.get(id.as_str()).copied().flatten()))
            .collect()
    } else {
        let known = ground.task.packs.iter().filter(|_| ground.ours).map(|pack| &pack.id);
        let all: HashSet<&String> = catalogue.on_disk.keys().chain(known).collect();
        all.into_iter().map(|id| (id.clone(), last_read.get(id.as_str()).copied().flatten())).collect()
    };
    units.sort();
    let choice = choose(&units, ground.task.sample, &ground.task.seed);
    let chosen: Vec<&String> = choice.rotation.iter().chain(&choice.drawn).collect();
    let bytes_of = |id: &str| catalogue.on_disk.get(id).copied().unwrap_or_default();
    let bytes_total: u64 = units.iter().map(|(id, _)| bytes_of(id)).sum();
    let bytes_read: u64 = chosen.iter().map(|id| bytes_of(id)).sum();
    ground.progress.begin(Stage::Content, Unit::Bytes, Some(bytes_read));

    let outcomes: Mutex<Vec<(&String, Outcome)>> = Mutex::default();
    chosen.par_iter().for_each(|id| {
        let outcome = read_pack(ground, id);
        ground.progress.add(bytes_of(id));
        if let Ok(mut list) = outcomes.lock() {
            list.push((id, outcome));
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_default();
    outcomes.sort_by_key(|(id, _)| *id);

    let mut findings = Vec::new();
    let mut reads = Vec::new();
    let mut damaged: HashSet<&String> = HashSet::new();
    for (id, outcome) in outcomes {
        let subject = pack_path(id);
        let finding = match outcome {
            Outcome::Intact => None,
            Outcome::Flaky => Some(Finding::new(FindingKind::FlakyRead, subject).with("pack", pack_path(id))),
            Outcome::Damaged { found } => {
                damaged.insert(id);
                let finding = Finding::new(FindingKind::PackDamaged, subject)
                    .with("expected", id)
                    .with("found", found)
                    .with("found_bytes", bytes_of(id));
                Some(diagnose_pack(ground.indexed, catalogue, ground.snapshots, id, finding))
            }
            Outcome::Unreadable(reason) => {
                damaged.insert(id);
                let kind = if catalogue.on_disk.contains_key(id) {
                    FindingKind::PackDamaged
                } else {
                    FindingKind::PackMissing
                };
                let finding = Finding::new(kind, subject);
                let finding =
                    if kind == FindingKind::PackDamaged { finding.with("cause", reason) } else { finding };
                Some(diagnose_pack(ground.indexed, catalogue, ground.snapshots, id, finding))
            }
        };
        reads.push(Read { id: id.clone(), intact: !damaged.contains(id) });
        findings.extend(finding);
    }
    let bad = |ids: &[String]| ids.iter().filter(|id| damaged.contains(id)).count() as u64;
    let (census, drawn, total) =
        (choice.rotation.len() as u64, choice.drawn.len() as u64, units.len() as u64);
    let rest = damaged_at_most(Sample {
        units: total - census,
        read: drawn,
        damaged: bad(&choice.drawn),
        confidence: CONFIDENCE,
    });
    let at_most = bad(&choice.rotation) + rest;
    #[allow(clippy::cast_precision_loss)]
    let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let figures = json!({
        "unit": "pack",
        "units_total": total,
        "units_read": census + drawn,
        "units_rotation": census,
        "units_drawn": drawn,
        "damaged_found": damaged.len(),
        "damaged_at_most": at_most,
        "upper": share(at_most, total),
        "confidence": CONFIDENCE,
        "coverage": share(bytes_read, bytes_total),
        "bytes_total": bytes_total,
        "bytes_read": bytes_read,
        "seed": ground.task.seed,
    });
    (Examined { items: census + drawn, figures, findings }, reads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packs(count: i64, read_until: i64) -> Vec<(String, Option<Timestamp>)> {
        let read = |n: i64| (n < read_until).then(|| Timestamp::from_second(n).unwrap());
        (0..count).map(|n| (format!("{n:04}"), read(n))).collect()
    }

    #[test]
    fn never_read_comes_first_then_the_oldest() {
        let choice = choose(&packs(100, 97), Some(0.1), "s");
        assert_eq!(choice.rotation, ["0097", "0098", "0099", "0000", "0001"]);
        assert_eq!(choice.drawn.len(), 5);
        assert!(choice.drawn.iter().all(|id| !choice.rotation.contains(id)));
    }

    #[test]
    fn small_repositories_are_always_read_at_least_a_little() {
        assert_eq!(choose(&packs(2, 0), Some(0.01), "s").rotation.len(), 1);
        assert_eq!(choose(&packs(12, 0), None, "s").rotation.len(), 12);
        assert_eq!(choose(&packs(0, 0), Some(0.5), "s").rotation.len(), 0);
    }

    #[test]
    fn rotation_reads_everything_within_a_known_number_of_runs() {
        let mut packs = packs(40, 0);
        for run in 0..8i64 {
            let choice = choose(&packs, Some(0.25), &run.to_string());
            for (id, read) in &mut packs {
                if choice.rotation.contains(id) || choice.drawn.contains(id) {
                    *read = Some(Timestamp::from_second(1000 + run).unwrap());
                }
            }
        }
        assert!(packs.iter().all(|(_, read)| read.is_some()));
    }
}
