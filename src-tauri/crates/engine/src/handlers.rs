//! What each command does.

mod alerts;
mod compare;
mod drills;
mod fault_tree;
mod files;
mod providers;
mod readiness;
mod responses;
mod risk;
mod schedule;
mod set_up;
mod set_up_spotcheck;
mod spotcheck;

pub use alerts::*;
pub use compare::*;
pub use drills::*;
pub use fault_tree::*;
pub use providers::*;
pub use readiness::*;
pub use responses::*;
pub use risk::*;
pub use schedule::*;
pub use set_up::*;
pub use set_up_spotcheck::*;
pub use spotcheck::*;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballast_core::backup::Level;
use ballast_core::bound::{Sample, damaged_at_most};
use ballast_core::{Code, Error, Result};
use jiff::tz::TimeZone;

use crate::config::{Config, Settings};
use crate::contract::*;
use crate::engine::Engine;
use crate::file;
use crate::host::{Host, default_folder};
use crate::people::user;
use crate::runner::{self, Job};
use crate::views::{backups, evidence as ledger, runs, status, today as today_view};
use crate::{adopt, demo, protect};

const THEME: &str = "theme";

fn invalid(what: &str, found: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("found", found)
}

fn workspace_info(engine: &Engine) -> Result<WorkspaceInfo> {
    let settings = engine.config()?.settings;
    Ok(WorkspaceInfo {
        name: settings.name,
        path: engine.folder().display().to_string(),
        timezone: settings.timezone,
        currency: settings.currency,
        simulated: engine.simulated,
        now: engine.now(),
    })
}

/// A tag that `Intl` accepts, from the environment. The web view's own answer may be "C".
fn locale() -> String {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let tag = named.unwrap_or_default().split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let parts: Vec<&str> = tag.split('-').collect();
    let valid = matches!(&parts[..], [language] | [language, _] if (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if valid { tag } else { "en-GB".to_owned() }
}

pub fn app_state(host: &Host, _: Nothing) -> Result<AppState> {
    let engine = host.engine_if_any()?;
    let theme =
        engine.as_ref().and_then(|engine| engine.store().read(|view| view.setting(THEME)).ok().flatten());
    Ok(AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        locale: locale(),
        theme: match theme.as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        },
        person: user(),
        workspace: engine.as_ref().map(|engine| workspace_info(engine)).transpose()?,
    })
}

pub fn set_theme(host: &Host, request: SetTheme) -> Result<AppState> {
    let name = match request.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    host.engine()?.store().write(move |change| change.put_setting(THEME, name))?;
    app_state(host, Nothing {})
}

pub fn workspace_open(host: &Host, request: OpenWorkspace) -> Result<AppState> {
    host.open(Path::new(&request.dir))?;
    app_state(host, Nothing {})
}

fn settings(name: &str, timezone: Option<&str>, currency: Option<&str>) -> Result<Settings> {
    let system = || TimeZone::system().iana_name().map(str::to_owned).unwrap_or_else(|| "UTC".to_owned());
    let timezone = timezone.map_or_else(system, str::to_owned);
    TimeZone::get(&timezone)
        .map_err(|_| invalid("--timezone", &timezone).allowed(["an IANA name such as Europe/Berlin"]))?;
    let currency = currency.unwrap_or("EUR").to_owned();
    currency
        .parse::<ballast_core::Currency>()
        .map_err(|_| invalid("--currency", &currency).allowed(["an ISO 4217 code such as EUR"]))?;
    if name.trim().is_empty() {
        return Err(invalid("--name", name).allowed(["a name"]));
    }
    Ok(Settings {
        name: name.to_owned(),
        timezone,
        currency,
        fiscal_year_starts: None,
        base: None,
        alerts: None,
        anchors: Vec::new(),
        heartbeat_in: None,
    })
}

