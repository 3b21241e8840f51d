//! What one failure would cost now: damage per hour × the longest recovery over what a process needs.

use crate::id::Id;
use crate::money::Money;
use crate::span::Span;

/// What a component is. Closed within a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    Service,
    Provider,
    System,
    Data,
    Document,
    Person,
    Credential,
    Site,
    Network,
    Cloud,
}

impl ComponentKind {
    pub const ALL: [Self; 10] = [
        Self::Service,
        Self::Provider,
        Self::System,
        Self::Data,
        Self::Document,
        Self::Person,
        Self::Credential,
        Self::Site,
        Self::Network,
        Self::Cloud,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Provider => "provider",
            Self::System => "system",
            Self::Data => "data",
            Self::Document => "document",
            Self::Person => "person",
            Self::Credential => "credential",
            Self::Site => "site",
            Self::Network => "network",
            Self::Cloud => "cloud",
        }
    }
}

/// Something a process needs: `need` of these components.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct Group {
    #[ts(type = "string[]")]
    pub any_of: Vec<Id>,
    #[ts(type = "number")]
    pub need: usize,
}

/// How fast one component is back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The shortest measured recovery whose proof has not expired.
    pub measured: Option<Span>,
    /// The shortest measured recovery, expired proofs included.
    pub ever_measured: Option<Span>,
    /// The component's declared `outage`.
    pub declared: Option<Span>,
}

/// Where an hour figure comes from. The weaker one wins when both were used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RecoverySource {
    Measured,
    Declared,
}

/// The exposure of one process with the parts of its bar. The parts add up to `total`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    pub total: Money,
    pub recovery: Span,
    pub source: RecoverySource,
    pub recoverable: bool,
    /// What stays whatever is proven.
    pub solid: Money,
    /// What disappears when an expired proof is renewed.
    pub expired: Money,
    /// What disappears when what was never measured is proven; the most it can be.
    pub untested: Money,
}

