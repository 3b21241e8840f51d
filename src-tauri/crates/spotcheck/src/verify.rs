//! A draw made again, and what changed since: not "something differs", but which payout, row, or line of the plan.

use std::cmp::Ordering;

use ballast_core::Result;
use ballast_core::limits::POPULATION_NAMED_MAX;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::draw::{Draw, DrawnItem};
use crate::plan::Commitment;
use crate::population::{Columns, Row, canonical_id};

/// One thing that is not as it was committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A field of the plan; both values as JSON.
    Plan {
        field: String,
        from: String,
        to: String,
    },
    /// The commitment does not fit its own hash.
    Commitment {
        sha256: String,
    },
    /// A cell of a payout; the amount in minor units.
    Payout {
        id: String,
        column: String,
        from: String,
        to: String,
    },
    RowRemoved {
        id: String,
    },
    RowAdded {
        id: String,
    },
    /// The seed is another one.
    Seed {
        from: String,
        to: String,
    },
    /// An item that was recorded as drawn, and is not.
    ItemNotDrawn {
        id: String,
    },
    /// An item that is drawn, and was not recorded.
    ItemLeftOut {
        id: String,
    },
    /// An item whose ticket, place, or another field is another.
    ItemChanged {
        id: String,
        field: String,
    },
}

/// What a verification found. Nothing changed where the total is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Changes {
    /// At most [`POPULATION_NAMED_MAX`].
    pub named: Vec<Change>,
    #[ts(type = "number")]
    pub total: u64,
}

impl Changes {
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.total == 0
    }

    fn add(&mut self, change: Change) {
        self.total += 1;
        if self.named.len() < POPULATION_NAMED_MAX {
            self.named.push(change);
        }
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let room = POPULATION_NAMED_MAX - self.named.len();
        self.named.extend(other.named.into_iter().take(room));
        self.total += other.total;
        self
    }
}

/// What the plan says now, against what was committed: each field of plan and sizes.
#[must_use]
pub fn plan_changes(committed: &Commitment, now: &Commitment) -> Changes {
    let mut changes = Changes::default();
    if !committed.is_intact() {
        changes.add(Change::Commitment { sha256: committed.sha256.clone() });
    }
    let json = |value: serde_json::Result<Value>| value.unwrap_or(Value::Null);
    let pairs = [
        ("", json(serde_json::to_value(&committed.plan)), json(serde_json::to_value(&now.plan))),
        ("quotas", json(serde_json::to_value(&committed.quotas)), json(serde_json::to_value(&now.quotas))),
    ];
    for (name, from, to) in pairs {
        differing(name, &from, &to, &mut changes);
    }
    changes
}

fn differing(field: &str, from: &Value, to: &Value, changes: &mut Changes) {
    if let (Value::Object(before), Value::Object(after)) = (from, to) {
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
            let of = |value: &Value| value.get(name).cloned().unwrap_or(Value::Null);
            differing(&path, &of(from), &of(to), changes);
        }
    } else if from != to {
        changes.add(Change::Plan { field: field.to_owned(), from: from.to_string(), to: to.to_string() });
    }
}

/// The frozen rows against the rows as they are now; both in the order of their ids. Memory does not grow with
/// them.
pub fn row_changes(
    columns: &Columns,
    frozen: impl Iterator<Item = Result<Row>>,
    now: impl Iterator<Item = Result<Row>>,
) -> Result<Changes> {
    let (mut frozen, mut now) = (frozen, now);
    let mut changes = Changes::default();
    let next = |rows: &mut dyn Iterator<Item = Result<Row>>| -> Result<Option<(String, Row)>> {
        let Some(row) = rows.next().transpose()? else { return Ok(None) };
        Ok(Some((canonical_id(&row.id)?, row)))
    };
    let (mut before, mut after) = (next(&mut frozen)?, next(&mut now)?);
    loop {
        let order = match (&before, &after) {
            (None, None) => return Ok(changes),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((before, _)), Some((after, _))) => before.cmp(after),
        };
        match (before.take(), after.take()) {
            (Some((id, _)), later) if order == Ordering::Less => {
                changes.add(Change::RowRemoved { id });
                after = later;
                before = next(&mut frozen)?;
            }
            (earlier, Some((id, _))) if order == Ordering::Greater => {
                changes.add(Change::RowAdded { id });
                before = earlier;
                after = next(&mut now)?;
            }
            (Some((id, from)), Some((_, to))) => {
                cells(columns, &id, &from, &to, &mut changes);
                before = next(&mut frozen)?;
                after = next(&mut now)?;
            }
            _ => return Ok(changes),
        }
    }
}

fn cells(columns: &Columns, id: &str, from: &Row, to: &Row, changes: &mut Changes) {
    let fixed = |row: &Row| [row.amount.to_string(), row.person.clone(), row.stratum.clone()];
    let names = ["amount", "person", "stratum"].into_iter().chain(columns.more.iter().map(String::as_str));
    let before = fixed(from).into_iter().chain(from.more.iter().cloned());
    let after = fixed(to).into_iter().chain(to.more.iter().cloned());
    for ((column, from), to) in names.zip(before).zip(after) {
        if crate::population::normalised(&from) != crate::population::normalised(&to) {
            changes.add(Change::Payout { id: id.to_owned(), column: column.to_owned(), from, to });
        }
    }
}

