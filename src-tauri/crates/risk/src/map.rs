//! A checked model as failure logic: which events there are, and which gates say that something is down.

use std::collections::{BTreeSet, HashMap};

use ballast_core::exposure::Group;
use ballast_core::{Id, Result, Span};

use crate::formula::{Formula, Gate, Input, Rule};
use crate::model::{Chance, Component, Model, Process, Subject, changed, check, hours, refused};
use crate::propagate::Propagation;

/// A question about a model: what if these are gone for good, what if these options were taken?
#[derive(Clone, Debug, Default)]
pub struct WhatIf {
    /// Components that are switched off.
    pub without: Vec<Id>,
    /// Options, by id.
    pub with: Vec<Id>,
}

/// A model that was checked, ready for questions.
pub struct Map {
    pub(crate) model: Model,
    pub(crate) formula: Formula,
    /// What each event is, in the order of the formula's events.
    pub(crate) events: Vec<Subject>,
    pub(crate) chances: Vec<Chance>,
    /// Events that happened for good, by event.
    pub(crate) gone: Vec<bool>,
    pub(crate) nodes: HashMap<Id, u32>,
}

/// Where the gates and the events of each kind begin. Gates: components, processes, standbys. Events: components,
/// standbys, common causes.
struct Places {
    processes: usize,
    standby_gates: usize,
    standby_events: usize,
    common_causes: usize,
}

fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Map {
    /// Checks and prepares a model. Errors: see the reasons of the model's check, and `missing_node` for an id in
    /// `what_if` that is not there.
    pub fn new(model: &Model, what_if: &WhatIf) -> Result<Self> {
        check(model)?;
        let mut model = model.clone();
        for id in &what_if.with {
            let option = model.options.iter().find(|option| option.id == *id).cloned();
            let option = option.ok_or_else(|| refused("missing_node", "with").with("node", id))?;
            model = changed(&model, &option, false)?;
        }
        Self::of_checked(model, &what_if.without)
    }

    pub(crate) fn of_checked(model: Model, without: &[Id]) -> Result<Self> {
        let mut map = Self {
            formula: Formula::default(),
            events: events(&model),
            chances: chances(&model),
            gone: Vec::new(),
            nodes: HashMap::new(),
            model,
        };
        map.gone = vec![false; map.events.len()];
        map.build();
        for id in without {
            let place = map.model.components.iter().position(|component| component.id == *id);
            let place = place.ok_or_else(|| refused("missing_node", "without").with("node", id))?;
            map.gone[place] = true;
        }
        Ok(map)
    }

    /// The model as it is asked about, options taken.
    pub fn model(&self) -> &Model {
        &self.model
    }

    fn places(&self) -> Places {
        let (components, processes) = (self.model.components.len(), self.model.processes.len());
        Places {
            processes: components,
            standby_gates: components + processes,
            standby_events: components,
            common_causes: components + self.model.standbys.len(),
        }
    }

    pub(crate) fn process_gate(&self, index: usize) -> u32 {
        short(self.model.components.len() + index)
    }

    /// Processes among these gates, which stand in rising order.
    pub(crate) fn processes_in<'a>(&'a self, gates: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
        let (first, count) = (self.model.components.len(), self.model.processes.len());
        gates
            .iter()
            .filter_map(move |gate| (*gate as usize).checked_sub(first))
            .take_while(move |index| *index < count)
    }

    /// Events that are decided because something is gone for good.
    pub(crate) fn fixed(&self, event: u32) -> Option<bool> {
        self.gone[event as usize].then_some(true)
    }

    /// Components and processes that stand still because of what is gone for good.
    #[must_use]
    pub fn down(&self) -> BTreeSet<Id> {
        let gates = Propagation::new(&self.formula).down(self.gone_events());
        let (components, processes) = (&self.model.components, &self.model.processes);
        let id = |gate: u32| {
            let gate = gate as usize;
            let process = || gate.checked_sub(components.len()).and_then(|at| processes.get(at));
            components.get(gate).map(|one| &one.id).or_else(|| process().map(|one| &one.id)).cloned()
        };
        gates.into_iter().filter_map(id).collect()
    }

    pub(crate) fn gone_events(&self) -> impl Iterator<Item = u32> + '_ {
        self.gone.iter().enumerate().filter(|(_, gone)| **gone).map(|(event, _)| short(event))
    }

    /// By event.
    pub(crate) fn probabilities(&self) -> Vec<f64> {
        self.chances.iter().map(|chance| chance.probability).collect()
    }

    fn build(&mut self) {
        let places = self.places();
        let things = places.standby_gates + self.model.standbys.len();
        self.formula.events = short(self.events.len());
        self.formula.gates = vec![Gate::or(Vec::new()); things];
        let components = self.model.components.iter().map(|component| &component.id);
        let processes = self.model.processes.iter().map(|process| &process.id);
        self.nodes =
            components.chain(processes).cloned().enumerate().map(|(at, id)| (id, short(at))).collect();

        let mut common: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, cause) in self.model.common_causes.iter().enumerate() {
            for member in &cause.members {
                common.entry(self.nodes[member]).or_default().push(short(places.common_causes + index));
            }
        }
        let standbys = self.standbys_by_backup();
        for gate in 0..things {
            let mut inputs = self.own(gate, &places, &common);
            for group in self.groups(gate, &places).to_vec() {
                let least = short(group.any_of.len() + 1 - group.need);
                let members: Vec<Input> =
                    group.any_of.iter().map(|member| self.member(member, &group, &standbys)).collect();
                if least == 1 {
                    inputs.extend(members);
                } else {
                    let gate = Gate { rule: Rule::AtLeast(least), inputs: members };
                    inputs.push(Input::Gate(self.formula.add(gate)));
                }
            }
            self.formula.gates[gate].inputs = inputs;
        }
    }

    fn standbys_by_backup(&self) -> HashMap<Id, Vec<usize>> {
        let mut standbys: HashMap<Id, Vec<usize>> = HashMap::new();
        for (index, standby) in self.model.standbys.iter().enumerate() {
            standbys.entry(standby.backup.clone()).or_default().push(index);
        }
        standbys
    }

    /// What makes a thing fail by itself.
    fn own(&self, gate: usize, places: &Places, common: &HashMap<u32, Vec<u32>>) -> Vec<Input> {
        let mut inputs = Vec::new();
        if gate < places.processes {
            inputs.push(Input::Event(short(gate)));
        } else if let Some(standby) = gate.checked_sub(places.standby_gates) {
            inputs.push(Input::Event(short(places.standby_events + standby)));
            inputs.push(Input::Gate(self.nodes[&self.model.standbys[standby].backup]));
        }
        let causes = common.get(&short(gate)).into_iter().flatten();
        inputs.extend(causes.filter(|_| gate < places.standby_gates).map(|event| Input::Event(*event)));
        inputs
    }

    fn groups(&self, gate: usize, places: &Places) -> &[Group] {
        if let Some(standby) = gate.checked_sub(places.standby_gates) {
            &self.model.standbys[standby].requires
        } else if let Some(process) = gate.checked_sub(places.processes) {
            &self.model.processes[process].needs
        } else {
            &self.model.components[gate].needs
        }
    }

    /// A member as the group sees it: a backup beside its primary counts only through the standby. With several
    /// standbys for one backup all must work: nobody says which primary will be the one that fails.
    fn member(&mut self, member: &Id, group: &Group, standbys: &HashMap<Id, Vec<usize>>) -> Input {
        let first = self.places().standby_gates;
        let beside = standbys.get(member).into_iter().flatten();
        let switched: Vec<Input> = beside
            .filter(|standby| group.any_of.contains(&self.model.standbys[**standby].primary))
            .map(|standby| Input::Gate(short(first + standby)))
            .collect();
        match switched[..] {
            [] => Input::Gate(self.nodes[member]),
            [only] => only,
            _ => Input::Gate(self.formula.add(Gate::or(switched))),
        }
    }

    /// When a process is back that stands still because of what is gone: the gone components come back one after the
    /// other, each after its outage (the worst case of the process where nobody said), until it runs. With those
    /// that came back until then and that it depends on. None: it does not stand still.
    #[must_use]
    pub fn back_after(&self, process: &Process) -> Option<(Span, Vec<&Component>)> {
        let gate = *self.nodes.get(&process.id)?;
        let mut propagation = Propagation::new(&self.formula);
        let mut gone: Vec<(Span, u32)> = self
            .gone_events()
            .filter_map(|event| {
                let component = self.model.components.get(event as usize)?;
                Some((component.outage().unwrap_or(process.worst_case_outage), event))
            })
            .collect();
        gone.sort_unstable();
        let mut stands = |from: usize| {
            propagation.down(gone[from..].iter().map(|(_, event)| *event)).binary_search(&gate).is_ok()
        };
        if !stands(0) {
            return None;
        }
        let back = (1..=gone.len()).find(|from| !stands(*from))?;
        let below = self.below(gate);
        let came = gone[..back].iter().filter(|(_, event)| below.contains(event));
        let came = came.filter_map(|(_, event)| self.model.components.get(*event as usize));
        Some((gone[back - 1].0, came.collect()))
    }

    /// Components, standbys and common causes that a process depends on in any way.
    pub(crate) fn below(&self, gate: u32) -> BTreeSet<u32> {
        self.formula.layout(gate).events.into_iter().collect()
    }
}

