//! Every cell ends in exactly one of five, and a reference of a few lines agrees.

use std::collections::BTreeMap;
use std::str::FromStr;

use ballast_compare::*;
use bigdecimal::BigDecimal;
use jiff::Timestamp;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::tables::{Row, Table, compare, compare_in_parts, condition, spec, table};

#[test]
fn every_shape_has_its_name() {
    let old = table("id,a,n", &["1,x,1", "2,~,2.50", "3,,3.345", "4,~,4", "5,x,5", "6,Y,", "7,~,7"]);
    let new = table("id,a,n", &["1,z,1.0", "2,x,2.49", "3,x,3.35", "4,,~", "5,x,5", "6,y,6", "8,~,8"]);
    let run = compare(&spec("id"), &old, &new);
    let shapes = run.cells.iter().map(|(row, _, cell)| (row[0].as_deref().unwrap(), cell.column, cell.shape));
    assert_eq!(
        shapes.collect::<Vec<_>>(),
        [
            ("1", 0, Shape::Value),
            ("2", 0, Shape::Null),
            ("2", 1, Shape::Value),
            ("3", 0, Shape::Empty),
            ("3", 1, Shape::Rounding),
            ("4", 0, Shape::Empty),
            ("4", 1, Shape::Null),
            ("6", 0, Shape::Value),
            ("6", 1, Shape::Empty),
        ]
    );
    let n = run.column("n");
    assert_eq!((n.cells.equal, n.format, n.cells.mismatch, n.cells.not_comparable), (2, 1, 4, 2));
    assert_eq!((n.value, n.rounding, n.null, n.empty, n.largest.as_deref()), (1, 1, 1, 1, Some("0.01")));
}

#[test]
fn what_is_declared_is_evened_out_and_nothing_else() {
    let old = table(
        "id,t",
        &["1, a ,", "2,STRASSE", "3,e\u{301}", "4,", "5,2026-01-01T12:00:00+02:00", "6,2026-06-01 12:00:00"],
    );
    let old = Table { rows: old.rows.into_iter().map(|row| row[..2].to_vec()).collect(), ..old };
    let new = table(
        "id,t",
        &["1,a", "2,straße", "3,\u{e9}", "4,~", "5,2026-01-01T10:00:00Z", "6,2026-06-01T10:00:00Z"],
    );
    let mut asked = spec("id");
    assert_eq!(compare(&asked, &old, &new).column("t").cells.mismatch, 6);
    asked.normalise = Normalise {
        trim: true,
        case: true,
        unicode: true,
        empty_is_null: true,
        timezone: Some("Europe/Berlin".into()),
    };
    let run = compare(&asked, &old, &new);
    assert_eq!((run.column("t").cells.equal, run.column("t").format), (6, 6), "{:?}", run.cells);
    asked.normalise.timezone = Some("Mars/Olympus".into());
    assert!(KeyText::new(&asked.normalise).is_err());
}

#[test]
fn tolerated_and_known_cells_are_never_equal_ones() {
    let old =
        table("id,region,n", &["1,CH,100.00", "2,CH,100.00", "3,DE,100.00", "4,DE,100.00", "5,CH,200.00"]);
    let new =
        table("id,region,n", &["1,CH,107.70", "2,CH,109.00", "3,DE,107.70", "4,DE,100.01", "5,CH,215.40"]);
    let mut asked = spec("id");
    asked.tolerance.insert("n".into(), Tolerance { abs: Some("0.01".into()), rel: None });
    asked.known.push(KnownDifference {
        id: "vat".into(),
        column: Some("n".into()),
        only_in_old: None,
        conditions: vec![condition("region", "CH")],
        effect: Some(Effect::Factor("1.077".into())),
        shape: None,
    });
    let run = compare(&asked, &old, &new);
    let cells = run.column("n").cells;
    assert_eq!((cells.equal, cells.tolerated, cells.known, cells.mismatch), (0, 1, 2, 2));
    assert_eq!(run.figures().unexplained, 2);
    assert!(run.cells.iter().all(|(.., cell)| cell.known.is_some() == (cell.outcome == Outcome::Known)));
}

#[test]
fn a_known_difference_covers_its_effect_and_no_other() {
    let effects = [
        (Effect::Offset("5".into()), "7", "12", "13"),
        (Effect::SignFlip, "7", "-7", "7.1"),
        (Effect::Rounding(1), "1.25", "1.3", "1.4"),
        (Effect::Factor("100".into()), "1.25", "125", "130"),
        (Effect::Emptied, "1.25", "", "1"),
        (Effect::Truncation(3), "abcde", "abc", "abcd"),
        (Effect::TimeShift(3600), "2026-01-01T10:00:00", "2026-01-01T11:00:00", "2026-01-01T12:00:00"),
        (Effect::TimeShift(-86_400), "2026-01-02", "2026-01-01", "2026-01-03"),
    ];
    for (effect, from, to, other) in effects {
        let old = table("id,n", &[&format!("1,{from}"), &format!("2,{from}")]);
        let new = table("id,n", &[&format!("1,{to}"), &format!("2,{other}")]);
        let mut asked = spec("id");
        asked.known.push(KnownDifference {
            id: "k".into(),
            column: Some("n".into()),
            only_in_old: None,
            conditions: Vec::new(),
            effect: Some(effect.clone()),
            shape: None,
        });
        let cells = compare(&asked, &old, &new).column("n").cells;
        assert_eq!((cells.known, cells.mismatch), (1, 1), "{effect:?}");
    }
}

