//! An alert handed to a command of the user.

use std::time::Duration;

use ballast_core::limits::COMMAND_TAIL_BYTES_MAX;
use ballast_core::{Code, Error, Result, Span};

use crate::child::{Ended, Keep, Task, run as run_child, timed_out};

/// Runs `words` (no shell) with `input`, the alert as JSON, on standard input. `environment` comes on top of
/// the program's own, such as `BALLAST_ALERT_ID`. At the limit it is ended with everything it started; what
/// it left running in its process group ends with it too.
///
/// Answers the end of its output, for the log. Errors: `command_failed` with `what`, the program, and `status`
/// (an exit code, or `signal N`) or a reason: `not_started`, `timed_out`. The causes hold the end of its output.
pub fn run(words: &[String], environment: &[(&str, &str)], input: &[u8], limit: Span) -> Result<String> {
    let keep = Keep::Tail(COMMAND_TAIL_BYTES_MAX);
    let limit = Duration::from_secs(limit.seconds());
    let Ended { status, output } = run_child(&Task { words, folder: None, environment, input, limit, keep })?;
    let tail = String::from_utf8_lossy(&output).trim().to_owned();
    let what = words.first().map_or("", String::as_str);
    let mut error = match status {
        Some(status) if status.success() => return Ok(tail),
        Some(status) => {
            use std::os::unix::process::ExitStatusExt;
            let shown = match (status.code(), status.signal()) {
                (Some(code), _) => code.to_string(),
                (None, signal) => format!("signal {}", signal.unwrap_or_default()),
            };
            Error::new(Code::CommandFailed).with("what", what).with("status", shown)
        }
        None => timed_out(what, limit),
    };
    error.causes.extend((!tail.is_empty()).then_some(tail));
    Err(error)
}
