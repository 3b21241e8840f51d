//! Two streams in the order of their keys, met row by row. Needs two rows of each side at a time, however
//! often a key stands there: rows of a key that is not unique are never paired.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, AsArray, BinaryArray, RecordBatch};
use ballast_compare::{CellDifference, Comparer, Plan};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;

use crate::differing::Gathered;
use crate::key::{has_null, without_ordinal};
use crate::progress::Pace;
use crate::row::{recycled, unpack};
use crate::table::{KEY, ROW};

type Columns = (BinaryArray, BinaryArray);

/// One side: where it is, and the batch after it where the next row stands there.
struct Cursor {
    stream: SendableRecordBatchStream,
    batch: Option<Columns>,
    following: Option<Columns>,
    index: usize,
    ended: bool,
    pace: Option<Arc<Pace>>,
}

impl Cursor {
    fn new(stream: SendableRecordBatchStream, pace: Option<Arc<Pace>>) -> Self {
        Self { stream, batch: None, following: None, index: 0, ended: false, pace }
    }

    /// Whether the row it stands on and the one after it are at hand, as far as there are any.
    fn is_ready(&self) -> bool {
        self.ended
            || self.following.is_some()
            || self.batch.as_ref().is_some_and(|(keys, _)| self.index + 1 < keys.len())
    }

    async fn make_ready(&mut self) -> Result<()> {
        while !self.is_ready() {
            let Some(batch) = self.stream.next().await.transpose()? else {
                self.ended = true;
                return Ok(());
            };
            if batch.num_rows() == 0 {
                continue;
            }
            if let Some(pace) = &self.pace {
                pace.add(batch.num_rows() as u64);
            }
            let columns =
                (batch.column(KEY).as_binary::<i32>().clone(), batch.column(ROW).as_binary::<i32>().clone());
            if self.batch.is_none() { self.batch = Some(columns) } else { self.following = Some(columns) }
        }
        Ok(())
    }

    /// The key and the row it stands on, or the one after it.
    fn at(&self, offset: usize) -> Result<Option<(&[u8], &[u8])>> {
        let Some((keys, rows)) = &self.batch else { return Ok(None) };
        let index = self.index + offset;
        let (keys, rows, index) = match &self.following {
            _ if index < keys.len() => (keys, rows, index),
            Some((following, rows)) if index - keys.len() < following.len() => {
                (following, rows, index - keys.len())
            }
            _ => return Ok(None),
        };
        Ok(Some((without_ordinal(keys.value(index))?, rows.value(index))))
    }

    fn repeats(&self, key: &[u8]) -> Result<bool> {
        Ok(self.at(1)?.is_some_and(|(next, _)| next == key))
    }

    fn advance(&mut self) {
        self.index += 1;
        if self.batch.as_ref().is_some_and(|(keys, _)| self.index >= keys.len()) {
            self.batch = self.following.take();
            self.index = 0;
        }
    }
}

/// What rows of a key that pairs nothing are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Null,
    Duplicate,
}

/// A key whose rows are handed out one by one.
struct Group {
    key: Vec<u8>,
    why: Why,
    first: bool,
}

/// What meets the rows: the semantics, and where the differing ones go.
struct Meeting {
    plan: Arc<Plan>,
    comparer: Comparer,
    gathered: Gathered,
    old: Vec<Option<&'static str>>,
    new: Vec<Option<&'static str>>,
    found: Vec<CellDifference>,
}

impl Meeting {
    fn pair(&mut self, key: &[u8], old_row: &[u8], new_row: &[u8]) -> Result<()> {
        let mut old = recycled(std::mem::take(&mut self.old));
        let mut new = recycled(std::mem::take(&mut self.new));
        unpack(old_row, self.plan.columns_old, &mut old)?;
        unpack(new_row, self.plan.columns_new, &mut new)?;
        self.found.clear();
        self.comparer.matched(&old, &new, &mut self.found);
        if !self.found.is_empty() {
            self.gathered.pair(key, old_row, new_row, &self.found);
        }
        (self.old, self.new) = (recycled(old), recycled(new));
        Ok(())
    }

