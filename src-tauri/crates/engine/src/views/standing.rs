//! How every backup and every process stands now.

mod pair;

use std::collections::HashMap;

use ballast_core::backup::Level;
use ballast_core::exposure::{Exposure, Recovery, exposure};
use ballast_core::schedule::Schedule;
use ballast_core::status::{Attempt, Facts, NewestCopy, Requirement, Standing, derive};
use ballast_core::{Code, Currency, Error, Id, Money, Result, Span, Status, Verdict};
use ballast_store::{AttemptRow, EntryKind, PauseRow, SnapshotRow};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::{Backup, Config, Known, ParallelRun, Process, ProviderPair, SpotCheck, known};
use crate::contract::{Named, Upcoming};
use crate::engine::Engine;
use crate::schedule::lines::{Act, lines_of, lines_of_check, lines_of_run};
use crate::views::compare::Case;

pub(crate) use pair::{HeldPair, hold_pair, requirements_of_pair};

/// A backup with everything that is known of it.
pub(crate) struct Held {
    pub backup: Backup,
    pub created_at: Timestamp,
    pub attempts: Vec<AttemptRow>,
    pub snapshots: Vec<SnapshotRow>,
    pub standing: Standing,
    /// A person stopped its schedule, or all of them.
    pub pause: Option<PauseRow>,
    /// Measured recoveries: seconds, and until when each counts. Only of repositories that hold.
    pub recoveries: Vec<(u64, Timestamp)>,
}

/// A parallel run with everything that is known of it.
pub(crate) struct HeldRun {
    pub case: Case,
    pub standing: Standing,
    pub pause: Option<PauseRow>,
}

/// A spot check with everything that is known of it.
pub(crate) struct HeldCheck {
    pub check: SpotCheck,
    pub created_at: Timestamp,
    pub standing: Standing,
    pub pause: Option<PauseRow>,
}

/// What a control has on the schedule, whatever its kind.
pub(crate) struct Scheduled<'a> {
    pub control: Named,
    pub created_at: Timestamp,
    pub pause: Option<&'a PauseRow>,
    pub lines: Vec<(String, &'a str, Act)>,
}

impl Held {
    pub(crate) fn scheduled(&self) -> Scheduled<'_> {
        Scheduled {
            control: Named { id: self.backup.id.to_string(), title: self.backup.name().to_owned() },
            created_at: self.created_at,
            pause: self.pause.as_ref(),
            lines: lines_of(&self.backup),
        }
    }
}

impl HeldRun {
    pub(crate) fn scheduled(&self) -> Scheduled<'_> {
        Scheduled {
            control: Named { id: self.case.run.id.to_string(), title: self.case.run.name().to_owned() },
            created_at: self.case.created_at,
            pause: self.pause.as_ref(),
            lines: lines_of_run(&self.case.run),
        }
    }
}

impl HeldCheck {
    pub(crate) fn scheduled(&self) -> Scheduled<'_> {
        Scheduled {
            control: Named { id: self.check.id.to_string(), title: self.check.name().to_owned() },
            created_at: self.created_at,
            pause: self.pause.as_ref(),
            lines: lines_of_check(&self.check),
        }
    }
}

/// The workspace as it stands at one instant.
pub(crate) struct Picture {
    pub config: Config,
    pub now: Timestamp,
    pub zone: TimeZone,
    pub held: Vec<Held>,
    pub runs: Vec<HeldRun>,
    pub checks: Vec<HeldCheck>,
    pub pairs: Vec<HeldPair>,
}

fn verdict(text: &str) -> Verdict {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap_or(Verdict::Inconclusive)
}

fn facts_of(rows: &[AttemptRow]) -> Vec<Attempt> {
    rows.iter()
        .filter(|row| row.counts)
        .filter_map(|row| {
            let level: Level = row.level.parse().ok()?;
            Some(Attempt {
                at: row.at,
                repository: row.repository.clone(),
                level,
                verdict: verdict(&row.verdict),
                acknowledged: false,
            })
        })
        .collect()
}

