//! A plan with nothing wrong: checkout is pointed at the other provider, and a queue is moved after it.

use ballast_core::Span;

use crate::drill::plan::{Act, Check, Plan, Steady, Step, Stop, Undo};
use crate::estimate::Kind;

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
