//! The work on a round, as the ledger tells it: who answered what, what two people disagree about, what was decided.

use std::collections::BTreeMap;
use std::path::Path;

use ballast_core::evidence::RecordKind;
use ballast_core::{Code, Error, Result};
use ballast_spotcheck::assign::{Assigned, Checker, assign, assign_second};
use ballast_spotcheck::draw::{DrawnItem, Seed};
use ballast_spotcheck::evaluate::{Decision, Evaluation};
use ballast_spotcheck::review::{self, Answer, Cause, Event, Facts, Resolution, State, for_second_review};
use ballast_spotcheck::{Draw, Rate, hex};
use ballast_store::{LedgerRow, View};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::records::{Act, CauseBody, DecisionBody, SignatureBody};
use super::sealed::{self, SealedAnswer, SealedRemark, SealedSample};
use super::{Round, considered, named, number_of, rounds_in};
use crate::config::{Config, Person, SpotCheck};
use crate::contract::{Proved, RoundStage};
use crate::engine::Engine;
use crate::people::{self, is_same};

/// What is done about a drawn sample.
const KINDS: [RecordKind; 6] = [
    RecordKind::CauseChecked,
    RecordKind::ItemAnswered,
    RecordKind::ItemRemarked,
    RecordKind::ItemResolved,
    RecordKind::SpotChecked,
    RecordKind::SpotCheckSigned,
];

/// An answer with who gave it.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub by: String,
    pub at: Timestamp,
    pub proved: Proved,
    pub sealed: SealedAnswer,
    salt: String,
    pub remark: Option<SealedRemark>,
}

/// What somebody decided an item to be.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub by: String,
    pub at: Timestamp,
    pub proved: Proved,
    pub resolution: Resolution,
}

/// One item of the sample, as far as it has come.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub drawn: DrawnItem,
    pub state: State,
    pub first: Option<Answered>,
    pub second: Option<Answered>,
    /// Somebody else does it again: a finding, or drawn from the right ones.
    pub asked_again: bool,
    pub decisions: Vec<Decided>,
}

impl Item {
    /// What it counts as. Two who agree decide for themselves, and the cause is the one the first one named.
    pub(crate) fn resolution(&self) -> Option<Resolution> {
        let mut resolution = self.state.resolution()?.clone();
        if resolution.by.is_none() {
            let remark = self.first.as_ref().and_then(|first| first.remark.as_ref());
            resolution.cause = resolution.cause.or_else(|| remark.and_then(|remark| remark.cause));
        }
        Some(resolution)
    }

    pub(crate) fn is_disputed(&self) -> bool {
        matches!(self.state, State::Disputed { .. })
    }
}

/// What was worked out of the answers, and where that stands.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub run: Option<String>,
    pub at: Timestamp,
    pub seq: u64,
    pub hash: String,
    pub evaluation: Evaluation,
}

#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub person: String,
    pub at: Timestamp,
    pub proved: Proved,
    pub note: String,
    pub result: u64,
}

/// A round whose sample is drawn.
pub(crate) struct Work {
    pub round: Round,
    /// As it is recorded.
    pub draw: Draw,
    /// Every drawn item, those of later stages included.
    pub items: Vec<Item>,
    /// The last stage that is looked at.
    pub open_stage: u32,
    pub judgement: Option<Judgement>,
    /// A decision came after what was worked out last.
    is_outdated: bool,
    pub signatures: Vec<Signature>,
    /// Causes whose whole reach was looked at.
    pub causes_checked: Vec<Cause>,
    /// Who is called what.
    people: Vec<Person>,
    /// Places in the ledger: of the newest decision, and of the newest act of all.
    last_decision: u64,
    pub newest: u64,
    /// What a checker works with, by id.
    pub cells: BTreeMap<String, Vec<String>>,
}

impl Work {
    fn untouched(
        round: Round,
        draw: Draw,
        cells: BTreeMap<String, Vec<String>>,
        people: Vec<Person>,
    ) -> Self {
        let item = |drawn: &DrawnItem| Item {
            drawn: drawn.clone(),
            state: State::Drawn,
            first: None,
            second: None,
            asked_again: false,
            decisions: Vec::new(),
        };
        Self {
            items: draw.in_looks(&round.frozen.commitment.plan).items.iter().map(item).collect(),
            open_stage: 1,
            judgement: None,
            is_outdated: false,
            signatures: Vec::new(),
            causes_checked: Vec::new(),
            people,
            last_decision: 0,
            newest: 0,
            cells,
            draw,
            round,
        }
    }

