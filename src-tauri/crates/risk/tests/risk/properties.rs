//! What holds for every map: against brute force, and what may never get worse.

use std::collections::BTreeSet;

use ballast_core::Id;
use ballast_core::exposure::{ComponentKind, Group};
use ballast_risk::model::{Estimate, Standby};
use ballast_risk::{Budget, Map, Model, Study, Subject, WhatIf};
use proptest::prelude::*;

use crate::maps::*;

/// A random map: up to `most` components, cycles and all, standbys, two processes.
pub fn maps(most: usize) -> impl Strategy<Value = Model> {
    (2..=most).prop_flat_map(|count| {
        let group = prop::collection::btree_set(0..count, 1..=count.min(4)).prop_flat_map(|members| {
            let size = members.len();
            (Just(members), 1..=size)
        });
        let groups = prop::collection::vec(group, 0..3);
        let components =
            prop::collection::vec((0.0f64..0.6, groups.clone(), prop::bool::weighted(0.3)), count);
        let processes = prop::collection::vec(
            prop::collection::vec(
                prop::collection::btree_set(0..count, 1..=count.min(5)).prop_flat_map(|members| {
                    let size = members.len();
                    (Just(members), 1..=size)
                }),
                1..4,
            ),
            2,
        );
        let standbys = prop::collection::vec((0..count, 0..count, 0.0f64..1.0, groups), 0..3);
        (components, processes, standbys).prop_map(build)
    })
}

type Drawn = Vec<(BTreeSet<usize>, usize)>;

/// Own chance, needs and whether it is a person; needs of processes; standbys.
type DrawnMap = (Vec<(f64, Drawn, bool)>, Vec<Drawn>, Vec<(usize, usize, f64, Drawn)>);

fn build(drawn: DrawnMap) -> Model {
    let name = |index: usize| id(&format!("c{index}"));
    let group = |(members, need): (BTreeSet<usize>, usize)| Group {
        any_of: members.into_iter().map(name).collect(),
        need,
    };
    let (components, processes, standbys) = drawn;
    let mut made = model(vec![], vec![]);
    for (index, (probability, needs, person)) in components.into_iter().enumerate() {
        let mut component = likely(&format!("c{index}"), probability, &[]);
        component.needs = needs.into_iter().map(group).collect();
        component.kind = if person { ComponentKind::Person } else { ComponentKind::System };
        made.components.push(component);
    }
    for (index, needs) in processes.into_iter().enumerate() {
        let mut process = process(&format!("p{index}"), "10", &[]);
        process.needs = needs.into_iter().map(group).collect();
        made.processes.push(process);
    }
    let mut pairs = BTreeSet::new();
    for (index, (primary, backup, fails, requires)) in standbys.into_iter().enumerate() {
        let taken =
            pairs.iter().any(|(first, second)| *second == backup || (*first, *second) == (backup, primary));
        if primary == backup || taken || !pairs.insert((primary, backup)) {
            continue;
        }
        let mut standby =
            standby(&format!("s{index}"), &name(primary).to_string(), &name(backup).to_string(), fails, &[]);
        standby.requires = requires.into_iter().map(group).collect();
        made.standbys.push(standby);
    }
    made
}

/// Everything by definition, and nothing of the engine: rounds until nothing more goes down. One bit for each
/// component, standby and process, in this order; a group is who is in it and how many may be down.
struct Naive {
    needs: Vec<Vec<(u64, u32)>>,
}

