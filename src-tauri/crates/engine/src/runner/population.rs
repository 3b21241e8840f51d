//! The beginning of a round of a spot check: its list is frozen, and how a sample of it will be drawn is laid down.

use std::path::{Path, PathBuf};

use ballast_compare::wire::Limits;
use ballast_core::run::RunEvent;
use ballast_core::table::Side;
use ballast_core::{Code, Error, Result, Verdict};
use ballast_spotcheck::wire::{Freeze, Frozen, Meaning, Report, Sales};
use ballast_spotcheck::{Commitment, Completeness, Plan};
use ballast_store::RunRow;
use jiff::civil::Date;
use serde_json::json;

use super::pace::Pace;
use super::{Document, Outcome, comparison, end, move_on, should_stop, stopped, tell};
use crate::config::{Config, SpotCheck};
use crate::engine::Engine;
use crate::spotcheck::{self, LIST, SealedList, seal_list};

/// The one level of a spot check, as its attempts name it.
pub(crate) const LEVEL: &str = "spot_check";

/// A list that is about to be read.
pub(super) struct Freezing {
    check: SpotCheck,
    day: Date,
    currency: String,
    plan: Plan,
    lists: (Side, Option<Sales>),
}

pub(super) fn prepare(
    engine: &Engine,
    config: &Config,
    control: &str,
    day: Option<Date>,
) -> Result<Freezing> {
    let check = config.spot_check(control)?.clone();
    let currency = config.settings.currency.clone();
    let plan = spotcheck::plan_of(&check, &currency)?;
    let rounds = spotcheck::rounds(engine, &check)?;
    if let Some(open) = rounds.last().filter(|round| round.is_drawn() && !round.is_closed()) {
        return Err(Error::new(Code::NotYet).with("reason", "round_open").with("round", open.number));
    }
    let day = day.unwrap_or_else(|| engine.now().to_zoned(config.zone()).date());
    Ok(Freezing { lists: lists_of(&check)?, day, currency, plan, check })
}

pub(super) fn execute(engine: &Engine, run: &str, prepared: Freezing) -> Result<()> {
    let Freezing { check, day, currency, plan, lists } = prepared;
    let row = move_on(engine, run, RunEvent::Started)?;
    let scratch = comparison::Scratch::new(engine, run)?;
    let to = scratch.path().join(LIST);
    let request = freeze_of(engine, &check, day, currency, lists, to.clone(), scratch.path().join("work"));
    let mut pace = Pace::default();
    let mut report = |report: Report| tell(engine, run, pace.hear(report.into(), None));
    let answer =
        engine.workers.freeze(&request, check.limit(), &mut report, &mut || should_stop(engine, run));
    let frozen = match answer {
        Ok(frozen) => frozen,
        Err(error) => {
            let event = match error.code {
                Code::Cancelled | Code::TimedOut => stopped(engine, run, error.code)?,
                code => RunEvent::Failed(code),
            };
            return end(engine, &row, event, Some(error), Outcome::default());
        }
    };
    conclude(engine, &row, (&check, day, plan), frozen, &to)
}

/// The end of a freezing: the list that was written to `to`, and the plan that it is held to from now on.
pub(super) fn conclude(
    engine: &Engine,
    row: &RunRow,
    (check, day, plan): (&SpotCheck, Date, Plan),
    frozen: Frozen,
    to: &Path,
) -> Result<()> {
    let number = spotcheck::rounds(engine, check)?.last().map_or(1, |round| round.number + 1);
    let mut outcome = Outcome::default();
    let commitment = match &frozen.population {
        None => None,
        Some(population) => match plan.commit(population) {
            Ok(commitment) => Some(commitment),
            // A plan that cannot be held by this list is the list's fault as much as the plan's.
            Err(error) => {
                return end(engine, row, RunEvent::Failed(error.code), Some(error), outcome);
            }
        },
    };
    if let Some(population) = frozen.population.clone() {
        let list = SealedList { population, completeness: frozen.completeness.clone() };
        outcome.staged.push(seal_list(&engine.store, list)?);
        outcome.artefacts.push((String::new(), engine.store.keep_artefact(LIST, to)?));
    }
    let document = document(number, day, frozen, commitment);
    let verdict = document.verdict;
    if !verdict.holds() {
        outcome.attempt = Some((LEVEL, json!({ "day": day, "findings": document.findings })));
    }
    outcome.document = Some(document);
    end(engine, row, RunEvent::Concluded(verdict), None, outcome)
}

/// The list, and what should have been paid.
pub(super) fn lists_of(check: &SpotCheck) -> Result<(Side, Option<Sales>)> {
    let population = &check.population;
    let sales = population.sales.as_ref().map(|sales| -> Result<Sales> {
        Ok(Sales { list: super::side_of(&sales.side)?, id: sales.payout.clone() })
    });
    Ok((super::side_of(&population.side)?, sales.transpose()?))
}

/// What the program is asked.
pub(crate) fn freeze_of(
    engine: &Engine,
    check: &SpotCheck,
    day: Date,
    currency: String,
    (list, sales): (Side, Option<Sales>),
    to: PathBuf,
    work_folder: PathBuf,
) -> Freeze {
    let population = &check.population;
    let limits = Limits::default();
    Freeze {
        now: engine.now(),
        day,
        list,
        meaning: Meaning {
            id: population.id.clone(),
            amount: population.amount.clone(),
            person: population.person.clone(),
            stratum: population.stratum.clone(),
            more: population.show.clone(),
        },
        currency,
        to,
        work_folder,
        pool_bytes: limits.pool_bytes,
        threads: limits.threads,
        sales,
        peek: None,
    }
}

/// What a freezing says. Its figures are what the round stands on: nothing else keeps it.
fn document(round: u64, day: Date, mut frozen: Frozen, commitment: Option<Commitment>) -> Document {
    for stratum in frozen.population.iter_mut().flat_map(|population| population.strata.values_mut()) {
        (stratum.total, stratum.positive_total) = (0, 0);
    }
    let rows = frozen.population.as_ref().map_or(0, |population| population.count);
    // Which payouts are of nothing, and what a stratum of few was paid, is sealed: here it would say what a drawn item
    // was paid.
    let completeness = Completeness { zero: Vec::new(), negative: Vec::new(), ..frozen.completeness };
    Document {
        level: None,
        verdict: Verdict::of(&frozen.findings, rows),
        levels: Vec::new(),
        figures: json!({
            "round": frozen.population.is_some().then_some(round),
            "day": day,
            "population": frozen.population,
            "completeness": completeness,
            "hints": frozen.hints,
            "list": frozen.list,
            "sales": frozen.sales,
            "commitment": commitment,
        }),
        findings: frozen.findings,
    }
}
