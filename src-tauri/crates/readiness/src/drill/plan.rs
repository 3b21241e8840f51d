//! What a drill is going to do: how healthy looks in numbers, the steps, and how each is undone.

use std::collections::BTreeSet;

use ballast_core::Span;
use serde::{Deserialize, Serialize};

use crate::estimate::Kind;

/// The plan of one drill, as it stood when the drill was scheduled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub id: String,
    /// The provider pair it is a check of.
    pub pair: String,
    pub title: String,
    pub kind: Kind,
    /// Who answers for it, and who does when that person is away.
    pub owner: Option<String>,
    pub deputy: Option<String>,
    /// How healthy looks, in numbers: measured before the switch and again after the way back.
    pub steady: Vec<Steady>,
    pub steps: Vec<Step>,
    /// What must pass on the way over the backup before the switch counts as done.
    pub on_backup: Vec<Check>,
    /// Passes in a row after which something counts as working.
    pub passes: u32,
    /// Targets: how long until it works again, and how much work may be lost.
    pub rto: Option<Span>,
    pub rpo: Option<Span>,
    /// How long the switch may take before it is undone, and the whole drill.
    pub maximum_switch: Option<Span>,
    pub maximum_duration: Option<Span>,
    /// How long the backup is watched at least before the way back.
    pub observe: Span,
    /// What ends the drill while the backup carries it.
    pub stops: Vec<Stop>,
    /// How often a canary is written, for the measured loss of work.
    pub canary_every: Option<Span>,
}

impl Plan {
    /// What somebody types who has nobody to turn the second key.
    #[must_use]
    pub fn phrase(&self) -> String {
        format!("switch {}", self.pair)
    }

    /// Nothing is touched: there is nothing to undo, to verify or to measure.
    #[must_use]
    pub fn is_talk(&self) -> bool {
        self.kind == Kind::Tabletop
    }

    /// Every command that the drill may run, each once, in the order of the plan: they are shown, and never run
    /// without consent.
    #[must_use]
    pub fn commands(&self) -> Vec<&[String]> {
        let looks = self.steady.iter().map(|steady| &steady.check).chain(&self.on_backup);
        let mut commands: Vec<&[String]> = looks.filter_map(Check::command).collect();
        commands.extend(self.stops.iter().filter_map(|stop| stop.check.command()));
        for step in &self.steps {
            let undo = step.undo.as_ref().and_then(Undo::act);
            commands.extend(step.act.command());
            commands.extend(step.verify.as_ref().and_then(Check::command));
            commands.extend(undo.and_then(Act::command));
            commands.extend(step.verify_undo.as_ref().and_then(Check::command));
        }
        let mut seen = BTreeSet::new();
        commands.retain(|command| seen.insert(*command));
        commands
    }
}

/// One number that says healthy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steady {
    pub title: String,
    pub check: Check,
    /// Passes in a row.
    pub passes: u32,
    /// The slowest answer that still is one.
    #[serde(default)]
    pub within_milliseconds: Option<u64>,
}

/// A look that tells yes or no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    Http {
        method: String,
        url: String,
        /// The status that is right.
        status: u16,
    },
    Tcp {
        /// `host:port`
        address: String,
    },
    Command {
        arguments: Vec<String>,
        exit: i32,
    },
    /// A probe of the pair, by its name.
    Probe {
        probe: String,
    },
    /// The number that a probe brings.
    Number {
        probe: String,
        #[serde(default)]
        at_least: Option<i64>,
        #[serde(default)]
        at_most: Option<i64>,
    },
    /// A person looks and says so.
    Person {
        question: String,
    },
}

impl Check {
    #[must_use]
    pub fn command(&self) -> Option<&[String]> {
        match self {
            Self::Command { arguments, .. } => Some(arguments),
            _ => None,
        }
    }
}

/// One step of the runbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub title: String,
    pub owner: Option<String>,
    pub act: Act,
    /// How its effect is seen: that a command ended well is not yet that it did something.
    pub verify: Option<Check>,
    pub undo: Option<Undo>,
    /// How it is seen that the undo worked.
    pub verify_undo: Option<Check>,
    /// For the step, and again for its undo.
    pub timeout: Option<Span>,
}

impl Step {
    /// There is nothing to take back.
    #[must_use]
    pub fn leaves_nothing(&self) -> bool {
        self.undo == Some(Undo::NotNeeded)
    }
}

/// What a step does. Acts are repeated after a crash, so doing one twice must be as good as once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    Manual { instructions: String },
    Command { arguments: Vec<String> },
    Http { method: String, url: String, body: Option<String>, status: u16 },
}

impl Act {
    #[must_use]
    pub fn command(&self) -> Option<&[String]> {
        match self {
            Self::Command { arguments } => Some(arguments),
            _ => None,
        }
    }
}

/// How a step is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Undo {
    By(Act),
    /// It leaves nothing behind.
    NotNeeded,
}

impl Undo {
    #[must_use]
    pub fn act(&self) -> Option<&Act> {
        match self {
            Self::By(act) => Some(act),
            Self::NotNeeded => None,
        }
    }
}

/// A condition under which the drill is ended and undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    pub title: String,
    pub check: Check,
    /// Failures in a row: one alone may be a flap.
    pub failures: u32,
}

impl Stop {
    /// Whether what was seen so far, oldest first, ends the drill. What was not observed is neither a failure
    /// nor a success.
    #[must_use]
    pub fn trips(&self, seen: &[Option<bool>]) -> bool {
        let failures = seen.iter().rev().flatten().take_while(|passed| !**passed).count();
        self.failures > 0 && failures >= usize::try_from(self.failures).unwrap_or(usize::MAX)
    }
}
