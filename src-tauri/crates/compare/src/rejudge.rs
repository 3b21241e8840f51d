//! What a comparison comes to when something that a person had accepted counts no more.

use crate::figures::{DriftKind, Figures};
use crate::findings;
use crate::spec::KnownDifference;

/// The figures as if `gone` had never been accepted: its cells are mismatches, its rows unexplained, its changes
/// of shape open. A row that two of them covered counts twice, up to all rows: never too little.
#[must_use]
pub fn without(figures: &Figures, gone: &[KnownDifference]) -> Figures {
    let mut figures = figures.clone();
    for known in gone {
        if let Some(count) = figures.known.iter().find(|count| count.id == known.id) {
            let column =
                figures.columns.iter_mut().find(|column| Some(&column.name) == known.column.as_ref());
            if let Some(column) = column {
                let cells = count.cells.min(column.cells.known);
                column.cells.known -= cells;
                column.cells.mismatch += cells;
                figures.cells.known -= cells.min(figures.cells.known);
                figures.cells.mismatch += cells;
                figures.changed_cells += cells;
            }
            figures.unexplained += count.rows;
        }
        let changes = figures.drift.iter_mut().filter(|change| change.kind != DriftKind::Renamed);
        for change in changes.filter(|change| change.accepted && findings::id_of_drift(change) == known.id) {
            change.accepted = false;
        }
    }
    figures.unexplained = figures.unexplained.min(figures.rows());
    figures.known.retain(|count| !gone.iter().any(|known| known.id == count.id));
    figures
}
