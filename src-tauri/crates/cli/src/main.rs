//! The `ballast` program.

mod arguments;
mod compare;
mod drill;
mod follow;
mod person;
mod print;
mod provider;
mod risk;
mod schedule;
mod spotcheck;

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::process::ExitCode;

use arguments::{Arguments, BackupCommand, Command, EvidenceCommand, RepositoryCommand, RunCommand};
use ballast_core::{Code, Error};
use ballast_engine::contract::*;
use ballast_engine::{Host, Terminal, default_folder, handlers};
use clap::Parser;
use serde::Serialize;

/// How answers are shown.
pub(crate) struct Output {
    pub json: bool,
    pub quiet: bool,
    pub host: Host,
}

pub(crate) type Outcome = Result<u8, Error>;

impl Output {
    /// One JSON document, or what `human` prints.
    fn answer<T: Serialize>(&self, answer: &T, human: impl FnOnce(&T)) {
        if self.json {
            print::json(answer);
        } else {
            human(answer);
        }
    }
}

fn main() -> ExitCode {
    ballast_engine::keep_private();
    if std::env::args_os().nth(1).is_some_and(|argument| argument == "worker") {
        ballast_engine::worker::serve();
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    if arguments.no_color || !std::io::stdout().is_terminal() {
        anstream::ColorChoice::Never.write_global();
    }
    let folder = arguments.workspace.clone().unwrap_or_else(default_folder);
    let program = std::env::current_exe().unwrap_or_else(|_| "ballast".into());
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let host = Host::new(folder, program, Box::new(Terminal));
    let output = Output { json: arguments.json, quiet: arguments.quiet, host };
    match run(&output, arguments.command) {
        Ok(code) if print::OUTPUT_LOST.load(std::sync::atomic::Ordering::Relaxed) => {
            ExitCode::from(code.max(3))
        }
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let wire = output.host.messages.error(&error);
            print::error(&wire, &error.causes, output.json);
            ExitCode::from(error.code.exit_code())
        }
    }
}

/// A call that the parser refuses: its own words for people, the contract's document with `--json`.
fn refused(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    let shown = matches!(error.kind(), DisplayHelp | DisplayVersion);
    if !shown && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let place = ballast_core::Place::default();
        let wire = WireError {
            code: Code::InvalidCall,
            message,
            hint: "ballast --help".to_owned(),
            place,
            allowed: Vec::new(),
            params: BTreeMap::default(),
        };
        print::error(&wire, &[], true);
        return ExitCode::from(2);
    }
    let _ = error.print();
    ExitCode::from(if shown { 0 } else { 2 })
}

fn run(output: &Output, command: Command) -> Outcome {
    let host = &output.host;
    match command {
        Command::Init { name, timezone, currency } => {
            let report = handlers::init(host, InitRequest { name, timezone, currency })?;
            output.answer(&report, print::init);
            Ok(0)
        }
        Command::Apply { file, dry_run, force } => {
            let report = handlers::apply(host, ApplyRequest { file, dry_run, force })?;
            output.answer(&report, |report| print::applied(report, &host.messages));
            Ok(0)
        }
        Command::Export { file } => {
            let report = handlers::export(host, ExportRequest { file })?;
            output.answer(&report, print::exported);
            Ok(0)
        }
        Command::Status => status(output),
        Command::Backup(command) => backup(output, command),
        Command::Compare(command) => compare::compare(output, command),
        Command::Spotcheck(command) => spotcheck::spotcheck(output, command),
        Command::Provider(command) => provider::provider(output, command),
        Command::Drill(command) => drill::drill(output, command),
        Command::Risk(arguments) => risk::risk(output, arguments),
        Command::Person(command) => person::person(output, command),
        Command::Run(command) => runs(output, command),
        Command::Schedule(command) => schedule::schedule(output, command),
        Command::Agent { unit: true, .. } => schedule::unit(output),
        Command::Agent { once, .. } => schedule::agent(output, once),
        Command::Pause { control, until, reason } => schedule::pause(output, control, until, reason),
        Command::Resume { control } => schedule::resume(output, control),
        Command::Dead(command) => schedule::dead(output, command),
        Command::Alert(command) => schedule::alert(output, command),
        Command::Repository(command) => repository(output, command),
        Command::Evidence(command) => evidence(output, command),
        Command::Demo { dir } => demo(output, &dir),
    }
}

fn status(output: &Output) -> Outcome {
    let report = handlers::status(&output.host, Nothing {})?;
    output.answer(&report, |report| print::status(report, &output.host.messages));
    Ok(ballast_engine::status_exit_code(&report))
}

