//! The agent as a process: it runs what is due, ends when it is asked, gives way to no second one, and
//! what it could not finish is taken up by the next.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use ballast_acceptance::agent::{jobs, within};
use ballast_acceptance::files::fill;
use ballast_acceptance::{Workshop, until};
use serde_json::{Value, json};

const FILE: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
schedule = "* * * * *"
verify = [ { level = "present" } ]

[alerts]
desktop = false
"#;

/// The password comes from a program that says when it starts, and waits until it may go on.
const SLOW: &str = r#"command = ["/bin/sh", "-c", "echo >> asked; for i in $(seq 500); do [ -e go ] && break; sleep 0.05; done; echo a horse that nobody rode"]"#;

/// A copy every minute; the clock stands a second before one when it is started.
fn minutely() -> Workshop {
    let mut shop = Workshop::simulated("2026-03-11T10:00:30Z", FILE);
    fill(&shop.at("source"), 1, 3, 500);
    shop.clock("2026-03-11T10:00:59Z");
    shop
}

/// A copy once a day, so that only one slot is seen.
fn slow() -> Workshop {
    let file = FILE.replace(r#"env = "BALLAST_REPO_PASSWORD""#, SLOW).replace("* * * * *", "1 11 * * *");
    let mut shop = Workshop::simulated("2026-03-11T10:00:30Z", &file);
    fill(&shop.at("source"), 1, 3, 500);
    shop.clock("2026-03-11T10:00:59Z");
    shop
}

fn state(shop: &Workshop, slot: &str) -> String {
    shop.cell(&format!("SELECT state FROM slot WHERE at = '{slot}'"))
}

fn slot_is(shop: &Workshop, slot: &str, wanted: &str) {
    until(&format!("the slot {slot} to be {wanted}"), || (state(shop, slot) == wanted).then_some(()));
}

/// A run waits for its password.
fn midway(shop: &Workshop) {
    until("the run to ask for its password", || shop.at("asked").exists().then_some(()));
    slot_is(shop, "2026-03-11T10:01:00Z", "started");
}

#[track_caller]
fn nothing_is_left(shop: &Workshop) {
    assert_eq!(shop.cell("SELECT count(*) FROM run WHERE state IN ('queued', 'running')"), "0");
    assert_eq!(shop.cell("SELECT count(*) FROM slot WHERE state = 'started'"), "0");
    shop.evidence_holds();
}

#[test]
fn it_runs_what_is_due_and_ends_when_it_is_asked() {
    let shop = minutely();
    let agent = shop.agent();
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!(
        (&status["holder"], &status["pid"], &status["state"]),
        (&json!("agent"), &json!(agent.pid()), &json!("running"))
    );
    slot_is(&shop, "2026-03-11T10:01:00Z", "done");
    let asked = Instant::now();
    agent.stop();
    let said = agent.end();
    assert!(asked.elapsed() < Duration::from_secs(4), "it took {:?}", asked.elapsed());
    said.exits(0);
    nothing_is_left(&shop);
    assert_eq!(shop.run(["schedule", "status"]).exits(0)["holder"], "nobody");
    let run = &shop.run(["run", "list"]).exits(0)["runs"][0];
    assert_eq!((&run["control"]["id"], &run["verdict"]), (&json!("files"), &json!("passed")));

    let log = shop.at("workspace/logs/agent.jsonl");
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.ends_with('\n') && text.lines().count() >= 3, "{text}");
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["timestamp"].is_string() && entry["level"].is_string(), "{entry}");
    }
    for word in ["agent started", "agent stopped"] {
        assert!(text.contains(word), "{word} is not in the log:\n{text}");
    }
}

/// Waits until the agent says that it was asked to stop.
fn has_heard(shop: &Workshop) {
    let log = shop.workspace().join("logs/agent.jsonl");
    until("the agent to hear", || fs::read_to_string(&log).ok().filter(|text| text.contains("agent stops")));
}

