//! What a primary and its backup share, so that one failure takes both: from what the user says, and from
//! what names and addresses show. What is only seen is *likely*, with its reason, until a person says so.
//! Nothing here ever says that two providers are independent.

mod operator;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ballast_core::{Finding, FindingKind, Severity};
use serde::{Deserialize, Serialize};

use operator::{Network, of_address, of_name, of_server, same_range};

use super::specification::is_public;

/// What is known about one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFacts {
    /// `shares` of the component: `cloud`, `registrar`, `dns`, `login`, `card`, `certificate_authority`, …
    pub hints: BTreeMap<String, String>,
    /// Who can log in.
    pub people: BTreeSet<String>,
    pub hosts: Vec<HostFacts>,
}

/// What was resolved and seen for one host of a side. Names as `observed` writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostFacts {
    pub host: String,
    pub addresses: Vec<IpAddr>,
    /// Names that the host is an alias of.
    pub aliases: Vec<String>,
    pub name_servers: Vec<String>,
    pub mail_servers: Vec<String>,
    pub registrar: Option<String>,
    /// The issuer of its certificate: the organization, else the common name.
    pub issuer: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A person looked at it and said so.
    Confirmed,
    /// Both sides name it in the workspace file.
    Declared,
    /// Seen from outside, with a reason.
    Likely,
    /// Something hides it, or it was not resolved.
    CannotTell,
    /// A person looked at it and said that it is not shared.
    Denied,
}

/// One thing that both sides depend on, or of which nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedFate {
    /// `cloud:aws`; by it a person confirms or denies.
    pub id: String,
    /// `cloud`, `content_network`, `network`, `address`, `dns`, `mail`, `registrar`, `certificate_authority`,
    /// `person`, or any other key of `shares`.
    pub what: String,
    /// Its name; empty where nobody can tell.
    pub value: String,
    pub certainty: Certainty,
    /// `declared`, `same_address`, `same_network`, `same_operator`, `same_servers`, `same_registrar`,
    /// `same_issuer`, `same_host`, `only_person`, `declared_and_seen`, `behind_content_network`, `not_resolved`.
    pub reason: String,
    /// What was seen on the side of the primary, and of the backup.
    pub primary: String,
    pub backup: String,
}

impl SharedFate {
    /// A warning while it is shared or likely to be; a note where nobody can tell; nothing if denied.
    #[must_use]
    pub fn finding(&self, pair: &str) -> Option<Finding> {
        let severity = match self.certainty {
            Certainty::Confirmed | Certainty::Declared | Certainty::Likely => Severity::Warning,
            Certainty::CannotTell => Severity::Note,
            Certainty::Denied => return None,
        };
        let certainty = match self.certainty {
            Certainty::Confirmed => "confirmed",
            Certainty::Declared => "declared",
            Certainty::Likely => "likely",
            Certainty::CannotTell | Certainty::Denied => "cannot_tell",
        };
        let finding = Finding::new(FindingKind::SharedFate, pair).severity(severity);
        let finding = finding.with("id", &self.id).with("what", &self.what).with("value", &self.value);
        let finding = finding.with("reason", &self.reason).with("certainty", certainty);
        Some(finding.with("primary", &self.primary).with("backup", &self.backup))
    }
}

/// What both sides share, sorted by id. `answers`: what a person said of an id, true if it is shared.
#[must_use]
pub fn shared_fate(
    primary: &SideFacts,
    backup: &SideFacts,
    answers: &BTreeMap<String, bool>,
) -> Vec<SharedFate> {
    let mut shared = Shared::default();
    shared.people(primary, backup);
    shared.hosts(primary, backup);
    for (what, value) in &primary.hints {
        if let Some(other) = backup.hints.get(what).filter(|other| same_text(value, other)) {
            shared.put(what, &value.trim().to_lowercase(), Certainty::Declared, "declared", value, other);
        }
    }
    // What one side says and the other shows.
    shared.hint_and_seen(&primary.hints, backup, false);
    shared.hint_and_seen(&backup.hints, primary, true);
    shared.unknown(primary, backup);
    let mut list: Vec<SharedFate> = shared.0.into_values().collect();
    for item in &mut list {
        match answers.get(&item.id) {
            Some(true) => item.certainty = Certainty::Confirmed,
            Some(false) => item.certainty = Certainty::Denied,
            None => {}
        }
    }
    list
}

fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && one.to_lowercase() == other.to_lowercase()
}

/// By id. What a person wrote is surer than what was seen, and takes its place.
#[derive(Default)]
struct Shared(BTreeMap<String, SharedFate>);

/// Clouds and content networks of a side: operator to the host or address that shows it.
fn operators(side: &SideFacts, network: Network) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for host in &side.hosts {
        let names = std::iter::once(&host.host).chain(&host.aliases);
        for (seen, operator) in names
            .map(|name| (name.clone(), of_name(name)))
            .chain(host.addresses.iter().map(|address| (address.to_string(), of_address(*address))))
        {
            if let Some((operator, _)) = operator.filter(|(_, of)| *of == network) {
                found.entry(operator).or_insert(seen);
            }
        }
    }
    found
}

impl Shared {
    fn put(
        &mut self,
        what: &str,
        value: &str,
        certainty: Certainty,
        reason: &str,
        primary: &str,
        backup: &str,
    ) {
        let id = format!("{what}:{value}");
        let item = SharedFate {
            id: id.clone(),
            what: what.to_owned(),
            value: value.to_owned(),
            certainty,
            reason: reason.to_owned(),
            primary: primary.to_owned(),
            backup: backup.to_owned(),
        };
        match self.0.get(&id) {
            Some(known) if known.certainty <= certainty => {}
            _ => {
                self.0.insert(id, item);
            }
        }
    }

