//! Whether an encrypted connection comes about, and what the certificates say that it stands on.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ProtocolVersion};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::certificate::{Chain, Witness};
use super::dial::dial;
use super::{Failure, Limits, Local, Phase, Probed, Surroundings, Target, Times, Wrong};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub target: Target,
    /// The name that the certificate must be for, where it is not the host.
    pub name: Option<String>,
    pub local: Local,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub address: Option<SocketAddr>,
    /// Also where it is not valid.
    pub chain: Option<Chain>,
    /// None where no encryption came about.
    pub version: Option<Version>,
}

/// The version of the encryption that both sides agreed on. Older ones are not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Version {
    Tls12,
    Tls13,
}

/// Connects, agrees on an encryption, and says goodbye. Failures: `not_resolved`, `local_address`,
/// `not_connected`, `timed_out`, `certificate`, `tls`, `broken_off`, `invalid`.
pub async fn probe(surroundings: &Surroundings, ask: &Ask, limits: &Limits) -> Probed<Seen> {
    Probed::run(limits, async |seen: &mut Seen, times: &mut Times| {
        let may_be_local = ask.local != Local::Refused;
        let (stream, address) = dial(surroundings, &ask.target, may_be_local, limits, times).await?;
        seen.address = Some(address);
        let name = ask.name.as_deref().unwrap_or(ask.target.host());
        let (_, version) = encrypt(surroundings, name, stream, limits, times, &mut seen.chain).await?;
        seen.version = version;
        Ok(())
    })
    .await
}

/// Agrees on an encryption. The chain is kept whatever becomes of it.
pub(super) async fn encrypt<S: AsyncRead + AsyncWrite + Unpin>(
    surroundings: &Surroundings,
    host: &str,
    stream: S,
    limits: &Limits,
    times: &mut Times,
    chain: &mut Option<Chain>,
) -> Result<(TlsStream<S>, Option<Version>), Failure> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Failure::invalid(Wrong::Target))?;
    let witness = Witness::new(&surroundings.trust);
    let connector = TlsConnector::from(Arc::new(config(&witness, surroundings)?));
    let agreed = times
        .phase(Phase::Tls, limits.tls, async {
            connector.connect(name, stream).await.map_err(|error| why(&error))
        })
        .await;
    *chain = witness.take();
    let flaws = chain.as_ref().map(|chain| chain.flaws.clone()).filter(|flaws| !flaws.is_empty());
    let stream = match (agreed, flaws) {
        (Err(_), Some(flaws)) => return Err(Failure::Certificate { flaws }),
        (agreed, _) => agreed?,
    };
    let version = match stream.get_ref().1.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => Some(Version::Tls12),
        Some(ProtocolVersion::TLSv1_3) => Some(Version::Tls13),
        _ => None,
    };
    Ok((stream, version))
}

fn config(witness: &Arc<Witness>, surroundings: &Surroundings) -> Result<ClientConfig, Failure> {
    let builder = ClientConfig::builder_with_provider(surroundings.trust.provider())
        .with_safe_default_protocol_versions()
        .map_err(|_| Failure::Internal)?;
    // The witness holds every certificate against the trusted ones itself, and keeps what it saw.
    let mut config =
        builder.dangerous().with_custom_certificate_verifier(witness.clone()).with_no_client_auth();
    // Every probe must see the certificates, so no earlier agreement is taken up again.
    config.resumption = rustls::client::Resumption::disabled();
    Ok(config)
}

fn why(error: &io::Error) -> Failure {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    match error.kind() {
        UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe => {
            Failure::BrokenOff { phase: Phase::Tls }
        }
        _ => Failure::Tls,
    }
}
