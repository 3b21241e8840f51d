//! The schedule as it is shown: who runs it, every line and how it is kept, the calendar, what was
//! given up on.

use std::collections::{BTreeMap, HashMap};

use ballast_core::dispatch::WaitReason;
use ballast_core::lease::HolderKind;
use ballast_core::limits::{CALENDAR_DAYS_MAX, CALENDAR_SLOTS_MAX, LEASE_LAPSE, SLOTS_PER_PASS_MAX};
use ballast_core::schedule::Schedule;
use ballast_core::timetable::{Kept, passed, punctuality};
use ballast_core::{Code, Error, Result};
use ballast_store::{DeadRow, LeaseRow, LineRow, MissedRow, PauseRow, SlotRow};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::alerts::deliver::{host_of, way_of};
use crate::alerts::heartbeat;
use crate::config::Config;
use crate::contract::{
    Calendar, CalendarDay, CalendarEntry, DeadKind, DeadLetter, HeartbeatView, PauseView, PulseState,
    ScheduleHolder, ScheduleStatus, ScheduledLine, SlotState, WaitingJob,
};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::owner;
use crate::schedule::lease::{boot_seconds, holder};
use crate::schedule::lines::{self, Key, act_of};
use crate::schedule::{waiting, watch};
use crate::views::runs::{self, named};
use crate::views::standing::{Held, Picture, Scheduled};
use crate::words;

pub(crate) fn pause_view(config: &Config, row: &PauseRow) -> PauseView {
    PauseView {
        control: row.control.as_deref().map(|control| named(config, control)),
        since: row.since,
        until: row.until,
        reason: row.reason.clone(),
        person: row.person.clone(),
    }
}

/// Every line of a backup, copies first.
pub(crate) fn lines_of(
    engine: &Engine,
    picture: &Picture,
    messages: &Messages,
    held: &Held,
) -> Result<Vec<ScheduledLine>> {
    let rows = engine.store.read(lines::rows)?;
    one_control(engine, picture, messages, &held.scheduled(), &rows)
}

/// Every line of every control.
pub(crate) fn all_lines(engine: &Engine, messages: &Messages) -> Result<Vec<ScheduledLine>> {
    let picture = Picture::take(engine)?;
    let rows = engine.store.read(lines::rows)?;
    let mut all = Vec::new();
    for scheduled in picture.scheduled() {
        all.extend(one_control(engine, &picture, messages, &scheduled, &rows)?);
    }
    Ok(all)
}

fn one_control(
    engine: &Engine,
    picture: &Picture,
    messages: &Messages,
    scheduled: &Scheduled<'_>,
    rows: &HashMap<Key, LineRow>,
) -> Result<Vec<ScheduledLine>> {
    let control = scheduled.control.id.clone();
    let running = engine.store.read(|view| view.unfinished_runs())?;
    scheduled
        .lines
        .iter()
        .map(|(job, line, act)| {
            let key = Key { control: control.clone(), job: job.clone() };
            let row = rows.get(&key);
            let schedule: Option<Schedule> = line.parse().ok();
            let last_run_at = engine.store.read(|view| view.last_run_of(&control, &key.job, picture.now))?;
            // The newest slot since the anchor, or the anchor itself, which is a slot once one was settled.
            let since = row.map_or(scheduled.created_at, |row| row.anchor).min(picture.now);
            let slot = schedule.as_ref().and_then(|schedule| {
                let settled = || schedule.last_before(since, &picture.zone).filter(|slot| *slot == since);
                passed(schedule, &picture.zone, since, picture.now).newest.or_else(settled)
            });
            let started = running
                .iter()
                .any(|run| run.control == control && run.asked.job.as_deref() == Some(key.job.as_str()));
            let kept = Kept { paused: scheduled.pause.is_some(), slot, last_run: last_run_at, started };
            Ok(ScheduledLine {
                control: scheduled.control.clone(),
                kind: act.kind,
                level: act.level,
                line: (*line).to_owned(),
                words: schedule.as_ref().map(|schedule| words::of(messages, schedule)).unwrap_or_default(),
                next: schedule.as_ref().and_then(|schedule| {
                    schedule.next_after(picture.goes_on_at(scheduled.pause), &picture.zone)
                }),
                last_slot: slot,
                last_run_at,
                punctuality: punctuality(kept, picture.now),
                missed: row.map_or(0, |row| row.missed),
                last_missed_at: row.and_then(|row| row.last_missed_at),
            })
        })
        .collect()
}

