//! The window of Ballast. It shows what the engine says and decides nothing.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod tray;
mod window;

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// WebKitGTK's shared-memory renderer shows nothing on many machines without a suitable graphics
/// card. It is turned off unless somebody decided otherwise.
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

fn main() -> ExitCode {
    ballast_engine::keep_private();
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "worker") {
        ballast_engine::worker::serve();
        return ExitCode::SUCCESS;
    }
    // A program may not change its own environment once threads run; it starts again instead.
    if std::env::var_os(RENDERER).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        let error = Command::new(program).args(&arguments).env(RENDERER, "1").exec();
        eprintln!("ballast-desktop: {error}");
        return ExitCode::FAILURE;
    }
    match window::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ballast-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}
