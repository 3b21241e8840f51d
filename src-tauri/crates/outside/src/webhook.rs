//! An alert as a signed request to a web address, and the sign of life to a service that waits for one.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use ballast_core::limits::{WEBHOOK_ANSWER_BYTES_MAX, WEBHOOK_REDIRECTS_MAX};
use ballast_core::{Code, Error, Result, Span};
use hmac::{Hmac, Mac};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, ClientBuilder, Response, StatusCode, Url};
use sha2::Sha256;

use crate::address::local_kind;
use crate::secrets::Secret;
use crate::wire::{failed, hexadecimal, trust, within};

/// What a server that took it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// At most 64 KiB of it, for the log.
    pub body: String,
}

pub(crate) fn invalid(what: &str, reason: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("reason", reason)
}

/// Whether an address can be called; asked when a workspace file is applied. Touches no network.
/// Errors: `invalid_call`. The address is not in the error: it often is a secret itself.
pub fn check(url: &str) -> Result<()> {
    parse(url).map(drop)
}

pub(crate) fn parse(url: &str) -> Result<Url> {
    let url: Url = url.parse().map_err(|_| invalid("url", "not_a_web_address"))?;
    let is_good =
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    if is_good { Ok(url) } else { Err(invalid("url", "not_a_web_address")) }
}

/// Host and port, which may be shown.
pub(crate) fn shown(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// `v1=` and the HMAC-SHA256 over `timestamp.body` in hexadecimal digits. Who checks it takes the header
/// `Ballast-Timestamp` and the body as they came, and refuses what is older than a few minutes.
#[must_use]
pub fn signature(secret: &Secret, timestamp: u64, body: &[u8]) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return String::new();
    };
    mac.update(timestamp.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("v1={}", hexadecimal(&mac.finalize().into_bytes()))
}

