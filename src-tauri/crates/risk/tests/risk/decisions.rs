//! What is decided on a map: options in bundles, ranges, shared fate, black start, contradictions, explanations.

use ballast_core::Span;
use ballast_core::exposure::{ComponentKind, Recovery};
use ballast_risk::ContradictionCode::*;
use ballast_risk::model::{Change, Estimate, Process, RiskOption};
use ballast_risk::*;

use crate::maps::*;

#[test]
fn the_bundles_of_ridge() {
    let model = ridge_with_spare();
    let table: [(&[&str], &str, &str); 8] = [
        (&["drill"], "1036.24", "836.24"),
        (&["move"], "575.69", "275.69"),
        (&["train"], "96.35", "-53.65"),
        (&["spare-erp"], "3816.42", "2616.42"),
        (&["drill", "move"], "2130.05", "1630.05"),
        (&["drill", "train"], "1219.30", "869.30"),
        (&["drill", "move", "train"], "2404.64", "1754.64"),
        (&["drill", "move", "train", "spare-erp"], "6221.06", "4371.06"),
    ];
    for (options, saves, net) in table {
        let options: Vec<_> = options.iter().map(|name| id(name)).collect();
        let found = bundle(&model, &options, budget()).unwrap();
        assert_eq!((format!("{:.2}", found.saves), format!("{:.2}", found.net)), (saves.into(), net.into()));
    }
    let found = bundles(&model, budget()).unwrap();
    assert!(found.complete);
    let names =
        |bundle: &Bundle| bundle.options.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    for (money, best) in
        [("200", "drill"), ("500", "drill+move"), ("700", "drill+move+train"), ("1500", "drill+spare-erp")]
    {
        let mut within = found.best.iter().rev().filter(|bundle| bundle.cost.minor <= euros(money).minor);
        assert_eq!(names(within.next().unwrap()), best, "{money}");
    }
    let first = found.first.unwrap();
    assert_eq!(
        (names(&first).as_str(), format!("{:.2}", first.net).as_str()),
        ("drill+move+train+spare-erp", "4371.06")
    );
    assert!(found.alone[2].net < 0.0);
}

/// A chain of pairs in one process, each with an option that trains a second person for its standby or drills it.
fn many_options(count: usize) -> Model {
    let mut made =
        model(vec![process("p", "100", &[])], vec![component("ana", ComponentKind::Person, 8.0, 40, &[])]);
    made.components.push(component("ben", ComponentKind::Person, 8.0, 40, &[]));
    for index in 0..count / 2 {
        let (a, b) = (format!("a{index}"), format!("b{index}"));
        made.components.push(component(
            &a,
            ComponentKind::Provider,
            [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0][index],
            4,
            &[],
        ));
        made.components.push(component(&b, ComponentKind::Provider, 2.0, 4, &[]));
        made.processes[0].needs.push(group(&format!("1 of {a} {b}")));
        let pair = format!("s{index}");
        made.standbys.push(standby(&pair, &a, &b, 0.5, &["ana"]));
        let of = Subject::Standby(id(&pair));
        let drill = Change::Set {
            of: of.clone(),
            outages_per_year: None,
            outage: None,
            on_demand_failure: Some(0.1),
        };
        let train = Change::Add { to: of, group: group("1 of ana ben") };
        for (what, change, cost) in [("drill", drill, "300"), ("train", train, "120")] {
            made.options.push(RiskOption {
                id: id(&format!("{what}{index}")),
                cost_per_year: euros(cost),
                changes: vec![change],
            });
        }
    }
    made
}

#[test]
fn branch_and_bound_finds_what_trying_all_finds() {
    let few = many_options(12);
    let all = bundles(&few, budget()).unwrap();
    // Two more that nobody would take, and not all bundles are tried any more.
    let mut many = few.clone();
    for name in ["gold-a0", "gold-b0"] {
        let of = Subject::Component(id(&name[5..]));
        let change = Change::Set { of, outages_per_year: Some(0.1), outage: None, on_demand_failure: None };
        let cost_per_year = euros("900000");
        many.options.push(RiskOption { id: id(name), cost_per_year, changes: vec![change] });
    }
    let bounded = bundles(&many, budget()).unwrap();
    assert!(all.complete && bounded.complete);
    let (all, bounded) = (all.first.unwrap(), bounded.first.unwrap());
    assert!(all.options.len() > 2 && all.options.len() < 12, "{:?}", all.options);
    assert_eq!(bounded.options, all.options);
    let again = bundle(&few, &all.options, budget()).unwrap();
    assert!((again.net - all.net).abs() < 1e-6);
    // Told to stop, it says that there may be better ones.
    let asked = std::cell::Cell::new(0);
    let over = || {
        asked.set(asked.get() + 1);
        asked.get() > 200
    };
    assert!(!bundles(&many, Budget { nodes: 100_000, over: &over }).unwrap().complete);
}

