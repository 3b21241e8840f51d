//! Fault trees as files, and maps as fault trees.

use std::collections::HashSet;

use ballast_core::{Code, Error, Result};
use quick_xml::escape::escape;

use super::FaultTree;
use crate::formula::{Formula, Gate, Input, Rule};
use crate::map::Map;
use crate::model::Subject;

/// What the processes of a map look at, by names that no two things share: ids have no underscore.
pub(super) fn of(map: &Map) -> Result<FaultTree> {
    let model = &map.model;
    let mut order: Vec<u32> = Vec::new();
    let mut place = vec![None; map.formula.gates.len()];
    for process in 0..model.processes.len() {
        for group in map.formula.layout(map.process_gate(process)).groups {
            if map.formula.is_cyclic(&group) {
                let names: Vec<String> = group.iter().map(|gate| gate_name(map, *gate)).collect();
                let error = Error::new(Code::NotSupported).with("what", "fault_tree").with("reason", "cycle");
                return Err(error.with("path", names.join(" → ")));
            }
            for gate in group.into_iter().filter(|gate| place[*gate as usize].is_none()).collect::<Vec<_>>() {
                place[gate as usize] = Some(u32::try_from(order.len()).unwrap_or(u32::MAX));
                order.push(gate);
            }
        }
    }
    let renumbered = |input: &Input| match *input {
        Input::Event(event) => Input::Event(event),
        Input::Gate(gate) => Input::Gate(place[gate as usize].unwrap_or(u32::MAX)),
    };
    let gates = order.iter().map(|gate| {
        let gate = &map.formula.gates[*gate as usize];
        Gate { rule: gate.rule, inputs: gate.inputs.iter().map(renumbered).collect() }
    });
    let formula = Formula { gates: gates.collect(), events: map.formula.events };
    // What is gone for good is certain.
    let chance = |(chance, gone): (f64, &bool)| Some(if *gone { 1.0 } else { chance });
    Ok(FaultTree {
        tops: FaultTree::find_tops(&formula),
        gates: order.iter().map(|gate| gate_name(map, *gate)).collect(),
        events: map.events.iter().map(event_name).collect(),
        probabilities: map.probabilities().into_iter().zip(&map.gone).map(chance).collect(),
        formula,
    })
}

fn gate_name(map: &Map, gate: u32) -> String {
    let model = &map.model;
    let (components, processes) = (model.components.len(), model.processes.len());
    let gate = gate as usize;
    if let Some(component) = model.components.get(gate) {
        return format!("{}_down", component.id);
    }
    if let Some(process) = gate.checked_sub(components).and_then(|index| model.processes.get(index)) {
        return format!("{}_stops", process.id);
    }
    let standby = gate.checked_sub(components + processes).and_then(|index| model.standbys.get(index));
    standby.map_or_else(|| format!("choice_{gate}"), |standby| format!("{}_unusable", standby.id))
}

fn event_name(event: &Subject) -> String {
    match event {
        Subject::Component(id) | Subject::Process(id) => id.to_string(),
        Subject::Standby(id) => format!("{id}_on_demand"),
        Subject::CommonCause(id) => format!("{id}_common_cause"),
    }
}

pub(super) fn write(tree: &FaultTree, name: &str) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n");
    text.push_str(&format!("<define-fault-tree name=\"{}\">\n", escape(name)));
    let mut used: HashSet<u32> = HashSet::new();
    for (gate, name) in tree.formula.gates.iter().zip(&tree.gates) {
        used.extend(gate.inputs.iter().filter_map(|input| match input {
            Input::Event(event) => Some(*event),
            Input::Gate(_) => None,
        }));
        text.push_str(&format!(
            "<define-gate name=\"{}\">{}</define-gate>\n",
            escape(name),
            body(tree, gate)
        ));
    }
    text.push_str("</define-fault-tree>\n<model-data>\n");
    for (event, (name, probability)) in (0u32..).zip(tree.events.iter().zip(&tree.probabilities)) {
        if !used.contains(&event) {
            continue;
        }
        let value = probability.map(|value| format!("<float value=\"{value:e}\"/>")).unwrap_or_default();
        text.push_str(&format!(
            "<define-basic-event name=\"{}\">{value}</define-basic-event>\n",
            escape(name)
        ));
    }
    text.push_str("</model-data>\n</opsa-mef>\n");
    text
}

fn body(tree: &FaultTree, gate: &Gate) -> String {
    let inputs: Vec<String> = gate
        .inputs
        .iter()
        .map(|input| match *input {
            Input::Event(event) => {
                format!("<basic-event name=\"{}\"/>", escape(&tree.events[event as usize]))
            }
            Input::Gate(gate) => format!("<gate name=\"{}\"/>", escape(&tree.gates[gate as usize])),
        })
        .collect();
    let (count, inputs) = (inputs.len(), inputs.concat());
    match gate.rule {
        Rule::AtLeast(0) => "<constant value=\"true\"/>".to_owned(),
        Rule::AtLeast(least) if least as usize > count => "<constant value=\"false\"/>".to_owned(),
        Rule::Xor if count == 0 => "<constant value=\"false\"/>".to_owned(),
        Rule::AtLeast(1) | Rule::Xor if count == 1 => inputs,
        Rule::AtLeast(1) => format!("<or>{inputs}</or>"),
        Rule::AtLeast(least) if least as usize == count => format!("<and>{inputs}</and>"),
        Rule::AtLeast(least) => format!("<atleast min=\"{least}\">{inputs}</atleast>"),
        Rule::Xor => format!("<xor>{inputs}</xor>"),
        Rule::Not => format!("<not>{inputs}</not>"),
    }
}
