//! How sure the figures are: the same sums for drawn inputs.

use ballast_core::limits::RISK_DRAWS_MAX;

use crate::budget::{Budget, CutOff};
use crate::figures::{Study, downtime};
use crate::map::combine;
use crate::model::{Chance, HOURS_PER_YEAR, Model, Subject, hours, units};
use crate::random::Random;

/// Where a figure lies in eight of ten draws, and how often its rank is the one shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    pub subject: Subject,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    /// The place among its like at the likeliest inputs, from 1; equal figures in the order of the model.
    pub rank: usize,
    /// The share of draws in which it has that place.
    pub rank_holds: f64,
}

/// Ranges, in units of the currency a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranges {
    pub draws: u32,
    pub seed: u64,
    /// Expected loss of each process.
    pub processes: Vec<Range>,
    /// What each thing would save if it never failed, hourly losses alone.
    pub things: Vec<Range>,
    pub total: Spread,
}

/// A figure that has no rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
}

/// One draw of everything that was estimated.
struct Draw {
    chances: Vec<Chance>,
    /// By process, what an hour costs, in units of the currency.
    damages: Vec<f64>,
}

/// The streams of a model's inputs.
struct Draws<'a> {
    model: &'a Model,
    outages: Vec<Random>,
    lengths: Vec<Random>,
    demands: Vec<Random>,
    shares: Vec<Random>,
    damages: Vec<Random>,
}

impl<'a> Draws<'a> {
    fn new(model: &'a Model, seed: u64) -> Self {
        let stream = |what: &str, id: &ballast_core::Id| Random::new(seed, &format!("{what} {id}"));
        Self {
            outages: model.components.iter().map(|c| stream("outages", &c.id)).collect(),
            lengths: model.components.iter().map(|c| stream("outage", &c.id)).collect(),
            demands: model.standbys.iter().map(|s| stream("demand", &s.id)).collect(),
            shares: model.common_causes.iter().map(|c| stream("share", &c.id)).collect(),
            damages: model.processes.iter().map(|p| stream("damage", &p.id)).collect(),
            model,
        }
    }

    fn next(&mut self) -> Draw {
        let streams = self.outages.iter_mut().zip(&mut self.lengths);
        let own = self.model.components.iter().zip(streams).map(|(component, (outages, lengths))| {
            let Some((rate, outage)) = component.outages_per_year.zip(component.outage()) else {
                return Chance::default();
            };
            let rate = outages.pert(rate.low, rate.likely, rate.high);
            // A measured time is what it is; a declared one may have a range.
            let range = component.outage_range.filter(|_| component.recovery.measured.is_none());
            let likely = hours(outage);
            let length = range.map_or(likely, |(low, high)| lengths.pert(hours(low), likely, hours(high)));
            Chance::of(rate, length)
        });
        let own = own.collect();
        let demand = self.model.standbys.iter().zip(&mut self.demands).map(|(standby, random)| {
            let q = standby.fails_on_demand;
            random.pert(q.low, q.likely, q.high)
        });
        let demand = demand.collect();
        let shares = self
            .model
            .common_causes
            .iter()
            .zip(&mut self.shares)
            .map(|(cause, random)| random.pert(cause.share.low, cause.share.likely, cause.share.high));
        let shares: Vec<f64> = shares.collect();
        let damages = self.model.processes.iter().zip(&mut self.damages).map(|(process, random)| {
            let likely = units(process.damage_per_hour);
            process.damage_range.map_or(likely, |(low, high)| random.pert(units(low), likely, units(high)))
        });
        let damages = damages.collect();
        Draw { chances: combine(self.model, own, demand, &shares), damages }
    }
}

