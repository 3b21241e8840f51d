//! A spot check from its list to its signatures, as it could have been, with people who write what they like.

use std::collections::BTreeMap;

use ballast_spotcheck::digits::{DigitCounter, FirstDigits};
use ballast_spotcheck::draw::draw;
use ballast_spotcheck::plan::{Sampling, Selection};
use ballast_spotcheck::population::{Columns, Completeness};
use ballast_spotcheck::report::{Month, Report, ReportItem, Settled, Signature, Told};
use ballast_spotcheck::review::{Answer, Cause, Given, Resolution};
use ballast_spotcheck::wire::ListFacts;
use ballast_spotcheck::{Commitment, Draw, Evaluation, Freezer, Plan, Population, Rate, Row, Seed, evaluate};

/// What a hostile id, name or note may be.
pub const HOSTILE: &str = "<script>alert(\"1\")</script> & 'x'\u{1}";

/// Everything that a report borrows.
pub struct Sample {
    pub list: ListFacts,
    pub population: Population,
    pub completeness: Completeness,
    pub commitment: Commitment,
    pub draw: Draw,
    pub evaluation: Evaluation,
    pub answers: BTreeMap<String, (Given, Option<Given>, Vec<Resolution>)>,
    pub files: BTreeMap<String, String>,
    pub digits: FirstDigits,
}

fn rows() -> Vec<Row> {
    let mut state = 7_u64;
    let mut chance = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let people = ["Ana Keller", "Ben Moser", "Cleo Marti", "Dora Frei", HOSTILE, "=HYPERLINK(\"x\")"];
    let row = |number: usize| {
        let size = 10 + chance(10);
        // Clawbacks, and what was never paid.
        let sign = [1, -1, 0][usize::from(number % 40 == 7) + 2 * usize::from(number % 60 == 9)];
        Row {
            id: format!("PAY-2025-{number:04}"),
            amount: sign * i64::try_from(chance(1 << size)).unwrap(),
            person: people[number % people.len()].to_owned(),
            stratum: ["East", "North", "South", "West"][usize::try_from(chance(4)).unwrap()].to_owned(),
            more: vec![],
        }
    };
    (1..=480).filter(|number| ![17, 18, 230].contains(number)).map(row).collect()
}

pub fn by_item() -> Sample {
    sample(Sampling::Percent { percent: Rate::percent(12), at_least: 10 }, true)
}

pub fn by_value() -> Sample {
    sample(Sampling::MonetaryUnit { selection: Selection::Sieve, expected: Rate::ZERO }, false)
}

fn sample(sampling: Sampling, per_stratum: bool) -> Sample {
    let mut freezer = Freezer::new(Columns::default()).unwrap();
    let mut counter = DigitCounter::default();
    for row in rows() {
        counter.add(row.amount);
        freezer.push(&row).unwrap();
    }
    let (population, completeness) = freezer.finish().unwrap();
    let plan = Plan {
        confidence: Rate::percent(95),
        tolerable: Some(Rate::percent(8)),
        sampling,
        per_stratum,
        always: vec!["amount > 4000".parse().unwrap()],
        tolerance: 5,
        minor_digits: 2,
        unreachable: Rate::percent(50),
        second_review: Rate::percent(10),
    };
    let commitment = plan.commit(&population).unwrap();
    let seed = Seed::of_two(("Ana Keller", "0138243811"), ("Ben Moser", "2797316654")).unwrap();
    let draw = draw(&commitment, &population, seed, 0, || Ok(rows().into_iter().map(Ok))).unwrap();
    let answers: BTreeMap<_, _> = draw
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.id.clone(), answered(at, item.amount)))
        .collect();
    let last = |(_, _, resolutions): &(Given, Option<Given>, Vec<Resolution>)| {
        resolutions[resolutions.len() - 1].clone()
    };
    let resolutions = answers.iter().map(|(id, all)| (id.clone(), last(all))).collect();
    let evaluation = evaluate(&commitment, &population, &draw, &resolutions).unwrap();
    let list = ListFacts {
        place: "/data/payouts/2025-10 <October>.csv".into(),
        sha256: "5f".repeat(32),
        bytes: 48_213,
        rows: population.count,
        modified_at: None,
        encoding: Some("UTF-8".into()),
    };
    let files = BTreeMap::from([("ab".repeat(32), "contract \"12\" <signed>.pdf".to_owned())]);
    let digits = counter.finish().unwrap();
    Sample { list, population, completeness, commitment, draw, evaluation, answers, files, digits }
}

