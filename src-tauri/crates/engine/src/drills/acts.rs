//! What a person may do with a drill where it stands, and the event that says it was done.

use std::sync::Arc;
use std::time::Duration;

use ballast_core::{Code, Error, Result};
use ballast_readiness::drill::event::{Failed, Mark, Serving};
use ballast_readiness::drill::machine::outstanding;
use ballast_readiness::drill::plan::{Act, Check, Step};
use ballast_readiness::drill::progress::{Fact, StepState};
use ballast_readiness::drill::{Effect, Event, State};
use ballast_readiness::measure::Moment;
use ballast_readiness::probe::Side;
use ballast_store::View;

use super::acting::Hands;
use super::carrying::{carry, is_active};
use super::host::consented;
use super::looking::{Looks, spends};
use super::run::{self, Pen, Run};
use super::start::{look_again, sweep};
use crate::contract::{DrillAct, DrillDo};
use crate::engine::Engine;
use crate::people::identify;

/// How long the backup is looked at before somebody goes on over it, in passes and seconds.
const LOOKED_AT: Duration = Duration::from_secs(15);
/// Looks that are older say nothing about who serves now.
const SERVING_LOOKS: i64 = 30;

/// What a person may do now.
pub(crate) fn acts_of(run: &Run, now: &Moment) -> Vec<DrillAct> {
    let mut acts = Vec::new();
    let effect = effect_of(run);
    let waits = waits_for_person(run);
    match run.state() {
        State::Blocked => acts.extend([DrillAct::LookAgain, DrillAct::RecordAsFailed, DrillAct::Cancel]),
        State::Scheduled | State::Preflight | State::Armed => acts.push(DrillAct::Cancel),
        State::Baseline => acts.push(DrillAct::Abort),
        State::Switching => {
            acts.extend(matches!(effect, Some(Effect::OfferStep { .. })).then_some(DrillAct::Next));
            acts.extend(waits.then_some(DrillAct::Confirm));
            let under_way = matches!(effect, Some(Effect::RunStep { .. } | Effect::VerifyStep { .. }));
            acts.extend(under_way.then_some(DrillAct::Problem));
            acts.extend([DrillAct::Abort, DrillAct::Detected]);
        }
        State::OnBackup => {
            acts.extend(run.drill.observed_enough(now).then_some(DrillAct::Back));
            acts.extend([DrillAct::Abort, DrillAct::RealIncident]);
        }
        State::SwitchingBack | State::Aborting => {
            acts.extend(waits.then_some(DrillAct::Confirm));
            let under_way = matches!(effect, Some(Effect::RunUndo { .. } | Effect::VerifyUndo { .. }));
            acts.extend(under_way.then_some(DrillAct::Problem));
        }
        State::Interrupted => {
            acts.extend(run.drill.progress.all_verified().then_some(DrillAct::Forward));
            acts.extend([DrillAct::RollBack, DrillAct::Stuck]);
        }
        State::Stuck => acts.extend([DrillAct::Restored, DrillAct::Stay]),
        State::Stay => acts.extend([DrillAct::Accept, DrillAct::SwitchBack]),
        State::Review => acts.push(DrillAct::Sign),
        _ => {}
    }
    let unhosted = is_active(run.state()) && !run.is_carried() && !acts.contains(&DrillAct::Next);
    acts.extend(unhosted.then_some(DrillAct::Next));
    let running = matches!(run.state(), State::Baseline | State::Verify) || run.state().may_be_on_backup();
    acts.extend(running.then_some(DrillAct::HandOver));
    acts.extend((!run.state().is_final()).then_some(DrillAct::Note));
    acts
}

fn effect_of(run: &Run) -> Option<Effect> {
    let drill = &run.drill;
    outstanding(drill.state, &drill.plan, &drill.progress).into_iter().next()
}

fn is_person(check: Option<&Check>) -> bool {
    matches!(check, Some(Check::Person { .. }))
}

/// A person says whether it was done, or is to be seen.
pub(crate) fn waits_for_person(run: &Run) -> bool {
    let plan = &run.script.plan;
    let of = |step: usize| plan.steps.get(step);
    match effect_of(run) {
        Some(Effect::RunStep { step, .. }) => {
            of(step).is_some_and(|step| plan.is_talk() || matches!(step.act, Act::Manual { .. }))
        }
        Some(Effect::VerifyStep { step }) => of(step).is_some_and(|step| is_person(step.verify.as_ref())),
        Some(Effect::VerifyBackup) => plan.on_backup.iter().any(|check| is_person(Some(check))),
        Some(Effect::RunUndo { step, .. }) => of(step).is_some_and(is_undone_by_hand),
        Some(Effect::VerifyUndo { step }) => {
            of(step).is_some_and(|step| is_person(step.verify_undo.as_ref()))
        }
        _ => false,
    }
}

