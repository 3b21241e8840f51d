//! How a figure came about: each one opens into the parts that it was worked out from, down to what people entered.

use ballast_core::exposure::{Group, Recovery, RecoverySource};
use ballast_core::{Money, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::figures::{ProcessRisk, Study, ThingRisk};
use crate::model::{HOURS_PER_YEAR, Loss, Process, Subject, hours, units};

/// A figure that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RiskFigure")]
pub enum Figure {
    /// Of processes.
    Exposure,
    Unavailability,
    AnnualLoss,
    /// Of components, standbys and common causes.
    Probability,
    Blast,
    DamageOnce,
    ExpectedPerHour,
    RemovedIfPerfect,
}

/// What a line of an explanation says. The sentence is made at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RiskLine")]
pub enum Line {
    /// Damage per hour times the longest recovery over what the process needs.
    Exposure,
    /// The time until enough of one group is there.
    GroupRecovery,
    /// The share of the time that the process is down: no sum, its cut sets overlap.
    Unavailability,
    /// All of its parts at the same time.
    CutSet,
    /// Cut sets that are not shown.
    CutSetsLeftOut,
    /// What the hours down in a year cost.
    AnnualLoss,
    /// λD / (8760 + λD), or the chance of failing on demand.
    Probability,
    /// What all processes lose in an hour that go with it.
    Blast,
    /// What all processes lose in one outage that go with it.
    DamageOnce,
    LossOfProcess,
    /// Importance times hourly loss, over all processes.
    ExpectedPerHour,
    /// What a year would cost less without it.
    RemovedIfPerfect,
    /// How much the unavailability of a process rises when a thing goes from never to always down.
    Importance,
    /// What an hour of a process costs once every grace is over, the degraded mode taken off.
    Rate,
    // What people entered, or measured.
    DamagePerHour,
    Kept,
    LossPerHour,
    LossAfterGrace,
    LossAtDeadline,
    LossPerRecord,
    Grace,
    PerYear,
    OutagesPerYear,
    OutageMeasured,
    OutageDeclared,
    /// Nobody said how often or how long.
    NotEstimated,
    WorstCase,
    OnDemandFailure,
    CommonShare,
    /// 8760.
    HoursPerYear,
}

/// A value with its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
#[ts(rename = "RiskValue")]
pub enum Value {
    Money {
        amount: String,
        currency: String,
    },
    /// An expected value, in units of the currency.
    Amount(f64),
    Probability(f64),
    Number(f64),
    Hours(f64),
    Nothing,
}

/// One line, and the lines that it opens into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "RiskExplanation")]
pub struct Explanation {
    pub line: Line,
    pub of: Option<Subject>,
    pub value: Value,
    pub parts: Vec<Explanation>,
}

/// Cut sets shown under one unavailability.
const CUT_SETS_SHOWN: usize = 20;

fn line(line: Line, of: Option<Subject>, value: Value, parts: Vec<Explanation>) -> Explanation {
    Explanation { line, of, value, parts }
}

fn leaf(kind: Line, value: Value) -> Explanation {
    line(kind, None, value, Vec::new())
}

fn money(money: Money) -> Value {
    Value::Money { amount: money.amount(), currency: money.currency.to_string() }
}

fn subject(process: &Process) -> Subject {
    Subject::Process(process.id.clone())
}

impl Study<'_> {
    /// Opens a figure of a thing; none where the thing has no such figure.
    #[must_use]
    pub fn explain(&self, figure: Figure, of: &Subject) -> Option<Explanation> {
        let model = &self.map.model;
        if let Subject::Process(id) = of {
            let index = model.processes.iter().position(|process| process.id == *id)?;
            return match figure {
                Figure::Exposure => Some(self.explain_exposure(index)),
                Figure::Unavailability => Some(self.explain_unavailability(index)),
                Figure::AnnualLoss => Some(self.explain_annual(index)),
                _ => None,
            };
        }
        let event = self.map.events.iter().position(|event| event == of)?;
        let thing = &self.figures().things[event];
        match figure {
            Figure::Probability => Some(self.explain_probability(event)),
            Figure::Blast => Some(self.explain_blast(event, thing)),
            Figure::DamageOnce => Some(self.explain_once(event, thing)),
            Figure::ExpectedPerHour => {
                let value = Value::Amount(thing.expected_per_hour);
                Some(line(Line::ExpectedPerHour, Some(of.clone()), value, self.importances(event, false)))
            }
            Figure::RemovedIfPerfect => {
                let value = Value::Amount(thing.removed_if_perfect);
                Some(line(Line::RemovedIfPerfect, Some(of.clone()), value, self.importances(event, true)))
            }
            _ => None,
        }
    }

    fn risk(&self, index: usize) -> &ProcessRisk {
        &self.figures().processes[index]
    }

    fn explain_exposure(&self, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let mut parts = vec![leaf(Line::DamagePerHour, money(process.damage_per_hour))];
        parts.extend(process.needs.iter().map(|group| self.group_recovery(process, group)));
        if process.needs.is_empty() {
            parts.push(leaf(Line::WorstCase, Value::Hours(hours(process.worst_case_outage))));
        }
        line(Line::Exposure, Some(subject(process)), money(self.risk(index).exposure.total), parts)
    }

    fn group_recovery(&self, process: &Process, group: &Group) -> Explanation {
        let members = group.any_of.iter().map(|id| {
            let found = self.map.model.components.iter().find(|component| component.id == *id);
            let recovery = found.map(|component| component.recovery).unwrap_or_default();
            let (kind, span) = recovery_line(recovery, process.worst_case_outage);
            let of = Some(Subject::Component(id.clone()));
            (span, line(kind, of, Value::Hours(hours(span)), Vec::new()))
        });
        let mut members: Vec<(Span, Explanation)> = members.collect();
        members.sort_by_key(|(span, _)| *span);
        let span = members.get(group.need - 1).map_or(process.worst_case_outage, |(span, _)| *span);
        let parts = members.into_iter().map(|(_, line)| line).collect();
        line(Line::GroupRecovery, None, Value::Hours(hours(span)), parts)
    }

    fn explain_unavailability(&self, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let chances = &self.map.chances;
        let chance = |event: u32| {
            if self.map.gone[event as usize] { 1.0 } else { chances[event as usize].probability }
        };
        let listed = self.solved[index].list(ballast_core::limits::RISK_CUT_SETS_LISTED_MAX);
        let mut sets: Vec<(f64, Vec<u32>)> =
            listed.into_iter().map(|set| (set.iter().map(|event| chance(*event)).product(), set)).collect();
        sets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let all = self.risk(index).by_order.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
        let mut parts: Vec<Explanation> = Vec::new();
        for (together, set) in sets.iter().take(CUT_SETS_SHOWN) {
            let events = set.iter().map(|event| self.explain_probability(*event as usize)).collect();
            parts.push(line(Line::CutSet, None, Value::Probability(*together), events));
        }
        let left = all.saturating_sub(parts.len() as u64);
        if left > 0 {
            #[allow(clippy::cast_precision_loss)]
            parts.push(leaf(Line::CutSetsLeftOut, Value::Number(left as f64)));
        }
        let value = Value::Probability(self.risk(index).unavailability);
        line(Line::Unavailability, Some(subject(process)), value, parts)
    }

    fn explain_annual(&self, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let mut parts =
            vec![self.explain_unavailability(index), leaf(Line::HoursPerYear, Value::Hours(HOURS_PER_YEAR))];
        parts.extend(costs(process));
        let value = Value::Amount(self.risk(index).expected_annual_loss);
        line(Line::AnnualLoss, Some(subject(process)), value, parts)
    }

    fn explain_probability(&self, event: usize) -> Explanation {
        let model = &self.map.model;
        let of = self.map.events[event].clone();
        let number = |kind, value| leaf(kind, Value::Number(value));
        let parts = match &of {
            Subject::Component(id) => {
                let component = &model.components[event];
                let mut parts = match component.outages_per_year.zip(component.outage()) {
                    None => vec![leaf(Line::NotEstimated, Value::Nothing)],
                    Some((outages, _)) => {
                        let (kind, span) = recovery_line(component.recovery, Span::default());
                        vec![
                            number(Line::OutagesPerYear, outages.likely),
                            leaf(kind, Value::Hours(hours(span))),
                        ]
                    }
                };
                let causes = model.common_causes.iter().filter(|cause| cause.members.contains(id));
                parts.extend(causes.map(|cause| {
                    let of = Some(Subject::CommonCause(cause.id.clone()));
                    line(Line::CommonShare, of, Value::Probability(cause.share.likely), Vec::new())
                }));
                parts
            }
            Subject::Standby(_) => {
                vec![leaf(Line::OnDemandFailure, Value::Probability(self.map.chances[event].probability))]
            }
            Subject::CommonCause(id) => {
                let cause = model.common_causes.iter().filter(|cause| cause.id == *id);
                cause.map(|cause| leaf(Line::CommonShare, Value::Probability(cause.share.likely))).collect()
            }
            Subject::Process(_) => Vec::new(),
        };
        line(Line::Probability, Some(of), Value::Probability(self.map.chances[event].probability), parts)
    }

    fn explain_blast(&self, event: usize, thing: &ThingRisk) -> Explanation {
        let processes = self.blasts[event].iter().map(|index| rate(&self.map.model.processes[*index]));
        line(Line::Blast, Some(thing.thing.clone()), money(thing.blast.per_hour), processes.collect())
    }

    fn explain_once(&self, event: usize, thing: &ThingRisk) -> Explanation {
        let loses_data = thing.kind == Some(ballast_core::exposure::ComponentKind::Data);
        let parts = self.blasts[event].iter().map(|index| {
            let process = &self.map.model.processes[*index];
            let outage = match (thing.outage, thing.outage_source) {
                (Some(span), Some(RecoverySource::Measured)) => (Line::OutageMeasured, span),
                (Some(span), _) => (Line::OutageDeclared, span),
                (None, _) => (Line::WorstCase, process.worst_case_outage),
            };
            let mut parts = vec![leaf(outage.0, Value::Hours(hours(outage.1)))];
            parts.extend(costs(process));
            let lost = process.loss_of(outage.1, loses_data);
            line(Line::LossOfProcess, Some(subject(process)), money(lost), parts)
        });
        line(Line::DamageOnce, Some(thing.thing.clone()), money(thing.damage_once), parts.collect())
    }

    /// The importance of a thing for each process that it can stop, alone or with others.
    fn importances(&self, event: usize, yearly: bool) -> Vec<Explanation> {
        let probabilities = self.map.probabilities();
        let mut parts = Vec::new();
        for (index, process) in self.map.model.processes.iter().enumerate() {
            let diagram = &self.solved[index].diagram;
            let Some(place) = diagram.events.iter().position(|known| *known as usize == event) else {
                continue;
            };
            let importance = diagram.pull(&probabilities).1[place];
            let of = Some(subject(process));
            let mut factors = vec![rate(process)];
            if yearly {
                factors.push(leaf(Line::HoursPerYear, Value::Hours(HOURS_PER_YEAR)));
            }
            parts.push(line(Line::Importance, of, Value::Probability(importance), factors));
        }
        if yearly {
            parts.push(self.explain_probability(event));
        }
        parts
    }
}

