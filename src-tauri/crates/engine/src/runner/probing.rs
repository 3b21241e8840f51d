//! A run of the probes of a pair: by hand each is looked at; for the schedule, what its looks said becomes evidence.

use std::time::{Duration, Instant};

use ballast_core::run::RunEvent;
use ballast_core::{Error, Finding, Result, Verdict};
use ballast_readiness::probe::Side;
use ballast_readiness::probe::observed::{Observed, Outcome as Saw, Refusal};
use ballast_readiness::probe::series::OwnLine;
use ballast_readiness::probe::series::standing::{Hysteresis, State};
use ballast_store::LookRow;
use serde_json::{Value, json};

use super::{Document, Outcome, Progress, end, move_on, should_stop, stopped, tell};
use crate::config::{Config, ProviderPair};
use crate::contract::{Stage, Unit};
use crate::engine::Engine;
use crate::probing::{Asked, Known, Looked, Looker, ask_anchors, known_probes, may_ask};

/// The level of what probes said, as its attempts name it.
pub(crate) const LEVEL: &str = "probe";

/// Between two looks at a probe that failed: a flap of a moment is no outage.
const BETWEEN: Duration = Duration::from_millis(400);

pub(super) struct Probing {
    config: Config,
    pair: ProviderPair,
    /// Looks now; else only what is known is written down.
    looks: bool,
}

pub(super) fn prepare(config: Config, control: &str, looks: bool) -> Result<Probing> {
    let pair = config.provider_pair(control)?.clone();
    Ok(Probing { config, pair, looks })
}

pub(super) fn execute(engine: &Engine, run: &str, prepared: &Probing) -> Result<()> {
    let Probing { config, pair, looks } = prepared;
    let row = move_on(engine, run, RunEvent::Started)?;
    let mut known = engine.store.read(|view| known_probes(view, pair))?;
    let mut line = OwnLine::Unknown;
    if *looks {
        match look_at_all(engine, run, config, pair, &mut known) {
            Ok(seen) => line = seen,
            Err(error) => {
                let event = stopped(engine, run, error.code)?;
                return end(engine, &row, event, Some(error), Outcome::default());
            }
        }
    }
    let document = document(engine, pair, &known, line);
    let payload = json!({ "figures": document.figures, "findings": document.findings });
    let verdict = document.verdict;
    let outcome = Outcome { document: Some(document), attempt: Some((LEVEL, payload)), ..Outcome::default() };
    end(engine, &row, RunEvent::Concluded(verdict), None, outcome)
}

/// Looks at every probe, at one that fails until it is certain.
fn look_at_all(
    engine: &Engine,
    run: &str,
    config: &Config,
    pair: &ProviderPair,
    known: &mut [Known],
) -> Result<OwnLine> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::io("thread", &error))?;
    let looker = Looker::new(config.settings.base.as_deref());
    let anchors = &config.settings.anchors;
    let line = match anchors[..] {
        [] => OwnLine::Unknown,
        _ => runtime.block_on(ask_anchors(&looker.surroundings, anchors)),
    };
    let zone = config.zone();
    let limit = Instant::now() + Duration::from_secs(ballast_core::limits::MAX_RUNTIME.seconds());
    let total = u64::try_from(known.len()).ok();
    for at in 0..known.len() {
        let progress = Progress {
            stage: Stage::Probe,
            done: u64::try_from(at).unwrap_or(0),
            total,
            unit: Unit::Probes,
            repository: None,
            per_second: None,
            seconds_left: None,
        };
        tell(engine, run, Some(progress));
        for try_number in 0..Hysteresis::default().failures {
            if should_stop(engine, run) {
                return Err(Error::new(ballast_core::Code::Cancelled));
            }
            if Instant::now() > limit {
                return Err(Error::new(ballast_core::Code::TimedOut));
            }
            if try_number > 0 {
                std::thread::sleep(BETWEEN);
            }
            let now = engine.now();
            let today = now.to_zoned(zone.clone()).date();
            let asked = engine.store.read(|view| Asked::on(view, pair, today))?;
            let may_ask = may_ask(&known[at], known, &asked, pair.requests_per_day, today);
            let one = &mut known[at];
            let looked = if may_ask {
                runtime.block_on(looker.look(&one.probe, one.past(), now))
            } else {
                Looked { observed: Observed::of(now, Saw::Refused(Refusal::DailyCap)), aliases: Vec::new() }
            };
            let (look, learned) = one.take(looked, line, today, now);
            write_down(engine, pair, one, look, learned)?;
            let verdict = look.verdict;
            if verdict != Verdict::Failed || one.state(now) == State::Down && look.is_definite {
                break;
            }
        }
    }
    Ok(line)
}

fn write_down(
    engine: &Engine,
    pair: &ProviderPair,
    known: &Known,
    look: LookRow,
    learned: bool,
) -> Result<()> {
    let (id, known) = (pair.id.to_string(), known.clone());
    engine.store.write(move |change| {
        known.write(change, &id, learned)?;
        change.put_look(&id, &known.key, &look)
    })
}

fn document(engine: &Engine, pair: &ProviderPair, known: &[Known], line: OwnLine) -> Document {
    let now = engine.now();
    let mut findings: Vec<Finding> = known.iter().flat_map(|known| known.findings(now)).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let looked = known.iter().filter(|known| known.state(now) != State::Unknown).count();
    let count = |state: State| known.iter().filter(|known| known.state(now) == state).count();
    Document {
        level: None,
        verdict: Verdict::of(&findings, u64::try_from(looked).unwrap_or(u64::MAX)),
        levels: Vec::new(),
        figures: json!({
            "probes": known.len(),
            "up": count(State::Up),
            "down": count(State::Down),
            "unknown": count(State::Unknown),
            "own_line": line,
            "takeover": pair.takeover,
            "looks": known.iter().map(|known| look_figures(known, now)).collect::<Vec<_>>(),
        }),
        findings,
    }
}

fn look_figures(known: &Known, now: jiff::Timestamp) -> Value {
    let newest = known.memory.newest.as_ref();
    json!({
        "probe": known.key,
        "on": known.probe.on.map(Side::as_str),
        "state": known.state(now),
        "verdict": newest.map(|newest| newest.verdict),
        "at": newest.map(|newest| newest.at),
        "milliseconds": newest.and_then(|newest| newest.milliseconds),
    })
}
