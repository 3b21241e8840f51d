//! Drawing the sample of a round, and drawing it again to see whether anything was touched since.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use ballast_core::run::RunEvent;
use ballast_core::table::Side;
use ballast_core::{Code, Error, Finding, FindingKind, Result, Span, Verdict};
use ballast_spotcheck::digits::DigitCounter;
use ballast_spotcheck::draw::{Drawer, Seed, Survey};
use ballast_spotcheck::verify::{Change, draw_changes, plan_changes, row_changes};
use ballast_spotcheck::wire::{Frozen, Report};
use ballast_spotcheck::{Draw, Row};
use ballast_store::{Staged, sha256_of_file};
use serde_json::{Value, json};

use super::comparison::Scratch;
use super::pace::{Pace, Step};
use super::{Document, Job, Outcome, end, move_on, population, should_stop, stopped, tell};
use crate::config::{Config, SpotCheck};
use crate::contract::{Stage, Unit};
use crate::engine::Engine;
use crate::spotcheck::{self, Drawn, LIST, Round, Rows, SealedSample, seal_sample, shown_items};

/// How many rows pass between two looks at whether to stop.
const LOOK_EVERY: u64 = 20_000;

pub(super) struct Sampling {
    check: SpotCheck,
    round: Round,
    currency: String,
    /// Where the list comes from now; read again as long as the round is open.
    list: Option<Side>,
}

pub(super) fn prepare(engine: &Engine, config: &Config, control: &str, job: &Job) -> Result<Sampling> {
    let check = config.spot_check(control)?.clone();
    let round = spotcheck::round(engine, &check, None)?;
    let mut list = None;
    match job {
        Job::Draw { seed, people } => {
            spotcheck::seed_of(seed, people)?;
            if round.is_drawn() {
                return Err(Error::new(Code::NotYet)
                    .with("reason", "round_drawn")
                    .with("round", round.number));
            }
        }
        _ if !round.is_closed() => list = Some(super::side_of(&check.population.side)?),
        _ => {}
    }
    Ok(Sampling { check, round, currency: config.settings.currency.clone(), list })
}

pub(super) fn execute(engine: &Engine, run: &str, job: &Job, prepared: Sampling) -> Result<()> {
    let row = move_on(engine, run, RunEvent::Started)?;
    let deadline = Instant::now() + Duration::from_secs(prepared.check.limit().seconds());
    let done = match job {
        Job::Draw { seed, people } => first_draw(engine, run, &prepared.round, seed, people, deadline),
        _ => verify(engine, run, &prepared, deadline).map(|document| (document, Vec::new())),
    };
    match done {
        Ok((document, staged)) => {
            let event = RunEvent::Concluded(document.verdict);
            let outcome = Outcome { document: Some(document), staged, ..Outcome::default() };
            end(engine, &row, event, None, outcome)
        }
        Err(error) => {
            let event = match error.code {
                Code::Cancelled | Code::TimedOut => stopped(engine, run, error.code)?,
                code => RunEvent::Failed(code),
            };
            end(engine, &row, event, Some(error), Outcome::default())
        }
    }
}

/// Whether the frozen list is the one that was kept.
fn is_as_kept(engine: &Engine, round: &Round) -> bool {
    let sha256 = &round.frozen.population.sha256;
    sha256_of_file(&engine.artefact(sha256)).is_ok_and(|(found, _)| found == *sha256)
}

fn first_draw(
    engine: &Engine,
    run: &str,
    round: &Round,
    seed: &str,
    people: &[String],
    deadline: Instant,
) -> Result<(Document, Vec<Staged>)> {
    if !is_as_kept(engine, round) {
        return Err(Error::new(Code::WorkspaceDamaged)
            .with("reason", "frozen_list")
            .with("round", round.number));
    }
    let draw = draw(engine, run, round, spotcheck::seed_of(seed, people)?, deadline)?;
    let (cells, digits) = read_sample(engine, round, &draw)?;
    let document = drawn(round, &draw, digits);
    Ok((document, vec![seal_sample(&engine.store, SealedSample { draw, cells })?]))
}