pub fn init(host: &Host, request: InitRequest) -> Result<InitReport> {
    let settings = settings(&request.name, request.timezone.as_deref(), request.currency.as_deref())?;
    let (engine, created) =
        Engine::init(&host.folder(), &host.program, &settings, crate::clock::Clock::from_environment()?)?;
    host.hold(&engine)?;
    let Settings { name, timezone, currency, .. } = engine.config()?.settings;
    let path = engine.folder().display().to_string();
    Ok(InitReport { created, path, name, timezone, currency, workspace: engine.workspace_id.clone() })
}

pub fn apply(host: &Host, request: ApplyRequest) -> Result<ApplyReport> {
    let engine = host.engine()?;
    let parsed = file::parse(Path::new(&request.file), Some(&engine.config()?.settings))?;
    let mut report = engine.store().read(|view| file::apply::plan(view, &parsed, request.force))?;
    if request.dry_run {
        return Ok(report);
    }
    report.applied = true;
    let changes = !(report.created.is_empty() && report.changed.is_empty() && report.retired.is_empty());
    if changes {
        protect::save(&engine, parsed.config, parsed.renames)?;
    }
    Ok(report)
}

pub fn export(host: &Host, request: ExportRequest) -> Result<ExportReport> {
    let engine = host.engine()?;
    let (config, revision) = engine.store().read(|view| {
        let revision = view.workspace()?.map_or(0, |workspace| workspace.revision);
        Ok((Config::load(view)?, revision))
    })?;
    let target = request
        .file
        .as_ref()
        .map(|file| std::path::absolute(file).map_err(|error| Error::io(file, &error)))
        .transpose()?;
    let base = target
        .as_deref()
        .and_then(Path::parent)
        .map(Path::to_owned)
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_else(|| PathBuf::from("/"));
    let text = file::write(&config, revision, &base);
    if let Some(target) = &target {
        std::fs::write(target, &text).map_err(|error| Error::io(target, &error))?;
    }
    Ok(ExportReport { file: request.file, text })
}

pub fn today(host: &Host, _: Nothing) -> Result<Today> {
    today_view::today(&*host.engine()?)
}

pub fn status(host: &Host, _: Nothing) -> Result<StatusReport> {
    status::status(&*host.engine()?, &host.messages)
}

pub fn backup_list(host: &Host, _: Nothing) -> Result<BackupList> {
    backups::list(&*host.engine()?, &host.messages)
}

pub fn backup_show(host: &Host, request: BackupId) -> Result<BackupDetail> {
    backups::show(&*host.engine()?, &host.messages, &request.id)
}

pub fn backup_run(host: &Host, request: BackupRunRequest) -> Result<RunStarted> {
    let run = runner::start(&host.engine()?, &request.id, Job::Backup, request.repository.as_deref())?;
    Ok(RunStarted { run })
}

pub fn backup_verify(host: &Host, request: BackupVerifyRequest) -> Result<RunStarted> {
    if let Some(sample) = request.sample.as_deref().filter(|sample| file::share_of(sample).is_none()) {
        return Err(invalid("--sample", sample).allowed(["0.1% to 100%"]));
    }
    let engine = host.engine()?;
    let required = engine
        .config()?
        .backup(&request.id)?
        .requirements()
        .into_iter()
        .map(|requirement| requirement.level)
        .max();
    let level = request.level.or(required).unwrap_or(Level::Restore);
    let job = Job::Verify { level, sample: request.sample, seed: request.seed };
    Ok(RunStarted { run: runner::start(&engine, &request.id, job, request.repository.as_deref())? })
}

pub fn backup_restore(host: &Host, request: BackupRestoreRequest) -> Result<RunStarted> {
    let to = std::path::absolute(&request.to).map_err(|error| Error::io(&request.to, &error))?;
    let holds_something = std::fs::read_dir(&to).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !request.overwrite {
        return Err(Error::new(Code::TargetNotEmpty).with("path", to.display()));
    }
    let job =
        Job::Restore { to, snapshot: request.snapshot, paths: request.paths, overwrite: request.overwrite };
    Ok(RunStarted { run: runner::start(&host.engine()?, &request.id, job, request.repository.as_deref())? })
}

