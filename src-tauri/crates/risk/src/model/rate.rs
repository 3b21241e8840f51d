//! From "how often and how long" to a probability.

use ballast_core::Span;

/// Hours of a year, as the reference counts them.
pub const HOURS_PER_YEAR: f64 = 8760.0;

/// A figure that somebody estimated: lowest, likeliest, highest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub low: f64,
    pub likely: f64,
    pub high: f64,
}

impl Estimate {
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self { low: value, likely: value, high: value }
    }

    #[must_use]
    pub fn new(low: f64, likely: f64, high: f64) -> Self {
        Self { low, likely, high }
    }

    /// Whether there is a range at all.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.low.total_cmp(&self.high).is_eq()
    }
}

/// How an event behaves: down at a given moment with `probability`, and setting in `per_hour` times an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Chance {
    pub probability: f64,
    /// 0 for what fails on demand: it starts no outage, it lets one happen.
    pub per_hour: f64,
}

impl Chance {
    /// `outages` a year, of `hours` each: λD / (8760 + λD), λ counted over the hours that it is up.
    pub fn of(outages: f64, hours: f64) -> Self {
        let cycle = HOURS_PER_YEAR + outages * hours;
        Self { probability: outages * hours / cycle, per_hour: outages / cycle }
    }

    pub fn on_demand(probability: f64) -> Self {
        Self { probability, per_hour: 0.0 }
    }

    /// The part of it that is not, or is, the common cause.
    pub fn share(self, share: f64) -> Self {
        Self { probability: self.probability * share, per_hour: self.per_hour * share }
    }

    /// What is left after another part was taken out of it.
    pub fn less(self, other: Self) -> Self {
        Self {
            probability: (self.probability - other.probability).max(0.0),
            per_hour: (self.per_hour - other.per_hour).max(0.0),
        }
    }
}

/// A length of time in hours.
pub(crate) fn hours(span: Span) -> f64 {
    // Exact up to 2^53 seconds, which no span reaches.
    #[allow(clippy::cast_precision_loss)]
    let seconds = span.seconds() as f64;
    seconds / 3600.0
}
