//! A first look at two tables, before anything is set up.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::AsArray;
use ballast_compare::wire::{Looked, PreviewRow, Request};
use ballast_compare::{KeyText, Plan, Spec, plan, propose};
use ballast_core::limits::LOOK_ROWS_MAX;
use ballast_core::{Error, Result};
use datafusion::error::Result as EngineResult;

use crate::key::{Keys, cells, has_null, without_ordinal};
use crate::progress::Progress;
use crate::row::unpack;
use crate::session::from_engine;
use crate::table::Rows;
use crate::take::{Both, Sides};
use crate::work::WorkFolder;

/// Reads both sides, proposes how to compare them, and shows up to so many matched rows.
pub fn look(request: &Request, rows: u32, progress: &Progress) -> Result<Looked> {
    let work = WorkFolder::make(&request.work_folder)?;
    let nothing = Spec::default();
    let both = Both { request, work: work.path(), spec: &nothing, seek_unique: true, keep: false, progress };
    let Sides { old, new, findings } = both.take()?;
    let mut looked = Looked {
        old: old.as_ref().map(|side| side.facts.clone()),
        new: new.as_ref().map(|side| side.facts.clone()),
        findings,
        proposal: Spec::default(),
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let (Some(old), Some(new)) = (old, new) else { return Ok(looked) };
    looked.proposal = propose(&old.taken.profiles, &new.taken.profiles);
    // Without a key there is nothing to match by; a person names one.
    if looked.proposal.key.is_empty() {
        return Ok(looked);
    }
    let plan = plan(&looked.proposal, &old.taken.profiles, &new.taken.profiles)?;
    looked.columns = plan.pairs.iter().map(|pair| pair.name.clone()).collect();
    let rows = rows as usize;
    looked.rows =
        preview(&plan, &old.taken.rows, &new.taken.rows, rows).map_err(|error| from_engine(&error))?;
    Ok(looked)
}

type Cells = Vec<Option<String>>;

/// Reads rows with their keys until `each` has enough.
fn with_keys(
    plan: &Plan,
    rows: &Rows,
    columns: Vec<usize>,
    mut each: impl FnMut(&[u8], &[Option<&str>]) -> bool,
) -> EngineResult<()> {
    let normalise = &plan.spec.normalise;
    let text = KeyText::new(normalise).map_err(crate::merge::outside)?;
    let mut keys = Keys::new(&columns, text, normalise.empty_is_null);
    let mut key = Vec::new();
    for batch in rows.read()? {
        let batch = batch?;
        let mut row_cells = Vec::new();
        for row in batch.column(0).as_binary::<i32>().iter().flatten() {
            keys.write(row, rows.columns, &mut key)?;
            unpack(row, rows.columns, &mut row_cells)?;
            if !each(without_ordinal(&key)?, &row_cells) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Rows of the beginning of the old table that have one partner in the new one.
fn preview(plan: &Plan, old: &Rows, new: &Rows, wanted: usize) -> EngineResult<Vec<PreviewRow>> {
    let owned = |cells: &[Option<&str>], places: &mut dyn Iterator<Item = usize>| -> Cells {
        places.map(|place| cells[place].map(str::to_owned)).collect()
    };
    let mut order: Vec<Arc<[u8]>> = Vec::new();
    // The cells of the old row, and of the new ones with its key: none, one, or too many.
    let mut found: HashMap<Arc<[u8]>, (Cells, Option<Cells>, u32)> = HashMap::new();
    let mut seen = 0;
    with_keys(plan, old, plan.key.iter().map(|key| key.old).collect(), |key, cells| {
        if !has_null(key) {
            let key: Arc<[u8]> = Arc::from(key);
            let row = owned(cells, &mut plan.pairs.iter().map(|pair| pair.old));
            // A key that stands twice is no example.
            match found.entry(Arc::clone(&key)) {
                std::collections::hash_map::Entry::Occupied(mut entry) => entry.get_mut().2 = 2,
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert((row, None, 0));
                    order.push(key);
                }
            }
        }
        seen += 1;
        seen < LOOK_ROWS_MAX
    })?;
    with_keys(plan, new, plan.key.iter().map(|key| key.new).collect(), |key, cells| {
        if let Some((_, partner, count)) = found.get_mut(key) {
            *partner = Some(owned(cells, &mut plan.pairs.iter().map(|pair| pair.new)));
            *count += 1;
        }
        true
    })?;
    let mut rows = Vec::new();
    for key in order {
        if let Some((old, Some(new), 1)) = found.remove(&key)
            && rows.len() < wanted
        {
            let key = cells(&key)?.into_iter().map(Option::unwrap_or_default).collect();
            rows.push(PreviewRow { key, old, new });
        }
    }
    Ok(rows)
}

impl From<crate::row::Damaged> for Error {
    fn from(damaged: crate::row::Damaged) -> Self {
        Error::new(ballast_core::Code::Internal).because(&damaged)
    }
}
