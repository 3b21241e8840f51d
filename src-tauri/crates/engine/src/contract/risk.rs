//! The risk map.

use super::*;
use crate::config::{Component, Process, RiskOption};
pub use ballast_core::exposure::{ComponentKind, Group};
pub use ballast_risk::{
    BlackStart, Contradiction, ContradictionCode, CutOff, Explanation as RiskExplanation,
    Figure as RiskFigure, Key, Line as RiskLine, Rule as RiskRule, Subject as RiskSubject,
    Value as RiskValue,
};
use jiff::civil::Date;

words! {
    /// What a thing of the map is: a component by its kind, or one of two that controls bring: that a standby does not
    /// take over when it is called, and a cause that strikes several at once.
    pub enum ThingKind {
        Service, Provider, System, Data, Document, Person, Credential, Site, Network, Cloud, Switch, CommonCause,
    }
    /// How far the way back of a thing is proven: a recovery was measured and counts, counted once, or never was.
    pub enum ProofState { Proven, Expired, Untested }
    /// How a picture of the map is written.
    pub enum PictureFormat { Svg, Png }
}

wire! {
    /// A question: as it is, or with components switched off and options taken.
    pub struct RiskRequest {
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub without: Vec<String>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub with: Vec<String>,
    }

    /// The whole map with its figures. Ids of things: a component's own; `switch:ID` for a pair that does not take over
    /// when it is called; `shared:ID` for a common cause. Expected values are numbers in units of the currency.
    pub struct RiskReport {
        pub as_of: Timestamp,
        pub currency: String,
        pub without: Vec<String>,
        pub with: Vec<String>,
        pub processes: Vec<RiskProcess>,
        /// Components, then what fails on demand, then common causes.
        pub components: Vec<RiskThing>,
        pub expected_annual_loss: f64,
        /// Processes that stand still because of what is switched off, and what they lose together in an hour.
        pub down: Vec<String>,
        pub down_per_hour: WireMoney,
        /// Things that alone stop a process, by the damage of one failure.
        pub single_points: Vec<String>,
        pub fails_together: Vec<FailsTogether>,
        pub contradictions: Vec<Contradiction>,
        pub black_start: BlackStart,
        /// Each option by itself. Options and proofs are weighed against the map as it is, whatever was asked.
        pub options: Vec<RiskBundle>,
        /// The most that each sum of money saves, the cheapest first.
        pub next_best: Vec<RiskBundle>,
        /// The bundle with the largest net; none where nothing is worth its money.
        pub best: Option<RiskBundle>,
        /// Options that would change nothing as the map stands.
        pub idle_options: Vec<Named>,
        /// Whether no bundle was left out that could have won.
        pub bundles_complete: bool,
        /// Checks and drills by what they take off for each hour of work.
        pub next_proofs: Vec<RiskProof>,
        /// Pairs whose two stand in for each other in another pair already, the other way round: the map counts that one.
        pub uncounted_pairs: Vec<Named>,
    }

    pub struct RiskProcess {
        pub id: String,
        pub title: String,
        pub owner: Option<String>,
        pub deputy: Option<String>,
        pub status: Status,
        pub recoverable: bool,
        pub damage_per_hour: WireMoney,
        /// What an hour costs once every grace is over, the degraded mode taken off.
        pub rate: WireMoney,
        pub exposure: WireMoney,
        pub solid: WireMoney,
        pub expired: WireMoney,
        pub untested: WireMoney,
        pub recovery_hours: f64,
        #[ts(type = "number")] pub recovery_seconds: u64,
        pub recovery_source: RecoverySource,
        #[ts(type = "number | null")] pub max_outage_seconds: Option<u64>,
        #[ts(type = "number | null")] pub rto_seconds: Option<u64>,
        /// The share of the hourly value that a degraded mode keeps.
        pub kept: f64,
        pub degraded: Option<String>,
        pub down: bool,
        /// Of a process that stands still because of what is switched off.
        pub stopped: Option<Stopped>,
        /// The share of the time that it is down; a lower bound where `cut_off` says so.
        pub unavailability: f64,
        pub outages_per_year: f64,
        /// How long one outage lasts on average; none where it is never down.
        pub outage_hours: Option<f64>,
        pub expected_annual_loss: f64,
        pub cut_off: Option<CutOff>,
        /// Where it was cut off: cut sets of up to so many things are all known.
        #[ts(type = "number | null")] pub complete_to: Option<usize>,
        pub single_points: Vec<String>,
        /// The first minimal cut sets, smaller ones first; `by_order` counts all of them.
        pub cut_sets: Vec<Vec<String>>,
        #[ts(type = "Record<string, number>")] pub by_order: BTreeMap<usize, u64>,
        pub single_persons: Vec<String>,
        /// The fewest people whose absence stops it; none where no absence does.
        #[ts(type = "number | null")] pub bus_factor: Option<usize>,
        /// Components below it of which nobody said how often or for how long they fail; they count as never failing.
        pub not_estimated: Vec<String>,
        pub needs: Vec<Group>,
        /// The last day on which somebody said that this is still true.
        #[ts(type = "string | null")] pub confirmed: Option<Date>,
        /// It is time to ask again.
        pub confirm_due: bool,
    }

    /// When a process is back that waits for what is switched off, and what it loses until then.
    pub struct Stopped {
        #[ts(type = "number")] pub back_seconds: u64,
        pub back_source: RecoverySource,
        pub lost: WireMoney,
    }

    /// A component, or what controls bring.
    pub struct RiskThing {
        pub id: String,
        pub title: String,
        pub kind: ThingKind,
        /// The worst of the controls that protect it; none where no control does.
        pub status: Option<Status>,
        pub proof: ProofState,
        pub controls: Vec<Named>,
        /// Processes that it stops alone.
        pub single_point_of: Vec<String>,
        /// The share of the time that it is down by itself, or the chance that it fails when it is called.
        pub probability: f64,
        pub estimated: bool,
        #[ts(type = "number | null")] pub outage_seconds: Option<u64>,
        pub outage_source: Option<RecoverySource>,
        pub blast_radius: BlastRadius,
        pub damage_once: WireMoney,
        /// The same without processes that stand still already in this question.
        pub damage_more: WireMoney,
        /// What an hour of its failure costs on average, whatever else is broken.
        pub expected_per_hour: f64,
        /// What a year would cost less if it never failed. These sum to more than the whole loss.
        pub removed_if_perfect: f64,
        /// Switched off in this question.
        pub gone: bool,
        /// Stands still because of what is switched off.
        pub down: bool,
        pub needs: Vec<Group>,
        pub shares: BTreeMap<String, String>,
        #[ts(type = "string | null")] pub confirmed: Option<Date>,
        pub confirm_due: bool,
    }
    pub struct BlastRadius { pub processes: Vec<String>, pub per_hour: WireMoney }

    /// Things that one cause takes down together although one could stand in for the other, or that stand at one site.
    pub struct FailsTogether {
        pub members: Vec<String>,
        /// The thing of the map that takes them, where there is one.
        pub thing: Option<String>,
        /// What they say they share, such as `cloud` = `aws`.
        pub what: Option<String>,
        pub value: Option<String>,
        /// Nobody confirmed it.
        pub likely: bool,
        /// It beats a choice that somebody counts on: of this process, component or pair.
        pub beats: Vec<String>,
    }

    pub struct RiskBundle { pub option: Vec<String>, pub titles: Vec<String>, pub cost: WireMoney, pub saves: f64, pub net: f64 }

    /// A check or a drill that somebody could do now.
    pub struct RiskProof {
        pub control: Named,
        pub action: NeedAction,
        pub exposure_removed: WireMoney,
        /// Expected loss a year that goes away.
        pub saves: f64,
        /// Nobody measured it before: the figures are the most that can be.
        pub at_most: bool,
        #[ts(type = "number")] pub work_seconds: u64,
        pub per_hour_of_work: WireMoney,
    }

    /// Opens one figure down to what people entered.
    pub struct RiskExplain {
        pub figure: RiskFigure,
        /// A process or a thing, by the ids of the report; none: all processes together.
        #[serde(default)] #[ts(optional)] pub of: Option<String>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub without: Vec<String>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub with: Vec<String>,
    }
    pub struct RiskExplained {
        /// Titles of what the lines name, by the ids of the report.
        pub titles: BTreeMap<String, String>,
        pub currency: String,
        #[ts(type = "RiskExplanation")] pub explanation: RiskExplanation,
    }

    /// What the figures may be, drawn from the ranges that people entered.
    pub struct RiskRangesRequest {
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub without: Vec<String>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub with: Vec<String>,
        #[serde(default)] #[ts(optional)] pub draws: Option<u32>,
        #[serde(default)] #[ts(optional, type = "number")] pub seed: Option<u64>,
    }
    pub struct RiskRangesReport {
        pub draws: u32,
        #[ts(type = "number")] pub seed: u64,
        pub currency: String,
        /// Expected loss a year of each process, in units of the currency.
        pub processes: Vec<RiskRange>,
        /// What each thing would save a year if it never failed, hourly losses alone.
        pub components: Vec<RiskRange>,
        pub total: RiskSpread,
    }
    /// Eight of ten draws lie between `p10` and `p90`; `rank_holds` is the share of draws in which the rank is this one.
    pub struct RiskRange { pub id: String, pub title: String, pub p10: f64, pub p50: f64, pub p90: f64, #[ts(type = "number")] pub rank: usize, pub rank_holds: f64 }
    pub struct RiskSpread { pub p10: f64, pub p50: f64, pub p90: f64 }

    /// What people entered, as the window edits it.
    pub struct MapSheet {
        #[ts(type = "number")] pub revision: u64,
        pub currency: String,
        pub processes: Vec<Process>,
        pub components: Vec<Component>,
        pub options: Vec<RiskOption>,
    }
    /// Entries that are put in the place of those with the same id, or added, and ids that go. All or nothing.
    pub struct MapSave {
        #[serde(default)] #[ts(optional, as = "Option<Vec<Process>>")] pub processes: Vec<Process>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<Component>>")] pub components: Vec<Component>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<RiskOption>>")] pub options: Vec<RiskOption>,
        #[serde(default)] #[ts(optional, as = "Option<Vec<String>>")] pub remove: Vec<String>,
        /// The revision that the change was made from; a change on top of another one's is refused.
        #[serde(default)] #[ts(optional, type = "number")] pub revision: Option<u64>,
    }
    /// What undoes it, to be saved as it is.
    pub struct MapSaved { pub undo: MapSave, #[ts(type = "number")] pub revision: u64 }

    pub struct RiskTemplates { pub templates: Vec<RiskTemplate> }
    /// A first map of a trade.
    pub struct RiskTemplate { pub id: String, pub title: String, pub processes: Vec<Process>, pub components: Vec<Component> }

    /// A catalogue of another tool: Backstage entities (YAML), or a CSV with `id,kind,needs,…`.
    pub struct RiskImport { pub file: String, #[serde(default)] pub apply: bool }
    pub struct RiskImported {
        pub applied: bool,
        pub processes: Vec<Process>,
        pub components: Vec<Component>,
        /// What is there already and stays as it is.
        pub known: Vec<String>,
        /// What the file has that the map has no place for.
        pub left_out: Vec<LeftOut>,
        /// So many more were left out than are listed.
        #[ts(type = "number")] pub left_out_more: u64,
    }
    pub struct LeftOut { pub what: String, pub reason: LeftOutReason, #[ts(type = "number")] pub line: u64 }

    /// The failure logic of every process as a fault tree in Open-PSA form.
    pub struct RiskExport { pub file: String, #[serde(default)] pub overwrite: bool }
    /// The map as the window drew it: SVG as text, PNG in base64.
    pub struct RiskPicture { pub file: String, pub format: PictureFormat, pub content: String }
    /// These are still true today.
    pub struct RiskConfirm { pub ids: Vec<String> }

    /// Fault trees in Open-PSA form, as one model.
    pub struct RiskModelRequest { pub files: Vec<String> }
    pub struct RiskModelReport { pub tops: Vec<RiskTop> }
    /// What can be said of one top of a fault tree.
    pub struct RiskTop {
        pub id: String,
        #[ts(type = "number")] pub gates: usize,
        #[ts(type = "number")] pub events: usize,
        /// Minimal cut sets; of at most `complete_to` events where it was cut off.
        #[ts(type = "number")] pub cut_sets: u64,
        #[ts(type = "Record<string, number>")] pub by_order: BTreeMap<usize, u64>,
        /// Exact for independent events; a lower bound where it was cut off; none where an event has none.
        pub probability: Option<f64>,
        pub without_probability: Vec<String>,
        pub cut_off: Option<CutOff>,
        #[ts(type = "number | null")] pub complete_to: Option<usize>,
        /// The smallest cut sets.
        pub listed: Vec<Vec<String>>,
    }
}

words! {
    /// Why an entry, or a need of one, was not taken over; or, with `no_damage`, what is missing in one that was.
    pub enum LeftOutReason { UnknownKind, NoId, MissingTarget, NoDamage }
}
