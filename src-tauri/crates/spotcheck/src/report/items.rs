//! Every item with all that was said about it, who signed, and how to check the whole.

use super::page::{Html, Page};
use super::words::{Text, count};
use super::{Report, ReportItem, Settled, Told};
use crate::draw::DrawnItem;

pub(super) fn write(page: &mut Page, report: &Report, text: &Text) {
    page.raw("<section class=\"wide\">");
    page.heading(&text.word("items"));
    let heads = [
        "item",
        "reason",
        "#paid",
        "first",
        "second",
        "decided",
        "counts-as",
        "#difference",
        "cause",
        "evidence",
    ];
    let heads = heads.map(|id| match id.strip_prefix('#') {
        Some(id) => format!("#{}", text.word(id)),
        None => text.word(id),
    });
    let tolerance = report.commitment.plan.tolerance;
    let rows = report.items.iter().map(|item| {
        let is_finding = item.judged(tolerance).is_some_and(|judged| judged.is_finding());
        (is_finding, row(item, report, text))
    });
    page.table(&heads, &[12, 9, 10, 13, 12, 12, 7, 9, 7, 9], rows);
    page.raw("</section>");
    signatures(page, report, text);
    verify(page, report, text);
}

fn row(item: &ReportItem, report: &Report, text: &Text) -> Vec<Html> {
    let tolerance = report.commitment.plan.tolerance;
    let drawn = item.item;
    let who = Html::lines([Html::text(&drawn.id), Html::quiet(&drawn.person), Html::quiet(&drawn.stratum)]);
    let counts_as = item
        .judged(tolerance)
        .map_or_else(|| text.word("judged-open"), |judged| text.named("judged-", &judged));
    let difference =
        item.difference(tolerance).map_or_else(|| "–".to_owned(), |difference| text.amount(difference));
    vec![
        who,
        Html::text(&why(drawn, text)),
        Html::text(&text.amount(i128::from(drawn.amount))),
        item.first.map_or_else(|| Html::quiet(&text.word("not-answered")), |told| answer(told, text)),
        item.second.map_or_else(Html::default, |told| answer(told, text)),
        Html::lines(item.resolutions.iter().filter_map(|settled| decision(*settled, text))),
        Html::text(&counts_as),
        Html::text(&difference),
        cause(item, text),
        evidence(item, report, text),
    ]
}

fn why(item: &DrawnItem, text: &Text) -> String {
    let reason = text.named("reason-", &item.reason);
    if item.hits.is_empty() {
        return reason;
    }
    let places: Vec<String> = item.hits.iter().map(|hit| count(*hit)).collect();
    let values = [("reason", reason), ("places", places.join(", ")), ("stage", item.stage.to_string())];
    text.fill("places", &values)
}

fn answer(told: Told, text: &Text) -> Html {
    let by = text.fill("by-at", &[("by", told.given.by.as_str()), ("at", told.at)]);
    Html::lines([
        Html::text(&text.answer(told.given.answer)),
        Html::quiet(&by),
        Html::text(&told.given.steps),
        Html::text(&told.given.note),
    ])
}

/// None where the two agreed, or one was enough: the answers say it.
fn decision(settled: Settled, text: &Text) -> Option<Html> {
    let by = settled.resolution.by.as_ref()?;
    let by = text.fill("by-at", &[("by", by.as_str()), ("at", settled.at)]);
    Some(Html::lines([
        Html::text(&text.answer(settled.resolution.answer)),
        Html::quiet(&by),
        Html::text(&settled.resolution.reason),
    ]))
}

fn cause(item: &ReportItem, text: &Text) -> Html {
    let Some(resolution) = item.resolution() else { return Html::default() };
    let Some(cause) = resolution.cause else { return Html::default() };
    let systematic = if resolution.systematic { text.word("systematic") } else { String::new() };
    let more = if systematic.is_empty() { Html::default() } else { Html::text(&systematic) };
    Html::lines([Html::text(&text.named("cause-", &cause)), more])
}

/// Hashes of the files of evidence, each once, in the order in which they were given.
pub(super) fn files<'a>(item: &ReportItem<'a>) -> Vec<&'a String> {
    let mut files: Vec<&String> = Vec::new();
    let given = [item.first, item.second].into_iter().flatten().flat_map(|told| &told.given.evidence);
    for file in given {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

fn evidence(item: &ReportItem, report: &Report, text: &Text) -> Html {
    let lines = files(item).into_iter().map(|hash| {
        let name = report.files.get(hash).cloned().unwrap_or_else(|| text.word("unnamed-file"));
        Html::lines([Html::text(&name), Html::code(hash)])
    });
    Html::lines(lines)
}

fn signatures(page: &mut Page, report: &Report, text: &Text) {
    page.raw("<section class=\"signature\">");
    page.heading(&text.word("signatures"));
    if report.signatures.is_empty() {
        page.paragraph(&text.word("no-signatures"));
    } else {
        let heads = ["signed-by", "role", "at", "proved"].map(|id| text.word(id));
        let rows = report.signatures.iter().map(|signature| {
            let cells = [signature.by, signature.role, signature.at, signature.proved];
            (false, cells.map(Html::text).to_vec())
        });
        page.table(&heads, &[], rows);
    }
    page.raw("</section>");
}

fn verify(page: &mut Page, report: &Report, text: &Text) {
    page.heading(&text.word("verify"));
    page.paragraph(&text.word("verify-files"));
    page.paragraph(&text.fill("verify-list", &[("sha256", &report.population.sha256)]));
    page.paragraph(&text.fill("verify-plan", &[("sha256", &report.commitment.sha256)]));
    if let Some(item) = report.draw.items.first() {
        page.paragraph(&text.fill("verify-ticket", &[("id", &item.id), ("ticket", &item.ticket)]));
    }
    page.paragraph(&text.word("verify-minutes"));
}
