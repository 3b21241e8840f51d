//! Who looks at which item: in turn by ticket, never at the own payouts, never twice at the same.

use ballast_core::Result;
use ballast_core::limits::CHECKERS_MAX;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draw::DrawnItem;
use crate::population::{normalised, refused};

/// Somebody who looks at items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Checker {
    pub id: String,
    /// How the payouts name this person, where that is not the id: names, e-mail, logins.
    pub also: Vec<String>,
}

impl Checker {
    /// The payout is this person's own. Case and spaces at the ends make nobody another person.
    #[must_use]
    pub fn is(&self, person: &str) -> bool {
        let same = |name: &String| folded(name) == folded(person);
        !person.trim().is_empty() && (same(&self.id) || self.also.iter().any(same))
    }
}

/// A name without what makes nobody another person: case, blanks, and how a letter is composed.
#[must_use]
pub fn folded(name: &str) -> String {
    normalised(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// An item with who looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Assignment {
    pub item: String,
    pub checker: String,
}

/// Who got what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Assigned {
    pub assignments: Vec<Assignment>,
    /// Items that nobody may look at: another person is needed.
    pub nobody: Vec<String>,
}

/// Gives items out in their order: each to the next in turn of those who have fewest and may take it.
pub fn assign(items: &[DrawnItem], checkers: &[Checker]) -> Result<Assigned> {
    give(items.iter().map(|item| (item, None)), checkers)
}

/// Gives items out a second time, each with who looked at it first, who does not get it again.
pub fn assign_second(items: &[(&DrawnItem, &str)], reviewers: &[Checker]) -> Result<Assigned> {
    give(items.iter().map(|(item, first)| (*item, Some(*first))), reviewers)
}

fn give<'a>(
    items: impl Iterator<Item = (&'a DrawnItem, Option<&'a str>)>,
    checkers: &[Checker],
) -> Result<Assigned> {
    if checkers.is_empty() || checkers.len() > CHECKERS_MAX {
        return Err(refused("checkers", checkers.len()).allowed([format!("1 to {CHECKERS_MAX} people")]));
    }
    let mut assigned = Assigned::default();
    let mut loads = vec![0_u64; checkers.len()];
    let mut turn = 0;
    for (item, first) in items {
        let may = |at: &usize| {
            let checker = &checkers[*at];
            !checker.is(&item.person) && !first.is_some_and(|first| checker.is(first))
        };
        let in_turn = (0..checkers.len()).map(|step| (turn + step) % checkers.len());
        let Some(at) = in_turn.filter(may).min_by_key(|at| loads[*at]) else {
            assigned.nobody.push(item.id.clone());
            continue;
        };
        loads[at] += 1;
        turn = at + 1;
        assigned.assignments.push(Assignment { item: item.id.clone(), checker: checkers[at].id.clone() });
    }
    Ok(assigned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Reason;
    use proptest::prelude::*;

    fn item(id: usize, person: &str) -> DrawnItem {
        DrawnItem {
            id: id.to_string(),
            ticket: String::new(),
            reason: Reason::Drawn,
            stratum: String::new(),
            person: person.into(),
            amount: 1,
            stage: 1,
            hits: vec![],
        }
    }

    fn people(names: &[&str]) -> Vec<Checker> {
        names
            .iter()
            .map(|name| Checker { id: (*name).into(), also: vec![format!("{name}@example.com")] })
            .collect()
    }

    fn checkers(assigned: &Assigned) -> Vec<&str> {
        assigned.assignments.iter().map(|assignment| assignment.checker.as_str()).collect()
    }

    #[test]
    fn items_go_round_and_never_to_whom_they_were_paid() {
        let persons = ["x", "x", " ben@EXAMPLE.com", "x", "Ana", "x"];
        let items: Vec<DrawnItem> = persons.iter().enumerate().map(|(id, person)| item(id, person)).collect();
        let found = assign(&items, &people(&["Ana", "Ben"])).unwrap();
        assert_eq!(checkers(&found), ["Ana", "Ben", "Ana", "Ben", "Ben", "Ana"]);
        let alone = assign(&items, &people(&["Ana"])).unwrap();
        assert_eq!(alone.nobody, ["4"]);
        assert!(assign(&items, &[]).is_err());
    }

    #[test]
    fn the_second_look_is_another_persons() {
        let items = [item(0, "x"), item(1, "Cleo"), item(2, "Ben")];
        let pairs: Vec<(&DrawnItem, &str)> = items.iter().zip(["Ana", "Ana", "Cleo"]).collect();
        let found = assign_second(&pairs, &people(&["Ana", "Cleo"])).unwrap();
        assert_eq!((checkers(&found), found.nobody.as_slice()), (vec!["Cleo", "Ana"], &["1".to_owned()][..]));
    }

    proptest! {
        #[test]
        fn work_is_shared_evenly_and_nobody_checks_themselves(
            persons in prop::collection::vec(0usize..8, 0..60), count in 1usize..6,
        ) {
            let names: Vec<String> = (0..count).map(|n| format!("p{n}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let items: Vec<DrawnItem> =
                persons.iter().enumerate().map(|(id, person)| item(id, &format!("p{person}"))).collect();
            let found = assign(&items, &people(&names)).unwrap();
            prop_assert_eq!(found.assignments.len() + found.nobody.len(), items.len());
            for assignment in &found.assignments {
                let item = &items[assignment.item.parse::<usize>().unwrap()];
                prop_assert_ne!(&item.person, &assignment.checker);
            }
            if persons.iter().all(|person| *person >= count) {
                let load = |name: &&str| found.assignments.iter().filter(|a| a.checker == **name).count();
                let loads: Vec<usize> = names.iter().map(load).collect();
                prop_assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 1);
            }
        }
    }
}
