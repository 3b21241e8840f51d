//! Small cases with known answers.

use ballast_core::Span;
use ballast_core::exposure::ComponentKind;
use ballast_risk::model::{CommonCause, Estimate, Loss, Process};
use ballast_risk::{Map, Model, Study, Subject, WhatIf};

use crate::maps::*;

fn singles(map: &Map) -> Vec<String> {
    let study = Study::new(map, budget());
    study.figures().processes[0].single_points.iter().map(ToString::to_string).collect()
}

#[test]
fn two_providers_alone_on_one_cloud_and_with_a_common_cause() {
    let two = |needs: &[&str]| vec![likely("a", 1e-3, needs), likely("b", 1e-3, needs)];
    let alone = model(vec![process("p", "1", &["1 of a b"])], two(&[]));
    assert_eq!(format!("{:.0e}", unavailability(&alone, "p")), "1e-6");

    let mut on_one_cloud = model(vec![process("p", "1", &["1 of a b"])], two(&["cloud"]));
    on_one_cloud.components.push(likely("cloud", 3.423_485e-4, &[]));
    let shared = unavailability(&on_one_cloud, "p");
    assert_eq!(format!("{shared:.5e}"), "3.43348e-4");
    assert_eq!(format!("{:.0}", shared / 1e-6), "343");

    let mut together = alone.clone();
    together.common_causes.push(CommonCause {
        id: id("both"),
        members: vec![id("a"), id("b")],
        share: Estimate::exact(0.1),
        assumed: true,
    });
    assert_eq!(format!("{:.4e}", unavailability(&together, "p")), "1.0081e-4");
}

#[test]
fn a_common_cause_lasts_as_its_rarest_member() {
    let lines = vec![
        component("fibre", ComponentKind::Network, 1.0, 5, &[]),
        component("lte", ComponentKind::Network, 1.0, 2, &[]),
    ];
    let mut shared = model(vec![process("p", "10", &["1 of fibre lte"])], lines);
    shared.common_causes.push(CommonCause {
        id: id("duct"),
        members: vec![id("fibre"), id("lte")],
        share: Estimate::exact(0.1),
        assumed: true,
    });
    let duct = |model: &Model| {
        let known = map(model);
        let figures = Study::new(&known, budget()).figures().clone();
        figures.things.into_iter().find(|thing| thing.thing == Subject::CommonCause(id("duct"))).unwrap()
    };
    let known = duct(&shared);
    assert_eq!((known.outage, known.damage_once), (Some(Span::from_hours(2)), euros("20")));
    // Of one member nobody knows: then it is the worst case of the process.
    shared.components[1].recovery.declared = None;
    let worst = shared.processes[0].worst_case_outage;
    assert_eq!((duct(&shared).outage, duct(&shared).damage_once), (None, euros("10").over(worst)));
}

#[test]
fn two_of_three() {
    let three = model(
        vec![process("p", "1", &["2 of a b c"])],
        vec![likely("a", 0.1, &[]), likely("b", 0.1, &[]), likely("c", 0.1, &[])],
    );
    assert_eq!(format!("{:.9}", unavailability(&three, "p")), "0.028000000");
}

#[test]
fn a_single_point_that_dominates_no_path() {
    let racks = model(
        vec![process("p", "1", &["2 of n1 n2 n3"])],
        vec![
            likely("rack", 0.005, &[]),
            likely("n1", 0.01, &["rack"]),
            likely("n2", 0.01, &["rack"]),
            likely("n3", 0.01, &[]),
        ],
    );
    assert_eq!(format!("{:.8}", unavailability(&racks, "p")), "0.00529651");
    let map = map(&racks);
    let study = Study::new(&map, budget());
    let found = &study.figures().processes[0];
    let sets: Vec<String> = found
        .cut_sets
        .iter()
        .map(|set| set.iter().map(ToString::to_string).collect::<Vec<_>>().join("+"))
        .collect();
    assert_eq!(sets, ["rack", "n1+n2", "n1+n3", "n2+n3"]);
    assert_eq!(singles(&map), ["rack"]);
}

