//! Parallel runs and comparisons on the spot.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballast_compare::wire::{self, Answer, Export, ExportFormat, Limits, Request, Side, Source, Task};
use ballast_compare::{Spec, Tolerance};
use ballast_core::limits::{EXPORT_RUNTIME, LOOK_ROWS, LOOK_RUNTIME, MAX_RUNTIME};
use ballast_core::table::{FileKind, Format};
use ballast_core::{Code, Error, Id, Result};
use jiff::Timestamp;

use super::{invalid, person};
use crate::compared::{self, Given, RenameAct};
use crate::config::{ParallelRun, SecretRef, TableSide, TableSource, Window};
use crate::contract::*;
use crate::engine::Engine;
use crate::file::ratio_of;
use crate::host::Host;
use crate::process::Workers;
use crate::protect::{free_id, save};
use crate::runner::{self, Job};
use crate::views::compare as view;

pub fn compare_list(host: &Host, _: Nothing) -> Result<CompareList> {
    view::list(&*host.engine()?)
}

pub fn compare_show(host: &Host, request: CompareId) -> Result<CompareDetail> {
    view::detail(&*host.engine()?, &host.messages, &request.id)
}

pub fn compare_report(host: &Host, request: CompareRunId) -> Result<CompareRunView> {
    view::report(&*host.engine()?, &host.messages, &request.id, request.run.as_deref())
}

pub fn compare_run(host: &Host, request: CompareRunRequest) -> Result<RunStarted> {
    let engine = host.engine()?;
    let config = engine.config()?;
    config.parallel_run(&request.id)?;
    let day = request.day;
    let today = engine.now().to_zoned(config.zone()).date();
    if let Some(day) = day.filter(|day| *day > today) {
        return Err(invalid("--day", day).allowed([format!("up to today, {today}")]));
    }
    let job = if request.baseline.unwrap_or(false) { Job::Baseline { day } } else { Job::Compare { day } };
    Ok(RunStarted { run: runner::start(&engine, &request.id, job, None)? })
}

pub fn compare_differences(host: &Host, request: DifferencesRequest) -> Result<Differences> {
    view::differences(&*host.engine()?, &request)
}

/// The format that the end of a name stands for.
pub fn export_format(name: &str) -> Result<ExportFormat> {
    let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("csv") => Ok(ExportFormat::Csv),
        Some("parquet") => Ok(ExportFormat::Parquet),
        Some("html" | "htm") => Ok(ExportFormat::Html),
        _ => Err(invalid("the file", name).allowed(["a name that ends with .csv, .parquet or .html"])),
    }
}

/// Where an export goes: into a folder that is there, over nothing that is.
fn place_of_export(to: &str) -> Result<PathBuf> {
    let path = std::path::absolute(to).map_err(|error| Error::io(to, &error))?;
    if path.exists() {
        return Err(invalid("the file", to).allowed(["a name that nothing has yet"]));
    }
    if !path.parent().is_some_and(Path::is_dir) {
        return Err(invalid("the file", to).allowed(["a name in a folder that is there"]));
    }
    Ok(path)
}

/// The words of a page for people, from the catalogue.
fn export_words(host: &Host) -> BTreeMap<String, String> {
    const WORDS: [&str; 17] = [
        "column",
        "outcome",
        "shape",
        "old",
        "new",
        "mismatch",
        "known",
        "tolerated",
        "not_comparable",
        "only_old",
        "only_new",
        "duplicate_old",
        "duplicate_new",
        "value",
        "rounding",
        "null",
        "empty",
    ];
    let say = |word: &str| host.messages.say(&format!("export-{word}"), []);
    WORDS.into_iter().map(|word| (word.to_owned(), say(word))).collect()
}

pub fn compare_export(host: &Host, request: CompareExportRequest) -> Result<CompareExported> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let run = config.parallel_run(&request.id)?;
    let attempt = view::attempt_with_list(&engine, &request.id, request.run.as_deref())?;
    let differences = compared::list_of(&engine, &attempt).ok_or_else(|| view::no_list(&attempt.run))?;
    let to = place_of_export(&request.to)?;
    let masked = if request.unmasked.unwrap_or(false) { Vec::new() } else { run.personal.clone() };
    let asked = Export {
        differences,
        to: to.clone(),
        format: request.format,
        masked,
        title: run.name().to_owned(),
        words: export_words(host),
    };
    let exported = engine.workers.export(&asked, EXPORT_RUNTIME)?;
    Ok(CompareExported { path: to.display().to_string(), rows: exported.rows, bytes: exported.bytes })
}

