//! The workspace facade: what the command line and the window both call.

mod adopt;
pub mod agent;
mod alerts;
pub mod clock;
mod cluster;
pub mod commands;
mod compared;
pub mod config;
pub mod contract;
mod demo;
mod drills;
mod engine;
pub mod file;
pub mod handlers;
pub mod host;
pub mod log;
pub mod messages;
mod owner;
mod people;
mod probing;
mod process;
mod protect;
mod risk;
mod runner;
mod schedule;
mod scratch;
mod secrets;
mod spotcheck;
pub mod tray;
mod views;
mod words;

/// Everything this program writes is for its user alone: a database, its log, artefacts, repositories.
/// Restored files get the modes they had.
pub fn keep_private() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

pub use agent::exit_code as agent_exit_code;
pub use ballast_backup::worker;
pub use ballast_core::lease::HolderKind;
pub use ballast_outside::notification;
pub use ballast_store::Watcher;
pub use commands::{COMMANDS, Command, call};
pub use demo::make as make_demo;
pub use demo::steps as demo_steps;
pub use engine::Engine;
pub use file::{decimal_of, ratio_of};
pub use handlers::{
    compare_files_watched as compare_files, compare_responses_watched as compare_responses, export_format,
};
pub use host::{Host, Surface, Terminal, default_folder};
pub use runner::follow;
pub use schedule::Scheduler;
pub use views::runs::exit_code as run_exit_code;
pub use views::status::exit_code as status_exit_code;
