//! Comparisons: on the spot, and parallel runs from the first day to the switch.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ballast_engine::contract::*;
use ballast_engine::{compare_files, compare_responses, handlers};

use crate::arguments::{CompareCommand, Differing, ResponsesArguments};
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
        CompareCommand::Responses(arguments) => responses(output, *arguments),
        CompareCommand::Run { id, day, baseline } => {
            let baseline = baseline.then_some(true);
            let started = handlers::compare_run(host, CompareRunRequest { id, day, baseline })?;
            follow::to_the_end(output, &started.run)
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

fn responses(output: &Output, arguments: ResponsesArguments) -> Outcome {
    let host = &output.host;
    let mut tolerance = Tolerance::default();
    let mut tolerances: BTreeMap<String, Tolerance> = BTreeMap::new();
    for (path, abs) in arguments.tolerance {
        path.map_or(&mut tolerance, |path| tolerances.entry(path).or_default()).abs = Some(abs);
    }
    for (path, rel) in arguments.relative {
        path.map_or(&mut tolerance, |path| tolerances.entry(path).or_default()).rel = Some(rel);
    }
    let request = CompareResponsesRequest {
        old_url: arguments.old_url,
        new_url: arguments.new_url,
        requests: arguments.requests,
        ignore: arguments.ignore,
        tolerance,
        tolerances,
        rename: arguments.rename.into_iter().collect(),
        array_key: arguments.array_key.into_iter().collect(),
        compare_header: arguments.compare_header,
        header: arguments.header.into_iter().collect(),
        header_env: arguments.header_env.into_iter().collect(),
        rate: arguments.rate,
        timeout_seconds: arguments.timeout.map(ballast_core::Span::seconds),
        max_runtime_seconds: arguments.max_runtime.map(ballast_core::Span::seconds),
        seed: arguments.seed,
        baseline: arguments.baseline,
        allow_writes: Some(arguments.allow_writes),
    };
    let bar = follow::bar(output);
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
    let document = compare_responses(
        host,
        request,
        &mut |progress| follow::show(&bar, &progress, &host.messages),
        &mut || stop.load(Ordering::Relaxed),
    );
    bar.finish_and_clear();
    let document = document?;
    output.answer(&document, |document| print::compare::responses(document, &host.messages));
    Ok(document.verdict.exit_code())
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
