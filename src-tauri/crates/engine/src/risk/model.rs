//! From what is set up and what controls showed to the model of the map. Nothing here is kept: an expired proof changes
//! the model the minute it expires.

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::exposure::Group;
use ballast_core::limits::{ASSUMED_COMMON_SHARE, DEADLINES_COUNTED_MAX};
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Currency, Error, Id, Money, Result, Span};
use ballast_readiness::probe::fate::Certainty;
use ballast_risk::model::{Change, CommonCause, Component, Estimate, Loss, Process, RiskOption, Standby};
use ballast_risk::{Map, Model, SharedCause, Subject, WhatIf, has_effect};
use jiff::SignedDuration;

use crate::config::{self, ProviderPair};
use crate::engine::Engine;
use crate::file::share_of;
use crate::probing::shared;
use crate::protect::unused;
use crate::views::providers::readiness_of;
use crate::views::standing::Picture;

/// The model of a workspace with what its figures are explained by.
pub(crate) struct Known<'a> {
    pub picture: &'a Picture,
    pub model: Model,
    /// Options that would change nothing as the map stands.
    pub idle: Vec<Id>,
    /// Pairs that back each other up the other way round; the map counts the first.
    pub uncounted: Vec<Id>,
    /// What common causes are, by their id: what is shared, its value, and whether somebody confirmed it.
    pub causes: BTreeMap<Id, Cause>,
}

#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub what: String,
    pub value: String,
    pub likely: bool,
    pub members: Vec<Id>,
}

impl<'a> Known<'a> {
    pub(crate) fn of(engine: &Engine, picture: &'a Picture) -> Result<Self> {
        let currency: Currency =
            picture.config.settings.currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))?;
        let (standbys, uncounted) = standbys(engine, picture)?;
        let mut model = Model {
            currency,
            processes: picture.config.processes.iter().map(|one| process(picture, one, currency)).collect(),
            components: components(picture),
            standbys,
            common_causes: Vec::new(),
            options: Vec::new(),
        };
        let causes = causes(picture, &model)?;
        model.common_causes = causes
            .iter()
            .map(|(id, cause)| CommonCause {
                id: id.clone(),
                members: cause.members.clone(),
                share: Estimate::exact(ASSUMED_COMMON_SHARE),
                assumed: true,
            })
            .collect();
        let (options, idle) = options(picture, &model, currency);
        model.options = options;
        Ok(Self { picture, model, idle, uncounted, causes })
    }
}

impl Known<'_> {
    /// The cause that stands for something shared; none where somebody denied it, or another one stands for the same
    /// members.
    pub(crate) fn cause_of(&self, what: &str, value: &str) -> Option<&Cause> {
        let wanted = one_spelling(what, value);
        self.causes.values().find(|cause| one_spelling(&cause.what, &cause.value) == wanted)
    }
}

fn money(text: &str, currency: Currency) -> Money {
    // What is set up was checked when it was written.
    Money::parse(text, currency).unwrap_or_else(|_| Money::zero(currency))
}

fn process(picture: &Picture, process: &config::Process, currency: Currency) -> Process {
    let money = |text: &str| money(text, currency);
    Process {
        id: process.id.clone(),
        damage_per_hour: money(&process.damage_per_hour),
        damage_range: process.damage_range.as_ref().map(|(low, high)| (money(low), money(high))),
        losses: process.loss.iter().map(|loss| self::loss(picture, loss, currency)).collect(),
        kept: process.kept.as_deref().and_then(share_of).unwrap_or(0.0),
        worst_case_outage: process.worst_case_outage,
        max_outage: process.max_outage,
        rto: process.rto,
        rpo: process.rpo,
        needs: process.needs.clone(),
    }
}

fn loss(picture: &Picture, loss: &config::Loss, currency: Currency) -> Loss {
    match loss {
        config::Loss::PerHour { per_hour, after: None } => Loss::PerHour(money(per_hour, currency)),
        config::Loss::PerHour { per_hour, after: Some(grace) } => {
            Loss::After { grace: *grace, per_hour: money(per_hour, currency) }
        }
        config::Loss::Deadline { deadline, penalty, after } => Loss::Deadline {
            per_year: a_year(picture, deadline),
            grace: after.unwrap_or_default(),
            penalty: money(penalty, currency),
        },
        config::Loss::PerRecord { per_record, records_per_hour } => {
            Loss::PerRecord { per_record: money(per_record, currency), records_per_hour: *records_per_hour }
        }
    }
}