    /// The work on a round as it stands at this moment.
    pub(crate) fn of(engine: &Engine, check: &SpotCheck, number: Option<u64>) -> Result<Self> {
        engine.store.read(|view| Self::load(view, engine.folder(), check, number))
    }

    /// The work on a round, within a look or a change; the newest where none is named.
    ///
    /// Errors: `nothing_yet` where nothing is drawn, `workspace_damaged` for a sealed file that was touched.
    pub(crate) fn load(
        view: &View<'_>,
        folder: &Path,
        check: &SpotCheck,
        number: Option<u64>,
    ) -> Result<Self> {
        let id = check.id.as_str();
        let mut round = named(rounds_in(view, id)?, check, number)?;
        let Some((_, row)) = round.draw.clone() else {
            return Err(Error::new(Code::NotYet)
                .with("reason", "not_drawn")
                .with("control", id)
                .with("round", round.number));
        };
        round.frozen.population = sealed::list(folder, &round.list)?.population;
        let SealedSample { draw, cells } = sealed::sample(folder, &row)?;
        let mut work = Self::untouched(round, draw, cells, Config::load(view)?.people);
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        places.extend(work.items.iter().enumerate().map(|(place, item)| (item.drawn.id.clone(), place)));
        for row in view.records_about(id, &KINDS)? {
            if number_of(&row) == Some(work.round.number) {
                work.newest = row.record.seq;
                work.take(folder, &row, &places)?;
            }
        }
        Ok(work)
    }

    fn take(&mut self, folder: &Path, row: &LedgerRow, places: &BTreeMap<String, usize>) -> Result<()> {
        let record = &row.record;
        match record.kind {
            // A run that came to nothing has no result.
            RecordKind::SpotChecked if record.artefacts.is_empty() => {}
            RecordKind::SpotChecked => self.judged(row, sealed::read(folder, row, sealed::RESULT)?),
            RecordKind::SpotCheckSigned => {
                if let Ok(body) = serde_json::from_value::<SignatureBody>(record.body.clone()) {
                    let SignatureBody { person, proved, note, result, .. } = body;
                    self.signatures.retain(|other| !is_same(&other.person, &person));
                    self.signatures.push(Signature { person, at: record.at, proved, note, result });
                }
            }
            RecordKind::CauseChecked => {
                if let Ok(body) = serde_json::from_value::<CauseBody>(record.body.clone()) {
                    self.causes_checked.push(body.cause);
                }
            }
            RecordKind::ItemRemarked => self.remarked(folder, row, places)?,
            kind => {
                let Ok(act) = serde_json::from_value::<Act>(record.body.clone()) else { return Ok(()) };
                let Some(place) = places.get(&act.item).copied() else { return Ok(()) };
                if kind == RecordKind::ItemResolved {
                    self.decided(place, row, act);
                    return Ok(());
                }
                let (sealed, salt) = sealed::open(folder, row)?;
                let (at, proved) = (record.at, act.proved);
                self.answered(place, Answered { by: act.person, at, proved, sealed, salt, remark: None });
            }
        }
        Ok(())
    }

    fn remarked(&mut self, folder: &Path, row: &LedgerRow, places: &BTreeMap<String, usize>) -> Result<()> {
        let (remark, _): (SealedRemark, String) = sealed::open(folder, row)?;
        let person = row.record.body.get("person").and_then(|person| person.as_str()).unwrap_or_default();
        let Some(place) = places.get(&remark.item) else { return Ok(()) };
        let item = &mut self.items[*place];
        for answer in [&mut item.first, &mut item.second].into_iter().flatten() {
            if is_same(&answer.by, person) {
                answer.remark = Some(remark.clone());
            }
        }
        Ok(())
    }

    fn judged(&mut self, row: &LedgerRow, evaluation: Evaluation) {
        // A decision may have come while it was worked out: then it opens no stage.
        self.is_outdated = considered(row).is_some_and(|seen| seen < self.last_decision);
        if evaluation.decision == Decision::Extend && !self.is_outdated {
            self.open_stage = (evaluation.stage + 1).clamp(self.open_stage, self.last_stage());
        }
        let (run, at) = (row.record.run.clone(), row.record.at);
        self.judgement = Some(Judgement { run, at, seq: row.record.seq, hash: row.hash.clone(), evaluation });
    }

    fn decided(&mut self, place: usize, row: &LedgerRow, act: Act) {
        let Ok(body) = serde_json::from_value::<DecisionBody>(row.record.body.clone()) else { return };
        let resolution = Resolution {
            answer: body.answer,
            by: Some(act.person.clone()),
            reason: body.reason,
            cause: body.cause,
            systematic: body.systematic,
        };
        if self.step(place, &[Event::Decided(resolution.clone())], &[]).is_ok() {
            let (at, proved) = (row.record.at, act.proved);
            self.items[place].decisions.push(Decided { by: act.person, at, proved, resolution });
            self.is_outdated = true;
            self.last_decision = row.record.seq;
        }
    }

