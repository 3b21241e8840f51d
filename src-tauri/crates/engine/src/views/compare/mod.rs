//! Parallel runs as they are shown: days, figures, what is missing for a switch, differing cells.

mod days;
mod differences;
mod setup;
mod switch;

use ballast_compare::cutover::Day;
use ballast_compare::findings::known_of;
use ballast_compare::{DriftKind, Figures, KnownDifference};
use ballast_core::{Code, Error, Finding, FindingKind, Result};
use ballast_store::AttemptRow;

pub(crate) use days::{Case, Conclusion, conclusion, mismatch_rate};
use days::{JudgedDays, Told};
pub(crate) use differences::{attempt_with_list, differences, no_list};
pub(crate) use switch::{criteria, decided};

use crate::compared;
use crate::contract::*;
use crate::engine::Engine;
use crate::messages::Messages;
use crate::views::standing::{HeldRun, Picture};

/// A rename was found and nobody has said what it is.
pub(crate) fn waits_for_rename(held: &HeldRun) -> bool {
    let is_rename = |finding: &Finding| finding.kind == FindingKind::ColumnRenamed;
    held.case.newest().is_some_and(|newest| newest.said.findings.iter().any(is_rename))
}

/// Everything holds, and fewer than two people have signed.
pub(crate) fn waits_for_signatures(held: &HeldRun) -> bool {
    if held.case.run.window.is_none() {
        return false;
    }
    let judged = held.case.judge();
    decided(&judged) == CutoverDecision::Go && !switch::is_signed(&judged)
}

fn day_view(case: &Case, running: bool, day: &(Day, Option<(String, Conclusion)>)) -> CompareDay {
    let (day, said) = day;
    let today = case.today();
    let state = match &day.run {
        Some(run) if !run.verdict.is_conclusive() => CompareDayState::Inconclusive,
        Some(run) if run.is_clean(mismatch_rate(&case.run)) => CompareDayState::Clean,
        Some(_) => CompareDayState::Over,
        None if day.date == today && running => CompareDayState::Running,
        None if day.date < today && day.planned => CompareDayState::Missed,
        None => CompareDayState::Planned,
    };
    let figures = said.as_ref().and_then(|(_, said)| said.figures.as_ref());
    let drifted = |figures: &Figures| {
        figures.drift.iter().any(|drift| drift.kind != DriftKind::Order && !drift.accepted)
    };
    CompareDay {
        date: day.date,
        state,
        run: said.as_ref().map(|(run, _)| run.clone()),
        unexplained: figures.map(|figures| figures.unexplained),
        rows: figures.map(Figures::rows),
        drifted: figures.is_some_and(drifted),
    }
}

pub(crate) fn list(engine: &Engine) -> Result<CompareList> {
    let picture = Picture::take(engine)?;
    let running = running(engine)?;
    let rows = picture.runs.iter().map(|held| {
        let case = &held.case;
        let judged = case.judge();
        let newest = case.newest();
        let figures = newest.as_ref().and_then(|newest| newest.said.figures.as_ref());
        CompareRow {
            id: case.run.id.to_string(),
            title: case.run.name().to_owned(),
            status: held.standing.status,
            old: setup::side_view(&case.run.old).place,
            new: setup::side_view(&case.run.new).place,
            last_run_at: newest.as_ref().map(|newest| newest.attempt.at),
            last_verdict: newest.as_ref().map(|newest| newest.verdict),
            unexplained: figures.map(|figures| figures.unexplained),
            rows: figures.map(Figures::rows),
            clean_runs: judged.cutover.clean_runs,
            clean_runs_wanted: case.run.accept.clean_runs,
            decision: decided(&judged),
            next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
            running: running.contains(&case.run.id.to_string()),
        }
    });
    Ok(CompareList { parallel_runs: rows.collect() })
}

fn running(engine: &Engine) -> Result<Vec<String>> {
    let rows = engine.store.read(|view| view.unfinished_runs())?;
    Ok(rows.into_iter().map(|row| row.control).collect())
}

fn held<'a>(picture: &'a Picture, id: &str) -> Result<&'a HeldRun> {
    picture.config.parallel_run(id)?;
    let found = picture.runs.iter().find(|held| held.case.run.id.as_str() == id);
    found.ok_or_else(|| Error::new(Code::Internal))
}

