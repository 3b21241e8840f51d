//! Answers with a content: HTTP, commands, banners; and the contract of those that are JSON.

use ballast_core::{FindingKind, Severity};
use serde_json::Value;

use super::super::condition::{Unmet, cut};
use super::super::contract::{Change, Contract, Kind};
use super::super::observed::{CommandSeen, HttpSeen};
use super::{Report, json};

/// Departures from the contract that are named one by one.
const CHANGES_NAMED_MAX: usize = 50;

impl Report<'_> {
    pub(super) fn http(&mut self, seen: &HttpSeen, contract: Option<&Contract>) {
        let expected = &self.probe.expect.status;
        let fits = |(low, high): &(u16, u16)| (*low..=*high).contains(&seen.status);
        let good = if expected.is_empty() { seen.status < 400 } else { expected.iter().any(fits) };
        if let Some(host) = seen.redirect_refused.as_ref().filter(|_| expected.is_empty() || !good) {
            // What stands behind it is not what the probe was pointed at.
            let finding = self.failed("redirect_refused").with("host", cut(host));
            self.findings.push(finding.with("status", seen.status));
            return;
        }
        if !good {
            let ranges = expected
                .iter()
                .map(|(low, high)| if low == high { low.to_string() } else { format!("{low}-{high}") });
            let ranges = if expected.is_empty() {
                "100-399".to_owned()
            } else {
                ranges.collect::<Vec<_>>().join(", ")
            };
            let finding = self.failed("status").with("expected", ranges).with("found", seen.status);
            self.findings.push(finding);
            // An error page has another shape than the answer: that is no news about the contract.
            return;
        }
        for (name, condition) in &self.probe.expect.headers {
            let values = seen.headers.iter().filter(|(header, _)| header == name);
            let mut unmet: Vec<Option<Unmet>> =
                values.map(|(_, value)| condition.unmet(Some(&Value::from(value.as_str())))).collect();
            if unmet.is_empty() {
                unmet.push(condition.unmet(None));
            }
            if !unmet.contains(&None)
                && let Some(unmet) = unmet.swap_remove(0)
            {
                self.unmet("header", name, unmet);
            }
        }
        self.text(&seen.body, seen.body_cut);
        self.content(&seen.body, seen.body_cut, contract);
    }

    pub(super) fn command(&mut self, seen: &CommandSeen, contract: Option<&Contract>) {
        let expected = self.probe.expect.exit_code.unwrap_or(0);
        match seen.exit_code {
            Some(code) if code == expected => {}
            Some(code) => {
                let finding = self.failed("exit_code").with("expected", expected).with("found", code);
                return self.findings.push(finding);
            }
            None => return self.findings.push(self.failed("killed")),
        }
        self.text(&seen.output, seen.output_cut);
        self.content(&seen.output, seen.output_cut, contract);
    }

    /// The content as text. Bytes that are no text become `�`, so that a test of them can fail but not panic.
    pub(super) fn text(&mut self, bytes: &[u8], is_cut: bool) {
        let Some(condition) = &self.probe.expect.body else { return };
        if is_cut {
            return self.too_large();
        }
        let text = Value::from(String::from_utf8_lossy(bytes).into_owned());
        if let Some(unmet) = condition.unmet(Some(&text)) {
            self.unmet("body", "-", unmet);
        }
    }

    fn too_large(&mut self) {
        let finding = self.finding(FindingKind::NotObserved, "body_too_large");
        let finding = finding.with("limit", self.probe.limits.body_bytes);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn unmet(&mut self, reason: &str, at: &str, unmet: Unmet) {
        let finding = self.failed(reason).with("at", cut(at)).with("test", unmet.test);
        self.findings.push(finding.with("expected", unmet.expected).with("found", unmet.found));
    }

    /// The content as JSON: expectations by path, then the contract.
    fn content(&mut self, bytes: &[u8], is_cut: bool, contract: Option<&Contract>) {
        let contract = contract.filter(|_| self.probe.contract);
        if self.probe.expect.json.is_empty() && !self.probe.contract {
            return;
        }
        if is_cut {
            return self.too_large();
        }
        let Some(whole) = json::<Value>(bytes) else {
            let finding = if contract.is_some_and(|contract| contract.samples_missing() == 0) {
                self.is_definite = true;
                self.finding(FindingKind::ContractChanged, "not_json")
            } else {
                self.failed("not_json")
            };
            return self.findings.push(finding.with("found", cut(&String::from_utf8_lossy(bytes))));
        };
        for (path, condition) in &self.probe.expect.json {
            let found = path.find(&whole);
            let unmet = match &found[..] {
                [] => condition.unmet(None),
                values => values.iter().find_map(|value| condition.unmet(Some(value))),
            };
            if let Some(unmet) = unmet {
                self.unmet("json", &path.to_string(), unmet);
            }
        }
        if let Some(contract) = contract {
            self.contract(&whole, contract);
        }
        self.sample = Some(whole);
    }

    fn contract(&mut self, whole: &Value, contract: &Contract) {
        let Ok(changes) = contract.changes(whole) else {
            self.not_observed("sample_too_large");
            return;
        };
        for change in changes.iter().take(CHANGES_NAMED_MAX) {
            let finding = match change {
                Change::Missing { path, was } => self
                    .finding(FindingKind::ContractChanged, "missing")
                    .with("path", path)
                    .with("was", kinds(was)),
                Change::Renamed { from, to, kind } => self
                    .finding(FindingKind::ContractChanged, "renamed")
                    .with("path", from)
                    .with("new_path", to)
                    .with("old", from.name().unwrap_or_default())
                    .with("new", to.name().unwrap_or_default())
                    .with("found", kind.as_str()),
                Change::KindChanged { path, was, found } => {
                    let reason = if *found == Kind::Null { "became_null" } else { "kind_changed" };
                    let finding = self.finding(FindingKind::ContractChanged, reason).with("path", path);
                    let finding = finding.with("was", kinds(was)).with("found", found.as_str());
                    // Nothing in the place of something happens in good data too.
                    if *found == Kind::Null { finding.severity(Severity::Warning) } else { finding }
                }
            };
            self.is_definite |= finding.severity == Severity::Critical;
            self.findings.push(finding.with("samples", contract.samples()).with("changes", changes.len()));
        }
    }
}

fn kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}
