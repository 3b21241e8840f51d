//! What things are called on the wire: a component or a process by its id, `switch:ID` for a pair that does not take
//! over, `shared:ID` for a common cause. No id has a colon in it.

use ballast_core::limits::NAMES_OFFERED_MAX;
use ballast_core::{Code, Error, Result};
use ballast_risk::{Model, Subject};

use crate::contract::RiskFigure;

const SWITCH: &str = "switch:";
const SHARED: &str = "shared:";

pub(super) fn wire_id(subject: &Subject) -> String {
    match subject {
        Subject::Process(id) | Subject::Component(id) => id.to_string(),
        Subject::Standby(id) => format!("{SWITCH}{id}"),
        Subject::CommonCause(id) => format!("{SHARED}{id}"),
    }
}

/// The thing of the map that is called so.
pub(super) fn subject_of(model: &Model, wire: &str) -> Result<Subject> {
    let processes = model.processes.iter().map(|process| Subject::Process(process.id.clone()));
    let components = model.components.iter().map(|component| Subject::Component(component.id.clone()));
    let standbys = model.standbys.iter().map(|standby| Subject::Standby(standby.id.clone()));
    let causes = model.common_causes.iter().map(|cause| Subject::CommonCause(cause.id.clone()));
    let all: Vec<Subject> = processes.chain(components).chain(standbys).chain(causes).collect();
    all.iter().find(|subject| wire_id(subject) == wire).cloned().ok_or_else(|| {
        let known = all.iter().take(NAMES_OFFERED_MAX).map(wire_id);
        Error::new(Code::UnknownId).with("what", "thing of the map").with("id", wire).allowed(known)
    })
}

/// A figure as people type it.
pub(super) fn word_of(figure: RiskFigure) -> String {
    let word = serde_json::to_value(figure).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', "-")
}
