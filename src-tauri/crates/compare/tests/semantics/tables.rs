//! Tables in memory, joined by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use ballast_compare::decimal::{decimals, is_decimal};
use ballast_compare::wire::ColumnProfile;
use ballast_compare::*;

pub type Row = Vec<Option<String>>;

#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A table written with commas; `~` is null.
pub fn table(columns: &str, rows: &[&str]) -> Table {
    Table {
        columns: columns.split(',').map(str::to_owned).collect(),
        rows: rows.iter().map(|row| row.split(',').map(cell).collect()).collect(),
    }
}

fn cell(text: &str) -> Option<String> {
    (text != "~").then(|| text.to_owned())
}

impl Table {
    pub fn profile(&self) -> Vec<ColumnProfile> {
        (0..self.columns.len()).map(|index| self.profile_of(index)).collect()
    }

    fn profile_of(&self, index: usize) -> ColumnProfile {
        let cells = self.rows.iter().map(|row| row[index].as_deref()).collect::<Vec<_>>();
        let texts = cells.iter().flatten().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>();
        let is_number = !texts.is_empty() && texts.iter().all(|text| is_decimal(text));
        let mut sorted = cells.clone();
        sorted.sort_unstable();
        sorted.dedup();
        ColumnProfile {
            name: self.columns[index].clone(),
            kind: if is_number { ColumnKind::Decimal } else { ColumnKind::Text },
            empty: cells.iter().filter(|cell| **cell == Some("")).count() as u64,
            null: cells.iter().filter(|cell| cell.is_none()).count() as u64,
            decimals: texts.iter().filter_map(|text| decimals(text)).max().unwrap_or(0),
            longest: texts.iter().map(|text| text.len() as u64).max().unwrap_or(0),
            unique: sorted.len() == cells.len(),
        }
    }
}

/// What came of a comparison.
pub struct Run {
    pub plan: Arc<Plan>,
    pub tallies: Tallies,
    pub cells: Vec<(Row, Row, CellDifference)>,
    pub alone: Vec<(Row, RowDifference)>,
    pub concluded: Concluded,
}

impl Run {
    pub fn figures(&self) -> &Figures {
        &self.concluded.figures
    }

    pub fn column(&self, name: &str) -> &ColumnFigures {
        self.figures().columns.iter().find(|column| column.name == name).unwrap()
    }

    /// The ids of all findings, sorted.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids =
            self.concluded.findings.iter().map(|found| found.params["id"].as_str()).collect::<Vec<_>>();
        ids.sort_unstable();
        ids
    }

    pub fn finding(&self, id: &str) -> &ballast_core::Finding {
        self.concluded.findings.iter().find(|found| found.params["id"] == id).unwrap()
    }
}

pub fn spec(key: &str) -> Spec {
    Spec { key: key.split(',').map(str::to_owned).collect(), ..Spec::default() }
}

pub fn condition(column: &str, value: &str) -> Condition {
    Condition { column: column.to_owned(), value: cell(value) }
}

type Groups<'a> = BTreeMap<Vec<String>, (Vec<&'a Row>, Vec<&'a Row>)>;

fn cells(row: &Row) -> Vec<Option<&str>> {
    row.iter().map(Option::as_deref).collect()
}

pub fn compare(spec: &Spec, old: &Table, new: &Table) -> Run {
    compare_in_parts(spec, old, new, 1)
}

/// Counts every n-th key apart, and merges.
pub fn compare_in_parts(spec: &Spec, old: &Table, new: &Table, parts: usize) -> Run {
    let plan = Arc::new(plan(spec, &old.profile(), &new.profile()).unwrap());
    let text = KeyText::new(&spec.normalise).unwrap();
    let key_of = |row: &Row, is_old: bool| {
        let columns = plan.key.iter().map(|key| if is_old { key.old } else { key.new });
        columns.map(|column| text.cell(row[column].as_deref()).map(String::from)).collect::<Option<Vec<_>>>()
    };
    let mut comparers = (0..parts).map(|_| Comparer::new(Arc::clone(&plan)).unwrap()).collect::<Vec<_>>();
    let mut explainer = Explainer::new(Arc::clone(&plan));
    let (mut differences, mut alone) = (Vec::new(), Vec::new());
    let mut groups = Groups::new();
    for row in &old.rows {
        match key_of(row, true) {
            Some(key) => groups.entry(key).or_default().0.push(row),
            None => {
                comparers[0].null_key();
                alone.push((row.clone(), comparers[0].only_old(&cells(row))));
            }
        }
    }
    for row in &new.rows {
        match key_of(row, false) {
            Some(key) => groups.entry(key).or_default().1.push(row),
            None => {
                comparers[0].null_key();
                alone.push((row.clone(), comparers[0].only_new(&cells(row))));
            }
        }
    }
    for (number, (left, right)) in groups.values().enumerate() {
        let comparer = &mut comparers[number % parts];
        match (left.as_slice(), right.as_slice()) {
            ([one], [other]) => {
                let mut found = Vec::new();
                comparer.matched(&cells(one), &cells(other), &mut found);
                if !found.is_empty() {
                    explainer.pair(&cells(one), &cells(other), &found);
                }
                differences.extend(found.into_iter().map(|cell| ((*one).clone(), (*other).clone(), cell)));
            }
            ([one], []) => alone.push(((*one).clone(), comparer.only_old(&cells(one)))),
            ([], [one]) => alone.push(((*one).clone(), comparer.only_new(&cells(one)))),
            (left, right) => {
                let mut first = true;
                for row in left {
                    alone.push(((*row).clone(), comparer.duplicate_old(&cells(row), first)));
                    first = false;
                }
                for row in right {
                    alone.push(((*row).clone(), comparer.duplicate_new(&cells(row), first)));
                    first = false;
                }
            }
        }
    }
    for (row, difference) in &alone {
        explainer.alone(&cells(row), difference);
    }
    let mut tallies = Tallies::default();
    for comparer in comparers {
        // As a worker sends them.
        let sent = serde_json::to_string(&comparer.into_tallies()).unwrap();
        tallies.merge(serde_json::from_str(&sent).unwrap()).unwrap();
    }
    let explanations = explainer.finish(&tallies);
    let concluded = conclude(&plan, &tallies, explanations, String::new());
    Run { plan, tallies, cells: differences, alone, concluded }
}
