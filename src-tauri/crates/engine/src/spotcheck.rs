//! Rounds of a spot check: a frozen list, a sample of it, what people answered. All of it is evidence; nothing
//! else is kept.

mod acts;
mod amount;
mod attach;
mod export;
mod package;
mod records;
mod sealed;
mod work;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use ballast_core::evidence::RecordKind;
use ballast_core::{Code, Currency, Error, Money, Result};
use ballast_spotcheck::digits::DigitCounter;
use ballast_spotcheck::draw::{DrawnItem, Seed};
use ballast_spotcheck::evaluate::Decision;
use ballast_spotcheck::plan::{Aim, Distribution, Sampling, Selection, equal_stages};
use ballast_spotcheck::population::Columns;
use ballast_spotcheck::wire::{ListFacts, SalesFacts};
use ballast_spotcheck::{Commitment, Completeness, Condition, Draw, Plan, Population, Rate, Row};
use ballast_store::{LedgerRow, View};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use acts::{
    CauseCheck, Given, Revealed, Settled, answer, close_cause, keep_draft, mine, remark, resolve, sign,
};
pub(crate) use amount::decimal_of_minor;
pub(crate) use export::{export, place_of};
pub(crate) use package::{Package, export_work, import_work};
pub(crate) use sealed::{
    RESULT, SealedAnswer, SealedList, SealedRemark, SealedSample, seal_list, seal_sample,
    stage as stage_document,
};
pub(crate) use work::{Answered, Decided, Item, Signature, Work};

use crate::config::{Sample, SpotCheck};
use crate::engine::Engine;

/// The name of the frozen list among the artefacts of a record.
pub(crate) const LIST: &str = "population.csv";

/// The share of right items that a second person does again (decision 29).
const SECOND_REVIEW: Rate = Rate::percent(10);

/// What a round stands on, as its record holds it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Frozen {
    pub round: u64,
    pub day: Date,
    /// Without what its strata were paid: one of few payouts would say what those are.
    pub population: Population,
    /// Without the ids of what is zero or negative: they would say what a drawn item was paid.
    pub completeness: Completeness,
    pub commitment: Commitment,
    pub list: Option<ListFacts>,
    /// What should have been paid and was not, where a second list says so.
    #[serde(default)]
    pub sales: Option<SalesFacts>,
}

/// A drawn item as the ledger shows it to everybody: nothing of what was paid, and nothing that hints at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShownItem {
    pub id: String,
    pub ticket: String,
    pub stratum: String,
    pub stage: u32,
}

impl From<&DrawnItem> for ShownItem {
    fn from(item: &DrawnItem) -> Self {
        let DrawnItem { id, ticket, stratum, stage, .. } = item;
        Self { id: id.clone(), ticket: ticket.clone(), stratum: stratum.clone(), stage: *stage }
    }
}

/// A sample as everybody may see it. Where it says something of the amount why an item is drawn, so would its ticket
/// and its place: then items stand by their ids, without tickets.
pub(crate) fn shown_items(plan: &Plan, draw: &Draw) -> Vec<ShownItem> {
    let mut shown: Vec<ShownItem> = draw.items.iter().map(ShownItem::from).collect();
    if plan.reasons_tell_amounts() {
        for item in &mut shown {
            item.ticket.clear();
        }
        shown.sort_by(|one, other| (one.stage, &one.id).cmp(&(other.stage, &other.id)));
    }
    shown
}

/// A sample, as its record holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Drawn {
    pub round: u64,
    pub commitment: String,
    pub seed: Seed,
    pub items: u64,
    pub sample: Vec<ShownItem>,
    /// First digits of everything that was paid: a side look, which decides nothing.
    pub digits: DigitCounter,
}

/// One round, as far as it has come.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    pub number: u64,
    pub frozen: Frozen,
    pub frozen_at: Timestamp,
    pub draw: Option<(Drawn, LedgerRow)>,
    /// The record of the list.
    pub list: LedgerRow,
    /// What was found of it last, if it was.
    pub judged: Option<LedgerRow>,
    /// A decision came after what was found last.
    pub is_outdated: bool,
    /// When somebody else signed what was found last.
    pub signed_at: Option<Timestamp>,
}

impl Round {
    pub(crate) fn is_drawn(&self) -> bool {
        self.draw.is_some()
    }

    /// The decision that was worked out last.
    pub(crate) fn decision(&self) -> Option<Decision> {
        let decision = self.judged.as_ref()?.record.body.pointer("/document/figures/evaluation/decision")?;
        serde_json::from_value(decision.clone()).ok()
    }

    /// What the answers say was worked out, and no stage is left: nothing about it moves any more.
    pub(crate) fn is_closed(&self) -> bool {
        let sampling = &self.frozen.commitment.plan.sampling;
        let has_stages = matches!(sampling, Sampling::StopOrGo { .. } | Sampling::Anytime { .. });
        let is_last = |decision| !(has_stages && decision == Decision::Extend);
        !self.is_outdated && self.decision().is_some_and(is_last)
    }
}