pub fn backup_snapshots(host: &Host, request: SnapshotsRequest) -> Result<SnapshotsReport> {
    let engine = host.engine()?;
    let listed = runner::list_snapshots(&engine, &request.id, request.repository.as_deref())?;
    let wire = |(repository, snapshot): (String, ballast_backup::wire::Listed)| WireSnapshot {
        repository,
        id: snapshot.id,
        taken_at: snapshot.taken_at,
        files: snapshot.files,
        bytes: snapshot.bytes,
    };
    Ok(SnapshotsReport { snapshots: listed.into_iter().map(wire).collect() })
}

pub fn backup_confidence(_: &Host, request: ConfidenceRequest) -> Result<ConfidenceReport> {
    let ConfidenceRequest { units, read, damaged, confidence } = request;
    let confidence = confidence.unwrap_or(0.95);
    if read > units {
        return Err(invalid("--read", read).allowed([format!("0 to {units}")]));
    }
    if damaged > read {
        return Err(invalid("--damaged", damaged).allowed([format!("0 to {read}")]));
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(invalid("--confidence", confidence).allowed(["more than 0% and less than 100%"]));
    }
    let at_most = damaged_at_most(Sample { units, read, damaged, confidence });
    #[allow(clippy::cast_precision_loss)]
    let upper = if units == 0 { 0.0 } else { at_most as f64 / units as f64 };
    Ok(ConfidenceReport {
        damaged_at_most: at_most,
        upper,
        method: "hypergeometric".to_owned(),
        units,
        read,
        damaged,
        confidence,
    })
}

/// The workspace; where there is none yet, a new one of this name.
fn engine_or_new(host: &Host, name: Option<&String>) -> Result<Arc<Engine>> {
    if let Some(engine) = host.engine_if_any()? {
        return Ok(engine);
    }
    let name = name.cloned().filter(|name| !name.trim().is_empty()).unwrap_or_else(user);
    let (engine, _) = Engine::init(
        &host.folder(),
        &host.program,
        &settings(&name, None, None)?,
        crate::clock::Clock::from_environment()?,
    )?;
    host.hold(&engine)?;
    host.surface.workspace_opened(&host.folder());
    Ok(engine)
}

pub fn protect_folder(host: &Host, request: ProtectFolder) -> Result<Protected> {
    protect::protect_folder(&engine_or_new(host, request.workspace_name.as_ref())?, &request)
}

pub fn adopt_look(host: &Host, request: AdoptLook) -> Result<Adoptable> {
    adopt::look(&host.program, &request.path)
}

pub fn adopt(host: &Host, request: AdoptRequest) -> Result<Adopted> {
    // Looked at first: a mistyped path leaves no workspace behind.
    let found = adopt::found(&host.program, &request)?;
    adopt::adopt(&engine_or_new(host, request.workspace_name.as_ref())?, &request, found)
}

pub fn pick_file(host: &Host, request: PickFile) -> Result<PickedFile> {
    let picked = host.surface.pick_file(&request.title);
    Ok(PickedFile { path: picked.map(|path| path.display().to_string()) })
}

pub fn pick_folder(host: &Host, request: PickFolder) -> Result<PickedFolder> {
    let picked = host.surface.pick_folder(&request.title);
    Ok(PickedFolder { path: picked.map(|path| path.display().to_string()) })
}

/// The sheet goes to the home folder, where a person finds it to print it; never into the workspace.
pub fn recovery_sheet_save(host: &Host, request: RepositoryId) -> Result<RecoverySheet> {
    let engine = host.engine()?;
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .filter(|home| home.is_dir())
        .unwrap_or_else(default_folder);
    let file = protect::recovery_sheet(&engine, &request.repository, &home)?;
    Ok(RecoverySheet { file: file.display().to_string() })
}

