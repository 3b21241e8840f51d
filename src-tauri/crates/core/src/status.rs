//! The status of a control: derived from evidence at read time, never stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::backup::Level;
use crate::limits::CLOCK_SKEW;
use crate::span::Span;
use crate::verdict::Verdict;

/// What a control can be called today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Proven,
    Due,
    Attention,
    Stale,
    Failing,
    Unproven,
    Paused,
    Unknown,
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::Proven,
        Self::Due,
        Self::Attention,
        Self::Stale,
        Self::Failing,
        Self::Unproven,
        Self::Paused,
        Self::Unknown,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Due => "due",
            Self::Attention => "attention",
            Self::Stale => "stale",
            Self::Failing => "failing",
            Self::Unproven => "unproven",
            Self::Paused => "paused",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// There is a proof that has not expired.
    #[must_use]
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Proven | Self::Due | Self::Attention)
    }
}

/// A level that must be proven, and how long each proof of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub level: Level,
    pub valid_for: Span,
}

/// One conclusion about one level of one repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub at: Timestamp,
    pub repository: String,
    pub level: Level,
    pub verdict: Verdict,
    /// A person has looked at this anomaly.
    pub acknowledged: bool,
}

/// What is known of the newest copy in every repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewestCopy {
    /// There is none, or its time is known.
    Readable,
    /// Its time cannot be read.
    Unreadable,
}

/// Everything the status of a control depends on, besides the time.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub paused: bool,
    /// Never empty; the highest level among them decides `stale`.
    pub requirements: &'a [Requirement],
    pub repositories: &'a [String],
    /// In the order they were recorded, which a clock that was set back does not change.
    pub attempts: &'a [Attempt],
    pub newest_copy: NewestCopy,
    /// How long the proof of a level without its own requirement counts.
    pub valid_for: Span,
}

/// A pass, and until when it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub repository: String,
    pub level: Level,
    pub proven_at: Timestamp,
    pub expires_at: Timestamp,
}

/// The status with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    /// Since when it has this status, where evidence tells.
    pub since: Option<Timestamp>,
    pub last_passed: Option<Timestamp>,
    pub last_failed: Option<Timestamp>,
    /// The newest proof of every level of every repository, valid or expired.
    pub proofs: Vec<Proof>,
}

impl Facts<'_> {
    fn required(&self) -> Requirement {
        let fallback = Requirement { level: Level::Present, valid_for: self.valid_for };
        self.requirements.iter().copied().max_by_key(|requirement| requirement.level).unwrap_or(fallback)
    }

    /// How long a pass of `level` counts.
    #[must_use]
    pub fn validity(&self, level: Level) -> Span {
        let own = self.requirements.iter().find(|requirement| requirement.level == level);
        own.map_or(self.valid_for, |requirement| requirement.valid_for)
    }

    fn of(&self, repository: &str, level: Level) -> impl DoubleEndedIterator<Item = &Attempt> {
        self.attempts.iter().filter(move |attempt| attempt.repository == repository && attempt.level == level)
    }

    /// The newest pass that counts at `now`. One that is dated after what was recorded later, or after
    /// now, was made under a clock that was ahead: nobody knows how old it is.
    fn proof(&self, repository: &str, level: Level, now: Timestamp) -> Option<Proof> {
        let skew = CLOCK_SKEW.duration();
        let mut latest = now.checked_add(skew).unwrap_or(now);
        let mut newest_first = self.attempts.iter().rev();
        let pass = newest_first.find(|attempt| {
            let in_time = attempt.at <= latest;
            latest = latest.min(attempt.at.checked_add(skew).unwrap_or(attempt.at));
            in_time && attempt.repository == repository && attempt.level == level && attempt.verdict.holds()
        })?;
        let expires_at = pass.at.checked_add(self.validity(level).duration()).unwrap_or(Timestamp::MAX);
        Some(Proof { repository: repository.to_owned(), level, proven_at: pass.at, expires_at })
    }

    /// The first failure since the last pass of that level, for a level whose newest conclusion is a failure.
    fn failing_since(&self, repository: &str, level: Level) -> Option<Timestamp> {
        let conclusive = self.of(repository, level).rev().filter(|attempt| attempt.verdict.is_conclusive());
        conclusive.take_while(|attempt| attempt.verdict == Verdict::Failed).last().map(|attempt| attempt.at)
    }
}

