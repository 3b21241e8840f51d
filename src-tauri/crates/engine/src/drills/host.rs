//! Carrying a drill: asking what is to be done, doing it, and writing down what came of it.

use std::sync::Arc;
use std::time::Duration;

use ballast_core::{Code, Error, Result, Span};
use ballast_readiness::drill::event::{Failed, Serving};
use ballast_readiness::drill::machine::outstanding;
use ballast_readiness::drill::plan::{Act, Check, Steady};
use ballast_readiness::drill::progress::StepState;
use ballast_readiness::drill::{Effect, Event, State};
use ballast_readiness::measure::{Moment, first_of_passes};
use ballast_readiness::probe::Side;
use ballast_store::Watcher;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::acting::Hands;
use super::canary::Canaries;
use super::carrying::{Carrying, end_leftovers, is_active};
use super::looking::{Looks, Seen, keep, spends};
use super::run::{self, Pen, Run};
use crate::config::ProviderPair;
use crate::engine::Engine;
use crate::probing::known_probes;

/// Between two rounds of a drill.
const ROUND: Duration = Duration::from_millis(40);
/// Looks at healthy for every pass that is wanted, before it counts as not healthy.
const LOOKS_FOR_A_PASS: usize = 3;
type Ended = std::result::Result<Vec<u8>, Failed>;

pub(super) struct Host<'a> {
    carrying: &'a Carrying,
    engine: Arc<Engine>,
    pair: Option<ProviderPair>,
    pen: Pen,
    runtime: Runtime,
    watcher: Watcher,
    version: i64,
    run: Run,
    hands: Hands,
    looks: Looks,
    canaries: Option<Canaries>,
    /// What is being done, and since when; looks before that say nothing about it.
    effect: Option<Effect>,
    since: Moment,
    acting: Option<JoinHandle<Ended>>,
}

impl Drop for Host<'_> {
    fn drop(&mut self) {
        self.stop_running();
    }
}

impl<'a> Host<'a> {
    pub(super) fn new(carrying: &'a Carrying) -> Result<Self> {
        let engine = Arc::clone(&carrying.engine);
        let pen = Pen::of(&engine);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("ballast-drill")
            .enable_all()
            .build()
            .map_err(|error| Error::io("thread", &error))?;
        let config = engine.config()?;
        let (run, known) = engine.store.read(|view| {
            let run = Run::load(view, &carrying.run)?;
            let known = match config.provider_pair(&run.row.pair) {
                Ok(pair) => known_probes(view, pair)?,
                Err(_) => Vec::new(),
            };
            Ok((run, known))
        })?;
        let hands = Hands {
            surroundings: ballast_outside::probe::Surroundings::of_this_computer(),
            folder: run.script.folder.clone(),
            run: run.row.id.clone(),
            consented: consented(&run),
        };
        let pair = config.provider_pair(&run.row.pair);
        let pair = pair.ok().cloned();
        let sparing = pair.as_ref().is_some_and(|pair| pair.requests_per_day.is_some());
        let anchors = config.settings.anchors.clone();
        let looks = Looks::new(&run.script, &known, anchors, sparing, hands.clone(), pen.clone());
        let canary = run.script.canary.clone().filter(|_| !run.script.plan.is_talk());
        let canaries = canary.map(|canary| Canaries::new(canary, hands.clone(), pen.clone()));
        end_leftovers(run.id());
        let since = pen.moment();
        let watcher = engine.store.watcher()?;
        let version = -1;
        Ok(Self {
            carrying,
            engine,
            pair,
            pen,
            runtime,
            watcher,
            version,
            run,
            hands,
            looks,
            canaries,
            effect: None,
            since,
            acting: None,
        })
    }

