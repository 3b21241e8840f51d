//! What the answers prove, in numbers and pictures.

use std::collections::BTreeMap;

use super::page::{Html, Page};
use super::plots::{self, Bar, Point, Shape};
use super::words::{Text, count, share, share_at_least, share_at_most, short};
use super::{Month, Report, ReportItem};
use crate::draw::Reason;
use crate::evaluate::{Counted, Limit, Misstated, Money};
use crate::plan::{KaplanMarkov, curve};
use crate::review::{Cause, Judged};

pub(super) fn write(page: &mut Page, report: &Report, text: &Text) {
    page.heading(&text.word("counts"));
    counts(page, report, text);
    page.heading(&text.word("money"));
    money(page, report, text);
    pictures(page, report, text);
    page.heading(&text.word("causes"));
    causes(page, report, text);
    beside(page, report, text);
}

fn counts(page: &mut Page, report: &Report, text: &Text) {
    let evaluation = report.evaluation;
    let heads = [
        "part",
        "#population",
        "#looked-at",
        "#sample",
        "#errors",
        "#known",
        "#over",
        "#under",
        "#unknown",
        "#likely",
        "#at-most",
    ];
    let all = std::iter::once(&evaluation.total).chain(&evaluation.strata);
    page.table(&titles(text, &heads), &[], all.clone().map(|counted| (false, counted_row(counted, text))));
    match &evaluation.total.limit {
        Some(_) => {
            for counted in all {
                if let Some(limit) = &counted.limit {
                    page.paragraph(&format!(
                        "{}: {}",
                        part(counted.stratum.as_ref(), text),
                        text.limit(limit)
                    ));
                }
            }
        }
        None => page.paragraph(&text.word("no-count-limit")),
    }
    if let Some((over, under)) = &evaluation.anytime {
        for (rule, side) in [(over, "over"), (under, "under")] {
            page.paragraph(&anytime(rule, &text.word(side), text));
        }
    }
}

/// Heads by their ids; `#` marks numbers and stays.
fn titles(text: &Text, ids: &[&str]) -> Vec<String> {
    let title = |id: &&str| match id.strip_prefix('#') {
        Some(id) => format!("#{}", text.word(id)),
        None => text.word(id),
    };
    ids.iter().map(title).collect()
}

fn part(stratum: Option<&String>, text: &Text) -> String {
    stratum.cloned().unwrap_or_else(|| text.word("whole"))
}

fn counted_row(counted: &Counted, text: &Text) -> Vec<Html> {
    let numbers = [
        counted.population,
        counted.looked_at,
        counted.sample,
        counted.errors,
        counted.known_errors,
        counted.over,
        counted.under,
        counted.unknown,
    ];
    let likely = counted.limit.as_ref().map_or_else(|| "–".to_owned(), |limit| share(limit.most_likely));
    let at_most = match (&counted.limit, counted.at_most) {
        (Some(limit), Some(most)) => {
            text.fill("at-most-is", &[("count", &count(most)), ("rate", &share_at_most(limit.upper))])
        }
        _ => "–".to_owned(),
    };
    let name = std::iter::once(part(counted.stratum.as_ref(), text));
    let cells = name.chain(numbers.map(count)).chain([likely, at_most]);
    cells.map(|cell| Html::text(&cell)).collect()
}

fn anytime(rule: &KaplanMarkov, side: &str, text: &Text) -> String {
    let values = [
        ("items", count(rule.items)),
        ("product", short(rule.smallest)),
        ("side", side.to_owned()),
        ("risk", rule.confidence.rest().to_string()),
    ];
    text.fill("anytime", &values)
}

