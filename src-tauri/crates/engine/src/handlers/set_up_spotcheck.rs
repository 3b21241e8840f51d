//! Setting a spot check up and changing it, with the form of the window.

use std::path::PathBuf;

use ballast_compare::Tolerance;
use ballast_compare::wire::Limits;
use ballast_core::Result;
use ballast_core::limits::{LOOK_RUNTIME, POPULATION_HINT_ROWS};
use ballast_spotcheck::Rate;
use ballast_spotcheck::population::{PreviewRow as ListRow, hints};
use ballast_spotcheck::wire::{Freeze, Meaning, Preview};
use jiff::Timestamp;

use super::invalid;
use super::set_up::{changed_side, input_of, table_side};
use crate::config::{Config, Population, Sample, SpotCheck};
use crate::contract::*;
use crate::host::Host;
use crate::people;
use crate::process::Workers;
use crate::protect::{free_id, save_in};
use crate::scratch::Scratch;
use crate::views::spotcheck as view;
use crate::{runner, spotcheck};

/// How many rows the form shows.
const SHOWN_ROWS: usize = 20;

/// Words that columns of a meaning are called by, the likelier ones first.
const IDS: [&str; 8] = ["payout_id", "payout", "id", "number", "no", "nr", "key", "beleg"];
const AMOUNTS: [&str; 8] = ["amount", "paid", "payout", "commission", "sum", "total", "betrag", "provision"];
const PERSONS: [&str; 8] = ["rep", "person", "employee", "seller", "agent", "staff", "name", "mitarbeiter"];
const STRATA: [&str; 6] = ["region", "branch", "office", "team", "group", "filiale"];

/// Looks at a list and says what its columns seem to mean; nothing is set up.
pub fn spotcheck_look(host: &Host, request: SpotcheckLookRequest) -> Result<SpotcheckLook> {
    let scratch = Scratch::new()?;
    let (now, limits) = (Timestamp::now(), Limits::default());
    let asked = Freeze {
        now,
        day: now.to_zoned(jiff::tz::TimeZone::system()).date(),
        list: runner::side_of(&table_side(&request.list, "list")?)?,
        meaning: Meaning {
            id: String::new(),
            amount: String::new(),
            person: None,
            stratum: None,
            more: Vec::new(),
        },
        currency: "EUR".to_owned(),
        to: scratch.folder.join(spotcheck::LIST),
        work_folder: scratch.folder.join("work"),
        pool_bytes: limits.pool_bytes,
        threads: limits.threads,
        sales: None,
        peek: Some(POPULATION_HINT_ROWS),
    };
    let workers = Workers { program: host.program.clone(), log_folder: PathBuf::from("/dev/null") };
    let frozen = workers.freeze(&asked, LOOK_RUNTIME, &mut |_| {}, &mut || false)?;
    let Preview { columns, mut rows } = frozen.preview.unwrap_or_default();
    let meaning = request.meaning.or_else(|| proposed(&columns, &rows));
    let hints = meaning.as_ref().map(|meaning| hints_of(meaning, &columns, &rows)).unwrap_or_default();
    rows.truncate(SHOWN_ROWS);
    let facts = frozen.list.map(|list| ListView {
        place: list.place,
        sha256: list.sha256,
        bytes: list.bytes,
        rows: list.rows,
        modified_at: list.modified_at,
        encoding: list.encoding,
    });
    Ok(SpotcheckLook {
        facts,
        findings: frozen.findings.iter().map(|finding| host.messages.finding(finding)).collect(),
        columns,
        rows,
        meaning,
        hints,
    })
}

