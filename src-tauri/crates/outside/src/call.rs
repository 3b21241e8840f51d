//! One system that is asked again and again, one request at a time: a reader's calls, never a crawler's.
//! No redirect is followed, no cookie is kept, nothing is sent twice, and every request goes to the one host
//! that was named.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use ballast_core::limits::{RESPONSE_BYTES_MAX, RESPONSE_CONNECT, RESPONSE_SILENCE};
use ballast_core::{Code, Error, Result, Span};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Request, Url};
use tokio::runtime::Runtime;

use crate::secrets::Secret;
use crate::webhook::{Names, builder, parse, shown};

/// How often a waiting caller looks whether it is asked to stop.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A line that nobody used for this long is closed before the server does it: a request on a line that is
/// just being closed would look like a failure of the server.
const LINE_KEPT: Duration = Duration::from_secs(2);

/// What is asked. Values of headers are treated as secrets, whatever they are.
pub struct Ask<'a> {
    pub method: &'a str,
    /// Path and query, with its `/` in front.
    pub path: &'a str,
    pub headers: &'a [(String, Secret)],
    pub body: Option<&'a [u8]>,
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Names in small letters, in the order of the answer.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// From the first byte that was sent, connecting included, to the last that came.
    pub took: Duration,
}

/// A line to one system.
pub struct Caller {
    client: Client,
    base: Url,
    server: String,
    names: Arc<Names>,
    limit: Span,
    /// Always there; taken when it is let go, as that must not wait for a name that is still looked up.
    runtime: Option<Runtime>,
}

fn invalid(what: &str, found: &str, reason: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("found", found).with("reason", reason)
}

impl Caller {
    /// `base` is the address of the system, with a path that all requests begin with or without one. `limit`
    /// holds over each whole call. Touches no network.
    ///
    /// Errors: `invalid_call` with the argument `what` for an address that is none, holds a password or a
    /// query; `internal`.
    pub fn new(what: &str, base: &str, limit: Span) -> Result<Self> {
        let refused = |reason: &str| {
            // A password or a token in it is not shown again.
            let found = match base.split(['?', '#']).next() {
                Some(start) if !base.contains('@') => start,
                _ => "…@…",
            };
            invalid(what, found, reason).allowed(["https://host/path"])
        };
        let url = parse(base).map_err(|_| refused("it is no web address"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("a secret comes from the environment: --header-env"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("paths and queries come from the requests"));
        }
        let names = Arc::new(Names::default());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("call")
            .enable_all()
            .build()
            .map_err(|error| Error::new(Code::Internal).because(&error))?;
        let client = client(&url, limit, names.clone())?;
        Ok(Self { client, server: shown(&url), base: url, names, limit, runtime: Some(runtime) })
    }

    /// Host and port, without anything secret.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// `text` without this system's own address in front: what a redirect says is compared without it.
    #[must_use]
    pub fn without_own<'t>(&self, text: &'t str) -> &'t str {
        let own = self.base.as_str().trim_end_matches('/');
        text.strip_prefix(own).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(text)
    }

    /// Whether this can be sent. Touches no network. Errors: `invalid_call`.
    pub fn check(&self, ask: &Ask<'_>) -> Result<()> {
        self.request(ask).map(drop)
    }

    /// Asks and waits for the whole answer, whatever its status. `should_stop` is asked several times a second.
    ///
    /// Errors: `unreachable`, `no_answer`, `certificate_refused`, `refused` with the reason `too_large` (or
    /// `redirect` where the name turned private), `cancelled`, `invalid_call`.
    pub fn call(&self, ask: &Ask<'_>, should_stop: &mut dyn FnMut() -> bool) -> Result<Reply> {
        let request = self.request(ask)?;
        let Some(runtime) = &self.runtime else { return Err(Error::new(Code::Internal)) };
        let (tell, hear) = sync_channel(1);
        let (client, limit) = (self.client.clone(), Duration::from_secs(self.limit.seconds()));
        let task = runtime.spawn(async move {
            // The client has this limit too; this one also holds where the client's would not.
            let answer = tokio::time::timeout(limit, converse(&client, request)).await;
            let _ = tell.send(answer.unwrap_or(Err(Failure::Silent)));
        });
        loop {
            match hear.recv_timeout(LOOK_EVERY) {
                Ok(answer) => return answer.map_err(|failure| self.meaning(failure)),
                Err(RecvTimeoutError::Timeout) if should_stop() => {
                    task.abort();
                    return Err(Error::new(Code::Cancelled));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::new(Code::Internal).with("what", "call"));
                }
            }
        }
    }

    fn request(&self, ask: &Ask<'_>) -> Result<Request> {
        let method: Method =
            ask.method.parse().map_err(|_| invalid("method", ask.method, "it is no method"))?;
        let base = self.base.as_str().trim_end_matches('/');
        let url: Url =
            format!("{base}{}", ask.path).parse().map_err(|_| invalid("path", ask.path, "it is no path"))?;
        if url.origin() != self.base.origin() {
            return Err(invalid("path", ask.path, "it leads to another host"));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in ask.headers {
            let key = HeaderName::from_bytes(name.as_bytes());
            let key = key.map_err(|_| invalid("header", name, "it is no name of a header"))?;
            let value = HeaderValue::from_str(value.expose());
            let mut value =
                value.map_err(|_| invalid("header", name, "its text cannot stand in a header"))?;
            value.set_sensitive(true);
            headers.append(key, value);
        }
        let mut request = Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = ask.body.map(|body| body.to_vec().into());
        Ok(request)
    }

    fn meaning(&self, failure: Failure) -> Error {
        match failure {
            Failure::Silent => Error::new(Code::NoAnswer)
                .with("server", &self.server)
                .with("limit_seconds", self.limit.seconds()),
            Failure::TooLarge => Error::new(Code::Refused)
                .with("server", &self.server)
                .with("reason", "too_large")
                .with("limit_bytes", RESPONSE_BYTES_MAX),
            Failure::Library(error) if error.is_timeout() => self.meaning(Failure::Silent),
            Failure::Library(error) => self.names.meaning(&self.server, error),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

enum Failure {
    Silent,
    TooLarge,
    Library(reqwest::Error),
}

async fn converse(client: &Client, request: Request) -> std::result::Result<Reply, Failure> {
    let started = Instant::now();
    let mut response = client.execute(request).await.map_err(Failure::Library)?;
    let told = |headers: &HeaderMap| {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
    };
    let (status, headers) = (response.status().as_u16(), told(response.headers()));
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(Failure::Library)? {
        if body.len() + piece.len() > RESPONSE_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Reply { status, headers, body, took: started.elapsed() })
}

fn client(url: &Url, limit: Span, names: Arc<Names>) -> Result<Client> {
    let seconds = |span: Span| Duration::from_secs(span.seconds());
    let builder = builder(url, names)?
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(seconds(RESPONSE_CONNECT.min(limit)))
        .read_timeout(seconds(RESPONSE_SILENCE.min(limit)))
        .timeout(seconds(limit))
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(LINE_KEPT);
    builder.build().map_err(|error| Error::new(Code::Internal).because(&error))
}
