//! Probes from other monitoring programs. What cannot be taken over is named, with the reason; no password
//! or token ever is taken over.

pub mod gatus;
pub mod kuma;
mod pairs;

use std::collections::BTreeSet;

use ballast_core::error::Place;
use ballast_core::limits::IMPORT_PROBES_MAX;
use ballast_core::{Code, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use pairs::{ProposedPair, Reason};

use super::condition::cut;
use super::specification::Probe;

/// What a configuration gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    pub probes: Vec<ImportedProbe>,
    /// Pairs that the groups and names suggest. Somebody must say whether they are.
    pub pairs: Vec<ProposedPair>,
    /// Servers by which the other program told its own line from an outage: `[network] anchors`.
    pub anchors: Vec<String>,
    /// Variables that must be given before the probes that use them can be taken over.
    pub asks: BTreeSet<String>,
    pub left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedProbe {
    pub name: String,
    pub group: Option<String>,
    /// Where it stands in the file, from 1; none for rows.
    pub line: Option<u32>,
    /// Without a side: which provider it belongs to is for the user to say.
    pub probe: Probe,
}

/// Something that was not taken over: a whole probe, or a part of one that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The probe, or the part of the file.
    pub name: String,
    pub line: Option<u32>,
    /// A key, a condition, a type: as it is written there, cut to 120 characters, and never a secret.
    pub what: String,
    /// A code: `disabled`, `kind_not_supported`, `unknown_condition`, `not_expressible`, `two_of_a_kind`,
    /// `needs_variable`, `needs_login`, `secret_in_file`, `not_about_probes`, `unknown_key`, `no_heartbeat`,
    /// `no_such_setting`, `upside_down`, `domain_expiry`, `invalid`.
    pub reason: String,
    /// The whole probe is missing because of it.
    pub whole: bool,
}

impl Imported {
    fn leave(&mut self, name: &str, line: Option<u32>, what: &str, reason: &str) {
        let (what, reason) = (cut(what), reason.to_owned());
        self.left_out.push(LeftOut { name: cut(name), line, what, reason, whole: false });
    }

    fn leave_whole(&mut self, name: &str, line: Option<u32>, what: &str, reason: &str) {
        self.leave(name, line, what, reason);
        if let Some(last) = self.left_out.last_mut() {
            last.whole = true;
        }
    }

    /// Takes a probe in the words of the workspace file, or says what is wrong with it.
    fn take(&mut self, name: &str, group: Option<String>, line: Option<u32>, mut entry: Map<String, Value>) {
        // Names may be of any length and kind there; here they are one line.
        let title: String =
            name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let title: String = title.chars().take(30).collect();
        if !title.is_empty() {
            entry.insert("name".to_owned(), title.into());
        }
        match Probe::read(&Value::Object(entry), "") {
            Ok(probe) => {
                let name = cut(name);
                self.probes.push(ImportedProbe { name, group: group.map(|group| cut(&group)), line, probe });
            }
            Err(error) => {
                let field = error.place.and_then(|place| place.field).unwrap_or_default();
                let problem = error.params.get("problem").map_or("invalid", String::as_str);
                let reason = if problem == "literal_password" { "secret_in_file" } else { "invalid" };
                self.leave_whole(
                    name,
                    line,
                    &format!("{}: {problem}", field.trim_start_matches('.')),
                    reason,
                );
            }
        }
    }
}

pub(crate) fn refused(problem: &str, found: impl ToString, line: Option<u32>) -> Error {
    let place = Place { line, ..Place::default() };
    Error::new(Code::InvalidFile).with("problem", problem).with("found", cut(&found.to_string())).at(place)
}

fn too_many(found: usize) -> Error {
    refused("too_many", found, None).allowed([format!("at most {IMPORT_PROBES_MAX}")])
}

/// A whole number of milliseconds as the workspace file writes short times.
fn milliseconds(whole: u64) -> Value {
    format!("{whole}ms").into()
}

fn seconds(whole: u64) -> Value {
    format!("{}s", whole.max(1)).into()
}
