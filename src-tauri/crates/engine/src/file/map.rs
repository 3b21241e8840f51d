//! `[[process]]`, `[[component]]` and `[[option]]`: reading and writing.

use std::collections::BTreeMap;

use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::limits::{OUTAGES_PER_YEAR_MAX, RECORDS_PER_HOUR_MAX};
use ballast_core::{Currency, Error, Id, Money, Result, Span};

use super::checks::share_of;
use super::compare::inline;
use super::parse::{File, ID, Namespace, ids, schedule_of};
use super::reader::{Reader, Value};
use super::write::{Sheet, quoted};
use crate::config::{Change, Component, Loss, Process, RiskOption};

const CHANGES: [&str; 4] = ["add", "set", "replace", "remove"];

impl File {
    pub(super) fn process(&mut self, reader: &Reader<'_>, currency: Currency) -> Result<Process> {
        let id = self.id(reader, "process", Namespace::Things)?;
        let text = |key| reader.text(key).map(|text| text.map(str::to_owned));
        let damage =
            money(reader, "damage_per_hour", currency)?.ok_or_else(|| reader.missing("damage_per_hour"))?;
        Ok(Process {
            id,
            title: text("title")?,
            owner: text("owner")?,
            deputy: text("deputy")?,
            damage_range: damage_range(reader, currency, &damage)?,
            damage_per_hour: damage,
            worst_case_outage: reader
                .span("worst_case_outage")?
                .ok_or_else(|| reader.missing("worst_case_outage"))?,
            max_outage: reader.span("max_outage")?,
            rto: reader.span("rto")?,
            rpo: reader.span("rpo")?,
            kept: kept(reader)?,
            degraded: text("degraded")?,
            loss: losses(reader, currency)?,
            needs: groups(reader, "needs")?,
            confirmed: reader.date("confirmed")?,
        })
    }

