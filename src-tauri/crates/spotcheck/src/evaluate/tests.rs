use super::*;
use crate::draw::{Seed, draw};
use crate::plan::{Aim, Distribution, Selection, equal_stages};
use crate::population::{Columns, Freezer, Row};
use crate::rate::Rate;
use crate::review::Answer;

/// A population, a plan and a draw from it.
struct Check {
    population: Population,
    commitment: Commitment,
    draw: Draw,
}

fn plan(sampling: Sampling, tolerable: u64) -> Plan {
    Plan {
        confidence: Rate::percent(95),
        tolerable: Some(Rate::percent(tolerable)),
        sampling,
        per_stratum: false,
        always: vec![],
        tolerance: 1,
        minor_digits: 2,
        unreachable: Rate::ONE,
        second_review: Rate::percent(10),
    }
}

fn check_with(plan: Plan, amounts: &[i64]) -> Check {
    let row = |(number, amount): (usize, &i64)| Row {
        id: format!("P-{number:05}"),
        amount: *amount,
        person: "Ana".into(),
        stratum: if number % 4 == 0 { "CH" } else { "DE" }.into(),
        more: vec![],
    };
    let rows: Vec<Row> = amounts.iter().enumerate().map(row).collect();
    let mut freezer = Freezer::new(Columns::default()).unwrap();
    for row in &rows {
        freezer.push(row).unwrap();
    }
    let population = freezer.finish().unwrap().0;
    let commitment = plan.commit(&population).unwrap();
    let seed = Seed::new("01382438112797316654", &["Ana", "Ben"]).unwrap();
    let draw = draw(&commitment, &population, seed, 0, || Ok(rows.iter().cloned().map(Ok))).unwrap();
    Check { population, commitment, draw }
}

fn resolved(answer: Answer) -> Resolution {
    Resolution { answer, by: None, reason: String::new(), cause: None, systematic: false }
}

impl Check {
    /// Everything right but what `wrong` says of the items by their place in the list, up to a stage.
    fn answered(&self, stage: u32, wrong: impl Fn(usize, &DrawnItem) -> Option<Answer>) -> Evaluation {
        let answers = self.draw.items.iter().enumerate().filter(|(_, item)| item.stage <= stage);
        let answers = answers.map(|(place, item)| {
            let right = Answer::Figure { minor: item.amount };
            (item.id.clone(), resolved(wrong(place, item).unwrap_or(right)))
        });
        self.evaluated(&answers.collect()).unwrap()
    }

    fn evaluated(&self, resolutions: &BTreeMap<String, Resolution>) -> Result<Evaluation> {
        evaluate(&self.commitment, &self.population, &self.draw, resolutions)
    }
}

fn percent() -> Sampling {
    Sampling::Percent { percent: Rate::percent(5), at_least: 1 }
}

fn money() -> Sampling {
    Sampling::MonetaryUnit { selection: Selection::Sieve, expected: Rate::ZERO }
}

#[test]
fn five_percent_without_errors_accepts_only_what_it_proves() {
    let check = check_with(plan(percent(), 25), &[1000; 200]);
    let found = check.answered(1, |_, _| None);
    // 5 % of 200 is 10 items; none wrong still allows 50 of 200.
    assert_eq!((found.total.sample, found.total.at_most), (10, Some(50)));
    assert_eq!((found.decision, found.reasons), (Decision::Accept, vec![Why::LimitWithinTolerable]));
    let found = check_with(plan(percent(), 5), &[1000; 200]).answered(1, |_, _| None);
    // 51 items show 5 % of 200 (the table): 41 more.
    assert_eq!((found.decision, found.more), (Decision::Extend, Some(41)));
    assert_eq!(found.reasons, [Why::LimitAboveTolerable]);
    assert_eq!(found.strata.len(), 2);
    let limit = found.total.limit.unwrap();
    assert_eq!((limit.numbers["N"], limit.numbers["n"], limit.numbers["k"]), (200.0, 10.0, 0.0));
}

#[test]
fn errors_above_the_tolerable_rate_are_raised_and_counted_by_direction() {
    let check = check_with(plan(percent(), 10), &[1000; 400]);
    let found = check.answered(1, |place, _| match place {
        0 => Some(Answer::Figure { minor: 900 }),
        1 => Some(Answer::Figure { minor: 1500 }),
        2 => Some(Answer::CannotDetermine),
        3 => Some(Answer::Figure { minor: 1001 }),
        _ => None,
    });
    assert_eq!((found.total.errors, found.total.over, found.total.under, found.total.unknown), (3, 2, 1, 1));
    assert_eq!(found.decision, Decision::Escalate);
    // 100 and, for what nobody knows, all of 1,000; 20 of 400 were drawn.
    assert_eq!((found.money.over.found, found.money.under.found), (1100, 500));
    assert!((found.money.over.most_likely - 22_000.0).abs() < 1e-6);
    assert_eq!(
        (found.money.over.at_most, found.money.over.refused.as_deref()),
        (None, Some("below_its_confidence"))
    );
}

