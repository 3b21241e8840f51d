//! Backups that another tool makes: a drop folder of archives, a folder, a SQLite file. They are only ever
//! read, and climb the same ladder as repositories.

mod archives;
mod content;
mod extract;
mod folder;
mod restored;
mod shelf;
mod sink;
mod sqlite;
mod sums;
mod survey;

use std::collections::HashMap;
use std::time::Instant;

use ballast_core::backup::Level;
use ballast_core::{Finding, FindingKind, Result};
use jiff::Timestamp;
use serde_json::json;

use crate::Progress;
use crate::ladder::{Examined, concluded, could_not_look, present};
use crate::manifest::{Entry, Kind, Manifest};
use crate::wire::{Adopted, Answer, LookTask, Stage, Unit};

pub(crate) use extract::extract;
use shelf::Shelf;
pub(crate) use survey::survey;

/// What every level needs.
struct Ground<'a> {
    task: &'a LookTask,
    shelf: &'a Shelf,
    seen: &'a Seen,
    progress: &'a Progress,
}

/// Hashes at first sight, by name, size and time of change.
#[derive(Default)]
struct Seen(HashMap<(String, u64, i64), String>);

/// So many earlier states of a folder are asked for what a file was at first sight.
const STATES_ASKED: usize = 8;

impl Seen {
    /// What earlier looks wrote down. The first sight of a file counts.
    fn read(what: &Adopted, shelf: &Shelf, manifests: &[(String, std::path::PathBuf)]) -> Self {
        let mut seen = Self::default();
        let mut add = |entry: Entry| {
            if let Some(hash) = entry.sha256 {
                seen.0.entry((entry.path, entry.stamp.bytes, entry.stamp.modified)).or_insert(hash);
            }
        };
        if matches!(what, Adopted::Archives { .. }) {
            let here = |id: &String| shelf.copies.iter().any(|copy| copy.id == *id);
            for (_, path) in manifests.iter().filter(|(id, _)| here(id)) {
                Manifest::first_entry(path)
                    .ok()
                    .flatten()
                    .filter(|e| e.kind == Kind::Archive)
                    .into_iter()
                    .for_each(&mut add);
            }
        } else {
            let newest = manifests.len().saturating_sub(STATES_ASKED);
            for manifest in manifests[newest..].iter().filter_map(|(_, path)| Manifest::read(path).ok()) {
                manifest.entries.into_iter().for_each(&mut add);
            }
        }
        seen
    }

    fn hash(&self, item: &shelf::Item) -> Option<&str> {
        self.0.get(&(item.name.clone(), item.stamp.bytes, item.stamp.modified)).map(String::as_str)
    }
}

/// The copies that are there now.
pub(crate) fn list(what: &Adopted) -> Result<Answer> {
    let shelf = Shelf::scan(what)?;
    Ok(Answer { snapshots: shelf.listed(), ..Answer::default() })
}

/// Climbs to the asked level; every level below is climbed too, even after a failure where it can.
///
/// Errors: `location_absent`, and of a folder that cannot be listed.
pub(crate) fn climb(now: Timestamp, task: &LookTask, progress: &Progress) -> Result<Answer> {
    let mut answer = Answer::default();
    progress.begin(Stage::Present, Unit::None, None);
    let started = Instant::now();
    let shelf = Shelf::scan(&task.what)?;
    answer.snapshots = shelf.listed();
    answer.snapshot = answer.snapshots.last().cloned();
    let mut history = task.history.clone();
    if matches!(task.what, Adopted::Archives { .. }) {
        // A newer file of the same name takes the place of the one before.
        history.known.retain(|known| !shelf.replaces(known));
    }
    let mut present = present::examine(now, &history, &answer.snapshots, &[]);
    if answer.snapshots.is_empty() && !shelf.incomplete.is_empty() {
        let names = shelf.incomplete.iter().take(ballast_core::limits::FILES_NAMED_PER_FINDING_MAX);
        let finding = Finding::new(FindingKind::NothingExamined, "present").with("reason", "incomplete");
        present.findings.push(finding.files(names.cloned().collect()));
    }
    if let Some(figures) = present.figures.as_object_mut() {
        figures.insert("incomplete".to_owned(), json!(shelf.incomplete.len()));
    }
    answer.levels.push(concluded(Level::Present, present, started));
    if task.level == Level::Present {
        return Ok(answer);
    }

    let seen = Seen::read(&task.what, &shelf, &task.manifests);
    let ground = Ground { task, shelf: &shelf, seen: &seen, progress };
    answer.packs = shelf.units().map(|item| (item.id.clone(), item.stamp.bytes)).collect();
    answer.packs_are_all = true;
    let mut copied = sqlite::Copied::default();
    let mut read = content::ReadNow::default();
    for level in task.level.climb().skip(1) {
        let started = Instant::now();
        progress.begin(Stage::from(level), Unit::None, None);
        let examined: Result<Examined> = match level {
            Level::Present => continue,
            Level::Structure => structure(&ground, &mut copied),
            Level::Content => {
                let examined = content::examine(&ground, &mut read);
                answer.reads.clone_from(&read.reads);
                // How many files an archive holds is known once it was read.
                for listed in &mut answer.snapshots {
                    listed.files =
                        listed.files.or_else(|| read.members.get(&listed.id).map(|files| files.len() as u64));
                }
                Ok(examined)
            }

            Level::Restore => restored::drawn(&ground, &read, &mut copied),
            Level::Recovery => restored::everything(&ground, &read),
        };
        let examined = examined.unwrap_or_else(|error| could_not_look(level, &error));
        answer.levels.push(concluded(level, examined, started));
    }
    answer.sights = content::sights(&ground, read)?;
    progress.begin(Stage::Finish, Unit::None, None);
    Ok(answer)
}

fn structure(ground: &Ground<'_>, copied: &mut sqlite::Copied) -> Result<Examined> {
    match &ground.task.what {
        Adopted::Archives { .. } => Ok(archives::structure(ground)),
        Adopted::Folder { .. } => Ok(folder::structure(ground.shelf)),
        Adopted::Sqlite { path } => sqlite::structure(path, ground, copied),
    }
}
