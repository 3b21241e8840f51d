//! What a surface holds: the program, the workspace it shows, and the few things only it can do.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use ballast_core::{Code, Error, Result};

use crate::contract::DemoProgress;
use crate::engine::Engine;
use crate::messages::Messages;

/// What a window can do and a terminal cannot.
pub trait Surface: Send + Sync {
    /// Lets a person choose a folder; none when they changed their mind.
    fn pick_folder(&self, title: &str) -> Option<PathBuf>;
    /// Lets a person choose a file; none when they changed their mind.
    fn pick_file(&self, title: &str) -> Option<PathBuf>;
    /// Called when another workspace was opened, so that it is found again next time.
    fn workspace_opened(&self, folder: &Path);
    /// Whether the program starts with the session; none where that cannot be told here.
    fn autostart(&self) -> Option<bool> {
        None
    }
    fn set_autostart(&self, _on: bool) -> Result<()> {
        Err(Error::new(Code::NotSupported).with("what", "Starting with the session"))
    }
    /// There is a tray that the window can hide in.
    fn has_tray(&self) -> bool {
        false
    }
}

/// A terminal.
pub struct Terminal;

impl Surface for Terminal {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        None
    }
    fn pick_file(&self, _title: &str) -> Option<PathBuf> {
        None
    }
    fn workspace_opened(&self, _folder: &Path) {}
}

pub struct Host {
    pub(crate) program: PathBuf,
    pub(crate) surface: Box<dyn Surface>,
    pub messages: Messages,
    folder: RwLock<PathBuf>,
    engine: RwLock<Option<Arc<Engine>>>,
    pub(crate) demo: Arc<Mutex<Option<DemoProgress>>>,
}

/// The platform's data folder for a workspace that nobody named.
#[must_use]
pub fn default_folder() -> PathBuf {
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    base.or_else(home).unwrap_or_else(|| PathBuf::from(".")).join("ballast")
}

impl Host {
    /// A host for the workspace in `folder`; the workspace itself is opened when it is needed.
    #[must_use]
    pub fn new(folder: PathBuf, program: PathBuf, surface: Box<dyn Surface>) -> Self {
        Self {
            program,
            surface,
            messages: Messages::default(),
            folder: RwLock::new(folder),
            engine: RwLock::default(),
            demo: Arc::default(),
        }
    }

    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.read().map(|folder| folder.clone()).unwrap_or_default()
    }

    /// The open workspace; opened now if it was not.
    pub fn engine(&self) -> Result<Arc<Engine>> {
        if let Some(engine) = self.engine.read().ok().and_then(|engine| engine.clone()) {
            return Ok(engine);
        }
        let engine = Engine::open(&self.folder(), &self.program)?;
        self.hold(&engine)?;
        Ok(engine)
    }

    /// None where there is no workspace yet; other errors stay errors.
    pub fn engine_if_any(&self) -> Result<Option<Arc<Engine>>> {
        match self.engine() {
            Ok(engine) => Ok(Some(engine)),
            Err(error) if error.code == Code::NoWorkspace => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Shows another workspace from now on.
    pub fn open(&self, folder: &Path) -> Result<Arc<Engine>> {
        let engine = Engine::open(folder, &self.program)?;
        if let Ok(mut place) = self.folder.write() {
            folder.clone_into(&mut place);
        }
        self.hold(&engine)?;
        self.surface.workspace_opened(folder);
        Ok(engine)
    }

    pub(crate) fn hold(&self, engine: &Arc<Engine>) -> Result<()> {
        let mut held = self.engine.write().map_err(|_| Error::new(Code::Internal).with("what", "a lock"))?;
        *held = Some(Arc::clone(engine));
        crate::demo::services::run_for(engine);
        Ok(())
    }
}
