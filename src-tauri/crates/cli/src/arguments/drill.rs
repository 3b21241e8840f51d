//! The words of failover drills.

use ballast_engine::contract::{Answered, DrillOutcome, NoticedBy, Recovered};
use clap::{ArgGroup, Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;

#[derive(Debug, Subcommand)]
pub(crate) enum DrillCommand {
    /// The board of the quarter, the drills that are written, and their runs
    List,
    /// What a drill would do, step by step, and what stands in its way; runs nothing
    Plan { id: String },
    /// Starts a drill and carries it until it ends
    ///
    /// Two people turn a key each, or one types the phrase that drill plan shows. Every command is shown first.
    Start(StartArguments),
    /// Begins the next step
    Next(ActArguments),
    /// It was done, or it is to be seen
    Confirm(ActArguments),
    /// It did not work
    Problem(TextArguments),
    /// Goes back to the primary, once the backup was watched for long enough
    Back(ActArguments),
    /// Stops it; what was started is undone. Returns when the undo is verified or stuck
    Abort(ActArguments),
    /// Calls it off before anything was touched
    Cancel(TextArguments),
    /// Decides where a drill waits for a person: blocked, interrupted, stuck, on the backup for now
    Decide(DecideArguments),
    /// Writes something down
    Note(TextArguments),
    /// Gives the drill to somebody else
    HandOver {
        run: String,
        /// Who says so
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        /// Who runs it from now on
        #[arg(long, value_name = "WHO")]
        to: String,
    },
    /// Signs the result, which nobody does who ran it
    Sign(SignArguments),
    /// A run: where it stands, its steps, what was measured
    Show { run: String },
    /// Sets the day of a drill, or another one
    Reschedule {
        id: String,
        #[arg(long, value_name = "INSTANT")]
        at: Timestamp,
        /// Who is to run it
        #[arg(long, value_name = "WHO")]
        operator: Option<String>,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Writes a run, or a drill that is written, as files of the Chaos Toolkit
    Export {
        run: String,
        #[arg(long, value_name = "DIR")]
        to: String,
    },
    /// Shows an experiment of the Chaos Toolkit as a drill of the workspace file; runs nothing
    Import { file: String },
    /// Writes what a run proved as a page to print
    Report {
        run: String,
        #[arg(long, value_name = "FILE")]
        html: String,
    },
    /// Writes the days on which drills are due as a calendar
    Calendar {
        #[arg(long, value_name = "FILE.ics")]
        to: String,
    },
    /// When the next drill is due, by fiscal quarters and the longest gap
    ///
    /// Needs no workspace.
    Cadence {
        /// The month in which the fiscal year starts [default: 1]
        #[arg(long, value_name = "MONTH")]
        fiscal_start: Option<i8>,
        /// The longest time between two drills [default: 120d]
        #[arg(long, value_name = "DAYS")]
        max_gap: Option<String>,
        /// Days of drills that counted, with commas between; "" for none
        #[arg(long, value_name = "DATE,DATE", value_delimiter = ',', value_parser = day)]
        done: Vec<Option<Date>>,
        /// Else today
        #[arg(long, value_name = "DATE")]
        today: Option<Date>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StartArguments {
    pub id: String,
    /// Who runs it
    #[arg(long = "as", value_name = "WHO")]
    pub person: String,
    /// Who turns the second key
    #[arg(long, value_name = "WHO", conflicts_with = "alone")]
    pub with: Option<String>,
    /// The phrase of a sole owner, as drill plan shows it
    #[arg(long, value_name = "PHRASE")]
    pub alone: Option<String>,
    /// Agrees to every command that drill plan shows
    #[arg(long)]
    pub yes_run_commands: bool,
    /// What both providers share is known, and accepted
    #[arg(long)]
    pub accept_shared: bool,
    /// Goes on by itself with steps that a program does
    #[arg(long)]
    pub auto: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ActArguments {
    pub run: String,
    #[arg(long = "as", value_name = "WHO")]
    pub person: Option<String>,
    #[arg(long, default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct TextArguments {
    pub run: String,
    #[arg(long = "as", value_name = "WHO")]
    pub person: Option<String>,
    /// In a few words
    #[arg(long, visible_alias = "text", value_name = "TEXT")]
    pub reason: String,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("decision").required(true).multiple(false)))]
#[allow(clippy::struct_excessive_bools)]
pub(crate) struct DecideArguments {
    pub run: String,
    #[arg(long = "as", value_name = "WHO")]
    pub person: Option<String>,
    /// Interrupted: go on over the backup, which is looked at first
    #[arg(long, group = "decision")]
    pub forward: bool,
    /// Interrupted: undo what was started
    #[arg(long, group = "decision")]
    pub roll_back: bool,
    /// Interrupted: people act by hand
    #[arg(long, group = "decision")]
    pub stuck: bool,
    /// Stuck: the primary is back
    #[arg(long, group = "decision")]
    pub restored: bool,
    /// Stuck: the backup carries it for now
    #[arg(long, group = "decision")]
    pub stay: bool,
    /// On the backup: it is the primary from now on
    #[arg(long, group = "decision")]
    pub accept: bool,
    /// On the backup: go back now
    #[arg(long, group = "decision")]
    pub switch_back: bool,
    /// Blocked: look at what is in the way again
    #[arg(long, group = "decision")]
    pub look_again: bool,
    /// Blocked: what is in the way is the result
    #[arg(long, group = "decision")]
    pub record_as_failed: bool,
    /// On the backup: this is no drill any more
    #[arg(long, group = "decision")]
    pub real_incident: bool,
    /// The failure was noticed now
    #[arg(long, group = "decision")]
    pub detected: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignArguments {
    pub run: String,
    #[arg(long = "as", value_name = "WHO")]
    pub person: String,
    #[arg(long, value_name = "RESULT", value_parser = word::<DrillOutcome>)]
    pub result: DrillOutcome,
    /// Whether the backup took over: yes, no or not-tried [default: by the result]
    #[arg(long, value_parser = word::<Answered>)]
    pub kicked_in: Option<Answered>,
    /// Whether the team knew the procedure [default: by the result]
    #[arg(long, value_parser = word::<Answered>)]
    pub team_knew: Option<Answered>,
    /// Whether the degraded mode worked [default: not-tried]
    #[arg(long, value_parser = word::<Answered>)]
    pub degraded: Option<Answered>,
    /// After a failure, how it was noticed: alert, user or luck
    #[arg(long, value_parser = word::<NoticedBy>)]
    pub noticed: Option<NoticedBy>,
    /// How it ended: automatically, by-people or not-recovered
    #[arg(long, value_parser = word::<Recovered>)]
    pub recovered: Option<Recovered>,
    /// Whom and what it reached
    #[arg(long, value_name = "TEXT")]
    pub reach: Option<String>,
    /// Which assumption was wrong
    #[arg(long, value_name = "TEXT")]
    pub teaches: Option<String>,
    /// What is done about it; several times for several
    #[arg(long = "action", value_name = "TEXT")]
    pub actions: Vec<String>,
    /// The SHA-256 of a file of evidence
    #[arg(long = "evidence", value_name = "HASH")]
    pub evidence: Vec<String>,
}

/// A word of a closed set, with blanks or strokes between its parts.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = serde_json::Value::String(text.replace('-', "_"));
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// A day; nothing where nothing is written, so that `--done ""` says that there was no drill.
fn day(text: &str) -> Result<Option<Date>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(|_| "a date such as 2026-11-20".to_owned())
}
