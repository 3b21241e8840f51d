//! A plan with nothing wrong: checkout is pointed at the other provider, and a queue is moved after it.

use ballast_core::Span;
use jiff::Timestamp;

use crate::drill::plan::{Act, Check, Plan, Steady, Step, Stop, Undo};
use crate::drill::preflight::{Holds, Item, ItemCode};
use crate::drill::review::{Answered, Debrief, NoticedBy, Questions, Recovered};
use crate::estimate::Kind;
use crate::measure::Moment;

fn command(words: &str) -> Act {
    Act::Command { arguments: words.split_whitespace().map(str::to_owned).collect() }
}

fn page(url: &str) -> Check {
    Check::Http { method: "GET".to_owned(), url: url.to_owned(), status: 200 }
}

fn step(title: &str, act: &str, undo: &str) -> Step {
    Step {
        title: title.to_owned(),
        owner: Some("Ben".to_owned()),
        act: command(act),
        verify: Some(page("https://shop.example/checkout")),
        undo: Some(Undo::By(command(undo))),
        verify_undo: Some(page("https://shop.example/checkout")),
        timeout: Some(Span::from_minutes(5)),
    }
}

pub fn plan() -> Plan {
    Plan {
        id: "payments-q".to_owned(),
        pair: "payments".to_owned(),
        title: "Card payments over B".to_owned(),
        kind: Kind::Full,
        owner: Some("Mara".to_owned()),
        deputy: Some("Ben".to_owned()),
        steady: vec![Steady {
            title: "Checkout answers".to_owned(),
            check: page("https://shop.example/checkout"),
            passes: 3,
            within_milliseconds: Some(800),
        }],
        steps: vec![
            step("Point checkout at B", "./switch b", "./switch a"),
            step("Move the queue", "./queue b", "./queue a"),
        ],
        on_backup: vec![page("https://pay-b.example/health")],
        passes: 3,
        rto: Some(Span::from_minutes(30)),
        rpo: Some(Span::from_minutes(5)),
        maximum_switch: Some(Span::from_minutes(20)),
        maximum_duration: Some(Span::from_hours(1)),
        observe: Span::from_minutes(10),
        stops: vec![Stop {
            title: "Orders arrive".to_owned(),
            check: page("https://shop.example/orders"),
            failures: 3,
        }],
        canary_every: Some(Span::from_minutes(1)),
    }
}

/// So many seconds after a computer was started on 20 November 2026 at 10:00, awake all the time.
pub fn moment(second: u64) -> Moment {
    let start: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
    let wall = start.checked_add(Span::from_seconds(second).duration()).unwrap();
    let milliseconds = second * 1000;
    Moment {
        wall,
        boot: "one".to_owned(),
        running_milliseconds: milliseconds,
        awake_milliseconds: milliseconds,
    }
}

pub fn items(hold: bool) -> Vec<Item> {
    let holds = if hold { Holds::Yes } else { Holds::Unknown };
    vec![Item { code: ItemCode::Credential, holds, subjects: vec![], incidents: vec![] }]
}

/// Of a drill that worked.
pub fn debrief() -> Debrief {
    Debrief {
        backup_kicked_in: Answered::Yes,
        team_knew_the_procedure: Answered::Yes,
        degraded_mode_worked: Answered::NotTried,
        questions: None,
        actions: vec![],
        evidence: vec![],
    }
}

/// Of a drill that did not, with its four questions.
pub fn cannot_tell() -> Debrief {
    let questions = Questions {
        noticed_by: NoticedBy::Luck,
        recovered: Recovered::ByPeople,
        reach: "Orders of two hours".to_owned(),
        teaches: "The key of B had run out".to_owned(),
    };
    Debrief { backup_kicked_in: Answered::No, questions: Some(questions), ..debrief() }
}
