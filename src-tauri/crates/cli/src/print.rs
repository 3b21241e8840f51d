//! Text for people: tables, sentences and hints that read without colour.

#![allow(clippy::print_stdout)]

pub(crate) mod compare;
pub(crate) mod drill;
pub(crate) mod provider;
pub(crate) mod readiness;
pub(crate) mod risk;
pub(crate) mod schedule;
pub(crate) mod spotcheck;

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use ballast_core::{Severity, Status, Verdict};
use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use comfy_table::{ContentArrangement, Table, TableStyle};
use serde::Serialize;

/// Something that should have been printed could not be.
pub(crate) static OUTPUT_LOST: AtomicBool = AtomicBool::new(false);

pub(crate) fn line(text: &str) {
    let mut out = anstream::stdout();
    // A reader that went away is no error of ours; a full disk is.
    if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        OUTPUT_LOST.store(true, Ordering::Relaxed);
    }
}

/// A word to a person beside the answer.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

pub(crate) fn json<T: Serialize>(answer: &T) {
    line(&serde_json::to_string(answer).unwrap_or_default());
}

pub(crate) fn error(error: &WireError, causes: &[String], as_json: bool) {
    if as_json {
        json(&serde_json::json!({ "error": error }));
    }
    let mut out = anstream::stderr();
    let mut place = String::new();
    if let Some(file) = &error.place.file {
        place = format!("{file}:{}:{}: ", error.place.line.unwrap_or(1), error.place.column.unwrap_or(1));
    }
    let _ = writeln!(out, "{place}{} [{}]", error.message, error.code.as_str());
    if !error.allowed.is_empty() {
        let _ = writeln!(out, "  allowed: {}", error.allowed.join(", "));
    }
    if !error.hint.is_empty() {
        let _ = writeln!(out, "  hint: {}", error.hint);
    }
    for cause in causes {
        let _ = writeln!(out, "  cause: {cause}");
    }
}

fn money(amount: &WireMoney) -> String {
    format!("{} {}", amount.amount, amount.currency)
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(head.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    table
}

fn show(table: &Table) {
    for row in table.lines() {
        line(row.trim_end());
    }
}

pub(crate) fn init(report: &InitReport) {
    let word = if report.created { "made" } else { "already there" };
    line(&format!(
        "{}: workspace {word} in {} ({}, {})",
        report.name, report.path, report.timezone, report.currency
    ));
}

pub(crate) fn applied(report: &ApplyReport, messages: &Messages) {
    let mut rows = table(&["", "table", "id", "fields"]);
    for (word, entries) in
        [("created", &report.created), ("changed", &report.changed), ("retired", &report.retired)]
    {
        for entry in entries {
            rows.add_row(vec![
                word.to_owned(),
                entry.table.clone(),
                entry.id.clone(),
                entry.fields.join(", "),
            ]);
        }
    }
    if rows.row_count() > 0 {
        show(&rows);
    }
    let counts = [report.created.len(), report.changed.len(), report.retired.len()];
    let word = if report.applied { "applied" } else { "plan, nothing applied" };
    line(&format!(
        "{word}: {} created, {} changed, {} retired, {} unchanged",
        counts[0], counts[1], counts[2], report.unchanged
    ));
    for warning in &report.warnings {
        let text = messages.say(
            &format!("warning-{}", warning.code),
            warning.params.iter().map(|(k, v)| (k.as_str(), v.as_str())),
        );
        let _ = writeln!(anstream::stderr(), "warning: {text}");
    }
}

pub(crate) fn exported(report: &ExportReport) {
    match &report.file {
        Some(file) => line(file),
        None => line(report.text.trim_end()),
    }
}

fn word(messages: &Messages, status: Status) -> String {
    messages.say(&format!("status-{}", status.as_str()), [])
}

/// `26 h`, `41 min`, `3 d 5 h`: two units at most.
pub(crate) fn duration(seconds: u64) -> String {
    let two = |big: u64, big_name: &str, small: u64, small_name: &str| {
        if small == 0 {
            format!("{big} {big_name}")
        } else {
            format!("{big} {big_name} {small} {small_name}")
        }
    };
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        3600..172_800 => two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    }
}

