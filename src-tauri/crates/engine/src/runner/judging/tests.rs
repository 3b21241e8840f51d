//! A decision and an evaluation at the same time: neither is lost, and what stands afterwards agrees.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ballast_core::run::RunEvent;
use ballast_spotcheck::population::Columns;
use ballast_spotcheck::wire::{Frozen, ListFacts};
use ballast_spotcheck::{Completeness, Freezer, Row};
use ballast_store::{Asked, RunRow};

use super::*;
use crate::clock::Clock;
use crate::contract::AnswerKind;
use crate::runner::{Job, follow, population, start, start::new_run};
use crate::spotcheck::{Given, Settled, answer, mine, plan_of, resolve, rounds, sign};
use crate::{file, people, protect};

const CHECK: &str = "payouts";
/// One payout in two is looked at, and one that is wrong is one too many.
const ONE_LOOK: &str = r#"{ percent = "50%" }"#;
/// A stage without an error accepts; with one, the next stage is looked at.
const STAGES: &str = r#"{ stop_or_go = { tolerable = "20%" } }"#;

struct Desk {
    engine: Arc<Engine>,
    check: SpotCheck,
    _folder: tempfile::TempDir,
}

fn row(number: i64) -> Row {
    let id = format!("PAY-{number:04}");
    Row { id, amount: 10_000 + number, person: format!("Rep {number}"), stratum: String::new(), more: vec![] }
}

fn decimal(minor: i64) -> String {
    decimal_of_minor(minor.into(), "EUR".parse().unwrap())
}

impl Desk {
    /// A drawn round of which nothing is answered yet.
    fn new(sample: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ballast.toml");
        let text = format!(
            "[workspace]\nname = \"Harbor\"\n\n[[spot_check]]\nid = \"{CHECK}\"\nsample = {sample}\n\
             population = {{ csv = \"list.csv\", id = \"id\", amount = \"amount\", person = \"rep\" }}\n\
             checkers = [\"Ana\", \"Ben\"]\n"
        );
        std::fs::write(&file, text).unwrap();
        let parsed = file::parse(&file, None).unwrap();
        let (workspace, clock) = (folder.path().join("workspace"), Clock::from_environment().unwrap());
        let (engine, _) =
            Engine::init(&workspace, "ballast".as_ref(), &parsed.config.settings, clock).unwrap();
        protect::save(&engine, parsed.config, parsed.renames).unwrap();
        let check = engine.config().unwrap().spot_check(CHECK).unwrap().clone();
        let desk = Self { engine, check, _folder: folder };
        desk.freeze();
        desk.run(Job::Draw { seed: "01382438112797316654".to_owned(), people: vec!["Ana".to_owned()] });
        desk
    }

    /// A run that is under way, and that this test works off itself.
    fn under_way(&self, job: &Job) -> RunRow {
        let asked = Asked { origin: "person".to_owned(), job: None, slot: None, attempt: 1, epoch: 0 };
        let new = new_run(&self.engine, CHECK, job, asked);
        let queued = new.clone();
        self.engine.store.write(move |change| change.queue_run(&queued)).unwrap();
        move_on(&self.engine, &new.id, RunEvent::Started).unwrap()
    }

    /// A list of two hundred, as the program that reads lists would have frozen it.
    fn freeze(&self) {
        let columns = Columns::default();
        let mut freezer = Freezer::new(columns.clone()).unwrap();
        let mut text = ballast_spotcheck::population::header(&columns);
        for number in 0..200 {
            text += freezer.push(&row(number)).unwrap().unwrap();
        }
        let (population, completeness): (_, Completeness) = freezer.finish().unwrap();
        let list = ListFacts {
            place: "list.csv".to_owned(),
            sha256: population.sha256.clone(),
            bytes: text.len() as u64,
            rows: population.count,
            modified_at: None,
            encoding: None,
        };
        let (population, list) = (Some(population), Some(list));
        let nothing = (Vec::new(), Vec::new());
        let (hints, findings) = nothing;
        let frozen = Frozen { population, completeness, hints, findings, list, sales: None, preview: None };
        let to = self.engine.store.work_folder().unwrap().join("frozen.csv");
        std::fs::write(&to, text).unwrap();
        let day = jiff::civil::date(2026, 4, 1);
        let under_way = self.under_way(&Job::Freeze { day: Some(day) });
        let plan = plan_of(&self.check, "EUR").unwrap();
        population::conclude(&self.engine, &under_way, (&self.check, day, plan), frozen, &to).unwrap();
    }

    fn run(&self, job: Job) {
        let run = start(&self.engine, CHECK, job, None).unwrap();
        let row = follow(&self.engine, &run, &mut |_| {}).unwrap();
        assert_eq!(row.error, None);
    }