/// How often a schedule line comes in the year from now.
fn a_year(picture: &Picture, line: &str) -> f64 {
    let Ok(schedule) = line.parse::<Schedule>() else { return 0.0 };
    let end = picture.now.checked_add(SignedDuration::from_hours(24 * 365)).unwrap_or(picture.now);
    let mut at = picture.now;
    let mut count = 0u32;
    while let Some(next) = schedule.next_after(at, &picture.zone).filter(|next| *next <= end) {
        at = next;
        count += 1;
        if count >= DEADLINES_COUNTED_MAX {
            // As many as these for the rest of the year.
            let counted = at.duration_since(picture.now).as_secs_f64();
            return f64::from(count) * end.duration_since(picture.now).as_secs_f64() / counted.max(1.0);
        }
    }
    f64::from(count)
}

fn components(picture: &Picture) -> Vec<Component> {
    let recovery = picture.recovery();
    let age = |id: &Id| {
        let backups = picture.held.iter().filter(|held| held.backup.protects.contains(id));
        backups.filter_map(|held| held.backup.max_age).min()
    };
    let one = |component: &config::Component| Component {
        id: component.id.clone(),
        kind: component.kind,
        outages_per_year: component.outages_per_year.map(|likely| match component.outages_range {
            Some((low, high)) => Estimate::new(low, likely, high),
            None => Estimate::exact(likely),
        }),
        recovery: recovery(&component.id),
        outage_range: component.outage_range,
        rpo: age(&component.id),
        needs: component.needs.clone(),
        // One spelling, so that `AWS` and `aws` are the same.
        shares: component.shares.iter().map(|(what, value)| one_spelling(what, value)).collect(),
        recovery_needs: component.recovery_needs.clone(),
    };
    picture.config.components.iter().map(one).collect()
}

/// Standbys, and the pairs that count as none: of two that back each other up, each would count only through the
/// other.
fn standbys(engine: &Engine, picture: &Picture) -> Result<(Vec<Standby>, Vec<Id>)> {
    let (mut standbys, mut uncounted): (Vec<Standby>, Vec<Id>) = (Vec::new(), Vec::new());
    for held in &picture.pairs {
        let ProviderPair { id, primary, backup, requires, rto, .. } = &held.pair;
        if standbys.iter().any(|known| known.primary == *backup && known.backup == *primary) {
            uncounted.push(id.clone());
            continue;
        }
        let (readiness, source) = readiness_of(engine, held, picture.now)?;
        let counted = held.recoveries.iter().filter(|(_, expires)| *expires > picture.now);
        let measured = counted.map(|(seconds, _)| Span::from_seconds(*seconds)).min();
        standbys.push(Standby {
            id: id.clone(),
            primary: primary.clone(),
            backup: backup.clone(),
            requires: requires.clone(),
            fails_on_demand: Estimate::exact(readiness.on_demand_failure),
            source,
            switch: measured.or(*rto),
        });
    }
    Ok((standbys, uncounted))
}

/// What is shared and its value, in one spelling.
type Shared = (String, String);

fn one_spelling(what: &str, value: &str) -> Shared {
    (what.to_lowercase(), value.to_lowercase())
}