#[test]
fn rows_of_one_side_are_accepted_by_what_they_hold() {
    let old = table("id,kind", &["1,test", "2,real", "3,test"]);
    let new = table("id,kind", &["3,test", "4,test"]);
    let mut asked = spec("id");
    asked.known.push(KnownDifference {
        id: "k".into(),
        column: None,
        only_in_old: Some(true),
        conditions: vec![condition("kind", "test")],
        effect: None,
        shape: None,
    });
    let run = compare(&asked, &old, &new);
    assert_eq!(
        (run.tallies.only_old_known, run.tallies.only_new_known, run.figures().unexplained),
        (1, 0, 2)
    );
    assert_eq!(run.alone[0].1.outcome, Outcome::Known);
    assert_eq!(run.ids(), ["row_only_in_new", "row_only_in_old"]);
}

#[test]
fn duplicate_and_null_keys_are_compared_with_nothing() {
    let old = table("id,n", &["1,1", "1,2", "~,3", "4,4"]);
    let new = table("id,n", &["1,1", "~,3", "4,4"]);
    let run = compare(&spec("id"), &old, &new);
    let figures = run.figures();
    assert_eq!((figures.duplicate_keys, figures.duplicate_old, figures.duplicate_new), (1, 2, 1));
    assert_eq!((figures.null_keys, figures.only_old, figures.only_new, figures.matched), (2, 1, 1, 1));
    assert_eq!((figures.cells.equal, figures.cells.not_comparable), (1, 5));
    assert_eq!(run.ids(), ["duplicate_key", "grain_changed:old", "row_only_in_new", "row_only_in_old"]);
}

// ---- The reference ------------------------------------------------------------------------------------------

fn evened(rules: &Normalise, cell: Option<&String>) -> Option<String> {
    let mut text = cell?.clone();
    if rules.trim {
        text = String::from(text.trim());
    }
    if rules.timezone.is_some() {
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(instant.to_string());
        }
        // In the zone that the test asks for, UTC, a civil time is the instant of the same name.
        if text.len() == 19
            && let Ok(instant) = format!("{text}Z").parse::<Timestamp>()
        {
            return Some(instant.to_string());
        }
    }
    if rules.unicode {
        text = text.nfc().collect();
    }
    if rules.case {
        text = text.to_uppercase().to_lowercase();
    }
    (!(rules.empty_is_null && text.is_empty())).then_some(text)
}

fn number(text: &str) -> Option<BigDecimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.chars().all(|one| one.is_ascii_digit());
    let is = all(whole) && all(rest) && (whole == "0" || !whole.starts_with('0'));
    is.then(|| BigDecimal::from_str(text).unwrap())
}

fn reference(spec: &Spec, decimal: bool, old: Option<&String>, new: Option<&String>) -> Outcome {
    let (old, new) = (evened(&spec.normalise, old), evened(&spec.normalise, new));
    let (Some(old), Some(new)) = (&old, &new) else {
        return if old == new { Outcome::Equal } else { Outcome::Mismatch };
    };
    if old == new {
        return Outcome::Equal;
    }
    if let (true, Some(a), Some(b)) = (decimal, number(old), number(new)) {
        if a == b {
            return Outcome::Equal;
        }
        if let Some(Tolerance { abs: Some(abs), .. }) = &spec.tolerance_of_all
            && (a - b).abs() <= BigDecimal::from_str(abs).unwrap()
        {
            return Outcome::Tolerated;
        }
    }
    Outcome::Mismatch
}

fn numbers() -> impl Strategy<Value = Option<String>> {
    let pool = [
        "",
        "-0",
        "0",
        "0.00",
        "1.5",
        "1.50",
        "1.49",
        "9007199254740993",
        "9007199254740992",
        "-9007199254740993",
    ];
    let long = "123456789012345678901234567890123456789012345";
    prop_oneof![
        1 => Just(None),
        8 => proptest::sample::select(pool.to_vec()).prop_map(|text| Some(text.to_owned())),
        1 => Just(Some(long.to_owned())),
        1 => Just(Some(format!("{long}.0"))),
        1 => Just(Some(format!("{long}.01"))),
    ]
}

