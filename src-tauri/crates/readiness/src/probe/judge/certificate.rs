//! The certificate that was shown.

use ballast_core::FindingKind;
use serde_json::Value;

use super::super::observed::{Certificate, ChainFault, Failure, Outcome};
use super::{Report, word};

impl Report<'_> {
    pub(super) fn certificate(&mut self) {
        let refused =
            matches!(self.observed.outcome, Outcome::Failed { failure: Failure::CertificateRefused, .. });
        let seen = matches!(self.observed.outcome, Outcome::Seen(_));
        let Some(certificate) = self.observed.certificate.as_ref().filter(|_| refused || seen) else {
            return;
        };
        let reason = self.fault(certificate);
        if let Some(reason) = &reason {
            let mut finding = self.failed(&format!("certificate_{reason}"));
            finding = finding
                .with("issuer", &certificate.issuer)
                .with("names", names(certificate))
                .with("not_after", certificate.not_after);
            // A chain may be served by one of several machines; a date and a name do not come and go.
            self.is_definite |= matches!(reason.as_str(), "expired" | "wrong_name");
            self.findings.push(finding);
        } else {
            self.expiry(certificate);
        }
        self.issuer(certificate);
    }

    fn fault(&self, certificate: &Certificate) -> Option<String> {
        if certificate.not_after <= self.now {
            return Some("expired".to_owned());
        }
        if certificate.not_before > self.now {
            return Some("not_yet_valid".to_owned());
        }
        if !certificate.name_matches {
            return Some("wrong_name".to_owned());
        }
        certificate.chain_fault.map(|fault| match fault {
            ChainFault::Expired => "chain_expired".to_owned(),
            fault => word(&fault),
        })
    }

    fn expiry(&mut self, certificate: &Certificate) {
        let Some(margin) = self.probe.expect.expires_in else { return };
        let end =
            certificate.chain_not_after.map_or(certificate.not_after, |end| end.min(certificate.not_after));
        let left = end.duration_since(self.now);
        if left < margin.duration() {
            let finding = self.finding(FindingKind::Expiring, "certificate").with("expires_at", end);
            let finding = finding.with("days_left", left.as_hours().div_euclid(24)).with("margin", margin);
            self.findings.push(finding.with("issuer", &certificate.issuer));
        }
    }

    fn issuer(&mut self, certificate: &Certificate) {
        let Some(condition) = &self.probe.expect.issuer else { return };
        let common = condition.unmet(Some(&Value::from(certificate.issuer.as_str())));
        let organization = certificate.issuer_organization.as_deref().map(Value::from);
        let by_organization =
            organization.is_some_and(|organization| condition.unmet(Some(&organization)).is_none());
        if let Some(unmet) = common.filter(|_| !by_organization) {
            let finding = self.failed("issuer").with("test", unmet.test).with("expected", unmet.expected);
            self.findings.push(finding.with("found", unmet.found));
        }
    }
}

fn names(certificate: &Certificate) -> String {
    let named = certificate.names.iter().take(5).map(String::as_str).collect::<Vec<_>>();
    if named.is_empty() { certificate.subject.clone() } else { named.join(", ") }
}
