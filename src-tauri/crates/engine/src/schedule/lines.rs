//! The lines of the schedule as they are set up, and the job of each.

use std::collections::HashMap;

use ballast_core::backup::Level;
use ballast_core::limits::CLOCK_SKEW;
use ballast_core::schedule::Schedule;
use ballast_core::timetable::{Line, Timetable};
use ballast_core::{Id, Result};
use ballast_store::{Change, LineRow, View};
use jiff::{SignedDuration, Timestamp};

use crate::config::{Backup, Config, ParallelRun, TableSource};
use crate::contract::RunKind;
use crate::runner::Job;

/// The control of the weekly summary: it is nobody's.
pub(crate) const DIGEST: (&str, &str) = ("", "digest");
/// The job of a look at a watched place.
pub(crate) const WATCH: &str = "watch";

/// A line by its control and job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub control: String,
    pub job: String,
}

/// A line as it is set up.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub key: Key,
    pub line: String,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Act {
    pub kind: RunKind,
    pub level: Option<Level>,
}

/// The lines of one backup, copies first. Two entries of one level are told apart by a number.
pub(crate) fn lines_of(backup: &Backup) -> Vec<(String, &str, Act)> {
    let mut seen: HashMap<Level, u32> = HashMap::new();
    let copies = backup
        .schedule
        .as_deref()
        .map(|line| ("backup".to_owned(), line, Act { kind: RunKind::Backup, level: None }));
    let mut lines: Vec<_> = copies.into_iter().collect();
    for verify in &backup.verify {
        let number = seen.entry(verify.level).or_default();
        *number += 1;
        let Some(line) = verify.schedule.as_deref() else { continue };
        let name = verify.level.as_str();
        let job = if *number == 1 { format!("verify:{name}") } else { format!("verify:{name}:{number}") };
        lines.push((job, line, Act { kind: RunKind::Verify, level: Some(verify.level) }));
    }
    lines
}

/// The line of one parallel run.
pub(crate) fn lines_of_run(run: &ParallelRun) -> Vec<(String, &str, Act)> {
    let act = Act { kind: RunKind::Compare, level: None };
    run.schedule.as_deref().map(|line| ("compare".to_owned(), line, act)).into_iter().collect()
}

/// What a job of a control does; none where it is set up no more.
pub(crate) fn job_of(config: &Config, control: &str, key: &str, slot: Timestamp) -> Option<Job> {
    if let Ok(backup) = config.backup(control) {
        return job_of_backup(backup, key);
    }
    config.parallel_run(control).ok()?;
    // The day of the slot, also where it is caught up after midnight.
    let day = Some(slot.to_zoned(config.zone()).date());
    matches!(key, "compare" | WATCH).then_some(Job::Compare { day })
}

fn job_of_backup(backup: &Backup, key: &str) -> Option<Job> {
    if key == WATCH {
        let level = backup.requirements().into_iter().map(|requirement| requirement.level).max()?;
        return Some(Job::Verify { level, sample: None, seed: None });
    }
    let mut parts = key.split(':');
    match (parts.next(), parts.next()) {
        (Some("backup"), None) => Some(Job::Backup),
        (Some("verify"), Some(level)) => {
            let level: Level = level.parse().ok()?;
            let number: usize = parts.next().map_or(Some(1), |number| number.parse().ok())?;
            let entry = backup.verify.iter().filter(|verify| verify.level == level).nth(number - 1)?;
            Some(Job::Verify { level, sample: entry.sample.clone(), seed: None })
        }
        _ => None,
    }
}

/// What a job does, by its key alone.
pub(crate) fn act_of(key: &str) -> Act {
    let level =
        key.strip_prefix("verify:").and_then(|rest| rest.split(':').next()).and_then(|l| l.parse().ok());
    let kind = match key {
        "backup" => RunKind::Backup,
        "compare" => RunKind::Compare,
        _ => RunKind::Verify,
    };
    Act { kind, level }
}

/// Every line that is set up.
pub(crate) fn planned(config: &Config) -> Vec<Planned> {
    let digest = config
        .alerts()
        .digest
        .map(|line| Planned { key: Key { control: DIGEST.0.to_owned(), job: DIGEST.1.to_owned() }, line });
    let planned = |control: &Id, lines: Vec<(String, &str, Act)>| {
        let one = |(job, line, _): (String, &str, Act)| Planned {
            key: Key { control: control.to_string(), job },
            line: line.to_owned(),
        };
        lines.into_iter().map(one).collect::<Vec<_>>()
    };
    let backups = config.backups.iter().flat_map(|backup| planned(&backup.id, lines_of(backup)));
    let runs = config.parallel_runs.iter().flat_map(|run| planned(&run.id, lines_of_run(run)));
    backups.chain(runs).chain(digest).collect()
}

