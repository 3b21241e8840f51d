use super::*;
use proptest::prelude::*;

/// A moment on 20 November 2026 of a computer that was started at midnight and never slept.
fn at(clock: &str) -> Moment {
    let wall: Timestamp = format!("2026-11-20T{clock}Z").parse().unwrap();
    let midnight: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let since = u64::try_from(wall.duration_since(midnight).as_millis()).unwrap();
    Moment { wall, boot: "one".to_owned(), running_milliseconds: since, awake_milliseconds: since }
}

fn marks() -> Marks {
    Marks {
        injected: at("10:00:00"),
        detected: Some(at("10:01:40")),
        decided: Some(at("10:04:00")),
        first_pass: Some(at("10:11:30")),
    }
}

fn canaries(newest: &str) -> Canaries {
    Canaries { every: Span::from_minutes(1), newest: Some(at(newest)) }
}

#[test]
fn the_published_measurement_holds() {
    let measured = measure(&marks(), Some(&canaries("09:57:30")));
    let rto = measured.rto.unwrap();
    assert_eq!(rto, Rto { milliseconds: 690_000, detect: Some(100_000), decide: 140_000, switch: 450_000 });
    let rpo = measured.rpo.unwrap();
    assert_eq!((rpo.milliseconds, rpo.interval, rpo.at_least), (150_000, 60_000, 90_000));
    assert!(measured.doubts.is_empty() && !measured.clock_was_set);
}

#[test]
fn what_was_not_marked_or_not_seen_is_not_made_up() {
    let undetected = measure(&Marks { detected: None, ..marks() }, None);
    assert_eq!(
        undetected.rto.unwrap(),
        Rto { milliseconds: 690_000, detect: None, decide: 240_000, switch: 450_000 }
    );
    assert_eq!(undetected.rpo, None);
    let never = measure(
        &Marks { first_pass: None, ..marks() },
        Some(&Canaries { newest: None, ..canaries("09:00:00") }),
    );
    assert_eq!((never.rto, never.rpo), (None, None));
    let undecided = measure(&Marks { decided: None, ..marks() }, None);
    assert_eq!(
        undecided.rto.unwrap(),
        Rto { milliseconds: 690_000, detect: Some(100_000), decide: 0, switch: 590_000 }
    );
    let bare = measure(&Marks { detected: None, decided: None, ..marks() }, None);
    assert_eq!(bare.rto.unwrap(), Rto { milliseconds: 690_000, detect: None, decide: 0, switch: 690_000 });
}

#[test]
fn a_canary_after_the_failure_is_no_loss() {
    let measured = measure(&marks(), Some(&canaries("10:00:30")));
    assert_eq!(measured.rpo.unwrap().milliseconds, 0);
    assert!(measured.doubts.is_empty());
}

#[test]
fn a_clock_that_is_set_changes_no_figure() {
    let mut set = marks();
    let pass = set.first_pass.as_mut().unwrap();
    pass.wall = pass.wall.checked_sub(Span::from_hours(3).duration()).unwrap();
    let measured = measure(&set, None);
    assert_eq!(measured.rto.unwrap().milliseconds, 690_000);
    assert!(measured.clock_was_set && measured.doubts.is_empty());
}

#[test]
fn sleep_restarts_and_impossible_orders_are_doubts() {
    let doubts = |change: fn(&mut Marks)| {
        let mut marks = marks();
        change(&mut marks);
        measure(&marks, None).doubts.into_iter().collect::<Vec<Doubt>>()
    };
    assert_eq!(
        doubts(|marks| marks.first_pass.as_mut().unwrap().awake_milliseconds -= 60_000),
        [Doubt::Slept]
    );
    assert_eq!(doubts(|marks| marks.first_pass.as_mut().unwrap().awake_milliseconds -= 1_000), []);
    assert_eq!(doubts(|marks| marks.first_pass.as_mut().unwrap().boot = "two".into()), [Doubt::Restarted]);
    assert_eq!(doubts(|marks| marks.decided = Some(at("09:59:00"))), [Doubt::OutOfOrder]);
    assert_eq!(doubts(|marks| marks.decided = Some(at("10:12:00"))), [Doubt::OutOfOrder]);
}

#[test]
fn only_passes_in_a_row_count_and_the_first_of_them_is_when_it_worked() {
    let seen = |row: &str| -> Vec<(Moment, Option<bool>)> {
        let moment = |second| at(&format!("10:00:{second:02}"));
        let passed = |sign| match sign {
            '+' => Some(true),
            '-' => Some(false),
            _ => None,
        };
        row.chars().enumerate().map(|(second, sign)| (moment(second), passed(sign))).collect()
    };
    let first = |row: &str, passes| first_of_passes(&seen(row), passes).map(|moment| moment.wall.to_string());
    assert_eq!(first("--+-++-+++", 3).as_deref(), Some("2026-11-20T10:00:07Z"));
    assert_eq!(first("-++", 3), None);
    assert_eq!(first("-+?+?+", 3).as_deref(), Some("2026-11-20T10:00:01Z"));
    assert_eq!(first("-+", 0).as_deref(), Some("2026-11-20T10:00:01Z"));
}

#[test]
fn a_target_is_judged_apart_from_what_was_measured() {
    let target = Some(Span::from_seconds(690));
    assert_eq!(against(Some(690_000), target), Against::Met);
    assert_eq!(against(Some(690_001), target), Against::Missed);
    assert_eq!(against(None, target), Against::NotMeasured);
    assert_eq!(against(Some(1), None), Against::NoTarget);
}

proptest! {
    #[test]
    fn the_parts_add_up_or_are_doubted(
        injected in 0u64..80_000, detected in proptest::option::of(0u64..80_000),
        decided in proptest::option::of(0u64..80_000), pass in 0u64..80_000,
    ) {
        let moment = |second: u64| {
            let midnight = at("00:00:00");
            let wall = midnight.wall.checked_add(Span::from_seconds(second).duration()).unwrap();
            Moment { wall, running_milliseconds: second * 1000, awake_milliseconds: second * 1000, ..midnight }
        };
        let marks = Marks {
            injected: moment(injected),
            detected: detected.map(moment),
            decided: decided.map(moment),
            first_pass: Some(moment(pass)),
        };
        let measured = measure(&marks, None);
        let rto = measured.rto.unwrap();
        let adds_up = rto.detect.unwrap_or(0) + rto.decide + rto.switch == rto.milliseconds;
        prop_assert!(adds_up || measured.doubts.contains(&Doubt::OutOfOrder));
        if pass >= injected {
            prop_assert_eq!(rto.milliseconds, (pass - injected) * 1000);
        } else {
            prop_assert!(measured.doubts.contains(&Doubt::OutOfOrder));
        }
    }
}
