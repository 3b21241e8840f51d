//! A round as a folder that stands for itself: the report, lists for spreadsheets, the frozen list, and verifiers that
//! anybody can run without Ballast.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ballast_core::{Code, Error, Result};
use ballast_spotcheck::pages::{VERIFY_HTML, VERIFY_SH};
use ballast_spotcheck::report::{self, Month, Report, ReportItem, Settled, Told};
use ballast_spotcheck::review::{Given, Resolution};
use ballast_spotcheck::{Completeness, Draw};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::sealed;
use super::work::{Answered, Item, Signature, Work, given};
use super::{LIST, rounds};
use crate::config::SpotCheck;
use crate::contract::{Proved, RoundStage};
use crate::engine::Engine;
use crate::messages::Messages;

/// Of an exported file of evidence, its hash not counted.
const NAME_BYTES_MAX: usize = 200;

/// Writes a judged round into a new folder; gives the names of its files.
///
/// Errors: `not_yet` before it is judged, `target_not_empty`, `workspace_damaged`.
pub(crate) fn export(
    engine: &Engine,
    messages: &Messages,
    check: &SpotCheck,
    number: Option<u64>,
    to: &Path,
) -> Result<Vec<String>> {
    let work = Work::of(engine, check, number)?;
    if !matches!(work.stage(), RoundStage::Judged | RoundStage::Signed) || !work.round.is_closed() {
        return Err(Error::new(Code::NotYet).with("reason", "not_judged").with("control", &check.id));
    }
    if to.exists() {
        return Err(Error::new(Code::TargetNotEmpty).with("path", to.display()));
    }
    // Half a folder is none: it gets its name when it is whole.
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = tempfile::Builder::new()
        .prefix(".ballast-export-")
        .tempdir_in(parent)
        .map_err(|error| Error::io(parent, &error))?;
    let folder = part.path();
    let put = |name: &str, text: &[u8]| -> Result<()> {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Error::io(&path, &error))
    };
    let mut names = vec![LIST.to_owned()];
    copy(&engine.artefact(&work.round.frozen.population.sha256), &folder.join(LIST))?;
    let draw = serde_json::to_vec(&work.draw).map_err(|error| Error::new(Code::Internal).because(&error))?;
    let commitment = work.round.frozen.commitment.text()?;
    let telling = Telling::new(engine, messages, check, &work)?;
    let report = telling.report(check, &work)?;
    let say = |id: &str, values: &[(&str, &str)]| messages.say(id, values.iter().copied());
    let texts: [(&str, Vec<u8>); 7] = [
        ("plan.json", commitment.into_bytes()),
        ("draw.json", draw),
        ("report.html", report::html(&report, &say).into_bytes()),
        ("items.csv", report::items_csv(&report, &say).into_bytes()),
        ("corrections.csv", report::corrections_csv(&report, &say).into_bytes()),
        ("verify.html", VERIFY_HTML.as_bytes().to_vec()),
        ("verify.sh", VERIFY_SH.as_bytes().to_vec()),
    ];
    for (name, text) in &texts {
        put(name, text)?;
        names.push((*name).to_owned());
    }
    let script = folder.join("verify.sh");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))
        .map_err(|error| Error::io(&script, &error))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
        .map_err(|error| Error::io(folder, &error))?;
    for (sha256, name) in evidence_of(&work) {
        let folder = folder.join("evidence");
        fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        copy(&engine.artefact(&sha256), &folder.join(&name))?;
        names.push(format!("evidence/{name}"));
    }
    fs::rename(folder, to).map_err(|error| Error::io(to, &error))?;
    // The folder has another name now: there is nothing left to remove.
    let _ = part.keep();
    Ok(names)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(|error| Error::io(from, &error))
}

/// Files of evidence by their hash, each under a name that no other has.
fn evidence_of(work: &Work) -> BTreeMap<String, String> {
    let answers = work.items.iter().flat_map(|item| [&item.first, &item.second]).flatten();
    let files = answers.flat_map(|answered| &answered.sealed.evidence);
    let name = |file: &sealed::Attached| {
        let short = file.sha256.get(..12).unwrap_or(&file.sha256);
        (file.sha256.clone(), format!("{short}-{}", plain(&file.name)))
    };
    files.map(name).collect()
}

/// A name that every file system takes: without control characters and separators, its end kept where it is too long.
fn plain(name: &str) -> String {
    let is_plain = |letter: &char| !letter.is_control() && !matches!(letter, '/' | '\\' | ':');
    let letters: Vec<char> = name.chars().filter(is_plain).collect();
    let mut bytes = 0;
    let fits = |letter: &&char| {
        bytes += letter.len_utf8();
        bytes <= NAME_BYTES_MAX
    };
    let end: Vec<&char> = letters.iter().rev().take_while(fits).collect();
    end.into_iter().rev().collect()
}

/// What a report borrows.
struct Telling {
    currency: String,
    made_at: String,
    committed_at: String,
    drawn_at: String,
    completeness: Completeness,
    list: ballast_spotcheck::wire::ListFacts,
    files: BTreeMap<String, String>,
    items: Vec<Spoken>,
    signatures: Vec<[String; 4]>,
    months: Vec<(String, [f64; 3])>,
    digits: Option<ballast_spotcheck::digits::FirstDigits>,
}

