//! An open workspace: its database, its clock and its workers.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ballast_core::evidence::ClockKind;
use ballast_core::{Code, Error, Result};
use ballast_store::{Store, Workspace};
use jiff::Timestamp;
use ulid::Ulid;

use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::process::Workers;
use crate::runner;

/// Where a simulated workspace keeps how far its clock is set off.
pub(crate) const CLOCK_OFFSET: &str = "clock_offset_seconds";

pub struct Engine {
    pub(crate) store: Store,
    pub(crate) workers: Workers,
    pub(crate) clock: Clock,
    /// The workspace lives under a simulated clock.
    pub(crate) simulated: bool,
    pub(crate) workspace_id: String,
    /// The program is being stopped: what the schedule started is handed back.
    pub(crate) handing_back: AtomicBool,
    /// What the schedule started here and has not ended.
    pub(crate) own_runs: Mutex<HashSet<String>>,
}

impl Engine {
    /// Opens the workspace in `folder`. Runs whose owner is gone are read as interrupted.
    pub fn open(folder: &Path, program: &Path) -> Result<Arc<Self>> {
        let store = Store::open(folder, false)?;
        let workspace = store
            .read(|view| view.workspace())?
            .ok_or_else(|| Error::new(Code::NoWorkspace).with("path", folder.display()))?;
        let mut clock = Clock::from_environment()?;
        if clock.kind() == ClockKind::Real && workspace.simulated {
            let stored = store.read(|view| view.setting(CLOCK_OFFSET))?;
            clock = Clock::offset_by(stored.and_then(|text| text.parse().ok()).unwrap_or_default());
        }
        Self::with(store, &workspace, program, clock)
    }

    /// Opens a workspace under a clock of its own: the demo company's history.
    pub(crate) fn at(folder: &Path, program: &Path, clock: Clock) -> Result<Arc<Self>> {
        let store = Store::open(folder, false)?;
        let workspace = store.read(|view| view.workspace())?.ok_or_else(|| Error::new(Code::NoWorkspace))?;
        Self::with(store, &workspace, program, clock)
    }

    /// Makes a workspace in `folder`, or opens the one that is there.
    pub fn init(
        folder: &Path,
        program: &Path,
        settings: &Settings,
        clock: Clock,
    ) -> Result<(Arc<Self>, bool)> {
        let store = Store::open(folder, true)?;
        if let Some(workspace) = store.read(|view| view.workspace())? {
            return Ok((Self::with(store, &workspace, program, clock)?, false));
        }
        let now = clock.now();
        let payload =
            serde_json::to_value(settings).map_err(|error| Error::new(Code::Internal).because(&error))?;
        let simulated = clock.kind() == ClockKind::Simulated;
        let workspace = Workspace { id: new_id(now), simulated, created_at: now, revision: 0, payload };
        let (made, offset) = (workspace.clone(), clock.offset_seconds());
        store.write(move |change| {
            change.put_workspace(&made)?;
            if let Some(offset) = offset {
                change.put_setting(CLOCK_OFFSET, &offset.to_string())?;
            }
            change
                .append(ballast_store::Draft {
                    at: now,
                    clock: clock.kind(),
                    kind: ballast_core::evidence::RecordKind::WorkspaceMade,
                    control: None,
                    run: None,
                    verdict: None,
                    artefacts: Vec::new(),
                    body: serde_json::json!({ "workspace": made.id, "settings": made.payload }),
                })
                .map(drop)
        })?;
        Ok((Self::with(store, &workspace, program, clock)?, true))
    }

    fn with(store: Store, workspace: &Workspace, program: &Path, clock: Clock) -> Result<Arc<Self>> {
        let workers = Workers { program: program.to_owned(), log_folder: store.folder().join("logs") };
        let engine = Self {
            store,
            workers,
            clock,
            simulated: workspace.simulated,
            workspace_id: workspace.id.clone(),
            handing_back: AtomicBool::new(false),
            own_runs: Mutex::default(),
        };
        runner::sweep(&engine)?;
        if let Err(error) = crate::drills::sweep(&engine) {
            tracing::error!(%error, "drills whose program is gone could not be looked for");
        }
        remove_leftovers(&engine);
        Ok(Arc::new(engine))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    /// Evidence made now counts as proof: its clock is the one the workspace lives by.
    pub(crate) fn counts(&self) -> bool {
        (self.clock.kind() == ClockKind::Simulated) == self.simulated
    }

    /// Whether a run is to stop because its program stops; a person's own run is not concerned.
    pub(crate) fn hands_back(&self, run: &str) -> bool {
        self.handing_back.load(Ordering::Relaxed) && self.own_runs.lock().is_ok_and(|runs| runs.contains(run))
    }

    pub fn config(&self) -> Result<Config> {
        self.store.read(Config::load)
    }

    /// The tag that marks this workspace's snapshots.
    pub(crate) fn tag(&self) -> String {
        format!("ballast:{}", self.workspace_id)
    }

    pub(crate) fn artefact(&self, sha256: &str) -> PathBuf {
        self.store.artefact_path(sha256)
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// Ids of runs and workspaces: a time and a random part, sortable.
pub(crate) fn new_id(now: Timestamp) -> String {
    let at = std::time::SystemTime::from(now);
    Ulid::from_datetime(at).to_string()
}

/// Sandboxes and half-written manifests of runs that were killed.
fn remove_leftovers(engine: &Engine) {
    let unfinished = engine.store.read(|view| view.unfinished_runs());
    let Ok(folder) = engine.store.work_folder() else { return };
    if !unfinished.is_ok_and(|runs| runs.is_empty()) {
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
    }
}
