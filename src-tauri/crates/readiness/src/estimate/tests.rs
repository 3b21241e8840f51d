use super::*;
use proptest::prelude::*;

fn full(history: &str) -> Vec<Tried> {
    parse_history(history, Kind::Full).unwrap()
}

fn estimated(history: &str) -> f64 {
    four_decimals(chance(&full(history), &Model::default()))
}

#[test]
fn the_published_estimates_hold() {
    let quarterly_for_ever: Vec<String> = (0..200).map(|n| format!("pass@{}d", n * 91)).collect();
    let table = [
        ("", 0.5),
        ("pass@0d", 0.6667),
        ("pass@91d", 0.6302),
        ("pass@365d", 0.5546),
        ("pass@0d,pass@91d,pass@182d,pass@273d", 0.7802),
        (&quarterly_for_ever.join(","), 0.8142),
        ("fail@0d", 0.3333),
        ("fail@91d,pass@0d", 0.5399),
        ("pass@91d,fail@0d", 0.4601),
        ("pass@182d,pass@273d,pass@364d,pass@455d", 0.6937),
    ];
    for (history, expected) in table {
        assert_eq!(estimated(history).to_string(), expected.to_string(), "{history}");
    }
}

/// Worked out by hand from the formula: (1 + m) / (2 + m).
#[test]
fn a_drill_weighs_what_its_kind_says() {
    let table = [
        (Kind::Tabletop, 1.25 / 2.25),
        (Kind::Probe, 0.6),
        (Kind::Partial, 1.75 / 2.75),
        (Kind::Full, 2.0 / 3.0),
    ];
    for (kind, expected) in table {
        let history = parse_history("pass@0d", kind).unwrap();
        assert!((chance(&history, &Model::default()) - expected).abs() < 1e-12, "{kind:?}");
    }
}

#[test]
fn prior_half_life_and_weights_can_be_set() {
    let model = Model { half_life_days: 91.0, prior_passes: 2.0, ..Model::default() };
    // One pass 91 days ago weighs a half: 2.5 / 3.5.
    assert!((chance(&full("pass@91d"), &model) - 2.5 / 3.5).abs() < 1e-12);
    assert!(model.check().is_ok());
    for bad in [
        Model { half_life_days: 0.0, ..model },
        Model { prior_failures: f64::NAN, ..model },
        Model { weights: Weights { full: 1.5, ..model.weights }, ..model },
    ] {
        assert_eq!(bad.check().unwrap_err().code, Code::InvalidCall);
    }
}

#[test]
fn what_is_no_history_is_refused_with_what_is_allowed() {
    for bad in
        ["pass", "pass@", "pass@91", "won@3d", "pass@1d,,fail@2d", "pass@-1d", "PASS@1d", "pass@1d;fail@2d"]
    {
        let error = parse_history(bad, Kind::Full).unwrap_err();
        assert_eq!(error.code, Code::InvalidCall, "{bad}");
        assert!(error.params.contains_key("found") && !error.allowed.is_empty(), "{bad}");
    }
    assert_eq!(full(" pass@1d , fail@2h ").len(), 2);
    assert!("drill".parse::<Kind>().unwrap_err().allowed.contains(&"tabletop".to_owned()));
}

fn gate(seen: Seen) -> Gate {
    Gate { probe: "login".to_owned(), seen }
}

fn said(history: &str, gates: &[Gate]) -> Readiness {
    readiness(&full(history), gates, &Model::default())
}

#[test]
fn words_say_how_many_worked_and_about_how_many_would() {
    let four = said("pass@0d,pass@91d,pass@182d,pass@273d", &[gate(Seen::Holds)]);
    assert_eq!((four.worked, four.tried, four.in_ten), (4, 4, 8));
    assert_eq!(four.standing, Standing::Worked);
    assert_eq!(four.last.unwrap().age_seconds, 0);
    assert!(
        (four.on_demand_failure
            - (1.0 - chance(&full("pass@0d,pass@91d,pass@182d,pass@273d"), &Model::default())))
        .abs()
            < 1e-12
    );
}

