//! What drills say together: the history behind a chance, and one line for each run.

use ballast_core::Result;
use ballast_readiness::drill::State;
use ballast_readiness::drill::event::Event;
use ballast_readiness::estimate::{Outcome, Tried};
use ballast_store::View;
use jiff::Timestamp;

use super::{Run, runs};
use crate::config::Config;
use crate::contract::{DrillSummary, Named};
use crate::views::drills::day_of;

/// The signed drills of a pair, oldest first, with their age at `now`.
pub(crate) fn history(view: &View<'_>, pair: &str, now: Timestamp) -> Result<Vec<Tried>> {
    let tried = |run: &Run| {
        let outcome = outcome(run.state())?;
        Some(Tried::at(outcome, run.script.plan.kind, ran_at(run)?, now))
    };
    Ok(runs(view, Some(pair))?.iter().filter_map(tried).collect())
}

/// Every run, newest first; of one pair where it is named.
pub(crate) fn summaries(view: &View<'_>, config: &Config, pair: Option<&str>) -> Result<Vec<DrillSummary>> {
    Ok(runs(view, pair)?.iter().rev().map(|run| summary(config, run)).collect())
}

pub(crate) fn summary(config: &Config, run: &Run) -> DrillSummary {
    let measured = run.measured();
    let written = run.row.written.clone();
    let known = config.drill(&written).is_ok();
    let title = if known { config.name_of(&written) } else { run.script.plan.title.clone() };
    let scheduled = run.newest(|event| match event {
        Event::Scheduled { operator, .. } => operator.clone(),
        _ => None,
    });
    let operator = run.drill.progress.operators.first().cloned().or(scheduled.map(|(_, name)| name));
    DrillSummary {
        run: run.row.id.clone(),
        drill: Named { id: written, title },
        pair: Named { id: run.row.pair.clone(), title: config.name_of(&run.row.pair) },
        kind: run.script.plan.kind,
        state: run.state(),
        operator,
        at: ran_at(run).or_else(|| Some(day_of(run)?.0)).unwrap_or(run.row.created_at),
        ended_at: ended_at(run),
        outcome: outcome(run.state()),
        rto_milliseconds: measured.rto.map(|rto| rto.milliseconds),
        rpo_milliseconds: measured.rpo.map(|rpo| rpo.milliseconds),
    }
}

pub(crate) fn outcome(state: State) -> Option<Outcome> {
    match state {
        State::SignedPass => Some(Outcome::Pass),
        State::SignedFail => Some(Outcome::Fail),
        State::SignedInconclusive => Some(Outcome::Inconclusive),
        _ => None,
    }
}

/// When it was started; none where it never was.
pub(crate) fn started_at(run: &Run) -> Option<Timestamp> {
    let started = run.entries.iter().find(|entry| matches!(entry.event, Event::Started { .. }));
    started.map(|entry| entry.at.wall)
}

/// The day that a drill counts for: when it was started, or what was in its way was its result.
fn ran_at(run: &Run) -> Option<Timestamp> {
    started_at(run).or_else(|| ended_at(run))
}

/// When nothing was left to do but to sign; or when it was called off.
pub(crate) fn ended_at(run: &Run) -> Option<Timestamp> {
    let over = |entry: &&ballast_readiness::drill::Entry| {
        matches!(entry.to, State::Review | State::Cancelled) && entry.from != entry.to
    };
    run.entries.iter().find(over).map(|entry| entry.at.wall)
}
