//! From what is set up to a workspace file. Applying it again changes nothing.

use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use ballast_core::{Id, Span};

use crate::config::{Config, SecretRef, Source};
use crate::contract::MailSecurity;

/// A basic TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

pub(super) struct Sheet<'a> {
    out: String,
    base: &'a Path,
}

impl<'a> Sheet<'a> {
    /// An empty one, for a value alone.
    pub(super) fn plain(base: &'a Path) -> Self {
        Self { out: String::new(), base }
    }
    fn head(&mut self, table: &str) {
        let _ = writeln!(self.out, "\n[[{table}]]");
    }
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {value}");
    }
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(key, &quoted(value));
        }
    }
    pub(super) fn span(&mut self, key: &str, value: Option<Span>) {
        if let Some(value) = value {
            self.raw(key, &quoted(&value.to_string()));
        }
    }
    pub(super) fn ids(&mut self, key: &str, ids: &[Id]) {
        if !ids.is_empty() {
            let list: Vec<String> = ids.iter().map(|id| quoted(id.as_str())).collect();
            self.raw(key, &format!("[{}]", list.join(", ")));
        }
    }
    pub(super) fn flag(&mut self, key: &str, value: bool) {
        if value {
            self.raw(key, "true");
        }
    }
    pub(super) fn path(&self, path: &Path) -> String {
        quoted(&self.relative(path))
    }
    /// Relative to the file's folder where it lies below it.
    pub(super) fn relative(&self, path: &Path) -> String {
        let relative = path.strip_prefix(self.base).ok().filter(|relative| !relative.as_os_str().is_empty());
        relative.unwrap_or(path).display().to_string()
    }
    pub(super) fn secret(&self, secret: &SecretRef) -> String {
        match secret {
            SecretRef::Env(name) => format!("{{ env = {} }}", quoted(name)),
            SecretRef::File(path) => format!("{{ file = {} }}", self.path(path)),
            SecretRef::Keyring(name) => format!("{{ keyring = {} }}", quoted(name)),
            SecretRef::Command(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                format!("{{ command = [{}] }}", words.join(", "))
            }
        }
    }
}

/// One drill as a table of the file.
pub(crate) fn drill_text(drill: &crate::config::Drill) -> String {
    let mut sheet = Sheet { out: "[[drill]]\n".to_owned(), base: Path::new("") };
    super::drill::write(&mut sheet, drill);
    sheet.out
}

fn write_network(sheet: &mut Sheet<'_>, settings: &crate::config::Settings) {
    if settings.anchors.is_empty() && settings.heartbeat_in.is_none() {
        return;
    }
    sheet.out.push_str("\n[network]\n");
    if !settings.anchors.is_empty() {
        let anchors: Vec<String> = settings.anchors.iter().map(|anchor| quoted(anchor)).collect();
        sheet.raw("anchors", &format!("[{}]", anchors.join(", ")));
    }
    if let Some(place) = settings.heartbeat_in {
        sheet.raw("heartbeat_port", &place.port().to_string());
        if place.ip() != IpAddr::from(Ipv4Addr::LOCALHOST) {
            sheet.text("heartbeat_address", Some(&place.ip().to_string()));
        }
    }
}

/// The file, with paths relative to `base` where they lie below it.
#[must_use]
pub fn write(config: &Config, revision: u64, base: &Path) -> String {
    let mut sheet = Sheet { out: "[workspace]\n".to_owned(), base };
    let settings = &config.settings;
    sheet.text("name", Some(&settings.name));
    sheet.text("timezone", Some(&settings.timezone));
    sheet.text("currency", Some(&settings.currency));
    if let Some(month) = settings.fiscal_year_starts {
        sheet.raw("fiscal_year_starts", &month.to_string());
    }
    sheet.raw("revision", &revision.to_string());
    write_network(&mut sheet, settings);
    if let Some(alerts) = &settings.alerts {
        write_alerts(&mut sheet, alerts);
    }
    for process in &config.processes {
        sheet.head("process");
        super::map::write_process(&mut sheet, process);
    }
    for component in &config.components {
        sheet.head("component");
        super::map::write_component(&mut sheet, component);
    }
    for option in &config.options {
        sheet.head("option");
        super::map::write_option(&mut sheet, option);
    }
    for repository in &config.repositories {
        sheet.head("repository");
        sheet.text("id", Some(repository.id.as_str()));
        sheet.text("title", repository.title.as_deref());
        let location = sheet.path(&repository.location);
        sheet.raw("location", &location);
        let password = sheet.secret(&repository.password);
        sheet.raw("password", &password);
        sheet.text("media", repository.media.as_deref());
        sheet.flag("offsite", repository.offsite);
        sheet.flag("immutable", repository.immutable);
        sheet.text("pack_size", repository.pack_size.as_deref());
    }
    for backup in &config.backups {
        sheet.head("backup");
        write_backup(&mut sheet, backup);
    }
    for run in &config.parallel_runs {
        sheet.head("parallel_run");
        super::compare::write(&mut sheet, run);
    }
    for check in &config.spot_checks {
        sheet.head("spot_check");
        super::spotcheck::write(&mut sheet, check);
    }
    for pair in &config.provider_pairs {
        sheet.head("provider_pair");
        super::provider_pair::write(&mut sheet, pair);
    }
    for drill in &config.drills {
        sheet.head("drill");
        super::drill::write(&mut sheet, drill);
    }
    for person in &config.people {
        sheet.head("person");
        super::person::write(&mut sheet, person);
    }
    sheet.out
}

