//! A checker's items as a file for another computer: without what the system paid, without what anybody answered. What
//! comes back is signed with a key that only the workspace can make and only the package has.

use std::fs;
use std::path::{Path, PathBuf};

use ballast_core::evidence::canonical;
use ballast_core::limits::{ANSWER_FILE_BYTES_MAX, WORK_PACKAGE_BYTES_MAX};
use ballast_core::{Code, Currency, Error, Result};
use ballast_spotcheck::hex;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::acts::{self, Given, answer_of, text};
use super::attach;
use super::work::Work;
use crate::contract::{AnswerKind, ListCell, WorkItem};
use crate::engine::Engine;
use crate::people::Identity;

const FORMAT: &str = "ballast-work/1";
/// The setting with the secret that packages are signed with.
const SECRET: &str = "work_secret";

/// What is given out; it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Core {
    pub format: String,
    pub control: String,
    pub title: String,
    pub round: u64,
    /// SHA-256 of list and plan.
    pub commitment: String,
    pub person: String,
    pub currency: String,
    pub items: Vec<PackedItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackedItem {
    pub id: String,
    pub second: bool,
    pub person: String,
    pub stratum: String,
    /// Columns of the list with their values.
    pub cells: Vec<(String, String)>,
}

/// An answer that was locked on another computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackedAnswer {
    pub item: String,
    pub answer: AnswerKind,
    pub amount: Option<String>,
    pub steps: String,
    pub note: String,
    /// Names, and contents in base64.
    pub evidence: Vec<(String, String)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Package {
    pub core: Core,
    /// HMAC-SHA256 of `core` under the workspace's secret, in hexadecimal: the key of the answers.
    key: String,
    pub answers: Vec<PackedAnswer>,
    /// HMAC-SHA256 of `answers` under `key`, in hexadecimal.
    signature: String,
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::new(Code::InvalidFile).with("problem", reason).with("found", path.display())
}

fn signed<T: Serialize>(key: &[u8], content: &T) -> Result<String> {
    let internal = |error: serde_json::Error| Error::new(Code::Internal).because(&error);
    let value = serde_json::to_value(content).map_err(internal)?;
    let bytes = canonical(value).map_err(internal)?;
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|error| Error::new(Code::Internal).because(&error))?;
    mac.update(&bytes);
    Ok(hex(&mac.finalize().into_bytes()))
}

/// The workspace's secret; made where there is none yet.
fn secret(engine: &Engine) -> Result<String> {
    if let Some(secret) = engine.store.read(|view| view.setting(SECRET))? {
        return Ok(secret);
    }
    let made = super::sealed::salt()?;
    engine.store.write(move |change| match change.view().setting(SECRET)? {
        Some(secret) => Ok(secret),
        None => change.put_setting(SECRET, &made).map(|()| made),
    })
}

impl Package {
    /// Reads a package, and refuses what is none or was changed by hand.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let size = fs::metadata(path).map_err(|error| Error::io(path, &error))?.len();
        if size > WORK_PACKAGE_BYTES_MAX {
            return Err(refused(path, "too_large").allowed([format!("{WORK_PACKAGE_BYTES_MAX} bytes")]));
        }
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        let package: Self = serde_json::from_slice(&bytes)
            .map_err(|error| refused(path, "no_work_package").because(&error))?;
        if package.core.format != FORMAT {
            return Err(refused(path, "no_work_package").allowed([FORMAT]));
        }
        if signed(package.key.as_bytes(), &package.answers)? != package.signature {
            return Err(refused(path, "work_package_changed"));
        }
        Ok(package)
    }

    /// Writes it beside its place and moves it there: a package that is killed half-way is the one before.
    fn write(&mut self, path: &Path) -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        self.signature = signed(self.key.as_bytes(), &self.answers)?;
        let bytes =
            serde_json::to_vec_pretty(self).map_err(|error| Error::new(Code::Internal).because(&error))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let io = |error: std::io::Error| Error::io(path, &error);
        let part = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
        fs::write(part.path(), bytes).map_err(io)?;
        part.as_file().sync_all().map_err(io)?;
        fs::set_permissions(part.path(), fs::Permissions::from_mode(0o600)).map_err(io)?;
        part.persist(path).map(drop).map_err(|error| io(error.error))
    }

    pub(crate) fn is_answered(&self, item: &str) -> bool {
        self.answers.iter().any(|answer| answer.item == item)
    }

    /// The first item that is not answered.
    pub(crate) fn next(&self) -> Option<WorkItem> {
        let item = self.core.items.iter().find(|item| !self.is_answered(&item.id))?;
        let cell =
            |(column, value): &(String, String)| ListCell { column: column.clone(), value: value.clone() };
        Some(WorkItem {
            id: item.id.clone(),
            second: item.second,
            person: item.person.clone(),
            stratum: item.stratum.clone(),
            cells: item.cells.iter().map(cell).collect(),
            draft: None,
        })
    }

    /// Locks an answer in the package.
    pub(crate) fn answer(&mut self, path: &Path, item: &str, given: &Given) -> Result<()> {
        let currency: Currency = self.core.currency.parse().map_err(|_| refused(path, "no_work_package"))?;
        answer_of(given.answer, given.amount.as_deref(), currency)?;
        let ids = || self.core.items.iter().map(|item| &item.id);
        if !ids().any(|id| id == item) {
            return Err(Error::new(Code::UnknownId)
                .with("what", "item")
                .with("id", item)
                .allowed(ids().take(20)));
        }
        if self.is_answered(item) {
            return Err(crate::people::not_allowed("answered_already", &self.core.person).with("item", item));
        }
        let evidence = given.evidence.iter().map(|file| packed(Path::new(file))).collect::<Result<_>>()?;
        self.answers.push(PackedAnswer {
            item: item.to_owned(),
            answer: given.answer,
            amount: given.amount.clone(),
            steps: text("--steps", &given.steps)?,
            note: text("--note", &given.note)?,
            evidence,
        });
        self.write(path)
    }
}

