//! What mail and webhooks share: one limit over a whole conversation, the certificates that are trusted,
//! and what an error of a library means.

use std::error::Error as StdError;
use std::fmt::Write;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ballast_core::{Code, Error, Result, Span};
use rustls::{ClientConfig, RootCertStore};

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

/// Whether an address lies on this computer or in a network that the public one does not reach.
pub fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            let [first, second, ..] = four.octets();
            four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_unspecified()
                || four.is_broadcast()
                // Shared by providers (RFC 6598) and "this network" (RFC 1122).
                || (first == 100 && (64..128).contains(&second))
                || first == 0
        }
        IpAddr::V6(six) => {
            six.is_loopback() || six.is_unspecified() || six.is_unique_local() || six.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses() {
        for text in ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0"] {
            assert!(is_private(text.parse().unwrap()), "{text}");
        }
        for text in ["::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1"] {
            assert!(is_private(text.parse().unwrap()), "{text}");
        }
        for text in ["1.1.1.1", "100.128.0.1", "2606:4700::1111"] {
            assert!(!is_private(text.parse().unwrap()), "{text}");
        }
    }

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
