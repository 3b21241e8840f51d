//! Spot checks: from the frozen list to the sample.

use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::{AnswerArguments, FoundArguments, SpotcheckCommand};
use crate::person::passphrase_of;
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
        SpotcheckCommand::Status { id, round } => {
            let detail = handlers::spotcheck_show(host, SampleRequest { id, round })?;
            output.answer(&detail, |detail| print::spotcheck::detail(detail, messages));
            Ok(0)
        }
        SpotcheckCommand::Next { id, person } => {
            let passphrase = passphrase_of(host, &person)?;
            let next = handlers::spotcheck_next(host, SpotcheckNext { id, person, passphrase })?;
            output.answer(&next, |next| print::spotcheck::next(next, messages));
            Ok(0)
        }
        SpotcheckCommand::Answer { id, item, person, answer } => {
            let AnswerArguments { found, steps, note, evidence } = answer;
            let passphrase = passphrase_of(host, &person)?;
            let (answer, amount) = found_of(found);
            let request =
                SpotcheckAnswer { id, item, person, passphrase, answer, amount, steps, note, evidence };
            let answered = handlers::spotcheck_answer(host, request)?;
            output.answer(&answered, |answered| print::spotcheck::answered(answered, messages));
            Ok(0)
        }
        SpotcheckCommand::Remark { id, item, person, cause, note, corrected } => {
            let passphrase = passphrase_of(host, &person)?;
            let request = SpotcheckRemark { id, item, person, passphrase, cause, note, corrected };
            handlers::spotcheck_remark(host, request)?;
            output.answer(&Nothing {}, |_| print::line(&messages.say("spotcheck-remarked", [])));
            Ok(0)
        }
        SpotcheckCommand::Resolve { id, item, person, found, reason, cause, systematic } => {
            let passphrase = passphrase_of(host, &person)?;
            let (answer, amount) = found_of(found);
            let request =
                SpotcheckResolve { id, item, person, passphrase, answer, amount, reason, cause, systematic };
            let detail = handlers::spotcheck_resolve(host, request)?;
            output.answer(&detail, |detail| print::spotcheck::detail(detail, messages));
            Ok(0)
        }
        SpotcheckCommand::Evaluate { id } => {
            let started = handlers::spotcheck_evaluate(host, SpotcheckId { id: id.clone() })?;
            let code = follow::to_the_end(output, &started.run)?;
            if !output.json {
                let detail = handlers::spotcheck_show(host, SampleRequest { id, round: None })?;
                print::spotcheck::result(&detail, messages);
            }
            Ok(code)
        }
        SpotcheckCommand::Reach { id, rule } => {
            let reached = handlers::spotcheck_reach(host, ReachRequest { id, rule })?;
            output.answer(&reached, |reached| print::spotcheck::reached(reached, messages));
            Ok(0)
        }
        SpotcheckCommand::CloseCause { id, person, cause, checked, wrong, reason } => {
            let passphrase = passphrase_of(host, &person)?;
            let request = CloseCause { id, person, passphrase, cause, checked, wrong, reason };
            let detail = handlers::spotcheck_close_cause(host, request)?;
            output.answer(&detail, |detail| print::spotcheck::detail(detail, messages));
            Ok(0)
        }
        SpotcheckCommand::Sign { id, person, note } => {
            let passphrase = passphrase_of(host, &person)?;
            let request = SpotcheckSign { id, person, passphrase, note };
            let detail = handlers::spotcheck_sign(host, request)?;
            output.answer(&detail, |detail| print::spotcheck::detail(detail, messages));
            Ok(0)
        }
        SpotcheckCommand::Export { id, to, round } => {
            let exported = handlers::spotcheck_export(host, SpotcheckExport { id, round, to })?;
            output.answer(&exported, |exported| print::spotcheck::exported(exported, messages));
            Ok(0)
        }
        SpotcheckCommand::ExportWork { id, person, to } => {
            let passphrase = passphrase_of(host, &person)?;
            let exported = handlers::spotcheck_export_work(host, ExportWork { id, person, passphrase, to })?;
            output.answer(&exported, |exported| print::spotcheck::work_exported(exported, messages));
            Ok(0)
        }
        SpotcheckCommand::OpenWork { file } => {
            let view = handlers::spotcheck_open_work(host, WorkFile { file: file.clone() })?;
            output.answer(&view, |view| print::spotcheck::work_file(view, &file, messages));
            Ok(0)
        }
        SpotcheckCommand::AnswerWork { file, item, answer } => {
            let AnswerArguments { found, steps, note, evidence } = answer;
            let (answer, amount) = found_of(found);
            let path = file.clone();
            let request = WorkFileAnswer { file, item, answer, amount, steps, note, evidence };
            let view = handlers::spotcheck_answer_work(host, request)?;
            output.answer(&view, |view| print::spotcheck::work_file(view, &path, messages));
            Ok(0)
        }
        SpotcheckCommand::ImportWork { id, file } => {
            let person = handlers::spotcheck_open_work(host, WorkFile { file: file.clone() })?.person;
            let passphrase = passphrase_of(host, &person)?;
            let imported = handlers::spotcheck_import_work(host, ImportWork { id, file, passphrase })?;
            output.answer(&imported, |imported| print::spotcheck::work_imported(imported, messages));
            Ok(u8::from(!imported.refused.is_empty()))
        }
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

/// Clap lets exactly one through.
fn found_of(found: FoundArguments) -> (AnswerKind, Option<String>) {
    let FoundArguments { amount, not_supported, missing, .. } = found;
    let kind = match (&amount, not_supported, missing) {
        (Some(_), _, _) => AnswerKind::Figure,
        (None, true, _) => AnswerKind::NotSupported,
        (None, _, true) => AnswerKind::Missing,
        _ => AnswerKind::CannotDetermine,
    };
    (kind, amount)
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
