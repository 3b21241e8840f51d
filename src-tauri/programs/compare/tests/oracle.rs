//! Thousands of pairs of small tables, against a comparer that shares nothing with the program: rows in a map,
//! cells one by one.

#![allow(clippy::unwrap_used)]

mod shared;

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use ballast_compare::wire::FileKind;
use ballast_compare::{Normalise, Spec, Tolerance};
use bigdecimal::BigDecimal;
use proptest::prelude::*;
use shared::{Place, keyed};

type Cell = Option<String>;
type Row = Vec<Cell>;

/// Key, column, outcome, shape, old, new.
type Listed = (Row, Option<&'static str>, &'static str, &'static str, Cell, Cell);

/// Two tables with the columns `a b c d`, and how they are compared.
#[derive(Clone, Debug)]
struct Case {
    old: Vec<Row>,
    new: Vec<Row>,
    key: Vec<usize>,
    abs: Option<&'static str>,
    rel: Option<&'static str>,
    normalise: Normalise,
    threads: usize,
}

const COLUMNS: [&str; 4] = ["a", "b", "c", "d"];

/// What the oracle found, in the words of the list: key, column, outcome, shape (value for rounding too), old
/// and new; and how many cells were equal.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    list: Vec<Listed>,
    equal: u64,
    matched: u64,
    only: (u64, u64),
    duplicate: (u64, u64, u64),
    null_keys: u64,
}

fn even(cell: &Cell, rules: &Normalise) -> Cell {
    let mut text = cell.clone()?;
    if rules.trim {
        text = String::from(text.trim());
    }
    if rules.unicode {
        text = text.replace("e\u{301}", "\u{e9}").replace("E\u{301}", "\u{c9}");
    }
    if rules.case {
        text = text.to_lowercase();
    }
    Some(text).filter(|text| !(rules.empty_is_null && text.is_empty()))
}

fn number(text: &str) -> Option<BigDecimal> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let good =
        all_digits(digits) && (digits == "0" || !digits.starts_with('0')) && part.is_none_or(all_digits);
    good.then(|| BigDecimal::from_str(text).unwrap())
}

/// The whole of a comparison, by decisions 26 to 28.
fn oracle(case: &Case) -> Found {
    let decimal: Vec<bool> = (0..4)
        .map(|column| {
            let side = |rows: &[Row]| {
                let cells: Vec<_> = rows.iter().filter_map(|row| row[column].clone()).collect();
                let mut filled = cells.iter().filter(|text| !text.is_empty()).peekable();
                filled.peek().is_some() && filled.all(|text| number(text).is_some())
            };
            side(&case.old) && side(&case.new)
        })
        .collect();
    let key = |row: &Row| case.key.iter().map(|at| even(&row[*at], &case.normalise)).collect::<Row>();
    let mut groups: HashMap<Row, (Vec<&Row>, Vec<&Row>)> = HashMap::new();
    case.old.iter().for_each(|row| groups.entry(key(row)).or_default().0.push(row));
    case.new.iter().for_each(|row| groups.entry(key(row)).or_default().1.push(row));
    let sorted: BTreeMap<_, _> = groups.into_iter().collect();
    let mut found = Found::default();
    for (key, (old, new)) in sorted {
        let is_null = key.contains(&None);
        if let ([old], [new], false) = (old.as_slice(), new.as_slice(), is_null) {
            found.matched += 1;
            for column in (0..4).filter(|column| !case.key.contains(column)) {
                match cell(case, decimal[column], &old[column], &new[column]) {
                    None => found.equal += 1,
                    Some((outcome, shape)) => found.list.push((
                        key.clone(),
                        Some(COLUMNS[column]),
                        outcome,
                        shape,
                        old[column].clone(),
                        new[column].clone(),
                    )),
                }
            }
            continue;
        }
        let duplicate = !is_null && (old.len() > 1 || new.len() > 1);
        found.null_keys += if is_null { (old.len() + new.len()) as u64 } else { 0 };
        found.duplicate.2 += u64::from(duplicate);
        for (is_old, rows) in [(true, old), (false, new)] {
            let count = match (duplicate, is_old) {
                (true, true) => &mut found.duplicate.0,
                (true, false) => &mut found.duplicate.1,
                (false, true) => &mut found.only.0,
                (false, false) => &mut found.only.1,
            };
            *count += rows.len() as u64;
            for row in rows {
                let shape = match (duplicate, is_old) {
                    (true, true) => "duplicate_old",
                    (true, false) => "duplicate_new",
                    (false, true) => "only_old",
                    (false, false) => "only_new",
                };
                let text = Some(serde_json::to_string(&in_file(row, !is_old)).unwrap());
                let (old, new) = if is_old { (text, None) } else { (None, text) };
                found.list.push((key.clone(), None, "not_comparable", shape, old, new));
            }
        }
    }
    found
}