#[test]
fn with_and_without_are_asked_of_the_same_map() {
    let model = ridge_with_spare();
    let what_if = WhatIf { without: vec![id("aws")], with: vec![id("move"), id("drill")] };
    let map = Map::new(&model, &what_if).unwrap();
    let study = Study::new(&map, budget());
    let orders = &study.figures().processes[0];
    assert!(study.figures().down.is_empty());
    assert!(orders.cut_sets.iter().flatten().all(|event| *event.id() != id("aws")));
    assert!(orders.single_points.contains(&Subject::Component(id("gcp"))));
    let gone = Map::new(&model, &WhatIf { without: vec![id("aws")], with: vec![] }).unwrap();
    let study = Study::new(&gone, budget());
    assert_eq!(study.figures().down, [id("orders")]);
    assert!((study.figures().processes[0].unavailability - 1.0).abs() < 1e-12);
    assert!((study.figures().processes[0].expected_annual_loss - 420.0 * 8760.0).abs() < 1e-6);
    let unknown = Map::new(&model, &WhatIf { without: vec![id("nobody")], with: vec![] });
    assert_eq!(unknown.map(|_| ()).unwrap_err().params["reason"], "missing_node");
}

#[test]
fn ranges_are_the_same_for_one_seed_and_hold_the_point_where_nothing_is_in_doubt() {
    let mut model = ridge_with_spare();
    let sure = map(&model);
    let study = Study::new(&sure, budget());
    let ranges = study.ranges(1, 100, budget()).unwrap();
    for (range, process) in ranges.processes.iter().zip(&study.figures().processes) {
        assert!((range.p10 - process.expected_annual_loss).abs() < 1e-6);
        assert!((range.p90 - range.p10).abs() < 1e-9);
        assert!((range.rank_holds - 1.0).abs() < 1e-12);
    }
    for (range, thing) in ranges.things.iter().zip(&study.figures().things) {
        assert!((range.p50 - thing.removed_if_perfect).abs() < 1e-6, "{:?}", range.subject);
    }
    model.components[9].outages_per_year = Some(Estimate::new(0.2, 1.0, 3.0));
    model.components[0].outage_range = Some((Span::from_hours(1), Span::from_hours(9)));
    model.standbys[0].fails_on_demand = Estimate::new(0.2, 0.5, 0.9);
    let unsure = map(&model);
    let study = Study::new(&unsure, budget());
    let first = study.ranges(7, 2000, budget()).unwrap();
    assert_eq!(first, study.ranges(7, 2000, budget()).unwrap());
    assert_ne!(first.total, study.ranges(8, 2000, budget()).unwrap().total);
    // What nobody is sure of may cost nothing at all.
    model.processes[2].damage_per_hour = euros("0");
    model.processes[2].damage_range = Some((euros("0"), euros("500")));
    let free = map(&model);
    let of_mail = &Study::new(&free, budget()).ranges(7, 500, budget()).unwrap().processes[2];
    assert!(of_mail.p50 > 0.0 && of_mail.p90 > of_mail.p10, "{of_mail:?}");
    assert!(first.total.p10 < 11_217.09 && 11_217.09 < first.total.p90);
    assert!(first.processes.iter().all(|range| range.p10 <= range.p50 && range.p50 <= range.p90));
    // Orders lose most at the likeliest inputs, and not always.
    assert_eq!(first.processes[0].rank, 1);
    assert!((0.5..1.0).contains(&first.processes[0].rank_holds), "{}", first.processes[0].rank_holds);
    let over = || true;
    assert_eq!(study.ranges(7, 10, Budget { nodes: 0, over: &over }), Err(CutOff::Time));
}

#[test]
fn what_two_providers_share() {
    let mut model = ridge_with_spare();
    for (index, what) in [(1, "visa-1"), (2, "visa-1"), (4, "visa-2"), (5, "visa-3")] {
        model.components[index].shares.insert("card".to_owned(), what.to_owned());
        model.components[index].shares.insert("cloud".to_owned(), "aws".to_owned());
    }
    let map = map(&model);
    let found = map.shared_fate();
    let pay = vec![id("pay-a"), id("pay-b")];
    let orders = Subject::Process(id("orders"));
    let by_map = SharedCause::Thing { thing: Subject::Component(id("aws")) };
    assert!(found.contains(&SharedFate { of: orders.clone(), members: pay.clone(), cause: by_map }));
    let card = SharedCause::Likely { what: "card".into(), value: "visa-1".into() };
    assert!(found.contains(&SharedFate { of: orders, members: pay.clone(), cause: card }));
    let mail = SharedCause::Likely { what: "cloud".into(), value: "aws".into() };
    let of_mail = found.iter().filter(|fate| fate.of == Subject::Process(id("mail"))).collect::<Vec<_>>();
    assert_eq!(of_mail.iter().map(|fate| &fate.cause).collect::<Vec<_>>(), [&mail]);
    assert_eq!(found.len(), 3);
}

