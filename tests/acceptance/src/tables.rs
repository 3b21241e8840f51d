//! Two tables to compare on the spot, in the ways that other programs write them.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use serde_json::Value;

use crate::files::{put, walk};
use crate::{Said, Workshop, of_kind};

/// A folder without a workspace, and a folder of its own for what the program puts aside meanwhile.
pub struct Tables {
    pub shop: Workshop,
}

impl Default for Tables {
    fn default() -> Self {
        Self::new()
    }
}

impl Tables {
    pub fn new() -> Self {
        let mut shop = Workshop::new();
        let aside = shop.at("aside");
        std::fs::create_dir(&aside).unwrap();
        shop.set("TMPDIR", aside.to_str().unwrap());
        Self { shop }
    }

    /// Both tables, as `old.csv` and `new.csv`.
    pub fn of(old: &str, new: &str) -> Self {
        let tables = Self::new();
        tables.put("old.csv", old);
        tables.put("new.csv", new);
        tables
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.shop.at(name);
        put(&path, bytes.as_ref());
        path
    }

    /// Compares `old.csv` with `new.csv`.
    #[track_caller]
    pub fn differ(&self, flags: &[&str]) -> Said {
        self.compare("old.csv", "new.csv", flags)
    }

    /// Compares two files by the column `id`, or by the key in the flags. Whatever comes out, it must be
    /// told as the contract says, every cell is counted once, and nothing is left behind.
    #[track_caller]
    pub fn compare(&self, old: &str, new: &str, flags: &[&str]) -> Said {
        let mut call = vec!["compare", "files", old, new];
        if !flags.contains(&"--key") {
            call.extend(["--key", "id"]);
        }
        call.extend(flags);
        let said = self.shop.run(call);
        self.nothing_is_left(&said);
        let document = said.json();
        if document.get("error").is_none() {
            is_told_whole(&said, &document);
        }
        said
    }

    #[track_caller]
    pub fn nothing_is_left(&self, said: &Said) {
        let aside = walk(&self.shop.at("aside"));
        assert!(aside.is_empty(), "it left {aside:?} behind\n{said}");
        assert!(!self.shop.workspace().exists(), "it made a workspace\n{said}");
    }
}

#[track_caller]
fn is_told_whole(said: &Said, document: &Value) {
    for field in ["control", "run", "evidence"] {
        assert!(document.get(field).is_some_and(Value::is_null), "{field} is not null\n{said}");
    }
    let code = match document["verdict"].as_str() {
        Some("passed") => 0,
        Some("failed" | "anomaly") => 1,
        Some("inconclusive") => 3,
        other => panic!("{other:?} is no verdict\n{said}"),
    };
    assert_eq!(said.code, code, "the exit code of this verdict\n{said}");
    for finding in document["findings"].as_array().unwrap() {
        for field in ["kind", "severity", "detail", "hint"] {
            let text = finding[field].as_str().unwrap_or_default();
            assert!(!text.trim().is_empty(), "a finding without {field}: {finding:#}");
        }
    }
    let figures = &document["figures"];
    if code == 3 {
        // What was not read whole has no differences, not even none.
        assert!(figures.get("changed").is_none() && figures.get("cells").is_none(), "{figures:#}");
    } else {
        adds_up(figures);
    }
}

/// Every cell of every row ended in exactly one way.
#[track_caller]
pub fn adds_up(figures: &Value) {
    let count = |name: &str| figures[name].as_u64().unwrap_or_else(|| panic!("no {name} in {figures:#}"));
    let sum = |cells: &Value| cells.as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
    let lone = count("only_old") + count("only_new");
    let twice = count("duplicate_old") + count("duplicate_new");
    let rows = count("matched") + lone + twice;
    assert_eq!(count("rows_old"), count("matched") + count("only_old") + count("duplicate_old"));
    assert_eq!(count("rows_new"), count("matched") + count("only_new") + count("duplicate_new"));
    let columns = figures["by_column"].as_array().unwrap();
    assert_eq!(sum(&figures["cells"]), rows * columns.len() as u64, "rows × columns in {figures:#}");
    for column in columns {
        assert_eq!(sum(&column["cells"]), rows, "the cells of {column:#}");
    }
}

/// The kinds of all findings but notes, in the order they are told.
pub fn kinds(document: &Value) -> Vec<&str> {
    let all = document["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let loud = all.iter().filter(|finding| finding["severity"] != "note");
    loud.filter_map(|finding| finding["kind"].as_str()).collect()
}

/// The one finding of a kind.
#[track_caller]
pub fn only<'a>(document: &'a Value, kind: &str) -> &'a Value {
    let found = of_kind(document, kind);
    assert_eq!(found.len(), 1, "findings of kind {kind} in {document:#}");
    found[0]
}

/// Rows of texts as a table, cells as they are.
pub fn lines(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    rows.into_iter().fold(format!("{header}\n"), |text, row| text + &row + "\n")
}

/// Text as UTF-16 with its mark.
pub fn utf16(text: &str, is_big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// Text as Western European Windows writes it; of what is not Latin-1, the euro sign and the long dash.
pub fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        '€' => 0x80,
        '–' => 0x96,
        _ => u8::try_from(u32::from(letter)).unwrap(),
    };
    text.chars().map(byte).collect()
}

const SHEET_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet; `sheet` writes what is between its tags of data.
pub fn workbook(sheet: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let of_package = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let of_book = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let parts = [
        ("[Content_Types].xml", SHEET_TYPES.to_owned()),
        ("_rels/.rels", of_package),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", of_book),
    ];
    for (name, text) in parts {
        out.start_file(name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.start_file("xl/worksheets/sheet1.xml", options.large_file(true)).unwrap();
    write!(out, r#"<worksheet xmlns="{MAIN}"><sheetData>"#).unwrap();
    sheet(&mut out);
    write!(out, "</sheetData></worksheet>").unwrap();
    out.finish().unwrap().into_inner()
}

/// A workbook of rows of cells: numbers where they read as such, else texts.
pub fn workbook_of(rows: &[&[&str]]) -> Vec<u8> {
    workbook(|sheet| {
        for (number, row) in (1..).zip(rows) {
            write!(sheet, r#"<row r="{number}">"#).unwrap();
            for (column, cell) in ('A'..).zip(*row) {
                let place = format!("{column}{number}");
                if cell.parse::<f64>().is_ok() {
                    write!(sheet, r#"<c r="{place}"><v>{cell}</v></c>"#).unwrap();
                } else {
                    write!(sheet, r#"<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>"#).unwrap();
                }
            }
            write!(sheet, "</row>").unwrap();
        }
    })
}
