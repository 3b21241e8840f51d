use ballast_core::{Span, Verdict};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use super::gate::{Gate, Watched, gate, valid_for};
use super::standing::{Flapping, Hysteresis, Standing, State, is_flapping, replay};
use super::timeline::{Period, Seen, strip, timeline, uptime};
use super::*;
use crate::probe::observed::{Failure, HttpSeen, Phase, Seen as Answer};
use crate::probe::specification::{Probe, Side};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn look(second: i64, verdict: Verdict) -> Look {
    Look { at: at(second), verdict, milliseconds: Some(100), is_definite: false }
}

/// Looks a minute apart: `p` passed, `f` failed, `a` anomaly, `-` not observed, `d` definitely failed.
fn looks(pattern: &str) -> Vec<Look> {
    let one = |(minute, letter): (usize, char)| {
        let verdict = match letter {
            'p' => Verdict::Passed,
            'a' => Verdict::Anomaly,
            '-' => Verdict::Inconclusive,
            _ => Verdict::Failed,
        };
        Look { is_definite: letter == 'd', ..look(i64::try_from(minute).unwrap() * 60, verdict) }
    };
    pattern.chars().enumerate().map(one).collect()
}

#[test]
fn three_failures_are_down_one_pass_is_up() {
    for (pattern, state, since) in [
        ("", State::Unknown, None),
        ("-", State::Unknown, None),
        ("ff", State::Unknown, None),
        ("pff", State::Up, Some(0)),
        ("pfff", State::Down, Some(1)),
        ("pfffp", State::Up, Some(4)),
        ("pfpfpf", State::Up, Some(0)),
        // What nobody saw neither counts nor breaks the row.
        ("pff---f", State::Down, Some(1)),
        ("pf---f", State::Up, Some(0)),
        ("pd", State::Down, Some(1)),
        ("pfffa", State::Up, Some(4)),
    ] {
        let (standing, _) = replay(&looks(pattern), Hysteresis::default());
        assert_eq!(
            (standing.state, standing.since),
            (state, since.map(|minute: i64| at(minute * 60))),
            "{pattern}"
        );
    }
    let careful = Hysteresis { failures: 2, passes: 2 };
    assert_eq!(replay(&looks("ppffp"), careful).0.state, State::Down);
    assert_eq!(replay(&looks("ppffpp"), careful).0.state, State::Up);
}

#[test]
fn an_old_state_is_unknown() {
    let (standing, changes) = replay(&looks("pfff---"), Hysteresis::default());
    assert_eq!(changes.len(), 2);
    assert_eq!((changes[1].since, changes[1].at), (at(60), at(180)));
    assert_eq!(standing.state_at(at(180 + 900), Span::from_minutes(15)), State::Down);
    assert_eq!(standing.state_at(at(181 + 900), Span::from_minutes(15)), State::Unknown);
}

#[test]
fn flapping_is_many_changes_in_a_short_time() {
    let (_, changes) = replay(&looks("pfffpfffp"), Hysteresis::default());
    assert_eq!(changes.len(), 5, "the first one is from unknown");
    assert!(is_flapping(&changes, Flapping::default(), at(480)));
    assert!(!is_flapping(&changes, Flapping::default(), at(180 + 3601)));
    assert!(!is_flapping(&changes, Flapping { changes: 5, ..Flapping::default() }, at(480)));
}

#[test]
fn a_failure_while_our_own_line_is_down_was_not_observed() {
    assert_eq!(own_line(&[]), OwnLine::Unknown);
    assert_eq!(own_line(&[false, true]), OwnLine::Up);
    assert_eq!(own_line(&[false, false]), OwnLine::Down);
    let failed = |address: Option<&str>| Observed {
        remote: address.map(|address| address.parse().unwrap()),
        ..Observed::of(at(0), Outcome::Failed { failure: Failure::TimedOut, phase: Phase::Connect })
    };
    let hidden = Outcome::NotObserved(NotObserved::OwnLineDown);
    assert_eq!(with_own_line(failed(Some("1.1.1.1")), OwnLine::Down).outcome, hidden);
    assert_eq!(with_own_line(failed(None), OwnLine::Down).outcome, hidden);
    for (observed, line) in [
        (failed(Some("1.1.1.1")), OwnLine::Up),
        (failed(Some("1.1.1.1")), OwnLine::Unknown),
        (failed(Some("127.0.0.1")), OwnLine::Down),
        (Observed::of(at(0), Outcome::Seen(Answer::Http(HttpSeen::default()))), OwnLine::Down),
    ] {
        assert_eq!(with_own_line(observed.clone(), line), observed);
    }
}

