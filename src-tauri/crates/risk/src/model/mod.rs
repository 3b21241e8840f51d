//! What is known of a company: processes, what they need, how often that fails and what it costs.

mod change;
mod check;
mod loss;
mod rate;

use std::collections::BTreeMap;
use std::fmt;

use ballast_core::exposure::{ComponentKind, Group, Recovery};
use ballast_core::{Currency, Id, Money, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use change::Change;
pub use loss::Loss;
pub(crate) use loss::{Downtime, deadlines, units};
pub use rate::{Estimate, HOURS_PER_YEAR};

pub(crate) use change::changed;
pub(crate) use check::{check, refused};
pub(crate) use rate::{Chance, hours};

/// A thing of the model. Standbys and common causes have namespaces of their own: they come from controls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[ts(rename = "RiskSubject")]
pub enum Subject {
    Process(#[ts(type = "string")] Id),
    Component(#[ts(type = "string")] Id),
    /// As a thing that fails: the standby does not take over when it is asked to.
    Standby(#[ts(type = "string")] Id),
    CommonCause(#[ts(type = "string")] Id),
}

impl Subject {
    pub fn id(&self) -> &Id {
        match self {
            Self::Process(id) | Self::Component(id) | Self::Standby(id) | Self::CommonCause(id) => id,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id())
    }
}

/// The whole map. Cycles are legal: a thing is down if its own failure or that of others made it so.
#[derive(Clone, Debug)]
pub struct Model {
    pub currency: Currency,
    pub processes: Vec<Process>,
    pub components: Vec<Component>,
    pub standbys: Vec<Standby>,
    pub common_causes: Vec<CommonCause>,
    pub options: Vec<RiskOption>,
}

/// A business process. It is down when one of its groups is.
#[derive(Clone, Debug)]
pub struct Process {
    pub id: Id,
    pub damage_per_hour: Money,
    /// Lowest and highest, where they were given.
    pub damage_range: Option<(Money, Money)>,
    /// What else it costs, on top of `damage_per_hour`.
    pub losses: Vec<Loss>,
    /// The share of its hourly value that a degraded mode keeps, 0 to 1.
    pub kept: f64,
    pub worst_case_outage: Span,
    /// The longest it can be missed (MTPD).
    pub max_outage: Option<Span>,
    pub rto: Option<Span>,
    pub rpo: Option<Span>,
    /// Components, or other processes.
    pub needs: Vec<Group>,
}

/// What a process needs. It is down when it failed itself or one of its groups is down.
#[derive(Clone, Debug)]
pub struct Component {
    pub id: Id,
    pub kind: ComponentKind,
    /// None: nobody said. It then never fails in probabilities, and is named as not estimated.
    pub outages_per_year: Option<Estimate>,
    /// Measured, else declared: how long one outage lasts.
    pub recovery: Recovery,
    /// Shortest and longest, where they were given.
    pub outage_range: Option<(Span, Span)>,
    /// How much work is lost with it: the age of the copy that would come back.
    pub rpo: Option<Span>,
    pub needs: Vec<Group>,
    /// What it shares with others: `cloud` = `aws`, `login` = `ops@harbor`.
    pub shares: BTreeMap<String, String>,
    /// What it takes to get back into it when everything is gone. None: nobody answered. Empty: nothing.
    pub recovery_needs: Option<Vec<Group>>,
}

/// A backup that must be switched to. In each group that has both, `backup` counts only while all of `requires` is
/// there and the switch works when asked for.
#[derive(Clone, Debug)]
pub struct Standby {
    pub id: Id,
    pub primary: Id,
    pub backup: Id,
    pub requires: Vec<Group>,
    pub fails_on_demand: Estimate,
    /// Who says so.
    pub source: DemandSource,
    /// How long switching takes.
    pub switch: Option<Span>,
}

/// Where the chance that a standby fails when it is called comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemandSource {
    /// 1 minus the readiness that its drills show.
    Drilled,
    /// Somebody entered it, or an option sets it.
    Declared,
    /// A probe without which it cannot take over fails now.
    Blocked,
    /// Nobody tried, and nobody said.
    Assumed,
}

/// Things that fail together for a reason nobody modelled: the share of each failure that takes all of them (the
/// beta factor of IEC 61508-6).
#[derive(Clone, Debug)]
pub struct CommonCause {
    pub id: Id,
    pub members: Vec<Id>,
    pub share: Estimate,
    /// Nobody measured it: it stands here because nobody knows better.
    pub assumed: bool,
}

/// Something that could be bought or done.
#[derive(Clone, Debug)]
pub struct RiskOption {
    pub id: Id,
    pub cost_per_year: Money,
    pub changes: Vec<Change>,
}

impl Component {
    /// How long one outage lasts: measured, else declared.
    pub fn outage(&self) -> Option<Span> {
        self.recovery.measured.or(self.recovery.declared)
    }

    /// Whether both how often and how long are known.
    pub fn is_estimated(&self) -> bool {
        self.outages_per_year.is_some() && self.outage().is_some()
    }
}