type Cells = BTreeMap<String, Vec<String>>;

/// What a checker works with, of the drawn items, so that the next one need not be looked for in the whole list; and
/// the first digits of all amounts.
fn read_sample(engine: &Engine, round: &Round, draw: &Draw) -> Result<(Cells, DigitCounter)> {
    let drawn: HashSet<&str> = draw.items.iter().map(|item| item.id.as_str()).collect();
    let (mut cells, mut digits) = (Cells::new(), DigitCounter::default());
    for row in Rows::open(&engine.artefact(&round.frozen.population.sha256))? {
        let row = row?;
        digits.add(row.amount);
        if drawn.contains(row.id.as_str()) {
            cells.insert(row.id, row.more);
        }
    }
    Ok((cells, digits))
}

/// Draws from the frozen list; what is not that list any more is refused.
fn draw(engine: &Engine, run: &str, round: &Round, seed: Seed, deadline: Instant) -> Result<Draw> {
    let frozen = &round.frozen;
    let (commitment, population) = (&frozen.commitment, &frozen.population);
    let path = engine.artefact(&population.sha256);
    let total = population.count * 2;
    let mut pace = Pace::default();
    let mut passed = 0;
    let mut pass = |each: &mut dyn FnMut(Row) -> Result<()>| -> Result<()> {
        for row in Rows::open(&path)? {
            each(row?)?;
            passed += 1;
            if passed % LOOK_EVERY == 0 {
                if should_stop(engine, run) {
                    return Err(Error::new(Code::Cancelled));
                }
                if Instant::now() > deadline {
                    return Err(Error::new(Code::TimedOut));
                }
                let step = Step { stage: Stage::Draw, done: passed, total: Some(total), unit: Unit::Rows };
                tell(engine, run, pace.hear(step, None));
            }
        }
        Ok(())
    };
    let mut survey = Survey::new(commitment, &population.columns, 0);
    pass(&mut |row| {
        survey.offer(&row);
        Ok(())
    })?;
    let mut drawer = Drawer::new(commitment, population, seed, survey.finish())?;
    pass(&mut |row| drawer.offer(&row))?;
    drawer.finish()
}

fn figures(round: &Round, rest: Value) -> Value {
    let mut value = json!({ "round": round.number, "commitment": round.frozen.commitment.sha256 });
    if let (Value::Object(figures), Value::Object(rest)) = (&mut value, rest) {
        figures.extend(rest);
    }
    value
}

fn drawn(round: &Round, draw: &Draw, digits: DigitCounter) -> Document {
    Document {
        level: None,
        verdict: Verdict::of(&[], draw.items.len() as u64),
        levels: Vec::new(),
        figures: json!(Drawn {
            round: round.number,
            commitment: round.frozen.commitment.sha256.clone(),
            seed: draw.seed.clone(),
            items: draw.items.len() as u64,
            sample: shown_items(&round.frozen.commitment.plan, draw),
            digits,
        }),
        findings: Vec::new(),
    }
}

