//! A drill met in every place where a program carries it: the program killed there, and somebody who says stop there.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Mutex;
use std::thread;

use ballast_acceptance::runbook::Go::{Abort, Acts, Close, Hold, Next, Release, Silence, Start, State};
use ballast_acceptance::runbook::{Place, Runbook, left_running};
use ballast_acceptance::{end_of, until};
use serde_json::{Value, json};

const fn place(name: &'static str, state: &'static str) -> Place {
    Place { name, state, step: None, auto: true, way: &[Start], begun: &[] }
}

/// Before anything was touched.
const PREFLIGHT: Place = Place { way: &[Silence("/health/b"), Start], ..place("preflight", "preflight") };
const BASELINE: Place = place("baseline", "baseline");

/// On the way forward, and on the backup.
const FORWARD: [Place; 6] = [
    Place { auto: false, ..place("a step is offered", "switching") },
    Place {
        step: Some((2, "started")),
        way: &[Hold("do 2"), Start, Acts("do 2")],
        begun: &[1, 2],
        ..place("a step acts", "switching")
    },
    Place {
        step: Some((2, "done")),
        way: &[Close("/order/b"), Start],
        begun: &[1, 2],
        ..place("a step is looked at", "switching")
    },
    Place {
        step: Some((1, "verified")),
        auto: false,
        way: &[Start, State("switching"), Next],
        begun: &[1],
        ..place("between two steps", "switching")
    },
    Place {
        step: Some((3, "verified")),
        way: &[Close("/taken/b"), Start],
        begun: &[1, 2, 3],
        ..place("the backup is looked at", "switching")
    },
    Place { begun: &[1, 2, 3], ..place("on the backup", "on_backup") },
];

/// On the way back by itself, and because somebody said stop.
const BACK: [Place; 7] = [
    Place {
        step: Some((2, "undoing")),
        way: &[Hold("undo 2"), Start, Acts("undo 2")],
        begun: &[1, 2, 3],
        ..place("an undo acts", "switching_back")
    },
    Place {
        step: Some((2, "undo_done")),
        way: &[Hold("undo 2"), Start, Acts("undo 2"), Close("/order/a"), Release("undo 2")],
        begun: &[1, 2, 3],
        ..place("an undo is looked at", "switching_back")
    },
    Place {
        step: Some((1, "undone")),
        way: &[Hold("undo 1"), Start, Acts("undo 1"), Close("/settled"), Release("undo 1")],
        begun: &[1, 2, 3],
        ..place("the primary is looked at", "switching_back")
    },
    Place {
        step: Some((2, "undoing")),
        way: &[Hold("do 2"), Hold("undo 2"), Start, Acts("do 2"), Abort, Acts("undo 2")],
        begun: &[1, 2],
        ..place("an undo acts after a stop", "aborting")
    },
    Place {
        step: Some((2, "undo_done")),
        way: &[
            Hold("do 2"),
            Hold("undo 2"),
            Start,
            Acts("do 2"),
            Abort,
            Acts("undo 2"),
            Close("/order/a"),
            Release("undo 2"),
        ],
        begun: &[1, 2],
        ..place("an undo is looked at after a stop", "aborting")
    },
    Place {
        step: Some((1, "undone")),
        way: &[
            Hold("do 2"),
            Hold("undo 1"),
            Start,
            Acts("do 2"),
            Abort,
            Acts("undo 1"),
            Close("/settled"),
            Release("undo 1"),
        ],
        begun: &[1, 2],
        ..place("the primary is looked at after a stop", "aborting")
    },
    Place { begun: &[1, 2, 3], ..place("all is measured again", "verify") },
];

/// Every place, two at a time.
fn each(places: &[Place], meet: impl Fn(&Place) + Sync) {
    let left = Mutex::new(places.iter());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(place) = left.lock().unwrap_or_else(|e| e.into_inner()).next() else { return };
                    eprintln!("{}", place.name);
                    meet(place);
                }
            });
        }
    });
}

/// Long enough to be met there; on the way back, no longer than it takes.
fn runbook(place: &Place) -> Runbook {
    let goes_back = ["switching_back", "verify"].contains(&place.state);
    Runbook::new(if goes_back { "1s" } else { "5m" })
}

fn steps_of(view: &Value, event: &str) -> Vec<u64> {
    let journal = view["journal"].as_array().unwrap().iter();
    journal.filter(|line| line["event"] == event).map(|line| line["step"].as_u64().unwrap() + 1).collect()
}

/// Nothing is left of it: what was begun was undone in reverse, and seen to be; nothing acts any more.
#[track_caller]
fn is_undone(book: &Runbook, place: &Place, run: &str) -> Value {
    let view = book.till.show(run);
    assert_eq!(view["state"], "review", "{}: {view:#}", place.name);
    assert_eq!(book.till.active(), "a", "{}", place.name);
    assert_eq!(book.begun("do"), place.begun, "{}: {:?}", place.name, book.log());
    let back: Vec<u64> = place.begun.iter().rev().copied().collect();
    assert_eq!(book.begun("undo"), back, "{}: {:?}", place.name, book.log());
    assert_eq!(steps_of(&view, "undo_verified"), back, "{}: {view:#}", place.name);
    assert_eq!(left_running(run), 0, "{}", place.name);
    view
}