#[test]
fn one_that_is_asked_twice_hands_its_run_back_and_the_next_takes_it_up() {
    let mut shop = slow();
    let agent = shop.agent();
    midway(&shop);
    let asked = Instant::now();
    agent.stop();
    // The first asks it to stop and lets runs go on; nobody has to wait for that.
    has_heard(&shop);
    agent.stop();
    agent.end().exits(0);
    assert!(asked.elapsed() < Duration::from_secs(8), "it took {:?}", asked.elapsed());
    let rows = shop.rows("SELECT state, verdict, attempt FROM run");
    assert_eq!(rows[0][0], "interrupted", "{rows:?}");
    assert_eq!(rows[0][1], "inconclusive", "{rows:?}");
    assert_eq!(state(&shop, "2026-03-11T10:01:00Z"), "due");
    nothing_is_left(&shop);
    // It counts as the same try, and need not wait.
    fs::write(shop.at("go"), "").unwrap();
    shop.clock("2026-03-11T10:01:10Z");
    let agent = shop.agent();
    slot_is(&shop, "2026-03-11T10:01:00Z", "done");
    agent.stop();
    agent.end().exits(0);
    let rows = shop.rows("SELECT state, attempt FROM run ORDER BY queued_at, id");
    assert_eq!(rows, [["interrupted", "1"], ["finished", "1"]]);
    nothing_is_left(&shop);
}

#[test]
fn one_that_is_asked_once_lets_its_run_end() {
    let shop = slow();
    let agent = shop.agent();
    midway(&shop);
    agent.stop();
    has_heard(&shop);
    // That nothing happens has no state to wait for: a hand-back comes within two looks of 200 ms.
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(state(&shop, "2026-03-11T10:01:00Z"), "started", "it was not given the time to end");
    fs::write(shop.at("go"), "").unwrap();
    agent.end().exits(0);
    assert_eq!(shop.rows("SELECT state, verdict FROM run"), [["finished", "passed"]]);
    assert_eq!(state(&shop, "2026-03-11T10:01:00Z"), "done");
    nothing_is_left(&shop);
}

#[test]
fn once_hands_its_run_back_when_it_is_asked_to_stop() {
    let mut shop = slow();
    shop.clock("2026-03-11T10:01:05Z");
    let child = shop.begin(["agent", "--once"]);
    midway(&shop);
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let said = ballast_acceptance::end_of(child);
    assert_eq!(said.code, 3, "what was begun has no verdict\n{said}");
    assert_eq!(shop.rows("SELECT state FROM run"), [["interrupted"]]);
    assert_eq!(state(&shop, "2026-03-11T10:01:00Z"), "due");
    nothing_is_left(&shop);
    fs::write(shop.at("go"), "").unwrap();
    assert_eq!(shop.once_ran("2026-03-11T10:01:20Z"), ["files backup passed"]);
}

#[test]
fn a_second_agent_is_refused_and_once_says_so() {
    let mut shop = minutely();
    shop.clock("2026-03-11T10:00:35Z");
    let agent = shop.agent();
    slot_is(&shop, "2026-03-11T10:00:00Z", "done");
    let error = shop.run(["agent"]).refuses(3, "busy");
    let wanted = format!("An agent runs the schedule of this workspace already: process {}.", agent.pid());
    assert_eq!(error["message"], wanted, "{error:#}");
    let report = shop.once("2026-03-11T10:05:00Z").exits(0);
    assert_eq!((&report["held_by"], jobs(&report)), (&json!("agent"), Vec::new()), "{report:#}");
    let said = shop.speak(["agent", "--once"]);
    assert!(said.code == 0 && said.stdout.contains("agent"), "{said}");
    // Others go on as they do: a person's run, a list.
    shop.clock("2026-03-11T10:00:40Z");
    shop.back_up("files");
    agent.stop();
    agent.end().exits(0);
}

