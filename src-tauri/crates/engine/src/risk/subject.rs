//! What things are called on the wire: a component or a process by its id, `switch:ID` for a pair that does not take
//! over, `shared:ID` for a common cause. No id has a colon in it.

use ballast_core::{Code, Error, Result};
use ballast_risk::{Model, Subject};

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
    let mut all = processes.chain(components).chain(standbys).chain(causes);
    all.find(|subject| wire_id(subject) == wire)
        .ok_or_else(|| Error::new(Code::UnknownId).with("what", "thing of the map").with("id", wire))
}