fn write_alerts(sheet: &mut Sheet<'_>, alerts: &crate::config::Alerts) {
    let list = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        format!("[{}]", words.join(", "))
    };
    let _ = writeln!(sheet.out, "\n[alerts]");
    sheet.raw("desktop", &alerts.desktop.to_string());
    if let Some(email) = &alerts.email {
        let mut parts = vec![format!("to = {}", list(&email.to))];
        parts.extend(email.from.as_deref().map(|from| format!("from = {}", quoted(from))));
        parts.push(format!("server = {}", quoted(&email.server)));
        parts.extend(email.security.map(|security| {
            let word = match security {
                MailSecurity::StartTls => "starttls",
                MailSecurity::Tls => "tls",
                MailSecurity::None => "none",
            };
            format!("security = {}", quoted(word))
        }));
        parts.extend(email.user.as_deref().map(|user| format!("user = {}", quoted(user))));
        parts.extend(email.login.as_ref().map(|login| format!("login = {}", sheet.secret(login))));
        sheet.raw("email", &format!("{{ {} }}", parts.join(", ")));
    }
    if let Some(webhook) = &alerts.webhook {
        let mut parts = vec![format!("url = {}", quoted(&webhook.url))];
        parts.extend(webhook.secret.as_ref().map(|secret| format!("secret = {}", sheet.secret(secret))));
        sheet.raw("webhook", &format!("{{ {} }}", parts.join(", ")));
    }
    if let Some(command) = &alerts.command {
        sheet.raw("command", &list(command));
    }
    if let Some(beat) = &alerts.heartbeat_out {
        let every = quoted(&beat.every.to_string());
        sheet.raw("heartbeat_out", &format!("{{ url = {}, every = {every} }}", quoted(&beat.url)));
    }
    sheet.text("quiet_hours", alerts.quiet_hours.as_deref());
    sheet.text("digest", alerts.digest.as_deref());
}

pub(super) fn key_of(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { key.to_owned() } else { quoted(key) }
}

fn write_backup(sheet: &mut Sheet<'_>, backup: &crate::config::Backup) {
    sheet.text("id", Some(backup.id.as_str()));
    sheet.text("title", backup.title.as_deref());
    sheet.ids("protects", &backup.protects);
    match &backup.source {
        Source::Folder { paths, exclude } => {
            let list = |items: Vec<String>| format!("[{}]", items.join(", "));
            let paths = list(paths.iter().map(|path| sheet.path(path)).collect());
            let exclude = if exclude.is_empty() {
                String::new()
            } else {
                format!(", exclude = {}", list(exclude.iter().map(|e| quoted(e)).collect()))
            };
            sheet.raw("source", &format!("{{ folder = {paths}{exclude} }}"));
        }
        Source::Sqlite(path) => {
            let path = sheet.path(path);
            sheet.raw("source", &format!("{{ sqlite = {path} }}"));
        }
        Source::Restic { location, password } => {
            let (location, password) = (sheet.path(location), sheet.secret(password));
            sheet.raw("adopt", &format!("{{ restic = {location}, password = {password} }}"));
        }
        Source::Archives(pattern) => {
            let pattern = sheet.path(pattern);
            sheet.raw("adopt", &format!("{{ archives = {pattern} }}"));
        }
        Source::AdoptedFolder { path, manifest } => {
            let path = sheet.path(path);
            let manifest = manifest.as_ref().map(|name| format!(", manifest = {}", quoted(name)));
            sheet.raw("adopt", &format!("{{ folder = {path}{} }}", manifest.unwrap_or_default()));
        }
        Source::AdoptedSqlite(path) => {
            let path = sheet.path(path);
            sheet.raw("adopt", &format!("{{ sqlite = {path} }}"));
        }
    }
    sheet.ids("repositories", &backup.repositories);
    sheet.text("schedule", backup.schedule.as_deref());
    sheet.span("max_age", backup.max_age);
    if !backup.keep.is_empty() {
        let keep: Vec<String> = backup.keep.iter().map(|(key, count)| format!("{key} = {count}")).collect();
        sheet.raw("keep", &format!("{{ {} }}", keep.join(", ")));
    }
    sheet.span("max_runtime", backup.max_runtime);
    sheet.span("proof_valid_for", backup.proof_valid_for);
    sheet.flag("watch", backup.watch);
    if backup.verify.is_empty() {
        return;
    }
    let mut list = String::from("[\n");
    for verify in &backup.verify {
        let mut parts = vec![format!("level = {}", quoted(verify.level.as_str()))];
        parts.extend(verify.sample.as_deref().map(|sample| format!("sample = {}", quoted(sample))));
        parts.extend(verify.sample_files.map(|count| format!("sample_files = {count}")));
        parts.extend(verify.schedule.as_deref().map(|line| format!("schedule = {}", quoted(line))));
        parts.extend(
            verify.proof_valid_for.map(|span| format!("proof_valid_for = {}", quoted(&span.to_string()))),
        );
        if !verify.probes.is_empty() {
            let probe = |probe: &crate::config::Probe| {
                let mut inner = vec![format!("integrity = {}", probe.integrity)];
                inner.extend(probe.query.as_deref().map(|query| format!("query = {}", quoted(query))));
                inner.extend(probe.at_least.map(|least| format!("at_least = {least}")));
                format!("{{ sqlite = {{ {} }} }}", inner.join(", "))
            };
            let probes: Vec<String> = verify.probes.iter().map(probe).collect();
            parts.push(format!("probes = [{}]", probes.join(", ")));
        }
        let _ = writeln!(list, "  {{ {} }},", parts.join(", "));
    }
    list.push(']');
    sheet.raw("verify", &list);
}
