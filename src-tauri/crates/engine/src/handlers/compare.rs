//! Parallel runs and comparisons on the spot.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use ballast_compare::wire::{self, Answer, Export, ExportFormat, Limits, Request, Task};
use ballast_compare::{Spec, Tolerance};
use ballast_core::limits::{EXPORT_RUNTIME, MAX_RUNTIME};
use ballast_core::{Code, Error, Result};
use jiff::Timestamp;

use super::{files, invalid};
use crate::cluster::is_bucket;
use crate::compared::{self, Given, RenameAct};
use crate::contract::*;
use crate::engine::Engine;
use crate::host::Host;
use crate::people::user;
use crate::process::Workers;
use crate::runner::{self, Job};
use crate::scratch::Scratch;
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
    let person = user();
    let owner = owner.unwrap_or_else(|| person.clone());
    compared::accept(&engine, &id, &finding, Given { reason, person, owner, until })?;
    view::detail(&engine, &host.messages, &id)
}

pub fn compare_withdraw(host: &Host, request: WithdrawDifference) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let WithdrawDifference { id, known, reason } = request;
    compared::withdraw(&engine, &id, (known, reason, user()))?;
    view::detail(&engine, &host.messages, &id)
}

/// The name becomes part of what is set up; that a person said so is evidence.
pub fn compare_accept_rename(host: &Host, request: AcceptRename) -> Result<CompareDetail> {
    let engine = host.engine()?;
    let AcceptRename { id, from, to, reason } = request;
    if reason.trim().is_empty() {
        return Err(invalid("--reason", &reason).allowed(["a reason"]));
    }
    compared::accept_rename(&engine, &id, RenameAct { from, to, before: None, reason, person: user() })?;
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
    compared::sign(&engine, &id, (person, decision, reason)).map_err(|error| match error.code {
        Code::NotYet if !error.params.contains_key("reason") => not_yet(host, &engine, &id).unwrap_or(error),
        _ => error,
    })?;
    view::detail(&engine, &host.messages, &id)
}

/// What is missing for a go, in words, and from when on it could be signed.
fn not_yet(host: &Host, engine: &Engine, id: &str) -> Result<Error> {
    let cutover = view::detail(engine, &host.messages, id)?.cutover;
    let is_open = |c: &&Criterion| c.state != CriterionState::Met && c.code != CriterionCode::WayBack;
    let open = cutover.criteria.iter().filter(is_open);
    let say = |criterion: &Criterion| host.messages.criterion(criterion).0;
    let error = Error::new(Code::NotYet).with("what", open.map(say).collect::<Vec<_>>().join("; "));
    Ok(match cutover.earliest {
        Some(date) => error.with("reason", "earliest").with("date", date),
        None => error,
    })
}

/// Compares two files on the spot; progress and cancel through the callbacks. Needs no workspace and
/// leaves nothing behind but the export that was asked for.
pub fn compare_files_watched(
    host: &Host,
    request: CompareFilesRequest,
    report: &mut dyn FnMut(RunProgress),
    stop: &mut dyn FnMut() -> bool,
) -> Result<CheckDocument> {
    let CompareFilesRequest {
        old,
        new,
        key,
        rename,
        ignore,
        tolerance,
        normalise,
        export,
        old_form,
        new_form,
    } = request;
    let export = export.map(|to| Ok::<_, Error>((export_format(&to)?, place_of_export(&to)?))).transpose()?;
    let scratch = Scratch::new()?;
    let started_at = Timestamp::now();
    let differences = export.as_ref().map(|_| scratch.folder.join(compared::LIST));
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
        old: files::side(&old, old_form)?,
        new: files::side(&new, new_form)?,
        work_folder: scratch.folder.join("work"),
        limits: Limits::default(),
        engine: None,
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
    files::refuse_missing(&compared.findings)?;
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
        findings: compared
            .findings
            .iter()
            .map(|finding| host.messages.finding_on_the_spot(finding))
            .collect(),
        evidence: None,
    })
}

pub fn compare_files(host: &Host, request: CompareFilesRequest) -> Result<CheckDocument> {
    compare_files_watched(host, request, &mut |_| {}, &mut || false)
}
/// Becomes the program of a machine that compares for others. Comes back only where it cannot.
pub fn compare_worker(host: &Host, request: CompareWorkerRequest) -> Result<Nothing> {
    let CompareWorkerRequest { listen, store, token_env, cert, key, ca } = request;
    let store = if is_bucket(&store) {
        OsString::from(store)
    } else {
        std::path::absolute(&store).map_err(|error| Error::io(&store, &error))?.into()
    };
    let mut arguments = vec!["--listen".into(), listen.into(), "--store".into(), store];
    for (name, value) in [("--token-env", token_env), ("--cert", cert), ("--key", key), ("--ca", ca)] {
        arguments.extend(value.into_iter().flat_map(|value| [name.into(), value.into()]));
    }
    Err(crate::process::become_worker(&host.program, &arguments))
}