fn is_undone_by_hand(step: &Step) -> bool {
    let undo = step.undo.as_ref().and_then(|undo| undo.act());
    undo.is_none() || matches!(undo, Some(Act::Manual { .. }))
}

/// How long undoing all that was started may take, by the limits of the steps.
pub(crate) fn undo_seconds(run: &Run) -> u64 {
    let open = |state: &StepState| !matches!(state, StepState::Untouched | StepState::Undone);
    let steps = run.script.plan.steps.iter().zip(&run.drill.progress.steps);
    let limit = |(step, _): (&Step, &StepState)| step.timeout.map_or(0, ballast_core::Span::seconds);
    steps.filter(|(step, state)| open(state) && !step.leaves_nothing()).map(limit).sum()
}

/// Does what a person says, and carries the drill on here if nobody does.
pub(crate) fn take(engine: &Arc<Engine>, request: &DrillDo) -> Result<()> {
    sweep(engine)?;
    let by = identify(engine, &request.who, request.passphrase.as_deref())?.name;
    match request.act {
        DrillAct::LookAgain => look_again(engine, &request.run, &by)?,
        DrillAct::Forward => {
            let works = works_on_backup(engine, &request.run)?;
            run::write(engine, &request.run, None, move |_| Ok(vec![Event::ResumedForward { by, works }]))?;
        }
        act => {
            let (text, pen) = (request.text.trim().to_owned(), Pen::of(engine));
            let serving = engine.store.read(|view| serving(view, &Run::load(view, &request.run)?, &pen))?;
            let now = pen.moment();
            run::write(engine, &request.run, None, move |run| events(run, act, by, text, serving, &now))?;
        }
    }
    carry(engine, &request.run)
}

fn not_here(run: &Run, act: DrillAct) -> Error {
    let act = serde_json::to_value(act).ok().and_then(|value| value.as_str().map(str::to_owned));
    Error::new(Code::NotAllowed)
        .with("reason", "drill_state")
        .with("state", run::word(run.state()))
        .with("event", act.unwrap_or_default())
}

fn events(
    run: &Run,
    act: DrillAct,
    by: String,
    text: String,
    serving: Serving,
    now: &Moment,
) -> Result<Vec<Event>> {
    let event = match act {
        DrillAct::Next => return next(run, by),
        DrillAct::Confirm => return confirm(run, serving, now),
        DrillAct::Problem => problem(run, text)?,
        DrillAct::Back if run.state() == State::OnBackup && !run.drill.observed_enough(now) => {
            return Err(Error::new(Code::NotYet).with("reason", "watching"));
        }
        DrillAct::Back => Event::ObservedEnough,
        DrillAct::Abort => return abort(run, by, text),
        DrillAct::Cancel => Event::Cancelled { by, reason: text },
        DrillAct::RecordAsFailed => Event::RecordedAsFailed { by },
        DrillAct::Detected => Event::Marked { mark: Mark::Detected },
        DrillAct::RollBack => Event::RolledBack { by },
        DrillAct::Stuck => Event::DeclaredStuck { by },
        DrillAct::Restored => Event::PrimaryRestored { by },
        DrillAct::Stay => Event::StayedOnBackup { by },
        DrillAct::Accept => Event::BackupAccepted { by },
        DrillAct::SwitchBack => Event::SwitchedBackLater { by },
        DrillAct::RealIncident => Event::RealIncident { by },
        DrillAct::Note => Event::Noted { by, text },
        DrillAct::HandOver => Event::HandedOver { to: text },
        DrillAct::Forward | DrillAct::LookAgain | DrillAct::Sign => return Err(not_here(run, act)),
    };
    Ok(vec![event])
}

/// The next step is begun; or a drill that nobody carries is carried on.
fn next(run: &Run, by: String) -> Result<Vec<Event>> {
    match effect_of(run) {
        Some(Effect::OfferStep { step }) => Ok(vec![Event::StepStarted { step, by }]),
        _ if is_active(run.state()) && !run.is_carried() => Ok(Vec::new()),
        _ => Err(not_here(run, DrillAct::Next)),
    }
}

/// A person says that it was done, and where nobody else looks, that it is to be seen.
fn confirm(run: &Run, serving: Serving, now: &Moment) -> Result<Vec<Event>> {
    if !waits_for_person(run) {
        return Err(not_here(run, DrillAct::Confirm));
    }
    let plan = &run.script.plan;
    let of = |step: usize| plan.steps.get(step);
    // Talk leaves nobody without service.
    let serving = if plan.is_talk() { Serving { primary: true, backup: true } } else { serving };
    Ok(match effect_of(run) {
        Some(Effect::RunStep { step, .. }) => {
            let own = |step: &Step| match &step.verify {
                None => true,
                Some(Check::Person { question }) => *question == step.title,
                Some(_) => false,
            };
            let seen = plan.is_talk() || of(step).is_some_and(own);
            let verified = seen.then_some(Event::StepVerified { step, serving });
            std::iter::once(Event::StepDone { step }).chain(verified).collect()
        }
        Some(Effect::VerifyStep { step }) => vec![Event::StepVerified { step, serving }],
        Some(Effect::VerifyBackup) => vec![Event::WorksOnBackup { first_pass: now.clone() }],
        Some(Effect::RunUndo { step, .. }) => {
            let seen = of(step).is_some_and(|step| step.verify_undo.is_none());
            let verified = seen.then_some(Event::UndoVerified { step });
            std::iter::once(Event::UndoDone { step }).chain(verified).collect()
        }
        Some(Effect::VerifyUndo { step }) => vec![Event::UndoVerified { step }],
        _ => Vec::new(),
    })
}

