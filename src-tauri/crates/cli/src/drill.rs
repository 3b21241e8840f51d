//! Failover drills in the terminal: the program that starts one carries it until it ends.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ballast_core::{Code, Error, Result};
use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::{
    ActArguments, DecideArguments, DrillCommand, SignArguments, StartArguments, TextArguments,
};
use crate::person::passphrase_of;
use crate::{Outcome, Output, print};

const LOOK_EVERY: Duration = Duration::from_millis(60);

pub(crate) fn drill(output: &Output, command: DrillCommand) -> Outcome {
    let (host, messages) = (&output.host, &output.host.messages);
    match command {
        DrillCommand::Cadence { fiscal_start, max_gap, done, today } => {
            let done = done.into_iter().flatten().collect();
            let report =
                handlers::drill_cadence(host, CadenceRequest { fiscal_start, max_gap, done, today })?;
            output.answer(&report, |report| print::readiness::cadence(report, messages));
            Ok(0)
        }
        DrillCommand::List => {
            let list = handlers::drill_list(host, Nothing {})?;
            output.answer(&list, |list| print::drill::list(list, messages));
            Ok(0)
        }
        DrillCommand::Plan { id } => {
            let plan = handlers::drill_plan(host, DrillId { id })?;
            output.answer(&plan, |plan| print::drill::plan(plan, messages));
            Ok(0)
        }
        DrillCommand::Start(arguments) => start(output, arguments),
        DrillCommand::Next(arguments) => act(output, DrillAct::Next, arguments),
        DrillCommand::Confirm(arguments) => act(output, DrillAct::Confirm, arguments),
        DrillCommand::Back(arguments) => act(output, DrillAct::Back, arguments),
        DrillCommand::Abort(arguments) => act(output, DrillAct::Abort, arguments),
        DrillCommand::Problem(arguments) => act(output, DrillAct::Problem, said(arguments)),
        DrillCommand::Cancel(arguments) => act(output, DrillAct::Cancel, said(arguments)),
        DrillCommand::Note(arguments) => act(output, DrillAct::Note, said(arguments)),
        DrillCommand::Decide(arguments) => decide(output, arguments),
        DrillCommand::HandOver { run, person, to } => {
            let arguments = ActArguments { run, person: Some(person), reason: to };
            act(output, DrillAct::HandOver, arguments)
        }
        DrillCommand::Sign(arguments) => sign(output, arguments),
        DrillCommand::Show { run } => {
            let view = handlers::drill_show(host, DrillRunId { run })?;
            output.answer(&view, |view| print::drill::view(view, messages));
            Ok(0)
        }
        files => write_files(output, files),
    }
}

fn write_files(output: &Output, command: DrillCommand) -> Outcome {
    let (host, messages) = (&output.host, &output.host.messages);
    match command {
        DrillCommand::Reschedule { id, at, operator, reason } => {
            let plan = handlers::drill_reschedule(host, DrillReschedule { id, at, operator, reason })?;
            output.answer(&plan, |plan| print::drill::plan(plan, messages));
        }
        DrillCommand::Export { run, to } => {
            let exported = handlers::drill_export(host, DrillExport { run, to })?;
            output.answer(&exported, |exported| print::drill::exported(exported, messages));
        }
        DrillCommand::Import { file } => {
            let imported = handlers::drill_import(host, DrillImport { file })?;
            output.answer(&imported, |imported| print::drill::imported(imported, messages));
        }
        DrillCommand::Report { run, html } => {
            let written = handlers::drill_report(host, DrillReport { run, html })?;
            output.answer(&written, |written| print::line(&written.file));
        }
        DrillCommand::Calendar { to } => {
            let written = handlers::drill_calendar(host, DrillCalendar { to })?;
            output.answer(&written, |written| print::line(&written.file));
        }
        _ => return Err(Error::new(Code::Internal)),
    }
    Ok(0)
}

fn said(arguments: TextArguments) -> ActArguments {
    let TextArguments { run, person, reason } = arguments;
    ActArguments { run, person, reason }
}

