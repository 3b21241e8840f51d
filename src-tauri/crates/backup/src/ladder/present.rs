//! Present: a copy arrived on time, none went missing, its size is in line with history.

use ballast_core::limits::{CLOCK_SKEW, SIZE_COLLAPSE_SHARE};
use ballast_core::{Finding, FindingKind, Span};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Examined;
use crate::wire::Listed;

/// A copy that the ledger of snapshots remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSnapshot {
    pub id: String,
    pub taken_at: Timestamp,
    pub files: Option<u64>,
    pub bytes: Option<u64>,
}

/// What is expected of the newest copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Copies that were there and should still be, oldest first.
    pub known: Vec<KnownSnapshot>,
    pub max_age: Option<Span>,
    /// The newest slot of the schedule whose grace has passed.
    pub last_slot: Option<Timestamp>,
    /// Another program keeps and forgets these snapshots; only the newest must not vanish.
    pub adopted: bool,
    /// A new copy takes the place of the one before: earlier ones do not vanish.
    #[serde(default)]
    pub replaced: bool,
}

/// How many earlier copies make the usual size.
const USUAL_COPIES: usize = 10;

pub(crate) fn examine(now: Timestamp, history: &History, listed: &[Listed], damaged: &[String]) -> Examined {
    let mut findings: Vec<Finding> = damaged
        .iter()
        .map(|id| Finding::new(FindingKind::SnapshotDamaged, format!("snapshots/{id}")))
        .collect();
    findings.extend(vanished(history, listed, damaged));
    let newest = listed.iter().max_by_key(|snapshot| snapshot.taken_at);
    match newest {
        None if history.known.is_empty() && history.last_slot.is_none() => {}
        None => {
            let finding = Finding::new(FindingKind::Missing, "snapshots");
            findings.push(history.last_slot.map_or(finding.clone(), |slot| finding.with("slot", slot)));
        }
        Some(newest) => findings.extend(timely(now, history, newest)),
    }
    findings.extend(newest.and_then(|newest| collapsed(history, newest)));
    let age_seconds = newest.map(|snapshot| now.duration_since(snapshot.taken_at).as_secs());
    let figures = json!({
        "snapshots": listed.len(),
        "newest_copy_at": newest.map(|snapshot| snapshot.taken_at),
        "age_seconds": age_seconds,
        "files": newest.and_then(|snapshot| snapshot.files),
        "bytes": newest.and_then(|snapshot| snapshot.bytes),
    });
    Examined { items: listed.len() as u64, figures, findings }
}

/// Copies that the ledger knows and the repository no longer lists.
fn vanished(history: &History, listed: &[Listed], damaged: &[String]) -> Vec<Finding> {
    if history.replaced {
        return Vec::new();
    }
    let gone =
        |known: &&KnownSnapshot| !listed.iter().any(|l| l.id == known.id) && !damaged.contains(&known.id);
    let newest = history.known.iter().max_by_key(|known| known.taken_at).map(|known| &known.id);
    let counts = |known: &&KnownSnapshot| !history.adopted || Some(&known.id) == newest;
    let missing = history.known.iter().filter(gone).filter(counts);
    missing
        .map(|known| {
            Finding::new(FindingKind::SnapshotMissing, format!("snapshots/{}", known.id))
                .with("taken_at", known.taken_at)
        })
        .collect()
}

fn timely(now: Timestamp, history: &History, newest: &Listed) -> Vec<Finding> {
    let mut findings = Vec::new();
    let age = now.duration_since(newest.taken_at);
    if age.as_secs() < -i64::try_from(CLOCK_SKEW.seconds()).unwrap_or(0) {
        let finding = Finding::new(FindingKind::ClockSuspect, format!("snapshots/{}", newest.id));
        return vec![finding.with("taken_at", newest.taken_at).with("now", now)];
    }
    if let Some(limit) = history.max_age.filter(|limit| age > limit.duration()) {
        let finding = Finding::new(FindingKind::TooOld, format!("snapshots/{}", newest.id));
        findings.push(
            finding
                .with("age_seconds", age.as_secs())
                .with("limit_seconds", limit.seconds())
                .with("taken_at", newest.taken_at),
        );
    }
    if let Some(slot) = history.last_slot.filter(|slot| newest.taken_at < *slot) {
        findings.push(
            Finding::new(FindingKind::ScheduleMissed, "schedule")
                .with("slot", slot)
                .with("taken_at", newest.taken_at),
        );
    }
    findings
}

