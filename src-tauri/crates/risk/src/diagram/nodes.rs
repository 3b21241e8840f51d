//! Nodes of a decision diagram, each kept once, and a memory for what was computed.

pub(crate) const ZERO: u32 = 0;
pub(crate) const ONE: u32 = 1;
/// The level of the two ends, below every variable.
pub(crate) const END: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub level: u32,
    pub low: u32,
    pub high: u32,
}

/// Nodes stand behind those that they point to: a pass over the list in order is a pass from the ends to the top.
pub(crate) struct Nodes {
    list: Vec<Node>,
    /// Open addressing: 0 is free, which the index of a node never is.
    table: Vec<u32>,
    mask: usize,
}

/// Multiplication spreads the low bits, which small indices share; the shift brings the spread ones down.
fn mix(a: u32, b: u32, c: u32) -> usize {
    let word = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(c);
    let word = word.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    usize::try_from(word >> 29).unwrap_or(usize::MAX)
}

impl Nodes {
    pub fn new() -> Self {
        let end = |to| Node { level: END, low: to, high: to };
        Self { list: vec![end(ZERO), end(ONE)], table: vec![0; 512], mask: 511 }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn get(&self, index: u32) -> Node {
        self.list[index as usize]
    }

    pub fn level(&self, index: u32) -> u32 {
        self.list[index as usize].level
    }

    /// Only what `top` needs, in the same order, and where `top` stands then.
    pub fn below(&self, top: u32) -> (Vec<Node>, u32) {
        let mut place = vec![0u32; top as usize + 1];
        place[top as usize] = 1;
        for index in (2..=top as usize).rev() {
            if place[index] != 0 {
                place[self.list[index].low as usize] = 1;
                place[self.list[index].high as usize] = 1;
            }
        }
        let mut kept = vec![self.list[0], self.list[1]];
        for index in 2..=top as usize {
            if place[index] != 0 {
                place[index] = u32::try_from(kept.len()).unwrap_or(u32::MAX);
                let at = |old: u32| if old < 2 { old } else { place[old as usize] };
                let node = self.list[index];
                kept.push(Node { level: node.level, low: at(node.low), high: at(node.high) });
            }
        }
        (kept, if top < 2 { top } else { place[top as usize] })
    }

    /// The index of this node, new or known.
    pub fn make(&mut self, node: Node) -> u32 {
        let mut slot = mix(node.level, node.low, node.high) & self.mask;
        while self.table[slot] != 0 {
            let known = self.table[slot];
            if self.list[known as usize] == node {
                return known;
            }
            slot = (slot + 1) & self.mask;
        }
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(node);
        self.table[slot] = index;
        if self.list.len() * 2 > self.table.len() {
            self.grow();
        }
        index
    }

    fn grow(&mut self) {
        self.mask = self.table.len() * 2 - 1;
        self.table = vec![0; self.mask + 1];
        for (index, node) in self.list.iter().enumerate().skip(2) {
            let mut slot = mix(node.level, node.low, node.high) & self.mask;
            while self.table[slot] != 0 {
                slot = (slot + 1) & self.mask;
            }
            self.table[slot] = u32::try_from(index).unwrap_or(u32::MAX);
        }
    }
}

/// What an operation on two nodes gave. Forgets the older of two that fall together.
pub(crate) struct Memory {
    slots: Vec<(u32, u32, u32, u32)>,
    filled: usize,
}

const MEMORY_SLOTS_MAX: usize = 1 << 22;

impl Memory {
    pub fn new() -> Self {
        Self { slots: vec![(0, 0, 0, 0); 512], filled: 0 }
    }

    /// `operation` is at least 1: 0 marks a free slot.
    pub fn get(&self, operation: u32, a: u32, b: u32) -> Option<u32> {
        let slot = self.slots[mix(a, b, operation) & (self.slots.len() - 1)];
        (slot.0 == operation && slot.1 == a && slot.2 == b).then_some(slot.3)
    }

    pub fn put(&mut self, operation: u32, a: u32, b: u32, result: u32) {
        if self.filled * 2 > self.slots.len() && self.slots.len() < MEMORY_SLOTS_MAX {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, 0, 0, 0); old.len() * 4];
            for slot in old.into_iter().filter(|slot| slot.0 != 0) {
                let at = mix(slot.1, slot.2, slot.0) & (self.slots.len() - 1);
                self.slots[at] = slot;
            }
        }
        let at = mix(a, b, operation) & (self.slots.len() - 1);
        self.filled += usize::from(self.slots[at].0 == 0);
        self.slots[at] = (operation, a, b, result);
    }
}