#[test]
fn without_a_tolerable_rate_one_error_is_raised() {
    let none = || Plan { tolerable: None, ..plan(percent(), 5) };
    let found = check_with(none(), &[1000; 200]).answered(1, |_, _| None);
    assert_eq!((found.decision, found.reasons), (Decision::Accept, vec![Why::NothingWrong]));
    let found =
        check_with(none(), &[1000; 200]).answered(1, |place, _| (place == 0).then_some(Answer::Missing));
    assert_eq!((found.decision, found.reasons), (Decision::Escalate, vec![Why::ErrorsWithoutTolerable]));
}

#[test]
fn nothing_is_counted_before_the_last_answer() {
    let check = check_with(plan(percent(), 5), &[1000; 200]);
    let mut answers = BTreeMap::new();
    for item in &check.draw.items[1..] {
        answers.insert(item.id.clone(), resolved(Answer::Figure { minor: item.amount }));
    }
    let error = check.evaluated(&answers).unwrap_err();
    assert_eq!((error.code, error.params["open"].as_str()), (Code::NotYet, "1"));
}

#[test]
fn stages_stop_go_on_and_fail_by_their_limits() {
    let aim = Aim { confidence: Rate::percent(95), tolerable: Rate::percent(5), expected: Rate::ZERO };
    let stages = equal_stages(Distribution::Binomial, None, aim, &[1, 0]).unwrap();
    let check =
        check_with(plan(Sampling::StopOrGo { distribution: Distribution::Binomial, stages }, 5), &[900; 500]);
    let wrong = |first: usize| move |place: usize, _: &DrawnItem| (place < first).then_some(Answer::Missing);
    let decided = |stage, first| {
        let found = check.answered(stage, wrong(first));
        (found.stage, found.decision, found.reasons[0], found.more)
    };
    assert_eq!(decided(1, 0), (1, Decision::Accept, Why::StageAccepts, None));
    assert_eq!(decided(1, 1), (1, Decision::Extend, Why::StageGoesOn, Some(61)));
    assert_eq!(decided(1, 2), (1, Decision::Escalate, Why::StageFails, None));
    assert_eq!(decided(2, 1), (2, Decision::Accept, Why::StageAccepts, None));
    let late = check.answered(2, |place, _| (place == 0 || place == 70).then_some(Answer::Missing));
    assert_eq!(late.decision, Decision::Escalate);
}

#[test]
fn money_is_known_where_it_is_certain_and_limited_where_it_is_drawn() {
    let mut amounts = vec![1000; 400];
    amounts[9] = 150_000;
    amounts[10] = -500;
    let check = check_with(plan(money(), 5), &amounts);
    let clean = check.answered(1, |_, _| None);
    // 60 hits, one of them certain: 59 over the rest. 2.9957 / 59 of 398,000.
    let limit = clean.money.over.limit.clone().unwrap();
    assert!((limit.upper - 2.995_732 / 59.0).abs() < 1e-6);
    assert!((clean.money.over.at_most.unwrap() - 398_000.0 * 2.995_732 / 59.0).abs() < 1.0);
    assert_eq!((clean.decision, clean.total.limit), (Decision::Accept, None));
    let found = check.answered(1, |_, item| match item.reason {
        Reason::Certain => Some(Answer::Figure { minor: item.amount - 2000 }),
        Reason::Unreachable => Some(Answer::Figure { minor: 0 }),
        _ => None,
    });
    assert_eq!((found.money.over.found, found.money.under.found), (2000, 500));
    assert!((found.money.over.most_likely - 2000.0).abs() < 1e-9);
    assert_eq!(found.total.known_errors, 2);
    let tainted = check.answered(1, |place, item| {
        (item.reason == Reason::Drawn && place % 9 == 0).then_some(Answer::Figure { minor: 1800 })
    });
    assert!(tainted.money.under.most_likely > 0.05 * 548_000.0, "{:?}", tainted.money.under);
    assert_eq!(tainted.reasons, [Why::MostLikelyAboveTolerable]);
    let beyond =
        check.answered(1, |_, item| (item.reason == Reason::Drawn).then_some(Answer::Figure { minor: 9000 }));
    assert_eq!(beyond.money.under.refused.as_deref(), Some("taint_above_one"));
    assert_eq!(beyond.reasons, [Why::NoLimit]);
}

