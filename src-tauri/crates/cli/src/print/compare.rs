//! Comparisons as a terminal shows them.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use super::{day, findings, line, show, table, word};

fn words<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(|text| text.replace('_', " ")))
        .unwrap_or_default()
}

pub(crate) fn list(list: &CompareList, messages: &Messages) {
    if list.parallel_runs.is_empty() {
        line(&messages.say("compare-none", []));
        return;
    }
    let mut rows = table(&["id", "title", "status", "last run", "unexplained", "clean runs", "switch"]);
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
    show(&rows);
}

pub(crate) fn detail(detail: &CompareDetail, messages: &Messages) {
    line(&format!("{}: {}", detail.title, word(messages, detail.status)));
    line(&format!("old {}", detail.old.place));
    line(&format!("new {}", detail.new.place));
    let cutover = &detail.cutover;
    line(&messages.say(&format!("cutover-{}", words(cutover.decision).replace(' ', "_")), []));
    let mut rows = table(&["", "to switch", "", ""]);
    for criterion in &cutover.criteria {
        let value = |name: &str| criterion.params.get(name).cloned().unwrap_or_default();
        let have = value("have");
        let want = value("want");
        let mark = match criterion.state {
            CriterionState::Met => "met",
            CriterionState::Failed => "FAILED",
            CriterionState::Open => "open",
        };
        let name = words(criterion.code);
        rows.add_row(vec![
            mark.to_owned(),
            name,
            have,
            if want.is_empty() { want } else { format!("of {want}") },
        ]);
    }
    show(&rows);
    let changed = cutover.criteria.iter().find_map(|criterion| criterion.params.get("changed"));
    if let Some(changed) = changed {
        line(&messages.say("cutover-criteria_changed", [("changed", changed.as_str())]));
    }
    if let Some(earliest) = cutover.earliest {
        line(&format!("earliest switch {earliest}"));
    }
    for signature in &cutover.signatures {
        line(&format!("signed {} by {}: {}", words(signature.decision), signature.person, signature.reason));
    }
    for known in &detail.known {
        let until = known.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let expired = if known.expired { ", expired" } else { "" };
        line(&format!("known {} ({}{until}{expired}): {}", known.id, known.owner, known.reason));
    }
    if let Some(latest) = &detail.latest {
        report(latest, messages);
    }
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

pub(crate) fn report(report: &CompareRunView, messages: &Messages) {
    line(&format!(
        "{} {}: {}",
        report.day,
        report.run,
        messages.say(&format!("compared-{}", report.verdict.as_str()), [])
    ));
    side("old", report.old.as_ref());
    side("new", report.new.as_ref());
    if let Some(figures) = &report.figures {
        columns(figures);
    }
    findings(&report.findings);
    line(&format!("evidence {} {}", report.evidence.seq, report.evidence.hash.get(..8).unwrap_or_default()));
}

fn columns(figures: &Figures) {
    line(&format!(
        "{} rows: {} matched, {} only old, {} only new, {} with a duplicate key, {} changed",
        figures.rows(),
        figures.matched,
        figures.only_old,
        figures.only_new,
        figures.duplicate_old + figures.duplicate_new,
        figures.changed
    ));
    let differing = figures.columns.iter().filter(|column| {
        let cells = &column.cells;
        cells.mismatch + cells.tolerated + cells.known + column.format > 0
    });
    let mut rows = table(&[
        "column",
        "mismatch",
        "value",
        "rounding",
        "null",
        "empty",
        "known",
        "tolerated",
        "format",
        "largest",
    ]);
    for column in differing {
        let name =
            column.new_name.as_ref().map_or(column.name.clone(), |new| format!("{} → {new}", column.name));
        let cells = &column.cells;
        let mut row = vec![name];
        row.extend(
            [
                cells.mismatch,
                column.value,
                column.rounding,
                column.null,
                column.empty,
                cells.known,
                cells.tolerated,
                column.format,
            ]
            .map(|count| if count == 0 { "·".to_owned() } else { count.to_string() }),
        );
        row.push(column.largest.clone().unwrap_or_default());
        rows.add_row(row);
    }
    if rows.row_count() > 0 {
        show(&rows);
    }
    for total in figures.totals.iter().filter(|total| !total.equal) {
        let slice = total.slice.as_ref().map_or(String::new(), |slice| {
            format!(" where {} = {}", slice.column, slice.value.as_deref().unwrap_or("null"))
        });
        line(&format!("total of {}{slice}: old {}, new {}", total.column, total.old, total.new));
    }
}

/// A comparison made on the spot.
pub(crate) fn document(document: &CheckDocument, messages: &Messages) {
    line(&messages.say(&format!("compared-{}", document.verdict.as_str()), []));
    let read =
        |key: &str| document.figures.get(key).cloned().and_then(|value| serde_json::from_value(value).ok());
    side("old", read("old").as_ref());
    side("new", read("new").as_ref());
    let mut figures = document.figures.clone();
    if let Some(by_column) = figures.get("by_column").cloned() {
        figures["columns"] = by_column;
        // The words for people say the same in their own way.
        figures["explanations"] = serde_json::json!([]);
        figures["drift"] = serde_json::json!([]);
        if let Ok(figures) = serde_json::from_value::<Figures>(figures) {
            columns(&figures);
        }
    }
    findings(&document.findings);
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

pub(crate) fn differences(page: &Differences) {
    let mut rows = table(&["key", "column", "kind", "", "old", "new", "difference", "factor"]);
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
    show(&rows);
    line(&format!("{} of {} match; {} listed in all", page.rows.len(), page.matching, page.listed));
}
