//! What a round came to, once nobody can answer blindly any more.

use std::collections::BTreeMap;

use ballast_core::Currency;
use ballast_spotcheck::evaluate::{Counted, Evaluation, Limit, Misstated, Money};
use ballast_spotcheck::review::{Answer, Resolution};

use super::reason;
use crate::contract::*;
use crate::spotcheck::{Answered, Decided, Item, SealedAnswer, SealedRemark, Work, decimal_of_minor};

/// Shows amounts of one round.
struct Showing {
    currency: Currency,
    tolerance: u64,
    confidence: String,
}

impl Showing {
    fn new(work: &Work, currency: Currency) -> Self {
        let plan = &work.round.frozen.commitment.plan;
        Self { currency, tolerance: plan.tolerance, confidence: plan.confidence.as_percent() }
    }

    fn minor(&self, minor: i128) -> String {
        decimal_of_minor(minor, self.currency)
    }

    /// A limit in minor units, rounded up: never less than was shown.
    fn float(&self, minor: f64) -> String {
        #[allow(clippy::cast_possible_truncation)]
        self.minor(minor.ceil() as i128)
    }

    fn answer(&self, paid: i64, answered: &Answered) -> AnswerView {
        let SealedAnswer { answer, steps, note, evidence } = &answered.sealed;
        let amount = if let Answer::Figure { minor } = answer { Some(*minor) } else { None };
        let remark = |remark: &SealedRemark| RemarkView {
            cause: remark.cause,
            note: remark.note.clone(),
            corrected: remark.corrected.map(|minor| self.minor(minor.into())),
        };
        AnswerView {
            by: answered.by.clone(),
            at: answered.at,
            proved: answered.proved,
            answer: match answer {
                Answer::Figure { .. } => AnswerKind::Figure,
                Answer::NotSupported => AnswerKind::NotSupported,
                Answer::Missing => AnswerKind::Missing,
                Answer::CannotDetermine => AnswerKind::CannotDetermine,
            },
            amount: amount.map(|minor| self.minor(minor.into())),
            difference: amount.map(|minor| self.minor(i128::from(paid) - i128::from(minor))),
            judged: answer.judged(paid, self.tolerance),
            steps: steps.clone(),
            note: note.clone(),
            evidence: evidence.iter().cloned().map(Into::into).collect(),
            remark: answered.remark.as_ref().map(remark),
        }
    }

    fn decision(&self, decided: &Decided) -> DecisionView {
        let Resolution { answer, reason, cause, systematic, .. } = &decided.resolution;
        DecisionView {
            by: decided.by.clone(),
            at: decided.at,
            proved: decided.proved,
            amount: answer.correct().map(|minor| self.minor(minor.into())),
            reason: reason.clone(),
            cause: *cause,
            systematic: *systematic,
        }
    }

    fn item(&self, item: &Item) -> Option<ItemResult> {
        let (resolution, first) = (item.resolution()?, item.first.as_ref()?);
        let (drawn, paid) = (&item.drawn, item.drawn.amount);
        let correct = resolution.answer.correct();
        Some(ItemResult {
            id: drawn.id.clone(),
            person: drawn.person.clone(),
            stratum: drawn.stratum.clone(),
            reason: reason(drawn.reason),
            paid: self.minor(paid.into()),
            correct: correct.map(|minor| self.minor(minor.into())),
            difference: correct.map(|minor| self.minor(i128::from(paid) - i128::from(minor))),
            judged: resolution.answer.judged(paid, self.tolerance),
            cause: resolution.cause,
            systematic: resolution.systematic,
            first: self.answer(paid, first),
            second: item.second.as_ref().map(|second| self.answer(paid, second)),
            decisions: item.decisions.iter().map(|decided| self.decision(decided)).collect(),
        })
    }

    fn limit(&self, limit: &Limit) -> BoundReport {
        BoundReport {
            most_likely: limit.most_likely,
            upper: limit.upper,
            lower: limit.lower,
            method: limit.method.as_str().to_owned(),
            confidence: self.confidence.clone(),
            formula: limit.formula.clone(),
            numbers: limit.numbers.clone(),
        }
    }

    fn counted(&self, counted: &Counted) -> CountedView {
        CountedView {
            stratum: counted.stratum.clone(),
            population: counted.population,
            looked_at: counted.looked_at,
            sample: counted.sample,
            errors: counted.errors,
            known_errors: counted.known_errors,
            over: counted.over,
            under: counted.under,
            unknown: counted.unknown,
            limit: counted.limit.as_ref().map(|limit| self.limit(limit)),
            at_most: counted.at_most,
        }
    }