/// A difference of the newest day becomes a known one.
pub fn compare_accept(host: &Host, request: AcceptDifference) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let AcceptDifference { id, finding, reason, until, owner } = request;
    if reason.trim().is_empty() {
        return Err(invalid("--reason", &reason).allowed(["a reason"]));
    }
    let person = person();
    let owner = owner.unwrap_or_else(|| person.clone());
    compared::accept(&engine, &id, &finding, Given { reason, person, owner, until })?;
    view::detail(&engine, &host.messages, &id)
}

pub fn compare_withdraw(host: &Host, request: WithdrawDifference) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let WithdrawDifference { id, known, reason } = request;
    compared::withdraw(&engine, &id, (known, reason, person()))?;
    view::detail(&engine, &host.messages, &id)
}

/// The name becomes part of what is set up; that a person said so is evidence.
pub fn compare_accept_rename(host: &Host, request: AcceptRename) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let AcceptRename { id, from, to, reason } = request;
    if reason.trim().is_empty() {
        return Err(invalid("--reason", &reason).allowed(["a reason"]));
    }
    compared::accept_rename(&engine, &id, RenameAct { from, to, before: None, reason, person: person() })?;
    view::detail(&engine, &host.messages, &id)
}

/// A signature under the switch. `go` is refused until every criterion is met.
pub fn compare_sign(host: &Host, request: SignCutover) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let SignCutover { id, person, decision, reason } = request;
    let person = person.trim().to_owned();
    if person.is_empty() {
        return Err(invalid("--as", &person).allowed(["a name"]));
    }
    if decision == CutoverDecision::NotEnoughEvidence {
        return Err(invalid("--result", "not_enough_evidence").allowed(["go", "no-go"]));
    }
    if decision == CutoverDecision::NoGo && reason.trim().is_empty() {
        return Err(invalid("--reason", &reason).allowed(["a reason"]));
    }
    compared::sign(&engine, &id, (person, decision, reason))?;
    view::detail(&engine, &host.messages, &id)
}

fn kind_of_name(name: &str) -> Result<FileKind> {
    let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("csv" | "tsv" | "txt" | "tab") => Ok(FileKind::Csv),
        Some("json") => Ok(FileKind::Json),
        Some("jsonl" | "ndjson") => Ok(FileKind::JsonLines),
        Some("parquet") => Ok(FileKind::Parquet),
        Some("xlsx" | "xlsm" | "xls" | "ods") => Ok(FileKind::Xlsx),
        _ => Err(invalid("file", name)
            .allowed(["a name that ends with .csv, .tsv, .json, .jsonl, .parquet or .xlsx"])),
    }
}

/// A scratch folder beside no workspace; gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let name = format!("ballast-compare-{}-{}", std::process::id(), Timestamp::now().as_nanosecond());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn file_side(name: &str) -> Result<Side> {
    let kind = kind_of_name(name)?;
    let path = std::path::absolute(name).map_err(|error| Error::io(name, &error))?;
    Ok(Side { source: Source::File { path, kind }, format: Format::default() })
}