/// What members of a choice are said, seen or confirmed to share, and the map does not know as a thing. What somebody
/// denied is left out.
fn causes(picture: &Picture, model: &Model) -> Result<BTreeMap<Id, Cause>> {
    let mut found: BTreeMap<Shared, Cause> = BTreeMap::new();
    let mut denied: BTreeSet<(BTreeSet<Id>, Shared)> = BTreeSet::new();
    let is_thing = |value: &str| model.components.iter().any(|component| component.id.as_str() == value);
    for held in &picture.pairs {
        let members: BTreeSet<Id> = [held.pair.primary.clone(), held.pair.backup.clone()].into();
        for fate in shared(&picture.config, &held.pair, &held.probes, &held.answers) {
            match fate.certainty {
                Certainty::Denied => {
                    denied.insert((members.clone(), one_spelling(&fate.what, &fate.value)));
                }
                Certainty::CannotTell => {}
                Certainty::Confirmed | Certainty::Declared | Certainty::Likely if is_thing(&fate.value) => {}
                certainty => {
                    add(&mut found, &fate.what, &fate.value, certainty != Certainty::Confirmed, &members);
                }
            }
        }
    }
    for fate in Map::new(model, &WhatIf::default())?.shared_fate() {
        let SharedCause::Likely { what, value } = fate.cause else { continue };
        let members: BTreeSet<Id> = fate.members.into_iter().collect();
        if !denied.contains(&(members.clone(), one_spelling(&what, &value))) {
            add(&mut found, &what, &spelled(picture, &what, &value), true, &members);
        }
    }
    let mut causes: Vec<Cause> = found.into_values().collect();
    // One share of the failures of the same members is enough; what somebody confirmed is said first.
    causes.sort_by_key(|cause| cause.likely);
    let mut seen: BTreeSet<Vec<Id>> = BTreeSet::new();
    causes.retain(|cause| seen.insert(cause.members.clone()));
    let mut named = BTreeMap::new();
    for cause in causes {
        // The same as long as the cause is: what others there are does not change what it is called.
        let wanted = Id::from_title(&format!("{} {}", cause.what, cause.value));
        let id = unused(&wanted, &|id| named.keys().any(|known: &Id| known.as_str() == id));
        named.insert(id, cause);
    }
    Ok(named)
}

fn add(found: &mut BTreeMap<Shared, Cause>, what: &str, value: &str, likely: bool, members: &BTreeSet<Id>) {
    let cause = found.entry(one_spelling(what, value)).or_insert_with(|| Cause {
        what: what.to_owned(),
        value: value.to_owned(),
        likely: false,
        members: Vec::new(),
    });
    if members.iter().all(|member| cause.members.contains(member)) {
        return;
    }
    // It is sure only where somebody said so of all of them.
    cause.likely |= likely;
    let all: BTreeSet<Id> = cause.members.iter().chain(members).cloned().collect();
    cause.members = all.into_iter().collect();
}

/// A value as somebody wrote it.
fn spelled(picture: &Picture, what: &str, value: &str) -> String {
    let wanted = one_spelling(what, value);
    let shares = picture.config.components.iter().flat_map(|component| &component.shares);
    let found = shares.into_iter().find(|(key, text)| one_spelling(key, text) == wanted);
    found.map_or_else(|| value.to_owned(), |(_, text)| text.clone())
}

/// Options as the map takes them, and those that would change nothing.
fn options(picture: &Picture, model: &Model, currency: Currency) -> (Vec<RiskOption>, Vec<Id>) {
    let (mut options, mut idle) = (Vec::new(), Vec::new());
    for option in &picture.config.options {
        let changes = option.change.iter().map(|change| self::change(model, change)).collect();
        let cost_per_year = money(&option.cost_per_year, currency);
        let option = RiskOption { id: option.id.clone(), cost_per_year, changes };
        if has_effect(model, &option) {
            options.push(option);
        } else {
            idle.push(option.id);
        }
    }
    (options, idle)
}

/// Processes and components have one namespace, pairs another one; what a chance of failing is set of is a pair.
fn subject(model: &Model, id: &Id, is_chance: bool) -> Subject {
    let is_pair = model.standbys.iter().any(|standby| standby.id == *id);
    if model.processes.iter().any(|process| process.id == *id) && !is_chance {
        Subject::Process(id.clone())
    } else if is_pair && (is_chance || !model.components.iter().any(|component| component.id == *id)) {
        Subject::Standby(id.clone())
    } else {
        Subject::Component(id.clone())
    }
}

fn change(model: &Model, change: &config::Change) -> Change {
    match change {
        config::Change::Add { to, any_of, need } => Change::Add {
            to: subject(model, to, false),
            group: Group { any_of: any_of.clone(), need: *need },
        },
        config::Change::Set { of, outages_per_year, outage, on_demand_failure } => Change::Set {
            of: subject(model, of, on_demand_failure.is_some()),
            outages_per_year: *outages_per_year,
            outage: *outage,
            on_demand_failure: *on_demand_failure,
        },
        config::Change::Replace { to, from, with } => {
            Change::Replace { to: subject(model, to, false), from: from.clone(), with: with.clone() }
        }
        config::Change::Remove { to, need } => {
            Change::Remove { to: subject(model, to, false), need: need.clone() }
        }
    }
}
