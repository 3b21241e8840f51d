//! Spot checks: rounds of them, and what a sample proves.

use ballast_core::{Error, Result};
use ballast_spotcheck::draw::{Seed, Tickets};
use ballast_spotcheck::evaluate::{count_limit, taint_limit};
use ballast_spotcheck::plan::{Aim, Distribution, Method, attribute_size};
use ballast_spotcheck::{Rate, population};

use super::invalid;
use crate::contract::*;
use crate::host::Host;
use crate::people::{self, identify};
use crate::runner::{self, Job};
use crate::spotcheck::{self, Package, Work};
use crate::views::spotcheck as view;

pub fn spotcheck_list(host: &Host, _: Nothing) -> Result<SpotcheckList> {
    view::list(&*host.engine()?)
}

pub fn spotcheck_sample(host: &Host, request: SampleRequest) -> Result<SpotcheckSample> {
    view::sample(&*host.engine()?, &request.id, request.round)
}

pub fn spotcheck_show(host: &Host, request: SampleRequest) -> Result<SpotcheckDetail> {
    view::detail(&*host.engine()?, &request.id, request.round)
}

/// The next item of a person, without what the system paid.
pub fn spotcheck_next(host: &Host, request: SpotcheckNext) -> Result<NextItem> {
    let engine = host.engine()?;
    let who = identify(&engine, &request.person, request.passphrase.as_deref())?;
    view::next(&engine, &request.id, &who)
}

pub fn spotcheck_draft(host: &Host, request: SaveDraft) -> Result<Nothing> {
    let engine = host.engine()?;
    let who = identify(&engine, &request.person, request.passphrase.as_deref())?;
    spotcheck::keep_draft(&engine, &request.id, &request.item, &who, &request.draft)?;
    Ok(Nothing {})
}

/// Locks an answer; what the system paid for that item is in what comes back.
pub fn spotcheck_answer(host: &Host, request: SpotcheckAnswer) -> Result<AnsweredItem> {
    let engine = host.engine()?;
    let SpotcheckAnswer { id, item, person, passphrase, answer, amount, steps, note, evidence } = request;
    let who = identify(&engine, &person, passphrase.as_deref())?;
    let given = spotcheck::Given { answer, amount, steps, note, evidence };
    let revealed = spotcheck::answer(&engine, &id, &item, &who, given)?;
    view::answered(&engine, item, &revealed)
}

pub fn spotcheck_remark(host: &Host, request: SpotcheckRemark) -> Result<Nothing> {
    let engine = host.engine()?;
    let SpotcheckRemark { id, item, person, passphrase, cause, note, corrected } = request;
    let who = identify(&engine, &person, passphrase.as_deref())?;
    spotcheck::remark(&engine, &id, &item, &who, (cause, &note, corrected.as_deref()))?;
    Ok(Nothing {})
}

pub fn spotcheck_resolve(host: &Host, request: SpotcheckResolve) -> Result<SpotcheckDetail> {
    let engine = host.engine()?;
    let SpotcheckResolve { id, item, person, passphrase, answer, amount, reason, cause, systematic } =
        request;
    let who = identify(&engine, &person, passphrase.as_deref())?;
    let settled = spotcheck::Settled { answer, amount, reason, cause, systematic };
    spotcheck::resolve(&engine, &id, &item, &who, settled)?;
    view::detail(&engine, &id, None)
}

/// Works out what the answers of the newest round say. Where nothing came since it was worked out, that result
/// stands, and so do the signatures under it: the run is the one that there was.
pub fn spotcheck_evaluate(host: &Host, request: SpotcheckId) -> Result<RunStarted> {
    let engine = host.engine()?;
    let work = Work::of(&engine, engine.config()?.spot_check(&request.id)?, None)?;
    if let Some(run) = work.judging_run() {
        return Ok(RunStarted { run: run.to_owned() });
    }
    Ok(RunStarted { run: runner::start(&engine, &request.id, Job::Judge, None)? })
}

/// Payouts that a rule takes, for the full check of a cause.
pub fn spotcheck_reach(host: &Host, request: ReachRequest) -> Result<Reached> {
    view::reached(&*host.engine()?, &request.id, &request.rule)
}

/// Records the full check of a cause.
pub fn spotcheck_close_cause(host: &Host, request: CloseCause) -> Result<SpotcheckDetail> {
    let engine = host.engine()?;
    let CloseCause { id, person, passphrase, cause, checked, wrong, reason } = request;
    let who = identify(&engine, &person, passphrase.as_deref())?;
    spotcheck::close_cause(&engine, &id, &who, spotcheck::CauseCheck { cause, checked, wrong, reason })?;
    view::detail(&engine, &id, None)
}

pub fn spotcheck_sign(host: &Host, request: SpotcheckSign) -> Result<SpotcheckDetail> {
    let engine = host.engine()?;
    let who = identify(&engine, &request.person, request.passphrase.as_deref())?;
    spotcheck::sign(&engine, &request.id, &who, &request.note)?;
    view::detail(&engine, &request.id, None)
}

