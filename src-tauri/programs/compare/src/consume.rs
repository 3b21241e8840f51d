//! Everything that differs, once through: listed, explained, and hashed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use ballast_compare::wire::Request;
use ballast_compare::{CellDifference, Explainer, Explanation, Plan, RowDifference, Shape, Tallies};
use ballast_core::Result;
use ballast_core::evidence::to_hex;
use ballast_core::limits::{CONTEXT_COLUMNS_MAX, DIFFERENCE_TEXT_BYTES_MAX};
use ballast_store::differences::{NewDifference, Writer};
use datafusion::error::{DataFusionError, Result as EngineResult};
use sha2::{Digest, Sha256};

use crate::differing::{Differing, each, outcome_word, shape_word};
use crate::ingest::Taken;
use crate::key;
use crate::merge::outside;
use crate::row::{recycled, unpack};

/// Of a longer cell in a row that is too long only the beginning is kept.
const CELL_BYTES_MAX: usize = 256;

/// What is known at the end.
pub struct Consumed {
    pub tallies: Tallies,
    pub explanations: Vec<Explanation>,
    pub digest: String,
}

pub struct Consumer {
    plan: Arc<Plan>,
    explainer: Explainer,
    tallies: Tallies,
    digest: Sha256,
    list: Option<List>,
    old: Vec<Option<&'static str>>,
    new: Vec<Option<&'static str>>,
}

struct List {
    writer: Writer,
    /// The names of all columns.
    old: Vec<String>,
    new: Vec<String>,
    /// Columns whose values stand beside each difference: name, place in the old and in the new table.
    context: Vec<(String, usize, usize)>,
}

fn json(value: impl serde::Serialize) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}

/// All cells of a row; of one that is too long for a list as many of its first cells as it takes, shortened.
fn row_json(cells: &[Option<&str>]) -> String {
    let whole: usize = cells.iter().flatten().map(|cell| cell.len() + 3).sum();
    let row = if whole <= DIFFERENCE_TEXT_BYTES_MAX { json(cells) } else { String::new() };
    if !row.is_empty() && row.len() <= DIFFERENCE_TEXT_BYTES_MAX {
        return row;
    }
    let mut row = String::from("[");
    for cell in cells {
        let short = cell.map(|text| match text.len() {
            0..=CELL_BYTES_MAX => text.to_owned(),
            _ => format!("{}…", &text[..text.floor_char_boundary(CELL_BYTES_MAX)]),
        });
        let cell = json(short);
        if row.len() + cell.len() + 2 > DIFFERENCE_TEXT_BYTES_MAX {
            break;
        }
        if row.len() > 1 {
            row.push(',');
        }
        row.push_str(&cell);
    }
    row + "]"
}

impl Consumer {
    pub fn new(plan: &Arc<Plan>, [old, new]: [&Taken; 2], list: Option<&Path>) -> Result<Self> {
        let list = list.map(|path| List::begin(path, plan, [old, new])).transpose()?;
        Ok(Self {
            plan: Arc::clone(plan),
            explainer: Explainer::new(Arc::clone(plan)),
            tallies: Tallies::default(),
            digest: Sha256::new(),
            list,
            old: Vec::new(),
            new: Vec::new(),
        })
    }

    pub fn take(&mut self, batch: &RecordBatch) -> EngineResult<()> {
        each(batch, |differing, found| match differing {
            Differing::Pair { key, old, new } => self.pair(key, old, new, found),
            Differing::Alone { key, row, difference } => self.alone(key, row, &difference),
            Differing::Tallies(json) => {
                let tallies = serde_json::from_slice(json)
                    .map_err(|error| DataFusionError::External(Box::new(error)))?;
                self.tallies.merge(tallies).map_err(outside)
            }
        })
    }

    fn pair(
        &mut self,
        key: &[u8],
        old_row: &[u8],
        new_row: &[u8],
        found: &[CellDifference],
    ) -> EngineResult<()> {
        let mut old = recycled(std::mem::take(&mut self.old));
        let mut new = recycled(std::mem::take(&mut self.new));
        unpack(old_row, self.plan.columns_old, &mut old)?;
        unpack(new_row, self.plan.columns_new, &mut new)?;
        self.explainer.pair(&old, &new, found);
        for cell in found {
            let Some(pair) = self.plan.pairs.get(cell.column as usize) else { continue };
            let (old, new) = (old[pair.old], new[pair.new]);
            let digest = &mut self.digest;
            mark(digest, Some(key));
            mark(digest, Some(&cell.column.to_be_bytes()));
            mark(digest, Some(&[cell.outcome as u8]));
            mark(digest, old.map(str::as_bytes));
            mark(digest, new.map(str::as_bytes));
        }
        if let Some(list) = &mut self.list {
            list.pair(&self.plan, key, &old, &new, found)?;
        }
        (self.old, self.new) = (recycled(old), recycled(new));
        Ok(())
    }

