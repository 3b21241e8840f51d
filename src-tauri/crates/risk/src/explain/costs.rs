//! What an outage and a year cost, kind by kind, each as factors that people can multiply.

use ballast_core::Span;

use super::lines::{Explanation, Line, Rule, Value};
use super::subject;
use crate::model::{Downtime, HOURS_PER_YEAR, Loss, Process, deadlines, hours};

/// How long one outage lasts, and who says so.
#[derive(Clone, Copy)]
pub(super) struct Lasting {
    pub line: Line,
    pub span: Span,
}

impl Lasting {
    fn told(self) -> Explanation {
        self.line.given(Value::span(self.span))
    }

    fn beyond(self, grace: Span) -> Explanation {
        let late = Span::from_seconds(self.span.seconds().saturating_sub(grace.seconds()));
        let parts = vec![self.told(), Line::Grace.given(Value::span(grace))];
        Line::HoursBeyondGrace.by(Rule::Difference, Value::span(late), parts)
    }
}

/// The hourly loss of a process with what the degraded mode keeps taken off.
pub(super) fn rate(process: &Process) -> Explanation {
    let mut hourly = vec![damage(process)];
    hourly.extend(process.losses.iter().filter_map(|loss| match loss {
        Loss::PerHour(money) => Some(Line::LossPerHour.given(Value::of(*money))),
        Loss::After { per_hour, .. } => Some(Line::LossAfterGrace.given(Value::of(*per_hour))),
        Loss::Deadline { .. } | Loss::PerRecord { .. } => None,
    }));
    let value = Value::of(process.rate());
    let whole = Value::of(Process { kept: 0.0, ..process.clone() }.rate());
    let line = match not_kept(process) {
        None => Line::Rate.sum(value, hourly),
        Some(not_kept) => Line::Rate.product(value, vec![Line::HourlyLoss.sum(whole, hourly), not_kept]),
    };
    line.of(subject(process))
}

fn damage(process: &Process) -> Explanation {
    Line::DamagePerHour.given(Value::of(process.damage_per_hour))
}

/// None where nothing is kept.
fn not_kept(process: &Process) -> Option<Explanation> {
    let parts =
        vec![Line::Whole.given(Value::Number(1.0)), Line::Kept.given(Value::Probability(process.kept))];
    let value = Value::Probability(1.0 - process.kept);
    (process.kept > 0.0).then(|| Line::NotKept.by(Rule::Difference, value, parts))
}

/// One kind of loss: its factors, and the part that is not kept where a degraded mode takes something off.
fn of_kind(line: Line, process: &Process, value: Value, mut factors: Vec<Explanation>) -> Explanation {
    if matches!(line, Line::FromDamage | Line::FromLossPerHour | Line::FromLossAfterGrace) {
        factors.extend(not_kept(process));
    }
    line.product(value, factors)
}

fn kind_of(loss: &Loss) -> Line {
    match loss {
        Loss::PerHour(_) => Line::FromLossPerHour,
        Loss::After { .. } => Line::FromLossAfterGrace,
        Loss::Deadline { .. } => Line::FromDeadlines,
        Loss::PerRecord { .. } => Line::FromRecords,
    }
}

/// What one outage costs; it sums to [`Process::loss_of`].
pub(super) fn once(process: &Process, lasting: Lasting, loses_data: bool) -> Vec<Explanation> {
    let lost = |loss: &Loss| Value::of(process.loss_in(loss, lasting.span, loses_data));
    let damaged = lost(&Loss::PerHour(process.damage_per_hour));
    let mut parts = vec![of_kind(Line::FromDamage, process, damaged, vec![damage(process), lasting.told()])];
    for loss in &process.losses {
        let money = |line: Line| line.given(Value::of(loss.money()));
        let factors = match *loss {
            Loss::PerHour(_) => vec![money(Line::LossPerHour), lasting.told()],
            Loss::After { grace, .. } => vec![money(Line::LossAfterGrace), lasting.beyond(grace)],
            Loss::Deadline { per_year, grace, .. } => {
                let late = lasting.beyond(grace);
                let count = deadlines(per_year, lasting.span, grace);
                let parts = vec![Line::PerYear.given(Value::Number(per_year)), late];
                let count = Line::Deadlines.by(Rule::Formula, Value::Number(count), parts);
                vec![money(Line::LossAtDeadline), count]
            }
            Loss::PerRecord { .. } if !loses_data => continue,
            Loss::PerRecord { records_per_hour, .. } => {
                vec![money(Line::LossPerRecord), records(records_per_hour), lost_work(process)]
            }
        };
        parts.push(of_kind(kind_of(loss), process, lost(loss), factors));
    }
    parts
}

/// What a year costs; it sums to [`Process::annual`]. The downtime opens into `unavailability` once, where it stands
/// first.
pub(super) fn yearly(process: &Process, down: Downtime, unavailability: Explanation) -> Vec<Explanation> {
    let share = Line::Unavailability.given(unavailability.value.clone());
    let hours_down = |from: Explanation| {
        let value = Value::Hours(HOURS_PER_YEAR * down.unavailability);
        let year = Line::HoursPerYear.given(Value::Hours(HOURS_PER_YEAR));
        Line::HoursDown.product(value, vec![from, year])
    };
    let opened = hours_down(unavailability);
    let again = || hours_down(share.clone());
    let lost = |loss: &Loss| Value::Amount(process.annual_in(loss, down));
    let damaged = lost(&Loss::PerHour(process.damage_per_hour));
    let mut parts = vec![of_kind(Line::FromDamage, process, damaged, vec![damage(process), opened])];
    for loss in &process.losses {
        let money = |line: Line| line.given(Value::of(loss.money()));
        let factors = match *loss {
            Loss::PerHour(_) => vec![money(Line::LossPerHour), again()],
            Loss::After { grace, .. } => {
                vec![money(Line::LossAfterGrace), again(), beyond(down, grace)]
            }
            Loss::Deadline { per_year, grace, .. } => vec![
                money(Line::LossAtDeadline),
                Line::PerYear.given(Value::Number(per_year)),
                share.clone(),
                beyond(down, grace),
            ],
            Loss::PerRecord { records_per_hour, .. } => {
                let outages = Value::Number(down.data_per_hour * HOURS_PER_YEAR);
                vec![
                    money(Line::LossPerRecord),
                    records(records_per_hour),
                    lost_work(process),
                    Line::DataOutages.given(outages),
                ]
            }
        };
        parts.push(of_kind(kind_of(loss), process, lost(loss), factors));
    }
    parts
}

fn records(per_hour: f64) -> Explanation {
    Line::RecordsPerHour.given(Value::Number(per_hour))
}

fn lost_work(process: &Process) -> Explanation {
    Line::LostWork.given(Value::Hours(process.rpo.map_or(0.0, hours)))
}

/// The share of the hours down that lies beyond a grace. What never comes back is always beyond it.
fn beyond(down: Downtime, grace: Span) -> Explanation {
    let mut parts = vec![Line::Grace.given(Value::span(grace))];
    let value = Value::Probability(down.beyond(grace));
    if down.per_hour <= 0.0 {
        return Line::BeyondGrace.by(Rule::Given, value, parts);
    }
    parts.push(Line::MeanOutage.given(Value::Hours(down.unavailability / down.per_hour)));
    Line::BeyondGrace.by(Rule::Formula, value, parts)
}
