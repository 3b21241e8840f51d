//! A list of differences as a file for people: CSV, Parquet, or a page that needs nothing else.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use ballast_compare::wire::{Export, ExportFormat, Exported};
use ballast_core::limits::{DIFFERENCES_PAGE_MAX, EXPORT_HTML_ROWS_MAX};
use ballast_core::{Code, Error, Result};
use ballast_store::differences::{Difference, Filter, Reader};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

/// What stands in place of a value that is not shown; nothing of it can be told.
const MASK: &str = "•••";
const PARQUET_ROWS: usize = 8192;

/// A name in the old table, and in the new one where it is another.
type Named = (String, Option<String>);
type Line = Vec<Option<String>>;

pub fn export(request: &Export) -> Result<Exported> {
    let list = Reader::open(&request.differences)?;
    let meta = list.meta()?;
    let table = Table::new(request, &meta);
    let total = number(&meta, "total");
    let mut part = request.to.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let io = |error: std::io::Error| Error::io(&request.to, &error);
    let file = File::create(&part).map_err(io)?;
    let written = table.write(request, &list, file, total);
    let rows = match written {
        Ok(rows) => rows,
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    std::fs::rename(&part, &request.to).map_err(io)?;
    let bytes = std::fs::metadata(&request.to).map_err(io)?.len();
    Ok(Exported { rows, bytes, left_out: total.saturating_sub(rows) })
}

fn number(meta: &BTreeMap<String, String>, name: &str) -> u64 {
    meta.get(name).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The columns of the file, and what each difference looks like in it.
struct Table<'a> {
    request: &'a Export,
    key: Vec<Named>,
    columns: Vec<Named>,
    context: Vec<String>,
    /// All columns of both tables, for rows that stand alone.
    old: Vec<String>,
    new: Vec<String>,
    masked: BTreeSet<&'a str>,
}

impl<'a> Table<'a> {
    fn new(request: &'a Export, meta: &BTreeMap<String, String>) -> Self {
        fn read<T: serde::de::DeserializeOwned + Default>(meta: &BTreeMap<String, String>, name: &str) -> T {
            meta.get(name).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        }
        let key: Vec<Named> = read(meta, "key");
        let columns: Vec<Named> = read(meta, "columns");
        let masked: BTreeSet<&str> = request.masked.iter().map(String::as_str).collect();
        let (old, new) = (read(meta, "columns_old"), read(meta, "columns_new"));
        Self { request, key, columns, context: read(meta, "context"), old, new, masked }
    }

    fn word(&self, word: &str) -> String {
        self.request.words.get(word).cloned().unwrap_or_else(|| word.to_owned())
    }

    fn is_masked(&self, name: &str) -> bool {
        let named = self.key.iter().chain(&self.columns);
        let mut names = named.filter(|(old, new)| old == name || new.as_deref() == Some(name));
        let is_asked = |name: &str| self.masked.contains(name);
        is_asked(name) || names.any(|(old, new)| is_asked(old) || new.as_deref().is_some_and(is_asked))
    }

    fn header(&self) -> Vec<String> {
        let mut header: Vec<String> = self.key.iter().map(|(name, _)| name.clone()).collect();
        header.extend(["column", "outcome", "shape", "old", "new"].map(|word| self.word(word)));
        header.extend(self.context.iter().cloned());
        header
    }

    fn masked_row(row: Option<&String>, mask: &[bool]) -> Option<String> {
        let mut cells: Vec<serde_json::Value> = serde_json::from_str(row?).ok()?;
        for (cell, masked) in cells.iter_mut().zip(mask) {
            if *masked && !cell.is_null() {
                *cell = MASK.into();
            }
        }
        serde_json::to_string(&cells).ok()
    }

    /// Which columns are masked, looked up once.
    fn masks(&self) -> Masks {
        let masks =
            |names: &mut dyn Iterator<Item = &String>| names.map(|name| self.is_masked(name)).collect();
        Masks {
            key: masks(&mut self.key.iter().map(|(name, _)| name)),
            columns: masks(&mut self.columns.iter().map(|(name, _)| name)),
            context: masks(&mut self.context.iter()),
            old: masks(&mut self.old.iter()),
            new: masks(&mut self.new.iter()),
        }
    }

    fn line(&self, difference: &Difference, masks: &Masks) -> Line {
        let shown = |cell: &Option<String>, masked: bool| match cell {
            Some(_) if masked => Some(MASK.to_owned()),
            cell => cell.clone(),
        };
        let mut line: Line = self
            .key
            .iter()
            .enumerate()
            .map(|(at, _)| difference.key.get(at).and_then(|cell| shown(cell, masks.key[at])))
            .collect();
        let column = difference.column.and_then(|column| self.columns.get(column as usize));
        line.push(column.map(|(name, _)| name.clone()));
        line.push(Some(self.word(&difference.outcome)));
        line.push(Some(self.word(&difference.shape)));
        if let Some(column) = difference.column {
            let masked = masks.columns.get(column as usize).copied().unwrap_or(true);
            line.push(shown(&difference.old, masked));
            line.push(shown(&difference.new, masked));
        } else if masks.any() {
            line.push(Self::masked_row(difference.old.as_ref(), &masks.old));
            line.push(Self::masked_row(difference.new.as_ref(), &masks.new));
        } else {
            line.push(difference.old.clone());
            line.push(difference.new.clone());
        }
        for (at, _) in self.context.iter().enumerate() {
            line.push(difference.context.get(at).and_then(|cell| shown(cell, masks.context[at])));
        }
        line
    }

    fn write(&self, request: &Export, list: &Reader, file: File, total: u64) -> Result<u64> {
        let file = BufWriter::new(file);
        let rows_max = if request.format == ExportFormat::Html { EXPORT_HTML_ROWS_MAX } else { u64::MAX };
        let mut sheet: Box<dyn Sheet> = match request.format {
            ExportFormat::Csv => Box::new(Csv::begin(file, &self.header())?),
            ExportFormat::Parquet => Box::new(Columns::begin(file, &self.header())?),
            ExportFormat::Html => Box::new(Page::begin(file, &request.title, &self.header(), total)?),
        };
        let masks = self.masks();
        let mut filter = Filter::default();
        let mut rows = 0;
        while rows < rows_max {
            let page = list.page(&filter, 0, DIFFERENCES_PAGE_MAX)?;
            let Some(last) = page.last() else { break };
            filter.after = last.id;
            for difference in &page {
                sheet.line(self.line(difference, &masks))?;
                rows += 1;
            }
        }
        sheet.end()?;
        Ok(rows)
    }
}

struct Masks {
    key: Vec<bool>,
    columns: Vec<bool>,
    context: Vec<bool>,
    old: Vec<bool>,
    new: Vec<bool>,
}

impl Masks {
    fn any(&self) -> bool {
        self.old.iter().chain(&self.new).any(|masked| *masked)
    }
}

/// One kind of file.
trait Sheet {
    fn line(&mut self, line: Line) -> Result<()>;
    fn end(self: Box<Self>) -> Result<()>;
}

fn failed(error: &(dyn std::error::Error + 'static)) -> Error {
    let io = error.downcast_ref::<std::io::Error>();
    match io.or_else(|| error.source().and_then(|cause| cause.downcast_ref())) {
        Some(io) => Error::io(Path::new(""), io),
        None => Error::new(Code::Io).because(error),
    }
}

/// A cell that a spreadsheet would take for a formula is a text there; a number stays one.
fn defused(cell: &str) -> Cow<'_, str> {
    let is_number = || {
        let digits = cell.trim_start_matches(['+', '-']);
        digits.starts_with(|sign: char| sign.is_ascii_digit()) && cell.parse::<f64>().is_ok()
    };
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number() {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

struct Csv(csv::Writer<BufWriter<File>>);

impl Csv {
    fn begin(mut file: BufWriter<File>, header: &[String]) -> Result<Self> {
        // Spreadsheets take a file without the mark for one of their own code pages.
        file.write_all("\u{feff}".as_bytes()).map_err(|error| failed(&error))?;
        let mut writer = csv::Writer::from_writer(file);
        writer
            .write_record(header.iter().map(|name| defused(name).into_owned()))
            .map_err(|error| failed(&error))?;
        Ok(Self(writer))
    }
}

impl Sheet for Csv {
    fn line(&mut self, line: Line) -> Result<()> {
        let cells = line.iter().map(|cell| defused(cell.as_deref().unwrap_or_default()));
        self.0.write_record(cells.map(Cow::into_owned)).map_err(|error| failed(&error))
    }

    fn end(mut self: Box<Self>) -> Result<()> {
        self.0.flush().map_err(|error| failed(&error))
    }
}

struct Columns {
    writer: ArrowWriter<BufWriter<File>>,
    schema: Arc<Schema>,
    lines: Vec<Line>,
}

impl Columns {
    fn begin(file: BufWriter<File>, header: &[String]) -> Result<Self> {
        let fields: Vec<Field> = header.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(PARQUET_ROWS * 16))
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
            .map_err(|error| failed(&error))?;
        Ok(Self { writer, schema, lines: Vec::new() })
    }

    fn flush(&mut self) -> Result<()> {
        let column = |at: usize| -> ArrayRef {
            Arc::new(self.lines.iter().map(|line| line.get(at).cloned().flatten()).collect::<StringArray>())
        };
        let columns = (0..self.schema.fields().len()).map(column).collect();
        let batch =
            RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(|error| failed(&error))?;
        self.lines.clear();
        self.writer.write(&batch).map_err(|error| failed(&error))
    }
}

impl Sheet for Columns {
    fn line(&mut self, line: Line) -> Result<()> {
        self.lines.push(line);
        if self.lines.len() >= PARQUET_ROWS { self.flush() } else { Ok(()) }
    }

    fn end(mut self: Box<Self>) -> Result<()> {
        self.flush()?;
        self.writer.close().map(drop).map_err(|error| failed(&error))
    }
}

struct Page(BufWriter<File>);

const STYLE: &str = "body{font:14px system-ui,sans-serif;margin:2rem;color:#1b1b1b;background:#fff}\
table{border-collapse:collapse}th,td{border:1px solid #c8c8c8;padding:.25rem .5rem;text-align:left;\
vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}th{background:#f0f0f0;position:sticky;top:0}\
td.null{background:repeating-linear-gradient(45deg,#f4f4f4 0 4px,#fff 4px 8px)}";

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}

impl Page {
    fn begin(mut file: BufWriter<File>, title: &str, header: &[String], total: u64) -> Result<Self> {
        let title = escaped(title);
        let mut text = format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\
             <body><h1>{title}</h1><p>{} / {total}</p><table><thead><tr>",
            total.min(EXPORT_HTML_ROWS_MAX)
        );
        for name in header {
            let _ = write!(text, "<th scope=\"col\">{}</th>", escaped(name));
        }
        text.push_str("</tr></thead><tbody>\n");
        file.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
        Ok(Self(file))
    }
}

impl Sheet for Page {
    fn line(&mut self, line: Line) -> Result<()> {
        let mut text = String::from("<tr>");
        for cell in line {
            let _ = match cell {
                Some(cell) => write!(text, "<td>{}</td>", escaped(&cell)),
                None => write!(text, "<td class=\"null\"></td>"),
            };
        }
        text.push_str("</tr>\n");
        self.0.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }

    fn end(mut self: Box<Self>) -> Result<()> {
        self.0
            .write_all(b"</tbody></table></body></html>\n")
            .and_then(|()| self.0.flush())
            .map_err(|error| failed(&error))
    }
}