    pub(super) fn component(&mut self, reader: &Reader<'_>) -> Result<Component> {
        let id = self.id(reader, "component", Namespace::Things)?;
        let kinds: Vec<(&'static str, ComponentKind)> =
            ComponentKind::ALL.into_iter().map(|kind| (kind.as_str(), kind)).collect();
        let outages_per_year = at_most(reader, "outages_per_year", OUTAGES_PER_YEAR_MAX)?;
        let outage = reader.span("outage")?;
        let recovery_needs = match reader.get("recovery_needs") {
            None => None,
            Some(_) => Some(groups(reader, "recovery_needs")?),
        };
        Ok(Component {
            id,
            title: reader.text("title")?.map(str::to_owned),
            kind: reader.word("kind", &kinds)?.ok_or_else(|| reader.missing("kind"))?,
            outages_per_year,
            outages_range: outages_range(reader, outages_per_year)?,
            outage,
            outage_range: outage_range(reader, outage)?,
            needs: groups(reader, "needs")?,
            shares: shares(reader)?,
            recovery_needs,
            confirmed: reader.date("confirmed")?,
        })
    }

    pub(super) fn option(&mut self, reader: &Reader<'_>, currency: Currency) -> Result<RiskOption> {
        let id = self.id(reader, "option", Namespace::Things)?;
        let cost =
            money(reader, "cost_per_year", currency)?.ok_or_else(|| reader.missing("cost_per_year"))?;
        let mut change = changes(reader)?;
        for value in reader.list("change")? {
            change.extend(changes(&finished(reader, value, "change")?)?);
        }
        if change.is_empty() {
            return Err(reader.missing("change").allowed(CHANGES));
        }
        Ok(RiskOption { id, title: reader.text("title")?.map(str::to_owned), cost_per_year: cost, change })
    }
}

/// A table of a list whose keys are all asked for by [`changes`].
fn finished<'a>(reader: &Reader<'a>, value: Value<'a>, key: &str) -> Result<Reader<'a>> {
    let table = reader.inner(value, key)?;
    for key in CHANGES {
        table.get(key);
    }
    table.finish()?;
    Ok(table)
}

/// A number from 0 to a limit.
fn at_most(reader: &Reader<'_>, key: &'static str, most: f64) -> Result<Option<f64>> {
    let number = reader.decimal(key)?;
    match (reader.get(key), number) {
        (Some(value), Some(number)) if number > most => {
            let error = reader.error(value, key, "out_of_range").with("found", number);
            Err(error.allowed([format!("0 to {most}")]))
        }
        _ => Ok(number),
    }
}

fn money(reader: &Reader<'_>, key: &'static str, currency: Currency) -> Result<Option<String>> {
    let (Some(text), Some(value)) = (reader.text(key)?, reader.get(key)) else { return Ok(None) };
    amount(reader, key, value, text, currency).map(Some)
}

fn amount(
    reader: &Reader<'_>,
    key: &str,
    value: Value<'_>,
    text: &str,
    currency: Currency,
) -> Result<String> {
    match Money::parse(text, currency) {
        Ok(money) if money.minor >= 0 => Ok(text.to_owned()),
        _ => Err(reader
            .error(value, key, "not_money")
            .with("found", text)
            .allowed(["a decimal string such as \"420.00\""])),
    }
}

/// Two values around a likeliest one.
fn around<T: PartialOrd + ToString>(
    reader: &Reader<'_>,
    key: &'static str,
    low: &T,
    likely: &T,
    high: &T,
) -> Result<()> {
    let fits = low <= likely && likely <= high;
    match reader.get(key) {
        Some(value) if !fits => Err(range_error(reader, key, value)),
        _ => Ok(()),
    }
}

fn range_error(reader: &Reader<'_>, key: &str, value: Value<'_>) -> Error {
    reader.error(value, key, "not_a_range").allowed(["[lowest, highest], with the likeliest between them"])
}

fn two<'a>(reader: &Reader<'a>, key: &'static str) -> Result<Option<[Value<'a>; 2]>> {
    let Some(value) = reader.get(key) else { return Ok(None) };
    let list = reader.list(key)?;
    <[Value<'a>; 2]>::try_from(list).map(Some).map_err(|_| range_error(reader, key, value))
}

fn damage_range(reader: &Reader<'_>, currency: Currency, likely: &str) -> Result<Option<(String, String)>> {
    const KEY: &str = "damage_range";
    let Some(pair) = two(reader, KEY)? else { return Ok(None) };
    let read = |value: Value<'_>| -> Result<String> {
        let text = value.get_ref().as_str().ok_or_else(|| range_error(reader, KEY, value))?;
        amount(reader, KEY, value, text, currency)
    };
    let (low, high) = (read(pair[0])?, read(pair[1])?);
    let minor = |text: &str| Money::parse(text, currency).map_or(0, |money| money.minor);
    around(reader, KEY, &minor(&low), &minor(likely), &minor(&high))?;
    Ok(Some((low, high)))
}

fn outages_range(reader: &Reader<'_>, likely: Option<f64>) -> Result<Option<(f64, f64)>> {
    const KEY: &str = "outages_range";
    let Some(pair) = two(reader, KEY)? else { return Ok(None) };
    let read = |value: Value<'_>| -> Result<f64> {
        let inner = value.get_ref();
        let number = inner.as_float().and_then(|number| number.as_str().parse::<f64>().ok());
        let whole = inner.as_integer().and_then(|whole| whole.as_str().parse::<f64>().ok());
        let number = number.or(whole).filter(|number| (0.0..=OUTAGES_PER_YEAR_MAX).contains(number));
        number.ok_or_else(|| range_error(reader, KEY, value))
    };
    let (low, high) = (read(pair[0])?, read(pair[1])?);
    // A range around nothing would say nothing.
    let likely = likely.ok_or_else(|| reader.missing("outages_per_year"))?;
    around(reader, KEY, &low, &likely, &high)?;
    Ok(Some((low, high)))
}