/// Shows every command, asks once for all of them, and carries the drill.
fn start(output: &Output, arguments: StartArguments) -> Outcome {
    let host = &output.host;
    let plan = handlers::drill_plan(host, DrillId { id: arguments.id.clone() })?;
    let consent = consent(output, &plan, arguments.yes_run_commands)?;
    let passphrase = passphrase_of(host, &arguments.person)?;
    let with_passphrase = match &arguments.with {
        Some(with) => passphrase_of(host, with)?,
        None => None,
    };
    let who = arguments.person.clone();
    let started = handlers::drill_start(
        host,
        DrillStart {
            id: arguments.id,
            who: arguments.person,
            with: arguments.with,
            alone: arguments.alone,
            consent,
            accept_shared: arguments.accept_shared,
            present: true,
            passphrase: passphrase.clone(),
            with_passphrase,
        },
    )?;
    let operator = Operator { who, passphrase, auto: arguments.auto };
    follow(output, &started.run, Some(&operator))
}

fn consent(output: &Output, plan: &DrillPlanView, agreed: bool) -> Result<Vec<Vec<String>>> {
    if plan.commands.is_empty() || agreed {
        return Ok(plan.commands.clone());
    }
    let messages = &output.host.messages;
    print::note(&messages.say("drill-shows-commands", []));
    for command in &plan.commands {
        print::note(&format!("  {}", command.join(" ")));
    }
    if !std::io::stdin().is_terminal() {
        let error = Error::new(Code::NotAllowed).with("reason", "not_consented");
        let first = plan.commands.first().map(|command| command.join(" "));
        return Err(error.with("command", first.unwrap_or_default()));
    }
    print::note(&messages.say("drill-asks-consent", []));
    let mut line = String::new();
    let _ = std::io::stdin().lock().read_line(&mut line);
    if ["y", "yes"].contains(&line.trim().to_lowercase().as_str()) {
        return Ok(plan.commands.clone());
    }
    Err(Error::new(Code::Cancelled))
}

fn decide(output: &Output, arguments: DecideArguments) -> Outcome {
    let chosen = [
        (arguments.forward, DrillAct::Forward),
        (arguments.roll_back, DrillAct::RollBack),
        (arguments.stuck, DrillAct::Stuck),
        (arguments.restored, DrillAct::Restored),
        (arguments.stay, DrillAct::Stay),
        (arguments.accept, DrillAct::Accept),
        (arguments.switch_back, DrillAct::SwitchBack),
        (arguments.look_again, DrillAct::LookAgain),
        (arguments.record_as_failed, DrillAct::RecordAsFailed),
        (arguments.real_incident, DrillAct::RealIncident),
        (arguments.detected, DrillAct::Detected),
    ];
    let act_chosen = chosen.into_iter().find(|(is, _)| *is).map(|(_, act)| act);
    let act_chosen = act_chosen.ok_or_else(|| Error::new(Code::InvalidCall))?;
    let DecideArguments { run, person, .. } = arguments;
    act(output, act_chosen, ActArguments { run, person, reason: String::new() })
}

/// Does one thing. Where this program had to take the drill over, it carries it until it ends; an abort is waited for.
fn act(output: &Output, act: DrillAct, arguments: ActArguments) -> Outcome {
    let host = &output.host;
    let ActArguments { run, person, reason: text } = arguments;
    let who = match person {
        Some(person) => person,
        None => operator_of(host, &run)?,
    };
    let passphrase = passphrase_of(host, &who)?;
    let request = DrillDo { run: run.clone(), act, who: who.clone(), text, passphrase: passphrase.clone() };
    handlers::drill_do(host, request)?;
    if act == DrillAct::Abort || handlers::drill_is_carried_here(host, &run)? {
        let operator = Operator { who, passphrase, auto: false };
        let code = follow(output, &run, Some(&operator))?;
        return if act == DrillAct::Abort { aborted(host, &run) } else { Ok(code) };
    }
    let view = handlers::drill_show(host, DrillRunId { run })?;
    output.answer(&view, |view| print::drill::stands(view, &host.messages));
    Ok(0)
}

/// An abort did what was asked if nothing is left to undo, whatever the drill found.
fn aborted(host: &ballast_engine::Host, run: &str) -> Outcome {
    let view = handlers::drill_show(host, DrillRunId { run: run.to_owned() })?;
    Ok(match view.state {
        DrillState::Stuck | DrillState::Stay => 1,
        DrillState::Interrupted => 3,
        _ => 0,
    })
}

fn operator_of(host: &ballast_engine::Host, run: &str) -> Result<String> {
    let view = handlers::drill_show(host, DrillRunId { run: run.to_owned() })?;
    view.operators.last().cloned().ok_or_else(|| {
        Error::new(Code::InvalidCall).with("what", "--as").with("found", "").allowed(["--as WHO"])
    })
}

