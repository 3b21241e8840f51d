//! The rows of a side with their keys, in the store: Parquet, so that workers each read their share of it.

use std::sync::Arc;

use ballast_compare_program::compare::Job;
use ballast_compare_program::progress::Pace;
use ballast_compare_program::session::{from_engine, session};
use ballast_compare_program::table::{Side, SideTable, schema};
use ballast_core::limits::CLUSTER_ROW_GROUP_BYTES;
use ballast_core::{Error, Result};
use datafusion::catalog::TableProvider;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;
use object_store::buffered::BufWriter;
use object_store::path::Path as StorePath;
use parquet::arrow::AsyncArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::store::{Store, from_store};

/// How a side is cut, so that machines can share it.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    pub group_bytes: usize,
    pub group_rows: usize,
}

impl Default for Cut {
    fn default() -> Self {
        Self { group_bytes: CLUSTER_ROW_GROUP_BYTES, group_rows: 1 << 20 }
    }
}

fn properties(cut: Cut) -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_max_row_group_row_count(Some(cut.group_rows))
        .build()
}

/// Writes a side into the store and gives the size of its file, in bytes.
pub async fn write(
    job: &Job<'_>,
    pace: Arc<Pace>,
    side: Side,
    store: &Store,
    path: &StorePath,
    cut: Cut,
) -> Result<u64> {
    let session = session(job.limits, job.work, job.row_bytes(), pace)?;
    let side = SideTable(Arc::new(Side { sorted: false, parts: 1, ..side }));
    let rows = async {
        let scan = side.scan(&session, None, &[], None).await?;
        datafusion::physical_plan::execute_stream(scan, Arc::new((&session).into()))
    };
    let rows = rows.await.map_err(|error| from_engine(&error))?;
    let objects = BufWriter::new(store.objects(), path.clone());
    let mut writer = AsyncArrowWriter::try_new(objects, schema(), Some(properties(cut)))
        .map_err(|error| from_engine(&error.into()))?;
    if let Err(error) = fill(&mut writer, rows, cut).await {
        // Parts that were sent would stay, and cost, unseen.
        let _ = writer.into_inner().abort().await;
        return Err(of_store(store, &error));
    }
    // From here on it removes them itself.
    writer.finish().await.map_err(|error| of_store(store, &error.into()))?;
    Ok(writer.bytes_written() as u64)
}

async fn fill(
    writer: &mut AsyncArrowWriter<BufWriter>,
    mut rows: SendableRecordBatchStream,
    cut: Cut,
) -> Result<(), DataFusionError> {
    while let Some(batch) = rows.next().await {
        writer.write(&batch?).await?;
        if writer.in_progress_size() >= cut.group_bytes {
            writer.flush().await?;
        }
    }
    Ok(())
}

/// Names the store where it was what failed.
fn of_store(store: &Store, error: &DataFusionError) -> Error {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        // What passed through a writer is inside of what the system would say.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = inner.and_then(|inner| inner.downcast_ref()).or_else(|| cause.downcast_ref());
        if let Some(found) = found {
            return from_store(store, found);
        }
        next = cause.source();
    }
    from_engine(error)
}
