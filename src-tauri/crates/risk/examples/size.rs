//! How long a full analysis takes, for seeded company maps and random fault trees.
//!
//!     cargo run -p ballast-risk --example size

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ballast_core::exposure::{ComponentKind, Group, Recovery};
use ballast_core::{Currency, Id, Money, Span};
use ballast_risk::model::{Component, DemandSource, Estimate, Process, Standby};
use ballast_risk::{Budget, FaultTree, Map, Model, Study, TreeFile, WhatIf, black_start};

/// A small generator of its own: the maps must be the same in every version.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Processes need services, services systems and data, those need clouds, networks, sites, credentials and people.
/// About a third of all needs are a choice, and half of the pairs a standby that must be switched to.
fn company(components: usize, processes: usize, seed: u64) -> Model {
    let mut random = Seeded(seed);
    let currency: Currency = "EUR".parse().unwrap();
    let name = |index: usize| -> Id { format!("c{index}").parse().unwrap() };
    let kinds = [ComponentKind::Service, ComponentKind::System, ComponentKind::Cloud, ComponentKind::Person];
    let layer = components / kinds.len();
    let mut model = Model {
        currency,
        processes: vec![],
        components: vec![],
        standbys: vec![],
        common_causes: vec![],
        options: vec![],
    };
    for index in 0..components {
        let depth = (index / layer).min(kinds.len() - 1);
        let mut needs = vec![];
        // What a layer needs lies one below, near its own place: companies are made of departments.
        for _ in 0..[3, 2, 1, 0][depth] {
            let near = (depth + 1) * layer + (index % layer + random.below(6)) % layer;
            needs.push(group(&mut random, near, layer, (depth + 1) * layer, &name));
        }
        model.components.push(component(name(index), kinds[depth], needs, &mut random));
    }
    for index in 0..processes {
        let mut needs = vec![];
        for _ in 0..4 {
            let near = (index * layer / processes + random.below(5)) % layer;
            needs.push(group(&mut random, near, layer, 0, &name));
        }
        model.processes.push(process(format!("p{index}").parse().unwrap(), needs, currency, &mut random));
    }
    add_standbys(&mut model, &mut random);
    model
}

fn group(random: &mut Seeded, near: usize, layer: usize, first: usize, name: &dyn Fn(usize) -> Id) -> Group {
    let mut members = vec![near];
    if random.chance(35) {
        members.push(first + (near - first + 1) % layer);
        if random.chance(20) {
            members.push(first + (near - first + 2) % layer);
        }
    }
    Group { any_of: members.into_iter().map(name).collect(), need: 1 }
}

fn component(id: Id, kind: ComponentKind, needs: Vec<Group>, random: &mut Seeded) -> Component {
    let outages = [0.2, 0.5, 1.0, 2.0, 4.0][random.below(5)];
    let hours = Span::from_hours([1, 2, 4, 8, 24][random.below(5)]);
    Component {
        id,
        kind,
        outages_per_year: Some(Estimate::new(outages / 2.0, outages, outages * 3.0)),
        recovery: Recovery { declared: Some(hours), ..Recovery::default() },
        outage_range: None,
        rpo: None,
        needs,
        shares: BTreeMap::new(),
        recovery_needs: Some(vec![]),
    }
}

fn process(id: Id, needs: Vec<Group>, currency: Currency, random: &mut Seeded) -> Process {
    Process {
        id,
        damage_per_hour: Money { minor: 1000 * (1 + i64::try_from(random.below(500)).unwrap()), currency },
        damage_range: None,
        losses: vec![],
        kept: 0.0,
        worst_case_outage: Span::from_hours(48),
        max_outage: None,
        rto: Some(Span::from_hours(4)),
        rpo: None,
        needs,
    }
}

fn add_standbys(model: &mut Model, random: &mut Seeded) {
    let groups =
        model.components.iter().flat_map(|c| &c.needs).chain(model.processes.iter().flat_map(|p| &p.needs));
    let mut pairs = std::collections::BTreeSet::new();
    for group in groups.filter(|group| group.any_of.len() > 1) {
        if random.chance(50) {
            pairs.insert((group.any_of[0].clone(), group.any_of[1].clone()));
        }
    }
    let both_ways = |pair: &(Id, Id), all: &std::collections::BTreeSet<(Id, Id)>| {
        all.contains(&(pair.1.clone(), pair.0.clone()))
    };
    let kept: Vec<_> = pairs.iter().filter(|pair| !both_ways(pair, &pairs)).cloned().collect();
    let people = model.components.len() - 1;
    for (index, (primary, backup)) in kept.into_iter().enumerate() {
        let person = model.components[people - index % 20].id.clone();
        model.standbys.push(Standby {
            id: format!("s{index}").parse().unwrap(),
            primary,
            backup,
            requires: vec![Group { any_of: vec![person], need: 1 }],
            fails_on_demand: Estimate::new(0.1, 0.3, 0.6),
            source: DemandSource::Drilled,
            switch: None,
        });
    }
}

