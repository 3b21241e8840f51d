//! Setting a parallel run up and changing it, with the form of the window.

use std::path::{Path, PathBuf};

use ballast_compare::Tolerance;
use ballast_compare::wire::{Answer, Limits, Request, Task};
use ballast_core::limits::{LOOK_ROWS, LOOK_RUNTIME};
use ballast_core::table::{FileKind, Format};
use ballast_core::{Code, Error, Result};
use jiff::Timestamp;

use super::invalid;
use crate::config::{Acceptance, Config, ParallelRun, SecretRef, TableSide, TableSource, Window};
use crate::contract::*;
use crate::file::ratio_of;
use crate::host::Host;
use crate::process::Workers;
use crate::protect::{free_id, save_in};
use crate::runner;
use crate::scratch::Scratch;
use crate::views::compare as view;

/// Days of a window, and clean runs in a row.
const COUNT_MAX: u32 = 3660;

pub(super) fn table_side(input: &SideInput, which: &str) -> Result<TableSide> {
    let missing = |what: &str| invalid(&format!("{which}.{what}"), "").allowed([what]);
    let text = |value: Option<&String>, what: &str| {
        value.filter(|text| !text.trim().is_empty()).cloned().ok_or_else(|| missing(what))
    };
    let path = || -> Result<PathBuf> {
        let text = text(input.path.as_ref(), "path")?;
        std::path::absolute(&text).map_err(|error| Error::io(&text, &error))
    };
    let query = || text(input.query.as_ref(), "query");
    let file = |kind| Ok::<_, Error>(TableSource::File { path: path()?, kind });
    let source = match input.kind {
        SideKind::Csv => file(FileKind::Csv)?,
        SideKind::Json => file(FileKind::Json)?,
        SideKind::JsonLines => file(FileKind::JsonLines)?,
        SideKind::Parquet => file(FileKind::Parquet)?,
        SideKind::Xlsx => file(FileKind::Xlsx)?,
        SideKind::Sqlite => TableSource::Sqlite { path: path()?, query: query()? },
        SideKind::Postgres => TableSource::Postgres {
            connection: SecretRef::Env(text(input.connection_env.as_ref(), "connection_env")?),
            query: query()?,
        },
        SideKind::Http => {
            let url = text(input.url.as_ref(), "url")?;
            if !crate::file::is_url(&url) {
                return Err(invalid("url", url).allowed(["https://… or http://…"]));
            }
            if crate::file::has_login(&url) {
                // The address is not repeated: a secret stands in it.
                return Err(invalid("url", "…@…").allowed(["an address without a name and password in it"]));
            }
            TableSource::Http { url, kind: input.file_kind.unwrap_or(FileKind::Csv) }
        }
    };
    Ok(TableSide { source, format: Format::default() })
}

/// Looks at both sides and proposes how to compare them; nothing is set up.
pub fn compare_look(host: &Host, request: CompareLookRequest) -> Result<CompareLook> {
    let scratch = Scratch::new()?;
    let now = Timestamp::now();
    let asked = Request {
        now,
        day: now.to_zoned(jiff::tz::TimeZone::system()).date(),
        old: runner::side_of(&table_side(&request.old, "old")?)?,
        new: runner::side_of(&table_side(&request.new, "new")?)?,
        work_folder: scratch.folder.join("work"),
        limits: Limits::default(),
        engine: None,
        task: Task::Look { rows: LOOK_ROWS },
    };
    let workers = Workers { program: host.program.clone(), log_folder: PathBuf::from("/dev/null") };
    let answer = workers.compare(&asked, LOOK_RUNTIME, &mut |_| {}, &mut || false)?;
    let Answer::Looked(looked) = answer else { return Err(Error::new(Code::Internal)) };
    let looked = *looked;
    Ok(CompareLook {
        old: looked.old,
        new: looked.new,
        findings: looked.findings.iter().map(|finding| host.messages.finding(finding)).collect(),
        proposal: looked.proposal,
        columns: looked.columns,
        rows: looked.rows,
    })
}

/// A side as the form shows it. What has no field there (its delimiter, a secret that is not in the environment)
/// stays as it is while the side stays as it is.
pub(super) fn input_of(side: &TableSide) -> SideInput {
    let path = |path: &Path| Some(path.display().to_string());
    let empty =
        |kind| SideInput { kind, path: None, url: None, file_kind: None, query: None, connection_env: None };
    match &side.source {
        TableSource::File { path: file, kind } => SideInput { path: path(file), ..empty((*kind).into()) },
        TableSource::Sqlite { path: file, query } => {
            SideInput { path: path(file), query: Some(query.clone()), ..empty(SideKind::Sqlite) }
        }
        TableSource::Postgres { connection, query } => {
            let connection_env = match connection {
                SecretRef::Env(name) => Some(name.clone()),
                _ => None,
            };
            SideInput { query: Some(query.clone()), connection_env, ..empty(SideKind::Postgres) }
        }
        TableSource::Http { url, kind } => {
            SideInput { url: Some(url.clone()), file_kind: Some(*kind), ..empty(SideKind::Http) }
        }
    }
}

fn within(what: &str, count: u32) -> Result<u32> {
    let allowed = || invalid(what, count).allowed([format!("1 to {COUNT_MAX}")]);
    if (1..=COUNT_MAX).contains(&count) { Ok(count) } else { Err(allowed()) }
}

fn window_of(setup: &CompareSetUp) -> Result<Option<Window>> {
    match (setup.starts, setup.days) {
        (None, None) => Ok(None),
        (Some(starts), Some(days)) => Ok(Some(Window { starts, days: within("days", days)? })),
        (Some(_), None) => {
            Err(invalid("days", "").allowed([format!("1 to {COUNT_MAX}, with the first day")]))
        }
        (None, Some(_)) => Err(invalid("starts", "").allowed(["a date, with the number of days"])),
    }
}

