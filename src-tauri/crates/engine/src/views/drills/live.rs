//! A drill that runs, or ran.

use ballast_core::{Currency, Money, Result, Span, Verdict};
use ballast_readiness::drill::event::{Event, Failed, Mark};
use ballast_readiness::drill::instructions::instructions;
use ballast_readiness::drill::machine::outstanding;
use ballast_readiness::drill::plan::Check;
use ballast_readiness::drill::progress::{Fact, StepState};
use ballast_readiness::drill::{Effect, Entry, State};
use ballast_readiness::measure::against;
use ballast_readiness::probe::Side;
use ballast_store::View;
use jiff::{SignedDuration, Timestamp};

use super::kind_of;
use crate::config::Config;
use crate::contract::*;
use crate::drills::{Pen, Run, acts_of, ended_at, own_key, started_at, undo_seconds, words_of_act};
use crate::engine::Engine;
use crate::views::wire_money;

/// How far back the lanes go.
const LANES: SignedDuration = SignedDuration::from_mins(5);

/// Everything about a run of a drill.
pub fn show(engine: &Engine, id: &str) -> Result<DrillView> {
    let config = engine.config()?;
    let pen = Pen::of(engine);
    engine.store.read(|view| of(view, &config, &Run::load(view, id)?, &pen))
}

fn of(view: &View<'_>, config: &Config, run: &Run, pen: &Pen) -> Result<DrillView> {
    let (plan, now) = (&run.script.plan, pen.moment());
    let summary = crate::drills::summary(config, run);
    let measured = run.measured();
    let pair = config.provider_pair(&run.row.pair).ok();
    let side = |side: Side| {
        let id = pair.map_or_else(String::new, |pair| pair.component(side).to_string());
        Named { title: config.title_of(&id), id }
    };
    let injected_at = injected_at(run);
    let until = ended_at(run).unwrap_or(now.wall);
    let (cost, per_hour) = cost(config, run, injected_at, until);
    let record = match run.row.evidence_seq {
        Some(seq) => view.record(seq)?,
        None => None,
    };
    Ok(DrillView {
        run: run.row.id.clone(),
        drill: summary.drill,
        pair: summary.pair,
        primary: side(Side::Primary),
        backup: side(Side::Backup),
        kind: plan.kind,
        state: run.state(),
        acts: acts_of(run, &now),
        hosted: run.is_carried(),
        started_at: started_at(run),
        ended_at: ended_at(run),
        operators: run.drill.progress.operators.clone(),
        alone: run.drill.progress.has(Fact::Alone),
        facts: run.drill.progress.facts.iter().copied().collect(),
        injected_at,
        rto_seconds: plan.rto.map(Span::seconds),
        rpo_seconds: plan.rpo.map(Span::seconds),
        maximum_seconds: plan.maximum_duration.map(Span::seconds),
        phases: phases(run),
        steps: steps(run),
        step: step_now(run),
        lanes: lanes(view, run, until)?,
        notes: notes(run),
        preflight: preflight(run),
        cost,
        per_hour,
        rto: against(measured.rto.as_ref().map(|rto| rto.milliseconds), plan.rto),
        rpo: against(measured.rpo.as_ref().map(|rpo| rpo.milliseconds), plan.rpo),
        measured,
        found: run.found(),
        instructions: sheet(run),
        signature: signature(run),
        evidence: record.map(|row| EvidenceRef { seq: row.record.seq, hash: row.hash }),
        journal: run.entries.iter().map(line).collect(),
        undo_seconds: undo_seconds(run),
    })
}

fn injected_at(run: &Run) -> Option<Timestamp> {
    let marked = run.entries.iter().find(|entry| {
        matches!(entry.event, Event::Marked { mark: Mark::Injected })
            || (entry.from == State::Baseline && entry.to == State::Switching)
    });
    marked.map(|entry| entry.at.wall)
}

/// What an outage of this length costs, from the damage per hour of the process behind the pair.
fn cost(
    config: &Config,
    run: &Run,
    from: Option<Timestamp>,
    until: Timestamp,
) -> (Option<WireMoney>, Option<WireMoney>) {
    let pair = config.provider_pair(&run.row.pair).ok();
    let process = pair.and_then(|pair| config.process_behind(pair));
    let currency = config.settings.currency.parse::<Currency>().ok();
    let per_hour = process
        .zip(currency)
        .and_then(|(process, currency)| Money::parse(&process.damage_per_hour, currency).ok());
    let so_far = per_hour.zip(from).map(|(per_hour, from)| {
        let seconds = u64::try_from(until.duration_since(from).as_secs()).unwrap_or(0);
        per_hour.over(Span::from_seconds(seconds))
    });
    (so_far.map(wire_money), per_hour.map(wire_money))
}

