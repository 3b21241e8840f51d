//! What a worker does for others: compare what lies in its store, and nothing else. Whoever may talk to
//! it could otherwise have it read, or write, any file.

use ballast_compare_program::operator::MergeCompareExec;
use datafusion::catalog::memory::DataSourceExec;
use datafusion::common::{exec_err, plan_err};
use datafusion::datasource::physical_plan::{FileScanConfig, ParquetSource};
use datafusion::error::Result;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion_distributed::{NetworkCoalesceExec, NetworkShuffleExec};

use crate::store::Store;

/// Where workers read from.
#[derive(Clone, Debug)]
pub struct Admit {
    store: Store,
}

impl Admit {
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Errors: a plan that does anything else.
    pub fn check(&self, plan: &dyn ExecutionPlan) -> Result<()> {
        self.check_node(plan)?;
        for child in plan.children() {
            self.check(child.as_ref())?;
        }
        Ok(())
    }

    fn check_node(&self, node: &dyn ExecutionPlan) -> Result<()> {
        if let Some(scan) = node.downcast_ref::<DataSourceExec>() {
            return self.check_scan(scan);
        }
        let known = node.is::<MergeCompareExec>()
            || node.is::<SortExec>()
            || node.is::<SortPreservingMergeExec>()
            || node.is::<RepartitionExec>()
            || node.is::<CoalescePartitionsExec>()
            || node.is::<CooperativeExec>()
            || node.is::<NetworkShuffleExec>()
            || node.is::<NetworkCoalesceExec>();
        if known { Ok(()) } else { plan_err!("{} is nothing that a worker does", node.name()) }
    }

    fn check_scan(&self, scan: &DataSourceExec) -> Result<()> {
        let Some(files) = scan.data_source().downcast_ref::<FileScanConfig>() else {
            return plan_err!("a worker reads files only");
        };
        let is_parquet = files.file_source().downcast_ref::<ParquetSource>().is_some();
        let is_inside = files
            .file_groups
            .iter()
            .flat_map(|group| group.files())
            .all(|file| self.store.holds(&files.object_store_url, &file.object_meta.location));
        if is_parquet && is_inside { Ok(()) } else { exec_err!("a worker reads from its store only") }
    }
}
