//! Which program carries a drill: one at a time, on a thread of its own, and another one where it is gone.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ballast_core::{Error, Result};
use ballast_readiness::drill::State;
use ballast_store::Owner;
use rustix::process::{Pid, Signal, kill_process};

use super::acting::DRILL_VARIABLE;
use super::host::Host;
use super::run::{self, Run};
use crate::engine::Engine;
use crate::owner;

/// A drill whose database cannot be written is tried on for so long.
const FAULT_LASTS: Duration = Duration::from_mins(5);

/// Why a program that slept is refused: another one carries the drill by now.
pub(super) const TAKEN: &str = "drill_taken";

/// Drills that a thread of this process carries.
static CARRIED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Whether the program that carries a drill still does; of this one, whether its thread lives.
pub(super) fn is_carried(run: &str, carrier: &Owner) -> bool {
    if *carrier == owner::this() {
        return CARRIED.lock().map_or(true, |carried| carried.contains(run));
    }
    owner::is_alive(carrier)
}

/// States in which there is something to do without a person.
pub(crate) fn is_active(state: State) -> bool {
    state.moves_traffic() || matches!(state, State::Baseline | State::Verify)
}

/// This process carries a drill until this is dropped.
pub(super) struct Carrying {
    pub(super) engine: Arc<Engine>,
    pub(super) run: String,
    me: Owner,
}

impl Carrying {
    /// None where another program carries it.
    pub(super) fn begin(engine: &Arc<Engine>, id: &str) -> Result<Option<Self>> {
        let me = owner::this();
        let row = engine.store.read(|view| view.drill(id))?.ok_or_else(|| run::unknown(id))?;
        if row.owner.as_ref().is_some_and(|carrier| is_carried(id, carrier)) {
            return Ok(None);
        }
        if let Ok(mut carried) = CARRIED.lock() {
            carried.insert(id.to_owned());
        }
        let carrying = Self { engine: Arc::clone(engine), run: id.to_owned(), me: me.clone() };
        let (run, before) = (id.to_owned(), row.owner);
        let taken = engine.store.write(move |change| change.take_drill(&run, before.as_ref(), Some(&me)))?;
        Ok(taken.then_some(carrying))
    }

    pub(super) fn fence(&self) -> Owner {
        self.me.clone()
    }
}

impl Drop for Carrying {
    fn drop(&mut self) {
        let (run, me) = (self.run.clone(), self.me.clone());
        let released =
            self.engine.store.write(move |change| change.take_drill(&run, Some(&me), None).map(drop));
        if let Err(error) = released {
            tracing::warn!(run = self.run, %error, "a drill could not be let go of");
        }
        if let Ok(mut carried) = CARRIED.lock() {
            carried.remove(&self.run);
        }
    }
}

/// Carries a drill on a thread of this process, if there is something to do and nobody else does it.
pub(crate) fn carry(engine: &Arc<Engine>, id: &str) -> Result<()> {
    let run = engine.store.read(|view| Run::load(view, id))?;
    if !is_active(run.state()) {
        return Ok(());
    }
    match Carrying::begin(engine, id)? {
        Some(carrying) => launch(carrying),
        None => Ok(()),
    }
}

pub(super) fn launch(carrying: Carrying) -> Result<()> {
    let spawned = std::thread::Builder::new().name("ballast-drill".to_owned()).spawn(move || {
        let mut faulty: Option<Instant> = None;
        loop {
            match Host::new(&carrying).and_then(|mut host| host.go_on()) {
                Ok(()) => return,
                // Somebody else carries it now.
                Err(error) if error.params.get("reason").is_some_and(|reason| reason == TAKEN) => return,
                Err(error) if faulty.get_or_insert_with(Instant::now).elapsed() > FAULT_LASTS => {
                    tracing::error!(run = carrying.run, %error, "a drill was given up on");
                    return;
                }
                Err(error) => tracing::error!(run = carrying.run, %error, "a drill could not go on"),
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    });
    spawned.map(drop).map_err(|error| Error::io("thread", &error))
}

/// Ends what a program that was killed left running of a drill: a step that still acts would undo its own undo.
pub(super) fn end_leftovers(run: &str) {
    let mark = format!("{DRILL_VARIABLE}={run}").into_bytes();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else {
            continue;
        };
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|variable| variable == mark)
            && let Some(pid) = Pid::from_raw(pid)
        {
            tracing::warn!(run, ?pid, "a command that a killed program had left running is ended");
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}
