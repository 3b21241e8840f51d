//! What no map may hold, and what is said about it.

use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::{Code, Id, Money};
use ballast_risk::model::{Change, CommonCause, Estimate, Loss, RiskOption};
use ballast_risk::{Map, Model, Subject, WhatIf};

use crate::maps::*;

fn reason(model: &Model) -> String {
    let error = Map::new(model, &WhatIf::default()).map(|_| ()).unwrap_err();
    assert_eq!(error.code, Code::InvalidCall);
    assert_eq!(error.params["what"], "risk");
    assert!(error.params.contains_key("of"));
    error.params["reason"].clone()
}

#[test]
fn each_mistake_is_named() {
    type Mistake = fn(&mut Model);
    let table: &[(&str, Mistake)] = &[
        ("missing_node", |m| m.processes[0].needs.push(group("nobody"))),
        ("missing_node", |m| m.standbys[0].primary = id("orders")),
        ("missing_node", |m| m.components[0].recovery_needs = Some(groups(&["nobody"]))),
        ("missing_node", |m| m.components[0].recovery_needs = Some(groups(&["orders"]))),
        ("empty_group", |m| m.processes[0].needs.push(Group { any_of: vec![], need: 0 })),
        ("need_zero", |m| m.components[0].needs.push(group("0 of isp lte"))),
        ("need_too_many", |m| m.components[0].needs.push(group("3 of isp lte"))),
        ("duplicate_member", |m| m.components[0].needs.push(group("1 of isp isp"))),
        ("duplicate_id", |m| m.processes[0].id = id("shop")),
        ("duplicate_id", |m| m.standbys[0].id = id("mail-pair")),
        ("not_a_probability", |m| m.standbys[0].fails_on_demand = Estimate::exact(1.01)),
        ("not_a_probability", |m| m.standbys[0].fails_on_demand = Estimate::exact(f64::NAN)),
        ("not_a_probability", |m| m.processes[0].kept = -0.1),
        ("not_a_number", |m| m.components[0].outages_per_year = Some(Estimate::exact(-1.0))),
        ("not_a_number", |m| m.components[0].outages_per_year = Some(Estimate::exact(f64::INFINITY))),
        ("range_order", |m| m.components[0].outages_per_year = Some(Estimate::new(3.0, 2.0, 4.0))),
        ("range_order", |m| m.processes[0].damage_range = Some((euros("430"), euros("500")))),
        ("negative_money", |m| m.processes[0].damage_per_hour = euros("-1")),
        ("negative_money", |m| m.options[0].cost_per_year = euros("-1")),
        ("negative_money", |m| m.processes[0].losses.push(Loss::PerHour(euros("-0.01")))),
        ("other_currency", |m| {
            m.processes[0].damage_per_hour = Money::parse("1", "USD".parse().unwrap()).unwrap();
        }),
        ("standby_of_itself", |m| m.standbys[0].backup = id("pay-a")),
        ("standby_both_ways", |m| m.standbys.push(standby("back", "pay-b", "pay-a", 0.5, &[]))),
        ("too_few_members", |m| {
            m.common_causes.push(CommonCause {
                id: id("one"),
                members: vec![id("isp")],
                share: Estimate::exact(0.1),
                assumed: false,
            });
        }),
        ("changes_nothing", |m| {
            let to = Subject::Process(id("orders"));
            let change = Change::Add { to, group: group("1 of isp lte") };
            m.options.push(RiskOption { id: id("new"), cost_per_year: euros("1"), changes: vec![change] });
        }),
        ("missing_node", |m| {
            let change = Change::Remove { to: Subject::Standby(id("nobody")), need: id("isp") };
            m.options.push(RiskOption { id: id("new"), cost_per_year: euros("1"), changes: vec![change] });
        }),
    ];
    for (expected, mistake) in table {
        let mut model = ridge_with_spare();
        assert!(Map::new(&model, &WhatIf::default()).is_ok());
        mistake(&mut model);
        assert_eq!(reason(&model), *expected);
    }
}

#[test]
fn a_million_components_are_refused_at_once() {
    let one = component("a", ComponentKind::System, 1.0, 1, &[]);
    let mut many = model(vec![], vec![one.clone(); 1_000_000]);
    for (index, component) in many.components.iter_mut().enumerate() {
        component.id = id(&format!("c{index}"));
    }
    assert_eq!(reason(&many), "too_many_nodes");
    many.components.truncate(10_000);
    let all: Vec<Id> = many.components.iter().map(|component| component.id.clone()).collect();
    for component in many.components.iter_mut().take(21) {
        component.needs.push(Group { any_of: all.clone(), need: 1 });
    }
    assert_eq!(reason(&many), "too_many_links");
}

#[test]
fn an_empty_map_says_nothing_and_does_not_fail() {
    let map = map(&model(vec![], vec![]));
    let study = ballast_risk::Study::new(&map, budget());
    assert!(study.figures().processes.is_empty());
    assert!(study.ranges(1, 10, budget()).unwrap().processes.is_empty());
    let lonely = crate::maps::map(&model(vec![process("p", "1", &[])], vec![]));
    let study = ballast_risk::Study::new(&lonely, budget());
    assert!(study.figures().processes[0].cut_sets.is_empty());
    assert!(study.figures().processes[0].unavailability.abs() < 1e-12);
}
