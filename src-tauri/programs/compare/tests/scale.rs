//! Large tables, small pools.

#![allow(clippy::unwrap_used)]

mod shared;

use std::fmt::Write;

use ballast_compare::wire::{Compared, Limits, Request};
use ballast_compare::{Figures, Spec, Tolerance};
use ballast_core::Verdict;
use shared::{Place, keyed, kinds};

const TINY: Limits = Limits { pool_bytes: 8 << 20, threads: 2 };

/// A commission engine: rows in an order of their own, with planted differences.
fn table(rows: u64, is_new: bool) -> String {
    let mut text = String::from("id,region,amount,commission,note\n");
    for index in 0..rows {
        // 7919 is prime, so every number comes once.
        let id = if is_new { index * 7919 % rows + 50 } else { index };
        let region = ["CH", "DE", "AT"][usize::try_from(id % 3).unwrap()];
        let changed = is_new && id >= 50;
        let region = if changed && id % 500 == 7 { "FR" } else { region };
        let amount = id * 100 + u64::from(changed && id % 500 == 8) * 10_000;
        let commission = id % 977 * 10 + u64::from(changed && id % 100 == 9);
        let _ = writeln!(
            text,
            "C{id:07},{region},{}.{:02},{}.{:02},row number {id}",
            amount / 100,
            amount % 100,
            commission / 100,
            commission % 100
        );
    }
    text
}

fn spec() -> Spec {
    let tolerance = Tolerance { abs: Some("0.01".to_owned()), rel: None };
    Spec { tolerance: [("commission".to_owned(), tolerance)].into(), ..keyed(&["id"]) }
}

fn figures(compared: &Compared) -> &Figures {
    compared.figures.as_ref().unwrap()
}

#[test]
fn figures_findings_and_digest_do_not_depend_on_how_it_was_done() {
    const ROWS: u64 = 200_000;
    let place = Place::new();
    let request = place.csv(&table(ROWS, false), &table(ROWS, true));
    let with = |limits: Limits| {
        let request = Request { limits, ..request.clone() };
        let compared = place.compare(request, &spec());
        (compared.verdict, compared.findings, compared.figures.unwrap(), place.list())
    };
    let first = with(Limits::default());
    let expected = |rest: u64, of: u64| (50..ROWS).filter(|id| id % of == rest).count() as u64;
    assert_eq!((first.2.only_old, first.2.only_new, first.2.matched), (50, 50, ROWS - 50));
    assert_eq!(first.2.cells.mismatch, expected(7, 500) + expected(8, 500));
    assert_eq!(first.2.cells.tolerated, expected(9, 100));
    for limits in [
        Limits::default(),
        Limits { threads: 1, ..Limits::default() },
        Limits { threads: 3, ..TINY },
        TINY,
        Limits { threads: 1, ..TINY },
    ] {
        assert!(with(limits) == first, "not the same with {limits:?}");
    }
}

#[test]
fn rows_that_come_sorted_give_the_same() {
    const ROWS: u64 = 50_000;
    let place = Place::new();
    let shuffled = place.compare(place.csv(&table(ROWS, false), &table(ROWS, true)), &spec());
    let mut lines: Vec<String> = table(ROWS, true).lines().map(str::to_owned).collect();
    lines[1..].sort_unstable();
    let sorted = place.compare(place.csv(&table(ROWS, false), &(lines.join("\n") + "\n")), &spec());
    assert_eq!(figures(&sorted), figures(&shuffled));
}

#[test]
fn a_million_rows_of_one_key_are_paired_with_nothing() {
    const ROWS: u64 = 1_000_000;
    let place = Place::new();
    let side = |extra: &str| {
        let mut text = String::from("id,value\n");
        for row in 0..ROWS {
            let _ = writeln!(text, "same,{row}");
        }
        text + extra
    };
    let mut request = place.csv(&side("a,1\nb,1\n"), &side("b,2\nc,1\n"));
    request.limits = TINY;
    request.task = ballast_compare::wire::Task::Compare {
        spec: Box::new(keyed(&["id"])),
        differences: None,
        previous: None,
        keep: None,
    };
    let answer =
        ballast_compare_program::run(&request, &ballast_compare_program::progress::Progress::silent());
    let ballast_compare::wire::Answer::Compared(compared) = answer.unwrap() else { panic!() };
    let found = figures(&compared);
    assert_eq!((found.duplicate_keys, found.duplicate_old, found.duplicate_new), (1, ROWS, ROWS));
    assert_eq!((found.matched, found.changed, found.only_old, found.only_new), (1, 1, 1, 1));
    assert!(kinds(&compared).contains(&"duplicate_key"));
}

