//! Connections to workers, opened when they are needed and kept, each with its limits and what opens the door.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use ballast_core::Span;
use ballast_core::limits::{CLUSTER_CONNECT_RUNTIME, CLUSTER_SILENCE, CLUSTER_WORKERS_MAX};
use datafusion::error::{DataFusionError, Result};
use datafusion_distributed::grpc::{BoxCloneSyncChannel, create_worker_client};
use datafusion_distributed::{ChannelResolver, GetWorkerInfoRequest, WorkerChannel};
use http::header::AUTHORIZATION;
use tonic::body::Body;
use tonic::transport::{Channel, Endpoint};
use tower::ServiceExt;
use url::Url;

use crate::access::Access;

pub fn time(span: Span) -> Duration {
    Duration::from_secs(span.seconds())
}

/// The connections of one process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    access: Access,
    open: Arc<Mutex<HashMap<Url, Channel>>>,
}

fn external(error: impl std::error::Error + Send + Sync + 'static) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

impl Channels {
    #[must_use]
    pub fn new(access: Access) -> Self {
        Self { access, open: Arc::default() }
    }

    fn endpoint(&self, url: &Url) -> Result<Endpoint> {
        let endpoint = Endpoint::from_shared(url.to_string())
            .map_err(external)?
            .connect_timeout(time(CLUSTER_CONNECT_RUNTIME))
            .tcp_keepalive(Some(time(CLUSTER_SILENCE)))
            .tcp_nodelay(true)
            .http2_adaptive_window(true)
            .http2_keep_alive_interval(time(CLUSTER_SILENCE) / 2)
            .keep_alive_timeout(time(CLUSTER_SILENCE) / 2);
        match (url.scheme(), self.access.client_tls()) {
            ("https", Some(tls)) => endpoint.tls_config(tls).map_err(external),
            ("http", None) => Ok(endpoint),
            _ => Err(DataFusionError::Configuration(format!("{url}: https with certificates, http without"))),
        }
    }

    fn channel(&self, url: &Url) -> Result<BoxCloneSyncChannel> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let channel = match open.get(url) {
            Some(channel) => channel.clone(),
            None => {
                // Jobs name workers; none may fill the memory with names.
                if open.len() >= CLUSTER_WORKERS_MAX {
                    open.clear();
                }
                let channel = self.endpoint(url)?.connect_lazy();
                open.insert(url.clone(), channel.clone());
                channel
            }
        };
        let header = self.access.header();
        Ok(BoxCloneSyncChannel::new(channel.map_request(move |mut request: http::Request<Body>| {
            if let Some(header) = &header {
                request.headers_mut().insert(AUTHORIZATION, header.clone());
            }
            request
        })))
    }

    /// The version that a worker runs.
    pub async fn version(&self, url: &Url) -> Result<String> {
        let mut client = create_worker_client(self.channel(url)?);
        let answer = client.get_worker_info(GetWorkerInfoRequest {});
        match tokio::time::timeout(time(CLUSTER_CONNECT_RUNTIME), answer).await {
            Ok(answer) => Ok(answer?.version),
            Err(late) => Err(external(late)),
        }
    }
}

#[async_trait]
impl ChannelResolver for Channels {
    async fn get_worker_client_for_url(&self, url: &Url) -> Result<Box<dyn WorkerChannel>> {
        Ok(create_worker_client(self.channel(url)?))
    }
}
