use super::*;
use crate::population::{Columns, Freezer, Row};

fn population(rows: u64) -> Population {
    let mut freezer = Freezer::new(Columns { more: vec!["rate".into()] }).unwrap();
    for number in 0..rows {
        let row = Row {
            id: format!("{number:06}"),
            amount: 100 + i64::try_from(number).unwrap(),
            person: "Ana".into(),
            stratum: if number % 4 == 0 { "CH" } else { "DE" }.into(),
            more: vec!["0.05".into()],
        };
        freezer.push(&row).unwrap();
    }
    freezer.finish().unwrap().0
}

fn plan(sampling: Sampling) -> Plan {
    Plan {
        confidence: Rate::percent(95),
        tolerable: Some(Rate::percent(5)),
        sampling,
        per_stratum: false,
        always: vec!["amount > 5000".parse().unwrap()],
        tolerance: 1,
        minor_digits: 2,
        unreachable: Rate::ONE,
        second_review: Rate::percent(10),
    }
}

fn five_percent() -> Plan {
    plan(Sampling::Percent { percent: Rate::percent(5), at_least: 10 })
}

#[test]
fn sizes_follow_the_plan() {
    let sizes = |plan: Plan| {
        let quotas = plan.commit(&population(480)).unwrap().quotas;
        quotas
            .into_iter()
            .map(|quota| (quota.population, quota.sample, quota.sample_most))
            .collect::<Vec<_>>()
    };
    assert_eq!(sizes(five_percent()), [(480, 24, 24)]);
    assert_eq!(sizes(Plan { per_stratum: true, ..five_percent() }), [(120, 10, 10), (360, 18, 18)]);
    let attribute = |distribution| plan(Sampling::Attribute { distribution, expected: Rate::ZERO });
    assert_eq!(sizes(attribute(Distribution::Binomial)), [(480, 59, 59)]);
    let hypergeometric = sizes(attribute(Distribution::Hypergeometric));
    assert!(hypergeometric[0].1 < 59, "{hypergeometric:?}");
    let money = plan(Sampling::MonetaryUnit { selection: Selection::Sieve, expected: Rate::ZERO });
    assert_eq!(sizes(money), [(480, 60, 60)]);
    let aim = Aim { confidence: Rate::percent(95), tolerable: Rate::percent(5), expected: Rate::ZERO };
    let stages = equal_stages(Distribution::Binomial, None, aim, &[1, 0]).unwrap();
    assert_eq!(
        sizes(plan(Sampling::StopOrGo { distribution: Distribution::Binomial, stages })),
        [(480, 61, 122)]
    );
    assert_eq!(sizes(plan(Sampling::Anytime { at_most: 100 })), [(480, 100, 100)]);
}

#[test]
fn the_commitment_is_what_sha256sum_says_and_changes_with_everything() {
    let committed = five_percent().commit(&population(480)).unwrap();
    assert!(committed.is_intact());
    let text = committed.text().unwrap();
    assert!(text.starts_with("{\"plan\":{\"always\":[\"amount > 5000\"],\"confidence\":\"0.95\""), "{text}");
    assert!(text.ends_with(&committed.population));
    let mut changed = five_percent();
    changed.tolerance = 2;
    assert_ne!(changed.commit(&population(480)).unwrap().sha256, committed.sha256);
    assert_ne!(five_percent().commit(&population(479)).unwrap().sha256, committed.sha256);
    let tampered = Commitment { population: population(479).sha256, ..committed.clone() };
    assert!(!tampered.is_intact());
    let json = serde_json::to_string(&committed).unwrap();
    assert_eq!(serde_json::from_str::<Commitment>(&json).unwrap(), committed);
}

#[test]
fn plans_that_promise_what_they_cannot_hold_are_refused() {
    let refused = |plan: Plan| plan.commit(&population(480)).unwrap_err().params["what"].clone();
    let sieve = Sampling::MonetaryUnit { selection: Selection::Sieve, expected: Rate::ZERO };
    assert_eq!(refused(Plan { per_stratum: true, ..plan(sieve.clone()) }), "per_stratum");
    assert_eq!(refused(Plan { tolerable: None, ..plan(sieve) }), "tolerable");
    assert_eq!(refused(Plan { confidence: Rate::ONE, ..five_percent() }), "confidence");
    assert_eq!(refused(Plan { always: vec!["bonus > 1".parse().unwrap()], ..five_percent() }), "always");
    assert_eq!(refused(plan(Sampling::Anytime { at_most: 58 })), "at_most");
    assert_eq!(refused(plan(Sampling::Percent { percent: Rate::ZERO, at_least: 0 })), "percent");
    let hop = [(59, 0), (34, 1), (31, 2), (29, 3)];
    let stages = hop.map(|(sample, accept)| Stage { sample, accept, go_on: 3 }).to_vec();
    assert_eq!(refused(plan(Sampling::StopOrGo { distribution: Distribution::Binomial, stages })), "stages");
}

#[test]
fn an_interval_cannot_be_extended() {
    let money = |selection| plan(Sampling::MonetaryUnit { selection, expected: Rate::ZERO });
    assert!(money(Selection::Sieve).can_extend().is_ok());
    for selection in [Selection::FixedInterval, Selection::Cell] {
        let error = money(selection).can_extend().unwrap_err();
        assert_eq!(error.params["reason"], "interval_changes_with_size");
    }
}
