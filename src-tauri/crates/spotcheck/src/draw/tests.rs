#![allow(clippy::cast_precision_loss)]

use super::*;
use crate::plan::{Distribution, Stage};
use crate::population::Columns;
use proptest::prelude::*;

fn rows(amounts: &[i64]) -> Vec<Row> {
    let row = |(number, amount): (usize, &i64)| Row {
        id: format!("P-{number:04}"),
        amount: *amount,
        person: "Ana".into(),
        stratum: if number % 3 == 0 { "CH" } else { "DE" }.into(),
        more: vec![],
    };
    amounts.iter().enumerate().map(row).collect()
}

fn frozen(rows: &[Row]) -> Population {
    let mut freezer = Freezer::new(Columns::default()).unwrap();
    for row in rows {
        freezer.push(row).unwrap();
    }
    freezer.finish().unwrap().0
}

fn plan(sampling: Sampling) -> Plan {
    Plan {
        confidence: Rate::percent(95),
        tolerable: Some(Rate::percent(20)),
        sampling,
        per_stratum: false,
        always: vec![],
        tolerance: 0,
        minor_digits: 2,
        unreachable: Rate::ONE,
        second_review: Rate::percent(10),
    }
}

fn money(selection: Selection) -> Plan {
    plan(Sampling::MonetaryUnit { selection, expected: Rate::ZERO })
}

fn seed(text: &str) -> Seed {
    Seed::new(text, &["Ana", "Ben"]).unwrap()
}

fn drawn(plan: Plan, rows: &[Row], text: &str, more: u64) -> Draw {
    let population = frozen(rows);
    let commitment = plan.commit(&population).unwrap();
    draw(&commitment, &population, seed(text), more, || Ok(rows.iter().cloned().map(Ok))).unwrap()
}

fn ids(draw: &Draw) -> BTreeSet<&str> {
    draw.items.iter().map(|item| item.id.as_str()).collect()
}

fn frame(draw: &Draw, part: Reason) -> &Frame {
    draw.frames.iter().find(|frame| frame.part == part).unwrap()
}

