//! Before a drill: its plan, its window, its people, and the list before the start.

use ballast_core::Span;
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::example::plan;
use crate::drill::faults::{FaultCode, faults, may_be_scheduled};
use crate::drill::operator::{Because, KeyFault, Keys, Proposal, Ran, propose};
use crate::drill::plan::{Act, Check, Plan, Undo};
use crate::drill::preflight::{
    CapacityFact, DataFact, Facts, Holds, Incident, IncidentKind, ItemCode, ProbeFact, failing, preflight,
};
use crate::drill::window::{Blocked, BlockedDays, Day, Weekly, Windows};
use crate::estimate::Kind;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_whole_plan_has_no_fault_and_reads_back() {
    assert_eq!(faults(&plan()), []);
    assert!(may_be_scheduled(&plan()));
    let written = serde_json::to_value(plan()).unwrap();
    assert_eq!(serde_json::from_value::<Plan>(written.clone()).unwrap(), plan());
    let mut more = written;
    more["colour"] = serde_json::json!("red");
    assert!(serde_json::from_value::<Plan>(more).is_err());
}

type Change = fn(&mut Plan);

#[test]
fn every_fault_of_a_plan_is_named_alone() {
    let table: &[(FaultCode, Change)] = &[
        (FaultCode::NoSteadyState, |plan| plan.steady.clear()),
        (FaultCode::SteadyWithoutNumber, |plan| plan.steady[0].passes = 0),
        (FaultCode::SteadyWithoutNumber, |plan| {
            plan.steady[0].check = Check::Person { question: "Fine?".into() }
        }),
        (FaultCode::NoSteps, |plan| plan.steps.clear()),
        (FaultCode::NoBackupCheck, |plan| plan.on_backup.clear()),
        (FaultCode::NoOwner, |plan| plan.owner = Some(" ".into())),
        (FaultCode::NoDeputy, |plan| plan.deputy = None),
        (FaultCode::DeputyIsOwner, |plan| plan.deputy = plan.owner.clone()),
        (FaultCode::NoRto, |plan| plan.rto = None),
        (FaultCode::NoRpo, |plan| plan.rpo = None),
        (FaultCode::NoMaximumDuration, |plan| plan.maximum_duration = None),
        // Twice 10 minutes of steps and 10 of watching.
        (FaultCode::LongerThanMaximum, |plan| plan.maximum_duration = Some(Span::from_seconds(30 * 60 - 1))),
        (FaultCode::StepWithoutOwner, |plan| plan.steps[1].owner = None),
        (FaultCode::StepWithoutVerification, |plan| plan.steps[1].verify = None),
        (FaultCode::StepWithoutUndo, |plan| plan.steps[1].undo = None),
        (FaultCode::StepWithoutTimeLimit, |plan| plan.steps[1].timeout = None),
        (FaultCode::EmptyAct, |plan| plan.steps[1].undo = Some(Undo::By(Act::Command { arguments: vec![] }))),
    ];
    for (code, breaks) in table {
        let mut broken = plan();
        breaks(&mut broken);
        let found: Vec<FaultCode> = faults(&broken).iter().map(|fault| fault.code).collect();
        assert_eq!(found, [*code]);
        assert!(!may_be_scheduled(&broken), "{code:?}");
    }
    let mut broken = plan();
    broken.steps[1].undo = None;
    assert_eq!(faults(&broken)[0].step, Some(1));
    assert_eq!(faults(&broken)[0].subject.as_deref(), Some("Move the queue"));
}

#[test]
fn advice_does_not_stop_a_plan_and_talk_needs_no_undo() {
    let mut advised = plan();
    advised.canary_every = None;
    advised.stops.clear();
    advised.steps[0].verify = Some(Check::Person { question: "Does it?".into() });
    advised.steps[0].verify_undo = None;
    advised.steps[1].act = Act::Manual { instructions: "Move it".into() };
    advised.steps[1].undo = None;
    let mut found: Vec<FaultCode> = faults(&advised).iter().map(|fault| fault.code).collect();
    found.sort();
    assert_eq!(
        found,
        [
            FaultCode::SeenByPersonOnly,
            FaultCode::UndoneByHand,
            FaultCode::UndoNotVerified,
            FaultCode::RpoNotMeasured,
            FaultCode::NoStopCondition,
        ]
    );
    assert!(may_be_scheduled(&advised));
    let mut talk = plan();
    talk.kind = Kind::Tabletop;
    talk.steady.clear();
    talk.on_backup.clear();
    talk.steps[0].undo = None;
    talk.steps[0].timeout = None;
    assert_eq!(faults(&talk), []);
}