    fn work(&self) -> Work {
        Work::of(&self.engine, &self.check, None).unwrap()
    }

    fn who(&self, name: &str) -> people::Identity {
        people::identify(&self.engine, name, None).unwrap()
    }

    /// Everything that can be answered is, as it was paid; but both find another figure for this place of the draw.
    fn answer_all(&self, wrong: usize) -> String {
        let wrong = self.work().items[wrong].drawn.id.clone();
        while matches!(self.work().stage(), RoundStage::Answering | RoundStage::SecondReview) {
            for name in ["Ana", "Ben"] {
                let work = self.work();
                for item in mine(&work, &self.check, name).unwrap().1 {
                    let id = &item.drawn.id;
                    let due = item.drawn.amount + i64::from(*id == wrong);
                    let amount = Some(decimal(due));
                    let (steps, note) = (String::new(), String::new());
                    let given =
                        Given { answer: AnswerKind::Figure, amount, steps, note, evidence: Vec::new() };
                    answer(&self.engine, CHECK, id, &self.who(name), given).unwrap();
                }
            }
        }
        wrong
    }

    /// Dora decides that the system was right after all.
    fn decide(&self, item: &str) {
        let work = self.work();
        let paid = work.items.iter().find(|one| one.drawn.id == item).unwrap().drawn.amount;
        let settled = Settled {
            answer: AnswerKind::Figure,
            amount: Some(decimal(paid)),
            reason: "the contract says so".to_owned(),
            cause: None,
            systematic: false,
        };
        resolve(&self.engine, CHECK, item, &self.who("Dora"), settled).unwrap();
    }

    fn judging(&self) -> Judging {
        prepare(&self.engine, &self.engine.config().unwrap(), CHECK).unwrap()
    }

    /// An evaluation in whose middle the decision is written down.
    fn decide_within_an_evaluation(&self, item: &str) {
        let under_way = self.under_way(&Job::Judge);
        let judged = judge(&self.engine, &self.judging());
        self.decide(item);
        conclude(&self.engine, &under_way, judged).unwrap();
    }

    /// What an evaluation without the decision left must not stand as the result, and the decision must be there.
    fn is_to_be_worked_out_anew(&self, item: &str, found: Decision) {
        let (work, rounds) = (self.work(), rounds(&self.engine, &self.check).unwrap());
        assert_eq!(rounds[0].decision(), Some(found), "the evaluation is not lost");
        let decided = work.items.iter().find(|one| one.drawn.id == item).unwrap();
        let by: Vec<&str> = decided.decisions.iter().map(|one| one.by.as_str()).collect();
        assert_eq!(by, ["Dora"], "the decision is not lost");
        assert_eq!(work.stage(), RoundStage::Evaluating);
        assert!(rounds[0].is_outdated && !rounds[0].is_closed());
        let refused = sign(&self.engine, CHECK, &self.who("Cleo"), "").unwrap_err();
        assert_eq!(refused.code, Code::NotYet, "nobody signs what was overtaken");
    }

    /// Worked out again, the decision counts, and what is signed is that.
    fn comes_out_right(&self) {
        self.run(Job::Judge);
        let round = rounds(&self.engine, &self.check).unwrap().remove(0);
        assert_eq!((round.decision(), round.is_outdated), (Some(Decision::Accept), false));
        let work = self.work();
        let total = &work.judgement.as_ref().unwrap().evaluation.total;
        assert_eq!((work.stage(), total.errors + total.known_errors), (RoundStage::Judged, 0));
        sign(&self.engine, CHECK, &self.who("Cleo"), "").unwrap();
        assert_eq!(self.work().stage(), RoundStage::Signed);
        let attempts = self.engine.store.read(|view| view.attempts(CHECK)).unwrap();
        assert_eq!(attempts.last().unwrap().verdict, "passed");
    }
}

#[test]
fn a_decision_within_an_evaluation_and_one_after_it_come_to_the_same() {
    for is_within in [true, false] {
        let desk = Desk::new(ONE_LOOK);
        let item = desk.answer_all(3);
        if is_within {
            desk.decide_within_an_evaluation(&item);
        } else {
            desk.run(Job::Judge);
            desk.decide(&item);
        }
        desk.is_to_be_worked_out_anew(&item, Decision::Escalate);
        desk.comes_out_right();
    }
}

#[test]
fn an_evaluation_that_a_decision_overtook_opens_no_further_stage() {
    let desk = Desk::new(STAGES);
    let item = desk.answer_all(0);
    let looked_at = desk.work().open().count();
    desk.decide_within_an_evaluation(&item);
    desk.is_to_be_worked_out_anew(&item, Decision::Extend);
    assert_eq!(desk.work().open().count(), looked_at, "nobody has to look at more");
    desk.comes_out_right();
}
