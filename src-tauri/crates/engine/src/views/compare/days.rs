//! The days of a parallel run, as they are judged now, and what they say together.

use std::collections::BTreeMap;

use ballast_compare::cutover::{self, Criteria, Day, DayRun};
use ballast_compare::{Figures, KnownDifference, without};
use ballast_core::schedule::Schedule;
use ballast_core::{Finding, Result, Verdict};
use ballast_store::{AttemptRow, View};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::compared::{self, Kept, Signature};
use crate::config::{Config, Known, ParallelRun, known};
use crate::contract::{CutoverDecision, SideFacts};
use crate::file::ratio_of;

/// Days that a calendar shows where no window is set.
const DAYS_SHOWN: i64 = 30;
/// Days ahead that are looked through for the earliest switch.
const DAYS_AHEAD: i64 = 400;

/// What an attempt of a comparison keeps.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Conclusion {
    pub day: Date,
    /// SHA-256 of the criteria it was made under, and the place of their record in the ledger.
    #[serde(default)]
    pub criteria: Option<String>,
    #[serde(default)]
    pub frozen: Option<u64>,
    /// What was accepted when it was made.
    #[serde(default)]
    pub known: Vec<KnownDifference>,
    #[serde(default)]
    pub figures: Option<Figures>,
    #[serde(default)]
    pub findings: Vec<Finding>,
    #[serde(default)]
    pub old: Option<SideFacts>,
    #[serde(default)]
    pub new: Option<SideFacts>,
}

pub(crate) fn conclusion(attempt: &AttemptRow) -> Option<Conclusion> {
    serde_json::from_value(attempt.payload.clone()).ok()
}

fn recorded(attempt: &AttemptRow) -> Verdict {
    serde_json::from_value(serde_json::Value::String(attempt.verdict.clone()))
        .unwrap_or(Verdict::Inconclusive)
}

/// An attempt as it is judged now.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    pub attempt: &'a AttemptRow,
    pub said: Conclusion,
    pub verdict: Verdict,
    /// Something that it rests on was withdrawn or has expired: when.
    lost_at: Option<Timestamp>,
}

impl Told<'_> {
    fn day_run(&self, run: &ParallelRun) -> DayRun {
        DayRun::new(self.verdict, self.said.figures.as_ref(), &run.critical)
    }
}

pub(crate) fn mismatch_rate(run: &ParallelRun) -> f64 {
    ratio_of(&run.accept.mismatch_rate).and_then(|ratio| ratio.parse().ok()).unwrap_or(0.0)
}

/// A parallel run with all that is known of it at one instant.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub run: ParallelRun,
    pub created_at: Timestamp,
    pub attempts: Vec<AttemptRow>,
    pub kept: Kept,
    pub now: Timestamp,
}

/// The days of a parallel run and what they say together.
pub(crate) struct JudgedDays {
    /// A day, and the run that stands for it.
    pub days: Vec<(Day, Option<(String, Conclusion)>)>,
    pub cutover: cutover::Cutover,
    /// Those that count.
    pub signatures: Vec<Signature>,
}

/// What stands for each day, and what no signature for the switch outlives.
#[derive(Default)]
struct Standing {
    by_day: BTreeMap<Date, (String, Verdict, Conclusion)>,
    /// The last run that was not clean: its place in the ledger.
    unclean_seq: u64,
    /// When a day was last lost by what it rested on.
    lost_at: Option<Timestamp>,
}

impl Case {
    /// Errors: `unknown_id`.
    pub(crate) fn load(view: &View<'_>, id: &str, now: Timestamp) -> Result<Self> {
        Config::load(view)?.parallel_run(id)?;
        let mut all = known::<ParallelRun>(view, ballast_store::EntryKind::ParallelRun)?.into_iter();
        let found = all.find(|known| known.entry.id.as_str() == id);
        let found = found.ok_or_else(|| ballast_core::Error::new(ballast_core::Code::Internal))?;
        Self::of(view, found, now)
    }

    pub(crate) fn of(view: &View<'_>, known: Known<ParallelRun>, now: Timestamp) -> Result<Self> {
        let Known { entry: run, created_at } = known;
        let attempts = view.attempts(run.id.as_str())?;
        let kept = compared::kept_in(view, &run, now)?;
        Ok(Self { run, created_at, attempts, kept, now })
    }

    fn zone(&self) -> &TimeZone {
        &self.kept.zone
    }