/// Compares two files on the spot; progress and cancel through the callbacks. Needs no workspace and
/// leaves nothing behind but the export that was asked for.
pub fn compare_files_watched(
    host: &Host,
    request: CompareFilesRequest,
    report: &mut dyn FnMut(RunProgress),
    stop: &mut dyn FnMut() -> bool,
) -> Result<CheckDocument> {
    let CompareFilesRequest { old, new, key, rename, ignore, tolerance, normalise, export } = request;
    let export = export.map(|to| Ok::<_, Error>((export_format(&to)?, place_of_export(&to)?))).transpose()?;
    let scratch = Scratch::new()?;
    let started_at = Timestamp::now();
    let differences = export.as_ref().map(|_| scratch.0.join(compared::LIST));
    let any = tolerance != Tolerance::default();
    let spec = Spec {
        key,
        rename,
        ignore,
        tolerance_of_all: any.then_some(tolerance),
        normalise,
        ..Spec::default()
    };
    let asked = Request {
        now: started_at,
        day: started_at.to_zoned(jiff::tz::TimeZone::system()).date(),
        old: file_side(&old)?,
        new: file_side(&new)?,
        work_folder: scratch.0.join("work"),
        limits: Limits::default(),
        task: Task::Compare {
            spec: Box::new(spec),
            differences: differences.clone(),
            previous: None,
            keep: None,
        },
    };
    let workers = Workers { program: host.program.clone(), log_folder: PathBuf::from("/dev/null") };
    let mut tell = |said: wire::Report| report(runner::passing(&said, started_at));
    let Answer::Compared(compared) = workers.compare(&asked, MAX_RUNTIME, &mut tell, stop)? else {
        return Err(Error::new(Code::Internal));
    };
    if let (Some((format, to)), Some(differences)) =
        (export, differences.filter(|differences| differences.is_file()))
    {
        let title = format!("{old} – {new}");
        workers.export(
            &Export { differences, to, format, masked: Vec::new(), title, words: export_words(host) },
            EXPORT_RUNTIME,
        )?;
    }
    Ok(CheckDocument {
        control: None,
        run: None,
        verdict: compared.verdict,
        level: None,
        levels: Vec::new(),
        started_at,
        finished_at: Timestamp::now(),
        figures: runner::document_figures(&compared, None),
        findings: compared.findings.iter().map(|finding| host.messages.finding(finding)).collect(),
        evidence: None,
    })
}

pub fn compare_files(host: &Host, request: CompareFilesRequest) -> Result<CheckDocument> {
    compare_files_watched(host, request, &mut |_| {}, &mut || false)
}

fn table_side(input: &SideInput, which: &str) -> Result<TableSide> {
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
        work_folder: scratch.0.join("work"),
        limits: Limits::default(),
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

/// Sets a parallel run up from the wizard.
pub fn compare_set_up(host: &Host, request: CompareSetUp) -> Result<Named> {
    let engine: std::sync::Arc<Engine> = host.engine()?;
    if request.title.trim().is_empty() {
        return Err(invalid("title", &request.title).allowed(["a name"]));
    }
    if request.key.is_empty() {
        return Err(invalid("key", "").allowed(["at least one column"]));
    }
    let schedule = request.schedule.as_deref().map(super::schedule::parsed).transpose()?;
    let mut accept = crate::config::Acceptance::default();
    if let Some(rate) = request.mismatch_rate {
        ratio_of(&rate)
            .ok_or_else(|| invalid("mismatch_rate", &rate).allowed(["a percentage such as 0.1%"]))?;
        accept.mismatch_rate = rate;
    }
    accept.clean_runs = request.clean_runs.unwrap_or(accept.clean_runs).max(1);
    let mut config = engine.config()?;
    let id: Id = free_id(&config, &request.title);
    let title = request.title.trim().to_owned();
    let known = |tolerance: &Tolerance| tolerance.abs.is_some() || tolerance.rel.is_some();
    config.parallel_runs.push(ParallelRun {
        id: id.clone(),
        title: Some(title.clone()),
        protects: Vec::new(),
        old: table_side(&request.old, "old")?,
        new: table_side(&request.new, "new")?,
        baseline: None,
        key: request.key,
        rename: request.rename,
        ignore: request.ignore,
        tolerance: request.tolerance.into_iter().filter(|(_, tolerance)| known(tolerance)).collect(),
        normalise: request.normalise,
        totals: Vec::new(),
        slice: None,
        critical: Vec::new(),
        personal: Vec::new(),
        schedule: schedule.map(|schedule| schedule.line().to_owned()),
        watch: false,
        window: request.starts.zip(request.days).map(|(starts, days)| Window { starts, days: days.max(1) }),
        accept,
        max_runtime: None,
        proof_valid_for: None,
    });
    save(&engine, config, Vec::new())?;
    Ok(Named { id: id.to_string(), title })
}