    fn people(&mut self, primary: &SideFacts, backup: &SideFacts) {
        let all: BTreeSet<&String> = primary.people.union(&backup.people).collect();
        let (true, true, Some(only)) =
            (all.len() == 1 && !primary.people.is_empty(), !backup.people.is_empty(), all.first())
        else {
            return;
        };
        self.put("person", only, Certainty::Declared, "only_person", only, only);
    }

    fn hosts(&mut self, primary: &SideFacts, backup: &SideFacts) {
        for (network, what) in [(Network::Cloud, "cloud"), (Network::ContentNetwork, "content_network")] {
            let other = operators(backup, network);
            for (operator, seen) in operators(primary, network) {
                if let Some(there) = other.get(operator) {
                    self.put(what, operator, Certainty::Likely, "same_operator", &seen, there);
                }
            }
        }
        for one in &primary.hosts {
            for other in &backup.hosts {
                self.pair_of_hosts(one, other);
            }
        }
    }

    fn pair_of_hosts(&mut self, one: &HostFacts, other: &HostFacts) {
        let likely = Certainty::Likely;
        if same_text(&one.host, &other.host) {
            self.put("host", &one.host.trim().to_lowercase(), likely, "same_host", &one.host, &other.host);
        }
        for address in one.addresses.iter().filter(|address| is_public(**address)) {
            // Many customers of a content network share its addresses.
            if of_address(*address).is_some_and(|(_, network)| network == Network::ContentNetwork) {
                continue;
            }
            for there in &other.addresses {
                let bits = if address.is_ipv4() { 24 } else { 48 };
                let (seen, found) = (address.to_string(), there.to_string());
                if address == there {
                    self.put("address", &seen, likely, "same_address", &seen, &found);
                } else if same_range(*address, *there, bits) {
                    let network = format!("{}/{bits}", first_of(*address, bits));
                    self.put("network", &network, likely, "same_network", &seen, &found);
                }
            }
        }
        for (what, here, there) in [
            ("dns", &one.name_servers, &other.name_servers),
            ("mail", &one.mail_servers, &other.mail_servers),
        ] {
            let owners: BTreeMap<String, &String> =
                there.iter().map(|name| (of_server(name), name)).collect();
            for name in here {
                let owner = of_server(name);
                if let Some(found) = owners.get(&owner).filter(|_| !owner.is_empty()) {
                    self.put(what, &owner, likely, "same_servers", name, found);
                }
            }
        }
        for (what, reason, here, there) in [
            ("registrar", "same_registrar", &one.registrar, &other.registrar),
            ("certificate_authority", "same_issuer", &one.issuer, &other.issuer),
        ] {
            if let (Some(here), Some(there)) = (here, there)
                && same_text(here, there)
            {
                self.put(what, &here.trim().to_lowercase(), likely, reason, here, there);
            }
        }
    }

    /// One side names a cloud or a DNS provider, and the other is seen there.
    fn hint_and_seen(&mut self, hints: &BTreeMap<String, String>, seen: &SideFacts, is_backup: bool) {
        let clouds = operators(seen, Network::Cloud);
        let servers = seen.hosts.iter().flat_map(|host| &host.name_servers);
        let dns: BTreeMap<String, String> = servers.map(|name| (of_server(name), name.clone())).collect();
        let mut match_hint = |what: &str, found: Option<&String>| {
            let (Some(hint), Some(found)) = (hints.get(what), found) else { return };
            let (one, other) = if is_backup { (found, hint) } else { (hint, found) };
            let value = hint.trim().to_lowercase();
            self.put(what, &value, Certainty::Likely, "declared_and_seen", one, other);
        };
        let cloud = hints.get("cloud").map(|hint| hint.trim().to_lowercase());
        match_hint("cloud", cloud.and_then(|hint| clouds.get(hint.as_str())));
        let server = hints.get("dns").map(|hint| hint.trim().to_lowercase());
        let named = |owner: &str, hint: &str| owner == hint || owner.split('.').next() == Some(hint);
        let found =
            server.and_then(|hint| dns.iter().find(|(owner, _)| named(owner, &hint)).map(|(_, name)| name));
        match_hint("dns", found);
    }

    /// Where the origin is hidden or nothing was resolved, the cloud is not known; unless both sides say.
    fn unknown(&mut self, primary: &SideFacts, backup: &SideFacts) {
        if primary.hints.contains_key("cloud") && backup.hints.contains_key("cloud") {
            return;
        }
        let hidden = |side: &SideFacts| operators(side, Network::ContentNetwork).into_keys().next();
        let blank = |side: &SideFacts| {
            side.hosts.iter().find(|host| host.addresses.is_empty()).map(|host| host.host.clone())
        };
        let show = |name: Option<&str>| name.unwrap_or_default().to_owned();
        let (one, other) = (hidden(primary), hidden(backup));
        if one.is_some() || other.is_some() {
            let (one, other) = (show(one), show(other));
            return self.put("cloud", "", Certainty::CannotTell, "behind_content_network", &one, &other);
        }
        let (one, other) = (blank(primary), blank(backup));
        if one.is_some() || other.is_some() {
            let (one, other) = (show(one.as_deref()), show(other.as_deref()));
            self.put("cloud", "", Certainty::CannotTell, "not_resolved", &one, &other);
        }
    }
}

/// The first address of the range around an address.
fn first_of(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits)).unwrap_or(0);
            IpAddr::V4((address.to_bits() & mask).into())
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits)).unwrap_or(0);
            IpAddr::V6((address.to_bits() & mask).into())
        }
    }
}
