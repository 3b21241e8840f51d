//! Drills as they are written, and what stands in their way now.

mod live;

use ballast_core::{Result, Span};
use ballast_readiness::cadence::board::{Booked, Drilled, Pair, board};
use ballast_readiness::cadence::{Cadence, FiscalYear, Rules};
use ballast_readiness::drill::State;
use ballast_readiness::drill::event::Event;
use ballast_readiness::drill::faults::{faults, may_be_scheduled};
use ballast_readiness::drill::operator::{Ran, propose};
use ballast_readiness::drill::plan::{Act, Check, Plan, Step};
use ballast_store::View;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::{Config, Drill, ProviderPair};
use crate::contract::*;
use crate::drills::{Run, Script, incidents, known_items, outcome, runs, started_at, summary, words_of_act};
use crate::engine::Engine;

pub use live::show;

/// The board of the quarter, every drill that is written, and every run.
pub fn list(engine: &Engine) -> Result<DrillList> {
    let config = engine.config()?;
    let now = engine.now();
    engine.store.read(|view| {
        let all = runs(view, None)?;
        let today = now.to_zoned(config.zone()).date();
        Ok(DrillList {
            board: board_of(view, &config, &all, today)?,
            quarter: year_of(&config)?.quarter(today)?.to_string(),
            drills: config.drills.iter().map(|drill| row(&config, drill, &all)).collect::<Result<_>>()?,
            runs: all.iter().rev().map(|run| summary(&config, run)).collect(),
        })
    })
}

pub(crate) fn year_of(config: &Config) -> Result<FiscalYear> {
    let month = config.settings.fiscal_year_starts.and_then(|month| i8::try_from(month).ok());
    month.map_or(Ok(FiscalYear::calendar()), FiscalYear::starts_in)
}

/// The pairs that are to be drilled, with what was drilled of them.
fn pairs(view: &View<'_>, config: &Config, all: &[Run]) -> Result<Vec<Pair>> {
    let wanted = config.provider_pairs.iter().filter(|pair| pair.drill_gap_days.is_some());
    wanted.map(|pair| pair_of(view, config, pair, all)).collect()
}

fn pair_of(view: &View<'_>, config: &Config, pair: &ProviderPair, all: &[Run]) -> Result<Pair> {
    let zone = config.zone();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let of_pair = || all.iter().filter(|run| run.row.pair == pair.id.as_str());
    let drilled = |run: &Run| {
        let on = day(started_at(run).unwrap_or(run.row.created_at));
        Some(Drilled {
            id: run.row.id.clone(),
            on,
            kind: run.script.plan.kind,
            outcome: outcome(run.state())?,
        })
    };
    let known: Vec<crate::config::Known<ProviderPair>> =
        crate::config::known(view, ballast_store::EntryKind::ProviderPair)?;
    let since = known.into_iter().find(|known| known.entry.id == pair.id).map(|known| day(known.created_at));
    let max_gap_days = pair.drill_gap_days.unwrap_or(Rules::default().max_gap_days);
    Ok(Pair {
        id: pair.id.to_string(),
        title: pair.name().to_owned(),
        rules: Rules { year: year_of(config)?, max_gap_days },
        since,
        drills: of_pair().filter_map(drilled).collect(),
        booked: of_pair().rev().find_map(|run| {
            let (at, operator) = booked(run)?;
            Some(Booked { id: run.row.id.clone(), on: day(at), operator })
        }),
    })
}

/// When a run is to begin that has not, and who is to run it.
pub(crate) fn booked(run: &Run) -> Option<(Timestamp, Option<String>)> {
    if run.state() != State::Scheduled {
        return None;
    }
    day_of(run)
}

