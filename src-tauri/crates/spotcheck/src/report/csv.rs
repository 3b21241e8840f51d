//! Lists for spreadsheets: what is in the report, one row an item.

use std::borrow::Cow;

use super::items::files;
use super::words::{Say, Text, plain_amount};
use super::{Report, ReportItem, Told};
use crate::review::Judged;

/// Spreadsheets take a file without the mark for one of their own code pages.
const MARK: &str = "\u{feff}";

/// All items, in the order of the draw, with all that was said about them. Amounts are plain decimals.
#[must_use]
pub fn items_csv(report: &Report, say: &Say) -> String {
    let text = Text::of(report, say);
    let mut lines = MARK.to_owned();
    let word = |id: &str| text.word(id);
    let told = |who: &str| {
        let who = word(who);
        let of = ["csv-by", "csv-at", "csv-steps", "csv-note"].map(|id| format!("{who}: {}", word(id)));
        std::iter::once(who).chain(of).collect::<Vec<String>>()
    };
    let mut head = [
        "item",
        "person",
        "stratum",
        "reason",
        "csv-stage",
        "csv-places",
        "csv-ticket",
        "csv-currency",
        "paid",
    ]
    .map(word)
    .to_vec();
    head.extend(told("first"));
    head.extend(told("second"));
    head.push(word("decided"));
    head.extend(["counts-as", "csv-correct", "difference", "cause", "systematic", "evidence"].map(word));
    line(&mut lines, &head);
    for item in &report.items {
        line(&mut lines, &row(item, report, &text));
    }
    lines
}

fn row(item: &ReportItem, report: &Report, text: &Text) -> Vec<String> {
    let plan = &report.commitment.plan;
    let amount = |minor: i128| plain_amount(minor, plan.minor_digits);
    let drawn = item.item;
    let places: Vec<String> = drawn.hits.iter().map(u64::to_string).collect();
    let mut cells = vec![
        drawn.id.clone(),
        drawn.person.clone(),
        drawn.stratum.clone(),
        text.named("reason-", &drawn.reason),
        drawn.stage.to_string(),
        places.join(" "),
        drawn.ticket.clone(),
        report.currency.to_owned(),
        amount(i128::from(drawn.amount)),
    ];
    for told in [item.first, item.second] {
        cells.extend(told_cells(told, report, text));
    }
    let decided = item.resolutions.iter().filter_map(|settled| {
        let by = settled.resolution.by.as_ref()?;
        let who = text.fill("by-at", &[("by", by.as_str()), ("at", settled.at)]);
        Some(format!("{} ({who}): {}", text.answer(settled.resolution.answer), settled.resolution.reason))
    });
    cells.push(decided.collect::<Vec<String>>().join("\n"));
    let judged = item.judged(plan.tolerance);
    cells.push(judged.map_or_else(|| text.word("judged-open"), |judged| text.named("judged-", &judged)));
    let resolution = item.resolution();
    let correct = resolution.and_then(|resolution| resolution.answer.correct());
    cells.push(correct.map(|correct| amount(i128::from(correct))).unwrap_or_default());
    cells.push(item.difference(plan.tolerance).map(amount).unwrap_or_default());
    let cause = resolution.and_then(|resolution| resolution.cause);
    cells.push(cause.map(|cause| text.named("cause-", &cause)).unwrap_or_default());
    cells.push(resolution.map(|resolution| u8::from(resolution.systematic).to_string()).unwrap_or_default());
    let names = files(item).into_iter().map(|hash| {
        let name = report.files.get(hash).map_or("", String::as_str);
        format!("{name} {hash}").trim_start().to_owned()
    });
    cells.push(names.collect::<Vec<String>>().join("\n"));
    cells
}

fn told_cells(told: Option<Told>, report: &Report, text: &Text) -> [String; 5] {
    let Some(Told { given, at }) = told else { return Default::default() };
    let answer = given.answer;
    let figure = match answer {
        crate::review::Answer::Figure { minor } => {
            plain_amount(i128::from(minor), report.commitment.plan.minor_digits)
        }
        other => text.answer(other),
    };
    [figure, given.by.clone(), at.to_owned(), given.steps.clone(), given.note.clone()]
}

/// The payouts that are to be corrected: those that count as wrong and whose right amount is known. What nobody
/// could determine is no correction yet, and stands among the items.
#[must_use]
pub fn corrections_csv(report: &Report, say: &Say) -> String {
    let text = Text::of(report, say);
    let plan = &report.commitment.plan;
    let mut lines = MARK.to_owned();
    let head = [
        "item",
        "person",
        "csv-currency",
        "paid",
        "csv-correct",
        "difference",
        "counts-as",
        "cause",
        "csv-why",
    ];
    line(&mut lines, &head.map(|id| text.word(id)));
    for item in &report.items {
        let (Some(resolution), Some(judged)) = (item.resolution(), item.judged(plan.tolerance)) else {
            continue;
        };
        let (Some(correct), Some(difference)) =
            (resolution.answer.correct(), item.difference(plan.tolerance))
        else {
            continue;
        };
        if judged == Judged::Right {
            continue;
        }
        let amount = |minor: i128| plain_amount(minor, plan.minor_digits);
        let cause = resolution.cause.map(|cause| text.named("cause-", &cause)).unwrap_or_default();
        // The decision's own words, else those of the one who looked first.
        let first = item.first.map(|told| told.given.note.clone()).unwrap_or_default();
        let reason = if resolution.reason.is_empty() { first } else { resolution.reason.clone() };
        let cells = [
            item.item.id.clone(),
            item.item.person.clone(),
            report.currency.to_owned(),
            amount(i128::from(item.item.amount)),
            amount(i128::from(correct)),
            amount(difference),
            text.named("judged-", &judged),
            cause,
            reason,
        ];
        line(&mut lines, &cells);
    }
    lines
}

fn line(lines: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            lines.push(',');
        }
        let cell = defused(cell);
        if cell.contains([',', '"', '\n', '\r']) {
            lines.push('"');
            lines.push_str(&cell.replace('"', "\"\""));
            lines.push('"');
        } else {
            lines.push_str(&cell);
        }
    }
    lines.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula is a text there; a number stays one.
fn defused(cell: &str) -> Cow<'_, str> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits != ".";
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}