/// The status at `now`: the first rule that matches.
#[must_use]
pub fn derive(facts: &Facts<'_>, now: Timestamp) -> Standing {
    let newest = |wanted: fn(Verdict) -> bool| {
        facts.attempts.iter().rev().find(|attempt| wanted(attempt.verdict)).map(|attempt| attempt.at)
    };
    let proofs: Vec<Proof> = facts
        .repositories
        .iter()
        .flat_map(|repository| Level::ALL.map(|level| facts.proof(repository, level, now)))
        .flatten()
        .collect();
    let (status, since) = decide(facts, &proofs, now);
    Standing {
        status,
        since,
        last_passed: newest(Verdict::holds),
        last_failed: newest(|v| v == Verdict::Failed),
        proofs,
    }
}

/// The first instant after `now` at which time alone may change the status: a proof expires, or is soon
/// to. None where nothing but a new attempt changes it.
#[must_use]
pub fn next_change(standing: &Standing, requirements: &[Requirement], now: Timestamp) -> Option<Timestamp> {
    let valid_for = |level: Level| {
        requirements.iter().filter(|requirement| requirement.level == level).map(|r| r.valid_for).max()
    };
    standing
        .proofs
        .iter()
        .flat_map(|proof| {
            let warn = valid_for(proof.level).map(warn_seconds).and_then(|seconds| {
                // A second more: due begins when less than this is left.
                let before = Span::from_seconds(seconds).duration();
                proof
                    .expires_at
                    .checked_sub(before)
                    .ok()?
                    .checked_add(jiff::SignedDuration::from_secs(1))
                    .ok()
            });
            [warn, Some(proof.expires_at)]
        })
        .flatten()
        .filter(|at| *at > now)
        .min()
}

/// A proof is due for renewal when less than this is left: a fifth of its validity, at most 7 days.
fn warn_seconds(valid_for: Span) -> u64 {
    (valid_for.seconds() / 5).min(Span::from_days(7).seconds())
}

