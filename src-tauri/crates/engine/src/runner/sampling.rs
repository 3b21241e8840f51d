//! Drawing the sample of a round, and drawing it again to see whether anything was touched since.

use std::time::{Duration, Instant};

use ballast_core::run::RunEvent;
use ballast_core::table::Side;
use ballast_core::{Code, Error, Finding, FindingKind, Result, Verdict};
use ballast_spotcheck::draw::{Drawer, Seed, Survey};
use ballast_spotcheck::wire::Report;
use ballast_spotcheck::{Draw, Row};
use serde_json::{Value, json};

use super::comparison::Scratch;
use super::pace::{Pace, Step};
use super::{Document, Job, Outcome, end, move_on, population, should_stop, stopped, tell};
use crate::config::{Config, SpotCheck};
use crate::contract::{Stage, Unit};
use crate::engine::Engine;
use crate::spotcheck::{self, LIST, Round, Rows};

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
            seed_of(seed, people)?;
            if round.is_drawn() {
                return Err(Error::new(Code::NotYet).with("reason", "round_drawn").with("round", round.number));
            }
        }
        _ if !round.is_closed() => list = Some(super::side_of(&check.population.side)?),
        _ => {}
    }
    Ok(Sampling { check, round, currency: config.settings.currency.clone(), list })
}

fn seed_of(text: &str, people: &[String]) -> Result<Seed> {
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    Seed::new(text, &people)
}

pub(super) fn execute(engine: &Engine, run: &str, job: &Job, prepared: Sampling) -> Result<()> {
    let row = move_on(engine, run, RunEvent::Started)?;
    let deadline = Instant::now() + Duration::from_secs(prepared.check.limit().seconds());
    let done = match job {
        Job::Draw { seed, people } => seed_of(seed, people)
            .and_then(|seed| draw(engine, run, &prepared.round, seed, deadline))
            .map(|draw| drawn(&prepared.round, &draw)),
        _ => verify(engine, run, &prepared, deadline),
    };
    match done {
        Ok(document) => {
            let event = RunEvent::Concluded(document.verdict);
            end(engine, &row, event, None, Outcome { document: Some(document), ..Outcome::default() })
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

fn drawn(round: &Round, draw: &Draw) -> Document {
    Document {
        level: None,
        verdict: Verdict::of(&[], draw.items.len() as u64),
        levels: Vec::new(),
        figures: figures(round, json!({ "draw": draw, "items": draw.items.len() })),
        findings: Vec::new(),
    }
}

/// Everything that can be seen to have been touched: the plan, the frozen list, the sample, the live list.
fn verify(engine: &Engine, run: &str, prepared: &Sampling, deadline: Instant) -> Result<Document> {
    let Sampling { check, round, currency, list } = prepared;
    let frozen = &round.frozen;
    let mut findings = Vec::new();
    let changed = |what: &str| {
        Finding::new(FindingKind::PopulationChanged, &check.population.id).with("reason", what)
    };
    if !frozen.commitment.is_intact() {
        findings.push(changed("plan_changed").with("commitment", &frozen.commitment.sha256));
    }
    let path = engine.artefact(&frozen.population.sha256);
    if let (Some((drawn, _)), true) = (&round.draw, findings.is_empty()) {
        match draw(engine, run, round, drawn.seed.clone(), deadline) {
            Ok(again) if again == *drawn => {}
            Ok(_) => findings.push(changed("sample_changed")),
            Err(error) if matches!(error.code, Code::InvalidCall | Code::WorkspaceDamaged | Code::Io) => {
                findings.push(changed("frozen_list_changed").with("path", path.display()));
            }
            Err(error) => return Err(error),
        }
    }
    let mut live = None;
    if let Some(list) = list {
        let scratch = Scratch::new(engine, run)?;
        let to = scratch.path().join(LIST);
        let work = scratch.path().join("work");
        let request = population::freeze_of(
            engine,
            check,
            frozen.day,
            currency.clone(),
            list.clone(),
            to.clone(),
            work,
        );
        let left = deadline.saturating_duration_since(Instant::now()).as_secs().max(1);
        let mut pace = Pace::default();
        let mut report = |report: Report| tell(engine, run, pace.hear(report.into(), None));
        let answer = engine.workers.freeze(
            &request,
            ballast_core::Span::from_seconds(left),
            &mut report,
            &mut || should_stop(engine, run),
        )?;
        live = answer.population.as_ref().map(|population| population.sha256.clone());
        if live.as_ref() != Some(&frozen.population.sha256) {
            findings.extend(changes(&path, answer.population.is_some().then_some(&to), &answer.findings)?);
        }
    }
    let rows = frozen.population.count;
    Ok(Document {
        level: None,
        verdict: Verdict::of(&findings, rows),
        levels: Vec::new(),
        figures: figures(
            round,
            json!({
                "population": frozen.population.sha256,
                "live": live,
                "items": round.draw.as_ref().map(|(draw, _)| draw.items.len()),
            }),
        ),
        findings,
    })
}

/// What of a list is not as it was frozen, payout by payout.
fn changes(
    frozen: &std::path::Path,
    live: Option<&std::path::PathBuf>,
    findings: &[Finding],
) -> Result<Vec<Finding>> {
    let Some(live) = live else { return Ok(findings.to_vec()) };
    let mut list = ballast_spotcheck::verify::Changes::default();
    let (mut before, mut after) = (Rows::open(frozen)?.peekable(), Rows::open(live)?.peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(Ok(a)), Some(Ok(b))) => a.id.cmp(&b.id),
            _ => std::cmp::Ordering::Equal,
        };
        let old = if order.is_le() { before.next().transpose()? } else { None };
        let new = if order.is_ge() { after.next().transpose()? } else { None };
        list.take(old.as_ref(), new.as_ref());
    }
    Ok(list.findings())
}
