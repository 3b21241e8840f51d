//! The comparison of two tables, from reading them to the verdict.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ballast_compare::wire::{Compared, Request, Stage, Unit};
use ballast_compare::{Movement, Plan, Spec, conclude, plan};
use ballast_core::limits::{COMPARE_FREE_BYTES_MIN, COMPARE_STUCK};
use ballast_core::{Code, Error, Result, Verdict};
use ballast_store::differences::Reader;
use datafusion::catalog::default_table_source::DefaultTableSource;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::{ExecutionPlan, displayable};
use futures::StreamExt;

use crate::consume::Consumer;
use crate::operator::physical_plan;
use crate::progress::{Pace, Progress};
use crate::session::{from_engine, session};
use crate::table::{Side, SideTable};
use crate::take::{Both, Sides, TakenSide};
use crate::watchdog;
use crate::work::{WorkFolder, put};

/// What a comparison is asked for beside its two sides.
pub struct Asked<'a> {
    pub spec: &'a Spec,
    pub differences: Option<&'a Path>,
    pub previous: Option<&'a Path>,
    pub keep: Option<&'a Path>,
}

pub fn compare(request: &Request, asked: &Asked<'_>, progress: &Progress) -> Result<Compared> {
    let work = WorkFolder::make(&request.work_folder)?;
    let both = Both {
        request,
        work: work.path(),
        spec: asked.spec,
        seek_unique: false,
        keep: asked.keep.is_some(),
        progress,
    };
    let (old, new) = match both.take()? {
        Sides { old: Some(old), new: Some(new), .. } => (old, new),
        Sides { old, new, findings } => {
            let kept = kept(&[old.as_ref(), new.as_ref()], asked.keep)?;
            let facts = |side: Option<TakenSide>| side.map(|side| side.facts);
            let verdict = Verdict::Inconclusive;
            return Ok(Compared { verdict, findings, figures: None, old: facts(old), new: facts(new), kept });
        }
    };
    let plan = Arc::new(plan(asked.spec, &old.taken.profiles, &new.taken.profiles)?);
    // What moved can only be seen in a list.
    let listed = asked.differences.is_some() || asked.previous.is_some();
    let list = listed.then(|| work.path().join("differences"));
    let mut consumer = Consumer::new(&plan, [&old.taken, &new.taken], list.as_deref())?;
    run(request, work.path(), &plan, [&old, &new], progress, &mut consumer)?;
    progress.tell(Stage::Explain, Unit::Rows, 0, None);
    let consumed = consumer.finish(request)?;
    let concluded = conclude(&plan, &consumed.tallies, consumed.explanations, consumed.digest);
    let mut figures = concluded.figures;
    let read = (old.facts.rows, new.facts.rows);
    if (figures.rows_old, figures.rows_new) != read {
        let found = format!("{}/{} of {}/{} rows", figures.rows_old, figures.rows_new, read.0, read.1);
        return Err(Error::new(Code::Internal).with("what", found));
    }
    if let (Some(list), Some(previous)) = (&list, asked.previous) {
        let list = Reader::open(list)?;
        // An earlier list that is gone or damaged takes the trend with it, and nothing else.
        let moved = Reader::open(previous).and_then(|previous| list.movement(&previous));
        figures.trend = moved.ok().flatten().map(|moved| Movement {
            new: moved.new,
            resolved: moved.resolved,
            persisting: moved.persisting,
        });
    }
    if let (Some(list), Some(place)) = (&list, asked.differences) {
        put(list, place)?;
    }
    let kept = kept(&[Some(&old), Some(&new)], asked.keep)?;
    Ok(Compared {
        verdict: concluded.verdict,
        findings: concluded.findings,
        figures: Some(figures),
        kept,
        old: Some(old.facts),
        new: Some(new.facts),
    })
}

