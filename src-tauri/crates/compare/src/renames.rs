//! Renames: how well the values of both columns match, and which columns of one side each are one another.

use std::collections::HashMap;

use crate::figures::{Drift, DriftKind};
use crate::plan::Plan;
use crate::tallies::{CANDIDATE_VALUES, CandidateTally, ColumnTally, Tallies};

/// A rename by values alone is proposed from this many rows on, and this share of matching ones in percent.
const ROWS_MIN: u64 = 20;
const SHARE_MIN_PERCENT: u64 = 90;

/// The plan's drift with the match rates of its renames; columns that the values show to be one another are
/// renames in place of one removed and one added.
#[must_use]
pub fn resolve(plan: &Plan, tallies: &Tallies) -> Vec<Drift> {
    let found = by_values(plan, tallies);
    let names = plan.pairs.iter().map(|pair| pair.name.as_str());
    let tallied = names.zip(&tallies.columns).collect::<HashMap<_, _>>();
    let mut drift = Vec::with_capacity(plan.drift.len());
    for change in &plan.drift {
        let replaced = found.iter().any(|rename| match change.kind {
            DriftKind::Removed => rename.from == change.from,
            DriftKind::Added => rename.to == change.to,
            _ => false,
        });
        if !replaced {
            drift.push(with_rate(tallies, &tallied, change));
        }
    }
    drift.extend(found);
    drift
}

/// Of a key: old keys that were found again. Of a column: equal and tolerated cells of matched rows.
fn with_rate(tallies: &Tallies, columns: &HashMap<&str, &ColumnTally>, change: &Drift) -> Drift {
    let mut change = change.clone();
    if change.kind != DriftKind::Renamed {
        return change;
    }
    if change.key {
        change.matched = tallies.matched;
        change.of = tallies.matched + tallies.only_old;
        return change;
    }
    if let Some(tally) = change.from.as_deref().and_then(|from| columns.get(from)) {
        change.matched = tally.equal + tally.tolerated;
        change.of = tallies.matched;
    }
    change
}

/// The best matches first, each column once.
fn by_values(plan: &Plan, tallies: &Tallies) -> Vec<Drift> {
    let mut good = plan.candidates.iter().zip(&tallies.candidates).filter(|(_, tally)| is_good(tally));
    let mut good = good.by_ref().collect::<Vec<_>>();
    good.sort_by(|(a, left), (b, right)| {
        let (one, other) = (
            u128::from(left.matched) * u128::from(right.of),
            u128::from(right.matched) * u128::from(left.of),
        );
        other.cmp(&one).then(right.matched.cmp(&left.matched)).then(a.cmp(b))
    });
    let (mut used_old, mut used_new) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for ((old, new), tally) in good {
        if used_old.contains(old) || used_new.contains(new) {
            continue;
        }
        used_old.push(*old);
        used_new.push(*new);
        let name = |lone: &[crate::plan::Lone], column: usize| {
            lone.iter().find(|lone| lone.column == column).map(|lone| lone.name.clone())
        };
        found.push(Drift {
            kind: DriftKind::Renamed,
            from: name(&plan.only_old, *old),
            to: name(&plan.only_new, *new),
            key: false,
            matched: tally.matched,
            of: tally.of,
            accepted: false,
        });
    }
    found
}

fn is_good(tally: &CandidateTally) -> bool {
    tally.of >= ROWS_MIN
        && tally.matched * 100 >= tally.of * SHARE_MIN_PERCENT
        && tally.values.len() >= CANDIDATE_VALUES
}
