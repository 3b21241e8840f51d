//! Delivering what stands in the outbox: one thread a way, so that a server that hangs delays no other
//! way, and one entry after another on each.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ballast_core::alert::{OutboxState, Tried, after_try};
use ballast_core::limits::{ALERT_COMMAND_RUNTIME, MAIL_RUNTIME, WEBHOOK_RUNTIME};
use ballast_core::retry::draw_of;
use ballast_core::{Code, Error, Result};
use ballast_outside::{command, is_transient, mail, notification, secrets, webhook};
use ballast_store::{DeadRow, OutboxRow};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::compose::text_of;
use crate::config::{Alerts, Config, Email, Webhook};
use crate::contract::{AlertWay, MailSecurity};
use crate::engine::{Engine, new_id};
use crate::schedule::Shared;

/// The ways that are set up, each with who it tells.
pub(crate) fn ways(alerts: &Alerts) -> Vec<(AlertWay, String)> {
    let mut ways = Vec::new();
    if alerts.desktop {
        ways.push((AlertWay::Desktop, "desktop".to_owned()));
    }
    ways.extend(alerts.email.as_ref().map(|email| (AlertWay::Email, email.to.join(", "))));
    ways.extend(alerts.webhook.as_ref().map(|hook| (AlertWay::Webhook, host_of(&hook.url))));
    let program = alerts.command.as_ref().and_then(|words| words.first().cloned());
    ways.extend(program.map(|program| (AlertWay::Command, program)));
    ways
}

/// The host of an address: its path may be a secret.
pub(crate) fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit('@').next().unwrap_or_default().to_owned()
}

pub(crate) fn name_of(way: AlertWay) -> &'static str {
    match way {
        AlertWay::Desktop => "desktop",
        AlertWay::Email => "email",
        AlertWay::Webhook => "webhook",
        AlertWay::Command => "command",
    }
}

pub(crate) fn way_of(name: &str) -> Option<AlertWay> {
    [AlertWay::Desktop, AlertWay::Email, AlertWay::Webhook, AlertWay::Command]
        .into_iter()
        .find(|way| name_of(*way) == name)
}

/// Tries one entry on its way, once.
pub(crate) fn try_once(alerts: &Alerts, row: &OutboxRow) -> Result<()> {
    // What is set up no more cannot take it.
    let gone = || Error::new(Code::UnknownId).with("what", "way").with("id", &row.way);
    match way_of(&row.way).ok_or_else(gone)? {
        AlertWay::Desktop if alerts.desktop => notification::notify(&row.subject, &text_of(row), &row.id),
        AlertWay::Desktop => Err(gone()),
        AlertWay::Email => by_mail(alerts.email.as_ref().ok_or_else(gone)?, row),
        AlertWay::Webhook => by_webhook(alerts.webhook.as_ref().ok_or_else(gone)?, row),
        AlertWay::Command => {
            let words = alerts.command.as_ref().ok_or_else(gone)?;
            let environment =
                [("BALLAST_ALERT_ID", row.id.as_str()), ("BALLAST_ALERT_TOPIC", row.topic.as_str())];
            command::run(words, &environment, document(row).as_bytes(), ALERT_COMMAND_RUNTIME).map(drop)
        }
    }
}

/// What a program reads: the entry whole.
fn document(row: &OutboxRow) -> String {
    let mut document = row.payload.clone();
    if let Some(fields) = document.as_object_mut() {
        fields.insert("id".to_owned(), json!(row.id));
        fields.insert("topic".to_owned(), json!(row.topic));
        fields.insert("subject".to_owned(), json!(row.subject));
        fields.insert("at".to_owned(), json!(row.at));
    }
    document.to_string()
}

fn by_mail(email: &Email, row: &OutboxRow) -> Result<()> {
    let security = match email.security {
        Some(MailSecurity::StartTls) => mail::Security::StartTls,
        Some(MailSecurity::Tls) => mail::Security::Tls,
        Some(MailSecurity::None) => mail::Security::None,
        None => mail::Security::by_server(&email.server)?,
    };
    let login = email.login.as_ref().map(secrets::fetch).transpose()?;
    let from = email.from.clone().or_else(|| email.to.first().cloned()).unwrap_or_default();
    let route = mail::Route {
        server: email.server.clone(),
        security,
        user: email.user.clone(),
        from,
        to: email.to.clone(),
    };
    let letter =
        mail::Letter { id: row.id.clone(), subject: row.subject.clone(), text: text_of(row), html: None };
    let delivered = mail::send(&route, login.as_ref(), &letter, MAIL_RUNTIME)?;
    for (address, error) in &delivered.refused {
        tracing::warn!(address, %error, "a recipient was refused; the others have the letter");
    }
    Ok(())
}

fn by_webhook(hook: &Webhook, row: &OutboxRow) -> Result<()> {
    let secret = hook.secret.as_ref().map(secrets::fetch).transpose()?;
    webhook::post(&hook.url, &row.id, document(row).as_bytes(), secret.as_ref(), WEBHOOK_RUNTIME).map(drop)
}

