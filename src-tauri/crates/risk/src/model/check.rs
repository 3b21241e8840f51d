//! What a model must hold before anything is worked out from it.

use std::collections::HashMap;

use ballast_core::exposure::Group;
use ballast_core::limits::{RISK_LINKS_MAX, RISK_NODES_MAX, RISK_OPTIONS_MAX};
use ballast_core::{Code, Error, Id, Money, Result};

use super::{Change, Estimate, Loss, Model, RiskOption, Subject};

/// An error in the model: why, and of which thing. The rest of the parameters follows.
pub(crate) fn refused(reason: &str, of: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", "risk").with("reason", reason).with("of", of)
}

/// The things of a model by what they are called.
struct Names<'a> {
    nodes: HashMap<&'a Id, bool>,
    standbys: HashMap<&'a Id, usize>,
    links: usize,
}

/// Reasons: `too_many_nodes` `too_many_links` `too_many_options` `duplicate_id` `missing_node` `empty_group`
/// `need_zero` `need_too_many` `duplicate_member` `not_a_probability` `not_a_number` `range_order` `negative_money`
/// `other_currency` `standby_of_itself` `standby_both_ways` `too_few_members`.
pub(crate) fn check(model: &Model) -> Result<()> {
    let mut names = names(model)?;
    processes(model, &mut names)?;
    components(model, &mut names)?;
    standbys(model, &mut names)?;
    for cause in &model.common_causes {
        names.members(&cause.id, &cause.members)?;
        if cause.members.len() < 2 {
            return Err(refused("too_few_members", &cause.id).allowed(["2 or more"]));
        }
        probability(&cause.id, cause.share)?;
    }
    for option in &model.options {
        self::option(model, option, &mut names)?;
    }
    if names.links > RISK_LINKS_MAX {
        return Err(refused("too_many_links", names.links).with("limit", RISK_LINKS_MAX));
    }
    Ok(())
}

fn names(model: &Model) -> Result<Names<'_>> {
    let count = model.processes.len() + model.components.len() + model.standbys.len();
    if count + model.common_causes.len() > RISK_NODES_MAX {
        return Err(refused("too_many_nodes", count).with("limit", RISK_NODES_MAX));
    }
    if model.options.len() > RISK_OPTIONS_MAX {
        return Err(refused("too_many_options", model.options.len()).with("limit", RISK_OPTIONS_MAX));
    }
    let mut names = Names { nodes: HashMap::new(), standbys: HashMap::new(), links: 0 };
    let components = model.components.iter().map(|component| (&component.id, false));
    let processes = model.processes.iter().map(|process| (&process.id, true));
    for (id, is_process) in components.chain(processes) {
        if names.nodes.insert(id, is_process).is_some() {
            return Err(refused("duplicate_id", id));
        }
    }
    for (index, standby) in model.standbys.iter().enumerate() {
        if names.standbys.insert(&standby.id, index).is_some() {
            return Err(refused("duplicate_id", &standby.id));
        }
    }
    unique(model.common_causes.iter().map(|cause| &cause.id))?;
    unique(model.options.iter().map(|option| &option.id))?;
    Ok(names)
}

fn unique<'a>(ids: impl Iterator<Item = &'a Id>) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(refused("duplicate_id", id));
        }
    }
    Ok(())
}

impl Names<'_> {
    fn known(&self, of: &Id, node: &Id) -> Result<()> {
        if self.nodes.contains_key(node) {
            return Ok(());
        }
        Err(refused("missing_node", of).with("node", node))
    }

    fn component(&self, of: &Id, node: &Id) -> Result<()> {
        if self.nodes.get(node) == Some(&false) {
            return Ok(());
        }
        Err(refused("missing_node", of).with("node", node))
    }

    fn members(&mut self, of: &Id, members: &[Id]) -> Result<()> {
        self.links += members.len();
        let mut seen = std::collections::HashSet::new();
        for member in members {
            self.known(of, member)?;
            if !seen.insert(member) {
                return Err(refused("duplicate_member", of).with("node", member));
            }
        }
        Ok(())
    }

    fn group(&mut self, of: &Id, group: &Group) -> Result<()> {
        let members = group.any_of.len();
        if members == 0 {
            return Err(refused("empty_group", of));
        }
        if group.need == 0 {
            return Err(refused("need_zero", of)
                .with("members", members)
                .allowed([format!("1 to {members}")]));
        }
        if group.need > members {
            let error = refused("need_too_many", of).with("need", group.need).with("members", members);
            return Err(error.allowed([format!("1 to {members}")]));
        }
        self.members(of, &group.any_of)
    }

    fn groups(&mut self, of: &Id, groups: &[Group]) -> Result<()> {
        groups.iter().try_for_each(|group| self.group(of, group))
    }
}

