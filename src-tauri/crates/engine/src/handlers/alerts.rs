//! Alerts: what was sent, a test of every way, and how they are set up.

use std::time::Instant;

use ballast_core::alert::{AlertTopic, OutboxState};
use ballast_core::limits::ALERTS_PAGE_MAX;
use ballast_core::{Code, Error, Result};
use ballast_outside::secrets;
use ballast_store::OutboxRow;

use crate::alerts::deliver::{name_of, test_payload, try_once, way_of, ways};
use crate::config::{Alerts, Config, Email, HeartbeatOut, SecretRef, Webhook};
use crate::contract::*;
use crate::engine::{Engine, new_id};
use crate::file::{is_address, is_host_and_port, is_url};
use crate::host::Host;
use crate::messages::Messages;
use crate::protect::{save, write_private};

fn topic(name: &str) -> AlertTopic {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).unwrap_or(AlertTopic::Changed)
}

fn entry(messages: &Messages, row: OutboxRow) -> AlertEntry {
    let error: Option<Error> = row.error.and_then(|error| serde_json::from_value(error).ok());
    AlertEntry {
        id: row.id,
        at: row.at,
        way: way_of(&row.way).unwrap_or(AlertWay::Command),
        target: row.target,
        topic: topic(&row.topic),
        subject: row.subject,
        state: row.state,
        attempts: row.attempts,
        next_at: row.next_at,
        delivered_at: row.delivered_at,
        error: error.as_ref().map(|error| messages.error(error)),
    }
}

/// What was told and what waits, newest first.
pub fn alert_list(host: &Host, request: AlertListRequest) -> Result<AlertList> {
    let limit = request.limit.unwrap_or(50).clamp(1, ALERTS_PAGE_MAX);
    let rows = host.engine()?.store().read(|view| view.outbox(limit))?;
    Ok(AlertList { entries: rows.into_iter().map(|row| entry(&host.messages, row)).collect() })
}

/// Sends one test through every way that is set up, or the one that was asked for, and waits for what
/// becomes of it. The ways are tried at the same time.
pub fn alert_test(host: &Host, request: AlertTestRequest) -> Result<AlertTestReport> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let alerts = config.alerts();
    let id = new_id(engine.now());
    let name = config.settings.name.as_str();
    let subject = host.messages.say("alert-subject-test", [("company", name)]);
    let text = host.messages.say("alert-test-text", [("company", name)]);
    let wanted: Vec<(AlertWay, String)> =
        ways(&alerts).into_iter().filter(|(way, _)| request.way.is_none_or(|only| only == *way)).collect();
    let rows: Vec<OutboxRow> = wanted
        .iter()
        .map(|(way, target)| OutboxRow {
            id: format!("{id}-test-{}", name_of(*way)),
            at: engine.now(),
            way: name_of(*way).to_owned(),
            target: target.clone(),
            topic: AlertTopic::Test.as_str().to_owned(),
            subject: subject.clone(),
            payload: test_payload(&config, &text),
            state: OutboxState::Waiting,
            attempts: 0,
            next_at: None,
            delivered_at: None,
            error: None,
        })
        .collect();
    let outcomes = std::thread::scope(|scope| {
        let tries: Vec<_> = rows
            .iter()
            .map(|row| {
                let alerts = &alerts;
                scope.spawn(move || {
                    let started = Instant::now();
                    (try_once(alerts, row), started.elapsed().as_secs_f64())
                })
            })
            .collect();
        let internal = || (Err(Error::new(Code::Internal).with("what", "a test")), 0.0);
        tries.into_iter().map(|thread| thread.join().unwrap_or_else(|_| internal())).collect::<Vec<_>>()
    });
    let mut report = AlertTestReport { ways: Vec::new() };
    for (((way, target), row), (outcome, seconds)) in wanted.into_iter().zip(rows).zip(outcomes) {
        let error = outcome.as_ref().err().map(|error| host.messages.error(error));
        record(&engine, &row, outcome)?;
        report.ways.push(WayOutcome { way, target, delivered: error.is_none(), seconds, error });
    }
    Ok(report)
}

/// A test is tried once and never again: it is written down with what became of it.
fn record(engine: &Engine, row: &OutboxRow, outcome: Result<()>) -> Result<()> {
    let now = engine.now();
    let error = outcome.as_ref().err().and_then(|error| serde_json::to_value(error).ok());
    let settled = OutboxRow {
        state: if outcome.is_ok() { OutboxState::Delivered } else { OutboxState::GivenUp },
        attempts: 1,
        delivered_at: outcome.is_ok().then_some(now),
        error,
        ..row.clone()
    };
    engine.store().write(move |change| {
        change.put_outbox(&settled)?;
        change.outbox_tried(&settled).map(drop)
    })
}

fn place(secret: &SecretRef) -> SecretPlace {
    let (kind, name) = match secret {
        SecretRef::Env(name) => (SecretKind::Env, name.clone()),
        SecretRef::File(path) => (SecretKind::File, path.display().to_string()),
        // Not its arguments: there are people who put a password there.
        SecretRef::Command(words) => (SecretKind::Command, words.first().cloned().unwrap_or_default()),
        SecretRef::Keyring(name) => (SecretKind::Keyring, name.clone()),
    };
    SecretPlace { kind, name }
}

fn view(alerts: &Alerts) -> AlertSettings {
    AlertSettings {
        desktop: alerts.desktop,
        email: alerts.email.as_ref().map(|email| EmailSettings {
            to: email.to.clone(),
            from: email.from.clone(),
            server: email.server.clone(),
            security: email.security,
            user: email.user.clone(),
            login: email.login.as_ref().map(place),
        }),
        webhook: alerts
            .webhook
            .as_ref()
            .map(|hook| WebhookSettings { url: hook.url.clone(), secret: hook.secret.as_ref().map(place) }),
        command: alerts.command.clone(),
        heartbeat_out: alerts
            .heartbeat_out
            .as_ref()
            .map(|beat| HeartbeatSettings { url: beat.url.clone(), every_seconds: beat.every.seconds() }),
        quiet_hours: alerts.quiet_hours.clone(),
        digest: alerts.digest.clone(),
    }
}

