//! Rounds of a spot check: a frozen list, a sample of it, what people answered. All of it is evidence; nothing
//! else is kept.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use ballast_core::evidence::RecordKind;
use ballast_core::{Code, Currency, Error, Money, Result};
use ballast_spotcheck::draw::{Draw, Seed};
use ballast_spotcheck::plan::{Distribution, Sampling, Selection};
use ballast_spotcheck::population::Columns;
use ballast_spotcheck::wire::ListFacts;
use ballast_spotcheck::{Commitment, Completeness, Condition, Plan, Population, Rate, Row};
use ballast_store::LedgerRow;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

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
    pub population: Population,
    pub completeness: Completeness,
    pub commitment: Commitment,
    pub list: Option<ListFacts>,
}

/// A sample, as its record holds it.
#[derive(Clone, Debug, Deserialize)]
struct Drawn {
    round: u64,
    draw: Draw,
}

/// One round, as far as it has come.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    pub number: u64,
    pub frozen: Frozen,
    pub frozen_at: Timestamp,
    pub draw: Option<(Draw, Timestamp)>,
    closed: bool,
}

impl Round {
    pub(crate) fn is_drawn(&self) -> bool {
        self.draw.is_some()
    }

    /// What the answers say was worked out: nothing about it moves any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
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
        Sample::Attribute { confidence, tolerable, expected: wrong, per_stratum } => (
            rate(confidence)?,
            Some(rate(tolerable)?),
            Sampling::Attribute { distribution: Distribution::Hypergeometric, expected: expected(wrong)? },
            *per_stratum,
        ),
        Sample::MonetaryUnit { confidence, tolerable, expected: wrong } => (
            rate(confidence)?,
            Some(rate(tolerable)?),
            Sampling::MonetaryUnit { selection: Selection::Sieve, expected: expected(wrong)? },
            false,
        ),
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
    check.always.iter().map(rule).collect()
}

/// The figures of a record's document, where they read as `T`.
fn figures<T: DeserializeOwned>(row: &LedgerRow) -> Option<T> {
    serde_json::from_value(row.record.body.pointer("/document/figures")?.clone()).ok()
}

/// All rounds of a spot check, oldest first.
pub(crate) fn rounds(engine: &Engine, check: &SpotCheck) -> Result<Vec<Round>> {
    const KINDS: [RecordKind; 3] =
        [RecordKind::PopulationFrozen, RecordKind::SampleDrawn, RecordKind::SpotChecked];
    let rows = engine.store.read(|view| view.records_about(check.id.as_str(), &KINDS))?;
    let mut rounds: Vec<Round> = Vec::new();
    for row in &rows {
        match row.record.kind {
            RecordKind::PopulationFrozen => {
                if let Some(frozen) = figures::<Frozen>(row) {
                    rounds.push(Round {
                        number: frozen.round,
                        frozen,
                        frozen_at: row.record.at,
                        draw: None,
                        closed: false,
                    });
                }
            }
            RecordKind::SampleDrawn => {
                if let Some(drawn) = figures::<Drawn>(row)
                    && let Some(round) = rounds.iter_mut().find(|round| round.number == drawn.round)
                {
                    round.draw = Some((drawn.draw, row.record.at));
                }
            }
            _ => {
                let number = row.record.body.pointer("/document/figures/round");
                let number = number.and_then(serde_json::Value::as_u64);
                for round in rounds.iter_mut().filter(|round| Some(round.number) == number) {
                    round.closed = true;
                }
            }
        }
    }
    Ok(rounds)
}

/// The round that is named, or the newest.
///
/// Errors: `nothing_yet` where there is none, `unknown_id`.
pub(crate) fn round(engine: &Engine, check: &SpotCheck, number: Option<u64>) -> Result<Round> {
    let rounds = rounds(engine, check)?;
    let numbers: Vec<u64> = rounds.iter().map(|round| round.number).collect();
    let Some(number) = number.or_else(|| numbers.last().copied()) else {
        return Err(Error::new(Code::NothingYet).with("reason", "round").with("control", &check.id));
    };
    rounds
        .into_iter()
        .find(|round| round.number == number)
        .ok_or_else(|| Error::new(Code::UnknownId).with("what", "round").with("id", number).allowed(numbers))
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
