//! Which options meet in a process. Options that never meet are weighed apart from each other.

use std::collections::{BTreeSet, HashMap};

use ballast_core::{Id, Result};

use crate::budget::Budget;
use crate::figures::downtime;
use crate::map::Map;
use crate::model::{Change, Model, RiskOption, Subject, changed};
use crate::solve::solve;

/// The yearly loss of one process of a map.
pub(super) fn annual(map: &Map, process: usize, budget: Budget<'_>) -> f64 {
    let probabilities = map.probabilities();
    let gate = map.process_gate(process);
    let solved = solve(&map.formula, gate, &|event| map.fixed(event), &probabilities, budget);
    let (down, _) = downtime(map, &solved, &probabilities, &map.chances);
    map.model.processes[process].annual(down)
}

/// Options that have processes in common, directly or through others.
pub(super) struct Cluster {
    /// Places in the model's list.
    pub options: Vec<usize>,
    /// With the options that change something for it, as bits over `options`.
    pub processes: Vec<(usize, Bits)>,
}

/// A set of options of one cluster. A cluster of more options than bits is cut.
pub(super) type Bits = u128;

/// Weighs bundles of one cluster, each process once for each choice that matters to it.
pub(super) struct Scale<'a> {
    model: &'a Model,
    cluster: &'a Cluster,
    budget: Budget<'a>,
    known: HashMap<(usize, Bits), f64>,
}

impl<'a> Scale<'a> {
    pub fn new(model: &'a Model, cluster: &'a Cluster, budget: Budget<'a>) -> Self {
        Self { model, cluster, budget, known: HashMap::new() }
    }

    /// What the processes of the cluster lose a year with these options taken.
    pub fn annual(&mut self, taken: Bits) -> Result<f64> {
        let mut map = None;
        let mut sum = 0.0;
        for (process, relevant) in &self.cluster.processes {
            let key = (*process, taken & relevant);
            if let Some(known) = self.known.get(&key) {
                sum += known;
                continue;
            }
            let map = match &map {
                Some(map) => map,
                None => map.insert(self.map(taken)?),
            };
            let loss = annual(map, *process, self.budget);
            self.known.insert(key, loss);
            sum += loss;
        }
        Ok(sum)
    }

    fn map(&self, taken: Bits) -> Result<Map> {
        let mut model = self.model.clone();
        for (bit, option) in self.cluster.options.iter().enumerate() {
            if taken >> bit & 1 == 1 {
                model = changed(&model, &self.model.options[*option], false)?;
            }
        }
        Map::of_checked(model, &[])
    }
}

/// The clusters of a model's options. Options that change nothing for any process stand in none.
pub(super) fn clusters(model: &Model) -> Vec<Cluster> {
    let reached: Vec<BTreeSet<usize>> = reached(model);
    let mut clusters: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for (process, options) in reached.iter().enumerate().filter(|(_, options)| !options.is_empty()) {
        let mut joined = (options.clone(), BTreeSet::from([process]));
        clusters.retain_mut(|(known, processes)| {
            let apart = known.is_disjoint(&joined.0);
            if !apart {
                joined.0.append(known);
                joined.1.append(processes);
            }
            apart
        });
        clusters.push(joined);
    }
    clusters.into_iter().map(|(options, processes)| cluster(&reached, options, &processes)).collect()
}

fn cluster(reached: &[BTreeSet<usize>], options: BTreeSet<usize>, processes: &BTreeSet<usize>) -> Cluster {
    let options: Vec<usize> = options.into_iter().collect();
    let bits = |process: &usize| {
        let relevant = options.iter().take(Bits::BITS as usize).enumerate();
        let relevant = relevant.filter(|(_, option)| reached[*process].contains(option));
        (*process, relevant.fold(0, |bits: Bits, (bit, _)| bits | 1 << bit))
    };
    let processes = processes.iter().map(bits).collect();
    Cluster { options, processes }
}

/// For each process the options that touch something below it, in the model as it is or with any option taken.
fn reached(model: &Model) -> Vec<BTreeSet<usize>> {
    let mut links: HashMap<Subject, Vec<Subject>> = HashMap::new();
    let node = |id: &Id| Subject::Component(id.clone());
    let mut link = |from: Subject, to: &Id| links.entry(from).or_default().push(node(to));
    let groups = model.processes.iter().map(|p| (node(&p.id), &p.needs));
    let groups = groups.chain(model.components.iter().map(|c| (node(&c.id), &c.needs)));
    let groups = groups.chain(model.standbys.iter().map(|s| (Subject::Standby(s.id.clone()), &s.requires)));
    for (from, groups) in groups {
        groups.iter().flat_map(|group| &group.any_of).for_each(|to| link(from.clone(), to));
    }
    for change in model.options.iter().flat_map(|option| &option.changes) {
        match change {
            Change::Add { to, group } => group.any_of.iter().for_each(|id| link(plain(to), id)),
            Change::Replace { to, with, .. } => link(plain(to), with),
            Change::Remove { .. } | Change::Set { .. } => {}
        }
    }
    for standby in &model.standbys {
        links.entry(node(&standby.backup)).or_default().push(Subject::Standby(standby.id.clone()));
    }
    for cause in &model.common_causes {
        for member in &cause.members {
            links.entry(node(member)).or_default().push(Subject::CommonCause(cause.id.clone()));
        }
    }
    let touched: Vec<BTreeSet<Subject>> = model.options.iter().map(touched).collect();
    model
        .processes
        .iter()
        .map(|process| {
            let below = below(&links, node(&process.id));
            let touches = |option: &usize| !touched[*option].is_disjoint(&below);
            (0..model.options.len()).filter(touches).collect()
        })
        .collect()
}

/// Processes and components share a namespace, so here they are one kind.
fn plain(subject: &Subject) -> Subject {
    match subject {
        Subject::Process(id) => Subject::Component(id.clone()),
        other => other.clone(),
    }
}

fn touched(option: &RiskOption) -> BTreeSet<Subject> {
    option.changes.iter().map(|change| plain(change.subject())).collect()
}

fn below(links: &HashMap<Subject, Vec<Subject>>, from: Subject) -> BTreeSet<Subject> {
    let mut open = vec![from];
    let mut below = BTreeSet::new();
    while let Some(next) = open.pop() {
        if below.insert(next.clone()) {
            open.extend(links.get(&next).into_iter().flatten().cloned());
        }
    }
    below
}