fn cell(case: &Case, decimal: bool, old: &Cell, new: &Cell) -> Option<(&'static str, &'static str)> {
    let (from, to) = (even(old, &case.normalise), even(new, &case.normalise));
    if from == to {
        return None;
    }
    let (Some(from), Some(to)) = (&from, &to) else {
        let filled = from.or(to).is_some_and(|text| !text.is_empty());
        return Some(("mismatch", if filled { "null" } else { "empty" }));
    };
    if from.is_empty() || to.is_empty() {
        return Some(("mismatch", "empty"));
    }
    if let Some((a, b)) = number(from).zip(number(to)).filter(|_| decimal) {
        if a == b {
            return None;
        }
        let bound = |text: Option<&str>| BigDecimal::from_str(text.unwrap_or("0")).unwrap();
        let largest = a.abs().max(b.abs());
        let tolerated = (&a - &b).abs() <= bound(case.abs).max(bound(case.rel) * largest);
        return Some((if tolerated { "tolerated" } else { "mismatch" }, "value"));
    }
    Some(("mismatch", "value"))
}

/// The new table has its columns the other way round.
fn in_file(row: &Row, is_new: bool) -> Row {
    if is_new { row.iter().rev().cloned().collect() } else { row.clone() }
}

fn json_lines(rows: &[Row], is_new: bool) -> String {
    let mut names = COLUMNS;
    if is_new {
        names.reverse();
    }
    let line = |row: &Row| {
        let cells = in_file(row, is_new);
        let members: Vec<String> = names
            .iter()
            .zip(&cells)
            .map(|(name, cell)| match cell {
                // A number as a number, so that nothing on the way may take it for a float.
                Some(text) if number(text).is_some() && text.len() % 2 == 0 => format!("{name:?}:{text}"),
                cell => format!("{name:?}:{}", serde_json::to_string(cell).unwrap()),
            })
            .collect();
        format!("{{{}}}\n", members.join(","))
    };
    rows.iter().map(line).collect()
}

fn cells() -> impl Strategy<Value = Cell> {
    let text = prop_oneof![
        4 => prop::sample::select(vec!["", "a", "A", " a", "é", "e\u{301}", "É", "NaN", "a\nb", "\"a\",", "\u{0}"]),
        6 => prop::sample::select(vec![
            "0", "-0", "0.0", "1", "1.0", "1.00", "1.01", "-1", "2.5", "3", "2", "100", "101", "01", "1e3",
            "9007199254740993", "9007199254740992", "123456789012345678901234567890.1",
            "123456789012345678901234567890.10", "0.1", "0.11", "99.95", "100.00",
        ]),
        1 => prop::sample::select(vec!["2026-11-21", "2026-11-21T10:00:00Z", "21.11.2026"]),
    ];
    prop_oneof![1 => Just(None), 9 => text.prop_map(|text| Some(text.to_owned()))]
}

/// A column of numbers alone, so that it is one of decimals.
fn numbers() -> impl Strategy<Value = Cell> {
    let texts = vec![
        "0",
        "-0",
        "0.0",
        "1",
        "1.00",
        "1.005",
        "1.01",
        "-1",
        "2.5",
        "3",
        "9007199254740993",
        "9007199254740992",
        "123456789012345678901234567890.1",
        "123456789012345678901234567890.12",
        "99.95",
        "100",
        "99.9",
        "",
    ];
    prop_oneof![1 => Just(None), 12 => prop::sample::select(texts).prop_map(|text| Some(text.to_owned()))]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let keys = prop_oneof![
        1 => cells(),
        3 => (0..20_u32).prop_map(|number| Some(format!("k{number}"))),
    ];
    let row = (keys, cells(), numbers(), cells()).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    prop::collection::vec(row, 1..30)
}

