//! Whether the new system may replace the old one: a verdict over days, by criteria that were laid down
//! before the first of them.

use ballast_core::Verdict;
use ballast_core::bound::rate_at_most;
use jiff::civil::Date;

use crate::conclude::Settled;
use crate::figures::{DriftKind, Figures};

/// What must hold before a switch.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// Clean runs in a row.
    pub clean_runs: u32,
    /// The largest share of unexplained rows that a clean run may have; a ratio.
    pub mismatch_rate: f64,
    /// Columns in which nothing may be unexplained.
    pub critical: Vec<String>,
    /// The criteria stood in the ledger before the first run that counts.
    pub frozen: bool,
}

/// What one run says about its day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRun {
    pub verdict: Verdict,
    pub rows: u64,
    pub unexplained: u64,
    /// Unexplained cells in critical columns: the column with most of them. All of its rows where a critical
    /// column was not compared.
    pub critical: Option<(String, u64)>,
    /// To the last digit. A total that is off by accepted differences alone counts as equal, one that is off by
    /// tolerated ones does not: they add up.
    pub totals_equal: bool,
    /// Columns whose change of shape nobody accepted.
    pub drift: Vec<String>,
    pub rows_old: u64,
    pub rows_new: u64,
}

impl DayRun {
    /// From the figures of a run; none where a side could not be read whole.
    #[must_use]
    pub fn new(verdict: Verdict, figures: Option<&Figures>, critical: &[String]) -> Self {
        let Some(figures) = figures else {
            return Self {
                verdict: Verdict::Inconclusive,
                rows: 0,
                unexplained: 0,
                critical: None,
                totals_equal: false,
                drift: Vec::new(),
                rows_old: 0,
                rows_new: 0,
            };
        };
        let wrong = |name: &String| (name.clone(), unexplained_in(figures, name));
        let worst = critical.iter().map(wrong).filter(|(_, cells)| *cells > 0);
        let settled = Settled::strictly(figures);
        let open = figures.drift.iter().filter(|drift| !drift.accepted && drift.kind.blocks());
        Self {
            verdict,
            rows: figures.rows(),
            unexplained: figures.unexplained,
            critical: worst.max_by_key(|(_, cells)| *cells),
            totals_equal: figures.totals.iter().all(|total| total.equal || settled.accounts_for(total)),
            drift: open
                .map(|drift| drift.from.clone().or_else(|| drift.to.clone()).unwrap_or_default())
                .collect(),
            rows_old: figures.rows_old,
            rows_new: figures.rows_new,
        }
    }

    /// Decision 28, no change of shape that nobody accepted, and nothing unexplained in a critical column.
    #[must_use]
    pub fn is_clean(&self, mismatch_rate: f64) -> bool {
        #[allow(clippy::cast_precision_loss)]
        let within = self.rows > 0 && self.unexplained as f64 <= mismatch_rate * self.rows as f64;
        self.verdict.is_conclusive()
            && within
            && self.totals_equal
            && self.drift.is_empty()
            && self.critical.is_none()
    }
}

/// Mismatches in a column; all rows where it stands on one side only. A column of the key has none.
fn unexplained_in(figures: &Figures, name: &str) -> u64 {
    let is = |column: &&crate::figures::ColumnFigures| {
        column.name == name || column.new_name.as_deref() == Some(name)
    };
    let is_compared = |cells: &crate::figures::Cells| cells.not_comparable < cells.total();
    match figures.columns.iter().find(is) {
        Some(column) if is_compared(&column.cells) => column.cells.mismatch,
        Some(_) => figures.rows(),
        None => 0,
    }
}

impl DriftKind {
    /// A change of shape that stands in the way of a switch until a person accepted it.
    #[must_use]
    pub fn blocks(self) -> bool {
        match self {
            Self::Removed | Self::Renamed | Self::Type | Self::Grain => true,
            Self::Added | Self::Precision | Self::Nullability | Self::Order => false,
        }
    }
}

/// A day of the window, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    pub date: Date,
    /// The schedule asked for a run on it.
    pub planned: bool,
    pub run: Option<DayRun>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Go,
    NoGo,
    NotEnoughEvidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Met,
    Failed,
    Open,
}

