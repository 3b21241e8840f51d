//! A comparison of two systems: what the program is asked, and what is kept of its answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ballast_compare::cutover::DayRun;
use ballast_compare::wire::{self, Answer, Compared, Limits, Report, Request, Side, Source, Task};
use ballast_compare::{Figures, KnownDifference, Spec, Tolerance, findings};
use ballast_core::run::RunEvent;
use ballast_core::{Code, Error, FindingKind, Result, Severity, Span, Verdict};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::pace::Pace;
use super::{Document, Job, Outcome, end, lateness, move_on, should_stop, stopped, tell};
use crate::cluster::Cluster;
use crate::compared::{self, Kept};
use crate::config::{Config, EVERY_COLUMN, ParallelRun, TableSide, TableSource};
use crate::engine::Engine;
use crate::secrets;
use crate::views::compare::mismatch_rate;

/// The one level that a comparison proves, as its attempts name it.
pub(crate) const LEVEL: &str = "compare";

/// A comparison that is about to start.
pub(super) struct ComparisonRun {
    run: ParallelRun,
    day: Date,
    baseline: bool,
    old: Side,
    new: Side,
    machines: Option<wire::Engine>,
}

/// A side with its secret read.
pub(crate) fn side_of(side: &TableSide) -> Result<Side> {
    let source = match &side.source {
        TableSource::File { path, kind } => Source::File { path: path.clone(), kind: *kind },
        TableSource::Sqlite { path, query } => Source::Sqlite { path: path.clone(), query: query.clone() },
        TableSource::Postgres { connection, query } => {
            let connection = secrets::fetch(connection)?.expose().to_owned();
            Source::Postgres { connection, query: query.clone() }
        }
        TableSource::Http { url, kind } => Source::Http { url: url.clone(), kind: *kind },
    };
    Ok(Side { source, format: side.format.clone() })
}

/// How a parallel run compares, from what is set up and what people accepted.
fn spec_of(run: &ParallelRun, known: Vec<KnownDifference>, noise: Vec<String>) -> Spec {
    let mut tolerance = run.tolerance.clone();
    let tolerance_of_all: Option<Tolerance> = tolerance.remove(EVERY_COLUMN);
    Spec {
        key: run.key.clone(),
        rename: run.rename.clone(),
        ignore: run.ignore.clone(),
        tolerance,
        tolerance_of_all,
        normalise: run.normalise.clone(),
        totals: run.totals.clone(),
        slice: run.slice.clone(),
        known,
        noise,
        of_old_alone: false,
    }
}

/// Today in the workspace's time zone.
fn today(engine: &Engine, config: &Config) -> Date {
    engine.now().to_zoned(config.zone()).date()
}

pub(super) fn prepare(
    engine: &Engine,
    config: Config,
    control: &str,
    day: Option<Date>,
    baseline: bool,
) -> Result<ComparisonRun> {
    let run = config.parallel_run(control)?.clone();
    let other = if baseline {
        // Without a second extract the same source is read twice: what moves between two reads shows.
        run.baseline.as_ref().unwrap_or(&run.old)
    } else {
        &run.new
    };
    let (old, new) = (side_of(&run.old)?, side_of(other)?);
    let machines = run.engine.as_ref().map(Cluster::engine).transpose()?;
    let day = day.unwrap_or_else(|| today(engine, &config));
    Ok(ComparisonRun { run, day, baseline, old, new, machines })
}

