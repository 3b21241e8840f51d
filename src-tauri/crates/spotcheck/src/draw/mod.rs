//! The draw: the same items from the same plan, population and seed, on every machine, in memory that grows with
//! the sample and not with the population.

mod keep;
mod points;
mod survey;
mod ticket;

use std::collections::{BTreeMap, BTreeSet};

use ballast_core::limits::SAMPLE_ITEMS_MAX;
use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use points::Points;
pub use survey::{Survey, Surveyed};
pub use ticket::{SEED_DIGITS, Seed, SieveKey, Ticket, Tickets};

use crate::plan::anytime::further_look;
use crate::plan::{Commitment, KaplanMarkov, Plan, Sampling, Selection};
use crate::population::{Freezer, Population, Row, refused};
use crate::rate::Rate;
use keep::Keep;

/// Why an item is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A rule asks for it; it stands apart from the sample.
    Always,
    /// At least as large as the interval: drawn for sure, and known rather than estimated.
    Certain,
    Drawn,
    /// Zero or less, drawn apart, since no value leads to it.
    Unreachable,
}

/// An item that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DrawnItem {
    pub id: String,
    /// 64 hexadecimal digits.
    pub ticket: String,
    pub reason: Reason,
    /// Empty where there are no strata.
    pub stratum: String,
    pub person: String,
    /// What the system paid, in minor units. A checker must not see it before the answer is locked.
    #[ts(type = "number")]
    pub amount: i64,
    /// From 1. Items of a later stage are looked at only if the one before says so.
    pub stage: u32,
    /// Its places in the order of the draw, from 1, ascending: several, where several drawn units fell on it.
    /// None where it was not drawn by chance.
    #[ts(type = "Array<number>")]
    pub hits: Vec<u64>,
}

/// A part of the population with what was drawn from it: what limits stand on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Frame {
    pub part: Reason,
    /// None: all strata together.
    pub stratum: Option<String>,
    /// Items that could be drawn, those of other parts left out.
    #[ts(type = "number")]
    pub population: u64,
    /// Their sum in minor units.
    #[serde(with = "crate::amount")]
    #[ts(type = "string")]
    pub value: i128,
    /// Places in the order of the draw: items, or hits where values are drawn.
    #[ts(type = "number")]
    pub sample: u64,
}

/// What was drawn. No floats: it goes into the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Draw {
    /// SHA-256 of plan and population.
    pub commitment: String,
    /// SHA-256 of the population.
    pub population: String,
    pub seed: Seed,
    /// By stage, then by ticket (where one may stop at any time: by place): the order in which they are given out.
    pub items: Vec<DrawnItem>,
    pub frames: Vec<Frame>,
}

/// Draws from a stream of rows: the frozen list, in its order, each row once.
pub struct Drawer<'a> {
    commitment: &'a Commitment,
    population: &'a Population,
    seed: Seed,
    tickets: Tickets,
    /// Freezes again: drawn is from what was committed, and from nothing else.
    freezer: Freezer,
    surveyed: Surveyed,
    known: Vec<DrawnItem>,
    unreachable: Keep<Entry<Ticket>>,
    way: Way,
    frames: BTreeMap<(Reason, Option<String>), (u64, i128)>,
}

enum Way {
    Tickets(BTreeMap<Option<String>, Keep<Entry<Ticket>>>),
    Sieve(Keep<Entry<SieveKey>>),
    Points(Points, Vec<DrawnItem>),
}

/// An item with what it is ordered by.
#[derive(Debug)]
struct Entry<K> {
    key: K,
    item: DrawnItem,
}

impl<K: Ord> PartialEq for Entry<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord> Eq for Entry<K> {}

impl<K: Ord> PartialOrd for Entry<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> Ord for Entry<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key).then_with(|| self.item.id.cmp(&other.item.id))
    }
}