impl Picture {
    pub(crate) fn take(engine: &Engine) -> Result<Self> {
        let now = engine.now();
        let (config, backups, runs, checks, pairs, pauses) = engine.store.read(|view| {
            Ok((
                Config::load(view)?,
                known::<Backup>(view, EntryKind::Backup)?,
                known::<ParallelRun>(view, EntryKind::ParallelRun)?,
                known::<SpotCheck>(view, EntryKind::SpotCheck)?,
                known::<ProviderPair>(view, EntryKind::ProviderPair)?,
                view.pauses(now)?,
            ))
        })?;
        let zone = config.zone();
        let held =
            backups.into_iter().map(|known| hold(engine, known, &pauses, now)).collect::<Result<_>>()?;
        let runs =
            runs.into_iter().map(|known| hold_run(engine, known, &pauses, now)).collect::<Result<_>>()?;
        let checks =
            checks.into_iter().map(|known| hold_check(engine, known, &pauses, now)).collect::<Result<_>>()?;
        let pairs =
            pairs.into_iter().map(|known| hold_pair(engine, known, &pauses, now)).collect::<Result<_>>()?;
        Ok(Self { config, now, zone, held, runs, checks, pairs })
    }

    pub(crate) fn find(&self, id: &str) -> Result<&Held> {
        self.config.backup(id)?;
        self.held.iter().find(|held| held.backup.id.as_str() == id).ok_or_else(|| Error::new(Code::Internal))
    }

