//! The verdict on the switch, as it is shown.

use ballast_compare::apart;
use ballast_compare::cutover::{Criterion as Code28, Decision, Judged, State};

use super::days::{Conclusion, JudgedDays};
use crate::compared::Kept;
use crate::contract::*;

/// Two people have signed go, and nobody no-go since.
pub(crate) fn is_signed(judged: &JudgedDays) -> bool {
    let says = |wanted: CutoverDecision| {
        judged.signatures.iter().filter(|one| one.signed.decision == wanted).count()
    };
    says(CutoverDecision::Go) >= 2 && says(CutoverDecision::NoGo) == 0
}

fn decision(decision: Decision) -> CutoverDecision {
    match decision {
        Decision::Go => CutoverDecision::Go,
        Decision::NoGo => CutoverDecision::NoGo,
        Decision::NotEnoughEvidence => CutoverDecision::NotEnoughEvidence,
    }
}

fn criterion(judged: &Judged) -> Criterion {
    let code = match judged.criterion {
        Code28::CleanRuns => CriterionCode::CleanRuns,
        Code28::Unexplained => CriterionCode::Unexplained,
        Code28::Drift => CriterionCode::Drift,
        Code28::MissedRuns => CriterionCode::MissedRuns,
        Code28::MonthEnd => CriterionCode::MonthEnd,
        Code28::Complete => CriterionCode::Complete,
        Code28::ControlTotals => CriterionCode::ControlTotals,
        Code28::UpperBound => CriterionCode::UpperBound,
        Code28::WayBack => CriterionCode::WayBack,
        Code28::CriteriaFrozen => CriterionCode::CriteriaFrozen,
    };
    let state = match judged.state {
        State::Met => CriterionState::Met,
        State::Failed => CriterionState::Failed,
        State::Open => CriterionState::Open,
    };
    let params = judged.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Criterion { code, state, params }
}

/// Every criterion; of the frozen ones what was changed since.
pub(crate) fn criteria(judged: &JudgedDays, kept: &Kept) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = judged.cutover.criteria.iter().map(criterion).collect();
    let frozen = criteria.iter_mut().filter(|one| one.code == CriterionCode::CriteriaFrozen);
    for one in frozen.filter(|_| !kept.changed.is_empty()) {
        one.params.insert("changed".to_owned(), kept.changed.join(", "));
    }
    criteria
}

pub(super) fn cutover_view(judged: &JudgedDays, kept: &Kept, latest: Option<&Conclusion>) -> CutoverView {
    let totals = latest.and_then(|said| said.figures.as_ref()).map(|figures| figures.totals.clone());
    let shift = totals.unwrap_or_default().into_iter().filter(|total| total.slice.is_none() && !total.equal);
    CutoverView {
        decision: decided(judged),
        criteria: criteria(judged, kept),
        earliest: judged.cutover.earliest,
        frozen_at: kept.frozen.as_ref().map(|frozen| frozen.at),
        frozen_hash: kept.frozen.as_ref().map(|frozen| frozen.hash.clone()),
        clean_runs: judged.cutover.clean_runs,
        longest_clean_runs: judged.cutover.longest,
        upper: judged.cutover.upper,
        shift: shift
            .filter_map(|total| {
                let difference = apart::difference(&total.new, &total.old)?;
                Some(TotalShift { column: total.column, difference })
            })
            .collect(),
        signatures: judged
            .signatures
            .iter()
            .map(|one| Signature {
                person: one.signed.person.clone(),
                decision: one.signed.decision,
                reason: one.signed.reason.clone(),
                at: one.at,
                seq: one.seq,
            })
            .collect(),
        signed: decided(judged) == CutoverDecision::Go && is_signed(judged),
    }
}

/// The verdict of the days; a signature against the switch outweighs it.
pub(crate) fn decided(judged: &JudgedDays) -> CutoverDecision {
    if judged.signatures.iter().any(|one| one.signed.decision == CutoverDecision::NoGo) {
        return CutoverDecision::NoGo;
    }
    decision(judged.cutover.decision)
}