#[test]
fn more_clean_units_are_named_where_they_would_show_it() {
    let check = check_with(plan(money(), 5), &[1000; 900]);
    let found = check.answered(1, |place, _| (place == 0).then_some(Answer::Figure { minor: 900 }));
    assert_eq!(found.decision, Decision::Extend);
    // 2.9957 + 0.1 · (4.7439 − 2.9957) = 3.1705 in 60; 5 % needs 64.
    assert_eq!(found.more, Some(4));
    let cell = Sampling::MonetaryUnit { selection: Selection::Cell, expected: Rate::ZERO };
    let found = check_with(plan(cell, 5), &[1000; 900])
        .answered(1, |place, _| (place == 0).then_some(Answer::Figure { minor: 900 }));
    assert_eq!((found.decision, found.reasons[1]), (Decision::Escalate, Why::CannotExtend));
}

#[test]
fn the_anytime_rule_counts_in_the_order_of_the_draw_and_stops_when_it_may() {
    let check = check_with(plan(Sampling::Anytime { at_most: 100 }, 5), &vec![1000; 5000]);
    let mut answers = BTreeMap::new();
    let answer = |item: &DrawnItem| resolved(Answer::Figure { minor: item.amount });
    for item in &check.draw.items[..58] {
        answers.insert(item.id.clone(), answer(item));
    }
    let found = check.evaluated(&answers).unwrap();
    assert_eq!((found.decision, found.more), (Decision::Extend, Some(1)));
    // One that lies further on does not count before the gap is closed.
    let (next, later) = (&check.draw.items[58], &check.draw.items[60]);
    answers.insert(later.id.clone(), answer(later));
    assert_eq!(check.evaluated(&answers).unwrap().more, Some(1));
    answers.insert(next.id.clone(), answer(next));
    let found = check.evaluated(&answers).unwrap();
    assert_eq!((found.decision, found.reasons), (Decision::Accept, vec![Why::RulePassed]));
    assert!(found.money.over.at_most.unwrap() <= 0.05 * 5_000_000.0);
    answers.insert(check.draw.items[0].id.clone(), resolved(Answer::NotSupported));
    let found = check.evaluated(&answers).unwrap();
    assert_eq!((found.decision, found.reasons), (Decision::Escalate, vec![Why::RuleNotPassed]));
    assert!(check.evaluated(&BTreeMap::new()).is_err());
}

#[test]
fn a_systematic_cause_is_raised_whatever_the_limits_say() {
    let check = check_with(plan(percent(), 50), &[1000; 200]);
    let answers: BTreeMap<String, Resolution> = check
        .draw
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let wrong = Resolution {
                answer: Answer::Figure { minor: 990 },
                by: Some("Mara".into()),
                reason: "old rate table".into(),
                cause: Some(Cause::RateTable),
                systematic: true,
            };
            let right = resolved(Answer::Figure { minor: item.amount });
            (item.id.clone(), if place == 4 { wrong } else { right })
        })
        .collect();
    let found = check.evaluated(&answers).unwrap();
    assert_eq!((found.decision, found.reasons[0]), (Decision::Escalate, Why::SystematicCause));
    assert_eq!(found.reasons[1], Why::LimitWithinTolerable);
    let items = vec![check.draw.items[4].id.clone()];
    assert_eq!(found.targeted, [Targeted { cause: Cause::RateTable, items }]);
    // It still counts as an error: nothing is taken out of the projection.
    assert_eq!(found.total.errors, 1);
}

#[test]
fn strata_of_their_own_have_limits_of_their_own_and_one_of_the_whole() {
    let own = Plan { per_stratum: true, ..plan(percent(), 20) };
    let check = check_with(own, &[1000; 1000]);
    let found = check.answered(1, |_, _| None);
    let sizes: Vec<(u64, u64)> =
        found.strata.iter().map(|stratum| (stratum.population, stratum.sample)).collect();
    assert_eq!(sizes, [(250, 13), (750, 38)]);
    // p(51, 0) = 5.7 %, and the least share is 38 of 750.
    let limit = found.total.limit.unwrap();
    assert!((limit.upper - limit.numbers["p"] * 51.0 / (38.0 / 750.0 * 1000.0)).abs() < 1e-12);
    assert_eq!(found.decision, Decision::Accept);
}

#[test]
fn a_population_that_was_looked_at_whole_is_known() {
    let all = Sampling::Percent { percent: Rate::ONE, at_least: 1 };
    let found =
        check_with(plan(all, 10), &[1000; 20]).answered(1, |place, _| (place < 2).then_some(Answer::Missing));
    assert_eq!((found.total.at_most, found.money.over.at_most), (Some(2), Some(2000.0)));
    assert_eq!(found.decision, Decision::Accept);
    let found = check_with(plan(money(), 5), &[1000; 20])
        .answered(1, |place, _| (place < 1).then_some(Answer::Missing));
    assert_eq!(found.money.over.at_most, Some(1000.0));
}
