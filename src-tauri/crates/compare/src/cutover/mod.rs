//! Whether the new system may replace the old one: a verdict over many days, by criteria that were frozen
//! before the first of them.

mod criteria;
mod day;
mod look;

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::bound::rate_at_most;
use ballast_core::limits::COMPARE_DAYS_AHEAD_MAX;
use ballast_core::{Result, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::criteria::Criteria;
pub use self::day::DayRun;
use self::look::{Look, criterion, met};
use crate::decimal::Decimal;

/// One-sided confidence of the bound.
pub const CONFIDENCE: f64 = 0.95;

/// What must hold, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionCode {
    CleanRuns,
    Unexplained,
    ControlTotals,
    UpperBound,
    Drift,
    MissedRuns,
    MonthEnd,
    Complete,
    CriteriaFrozen,
    WayBack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    Met,
    /// Shown not to hold, by the newest run.
    Failed,
    /// Not shown yet.
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    pub code: CriterionCode,
    pub state: CriterionState,
    /// `have`, `want`, `longest`, `column`, `date`, `upper`, `limit`, where they apply.
    pub params: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Go,
    NoGo,
    NotEnoughEvidence,
}

/// The verdict of a cut-over.
#[derive(Clone, Debug, PartialEq)]
pub struct Cutover {
    pub decision: Decision,
    pub criteria: Vec<Criterion>,
    /// The first day on which all could be met if every planned run from now on is clean; none beyond a year.
    pub earliest: Option<Date>,
    /// Clean runs in a row up to now, and the most there ever were.
    pub clean_runs: u32,
    pub longest: u32,
    /// One-sided 95 % bound on the rate of unexplained rows over the clean runs in a row.
    pub upper: Option<f64>,
}

/// What is known of a parallel run.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    pub criteria: &'a Criteria,
    /// When the criteria were frozen. Runs before it show nothing.
    pub frozen_at: Option<Timestamp>,
    /// In the order in which they ran. Of several for one day the last conclusive one counts.
    pub runs: &'a [DayRun],
    /// Days for which a run is planned, past ones too. After the last of them every day is one.
    pub planned: &'a [Date],
    /// A way back to the old system was tested. Shown, but it holds nothing up: it can be tested only
    /// shortly before the switch, and is no property of the tables.
    pub way_back: bool,
    pub today: Date,
}

/// Judges a parallel run.
///
/// A run is clean where unexplained rows ÷ rows ≤ `mismatch_rate`, every control total is equal and no drift is
/// open. A missed day (planned, past, without a run) and an inconclusive one end a row of clean runs: nothing
/// was shown on them. No-go: the newest run shows now that something does not hold. Not enough evidence:
/// something is not shown yet. Go: all of it is shown.
///
/// Errors: `invalid_call` where `mismatch_rate` is no ratio.
pub fn judge(period: &Period<'_>) -> Result<Cutover> {
    let rate = period.criteria.rate()?;
    let days = days(period);
    let judged = judge_days(period, &rate, &days, newest(period));
    let earliest = earliest(period, &rate, &days, &judged);
    Ok(Cutover { earliest, ..judged })
}

/// Days of the period, each with the run that counts.
type Days = BTreeMap<Date, Option<DayRun>>;

fn counts(period: &Period<'_>, run: &DayRun) -> bool {
    period.frozen_at.is_some_and(|frozen| run.at >= frozen)
        && period.criteria.starts.is_none_or(|starts| run.day >= starts)
}

fn days(period: &Period<'_>) -> Days {
    let mut days = Days::new();
    for run in period.runs.iter().filter(|run| counts(period, run)) {
        let day = days.entry(run.day).or_default();
        if run.is_complete() || !day.as_ref().is_some_and(DayRun::is_complete) {
            *day = Some(run.clone());
        }
    }
    // Before the first run, or the day on which it was to start, nothing can have been missed.
    let first = period.criteria.starts.or_else(|| days.keys().next().copied());
    if let Some(first) = first {
        let missed = period.planned.iter().filter(|day| first <= **day && **day < period.today);
        for day in missed {
            days.entry(*day).or_default();
        }
    }
    days
}