/// A seed that these people entered.
///
/// Errors: `invalid_call`.
pub(crate) fn seed_of(text: &str, people: &[String]) -> Result<Seed> {
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    Seed::new(text, &people).map_err(|error| error.with("what", "--seed"))
}

fn rate(text: &str) -> Result<Rate> {
    text.parse()
}

/// How a sample is drawn, from what is set up.
///
/// Errors: `invalid_call` for a rate or a rule that reads in no way.
pub(crate) fn plan_of(check: &SpotCheck, currency: &str) -> Result<Plan> {
    let currency: Currency = currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))?;
    let expected = |text: &Option<String>| text.as_deref().map_or(Ok(Rate::ZERO), rate);
    let (confidence, tolerable, sampling, per_stratum) = match &check.sample {
        Sample::Percent { percent, at_least, per_stratum, confidence, tolerable } => (
            rate(confidence)?,
            tolerable.as_deref().map(rate).transpose()?,
            Sampling::Percent { percent: rate(percent)?, at_least: at_least.unwrap_or(0) },
            *per_stratum,
        ),
        Sample::Attribute { confidence, tolerable, expected: wrong, per_stratum, distribution } => {
            let distribution = distribution.unwrap_or(Distribution::Hypergeometric);
            let sampling = Sampling::Attribute { distribution, expected: expected(wrong)? };
            (rate(confidence)?, Some(rate(tolerable)?), sampling, *per_stratum)
        }
        Sample::MonetaryUnit { confidence, tolerable, expected: wrong, selection } => {
            let selection = selection.unwrap_or(Selection::Sieve);
            let sampling = Sampling::MonetaryUnit { selection, expected: expected(wrong)? };
            (rate(confidence)?, Some(rate(tolerable)?), sampling, false)
        }
        Sample::StopOrGo { confidence, tolerable, go_on } => {
            let (confidence, tolerable) = (rate(confidence)?, rate(tolerable)?);
            // Sizes that hold for a list of any length: they stand before the list does.
            let distribution = Distribution::Binomial;
            let aim = Aim { confidence, tolerable, expected: Rate::ZERO };
            let stages = equal_stages(distribution, None, aim, go_on)?;
            (confidence, Some(tolerable), Sampling::StopOrGo { distribution, stages }, false)
        }
        Sample::Anytime { confidence, tolerable, at_most } => {
            (rate(confidence)?, Some(rate(tolerable)?), Sampling::Anytime { at_most: *at_most }, false)
        }
    };
    let tolerance = match &check.tolerance.abs {
        None => 0,
        Some(text) => {
            let money = Money::parse(text, currency).map_err(|_| {
                let error = Error::new(Code::InvalidCall).with("what", "tolerance").with("found", text);
                error.allowed([format!("an amount with at most {} decimals", currency.exponent())])
            })?;
            money.minor.unsigned_abs()
        }
    };
    let always = rules(check)?;
    Ok(Plan {
        confidence,
        tolerable,
        sampling,
        per_stratum,
        always,
        tolerance,
        minor_digits: u8::try_from(currency.exponent()).unwrap_or(2),
        second_review: SECOND_REVIEW,
        unreachable: SECOND_REVIEW,
    })
}

/// Rules name columns as the list does; the frozen list has four of them under names of its own.
pub(crate) fn rules(check: &SpotCheck) -> Result<Vec<Condition>> {
    rules_of(check, &check.always)
}

fn rules_of(check: &SpotCheck, texts: &[String]) -> Result<Vec<Condition>> {
    let population = &check.population;
    let named = [
        (Some(&population.id), "id"),
        (Some(&population.amount), "amount"),
        (population.person.as_ref(), "person"),
        (population.stratum.as_ref(), "stratum"),
    ];
    let frozen = |column: &str| {
        let found = named.iter().find(|(name, _)| name.is_some_and(|name| name == column));
        found.map_or_else(|| column.to_owned(), |(_, frozen)| (*frozen).to_owned())
    };
    let columns = Columns { more: population.show.clone() };
    let rule = |text: &String| -> Result<Condition> {
        let rule = text.parse::<Condition>()?.of(frozen);
        rule.check(&columns)?;
        Ok(rule)
    };
    texts.iter().map(rule).collect()
}

/// The figures of a record's document, where they read as `T`.
fn figures<T: DeserializeOwned>(row: &LedgerRow) -> Option<T> {
    serde_json::from_value(row.record.body.pointer("/document/figures")?.clone()).ok()
}

/// All rounds of a spot check, oldest first.
pub(crate) fn rounds(engine: &Engine, check: &SpotCheck) -> Result<Vec<Round>> {
    engine.store.read(|view| rounds_in(view, check.id.as_str()))
}

/// The round of a record: of a run in its figures, of an act in its body.
fn number_of(row: &LedgerRow) -> Option<u64> {
    let body = &row.record.body;
    body.pointer("/document/figures/round").or_else(|| body.get("round"))?.as_u64()
}

/// The last record that was there when a result was worked out.
fn considered(row: &LedgerRow) -> Option<u64> {
    row.record.body.pointer("/document/figures/considered")?.as_u64()
}

