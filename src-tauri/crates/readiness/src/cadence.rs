//! How often a pair must be drilled, and where it stands today.
//!
//! Two rules, and both must hold: one drill that counts inside each fiscal quarter, and no gap longer than the
//! largest one. Without the second, 1 January and 30 June would pass both quarters with half a year between.
//!
//! What is due follows from the newest drill that counts: the end of the quarter after its own, or the largest gap
//! after it, whichever comes first. So a missed quarter stays overdue until somebody drills; waiting never makes
//! a state better.

pub mod board;
mod fiscal;
pub mod ics;

use ballast_core::{Code, Error, Result};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use fiscal::{FiscalYear, Quarter};

use crate::estimate::{Kind, Outcome};

/// Days left from which on a drill is due soon; also the first reminder.
pub const DUE_SOON_DAYS: i32 = 21;
/// How many days before a drill is due people are reminded.
pub const REMINDER_DAYS: [i32; 3] = [DUE_SOON_DAYS, 7, 1];
/// Quarters that one answer looks back over.
const QUARTERS_MAX: usize = 400;

/// How often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub year: FiscalYear,
    /// The longest time between two drills, in days: 120 unless said otherwise.
    pub max_gap_days: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self { year: FiscalYear::calendar(), max_gap_days: 120 }
    }
}

/// Where a pair stands, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CadenceState")]
pub enum State {
    /// Drilled in this quarter, and the next one is more than 21 days away.
    Done,
    /// Open, more than 21 days left.
    Due,
    /// 21 days or less left.
    DueSoon,
    Overdue,
}

impl State {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Due => "due",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
        }
    }
}

/// Where a pair stands on a day, and until when it must be drilled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cadence {
    pub state: State,
    /// The last day on which a drill is in time; overdue since then.
    pub due: Date,
    /// Negative where it is overdue.
    pub days_left: i32,
    /// The quarter of today, such as `FY2026 Q4`.
    pub quarter: String,
    /// Quarters before it without a drill that counts, oldest first.
    pub missed: Vec<String>,
    /// The newest drill that counts.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
}

/// Whether a signed drill counts for the cadence: it was done and told something. A failed one counts, because
/// the question was answered; talk alone does not.
#[must_use]
pub fn counts(kind: Kind, outcome: Outcome) -> bool {
    kind != Kind::Tabletop && outcome != Outcome::Inconclusive
}

/// Where a pair stands. `done` are the days of drills that count, in any order; `since` is the day from which on
/// the rules hold for it, where it is known: nothing was missed before.
///
/// # Errors
/// `invalid_call` for a drill after `today`, a largest gap of 0, or a day that the fiscal year does not cover.
pub fn cadence(rules: &Rules, done: &[Date], since: Option<Date>, today: Date) -> Result<Cadence> {
    if rules.max_gap_days == 0 || rules.max_gap_days > 3_660 {
        let error = Error::new(Code::InvalidCall).with("what", "max_gap").with("found", rules.max_gap_days);
        return Err(error.allowed(["1d to 3660d"]));
    }
    if let Some(later) = done.iter().find(|day| **day > today) {
        let error = Error::new(Code::InvalidCall).with("what", "done").with("found", later);
        return Err(error.allowed([format!("days until {today}")]));
    }
    let now = rules.year.quarter(today)?;
    let last = done.iter().max().copied();
    let due = match (last, since) {
        (Some(last), _) => {
            let next = rules.year.quarter(day_after(rules.year.quarter(last)?.end))?;
            next.end.min(last.saturating_add(gap(rules)))
        }
        (None, Some(since)) => first_due(rules, since.min(today))?,
        (None, None) => now.end,
    };
    let days_left = days_between(today, due);
    let in_this_quarter = last.is_some_and(|last| last >= now.start);
    let state = match days_left {
        ..0 => State::Overdue,
        0..=DUE_SOON_DAYS => State::DueSoon,
        _ if in_this_quarter => State::Done,
        _ => State::Due,
    };
    let missed = missed(rules, done, since, &now)?;
    Ok(Cadence { state, due, days_left, quarter: now.to_string(), missed, last })
}

/// The end of the quarter in which the rules begin to hold; of the next one where less than 21 days are left of it.
fn first_due(rules: &Rules, since: Date) -> Result<Date> {
    let quarter = rules.year.quarter(since)?;
    if days_between(since, quarter.end) >= DUE_SOON_DAYS {
        return Ok(quarter.end);
    }
    Ok(rules.year.quarter(day_after(quarter.end))?.end)
}

/// Quarters between the first drill (or the first one that was due) and this one in which nobody drilled.
fn missed(rules: &Rules, done: &[Date], since: Option<Date>, now: &Quarter) -> Result<Vec<String>> {
    let begin = match since {
        Some(since) => Some(rules.year.quarter(first_due(rules, since)?)?.start),
        None => done.iter().min().copied(),
    };
    let Some(begin) = begin.filter(|begin| *begin < now.start) else { return Ok(Vec::new()) };
    let mut missed = Vec::new();
    let mut quarter = rules.year.quarter(begin)?;
    for _ in 0..QUARTERS_MAX {
        if quarter.start >= now.start {
            break;
        }
        if !done.iter().any(|day| quarter.holds(*day)) {
            missed.push(quarter.to_string());
        }
        quarter = rules.year.quarter(day_after(quarter.end))?;
    }
    Ok(missed)
}

/// When people are reminded of what is due on `due`: 21, 7 and 1 days before.
#[must_use]
pub fn reminders(due: Date) -> [Date; 3] {
    REMINDER_DAYS.map(|days| due.saturating_sub(days.days()))
}

/// How many days before it is due the reminder of `today` speaks of, if there is one that was not sent: `sent` is
/// the last day on which one went out for the same due day. After a time asleep only the newest one is sent.
#[must_use]
pub fn reminder(due: Date, today: Date, sent: Option<Date>) -> Option<i32> {
    let mut reached =
        REMINDER_DAYS.into_iter().zip(reminders(due)).filter(|(_, day)| *day <= today && today <= due);
    let (days, day) = reached.next_back()?;
    sent.is_none_or(|sent| sent < day).then_some(days)
}

fn gap(rules: &Rules) -> Span {
    // At most ten years: `cadence` has looked.
    i64::from(rules.max_gap_days).days()
}

pub(crate) fn day_after(day: Date) -> Date {
    day.saturating_add(1.day())
}

pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests;