    /// Everything that has a schedule.
    pub(crate) fn scheduled(&self) -> Vec<Scheduled<'_>> {
        let backups = self.held.iter().map(Held::scheduled);
        let runs = self.runs.iter().map(HeldRun::scheduled);
        let checks = self.checks.iter().map(HeldCheck::scheduled);
        backups.chain(runs).chain(checks).chain(self.pairs.iter().map(HeldPair::scheduled)).collect()
    }

    /// Controls that protect a component, by its id.
    fn protectors(&self) -> HashMap<&str, Vec<&Held>> {
        let mut map: HashMap<&str, Vec<&Held>> = HashMap::new();
        for held in &self.held {
            for id in &held.backup.protects {
                map.entry(id.as_str()).or_default().push(held);
            }
        }
        map
    }

    /// What is known of how fast a component is back, by its id.
    pub(crate) fn recovery(&self) -> impl Fn(&Id) -> Recovery + '_ {
        let protectors = self.protectors();
        let declared: HashMap<&str, Option<Span>> =
            self.config.components.iter().map(|c| (c.id.as_str(), c.outage)).collect();
        move |id| {
            let controls = protectors.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let pairs = || self.pairs.iter().filter(|held| held.pair.protects.contains(id));
            let all = || {
                let of_pairs = pairs().flat_map(|held| held.recoveries.iter());
                controls.iter().flat_map(|held| held.recoveries.iter()).chain(of_pairs)
            };
            let shortest = |list: &mut dyn Iterator<Item = &(u64, Timestamp)>| {
                list.map(|(seconds, _)| Span::from_seconds(*seconds)).min()
            };
            Recovery {
                measured: shortest(&mut all().filter(|(_, expires)| *expires > self.now)),
                ever_measured: shortest(&mut all()),
                declared: declared.get(id.as_str()).copied().flatten(),
            }
        }
    }

    pub(crate) fn exposures(&self) -> Result<Vec<(&Process, Exposure)>> {
        let currency: Currency =
            self.config.settings.currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))?;
        let recovery = self.recovery();
        self.config
            .processes
            .iter()
            .map(|process| {
                let per_hour = Money::parse(&process.damage_per_hour, currency)
                    .map_err(|_| Error::new(Code::WorkspaceDamaged))?;
                Ok((process, exposure(per_hour, process.worst_case_outage, &process.needs, &recovery)))
            })
            .collect()
    }

    /// Controls of any kind that protect a thing, each with how it stands.
    pub(crate) fn protectors_of(&self, id: &Id) -> Vec<(Named, Status)> {
        let named = |id: &Id, title: &str| Named { id: id.to_string(), title: title.to_owned() };
        let backups = self.held.iter().map(|held| {
            let backup = &held.backup;
            (&backup.protects, named(&backup.id, backup.name()), held.standing.status)
        });
        let runs = self.runs.iter().map(|held| {
            let run = &held.case.run;
            (&run.protects, named(&run.id, run.name()), held.standing.status)
        });
        let checks = self.checks.iter().map(|held| {
            let check = &held.check;
            (&check.protects, named(&check.id, check.name()), held.standing.status)
        });
        let pairs = self.pairs.iter().map(|held| {
            let pair = &held.pair;
            (&pair.protects, named(&pair.id, pair.name()), held.standing.status)
        });
        let all = backups.chain(runs).chain(checks).chain(pairs);
        all.filter(|(protects, ..)| protects.contains(id)).map(|(_, named, status)| (named, status)).collect()
    }

    /// The controls behind what a process needs.
    pub(crate) fn controls_of(&self, process: &Process) -> Vec<&Held> {
        let needs =
            |id: &Id| process.needs.iter().any(|group| group.any_of.contains(id)) || *id == process.id;
        self.held.iter().filter(|held| held.backup.protects.iter().any(needs)).collect()
    }

    /// Recoverable: proven, or due if a proof behind it is. Else the worst that stands in the way.
    pub(crate) fn status_of(&self, process: &Process, exposure: &Exposure) -> Status {
        let controls = self.controls_of(process);
        let any = |status: Status| controls.iter().any(|held| held.standing.status == status);
        if exposure.recoverable {
            return if any(Status::Due) { Status::Due } else { Status::Proven };
        }
        if any(Status::Failing) {
            return Status::Failing;
        }
        let measured_once = controls.iter().any(|held| !held.recoveries.is_empty());
        if measured_once || any(Status::Stale) && exposure.expired.minor > 0 {
            Status::Stale
        } else {
            Status::Unproven
        }
    }

    /// What the schedule does next, soonest first, until `until`.
    pub(crate) fn upcoming(&self, until: Timestamp) -> Vec<Upcoming> {
        let scheduled = self.scheduled();
        let mut list: Vec<Upcoming> =
            scheduled.iter().flat_map(|scheduled| self.upcoming_of(scheduled, until)).collect();
        list.sort_by(|a, b| (a.at, &a.control.id).cmp(&(b.at, &b.control.id)));
        list
    }

    /// From when the schedule of a control counts again: now, or the end of its pause.
    pub(crate) fn goes_on_at(&self, pause: Option<&PauseRow>) -> Timestamp {
        let end = pause.and_then(|pause| pause.until.checked_sub(jiff::SignedDuration::from_millis(1)).ok());
        end.map_or(self.now, |end| end.max(self.now))
    }

    fn upcoming_of(&self, scheduled: &Scheduled<'_>, until: Timestamp) -> Vec<Upcoming> {
        let mut list = Vec::new();
        for (_, line, act) in &scheduled.lines {
            let Ok(schedule) = line.parse::<Schedule>() else { continue };
            let mut at = self.goes_on_at(scheduled.pause);
            // A line that fires every minute fills no calendar.
            for _ in 0..200 {
                match schedule.next_after(at, &self.zone).filter(|next| *next <= until) {
                    Some(next) => {
                        let control = scheduled.control.clone();
                        list.push(Upcoming { at: next, control, kind: act.kind, level: act.level });
                        at = next;
                    }
                    None => break,
                }
            }
        }
        list.sort_by_key(|upcoming| upcoming.at);
        list
    }

    /// The next slot of any line of a control.
    pub(crate) fn next_of(&self, scheduled: &Scheduled<'_>) -> Option<Upcoming> {
        let from = self.goes_on_at(scheduled.pause);
        let year = from.checked_add(jiff::SignedDuration::from_hours(24 * 400)).ok()?;
        let next = |(_, line, act): &(String, &str, Act)| {
            let schedule: Schedule = line.parse().ok()?;
            let next = schedule.next_after(from, &self.zone).filter(|next| *next <= year)?;
            Some(Upcoming { at: next, control: scheduled.control.clone(), kind: act.kind, level: act.level })
        };
        scheduled.lines.iter().filter_map(next).min_by_key(|upcoming| upcoming.at)
    }
}

/// The one level of a comparison, where the rules of status ask for one.
const ONLY_LEVEL: Level = Level::Present;

/// The pause of a control: its own or that of everything, the one that ends last.
fn pause_of(pauses: &[PauseRow], id: &str) -> Option<PauseRow> {
    let of_it = pauses.iter().filter(|pause| pause.control.as_deref().is_none_or(|control| control == id));
    of_it.max_by_key(|pause| pause.until).cloned()
}

