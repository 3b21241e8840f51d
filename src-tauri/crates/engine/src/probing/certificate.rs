//! A certificate as probes are judged by it.

use ballast_outside::probe::certificate::{Chain, Flaw};
use ballast_readiness::probe::observed::{Certificate, ChainFault};

/// The server's own certificate with what was found wrong; none where it showed none.
pub(super) fn of(chain: Option<&Chain>) -> Option<Certificate> {
    let chain = chain?;
    let (own, above) = chain.certificates.split_first()?;
    Some(Certificate {
        subject: common_name(&own.subject),
        names: own.names.clone(),
        issuer: common_name(&own.issuer),
        issuer_organization: own.issuer_organization.clone(),
        not_before: own.not_before,
        not_after: own.not_after,
        chain_not_after: above.iter().map(|certificate| certificate.not_after).min(),
        sha256: own.sha256.clone(),
        name_matches: !chain.flaws.contains(&Flaw::WrongName),
        chain_fault: chain.flaws.iter().find_map(|flaw| fault(*flaw, own.is_self_issued)),
    })
}

fn fault(flaw: Flaw, is_self_issued: bool) -> Option<ChainFault> {
    Some(match flaw {
        Flaw::WrongName => return None,
        Flaw::Expired => ChainFault::Expired,
        Flaw::NotYetValid => ChainFault::NotYetValid,
        Flaw::UnknownIssuer if is_self_issued => ChainFault::SelfSigned,
        Flaw::UnknownIssuer => ChainFault::UnknownIssuer,
        Flaw::BadSignature => ChainFault::BadSignature,
        Flaw::Revoked => ChainFault::Revoked,
        Flaw::WrongPurpose => ChainFault::NotForServers,
        Flaw::Unreadable | Flaw::Unsupported => ChainFault::Other,
    })
}

/// The common name of a distinguished name, else all of it.
fn common_name(name: &str) -> String {
    let part = name.split(", ").find_map(|part| part.strip_prefix("CN="));
    part.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_without_a_common_one_stays_whole() {
        assert_eq!(super::common_name("C=US, O=Let's Encrypt, CN=R11"), "R11");
        assert_eq!(super::common_name("C=US, O=Nobody"), "C=US, O=Nobody");
    }
}
