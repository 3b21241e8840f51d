//! Who may talk to a worker: whoever is on this machine; across machines whoever knows the token, or has a
//! certificate of the same authority.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use ballast_compare::wire::Tls;
use ballast_core::limits::{CLUSTER_TOKEN_BYTES_MAX, CLUSTER_TOKEN_CHARACTERS_MIN};
use ballast_core::{Code, Error, Result};
use http::HeaderValue;
use tonic::transport::{Certificate, ClientTlsConfig, Identity, ServerTlsConfig};
use tonic::{Request, Status};

/// What both ends know of each other. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Access {
    token: Option<Token>,
    tls: Option<Arc<Pem>>,
}

#[derive(Clone)]
struct Token(HeaderValue);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
    authority: Vec<u8>,
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pem(…)")
    }
}

impl Token {
    fn new(text: &str) -> Result<Self> {
        let text = text.trim();
        let is_good = text.chars().count() >= CLUSTER_TOKEN_CHARACTERS_MIN
            && text.len() <= CLUSTER_TOKEN_BYTES_MAX
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        let refused = || {
            Error::new(Code::InvalidCall)
                .with("what", "token")
                .with("reason", "short_token")
                .with("characters_min", CLUSTER_TOKEN_CHARACTERS_MIN)
        };
        if !is_good {
            return Err(refused());
        }
        let mut value = HeaderValue::from_str(&format!("Bearer {text}")).map_err(|_| refused())?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// Takes as long for every token of the same length.
    fn is(&self, other: &[u8]) -> bool {
        let own = self.0.as_bytes();
        own.len() == other.len() && own.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

impl Pem {
    fn read(tls: &Tls) -> Result<Self> {
        let read = |path: &Path| std::fs::read(path).map_err(|error| Error::io(path, &error));
        Ok(Self {
            certificate: read(&tls.certificate)?,
            key: read(&tls.key)?,
            authority: read(&tls.authority)?,
        })
    }

    fn identity(&self) -> Identity {
        Identity::from_pem(&self.certificate, &self.key)
    }
}

impl Access {
    /// Errors: `invalid_call` for a token that is too short, `io` for files that cannot be read.
    pub fn new(token: Option<&str>, tls: Option<&Tls>) -> Result<Self> {
        Ok(Self {
            token: token.map(Token::new).transpose()?,
            tls: tls.map(Pem::read).transpose()?.map(Arc::new),
        })
    }

    /// Whether a worker may listen there: beyond this machine only for those it can tell from others.
    ///
    /// Errors: `invalid_call`.
    pub fn may_listen(&self, address: IpAddr) -> Result<()> {
        if address.is_loopback() || self.token.is_some() || self.tls.is_some() {
            return Ok(());
        }
        let error = Error::new(Code::InvalidCall).with("what", "--listen");
        Err(error.with("reason", "beyond_loopback").with("address", address).allowed([
            "127.0.0.1",
            "--token-env NAME",
            "--cert FILE --key FILE --ca FILE",
        ]))
    }

    #[must_use]
    pub fn server_tls(&self) -> Option<ServerTlsConfig> {
        let pem = self.tls.as_ref()?;
        let authority = Certificate::from_pem(&pem.authority);
        Some(ServerTlsConfig::new().identity(pem.identity()).client_ca_root(authority))
    }

    #[must_use]
    pub fn client_tls(&self) -> Option<ClientTlsConfig> {
        let pem = self.tls.as_ref()?;
        let authority = Certificate::from_pem(&pem.authority);
        Some(ClientTlsConfig::new().identity(pem.identity()).ca_certificate(authority))
    }

    /// What goes with every call.
    #[must_use]
    pub fn header(&self) -> Option<HeaderValue> {
        self.token.as_ref().map(|token| token.0.clone())
    }

    /// Lets a call through, or not.
    #[allow(clippy::result_large_err)]
    pub fn check(&self, request: Request<()>) -> Result<Request<()>, Status> {
        let Some(token) = &self.token else { return Ok(request) };
        match request.metadata().get(http::header::AUTHORIZATION.as_str()) {
            Some(said) if token.is(said.as_bytes()) => Ok(request),
            _ => Err(Status::unauthenticated("another token is wanted")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn beyond_this_machine_only_with_a_token_or_certificates() {
        let open = Access::default();
        for near in ["127.0.0.1", "127.8.0.1", "::1"] {
            open.may_listen(near.parse().unwrap()).unwrap();
        }
        let closed = Access::new(Some(TOKEN), None).unwrap();
        for far in ["0.0.0.0", "10.0.0.5", "::", "192.168.1.2"] {
            let error = open.may_listen(far.parse().unwrap()).unwrap_err();
            assert_eq!(error.code, Code::InvalidCall, "{far}");
            closed.may_listen(far.parse().unwrap()).unwrap();
        }
    }

    #[test]
    fn short_tokens_are_refused() {
        for token in ["", "short", &TOKEN[1..], "0123456789abcdef 0123456789abcdef", &"ü".repeat(40)] {
            assert_eq!(Access::new(Some(token), None).unwrap_err().code, Code::InvalidCall, "{token}");
        }
        assert!(!format!("{:?}", Access::new(Some(TOKEN), None).unwrap()).contains(TOKEN));
    }

    #[test]
    fn only_the_same_token_opens() {
        let access = Access::new(Some(TOKEN), None).unwrap();
        let call = |said: Option<&str>| {
            let mut request = Request::new(());
            if let Some(said) = said {
                request.metadata_mut().insert("authorization", said.parse().unwrap());
            }
            access.check(request)
        };
        call(Some(&format!("Bearer {TOKEN}"))).unwrap();
        for wrong in [None, Some(TOKEN), Some("Bearer "), Some("Bearer 0123456789abcdef0123456789abcdee")] {
            assert_eq!(call(wrong).unwrap_err().code(), tonic::Code::Unauthenticated);
        }
    }
}
