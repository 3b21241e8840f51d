//! Fetching a secret at the moment it is needed. It goes to the worker or the server and nowhere else.

use std::fmt;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ballast_core::limits::{SECRET_BYTES_MAX, SECRET_COMMAND_RUNTIME};
use ballast_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use crate::keyring::{keyring_answers, put, remove};

/// Where a secret is, never the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretRef {
    Env(String),
    File(PathBuf),
    /// A program and its arguments, which prints it.
    Command(Vec<String>),
    /// The account under the service `ballast` of the desktop's keyring.
    Keyring(String),
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "${name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            // Not its arguments: there are people who put a password there.
            Self::Command(words) => f.write_str(words.first().map_or("command", String::as_str)),
            Self::Keyring(name) => f.write_str(name),
        }
    }
}

/// A secret in memory: overwritten when it is dropped, and never in a debug print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// For the one call that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

pub(crate) fn unavailable(what: impl ToString) -> Error {
    Error::new(Code::SecretUnavailable).with("what", what)
}

/// The secret, without the line end that editors add. A few seconds at most; a command may take 30.
///
/// Errors: `secret_unavailable` with `what`, where it was looked for, and a reason: `readable_by_others`,
/// `too_long`, `empty`, `failed`, `timed_out`, `no_keyring`, `locked`, `not_in_keyring`.
pub fn fetch(secret: &SecretRef) -> Result<Secret> {
    let bytes = match secret {
        SecretRef::Env(name) => {
            Zeroizing::new(std::env::var(name).map_err(|_| unavailable(secret))?.into_bytes())
        }
        SecretRef::File(path) => file(path)?,
        SecretRef::Command(words) => command(words, secret)?,
        SecretRef::Keyring(name) => crate::keyring::get(name)?,
    };
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > SECRET_BYTES_MAX {
        return Err(unavailable(secret).with("reason", "too_long"));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| unavailable(secret).because(&error))?;
    let text = text.trim_end_matches(['\n', '\r']);
    if text.is_empty() {
        return Err(unavailable(secret).with("reason", "empty"));
    }
    Ok(Secret::new(text.to_owned()))
}

fn file(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let shown = &path.display();
    let failed = |error: &std::io::Error| unavailable(shown).because(error);
    // A pipe without a writer would hold the opening for ever; the kind is looked at first.
    let meta = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if !meta.is_file() {
        return Err(unavailable(shown).with("reason", "not_a_file"));
    }
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(unavailable(shown).with("reason", "readable_by_others"));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let opened = std::fs::File::open(path).map_err(|error| failed(&error))?;
    opened.take(SECRET_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(bytes)
}

fn command(words: &[String], shown: &SecretRef) -> Result<Zeroizing<Vec<u8>>> {
    use crate::child::{Keep, Task, run};
    let keep = Keep::Head(usize::try_from(SECRET_BYTES_MAX).unwrap_or(usize::MAX - 1));
    let limit = std::time::Duration::from_secs(SECRET_COMMAND_RUNTIME.seconds());
    let task = Task { words, folder: None, environment: &[], input: &[], limit, keep };
    let ended = run(&task).map_err(|error| Error { causes: error.causes, ..unavailable(shown) })?;
    let output = Zeroizing::new(ended.output);
    match ended.status {
        Some(status) if status.success() => Ok(output),
        Some(_) => Err(unavailable(shown).with("reason", "failed")),
        None => Err(unavailable(shown).with("reason", "timed_out")),
    }
}
