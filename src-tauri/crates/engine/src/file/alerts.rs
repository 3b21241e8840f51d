//! The `[alerts]` table: who is told, how, when not, and who watches the watcher.

use ballast_core::alert::QuietHours;
use ballast_core::limits::{HEARTBEAT_EVERY_MAX, HEARTBEAT_EVERY_MIN};
use ballast_core::{Result, Span};

use super::parse::{File, schedule_of};
use super::reader::Reader;
use crate::config::{Alerts, Email, HeartbeatOut, Webhook};
use crate::contract::MailSecurity;

impl File {
    pub(super) fn alerts(&self, top: &Reader<'_>) -> Result<Option<Alerts>> {
        let Some(table) = top.table("alerts")? else { return Ok(None) };
        let email = table.table("email")?.map(|email| self.email(&email)).transpose()?;
        let webhook = table.table("webhook")?.map(|webhook| self.webhook(&webhook)).transpose()?;
        let heartbeat_out = table.table("heartbeat_out")?.map(|beat| heartbeat(&beat)).transpose()?;
        let command: Vec<String> =
            table.texts("command")?.into_iter().map(|(text, _)| text.to_owned()).collect();
        table.parsed::<QuietHours>(
            "quiet_hours",
            "not_quiet_hours",
            "two times of day such as \"22:00-07:00\"",
        )?;
        let alerts = Alerts {
            desktop: table.flag("desktop")?.unwrap_or(true),
            email,
            webhook,
            command: (!command.is_empty()).then_some(command),
            heartbeat_out,
            quiet_hours: table.text("quiet_hours")?.map(str::to_owned),
            digest: schedule_of(&table, "digest")?,
        };
        table.finish()?;
        Ok(Some(alerts))
    }

    fn email(&self, table: &Reader<'_>) -> Result<Email> {
        let to = table.texts("to")?;
        if to.is_empty() {
            return Err(table.missing("to"));
        }
        for (text, value) in &to {
            if !is_address(text) {
                return Err(table
                    .error(value, "to", "not_an_address")
                    .with("found", text)
                    .allowed([ADDRESS]));
            }
        }
        let address = |key: &'static str| -> Result<Option<String>> {
            match (table.text(key)?, table.get(key)) {
                (Some(text), Some(value)) if !is_address(text) => {
                    Err(table.error(value, key, "not_an_address").with("found", text).allowed([ADDRESS]))
                }
                (text, _) => Ok(text.map(str::to_owned)),
            }
        };
        let from = address("from")?;
        let server = table.text("server")?.ok_or_else(|| table.missing("server"))?;
        if let Some(value) = table.get("server")
            && !is_host_and_port(server)
        {
            let allowed = ["host:port, such as smtp.example:587"];
            return Err(table.error(value, "server", "not_a_server").with("found", server).allowed(allowed));
        }
        let words =
            [("starttls", MailSecurity::StartTls), ("tls", MailSecurity::Tls), ("none", MailSecurity::None)];
        let security = table.word("security", &words)?;
        let login = table.get("login").map(|_| self.secret(table, "login")).transpose()?;
        let email = Email {
            to: to.into_iter().map(|(text, _)| text.to_owned()).collect(),
            from,
            server: server.to_owned(),
            security,
            user: table.text("user")?.map(str::to_owned),
            login,
        };
        table.finish()?;
        Ok(email)
    }

    fn webhook(&self, table: &Reader<'_>) -> Result<Webhook> {
        let url = url(table)?;
        let secret = table.get("secret").map(|_| self.secret(table, "secret")).transpose()?;
        table.finish()?;
        Ok(Webhook { url, secret })
    }
}

const ADDRESS: &str = "an address such as ops@example.com";

/// One `@`, something on both sides, and nothing that could start another header.
pub(crate) fn is_address(text: &str) -> bool {
    let plain =
        !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'));
    plain
        && text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

pub(crate) fn is_host_and_port(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| {
        let plain = !host.is_empty() && !host.chars().any(|c| c.is_whitespace() || c == '/');
        plain && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

pub(crate) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !text.chars().any(char::is_whitespace)
    })
}

/// A name or password stands before the host.
pub(crate) fn has_login(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '\\', '?', '#']).next().is_some_and(|host| host.contains('@'))
}

fn url(table: &Reader<'_>) -> Result<String> {
    let text = table.text("url")?.ok_or_else(|| table.missing("url"))?;
    match table.get("url") {
        Some(value) if !is_url(text) => {
            let allowed = ["an address that starts with https:// or http://"];
            Err(table.error(value, "url", "not_a_url").with("found", text).allowed(allowed))
        }
        _ => Ok(text.to_owned()),
    }
}

fn heartbeat(table: &Reader<'_>) -> Result<HeartbeatOut> {
    let url = url(table)?;
    let every = table.span("every")?.unwrap_or(Span::from_minutes(15));
    if let Some(value) = table.get("every")
        && !(HEARTBEAT_EVERY_MIN..=HEARTBEAT_EVERY_MAX).contains(&every)
    {
        let allowed = [format!("{HEARTBEAT_EVERY_MIN} to {HEARTBEAT_EVERY_MAX}")];
        return Err(table.error(value, "every", "out_of_range").with("found", every).allowed(allowed));
    }
    table.finish()?;
    Ok(HeartbeatOut { url, every })
}