fn packed(path: &Path) -> Result<(String, String)> {
    attach::check(path)?;
    let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, BASE64.encode(bytes)))
}

/// Writes everything that is somebody's to do now into a new file; gives the number of items.
pub(crate) fn export_work(engine: &Engine, id: &str, who: &Identity, to: &Path) -> Result<usize> {
    let config = engine.config()?;
    let check = config.spot_check(id)?;
    let work = Work::of(engine, check, None)?;
    let (person, mine) = acts::mine(&work, check, &who.name)?;
    if mine.is_empty() {
        return Err(Error::new(Code::NothingYet)
            .with("reason", "work")
            .with("control", id)
            .with("person", person));
    }
    if to.exists() {
        return Err(Error::new(Code::TargetNotEmpty).with("path", to.display()));
    }
    let names = &work.round.frozen.population.columns.more;
    let item = |item: &&super::Item| PackedItem {
        id: item.drawn.id.clone(),
        second: item.first.is_some(),
        person: item.drawn.person.clone(),
        stratum: item.drawn.stratum.clone(),
        cells: names
            .iter()
            .cloned()
            .zip(work.cells.get(&item.drawn.id).cloned().unwrap_or_default())
            .collect(),
    };
    let core = Core {
        format: FORMAT.to_owned(),
        control: id.to_owned(),
        title: check.name().to_owned(),
        round: work.round.number,
        commitment: work.round.frozen.commitment.sha256.clone(),
        person,
        currency: config.settings.currency.clone(),
        items: mine.iter().map(item).collect(),
    };
    let key = signed(secret(engine)?.as_bytes(), &core)?;
    let count = core.items.len();
    let mut package = Package { core, key, answers: Vec::new(), signature: String::new() };
    package.write(to)?;
    Ok(count)
}

/// What became of the answers of a package.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub accepted: Vec<String>,
    pub already: Vec<String>,
    pub refused: Vec<(String, Error)>,
}

/// Locks the answers of a package that was given out by this workspace. Taking it twice changes nothing.
pub(crate) fn import_work(engine: &Engine, id: &str, path: &Path, who: &Identity) -> Result<Taken> {
    let package = Package::read(path)?;
    let config = engine.config()?;
    let check = config.spot_check(id)?;
    if signed(secret(engine)?.as_bytes(), &package.core)? != package.key {
        return Err(refused(path, "work_package_foreign"));
    }
    let work = Work::of(engine, check, None)?;
    let is_ours = package.core.round == work.round.number
        && package.core.commitment == work.round.frozen.commitment.sha256;
    if !is_ours {
        return Err(refused(path, "work_package_other_round"));
    }
    let mut taken = Taken::default();
    for answer in &package.answers {
        let item = answer.item.clone();
        match take(engine, id, who, answer) {
            Ok(()) => taken.accepted.push(item),
            Err(error) if error.params.get("reason").is_some_and(|reason| reason == "answered_already") => {
                taken.already.push(item);
            }
            Err(error) => taken.refused.push((item, error)),
        }
    }
    Ok(taken)
}

fn take(engine: &Engine, id: &str, who: &Identity, answer: &PackedAnswer) -> Result<()> {
    let folder = engine.store.work_folder()?;
    let scratch = tempfile::tempdir_in(&folder).map_err(|error| Error::io(&folder, &error))?;
    let unpack = |(number, (name, content)): (usize, &(String, String))| -> Result<String> {
        let damaged = || Error::new(Code::InvalidCall).with("what", "--attach").with("found", name);
        let bytes = BASE64.decode(content).map_err(|error| damaged().because(&error))?;
        if bytes.len() as u64 > ANSWER_FILE_BYTES_MAX {
            return Err(damaged().with("reason", "too_large"));
        }
        // A name from elsewhere is no way out of this folder.
        let plain = Path::new(name).file_name().map_or_else(|| PathBuf::from("file"), PathBuf::from);
        let place = scratch.path().join(number.to_string());
        fs::create_dir(&place).map_err(|error| Error::io(&place, &error))?;
        let path = place.join(plain);
        fs::write(&path, bytes).map_err(|error| Error::io(&path, &error))?;
        Ok(path.display().to_string())
    };
    let given = Given {
        answer: answer.answer,
        amount: answer.amount.clone(),
        steps: answer.steps.clone(),
        note: answer.note.clone(),
        evidence: answer.evidence.iter().enumerate().map(unpack).collect::<Result<_>>()?,
    };
    acts::answer(engine, id, &answer.item, who, given).map(drop)
}
