//! Spot checks as they stand.

use ballast_core::{Code, Currency, Error, Money, Result};
use ballast_spotcheck::draw::Reason;
use ballast_spotcheck::plan::proof;

use crate::contract::*;
use crate::engine::Engine;
use crate::spotcheck::{Round, round, rounds};
use crate::views::standing::Picture;

pub fn list(engine: &Engine) -> Result<SpotcheckList> {
    let picture = Picture::take(engine)?;
    let unfinished = engine.store.read(|view| view.unfinished_runs())?;
    let row = |held: &crate::views::standing::HeldCheck| {
        let id = held.check.id.to_string();
        let newest = rounds(engine, &held.check)?.pop();
        let newest = newest.as_ref();
        Ok(SpotcheckRow {
            title: held.check.name().to_owned(),
            status: held.standing.status,
            round: newest.map(|round| round.number),
            population: newest.map(|round| round.frozen.population.count),
            items: newest.and_then(|round| Some(round.draw.as_ref()?.0.items.len() as u64)),
            frozen_at: newest.map(|round| round.frozen_at),
            drawn_at: newest.and_then(|round| Some(round.draw.as_ref()?.1)),
            next_at: picture.next_of(&held.scheduled()).map(|upcoming| upcoming.at),
            running: unfinished.iter().any(|run| run.control == id),
            id,
        })
    };
    Ok(SpotcheckList { spot_checks: picture.checks.iter().map(row).collect::<Result<_>>()? })
}

/// One round, and the sample where it was drawn.
pub fn sample(engine: &Engine, id: &str, number: Option<u64>) -> Result<SpotcheckSample> {
    let config = engine.config()?;
    let check = config.spot_check(id)?;
    let currency: Currency =
        config.settings.currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))?;
    Ok(sample_of(id, round(engine, check, number)?, currency))
}

/// A sum in minor units as a decimal; sums of a whole list may be larger than one amount can be.
fn decimal(minor: i128, currency: Currency) -> String {
    let scale = 10_i128.pow(u32::try_from(currency.exponent()).unwrap_or(2));
    match i64::try_from(minor) {
        Ok(minor) => Money { minor, currency }.amount(),
        Err(_) => {
            let sign = if minor < 0 { "-" } else { "" };
            let (whole, part) =
                (minor.unsigned_abs() / scale.unsigned_abs(), minor.unsigned_abs() % scale.unsigned_abs());
            if scale == 1 {
                format!("{sign}{whole}")
            } else {
                format!("{sign}{whole}.{part:0>width$}", width = currency.exponent())
            }
        }
    }
}

fn sample_of(id: &str, round: Round, currency: Currency) -> SpotcheckSample {
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
        None => (None, Vec::new(), None, Vec::new()),
        Some((draw, at)) => (Some(draw.seed.text), draw.seed.by, Some(at), draw.items),
    };
    let item = |item: ballast_spotcheck::draw::DrawnItem| SampleItem {
        id: item.id,
        ticket: item.ticket,
        reason: match item.reason {
            Reason::Always => DrawReason::Always,
            Reason::Certain => DrawReason::Certain,
            Reason::Drawn => DrawReason::Drawn,
            Reason::Unreachable => DrawReason::Unreachable,
        },
        stratum: item.stratum,
        stage: item.stage,
    };
    SpotcheckSample {
        control: id.to_owned(),
        round: number,
        frozen_at,
        drawn_at,
        place: frozen.list.as_ref().map(|list| list.place.clone()).unwrap_or_default(),
        place_sha256: frozen.list.as_ref().map(|list| list.sha256.clone()).unwrap_or_default(),
        population: PopulationView {
            count: population.count,
            total: decimal(population.total, currency),
            sha256: population.sha256.clone(),
            zero: population.zero,
            negative: population.negative,
            missing: frozen.completeness.numbering.missing,
        },
        commitment: commitment.sha256.clone(),
        seed,
        people,
        sample,
        confidence: confidence.as_percent(),
        proves: proves.collect(),
        items: items.into_iter().map(item).collect(),
    }
}
