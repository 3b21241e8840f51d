//! The words of the schedule, of what was given up on, and of alerts.

use ballast_core::backup::Level;
use ballast_engine::contract::AlertWay;
use clap::Subcommand;

use super::level;

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
