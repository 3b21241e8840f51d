//! The heartbeat out: somebody else notices when Ballast dies, or when its schedule stands still.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_core::Error;
use ballast_core::limits::HEARTBEAT_RUNTIME;
use ballast_outside::webhook;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::config::HeartbeatOut;
use crate::engine::Engine;
use crate::schedule::Shared;

const SETTING: &str = "heartbeat_out";
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How soon a beat that did not arrive is tried again, if the next one is not due before.
const AGAIN_AFTER: Duration = Duration::from_secs(30);

/// What became of the last beat.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Beat {
    pub sent_at: Option<Timestamp>,
    pub error: Option<Error>,
}

/// The last beat, as it was written down.
pub(crate) fn last(engine: &Engine) -> Beat {
    let text = engine.store.read(|view| view.setting(SETTING)).ok().flatten();
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Beats while this program holds the schedule and the schedule moves.
pub(crate) fn go_on(engine: &Arc<Engine>, shared: &Arc<Shared>) {
    let mut next = Instant::now();
    let mut read: Option<(Instant, Option<HeartbeatOut>)> = None;
    while !shared.stops() {
        std::thread::sleep(LOOK_EVERY);
        if shared.epoch().is_none() {
            continue;
        }
        if read.as_ref().is_none_or(|(at, _)| at.elapsed() > AGAIN_AFTER / 3) {
            let beat = engine.config().ok().and_then(|config| config.alerts().heartbeat_out);
            // Another address or interval counts from now, not from when the old one is due.
            if read.as_ref().is_some_and(|(_, before)| *before != beat) {
                next = Instant::now();
            }
            read = Some((Instant::now(), beat));
        }
        let Some((_, Some(beat))) = &read else { continue };
        if Instant::now() < next {
            continue;
        }
        if shared.is_stuck() {
            tracing::warn!("the schedule stands still: no heartbeat goes out");
            next = Instant::now() + AGAIN_AFTER;
            continue;
        }
        let every = Duration::from_secs(beat.every.seconds());
        let outcome = webhook::beat(&beat.url, HEARTBEAT_RUNTIME);
        next = Instant::now() + if outcome.is_ok() { every } else { every.min(AGAIN_AFTER) };
        if let Err(error) = &outcome {
            tracing::warn!(%error, "the heartbeat did not arrive");
        }
        let before = last(engine);
        let sent_at = if outcome.is_ok() { Some(engine.now()) } else { before.sent_at };
        let beat = Beat { sent_at, error: outcome.err() };
        if let Ok(text) = serde_json::to_string(&beat) {
            let _ = engine.store.write(move |change| change.put_setting(SETTING, &text));
        }
    }
}
