//! One round for a program that does not stay: every probe whose time has come, once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_core::Result;
use ballast_core::limits::PROBE_ROUND_RUNTIME;
use ballast_readiness::probe::observed::{NotObserved, Observed, Outcome};
use jiff::Timestamp;

use super::{Ended, Looked, Name, Rounds, ask_anchors};
use crate::engine::Engine;
use crate::probing::Known;
use crate::runner;

const BETWEEN: Duration = Duration::from_millis(40);
/// What was seen is written down within this time.
const RECORDED_WITHIN: Duration = Duration::from_secs(10);

/// Looks at what is due and makes evidence of the pairs it belongs to. What has not answered when the round is over is
/// left alone; `stop` ends it earlier.
pub(crate) fn once(engine: &Arc<Engine>, epoch: u64, stop: &dyn Fn() -> bool) -> Result<()> {
    let mut rounds = Rounds::new(engine)?;
    rounds.read_again()?;
    let mut due = rounds.due(engine.now());
    if due.is_empty() {
        return Ok(());
    }
    let pairs: BTreeSet<String> = due.iter().map(|(pair, _)| pair.clone()).collect();
    let anchors = rounds.config.as_ref().map(|config| config.settings.anchors.clone()).unwrap_or_default();
    if !anchors.is_empty() {
        let line = rounds.runtime.block_on(ask_anchors(&rounds.looker.surroundings, &anchors));
        rounds.hear_of_line(line, engine.now())?;
    }
    let deadline = Instant::now() + Duration::from_secs(PROBE_ROUND_RUNTIME.seconds());
    while !(due.is_empty() && rounds.under_way.is_empty()) && Instant::now() < deadline && !stop() {
        due.retain(|name| rounds.waits(name, engine.now()));
        std::thread::sleep(BETWEEN);
        rounds.write_down(epoch, engine.now())?;
    }
    let begun = pairs
        .iter()
        .map(|pair| runner::start_probe(engine, epoch, pair))
        .collect::<Result<Vec<Option<String>>>>()?;
    let deadline = Instant::now() + RECORDED_WITHIN;
    while begun.iter().flatten().any(|run| runner::lives_here(run)) && Instant::now() < deadline {
        std::thread::sleep(BETWEEN);
    }
    Ok(())
}

impl Rounds {
    /// Probes that nobody looked at for as long as they say, give or take a tenth: programs that are started by a clock
    /// are never quite on time.
    fn due(&self, now: Timestamp) -> Vec<Name> {
        let is_due = |known: &&Known| {
            let newest = known.memory.newest.as_ref().map(|newest| newest.at).filter(|at| *at <= now);
            let wanted = known.probe.every.seconds().saturating_mul(9) / 10;
            newest.is_none_or(|at| {
                u64::try_from(now.duration_since(at).as_secs()).is_ok_and(|age| age >= wanted)
            })
        };
        let of_pair = |(pair, known): (&String, &Vec<Known>)| {
            let due = known.iter().filter(is_due).map(|known| (pair.clone(), known.key.clone()));
            due.collect::<Vec<_>>()
        };
        let pairs = self.probes.iter().filter(|(pair, _)| !self.is_paused(pair));
        let mut due: Vec<Name> = pairs.flat_map(of_pair).collect();
        due.sort();
        due
    }

    /// Begins a look; true where its provider has no place left for it yet.
    fn waits(&mut self, name: &Name, now: Timestamp) -> bool {
        match self.look_at(name, now) {
            Ok(()) => false,
            Err(Outcome::NotObserved(NotObserved::NoSlot)) => true,
            Err(outcome) => {
                self.under_way.insert(name.clone());
                let looked = Looked { observed: Observed::of(now, outcome), aliases: Vec::new() };
                let _ = self.ended.0.send(Ended { name: name.clone(), looked, at: now });
                false
            }
        }
    }
}
