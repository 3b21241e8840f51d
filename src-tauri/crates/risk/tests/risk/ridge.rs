//! The worked example of the reference, to all its printed digits.

use ballast_risk::{Study, Subject};

use crate::maps::{budget, euros, id, map, ridge_with_spare};

/// What a table prints with so many decimals.
fn printed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

#[test]
fn unavailability_and_annual_loss() {
    let model = ridge_with_spare();
    let map = map(&model);
    let study = Study::new(&map, budget());
    let figures = study.figures();
    let found: Vec<(String, String, String)> = figures
        .processes
        .iter()
        .map(|p| (p.id.to_string(), format!("{:.6e}", p.unavailability), printed(p.expected_annual_loss, 2)))
        .collect();
    let expected = [
        ("orders", "1.670824e-3", "6147.30"),
        ("ship", "3.417317e-3", "4789.71"),
        ("mail", "5.328797e-4", "280.08"),
    ];
    assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    assert_eq!(printed(figures.expected_annual_loss, 2), "11217.09");
    assert!(figures.processes.iter().all(|process| process.cut_off.is_none()));
}

#[test]
fn cut_sets() {
    let model = ridge_with_spare();
    let map = map(&model);
    let study = Study::new(&map, budget());
    let found: Vec<Vec<String>> = study
        .figures()
        .processes
        .iter()
        .map(|process| {
            let mut sets: Vec<String> = process
                .cut_sets
                .iter()
                .map(|set| {
                    let mut names: Vec<String> = set.iter().map(ToString::to_string).collect();
                    names.sort();
                    names.join("+")
                })
                .collect();
            sets.sort();
            sets
        })
        .collect();
    assert_eq!(found[0], ["ana+pay-a", "aws", "dns", "pay+pay-a", "pay-a+pay-b", "pay-a+vault", "shop"]);
    assert_eq!(found[1], ["erp", "isp+lte", "shop"]);
    assert_eq!(
        found[2],
        [
            "ana+aws+ben",
            "ana+ben+mail-a",
            "aws+gcp",
            "aws+mail-b",
            "aws+mail-pair",
            "dns",
            "gcp+mail-a",
            "mail-a+mail-b",
            "mail-a+mail-pair",
        ]
    );
    let orders = &study.figures().processes[0];
    assert_eq!(orders.by_order, [0, 3, 4]);
    let singles: Vec<&str> = orders.single_points.iter().map(|point| point.id().as_str()).collect();
    assert_eq!(singles, ["aws", "dns", "shop"]);
}

#[test]
fn the_ranking() {
    let model = ridge_with_spare();
    let map = map(&model);
    let study = Study::new(&map, budget());
    let figures = study.figures();
    let table = [
        ("dns", "480", "5760", "479.398", "1150.24"),
        ("erp", "160", "3840", "159.890", "3826.88"),
        ("aws", "420", "2520", "431.818", "1295.01"),
        ("shop", "580", "1740", "579.148", "3472.51"),
        ("pay-a", "0", "0", "227.426", "1363.62"),
        ("pay", "0", "0", "0.263", "1151.38"),
        ("ana", "0", "0", "0.148", "108.84"),
    ];
    for (name, blast, once, expected, removed) in table {
        let thing = figures.things.iter().find(|thing| *thing.thing.id() == id(name)).unwrap();
        assert_eq!(thing.blast.per_hour, euros(blast), "{name}");
        assert_eq!(thing.damage_once, euros(once), "{name}");
        assert_eq!(printed(thing.expected_per_hour, 3), expected, "{name}");
        assert_eq!(printed(thing.removed_if_perfect, 2), removed, "{name}");
    }
    let pay = figures.things.iter().find(|thing| thing.thing == Subject::Standby(id("pay"))).unwrap();
    assert!((pay.probability - 0.5).abs() < 1e-12);
    let sum: f64 = figures.things.iter().map(|thing| thing.removed_if_perfect).sum();
    assert_eq!(printed(sum, 2), "12610.35");
}
