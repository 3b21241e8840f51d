//! Random fault trees with "not" and "exclusive or" against brute force.

use std::collections::BTreeSet;

use ballast_risk::{FaultTree, TreeFile};
use proptest::prelude::*;

use crate::maps::budget;

#[derive(Clone, Debug)]
struct Drawn {
    chances: Vec<f64>,
    /// Kind, `min`, and inputs: events first, then the gates before this one.
    gates: Vec<(u8, usize, BTreeSet<usize>)>,
}

fn trees() -> impl Strategy<Value = Drawn> {
    (1usize..7, 1usize..7).prop_flat_map(|(events, gates)| {
        let gate = move |before: usize| {
            (0u8..5, 1usize..4, prop::collection::btree_set(0..events + before, 1..=4.min(events + before)))
        };
        let gates: Vec<_> = (0..gates).map(gate).collect();
        (prop::collection::vec(0.0f64..1.0, events), gates)
            .prop_map(|(chances, gates)| Drawn { chances, gates })
    })
}

/// What a gate is once its kind fits the number of its inputs.
fn kind(gate: &(u8, usize, BTreeSet<usize>)) -> (&'static str, usize) {
    let count = gate.2.len();
    match gate.0 {
        0 => ("or", 1),
        1 => ("and", count),
        2 => ("atleast", gate.1.min(count)),
        3 if count > 1 => ("xor", 0),
        _ if count == 1 => ("not", 0),
        _ => ("or", 1),
    }
}

fn written(tree: &Drawn) -> String {
    let mut text = String::from("<opsa-mef><define-fault-tree name=\"drawn\">");
    for (event, chance) in tree.chances.iter().enumerate() {
        let float = format!("<float value=\"{chance:e}\"/>");
        text.push_str(&format!("<define-basic-event name=\"e{event}\">{float}</define-basic-event>"));
    }
    for (index, gate) in tree.gates.iter().enumerate() {
        let (kind, least) = kind(gate);
        let min = if kind == "atleast" { format!(" min=\"{least}\"") } else { String::new() };
        text.push_str(&format!("<define-gate name=\"g{index}\"><{kind}{min}>"));
        for input in &gate.2 {
            text.push_str(&match input.checked_sub(tree.chances.len()) {
                None => format!("<basic-event name=\"e{input}\"/>"),
                Some(gate) => format!("<gate name=\"g{gate}\"/>"),
            });
        }
        text.push_str(&format!("</{kind}></define-gate>"));
    }
    text + "</define-fault-tree></opsa-mef>"
}

/// Whether the last gate is true in a state of the events.
fn is_true(tree: &Drawn, state: usize) -> bool {
    let mut values: Vec<bool> = (0..tree.chances.len()).map(|event| state >> event & 1 == 1).collect();
    for gate in &tree.gates {
        let on = gate.2.iter().filter(|input| values[**input]).count();
        values.push(match kind(gate) {
            ("xor", _) => on % 2 == 1,
            ("not", _) => on == 0,
            (_, least) => on >= least,
        });
    }
    values[values.len() - 1]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn drawn_trees_agree_with_brute_force(drawn in trees()) {
        let text = written(&drawn);
        let tree = FaultTree::read(&[TreeFile { name: "drawn.xml", bytes: text.as_bytes() }]).unwrap();
        let name = format!("g{}", drawn.gates.len() - 1);
        let top = tree.tops(10_000, budget()).into_iter().find(|top| top.id == name).unwrap();

        let states = 1usize << drawn.chances.len();
        let truth: Vec<bool> = (0..states).map(|state| is_true(&drawn, state)).collect();
        let share = |state: usize, event: usize| {
            if state >> event & 1 == 1 { drawn.chances[event] } else { 1.0 - drawn.chances[event] }
        };
        let chance = |state: usize| (0..drawn.chances.len()).map(|event| share(state, event)).product::<f64>();
        let probability: f64 = (0..states).filter(|state| truth[*state]).map(chance).sum();
        prop_assert!((top.probability.unwrap() - probability).abs() < 1e-9);

        // The smallest sets of events that make it true, when nothing else happened.
        let smallest = |state: &usize| truth[*state] && !(0..*state).any(|less| truth[less] && less & state == less);
        let expected: BTreeSet<Vec<String>> = (0..states)
            .filter(smallest)
            .map(|state| (0..7).filter(|event| state >> event & 1 == 1).map(|event| format!("e{event}")).collect())
            .collect();
        prop_assert_eq!(top.cut_sets, expected.len() as u64);
        prop_assert_eq!(top.listed.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn two_gates_look_at_a_gate_through_its_other_name() {
    let gate = |name: &str, body: &str| format!("<define-gate name=\"{name}\">{body}</define-gate>");
    let (a, b) = ("<basic-event name=\"a\"/>", "<basic-event name=\"b\"/>");
    let gates = [
        gate("both", &format!("<and>{a}{b}</and>")),
        gate("other", "<gate name=\"both\"/>"),
        gate("with-a", &format!("<and>{a}<gate name=\"other\"/></and>")),
        gate("top", "<or><gate name=\"with-a\"/><gate name=\"other\"/></or>"),
    ];
    let text =
        format!("<opsa-mef><define-fault-tree name=\"t\">{}</define-fault-tree></opsa-mef>", gates.concat());
    let tree = FaultTree::read(&[TreeFile { name: "t.xml", bytes: text.as_bytes() }]).unwrap();
    assert_eq!(tree.tops(10, budget())[0].listed, [["a", "b"]]);
}