fn outage_range(reader: &Reader<'_>, likely: Option<Span>) -> Result<Option<(Span, Span)>> {
    const KEY: &str = "outage_range";
    let Some(pair) = two(reader, KEY)? else { return Ok(None) };
    let read = |value: Value<'_>| -> Result<Span> {
        let span = value.get_ref().as_str().and_then(|text| text.parse().ok());
        span.ok_or_else(|| range_error(reader, KEY, value))
    };
    let (low, high) = (read(pair[0])?, read(pair[1])?);
    let likely = likely.ok_or_else(|| reader.missing("outage"))?;
    around(reader, KEY, &low, &likely, &high)?;
    Ok(Some((low, high)))
}

fn kept(reader: &Reader<'_>) -> Result<Option<String>> {
    let (Some(text), Some(value)) = (reader.text("kept")?, reader.get("kept")) else { return Ok(None) };
    if share_of(text).is_none() {
        let error = reader.error(value, "kept", "not_a_percentage").with("found", text);
        return Err(error.allowed(["more than 0% and at most 100%"]));
    }
    Ok(Some(text.to_owned()))
}

fn losses(reader: &Reader<'_>, currency: Currency) -> Result<Vec<Loss>> {
    let one = |value: Value<'_>| -> Result<Loss> {
        let table = reader.inner(value, "loss")?;
        let after = table.span("after")?;
        let loss = if table.get("deadline").is_some() {
            Loss::Deadline {
                deadline: schedule_of(&table, "deadline")?.ok_or_else(|| table.missing("deadline"))?,
                penalty: money(&table, "penalty", currency)?.ok_or_else(|| table.missing("penalty"))?,
                after,
            }
        } else if table.get("per_record").is_some() {
            if let (Some(_), Some(value)) = (after, table.get("after")) {
                return Err(table.error(value, "after", "unknown_key").with("key", "after"));
            }
            Loss::PerRecord {
                per_record: money(&table, "per_record", currency)?
                    .ok_or_else(|| table.missing("per_record"))?,
                records_per_hour: at_most(&table, "records_per_hour", RECORDS_PER_HOUR_MAX)?
                    .ok_or_else(|| table.missing("records_per_hour"))?,
            }
        } else {
            let per_hour = money(&table, "per_hour", currency)?.ok_or_else(|| {
                reader.error(value, "loss", "one_of").allowed(["per_hour", "deadline", "per_record"])
            })?;
            Loss::PerHour { per_hour, after }
        };
        table.finish()?;
        Ok(loss)
    };
    reader.list("loss")?.into_iter().map(one).collect()
}

pub(super) fn groups(reader: &Reader<'_>, key: &'static str) -> Result<Vec<Group>> {
    let one = |value: Value<'_>| -> Result<Group> {
        if let Some(text) = value.get_ref().as_str() {
            let id = text
                .parse()
                .map_err(|_| reader.error(value, key, "not_an_id").with("found", text).allowed([ID]))?;
            return Ok(Group { any_of: vec![id], need: 1 });
        }
        let table = reader.inner(value, key)?;
        let (any_of, need) = choice(&table)?;
        table.finish()?;
        Ok(Group { any_of, need })
    };
    reader.list(key)?.into_iter().map(one).collect()
}

/// `any_of` and how many of them are needed. A member that stands there twice would count twice.
fn choice(table: &Reader<'_>) -> Result<(Vec<Id>, usize)> {
    let any_of = ids(table, "any_of")?;
    let most = i64::try_from(any_of.len()).unwrap_or(i64::MAX);
    let need = table.whole("need", 1, most.max(1))?.unwrap_or(1);
    let Some(value) = table.get("any_of") else { return Err(table.missing("any_of")) };
    let twice = any_of.iter().enumerate().find(|(at, id)| any_of[..*at].contains(id));
    match twice {
        _ if any_of.is_empty() => {
            Err(table.error(value, "any_of", "empty_choice").allowed(["one id or more"]))
        }
        Some((_, id)) => {
            Err(table.error(value, "any_of", "member_twice").with("found", id).allowed(["each id once"]))
        }
        None => Ok((any_of, usize::try_from(need).unwrap_or(1))),
    }
}

