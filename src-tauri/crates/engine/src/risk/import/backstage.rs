//! The software catalogue of Backstage: entities as YAML documents of one file.
//!
//! Systems are processes, what they are made of are components: services, databases, and programs interfaces of others
//! that nothing in the catalogue provides. People are components; teams, libraries and places are left out.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::exposure::ComponentKind;
use ballast_readiness::yaml::{Node, documents};

use super::{Entry, Found, What, free_id};
use crate::contract::LeftOutReason;

/// `component:default/shop`, or shorter, as `component:shop`.
fn reference(text: &str, usual: &str) -> String {
    let (kind, rest) = text.split_once(':').unwrap_or((usual, text));
    let name = rest.rsplit('/').next().unwrap_or(rest);
    format!("{}:{name}", kind.to_lowercase())
}

struct Entity<'a> {
    kind: &'a str,
    name: &'a str,
    node: &'a Node,
    spec: Option<&'a Node>,
}

impl<'a> Entity<'a> {
    fn of(node: &'a Node) -> Option<Self> {
        let kind = node.get("kind")?.text()?;
        let name = node.get("metadata")?.get("name")?.text()?;
        Some(Self { kind, name, node, spec: node.get("spec") })
    }

    fn key(&self) -> String {
        reference(self.name, &self.kind.to_lowercase())
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.spec?.get(key)?.text()
    }

    fn list(&self, key: &str, usual: &str) -> Vec<String> {
        let items = self.spec.and_then(|spec| spec.get(key)).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::text).map(|text| reference(text, usual)).collect()
    }

    fn title(&self) -> Option<String> {
        self.node.get("metadata")?.get("title")?.text().map(str::to_owned)
    }

    /// None: the map has no place for it.
    fn component(&self) -> Option<ComponentKind> {
        let of = self.text("type").unwrap_or_default();
        match self.kind {
            "Component" if of == "library" => None,
            "Component" if of == "service" => Some(ComponentKind::Service),
            "Resource" if ["database", "datastore", "bucket", "s3-bucket"].contains(&of) => {
                Some(ComponentKind::Data)
            }
            "Component" | "Resource" => Some(ComponentKind::System),
            "API" => Some(ComponentKind::Provider),
            "User" => Some(ComponentKind::Person),
            _ => None,
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Found> {
    let nodes = documents(bytes)?;
    let entities: Vec<(u64, Option<Entity<'_>>)> =
        nodes.iter().map(|node| (node.line.into(), Entity::of(node))).collect();
    // Who stands behind an interface: what needs it needs them.
    let providers: BTreeMap<String, String> = entities
        .iter()
        .filter_map(|(_, entity)| entity.as_ref())
        .flat_map(|entity| entity.list("providesApis", "api").into_iter().map(|api| (api, entity.key())))
        .collect();
    let mut found = Found::default();
    for (line, entity) in &entities {
        let Some(entity) = entity else {
            found.leave(format!("document at line {line}"), LeftOutReason::NoId, *line);
            continue;
        };
        if entity.kind == "API" && providers.contains_key(&entity.key()) {
            continue;
        }
        match (entity.kind, entity.component()) {
            ("System", _) => found.system(entity, *line, &entities),
            (_, Some(kind)) => found.component(entity, kind, *line, &providers),
            _ => found.leave(format!("{} {}", entity.kind, entity.name), LeftOutReason::UnknownKind, *line),
        }
    }
    Ok(found)
}

impl Found {
    fn system(&mut self, entity: &Entity<'_>, line: u64, all: &[(u64, Option<Entity<'_>>)]) {
        let members = all.iter().filter_map(|(_, entity)| entity.as_ref()).filter(|member| {
            let system = member.text("system").map(|text| reference(text, "system"));
            system == Some(entity.key()) && !matches!(member.kind, "API" | "System")
        });
        let members = members.filter(|member| member.component().is_some());
        let needs = members.map(|member| (1, vec![member.key()])).collect();
        let owner = entity.text("owner").map(|owner| {
            let plain = reference(owner, "group");
            plain.split_once(':').map_or(plain.clone(), |(_, name)| name.to_owned())
        });
        self.entries.push(Entry {
            line,
            key: entity.key(),
            id: free_id(&self.entries, entity.name),
            title: entity.title(),
            what: What::Process { owner, damage_per_hour: None, worst_case_outage: None },
            needs,
        });
    }

    fn component(
        &mut self,
        entity: &Entity<'_>,
        kind: ComponentKind,
        line: u64,
        providers: &BTreeMap<String, String>,
    ) {
        let direct = entity.list("dependsOn", "component");
        let used = entity.list("consumesApis", "api");
        let used = used.into_iter().map(|api| providers.get(&api).cloned().unwrap_or(api));
        let needs = direct.into_iter().chain(used).map(|key| (1, vec![key])).collect();
        self.entries.push(Entry {
            line,
            key: entity.key(),
            id: free_id(&self.entries, entity.name),
            title: entity.title(),
            what: What::Component { kind, outages_per_year: None, outage: None },
            needs,
        });
    }
}
