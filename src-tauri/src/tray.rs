//! The icon in the tray and its menu. What it says comes from the engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ballast_engine::contract::{PauseRequest, ResumeRequest};
use ballast_engine::tray::{Mark, Tray, picture};
use ballast_engine::{Host, handlers};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry, include_image};

/// The tray once it is made: its icon and the lines that change.
pub(crate) struct TrayHandle {
    icon: TrayIcon<Wry>,
    state: MenuItem<Wry>,
    next: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    paused: Arc<AtomicBool>,
    shown: std::sync::Mutex<Option<Tray>>,
}

fn icon(mark: Mark) -> Image<'static> {
    match mark {
        Mark::Level => include_image!("../icons/tray-level.png"),
        Mark::Listing => include_image!("../icons/tray-listing.png"),
        Mark::Failing => include_image!("../icons/tray-failing.png"),
        Mark::Running => include_image!("../icons/tray-running.png"),
        Mark::Paused => include_image!("../icons/tray-paused.png"),
    }
}

/// Makes the tray. None on a computer whose desktop has no library for it: the library's own crate
/// ends with a panic there, and that is no reason for the window not to open.
pub(crate) fn make(app: &AppHandle) -> Option<TrayHandle> {
    let app = app.clone();
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| build(&app)));
    match made {
        Ok(Ok(tray)) => Some(tray),
        Ok(Err(error)) => {
            tracing::info!(%error, "there is no tray");
            None
        }
        Err(_) => None,
    }
}

fn build(app: &AppHandle) -> tauri::Result<TrayHandle> {
    let host = app.state::<Arc<Host>>();
    let say = |id: &str| host.messages.say(id, []);
    let line = |id: &str, text: String, on: bool| MenuItem::with_id(app, id, text, on, None::<&str>);
    let state = line("state", "Ballast".to_owned(), false)?;
    let next = line("next", say("tray-next-none"), false)?;
    let pause = line("pause", say("tray-pause"), true)?;
    let open = line("open", say("tray-open"), true)?;
    let quit = line("quit", say("tray-quit"), true)?;
    let rule = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(app, &[&state, &next, &rule()?, &pause, &open, &rule()?, &quit])?;
    let paused = Arc::new(AtomicBool::new(false));
    let is_paused = Arc::clone(&paused);
    let icon = TrayIconBuilder::with_id("ballast")
        .icon(icon(Mark::Level))
        .tooltip("Ballast")
        .menu(&menu)
        .show_menu_on_left_click(true)
        .on_menu_event(move |app, event| match event.id().as_ref() {
            "open" => crate::window::show(app),
            "pause" => pause_or_go_on(app, is_paused.load(Ordering::Relaxed)),
            "quit" => crate::window::quit(app),
            _ => {}
        })
        .build(app)?;
    Ok(TrayHandle { icon, state, next, pause, quit, paused, shown: std::sync::Mutex::default() })
}

fn pause_or_go_on(app: &AppHandle, paused: bool) {
    let host = Arc::clone(&app.state::<Arc<Host>>());
    std::thread::spawn(move || {
        let done = if paused {
            handlers::resume(&host, ResumeRequest { control: None })
        } else {
            let reason = host.messages.say("tray-pause-reason", []);
            handlers::pause(&host, PauseRequest { control: None, until: "1h".to_owned(), reason })
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the tray could not pause or go on");
        }
    });
}

impl TrayHandle {
    /// Shows how things stand, if that changed.
    pub(crate) fn show(&self, host: &Host) {
        let Ok(Some(engine)) = host.engine_if_any() else { return };
        let Ok(tray) = picture(&engine, &host.messages) else { return };
        let Ok(mut shown) = self.shown.lock() else { return };
        if shown.as_ref() == Some(&tray) {
            return;
        }
        if shown.as_ref().is_none_or(|before| before.mark != tray.mark) {
            let _ = self.icon.set_icon(Some(icon(tray.mark)));
        }
        let _ = self.icon.set_tooltip(Some(&tray.state));
        let lines = [
            (&self.state, &tray.state),
            (&self.next, &tray.next),
            (&self.pause, &tray.pause),
            (&self.quit, &tray.quit),
        ];
        for (item, text) in lines {
            let _ = item.set_text(text);
        }
        self.paused.store(tray.paused, Ordering::Relaxed);
        *shown = Some(tray);
    }
}
