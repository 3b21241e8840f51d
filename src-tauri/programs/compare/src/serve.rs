//! What the program says to the one that started it.

use std::io::{BufRead, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use ballast_compare::wire::{Answer, Export, Exported, Message, Request};
use ballast_core::{Code, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::progress::Progress;
use crate::watchdog;
use crate::work::WorkFolder;

/// One document from standard input; none where it closed before. From then on the program ends when standard
/// input closes, and when its parent dies: nobody wants the answer any more.
fn ask<T: DeserializeOwned>() -> Option<Result<T>> {
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => return None,
        Ok(_) => {}
    }
    std::thread::spawn(|| {
        let _ = std::io::stdin().lock().read_to_end(&mut Vec::new());
        #[allow(clippy::exit)]
        std::process::exit(3);
    });
    Some(serde_json::from_str(&line).map_err(|error| Error::new(Code::Internal).because(&error)))
}

/// Says one thing, whole, whichever thread it comes from.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<bool>>);

impl Output {
    fn tell(&self, message: &impl Serialize, is_last: bool) {
        let (Ok(mut ended), Ok(text)) = (self.0.lock(), serde_json::to_string(message)) else { return };
        if !*ended {
            *ended = is_last;
            let mut output = std::io::stdout().lock();
            let _ = writeln!(output, "{text}").and_then(|()| output.flush());
        }
    }
}

/// Ends the program, its scratch files and all, once it holds more memory than it may.
fn guard(pool_bytes: u64, work: PathBuf, last_word: impl FnOnce(Error) + Send + 'static) {
    watchdog::watch(watchdog::most(pool_bytes), move |error| {
        last_word(error);
        let _ = WorkFolder::clear(&work);
        #[allow(clippy::exit)]
        std::process::exit(3);
    });
}

/// Reads one request, has it done, and says what happened.
pub fn serve(run: impl FnOnce(&Request, &Progress) -> Result<Answer>) {
    let Some(request) = ask::<Request>() else { return };
    let output = Output::default();
    let progress = Progress::new({
        let output = output.clone();
        move |report| output.tell(&Message::Progress(report), false)
    });
    let outcome = request.and_then(|request| {
        let last = output.clone();
        guard(request.limits.pool_bytes, request.work_folder.clone(), move |error| {
            last.tell(&Message::Failed(error), true);
        });
        run(&request, &progress)
    });
    match outcome {
        Ok(answer) => output.tell(&Message::Done(Box::new(answer)), true),
        Err(error) => output.tell(&Message::Failed(error), true),
    }
}

/// Reads one request for a list of differences as a file, and says how much was written or why not.
pub fn export() {
    let Some(request) = ask::<Export>() else { return };
    let outcome: Result<Exported> = request.and_then(|request| crate::export::export(&request));
    Output::default().tell(&outcome, true);
}

/// Reads one request for a list of payouts in its canonical form, does it, and says what happened.
pub fn freeze() {
    use ballast_spotcheck::wire::{Freeze, Message};
    let Some(request) = ask::<Freeze>() else { return };
    let output = Output::default();
    let progress = Progress::new({
        let output = output.clone();
        move |report| output.tell(&Message::Progress(crate::freeze::report(report)), false)
    });
    let outcome = request.and_then(|request| {
        let last = output.clone();
        guard(request.pool_bytes, request.work_folder.clone(), move |error| {
            last.tell(&Message::Failed(error), true);
        });
        crate::freeze::freeze(&request, &progress)
    });
    match outcome {
        Ok(frozen) => output.tell(&Message::Done(Box::new(frozen)), true),
        Err(error) => output.tell(&Message::Failed(error), true),
    }
}