impl Naive {
    fn new(model: &Model) -> Self {
        let components = model.components.len();
        let group = |group: &Group| {
            let member = |member: &Id| {
                let beside =
                    |s: &&(usize, &Standby)| s.1.backup == *member && group.any_of.contains(&s.1.primary);
                let standbys: Vec<_> = model.standbys.iter().enumerate().collect();
                let switched: u64 =
                    standbys.iter().filter(beside).map(|(index, _)| 1 << (components + index)).sum();
                (1u64 << place(model, &Subject::Component(member.clone())), switched)
            };
            let members: Vec<(u64, u64)> = group.any_of.iter().map(member).collect();
            // A standby takes the place of its backup. Of several, these small maps make one group each.
            let bits = members.iter().map(|(own, switched)| if *switched == 0 { *own } else { *switched });
            let most = u32::try_from(members.len() - group.need).unwrap();
            (bits.fold(0, |all, bit| all | bit), most)
        };
        let own = |needs: &[Group]| needs.iter().map(group).collect::<Vec<_>>();
        let mut needs: Vec<_> = model.components.iter().map(|component| own(&component.needs)).collect();
        for standby in &model.standbys {
            let mut groups = own(&standby.requires);
            groups.push((1 << place(model, &Subject::Component(standby.backup.clone())), 0));
            needs.push(groups);
        }
        needs.extend(model.processes.iter().map(|process| own(&process.needs)));
        Self { needs }
    }

    fn down(&self, failed: u64) -> u64 {
        let mut down = failed;
        loop {
            let before = down;
            for (bit, groups) in self.needs.iter().enumerate() {
                if groups.iter().any(|(members, most)| (members & down).count_ones() > *most) {
                    down |= 1 << bit;
                }
            }
            if down == before {
                return down;
            }
        }
    }
}

struct Brute {
    probability: f64,
    sets: BTreeSet<Vec<usize>>,
}

fn brute(model: &Model, process: usize) -> Brute {
    let naive = Naive::new(model);
    let events = model.components.len() + model.standbys.len();
    let chance: Vec<f64> = (0..events).map(|event| probability(model, event)).collect();
    let mut found = Brute { probability: 0.0, sets: BTreeSet::new() };
    let mut stops = vec![false; 1 << events];
    for state in 0..1usize << events {
        stops[state] = naive.down(state as u64) >> (events + process) & 1 == 1;
        if !stops[state] {
            continue;
        }
        let failed = |event: &usize| state >> event & 1 == 1;
        let share = |event: usize| if failed(&event) { chance[event] } else { 1.0 - chance[event] };
        found.probability += (0..events).map(share).product::<f64>();
        if !(0..events).filter(failed).any(|event| stops[state & !(1 << event)]) {
            found.sets.insert((0..events).filter(failed).collect());
        }
    }
    found
}

fn probability(model: &Model, event: usize) -> f64 {
    match model.components.get(event) {
        Some(component) => {
            let outages = component.outages_per_year.unwrap().likely;
            outages / (8760.0 + outages)
        }
        None => model.standbys[event - model.components.len()].fails_on_demand.likely,
    }
}

fn place(model: &Model, subject: &Subject) -> usize {
    match subject {
        Subject::Component(id) => model.components.iter().position(|c| c.id == *id).unwrap(),
        Subject::Standby(id) => {
            model.components.len() + model.standbys.iter().position(|s| s.id == *id).unwrap()
        }
        other => panic!("{other:?} is no event of these maps"),
    }
}

fn agrees(model: &Model, budget: Budget<'_>) -> Result<(), TestCaseError> {
    let map = map(model);
    let study = Study::new(&map, budget);
    for (index, risk) in study.figures().processes.iter().enumerate() {
        let brute = brute(model, index);
        let sets: BTreeSet<Vec<usize>> = risk
            .cut_sets
            .iter()
            .map(|set| {
                let mut places: Vec<usize> = set.iter().map(|event| place(model, event)).collect();
                places.sort_unstable();
                places
            })
            .collect();
        let singles: Vec<usize> = risk.single_points.iter().map(|point| place(model, point)).collect();
        let expected: BTreeSet<usize> =
            brute.sets.iter().filter(|set| set.len() == 1).map(|set| set[0]).collect();
        prop_assert_eq!(singles.into_iter().collect::<BTreeSet<_>>(), expected);
        if let Some(known) = risk.complete_to {
            let known: BTreeSet<_> = brute.sets.iter().filter(|set| set.len() <= known).cloned().collect();
            prop_assert_eq!(&sets, &known);
            prop_assert!(risk.unavailability <= brute.probability + 1e-9);
            continue;
        }
        prop_assert_eq!(risk.by_order.iter().sum::<u64>(), brute.sets.len() as u64);
        if brute.sets.len() <= 500 {
            prop_assert_eq!(&sets, &brute.sets);
        }
        prop_assert!((risk.unavailability - brute.probability).abs() < 1e-9);
        let people = |set: &&Vec<usize>| {
            set.iter().all(|at| model.components.get(*at).is_some_and(|c| c.kind == ComponentKind::Person))
        };
        prop_assert_eq!(risk.bus_factor, brute.sets.iter().filter(people).map(Vec::len).min());
    }
    Ok(())
}