#[test]
fn commands_are_found_wherever_they_stand_and_named_once() {
    let words =
        |plan: &Plan| plan.commands().iter().map(|command| command.join(" ")).collect::<Vec<String>>();
    assert_eq!(words(&plan()), ["./switch b", "./switch a", "./queue b", "./queue a"]);
    let look = |word: &str| Check::Command { arguments: vec![word.to_owned()], exit: 0 };
    let mut more = plan();
    more.steady[0].check = look("steady");
    more.on_backup[0] = look("backup");
    more.stops[0].check = look("stop");
    more.steps[0].act = Act::Manual { instructions: "Call them".into() };
    more.steps[0].verify = Some(look("there"));
    more.steps[0].verify_undo = Some(look("steady"));
    more.steps[1].undo = Some(Undo::NotNeeded);
    assert_eq!(words(&more), ["steady", "backup", "stop", "there", "./switch a", "./queue b"]);
}

#[test]
fn a_flap_ends_no_drill() {
    let stop = &plan().stops[0];
    assert!(stop.trips(&[Some(true), Some(false), Some(false), Some(false)]));
    assert!(!stop.trips(&[Some(false), Some(false), Some(true), Some(false), Some(false)]));
    // Not observed is neither.
    assert!(stop.trips(&[Some(false), None, Some(false), Some(false), None]));
    assert!(!stop.trips(&[]));
}

fn weekly(days: &[Day], from: (i8, i8), to: (i8, i8)) -> Weekly {
    Weekly { days: days.to_vec(), from: time(from.0, from.1, 0, 0), to: time(to.0, to.1, 0, 0) }
}

const WORKDAYS: [Day; 5] = [Day::Monday, Day::Tuesday, Day::Wednesday, Day::Thursday, Day::Friday];

fn zone() -> TimeZone {
    TimeZone::get("Europe/Zurich").unwrap()
}

#[test]
fn a_drill_keeps_out_of_holidays_and_blocked_hours_in_civil_time() {
    let windows = Windows {
        blocked_hours: vec![weekly(&WORKDAYS, (11, 30), (13, 0))],
        blocked_days: vec![BlockedDays {
            from: date(2026, 11, 23),
            to: date(2026, 11, 30),
            reason: "sale".into(),
        }],
        holidays: vec![date(2026, 12, 25)],
        ..Windows::default()
    };
    let hour = Span::from_hours(1);
    let allow = |start: &str| windows.allow(&zone(), at(start), hour);
    // Friday 20 November, 10:30 to 11:30 in Zurich: ends as lunch begins.
    assert_eq!(allow("2026-11-20T09:30:00Z"), Ok(()));
    assert_eq!(
        allow("2026-11-20T09:31:00Z"),
        Err(Blocked::BlockedHours { until: at("2026-11-20T12:00:00Z") })
    );
    assert_eq!(allow("2026-11-20T12:00:00Z"), Ok(()));
    // Midnight in Zurich is 23:00 in UTC, and an hour before it the drill would reach into the holiday.
    assert_eq!(allow("2026-12-24T22:30:00Z"), Err(Blocked::Holiday { day: date(2026, 12, 25) }));
    assert_eq!(allow("2026-12-25T23:00:00Z"), Ok(()));
    assert!(
        matches!(allow("2026-11-30T22:59:00Z"), Err(Blocked::BlockedDays { reason, .. }) if reason == "sale")
    );
}

