//! Errors with a closed code. Sentences are made at the edge from the code and its parameters.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($code:ident = $name:literal : $exit:literal,)*) => {
        /// What went wrong. People and programs branch on this, never on the text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($code,)* }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// 2: the call or a file is wrong; 3: inconclusive.
            #[must_use]
            pub fn exit_code(self) -> u8 {
                match self { $(Self::$code => $exit,)* }
            }
        }
    };
}

codes! {
    InvalidCall = "invalid_call": 2,
    InvalidFile = "invalid_file": 2,
    OlderRevision = "older_revision": 2,
    NotSupported = "not_supported": 2,
    UnknownId = "unknown_id": 2,
    NoWorkspace = "no_workspace": 2,
    TargetNotEmpty = "target_not_empty": 2,
    WorkspaceNewer = "workspace_newer": 3,
    WorkspaceReadOnly = "workspace_read_only": 3,
    WorkspaceDamaged = "workspace_damaged": 3,
    WorkspaceOnNetwork = "workspace_on_network": 3,
    DiskFull = "disk_full": 3,
    Busy = "busy": 3,
    SecretUnavailable = "secret_unavailable": 3,
    RepositoryMissing = "repository_missing": 3,
    RepositoryForeign = "repository_foreign": 2,
    RepositoryUnreadable = "repository_unreadable": 3,
    LocationAbsent = "location_absent": 3,
    WrongPassword = "wrong_password": 3,
    SourceMissing = "source_missing": 3,
    SourceUnreadable = "source_unreadable": 3,
    NoSnapshot = "no_snapshot": 3,
    TimedOut = "timed_out": 3,
    Cancelled = "cancelled": 3,
    Interrupted = "interrupted": 3,
    WorkerFailed = "worker_failed": 3,
    ProgramMissing = "program_missing": 3,
    NotAllowed = "not_allowed": 2,
    NotYet = "not_yet": 1,
    NothingYet = "nothing_yet": 3,
    Unreachable = "unreachable": 3,
    NoAnswer = "no_answer": 3,
    Refused = "refused": 3,
    CertificateRefused = "certificate_refused": 3,
    LoginRefused = "login_refused": 3,
    CommandFailed = "command_failed": 3,
    NoDesktop = "no_desktop": 3,
    Io = "io": 3,
    Internal = "internal": 3,
}

/// Where in a file something is wrong. Lines and columns count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
}

/// An error: its code, the values its sentence needs, where, what is allowed, and what caused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub code: Code,
    /// Values for the sentence, `what` among them where a file or call is wrong.
    pub params: BTreeMap<String, String>,
    pub place: Option<Place>,
    pub allowed: Vec<String>,
    /// The chain of causes, outermost first, as other libraries worded them.
    pub causes: Vec<String>,
}

impl Error {
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, params: BTreeMap::new(), place: None, allowed: Vec::new(), causes: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    #[must_use]
    pub fn allowed<T: ToString>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.allowed = allowed.into_iter().map(|item| item.to_string()).collect();
        self
    }

    /// Keeps the whole chain of a library's error.
    #[must_use]
    pub fn because(mut self, cause: &dyn std::error::Error) -> Self {
        let mut next = Some(cause);
        while let Some(error) = next {
            self.causes.push(error.to_string());
            next = error.source();
        }
        self
    }

    /// An error of reading or writing `path`; a full disk and a read-only place have codes of their own.
    #[must_use]
    pub fn io(path: impl AsRef<std::path::Path>, cause: &std::io::Error) -> Self {
        let code = match cause.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Code::DiskFull,
            _ => Code::Io,
        };
        Self::new(code).with("path", path.as_ref().display()).because(cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        for (name, value) in &self.params {
            write!(f, " {name}={value:?}")?;
        }
        for cause in &self.causes {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_name_is_the_serialised_name() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
