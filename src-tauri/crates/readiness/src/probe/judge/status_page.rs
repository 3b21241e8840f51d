//! A vendor's status page: what they say of themselves. A hint; it never makes anything fail.

use ballast_core::Severity;
use serde::Deserialize;

use super::super::condition::cut;
use super::super::observed::Seen;
use super::{Report, json};

const INCIDENTS_NAMED_MAX: usize = 3;

/// `/api/v2/summary.json` as Statuspage writes it; all other fields are left.
#[derive(Deserialize)]
struct Summary {
    status: Status,
    #[serde(default)]
    incidents: Vec<Incident>,
}

#[derive(Deserialize)]
struct Status {
    indicator: String,
}

#[derive(Deserialize)]
struct Incident {
    name: String,
}

impl Report<'_> {
    pub(super) fn status_page(&mut self, seen: &Seen) {
        let Seen::Http(seen) = seen else { return self.not_observed("internal") };
        if seen.status != 200 || seen.body_cut {
            return self.not_observed("status_page_unreadable");
        }
        let Some(summary) = json::<Summary>(&seen.body) else {
            return self.not_observed("status_page_unreadable");
        };
        let severity = match summary.status.indicator.as_str() {
            "none" => return,
            "minor" | "maintenance" => Severity::Note,
            _ => Severity::Warning,
        };
        let names: Vec<&str> = summary
            .incidents
            .iter()
            .take(INCIDENTS_NAMED_MAX)
            .map(|incident| incident.name.as_str())
            .collect();
        let finding = self.failed("vendor_reports").severity(severity);
        let finding = finding.with("indicator", cut(&summary.status.indicator));
        self.findings.push(finding.with("incidents", cut(&names.join(", "))));
    }
}
