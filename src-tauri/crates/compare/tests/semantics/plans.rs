//! What is compared with what, and what changed its shape.

use ballast_compare::wire::ColumnProfile;
use ballast_compare::*;
use ballast_core::Code;

use crate::tables::{Run, Table, compare, spec, table};

fn kinds(run: &Run) -> Vec<(DriftKind, Option<&str>, Option<&str>)> {
    let drift = run.figures().drift.iter();
    drift.map(|change| (change.kind, change.from.as_deref(), change.to.as_deref())).collect()
}

fn refused(spec: &Spec, old: &Table, new: &Table) -> (String, Vec<String>) {
    let error = plan(spec, &old.profile(), &new.profile()).unwrap_err();
    assert_eq!(error.code, Code::InvalidCall);
    (error.params["found"].clone(), error.allowed)
}

#[test]
fn the_incident_with_the_renamed_key() {
    let old = table("customer_id,n", &["1,10", "2,20"]);
    let new = table("customer-id,n", &["1,10", "2,20"]);
    for key in ["customer_id", "customer-id"] {
        let run = compare(&spec(key), &old, &new);
        let rename = &run.figures().drift[0];
        assert_eq!(kinds(&run), [(DriftKind::Renamed, Some("customer_id"), Some("customer-id"))]);
        assert_eq!((rename.key, rename.accepted, rename.matched, rename.of), (true, false, 2, 2));
        assert_eq!(run.ids(), ["column_renamed:customer_id:customer-id"]);
        assert_eq!(run.concluded.verdict, ballast_core::Verdict::Failed);
        assert_eq!((run.figures().matched, run.figures().cells.equal), (2, 2));
    }
}

#[test]
fn the_incident_with_a_plain_column_and_its_acceptance() {
    let old = table("id,customer_id", &["1,a", "2,b", "3,c"]);
    let new = table("id,customer-id", &["1,a", "2,b", "3,x"]);
    let run = compare(&spec("id"), &old, &new);
    let found = run.finding("column_renamed:customer_id:customer-id");
    assert_eq!((found.params["rate"].as_str(), found.params["matched"].as_str()), ("66.6%", "2"));
    let figures = run.figures();
    assert_eq!((figures.changed, figures.changed_cells, figures.unexplained), (0, 0, 0));
    assert_eq!((figures.cells.equal, figures.cells.not_comparable, figures.cells.total()), (2, 1, 3));
    assert_eq!(run.cells, []);

    let mut asked = spec("id");
    asked.rename.insert("customer_id".into(), "customer-id".into());
    let run = compare(&asked, &old, &new);
    assert!(run.figures().drift[0].accepted);
    assert_eq!(run.ids(), ["value_changed:customer_id"]);
    assert_eq!(run.figures().changed, 1);

    // The new system took its name back: that is a change again.
    let back = compare(&asked, &old, &old);
    assert_eq!(back.ids(), ["column_renamed:customer_id:customer_id"]);
    assert!(!back.figures().drift[0].accepted);
}

#[test]
fn a_column_is_found_again_by_its_values() {
    let rows = |name: &str| Table {
        columns: vec!["id".into(), name.into(), "same".into()],
        rows: (0..40)
            .map(|id| [id.to_string(), format!("v{}", id % 7), "x".into()].map(Some).to_vec())
            .collect(),
    };
    let (old, mut new) = (rows("client"), rows("partner"));
    for row in &mut new.rows[..4] {
        row[1] = Some("other".into());
    }
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(kinds(&run), [(DriftKind::Renamed, Some("client"), Some("partner"))]);
    assert_eq!((run.figures().drift[0].matched, run.figures().drift[0].of), (36, 40));
    assert_eq!(run.finding("column_renamed:client:partner").params["rate"], "90%");
    assert_eq!(run.figures().cells.total(), 40 * 3);

    new.rows[5][1] = Some("other".into());
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(
        kinds(&run),
        [(DriftKind::Removed, Some("client"), None), (DriftKind::Added, None, Some("partner"))]
    );
    assert_eq!(run.ids(), ["column_added:partner", "column_missing:client"]);
}

#[test]
fn values_are_the_same_however_they_are_written() {
    let rows = |name: &str, tail: &str| Table {
        columns: vec!["id".into(), name.into(), "same".into()],
        rows: (0..40)
            .map(|id| [id.to_string(), format!("{}.5{tail}", id % 7), "x".into()].map(Some).to_vec())
            .collect(),
    };
    let run = compare(&spec("id"), &rows("price", ""), &rows("net", "0"));
    assert_eq!(run.ids(), ["column_renamed:price:net"]);
}