fn money(page: &mut Page, report: &Report, text: &Text) {
    let evaluation = report.evaluation;
    page.paragraph(&text.fill("money-of", &[("value", &text.amount(evaluation.money.value))]));
    let heads = ["part", "direction", "#found", "#likely", "#at-most", "#tolerable"];
    let all = || std::iter::once(&evaluation.money).chain(&evaluation.money_strata);
    let rows = all().flat_map(|money| {
        let tolerable = allowed(report, money).map_or_else(|| "–".to_owned(), |value| text.about(value));
        [("over", &money.over), ("under", &money.under)].map(|(side, wrong)| {
            let at_most = wrong.at_most.map_or_else(|| "–".to_owned(), |value| text.at_most(value));
            let cells = [
                part(money.stratum.as_ref(), text),
                text.word(side),
                text.amount(wrong.found),
                text.about(wrong.most_likely),
                at_most,
                tolerable.clone(),
            ];
            (false, cells.iter().map(|cell| Html::text(cell)).collect())
        })
    });
    page.table(&titles(text, &heads), &[], rows);
    if evaluation.total.unknown > 0 {
        page.paragraph(&text.word("unknown-is"));
    }
    // The same reason for every stratum is said once.
    let mut said = Vec::new();
    for money in all() {
        for (side, wrong) in [("over", &money.over), ("under", &money.under)] {
            let basis = basis(wrong, text);
            if wrong.limit.is_some() {
                let part = part(money.stratum.as_ref(), text);
                page.paragraph(&format!("{part}, {}: {basis}", text.word(side)));
            } else if !said.contains(&basis) {
                page.paragraph(&basis);
                said.push(basis);
            }
        }
    }
}

/// What of a sum may be wrong in one direction.
#[allow(clippy::cast_precision_loss)]
fn allowed(report: &Report, money: &Money) -> Option<f64> {
    Some(report.commitment.plan.tolerable?.value() * money.value as f64)
}

/// Reasons for no limit that have a sentence of their own.
const REFUSED: [&str; 5] = [
    "below_its_confidence",
    "no_number_with_few_errors",
    "nothing_drawn",
    "taint_above_one",
    "zero_without_errors",
];

fn basis(wrong: &Misstated, text: &Text) -> String {
    match (&wrong.limit, &wrong.refused) {
        (Some(limit), _) => text.limit(limit),
        (None, Some(reason)) if REFUSED.contains(&reason.as_str()) => text.word(&format!("refused-{reason}")),
        (None, Some(reason)) => text.fill("refused-other", &[("reason", reason)]),
        (None, None) => text.word("seen-whole"),
    }
}

fn pictures(page: &mut Page, report: &Report, text: &Text) {
    let evaluation = report.evaluation;
    let tolerable = report.commitment.plan.tolerable.map(|rate| (rate.value(), rate.as_percent()));
    let tolerable =
        tolerable.as_ref().map(|(value, written)| (*value, format!("{} {written}", text.word("tolerable"))));
    let line = tolerable.as_ref().map(|(value, written)| (*value, written.as_str()));
    let (title, note) = (text.word("plot-objectives"), text.word("plot-objectives-note"));
    if let Some(limit) = &evaluation.total.limit {
        let bar = counted_bar(&evaluation.total, limit, text);
        page.figure(&title, &plots::objectives(&title, &[bar], line), &note);
    } else {
        let money = &evaluation.money;
        let bars = [("over", &money.over), ("under", &money.under)].map(|(side, wrong)| Bar {
            name: text.word(side),
            most_likely: wrong.most_likely,
            lower: None,
            at_most: wrong.at_most,
            written: wrong.at_most.map_or_else(|| "–".to_owned(), |value| text.at_most(value)),
        });
        let value = allowed(report, money).map(|value| (value, text.about(value)));
        let line = value.as_ref().map(|(value, written)| (*value, written.as_str()));
        page.figure(&title, &plots::objectives(&title, &bars, line), &note);
    }
    let all = std::iter::once(&evaluation.total).chain(&evaluation.strata);
    let bars: Vec<Bar> =
        all.filter_map(|counted| Some(counted_bar(counted, counted.limit.as_ref()?, text))).collect();
    if bars.len() > 1 {
        let title = text.word("plot-strata");
        page.figure(&title, &plots::intervals(&title, &bars, line), &text.word("plot-strata-note"));
    }
    let title = text.word("plot-scatter");
    let points: Vec<Point> = report.items.iter().filter_map(|item| point(item, report)).collect();
    if !points.is_empty() {
        let most = |of: fn(&Point) -> f64| text.about(points.iter().map(of).fold(0.0, f64::max));
        let paid = text.fill("axis-paid", &[("most", &most(|point| point.paid))]);
        let due = text.fill("axis-due", &[("most", &most(|point| point.due))]);
        let plot = plots::scatter(&title, &points, &paid, &due);
        page.figure(&title, &plot, &text.word("plot-scatter-note"));
    }
    if !report.months.is_empty() {
        let title = text.word("plot-months");
        let bars: Vec<Bar> = report.months.iter().map(month).collect();
        page.figure(&title, &plots::months(&title, &bars, line), &text.word("plot-months-note"));
    }
}

