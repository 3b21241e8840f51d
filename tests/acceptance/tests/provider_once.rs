//! `agent --once` looks at the probes whose time has come.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use ballast_acceptance::Workshop;
use ballast_acceptance::providers::{Provider, TWO_PROVIDERS};
use serde_json::Value;

fn file(primary: &Provider, backup: &Provider) -> String {
    let probe = |name: &str, side: &str, provider: &Provider, every: &str| {
        let url = provider.url("health");
        format!(
            r#"  {{ name = "{name}", on = "{side}", http = "{url}", timeout = "1s", every = "{every}" }},
"#
        )
    };
    let many: String = (0..6).map(|number| probe(&format!("B{number}"), "backup", backup, "5m")).collect();
    format!(
        r"
{TWO_PROVIDERS}
probes = [
{}{many}]
",
        probe("A", "primary", primary, "1h")
    )
}

fn status(shop: &Workshop) -> Value {
    shop.run(["provider", "status"]).json()["pairs"][0]["status"].clone()
}

#[test]
fn every_probe_that_is_due_is_looked_at_once_and_the_exit_code_says_what_it_saw() {
    let (primary, backup) = (Provider::saying("{}"), Provider::saying("{}"));
    let mut shop = Workshop::simulated("2026-03-10T09:00:00Z", &file(&primary, &backup));
    let report = shop.once("2026-03-10T09:00:10Z").exits(0);
    assert_eq!((primary.asked(), backup.asked()), (1, 6), "also more than its provider is asked at a time");
    let runs = report["runs"].as_array().unwrap();
    assert_eq!((runs.len(), &runs[0]["kind"], &runs[0]["verdict"]), (1, &"probe".into(), &"passed".into()));
    assert_eq!(status(&shop), "proven");

    let report = shop.once("2026-03-10T09:01:00Z").exits(0);
    assert_eq!((primary.asked(), backup.asked(), report["runs"].to_string()), (1, 6, "[]".to_owned()));
    // A clock that calls every five minutes is never quite on time.
    shop.once("2026-03-10T09:05:05Z").exits(0);
    assert_eq!((primary.asked(), backup.asked()), (1, 12));

    // Three failures in a row are an outage; one is none.
    backup.goes(true);
    shop.once("2026-03-10T09:10:10Z").exits(0);
    shop.once("2026-03-10T09:15:10Z").exits(0);
    let report = shop.once("2026-03-10T09:20:10Z").exits(1);
    assert_eq!(report["runs"][0]["verdict"], "failed", "{report:#}");
    assert_eq!(status(&shop), "failing");

    shop.run(["pause", "payments", "--until", "2026-03-11T00:00:00Z", "--reason", "move"]).exits(0);
    let report = shop.once("2026-03-10T12:00:00Z").exits(0);
    assert_eq!((primary.asked(), report["runs"].to_string()), (1, "[]".to_owned()), "what is paused is left");
    shop.evidence_holds();
}
