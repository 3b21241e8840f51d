//! The words of the program: names, flags and their help.

mod responses;

use std::path::PathBuf;

use ballast_core::backup::Level;
use ballast_engine::contract::{AlertWay, CutoverDecision, ExportFormat, Outcome, Shape, SourceKind};
use clap::{Parser, Subcommand};

use jiff::civil::Date;
pub(crate) use responses::ResponsesArguments;
use serde::de::DeserializeOwned;

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
    #[command(subcommand)]
    Compare(CompareCommand),
    /// What ran, what runs
    #[command(subcommand)]
    Run(RunCommand),
    /// Lines in plain words, who runs them, what comes
    #[command(subcommand)]
    Schedule(ScheduleCommand),
    /// Run the schedule until stopped, or once what is due now
    Agent {
        /// Run what is due now and end; for cron
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

fn way(text: &str) -> Result<AlertWay, String> {
    let words = [
        ("desktop", AlertWay::Desktop),
        ("email", AlertWay::Email),
        ("webhook", AlertWay::Webhook),
        ("command", AlertWay::Command),
    ];
    let found = words.into_iter().find(|(word, _)| *word == text).map(|(_, way)| way);
    found.ok_or_else(|| "one of desktop, email, webhook, command".to_owned())
}

fn adopted_kind(text: &str) -> Result<SourceKind, String> {
    match text {
        "archives" => Ok(SourceKind::Archives),
        "folder" => Ok(SourceKind::AdoptedFolder),
        "sqlite" => Ok(SourceKind::AdoptedSqlite),
        "restic" => Ok(SourceKind::Restic),
        _ => Err("one of archives, folder, sqlite, restic".to_owned()),
    }
}

/// `95%` or `0.95`.
fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    number.parse::<f64>().map(|number| number / scale).map_err(|_| "a share such as 95%".to_owned())
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

#[derive(Debug, Subcommand)]
pub(crate) enum CompareCommand {
    /// Compare two files on the spot: 0 the same, 1 they differ, 2 a wrong call, 3 could not tell
    Files {
        /// csv, tsv, json, jsonl, parquet or xlsx, by the end of its name
        old: String,
        new: String,
        /// The columns that together name a row
        #[arg(long, value_delimiter = ',', required = true)]
        key: Vec<String>,
        /// A column with another name in the new file: old=new
        #[arg(long, value_parser = pair)]
        rename: Vec<(String, String)>,
        /// Columns that are not compared
        #[arg(long, value_delimiter = ',')]
        ignore: Vec<String>,
        /// Decimals may differ by this much
        #[arg(long, value_parser = amount)]
        tolerance: Option<String>,
        /// Decimals may differ by this share of the larger one
        #[arg(long, value_parser = ratio)]
        relative: Option<String>,
        /// What does not count: trim (white space at the ends), case, unicode (forms), empty (as null)
        #[arg(long, value_delimiter = ',', value_parser = ["trim", "case", "unicode", "empty"])]
        even: Vec<String>,
        /// Write every difference into a file: .csv, .parquet or .html
        #[arg(long, value_name = "FILE")]
        export: Option<String>,
    },
    /// Ask two live systems the same and compare their answers: 0 the same, 1 they differ, 2 a wrong call,
    /// 3 could not tell
    #[command(long_about = responses::ABOUT)]
    Responses(Box<ResponsesArguments>),
    /// Compare the outputs of a parallel run now
    Run {
        id: String,
        /// The day that dated names stand for; else today
        #[arg(long)]
        day: Option<Date>,
        /// Compare the old system with itself: columns that differ by nature
        #[arg(long)]
        baseline: bool,
    },
    /// Every parallel run and how near it is to a switch
    List,
    /// The days, what holds and what is missing for a switch
    Show { id: String },
    /// One comparison: figures, what drifted, what differing rows have in common
    Report {
        id: String,
        /// Without it, the newest
        #[arg(long)]
        run: Option<String>,
    },
    /// The differing cells
    Differences {
        id: String,
        #[arg(long)]
        run: Option<String>,
        #[command(flatten)]
        differing: Differing,
        #[arg(long, default_value_t = 0)]
        offset: u64,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Write every difference into a file: csv, parquet or html; personal columns are masked
    Export {
        id: String,
        #[arg(long)]
        to: String,
        #[arg(long)]
        run: Option<String>,
        /// Else by the end of the name
        #[arg(long, value_parser = word::<ExportFormat>)]
        format: Option<ExportFormat>,
        /// Personal columns in full
        #[arg(long)]
        unmasked: bool,
    },
    /// Accept a difference as known
    Accept {
        id: String,
        /// The id of a finding, as `report` prints it
        #[arg(long)]
        finding: String,
        #[arg(long)]
        reason: String,
        /// The last day on which it counts
        #[arg(long)]
        until: Option<Date>,
        /// Who sees to it; else you
        #[arg(long)]
        owner: Option<String>,
    },
    /// Take an acceptance back
    Withdraw {
        id: String,
        #[arg(long)]
        known: String,
        #[arg(long)]
        reason: String,
    },
    /// Accept that a column has another name in the new system
    AcceptRename {
        id: String,
        from: String,
        to: String,
        #[arg(long)]
        reason: String,
    },
    /// Sign for or against the switch; two people must
    Sign {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        /// go or no-go
        #[arg(long, value_parser = word::<CutoverDecision>)]
        result: CutoverDecision,
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// Which differences are meant.
#[derive(Debug, clap::Args)]
pub(crate) struct Differing {
    #[arg(long)]
    pub column: Option<String>,
    /// only-old, only-new, duplicate-old, duplicate-new, value, rounding, null, empty
    #[arg(long, value_parser = word::<Shape>)]
    pub shape: Option<Shape>,
    /// mismatch, known, tolerated, not-comparable
    #[arg(long, value_parser = word::<Outcome>)]
    pub outcome: Option<Outcome>,
    /// Part of a key
    #[arg(long)]
    pub find: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BackupCommand {
    /// Every backup with its newest copy and how far it is proven
    List,
    /// One backup with its findings and what to do
    Show { id: String },
    /// Take a copy now
    Run {
        id: String,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// Watch a backup that another tool makes, and check it for the first time
    Adopt {
        /// A folder of archives (or a pattern such as nas/*.zip), a folder, a SQLite file, a restic repository
        path: String,
        /// Found out where it is not given
        #[arg(long, value_parser = adopted_kind, value_name = "archives|folder|sqlite|restic")]
        kind: Option<SourceKind>,
        #[arg(long)]
        title: Option<String>,
        /// Where the password of a restic repository stands
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// A list of checksums in the folder, such as SHA256SUMS
        #[arg(long, value_name = "NAME")]
        sums: Option<String>,
        /// How old the newest copy may be; else 26h
        #[arg(long)]
        max_age: Option<String>,
    },
    /// Climb the ladder: present, structure, content, restore, recovery
    Verify {
        id: String,
        #[arg(long, value_parser = level)]
        level: Option<Level>,
        /// A share of packs at content, of files at restore, such as 5%
        #[arg(long)]
        sample: Option<String>,
        /// Makes the drawn part repeatable
        #[arg(long)]
        seed: Option<String>,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// Give files back
    Restore {
        id: String,
        /// Made if missing; refused if it holds anything
        #[arg(long, value_name = "DIR")]
        to: String,
        /// The id of a snapshot or its beginning; else the newest
        #[arg(long, value_name = "S")]
        snapshot: Option<String>,
        /// Write into a folder that is not empty
        #[arg(long)]
        overwrite: bool,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
        /// Only what lies at or below these paths
        paths: Vec<String>,
    },
    /// The copies that the repositories hold now
    Snapshots {
        id: String,
        #[arg(long, value_name = "R")]
        repository: Option<String>,
    },
    /// What a sample of n of N units with k damaged says about the rest
    Confidence {
        #[arg(long, value_name = "N")]
        units: u64,
        #[arg(long, value_name = "n")]
        read: u64,
        #[arg(long, value_name = "k")]
        damaged: u64,
        #[arg(long, value_parser = share)]
        confidence: Option<f64>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RunCommand {
    /// Newest first
    List {
        #[arg(long)]
        control: Option<String>,
        #[arg(long)]
        limit: Option<u32>,
    },
    /// One run with what it found
    Show { run: String },
    /// Ask a run to stop
    Cancel { run: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScheduleCommand {
    /// A line in plain words and its next times
    Next {
        /// Five fields: "30 2 * * *"
        line: String,
        #[arg(long)]
        timezone: Option<String>,
        #[arg(long, value_name = "INSTANT")]
        from: Option<jiff::Timestamp>,
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1000))]
        count: Option<u32>,
    },
    /// Who runs the schedule, what runs and what waits
    Status,
    /// Every scheduled line and how it is kept
    List,
    /// Set the line of a control's copies, or of its verification at a level
    Set {
        control: String,
        /// Five fields; leave it out to clear the line
        line: Option<String>,
        #[arg(long, value_parser = level)]
        level: Option<Level>,
    },
    /// What ran, what was missed and what comes
    Calendar {
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        #[arg(long)]
        days: Option<u32>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeadCommand {
    /// What was given up on
    List,
    /// Try it again
    Retry { id: String },
    /// Nothing more is to be done, and why
    Settle {
        id: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AlertCommand {
    /// What was told, newest first
    List {
        #[arg(long)]
        limit: Option<u32>,
    },
    /// Send one test through every way and say what became of it
    Test {
        /// Only this way
        #[arg(long, value_parser = way)]
        way: Option<AlertWay>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RepositoryCommand {
    /// Write the recovery sheet: place, password, commands
    Sheet { id: String },
    /// Record that the recovery sheet is put away
    SheetKept { id: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Newest first
    List {
        #[arg(long)]
        control: Option<String>,
        #[arg(long)]
        limit: Option<u32>,
        /// Records before this number
        #[arg(long, value_name = "SEQ")]
        before: Option<u64>,
    },
    /// One record as it was hashed
    Show { seq: u64 },
    /// Recompute every hash and every artefact
    Verify {
        /// A head that was noted outside
        #[arg(long, value_name = "SEQ:HASH")]
        against: Option<String>,
    },
    /// Write every record to a file, oldest first
    Export { file: String },
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
            if inner.is_empty() { said.push(command.get_name().to_owned()) } else { said.extend(inner) }
        }
        let mut listed: Vec<String> = ballast_engine::COMMANDS
            .iter()
            .map(|command| command.cli.to_owned())
            .filter(|words| !words.is_empty())
            .collect();
        said.sort();
        listed.sort();
        assert_eq!(said, listed);
    }
}