fn measure(components: usize, processes: usize) {
    let model = company(components, processes, 7);
    let start = Instant::now();
    let map = Map::new(&model, &WhatIf::default()).unwrap();
    let over = || start.elapsed() > Duration::from_mins(1);
    let study = Study::new(&map, Budget { nodes: 2_000_000, over: &over });
    let figures = study.figures();
    let (fates, start_up, broken) = (map.shared_fate(), black_start(&model), study.contradictions());
    let full = start.elapsed();
    let sets: u64 = figures.processes.iter().flat_map(|process| &process.by_order).sum();
    let cut = figures.processes.iter().filter(|process| process.cut_off.is_some()).count();
    println!(
        "{components} components, {processes} processes, {} standbys: {:.1} ms; {sets} cut sets, {cut} processes cut off, \
         {} shared fates, {} locked out, {} contradictions, loss a year {:.2}",
        model.standbys.len(),
        full.as_secs_f64() * 1e3,
        fates.len(),
        start_up.locked_out.len(),
        broken.len(),
        figures.expected_annual_loss
    );
    let start = Instant::now();
    let ranges = study.ranges(1, 1000, Budget { nodes: 0, over: &|| false }).unwrap();
    println!(
        "  1000 draws: {:.1} ms; total {:.0} to {:.0}",
        start.elapsed().as_secs_f64() * 1e3,
        ranges.total.p10,
        ranges.total.p90
    );
}

/// Layers of gates over `events` events, each with two to four inputs near its own place.
fn random_tree(events: usize, layers: usize, seed: u64) -> String {
    let mut random = Seeded(seed);
    let mut text = String::from("<opsa-mef><define-fault-tree name=\"random\">");
    let mut width = events;
    for layer in 0..layers {
        let gates = if layer + 1 == layers { 1 } else { (width * 3 / 5).max(2) };
        for gate in 0..gates {
            let kind = if layer + 1 == layers || layer % 2 == 0 { "or" } else { "and" };
            text.push_str(&format!("<define-gate name=\"g{layer}-{gate}\"><{kind}>"));
            let inputs = if gates == 1 { width } else { 2 + random.below(3) };
            let mut seen = std::collections::BTreeSet::new();
            for input in 0..inputs {
                let near = if gates == 1 { input } else { (gate * width / gates + random.below(5)) % width };
                if seen.insert(near) {
                    text.push_str(&match layer {
                        0 => format!("<basic-event name=\"e{near}\"/>"),
                        _ => format!("<gate name=\"g{}-{near}\"/>", layer - 1),
                    });
                }
            }
            text.push_str(&format!("</{kind}></define-gate>"));
        }
        width = gates;
    }
    for event in 0..events {
        text.push_str(&format!(
            "<define-basic-event name=\"e{event}\"><float value=\"0.01\"/></define-basic-event>"
        ));
    }
    text.push_str("</define-fault-tree></opsa-mef>");
    text
}

fn measure_tree(events: usize, layers: usize) {
    let text = random_tree(events, layers, 11);
    let start = Instant::now();
    let tree = FaultTree::read(&[TreeFile { name: "random.xml", bytes: text.as_bytes() }]).unwrap();
    let over = || start.elapsed() > Duration::from_secs(10);
    // Gates that nothing looks at are tops too: the drawn one is the largest.
    let tops = tree.tops(0, Budget { nodes: 4_000_000, over: &over });
    let top = tops.iter().max_by_key(|top| top.gates).unwrap();
    println!(
        "tree of {} events, {} gates: {:.1} ms; {} cut sets, probability {:.6e}, cut off {:?}, complete to {:?}",
        top.events,
        top.gates,
        start.elapsed().as_secs_f64() * 1e3,
        top.cut_sets,
        top.probability.unwrap(),
        top.cut_off,
        top.complete_to
    );
}

fn main() {
    measure(200, 40);
    measure(2_000, 40);
    measure(2_000, 400);
    measure_tree(200, 5);
    measure_tree(1_000, 8);
    measure_tree(1_500, 9);
    measure_tree(3_000, 10);
}
