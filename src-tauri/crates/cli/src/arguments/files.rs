//! The words of a comparison of two files on the spot.

use ballast_engine::contract::{FileForm, FileKind};

use super::{amount, pair, ratio};

pub(super) const ABOUT: &str = "\
Compare two files on the spot, row by row and cell by cell. Needs no workspace, and leaves nothing behind.

    ballast compare files old.csv new.xlsx --key customer,month --tolerance 0.01

How a file is written is found out and shown: its kind by the end of its name, encoding and the sign between \
fields by looking. Where that goes wrong, say it with --format, --part, --encoding and the like: for both \
files (--encoding windows-1252), or for one (--encoding new=windows-1252).

Exit codes: 0 the same, 1 they differ, 2 a wrong call or no such file, 3 could not tell: a file is not whole.";

#[derive(Debug, clap::Args)]
pub(crate) struct FilesArguments {
    /// The old file: csv, tsv, json, jsonl, parquet or xlsx
    pub old: String,
    /// The new file, of the same kind or another
    pub new: String,
    /// The columns that together name a row
    #[arg(long, value_name = "COLUMN[,COLUMN…]", value_parser = columns, required = true)]
    key: Vec<Columns>,
    /// A column with another name in the new file; several times
    #[arg(long, value_name = "OLD=NEW", value_parser = pair)]
    pub rename: Vec<(String, String)>,
    /// Columns that are not compared
    #[arg(long, value_name = "COLUMN[,COLUMN…]", value_parser = columns)]
    ignore: Vec<Columns>,
    /// Decimals may differ by this much, such as 0.01
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    pub tolerance: Option<String>,
    /// Decimals may differ by this share of the larger one, such as 0.1%
    #[arg(long, value_name = "PERCENT", value_parser = ratio)]
    pub relative: Option<String>,
    /// What does not count: trim (white space at the ends), case, unicode (forms), empty (as null)
    #[arg(long, value_name = "WORD[,WORD…]", value_delimiter = ',', value_parser = even)]
    pub even: Vec<String>,
    /// What a file is, whatever its name says: csv (tsv too), json, jsonl, parquet or xlsx
    #[arg(long, value_name = "[old=|new=]KIND", value_parser = sided::<FileKind>)]
    format: Vec<Sided<FileKind>>,
    /// The sheet of a workbook, or the list in a JSON document as a path such as data.rows
    #[arg(long, value_name = "[old=|new=]NAME", value_parser = sided::<String>)]
    part: Vec<Sided<String>>,
    /// utf-8, utf-16le, utf-16be, windows-1252, iso-8859-15, or another of the web's names
    #[arg(long, value_name = "[old=|new=]NAME", value_parser = sided::<String>)]
    encoding: Vec<Sided<String>>,
    /// The sign between fields; tab for that one
    #[arg(long, value_name = "[old=|new=]SIGN", value_parser = sided::<char>)]
    delimiter: Vec<Sided<char>>,
    /// The sign before the decimals of a number
    #[arg(long, value_name = "[old=|new=]SIGN", value_parser = sided::<char>)]
    decimal: Vec<Sided<char>>,
    /// The sign between the thousands of a number
    #[arg(long, value_name = "[old=|new=]SIGN", value_parser = sided::<char>)]
    thousands: Vec<Sided<char>>,
    /// How dates are written, such as %d.%m.%Y
    #[arg(long, value_name = "[old=|new=]FORM", value_parser = sided::<String>)]
    date: Vec<Sided<String>>,
    /// Write every difference into a file: .csv, .parquet or .html
    #[arg(long, value_name = "FILE")]
    pub export: Option<String>,
}

impl FilesArguments {
    pub(crate) fn key(&self) -> Vec<String> {
        self.key.iter().flat_map(|Columns(names)| names.clone()).collect()
    }

    pub(crate) fn ignore(&self) -> Vec<String> {
        self.ignore.iter().flat_map(|Columns(names)| names.clone()).collect()
    }