fn sign(output: &Output, arguments: SignArguments) -> Outcome {
    let host = &output.host;
    let SignArguments { run, person, result, .. } = arguments;
    let passed = result == DrillOutcome::Pass;
    let by_result = if passed { Answered::Yes } else { Answered::NotTried };
    let asked = arguments.reach.is_some() || arguments.teaches.is_some();
    let questions = asked.then(|| Questions {
        noticed_by: arguments.noticed.unwrap_or(NoticedBy::User),
        recovered: arguments.recovered.unwrap_or(Recovered::ByPeople),
        reach: arguments.reach.unwrap_or_default(),
        teaches: arguments.teaches.unwrap_or_default(),
    });
    let debrief = Debrief {
        backup_kicked_in: arguments.kicked_in.unwrap_or(by_result),
        team_knew_the_procedure: arguments.team_knew.unwrap_or(by_result),
        degraded_mode_worked: arguments.degraded.unwrap_or(Answered::NotTried),
        questions,
        actions: arguments.actions,
        evidence: arguments.evidence,
    };
    let passphrase = passphrase_of(host, &person)?;
    let view = handlers::drill_sign(host, DrillSign { run, who: person, result, debrief, passphrase })?;
    output.answer(&view, |view| print::drill::view(view, &host.messages));
    Ok(match result {
        DrillOutcome::Pass => 0,
        DrillOutcome::Fail => 1,
        DrillOutcome::Inconclusive => 3,
    })
}

/// Whose terminal this is.
struct Operator {
    who: String,
    passphrase: Option<String>,
    auto: bool,
}

/// Prints what happens until the drill waits for a decision or is over, and gives the exit code. Enter on a terminal
/// begins the step that is offered, or confirms it; Ctrl-C aborts, and what was started is undone.
fn follow(output: &Output, run: &str, operator: Option<&Operator>) -> Outcome {
    let host = &output.host;
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
    let typed = lines(output);
    let (mut shown, mut offered) = (0, BTreeSet::new());
    loop {
        let view = handlers::drill_show(host, DrillRunId { run: run.to_owned() })?;
        if !output.json {
            print::drill::news(&view, shown, output.quiet, &host.messages);
        }
        shown = view.journal.len();
        if is_over(&view) {
            output.answer(&view, |view| print::drill::view(view, &host.messages));
            return handlers::drill_exit_code(host, run);
        }
        if let Some(operator) = operator {
            let answered = typed.try_recv().is_ok();
            let act = |act: DrillAct, text: &str| {
                let request = DrillDo {
                    run: run.to_owned(),
                    act,
                    who: operator.who.clone(),
                    text: text.to_owned(),
                    passphrase: operator.passphrase.clone(),
                };
                // Somebody else was faster: the next look says so.
                let _ = handlers::drill_do(host, request);
            };
            if stop.swap(false, Ordering::Relaxed) {
                act(DrillAct::Abort, "Ctrl-C");
            }
            if let Some(wanted) = wanted(&view, operator.auto, answered) {
                act(wanted, "");
            }
            if !output.json && offered.insert(view.journal.len()) {
                print::drill::offer(&view, &host.messages);
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// Lines that are typed, on a terminal alone.
fn lines(output: &Output) -> Receiver<String> {
    let (tell, hear) = channel();
    if std::io::stdin().is_terminal() && !output.json {
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(std::io::Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
    }
    hear
}

/// What this terminal does next: by itself where it may, else when Enter was pressed.
fn wanted(view: &DrillView, auto: bool, answered: bool) -> Option<DrillAct> {
    let step = view.step.and_then(|step| view.steps.get(step));
    if view.acts.contains(&DrillAct::Next) {
        let by_program = step.is_some_and(|step| step.kind != StepKind::Manual);
        return (answered || (auto && by_program && view.kind != DrillKind::Tabletop))
            .then_some(DrillAct::Next);
    }
    (answered && view.acts.contains(&DrillAct::Confirm)).then_some(DrillAct::Confirm)
}

/// Nothing happens here any more without somebody who decides.
fn is_over(view: &DrillView) -> bool {
    let moves = view.state.moves_traffic() || matches!(view.state, DrillState::Baseline | DrillState::Verify);
    !moves && !view.hosted
}