impl<'a> Drawer<'a> {
    /// `surveyed` is what [`Survey`] found in the same rows. Refused is a commitment that does not fit its own
    /// hash or this population, and more items of an interval.
    pub fn new(
        commitment: &'a Commitment,
        population: &'a Population,
        seed: Seed,
        surveyed: Surveyed,
    ) -> Result<Self> {
        if !commitment.is_intact() {
            return Err(refused("plan", &commitment.sha256).with("reason", "plan_changed"));
        }
        if commitment.population != population.sha256 {
            return Err(changed(&population.sha256, &commitment.population));
        }
        if surveyed.more > 0 {
            commitment.plan.can_extend()?;
        }
        let tickets = Tickets::new(&seed);
        let way = Way::new(commitment, &surveyed, &tickets);
        let by_value = commitment.plan.is_by_value();
        let unreachable =
            if by_value { commitment.plan.unreachable.ceil_of(surveyed.unreachable) } else { 0 };
        Ok(Self {
            commitment,
            population,
            seed,
            tickets,
            freezer: Freezer::new(population.columns.clone())?,
            surveyed,
            known: Vec::new(),
            unreachable: Keep::new(unreachable.min(SAMPLE_ITEMS_MAX)),
            way,
            frames: BTreeMap::new(),
        })
    }

    pub fn offer(&mut self, row: &Row) -> Result<()> {
        self.freezer.push(row)?;
        let plan = &self.commitment.plan;
        let id = crate::population::canonical_id(&row.id)?;
        let stratum_of = || crate::population::normalised(&row.stratum).into_owned();
        let ticket = self.tickets.of(&id);
        let item = |reason| DrawnItem {
            id: id.clone(),
            ticket: ticket.hex(),
            reason,
            stratum: stratum_of(),
            person: row.person.clone(),
            amount: row.amount,
            stage: 1,
            hits: Vec::new(),
        };
        let reason = self.reason(plan, row);
        let stratum = (plan.per_stratum && reason == Reason::Drawn).then(stratum_of);
        let frame = self.frames.entry((reason, stratum.clone())).or_default();
        *frame = (frame.0 + 1, frame.1 + i128::from(row.amount));
        match reason {
            Reason::Always | Reason::Certain => {
                if self.known.len() as u64 >= SAMPLE_ITEMS_MAX {
                    return Err(refused("always", self.known.len() + 1)
                        .allowed([format!("rules that take at most {SAMPLE_ITEMS_MAX} payouts")]));
                }
                self.known.push(item(reason));
            }
            Reason::Unreachable => self.unreachable.offer(
                |last| (ticket, id.as_str()) < (last.key, last.item.id.as_str()),
                || Entry { key: ticket, item: item(reason) },
            ),
            Reason::Drawn => self.way.offer(stratum, ticket, row.amount, &id, || item(reason)),
        }
        Ok(())
    }

    fn reason(&self, plan: &Plan, row: &Row) -> Reason {
        if survey::is_always(plan, &self.population.columns, row) {
            Reason::Always
        } else if !plan.is_by_value() {
            Reason::Drawn
        } else if row.amount <= 0 {
            Reason::Unreachable
        } else if self.surveyed.certain_from.is_some_and(|from| row.amount.unsigned_abs() >= from) {
            Reason::Certain
        } else {
            Reason::Drawn
        }
    }