#[test]
fn a_failing_blocking_probe_beats_every_history() {
    let pair = said("pass@0d,pass@91d", &[gate(Seen::NotObserved), gate(Seen::Fails)]);
    assert_eq!(pair.standing, Standing::NotReady);
    assert_eq!(pair.failing, ["login"]);
    assert!((pair.on_demand_failure - 1.0).abs() < f64::EPSILON);
}

#[test]
fn what_nobody_looked_at_is_unknown_and_never_green() {
    assert_eq!(said("", &[]).standing, Standing::Unknown);
    let pair = said("pass@0d", &[gate(Seen::Holds), gate(Seen::NotObserved)]);
    assert_eq!(pair.standing, Standing::Unknown);
    assert_eq!(pair.not_observed, ["login"]);
}

#[test]
fn untested_and_failed_are_one_rank_and_two_words() {
    let untested = said("", &[gate(Seen::Holds)]);
    let failed = said("pass@91d,fail@0d", &[gate(Seen::Holds)]);
    assert_eq!((untested.standing, failed.standing), (Standing::Untested, Standing::Failed));
    assert_eq!(untested.standing.rank(), failed.standing.rank());
    assert!(Standing::Worked.rank() > failed.standing.rank());
    assert_eq!((failed.worked, failed.tried), (1, 2));
}

#[test]
fn talk_and_doubt_prove_no_switch() {
    let talked = readiness(
        &parse_history("pass@3d", Kind::Tabletop).unwrap(),
        &[gate(Seen::Holds)],
        &Model::default(),
    );
    assert_eq!((talked.standing, talked.talked_through, talked.tried), (Standing::Untested, 1, 0));
    let doubt = said("inconclusive@1d", &[gate(Seen::Holds)]);
    assert_eq!((doubt.standing, doubt.inconclusive), (Standing::Untested, 1));
    assert!((doubt.chance - 0.5).abs() < f64::EPSILON);
    // The newest drill that told anything decides; of two at one instant, the failed one.
    assert_eq!(said("inconclusive@1d,fail@2d,pass@9d", &[gate(Seen::Holds)]).standing, Standing::Failed);
    assert_eq!(said("pass@2d,fail@2d", &[gate(Seen::Holds)]).standing, Standing::Failed);
}

#[test]
fn a_drill_of_the_future_is_of_today() {
    let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
    let later: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    assert_eq!(Tried::at(Outcome::Pass, Kind::Full, later, now).age, Span::from_seconds(0));
    assert_eq!(Tried::at(Outcome::Pass, Kind::Full, now, later).age, Span::from_days(1));
}

fn tried() -> impl Strategy<Value = Tried> {
    let outcome = prop_oneof![Just(Outcome::Pass), Just(Outcome::Fail), Just(Outcome::Inconclusive)];
    let kind = prop_oneof![Just(Kind::Tabletop), Just(Kind::Probe), Just(Kind::Partial), Just(Kind::Full)];
    (outcome, kind, 0u64..4_000).prop_map(|(outcome, kind, age)| Tried {
        outcome,
        kind,
        age: Span::from_days(age),
    })
}

proptest! {
    #[test]
    fn it_is_a_probability_and_fades_towards_the_prior(history in prop::collection::vec(tried(), 0..40)) {
        let model = Model::default();
        let now = chance(&history, &model);
        prop_assert!(now > 0.0 && now < 1.0);
        let later: Vec<Tried> = history.iter().map(|tried| Tried { age: Span::from_seconds(tried.age.seconds() + 100_000 * 86_400), ..*tried }).collect();
        prop_assert!((chance(&later, &model) - 0.5).abs() < 1e-6);
        let words = readiness(&history, &[], &model);
        prop_assert!((1..=9).contains(&words.in_ten));
        prop_assert!(words.worked <= words.tried);
    }

    #[test]
    fn one_more_pass_never_lowers_it_and_one_more_failure_never_raises_it(
        history in prop::collection::vec(tried(), 0..20), more in tried(),
    ) {
        let model = Model::default();
        let before = chance(&history, &model);
        let with = |outcome| {
            let mut longer = history.clone();
            longer.push(Tried { outcome, ..more });
            chance(&longer, &model)
        };
        prop_assert!(with(Outcome::Pass) >= before);
        prop_assert!(with(Outcome::Fail) <= before);
        prop_assert!((with(Outcome::Inconclusive) - before).abs() < 1e-15);
    }
}
