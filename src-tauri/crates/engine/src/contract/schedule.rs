//! The schedule: who runs it, what comes, what was missed, and what was given up on.

use super::*;

words! {
    /// Who runs the schedule now.
    pub enum ScheduleHolder { Agent, Once, Window, Nobody }
    /// Whether the schedule moves: nobody runs it, it runs, or it stands still although it should not.
    pub enum PulseState { Stopped, Running, Stuck }
    /// One entry of the calendar.
    pub enum SlotState { Upcoming, Waiting, Running, Passed, Attention, Failed, Inconclusive, Missed }
    /// How a watched place is looked at.
    pub enum WatchMethod { Events, Polling, Absent }
    /// What was given up on.
    pub enum DeadKind { Run, Alert }
}

wire! {
    pub struct ScheduleNextRequest {
        /// Five fields.
        pub line: String,
        #[serde(default)] #[ts(optional)] pub timezone: Option<String>,
        #[serde(default)] #[ts(optional)] pub from: Option<Timestamp>,
        #[serde(default)] #[ts(optional)] pub count: Option<u32>,
    }
    /// A line in plain words with its next times.
    pub struct ScheduleNextReport { pub line: String, pub timezone: String, pub words: String, pub next: Vec<Timestamp> }

    /// Sets or clears one line of a control: of its copies, or of its verification at a level.
    pub struct ScheduleSetRequest {
        pub control: String,
        #[serde(default)] #[ts(optional)] pub level: Option<Level>,
        #[serde(default)] #[ts(optional)] pub line: Option<String>,
    }

    /// One scheduled line of a control and how it is kept.
    pub struct ScheduledLine {
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub line: String,
        pub words: String,
        pub next: Option<Timestamp>,
        /// The newest time that has passed, run or missed.
        pub last_slot: Option<Timestamp>,
        pub last_run_at: Option<Timestamp>,
        pub punctuality: Punctuality,
        /// Times that passed without a run, since it was set up.
        pub missed: u32,
        pub last_missed_at: Option<Timestamp>,
    }
    pub struct ScheduleLines { pub lines: Vec<ScheduledLine> }

    pub struct WaitingJob { pub control: Named, pub kind: RunKind, pub level: Option<Level>, pub slot: Timestamp, pub reason: WaitReason, pub until: Option<Timestamp> }
    pub struct WatchView { pub control: Named, pub path: String, pub method: WatchMethod }
    pub struct HeartbeatView { pub host: String, #[ts(type = "number")] pub every_seconds: u64, pub last_sent_at: Option<Timestamp>, pub last_error: Option<WireError> }

    /// Who runs the schedule and how it stands.
    pub struct ScheduleStatus {
        pub holder: ScheduleHolder,
        /// It is the program that answers.
        pub this_process: bool,
        pub pid: Option<u32>,
        pub since: Option<Timestamp>,
        pub state: PulseState,
        /// Everything is paused.
        pub paused: Option<PauseView>,
        pub next: Option<Upcoming>,
        pub running: Vec<RunProgress>,
        pub waiting: Vec<WaitingJob>,
        pub watching: Vec<WatchView>,
        /// Times of the last 7 days that passed without a run.
        pub missed: u32,
        pub dead: u32,
        pub alerts_waiting: u32,
        pub heartbeat: Option<HeartbeatView>,
        /// Something there is to run, or to watch.
        pub has_lines: bool,
    }

    pub struct CalendarRequest {
        /// A date, `2026-03-09`; today if missing.
        #[serde(default)] #[ts(optional)] pub from: Option<String>,
        #[serde(default)] #[ts(optional)] pub days: Option<u32>,
    }
    pub struct CalendarEntry {
        pub at: Timestamp,
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub state: SlotState,
        pub run: Option<String>,
        /// How many times this entry stands for.
        pub count: u32,
    }
    pub struct CalendarDay { pub date: String, pub entries: Vec<CalendarEntry> }
    pub struct Calendar { pub from: String, pub to: String, pub timezone: String, pub today: String, pub days: Vec<CalendarDay> }

    /// Stops the schedule of one control, or of all, for a while.
    pub struct PauseRequest {
        #[serde(default)] #[ts(optional)] pub control: Option<String>,
        /// A length such as `1h`, an instant, or a date in the workspace's time zone.
        pub until: String,
        pub reason: String,
    }
    pub struct PauseView { pub control: Option<Named>, pub since: Timestamp, pub until: Timestamp, pub reason: String, pub person: String }
    pub struct Pauses { pub pauses: Vec<PauseView> }
    pub struct ResumeRequest { #[serde(default)] #[ts(optional)] pub control: Option<String> }

    /// A job or an alert that was given up on, until a person retries or settles it.
    pub struct DeadLetter {
        pub id: String,
        pub kind: DeadKind,
        pub control: Option<Named>,
        pub run_kind: Option<RunKind>,
        pub level: Option<Level>,
        pub way: Option<AlertWay>,
        pub first_at: Timestamp,
        pub last_at: Timestamp,
        pub attempts: u32,
        pub error: Option<WireError>,
        pub run: Option<String>,
    }
    pub struct DeadList { pub letters: Vec<DeadLetter> }
    pub struct DeadId { pub id: String }
    pub struct DeadSettle { pub id: String, pub reason: String }
    pub struct DeadRetried { pub id: String, pub run: Option<String> }

    pub struct AgentRequest { #[serde(default)] pub once: bool }
    /// What an agent did before it ended.
    pub struct AgentReport {
        /// Another program held the schedule; nothing was run.
        pub held_by: Option<ScheduleHolder>,
        pub runs: Vec<RunSummary>,
        pub missed: u32,
        pub alerts_delivered: u32,
    }
}