#[test]
fn the_next_start_is_sought_around_all_of_it() {
    let windows = Windows {
        allowed: vec![weekly(&WORKDAYS, (6, 0), (8, 0))],
        blocked_days: vec![BlockedDays {
            from: date(2026, 11, 23),
            to: date(2026, 11, 24),
            reason: "sale".into(),
        }],
        ..Windows::default()
    };
    let next = |from: &str, length| windows.next_start(&zone(), at(from), length);
    let hour = Span::from_hours(1);
    assert_eq!(next("2026-11-20T05:30:00Z", hour), Some(at("2026-11-20T05:30:00Z")));
    // Too late that Friday; Monday and Tuesday are blocked.
    assert_eq!(next("2026-11-20T06:30:00Z", hour), Some(at("2026-11-25T05:00:00Z")));
    assert_eq!(next("2026-11-20T06:30:00Z", Span::from_hours(3)), None);
    let nights = Windows { allowed: vec![weekly(&[Day::Saturday], (22, 0), (4, 0))], ..Windows::default() };
    // 24 October 2026, 22:00 to 04:00: the night is an hour longer.
    assert_eq!(nights.allow(&zone(), at("2026-10-24T20:00:00Z"), Span::from_hours(7)), Ok(()));
    assert_eq!(
        nights.allow(&zone(), at("2026-10-24T20:00:00Z"), Span::from_seconds(7 * 3600 + 1)),
        Err(Blocked::OutsideAllowed)
    );
}

fn ran(operator: &str, on: &str) -> Ran {
    Ran { operator: operator.to_owned(), at: at(on) }
}

#[test]
fn another_operator_than_last_time_is_proposed() {
    let people = ["ana", "ben", "cy"].map(str::to_owned);
    let drills = [ran("Ana", "2026-02-10T09:00:00Z"), ran("ben ", "2026-05-12T09:00:00Z")];
    let proposed = |people: &[String], away: &[&str], drills: &[Ran]| {
        let away: Vec<String> = away.iter().map(|name| (*name).to_owned()).collect();
        propose(people, &away, drills).map(|Proposal { operator, because }| (operator, because))
    };
    let is = |name: &str, because| Some((name.to_owned(), because));
    assert_eq!(proposed(&people, &[], &drills), is("cy", Because::NeverRanIt));
    assert_eq!(proposed(&people, &["cy"], &drills), is("ana", Because::LongestAgo));
    assert_eq!(proposed(&people, &["cy", "ana"], &drills), is("ben", Because::OnlyOne));
    assert_eq!(proposed(&people, &["cy", "ana", "ben"], &drills), None);
    assert_eq!(proposed(&people, &[], &[]), is("ana", Because::NeverRanIt));
}

#[test]
fn two_keys_or_a_typed_phrase() {
    let two = |operator: &str, second: &str| {
        Keys::Two { operator: operator.to_owned(), second: second.to_owned() }.turn("switch payments")
    };
    let alone = |phrase: &str| {
        Keys::Alone { operator: "mara".into(), phrase: phrase.to_owned() }.turn("switch payments")
    };
    assert_eq!(two("mara", "ben").unwrap().second.as_deref(), Some("ben"));
    assert_eq!(two("mara", " Mara"), Err(KeyFault::SamePerson));
    assert_eq!(two("mara", " "), Err(KeyFault::NoName));
    assert_eq!(alone("switch mail"), Err(KeyFault::WrongPhrase));
    assert_eq!(alone(" switch payments ").unwrap().second, None);
    assert_eq!(plan().phrase(), "switch payments");
}

fn ready() -> Facts {
    let probe = |name: &str| ProbeFact {
        probe: name.to_owned(),
        passed: Some(true),
        at: Some(at("2026-11-20T09:50:00Z")),
    };
    Facts {
        own_line: Some(true),
        probes: vec![probe("primary"), probe("backup")],
        credential_works: Some(true),
        credential_expires: None,
        data: Some(DataFact { age: Some(Span::from_minutes(5)), fresh_for: Span::from_minutes(5) }),
        capacity: Some(CapacityFact { limit: 100, peak: Some(100) }),
        operator_present: Some(true),
        ..Facts::default()
    }
}

fn incident() -> Incident {
    Incident { kind: IncidentKind::ControlFailing, id: "mail".into(), title: "Mail".into() }
}

