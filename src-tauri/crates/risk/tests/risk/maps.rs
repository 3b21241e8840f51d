//! Maps that tests ask about, and short ways to write them.

use std::collections::BTreeMap;

use ballast_core::exposure::{ComponentKind, Group, Recovery};
use ballast_core::{Currency, Id, Money, Span};
use ballast_risk::model::{Change, Component, DemandSource, Estimate, Process, RiskOption, Standby};
use ballast_risk::{Budget, Map, Model, Study, Subject, WhatIf};

pub fn id(text: &str) -> Id {
    text.parse().unwrap()
}

pub fn euros(amount: &str) -> Money {
    Money::parse(amount, euro()).unwrap()
}

pub fn euro() -> Currency {
    "EUR".parse().unwrap()
}

pub fn budget() -> Budget<'static> {
    Budget::of_nodes(1_000_000)
}

/// `"a"` is one thing; `"1 of a b"` is a choice.
pub fn group(text: &str) -> Group {
    match text.split_once(" of ") {
        None => Group { any_of: vec![id(text)], need: 1 },
        Some((need, members)) => {
            Group { any_of: members.split(' ').map(id).collect(), need: need.parse().unwrap() }
        }
    }
}

pub fn groups(texts: &[&str]) -> Vec<Group> {
    texts.iter().map(|text| group(text)).collect()
}

pub fn component(name: &str, kind: ComponentKind, outages: f64, hours: u64, needs: &[&str]) -> Component {
    Component {
        id: id(name),
        kind,
        outages_per_year: Some(Estimate::exact(outages)),
        recovery: Recovery { declared: Some(Span::from_hours(hours)), ..Recovery::default() },
        outage_range: None,
        rpo: None,
        needs: groups(needs),
        shares: BTreeMap::new(),
        recovery_needs: None,
    }
}

/// A component of which only the probability matters, to 12 digits: it lasts one hour.
pub fn likely(name: &str, probability: f64, needs: &[&str]) -> Component {
    let outages = 8760.0 * probability / (1.0 - probability);
    component(name, ComponentKind::System, outages, 1, needs)
}

pub fn process(name: &str, per_hour: &str, needs: &[&str]) -> Process {
    Process {
        id: id(name),
        damage_per_hour: euros(per_hour),
        damage_range: None,
        losses: vec![],
        kept: 0.0,
        worst_case_outage: Span::from_hours(26),
        max_outage: None,
        rto: None,
        rpo: None,
        needs: groups(needs),
    }
}

pub fn standby(name: &str, primary: &str, backup: &str, fails: f64, requires: &[&str]) -> Standby {
    Standby {
        id: id(name),
        primary: id(primary),
        backup: id(backup),
        requires: groups(requires),
        fails_on_demand: Estimate::exact(fails),
        source: DemandSource::Drilled,
        switch: None,
    }
}

pub fn model(processes: Vec<Process>, components: Vec<Component>) -> Model {
    Model {
        currency: euro(),
        processes,
        components,
        standbys: vec![],
        common_causes: vec![],
        options: vec![],
    }
}

pub fn map(model: &Model) -> Map {
    Map::new(model, &WhatIf::default()).unwrap()
}

pub fn unavailability(model: &Model, process: &str) -> f64 {
    let map = map(model);
    let study = Study::new(&map, budget());
    let processes = &study.figures().processes;
    processes.iter().find(|found| found.id == id(process)).unwrap().unavailability
}

/// The worked example of the reference, with its four options.
pub fn ridge() -> Model {
    use ComponentKind::{Cloud, Credential, Network, Person, Provider, System};
    let components = vec![
        component("shop", System, 2.0, 3, &[]),
        component("pay-a", Provider, 3.0, 2, &["aws"]),
        component("pay-b", Provider, 3.0, 2, &["aws"]),
        component("aws", Cloud, 0.5, 6, &[]),
        component("mail-a", Provider, 4.0, 2, &["aws"]),
        component("mail-b", Provider, 4.0, 2, &["gcp"]),
        component("gcp", Cloud, 0.4, 5, &[]),
        component("isp", Network, 6.0, 4, &[]),
        component("lte", Network, 8.0, 1, &[]),
        component("erp", System, 1.0, 24, &[]),
        component("ana", Person, 10.0, 80, &[]),
        component("ben", Person, 10.0, 80, &[]),
        component("dns", Provider, 0.2, 12, &[]),
        component("vault", Credential, 0.1, 8, &[]),
    ];
    let processes = vec![
        process("orders", "420.00", &["shop", "dns", "1 of pay-a pay-b"]),
        process("ship", "160.00", &["erp", "shop", "1 of isp lte"]),
        process("mail", "60.00", &["dns", "1 of mail-a mail-b"]),
    ];
    let mut ridge = model(processes, components);
    ridge.standbys = vec![
        standby("pay", "pay-a", "pay-b", 0.5, &["vault", "ana"]),
        standby("mail-pair", "mail-a", "mail-b", 0.2, &["1 of ana ben"]),
    ];
    ridge.options = ridge_options();
    ridge
}

fn ridge_options() -> Vec<RiskOption> {
    let option = |name: &str, cost: &str, change| RiskOption {
        id: id(name),
        cost_per_year: euros(cost),
        changes: vec![change],
    };
    let pay = Subject::Standby(id("pay"));
    let drill =
        Change::Set { of: pay.clone(), outages_per_year: None, outage: None, on_demand_failure: Some(0.05) };
    let to = Subject::Component(id("pay-b"));
    let moved = Change::Replace { to, from: id("aws"), with: id("gcp") };
    let train = Change::Add { to: pay, group: group("1 of ana ben") };
    let spare = Change::Add { to: Subject::Process(id("ship")), group: group("1 of erp erp-2") };
    vec![
        option("drill", "200.00", drill),
        option("move", "300.00", moved),
        option("train", "150.00", train),
        option("spare-erp", "1200.00", spare),
    ]
}

/// Ridge with the second ERP server that one of its options brings, and that nothing uses yet.
pub fn ridge_with_spare() -> Model {
    let mut ridge = ridge();
    ridge.components.push(component("erp-2", ComponentKind::System, 1.0, 24, &[]));
    ridge
}