fn events(model: &Model) -> Vec<Subject> {
    let components = model.components.iter().map(|component| Subject::Component(component.id.clone()));
    let standbys = model.standbys.iter().map(|standby| Subject::Standby(standby.id.clone()));
    let causes = model.common_causes.iter().map(|cause| Subject::CommonCause(cause.id.clone()));
    components.chain(standbys).chain(causes).collect()
}

/// The chance of each event, at the likeliest values.
fn chances(model: &Model) -> Vec<Chance> {
    let own = model.components.iter().map(|component| {
        let known = component.outages_per_year.zip(component.outage());
        known.map_or(Chance::default(), |(outages, outage)| Chance::of(outages.likely, hours(outage)))
    });
    let demand = model.standbys.iter().map(|standby| standby.fails_on_demand.likely);
    let shares: Vec<f64> = model.common_causes.iter().map(|cause| cause.share.likely).collect();
    combine(model, own.collect(), demand.collect(), &shares)
}

/// Takes the common parts out of what fails by itself. The rarest member says how often a common cause strikes: no
/// member may fail of it more often than it fails at all.
pub(crate) fn combine(model: &Model, mut own: Vec<Chance>, demand: Vec<f64>, shares: &[f64]) -> Vec<Chance> {
    let place: HashMap<&Id, usize> = if model.common_causes.is_empty() {
        HashMap::new()
    } else {
        model.components.iter().enumerate().map(|(at, component)| (&component.id, at)).collect()
    };
    let mut common = Vec::with_capacity(shares.len());
    for (cause, share) in model.common_causes.iter().zip(shares) {
        let members: Vec<usize> = cause.members.iter().filter_map(|id| place.get(id).copied()).collect();
        let rarest = members.iter().map(|at| own[*at]).min_by(|a, b| a.probability.total_cmp(&b.probability));
        common.push((members, rarest.unwrap_or_default().share(*share)));
    }
    for (members, chance) in &common {
        for member in members {
            own[*member] = own[*member].less(*chance);
        }
    }
    own.extend(demand.into_iter().map(Chance::on_demand));
    own.extend(common.into_iter().map(|(_, chance)| chance));
    own
}