/// What the columns seem to mean: by their names, and an id only where no two rows share it.
fn proposed(columns: &[String], rows: &[Vec<Option<String>>]) -> Option<ListMeaning> {
    let cells = |place: usize| rows.iter().filter_map(move |row| row.get(place)?.as_deref());
    let is_number = |place: usize| {
        let mut all = cells(place).filter(|cell| !cell.is_empty()).peekable();
        all.peek().is_some() && all.all(|cell| cell.parse::<f64>().is_ok())
    };
    let is_unique = |place: usize| {
        let mut seen = std::collections::BTreeSet::new();
        cells(place).all(|cell| !cell.is_empty() && seen.insert(cell))
    };
    let named = |words: &[&str], taken: &[usize], fits: &dyn Fn(usize) -> bool| {
        let names: Vec<String> = columns.iter().map(|name| name.to_lowercase()).collect();
        let is_free = |place: &usize| !taken.contains(place) && fits(*place);
        let exact = |word: &str| (0..names.len()).filter(is_free).find(|place| names[*place] == word);
        let part = |word: &str| (0..names.len()).filter(is_free).find(|place| names[*place].contains(word));
        words.iter().find_map(|word| exact(word)).or_else(|| words.iter().find_map(|word| part(word)))
    };
    let id = named(&IDS, &[], &is_unique).or_else(|| (0..columns.len()).find(|place| is_unique(*place)))?;
    let amount = named(&AMOUNTS, &[id], &is_number)?;
    let person = named(&PERSONS, &[id, amount], &|_| true);
    let taken: Vec<usize> = [id, amount].into_iter().chain(person).collect();
    let stratum = named(&STRATA, &taken, &|_| true);
    let name = |place: usize| columns.get(place).cloned().unwrap_or_default();
    Some(ListMeaning {
        id: name(id),
        amount: name(amount),
        person: person.map(name),
        stratum: stratum.map(name),
    })
}

fn hints_of(meaning: &ListMeaning, columns: &[String], rows: &[Vec<Option<String>>]) -> Vec<Hint> {
    let place = |name: &str| columns.iter().position(|column| column == name);
    let cell = |row: &[Option<String>], name: Option<&str>| {
        let found = name.and_then(place).and_then(|place| row.get(place)?.clone());
        found.unwrap_or_default()
    };
    let row = |row: &Vec<Option<String>>| ListRow {
        id: cell(row, Some(&meaning.id)),
        amount: cell(row, Some(&meaning.amount)),
        person: cell(row, meaning.person.as_deref()),
    };
    hints(&rows.iter().map(row).collect::<Vec<_>>())
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn sample_of(input: SampleInput) -> Result<Sample> {
    let SampleInput {
        way,
        percent,
        at_least,
        confidence,
        tolerable,
        expected,
        per_stratum,
        method,
        go_on,
        at_most,
    } = input;
    let (tolerable, expected) = (filled(tolerable), filled(expected));
    for (what, text) in [
        ("percent", &percent),
        ("confidence", &confidence),
        ("tolerable", &tolerable),
        ("expected", &expected),
    ] {
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty())
            && text.parse::<Rate>().is_err()
        {
            return Err(invalid(what, text).allowed(["a percentage such as 5%, up to 100%"]));
        }
    }
    let confidence = filled(confidence).unwrap_or_else(|| "95%".to_owned());
    let needed = |what: &str, text: Option<String>| {
        text.ok_or_else(|| invalid(what, "").allowed(["a percentage such as 5%"]))
    };
    let aim =
        || -> Result<(String, String)> { Ok((confidence.clone(), needed("tolerable", tolerable.clone())?)) };
    Ok(match way {
        SampleWay::Percent => Sample::Percent {
            percent: needed("percent", filled(percent))?,
            at_least,
            per_stratum,
            confidence,
            tolerable,
        },
        SampleWay::Attribute => {
            let (confidence, tolerable) = aim()?;
            let distribution = chosen(method);
            Sample::Attribute { confidence, tolerable, expected, per_stratum, distribution }
        }
        SampleWay::MonetaryUnit => {
            let (confidence, tolerable) = aim()?;
            Sample::MonetaryUnit { confidence, tolerable, expected, selection: chosen(method) }
        }
        SampleWay::StopOrGo => {
            let (confidence, tolerable) = aim()?;
            let go_on = if go_on.is_empty() { crate::file::USUAL_STAGES.to_vec() } else { go_on };
            Sample::StopOrGo { confidence, tolerable, go_on }
        }
        SampleWay::Anytime => {
            let (confidence, tolerable) = aim()?;
            let at_most =
                at_most.ok_or_else(|| invalid("at_most", "").allowed(["a number of units of value"]))?;
            Sample::Anytime { confidence, tolerable, at_most }
        }
    })
}

