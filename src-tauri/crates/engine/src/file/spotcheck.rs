//! `[[spot_check]]`: reading and writing.

use ballast_compare::Tolerance;
use ballast_core::{Currency, Error, Id, Result};

use ballast_spotcheck::plan::{Distribution, Selection};
use serde::Serialize;

use super::compare::{decimal_of, format, inline, list, ratio_of, source_parts, texts};
use super::parse::{File, Namespace, ids, schedule};
use super::reader::Reader;
use super::write::{Sheet, quoted};
use crate::config::{Population, Sales, Sample, SpotCheck};

const RATE: &str = "a percentage such as \"5%\", up to 100%";
const USUAL_CONFIDENCE: &str = "95%";
const DISTRIBUTIONS: [(&str, Distribution); 3] = [
    ("hypergeometric", Distribution::Hypergeometric),
    ("binomial", Distribution::Binomial),
    ("poisson", Distribution::Poisson),
];
const SELECTIONS: [(&str, Selection); 3] =
    [("sieve", Selection::Sieve), ("fixed_interval", Selection::FixedInterval), ("cell", Selection::Cell)];
/// No error accepts; one error means as many items again, of which none may be wrong.
pub(crate) const USUAL_STAGES: [u64; 2] = [1, 0];

impl File {
    pub(super) fn spot_check(&mut self, reader: &Reader<'_>, currency: Currency) -> Result<SpotCheck> {
        let id: Id = self.id(reader, "spot_check", Namespace::Controls)?;
        let population = reader.table("population")?.ok_or_else(|| reader.missing("population"))?;
        let population = self.population(&population)?;
        let sample = sample(&reader.table("sample")?.ok_or_else(|| reader.missing("sample"))?)?;
        let check = SpotCheck {
            id,
            title: reader.text("title")?.map(str::to_owned),
            protects: ids(reader, "protects")?,
            always: always(reader, &population)?,
            population,
            sample,
            tolerance: tolerance(reader)?,
            checkers: people(reader, "checkers")?,
            reviewer: reader.text("reviewer")?.map(str::to_owned),
            schedule: schedule(reader)?,
            max_runtime: reader.span("max_runtime")?,
            proof_valid_for: reader.span("proof_valid_for")?,
        };
        // What could never be drawn is said now, with its line, and not on the night of the first round.
        let plan = crate::spotcheck::plan_of(&check, currency.as_str())
            .and_then(|plan| plan.check_alone().map(|()| plan));
        if let Err(error) = plan {
            let what = error.params.get("what").cloned().unwrap_or_default();
            let key = if what == "always" || what == "tolerance" { what } else { "sample".to_owned() };
            let found = error.params.get("found").cloned().unwrap_or_default();
            let place = reader.sheet.error(reader.span.clone(), &reader.field(&key), "cannot_be_drawn");
            return Err(Error { allowed: error.allowed, ..place.with("found", found) });
        }
        Ok(check)
    }

    fn population(&self, reader: &Reader<'_>) -> Result<Population> {
        let column = |key: &'static str| -> Result<Option<String>> {
            Ok(reader.text(key)?.filter(|name| !name.is_empty()).map(str::to_owned))
        };
        let needed = |key: &'static str| column(key)?.ok_or_else(|| reader.missing(key));
        let (id, amount) = (needed("id")?, needed("amount")?);
        let (person, stratum) = (column("person")?, column("stratum")?);
        if let (true, Some(value)) = (id == amount, reader.get("amount")) {
            return Err(reader.error(value, "amount", "same_column").with("found", &amount));
        }
        for (key, column) in [("person", &person), ("stratum", &stratum)] {
            if let (true, Some(value)) = (column.as_ref() == Some(&amount), reader.get(key)) {
                return Err(reader.error(value, key, "shows_the_amount").with("found", &amount));
            }
        }
        let show = texts(reader, "show")?;
        if let (true, Some(value)) = (show.contains(&amount), reader.get("show")) {
            return Err(reader.error(value, "show", "shows_the_amount").with("found", &amount));
        }
        let sales = reader.table("sales")?.map(|reader| self.sales(&reader)).transpose()?;
        let both = format(reader)?;
        Ok(Population { side: self.side(reader, &both)?, id, amount, person, stratum, show, sales })
    }

    fn sales(&self, reader: &Reader<'_>) -> Result<Sales> {
        let payout = reader.text("payout")?.filter(|name| !name.is_empty()).map(str::to_owned);
        let payout = payout.ok_or_else(|| reader.missing("payout"))?;
        let both = format(reader)?;
        Ok(Sales { side: self.side(reader, &both)?, payout })
    }
}