/// The newest run of the newest day, complete or not.
fn newest<'a>(period: &Period<'a>) -> Option<&'a DayRun> {
    let runs = period.runs.iter().filter(|run| counts(period, run));
    runs.reduce(|newest, run| if run.day >= newest.day { run } else { newest })
}

/// Clean runs at the end, oldest first, and the most in a row that there were.
fn rows_of_clean<'a>(days: &'a Days, rate: &Decimal) -> (Vec<&'a DayRun>, u32) {
    let (mut row, mut longest) = (Vec::new(), 0);
    for run in days.values() {
        match run.as_ref().filter(|run| run.is_clean(rate)) {
            Some(run) => row.push(run),
            None => row.clear(),
        }
        longest = longest.max(row.len());
    }
    (row, u32::try_from(longest).unwrap_or(u32::MAX))
}

fn judge_days(period: &Period<'_>, rate: &Decimal, days: &Days, newest: Option<&DayRun>) -> Cutover {
    let (row, longest) = rows_of_clean(days, rate);
    let clean_runs = u32::try_from(row.len()).unwrap_or(u32::MAX);
    let rows = row.iter().map(|run| run.rows).sum::<u64>();
    let upper =
        (rows > 0).then(|| rate_at_most(rows, row.iter().map(|run| run.unexplained).sum(), CONFIDENCE));
    let look = Look { period, rate, row: &row, newest, days };
    let criteria = vec![
        look.clean_runs(longest),
        look.unexplained(),
        look.control_totals(),
        look.upper_bound(upper),
        look.drift(),
        look.missed_runs(),
        look.month_end(),
        look.complete(),
        criterion(CriterionCode::CriteriaFrozen, met(period.frozen_at.is_some())),
        criterion(CriterionCode::WayBack, met(period.way_back)),
    ];
    let asked = || criteria.iter().filter(|one| one.code != CriterionCode::WayBack);
    let decision = if asked().any(|one| one.state == CriterionState::Failed) {
        Decision::NoGo
    } else if asked().all(|one| one.state == CriterionState::Met) {
        Decision::Go
    } else {
        Decision::NotEnoughEvidence
    };
    Cutover { decision, criteria, earliest: None, clean_runs, longest, upper }
}

/// Plays the planned days to come with clean runs of the size of the newest, until all is met.
fn earliest(period: &Period<'_>, rate: &Decimal, days: &Days, now: &Cutover) -> Option<Date> {
    if now.decision == Decision::Go {
        return Some(period.today);
    }
    period.frozen_at?;
    let like = days.values().rev().flatten().find(|run| run.is_complete())?;
    let planned = period.planned.iter().copied().collect::<BTreeSet<_>>();
    let mut days = days.clone();
    let mut day = period.today;
    // Today's run may still be to come.
    if days.get(&day).is_some_and(Option::is_some) {
        day = day.tomorrow().ok()?;
    }
    for _ in 0..COMPARE_DAYS_AHEAD_MAX {
        if planned.contains(&day) || planned.last().is_none_or(|last| day > *last) {
            let run = clean(like, day);
            days.insert(day, Some(run.clone()));
            if judge_days(period, rate, &days, Some(&run)).decision == Decision::Go {
                return Some(day);
            }
        }
        day = day.tomorrow().ok()?;
    }
    None
}

fn clean(like: &DayRun, day: Date) -> DayRun {
    DayRun {
        day,
        verdict: Verdict::Passed,
        unexplained: 0,
        unexplained_critical: 0,
        critical_column: None,
        totals_equal: true,
        total_column: None,
        drift_open: 0,
        drifted: false,
        ..like.clone()
    }
}