/// The day that was set for a run, whether it came or passed, and who is to run it.
pub(crate) fn day_of(run: &Run) -> Option<(Timestamp, Option<String>)> {
    let at = run.newest(|event| match event {
        Event::Scheduled { at, .. } | Event::Rescheduled { at, .. } => Some(*at),
        _ => None,
    })?;
    let who = run.newest(|event| match event {
        Event::Scheduled { operator, .. } => operator.clone(),
        _ => None,
    });
    Some((at.1, who.map(|(_, who)| who)))
}

/// When the newest drill of a pair was to be, if nobody ran it and no other day was set.
pub(crate) fn missed_at(view: &View<'_>, pair: &str) -> Result<Option<Timestamp>> {
    let all = runs(view, Some(pair))?;
    let newest = all.iter().rev().find(|run| run.state() != State::Cancelled);
    Ok(newest.filter(|run| run.state() == State::Missed).and_then(day_of).map(|(at, _)| at))
}

fn board_of(view: &View<'_>, config: &Config, all: &[Run], today: Date) -> Result<DrillBoard> {
    board(&pairs(view, config, all)?, today)
}

/// A day that people are reminded of.
#[derive(Clone, Debug)]
pub(crate) struct Reminded {
    /// What is reminded of: a pair that is due, or a run.
    pub about: String,
    pub pair: String,
    pub on: Date,
    /// The day on which somebody set it: of a run alone.
    pub known_since: Option<Date>,
    /// Who is to run it; empty where nobody is named. None where a drill is due, and no day is set.
    pub operator: Option<String>,
}

/// Every day on which a drill is due, and every one that was set.
pub(crate) fn to_remind_of(view: &View<'_>, config: &Config, today: Date) -> Result<Vec<Reminded>> {
    let all = runs(view, None)?;
    let zone = config.zone();
    let set = |run: &Run| {
        let (at, operator) = booked(run)?;
        config.drill(&run.row.written).ok()?;
        let since = run.entries.last()?.at.wall;
        Some(Reminded {
            about: run.row.id.clone(),
            pair: run.row.pair.clone(),
            on: zone.to_datetime(at).date(),
            known_since: Some(zone.to_datetime(since).date()),
            operator: Some(operator.unwrap_or_default()),
        })
    };
    let due = board_of(view, config, &all, today)?.rows.into_iter().map(|row| Reminded {
        about: row.pair.clone(),
        pair: row.pair,
        on: row.cadence.due,
        known_since: None,
        operator: None,
    });
    Ok(all.iter().filter_map(set).chain(due).collect())
}

/// Where a pair stands; none where no drill of it is asked for.
pub(crate) fn cadence_of(
    view: &View<'_>,
    config: &Config,
    pair: &ProviderPair,
    all: &[Run],
    today: Date,
) -> Result<Option<Cadence>> {
    if pair.drill_gap_days.is_none() {
        return Ok(None);
    }
    let pair = pair_of(view, config, pair, all)?;
    Ok(board(&[pair], today)?.rows.into_iter().next().map(|row| row.cadence))
}

fn row(config: &Config, drill: &Drill, all: &[Run]) -> Result<DrillRow> {
    let script = Script::of(drill, config, "")?;
    let of_drill = || all.iter().rev().filter(|run| run.row.written == drill.id.as_str());
    let open = |run: &&Run| !run.state().is_final();
    Ok(DrillRow {
        id: drill.id.to_string(),
        title: drill.name().to_owned(),
        pair: Named { id: drill.pair.to_string(), title: config.name_of(drill.pair.as_str()) },
        kind: drill.kind,
        steps: drill.steps.len(),
        faulty: !may_be_scheduled(&script.plan),
        scheduled_at: of_drill().find_map(booked).map(|(at, _)| at),
        run: of_drill().find(open).map(|run| run.row.id.clone()),
    })
}