/// A percentage; what it may be is in the error.
fn rate(reader: &Reader<'_>, key: &'static str) -> Result<Option<String>> {
    let (Some(text), Some(value)) = (reader.text(key)?, reader.get(key)) else { return Ok(None) };
    if ratio_of(text).is_none() {
        return Err(reader.error(value, key, "not_a_number").with("found", text).allowed([RATE]));
    }
    Ok(Some(text.to_owned()))
}

/// Errors at which each stage goes on.
fn go_on(reader: &Reader<'_>) -> Result<Vec<u64>> {
    let Some(value) = reader.get("go_on") else { return Ok(USUAL_STAGES.to_vec()) };
    let number = |one: &toml::de::DeInteger<'_>| u64::from_str_radix(one.as_str(), one.radix()).ok();
    let list = value.as_ref().as_array();
    let numbers: Option<Vec<u64>> =
        list.and_then(|list| list.iter().map(|one| one.as_ref().as_integer().and_then(number)).collect());
    numbers.filter(|list| !list.is_empty()).ok_or_else(|| {
        reader.error(value, "go_on", "not_a_number").with("found", "go_on").allowed(["[1, 0]"])
    })
}

fn sample(reader: &Reader<'_>) -> Result<Sample> {
    const WAYS: [&str; 5] = ["percent", "attribute", "monetary_unit", "stop_or_go", "anytime"];
    let tables = WAYS[1..].iter().map(|way| reader.table(way)).collect::<Result<Vec<_>>>()?;
    let percent = rate(reader, "percent")?;
    let per_stratum = reader.flag("per_stratum")?.unwrap_or(false);
    let at_least = reader.whole("at_least", 1, i64::MAX)?.and_then(|least| u64::try_from(least).ok());
    let confidence = |of: &Reader<'_>| -> Result<String> {
        Ok(rate(of, "confidence")?.unwrap_or_else(|| USUAL_CONFIDENCE.to_owned()))
    };
    let needed = |of: &Reader<'_>| rate(of, "tolerable")?.ok_or_else(|| of.missing("tolerable"));
    let said: Vec<(&str, &Reader<'_>)> = WAYS[1..]
        .iter()
        .zip(&tables)
        .filter_map(|(way, table)| table.as_ref().map(|table| (*way, table)))
        .collect();
    let sample = match (percent, said.as_slice()) {
        (Some(percent), []) => Sample::Percent {
            percent,
            at_least,
            per_stratum,
            confidence: confidence(reader)?,
            tolerable: rate(reader, "tolerable")?,
        },
        (None, [(way, inner)]) => {
            let (confidence, tolerable) = (confidence(inner)?, needed(inner)?);
            let sample = match *way {
                "attribute" => Sample::Attribute {
                    confidence,
                    tolerable,
                    expected: rate(inner, "expected")?,
                    per_stratum,
                    distribution: inner.word("distribution", &DISTRIBUTIONS)?,
                },
                "monetary_unit" => Sample::MonetaryUnit {
                    confidence,
                    tolerable,
                    expected: rate(inner, "expected")?,
                    selection: inner.word("selection", &SELECTIONS)?,
                },
                "stop_or_go" => Sample::StopOrGo { confidence, tolerable, go_on: go_on(inner)? },
                _ => {
                    let at_most = inner.whole("at_most", 1, i64::MAX)?;
                    let at_most = at_most.ok_or_else(|| inner.missing("at_most"))?;
                    Sample::Anytime {
                        confidence,
                        tolerable,
                        at_most: u64::try_from(at_most).unwrap_or(u64::MAX),
                    }
                }
            };
            inner.finish()?;
            sample
        }
        _ => {
            let error = reader.sheet.error(reader.span.clone(), &reader.path, "one_of");
            return Err(error.allowed(WAYS));
        }
    };
    reader.finish()?;
    Ok(sample)
}

/// `COLUMN (< <= = != >= >) LITERAL`, as decisions.md has it.
fn always(reader: &Reader<'_>, _: &Population) -> Result<Vec<String>> {
    let conditions = reader.texts("always")?;
    for (text, value) in &conditions {
        if text.parse::<ballast_spotcheck::Condition>().is_err() {
            let error = reader.error(value, "always", "not_a_condition").with("found", text);
            return Err(error.allowed(["COLUMN < <= = != >= > VALUE, such as \"amount > 5000\""]));
        }
    }
    Ok(conditions.into_iter().map(|(text, _)| text.to_owned()).collect())
}

fn tolerance(reader: &Reader<'_>) -> Result<Tolerance> {
    let Some(table) = reader.table("tolerance")? else { return Ok(Tolerance::default()) };
    let wrong = |key: &str, text: &str, allowed: &str| {
        let error = table.sheet.error(table.span.clone(), &table.field(key), "not_a_number");
        error.with("found", text).allowed([allowed.to_owned()])
    };
    let abs = match table.text("abs")? {
        None => None,
        Some(text) => Some(decimal_of(text).ok_or_else(|| wrong("abs", text, "a decimal such as \"0.01\""))?),
    };
    table.finish()?;
    Ok(Tolerance { abs, rel: None })
}

