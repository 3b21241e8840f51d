//! Adopting a backup that another tool makes: what lies at a place, and watching it from now on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballast_backup::wire::{Access, Request, Scope, Survey, SurveyKind, Task};
use ballast_core::backup::Level;
use ballast_core::limits::{ADOPT_LOOK_RUNTIME, LISTING_RUNTIME};
use ballast_core::{Code, Error, Id, Result, Span};
use jiff::Timestamp;

use crate::config::{Backup, Source};
use crate::contract::{AdoptRequest, Adoptable, Adopted, SourceKind};
use crate::engine::Engine;
use crate::process::Workers;
use crate::protect::{data, free_id, keep_secret, save, usual_checks};
use crate::runner::{self, Job};

/// How old the newest copy may get where nobody says.
const MAX_AGE: Span = Span::from_hours(26);

fn invalid(what: &str, found: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("found", found)
}

/// What a request is about, before anything is set up.
pub(crate) struct Found {
    path: PathBuf,
    survey: Survey,
}

/// The place without its pattern, and the pattern where there is one.
fn split(path: &Path) -> (PathBuf, Option<String>) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    match (path.parent(), name.filter(|name| name.contains(['*', '?']))) {
        (Some(folder), Some(pattern)) => (folder.to_owned(), Some(pattern)),
        _ => (path.to_owned(), None),
    }
}

/// A worker looks, so that a place that hangs ends with it.
fn survey(program: &Path, path: &str) -> Result<Found> {
    let path = std::path::absolute(path).map_err(|error| Error::io(path, &error))?;
    let (place, pattern) = split(&path);
    // There may be no workspace yet, and so no log.
    let workers = Workers { program: program.to_owned(), log_folder: PathBuf::from("/dev/null") };
    let access = Access {
        id: String::new(),
        location: place.clone(),
        password: String::new(),
        pack_bytes: None,
        engine_id: None,
        made_here: false,
    };
    let request = Request { now: Timestamp::now(), access, task: Task::Survey { path: place.clone() } };
    let answer = workers.run(&request, ADOPT_LOOK_RUNTIME, &mut |_| {}, &mut || false)?;
    let mut survey = answer.survey.ok_or_else(|| Error::new(Code::Internal))?;
    if pattern.is_some() {
        survey.kind = Some(SurveyKind::Archives);
        survey.pattern = pattern;
        return Ok(Found { path: place, survey });
    }
    // One archive that was pointed at stands for the folder that it lies in.
    let is_one = survey.kind == Some(SurveyKind::Archives) && place.is_file();
    let path = place.parent().filter(|_| is_one).map_or(place.clone(), Path::to_owned);
    Ok(Found { path, survey })
}

fn kind_of(kind: SurveyKind) -> SourceKind {
    match kind {
        SurveyKind::Restic => SourceKind::Restic,
        SurveyKind::Archives => SourceKind::Archives,
        SurveyKind::Folder => SourceKind::AdoptedFolder,
        SurveyKind::Sqlite => SourceKind::AdoptedSqlite,
    }
}

/// What lies at a path. Nothing is set up.
pub(crate) fn look(program: &Path, path: &str) -> Result<Adoptable> {
    let Found { survey, .. } = survey(program, path)?;
    Ok(Adoptable {
        path: path.to_owned(),
        kind: survey.kind.map(kind_of),
        files: survey.files,
        bytes: survey.bytes,
        newest_at: survey.newest_at,
        incomplete: survey.incomplete,
        sums: survey.sums,
        needs_password: survey.kind == Some(SurveyKind::Restic),
    })
}

