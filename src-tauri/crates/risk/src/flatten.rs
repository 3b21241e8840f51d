//! The same logic with fewer gates: chains of "or" become one, and so do chains of "and".
//!
//! Adding inputs one gate at a time builds every part of a chain; adding all of them to one gate, from the lowest
//! variable up, builds nothing twice.

use std::collections::HashSet;

use crate::formula::{Formula, Gate, Input, Rule};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Or,
    And,
    Other,
}

fn shape(gate: &Gate) -> Shape {
    match gate.rule {
        Rule::AtLeast(1) => Shape::Or,
        Rule::AtLeast(least) if least > 1 && least as usize == gate.inputs.len() => Shape::And,
        _ => Shape::Other,
    }
}

struct Flattening<'a> {
    formula: &'a Formula,
    /// Gates that look at a gate.
    uses: Vec<u32>,
    /// Which group of the layout a gate belongs to: members of one cycle are left apart.
    group: Vec<u32>,
    inputs: Vec<Vec<Input>>,
    /// Of a gate that is another name of its only input.
    same: Vec<Option<Input>>,
}

/// What `top` needs, and where `top` stands then. Events keep their numbers.
pub(crate) fn flatten(formula: &Formula, top: u32) -> (Formula, u32) {
    let layout = formula.layout(top);
    let gates = formula.gates.len();
    let mut work = Flattening {
        formula,
        uses: vec![0; gates],
        group: vec![0; gates],
        inputs: vec![Vec::new(); gates],
        same: vec![None; gates],
    };
    work.uses[top as usize] = 1;
    for (number, group) in (1u32..).zip(&layout.groups) {
        for gate in group {
            work.group[*gate as usize] = number;
            for input in &formula.gates[*gate as usize].inputs {
                if let Input::Gate(below) = input {
                    work.uses[*below as usize] += 1;
                }
            }
        }
    }
    for group in &layout.groups {
        let cyclic = formula.is_cyclic(group);
        for gate in group {
            work.merge(*gate, cyclic);
        }
    }
    work.numbered(&layout.groups, top)
}

impl Flattening<'_> {
    fn merge(&mut self, gate: u32, cyclic: bool) {
        let own_shape = shape(&self.formula.gates[gate as usize]);
        let mut merged: Vec<Input> = Vec::new();
        for input in &self.formula.gates[gate as usize].inputs {
            let input = self.resolved(*input);
            match input {
                Input::Gate(below) if self.can_merge(own_shape, gate, below) => {
                    let mut more = std::mem::take(&mut self.inputs[below as usize]);
                    // The longer one stays in place, so that a long chain is not copied at every step.
                    if more.len() > merged.len() {
                        std::mem::swap(&mut more, &mut merged);
                    }
                    merged.append(&mut more);
                }
                _ => merged.push(input),
            }
        }
        if own_shape == Shape::Or && merged.len() == 1 && !cyclic {
            self.same[gate as usize] = Some(merged[0]);
            // Whoever looks at the other name looks at this one.
            if let Input::Gate(below) = merged[0] {
                self.uses[below as usize] += self.uses[gate as usize] - 1;
            }
        }
        self.inputs[gate as usize] = merged;
    }

    fn resolved(&self, input: Input) -> Input {
        match input {
            Input::Gate(gate) => self.same[gate as usize].unwrap_or(input),
            Input::Event(_) => input,
        }
    }

    fn can_merge(&self, own: Shape, gate: u32, below: u32) -> bool {
        own != Shape::Other
            && self.uses[below as usize] == 1
            && self.group[gate as usize] != self.group[below as usize]
            && shape(&self.formula.gates[below as usize]) == own
    }

    /// The gates that are still looked at, under new numbers.
    fn numbered(mut self, groups: &[Vec<u32>], top: u32) -> (Formula, u32) {
        let mut looked_at = vec![false; self.formula.gates.len()];
        let mut open = vec![top];
        looked_at[top as usize] = true;
        while let Some(gate) = open.pop() {
            for input in &self.inputs[gate as usize] {
                if let Input::Gate(below) = input
                    && !std::mem::replace(&mut looked_at[*below as usize], true)
                {
                    open.push(*below);
                }
            }
        }
        let kept: Vec<u32> =
            groups.iter().flatten().copied().filter(|gate| looked_at[*gate as usize]).collect();
        let mut place = vec![u32::MAX; self.formula.gates.len()];
        for (number, gate) in (0u32..).zip(&kept) {
            place[*gate as usize] = number;
        }
        let gates = kept.iter().map(|gate| {
            let old = &self.formula.gates[*gate as usize];
            let mut inputs = std::mem::take(&mut self.inputs[*gate as usize]);
            for input in &mut inputs {
                if let Input::Gate(gate) = input {
                    *gate = place[*gate as usize];
                }
            }
            once(shape(old), old.rule, inputs)
        });
        let formula = Formula { gates: gates.collect(), events: self.formula.events };
        (formula, place[top as usize])
    }
}

/// Naming an input twice changes nothing in "or" and "and".
fn once(shape: Shape, rule: Rule, mut inputs: Vec<Input>) -> Gate {
    if shape != Shape::Other {
        let mut seen = HashSet::with_capacity(inputs.len());
        inputs.retain(|input| seen.insert(*input));
    }
    match shape {
        Shape::Or => Gate::or(inputs),
        Shape::And => Gate::and(inputs),
        Shape::Other => Gate { rule, inputs },
    }
}
