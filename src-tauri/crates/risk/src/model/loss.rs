//! What a process loses while it is down.

use ballast_core::{Money, Span};

use super::{HOURS_PER_YEAR, Process, hours};

/// A kind of loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// From the first hour.
    PerHour(Money),
    /// From when a grace is over.
    After { grace: Span, per_hour: Money },
    /// At each deadline at which the process has been down for longer than a grace.
    Deadline { per_year: f64, grace: Span, penalty: Money },
    /// For each record since the last good copy, once for each event that loses data.
    PerRecord { per_record: Money, records_per_hour: f64 },
}

impl Loss {
    pub(crate) fn money(&self) -> Money {
        match *self {
            Self::PerHour(money)
            | Self::After { per_hour: money, .. }
            | Self::Deadline { penalty: money, .. }
            | Self::PerRecord { per_record: money, .. } => money,
        }
    }

    /// Whether its yearly cost is no plain multiple of the hours down.
    fn bends(&self) -> bool {
        !matches!(self, Self::PerHour(_))
    }
}

/// How a process is down over the years.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Downtime {
    /// Share of the time.
    pub unavailability: f64,
    /// How often an outage of the process starts, per hour.
    pub per_hour: f64,
    /// How often it starts with an event that loses data, per hour.
    pub data_per_hour: f64,
}

impl Downtime {
    /// The share of the downtime that lies beyond a grace: e^(-g/D) for exponential lengths of mean D. Something that
    /// is down for good is always beyond it.
    pub fn beyond(self, grace: Span) -> f64 {
        (-hours(grace) * self.per_hour / self.unavailability.max(f64::MIN_POSITIVE)).exp()
    }
}

/// Units of a currency, as a float for expected values.
pub(crate) fn units(money: Money) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let minor = money.minor as f64;
    minor / 10f64.powi(i32::try_from(money.currency.exponent()).unwrap_or(2))
}

/// An amount times a share or a number of times, rounded half away from zero to a minor unit.
fn times(money: Money, factor: f64) -> Money {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    let minor = (money.minor as f64 * factor).round() as i64;
    Money { minor, ..money }
}

impl Process {
    /// What an hour costs once every grace is over, the degraded mode taken off.
    #[must_use]
    pub fn rate(&self) -> Money {
        let hourly = self.losses.iter().map(|loss| match loss {
            Loss::PerHour(money) | Loss::After { per_hour: money, .. } => money.minor,
            Loss::Deadline { .. } | Loss::PerRecord { .. } => 0,
        });
        let minor = hourly.fold(self.damage_per_hour.minor, i64::saturating_add);
        times(Money { minor, ..self.damage_per_hour }, 1.0 - self.kept)
    }

    /// What one outage of this length costs. A deadline counts as often as it can fall into the outage: the worst.
    #[must_use]
    pub fn loss_of(&self, outage: Span, loses_data: bool) -> Money {
        let damage = Loss::PerHour(self.damage_per_hour);
        let kinds = std::iter::once(&damage).chain(&self.losses);
        let minor = kinds.map(|loss| self.loss_in(loss, outage, loses_data).minor);
        Money { minor: minor.fold(0i64, i64::saturating_add), ..self.damage_per_hour }
    }

    /// One kind of it.
    pub(crate) fn loss_in(&self, loss: &Loss, outage: Span, loses_data: bool) -> Money {
        let lost = |money: Money| times(money, 1.0 - self.kept);
        match *loss {
            Loss::PerHour(money) => lost(money.over(outage)),
            Loss::After { grace, per_hour } => lost(per_hour.over(beyond(outage, grace))),
            Loss::Deadline { per_year, grace, penalty } => times(penalty, deadlines(per_year, outage, grace)),
            Loss::PerRecord { per_record, .. } if !loses_data => Money { minor: 0, ..per_record },
            Loss::PerRecord { per_record, records_per_hour } => {
                times(per_record, records_per_hour * self.lost_hours())
            }
        }
    }

    /// Hours of work that are lost with the data.
    fn lost_hours(&self) -> f64 {
        self.rpo.map_or(0.0, hours)
    }

    /// Expected loss a year, in units of the currency.
    pub(crate) fn annual(&self, down: Downtime) -> f64 {
        self.annual_at(down, units(self.damage_per_hour))
    }

    /// The same where an hour costs `damage`, in units of the currency.
    pub(crate) fn annual_at(&self, down: Downtime, damage: f64) -> f64 {
        let damaged = damage * HOURS_PER_YEAR * down.unavailability * (1.0 - self.kept);
        self.losses.iter().map(|loss| self.annual_in(loss, down)).fold(damaged, |sum, loss| sum + loss)
    }

    /// One kind of it.
    pub(crate) fn annual_in(&self, loss: &Loss, down: Downtime) -> f64 {
        let hours_down = HOURS_PER_YEAR * down.unavailability;
        let kept = 1.0 - self.kept;
        match *loss {
            Loss::PerHour(money) => units(money) * hours_down * kept,
            Loss::After { grace, per_hour } => units(per_hour) * hours_down * down.beyond(grace) * kept,
            Loss::Deadline { per_year, grace, penalty } => {
                per_year * down.unavailability * down.beyond(grace) * units(penalty)
            }
            Loss::PerRecord { per_record, records_per_hour } => {
                let events = down.data_per_hour * HOURS_PER_YEAR;
                units(per_record) * records_per_hour * self.lost_hours() * events
            }
        }
    }

    /// Whether the yearly loss is a plain multiple of the hours down.
    pub(crate) fn is_linear(&self) -> bool {
        !self.losses.iter().any(Loss::bends)
    }
}

fn beyond(outage: Span, grace: Span) -> Span {
    Span::from_seconds(outage.seconds().saturating_sub(grace.seconds()))
}

/// The most deadlines at which an outage of this length has lasted longer than the grace.
pub(crate) fn deadlines(per_year: f64, outage: Span, grace: Span) -> f64 {
    let late = hours(beyond(outage, grace));
    if late > 0.0 && per_year > 0.0 { (late * per_year / HOURS_PER_YEAR).floor() + 1.0 } else { 0.0 }
}