/// Somebody else says what it was, and it is closed.
#[track_caller]
fn is_closed(book: &Runbook, place: &Place, run: &str) {
    book.till.shop.run(["drill", "sign", run, "--as", "Mara", "--result", "pass"]).refuses(2, "not_allowed");
    let signed = book.sign(run).exits(3);
    assert_eq!(signed["state"], "signed_inconclusive", "{}", place.name);
    book.till.shop.evidence_holds();
}

fn killed_at(place: &Place) {
    let book = runbook(place);
    let (mut carried, run) = book.go(place);
    carried.kill().unwrap();
    carried.wait().unwrap();
    if place.state == "verify" {
        // Everything is back: it is measured on by whoever looks after it next.
        let view = book.till.show(&run);
        assert_eq!((&view["state"], &view["hosted"]), (&json!("verify"), &json!(false)), "{view:#}");
        let next = book.till.shop.run(["drill", "next", &run, "--as", "Ben"]);
        assert_eq!(next.json()["state"], "review", "{next}");
        is_undone(&book, place, &run);
        return;
    }
    let view = book.till.until_state(&run, "interrupted");
    assert!(view["facts"].as_array().unwrap().contains(&json!("crashed")), "{}: {view:#}", place.name);
    // What the killed program had left waiting stays held: it is ended, and not waited for.
    book.release("undo 1");
    book.release("undo 2");
    book.till.opens();
    let rolled = book.till.shop.run(["drill", "decide", &run, "--as", "Ben", "--roll-back"]);
    assert_eq!(rolled.json()["state"], "review", "{}: {rolled}", place.name);
    is_undone(&book, place, &run);
    let was_held = place.way.iter().any(|go| matches!(go, Hold("do 2")));
    let ended = book.log().contains(&"do 2 done".to_owned());
    assert_eq!(ended, place.begun.contains(&2) && !was_held, "{}: {:?}", place.name, book.log());
    is_closed(&book, place, &run);
}

#[test]
fn a_program_that_is_killed_on_the_way_forward_leaves_a_drill_that_is_rolled_back() {
    each(&FORWARD, killed_at);
}

#[test]
fn a_program_that_is_killed_on_the_way_back_leaves_a_drill_that_is_rolled_back() {
    each(&BACK, killed_at);
}

#[test]
fn a_program_that_is_killed_before_anything_was_touched_leaves_a_drill_that_goes_on() {
    let book = runbook(&PREFLIGHT);
    let (mut carried, run) = book.go(&PREFLIGHT);
    carried.kill().unwrap();
    carried.wait().unwrap();
    let view = book.till.show(&run);
    assert_eq!((&view["state"], &view["hosted"]), (&json!("preflight"), &json!(false)), "{view:#}");
    book.till.opens();
    // It is looked over anew, with new keys; and killed again where healthy is measured.
    let mut carried = book.till.begin(&[]);
    assert_eq!(book.till.run(), run);
    book.till.until_state(&run, "baseline");
    carried.kill().unwrap();
    carried.wait().unwrap();
    assert_eq!(book.till.show(&run)["state"], "baseline");
    let carried = book.till.shop.begin(["drill", "next", &run, "--as", "Ben"]);
    book.till.until_state(&run, "switching");
    book.till.shop.run(["drill", "abort", &run, "--as", "Ana"]).exits(0);
    end_of(carried);
    is_undone(&book, &BASELINE, &run);
    is_closed(&book, &BASELINE, &run);
}

fn stopped_at(place: &Place) {
    let book = runbook(place);
    let (carried, run) = book.go(place);
    let stop = book.till.shop.begin(["drill", "abort", &run, "--as", "Ben", "--reason", "enough"]);
    until("the drill to be on its way back", || {
        let state = book.till.show(&run)["state"].as_str().unwrap().to_owned();
        ["aborting", "switching_back", "verify", "review"].contains(&state.as_str()).then_some(())
    });
    book.release("undo 1");
    book.release("undo 2");
    book.till.opens();
    let said = end_of(stop);
    assert_eq!(said.code, 0, "{}: {said}", place.name);
    end_of(carried);
    let view = is_undone(&book, place, &run);
    let stops = view["journal"].as_array().unwrap().iter().filter(|line| line["event"] == "aborted").count();
    // What is on its way back already is not stopped again.
    assert_eq!(stops, usize::from(!["switching_back", "verify"].contains(&place.state)), "{}", place.name);
    if stops == 1 {
        is_closed(&book, place, &run);
    }
}

#[test]
fn a_stop_on_the_way_forward_undoes_what_was_begun() {
    each(&FORWARD, stopped_at);
    stopped_at(&BASELINE);
}

#[test]
fn a_stop_on_the_way_back_changes_nothing_of_it() {
    each(&BACK, stopped_at);
}

#[test]
fn a_stop_before_the_start_calls_it_off() {
    let book = runbook(&PREFLIGHT);
    let (carried, run) = book.go(&PREFLIGHT);
    let stopped = book.till.shop.run(["drill", "abort", &run, "--as", "Ben"]).exits(0);
    assert_eq!(stopped["state"], "cancelled");
    book.till.opens();
    // The program that was looking hears of it, and starts nothing.
    end_of(carried).refuses(2, "not_allowed");
    assert_eq!(book.till.show(&run)["state"], "cancelled");
    assert_eq!(book.log(), Vec::<String>::new());
}
