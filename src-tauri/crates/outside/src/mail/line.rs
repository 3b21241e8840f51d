//! The line to a mail server: connected, encrypted as asked, and with an end to what the server may say.

use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use ballast_core::limits::MAIL_ANSWER_BYTES_MAX;
use ballast_core::{Code, Error, Result, Span};
use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Security;
use crate::wire::{failed, trust};

pub trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug> Stream for T {}

/// The server said more than a whole delivery needs.
#[derive(Debug)]
pub struct SaysTooMuch;

impl fmt::Display for SaysTooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server says too much")
    }
}

impl StdError for SaysTooMuch {}

/// A stream that gives `before` first, and an error once the server has said too much.
#[derive(Debug)]
pub struct Line {
    stream: Box<dyn Stream>,
    before: &'static [u8],
    left: usize,
    peer: SocketAddr,
    here: IpAddr,
}

/// What the server said before lettre waits for its greeting, where it greeted without encryption.
pub const GREETED: &[u8] = b"220 ready\r\n";

impl Line {
    /// A line over a connection to `peer`, on which the server may say as much as `left` bytes.
    pub fn over(
        stream: impl Stream + 'static,
        before: &'static [u8],
        left: usize,
        peer: SocketAddr,
        here: IpAddr,
    ) -> Self {
        Self { stream: Box::new(stream), before, left, peer, here }
    }

    /// The address of this end: what a program without a name says in its greeting.
    pub fn here(&self) -> IpAddr {
        self.here
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.before.is_empty() {
            let (now, later) = self.before.split_at(self.before.len().min(into.remaining()));
            into.put_slice(now);
            self.before = later;
            return Poll::Ready(Ok(()));
        }
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, SaysTooMuch)));
        }
        let mut piece = [0; 4096];
        let most = self.left.min(into.remaining()).min(piece.len());
        let mut read = ReadBuf::new(&mut piece[..most]);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut read))?;
        self.left -= read.filled().len();
        into.put_slice(read.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

/// A line on which the server's greeting is still to be read.
pub async fn open(server: &str, host: &str, port: u16, security: Security, limit: Span) -> Result<Line> {
    let line = connect(server, host, port, limit).await?;
    match security {
        Security::Tls => encrypt(server, host, line, b"").await,
        Security::StartTls => {
            let line = ask_for_encryption(server, line).await?;
            // The server greeted before; lettre waits for a greeting, and reads this one.
            encrypt(server, host, line, GREETED).await
        }
        // The name was looked at already; here is who really answers to it.
        Security::None if line.peer.ip().is_loopback() => Ok(line),
        Security::None => {
            Err(Error::new(Code::InvalidCall).with("what", "security").with("reason", "not_encrypted"))
        }
    }
}

/// Tries the addresses one after the other, each with its share of the limit.
async fn connect(server: &str, host: &str, port: u16, limit: Span) -> Result<Line> {
    let no_such_name = || Error::new(Code::Unreachable).with("server", server).with("reason", "no_such_name");
    let found =
        tokio::net::lookup_host((host, port)).await.map_err(|error| no_such_name().because(&error))?;
    let addresses: Vec<SocketAddr> = found.take(8).collect();
    let share = Duration::from_secs(limit.seconds()) / u32::try_from(addresses.len().max(1)).unwrap_or(1);
    let mut last = no_such_name();
    for address in addresses {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                let here = stream.local_addr().map_err(|error| failed(server, &error))?.ip();
                return Ok(Line::over(stream, b"", MAIL_ANSWER_BYTES_MAX, address, here));
            }
            Ok(Err(error)) => last = failed(server, &error),
            Err(_) => {
                last =
                    Error::new(Code::NoAnswer).with("server", server).with("limit_seconds", limit.seconds());
            }
        }
    }
    Err(last)
}

async fn encrypt(server: &str, host: &str, line: Line, before: &'static [u8]) -> Result<Line> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| failed(server, &error))?;
    let (peer, here) = (line.peer, line.here);
    let stream =
        TlsConnector::from(trust()?).connect(name, line).await.map_err(|error| failed(server, &error))?;
    Ok(Line::over(stream, before, MAIL_ANSWER_BYTES_MAX, peer, here))
}

/// Greeting, EHLO, STARTTLS. Read byte by byte: what an attacker slips in after the last plain line is left
/// in the stream, and the encryption fails over it.
pub async fn ask_for_encryption(server: &str, mut line: Line) -> Result<Line> {
    let here = line.here;
    expect(server, &mut line, 220).await?;
    let hello = match here {
        IpAddr::V4(four) => format!("EHLO [{four}]\r\n"),
        IpAddr::V6(six) => format!("EHLO [IPv6:{six}]\r\n"),
    };
    say(server, &mut line, &hello).await?;
    let offers = expect(server, &mut line, 250).await?;
    if !offers.iter().any(|offer| offer.trim().eq_ignore_ascii_case("STARTTLS")) {
        let refused = Error::new(Code::Refused).with("server", server).with("protocol", "smtp");
        return Err(refused.with("reason", "no_starttls"));
    }
    say(server, &mut line, "STARTTLS\r\n").await?;
    expect(server, &mut line, 220).await?;
    Ok(line)
}

async fn say(server: &str, line: &mut Line, text: &str) -> Result<()> {
    line.write_all(text.as_bytes()).await.map_err(|error| failed(server, &error))
}

/// The lines of one answer without their numbers. Errors: `refused` with another `status` than `wanted`.
async fn expect(server: &str, line: &mut Line, wanted: u16) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    loop {
        let mut bytes = Vec::new();
        while bytes.last() != Some(&b'\n') {
            bytes.push(line.read_u8().await.map_err(|error| failed(server, &error))?);
        }
        let text = String::from_utf8_lossy(&bytes);
        let (number, rest) = text.split_at_checked(3).unwrap_or((&text, ""));
        let Ok(status) = number.parse::<u16>() else {
            return Err(Error::new(Code::Unreachable).with("server", server).with("reason", "broken_off"));
        };
        texts.push(rest.get(1..).unwrap_or_default().to_owned());
        if rest.starts_with('-') {
            continue;
        }
        if status != wanted {
            return Err(super::refused(server, status));
        }
        return Ok(texts);
    }
}