fn phase_of(state: State, decided: bool) -> Option<DrillPhase> {
    Some(match state {
        State::Baseline => DrillPhase::Baseline,
        State::Switching if decided => DrillPhase::Switch,
        State::Switching => DrillPhase::Decide,
        State::OnBackup | State::Stay => DrillPhase::OnBackup,
        State::SwitchingBack | State::Aborting | State::Interrupted | State::Stuck => DrillPhase::Back,
        State::Verify => DrillPhase::Verify,
        _ => return None,
    })
}

/// Stretches of one kind, in their order.
fn phases(run: &Run) -> Vec<PhaseView> {
    let mut phases: Vec<PhaseView> = Vec::new();
    let (mut decided, mut detects) = (false, false);
    let marks_detected =
        run.entries.iter().any(|entry| matches!(entry.event, Event::Marked { mark: Mark::Detected }));
    for entry in &run.entries {
        decided |= matches!(entry.event, Event::StepStarted { .. });
        detects |= matches!(entry.event, Event::Marked { mark: Mark::Detected });
        let phase = match phase_of(entry.to, decided) {
            Some(DrillPhase::Decide) if marks_detected && !detects => Some(DrillPhase::Detect),
            phase => phase,
        };
        if phases.last().is_some_and(|last| last.until.is_none() && Some(last.phase) == phase) {
            continue;
        }
        if let Some(last) = phases.last_mut().filter(|last| last.until.is_none()) {
            last.until = Some(entry.at.wall);
        }
        phases.extend(phase.map(|phase| PhaseView { phase, from: entry.at.wall, until: None }));
    }
    phases
}

fn steps(run: &Run) -> Vec<StepView> {
    let plan = &run.script.plan;
    let pairs = plan.steps.iter().zip(&run.drill.progress.steps).enumerate();
    pairs
        .map(|(number, (step, state))| {
            let (started_at, ended_at, failed) = times(run, number);
            let undo = step.undo.as_ref().and_then(|undo| undo.act());
            StepView {
                title: step.title.clone(),
                owner: step.owner.clone(),
                kind: kind_of(&step.act),
                act: words_of_act(&step.act),
                state: *state,
                started_at,
                ended_at,
                timeout_seconds: step.timeout.map(Span::seconds),
                failed,
                verify: step.verify.as_ref().map(|check| run.script.words_of(check)),
                asks: matches!(step.verify, Some(Check::Person { .. })),
                undo: undo.map(words_of_act),
            }
        })
        .collect()
}

fn times(run: &Run, number: usize) -> (Option<Timestamp>, Option<Timestamp>, Option<Failed>) {
    let (mut started, mut ended, mut failed) = (None, None, None);
    for entry in &run.entries {
        let at = Some(entry.at.wall);
        match &entry.event {
            Event::StepStarted { step, .. } if *step == number => started = at,
            Event::StepVerified { step, .. } | Event::UndoVerified { step } if *step == number => ended = at,
            Event::StepFailed { step, reason } | Event::UndoFailed { step, reason } if *step == number => {
                (ended, failed) = (at, Some(reason.clone()));
            }
            _ => {}
        }
    }
    (started, ended, failed)
}

fn step_now(run: &Run) -> Option<usize> {
    let drill = &run.drill;
    match outstanding(drill.state, &drill.plan, &drill.progress).into_iter().next()? {
        Effect::OfferStep { step }
        | Effect::RunStep { step, .. }
        | Effect::VerifyStep { step }
        | Effect::BeginUndo { step }
        | Effect::RunUndo { step, .. }
        | Effect::VerifyUndo { step } => Some(step),
        _ => {
            let stuck = |state: &StepState| *state == StepState::UndoFailed;
            drill.progress.steps.iter().position(stuck)
        }
    }
}

