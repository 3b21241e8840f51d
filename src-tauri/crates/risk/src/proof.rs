//! The cheapest next proof: which check or drill takes most off for the work that it is.

use ballast_core::exposure::{Recovery, exposure};
use ballast_core::{Id, Money, Result, Span};

use crate::budget::Budget;
use crate::map::{Map, WhatIf};
use crate::model::{DemandSource, Estimate, Model};
use crate::options::annual_of;

/// A check or a drill that somebody could do now.
#[derive(Clone, Debug)]
pub struct ProofOffer {
    /// The control that it would prove.
    pub control: Id,
    /// Components whose recovery it would measure.
    pub protects: Vec<Id>,
    /// How long a recovery is expected to take. None: as long as it took last, else as fast as can be, and what is
    /// saved is the most that can be.
    pub expected: Option<Span>,
    /// The standby that it would exercise, and the chance of failing on demand after it worked.
    pub standby: Option<(Id, f64)>,
    pub work: Span,
    pub cost: Money,
}

/// What one proof would change.
#[derive(Clone, Debug, PartialEq)]
pub struct NextProof {
    pub control: Id,
    /// Exposure of all processes (decision 4) that goes away.
    pub exposure_removed: Money,
    /// Expected loss a year that goes away, in units of the currency.
    pub saves: f64,
    /// Nobody measured it before: the figures are the most that can be.
    pub at_most: bool,
    pub work: Span,
    pub cost: Money,
    /// `exposure_removed` for each hour of work; for no work at all, for one second of it.
    pub per_hour_of_work: f64,
}

/// Up to `most` proofs by what they take off for each hour of work, the best first; where they take off the same,
/// those that exercise a standby come first. Errors: those of the model.
pub fn next_proofs(
    model: &Model,
    offers: &[ProofOffer],
    most: usize,
    budget: Budget<'_>,
) -> Result<Vec<NextProof>> {
    let before = total_exposure(model);
    let loss = annual_of(&Map::new(model, &WhatIf::default())?, budget);
    let mut candidates: Vec<Candidate<'_>> =
        offers.iter().map(|offer| Candidate::new(model, before, offer)).collect();
    candidates.sort_by(|a, b| {
        let by_work = b.per_hour_of_work.total_cmp(&a.per_hour_of_work);
        by_work.then(b.offer.standby.is_some().cmp(&a.offer.standby.is_some()))
    });
    candidates.truncate(most);
    let mut proofs = Vec::with_capacity(candidates.len());
    for Candidate { offer, removed, per_hour_of_work } in candidates {
        let (after, at_most) = proven(model, offer);
        proofs.push(NextProof {
            control: offer.control.clone(),
            exposure_removed: Money { minor: removed, currency: model.currency },
            saves: loss - annual_of(&Map::new(&after, &WhatIf::default())?, budget),
            at_most,
            work: offer.work,
            cost: offer.cost,
            per_hour_of_work,
        });
    }
    proofs.sort_by(|a, b| {
        let by_work = b.per_hour_of_work.total_cmp(&a.per_hour_of_work);
        by_work.then(b.saves.total_cmp(&a.saves)).then(a.control.cmp(&b.control))
    });
    Ok(proofs)
}

/// An offer with what it takes off, which costs little to work out; what it saves in a year costs more.
struct Candidate<'a> {
    offer: &'a ProofOffer,
    /// Minor units.
    removed: i64,
    per_hour_of_work: f64,
}

impl<'a> Candidate<'a> {
    fn new(model: &Model, before: i64, offer: &'a ProofOffer) -> Self {
        let (after, _) = proven(model, offer);
        let removed = before.saturating_sub(total_exposure(&after)).max(0);
        #[allow(clippy::cast_precision_loss)]
        let (minor, seconds) = (removed as f64, offer.work.seconds().max(1) as f64);
        let digits = i32::try_from(model.currency.exponent()).unwrap_or(2);
        Self { offer, removed, per_hour_of_work: minor / 10f64.powi(digits) / seconds * 3600.0 }
    }
}

/// The model once the proof succeeded. A slower proof than the one that stands changes nothing.
fn proven(model: &Model, offer: &ProofOffer) -> (Model, bool) {
    let mut model = model.clone();
    let mut at_most = false;
    for component in model.components.iter_mut().filter(|component| offer.protects.contains(&component.id)) {
        let known = component.recovery;
        let likely = offer.expected.or(known.ever_measured);
        at_most |= likely.is_none();
        let span = likely.unwrap_or_default();
        let shortest = known.measured.map_or(span, |measured| measured.min(span));
        component.recovery = Recovery { measured: Some(shortest), ever_measured: Some(shortest), ..known };
    }
    if let Some((id, fails)) = &offer.standby {
        for standby in model.standbys.iter_mut().filter(|standby| standby.id == *id) {
            standby.fails_on_demand = Estimate::exact(fails.min(standby.fails_on_demand.likely));
            standby.source = DemandSource::Drilled;
        }
    }
    (model, at_most)
}

/// Minor units.
fn total_exposure(model: &Model) -> i64 {
    let recovery: std::collections::HashMap<&Id, Recovery> =
        model.components.iter().map(|component| (&component.id, component.recovery)).collect();
    let of = |process: &crate::model::Process| {
        let known = |id: &Id| recovery.get(id).copied().unwrap_or_default();
        let found = exposure(process.damage_per_hour, process.worst_case_outage, &process.needs, known);
        found.total.minor
    };
    model.processes.iter().map(of).fold(0i64, i64::saturating_add)
}