/// Writes down what became of a try: arrived, to be tried again, or given up on.
pub(crate) fn note(engine: &Engine, row: &OutboxRow, outcome: Result<()>) -> Result<OutboxRow> {
    let now = engine.now();
    let attempt = row.attempts + 1;
    let tried = match &outcome {
        Ok(()) => Tried::Arrived,
        Err(error) => Tried::Failed { transient: is_transient(error) },
    };
    let draw = draw_of(&format!("{} {attempt}", row.id));
    let (state, wait) = after_try(row.state, tried, attempt, draw);
    let error = outcome.err();
    let noted = OutboxRow {
        state,
        attempts: attempt,
        next_at: wait.and_then(|wait| now.checked_add(wait.duration()).ok()),
        delivered_at: (state == OutboxState::Delivered).then_some(now),
        error: error.as_ref().and_then(|error| serde_json::to_value(error).ok()),
        ..row.clone()
    };
    // A computer without a desktop is no fault that a person could mend, nor is a way that is no more.
    let is_nobodys = error.as_ref().is_some_and(|e| matches!(e.code, Code::NoDesktop | Code::UnknownId));
    let letter = (state == OutboxState::GivenUp && !is_nobodys).then(|| DeadRow {
        // One that is given up on a second time is another letter.
        id: format!("alert-{}", new_id(now)),
        kind: "alert".to_owned(),
        control: String::new(),
        job: row.id.clone(),
        first_at: row.at,
        last_at: now,
        attempts: attempt,
        error: noted.error.clone(),
        run: None,
    });
    let written = noted.clone();
    engine.store.write(move |change| match letter {
        Some(letter) if change.outbox_tried(&written)? => change.put_dead_letter(&letter).map(drop),
        Some(_) => Ok(()),
        None => change.outbox_tried(&written).map(drop),
    })?;
    Ok(noted)
}

/// Threads that deliver, one a way.
pub(crate) struct Deliveries {
    engine: Arc<Engine>,
    shared: Arc<Shared>,
    busy: HashMap<String, JoinHandle<()>>,
}

impl Deliveries {
    pub(crate) fn new(engine: &Arc<Engine>, shared: &Arc<Shared>) -> Self {
        Self { engine: Arc::clone(engine), shared: Arc::clone(shared), busy: HashMap::new() }
    }

    /// Starts on what is due, where its way is free.
    pub(crate) fn look(&mut self, config: &Config, now: Timestamp) -> Result<()> {
        let waiting = self.engine.store.read(|view| view.outbox_waiting())?;
        let mut ways: HashMap<String, Vec<OutboxRow>> = HashMap::new();
        for row in waiting.into_iter().filter(|row| is_due(row, now)) {
            ways.entry(row.way.clone()).or_default().push(row);
        }
        let Some(epoch) = self.shared.epoch() else { return Ok(()) };
        for (way, rows) in ways {
            if self.busy.get(&way).is_some_and(|thread| !thread.is_finished()) {
                continue;
            }
            let (engine, shared, alerts) =
                (Arc::clone(&self.engine), Arc::clone(&self.shared), config.alerts());
            let spawned = std::thread::Builder::new().name(format!("alert-{way}")).spawn(move || {
                for row in rows {
                    if shared.stops() || shared.epoch() != Some(epoch) {
                        return;
                    }
                    deliver(&engine, &alerts, &row);
                }
            });
            self.busy.insert(way, spawned.map_err(|error| Error::io("thread", &error))?);
        }
        Ok(())
    }

    /// Waits for what is being tried, but not longer than this.
    pub(crate) fn finish(&mut self, limit: Duration) {
        let deadline = Instant::now() + limit;
        while self.busy.values().any(|thread| !thread.is_finished()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Tries an entry and writes down what became of it, unless somebody else did in the meantime.
fn deliver(engine: &Engine, alerts: &Alerts, row: &OutboxRow) {
    let as_it_was = engine.store.read(|view| view.outbox_entry(&row.id)).ok().flatten();
    if as_it_was.as_ref() != Some(row) {
        return;
    }
    let outcome = try_once(alerts, row);
    if let Err(error) = &outcome {
        tracing::warn!(alert = row.id, way = row.way, %error, "an alert did not arrive");
    }
    if let Err(error) = note(engine, row, outcome) {
        tracing::error!(alert = row.id, %error, "what became of an alert could not be recorded");
    }
}

/// A wait longer than any that backoff makes means that the clock was set back.
fn is_due(row: &OutboxRow, now: Timestamp) -> bool {
    let longest = now.checked_add(ballast_core::limits::RETRY_WAIT_MAX.duration()).unwrap_or(now);
    row.next_at.is_none_or(|at| at <= now || at > longest)
}

/// The payload of a test.
pub(crate) fn test_payload(config: &Config, text: &str) -> Value {
    json!({ "workspace": config.settings.name, "text": text })
}
