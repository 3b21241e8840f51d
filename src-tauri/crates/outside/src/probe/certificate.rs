//! What a server's certificates say, and what is wrong with them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ballast_core::limits::{PROBE_CERTIFICATE_NAMES_MAX, PROBE_CERTIFICATES_MAX};
use jiff::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::shortened;
use crate::wire::hexadecimal;

/// Whose certificates are trusted.
#[derive(Clone, Debug)]
pub struct Trust {
    roots: Arc<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl Trust {
    /// What this computer trusts, or the file that `SSL_CERT_FILE` names. Where nothing is found, nothing.
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self::of(rustls_native_certs::load_native_certs().certs)
    }

    /// Nobody but these authorities, each a certificate in DER. What cannot be read is left out.
    #[must_use]
    pub fn only(authorities: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self::of(authorities.into_iter().map(CertificateDer::from))
    }

    fn of<'a>(authorities: impl IntoIterator<Item = CertificateDer<'a>>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(authorities);
        Self { roots: Arc::new(roots), provider: Arc::new(rustls::crypto::ring::default_provider()) }
    }

    pub(super) fn provider(&self) -> Arc<CryptoProvider> {
        self.provider.clone()
    }
}

/// One certificate. Texts are those of whoever wrote it: shortened, without control characters, unproven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// As a distinguished name, such as `C=US, O=Let's Encrypt, CN=R11`.
    pub subject: String,
    pub issuer: String,
    /// The organisation of the issuer: who is the authority. Two providers with the same one share it.
    pub issuer_organization: Option<String>,
    /// The host names and addresses it is for, at most a hundred. The common name is not one of them: no
    /// program looks at it any more (RFC 9525).
    pub names: Vec<String>,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    /// In hexadecimal digits.
    pub serial: String,
    /// Of the whole certificate, in hexadecimal digits.
    pub sha256: String,
    /// Subject and issuer are the same.
    pub is_self_issued: bool,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// The server's own certificate or one above it.
    Expired,
    NotYetValid,
    /// It is for other names than the one that was called.
    WrongName,
    /// No authority that is trusted here stands above it: a self-signed certificate, an unknown authority, or a
    /// certificate in between that the server does not send.
    UnknownIssuer,
    BadSignature,
    Revoked,
    /// It is not for servers.
    WrongPurpose,
    Unreadable,
    /// A rule or an algorithm that is not known or no longer accepted.
    Unsupported,
}

/// The certificates that a server presented, its own first, and all that was found wrong with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// At most ten; those that cannot be read are left out.
    pub certificates: Vec<Certificate>,
    /// Empty: valid for the name, now, here.
    pub flaws: Vec<Flaw>,
}

impl Chain {
    /// When the first of them expires: from then on the chain is no longer valid.
    #[must_use]
    pub fn not_after(&self) -> Option<Timestamp> {
        self.certificates.iter().map(|certificate| certificate.not_after).min()
    }
}

/// Reads one certificate. None: it is none.
fn read(der: &[u8]) -> Option<Certificate> {
    let (_, parsed) = X509Certificate::from_der(der).ok()?;
    let at = |seconds| Timestamp::from_second(seconds).ok();
    let names = parsed.subject_alternative_name().ok().flatten().map_or_else(Vec::new, |names| {
        let named = names.value.general_names.iter().filter_map(name);
        named.take(PROBE_CERTIFICATE_NAMES_MAX).collect()
    });
    let organization = parsed.issuer().iter_organization().next().and_then(|it| it.as_str().ok());
    Some(Certificate {
        subject: shortened(parsed.subject()),
        issuer: shortened(parsed.issuer()),
        issuer_organization: organization.map(shortened),
        names,
        not_before: at(parsed.validity().not_before.timestamp())?,
        not_after: at(parsed.validity().not_after.timestamp())?,
        serial: shortened(hexadecimal(parsed.raw_serial())),
        sha256: hexadecimal(&Sha256::digest(der)),
        is_self_issued: parsed.subject().as_raw() == parsed.issuer().as_raw(),
    })
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(shortened(name)),
        GeneralName::IPAddress(bytes) => {
            let four = <[u8; 4]>::try_from(*bytes).map(|bytes| IpAddr::V4(Ipv4Addr::from(bytes)));
            let six = || <[u8; 16]>::try_from(*bytes).map(|bytes| IpAddr::V6(Ipv6Addr::from(bytes)));
            four.or_else(|_| six()).ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

/// Takes part in the agreement on an encryption: keeps what the server presents, valid or not, and ends the
/// agreement if it is not valid.
#[derive(Debug)]
pub(super) struct Witness {
    trust: Trust,
    seen: Mutex<Option<Chain>>,
}

impl Witness {
    pub fn new(trust: &Trust) -> Arc<Self> {
        Arc::new(Self { trust: trust.clone(), seen: Mutex::new(None) })
    }

    /// What was presented. Once.
    pub fn take(&self) -> Option<Chain> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// All flaws, and the error that stands for the first of them.
    fn judge(
        &self,
        own: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> (Vec<Flaw>, Option<TlsError>) {
        let parsed = match ParsedCertificate::try_from(own) {
            Ok(parsed) => parsed,
            Err(error) => return (vec![flaw(&error)], Some(error)),
        };
        let algorithms = self.trust.provider.signature_verification_algorithms.all;
        let chain_at = |time| {
            verify_server_cert_signed_by_trust_anchor(&parsed, &self.trust.roots, above, time, algorithms)
        };
        let mut errors: Vec<TlsError> = chain_at(now).err().into_iter().collect();
        // A chain that is out of date is looked at no further. Whether it was good in its time is said too.
        let is_about_time =
            errors.first().is_some_and(|error| matches!(flaw(error), Flaw::Expired | Flaw::NotYetValid));
        if let Some(time) = middle(own).filter(|_| is_about_time) {
            errors.extend(chain_at(time).err());
        }
        errors.extend(verify_server_name(&parsed, name).err());
        let mut flaws: Vec<Flaw> = Vec::new();
        for found in errors.iter().map(flaw) {
            if !flaws.contains(&found) {
                flaws.push(found);
            }
        }
        (flaws, errors.into_iter().next())
    }
}

/// The middle of the time that a certificate is valid for.
fn middle(der: &[u8]) -> Option<UnixTime> {
    let certificate = read(der)?;
    let (from, to) = (certificate.not_before.as_second(), certificate.not_after.as_second());
    let seconds = u64::try_from(from.midpoint(to)).ok()?;
    Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

fn flaw(error: &TlsError) -> Flaw {
    let TlsError::InvalidCertificate(error) = error else { return Flaw::Unsupported };
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Flaw::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Flaw::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Flaw::WrongName
        }
        CertificateError::UnknownIssuer => Flaw::UnknownIssuer,
        CertificateError::BadSignature => Flaw::BadSignature,
        CertificateError::Revoked => Flaw::Revoked,
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            Flaw::WrongPurpose
        }
        CertificateError::BadEncoding => Flaw::Unreadable,
        // A certificate that calls itself an authority comes here when it stands for a server.
        _ => Flaw::Unsupported,
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let (flaws, error) = self.judge(end_entity, intermediates, server_name, now);
        let presented = std::iter::once(end_entity).chain(intermediates).take(PROBE_CERTIFICATES_MAX);
        let certificates = presented.filter_map(|der| read(der)).collect();
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Chain { certificates, flaws });
        error.map_or_else(|| Ok(ServerCertVerified::assertion()), Err)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, cert, dss, &self.trust.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, cert, dss, &self.trust.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.provider.signature_verification_algorithms.supported_schemes()
    }
}