/// An item with its times as they are read.
struct Spoken {
    first: Option<(Given, String)>,
    second: Option<(Given, String)>,
    resolutions: Vec<(Resolution, String)>,
}

fn at(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

impl Telling {
    fn new(engine: &Engine, messages: &Messages, check: &SpotCheck, work: &Work) -> Result<Self> {
        let config = engine.config()?;
        let zone = config.zone();
        let Some((drawn, row)) = &work.round.draw else { return Err(Error::new(Code::Internal)) };
        let frozen = &work.round.frozen;
        let list = frozen.list.clone().ok_or_else(|| Error::new(Code::WorkspaceDamaged))?;
        let proved = |proved: Proved| {
            let word = serde_json::to_value(proved).ok();
            let word = word.as_ref().and_then(|word| word.as_str()).unwrap_or_default();
            messages.say(&format!("proved-{word}"), [])
        };
        let judged = work.judgement.as_ref().map_or(0, |judgement| judgement.seq);
        let signature = |one: &Signature| {
            [
                one.person.clone(),
                messages.say("spotcheck-second-signature", []),
                at(one.at, &zone),
                proved(one.proved),
            ]
        };
        Ok(Self {
            currency: config.settings.currency.clone(),
            made_at: at(engine.now(), &zone),
            committed_at: at(work.round.frozen_at, &zone),
            drawn_at: at(row.record.at, &zone),
            completeness: sealed::list(engine.folder(), &work.round.list)?.completeness,
            list,
            files: evidence_of(work),
            items: work.items.iter().map(|item| spoken(item, &zone)).collect(),
            signatures: work.signatures.iter().filter(|one| one.result == judged).map(signature).collect(),
            months: months(engine, check, work.round.number)?,
            digits: drawn.digits.finish(),
        })
    }

    fn report<'a>(&'a self, check: &'a SpotCheck, work: &'a Work) -> Result<Report<'a>> {
        let judgement = work.judgement.as_ref().ok_or_else(|| Error::new(Code::Internal))?;
        let frozen = &work.round.frozen;
        let draw: &Draw = &work.draw;
        let item = |(item, spoken): (&'a Item, &'a Spoken)| ReportItem {
            item: &item.drawn,
            first: told(spoken.first.as_ref()),
            second: told(spoken.second.as_ref()),
            resolutions: spoken
                .resolutions
                .iter()
                .map(|(resolution, at)| Settled { resolution, at })
                .collect(),
        };
        let signature = |[by, role, at, proved]: &'a [String; 4]| report::Signature { by, role, at, proved };
        let month = |(name, [most_likely, lower, upper]): &'a (String, [f64; 3])| Month {
            name,
            most_likely: *most_likely,
            lower: *lower,
            upper: *upper,
        };
        Ok(Report {
            title: check.name(),
            made_at: &self.made_at,
            currency: &self.currency,
            list: &self.list,
            population: &frozen.population,
            completeness: &self.completeness,
            commitment: &frozen.commitment,
            committed_at: &self.committed_at,
            drawn_at: &self.drawn_at,
            draw,
            evaluation: &judgement.evaluation,
            items: work.items.iter().zip(&self.items).map(item).collect(),
            files: &self.files,
            signatures: self.signatures.iter().map(signature).collect(),
            months: self.months.iter().map(month).collect(),
            digits: self.digits.as_ref(),
        })
    }
}

fn told(one: Option<&(Given, String)>) -> Option<Told<'_>> {
    one.map(|(given, at)| Told { given, at })
}

fn spoken(item: &Item, zone: &TimeZone) -> Spoken {
    let one = |answered: &Answered| (given(answered), at(answered.at, zone));
    let decided = item.decisions.iter().map(|one| (one.resolution.clone(), at(one.at, zone)));
    let mut resolutions: Vec<(Resolution, String)> = decided.collect();
    // Two who agree decide by themselves.
    if resolutions.is_empty()
        && let Some(resolution) = item.resolution()
    {
        let last = item.second.as_ref().or(item.first.as_ref());
        resolutions.push((resolution, last.map(|last| at(last.at, zone)).unwrap_or_default()));
    }
    Spoken { first: item.first.as_ref().map(one), second: item.second.as_ref().map(one), resolutions }
}

/// Rounds up to this one with their limits, where items are counted: day, most likely, lower, upper.
fn months(engine: &Engine, check: &SpotCheck, last: u64) -> Result<Vec<(String, [f64; 3])>> {
    let mut months = Vec::new();
    for round in rounds(engine, check)?.into_iter().filter(|round| round.number <= last) {
        let Some(row) = &round.judged else { continue };
        let result: ballast_spotcheck::Evaluation = sealed::read(engine.folder(), row, sealed::RESULT)?;
        if let Some(limit) = result.total.limit {
            let figures = [limit.most_likely, limit.lower.unwrap_or_default(), limit.upper];
            months.push((round.frozen.day.to_string(), figures));
        }
    }
    Ok(months)
}

/// The place as a whole path.
pub(crate) fn place_of(to: &str) -> Result<PathBuf> {
    std::path::absolute(to).map_err(|error| Error::io(to, &error))
}
