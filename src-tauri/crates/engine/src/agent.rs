//! The agent: the schedule without a window, until it is stopped or once.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_core::lease::HolderKind;
use ballast_core::limits::HEARTBEAT_RUNTIME;
use ballast_core::{Code, Error, Result};
use ballast_outside::webhook;
use sd_notify::NotifyState;

use crate::alerts::Teller;
use crate::contract::{AgentReport, ScheduleHolder};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::probing;
use crate::runner;
use crate::schedule::lease::{self, holder};
use crate::schedule::{Clockwork, Scheduler, Shared};
use crate::views::runs;

/// How hard a program is asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    No,
    /// Runs may end in their time.
    Gently,
    /// Runs are handed back at once.
    Now,
}

const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A single round gives up on a fault of the schedule that lasts this long.
const FAULT_LASTS: Duration = Duration::from_secs(20);
/// And waits so long for alerts on their way; what is left goes out with the next round.
const DELIVERIES_LAST: Duration = Duration::from_secs(45);

fn holder_of(kind: HolderKind) -> ScheduleHolder {
    match kind {
        HolderKind::Agent => ScheduleHolder::Agent,
        HolderKind::Once => ScheduleHolder::Once,
        HolderKind::Window => ScheduleHolder::Window,
    }
}

/// Runs the schedule until `stop` says so. `busy` where another agent runs it already.
pub fn run(engine: &Arc<Engine>, stop: &dyn Fn() -> Stop) -> Result<AgentReport> {
    if let Some(other) = holder(engine)?.filter(|lease| lease.kind == HolderKind::Agent) {
        return Err(Error::new(Code::Busy).with("reason", "agent").with("pid", other.owner.pid));
    }
    tracing::info!(workspace = %engine.folder().display(), "agent started");
    let scheduler = Scheduler::start(engine, HolderKind::Agent)?;
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    let mut told = Instant::now();
    while stop() == Stop::No {
        std::thread::sleep(LOOK_EVERY);
        if told.elapsed() > Duration::from_secs(5) {
            told = Instant::now();
            // A watchdog that is fed while nothing moves would watch over nothing.
            if scheduler.is_well() {
                let status = if scheduler.holds() { "runs the schedule" } else { "waits for the schedule" };
                let _ = sd_notify::notify(&[NotifyState::Watchdog, NotifyState::Status(status)]);
            }
        }
    }
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
    tracing::info!("agent stops");
    scheduler.stop(&|| stop() == Stop::Now);
    tracing::info!("agent stopped");
    Ok(AgentReport { held_by: None, runs: Vec::new(), missed: 0, alerts_delivered: 0 })
}

/// Runs what is due now and ends. Held by another program, it says so and runs nothing.
pub fn once(engine: &Arc<Engine>, messages: &Messages, stop: &dyn Fn() -> Stop) -> Result<AgentReport> {
    let shared = Arc::<Shared>::default();
    let mut clockwork = Clockwork::new(engine, HolderKind::Once, &shared)?;
    let before = engine.now();
    let missed = |engine: &Engine| {
        engine.store.read(|view| Ok(view.timetable()?.iter().map(|row| row.missed).sum::<u32>()))
    };
    let missed_before = missed(engine)?;
    clockwork.pass()?;
    let Some(epoch) = shared.epoch() else {
        let kind = holder(engine)?.map(|lease| lease.kind);
        let held_by = Some(kind.map_or(ScheduleHolder::Nobody, holder_of));
        return Ok(AgentReport { held_by, runs: Vec::new(), missed: 0, alerts_delivered: 0 });
    };
    let outcome = finish(engine, &mut clockwork, &shared, epoch, stop);
    let released = lease::release(engine, epoch);
    outcome?;
    released?;
    let config = engine.config()?;
    let (own, delivered) = engine.store.read(|view| Ok((view.runs_of_epoch(epoch)?, view.outbox(1000)?)))?;
    let delivered = delivered.iter().filter(|row| row.delivered_at.is_some_and(|at| at >= before)).count();
    Ok(AgentReport {
        held_by: None,
        runs: own.iter().map(|row| runs::summary(engine, &config, messages, row)).collect(),
        missed: missed(engine)?.saturating_sub(missed_before),
        alerts_delivered: u32::try_from(delivered).unwrap_or(u32::MAX),
    })
}

