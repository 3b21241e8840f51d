//! Tables of other programs: where they come from and how they are written.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A file, or a pattern: `*` and `?` in its last part (the newest match), `{date}` for the day as
    /// `2026-11-21`, `{date:%Y%m%d}` for another form.
    File {
        path: PathBuf,
        kind: FileKind,
    },
    Sqlite {
        path: PathBuf,
        query: String,
    },
    /// A connection string with its password.
    Postgres {
        connection: String,
        query: String,
    },
    Http {
        url: String,
        kind: FileKind,
    },
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Comma, semicolon, tab or pipe: detected.
    Csv,
    /// A list of objects.
    Json,
    JsonLines,
    Parquet,
    /// The first sheet, unless the format names one.
    Xlsx,
}

/// What is declared about a file; what is not is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Format {
    pub delimiter: Option<char>,
    pub encoding: Option<String>,
    /// The sign before the decimals, and the one between thousands: `,` and `.`.
    pub decimal: Option<char>,
    pub thousands: Option<char>,
    /// How dates are written, in the words of strftime: `%d.%m.%Y`. Read as `2026-11-21`.
    pub date: Option<String>,
    /// The name of a sheet, or of the list in a JSON document as a path: `data.rows`.
    pub part: Option<String>,
}

/// A table and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub source: Source,
    #[serde(default)]
    pub format: Format,
}
