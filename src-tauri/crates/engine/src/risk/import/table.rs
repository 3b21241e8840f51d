//! A table of entries: `id,kind,needs` and more columns, with commas, semicolons or tabs between them.
//!
//! `needs` has spaces between what is needed, `a|b` for one of several, `2:a|b|c` for two of three.

use std::collections::HashMap;

use ballast_core::error::Place;
use ballast_core::exposure::ComponentKind;
use ballast_core::limits::{OUTAGES_PER_YEAR_MAX, RISK_NODES_MAX};
use ballast_core::{Code, Error, Id, Money, Result, Span};
use csv::StringRecord;

use super::{Entry, Found, What};
use crate::contract::LeftOutReason;

const COLUMNS: [&str; 9] = [
    "id",
    "title",
    "kind",
    "needs",
    "owner",
    "damage_per_hour",
    "worst_case_outage",
    "outages_per_year",
    "outage",
];

fn refused(line: u64, field: &str, problem: &str, found: &str) -> Error {
    let place = Place { line: u32::try_from(line).ok(), field: Some(field.to_owned()), ..Place::default() };
    Error::new(Code::InvalidFile).with("problem", problem).with("found", found).at(place)
}

/// The character that stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |letter: &u8| first.bytes().filter(|byte| byte == letter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A line of its own behind the last one: where it is read as what it is, no quote was left open before it.
const END: &str = "\u{1}";

pub(super) fn read(bytes: &[u8], currency: &str) -> Result<Found> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| refused(1, "file", "not_text", "-").allowed(["UTF-8 text"]))?;
    // Lines that end in two characters would be counted one too few.
    let mut text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace(" | ", "|");
    text.push('\n');
    text.push_str(END);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let bad = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        refused(line, "file", "not_a_table", &error.to_string()).allowed(["a table as text"])
    };
    let header = reader.headers().map_err(|error| bad(&error))?.clone();
    let unknown = header.iter().find(|name| !COLUMNS.contains(name));
    if let Some(name) = unknown {
        let nearest = COLUMNS.iter().min_by_key(|known| strsim::damerau_levenshtein(known, name));
        let error = refused(1, name, "unknown_key", name).with("key", name).allowed(COLUMNS);
        return Err(nearest.map_or(error.clone(), |nearest| error.with("nearest", nearest)));
    }
    let twice = header.iter().enumerate().find(|(at, name)| header.iter().take(*at).any(|one| one == *name));
    if let Some((_, name)) = twice {
        return Err(refused(1, name, "not_a_table", name).allowed(["each column once"]));
    }
    for needed in ["id", "kind"] {
        if !header.iter().any(|name| name == needed) {
            return Err(refused(1, needed, "missing", needed).with("key", needed).allowed(COLUMNS));
        }
    }
    let mut found = Found::default();
    let mut seen: HashMap<Id, u64> = HashMap::new();
    let mut last = 1;
    for record in reader.records() {
        let record = record.map_err(|error| bad(&error))?;
        if record.iter().eq([END]) {
            return Ok(found);
        }
        last = record.position().map_or(0, csv::Position::line);
        if record.iter().any(|field| field.contains(END)) {
            break;
        }
        if record.len() != header.len() {
            let found = record.len().to_string();
            return Err(refused(last, "file", "not_a_table", &found).allowed([header.len()]));
        }
        let row = Row { header: &header, record: &record, line: last, currency };
        row.take(&mut found, &mut seen)?;
    }
    Err(refused(last, "file", "not_a_table", "\"")
        .allowed(["a second quotation mark at the end of the text"]))
}

struct Row<'a> {
    header: &'a StringRecord,
    record: &'a StringRecord,
    line: u64,
    currency: &'a str,
}

