//! What the end of a run means for its slot: settled, due again after a wait, or given up on. Written
//! in the same change as the end itself, so that a crash loses neither.

use ballast_core::retry::{SlotEnd, draw_of, slot_after};
use ballast_core::run::RunEvent;
use ballast_core::{Code, Error, Result};
use ballast_store::{Change, DeadRow, RunRow};
use jiff::Timestamp;
use serde_json::json;

pub(super) fn settle(
    change: &Change<'_>,
    run: &RunRow,
    event: RunEvent,
    error: Option<&Error>,
    now: Timestamp,
) -> Result<()> {
    let Some(job) = &run.asked.job else { return Ok(()) };
    let works = matches!(event, RunEvent::Concluded(verdict) if verdict.is_conclusive());
    if works {
        change.settle_dead_runs(&run.control, job, now)?;
    }
    let Some(slot) = run.asked.slot else { return Ok(()) };
    let attempt = run.asked.attempt;
    match slot_after(event, attempt, draw_of(&run.id)) {
        None => return Ok(()),
        Some(SlotEnd::Done) => return change.slot_done(&run.control, job, slot),
        Some(SlotEnd::Again { attempt, after }) => {
            let not_before = after.and_then(|after| now.checked_add(after.duration()).ok());
            return change.slot_again(&run.control, job, slot, attempt, not_before);
        }
        Some(SlotEnd::GivenUp) => {}
    }
    change.slot_done(&run.control, job, slot)?;
    let error = error.cloned().unwrap_or_else(|| Error::new(Code::Interrupted));
    let letter = DeadRow {
        id: format!("{}-{attempt}", run.id),
        kind: "run".to_owned(),
        control: run.control.clone(),
        job: job.clone(),
        first_at: now,
        last_at: now,
        attempts: attempt,
        error: serde_json::to_value(&error).ok(),
        run: Some(run.id.clone()),
    };
    if change.put_dead_letter(&letter)? {
        let payload = json!({ "job": job, "attempts": attempt, "code": error.code, "run": run.id });
        change.add_news(now, &run.control, "given_up", &payload)?;
    }
    Ok(())
}