    /// The draw. Refused if the rows were not those of the population that was committed.
    pub fn finish(self) -> Result<Draw> {
        let (population, _) = self.freezer.finish()?;
        if population.sha256 != self.population.sha256 {
            return Err(changed(&population.sha256, &self.population.sha256));
        }
        let mut samples: BTreeMap<(Reason, Option<String>), u64> = BTreeMap::new();
        let unreachable = self.unreachable.sorted().into_iter().map(|entry| entry.item);
        let mut items: Vec<DrawnItem> = self.known.into_iter().chain(unreachable).collect();
        for item in &items {
            *samples.entry((item.reason, None)).or_default() += 1;
        }
        for (stratum, drawn) in self.way.finish(&self.commitment.plan) {
            let hits = drawn.iter().map(|item| item.hits.len() as u64).sum();
            samples.insert((Reason::Drawn, stratum), hits);
            items.extend(drawn);
        }
        // Whoever may stop at any time has to look in the order of the draw.
        let by_place = matches!(self.commitment.plan.sampling, Sampling::Anytime { .. });
        let place = |item: &DrawnItem| by_place.then(|| item.hits.first().copied());
        items.sort_unstable_by(|a, b| {
            (a.stage, place(a), &a.ticket, &a.id).cmp(&(b.stage, place(b), &b.ticket, &b.id))
        });
        let frame = |((part, stratum), (population, value)): ((Reason, Option<String>), (u64, i128))| {
            let sample = samples.get(&(part, stratum.clone())).copied().unwrap_or_default();
            Frame { part, stratum, population, value, sample }
        };
        Ok(Draw {
            commitment: self.commitment.sha256.clone(),
            population: population.sha256,
            seed: self.seed,
            items,
            frames: self.frames.into_iter().map(frame).collect(),
        })
    }
}

fn changed(found: &str, committed: &str) -> Error {
    refused("population", found).with("reason", "population_changed").allowed([committed])
}

impl Way {
    fn new(commitment: &Commitment, surveyed: &Surveyed, tickets: &Tickets) -> Self {
        let plan = &commitment.plan;
        let most = |sample: u64| sample.saturating_add(surveyed.more).min(SAMPLE_ITEMS_MAX);
        let hits = commitment.quotas.iter().map(|quota| most(quota.sample_most)).sum::<u64>();
        match plan.sampling {
            Sampling::Anytime { .. } => {
                Self::Points(Points::units(surveyed.value, hits, tickets), Vec::new())
            }
            Sampling::MonetaryUnit { selection, .. } => {
                let hits = hits - surveyed.certain.min(hits);
                match Points::selected(selection, surveyed.value, hits, tickets) {
                    Some(points) if selection != Selection::Sieve => Self::Points(points, Vec::new()),
                    _ => Self::Sieve(Keep::new(hits)),
                }
            }
            _ => {
                let quotas = commitment.quotas.iter();
                let keeps = quotas.map(|quota| (quota.stratum.clone(), Keep::new(most(quota.sample_most))));
                Self::Tickets(keeps.collect())
            }
        }
    }

    fn offer(
        &mut self,
        stratum: Option<String>,
        ticket: Ticket,
        amount: i64,
        id: &str,
        make: impl FnOnce() -> DrawnItem,
    ) {
        match self {
            Self::Tickets(keeps) => {
                if let Some(keep) = keeps.get_mut(&stratum) {
                    keep.offer(
                        |last| (ticket, id) < (last.key, last.item.id.as_str()),
                        || Entry { key: ticket, item: make() },
                    );
                }
            }
            Self::Sieve(keep) => {
                let key = SieveKey { value: amount.unsigned_abs(), ticket };
                keep.offer(
                    |last| (key, id) < (last.key, last.item.id.as_str()),
                    || Entry { key, item: make() },
                );
            }
            Self::Points(points, items) => {
                let hits = points.hits(amount.unsigned_abs());
                if !hits.is_empty() {
                    items.push(DrawnItem { hits, ..make() });
                }
            }
        }
    }

    /// Items by stratum, each with its places and its stage.
    fn finish(self, plan: &Plan) -> Vec<(Option<String>, Vec<DrawnItem>)> {
        match self {
            Self::Tickets(keeps) => {
                let placed = keeps.into_iter().map(|(stratum, keep)| (stratum, placed(plan, keep.sorted())));
                placed.collect()
            }
            Self::Sieve(keep) => vec![(None, placed(plan, keep.sorted()))],
            Self::Points(_, items) => vec![(None, items)],
        }
    }
}

