//! The head of the report: what follows, and what it stands on.

use super::Report;
use super::page::{Html, Page, escaped};
use super::words::{Text, count};
use crate::plan::{Distribution, Sampling};
use crate::population::Gap;

/// Gaps that are named; the list of them is in the evidence.
const GAPS: usize = 20;

pub(super) fn write(page: &mut Page, report: &Report, text: &Text) {
    page.paragraph(&text.fill("made", &[("at", report.made_at)]));
    decision(page, report, text);
    page.heading(&text.word("list"));
    page.facts(list(report, text));
    page.heading(&text.word("plan"));
    page.facts(plan(report, text));
    page.heading(&text.word("seed"));
    seed(page, report, text);
}

fn decision(page: &mut Page, report: &Report, text: &Text) {
    let evaluation = report.evaluation;
    let verdict = text.named("decision-", &evaluation.decision);
    let mut reasons: Vec<String> = evaluation.reasons.iter().map(|why| text.named("why-", why)).collect();
    if let Sampling::StopOrGo { stages, .. } = &report.commitment.plan.sampling {
        let values = [("n", evaluation.stage.to_string()), ("stages", stages.len().to_string())];
        reasons.push(text.fill("stage-is", &values));
    }
    if let Some(more) = evaluation.more {
        reasons.push(text.fill("more", &[("n", &count(more))]));
    }
    let reasons = reasons.iter().fold(String::new(), |html, reason| html + "<p>" + &escaped(reason) + "</p>");
    let heading = escaped(&text.word("decision"));
    page.raw(&format!(
        "<section class=\"verdict\" aria-label=\"{heading}\"><p><strong>{}</strong></p>{reasons}</section>",
        escaped(&verdict)
    ));
}

fn list(report: &Report, text: &Text) -> Vec<(String, Html)> {
    let (list, population) = (report.list, report.population);
    let size = text.fill(
        "list-size-is",
        &[
            ("rows", count(list.rows)),
            ("bytes", count(list.bytes)),
            ("encoding", list.encoding.clone().unwrap_or_else(|| "–".to_owned())),
        ],
    );
    let modified = list.modified_at.map_or_else(|| "–".to_owned(), |at| at.to_string());
    let mut facts = vec![
        (text.word("place"), Html::code(&list.place)),
        (text.word("list-sha256"), Html::code(&list.sha256)),
        (text.word("list-size"), Html::text(&size)),
        (text.word("list-modified"), Html::text(&modified)),
        (text.word("frozen-sha256"), Html::code(&population.sha256)),
        (text.word("count"), Html::text(&count(population.count))),
        (text.word("total"), Html::text(&text.amount(population.total))),
        (text.word("positive"), Html::text(&text.amount(population.positive_total))),
    ];
    facts.push((text.word("completeness"), completeness(report, text)));
    facts
}

fn completeness(report: &Report, text: &Text) -> Html {
    let (population, found) = (report.population, report.completeness);
    let counts = text.fill(
        "completeness-is",
        &[
            ("zero", &count(population.zero)),
            ("negative", &count(population.negative)),
            ("duplicates", &count(found.duplicates_total)),
        ],
    );
    let numbering = &found.numbering;
    let gap = |gap: &Gap| {
        let first = format!("{}{}", gap.prefix, gap.first);
        if gap.first == gap.last { first } else { format!("{first}–{}", gap.last) }
    };
    let numbers = if !numbering.consecutive {
        text.word("numbering-none")
    } else if numbering.missing == 0 {
        text.word("numbering-whole")
    } else {
        let mut gaps: Vec<String> = numbering.gaps.iter().take(GAPS).map(gap).collect();
        if numbering.gaps.len() > GAPS {
            gaps.push("…".to_owned());
        }
        text.fill("numbering-missing", &[("n", &count(numbering.missing)), ("gaps", &gaps.join(", "))])
    };
    Html::lines([Html::text(&counts), Html::text(&numbers)])
}

