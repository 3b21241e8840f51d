//! A worker: the running program with the argument `worker`, one task, a time limit and a cancel.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ballast_backup::wire::{Answer, Message, Report, Request};
use ballast_compare::wire as compare;
use ballast_core::{Code, Error, Result, Span};
use ballast_spotcheck::wire as list;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// What a child says at the end of a line: something on the way, or the end.
pub(crate) enum Said<P, A> {
    Progress(P),
    Done(A),
    Failed(Error),
}

impl From<Message> for Said<Report, Answer> {
    fn from(message: Message) -> Self {
        match message {
            Message::Progress(report) => Self::Progress(report),
            Message::Done(answer) => Self::Done(*answer),
            Message::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<std::result::Result<compare::Exported, Error>> for Said<(), compare::Exported> {
    fn from(message: std::result::Result<compare::Exported, Error>) -> Self {
        message.map_or_else(Self::Failed, Self::Done)
    }
}

impl From<compare::Message> for Said<compare::Report, compare::Answer> {
    fn from(message: compare::Message) -> Self {
        match message {
            compare::Message::Progress(report) => Self::Progress(report),
            compare::Message::Done(answer) => Self::Done(*answer),
            compare::Message::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<list::Message> for Said<list::Report, list::Frozen> {
    fn from(message: list::Message) -> Self {
        match message {
            list::Message::Progress(report) => Self::Progress(report),
            list::Message::Done(frozen) => Self::Done(*frozen),
            list::Message::Failed(error) => Self::Failed(error),
        }
    }
}

/// Gives a child its one request and hears what it says, a JSON document a line.
fn converse<M, P, A>(
    mut command: Command,
    request: &impl Serialize,
    limit: Span,
    report: &mut dyn FnMut(P),
    should_stop: &mut dyn FnMut() -> bool,
) -> Result<A>
where
    M: DeserializeOwned + Into<Said<P, A>> + Send + 'static,
{
    let failed = |error: &dyn std::error::Error| Error::new(Code::WorkerFailed).because(error);
    // Ctrl-C is for the program: it asks its run to stop, and the child is ended in order.
    command.process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = Guarded(command.spawn().map_err(|error| failed(&error))?);
    let mut input = child.0.stdin.take().ok_or_else(|| Error::new(Code::WorkerFailed))?;
    let output = child.0.stdout.take().ok_or_else(|| Error::new(Code::WorkerFailed))?;
    let mut line = serde_json::to_vec(request).map_err(|error| failed(&error))?;
    line.push(b'\n');
    // A child that died already says so below.
    let _ = input.write_all(&line).and_then(|()| input.flush());

    let (said, hear) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
            if said.send(serde_json::from_str::<M>(&line)).is_err() {
                return;
            }
        }
    });
    let deadline = Instant::now() + Duration::from_secs(limit.seconds());
    loop {
        match hear.recv_timeout(LOOK_EVERY) {
            Ok(Ok(message)) => match message.into() {
                Said::Progress(progress) => report(progress),
                Said::Done(answer) => return Ok(answer),
                Said::Failed(error) => return Err(error),
            },
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

const COMPARE: &str = "ballast-compare";
const CLUSTER: &str = "ballast-cluster";

/// A program of the house: beside this one, else in `$BALLAST_PROGRAMS`.
///
/// Errors: `program_missing`.
fn program(beside: &Path, name: &str) -> Result<PathBuf> {
    let folders = beside.parent().map(Path::to_owned).into_iter();
    let named = std::env::var_os("BALLAST_PROGRAMS").map(PathBuf::from);
    let mut places = folders.chain(named).map(|folder| folder.join(name));
    places.find(|place| place.is_file()).ok_or_else(|| {
        let error = Error::new(Code::ProgramMissing).with("what", name);
        if name == CLUSTER { error.with("reason", "optional") } else { error }
    })
}

/// Puts a worker of the cluster program in the place of this one.
///
/// Errors: `program_missing`, `io`, and what a worker refuses. There is nothing to come back to otherwise.
pub(crate) fn become_worker(beside: &Path, arguments: &[OsString]) -> Error {
    let program = match program(beside, CLUSTER) {
        Ok(program) => program,
        Err(error) => return error,
    };
    // Afterwards nobody is left who could say in words why it did not start.
    match Command::new(&program).arg("check-worker").args(arguments).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => {
            Error::io(&program, &Command::new(&program).arg("worker").args(arguments).exec())
        }
        Ok(output) => serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| Error::new(Code::WorkerFailed).with("what", CLUSTER)),
        Err(error) => Error::io(&program, &error),
    }
}

impl Workers {
    /// Runs one task of a backup. `report` hears of progress; `should_stop` is asked several times a second.
    ///
    /// Errors: what the worker says, `cancelled`, `timed_out`, `worker_failed`.
    pub fn run(
        &self,
        request: &Request,
        limit: Span,
        report: &mut dyn FnMut(Report),
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<Answer> {
        let mut command = Command::new(&self.program);
        command.arg("worker").stderr(self.log());
        converse::<Message, _, _>(command, request, limit, report, should_stop)
    }

    /// Runs one comparison, as [`Workers::run`] does.
    ///
    /// Errors: those of `run`, and `program_missing`.
    pub fn compare(
        &self,
        request: &compare::Request,
        limit: Span,
        report: &mut dyn FnMut(compare::Report),
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<compare::Answer> {
        let name = if request.engine.is_some() { CLUSTER } else { COMPARE };
        let mut command = Command::new(program(&self.program, name)?);
        command.stderr(self.log());
        converse::<compare::Message, _, _>(command, request, limit, report, should_stop)
    }

    /// Writes a list of differences out.
    ///
    /// Errors: those of `compare`.
    pub fn export(&self, request: &compare::Export, limit: Span) -> Result<compare::Exported> {
        let mut command = Command::new(program(&self.program, COMPARE)?);
        command.arg("export").stderr(self.log());
        converse::<std::result::Result<compare::Exported, Error>, (), _>(
            command,
            request,
            limit,
            &mut |()| {},
            &mut || false,
        )
    }

    /// Reads a list of payouts and freezes it, as [`Workers::run`] does.
    ///
    /// Errors: those of `compare`.
    pub fn freeze(
        &self,
        request: &list::Freeze,
        limit: Span,
        report: &mut dyn FnMut(list::Report),
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<list::Frozen> {
        let mut command = Command::new(program(&self.program, COMPARE)?);
        command.arg("freeze").stderr(self.log());
        converse::<list::Message, _, _>(command, request, limit, report, should_stop)
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
