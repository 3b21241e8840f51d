//! Spot checks as they stand.

mod result;
mod work;

use ballast_core::{Code, Currency, Error, Result};
use ballast_spotcheck::draw::Reason;
use ballast_spotcheck::plan::{curve, proof};

use crate::contract::*;
use crate::engine::Engine;
use crate::spotcheck::{Revealed, Round, ShownItem, Work, decimal_of_minor, round, rounds, sealed_sample};
use crate::views::standing::{HeldCheck, Picture};

pub use work::next;

/// Payouts of one cause that are named.
const REACHED_SHOWN: usize = 1000;

pub fn list(engine: &Engine) -> Result<SpotcheckList> {
    let picture = Picture::take(engine)?;
    let unfinished = engine.store.read(|view| view.unfinished_runs())?;
    let is_running = |id: &str| unfinished.iter().any(|run| run.control == id);
    let row = |held: &HeldCheck| {
        let rounds = rounds(engine, &held.check)?;
        let running = is_running(held.check.id.as_str());
        row(engine, &picture, held, &rounds, running)
    };
    Ok(SpotcheckList { spot_checks: picture.checks.iter().map(row).collect::<Result<_>>()? })
}

fn row(
    engine: &Engine,
    picture: &Picture,
    held: &HeldCheck,
    rounds: &[Round],
    running: bool,
) -> Result<SpotcheckRow> {
    let newest = rounds.last();
    Ok(SpotcheckRow {
        id: held.check.id.to_string(),
        title: held.check.name().to_owned(),
        status: held.standing.status,
        round: newest.map(|round| round.number),
        population: newest.map(|round| round.frozen.population.count),
        items: newest.and_then(|round| Some(round.draw.as_ref()?.0.items)),
        frozen_at: newest.map(|round| round.frozen_at),
        drawn_at: newest.and_then(|round| Some(round.draw.as_ref()?.1.record.at)),
        next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
        running,
        stage: newest.map(|round| stage(engine, held, round)).transpose()?,
        decision: rounds.iter().rev().find_map(Round::decision),
    })
}

/// Where a round stands.
pub(super) fn stage(engine: &Engine, held: &HeldCheck, round: &Round) -> Result<RoundStage> {
    if !round.is_drawn() {
        return Ok(RoundStage::Frozen);
    }
    let (check, number) = (&held.check, Some(round.number));
    Ok(Work::of(engine, check, number)?.stage())
}

/// Everything about a spot check, of one round or the newest.
pub fn detail(engine: &Engine, id: &str, number: Option<u64>) -> Result<SpotcheckDetail> {
    let picture = Picture::take(engine)?;
    let check = picture.config.spot_check(id)?;
    let Some(held) = picture.checks.iter().find(|held| held.check.id == check.id) else {
        return Err(Error::new(Code::Internal));
    };
    let currency = currency(&picture.config.settings.currency)?;
    let rounds = rounds(engine, check)?;
    let running = engine.store.read(|view| view.unfinished_runs())?.iter().any(|run| run.control == id);
    let row = row(engine, &picture, held, &rounds, running)?;
    let chosen = match number {
        Some(number) => Some(round(engine, check, Some(number))?),
        None => rounds.last().cloned(),
    };
    let plan = crate::spotcheck::plan_of(check, &picture.config.settings.currency)?;
    let plan = chosen.as_ref().map_or(plan, |round| round.frozen.commitment.plan.clone());
    let work = match &chosen {
        Some(round) if round.is_drawn() => {
            let number = Some(round.number);
            Some(Work::of(engine, check, number)?)
        }
        _ => None,
    };
    let curve = chosen.as_ref().filter(|_| !plan.is_by_value()).map(curve_of);
    let (given, nobody) = match &work {
        Some(work) => work::given(check, work)?,
        None => (Vec::new(), Vec::new()),
    };
    Ok(SpotcheckDetail {
        row,
        currency: picture.config.settings.currency.clone(),
        day: chosen.as_ref().map(|round| round.frozen.day),
        checkers: check.checkers.clone(),
        reviewer: check.reviewer.clone(),
        always: check.always.clone(),
        confidence: plan.confidence.as_percent(),
        tolerable: plan.tolerable.map(|rate| rate.as_percent()),
        tolerance: decimal_of_minor(plan.tolerance.into(), currency),
        valid_for_seconds: check.valid_for().seconds(),
        work: given,
        nobody,
        disputes: work.as_ref().map(|work| result::disputes(work, currency)).unwrap_or_default(),
        result: work.as_ref().and_then(|work| result::of(work, currency)),
        history: rounds.iter().map(|round| summary(engine, held, round)).collect::<Result<_>>()?,
        curve: curve.unwrap_or_default(),
        sample: chosen.map(|round| sample_of(engine, id, round, currency)).transpose()?,
    })
}

/// What is shown of one item once an answer to it is locked.
pub fn answered(engine: &Engine, item: String, revealed: &Revealed) -> Result<AnsweredItem> {
    let currency = currency(&engine.config()?.settings.currency)?;
    let shown = |minor: i128| decimal_of_minor(minor, currency);
    let Revealed { paid, yours, judged, record } = revealed;
    Ok(AnsweredItem {
        item,
        paid: shown((*paid).into()),
        yours: yours.map(|minor| shown(minor.into())),
        difference: yours.map(|minor| shown(i128::from(*paid) - i128::from(minor))),
        judged: *judged,
        record: EvidenceRef { seq: record.seq, hash: record.hash.clone() },
    })
}

