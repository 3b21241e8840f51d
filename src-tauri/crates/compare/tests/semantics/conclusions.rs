//! Figures, findings, totals and the verdict.

use ballast_compare::*;
use ballast_core::{Severity, Verdict};

use crate::tables::{compare, condition, spec, table};

#[test]
fn equal_tables_pass() {
    let both = table("id,n,count", &["1,5.5,7", "2,5.5,8"]);
    let run = compare(&spec("id"), &both, &both);
    assert_eq!((run.concluded.verdict, run.ids().len()), (Verdict::Passed, 0));
    assert_eq!(run.figures().totals.len(), 1);
    assert_eq!((run.figures().totals[0].old.as_str(), run.figures().totals[0].rows_new), ("11.0", 2));
}

#[test]
fn a_side_without_rows_is_never_no_difference() {
    let (full, empty) = (table("id,n", &["1,5"]), table("id,n", &[]));
    for (old, new, side) in [(&full, &empty, "new"), (&empty, &full, "old"), (&empty, &empty, "both")] {
        let run = compare(&spec("id"), old, new);
        assert_eq!(run.concluded.verdict, Verdict::Inconclusive);
        assert_eq!(
            (run.ids(), run.concluded.findings[0].params["side"].as_str()),
            (vec!["nothing_examined"], side)
        );
    }
    let keys = table("id", &["1", "2"]);
    let run = compare(&spec("id"), &keys, &keys);
    assert_eq!((run.concluded.verdict, run.ids()), (Verdict::Inconclusive, vec!["nothing_examined"]));
}

#[test]
fn differences_of_noise_are_told_apart() {
    let old = table("id,n,stamp", &["1,5,a", "2,6,b"]);
    let new = table("id,n,stamp", &["1,5,x", "2,7,y"]);
    let run = compare(&Spec { noise: vec!["stamp".into()], ..spec("id") }, &old, &new);
    let stamp = run.finding("value_changed:stamp");
    assert_eq!((stamp.severity, stamp.params["noise"].as_str()), (Severity::Warning, "true"));
    assert_eq!(run.finding("value_changed:n").severity, Severity::Critical);
    assert_eq!((run.figures().changed, run.figures().unexplained), (2, 1));
    assert!(run.column("stamp").noise);
}

#[test]
fn totals_are_exact_and_compared_for_each_slice() {
    let old = table("id,branch,n", &["1,A,0.10", "2,A,0.20", "3,B,9007199254740993", "4,~,1"]);
    let new = table("id,branch,n", &["1,A,0.10", "2,A,0.20", "3,B,9007199254740992", "4,~,1"]);
    let run = compare(&Spec { slice: Some("branch".into()), ..spec("id") }, &old, &new);
    let totals = run.figures().totals.iter();
    let totals =
        totals.map(|total| (total.slice.clone(), total.old.as_str(), total.new.as_str(), total.equal));
    let totals = totals.collect::<Vec<_>>();
    assert_eq!(
        totals,
        [
            (None, "9007199254740994.30", "9007199254740993.30", false),
            (Some(condition("branch", "~")), "1", "1", true),
            (Some(condition("branch", "A")), "0.30", "0.30", true),
            (Some(condition("branch", "B")), "9007199254740993", "9007199254740992", false),
        ]
    );
    let found = run.finding("totals_differ:n");
    assert_eq!((found.params["difference"].as_str(), found.params["slices"].as_str()), ("-1.00", "1"));
}

#[test]
fn a_total_is_a_note_only_where_all_behind_it_is_tolerated_or_known() {
    let old = table("id,n", &["1,5.00", "2,6.00"]);
    let new = table("id,n", &["1,5.01", "2,6.00"]);
    let severity = |asked: &Spec| compare(asked, &old, &new).finding("totals_differ:n").severity;
    assert_eq!(severity(&spec("id")), Severity::Critical);
    let cent = Tolerance { abs: Some("0.01".into()), rel: None };
    assert_eq!(severity(&Spec { tolerance_of_all: Some(cent), ..spec("id") }), Severity::Note);
    let renamed = table("id,N", &["1,5.01", "2,6.00"]);
    assert_eq!(compare(&spec("id"), &old, &renamed).finding("totals_differ:n").severity, Severity::Critical);
}

#[test]
fn slices_beyond_the_limit_are_one_whatever_comes_first() {
    let rows = (0..500).map(|n| format!("{n},{:03},1.5", n % 250)).collect::<Vec<_>>();
    let there = rows.iter().map(String::as_str).collect::<Vec<_>>();
    let table = table("id,branch,n", &there);
    let asked = Spec { slice: Some("branch".into()), ..spec("id") };
    let run = compare(&asked, &table, &table);
    let totals = &run.figures().totals;
    assert_eq!(totals.len(), 1 + 200 + 1);
    assert_eq!(totals[200].slice, Some(condition("branch", "199")));
    assert_eq!((totals[201].slice.clone(), totals[201].rows_old), (Some(condition("branch", "…")), 100));
    assert_eq!(totals[1..].iter().map(|total| total.rows_old).sum::<u64>(), 500);
}

#[test]
fn the_worst_finding_stands_first_and_decides() {
    let old = table("id,n,gone", &["1,5.0,x", "2,6,y"]);
    let new = table("id,n,fresh", &["1,5.25,x", "2,6,y"]);
    let run = compare(&spec("id"), &old, &new);
    let severities = run.concluded.findings.iter().map(|found| found.severity).collect::<Vec<_>>();
    assert!(severities.is_sorted_by(|one, other| one >= other), "{severities:?}");
    assert_eq!(run.concluded.verdict, Verdict::Failed);
    assert!(run.ids().contains(&"precision_changed:n:2"));
}

#[test]
fn findings_hold_what_their_sentences_need() {
    let old = table("id,n", &["1,5.00", "2,6.00", "3,7.00"]);
    let new = table("id,n", &["1,5.10", "2,~", "3,"]);
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(
        run.ids(),
        [
            "empty_changed:n",
            "null_changed:n",
            "nullability_changed:n:optional",
            "totals_differ:n",
            "value_changed:n"
        ]
    );
    let value = run.finding("value_changed:n");
    assert_eq!(value.params["rows"], "1");
    assert_eq!((value.params["column"].as_str(), value.params["largest"].as_str()), ("n", "0.1"));
}
