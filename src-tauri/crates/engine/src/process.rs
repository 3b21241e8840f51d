//! A worker: the running program with the argument `worker`, one task, a time limit and a cancel.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ballast_backup::wire::{Answer, Message, Report, Request};
use ballast_core::{Code, Error, Result, Span};

/// How often a waiting engine looks whether it is asked to stop.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The program that serves as worker, and where it writes its log.
#[derive(Clone, Debug)]
pub struct Workers {
    pub program: PathBuf,
    pub log_folder: PathBuf,
}

/// Kills its child when it is dropped, whatever happened.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Workers {
    /// Runs one task. `report` hears of progress; `should_stop` is asked several times a second.
    ///
    /// Errors: what the worker says, `cancelled`, `timed_out`, `worker_failed`.
    pub fn run(
        &self,
        request: &Request,
        limit: Span,
        report: &mut dyn FnMut(Report),
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<Answer> {
        let failed = |error: &dyn std::error::Error| Error::new(Code::WorkerFailed).because(error);
        let mut command = Command::new(&self.program);
        // Ctrl-C is for the program: it asks its run to stop, and the worker is ended in order.
        command.process_group(0);
        command.arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(self.log());
        let mut child = Guarded(command.spawn().map_err(|error| failed(&error))?);
        let mut input = child.0.stdin.take().ok_or_else(|| Error::new(Code::WorkerFailed))?;
        let output = child.0.stdout.take().ok_or_else(|| Error::new(Code::WorkerFailed))?;
        let mut line = serde_json::to_vec(request).map_err(|error| failed(&error))?;
        line.push(b'\n');
        // A worker that died already says so below.
        let _ = input.write_all(&line).and_then(|()| input.flush());

        let (said, hear) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
                if said.send(serde_json::from_str::<Message>(&line)).is_err() {
                    return;
                }
            }
        });
        let deadline = Instant::now() + Duration::from_secs(limit.seconds());
        loop {
            match hear.recv_timeout(LOOK_EVERY) {
                Ok(Ok(Message::Progress(progress))) => report(progress),
                Ok(Ok(Message::Done(answer))) => return Ok(*answer),
                Ok(Ok(Message::Failed(error))) => return Err(error),
                Ok(Err(error)) => return Err(failed(&error)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.0.wait().map(|status| status.to_string()).unwrap_or_default();
                    return Err(Error::new(Code::WorkerFailed).with("what", status));
                }
            }
            if should_stop() {
                return Err(Error::new(Code::Cancelled));
            }
            if Instant::now() > deadline {
                return Err(Error::new(Code::TimedOut).with("limit_seconds", limit.seconds()));
            }
        }
    }

    /// What a worker writes to its standard error is for the log and never shown.
    fn log(&self) -> Stdio {
        let _ = std::fs::create_dir_all(&self.log_folder);
        let path = self.log_folder.join("worker.log");
        let too_long = std::fs::metadata(&path).is_ok_and(|meta| meta.len() > LOG_BYTES_MAX);
        let opened =
            OpenOptions::new().create(true).append(!too_long).write(true).truncate(too_long).open(path);
        opened.map_or_else(|_| Stdio::null(), Stdio::from)
    }
}

const LOG_BYTES_MAX: u64 = 4 * 1024 * 1024;