pub fn recovery_sheet_kept(host: &Host, request: RepositoryId) -> Result<EvidenceRef> {
    protect::sheet_kept(&*host.engine()?, &request.repository, &user())
}

pub fn run_list(host: &Host, request: RunListRequest) -> Result<RunList> {
    let limit = request.limit.unwrap_or(20).clamp(1, 1000);
    runs::list(&*host.engine()?, &host.messages, request.control.as_deref(), limit)
}

pub fn run_show(host: &Host, request: RunId) -> Result<RunDetail> {
    runs::detail(&*host.engine()?, &host.messages, &request.run)
}

pub fn run_cancel(host: &Host, request: RunId) -> Result<RunDetail> {
    let engine = host.engine()?;
    runner::cancel(&engine, &request.run)?;
    runs::detail(&engine, &host.messages, &request.run)
}

pub fn evidence_list(host: &Host, request: EvidenceListRequest) -> Result<EvidenceList> {
    ledger::list(&*host.engine()?, &request)
}

pub fn evidence_show(host: &Host, request: EvidenceShowRequest) -> Result<EvidenceDetail> {
    ledger::show(&*host.engine()?, &host.messages, request.seq)
}

pub fn evidence_verify(host: &Host, request: EvidenceVerifyRequest) -> Result<EvidenceVerifyReport> {
    ledger::verify(&*host.engine()?, request.against.as_deref())
}

pub fn evidence_export(host: &Host, request: EvidenceExportRequest) -> Result<EvidenceExportReport> {
    let records = ledger::export(&*host.engine()?, Path::new(&request.file))?;
    Ok(EvidenceExportReport { file: request.file, records })
}

/// Starts making the demo company beside the workspaces; its progress is asked for.
pub fn demo_start(host: &Host, request: DemoRequest) -> Result<DemoProgress> {
    let folder = request.dir.map_or_else(|| default_folder().join("demo"), PathBuf::from);
    let folder = std::path::absolute(&folder).map_err(|error| Error::io(&folder, &error))?;
    let dir = folder.display().to_string();
    let internal = || Error::new(Code::Internal).with("what", "a lock");
    let mut state = host.demo.lock().map_err(|_| internal())?;
    if let Some(running) = state.as_ref().filter(|progress| progress.state == DemoState::Running) {
        return Ok(running.clone());
    }
    let mut progress =
        DemoProgress { state: DemoState::Running, dir, step: 0, steps: demo::steps(), error: None };
    if folder.join(ballast_store::DATABASE).exists() {
        progress.state = DemoState::Done;
        progress.step = progress.steps;
        *state = Some(progress.clone());
        return Ok(progress);
    }
    *state = Some(progress.clone());
    let (shared, program) = (Arc::clone(&host.demo), host.program.clone());
    std::thread::spawn(move || {
        let told = Arc::clone(&shared);
        let tell = move |change: &dyn Fn(&mut DemoProgress)| {
            if let Ok(mut state) = told.lock()
                && let Some(progress) = state.as_mut()
            {
                change(progress);
            }
        };
        let outcome = demo::make(&folder, &program, &mut |step| tell(&|progress| progress.step = step));
        tell(&|progress| match &outcome {
            Ok(()) => progress.state = DemoState::Done,
            Err(error) => {
                progress.state = DemoState::Failed;
                progress.error = Some(crate::messages::Messages::default().error(error));
            }
        });
    });
    Ok(progress)
}

pub fn demo_progress(host: &Host, _: Nothing) -> Result<DemoProgress> {
    let state = host.demo.lock().map_err(|_| Error::new(Code::Internal).with("what", "a lock"))?;
    state.clone().ok_or_else(|| Error::new(Code::UnknownId).with("what", "demo").with("id", ""))
}
