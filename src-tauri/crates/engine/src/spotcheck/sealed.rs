//! What must not be read before its time is sealed: the ledger holds the SHA-256 of a file with a random salt, and
//! whoever reads the ledger, or exports it, learns nothing. A changed file is found like any other artefact.

use std::collections::BTreeMap;
use std::path::Path;

use ballast_core::evidence::Artefact;
use ballast_core::{Code, Error, Result};
use ballast_spotcheck::review::{Answer, Cause};
use ballast_spotcheck::{Completeness, Draw, Population, hex};
use ballast_store::{LedgerRow, Staged, Store, artefact_path, sha256_of_file};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The names of artefacts of a round's records.
const SAMPLE: &str = "sample.json";
/// What the answers say, with its figures as they were: the ledger has no floats.
pub(crate) const RESULT: &str = "result.json";
const LIST: &str = "list.json";
const ANSWER: &str = "answer.json";

/// Bytes of a salt: guessing an amount takes as long as guessing this.
const SALT_BYTES: usize = 32;
/// Sealed files are multiples of it: their size stands in the ledger, and says nothing of what is in them.
const BLOCK_BYTES: usize = 4096;

/// A file of evidence with its name, which could say too much to stand in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attached {
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
}

impl From<Attached> for Artefact {
    fn from(attached: Attached) -> Self {
        let Attached { name, sha256, bytes } = attached;
        Self { name, sha256, bytes }
    }
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedAnswer {
    pub answer: Answer,
    pub steps: String,
    pub note: String,
    pub evidence: Vec<Attached>,
}

/// What is known of a frozen list that would say what single payouts are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedList {
    pub population: Population,
    pub completeness: Completeness,
}

/// A sample with what the system paid, and what a checker works with, by id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedSample {
    pub draw: Draw,
    pub cells: BTreeMap<String, Vec<String>>,
}

/// What a checker said about an item once the system's figure was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedRemark {
    /// Which item: that something is said about it would say that it is wrong.
    pub item: String,
    pub cause: Option<Cause>,
    pub note: String,
    /// In minor units.
    pub corrected: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    salt: String,
    content: T,
    padding: String,
}

pub(super) fn salt() -> Result<String> {
    let mut random = [0_u8; SALT_BYTES];
    rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| Error::new(Code::Internal).because(&std::io::Error::from(error)))?;
    Ok(hex(&random))
}

/// Puts content with a salt of its own beside the store, to be moved in by the change that names it.
pub(crate) fn seal<T: Serialize>(store: &Store, content: T) -> Result<Staged> {
    seal_as(store, ANSWER, content)
}

/// Seals what is known of a list.
pub(crate) fn seal_list(store: &Store, list: SealedList) -> Result<Staged> {
    seal_as(store, LIST, list)
}

/// Seals a sample.
pub(crate) fn seal_sample(store: &Store, sample: SealedSample) -> Result<Staged> {
    seal_as(store, SAMPLE, sample)
}

fn seal_as<T: Serialize>(store: &Store, name: &str, content: T) -> Result<Staged> {
    let mut envelope = Envelope { salt: salt()?, content, padding: String::new() };
    let internal = |error: serde_json::Error| Error::new(Code::Internal).because(&error);
    let bytes = serde_json::to_vec(&envelope).map_err(internal)?.len();
    envelope.padding = " ".repeat(bytes.next_multiple_of(BLOCK_BYTES) - bytes);
    stage(store, name, &envelope)
}

/// Puts a document beside the store.
pub(crate) fn stage<T: Serialize>(store: &Store, name: &str, content: &T) -> Result<Staged> {
    let folder = store.work_folder()?;
    let internal = |error: serde_json::Error| Error::new(Code::Internal).because(&error);
    let bytes = serde_json::to_vec(content).map_err(internal)?;
    let file = tempfile::NamedTempFile::new_in(&folder).map_err(|error| Error::io(&folder, &error))?;
    std::fs::write(file.path(), bytes).map_err(|error| Error::io(file.path(), &error))?;
    let (_, path) = file.keep().map_err(|error| Error::io(&folder, &error.error))?;
    store.stage_artefact(name, &path)
}

/// The content of a record's artefact of this name. A file that is gone or was touched is an error that names the
/// record.
pub(crate) fn read<T: DeserializeOwned>(folder: &Path, row: &LedgerRow, name: &str) -> Result<T> {
    let damaged =
        || Error::new(Code::WorkspaceDamaged).with("reason", "sealed").with("record", row.record.seq);
    let artefact = row.record.artefacts.iter().find(|artefact| artefact.name == name).ok_or_else(damaged)?;
    let path = artefact_path(folder, &artefact.sha256);
    let is_as_kept = sha256_of_file(&path).is_ok_and(|(sha256, _)| sha256 == artefact.sha256);
    let bytes = std::fs::read(&path).ok().filter(|_| is_as_kept).ok_or_else(damaged)?;
    serde_json::from_slice(&bytes).map_err(|error| damaged().because(&error))
}

/// What was sealed with a record, and its salt.
pub(crate) fn open<T: DeserializeOwned>(folder: &Path, row: &LedgerRow) -> Result<(T, String)> {
    read::<Envelope<T>>(folder, row, ANSWER).map(|envelope| (envelope.content, envelope.salt))
}

/// The sample of a round, with what the system paid.
pub(crate) fn sample(folder: &Path, row: &LedgerRow) -> Result<SealedSample> {
    read::<Envelope<SealedSample>>(folder, row, SAMPLE).map(|envelope| envelope.content)
}

/// What is known of the list of a round.
pub(crate) fn list(folder: &Path, row: &LedgerRow) -> Result<SealedList> {
    read::<Envelope<SealedList>>(folder, row, LIST).map(|envelope| envelope.content)
}
