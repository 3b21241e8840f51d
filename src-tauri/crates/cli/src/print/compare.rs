//! Comparisons as a terminal shows them.

use ballast_core::{FindingKind, Severity, Verdict};
use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use comfy_table::{CellAlignment, Table};

use super::{day, findings, line, show, table, word};

fn words<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(|text| text.replace('_', " ")))
        .unwrap_or_default()
}

/// Sets the columns in which figures stand to the right.
fn figures_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Cut, not rounded, to a tenth: 99.96 % is not all, and one row of many is not none.
fn share(part: u64, of: u64) -> String {
    let tenths = u128::from(part) * 1000 / u128::from(of.max(1));
    match tenths {
        0 if part > 0 => "under 0.1%".to_owned(),
        _ if tenths.is_multiple_of(10) => format!("{}%", tenths / 10),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

pub(crate) fn list(list: &CompareList, messages: &Messages) {
    if list.parallel_runs.is_empty() {
        line(&messages.say("compare-none", []));
        return;
    }
    let mut rows =
        table(&["id", "title", "status", "last run (UTC)", "rows that differ", "clean runs", "switch"]);
    for run in &list.parallel_runs {
        let of = run.rows.map_or(String::new(), |rows| format!(" of {rows}"));
        rows.add_row(vec![
            run.id.clone(),
            run.title.clone(),
            word(messages, run.status),
            day(run.last_run_at),
            run.unexplained.map_or("-".to_owned(), |rows| format!("{rows}{of}")),
            format!("{} of {}", run.clean_runs, run.clean_runs_wanted),
            words(run.decision),
        ]);
    }
    figures_right(&mut rows, [4, 5]);
    show(&rows);
}

pub(crate) fn detail(detail: &CompareDetail, messages: &Messages) {
    line(&format!("{}: {}", detail.title, word(messages, detail.status)));
    line(&format!("old {}", detail.old.place));
    line(&format!("new {}", detail.new.place));
    let cutover = &detail.cutover;
    line(&messages.say(&format!("cutover-{}", words(cutover.decision).replace(' ', "_")), []));
    days(&detail.days, messages);
    criteria(&cutover.criteria, messages);
    match (cutover.decision, cutover.earliest) {
        (CutoverDecision::Go, _) if cutover.signed => {}
        (CutoverDecision::Go, _) => line(&messages.say("cutover-sign", [("control", detail.id.as_str())])),
        (_, Some(date)) => line(&messages.say("cutover-earliest", [("date", date.to_string().as_str())])),
        (_, None) => line(&messages.say("cutover-no_earliest", [])),
    }
    for signature in &cutover.signatures {
        line(&format!("signed {} by {}: {}", words(signature.decision), signature.person, signature.reason));
    }
    for known in &detail.known {
        let until = known.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let expired = if known.expired { ", expired" } else { "" };
        line(&format!("known difference {} ({}{until}{expired}): {}", known.id, known.owner, known.reason));
    }
    if let Some(latest) = &detail.latest {
        line("");
        report(&detail.id, latest, messages);
    }
}

/// How the days so far came out, with the dates of those that were not clean.
fn days(days: &[CompareDay], messages: &Messages) {
    const DATES: usize = 5;
    let states = [
        CompareDayState::Clean,
        CompareDayState::Over,
        CompareDayState::Inconclusive,
        CompareDayState::Missed,
        CompareDayState::Running,
    ];
    let mut parts = Vec::new();
    for state in states {
        let of_state: Vec<String> =
            days.iter().filter(|day| day.state == state).map(|day| day.date.to_string()).collect();
        if of_state.is_empty() {
            continue;
        }
        let mut part = messages
            .say(&format!("compare-day-{}", words(state)), [("count", of_state.len().to_string().as_str())]);
        if state != CompareDayState::Clean {
            let more = if of_state.len() > DATES { "…, " } else { "" };
            let newest = of_state.len().saturating_sub(DATES);
            part = format!("{part} ({more}{})", of_state[newest..].join(", "));
        }
        parts.push(part);
    }
    if let Some(first) = days.first().filter(|_| !parts.is_empty()) {
        let date = first.date.to_string();
        let parts = parts.join("; ");
        line(&messages.say("compare-days", [("date", date.as_str()), ("list", parts.as_str())]));
    }
}

/// What must hold before a switch, how far it does, and what is missing.
fn criteria(criteria: &[Criterion], messages: &Messages) {
    let mut rows = table(&["", "before a switch", "where it stands"]);
    for criterion in criteria {
        let mark = match criterion.state {
            CriterionState::Met => "met",
            CriterionState::Failed => "FAILED",
            CriterionState::Open => "open",
        };
        let (title, note) = messages.criterion(criterion);
        rows.add_row(vec![mark.to_owned(), title, note]);
    }
    show(&rows);
}

fn side(name: &str, facts: Option<&SideFacts>) {
    let Some(facts) = facts else { return };
    let how: Vec<String> = [
        facts.encoding.clone(),
        facts.delimiter.map(|sign| if sign == '\t' { "tab".to_owned() } else { format!("{sign:?}") }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
    let hash = facts.sha256.get(..8).unwrap_or_default();
    line(&format!(
        "{name} {}{how}: {} rows, {} columns, sha256 {hash}",
        facts.place,
        facts.rows,
        facts.columns.len()
    ));
}

/// How a comparison came out, in one sentence.
fn sentence(verdict: Verdict, figures: Option<&Figures>, messages: &Messages) -> String {
    let plain = || messages.say(&format!("compared-{}", verdict.as_str()), []);
    let (Verdict::Passed, Some(figures)) = (verdict, figures) else { return plain() };
    let (unexplained, rows) = (figures.unexplained.to_string(), figures.rows().to_string());
    let (known, tolerated) = (known_differences(figures), figures.cells.tolerated);
    match (figures.unexplained, known, tolerated) {
        (0, 0, 0) => plain(),
        (0, 0, _) => messages.say("compared-tolerated", [("tolerated", tolerated.to_string().as_str())]),
        (0, ..) => messages.say("compared-known", [("known", known.to_string().as_str())]),
        _ => {
            messages.say("compared-agreed", [("unexplained", unexplained.as_str()), ("rows", rows.as_str())])
        }
    }
}

/// Cells that differ and are accepted; a row of one side is one difference, however many cells it has.
fn known_differences(figures: &Figures) -> u64 {
    let lone = figures.only_old + figures.only_new;
    let width = figures.columns.len() as u64;
    let of_rows = figures.cells.known.min(lone * width).checked_div(width).unwrap_or(0);
    figures.cells.known - of_rows * width + of_rows
}

pub(crate) fn report(id: &str, report: &CompareRunView, messages: &Messages) {
    line(&format!(
        "{} (run {}): {}",
        report.day,
        report.run,
        sentence(report.verdict, report.figures.as_ref(), messages)
    ));
    side("old", report.old.as_ref());
    side("new", report.new.as_ref());
    if let Some(figures) = &report.figures {
        columns(figures, messages);
    }
    found(id, &report.findings, messages);
    if report.has_differences {
        line(&messages.say("compared-differences", [("control", id)]));
    }
    line(&format!("evidence {} {}", report.evidence.seq, report.evidence.hash.get(..8).unwrap_or_default()));
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "_-./:=,+".contains(sign);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Findings of a parallel run, with the ids by which they are accepted and how that is said.
fn found(control: &str, list: &[WireFinding], messages: &Messages) {
    let (mut has_known, mut renames) = (false, Vec::new());
    for finding in list {
        findings(std::slice::from_ref(finding));
        let id = finding.params.get("id").filter(|_| finding.severity > Severity::Note);
        match (finding.kind, id) {
            (FindingKind::ColumnRenamed, _) => renames.push(finding),
            (FindingKind::DuplicateKey | FindingKind::TotalsDiffer | FindingKind::NothingExamined, _)
            | (_, None) => {}
            (_, Some(id)) => {
                has_known = true;
                line(&format!("  id: {}", quoted(id)));
            }
        }
    }
    if has_known {
        line(&messages.say("compared-accept", [("control", control)]));
    }
    for rename in renames {
        let name = |side: &str| quoted(rename.params.get(side).map_or("", String::as_str));
        let (old, new) = (name("old"), name("new"));
        let said = [("control", control), ("old", old.as_str()), ("new", new.as_str())];
        line(&messages.say("compared-rename", said));
    }
}

fn columns(figures: &Figures, messages: &Messages) {
    let counts = [
        ("matched", figures.matched),
        ("changed", figures.changed),
        ("only_old", figures.only_old),
        ("only_new", figures.only_new),
        ("duplicates", figures.duplicate_old + figures.duplicate_new),
    ]
    .map(|(name, count)| (name, count.to_string()));
    line(&messages.say("compared-rows", counts.iter().map(|(name, count)| (*name, count.as_str()))));
    let differing: Vec<&ColumnFigures> =
        figures.columns.iter().filter(|column| is_worth_a_line(column)).collect();
    if !differing.is_empty() {
        show(&by_column(&differing));
    }
    for total in figures.totals.iter().filter(|total| !total.equal) {
        let slice = total.slice.as_ref().map_or(String::new(), |slice| {
            format!(" where {} = {}", slice.column, slice.value.as_deref().unwrap_or("null"))
        });
        line(&format!("total of {}{slice}: old {}, new {}", total.column, total.old, total.new));
    }
}

fn is_worth_a_line(column: &ColumnFigures) -> bool {
    let cells = &column.cells;
    cells.mismatch + cells.tolerated + cells.known + column.format > 0
}

/// What differs, column by column. Kinds that occur nowhere have no place in the table.
fn by_column(columns: &[&ColumnFigures]) -> Table {
    type Count = fn(&ColumnFigures) -> u64;
    const COUNTS: [(&str, Count); 8] = [
        ("differ", |column| column.cells.mismatch),
        ("in value", |column| column.value),
        ("rounded", |column| column.rounding),
        ("null", |column| column.null),
        ("empty", |column| column.empty),
        ("known", |column| column.cells.known),
        ("tolerated", |column| column.cells.tolerated),
        ("equal, but written differently", |column| column.format),
    ];
    let shown: Vec<&(&str, Count)> =
        COUNTS.iter().filter(|(_, count)| columns.iter().any(|column| count(column) > 0)).collect();
    let has_largest = columns.iter().any(|column| column.largest.is_some());
    let mut head = vec!["column"];
    head.extend(shown.iter().map(|(name, _)| *name));
    head.extend(has_largest.then_some("largest difference"));
    let mut rows = table(&head);
    for column in columns {
        let name =
            column.new_name.as_ref().map_or(column.name.clone(), |new| format!("{} → {new}", column.name));
        let mut row = vec![name];
        row.extend(shown.iter().map(|(_, count)| match count(column) {
            0 => "·".to_owned(),
            count => count.to_string(),
        }));
        row.extend(has_largest.then(|| column.largest.clone().unwrap_or_default()));
        rows.add_row(row);
    }
    figures_right(&mut rows, 1..head.len());
    rows
}

/// The figures of a document, where both sides could be read.
fn figures_of(document: &CheckDocument) -> Option<Figures> {
    let mut figures = document.figures.clone();
    figures["columns"] = figures.get("by_column")?.clone();
    // The words for people say the same in their own way.
    figures["explanations"] = serde_json::json!([]);
    figures["drift"] = serde_json::json!([]);
    serde_json::from_value(figures).ok()
}

fn sides(document: &CheckDocument) {
    let read =
        |key: &str| document.figures.get(key).cloned().and_then(|value| serde_json::from_value(value).ok());
    side("old", read("old").as_ref());
    side("new", read("new").as_ref());
}

/// A comparison made on the spot.
pub(crate) fn document(document: &CheckDocument, messages: &Messages) {
    let figures = figures_of(document);
    line(&sentence(document.verdict, figures.as_ref(), messages));
    sides(document);
    if let Some(figures) = &figures {
        columns(figures, messages);
    }
    findings(&document.findings);
}

/// A comparison of a parallel run that has just ended.
pub(crate) fn ran(id: &str, document: &CheckDocument, messages: &Messages) {
    let figures = figures_of(document);
    line(&format!("{id}: {}", sentence(document.verdict, figures.as_ref(), messages)));
    sides(document);
    if let Some(figures) = &figures {
        columns(figures, messages);
    }
    found(id, &document.findings, messages);
    evidence(document);
}

fn evidence(document: &CheckDocument) {
    if let Some(evidence) = &document.evidence {
        line(&format!("evidence {} {}", evidence.seq, evidence.hash.get(..8).unwrap_or_default()));
    }
}

/// The old system compared with itself: what differs there says nothing about the new one.
pub(crate) fn baseline(document: &CheckDocument, messages: &Messages) {
    let Some(figures) = figures_of(document) else {
        line(&messages.say(&format!("compared-{}", document.verdict.as_str()), []));
        findings(&document.findings);
        return evidence(document);
    };
    line(&messages.say("baseline-taken", [("rows", figures.matched.to_string().as_str())]));
    sides(document);
    let noisy: Vec<&ColumnFigures> =
        figures.columns.iter().filter(|column| column.cells.mismatch > 0).collect();
    if noisy.is_empty() {
        line(&messages.say("baseline-quiet", []));
    } else {
        line(&messages.say("baseline-columns", [("columns", noisy.len().to_string().as_str())]));
        let mut rows = table(&["column", "rows that differ", "share"]);
        for column in noisy {
            let count = column.cells.mismatch;
            rows.add_row(vec![column.name.clone(), count.to_string(), share(count, figures.matched)]);
        }
        figures_right(&mut rows, [1, 2]);
        show(&rows);
    }
    let lone = figures.only_old + figures.only_new;
    if lone > 0 {
        line(&messages.say("baseline-rows", [("rows", lone.to_string().as_str())]));
    }
    evidence(document);
}

/// The answers of two live systems.
pub(crate) fn responses(document: &CheckDocument, messages: &Messages) {
    line(&messages.say(&format!("compared-{}", document.verdict.as_str()), []));
    let figures = &document.figures;
    let number = |key: &str| figures.get(key).and_then(serde_json::Value::as_u64).unwrap_or(0);
    line(&format!(
        "{} of {} requests compared: {} equal, {} differing; {} failed on the old side, {} on the new",
        number("compared"),
        number("requests"),
        number("equal"),
        number("differing"),
        number("failed_old"),
        number("failed_new"),
    ));
    line(&format!(
        "{} values, {} within tolerance, {} written differently; seed {}",
        number("values"),
        number("tolerated"),
        number("format"),
        figures.get("seed").and_then(serde_json::Value::as_str).unwrap_or_default(),
    ));
    let latency = |key: &str, rank: &str| figures.pointer(&format!("/{key}/{rank}")).map(ToString::to_string);
    for (side, key) in [("old", "latency_old"), ("new", "latency_new")] {
        if let (Some(half), Some(most)) = (latency(key, "p50"), latency(key, "p95")) {
            line(&format!("{side}: half of the answers within {half} ms, 95 % within {most} ms"));
        }
    }
    for (rule, count) in figures.get("ignored").and_then(serde_json::Value::as_object).into_iter().flatten() {
        line(&format!("ignored {rule}: {count} times"));
    }
    findings(&document.findings);
}

pub(crate) fn differences(page: &Differences, messages: &Messages) {
    let mut rows = table(&["key", "column", "kind", "outcome", "old", "new", "difference", "factor"]);
    let text = |cell: Option<&String>| cell.map_or("null".to_owned(), |text| format!("{text:?}"));
    for row in &page.rows {
        let key: Vec<String> = row.key.iter().map(|part| part.clone().unwrap_or("null".to_owned())).collect();
        let whole = row.column.is_none();
        rows.add_row(vec![
            key.join(" / "),
            row.column.clone().unwrap_or_default(),
            words(row.shape),
            words(row.outcome),
            if whole { String::new() } else { text(row.old.as_ref()) },
            if whole { String::new() } else { text(row.new.as_ref()) },
            row.difference.clone().unwrap_or_default(),
            row.factor.as_ref().map_or(String::new(), |factor| format!("×{factor}")),
        ]);
    }
    figures_right(&mut rows, [6, 7]);
    if !page.rows.is_empty() {
        show(&rows);
    }
    let counts = [("shown", page.rows.len() as u64), ("matching", page.matching), ("listed", page.listed)]
        .map(|(name, count)| (name, count.to_string()));
    line(&messages.say("differences-shown", counts.iter().map(|(name, count)| (*name, count.as_str()))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_all_or_none() {
        let said = [(0, 7), (1, 100_000), (1, 8), (3, 4), (99_999, 100_000), (5, 5), (0, 0)];
        let said = said.map(|(part, of)| share(part, of));
        assert_eq!(said, ["0%", "under 0.1%", "12.5%", "75%", "99.9%", "100%", "0%"]);
    }

    #[test]
    fn what_is_to_be_copied_is_one_word_to_a_shell() {
        assert_eq!(quoted("value_changed:commission:region=CH"), "value_changed:commission:region=CH");
        assert_eq!(quoted("net price"), "'net price'");
        assert_eq!(quoted("a=x&b=y"), "'a=x&b=y'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn known_rows_and_known_cells_are_differences_each() {
        let mut figures = Figures::default();
        let column: ColumnFigures = serde_json::from_value(serde_json::json!({
            "name": "a", "new_name": null, "kind": "text", "format": 0, "value": 0, "rounding": 0, "null": 0,
            "empty": 0, "largest": null, "noise": false,
            "cells": { "equal": 0, "tolerated": 0, "known": 0, "mismatch": 0, "not_comparable": 0 },
        }))
        .unwrap();
        figures.columns = vec![column.clone(), column];
        figures.cells.known = 7;
        assert_eq!(known_differences(&figures), 7);
        figures.only_old = 2;
        assert_eq!(known_differences(&figures), 5, "two rows of two cells, and three cells");
    }
}
