//! What was found over all requests, and what follows from it.

use std::collections::BTreeMap;

use ballast_core::limits::FINDINGS_PER_RUN_MAX;
use ballast_core::{Finding, FindingKind, Severity, Verdict};
use serde::Serialize;

use super::alike::effect;
use super::rules::Rules;
use super::tally::{Entry, Failures, REST, Tally};
use crate::figures::Effect;
use crate::findings::effect_text;

/// Why nothing more was asked before the end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    All,
    /// One side failed too often in a row.
    GaveUp,
    /// A person stopped it.
    Cancelled,
    /// The time for all of it was over.
    OutOfTime,
}

/// Half of all answers came within `p50` milliseconds, 95 of 100 within `p95`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Latency {
    pub p50: f64,
    pub p95: f64,
}

/// One place where two answers differ. Values are cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    pub request: String,
    pub at: String,
    pub old: String,
    pub new: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PathFigures {
    pub kind: FindingKind,
    pub path: String,
    /// Requests in which it differs, and how often in all of them.
    pub requests: u64,
    pub cells: u64,
    /// Pairs of answers of the old system alone in which it differs.
    pub noise: u64,
    /// It differs as often when the old system is compared with itself; it counts for nothing.
    pub by_itself: bool,
    pub examples: Vec<Example>,
}

/// All differing numbers of a path differ in this way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    pub path: String,
    pub effect: Effect,
    pub cells: u64,
}

