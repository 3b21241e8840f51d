//! A machine that compares for others.

use std::borrow::Cow;
use std::fs::DirBuilder;
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use ballast_compare_program::session::{runtime, within};
use ballast_compare_program::watchdog;
use ballast_core::limits::{CLUSTER_SHARES, CLUSTER_SILENCE};
use ballast_core::{Code, Error, Result};
use datafusion::execution::SessionState;
use datafusion_distributed::{
    DistributedExt, Worker, WorkerPlanRewriteEvent, WorkerPlanRewriteEventResponse, WorkerQueryContext,
};
use datafusion_proto::physical_plan::PhysicalExtensionCodec;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

use crate::VERSION;
use crate::access::Access;
use crate::admit::Admit;
use crate::arguments::options;
use crate::channel::{Channels, time};
use crate::codec::Codec;
use crate::store::Store;

/// Both sides of each share of two jobs at a time.
const SORTERS: usize = 2 * CLUSTER_SHARES * 2;

/// How a worker works.
#[derive(Clone, Debug)]
pub struct Options {
    pub listen: SocketAddr,
    /// What all machines see; files elsewhere are not read.
    pub store: Store,
    pub access: Access,
    /// Where it spills to.
    pub work: PathBuf,
    pub pool_bytes: usize,
    pub threads: usize,
    pub version: Cow<'static, str>,
    /// Makes operators of what is sent.
    pub codec: Arc<dyn PhysicalExtensionCodec>,
}

impl Options {
    #[must_use]
    pub fn new(listen: SocketAddr, store: Store, access: Access) -> Self {
        Self {
            listen,
            store,
            access,
            work: std::env::temp_dir(),
            pool_bytes: 1 << 30,
            threads: 2,
            version: Cow::Borrowed(VERSION),
            codec: Arc::new(Codec),
        }
    }
}

/// Whether it could start, for the program that it is to take the place of: an error is told as a document.
pub fn check(arguments: impl Iterator<Item = String>) -> Result<()> {
    let checked = options(arguments).and_then(|options| {
        let bound = std::net::TcpListener::bind(options.listen);
        bound.map(drop).map_err(|error| Error::io(options.listen.to_string(), &error))
    });
    if let Err(error) = &checked {
        let text = serde_json::to_string(error).unwrap_or_default();
        let _ = writeln!(std::io::stdout(), "{text}");
    }
    checked
}

/// Parses the call, and works until it is ended.
pub fn main(arguments: impl Iterator<Item = String>) -> Result<()> {
    let options = options(arguments)?;
    watchdog::watch(watchdog::most(options.pool_bytes as u64), |error| {
        eprintln!("ballast-cluster: {error}");
        #[allow(clippy::exit)]
        std::process::exit(3);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .enable_all()
        .build()
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    runtime.block_on(serve(options, |address| {
        let mut output = std::io::stdout().lock();
        let _ = writeln!(output, "{{\"listening\":\"{address}\"}}").and_then(|()| output.flush());
    }))
}

/// A folder of its own, which nobody else sees, empty.
fn spill(options: &Options, port: u16) -> Result<PathBuf> {
    let path = options.work.join(format!("ballast-worker-{port}"));
    let make = || {
        match std::fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        DirBuilder::new().recursive(false).mode(0o700).create(&path)
    };
    make().map_err(|error| Error::io(&path, &error))?;
    Ok(path)
}

/// Listens, says where, and works.
///
/// Errors: `invalid_call` for an address that anybody could reach, `io`.
pub async fn serve(options: Options, listening: impl FnOnce(SocketAddr)) -> Result<()> {
    options.access.may_listen(options.listen.ip())?;
    let listen = |error: std::io::Error| {
        Error::new(Code::Io).with("what", "listen").with("found", options.listen).because(&error)
    };
    let incoming = TcpIncoming::bind(options.listen).map_err(listen)?.with_nodelay(Some(true));
    let address = incoming.local_addr().map_err(listen)?;
    let server = worker(&options, address.port())?.into_worker_server();
    let access = options.access.clone();
    let checked = InterceptedService::new(server, move |request| access.check(request));
    let broken = |error: tonic::transport::Error| Error::new(Code::Io).with("what", "listen").because(&error);
    let mut builder = Server::builder()
        .http2_adaptive_window(Some(true))
        .http2_keepalive_interval(Some(time(CLUSTER_SILENCE) / 2))
        .http2_keepalive_timeout(Some(time(CLUSTER_SILENCE) / 2));
    if let Some(tls) = options.access.server_tls() {
        builder = builder.tls_config(tls).map_err(broken)?;
    }
    listening(address);
    builder.add_service(checked).serve_with_incoming(incoming).await.map_err(broken)
}

fn worker(options: &Options, port: u16) -> Result<Worker> {
    let runtime = runtime(options.pool_bytes, SORTERS, &spill(options, port)?)?;
    options.store.register(&runtime);
    let admit = Arc::new(Admit::new(options.store.clone()));
    let channels = Channels::new(options.access.clone());
    let (codec, pool) = (Arc::clone(&options.codec), options.pool_bytes);
    let session = move |context: WorkerQueryContext| {
        let session = session(context, &channels, &codec, &admit, pool);
        std::future::ready(Ok(session))
    };
    Ok(Worker::from_session_builder(session).with_runtime_env(runtime).with_version(options.version.clone()))
}

fn session(
    context: WorkerQueryContext,
    channels: &Channels,
    codec: &Arc<dyn PhysicalExtensionCodec>,
    admit: &Arc<Admit>,
    pool: usize,
) -> SessionState {
    let mut builder = context.builder;
    within(builder.config().get_or_insert_default(), pool, SORTERS);
    let admit = Arc::clone(admit);
    let check = move |event: WorkerPlanRewriteEvent<'_>| {
        admit.check(event.plan.as_ref())?;
        Ok(WorkerPlanRewriteEventResponse::new(event.plan))
    };
    builder
        .with_distributed_user_codec_arc(Arc::clone(codec))
        .with_distributed_channel_resolver(channels.clone())
        .with_distributed_worker_plan_rewrite_handler(check)
        .build()
}