/// Where every control works, and of what kind it is: one that hangs holds up no other kind.
pub(crate) fn bulkheads(config: &Config) -> HashMap<String, (&'static str, Vec<String>)> {
    let backups =
        config.backups.iter().map(|backup| (backup.id.to_string(), ("backup", places(config, backup))));
    let runs = config.parallel_runs.iter().map(|run| {
        let hosts = [&run.old, &run.new].into_iter().filter_map(|side| match &side.source {
            TableSource::Http { url, .. } => crate::alerts::deliver::host_of(url).into(),
            _ => None,
        });
        (run.id.to_string(), ("parallel_run", hosts.collect()))
    });
    backups.chain(runs).collect()
}

/// Repositories and folders that a backup works on.
fn places(config: &Config, backup: &Backup) -> Vec<String> {
    if let Some(place) = backup.source.adopted_place() {
        return vec![place.display().to_string()];
    }
    let location = |id| config.repository(id).map(|repository| repository.location.display().to_string());
    backup.repository_ids().iter().filter_map(|id| location(id).ok()).collect()
}

/// A line is first due at its first slot after it was set up; the slot of this very minute counts.
fn first_anchor(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(60))
        .and_then(|minute| minute.checked_sub(SignedDuration::from_millis(1)))
        .unwrap_or(now)
}

/// Makes the timetable say what is set up: new and changed lines count from now, lines that are gone
/// are forgotten. Returns it whole.
pub(crate) fn sync(change: &Change<'_>, config: &Config, now: Timestamp) -> Result<()> {
    let mut known: HashMap<Key, LineRow> = rows(&change.view())?;
    let zone = &config.settings.timezone;
    for planned in planned(config) {
        match known.remove(&planned.key) {
            Some(row) if row.line == planned.line && row.zone == *zone => {}
            _ => change.put_line(&LineRow {
                control: planned.key.control,
                job: planned.key.job,
                line: planned.line,
                zone: zone.clone(),
                anchor: first_anchor(now),
                missed: 0,
                last_missed_at: None,
            })?,
        }
    }
    for key in known.keys() {
        change.drop_line(&key.control, &key.job)?;
    }
    Ok(())
}

/// Settles every line up to `now`: nothing that passed before is due or missed.
pub(crate) fn begin_at(change: &Change<'_>, now: Timestamp) -> Result<()> {
    change
        .view()
        .timetable()?
        .into_iter()
        .try_for_each(|row| change.put_line(&LineRow { anchor: now, ..row }))
}

/// The clock was ahead once: what was settled in a future that did not come is to come again.
pub(crate) fn settle_down(change: &Change<'_>, now: Timestamp) -> Result<()> {
    let ahead = now.checked_add(CLOCK_SKEW.duration()).unwrap_or(now);
    let rows = change.view().timetable()?;
    rows.iter()
        .filter(|row| row.anchor > ahead)
        .try_for_each(|row| change.settle_line(&row.control, &row.job, now, None))
}

pub(crate) fn rows(view: &View<'_>) -> Result<HashMap<Key, LineRow>> {
    let rows = view.timetable()?;
    Ok(rows
        .into_iter()
        .map(|row| (Key { control: row.control.clone(), job: row.job.clone() }, row))
        .collect())
}

/// Whether the timetable says what is set up.
pub(crate) fn is_in_step(view: &View<'_>, config: &Config) -> Result<bool> {
    let known = rows(view)?;
    let planned = planned(config);
    let zone = &config.settings.timezone;
    let same = |planned: &Planned| {
        known.get(&planned.key).is_some_and(|row| row.line == planned.line && row.zone == *zone)
    };
    Ok(known.len() == planned.len() && planned.iter().all(same))
}

/// The timetable in memory, soonest first.
pub(crate) fn timetable(view: &View<'_>, config: &Config) -> Result<Timetable<Key>> {
    let lines = rows(view)?.into_iter().filter_map(|(key, row)| {
        let schedule: Schedule = row.line.parse().ok()?;
        Some(Line { key, schedule, anchor: row.anchor })
    });
    Ok(Timetable::new(config.zone(), lines.collect()))
}
