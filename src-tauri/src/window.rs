//! The window itself: made, closed, and told when something changed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ballast_engine::contract::RunListRequest;
use ballast_engine::{Host, Surface, default_folder, handlers};
use tauri::{AppHandle, Emitter, Manager, Runtime, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogResult};

const MAIN: &str = "main";
/// How soon a change that another program made is shown.
const WATCH_EVERY: Duration = Duration::from_millis(400);
/// The file that remembers which workspace was shown last.
const LAST: &str = "last-workspace";

/// With `LANG=C.UTF-8` WebKitGTK names a language that `Intl` refuses; pages must not trip over it.
const REPAIR_LANGUAGE: &str = "try { Intl.getCanonicalLocales(navigator.language) } catch { \
    Object.defineProperty(navigator, 'language', { get: () => 'en-GB' }); \
    Object.defineProperty(navigator, 'languages', { get: () => ['en-GB'] }); }";

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
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .manage(host)
        .invoke_handler(crate::commands::handler())
        .setup(move |app| {
            let _ = handle.set(app.handle().clone());
            WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
                .title("Ballast")
                .inner_size(1280.0, 820.0)
                .min_inner_size(1024.0, 700.0)
                .initialization_script(REPAIR_LANGUAGE)
                .build()?;
            let app = app.handle().clone();
            std::thread::spawn(move || watch(&app, &watched));
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && is_working(window.state::<Arc<Host>>().inner())
            {
                api.prevent_close();
                ask_before_closing(window.app_handle());
            }
        })
        .run(tauri::generate_context!())
}

fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn is_working(host: &Host) -> bool {
    handlers::run_list(host, RunListRequest { control: None, limit: Some(1) })
        .is_ok_and(|list| !list.running.is_empty())
}

/// A run in progress ends with the window: a person decides.
fn ask_before_closing<R: Runtime>(app: &AppHandle<R>) {
    let host = app.state::<Arc<Host>>();
    let say = |id: &str| host.messages.say(id, []);
    let buttons = MessageDialogButtons::OkCancelCustom(say("close-keep"), say("close-stop"));
    let closing = app.clone();
    app.dialog().message(say("close-question")).title("Ballast").buttons(buttons).show_with_result(
        move |answer| {
            let stop = match answer {
                MessageDialogResult::Cancel => true,
                MessageDialogResult::Custom(text) => {
                    closing.state::<Arc<Host>>().messages.say("close-stop", []) == text
                }
                _ => false,
            };
            if stop {
                closing.exit(0);
            }
        },
    );
}

/// Tells the window whenever any program has written: it asks again for what it shows.
fn watch<R: Runtime>(app: &AppHandle<R>, host: &Host) {
    let mut seen: Option<(PathBuf, ballast_engine::Watcher, i64)> = None;
    loop {
        std::thread::sleep(WATCH_EVERY);
        let Ok(Some(engine)) = host.engine_if_any() else { continue };
        let folder = engine.folder().to_owned();
        if seen.as_ref().is_none_or(|(watched, ..)| *watched != folder) {
            seen = engine.store().watcher().ok().map(|watcher| (folder, watcher, -1));
        }
        if let Some((_, watcher, last)) = &mut seen
            && let Ok(version) = engine.store().data_version(watcher)
            && version != *last
        {
            *last = version;
            let _ = app.emit_to(MAIN, "changed", ());
        }
    }
}
