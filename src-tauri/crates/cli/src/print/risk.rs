//! The risk map as text.

use std::collections::BTreeMap;

use ballast_core::Currency;
use ballast_core::limits::{RISK_LINES_SHOWN, RISK_PROOFS_ON_TODAY};
use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use super::{duration, line, money, show, table, word};

/// A word as people type it.
pub(crate) fn word_of(word: &impl serde::Serialize) -> String {
    let word = serde_json::to_value(word).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', "-")
}

/// An expected value, with as many digits as the currency has.
fn amount(value: f64, currency: &str) -> String {
    let digits = currency.parse().map_or(2, |currency: Currency| currency.exponent());
    format!("{value:.digits$}")
}

/// A number with as many digits as say something.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "0" && value > 0.0 { format!("{value:.3e}") } else { text.to_owned() }
}

pub(crate) fn report(report: &RiskReport, messages: &Messages) {
    if report.processes.is_empty() {
        line(&messages.say("map-none", []));
        return;
    }
    let titles = Titles::of(report, messages);
    answer(report, &titles, messages);
    processes(report, messages);
    not_counted(report, &titles, messages);
    singles(report, &titles, messages);
    together(report, &titles, messages);
    proofs(report, messages);
    bundles(report, messages);
    weak_points(report, &titles, messages);
}

/// What things are called, by the ids of the report.
struct Titles(BTreeMap<String, String>);

impl Titles {
    fn of(report: &RiskReport, messages: &Messages) -> Self {
        let processes = report.processes.iter().map(|process| (process.id.clone(), process.title.clone()));
        let things = report.components.iter().map(|thing| {
            let title = thing.title.as_str();
            let told = match thing.kind {
                ThingKind::Switch => messages.say("map-switch", [("title", title)]),
                ThingKind::CommonCause => messages.say("map-common-cause", [("title", title)]),
                _ => title.to_owned(),
            };
            (thing.id.clone(), told)
        });
        Self(processes.chain(things).collect())
    }

    fn one<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    fn list(&self, ids: &[String]) -> String {
        ids.iter().map(|id| self.one(id)).collect::<Vec<_>>().join(", ")
    }
}

/// The single thing that would cost most, or what stands still in a what-if.
fn answer(report: &RiskReport, titles: &Titles, messages: &Messages) {
    if !report.without.is_empty() {
        let (without, down) = (titles.list(&report.without), titles.list(&report.down));
        let (count, per_hour) = (report.down.len().to_string(), money(&report.down_per_hour));
        line(&messages.say(
            "map-what-if",
            [
                ("without", without.as_str()),
                ("count", count.as_str()),
                ("down", down.as_str()),
                ("per_hour", per_hour.as_str()),
            ],
        ));
        return;
    }
    let thing = |id: &String| report.components.iter().find(|thing| thing.id == *id);
    // What is only assumed does not stand at the head.
    let is_known = |thing: &&RiskThing| thing.kind != ThingKind::CommonCause;
    let worst = report.single_points.iter().filter_map(thing).find(is_known);
    let Some(worst) = worst else {
        line(&messages.say("map-no-single-point", []));
        return;
    };
    let (once, per_hour) = (money(&worst.damage_once), money(&worst.blast_radius.per_hour));
    let count = worst.blast_radius.processes.len().to_string();
    line(&messages.say(
        "map-worst",
        [
            ("title", titles.one(&worst.id)),
            ("count", count.as_str()),
            ("once", once.as_str()),
            ("per_hour", per_hour.as_str()),
        ],
    ));
}

fn processes(report: &RiskReport, messages: &Messages) {
    let mut rows = table(&["process", "status", "exposure", "back after", "lost a year", "single points"]);
    let mut sorted: Vec<&RiskProcess> = report.processes.iter().collect();
    let minor = |process: &RiskProcess| process.exposure.amount.parse::<f64>().unwrap_or(0.0);
    sorted.sort_by(|a, b| minor(b).total_cmp(&minor(a)));
    for process in sorted {
        let yearly = amount(process.expected_annual_loss, &report.currency);
        let bound = if process.cut_off.is_some() { "≥ " } else { "" };
        rows.add_row(vec![
            process.title.clone(),
            word(messages, process.status),
            money(&process.exposure),
            duration(process.recovery_seconds),
            format!("{bound}{yearly}"),
            process.single_points.len().to_string(),
        ]);
    }
    show(&rows);
}