#[test]
fn few_values_or_rows_prove_no_rename() {
    let rows = |name: &str, count: usize, values: usize| Table {
        columns: vec!["id".into(), name.into(), "same".into()],
        rows: (0..count)
            .map(|id| [id.to_string(), format!("v{}", id % values), "x".into()].map(Some).to_vec())
            .collect(),
    };
    for (count, values) in [(19, 7), (100, 4)] {
        let run = compare(&spec("id"), &rows("client", count, values), &rows("partner", count, values));
        assert_eq!(run.ids(), ["column_added:partner", "column_missing:client"]);
    }
}

#[test]
fn shapes_that_changed_are_told() {
    let old = table("id,kind,price,note,gone", &["1,5,1.50,x,1", "2,6,2.25,y,2"]);
    let new = table("id,price,kind,note,fresh", &["1,1.5,5,x,a", "2,2.25,six,,b"]);
    let run = compare(&spec("id"), &old, &new);
    assert_eq!(
        kinds(&run),
        [
            (DriftKind::Type, Some("kind"), Some("text")),
            (DriftKind::Nullability, Some("note"), Some("optional")),
            (DriftKind::Order, Some("kind"), None),
            (DriftKind::Removed, Some("gone"), None),
            (DriftKind::Added, None, Some("fresh")),
        ]
    );
    assert_eq!(run.column("kind").kind, ColumnKind::Text);
    let run = compare(&spec("id"), &table("id,n", &["1,1.5"]), &table("id,n", &["1,1.50"]));
    assert_eq!(kinds(&run), [(DriftKind::Precision, Some("n"), Some("2"))]);
    assert_eq!(run.concluded.verdict, ballast_core::Verdict::Anomaly);
}

#[test]
fn an_accepted_change_of_shape_covers_no_cell() {
    let old = table("id,n", &["1,1.5", "2,7"]);
    let new = table("id,n", &["1,1.50", "2,8"]);
    let first = compare(&spec("id"), &old, &new);
    let found = first.finding("precision_changed:n:2");
    let known = findings::known_of(first.figures(), found, "D-1").unwrap();
    let run = compare(&Spec { known: vec![known], ..spec("id") }, &old, &new);
    assert!(run.figures().drift[0].accepted);
    assert_eq!(run.ids(), ["totals_differ:n", "value_changed:n"]);
}

#[test]
fn a_side_without_values_is_of_no_other_type() {
    let run = compare(&spec("id"), &table("id,n", &["1,5", "2,6"]), &table("id,n", &["1,", "2,"]));
    assert_eq!(kinds(&run), [(DriftKind::Nullability, Some("n"), Some("optional"))]);
    assert_eq!(run.column("n").kind, ColumnKind::Decimal);
}

#[test]
fn names_that_nobody_has_are_refused_with_those_that_there_are() {
    let old = table("id,n,t,w", &["1,5,a,x"]);
    let new = table("id,n,u,w", &["1,5,a,x"]);
    assert_eq!(refused(&spec("nr"), &old, &new), ("nr".into(), ["id", "n", "w"].map(str::to_owned).to_vec()));
    assert_eq!(refused(&spec("t"), &old, &new).0, "t");
    assert!(plan(&spec("id"), &old.profile(), &new.profile()).is_ok());
    assert!(plan(&Spec::default(), &old.profile(), &new.profile()).is_err());
    let with = |change: &dyn Fn(&mut Spec)| {
        let mut asked = spec("id");
        change(&mut asked);
        refused(&asked, &old, &new)
    };
    let all = ["id", "n", "t", "u", "w"].map(str::to_owned).to_vec();
    assert_eq!(with(&|asked| asked.ignore.push("x".into())), ("x".into(), all.clone()));
    assert_eq!(with(&|asked| drop(asked.tolerance.insert("x".into(), Tolerance::default()))).1, all);
    assert_eq!(with(&|asked| asked.totals.push("x".into())).1, all);
    assert_eq!(with(&|asked| asked.totals.push("w".into())), ("w".into(), vec!["n".into()]));
    assert_eq!(with(&|asked| asked.slice = Some("x".into())).1, all);
    // Noise was measured, not written: what is gone by now falls away.
    let noisy = Spec { noise: vec!["x".into()], ..spec("id") };
    assert!(plan(&noisy, &old.profile(), &new.profile()).is_ok());
    // So does what the old system, looked at alone, does not know of the new one.
    let alone = Spec { ignore: vec!["u".into()], totals: vec!["u".into()], of_old_alone: true, ..spec("id") };
    assert!(plan(&alone, &old.profile(), &old.profile()).is_ok());
    assert!(plan(&Spec { of_old_alone: false, ..alone }, &old.profile(), &old.profile()).is_err());
    assert_eq!(with(&|asked| drop(asked.rename.insert("x".into(), "n".into()))).1, ["id", "n", "t", "w"]);
    assert_eq!(with(&|asked| drop(asked.rename.insert("t".into(), "x".into()))).1, ["id", "n", "u", "w"]);
}

