//! What differing rows have in common, and where nothing may be said.

use ballast_compare::*;
use bigdecimal::{BigDecimal, RoundingMode};
use std::str::FromStr;

use crate::tables::{Table, compare, condition, spec};

const REGIONS: [&str; 5] = ["DE", "AT", "CH", "FR", "IT"];
const PRODUCTS: [&str; 4] = ["life", "home", "car", "health"];

/// A number that looks drawn, the same in every run.
fn drawn(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn cents(units: u64) -> String {
    format!("{}.{:02}", units / 100, units % 100)
}

/// Payouts: every sixth to seventh row is Swiss.
fn payouts(rows: u64) -> Table {
    let row = |id: u64| {
        let region = if id % 59 < 9 { "CH" } else { REGIONS[[0, 1, 3, 4][(drawn(id) % 4) as usize]] };
        let product = PRODUCTS[(drawn(id + 1_000_000) % 4) as usize];
        let amount = cents(1_000 + drawn(id + 2_000_000) % 900_000);
        let day = format!("2026-{:02}-{:02}T{:02}:30:00", id % 12 + 1, id % 28 + 1, id % 24);
        let name = format!("customer {:06} of {}", id, drawn(id) % 1000);
        [format!("P-{id:06}"), region.into(), product.into(), amount, day, name].map(Some).to_vec()
    };
    Table {
        columns: ["id", "region", "product", "amount", "paid", "name"].map(str::to_owned).to_vec(),
        rows: (0..rows).map(row).collect(),
    }
}

const AMOUNT: usize = 3;
const PAID: usize = 4;
const NAME: usize = 5;

fn changed(
    old: &Table,
    column: usize,
    change: impl Fn(usize, &[Option<String>], &str) -> Option<String>,
) -> Table {
    let mut new = old.clone();
    for (number, row) in new.rows.iter_mut().enumerate() {
        if let Some(cell) = row[column].clone() {
            row[column] = change(number, &old.rows[number], &cell);
        }
    }
    new
}

fn text(row: &[Option<String>], column: usize) -> &str {
    row[column].as_deref().unwrap()
}

fn times(cell: &str, factor: &str, decimals: i64) -> String {
    let product = BigDecimal::from_str(cell).unwrap() * BigDecimal::from_str(factor).unwrap();
    product.with_scale_round(decimals, RoundingMode::HalfUp).to_plain_string()
}

fn plus(cell: &str, offset: &str) -> String {
    (BigDecimal::from_str(cell).unwrap() + BigDecimal::from_str(offset).unwrap()).to_plain_string()
}

fn explained(old: &Table, new: &Table) -> Vec<Explanation> {
    compare(&spec("id"), old, new).figures().explanations.clone()
}

#[test]
fn the_sentence_of_the_swiss_rule() {
    let old = payouts(2046);
    let new = changed(&old, AMOUNT, |_, row, cell| {
        Some(if text(row, 1) == "CH" { times(cell, "1.077", 2) } else { cell.to_owned() })
    });
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(run.column("amount").cells.mismatch, 315);
    let expected = Explanation {
        column: Some("amount".into()),
        shape: None,
        conditions: vec![condition("region", "CH")],
        effect: Some(Effect::Factor("1.077".into())),
        rows: 315,
        of: 315,
        equal_rows: 0,
    };
    assert_eq!(run.figures().explanations, [expected]);
    let found = run.finding("value_changed:amount:region=CH");
    assert_eq!(
        (found.params["conditions"].as_str(), found.params["effect"].as_str()),
        ("region = CH", "×1.077")
    );
    assert_eq!(found.params["rows"], "315");
    assert_eq!(run.ids(), ["totals_differ:amount", "value_changed:amount:region=CH"]);
}

#[test]
fn few_rows_have_nothing_in_common() {
    let old = payouts(2046);
    // Four Swiss rows and one that is not, each by another amount.
    let new = changed(&old, AMOUNT, |number, _, cell| {
        let hit = [0, 2, 60, 120, 200].contains(&number);
        Some(if hit { plus(cell, &format!("{}.17", number + 1)) } else { cell.to_owned() })
    });
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(run.column("amount").cells.mismatch, 5);
    assert_eq!(run.figures().explanations, []);
}

#[test]
fn three_of_four_rows_in_one_region_are_chance() {
    let old = payouts(400);
    // Rows 0, 1 and 2 are Swiss, row 20 is not.
    let new = changed(&old, AMOUNT, |number, _, cell| {
        Some(if [0, 1, 2, 20].contains(&number) { times(cell, "1.077", 2) } else { cell.to_owned() })
    });
    assert_eq!(explained(&old, &new), []);
}

#[test]
fn a_small_table_in_which_one_region_is_most_says_nothing() {
    let mut old = payouts(9);
    old.rows.iter_mut().skip(6).for_each(|row| row[1] = Some("DE".into()));
    let new = changed(&old, AMOUNT, |number, _, cell| {
        Some(if number < 5 {
            plus(cell, &format!("{}.00", drawn(number as u64) % 977 + 1))
        } else {
            cell.to_owned()
        })
    });
    assert_eq!(explained(&old, &new), []);
}

#[test]
fn noise_without_a_cause_is_not_given_one() {
    for seed in 0..20_u64 {
        let old = payouts(1500);
        let hit = |number: usize| drawn(number as u64 + seed * 7_919).is_multiple_of(12);
        let new = changed(&old, AMOUNT, |number, _, cell| {
            let off = drawn(number as u64 * 31 + seed) % 100_000;
            Some(if hit(number) { plus(cell, &cents(off + 1)) } else { cell.to_owned() })
        });
        assert_eq!(explained(&old, &new), [], "seed {seed}");
    }
}

#[test]
fn a_cent_more_or_less_is_no_effect() {
    let old = payouts(1500);
    let new = changed(&old, AMOUNT, |number, _, cell| {
        Some(match drawn(number as u64) % 10 {
            0 => plus(cell, "0.01"),
            1 => plus(cell, "-0.01"),
            _ => cell.to_owned(),
        })
    });
    assert_eq!(explained(&old, &new), []);
}

#[test]
fn every_effect_is_recognised() {
    let old = payouts(600);
    let hit = |number: usize| number.is_multiple_of(7);
    let case = |column: usize, effect: Effect, change: &dyn Fn(&str) -> Option<String>| {
        let new = changed(
            &old,
            column,
            |number, _, cell| if hit(number) { change(cell) } else { Some(cell.into()) },
        );
        let found = explained(&old, &new);
        let effects = found.iter().map(|one| (one.effect.clone(), one.rows, one.conditions.len()));
        assert_eq!(effects.collect::<Vec<_>>(), [(Some(effect), 86, 0)]);
    };
    case(AMOUNT, Effect::Factor("100".into()), &|cell| Some(times(cell, "100", 0)));
    case(AMOUNT, Effect::Factor("0.01".into()), &|cell| Some(times(cell, "0.01", 4)));
    case(AMOUNT, Effect::Factor("1.19".into()), &|cell| Some(times(cell, "1.19", 2)));
    case(AMOUNT, Effect::Offset("2.5".into()), &|cell| Some(plus(cell, "2.50")));
    case(AMOUNT, Effect::SignFlip, &|cell| Some(format!("-{cell}")));
    case(PAID, Effect::TimeShift(7200), &|cell| {
        let civil: jiff::civil::DateTime = cell.parse().unwrap();
        Some(civil.checked_add(jiff::Span::new().hours(2)).unwrap().to_string())
    });
    case(NAME, Effect::Truncation(12), &|cell| Some(cell[..12].to_owned()));
    case(NAME, Effect::Emptied, &|_| None);
    case(AMOUNT, Effect::Emptied, &|_| Some(String::new()));
}

#[test]
fn rounding_to_whole_numbers_is_recognised() {
    let old = payouts(600);
    let new = changed(&old, AMOUNT, |number, _, cell| {
        let rounded = format!("{}.00", times(cell, "1", 0));
        Some(if number.is_multiple_of(5) { rounded } else { cell.to_owned() })
    });
    let found = explained(&old, &new);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].effect, Some(Effect::Rounding(0)));
    assert_eq!(found[0].rows, found[0].of);
}

