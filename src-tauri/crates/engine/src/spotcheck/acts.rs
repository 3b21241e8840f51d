//! What people do about a round. Each act is checked and recorded in one change: of two at once the second sees what
//! the first has done.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ballast_core::evidence::{ClockKind, RecordKind};
use ballast_core::limits::ANSWER_CHARACTERS_MAX;
use ballast_core::{Code, Currency, Error, Result};
use ballast_spotcheck::assign::Assigned;
use ballast_spotcheck::review::{self, Answer, Cause, Event, Illegal, Judged, Resolution};
use ballast_store::{Change, Draft, DraftKey, Head, Staged};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::amount::sum_of;
use super::records::{Act, CauseBody, DecisionBody, SignatureBody};
use super::sealed::{self, SealedAnswer, SealedRemark};
use super::work::Work;
use super::{attach, work};
use crate::config::{Config, SpotCheck};
use crate::contract::{AnswerDraft, AnswerKind, RoundStage};
use crate::engine::Engine;
use crate::people::{Identity, folded, not_allowed};
use crate::runner::{SPOT_CHECK, one_level};

/// An act about one spot check: when it happens, and where the sealed files are.
struct Scene {
    id: String,
    at: Timestamp,
    clock: ClockKind,
    folder: PathBuf,
}

impl Scene {
    fn new(engine: &Engine, id: &str) -> Self {
        Self {
            id: id.to_owned(),
            at: engine.now(),
            clock: engine.clock.kind(),
            folder: engine.folder().to_owned(),
        }
    }

    fn work(&self, change: &Change<'_>) -> Result<(SpotCheck, Work)> {
        let view = change.view();
        let check = Config::load(&view)?.spot_check(&self.id)?.clone();
        let work = Work::load(&view, &self.folder, &check, None)?;
        Ok((check, work))
    }

    fn record(
        &self,
        change: &Change<'_>,
        kind: RecordKind,
        body: impl Serialize,
        staged: &[Staged],
    ) -> Result<Head> {
        let body = serde_json::to_value(body).map_err(|error| Error::new(Code::Internal).because(&error))?;
        staged.iter().try_for_each(|staged| change.keep(staged))?;
        change.append(Draft {
            at: self.at,
            clock: self.clock,
            kind,
            control: Some(self.id.clone()),
            run: None,
            verdict: None,
            artefacts: staged.iter().map(|staged| staged.artefact.clone()).collect(),
            body,
        })
    }
}

/// What a person found, before it is locked.
pub(crate) struct Given {
    pub answer: AnswerKind,
    pub amount: Option<String>,
    pub steps: String,
    pub note: String,
    /// Files on this computer.
    pub evidence: Vec<String>,
}

/// What is shown of an item once an answer to it is locked.
pub(crate) struct Revealed {
    pub paid: i64,
    pub yours: Option<i64>,
    pub judged: Judged,
    pub record: Head,
}

fn currency(engine: &Engine) -> Result<Currency> {
    engine.config()?.settings.currency.parse().map_err(|_| Error::new(Code::WorkspaceDamaged))
}

pub(super) fn text(what: &str, text: &str) -> Result<String> {
    let length = text.chars().count();
    if length > ANSWER_CHARACTERS_MAX {
        return Err(Error::new(Code::InvalidCall)
            .with("what", what)
            .with("found", format!("{length} characters"))
            .allowed([format!("at most {ANSWER_CHARACTERS_MAX} characters")]));
    }
    Ok(text.to_owned())
}