/// What counts as never failing because nobody said how often or how long, and pairs that do not count.
fn not_counted(report: &RiskReport, titles: &Titles, messages: &Messages) {
    let all = report.processes.iter().flat_map(|process| process.not_estimated.iter().cloned());
    let unique: std::collections::BTreeSet<String> = all.collect();
    if !unique.is_empty() {
        let names = titles.list(&unique.into_iter().collect::<Vec<_>>());
        line(&messages.say("map-not-estimated", [("titles", names.as_str())]));
    }
    for pair in &report.uncounted_pairs {
        line(&messages.say("map-uncounted-pair", [("title", pair.title.as_str())]));
    }
}

fn singles(report: &RiskReport, titles: &Titles, messages: &Messages) {
    if report.single_points.is_empty() {
        return;
    }
    line(&messages.say("map-single-points", []));
    for id in report.single_points.iter().take(RISK_LINES_SHOWN) {
        let Some(thing) = report.components.iter().find(|thing| thing.id == *id) else { continue };
        let (stops, once) = (titles.list(&thing.single_point_of), money(&thing.damage_more));
        let text = messages.say(
            "map-single-point",
            [("title", titles.one(id)), ("stops", stops.as_str()), ("once", once.as_str())],
        );
        line(&format!("  {text}"));
    }
    left_out(report.single_points.len(), messages);
}

fn left_out(count: usize, messages: &Messages) {
    if count > RISK_LINES_SHOWN {
        let more = (count - RISK_LINES_SHOWN).to_string();
        line(&format!("  {}", messages.say("map-more", [("count", more.as_str())])));
    }
}

fn together(report: &RiskReport, titles: &Titles, messages: &Messages) {
    let beaten: Vec<&FailsTogether> =
        report.fails_together.iter().filter(|together| !together.beats.is_empty()).collect();
    for together in beaten.iter().take(RISK_LINES_SHOWN) {
        let members = titles.list(&together.members);
        let cause = match (&together.thing, &together.what, &together.value) {
            (Some(thing), ..) => titles.one(thing).to_owned(),
            (None, Some(what), Some(value)) => format!("{what} {value}"),
            _ => continue,
        };
        let id = if together.likely { "map-together-likely" } else { "map-together" };
        line(&messages.say(id, [("members", members.as_str()), ("cause", cause.as_str())]));
    }
    left_out(beaten.len(), messages);
}

fn proofs(report: &RiskReport, messages: &Messages) {
    if !report.next_proofs.is_empty() {
        line(&messages.say("map-next-proofs", []));
    }
    for proof in report.next_proofs.iter().take(RISK_PROOFS_ON_TODAY) {
        let (removed, work) = (money(&proof.exposure_removed), duration(proof.work_seconds));
        let saves = format!("{} {}", amount(proof.saves, &report.currency), report.currency);
        let id = if proof.at_most { "map-next-proof-at-most" } else { "map-next-proof" };
        let text = messages.say(
            id,
            [
                ("title", proof.control.title.as_str()),
                ("removed", removed.as_str()),
                ("work", work.as_str()),
                ("saves", saves.as_str()),
            ],
        );
        line(&format!("  {text}"));
    }
}

