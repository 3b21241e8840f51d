//! What a comparison found, each with an id by which a person may accept it.

use std::collections::HashMap;

use ballast_core::{Finding, FindingKind, Severity};

use crate::conclude::Settled;
use crate::decimal::Decimal;
use crate::figures::{ColumnFigures, ControlTotal, Drift, DriftKind, Effect, Explanation, Figures, Shape};
use crate::plan::Plan;
use crate::spec::{Condition, KnownDifference};
use crate::tallies::Tallies;

/// Parameters for sentences: `id` always; `rows`, `of`, `column`, `old`, `new`, `matched`, `rate`,
/// `conditions`, `effect`, `effect_kind`, `effect_value`, `equal_rows`, `keys`, `difference`, `largest`, `noise`, `side` where they apply.
#[must_use]
pub fn of(plan: &Plan, tallies: &Tallies, figures: &Figures) -> Vec<Finding> {
    if figures.rows_old == 0 || figures.rows_new == 0 {
        let side = match (figures.rows_old, figures.rows_new) {
            (0, 0) => "both",
            (0, _) => "old",
            _ => "new",
        };
        return vec![finding(FindingKind::NothingExamined, "", "nothing_examined").with("side", side)];
    }
    let mut findings = Vec::new();
    if plan.pairs.is_empty() {
        findings.push(finding(FindingKind::NothingExamined, "", "nothing_examined").with("side", "columns"));
    }
    findings.extend(figures.drift.iter().filter(|change| !change.accepted).map(of_drift));
    lone_rows(tallies, figures, &mut findings);
    if figures.duplicate_keys > 0 {
        let rows = figures.duplicate_old + figures.duplicate_new;
        let keys = finding(FindingKind::DuplicateKey, "", "duplicate_key");
        findings.push(keys.with("keys", figures.duplicate_keys).with("rows", rows));
    }
    for column in &figures.columns {
        cells(column, figures, &mut findings);
    }
    totals(figures, &mut findings);
    findings
}

fn finding(kind: FindingKind, subject: &str, id: &str) -> Finding {
    Finding::new(kind, subject).with("id", id)
}

/// The id of a change of shape, by which a person accepts it.
#[must_use]
pub fn id_of_drift(change: &Drift) -> String {
    let mut id = kind_of_drift(change.kind).as_str().to_owned();
    for name in [&change.from, &change.to].into_iter().flatten() {
        id.push(':');
        id.push_str(name);
    }
    id
}

fn kind_of_drift(kind: DriftKind) -> FindingKind {
    match kind {
        DriftKind::Added => FindingKind::ColumnAdded,
        DriftKind::Removed => FindingKind::ColumnMissing,
        DriftKind::Renamed => FindingKind::ColumnRenamed,
        DriftKind::Type => FindingKind::TypeChanged,
        DriftKind::Precision => FindingKind::PrecisionChanged,
        DriftKind::Nullability => FindingKind::NullabilityChanged,
        DriftKind::Order => FindingKind::OrderChanged,
        DriftKind::Grain => FindingKind::GrainChanged,
    }
}

fn of_drift(change: &Drift) -> Finding {
    let subject = change.from.as_deref().or(change.to.as_deref()).unwrap_or_default();
    let mut found =
        finding(kind_of_drift(change.kind), subject, &id_of_drift(change)).with("column", subject);
    if let Some(from) = &change.from {
        found = found.with("old", from);
    }
    if let Some(to) = &change.to {
        found = found.with("new", to);
    }
    if change.kind == DriftKind::Renamed && change.from == change.to {
        found = found.with("reason", "reversed");
    }
    if change.key {
        found = found.with("key", true);
    }
    if change.kind == DriftKind::Renamed && change.of > 0 {
        found = found.with("rate", percent(change.matched, change.of));
        found = found.with("matched", change.matched).with("of", change.of);
    }
    found
}

