//! The engine, set up so that it stays within its pool and spills beyond it.

use std::error::Error as StdError;
use std::path::Path;
use std::sync::Arc;

use ballast_compare::wire::Limits;
use ballast_core::limits::COMPARE_BATCH_ROWS_MAX;
use ballast_core::{Code, Error, Result};
use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;

use crate::operator::ComparePlanner;
use crate::pool::Shares;
use crate::progress::Pace;

/// Batches that the pool would hold if it held nothing else.
const BATCHES: u64 = 1024;

/// Rows of a batch inside the engine: so few that a merge of many runs, which holds some batches of each, fits
/// into its share, however wide the rows are.
#[must_use]
pub fn batch_rows(pool: u64, row_bytes: u64) -> usize {
    let rows = pool / BATCHES / row_bytes.max(1);
    usize::try_from(rows).unwrap_or(usize::MAX).clamp(1, COMPARE_BATCH_ROWS_MAX)
}

/// A session for one comparison. `row_bytes`: of an average row of the wider side.
pub fn session(limits: Limits, spill: &Path, row_bytes: u64, pace: Arc<Pace>) -> Result<SessionState> {
    Ok(builder(limits, spill, row_bytes, pace)?.build())
}

/// What that session is made of.
pub fn builder(limits: Limits, spill: &Path, row_bytes: u64, pace: Arc<Pace>) -> Result<SessionStateBuilder> {
    let pool = usize::try_from(limits.pool_bytes).unwrap_or(usize::MAX);
    let mut config = SessionConfig::new()
        .with_target_partitions(limits.threads.max(1))
        .with_batch_size(batch_rows(limits.pool_bytes, row_bytes))
        .with_round_robin_repartition(false)
        .with_prefer_existing_sort(true)
        .with_collect_statistics(false)
        .with_extension(pace);
    // Each side has one a thread.
    let sorters = 2 * limits.threads.max(1);
    config.options_mut().optimizer.prefer_hash_join = false;
    within(&mut config, pool, sorters);
    let runtime = runtime(pool, sorters, spill)?;
    Ok(SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(runtime)
        .with_default_features()
        .with_query_planner(Arc::new(ComparePlanner)))
}

/// Sorts so that each of so many sorters stays within its share of the pool.
pub fn within(config: &mut SessionConfig, pool: usize, sorters: usize) {
    let options = config.options_mut();
    // What a sorter keeps free for its merge, and what it sorts at once: parts of its share.
    options.execution.sort_spill_reservation_bytes = (pool / sorters / 16).min(10 << 20);
    options.execution.sort_in_place_threshold_bytes = (pool / sorters / 16).min(1 << 20);
}

/// A pool of so many bytes, and where it spills to.
pub fn runtime(pool: usize, sorters: usize, spill: &Path) -> Result<Arc<RuntimeEnv>> {
    let disk = DiskManagerBuilder::default()
        .with_mode(DiskManagerMode::Directories(vec![spill.to_owned()]))
        .with_max_temp_directory_size(u64::MAX);
    RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(Shares::new(pool, sorters)))
        .with_disk_manager_builder(disk)
        .build_arc()
        .map_err(|error| from_engine(&error))
}

/// An error of the engine in the words of Ballast: one of ours that went through it, a full disk, memory.
#[must_use]
pub fn from_engine(error: &DataFusionError) -> Error {
    let mut code = Code::Internal;
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(ours) = cause.downcast_ref::<Error>() {
            return ours.clone();
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            code = Error::io("", io).code;
        }
        next = cause.source();
    }
    if matches!(error.find_root(), DataFusionError::ResourcesExhausted(_)) {
        return Error::new(Code::WorkerFailed).with("what", "memory").because(error);
    }
    // Some places of the engine keep only the words of an error.
    if code == Code::Internal && error.to_string().contains("No space left") {
        code = Code::DiskFull;
    }
    Error::new(code).with("what", "compare").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_fit_into_their_pool() {
        assert_eq!(batch_rows(1 << 30, 80), 8192);
        assert_eq!(batch_rows(256 << 20, 80), 3276);
        assert_eq!(batch_rows(256 << 20, 100_000), 2);
        assert_eq!(batch_rows(8 << 20, 80), 102);
        assert_eq!(batch_rows(8 << 20, 1 << 30), 1);
    }

    #[test]
    fn errors_keep_their_meaning() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(from_engine(&DataFusionError::IoError(full)).code, Code::DiskFull);
        let ours = DataFusionError::External(Box::new(Error::new(Code::InvalidCall)));
        assert_eq!(from_engine(&ours.context("while merging")).code, Code::InvalidCall);
        let memory = DataFusionError::ResourcesExhausted("no".to_owned());
        assert_eq!(from_engine(&memory).code, Code::WorkerFailed);
    }
}