    /// A row that is not paired; `group`: why, and whether it is the first of its key.
    fn alone(&mut self, is_old: bool, key: &[u8], row: &[u8], group: Option<(Why, bool)>) -> Result<()> {
        let columns = if is_old { self.plan.columns_old } else { self.plan.columns_new };
        let mut cells = recycled(std::mem::take(&mut self.old));
        unpack(row, columns, &mut cells)?;
        let comparer = &mut self.comparer;
        let difference = match (group, is_old) {
            (Some((Why::Duplicate, first)), true) => comparer.duplicate_old(&cells, first),
            (Some((Why::Duplicate, first)), false) => comparer.duplicate_new(&cells, first),
            (group, is_old) => {
                if group.is_some() {
                    comparer.null_key();
                }
                if is_old { comparer.only_old(&cells) } else { comparer.only_new(&cells) }
            }
        };
        self.gathered.alone(key, row, &difference);
        self.old = recycled(cells);
        Ok(())
    }
}

/// The comparison of one partition: asked for batches until there are none.
pub struct Merge {
    old: Cursor,
    new: Cursor,
    meeting: Option<Meeting>,
    group: Option<Group>,
}

impl Merge {
    pub fn new(
        plan: Arc<Plan>,
        old: SendableRecordBatchStream,
        new: SendableRecordBatchStream,
        pace: Option<Arc<Pace>>,
    ) -> Result<Self> {
        let meeting = Meeting {
            comparer: Comparer::new(Arc::clone(&plan)).map_err(outside)?,
            plan,
            gathered: Gathered::default(),
            old: Vec::new(),
            new: Vec::new(),
            found: Vec::new(),
        };
        let (old, new) = (Cursor::new(old, pace.clone()), Cursor::new(new, pace));
        Ok(Self { old, new, meeting: Some(meeting), group: None })
    }

    /// The next batch; the last one ends with the counts.
    pub async fn next(&mut self) -> Result<Option<RecordBatch>> {
        let Some(mut meeting) = self.meeting.take() else { return Ok(None) };
        while !meeting.gathered.is_full() {
            self.old.make_ready().await?;
            self.new.make_ready().await?;
            if !self.step(&mut meeting)? {
                let Meeting { comparer, mut gathered, .. } = meeting;
                let tallies = serde_json::to_vec(&comparer.into_tallies())
                    .map_err(|error| DataFusionError::External(Box::new(error)))?;
                gathered.tallies(&tallies);
                return gathered.take().map(Some);
            }
        }
        let batch = meeting.gathered.take()?;
        self.meeting = Some(meeting);
        Ok(Some(batch))
    }

    /// One row, or one pair, further. False at the end of both sides.
    fn step(&mut self, meeting: &mut Meeting) -> Result<bool> {
        if let Some(mut group) = self.group.take() {
            if self.step_in(&mut group, meeting)? {
                self.group = Some(group);
            }
            return Ok(true);
        }
        let (old, new) = (self.old.at(0)?, self.new.at(0)?);
        let (key, order) = match (old, new) {
            (None, None) => return Ok(false),
            (Some((key, _)), None) => (key, Ordering::Less),
            (None, Some((key, _))) => (key, Ordering::Greater),
            (Some((left, _)), Some((right, _))) => (left.min(right), left.cmp(right)),
        };
        let is_null = has_null(key);
        if is_null
            || (order != Ordering::Greater && self.old.repeats(key)?)
            || (order != Ordering::Less && self.new.repeats(key)?)
        {
            let why = if is_null { Why::Null } else { Why::Duplicate };
            self.group = Some(Group { key: key.to_vec(), why, first: true });
            return Ok(true);
        }
        match (order, old, new) {
            (Ordering::Equal, Some((_, old)), Some((_, new))) => meeting.pair(key, old, new)?,
            (Ordering::Less, Some((_, row)), _) => meeting.alone(true, key, row, None)?,
            (_, _, Some((_, row))) => meeting.alone(false, key, row, None)?,
            _ => {}
        }
        if order != Ordering::Greater {
            self.old.advance();
        }
        if order != Ordering::Less {
            self.new.advance();
        }
        Ok(true)
    }

    /// One row of a group; the old ones first. False when it has no more.
    fn step_in(&mut self, group: &mut Group, meeting: &mut Meeting) -> Result<bool> {
        for is_old in [true, false] {
            let side = if is_old { &mut self.old } else { &mut self.new };
            let Some((key, row)) = side.at(0)? else { continue };
            if key == group.key {
                meeting.alone(is_old, key, row, Some((group.why, group.first)))?;
                group.first = false;
                side.advance();
                return Ok(true);
            }
        }
        Ok(false)
    }
}

pub fn outside(error: ballast_core::Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}