pub fn alert_settings(host: &Host, _: Nothing) -> Result<AlertSettingsView> {
    let alerts = host.engine()?.config()?.alerts();
    Ok(AlertSettingsView { settings: view(&alerts), keyring: secrets::keyring_answers() })
}

/// A field of the settings that could not work.
fn invalid(field: &str, found: impl ToString) -> Error {
    let place = ballast_core::Place { field: Some(field.to_owned()), ..ballast_core::Place::default() };
    super::invalid(field, found).at(place)
}

/// Refuses what could not work, by the name of its field.
fn check(settings: &AlertSettings) -> Result<()> {
    let address = "an address such as ops@example.com";
    if let Some(email) = &settings.email {
        if email.to.is_empty() {
            return Err(invalid("email.to", "").allowed([address]));
        }
        for text in email.to.iter().chain(&email.from) {
            if !is_address(text) {
                return Err(invalid("email.to", text).allowed([address]));
            }
        }
        if !is_host_and_port(&email.server) {
            return Err(
                invalid("email.server", &email.server).allowed(["host:port, such as smtp.example:587"])
            );
        }
    }
    let url = |field: &str, text: &str| {
        if is_url(text) {
            Ok(())
        } else {
            Err(invalid(field, text).allowed(["an address that starts with https:// or http://"]))
        }
    };
    if let Some(hook) = &settings.webhook {
        url("webhook.url", &hook.url)?;
    }
    if let Some(beat) = &settings.heartbeat_out {
        url("heartbeat_out.url", &beat.url)?;
        let (least, most) =
            (ballast_core::limits::HEARTBEAT_EVERY_MIN, ballast_core::limits::HEARTBEAT_EVERY_MAX);
        if !(least.seconds()..=most.seconds()).contains(&beat.every_seconds) {
            return Err(
                invalid("heartbeat_out.every", beat.every_seconds).allowed([format!("{least} to {most}")])
            );
        }
    }
    if let Some(text) = &settings.quiet_hours {
        text.parse::<ballast_core::alert::QuietHours>()
            .map_err(|_| invalid("quiet_hours", text).allowed(["two times of day such as 22:00-07:00"]))?;
    }
    if let Some(line) = &settings.digest {
        line.parse::<ballast_core::schedule::Schedule>().map_err(|error| {
            invalid("digest", line)
                .with("reason", error.reason)
                .allowed(["five fields such as \"0 8 * * 1\""])
        })?;
    }
    if settings.command.as_ref().is_some_and(|words| words.first().is_none_or(|word| word.trim().is_empty()))
    {
        return Err(invalid("command", "").allowed(["a program and its arguments"]));
    }
    Ok(())
}

/// Keeps a secret in the keyring if it answers, else in a file that only its owner may read.
fn keep(engine: &Engine, name: &str, secret: &str) -> Result<SecretRef> {
    let account = format!("{}-{name}", engine.workspace_id);
    if let Some(kept) = secrets::put(&account, secret)? {
        return Ok(kept);
    }
    let folder = engine.folder().join("secrets");
    std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
    let path = folder.join(name);
    // Written beside it and moved over it: a crash leaves the old one or the new one.
    let fresh = folder.join(format!("{name}.new"));
    let _ = std::fs::remove_file(&fresh);
    write_private(&fresh, secret)?;
    std::fs::rename(&fresh, &path).map_err(|error| Error::io(&path, &error))?;
    Ok(SecretRef::File(path))
}

/// Saves how alerts go out. Secrets go in and never come back; one that is not given stays as it is.
pub fn alert_settings_save(host: &Host, request: SaveAlertSettings) -> Result<AlertSettingsView> {
    check(&request.settings)?;
    let engine = host.engine()?;
    let mut config: Config = engine.config()?;
    let before = config.alerts();
    let given = |secret: &Option<String>| secret.as_ref().filter(|secret| !secret.is_empty()).cloned();
    let kept = |name: &str, secret: Option<String>, old: Option<SecretRef>| match secret {
        Some(secret) => keep(&engine, name, &secret).map(Some),
        None => Ok(old),
    };
    let settings = request.settings;
    let email = settings
        .email
        .map(|email| -> Result<Email> {
            let old =
                before.email.as_ref().filter(|_| email.login.is_some()).and_then(|old| old.login.clone());
            Ok(Email {
                login: kept("alert-mail", given(&request.email_password), old)?,
                to: email.to,
                from: email.from,
                server: email.server,
                security: email.security,
                user: email.user,
            })
        })
        .transpose()?;
    let webhook = settings
        .webhook
        .map(|hook| -> Result<Webhook> {
            let old =
                before.webhook.as_ref().filter(|_| hook.secret.is_some()).and_then(|old| old.secret.clone());
            Ok(Webhook { secret: kept("alert-webhook", given(&request.webhook_secret), old)?, url: hook.url })
        })
        .transpose()?;
    config.settings.alerts = Some(Alerts {
        desktop: settings.desktop,
        email,
        webhook,
        command: settings.command,
        heartbeat_out: settings.heartbeat_out.map(|beat| HeartbeatOut {
            url: beat.url,
            every: ballast_core::Span::from_seconds(beat.every_seconds),
        }),
        quiet_hours: settings.quiet_hours,
        digest: settings.digest,
    });
    save(&engine, config, Vec::new())?;
    alert_settings(host, Nothing {})
}
