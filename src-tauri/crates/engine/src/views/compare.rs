//! Parallel runs as they are shown: days, figures, what is missing for a switch, differing cells.

use std::collections::BTreeMap;

use ballast_compare::apart;
use ballast_compare::cutover::{self, Criteria, Criterion as Code28, Day, DayRun, Decision, Judged, State};
use ballast_compare::findings::known_of;
use ballast_compare::{DriftKind, Figures, KnownDifference, Shape};
use ballast_core::limits::DIFFERENCES_PAGE_MAX;
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Error, Finding, FindingKind, Result, Verdict};
use ballast_store::AttemptRow;
use ballast_store::differences::{Filter, Reader};
use jiff::civil::Date;
use serde::Deserialize;

use crate::compared::{self, Kept};
use crate::config::{ParallelRun, TableSide, TableSource};
use crate::contract::*;
use crate::engine::Engine;
use crate::file::ratio_of;
use crate::messages::Messages;
use crate::views::standing::{HeldRun, Picture};

/// Days that a calendar shows where no window is set.
const DAYS_SHOWN: i64 = 30;
/// Days ahead that are looked through for the earliest switch.
const DAYS_AHEAD: i64 = 400;

/// What an attempt of a comparison keeps.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Conclusion {
    pub day: Date,
    #[serde(default)]
    pub criteria: Option<String>,
    #[serde(default)]
    pub figures: Option<Figures>,
    #[serde(default)]
    pub findings: Vec<Finding>,
    #[serde(default)]
    pub old: Option<SideFacts>,
    #[serde(default)]
    pub new: Option<SideFacts>,
}

fn conclusion(attempt: &AttemptRow) -> Option<Conclusion> {
    serde_json::from_value(attempt.payload.clone()).ok()
}

fn verdict(attempt: &AttemptRow) -> Verdict {
    serde_json::from_value(serde_json::Value::String(attempt.verdict.clone()))
        .unwrap_or(Verdict::Inconclusive)
}

/// The newest conclusion of a held run.
fn newest(held: &HeldRun) -> Option<(&AttemptRow, Conclusion)> {
    held.attempts.iter().rev().find_map(|attempt| Some((attempt, conclusion(attempt)?)))
}

/// A rename was found and nobody has said what it is.
pub(crate) fn waits_for_rename(held: &HeldRun) -> bool {
    newest(held).is_some_and(|(_, said)| said.findings.iter().any(|f| f.kind == FindingKind::ColumnRenamed))
}

/// Everything holds, and fewer than two people have signed.
pub(crate) fn waits_for_signatures(engine: &Engine, picture: &Picture, held: &HeldRun) -> Result<bool> {
    if held.run.window.is_none() {
        return Ok(false);
    }
    let kept = compared::kept(engine, &held.run, picture.now)?;
    let judged = judge(picture, held, &kept);
    Ok(judged.cutover.decision == Decision::Go && !is_signed(&kept))
}

/// Two people have signed go, and nobody no-go since.
fn is_signed(kept: &Kept) -> bool {
    let says =
        |wanted: CutoverDecision| kept.signatures.iter().filter(|(s, ..)| s.decision == wanted).count();
    says(CutoverDecision::Go) >= 2 && says(CutoverDecision::NoGo) == 0
}

pub(crate) fn mismatch_rate(run: &ParallelRun) -> f64 {
    ratio_of(&run.accept.mismatch_rate).and_then(|ratio| ratio.parse().ok()).unwrap_or(0.0)
}

/// The days of a parallel run and what they say together.
struct JudgedDays {
    days: Vec<(Day, Option<(String, Conclusion)>)>,
    cutover: cutover::Cutover,
}

/// Days on which the schedule asks for a run; every day where there is no schedule.
fn is_planned(run: &ParallelRun, picture: &Picture, date: Date) -> bool {
    // Without a line, a window asks for every one of its days.
    let Some(line) = run.schedule.as_deref() else { return run.window.is_some() };
    let Ok(schedule) = line.parse::<Schedule>() else { return false };
    let start = date.to_zoned(picture.zone.clone()).map(|zoned| zoned.timestamp());
    let end = date.tomorrow().and_then(|day| day.to_zoned(picture.zone.clone())).map(|day| day.timestamp());
    let (Ok(start), Ok(end)) = (start, end) else { return false };
    let before = start.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(start);
    schedule.next_after(before, &picture.zone).is_some_and(|next| next < end)
}

