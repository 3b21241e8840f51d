//! The words of the program: names, flags and their help.

mod backup;
mod drill;
mod files;
mod ledger;
mod provider;
mod responses;
mod risk;
mod schedule;
mod spotcheck;

use std::path::PathBuf;

use ballast_core::backup::Level;
use ballast_engine::contract::{CutoverDecision, ExportFormat, Outcome, Shape};
use clap::{Parser, Subcommand};
use jiff::civil::Date;

pub(crate) use backup::{BackupCommand, RepositoryCommand};
pub(crate) use drill::{
    ActArguments, DecideArguments, DrillCommand, SignArguments, StartArguments, TextArguments,
};
pub(crate) use files::FilesArguments;
pub(crate) use ledger::{EvidenceCommand, RunCommand};
pub(crate) use provider::ProviderCommand;
pub(crate) use responses::ResponsesArguments;
pub(crate) use risk::{RiskArguments, RiskCommand, WhatIf};
pub(crate) use schedule::{AlertCommand, DeadCommand, ScheduleCommand};
use serde::de::DeserializeOwned;
pub(crate) use spotcheck::{AnswerArguments, FoundArguments, PersonCommand, SpotcheckCommand};

/// Proves that backups and fallbacks work, and says in money what is still unproven.
#[derive(Debug, Parser)]
#[command(name = "ballast", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    /// The folder of the workspace; else the platform's data folder
    #[arg(long, global = true, env = "BALLAST_WORKSPACE", value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Print exactly one JSON document on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Plain text without colours
    #[arg(long, global = true, env = "NO_COLOR", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_color: bool,
    /// No progress on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a workspace; a second time changes nothing
    Init {
        #[arg(long)]
        name: String,
        /// An IANA name such as Europe/Berlin; else the system's
        #[arg(long, value_name = "TZ")]
        timezone: Option<String>,
        /// An ISO 4217 code; else EUR
        #[arg(long)]
        currency: Option<String>,
    },
    /// Make the workspace as a file says; one bad line and nothing is applied
    Apply {
        file: String,
        /// Only print what would change
        #[arg(long)]
        dry_run: bool,
        /// Apply an older export over newer edits
        #[arg(long)]
        force: bool,
    },
    /// Write the workspace as such a file
    Export { file: Option<String> },
    /// One sentence, then every process and control with its status
    Status,
    /// Take, list, verify and restore copies
    #[command(subcommand)]
    Backup(BackupCommand),
    /// Compare two tables, and the outputs of an old and a new system day by day
    #[command(subcommand, long_about = COMPARE)]
    Compare(CompareCommand),
    /// Draw payouts for people to work out again, so that anyone can draw them too
    #[command(subcommand)]
    Spotcheck(SpotcheckCommand),
    /// Whether a backup provider would take over
    #[command(subcommand)]
    Provider(ProviderCommand),
    /// Failover drills
    #[command(subcommand)]
    Drill(DrillCommand),
    /// Which single thing would do most damage if it failed, and what lowers that
    ///
    /// Exit code 3 if a figure is a bound and not exact.
    Risk(RiskArguments),
    /// People who sign for what they do
    #[command(subcommand)]
    Person(PersonCommand),
    /// What ran, what runs
    #[command(subcommand)]
    Run(RunCommand),
    /// Lines in plain words, who runs them, what comes
    #[command(subcommand)]
    Schedule(ScheduleCommand),
    /// Run the schedule until stopped, or once what is due now
    Agent {
        /// Run what is due now and end; for cron
        ///
        /// Probes whose time has come are looked at too, once each and within half a minute; drills that nobody ran are
        /// written down, and alerts are sent. The exit code is the worst of what ran: 1 where something does not hold,
        /// 3 where it could not be told, 0 else, and where another program runs the schedule.
        #[arg(long)]
        once: bool,
        /// Print the systemd unit that runs it for your user, and end
        #[arg(long, conflicts_with = "once")]
        unit: bool,
    },
    /// Stop the schedule of one control, or of all, for a while
    Pause {
        /// Without it, everything
        control: Option<String>,
        /// A length (1h, 7d), a date or an instant
        #[arg(long)]
        until: String,
        #[arg(long)]
        reason: String,
    },
    /// End a pause before its time
    Resume {
        /// Without it, the pause of everything
        control: Option<String>,
    },
    /// What was given up on
    #[command(subcommand)]
    Dead(DeadCommand),
    /// Who was told what, and a test
    #[command(subcommand)]
    Alert(AlertCommand),
    /// Places where copies are kept
    #[command(subcommand)]
    Repository(RepositoryCommand),
    /// The ledger
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// Make the demo company in a folder, run its checks and print its status
    Demo { dir: String },
}

