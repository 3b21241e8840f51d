//! What mail and webhooks share: one limit over a whole conversation, the certificates that are trusted,
//! and what an error of a library means.

use std::error::Error as StdError;
use std::fmt::Write;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ballast_core::{Code, Error, Result, Span};
use rustls::{ClientConfig, RootCertStore};

use crate::mail::line::SaysTooMuch;

/// Runs a conversation to its end or drops it at the limit. It runs on a thread of its own, so that a caller
/// may itself stand in an asynchronous runtime. Errors: `no_answer`, and those of the conversation.
pub fn within<T, C, F>(limit: Span, server: &str, conversation: C) -> Result<T>
where
    T: Send,
    C: FnOnce() -> F + Send,
    F: Future<Output = Result<T>>,
{
    let talk = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::new(Code::Internal).because(&error))?;
        let limited =
            async { tokio::time::timeout(Duration::from_secs(limit.seconds()), conversation()).await };
        let answer = runtime.block_on(limited);
        // A name that is still being looked up is left behind; waiting for it would break the limit.
        runtime.shutdown_background();
        answer.unwrap_or_else(|_| {
            Err(Error::new(Code::NoAnswer).with("server", server).with("limit_seconds", limit.seconds()))
        })
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("outside".to_owned()).spawn_scoped(scope, talk);
        let thread = thread.map_err(|error| Error::new(Code::Internal).because(&error))?;
        thread.join().unwrap_or_else(|_| Err(Error::new(Code::Internal).with("what", "outside")))
    })
}

/// Trusts what this computer trusts, or the file that `SSL_CERT_FILE` names. Read at each call: an agent
/// runs for months, and certificates change. Where nothing is found, nothing is trusted.
pub fn trust() -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(Code::Internal).because(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// What an error on the way means: `certificate_refused` or `unreachable`.
pub fn failed(server: &str, cause: &(dyn StdError + 'static)) -> Error {
    let mut code = Code::Unreachable;
    let mut reason = None;
    let mut next = Some(cause);
    while let Some(error) = next {
        let certificate = matches!(
            error.downcast_ref::<rustls::Error>(),
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
        );
        if certificate {
            code = Code::CertificateRefused;
        }
        let io = error.downcast_ref::<std::io::Error>();
        if let Some(io) = io {
            use std::io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
            if matches!(io.kind(), UnexpectedEof | ConnectionReset | BrokenPipe) {
                reason = Some("broken_off");
            }
        }
        if error.is::<SaysTooMuch>() {
            reason = Some("too_large");
        }
        // The source of an input-output error is the source of what it holds, not what it holds.
        let held = io.and_then(|io| io.get_ref()).map(|held| held as &(dyn StdError + 'static));
        next = held.or_else(|| error.source());
    }
    let error = Error::new(code).with("server", server).because(cause);
    match reason.filter(|_| code == Code::Unreachable) {
        Some(reason) => error.with("reason", reason),
        None => error,
    }
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_library_and_a_call_from_a_runtime_are_no_end_of_the_world() {
        let limit = Span::from_seconds(60);
        let answer: Result<()> = within(limit, "x", || async { panic!("as some libraries do") });
        assert_eq!(answer.unwrap_err().code, Code::Internal);
        let outer = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(outer.block_on(async { within(limit, "x", || async { Ok(7) }) }).unwrap(), 7);
        let never = within::<(), _, _>(Span::from_seconds(0), "x", std::future::pending);
        assert_eq!(never.unwrap_err().code, Code::NoAnswer);
    }
}
