//! A comparison on the machines of a cluster.

use std::sync::Arc;
use std::time::Duration;

use ballast_compare::wire::{Engine, Limits};
use ballast_compare_program::compare::{Job, Site, show};
use ballast_compare_program::consume::Consumer;
use ballast_compare_program::operator::physical_plan;
use ballast_compare_program::progress::Pace;
use ballast_compare_program::session::{batch_rows, builder, from_engine};
use ballast_compare_program::table::schema;
use ballast_core::limits::{CLUSTER_SENT_BYTES_MAX, CLUSTER_SHARES, CLUSTER_SILENCE, CLUSTER_WORKERS_MAX};
use ballast_core::{Code, Error, Finding, Result};
use datafusion::catalog::default_table_source::DefaultTableSource;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_distributed::{DistributedExec, DistributedExt, SessionStateBuilderExt, WorkerResolver};
use futures::StreamExt;
use tokio::runtime::Runtime;
use url::Url;

use crate::VERSION;
use crate::access::Access;
use crate::account::Account;
use crate::channel::{Channels, time};
use crate::codec::Codec;
use crate::cut::{Cut, write};
use crate::store::{Folder, Store, variable};
use crate::trouble::{Reason, is_refusal};

/// Workers, and the store that all of them see.
#[derive(Debug)]
pub struct Cluster {
    workers: Vec<Url>,
    store: Store,
    channels: Channels,
    /// One for all that is asked: connections live in it.
    runtime: Runtime,
}

/// What the planner asks for workers.
struct Workers(Vec<Url>);

impl WorkerResolver for Workers {
    fn get_urls(&self) -> EngineResult<Vec<Url>> {
        Ok(self.0.clone())
    }
}

fn url_of(text: &str) -> Result<Url> {
    let refused = || {
        let error = Error::new(Code::InvalidCall).with("what", "engine.workers").with("found", text);
        error.allowed(["https://HOST:PORT", "http://HOST:PORT"])
    };
    let url = Url::parse(text).map_err(|_| refused())?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_plain { Ok(url) } else { Err(refused()) }
}

impl Cluster {
    /// Errors: `invalid_call` for addresses that are none, and those of [`Store::open`].
    pub fn new(engine: &Engine, limits: Limits) -> Result<Self> {
        if engine.workers.is_empty() || engine.workers.len() > CLUSTER_WORKERS_MAX {
            let error = Error::new(Code::InvalidCall).with("what", "engine.workers");
            return Err(error.with("found", engine.workers.len()).with("limit", CLUSTER_WORKERS_MAX));
        }
        let access = Access::new(engine.token.as_deref(), engine.tls.as_ref())?;
        Ok(Self {
            workers: engine.workers.iter().map(|text| url_of(text)).collect::<Result<_>>()?,
            store: Store::open(&engine.store, "engine.store", &variable)?,
            channels: Channels::new(access),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(limits.threads.max(1))
                .enable_all()
                .build()
                .map_err(|error| Error::new(Code::Internal).because(&error))?,
        })
    }

    /// Waits for what it is asked.
    pub fn block_on<T>(&self, asked: impl Future<Output = T>) -> T {
        self.runtime.block_on(asked)
    }

    /// Whom a finding is about that is about no worker.
    #[must_use]
    pub fn subject(&self) -> String {
        self.store.to_string()
    }

    /// Whether every worker answers, accepts who asks, and is of this version.
    pub async fn call(&self) -> Option<Finding> {
        let calls = self.workers.iter().map(|url| async move { (url, self.channels.version(url).await) });
        for (url, answer) in futures::future::join_all(calls).await {
            let name = url.as_str();
            match answer {
                Ok(version) if version == VERSION => {}
                Ok(version) => {
                    return Some(
                        Reason::Version.finding(name).with("found", version).with("wanted", VERSION),
                    );
                }
                Err(error) if is_refusal(&error) => return Some(Reason::Refused.because(name, &error)),
                Err(error) => return Some(Reason::Unreachable.because(name, &error)),
            }
        }
        None
    }

    /// Waits until a worker has gone.
    async fn pulse(&self) -> Finding {
        let mut missed = 0;
        loop {
            tokio::time::sleep(time(CLUSTER_SILENCE)).await;
            match self.call().await {
                None => missed = 0,
                // One that works hard may be late once.
                Some(finding) if missed > 0 => return finding,
                Some(_) => missed += 1,
            }
        }
    }

    /// What [`Site::run`] does. `cut`: how the sides are laid out in the store. `most`: how long it may take.
    pub fn ask(
        &self,
        job: &Job<'_>,
        consumer: &mut Consumer,
        cut: Cut,
        most: Duration,
    ) -> Result<Option<Finding>> {
        self.block_on(async {
            let folder = self.store.make().await?;
            let answer = tokio::time::timeout(most, self.answer(job, consumer, cut, &folder)).await;
            folder.remove().await;
            answer.unwrap_or_else(|_| Ok(Some(Reason::Failed.finding(&self.subject()).with("cause", "late"))))
        })
    }