#[test]
fn small_whole_numbers_have_a_factor_too() {
    let rows = |factor: u64| {
        let row = |id: u64| {
            [
                id.to_string(),
                ((drawn(id) % 9 + 1) * if id.is_multiple_of(4) { factor } else { 1 }).to_string(),
            ]
        };
        Table {
            columns: vec!["id".into(), "pieces".into()],
            rows: (0..200).map(|id| row(id).map(Some).to_vec()).collect(),
        }
    };
    let found = explained(&rows(1), &rows(2));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].effect.clone(), found[0].rows), (Some(Effect::Factor("2".into())), 50));
}

#[test]
fn swapped_columns_name_each_other() {
    let old = Table {
        columns: ["id", "first", "last"].map(str::to_owned).to_vec(),
        rows: (0..100_u64)
            .map(|id| [id.to_string(), format!("f{}", drawn(id) % 50), format!("l{}", drawn(id + 99) % 50)])
            .map(|row| row.map(Some).to_vec())
            .collect(),
    };
    let mut new = old.clone();
    new.rows.iter_mut().step_by(3).for_each(|row| row.swap(1, 2));
    let found = explained(&old, &new);
    let effects =
        found.iter().map(|one| (one.column.clone().unwrap(), one.effect.clone().unwrap(), one.rows));
    assert_eq!(
        effects.collect::<Vec<_>>(),
        [
            ("first".into(), Effect::Swapped("last".into()), 34),
            ("last".into(), Effect::Swapped("first".into()), 34)
        ]
    );
}