/// One criterion and the values its sentence needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub criterion: Criterion,
    pub state: State,
    pub params: Vec<(&'static str, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    CleanRuns,
    Unexplained,
    Drift,
    MissedRuns,
    MonthEnd,
    Complete,
    ControlTotals,
    UpperBound,
    WayBack,
    CriteriaFrozen,
}

/// The verdict over the days so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Cutover {
    pub decision: Decision,
    pub criteria: Vec<Judged>,
    /// The first day on which everything could hold, if every planned run to come is clean.
    pub earliest: Option<Date>,
    pub clean_runs: u32,
    pub longest: u32,
    /// One-sided 95 % bound on the rate of unexplained rows over the clean runs.
    pub upper: Option<f64>,
}

/// The one-sided 95 % upper bound on a rate of which k of n were seen, as [`rate_at_most`] has it:
/// `1 − 0.05^(1/n)` for k = 0. None where nothing was seen.
#[must_use]
pub fn upper_bound(unexplained: u64, rows: u64) -> Option<f64> {
    (rows > 0).then(|| rate_at_most(rows, unexplained, 0.95))
}

fn is_month_end(date: Date) -> bool {
    date.day() == date.days_in_month()
}

/// A run of clean days: how many, the rows in them, and whether a month end is among them.
#[derive(Clone, Copy, Default)]
struct Streak {
    runs: u32,
    rows: u64,
    unexplained: u64,
    month_end: Option<Date>,
}

impl Streak {
    fn with(mut self, date: Date, run: &DayRun) -> Self {
        self.runs += 1;
        self.rows += run.rows;
        self.unexplained += run.unexplained;
        if is_month_end(date) {
            self.month_end = Some(date);
        }
        self
    }
}

/// The clean days up to now, the longest row of them there was, and days without their run. A missed or
/// inconclusive run ends a row of clean ones: nobody knows what was on that day.
fn streaks(criteria: &Criteria, days: &[Day], today: Date) -> (Streak, u32, u32) {
    let (mut now, mut longest, mut missed) = (Streak::default(), 0, 0);
    for day in days {
        match &day.run {
            Some(run) if run.is_clean(criteria.mismatch_rate) => now = now.with(day.date, run),
            Some(_) => now = Streak::default(),
            None if day.planned && day.date < today => {
                missed += 1;
                now = Streak::default();
            }
            None => {}
        }
        longest = longest.max(now.runs);
    }
    (now, longest, missed)
}

