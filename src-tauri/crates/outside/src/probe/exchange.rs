//! One request and its answer over a connection, within limits.

use std::error::Error as StdError;

use ballast_core::limits::PROBE_HEADERS_MAX;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::HeaderMap;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;

use super::{Failure, Limits, Part, Phase, Times};

/// The library takes no smaller buffer.
const BUFFER_BYTES_MIN: usize = 8192;

/// An answer whose head was read, and whose body was not.
pub(super) struct Answer {
    response: Response<Incoming>,
    /// The connection; it ends when this is dropped.
    _connection: JoinSet<()>,
}

/// Sends the request, and reads the head of the answer.
pub(super) async fn ask<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    request: Request<Full<Bytes>>,
    limits: &Limits,
    times: &mut Times,
) -> Result<Answer, Failure> {
    let mut connection = JoinSet::new();
    let talk = async {
        let why = |error: hyper::Error| why(&error, Phase::FirstByte, limits);
        let (mut sender, line) = http1::Builder::new()
            .max_headers(PROBE_HEADERS_MAX)
            .max_header_size(limits.head_bytes)
            .max_buf_size(limits.head_bytes.max(BUFFER_BYTES_MIN))
            .handshake(TokioIo::new(stream))
            .await
            .map_err(why)?;
        connection.spawn(async move {
            // What goes wrong with it is told to who waits for the answer.
            let _ = line.await;
        });
        sender.send_request(request).await.map_err(why)
    };
    let response = times.phase(Phase::FirstByte, limits.first_byte, talk).await?;
    Ok(Answer { response, _connection: connection })
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Reads the body into `body` up to the limit. What lies beyond it is not read, and the connection ends.
    pub async fn read(self, body: &mut Vec<u8>, limits: &Limits, times: &mut Times) -> Result<(), Failure> {
        let Self { response, _connection } = self;
        let mut incoming = response.into_body();
        let read = async {
            while let Some(frame) = incoming.frame().await {
                let frame = frame.map_err(|error| why(&error, Phase::Body, limits))?;
                let Ok(piece) = frame.into_data() else { continue };
                let room = limits.body_bytes.saturating_sub(body.len());
                body.extend_from_slice(&piece[..piece.len().min(room)]);
                if piece.len() > room {
                    return Err(Failure::too_large(Part::Body, limits.body_bytes));
                }
            }
            Ok(())
        };
        times.phase(Phase::Body, limits.body, read).await
    }
}

fn why(error: &hyper::Error, phase: Phase, limits: &Limits) -> Failure {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    // A request that was never sent, because of what the other side did before.
    if let Some(cause) = error.source().and_then(|source| source.downcast_ref::<hyper::Error>()) {
        return why(cause, phase, limits);
    }
    if error.is_parse_too_large() {
        return Failure::too_large(Part::Head, limits.head_bytes);
    }
    let source = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    let was_cut = source.is_some_and(|source| {
        matches!(
            source.kind(),
            UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe | NotConnected
        )
    });
    if was_cut || error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        return Failure::BrokenOff { phase };
    }
    Failure::Malformed { phase }
}
