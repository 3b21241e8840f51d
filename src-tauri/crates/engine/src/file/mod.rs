//! The workspace file: reading with the place of every mistake, writing, and what applying changes.

mod adopt;
mod alerts;
pub mod apply;
mod backup;
mod checks;
mod cluster;
mod compare;
mod drill;
mod map;
mod parse;
mod person;
mod provider_pair;
mod reader;
mod spotcheck;
mod verify;
mod write;

pub(crate) use alerts::{has_login, is_address, is_host_and_port, is_url};
pub(crate) use checks::{bytes_of, share_of};
pub use compare::{decimal_of, ratio_of};
pub use parse::parse;
pub(crate) use parse::{check, read};
pub(crate) use provider_pair::probes_as_toml;
pub(crate) use spotcheck::USUAL_STAGES;
pub(crate) use write::drill_text;
pub use write::write;