fn words() -> impl Strategy<Value = Option<String>> {
    let pool = [
        "",
        "NaN",
        "-0",
        "0",
        "a",
        "A",
        " a",
        "a\u{a0}",
        "é",
        "e\u{301}",
        "É",
        "ß",
        "SS",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "2026-01-01 01:00:00+01:00",
        "2026-01-01T00:00:00",
        "line\nbreak",
        "a,\"b\"",
        "Σ",
        "ς",
    ];
    prop_oneof![1 => Just(None), 12 => proptest::sample::select(pool.to_vec()).prop_map(|text| Some(text.to_owned()))]
}

fn keys() -> impl Strategy<Value = Option<String>> {
    let pool = ["1", "2", "3", "4", "5", "6", "01", " 1", "é", "e\u{301}", "", "x\ny"];
    prop_oneof![1 => Just(None), 12 => proptest::sample::select(pool.to_vec()).prop_map(|text| Some(text.to_owned()))]
}

fn tables() -> impl Strategy<Value = Table> {
    let row = (keys(), numbers(), words(), words()).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    proptest::collection::vec(row, 0..14)
        .prop_map(|rows| Table { columns: ["id", "n", "t", "u"].map(str::to_owned).to_vec(), rows })
}

fn specs() -> impl Strategy<Value = Spec> {
    (any::<[bool; 5]>(), proptest::option::of(Just("0.01"))).prop_map(|([a, b, c, d, e], abs)| Spec {
        normalise: Normalise {
            trim: a,
            case: b,
            unicode: c,
            empty_is_null: d,
            timezone: e.then(|| "UTC".to_owned()),
        },
        tolerance_of_all: abs.map(|abs| Tolerance { abs: Some(abs.into()), rel: None }),
        ..spec("id")
    })
}

/// Cells of matched rows by what the reference says of them, as lists of outcomes in the order of columns.
fn expected(spec: &Spec, old: &Table, new: &Table, decimals: &[bool]) -> (Cells, u64) {
    let mut groups: BTreeMap<String, [Vec<&Row>; 2]> = BTreeMap::new();
    let (mut cells, mut rows, mut nulls) = (Cells::default(), 0, 0);
    for (side, table) in [old, new].into_iter().enumerate() {
        for row in &table.rows {
            match evened(&spec.normalise, row[0].as_ref()) {
                Some(key) => groups.entry(key).or_default()[side].push(row),
                None => nulls += 1,
            }
        }
    }
    for [left, right] in groups.values() {
        if left.len() != 1 || right.len() != 1 {
            rows += (left.len() + right.len()) as u64;
            cells.not_comparable += 3 * (left.len() + right.len()) as u64;
            continue;
        }
        rows += 1;
        for column in 1..4 {
            match reference(spec, decimals[column], left[0][column].as_ref(), right[0][column].as_ref()) {
                Outcome::Equal => cells.equal += 1,
                Outcome::Tolerated => cells.tolerated += 1,
                _ => cells.mismatch += 1,
            }
        }
    }
    cells.not_comparable += 3 * nulls;
    (cells, rows + nulls)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_reference_agrees(old in tables(), new in tables(), asked in specs()) {
        let run = compare(&asked, &old, &new);
        let mut decimals = vec![false; 4];
        for pair in &run.plan.pairs {
            decimals[pair.old] = pair.kind == ColumnKind::Decimal;
        }
        let (cells, rows) = expected(&asked, &old, &new, &decimals);
        prop_assert_eq!(run.figures().cells, cells);
        prop_assert_eq!(run.figures().rows(), rows);
        prop_assert_eq!(run.figures().cells.total(), rows * 3);
        let listed = run.cells.iter().filter(|(.., cell)| cell.outcome == Outcome::Mismatch).count();
        prop_assert_eq!(listed as u64, cells.mismatch);
        prop_assert_eq!(run.figures().changed_cells, cells.mismatch);
    }

    #[test]
    fn parts_make_the_same_whole(old in tables(), new in tables(), asked in specs(), parts in 2usize..5) {
        let asked = Spec { slice: Some("t".into()), ..asked };
        let whole = compare(&asked, &old, &new);
        let merged = compare_in_parts(&asked, &old, &new, parts);
        prop_assert_eq!(&merged.tallies, &whole.tallies);
        prop_assert_eq!(merged.concluded, whole.concluded);
    }

    #[test]
    fn a_table_is_equal_to_itself(table in tables(), asked in specs()) {
        let run = compare(&asked, &table, &table);
        prop_assert_eq!(run.figures().changed_cells, 0);
        prop_assert_eq!(run.figures().cells.tolerated, 0);
        prop_assert!(run.figures().totals.iter().all(|total| total.equal));
    }

    #[test]
    fn sides_may_change_places(old in tables(), new in tables(), asked in specs()) {
        let (there, back) = (compare(&asked, &old, &new), compare(&asked, &new, &old));
        prop_assert_eq!(there.figures().cells, back.figures().cells);
        prop_assert_eq!(there.figures().unexplained, back.figures().unexplained);
        prop_assert_eq!(there.figures().only_old, back.figures().only_new);
    }
}
