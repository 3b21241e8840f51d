//! Provider pairs for people.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;
use serde::Serialize;

use super::{day, duration, line, show, table, word};

fn said<T: Serialize>(prefix: &str, value: &T, messages: &Messages) -> String {
    let name = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    messages.say(&format!("{prefix}-{}", name.unwrap_or_default()), [])
}

pub(crate) fn list(list: &ProviderList, messages: &Messages) {
    if list.pairs.is_empty() {
        line(&messages.say("provider-none", []));
        return;
    }
    let mut rows = table(&["pair", "status", "primary", "backup", "readiness", "drill by"]);
    for pair in &list.pairs {
        let side = |side: &SideRow| {
            let state = said("probe-state", &side.state, messages);
            format!("{}: {state}", side.title)
        };
        rows.add_row(vec![
            pair.title.clone(),
            word(messages, pair.status),
            side(&pair.primary),
            side(&pair.backup),
            readiness(&pair.readiness, messages),
            pair.drill.as_ref().map_or("-".to_owned(), |drill| drill.cadence.due.to_string()),
        ]);
    }
    show(&rows);
    if let Some(HeartbeatIn { at, error }) = &list.heartbeat_in {
        let reason = error.as_ref().map_or("", |error| error.message.as_str());
        let id = if error.is_some() { "heartbeat-in-closed" } else { "heartbeat-in-open" };
        line(&messages.say(id, [("at", at.as_str()), ("reason", reason)]));
    }
    for pair in &list.pairs {
        for finding in &pair.findings {
            line(&format!("{}: {}", pair.title, finding.detail));
            line(&format!("  {}", finding.hint));
        }
    }
}

/// "4 of 4 drills worked; last 3 weeks ago. We would expect about 8 in 10 to work."
fn readiness(known: &Readiness, messages: &Messages) -> String {
    let (worked, tried) = (known.worked.to_string(), known.tried.to_string());
    let in_ten = known.in_ten.to_string();
    let last = known.last.as_ref().map(|last| duration(last.age_seconds)).unwrap_or_default();
    let probes = known.failing.iter().chain(&known.not_observed).cloned().collect::<Vec<_>>().join(", ");
    let id = match known.standing {
        ReadinessStanding::NotReady => "readiness-not-ready",
        ReadinessStanding::Unknown => "readiness-unknown",
        ReadinessStanding::Untested => "readiness-untested",
        ReadinessStanding::Failed => "readiness-failed",
        ReadinessStanding::Worked => "readiness-worked",
    };
    messages.say(
        id,
        [
            ("worked", worked.as_str()),
            ("tried", tried.as_str()),
            ("in_ten", in_ten.as_str()),
            ("last", last.as_str()),
            ("probes", probes.as_str()),
        ],
    )
}

pub(crate) fn detail(detail: &PairDetail, messages: &Messages) {
    let row = &detail.row;
    let status = word(messages, row.status);
    line(&messages.say("provider-stands", [("title", row.title.as_str()), ("status", status.as_str())]));
    line(&readiness(&row.readiness, messages));
    if let Some(drill) = &row.drill {
        super::readiness::cadence(&drill.cadence, messages);
    }
    for finding in &row.findings {
        line(&finding.detail);
        line(&format!("  {}", finding.hint));
    }
    probes(&detail.probes, messages);
    if !detail.shared.is_empty() {
        let mut rows = table(&["shared", "id", "sure", "primary", "backup"]);
        for fate in &detail.shared {
            rows.add_row(vec![
                fate.what.clone(),
                fate.id.clone(),
                said("fate-certainty", &fate.certainty, messages),
                fate.primary.clone(),
                fate.backup.clone(),
            ]);
        }
        show(&rows);
    }
    if !detail.logins.is_empty() {
        let mut rows = table(&["can log in to the backup", "last shown", "worked"]);
        for login in &detail.logins {
            let worked = match login.worked {
                None => "-".to_owned(),
                Some(worked) => messages.say(if worked { "login-worked" } else { "login-failed" }, []),
            };
            rows.add_row(vec![login.person.clone(), day(login.at), worked]);
        }
        show(&rows);
    }
}

fn probes(probes: &[ProbeView], messages: &Messages) {
    let mut rows = table(&["probe", "on", "state", "last look", "ms", "uptime, 7 days", "of observed"]);
    for probe in probes {
        let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
        let observed = probe.uptime.up_seconds + probe.uptime.down_seconds;
        rows.add_row(vec![
            probe.title.clone(),
            probe.on.map_or(String::new(), |on| said("pair-side", &on, messages)),
            said("probe-state", &probe.state, messages),
            probe.last_look.map_or("-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%MZ").to_string()),
            number(probe.milliseconds),
            // Rounded down: 99.999 % is not all.
            probe
                .uptime
                .share
                .map_or("-".to_owned(), |share| format!("{:.2} %", (share * 10_000.0).floor() / 100.0)),
            duration(observed),
        ]);
    }
    show(&rows);
    for probe in probes {
        for change in probe.contract.iter().flat_map(|contract| &contract.changes) {
            let to = change.to.as_deref().unwrap_or("-");
            let id = match change.kind {
                ContractChangeKind::Missing => "contract-change-missing",
                ContractChangeKind::Renamed => "contract-change-renamed",
                ContractChangeKind::KindChanged => "contract-change-kind_changed",
            };
            let known = [("probe", probe.title.as_str()), ("from", change.from.as_str()), ("to", to)];
            line(&messages.say(id, known));
        }
    }
}

pub(crate) fn imported(imported: &ProviderImported, messages: &Messages) {
    line(&imported.toml);
    let (probes, pairs) = (imported.probes.to_string(), imported.pairs.len().to_string());
    line(&messages.say("provider-imported", [("probes", probes.as_str()), ("pairs", pairs.as_str())]));
    for ask in &imported.asks {
        line(&messages.say("provider-import-asks", [("name", ask.as_str())]));
    }
    if imported.left_out.is_empty() {
        return;
    }
    let mut rows = table(&["left out", "line", "what", "why"]);
    for left in &imported.left_out {
        let why = messages.say(&format!("import-left-{}", left.reason), []);
        let at = left.line.map_or("-".to_owned(), |line| line.to_string());
        rows.add_row(vec![left.name.clone(), at, left.what.clone(), why]);
    }
    show(&rows);
}
