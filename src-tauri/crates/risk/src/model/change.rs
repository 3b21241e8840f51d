//! What an option changes in the model.

use ballast_core::exposure::Group;
use ballast_core::{Id, Result, Span};

use super::{DemandSource, Estimate, Model, RiskOption, Subject, refused};

/// One change. `to` and `in_place_of` are processes, components or standbys.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// `to` gets more to choose from: the group takes the place of those of its groups that have no other members.
    Add { to: Subject, group: Group },
    /// A component fails less often or shorter, a standby or a common cause less often.
    Set { of: Subject, outages_per_year: Option<f64>, outage: Option<Span>, on_demand_failure: Option<f64> },
    /// What `to` needed of `from` it needs of another.
    Replace { to: Subject, from: Id, with: Id },
    /// `to` no longer needs it.
    Remove { to: Subject, need: Id },
}

impl Change {
    pub(crate) fn subject(&self) -> &Subject {
        match self {
            Self::Add { to, .. } | Self::Replace { to, .. } | Self::Remove { to, .. } => to,
            Self::Set { of, .. } => of,
        }
    }
}

/// The model with one option taken. `strict`: a change that changes nothing is an error (`changes_nothing`).
pub(crate) fn changed(model: &Model, option: &RiskOption, strict: bool) -> Result<Model> {
    let mut model = model.clone();
    for change in &option.changes {
        let done = apply(&mut model, change);
        if strict && !done {
            return Err(refused("changes_nothing", &option.id).with("node", change.subject()));
        }
    }
    Ok(model)
}

fn apply(model: &mut Model, change: &Change) -> bool {
    match change {
        Change::Set { of, outages_per_year, outage, on_demand_failure } => {
            set(model, of, *outages_per_year, *outage, *on_demand_failure)
        }
        Change::Add { to, group } => needs(model, to).is_some_and(|needs| add(needs, group)),
        Change::Replace { to, from, with } => {
            needs(model, to).is_some_and(|needs| replace(needs, from, with))
        }
        Change::Remove { to, need } => needs(model, to).is_some_and(|needs| remove(needs, need)),
    }
}

fn needs<'a>(model: &'a mut Model, of: &Subject) -> Option<&'a mut Vec<Group>> {
    match of {
        Subject::Process(id) => model.processes.iter_mut().find(|p| p.id == *id).map(|p| &mut p.needs),
        Subject::Component(id) => model.components.iter_mut().find(|c| c.id == *id).map(|c| &mut c.needs),
        Subject::Standby(id) => model.standbys.iter_mut().find(|s| s.id == *id).map(|s| &mut s.requires),
        Subject::CommonCause(_) => None,
    }
}

fn add(needs: &mut Vec<Group>, group: &Group) -> bool {
    let is_part = |known: &Group| known.any_of.iter().all(|member| group.any_of.contains(member));
    let Some(place) = needs.iter().position(is_part) else { return false };
    needs[place] = group.clone();
    let mut index = 0;
    needs.retain(|known| {
        index += 1;
        index - 1 == place || !is_part(known)
    });
    true
}

fn replace(needs: &mut [Group], from: &Id, with: &Id) -> bool {
    let mut done = false;
    for group in needs.iter_mut().filter(|group| group.any_of.contains(from)) {
        done = true;
        if group.any_of.contains(with) {
            // It is there already: a group does not count one member twice.
            group.any_of.retain(|member| member != from);
            group.need = group.need.min(group.any_of.len());
        } else {
            let with_it =
                group.any_of.iter().map(|member| if member == from { with } else { member }.clone());
            group.any_of = with_it.collect();
        }
    }
    done
}

fn remove(needs: &mut Vec<Group>, need: &Id) -> bool {
    let mut done = false;
    for group in needs.iter_mut().filter(|group| group.any_of.contains(need)) {
        done = true;
        group.any_of.retain(|member| member != need);
        group.need = group.need.min(group.any_of.len());
    }
    needs.retain(|group| !group.any_of.is_empty());
    done
}

fn set(
    model: &mut Model,
    of: &Subject,
    outages: Option<f64>,
    outage: Option<Span>,
    on_demand: Option<f64>,
) -> bool {
    match of {
        Subject::Component(id) => {
            let Some(component) = model.components.iter_mut().find(|c| c.id == *id) else { return false };
            if let Some(outages) = outages {
                component.outages_per_year = Some(Estimate::exact(outages));
            }
            if let Some(outage) = outage {
                component.recovery.declared = Some(outage);
                component.recovery.measured =
                    component.recovery.measured.map(|measured| measured.min(outage));
                component.outage_range = None;
            }
            outages.is_some() || outage.is_some()
        }
        Subject::Standby(id) => {
            let standby = model.standbys.iter_mut().find(|s| s.id == *id).zip(on_demand);
            standby.is_some_and(|(standby, value)| {
                (standby.fails_on_demand, standby.source) = (Estimate::exact(value), DemandSource::Declared);
                true
            })
        }
        Subject::CommonCause(id) => {
            let cause = model.common_causes.iter_mut().find(|c| c.id == *id).zip(on_demand);
            cause.is_some_and(|(cause, value)| {
                cause.share = Estimate::exact(value);
                true
            })
        }
        Subject::Process(_) => false,
    }
}
