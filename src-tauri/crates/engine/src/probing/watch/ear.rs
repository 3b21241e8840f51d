//! Signs of life that come in over a port, while this program looks.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_core::{Error, Result};
use ballast_outside::probe::heartbeat::{Ear, Limits, Tokens};
use ballast_outside::secrets::Secret;
use ballast_readiness::probe::Target;
use serde_json::json;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinHandle;

use super::Rounds;
use crate::probing::beat;
use crate::probing::look::secret;

/// Where it is kept whether the port is open.
pub(crate) const EAR: &str = "heartbeat_in";
/// A port that somebody else had is tried again this much later.
const AGAIN: Duration = Duration::from_secs(30);
/// Signals that wait to be written down; who comes then is told to come again.
const WAITING_MAX: usize = 256;

/// The open port.
struct Open {
    at: SocketAddr,
    tokens: Arc<Tokens>,
    heard: Receiver<String>,
    task: JoinHandle<()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Default)]
pub(super) struct Listening {
    open: Option<Open>,
    tried: Option<Instant>,
    /// What was said of it last.
    said: Option<String>,
}

impl Rounds {
    /// Opens the port that is set up, closes another one, and takes what came in. What is wrong with it stops nothing.
    pub(super) fn listen(&mut self) -> Result<()> {
        let wanted = self.config.as_ref().and_then(|config| config.settings.heartbeat_in);
        if self.ear.open.as_ref().is_some_and(|open| Some(open.at) != wanted) {
            self.ear = Listening::default();
        }
        let is_due = self.ear.tried.is_none_or(|at| at.elapsed() >= AGAIN);
        if let Some(at) = wanted.filter(|_| self.ear.open.is_none() && is_due) {
            self.ear.tried = Some(Instant::now());
            let opened = self.runtime.block_on(Ear::open(at));
            self.say_of_ear(at, opened.as_ref().err())?;
            if let Ok(ear) = opened {
                let (tell, heard) = channel(WAITING_MAX);
                let tokens = Arc::<Tokens>::default();
                let known = Arc::clone(&tokens);
                let task =
                    self.runtime.spawn(async move { ear.listen(known, tell, Limits::default()).await });
                self.ear.open = Some(Open { at, tokens, heard, task });
                self.fetch_tokens();
            }
        }
        self.hear()
    }

    fn say_of_ear(&mut self, at: SocketAddr, error: Option<&Error>) -> Result<()> {
        let text = json!({ "at": at, "error": error }).to_string();
        if self.ear.said.as_ref() == Some(&text) {
            return Ok(());
        }
        match error {
            Some(error) => tracing::error!(%at, %error, "no signs of life can come in"),
            None => tracing::info!(%at, "signs of life come in here"),
        }
        self.ear.said = Some(text.clone());
        self.engine.store.write(move |change| change.put_setting(EAR, &text))
    }

    /// Fetches the tokens of all heartbeats, beside the looks: a keyring may take its time.
    pub(super) fn fetch_tokens(&self) {
        let Some(open) = &self.ear.open else { return };
        let mut sources = Vec::new();
        for (pair, known) in &self.probes {
            for one in known {
                if let Target::Heartbeat { token: Some(source), .. } = &one.probe.target {
                    sources.push((format!("{pair}/{}", one.key), source.clone()));
                }
            }
        }
        let tokens = Arc::clone(&open.tokens);
        self.runtime.spawn(async move {
            let mut fetched: Vec<(String, Secret)> = Vec::new();
            for (name, source) in sources {
                match secret(&source).await {
                    Ok(token) => fetched.push((name, token)),
                    Err(error) => tracing::error!(probe = name, %error, "a heartbeat has no token"),
                }
            }
            for probe in tokens.replace(fetched.iter().map(|(name, token)| (name.clone(), token))) {
                tracing::error!(probe, "a token of a heartbeat is too short, or no plain word");
            }
        });
    }

    /// Writes down what came in.
    fn hear(&mut self) -> Result<()> {
        let Some(open) = &mut self.ear.open else { return Ok(()) };
        let mut names = Vec::new();
        while let Ok(name) = open.heard.try_recv() {
            names.push(name);
        }
        names.sort();
        names.dedup();
        for name in names {
            let Some((pair, key)) = name.split_once('/') else { continue };
            if let Some(pair) = self.config.as_ref().and_then(|config| config.provider_pair(pair).ok()) {
                beat(&self.engine, pair, key)?;
            }
        }
        Ok(())
    }
}