/// The recorded draw against the draw made again. Stages of an extension stand in the record alone and are not
/// compared.
#[must_use]
pub fn draw_changes(recorded: &Draw, again: &Draw) -> Changes {
    let mut changes = Changes::default();
    if recorded.seed.text != again.seed.text {
        changes.add(Change::Seed { from: recorded.seed.text.clone(), to: again.seed.text.clone() });
    }
    let by_id = |draw: &Draw| -> std::collections::BTreeMap<String, DrawnItem> {
        draw.items.iter().map(|item| (item.id.clone(), item.clone())).collect()
    };
    let (before, after) = (by_id(recorded), by_id(again));
    for (id, item) in &before {
        match after.get(id) {
            None => changes.add(Change::ItemNotDrawn { id: id.clone() }),
            Some(other) => {
                let fields = [
                    ("ticket", item.ticket == other.ticket),
                    ("reason", item.reason == other.reason),
                    ("amount", item.amount == other.amount),
                    ("person", item.person == other.person),
                    ("stratum", item.stratum == other.stratum),
                    ("hits", item.hits == other.hits),
                ];
                for (field, _) in fields.into_iter().filter(|(_, same)| !same) {
                    changes.add(Change::ItemChanged { id: id.clone(), field: field.to_owned() });
                }
            }
        }
    }
    for id in after.keys().filter(|id| !before.contains_key(*id)) {
        changes.add(Change::ItemLeftOut { id: id.clone() });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Seed, draw};
    use crate::plan::{Plan, Sampling};
    use crate::population::{Freezer, Population};
    use crate::rate::Rate;
    use proptest::prelude::*;

    fn rows(count: usize) -> Vec<Row> {
        let row = |number| Row {
            id: format!("P-{number:03}"),
            amount: 1000 + i64::try_from(number).unwrap(),
            person: "Ana".into(),
            stratum: String::new(),
            more: vec!["0.05".into()],
        };
        (0..count).map(row).collect()
    }

    fn columns() -> Columns {
        Columns { more: vec!["rate".into()] }
    }

    fn population(rows: &[Row]) -> Population {
        let mut freezer = Freezer::new(columns()).unwrap();
        for row in rows {
            freezer.push(row).unwrap();
        }
        freezer.finish().unwrap().0
    }

    fn committed(rows: &[Row], percent: u64) -> Commitment {
        let plan = Plan {
            confidence: Rate::percent(95),
            tolerable: None,
            sampling: Sampling::Percent { percent: Rate::percent(percent), at_least: 1 },
            per_stratum: false,
            always: vec![],
            tolerance: 1,
            minor_digits: 2,
            unreachable: Rate::ONE,
            second_review: Rate::percent(10),
        };
        plan.commit(&population(rows)).unwrap()
    }

    fn changed(before: &[Row], after: &[Row]) -> Vec<Change> {
        let (before, after) = (before.iter().cloned(), after.iter().cloned());
        row_changes(&columns(), before.map(Ok), after.map(Ok)).unwrap().named
    }

    #[test]
    fn a_changed_payout_a_removed_row_and_a_changed_plan_are_named() {
        let before = rows(40);
        let mut after = before.clone();
        after[7].amount = 5;
        after[9].more[0] = "0.07".into();
        after.remove(20);
        after.push(Row { id: "P-999".into(), ..before[0].clone() });
        let text = String::from;
        assert_eq!(
            changed(&before, &after),
            [
                Change::Payout {
                    id: text("P-007"),
                    column: text("amount"),
                    from: text("1007"),
                    to: text("5")
                },
                Change::Payout {
                    id: text("P-009"),
                    column: text("rate"),
                    from: text("0.05"),
                    to: text("0.07")
                },
                Change::RowRemoved { id: text("P-020") },
                Change::RowAdded { id: text("P-999") },
            ]
        );
        let found = plan_changes(&committed(&before, 5), &committed(&before, 10)).named;
        let fields: Vec<&str> = found
            .iter()
            .map(|change| match change {
                Change::Plan { field, .. } => field.as_str(),
                _ => "",
            })
            .collect();
        assert_eq!(fields, ["sampling.percent", "quotas"]);
        let mut tampered = committed(&before, 5);
        tampered.plan.tolerance = 9;
        let found = plan_changes(&tampered, &committed(&before, 5));
        assert!(found.named.contains(&Change::Commitment { sha256: tampered.sha256.clone() }));
        assert!(plan_changes(&committed(&before, 5), &committed(&before, 5)).is_none());
    }

    #[test]
    fn a_draw_that_was_touched_is_named_item_by_item() {
        let rows = rows(200);
        let (population, commitment) = (population(&rows), committed(&rows, 5));
        let again = |seed: &str| {
            let seed = Seed::new(seed, &[]).unwrap();
            draw(&commitment, &population, seed, 0, || Ok(rows.iter().cloned().map(Ok))).unwrap()
        };
        let recorded = again("1");
        assert!(draw_changes(&recorded, &again("1")).is_none());
        let mut touched = recorded.clone();
        let dropped = touched.items.remove(3);
        touched.items[0].amount = 1;
        assert_eq!(
            draw_changes(&touched, &recorded).named,
            [
                Change::ItemChanged { id: touched.items[0].id.clone(), field: "amount".into() },
                Change::ItemLeftOut { id: dropped.id.clone() },
            ]
        );
        assert_eq!(draw_changes(&recorded, &touched).named.len(), 2);
        assert!(matches!(draw_changes(&recorded, &again("2")).named[0], Change::Seed { .. }));
    }

    proptest! {
        #[test]
        fn every_change_of_rows_is_counted(count in 2usize..40, at in 0usize..40, what in 0u8..3) {
            let before = rows(count);
            let mut after = before.clone();
            let at = at % count;
            match what {
                0 => after[at].amount -= 1,
                1 => { after.remove(at); }
                _ => after.insert(at + 1, Row { id: format!("P-{at:03}x"), ..before[at].clone() }),
            }
            prop_assert_eq!(changed(&before, &after).len(), 1);
            prop_assert_eq!(changed(&before, &before).len(), 0);
        }
    }
}