fn answered(at: usize, paid: i64) -> (Given, Option<Given>, Vec<Resolution>) {
    let given = |by: &str, answer, note: &str| Given {
        by: by.to_owned(),
        answer,
        steps: "Base 12,400.00 × 5% − clawback".into(),
        note: note.to_owned(),
        evidence: if at.is_multiple_of(3) { vec!["ab".repeat(32)] } else { vec![] },
    };
    let plain =
        |answer| Resolution { answer, by: None, reason: String::new(), cause: None, systematic: false };
    let right = Answer::Figure { minor: paid };
    let decided = |answer, cause, systematic| Resolution {
        answer,
        by: Some("Cleo Marti".into()),
        reason: format!("=The table of September applies {HOSTILE}"),
        cause: Some(cause),
        systematic,
    };
    match at {
        4 => {
            let less = Answer::Figure { minor: paid - paid / 5 - 100 };
            let settled = vec![plain(less), decided(less, Cause::RateTable, true)];
            (given("Dora Frei", less, HOSTILE), Some(given("Ben Moser", less, "")), settled)
        }
        9 => {
            let more = Answer::Figure { minor: paid + 1_250 };
            let settled = vec![decided(more, Cause::CutOffDate, false)];
            (given("Dora Frei", more, ""), Some(given("Ben Moser", right, "")), settled)
        }
        15 => {
            let first = given("Ana Keller", Answer::NotSupported, "+no contract");
            let settled = vec![decided(Answer::NotSupported, Cause::RateTable, false)];
            (first, Some(given("Ben Moser", Answer::NotSupported, "")), settled)
        }
        21 => {
            let first = given("Ana Keller", Answer::CannotDetermine, "papers are with the auditor");
            let settled = vec![decided(Answer::CannotDetermine, Cause::Other, false)];
            (first, Some(given("Ben Moser", Answer::CannotDetermine, "")), settled)
        }
        _ => (given(["Ana Keller", "Dora Frei"][at % 2], right, ""), None, vec![plain(right)]),
    }
}

impl Sample {
    pub fn report(&self) -> Report<'_> {
        let item = |item| -> ReportItem<'_> {
            let item: &ballast_spotcheck::draw::DrawnItem = item;
            let (first, second, resolutions) = &self.answers[&item.id];
            let told = |given| Told { given, at: "12 Nov 2025, 10:04" };
            let settled = |resolution| Settled { resolution, at: "14 Nov 2025, 09:30" };
            ReportItem {
                item,
                first: Some(told(first)),
                second: second.as_ref().map(told),
                resolutions: resolutions.iter().map(settled).collect(),
            }
        };
        let month = |(name, most_likely, upper)| Month { name, most_likely, lower: most_likely / 3.0, upper };
        let months = [("Aug 2025", 0.01, 0.061), ("Sep 2025", 0.02, 0.074), ("Oct 2025", 0.045, 0.12)];
        Report {
            title: "Spot check: commissions & payouts, October 2025",
            made_at: "15 November 2025, 16:20 (Europe/Zurich)",
            currency: "CHF",
            list: &self.list,
            population: &self.population,
            completeness: &self.completeness,
            commitment: &self.commitment,
            committed_at: "10 November 2025, 08:00",
            drawn_at: "10 November 2025, 08:12",
            draw: &self.draw,
            evaluation: &self.evaluation,
            items: self.draw.items.iter().map(item).collect(),
            files: &self.files,
            signatures: vec![
                Signature {
                    by: "Cleo Marti",
                    role: "head of finance",
                    at: "15 Nov 2025, 16:00",
                    proved: "passphrase",
                },
                Signature {
                    by: HOSTILE,
                    role: "second person",
                    at: "15 Nov 2025, 16:05",
                    proved: "asserted only",
                },
            ],
            months: months.map(month).to_vec(),
            digits: Some(&self.digits),
        }
    }
}
