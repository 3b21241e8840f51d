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
    let mut rows = table(&["spot check", "status", "round", "payouts", "drawn", "stands", "next"]);
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    for row in &list.spot_checks {
        rows.add_row(vec![
            row.title.clone(),
            word(messages, row.status),
            number(row.round),
            number(row.population),
            number(row.items),
            row.stage.map_or("-".to_owned(), |stage| stage_of(stage, messages)),
            day(row.next_at),
        ]);
    }
    show(&rows);
}

fn stage_of(stage: RoundStage, messages: &Messages) -> String {
    said("round-stage", &stage, messages)
}

/// A word of a closed set, in the words of the catalogue.
fn said<T: Serialize>(prefix: &str, value: &T, messages: &Messages) -> String {
    messages.say(&format!("{prefix}-{}", word_of(value)), [])
}

/// Where a spot check stands.
pub(crate) fn detail(detail: &SpotcheckDetail, messages: &Messages) {
    let row = &detail.row;
    let (status, stage) = (word(messages, row.status), row.stage);
    let round = row.round.unwrap_or_default().to_string();
    let stage = stage.map_or_else(String::new, |stage| stage_of(stage, messages));
    let known = [("title", row.title.as_str()), ("status", &status), ("round", &round), ("stage", &stage)];
    line(&messages.say("spotcheck-stands", known));
    for one in &detail.work {
        let texts = [one.done, one.given, one.second_done, one.second_given].map(|number| number.to_string());
        let known = [
            ("person", one.person.as_str()),
            ("done", texts[0].as_str()),
            ("given", texts[1].as_str()),
            ("second_done", texts[2].as_str()),
            ("second_given", texts[3].as_str()),
        ];
        line(&messages.say("spotcheck-work", known));
    }
    if !detail.nobody.is_empty() {
        line(&messages.say("spotcheck-told-nobody", [("items", detail.nobody.join(", ").as_str())]));
    }
    if !detail.disputes.is_empty() {
        let mut rows = table(&["item", "paid", "first", "by", "second", "by"]);
        for dispute in &detail.disputes {
            rows.add_row(vec![
                dispute.id.clone(),
                dispute.paid.clone(),
                found(&dispute.first, messages),
                dispute.first.by.clone(),
                found(&dispute.second, messages),
                dispute.second.by.clone(),
            ]);
        }
        show(&rows);
    }
    result(detail, messages);
    let is_newest = detail.sample.as_ref().is_none_or(|sample| Some(sample.round) == row.round);
    if let Some(stage) = row.stage.filter(|_| is_newest) {
        let key = format!("spotcheck-told-next-{}", word_of(&stage));
        line(&messages.say(&key, [("id", row.id.as_str())]));
    }
}

/// A figure, or why there is none.
fn found(answer: &AnswerView, messages: &Messages) -> String {
    answer.amount.clone().unwrap_or_else(|| said("answer", &answer.answer, messages))
}

/// What the answers say, with the formula and its numbers.
pub(crate) fn result(detail: &SpotcheckDetail, messages: &Messages) {
    let Some(result) = &detail.result else { return };
    line(&said("spotcheck-decision", &result.decision, messages));
    for why in &result.reasons {
        line(&format!("  {}", said("spotcheck-why", why, messages)));
    }
    counted(&result.total, detail, messages);
    money(&result.money, detail, messages);
    let wrong: Vec<&ItemResult> = result.items.iter().filter(|item| item.judged != Judged::Right).collect();
    if !wrong.is_empty() {
        let mut rows = table(&["item", "person", "paid", "correct", "difference", "why"]);
        for item in wrong {
            let why = item.cause.map_or_else(
                || said("judged", &item.judged, messages),
                |cause| said("cause", &cause, messages),
            );
            let correct = item.correct.clone().unwrap_or_else(|| "-".to_owned());
            let difference = item.difference.clone().unwrap_or_else(|| "-".to_owned());
            rows.add_row(vec![
                item.id.clone(),
                item.person.clone(),
                item.paid.clone(),
                correct,
                difference,
                why,
            ]);
        }
        show(&rows);
    }
    for cause in &result.open_causes {
        let known = [("cause", said("cause", cause, messages)), ("id", detail.row.id.clone())];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        line(&messages.say("spotcheck-open-cause", known));
    }
    for signature in &result.signatures {
        let (person, at) = (signature.person.as_str(), day(Some(signature.at)));
        let how = said("proved", &signature.proved, messages);
        line(&messages.say("spotcheck-signed", [("person", person), ("at", &at), ("how", &how)]));
    }
}

fn counted(total: &CountedView, detail: &SpotcheckDetail, messages: &Messages) {
    let texts = [total.looked_at, total.population, total.errors + total.known_errors].map(|n| n.to_string());
    let known = [("looked_at", texts[0].as_str()), ("count", &texts[1]), ("errors", &texts[2])];
    line(&messages.say("spotcheck-counted", known));
    if let (Some(limit), Some(at_most)) = (&total.limit, total.at_most) {
        let (at_most, upper) = (at_most.to_string(), percent(limit.upper));
        let known = [
            ("confidence", detail.confidence.as_str()),
            ("at_most", at_most.as_str()),
            ("upper", upper.as_str()),
            ("count", texts[1].as_str()),
        ];
        line(&messages.say("spotcheck-told-at-most", known));
        formula(limit);
    }
}

