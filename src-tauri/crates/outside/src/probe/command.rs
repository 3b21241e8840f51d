//! A program of the user that looks at something.

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;

use serde::Serialize;

use super::http::{Value, without};
use super::{Failure, Limits, Phase, Probed, Times, Wrong};
use crate::child::{KILL_GRACE, Keep, Task, watch};

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The program and its arguments; no shell reads them.
    pub words: Vec<String>,
    /// Where it runs; relative paths start there. None: where this program runs.
    pub folder: Option<PathBuf>,
    /// On top of the program's own environment.
    pub environment: Vec<(String, Value)>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub exit: Option<Exit>,
    /// The first bytes of its standard output, up to the limit of a body. What it said as an error is not
    /// kept.
    #[serde(skip)]
    pub output: Vec<u8>,
    /// Whether `output` is all of it.
    pub output_is_whole: bool,
}

/// How a program ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    Code(i32),
    Signal(i32),
}

/// Runs it to its end or to the limit `whole`, where it is ended with everything it started. A long output is
/// no failure: what is beyond the limit is read and dropped. Failures: `invalid`, `not_started`, `timed_out`.
pub async fn probe(ask: &Ask, limits: &Limits) -> Probed<Seen> {
    // Ended at its limit, it gets a moment to be gone.
    let outer = Limits { whole: limits.whole.saturating_add(KILL_GRACE), ..*limits };
    let mut probed = Probed::run(&outer, async |seen: &mut Seen, _: &mut Times| {
        if ask.words.is_empty() {
            return Err(Failure::invalid(Wrong::Command));
        }
        let environment: Vec<(&str, &str)> =
            ask.environment.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        let keep = Keep::Head(limits.body_bytes);
        let (words, environment) = (&ask.words[..], &environment[..]);
        let folder = ask.folder.as_deref();
        let task = Task { words, folder, environment, input: &[], limit: limits.whole, keep };
        let ended = watch(&task).await.map_err(|_| Failure::NotStarted)?;
        seen.output_is_whole = ended.output.len() <= limits.body_bytes && ended.status.is_some();
        seen.output = ended.output;
        seen.output.truncate(limits.body_bytes);
        let Some(status) = ended.status else {
            return Err(Failure::timed_out(Phase::Whole, limits.whole));
        };
        seen.exit = status.code().map(Exit::Code).or_else(|| status.signal().map(Exit::Signal));
        Ok(())
    })
    .await;
    for (_, value) in &ask.environment {
        if let Value::Secret(secret) = value {
            let is_cut = !probed.seen.output_is_whole;
            without(&mut probed.seen.output, secret.expose().as_bytes(), is_cut);
        }
    }
    probed
}
