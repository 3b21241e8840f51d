//! Who may run the schedule: one row with an epoch. The epoch is the fencing token: whoever acts
//! under an older one is refused.

use serde::{Deserialize, Serialize};

use crate::limits::{LEASE_LAPSE, LEASE_RENEWAL};

/// What kind of program holds the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    Agent,
    /// `agent --once`.
    Once,
    /// The window, while no agent wants it.
    Window,
}

impl HolderKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Once => "once",
            Self::Window => "window",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Agent, Self::Once, Self::Window].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The lease as it is seen by one who wants it. Times are seconds of a real clock that goes on in sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub epoch: u64,
    pub kind: HolderKind,
    pub mine: bool,
    /// The holder's process still runs, on this boot.
    pub alive: bool,
    /// Since it was last renewed; none where its clock cannot be compared with ours.
    pub seconds_since_renewal: Option<u64>,
    /// An agent has asked for it.
    pub wanted: bool,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Take it under this epoch.
    Take(u64),
    /// It is ours: renew it, or leave it as it is until later.
    Renew,
    Keep,
    /// Give it to the agent that asked for it.
    Yield,
    /// Another holds it. Say so that an agent wants it, if the holder is a window.
    Ask,
    Held,
}

/// Decides whether `me` takes, keeps or leaves the lease.
#[must_use]
pub fn claim(seen: Option<Seen>, me: HolderKind) -> Claim {
    let Some(seen) = seen else { return Claim::Take(1) };
    let age = seen.seconds_since_renewal;
    if seen.mine {
        if seen.wanted && me == HolderKind::Window {
            return Claim::Yield;
        }
        return if age.is_none_or(|age| age >= LEASE_RENEWAL.seconds()) { Claim::Renew } else { Claim::Keep };
    }
    let lapsed = age.is_none_or(|age| age >= LEASE_LAPSE.seconds());
    if !seen.alive || lapsed {
        return Claim::Take(seen.epoch + 1);
    }
    if seen.kind == HolderKind::Window && me == HolderKind::Agent { Claim::Ask } else { Claim::Held }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(mine: bool, alive: bool, age: u64) -> Seen {
        let kind = HolderKind::Agent;
        Seen { epoch: 7, kind, mine, alive, seconds_since_renewal: Some(age), wanted: false }
    }

    #[test]
    fn a_lease_is_taken_when_free_dead_or_lapsed_and_never_else() {
        use HolderKind::{Agent, Once, Window};
        assert_eq!(claim(None, Window), Claim::Take(1));
        assert_eq!(claim(Some(seen(true, true, 3)), Agent), Claim::Keep);
        assert_eq!(claim(Some(seen(true, true, 15)), Agent), Claim::Renew);
        assert_eq!(claim(Some(seen(false, true, 59)), Agent), Claim::Held);
        assert_eq!(claim(Some(seen(false, true, 60)), Agent), Claim::Take(8));
        assert_eq!(claim(Some(seen(false, false, 0)), Once), Claim::Take(8));
    }

    #[test]
    fn a_window_gives_way_to_an_agent_and_to_nobody_else() {
        let window = |wanted, mine| {
            Some(Seen {
                epoch: 2,
                kind: HolderKind::Window,
                mine,
                alive: true,
                seconds_since_renewal: Some(1),
                wanted,
            })
        };
        assert_eq!(claim(window(false, false), HolderKind::Agent), Claim::Ask);
        assert_eq!(claim(window(false, false), HolderKind::Once), Claim::Held);
        assert_eq!(claim(window(false, false), HolderKind::Window), Claim::Held);
        assert_eq!(claim(window(true, true), HolderKind::Window), Claim::Yield);
        assert_eq!(claim(window(false, true), HolderKind::Window), Claim::Keep);
    }
}
