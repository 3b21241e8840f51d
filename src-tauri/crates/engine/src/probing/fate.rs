//! What both providers of a pair share, from what is set up and what probes saw.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::evidence::RecordKind;
use ballast_core::{Id, Result};
use ballast_readiness::probe::fate::{HostFacts, SharedFate, SideFacts, shared_fate};
use ballast_readiness::probe::{Side, Target};
use ballast_store::View;

use super::Known;
use crate::config::{Config, ProviderPair};

/// What people said: whether a thing is shared, by its id.
pub(crate) type Answers = BTreeMap<String, bool>;

/// The newest answer about each thing.
pub(crate) fn answers(view: &View<'_>, pair: &str) -> Result<Answers> {
    let mut answers = Answers::new();
    for row in view.records_about(pair, &[RecordKind::SharedFateAnswered])? {
        let body = &row.record.body;
        let fate = body.get("fate").and_then(serde_json::Value::as_str);
        let shared = body.get("shared").and_then(serde_json::Value::as_bool);
        if let (Some(fate), Some(shared)) = (fate, shared) {
            answers.insert(fate.to_owned(), shared);
        }
    }
    Ok(answers)
}

pub(crate) fn shared(
    config: &Config,
    pair: &ProviderPair,
    probes: &[Known],
    answers: &Answers,
) -> Vec<SharedFate> {
    let side = |side: Side| side_facts(config, pair.component(side), probes, side);
    shared_fate(&side(Side::Primary), &side(Side::Backup), answers)
}

fn side_facts(config: &Config, component: &Id, probes: &[Known], side: Side) -> SideFacts {
    let known = config.components.iter().find(|one| one.id == *component);
    let hints = known.map(|component| component.shares.clone()).unwrap_or_default();
    let mut hosts: BTreeMap<String, HostFacts> = BTreeMap::new();
    for probe in probes.iter().filter(|probe| probe.probe.on == Some(side)) {
        // A vendor's status page stands with somebody else on purpose.
        if matches!(probe.probe.target, Target::StatusPage(_)) {
            continue;
        }
        let Some(host) = probe.probe.host() else { continue };
        let facts = hosts.entry(host.clone()).or_insert_with(|| HostFacts { host, ..HostFacts::default() });
        let memory = &probe.memory;
        for address in &memory.addresses {
            if !facts.addresses.contains(address) {
                facts.addresses.push(*address);
            }
        }
        facts.aliases.extend(memory.aliases.iter().cloned());
        facts.name_servers.extend(memory.name_servers.iter().cloned());
        facts.mail_servers.extend(memory.mail_servers.iter().cloned());
        facts.issuer = facts.issuer.take().or_else(|| memory.issuer.clone());
    }
    SideFacts { hints, people: BTreeSet::new(), hosts: hosts.into_values().collect() }
}
