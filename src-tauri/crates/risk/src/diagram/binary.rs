//! Binary decision diagrams (Bryant 1986) of failure logic. No recursion: depth is a matter of the model.

use super::nodes::{END, Memory, Node, Nodes, ONE, ZERO};
use crate::budget::{Budget, CutOff, Meter};
use crate::formula::{Formula, Input, Layout, Rule};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    And = 1,
    Or = 2,
    Xor = 3,
}

enum Task {
    Visit(u32, u32),
    Join(u32, u32, u32),
}

/// The diagram of one top gate.
pub(crate) struct Binary {
    /// Ends first, each node behind those it points to; the last one is the top, or it is one of the ends.
    pub nodes: Vec<Node>,
    pub root: u32,
    /// Which event a level stands for.
    pub events: Vec<u32>,
}

struct Builder<'a> {
    nodes: Nodes,
    memory: Memory,
    meter: Meter<'a>,
    tasks: Vec<Task>,
    values: Vec<u32>,
}

/// The diagram of gate `top`. An event that `fixed` names is no variable but what it says.
pub(crate) fn build(
    formula: &Formula,
    top: u32,
    fixed: &dyn Fn(u32) -> Option<bool>,
    budget: Budget<'_>,
) -> Result<Binary, CutOff> {
    let layout = formula.layout(top);
    let mut builder = Builder {
        nodes: Nodes::new(),
        memory: Memory::new(),
        meter: Meter::new(budget)?,
        tasks: Vec::new(),
        values: Vec::new(),
    };
    let (events, leaves) = builder.leaves(formula, &layout, fixed);
    let mut gates = vec![ZERO; formula.gates.len()];
    for group in &layout.groups {
        // A cycle is the least fixed point: what is down because its own failure made it so. Members start as up
        // and change in one direction, so this ends after at most as many rounds as there are members.
        loop {
            let mut changed = false;
            for gate in group {
                let value = builder.gate(formula, *gate, &leaves, &gates)?;
                changed |= gates[*gate as usize] != value;
                gates[*gate as usize] = value;
            }
            if !changed || !formula.is_cyclic(group) {
                break;
            }
        }
    }
    let (nodes, root) = builder.nodes.below(gates[top as usize]);
    Ok(Binary { nodes, root, events })
}

impl Builder<'_> {
    /// A variable for each event, in the order of the layout.
    fn leaves(
        &mut self,
        formula: &Formula,
        layout: &Layout,
        fixed: &dyn Fn(u32) -> Option<bool>,
    ) -> (Vec<u32>, Vec<u32>) {
        let mut leaves = vec![ZERO; formula.events as usize];
        let mut events = Vec::new();
        for event in &layout.events {
            leaves[*event as usize] = match fixed(*event) {
                Some(value) => u32::from(value),
                None => {
                    let level = u32::try_from(events.len()).unwrap_or(END);
                    events.push(*event);
                    self.nodes.make(Node { level, low: ZERO, high: ONE })
                }
            };
        }
        (events, leaves)
    }

    fn gate(&mut self, formula: &Formula, gate: u32, leaves: &[u32], gates: &[u32]) -> Result<u32, CutOff> {
        let gate = &formula.gates[gate as usize];
        let value = |input: &Input| match *input {
            Input::Event(event) => leaves[event as usize],
            Input::Gate(gate) => gates[gate as usize],
        };
        let mut inputs: Vec<u32> = gate.inputs.iter().map(value).collect();
        // From the lowest variable up, each step adds above what is there already.
        inputs.sort_unstable_by_key(|input| std::cmp::Reverse(self.nodes.level(*input)));
        match gate.rule {
            Rule::Not => self.apply(Operation::Xor, inputs.first().copied().unwrap_or(ZERO), ONE),
            Rule::Xor => self.fold(Operation::Xor, ZERO, &inputs),
            Rule::AtLeast(0) => Ok(ONE),
            Rule::AtLeast(1) => self.fold(Operation::Or, ZERO, &inputs),
            Rule::AtLeast(least) if least as usize == inputs.len() => self.fold(Operation::And, ONE, &inputs),
            Rule::AtLeast(least) if least as usize > inputs.len() => Ok(ZERO),
            Rule::AtLeast(least) => self.at_least(least as usize, &inputs),
        }
    }

    fn fold(&mut self, operation: Operation, start: u32, inputs: &[u32]) -> Result<u32, CutOff> {
        inputs.iter().try_fold(start, |so_far, input| self.apply(operation, so_far, *input))
    }

    /// `counted[j]` is true where at least j of the inputs seen so far are.
    fn at_least(&mut self, least: usize, inputs: &[u32]) -> Result<u32, CutOff> {
        let mut counted = vec![ZERO; least + 1];
        counted[0] = ONE;
        for (seen, input) in inputs.iter().enumerate() {
            // Counts that can no longer reach the top are left alone.
            let lowest = (least + seen).saturating_sub(inputs.len() - 1).max(1);
            for count in (lowest..=least.min(seen + 1)).rev() {
                let with = self.apply(Operation::And, *input, counted[count - 1])?;
                counted[count] = self.apply(Operation::Or, counted[count], with)?;
            }
        }
        Ok(counted[least])
    }

    fn apply(&mut self, operation: Operation, first: u32, second: u32) -> Result<u32, CutOff> {
        self.tasks.push(Task::Visit(first, second));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(a, b) => self.visit(operation, a.min(b), a.max(b))?,
                Task::Join(a, b, level) => {
                    let high = self.values.pop().unwrap_or(ZERO);
                    let low = self.values.pop().unwrap_or(ZERO);
                    let node = Node { level, low, high };
                    let result = if low == high { low } else { self.nodes.make(node) };
                    self.memory.put(operation as u32, a, b, result);
                    self.values.push(result);
                }
            }
        }
        Ok(self.values.pop().unwrap_or(ZERO))
    }

    fn visit(&mut self, operation: Operation, a: u32, b: u32) -> Result<(), CutOff> {
        let known = known(operation, a, b).or_else(|| self.memory.get(operation as u32, a, b));
        if let Some(result) = known {
            self.values.push(result);
            return Ok(());
        }
        self.meter.step(self.nodes.len())?;
        let (of_a, of_b) = (self.nodes.get(a), self.nodes.get(b));
        let level = of_a.level.min(of_b.level);
        let (a0, a1) = if of_a.level == level { (of_a.low, of_a.high) } else { (a, a) };
        let (b0, b1) = if of_b.level == level { (of_b.low, of_b.high) } else { (b, b) };
        self.tasks.push(Task::Join(a, b, level));
        self.tasks.push(Task::Visit(a1, b1));
        self.tasks.push(Task::Visit(a0, b0));
        Ok(())
    }
}

/// What needs no look inside; `a` is the smaller index, so an end among the two is `a`.
fn known(operation: Operation, a: u32, b: u32) -> Option<u32> {
    match operation {
        Operation::And if a == b || a == ONE => Some(b),
        Operation::And if a == ZERO => Some(ZERO),
        Operation::Or if a == b || a == ZERO => Some(b),
        Operation::Or if a == ONE => Some(ONE),
        Operation::Xor if a == b => Some(ZERO),
        Operation::Xor if a == ZERO => Some(b),
        _ => None,
    }
}