impl Row<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        let at = self.header.iter().position(|name| name == column)?;
        self.record.get(at).filter(|text| !text.is_empty())
    }

    fn parsed<T: std::str::FromStr>(&self, column: &str, problem: &str, allowed: &str) -> Result<Option<T>> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let value = text.parse().map_err(|_| refused(self.line, column, problem, text).allowed([allowed]))?;
        Ok(Some(value))
    }

    fn outages(&self) -> Result<Option<f64>> {
        const COLUMN: &str = "outages_per_year";
        let allowed = format!("0 to {OUTAGES_PER_YEAR_MAX}");
        let rate = self.parsed::<f64>(COLUMN, "not_a_number", &allowed)?;
        match rate {
            Some(rate) if !(0.0..=OUTAGES_PER_YEAR_MAX).contains(&rate) => {
                Err(refused(self.line, COLUMN, "not_a_number", &rate.to_string()).allowed([allowed]))
            }
            rate => Ok(rate),
        }
    }

    /// What it needs: `a`, `a|b` or `2:a|b|c`, with spaces between.
    fn needs(&self) -> Result<Vec<(usize, Vec<String>)>> {
        const ALLOWED: &str = "a, a|b or 2:a|b|c, with spaces between";
        let one = |text: &str| {
            let counted = text.split_once(':').and_then(|(count, rest)| Some((count.parse().ok()?, rest)));
            let (need, members): (usize, &str) = counted.unwrap_or((1, text));
            let members: Vec<String> = members.split('|').map(str::to_owned).collect();
            let is_whole = members.iter().all(|member| !member.is_empty());
            if is_whole && (1..=members.len()).contains(&need) {
                Ok((need, members))
            } else {
                Err(refused(self.line, "needs", "out_of_range", text).allowed([ALLOWED]))
            }
        };
        self.text("needs").unwrap_or_default().split_whitespace().map(one).collect()
    }

    /// An amount of the workspace's currency, as it stands there.
    fn damage(&self) -> Result<Option<String>> {
        const COLUMN: &str = "damage_per_hour";
        let Some(text) = self.text(COLUMN) else { return Ok(None) };
        let money = self.currency.parse().ok().and_then(|currency| Money::parse(text, currency).ok());
        match money {
            Some(money) if money.minor >= 0 => Ok(Some(text.to_owned())),
            _ => Err(refused(self.line, COLUMN, "not_money", text)
                .allowed(["a decimal such as 420.00, with a point, and not below 0"])),
        }
    }

    fn take(&self, found: &mut Found, seen: &mut HashMap<Id, u64>) -> Result<()> {
        let line = self.line;
        let Some(id) = self.parsed::<Id>("id", "not_an_id", "1 to 64 of a-z, 0-9 and -")? else {
            found.leave(self.record.iter().collect::<Vec<_>>().join(","), LeftOutReason::NoId, line);
            return Ok(());
        };
        if let Some(first) = seen.insert(id.clone(), line) {
            let error = refused(line, "id", "duplicate_id", id.as_str()).with("first_line", first);
            return Err(error.allowed(["an id that is used once"]));
        }
        if seen.len() > RISK_NODES_MAX {
            return Err(refused(line, "file", "too_large", &seen.len().to_string()).allowed([RISK_NODES_MAX]));
        }
        let word = self.text("kind").unwrap_or_default();
        let kind = ComponentKind::ALL.into_iter().find(|kind| kind.as_str() == word);
        let what = match kind {
            Some(kind) => What::Component {
                kind,
                outages_per_year: self.outages()?,
                outage: self.parsed::<Span>("outage", "not_a_duration", "90s 15m 26h 8d")?,
            },
            None if word == "process" => What::Process {
                owner: self.text("owner").map(str::to_owned),
                damage_per_hour: self.damage()?,
                worst_case_outage: self.parsed("worst_case_outage", "not_a_duration", "90s 15m 26h 8d")?,
            },
            None => {
                found.leave(format!("{id}: {word}"), LeftOutReason::UnknownKind, line);
                return Ok(());
            }
        };
        let needs = self.needs()?;
        let title = self.text("title").map(str::to_owned);
        found.entries.push(Entry { line, key: id.to_string(), id, title, what, needs });
        Ok(())
    }
}