fn pulse_of(row: &LeaseRow) -> PulseState {
    let same_boot = row.owner.boot == owner::this().boot;
    let age = boot_seconds().saturating_sub(row.renewed);
    let said = row.pulse.as_ref().and_then(|pulse| pulse.get("stuck")).and_then(Value::as_bool);
    if said == Some(true) || (same_boot && age > LEASE_LAPSE.seconds()) {
        PulseState::Stuck
    } else {
        PulseState::Running
    }
}

/// Who runs the schedule, what runs, what waits and why.
pub(crate) fn status(engine: &Engine, messages: &Messages) -> Result<ScheduleStatus> {
    let picture = Picture::take(engine)?;
    let now = picture.now;
    let lease = holder(engine)?;
    let week = now.checked_sub(SignedDuration::from_hours(24 * 7)).unwrap_or(now);
    let (pauses, due, running, missed, dead, alerts) = engine.store.read(|view| {
        Ok((
            view.pauses(now)?,
            view.due_slots(0, SLOTS_PER_PASS_MAX)?,
            view.unfinished_runs()?,
            view.missed_between(week, now)?,
            view.dead_letters()?.len(),
            view.outbox_waiting()?.len(),
        ))
    })?;
    let bulkheads = lines::bulkheads(&picture.config);
    let is_paused = |control: &str| {
        pauses.iter().any(|pause| pause.control.as_deref().is_none_or(|paused| paused == control))
    };
    let reasons = waiting(&due, &running, &bulkheads, &is_paused, now);
    let job = |(slot, reason): (&SlotRow, WaitReason)| {
        let act = act_of(&slot.job);
        WaitingJob {
            control: named(&picture.config, &slot.control),
            kind: act.kind,
            level: act.level,
            slot: slot.at,
            reason,
            until: slot.not_before.filter(|_| reason == WaitReason::Retry),
        }
    };
    let me = owner::this();
    let alerts_setup = picture.config.alerts();
    let beat = heartbeat::last(engine);
    let planned = lines::planned(&picture.config);
    let watching = watch::views(&picture.config);
    let next =
        picture.scheduled().iter().filter_map(|one| picture.next_of(one)).min_by_key(|upcoming| upcoming.at);
    Ok(ScheduleStatus {
        holder: lease.as_ref().map_or(ScheduleHolder::Nobody, |row| match row.kind {
            HolderKind::Agent => ScheduleHolder::Agent,
            HolderKind::Once => ScheduleHolder::Once,
            HolderKind::Window => ScheduleHolder::Window,
        }),
        this_process: lease.as_ref().is_some_and(|row| row.owner == me),
        pid: lease.as_ref().map(|row| row.owner.pid),
        since: lease.as_ref().map(|row| row.taken_at),
        state: lease.as_ref().map_or(PulseState::Stopped, pulse_of),
        paused: pauses
            .iter()
            .find(|pause| pause.control.is_none())
            .map(|pause| pause_view(&picture.config, pause)),
        next,
        running: running.iter().filter_map(|row| runs::progress(&picture.config, row)).collect(),
        waiting: due.iter().zip(reasons).map(job).collect(),
        has_lines: !planned.is_empty() || !watching.is_empty(),
        watching,
        missed: missed
            .iter()
            .flat_map(|row| missed_by_day(&picture, row, week, now))
            .map(|(_, slots)| slots)
            .sum(),
        dead: u32::try_from(dead).unwrap_or(u32::MAX),
        alerts_waiting: u32::try_from(alerts).unwrap_or(u32::MAX),
        heartbeat: alerts_setup.heartbeat_out.map(|out| HeartbeatView {
            host: host_of(&out.url),
            every_seconds: out.every.seconds(),
            last_sent_at: beat.sent_at,
            last_error: beat.error.as_ref().map(|error| messages.error(error)),
        }),
    })
}