#[test]
fn two_causes_in_one_column_are_told_apart() {
    let old = payouts(3000);
    let new = changed(&old, AMOUNT, |_, row, cell| {
        Some(match (text(row, 1), text(row, 2)) {
            ("CH", _) => times(cell, "1.077", 2),
            ("FR", "car") => plus(cell, "3.00"),
            _ => cell.to_owned(),
        })
    });
    let found = explained(&old, &new);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].conditions, [condition("region", "CH")]);
    assert_eq!(found[0].effect, Some(Effect::Factor("1.077".into())));
    assert_eq!(found[1].conditions, [condition("region", "FR"), condition("product", "car")]);
    assert_eq!(found[1].effect, Some(Effect::Offset("3".into())));
    assert_eq!((found[0].equal_rows, found[1].equal_rows), (0, 0));
    assert_eq!(found[0].rows + found[1].rows, found[0].of);
}

#[test]
fn a_slice_without_a_common_effect_is_told_alone() {
    let old = payouts(2000);
    let new = changed(&old, AMOUNT, |number, row, cell| {
        let hit = text(row, 1) == "CH" && number % 2 == 0;
        Some(if hit { plus(cell, &cents(drawn(number as u64) % 99_999 + 1)) } else { cell.to_owned() })
    });
    let found = explained(&old, &new);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].effect.clone(), &found[0].conditions[..]), (None, &[condition("region", "CH")][..]));
    assert_eq!(found[0].rows, found[0].of);
    assert!(found[0].equal_rows > 100, "half of the Swiss rows are equal");
}

#[test]
fn rows_of_one_side_have_something_in_common_too() {
    let old = payouts(1000);
    let mut new = old.clone();
    new.rows.retain(|row| text(row, 2) != "car");
    let run = compare(&spec("id"), &old, &new);
    let found = &run.figures().explanations;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].shape, found[0].rows, found[0].equal_rows),
        (Some(Shape::OnlyOld), run.figures().only_old, 0)
    );
    assert_eq!(found[0].conditions, [condition("product", "car")]);
    assert!(run.ids().contains(&"row_only_in_old:product=car"));
    let back = compare(&spec("id"), &new, &old);
    assert_eq!(back.figures().explanations[0].shape, Some(Shape::OnlyNew));
    assert_eq!(back.figures().explanations[0].conditions, [condition("product", "car")]);
}

#[test]
fn more_rows_than_are_searched_at_a_time_are_counted_to_the_last() {
    let old = payouts(40_000);
    let new = changed(&old, AMOUNT, |_, row, cell| {
        Some(if text(row, 1) == "CH" { times(cell, "1.077", 2) } else { cell.to_owned() })
    });
    let found = explained(&old, &new);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].rows > 6000);
    assert_eq!((found[0].rows, found[0].equal_rows), (found[0].of, 0));
}

#[test]
fn what_was_accepted_is_not_explained_again() {
    let old = payouts(2046);
    let new = changed(&old, AMOUNT, |_, row, cell| {
        Some(if text(row, 1) == "CH" { times(cell, "1.077", 2) } else { cell.to_owned() })
    });
    let first = compare(&spec("id"), &old, &new);
    let found = first.finding("value_changed:amount:region=CH");
    let known = findings::known_of(first.figures(), found, "D-1").unwrap();
    assert_eq!(known.effect, Some(Effect::Factor("1.077".into())));
    let run = compare(&Spec { known: vec![known], ..spec("id") }, &old, &new);
    assert_eq!((run.figures().unexplained, run.column("amount").cells.known), (0, 315));
    assert_eq!(run.figures().explanations, []);
    assert_eq!(run.ids(), ["totals_differ:amount"]);
    assert_eq!(run.concluded.verdict, ballast_core::Verdict::Passed);
}

#[test]
fn accepting_one_way_to_differ_covers_no_other() {
    let old = payouts(600);
    let with = |extra: bool| {
        changed(&old, AMOUNT, |number, _, cell| match number % 7 {
            0 => Some(times(cell, "100", 0)),
            1 if extra => Some(plus(cell, &format!("{number}.03"))),
            2 if extra => None,
            _ => Some(cell.to_owned()),
        })
    };
    let first = compare(&spec("id"), &old, &with(false));
    let found = first.finding("value_changed:amount:factor=100");
    let known = findings::known_of(first.figures(), found, "value_changed:amount:factor=100").unwrap();
    let run = compare(&Spec { known: vec![known], ..spec("id") }, &old, &with(true));
    let amount = run.column("amount");
    assert_eq!((amount.cells.known, amount.value, amount.null), (86, 86, 86));

    // What is left of values is accepted without its nulls.
    let first = compare(&spec("id"), &old, &with(true));
    let rest = first.finding("value_changed:amount");
    let known = findings::known_of(first.figures(), rest, "value_changed:amount").unwrap();
    assert_eq!((&known.effect, known.shape), (&None, Some(Shape::Value)));
    let run = compare(&Spec { known: vec![known], ..spec("id") }, &old, &with(true));
    assert_eq!((run.column("amount").cells.known, run.column("amount").null), (172, 86));
}
