//! The twenty states of a drill.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DrillState")]
pub enum State {
    Draft,
    Scheduled,
    /// The window passed and nobody drilled: counts as overdue.
    Missed,
    Preflight,
    /// Something does not hold before the start, which is a finding already.
    Blocked,
    /// Waits for two keys, for 15 minutes.
    Armed,
    /// Healthy is measured, before anything is touched.
    Baseline,
    Switching,
    OnBackup,
    SwitchingBack,
    /// Started steps are undone, because something went wrong or somebody said stop.
    Aborting,
    /// The program ended in the middle; a person decides.
    Interrupted,
    /// An undo failed, or the primary does not come back: people act by hand.
    Stuck,
    /// The backup carries it for now: there is no backup.
    Stay,
    /// Healthy is measured again, by the same numbers.
    Verify,
    Review,
    SignedPass,
    SignedFail,
    SignedInconclusive,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 20] = [
        Self::Draft,
        Self::Scheduled,
        Self::Missed,
        Self::Preflight,
        Self::Blocked,
        Self::Armed,
        Self::Baseline,
        Self::Switching,
        Self::OnBackup,
        Self::SwitchingBack,
        Self::Aborting,
        Self::Interrupted,
        Self::Stuck,
        Self::Stay,
        Self::Verify,
        Self::Review,
        Self::SignedPass,
        Self::SignedFail,
        Self::SignedInconclusive,
        Self::Cancelled,
    ];

    /// Nothing changes any more. A correction is a new drill that points at this one.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::SignedPass | Self::SignedFail | Self::SignedInconclusive | Self::Cancelled)
    }

    /// Steps or their undo run, or the backup carries the traffic.
    #[must_use]
    pub fn moves_traffic(self) -> bool {
        matches!(self, Self::Switching | Self::OnBackup | Self::SwitchingBack | Self::Aborting)
    }

    /// Some of the traffic may be on the backup.
    #[must_use]
    pub fn may_be_on_backup(self) -> bool {
        self.moves_traffic() || matches!(self, Self::Interrupted | Self::Stuck | Self::Stay)
    }

    /// No other drill of the same pair may be here.
    #[must_use]
    pub fn holds_pair(self) -> bool {
        self.may_be_on_backup()
            || matches!(self, Self::Preflight | Self::Armed | Self::Baseline | Self::Verify)
    }

    /// A canary is written now and then, so that the loss of work can be measured.
    #[must_use]
    pub fn writes_canaries(self) -> bool {
        matches!(self, Self::Baseline | Self::Switching | Self::OnBackup)
    }

    /// The program must be awake: a drill that slept here is inconclusive.
    #[must_use]
    pub fn is_measured(self) -> bool {
        self.moves_traffic() || matches!(self, Self::Baseline | Self::Interrupted | Self::Verify)
    }
}
