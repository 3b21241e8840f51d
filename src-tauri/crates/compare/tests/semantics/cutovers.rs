//! What days say about a switch, from whole tables and from made-up days.

use ballast_compare::cutover::*;
use ballast_compare::*;
use ballast_core::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::tables::{Run, compare, spec, table};

fn day_of(run: &Run, critical: &[&str]) -> DayRun {
    let critical = critical.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    DayRun::new(run.concluded.verdict, Some(run.figures()), &critical)
}

#[test]
fn a_day_is_made_of_its_figures() {
    let old = table("id,iban,n,gone", &["1,x,5,a", "2,y,6,b", "3,z,7,c"]);
    let new = table("id,iban,n", &["1,x,5", "2,Y,6", "4,z,7"]);
    let run = compare(&spec("id"), &old, &new);
    let day = day_of(&run, &["n", "iban"]);
    assert_eq!((day.rows, day.unexplained, day.drift.as_slice()), (4, 3, &["gone".to_owned()][..]));
    assert_eq!(day.critical, Some(("iban".to_owned(), 1)));
    assert!(day.totals_equal);
    assert_eq!(day_of(&run, &["gone"]).critical, Some(("gone".to_owned(), 4)), "it was not compared");
    assert_eq!(day_of(&run, &["id"]).critical, None);
}

#[test]
fn a_total_off_by_what_is_tolerated_is_not_equal_but_by_what_is_known_is() {
    let (old, new) = (table("id,n", &["1,5.00", "2,6.00"]), table("id,n", &["1,5.01", "2,6.00"]));
    let is_equal = |asked: &Spec| day_of(&compare(asked, &old, &new), &[]).totals_equal;
    let cent = Tolerance { abs: Some("0.01".into()), rel: None };
    assert!(!is_equal(&Spec { tolerance_of_all: Some(cent), ..spec("id") }));
    let known = KnownDifference {
        id: "k".into(),
        column: Some("n".into()),
        only_in_old: None,
        conditions: Vec::new(),
        effect: Some(Effect::Offset("0.01".into())),
        shape: None,
    };
    assert!(is_equal(&Spec { known: vec![known], ..spec("id") }));
}

#[test]
fn a_day_without_what_was_accepted_is_what_it_would_have_been() {
    let old = table("id,n,m", &["1,5.00,a", "2,6.00,b", "3,7.00,c"]);
    let new = table("id,n,m", &["1,5.01,x", "2,6.00,b", "4,1.00,c"]);
    let known = |id: &str, column: Option<&str>, only_in_old| KnownDifference {
        id: id.into(),
        column: column.map(str::to_owned),
        only_in_old,
        conditions: Vec::new(),
        effect: None,
        shape: None,
    };
    let all = [
        known("n", Some("n"), None),
        known("m", Some("m"), None),
        known("gone", None, Some(true)),
        known("come", None, Some(false)),
    ];
    let run = compare(&Spec { known: all.to_vec(), ..spec("id") }, &old, &new);
    assert_eq!((run.figures().unexplained, run.figures().cells.known), (0, 2));
    let plain = compare(&spec("id"), &old, &new);
    let without = |gone: &[KnownDifference]| ballast_compare::without(run.figures(), gone);
    assert_eq!(without(&[]), *run.figures());
    assert_eq!(without(&all[2..]).unexplained, 2);
    let one = without(&all[..1]);
    assert_eq!((one.unexplained, one.cells.mismatch, one.cells.known), (1, 1, 1));
    let nothing = without(&all);
    assert_eq!(nothing.cells, plain.figures().cells);
    // The row that both covered counts for each of them: never too little.
    assert!(nothing.unexplained >= plain.figures().unexplained);
    assert!(!DayRun::new(Verdict::Passed, Some(&without(&all[..1])), &["n".to_owned()]).is_clean(1.0));

    let lost = table("id,n", &["1,5.00", "2,6.00"]);
    let new = table("id,n,m", &["1,5.00,a", "2,6.00,b"]);
    let shape = known("column_missing:m", None, None);
    let run = compare(&Spec { known: vec![shape.clone()], ..spec("id") }, &new, &lost);
    let is_clean = |figures: &Figures| DayRun::new(Verdict::Passed, Some(figures), &[]).is_clean(0.0);
    assert!(is_clean(run.figures()));
    assert!(!is_clean(&ballast_compare::without(run.figures(), &[shape])));
}

