//! A side as the engine reads it: which share its key belongs to, the key, and the packed row.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, AsArray, BinaryBuilder, RecordBatch, UInt32Builder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::ipc::reader::FileReader;
use async_trait::async_trait;
use ballast_compare::{KeyText, Normalise};
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::expressions::Column;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::StreamExt;

use crate::key::{Keys, bucket};
use crate::merge::outside;
use crate::progress::Pace;

pub const BUCKET: usize = 0;
pub const KEY: usize = 1;
pub const ROW: usize = 2;

/// What both inputs of the comparison look like, wherever they come from.
#[must_use]
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        Arc::new(Schema::new(vec![
            Field::new("bucket", DataType::UInt32, false),
            Field::new("key", DataType::Binary, false),
            Field::new("row", DataType::Binary, false),
        ]))
    });
    Arc::clone(&SCHEMA)
}

/// The rows of a side, packed, in a scratch file.
#[derive(Clone, Debug)]
pub struct Rows {
    pub path: PathBuf,
    pub columns: usize,
    pub rows: u64,
    /// Of all packed rows together.
    pub bytes: u64,
    pub batches: usize,
}

impl Rows {
    /// Reads the scratch file from its beginning.
    pub fn read(&self) -> Result<FileReader<BufReader<File>>> {
        let file = File::open(&self.path)?;
        Ok(FileReader::try_new_buffered(file, None)?)
    }
}

/// A scratch file as a table of the engine, with the keys of one specification.
#[derive(Debug)]
pub struct Side {
    pub rows: Rows,
    /// Where the cells of the key stand.
    pub key: Vec<usize>,
    pub normalise: Normalise,
    /// The rows stand in the order of their keys already.
    pub sorted: bool,
    /// Into how many parts the file is read at the same time, where its order does not matter.
    pub parts: usize,
}

impl Side {
    fn keys(&self) -> Result<Keys> {
        let text = KeyText::new(&self.normalise).map_err(outside)?;
        Ok(Keys::new(&self.key, text, self.normalise.empty_is_null))
    }

    fn with_keys(keys: &mut Keys, columns: usize, batch: &RecordBatch) -> Result<RecordBatch> {
        let rows = batch.column(0).as_binary::<i32>();
        let mut key = Vec::new();
        let mut key_builder = BinaryBuilder::with_capacity(rows.len(), rows.len() * 24);
        let mut buckets = UInt32Builder::with_capacity(rows.len());
        for row in rows {
            let length = keys.write(row.unwrap_or_default(), columns, &mut key)?;
            buckets.append_value(bucket(&key[..length]));
            key_builder.append_value(&key);
        }
        let columns = vec![
            Arc::new(buckets.finish()) as _,
            Arc::new(key_builder.finish()) as _,
            Arc::clone(batch.column(0)),
        ];
        Ok(RecordBatch::try_new(schema(), columns)?)
    }

    /// Every `of`-th batch from the one numbered `part` on, with keys.
    fn part(&self, part: usize, of: usize) -> Result<impl Iterator<Item = Result<RecordBatch>> + use<>> {
        let mut reader = self.rows.read()?;
        let mut keys = self.keys()?;
        let (columns, batches) = (self.rows.columns, self.rows.batches);
        Ok((part..batches).step_by(of).map(move |index| {
            reader.set_index(index)?;
            let batch = reader.next().ok_or(crate::row::Damaged)??;
            Self::with_keys(&mut keys, columns, &batch)
        }))
    }
}

#[derive(Debug)]
struct Part {
    side: Arc<Side>,
    number: usize,
    of: usize,
    schema: SchemaRef,
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let pace = context.session_config().get_extension::<Pace>();
        let told = move |batch: &Result<RecordBatch>| {
            if let (Some(pace), Ok(batch)) = (&pace, batch) {
                pace.add(batch.num_rows() as u64);
            }
        };
        let stream = match self.side.part(self.number, self.of) {
            Ok(batches) => futures::stream::iter(batches.inspect(told)).boxed(),
            Err(error) => futures::stream::iter([Err(error)]).boxed(),
        };
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), stream))
    }
}

/// [`Side`] as DataFusion takes it.
#[derive(Debug)]
pub struct SideTable(pub Arc<Side>);

#[async_trait]
impl TableProvider for SideTable {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let of = if self.0.sorted { 1 } else { self.0.parts.max(1) };
        let parts = (0..of)
            .map(|number| Arc::new(Part { side: Arc::clone(&self.0), number, of, schema: schema() }) as _)
            .collect();
        let projected = projection.is_none_or(|columns| columns.iter().copied().eq(0..3));
        let order = self.0.sorted && projected;
        let order = order.then(|| ascending(KEY, "key")).flatten();
        Ok(Arc::new(StreamingTableExec::try_new(schema(), parts, projection, order, false, limit)?))
    }
}

/// The order of a column, smallest first.
pub fn ascending(column: usize, name: &str) -> Option<LexOrdering> {
    let options = arrow::compute::SortOptions { descending: false, nulls_first: true };
    LexOrdering::new([PhysicalSortExpr::new(Arc::new(Column::new(name, column)), options)])
}
