//! A drill with its journal, and how the next entry is written.

use ballast_core::{Code, Error, Result};
use ballast_readiness::drill::event::Event;
use ballast_readiness::drill::journal::measured;
use ballast_readiness::drill::machine::Claim;
use ballast_readiness::drill::operator::KeyFault;
use ballast_readiness::drill::review::{Found, Obstacle, found};
use ballast_readiness::drill::{Drill, Entry, Illegal, State};
use ballast_readiness::measure::{Measured, Moment};
use ballast_store::{Change, DrillRow, Owner, View};
use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;

use super::{Script, carrying, ending};
use crate::clock::Clock;
use crate::engine::Engine;
use crate::owner;

/// A drill as its journal says.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub row: DrillRow,
    pub script: Script,
    pub entries: Vec<Entry>,
    pub drill: Drill,
}

fn damaged(id: &str) -> Error {
    Error::new(Code::WorkspaceDamaged).with("what", "drill").with("id", id)
}

pub(crate) fn unknown(id: &str) -> Error {
    Error::new(Code::UnknownId).with("what", "drill run").with("id", id)
}

impl Run {
    pub(crate) fn load(view: &View<'_>, id: &str) -> Result<Self> {
        let row = view.drill(id)?.ok_or_else(|| unknown(id))?;
        Self::of(view, row)
    }

    pub(crate) fn of(view: &View<'_>, row: DrillRow) -> Result<Self> {
        let script = Script::read(&row.plan)?;
        let entries = view
            .drill_entries(&row.id)?
            .into_iter()
            .map(|entry| serde_json::from_value(entry).map_err(|error| damaged(&row.id).because(&error)))
            .collect::<Result<Vec<Entry>>>()?;
        let drill = Drill::rebuild(script.plan.clone(), &entries)
            .map_err(|error| damaged(&row.id).because(&error))?;
        Ok(Self { row, script, entries, drill })
    }

    pub(crate) fn state(&self) -> State {
        self.drill.state
    }

    pub(crate) fn id(&self) -> &str {
        &self.row.id
    }

    pub(crate) fn measured(&self) -> Measured {
        measured(&self.script.plan, &self.entries).unwrap_or_default()
    }

    pub(crate) fn found(&self) -> Vec<Found> {
        found(&self.script.plan, &self.drill.progress, &self.measured())
    }

    /// A program carries it now.
    pub(crate) fn is_carried(&self) -> bool {
        self.row.owner.as_ref().is_some_and(|carrier| carrying::is_carried(&self.row.id, carrier))
    }

    /// The newest event that `wanted` takes, with its entry.
    pub(crate) fn newest<'a, T>(&'a self, wanted: impl Fn(&'a Event) -> Option<T>) -> Option<(&'a Entry, T)> {
        self.entries.iter().rev().find_map(|entry| Some((entry, wanted(&entry.event)?)))
    }

    /// Writes the next entry into an open change, with everything that comes with it.
    pub(super) fn write(&mut self, change: &Change<'_>, event: Event, pen: &Pen) -> Result<()> {
        let others = change.view().drills(Some(&self.row.pair))?;
        let claims =
            others.into_iter().filter(|row| row.id != self.row.id).filter_map(claim).collect::<Vec<_>>();
        let at = pen.moment();
        let before = self.state();
        let decision = self.drill.decide(event, at, &claims).map_err(|illegal| refused(&illegal))?;
        let entry = decision.entry;
        self.drill.apply(&entry).map_err(|error| Error::new(Code::Internal).because(&error))?;
        let value =
            serde_json::to_value(&entry).map_err(|error| Error::new(Code::Internal).because(&error))?;
        change.add_drill_entry(&self.row.id, entry.sequence, &value, word(entry.to).as_str())?;
        self.entries.push(entry);
        self.row.state = word(self.state());
        if self.state() == State::Review && before != State::Review {
            ending::record(change, self, pen)?;
        }
        Ok(())
    }
}

/// The newest runs last; of one pair where it is named.
pub(crate) fn runs(view: &View<'_>, pair: Option<&str>) -> Result<Vec<Run>> {
    view.drills(pair)?.into_iter().map(|row| Run::of(view, row)).collect()
}