/// Everything that is due, then the probes that are, then the alerts, then one heartbeat: it says that the schedule was looked
/// at, not that all is well.
fn finish(
    engine: &Arc<Engine>,
    clockwork: &mut Clockwork,
    shared: &Arc<Shared>,
    epoch: u64,
    stop: &dyn Fn() -> Stop,
) -> Result<()> {
    let mut failed: Option<Instant> = None;
    while !clockwork.is_done(engine.now()) && shared.epoch() == Some(epoch) {
        match stop() {
            Stop::No => {}
            Stop::Gently | Stop::Now => return hand_back(engine),
        }
        std::thread::sleep(LOOK_EVERY);
        match clockwork.pass() {
            Ok(()) => failed = None,
            // A fault that passes is no reason to leave runs alone.
            Err(error) if failed.get_or_insert_with(Instant::now).elapsed() > FAULT_LASTS => {
                hand_back(engine)?;
                return Err(error);
            }
            Err(error) => tracing::warn!(%error, "the schedule could not look"),
        }
    }
    if let Err(error) = probing::once(engine, epoch, &|| stop() != Stop::No) {
        tracing::warn!(%error, "probes could not be looked at");
    }
    let mut teller = Teller::new(engine, shared)?;
    // The first look finds what changed, the second tells of it.
    while teller.look(epoch, true)? {}
    teller.deliveries.finish(DELIVERIES_LAST);
    let beat = engine.config()?.alerts().heartbeat_out;
    if let Some(beat) = beat
        && let Err(error) = webhook::beat(&beat.url, HEARTBEAT_RUNTIME)
    {
        tracing::warn!(%error, "the heartbeat did not arrive");
    }
    Ok(())
}

/// What was started and has not ended is due again, for whoever runs the schedule next.
fn hand_back(engine: &Engine) -> Result<()> {
    engine.handing_back.store(true, std::sync::atomic::Ordering::Relaxed);
    runner::hand_back_queued(engine)?;
    while engine.own_runs.lock().is_ok_and(|runs| !runs.is_empty()) {
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

/// The exit code of an agent's round: the worst of its runs.
#[must_use]
pub fn exit_code(report: &AgentReport) -> u8 {
    let of_run = |run: &crate::contract::RunSummary| match (&run.error, run.verdict) {
        (Some(_), _) | (None, None) => 3,
        (None, Some(verdict)) => verdict.exit_code(),
    };
    let codes: Vec<u8> = report.runs.iter().map(of_run).collect();
    if codes.contains(&1) { 1 } else { codes.into_iter().max().unwrap_or(0) }
}

/// The systemd unit that runs the agent of a workspace for its user.
#[must_use]
pub fn unit(program: &Path, workspace: &Path) -> String {
    let (program, workspace) = (quoted(program), quoted(workspace));
    format!(
        "# ~/.config/systemd/user/ballast-agent.service\n\
         [Unit]\n\
         Description=Ballast: runs the schedule of backups and their verification\n\
         \n\
         [Service]\n\
         Type=notify\n\
         ExecStart={program} --workspace {workspace} agent\n\
         Restart=on-failure\n\
         RestartSec=30\n\
         # Runs may end in their time; what is left is handed back.\n\
         TimeoutStopSec=120\n\
         WatchdogSec=5min\n\
         Nice=10\n\
         IOSchedulingClass=idle\n\
         NoNewPrivileges=yes\n\
         \n\
         [Install]\n\
         WantedBy=default.target\n\
         \n\
         # systemctl --user daemon-reload && systemctl --user enable --now ballast-agent\n\
         # Without a session: loginctl enable-linger\n"
    )
}

/// A path as a word of a unit's command line: percent signs and quotes mean something there.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string().replace('%', "%%").replace('\\', "\\\\").replace('"', "\\\"");
    if text.chars().any(char::is_whitespace) { format!("\"{text}\"") } else { text }
}
