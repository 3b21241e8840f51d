//! One request to a web address, and what came back.

use std::fmt;
use std::net::SocketAddr;

use ballast_core::limits::PROBE_REDIRECTS_MAX;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
    TRANSFER_ENCODING, USER_AGENT,
};
use hyper::{Method, Request};
use reqwest::Url;
use serde::Serialize;

use super::certificate::Chain;
use super::dial::{bare, dial};
use super::exchange::{self, Answer};
use super::tls::encrypt;
use super::{Failure, Limits, Local, Probed, RedirectRefused, Surroundings, Target, Times, Wrong};
use crate::secrets::Secret;
use crate::webhook::{is_same_server, parse, shown};

/// A shorter piece of a secret is not worth hiding: it would be found everywhere.
const SECRET_PIECE_BYTES_MIN: usize = 4;

/// A text that is sent. Of a secret nothing is shown, and nothing is kept where a server says it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Plain(String),
    Secret(Secret),
}

impl Value {
    pub(super) fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }

    fn secret(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Secret(secret) => Some(secret.expose()),
        }
    }
}

/// Which redirects are followed. With `at_most` 0 the redirect itself is the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirects {
    /// More than ten count as ten.
    pub at_most: u8,
    pub to: Servers,
}

/// Where a redirect may lead. Another host or port gets none of the headers, and no body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Servers {
    #[default]
    Same,
    /// The same one, and any port of these hosts.
    Hosts(Vec<String>),
    Any,
}

impl Servers {
    fn allow(&self, url: &Url) -> bool {
        match self {
            Self::Same => false,
            Self::Hosts(hosts) => {
                url.host_str().is_some_and(|host| hosts.iter().any(|one| one.eq_ignore_ascii_case(host)))
            }
            Self::Any => true,
        }
    }
}

/// What is asked. Debug prints show of the address its host and port, as the rest may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Ask {
    pub method: String,
    /// `http` or `https`, without a user and a password.
    pub url: String,
    /// Those of the connection and the length are written by the program.
    pub headers: Vec<(String, Value)>,
    pub body: Option<Value>,
    pub redirects: Redirects,
    pub local: Local,
}

impl Ask {
    /// A plain GET without redirects, local if the address is written so.
    #[must_use]
    pub fn get(url: &str) -> Self {
        let local = parse(url).ok().and_then(|url| url.host_str().map(Local::as_written)).unwrap_or_default();
        let redirects = Redirects::default();
        Self { method: "GET".into(), url: url.into(), headers: Vec::new(), body: None, redirects, local }
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = parse(&self.url).map_or_else(|_| "…".to_owned(), |url| shown(&url));
        let mut shown = f.debug_struct("Ask");
        shown.field("method", &self.method).field("server", &server).field("headers", &self.headers);
        shown.field("body", &self.body).field("redirects", &self.redirects).field("local", &self.local);
        shown.finish()
    }
}

/// What was seen, of the last server that was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Host and port of the servers whose redirects were followed.
    pub hops: Vec<String>,
    pub server: String,
    pub address: Option<SocketAddr>,
    /// Also where it is not valid. None without encryption.
    pub chain: Option<Chain>,
    pub status: Option<u16>,
    /// Names in small letters, in the order of the answer.
    pub headers: Vec<(String, String)>,
    /// As it came, not unpacked: nothing packed is asked for. Up to the limit.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// Whether `body` is all of it.
    pub body_is_whole: bool,
}

/// Asks once and reads the answer, whatever its status. The request goes straight to the address that was
/// looked up and checked, never through a proxy.
///
/// Failures: `invalid`, `not_resolved`, `local_address`, `not_connected`, `timed_out`, `tls`, `certificate`,
/// `too_large`, `broken_off`, `malformed`, `redirect`.
pub async fn probe(surroundings: &Surroundings, ask: &Ask, limits: &Limits) -> Probed<Seen> {
    let mut probed = Probed::run(limits, async |seen: &mut Seen, times: &mut Times| {
        let mut call = Call::new(ask)?;
        loop {
            let answer = call.send(surroundings, limits, seen, times).await?;
            match call.next(&answer, seen.hops.len(), &ask.redirects)? {
                None => {
                    answer.read(&mut seen.body, limits, times).await?;
                    seen.body_is_whole = true;
                    return Ok(());
                }
                Some(next) => {
                    let mut hops = std::mem::take(&mut seen.hops);
                    hops.push(shown(&call.url));
                    (*seen, *times) = (Seen { hops, ..Seen::default() }, Times::default());
                    call = next;
                }
            }
        }
    })
    .await;
    hide(&mut probed, ask);
    probed
}