#[test]
fn the_bus_factor_of_payroll() {
    let person = |name: &str| component(name, ComponentKind::Person, 10.0, 80, &[]);
    let payroll = model(
        vec![process("payroll", "25", &["1 of ana ben", "1 of ben cy", "server"])],
        vec![person("ana"), person("ben"), person("cy"), likely("server", 0.01, &[])],
    );
    let whole = map(&payroll);
    let study = Study::new(&whole, budget());
    assert_eq!(study.figures().processes[0].bus_factor, Some(2));
    assert!(study.figures().processes[0].single_persons.is_empty());

    let left = Map::new(&payroll, &WhatIf { without: vec![id("ben")], with: vec![] }).unwrap();
    let study = Study::new(&left, budget());
    assert_eq!(study.figures().processes[0].bus_factor, Some(1));
    assert_eq!(study.figures().processes[0].single_persons, [id("ana"), id("cy")]);
}

#[test]
fn hours_beyond_a_grace() {
    for (hours, grace, expected) in [(3, 2, "1.540251"), (24, 4, "20.315561"), (80, 48, "43.904931")] {
        // One euro an hour after the grace, and one outage in 8760 hours of work: euros are hours.
        let mut late = process("p", "0", &["a"]);
        late.losses = vec![Loss::After { grace: Span::from_hours(grace), per_hour: euros("1") }];
        let one = model(vec![late], vec![component("a", ComponentKind::System, 1.0, hours, &[])]);
        let map = map(&one);
        let study = Study::new(&map, budget());
        let found = &study.figures().processes[0];
        assert_eq!(format!("{:.6}", found.expected_annual_loss / found.outages_per_year), expected);
    }
}

fn payroll_with(losses: Vec<Loss>, per_hour: &str) -> Process {
    Process { losses, ..process("payroll", per_hour, &["ana"]) }
}

#[test]
fn a_deadline_is_not_an_hourly_rate() {
    let deadline = Loss::Deadline { per_year: 12.0, grace: Span::from_hours(48), penalty: euros("600") };
    let ana = component("ana", ComponentKind::Person, 10.0, 80, &[]);
    let annual = |process: Process| {
        let model = model(vec![process], vec![ana.clone()]);
        let map = map(&model);
        Study::new(&map, budget()).figures().processes[0].clone()
    };
    let late = annual(payroll_with(vec![deadline], "0"));
    assert_eq!(format!("{:.8}", late.unavailability), "0.08368201");
    assert_eq!(format!("{:.8}", late.expected_annual_loss / 600.0 / 12.0), "0.04592566");
    assert_eq!(format!("{:.2}", late.expected_annual_loss), "330.66");
    let naive = annual(payroll_with(vec![], "25"));
    assert_eq!(format!("{:.0}", naive.expected_annual_loss), "18326");
    // Whoever never fails is never late: nothing is left.
    let model = model(vec![payroll_with(vec![deadline], "0")], vec![ana.clone()]);
    let map = map(&model);
    let study = Study::new(&map, budget());
    let things = &study.figures().things;
    assert!((things[0].removed_if_perfect - late.expected_annual_loss).abs() < 1e-9);
}

#[test]
fn a_standby_is_no_standby_where_it_is_the_first_choice() {
    let both = vec![likely("a", 0.01, &[]), likely("b", 0.01, &[])];
    let mut one = model(vec![process("p", "1", &["b"])], both);
    one.standbys.push(standby("pair", "a", "b", 0.5, &[]));
    assert!((unavailability(&one, "p") - 0.01).abs() < 1e-12);
    one.processes[0].needs = groups(&["1 of a b"]);
    let expected = 0.01 * (1.0 - 0.99 * 0.5);
    assert!((unavailability(&one, "p") - expected).abs() < 1e-12);
    let map = map(&one);
    let things = Study::new(&map, budget()).figures().things.clone();
    assert_eq!(things[2].thing, Subject::Standby(id("pair")));
}

#[test]
fn a_cycle_is_down_only_for_a_reason() {
    let ring = model(
        vec![process("p", "1", &["a"])],
        vec![
            likely("a", 0.1, &["b"]),
            likely("b", 0.1, &["c"]),
            likely("c", 0.1, &["a", "1 of b d"]),
            likely("d", 0.5, &[]),
        ],
    );
    let expected = 1.0 - 0.9f64.powi(3);
    assert!((unavailability(&ring, "p") - expected).abs() < 1e-12);
}
