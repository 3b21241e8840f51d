//! Minimal cut sets up to a size, without a diagram: what is left to say when the diagram grows too large.

use std::collections::HashSet;

use crate::budget::{Budget, CutOff, Meter};
use crate::formula::{Formula, Input, Rule};

/// The largest sets that are looked for when the exact answer was given up.
pub(crate) const ORDER_MAX: usize = 4;
const FREE: u32 = u32::MAX;

/// Events in rising order, free places behind them.
type Cut = [u32; ORDER_MAX];
type Family = Vec<Cut>;

/// Every minimal cut set of at most `order` events. Only for logic that counts (no "not"). Cyclic gates are the least
/// fixed point. Steps are pairs of sets looked at; sets held count as nodes.
pub(crate) fn cut_sets(
    formula: &Formula,
    top: u32,
    fixed: &dyn Fn(u32) -> Option<bool>,
    order: usize,
    budget: Budget<'_>,
) -> Result<Vec<Vec<u32>>, CutOff> {
    let mut work = Work { order: order.min(ORDER_MAX), meter: Meter::new(budget)?, held: 0 };
    let mut gates: Vec<Family> = vec![Vec::new(); formula.gates.len()];
    for group in &formula.layout(top).groups {
        loop {
            let mut changed = false;
            for gate in group {
                let family = work.gate(formula, *gate, fixed, &gates)?;
                changed |= family != gates[*gate as usize];
                gates[*gate as usize] = family;
            }
            if !changed || !formula.is_cyclic(group) {
                break;
            }
        }
        work.held += group.iter().map(|gate| gates[*gate as usize].len()).sum::<usize>();
    }
    let plain = |cut: &Cut| cut.iter().copied().filter(|event| *event != FREE).collect();
    Ok(gates[top as usize].iter().map(plain).collect())
}

struct Work<'a> {
    order: usize,
    meter: Meter<'a>,
    held: usize,
}

fn size(cut: &Cut) -> usize {
    cut.iter().filter(|event| **event != FREE).count()
}

impl Work<'_> {
    fn gate(
        &mut self,
        formula: &Formula,
        gate: u32,
        fixed: &dyn Fn(u32) -> Option<bool>,
        gates: &[Family],
    ) -> Result<Family, CutOff> {
        let gate = &formula.gates[gate as usize];
        let always = || vec![[FREE; ORDER_MAX]];
        let value = |input: &Input| match *input {
            Input::Gate(gate) => gates[gate as usize].clone(),
            Input::Event(event) => match fixed(event) {
                Some(true) => always(),
                Some(false) => Vec::new(),
                None => {
                    let mut cut = [FREE; ORDER_MAX];
                    cut[0] = event;
                    vec![cut]
                }
            },
        };
        let least = match gate.rule {
            Rule::AtLeast(least) => least as usize,
            // Not asked for: the caller looks first whether the logic only counts.
            Rule::Xor | Rule::Not => return Ok(Vec::new()),
        };
        if least == 1 {
            return self.minimal(gate.inputs.iter().flat_map(value).collect());
        }
        let mut counted: Vec<Family> = vec![Vec::new(); least + 1];
        counted[0] = always();
        for (seen, input) in gate.inputs.iter().enumerate() {
            let family = value(input);
            let lowest = (least + seen).saturating_sub(gate.inputs.len() - 1).max(1);
            for count in (lowest..=least.min(seen + 1)).rev() {
                let with = self.both(&family, &counted[count - 1])?;
                let mut all = std::mem::take(&mut counted[count]);
                all.extend(with);
                counted[count] = self.minimal(all)?;
            }
        }
        Ok(counted.pop().unwrap_or_default())
    }

    /// Every union of one set of each family that is small enough.
    fn both(&mut self, first: &Family, second: &Family) -> Result<Family, CutOff> {
        let mut family = Vec::new();
        for a in first {
            for b in second {
                self.meter.step(self.held + family.len())?;
                family.extend(union(a, b).into_iter().filter(|cut| size(cut) <= self.order));
            }
        }
        Ok(family)
    }

    /// The sets of which no other one is a part, in a fixed order.
    fn minimal(&mut self, mut all: Family) -> Result<Family, CutOff> {
        all.sort_unstable_by_key(|cut| (size(cut), *cut));
        all.dedup();
        let mut kept: HashSet<Cut> = HashSet::with_capacity(all.len());
        let mut family = Vec::with_capacity(all.len());
        for cut in all {
            self.meter.step(self.held + family.len())?;
            if !has_smaller(&cut, &kept) {
                kept.insert(cut);
                family.push(cut);
            }
        }
        Ok(family)
    }
}

fn has_smaller(cut: &Cut, kept: &HashSet<Cut>) -> bool {
    let events = size(cut);
    (0..1usize << events).any(|chosen| {
        let mut part = [FREE; ORDER_MAX];
        let taken = (0..events).filter(|place| chosen >> place & 1 == 1);
        for (free, place) in taken.enumerate() {
            part[free] = cut[place];
        }
        kept.contains(&part)
    })
}

fn union(a: &Cut, b: &Cut) -> Option<Cut> {
    let mut joined = *a;
    let mut count = size(a);
    for event in b.iter().take_while(|event| **event != FREE) {
        if !joined[..count].contains(event) {
            *joined.get_mut(count)? = *event;
            count += 1;
        }
    }
    joined[..count].sort_unstable();
    Some(joined)
}