/// A word of a closed set; what another way of sampling left behind is none.
fn chosen<T: serde::de::DeserializeOwned>(method: Option<String>) -> Option<T> {
    method.and_then(|word| serde_json::from_value(serde_json::Value::String(word)).ok())
}

fn input_of_sample(sample: &Sample) -> SampleInput {
    let input = |way, confidence: String, tolerable: Option<String>| SampleInput {
        way,
        percent: None,
        at_least: None,
        confidence: Some(confidence),
        tolerable,
        expected: None,
        per_stratum: false,
        method: None,
        go_on: Vec::new(),
        at_most: None,
    };
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
    match sample.clone() {
        Sample::Percent { percent, at_least, per_stratum, confidence, tolerable } => SampleInput {
            percent: Some(percent),
            at_least,
            per_stratum,
            ..input(SampleWay::Percent, confidence, tolerable)
        },
        Sample::Attribute { confidence, tolerable, expected, per_stratum, distribution } => SampleInput {
            expected,
            per_stratum,
            method: distribution.and_then(|one| word(serde_json::json!(one))),
            ..input(SampleWay::Attribute, confidence, Some(tolerable))
        },
        Sample::MonetaryUnit { confidence, tolerable, expected, selection } => SampleInput {
            expected,
            method: selection.and_then(|one| word(serde_json::json!(one))),
            ..input(SampleWay::MonetaryUnit, confidence, Some(tolerable))
        },
        Sample::StopOrGo { confidence, tolerable, go_on } => {
            SampleInput { go_on, ..input(SampleWay::StopOrGo, confidence, Some(tolerable)) }
        }
        Sample::Anytime { confidence, tolerable, at_most } => {
            SampleInput { at_most: Some(at_most), ..input(SampleWay::Anytime, confidence, Some(tolerable)) }
        }
    }
}

/// Puts everything that the form knows into a spot check, or nothing of it.
fn fill(check: &mut SpotCheck, setup: SpotcheckSetUp, currency: &str) -> Result<()> {
    let SpotcheckSetUp {
        title,
        list,
        meaning,
        show,
        sample,
        always,
        tolerance,
        checkers,
        reviewer,
        schedule,
    } = setup;
    let title = title.trim();
    if title.is_empty() {
        return Err(invalid("title", "").allowed(["a name"]));
    }
    let ListMeaning { id, amount, person, stratum } = meaning;
    for (what, column) in [("id", &id), ("amount", &amount)] {
        if column.is_empty() {
            return Err(invalid(what, "").allowed(["a column of the list"]));
        }
    }
    if id == amount {
        return Err(invalid("amount", &amount).allowed(["another column than the id"]));
    }
    for (what, column) in [("person", &person), ("stratum", &stratum)] {
        if column.as_ref() == Some(&amount) {
            return Err(invalid(what, &amount)
                .with("reason", "it is what the system paid: a checker must not see it"));
        }
    }
    if show.contains(&amount) {
        return Err(
            invalid("show", &amount).with("reason", "it is what the system paid: a checker must not see it")
        );
    }
    let mut named: Vec<String> = Vec::new();
    for checker in &checkers {
        let name = checker.trim();
        if name.is_empty() || named.iter().any(|other| people::is_same(other, name)) {
            return Err(invalid("checkers", checker).allowed(["names, each once"]));
        }
        named.push(name.to_owned());
    }
    let side = changed_side(&check.population.side, &list, "list")?;
    let schedule = filled(schedule).as_deref().map(super::schedule::parsed).transpose()?;
    let mut changed = check.clone();
    changed.population = Population {
        side,
        id,
        amount,
        person: filled(person),
        stratum: filled(stratum),
        show,
        sales: check.population.sales.clone(),
    };
    changed.sample = sample_of(sample)?;
    changed.always = always.into_iter().filter(|rule| !rule.trim().is_empty()).collect();
    changed.tolerance = Tolerance { abs: filled(tolerance), rel: None };
    changed.checkers = named;
    changed.reviewer = filled(reviewer);
    changed.schedule = schedule.map(|schedule| schedule.line().to_owned());
    if title != changed.name() {
        changed.title = Some(title.to_owned());
    }
    // What could never be drawn is said now, and not on the night of the first round.
    spotcheck::plan_of(&changed, currency)?.check_alone()?;
    *check = changed;
    Ok(())
}