fn money(money: &MoneyView, detail: &SpotcheckDetail, messages: &Messages) {
    for (side, misstated) in [("over", &money.over), ("under", &money.under)] {
        // Without a limit there is nothing to say where nothing was found.
        if misstated.at_most.is_none()
            && !misstated.found.contains(|digit: char| ('1'..='9').contains(&digit))
        {
            continue;
        }
        let at_most = misstated.at_most.clone().unwrap_or_default();
        let known = [
            ("side", side),
            ("found", misstated.found.as_str()),
            ("likely", misstated.most_likely.as_str()),
            ("at_most", at_most.as_str()),
            ("confidence", detail.confidence.as_str()),
            ("currency", detail.currency.as_str()),
        ];
        let key = if misstated.at_most.is_some() {
            "spotcheck-told-money"
        } else {
            "spotcheck-told-money-no-limit"
        };
        line(&messages.say(key, known));
        if let Some(limit) = &misstated.limit {
            formula(limit);
        }
    }
}

fn formula(limit: &BoundReport) {
    let numbers: Vec<String> =
        limit.numbers.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    line(&format!("  {}: {}   {}", limit.method, limit.formula, numbers.join(", ")));
}

/// One item to work on.
pub(crate) fn next(next: &NextItem, messages: &Messages) {
    let Some(item) = &next.item else {
        let stage = stage_of(next.stage, messages);
        line(&messages.say("spotcheck-no-item", [("stage", stage.as_str())]));
        return;
    };
    work_item(item, (next.done, next.of), &next.title, messages);
    let known = [("id", next.control.as_str()), ("item", item.id.as_str())];
    line(&messages.say("spotcheck-item-answer", known));
}

/// What a checker works with.
fn work_item(item: &WorkItem, (done, of): (u64, u64), title: &str, messages: &Messages) {
    let (number, of) = ((done + 1).to_string(), of.to_string());
    let known = [("item", item.id.as_str()), ("number", &number), ("of", &of), ("title", title)];
    line(&messages.say("spotcheck-item", known));
    let mut rows = table(&["", ""]);
    let named = [("person", &item.person), ("stratum", &item.stratum)];
    for (name, value) in named.into_iter().filter(|(_, value)| !value.is_empty()) {
        rows.add_row(vec![name.to_owned(), value.clone()]);
    }
    for cell in &item.cells {
        rows.add_row(vec![cell.column.clone(), cell.value.clone()]);
    }
    show(&rows);
}

pub(crate) fn work_exported(exported: &WorkExported, messages: &Messages) {
    let items = exported.items.to_string();
    let known = [("file", exported.file.as_str()), ("items", items.as_str())];
    line(&messages.say("spotcheck-work-exported", known));
}

/// The next item of a file for another computer.
pub(crate) fn work_file(view: &WorkFileView, file: &str, messages: &Messages) {
    let Some(item) = &view.item else {
        line(&messages.say("spotcheck-work-done-all", [("file", file)]));
        return;
    };
    work_item(item, (view.done, view.of), &view.title, messages);
    line(&messages.say("spotcheck-work-answer", [("file", file), ("item", item.id.as_str())]));
}

pub(crate) fn work_imported(imported: &WorkImported, messages: &Messages) {
    let (accepted, already) = (imported.accepted.len().to_string(), imported.already.len().to_string());
    line(&messages.say("spotcheck-work-imported", [("accepted", accepted.as_str()), ("already", &already)]));
    for refused in &imported.refused {
        line(&format!("  {}: {}", refused.item, refused.error.message));
    }
}

/// What is shown once an answer is locked.
pub(crate) fn answered(answered: &AnsweredItem, messages: &Messages) {
    let judged = said("judged", &answered.judged, messages);
    let yours = answered.yours.clone().unwrap_or_else(|| "-".to_owned());
    let difference = answered.difference.clone().unwrap_or_else(|| "-".to_owned());
    let known = [
        ("item", answered.item.as_str()),
        ("yours", yours.as_str()),
        ("paid", answered.paid.as_str()),
        ("difference", difference.as_str()),
        ("judged", judged.as_str()),
    ];
    line(&messages.say("spotcheck-answered", known));
}

pub(crate) fn reached(reached: &Reached, messages: &Messages) {
    let count = reached.count.to_string();
    line(&messages.say("spotcheck-reached", [("count", count.as_str()), ("total", &reached.total)]));
    let mut rows = table(&["payout", "person", "stratum", "paid"]);
    for payout in &reached.payouts {
        let ReachedPayout { id, person, stratum, paid } = payout.clone();
        rows.add_row(vec![id, person, stratum, paid]);
    }
    show(&rows);
}

pub(crate) fn exported(exported: &SpotcheckExported, messages: &Messages) {
    line(&messages.say("spotcheck-told-exported", [("folder", exported.folder.as_str())]));
    exported.files.iter().for_each(|file| line(&format!("  {file}")));
}

pub(crate) fn people(people: &People, messages: &Messages) {
    let mut rows = table(&["person", "passphrase", ""]);
    for person in &people.people {
        let has = if person.has_passphrase { "passphrase-has" } else { "passphrase-none" };
        let you = if person.is_you { messages.say("person-you", []) } else { String::new() };
        rows.add_row(vec![person.name.clone(), messages.say(has, []), you]);
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
    if let Some(count) = population.without_payout {
        line(&messages.say("spotcheck-sales", [("count", count.to_string().as_str())]));
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
        let why = item
            .reason
            .as_ref()
            .map_or("-".to_owned(), |reason| messages.say(&format!("draw-reason-{}", word_of(reason)), []));
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
