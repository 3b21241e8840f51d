//! Doing what a step says: a command in the folder of the file, or a request. Never longer than its limit, and ended
//! with everything it started when nobody waits for it any more.

use std::path::PathBuf;
use std::time::Duration;

use ballast_core::Span;
use ballast_core::limits::DRILL_LOOK_RUNTIME;
use ballast_outside::probe::{Limits, Local, Surroundings, command, http};
use ballast_readiness::drill::event::Failed;
use ballast_readiness::drill::plan::Act;

/// What all acts of a drill stand on. Cheap to clone.
#[derive(Clone)]
pub(super) struct Hands {
    pub surroundings: Surroundings,
    pub folder: Option<PathBuf>,
    /// The run, for commands that want to know.
    pub run: String,
    /// Every command that was shown and agreed to.
    pub consented: Vec<Vec<String>>,
}

/// How much of what a command or server says is kept, to be quoted.
const ANSWER_CHARACTERS_MAX: usize = 200;
/// In the environment of every command of a drill: its run.
pub(super) const DRILL_VARIABLE: &str = "BALLAST_DRILL";
const KEY_HEADER: &str = "Idempotency-Key";

pub(super) fn limits(whole: Span) -> Limits {
    let duration = Duration::from_secs(whole.seconds().max(1));
    // An act may take as long as its step says, which is more than a probe ever may.
    Limits { first_byte: duration, body: duration, whole: duration, ..Limits::within(whole) }
}

pub(super) fn look_limits() -> Limits {
    limits(DRILL_LOOK_RUNTIME)
}

fn refused(answer: String) -> Failed {
    Failed::Refused { answer: answer.chars().take(ANSWER_CHARACTERS_MAX).collect() }
}

impl Hands {
    pub(super) fn may_run(&self, words: &[String]) -> bool {
        self.consented.iter().any(|known| known == words)
    }

    /// Acts once and gives what came back. `key` names this act: who sees it twice knows that it is the same.
    pub(super) async fn act(&self, act: &Act, key: &str, limit: Span) -> Result<Vec<u8>, Failed> {
        match act {
            Act::Manual { .. } => Ok(Vec::new()),
            Act::Command { arguments } => self.command(arguments, key, limit).await,
            Act::Http { method, url, body, status } => {
                let ask = http::Ask {
                    method: method.clone(),
                    headers: vec![(KEY_HEADER.to_owned(), http::Value::Plain(key.to_owned()))],
                    body: body.clone().map(http::Value::Plain),
                    local: Local::Written,
                    ..http::Ask::get(url)
                };
                let probed = http::probe(&self.surroundings, &ask, &limits(limit)).await;
                match probed.seen.status {
                    Some(found) if found == *status => Ok(probed.seen.body),
                    Some(found) => Err(refused(format!("{method} {url}: {found}, not {status}"))),
                    None => Err(refused(format!("{method} {url}: {:?}", probed.failure))),
                }
            }
        }
    }

    async fn command(&self, words: &[String], key: &str, limit: Span) -> Result<Vec<u8>, Failed> {
        let name = words.first().cloned().unwrap_or_default();
        if !self.may_run(words) {
            return Err(refused(name));
        }
        let plain = |name: &str, value: &str| (name.to_owned(), http::Value::Plain(value.to_owned()));
        let environment = vec![plain(DRILL_VARIABLE, &self.run), plain("BALLAST_STEP", key)];
        let ask = command::Ask { words: words.to_vec(), folder: self.folder.clone(), environment };
        let probed = command::probe(&ask, &limits(limit)).await;
        let output = String::from_utf8_lossy(&probed.seen.output).into_owned();
        let last = output.lines().next_back().unwrap_or_default().to_owned();
        match (probed.seen.exit, probed.failure) {
            (Some(command::Exit::Code(0)), _) => Ok(probed.seen.output),
            (Some(command::Exit::Code(code)), _) => Err(refused(format!("{name}: {code} {last}"))),
            (Some(command::Exit::Signal(signal)), _) => Err(refused(format!("{name}: signal {signal}"))),
            (None, Some(ballast_outside::probe::Failure::NotStarted)) => {
                Err(refused(format!("{name}: not started")))
            }
            (None, _) => Err(Failed::TimedOut),
        }
    }
}
