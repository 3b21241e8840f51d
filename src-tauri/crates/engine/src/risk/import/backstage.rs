//! The software catalogue of Backstage: entities as YAML documents of one file.
//!
//! Systems are processes, what they are made of are components: services, databases, and programs interfaces of others
//! that nothing in the catalogue provides. People are components; teams, libraries and places are left out.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::exposure::ComponentKind;
use ballast_readiness::yaml::{Node, Value, documents};

use super::{Entry, Found, What};
use crate::contract::LeftOutReason;

/// `component:default/shop`, or shorter, as `component:shop` or `shop`: of the kind that is usual there, and in the
/// namespace of who says it. No difference is made between capital and small letters.
fn reference(text: &str, usual: &str, namespace: &str) -> String {
    let (kind, rest) = text.split_once(':').unwrap_or((usual, text));
    let (namespace, name) = rest.split_once('/').unwrap_or((namespace, rest));
    format!("{kind}:{namespace}/{name}").to_lowercase()
}

struct Entity<'a> {
    line: u64,
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
    node: &'a Node,
    spec: Option<&'a Node>,
}

impl<'a> Entity<'a> {
    fn of(node: &'a Node) -> Option<Self> {
        let kind = node.get("kind")?.text()?;
        let metadata = node.get("metadata")?;
        let name = metadata.get("name")?.text()?;
        let namespace = metadata.get("namespace").and_then(Node::text).unwrap_or("default");
        Some(Self { line: node.line.into(), kind, namespace, name, node, spec: node.get("spec") })
    }

    fn key(&self) -> String {
        reference(self.name, self.kind, self.namespace)
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.spec?.get(key)?.text()
    }

    fn one(&self, key: &str, usual: &str) -> Option<String> {
        self.text(key).map(|text| reference(text, usual, self.namespace))
    }

    fn list(&self, key: &str, usual: &str) -> Vec<String> {
        let items = self.spec.and_then(|spec| spec.get(key)).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::text).map(|text| reference(text, usual, self.namespace)).collect()
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

/// What entities say of each other.
#[derive(Default)]
struct Relations {
    /// Who stands behind an interface: what needs it needs them.
    providers: BTreeMap<String, String>,
    /// What systems are made of, and what others say that these need of them.
    parts: BTreeMap<String, Vec<String>>,
}

impl Relations {
    fn of(entities: &[Entity<'_>]) -> Self {
        let mut found = Self::default();
        for entity in entities {
            for api in entity.list("providesApis", "api") {
                found.providers.insert(api, entity.key());
            }
            if entity.component().is_none() {
                continue;
            }
            let mut owners = entity.list("dependencyOf", "component");
            owners.extend(entity.one("subcomponentOf", "component"));
            // An interface is needed by whom it is used, not by the system that it is an entry to.
            owners.extend(entity.one("system", "system").filter(|_| entity.kind != "API"));
            for owner in owners {
                found.parts.entry(owner).or_default().push(entity.key());
            }
        }
        found
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Found> {
    let nodes = documents(bytes)?;
    let mut found = Found::default();
    let mut entities = Vec::new();
    for node in &nodes {
        match Entity::of(node) {
            Some(entity) => entities.push(entity),
            // A line of dashes at the end begins a document that has nothing.
            None if matches!(node.value, Value::Scalar { .. }) && node.text().is_none() => {}
            None => {
                found.leave(format!("document at line {}", node.line), LeftOutReason::NoId, node.line.into());
            }
        }
    }
    let relations = Relations::of(&entities);
    for entity in &entities {
        if entity.kind == "API" && relations.providers.contains_key(&entity.key()) {
            continue;
        }
        match (entity.kind, entity.component()) {
            ("System", _) => found.system(entity, &relations),
            (_, Some(kind)) => found.component(entity, kind, &relations),
            _ => {
                let what = format!("{} {}", entity.kind, entity.name);
                found.leave(what, LeftOutReason::UnknownKind, entity.line);
            }
        }
    }
    Ok(found)
}

impl Found {
    fn system(&mut self, entity: &Entity<'_>, relations: &Relations) {
        let owner = entity.one("owner", "group");
        let owner = owner.map(|owner| owner.rsplit(['/', ':']).next().unwrap_or_default().to_owned());
        let what = What::Process { owner, damage_per_hour: None, worst_case_outage: None };
        self.add(entity, what, relations.parts.get(&entity.key()).into_iter().flatten().cloned());
    }

    fn component(&mut self, entity: &Entity<'_>, kind: ComponentKind, relations: &Relations) {
        let used = entity.list("consumesApis", "api").into_iter();
        let used = used.map(|api| relations.providers.get(&api).cloned().unwrap_or(api));
        let parts = relations.parts.get(&entity.key()).into_iter().flatten().cloned();
        let needs = entity.list("dependsOn", "component").into_iter().chain(used).chain(parts);
        self.add(entity, What::Component { kind, outages_per_year: None, outage: None }, needs);
    }

    fn add(&mut self, entity: &Entity<'_>, what: What, needs: impl Iterator<Item = String>) {
        let id = self.ids.free(entity.name);
        let (key, title) = (entity.key(), entity.title());
        let needs = needs.map(|key| (1, vec![key])).collect();
        self.entries.push(Entry { line: entity.line, key, id, title, what, needs });
    }
}