    fn answered(&mut self, place: usize, answered: Answered) {
        let is_second = self.items[place].first.is_some();
        let given = given(&answered);
        let by = answered.by.clone();
        let events = if is_second {
            [Event::SecondAsked { reviewer: by }, Event::SecondAnswered(given)]
        } else {
            [Event::Assigned { checker: by }, Event::Answered(given)]
        };
        if self.step(place, &events, &[]).is_err() {
            return;
        }
        let item = &mut self.items[place];
        if is_second {
            item.second = Some(answered);
        } else {
            item.first = Some(answered);
            self.close_firsts(self.items[place].drawn.stage);
        }
    }

    /// Takes an item through events, or leaves it as it was.
    fn step(&mut self, place: usize, events: &[Event], own: &[String]) -> Result<(), review::Illegal> {
        let mut state = self.items[place].state.clone();
        let facts = self.facts(place, own);
        for event in events {
            state = state.on(event.clone(), &facts)?.0;
        }
        self.items[place].state = state;
        Ok(())
    }

    fn facts<'a>(&self, place: usize, own: &'a [String]) -> Facts<'a> {
        let tolerance = self.round.frozen.commitment.plan.tolerance;
        Facts { paid: self.items[place].drawn.amount, tolerance, own }
    }

    /// What would become of an item; nothing is changed.
    pub(super) fn would(
        &self,
        place: usize,
        events: &[Event],
        own: &[String],
    ) -> Result<(), review::Illegal> {
        let facts = self.facts(place, own);
        let mut state = self.items[place].state.clone();
        for event in events {
            state = state.on(event.clone(), &facts)?.0;
        }
        Ok(())
    }

    /// With the last first answer of a stage it is drawn which right items are done again, by a seed of all their
    /// salts: nobody knows it before, it can be worked out again from what is sealed, and whoever does an item again
    /// cannot work out from it which ones were wrong.
    fn close_firsts(&mut self, stage: u32) {
        let of_stage = |item: &&mut Item| item.drawn.stage == stage;
        if self.items.iter().any(|item| item.drawn.stage == stage && item.first.is_none()) {
            return;
        }
        let plan = &self.round.frozen.commitment.plan;
        let (tolerance, share) = (plan.tolerance, plan.second_review);
        let judged: Vec<(&str, review::Judged)> = self
            .items
            .iter()
            .filter(|item| item.drawn.stage == stage)
            .filter_map(|item| {
                let (first, paid) = (item.first.as_ref()?, item.drawn.amount);
                let judged = first.sealed.answer.judged(paid, tolerance);
                // Who takes an answer back has found something too.
                let corrected = first.remark.as_ref().and_then(|remark| remark.corrected);
                let after = corrected.map(|minor| Answer::Figure { minor }.judged(paid, tolerance));
                Some((item.drawn.id.as_str(), after.filter(|after| after.is_finding()).unwrap_or(judged)))
            })
            .collect();
        let answered = self.items.iter().filter(|item| item.drawn.stage == stage);
        let salts = answered.filter_map(|item| Some(item.first.as_ref()?.salt.as_str()));
        let again = again(&judged, &salts.collect::<String>(), share);
        for item in self.items.iter_mut().filter(of_stage) {
            item.asked_again = again.contains(&item.drawn.id);
        }
        for place in 0..self.items.len() {
            let item = &self.items[place];
            if item.drawn.stage == stage && !item.asked_again {
                let _ = self.step(place, &[Event::Closed], &[]);
            }
        }
    }

    /// The last stage that was drawn, from 1.
    pub(crate) fn last_stage(&self) -> u32 {
        self.items.iter().map(|item| item.drawn.stage).max().unwrap_or(1)
    }

    /// Items that are looked at now.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.drawn.stage <= self.open_stage)
    }

    pub(crate) fn stage(&self) -> RoundStage {
        if self.open().any(|item| item.first.is_none()) {
            return RoundStage::Answering;
        }
        if self.open().any(|item| item.asked_again && item.second.is_none()) {
            return RoundStage::SecondReview;
        }
        if self.open().any(Item::is_disputed) {
            return RoundStage::Deciding;
        }
        match &self.judgement {
            Some(judgement) if !self.is_outdated && judgement.evaluation.stage >= self.open_stage => {
                let is_signed = self.signatures.iter().any(|one| one.result == judgement.seq);
                if is_signed { RoundStage::Signed } else { RoundStage::Judged }
            }
            _ => RoundStage::Evaluating,
        }
    }

    /// The run that worked out what holds now; none where something is left to answer, decide or work out.
    pub(crate) fn judging_run(&self) -> Option<&str> {
        let is_judged = matches!(self.stage(), RoundStage::Judged | RoundStage::Signed);
        self.judgement.as_ref().filter(|_| is_judged)?.run.as_deref()
    }

    /// Who does which item first. What is answered is whose it was.
    pub(crate) fn firsts(&self, check: &SpotCheck) -> Result<Assigned> {
        let people = self.checkers(check);
        let items: Vec<DrawnItem> = self.open().map(|item| item.drawn.clone()).collect();
        if people.is_empty() { Ok(Assigned::default()) } else { assign(&items, &people) }
    }

    /// Who does which item again: the reviewer, and where that is who did it first, somebody else of those who check.
    pub(crate) fn seconds(&self, check: &SpotCheck) -> Result<Assigned> {
        let again: Vec<(&DrawnItem, &str)> = self
            .open()
            .filter(|item| item.asked_again)
            .filter_map(|item| Some((&item.drawn, item.first.as_ref()?.by.as_str())))
            .collect();
        let everybody = self.checkers(check);
        let Some(reviewer) = check.reviewer.as_deref().map(|name| self.checker(name)) else {
            return if everybody.is_empty() {
                Ok(Assigned::default())
            } else {
                assign_second(&again, &everybody)
            };
        };
        let mut assigned = assign_second(&again, &[reviewer])?;
        let left: Vec<(&DrawnItem, &str)> =
            again.into_iter().filter(|(item, _)| assigned.nobody.contains(&item.id)).collect();
        if !left.is_empty() && !everybody.is_empty() {
            let rest = assign_second(&left, &everybody)?;
            assigned.assignments.extend(rest.assignments);
            assigned.nobody = rest.nobody;
        }
        Ok(assigned)
    }

    pub(super) fn place_of(&self, id: &str) -> Result<usize> {
        let place = self.items.iter().position(|item| item.drawn.id == id);
        place.filter(|place| self.items[*place].drawn.stage <= self.open_stage).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "item")
                .with("id", id)
                .allowed(self.open().map(|item| &item.drawn.id).take(20))
        })
    }

    /// Systematic causes of which nobody has said yet that all they may have reached was looked at.
    pub(crate) fn open_causes(&self) -> Vec<Cause> {
        let targeted = self.judgement.iter().flat_map(|judgement| &judgement.evaluation.targeted);
        targeted.map(|one| one.cause).filter(|cause| !self.causes_checked.contains(cause)).collect()
    }

    /// Everything that was resolved, by id.
    pub(crate) fn resolutions(&self) -> BTreeMap<String, Resolution> {
        let resolved = |item: &Item| Some((item.drawn.id.clone(), item.resolution()?));
        self.items.iter().filter_map(resolved).collect()
    }

    fn checker(&self, name: &str) -> Checker {
        let mut names = people::names_of(&self.people, name);
        Checker { id: names.remove(0), also: names }
    }

    fn checkers(&self, check: &SpotCheck) -> Vec<Checker> {
        check.checkers.iter().map(|name| self.checker(name)).collect()
    }

    /// Whether a payout is this person's own.
    pub(super) fn is_own(&self, person: &str, item: &DrawnItem) -> bool {
        self.checker(person).is(&item.person)
    }

    /// Two names are one person's.
    pub(crate) fn are_one(&self, one: &str, other: &str) -> bool {
        people::are_one(&self.people, one, other)
    }

    /// Everybody who answered an item, first or second.
    pub(crate) fn answerers(&self) -> impl Iterator<Item = &str> {
        let answers = self.items.iter().flat_map(|item| [&item.first, &item.second]);
        answers.flatten().map(|answered| answered.by.as_str())
    }
}

fn again(judged: &[(&str, review::Judged)], salts: &str, share: Rate) -> Vec<String> {
    // A hash in hexadecimal is always a seed.
    Seed::new(&hex(&Sha256::digest(salts)), &[])
        .map(|seed| for_second_review(judged, &seed, share))
        .unwrap_or_default()
}

pub(super) fn given(answered: &Answered) -> review::Given {
    review::Given {
        by: answered.by.clone(),
        answer: answered.sealed.answer,
        steps: answered.sealed.steps.clone(),
        note: answered.sealed.note.clone(),
        evidence: answered.sealed.evidence.iter().map(|attached| attached.sha256.clone()).collect(),
    }
}
