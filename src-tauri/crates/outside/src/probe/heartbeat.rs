//! Signs of life that come in: a small ear on this computer. Who is heard is known by a token in the path.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ballast_core::limits::{
    HEARTBEAT_CONNECTIONS_MAX, HEARTBEAT_REQUEST_BYTES_MAX, HEARTBEAT_REQUEST_RUNTIME,
    HEARTBEAT_TOKEN_CHARACTERS_MIN,
};
use ballast_core::{Error, Result};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::Sender;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::secrets::Secret;

/// After an error of the system, such as too many open files, the ear listens again this much later.
const PAUSE: Duration = Duration::from_millis(200);

/// The limits of the ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of one request, its body included as far as it is read: what follows the head is not.
    pub request_bytes: usize,
    /// From the connection to the answer.
    pub request: Duration,
    /// Further ones wait at the door.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_bytes: HEARTBEAT_REQUEST_BYTES_MAX,
            request: Duration::from_secs(HEARTBEAT_REQUEST_RUNTIME.seconds()),
            connections: HEARTBEAT_CONNECTIONS_MAX,
        }
    }
}

/// Who may be heard. Kept as hashes: how long a comparison takes says nothing about a token.
#[derive(Default)]
pub struct Tokens(RwLock<HashMap<[u8; 32], String>>);

impl Tokens {
    /// Takes the place of all tokens before. Each is the id of what lives, and its token: at least 16 letters,
    /// digits, `-` or `_`. Answers the ids whose tokens are none; they are not heard.
    pub fn replace<'a>(&self, tokens: impl IntoIterator<Item = (String, &'a Secret)>) -> Vec<String> {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let is_good =
            |token: &str| token.len() >= HEARTBEAT_TOKEN_CHARACTERS_MIN && token.bytes().all(is_plain);
        let (good, bad): (Vec<_>, Vec<_>) =
            tokens.into_iter().partition(|(_, token)| is_good(token.expose()));
        let known = good.into_iter().map(|(id, token)| (hash(token.expose().as_bytes()), id)).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = known;
        bad.into_iter().map(|(id, _)| id).collect()
    }

    fn find(&self, token: &[u8]) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&hash(token)).cloned()
    }
}

fn hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// An ear on one address of this computer.
pub struct Ear {
    listener: TcpListener,
    address: SocketAddr,
}

impl Ear {
    /// Takes the port of an address, or any free one for 0. Errors: `io`.
    pub async fn open(place: SocketAddr) -> Result<Self> {
        let failed = |error| Error::io(place.to_string(), &error);
        let listener = TcpListener::bind(place).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens until `heard` is closed or the future is dropped. Every `GET`, `HEAD` or `POST` of `/beat/TOKEN`
    /// with a known token sends its id; when it came is for the receiver to say. Answers 200; 404 for another
    /// path; 400 for what is no request; 503 while the receiver is too slow.
    pub async fn listen(&self, tokens: Arc<Tokens>, heard: Sender<String>, limits: Limits) {
        let places = Arc::new(Semaphore::new(limits.connections.max(1)));
        let mut tasks = JoinSet::new();
        loop {
            while tasks.try_join_next().is_some() {}
            let place = tokio::select! {
                () = heard.closed() => return,
                place = places.clone().acquire_owned() => place,
            };
            let Ok(place) = place else { return };
            let stream = tokio::select! {
                () = heard.closed() => return,
                stream = self.listener.accept() => stream,
            };
            let Ok((stream, _)) = stream else {
                sleep(PAUSE).await;
                continue;
            };
            tasks.spawn(hear(stream, tokens.clone(), heard.clone(), limits, place));
        }
    }
}

async fn hear(
    mut stream: TcpStream,
    tokens: Arc<Tokens>,
    heard: Sender<String>,
    limits: Limits,
    _place: OwnedSemaphorePermit,
) {
    let conversation = async {
        let head = head(&mut stream, limits.request_bytes).await?;
        let answer: &[u8] = match token(&head) {
            Asked::Nonsense => b"HTTP/1.1 400 Bad Request\r\n",
            Asked::Other => b"HTTP/1.1 404 Not Found\r\n",
            Asked::Beat(token) => match tokens.find(token) {
                None => b"HTTP/1.1 404 Not Found\r\n",
                Some(id) => match heard.try_send(id) {
                    Ok(()) => b"HTTP/1.1 200 OK\r\n",
                    Err(_) => b"HTTP/1.1 503 Service Unavailable\r\n",
                },
            },
        };
        stream.write_all(answer).await.ok()?;
        stream.write_all(b"Content-Length: 0\r\nConnection: close\r\n\r\n").await.ok()?;
        stream.shutdown().await.ok()?;
        // Who is still sending would lose the answer if the line were cut now.
        let mut rest = (&mut stream).take(u64::try_from(limits.request_bytes).unwrap_or(u64::MAX));
        tokio::io::copy(&mut rest, &mut tokio::io::sink()).await.ok()
    };
    let _ = timeout(limits.request, conversation).await;
}

/// The head of a request, or what came of it within the limit. None: nobody is there any more.
async fn head(stream: &mut TcpStream, most: usize) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while head.len() < most && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let room = piece.len().min(most - head.len());
        let count = stream.read(&mut piece[..room]).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(&piece[..count]);
    }
    Some(head)
}

enum Asked<'a> {
    Nonsense,
    Other,
    Beat(&'a [u8]),
}

/// What the first line of a whole head asks for.
fn token(head: &[u8]) -> Asked<'_> {
    if !head.windows(4).any(|end| end == b"\r\n\r\n") {
        return Asked::Nonsense;
    }
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let [method, path, version] = words[..] else { return Asked::Nonsense };
    if !version.starts_with(b"HTTP/1.") {
        return Asked::Nonsense;
    }
    match path.strip_prefix(b"/beat/") {
        Some(token) if matches!(method, b"GET" | b"HEAD" | b"POST") => Asked::Beat(token),
        _ => Asked::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_could_be_guessed_are_not_taken() {
        let tokens = Tokens::default();
        let secret = |text: &str| Secret::new(text.to_owned());
        let (good, short, odd) =
            (secret("abcdefghijklmnop"), secret("abcdefghijklmno"), secret("abcdefgh/jklmnop"));
        let refused = tokens.replace([("a".into(), &good), ("b".into(), &short), ("c".into(), &odd)]);
        assert_eq!(refused, ["b", "c"]);
        assert_eq!(tokens.find(b"abcdefghijklmnop").as_deref(), Some("a"));
        assert_eq!(tokens.find(b"abcdefghijklmno"), None);
        tokens.replace([]);
        assert_eq!(tokens.find(b"abcdefghijklmnop"), None, "the old ones are gone");
    }
}