fn counted_bar(counted: &Counted, limit: &Limit, text: &Text) -> Bar {
    Bar {
        name: part(counted.stratum.as_ref(), text),
        most_likely: limit.most_likely,
        lower: limit.lower,
        at_most: Some(limit.upper),
        written: match limit.lower {
            Some(lower) => format!("{}–{}", share_at_least(lower), share_at_most(limit.upper)),
            None => share_at_most(limit.upper),
        },
    }
}

#[allow(clippy::cast_precision_loss)]
fn point(item: &ReportItem, report: &Report) -> Option<Point> {
    let shape = match item.judged(report.commitment.plan.tolerance)? {
        Judged::Right => Shape::Right,
        Judged::Over => Shape::Over,
        Judged::Under => Shape::Under,
        Judged::NotSupported | Judged::Missing => Shape::Nothing,
        Judged::Unknown => return None,
    };
    let due = item.resolution()?.answer.correct()?;
    Some(Point { paid: item.item.amount as f64, due: due as f64, shape })
}

fn month(month: &Month) -> Bar {
    Bar {
        name: month.name.to_owned(),
        most_likely: month.most_likely,
        lower: Some(month.lower),
        at_most: Some(month.upper),
        written: share_at_most(month.upper),
    }
}

fn causes(page: &mut Page, report: &Report, text: &Text) {
    let tolerance = report.commitment.plan.tolerance;
    let mut found: BTreeMap<Option<Cause>, (u64, i128)> = BTreeMap::new();
    for item in &report.items {
        let Some(resolution) = item.resolution() else { continue };
        if !resolution.answer.judged(item.item.amount, tolerance).is_finding() {
            continue;
        }
        let cause = found.entry(resolution.cause).or_default();
        // As it is evaluated: what nobody could determine counts as paid for nothing.
        let lost = item.difference(tolerance).unwrap_or_else(|| i128::from(item.item.amount));
        *cause = (cause.0 + 1, cause.1 + lost);
    }
    if found.is_empty() {
        page.paragraph(&text.word("no-findings"));
        return;
    }
    let mut found: Vec<(Option<Cause>, (u64, i128))> = found.into_iter().collect();
    found.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let name = |cause: Option<Cause>| {
        cause.map_or_else(|| text.word("cause-none"), |cause| text.named("cause-", &cause))
    };
    let bars: Vec<(String, u64)> = found.iter().map(|(cause, (count, _))| (name(*cause), *count)).collect();
    let title = text.word("plot-causes");
    page.figure(&title, &plots::pareto(&title, &bars), "");
    let rows = found.iter().map(|(cause, (number, money))| {
        let cells = [name(*cause), count(*number), text.amount(*money)];
        (false, cells.iter().map(|cell| Html::text(cell)).collect())
    });
    page.table(&titles(text, &["cause", "#findings", "#difference"]), &[], rows);
    for targeted in &report.evaluation.targeted {
        page.small_heading(&text.word("targeted"));
        let values = [("cause", text.named("cause-", &targeted.cause)), ("items", targeted.items.join(", "))];
        page.paragraph(&text.fill("targeted-is", &values));
    }
}

/// Pictures that decide nothing.
fn beside(page: &mut Page, report: &Report, text: &Text) {
    let plan = &report.commitment.plan;
    if !plan.is_by_value() {
        let drawn = report.draw.frames.iter().filter(|frame| frame.part == Reason::Drawn);
        let population = drawn.map(|frame| frame.population).sum();
        let sample = report.evaluation.total.sample;
        let points = curve(population, plan.confidence, Some(sample));
        let now = points.iter().find(|proof| proof.sample == sample).and_then(|proof| proof.shown.first());
        let rate = now.map_or(1.0, |shown| shown.rate);
        let note = [
            ("confidence", plan.confidence.as_percent()),
            ("n", count(sample)),
            ("rate", share_at_most(rate)),
        ];
        let note = text.fill("plot-curve-note", &note);
        let title = text.word("plot-curve");
        page.figure(&title, &plots::curve(&title, &points, sample, &text.word("axis-n")), &note);
    }
    if let Some(digits) = report.digits {
        let title = text.word("plot-digits");
        let note = [
            ("chi", format!("{:.2}", digits.chi_square)),
            ("p", format!("{:.3}", digits.p_value)),
            ("n", count(digits.amounts)),
        ];
        let note = text.fill("plot-digits-note", &note);
        page.figure(&title, &plots::digits(&title, digits), &note);
    }
}
