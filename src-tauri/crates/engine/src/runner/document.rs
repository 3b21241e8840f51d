//! What a run says in the end: verdict, levels, figures and each fault once.

use std::collections::{BTreeMap, HashMap, HashSet};

use ballast_backup::wire::Answer;
use ballast_core::backup::Level;
use ballast_core::{Code, Error, Finding, FindingKind, Severity, Verdict};
use ballast_store::AttemptRow;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Job;

/// What a finished run leaves, before sentences are made of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub level: Option<Level>,
    pub verdict: Verdict,
    pub levels: Vec<(String, Level, Verdict)>,
    pub figures: Value,
    pub findings: Vec<Finding>,
}

/// What a sample of files says has names of its own beside what a sample of packs says.
fn of_files(key: &str) -> Option<&'static str> {
    Some(match key {
        "units_total" => "files_total",
        "units_read" => "files_drawn",
        "damaged_found" => "files_damaged",
        "damaged_at_most" => "files_damaged_at_most",
        "upper" => "files_upper",
        _ => return None,
    })
}

/// The figures of all levels in one list; each level's own stand under `levels`.
fn flatten(answer: &Answer) -> serde_json::Map<String, Value> {
    let mut figures = serde_json::Map::new();
    let mut by_level = serde_json::Map::new();
    let seconds: f64 = answer.levels.iter().map(|climbed| climbed.seconds).sum();
    for climbed in &answer.levels {
        by_level.insert(climbed.level.as_str().to_owned(), climbed.figures.clone());
        for (key, value) in climbed.figures.as_object().into_iter().flatten() {
            let name = match (climbed.level, of_files(key)) {
                (Level::Restore, Some(name)) => name,
                (Level::Restore, None)
                    if matches!(key.as_str(), "unit" | "confidence" | "bytes_read" | "seed") =>
                {
                    continue;
                }
                _ => key,
            };
            figures.insert(name.to_owned(), value.clone());
        }
    }
    for (key, value) in answer.figures.as_object().into_iter().flatten() {
        figures.insert(key.clone(), value.clone());
    }
    if !by_level.is_empty() {
        figures.insert("levels".to_owned(), Value::Object(by_level));
        figures.insert("check_seconds".to_owned(), json!(seconds));
    }
    figures
}

/// Each fault once, worst first. Upper levels meet the same damage again: a file that a damaged pack
/// already names is not a second finding.
pub(crate) fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| {
        (
            std::cmp::Reverse(finding.severity),
            finding.repository.clone(),
            std::cmp::Reverse(finding.params.len()),
        )
    });
    let key = |finding: &Finding, about: &str| (finding.kind, finding.repository.clone(), about.to_owned());
    let whole_packs: HashMap<_, HashSet<String>> = findings
        .iter()
        .filter(|finding| finding.params.get("pack") == Some(&finding.subject))
        .map(|finding| (key(finding, &finding.subject), finding.files.iter().cloned().collect()))
        .collect();
    let mut seen = HashSet::new();
    findings.retain(|finding| {
        let pack = finding.params.get("pack").filter(|pack| **pack != finding.subject);
        let named = pack.and_then(|pack| whole_packs.get(&key(finding, pack)));
        let is_named = named.is_some_and(|files| finding.files.iter().all(|file| files.contains(file)));
        !is_named && seen.insert(key(finding, &finding.subject))
    });
    findings
}

pub(super) fn document(job: &Job, answers: &[(String, Answer)], failures: &[(String, Error)]) -> Document {
    let mut levels = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut repositories = Vec::new();
    let mut verdict = Verdict::Passed;
    for (id, answer) in answers {
        let mut here = Verdict::Passed;
        for climbed in &answer.levels {
            levels.push((id.clone(), climbed.level, climbed.verdict));
            here = here.max(climbed.verdict);
            for finding in &climbed.findings {
                findings.push(Finding { repository: Some(id.clone()), ..finding.clone() });
            }
        }
        let own =
            answer.findings.iter().map(|finding| Finding { repository: Some(id.clone()), ..finding.clone() });
        findings.extend(own);
        here = here.max(Verdict::of(&answer.findings, 1));
        verdict = verdict.max(here);
        let mut figures = flatten(answer);
        figures.insert("repository".to_owned(), json!(id));
        figures.insert("verdict".to_owned(), json!(here));
        repositories.push(Value::Object(figures));
    }
    for (id, error) in failures {
        let kind = match error.code {
            Code::LocationAbsent => FindingKind::LocationAbsent,
            Code::SecretUnavailable => FindingKind::SecretUnavailable,
            _ => FindingKind::NothingExamined,
        };
        let finding = Finding::new(kind, id.clone())
            .with("reason", error.code.as_str())
            .with("path", error.params.get("path").cloned().unwrap_or_default());
        findings.push(Finding { repository: Some(id.clone()), ..finding });
        verdict = verdict.max(Verdict::Inconclusive);
        repositories.push(json!({ "repository": id, "verdict": Verdict::Inconclusive, "error": error.code }));
    }
    let findings = once(findings);
    let mut figures = repositories.first().and_then(Value::as_object).cloned().unwrap_or_default();
    for internal in ["repository", "verdict"] {
        figures.remove(internal);
    }
    figures.insert("repositories".to_owned(), Value::Array(repositories));
    Document { level: job.level(), verdict, levels, figures: Value::Object(figures), findings }
}

/// Whether a finding is open: not just something to know.
pub(crate) fn is_open(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

/// Findings of one attempt, as they were stored.
pub(crate) fn findings_of(attempt: &AttemptRow) -> Vec<Finding> {
    serde_json::from_value(attempt.payload.get("findings").cloned().unwrap_or_default()).unwrap_or_default()
}

/// Values of an evidence record's sentence.
pub(crate) fn sentence_values(figures: &Value, findings: &[Finding]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for key in [
        "unit",
        "files",
        "bytes_total",
        "bytes_read",
        "units_read",
        "units_total",
        "files_restored",
        "restore_seconds",
        "snapshots",
        "damaged_found",
        "rows_old",
        "rows_new",
        "unexplained",
        "changed",
    ] {
        match figures.get(key) {
            Some(Value::Number(number)) => {
                let whole = number.as_u64().map(|n| n.to_string());
                let rounded = || number.as_f64().map(|n| n.round().to_string());
                if let Some(text) = whole.or_else(rounded) {
                    values.insert(key.to_owned(), text);
                }
            }
            Some(Value::String(text)) => {
                let rounded = text.parse::<f64>().map_or_else(|_| text.clone(), |n| n.round().to_string());
                values.insert(key.to_owned(), rounded);
            }
            _ => {}
        }
    }
    if let Some(bytes) = values.get("bytes_total").cloned() {
        values.insert("bytes".to_owned(), bytes);
    }
    values.insert(
        "findings".to_owned(),
        findings.iter().filter(|finding| is_open(finding)).count().to_string(),
    );
    values
}