/// A drill as it is written: the dry run of every step.
pub fn plan(engine: &Engine, id: &str) -> Result<DrillPlanView> {
    let config = engine.config()?;
    let now = engine.now();
    let drill = config.drill(id)?;
    let pair = config.provider_pair(drill.pair.as_str())?;
    let wrong = incidents(engine, pair, "")?;
    engine.store.read(|view| {
        let script = Script::of(drill, &config, "")?;
        let all = runs(view, Some(drill.pair.as_str()))?;
        let plan = &script.plan;
        let length = plan.maximum_duration.unwrap_or(Span::from_seconds(0));
        let today = now.to_zoned(config.zone()).date();
        let people = people_of(&config, drill, pair, plan);
        Ok(DrillPlanView {
            row: row(&config, drill, &all)?,
            owner: plan.owner.clone(),
            deputy: plan.deputy.clone(),
            rto_seconds: plan.rto.map(Span::seconds),
            rpo_seconds: plan.rpo.map(Span::seconds),
            maximum_seconds: plan.maximum_duration.map(Span::seconds),
            observe_seconds: plan.observe.seconds(),
            steady: plan
                .steady
                .iter()
                .map(|one| check(&script, &one.title, &one.check, Some(one.passes)))
                .collect(),
            on_backup: plan.on_backup.iter().map(|one| check(&script, "", one, Some(plan.passes))).collect(),
            stops: plan
                .stops
                .iter()
                .map(|one| check(&script, &one.title, &one.check, Some(one.failures)))
                .collect(),
            steps: plan.steps.iter().map(|step| step_of(&script, step)).collect(),
            commands: script.commands(),
            phrase: plan.phrase(),
            proposal: propose(&people, &[], &ran(&all)),
            people,
            faults: faults(plan),
            preflight: known_items(view, &config, drill, &script, wrong, now)?,
            next_window: drill.windows.next_start(&config.zone(), now, length),
            cadence: cadence_of(view, &config, pair, &all, today)?,
            history: all
                .iter()
                .rev()
                .filter(|run| run.row.written == drill.id.as_str())
                .map(|run| summary(&config, run))
                .collect(),
        })
    })
}

/// Who may run it, in the order of the plan.
fn people_of(config: &Config, drill: &Drill, pair: &ProviderPair, plan: &Plan) -> Vec<String> {
    let owners = plan.owner.iter().chain(&plan.deputy).chain(&pair.people);
    let of_steps = drill.steps.iter().filter_map(|step| step.owner.as_ref());
    let mut people: Vec<String> = Vec::new();
    for name in owners.chain(of_steps) {
        if !people.iter().any(|known| crate::people::are_one(&config.people, known, name)) {
            people.push(name.clone());
        }
    }
    people
}

fn ran(all: &[Run]) -> Vec<Ran> {
    let one = |run: &Run| {
        let operator = run.drill.progress.operators.first()?.clone();
        Some(Ran { operator, at: started_at(run)? })
    };
    all.iter().filter_map(one).collect()
}

fn check(script: &Script, title: &str, check: &Check, passes: Option<u32>) -> CheckView {
    let what = script.words_of(check);
    let title = if title.is_empty() { what.clone() } else { title.to_owned() };
    CheckView { title, what, by_person: matches!(check, Check::Person { .. }), passes }
}

pub(crate) fn kind_of(act: &Act) -> StepKind {
    match act {
        Act::Manual { .. } => StepKind::Manual,
        Act::Command { .. } => StepKind::Command,
        Act::Http { .. } => StepKind::Http,
    }
}

fn step_of(script: &Script, step: &Step) -> PlanStep {
    let undo = step.undo.as_ref().and_then(|undo| undo.act());
    PlanStep {
        title: step.title.clone(),
        owner: step.owner.clone(),
        kind: kind_of(&step.act),
        act: words_of_act(&step.act),
        verify: step.verify.as_ref().map(|check| script.words_of(check)),
        undo: undo.map(words_of_act),
        undo_kind: undo.map(kind_of),
        leaves_nothing: step.leaves_nothing(),
        verify_undo: step.verify_undo.as_ref().map(|check| script.words_of(check)),
        timeout_seconds: step.timeout.map(Span::seconds),
    }
}