/// Writes the report, the lists and the verifiers into a new folder.
pub fn spotcheck_export(host: &Host, request: SpotcheckExport) -> Result<SpotcheckExported> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let check = config.spot_check(&request.id)?;
    let to = spotcheck::place_of(&request.to)?;
    let files = spotcheck::export(&engine, &host.messages, check, request.round, &to)?;
    Ok(SpotcheckExported { folder: to.display().to_string(), files })
}

/// Writes what is somebody's to do now into a file for another computer.
pub fn spotcheck_export_work(host: &Host, request: ExportWork) -> Result<WorkExported> {
    let engine = host.engine()?;
    let who = identify(&engine, &request.person, request.passphrase.as_deref())?;
    let to = spotcheck::place_of(&request.to)?;
    let items = spotcheck::export_work(&engine, &request.id, &who, &to)? as u64;
    Ok(WorkExported { file: to.display().to_string(), items })
}

fn work_file(package: &Package) -> WorkFileView {
    WorkFileView {
        title: package.core.title.clone(),
        person: package.core.person.clone(),
        currency: package.core.currency.clone(),
        done: package.answers.len() as u64,
        of: package.core.items.len() as u64,
        item: package.next(),
    }
}

/// The next item of such a file; needs no workspace.
pub fn spotcheck_open_work(_: &Host, request: WorkFile) -> Result<WorkFileView> {
    Ok(work_file(&Package::read(&spotcheck::place_of(&request.file)?)?))
}

/// Locks an answer in such a file; needs no workspace.
pub fn spotcheck_answer_work(_: &Host, request: WorkFileAnswer) -> Result<WorkFileView> {
    let WorkFileAnswer { file, item, answer, amount, steps, note, evidence } = request;
    let path = spotcheck::place_of(&file)?;
    let mut package = Package::read(&path)?;
    package.answer(&path, &item, &spotcheck::Given { answer, amount, steps, note, evidence })?;
    Ok(work_file(&package))
}

/// Locks the answers that came back.
pub fn spotcheck_import_work(host: &Host, request: ImportWork) -> Result<WorkImported> {
    let engine = host.engine()?;
    let path = spotcheck::place_of(&request.file)?;
    let person = Package::read(&path)?.core.person;
    let who = identify(&engine, &person, request.passphrase.as_deref())?;
    let taken = spotcheck::import_work(&engine, &request.id, &path, &who)?;
    let refused = taken.refused.into_iter();
    Ok(WorkImported {
        accepted: taken.accepted,
        already: taken.already,
        refused: refused
            .map(|(item, error)| RefusedAnswer { item, error: host.messages.error(&error) })
            .collect(),
    })
}

/// Everybody who is set up or named in a spot check, and the user who runs the program.
pub fn person_list(host: &Host, _: Nothing) -> Result<People> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let you = people::os_user();
    let checks = config.spot_checks.iter();
    let named = checks.flat_map(|check| check.checkers.iter().chain(&check.reviewer)).cloned();
    let known = config.people.iter().map(|person| person.name.clone());
    let mut names: Vec<String> = Vec::new();
    for name in named.chain(known).chain(you.iter().take(1).cloned()) {
        if !names.iter().any(|other| people::is_same(other, &name)) {
            names.push(name);
        }
    }
    let row = |name: String| {
        let has_passphrase = people::has_passphrase(&engine, &name)?;
        Ok(PersonRow { has_passphrase, is_you: you.iter().any(|user| people::is_same(user, &name)), name })
    };
    Ok(People { people: names.into_iter().map(row).collect::<Result<_>>()? })
}

/// Whether a person proves it with a passphrase.
pub fn person_has_passphrase(host: &Host, person: &str) -> Result<bool> {
    people::has_passphrase(&*host.engine()?, person)
}

/// Chooses a passphrase for somebody, by which later acts are known to be theirs.
pub fn person_passphrase(host: &Host, request: SetPassphrase) -> Result<People> {
    let engine = host.engine()?;
    people::choose_passphrase(&engine, &request.person, request.passphrase.as_deref(), &request.new)?;
    person_list(host, Nothing {})
}

/// Begins a round: the list is frozen, and the plan with it.
pub fn spotcheck_freeze(host: &Host, request: SpotcheckFreeze) -> Result<RunStarted> {
    let engine = host.engine()?;
    let config = engine.config()?;
    config.spot_check(&request.id)?;
    let today = engine.now().to_zoned(config.zone()).date();
    if let Some(day) = request.day.filter(|day| *day > today) {
        return Err(invalid("--day", day).allowed([format!("up to today, {today}")]));
    }
    Ok(RunStarted { run: runner::start(&engine, &request.id, Job::Freeze { day: request.day }, None)? })
}

