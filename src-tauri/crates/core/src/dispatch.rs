//! Bulkheads: which of the jobs that wait may start now, so that one that hangs never fills the house.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::limits::{RETRY_WAIT_MAX, RUNS_AT_ONCE_MAX, RUNS_OF_A_KIND_MAX};

/// A job that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub control: String,
    /// The kind of control: its bulkhead.
    pub kind: &'static str,
    /// Repositories, hosts or folders that it works on; one job at a time on each.
    pub places: Vec<String>,
    pub not_before: Option<Timestamp>,
    pub paused: bool,
}

/// A job that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    pub control: String,
    pub kind: &'static str,
    pub places: Vec<String>,
}

/// Why a job that is due has not started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitReason {
    Paused,
    ControlBusy,
    RepositoryBusy,
    KindBusy,
    Retry,
    /// Nothing stands in its way.
    Starting,
}

/// For every waiting job, in their order, whether it may start (`Starting`) or what it waits for.
#[must_use]
pub fn admit(waiting: &[Waiting], running: &[Running], now: Timestamp) -> Vec<WaitReason> {
    let mut controls: HashSet<&str> = running.iter().map(|run| run.control.as_str()).collect();
    let mut places: HashSet<&str> =
        running.iter().flat_map(|run| run.places.iter().map(String::as_str)).collect();
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    for run in running {
        *kinds.entry(run.kind).or_default() += 1;
    }
    let mut all = running.len();
    // A wait that no backoff makes: the clock was set back since.
    let longest = now.checked_add(RETRY_WAIT_MAX.duration()).unwrap_or(now);
    waiting
        .iter()
        .map(|job| {
            if job.paused {
                WaitReason::Paused
            } else if job.not_before.is_some_and(|at| at > now && at <= longest) {
                WaitReason::Retry
            } else if controls.contains(job.control.as_str()) {
                WaitReason::ControlBusy
            } else if job.places.iter().any(|place| places.contains(place.as_str())) {
                WaitReason::RepositoryBusy
            } else if all >= RUNS_AT_ONCE_MAX
                || kinds.get(job.kind).is_some_and(|count| *count >= RUNS_OF_A_KIND_MAX)
            {
                WaitReason::KindBusy
            } else {
                controls.insert(&job.control);
                places.extend(job.places.iter().map(String::as_str));
                *kinds.entry(job.kind).or_default() += 1;
                all += 1;
                WaitReason::Starting
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(control: &str, place: &str) -> Waiting {
        Waiting {
            control: control.into(),
            kind: "backup",
            places: vec![place.into()],
            not_before: None,
            paused: false,
        }
    }

    #[test]
    fn one_that_hangs_holds_its_place_and_nothing_else() {
        let running = [Running { control: "hung".into(), kind: "backup", places: vec!["r1".into()] }];
        let waiting = [job("hung", "r1"), job("a", "r1"), job("b", "r2"), job("c", "r2")];
        let found = admit(&waiting, &running, Timestamp::UNIX_EPOCH);
        assert_eq!(
            found,
            [
                WaitReason::ControlBusy,
                WaitReason::RepositoryBusy,
                WaitReason::Starting,
                WaitReason::RepositoryBusy
            ]
        );
    }

    proptest! {
        #[test]
        fn never_two_of_a_control_or_place_and_never_too_many(
            jobs in prop::collection::vec((0u8..6, 0u8..6, any::<bool>()), 0..30),
            running in prop::collection::vec((6u8..9, 6u8..9), 0..3),
        ) {
            let waiting: Vec<Waiting> = jobs
                .iter()
                .map(|(control, place, paused)| Waiting { paused: *paused, ..job(&control.to_string(), &place.to_string()) })
                .collect();
            let running: Vec<Running> = running
                .iter()
                .map(|(control, place)| Running { control: control.to_string(), kind: "backup", places: vec![place.to_string()] })
                .collect();
            let found = admit(&waiting, &running, Timestamp::UNIX_EPOCH);
            let started: Vec<&Waiting> =
                waiting.iter().zip(&found).filter(|(_, reason)| **reason == WaitReason::Starting).map(|(job, _)| job).collect();
            let distinct = |of: &dyn Fn(&Waiting) -> String| started.iter().map(|job| of(job)).collect::<HashSet<_>>().len();
            prop_assert_eq!(distinct(&|job| job.control.clone()), started.len());
            prop_assert_eq!(distinct(&|job| job.places[0].clone()), started.len());
            prop_assert!(started.len() + running.len() <= RUNS_AT_ONCE_MAX.max(running.len()));
            prop_assert!(started.iter().all(|job| !job.paused));
            // Nothing waits for nothing: with room and a free place somebody starts.
            if running.is_empty() && waiting.iter().any(|job| !job.paused) {
                prop_assert!(!started.is_empty());
            }
        }
    }
}