/// The same look for a request that is about to be done. The password of a repository must open it
/// before anything is kept, a workspace least of all.
pub(crate) fn found(program: &Path, request: &AdoptRequest) -> Result<Found> {
    let found = survey(program, &request.path)?;
    if request.kind.or(found.survey.kind.map(kind_of)) == Some(SourceKind::Restic) {
        let workers = Workers { program: program.to_owned(), log_folder: PathBuf::from("/dev/null") };
        let access = Access {
            id: String::new(),
            location: found.path.clone(),
            password: password(request)?.to_owned(),
            pack_bytes: None,
            engine_id: None,
            made_here: false,
        };
        let scope = Scope { tags: Vec::new(), one_of: Vec::new() };
        let request = Request { now: Timestamp::now(), access, task: Task::List { scope } };
        workers.run(&request, LISTING_RUNTIME, &mut |_| {}, &mut || false)?;
    }
    Ok(found)
}

fn password(request: &AdoptRequest) -> Result<&str> {
    let given = request.password.as_deref().map(str::trim).filter(|password| !password.is_empty());
    given.ok_or_else(|| invalid("the password of the repository", "none").allowed(["--password-file FILE"]))
}

/// Sets the control up and starts its first check.
///
/// Errors: `invalid_call` where nothing is known of what lies there or a password is missing,
/// `wrong_password`, `source_missing`.
pub(crate) fn adopt(engine: &Arc<Engine>, request: &AdoptRequest, found: Found) -> Result<Adopted> {
    let Found { path, survey } = found;
    if path.parent().is_none() || engine.folder().starts_with(&path) {
        return Err(invalid(
            "a whole computer, or the folder of the workspace, is not adopted",
            &request.path,
        )
        .allowed(["the folder that the other tool writes to"]));
    }
    let kind = request.kind.or(survey.kind.map(kind_of)).ok_or_else(|| {
        invalid("nothing that can be adopted lies there", &request.path).allowed([
            "a repository of restic",
            "a folder of archives",
            "a folder with files",
            "a SQLite file",
        ])
    })?;
    let max_age = match &request.max_age {
        Some(text) => text.parse().map_err(|_| {
            let field = Some("max_age".to_owned());
            let place = ballast_core::Place { field, ..ballast_core::Place::default() };
            invalid("max_age", text).allowed(["26h", "8d"]).at(place)
        })?,
        None => MAX_AGE,
    };
    let name = if kind == SourceKind::AdoptedSqlite { path.file_stem() } else { path.file_name() };
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = request.title.clone().filter(|title| !title.trim().is_empty()).unwrap_or(name);
    let mut config = engine.config()?;
    let id = free_id(&config, &title);
    let source = match kind {
        SourceKind::Restic => restic(engine, &id, path, request)?,
        SourceKind::Archives => Source::Archives(path.join(survey.pattern.unwrap_or_else(|| "*".to_owned()))),
        SourceKind::AdoptedFolder | SourceKind::Folder if path.is_dir() => {
            let manifest = request.sums.clone().or(survey.sums);
            Source::AdoptedFolder { path, manifest }
        }
        SourceKind::AdoptedSqlite | SourceKind::Sqlite if path.is_file() => Source::AdoptedSqlite(path),
        _ => return Err(Error::new(Code::SourceMissing).with("path", path.display())),
    };
    config.components.push(data(&id, title.clone()));
    config.backups.push(Backup {
        id: id.clone(),
        title: Some(title),
        protects: vec![id.clone()],
        source,
        repositories: Vec::new(),
        schedule: None,
        max_age: Some(max_age),
        keep: std::collections::BTreeMap::new(),
        max_runtime: None,
        proof_valid_for: Some(Span::from_days(14)),
        verify: usual_checks(),
        watch: true,
    });
    save(engine, config, Vec::new())?;
    let verify = Job::Verify { level: Level::Restore, sample: None, seed: None };
    let run = runner::start(engine, id.as_str(), verify, None)?;
    Ok(Adopted { backup: id.to_string(), run })
}

/// Keeps the password, which has opened it.
fn restic(engine: &Engine, id: &Id, location: PathBuf, request: &AdoptRequest) -> Result<Source> {
    let password = keep_secret(engine, id, password(request)?)?;
    Ok(Source::Restic { location, password })
}