    pub(super) fn go_on(&mut self) -> Result<()> {
        loop {
            self.read()?;
            if !is_active(self.run.state()) {
                return Ok(());
            }
            let drill = &self.run.drill;
            let effect = outstanding(drill.state, &drill.plan, &drill.progress).into_iter().next();
            if effect != self.effect {
                self.stop_running();
                self.since = self.pen.moment();
                self.effect = effect;
            }
            if let Some(event) = self.too_long() {
                self.write(event)?;
                continue;
            }
            self.look()?;
            let Some(effect) = self.effect.clone() else { return Ok(()) };
            match self.answer(&effect) {
                Some(event) => self.write(event)?,
                None => std::thread::sleep(ROUND),
            }
        }
    }

    /// Reads the journal again where anything was written.
    fn read(&mut self) -> Result<()> {
        let version = self.engine.store.data_version(&self.watcher)?;
        if version != self.version {
            let id = self.carrying.run.clone();
            self.run = self.engine.store.read(|view| Run::load(view, &id))?;
            self.version = version;
        }
        Ok(())
    }

    /// Writes an event, if it has its place still: somebody else may have been faster.
    fn write(&mut self, event: Event) -> Result<()> {
        let written =
            run::write(&self.engine, &self.carrying.run, Some(self.carrying.fence()), |_| Ok(vec![event]));
        match written {
            Ok(run) => self.run = run,
            Err(error) if error.code == Code::NotAllowed => self.version = -1,
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn stop_running(&mut self) {
        if let Some(acting) = self.acting.take() {
            acting.abort();
        }
    }

    /// What has taken too long. An act that said yes and of which nothing was to be seen did nothing.
    fn too_long(&self) -> Option<Event> {
        let is_done =
            |step: usize, wanted: StepState| self.run.drill.progress.steps.get(step) == Some(&wanted);
        let event = match self.run.drill.overtime(&self.pen.moment())? {
            Event::StepFailed { step, .. } if is_done(step, StepState::Done) => {
                Event::StepFailed { step, reason: Failed::NoEffect }
            }
            Event::UndoFailed { step, .. } if is_done(step, StepState::UndoDone) => {
                Event::UndoFailed { step, reason: Failed::NoEffect }
            }
            event => event,
        };
        Some(event)
    }

    /// Starts the looks that are due, keeps those that ended, and writes or reads a canary.
    fn look(&mut self) -> Result<()> {
        let plan = &self.run.script.plan;
        if plan.is_talk() {
            return Ok(());
        }
        let step = |step: usize| plan.steps.get(step);
        let wanted: Vec<&Check> = match &self.effect {
            Some(Effect::MeasureSteady | Effect::VerifyPrimary) => {
                plan.steady.iter().map(|steady| &steady.check).collect()
            }
            Some(Effect::VerifyStep { step: at }) => {
                step(*at).iter().filter_map(|step| step.verify.as_ref()).collect()
            }
            Some(Effect::VerifyUndo { step: at }) => {
                step(*at).iter().filter_map(|step| step.verify_undo.as_ref()).collect()
            }
            Some(Effect::VerifyBackup) => plan.on_backup.iter().collect(),
            Some(Effect::Observe) => {
                plan.on_backup.iter().chain(plan.stops.iter().map(|stop| &stop.check)).collect()
            }
            _ => Vec::new(),
        };
        let may_ask = |key: &str| spends(&self.engine, self.pair.as_ref(), key);
        self.looks.begin(self.runtime.handle(), &wanted, &may_ask);
        let state = self.run.state();
        let untouched = self.run.drill.progress.steps.iter().all(|step| *step == StepState::Untouched);
        if let Some(canaries) = &mut self.canaries {
            let writes = state == State::Baseline || (state == State::Switching && untouched);
            let reads = matches!(self.effect, Some(Effect::VerifyBackup | Effect::Observe));
            canaries.begin(self.runtime.handle(), writes, reads);
        }
        let rows = self.looks.take();
        keep(&self.engine, &self.run.row.pair, rows)
    }

    /// What came of what is being done; none while nothing did.
    fn answer(&mut self, effect: &Effect) -> Option<Event> {
        let talk = self.run.script.plan.is_talk();
        match effect {
            Effect::MeasureSteady if talk => Some(Event::WasSteady),
            Effect::MeasureSteady => self.steady(),
            Effect::RunStep { step, key } => self.run_step(*step, key, talk),
            Effect::VerifyStep { step } => self.verify_step(*step, talk),
            Effect::VerifyBackup => self.verify_backup(talk),
            Effect::Observe => self.observe(talk),
            Effect::BeginUndo { step } => Some(Event::UndoStarted { step: *step }),
            Effect::RunUndo { step, key } => self.run_undo(*step, key, talk),
            Effect::VerifyUndo { step } => self.verify_undo(*step, talk),
            Effect::VerifyPrimary if talk => Some(Event::WorksOnPrimary),
            Effect::VerifyPrimary => self.verify_primary(),
            _ => None,
        }
    }

    /// Passes in a row of every number that says healthy.
    fn steady(&self) -> Option<Event> {
        if self.run.state() == State::Baseline && self.canaries.as_ref().is_some_and(|one| !one.has_written())
        {
            return None;
        }
        let plan = &self.run.script.plan;
        let of = |steady: &Steady| (steady.title.clone(), self.row_of(steady), steady.passes as usize);
        let rows: Vec<(String, Row, usize)> = plan.steady.iter().map(of).collect();
        if rows.iter().all(|(_, row, passes)| row.passes >= *passes) {
            return Some(Event::WasSteady);
        }
        let over = rows.iter().all(|(_, row, passes)| {
            row.passes >= *passes || row.looks >= passes.saturating_mul(LOOKS_FOR_A_PASS).saturating_add(1)
        });
        let subjects = rows.into_iter().filter(|(_, row, passes)| row.passes < *passes);
        over.then(|| Event::WasNotSteady { subjects: subjects.map(|(title, ..)| title).collect() })
    }

    fn row_of(&self, steady: &Steady) -> Row {
        let seen = self.looks.seen(&steady.check, &self.since);
        let fast = |seen: &Seen| {
            steady.within_milliseconds.is_none_or(|most| seen.milliseconds.is_some_and(|took| took <= most))
        };
        let told = seen.iter().rev().filter_map(|seen| seen.passed.map(|passed| passed && fast(seen)));
        Row { passes: told.take_while(|passed| *passed).count(), looks: seen.len() }
    }

    fn act(&mut self, act: &Act, key: &str, limit: Option<Span>) -> Option<Result<Vec<u8>, Failed>> {
        if self.acting.is_none() {
            let (hands, act, key) = (self.hands.clone(), act.clone(), key.to_owned());
            let limit = limit.unwrap_or(self.run.script.back_within);
            self.acting = Some(self.runtime.spawn(async move { hands.act(&act, &key, limit).await }));
        }
        self.acting.take_if(|acting| acting.is_finished()).map(|ended| {
            let ended = self.runtime.block_on(ended);
            ended.unwrap_or_else(|error| Err(Failed::Refused { answer: error.to_string() }))
        })
    }

    fn run_step(&mut self, step: usize, key: &str, talk: bool) -> Option<Event> {
        let planned = self.run.script.plan.steps.get(step)?.clone();
        if talk || matches!(planned.act, Act::Manual { .. }) {
            return None;
        }
        Some(match self.act(&planned.act, key, planned.timeout)? {
            Ok(_) => Event::StepDone { step },
            Err(reason) => Event::StepFailed { step, reason },
        })
    }

    fn verify_step(&self, step: usize, talk: bool) -> Option<Event> {
        let planned = self.run.script.plan.steps.get(step)?;
        let serving =
            Serving { primary: self.looks.serves(Side::Primary), backup: self.looks.serves(Side::Backup) };
        let verified = Event::StepVerified { step, serving };
        match &planned.verify {
            _ if talk => Some(verified),
            None => Some(verified),
            Some(Check::Person { .. }) => None,
            Some(check) => self.passed(check).then_some(verified),
        }
    }

    /// The newest look that told anything said yes.
    fn passed(&self, check: &Check) -> bool {
        let seen = self.looks.seen(check, &self.since);
        seen.iter().rev().find_map(|seen| seen.passed) == Some(true)
    }

    fn verify_backup(&self, talk: bool) -> Option<Event> {
        let plan = &self.run.script.plan;
        if talk || plan.on_backup.is_empty() {
            return Some(Event::WorksOnBackup { first_pass: self.pen.moment() });
        }
        let mut newest: Option<Moment> = None;
        for check in &plan.on_backup {
            if matches!(check, Check::Person { .. }) {
                return None;
            }
            let seen = self.looks.seen(check, &self.since);
            let told: Vec<(Moment, Option<bool>)> =
                seen.into_iter().map(|seen| (seen.ended, seen.passed)).collect();
            let first = first_of_passes(&told, plan.passes)?.clone();
            let later =
                newest.as_ref().is_none_or(|one| one.running_milliseconds < first.running_milliseconds);
            newest = if later { Some(first) } else { newest };
        }
        newest.map(|first_pass| Event::WorksOnBackup { first_pass })
    }

    fn observe(&mut self, talk: bool) -> Option<Event> {
        if talk {
            return Some(Event::ObservedEnough);
        }
        if let Some(written) = self.canaries.as_mut().and_then(Canaries::newest_read) {
            return Some(Event::CanaryRead { written });
        }
        let plan = &self.run.script.plan;
        for stop in &plan.stops {
            let seen: Vec<Option<bool>> =
                self.looks.seen(&stop.check, &self.since).into_iter().map(|seen| seen.passed).collect();
            if stop.trips(&seen) {
                return Some(Event::StopTripped { subject: stop.title.clone() });
            }
        }
        let read = self.canaries.as_ref().is_none_or(Canaries::has_read);
        (read && self.run.drill.observed_enough(&self.pen.moment())).then_some(Event::ObservedEnough)
    }

    fn run_undo(&mut self, step: usize, key: &str, talk: bool) -> Option<Event> {
        if talk {
            return Some(Event::UndoDone { step });
        }
        let planned = self.run.script.plan.steps.get(step)?.clone();
        let undo = planned.undo.as_ref().and_then(|undo| undo.act())?;
        if matches!(undo, Act::Manual { .. }) {
            return None;
        }
        Some(match self.act(undo, key, planned.timeout)? {
            Ok(_) => Event::UndoDone { step },
            Err(reason) => Event::UndoFailed { step, reason },
        })
    }

    fn verify_undo(&self, step: usize, talk: bool) -> Option<Event> {
        let planned = self.run.script.plan.steps.get(step)?;
        match &planned.verify_undo {
            _ if talk => Some(Event::UndoVerified { step }),
            None => Some(Event::UndoVerified { step }),
            Some(Check::Person { .. }) => None,
            Some(check) => self.passed(check).then_some(Event::UndoVerified { step }),
        }
    }

    /// Every number that says healthy holds on the primary, within the time that the way back has.
    fn verify_primary(&self) -> Option<Event> {
        let plan = &self.run.script.plan;
        let holds = |steady: &Steady| self.row_of(steady).passes >= 1;
        let missing: Vec<String> =
            plan.steady.iter().filter(|steady| !holds(steady)).map(|steady| steady.title.clone()).collect();
        if missing.is_empty() {
            return Some(Event::WorksOnPrimary);
        }
        let waited = self.since.until(&self.pen.moment()).milliseconds;
        let over = waited > self.run.script.back_within.seconds().saturating_mul(1000);
        over.then_some(Event::PrimaryNotBack { subjects: missing })
    }
}

/// Passes in a row up to now, of so many looks.
struct Row {
    passes: usize,
    looks: usize,
}

/// Every command that was agreed to at the start.
pub(super) fn consented(run: &Run) -> Vec<Vec<String>> {
    let started = run.newest(|event| match event {
        Event::Started { consented, .. } => Some(consented.clone()),
        _ => None,
    });
    started.map(|(_, consented)| consented).unwrap_or_default()
}