/// Judges the days of the window up to today; `planned` are the days to come on which a run is planned.
///
/// No-go where something is wrong now: the newest run could tell, and is not clean. Go where every criterion but the way
/// back is met. Else there is not enough evidence. The way back stands open: nothing here rehearses it.
#[must_use]
pub fn judge(criteria: &Criteria, days: &[Day], planned: &[Date], today: Date) -> Cutover {
    let (streak, longest, missed) = streaks(criteria, days, today);
    let newest = days.iter().rev().find_map(|day| day.run.as_ref());
    let wanted = criteria.clean_runs;
    let upper = (streak.runs > 0).then(|| upper_bound(streak.unexplained, streak.rows)).flatten();
    let seen = newest.filter(|run| run.verdict.is_conclusive());
    let dirty = seen.is_some_and(|run| !run.is_clean(criteria.mismatch_rate));
    let met_or = |met: bool, otherwise: State| if met { State::Met } else { otherwise };
    // What is wrong in the newest run has failed; what was never seen is open, and so is all of a run that
    // could not tell.
    let by_newest = |holds: &dyn Fn(&DayRun) -> bool| match seen {
        None => State::Open,
        Some(run) => met_or(holds(run), State::Failed),
    };
    let text = |value: u64| value.to_string();
    let critical = newest.and_then(|run| run.critical.clone());
    let drift = newest.map(|run| run.drift.clone()).unwrap_or_default();
    let judged = |criterion, state, params: Vec<(&'static str, String)>| Judged { criterion, state, params };
    let criteria_judged = vec![
        judged(
            Criterion::CleanRuns,
            met_or(streak.runs >= wanted, if dirty { State::Failed } else { State::Open }),
            vec![
                ("have", streak.runs.to_string()),
                ("want", wanted.to_string()),
                ("longest", longest.to_string()),
            ],
        ),
        judged(
            Criterion::Unexplained,
            by_newest(&|run| run.critical.is_none()),
            vec![
                ("have", text(critical.as_ref().map_or(0, |(_, count)| *count))),
                ("column", critical.map_or_else(|| criteria.critical.join(", "), |(column, _)| column)),
            ],
        ),
        judged(
            Criterion::Drift,
            by_newest(&|run| run.drift.is_empty()),
            vec![("have", drift.len().to_string()), ("column", drift.join(", "))],
        ),
        judged(
            Criterion::MissedRuns,
            met_or(streak.runs > 0 || missed == 0 && newest.is_some(), State::Open),
            vec![("have", missed.to_string())],
        ),
        judged(
            Criterion::MonthEnd,
            met_or(streak.month_end.is_some(), State::Open),
            streak.month_end.map(|date| ("date", date.to_string())).into_iter().collect(),
        ),
        judged(
            Criterion::Complete,
            by_newest(&|run| run.verdict.is_conclusive() && run.rows > 0),
            newest.map_or_else(Vec::new, |run| {
                vec![("have", text(run.rows_new)), ("want", text(run.rows_old))]
            }),
        ),
        judged(Criterion::ControlTotals, by_newest(&|run| run.totals_equal), Vec::new()),
        judged(
            Criterion::UpperBound,
            match upper {
                None => State::Open,
                Some(_) => met_or(is_bound_met(criteria, streak), State::Open),
            },
            upper.map_or_else(Vec::new, |upper| {
                vec![("upper", upper.to_string()), ("limit", criteria.mismatch_rate.to_string())]
            }),
        ),
        judged(Criterion::CriteriaFrozen, met_or(criteria.frozen, State::Open), Vec::new()),
        judged(Criterion::WayBack, State::Open, Vec::new()),
    ];
    let all_met =
        criteria_judged.iter().all(|one| one.state == State::Met || one.criterion == Criterion::WayBack);
    let decision = if dirty {
        Decision::NoGo
    } else if all_met {
        Decision::Go
    } else {
        Decision::NotEnoughEvidence
    };
    let earliest = match decision {
        Decision::Go => Some(today),
        _ => earliest(criteria, streak, seen.map_or(0, |run| run.rows), planned),
    };
    Cutover { decision, criteria: criteria_judged, earliest, clean_runs: streak.runs, longest, upper }
}

/// The first planned day after which enough clean runs lie in a row, a month end among them, and enough rows for
/// the bound. Each run to come is taken to have as many rows as the newest one, and none unexplained.
fn earliest(criteria: &Criteria, streak: Streak, rows_a_run: u64, planned: &[Date]) -> Option<Date> {
    let mut streak = streak;
    planned.iter().copied().find(|date| {
        streak.runs += 1;
        streak.rows += rows_a_run;
        if is_month_end(*date) {
            streak.month_end = Some(*date);
        }
        streak.runs >= criteria.clean_runs && streak.month_end.is_some() && is_bound_met(criteria, streak)
    })
}

/// Without any tolerance there is no rate that rows could prove; before the first run nobody knows how many
/// rows there will be.
fn is_bound_met(criteria: &Criteria, streak: Streak) -> bool {
    criteria.mismatch_rate == 0.0
        || upper_bound(streak.unexplained, streak.rows).is_none_or(|upper| upper <= criteria.mismatch_rate)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(number: i64) -> Date {
        jiff::civil::date(2026, 2, 7).checked_add(jiff::Span::new().days(number)).unwrap()
    }

    fn run(rows: u64, unexplained: u64) -> DayRun {
        DayRun {
            verdict: if unexplained == 0 { Verdict::Passed } else { Verdict::Failed },
            rows,
            unexplained,
            critical: None,
            totals_equal: true,
            drift: Vec::new(),
            rows_old: rows,
            rows_new: rows,
        }
    }

    fn criteria(clean_runs: u32) -> Criteria {
        Criteria { clean_runs, mismatch_rate: 0.001, critical: Vec::new(), frozen: true }
    }

    /// The month of the mock-up: days within tolerance, one missed, then a release.
    fn month() -> Vec<Day> {
        const DIFFERING: [i64; 30] = [
            22, 19, 14, 12, 9, 4, 3, 0, 0, 2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 298, 301, 305, 309,
            312, 312, 312,
        ];
        let day = |(number, differing): (usize, &i64)| Day {
            date: date(i64::try_from(number).unwrap()),
            planned: true,
            run: u64::try_from(*differing).ok().map(|differing| run(18_412, differing)),
        };
        DIFFERING.iter().enumerate().map(day).collect()
    }

    #[test]
    fn the_month_of_the_release_is_no_go_and_names_the_earliest_day() {
        let days = month();
        let planned: Vec<Date> = (30..400).map(date).collect();
        let cutover = judge(&criteria(30), &days, &planned, date(30));
        assert_eq!((cutover.decision, cutover.clean_runs, cutover.longest), (Decision::NoGo, 0, 18));
        assert_eq!(cutover.earliest, Some(date(59)));
        let before = judge(&criteria(30), &days[..20], &planned, date(20));
        assert_eq!((before.decision, before.clean_runs), (Decision::NotEnoughEvidence, 18));
        let short = judge(&criteria(2), &days[..23], &planned, date(23));
        // 28 February lies in the two days since the missed one.
        assert_eq!((short.decision, short.clean_runs), (Decision::Go, 2));
    }

    #[test]
    fn the_earliest_day_waits_for_enough_rows() {
        // No unexplained row of n says at most 0.1 % from n = 2,995 on: 60 runs of 50 rows.
        let days = [Day { date: date(0), planned: true, run: Some(run(50, 0)) }];
        let planned: Vec<Date> = (1..400).map(date).collect();
        let cutover = judge(&criteria(1), &days, &planned, date(1));
        assert_eq!(cutover.earliest, Some(date(59)));
        let exact = Criteria { mismatch_rate: 0.0, ..criteria(1) };
        assert_eq!(judge(&exact, &days, &planned, date(1)).earliest, Some(date(21)), "the month end");
    }

    #[test]
    fn the_bound_agrees_with_the_printed_tables() {
        // 1 − 0.05^(1/59), and one-sided upper limits of 1/93, 3/60 and 5/100.
        for (k, n, limit) in [
            (0, 59, 0.049_507_609_9),
            (1, 93, 0.049_993_978_4),
            (3, 60, 0.124_187_210_5),
            (5, 100, 0.102_253_377_6),
        ] {
            assert!((upper_bound(k, n).unwrap() - limit).abs() < 1e-9, "{k} of {n}");
        }
    }

    proptest! {
        #[test]
        fn a_dirty_newest_run_is_never_go_and_a_clean_one_never_turns_go_around(
            differing in proptest::collection::vec(-1_i64..40, 1..60), wanted in 1_u32..10
        ) {
            let mut days: Vec<Day> = differing.iter().enumerate().map(|(number, differing)| Day {
                date: date(i64::try_from(number).unwrap()),
                planned: true,
                run: u64::try_from(*differing).ok().map(|differing| run(18_412, differing)),
            }).collect();
            let length = i64::try_from(days.len()).unwrap();
            let before = judge(&criteria(wanted), &days, &[], date(length));
            let newest = days.iter().rev().find_map(|day| day.run.clone());
            if newest.is_some_and(|run| !run.is_clean(0.001)) {
                prop_assert_eq!(before.decision, Decision::NoGo);
            }
            days.push(Day { date: date(length), planned: true, run: Some(run(18_412, 0)) });
            let after = judge(&criteria(wanted), &days, &[], date(length + 1));
            if before.decision == Decision::Go {
                prop_assert_eq!(after.decision, Decision::Go);
            }
            prop_assert!(after.clean_runs == before.clean_runs + 1 || before.clean_runs == 0 || differing.last() == Some(&-1));
        }
    }
}
