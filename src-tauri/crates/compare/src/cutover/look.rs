//! The criteria one by one.

use std::collections::BTreeMap;

use super::{Criterion, CriterionCode, CriterionState, DayRun, Days, Period};
use crate::decimal::Decimal;

pub fn criterion(code: CriterionCode, state: CriterionState) -> Criterion {
    Criterion { code, state, params: BTreeMap::new() }
}

pub fn met(is_met: bool) -> CriterionState {
    if is_met { CriterionState::Met } else { CriterionState::Open }
}

impl Criterion {
    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What the criteria look at.
pub struct Look<'a> {
    pub period: &'a Period<'a>,
    pub rate: &'a Decimal,
    pub row: &'a [&'a DayRun],
    pub newest: Option<&'a DayRun>,
    pub days: &'a Days,
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

    pub fn clean_runs(&self, longest: u32) -> Criterion {
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
    pub fn unexplained(&self) -> Criterion {
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

    pub fn control_totals(&self) -> Criterion {
        let found = criterion(CriterionCode::ControlTotals, self.newest(|run| run.totals_equal));
        match self.newest.and_then(|run| run.total_column.as_ref()) {
            Some(column) => found.with("column", column),
            None => found,
        }
    }

    /// A rate of 0 cannot be shown by any number of rows: there the bound is told, and no more is asked than
    /// no unexplained row at all.
    pub fn upper_bound(&self, upper: Option<f64>) -> Criterion {
        let limit = self.rate.about();
        let holds = upper.is_some_and(|upper| upper <= limit || self.rate.is_zero());
        let found = criterion(CriterionCode::UpperBound, met(holds)).with("limit", self.rate.trimmed());
        match upper {
            Some(upper) => found.with("upper", format!("{upper:.6}")),
            None => found,
        }
    }

    pub fn drift(&self) -> Criterion {
        let state = self.newest(|run| run.drift_open == 0);
        criterion(CriterionCode::Drift, state).with("have", self.newest.map_or(0, |run| run.drift_open))
    }

    /// Days that were missed before the clean runs in a row that are wanted do not matter any more.
    pub fn missed_runs(&self) -> Criterion {
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

    pub fn month_end(&self) -> Criterion {
        let last = self.row.iter().rev().map(|run| run.day).find(|day| *day == day.last_of_month());
        let found = criterion(CriterionCode::MonthEnd, met(last.is_some()));
        match last {
            Some(day) => found.with("date", day),
            None => found,
        }
    }

    pub fn complete(&self) -> Criterion {
        let found = criterion(CriterionCode::Complete, met(self.newest.is_some_and(DayRun::is_complete)));
        match self.newest {
            Some(run) => found.with("date", run.day),
            None => found,
        }
    }
}