fn claim(row: DrillRow) -> Option<Claim> {
    let state = serde_json::from_value(Value::String(row.state)).ok()?;
    Some(Claim { drill: row.id, pair: row.pair, state })
}

pub(crate) fn word(state: State) -> String {
    serde_json::to_value(state).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What an entry is dated by, and whether it counts.
#[derive(Clone, Debug)]
pub(crate) struct Pen {
    pub clock: Clock,
    pub counts: bool,
    pub workspace: String,
}

impl Pen {
    pub(crate) fn of(engine: &Engine) -> Self {
        Self { clock: engine.clock, counts: engine.counts(), workspace: engine.workspace_id.clone() }
    }

    /// Now, on three clocks.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            wall: self.clock.now(),
            boot: owner::this().boot,
            running_milliseconds: milliseconds(ClockId::Boottime),
            awake_milliseconds: milliseconds(ClockId::Monotonic),
        }
    }
}

fn milliseconds(clock: ClockId) -> u64 {
    let now = clock_gettime(clock);
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    seconds.saturating_mul(1000) + u64::try_from(now.tv_nsec / 1_000_000).unwrap_or(0)
}

/// Writes the event that `make` finds right for how the drill stands now. None of it where there is none. `fence`: only
/// while this program carries it.
pub(crate) fn write(
    engine: &Engine,
    id: &str,
    fence: Option<Owner>,
    make: impl FnOnce(&Run) -> Result<Vec<Event>> + Send + 'static,
) -> Result<Run> {
    let (id, pen) = (id.to_owned(), Pen::of(engine));
    engine.store.write(move |change| {
        let mut run = Run::load(&change.view(), &id)?;
        if fence.is_some() && run.row.owner != fence {
            return Err(Error::new(Code::Busy).with("reason", carrying::TAKEN).with("run", &id));
        }
        for event in make(&run)? {
            run.write(change, event, &pen)?;
        }
        Ok(run)
    })
}

fn not_allowed(reason: &str) -> Error {
    Error::new(Code::NotAllowed).with("reason", reason)
}

/// Why the machine said no, as an error with its sentence.
pub(crate) fn refused(illegal: &Illegal) -> Error {
    match illegal {
        Illegal::NotHere { state, event } => {
            not_allowed("drill_state").with("state", word(*state)).with("event", event)
        }
        Illegal::PlanFaulty { faults } => {
            let first = faults.first().and_then(|code| serde_json::to_value(code).ok());
            let first = first.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
            not_allowed(&format!("plan_{first}")).with("faults", faults.len())
        }
        Illegal::PairBusy { drill } => {
            Error::new(Code::Busy).with("reason", "pair_drilled").with("run", drill)
        }
        Illegal::PreflightDiffers => not_allowed("preflight_differs"),
        Illegal::NotConsented { command } => {
            not_allowed("not_consented").with("command", super::script::shell_words(command))
        }
        Illegal::OutOfOrder { next } => {
            let next = next.map_or_else(|| "-".to_owned(), |next| (next + 1).to_string());
            not_allowed("out_of_order").with("next", next)
        }
        Illegal::StepsMissing => not_allowed("steps_missing"),
        Illegal::NotUndone { step } => not_allowed("not_undone").with("step", step + 1),
        Illegal::NotWorking => not_allowed("backup_not_working"),
        Illegal::TextMissing => not_allowed("text_missing"),
        Illegal::MayNotSign { obstacles } => may_not_sign(obstacles),
    }
}

fn may_not_sign(obstacles: &[Obstacle]) -> Error {
    let words: Vec<String> = obstacles
        .iter()
        .filter_map(|obstacle| Some(serde_json::to_value(obstacle).ok()?.as_str()?.to_owned()))
        .collect();
    let first = words.first().cloned().unwrap_or_default();
    not_allowed(&format!("sign_{first}")).with("obstacles", words.join(","))
}

/// A key that does not fit.
pub(crate) fn wrong_key(fault: KeyFault, phrase: &str) -> Error {
    let word = serde_json::to_value(fault).ok().and_then(|value| value.as_str().map(str::to_owned));
    not_allowed(&format!("key_{}", word.unwrap_or_default())).with("phrase", phrase)
}