/// Everything that can be seen to have been touched: the plan, the frozen list, the sample, the live list.
fn verify(engine: &Engine, run: &str, prepared: &Sampling, deadline: Instant) -> Result<Document> {
    let Sampling { check, round, currency, list } = prepared;
    let frozen = &round.frozen;
    let mut changes = match &list {
        // As long as the round is open, what is set up is what was laid down.
        Some(_) => {
            let now = spotcheck::plan_of(check, currency)?.commit(&frozen.population)?;
            plan_changes(&frozen.commitment, &now)
        }
        None => plan_changes(&frozen.commitment, &frozen.commitment),
    };
    let mut findings = Vec::new();
    let is_as_kept = is_as_kept(engine, round);
    if !is_as_kept {
        findings.push(changed(check).with("reason", "frozen_list_changed"));
    }
    if let Some((drawn, row)) = &round.draw
        && is_as_kept
        && frozen.commitment.is_intact()
    {
        match spotcheck::sealed_sample(engine, row) {
            Ok(recorded) => {
                let again = draw(engine, run, round, drawn.seed.clone(), deadline)?;
                changes = changes.and(draw_changes(&recorded.draw, &again));
            }
            Err(_) => findings.push(changed(check).with("reason", "draw_changed")),
        }
    }
    let mut live = None;
    if let Some(list) = list {
        let scratch = Scratch::new(engine, run)?;
        let frozen_now = read_again(engine, run, prepared, list, &scratch, deadline)?;
        live = frozen_now.population.as_ref().map(|population| population.sha256.clone());
        if live.is_none() {
            // What cannot be read as an amount may well be one.
            findings.extend(frozen_now.findings.into_iter().map(|mut finding| {
                if finding.params.remove("found").is_some() {
                    finding.params.insert("found".to_owned(), "…".to_owned());
                }
                finding
            }));
        } else if live.as_ref() != Some(&frozen.population.sha256) && !is_as_kept {
            // Which payouts changed can only be told from the list as it was.
            findings.push(changed(check).with("reason", "live_list_changed"));
        } else if live.as_ref() != Some(&frozen.population.sha256) {
            let before = Rows::open(&engine.artefact(&frozen.population.sha256))?;
            let after = Rows::open(&scratch.path().join(LIST))?;
            changes = changes.and(row_changes(&frozen.population.columns, before, after)?);
        }
    }
    findings.extend(changes.named.iter().map(|change| finding(check, change)));
    let more = changes.total - changes.named.len() as u64;
    if more > 0 {
        findings.push(changed(check).with("reason", "more").with("count", more));
    }
    Ok(Document {
        level: None,
        verdict: Verdict::of(&findings, frozen.population.count),
        levels: Vec::new(),
        figures: figures(
            round,
            json!({
                "population": frozen.population.sha256,
                "live": live,
                "items": round.draw.as_ref().map(|(draw, _)| draw.items),
                "changes": changes.total,
            }),
        ),
        findings,
    })
}

/// The list as it is now, frozen like the one of the round.
fn read_again(
    engine: &Engine,
    run: &str,
    prepared: &Sampling,
    list: &Side,
    scratch: &Scratch,
    deadline: Instant,
) -> Result<Frozen> {
    let request = population::freeze_of(
        engine,
        &prepared.check,
        prepared.round.frozen.day,
        prepared.currency.clone(),
        (list.clone(), None),
        scratch.path().join(LIST),
        scratch.path().join("work"),
    );
    let left = Span::from_seconds(deadline.saturating_duration_since(Instant::now()).as_secs().max(1));
    let mut pace = Pace::default();
    let mut report = |report: Report| tell(engine, run, pace.hear(report.into(), None));
    engine.workers.freeze(&request, left, &mut report, &mut || should_stop(engine, run))
}

fn changed(check: &SpotCheck) -> Finding {
    Finding::new(FindingKind::PopulationChanged, check.name())
}

/// One change, as a finding about what it names.
fn finding(check: &SpotCheck, change: &Change) -> Finding {
    let about =
        |id: &str, reason: &str| Finding::new(FindingKind::PopulationChanged, id).with("reason", reason);
    match change {
        Change::Plan { field, from, to } => {
            changed(check).with("reason", "plan").with("field", field).with("before", from).with("after", to)
        }
        Change::Commitment { sha256 } => {
            changed(check).with("reason", "plan_changed").with("commitment", sha256)
        }
        // Somebody may still answer, or it may still be drawn: what was paid is not told.
        Change::Payout { id, column, .. } if column == "amount" => about(id, "amount"),
        Change::Payout { id, column, from, to } => {
            about(id, "cell").with("column", column).with("before", from).with("after", to)
        }
        Change::RowRemoved { id } => about(id, "removed"),
        Change::RowAdded { id } => about(id, "added"),
        Change::Seed { from, to } => {
            changed(check).with("reason", "seed").with("before", from).with("after", to)
        }
        Change::ItemNotDrawn { id } => about(id, "not_drawn"),
        Change::ItemLeftOut { id } => about(id, "left_out"),
        Change::ItemChanged { id, field } => about(id, "item").with("field", field),
    }
}