#[test]
fn ten_thousand_columns() {
    let place = Place::new();
    let side = |changed: &str| {
        let names: Vec<String> = (0..9_999).map(|column| format!("c{column}")).collect();
        let mut text = format!("id,{}\n", names.join(","));
        for row in 0..40 {
            let cell = |column: usize| {
                if row == 7 && column == 9_998 { changed.to_owned() } else { format!("{}", column * row) }
            };
            let cells: Vec<String> = (0..9_999).map(cell).collect();
            let _ = writeln!(text, "k{row},{}", cells.join(","));
        }
        text
    };
    for limits in [Limits::default(), TINY] {
        let request = Request { limits, ..place.csv(&side("1"), &side("2")) };
        let compared = place.compare(request, &keyed(&["id"]));
        let figures = figures(&compared);
        assert_eq!((figures.matched, figures.changed_cells), (40, 1));
        assert_eq!(figures.cells.total(), 40 * 9_999);
        let list = place.list();
        assert_eq!(list.len(), 1);
        assert_eq!(
            (list[0].column, list[0].old.as_deref(), list[0].new.as_deref()),
            (Some(9_998), Some("1"), Some("2"))
        );
    }
}

#[test]
fn what_moved_since_the_run_before() {
    let place = Place::new();
    let side = |changed: &[u32]| {
        let cell = |id| if changed.contains(&id) { "x" } else { "a" };
        (1..9).fold(String::from("id,value\n"), |text, id| format!("{text}{id},{}\n", cell(id)))
    };
    let compared = place.compare(place.csv(&side(&[]), &side(&[1, 2, 3])), &keyed(&["id"]));
    assert_eq!((compared.verdict, figures(&compared).trend), (Verdict::Failed, None));
    let before = figures(&compared).digest.clone();
    std::fs::rename(place.at("differences"), place.at("before")).unwrap();
    let mut request = place.csv(&side(&[]), &side(&[2, 3, 4, 5, 6]));
    request.task = ballast_compare::wire::Task::Compare {
        spec: Box::new(keyed(&["id"])),
        differences: None,
        previous: Some(place.at("before")),
        keep: None,
    };
    let answer =
        ballast_compare_program::run(&request, &ballast_compare_program::progress::Progress::silent());
    let ballast_compare::wire::Answer::Compared(compared) = answer.unwrap() else { panic!() };
    let found = figures(&compared);
    assert_ne!(found.digest, before);
    let trend = found.trend.unwrap();
    assert_eq!((trend.new, trend.resolved, trend.persisting), (3, 1, 2));
    assert!(!place.at("differences").exists());
}

#[test]
fn the_digest_sees_every_value() {
    let place = Place::new();
    let digest = |old: &str, new: &str| {
        let side = |rows: &str| format!("id,value,other\n1,1,1\n{rows}\n");
        figures(&place.compare(place.csv(&side(old), &side(new)), &keyed(&["id"]))).digest.clone()
    };
    let first = digest("2,a,c", "2,b,c");
    assert_eq!(digest("2,a,c", "2,b,c"), first);
    for (old, new) in
        [("2,a,c", "2,x,c"), ("2,x,c", "2,b,c"), ("2,c,a", "2,c,b"), ("3,a,c", "3,b,c"), ("2,a,c", "3,b,c")]
    {
        assert_ne!(digest(old, new), first, "{old} {new}");
    }
    assert_ne!(digest("2,a,c", "3,b,c"), digest("2,a,c", "3,b,d"));
    assert_ne!(digest("2,a,c", "2,a,c\n2,a,c"), digest("2,a,c", "2,a,c\n2,b,c"));
}