#[test]
fn the_smallest_tickets_are_drawn_in_their_order() {
    let rows = rows(&[500; 200]);
    let draw = drawn(plan(Sampling::Percent { percent: Rate::percent(5), at_least: 1 }), &rows, "314159", 0);
    let tickets = Tickets::new(&seed("314159"));
    let mut all: Vec<(String, &str)> =
        rows.iter().map(|row| (tickets.of(&row.id).hex(), row.id.as_str())).collect();
    all.sort_unstable();
    let expected: Vec<&str> = all.iter().take(10).map(|(_, id)| *id).collect();
    assert_eq!(draw.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(draw.items[0].hits, [1]);
    assert_eq!(frame(&draw, Reason::Drawn).sample, 10);
}

#[test]
fn rules_come_on_top_and_strata_have_their_own() {
    let mut amounts = vec![500; 60];
    amounts[7] = 900_000;
    let mut plan = plan(Sampling::Percent { percent: Rate::percent(10), at_least: 1 });
    plan.always = vec!["amount > 5000".parse().unwrap()];
    plan.per_stratum = true;
    let draw = drawn(plan, &rows(&amounts), "1", 0);
    let count = |reason, stratum: &str| {
        draw.items.iter().filter(|item| item.reason == reason && item.stratum == stratum).count()
    };
    assert_eq!(
        (count(Reason::Always, "DE"), count(Reason::Drawn, "CH"), count(Reason::Drawn, "DE")),
        (1, 2, 4)
    );
    let parts: Vec<(u64, u64)> = draw.frames.iter().map(|frame| (frame.population, frame.sample)).collect();
    assert_eq!(parts, [(1, 1), (20, 2), (39, 4)]);
}

#[test]
fn large_values_are_certain_and_nothing_or_less_stands_apart() {
    let mut amounts = vec![1000; 50];
    amounts[3] = 90_000;
    amounts[4] = -700;
    amounts[5] = 0;
    // An interval of all 15 hits would be smaller than this; one of the 14 that are left is not.
    amounts[6] = 3500;
    for selection in [Selection::Sieve, Selection::Cell, Selection::FixedInterval] {
        let draw = drawn(money(selection), &rows(&amounts), "22", 0);
        let of = |reason| draw.items.iter().filter(move |item| item.reason == reason);
        assert_eq!(of(Reason::Certain).map(|item| item.amount).collect::<Vec<_>>(), [90_000]);
        assert_eq!(of(Reason::Unreachable).count(), 2);
        let rest = frame(&draw, Reason::Drawn);
        // 20 %, 95 %, Poisson: 15 hits; one of them is the certain item.
        assert_eq!((rest.population, rest.value, rest.sample), (47, 49_500, 14), "{selection:?}");
        assert_eq!(of(Reason::Drawn).map(|item| item.hits.len()).sum::<usize>(), 14);
    }
}

#[test]
fn stages_are_drawn_at_once_and_kept_apart() {
    let stages = vec![Stage { sample: 30, accept: 0, go_on: 1 }, Stage { sample: 30, accept: 1, go_on: 1 }];
    let draw = drawn(
        plan(Sampling::StopOrGo { distribution: Distribution::Binomial, stages }),
        &rows(&[100; 300]),
        "5",
        0,
    );
    let stages: Vec<u32> = draw.items.iter().map(|item| item.stage).collect();
    assert_eq!(stages, [vec![1; 30], vec![2; 30]].concat());
    let tickets: Vec<&String> = draw.items.iter().map(|item| &item.ticket).collect();
    assert!(tickets.is_sorted());
}

#[test]
fn where_one_may_stop_at_any_time_the_first_look_is_what_the_rule_can_pass_with() {
    let rows = rows(&[100; 400]);
    let draw = drawn(plan(Sampling::Anytime { at_most: 40 }), &rows, "5", 0);
    assert!(draw.items.iter().all(|item| item.stage == 1), "the record knows no looks");
    let looks = draw.in_looks(&plan(Sampling::Anytime { at_most: 40 }));
    let least = KaplanMarkov::new(Rate::percent(20), Rate::percent(95)).still_needed().unwrap();
    for item in &looks.items {
        let place = item.hits[0];
        let expected = if place <= least { 1 } else { 2 + (place - least - 1) / 3 };
        assert_eq!(u64::from(item.stage), expected, "14 units, then 3 by 3: {item:?}");
    }
    assert!(looks.items.iter().any(|item| item.stage == 5));
    let percent = plan(Sampling::Percent { percent: Rate::percent(5), at_least: 1 });
    let other = drawn(percent.clone(), &rows, "5", 0);
    assert_eq!(other.in_looks(&percent), other);
}

#[test]
fn a_draw_from_other_rows_or_another_plan_is_refused() {
    let rows = rows(&[100; 40]);
    let population = frozen(&rows);
    let commitment = plan(Sampling::Anytime { at_most: 30 }).commit(&population).unwrap();
    let mut other = rows.clone();
    other[5].amount += 1;
    let error =
        draw(&commitment, &population, seed("1"), 0, || Ok(other.iter().cloned().map(Ok))).unwrap_err();
    assert_eq!(error.params["reason"], "population_changed");
    let mut tampered = commitment;
    tampered.plan.tolerance = 100;
    let error = draw(&tampered, &population, seed("1"), 0, || Ok(rows.iter().cloned().map(Ok))).unwrap_err();
    assert_eq!(error.params["reason"], "plan_changed");
}

#[test]
fn an_interval_is_not_extended_and_others_are_without_redrawing() {
    let rows = rows(&(1..=120).map(|number| number * 37 % 900 + 20).collect::<Vec<_>>());
    let percent = plan(Sampling::Percent { percent: Rate::percent(5), at_least: 1 });
    for plan in [percent, money(Selection::Sieve), plan(Sampling::Anytime { at_most: 30 })] {
        let (short, long) = (drawn(plan.clone(), &rows, "9", 0), drawn(plan, &rows, "9", 8));
        assert!(ids(&short).is_subset(&ids(&long)));
        let extended = short.extended(long).unwrap();
        let first: BTreeSet<&str> =
            extended.items.iter().filter(|item| item.stage == 1).map(|item| item.id.as_str()).collect();
        assert_eq!(first, ids(&short));
        assert!(extended.items.iter().any(|item| item.stage == 2));
    }
    let population = frozen(&rows);
    let commitment = money(Selection::Cell).commit(&population).unwrap();
    let error =
        draw(&commitment, &population, seed("9"), 8, || Ok(rows.iter().cloned().map(Ok))).unwrap_err();
    assert_eq!(error.params["reason"], "interval_changes_with_size");
}

#[test]
fn a_draw_is_written_and_read_without_loss() {
    let draw = drawn(money(Selection::Sieve), &rows(&[5, 70_000, 900, -3, 44]), "77", 0);
    let json = serde_json::to_string(&draw).unwrap();
    assert_eq!(serde_json::from_str::<Draw>(&json).unwrap(), draw);
}

#[test]
fn the_sieve_takes_each_item_as_often_as_its_value_asks() {
    let values: Vec<i64> = (0..200).map(|number| if number % 2 == 0 { 3000 } else { 1000 }).collect();
    let rows = rows(&values);
    let large: usize = (0..300)
        .map(|number| {
            let draw = drawn(money(Selection::Sieve), &rows, &number.to_string(), 0);
            draw.items.iter().filter(|item| item.amount == 3000).count()
        })
        .sum();
    // Three of four hits; 300 draws of 15 have a standard deviation of 0.65 % around that.
    let share = large as f64 / (300.0 * 15.0);
    assert!((share - 0.75).abs() < 0.03, "{share}");
}

proptest! {
    #[test]
    fn the_same_seed_draws_the_same(seed_number in any::<u32>()) {
        let values: Vec<i64> = (0..400).map(|number| if number % 2 == 0 { 3000 } else { 1000 }).collect();
        let draw = drawn(money(Selection::Sieve), &rows(&values), &seed_number.to_string(), 5);
        let again = drawn(money(Selection::Sieve), &rows(&values), &seed_number.to_string(), 5);
        prop_assert_eq!(&draw, &again);
        prop_assert_eq!(draw.items.len(), 20);
    }

    #[test]
    fn no_item_is_drawn_twice_and_every_number_adds_up(
        amounts in prop::collection::vec(-50i64..3000, 20..120), seed_number in any::<u32>(),
        kind in 0usize..5,
    ) {
        prop_assume!(amounts.iter().filter(|amount| **amount > 0).count() > 2);
        let plan = match kind {
            0 => plan(Sampling::Percent { percent: Rate::percent(10), at_least: 3 }),
            1 => money(Selection::Sieve),
            2 => money(Selection::Cell),
            3 => money(Selection::FixedInterval),
            _ => plan(Sampling::Anytime { at_most: 40 }),
        };
        let rows = rows(&amounts);
        let draw = drawn(plan, &rows, &seed_number.to_string(), 0);
        prop_assert_eq!(ids(&draw).len(), draw.items.len());
        let population: u64 = draw.frames.iter().map(|frame| frame.population).sum();
        let value: i128 = draw.frames.iter().map(|frame| frame.value).sum();
        prop_assert_eq!(population, rows.len() as u64);
        prop_assert_eq!(value, rows.iter().map(|row| i128::from(row.amount)).sum::<i128>());
        for item in &draw.items {
            prop_assert_eq!(rows.iter().find(|row| row.id == item.id).map(|row| row.amount), Some(item.amount));
        }
    }
}
