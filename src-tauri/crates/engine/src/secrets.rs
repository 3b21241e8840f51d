//! Fetching a secret at the moment it is needed. It goes to the worker and nowhere else.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ballast_core::limits::{SECRET_BYTES_MAX, SECRET_COMMAND_RUNTIME};
use ballast_core::{Code, Error, Result};

use crate::config::SecretRef;

fn unavailable(what: impl ToString) -> Error {
    Error::new(Code::SecretUnavailable).with("what", what)
}

/// The secret, without the line end that editors add.
pub fn fetch(secret: &SecretRef) -> Result<String> {
    let text = match secret {
        SecretRef::Env(name) => std::env::var(name).map_err(|_| unavailable(format!("${name}")))?,
        SecretRef::File(path) => {
            let shown = &path.display();
            let meta = std::fs::metadata(path).map_err(|error| unavailable(shown).because(&error))?;
            if meta.permissions().mode() & 0o077 != 0 {
                return Err(unavailable(shown).with("reason", "readable_by_others"));
            }
            if meta.len() > SECRET_BYTES_MAX {
                return Err(unavailable(shown).with("reason", "too_long"));
            }
            std::fs::read_to_string(path).map_err(|error| unavailable(shown).because(&error))?
        }
        SecretRef::Command(words) => run(words)?,
    };
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if text.is_empty() {
        let what = match secret {
            SecretRef::Env(name) => format!("${name}"),
            SecretRef::File(path) => path.display().to_string(),
            SecretRef::Command(words) => words.join(" "),
        };
        return Err(unavailable(what).with("reason", "empty"));
    }
    Ok(text)
}

fn run(words: &[String]) -> Result<String> {
    let (program, arguments) = words.split_first().ok_or_else(|| unavailable("command"))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| unavailable(program).because(&error))?;
    let mut output = child.stdout.take().ok_or_else(|| unavailable(program))?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.by_ref().take(SECRET_BYTES_MAX).read_to_string(&mut text).map(|_| text)
    });
    let deadline = Instant::now() + Duration::from_secs(SECRET_COMMAND_RUNTIME.seconds());
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break,
            Ok(Some(_)) | Err(_) => return Err(unavailable(program).with("reason", "failed")),
            Ok(None) if Instant::now() > deadline => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(unavailable(program).with("reason", "timed_out"));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    reader.join().ok().and_then(std::result::Result::ok).ok_or_else(|| unavailable(program))
}
