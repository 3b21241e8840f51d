//! One side, read to its end into a scratch file, and what is learned of it on the way.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{BinaryBuilder, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::ipc::writer::FileWriter;
use ballast_compare::wire::ColumnProfile;
use ballast_compare::{KeyText, Spec};
use ballast_core::limits::{COMPARE_BATCH_BYTES_MAX, COMPARE_BATCH_ROWS_MAX};
use ballast_core::{Code, Error, Result};
use ballast_inputs::tables::{Cell, Sink};

use crate::key::Keys;
use crate::profile::Profiler;
use crate::row::Packer;
use crate::session::from_engine;
use crate::table::Rows;

/// How a side is taken in.
#[derive(Clone, Debug)]
pub struct Taking {
    pub path: PathBuf,
    /// The columns whose order is watched, so that rows that come sorted need no sorting: found by name, and
    /// only worth something if the plan names the same.
    pub spec: Spec,
    pub is_new: bool,
    pub seek_unique: bool,
    pub batch_bytes: usize,
}

/// Scratch batches are small beside the pool of the engine.
#[must_use]
pub fn batch_bytes(pool: u64) -> usize {
    usize::try_from(pool / 128).unwrap_or(usize::MAX).clamp(16 << 10, COMPARE_BATCH_BYTES_MAX)
}

/// A side that was read.
#[derive(Clone, Debug)]
pub struct Taken {
    pub rows: Rows,
    pub names: Vec<String>,
    pub profiles: Vec<ColumnProfile>,
    /// Columns with few different values.
    pub categories: Vec<usize>,
    /// The columns by which the rows came in ascending order, if they did.
    pub sorted_by: Option<Vec<usize>>,
}

fn scratch_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![Field::new("row", DataType::Binary, false)]))
}

/// Takes rows in.
pub struct Ingest {
    taking: Taking,
    writer: Option<FileWriter<BufWriter<File>>>,
    builder: BinaryBuilder,
    pending_rows: usize,
    pending_bytes: usize,
    packer: Packer,
    names: Vec<String>,
    profiler: Profiler,
    order: Option<Order>,
    rows: u64,
    bytes: u64,
    batches: usize,
}

/// Watches whether keys ascend, and stops at the first that does not.
struct Order {
    columns: Vec<usize>,
    keys: Keys,
    last: Vec<u8>,
    next: Vec<u8>,
}

impl Ingest {
    pub fn new(taking: Taking) -> Result<Self> {
        let open = || {
            let file = File::create(&taking.path)?;
            Ok(FileWriter::try_new(BufWriter::with_capacity(256 << 10, file), &scratch_schema())?)
        };
        let writer = open().map_err(|error| from_engine(&error))?;
        Ok(Self {
            writer: Some(writer),
            builder: BinaryBuilder::new(),
            pending_rows: 0,
            pending_bytes: 0,
            packer: Packer::default(),
            names: Vec::new(),
            profiler: Profiler::new(0, false),
            order: None,
            rows: 0,
            bytes: 0,
            batches: 0,
            taking,
        })
    }

    fn flush(&mut self) -> Result<()> {
        if self.pending_rows == 0 {
            return Ok(());
        }
        (self.pending_rows, self.pending_bytes) = (0, 0);
        self.batches += 1;
        let column = Arc::new(self.builder.finish());
        let Some(writer) = &mut self.writer else { return Err(Error::new(Code::Internal)) };
        RecordBatch::try_new(scratch_schema(), vec![column])
            .and_then(|batch| writer.write(&batch))
            .map_err(|error| from_engine(&error.into()))
    }

    pub fn push<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>> + Clone) -> Result<()> {
        self.profiler.row(cells.clone());
        let row = self.packer.pack(self.rows, cells);
        if self.pending_rows > 0 && self.pending_bytes + row.len() > self.taking.batch_bytes {
            self.flush()?;
        }
        let row = self.packer.packed();
        if let Some(order) = &mut self.order
            && !order.ascends(row, self.names.len())?
        {
            self.order = None;
        }
        self.builder.append_value(row);
        self.rows += 1;
        self.bytes += row.len() as u64;
        self.pending_rows += 1;
        self.pending_bytes += row.len();
        if self.pending_rows >= COMPARE_BATCH_ROWS_MAX {
            self.flush()?;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Taken> {
        self.flush()?;
        if let Some(mut writer) = self.writer.take() {
            writer.finish().map_err(|error| from_engine(&error.into()))?;
        }
        let profiles = self.profiler.profiles(&self.names);
        Ok(Taken {
            rows: Rows {
                path: self.taking.path,
                columns: self.names.len(),
                rows: self.rows,
                bytes: self.bytes,
                batches: self.batches,
            },
            categories: self.profiler.categories(),
            profiles,
            sorted_by: self.order.map(|order| order.columns),
            names: self.names,
        })
    }
}

impl Sink for Ingest {
    fn columns(&mut self, names: &[String]) -> Result<()> {
        self.names = names.to_vec();
        self.profiler = Profiler::new(names.len(), self.taking.seek_unique);
        self.order = Order::watch(&self.taking, names)?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if cells.len() != self.names.len() {
            return Err(Error::new(Code::Internal).with("what", "row_width"));
        }
        self.push(cells.iter().map(|cell| match cell {
            Cell::Null => None,
            Cell::Text(text) => Some(*text),
        }))
    }
}

/// A column's name without what people and systems write differently.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Order {
    fn watch(taking: &Taking, names: &[String]) -> Result<Option<Self>> {
        let spec = &taking.spec;
        let place = |name: &String| {
            let name = if taking.is_new { spec.rename.get(name).unwrap_or(name) } else { name };
            let exact = names.iter().position(|other| other == name);
            exact.or_else(|| names.iter().position(|other| plain(other) == plain(name)))
        };
        let columns: Option<Vec<usize>> = spec.key.iter().map(place).collect();
        let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return Ok(None) };
        let text = KeyText::new(&spec.normalise)?;
        let keys = Keys::new(&columns, text, spec.normalise.empty_is_null);
        Ok(Some(Self { columns, keys, last: Vec::new(), next: Vec::new() }))
    }

    fn ascends(&mut self, row: &[u8], columns: usize) -> Result<bool> {
        self.keys
            .write(row, columns, &mut self.next)
            .map_err(|error| Error::new(Code::Internal).because(&error))?;
        let ascends = self.last <= self.next;
        std::mem::swap(&mut self.last, &mut self.next);
        Ok(ascends)
    }
}

/// Where the scratch file of a side stands.
#[must_use]
pub fn scratch(work: &Path, name: &str) -> PathBuf {
    work.join(format!("{name}.arrow"))
}