/// One request on its way, perhaps the last of several.
struct Call {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<String>,
    local_is_allowed: bool,
    local: Local,
}

impl Call {
    fn new(ask: &Ask) -> Result<Self, Failure> {
        let invalid = Failure::invalid;
        let url = parse(&ask.url).map_err(|_| invalid(Wrong::Url))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid(Wrong::Url));
        }
        let method: Method = ask.method.parse().map_err(|_| invalid(Wrong::Method))?;
        if method == Method::CONNECT {
            return Err(invalid(Wrong::Method));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &ask.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid(Wrong::Header))?;
            if [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&name) {
                return Err(invalid(Wrong::Header));
            }
            let value = HeaderValue::from_str(value.expose()).map_err(|_| invalid(Wrong::Header))?;
            headers.append(name, value);
        }
        let body = ask.body.as_ref().map(|body| body.expose().to_owned());
        let local_is_allowed = ask.local != Local::Refused;
        Ok(Self { method, url, headers, body, local_is_allowed, local: ask.local })
    }

    async fn send(
        &self,
        surroundings: &Surroundings,
        limits: &Limits,
        seen: &mut Seen,
        times: &mut Times,
    ) -> Result<Answer, Failure> {
        seen.server = shown(&self.url);
        let (Some(host), Some(port)) = (self.url.host_str(), self.url.port_or_known_default()) else {
            return Err(Failure::invalid(Wrong::Url));
        };
        let target = Target::new(bare(host), port);
        let (stream, address) = dial(surroundings, &target, self.local_is_allowed, limits, times).await?;
        seen.address = Some(address);
        let request = self.request()?;
        let answer = if self.url.scheme() == "https" {
            let (stream, _) =
                encrypt(surroundings, target.host(), stream, limits, times, &mut seen.chain).await?;
            exchange::ask(stream, request, limits, times).await?
        } else {
            exchange::ask(stream, request, limits, times).await?
        };
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        seen.status = Some(answer.status());
        seen.headers =
            answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        Ok(answer)
    }

    fn request(&self) -> Result<Request<Full<Bytes>>, Failure> {
        let path = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        let body = Full::new(Bytes::from(self.body.clone().unwrap_or_default()));
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = path.parse().map_err(|_| Failure::invalid(Wrong::Url))?;
        let headers = request.headers_mut();
        let host = HeaderValue::from_str(&shown(&self.url)).map_err(|_| Failure::invalid(Wrong::Url))?;
        headers.insert(HOST, host);
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(USER_AGENT, HeaderValue::from_static(concat!("ballast/", env!("CARGO_PKG_VERSION"))));
        headers.extend(self.headers.clone());
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        Ok(request)
    }

    /// The call that a redirect asks for. None: the answer is the last one.
    fn next(&self, answer: &Answer, hops: usize, allowed: &Redirects) -> Result<Option<Self>, Failure> {
        let status = answer.status();
        if !matches!(status, 301 | 302 | 303 | 307 | 308) || allowed.at_most == 0 {
            return Ok(None);
        }
        let refused = |reason, url: &Url| Failure::Redirect { reason, server: shown(url) };
        let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let url = location.and_then(|location| self.url.join(location).ok());
        let is_good = |url: &Url| {
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
        };
        let Some(url) = url.filter(is_good) else {
            return Err(refused(RedirectRefused::NotAnAddress, &self.url));
        };
        if hops >= usize::from(allowed.at_most.min(PROBE_REDIRECTS_MAX)) {
            return Err(refused(RedirectRefused::TooMany, &url));
        }
        if self.url.scheme() == "https" && url.scheme() == "http" {
            return Err(refused(RedirectRefused::NotEncrypted, &url));
        }
        let becomes_get = status == 303 || matches!(status, 301 | 302) && self.method == Method::POST;
        let method =
            if becomes_get && self.method != Method::HEAD { Method::GET } else { self.method.clone() };
        let body = self.body.clone().filter(|_| method == self.method);
        let mut next = Self { method, url, headers: self.headers.clone(), body, ..*self };
        if !is_same_server(&self.url, &next.url) {
            if !allowed.to.allow(&next.url) {
                return Err(refused(RedirectRefused::OtherServer, &next.url));
            }
            if next.body.is_some() {
                return Err(refused(RedirectRefused::CarriesBody, &next.url));
            }
            next.headers.clear();
            next.local_is_allowed = self.local == Local::Allowed;
        }
        Ok(Some(next))
    }
}