    fn misstated(&self, misstated: &Misstated) -> MisstatedView {
        MisstatedView {
            found: self.minor(misstated.found),
            most_likely: self.float(misstated.most_likely),
            at_most: misstated.at_most.map(|at_most| self.float(at_most)),
            limit: misstated.limit.as_ref().map(|limit| self.limit(limit)),
            refused: misstated.refused.clone(),
        }
    }

    fn money(&self, money: &Money) -> MoneyView {
        MoneyView {
            stratum: money.stratum.clone(),
            value: self.minor(money.value),
            over: self.misstated(&money.over),
            under: self.misstated(&money.under),
        }
    }
}

/// What two people disagree about, once everybody has answered.
pub(super) fn disputes(work: &Work, currency: Currency) -> Vec<Dispute> {
    if matches!(work.stage(), RoundStage::Answering | RoundStage::SecondReview) {
        return Vec::new();
    }
    let showing = Showing::new(work, currency);
    let dispute = |item: &Item| {
        let (first, second) = (item.first.as_ref()?, item.second.as_ref()?);
        let paid = item.drawn.amount;
        Some(Dispute {
            id: item.drawn.id.clone(),
            person: item.drawn.person.clone(),
            paid: showing.minor(paid.into()),
            first: showing.answer(paid, first),
            second: showing.answer(paid, second),
        })
    };
    work.open().filter(|item| item.is_disputed()).filter_map(dispute).collect()
}

/// What was worked out last; none while a later stage is being answered.
pub(super) fn of(work: &Work, currency: Currency) -> Option<RoundResult> {
    let is_open = matches!(work.stage(), RoundStage::Answering | RoundStage::SecondReview);
    let judgement = work.judgement.as_ref().filter(|_| !is_open)?;
    let showing = Showing::new(work, currency);
    let evaluation: &Evaluation = &judgement.evaluation;
    let plan = &work.round.frozen.commitment.plan;
    let items: Vec<ItemResult> = work.open().filter_map(|item| showing.item(item)).collect();
    let signature = |one: &crate::spotcheck::Signature| RoundSignature {
        person: one.person.clone(),
        at: one.at,
        proved: one.proved,
        note: one.note.clone(),
    };
    let signatures = work.signatures.iter().filter(|one| one.result == judgement.seq);
    #[allow(clippy::cast_precision_loss)]
    let tolerable_value = plan.tolerable.map(|rate| {
        let tolerable = rate.value() * evaluation.money.value as f64;
        #[allow(clippy::cast_possible_truncation)]
        showing.minor(tolerable.floor() as i128)
    });
    Some(RoundResult {
        at: judgement.at,
        record: EvidenceRef { seq: judgement.seq, hash: judgement.hash.clone() },
        decision: evaluation.decision,
        reasons: evaluation.reasons.clone(),
        more: evaluation.more,
        total: showing.counted(&evaluation.total),
        strata: evaluation.strata.iter().map(|counted| showing.counted(counted)).collect(),
        money: showing.money(&evaluation.money),
        money_strata: evaluation.money_strata.iter().map(|money| showing.money(money)).collect(),
        tolerable_items: plan.tolerable.map(|rate| rate.floor_of(evaluation.total.population)),
        tolerable_value,
        targeted: evaluation.targeted.clone(),
        open_causes: work.open_causes(),
        causes: causes(work, &showing),
        items,
        signatures: signatures.map(signature).collect(),
        digits: work.round.draw.as_ref().and_then(|(drawn, _)| drawn.digits.finish()),
    })
}

/// Wrong items by why, most frequent first.
fn causes(work: &Work, showing: &Showing) -> Vec<CauseCount> {
    let mut found: BTreeMap<Option<Cause>, (u64, i128, bool)> = BTreeMap::new();
    for item in work.open() {
        let Some(resolution) = item.resolution() else { continue };
        let paid = item.drawn.amount;
        if !resolution.answer.judged(paid, showing.tolerance).is_finding() {
            continue;
        }
        let difference = i128::from(paid) - i128::from(resolution.answer.correct().unwrap_or_default());
        let entry = found.entry(resolution.cause).or_default();
        *entry = (entry.0 + 1, entry.1 + difference.abs(), entry.2 || resolution.systematic);
    }
    let count = |(cause, (count, amount, systematic)): (Option<Cause>, (u64, i128, bool))| CauseCount {
        cause,
        count,
        amount: showing.minor(amount),
        systematic,
    };
    let mut causes: Vec<CauseCount> = found.into_iter().map(count).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.count));
    causes
}