fn cases() -> impl Strategy<Value = Case> {
    let rules = any::<[bool; 5]>().prop_map(|[on, trim, case, unicode, empty]| Normalise {
        trim: on && trim,
        case: on && case,
        unicode: on && unicode,
        empty_is_null: on && empty,
        timezone: None,
    });
    let key = prop::sample::select(vec![vec![0], vec![0], vec![1], vec![0, 1], vec![3, 0], vec![2, 3, 0]]);
    let abs = prop::sample::select(vec![None, Some("0.01"), Some("1")]);
    let rel = prop::sample::select(vec![None, None, Some("0.01")]);
    // Half of the rows of the new table are those of the old one, some with one cell changed.
    let changes = prop::collection::vec((any::<prop::sample::Index>(), 0..5_usize, cells()), 0..40);
    (rows(), rows(), changes, key, abs, rel, rules, 1..3_usize).prop_map(
        |(old, mut new, changes, key, abs, rel, normalise, threads)| {
            for (index, column, cell) in changes {
                let mut row = old[index.index(old.len())].clone();
                if let Some(place) = row.get_mut(column) {
                    *place = cell;
                }
                new.push(row);
            }
            Case { old, new, key, abs, rel, normalise, threads }
        },
    )
}

fn check(case: &Case) {
    let place = Place::new();
    let (old, new) = (json_lines(&case.old, false), json_lines(&case.new, true));
    let mut request = place.written(&old, &new, "jsonl", FileKind::JsonLines);
    request.limits.threads = case.threads;
    let key: Vec<&str> = case.key.iter().map(|column| COLUMNS[*column]).collect();
    let tolerance = Tolerance { abs: case.abs.map(str::to_owned), rel: case.rel.map(str::to_owned) };
    let spec = Spec { tolerance_of_all: Some(tolerance), normalise: case.normalise.clone(), ..keyed(&key) };
    let compared = place.compare(request, &spec);
    let figures = compared.figures.unwrap();
    let expected = oracle(case);

    // The list names columns by their place among the compared ones, which is that of the figures.
    let names: Vec<&str> = figures.columns.iter().map(|column| column.name.as_str()).collect();
    let listed: Vec<_> = place
        .list()
        .into_iter()
        .map(|found| {
            let column = found
                .column
                .map(|column| *COLUMNS.iter().find(|name| **name == names[column as usize]).unwrap());
            let word = |word: &str| -> &'static str {
                let words = [
                    "tolerated",
                    "mismatch",
                    "not_comparable",
                    "value",
                    "null",
                    "empty",
                    "only_old",
                    "only_new",
                    "duplicate_old",
                    "duplicate_new",
                ];
                let word = if word == "rounding" { "value" } else { word };
                words.into_iter().find(|other| *other == word).unwrap()
            };
            (found.key, column, word(&found.outcome), word(&found.shape), found.old, found.new)
        })
        .collect();
    let actual = Found {
        equal: figures.cells.equal,
        matched: figures.matched,
        only: (figures.only_old, figures.only_new),
        duplicate: (figures.duplicate_old, figures.duplicate_new, figures.duplicate_keys),
        null_keys: figures.null_keys,
        list: listed,
    };
    assert_eq!(actual, expected);

    let count = |outcome: &str| expected.list.iter().filter(|found| found.2 == outcome).count() as u64;
    assert_eq!(figures.cells.mismatch, count("mismatch"));
    assert_eq!(figures.cells.tolerated, count("tolerated"));
    assert_eq!(figures.cells.total(), figures.rows() * figures.columns.len() as u64);
    assert_eq!(figures.rows_old, case.old.len() as u64);
    assert_eq!(figures.rows_new, case.new.len() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_ends_as_the_oracle_says(case in cases()) {
        check(&case);
    }
}