/// Sets a spot check up from the form.
pub fn spotcheck_set_up(host: &Host, request: SpotcheckSetUp) -> Result<Named> {
    let engine = host.engine()?;
    let (now, clock) = (engine.now(), engine.clock.kind());
    engine.store.write(move |change| {
        let mut config = Config::load(&change.view())?;
        let mut check = SpotCheck {
            id: free_id(&config, &request.title),
            title: None,
            protects: Vec::new(),
            population: Population {
                side: table_side(&request.list, "list")?,
                id: String::new(),
                amount: String::new(),
                person: None,
                stratum: None,
                show: Vec::new(),
                sales: None,
            },
            sample: sample_of(request.sample.clone())?,
            always: Vec::new(),
            tolerance: Tolerance::default(),
            checkers: Vec::new(),
            reviewer: None,
            schedule: None,
            max_runtime: None,
            proof_valid_for: None,
        };
        fill(&mut check, request, &config.settings.currency)?;
        let named = Named { id: check.id.to_string(), title: check.name().to_owned() };
        config.spot_checks.push(check);
        save_in(change, &config, &[], now, clock)?;
        Ok(named)
    })
}

/// A spot check as the form shows it.
pub fn spotcheck_edit(host: &Host, request: SpotcheckId) -> Result<SpotcheckSetUp> {
    let config = host.engine()?.config()?;
    let check = config.spot_check(&request.id)?;
    let population = &check.population;
    Ok(SpotcheckSetUp {
        title: check.name().to_owned(),
        list: input_of(&population.side),
        meaning: ListMeaning {
            id: population.id.clone(),
            amount: population.amount.clone(),
            person: population.person.clone(),
            stratum: population.stratum.clone(),
        },
        show: population.show.clone(),
        sample: input_of_sample(&check.sample),
        always: check.always.clone(),
        tolerance: check.tolerance.abs.clone(),
        checkers: check.checkers.clone(),
        reviewer: check.reviewer.clone(),
        schedule: check.schedule.clone(),
    })
}

/// Changes what is set up. A round that is open goes on as it was laid down.
pub fn spotcheck_change(host: &Host, request: SpotcheckChange) -> Result<SpotcheckDetail> {
    let engine = host.engine()?;
    let SpotcheckChange { id, setup } = request;
    let (now, clock, wanted) = (engine.now(), engine.clock.kind(), id.clone());
    // What somebody else sets up meanwhile stays.
    engine.store.write(move |change| {
        let mut config = Config::load(&change.view())?;
        config.spot_check(&wanted)?;
        let currency = config.settings.currency.clone();
        if let Some(check) = config.spot_checks.iter_mut().find(|check| check.id.as_str() == wanted) {
            fill(check, setup, &currency)?;
        }
        save_in(change, &config, &[], now, clock)
    })?;
    view::detail(&engine, &id, None)
}