type Breaks = fn(&mut Facts);

#[test]
fn what_nobody_knows_does_not_hold() {
    let now = at("2026-11-20T10:00:00Z");
    assert_eq!(failing(&preflight(&ready(), now)), []);
    let table: &[(ItemCode, Holds, Breaks)] = &[
        (ItemCode::OwnLine, Holds::Unknown, |facts| facts.own_line = None),
        (ItemCode::Probes, Holds::Unknown, |facts| facts.probes.clear()),
        (ItemCode::Probes, Holds::Unknown, |facts| facts.probes[1].at = Some(at("2026-11-20T09:45:00Z"))),
        (ItemCode::Probes, Holds::Unknown, |facts| facts.probes[1].passed = None),
        (ItemCode::Probes, Holds::No, |facts| facts.probes[1].passed = Some(false)),
        (ItemCode::Credential, Holds::Unknown, |facts| facts.credential_works = None),
        (ItemCode::Credential, Holds::No, |facts| {
            facts.credential_expires = Some(at("2026-11-20T10:00:00Z"));
        }),
        (ItemCode::DataFresh, Holds::No, |facts| {
            facts.data.as_mut().unwrap().age = Some(Span::from_seconds(301));
        }),
        (ItemCode::DataFresh, Holds::Unknown, |facts| facts.data.as_mut().unwrap().age = None),
        (ItemCode::Capacity, Holds::No, |facts| facts.capacity.as_mut().unwrap().peak = Some(101)),
        (ItemCode::Capacity, Holds::Unknown, |facts| facts.capacity.as_mut().unwrap().peak = None),
        (ItemCode::OperatorPresent, Holds::No, |facts| facts.operator_present = Some(false)),
        (ItemCode::NoOpenIncident, Holds::No, |facts| facts.open_incidents.push(incident())),
        (ItemCode::SharedFate, Holds::No, |facts| facts.shared.push("cloud".into())),
        (ItemCode::Window, Holds::No, |facts| facts.blocked = Some(Blocked::OutsideAllowed)),
    ];
    for (code, holds, breaks) in table {
        let mut facts = ready();
        breaks(&mut facts);
        let items = preflight(&facts, now);
        assert_eq!(failing(&items), [*code]);
        assert_eq!(items.iter().find(|item| item.code == *code).unwrap().holds, *holds, "{code:?}");
    }
    let accepted = Facts { shared: vec!["cloud".into()], shared_accepted: true, ..ready() };
    assert_eq!(failing(&preflight(&accepted, now)), []);
}

proptest! {
    /// Against a slow reading of the same rule: minute by minute, in civil time.
    #[test]
    fn a_next_start_is_allowed_and_none_before_it_was(
        from in 0i64..500_000, minutes in 1u64..300, open in 0i8..24, length in 1i8..24, blocked in 0i8..24,
    ) {
        let close = (open + length) % 24;
        let windows = Windows {
            allowed: vec![weekly(&WORKDAYS, (open, 0), (close, 0))],
            blocked_hours: vec![weekly(&[Day::Wednesday], (blocked, 0), ((blocked + 2) % 24, 0))],
            holidays: vec![date(2026, 3, 30)],
            ..Windows::default()
        };
        let length = Span::from_minutes(minutes);
        let from = at("2026-03-25T00:00:00Z").checked_add(Span::from_seconds(from.unsigned_abs()).duration()).unwrap();
        let Some(start) = windows.next_start(&zone(), from, length) else { return Ok(()) };
        prop_assert_eq!(windows.allow(&zone(), start, length), Ok(()));
        let civil = |instant: Timestamp| zone().to_datetime(instant);
        let mut minute = start;
        while minute < start.checked_add(length.duration()).unwrap() {
            prop_assert_ne!(civil(minute).date(), date(2026, 3, 30));
            minute = minute.checked_add(Span::from_minutes(1).duration()).unwrap();
        }
        let mut earlier = from;
        while earlier < start {
            prop_assert!(windows.allow(&zone(), earlier, length).is_err());
            earlier = earlier.checked_add(Span::from_minutes(17).duration()).unwrap();
        }
    }
}