/// Puts what is kept of both sides at its place.
fn kept(sides: &[Option<&TakenSide>], folder: Option<&Path>) -> Result<Vec<PathBuf>> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    let mut kept = Vec::new();
    for path in sides.iter().flatten().filter_map(|side| side.kept.as_ref()) {
        let place = folder.join(path.file_name().unwrap_or_default());
        put(path, &place)?;
        kept.push(place);
    }
    Ok(kept)
}

/// Runs the plan, and hands everything that differs to the consumer.
fn run(
    request: &Request,
    work: &Path,
    plan: &Arc<Plan>,
    sides: [&TakenSide; 2],
    progress: &Progress,
    consumer: &mut Consumer,
) -> Result<()> {
    let [old, new] = sides.map(|side| &side.taken);
    let row_bytes = |rows: &crate::table::Rows| rows.bytes / rows.rows.max(1);
    let row_bytes = row_bytes(&old.rows).max(row_bytes(&new.rows));
    let pace = Arc::new(Pace::new(progress.clone(), old.rows.rows + new.rows.rows));
    let session = session(request.limits, work, row_bytes, pace)?;
    let key_old: Vec<usize> = plan.key.iter().map(|column| column.old).collect();
    let key_new: Vec<usize> = plan.key.iter().map(|column| column.new).collect();
    let sorted = old.sorted_by.as_ref() == Some(&key_old) && new.sorted_by.as_ref() == Some(&key_new);
    let scan = |name: &str, rows: &crate::table::Rows, key: Vec<usize>| -> Result<LogicalPlan> {
        let side = Side {
            rows: rows.clone(),
            key,
            normalise: plan.spec.normalise.clone(),
            sorted,
            parts: request.limits.threads,
        };
        let table = Arc::new(DefaultTableSource::new(Arc::new(SideTable(Arc::new(side)))));
        LogicalPlanBuilder::scan(name, table, None)
            .and_then(LogicalPlanBuilder::build)
            .map_err(|error| from_engine(&error))
    };
    let (old, new) = (scan("old", &old.rows, key_old)?, scan("new", &new.rows, key_new)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(request.limits.threads.max(1))
        .enable_time()
        .build()
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    runtime
        .block_on(async {
            let physical = physical_plan(&session, plan, old, new).await?;
            show(&physical);
            let mut stream =
                datafusion::physical_plan::execute_stream(physical, Arc::new((&session).into()))?;
            loop {
                let worked = watchdog::processor_time();
                match tokio::time::timeout(STUCK, stream.next()).await {
                    Ok(Some(batch)) => consumer.take(&batch?)?,
                    Ok(None) => return Ok(()),
                    // A sort of many rows says nothing for long, but it works.
                    Err(_) if watchdog::processor_time().saturating_sub(worked) > WORKING => {}
                    Err(_) => return Err(DataFusionError::External(Box::new(stuck(work)))),
                }
            }
        })
        .map_err(|error| from_engine(&error))
}

/// Without a batch for this long the engine is looked at, and with less work than that in it it stands still.
const STUCK: Duration = Duration::from_secs(COMPARE_STUCK.seconds());
const WORKING: Duration = Duration::from_secs(1);

/// The engine waits for itself: some of its parts do when a disk is full, and the error of the one is never
/// heard by the other.
fn stuck(work: &Path) -> Error {
    let free = rustix::fs::statvfs(work).map_or(u64::MAX, |stat| stat.f_bavail.saturating_mul(stat.f_frsize));
    let code = if free < COMPARE_FREE_BYTES_MIN { Code::DiskFull } else { Code::WorkerFailed };
    Error::new(code).with("what", "stuck").with("path", work.display())
}

/// Shows how the engine does it, to whoever asks by the environment.
fn show(physical: &Arc<dyn ExecutionPlan>) {
    if std::env::var_os("BALLAST_SHOW_PLAN").is_some() {
        eprintln!("{}", displayable(physical.as_ref()).indent(false));
    }
}
