//! The evidence record and the chain that makes a change visible.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// What a record is about. The list only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// The workspace was made.
    WorkspaceMade,
    /// A workspace file changed what is set up.
    Applied,
    /// A copy was taken and looked at.
    BackupTaken,
    /// A check of the verification ladder.
    Verified,
    /// Files were given back to a person.
    Restored,
    /// A person put the recovery sheet away.
    RecoverySheetKept,
    /// A person stopped a schedule for a while, with a reason.
    Paused,
    /// A person ended a pause before its time.
    Resumed,
    /// A person settled what was given up on, with a reason.
    GivenUpSettled,
    /// The outputs of two systems were compared.
    Compared,
    /// The old system was compared with itself.
    BaselineTaken,
    /// What must hold before a switch was laid down, before the first comparison that counts.
    CriteriaFrozen,
    /// A person accepted a difference, with a reason.
    DifferenceAccepted,
    /// A person took such an acceptance back.
    DifferenceWithdrawn,
    /// A person accepted that a column has another name in the new system.
    RenameAccepted,
    /// A person signed for or against the switch to the new system.
    CutoverSigned,
    /// The bodies of inputs were let go; their hashes stay.
    InputsErased,
    /// A list of payouts was frozen, and with it how a sample of it is drawn: before anybody knows the seed.
    PopulationFrozen,
    /// A sample was drawn from a frozen list, with a seed.
    SampleDrawn,
    /// The frozen list, the plan and the sample were computed again and compared.
    SampleVerified,
    /// A person worked an item out again, without seeing the system's figure.
    ItemAnswered,
    /// A person said more about an item after seeing the system's figure; the answer stays as it was.
    ItemRemarked,
    /// A person decided between two answers to one item, with a reason.
    ItemResolved,
    /// What the answers say about all payouts.
    SpotChecked,
    /// All payouts that a systematic cause may have reached were looked at.
    CauseChecked,
    /// A person signed the result of a spot check.
    SpotCheckSigned,
    /// A person chose a passphrase, by which later acts are known to be theirs.
    PassphraseSet,
    /// What the probes of a provider pair said.
    Probed,
    /// A person showed that the login to a backup provider works, or that it does not.
    LoginShown,
    /// A person said whether both providers share something.
    SharedFateAnswered,
    /// A person said that the new shape of a provider's answers is right.
    ContractAccepted,
    /// A failover drill ran, with its journal.
    Drilled,
    /// A person signed the result of a drill.
    DrillSigned,
}

impl RecordKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WorkspaceMade => "workspace_made",
            Self::Applied => "applied",
            Self::BackupTaken => "backup_taken",
            Self::Verified => "verified",
            Self::Restored => "restored",
            Self::RecoverySheetKept => "recovery_sheet_kept",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::GivenUpSettled => "given_up_settled",
            Self::Compared => "compared",
            Self::BaselineTaken => "baseline_taken",
            Self::CriteriaFrozen => "criteria_frozen",
            Self::DifferenceAccepted => "difference_accepted",
            Self::DifferenceWithdrawn => "difference_withdrawn",
            Self::RenameAccepted => "rename_accepted",
            Self::CutoverSigned => "cutover_signed",
            Self::InputsErased => "inputs_erased",
            Self::PopulationFrozen => "population_frozen",
            Self::SampleDrawn => "sample_drawn",
            Self::SampleVerified => "sample_verified",
            Self::ItemAnswered => "item_answered",
            Self::ItemRemarked => "item_remarked",
            Self::ItemResolved => "item_resolved",
            Self::SpotChecked => "spot_checked",
            Self::CauseChecked => "cause_checked",
            Self::SpotCheckSigned => "spot_check_signed",
            Self::PassphraseSet => "passphrase_set",
            Self::Probed => "probed",
            Self::LoginShown => "login_shown",
            Self::SharedFateAnswered => "shared_fate_answered",
            Self::ContractAccepted => "contract_accepted",
            Self::Drilled => "drilled",
            Self::DrillSigned => "drill_signed",
        }
    }
}

/// Which clock dated a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    Real,
    /// Under `BALLAST_NOW`: counts as proof only in a workspace made under it.
    Simulated,
}

/// A file kept by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Artefact {
    pub name: String,
    /// 64 hexadecimal digits.
    pub sha256: String,
    #[ts(type = "number")]
    pub bytes: u64,
}

/// One immutable entry of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// 1, 2, 3, … without gaps.
    pub seq: u64,
    pub at: Timestamp,
    pub clock: ClockKind,
    pub kind: RecordKind,
    pub control: Option<String>,
    pub run: Option<String>,
    pub verdict: Option<crate::Verdict>,
    pub artefacts: Vec<Artefact>,
    /// What was examined and found. Holds no floats: ratios are decimal strings.
    pub body: Value,
}

/// A SHA-256 hash in the chain.
pub type Hash = [u8; 32];

/// The hash before the first record.
pub const GENESIS: Hash = [0; 32];

impl Record {
    /// RFC 8785 canonical JSON of the record, floats turned into decimal strings first.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        canonical(serde_json::to_value(self)?)
    }
}

/// RFC 8785 canonical JSON, floats turned into decimal strings first.
pub fn canonical(value: Value) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(&without_floats(value))
}

/// SHA-256(previous hash as 32 raw bytes ‖ record bytes).
#[must_use]
pub fn chain(previous: &Hash, record: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(record);
    hasher.finalize().into()
}

#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[must_use]
pub fn from_hex(text: &str) -> Option<Hash> {
    let mut hash = GENESIS;
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(hash)
}