/// Days with what ran, what was missed and what comes.
pub(crate) fn calendar(engine: &Engine, from: Option<&str>, days: Option<u32>) -> Result<Calendar> {
    let picture = Picture::take(engine)?;
    let zone = &picture.zone;
    let day_of = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let today = day_of(picture.now);
    let first: Date = match from {
        None => today,
        Some(text) => text.parse().map_err(|_| {
            Error::new(Code::InvalidCall)
                .with("what", "--from")
                .with("found", text)
                .allowed(["a date such as 2026-03-09"])
        })?,
    };
    let days = days.unwrap_or(7).clamp(1, CALENDAR_DAYS_MAX);
    let start_of =
        |day: Date| day.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).unwrap_or(picture.now);
    let last = first.checked_add(jiff::Span::new().days(i64::from(days))).unwrap_or(first);
    let (start, end) = (start_of(first), start_of(last));
    let mut entries: BTreeMap<Date, Vec<CalendarEntry>> = BTreeMap::new();
    let mut put = |entry: CalendarEntry| entries.entry(day_of(entry.at)).or_default().push(entry);

    let (runs, slots, missed) = engine.store.read(|view| {
        Ok((
            view.runs_between(start, end)?,
            view.slots_between(start, end)?,
            view.missed_between(start, end)?,
        ))
    })?;
    let config = &picture.config;
    for run in runs.iter().filter(|run| run.kind != "restore") {
        let state = match (run.state.is_final(), run.verdict.as_deref()) {
            (false, _) => SlotState::Running,
            (true, Some("passed")) => SlotState::Passed,
            (true, Some("anomaly")) => SlotState::Attention,
            (true, Some("failed")) => SlotState::Failed,
            (true, _) => SlotState::Inconclusive,
        };
        let kind = runs::kind(run);
        let level =
            run.level.as_deref().filter(|_| run.kind == "verify").and_then(|level| level.parse().ok());
        put(CalendarEntry {
            at: run.started_at.unwrap_or(run.queued_at),
            control: named(config, &run.control),
            kind,
            level,
            state,
            run: Some(run.id.clone()),
            count: 1,
        });
    }
    for slot in slots.iter().filter(|slot| slot.state == "due") {
        let act = act_of(&slot.job);
        put(CalendarEntry {
            at: slot.at,
            control: named(config, &slot.control),
            kind: act.kind,
            level: act.level,
            state: SlotState::Waiting,
            run: None,
            count: 1,
        });
    }
    for row in &missed {
        let act = act_of(&row.job);
        for (at, count) in missed_by_day(&picture, row, start, end) {
            put(CalendarEntry {
                at,
                control: named(config, &row.control),
                kind: act.kind,
                level: act.level,
                state: SlotState::Missed,
                run: None,
                count,
            });
        }
    }
    for scheduled in picture.scheduled() {
        for (_, line, act) in &scheduled.lines {
            let Ok(schedule) = line.parse::<Schedule>() else { continue };
            for entry in upcoming(&picture, scheduled.pause, &schedule, start, end) {
                put(CalendarEntry {
                    at: entry.0,
                    control: scheduled.control.clone(),
                    kind: act.kind,
                    level: act.level,
                    state: SlotState::Upcoming,
                    run: None,
                    count: entry.1,
                });
            }
        }
    }
    let days = first
        .series(jiff::Span::new().days(1))
        .take(usize::try_from(days).unwrap_or(7))
        .map(|date| {
            let mut entries = together(entries.remove(&date).unwrap_or_default());
            entries.sort_by(|a, b| (a.at, &a.control.id).cmp(&(b.at, &b.control.id)));
            CalendarDay { date: date.to_string(), entries }
        })
        .collect();
    let to = last.yesterday().unwrap_or(last).to_string();
    Ok(Calendar {
        from: first.to_string(),
        to,
        timezone: config.settings.timezone.clone(),
        today: today.to_string(),
        days,
    })
}

/// Missed slots of a line in `[start, end)`, day by day: the last of the day, and how many. Where the
/// line says something else by now, the run of them stands whole on its last day.
fn missed_by_day(
    picture: &Picture,
    row: &MissedRow,
    start: Timestamp,
    end: Timestamp,
) -> Vec<(Timestamp, u32)> {
    let zone = &picture.zone;
    let scheduled = picture.scheduled();
    let lines = scheduled.iter().find(|one| one.control.id == row.control).map(|one| &one.lines);
    let line = lines.and_then(|lines| lines.iter().find(|(job, ..)| *job == row.job));
    let schedule: Option<Schedule> = line.and_then(|(_, line, _)| line.parse().ok());
    let second = SignedDuration::from_secs(1);
    let before = |at: Timestamp| at.checked_sub(second).unwrap_or(at);
    let whole = schedule.filter(|s| passed(s, zone, before(row.first_at), row.last_at).count == row.slots);
    let Some(schedule) = whole else {
        let inside = row.last_at >= start && row.last_at < end;
        return if inside { vec![(row.last_at, row.slots)] } else { Vec::new() };
    };
    let mut days = Vec::new();
    let (mut at, last) = (before(row.first_at.max(start)), row.last_at.min(before(end)));
    while let Some(first) = schedule.next_after(at, zone).filter(|slot| *slot <= last) {
        let midnight = first.to_zoned(zone.clone()).date().tomorrow().ok();
        let midnight = midnight.and_then(|day| day.to_zoned(zone.clone()).ok()).map(|day| day.timestamp());
        let until = midnight.map_or(last, before).min(last);
        let of_day = passed(&schedule, zone, before(first), until);
        days.push((of_day.newest.unwrap_or(first), of_day.count));
        at = until.max(first);
    }
    days
}