fn recovery_line(recovery: Recovery, worst_case: Span) -> (Line, Span) {
    match (recovery.measured, recovery.declared) {
        (Some(span), _) => (Line::OutageMeasured, span),
        (None, Some(span)) => (Line::OutageDeclared, span),
        (None, None) => (Line::WorstCase, worst_case),
    }
}

fn rate(process: &Process) -> Explanation {
    line(Line::Rate, Some(subject(process)), money(process.rate()), costs(process))
}

/// What was entered about the cost of a process.
fn costs(process: &Process) -> Vec<Explanation> {
    let mut parts = vec![leaf(Line::DamagePerHour, money(process.damage_per_hour))];
    if process.kept > 0.0 {
        parts.push(leaf(Line::Kept, Value::Probability(process.kept)));
    }
    let grace = |span: Span| leaf(Line::Grace, Value::Hours(hours(span)));
    for loss in &process.losses {
        let (kind, more) = match *loss {
            Loss::PerHour(_) => (Line::LossPerHour, Vec::new()),
            Loss::After { grace: span, .. } => (Line::LossAfterGrace, vec![grace(span)]),
            Loss::Deadline { per_year, grace: span, .. } => {
                (Line::LossAtDeadline, vec![leaf(Line::PerYear, Value::Number(per_year)), grace(span)])
            }
            Loss::PerRecord { records_per_hour, .. } => (
                Line::LossPerRecord,
                vec![leaf(Line::PerYear, Value::Number(records_per_hour * HOURS_PER_YEAR))],
            ),
        };
        parts.push(line(kind, None, money(loss.money()), more));
    }
    parts
}

impl Value {
    /// The number itself, money in units of its currency.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Money { amount, currency } => {
                let currency = currency.parse().ok()?;
                Money::parse(amount, currency).ok().map(units)
            }
            Self::Amount(value) | Self::Probability(value) | Self::Number(value) | Self::Hours(value) => {
                Some(*value)
            }
            Self::Nothing => None,
        }
    }
}