fn placed<K>(plan: &Plan, entries: Vec<Entry<K>>) -> Vec<DrawnItem> {
    let place = |(place, entry): (u64, Entry<K>)| DrawnItem {
        stage: stage_of(plan, place),
        hits: vec![place],
        ..entry.item
    };
    (1..).zip(entries).map(place).collect()
}

/// The stage, from 1, to which a place in the order of the draw belongs.
fn stage_of(plan: &Plan, place: u64) -> u32 {
    let Sampling::StopOrGo { stages, .. } = &plan.sampling else { return 1 };
    let mut until = 0;
    let before = stages.iter().take_while(|stage| {
        until += stage.sample;
        until < place
    });
    u32::try_from(before.count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Draws in two passes over the rows of the frozen list; `more` items beyond the plan from each quota, for an
/// extension.
pub fn draw<I: Iterator<Item = Result<Row>>>(
    commitment: &Commitment,
    population: &Population,
    seed: Seed,
    more: u64,
    rows: impl Fn() -> Result<I>,
) -> Result<Draw> {
    let mut survey = Survey::new(commitment, &population.columns, more);
    for row in rows()? {
        survey.offer(&row?);
    }
    let mut drawer = Drawer::new(commitment, population, seed, survey.finish())?;
    for row in rows()? {
        drawer.offer(&row?)?;
    }
    drawer.finish()
}

impl Draw {
    /// Items as they are given out where one may stop at any time: stage 1 is what the rule can pass with at the
    /// least, and each further stage a look more. Elsewhere, and in the record, stages are those of the plan.
    #[must_use]
    pub fn in_looks(&self, plan: &Plan) -> Self {
        let (Sampling::Anytime { at_most }, Some(aim)) = (&plan.sampling, plan.aim()) else {
            return self.clone();
        };
        let rule = KaplanMarkov::new(aim.tolerable, aim.confidence);
        let least = rule.still_needed().unwrap_or(*at_most);
        let further = further_look(least);
        let mut looks = self.clone();
        for item in looks.items.iter_mut().filter(|item| item.reason == Reason::Drawn) {
            let place = item.hits.first().copied().unwrap_or_default();
            let stage = 1 + place.saturating_sub(least).div_ceil(further);
            item.stage = u32::try_from(stage).unwrap_or(u32::MAX);
        }
        looks
    }

    /// This draw made longer: `longer` is the same draw with more items. What was drawn stays, with its stage;
    /// what is new is one stage more. Refused are draws of different plans, populations or seeds.
    pub fn extended(&self, longer: Self) -> Result<Self> {
        if (&self.commitment, &self.population, &self.seed.text)
            != (&longer.commitment, &longer.population, &longer.seed.text)
        {
            return Err(Error::new(Code::InvalidCall)
                .with("what", "extension")
                .with("found", &longer.commitment)
                .allowed(["the same plan, population and seed"]));
        }
        let last = self.items.iter().map(|item| item.stage).max().unwrap_or_default();
        let known: BTreeSet<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        let mut items = longer.items;
        for item in &mut items {
            if !known.contains(item.id.as_str()) {
                item.stage = last + 1;
            }
        }
        // An item that became certain keeps being looked at; one that fell out was looked at already.
        let found: BTreeSet<String> = items.iter().map(|item| item.id.clone()).collect();
        items.extend(self.items.iter().filter(|item| !found.contains(&item.id)).cloned());
        items.sort_by_key(|item| item.stage);
        Ok(Self { items, ..longer })
    }
}

/// A share of ids drawn by their tickets, rounded up, smallest ticket first: the right items that are done again.
/// The seed must come after the answers, or checkers would know which.
#[must_use]
pub fn share_of<'a>(seed: &Seed, ids: impl IntoIterator<Item = &'a str>, share: Rate) -> Vec<&'a str> {
    let tickets = Tickets::new(seed);
    let mut all: Vec<(Ticket, &str)> = ids.into_iter().map(|id| (tickets.of(id), id)).collect();
    all.sort_unstable();
    let count = share.ceil_of(all.len() as u64);
    all.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    all.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests;
