//! The comparison of two tables, from reading them to the verdict.

use std::path::Path;
use std::sync::Arc;

use ballast_compare::wire::{Compared, Request, Stage, Unit};
use ballast_compare::{Movement, Plan, Spec, conclude, plan};
use ballast_core::{Code, Error, Result, Verdict};
use ballast_store::differences::Reader;
use datafusion::catalog::default_table_source::DefaultTableSource;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::{ExecutionPlan, displayable};
use futures::StreamExt;

use crate::consume::Consumer;
use crate::operator::physical_plan;
use crate::progress::{Pace, Progress};
use crate::session::{from_engine, session};
use crate::table::{Side, SideTable};
use crate::take::{Both, Sides, TakenSide};
use crate::work::WorkFolder;

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
        keep: asked.keep,
        progress,
    };
    let (old, new) = match both.take()? {
        Sides { old: Some(old), new: Some(new), .. } => (old, new),
        Sides { old, new, findings } => {
            let kept = [&old, &new].into_iter().flatten().filter_map(|side| side.kept.clone()).collect();
            let facts = |side: Option<TakenSide>| side.map(|side| side.facts);
            let verdict = Verdict::Inconclusive;
            return Ok(Compared { verdict, findings, figures: None, old: facts(old), new: facts(new), kept });
        }
    };
    let plan = Arc::new(plan(asked.spec, &old.taken.profiles, &new.taken.profiles)?);
    let list = match (asked.differences, asked.previous) {
        (Some(path), _) => Some(path.to_owned()),
        // What moved can only be seen in a list.
        (None, Some(_)) => Some(work.path().join("differences")),
        (None, None) => None,
    };
    let mut consumer = Consumer::new(&plan, [&old.taken, &new.taken], list.as_deref())?;
    run(request, work.path(), &plan, [&old, &new], progress, &mut consumer)?;
    progress.tell(Stage::Explain, Unit::Rows, 0, None);
    let consumed = consumer.finish(request)?;
    let concluded = conclude(&plan, &consumed.tallies, consumed.explanations, consumed.digest);
    let mut figures = concluded.figures;
    if let (Some(list), Some(previous)) = (&list, asked.previous) {
        let moved = Reader::open(list)?.movement(&Reader::open(previous)?)?;
        figures.trend = moved.map(|moved| Movement {
            new: moved.new,
            resolved: moved.resolved,
            persisting: moved.persisting,
        });
    }
    Ok(Compared {
        verdict: concluded.verdict,
        findings: concluded.findings,
        figures: Some(figures),
        kept: [old.kept, new.kept].into_iter().flatten().collect(),
        old: Some(old.facts),
        new: Some(new.facts),
    })
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
        .build()
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    runtime
        .block_on(async {
            let physical = physical_plan(&session, plan, old, new).await?;
            show(&physical);
            let mut stream =
                datafusion::physical_plan::execute_stream(physical, Arc::new((&session).into()))?;
            while let Some(batch) = stream.next().await {
                consumer.take(&batch?)?;
            }
            Ok(())
        })
        .map_err(|error| from_engine(&error))
}

/// Shows how the engine does it, to whoever asks by the environment.
fn show(physical: &Arc<dyn ExecutionPlan>) {
    if std::env::var_os("BALLAST_SHOW_PLAN").is_some() {
        eprintln!("{}", displayable(physical.as_ref()).indent(false));
    }
}
