//! Differing cells, as they are shown.

use ballast_compare::apart;
use ballast_core::limits::DIFFERENCES_PAGE_MAX;
use ballast_core::{Code, Error, Result};
use ballast_store::AttemptRow;
use ballast_store::differences::{Filter, Reader};
use serde::Deserialize;

use super::unknown_run;
use crate::compared;
use crate::contract::*;
use crate::engine::Engine;

pub(crate) fn no_list(run: &str) -> Error {
    Error::new(Code::NothingYet).with("control", run)
}

/// The attempt whose list of differences is meant: the newest that has one.
pub(crate) fn attempt_with_list(engine: &Engine, id: &str, run: Option<&str>) -> Result<AttemptRow> {
    engine.config()?.parallel_run(id)?;
    let attempts = engine.store.read(|view| view.attempts(id))?;
    let found = match run {
        Some(run) => attempts.iter().find(|attempt| attempt.run == run),
        None => {
            let listed = attempts.iter().filter(|attempt| compared::list_of(engine, attempt).is_some());
            listed.max_by_key(|attempt| super::conclusion(attempt).map(|said| said.day))
        }
    };
    found.cloned().ok_or_else(|| run.map_or_else(|| no_list(id), |run| unknown_run(&attempts, run)))
}

pub(crate) fn differences(engine: &Engine, request: &DifferencesRequest) -> Result<Differences> {
    let attempt = attempt_with_list(engine, &request.id, request.run.as_deref())?;
    let list = compared::list_of(engine, &attempt).ok_or_else(|| no_list(&attempt.run))?;
    let reader = Reader::open(&list)?;
    let meta = reader.meta()?;
    // Each with its name in the new table, where that is another.
    let names = |key: &str| -> Vec<String> {
        let both =
            meta.get(key).and_then(|text| serde_json::from_str::<Vec<(String, Option<String>)>>(text).ok());
        both.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    };
    let columns = names("columns");
    let column = match &request.column {
        None => None,
        Some(column) => {
            let place = columns.iter().position(|name| name == column);
            let place = place.and_then(|place| u32::try_from(place).ok());
            Some(place.ok_or_else(|| {
                Error::new(Code::UnknownId).with("what", "column").with("id", column).allowed(&columns)
            })?)
        }
    };
    let filter = Filter {
        column,
        shape: request.shape.map(|shape| name(&shape)),
        outcome: request.outcome.map(|outcome| name(&outcome)),
        key: request.find.clone().filter(|find| !find.is_empty()),
        after: 0,
    };
    let limit = request.limit.unwrap_or(200).clamp(1, DIFFERENCES_PAGE_MAX);
    let rows = reader.page(&filter, request.offset.unwrap_or(0), limit)?;
    let context: Vec<String> =
        meta.get("context").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    Ok(Differences {
        run: attempt.run,
        key: names("key"),
        matching: reader.count(&filter)?,
        listed: meta.get("listed").and_then(|text| text.parse().ok()).unwrap_or_default(),
        rows: rows.into_iter().filter_map(|row| difference(row, &columns, &context)).collect(),
    })
}

fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

fn difference(
    row: ballast_store::differences::Difference,
    columns: &[String],
    context: &[String],
) -> Option<Difference> {
    let column = row.column.and_then(|place| columns.get(usize::try_from(place).ok()?).cloned());
    let both = row.old.as_deref().zip(row.new.as_deref()).filter(|_| column.is_some());
    Some(Difference {
        number: row.id,
        key: row.key,
        shape: word(&row.shape)?,
        outcome: word(&row.outcome)?,
        difference: both.and_then(|(old, new)| apart::difference(new, old)),
        factor: both.and_then(|(old, new)| apart::factor(old, new)),
        context: context
            .iter()
            .zip(row.context)
            .map(|(column, value)| Condition { column: column.clone(), value })
            .collect(),
        column,
        old: row.old,
        new: row.new,
    })
}
