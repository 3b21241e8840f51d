//! Pauses: a person stops a schedule, with a reason and an end.

use ballast_core::evidence::RecordKind;
use ballast_core::limits::PAUSE_MAX;
use ballast_core::{Code, Error, Result, Span};
use ballast_store::{Draft, PauseRow};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::engine::Engine;

/// A length from now, an instant, or a day that ends the pause when it begins.
fn end_of(engine: &Engine, text: &str) -> Result<Timestamp> {
    let wrong = || {
        Error::new(Code::InvalidCall).with("what", "--until").with("found", text).allowed([
            "a length such as 1h or 7d",
            "a date such as 2026-12-01",
            "an instant such as 2026-12-01T08:00:00Z",
        ])
    };
    let now = engine.now();
    let zone = engine.config()?.zone();
    let until = if let Ok(span) = text.parse::<Span>() {
        now.checked_add(span.duration()).ok()
    } else if let Ok(instant) = text.parse::<Timestamp>() {
        Some(instant)
    } else {
        text.parse::<Date>().ok().and_then(|day| day.to_zoned(zone).ok()).map(|zoned| zoned.timestamp())
    };
    let longest = now.checked_add(PAUSE_MAX.duration()).unwrap_or(now);
    until.filter(|until| *until > now && *until <= longest).ok_or_else(wrong)
}

/// Stops the schedule of one control, or of all.
pub(crate) fn pause(
    engine: &Engine,
    control: Option<&str>,
    until: &str,
    reason: &str,
    person: &str,
) -> Result<()> {
    if let Some(control) = control {
        engine.config()?.require_control(control)?;
    }
    if reason.trim().is_empty() {
        return Err(Error::new(Code::InvalidCall)
            .with("what", "--reason")
            .with("found", reason)
            .allowed(["why it is paused, in a few words"]));
    }
    let now = engine.now();
    let row = PauseRow {
        control: control.map(str::to_owned),
        since: now,
        until: end_of(engine, until)?,
        reason: reason.trim().to_owned(),
        person: person.to_owned(),
    };
    let clock = engine.clock.kind();
    engine.store.write(move |change| {
        change.put_pause(&row)?;
        let body = json!({ "until": row.until, "reason": row.reason, "person": row.person });
        change
            .append(Draft {
                at: now,
                clock,
                kind: RecordKind::Paused,
                control: row.control,
                run: None,
                verdict: None,
                artefacts: Vec::new(),
                body,
            })
            .map(drop)
    })
}

/// Ends a pause before its time. Ending none changes nothing.
pub(crate) fn resume(engine: &Engine, control: Option<&str>, person: &str) -> Result<()> {
    if let Some(control) = control {
        engine.config()?.require_control(control)?;
    }
    let (now, clock) = (engine.now(), engine.clock.kind());
    let (control, person) = (control.map(str::to_owned), person.to_owned());
    engine.store.write(move |change| {
        if !change.end_pause(control.as_deref(), now)? {
            return Ok(());
        }
        change
            .append(Draft {
                at: now,
                clock,
                kind: RecordKind::Resumed,
                control,
                run: None,
                verdict: None,
                artefacts: Vec::new(),
                body: json!({ "person": person }),
            })
            .map(drop)
    })
}