    /// How one of the files is written, as far as it was said.
    pub(crate) fn form(&self, is_new: bool) -> Option<FileForm> {
        let form = FileForm {
            kind: of(&self.format, is_new),
            part: of(&self.part, is_new),
            encoding: of(&self.encoding, is_new),
            delimiter: of(&self.delimiter, is_new),
            decimal: of(&self.decimal, is_new),
            thousands: of(&self.thousands, is_new),
            date: of(&self.date, is_new),
        };
        (form != FileForm::default()).then_some(form)
    }
}

/// Names of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Columns(Vec<String>);

/// `a,b` or `a, b`. A name alone is taken as it is: some begin or end with a blank.
fn columns(text: &str) -> Result<Columns, String> {
    let names: Vec<String> = if text.contains(',') {
        text.split(',').map(|name| name.trim().to_owned()).collect()
    } else {
        vec![text.to_owned()]
    };
    if names.iter().any(String::is_empty) { Err("a,b".to_owned()) } else { Ok(Columns(names)) }
}

fn even(text: &str) -> Result<String, String> {
    const WORDS: [&str; 4] = ["trim", "case", "unicode", "empty"];
    let word = text.trim();
    WORDS.contains(&word).then(|| word.to_owned()).ok_or_else(|| format!("one of {}", WORDS.join(", ")))
}

/// Said of one file, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sided<T> {
    is_new: Option<bool>,
    value: T,
}

/// What was said of a file: of it alone before what was said of both, and the last word counts.
fn of<T: Clone>(said: &[Sided<T>], is_new: bool) -> Option<T> {
    let find = |wanted: Option<bool>| said.iter().rev().find(|said| said.is_new == wanted);
    find(Some(is_new)).or_else(|| find(None)).map(|said| said.value.clone())
}

/// What can be said of a file.
trait Sayable: Sized {
    fn read(text: &str) -> Result<Self, String>;
}

impl Sayable for String {
    fn read(text: &str) -> Result<Self, String> {
        Some(text.to_owned()).filter(|text| !text.is_empty()).ok_or_else(|| "a name".to_owned())
    }
}

impl Sayable for char {
    fn read(text: &str) -> Result<Self, String> {
        let mut signs = text.chars();
        match (text, signs.next(), signs.next()) {
            ("tab" | "\\t", ..) => Ok('\t'),
            (_, Some(sign), None) => Ok(sign),
            _ => Err("one sign, or tab".to_owned()),
        }
    }
}

impl Sayable for FileKind {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "csv" | "tsv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::JsonLines),
            "parquet" => Ok(Self::Parquet),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err("one of csv, tsv, json, jsonl, parquet, xlsx".to_owned()),
        }
    }
}

fn sided<T: Sayable>(text: &str) -> Result<Sided<T>, String> {
    let (is_new, value) = match (text.strip_prefix("old="), text.strip_prefix("new=")) {
        (Some(value), _) => (Some(false), value),
        (_, Some(value)) => (Some(true), value),
        _ => (None, text),
    };
    Ok(Sided { is_new, value: T::read(value)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_may_have_blanks_between_them() {
        let names = |text: &str| columns(text).map(|Columns(names)| names);
        assert_eq!(names("a, b,c ").unwrap(), ["a", "b", "c"]);
        assert_eq!(names(" a").unwrap(), [" a"], "alone it is taken as it is");
        assert!(names("a,,b").is_err() && names("").is_err() && names("a, ").is_err());
    }

    #[test]
    fn what_is_said_of_one_file_goes_before_what_is_said_of_both() {
        let said: Vec<Sided<char>> =
            ["tab", "new=;", "=", "old=|"].iter().map(|text| sided(text).unwrap()).collect();
        assert_eq!((of(&said, false), of(&said, true)), (Some('|'), Some(';')));
        assert_eq!(of(&said[..1], false), Some('\t'));
        assert_eq!(of(&said[1..2], false), None);
        assert!(sided::<char>("ab").is_err() && sided::<char>("old=").is_err());
        assert!(sided::<FileKind>("doc").is_err());
    }
}
