//! The window itself: made, closed, and told when something changed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use ballast_core::{Code, Error};
use ballast_engine::contract::{Nothing, RunListRequest};
use ballast_engine::{Engine, HolderKind, Host, Scheduler, Surface, default_folder, handlers, notification};
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_autostart::{MacosLauncher, ManagerExt};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogResult};

use crate::tray::{self, TrayHandle};

const MAIN: &str = "main";
/// How soon a change that another program made is shown.
const WATCH_EVERY: Duration = Duration::from_millis(400);
/// The file that remembers which workspace was shown last.
const LAST: &str = "last-workspace";

/// With `LANG=C.UTF-8` WebKitGTK names a language that `Intl` refuses; pages must not trip over it.
const REPAIR_LANGUAGE: &str = "try { Intl.getCanonicalLocales(navigator.language) } catch { \
    Object.defineProperty(navigator, 'language', { get: () => 'en-GB' }); \
    Object.defineProperty(navigator, 'languages', { get: () => ['en-GB'] }); }";

/// The file that remembers that a person was told where the window went.
const TOLD: &str = "told-of-the-tray";
/// Starts without showing the window: with the session, into the tray.
const HIDDEN: &str = "--hidden";
/// How soon the tray shows what only time changes, and how soon what a program did.
const TRAY_EVERY: Duration = Duration::from_secs(30);
const TRAY_SOONEST: Duration = Duration::from_secs(2);

/// What the window keeps besides its host.
#[derive(Default)]
pub(crate) struct Kept {
    /// The schedule of the workspace that is shown; it runs while no agent wants it.
    scheduler: Mutex<Option<(PathBuf, Scheduler)>>,
    tray: OnceLock<TrayHandle>,
    quitting: AtomicBool,
}

impl Kept {
    /// The window can hide: there is an icon, and a desktop that shows it.
    fn can_hide(&self) -> bool {
        self.tray.get().is_some() && notification::has_tray()
    }
}

/// What the window can do and a terminal cannot.
struct Desktop(Arc<OnceLock<AppHandle>>);

impl Surface for Desktop {
    fn pick_folder(&self, title: &str) -> Option<PathBuf> {
        let picked = self.0.get()?.dialog().file().set_title(title).blocking_pick_folder()?;
        picked.into_path().ok()
    }

    fn pick_file(&self, title: &str) -> Option<PathBuf> {
        let picked = self.0.get()?.dialog().file().set_title(title).blocking_pick_file()?;
        picked.into_path().ok()
    }

    fn autostart(&self) -> Option<bool> {
        self.0.get()?.autolaunch().is_enabled().ok()
    }

    fn set_autostart(&self, on: bool) -> Result<(), Error> {
        let app = self.0.get().ok_or_else(|| Error::new(Code::Internal))?;
        let launch = app.autolaunch();
        // Turning off what is off is no error.
        if launch.is_enabled().is_ok_and(|enabled| enabled == on) {
            return Ok(());
        }
        let done = if on { launch.enable() } else { launch.disable() };
        done.map_err(|error| Error::new(Code::Io).with("path", "autostart").because(&error))
    }

    fn has_tray(&self) -> bool {
        self.0.get().is_some_and(|app| app.state::<Kept>().can_hide())
    }

    fn workspace_opened(&self, folder: &Path) {
        let base = default_folder();
        let _ = std::fs::create_dir_all(&base)
            .and_then(|()| std::fs::write(base.join(LAST), folder.display().to_string()));
    }
}

/// `--workspace`, else `BALLAST_WORKSPACE`, else the one shown last, else the platform's data folder.
fn workspace_folder() -> PathBuf {
    let mut arguments = std::env::args_os().skip(1);
    let named = arguments
        .find(|argument| argument == "--workspace")
        .and_then(|_| arguments.next())
        .map(PathBuf::from);
    let variable = || std::env::var_os("BALLAST_WORKSPACE").map(PathBuf::from);
    let last = || {
        let text = std::fs::read_to_string(default_folder().join(LAST)).ok()?;
        Some(PathBuf::from(text.trim())).filter(|folder| folder.join("ballast.db").exists())
    };
    named.or_else(variable).or_else(last).unwrap_or_else(default_folder)
}

// Tauri's own macro ends the process when its assets cannot be read.
#[allow(clippy::exit)]
pub(crate) fn run() -> tauri::Result<()> {
    let handle = Arc::new(OnceLock::new());
    let program = std::env::current_exe().unwrap_or_else(|_| "ballast-desktop".into());
    let host = Arc::new(Host::new(workspace_folder(), program, Box::new(Desktop(Arc::clone(&handle)))));
    let watched = Arc::clone(&host);
    let hidden = std::env::args_os().any(|argument| argument == HIDDEN);
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec![HIDDEN])))
        .manage(host)
        .manage(Kept::default())
        .invoke_handler(crate::commands::handler())
        .setup(move |app| {
            let _ = handle.set(app.handle().clone());
            let app = app.handle().clone();
            if let Some(made) = tray::make(&app) {
                let _ = app.state::<Kept>().tray.set(made);
            }
            let hides = hidden && app.state::<Kept>().can_hide();
            WebviewWindowBuilder::new(&app, MAIN, WebviewUrl::default())
                .title("Ballast")
                .inner_size(1280.0, 820.0)
                .min_inner_size(1024.0, 700.0)
                .visible(!hides)
                .initialization_script(REPAIR_LANGUAGE)
                .build()?;
            std::thread::spawn(move || watch(&app, &watched));
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && !window.state::<Kept>().quitting.load(Ordering::Relaxed)
            {
                api.prevent_close();
                let app = window.app_handle().clone();
                // Asking the desktop may take a moment, and the window must not stand still for it.
                std::thread::spawn(move || close(&app));
            }
        })
        .run(tauri::generate_context!())
}

pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Closing hides the window in the tray, after saying so once. Without a tray it ends the program, and
/// asks first where that stops anything.
fn close(app: &AppHandle) {
    let (kept, host) = (app.state::<Kept>(), app.state::<Arc<Host>>());
    if kept.can_hide() {
        tell_once(&host);
        if let Some(window) = app.get_webview_window(MAIN) {
            let _ = window.hide();
        }
    } else if is_working(&host) {
        ask(app, ["close-question", "close-keep", "close-stop"]);
    } else if holds_a_schedule(&host) {
        ask(app, ["quit-question", "quit-keep", "quit-stop"]);
    } else {
        leave(app);
    }
}

fn tell_once(host: &Host) {
    let told = default_folder().join(TOLD);
    if told.exists() {
        return;
    }
    let text = host.messages.say("tray-hidden", []);
    if notification::notify("Ballast", &text, TOLD).is_ok() {
        let _ = std::fs::create_dir_all(default_folder()).and_then(|()| std::fs::write(told, ""));
    }
}

/// Ends the program from the tray. A person's own run ends with it, so it asks first.
pub(crate) fn quit(app: &AppHandle) {
    if is_working(&app.state::<Arc<Host>>()) {
        show(app);
        ask(app, ["close-question", "close-keep", "close-stop"]);
    } else {
        leave(app);
    }
}

/// Hands back what the schedule started, gives the schedule back, and ends.
fn leave(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || {
        let kept = app.state::<Kept>();
        if kept.quitting.swap(true, Ordering::Relaxed) {
            return;
        }
        let scheduler = kept.scheduler.lock().ok().and_then(|mut scheduler| scheduler.take());
        if let Some((_, scheduler)) = scheduler {
            scheduler.stop(&|| true);
        }
        app.exit(0);
    });
}

fn holds_a_schedule(host: &Host) -> bool {
    handlers::schedule_status(host, Nothing {}).is_ok_and(|status| status.this_process && status.has_lines)
}

fn is_working(host: &Host) -> bool {
    handlers::run_list(host, RunListRequest { control: None, limit: Some(1) })
        .is_ok_and(|list| !list.running.is_empty())
}

/// A person decides between going on, with the window out of the way, and the end.
fn ask(app: &AppHandle, [question, keep, stop]: [&str; 3]) {
    let host = app.state::<Arc<Host>>();
    let say = |id: &str| host.messages.say(id, []);
    let buttons = MessageDialogButtons::OkCancelCustom(say(keep), say(stop));
    let (closing, stop) = (app.clone(), say(stop));
    app.dialog().message(say(question)).title("Ballast").buttons(buttons).show_with_result(move |answer| {
        let stops = match answer {
            MessageDialogResult::Cancel => true,
            MessageDialogResult::Custom(text) => text == stop,
            _ => false,
        };
        if stops {
            leave(&closing);
        } else if let Some(window) = closing.get_webview_window(MAIN) {
            let _ = window.minimize();
        }
    });
}

/// Runs the schedule of the workspace that is shown, while no agent does.
fn keep_schedule(app: &AppHandle, engine: &Arc<Engine>) {
    let kept = app.state::<Kept>();
    let other = {
        let Ok(mut scheduler) = kept.scheduler.lock() else { return };
        if kept.quitting.load(Ordering::Relaxed)
            || scheduler.as_ref().is_some_and(|(folder, _)| folder == engine.folder())
        {
            return;
        }
        scheduler.take()
    };
    // Not under the lock: who quits waits for it.
    if let Some((_, other)) = other {
        other.stop(&|| true);
    }
    let Ok(mut scheduler) = kept.scheduler.lock() else { return };
    match Scheduler::start(engine, HolderKind::Window) {
        Ok(started) => *scheduler = Some((engine.folder().to_owned(), started)),
        Err(error) => tracing::error!(%error, "the schedule could not be started"),
    }
}

/// Tells the window whenever any program has written: it asks again for what it shows.
fn watch(app: &AppHandle, host: &Host) {
    let mut seen: Option<(PathBuf, ballast_engine::Watcher, i64)> = None;
    let mut shown = Instant::now();
    let mut changed = false;
    loop {
        std::thread::sleep(WATCH_EVERY);
        let Ok(Some(engine)) = host.engine_if_any() else { continue };
        let folder = engine.folder().to_owned();
        if seen.as_ref().is_none_or(|(watched, ..)| *watched != folder) {
            ballast_engine::log::keep(&folder, "window");
            seen = engine.store().watcher().ok().map(|watcher| (folder, watcher, -1));
        }
        keep_schedule(app, &engine);
        if let Some((_, watcher, last)) = &mut seen
            && let Ok(version) = engine.store().data_version(watcher)
            && version != *last
        {
            *last = version;
            changed = true;
            let _ = app.emit_to(MAIN, "changed", ());
        }
        if let Some(tray) = app.state::<Kept>().tray.get()
            && shown.elapsed() > if changed { TRAY_SOONEST } else { TRAY_EVERY }
        {
            shown = Instant::now();
            changed = false;
            tray.show(host);
        }
    }
}
