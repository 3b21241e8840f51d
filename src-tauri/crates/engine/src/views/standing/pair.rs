//! How a provider pair stands: what its probes say, and what drills proved.

use ballast_core::backup::Level;
use ballast_core::status::{Attempt, Facts, NewestCopy, Requirement, Standing, derive};
use ballast_core::{Finding, Result, Span, Status};
use ballast_store::{AttemptRow, PauseRow};
use jiff::Timestamp;

use super::{Scheduled, pause_of, verdict};
use crate::config::{Known, ProviderPair};
use crate::contract::Named;
use crate::engine::Engine;
use crate::probing;
use crate::runner::PROBE;

/// The two levels of a provider pair: what its probes say, and what a drill proved.
const PROBES: Level = Level::Present;
const DRILL: Level = Level::Recovery;

/// A provider pair with everything that is known of it.
pub(crate) struct HeldPair {
    pub pair: ProviderPair,
    pub created_at: Timestamp,
    pub probes: Vec<probing::Known>,
    /// What people said about what both sides share.
    pub answers: probing::Answers,
    pub standing: Standing,
    pub pause: Option<PauseRow>,
    /// What drills measured until the backup carried it: seconds, and until when each counts.
    pub recoveries: Vec<(u64, Timestamp)>,
}

impl HeldPair {
    pub(crate) fn scheduled(&self) -> Scheduled<'_> {
        Scheduled {
            control: Named { id: self.pair.id.to_string(), title: self.pair.name().to_owned() },
            created_at: self.created_at,
            pause: self.pause.as_ref(),
            // Probes look at a rhythm of their own.
            lines: Vec::new(),
        }
    }

    /// What is wrong with its probes now, worst first.
    pub(crate) fn findings(&self, now: Timestamp) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.probes.iter().flat_map(|known| known.findings(now)).collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }
}

/// Everything that is known of a provider pair, and what follows from it.
///
/// What its probes say and what a drill proved are two levels: the drill is the proof where one is asked for, and what
/// the probes say now can only take from it.
pub(crate) fn hold_pair(
    engine: &Engine,
    known: Known<ProviderPair>,
    pauses: &[PauseRow],
    now: Timestamp,
) -> Result<HeldPair> {
    let pair = known.entry;
    let id = pair.id.to_string();
    let pause = pause_of(pauses, &id);
    let (rows, probes, answers) = engine.store.read(|view| {
        Ok((view.attempts(&id)?, probing::known_probes(view, &pair)?, probing::answers(view, &id)?))
    })?;
    let counted = rows.iter().filter(|row| row.counts);
    let list: Vec<Attempt> = counted
        .map(|row| Attempt {
            at: row.at,
            repository: id.clone(),
            level: if row.level == PROBE { PROBES } else { DRILL },
            verdict: verdict(&row.verdict),
            acknowledged: false,
        })
        .collect();
    let requirements = requirements_of_pair(&pair);
    let facts = Facts {
        paused: pause.is_some(),
        requirements: &requirements,
        repositories: std::slice::from_ref(&id),
        attempts: &list,
        newest_copy: NewestCopy::Readable,
        valid_for: pair.drill_valid_for(),
    };
    let mut standing = derive(&facts, now);
    let proof = |level: Level| standing.proofs.iter().find(|proof| proof.level == level);
    let was_drilled = proof(DRILL).is_some();
    let is_watched = pair.probes.is_empty() || proof(PROBES).is_some_and(|proof| proof.expires_at > now);
    match standing.status {
        // Nobody ever tried it: that is no proof that was lost.
        Status::Stale if !was_drilled && pair.drill_gap_days.is_some() => {
            (standing.status, standing.since) = (Status::Unproven, Some(known.created_at));
        }
        // A drill is a proof of then; nobody has looked lately whether both sides still are there.
        Status::Proven | Status::Due | Status::Attention if !is_watched => {
            (standing.status, standing.since) =
                (Status::Unknown, proof(PROBES).map(|proof| proof.expires_at));
        }
        _ => {}
    }
    // A pair that fails now brings nothing back, whatever a drill measured.
    let holds = standing.status != Status::Failing;
    let recoveries = if holds { switches(&rows, pair.drill_valid_for()) } else { Vec::new() };
    Ok(HeldPair { pair, created_at: known.created_at, probes, answers, standing, pause, recoveries })
}

/// How long the switches of passed drills took.
fn switches(attempts: &[AttemptRow], validity: Span) -> Vec<(u64, Timestamp)> {
    let passed = attempts.iter().filter(|a| a.counts && a.level != PROBE && verdict(&a.verdict).holds());
    passed
        .filter_map(|a| {
            let seconds = a.payload.get("figures")?.get("rto_seconds")?.as_u64()?;
            Some((seconds.max(1), a.at.checked_add(validity.duration()).ok()?))
        })
        .collect()
}

/// What a provider pair must prove: that its probes pass, and where it is drilled, a drill.
pub(crate) fn requirements_of_pair(pair: &ProviderPair) -> Vec<Requirement> {
    let probes = Requirement { level: PROBES, valid_for: pair.probes_valid_for() };
    let drill = Requirement { level: DRILL, valid_for: pair.drill_valid_for() };
    match (pair.drill_gap_days, pair.probes.is_empty()) {
        (None, false) => vec![probes],
        (Some(_), false) => vec![probes, drill],
        (_, true) => vec![drill],
    }
}