/// A folder of its own for one comparison, gone with it.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn new(engine: &Engine, run: &str) -> Result<Self> {
        let folder = engine.store.work_folder()?.join(format!("compare-{run}"));
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn execute(engine: &Engine, run: &str, job: &Job, prepared: ComparisonRun) -> Result<()> {
    let ComparisonRun { run: parallel, day, baseline, old, new, machines } = prepared;
    if !baseline {
        compared::freeze(engine, &parallel)?;
    }
    let row = move_on(engine, run, RunEvent::Started)?;
    let scratch = Scratch::new(engine, run)?;
    let kept = compared::kept(engine, &parallel, engine.now())?;
    let known = kept.in_force();
    let spec = if baseline {
        of_old_alone(spec_of(&parallel, Vec::new(), Vec::new()))
    } else {
        spec_of(&parallel, known.clone(), kept.noise())
    };
    let differences = scratch.0.join("differences.sqlite");
    let request = Request {
        now: engine.now(),
        day,
        old,
        new,
        work_folder: scratch.0.join("work"),
        limits: Limits::default(),
        engine: machines,
        task: Task::Compare {
            spec: Box::new(spec),
            differences: Some(differences.clone()),
            previous: (!baseline).then(|| compared::list_before(engine, parallel.id.as_str(), day)).flatten(),
            keep: Some(scratch.0.join("kept")),
        },
    };
    let deadline = Instant::now() + Duration::from_secs(parallel.limit().seconds());
    let left = Span::from_seconds(deadline.saturating_duration_since(Instant::now()).as_secs().max(1));
    let mut pace = Pace::default();
    let mut report = |report: Report| tell(engine, run, pace.hear(report.into(), None));
    let answer = engine.workers.compare(&request, left, &mut report, &mut || should_stop(engine, run));
    let compared = match answer {
        Ok(Answer::Compared(compared)) => *compared,
        Ok(Answer::Looked(_)) => return Err(Error::new(Code::Internal)),
        Err(error) => {
            let event = match error.code {
                Code::Cancelled | Code::TimedOut => stopped(engine, run, error.code)?,
                code => RunEvent::Failed(code),
            };
            return end(engine, &row, event, Some(error), Outcome::default());
        }
    };
    let compared = if baseline { compared } else { lateness::judged(engine, &parallel, day, compared)? };
    if let Err(error) = critical_columns_are_there(&parallel, &compared) {
        return end(engine, &row, RunEvent::Failed(error.code), Some(error), Outcome::default());
    }
    let compared = within_what_was_agreed(&parallel, compared);
    let outcome = keep(engine, job, (&kept, &known), day, compared, &differences)?;
    let verdict = outcome.document.as_ref().map_or(Verdict::Inconclusive, |document| document.verdict);
    end(engine, &row, RunEvent::Concluded(verdict), None, outcome)
}

/// The old system against itself: renames and new names are of the new one.
fn of_old_alone(spec: Spec) -> Spec {
    let old_name = |name: &String| {
        let renamed = spec.rename.iter().find(|(_, to)| *to == name);
        renamed.map_or(name, |(from, _)| from).clone()
    };
    let key = spec.key.iter().map(old_name).collect();
    Spec { key, rename: std::collections::BTreeMap::new(), of_old_alone: true, ..spec }
}

/// A name that no table has would be a column in which nothing is ever wrong. Known as soon as both were read.
fn critical_columns_are_there(run: &ParallelRun, compared: &Compared) -> Result<()> {
    let (Some(old), Some(new)) = (&compared.old, &compared.new) else { return Ok(()) };
    let names: BTreeSet<&String> =
        old.columns.iter().chain(&new.columns).map(|column| &column.name).collect();
    match run.critical.iter().find(|name| !names.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Error::new(Code::InvalidCall)
            .with("what", "critical")
            .with("found", name)
            .with("reason", "there is no such column")
            .allowed(names)),
    }
}

/// A run that is clean by what was laid down holds, though rows differ: people agreed to
/// that many beforehand.
fn within_what_was_agreed(run: &ParallelRun, mut compared: Compared) -> Compared {
    let day = DayRun::new(compared.verdict, compared.figures.as_ref(), &run.critical);
    if compared.verdict != Verdict::Failed || !day.is_clean(mismatch_rate(run)) || day.critical.is_some() {
        return compared;
    }
    for finding in compared.findings.iter_mut().filter(|finding| is_of_rows(finding.kind)) {
        finding.severity = finding.severity.min(Severity::Note);
    }
    compared.verdict = Verdict::of(&compared.findings, day.rows);
    compared
}

