//! The quarter's board: every pair, what is done and what is due, the most urgent first.

use ballast_core::Result;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cadence, Quarter, Rules, State, cadence, counts};
use crate::estimate::{Kind, Outcome};

/// Quarters before this one that a row of the board shows.
const QUARTERS_BEFORE: usize = 3;

/// What the board needs to know of a pair.
#[derive(Clone, Debug)]
pub struct Pair {
    pub id: String,
    pub title: String,
    pub rules: Rules,
    /// The day from which on the rules hold for it.
    pub since: Option<Date>,
    pub drills: Vec<Drilled>,
    /// A drill that is scheduled, and who is to run it.
    pub booked: Option<Booked>,
}

/// A drill that was signed, on the day on which it ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Drilled {
    pub id: String,
    pub on: Date,
    pub kind: Kind,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Booked {
    pub id: String,
    pub on: Date,
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DrillBoard")]
pub struct Board {
    /// Pairs with a drill that counts in their quarter of today, of so many.
    pub done: u32,
    pub of: u32,
    pub overdue: u32,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DrillBoardRow")]
pub struct Row {
    pub pair: String,
    pub title: String,
    pub cadence: Cadence,
    /// This quarter and the ones before it, oldest first.
    pub quarters: Vec<Cell>,
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booked: Option<Booked>,
    /// The booked drill comes after the day on which it is due.
    pub booked_too_late: bool,
}

/// What happened in one quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DrillBoardCell")]
pub struct Cell {
    pub quarter: String,
    pub start: Date,
    pub end: Date,
    /// All drills of the quarter, also those that do not count.
    pub drills: Vec<Drilled>,
    /// One of them counts.
    pub counted: bool,
}

/// The board of today.
///
/// # Errors
/// As [`cadence`], for the first pair whose rules do not fit.
pub fn board(pairs: &[Pair], today: Date) -> Result<Board> {
    let mut rows = pairs.iter().map(|pair| row(pair, today)).collect::<Result<Vec<Row>>>()?;
    rows.sort_by(|one, two| {
        let urgency = |row: &Row| (std::cmp::Reverse(row.cadence.state), row.cadence.due);
        urgency(one).cmp(&urgency(two)).then_with(|| one.title.cmp(&two.title))
    });
    let count = |holds: &dyn Fn(&Row) -> bool| {
        u32::try_from(rows.iter().filter(|row| holds(row)).count()).unwrap_or(u32::MAX)
    };
    Ok(Board {
        done: count(&|row| row.quarters.last().is_some_and(|cell| cell.counted)),
        of: count(&|_| true),
        overdue: count(&|row| row.cadence.state == State::Overdue),
        rows,
    })
}

fn row(pair: &Pair, today: Date) -> Result<Row> {
    let counted = pair.drills.iter().filter(|drill| counts(drill.kind, drill.outcome));
    let done: Vec<Date> = counted.map(|drill| drill.on).collect();
    let cadence = cadence(&pair.rules, &done, pair.since, today)?;
    let booked_too_late = pair.booked.as_ref().is_some_and(|booked| booked.on > cadence.due);
    Ok(Row {
        pair: pair.id.clone(),
        title: pair.title.clone(),
        quarters: cells(pair, today)?,
        booked: pair.booked.clone(),
        booked_too_late,
        cadence,
    })
}

fn cells(pair: &Pair, today: Date) -> Result<Vec<Cell>> {
    let mut quarters = vec![pair.rules.year.quarter(today)?];
    for _ in 0..QUARTERS_BEFORE {
        let Some(first) = quarters.last() else { break };
        // A list of quarter ends may begin here.
        let Ok(before) = pair.rules.year.quarter(first.start.yesterday().unwrap_or(first.start)) else {
            break;
        };
        quarters.push(before);
    }
    Ok(quarters.iter().rev().map(|quarter| cell(pair, quarter)).collect())
}

fn cell(pair: &Pair, quarter: &Quarter) -> Cell {
    let mut drills: Vec<Drilled> =
        pair.drills.iter().filter(|drill| quarter.holds(drill.on)).cloned().collect();
    drills.sort_by_key(|drill| drill.on);
    let counted = drills.iter().any(|drill| counts(drill.kind, drill.outcome));
    Cell { quarter: quarter.to_string(), start: quarter.start, end: quarter.end, drills, counted }
}
