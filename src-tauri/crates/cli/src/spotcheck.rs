//! Spot checks: from the frozen list to the sample.

use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::SpotcheckCommand;
use crate::{Outcome, Output, follow, print};

pub(crate) fn spotcheck(output: &Output, command: SpotcheckCommand) -> Outcome {
    let host = &output.host;
    let messages = &host.messages;
    match command {
        SpotcheckCommand::List => {
            let list = handlers::spotcheck_list(host, Nothing {})?;
            output.answer(&list, |list| print::spotcheck::list(list, messages));
            Ok(0)
        }
        SpotcheckCommand::Plan { population, confidence, tolerable, expected, method } => {
            let request = PlanRequest { population, confidence, tolerable, expected, method };
            let report = handlers::spotcheck_plan(host, request)?;
            output.answer(&report, |report| print::spotcheck::plan(report, messages));
            Ok(0)
        }
        SpotcheckCommand::Bound { population, sample, errors, taints, confidence, method } => {
            let request = BoundRequest { population, sample, errors, taints, confidence, method };
            let report = handlers::spotcheck_bound(host, request)?;
            output.answer(&report, |report| print::spotcheck::bound(report, messages));
            Ok(0)
        }
        SpotcheckCommand::Draw { id, seed, people, day } => draw(output, &id, seed, people, day),
        SpotcheckCommand::Show { id, round } => shown(output, id, round),
        SpotcheckCommand::Verify { id } => {
            let started = handlers::spotcheck_verify(host, SpotcheckId { id })?;
            follow::to_the_end(output, &started.run)
        }
        SpotcheckCommand::Tickets { seed, ids } => {
            let report = handlers::spotcheck_tickets(host, TicketsRequest { seed, ids })?;
            output.answer(&report, print::spotcheck::tickets);
            Ok(0)
        }
    }
}

fn draw(
    output: &Output,
    id: &str,
    seed: Option<String>,
    people: Vec<String>,
    day: Option<jiff::civil::Date>,
) -> Outcome {
    let host = &output.host;
    // What cannot be a seed begins no round.
    if let Some(seed) = &seed {
        handlers::spotcheck_seed(seed, &people)?;
    }
    let waits = handlers::spotcheck_waits_for_seed(host, id)?;
    if seed.is_none() || !waits {
        let started = handlers::spotcheck_freeze(host, SpotcheckFreeze { id: id.to_owned(), day })?;
        if let Some(code) = follow::unless_it_holds(output, &started.run)? {
            return Ok(code);
        }
    }
    if let Some(seed) = seed {
        let request = SpotcheckDraw { id: id.to_owned(), seed, people };
        let started = handlers::spotcheck_draw(host, request)?;
        if let Some(code) = follow::unless_it_holds(output, &started.run)? {
            return Ok(code);
        }
    }
    shown(output, id.to_owned(), None)
}

fn shown(output: &Output, id: String, round: Option<u64>) -> Outcome {
    let sample = handlers::spotcheck_sample(&output.host, SampleRequest { id, round })?;
    output.answer(&sample, |sample| print::spotcheck::sample(sample, &output.host.messages));
    Ok(0)
}