/// Findings about rows and cells, not about the shape of the tables.
fn is_of_rows(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::RowOnlyInOld
            | FindingKind::RowOnlyInNew
            | FindingKind::ValueChanged
            | FindingKind::NullChanged
            | FindingKind::EmptyChanged
    )
}

/// Both sides and the list of differences, to be stored by their content.
fn keep(
    engine: &Engine,
    job: &Job,
    (kept, known): (&Kept, &[KnownDifference]),
    day: Date,
    compared: Compared,
    differences: &Path,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for file in &compared.kept {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        outcome.staged.push(engine.store.stage_artefact(&name, file)?);
    }
    let mut list = None;
    // Without figures nothing was concluded, whatever was listed.
    if differences.is_file() && compared.figures.is_some() {
        let staged = engine.store.stage_artefact(compared::LIST, differences)?;
        list = Some(staged.artefact.sha256.clone());
        outcome.staged.push(staged);
    }
    let document = Document {
        level: None,
        verdict: compared.verdict,
        levels: Vec::new(),
        figures: document_figures(&compared, Some(day)),
        findings: compared.findings,
    };
    if matches!(job, Job::Compare { .. }) {
        outcome.attempt = Some((
            LEVEL,
            json!({
                "day": day,
                "criteria": kept.frozen.as_ref().map(|frozen| &frozen.hash),
                "frozen": kept.frozen.as_ref().map(|frozen| frozen.seq),
                "known": known,
                "figures": compared.figures,
                "findings": document.findings,
                "old": compared.old,
                "new": compared.new,
                "differences": list,
            }),
        ));
    }
    outcome.document = Some(document);
    Ok(outcome)
}

/// What a document says in figures: of the comparison, and of both sides.
pub(crate) fn document_figures(compared: &Compared, day: Option<Date>) -> Value {
    let mut value = compared.figures.as_ref().map_or_else(|| json!({}), figures);
    if let Value::Object(map) = &mut value {
        map.extend(day.map(|day| ("day".to_owned(), json!(day))));
        map.insert("old".to_owned(), json!(compared.old));
        map.insert("new".to_owned(), json!(compared.new));
    }
    value
}

/// The figures under the names of the contract, and all the others.
fn figures(figures: &Figures) -> Value {
    #[allow(clippy::cast_precision_loss)]
    let ratio = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let mut value = serde_json::to_value(figures).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        let columns: serde_json::Map<String, Value> = figures
            .columns
            .iter()
            .filter(|column| column.cells.mismatch > 0)
            .map(|column| (column.name.clone(), json!(column.cells.mismatch)))
            .collect();
        let by_column = map.insert("columns".to_owned(), Value::Object(columns));
        map.insert("by_column".to_owned(), by_column.unwrap_or_default());
        map.insert("mismatch_rate".to_owned(), json!(ratio(figures.unexplained, figures.rows())));
        let drift = figures.drift.iter().map(|drift| {
            let rate = (drift.of > 0).then(|| ratio(drift.matched, drift.of));
            json!({
                "kind": drift.kind, "from": drift.from, "to": drift.to, "match_rate": rate,
                "matched": drift.matched, "of": drift.of, "key": drift.key, "accepted": drift.accepted,
            })
        });
        map.insert("drift".to_owned(), Value::Array(drift.collect()));
        let explanations = figures.explanations.iter().map(|explanation| {
            json!({
                "column": explanation.column,
                "where": findings::conditions_text(&explanation.conditions),
                "effect": explanation.effect.as_ref().map(findings::effect_text),
                "rows": explanation.rows,
                "share": ratio(explanation.rows, explanation.of),
                "equal_rows": explanation.equal_rows,
            })
        });
        map.insert("explanations".to_owned(), Value::Array(explanations.collect()));
    }
    value
}