/// Everything that is known of a parallel run, and what follows from it.
pub(crate) fn hold_run(
    engine: &Engine,
    known: Known<ParallelRun>,
    pauses: &[PauseRow],
    now: Timestamp,
) -> Result<HeldRun> {
    let case = engine.store.read(|view| Case::of(view, known, now))?;
    let id = case.run.id.to_string();
    let pause = pause_of(pauses, &id);
    // By their days: one of an older day that was compared again is not the newest.
    let list: Vec<Attempt> = case
        .by_day()
        .into_iter()
        .map(|told| Attempt {
            at: told.attempt.at,
            repository: id.clone(),
            level: ONLY_LEVEL,
            verdict: told.verdict,
            acknowledged: false,
        })
        .collect();
    let facts = Facts {
        paused: pause.is_some(),
        requirements: &requirements_of_one(case.run.valid_for()),
        repositories: std::slice::from_ref(&id),
        attempts: &list,
        newest_copy: NewestCopy::Readable,
        valid_for: case.run.valid_for(),
    };
    let standing = derive(&facts, now);
    Ok(HeldRun { case, standing, pause })
}

/// Everything that is known of a spot check, and what follows from it.
pub(crate) fn hold_check(
    engine: &Engine,
    known: Known<SpotCheck>,
    pauses: &[PauseRow],
    now: Timestamp,
) -> Result<HeldCheck> {
    let check = known.entry;
    let id = check.id.to_string();
    let pause = pause_of(pauses, &id);
    let rows = engine.store.read(|view| view.attempts(&id))?;
    let counted = rows.iter().filter(|row| row.counts);
    let list: Vec<Attempt> = counted
        .map(|row| Attempt {
            at: row.at,
            repository: id.clone(),
            level: ONLY_LEVEL,
            verdict: verdict(&row.verdict),
            acknowledged: false,
        })
        .collect();
    let facts = Facts {
        paused: pause.is_some(),
        requirements: &requirements_of_one(check.valid_for()),
        repositories: std::slice::from_ref(&id),
        attempts: &list,
        newest_copy: NewestCopy::Readable,
        valid_for: check.valid_for(),
    };
    let standing = derive(&facts, now);
    Ok(HeldCheck { check, created_at: known.created_at, standing, pause })
}

/// What a control of one level must prove.
pub(crate) fn requirements_of_one(valid_for: Span) -> Vec<Requirement> {
    vec![Requirement { level: ONLY_LEVEL, valid_for }]
}

/// Everything that is known of a backup, and what follows from it.
pub(crate) fn hold(
    engine: &Engine,
    known: Known<Backup>,
    pauses: &[PauseRow],
    now: Timestamp,
) -> Result<Held> {
    let backup = known.entry;
    let id = backup.id.to_string();
    let pause = pause_of(pauses, &id);
    let (attempts, snapshots) = engine.store.read(|view| Ok((view.attempts(&id)?, view.snapshots(&id)?)))?;
    let list = facts_of(&attempts);
    let (requirements, repositories) = (backup.requirements(), backup.repository_ids());
    let facts = Facts {
        paused: pause.is_some(),
        requirements: &requirements,
        repositories: &repositories,
        attempts: &list,
        newest_copy: NewestCopy::Readable,
        valid_for: backup.valid_for(),
    };
    let standing = derive(&facts, now);
    let validity = facts.validity(Level::Recovery);
    let recoveries = recoveries(&attempts, &repositories, validity);
    Ok(Held { created_at: known.created_at, backup, attempts, snapshots, standing, pause, recoveries })
}

/// Measured recoveries of repositories in which no level fails now: what is damaged brings nothing back.
fn recoveries(attempts: &[AttemptRow], repositories: &[String], validity: Span) -> Vec<(u64, Timestamp)> {
    let failing = |repository: &str| {
        Level::ALL.iter().any(|level| {
            let of_level = attempts
                .iter()
                .rev()
                .filter(|a| a.counts && a.repository == repository && a.level == level.as_str());
            of_level.map(|a| verdict(&a.verdict)).find(|v| v.is_conclusive()) == Some(Verdict::Failed)
        })
    };
    attempts
        .iter()
        .filter(|a| a.counts && a.level == Level::Recovery.as_str() && verdict(&a.verdict).holds())
        .filter(|a| repositories.contains(&a.repository) && !failing(&a.repository))
        .filter_map(|a| {
            let seconds = a.payload.get("figures")?.get("restore_seconds")?.as_f64()?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let seconds = seconds.ceil().max(1.0) as u64;
            Some((seconds, a.at.checked_add(validity.duration()).ok()?))
        })
        .collect()
}
