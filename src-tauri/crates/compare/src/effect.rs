//! In what way two cells differ.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::decimal::Decimal;
use crate::figures::{ColumnKind, Effect};
use crate::normalise::{looks_like_date, looks_like_date_time};
use crate::plan::{Pair, Plan};

/// What two differing cells of a column tell about their difference.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Both, or none of them.
    pub numbers: Option<(Decimal, Decimal)>,
    pub emptied: bool,
    /// The new text is the start of the old one, this many characters of it.
    pub cut: Option<u32>,
    /// The new instant is later by this many seconds.
    pub shift: Option<i64>,
    /// The pair of columns with which it changed places.
    pub swapped: Option<u32>,
}

impl Facts {
    /// Cells as they were normalised; none is null.
    #[must_use]
    pub fn of(kind: ColumnKind, old: Option<&str>, new: Option<&str>) -> Self {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.is_empty() || new.is_empty() {
            return Self { emptied: !old.is_empty(), ..Self::default() };
        }
        match kind {
            ColumnKind::Decimal => {
                Self { numbers: Decimal::parse(old).zip(Decimal::parse(new)), ..Self::default() }
            }
            ColumnKind::Text => Self { cut: cut(old, new), shift: shift(old, new), ..Self::default() },
        }
    }
}

fn cut(old: &str, new: &str) -> Option<u32> {
    if new.len() >= old.len() || !old.starts_with(new) {
        return None;
    }
    u32::try_from(new.chars().count()).ok()
}

/// Seconds from one date, date and time, or instant to another of the same form.
fn shift(old: &str, new: &str) -> Option<i64> {
    let both = |is: fn(&str) -> bool| is(old) && is(new);
    let seconds = if both(looks_like_date_time) {
        match (old.parse::<Timestamp>(), new.parse::<Timestamp>()) {
            (Ok(old), Ok(new)) => between(old, new)?,
            (Err(_), Err(_)) => between(civil(old.parse().ok()?)?, civil(new.parse().ok()?)?)?,
            _ => return None,
        }
    } else if both(|text| text.len() == 10 && looks_like_date(text.as_bytes())) {
        let (old, new): (Date, Date) = (old.parse().ok()?, new.parse().ok()?);
        between(civil(old.into())?, civil(new.into())?)?
    } else {
        return None;
    };
    (seconds != 0).then_some(seconds)
}

fn civil(date_time: DateTime) -> Option<Timestamp> {
    Some(date_time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn between(old: Timestamp, new: Timestamp) -> Option<i64> {
    let nanoseconds = new.as_nanosecond() - old.as_nanosecond();
    (nanoseconds % 1_000_000_000 == 0).then_some(())?;
    i64::try_from(nanoseconds / 1_000_000_000).ok()
}

/// An effect, ready to be tried on many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    Factor(Decimal),
    Offset(Decimal),
    SignFlip,
    Rounding(u32),
    Shift(i64),
    Cut(u32),
    /// With that one of the plan's pairs.
    Swapped(u32),
    Emptied,
}

impl Test {
    /// None where the effect is no such: a factor that is no decimal, a column that is not compared.
    #[must_use]
    pub fn of(effect: &Effect, plan: &Plan) -> Option<Self> {
        Some(match effect {
            Effect::Factor(factor) => Self::Factor(Decimal::parse(factor)?),
            Effect::Offset(offset) => Self::Offset(Decimal::parse(offset)?),
            Effect::SignFlip => Self::SignFlip,
            Effect::Rounding(decimals) => Self::Rounding(*decimals),
            Effect::TimeShift(seconds) => Self::Shift(*seconds),
            Effect::Truncation(characters) => Self::Cut(*characters),
            Effect::Swapped(name) => {
                let pair = plan.pairs.iter().position(|pair| pair.name == *name)?;
                Self::Swapped(u32::try_from(pair).ok()?)
            }
            Effect::Emptied => Self::Emptied,
        })
    }

    #[must_use]
    pub fn effect(&self, plan: &Plan) -> Effect {
        match self {
            Self::Factor(factor) => Effect::Factor(factor.trimmed().to_string()),
            Self::Offset(offset) => Effect::Offset(offset.trimmed().to_string()),
            Self::SignFlip => Effect::SignFlip,
            Self::Rounding(decimals) => Effect::Rounding(*decimals),
            Self::Shift(seconds) => Effect::TimeShift(*seconds),
            Self::Cut(characters) => Effect::Truncation(*characters),
            Self::Swapped(pair) => Effect::Swapped(
                plan.pairs.get(*pair as usize).map(|pair| pair.name.clone()).unwrap_or_default(),
            ),
            Self::Emptied => Effect::Emptied,
        }
    }

    /// Whether two cells differ in this way.
    #[must_use]
    pub fn fits(&self, facts: &Facts, pair: &Pair) -> bool {
        match self {
            Self::Shift(seconds) => facts.shift == Some(*seconds),
            Self::Cut(characters) => facts.cut == Some(*characters),
            Self::Swapped(other) => facts.swapped == Some(*other),
            Self::Emptied => facts.emptied,
            Self::Factor(_) | Self::Offset(_) | Self::SignFlip | Self::Rounding(_) => {
                facts.numbers.as_ref().is_some_and(|(old, new)| self.fits_numbers(old, new, pair))
            }
        }
    }

    fn fits_numbers(&self, old: &Decimal, new: &Decimal, pair: &Pair) -> bool {
        match self {
            Self::Factor(factor) => {
                let off = new.minus(&factor.times(old)).abs();
                let (of_old, of_new) = halves(pair);
                !old.is_zero() && off <= of_new.plus(&factor.abs().times(&of_old))
            }
            Self::Offset(offset) => new.minus(old) == *offset,
            Self::SignFlip => !old.is_zero() && old.negated() == *new,
            Self::Rounding(decimals) => {
                old != new && (old.rounds_to(new, *decimals) || new.rounds_to(old, *decimals))
            }
            _ => false,
        }
    }
}

/// By how much what is written may be off, old and new: half a unit of the column's last place. Whole numbers
/// of the old side are taken to be exact.
pub fn halves(pair: &Pair) -> (Decimal, Decimal) {
    let of_old = match pair.decimals_old {
        0 => Decimal::ZERO,
        decimals => Decimal::half_of_last_place(decimals),
    };
    (of_old, Decimal::half_of_last_place(pair.decimals_new))
}
