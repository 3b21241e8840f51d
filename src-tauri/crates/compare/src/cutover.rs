//! Whether the new system may replace the old one: a verdict over many days, by criteria that were frozen
//! before the first of them.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::bound::rate_at_most;
use ballast_core::limits::COMPARE_DAYS_AHEAD_MAX;
use ballast_core::{Code, Error, Result, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::conclude::is_accounted_for;
use crate::decimal::Decimal;
use crate::figures::Figures;
use crate::spec::{Normalise, Spec, Tolerance};

/// One-sided confidence of the bound.
pub const CONFIDENCE: f64 = 0.95;

/// What must hold before a switch, and by which rules days are judged. Frozen before the first run: whoever
/// loosens a tolerance later makes it another value with another hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// Clean runs in a row.
    pub clean_runs: u32,
    /// Unexplained rows by rows: an exact decimal, `0.001` for 0.1 %.
    pub mismatch_rate: String,
    pub starts: Option<Date>,
    pub days: Option<u32>,
    /// Columns without a single unexplained difference.
    pub critical: Vec<String>,
    pub key: Vec<String>,
    pub ignore: Vec<String>,
    pub tolerance: BTreeMap<String, Tolerance>,
    pub tolerance_of_all: Option<Tolerance>,
    pub normalise: Normalise,
    pub totals: Vec<String>,
    pub slice: Option<String>,
}

impl Criteria {
    /// With the rules of a specification. Renames, known differences and noise are accepted one by one later,
    /// each with a reason, and are no part of it.
    #[must_use]
    pub fn with_rules(mut self, spec: &Spec) -> Self {
        self.key.clone_from(&spec.key);
        self.ignore.clone_from(&spec.ignore);
        self.tolerance.clone_from(&spec.tolerance);
        self.tolerance_of_all.clone_from(&spec.tolerance_of_all);
        self.normalise = spec.normalise.clone();
        self.totals.clone_from(&spec.totals);
        self.slice.clone_from(&spec.slice);
        self
    }

    /// RFC 8785 canonical JSON. Errors: `internal`.
    pub fn canonical(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(|error| Error::new(Code::Internal).because(&error))
    }

    /// SHA-256 of [`Self::canonical`], 64 hexadecimal digits. Errors: `internal`.
    pub fn sha256(&self) -> Result<String> {
        let digest = Sha256::digest(self.canonical()?);
        Ok(format!("{digest:x}"))
    }

    /// Errors: `invalid_call` where it is no ratio from 0 to 1.
    pub fn rate(&self) -> Result<Decimal> {
        let one = Decimal::Small { units: 1, scale: 0 };
        let rate = Decimal::parse(&self.mismatch_rate).filter(|rate| !rate.is_negative() && *rate <= one);
        rate.ok_or_else(|| {
            Error::new(Code::InvalidCall)
                .with("what", "mismatch_rate")
                .with("found", &self.mismatch_rate)
                .with("reason", "it must be a ratio from 0 to 1")
        })
    }
}

/// What counts of one run. Inconclusive ones have no rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRun {
    /// The day whose tables were compared.
    pub day: Date,
    pub run: String,
    pub at: Timestamp,
    pub verdict: Verdict,
    pub rows: u64,
    pub unexplained: u64,
    /// Mismatching cells in critical columns; all rows of one that was not compared.
    pub unexplained_critical: u64,
    /// The first critical column with one.
    pub critical_column: Option<String>,
    /// To the last digit; a total that differs by accepted differences alone counts as equal, one that differs
    /// by tolerated ones does not.
    pub totals_equal: bool,
    /// A column whose totals are not equal.
    pub total_column: Option<String>,
    /// Changes of shape that nobody has accepted, but for the order of columns.
    pub drift_open: u32,
    /// A column was renamed, added or lost.
    pub drifted: bool,
}

impl DayRun {
    /// From the figures of a run; none of one that could not read both sides.
    #[must_use]
    pub fn of(
        (day, run, at): (Date, &str, Timestamp),
        verdict: Verdict,
        figures: Option<&Figures>,
        critical: &[String],
    ) -> Self {
        let mut of = Self {
            day,
            run: run.to_owned(),
            at,
            verdict,
            rows: 0,
            unexplained: 0,
            unexplained_critical: 0,
            critical_column: None,
            totals_equal: true,
            total_column: None,
            drift_open: 0,
            drifted: false,
        };
        let Some(figures) = figures else { return of };
        (of.rows, of.unexplained) = (figures.rows(), figures.unexplained);
        for name in critical {
            let is = |column: &&crate::figures::ColumnFigures| {
                column.name == *name || column.new_name.as_ref() == Some(name)
            };
            let wrong = match figures.columns.iter().find(is) {
                Some(column) if column.cells.not_comparable < of.rows => column.cells.mismatch,
                // A column of the key cannot mismatch: rows of other keys stand alone.
                None if figures.matched > 0 => 0,
                _ => of.rows,
            };
            if wrong > 0 {
                of.unexplained_critical += wrong;
                of.critical_column.get_or_insert_with(|| name.clone());
            }
        }
        let unequal =
            figures.totals.iter().find(|total| !total.equal && !is_accounted_for(figures, total, true));
        of.totals_equal = unequal.is_none();
        of.total_column = unequal.map(|total| total.column.clone());
        let open = figures.drift.iter().filter(|change| !change.accepted && change.kind.matters());
        of.drift_open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        of.drifted = figures.drift.iter().any(|change| !change.accepted && change.kind.is_of_columns());
        of
    }

