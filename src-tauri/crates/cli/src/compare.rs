//! Comparisons: on the spot, and parallel runs from the first day to the switch.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ballast_engine::contract::*;
use ballast_engine::{compare_files, handlers};

use crate::arguments::{CompareCommand, Differing};
use crate::{Outcome, Output, follow, print};

pub(crate) fn compare(output: &Output, command: CompareCommand) -> Outcome {
    let host = &output.host;
    let messages = &host.messages;
    match command {
        CompareCommand::Files { old, new, key, rename, ignore, tolerance, relative, even, export } => {
            let has = |name: &str| even.iter().any(|word| word == name);
            let request = CompareFilesRequest {
                old,
                new,
                key,
                rename: rename.into_iter().collect::<BTreeMap<_, _>>(),
                ignore,
                tolerance: Tolerance { abs: tolerance, rel: relative },
                normalise: Normalise {
                    trim: has("trim"),
                    case: has("case"),
                    unicode: has("unicode"),
                    empty_is_null: has("empty"),
                    timezone: None,
                },
                export,
            };
            let bar = follow::bar(output);
            let stop = Arc::new(AtomicBool::new(false));
            let asked = Arc::clone(&stop);
            let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
            let document = compare_files(
                host,
                request,
                &mut |progress| follow::show(&bar, &progress, messages),
                &mut || stop.load(Ordering::Relaxed),
            );
            bar.finish_and_clear();
            let document = document?;
            output.answer(&document, |document| print::compare::document(document, messages));
            Ok(document.verdict.exit_code())
        }
        CompareCommand::Run { id, day, baseline } => {
            let baseline = baseline.then_some(true);
            let started = handlers::compare_run(host, CompareRunRequest { id, day, baseline })?;
            follow::to_the_end(output, &started.run)
        }
        CompareCommand::Worker { listen, store, token_env, cert, key, ca } => {
            let request = CompareWorkerRequest { listen, store, token_env, cert, key, ca };
            handlers::compare_worker(host, request)?;
            Ok(0)
        }
        CompareCommand::List => {
            let list = handlers::compare_list(host, Nothing {})?;
            output.answer(&list, |list| print::compare::list(list, messages));
            Ok(0)
        }
        CompareCommand::Show { id } => Ok(shown(output, &handlers::compare_show(host, CompareId { id })?)),
        CompareCommand::Report { id, run } => {
            let report = handlers::compare_report(host, CompareRunId { id, run })?;
            output.answer(&report, |report| print::compare::report(report, messages));
            Ok(report.verdict.exit_code())
        }
        CompareCommand::Differences { id, run, differing, offset, limit } => {
            let Differing { column, shape, outcome, find } = differing;
            let (offset, limit) = (Some(offset), Some(limit));
            let request = DifferencesRequest { id, run, column, shape, outcome, find, offset, limit };
            let page = handlers::compare_differences(host, request)?;
            output.answer(&page, print::compare::differences);
            Ok(0)
        }
        CompareCommand::Export { id, to, run, format, unmasked } => {
            let format = format.map_or_else(|| ballast_engine::export_format(&to), Ok)?;
            let unmasked = Some(unmasked);
            let exported =
                handlers::compare_export(host, CompareExportRequest { id, run, to, format, unmasked })?;
            output.answer(&exported, |exported| {
                print::line(&format!("{} {}", exported.rows, exported.path));
            });
            Ok(0)
        }
        CompareCommand::Accept { id, finding, reason, until, owner } => Ok(shown(
            output,
            &handlers::compare_accept(host, AcceptDifference { id, finding, reason, until, owner })?,
        )),
        CompareCommand::Withdraw { id, known, reason } => {
            Ok(done(output, &handlers::compare_withdraw(host, WithdrawDifference { id, known, reason })?))
        }
        CompareCommand::AcceptRename { id, from, to, reason } => {
            Ok(done(output, &handlers::compare_accept_rename(host, AcceptRename { id, from, to, reason })?))
        }
        CompareCommand::Sign { id, person, result, reason } => {
            let request = SignCutover { id, person, decision: result, reason };
            Ok(done(output, &handlers::compare_sign(host, request)?))
        }
    }
}

/// An act that was recorded.
fn done(output: &Output, detail: &CompareDetail) -> u8 {
    shown(output, detail);
    0
}

/// A parallel run; its exit code says whether one may switch.
fn shown(output: &Output, detail: &CompareDetail) -> u8 {
    output.answer(detail, |detail| print::compare::detail(detail, &output.host.messages));
    match detail.cutover.decision {
        CutoverDecision::Go => 0,
        CutoverDecision::NoGo => 1,
        CutoverDecision::NotEnoughEvidence => 3,
    }
}