/// Names of people, each once.
fn people(reader: &Reader<'_>, key: &'static str) -> Result<Vec<String>> {
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in reader.texts(key)? {
        if name.trim().is_empty() || seen.iter().any(|other| crate::people::is_same(other, name)) {
            return Err(reader.error(value, key, "same_person").with("found", name));
        }
        seen.push(name.to_owned());
    }
    Ok(seen)
}

fn source(sheet: &Sheet<'_>, population: &Population) -> String {
    let mut parts = source_parts(sheet, &population.side);
    parts.push(format!("id = {}", quoted(&population.id)));
    parts.push(format!("amount = {}", quoted(&population.amount)));
    parts.extend(population.person.as_deref().map(|person| format!("person = {}", quoted(person))));
    parts.extend(population.stratum.as_deref().map(|stratum| format!("stratum = {}", quoted(stratum))));
    if !population.show.is_empty() {
        parts.push(format!("show = {}", list(&population.show)));
    }
    if let Some(sales) = &population.sales {
        let mut inner = source_parts(sheet, &sales.side);
        inner.push(format!("payout = {}", quoted(&sales.payout)));
        parts.push(format!("sales = {}", inline(&inner)));
    }
    inline(&parts)
}

fn written(sample: &Sample) -> String {
    let pair = |key: &str, value: &str| format!("{key} = {}", quoted(value));
    let aim = |confidence: &str, tolerable: &str| {
        vec![pair("confidence", confidence), pair("tolerable", tolerable)]
    };
    let mut parts = Vec::new();
    match sample {
        Sample::Percent { percent, at_least, per_stratum, confidence, tolerable } => {
            parts.push(pair("percent", percent));
            parts.extend(at_least.map(|least| format!("at_least = {least}")));
            parts.extend(per_stratum.then(|| "per_stratum = true".to_owned()));
            parts.extend((confidence != USUAL_CONFIDENCE).then(|| pair("confidence", confidence)));
            parts.extend(tolerable.as_deref().map(|tolerable| pair("tolerable", tolerable)));
        }
        Sample::Attribute { confidence, tolerable, expected, per_stratum, distribution } => {
            let mut inner = aim(confidence, tolerable);
            inner.extend(expected.as_deref().map(|expected| pair("expected", expected)));
            inner.extend(distribution.as_ref().map(|one| pair("distribution", &word(one))));
            parts.push(format!("attribute = {}", inline(&inner)));
            parts.extend(per_stratum.then(|| "per_stratum = true".to_owned()));
        }
        Sample::MonetaryUnit { confidence, tolerable, expected, selection } => {
            let mut inner = aim(confidence, tolerable);
            inner.extend(expected.as_deref().map(|expected| pair("expected", expected)));
            inner.extend(selection.as_ref().map(|one| pair("selection", &word(one))));
            parts.push(format!("monetary_unit = {}", inline(&inner)));
        }
        Sample::StopOrGo { confidence, tolerable, go_on } => {
            let mut inner = aim(confidence, tolerable);
            let numbers: Vec<String> = go_on.iter().map(u64::to_string).collect();
            inner.push(format!("go_on = [{}]", numbers.join(", ")));
            parts.push(format!("stop_or_go = {}", inline(&inner)));
        }
        Sample::Anytime { confidence, tolerable, at_most } => {
            let mut inner = aim(confidence, tolerable);
            inner.push(format!("at_most = {at_most}"));
            parts.push(format!("anytime = {}", inline(&inner)));
        }
    }
    inline(&parts)
}

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn write(sheet: &mut Sheet<'_>, check: &SpotCheck) {
    sheet.text("id", Some(check.id.as_str()));
    sheet.text("title", check.title.as_deref());
    sheet.ids("protects", &check.protects);
    let population = source(sheet, &check.population);
    sheet.raw("population", &population);
    sheet.raw("sample", &written(&check.sample));
    if !check.always.is_empty() {
        sheet.raw("always", &list(&check.always));
    }
    if let Some(abs) = &check.tolerance.abs {
        sheet.raw("tolerance", &inline(&[format!("abs = {}", quoted(abs))]));
    }
    if !check.checkers.is_empty() {
        sheet.raw("checkers", &list(&check.checkers));
    }
    sheet.text("reviewer", check.reviewer.as_deref());
    sheet.text("schedule", check.schedule.as_deref());
    sheet.span("max_runtime", check.max_runtime);
    sheet.span("proof_valid_for", check.proof_valid_for);
}