/// The same, within a look or a change.
pub(crate) fn rounds_in(view: &View<'_>, check: &str) -> Result<Vec<Round>> {
    const KINDS: [RecordKind; 5] = [
        RecordKind::PopulationFrozen,
        RecordKind::SampleDrawn,
        RecordKind::ItemResolved,
        RecordKind::SpotChecked,
        RecordKind::SpotCheckSigned,
    ];
    let mut rounds: Vec<Round> = Vec::new();
    let mut last_decision: BTreeMap<u64, u64> = BTreeMap::new();
    for row in view.records_about(check, &KINDS)? {
        if row.record.kind == RecordKind::PopulationFrozen {
            if let Some(frozen) = figures::<Frozen>(&row) {
                rounds.push(Round {
                    number: frozen.round,
                    frozen,
                    frozen_at: row.record.at,
                    list: row,
                    draw: None,
                    judged: None,
                    is_outdated: false,
                    signed_at: None,
                });
            }
            continue;
        }
        let number = number_of(&row);
        let Some(round) = rounds.iter_mut().find(|round| Some(round.number) == number) else { continue };
        match row.record.kind {
            RecordKind::SampleDrawn => round.draw = figures::<Drawn>(&row).map(|drawn| (drawn, row)),
            // A run that came to nothing has no result.
            RecordKind::SpotChecked if row.record.artefacts.is_empty() => {}
            RecordKind::SpotChecked => {
                let decided = last_decision.get(&round.number).copied();
                round.is_outdated = considered(&row).is_some_and(|seen| Some(seen) < decided);
                (round.judged, round.signed_at) = (Some(row), None);
            }
            RecordKind::ItemResolved => {
                last_decision.insert(round.number, row.record.seq);
                round.is_outdated = round.judged.is_some();
                round.signed_at = None;
            }
            _ => round.signed_at = Some(row.record.at),
        }
    }
    Ok(rounds)
}

/// The sample of a round, with what the system paid.
pub(crate) fn sealed_sample(engine: &Engine, row: &LedgerRow) -> Result<SealedSample> {
    sealed::sample(engine.folder(), row)
}

/// The round that is named, or the newest.
///
/// Errors: `nothing_yet` where there is none, `unknown_id`.
pub(crate) fn round(engine: &Engine, check: &SpotCheck, number: Option<u64>) -> Result<Round> {
    named(rounds(engine, check)?, check, number)
}

fn named(rounds: Vec<Round>, check: &SpotCheck, number: Option<u64>) -> Result<Round> {
    let numbers: Vec<u64> = rounds.iter().map(|round| round.number).collect();
    let Some(number) = number.or_else(|| numbers.last().copied()) else {
        return Err(Error::new(Code::NothingYet).with("reason", "round").with("control", &check.id));
    };
    rounds
        .into_iter()
        .find(|round| round.number == number)
        .ok_or_else(|| Error::new(Code::UnknownId).with("what", "round").with("id", number).allowed(numbers))
}

/// Payouts of a round's frozen list that a rule takes: at most so many, and how many there are in all.
///
/// Errors: `not_yet` before the round is judged, `invalid_call` for a rule that reads in no way.
pub(crate) fn reached(
    engine: &Engine,
    check: &SpotCheck,
    rule: &str,
    most: usize,
) -> Result<(Vec<Row>, u64, i128)> {
    let round = round(engine, check, None)?;
    if !round.is_closed() {
        return Err(Error::new(Code::NotYet).with("reason", "not_judged").with("control", &check.id));
    }
    let columns = &round.frozen.population.columns;
    let rule = rules_of(check, std::slice::from_ref(&rule.to_owned()))?.remove(0);
    let digits = round.frozen.commitment.plan.minor_digits;
    let (mut rows, mut count, mut total) = (Vec::new(), 0, 0);
    for row in Rows::open(&engine.artefact(&round.frozen.population.sha256))? {
        let row = row?;
        if rule.holds(columns, digits, &row) {
            count += 1;
            total += i128::from(row.amount);
            if rows.len() < most {
                rows.push(row);
            }
        }
    }
    Ok((rows, count, total))
}

/// Reads a frozen list, in its order.
pub(crate) struct Rows(csv::StringRecordsIntoIter<BufReader<File>>, std::path::PathBuf);

impl Rows {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io(path, &error))?;
        let reader = csv::ReaderBuilder::new().from_reader(BufReader::with_capacity(256 << 10, file));
        Ok(Self(reader.into_records(), path.to_owned()))
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let damaged = || Error::new(Code::WorkspaceDamaged).with("path", self.1.display());
        let record = match self.0.next()? {
            Ok(record) => record,
            Err(error) => return Some(Err(damaged().because(&error))),
        };
        let mut cells = record.iter().map(str::to_owned);
        let mut cell = || cells.next();
        let row = (|| {
            let (id, amount) = (cell()?, cell()?.parse().ok()?);
            let (person, stratum) = (cell()?, cell()?);
            Some((id, amount, person, stratum))
        })();
        let Some((id, amount, person, stratum)) = row else { return Some(Err(damaged())) };
        Some(Ok(Row { id, amount, person, stratum, more: cells.collect() }))
    }
}