fn level(text: &str) -> Result<Level, String> {
    text.parse().map_err(|()| "one of present, structure, content, restore, recovery".to_owned())
}

/// A word of the contract, as JSON writes it; `-` may stand for `_`.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let name = serde_json::Value::String(text.replace('-', "_"));
    serde_json::from_value(name).map_err(|error| {
        let said = error.to_string();
        said.split_once("expected ").map_or(said.clone(), |(_, allowed)| allowed.to_owned())
    })
}

/// `old=new`: names of columns.
fn pair(text: &str) -> Result<(String, String), String> {
    let named = text.split_once('=').filter(|(old, new)| !old.is_empty() && !new.is_empty());
    named.map(|(old, new)| (old.to_owned(), new.to_owned())).ok_or_else(|| "old=new".to_owned())
}

fn amount(text: &str) -> Result<String, String> {
    ballast_engine::decimal_of(text).ok_or_else(|| "a decimal such as 0.01".to_owned())
}

fn ratio(text: &str) -> Result<String, String> {
    ballast_engine::ratio_of(text).ok_or_else(|| "a percentage such as 0.1%, up to 100%".to_owned())
}

const COMPARE: &str = "\
Compare two files on the spot (`files`), or the outputs of an old and a new system day by day: a parallel run.

A parallel run is set up in the window, or as [[parallel_run]] in the workspace file (`ballast apply`). Its \
schedule compares every day, and `run` does so now. `report` says what differs and gives each difference an \
id; what is no fault is accepted by it (`accept`, `accept-rename`), with a reason. `show` says what is still \
missing for a switch. Where nothing is, two people `sign`.";