/// The exposure of a process that costs `per_hour` while it is down and, without any measurement,
/// is down for `worst_case`.
///
/// `recovery` gives what is known of a component. A process without needs has nothing to recover
/// from but its worst case.
pub fn exposure(
    per_hour: Money,
    worst_case: Span,
    needs: &[Group],
    recovery: impl Fn(&Id) -> Recovery,
) -> Exposure {
    // H under one reading of what counts as a recovery.
    let longest = |hours: &dyn Fn(&Recovery) -> Span| -> Span {
        let group_hours = |group: &Group| {
            let mut members: Vec<Span> = group.any_of.iter().map(|id| hours(&recovery(id))).collect();
            members.sort_unstable();
            members.get(group.need.saturating_sub(1)).copied().unwrap_or(worst_case)
        };
        needs.iter().map(group_hours).max().unwrap_or(worst_case)
    };
    let declared = |r: &Recovery| r.declared.unwrap_or(worst_case);
    let now = longest(&|r| r.measured.unwrap_or_else(|| declared(r)));
    let renewed = longest(&|r| r.measured.or(r.ever_measured).unwrap_or_else(|| declared(r))).min(now);
    let proven = if needs.is_empty() {
        Span::default()
    } else {
        longest(&|r| r.measured.or(r.ever_measured).unwrap_or_default()).min(renewed)
    };

    let measured_members =
        |group: &Group| group.any_of.iter().filter(|id| recovery(id).measured.is_some()).count();
    let recoverable = !needs.is_empty() && needs.iter().all(|group| measured_members(group) >= group.need);
    let total = per_hour.over(now);
    let up_to_renewed = per_hour.over(renewed);
    let solid = per_hour.over(proven);
    Exposure {
        total,
        recovery: now,
        source: if recoverable { RecoverySource::Measured } else { RecoverySource::Declared },
        recoverable,
        solid,
        expired: Money { minor: total.minor - up_to_renewed.minor, ..total },
        untested: Money { minor: up_to_renewed.minor - solid.minor, ..total },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(name: &str) -> Id {
        name.parse().unwrap()
    }

    fn one(name: &str) -> Group {
        Group { any_of: vec![id(name)], need: 1 }
    }

    fn euros(amount: &str) -> Money {
        Money::parse(amount, "EUR".parse().unwrap()).unwrap()
    }

    #[test]
    fn one_restored_in_five_minutes_and_one_never_tested() {
        let recovery = |component: &Id| match component.as_str() {
            "a" => Recovery { measured: Some(Span::from_minutes(5)), ..Recovery::default() },
            _ => Recovery { declared: Some(Span::from_hours(26)), ..Recovery::default() },
        };
        let result = exposure(euros("1200"), Span::from_hours(48), &[one("a"), one("b")], recovery);
        assert_eq!(result.recovery, Span::from_hours(26));
        assert_eq!(result.total, euros("31200"));
        assert!(!result.recoverable);
        assert_eq!(result.solid, euros("100"));
        assert_eq!(result.untested, euros("31100"));
    }

    #[test]
    fn an_expired_proof_is_the_hatched_part() {
        let recovery =
            |_: &Id| Recovery { ever_measured: Some(Span::from_minutes(30)), ..Recovery::default() };
        let result = exposure(euros("2600"), Span::from_minutes(210), &[one("shop")], recovery);
        assert_eq!(
            (result.total, result.solid, result.expired),
            (euros("9100"), euros("1300"), euros("7800"))
        );
        assert!(!result.recoverable);
    }

    #[test]
    fn two_of_three_count_the_second_fastest() {
        let recovery = |component: &Id| {
            let minutes = match component.as_str() {
                "a" => 10,
                "b" => 20,
                _ => 30,
            };
            Recovery { measured: Some(Span::from_minutes(minutes)), ..Recovery::default() }
        };
        let group = Group { any_of: vec![id("a"), id("b"), id("c")], need: 2 };
        let result = exposure(euros("60"), Span::from_hours(9), &[group], recovery);
        assert_eq!(result.recovery, Span::from_minutes(20));
        assert!(result.recoverable);
    }

    proptest! {
        #[test]
        fn a_fresh_proof_never_raises_exposure_and_the_parts_add_up(
            spans in prop::collection::vec((prop::option::of(0u64..200_000), prop::option::of(0u64..200_000), prop::option::of(0u64..200_000)), 1..5),
            proven in 0usize..5, fresh in 0u64..200_000,
        ) {
            let known = |index: usize| {
                let (measured, ever, declared) = spans[index];
                let measured = measured.map(Span::from_seconds);
                let ever = [measured, ever.map(Span::from_seconds)].into_iter().flatten().min();
                Recovery { measured, ever_measured: ever, declared: declared.map(Span::from_seconds) }
            };
            let index_of = |id: &Id| id.as_str()[1..].parse::<usize>().unwrap();
            let needs: Vec<Group> = (0..spans.len()).map(|n| one(&format!("c{n}"))).collect();
            let before = exposure(euros("10"), Span::from_hours(24), &needs, |id| known(index_of(id)));
            prop_assert_eq!(before.total.minor, before.solid.minor + before.expired.minor + before.untested.minor);
            prop_assert!(before.solid.minor >= 0 && before.expired.minor >= 0 && before.untested.minor >= 0);

            let target = proven % spans.len();
            let current = known(target);
            // A proof counts only if it is the shortest: a slower one changes nothing.
            let usual = current.measured.or(current.declared).unwrap_or(Span::from_hours(24));
            prop_assume!(Span::from_seconds(fresh) <= usual);
            let after = exposure(euros("10"), Span::from_hours(24), &needs, |id| {
                let mut r = known(index_of(id));
                if index_of(id) == target { r.measured = Some(Span::from_seconds(fresh)); }
                r
            });
            prop_assert!(after.total.minor <= before.total.minor);
        }
    }
}