#[test]
fn uptime_is_a_share_of_what_was_observed() {
    // Every minute; ten minutes asleep after the fourth look, of which two intervals count as seen.
    let mut list = looks("ppf");
    list.extend([look(900, Verdict::Passed), look(960, Verdict::Inconclusive), look(1020, Verdict::Anomaly)]);
    let window = Period { from: at(-60), until: at(1080) };
    let found = uptime(&list, Span::from_minutes(1), window);
    let gap = |from, until| Period { from: at(from), until: at(until) };
    assert_eq!(found.gaps, [gap(-60, 0), gap(240, 900), gap(960, 1020)]);
    // Seen: 0–120 up, 120–240 down, 900–960 up, 1020–1080 up with something to look at.
    assert_eq!((found.up, found.down, found.not_observed), (240_000, 120_000, 780_000));
    assert_eq!(found.share_up(), Some(666_666));
    assert_eq!(uptime(&[], Span::from_minutes(1), window).share_up(), None);
}

#[test]
fn a_strip_shows_the_worst_and_what_nobody_saw() {
    let list = looks("ppfppp");
    let window = Period { from: at(0), until: at(1200) };
    let found = strip(&list, Span::from_minutes(1), window, 4);
    let worst: Vec<Seen> = found.iter().map(|piece| piece.worst).collect();
    assert_eq!(worst, [Seen::Down, Seen::Up, Seen::NotObserved, Seen::NotObserved]);
    assert_eq!((found[0].looks, found[0].up, found[0].down), (5, 240_000, 60_000));
    // The last look stands for two minutes.
    assert_eq!((found[1].looks, found[1].up, found[1].not_observed), (1, 120_000, 180_000));
    assert_eq!(strip(&list, Span::from_minutes(1), Period { from: at(0), until: at(0) }, 4), []);
}

fn series() -> impl Strategy<Value = Vec<Look>> {
    let verdicts = [Verdict::Passed, Verdict::Anomaly, Verdict::Inconclusive, Verdict::Failed];
    let one =
        (0..4000_i64, prop::sample::select(verdicts.to_vec()), prop::option::of(0..900_u64), any::<bool>());
    prop::collection::vec(one, 0..40).prop_map(|mut list| {
        list.sort_by_key(|(second, ..)| *second);
        let look = |(second, verdict, milliseconds, is_definite)| Look {
            at: at(second),
            verdict,
            milliseconds,
            is_definite,
        };
        list.into_iter().map(look).collect()
    })
}

/// What is known about one second, from the rule: the newest look at or before it, if it is fresh.
fn known(looks: &[Look], every: i64, second: i64) -> Seen {
    match looks.iter().rev().find(|look| look.at <= at(second)) {
        Some(look) if at(second) < look.at + SignedDuration::from_secs(2 * every) => match look.verdict {
            Verdict::Passed => Seen::Up,
            Verdict::Anomaly => Seen::Attention,
            Verdict::Failed => Seen::Down,
            Verdict::Inconclusive => Seen::NotObserved,
        },
        _ => Seen::NotObserved,
    }
}