fn plan(report: &Report, text: &Text) -> Vec<(String, Html)> {
    let plan = &report.commitment.plan;
    let confidence = plan.confidence.as_percent();
    let aim = match plan.tolerable {
        Some(tolerable) => {
            text.fill("aim-is", &[("confidence", &confidence), ("tolerable", &tolerable.as_percent())])
        }
        None => text.fill("aim-none", &[("confidence", &confidence)]),
    };
    let rules: Vec<Html> = plan.always.iter().map(|rule| Html::code(&rule.to_string())).collect();
    let rules = if rules.is_empty() { Html::text(&text.word("nothing")) } else { Html::lines(rules) };
    let strata = text.word(if plan.per_stratum { "per-stratum-yes" } else { "per-stratum-no" });
    let second = text.fill("second-is", &[("share", &plan.second_review.as_percent())]);
    let mut facts = vec![
        (text.word("aim"), Html::text(&aim)),
        (text.word("sampling"), Html::text(&sampling(&plan.sampling, text))),
        (text.word("per-stratum"), Html::text(&strata)),
        (text.word("sizes"), sizes(report, text)),
        (text.word("always"), rules),
        (text.word("tolerance"), Html::text(&text.amount(i128::from(plan.tolerance)))),
        (text.word("second-share"), Html::text(&second)),
    ];
    if plan.is_by_value() {
        let share = text.fill("unreachable-is", &[("share", &plan.unreachable.as_percent())]);
        facts.push((text.word("unreachable-share"), Html::text(&share)));
    }
    facts.push((text.word("commitment"), Html::code(&report.commitment.sha256)));
    facts.push((text.word("committed-at"), Html::text(report.committed_at)));
    facts
}

fn sampling(sampling: &Sampling, text: &Text) -> String {
    let distributed = |distribution: &Distribution| text.named("", distribution);
    match sampling {
        Sampling::Percent { percent, at_least } => {
            text.fill("sampling-percent", &[("percent", &percent.as_percent()), ("least", &count(*at_least))])
        }
        Sampling::Attribute { distribution, expected } => text.fill(
            "sampling-attribute",
            &[("distribution", &distributed(distribution)), ("expected", &expected.as_percent())],
        ),
        Sampling::MonetaryUnit { selection, expected } => text.fill(
            "sampling-monetary_unit",
            &[("selection", &text.named("", selection)), ("expected", &expected.as_percent())],
        ),
        Sampling::StopOrGo { distribution, stages } => {
            let stage = |stage: &crate::plan::Stage| {
                let numbers = [stage.sample, stage.accept, stage.go_on].map(count);
                let names = ["sample", "accept", "go_on"];
                let values: Vec<(&str, &str)> =
                    names.into_iter().zip(numbers.iter().map(String::as_str)).collect();
                text.fill("stage", &values)
            };
            let stages: Vec<String> = stages.iter().map(stage).collect();
            let values = [("distribution", distributed(distribution)), ("stages", stages.join("; "))];
            text.fill("sampling-stop_or_go", &values)
        }
        Sampling::Anytime { at_most } => text.fill("sampling-anytime", &[("most", &count(*at_most))]),
    }
}

fn sizes(report: &Report, text: &Text) -> Html {
    let lines = report.commitment.quotas.iter().map(|quota| {
        let id = if quota.sample == quota.sample_most { "sizes-is" } else { "sizes-stages" };
        let (sample, most) = (count(quota.sample), count(quota.sample_most));
        let values = [("sample", sample.as_str()), ("most", &most), ("population", &count(quota.population))];
        let size = text.fill(id, &values);
        let name = quota.stratum.as_deref().filter(|name| !name.is_empty());
        Html::text(&name.map_or_else(|| size.clone(), |name| format!("{name}: {size}")))
    });
    Html::lines(lines)
}

fn seed(page: &mut Page, report: &Report, text: &Text) {
    let seed = &report.draw.seed;
    page.facts([
        (text.word("seed-text"), Html::code(&seed.text)),
        (text.word("seed-by"), Html::text(&seed.by.join(", "))),
        (text.word("seed-at"), Html::text(report.drawn_at)),
    ]);
    if seed.is_short() {
        page.paragraph(&text.word("seed-short"));
    }
    if seed.by.len() < 2 {
        page.paragraph(&text.word("seed-alone"));
    }
}
