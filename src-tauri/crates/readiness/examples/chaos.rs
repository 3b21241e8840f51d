//! Writes a drill as the Chaos Toolkit reads it: `experiment.json`, `journal.json` of a run that passed, and the
//! scripts that its steps call.
//!
//!     cargo run -p ballast-readiness --example chaos -- FOLDER
//!     chaos validate FOLDER/experiment.json
//!     chaos run FOLDER/experiment.json

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ballast_core::Span;
use ballast_readiness::chaos::{experiment, journal};
use ballast_readiness::drill::event::{Event, Serving};
use ballast_readiness::drill::operator::Turned;
use ballast_readiness::drill::plan::{Act, Check, Plan, Steady, Step, Undo};
use ballast_readiness::drill::preflight::{Holds, Item, ItemCode};
use ballast_readiness::drill::review::{Answered, Debrief};
use ballast_readiness::drill::{Drill, Entry};
use ballast_readiness::estimate::{Kind, Outcome};
use ballast_readiness::measure::Moment;
use jiff::Timestamp;

const DESCRIPTION: &str = "Orders are taken over the other provider, and back.";

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("usage: chaos FOLDER")?;
    let folder = fs::canonicalize(folder)?;
    fs::write(folder.join("serving"), "a")?;
    script(&folder.join("switch"), "printf %s \"$1\" > \"$(dirname \"$0\")/serving\"")?;
    script(
        &folder.join("serves"),
        "case \"$(cat \"$(dirname \"$0\")/serving\")\" in $1) exit 0 ;; esac; exit 1",
    )?;
    let plan = plan(&folder);
    let experiment = experiment(&plan, DESCRIPTION).experiment;
    fs::write(folder.join("experiment.json"), serde_json::to_string_pretty(&experiment)?)?;
    let journal = journal(&plan, &passed(&plan)?, DESCRIPTION)?;
    fs::write(folder.join("journal.json"), serde_json::to_string_pretty(&journal)?)?;
    Ok(())
}

fn script(path: &Path, line: &str) -> Result<(), Failure> {
    fs::write(path, format!("#!/bin/sh\n{line}\n"))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

fn plan(folder: &Path) -> Plan {
    let words = |program: &str, side: &str| vec![folder.join(program).display().to_string(), side.to_owned()];
    let serves = |side: &str| Check::Command { arguments: words("serves", side), exit: 0 };
    let switch = |side: &str| Act::Command { arguments: words("switch", side) };
    // Whichever side does: the toolkit looks again before it goes back.
    let healthy = Steady {
        title: "Orders are taken".to_owned(),
        check: serves("[ab]"),
        passes: 1,
        within_milliseconds: None,
    };
    let point = Step {
        title: "Point checkout at B".to_owned(),
        owner: Some("Ben".to_owned()),
        act: switch("b"),
        verify: Some(serves("b")),
        undo: Some(Undo::By(switch("a"))),
        verify_undo: Some(serves("a")),
        timeout: Some(Span::from_seconds(30)),
    };
    Plan {
        id: "payments-q".to_owned(),
        pair: "payments".to_owned(),
        title: "Card payments over B".to_owned(),
        kind: Kind::Full,
        owner: Some("Mara".to_owned()),
        deputy: Some("Ben".to_owned()),
        steady: vec![healthy],
        steps: vec![point],
        on_backup: vec![serves("b")],
        passes: 1,
        rto: Some(Span::from_minutes(5)),
        rpo: Some(Span::from_minutes(5)),
        maximum_switch: Some(Span::from_minutes(2)),
        maximum_duration: Some(Span::from_minutes(10)),
        observe: Span::from_seconds(10),
        stops: Vec::new(),
        canary_every: None,
    }
}

/// The journal of a drill in which everything worked, an event every ten seconds.
fn passed(plan: &Plan) -> Result<Vec<Entry>, Failure> {
    let start: Timestamp = "2026-11-20T10:00:00Z".parse()?;
    let mut drill = Drill::new(plan.clone());
    let mut entries = Vec::new();
    for (event, second) in course(plan, start)?.into_iter().zip((0..).step_by(10)) {
        let decision = drill.decide(event, moment(start, second)?, &[])?;
        drill.apply(&decision.entry)?;
        entries.push(decision.entry);
    }
    Ok(entries)
}

fn moment(start: Timestamp, second: u64) -> Result<Moment, Failure> {
    let wall = start.checked_add(Span::from_seconds(second).duration())?;
    let milliseconds = second * 1000;
    let boot = "example".to_owned();
    Ok(Moment { wall, boot, running_milliseconds: milliseconds, awake_milliseconds: milliseconds })
}

fn course(plan: &Plan, start: Timestamp) -> Result<Vec<Event>, Failure> {
    let item =
        Item { code: ItemCode::Credential, holds: Holds::Yes, subjects: Vec::new(), incidents: Vec::new() };
    let keys = Turned { operator: "Ben".to_owned(), second: Some("Mara".to_owned()) };
    let consented = plan.commands().iter().map(|command| command.to_vec()).collect();
    // The look after the step.
    let first_pass = moment(start, 75)?;
    let debrief = Debrief {
        backup_kicked_in: Answered::Yes,
        team_knew_the_procedure: Answered::Yes,
        degraded_mode_worked: Answered::NotTried,
        questions: None,
        actions: Vec::new(),
        evidence: Vec::new(),
    };
    Ok(vec![
        Event::Scheduled { at: start, operator: Some("Ben".to_owned()) },
        Event::WindowOpened,
        Event::PreflightPassed { items: vec![item] },
        Event::Started { keys, consented },
        Event::WasSteady,
        Event::StepStarted { step: 0, by: "Ben".to_owned() },
        Event::StepDone { step: 0 },
        Event::StepVerified { step: 0, serving: Serving { primary: false, backup: true } },
        Event::WorksOnBackup { first_pass },
        Event::ObservedEnough,
        Event::UndoStarted { step: 0 },
        Event::UndoDone { step: 0 },
        Event::UndoVerified { step: 0 },
        Event::WorksOnPrimary,
        Event::WasSteady,
        Event::Signed { result: Outcome::Pass, by: "Mara".to_owned(), debrief },
    ])
}
