//! The risk map of a workspace: what is set up and what controls showed, as a model, and what follows from it.

mod confirmed;
mod edit;
mod import;
mod model;
mod offers;
mod picture;
mod report;
mod subject;
mod templates;

pub(crate) use confirmed::to_confirm;
pub(crate) use edit::{confirm, save, sheet};
pub(crate) use import::import;
pub(crate) use picture::{ending, is_named, picture_bytes};
pub(crate) use report::{explain, export, first_proofs, ranges, report};
pub(crate) use templates::templates;
