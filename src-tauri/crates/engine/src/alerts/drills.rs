//! Days of drills: those that passed without anybody, and those that come near.

use ballast_core::Result;
use ballast_core::alert::AlertTopic;
use ballast_readiness::cadence::reminder;
use ballast_store::{NewsRow, ToldRow};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::config::Config;
use crate::drills::{MISSED, miss};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::views::drills::{Reminded, to_remind_of};

/// Under which a day that comes near becomes news.
const NEAR: &str = "drill_near";

/// What the last look went by; it is looked again when a day begins, or a journal grew.
#[derive(Default)]
pub(super) struct DrillDays {
    looked: Option<(Date, u64)>,
}

impl DrillDays {
    pub(super) fn look(
        &mut self,
        engine: &Engine,
        config: &Config,
        epoch: u64,
        now: Timestamp,
    ) -> Result<()> {
        let today = config.zone().to_datetime(now).date();
        let known = (today, engine.store.read(|view| view.drill_entries_written())?);
        if self.looked == Some(known) {
            return Ok(());
        }
        miss(engine, config, Some(epoch))?;
        remind(engine, config, epoch, now, today)?;
        self.looked = Some(known);
        Ok(())
    }
}

/// Reminds of every day that is 21, 7 or 1 days away, once each: what was said of it last is kept with the news.
fn remind(engine: &Engine, config: &Config, epoch: u64, now: Timestamp, today: Date) -> Result<()> {
    let (days, pauses) =
        engine.store.read(|view| Ok((to_remind_of(view, config, today)?, view.pauses(now)?)))?;
    let is_paused =
        |pair: &str| pauses.iter().any(|pause| pause.control.as_deref().is_none_or(|one| one == pair));
    for day in days.into_iter().filter(|day| !is_paused(&day.pair)) {
        engine.store.write(move |change| {
            change.require_lease(epoch)?;
            let name = format!("reminder/{}", day.about);
            let told = change.view().told(&name)?;
            // Said of another day, it was said of something else.
            let told = told.and_then(|told| sent_of(&told.status, day.on)).or(day.known_since);
            if reminder(day.on, today, told).is_none() {
                return Ok(());
            }
            let Reminded { pair, on, operator, .. } = day;
            change.add_news(now, &pair, NEAR, &json!({ "on": on, "operator": operator }))?;
            change.put_told(&ToldRow { control: name, status: format!("{on} {today}") })
        })?;
    }
    Ok(())
}

/// When the last reminder of this day went out.
fn sent_of(told: &str, on: Date) -> Option<Date> {
    let (day, sent) = told.split_once(' ')?;
    if day.parse().is_ok_and(|day: Date| day == on) { sent.parse().ok() } else { None }
}

/// What one piece of news of a drill says: its topic, its line, and what to do.
pub(super) fn line(
    config: &Config,
    messages: &Messages,
    row: &NewsRow,
    title: &str,
    now: Timestamp,
) -> Option<(AlertTopic, String, String)> {
    let text = |key: &str| row.payload.get(key).and_then(Value::as_str).unwrap_or_default();
    let zone = config.zone();
    let day_of = |at: Timestamp| zone.to_datetime(at).date();
    match row.topic.as_str() {
        MISSED => {
            let day = day_of(text("at").parse().ok()?).to_string();
            let known = [("title", title), ("day", day.as_str()), ("drill", text("drill"))];
            let line = messages.say("alert-line-drill-missed", known);
            Some((AlertTopic::Missed, line, messages.say("alert-line-drill-missed-hint", known)))
        }
        NEAR => {
            let on: Date = text("on").parse().ok()?;
            let days = (on - day_of(now)).get_days().max(0).to_string();
            let day = on.to_string();
            let operator = Some(text("operator")).filter(|name| !name.is_empty()).unwrap_or("none");
            let known =
                [("title", title), ("day", day.as_str()), ("days", days.as_str()), ("operator", operator)];
            let of = if row.payload.get("operator").is_some_and(Value::is_string) { "booked" } else { "due" };
            let hint = messages.say(&format!("alert-line-drill-{of}-hint"), known);
            Some((AlertTopic::Reminder, messages.say(&format!("alert-line-drill-{of}"), known), hint))
        }
        _ => None,
    }
}
