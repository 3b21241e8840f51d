//! The first so many of a stream, in memory that does not grow with the stream.

use std::collections::BinaryHeap;

/// Keeps the `most` smallest.
#[derive(Debug)]
pub struct Keep<T> {
    heap: BinaryHeap<T>,
    most: usize,
}

impl<T: Ord> Keep<T> {
    #[must_use]
    pub fn new(most: u64) -> Self {
        Self { heap: BinaryHeap::new(), most: usize::try_from(most).unwrap_or(usize::MAX) }
    }

    /// Offers one; `make` is asked only if `is_before` the largest that is kept, or if there is room.
    pub fn offer(&mut self, is_before: impl FnOnce(&T) -> bool, make: impl FnOnce() -> T) {
        if self.heap.len() < self.most {
            self.heap.push(make());
        } else if self.heap.peek().is_some_and(is_before) {
            self.heap.pop();
            self.heap.push(make());
        }
    }

    /// Smallest first.
    #[must_use]
    pub fn sorted(self) -> Vec<T> {
        self.heap.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keeps_the_smallest_in_order(numbers in prop::collection::vec(0u32..1000, 0..80), most in 0u64..20) {
            let mut keep = Keep::new(most);
            for number in &numbers {
                keep.offer(|largest| number < largest, || *number);
            }
            let mut sorted = numbers;
            sorted.sort_unstable();
            sorted.truncate(usize::try_from(most).unwrap());
            prop_assert_eq!(keep.sorted(), sorted);
        }
    }
}