pub(crate) fn detail(engine: &Engine, messages: &Messages, id: &str) -> Result<CompareDetail> {
    let picture = Picture::take(engine)?;
    let held = held(&picture, id)?;
    let Case { run, kept, .. } = &held.case;
    let judged: JudgedDays = held.case.judge();
    let is_running = running(engine)?.iter().any(|control| control == id);
    let newest = held.case.newest();
    let latest = newest.as_ref().map(|newest| run_view(engine, messages, newest)).transpose()?;
    let named =
        |id: &ballast_core::Id| Named { id: id.to_string(), title: picture.config.title_of(id.as_str()) };
    Ok(CompareDetail {
        id: id.to_owned(),
        title: run.name().to_owned(),
        status: held.standing.status,
        status_since: held.standing.since,
        protects: run.protects.iter().map(named).collect(),
        old: setup::side_view(&run.old),
        new: setup::side_view(&run.new),
        rules: setup::rules(run),
        days: judged.days.iter().map(|day| day_view(&held.case, is_running, day)).collect(),
        cutover: switch::cutover_view(&judged, kept, newest.as_ref().map(|newest| &newest.said)),
        latest,
        known: kept.accepted.iter().map(setup::known_view).collect(),
        baseline: kept.baseline.as_ref().map(|baseline| BaselineView {
            at: baseline.at,
            run: baseline.run.clone(),
            columns: baseline.columns.clone(),
        }),
        next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
    })
}

fn run_view(engine: &Engine, messages: &Messages, told: &Told<'_>) -> Result<CompareRunView> {
    let Told { attempt, said, verdict, .. } = told;
    let (row, record) = engine.store.read(|view| {
        let row = view.run(&attempt.run)?;
        let record = row.as_ref().and_then(|row| row.evidence_seq).map(|seq| view.record(seq)).transpose()?;
        Ok((row, record.flatten()))
    })?;
    let record = record.ok_or_else(|| Error::new(Code::Internal))?;
    // A run without figures says in its error why.
    let error: Option<Error> =
        row.and_then(|row| row.error).and_then(|error| serde_json::from_value(error).ok());
    let mut findings: Vec<WireFinding> =
        said.findings.iter().map(|finding| messages.finding(finding)).collect();
    if let Some(error) = error.filter(|_| findings.is_empty()) {
        let wire = messages.error(&error);
        findings.push(WireFinding {
            kind: FindingKind::NothingExamined,
            severity: FindingKind::NothingExamined.severity(),
            subject: attempt.control.clone(),
            detail: wire.message,
            hint: wire.hint,
            repository: None,
            params: error.params,
            files: Vec::new(),
        });
    }
    Ok(CompareRunView {
        run: attempt.run.clone(),
        day: said.day,
        at: attempt.at,
        verdict: *verdict,
        old: said.old.clone(),
        new: said.new.clone(),
        figures: said.figures.clone(),
        findings,
        evidence: EvidenceRef { seq: record.record.seq, hash: record.hash },
        has_differences: compared::list_of(engine, attempt).is_some(),
    })
}

fn unknown_run(attempts: &[AttemptRow], run: &str) -> Error {
    let known = attempts.iter().rev().take(20).map(|attempt| attempt.run.clone());
    Error::new(Code::UnknownId).with("what", "run").with("id", run).allowed(known)
}

pub(crate) fn report(
    engine: &Engine,
    messages: &Messages,
    id: &str,
    run: Option<&str>,
) -> Result<CompareRunView> {
    let case = engine.store.read(|view| Case::load(view, id, engine.now()))?;
    let told = match run {
        Some(run) => {
            let found = case.attempts.iter().find(|attempt| attempt.run == run);
            found.and_then(|attempt| case.told(attempt)).ok_or_else(|| unknown_run(&case.attempts, run))?
        }
        None => case.newest().ok_or_else(|| no_list(id))?,
    };
    run_view(engine, messages, &told)
}

/// Renames that the newest day proposes and nobody has settled.
pub(crate) fn proposed_renames(case: &Case) -> Vec<(String, String)> {
    let figures = case.newest().and_then(|newest| newest.said.figures);
    let drift = figures.map(|figures| figures.drift).unwrap_or_default();
    let open = drift.into_iter().filter(|drift| drift.kind == DriftKind::Renamed && !drift.accepted);
    let pairs = open.filter_map(|drift| Some((drift.from?, drift.to?)));
    // Settled since: the name is set up, or set up no more.
    pairs
        .filter(|(from, to)| match case.run.rename.get(from) {
            Some(now) => from == to || now != to,
            None => from != to,
        })
        .collect()
}

/// The known difference that a finding of the newest day would become: no more than the finding says. A
/// rename has an act of its own.
pub(crate) fn acceptable(case: &Case, finding: &str) -> Result<KnownDifference> {
    let newest = case.newest().ok_or_else(|| no_list(case.run.id.as_str()))?.said;
    let figures = newest.figures.unwrap_or_default();
    let id_of = |finding: &Finding| finding.params.get("id").cloned();
    let known = |one: &Finding| known_of(&figures, one, finding);
    let found = newest.findings.iter().find(|one| id_of(one).as_deref() == Some(finding)).and_then(known);
    found.ok_or_else(|| {
        let choices = newest.findings.iter().filter(|one| known(one).is_some()).filter_map(id_of);
        Error::new(Code::UnknownId).with("what", "finding").with("id", finding).allowed(choices)
    })
}