/// The looks of the last minutes; of a drill that is over, of its last minutes.
fn lanes(view: &View<'_>, run: &Run, until: Timestamp) -> Result<Vec<LaneView>> {
    let from = until.checked_sub(LANES).unwrap_or(until);
    let mut lanes = Vec::new();
    let mut add = |title: String, on: Option<Side>, key: &str, always: bool| -> Result<()> {
        let rows = view.looks(&run.row.pair, key, from)?;
        let looks: Vec<LookView> = rows
            .iter()
            .filter(|look| look.at <= until)
            .map(|look| LookView { at: look.at, verdict: look.verdict, milliseconds: look.milliseconds })
            .collect();
        if always || !looks.is_empty() {
            let on = on.map(|side| match side {
                Side::Primary => PairSide::Primary,
                Side::Backup => PairSide::Backup,
            });
            lanes.push(LaneView { title, on, state: state_of(&looks), looks });
        }
        Ok(())
    };
    for look in &run.script.looks {
        let key = if look.own { own_key(run.id(), &look.key) } else { look.key.clone() };
        let title = if look.own { look.probe.title() } else { look.key.clone() };
        add(title, look.probe.on, &key, look.probe.on.is_some())?;
    }
    let plan = &run.script.plan;
    let mut seen = Vec::new();
    let checks = plan.steady.iter().map(|steady| (steady.title.clone(), &steady.check));
    let checks = checks.chain(plan.stops.iter().map(|stop| (stop.title.clone(), &stop.check)));
    for (title, check) in checks.chain(plan.on_backup.iter().map(|check| (run.script.words_of(check), check)))
    {
        if !matches!(check, Check::Probe { .. } | Check::Number { .. }) && !seen.contains(&check) {
            seen.push(check);
            add(title, None, &own_key(run.id(), &run.script.words_of(check)), false)?;
        }
    }
    Ok(lanes)
}

/// Three failures in a row are down; one alone may be a flap.
fn state_of(looks: &[LookView]) -> ProbeState {
    let told: Vec<Verdict> = looks
        .iter()
        .rev()
        .map(|look| look.verdict)
        .filter(|verdict| verdict.is_conclusive())
        .take(3)
        .collect();
    match told.first() {
        None => ProbeState::Unknown,
        Some(_) if told.len() == 3 && told.iter().all(|verdict| *verdict == Verdict::Failed) => {
            ProbeState::Down
        }
        Some(Verdict::Anomaly) => ProbeState::Attention,
        Some(_) => ProbeState::Up,
    }
}

fn notes(run: &Run) -> Vec<NoteView> {
    let note = |entry: &Entry| match &entry.event {
        Event::Noted { by, text } => Some(NoteView { at: entry.at.wall, by: by.clone(), text: text.clone() }),
        _ => None,
    };
    run.entries.iter().filter_map(note).collect()
}

fn preflight(run: &Run) -> Vec<PreflightItem> {
    let newest = run.newest(|event| match event {
        Event::PreflightPassed { items } | Event::PreflightFailed { items } => Some(items.clone()),
        _ => None,
    });
    newest.map(|(_, items)| items).unwrap_or_default()
}

fn sheet(run: &Run) -> Vec<InstructionView> {
    let view = |line: ballast_readiness::drill::instructions::Instruction| InstructionView {
        code: line.code,
        step: line.step,
        subject: line.subject,
        act: line.act.as_ref().map(words_of_act),
        check: line.check.as_ref().map(|check| run.script.words_of(check)),
    };
    instructions(&run.drill).into_iter().map(view).collect()
}

fn signature(run: &Run) -> Option<DrillSignature> {
    let signed = run.newest(|event| match event {
        Event::Signed { result, by, debrief } => Some((*result, by.clone(), debrief.clone())),
        _ => None,
    });
    signed.map(|(entry, (result, by, debrief))| DrillSignature { by, at: entry.at.wall, result, debrief })
}

fn line(entry: &Entry) -> JournalLine {
    let value = serde_json::to_value(&entry.event).unwrap_or_default();
    let text = |name: &str| value.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
    let reason = match &entry.event {
        Event::StepFailed { reason, .. } | Event::UndoFailed { reason, .. } => match reason {
            Failed::Refused { answer } => Some(answer.clone()),
            Failed::Reported { text } => Some(text.clone()),
            Failed::TimedOut => Some("timed_out".to_owned()),
            Failed::NoEffect => Some("no_effect".to_owned()),
        },
        Event::WasNotSteady { subjects } | Event::PrimaryNotBack { subjects } => Some(subjects.join(", ")),
        Event::Started { keys, .. } => keys.second.clone(),
        Event::Signed { .. } => text("result"),
        _ => text("reason").or_else(|| text("text")).or_else(|| text("subject")).or_else(|| text("to")),
    };
    let by = match &entry.event {
        Event::Started { keys, .. } => Some(keys.operator.clone()),
        _ => text("by"),
    };
    let step = value.get("step").and_then(serde_json::Value::as_u64);
    JournalLine {
        sequence: entry.sequence,
        at: entry.at.wall,
        from: entry.from,
        to: entry.to,
        event: entry.event.name().to_owned(),
        step: step.and_then(|step| usize::try_from(step).ok()),
        by,
        text: reason,
    }
}
