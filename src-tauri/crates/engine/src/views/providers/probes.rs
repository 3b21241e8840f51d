//! Probes and their history, as screens show them.

use ballast_core::{Result, Span, Verdict};
use ballast_readiness::probe::contract::Change;
use ballast_readiness::probe::series::latency::latency;
use ballast_readiness::probe::series::timeline::{self, Period, Piece, strip, uptime};
use ballast_readiness::probe::{Contract, Side};
use jiff::Timestamp;

use super::looks;
use crate::config::Config;
use crate::contract::*;
use crate::engine::Engine;
use crate::messages::Messages;
use crate::probing::{Known, state_of};
use crate::views::standing::HeldPair;

const DAY: Span = Span::from_hours(24);
const DAY_PIECES: usize = 48;
const WEEK: Span = Span::from_days(7);
const WEEK_PIECES: usize = 84;

fn window(now: Timestamp, length: Span) -> Period {
    Period { from: now.checked_sub(length.duration()).unwrap_or(now), until: now }
}

fn seen(seen: timeline::Seen) -> Seen {
    match seen {
        timeline::Seen::NotObserved => Seen::NotObserved,
        timeline::Seen::Up => Seen::Up,
        timeline::Seen::Attention => Seen::Attention,
        timeline::Seen::Down => Seen::Down,
    }
}

fn piece(piece: &Piece) -> StripPiece {
    StripPiece {
        from: piece.period.from,
        until: piece.period.until,
        worst: seen(piece.worst),
        looks: piece.looks,
        slowest_milliseconds: piece.slowest,
    }
}

/// One provider of a pair: its probes as one.
pub(super) fn side(
    engine: &Engine,
    config: &Config,
    held: &HeldPair,
    side: Side,
    now: Timestamp,
) -> Result<SideRow> {
    let component = held.pair.component(side);
    let of_side: Vec<&Known> = held.probes.iter().filter(|known| known.probe.on == Some(side)).collect();
    let period = window(now, DAY);
    let mut strips: Vec<Vec<Piece>> = Vec::new();
    let mut all = Vec::new();
    for known in &of_side {
        let looks = looks(engine, held.pair.id.as_str(), &known.key, period.from)?;
        strips.push(strip(&looks, known.probe.every, period, DAY_PIECES));
        all.extend(looks);
    }
    all.sort_by_key(|look| look.at);
    let states: Vec<ProbeState> =
        of_side.iter().filter(|known| known.probe.blocking).map(|known| state_of(known, now)).collect();
    let state = worst(&states);
    let since = of_side.iter().filter_map(|known| known.memory.standing.since).max();
    Ok(SideRow {
        id: component.to_string(),
        title: config.title_of(component.as_str()),
        state,
        since: since.filter(|_| state != ProbeState::Unknown),
        probes: of_side.len(),
        last_look: of_side.iter().filter_map(|known| known.memory.newest.as_ref()).map(|one| one.at).max(),
        strip: together(&strips),
        median_milliseconds: latency(&all).map(|latency| latency.median),
    })
}

/// Down before unknown before attention; without a probe nobody knows.
fn worst(states: &[ProbeState]) -> ProbeState {
    let any = |state: ProbeState| states.contains(&state);
    if any(ProbeState::Down) {
        ProbeState::Down
    } else if states.is_empty() || any(ProbeState::Unknown) {
        ProbeState::Unknown
    } else if any(ProbeState::Attention) {
        ProbeState::Attention
    } else {
        ProbeState::Up
    }
}

/// Several strips of one window as one: the worst of each piece.
fn together(strips: &[Vec<Piece>]) -> Vec<StripPiece> {
    let Some(first) = strips.first() else { return Vec::new() };
    (0..first.len())
        .filter_map(|at| {
            let pieces = strips.iter().filter_map(|strip| strip.get(at));
            let worst = pieces.clone().max_by_key(|piece| piece.worst)?;
            Some(StripPiece {
                looks: pieces.clone().map(|piece| piece.looks).sum(),
                slowest_milliseconds: pieces.filter_map(|piece| piece.slowest).max(),
                ..piece(worst)
            })
        })
        .collect()
}

pub(super) fn view(
    engine: &Engine,
    messages: &Messages,
    held: &HeldPair,
    known: &Known,
    now: Timestamp,
) -> Result<ProbeView> {
    let Known { key, probe, memory, .. } = known;
    let period = window(now, WEEK);
    let looks = looks(engine, held.pair.id.as_str(), key, period.from)?;
    let uptime = uptime(&looks, probe.every, period);
    let newest = memory.newest.as_ref();
    let findings = match newest {
        // Also one failure alone is shown where one looks for it.
        Some(newest) if newest.verdict != Verdict::Passed => newest.findings.clone(),
        _ => known.findings(now),
    };
    let every = probe.every.duration();
    Ok(ProbeView {
        key: key.clone(),
        title: probe.title(),
        kind: probe.kind().to_owned(),
        on: probe.on.map(|on| match on {
            Side::Primary => PairSide::Primary,
            Side::Backup => PairSide::Backup,
        }),
        blocking: probe.blocking,
        every_seconds: probe.every.seconds(),
        state: state_of(known, now),
        since: memory.standing.since,
        last_look: newest.map(|newest| newest.at),
        last_verdict: newest.map(|newest| newest.verdict),
        milliseconds: newest.and_then(|newest| newest.milliseconds),
        failures_in_row: memory.standing.failures_in_row,
        flapping: known.is_flapping(now),
        findings: findings.iter().map(|finding| messages.finding(finding)).collect(),
        next_look: newest.and_then(|newest| newest.at.checked_add(every).ok()),
        strip: strip(&looks, probe.every, period, WEEK_PIECES).iter().map(piece).collect(),
        uptime: UptimeView {
            share: uptime.share_up().map(|share| f64::from(share) / 1_000_000.0),
            up_seconds: uptime.up / 1000,
            down_seconds: uptime.down / 1000,
            not_observed_seconds: uptime.not_observed / 1000,
        },
        latency: latency(&looks).map(|latency| LatencyView {
            answers: latency.answers,
            median_milliseconds: latency.median,
            p95_milliseconds: latency.p95,
            p99_milliseconds: latency.p99,
            most_milliseconds: latency.most,
        }),
        contract: probe.contract.then(|| contract(known)),
    })
}

fn contract(known: &Known) -> ContractView {
    let learned: Option<&Contract> = known.contract.as_ref();
    let samples = learned.map_or(0, Contract::samples);
    let change = |change: &Change| match change {
        Change::Missing { path, .. } => {
            ContractChange { kind: ContractChangeKind::Missing, from: path.to_string(), to: None }
        }
        Change::Renamed { from, to, .. } => ContractChange {
            kind: ContractChangeKind::Renamed,
            from: from.to_string(),
            to: Some(to.to_string()),
        },
        Change::KindChanged { path, found, .. } => ContractChange {
            kind: ContractChangeKind::KindChanged,
            from: path.to_string(),
            to: Some(found.as_str().to_owned()),
        },
    };
    ContractView {
        samples,
        needed: samples
            + learned.map_or(ballast_core::limits::CONTRACT_SAMPLES_MIN, Contract::samples_missing),
        fields: learned.map_or(0, |contract| contract.shape().len()),
        changes: known.memory.changes.iter().map(change).collect(),
    }
}
