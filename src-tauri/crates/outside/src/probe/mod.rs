//! Probes: one look at a system of somebody else, with a limit on everything.
//!
//! Each gives what was seen until it ended, the time of every phase, and, where it did not end well, a failure
//! of a closed list. None judges: whether an answer is a good one is decided by who asked for it. Nothing is
//! sent twice, nothing is remembered from one probe to the next, and an address is connected to exactly as it
//! was looked up and checked.

pub mod certificate;
pub mod command;
mod dial;
pub mod dns;
mod exchange;
mod failure;
pub mod heartbeat;
pub mod http;
mod names;
pub mod own_line;
pub mod smtp;
pub mod status_page;
pub mod tcp;
pub mod tls;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ballast_core::Span;
use ballast_core::limits::{
    PROBE_BODY_BYTES, PROBE_CONNECT, PROBE_HEAD_BYTES_MAX, PROBE_RESOLVE, PROBE_RUNTIME, PROBE_RUNTIME_MAX,
    PROBE_TEXT_CHARACTERS_MAX, PROBE_TLS,
};
use serde::Serialize;
use tokio::time::{Instant, timeout};

pub use certificate::Trust;
pub use dial::{Local, Target};
pub use failure::{Failure, MailStep, NotConnected, Part, Phase, RedirectRefused, Wrong};
pub use names::{Addresses, Names, SystemNames};

/// What all probes stand on: how names become addresses, and whose certificates are trusted. Cheap to clone.
/// Make a new one every few hours: what a computer trusts changes.
#[derive(Clone)]
pub struct Surroundings {
    pub names: Arc<dyn Names>,
    pub trust: Trust,
}

impl Surroundings {
    /// As this computer does it. Reads its certificates; where there are none, none is trusted.
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self { names: Arc::new(SystemNames::default()), trust: Trust::of_this_computer() }
    }
}

/// The limits of one probe. A phase that ends by its own limit names it; `whole` holds over all of them, every
/// redirect included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub resolve: Duration,
    /// Shared by the addresses of a name, which are tried one after the other.
    pub connect: Duration,
    pub tls: Duration,
    pub first_byte: Duration,
    pub body: Duration,
    pub whole: Duration,
    /// Bytes of the head of an answer.
    pub head_bytes: usize,
    /// Bytes of a body, or of everything a mail server says, or of a command's output.
    pub body_bytes: usize,
}

impl Limits {
    /// The usual limits for a probe that may take `whole`, at most five minutes.
    #[must_use]
    pub fn within(whole: Span) -> Self {
        let whole = Duration::from_secs(whole.min(PROBE_RUNTIME_MAX).seconds());
        let at_most = |span: Span| Duration::from_secs(span.seconds()).min(whole);
        Self {
            resolve: at_most(PROBE_RESOLVE),
            connect: at_most(PROBE_CONNECT),
            tls: at_most(PROBE_TLS),
            first_byte: whole,
            body: whole,
            whole,
            head_bytes: PROBE_HEAD_BYTES_MAX,
            body_bytes: usize::try_from(PROBE_BODY_BYTES).unwrap_or(usize::MAX),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::within(PROBE_RUNTIME)
    }
}

/// How long each phase took, in microseconds; of the last connection, where redirects made several. None: it
/// was not reached, or did not end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    pub resolve_microseconds: Option<u64>,
    pub connect_microseconds: Option<u64>,
    pub tls_microseconds: Option<u64>,
    pub first_byte_microseconds: Option<u64>,
    pub body_microseconds: Option<u64>,
    /// From the first to the last thing that the probe did, whatever became of it.
    pub whole_microseconds: u64,
}

impl Times {
    fn slot(&mut self, phase: Phase) -> &mut Option<u64> {
        match phase {
            Phase::Resolve => &mut self.resolve_microseconds,
            Phase::Connect => &mut self.connect_microseconds,
            Phase::Tls => &mut self.tls_microseconds,
            Phase::FirstByte => &mut self.first_byte_microseconds,
            Phase::Body | Phase::Whole => &mut self.body_microseconds,
        }
    }

    /// Runs one phase, or a stretch of it, to its end or its limit, and adds how long it took if it ended well.
    async fn phase<T>(
        &mut self,
        phase: Phase,
        limit: Duration,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let started = Instant::now();
        let ended = timeout(limit, work).await.map_err(|_| Failure::timed_out(phase, limit))??;
        let slot = self.slot(phase);
        *slot = Some(slot.unwrap_or(0).saturating_add(microseconds(started.elapsed())));
        Ok(ended)
    }
}

/// What one probe gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probed<S> {
    pub times: Times,
    /// What was seen until the end, or until the failure.
    pub seen: S,
    pub failure: Option<Failure>,
}

impl<S: Default> Probed<S> {
    /// Runs a whole probe within its limit. What it has seen by then stays.
    async fn run<'a>(
        limits: &'a Limits,
        probe: impl AsyncFnOnce(&mut S, &mut Times) -> Result<(), Failure>,
    ) -> Self {
        let started = Instant::now();
        let (mut seen, mut times) = (S::default(), Times::default());
        let ended = timeout(limits.whole, probe(&mut seen, &mut times)).await;
        times.whole_microseconds = microseconds(started.elapsed());
        let failure = match ended {
            Ok(ended) => ended.err(),
            Err(_) => Some(Failure::timed_out(Phase::Whole, limits.whole)),
        };
        Self { times, seen, failure }
    }
}

fn microseconds(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// A text of the other side as it may be kept: in one line, and not without end.
fn shortened(text: impl fmt::Display) -> String {
    let kept = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.to_string().chars().filter(kept).take(PROBE_TEXT_CHARACTERS_MAX).collect()
}
