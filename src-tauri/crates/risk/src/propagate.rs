//! What goes down when given events happen: counting, without probabilities.

use crate::formula::{Formula, Input, Rule};

/// Who watches what, made once for a formula whose gates all count.
pub(crate) struct Propagation {
    least: Vec<u32>,
    of_events: Vec<Vec<u32>>,
    of_gates: Vec<Vec<u32>>,
    /// True inputs of each gate, and what happened so far; emptied after each question.
    count: Vec<u32>,
    down: Vec<bool>,
    touched: Vec<u32>,
}

impl Propagation {
    pub fn new(formula: &Formula) -> Self {
        let gates = formula.gates.len();
        let mut made = Self {
            least: Vec::with_capacity(gates),
            of_events: vec![Vec::new(); formula.events as usize],
            of_gates: vec![Vec::new(); gates],
            count: vec![0; gates],
            down: vec![false; gates],
            touched: Vec::new(),
        };
        for (index, gate) in formula.gates.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            made.least.push(match gate.rule {
                Rule::AtLeast(least) => least,
                Rule::Xor | Rule::Not => u32::MAX,
            });
            for input in &gate.inputs {
                match *input {
                    Input::Event(event) => made.of_events[event as usize].push(index),
                    Input::Gate(gate) => made.of_gates[gate as usize].push(index),
                }
            }
        }
        made
    }

    /// The gates that are true when exactly these events happened: the least fixed point, in rising order.
    pub fn down(&mut self, events: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut found = Vec::new();
        for event in events {
            for at in 0..self.of_events[event as usize].len() {
                let gate = self.of_events[event as usize][at];
                self.count_one(gate, &mut found);
            }
        }
        let mut next = 0;
        while let Some(gate) = found.get(next).copied() {
            next += 1;
            for at in 0..self.of_gates[gate as usize].len() {
                let above = self.of_gates[gate as usize][at];
                self.count_one(above, &mut found);
            }
        }
        for gate in self.touched.drain(..) {
            self.count[gate as usize] = 0;
            self.down[gate as usize] = false;
        }
        found.sort_unstable();
        found
    }

    fn count_one(&mut self, gate: u32, found: &mut Vec<u32>) {
        let index = gate as usize;
        if self.count[index] == 0 {
            self.touched.push(gate);
        }
        self.count[index] += 1;
        if self.count[index] >= self.least[index] && !self.down[index] {
            self.down[index] = true;
            found.push(gate);
        }
    }
}
