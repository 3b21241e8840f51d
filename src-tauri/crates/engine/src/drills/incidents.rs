//! What is wrong already: a drill on top of it would prove nothing, and make it worse.

use ballast_core::{Id, Result, Status};
use ballast_readiness::drill::State;
use ballast_readiness::drill::preflight::{Incident, IncidentKind};

use super::runs;
use crate::config::ProviderPair;
use crate::engine::Engine;
use crate::views::standing::Picture;

/// Controls of the providers of a pair that fail, jobs of them that were given up on, and other drills that run. Whether
/// its own probes pass is another item of the list; that its last drill failed is no reason not to drill. `own` is the
/// run that is looked over.
pub(crate) fn incidents(engine: &Engine, pair: &ProviderPair, own: &str) -> Result<Vec<Incident>> {
    let picture = Picture::take(engine)?;
    let near = near(&picture, pair);
    let failing = near.iter().filter(|(.., status)| *status == Status::Failing);
    let mut found: Vec<Incident> =
        failing.map(|(id, title, _)| incident(IncidentKind::ControlFailing, id, title)).collect();
    let (letters, drills) = engine.store.read(|view| Ok((view.dead_letters()?, runs(view, None)?)))?;
    for letter in letters.iter().filter(|letter| letter.kind == "run") {
        let known = near.iter().find(|(id, ..)| *id == letter.control);
        if letter.control == pair.id.as_str() || known.is_some() {
            let title = picture.config.name_of(&letter.control);
            found.push(incident(IncidentKind::DeadLetter, &letter.id, &title));
        }
    }
    let runs_now = |state: State| {
        state.may_be_on_backup() || matches!(state, State::Preflight | State::Baseline | State::Verify)
    };
    for run in drills.iter().filter(|run| run.id() != own && runs_now(run.state())) {
        // Begun and left before anything was touched, it runs no more.
        if run.state() != State::Preflight || run.is_carried() {
            found.push(incident(IncidentKind::DrillRunning, run.id(), &run.script.plan.title));
        }
    }
    Ok(found)
}

fn incident(kind: IncidentKind, id: &str, title: &str) -> Incident {
    Incident { kind, id: id.to_owned(), title: title.to_owned() }
}

/// Every other control that stands behind one of the two providers. Not parallel runs: that a new system differs says
/// nothing of what serves today.
fn near(picture: &Picture, pair: &ProviderPair) -> Vec<(String, String, Status)> {
    let is_one = |id: &Id| *id == pair.primary || *id == pair.backup;
    let any = |ids: &[Id]| ids.iter().any(is_one);
    let backups = picture
        .held
        .iter()
        .filter(|held| any(&held.backup.protects))
        .map(|held| (held.backup.id.to_string(), held.backup.name().to_owned(), held.standing.status));
    let checked = picture
        .checks
        .iter()
        .filter(|held| any(&held.check.protects))
        .map(|held| (held.check.id.to_string(), held.check.name().to_owned(), held.standing.status));
    let others = picture.pairs.iter().filter(|held| held.pair.id != pair.id);
    let others = others
        .filter(|held| is_one(&held.pair.primary) || is_one(&held.pair.backup) || any(&held.pair.protects))
        .map(|held| (held.pair.id.to_string(), held.pair.name().to_owned(), held.standing.status));
    backups.chain(checked).chain(others).collect()
}