fn decide(facts: &Facts<'_>, proofs: &[Proof], now: Timestamp) -> (Status, Option<Timestamp>) {
    if facts.paused {
        return (Status::Paused, None);
    }
    let levels =
        || facts.repositories.iter().flat_map(|repository| Level::ALL.map(|level| (repository, level)));
    if let Some(since) =
        levels().filter_map(|(repository, level)| facts.failing_since(repository, level)).min()
    {
        return (Status::Failing, Some(since));
    }
    let required = facts.required();
    let of_required: Vec<&Proof> = proofs.iter().filter(|proof| proof.level == required.level).collect();
    let expired =
        of_required.iter().filter(|proof| proof.expires_at <= now).map(|proof| proof.expires_at).min();
    if proofs.is_empty() {
        return (Status::Unproven, facts.attempts.first().map(|attempt| attempt.at));
    }
    if of_required.len() < facts.repositories.len() || expired.is_some() {
        return (Status::Stale, expired);
    }
    // One run tries several levels and repositories at one instant; two runs must have told nothing.
    let mut instants: Vec<Timestamp> = facts.attempts.iter().map(|attempt| attempt.at).collect();
    instants.dedup();
    let told_nothing =
        |at: Timestamp| facts.attempts.iter().filter(|a| a.at == at).all(|a| !a.verdict.is_conclusive());
    let mut latest = instants.iter().rev().copied();
    let (last, before) = (latest.next(), latest.next());
    if facts.newest_copy == NewestCopy::Unreadable
        || (last.is_some_and(told_nothing) && before.is_some_and(told_nothing))
    {
        return (Status::Unknown, last);
    }
    // A run concludes several levels at one instant; any of them may need a look.
    let newest =
        facts.attempts.iter().rev().find(|attempt| attempt.verdict.is_conclusive()).map(|attempt| attempt.at);
    let mut of_newest = facts.attempts.iter().filter(|attempt| Some(attempt.at) == newest);
    if of_newest.any(|attempt| attempt.verdict == Verdict::Anomaly && !attempt.acknowledged) {
        return (Status::Attention, newest);
    }
    let proven_at = of_required.iter().map(|proof| proof.proven_at).min();
    let remaining = of_required.iter().map(|proof| proof.expires_at.duration_since(now).as_secs()).min();
    let warn_seconds = warn_seconds(required.valid_for);
    if remaining.is_some_and(|left| left < i64::try_from(warn_seconds).unwrap_or(i64::MAX)) {
        return (Status::Due, proven_at);
    }
    (Status::Proven, proven_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3600;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hours * HOUR).unwrap()
    }

    fn attempt(hours: i64, level: Level, verdict: Verdict) -> Attempt {
        Attempt { at: at(hours), repository: "r".into(), level, verdict, acknowledged: false }
    }

    fn status(attempts: &[Attempt], now: i64) -> Status {
        let requirements = [Requirement { level: Level::Restore, valid_for: Span::from_days(8) }];
        let facts = Facts {
            paused: false,
            requirements: &requirements,
            repositories: &["r".to_owned()],
            attempts,
            newest_copy: NewestCopy::Readable,
            valid_for: Span::from_days(8),
        };
        derive(&facts, at(now)).status
    }

    #[test]
    fn follows_the_order_of_the_rules() {
        use Level::{Content, Present, Restore};
        use Verdict::{Anomaly, Failed, Inconclusive, Passed};
        let pass = attempt(0, Restore, Passed);
        assert_eq!(status(&[], 0), Status::Unproven);
        assert_eq!(status(&[attempt(0, Restore, Inconclusive)], 1), Status::Unproven);
        assert_eq!(status(&[attempt(0, Present, Passed)], 1), Status::Stale);
        assert_eq!(status(std::slice::from_ref(&pass), 1), Status::Proven);
        assert_eq!(status(std::slice::from_ref(&pass), 8 * 24 - 38), Status::Due);
        assert_eq!(status(std::slice::from_ref(&pass), 8 * 24), Status::Stale);
        assert_eq!(status(&[pass.clone(), attempt(1, Content, Failed)], 2), Status::Failing);
        assert_eq!(
            status(&[pass.clone(), attempt(1, Content, Failed), attempt(2, Content, Passed)], 3),
            Status::Proven
        );
        // A failed level is not excused by a pass of another one.
        assert_eq!(
            status(&[pass.clone(), attempt(1, Content, Failed), attempt(2, Restore, Passed)], 3),
            Status::Failing
        );
        assert_eq!(status(&[pass.clone(), attempt(1, Content, Inconclusive)], 2), Status::Proven);
        let twice = [pass.clone(), attempt(1, Content, Inconclusive), attempt(2, Content, Inconclusive)];
        assert_eq!(status(&twice, 3), Status::Unknown);
        assert_eq!(status(&[pass, attempt(1, Present, Anomaly)], 2), Status::Attention);
    }

    /// From best to worst, as an owner reads them; paused stands outside.
    fn rank(status: Status) -> u8 {
        match status {
            Status::Proven => 0,
            Status::Due => 1,
            Status::Attention => 2,
            Status::Unknown => 3,
            Status::Stale => 4,
            Status::Unproven => 5,
            Status::Failing => 6,
            Status::Paused => 7,
        }
    }

    fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
        let one = (0i64..2000, prop::sample::select(Level::ALL.to_vec()), 0usize..4, any::<bool>());
        prop::collection::vec(one, 0..20).prop_map(|mut list| {
            list.sort_by_key(|(hours, ..)| *hours);
            let verdicts = [Verdict::Passed, Verdict::Anomaly, Verdict::Inconclusive, Verdict::Failed];
            list.into_iter()
                .map(|(hours, level, verdict, acknowledged)| Attempt {
                    acknowledged,
                    ..attempt(hours, level, verdicts[verdict])
                })
                .collect()
        })
    }

    proptest! {
        /// Between now and the announced change the status stays what it is.
        #[test]
        fn time_changes_nothing_before_the_announced_change(list in attempts(), now in 2000i64..4500, ahead in 0i64..2500) {
            let requirements = [Requirement { level: Level::Restore, valid_for: Span::from_days(8) }];
            let facts = Facts {
                paused: false,
                requirements: &requirements,
                repositories: &["r".to_owned()],
                attempts: &list,
                newest_copy: NewestCopy::Readable,
                valid_for: Span::from_days(8),
            };
            let standing = derive(&facts, at(now));
            let later = at(now + ahead);
            if next_change(&standing, &requirements, at(now)).is_none_or(|change| later < change) {
                prop_assert_eq!(derive(&facts, later).status, standing.status);
            }
        }

        #[test]
        fn time_alone_never_improves_a_status(list in attempts(), now in 2000i64..4000, later in 0i64..4000) {
            prop_assert!(rank(status(&list, now + later)) >= rank(status(&list, now)));
        }

        #[test]
        fn without_a_pass_nothing_reads_as_proven(list in attempts(), now in 2000i64..4000) {
            let none: Vec<Attempt> = list.into_iter().filter(|a| !a.verdict.holds()).collect();
            prop_assert!(!status(&none, now).is_proven());
        }

        #[test]
        fn an_inconclusive_attempt_never_improves_a_status(list in attempts(), now in 2000i64..4000) {
            let mut more = list.clone();
            more.push(attempt(2000, Level::Content, Verdict::Inconclusive));
            prop_assert!(rank(status(&more, now)) >= rank(status(&list, now)));
        }
    }
}