/// Payouts that a rule takes, the first thousand by name.
pub fn reached(engine: &Engine, id: &str, rule: &str) -> Result<Reached> {
    let config = engine.config()?;
    let currency = currency(&config.settings.currency)?;
    let (rows, count, total) =
        crate::spotcheck::reached(engine, config.spot_check(id)?, rule, REACHED_SHOWN)?;
    let payout = |row: ballast_spotcheck::Row| ReachedPayout {
        id: row.id,
        person: row.person,
        stratum: row.stratum,
        paid: decimal_of_minor(row.amount.into(), currency),
    };
    Ok(Reached {
        count,
        total: decimal_of_minor(total, currency),
        payouts: rows.into_iter().map(payout).collect(),
    })
}

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))
}

fn curve_of(round: &Round) -> Vec<CurvePoint> {
    let commitment = &round.frozen.commitment;
    let sample: u64 = commitment.quotas.iter().map(|quota| quota.sample).sum();
    let points = curve(round.frozen.population.count, commitment.plan.confidence, Some(sample));
    let point = |proof: ballast_spotcheck::plan::Proof| {
        let shown = proof.shown.first()?;
        let (at_most, upper) = (shown.at_most, shown.rate);
        Some(CurvePoint { sample: proof.sample, at_most, upper, current: proof.sample == sample })
    };
    points.into_iter().filter_map(point).collect()
}

fn summary(engine: &Engine, held: &HeldCheck, round: &Round) -> Result<RoundSummary> {
    let total = |name: &str| {
        let body = &round.judged.as_ref()?.record.body;
        body.pointer(&format!("/document/figures/evaluation/total/{name}")).cloned()
    };
    let count = |name: &str| total(name).and_then(|value| value.as_u64()).unwrap_or_default();
    // The ledger has no floats.
    let limit = |name: &str| total("limit").and_then(|limit| limit.get(name)?.as_str()?.parse().ok());
    Ok(RoundSummary {
        round: round.number,
        day: round.frozen.day,
        stage: stage(engine, held, round)?,
        decision: round.decision(),
        population: round.frozen.population.count,
        looked_at: count("looked_at"),
        errors: count("errors") + count("known_errors"),
        most_likely: limit("most_likely"),
        upper: limit("upper"),
        judged_at: round.judged.as_ref().map(|row| row.record.at),
        signed_at: round.signed_at,
    })
}

/// One round, and the sample where it was drawn.
pub fn sample(engine: &Engine, id: &str, number: Option<u64>) -> Result<SpotcheckSample> {
    let config = engine.config()?;
    let check = config.spot_check(id)?;
    let currency = currency(&config.settings.currency)?;
    sample_of(engine, id, round(engine, check, number)?, currency)
}

pub(super) fn reason(reason: Reason) -> DrawReason {
    match reason {
        Reason::Always => DrawReason::Always,
        Reason::Certain => DrawReason::Certain,
        Reason::Drawn => DrawReason::Drawn,
        Reason::Unreachable => DrawReason::Unreachable,
    }
}

fn sample_of(engine: &Engine, id: &str, round: Round, currency: Currency) -> Result<SpotcheckSample> {
    // What says something of what was paid is not said before the last answer.
    let hides = round.frozen.commitment.plan.reasons_tell_amounts() && !round.is_closed();
    let sealed = match round.draw.as_ref().filter(|_| !hides) {
        Some((_, row)) => Some(sealed_sample(engine, row)?.draw),
        None => None,
    };
    let Round { number, frozen, frozen_at, draw, .. } = round;
    let (population, commitment) = (&frozen.population, &frozen.commitment);
    let sample: u64 = commitment.quotas.iter().map(|quota| quota.sample).sum();
    let confidence = commitment.plan.confidence;
    // Values are not items: what hits prove is said of money, by its own method.
    let shown = if commitment.plan.is_by_value() {
        Vec::new()
    } else {
        proof(population.count, sample, confidence).shown
    };
    let proves = shown.into_iter().map(|shown| SampleProves {
        errors: shown.errors,
        at_most: shown.at_most,
        upper: shown.rate,
    });
    let (seed, people, drawn_at, items) = match draw {
        None => (None, Vec::new(), None, Vec::<(ShownItem, Option<Reason>)>::new()),
        Some((drawn, row)) => {
            let items = match &sealed {
                Some(draw) => {
                    draw.items.iter().map(|item| (ShownItem::from(item), Some(item.reason))).collect()
                }
                None => drawn.sample.into_iter().map(|item| (item, None)).collect(),
            };
            (Some(drawn.seed.text), drawn.seed.by, Some(row.record.at), items)
        }
    };
    let item = |(item, drawn_for): (ShownItem, Option<Reason>)| SampleItem {
        id: item.id,
        ticket: item.ticket,
        reason: drawn_for.map(reason),
        stratum: item.stratum,
        stage: item.stage,
    };
    Ok(SpotcheckSample {
        control: id.to_owned(),
        round: number,
        frozen_at,
        drawn_at,
        place: frozen.list.as_ref().map(|list| list.place.clone()).unwrap_or_default(),
        place_sha256: frozen.list.as_ref().map(|list| list.sha256.clone()).unwrap_or_default(),
        population: PopulationView {
            count: population.count,
            total: decimal_of_minor(population.total, currency),
            sha256: population.sha256.clone(),
            zero: population.zero,
            negative: population.negative,
            missing: frozen.completeness.numbering.missing,
            without_payout: frozen.sales.as_ref().map(|sales| sales.without_payout),
        },
        commitment: commitment.sha256.clone(),
        seed,
        people,
        sample,
        confidence: confidence.as_percent(),
        proves: proves.collect(),
        items: items.into_iter().map(item).collect(),
    })
}
