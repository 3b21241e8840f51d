//! What people do about a parallel run. Each act is checked and recorded in one change: of two windows at once the
//! second sees what the first has done.

use ballast_compare::{KnownDifference, is_of_shape};
use ballast_core::evidence::{ClockKind, RecordKind};
use ballast_core::{Code, Error, Result};
use ballast_store::{Change, Draft};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::{Acceptance, Kept, RenameAct, Signed, is_same_person};
use crate::contract::{Criterion, CriterionCode, CriterionState, CutoverDecision};
use crate::engine::Engine;
use crate::protect::save_in;
use crate::views::compare::{self as view, Case};

/// An act about one parallel run: when it happens.
struct Act {
    id: String,
    at: Timestamp,
    clock: ClockKind,
}

impl Act {
    fn new(engine: &Engine, id: &str) -> Self {
        Self { id: id.to_owned(), at: engine.now(), clock: engine.clock.kind() }
    }

    fn case(&self, change: &Change<'_>) -> Result<Case> {
        Case::load(&change.view(), &self.id, self.at)
    }

    fn record(&self, change: &Change<'_>, kind: RecordKind, body: impl Serialize) -> Result<()> {
        let body = serde_json::to_value(body).map_err(|error| Error::new(Code::Internal).because(&error))?;
        let (at, clock, control) = (self.at, self.clock, Some(self.id.clone()));
        let draft = Draft { at, clock, kind, control, run: None, verdict: None, artefacts: Vec::new(), body };
        change.append(draft).map(drop)
    }
}

fn unknown<T: ToString>(what: &str, id: &str, allowed: impl IntoIterator<Item = T>) -> Error {
    Error::new(Code::UnknownId).with("what", what).with("id", id).allowed(allowed)
}

/// What a person says who accepts a difference.
pub(crate) struct Given {
    pub reason: String,
    pub person: String,
    pub owner: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
}

/// A difference of the newest day becomes a known one.
pub(crate) fn accept(engine: &Engine, id: &str, finding: &str, given: Given) -> Result<()> {
    let (act, finding) = (Act::new(engine, id), finding.to_owned());
    engine.store.write(move |change| {
        let case = act.case(change)?;
        let known = with_id_of_its_own(&case.kept, view::acceptable(&case, &finding)?, &finding)?;
        let Given { reason, person, owner, until } = given;
        act.record(change, RecordKind::DifferenceAccepted, Acceptance { known, reason, person, owner, until })
    })
}

/// No two acceptances share an id: the same one is refused, another way to differ has a number.
fn with_id_of_its_own(kept: &Kept, mut known: KnownDifference, finding: &str) -> Result<KnownDifference> {
    let in_force = kept.in_force();
    let is_taken = |id: &str| in_force.iter().any(|other| other.id == id);
    let content = |other: &KnownDifference| KnownDifference { id: String::new(), ..other.clone() };
    let is_same = |other: &KnownDifference| {
        if is_of_shape(&known) {
            other.id == known.id
        } else {
            !is_of_shape(other) && content(other) == content(&known)
        }
    };
    if let Some(other) = in_force.iter().find(|other| is_same(other)) {
        return Err(Error::new(Code::InvalidCall)
            .with("what", "--finding")
            .with("found", finding)
            .with("reason", format!("it is accepted already, as {}", other.id)));
    }
    if is_taken(&known.id) {
        let mut numbered = (2..).map(|number| format!("{finding}#{number}"));
        known.id = numbered.find(|id| !is_taken(id)).unwrap_or_default();
    }
    Ok(known)
}

/// Takes an acceptance back, from now on and for the days it covered.
pub(crate) fn withdraw(
    engine: &Engine,
    id: &str,
    (known, reason, person): (String, String, String),
) -> Result<()> {
    let act = Act::new(engine, id);
    engine.store.write(move |change| {
        let case = act.case(change)?;
        let ids = || case.kept.accepted.iter().map(|accepted| &accepted.given.known.id);
        if !ids().any(|id| *id == known) {
            return Err(unknown("known difference", &known, ids()));
        }
        let body = json!({ "known": known, "reason": reason, "person": person });
        act.record(change, RecordKind::DifferenceWithdrawn, body)
    })
}

/// The name becomes part of what is set up, or ceases to be where a rename was reversed; that a person said so
/// is evidence.
pub(crate) fn accept_rename(engine: &Engine, id: &str, mut said: RenameAct) -> Result<()> {
    let act = Act::new(engine, id);
    engine.store.write(move |change| {
        let case = act.case(change)?;
        let proposed = view::proposed_renames(&case);
        let RenameAct { from, to, .. } = said.clone();
        if !proposed.contains(&(from.clone(), to.clone())) {
            let allowed = proposed.iter().map(|(from, to)| format!("{from} {to}"));
            return Err(unknown("proposed rename", &format!("{from} {to}"), allowed));
        }
        let mut config = crate::config::Config::load(&change.view())?;
        for run in config.parallel_runs.iter_mut().filter(|run| run.id.as_str() == act.id) {
            said.before = if from == to {
                run.rename.remove(&from)
            } else {
                run.rename.insert(from.clone(), to.clone())
            };
        }
        save_in(change, &config, &[], act.at, act.clock)?;
        act.record(change, RecordKind::RenameAccepted, said)
    })
}

/// A signature under the switch. `go` is refused until every criterion is met.
pub(crate) fn sign(
    engine: &Engine,
    id: &str,
    (person, decision, reason): (String, CutoverDecision, String),
) -> Result<()> {
    let act = Act::new(engine, id);
    engine.store.write(move |change| {
        let mut case = act.case(change)?;
        // Who was against it may be for it now.
        case.kept.signatures.retain(|one| !is_same_person(&one.signed.person, &person));
        let judged = case.judge();
        if decision == CutoverDecision::Go && view::decided(&judged) != CutoverDecision::Go {
            return Err(Error::new(Code::NotYet).with("what", missing(&view::criteria(&judged, &case.kept))));
        }
        let criteria = case.kept.frozen.as_ref().map(|frozen| frozen.hash.clone());
        act.record(change, RecordKind::CutoverSigned, Signed { person, decision, reason, criteria })
    })
}

/// What is not met, by name; a signature against the switch where everything is.
fn missing(criteria: &[Criterion]) -> String {
    let is_open = |c: &&Criterion| c.state != CriterionState::Met && c.code != CriterionCode::WayBack;
    let open = criteria.iter().filter(is_open);
    let names = open.filter_map(|c| serde_json::to_value(c.code).ok()?.as_str().map(str::to_owned));
    let names: Vec<String> = names.collect();
    if names.is_empty() { "signed_no_go".to_owned() } else { names.join(", ") }
}
