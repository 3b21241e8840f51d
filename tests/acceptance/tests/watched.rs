//! Watched places: what another tool leaves there is looked at as soon as it is complete, and only then.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Child;

use ballast_acceptance::archives::{a_zip, files};
use ballast_acceptance::{Workshop, end_of, until};
use serde_json::Value;

const WATCHED: &str = r#"
[alerts]
desktop = false

[[backup]]
id = "drops"
adopt = { archives = "nas/*.zip" }
watch = true
verify = [ { level = "content" } ]
"#;

/// An agent that is stopped when the test ends, however it ends.
struct Agent(Option<Child>);

impl Agent {
    fn start(shop: &Workshop) -> Self {
        Self(Some(shop.begin(["agent"])))
    }

    fn stop(mut self) {
        let child = self.0.take().unwrap();
        let pid = rustix::process::Pid::from_raw(child.id().cast_signed()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert_eq!(end_of(child).code, 0);
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn runs(shop: &Workshop) -> Vec<Value> {
    let list = shop.run(["run", "list"]).exits(0);
    list["runs"].as_array().unwrap().clone()
}

fn finished(shop: &Workshop, count: usize) -> Vec<Value> {
    until("a look at the watched place", || {
        let runs = runs(shop);
        let done = runs.iter().filter(|run| run["state"] == "finished").count();
        (done >= count).then_some(runs)
    })
}

fn watching(shop: &Workshop) -> String {
    let status = shop.run(["schedule", "status"]).exits(0);
    status["watching"][0]["method"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_new_archive_is_looked_at_when_it_is_complete_and_not_before() {
    let shop = Workshop::with(WATCHED);
    fs::create_dir(shop.at("nas")).unwrap();
    fs::write(shop.at("nas/first.zip"), a_zip(&files(1))).unwrap();
    let agent = Agent::start(&shop);
    let first = finished(&shop, 1);
    assert_eq!((first.len(), &first[0]["verdict"]), (1, &"passed".into()));
    assert_eq!(watching(&shop), "events");

    // A slow tool: a part every moment for longer than anything counts as settled.
    let whole = a_zip(&files(2));
    let mut growing = OpenOptions::new().create(true).append(true).open(shop.at("nas/second.zip")).unwrap();
    let parts: Vec<&[u8]> = whole.chunks(whole.len().div_ceil(16)).collect();
    let started = std::time::Instant::now();
    for (number, part) in parts.iter().enumerate() {
        growing.write_all(part).unwrap();
        growing.sync_all().unwrap();
        // The next part when half a second of the tool's time has passed.
        until("the next part", || {
            (started.elapsed().as_millis() >= 500 * (number as u128 + 1)).then_some(())
        });
        assert_eq!(runs(&shop).len(), 1, "it was looked at while it grew");
    }
    drop(growing);
    let second = finished(&shop, 2);
    assert_eq!(second[0]["verdict"], "passed", "{:#}", second[0]);
    let detail = shop.run(["backup", "show", "drops"]).exits(0);
    assert_eq!(detail["snapshots"], 2);
    agent.stop();

    // Nothing changed: another agent finds nothing to look at.
    let agent = Agent::start(&shop);
    until("another agent to watch", || (watching(&shop) == "events").then_some(()));
    fs::write(shop.at("nas/third.zip"), a_zip(&files(3))).unwrap();
    assert_eq!(finished(&shop, 3).len(), 3, "one look for the third archive and none for the others");
    agent.stop();
}

#[test]
fn a_place_that_appears_later_is_watched_from_then_on() {
    let shop = Workshop::with(WATCHED);
    let agent = Agent::start(&shop);
    until("the agent to hold the schedule", || {
        (shop.run(["schedule", "status"]).exits(0)["holder"] == "agent").then_some(())
    });
    assert_eq!(watching(&shop), "absent");
    fs::create_dir(shop.at("nas")).unwrap();
    fs::write(shop.at("nas/first.zip"), a_zip(&files(1))).unwrap();
    assert_eq!(finished(&shop, 1)[0]["verdict"], "passed");
    agent.stop();
}