/// Who entered a seed: each once, and no empty names.
fn people_of(named: &[String]) -> Result<Vec<String>> {
    let mut people: Vec<String> = Vec::new();
    for person in named {
        let name = person.trim();
        if name.is_empty() || people.iter().any(|other| crate::people::is_same(other, name)) {
            return Err(invalid("--as", person).allowed(["two different people, each once"]));
        }
        people.push(name.to_owned());
    }
    Ok(people)
}

/// Whether these people could enter this seed; nothing is drawn.
pub fn spotcheck_seed(seed: &str, people: &[String]) -> Result<()> {
    spotcheck::seed_of(seed, &people_of(people)?).map(drop)
}

/// Draws the sample of the newest round.
pub fn spotcheck_draw(host: &Host, request: SpotcheckDraw) -> Result<RunStarted> {
    let engine = host.engine()?;
    let people = people_of(&request.people)?;
    let job = Job::Draw { seed: request.seed, people };
    Ok(RunStarted { run: runner::start(&engine, &request.id, job, None)? })
}

/// Draws again, and reads the list again as long as the round is open.
pub fn spotcheck_verify(host: &Host, request: SpotcheckId) -> Result<RunStarted> {
    let engine = host.engine()?;
    Ok(RunStarted { run: runner::start(&engine, &request.id, Job::VerifySample, None)? })
}

/// Whether the newest round waits for a seed.
pub fn spotcheck_waits_for_seed(host: &Host, id: &str) -> Result<bool> {
    let engine = host.engine()?;
    let config = engine.config()?;
    let rounds = spotcheck::rounds(&engine, config.spot_check(id)?)?;
    Ok(rounds.last().is_some_and(|round| !round.is_drawn()))
}

fn rate(what: &str, text: &str) -> Result<Rate> {
    text.parse().map_err(|error: Error| Error { params: invalid(what, text).params, ..error })
}

pub fn spotcheck_plan(_: &Host, request: PlanRequest) -> Result<PlanReport> {
    let PlanRequest { population, confidence, tolerable, expected, method } = request;
    let usual = if population.is_some() { PlanMethod::Hypergeometric } else { PlanMethod::Binomial };
    let method = method.unwrap_or(usual);
    let aim = Aim {
        confidence: confidence.as_deref().map_or(Ok(Rate::percent(95)), |text| rate("--confidence", text))?,
        tolerable: rate("--tolerable", &tolerable)?,
        expected: expected.as_deref().map_or(Ok(Rate::ZERO), |text| rate("--expected", text))?,
    };
    let (distribution, population) = match method {
        PlanMethod::Hypergeometric => (Distribution::Hypergeometric, population),
        PlanMethod::Binomial => (Distribution::Binomial, population),
        PlanMethod::Poisson => (Distribution::Poisson, population),
        // Units of money have no end: a population of items says nothing about them.
        PlanMethod::MonetaryUnit => (Distribution::Poisson, None),
    };
    let size = attribute_size(distribution, population, aim)?;
    Ok(PlanReport {
        sample: size.sample,
        allowed_errors: size.allowed_errors,
        risk: size.risk,
        method,
        population,
        confidence: aim.confidence.as_percent(),
        tolerable: aim.tolerable.as_percent(),
        expected: aim.expected.as_percent(),
    })
}

pub fn spotcheck_bound(_: &Host, request: BoundRequest) -> Result<BoundReport> {
    let BoundRequest { population, sample, errors, taints, confidence, method } = request;
    let confidence =
        confidence.as_deref().map_or(Ok(Rate::percent(95)), |text| rate("--confidence", text))?;
    let named: Option<Method> = method.as_deref().map(str::parse).transpose()?;
    let mut limit = match (errors, taints) {
        (Some(errors), None) => {
            let usual = if population.is_some() { Method::Hypergeometric } else { Method::Binomial };
            let method = named.unwrap_or(usual);
            if method == Method::Hypergeometric && population.is_none() {
                return Err(invalid("--population", "").allowed(["the number of items, at least 1"]));
            }
            count_limit(method, population.unwrap_or(u64::MAX), sample, errors, confidence)?
        }
        (None, Some(taints)) => {
            taint_limit(named.unwrap_or(Method::StringerBinomial), &taints, sample, confidence)?
        }
        _ => return Err(invalid("--errors", "").allowed(["--errors K", "--taints T,T,…"])),
    };
    if population.is_none() {
        limit.numbers.remove("N");
    }
    Ok(BoundReport {
        most_likely: limit.most_likely,
        upper: limit.upper,
        lower: limit.lower,
        method: limit.method.as_str().to_owned(),
        confidence: confidence.as_percent(),
        formula: limit.formula,
        numbers: limit.numbers,
    })
}

pub fn spotcheck_tickets(_: &Host, request: TicketsRequest) -> Result<TicketsReport> {
    let tickets = Tickets::new(&Seed::new(&request.seed, &[])?);
    let one = |id: String| {
        let id = population::canonical_id(&id)?;
        Ok(TicketView { ticket: tickets.of(&id).hex(), id })
    };
    Ok(TicketsReport { tickets: request.ids.into_iter().map(one).collect::<Result<_>>()? })
}
