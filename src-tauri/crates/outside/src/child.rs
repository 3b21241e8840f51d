//! A program of the user with a limit: it ends in time, and so do the programs it started.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ballast_core::{Code, Error, Result, Span};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

/// After its end, how long a program's output is waited for. Who left the group may still hold the pipe.
const OUTPUT_GRACE: Duration = Duration::from_millis(500);

/// How long a program that was killed is waited for: not even that ends one that waits for a broken disk.
pub const KILL_GRACE: Duration = Duration::from_secs(5);

/// What to run, and what of it to keep.
pub struct Task<'a> {
    /// The program and its arguments; no shell reads them.
    pub words: &'a [String],
    /// Where it runs; relative paths in `words` start there. None: where this program runs.
    pub folder: Option<&'a Path>,
    pub environment: &'a [(&'a str, &'a str)],
    pub input: &'a [u8],
    pub limit: Duration,
    pub keep: Keep,
}

/// Bytes of the output that are kept; the rest is read and dropped, so that the program is not held up.
#[derive(Clone, Copy)]
pub enum Keep {
    /// The first ones of standard output, one more than this where there were more.
    Head(usize),
    /// The last ones of standard output and standard error together.
    Tail(usize),
}

/// What became of it. `status` is None if it was ended at the limit.
pub struct Ended {
    pub status: Option<ExitStatus>,
    pub output: Vec<u8>,
}

/// Ends the whole group when it is dropped, whatever happened.
struct Group(Option<Pid>);

impl Group {
    fn end(&mut self) {
        if let Some(group) = self.0.take() {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs it to its end. Errors: `command_failed` with the reason `not_started`.
pub fn run(task: &Task<'_>) -> Result<Ended> {
    // The limit stands in `watch`; this one is for a program that not even a kill ends.
    let outer = Span::from_seconds(task.limit.as_secs().saturating_add(KILL_GRACE.as_secs()));
    let what = task.words.first().map_or("", String::as_str);
    crate::wire::within(outer, what, || watch(task)).map_err(|error| match error.code {
        Code::NoAnswer => timed_out(what, task.limit),
        _ => error,
    })
}

pub fn timed_out(what: &str, limit: Duration) -> Error {
    Error::new(Code::CommandFailed)
        .with("what", what)
        .with("reason", "timed_out")
        .with("limit_seconds", limit.as_secs())
}

/// As [`run`], for who runs asynchronously. A program that not even a kill ends is waited for without end.
pub async fn watch(task: &Task<'_>) -> Result<Ended> {
    let not_started =
        |what: &str| Error::new(Code::CommandFailed).with("what", what).with("reason", "not_started");
    let (program, arguments) = task.words.split_first().ok_or_else(|| not_started(""))?;
    let wants_errors = matches!(task.keep, Keep::Tail(_));
    let mut command = Command::new(program);
    if let Some(folder) = task.folder {
        command.current_dir(folder);
    }
    let mut child = command
        .args(arguments)
        .envs(task.environment.iter().copied())
        .stdin(if task.input.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(if wants_errors { Stdio::piped() } else { Stdio::null() })
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| not_started(program).because(&error))?;
    let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let mut group = Group(id);
    let kept = Mutex::new(Vec::new());
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut input) = input {
            // A program that does not read its input is no error.
            let _ = input.write_all(task.input).await;
        }
    };
    let pipes =
        async { tokio::join!(feed, collect(output, task.keep, &kept), collect(errors, task.keep, &kept)) };
    tokio::pin!(pipes);
    let mut drained = false;
    let deadline = tokio::time::sleep(task.limit);
    tokio::pin!(deadline);
    let status = loop {
        tokio::select! {
            status = child.wait() => break status.ok(),
            _ = &mut pipes, if !drained => drained = true,
            () = &mut deadline => break None,
        }
    };
    group.end();
    if status.is_none() {
        let _ = child.wait().await;
    }
    if !drained {
        let _ = tokio::time::timeout(OUTPUT_GRACE, &mut pipes).await;
    }
    Ok(Ended { status, output: std::mem::take(&mut *open(&kept)) })
}

async fn collect(pipe: Option<impl AsyncRead + Unpin>, keep: Keep, kept: &Mutex<Vec<u8>>) {
    let Some(mut pipe) = pipe else { return };
    let mut piece = [0; 4096];
    while let Ok(count @ 1..) = pipe.read(&mut piece).await {
        let mut kept = open(kept);
        match keep {
            Keep::Head(most) => {
                let room = (most + 1).saturating_sub(kept.len()).min(count);
                kept.extend_from_slice(&piece[..room]);
            }
            Keep::Tail(most) => {
                kept.extend_from_slice(&piece[..count]);
                let over = kept.len().saturating_sub(most);
                kept.drain(..over);
            }
        }
    }
}

/// The bytes kept so far. Nobody panics while holding them.
fn open(kept: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