pub(super) fn answer_of(kind: AnswerKind, amount: Option<&str>, currency: Currency) -> Result<Answer> {
    match (kind, amount) {
        (AnswerKind::Figure, Some(amount)) => Ok(Answer::Figure { minor: sum_of(amount, currency)? }),
        (AnswerKind::Figure, None) => sum_of("", currency).map(|minor| Answer::Figure { minor }),
        (_, Some(amount)) => Err(Error::new(Code::InvalidCall)
            .with("what", "--amount")
            .with("found", amount)
            .allowed(["no amount, where there is no figure"])),
        (AnswerKind::NotSupported, None) => Ok(Answer::NotSupported),
        (AnswerKind::Missing, None) => Ok(Answer::Missing),
        (AnswerKind::CannotDetermine, None) => Ok(Answer::CannotDetermine),
    }
}

fn illegal(why: Illegal, person: &str, item: &str) -> Error {
    let reason = serde_json::to_value(why).ok().and_then(|value| value.as_str().map(str::to_owned));
    not_allowed(&reason.unwrap_or_default(), person).with("item", item)
}

/// The name under which a spot check knows somebody.
fn known_as(work: &Work, check: &SpotCheck, name: &str) -> Option<String> {
    check.checkers.iter().chain(&check.reviewer).find(|known| work.are_one(known, name)).cloned()
}

/// Who may answer: those who are named, or anybody where nobody is.
fn worker(work: &Work, check: &SpotCheck, name: &str) -> Result<String> {
    if check.checkers.is_empty() && check.reviewer.is_none() {
        return Ok(name.to_owned());
    }
    let open_to_all = check.checkers.is_empty();
    match known_as(work, check, name) {
        Some(known) => Ok(known),
        None if open_to_all => Ok(name.to_owned()),
        None => Err(not_allowed("not_a_checker", name).allowed(check.checkers.iter().chain(&check.reviewer))),
    }
}

/// Who does what, worked out once.
struct Shares {
    firsts: BTreeMap<String, String>,
    seconds: BTreeMap<String, String>,
    /// Nobody is named who checks: everybody may.
    is_open: bool,
}

impl Shares {
    fn new(work: &Work, check: &SpotCheck) -> Result<Self> {
        let by_item = |assigned: Assigned| {
            assigned.assignments.into_iter().map(|one| (one.item, one.checker)).collect::<BTreeMap<_, _>>()
        };
        let (firsts, seconds) = (by_item(work.firsts(check)?), by_item(work.seconds(check)?));
        Ok(Self { firsts, seconds, is_open: check.checkers.is_empty() })
    }

    fn is_given(&self, work: &Work, to: &BTreeMap<String, String>, item: &str, person: &str) -> bool {
        to.get(item).map_or(self.is_open, |checker| work.are_one(checker, person))
    }
}

/// Whether what a person may do now with an item is the second look. One refusal for everything that is not this
/// person's: which items are looked at again says which may be wrong.
fn look(work: &Work, shares: &Shares, place: usize, person: &str) -> Result<bool> {
    let item = &work.items[place];
    let id = &item.drawn.id;
    let refused = |reason: &str| not_allowed(reason, person).with("item", id);
    if work.is_own(person, &item.drawn) {
        return Err(refused("own_payout"));
    }
    let Some(first) = &item.first else {
        let is_mine = shares.is_given(work, &shares.firsts, id, person);
        return if is_mine { Ok(false) } else { Err(refused("not_yours")) };
    };
    let answers = [Some(first), item.second.as_ref()];
    if answers.into_iter().flatten().any(|answer| work.are_one(&answer.by, person)) {
        return Err(refused("answered_already"));
    }
    let is_open = item.asked_again && item.second.is_none() && work.stage() == RoundStage::SecondReview;
    let is_mine = is_open && shares.is_given(work, &shares.seconds, id, person);
    if is_mine { Ok(true) } else { Err(refused("not_yours")) }
}