pub(crate) fn bytes(count: u64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB", "PB"];
    #[allow(clippy::cast_precision_loss)]
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(!(unit == 0 || value >= 99.95));
    format!("{value:.digits$} {}", units[unit])
}

fn day(instant: Option<jiff::Timestamp>) -> String {
    instant.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

pub(crate) fn status(report: &StatusReport, messages: &Messages) {
    line(&report.sentence);
    if !report.processes.is_empty() {
        line("");
        let mut rows = table(&["process", "status", "one failure costs", "until running again", ""]);
        let mut processes: Vec<&ProcessStatus> = report.processes.iter().collect();
        processes.sort_by_key(|process| {
            std::cmp::Reverse(process.exposure.amount.split('.').next().and_then(|n| n.parse::<i64>().ok()))
        });
        for process in processes {
            rows.add_row(vec![
                process.title.clone(),
                word(messages, process.status),
                money(&process.exposure),
                duration(process.recovery_seconds),
                messages.say(if process.recoverable { "source-measured" } else { "source-declared" }, []),
            ]);
        }
        show(&rows);
    }
    if !report.controls.is_empty() {
        line("");
        let mut rows = table(&["control", "status", "proven to", "last passed", "last failed", "next (UTC)"]);
        for control in &report.controls {
            rows.add_row(vec![
                control.title.clone(),
                word(messages, control.status),
                control.proven_to.map_or("-".to_owned(), |level| level.as_str().to_owned()),
                day(control.last_passed),
                day(control.last_failed),
                day(control.next_due),
            ]);
        }
        show(&rows);
    }
}

pub(crate) fn backups(list: &BackupList, messages: &Messages) {
    if list.backups.is_empty() {
        line(&messages.say("no-backups", []));
        return;
    }
    let mut rows = table(&["id", "title", "status", "newest copy", "limit", "verified up to", "size"]);
    for backup in &list.backups {
        rows.add_row(vec![
            backup.id.clone(),
            backup.title.clone(),
            word(messages, backup.status),
            backup.age_seconds.map_or("-".to_owned(), |age| format!("{} ago", duration(age))),
            backup.max_age_seconds.map_or("-".to_owned(), duration),
            backup.reached.map_or("-".to_owned(), |level| level.as_str().to_owned()),
            backup.bytes.map_or("-".to_owned(), bytes),
        ]);
    }
    show(&rows);
}

pub(crate) fn backup(detail: &BackupDetail, messages: &Messages) {
    line(&format!("{}: {}", detail.row.title, word(messages, detail.row.status)));
    line(&detail.row.source_label);
    for repository in &detail.repositories {
        line(&format!(
            "  {} at {}: {} copies, {} packs, {}",
            repository.id,
            repository.location,
            repository.snapshots,
            repository.packs,
            bytes(repository.bytes)
        ));
    }
    let mut rows = table(&["level", "", "proven", "expires"]);
    for rung in &detail.row.ladder {
        let mark = serde_json::to_value(rung.mark)
            .ok()
            .and_then(|mark| mark.as_str().map(str::to_owned))
            .unwrap_or_default();
        rows.add_row(vec![rung.level.as_str().to_owned(), mark, day(rung.proven_at), day(rung.expires_at)]);
    }
    show(&rows);
    findings(&detail.findings);
}

fn findings(list: &[WireFinding]) {
    for finding in list {
        let mark = match finding.severity {
            Severity::Critical => "FAILED",
            Severity::Blocking => "BLOCKED",
            Severity::Warning => "WARNING",
            Severity::Note => "note",
        };
        let place =
            finding.repository.as_ref().map(|repository| format!(" ({repository})")).unwrap_or_default();
        line(&format!("{mark} {}{place}: {}", finding.kind.as_str(), finding.detail));
        for file in finding.files.iter().take(10) {
            line(&format!("    {file}"));
        }
        if finding.files.len() > 10 {
            line(&format!("    and {} more", finding.files.len() - 10));
        }
        if finding.severity > Severity::Note && !finding.hint.is_empty() {
            line(&format!("  hint: {}", finding.hint));
        }
    }
}

pub(crate) fn document(document: &CheckDocument, messages: &Messages) {
    line(&messages.say(
        &format!("verdict-{}", document.verdict.as_str()),
        [("control", document.control.as_deref().unwrap_or_default())],
    ));
    if !document.levels.is_empty() {
        let mut rows = table(&["repository", "level", "verdict"]);
        for level in &document.levels {
            rows.add_row(vec![
                level.repository.clone(),
                level.level.as_str().to_owned(),
                level.verdict.as_str().to_owned(),
            ]);
        }
        show(&rows);
    }
    let figure = |name: &str| document.figures.get(name).and_then(serde_json::Value::as_f64);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = |name: &str| figure(name).map(|number| number.round() as u64);
    let bound = |id: &str, names: [&str; 4]| {
        let [Some(read), Some(total), Some(found), Some(at_most)] =
            names.map(|name| whole(name).map(|n| n.to_string()))
        else {
            return;
        };
        let id = if read == total { format!("{id}-all") } else { id.to_owned() };
        line(&messages.say(
            &id,
            [
                ("read", read.as_str()),
                ("total", total.as_str()),
                ("found", found.as_str()),
                ("at_most", at_most.as_str()),
            ],
        ));
    };
    let unit = match document.figures.get("unit").and_then(serde_json::Value::as_str) {
        Some("archive") => "figures-archives",
        Some("file") => "figures-read-files",
        _ => "figures-packs",
    };
    bound(unit, ["units_read", "units_total", "damaged_found", "damaged_at_most"]);
    bound("figures-files", ["files_drawn", "files_total", "files_damaged", "files_damaged_at_most"]);
    if let (Some(files), Some(total)) = (whole("files_restored"), whole("bytes_total")) {
        let seconds = whole("restore_seconds")
            .map(|seconds| format!(" in {}", duration(seconds.max(1))))
            .unwrap_or_default();
        line(&format!("{files} files restored, {}{seconds}", bytes(total)));
    } else if let (Some(files), Some(total)) = (whole("files"), whole("bytes_total")) {
        line(&format!("{files} files, {}", bytes(total)));
    }
    findings(&document.findings);
    if let Some(evidence) = &document.evidence {
        line(&format!("evidence {} {}", evidence.seq, evidence.hash.get(..8).unwrap_or_default()));
    }
}

pub(crate) fn snapshots(report: &SnapshotsReport) {
    let mut rows = table(&["repository", "snapshot", "taken (UTC)", "files", "size"]);
    for snapshot in &report.snapshots {
        let id = snapshot.id.get(..8).unwrap_or(&snapshot.id).to_owned();
        let files = snapshot.files.map_or("-".to_owned(), |files| files.to_string());
        rows.add_row(vec![
            snapshot.repository.clone(),
            id,
            day(Some(snapshot.taken_at)),
            files,
            snapshot.bytes.map_or("-".to_owned(), bytes),
        ]);
    }
    show(&rows);
}

pub(crate) fn confidence(report: &ConfidenceReport, messages: &Messages) {
    let texts =
        [report.units, report.read, report.damaged, report.damaged_at_most].map(|number| number.to_string());
    let sure = format!("{}", (report.confidence * 1000.0).round() / 10.0);
    line(&messages.say(
        "confidence",
        [
            ("units", texts[0].as_str()),
            ("read", texts[1].as_str()),
            ("damaged", texts[2].as_str()),
            ("at_most", texts[3].as_str()),
            ("sure", sure.as_str()),
        ],
    ));
}

fn summary_row(summary: &RunSummary) -> Vec<String> {
    let outcome = summary.verdict.map_or(summary.state.as_str(), Verdict::as_str);
    let kind = serde_json::to_value(summary.kind)
        .ok()
        .and_then(|kind| kind.as_str().map(str::to_owned))
        .unwrap_or_default();
    let level = summary.level.map_or("-".to_owned(), |level| level.as_str().to_owned());
    vec![
        summary.run.clone(),
        summary.control.id.clone(),
        kind,
        level,
        summary.state.to_string(),
        outcome.to_owned(),
        day(Some(summary.started_at)),
    ]
}

pub(crate) fn runs(list: &RunList) {
    let mut rows = table(&["run", "control", "kind", "level", "state", "outcome", "started (UTC)"]);
    for summary in &list.runs {
        rows.add_row(summary_row(summary));
    }
    show(&rows);
}

pub(crate) fn run(detail: &RunDetail) {
    let mut rows = table(&["run", "control", "kind", "level", "state", "outcome", "started (UTC)"]);
    rows.add_row(summary_row(&detail.summary));
    show(&rows);
    if let Some(document) = &detail.document {
        findings(&document.findings);
    }
    if let Some(error) = &detail.summary.error {
        line(&format!("{} {}", error.message, error.hint));
    }
}

fn evidence_line(row: &EvidenceRow, messages: &Messages) -> Vec<String> {
    let kind = serde_json::to_value(row.kind)
        .ok()
        .and_then(|kind| kind.as_str().map(str::to_owned))
        .unwrap_or_default();
    let mut params: Vec<(&str, &str)> = row.params.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    params.push(("level", row.level.map_or("", |level| level.as_str())));
    vec![
        row.seq.to_string(),
        day(Some(row.at)),
        row.control.as_ref().map_or("-".to_owned(), |control| control.title.clone()),
        messages.say(&format!("evidence-{kind}"), params),
        row.verdict.map_or("-".to_owned(), |verdict| verdict.as_str().to_owned()),
        row.hash.get(..8).unwrap_or_default().to_owned(),
    ]
}

pub(crate) fn evidence(list: &EvidenceList, messages: &Messages) {
    let mut rows = table(&["no.", "at (UTC)", "control", "what", "verdict", "hash"]);
    for row in &list.records {
        rows.add_row(evidence_line(row, messages));
    }
    show(&rows);
    line(&format!("{} of {} records", list.records.len(), list.total));
}

pub(crate) fn record(detail: &EvidenceDetail, messages: &Messages) {
    let mut rows = table(&["no.", "at (UTC)", "control", "what", "verdict", "hash"]);
    rows.add_row(evidence_line(&detail.row, messages));
    show(&rows);
    line(&format!("hash     {}", detail.row.hash));
    line(&format!("previous {}", detail.previous));
    for artefact in &detail.artefacts {
        line(&format!("artefact {} {} {}", artefact.name, artefact.sha256, bytes(artefact.bytes)));
    }
    findings(&detail.findings);
    line(&detail.record);
}

pub(crate) fn ledger(report: &EvidenceVerifyReport, messages: &Messages) {
    let count = report.records.to_string();
    line(&messages.say(&format!("ledger-{}", report.verdict.as_str()), [("records", count.as_str())]));
    for problem in &report.problems {
        let word = serde_json::to_value(problem.problem)
            .ok()
            .and_then(|p| p.as_str().map(str::to_owned))
            .unwrap_or_default();
        line(&format!("record {}: {word}", problem.seq));
    }
    if let Some(head) = &report.head {
        line(&format!("head {}:{}", head.seq, head.hash));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_read_as_people_write_them() {
        assert_eq!(duration(41 * 60), "41 min");
        assert_eq!(duration(2 * 3600 + 600), "2 h 10 min");
        assert_eq!(duration(26 * 3600), "26 h");
        assert_eq!(duration(3 * 86_400 + 5 * 3600), "3 d 5 h");
        assert_eq!(bytes(38_400_000_000), "38.4 GB");
        assert_eq!(bytes(412_000_000), "412 MB");
        assert_eq!(bytes(999), "999 B");
    }
}