fn bundles(report: &RiskReport, messages: &Messages) {
    if !report.idle_options.is_empty() {
        let titles = report.idle_options.iter().map(|option| option.title.as_str()).collect::<Vec<_>>();
        line(&messages.say("map-idle-options", [("titles", titles.join(", ").as_str())]));
    }
    // They are weighed against the map as it is, whatever was asked.
    if report.next_best.is_empty() || !(report.without.is_empty() && report.with.is_empty()) {
        return;
    }
    let mut rows = table(&["options", "cost a year", "saves a year", "net"]);
    for bundle in report.next_best.iter().take(RISK_LINES_SHOWN) {
        rows.add_row(vec![
            bundle.titles.join(" + "),
            money(&bundle.cost),
            amount(bundle.saves, &report.currency),
            format!("{}{}", if bundle.net >= 0.0 { "+" } else { "" }, amount(bundle.net, &report.currency)),
        ]);
    }
    show(&rows);
    if !report.bundles_complete {
        line(&messages.say("map-bundles-incomplete", []));
    }
}

fn weak_points(report: &RiskReport, titles: &Titles, messages: &Messages) {
    for found in report.contradictions.iter().take(RISK_LINES_SHOWN) {
        let code = word_of(&found.code);
        let process = found.process.to_string();
        let thing = found.thing.as_ref().map(|thing| titles.one(thing.id().as_str()).to_owned());
        let (promised, takes) = (duration(found.promised.seconds()), duration(found.takes.seconds()));
        line(&messages.say(
            &format!("map-contradiction-{code}"),
            [
                ("process", titles.one(&process)),
                ("thing", thing.as_deref().unwrap_or_default()),
                ("promised", promised.as_str()),
                ("takes", takes.as_str()),
            ],
        ));
    }
    let ids = |list: &[ballast_core::Id]| list.iter().map(ballast_core::Id::to_string).collect::<Vec<_>>();
    let start = &report.black_start;
    for (id, found) in [
        ("map-locked-out", &start.locked_out),
        ("map-unclear", &start.unclear),
        ("map-not-asked", &start.not_asked),
    ] {
        // Where nobody answered at all, there is nothing to say yet.
        let is_told =
            !start.recoverable.is_empty() || !start.locked_out.is_empty() || !start.unclear.is_empty();
        if is_told && !found.is_empty() {
            line(&messages.say(id, [("titles", titles.list(&ids(found)).as_str())]));
        }
    }
    if let Some(key) = report.black_start.keys.first() {
        let (into, frees) = (key.into.to_string(), titles.list(&ids(&key.frees)));
        line(&messages.say("map-key", [("into", titles.one(&into)), ("frees", frees.as_str())]));
    }
}

pub(crate) fn explained(explained: &RiskExplained, messages: &Messages) {
    let lines = ExplainedLines { titles: &explained.titles, currency: &explained.currency, messages };
    lines.tell(&explained.explanation, 0);
}

struct ExplainedLines<'a> {
    titles: &'a BTreeMap<String, String>,
    currency: &'a str,
    messages: &'a Messages,
}

impl ExplainedLines<'_> {
    fn tell(&self, part: &RiskExplanation, depth: usize) {
        let of = part.of.as_ref().map(|of| {
            let prefix = match of {
                RiskSubject::Standby(_) => "switch:",
                RiskSubject::CommonCause(_) => "shared:",
                RiskSubject::Process(_) | RiskSubject::Component(_) => "",
            };
            let id = format!("{prefix}{}", of.id());
            self.titles.get(&id).cloned().unwrap_or(id)
        });
        let text = self.messages.say(&format!("map-line-{}", word_of(&part.line)), []);
        let of = of.map(|of| format!(" ({of})")).unwrap_or_default();
        let rule = match part.rule {
            RiskRule::Given => String::new(),
            rule => format!(", {}", self.messages.say(&format!("map-rule-{}", word_of(&rule)), [])),
        };
        line(&format!("{:indent$}{text}{of}: {}{rule}", "", self.value(&part.value), indent = depth * 2));
        for inner in &part.parts {
            self.tell(inner, depth + 1);
        }
    }

    fn value(&self, value: &RiskValue) -> String {
        match value {
            RiskValue::Money { amount, currency } => format!("{amount} {currency}"),
            RiskValue::Amount(value) => format!("{} {}", amount(*value, self.currency), self.currency),
            RiskValue::Probability(probability) => format!("{probability:.6e}"),
            RiskValue::Number(value) => number(*value),
            RiskValue::Hours(hours) => self.messages.say("map-hours", [("hours", number(*hours).as_str())]),
            RiskValue::Nothing => "-".to_owned(),
        }
    }
}