impl Study<'_> {
    /// Seeded Monte Carlo over everything that has a range; at most [`RISK_DRAWS_MAX`] draws. The diagrams stay, only
    /// numbers change. Error: the budget's time, which is asked before every draw.
    pub fn ranges(&self, seed: u64, draws: u32, budget: Budget<'_>) -> Result<Ranges, CutOff> {
        let draws = draws.clamp(1, RISK_DRAWS_MAX);
        let model = &self.map.model;
        let damages = model.processes.iter().map(|process| units(process.damage_per_hour)).collect();
        let likeliest = Draw { chances: self.map.chances.clone(), damages };
        let (processes, things) = self.figures_of(&likeliest);
        let mut of_processes = Tally::new(&processes, draws);
        let mut of_things = Tally::new(&things, draws);
        let mut totals = Vec::with_capacity(draws as usize);
        let mut inputs = Draws::new(model, seed);
        for _ in 0..draws {
            if (budget.over)() {
                return Err(CutOff::Time);
            }
            let (processes, things) = self.figures_of(&inputs.next());
            totals.push(processes.iter().fold(0.0, |sum, loss| sum + loss));
            of_processes.add(&processes);
            of_things.add(&things);
        }
        totals.sort_unstable_by(f64::total_cmp);
        let subjects = model.processes.iter().map(|process| Subject::Process(process.id.clone()));
        Ok(Ranges {
            draws,
            seed,
            processes: of_processes.ranges(subjects),
            things: of_things.ranges(self.map.events.iter().cloned()),
            total: Spread { p10: part(&totals, 0.1), p50: part(&totals, 0.5), p90: part(&totals, 0.9) },
        })
    }

    /// The yearly loss of each process, and what each thing adds to it.
    fn figures_of(&self, draw: &Draw) -> (Vec<f64>, Vec<f64>) {
        let mut things = vec![0.0; self.map.events.len()];
        let probabilities: Vec<f64> = draw.chances.iter().map(|chance| chance.probability).collect();
        let processes = self.map.model.processes.iter().zip(&self.solved).enumerate().map(
            |(index, (process, solved))| {
                let damage = draw.damages[index];
                let (down, pulls) = downtime(self.map, solved, &probabilities, &draw.chances);
                let more = damage - units(process.damage_per_hour);
                let rate = units(process.rate()) + more * (1.0 - process.kept);
                for (event, pull) in solved.diagram.events.iter().zip(pulls) {
                    let at = *event as usize;
                    things[at] += rate * pull * probabilities[at] * HOURS_PER_YEAR;
                }
                process.annual_at(down, damage)
            },
        );
        (processes.collect(), things)
    }
}

/// The draws of many figures that are ranked among each other.
struct Tally {
    rank: Vec<usize>,
    held: Vec<u32>,
    drawn: Vec<Vec<f64>>,
}

fn ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    let mut ranks = vec![0; values.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank + 1;
    }
    ranks
}

impl Tally {
    fn new(likeliest: &[f64], draws: u32) -> Self {
        let drawn = vec![Vec::with_capacity(draws as usize); likeliest.len()];
        Self { rank: ranks(likeliest), held: vec![0; likeliest.len()], drawn }
    }

    fn add(&mut self, values: &[f64]) {
        for (index, rank) in ranks(values).into_iter().enumerate() {
            self.held[index] += u32::from(rank == self.rank[index]);
            self.drawn[index].push(values[index]);
        }
    }

    fn ranges(mut self, subjects: impl Iterator<Item = Subject>) -> Vec<Range> {
        let range = |(index, subject)| {
            let drawn: &mut Vec<f64> = &mut self.drawn[index];
            drawn.sort_unstable_by(f64::total_cmp);
            #[allow(clippy::cast_precision_loss)]
            let draws = drawn.len() as f64;
            Range {
                subject,
                p10: part(drawn, 0.1),
                p50: part(drawn, 0.5),
                p90: part(drawn, 0.9),
                rank: self.rank[index],
                rank_holds: f64::from(self.held[index]) / draws,
            }
        };
        subjects.enumerate().map(range).collect()
    }
}

/// The value below which this share of sorted values lies (nearest rank).
fn part(sorted: &[f64], share: f64) -> f64 {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}