#[test]
fn of_two_that_start_together_one_runs() {
    for _ in 0..3 {
        let shop = minutely();
        let agents = [shop.agent_at_once(), shop.agent_at_once()];
        slot_is(&shop, "2026-03-11T10:01:00Z", "done");
        let holder = shop.run(["schedule", "status"]).exits(0)["pid"].clone();
        let [first, second] = agents;
        assert!(holder == first.pid() || holder == second.pid(), "{holder}");
        for agent in [first, second] {
            let holds = holder == agent.pid();
            if holds {
                agent.stop();
                agent.end().exits(0);
            } else {
                // Refused, or it waits: one that was asked a moment before the other held it.
                agent.stop();
                let said = agent.end();
                assert!(said.code == 3 || said.code == 0 || said.code == -1, "{said}");
            }
        }
        assert_eq!(shop.cell("SELECT count(*) FROM run WHERE slot = '2026-03-11T10:01:00Z'"), "1");
        nothing_is_left(&shop);
    }
}

#[test]
fn the_next_takes_over_from_one_that_was_killed() {
    let mut shop = slow();
    let agent = shop.agent();
    midway(&shop);
    let epoch: u64 = shop.cell("SELECT epoch FROM schedule_lease").parse().unwrap();
    agent.kill();
    fs::write(shop.at("go"), "").unwrap();
    fs::remove_file(shop.at("asked")).unwrap();
    shop.clock("2026-03-11T10:01:10Z");
    let started = Instant::now();
    let agent = shop.agent();
    assert!(started.elapsed() < Duration::from_secs(5), "it took {:?}", started.elapsed());
    assert_eq!(shop.cell("SELECT epoch FROM schedule_lease"), (epoch + 1).to_string());
    slot_is(&shop, "2026-03-11T10:01:00Z", "due");
    let slot = &shop.rows("SELECT attempt, not_before FROM slot")[0];
    assert_eq!(slot[0], "2", "{slot:?}");
    assert!(
        ("2026-03-11T10:01:40".."2026-03-11T10:02:13Z").contains(&slot[1].as_str()),
        "half a minute to a minute after it was seen: {slot:?}"
    );
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!(
        (&status["waiting"][0]["reason"], &status["waiting"][0]["until"]),
        (&json!("retry"), &json!(slot[1]))
    );
    agent.stop();
    agent.end().exits(0);
    assert!(!shop.at("asked").exists(), "it was tried before its time");
    let not_before = slot[1].clone();
    assert_eq!(shop.once_ran("2026-03-11T10:01:20Z"), [""; 0], "not before {not_before}");
    // A change of the line leaves what is due.
    shop.clock("2026-03-11T10:01:25Z");
    shop.run(["schedule", "set", "files", "0 4 * * *"]).exits(0);
    assert_eq!(shop.once_ran("2026-03-11T10:02:15Z"), ["files backup passed"]);
    assert_eq!(
        shop.rows("SELECT state, attempt FROM run ORDER BY queued_at"),
        [["interrupted", "1"], ["finished", "2"]]
    );
    nothing_is_left(&shop);
}

#[test]
fn systemd_is_told_of_its_start_and_its_end() {
    let mut shop = minutely();
    shop.clock("2026-03-11T10:00:35Z");
    let place = shop.at("notify");
    let socket = UnixDatagram::bind(&place).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    shop.set("NOTIFY_SOCKET", place.to_str().unwrap());
    let heard = |wanted: &str| {
        within(Duration::from_secs(20), wanted, || {
            let mut bytes = [0; 4096];
            let count = socket.recv(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes[..count]).into_owned();
            text.lines().any(|line| line == wanted).then_some(())
        });
    };
    let agent = shop.agent();
    heard("READY=1");
    // What it feeds the watchdog.
    heard("WATCHDOG=1");
    agent.stop();
    heard("STOPPING=1");
    agent.end().exits(0);
}
