//! Slots of five zones around changes of the clock, month ends and leap days, against a table.
//!
//! The table was counted minute by minute with another implementation of time zones: fixed hours by
//! their civil time, once in a gap at its end and once in a fold at its first occurrence; hours with
//! `*` by every instant whose civil time matches.

#![allow(clippy::unwrap_used)]

use ballast_core::schedule::Schedule;
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[test]
fn slots_are_those_of_the_table() {
    let instant = |text: &str| -> Timestamp { text.replace('Z', ":00Z").parse().unwrap() };
    let mut rows = 0;
    for row in include_str!("schedule_zones.txt").lines() {
        let [zone, line, from, expected] = row.split(" | ").collect::<Vec<_>>()[..] else { panic!("{row}") };
        let schedule: Schedule = line.parse().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        let mut at = instant(from);
        let mut found = Vec::new();
        let expected: Vec<Timestamp> = expected.split_whitespace().map(instant).collect();
        for _ in &expected {
            at = schedule.next_after(at, &zone).unwrap();
            found.push(at);
        }
        assert_eq!(found, expected, "{row}");
        if let Some(last) = expected.last() {
            assert_eq!(schedule.last_before(*last, &zone), Some(*last), "{row}");
        }
        rows += 1;
    }
    assert_eq!(rows, 84);
}
