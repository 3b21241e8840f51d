//! Failover drills.

use std::path::Path;

use ballast_core::Result;

use super::risk::written;
use crate::contract::*;
use crate::drills;
use crate::host::Host;
use crate::views::drills as views;

pub fn drill_list(host: &Host, _: Nothing) -> Result<DrillList> {
    let engine = host.engine()?;
    drills::sweep(&engine)?;
    views::list(&engine)
}

/// The dry run: everything that a drill would do, and what stands in its way.
pub fn drill_plan(host: &Host, request: DrillId) -> Result<DrillPlanView> {
    let engine = host.engine()?;
    views::plan(&engine, &request.id)
}

/// Starts a drill; a thread of this process carries it.
pub fn drill_start(host: &Host, request: DrillStart) -> Result<DrillStarted> {
    let run = drills::start(&host.engine()?, &request)?;
    Ok(DrillStarted { run })
}

pub fn drill_show(host: &Host, request: DrillRunId) -> Result<DrillView> {
    let engine = host.engine()?;
    drills::sweep(&engine)?;
    views::show(&engine, &request.run)
}

/// Does what a person says; where nobody carries the drill, a thread of this process does from now on.
pub fn drill_do(host: &Host, request: DrillDo) -> Result<DrillView> {
    let engine = host.engine()?;
    drills::take(&engine, &request)?;
    views::show(&engine, &request.run)
}

pub fn drill_sign(host: &Host, request: DrillSign) -> Result<DrillView> {
    let engine = host.engine()?;
    drills::sign(&engine, &request)?;
    views::show(&engine, &request.run)
}

pub fn drill_reschedule(host: &Host, request: DrillReschedule) -> Result<DrillPlanView> {
    let engine = host.engine()?;
    drills::reschedule(&engine, &request)?;
    views::plan(&engine, &request.id)
}

pub fn drill_export(host: &Host, request: DrillExport) -> Result<DrillExported> {
    let engine = host.engine()?;
    drills::export(&engine, &host.messages, &request)
}

pub fn drill_import(_: &Host, request: DrillImport) -> Result<DrillImported> {
    drills::import(Path::new(&request.file))
}

pub fn drill_report(host: &Host, request: DrillReport) -> Result<FileWritten> {
    let engine = host.engine()?;
    let page = drills::report(&engine, &host.messages, &request.run)?;
    written(Path::new(&request.html), page.as_bytes())
}

pub fn drill_calendar(host: &Host, request: DrillCalendar) -> Result<FileWritten> {
    let engine = host.engine()?;
    let text = drills::calendar(&engine, &host.messages)?;
    written(Path::new(&request.to), text.as_bytes())
}

/// Whether a thread of this process carries a drill.
///
/// # Errors
/// `unknown_id`.
pub fn drill_is_carried_here(host: &Host, run: &str) -> Result<bool> {
    let engine = host.engine()?;
    let run = engine.store.read(|view| drills::Run::load(view, run))?;
    Ok(run.row.owner == Some(crate::owner::this()) && run.is_carried())
}

/// How a program that carried a drill, or followed one, ends: by what was found, before anybody signs.
///
/// # Errors
/// `unknown_id`.
pub fn drill_exit_code(host: &Host, run: &str) -> Result<u8> {
    let engine = host.engine()?;
    let run = engine.store.read(|view| drills::Run::load(view, run))?;
    Ok(drills::exit_code(&run))
}
