//! What could be proven now, and what each proof would take off.

use ballast_core::limits::{DRILL_WORK, DRILL_WORK_PER_STEP, PROOF_WORK, RISK_PROOFS_MAX};
use ballast_core::{Id, Money, Result, Span};
use ballast_readiness::estimate::{Kind, Model as Readiness, Outcome, Tried, chance};
use ballast_risk::{Budget, NextProof, ProofOffer};

use super::model::Known;
use crate::contract::{Named, NeedAction, RiskProof};
use crate::engine::Engine;
use crate::views::standing::HeldPair;
use crate::views::wire_money;

fn expected(recoveries: &[(u64, jiff::Timestamp)]) -> Option<Span> {
    recoveries.iter().map(|(seconds, _)| Span::from_seconds(*seconds)).min()
}

/// The hours of people that a drill takes: a while around it, and a while for each step.
fn drill_work(known: &Known<'_>, held: &HeldPair) -> Span {
    let drill = known.picture.config.drills.iter().find(|drill| drill.pair == held.pair.id);
    let steps = drill.map_or(0, |drill| u64::try_from(drill.steps.len()).unwrap_or(u64::MAX));
    let per_step = DRILL_WORK_PER_STEP.seconds().saturating_mul(steps);
    Span::from_seconds(DRILL_WORK.seconds().saturating_add(per_step))
}

fn offers(engine: &Engine, known: &Known) -> Result<Vec<ProofOffer>> {
    let picture = known.picture;
    let free = Money::zero(known.model.currency);
    let mut offers: Vec<ProofOffer> = picture
        .held
        .iter()
        .map(|held| ProofOffer {
            control: held.backup.id.clone(),
            protects: held.backup.protects.clone(),
            expected: expected(&held.recoveries),
            standby: None,
            work: PROOF_WORK,
            cost: free,
        })
        .collect();
    for held in picture.pairs.iter().filter(|held| held.pair.drill_gap_days.is_some()) {
        let id = &held.pair.id;
        let mut history = engine.store.read(|view| crate::drills::history(view, id.as_str(), picture.now))?;
        history.push(Tried { outcome: Outcome::Pass, kind: Kind::Full, age: Span::default() });
        let fails = 1.0 - chance(&history, &Readiness::default());
        let is_standby = known.model.standbys.iter().any(|standby| standby.id == *id);
        offers.push(ProofOffer {
            control: id.clone(),
            protects: held.pair.protects.clone(),
            expected: expected(&held.recoveries),
            standby: is_standby.then(|| (id.clone(), fails)),
            work: drill_work(known, held),
            cost: free,
        });
    }
    Ok(offers)
}

/// The checks and drills that take most off for each hour of work, the best first.
pub(crate) fn next_proofs(engine: &Engine, known: &Known<'_>, budget: Budget<'_>) -> Result<Vec<RiskProof>> {
    let offers = offers(engine, known)?;
    let proofs = ballast_risk::next_proofs(&known.model, &offers, RISK_PROOFS_MAX, budget)?;
    let worth = proofs.into_iter().filter(|proof| proof.exposure_removed.minor > 0 || proof.saves > 0.0);
    Ok(worth.map(|proof| wire(known, &proof)).collect())
}

fn wire(known: &Known<'_>, proof: &NextProof) -> RiskProof {
    let is_pair = |id: &Id| known.picture.pairs.iter().any(|held| held.pair.id == *id);
    let digits = i32::try_from(known.model.currency.exponent()).unwrap_or(2);
    #[allow(clippy::cast_possible_truncation)]
    let per_hour = (proof.per_hour_of_work * 10f64.powi(digits)).round() as i64;
    RiskProof {
        control: Named {
            id: proof.control.to_string(),
            title: known.picture.config.name_of(proof.control.as_str()),
        },
        action: if is_pair(&proof.control) { NeedAction::SeeProvider } else { NeedAction::VerifyRecovery },
        exposure_removed: wire_money(proof.exposure_removed),
        saves: proof.saves,
        at_most: proof.at_most,
        work_seconds: proof.work.seconds(),
        per_hour_of_work: wire_money(Money { minor: per_hour, currency: known.model.currency }),
    }
}
