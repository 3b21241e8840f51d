//! What a run of a drill goes by, as it stood when the run was made: the file may change meanwhile.

use std::path::PathBuf;

use ballast_core::limits::DRILL_BACK_WITHIN;
use ballast_core::{Code, Error, Result, Span};
use ballast_readiness::drill::Plan;
use ballast_readiness::drill::plan::{Act, Check};
use ballast_readiness::probe::{Probe, Target};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{Canary, Config, Drill};

/// A look of the pair, or of the drill alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScriptLook {
    /// As the checks of the plan call it.
    pub key: String,
    pub probe: Probe,
    /// Of this drill alone.
    pub own: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Script {
    pub plan: Plan,
    pub canary: Option<Canary>,
    pub looks: Vec<ScriptLook>,
    /// Where commands start: the folder of the workspace file.
    pub folder: Option<PathBuf>,
    /// How long the primary may take to be back once everything is undone.
    pub back_within: Span,
}

impl Script {
    pub(crate) fn of(drill: &Drill, config: &Config, run: &str) -> Result<Self> {
        let pair = config.provider_pair(drill.pair.as_str())?;
        let mut plan = drill.plan(run, config);
        // A switch without a limit would never be called too long.
        plan.maximum_switch = plan.maximum_switch.or(plan.maximum_duration);
        let of_pair = pair.keyed().map(|(key, probe)| ScriptLook { key, probe: probe.clone(), own: false });
        let own = drill.looks.iter().map(|(key, probe)| ScriptLook {
            key: key.clone(),
            probe: probe.clone(),
            own: true,
        });
        Ok(Self {
            plan,
            canary: drill.canary.clone(),
            looks: of_pair.chain(own).collect(),
            folder: config.settings.base.clone(),
            back_within: drill.maximum_switch.unwrap_or(DRILL_BACK_WITHIN),
        })
    }

    pub(crate) fn read(value: &Value) -> Result<Self> {
        serde_json::from_value(value.clone())
            .map_err(|error| Error::new(Code::WorkspaceDamaged).with("what", "drill").because(&error))
    }

    pub(crate) fn to_value(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(|error| Error::new(Code::Internal).because(&error))
    }

    /// Every command that the drill may run, each once: those of the plan, of its own looks and of its canaries. Talk
    /// runs none.
    pub(crate) fn commands(&self) -> Vec<Vec<String>> {
        if self.plan.is_talk() {
            return self.plan.commands().into_iter().map(<[String]>::to_vec).collect();
        }
        let mut commands: Vec<Vec<String>> =
            self.plan.commands().into_iter().map(<[String]>::to_vec).collect();
        let acts = self.canary.iter().flat_map(|canary| [&canary.write, &canary.read]);
        commands.extend(acts.filter_map(Act::command).map(<[String]>::to_vec));
        for look in self.looks.iter().filter(|look| look.own) {
            if let Target::Command(words) = &look.probe.target {
                commands.push(words.clone());
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        commands.retain(|command| seen.insert(command.clone()));
        commands
    }

    pub(crate) fn look(&self, key: &str) -> Option<&ScriptLook> {
        self.looks.iter().find(|look| look.key == key)
    }

    /// What is looked at, in words of the plan.
    pub(crate) fn words_of(&self, check: &Check) -> String {
        match check {
            Check::Http { method, url, status } => format!("{method} {url} = {status}"),
            Check::Tcp { address } => format!("tcp {address}"),
            Check::Command { arguments, exit } => format!("{} = {exit}", shell_words(arguments)),
            Check::Probe { probe } => self.look_title(probe),
            Check::Number { probe, at_least, at_most } => {
                let least = at_least.map(|least| format!(" ≥ {least}")).unwrap_or_default();
                let most = at_most.map(|most| format!(" ≤ {most}")).unwrap_or_default();
                format!("{}{least}{most}", self.look_title(probe))
            }
            Check::Person { question } => question.clone(),
        }
    }

    fn look_title(&self, key: &str) -> String {
        match self.look(key) {
            Some(look) if look.own => look.probe.title(),
            _ => key.to_owned(),
        }
    }
}

/// A command as people read it: words with blanks in quotes.
pub(crate) fn shell_words(arguments: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c == '\'' || c == '"');
        if plain { word.clone() } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    arguments.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// An act as people read it.
pub(crate) fn words_of_act(act: &Act) -> String {
    match act {
        Act::Manual { instructions } => instructions.clone(),
        Act::Command { arguments } => shell_words(arguments),
        Act::Http { method, url, body, .. } => match body {
            Some(body) => format!("{method} {url} {body}"),
            None => format!("{method} {url}"),
        },
    }
}