fn problem(run: &Run, text: String) -> Result<Event> {
    if text.is_empty() {
        return Err(run::refused(&ballast_readiness::drill::Illegal::TextMissing));
    }
    let reason = Failed::Reported { text };
    match effect_of(run) {
        Some(Effect::RunStep { step, .. } | Effect::VerifyStep { step }) => {
            Ok(Event::StepFailed { step, reason })
        }
        Some(Effect::RunUndo { step, .. } | Effect::VerifyUndo { step }) => {
            Ok(Event::UndoFailed { step, reason })
        }
        _ => Err(not_here(run, DrillAct::Problem)),
    }
}

/// Whatever stands for "no" where the drill is: called off before anything was touched, undone after.
fn abort(run: &Run, by: String, text: String) -> Result<Vec<Event>> {
    let reason = if text.is_empty() { "aborted".to_owned() } else { text };
    match run.state() {
        State::Baseline | State::Switching | State::OnBackup => Ok(vec![Event::Aborted { by, reason }]),
        State::Interrupted => Ok(vec![Event::RolledBack { by }]),
        State::Scheduled | State::Preflight | State::Blocked | State::Armed => {
            Ok(vec![Event::Cancelled { by, reason }])
        }
        // It is on its way back already, or all is as before.
        State::SwitchingBack | State::Aborting | State::Verify => Ok(Vec::new()),
        _ => Err(not_here(run, DrillAct::Abort)),
    }
}

/// Which sides serve by the looks of the last half minute. A side that nobody looks at is not known to be down.
fn serving(view: &View<'_>, run: &Run, pen: &Pen) -> Result<Serving> {
    let now = pen.clock.now();
    let from = now.checked_sub(jiff::SignedDuration::from_secs(SERVING_LOOKS)).unwrap_or(now);
    let serves = |side: Side| -> Result<bool> {
        for look in &run.script.looks {
            if look.own || look.probe.on != Some(side) || !look.probe.blocking {
                continue;
            }
            let looks = view.looks(&run.row.pair, &look.key, from)?;
            let told = looks.iter().rev().filter(|look| look.verdict.is_conclusive()).take(3);
            let told: Vec<bool> = told.map(|look| look.verdict.holds()).collect();
            if told.len() == 3 && !told.contains(&true) {
                return Ok(false);
            }
        }
        Ok(true)
    };
    Ok(Serving { primary: serves(Side::Primary)?, backup: serves(Side::Backup)? })
}

/// Looks at the way over the backup until it passes as often as the plan wants; false if it does not in time.
fn works_on_backup(engine: &Engine, id: &str) -> Result<bool> {
    let run = engine.store.read(|view| Run::load(view, id))?;
    if run.script.plan.is_talk() || !run.drill.progress.has(Fact::Crashed) {
        return Ok(run.script.plan.is_talk());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| Error::io("thread", &error))?;
    let hands = Hands {
        surroundings: ballast_outside::probe::Surroundings::of_this_computer(),
        folder: run.script.folder.clone(),
        run: id.to_owned(),
        consented: consented(&run),
    };
    let pen = Pen::of(engine);
    let config = engine.config()?;
    let pair = config.provider_pair(&run.row.pair).ok();
    let sparing = pair.is_some_and(|pair| pair.requests_per_day.is_some());
    let mut looks = Looks::new(&run.script, &[], Vec::new(), sparing, hands, pen.clone());
    let (since, started) = (pen.moment(), std::time::Instant::now());
    let checks: Vec<&Check> =
        run.script.plan.on_backup.iter().filter(|check| !is_person(Some(check))).collect();
    let passes = usize::try_from(run.script.plan.passes).unwrap_or(usize::MAX);
    while started.elapsed() < LOOKED_AT {
        looks.begin(runtime.handle(), &checks, &|key| spends(engine, pair, key));
        looks.take();
        let in_a_row = |check: &&Check| {
            let seen = looks.seen(check, &since);
            seen.iter().rev().filter_map(|seen| seen.passed).take_while(|passed| *passed).count() >= passes
        };
        if checks.iter().all(in_a_row) {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    Ok(false)
}
