//! How long answers took.

use ballast_core::Verdict;
use serde::{Deserialize, Serialize};

use super::Look;

/// Percentiles in milliseconds by the nearest rank: the smallest value with at least that share at or below
/// it. Only answers that were as expected count: an error page is quick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latency {
    pub answers: u64,
    pub median: u64,
    pub p95: u64,
    pub p99: u64,
    pub most: u64,
}

/// None without an answer.
#[must_use]
pub fn latency(looks: &[Look]) -> Option<Latency> {
    let held = looks.iter().filter(|look| matches!(look.verdict, Verdict::Passed | Verdict::Anomaly));
    let mut times: Vec<u64> = held.filter_map(|look| look.milliseconds).collect();
    times.sort_unstable();
    let rank = |percent: usize| times.get((times.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    Some(Latency {
        answers: u64::try_from(times.len()).unwrap_or(u64::MAX),
        median: rank(50)?,
        p95: rank(95)?,
        p99: rank(99)?,
        most: rank(100)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn look(verdict: Verdict, milliseconds: Option<u64>) -> Look {
        Look { at: Timestamp::UNIX_EPOCH, verdict, milliseconds, is_definite: false }
    }

    proptest! {
        #[test]
        fn a_percentile_is_the_smallest_with_that_share_below(times in prop::collection::vec(0..500_u64, 1..60)) {
            let looks: Vec<Look> = times.iter().map(|time| look(Verdict::Passed, Some(*time))).collect();
            let found = latency(&looks).unwrap();
            for (percent, value) in [(50, found.median), (95, found.p95), (99, found.p99), (100, found.most)] {
                let enough = |value: u64| {
                    times.iter().filter(|time| **time <= value).count() * 100 >= times.len() * percent
                };
                prop_assert!(enough(value) && times.contains(&value));
                prop_assert!(times.iter().filter(|time| **time < value).all(|less| !enough(*less)));
            }
        }
    }

    #[test]
    fn failures_and_looks_without_a_time_do_not_count() {
        assert_eq!(latency(&[]), None);
        let looks = [
            look(Verdict::Failed, Some(1)),
            look(Verdict::Inconclusive, None),
            look(Verdict::Anomaly, Some(800)),
            look(Verdict::Passed, None),
        ];
        assert_eq!(latency(&looks), Some(Latency { answers: 1, median: 800, p95: 800, p99: 800, most: 800 }));
    }
}