    fn alone(&mut self, key: &[u8], row: &[u8], difference: &RowDifference) -> EngineResult<()> {
        let is_old = matches!(difference.shape, Shape::OnlyOld | Shape::DuplicateOld);
        let columns = if is_old { self.plan.columns_old } else { self.plan.columns_new };
        let mut cells = recycled(std::mem::take(&mut self.old));
        unpack(row, columns, &mut cells)?;
        self.explainer.alone(&cells, difference);
        let digest = &mut self.digest;
        mark(digest, Some(key));
        mark(digest, None);
        mark(digest, Some(&[difference.outcome as u8, difference.shape as u8]));
        for cell in &cells {
            mark(digest, cell.map(str::as_bytes));
        }
        if let Some(list) = &mut self.list {
            list.alone(key, is_old, &cells, difference)?;
        }
        self.old = recycled(cells);
        Ok(())
    }

    /// What was counted so far.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    pub fn finish(self, request: &Request) -> Result<Consumed> {
        let Self { plan, explainer, tallies, digest, list, .. } = self;
        let digest = to_hex(&digest.finalize());
        if let Some(list) = list {
            list.finish(&plan, request, &digest)?;
        }
        Ok(Consumed { explanations: explainer.finish(&tallies), tallies, digest })
    }
}

/// One value into a hash, so that no two lists of values read the same.
fn mark(digest: &mut Sha256, value: Option<&[u8]>) {
    match value {
        Some(bytes) => {
            digest.update((bytes.len() as u64 + 1).to_be_bytes());
            digest.update(bytes);
        }
        None => digest.update(0_u64.to_be_bytes()),
    }
}

impl List {
    fn begin(path: &Path, plan: &Plan, [old, new]: [&Taken; 2]) -> Result<Self> {
        let is_category = |column: usize| old.categories.contains(&column);
        let slice = plan.spec.slice.as_deref();
        let mut context: Vec<_> = plan
            .pairs
            .iter()
            .filter(|pair| is_category(pair.old) || Some(pair.name.as_str()) == slice)
            .map(|pair| (pair.name.clone(), pair.old, pair.new))
            .collect();
        context.sort_by_key(|(name, ..)| Some(name.as_str()) != slice);
        context.truncate(CONTEXT_COLUMNS_MAX);
        Ok(Self { writer: Writer::create(path)?, old: old.names.clone(), new: new.names.clone(), context })
    }

    fn add(&mut self, difference: &NewDifference<'_>) -> EngineResult<()> {
        self.writer.add(difference).map_err(outside)
    }

    fn context(&self, cells: &[Option<&str>], is_old: bool) -> String {
        let value = |(_, old, new): &(String, usize, usize)| cells[if is_old { *old } else { *new }];
        json(self.context.iter().map(value).collect::<Vec<_>>())
    }

    fn pair(
        &mut self,
        plan: &Plan,
        key: &[u8],
        old: &[Option<&str>],
        new: &[Option<&str>],
        found: &[CellDifference],
    ) -> EngineResult<()> {
        let (key, context) = (json(key::cells(key)?), self.context(old, true));
        for cell in found {
            let Some(pair) = plan.pairs.get(cell.column as usize) else { continue };
            self.add(&NewDifference {
                key: &key,
                column: Some(cell.column),
                shape: shape_word(cell.shape),
                outcome: outcome_word(cell.outcome),
                old: old[pair.old],
                new: new[pair.new],
                context: &context,
            })?;
        }
        Ok(())
    }

    fn alone(
        &mut self,
        key: &[u8],
        is_old: bool,
        cells: &[Option<&str>],
        difference: &RowDifference,
    ) -> EngineResult<()> {
        let row = row_json(cells);
        self.add(&NewDifference {
            key: &json(key::cells(key)?),
            column: None,
            shape: shape_word(difference.shape),
            outcome: outcome_word(difference.outcome),
            old: is_old.then_some(row.as_str()),
            new: (!is_old).then_some(row.as_str()),
            context: &self.context(cells, is_old),
        })
    }

    fn finish(self, plan: &Plan, request: &Request, digest: &str) -> Result<()> {
        let names =
            |pairs: &mut dyn Iterator<Item = (&String, &Option<String>)>| json(pairs.collect::<Vec<_>>());
        let meta = BTreeMap::from([
            ("now".to_owned(), request.now.to_string()),
            ("digest".to_owned(), digest.to_owned()),
            ("key".to_owned(), names(&mut plan.key.iter().map(|key| (&key.name, &key.new_name)))),
            ("columns".to_owned(), names(&mut plan.pairs.iter().map(|pair| (&pair.name, &pair.new_name)))),
            ("columns_old".to_owned(), json(&self.old)),
            ("columns_new".to_owned(), json(&self.new)),
            ("context".to_owned(), json(self.context.iter().map(|(name, ..)| name).collect::<Vec<_>>())),
        ]);
        self.writer.finish(&meta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_too_long_stay_lists() {
        assert_eq!(row_json(&[Some("a\"b"), None, Some("")]), r#"["a\"b",null,""]"#);
        let long = "ü\u{1}".repeat(20_000);
        for cells in [vec![Some("k"), Some(long.as_str()), None], vec![Some("12345"); 9_000]] {
            let row = row_json(&cells);
            assert!(row.len() <= DIFFERENCE_TEXT_BYTES_MAX);
            let read: Vec<Option<String>> = serde_json::from_str(&row).unwrap();
            assert!(read.len() >= 2000 || read[2].is_none());
            assert_eq!(read[0].as_deref(), cells[0]);
        }
    }
}
