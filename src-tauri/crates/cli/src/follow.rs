//! Waiting for a run: a bar on a terminal, silence elsewhere, and Ctrl-C asks the run to stop.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ballast_core::Error;
use ballast_engine::contract::{RunDetail, RunId, RunKind, RunProgress, Unit};
use ballast_engine::messages::Messages;
use ballast_engine::{follow, handlers, run_exit_code};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{Output, print};

pub(crate) fn bar(output: &Output) -> ProgressBar {
    let hidden = output.quiet || !std::io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A bar for a number of steps.
pub(crate) fn steps(output: &Output, count: u32) -> ProgressBar {
    let bar = bar(output);
    bar.set_length(u64::from(count));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:32} {pos} of {len}") {
        bar.set_style(style);
    }
    bar
}

pub(crate) fn show(bar: &ProgressBar, progress: &RunProgress, messages: &Messages) {
    if bar.is_hidden() {
        return;
    }
    let stage = serde_json::to_value(progress.stage).ok();
    let stage = stage.as_ref().and_then(serde_json::Value::as_str).map(|name| format!("stage-{name}"));
    let stage = messages.say(&stage.unwrap_or_default(), []);
    let template = match (progress.total, progress.unit) {
        (Some(_), Unit::Bytes) => "{spinner} {prefix} {bar:32} {bytes} of {total_bytes}, {msg}",
        (None, Unit::Bytes) => "{spinner} {prefix} {bytes} {msg}",
        (_, Unit::None) => "{spinner} {prefix}",
        (Some(_), _) => "{spinner} {prefix} {bar:32} {pos} of {len} {msg}",
        (None, _) => "{spinner} {prefix} {pos} {msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    if let Some(total) = progress.total {
        bar.set_length(total);
    }
    bar.set_position(progress.done);
    bar.set_prefix(stage);
    bar.set_message(progress.seconds_left.map(|left| format!("{left} s left")).unwrap_or_default());
}

/// Follows a run to its end, prints its document and gives its exit code.
pub(crate) fn to_the_end(output: &Output, run: &str) -> Result<u8, Error> {
    let detail = wait(output, run)?;
    Ok(told(output, &detail))
}

/// Follows a run to its end. Where it did not pass, its document is printed, and this is the exit code.
pub(crate) fn unless_it_holds(output: &Output, run: &str) -> Result<Option<u8>, Error> {
    let detail = wait(output, run)?;
    let holds = detail.summary.verdict.is_some_and(ballast_core::Verdict::holds);
    Ok(if holds { None } else { Some(told(output, &detail)) })
}

/// Follows a run to its end and says nothing.
pub(crate) fn quietly(output: &Output, run: &str) -> Result<(RunDetail, u8), Error> {
    let detail = wait(output, run)?;
    let code = run_exit_code(&detail);
    Ok((detail, code))
}

/// Prints what a run came to, and gives its exit code.
pub(crate) fn told(output: &Output, detail: &RunDetail) -> u8 {
    match (&detail.document, &detail.summary.error) {
        (Some(document), _) => output.answer(document, |document| {
            let (id, messages) = (&detail.summary.control.id, &output.host.messages);
            match detail.summary.kind {
                RunKind::Compare => print::compare::ran(id, document, messages),
                RunKind::Baseline => print::compare::baseline(document, messages),
                _ => print::document(document, messages),
            }
        }),
        (None, Some(error)) => print::error(error, &[], output.json),
        (None, None) => {}
    }
    run_exit_code(detail)
}

fn wait(output: &Output, run: &str) -> Result<RunDetail, Error> {
    let host = &output.host;
    let engine = host.engine()?;
    let bar = bar(output);
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Without a handler the signal ends the program, and the run reads interrupted: no harm, but no word either.
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
    let mut told = false;
    follow(&engine, run, &mut |_| {
        if stop.load(Ordering::Relaxed) && !told {
            told = handlers::run_cancel(host, RunId { run: run.to_owned() }).is_ok();
        }
        if bar.is_hidden() {
            return;
        }
        let progress =
            handlers::run_show(host, RunId { run: run.to_owned() }).ok().and_then(|detail| detail.progress);
        if let Some(progress) = progress {
            show(&bar, &progress, &host.messages);
        }
    })?;
    bar.finish_and_clear();
    handlers::run_show(host, RunId { run: run.to_owned() })
}
