//! Families of sets (Minato 1993) and the minimal cut sets of a diagram (Rauzy 1993: `minsol` and `without`).

use super::binary::Binary;
use super::nodes::{Memory, Node, Nodes, ONE, ZERO};
use crate::budget::{Budget, CutOff, Meter};

/// The minimal cut sets of one top: never listed unless asked for, counted in any number.
pub(crate) struct Sets {
    nodes: Vec<Node>,
    root: u32,
    events: Vec<u32>,
}

enum Task {
    Visit(u32, u32),
    /// Takes `without` one more family from the last value.
    Chain(u32),
    Join(u32, u32, u32),
}

struct Builder<'a> {
    nodes: Nodes,
    memory: Memory,
    meter: Meter<'a>,
}

const WITHOUT: u32 = 1;

impl Sets {
    /// Where the logic has "not", these are the smallest sets of failures that make the top true (minimal p-cuts).
    pub fn of(diagram: &Binary, budget: Budget<'_>) -> Result<Self, CutOff> {
        let mut builder = Builder { nodes: Nodes::new(), memory: Memory::new(), meter: Meter::new(budget)? };
        let mut sets = vec![ZERO, ONE];
        sets.reserve(diagram.nodes.len());
        for node in &diagram.nodes[2..] {
            let low = sets[node.low as usize];
            let high = builder.without(sets[node.high as usize], low)?;
            sets.push(builder.make(node.level, low, high));
        }
        let (nodes, root) = builder.nodes.below(sets[diagram.root as usize]);
        Ok(Self { nodes, root, events: diagram.events.clone() })
    }

    /// How many sets there are of each size, from 0 up. `u64::MAX` means at least so many.
    pub fn by_order(&self) -> Vec<u64> {
        let mut orders = Vec::new();
        // Sets of one size come from those of the same size without, and of one less with, the variable.
        let mut smaller = vec![0u64; self.nodes.len()];
        loop {
            let mut same = vec![0u64; self.nodes.len()];
            if orders.is_empty() {
                same[ONE as usize] = 1;
            }
            let mut any = orders.is_empty();
            for (index, node) in self.nodes.iter().enumerate().skip(2) {
                same[index] = same[node.low as usize].saturating_add(smaller[node.high as usize]);
                any |= same[index] > 0;
            }
            // No node has a set of this size, so none has a larger one.
            if !any {
                break;
            }
            orders.push(same[self.root as usize]);
            smaller = same;
        }
        while orders.last() == Some(&0) {
            orders.pop();
        }
        orders
    }

    /// Up to `most` sets of events, smaller ones first.
    pub fn list(&self, most: usize) -> Vec<Vec<u32>> {
        let smallest = self.smallest();
        let mut listed = Vec::new();
        for (order, count) in self.by_order().into_iter().enumerate() {
            if count > 0 && listed.len() < most {
                self.collect(order, most, &smallest, &mut listed);
            }
        }
        listed
    }

    /// The size of the smallest set, if there is any.
    pub fn order(&self) -> Option<usize> {
        let smallest = self.smallest()[self.root as usize];
        (smallest != u32::MAX).then_some(smallest as usize)
    }

    fn smallest(&self) -> Vec<u32> {
        let mut smallest = vec![u32::MAX, 0];
        for node in &self.nodes[2..] {
            let with = smallest[node.high as usize].saturating_add(1);
            smallest.push(with.min(smallest[node.low as usize]));
        }
        smallest
    }

    /// Sets of exactly this size, until there are `most`.
    fn collect(&self, order: usize, most: usize, smallest: &[u32], listed: &mut Vec<Vec<u32>>) {
        let mut set: Vec<u32> = Vec::new();
        // A node, how many events were taken before it, and the event taken last.
        let mut open = vec![(self.root, 0usize, None)];
        while let Some((at, taken, event)) = open.pop() {
            set.truncate(taken - usize::from(event.is_some()));
            set.extend(event);
            if smallest[at as usize] == u32::MAX || taken + smallest[at as usize] as usize > order {
                continue;
            }
            if at == ONE {
                if taken == order {
                    listed.push(set.clone());
                }
                if listed.len() >= most {
                    return;
                }
                continue;
            }
            let node = self.nodes[at as usize];
            open.push((node.low, taken, None));
            open.push((node.high, taken + 1, Some(self.events[node.level as usize])));
        }
    }
}

impl Builder<'_> {
    fn make(&mut self, level: u32, low: u32, high: u32) -> u32 {
        if high == ZERO { low } else { self.nodes.make(Node { level, low, high }) }
    }

    /// The sets of `first` that contain no set of `second`.
    fn without(&mut self, first: u32, second: u32) -> Result<u32, CutOff> {
        let mut tasks = vec![Task::Visit(first, second)];
        let mut values = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(a, b) => self.visit(a, b, &mut tasks, &mut values)?,
                Task::Chain(b) => {
                    let a = values.pop().unwrap_or(ZERO);
                    tasks.push(Task::Visit(a, b));
                }
                Task::Join(a, b, level) => {
                    let high = values.pop().unwrap_or(ZERO);
                    let low = values.pop().unwrap_or(ZERO);
                    let result = self.make(level, low, high);
                    self.memory.put(WITHOUT, a, b, result);
                    values.push(result);
                }
            }
        }
        Ok(values.pop().unwrap_or(ZERO))
    }

    fn visit(
        &mut self,
        a: u32,
        mut b: u32,
        tasks: &mut Vec<Task>,
        values: &mut Vec<u32>,
    ) -> Result<(), CutOff> {
        // Sets with a variable that no set of the first family has cannot be contained in one of them.
        while self.nodes.level(b) < self.nodes.level(a) {
            b = self.nodes.get(b).low;
        }
        let known = match (a, b) {
            (ZERO, _) | (_, ONE) => Some(ZERO),
            (_, ZERO) => Some(a),
            _ if a == b => Some(ZERO),
            _ => self.memory.get(WITHOUT, a, b),
        };
        if let Some(result) = known {
            values.push(result);
            return Ok(());
        }
        self.meter.step(self.nodes.len())?;
        let (of_a, of_b) = (self.nodes.get(a), self.nodes.get(b));
        tasks.push(Task::Join(a, b, of_a.level));
        if of_a.level == of_b.level {
            tasks.push(Task::Chain(of_b.low));
            tasks.push(Task::Visit(of_a.high, of_b.high));
            tasks.push(Task::Visit(of_a.low, of_b.low));
        } else {
            tasks.push(Task::Visit(of_a.high, b));
            tasks.push(Task::Visit(of_a.low, b));
        }
        Ok(())
    }
}
