//! What two live systems answer, compared: properties over generated documents.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use ballast_compare::responses::{Asked, Compared, Reply, Rules, Side, Tally, Wanted, compare};
use ballast_core::{FindingKind, Severity, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

fn reply(status: u16, body: &str) -> Reply {
    let headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
    Reply { status, headers, body: body.as_bytes().to_vec() }
}

fn documents(old: &Value, new: &Value, rules: &Rules) -> Compared {
    compare(&reply(200, &old.to_string()), &reply(200, &new.to_string()), rules)
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-1000_i64..1000).prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-e]{1,2}|[A-C]_[a-c]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// All leaves of a document with their paths in JSON pointer form.
fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                leaves(value, format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                leaves(value, format!("{at}/{name}"), found);
            }
        }
        _ => found.push(at),
    }
}

/// `/a/0/b` as `$.a[0].b`.
fn shown(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1).map(|step| {
        if step.bytes().all(|byte| byte.is_ascii_digit()) { format!("[{step}]") } else { format!(".{step}") }
    });
    format!("${}", steps.collect::<String>())
}

fn mirrored(kind: FindingKind) -> FindingKind {
    match kind {
        FindingKind::ColumnAdded => FindingKind::ColumnMissing,
        FindingKind::ColumnMissing => FindingKind::ColumnAdded,
        FindingKind::RowOnlyInNew => FindingKind::RowOnlyInOld,
        FindingKind::RowOnlyInOld => FindingKind::RowOnlyInNew,
        other => other,
    }
}

proptest! {
    #[test]
    fn a_document_is_equal_to_itself(document in document()) {
        let rules = Rules::new(&Wanted { ignore: vec!["$.nowhere".to_owned()], ..Wanted::default() }).unwrap();
        let old = reply(200, &document.to_string());
        let new = reply(200, &serde_json::to_string_pretty(&document).unwrap());
        prop_assert_eq!(compare(&old, &new, &rules).differences, vec![]);
    }

    #[test]
    fn different_documents_differ_and_the_other_way_round_as_well(old in document(), new in document()) {
        let rules = Rules::default();
        let there = documents(&old, &new, &rules);
        let back = documents(&new, &old, &rules);
        prop_assert_eq!(there.differences.is_empty(), old == new, "{:?}", there);
        // Renamed fields are paired from the old side, so only counts of the other kinds are mirrored.
        let renamed = |compared: &Compared| compared.differences.iter().any(|it| it.kind == FindingKind::ColumnRenamed);
        if !renamed(&there) {
            let mut kinds: Vec<_> = there.differences.iter().map(|it| (mirrored(it.kind), &it.at)).collect();
            let mut others: Vec<_> = back.differences.iter().map(|it| (it.kind, &it.at)).collect();
            kinds.sort();
            others.sort();
            prop_assert_eq!(kinds, others);
        }
    }

    #[test]
    fn one_planted_difference_is_the_only_one(old in document(), pick in any::<prop::sample::Index>()) {
        let mut places = Vec::new();
        leaves(&old, String::new(), &mut places);
        prop_assume!(!places.is_empty());
        let place = places[pick.index(places.len())].clone();
        let mut new = old.clone();
        *new.pointer_mut(&place).unwrap() = json!("planted");
        let found = documents(&old, &new, &Rules::default()).differences;
        prop_assert_eq!(found.len(), 1, "{:?}", found);
        prop_assert_eq!(&found[0].at, &shown(&place));
        // And it is left out by its own path, as it is shown for all of its kind.
        let rules = Rules::new(&Wanted { ignore: vec![found[0].path.clone()], ..Wanted::default() }).unwrap();
        prop_assert_eq!(documents(&old, &new, &rules).differences, vec![]);
    }

    #[test]
    fn tolerance_is_symmetric_and_exact(a in -10_000_i64..10_000, b in -10_000_i64..10_000, cents in 0_i64..500) {
        let text = |cents: i64| format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
        let tolerance = ballast_compare::Tolerance { abs: Some(text(cents)), rel: None };
        let rules = Rules::new(&Wanted { tolerance_of_all: Some(tolerance), ..Wanted::default() }).unwrap();
        for (old, new) in [(a, b), (b, a)] {
            let found = compare(&reply(200, &format!("[{}]", text(old))), &reply(200, &format!("[{}]", text(new))), &rules);
            prop_assert_eq!(found.differences.is_empty(), (a - b).abs() <= cents);
            prop_assert_eq!(found.tolerated, u64::from(a != b && (a - b).abs() <= cents));
        }
    }

    #[test]
    fn every_request_ends_in_exactly_one_place(
        outcomes in prop::collection::vec((prop::option::of(0_u8..3), prop::option::of(0_u8..3)), 0..40),
        noisy in any::<bool>(),
    ) {
        let rules = Rules::default();
        let mut tally = Tally::default();
        let body = |n: u8| reply(200, &format!("{{\"n\":{n}}}"));
        if noisy {
            tally.baseline(&compare(&body(0), &body(1), &rules));
        }
        for (old, new) in &outcomes {
            let compared = old.zip(*new).map(|(old, new)| compare(&body(old), &body(new), &rules));
            let told = |side: &Option<u8>| side.map(|_| 200).ok_or("no_answer");
            tally.request("r", told(old), told(new), compared.as_ref());
        }
        let concluded = tally.conclude(outcomes.len() as u64, Asked::All, &rules, "old", "new");
        let figures = &concluded.figures;
        let both = outcomes.iter().filter(|(old, new)| old.is_some() && new.is_some()).count() as u64;
        prop_assert_eq!((figures.sent, figures.compared), (outcomes.len() as u64, both));
        prop_assert_eq!(figures.equal + figures.differing, figures.compared);
        let differing = outcomes.iter().filter(|(old, new)| old.is_some() && new.is_some() && old != new).count() as u64;
        let counted = if noisy { 0 } else { differing };
        prop_assert_eq!(figures.differing, counted);
        prop_assert_eq!(figures.paths.get("$.n").copied().unwrap_or(0), counted);
        let most = [figures.failed_old, figures.failed_new].into_iter().max().unwrap();
        if both == 0 || 10 * most > figures.sent {
            prop_assert_eq!(concluded.verdict, Verdict::Inconclusive);
        } else if counted > 0 {
            prop_assert_eq!(concluded.verdict, Verdict::Failed);
        } else if concluded.findings.iter().all(|finding| finding.severity == Severity::Note) {
            prop_assert_eq!(concluded.verdict, Verdict::Passed);
        }
    }
}

