//! What the answers of a round say about the whole list.

use ballast_core::finding::Severity;
use ballast_core::run::RunEvent;
use ballast_core::{Code, Currency, Error, Finding, FindingKind, Result, Verdict};
use ballast_spotcheck::evaluate::{Decision, Evaluation, evaluate};
use ballast_spotcheck::review::{Judged, Resolution};
use ballast_store::RunRow;
use serde_json::json;

use super::population::LEVEL;
use super::{Document, Outcome, end, move_on};
use crate::config::{Config, SpotCheck};
use crate::contract::RoundStage;
use crate::engine::Engine;
use crate::spotcheck::{Item, RESULT, Work, decimal_of_minor, stage_document};

pub(super) struct Judging {
    check: SpotCheck,
    currency: Currency,
}

pub(super) fn prepare(engine: &Engine, config: &Config, control: &str) -> Result<Judging> {
    let check = config.spot_check(control)?.clone();
    let currency = config.settings.currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))?;
    let work = Work::of(engine, &check, None)?;
    let open = |is_open: fn(&Item) -> bool| work.open().filter(|item| is_open(item)).count();
    let (reason, count) = match work.stage() {
        RoundStage::Answering => ("answers", open(|item| item.first.is_none())),
        RoundStage::SecondReview => {
            ("second_answers", open(|item| item.asked_again && item.second.is_none()))
        }
        RoundStage::Deciding => ("disputes", open(Item::is_disputed)),
        _ => return Ok(Judging { check, currency }),
    };
    Err(Error::new(Code::NotYet).with("reason", reason).with("open", count).with("control", control))
}

pub(super) fn execute(engine: &Engine, run: &str, prepared: &Judging) -> Result<()> {
    let row = move_on(engine, run, RunEvent::Started)?;
    conclude(engine, &row, judge(engine, prepared))
}

/// The end of an evaluation. Somebody may have decided something since the answers were read: the record says what it
/// has seen, and a decision after that makes it outdated, whichever of the two was written down first.
fn conclude(engine: &Engine, row: &RunRow, judged: Result<(Document, Evaluation, bool)>) -> Result<()> {
    match judged {
        Ok((document, evaluation, goes_on)) => {
            let (verdict, decision) = (document.verdict, evaluation.decision);
            let mut outcome = Outcome::default();
            outcome.staged.push(stage_document(&engine.store, RESULT, &evaluation)?);
            // What does not hold counts at once, and so does what could not be told with nothing left to look at;
            // what holds, when somebody else has signed it.
            if decision == Decision::Escalate || decision == Decision::Extend && !goes_on {
                outcome.attempt = Some((LEVEL, json!({ "findings": document.findings })));
            }
            outcome.document = Some(document);
            end(engine, row, RunEvent::Concluded(verdict), None, outcome)
        }
        Err(error) => end(engine, row, RunEvent::Failed(error.code), Some(error), Outcome::default()),
    }
}

/// The result, and whether a further stage of the sample can still say more.
fn judge(engine: &Engine, prepared: &Judging) -> Result<(Document, Evaluation, bool)> {
    let work = Work::of(engine, &prepared.check, None)?;
    let frozen = &work.round.frozen;
    let resolutions = work.resolutions();
    let looks = work.draw.in_looks(&frozen.commitment.plan);
    let evaluation = evaluate(&frozen.commitment, &frozen.population, &looks, &resolutions)?;
    let decision = evaluation.decision;
    let tolerance = frozen.commitment.plan.tolerance;
    let wrong = work.open().filter_map(|item| {
        let resolution = resolutions.get(&item.drawn.id)?;
        finding(item, resolution, tolerance, prepared.currency)
    });
    // What is wrong is to be put right, also where so little of it may be.
    let severity = |finding: Finding| {
        if decision == Decision::Escalate { finding } else { finding.severity(Severity::Warning) }
    };
    let findings: Vec<Finding> = wrong.map(severity).collect();
    let verdict = match decision {
        Decision::Accept => Verdict::of(&findings, evaluation.total.looked_at),
        Decision::Extend => Verdict::Inconclusive,
        Decision::Escalate => Verdict::Failed,
    };
    let goes_on = evaluation.stage < work.last_stage();
    Ok((document(&work, &evaluation, verdict, findings), evaluation, goes_on))
}

fn document(work: &Work, evaluation: &Evaluation, verdict: Verdict, findings: Vec<Finding>) -> Document {
    Document {
        level: None,
        verdict,
        levels: Vec::new(),
        figures: json!({
            "round": work.round.number,
            "commitment": work.round.frozen.commitment.sha256,
            "considered": work.newest,
            "decision": evaluation.decision,
            "items": evaluation.total.looked_at,
            "errors": evaluation.total.errors + evaluation.total.known_errors,
            "count": evaluation.total.population,
            "at_most": evaluation.total.at_most,
            "evaluation": evaluation,
        }),
        findings,
    }
}

/// A payout that was not right, as a finding about it.
fn finding(item: &Item, resolution: &Resolution, tolerance: u64, currency: Currency) -> Option<Finding> {
    let paid = item.drawn.amount;
    let kind = match resolution.answer.judged(paid, tolerance) {
        Judged::Right => return None,
        Judged::Over | Judged::Under => FindingKind::AmountWrong,
        Judged::NotSupported | Judged::Unknown => FindingKind::NotSupported,
        Judged::Missing => FindingKind::MissingItem,
    };
    let shown = |minor: i64| decimal_of_minor(minor.into(), currency);
    let mut finding = Finding::new(kind, &item.drawn.id).with("paid", shown(paid));
    if let Some(correct) = resolution.answer.correct() {
        let difference = i128::from(paid) - i128::from(correct);
        finding = finding
            .with("correct", shown(correct))
            .with("difference", decimal_of_minor(difference, currency));
    }
    if let Some(cause) = resolution.cause {
        let cause = serde_json::to_value(cause).ok()?;
        finding = finding.with("cause", cause.as_str().unwrap_or_default());
    }
    Some(finding)
}

#[cfg(test)]
mod tests;