fn backup(output: &Output, command: BackupCommand) -> Outcome {
    let host = &output.host;
    match command {
        BackupCommand::List => {
            let list = handlers::backup_list(host, Nothing {})?;
            output.answer(&list, |list| print::backups(list, &host.messages));
            Ok(0)
        }
        BackupCommand::Show { id } => {
            let detail = handlers::backup_show(host, BackupId { id })?;
            output.answer(&detail, |detail| print::backup(detail, &host.messages));
            Ok(0)
        }
        BackupCommand::Run { id, repository } => {
            let started = handlers::backup_run(host, BackupRunRequest { id, repository })?;
            follow::to_the_end(output, &started.run)
        }
        BackupCommand::Adopt { path, kind, title, password_file, sums, max_age } => {
            let password = password_file
                .map(|file| std::fs::read_to_string(&file).map_err(|error| Error::io(&file, &error)))
                .transpose()?;
            let request = AdoptRequest { path, kind, title, password, sums, max_age, workspace_name: None };
            let adopted = handlers::adopt(host, request)?;
            follow::to_the_end(output, &adopted.run)
        }
        BackupCommand::Verify { id, level, sample, seed, repository } => {
            let started =
                handlers::backup_verify(host, BackupVerifyRequest { id, level, sample, seed, repository })?;
            follow::to_the_end(output, &started.run)
        }
        BackupCommand::Restore { id, to, snapshot, paths, overwrite, repository } => {
            let request = BackupRestoreRequest { id, to, snapshot, paths, overwrite, repository };
            let started = handlers::backup_restore(host, request)?;
            follow::to_the_end(output, &started.run)
        }
        BackupCommand::Snapshots { id, repository } => {
            let report = handlers::backup_snapshots(host, SnapshotsRequest { id, repository })?;
            output.answer(&report, print::snapshots);
            Ok(0)
        }
        BackupCommand::Confidence { units, read, damaged, confidence } => {
            let report =
                handlers::backup_confidence(host, ConfidenceRequest { units, read, damaged, confidence })?;
            output.answer(&report, |report| print::confidence(report, &host.messages));
            Ok(0)
        }
    }
}

fn runs(output: &Output, command: RunCommand) -> Outcome {
    let host = &output.host;
    match command {
        RunCommand::List { control, limit } => {
            let list = handlers::run_list(host, RunListRequest { control, limit })?;
            output.answer(&list, print::runs);
            Ok(0)
        }
        RunCommand::Show { run } => {
            let detail = handlers::run_show(host, RunId { run })?;
            output.answer(&detail, print::run);
            Ok(0)
        }
        RunCommand::Cancel { run } => {
            let detail = handlers::run_cancel(host, RunId { run })?;
            output.answer(&detail, print::run);
            Ok(0)
        }
    }
}

fn repository(output: &Output, command: RepositoryCommand) -> Outcome {
    let host = &output.host;
    match command {
        RepositoryCommand::Sheet { id } => {
            let sheet = handlers::recovery_sheet_save(host, RepositoryId { repository: id })?;
            output.answer(&sheet, |sheet| print::line(&sheet.file));
        }
        RepositoryCommand::SheetKept { id } => {
            let evidence = handlers::recovery_sheet_kept(host, RepositoryId { repository: id })?;
            output.answer(&evidence, |evidence| print::line(&format!("{} {}", evidence.seq, evidence.hash)));
        }
    }
    Ok(0)
}

fn evidence(output: &Output, command: EvidenceCommand) -> Outcome {
    let host = &output.host;
    match command {
        EvidenceCommand::List { control, limit, before } => {
            let list = handlers::evidence_list(host, EvidenceListRequest { before, limit, control })?;
            output.answer(&list, |list| print::evidence(list, &host.messages));
            Ok(0)
        }
        EvidenceCommand::Show { seq } => {
            let detail = handlers::evidence_show(host, EvidenceShowRequest { seq })?;
            output.answer(&detail, |detail| print::record(detail, &host.messages));
            Ok(0)
        }
        EvidenceCommand::Verify { against } => {
            let report = handlers::evidence_verify(host, EvidenceVerifyRequest { against })?;
            output.answer(&report, |report| print::ledger(report, &host.messages));
            Ok(report.verdict.exit_code())
        }
        EvidenceCommand::Export { file } => {
            let report = handlers::evidence_export(host, EvidenceExportRequest { file })?;
            output.answer(&report, |report| print::line(&format!("{} {}", report.records, report.file)));
            Ok(0)
        }
    }
}

/// Makes the demo company and shows its status. It is made whatever the status says.
fn demo(output: &Output, dir: &str) -> Outcome {
    let folder = std::path::absolute(dir).map_err(|error| Error::io(dir, &error))?;
    let program = std::env::current_exe().unwrap_or_else(|_| "ballast".into());
    let bar = follow::steps(output, ballast_engine::demo_steps());
    ballast_engine::make_demo(&folder, &program, &mut |step| bar.set_position(u64::from(step)))?;
    bar.finish_and_clear();
    output.host.open(&folder)?;
    status(output).map(|_| 0)
}