/// Less than half of the usual files or bytes.
fn collapsed(history: &History, newest: &Listed) -> Option<Finding> {
    let earlier: Vec<&KnownSnapshot> = history
        .known
        .iter()
        .rev()
        .filter(|known| known.id != newest.id && known.taken_at < newest.taken_at)
        .take(USUAL_COPIES)
        .collect();
    let usual = |of: fn(&KnownSnapshot) -> Option<u64>| -> Option<u64> {
        let mut values: Vec<u64> = earlier.iter().filter_map(|known| of(known)).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    };
    #[allow(clippy::cast_precision_loss)]
    let below = |now: Option<u64>, usual: Option<u64>| match (now, usual) {
        (Some(now), Some(usual)) => (now as f64) < usual as f64 * SIZE_COLLAPSE_SHARE,
        _ => false,
    };
    let (usual_files, usual_bytes) = (usual(|known| known.files), usual(|known| known.bytes));
    let collapsed = below(newest.files, usual_files) || below(newest.bytes, usual_bytes);
    collapsed.then(|| {
        Finding::new(FindingKind::SizeCollapse, format!("snapshots/{}", newest.id))
            .with("files", newest.files.unwrap_or_default())
            .with("bytes", newest.bytes.unwrap_or_default())
            .with("usual_files", usual_files.unwrap_or_default())
            .with("usual_bytes", usual_bytes.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ballast_core::Verdict;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hour * 3600).unwrap()
    }

    fn known(id: &str, hour: i64, files: u64) -> KnownSnapshot {
        KnownSnapshot { id: id.into(), taken_at: at(hour), files: Some(files), bytes: Some(files * 1000) }
    }

    fn listed(id: &str, hour: i64, files: u64) -> Listed {
        Listed { id: id.into(), taken_at: at(hour), files: Some(files), bytes: Some(files * 1000) }
    }

    fn kinds(history: &History, list: &[Listed], now: i64) -> (Vec<FindingKind>, Verdict) {
        let examined = examine(at(now), history, list, &[]);
        (examined.findings.iter().map(|f| f.kind).collect(), Verdict::of(&examined.findings, examined.items))
    }

    #[test]
    fn each_fault_has_its_kind() {
        let daily =
            History { max_age: Some(Span::from_hours(26)), last_slot: Some(at(24)), ..History::default() };
        assert_eq!(kinds(&daily, &[listed("a", 24, 10)], 30), (vec![], Verdict::Passed));
        assert_eq!(
            kinds(&daily, &[listed("a", 2, 10)], 30).0,
            [FindingKind::TooOld, FindingKind::ScheduleMissed]
        );
        assert_eq!(
            kinds(&daily, &[listed("a", 40, 10)], 30),
            (vec![FindingKind::ClockSuspect], Verdict::Anomaly)
        );
        assert_eq!(kinds(&daily, &[], 30), (vec![FindingKind::Missing], Verdict::Failed));
        assert_eq!(kinds(&History::default(), &[], 30), (vec![], Verdict::Inconclusive));
    }

    #[test]
    fn a_removed_copy_is_missed() {
        let history = History { known: vec![known("a", 1, 10), known("b", 2, 10)], ..History::default() };
        assert_eq!(kinds(&history, &[listed("a", 1, 10)], 3).0, [FindingKind::SnapshotMissing]);
        assert_eq!(
            kinds(&history, &[], 3).0,
            [FindingKind::SnapshotMissing, FindingKind::SnapshotMissing, FindingKind::Missing]
        );
        let adopted = History { adopted: true, ..history };
        assert_eq!(kinds(&adopted, &[listed("b", 2, 10)], 3).0, []);
        assert_eq!(kinds(&adopted, &[listed("a", 1, 10)], 3).0, [FindingKind::SnapshotMissing]);
    }

    #[test]
    fn a_collapsed_source_is_an_anomaly() {
        let history = History {
            known: vec![known("a", 1, 100), known("b", 2, 110), known("c", 3, 120)],
            ..History::default()
        };
        let list =
            |files| [listed("a", 1, 100), listed("b", 2, 110), listed("c", 3, 120), listed("d", 4, files)];
        assert_eq!(kinds(&history, &list(40), 5), (vec![FindingKind::SizeCollapse], Verdict::Anomaly));
        assert_eq!(kinds(&history, &list(60), 5).0, []);
    }
}
