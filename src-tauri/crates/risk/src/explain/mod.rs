//! How a figure came about: each one opens into the parts that it was worked out from, down to what people entered.

mod costs;
mod lines;

use ballast_core::exposure::{ComponentKind, Group, Recovery, RecoverySource};
use ballast_core::limits::{RISK_CUT_SETS_LISTED_MAX, RISK_CUT_SETS_SHOWN};
use ballast_core::{Money, Span};

use crate::figures::{ProcessRisk, Study, ThingRisk, downtime, rarest_member};
use crate::model::{Component, DemandSource, Downtime, HOURS_PER_YEAR, Process, Subject, hours, units};
use costs::{Lasting, once, rate, yearly};

pub use lines::{Explanation, Figure, Line, Rule, Value};

fn subject(process: &Process) -> Subject {
    Subject::Process(process.id.clone())
}

impl Study<'_> {
    /// Opens a figure of a thing, or of all processes together; none where there is no such figure.
    #[must_use]
    pub fn explain(&self, figure: Figure, of: Option<&Subject>) -> Option<Explanation> {
        let Some(of) = of else { return self.explain_total(figure) };
        if let Subject::Process(id) = of {
            let index = self.map.model.processes.iter().position(|process| process.id == *id)?;
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
            Figure::Blast => Some(self.explain_blast(Some(of.clone()), &self.blasts[event])),
            Figure::DamageOnce => Some(self.explain_once(event, thing)),
            Figure::ExpectedPerHour => {
                let value = Value::Amount(thing.expected_per_hour);
                Some(Line::ExpectedPerHour.sum(value, self.expected_of(event)).of(of.clone()))
            }
            Figure::RemovedIfPerfect => {
                let value = Value::Amount(thing.removed_if_perfect);
                Some(Line::RemovedIfPerfect.sum(value, self.removed_of(event)).of(of.clone()))
            }
            _ => None,
        }
    }

    /// Of all processes together. What stands still is told by its hourly loss.
    fn explain_total(&self, figure: Figure) -> Option<Explanation> {
        let all = 0..self.map.model.processes.len();
        match figure {
            Figure::AnnualLoss => {
                let value = Value::Amount(self.figures().expected_annual_loss);
                Some(Line::AnnualLoss.sum(value, all.map(|index| self.explain_annual(index)).collect()))
            }
            Figure::Exposure => {
                let minor = self.figures().processes.iter().map(|risk| risk.exposure.total.minor);
                let minor = minor.fold(0i64, i64::saturating_add);
                let total = Money { minor, currency: self.map.model.currency };
                let parts = all.map(|index| self.explain_exposure(index)).collect();
                Some(Line::Exposure.sum(Value::of(total), parts))
            }
            Figure::Blast => Some(self.explain_blast(None, &self.down)),
            _ => None,
        }
    }

    fn risk(&self, index: usize) -> &ProcessRisk {
        &self.figures().processes[index]
    }

    fn explain_exposure(&self, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let exposure = &self.risk(index).exposure;
        let groups: Vec<Explanation> =
            process.needs.iter().map(|group| self.group_recovery(process, group)).collect();
        let recovery = if groups.is_empty() {
            Line::WorstCase.given(Value::span(process.worst_case_outage))
        } else {
            Line::Recovery.by(Rule::Longest, Value::span(exposure.recovery), groups)
        };
        let parts = vec![Line::DamagePerHour.given(Value::of(process.damage_per_hour)), recovery];
        Line::Exposure.product(Value::of(exposure.total), parts).of(subject(process))
    }

    fn group_recovery(&self, process: &Process, group: &Group) -> Explanation {
        let members = group.any_of.iter().map(|id| {
            let found = self.map.model.components.iter().find(|component| component.id == *id);
            let recovery = found.map(|component| component.recovery).unwrap_or_default();
            let (kind, span) = recovery_line(recovery, process.worst_case_outage);
            (span, kind.given(Value::span(span)).of(Subject::Component(id.clone())))
        });
        let mut members: Vec<(Span, Explanation)> = members.collect();
        members.sort_by_key(|(span, _)| *span);
        let span = members.get(group.need - 1).map_or(process.worst_case_outage, |(span, _)| *span);
        let parts = members.into_iter().map(|(_, line)| line).collect();
        Line::GroupRecovery.by(Rule::Enough, Value::span(span), parts)
    }

    fn explain_unavailability(&self, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let listed = self.solved[index].list(RISK_CUT_SETS_LISTED_MAX);
        let together = |set: &[u32]| -> f64 {
            set.iter().map(|event| self.map.chances[*event as usize].probability).product()
        };
        let mut sets: Vec<(f64, Vec<u32>)> = listed.into_iter().map(|set| (together(&set), set)).collect();
        sets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let all = self.risk(index).by_order.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
        let mut parts: Vec<Explanation> = Vec::new();
        for (together, set) in sets.iter().take(RISK_CUT_SETS_SHOWN) {
            let events = set.iter().map(|event| self.explain_probability(*event as usize)).collect();
            parts.push(Line::CutSet.product(Value::Probability(*together), events));
        }
        let left = all.saturating_sub(parts.len() as u64);
        if left > 0 {
            #[allow(clippy::cast_precision_loss)]
            parts.push(Line::CutSetsLeftOut.given(Value::Number(left as f64)));
        }
        let value = Value::Probability(self.risk(index).unavailability);
        Line::Unavailability.by(Rule::Joint, value, parts).of(subject(process))
    }

    fn explain_annual(&self, index: usize) -> Explanation {
        let solved = &self.solved[index];
        let (down, _) = downtime(self.map, solved, &self.map.probabilities(), &self.map.chances);
        self.annual(index, down, self.explain_unavailability(index))
    }

    /// What a year of one process costs, for a downtime that opens into this.
    fn annual(&self, index: usize, down: Downtime, unavailability: Explanation) -> Explanation {
        let process = &self.map.model.processes[index];
        let value = Value::Amount(process.annual(down));
        Line::AnnualLoss.sum(value, yearly(process, down, unavailability)).of(subject(process))
    }

    fn explain_probability(&self, event: usize) -> Explanation {
        let model = &self.map.model;
        let of = self.map.events[event].clone();
        let value = Value::Probability(self.map.chances[event].probability);
        let line = match &of {
            Subject::Component(id) => {
                let component = &model.components[event];
                let first_cause = model.components.len() + model.standbys.len();
                let causes = (0..).zip(&model.common_causes).filter(|(_, cause)| cause.members.contains(id));
                let causes: Vec<Explanation> =
                    causes.map(|(at, _)| self.explain_probability(first_cause + at)).collect();
                if causes.is_empty() {
                    by_itself(Line::Probability, component)
                } else {
                    let mut parts = vec![by_itself(Line::WithItsCauses, component)];
                    parts.extend(causes);
                    Line::Probability.by(Rule::Difference, value, parts)
                }
            }
            Subject::Standby(id) => {
                let standby = model.standbys.iter().find(|standby| standby.id == *id);
                let line = match standby.map(|standby| standby.source) {
                    Some(DemandSource::Drilled) => Line::OnDemandDrilled,
                    Some(DemandSource::Declared) => Line::OnDemandDeclared,
                    Some(DemandSource::Blocked) => Line::OnDemandBlocked,
                    Some(DemandSource::Assumed) | None => Line::OnDemandAssumed,
                };
                line.given(value)
            }
            Subject::CommonCause(id) => {
                let cause = model.common_causes.iter().find(|cause| cause.id == *id);
                let Some((cause, member)) =
                    cause.and_then(|cause| Some((cause, rarest_member(model, cause)?)))
                else {
                    return not_estimated(Line::Probability).of(of);
                };
                let line = if cause.assumed { Line::CommonShareAssumed } else { Line::CommonShare };
                let share = line.given(Value::Probability(cause.share.likely));
                let parts = vec![by_itself(Line::WithItsCauses, member), share];
                Line::Probability.product(value, parts)
            }
            Subject::Process(_) => Line::Probability.given(value),
        };
        line.of(of)
    }

    fn explain_blast(&self, of: Option<Subject>, processes: &[usize]) -> Explanation {
        let model = &self.map.model;
        let rates = processes.iter().map(|index| &model.processes[*index]);
        let minor = rates.clone().map(|process| process.rate().minor).fold(0i64, i64::saturating_add);
        let total = Money { minor, currency: model.currency };
        let line = Line::Blast.sum(Value::of(total), rates.map(rate).collect());
        Explanation { of, ..line }
    }

    fn explain_once(&self, event: usize, thing: &ThingRisk) -> Explanation {
        let loses_data = thing.kind == Some(ComponentKind::Data);
        let parts = self.blasts[event].iter().map(|index| {
            let process = &self.map.model.processes[*index];
            let outage = match (thing.outage, thing.outage_source) {
                (Some(span), Some(RecoverySource::Measured)) => (Line::OutageMeasured, span),
                (Some(span), _) => (Line::OutageDeclared, span),
                (None, _) => (Line::WorstCase, process.worst_case_outage),
            };
            let lost = process.loss_of(outage.1, loses_data);
            let parts = once(process, Lasting { line: outage.0, span: outage.1 }, loses_data);
            Line::LossOfProcess.sum(Value::of(lost), parts).of(subject(process))
        });
        Line::DamageOnce.sum(Value::of(thing.damage_once), parts.collect()).of(thing.thing.clone())
    }

    /// Processes that a thing can stop, alone or with others, with its importance for each.
    fn importances(&self, event: usize) -> Vec<(usize, f64)> {
        let probabilities = self.map.probabilities();
        let of_process = |index: usize| {
            let diagram = &self.solved[index].diagram;
            let place = diagram.events.iter().position(|known| *known as usize == event)?;
            Some((index, diagram.pull(&probabilities).1[place]))
        };
        (0..self.solved.len()).filter_map(of_process).collect()
    }

    fn expected_of(&self, event: usize) -> Vec<Explanation> {
        let one = |(index, importance): (usize, f64)| {
            let process = &self.map.model.processes[index];
            let value = Value::Amount(importance * units(process.rate()));
            let parts = vec![Line::Importance.given(Value::Probability(importance)), rate(process)];
            Line::ExpectedOfProcess.product(value, parts).of(subject(process))
        };
        self.importances(event).into_iter().map(one).collect()
    }

    fn removed_of(&self, event: usize) -> Vec<Explanation> {
        let chance = self.map.chances[event].probability;
        let one = |(index, importance): (usize, f64)| {
            let process = &self.map.model.processes[index];
            if !process.is_linear() {
                return self.difference_of(event, index);
            }
            let value = Value::Amount(units(process.rate()) * importance * chance * HOURS_PER_YEAR);
            let parts = vec![
                self.explain_probability(event),
                Line::HoursPerYear.given(Value::Hours(HOURS_PER_YEAR)),
                Line::Importance.given(Value::Probability(importance)),
                rate(process),
            ];
            Line::RemovedOfProcess.product(value, parts).of(subject(process))
        };
        self.importances(event).into_iter().map(one).collect()
    }

    /// What a year of a process costs with a thing as it is, and if it never failed. A grace bends that: no product
    /// of an importance says it.
    fn difference_of(&self, event: usize, index: usize) -> Explanation {
        let process = &self.map.model.processes[index];
        let (mut probabilities, mut chances) = (self.map.probabilities(), self.map.chances.clone());
        (probabilities[event], chances[event]) = (0.0, crate::model::Chance::default());
        let (down, _) = downtime(self.map, &self.solved[index], &probabilities, &chances);
        let never = Line::UnavailabilityWithout.given(Value::Probability(down.unavailability));
        let (with, without) = (self.explain_annual(index), self.annual(index, down, never));
        let saved = with.value.number().unwrap_or_default() - without.value.number().unwrap_or_default();
        let without = Explanation { line: Line::AnnualLossWithout, ..without };
        Line::RemovedOfProcess
            .by(Rule::Difference, Value::Amount(saved), vec![with, without])
            .of(subject(process))
    }
}

/// How often and how long a component is down, whatever the cause.
fn by_itself(line: Line, component: &Component) -> Explanation {
    let of = Subject::Component(component.id.clone());
    let Some((outages, outage)) = component.outages_per_year.zip(component.outage()) else {
        return not_estimated(line).of(of);
    };
    let (kind, span) = recovery_line(component.recovery, Span::default());
    let chance = crate::model::Chance::of(outages.likely, hours(outage)).probability;
    let parts =
        vec![Line::OutagesPerYear.given(Value::Number(outages.likely)), kind.given(Value::span(span))];
    line.by(Rule::Formula, Value::Probability(chance), parts).of(of)
}

/// What counts as never failing.
fn not_estimated(line: Line) -> Explanation {
    line.by(Rule::Given, Value::Probability(0.0), vec![Line::NotEstimated.given(Value::Nothing)])
}

fn recovery_line(recovery: Recovery, worst_case: Span) -> (Line, Span) {
    match (recovery.measured, recovery.declared) {
        (Some(span), _) => (Line::OutageMeasured, span),
        (None, Some(span)) => (Line::OutageDeclared, span),
        (None, None) => (Line::WorstCase, worst_case),
    }
}