/// Items that are a person's to do now, first or second, in the order of the draw.
pub(crate) fn mine<'a>(
    work: &'a Work,
    check: &SpotCheck,
    name: &str,
) -> Result<(String, Vec<&'a work::Item>)> {
    let person = worker(work, check, name)?;
    let shares = Shares::new(work, check)?;
    let open = work.items.iter().enumerate().filter(|(_, item)| item.drawn.stage <= work.open_stage);
    let is_mine = |(place, _): &(usize, &'a work::Item)| look(work, &shares, *place, &person).is_ok();
    let found = open.filter(is_mine).map(|(_, item)| item).collect();
    Ok((person, found))
}

fn key_of(id: &str, work: &Work, item: &str, person: &str) -> DraftKey {
    DraftKey {
        control: id.to_owned(),
        round: work.round.number,
        item: item.to_owned(),
        person: folded(person),
    }
}

/// Keeps what a person typed, so that nothing is lost before it is locked.
pub(crate) fn keep_draft(
    engine: &Engine,
    id: &str,
    item: &str,
    who: &Identity,
    draft: &AnswerDraft,
) -> Result<()> {
    let scene = Scene::new(engine, id);
    let body = serde_json::to_value(AnswerDraft {
        amount: text("amount", &draft.amount)?,
        steps: text("steps", &draft.steps)?,
        note: text("note", &draft.note)?,
        evidence: draft.evidence.iter().take(ballast_core::limits::ANSWER_FILES_MAX).cloned().collect(),
    });
    let body = body.map_err(|error| Error::new(Code::Internal).because(&error))?;
    let (item, who) = (item.to_owned(), who.clone());
    engine.store.write(move |change| {
        let (check, work) = scene.work(change)?;
        let person = worker(&work, &check, &who.name)?;
        look(&work, &Shares::new(&work, &check)?, work.place_of(&item)?, &person)?;
        change.put_draft(&key_of(&scene.id, &work, &item, &person), &body)
    })
}

/// Locks an answer and shows what the system paid.
pub(crate) fn answer(
    engine: &Engine,
    id: &str,
    item: &str,
    who: &Identity,
    given: Given,
) -> Result<Revealed> {
    let scene = Scene::new(engine, id);
    let answer = answer_of(given.answer, given.amount.as_deref(), currency(engine)?)?;
    // Who may not answer leaves no files behind.
    engine.store.read(|view| {
        let check = Config::load(view)?.spot_check(id)?.clone();
        let work = Work::load(view, engine.folder(), &check, None)?;
        let person = worker(&work, &check, &who.name)?;
        look(&work, &Shares::new(&work, &check)?, work.place_of(item)?, &person).map(drop)
    })?;
    let files = attach::stage(&engine.store, &given.evidence)?;
    let (evidence, mut staged): (Vec<_>, Vec<_>) = files.into_iter().unzip();
    let content = SealedAnswer {
        answer,
        steps: text("--steps", &given.steps)?,
        note: text("--note", &given.note)?,
        evidence,
    };
    staged.insert(0, sealed::seal(&engine.store, &content)?);
    let (item, who) = (item.to_owned(), who.clone());
    engine.store.write(move |change| {
        let (check, work) = scene.work(change)?;
        let place = work.place_of(&item)?;
        let person = worker(&work, &check, &who.name)?;
        let is_second = look(&work, &Shares::new(&work, &check)?, place, &person)?;
        let given = review::Given {
            by: person.clone(),
            answer,
            steps: content.steps.clone(),
            note: content.note.clone(),
            evidence: Vec::new(),
        };
        let events = if is_second {
            [Event::SecondAsked { reviewer: person.clone() }, Event::SecondAnswered(given)]
        } else {
            [Event::Assigned { checker: person.clone() }, Event::Answered(given)]
        };
        work.would(place, &events, &[]).map_err(|why| illegal(why, &person, &item))?;
        let act =
            Act { round: work.round.number, item: item.clone(), person: person.clone(), proved: who.proved };
        let record = scene.record(change, RecordKind::ItemAnswered, &act, &staged)?;
        change.drop_draft(&key_of(&scene.id, &work, &item, &person))?;
        let paid = work.items[place].drawn.amount;
        let tolerance = work.round.frozen.commitment.plan.tolerance;
        let yours = if let Answer::Figure { minor } = answer { Some(minor) } else { None };
        Ok(Revealed { paid, yours, judged: answer.judged(paid, tolerance), record })
    })
}

/// What somebody has to say about an own answer once the system's figure was shown.
pub(crate) fn remark(
    engine: &Engine,
    id: &str,
    item: &str,
    who: &Identity,
    (cause, note, corrected): (Option<Cause>, &str, Option<&str>),
) -> Result<()> {
    let scene = Scene::new(engine, id);
    let currency = currency(engine)?;
    let corrected = corrected.map(|amount| sum_of(amount, currency)).transpose()?;
    let note = text("--note", note)?;
    let content = SealedRemark { item: item.to_owned(), cause, note, corrected };
    let staged = sealed::seal(&engine.store, &content)?;
    let (item, who) = (item.to_owned(), who.clone());
    engine.store.write(move |change| {
        let (_, work) = scene.work(change)?;
        let found = &work.items[work.place_of(&item)?];
        let mut answers = [&found.first, &found.second].into_iter().flatten();
        let own = answers.find(|one| work.are_one(&one.by, &who.name));
        let Some(own) = own else { return Err(not_allowed("not_answered", &who.name).with("item", &item)) };
        // What was judged and perhaps signed is changed by decisions alone.
        if matches!(work.stage(), RoundStage::Judged | RoundStage::Signed) {
            return Err(not_allowed("judged_already", &who.name).with("item", &item));
        }
        let body = json!({ "round": work.round.number, "person": own.by, "proved": who.proved });
        scene.record(change, RecordKind::ItemRemarked, body, &[staged]).map(drop)
    })
}

/// What somebody decides an item to be.
pub(crate) struct Settled {
    pub answer: AnswerKind,
    pub amount: Option<String>,
    pub reason: String,
    pub cause: Option<Cause>,
    pub systematic: bool,
}

/// Decides what an item counts as, once everybody has answered. An earlier decision stays on record.
pub(crate) fn resolve(engine: &Engine, id: &str, item: &str, who: &Identity, settled: Settled) -> Result<()> {
    let scene = Scene::new(engine, id);
    let answer = answer_of(settled.answer, settled.amount.as_deref(), currency(engine)?)?;
    let reason = text("--reason", settled.reason.trim())?;
    let (item, who) = (item.to_owned(), who.clone());
    engine.store.write(move |change| {
        let (check, work) = scene.work(change)?;
        let place = work.place_of(&item)?;
        if matches!(work.stage(), RoundStage::Answering | RoundStage::SecondReview) {
            return Err(not_allowed("answers_open", &who.name).with("item", &item));
        }
        let person = known_as(&work, &check, &who.name).unwrap_or(who.name);
        let answers = [&work.items[place].first, &work.items[place].second];
        if answers.into_iter().flatten().any(|answer| work.are_one(&answer.by, &person)) {
            return Err(not_allowed("answered_it", &person).with("item", &item));
        }
        let own =
            if work.is_own(&person, &work.items[place].drawn) { vec![person.clone()] } else { Vec::new() };
        let Settled { cause, systematic, .. } = settled;
        let resolution =
            Resolution { answer, by: Some(person.clone()), reason: reason.clone(), cause, systematic };
        work.would(place, &[Event::Decided(resolution)], &own).map_err(|why| illegal(why, &person, &item))?;
        let act = Act { round: work.round.number, item, person, proved: who.proved };
        let body = DecisionBody { act, answer, reason, cause, systematic };
        scene.record(change, RecordKind::ItemResolved, body, &[]).map(drop)
    })
}

/// The full check of a cause: how many payouts, and how many of them were wrong.
pub(crate) struct CauseCheck {
    pub cause: Cause,
    pub checked: u64,
    pub wrong: u64,
    pub reason: String,
}

/// Records that everything a systematic cause may have reached was looked at.
pub(crate) fn close_cause(engine: &Engine, id: &str, who: &Identity, check: CauseCheck) -> Result<()> {
    let CauseCheck { cause, checked, wrong, reason } = check;
    let invalid = |what: &str, found: u64, allowed: &str| {
        Error::new(Code::InvalidCall).with("what", what).with("found", found).allowed([allowed])
    };
    if checked == 0 {
        return Err(invalid("--checked", checked, "at least 1 payout"));
    }
    if wrong > checked {
        return Err(invalid("--wrong", wrong, "at most as many as were checked"));
    }
    let reason = text("--reason", reason.trim())?;
    if reason.is_empty() {
        return Err(not_allowed("no_reason", &who.name));
    }
    let (scene, who) = (Scene::new(engine, id), who.clone());
    engine.store.write(move |change| {
        let (check, work) = scene.work(change)?;
        let open = work.open_causes();
        if !open.contains(&cause) {
            let name = |cause: &Cause| serde_json::to_value(cause).ok()?.as_str().map(str::to_owned);
            return Err(Error::new(Code::UnknownId)
                .with("what", "open cause")
                .with("id", name(&cause).unwrap_or_default())
                .allowed(open.iter().filter_map(name)));
        }
        let person = known_as(&work, &check, &who.name).unwrap_or(who.name);
        let round = work.round.number;
        let body = CauseBody { round, cause, person, proved: who.proved, checked, wrong, reason };
        scene.record(change, RecordKind::CauseChecked, body, &[]).map(drop)
    })
}

/// Signs what was worked out. Who answered an item does not sign; with the signature, what was found counts.
pub(crate) fn sign(engine: &Engine, id: &str, who: &Identity, note: &str) -> Result<()> {
    let scene = Scene::new(engine, id);
    let (note, who, counts) = (text("--note", note.trim())?, who.clone(), engine.counts());
    engine.store.write(move |change| {
        let (check, work) = scene.work(change)?;
        let stage = work.stage();
        let judgement = work.judgement.as_ref();
        let Some(judgement) = judgement.filter(|_| matches!(stage, RoundStage::Judged | RoundStage::Signed))
        else {
            return Err(Error::new(Code::NotYet).with("reason", "not_judged").with("control", &scene.id));
        };
        if work.answerers().any(|name| work.are_one(name, &who.name)) {
            return Err(not_allowed("checked_it", &who.name));
        }
        if let Some(own) = work.items.iter().find(|item| work.is_own(&who.name, &item.drawn)) {
            return Err(not_allowed("paid_by_it", &who.name).with("item", &own.drawn.id));
        }
        let has_signed =
            |one: &work::Signature| one.result == judgement.seq && work.are_one(&one.person, &who.name);
        if work.signatures.iter().any(has_signed) {
            return Err(not_allowed("signed_already", &who.name));
        }
        let body = SignatureBody {
            round: work.round.number,
            person: known_as(&work, &check, &who.name).unwrap_or(who.name),
            proved: who.proved,
            result: judgement.seq,
            result_hash: judgement.hash.clone(),
            note,
        };
        scene.record(change, RecordKind::SpotCheckSigned, body, &[])?;
        if stage == RoundStage::Judged {
            count(change, &scene, judgement.seq, counts)?;
        }
        Ok(())
    })
}

/// What was found and holds counts from its second signature on; what does not hold counted at once.
fn count(change: &Change<'_>, scene: &Scene, result: u64, counts: bool) -> Result<()> {
    let Some(row) = change.view().record(result)? else { return Ok(()) };
    let (Some(verdict), Some(run)) = (row.record.verdict.filter(|verdict| verdict.holds()), row.record.run)
    else {
        return Ok(());
    };
    let payload = Value::Object(serde_json::Map::new());
    one_level(change, (&run, &scene.id, SPOT_CHECK), verdict, payload, scene.at, counts)
}
