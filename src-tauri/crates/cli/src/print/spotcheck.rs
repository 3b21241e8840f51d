//! Spot checks for people.

use ballast_engine::contract::*;
use ballast_engine::messages::Messages;

use serde::Serialize;

use super::{day, line, show, table, word};

fn word_of<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A ratio as a percentage, rounded up: never less than was shown.
fn percent(ratio: f64) -> String {
    format!("{:.1} %", (ratio * 1000.0).ceil() / 10.0)
}

pub(crate) fn list(list: &SpotcheckList, messages: &Messages) {
    let mut rows = table(&["spot check", "status", "round", "payouts", "drawn", "next"]);
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    for row in &list.spot_checks {
        rows.add_row(vec![
            row.title.clone(),
            word(messages, row.status),
            number(row.round),
            number(row.population),
            number(row.items),
            day(row.next_at),
        ]);
    }
    show(&rows);
}

pub(crate) fn plan(report: &PlanReport, messages: &Messages) {
    let texts = [report.sample, report.allowed_errors].map(|number| number.to_string());
    let method = word_of(&report.method);
    let said = [
        ("sample", texts[0].as_str()),
        ("allowed", texts[1].as_str()),
        ("confidence", report.confidence.as_str()),
        ("tolerable", report.tolerable.as_str()),
        ("method", method.as_str()),
    ];
    line(&messages.say("spotcheck-plan", said));
}

pub(crate) fn sample(sample: &SpotcheckSample, messages: &Messages) {
    let population = &sample.population;
    let texts = [sample.round, population.count, sample.sample, population.missing].map(|n| n.to_string());
    let frozen = [
        ("round", texts[0].as_str()),
        ("count", texts[1].as_str()),
        ("total", population.total.as_str()),
        ("sha256", population.sha256.as_str()),
    ];
    line(&messages.say("spotcheck-frozen", frozen));
    let read = [("place", sample.place.as_str()), ("sha256", sample.place_sha256.as_str())];
    line(&messages.say("spotcheck-read", read));
    line(&messages.say("spotcheck-commitment", [("commitment", sample.commitment.as_str())]));
    if population.missing > 0 {
        line(&messages.say("spotcheck-missing", [("missing", texts[3].as_str())]));
    }
    if let Some(proves) = sample.proves.first() {
        let (at_most, upper) = (proves.at_most.to_string(), percent(proves.upper));
        let said = [
            ("sample", texts[2].as_str()),
            ("count", texts[1].as_str()),
            ("at_most", at_most.as_str()),
            ("upper", upper.as_str()),
            ("confidence", sample.confidence.as_str()),
        ];
        line(&messages.say("spotcheck-proves", said));
    }
    let Some(seed) = &sample.seed else {
        line(&messages.say("spotcheck-waits", [("id", sample.control.as_str())]));
        return;
    };
    let (people, count) = (sample.people.join(", "), sample.people.len().to_string());
    line(&messages.say("spotcheck-seed", [("seed", seed.as_str()), ("people", &people), ("count", &count)]));
    let mut rows = table(&["item", "ticket", "why", "stratum"]);
    for item in &sample.items {
        let short = item.ticket.get(..16).unwrap_or(&item.ticket);
        let why = messages.say(&format!("draw-reason-{}", word_of(&item.reason)), []);
        rows.add_row(vec![item.id.clone(), short.to_owned(), why, item.stratum.clone()]);
    }
    show(&rows);
}

pub(crate) fn bound(report: &BoundReport, messages: &Messages) {
    let precise = |ratio: f64| format!("{:.4} %", ratio * 100.0);
    let texts = [precise(report.most_likely), precise(report.upper)];
    let said = [
        ("likely", texts[0].as_str()),
        ("upper", texts[1].as_str()),
        ("confidence", report.confidence.as_str()),
        ("method", report.method.as_str()),
    ];
    line(&messages.say("spotcheck-bound", said));
    if let Some(lower) = report.lower {
        line(&messages.say("spotcheck-bound-lower", [("lower", precise(lower).as_str())]));
    }
    let numbers: Vec<String> =
        report.numbers.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    line(&format!("{}   {}", report.formula, numbers.join(", ")));
}

pub(crate) fn tickets(report: &TicketsReport) {
    for ticket in &report.tickets {
        line(&format!("{}  {}", ticket.ticket, ticket.id));
    }
}
