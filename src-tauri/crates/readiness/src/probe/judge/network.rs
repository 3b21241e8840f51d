//! Names, mail servers and signals.

use std::collections::BTreeSet;

use ballast_core::Severity;
use serde_json::Value;

use super::super::condition::cut;
use super::super::observed::{DnsAnswer, DnsCode, DnsSeen, HeartbeatSeen, RoundTrip, SmtpLogin, SmtpSeen};
use super::super::specification::{RecordType, Security, Target};
use super::Report;

impl Report<'_> {
    pub(super) fn dns(&mut self, seen: &DnsSeen) {
        let answered: Vec<&DnsAnswer> =
            seen.answers.iter().filter(|answer| answer.code != DnsCode::NoAnswer).collect();
        if answered.is_empty() {
            // No resolver answered: that is about them and us, not about the name.
            return self.not_observed("no_resolver");
        }
        let missing = |answer: &&&DnsAnswer| answer.code == DnsCode::NameNotFound;
        if self.probe.expect.no_such_name {
            if let Some(other) = answered.iter().find(|answer| !missing(answer)) {
                let finding = self.failed("name_exists").with("resolver", &other.resolver);
                self.findings.push(finding);
            }
            return;
        }
        self.resolvers(&answered);
        let good: Vec<&DnsAnswer> =
            answered.iter().copied().filter(|answer| answer.code == DnsCode::NoError).collect();
        if good.is_empty() {
            let gone = answered.iter().any(|answer| missing(&answer));
            let reason = if gone { "name_not_found" } else { "name_server_failed" };
            return self.findings.push(self.failed(reason));
        }
        self.records(&good);
    }

    /// Whether the resolvers say the same, type by type.
    fn resolvers(&mut self, answered: &[&DnsAnswer]) {
        let Target::Dns { types, .. } = &self.probe.target else { return };
        for of in types.iter().map(|of| of.as_str()) {
            let said: BTreeSet<(bool, BTreeSet<&str>)> = answered
                .iter()
                .filter(|answer| answer.record_type == of)
                .map(|answer| {
                    let records = answer.records.iter().map(String::as_str).collect();
                    (answer.code == DnsCode::NoError, records)
                })
                .collect();
            if said.len() > 1 {
                let texts =
                    said.iter().map(|(_, records)| records.iter().copied().collect::<Vec<_>>().join(" "));
                let finding = self.failed("resolvers_differ").with("type", of);
                let finding = finding.with("found", cut(&texts.collect::<Vec<_>>().join(" | ")));
                // Answers that rotate by place and time are normal, unless the user says otherwise.
                let severity = if self.probe.expect.agree { Severity::Critical } else { Severity::Note };
                let one_cannot = said.iter().any(|(good, _)| !good);
                self.findings.push(finding.severity(if one_cannot {
                    severity.max(Severity::Warning)
                } else {
                    severity
                }));
            }
        }
    }

    fn records(&mut self, good: &[&DnsAnswer]) {
        let of_type = |of: RecordType| -> Vec<&str> {
            let answers = good.iter().filter(|answer| answer.record_type == of.as_str());
            answers.flat_map(|answer| answer.records.iter().map(String::as_str)).collect()
        };
        let Target::Dns { types, .. } = &self.probe.target else { return };
        let expect = &self.probe.expect;
        for (of, wanted) in &expect.records {
            let found = of_type(*of);
            let same = |one: &str, other: &str| {
                one == other
                    || (*of != RecordType::Txt
                        && one.trim_end_matches('.').eq_ignore_ascii_case(other.trim_end_matches('.')))
            };
            for record in wanted.iter().filter(|record| !found.iter().any(|found| same(found, record))) {
                let finding = self.failed("record").with("type", of.as_str()).with("expected", cut(record));
                self.findings.push(finding.with("found", cut(&found.join(", "))));
            }
        }
        for of in types.iter().filter(|of| of_type(**of).is_empty() && !expect.records.contains_key(of)) {
            self.findings.push(self.failed("no_record").with("type", of.as_str()));
        }
        if let Some(condition) = &expect.body {
            let all: Vec<&str> = types.iter().flat_map(|of| of_type(*of)).collect();
            let fits = all.iter().any(|record| condition.unmet(Some(&Value::from(*record))).is_none());
            let unmet = condition.unmet(all.first().map(|record| Value::from(*record)).as_ref());
            if let Some(unmet) = unmet.filter(|_| !fits) {
                let finding = self.failed("body").with("at", "-").with("test", unmet.test);
                self.findings.push(finding.with("expected", unmet.expected).with("found", unmet.found));
            }
        }
        if expect.mail {
            let policies: BTreeSet<&str> =
                of_type(RecordType::Txt).into_iter().filter(|text| is_policy(text)).collect();
            match policies.len() {
                1 => {}
                0 => self.findings.push(self.failed("sender_policy_missing")),
                // RFC 7208, 4.5: more than one is an error, and receivers ignore all of them.
                many => self.findings.push(self.failed("sender_policies_many").with("found", many)),
            }
            // RFC 7505: a lone "0 ." says that the domain takes no mail.
            if of_type(RecordType::Mx).iter().any(|record| matches!(record.trim(), "0 ." | "0")) {
                self.findings.push(self.failed("takes_no_mail"));
            }
        }
    }

    pub(super) fn smtp(&mut self, seen: &SmtpSeen) {
        let Target::Smtp(smtp) = &self.probe.target else { return };
        if smtp.security != Security::None && !seen.encrypted {
            self.findings.push(self.failed("not_encrypted"));
        }
        match seen.login {
            SmtpLogin::Accepted => {}
            SmtpLogin::NotTried if smtp.login.is_none() => {}
            SmtpLogin::NotTried => self.not_observed("login_not_tried"),
            SmtpLogin::NotOffered => self.findings.push(self.failed("login_not_offered")),
            SmtpLogin::Refused(code) => {
                // 4yz is a passing trouble of the server, 5yz its answer (RFC 5321, 4.2.1).
                self.is_definite |= code >= 500;
                self.findings.push(self.failed("login_refused").with("code", code));
            }
        }
        if let Some(RoundTrip::NotArrived { waited_milliseconds }) = seen.round_trip {
            self.findings.push(self.failed("not_arrived").with("milliseconds", waited_milliseconds));
        }
    }

    /// A signal is missed once the time between two and the grace have passed while somebody listened.
    pub(super) fn heartbeat(&mut self, seen: &HeartbeatSeen) {
        let Target::Heartbeat { expected_every, grace, .. } = &self.probe.target else { return };
        let patience = expected_every.duration() + grace.duration();
        let since = seen.last_at.map_or(seen.listening_since, |last| last.max(seen.listening_since));
        let is_fresh = seen.last_at.is_some_and(|last| self.now.duration_since(last) <= patience);
        if is_fresh {
            return;
        }
        if self.now.duration_since(since) <= patience {
            return self.not_observed("waiting_for_signal");
        }
        let last = seen.last_at.map_or_else(|| "-".to_owned(), |last| last.to_string());
        let finding = self.failed("silent").with("last_at", last);
        self.findings.push(finding.with("every", expected_every).with("grace", grace));
    }
}

fn is_policy(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text == "v=spf1" || text.starts_with("v=spf1 ")
}
