//! How the memory of the engine is shared out.
//!
//! The engine's own pools give to whoever asks first: a merge of many spilled runs takes what is left, and a
//! sorter that begins later finds nothing and fails. Here every sorter and every merge has a share of its own
//! that nobody takes. What does not fit spills, in more passes if it must.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use datafusion::common::{Result, resources_datafusion_err};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation};

/// Of a hundred bytes: for the sorters together, and for their merges.
/// What a sorter holds when the table ends, it sorts in place: its merge then takes every row and every key once
/// more, which of short rows is up to half as much again as the sorter counted. There it cannot spill, so a merge
/// has twice what its sorter has.
const SORTERS: usize = 30;
const MERGES: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Sorter,
    Merge,
    /// A few batches that cannot be anywhere else. Rows on their way between threads are among them: their
    /// channels close when they are full, and where they are refused memory the engine spills them in a way
    /// that can wait for itself for ever.
    Other,
}

fn purpose(consumer: &MemoryConsumer) -> Purpose {
    match consumer.name() {
        name if name.starts_with("ExternalSorter[") => Purpose::Sorter,
        name if name.starts_with("ExternalSorterMerge[") => Purpose::Merge,
        _ => Purpose::Other,
    }
}

/// A pool of so many bytes for so many sorters.
#[derive(Debug)]
pub struct Shares {
    bytes: usize,
    sorters: usize,
    used: Mutex<Used>,
}

#[derive(Debug, Default)]
struct Used {
    all: usize,
    /// By the id of the consumer, which may have several reservations.
    each: HashMap<usize, usize>,
}

impl Shares {
    #[must_use]
    pub fn new(bytes: usize, sorters: usize) -> Self {
        Self { bytes, sorters: sorters.max(1), used: Mutex::default() }
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn share(&self, of_hundred: usize) -> usize {
        self.bytes / 100 * of_hundred
    }
}

impl Used {
    fn add(&mut self, consumer: &MemoryConsumer, bytes: usize) {
        self.all += bytes;
        *self.each.entry(consumer.id()).or_default() += bytes;
    }

    fn of(&self, consumer: &MemoryConsumer) -> usize {
        self.each.get(&consumer.id()).copied().unwrap_or(0)
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shares({} bytes, {} sorters)", self.bytes, self.sorters)
    }
}

impl MemoryPool for Shares {
    fn name(&self) -> &'static str {
        "shares"
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.used().each.remove(&consumer.id());
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.used().add(reservation.consumer(), additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, bytes: usize) {
        let consumer = reservation.consumer();
        let mut used = self.used();
        used.all = used.all.saturating_sub(bytes);
        if let Some(own) = used.each.get_mut(&consumer.id()) {
            *own = own.saturating_sub(bytes);
        }
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let consumer = reservation.consumer();
        let mut used = self.used();
        let (own, most) = match purpose(consumer) {
            Purpose::Sorter => (used.of(consumer), self.share(SORTERS) / self.sorters),
            Purpose::Merge => (used.of(consumer), self.share(MERGES) / self.sorters),
            Purpose::Other => (0, usize::MAX),
        };
        if own.saturating_add(additional) > most {
            return Err(resources_datafusion_err!(
                "{} of {} bytes are taken by {}, which asks for {additional} more",
                own,
                most,
                consumer.name()
            ));
        }
        used.add(consumer, additional);
        Ok(())
    }

    fn reserved(&self) -> usize {
        self.used().all
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn nobody_takes_the_share_of_another() {
        let pool: Arc<dyn MemoryPool> = Arc::new(Shares::new(1000, 2));
        let with = |name: &str, spills| MemoryConsumer::new(name).with_can_spill(spills).register(&pool);
        let (first, second) = (with("ExternalSorter[0]", true), with("ExternalSorter[1]", true));
        let merge = with("ExternalSorterMerge[0]", false);
        first.try_grow(150).unwrap();
        assert!(first.try_grow(1).is_err());
        merge.try_grow(300).unwrap();
        assert!(merge.try_grow(1).is_err());
        // Parts of a reservation count with it.
        let part = first.split(100);
        assert!(first.try_grow(1).is_err());
        second.try_grow(150).unwrap();
        drop(part);
        first.try_grow(100).unwrap();
        // Refused, it would spill, and may wait for itself.
        with("RepartitionExec[0]", true).try_grow(5000).unwrap();
        with("SortPreservingMergeExec[0]", false).try_grow(5000).unwrap();
        drop((first, second, merge));
        assert_eq!(pool.reserved(), 0);
    }
}
