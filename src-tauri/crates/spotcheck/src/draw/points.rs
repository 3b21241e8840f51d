//! Monetary units drawn along the list: every item covers as many units as it is worth, and is hit by the points
//! that fall on it. Points are in parts of a unit, so that intervals need not be whole.

use super::ticket::Tickets;
use crate::plan::Selection;

/// A point: in 1 / `parts` of a minor unit, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    at: i128,
    /// Its number in the order of the draw, from 1.
    number: u64,
}

/// The points of a draw, met by the items in the order of the list.
#[derive(Debug)]
pub struct Points {
    left: std::iter::Peekable<std::vec::IntoIter<Point>>,
    parts: i128,
    passed: i128,
}

impl Points {
    /// A start, and then every interval: start + j · total / count, in units of 1 / count. `start` from 1 to
    /// `total`.
    #[must_use]
    pub fn fixed(total: i128, count: u64, start: i128) -> Self {
        let points =
            (0..count).map(|number| Point { at: start + i128::from(number) * total, number: number + 1 });
        Self::new(points.collect(), i128::from(count))
    }

    /// The points of a selection; the sieve has none. Start: the ticket of `start`; cells: those of `cell 1`,
    /// `cell 2` and so on; each modulo `total`, plus 1.
    #[must_use]
    pub(super) fn selected(selection: Selection, total: i128, count: u64, tickets: &Tickets) -> Option<Self> {
        if total <= 0 || count == 0 {
            return None;
        }
        match selection {
            Selection::Sieve => None,
            Selection::FixedInterval => Some(Self::fixed(total, count, drawn(tickets, "start", total))),
            Selection::Cell => {
                let point = |number: u64| {
                    let within = drawn(tickets, &format!("cell {number}"), total);
                    Point { at: i128::from(number - 1) * total + within, number }
                };
                Some(Self::new((1..=count).map(point).collect(), i128::from(count)))
            }
        }
    }

    /// Units drawn one after the other, with replacement: the tickets of `unit 1`, `unit 2` and so on. More of
    /// them can follow.
    #[must_use]
    pub(super) fn units(total: i128, count: u64, tickets: &Tickets) -> Self {
        let point =
            |number: u64| Point { at: drawn(tickets, &format!("unit {number}"), total.max(1)), number };
        Self::new((1..=count).map(point).collect(), 1)
    }

    fn new(mut points: Vec<Point>, parts: i128) -> Self {
        points.sort_unstable();
        Self { left: points.into_iter().peekable(), parts, passed: 0 }
    }

    /// The numbers of the points that hit the next item of the list, which is worth `value` units.
    pub fn hits(&mut self, value: u64) -> Vec<u64> {
        self.passed += i128::from(value) * self.parts;
        let mut hits = Vec::new();
        while let Some(point) = self.left.next_if(|point| point.at <= self.passed) {
            hits.push(point.number);
        }
        hits.sort_unstable();
        hits
    }
}

/// From 1 to `total`.
fn drawn(tickets: &Tickets, what: &str, total: i128) -> i128 {
    let modulo = tickets.of(what).modulo(total.unsigned_abs());
    i128::try_from(modulo).unwrap_or_default() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Seed;
    use proptest::prelude::*;

    fn letters(points: &mut Points, values: &[u64]) -> String {
        let hit = values.iter().map(|value| !points.hits(*value).is_empty());
        ('A'..).zip(hit).filter_map(|(letter, hit)| hit.then_some(letter)).collect()
    }

    /// Touw and Hoogduin, Statistiek voor audit en controlling, pages 31 and 34, as section 3.3 quotes them.
    #[test]
    fn fixed_intervals_are_those_of_touw_and_hoogduin() {
        // Items, not values: five of one each, every 2.5th from 1.2. In fifths, so that the start is whole.
        assert_eq!(letters(&mut Points::fixed(25, 2, 12), &[5; 5]), "BD");
        // Values that sum up to 45, every 9th from 2.
        let values = [7, 3, 4, 9, 0, 1, 8, 2, 6, 5];
        assert_eq!(letters(&mut Points::fixed(45, 5, 2 * 5), &values), "ACDGI");
    }

    fn tickets(seed: u64) -> Tickets {
        Tickets::new(&Seed::new(&seed.to_string(), &[]).unwrap())
    }

    proptest! {
        #[test]
        fn every_point_hits_one_item_and_a_large_one_is_hit_for_sure(
            values in prop::collection::vec(0u64..2000, 1..60), count in 1u64..40, seed in any::<u64>(),
            selection in prop::sample::select(vec![Selection::FixedInterval, Selection::Cell]),
        ) {
            let total: u64 = values.iter().sum();
            prop_assume!(total > 0);
            let mut points = Points::selected(selection, i128::from(total), count, &tickets(seed)).unwrap();
            let hits: Vec<Vec<u64>> = values.iter().map(|value| points.hits(*value)).collect();
            let mut all: Vec<u64> = hits.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (1..=count).collect::<Vec<_>>());
            for (value, hits) in values.iter().zip(&hits) {
                prop_assert!(*value > 0 || hits.is_empty());
                // Two cells' points may be nearly two intervals apart; those of one start never are.
                let sure = if selection == Selection::Cell { 2 } else { 1 };
                prop_assert!(value * count < sure * total || !hits.is_empty());
            }
        }

        #[test]
        fn more_units_follow_those_that_were_drawn(
            values in prop::collection::vec(1u64..2000, 1..40), seed in any::<u64>(), count in 1u64..30,
        ) {
            let total = i128::from(values.iter().sum::<u64>());
            let hits = |count| {
                let mut points = Points::units(total, count, &tickets(seed));
                values.iter().map(|value| points.hits(*value)).collect::<Vec<_>>()
            };
            for (short, long) in hits(count).iter().zip(hits(count + 10)) {
                let same: Vec<u64> = long.into_iter().filter(|number| *number <= count).collect();
                prop_assert_eq!(&same, short);
            }
        }
    }
}