fn after(date: Date, days: i64) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}

fn judge(picture: &Picture, held: &HeldRun, kept: &Kept) -> JudgedDays {
    let run = &held.run;
    let today = picture.now.to_zoned(picture.zone.clone()).date();
    let created = held.created_at.to_zoned(picture.zone.clone()).date();
    let mut by_day: BTreeMap<Date, (String, Verdict, Conclusion)> = BTreeMap::new();
    for attempt in held.attempts.iter().filter(|attempt| attempt.counts) {
        let Some(said) = conclusion(attempt) else { continue };
        // Compared under other criteria, a day says nothing under these.
        if said.criteria.is_some() && said.criteria != kept.criteria_hash {
            continue;
        }
        let verdict = verdict(attempt);
        // What could tell stands: neither a run that could not nor one on a later day rewrites it.
        let made_on = attempt.at.to_zoned(picture.zone.clone()).date();
        let stands = by_day.get(&said.day).is_some_and(|(_, before, _): &(String, Verdict, Conclusion)| {
            before.is_conclusive() && (!verdict.is_conclusive() || made_on != said.day)
        });
        if !stands {
            by_day.insert(said.day, (attempt.run.clone(), verdict, said));
        }
    }
    let first_run = by_day.keys().next().copied();
    let (first, shown) = match run.window {
        Some(window) => (window.starts, i64::from(window.days)),
        None => {
            let first = first_run.unwrap_or(created).max(after(today, 1 - DAYS_SHOWN)).min(today);
            (first, DAYS_SHOWN)
        }
    };
    let last = after(first, shown - 1).max(today);
    // A plan that was made later asks for nothing before.
    let asked_from = created.min(first_run.unwrap_or(created));
    let mut days = Vec::new();
    let mut date = first;
    while date <= last {
        let found = by_day.remove(&date);
        let day_run = found
            .as_ref()
            .map(|(_, verdict, said)| DayRun::new(*verdict, said.figures.as_ref(), &run.critical));
        let planned = date >= asked_from && is_planned(run, picture, date);
        days.push((Day { date, planned, run: day_run }, found.map(|(id, _, said)| (id, said))));
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    let criteria = Criteria {
        clean_runs: run.accept.clean_runs,
        mismatch_rate: mismatch_rate(run),
        critical: run.critical.clone(),
        frozen: kept.frozen_at.is_some(),
    };
    let past: Vec<Day> =
        days.iter().filter(|(day, _)| day.date <= today).map(|(day, _)| day.clone()).collect();
    let ran_today = past.last().is_some_and(|day| day.date == today && day.run.is_some());
    let planned: Vec<Date> = (i64::from(ran_today)..DAYS_AHEAD)
        .map(|number| after(today, number))
        .filter(|date| is_planned(run, picture, *date))
        .collect();
    let cutover = cutover::judge(&criteria, &past, &planned, today);
    JudgedDays { days, cutover }
}

fn decision(decision: Decision) -> CutoverDecision {
    match decision {
        Decision::Go => CutoverDecision::Go,
        Decision::NoGo => CutoverDecision::NoGo,
        Decision::NotEnoughEvidence => CutoverDecision::NotEnoughEvidence,
    }
}

fn criterion(judged: &Judged) -> Criterion {
    let code = match judged.criterion {
        Code28::CleanRuns => CriterionCode::CleanRuns,
        Code28::Unexplained => CriterionCode::Unexplained,
        Code28::Drift => CriterionCode::Drift,
        Code28::MissedRuns => CriterionCode::MissedRuns,
        Code28::MonthEnd => CriterionCode::MonthEnd,
        Code28::Complete => CriterionCode::Complete,
        Code28::ControlTotals => CriterionCode::ControlTotals,
        Code28::UpperBound => CriterionCode::UpperBound,
        Code28::WayBack => CriterionCode::WayBack,
        Code28::CriteriaFrozen => CriterionCode::CriteriaFrozen,
    };
    let state = match judged.state {
        State::Met => CriterionState::Met,
        State::Failed => CriterionState::Failed,
        State::Open => CriterionState::Open,
    };
    let params = judged.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Criterion { code, state, params }
}

fn cutover_view(judged: &JudgedDays, kept: &Kept, latest: Option<&Conclusion>) -> CutoverView {
    let totals = latest.and_then(|said| said.figures.as_ref()).map(|figures| figures.totals.clone());
    let shift = totals.unwrap_or_default().into_iter().filter(|total| total.slice.is_none() && !total.equal);
    CutoverView {
        decision: decided(judged, kept),
        criteria: judged.cutover.criteria.iter().map(criterion).collect(),
        earliest: judged.cutover.earliest,
        frozen_at: kept.frozen_at,
        frozen_hash: kept.criteria_hash.clone(),
        clean_runs: judged.cutover.clean_runs,
        longest_clean_runs: judged.cutover.longest,
        upper: judged.cutover.upper,
        shift: shift
            .filter_map(|total| {
                let difference = apart::difference(&total.new, &total.old)?;
                Some(TotalShift { column: total.column, difference })
            })
            .collect(),
        signatures: kept
            .signatures
            .iter()
            .map(|(signed, at, seq)| Signature {
                person: signed.person.clone(),
                decision: signed.decision,
                reason: signed.reason.clone(),
                at: *at,
                seq: *seq,
            })
            .collect(),
        signed: decided(judged, kept) == CutoverDecision::Go && is_signed(kept),
    }
}

/// The verdict of the days; a signature against the switch outweighs it.
fn decided(judged: &JudgedDays, kept: &Kept) -> CutoverDecision {
    if kept.signatures.iter().any(|(signed, ..)| signed.decision == CutoverDecision::NoGo) {
        return CutoverDecision::NoGo;
    }
    decision(judged.cutover.decision)
}

fn day_view(
    picture: &Picture,
    held: &HeldRun,
    running: bool,
    day: &(Day, Option<(String, Conclusion)>),
) -> CompareDay {
    let (day, said) = day;
    let today = picture.now.to_zoned(picture.zone.clone()).date();
    let state = match &day.run {
        Some(run) if !run.verdict.is_conclusive() => CompareDayState::Inconclusive,
        Some(run) if run.is_clean(mismatch_rate(&held.run)) => CompareDayState::Clean,
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

fn side_view(side: &TableSide) -> SideView {
    let (kind, place) = match &side.source {
        TableSource::File { path, kind } => {
            let kind = match kind {
                FileKind::Csv => SideKind::Csv,
                FileKind::Json => SideKind::Json,
                FileKind::JsonLines => SideKind::JsonLines,
                FileKind::Parquet => SideKind::Parquet,
                FileKind::Xlsx => SideKind::Xlsx,
            };
            (kind, path.display().to_string())
        }
        TableSource::Sqlite { path, .. } => (SideKind::Sqlite, path.display().to_string()),
        TableSource::Postgres { query, .. } => (SideKind::Postgres, query.clone()),
        // What stands before the host or behind a question mark may be a secret.
        TableSource::Http { url, .. } => {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let (scheme, rest) = path.split_once("://").unwrap_or(("https", path));
            let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
            (SideKind::Http, format!("{scheme}://{rest}"))
        }
    };
    SideView { kind, place }
}

fn rules(run: &ParallelRun) -> CompareRules {
    CompareRules {
        key: run.key.clone(),
        rename: run.rename.clone(),
        ignore: run.ignore.clone(),
        tolerance: run.tolerance.clone(),
        normalise: run.normalise.clone(),
        totals: run.totals.clone(),
        slice: run.slice.clone(),
        critical: run.critical.clone(),
        personal: run.personal.clone(),
        schedule: run.schedule.clone(),
        watch: run.watch,
        starts: run.window.map(|window| window.starts),
        days: run.window.map(|window| window.days),
        clean_runs: run.accept.clean_runs,
        mismatch_rate: mismatch_rate(run),
    }
}

fn known_view(accepted: &compared::Accepted) -> KnownView {
    let given = &accepted.given;
    KnownView {
        id: given.known.id.clone(),
        column: given.known.column.clone(),
        shape: match given.known.only_in_old {
            Some(true) => Some(Shape::OnlyOld),
            Some(false) => Some(Shape::OnlyNew),
            None => given.known.shape,
        },
        conditions: given.known.conditions.clone(),
        reason: given.reason.clone(),
        owner: given.owner.clone(),
        until: given.until,
        accepted_at: accepted.at,
        expired: accepted.expired,
    }
}

pub(crate) fn list(engine: &Engine) -> Result<CompareList> {
    let picture = Picture::take(engine)?;
    let running = running(engine)?;
    let rows = picture.runs.iter().map(|held| {
        let kept = compared::kept(engine, &held.run, picture.now)?;
        let judged = judge(&picture, held, &kept);
        let newest = newest(held);
        let figures = newest.as_ref().and_then(|(_, said)| said.figures.as_ref());
        Ok(CompareRow {
            id: held.run.id.to_string(),
            title: held.run.name().to_owned(),
            status: held.standing.status,
            old: side_view(&held.run.old).place,
            new: side_view(&held.run.new).place,
            last_run_at: newest.as_ref().map(|(attempt, _)| attempt.at),
            last_verdict: newest.as_ref().map(|(attempt, _)| verdict(attempt)),
            unexplained: figures.map(|figures| figures.unexplained),
            rows: figures.map(Figures::rows),
            clean_runs: judged.cutover.clean_runs,
            clean_runs_wanted: held.run.accept.clean_runs,
            decision: decided(&judged, &kept),
            next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
            running: running.contains(&held.run.id.to_string()),
        })
    });
    Ok(CompareList { parallel_runs: rows.collect::<Result<_>>()? })
}

fn running(engine: &Engine) -> Result<Vec<String>> {
    let rows = engine.store.read(|view| view.unfinished_runs())?;
    Ok(rows.into_iter().map(|row| row.control).collect())
}

fn held<'a>(picture: &'a Picture, id: &str) -> Result<&'a HeldRun> {
    picture.config.parallel_run(id)?;
    picture.runs.iter().find(|held| held.run.id.as_str() == id).ok_or_else(|| Error::new(Code::Internal))
}

pub(crate) fn detail(engine: &Engine, messages: &Messages, id: &str) -> Result<CompareDetail> {
    let picture = Picture::take(engine)?;
    let held = held(&picture, id)?;
    let kept = compared::kept(engine, &held.run, picture.now)?;
    let judged = judge(&picture, held, &kept);
    let is_running = running(engine)?.iter().any(|control| control == id);
    let newest = newest(held);
    let latest =
        newest.as_ref().map(|(attempt, said)| run_view(engine, messages, attempt, said)).transpose()?;
    Ok(CompareDetail {
        id: id.to_owned(),
        title: held.run.name().to_owned(),
        status: held.standing.status,
        status_since: held.standing.since,
        protects: held
            .run
            .protects
            .iter()
            .map(|id| Named { id: id.to_string(), title: picture.config.title_of(id.as_str()) })
            .collect(),
        old: side_view(&held.run.old),
        new: side_view(&held.run.new),
        rules: rules(&held.run),
        days: judged.days.iter().map(|day| day_view(&picture, held, is_running, day)).collect(),
        cutover: cutover_view(&judged, &kept, newest.as_ref().map(|(_, said)| said)),
        latest,
        known: kept.accepted.iter().map(known_view).collect(),
        baseline: kept.baseline.as_ref().map(|baseline| BaselineView {
            at: baseline.at,
            run: baseline.run.clone(),
            columns: baseline.columns.clone(),
        }),
        next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
    })
}

fn run_view(
    engine: &Engine,
    messages: &Messages,
    attempt: &AttemptRow,
    said: &Conclusion,
) -> Result<CompareRunView> {
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
        verdict: verdict(attempt),
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
    engine.config()?.parallel_run(id)?;
    let attempts = engine.store.read(|view| view.attempts(id))?;
    let mut found = attempts.iter().rev().filter(|attempt| run.is_none_or(|run| attempt.run == run));
    let (attempt, said) =
        found.find_map(|attempt| Some((attempt, conclusion(attempt)?))).ok_or_else(|| match run {
            Some(run) => unknown_run(&attempts, run),
            None => Error::new(Code::NothingYet).with("control", id),
        })?;
    run_view(engine, messages, attempt, &said)
}

pub(crate) fn no_list(run: &str) -> Error {
    Error::new(Code::NothingYet).with("control", run)
}

/// The attempt whose list of differences is meant: the newest that has one.
pub(crate) fn attempt_with_list(engine: &Engine, id: &str, run: Option<&str>) -> Result<AttemptRow> {
    engine.config()?.parallel_run(id)?;
    let attempts = engine.store.read(|view| view.attempts(id))?;
    let found = match run {
        Some(run) => attempts.iter().find(|attempt| attempt.run == run),
        None => attempts.iter().rev().find(|attempt| compared::list_of(engine, attempt).is_some()),
    };
    found.cloned().ok_or_else(|| run.map_or_else(|| no_list(id), |run| unknown_run(&attempts, run)))
}

pub(crate) fn differences(engine: &Engine, request: &DifferencesRequest) -> Result<Differences> {
    let attempt = attempt_with_list(engine, &request.id, request.run.as_deref())?;
    let list = compared::list_of(engine, &attempt).ok_or_else(|| no_list(&attempt.run))?;
    let reader = Reader::open(&list)?;
    let meta = reader.meta()?;
    // Each with its name in the new table, where that is another.
    let names = |key: &str| -> Vec<String> {
        let both =
            meta.get(key).and_then(|text| serde_json::from_str::<Vec<(String, Option<String>)>>(text).ok());
        both.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    };
    let columns = names("columns");
    let column = match &request.column {
        None => None,
        Some(column) => {
            let place = columns.iter().position(|name| name == column);
            let place = place.and_then(|place| u32::try_from(place).ok());
            Some(place.ok_or_else(|| {
                Error::new(Code::UnknownId).with("what", "column").with("id", column).allowed(&columns)
            })?)
        }
    };
    let filter = Filter {
        column,
        shape: request.shape.map(|shape| name(&shape)),
        outcome: request.outcome.map(|outcome| name(&outcome)),
        key: request.find.clone().filter(|find| !find.is_empty()),
        after: 0,
    };
    let limit = request.limit.unwrap_or(200).clamp(1, DIFFERENCES_PAGE_MAX);
    let rows = reader.page(&filter, request.offset.unwrap_or(0), limit)?;
    let context: Vec<String> =
        meta.get("context").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    Ok(Differences {
        run: attempt.run,
        key: names("key"),
        matching: reader.count(&filter)?,
        listed: meta.get("listed").and_then(|text| text.parse().ok()).unwrap_or_default(),
        rows: rows.into_iter().filter_map(|row| difference(row, &columns, &context)).collect(),
    })
}

fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

fn difference(
    row: ballast_store::differences::Difference,
    columns: &[String],
    context: &[String],
) -> Option<Difference> {
    let column = row.column.and_then(|place| columns.get(usize::try_from(place).ok()?).cloned());
    let both = row.old.as_deref().zip(row.new.as_deref()).filter(|_| column.is_some());
    Some(Difference {
        number: row.id,
        key: row.key,
        shape: word(&row.shape)?,
        outcome: word(&row.outcome)?,
        difference: both.and_then(|(old, new)| apart::difference(new, old)),
        factor: both.and_then(|(old, new)| apart::factor(old, new)),
        context: context
            .iter()
            .zip(row.context)
            .map(|(column, value)| Condition { column: column.clone(), value })
            .collect(),
        column,
        old: row.old,
        new: row.new,
    })
}

/// Renames that the newest run proposes and nobody has accepted.
pub(crate) fn proposed_renames(engine: &Engine, id: &str) -> Result<Vec<(String, String)>> {
    let attempts = engine.store.read(|view| view.attempts(id))?;
    let newest = attempts.iter().rev().find_map(conclusion);
    let drift = newest.and_then(|said| said.figures).map(|figures| figures.drift).unwrap_or_default();
    let open = drift.into_iter().filter(|drift| drift.kind == DriftKind::Renamed && !drift.accepted);
    Ok(open.filter_map(|drift| Some((drift.from?, drift.to?))).collect())
}

/// The known difference that a finding of the newest run would become: no more than the finding says. A
/// rename has an act of its own.
pub(crate) fn acceptable(engine: &Engine, id: &str, finding: &str) -> Result<KnownDifference> {
    engine.config()?.parallel_run(id)?;
    let attempts = engine.store.read(|view| view.attempts(id))?;
    let newest = attempts.iter().rev().find_map(conclusion).ok_or_else(|| no_list(id))?;
    let figures = newest.figures.unwrap_or_default();
    let id_of = |finding: &Finding| finding.params.get("id").cloned();
    let known = |one: &Finding| known_of(&figures, one, finding);
    let found = newest.findings.iter().find(|one| id_of(one).as_deref() == Some(finding)).and_then(known);
    found.ok_or_else(|| {
        let choices = newest.findings.iter().filter(|one| known(one).is_some()).filter_map(id_of);
        Error::new(Code::UnknownId).with("what", "finding").with("id", finding).allowed(choices)
    })
}
