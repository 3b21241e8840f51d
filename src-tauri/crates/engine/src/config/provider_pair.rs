//! Provider pairs: a primary, the backup that takes over, and what is looked at on both.

use ballast_core::exposure::Group;
use ballast_core::limits::{DRILL_GAP_DAYS, LOGIN_EVERY, PROBE_PROOF_VALID_FOR};
use ballast_core::{Id, Span};
use ballast_readiness::probe::{Probe, Side};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::contract::Takeover;

/// What the plan with the backup bears, in one unit of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    pub limit: u64,
    /// What the primary carries at its peak; none: nobody knows.
    pub peak: Option<u64>,
    pub unit: String,
}

/// A probe that passes while the data on the backup's side is fresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// Its key among the pair's probes.
    pub probe: String,
    pub fresh_for: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderPair {
    pub id: Id,
    pub title: Option<String>,
    pub protects: Vec<Id>,
    /// Components.
    pub primary: Id,
    pub backup: Id,
    pub takeover: Takeover,
    pub rto: Option<Span>,
    pub rpo: Option<Span>,
    /// The longest time between two drills, in days, besides one in each fiscal quarter; none: no drill is asked for.
    pub drill_gap_days: Option<u32>,
    pub probes: Vec<Probe>,
    /// Components that must work before the backup can take over.
    #[serde(deserialize_with = "groups")]
    pub requires: Vec<Group>,
    /// Who should be able to log in to the backup.
    pub people: Vec<String>,
    pub login_every: Option<Span>,
    /// The last day on which the login to the backup works.
    pub credential_expires: Option<Date>,
    pub capacity: Option<Capacity>,
    pub data: Option<Freshness>,
    /// Requests that each provider gets a day at most.
    pub requests_per_day: Option<u32>,
    /// The chance that a call of the backup fails, where no drill has shown it.
    pub on_demand_failure: Option<f64>,
    pub proof_valid_for: Option<Span>,
}

/// Choices of components; entries of before choices were known are plain ids.
fn groups<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Vec<Group>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Entry {
        Plain(Id),
        Choice(Group),
    }
    let entries = Vec::<Entry>::deserialize(reader)?;
    let group = |entry| match entry {
        Entry::Plain(id) => Group { any_of: vec![id], need: 1 },
        Entry::Choice(group) => group,
    };
    Ok(entries.into_iter().map(group).collect())
}

impl ProviderPair {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }

    /// What a probe is called within the pair: its name, else what it looks at and where; with a number where two are
    /// the same.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        keys_of(&self.probes)
    }

    /// The probes with their keys.
    pub fn keyed(&self) -> impl Iterator<Item = (String, &Probe)> {
        self.keys().into_iter().zip(&self.probes)
    }

    #[must_use]
    pub fn component(&self, side: Side) -> &Id {
        match side {
            Side::Primary => &self.primary,
            Side::Backup => &self.backup,
        }
    }

    /// How long what the probes said counts.
    #[must_use]
    pub fn probes_valid_for(&self) -> Span {
        let slowest = self.probes.iter().filter(|probe| probe.blocking).map(|probe| probe.every).max();
        let three = slowest.map_or(0, |every| every.seconds().saturating_mul(3));
        PROBE_PROOF_VALID_FOR.max(Span::from_seconds(three))
    }

    /// How long a drill counts.
    #[must_use]
    pub fn drill_valid_for(&self) -> Span {
        let days = self.drill_gap_days.unwrap_or(DRILL_GAP_DAYS);
        self.proof_valid_for.unwrap_or(Span::from_days(days.into()))
    }

    #[must_use]
    pub fn login_every(&self) -> Span {
        self.login_every.unwrap_or(LOGIN_EVERY)
    }
}

/// See [`ProviderPair::keys`].
#[must_use]
pub fn keys_of(probes: &[Probe]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(probes.len());
    for probe in probes {
        let side = probe.on.map_or("", Side::as_str);
        let plain =
            probe.name.clone().unwrap_or_else(|| format!("{side} {} {}", probe.kind(), probe.title()));
        let same = keys.iter().filter(|key| **key == plain || key.starts_with(&format!("{plain} #"))).count();
        keys.push(if same == 0 { plain } else { format!("{plain} #{}", same + 1) });
    }
    keys
}