    fn date_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone().clone()).date()
    }

    pub(crate) fn today(&self) -> Date {
        self.date_of(self.now)
    }

    /// An attempt without what was accepted then and counts no more.
    pub(crate) fn told<'a>(&self, attempt: &'a AttemptRow) -> Option<Told<'a>> {
        let said = conclusion(attempt)?;
        let mut told = Told { attempt, said, verdict: recorded(attempt), lost_at: None };
        let gone = self.kept.gone(&told.said.known);
        let Some(figures) = told.said.figures.as_ref().filter(|_| !gone.is_empty()) else {
            return Some(told);
        };
        let lost: Vec<KnownDifference> = gone.iter().map(|(known, _)| known.clone()).collect();
        let left = without(figures, &lost);
        if left == *figures {
            return Some(told);
        }
        told.said.figures = Some(left);
        if told.verdict.holds() && !told.day_run(&self.run).is_clean(mismatch_rate(&self.run)) {
            told.verdict = Verdict::Failed;
            told.lost_at = gone.iter().map(|(_, at)| *at).max();
        }
        Some(told)
    }

    /// The attempts in the order of their days, and of when they were made within one; without those that
    /// change nothing of theirs.
    pub(crate) fn by_day(&self) -> Vec<Told<'_>> {
        let mut standing: BTreeMap<Date, Vec<Told<'_>>> = BTreeMap::new();
        for told in self.attempts.iter().filter(|attempt| attempt.counts).filter_map(|a| self.told(a)) {
            let of_day = standing.entry(told.said.day).or_default();
            if !of_day.last().is_some_and(|before| self.stands(before.verdict, &told)) {
                of_day.push(told);
            }
        }
        standing.into_values().flatten().collect()
    }

    /// What could tell stands: neither a run that could not nor one on a later day rewrites it.
    fn stands(&self, before: Verdict, later: &Told<'_>) -> bool {
        let made_on = self.date_of(later.attempt.at);
        before.is_conclusive() && (!later.verdict.is_conclusive() || made_on != later.said.day)
    }

    /// The newest attempt of the newest day.
    pub(crate) fn newest(&self) -> Option<Told<'_>> {
        self.attempts.iter().filter_map(|attempt| self.told(attempt)).max_by_key(|told| told.said.day)
    }

    /// Compared under other criteria, or under the same before others held, a day says nothing under these.
    fn is_under_these(&self, told: &Told<'_>) -> bool {
        let frozen = self.kept.frozen.as_ref();
        if told.said.criteria.is_some() {
            let same = |frozen: &compared::Frozen| {
                told.said.criteria.as_ref() == Some(&frozen.hash) && told.said.frozen == Some(frozen.seq)
            };
            return frozen.is_some_and(same);
        }
        // One that came to nothing stands in the ledger all the same.
        frozen.is_none_or(|frozen| self.seq_of(told) > frozen.seq)
    }

    fn seq_of(&self, told: &Told<'_>) -> u64 {
        self.kept.runs.get(&told.attempt.run).copied().unwrap_or_default()
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing::default();
        let told = self.attempts.iter().filter(|attempt| attempt.counts).filter_map(|a| self.told(a));
        for told in told.filter(|told| self.is_under_these(told)) {
            let before = standing.by_day.get(&told.said.day);
            if before.is_some_and(|(_, before, _)| self.stands(*before, &told)) {
                continue;
            }
            if !told.day_run(&self.run).is_clean(mismatch_rate(&self.run)) {
                standing.unclean_seq = standing.unclean_seq.max(self.seq_of(&told));
                standing.lost_at = standing.lost_at.max(told.lost_at);
            }
            standing.by_day.insert(told.said.day, (told.attempt.run.clone(), told.verdict, told.said));
        }
        standing
    }

    pub(crate) fn judge(&self) -> JudgedDays {
        let run = &self.run;
        let Standing { mut by_day, unclean_seq, lost_at } = self.standing();
        let (today, created) = (self.today(), self.date_of(self.created_at));
        let first_run = by_day.keys().next().copied();
        let (first, shown) = match run.window {
            Some(window) => (window.starts, i64::from(window.days)),
            None => {
                let first = first_run.unwrap_or(created).max(after(today, 1 - DAYS_SHOWN)).min(today);
                (first, DAYS_SHOWN)
            }
        };
        let last = after(first, shown - 1).max(today);
        // A plan that was made later asks for nothing before.
        let asked_from = created.min(first_run.unwrap_or(created));
        let mut days = Vec::new();
        let mut date = first;
        while date <= last {
            let found = by_day.remove(&date);
            let day_run = found
                .as_ref()
                .map(|(_, verdict, said)| DayRun::new(*verdict, said.figures.as_ref(), &run.critical));
            let planned = date >= asked_from && is_planned(run, self.zone(), date);
            days.push((Day { date, planned, run: day_run }, found.map(|(id, _, said)| (id, said))));
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        let cutover = self.cutover(&days, today);
        // For the switch one signs what was seen: not what came after.
        let counts = |one: &&Signature| {
            one.signed.decision != CutoverDecision::Go
                || (one.seq > unclean_seq && lost_at.is_none_or(|lost_at| one.at >= lost_at))
        };
        let signatures = self.kept.signatures.iter().filter(counts).cloned().collect();
        JudgedDays { days, cutover, signatures }
    }

    fn cutover(&self, days: &[(Day, Option<(String, Conclusion)>)], today: Date) -> cutover::Cutover {
        let run = &self.run;
        let criteria = Criteria {
            clean_runs: run.accept.clean_runs,
            mismatch_rate: mismatch_rate(run),
            critical: run.critical.clone(),
            frozen: self.kept.frozen.is_some(),
        };
        let past: Vec<Day> =
            days.iter().filter(|(day, _)| day.date <= today).map(|(day, _)| day.clone()).collect();
        let ran_today = past.last().is_some_and(|day| day.date == today && day.run.is_some());
        let planned: Vec<Date> = (i64::from(ran_today)..DAYS_AHEAD)
            .map(|number| after(today, number))
            .filter(|date| is_planned(run, self.zone(), *date))
            .collect();
        cutover::judge(&criteria, &past, &planned, today)
    }
}

/// Days on which the schedule asks for a run; every day where there is no schedule.
fn is_planned(run: &ParallelRun, zone: &TimeZone, date: Date) -> bool {
    // Without a line, a window asks for every one of its days.
    let Some(line) = run.schedule.as_deref() else { return run.window.is_some() };
    let Ok(schedule) = line.parse::<Schedule>() else { return false };
    let start = date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
    let end = date.tomorrow().and_then(|day| day.to_zoned(zone.clone())).map(|day| day.timestamp());
    let (Ok(start), Ok(end)) = (start, end) else { return false };
    let before = start.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(start);
    schedule.next_after(before, zone).is_some_and(|next| next < end)
}

fn after(date: Date, days: i64) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}