pub(crate) fn ranges(report: &RiskRangesReport, messages: &Messages) {
    of_like("process", &report.processes, report);
    of_like("saved a year if it never failed", &report.components, report);
    let (draws, seed) = (report.draws.to_string(), report.seed.to_string());
    let spread = |value: f64| format!("{} {}", amount(value, &report.currency), report.currency);
    line(&messages.say(
        "map-ranges-total",
        [
            ("p10", spread(report.total.p10).as_str()),
            ("p50", spread(report.total.p50).as_str()),
            ("p90", spread(report.total.p90).as_str()),
            ("draws", draws.as_str()),
            ("seed", seed.as_str()),
        ],
    ));
}

/// Things that are ranked among each other, in this order.
fn of_like(what: &str, ranges: &[RiskRange], report: &RiskRangesReport) {
    let mut sorted: Vec<&RiskRange> = ranges.iter().filter(|range| range.p90 > 0.0).collect();
    if sorted.is_empty() {
        return;
    }
    sorted.sort_by_key(|range| range.rank);
    let mut rows = table(&["rank", what, "P10", "P50", "P90", "rank holds in"]);
    for range in sorted {
        rows.add_row(vec![
            range.rank.to_string(),
            range.title.clone(),
            amount(range.p10, &report.currency),
            amount(range.p50, &report.currency),
            amount(range.p90, &report.currency),
            format!("{:.0}%", range.rank_holds * 100.0),
        ]);
    }
    show(&rows);
}

pub(crate) fn templates(found: &RiskTemplates) {
    let mut rows = table(&["template", "title", "processes", "components"]);
    for one in &found.templates {
        rows.add_row(vec![
            one.id.clone(),
            one.title.clone(),
            one.processes.len().to_string(),
            one.components.len().to_string(),
        ]);
    }
    show(&rows);
}

pub(crate) fn imported(found: &RiskImported, messages: &Messages) {
    let (processes, components) = (found.processes.len().to_string(), found.components.len().to_string());
    let known = found.known.len().to_string();
    let id = if found.applied { "map-imported" } else { "map-import-plan" };
    line(&messages.say(
        id,
        [("processes", processes.as_str()), ("components", components.as_str()), ("known", known.as_str())],
    ));
    for left in found.left_out.iter().take(RISK_LINES_SHOWN) {
        let text =
            messages.say(&format!("map-left-{}", word_of(&left.reason)), [("what", left.what.as_str())]);
        line(&format!("  {}: {text}", left.line));
    }
    let all = found.left_out.len().saturating_add(usize::try_from(found.left_out_more).unwrap_or(usize::MAX));
    left_out(all, messages);
}

pub(crate) fn model(report: &RiskModelReport, messages: &Messages) {
    for top in &report.tops {
        line(&top.id);
        let (count, least) = (top.cut_sets.to_string(), top.complete_to.map(|order| order.to_string()));
        match &least {
            Some(order) => {
                line(&messages.say("model-cut-off", [("count", count.as_str()), ("order", order.as_str())]));
            }
            None => line(&messages.say("model-cut-sets", [("count", count.as_str())])),
        }
        for (order, sets) in &top.by_order {
            let (order, sets) = (order.to_string(), sets.to_string());
            let text = messages.say("model-order", [("order", order.as_str()), ("count", sets.as_str())]);
            line(&format!("  {text}"));
        }
        match top.probability {
            Some(probability) => {
                let shown = format!("{probability:.6e}");
                let id = if top.cut_off.is_some() { "model-at-least" } else { "model-probability" };
                line(&messages.say(id, [("probability", shown.as_str())]));
            }
            None => {
                let names = top.without_probability.join(", ");
                line(&messages.say("model-no-probability", [("names", names.as_str())]));
            }
        }
    }
}
