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
    fn beyond(self, grace: Span) -> f64 {
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
        let kept = |money: Money| times(money, 1.0 - self.kept).minor;
        let mut minor = kept(self.damage_per_hour.over(outage));
        for loss in &self.losses {
            minor = minor.saturating_add(match *loss {
                Loss::PerHour(money) => kept(money.over(outage)),
                Loss::After { grace, per_hour } => kept(per_hour.over(beyond(outage, grace))),
                Loss::Deadline { per_year, grace, penalty } => {
                    times(penalty, deadlines(per_year, outage, grace)).minor
                }
                Loss::PerRecord { .. } if !loses_data => 0,
                Loss::PerRecord { per_record, records_per_hour } => {
                    times(per_record, records_per_hour * self.lost_hours()).minor
                }
            });
        }
        Money { minor, ..self.damage_per_hour }
    }

    /// Hours of work that are lost with the data.
    fn lost_hours(&self) -> f64 {
        self.rpo.map_or(0.0, hours)
    }

    /// Expected loss a year, in units of the currency; `factor` scales what an hour costs.
    pub(crate) fn annual(&self, down: Downtime, factor: f64) -> f64 {
        let hours_down = HOURS_PER_YEAR * down.unavailability;
        let kept = 1.0 - self.kept;
        let more = self.losses.iter().map(|loss| match *loss {
            Loss::PerHour(money) => units(money) * hours_down * kept,
            Loss::After { grace, per_hour } => units(per_hour) * hours_down * down.beyond(grace) * kept,
            Loss::Deadline { per_year, grace, penalty } => {
                per_year * down.unavailability * down.beyond(grace) * units(penalty)
            }
            Loss::PerRecord { per_record, records_per_hour } => {
                let events = down.data_per_hour * HOURS_PER_YEAR;
                units(per_record) * records_per_hour * self.lost_hours() * events
            }
        });
        units(self.damage_per_hour) * factor * hours_down * kept + more.sum::<f64>()
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
fn deadlines(per_year: f64, outage: Span, grace: Span) -> f64 {
    let late = hours(beyond(outage, grace));
    if late > 0.0 && per_year > 0.0 { (late * per_year / HOURS_PER_YEAR).floor() + 1.0 } else { 0.0 }
}