fn without_floats(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::String(number.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(without_floats).collect()),
        Value::Object(fields) => Value::Object(
            fields.into_iter().map(|(name, value)| (name, without_floats(value))).collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

/// One row of the ledger as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// The position it is stored under.
    pub seq: u64,
    pub previous: Hash,
    pub hash: Hash,
    pub record: Vec<u8>,
    /// The columns kept for queries say the same as the record.
    pub columns_agree: bool,
}

/// What is wrong with a place of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChainProblem {
    Changed,
    Removed,
    Reordered,
    Inserted,
    ArtefactMissing,
    ArtefactChanged,
}

/// Every place of the chain that is not as it was written, with what happened to it.
///
/// Walks back from the head: a row whose own hash does not match was changed, a hash that no row
/// has was removed, a row off the chain was inserted, a row on it in another place was reordered.
#[must_use]
pub fn examine(rows: &[StoredRow], head: Option<(u64, Hash)>) -> Vec<(u64, ChainProblem)> {
    use std::collections::{BTreeMap, BTreeSet, HashMap};
    let mut problems = BTreeSet::new();
    let by_hash: HashMap<Hash, &StoredRow> = rows.iter().map(|row| (row.hash, row)).collect();
    let by_seq: BTreeMap<u64, &StoredRow> = rows.iter().map(|row| (row.seq, row)).collect();
    for row in rows {
        if !row.columns_agree || chain(&row.previous, &row.record) != row.hash {
            problems.insert((row.seq, ChainProblem::Changed));
        }
    }
    let (length, mut wanted) = head.unwrap_or((0, GENESIS));
    let mut on_chain: BTreeSet<u64> = BTreeSet::new();
    // What a changed row says of the row before it is not to be believed; its place is.
    let before = |row: &StoredRow, place: u64, problems: &BTreeSet<(u64, ChainProblem)>| {
        let changed = problems.contains(&(row.seq, ChainProblem::Changed));
        let neighbour = by_seq.get(&(place - 1)).filter(|_| changed);
        neighbour.map_or(row.previous, |neighbour| neighbour.hash)
    };
    for place in (1..=length).rev() {
        if let Some(row) = by_hash.get(&wanted) {
            on_chain.insert(row.seq);
            if row.seq != place {
                problems.insert((place, ChainProblem::Reordered));
            }
            wanted = before(row, place, &problems);
            continue;
        }
        if let Some(row) =
            by_seq.get(&place).filter(|row| problems.contains(&(row.seq, ChainProblem::Changed)))
        {
            on_chain.insert(row.seq);
            wanted = before(row, place, &problems);
        } else {
            problems.insert((place, ChainProblem::Removed));
            // The record before the gap is found by its place.
            wanted = by_seq.get(&(place - 1)).map_or(wanted, |row| row.hash);
        }
    }
    for row in rows.iter().filter(|row| !on_chain.contains(&row.seq)) {
        if !problems.contains(&(row.seq, ChainProblem::Changed)) {
            problems.insert((row.seq, ChainProblem::Inserted));
        }
    }
    problems.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ledger(length: u64) -> (Vec<StoredRow>, Option<(u64, Hash)>) {
        let mut previous = GENESIS;
        let rows: Vec<StoredRow> = (1..=length)
            .map(|seq| {
                let record = format!("{{\"seq\":{seq}}}").into_bytes();
                let hash = chain(&previous, &record);
                let row = StoredRow { seq, previous, hash, record, columns_agree: true };
                previous = hash;
                row
            })
            .collect();
        let head = rows.last().map(|row| (row.seq, row.hash));
        (rows, head)
    }

    #[test]
    fn an_untouched_ledger_has_no_problems() {
        for length in [0, 1, 2, 20] {
            let (rows, head) = ledger(length);
            assert_eq!(examine(&rows, head), []);
        }
    }

    #[test]
    fn floats_become_decimal_strings() {
        let record = Record {
            seq: 1,
            at: Timestamp::UNIX_EPOCH,
            clock: ClockKind::Real,
            kind: RecordKind::Verified,
            control: None,
            run: None,
            verdict: None,
            artefacts: vec![],
            body: serde_json::json!({"upper": 0.056, "b": 1, "a": [0.5]}),
        };
        let text = String::from_utf8(record.canonical().unwrap()).unwrap();
        assert!(text.contains(r#""body":{"a":["0.5"],"b":1,"upper":"0.056"}"#), "{text}");
    }

    proptest! {
        #[test]
        fn every_single_tampering_is_found_where_it_is(length in 3u64..20, place in 0usize..20, act in 0u8..4) {
            let (mut rows, head) = ledger(length);
            let place = place % rows.len();
            let seq = rows[place].seq;
            let expected = match act {
                0 => { rows[place].record[0] ^= 1; vec![(seq, ChainProblem::Changed)] }
                1 => { rows.remove(place); vec![(seq, ChainProblem::Removed)] }
                2 => {
                    let other = (place + 1) % rows.len();
                    let (a, b) = (rows[place].seq, rows[other].seq);
                    rows[place].seq = b;
                    rows[other].seq = a;
                    let mut both = vec![(a, ChainProblem::Reordered), (b, ChainProblem::Reordered)];
                    both.sort_unstable();
                    both
                }
                _ => {
                    let record = b"forged".to_vec();
                    let previous = rows[place].hash;
                    let hash = chain(&previous, &record);
                    rows.push(StoredRow { seq: length + 1, previous, hash, record, columns_agree: true });
                    vec![(length + 1, ChainProblem::Inserted)]
                }
            };
            rows.sort_by_key(|row| row.seq);
            prop_assert_eq!(examine(&rows, head), expected);
        }
    }
}