#[test]
fn ignored_columns_are_nowhere_but_may_tell_known_rows_apart() {
    let old = table("id,n,stamp,old_only", &["1,5,a,x"]);
    let new = table("id,n,stamp,new_only", &["1,6,b,y"]);
    let mut asked = spec("id");
    asked.ignore = vec!["stamp".into(), "old_only".into(), "new_only".into()];
    asked.known.push(KnownDifference {
        id: "k".into(),
        column: Some("n".into()),
        only_in_old: None,
        conditions: vec![crate::tables::condition("stamp", "a")],
        effect: None,
        shape: None,
    });
    let run = compare(&asked, &old, &new);
    assert_eq!((run.figures().cells.total(), run.figures().cells.known), (1, 1));
    assert_eq!(kinds(&run), []);
}

#[test]
fn columns_of_the_same_name_go_in_their_order() {
    let run = compare(&spec("id"), &table("id,a,a", &["1,x,y"]), &table("id,a,a,a", &["1,x,y,z"]));
    assert_eq!((run.figures().cells.equal, run.figures().cells.not_comparable), (2, 1));
}

#[test]
fn a_proposal_takes_the_column_that_is_unique_and_called_an_id() {
    let rows = (0..30).map(|n| format!("{n}.5,{},K{n}", n % 3)).collect::<Vec<_>>();
    let rows = rows.iter().map(String::as_str).collect::<Vec<_>>();
    let (old, new) = (table("price,shop_no,payout_id", &rows), table("price,ShopNo,Payout-Id", &rows));
    let proposal = propose(&old.profile(), &new.profile());
    assert_eq!(proposal.key, ["payout_id"]);
    assert_eq!(
        proposal.rename.into_iter().collect::<Vec<_>>(),
        [("payout_id".to_owned(), "Payout-Id".to_owned()), ("shop_no".to_owned(), "ShopNo".to_owned())]
    );
    assert_eq!(propose(&[], &[]).key, [] as [&str; 0]);
}

/// Ten thousand columns with other names, all of which read alike, besides as many that do not.
#[test]
fn ten_thousand_columns_are_planned_and_concluded() {
    let profile = |name: String, kind| ColumnProfile {
        name,
        kind,
        empty: 0,
        null: 0,
        decimals: 2,
        longest: 9,
        unique: false,
    };
    let side = |separator: &str, other: &str| {
        let id = profile("id".into(), ColumnKind::Text);
        let alike = (0..5000).map(|n| profile(format!("c{separator}{n}"), ColumnKind::Decimal));
        let other = (0..5000).map(|n| profile(format!("{other}{n}"), ColumnKind::Decimal));
        let same = (0..5000).map(|n| profile(format!("same{n}"), ColumnKind::Decimal));
        let marks = (1..=500).map(|n| profile(format!("m{}", separator.repeat(n)), ColumnKind::Decimal));
        std::iter::once(id).chain(alike).chain(other).chain(same).chain(marks).collect::<Vec<_>>()
    };
    let (old, new) = (side("_", "left"), side("-", "right"));
    let plan = std::sync::Arc::new(plan(&spec("id"), &old, &new).unwrap());
    assert_eq!((plan.pairs.len(), plan.only_old.len(), plan.candidates.len()), (10_500, 5000, 256));
    let mut comparer = Comparer::new(std::sync::Arc::clone(&plan)).unwrap();
    let mut explainer = Explainer::new(std::sync::Arc::clone(&plan));
    for row in 0..50 {
        let (one, other) = (format!("{row}.5"), format!("{row}.7"));
        let (left, right) = (vec![Some(one.as_str()); old.len()], vec![Some(other.as_str()); new.len()]);
        let mut found = Vec::new();
        comparer.matched(&left, &right, &mut found);
        explainer.pair(&left, &right, &found);
    }
    let tallies = comparer.into_tallies();
    let explanations = explainer.finish(&tallies);
    assert!(explanations.len() <= 50);
    let concluded = conclude(&plan, &tallies, explanations, String::new());
    assert_eq!(concluded.figures.cells.total(), 50 * (10_500 + 5000 + 5000));
    assert_eq!(concluded.figures.changed_cells, 50 * 5000);
}