    /// Both sides could be read, and there was something in them.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.verdict.is_conclusive() && self.rows > 0
    }

    fn is_clean(&self, rate: &Decimal) -> bool {
        self.is_complete() && self.is_within(rate) && self.totals_equal && self.drift_open == 0
    }

    fn is_within(&self, rate: &Decimal) -> bool {
        let of = |count: u64| Decimal::Small { units: i128::from(count), scale: 0 };
        of(self.unexplained) <= rate.times(&of(self.rows))
    }
}

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

fn criterion(code: CriterionCode, state: CriterionState) -> Criterion {
    Criterion { code, state, params: BTreeMap::new() }
}

fn met(is_met: bool) -> CriterionState {
    if is_met { CriterionState::Met } else { CriterionState::Open }
}

impl Criterion {
    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What the criteria look at.
struct Look<'a> {
    period: &'a Period<'a>,
    rate: &'a Decimal,
    row: &'a [&'a DayRun],
    newest: Option<&'a DayRun>,
    days: &'a Days,
}

impl Look<'_> {
    /// The state by the newest run alone: failed where it shows the opposite, open where it shows nothing.
    fn newest(&self, holds: impl Fn(&DayRun) -> bool) -> CriterionState {
        match self.newest.filter(|run| run.is_complete()) {
            Some(run) if holds(run) => CriterionState::Met,
            Some(_) => CriterionState::Failed,
            None => CriterionState::Open,
        }
    }

    fn clean_runs(&self, longest: u32) -> Criterion {
        let want = self.period.criteria.clean_runs.max(1);
        let state = match self.newest(|run| run.is_clean(self.rate)) {
            CriterionState::Met => met(self.row.len() >= want as usize),
            state => state,
        };
        criterion(CriterionCode::CleanRuns, state)
            .with("have", self.row.len())
            .with("want", want)
            .with("longest", longest)
    }

    /// Over as many of the newest clean runs as are wanted.
    fn unexplained(&self) -> Criterion {
        let want = self.period.criteria.clean_runs.max(1) as usize;
        let last = &self.row[self.row.len().saturating_sub(want)..];
        let state = match self.newest(|run| run.unexplained_critical == 0) {
            CriterionState::Met => met(last.iter().all(|run| run.unexplained_critical == 0)),
            state => state,
        };
        let wrong =
            self.newest.into_iter().chain(last.iter().copied()).find(|run| run.unexplained_critical > 0);
        let mut found = criterion(CriterionCode::Unexplained, state)
            .with("have", wrong.map_or(0, |run| run.unexplained_critical));
        if let Some(run) = wrong {
            found = found.with("date", run.day);
            if let Some(column) = &run.critical_column {
                found = found.with("column", column);
            }
        }
        found
    }

    fn control_totals(&self) -> Criterion {
        let found = criterion(CriterionCode::ControlTotals, self.newest(|run| run.totals_equal));
        match self.newest.and_then(|run| run.total_column.as_ref()) {
            Some(column) => found.with("column", column),
            None => found,
        }
    }

    /// A rate of 0 cannot be shown by any number of rows: there the bound is told, and no more is asked than
    /// no unexplained row at all.
    fn upper_bound(&self, upper: Option<f64>) -> Criterion {
        let limit = self.rate.about();
        let holds = upper.is_some_and(|upper| upper <= limit || self.rate.is_zero());
        let found = criterion(CriterionCode::UpperBound, met(holds)).with("limit", self.rate.trimmed());
        match upper {
            Some(upper) => found.with("upper", format!("{upper:.6}")),
            None => found,
        }
    }

    fn drift(&self) -> Criterion {
        let state = self.newest(|run| run.drift_open == 0);
        criterion(CriterionCode::Drift, state).with("have", self.newest.map_or(0, |run| run.drift_open))
    }

    /// Days that were missed before the clean runs in a row that are wanted do not matter any more.
    fn missed_runs(&self) -> Criterion {
        let missed =
            self.days.iter().filter(|(_, run)| run.is_none()).map(|(day, _)| *day).collect::<Vec<_>>();
        let enough = self.row.len() >= self.period.criteria.clean_runs.max(1) as usize;
        let state = met(!self.days.is_empty() && (missed.is_empty() || enough));
        let found = criterion(CriterionCode::MissedRuns, state).with("have", missed.len());
        match missed.last() {
            Some(day) => found.with("date", day),
            None => found,
        }
    }

    fn month_end(&self) -> Criterion {
        let last = self.row.iter().rev().map(|run| run.day).find(|day| *day == day.last_of_month());
        let found = criterion(CriterionCode::MonthEnd, met(last.is_some()));
        match last {
            Some(day) => found.with("date", day),
            None => found,
        }
    }

    fn complete(&self) -> Criterion {
        let found = criterion(CriterionCode::Complete, met(self.newest.is_some_and(DayRun::is_complete)));
        match self.newest {
            Some(run) => found.with("date", run.day),
            None => found,
        }
    }
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