/// The figures of the check. Latencies in milliseconds, of answers that came whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Requests of the file, and how many of them were sent.
    pub requests: u64,
    pub sent: u64,
    /// Both sides answered.
    pub compared: u64,
    pub equal: u64,
    pub differing: u64,
    pub failed_old: u64,
    pub failed_new: u64,
    pub failures_old: BTreeMap<String, u64>,
    pub failures_new: BTreeMap<String, u64>,
    pub statuses_old: BTreeMap<String, u64>,
    pub statuses_new: BTreeMap<String, u64>,
    /// Differing requests by path; what differs by itself is in `noise`.
    pub paths: BTreeMap<String, u64>,
    pub noise: BTreeMap<String, u64>,
    pub by_path: Vec<PathFigures>,
    pub explanations: Vec<Explained>,
    /// Values that were compared, numbers within tolerance, and equal numbers that are written differently.
    pub values: u64,
    pub tolerated: u64,
    pub format: u64,
    /// Requests whose bodies were not compared, as the statuses are of different classes.
    pub bodies_skipped: u64,
    /// How often each rule of `ignore` left something out; 0 is a rule that did nothing.
    pub ignored: BTreeMap<String, u64>,
    /// Pairs of answers of the old system alone, and pairs that failed.
    pub baseline: u64,
    pub baseline_failed: u64,
    pub latency_old: Option<Latency>,
    pub latency_new: Option<Latency>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Concluded {
    pub figures: Figures,
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

/// The word that chooses the sentences for answers instead of those for tables.
const REASON: &str = "answers";

impl Tally {
    /// `of`: requests in the file; `old` and `new`: how the sides are called.
    #[must_use]
    pub fn conclude(mut self, of: u64, asked: Asked, rules: &Rules, old: &str, new: &str) -> Concluded {
        let compared = self.by_request.len() as u64;
        let counts: Vec<bool> = self.entries.iter().map(|entry| !self.is_noise(entry)).collect();
        let differs = |touched: &&Vec<u32>| touched.iter().any(|id| counts[*id as usize]);
        let differing = self.by_request.iter().filter(differs).count() as u64;
        let mut figures = self.counted(of, compared, differing);
        figures.ignored = rules
            .ignore
            .iter()
            .enumerate()
            .map(|(rule, pattern)| (pattern.text().to_owned(), self.ignored.get(&rule).copied().unwrap_or(0)))
            .collect();
        let mut findings = self.of_sides(of, asked, compared, old, new);
        let mut entries: Vec<(Entry, bool)> =
            std::mem::take(&mut self.entries).into_iter().zip(counts).collect();
        entries.retain(|(entry, _)| entry.requests > 0);
        entries.sort_by(|(a, _), (b, _)| {
            (b.kind.severity(), b.requests, &a.path, a.kind).cmp(&(
                a.kind.severity(),
                a.requests,
                &b.path,
                b.kind,
            ))
        });
        for (entry, counts) in entries {
            findings.push(figures.take(entry, counts, compared));
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        // What was not answered may be what counts, whatever is known to differ already.
        let too_little = asked != Asked::All || says(&findings, FindingKind::SideIncomplete);
        let verdict = if too_little { Verdict::Inconclusive } else { Verdict::of(&findings, compared) };
        findings.truncate(FINDINGS_PER_RUN_MAX);
        Concluded { figures, findings, verdict }
    }

    /// As often as between old and new, or nearly so: shares that are no further apart than 3 to 2 (the 20 % of
    /// their sum that diffy's relative threshold is).
    fn is_noise(&self, entry: &Entry) -> bool {
        let compared = self.by_request.len() as u128;
        let (requests, noise, pairs) =
            (u128::from(entry.requests), u128::from(entry.noise), u128::from(self.pairs));
        noise > 0 && 2 * requests * pairs <= 3 * noise * compared
    }

    fn counted(&mut self, of: u64, compared: u64, differing: u64) -> Figures {
        let statuses = |side: &BTreeMap<u16, u64>| side.iter().map(|(it, n)| (it.to_string(), *n)).collect();
        let [old, new] = &mut self.microseconds;
        Figures {
            requests: of,
            sent: self.requests,
            compared,
            equal: compared - differing,
            differing,
            failed_old: self.old.count,
            failed_new: self.new.count,
            failures_old: self.old.reasons.clone(),
            failures_new: self.new.reasons.clone(),
            statuses_old: statuses(&self.statuses[0]),
            statuses_new: statuses(&self.statuses[1]),
            values: self.values,
            tolerated: self.tolerated,
            format: self.format,
            bodies_skipped: self.bodies_skipped,
            baseline: self.pairs,
            baseline_failed: self.baseline_failed,
            latency_old: latency(old),
            latency_new: latency(new),
            ..Figures::default()
        }
    }

    /// What failed. More than a tenth on a side, and nobody can tell what it would have answered.
    fn of_sides(&self, of: u64, asked: Asked, compared: u64, old: &str, new: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        if of == 0 {
            findings.push(Finding::new(FindingKind::NothingExamined, old).with("reason", "no_requests"));
        }
        for (side, server, failures) in [("old", old, &self.old), ("new", new, &self.new)] {
            let too_many = failures.count * 10 > self.requests;
            let (kind, count, first) = match (too_many, failures.alone) {
                (true, _) => (FindingKind::SideIncomplete, failures.count, &failures.first),
                (false, 0) => continue,
                (false, alone) => (FindingKind::ProbeFailed, alone, &failures.first_alone),
            };
            findings.push(failed(kind, server, side, count, self.requests, first.as_ref()));
        }
        if self.both_failed > 0 && !says(&findings, FindingKind::SideIncomplete) {
            let Failures { first, .. } = &self.old;
            let finding = failed(
                FindingKind::ProbeFailed,
                old,
                "both",
                self.both_failed,
                self.requests,
                first.as_ref(),
            );
            findings.push(finding.severity(Severity::Warning));
        }
        let cut_short = match asked {
            Asked::All => None,
            Asked::GaveUp => Some("gave_up"),
            Asked::Cancelled => Some("cancelled"),
            Asked::OutOfTime => Some("out_of_time"),
        };
        if let Some(reason) = cut_short {
            let finding = Finding::new(FindingKind::NothingExamined, old).with("reason", reason);
            findings.push(finding.with("count", self.requests).with("of", of));
        }
        if compared > 0 && self.statuses.iter().all(|side| side.keys().all(|status| says_no(*status))) {
            findings.push(Finding::new(FindingKind::NothingExamined, old).with("reason", "only_refused"));
        }
        findings
    }
}

fn says(findings: &[Finding], kind: FindingKind) -> bool {
    findings.iter().any(|finding| finding.kind == kind)
}

/// The server did not do what was asked: who asks is not known, asks too often, or it is broken itself.
fn says_no(status: u16) -> bool {
    matches!(status, 401 | 403 | 407 | 429 | 500..)
}

fn failed(
    kind: FindingKind,
    server: &str,
    side: &str,
    count: u64,
    of: u64,
    first: Option<&(String, String)>,
) -> Finding {
    let (request, why) = first.cloned().unwrap_or_default();
    Finding::new(kind, server)
        .with("reason", REASON)
        .with("side", side)
        .with("count", count)
        .with("of", of)
        .with("request", request)
        .with("why", why)
}

impl Figures {
    /// Counts one path, and says what it is.
    fn take(&mut self, entry: Entry, counts: bool, compared: u64) -> Finding {
        let Entry { kind, path, to, noise, requests, cells, examples, numbers } = entry;
        let of_all = if counts { &mut self.paths } else { &mut self.noise };
        // A request may differ at one path in more than one way; the most frequent is the least it can be.
        let slot = of_all.entry(path.clone()).or_default();
        *slot = requests.max(*slot);
        let effect = numbers.filter(|_| counts && path != REST).and_then(|numbers| effect(&numbers));
        let mut finding = Finding::new(kind, path.clone())
            .with(
                "reason",
                match (counts, &effect) {
                    (false, _) => "answers_noise",
                    (true, Some(_)) => "answers_alike",
                    (true, None) => REASON,
                },
            )
            .with("id", format!("{}:{path}", kind.as_str()))
            .with("count", requests)
            .with("cells", cells)
            .with("of", compared);
        if let Some(first) = examples.first() {
            finding = finding.with("request", &first.request).with("at", &first.at);
            finding = finding.with("old", &first.old).with("new", &first.new);
        }
        if let Some(to) = &to {
            finding = finding.with("to", to).with("id", format!("{}:{path}:{to}", kind.as_str()));
        }
        if let Some(effect) = effect {
            finding = finding.with("effect", effect_text(&effect));
            self.explanations.push(Explained { path: path.clone(), effect, cells });
        }
        self.by_path.push(PathFigures { kind, path, requests, cells, noise, by_itself: !counts, examples });
        if counts { finding } else { finding.severity(Severity::Note) }
    }
}

/// By nearest rank. None where there was no answer.
fn latency(microseconds: &mut [u64]) -> Option<Latency> {
    microseconds.sort_unstable();
    let rank = |percent: usize| {
        let rank = (microseconds.len() * percent).div_ceil(100).max(1);
        microseconds.get(rank - 1).map(|it| {
            let tenths = it.saturating_add(50) / 100;
            #[allow(
                clippy::cast_precision_loss,
                reason = "a latency in tenths of a millisecond is far from 2^53"
            )]
            let milliseconds = tenths as f64 / 10.0;
            milliseconds
        })
    };
    Some(Latency { p50: rank(50)?, p95: rank(95)? })
}
