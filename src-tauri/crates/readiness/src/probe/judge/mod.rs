//! What a look says: the verdict and its findings.
//!
//! `passed`: as expected. `anomaly`: as expected, but worth a look (slow, expiring, a vendor's notice).
//! `failed`: the other side did not do what is expected. `inconclusive`: nobody could look, or a limit of
//! ours ended the look; this says nothing about the other side.

mod answer;
mod certificate;
mod network;
mod status_page;
#[cfg(test)]
mod tests;

use ballast_core::{Finding, FindingKind, Severity, Verdict};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::contract::Contract;
use super::observed::{Failure, Observed, Outcome, Phase, Seen};
use super::specification::{Probe, Target};

/// A look, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub verdict: Verdict,
    /// `probe_failed`, `contract_changed`, `expiring` or `not_observed`; the subject is the probe's title,
    /// `params.reason` says which of them, and `target` and `side` what was looked at.
    pub findings: Vec<Finding>,
    /// From the start to the end of the answer; none where there was none.
    pub milliseconds: Option<u64>,
    /// The finding does not come and go: one look is enough to believe it (a changed contract, an expired
    /// certificate, a refused login).
    pub is_definite: bool,
    /// The answer to learn the contract from. None where the probe does not ask for that, and where the
    /// answer is not the expected one.
    pub sample: Option<Value>,
}

/// Judges one look. `now` is the time against which certificates and heartbeats are held.
#[must_use]
pub fn judge(probe: &Probe, observed: &Observed, contract: Option<&Contract>, now: Timestamp) -> Judged {
    let mut report = Report { probe, observed, now, findings: Vec::new(), is_definite: false, sample: None };
    report.certificate();
    match &observed.outcome {
        Outcome::Seen(seen) => report.seen(seen, contract),
        Outcome::Failed { failure, phase } => report.failure(*failure, *phase),
        Outcome::NotObserved(reason) => report.not_observed(&word(reason)),
        Outcome::Refused(refusal) => report.not_observed(&word(refusal)),
    }
    let answered = matches!(observed.outcome, Outcome::Seen(_));
    let verdict = Verdict::of(&report.findings, 1);
    Judged {
        verdict,
        milliseconds: answered.then_some(observed.phases.total),
        is_definite: report.is_definite,
        sample: report.sample.filter(|_| probe.contract && verdict.holds()),
        findings: report.findings,
    }
}

/// The serialised word of a plain enum.
fn word(reason: &impl Serialize) -> String {
    match serde_json::to_value(reason) {
        Ok(Value::String(word)) => word,
        _ => "other".to_owned(),
    }
}

/// Findings in the making.
struct Report<'a> {
    probe: &'a Probe,
    observed: &'a Observed,
    now: Timestamp,
    findings: Vec<Finding>,
    is_definite: bool,
    sample: Option<Value>,
}

impl Report<'_> {
    fn finding(&self, kind: FindingKind, reason: &str) -> Finding {
        let finding =
            Finding::new(kind, self.probe.title()).with("reason", reason).with("target", self.probe.kind());
        match self.probe.on {
            Some(side) => finding.with("side", side.as_str()),
            None => finding,
        }
    }

    fn failed(&self, reason: &str) -> Finding {
        self.finding(FindingKind::ProbeFailed, reason)
    }

    fn not_observed(&mut self, reason: &str) {
        self.findings.push(self.finding(FindingKind::NotObserved, reason));
    }

    fn seen(&mut self, seen: &Seen, contract: Option<&Contract>) {
        if matches!(self.probe.target, Target::StatusPage(_)) {
            return self.status_page(seen);
        }
        match seen {
            Seen::Http(seen) => self.http(seen, contract),
            Seen::Tcp(seen) => self.text(&seen.banner, false),
            Seen::Tls => {}
            Seen::Dns(seen) => self.dns(seen),
            Seen::Smtp(seen) => self.smtp(seen),
            Seen::Heartbeat(seen) => self.heartbeat(seen),
            Seen::Command(seen) => self.command(seen, contract),
        }
        self.address();
        if !matches!(seen, Seen::Heartbeat(_)) {
            self.time();
        }
    }

    fn failure(&mut self, failure: Failure, phase: Phase) {
        // A vendor's page that does not answer says nothing about what it reports on.
        if matches!(self.probe.target, Target::StatusPage(_)) {
            return self.not_observed(&word(&failure));
        }
        let name_is_gone = failure == Failure::NameNotFound && self.probe.expect.no_such_name;
        let is_said = failure == Failure::CertificateRefused && !self.findings.is_empty();
        if !name_is_gone && !is_said {
            let finding = self.failed(&word(&failure)).with("phase", word(&phase));
            self.findings.push(finding.with("milliseconds", self.observed.phases.total));
        }
    }

    fn address(&mut self) {
        let Some(condition) = &self.probe.expect.address else { return };
        let found = self.observed.remote.map(|address| Value::from(address.to_string()));
        if let Some(unmet) = condition.unmet(found.as_ref()) {
            let finding = self.failed("address").with("expected", unmet.expected).with("found", unmet.found);
            self.findings.push(finding.with("test", unmet.test));
        }
    }

    fn time(&mut self) {
        let total = self.observed.phases.total;
        let over = |limit: Option<super::Milliseconds>| limit.filter(|limit| total > limit.0);
        let finding = match (over(self.probe.expect.within), over(self.probe.expect.slow)) {
            (Some(limit), _) => self.failed("too_slow").with("limit", limit.0),
            (None, Some(limit)) => self.failed("slow").severity(Severity::Warning).with("limit", limit.0),
            (None, None) => return,
        };
        self.findings.push(finding.with("milliseconds", total));
    }
}

/// JSON from bytes. Deep nesting is refused by the parser, never followed.
fn json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()
}
