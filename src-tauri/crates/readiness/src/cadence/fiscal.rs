//! Fiscal quarters: by the month in which the year starts, or by a list of quarter ends for retail calendars.

use std::fmt;

use ballast_core::{Code, Error, Result};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{day_after, days_between};

/// Quarter ends that a list may name: a hundred years.
const ENDS_MAX: usize = 401;
/// A quarter of a list has between 11 and 16 weeks: a 4-4-5 calendar has 13, sometimes 14.
const QUARTER_DAYS: std::ops::RangeInclusive<i32> = 77..=112;

/// A fiscal year, named by the calendar year in which it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct FiscalYear(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    StartsIn(i8),
    Ends(Vec<Date>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Written {
    StartsIn(i8),
    Ends(Vec<Date>),
}

/// A fiscal quarter; start and end are its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// The calendar year in which the fiscal year ends.
    pub year: i16,
    /// 1 to 4.
    pub number: u8,
    pub start: Date,
    pub end: Date,
}

impl Quarter {
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FY{} Q{}", self.year, self.number)
    }
}

impl FiscalYear {
    #[must_use]
    pub fn calendar() -> Self {
        Self(Kind::StartsIn(1))
    }

    /// A year that starts on the first of a month, 1 to 12.
    ///
    /// # Errors
    /// `invalid_call` for any other number.
    pub fn starts_in(month: i8) -> Result<Self> {
        if (1..=12).contains(&month) {
            return Ok(Self(Kind::StartsIn(month)));
        }
        let error = Error::new(Code::InvalidCall).with("what", "fiscal_start").with("found", month);
        Err(error.allowed(["1 to 12"]))
    }

    /// A year by its quarter ends: first the last day before it, then four ends for each year.
    ///
    /// # Errors
    /// `invalid_call` where years are not whole, or a quarter has not 11 to 16 weeks.
    pub fn ends(ends: Vec<Date>) -> Result<Self> {
        let refused = |found: &str| {
            let error = Error::new(Code::InvalidCall).with("what", "quarter_ends").with("found", found);
            Err(error.allowed([
                "the last day before the first year, then four quarter ends for each year, in order",
            ]))
        };
        if ends.len() < 5 || ends.len() > ENDS_MAX || ends.len() % 4 != 1 {
            return refused(&ends.len().to_string());
        }
        for pair in ends.windows(2) {
            if let [before, end] = pair
                && !QUARTER_DAYS.contains(&days_between(*before, *end))
            {
                return refused(&end.to_string());
            }
        }
        Ok(Self(Kind::Ends(ends)))
    }

    /// The quarter that holds a day.
    ///
    /// # Errors
    /// `invalid_call` for a day outside a list of quarter ends, or at the end of the calendar.
    pub fn quarter(&self, day: Date) -> Result<Quarter> {
        match &self.0 {
            Kind::StartsIn(month) => quarter_from(*month, day),
            Kind::Ends(ends) => quarter_in(ends, day),
        }
    }
}

/// off = (m − s) mod 12, quarter = off / 3 + 1, start = first of month m − off mod 3, end = start + 3 months − 1 day.
fn quarter_from(first_month: i8, day: Date) -> Result<Quarter> {
    let offset = (day.month() - first_month).rem_euclid(12);
    let month = day.first_of_month();
    let quarter = || -> Result<Quarter, jiff::Error> {
        let start = month.checked_sub(i64::from(offset % 3).months())?;
        let end = start.checked_add(3.months())?.checked_sub(1.day())?;
        let year_end =
            month.checked_sub(i64::from(offset).months())?.checked_add(12.months())?.checked_sub(1.day())?;
        // 1 to 4.
        let number = (offset / 3 + 1).unsigned_abs();
        Ok(Quarter { year: year_end.year(), number, start, end })
    };
    quarter().map_err(|_| outside(day, Date::MIN, Date::MAX))
}

fn quarter_in(ends: &[Date], day: Date) -> Result<Quarter> {
    let at = ends.partition_point(|end| *end < day);
    let covers = || (ends.first().map_or(day, |end| day_after(*end)), ends.last().copied().unwrap_or(day));
    let (Some(before), Some(end)) = (at.checked_sub(1).and_then(|at| ends.get(at)), ends.get(at)) else {
        let (first, last) = covers();
        return Err(outside(day, first, last));
    };
    let in_year = (at - 1) % 4;
    let year_end = ends.get(at + 3 - in_year).unwrap_or(end);
    // 1 to 4.
    let number = u8::try_from(in_year).unwrap_or(3) + 1;
    Ok(Quarter { year: year_end.year(), number, start: day_after(*before), end: *end })
}

fn outside(day: Date, first: Date, last: Date) -> Error {
    let error = Error::new(Code::InvalidCall).with("what", "day_of_fiscal_year").with("found", day);
    error.allowed([format!("{first} to {last}")])
}

impl TryFrom<Written> for FiscalYear {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self> {
        match written {
            Written::StartsIn(month) => Self::starts_in(month),
            Written::Ends(ends) => Self::ends(ends),
        }
    }
}

impl From<FiscalYear> for Written {
    fn from(year: FiscalYear) -> Self {
        match year.0 {
            Kind::StartsIn(month) => Self::StartsIn(month),
            Kind::Ends(ends) => Self::Ends(ends),
        }
    }
}