fn shares(reader: &Reader<'_>) -> Result<BTreeMap<String, String>> {
    let mut shares = BTreeMap::new();
    if let Some(table) = reader.table("shares")? {
        for (key, value) in table.pairs() {
            let text = value.get_ref().as_str().ok_or_else(|| {
                table
                    .error(value, key, "wrong_type")
                    .with("wanted", "text")
                    .with("found", value.get_ref().type_str())
            })?;
            shares.insert(key.to_owned(), text.to_owned());
        }
    }
    Ok(shares)
}

fn changes(reader: &Reader<'_>) -> Result<Vec<Change>> {
    let id = |table: &Reader<'_>, key: &'static str| -> Result<Id> {
        table.parsed(key, "not_an_id", ID)?.ok_or_else(|| table.missing(key))
    };
    let mut changes = Vec::new();
    if let Some(table) = reader.table("add")? {
        let (any_of, need) = choice(&table)?;
        changes.push(Change::Add { to: id(&table, "to")?, any_of, need });
        table.finish()?;
    }
    if let (Some(table), Some(value)) = (reader.table("set")?, reader.get("set")) {
        let of = id(&table, "of")?;
        let outages_per_year = at_most(&table, "outages_per_year", OUTAGES_PER_YEAR_MAX)?;
        let outage = table.span("outage")?;
        let on_demand_failure = at_most(&table, "on_demand_failure", 1.0)?;
        table.finish()?;
        if outages_per_year.is_none() && outage.is_none() && on_demand_failure.is_none() {
            let what = ["outages_per_year", "outage", "on_demand_failure"];
            return Err(reader.error(value, "set", "one_of").allowed(what));
        }
        changes.push(Change::Set { of, outages_per_year, outage, on_demand_failure });
    }
    if let Some(table) = reader.table("replace")? {
        let (to, from, with) = (id(&table, "to")?, id(&table, "from")?, id(&table, "with")?);
        changes.push(Change::Replace { to, from, with });
        table.finish()?;
    }
    if let Some(table) = reader.table("remove")? {
        changes.push(Change::Remove { to: id(&table, "to")?, need: id(&table, "need")? });
        table.finish()?;
    }
    Ok(changes)
}

impl Sheet<'_> {
    pub(super) fn groups(&mut self, key: &str, groups: &[Group]) {
        if !groups.is_empty() {
            self.raw(key, &list_text(groups.iter().map(group_text)));
        }
    }
}

fn group_text(group: &Group) -> String {
    match &group.any_of[..] {
        [only] if group.need == 1 => quoted(only.as_str()),
        _ => format!("{{ {} }}", choice_text(&group.any_of, group.need)),
    }
}

fn choice_text(any_of: &[Id], need: usize) -> String {
    let ids: Vec<String> = any_of.iter().map(|id| quoted(id.as_str())).collect();
    format!("any_of = [{}], need = {need}", ids.join(", "))
}