#[test]
fn black_start_and_the_paper_code() {
    let names = ["mail", "vault", "phone", "bank", "shop", "ana"];
    let needs: [&[&str]; 6] =
        [&["vault"], &["1 of phone mail"], &["mail"], &["phone", "ana"], &["vault"], &[]];
    let components = names.iter().zip(needs).map(|(name, needs)| {
        let mut made = component(name, ComponentKind::System, 0.0, 1, &[]);
        made.recovery_needs = Some(groups(needs));
        made
    });
    let mut made = model(vec![], components.collect());
    let found = black_start(&made);
    assert_eq!(found.recoverable, [id("ana")]);
    assert_eq!(found.locked_out, ["mail", "vault", "phone", "bank", "shop"].map(id));
    assert_eq!(found.keys[0].frees.len(), 5);
    made.components[1].recovery_needs = Some(groups(&["1 of phone mail paper"]));
    let mut paper = component("paper", ComponentKind::Document, 0.0, 1, &[]);
    paper.recovery_needs = None;
    made.components.push(paper);
    let found = black_start(&made);
    assert_eq!((found.locked_out.len(), found.unclear.len(), found.not_asked.len()), (0, 5, 1));
    made.components[6].recovery_needs = Some(vec![]);
    assert_eq!(black_start(&made).recoverable.len(), 7);
}

#[test]
fn promises_that_cannot_be_kept() {
    let mut model = ridge_with_spare();
    model.processes[0].rto = Some(Span::from_hours(2));
    model.processes[0].max_outage = Some(Span::from_hours(1));
    model.processes[0].rpo = Some(Span::from_hours(1));
    model.components[0].rpo = Some(Span::from_hours(24));
    model.components[1].recovery.declared = Some(Span::from_hours(5));
    model.components[2].recovery.declared = Some(Span::from_hours(5));
    model.standbys[0].switch = Some(Span::from_hours(3));
    let map = map(&model);
    let found = Study::new(&map, budget()).contradictions();
    let codes: Vec<(ContradictionCode, String)> = found
        .iter()
        .map(|c| (c.code, c.thing.as_ref().map(ToString::to_string).unwrap_or_default()))
        .filter(|(_, thing)| !thing.starts_with("isp"))
        .collect();
    let expected =
        |code, thing: &str| assert!(codes.contains(&(code, thing.to_owned())), "{code:?} {thing} {codes:?}");
    expected(RtoBeyondMaxOutage, "");
    expected(RecoveryBeyondRto, "shop");
    expected(RecoveryBeyondRto, "aws");
    expected(DataBeyondRpo, "shop");
    expected(SwitchBeyondRto, "pay");
    // A fast switch is no contradiction, however slow the providers are.
    model.standbys[0].switch = Some(Span::from_minutes(10));
    let map = crate::maps::map(&model);
    let found = Study::new(&map, budget()).contradictions();
    assert!(found.iter().all(|c| c.code != SwitchBeyondRto || c.process != id("orders")));
}

#[test]
fn the_cheapest_next_proof() {
    let mut model = ridge_with_spare();
    let day = Some(Span::from_hours(24));
    model.processes = vec![Process {
        worst_case_outage: Span::from_hours(48),
        ..process("orders", "100", &["shop", "erp"])
    }];
    model.options.clear();
    model.components[0].recovery =
        Recovery { measured: None, ever_measured: Some(Span::from_hours(1)), declared: day };
    model.components[9].recovery =
        Recovery { measured: None, ever_measured: None, declared: Some(Span::from_hours(2)) };
    let offer = |control: &str, protects: &str, minutes| ProofOffer {
        control: id(control),
        protects: vec![id(protects)],
        expected: None,
        standby: None,
        work: Span::from_minutes(minutes),
        cost: euros("0"),
    };
    let offers = [offer("erp-restore", "erp", 10), offer("shop-restore", "shop", 30)];
    let found = next_proofs(&model, &offers, offers.len(), budget()).unwrap();
    assert_eq!(found[0].control, id("shop-restore"));
    // 24 hours, proven to be 1; then the ERP's 2 hours are the longest.
    assert_eq!(found[0].exposure_removed, euros("2200"));
    assert!((found[0].per_hour_of_work - 4400.0).abs() < 1e-9 && !found[0].at_most);
    assert!(found[0].saves > 0.0);
    assert_eq!((found[1].exposure_removed, found[1].at_most), (euros("0"), true));
}
