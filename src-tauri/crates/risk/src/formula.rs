//! Failure logic: gates over basic events. A business map and a fault tree both become one of these.

/// What a gate looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Event(u32),
    Gate(u32),
}

/// When a gate is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// At least so many inputs are. "Or" is 1, "and" is all of them, 0 is always.
    AtLeast(u32),
    /// An odd number of inputs is.
    Xor,
    /// Its only input is not.
    Not,
}

#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub rule: Rule,
    pub inputs: Vec<Input>,
}

impl Gate {
    pub fn or(inputs: Vec<Input>) -> Self {
        Self { rule: Rule::AtLeast(1), inputs }
    }

    pub fn and(inputs: Vec<Input>) -> Self {
        Self { rule: Rule::AtLeast(u32::try_from(inputs.len()).unwrap_or(u32::MAX)), inputs }
    }
}

/// Gates may be cyclic where all of them count; then the least fixed point is meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Formula {
    pub gates: Vec<Gate>,
    pub events: u32,
}

/// In which order a gate's logic is put together.
pub(crate) struct Layout {
    /// Gates below the top, inputs before those that use them; the gates of one cycle stand together.
    pub groups: Vec<Vec<u32>>,
    /// Events below the top, as a walk into the depth meets them, a gate's own events before those of gates below it.
    pub events: Vec<u32>,
}

struct Walk<'a> {
    formula: &'a Formula,
    /// 0: not met.
    index: Vec<u32>,
    low: Vec<u32>,
    open: Vec<bool>,
    stack: Vec<u32>,
    met: u32,
    seen: Vec<bool>,
    layout: Layout,
}

impl Formula {
    pub fn add(&mut self, gate: Gate) -> u32 {
        self.gates.push(gate);
        u32::try_from(self.gates.len() - 1).unwrap_or(u32::MAX)
    }

    /// Whether more failures can never repair anything below these gates.
    pub fn counts_only(&self, layout: &Layout) -> bool {
        let counts = |gate: &u32| matches!(self.gates[*gate as usize].rule, Rule::AtLeast(_));
        layout.groups.iter().flatten().all(counts)
    }

    /// What one gate needs.
    pub fn layout(&self, top: u32) -> Layout {
        self.layout_from([top])
    }

    /// Tarjan's strongly connected components (SIAM J. Comput. 1972), without recursion.
    pub fn layout_from(&self, tops: impl IntoIterator<Item = u32>) -> Layout {
        let gates = self.gates.len();
        let mut walk = Walk {
            formula: self,
            index: vec![0; gates],
            low: vec![0; gates],
            open: vec![false; gates],
            stack: Vec::new(),
            met: 0,
            seen: vec![false; self.events as usize],
            layout: Layout { groups: Vec::new(), events: Vec::new() },
        };
        for top in tops {
            if walk.index[top as usize] == 0 {
                walk.from(top);
            }
        }
        walk.layout
    }

    /// Whether this gate takes part in a cycle with these.
    pub fn is_cyclic(&self, group: &[u32]) -> bool {
        let own = |gate: &u32| self.gates[*gate as usize].inputs.contains(&Input::Gate(*gate));
        group.len() > 1 || group.iter().any(own)
    }
}

impl Walk<'_> {
    fn from(&mut self, top: u32) {
        let mut path: Vec<(u32, usize)> = Vec::new();
        self.enter(top, &mut path);
        while let Some((gate, next)) = path.last_mut() {
            let gate = *gate;
            let Some(input) = self.formula.gates[gate as usize].inputs.get(*next) else {
                path.pop();
                if let Some((above, _)) = path.last() {
                    let above = *above as usize;
                    self.low[above] = self.low[above].min(self.low[gate as usize]);
                }
                self.close(gate);
                continue;
            };
            *next += 1;
            if let Input::Gate(below) = *input {
                if self.index[below as usize] == 0 {
                    self.enter(below, &mut path);
                } else if self.open[below as usize] {
                    self.low[gate as usize] = self.low[gate as usize].min(self.index[below as usize]);
                }
            }
        }
    }

    fn enter(&mut self, gate: u32, path: &mut Vec<(u32, usize)>) {
        self.met += 1;
        self.index[gate as usize] = self.met;
        self.low[gate as usize] = self.met;
        self.open[gate as usize] = true;
        self.stack.push(gate);
        path.push((gate, 0));
        for input in &self.formula.gates[gate as usize].inputs {
            if let Input::Event(event) = *input
                && !self.seen[event as usize]
            {
                self.seen[event as usize] = true;
                self.layout.events.push(event);
            }
        }
    }

    fn close(&mut self, gate: u32) {
        if self.low[gate as usize] != self.index[gate as usize] {
            return;
        }
        let mut group = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.open[member as usize] = false;
            group.push(member);
            if member == gate {
                break;
            }
        }
        self.layout.groups.push(group);
    }
}