fn processes(model: &Model, names: &mut Names<'_>) -> Result<()> {
    for process in &model.processes {
        let of = &process.id;
        names.groups(of, &process.needs)?;
        money(model, of, process.damage_per_hour)?;
        if let Some((low, high)) = process.damage_range {
            money(model, of, low)?;
            money(model, of, high)?;
            if low.minor > process.damage_per_hour.minor || process.damage_per_hour.minor > high.minor {
                return Err(refused("range_order", of).with("low", low).with("high", high));
            }
        }
        share(of, process.kept)?;
        for loss in &process.losses {
            money(model, of, loss.money())?;
            match *loss {
                Loss::Deadline { per_year: number, .. }
                | Loss::PerRecord { records_per_hour: number, .. } => {
                    rate(of, number)?;
                }
                Loss::PerHour(_) | Loss::After { .. } => {}
            }
        }
    }
    Ok(())
}

fn components(model: &Model, names: &mut Names<'_>) -> Result<()> {
    for component in &model.components {
        let of = &component.id;
        names.groups(of, &component.needs)?;
        let recovery = component.recovery_needs.as_deref().unwrap_or_default();
        names.groups(of, recovery)?;
        recovery.iter().flat_map(|group| &group.any_of).try_for_each(|node| names.component(of, node))?;
        if let Some(outages) = component.outages_per_year {
            ordered(of, outages)?;
            rate(of, outages.low)?;
            rate(of, outages.high)?;
        }
        if let (Some((low, high)), Some(likely)) = (component.outage_range, component.outage())
            && (low > high || component.recovery.measured.is_none() && (likely < low || likely > high))
        {
            return Err(refused("range_order", of).with("low", low).with("high", high));
        }
    }
    Ok(())
}

fn standbys(model: &Model, names: &mut Names<'_>) -> Result<()> {
    let mut pairs = std::collections::HashSet::new();
    for standby in &model.standbys {
        let of = &standby.id;
        names.component(of, &standby.primary)?;
        names.component(of, &standby.backup)?;
        names.groups(of, &standby.requires)?;
        probability(of, standby.fails_on_demand)?;
        if standby.primary == standby.backup {
            return Err(refused("standby_of_itself", of).with("node", &standby.backup));
        }
        // Each would count only through the other, and neither by itself.
        if pairs.contains(&(&standby.backup, &standby.primary)) {
            return Err(refused("standby_both_ways", of).with("node", &standby.backup));
        }
        pairs.insert((&standby.primary, &standby.backup));
    }
    Ok(())
}

fn option(model: &Model, option: &RiskOption, names: &mut Names<'_>) -> Result<()> {
    money(model, &option.id, option.cost_per_year)?;
    for change in &option.changes {
        let of = &option.id;
        let subject = change.subject();
        let known = match subject {
            Subject::Process(id) | Subject::Component(id) => names.nodes.contains_key(id),
            Subject::Standby(id) => names.standbys.contains_key(id),
            Subject::CommonCause(id) => model.common_causes.iter().any(|cause| cause.id == *id),
        };
        if !known {
            return Err(refused("missing_node", of).with("node", subject));
        }
        match change {
            Change::Add { group, .. } => names.group(of, group)?,
            Change::Replace { from, with, .. } => {
                names.known(of, from)?;
                names.known(of, with)?;
            }
            Change::Remove { need, .. } => names.known(of, need)?,
            Change::Set { outages_per_year, on_demand_failure, .. } => {
                outages_per_year.map_or(Ok(()), |value| rate(of, value))?;
                on_demand_failure.map_or(Ok(()), |value| share(of, value))?;
            }
        }
    }
    // Alone it must change something; in a bundle another option may have done the same already.
    super::changed(model, option, true).map(|_| ())
}

fn money(model: &Model, of: &Id, money: Money) -> Result<()> {
    if money.currency != model.currency {
        return Err(refused("other_currency", of).with("found", money).allowed([model.currency]));
    }
    if money.minor < 0 {
        return Err(refused("negative_money", of).with("found", money).allowed(["0 or more"]));
    }
    Ok(())
}

fn rate(of: &Id, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(refused("not_a_number", of).with("found", value).allowed(["0 or more"]))
}

fn share(of: &Id, value: f64) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(refused("not_a_probability", of).with("found", value).allowed(["0 to 1"]))
}

fn ordered(of: &Id, estimate: Estimate) -> Result<()> {
    if estimate.low <= estimate.likely && estimate.likely <= estimate.high {
        return Ok(());
    }
    Err(refused("range_order", of).with("low", estimate.low).with("high", estimate.high))
}

fn probability(of: &Id, estimate: Estimate) -> Result<()> {
    share(of, estimate.low)?;
    share(of, estimate.likely)?;
    share(of, estimate.high)?;
    ordered(of, estimate)
}
