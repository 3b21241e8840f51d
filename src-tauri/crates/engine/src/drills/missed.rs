//! Drills whose day passed, and that nobody ran.

use ballast_core::Result;
use ballast_readiness::drill::{Event, State};
use ballast_store::DrillRow;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::run::{Pen, Run, word};
use crate::config::Config;
use crate::engine::Engine;
use crate::views::drills::booked;

/// Under which it becomes news.
pub(crate) const MISSED: &str = "drill_missed";

/// Drills whose day is over are missed, and that is news, in one change each: whoever comes second finds nothing to do.
/// `epoch`: only while this program holds the schedule.
pub(crate) fn miss(engine: &Engine, config: &Config, epoch: Option<u64>) -> Result<()> {
    let now = engine.now();
    let rows = engine.store.read(|view| view.drills(None))?;
    for DrillRow { id, .. } in rows.into_iter().filter(|row| row.state == word(State::Scheduled)) {
        let (pen, zone) = (Pen::of(engine), config.zone());
        // Nobody waits for a drill that is written nowhere any more.
        let written: Vec<String> = config.drills.iter().map(|drill| drill.id.to_string()).collect();
        engine.store.write(move |change| {
            if let Some(epoch) = epoch {
                change.require_lease(epoch)?;
            }
            let mut run = Run::load(&change.view(), &id)?;
            let Some(at) = over(&run, now, &zone) else { return Ok(()) };
            run.write(change, Event::WindowMissed, &pen)?;
            if !written.contains(&run.row.written) {
                return Ok(());
            }
            let payload = json!({ "drill": run.row.written, "run": run.row.id, "at": at });
            change.add_news(now, &run.row.pair, MISSED, &payload)
        })?;
    }
    Ok(())
}

/// The time that was set for a run, if its day is over.
fn over(run: &Run, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let (at, _) = booked(run)?;
    (zone.to_datetime(at).date() < zone.to_datetime(now).date()).then_some(at)
}