fn day(number: i64) -> Date {
    date(2026, 2, 7).checked_add(number.days()).unwrap()
}

fn clean() -> DayRun {
    DayRun {
        verdict: Verdict::Passed,
        rows: 18_412,
        unexplained: 0,
        critical: None,
        totals_equal: true,
        drift: Vec::new(),
        rows_old: 18_412,
        rows_new: 18_412,
    }
}

/// A run a day from the first on; none is a missed one.
fn judged(runs: &[Option<DayRun>]) -> Cutover {
    let days =
        (0..).zip(runs).map(|(number, run)| Day { date: day(number), planned: true, run: run.clone() });
    let today = i64::try_from(runs.len()).unwrap();
    let planned = (today..400).map(day).collect::<Vec<_>>();
    let criteria = Criteria { clean_runs: 5, mismatch_rate: 0.001, critical: Vec::new(), frozen: true };
    judge(&criteria, &days.collect::<Vec<_>>(), &planned, day(today))
}

fn state(cutover: &Cutover, criterion: Criterion) -> State {
    cutover.criteria.iter().find(|one| one.criterion == criterion).unwrap().state
}

#[test]
fn a_run_that_could_not_tell_is_neither_go_nor_no_go() {
    let mut runs = vec![Some(clean()); 25];
    assert_eq!(judged(&runs).decision, Decision::Go);
    runs.push(Some(DayRun::new(Verdict::Inconclusive, None, &[])));
    let late = judged(&runs);
    assert_eq!((late.decision, late.clean_runs), (Decision::NotEnoughEvidence, 0));
    for criterion in [Criterion::Complete, Criterion::ControlTotals, Criterion::CleanRuns] {
        assert_eq!(state(&late, criterion), State::Open, "{criterion:?}");
    }
}

#[test]
fn a_rate_within_the_limit_by_luck_is_not_shown_yet() {
    let runs = vec![Some(DayRun { unexplained: 18, verdict: Verdict::Failed, ..clean() }); 25];
    let found = judged(&runs);
    assert_eq!(
        (state(&found, Criterion::UpperBound), found.decision),
        (State::Open, Decision::NotEnoughEvidence)
    );
}

fn any_run() -> impl Strategy<Value = Option<DayRun>> {
    prop_oneof![
        8 => Just(Some(clean())),
        1 => (0u64..30).prop_map(|unexplained| Some(DayRun { unexplained, ..clean() })),
        1 => Just(Some(DayRun::new(Verdict::Inconclusive, None, &[]))),
        1 => Just(None),
        1 => Just(Some(DayRun { drift: vec!["a".into()], ..clean() })),
        1 => Just(Some(DayRun { totals_equal: false, ..clean() })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn one_more_clean_run_never_makes_a_go_a_no_go(mut runs in proptest::collection::vec(any_run(), 1..40)) {
        let before = judged(&runs);
        runs.push(Some(clean()));
        let after = judged(&runs);
        prop_assert_ne!(after.decision, Decision::NoGo);
        prop_assert!(before.decision != Decision::Go || after.decision == Decision::Go);
        prop_assert!(after.clean_runs > 0 && after.longest >= before.longest);
    }

    #[test]
    fn a_newest_run_that_is_not_clean_is_never_a_go(
        mut runs in proptest::collection::vec(any_run(), 1..40), fault in 0usize..4
    ) {
        runs.push(Some(match fault {
            0 => DayRun { unexplained: 19, ..clean() },
            1 => DayRun { totals_equal: false, ..clean() },
            2 => DayRun { drift: vec!["a".into()], ..clean() },
            _ => DayRun::new(Verdict::Inconclusive, None, &[]),
        }));
        prop_assert_ne!(judged(&runs).decision, Decision::Go);
    }

    #[test]
    fn a_go_has_the_evidence_that_was_asked_for(runs in proptest::collection::vec(any_run(), 1..40)) {
        let found = judged(&runs);
        if found.decision == Decision::Go {
            prop_assert!(found.clean_runs >= 5 && found.upper.unwrap() <= 0.001);
            let row = &runs[runs.len() - 5..];
            prop_assert!(row.iter().flatten().all(|run| run.is_clean(0.001)) && row.iter().all(Option::is_some));
        }
    }
}