/// Takes out of what was seen, and of the failure, every secret that the server said back.
fn hide(probed: &mut Probed<Seen>, ask: &Ask) {
    let values = ask.headers.iter().map(|(_, value)| value).chain(&ask.body);
    let secrets: Vec<&str> = values.filter_map(Value::secret).collect();
    // Of `Bearer abc` also `abc` alone.
    let words = secrets.iter().flat_map(|secret| [*secret, secret.split_whitespace().last().unwrap_or("")]);
    let seen = &mut probed.seen;
    let named = match &mut probed.failure {
        Some(
            Failure::Redirect { server: name, .. }
            | Failure::LocalAddress { host: name, .. }
            | Failure::NotResolved { host: name },
        ) => Some(name),
        _ => None,
    };
    let texts = seen.headers.iter_mut().map(|(_, text)| text).chain(&mut seen.hops).chain([&mut seen.server]);
    let mut texts: Vec<&mut String> = texts.chain(named).collect();
    for word in words {
        for text in &mut texts {
            let mut bytes = std::mem::take(*text).into_bytes();
            without(&mut bytes, word.as_bytes(), false);
            **text = String::from_utf8_lossy(&bytes).into_owned();
        }
        without(&mut seen.body, word.as_bytes(), !seen.body_is_whole);
    }
}

/// Puts stars in the place of a secret; of a cut text also in that of its beginning at the cut.
pub(super) fn without(bytes: &mut [u8], secret: &[u8], is_cut: bool) {
    if secret.len() < SECRET_PIECE_BYTES_MIN {
        return;
    }
    let mut at = 0;
    while at + secret.len() <= bytes.len() {
        if bytes[at..].starts_with(secret) {
            bytes[at..at + secret.len()].fill(b'*');
            at += secret.len();
        } else {
            at += 1;
        }
    }
    let pieces = (SECRET_PIECE_BYTES_MIN..secret.len()).rev();
    if let Some(most) = pieces.filter(|_| is_cut).find(|most| bytes.ends_with(&secret[..*most])) {
        let from = bytes.len() - most;
        bytes[from..].fill(b'*');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_out_wherever_it_stands() {
        for (text, is_cut, wanted) in [
            ("a hunter2 b hunter2", false, "a ******* b *******"),
            ("hunter2", false, "*******"),
            ("at the cut hunt", true, "at the cut ****"),
            ("at the end hunt", false, "at the end hunt"),
            ("hun", true, "hun"),
            ("", true, ""),
        ] {
            let mut bytes = text.as_bytes().to_vec();
            without(&mut bytes, b"hunter2", is_cut);
            assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
        }
        let mut bytes = b"abcabc".to_vec();
        without(&mut bytes, b"", true);
        without(&mut bytes, b"abc", true);
        assert_eq!(bytes, b"abcabc", "too short to be told from anything else");
    }

    #[test]
    fn debug_prints_show_no_secret() {
        let mut ask = Ask::get("https://a.example/hook/hunter2?token=hunter2");
        ask.headers.push(("authorization".into(), Value::Secret(Secret::new("hunter2".into()))));
        ask.body = Some(Value::Secret(Secret::new("hunter2".into())));
        let shown = format!("{ask:?}");
        assert!(shown.contains("a.example") && !shown.contains("hunter2"), "{shown}");
    }
}