#[test]
fn what_is_too_much_is_counted_and_not_lost() {
    let rules = Rules::default();
    let list = |value: u8| Value::from(vec![value; 20_000]);
    let found = documents(&list(1), &list(2), &rules);
    assert_eq!((found.differences.len(), found.left_off), (10_000, 10_000));
    let names = |value: u8| (0..9_000).map(|name| (format!("n{name}"), json!(value))).collect::<Value>();
    let mut tally = Tally::default();
    tally.request("r", Ok(200), Ok(200), Some(&documents(&names(1), &names(2), &rules)));
    let figures = tally.conclude(1, Asked::All, &rules, "old", "new").figures;
    assert_eq!((figures.differing, figures.by_path.len()), (1, 5_001));
    assert_eq!(figures.by_path.iter().map(|path| path.cells).sum::<u64>(), 9_000);
}

#[test]
fn latencies_are_of_the_nearest_rank() {
    let mut tally = Tally::default();
    for milliseconds in 1..=100 {
        tally.answered(Side::Old, milliseconds * 1000);
    }
    let figures = tally.conclude(0, Asked::All, &Rules::default(), "old", "new").figures;
    let old = figures.latency_old.unwrap();
    assert_eq!((old.p50, old.p95, figures.latency_new), (50.0, 95.0, None));
}

#[test]
fn more_than_a_tenth_of_failures_is_no_result() {
    let rules = Rules::default();
    let verdict = |failed: u64, asked: Asked| {
        let mut tally = Tally::default();
        for request in 0..20 {
            let new = if request < failed { Err("no_answer") } else { Ok(200) };
            let same = compare(&reply(200, "1"), &reply(200, "1"), &rules);
            tally.request("r", Ok(200), new, new.is_ok().then_some(&same));
        }
        let concluded = tally.conclude(20, asked, &rules, "old", "new");
        let kinds: Vec<FindingKind> = concluded.findings.iter().map(|finding| finding.kind).collect();
        (concluded.verdict, kinds)
    };
    assert_eq!(verdict(0, Asked::All), (Verdict::Passed, vec![]));
    assert_eq!(verdict(2, Asked::All), (Verdict::Failed, vec![FindingKind::ProbeFailed]));
    assert_eq!(verdict(3, Asked::All), (Verdict::Inconclusive, vec![FindingKind::SideIncomplete]));
    assert_eq!(verdict(0, Asked::GaveUp), (Verdict::Inconclusive, vec![FindingKind::NothingExamined]));
    assert_eq!(verdict(0, Asked::Cancelled).0, Verdict::Inconclusive);
    assert_eq!(verdict(2, Asked::OutOfTime).0, Verdict::Inconclusive);
}
