//! Go, no-go, or not enough evidence.

use std::collections::BTreeMap;

use ballast_compare::cutover::*;
use ballast_compare::*;
use ballast_core::Verdict;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::tables::{compare, spec, table};

const FIRST: Date = date(2026, 2, 7);

fn day(number: i64) -> Date {
    FIRST.checked_add(number.days()).unwrap()
}

fn instant(day: Date) -> Timestamp {
    day.at(2, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn criteria() -> Criteria {
    Criteria {
        clean_runs: 7,
        mismatch_rate: "0.001".into(),
        starts: Some(FIRST),
        days: Some(30),
        ..Criteria::default()
    }
}

/// 18,412 rows, of which so many are unexplained.
fn run(number: i64, unexplained: u64) -> DayRun {
    DayRun {
        day: day(number),
        run: format!("run-{number}"),
        at: instant(day(number)),
        verdict: if unexplained > 0 { Verdict::Failed } else { Verdict::Passed },
        rows: 18_412,
        unexplained,
        unexplained_critical: 0,
        critical_column: None,
        totals_equal: true,
        total_column: None,
        drift_open: 0,
        drifted: false,
    }
}

fn inconclusive(number: i64) -> DayRun {
    DayRun { verdict: Verdict::Inconclusive, rows: 0, ..run(number, 0) }
}

/// On the evening of the day after the last run.
fn judged(runs: &[DayRun]) -> Cutover {
    let planned = (0..60).map(day).collect::<Vec<_>>();
    let today = runs.iter().map(|run| run.day).max().unwrap_or(FIRST);
    judge(&Period {
        criteria: &criteria(),
        frozen_at: Some(instant(FIRST)),
        runs,
        planned: &planned,
        way_back: false,
        today,
    })
    .unwrap()
}

fn state(cutover: &Cutover, code: CriterionCode) -> CriterionState {
    cutover.criteria.iter().find(|one| one.code == code).unwrap().state
}

fn params(cutover: &Cutover, code: CriterionCode) -> BTreeMap<String, String> {
    cutover.criteria.iter().find(|one| one.code == code).unwrap().params.clone()
}

fn open_or_failed(cutover: &Cutover) -> Vec<(CriterionCode, CriterionState)> {
    let wrong = cutover.criteria.iter().filter(|one| one.state != CriterionState::Met);
    wrong.map(|one| (one.code, one.state)).collect()
}

#[test]
fn clean_runs_over_a_month_end_are_a_go() {
    let runs = (16..23).map(|number| run(number, 0)).collect::<Vec<_>>();
    // 23 February to 1 March, but the days before were missed.
    let found = judged(&runs);
    assert_eq!(found.decision, Decision::Go, "{:?}", open_or_failed(&found));
    assert_eq!(open_or_failed(&found), [(CriterionCode::WayBack, CriterionState::Open)]);
    assert_eq!((found.clean_runs, found.longest, found.earliest), (7, 7, Some(day(22))));
    assert_eq!(params(&found, CriterionCode::MonthEnd)["date"], "2026-02-28");
    assert!((found.upper.unwrap() - (1.0 - 0.05_f64.powf(1.0 / (7.0 * 18_412.0)))).abs() < 1e-12);
}

#[test]
fn few_days_are_not_enough_evidence_and_the_earliest_switch_is_told() {
    let found = judged(&[run(0, 0), run(1, 3)]);
    assert_eq!(found.decision, Decision::NotEnoughEvidence);
    assert_eq!(state(&found, CriterionCode::CleanRuns), CriterionState::Open);
    assert_eq!(state(&found, CriterionCode::MonthEnd), CriterionState::Open);
    assert_eq!(found.earliest, Some(date(2026, 2, 28)));
    let nothing = judged(&[]);
    assert_eq!(
        (nothing.decision, nothing.earliest, nothing.upper),
        (Decision::NotEnoughEvidence, None, None)
    );
    assert_eq!(state(&nothing, CriterionCode::Complete), CriterionState::Open);
}

/// The story of the mockup: it settles, a night is missed, it settles again, then a rule changes.
#[test]
fn the_story_of_thirty_days() {
    let nights: [i64; 30] = [
        22, 19, 14, 12, 9, 4, 3, 0, 0, 2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 298, 301, 305, 309, 312,
        312, 312,
    ];
    let nights = (0..).zip(nights).filter(|(_, differ)| *differ >= 0);
    let mut runs = nights.map(|(number, differ)| run(number, differ.unsigned_abs())).collect::<Vec<_>>();
    for run in runs.iter_mut().filter(|run| run.day >= day(23)) {
        run.drift_open = 1;
        run.totals_equal = false;
        run.total_column = Some("commission".into());
    }
    let found = judged(&runs);
    assert_eq!((found.decision, found.clean_runs, found.longest), (Decision::NoGo, 0, 18));
    let failed = open_or_failed(&found);
    let failed = failed.iter().filter(|(_, state)| *state == CriterionState::Failed).map(|(code, _)| *code);
    assert_eq!(
        failed.collect::<Vec<_>>(),
        [CriterionCode::CleanRuns, CriterionCode::ControlTotals, CriterionCode::Drift]
    );
    assert_eq!(params(&found, CriterionCode::ControlTotals)["column"], "commission");
    assert_eq!(params(&found, CriterionCode::MissedRuns)["date"], "2026-02-27");
    assert_eq!(found.earliest, Some(date(2026, 3, 31)), "seven nights and the next month end");
}

#[test]
fn what_the_newest_run_shows_to_be_wrong_is_a_no_go() {
    let clean = (16..23).map(|number| run(number, 0)).collect::<Vec<_>>();
    let with = |change: &dyn Fn(&mut DayRun)| {
        let mut runs = clean.clone();
        change(runs.last_mut().unwrap());
        judged(&runs)
    };
    assert_eq!(with(&|run| run.unexplained = 19).decision, Decision::NoGo);
    assert_eq!(with(&|run| run.totals_equal = false).decision, Decision::NoGo);
    assert_eq!(with(&|run| run.drift_open = 1).decision, Decision::NoGo);
    let critical = with(&|run| {
        run.unexplained_critical = 1;
        run.critical_column = Some("iban".into());
    });
    assert_eq!(critical.decision, Decision::NoGo);
    assert_eq!(params(&critical, CriterionCode::Unexplained)["column"], "iban");
    let late = with(&|run| *run = inconclusive(22));
    assert_eq!(late.decision, Decision::NotEnoughEvidence);
    assert_eq!(state(&late, CriterionCode::Complete), CriterionState::Open);
}

#[test]
fn a_rate_within_the_limit_by_luck_is_not_shown_yet() {
    let runs = (16..23).map(|number| run(number, 18)).collect::<Vec<_>>();
    let found = judged(&runs);
    assert_eq!(open_or_failed(&found)[0], (CriterionCode::UpperBound, CriterionState::Open));
    assert_eq!(found.decision, Decision::NotEnoughEvidence);
    assert_eq!(params(&found, CriterionCode::UpperBound)["limit"], "0.001");
}

#[test]
fn missed_and_inconclusive_days_end_a_row() {
    let mut runs = (14..23).map(|number| run(number, 0)).collect::<Vec<_>>();
    assert_eq!(judged(&runs).clean_runs, 9);
    runs[3] = inconclusive(17);
    assert_eq!(judged(&runs).clean_runs, 5);
    runs.remove(3);
    assert_eq!(judged(&runs).clean_runs, 5);
    // Run again for that day, later.
    runs.push(run(17, 0));
    assert_eq!((judged(&runs).clean_runs, judged(&runs).decision), (9, Decision::Go));
    // An inconclusive attempt does not undo a day.
    runs.push(inconclusive(18));
    assert_eq!(judged(&runs).clean_runs, 9);
}

#[test]
fn runs_before_the_criteria_were_frozen_show_nothing() {
    let runs = (16..23).map(|number| run(number, 0)).collect::<Vec<_>>();
    let criteria = criteria();
    let period = Period {
        criteria: &criteria,
        frozen_at: None,
        runs: &runs,
        planned: &[],
        way_back: true,
        today: day(22),
    };
    let found = judge(&period).unwrap();
    assert_eq!((found.decision, found.clean_runs), (Decision::NotEnoughEvidence, 0));
    assert_eq!(state(&found, CriterionCode::CriteriaFrozen), CriterionState::Open);
    assert_eq!(state(&found, CriterionCode::WayBack), CriterionState::Met);
    let later = judge(&Period { frozen_at: Some(instant(day(20))), ..period }).unwrap();
    assert_eq!(later.clean_runs, 3);
}

#[test]
fn a_rate_of_nothing_asks_for_no_row_and_no_bound() {
    let runs = (16..23).map(|number| run(number, 0)).collect::<Vec<_>>();
    let criteria = Criteria { mismatch_rate: "0".into(), ..criteria() };
    let period = Period {
        criteria: &criteria,
        frozen_at: Some(instant(FIRST)),
        runs: &runs,
        planned: &[],
        way_back: false,
        today: day(22),
    };
    assert_eq!(judge(&period).unwrap().decision, Decision::Go);
    let wrong = Criteria { mismatch_rate: "0.1%".into(), ..criteria.clone() };
    assert!(judge(&Period { criteria: &wrong, ..period }).is_err());
}

#[test]
fn the_hash_of_the_criteria_changes_with_every_rule() {
    let mut asked = spec("id");
    let first = criteria().with_rules(&asked).sha256().unwrap();
    assert_eq!(first.len(), 64);
    assert_eq!(criteria().with_rules(&asked).sha256().unwrap(), first);
    asked.rename.insert("a".into(), "b".into());
    assert_eq!(
        criteria().with_rules(&asked).sha256().unwrap(),
        first,
        "a rename is accepted later, on its own"
    );
    asked.tolerance_of_all = Some(Tolerance { abs: Some("1".into()), rel: None });
    assert_ne!(criteria().with_rules(&asked).sha256().unwrap(), first);
    assert_ne!(Criteria { clean_runs: 6, ..criteria() }.sha256().unwrap(), criteria().sha256().unwrap());
}

#[test]
fn a_day_is_made_of_its_figures() {
    let old = table("id,iban,n,gone", &["1,x,5,a", "2,y,6,b", "3,z,7,c"]);
    let new = table("id,iban,n", &["1,x,5", "2,Y,6", "4,z,7"]);
    let run = compare(&spec("id"), &old, &new);
    let of = |critical: &[&str]| {
        let critical = critical.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        DayRun::of((FIRST, "r", instant(FIRST)), run.concluded.verdict, Some(run.figures()), &critical)
    };
    let found = of(&["n", "iban"]);
    assert_eq!((found.rows, found.unexplained, found.drift_open, found.drifted), (4, 3, 1, true));
    assert_eq!((found.unexplained_critical, found.critical_column.as_deref()), (1, Some("iban")));
    assert!(found.totals_equal);
    assert_eq!(of(&["gone"]).unexplained_critical, 4, "it was not compared");
    assert_eq!(of(&["id"]).unexplained_critical, 0);
    let late = DayRun::of((FIRST, "r", instant(FIRST)), Verdict::Inconclusive, None, &[]);
    assert!(!late.is_complete());
}

#[test]
fn a_total_off_by_what_is_tolerated_is_not_equal_but_by_what_is_known_is() {
    let (old, new) = (table("id,n", &["1,5.00", "2,6.00"]), table("id,n", &["1,5.01", "2,6.00"]));
    let equal = |asked: &Spec| {
        let run = compare(asked, &old, &new);
        DayRun::of((FIRST, "r", instant(FIRST)), Verdict::Passed, Some(run.figures()), &[]).totals_equal
    };
    let cent = Tolerance { abs: Some("0.01".into()), rel: None };
    assert!(!equal(&Spec { tolerance_of_all: Some(cent), ..spec("id") }));
    let known = KnownDifference {
        id: "k".into(),
        column: Some("n".into()),
        only_in_old: None,
        conditions: Vec::new(),
        effect: Some(Effect::Offset("0.01".into())),
        shape: None,
    };
    assert!(equal(&Spec { known: vec![known], ..spec("id") }));
}

fn any_run(number: i64) -> impl Strategy<Value = Option<DayRun>> {
    prop_oneof![
        6 => Just(Some(run(number, 0))),
        2 => (0u64..30).prop_map(move |unexplained| Some(run(number, unexplained))),
        1 => Just(Some(inconclusive(number))),
        1 => Just(None),
        1 => Just(Some(DayRun { drift_open: 1, ..run(number, 0) })),
        1 => Just(Some(DayRun { totals_equal: false, ..run(number, 0) })),
    ]
}

fn histories() -> impl Strategy<Value = Vec<DayRun>> {
    (10i64..30).prop_flat_map(|first| {
        let days = (first..first + 14).map(any_run).collect::<Vec<_>>();
        days.prop_map(|runs| runs.into_iter().flatten().collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn one_more_clean_run_never_makes_a_go_a_no_go(mut runs in histories()) {
        let before = judged(&runs);
        let next = runs.last().map_or(0, |run| (run.day - FIRST).get_days().into()) + 1;
        runs.push(run(next, 0));
        let after = judged(&runs);
        prop_assert_ne!(after.decision, Decision::NoGo);
        prop_assert!(before.decision != Decision::Go || after.decision == Decision::Go);
        prop_assert!(after.clean_runs > 0 && after.longest >= before.longest);
    }

    #[test]
    fn a_newest_run_that_is_not_clean_is_never_a_go(mut runs in histories(), fault in 0usize..5) {
        let next = runs.last().map_or(0, |run| (run.day - FIRST).get_days().into()) + 1;
        runs.push(match fault {
            0 => run(next, 19),
            1 => DayRun { totals_equal: false, ..run(next, 0) },
            2 => DayRun { drift_open: 1, ..run(next, 0) },
            3 => DayRun { unexplained_critical: 1, ..run(next, 1) },
            _ => inconclusive(next),
        });
        prop_assert_ne!(judged(&runs).decision, Decision::Go);
    }

    #[test]
    fn a_go_has_the_evidence_that_was_asked_for(runs in histories()) {
        let found = judged(&runs);
        if found.decision == Decision::Go {
            prop_assert!(found.clean_runs >= 7);
            prop_assert!(found.upper.unwrap() <= 0.001);
            let row = &runs[runs.len() - 7..];
            prop_assert!(row.iter().all(|run| run.unexplained <= 18 && run.totals_equal && run.drift_open == 0));
        }
    }
}

proptest! {
    // Each plays many days.
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_earliest_day_comes_true_if_all_runs_are_clean(mut runs in histories()) {
        prop_assume!(runs.iter().any(DayRun::is_complete));
        let Some(earliest) = judged(&runs).earliest else { return Ok(()) };
        let today = runs.iter().map(|run| run.day).max().unwrap();
        let mut next = today;
        while next < earliest {
            prop_assert_ne!(judged(&runs).decision, Decision::Go);
            next = next.tomorrow().unwrap();
            runs.push(run((next - FIRST).get_days().into(), 0));
        }
        prop_assert_eq!(judged(&runs).decision, Decision::Go);
    }
}