fn acceptance_of(setup: &CompareSetUp) -> Result<Acceptance> {
    let mut accept = Acceptance::default();
    if let Some(rate) = &setup.mismatch_rate {
        ratio_of(rate)
            .ok_or_else(|| invalid("mismatch_rate", rate).allowed(["a percentage such as 0.1%"]))?;
        accept.mismatch_rate.clone_from(rate);
    }
    if let Some(clean_runs) = setup.clean_runs {
        accept.clean_runs = within("clean_runs", clean_runs)?;
    }
    Ok(accept)
}

/// A side as the form has it now. What a side of another kind is written like, nobody has said.
pub(super) fn changed_side(side: &TableSide, input: &SideInput, which: &str) -> Result<TableSide> {
    let before = input_of(side);
    if before == *input {
        return Ok(side.clone());
    }
    let after = table_side(input, which)?;
    let format = if before.kind == input.kind { side.format.clone() } else { after.format };
    Ok(TableSide { format, ..after })
}

/// Puts everything that the form knows into a parallel run, or nothing of it.
fn fill(run: &mut ParallelRun, setup: CompareSetUp) -> Result<()> {
    let title = setup.title.trim();
    if title.is_empty() {
        return Err(invalid("title", &setup.title).allowed(["a name"]));
    }
    if setup.key.is_empty() {
        return Err(invalid("key", "").allowed(["at least one column"]));
    }
    if let Some(name) = setup.ignore.iter().find(|name| setup.key.contains(name)) {
        return Err(
            invalid("ignore", name).with("reason", "it is part of the key, by which rows are matched")
        );
    }
    let schedule = setup.schedule.as_deref().map(super::schedule::parsed).transpose()?;
    let (window, accept) = (window_of(&setup)?, acceptance_of(&setup)?);
    let old = changed_side(&run.old, &setup.old, "old")?;
    let new = changed_side(&run.new, &setup.new, "new")?;
    if title != run.name() {
        run.title = Some(title.to_owned());
    }
    let is_one = |tolerance: &Tolerance| tolerance.abs.is_some() || tolerance.rel.is_some();
    (run.old, run.new) = (old, new);
    run.tolerance = setup.tolerance.into_iter().filter(|(_, tolerance)| is_one(tolerance)).collect();
    (run.key, run.rename, run.ignore) = (setup.key, setup.rename, setup.ignore);
    run.normalise = setup.normalise;
    run.schedule = schedule.map(|schedule| schedule.line().to_owned());
    (run.window, run.accept) = (window, accept);
    Ok(())
}

/// Sets a parallel run up from the wizard.
pub fn compare_set_up(host: &Host, request: CompareSetUp) -> Result<Named> {
    let engine = host.engine()?;
    let (now, clock) = (engine.now(), engine.clock.kind());
    engine.store.write(move |change| {
        let mut config = Config::load(&change.view())?;
        let run = new_run(&config, request)?;
        let named = Named { id: run.id.to_string(), title: run.name().to_owned() };
        config.parallel_runs.push(run);
        save_in(change, &config, &[], now, clock)?;
        Ok(named)
    })
}

fn new_run(config: &Config, request: CompareSetUp) -> Result<ParallelRun> {
    let mut run = ParallelRun {
        id: free_id(config, &request.title),
        title: None,
        protects: Vec::new(),
        old: table_side(&request.old, "old")?,
        new: table_side(&request.new, "new")?,
        baseline: None,
        key: Vec::new(),
        rename: std::collections::BTreeMap::new(),
        ignore: Vec::new(),
        tolerance: std::collections::BTreeMap::new(),
        normalise: Normalise::default(),
        totals: Vec::new(),
        slice: None,
        critical: Vec::new(),
        personal: Vec::new(),
        schedule: None,
        watch: false,
        window: None,
        accept: Acceptance::default(),
        max_runtime: None,
        proof_valid_for: None,
        engine: None,
    };
    fill(&mut run, request)?;
    Ok(run)
}

/// A parallel run as the form shows it.
pub fn compare_edit(host: &Host, request: CompareId) -> Result<CompareSetUp> {
    let config = host.engine()?.config()?;
    let run = config.parallel_run(&request.id)?;
    Ok(CompareSetUp {
        title: run.name().to_owned(),
        old: input_of(&run.old),
        new: input_of(&run.new),
        key: run.key.clone(),
        rename: run.rename.clone(),
        ignore: run.ignore.clone(),
        tolerance: run.tolerance.clone(),
        normalise: run.normalise.clone(),
        schedule: run.schedule.clone(),
        starts: run.window.map(|window| window.starts),
        days: run.window.map(|window| window.days),
        clean_runs: Some(run.accept.clean_runs),
        mismatch_rate: Some(run.accept.mismatch_rate.clone()),
    })
}

/// Changes what is set up. Criteria that change are frozen anew with the next run; days and signatures under the
/// old ones count no more.
pub fn compare_change(host: &Host, request: CompareChange) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let CompareChange { id, setup } = request;
    let (now, clock, wanted) = (engine.now(), engine.clock.kind(), id.clone());
    // What somebody else sets up meanwhile stays.
    engine.store.write(move |change| {
        let mut config = Config::load(&change.view())?;
        config.parallel_run(&wanted)?;
        if let Some(run) = config.parallel_runs.iter_mut().find(|run| run.id.as_str() == wanted) {
            fill(run, setup)?;
        }
        save_in(change, &config, &[], now, clock)
    })?;
    view::detail(&engine, &host.messages, &id)
}
