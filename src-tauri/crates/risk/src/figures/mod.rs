//! The figures of a map: what each process risks, what each thing does to it.

mod figure;
mod process;
mod things;

use std::cell::OnceCell;

use ballast_core::Id;
use ballast_core::exposure::Exposure;

use crate::budget::Budget;
use crate::map::Map;
use crate::model::Subject;
use crate::propagate::Propagation;
use crate::solve::{Solved, solve};

pub use figure::{Blast, Figures, ProcessRisk, ThingRisk};
pub(crate) use process::downtime;
pub(crate) use things::rarest_member;

/// A map with everything solved that its questions share.
pub struct Study<'m> {
    pub(crate) map: &'m Map,
    pub(crate) solved: Vec<Solved>,
    /// Single points of each process, by what goes down: exact whatever the budget.
    pub(crate) singles: Vec<Vec<u32>>,
    /// Which processes each event takes with it, beside what is gone already.
    pub(crate) blasts: Vec<Vec<usize>>,
    /// Processes that are down because of what is gone for good.
    pub(crate) down: Vec<usize>,
    figures: OnceCell<Figures>,
}

impl<'m> Study<'m> {
    /// Solves every process. The budget holds for each of them by itself, its word on time for all.
    #[must_use]
    pub fn new(map: &'m Map, budget: Budget<'_>) -> Self {
        let probabilities = map.probabilities();
        let processes = 0..map.model.processes.len();
        let solved: Vec<Solved> = processes
            .clone()
            .map(|index| {
                let gate = map.process_gate(index);
                solve(&map.formula, gate, &|event| map.fixed(event), &probabilities, budget)
            })
            .collect();
        let mut study = Self {
            map,
            solved,
            singles: Vec::new(),
            blasts: Vec::new(),
            down: Vec::new(),
            figures: OnceCell::new(),
        };
        study.spread();
        study
    }

    /// Switches each event off, one after the other.
    fn spread(&mut self) {
        let map = self.map;
        let mut propagation = Propagation::new(&map.formula);
        let gone: Vec<u32> = map.gone_events().collect();
        self.down = map.processes_in(&propagation.down(gone.iter().copied())).collect();
        self.singles = vec![Vec::new(); map.model.processes.len()];
        for event in 0..map.formula.events {
            let more = Some(event).filter(|event| !map.gone[*event as usize]);
            let gates = propagation.down(gone.iter().copied().chain(more));
            let processes: Vec<usize> = map.processes_in(&gates).collect();
            for process in &processes {
                if more.is_some() && !self.down.contains(process) {
                    self.singles[*process].push(event);
                }
            }
            self.blasts.push(processes);
        }
    }

    /// Every figure, worked out once.
    pub fn figures(&self) -> &Figures {
        self.figures.get_or_init(|| figure::figures(self))
    }

    pub(crate) fn subject(&self, event: u32) -> Subject {
        self.map.events[event as usize].clone()
    }

    /// Decision 4: what this process costs if it failed now.
    pub(crate) fn exposure(&self, process: usize) -> Exposure {
        let process = &self.map.model.processes[process];
        let recovery = |id: &Id| {
            let place = self.map.nodes.get(id).map(|gate| *gate as usize);
            place
                .and_then(|at| self.map.model.components.get(at))
                .map(|found| found.recovery)
                .unwrap_or_default()
        };
        let (per_hour, worst_case) = (process.damage_per_hour, process.worst_case_outage);
        ballast_core::exposure::exposure(per_hour, worst_case, &process.needs, recovery)
    }
}