proptest! {
    #[test]
    fn a_timeline_says_of_every_second_what_the_rule_says(
        list in series(), every in 1..400_i64, from in -100..3000_i64, length in 1..2000_i64, count in 1..50_usize,
    ) {
        let window = Period { from: at(from), until: at(from + length) };
        let span = Span::from_seconds(every.cast_unsigned());
        let pieces = timeline(&list, span, window);
        prop_assert_eq!(pieces[0].0.from, window.from);
        prop_assert_eq!(pieces[pieces.len() - 1].0.until, window.until);
        for pair in pieces.windows(2) {
            prop_assert_eq!(pair[0].0.until, pair[1].0.from);
            prop_assert_ne!(pair[0].1, pair[1].1);
        }
        for second in from..from + length {
            let piece = pieces.iter().find(|(piece, _)| piece.from <= at(second) && at(second) < piece.until);
            prop_assert_eq!(piece.unwrap().1, known(&list, every, second), "{}", second - from);
        }
        // Strip and uptime are the same times, added differently.
        let found = uptime(&list, span, window);
        prop_assert_eq!(found.observed() + found.not_observed, u64::try_from(length).unwrap() * 1000);
        let strip = strip(&list, span, window, count);
        prop_assert_eq!(strip.iter().map(|piece| piece.up + piece.attention).sum::<u64>(), found.up);
        prop_assert_eq!(strip.iter().map(|piece| piece.down).sum::<u64>(), found.down);
        prop_assert_eq!(strip.iter().map(|piece| piece.not_observed).sum::<u64>(), found.not_observed);
        let inside = list.iter().filter(|look| (window.from..window.until).contains(&look.at)).count();
        prop_assert_eq!(strip.iter().map(|piece| piece.looks).sum::<u64>(), inside as u64);
    }

    #[test]
    fn what_nobody_saw_changes_no_state(list in series()) {
        let observed: Vec<Look> = list.iter().filter(|look| look.verdict.is_conclusive()).copied().collect();
        prop_assert_eq!(replay(&list, Hysteresis::default()), replay(&observed, Hysteresis::default()));
    }

    #[test]
    fn down_needs_three_failures_or_a_definite_one(list in series()) {
        let (_, changes) = replay(&list, Hysteresis::default());
        for change in changes.iter().filter(|change| change.to == State::Down) {
            let row = list.iter().filter(|look| look.verdict == Verdict::Failed && (change.since..=change.at).contains(&look.at));
            let row: Vec<&Look> = row.collect();
            prop_assert!(row.len() >= 3 || row.iter().any(|look| look.is_definite));
        }
    }
}

#[test]
fn the_gate_of_a_side() {
    let probe = |entry| Probe::read(&entry, "p").unwrap();
    let pay = probe(json!({ "on": "backup", "name": "pay", "tcp": "a.example:1", "every": "5m" }));
    let page = probe(json!({ "on": "backup", "name": "page", "status_page": "https://s.example/" }));
    let other = probe(json!({ "on": "primary", "name": "other", "tcp": "b.example:1" }));
    assert_eq!(valid_for(&pay), Span::from_minutes(15));
    let stands = |pattern: &str| replay(&looks(pattern), Hysteresis::default()).0;
    let unseen = Standing::default();
    let now = at(600);
    let of = |standings: &[(&Probe, &Standing)]| {
        let watched: Vec<Watched<'_>> =
            standings.iter().map(|(probe, standing)| Watched { probe, standing }).collect();
        gate(&watched, Side::Backup, now)
    };
    let (up, down) = (stands("p"), stands("fff"));
    assert_eq!(of(&[]), Gate::Unknown { probes: vec![] });
    assert_eq!(of(&[(&other, &up), (&page, &up)]), Gate::Unknown { probes: vec![] }, "none that blocks");
    assert_eq!(of(&[(&pay, &unseen)]), Gate::Unknown { probes: vec!["pay".into()] });
    assert_eq!(of(&[(&pay, &down), (&other, &up)]), Gate::Failing { probes: vec!["pay".into()] });
    let open = |attention: &[&str]| Gate::Open {
        oldest_look: at(0),
        attention: attention.iter().map(|title| (*title).to_owned()).collect(),
    };
    assert_eq!(of(&[(&pay, &up), (&other, &down)]), open(&[]));
    assert_eq!(of(&[(&pay, &up), (&page, &unseen)]), open(&["page"]));
    let watched = [Watched { probe: &pay, standing: &up }];
    assert_eq!(gate(&watched, Side::Backup, at(901)), Gate::Unknown { probes: vec!["pay".into()] });
}
