//! What changed in the shape of the tables, as far as names and profiles tell.

use crate::figures::{ColumnKind, Drift, DriftKind};
use crate::wire::ColumnProfile;

/// A change that nobody has accepted.
pub fn change(kind: DriftKind, from: Option<&str>, to: Option<&str>) -> Drift {
    Drift {
        kind,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        key: false,
        matched: 0,
        of: 0,
        accepted: false,
    }
}

/// At least one cell that is neither empty nor null.
pub fn has_cells(column: &ColumnProfile) -> bool {
    column.longest > 0
}

/// Type, number of decimals, and whether there are gaps. A side without any value is of no type.
pub fn of_profiles(old: &ColumnProfile, new: &ColumnProfile, drift: &mut Vec<Drift>) {
    let name = Some(old.name.as_str());
    if has_cells(old) && has_cells(new) {
        if old.kind != new.kind {
            let to = if new.kind == ColumnKind::Decimal { "decimal" } else { "text" };
            drift.push(change(DriftKind::Type, name, Some(to)));
        } else if old.kind == ColumnKind::Decimal && old.decimals != new.decimals {
            drift.push(change(DriftKind::Precision, name, Some(&new.decimals.to_string())));
        }
    }
    let has_gaps = |column: &ColumnProfile| column.null + column.empty > 0;
    if has_gaps(old) != has_gaps(new) {
        let to = if has_gaps(new) { "optional" } else { "required" };
        drift.push(change(DriftKind::Nullability, name, Some(to)));
    }
}

/// One entry where the columns of both sides stand in another order, with the first that does. `places` are
/// those of columns that belong together, old and new, in the order of the old table.
pub fn of_order(places: &[(usize, usize)], old: &[ColumnProfile]) -> Option<Drift> {
    let mut sorted = places.iter().map(|(_, new)| *new).collect::<Vec<_>>();
    sorted.sort_unstable();
    let moved = places.iter().zip(&sorted).find(|((_, new), place)| new != *place);
    moved.map(|((column, _), _)| change(DriftKind::Order, Some(&old[*column].name), None))
}
