//! How many requests a provider gets a day.

use ballast_core::Span;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::probe::specification::Probe;

/// What a daily limit says about one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    Left(u32),
    /// Used up until the day ends in the workspace's time zone.
    Until(Timestamp),
}

/// Whether a request may go out now, given those of the same day. Days are civil days of the zone: 23 or 25
/// hours where the clock changes.
#[must_use]
pub fn allowance(per_day: u32, requests: &[Timestamp], now: Timestamp, zone: &TimeZone) -> Allowance {
    let today = now.to_zoned(zone.clone());
    let start = today.start_of_day().map_or(now, |start| start.timestamp());
    let used = requests.iter().filter(|at| (start..=now).contains(at)).count();
    let left = usize::try_from(per_day).unwrap_or(usize::MAX).saturating_sub(used);
    if left > 0 {
        return Allowance::Left(u32::try_from(left).unwrap_or(u32::MAX));
    }
    let end = today.tomorrow().and_then(|next| next.start_of_day());
    Allowance::Until(end.map_or(Timestamp::MAX, |end| end.timestamp()))
}

/// How often probes could look so that all of them fit a provider's daily limit: the factor by which their
/// intervals would have to grow, applied to `every`. None if they fit as they are.
#[must_use]
pub fn slower(probes: &[&Probe], per_day: u32, every: Span) -> Option<Span> {
    let planned: u64 = probes.iter().map(|probe| probe.requests_per_day()).sum();
    let most = u64::from(per_day).max(1);
    (planned > most).then(|| Span::from_seconds(every.seconds().saturating_mul(planned).div_ceil(most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_one_of_the_zone_also_when_the_clock_changes() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // 25 October 2026 begins at 22:00 UTC and has 25 hours.
        let requests = [at("2026-10-24T21:59:59Z"), at("2026-10-24T22:00:00Z"), at("2026-10-25T22:30:00Z")];
        let now = at("2026-10-25T22:45:00Z");
        assert_eq!(allowance(3, &requests, now, &zone), Allowance::Left(1));
        assert_eq!(allowance(2, &requests, now, &zone), Allowance::Until(at("2026-10-25T23:00:00Z")));
        assert_eq!(allowance(2, &requests, at("2026-10-25T23:00:00Z"), &zone), Allowance::Left(2));
        assert_eq!(allowance(0, &[], now, &zone), Allowance::Until(at("2026-10-25T23:00:00Z")));
    }

    #[test]
    fn probes_beyond_the_limit_are_told_how_much_slower() {
        let read = |entry| Probe::read(&entry, "p").unwrap();
        let fast = read(json!({ "tcp": "a.example:1", "every": "1m" }));
        let slow = read(json!({ "tcp": "b.example:1", "every": "1h", "per_day": 12 }));
        let beat = read(json!({ "heartbeat": { "every": "1s" } }));
        let probes = [&fast, &slow, &beat];
        assert_eq!(slower(&probes, 1452, Span::from_minutes(1)), None);
        assert_eq!(slower(&probes, 726, Span::from_minutes(1)), Some(Span::from_minutes(2)));
    }
}
