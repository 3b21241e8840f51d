//! What the risk map is made of: processes, components and options. The window edits these as they stand here.

use std::collections::BTreeMap;

use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::{Id, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A business process. Money is a decimal in the workspace's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "ProcessEntry")]
pub struct Process {
    #[ts(type = "string")]
    pub id: Id,
    pub title: Option<String>,
    pub owner: Option<String>,
    pub deputy: Option<String>,
    pub damage_per_hour: String,
    /// Lowest and highest, where nobody is sure.
    #[serde(default)]
    pub damage_range: Option<(String, String)>,
    #[serde(with = "lasting")]
    #[ts(type = "string")]
    pub worst_case_outage: Span,
    #[serde(default, with = "lasting::optional")]
    #[ts(type = "string | null")]
    pub max_outage: Option<Span>,
    #[serde(default, with = "lasting::optional")]
    #[ts(type = "string | null")]
    pub rto: Option<Span>,
    #[serde(default, with = "lasting::optional")]
    #[ts(type = "string | null")]
    pub rpo: Option<Span>,
    /// The share of its hourly value that a degraded mode keeps: `30%`.
    #[serde(default)]
    pub kept: Option<String>,
    /// What that degraded mode is.
    #[serde(default)]
    pub degraded: Option<String>,
    /// What else an outage costs, on top of `damage_per_hour`.
    #[serde(default)]
    pub loss: Vec<Loss>,
    pub needs: Vec<Group>,
    /// The last day on which somebody said that all this is still true.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub confirmed: Option<Date>,
}

/// A kind of loss. Money is a decimal in the workspace's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "LossEntry")]
// A key of another kind beside its own would be dropped without a word.
#[serde(untagged, deny_unknown_fields)]
pub enum Loss {
    /// At each slot of a schedule line at which the process has been down for longer than a grace.
    Deadline {
        deadline: String,
        penalty: String,
        #[serde(default, with = "lasting::optional")]
        #[ts(type = "string | null")]
        after: Option<Span>,
    },
    /// For each record since the last good copy.
    PerRecord { per_record: String, records_per_hour: f64 },
    /// From the first hour, or after a grace.
    PerHour {
        per_hour: String,
        #[serde(default, with = "lasting::optional")]
        #[ts(type = "string | null")]
        after: Option<Span>,
    },
}

/// What a process needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "ComponentEntry")]
pub struct Component {
    #[ts(type = "string")]
    pub id: Id,
    pub title: Option<String>,
    pub kind: ComponentKind,
    pub outages_per_year: Option<f64>,
    /// Lowest and highest, where nobody is sure.
    #[serde(default)]
    pub outages_range: Option<(f64, f64)>,
    /// How long one outage lasts while no recovery was measured.
    #[serde(default, with = "lasting::optional")]
    #[ts(type = "string | null")]
    pub outage: Option<Span>,
    /// Shortest and longest.
    #[serde(default, with = "lasting::pair")]
    #[ts(type = "[string, string] | null")]
    pub outage_range: Option<(Span, Span)>,
    pub needs: Vec<Group>,
    pub shares: BTreeMap<String, String>,
    /// What it takes to get back into it when everything is gone. None: nobody answered. Empty: nothing.
    #[serde(default)]
    pub recovery_needs: Option<Vec<Group>>,
    #[serde(default)]
    #[ts(type = "string | null")]
    pub confirmed: Option<Date>,
}

/// Something that could be bought or done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OptionEntry")]
pub struct RiskOption {
    #[ts(type = "string")]
    pub id: Id,
    pub title: Option<String>,
    pub cost_per_year: String,
    pub change: Vec<Change>,
}

/// One change of an option. `to` and `of` are a process, a component or a provider pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OptionChange")]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// `to` gets more to choose from.
    Add {
        #[ts(type = "string")]
        to: Id,
        #[ts(type = "string[]")]
        any_of: Vec<Id>,
        #[ts(type = "number")]
        need: usize,
    },
    /// It fails less often or shorter; a pair, less often when it is called.
    Set {
        #[ts(type = "string")]
        of: Id,
        outages_per_year: Option<f64>,
        #[serde(default, with = "lasting::optional")]
        #[ts(type = "string | null")]
        outage: Option<Span>,
        on_demand_failure: Option<f64>,
    },
    /// What `to` needed of `from` it needs of another.
    Replace {
        #[ts(type = "string")]
        to: Id,
        #[ts(type = "string")]
        from: Id,
        #[ts(type = "string")]
        with: Id,
    },
    /// `to` no longer needs it.
    Remove {
        #[ts(type = "string")]
        to: Id,
        #[ts(type = "string")]
        need: Id,
    },
}

impl Process {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }
}

impl Component {
    /// One of which nothing is known but what it is.
    #[must_use]
    pub fn new(id: Id, title: Option<String>, kind: ComponentKind) -> Self {
        Self {
            id,
            title,
            kind,
            outages_per_year: None,
            outages_range: None,
            outage: None,
            outage_range: None,
            needs: Vec::new(),
            shares: BTreeMap::new(),
            recovery_needs: None,
            confirmed: None,
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }
}

impl RiskOption {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }
}

/// How long something lasts, as people write it: `26h`. Entries of before they were written so are seconds.
mod lasting {
    use ballast_core::Span;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Seconds(u64),
    }

    impl Written {
        fn span<E: Error>(self) -> Result<Span, E> {
            match self {
                Self::Text(text) => text.parse().map_err(E::custom),
                Self::Seconds(seconds) => Ok(Span::from_seconds(seconds)),
            }
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with the field")]
    pub(super) fn serialize<S: Serializer>(span: &Span, writer: S) -> Result<S::Ok, S::Error> {
        writer.collect_str(span)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Span, D::Error> {
        Written::deserialize(reader)?.span()
    }

    pub(super) mod optional {
        use super::{Deserialize, Deserializer, Serializer, Span, Written};

        #[allow(clippy::ref_option, reason = "serde calls it with the field")]
        pub(in crate::config::map) fn serialize<S: Serializer>(
            span: &Option<Span>,
            writer: S,
        ) -> Result<S::Ok, S::Error> {
            match span {
                Some(span) => writer.collect_str(span),
                None => writer.serialize_none(),
            }
        }

        pub(in crate::config::map) fn deserialize<'de, D: Deserializer<'de>>(
            reader: D,
        ) -> Result<Option<Span>, D::Error> {
            Option::<Written>::deserialize(reader)?.map(Written::span).transpose()
        }
    }

    pub(super) mod pair {
        use super::{Deserialize, Deserializer, Serializer, Span, Written};
        use serde::Serialize;

        #[allow(clippy::ref_option, reason = "serde calls it with the field")]
        pub(in crate::config::map) fn serialize<S: Serializer>(
            spans: &Option<(Span, Span)>,
            writer: S,
        ) -> Result<S::Ok, S::Error> {
            let written = spans.map(|(low, high)| (low.to_string(), high.to_string()));
            written.serialize(writer)
        }

        pub(in crate::config::map) fn deserialize<'de, D: Deserializer<'de>>(
            reader: D,
        ) -> Result<Option<(Span, Span)>, D::Error> {
            let written = Option::<(Written, Written)>::deserialize(reader)?;
            written.map(|(low, high)| Ok((low.span()?, high.span()?))).transpose()
        }
    }
}