/// Posts `body`, JSON, to `url`. `id` is that of the entry in the outbox, the same for every delivery of it;
/// it goes out as `Ballast-Id` and `Idempotency-Key`. Only a redirect that keeps the request and the server is
/// followed.
///
/// Errors: `unreachable`, `no_answer`, `certificate_refused`, `refused` with `status` (and the reason
/// `redirect`), `invalid_call`. All name the `server`; none has the address.
pub fn post(url: &str, id: &str, body: &[u8], secret: Option<&Secret>, limit: Span) -> Result<Answer> {
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, text: &str| -> Result<()> {
        let value =
            HeaderValue::from_str(text).map_err(|error| invalid("id", "not_a_header").because(&error))?;
        headers.insert(HeaderName::from_static(name), value);
        Ok(())
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    put("ballast-id", id)?;
    put("idempotency-key", id)?;
    put("ballast-timestamp", &now.to_string())?;
    if let Some(secret) = secret {
        put("ballast-signature", &signature(secret, now, body))?;
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    call(url, headers, body.to_vec(), limit)
}

/// A sign of life: an empty POST. Errors: as [`post`].
pub fn beat(url: &str, limit: Span) -> Result<()> {
    call(url, HeaderMap::new(), Vec::new(), limit).map(drop)
}

fn call(url: &str, headers: HeaderMap, body: Vec<u8>, limit: Span) -> Result<Answer> {
    let url = parse(url)?;
    let server = shown(&url);
    let mut taken = None;
    let answer = within(limit, &server, || async {
        let names = Arc::new(Names::default());
        let client = client(&url, names.clone(), redirect)?;
        let mut response = client
            .post(url)
            .headers(headers)
            .body(body)
            .send()
            .await
            .map_err(|error| names.meaning(&server, error))?;
        let status = response.status();
        if status.is_success() {
            // Taken is taken, even where the end of the answer never comes.
            let answer = taken.insert(Answer { status: status.as_u16(), body: String::new() });
            answer.body = read(&mut response).await;
            return Ok(());
        }
        let error = Error::new(Code::Refused)
            .with("server", &server)
            .with("protocol", "http")
            .with("status", status.as_u16());
        if status.is_redirection() {
            return Err(error.with("reason", "redirect"));
        }
        let said = read(&mut response).await.chars().filter(|c| !c.is_control()).take(300).collect();
        Err(Error { causes: vec![said], ..error })
    });
    match taken {
        Some(answer) => Ok(answer),
        None => Err(answer.err().unwrap_or_else(|| Error::new(Code::Internal))),
    }
}

async fn read(response: &mut Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(piece)) = response.chunk().await {
        let room = WEBHOOK_ANSWER_BYTES_MAX - bytes.len();
        bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        if bytes.len() == WEBHOOK_ANSWER_BYTES_MAX {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What every client has in common: who asks, what is trusted, how names are found.
pub(crate) fn builder(url: &Url, names: Arc<Names>) -> Result<ClientBuilder> {
    let is_here = url.host_str().is_some_and(|host| {
        host == "localhost"
            || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    });
    let builder = Client::builder()
        .user_agent(concat!("ballast/", env!("CARGO_PKG_VERSION")))
        .referer(false)
        .dns_resolver(Arc::new(Resolver(names)))
        .tls_backend_preconfigured(Arc::unwrap_or_clone(trust()?));
    // A proxy's loopback is another one.
    Ok(if is_here { builder.no_proxy() } else { builder })
}

/// A client for one address; `redirect` says which redirects it follows.
pub(crate) fn client(
    url: &Url,
    names: Arc<Names>,
    redirect: fn(Attempt<'_>) -> reqwest::redirect::Action,
) -> Result<Client> {
    let client = builder(url, names)?.redirect(Policy::custom(redirect)).build();
    client.map_err(|error| Error::new(Code::Internal).because(&error))
}

/// 307 and 308 keep the request; the others would turn it into a GET that says "delivered". The server must
/// be the same one; from http to https is a step up.
fn redirect(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let keeps_request =
        matches!(attempt.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    if keeps_request && stays(&attempt) { attempt.follow() } else { attempt.stop() }
}

/// Whether a redirect is one of few, and of the same server.
pub(crate) fn stays(attempt: &Attempt<'_>) -> bool {
    let few = attempt.previous().len() <= WEBHOOK_REDIRECTS_MAX;
    few && attempt.previous().last().is_some_and(|from| is_same_server(from, attempt.url()))
}

pub(crate) fn is_same_server(from: &Url, to: &Url) -> bool {
    let ports = (from.port_or_known_default(), to.port_or_known_default());
    let same_way = from.scheme() == to.scheme() && ports.0 == ports.1;
    let step_up = from.scheme() == "http" && to.scheme() == "https" && ports == (Some(80), Some(443));
    from.host_str() == to.host_str() && (same_way || step_up)
}

/// Resolves names, and remembers whether the first answer was public: a name that leads into the private
/// network at a redirect is an attack. The address that the user wrote may lead where it likes.
#[derive(Default)]
pub(crate) struct Names {
    /// 0: nothing resolved yet, 1: private, 2: public.
    first: AtomicU8,
    unknown: AtomicBool,
    turned: AtomicBool,
}

struct Resolver(Arc<Names>);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .inspect_err(|_| names.unknown.store(true, Ordering::SeqCst))?
                .collect();
            names.admit(&found)?;
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

impl Names {
    fn admit(&self, found: &[SocketAddr]) -> std::result::Result<(), &'static str> {
        let private = found.iter().any(|address| local_kind(address.ip()).is_some());
        let first = self.first.swap(if private { 1 } else { 2 }, Ordering::SeqCst);
        if private && first == 2 {
            self.turned.store(true, Ordering::SeqCst);
            return Err("the name now leads into the private network");
        }
        Ok(())
    }

    pub(crate) fn meaning(&self, server: &str, error: reqwest::Error) -> Error {
        let on_the_way = error.is_connect();
        // The address may be a secret.
        let error = failed(server, &error.without_url());
        if self.turned.load(Ordering::SeqCst) {
            let refused = Error::new(Code::Refused).with("server", server).with("protocol", "http");
            return refused.with("reason", "redirect").with("status", "private address");
        }
        match error.code {
            Code::Unreachable if self.unknown.load(Ordering::SeqCst) => error.with("reason", "no_such_name"),
            Code::Unreachable if !on_the_way => error.with("reason", "broken_off"),
            _ => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_of_the_standard() {
        // Computed with Python: hmac.new(b"Jefe", b'1700000000.{"a":1}', "sha256").hexdigest()
        let signature = signature(&Secret::new("Jefe".to_owned()), 1_700_000_000, br#"{"a":1}"#);
        assert_eq!(signature, "v1=fa5f6481efc59da48b19c9dc10196c9953e5651f8304b3a318b6b87d70272e0a");
    }

    #[test]
    fn a_redirect_stays_with_its_server() {
        let same = |from: &str, to: &str| is_same_server(&from.parse().unwrap(), &to.parse().unwrap());
        assert!(same("https://a.example/x", "https://a.example/y"));
        assert!(same("http://a.example/x", "https://a.example/x"));
        assert!(!same("https://a.example/x", "http://a.example/x"));
        assert!(!same("https://a.example/x", "https://b.example/x"));
        assert!(!same("http://a.example/x", "http://a.example:8080/x"));
    }

    #[test]
    fn a_name_does_not_turn_private() {
        let at = |text: &str| [SocketAddr::new(text.parse().unwrap(), 0)];
        let names = Names::default();
        assert!(names.admit(&at("1.1.1.1")).is_ok() && names.admit(&at("10.0.0.1")).is_err());
        let names = Names::default();
        assert!(names.admit(&at("10.0.0.1")).is_ok() && names.admit(&at("10.0.0.1")).is_ok());
    }

    #[test]
    fn only_web_addresses() {
        assert!(check("http://10.0.0.1:8080/hook").is_ok() && check("https://example.com/x?y").is_ok());
        for url in ["", "example.com", "ftp://example.com", "file:///etc/passwd", "https://", "javascript:1"]
        {
            assert_eq!(check(url).unwrap_err().code, Code::InvalidCall, "{url}");
        }
    }
}