#[derive(Debug, Subcommand)]
pub(crate) enum CompareCommand {
    /// Compare two files on the spot: 0 the same, 1 they differ, 2 a wrong call, 3 could not tell
    #[command(long_about = files::ABOUT)]
    Files(Box<FilesArguments>),
    /// Ask two live systems the same and compare their answers: 0 the same, 1 they differ, 2 a wrong call,
    /// 3 could not tell
    #[command(long_about = responses::ABOUT)]
    Responses(Box<ResponsesArguments>),
    /// Compare the outputs of a parallel run now: 0 it holds, 1 they differ, 3 could not tell
    Run {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// The day that dated names stand for; else today
        #[arg(long, value_name = "DATE")]
        day: Option<Date>,
        /// Compare the old system with itself instead, to see which columns differ by nature
        #[arg(long)]
        baseline: bool,
    },
    /// Compare for other machines, until it is ended: a worker of a cluster
    Worker {
        /// An address of this machine and a port; others reach it only with a token or certificates
        #[arg(long, value_name = "ADDRESS")]
        listen: String,
        /// What all machines see: a folder at the same place, or a part of a bucket
        #[arg(long, value_name = "FOLDER|s3://BUCKET/PREFIX")]
        store: String,
        /// The variable with what others must know: 32 characters or more
        #[arg(long, value_name = "NAME")]
        token_env: Option<String>,
        /// What this machine is known by: a PEM file
        #[arg(long, value_name = "FILE", requires = "key", requires = "ca")]
        cert: Option<String>,
        /// The key of it
        #[arg(long, value_name = "FILE", requires = "cert")]
        key: Option<String>,
        /// Who signed those of the others
        #[arg(long, value_name = "FILE", requires = "cert")]
        ca: Option<String>,
    },
    /// Every parallel run and how near it is to a switch
    List,
    /// The days, what holds and what is missing for a switch: 0 go, 1 no go, 3 not enough evidence
    Show {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
    },
    /// One comparison: figures, what drifted, what differing rows have in common
    Report {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// The id of one comparison; else the newest
        #[arg(long)]
        run: Option<String>,
    },
    /// The differing cells
    Differences {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// The id of one comparison; else the newest that still has its list
        #[arg(long)]
        run: Option<String>,
        #[command(flatten)]
        differing: Differing,
        /// Leave out so many from the beginning
        #[arg(long, default_value_t = 0)]
        offset: u64,
        /// Show so many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Write every difference into a file: csv, parquet or html; personal columns are masked
    Export {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// A file that is not there yet
        #[arg(long, value_name = "FILE")]
        to: String,
        /// The id of one comparison; else the newest that still has its list
        #[arg(long)]
        run: Option<String>,
        /// csv, parquet or html; else by the end of the file's name
        #[arg(long, value_parser = word::<ExportFormat>)]
        format: Option<ExportFormat>,
        /// Write personal columns in full instead of masked
        #[arg(long)]
        unmasked: bool,
    },
    /// Accept a difference as known: it stands in the way of a switch no more
    Accept {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// The id of a finding, as `report` prints it
        #[arg(long, value_name = "ID")]
        finding: String,
        /// Why it is no fault; goes into the ledger
        #[arg(long)]
        reason: String,
        /// The last day on which it counts; else without end
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
        /// Who sees to it; else you
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
    },
    /// Take an acceptance back
    Withdraw {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// The id of the known difference, as `show` prints it
        #[arg(long, value_name = "ID")]
        known: String,
        /// Why it counts no more; goes into the ledger
        #[arg(long)]
        reason: String,
    },
    /// Accept that a column has another name in the new system
    AcceptRename {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// Its name in the old system
        #[arg(value_name = "OLD")]
        from: String,
        /// Its name in the new one
        #[arg(value_name = "NEW")]
        to: String,
        /// Why it is the same column; goes into the ledger
        #[arg(long)]
        reason: String,
    },
    /// Sign for or against the switch; two people must
    Sign {
        /// The id of the parallel run, as `compare list` shows it
        id: String,
        /// Your name; the second signature is another person's
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        /// go: the new system may replace the old one; no-go: it may not
        #[arg(long, value_parser = word::<CutoverDecision>)]
        result: CutoverDecision,
        /// Why; a no-go needs one
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// Which differences are meant.
#[derive(Debug, clap::Args)]
pub(crate) struct Differing {
    /// Only those in this column
    #[arg(long)]
    pub column: Option<String>,
    /// Only of one kind: only-old, only-new, duplicate-old, duplicate-new, value, rounding, null, empty
    #[arg(long, value_parser = word::<Shape>)]
    pub shape: Option<Shape>,
    /// Only with one outcome: mismatch, known, tolerated, not-comparable
    #[arg(long, value_parser = word::<Outcome>)]
    pub outcome: Option<Outcome>,
    /// Only rows with this text in their key
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    /// Every command of the list that names words of the CLI can be said, and the CLI says no other.
    #[test]
    fn the_words_are_those_of_the_command_list() {
        let mut said = Vec::new();
        for command in Arguments::command().get_subcommands() {
            let inner: Vec<String> = command
                .get_subcommands()
                .map(|sub| format!("{} {}", command.get_name(), sub.get_name()))
                .collect();
            // Some say something by themselves, too.
            if inner.is_empty() || !command.is_subcommand_required_set() {
                said.push(command.get_name().to_owned());
            }
            said.extend(inner);
        }
        let mut listed: Vec<String> = ballast_engine::COMMANDS
            .iter()
            .flat_map(|command| command.cli.split(", ").map(str::to_owned))
            .filter(|words| !words.is_empty())
            .collect();
        said.sort();
        listed.sort();
        assert_eq!(said, listed);
    }

    /// What `--help` says of comparisons leaves nothing out.
    #[test]
    fn every_word_of_comparisons_has_its_help() {
        let mut all = Arguments::command();
        all.build();
        let compare = all.find_subcommand("compare").unwrap();
        let mut silent = Vec::new();
        for command in std::iter::once(compare).chain(compare.get_subcommands()) {
            let name = command.get_name();
            let is_said = |text: Option<&clap::builder::StyledStr>| {
                text.is_some_and(|text| !text.to_string().is_empty())
            };
            if !is_said(command.get_about()) {
                silent.push(name.to_owned());
            }
            let of_words = command.get_arguments().filter(|argument| !is_said(argument.get_help()));
            silent.extend(of_words.map(|argument| format!("{name} {}", argument.get_id())));
        }
        assert_eq!(silent, [""; 0]);
    }
}