/// Cut, not rounded, to a tenth: 99.96 % is not all.
#[must_use]
pub fn percent(part: u64, of: u64) -> String {
    let tenths = u128::from(part) * 1000 / u128::from(of.max(1));
    if tenths % 10 == 0 { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

/// `region = CH, product = life`: all of them hold.
#[must_use]
pub fn conditions_text(conditions: &[Condition]) -> String {
    let one = |condition: &Condition| match condition.value.as_deref() {
        None => format!("{} = null", condition.column),
        Some("") => format!("{} = \"\"", condition.column),
        Some(value) => format!("{} = {value}", condition.column),
    };
    conditions.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `×1.077`, `+0.05`: for a line of text. Sentences are made of `effect_kind` and `effect_value`.
#[must_use]
pub fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Factor(factor) => format!("×{factor}"),
        Effect::Offset(offset) => match offset.strip_prefix('-') {
            Some(offset) => format!("−{offset}"),
            None => format!("+{offset}"),
        },
        Effect::SignFlip => "×−1".to_owned(),
        Effect::Rounding(decimals) => format!("rounded to {decimals} decimals"),
        Effect::TimeShift(seconds) => shift_text(*seconds),
        Effect::Truncation(characters) => format!("cut to {characters} characters"),
        Effect::Swapped(column) => format!("swapped with {column}"),
        Effect::Emptied => "emptied".to_owned(),
    }
}

/// The name of an effect as it is serialised, and its value; empty where it has none.
#[must_use]
pub fn effect_parts(effect: &Effect) -> (&'static str, String) {
    match effect {
        Effect::Factor(factor) => ("factor", factor.clone()),
        Effect::Offset(offset) => ("offset", offset.clone()),
        Effect::SignFlip => ("sign_flip", String::new()),
        Effect::Rounding(decimals) => ("rounding", decimals.to_string()),
        Effect::TimeShift(seconds) => ("time_shift", seconds.to_string()),
        Effect::Truncation(characters) => ("truncation", characters.to_string()),
        Effect::Swapped(column) => ("swapped", column.clone()),
        Effect::Emptied => ("emptied", String::new()),
    }
}

fn shift_text(seconds: i64) -> String {
    let sign = if seconds < 0 { '−' } else { '+' };
    let seconds = seconds.unsigned_abs();
    match seconds {
        _ if seconds.is_multiple_of(86_400) => format!("{sign}{} d", seconds / 86_400),
        _ if seconds.is_multiple_of(3600) => format!("{sign}{} h", seconds / 3600),
        _ if seconds.is_multiple_of(60) => format!("{sign}{} min", seconds / 60),
        _ => format!("{sign}{seconds} s"),
    }
}

fn suffix(conditions: &[Condition]) -> String {
    let one = |condition: &Condition| match &condition.value {
        None => condition.column.clone(),
        Some(value) => format!("{}={value}", condition.column),
    };
    conditions.iter().map(one).collect::<Vec<_>>().join("&")
}

/// The id of the finding of an explanation: `value_changed:commission:region=CH`. Where another one of the
/// column has the same conditions, or there are none, its effect stands last.
#[must_use]
pub fn id_of_explanation(figures: &Figures, explanation: &Explanation) -> String {
    let kind = kind_of_explanation(explanation);
    let mut id = kind.as_str().to_owned();
    if let Some(column) = &explanation.column {
        id = format!("{id}:{column}");
    }
    if !explanation.conditions.is_empty() {
        id = format!("{id}:{}", suffix(&explanation.conditions));
    }
    let same = |other: &&Explanation| {
        other.column == explanation.column
            && other.conditions == explanation.conditions
            && kind_of_explanation(other) == kind
    };
    let several = figures.explanations.iter().filter(same).nth(1).is_some();
    match &explanation.effect {
        Some(effect) if several || explanation.conditions.is_empty() => {
            let (kind, value) = effect_parts(effect);
            if value.is_empty() { format!("{id}:{kind}") } else { format!("{id}:{kind}={value}") }
        }
        _ => id,
    }
}

fn kind_of_explanation(explanation: &Explanation) -> FindingKind {
    match explanation.shape {
        Some(Shape::OnlyOld) => FindingKind::RowOnlyInOld,
        Some(Shape::OnlyNew) => FindingKind::RowOnlyInNew,
        Some(Shape::Null) => FindingKind::NullChanged,
        Some(Shape::Empty) => FindingKind::EmptyChanged,
        _ => FindingKind::ValueChanged,
    }
}

/// What a person accepts who accepts the finding of this id: none where it is no difference of cells or rows.
/// An accepted change of shape is an entry with its id alone, which covers no cell.
#[must_use]
pub fn known_of(figures: &Figures, finding: &Finding, id: &str) -> Option<KnownDifference> {
    let of_finding = finding.params.get("id")?;
    let column = finding.params.get("column").cloned();
    let explanation = figures.explanations.iter().find(|one| id_of_explanation(figures, one) == *of_finding);
    let known = KnownDifference {
        id: id.to_owned(),
        column: None,
        only_in_old: None,
        conditions: explanation.map(|one| one.conditions.clone()).unwrap_or_default(),
        effect: explanation.and_then(|one| one.effect.clone()),
        shape: None,
    };
    match finding.kind {
        FindingKind::RowOnlyInOld => Some(KnownDifference { only_in_old: Some(true), ..known }),
        FindingKind::RowOnlyInNew => Some(KnownDifference { only_in_old: Some(false), ..known }),
        FindingKind::ValueChanged | FindingKind::NullChanged | FindingKind::EmptyChanged => {
            let shape = match finding.kind {
                FindingKind::NullChanged => Shape::Null,
                FindingKind::EmptyChanged => Shape::Empty,
                _ => Shape::Value,
            };
            Some(KnownDifference { column, shape: Some(shape), ..known })
        }
        FindingKind::ColumnMissing
        | FindingKind::ColumnAdded
        | FindingKind::TypeChanged
        | FindingKind::PrecisionChanged
        | FindingKind::NullabilityChanged
        | FindingKind::OrderChanged
        | FindingKind::GrainChanged => Some(KnownDifference { id: of_finding.clone(), ..known }),
        _ => None,
    }
}

/// One finding for each explanation of a kind, and one for what is left.
fn explained(
    figures: &Figures,
    (kind, column): (FindingKind, Option<&ColumnFigures>),
    total: u64,
    findings: &mut Vec<Finding>,
) {
    let name = column.map(|column| column.name.as_str());
    let subject = name.unwrap_or_default();
    let dress = |found: Finding| match column {
        None => found,
        Some(column) => {
            let mut found = found.with("column", &column.name);
            if let Some(new) = &column.new_name {
                found = found.with("new", new);
            }
            if let Some(largest) = &column.largest {
                found = found.with("largest", largest);
            }
            if column.noise { found.with("noise", true).severity(Severity::Warning) } else { found }
        }
    };
    let mut left = total;
    let own = |one: &&Explanation| one.column.as_deref() == name && kind_of_explanation(one) == kind;
    for explanation in figures.explanations.iter().filter(own) {
        left = left.saturating_sub(explanation.rows);
        let mut found = finding(kind, subject, &id_of_explanation(figures, explanation))
            .with("rows", explanation.rows)
            .with("of", explanation.of)
            .with("equal_rows", explanation.equal_rows);
        if !explanation.conditions.is_empty() {
            found = found.with("conditions", conditions_text(&explanation.conditions));
        }
        if let Some(effect) = &explanation.effect {
            let (kind, value) = effect_parts(effect);
            found = found
                .with("effect", effect_text(effect))
                .with("effect_kind", kind)
                .with("effect_value", value);
        }
        findings.push(dress(found));
    }
    if left > 0 {
        let id = name.map_or_else(|| kind.as_str().to_owned(), |name| format!("{}:{name}", kind.as_str()));
        findings.push(dress(finding(kind, subject, &id).with("rows", left).with("of", total)));
    }
}

fn lone_rows(tallies: &Tallies, figures: &Figures, findings: &mut Vec<Finding>) {
    let old = tallies.only_old - tallies.only_old_known;
    let new = tallies.only_new - tallies.only_new_known;
    explained(figures, (FindingKind::RowOnlyInOld, None), old, findings);
    explained(figures, (FindingKind::RowOnlyInNew, None), new, findings);
}

fn cells(column: &ColumnFigures, figures: &Figures, findings: &mut Vec<Finding>) {
    let kinds = [
        (FindingKind::ValueChanged, column.value + column.rounding),
        (FindingKind::NullChanged, column.null),
        (FindingKind::EmptyChanged, column.empty),
    ];
    for (kind, rows) in kinds.into_iter().filter(|(_, rows)| *rows > 0) {
        explained(figures, (kind, Some(column)), rows, findings);
    }
}

/// One finding a column: its slices are counted in it.
fn totals(figures: &Figures, findings: &mut Vec<Finding>) {
    let settled = Settled::of(figures);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut columns: Vec<(&str, Vec<&ControlTotal>)> = Vec::new();
    for total in figures.totals.iter().filter(|total| !total.equal) {
        let place = *places.entry(&total.column).or_insert(columns.len());
        match columns.get_mut(place) {
            None => columns.push((&total.column, vec![total])),
            Some((_, totals)) => totals.push(total),
        }
    }
    for (name, totals) in columns {
        let slices = totals.iter().filter(|total| total.slice.is_some()).count();
        let is_accounted_for = totals.iter().all(|total| settled.accounts_for(total));
        let severity = if is_accounted_for { Severity::Note } else { FindingKind::TotalsDiffer.severity() };
        let mut found =
            finding(FindingKind::TotalsDiffer, name, &format!("totals_differ:{name}")).with("column", name);
        if let Some(whole) = totals.iter().find(|total| total.slice.is_none()) {
            found = found.with("old", &whole.old).with("new", &whole.new);
            if let Some(difference) = difference(whole) {
                found = found.with("difference", difference);
            }
        }
        if slices > 0 {
            found = found.with("slices", slices);
        }
        findings.push(found.severity(severity));
    }
}

/// New − old, exact.
#[must_use]
pub fn difference(total: &ControlTotal) -> Option<String> {
    let (old, new) = (Decimal::read(&total.old)?, Decimal::read(&total.new)?);
    Some(new.minus(&old).to_string())
}