/// Many entries of one day that say the same are one with their number.
fn together(entries: Vec<CalendarEntry>) -> Vec<CalendarEntry> {
    let says = |entry: &CalendarEntry| (entry.control.id.clone(), entry.kind, entry.level, entry.state);
    let mut times: HashMap<_, usize> = HashMap::new();
    for entry in &entries {
        *times.entry(says(entry)).or_default() += 1;
    }
    let mut kept: Vec<CalendarEntry> = Vec::new();
    let mut places: HashMap<_, usize> = HashMap::new();
    for entry in entries {
        let key = says(&entry);
        let many = times.get(&key).is_some_and(|times| *times > CALENDAR_SLOTS_MAX);
        match places.get(&key).and_then(|place| kept.get_mut(*place)).filter(|_| many) {
            // The newest of them is the one that is opened.
            Some(known) => *known = CalendarEntry { count: known.count + entry.count, ..entry },
            None => {
                places.insert(key, kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}

/// Coming slots of a line in `[start, end)`, a few a day by name and the rest of a day as one with its count.
fn upcoming(
    picture: &Picture,
    pause: Option<&PauseRow>,
    schedule: &Schedule,
    start: Timestamp,
    end: Timestamp,
) -> Vec<(Timestamp, u32)> {
    let zone = &picture.zone;
    let mut list: Vec<(Timestamp, u32)> = Vec::new();
    let mut at =
        picture.goes_on_at(pause).max(start.checked_sub(SignedDuration::from_secs(1)).unwrap_or(start));
    while at < end {
        let Some(next) = schedule.next_after(at, zone).filter(|next| *next < end) else { break };
        let day = next.to_zoned(zone.clone()).date();
        let midnight = day.tomorrow().ok().and_then(|day| day.to_zoned(zone.clone()).ok());
        let midnight = midnight.map_or(end, |zoned| zoned.timestamp()).min(end);
        let mut of_day = Vec::new();
        let mut cursor = next;
        of_day.push(next);
        while of_day.len() <= CALENDAR_SLOTS_MAX
            && let Some(slot) = schedule.next_after(cursor, zone).filter(|slot| *slot < midnight)
        {
            of_day.push(slot);
            cursor = slot;
        }
        if of_day.len() > CALENDAR_SLOTS_MAX {
            let rest = passed(
                schedule,
                zone,
                next,
                midnight.checked_sub(SignedDuration::from_secs(1)).unwrap_or(next),
            );
            list.push((next, rest.count + 1));
        } else {
            list.extend(of_day.into_iter().map(|slot| (slot, 1)));
        }
        at = midnight.checked_sub(SignedDuration::from_secs(1)).unwrap_or(midnight).max(next);
    }
    list
}

pub(crate) fn dead_letters(engine: &Engine, messages: &Messages) -> Result<Vec<DeadLetter>> {
    let config = engine.config()?;
    let rows = engine.store.read(|view| view.dead_letters())?;
    rows.into_iter().map(|row| dead_letter(engine, &config, messages, row)).collect()
}

fn dead_letter(engine: &Engine, config: &Config, messages: &Messages, row: DeadRow) -> Result<DeadLetter> {
    let error: Option<Error> = row.error.and_then(|error| serde_json::from_value(error).ok());
    let is_run = row.kind == "run";
    let act = is_run.then(|| act_of(&row.job));
    let entry = if is_run { None } else { engine.store.read(|view| view.outbox_entry(&row.job))? };
    Ok(DeadLetter {
        id: row.id,
        kind: if is_run { DeadKind::Run } else { DeadKind::Alert },
        control: is_run.then(|| named(config, &row.control)),
        run_kind: act.map(|act| act.kind),
        level: act.and_then(|act| act.level),
        way: entry.and_then(|entry| way_of(&entry.way)),
        first_at: row.first_at,
        last_at: row.last_at,
        attempts: row.attempts,
        error: error.as_ref().map(|error| messages.error(error)),
        run: row.run,
    })
}