fn annual(model: &Model, what_if: &WhatIf) -> Vec<f64> {
    let map = Map::new(model, what_if).unwrap();
    let study = Study::new(&map, budget());
    study.figures().processes.iter().map(|process| process.unavailability).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn small_maps_agree_with_brute_force(model in maps(9)) {
        agrees(&model, budget())?;
    }

    #[test]
    fn bounds_agree_with_brute_force(model in maps(6), nodes in 3usize..60) {
        agrees(&model, Budget::of_nodes(nodes))?;
    }

    #[test]
    fn a_working_redundancy_never_raises_unavailability(model in maps(7), to in 0usize..100, chance in 0.0f64..1.0) {
        let before = annual(&model, &WhatIf::default());
        let mut with = model.clone();
        with.components.push(likely("new", chance, &[]));
        let mut groups: Vec<&mut Group> = with
            .components
            .iter_mut()
            .flat_map(|component| &mut component.needs)
            .chain(with.processes.iter_mut().flat_map(|process| &mut process.needs))
            .chain(with.standbys.iter_mut().flat_map(|standby| &mut standby.requires))
            .collect();
        let count = groups.len();
        groups[to % count].any_of.push(id("new"));
        for (before, after) in before.iter().zip(annual(&with, &WhatIf::default())) {
            prop_assert!(after <= before + 1e-12, "{} {}", before, after);
        }
    }

    #[test]
    fn removing_a_component_lowers_nothing(model in maps(8), gone in 0usize..100) {
        let gone = model.components[gone % model.components.len()].id.clone();
        let without = WhatIf { without: vec![gone], with: vec![] };
        let (whole, less) = (map(&model), Map::new(&model, &without).unwrap());
        let (before, after) = (Study::new(&whole, budget()), Study::new(&less, budget()));
        let after_down = &after.figures().down;
        for (before, after) in before.figures().things.iter().zip(&after.figures().things) {
            let all: BTreeSet<_> = after.blast.processes.iter().collect();
            prop_assert!(before.blast.processes.iter().all(|process| all.contains(process)));
            prop_assert!(after.blast.per_hour.minor >= before.blast.per_hour.minor);
            prop_assert!(after.damage_once.minor >= before.damage_once.minor);
            prop_assert_eq!(before.damage_more, before.damage_once);
            let stands = |process: &&Id| !after_down.contains(process);
            let more = after.blast.processes.iter().filter(stands).count();
            prop_assert_eq!(after.damage_more.minor > 0, more > 0);
            prop_assert!(after.damage_more.minor <= after.damage_once.minor);
        }
        for (before, after) in before.figures().processes.iter().zip(&after.figures().processes) {
            prop_assert!(after.unavailability >= before.unavailability - 1e-12);
        }
    }

    #[test]
    fn a_better_drilled_standby_never_costs_more(model in maps(7), better in 0.0f64..1.0) {
        let mut with = model.clone();
        for standby in &mut with.standbys {
            standby.fails_on_demand = Estimate::exact(standby.fails_on_demand.likely * better);
        }
        for (before, after) in annual(&model, &WhatIf::default()).iter().zip(annual(&with, &WhatIf::default())) {
            prop_assert!(after <= before + 1e-12);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn maps_of_sixteen_agree_with_brute_force(model in maps(16)) {
        prop_assume!(model.components.len() + model.standbys.len() <= 16);
        agrees(&model, budget())?;
    }
}