    async fn answer(
        &self,
        job: &Job<'_>,
        consumer: &mut Consumer,
        cut: Cut,
        folder: &Folder,
    ) -> Result<Option<Finding>> {
        let pace = job.pace();
        let [old, new] = job.sides();
        let paths = ["old.parquet", "new.parquet"].map(|name| folder.file(name));
        let old = write(job, Arc::clone(&pace), old, &self.store, &paths[0], cut).await?;
        let new = write(job, Arc::clone(&pace), new, &self.store, &paths[1], cut).await?;
        let [left, right] = paths.map(|path| self.store.address(&path));
        let plan = self.plan(job, pace, [left?, right?], old.min(new)).await;
        let (session, physical) = plan.map_err(|error| from_engine(&error))?;
        show(&physical);
        if !physical.is::<DistributedExec>() {
            return Err(Error::new(Code::Internal).with("what", "not_distributed"));
        }
        tokio::select! {
            finding = self.pulse() => Ok(Some(finding)),
            answer = self.collect(job, consumer, &session, physical) => answer,
        }
    }

    async fn collect(
        &self,
        job: &Job<'_>,
        consumer: &mut Consumer,
        session: &SessionState,
        physical: Arc<dyn ExecutionPlan>,
    ) -> Result<Option<Finding>> {
        let failed = |error: &DataFusionError| Ok(Some(Reason::Failed.because(&self.subject(), error)));
        let mut batches = match datafusion::physical_plan::execute_stream(physical, Arc::new(session.into()))
        {
            Ok(batches) => batches,
            Err(error) => return failed(&error),
        };
        let mut account = Account::default();
        while let Some(batch) = batches.next().await {
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => return failed(&error),
            };
            account.take(&batch).and_then(|()| consumer.take(&batch)).map_err(|error| from_engine(&error))?;
        }
        let settled = account.is_settled(consumer.tallies(), job.old, job.new);
        Ok((!settled).then(|| Reason::Incomplete.finding(&self.subject())))
    }

    /// The same plan as on one machine, cut where rows move from one to another. `bytes`: of the smaller side.
    async fn plan(
        &self,
        job: &Job<'_>,
        pace: Arc<Pace>,
        [old, new]: [Url; 2],
        bytes: u64,
    ) -> EngineResult<(SessionState, Arc<dyn ExecutionPlan>)> {
        // Rows move to where they belong only where there are two places at least.
        let tasks = self.workers.len().max(2);
        let share = usize::try_from(bytes).unwrap_or(usize::MAX) / (CLUSTER_SHARES * tasks);
        let batch_rows = batch_rows(job.limits.pool_bytes, job.row_bytes());
        let limits = Limits { threads: CLUSTER_SHARES, ..job.limits };
        let mut builder = builder(limits, job.work, job.row_bytes(), pace)
            .map_err(|error| DataFusionError::External(Box::new(error)))?;
        let options = builder.config().get_or_insert_default().options_mut();
        options.optimizer.hash_join_single_partition_threshold = 0;
        options.execution.parquet.schema_force_view_types = false;
        let session = builder
            .with_distributed_worker_resolver(Workers(self.workers.clone()))
            .with_distributed_channel_resolver(self.channels.clone())
            .with_distributed_user_codec(Codec)
            .with_distributed_file_scan_config_bytes_per_partition(share.max(1))?
            .with_distributed_max_tasks_per_stage(tasks)?
            .with_distributed_shuffle_batch_size(batch_rows)?
            .with_distributed_worker_connection_buffer_budget_bytes(CLUSTER_SENT_BYTES_MAX)?
            .with_distributed_metrics_collection(false)?
            .with_distributed_planner()
            .build();
        self.store.register(session.runtime_env());
        let (old, new) = (scan("old", old)?, scan("new", new)?);
        let physical = physical_plan(&session, job.plan, old, new).await?;
        Ok((session, physical))
    }
}

fn scan(name: &str, address: Url) -> EngineResult<LogicalPlan> {
    let url = ListingTableUrl::try_new(address, None)?;
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
    let config = ListingTableConfig::new(url).with_listing_options(options).with_schema(schema());
    let table = Arc::new(DefaultTableSource::new(Arc::new(ListingTable::try_new(config)?)));
    LogicalPlanBuilder::scan(name, table, None)?.build()
}

impl Site for Cluster {
    fn run(&self, job: &Job<'_>, consumer: &mut Consumer) -> Result<Option<Finding>> {
        self.ask(job, consumer, Cut::default(), Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(worker: &str, store: &str) -> Engine {
        Engine { workers: vec![worker.to_owned()], store: store.to_owned(), token: None, tls: None }
    }

    #[test]
    fn what_is_no_worker_and_no_folder_is_refused() {
        let store = tempfile::tempdir().unwrap();
        let store = store.path().to_str().unwrap();
        Cluster::new(&engine("http://127.0.0.1:1", store), Limits::default()).unwrap();
        for worker in
            ["", "10.0.0.5:50051", "ftp://host", "http://host/path", "http://a:b@host", "http://host?x"]
        {
            let error = Cluster::new(&engine(worker, store), Limits::default()).unwrap_err();
            assert_eq!(error.code, Code::InvalidCall, "{worker}");
        }
        let none = Engine { workers: Vec::new(), ..engine("", store) };
        assert_eq!(Cluster::new(&none, Limits::default()).unwrap_err().code, Code::InvalidCall);
        let error = Cluster::new(&engine("http://h:1", "gs://runs"), Limits::default()).unwrap_err();
        assert_eq!(error.code, Code::NotSupported);
    }
}
