//! The work of people on a round. Nothing here says what the system paid, nor what anybody answered.

use ballast_core::Result;
use ballast_spotcheck::assign::Assigned;
use ballast_store::DraftKey;

use crate::config::SpotCheck;
use crate::contract::*;
use crate::engine::Engine;
use crate::people::{Identity, folded};
use crate::spotcheck::{self, Item, Work};

/// How far everybody is, and items that nobody may look at.
pub(super) fn given(check: &SpotCheck, work: &Work) -> Result<(Vec<WorkOf>, Vec<String>)> {
    let (firsts, seconds) = (work.firsts(check)?, work.seconds(check)?);
    let mut people: Vec<WorkOf> = Vec::new();
    let named = check.checkers.iter().chain(&check.reviewer);
    for name in named.map(String::as_str).chain(work.answerers()) {
        if !people.iter().any(|one| work.are_one(&one.person, name)) {
            people.push(work_of(work, name, &firsts, &seconds));
        }
    }
    let open = |id: &String, is_open: fn(&Item) -> bool| {
        work.open().any(|item| item.drawn.id == *id && is_open(item))
    };
    if check.checkers.is_empty() {
        // Nobody is named: what the reviewer did first is open to everybody else.
        return Ok((people, Vec::new()));
    }
    let first = firsts.nobody.iter().filter(|id| open(id, |item| item.first.is_none()));
    let second = seconds.nobody.iter().filter(|id| open(id, |item| item.second.is_none()));
    Ok((people, first.chain(second).cloned().collect()))
}

fn work_of(work: &Work, name: &str, firsts: &Assigned, seconds: &Assigned) -> WorkOf {
    let is_mine = |assigned: &Assigned, item: &Item| {
        assigned.assignments.iter().any(|one| one.item == item.drawn.id && work.are_one(&one.checker, name))
    };
    let count = |counts: &dyn Fn(&Item) -> bool| work.open().filter(|item| counts(item)).count() as u64;
    let first_by = |item: &Item| item.first.as_ref().is_some_and(|first| work.are_one(&first.by, name));
    let second_by = |item: &Item| item.second.as_ref().is_some_and(|second| work.are_one(&second.by, name));
    WorkOf {
        person: name.to_owned(),
        given: count(&|item| first_by(item) || item.first.is_none() && is_mine(firsts, item)),
        done: count(&first_by),
        second_given: count(&|item| second_by(item) || item.second.is_none() && is_mine(seconds, item)),
        second_done: count(&second_by),
    }
}

/// The next item of a person, with what was typed about it.
pub fn next(engine: &Engine, id: &str, who: &Identity) -> Result<NextItem> {
    let config = engine.config()?;
    let check = config.spot_check(id)?;
    let work = Work::of(engine, check, None)?;
    let (person, mine) = spotcheck::mine(&work, check, &who.name)?;
    let (people, _) = given(check, &work)?;
    let own = people.into_iter().find(|one| work.are_one(&one.person, &person));
    let (done, of) = own.map_or((0, mine.len() as u64), |own| {
        // Of the two looks, the one that is going on.
        if own.second_given > 0 { (own.second_done, own.second_given) } else { (own.done, own.given) }
    });
    let item = mine.first().map(|item| work_item(engine, check, &work, item, &person)).transpose()?;
    Ok(NextItem {
        control: id.to_owned(),
        title: check.name().to_owned(),
        round: work.round.number,
        stage: work.stage(),
        currency: config.settings.currency.clone(),
        done,
        of: of.max(done + mine.len() as u64),
        item,
    })
}

fn work_item(engine: &Engine, check: &SpotCheck, work: &Work, item: &Item, person: &str) -> Result<WorkItem> {
    let id = &item.drawn.id;
    let key = DraftKey {
        control: check.id.to_string(),
        round: work.round.number,
        item: id.clone(),
        person: folded(person),
    };
    let draft = engine.store.read(|view| view.draft(&key))?;
    let population = &work.round.frozen.population;
    let names = &population.columns.more;
    let cells = work.cells.get(id).cloned().unwrap_or_default();
    let cell = |(column, value): (&String, String)| ListCell { column: column.clone(), value };
    Ok(WorkItem {
        id: id.clone(),
        second: item.first.is_some(),
        person: item.drawn.person.clone(),
        stratum: item.drawn.stratum.clone(),
        cells: names.iter().zip(cells).map(cell).collect(),
        draft: draft.and_then(|draft| serde_json::from_value(draft).ok()),
    })
}
