//! What the probes of one side say about whether it may be called on: the hard gate before any chance is
//! reckoned.

use ballast_core::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::standing::{Standing, State};
use crate::probe::specification::{Probe, Side};

/// A probe of a pair and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    pub probe: &'a Probe,
    pub standing: &'a Standing,
}

/// First match: `Failing`, `Unknown`, `Open`. Names are titles of probes, in the pair's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// A blocking probe is down: not ready, whatever the history says.
    Failing { probes: Vec<String> },
    /// No blocking probe, or one that was never seen or not lately: never green.
    Unknown { probes: Vec<String> },
    /// Every blocking probe is up. `attention`: probes that do not block and are down or unknown.
    Open { oldest_look: Timestamp, attention: Vec<String> },
}

/// How long a look speaks for its probe: three intervals, but not less than 15 minutes.
#[must_use]
pub fn valid_for(probe: &Probe) -> Span {
    Span::from_seconds(probe.every.seconds().saturating_mul(3)).max(Span::from_minutes(15))
}

#[must_use]
pub fn gate(watched: &[Watched<'_>], side: Side, now: Timestamp) -> Gate {
    let of_side: Vec<(&Watched<'_>, State)> = watched
        .iter()
        .filter(|watched| watched.probe.on == Some(side))
        .map(|watched| (watched, watched.standing.state_at(now, valid_for(watched.probe))))
        .collect();
    let titles = |blocking: bool, states: &[State]| -> Vec<String> {
        let chosen = of_side
            .iter()
            .filter(|(watched, state)| watched.probe.blocking == blocking && states.contains(state));
        chosen.map(|(watched, _)| watched.probe.title()).collect()
    };
    let down = titles(true, &[State::Down]);
    if !down.is_empty() {
        return Gate::Failing { probes: down };
    }
    let unknown = titles(true, &[State::Unknown]);
    let looks = of_side.iter().filter(|(watched, _)| watched.probe.blocking);
    let oldest = looks.filter_map(|(watched, _)| watched.standing.last_observed).min();
    match oldest {
        Some(oldest_look) if unknown.is_empty() => {
            Gate::Open { oldest_look, attention: titles(false, &[State::Down, State::Unknown]) }
        }
        _ => Gate::Unknown { probes: unknown },
    }
}