fn list_text(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

pub(super) fn write_process(sheet: &mut Sheet<'_>, process: &Process) {
    sheet.text("id", Some(process.id.as_str()));
    sheet.text("title", process.title.as_deref());
    sheet.text("owner", process.owner.as_deref());
    sheet.text("deputy", process.deputy.as_deref());
    sheet.text("damage_per_hour", Some(&process.damage_per_hour));
    if let Some((low, high)) = &process.damage_range {
        sheet.raw("damage_range", &format!("[{}, {}]", quoted(low), quoted(high)));
    }
    sheet.span("worst_case_outage", Some(process.worst_case_outage));
    sheet.span("max_outage", process.max_outage);
    sheet.span("rto", process.rto);
    sheet.span("rpo", process.rpo);
    sheet.text("kept", process.kept.as_deref());
    sheet.text("degraded", process.degraded.as_deref());
    if !process.loss.is_empty() {
        sheet.raw("loss", &list_text(process.loss.iter().map(loss_text)));
    }
    sheet.groups("needs", &process.needs);
    if let Some(confirmed) = process.confirmed {
        sheet.raw("confirmed", &confirmed.to_string());
    }
}

fn loss_text(loss: &Loss) -> String {
    let grace = |after: &Option<Span>| after.map(|span| format!("after = {}", quoted(&span.to_string())));
    let parts: Vec<Option<String>> = match loss {
        Loss::Deadline { deadline, penalty, after } => vec![
            Some(format!("deadline = {}", quoted(deadline))),
            grace(after),
            Some(format!("penalty = {}", quoted(penalty))),
        ],
        Loss::PerRecord { per_record, records_per_hour } => vec![
            Some(format!("per_record = {}", quoted(per_record))),
            Some(format!("records_per_hour = {records_per_hour:?}")),
        ],
        Loss::PerHour { per_hour, after } => {
            vec![grace(after), Some(format!("per_hour = {}", quoted(per_hour)))]
        }
    };
    inline(&parts.into_iter().flatten().collect::<Vec<_>>())
}

pub(super) fn write_component(sheet: &mut Sheet<'_>, component: &Component) {
    sheet.text("id", Some(component.id.as_str()));
    sheet.text("title", component.title.as_deref());
    sheet.text("kind", Some(component.kind.as_str()));
    if let Some(rate) = component.outages_per_year {
        sheet.raw("outages_per_year", &format!("{rate:?}"));
    }
    if let Some((low, high)) = component.outages_range {
        sheet.raw("outages_range", &format!("[{low:?}, {high:?}]"));
    }
    sheet.span("outage", component.outage);
    if let Some((low, high)) = component.outage_range {
        let text = |span: Span| quoted(&span.to_string());
        sheet.raw("outage_range", &format!("[{}, {}]", text(low), text(high)));
    }
    sheet.groups("needs", &component.needs);
    if !component.shares.is_empty() {
        let shares = component.shares.iter();
        let shares = shares.map(|(key, value)| format!("{} = {}", super::write::key_of(key), quoted(value)));
        sheet.raw("shares", &format!("{{ {} }}", shares.collect::<Vec<_>>().join(", ")));
    }
    if let Some(needs) = &component.recovery_needs {
        sheet.raw("recovery_needs", &list_text(needs.iter().map(group_text)));
    }
    if let Some(confirmed) = component.confirmed {
        sheet.raw("confirmed", &confirmed.to_string());
    }
}

pub(super) fn write_option(sheet: &mut Sheet<'_>, option: &RiskOption) {
    sheet.text("id", Some(option.id.as_str()));
    sheet.text("title", option.title.as_deref());
    sheet.text("cost_per_year", Some(&option.cost_per_year));
    sheet.raw("change", &list_text(option.change.iter().map(change_text)));
}

fn change_text(change: &Change) -> String {
    let id = |key: &str, id: &Id| format!("{key} = {}", quoted(id.as_str()));
    let (name, parts) = match change {
        Change::Add { to, any_of, need } => ("add", vec![id("to", to), choice_text(any_of, *need)]),
        Change::Set { of, outages_per_year, outage, on_demand_failure } => {
            let mut parts = vec![id("of", of)];
            parts.extend(outages_per_year.map(|rate| format!("outages_per_year = {rate:?}")));
            parts.extend(outage.map(|span| format!("outage = {}", quoted(&span.to_string()))));
            parts.extend(on_demand_failure.map(|chance| format!("on_demand_failure = {chance:?}")));
            ("set", parts)
        }
        Change::Replace { to, from, with } => {
            ("replace", vec![id("to", to), id("from", from), id("with", with)])
        }
        Change::Remove { to, need } => ("remove", vec![id("to", to), id("need", need)]),
    };
    format!("{{ {name} = {{ {} }} }}", parts.join(", "))
}
