//! From news to entries of the outbox: one alert for all of them, on every way.

use std::collections::BTreeMap;

use ballast_core::alert::{AlertTopic, News, net};
use ballast_core::limits::ALERT_LINES_MAX;
use ballast_core::{Error, Finding, Result, Status};
use ballast_store::{NewsRow, OutboxRow};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::deliver::{name_of, ways};
use super::drills;
use crate::config::Config;
use crate::engine::{Engine, new_id};
use crate::messages::Messages;
use crate::schedule::lines::act_of;
use crate::views::backups::worst_open;
use crate::views::runs::named;
use crate::views::standing::Picture;
use crate::views::status;

/// The text of an entry, as people read it.
pub(crate) fn text_of(row: &OutboxRow) -> String {
    row.payload.get("text").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What one alert says.
#[derive(Default)]
struct Said {
    topics: Vec<AlertTopic>,
    lines: Vec<String>,
    controls: Vec<Value>,
    missed: Vec<Value>,
    given_up: Vec<Value>,
    drills: Vec<Value>,
    digest: Option<String>,
    /// Why, and what to do: one text a line, below it.
    reasons: BTreeMap<usize, String>,
}

impl Said {
    /// Says why, and what to do, below the line that was said last.
    fn explain(&mut self, sentences: &[&str]) {
        let Some(line) = self.lines.len().checked_sub(1) else { return };
        let said: Vec<String> = sentences
            .iter()
            .filter(|sentence| !sentence.is_empty())
            .map(|sentence| format!("\n  {sentence}"))
            .collect();
        self.reasons.insert(line, said.concat());
    }
}

/// Entries for everything in `news`, on every way; none where it all came to nothing.
pub(super) fn entries(
    engine: &Engine,
    config: &Config,
    messages: &Messages,
    news: &[NewsRow],
    now: Timestamp,
) -> Result<Vec<OutboxRow>> {
    let said = say(engine, config, messages, news, now)?;
    let Some(topic) = said.topics.iter().min().copied() else { return Ok(Vec::new()) };
    let subject = subject(config, messages, &said, topic);
    let shown = said.lines.len().min(ALERT_LINES_MAX);
    let reason = |line: usize| said.reasons.get(&line).map_or("", String::as_str);
    let with_reason = said.lines.iter().enumerate().map(|(line, text)| format!("{text}{}", reason(line)));
    let mut text = with_reason.take(shown).collect::<Vec<_>>().join("\n");
    let more = said.lines.len() - shown;
    if more > 0 {
        let count = more.to_string();
        text = format!("{text}\n{}", messages.say("alert-more", [("count", count.as_str())]));
    }
    if let Some(digest) = &said.digest {
        text = if text.is_empty() { digest.clone() } else { format!("{text}\n\n{digest}") };
    }
    let head = engine.store.read(|view| view.head())?;
    if let Some(head) = &head {
        let place = format!("{}:{}", head.seq, head.hash);
        text = format!("{text}\n\n{}", messages.say("alert-head", [("head", place.as_str())]));
    }
    let payload = json!({
        "workspace": config.settings.name,
        "text": text,
        "controls": said.controls,
        "missed": said.missed,
        "given_up": said.given_up,
        "drills": said.drills,
        "ledger_head": head.map(|head| json!({ "seq": head.seq, "hash": head.hash })),
    });
    let id = new_id(now);
    Ok(ways(&config.alerts())
        .into_iter()
        .map(|(way, target)| OutboxRow {
            id: format!("{id}-{}", name_of(way)),
            at: now,
            way: name_of(way).to_owned(),
            target,
            topic: topic.as_str().to_owned(),
            subject: subject.clone(),
            payload: payload.clone(),
            state: ballast_core::alert::OutboxState::Waiting,
            attempts: 0,
            next_at: None,
            delivered_at: None,
            error: None,
        })
        .collect())
}

fn status_in(payload: &Value, key: &str) -> Option<Status> {
    serde_json::from_value(payload.get(key)?.clone()).ok()
}

fn say(
    engine: &Engine,
    config: &Config,
    messages: &Messages,
    news: &[NewsRow],
    now: Timestamp,
) -> Result<Said> {
    let mut said = Said::default();
    let changes: Vec<News> = news
        .iter()
        .filter(|row| matches!(row.topic.as_str(), "changed" | "resolved"))
        .filter_map(|row| {
            Some(News {
                control: row.control.clone(),
                before: status_in(&row.payload, "before"),
                now: status_in(&row.payload, "now")?,
            })
        })
        .collect();
    let mut changes = net(&changes);
    let picture = if changes.is_empty() { None } else { Some(Picture::take(engine)?) };
    // What needs a person stands before what is over.
    changes.sort_by_key(|(_, topic)| *topic);
    for (change, topic) in changes {
        let title = named(config, &change.control).title;
        let word = messages.say(&format!("status-{}", change.now.as_str()), []);
        let id = if topic == AlertTopic::Resolved { "alert-line-resolved" } else { "alert-line-changed" };
        said.lines.push(messages.say(id, [("title", title.as_str()), ("status", word.as_str())]));
        if topic == AlertTopic::Changed
            && let Some(picture) = &picture
            && let Some(finding) = worst_of(picture, &change.control)
        {
            let told = messages.finding(&finding);
            said.explain(&[&told.detail, &told.hint]);
        }
        let before = change.before;
        said.controls.push(
            json!({ "id": change.control, "title": title, "before": before, "now": change.now, "topic": topic }),
        );
        said.topics.push(topic);
    }
    missed(config, messages, news, &mut said);
    for row in news.iter().filter(|row| row.topic == "given_up") {
        let title = named(config, &row.control).title;
        let attempts = row.payload.get("attempts").and_then(Value::as_u64).unwrap_or(1).to_string();
        let params = [("title", title.as_str()), ("attempts", attempts.as_str())];
        said.lines.push(messages.say("alert-line-given_up", params));
        let job = row.payload.get("job").and_then(Value::as_str);
        let letters = engine.store.read(|view| view.dead_letters())?;
        let letter = letters.into_iter().find(|l| l.control == row.control && Some(l.job.as_str()) == job);
        let error: Option<Error> =
            letter.and_then(|letter| serde_json::from_value(letter.error.unwrap_or_default()).ok());
        if let Some(error) = error {
            let told = messages.error(&error);
            said.explain(&[&told.message, &told.hint]);
        }
        said.given_up.push(json!({ "id": row.control, "title": title, "about": row.payload }));
        said.topics.push(AlertTopic::GivenUp);
    }
    of_drills(config, messages, news, now, &mut said);
    if news.iter().any(|row| row.topic == "digest") {
        said.digest = Some(digest(engine, messages)?);
        said.topics.push(AlertTopic::Digest);
    }
    Ok(said)
}

/// Drills that nobody ran, and those whose day comes near.
fn of_drills(config: &Config, messages: &Messages, news: &[NewsRow], now: Timestamp, said: &mut Said) {
    for row in news {
        let title = named(config, &row.control).title;
        let Some((topic, line, hint)) = drills::line(config, messages, row, &title, now) else { continue };
        said.lines.push(line);
        said.explain(&[&hint]);
        said.drills.push(json!({ "id": row.control, "title": title, "topic": topic, "about": row.payload }));
        said.topics.push(topic);
    }
}

/// What of a control needs a person first.
fn worst_of(picture: &Picture, control: &str) -> Option<Finding> {
    let of_pair = picture.pairs.iter().find(|held| held.pair.id.as_str() == control);
    let of_pair = of_pair.and_then(|held| held.findings(picture.now).into_iter().next());
    of_pair.or_else(|| picture.find(control).ok().and_then(worst_open))
}

/// Missed times of one job, said once, however often it was counted.
fn missed(config: &Config, messages: &Messages, news: &[NewsRow], said: &mut Said) {
    let mut sums: BTreeMap<(String, String), (u64, Value)> = BTreeMap::new();
    for row in news.iter().filter(|row| row.topic == "missed") {
        let job = row.payload.get("job").and_then(Value::as_str).unwrap_or_default().to_owned();
        let slots = row.payload.get("slots").and_then(Value::as_u64).unwrap_or(1);
        let sum = sums.entry((row.control.clone(), job)).or_default();
        *sum = (sum.0 + slots, row.payload.clone());
    }
    for ((control, job), (slots, payload)) in sums {
        let title = named(config, &control).title;
        let act = act_of(&job);
        let what = match act.level {
            Some(level) => format!("job-verify-{}", level.as_str()),
            None => "job-backup".to_owned(),
        };
        let (what, count) = (messages.say(&what, []), slots.to_string());
        let params = [("title", title.as_str()), ("what", what.as_str()), ("count", count.as_str())];
        said.lines.push(messages.say("alert-line-missed", params));
        said.missed
            .push(json!({ "id": control, "title": title, "job": job, "slots": slots, "about": payload }));
        said.topics.push(AlertTopic::Missed);
    }
}

/// The week in a few lines: the sentence of `status`, then every control with its status.
fn digest(engine: &Engine, messages: &Messages) -> Result<String> {
    let report = status::status(engine, messages)?;
    let lines = report.controls.iter().take(ALERT_LINES_MAX).map(|control| {
        let word = messages.say(&format!("status-{}", control.status.as_str()), []);
        messages.say("alert-line-digest", [("title", control.title.as_str()), ("status", word.as_str())])
    });
    Ok(std::iter::once(report.sentence.clone()).chain(lines).collect::<Vec<_>>().join("\n"))
}

fn subject(config: &Config, messages: &Messages, said: &Said, topic: AlertTopic) -> String {
    let name = config.settings.name.as_str();
    let count = |wanted: AlertTopic| said.topics.iter().filter(|topic| **topic == wanted).count().to_string();
    // One thing is said by its line; several by their number.
    if said.lines.len() == 1 && said.digest.is_none() {
        return messages.say("alert-subject-one", [("company", name), ("line", said.lines[0].as_str())]);
    }
    let id = format!("alert-subject-{}", topic.as_str());
    let number = count(topic);
    messages.say(&id, [("company", name), ("count", number.as_str())])
}
