//! One job that hangs holds its own place and nobody else's; what failed is tried again in its time, and
//! what was given up on waits for a person.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::net::{Shutdown, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

use ballast_acceptance::agent::{jobs, worker_of};
use ballast_acceptance::files::{date, fill, put};
use ballast_acceptance::{Said, Workshop, end_of, until};
use serde_json::json;

const REPOSITORY: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }
"#;

const FILES: &str = r#"
[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
schedule = "30 2 * * *"
verify = [ { level = "present" } ]
"#;

const QUIET: &str = "\n[alerts]\ndesktop = false\n";

/// Begin and end of every run, in text that sorts.
fn spans(shop: &Workshop, condition: &str) -> Vec<(String, String)> {
    let pad = |text: &String| format!("{:0<24}", text.trim_end_matches('Z'));
    let sql = format!("SELECT started_at, finished_at FROM run WHERE {condition}");
    shop.rows(&sql).iter().map(|row| (pad(&row[0]), pad(&row[1]))).collect()
}

/// How many of these were going on at the same time, at most.
fn at_once(spans: &[(String, String)]) -> usize {
    let going_on = |at: &String| spans.iter().filter(|(begin, end)| begin <= at && at < end).count();
    spans.iter().map(|(begin, _)| going_on(begin)).max().unwrap_or(0)
}

#[test]
fn one_that_hangs_holds_up_none_of_forty_nine() {
    // It takes the connection and never says a word.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let held = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&held);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            shared.lock().unwrap().push(stream);
        }
    });
    let password =
        format!(r#"command = ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{port}; cat <&3; exit 1"]"#);
    // It is the first to start.
    let mut file =
        REPOSITORY.replace(r#"env = "BALLAST_REPO_PASSWORD""#, &password) + &FILES.replace("files", "a-hung");
    for number in 1..50 {
        write!(
            file,
            "\n[[backup]]\nid = \"drop-{number}\"\nadopt = {{ folder = \"drop/{number}\" }}\nverify = [ {{ level = \"present\", schedule = \"30 2 * * *\" }} ]\n"
        )
        .unwrap();
    }
    let mut shop = Workshop::simulated("2026-03-10T11:00:00Z", &(file + QUIET));
    put(&shop.at("source/a"), b"a");
    for number in 1..50 {
        let file = shop.at(&format!("drop/{number}/b"));
        put(&file, b"b");
        date(&file, "2026-03-10T09:00:00Z");
    }
    shop.clock("2026-03-11T10:00:00Z");
    let child = shop.begin(["agent", "--once"]);
    let ended = "SELECT count(*) FROM run WHERE control LIKE 'drop-%' AND finished_at IS NOT NULL";
    until("the forty-nine", || (shop.cell(ended) == "49").then_some(()));
    assert_eq!(shop.rows("SELECT state FROM run WHERE control = 'a-hung'"), [["queued"]], "it hangs");
    assert!(!held.lock().unwrap().is_empty(), "it never asked");
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!((&status["holder"], status["running"].as_array().unwrap().len()), (&json!("once"), 1));
    for stream in held.lock().unwrap().drain(..) {
        stream.shutdown(Shutdown::Both).unwrap();
    }
    let said = end_of(child);
    let report = said.exits(3);
    assert_eq!(report["runs"].as_array().unwrap().len(), 50);
    let hung = shop.rows("SELECT state, finished_at, started_at FROM run WHERE control = 'a-hung'");
    assert_eq!(hung[0][0], "errored");
    let last = shop.cell("SELECT max(finished_at) FROM run WHERE control LIKE 'drop-%'");
    // Fractions have as many digits as they need: the Z would stand in the way of comparing them.
    let instant = |text: &str| text.trim_end_matches('Z').to_owned();
    assert!(instant(&last) < instant(&hung[0][1]), "{last} and {hung:?}");
    let first = shop.cell("SELECT control FROM run ORDER BY rowid LIMIT 1");
    assert_eq!(first, "a-hung", "it was there before the others");
    assert_eq!(
        shop.rows("SELECT state, verdict FROM run WHERE control LIKE 'drop-%' GROUP BY 1, 2").len(),
        1
    );
    let slot = shop.rows("SELECT state, attempt FROM slot WHERE control = 'a-hung'");
    assert_eq!(slot, [["due", "2"]], "it is tried again");
    let most = at_once(&spans(&shop, "control LIKE 'drop-%'"));
    assert!((1..=4).contains(&most), "{most} at once");
}

#[test]
fn never_two_on_one_repository() {
    let mut file = REPOSITORY.to_owned();
    for name in ["a", "b", "c", "d"] {
        file += &FILES
            .replace("files", name)
            .replace(r#"{ level = "present" }"#, r#"{ level = "present", schedule = "30 2 * * *" }"#);
    }
    let mut shop = Workshop::simulated("2026-03-10T11:00:00Z", &(file + QUIET));
    fill(&shop.at("source"), 1, 5, 5_000);
    let report = shop.once("2026-03-11T10:00:00Z").exits(0);
    assert_eq!(report["runs"].as_array().unwrap().len(), 8, "{:?}", jobs(&report));
    let spans = spans(&shop, "1 = 1");
    assert_eq!((spans.len(), at_once(&spans)), (8, 1), "{spans:#?}");
}

/// One round whose worker stands still from its beginning, as on a disk that does not answer.
fn hang(shop: &mut Workshop, now: &str) -> Said {
    shop.clock(now);
    let child = shop.begin(["agent", "--once"]);
    let pid = rustix::process::Pid::from_raw(worker_of(&child).cast_signed()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
    end_of(child)
}

#[test]
fn a_job_beyond_its_limit_is_given_up_on_until_a_person_acts_or_it_works_again() {
    let files = FILES.replace("schedule =", "max_runtime = \"3s\"\nschedule =");
    let mut shop = Workshop::simulated("2026-03-10T11:00:00Z", &format!("{REPOSITORY}{files}{QUIET}"));
    fill(&shop.at("source"), 1, 3, 500);
    fill(&shop.at("source"), 2, 20, 200_000);
    let report = hang(&mut shop, "2026-03-11T10:00:00Z").exits(3);
    assert_eq!(
        (&report["runs"][0]["state"], &report["runs"][0]["error"]["code"]),
        (&json!("timed_out"), &json!("timed_out"))
    );
    let list = shop.run(["dead", "list"]).exits(0);
    let letter = &list["letters"][0];
    assert_eq!(
        (&letter["kind"], &letter["control"]["id"], &letter["attempts"]),
        (&json!("run"), &json!("files"), &json!(1))
    );
    assert_eq!((&letter["error"]["code"], &letter["run"]), (&json!("timed_out"), &report["runs"][0]["run"]));
    assert_eq!(shop.run(["schedule", "status"]).exits(0)["dead"], 1);
    // What took its whole time is not tried again by itself, and does not count twice.
    assert_eq!(shop.once_ran("2026-03-11T10:30:00Z"), [""; 0]);
    shop.run(["dead", "retry", "nothing"]).refuses(2, "unknown_id");
    let id = letter["id"].as_str().unwrap().to_owned();
    let document = shop.run(["dead", "retry", &id]).exits(0);
    assert_eq!((&document["control"], &document["verdict"]), (&json!("files"), &json!("passed")));
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]));

    // Settled by a person, with a reason.
    hang(&mut shop, "2026-03-12T10:00:00Z").exits(3);
    let id = shop.run(["dead", "list"]).exits(0)["letters"][0]["id"].as_str().unwrap().to_owned();
    shop.run(["dead", "settle", &id]).refuses(2, "invalid_call");
    shop.run(["dead", "settle", &id, "--reason", " "]).refuses(2, "invalid_call");
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"].as_array().unwrap().len(), 1);
    let list = shop.run(["dead", "settle", &id, "--reason", "the disk is being replaced"]).exits(0);
    assert_eq!(list["letters"], json!([]));
    let record = shop.cell("SELECT record FROM evidence ORDER BY seq DESC LIMIT 1");
    assert!(record.contains("the disk is being replaced"), "{record}");

    // It works again by itself.
    hang(&mut shop, "2026-03-13T10:00:00Z").exits(3);
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"].as_array().unwrap().len(), 1);
    assert_eq!(shop.once_ran("2026-03-14T10:00:00Z"), ["files backup passed"]);
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]));
    shop.evidence_holds();
}

#[test]
fn what_may_work_later_is_tried_later_and_not_before() {
    let mut shop = Workshop::simulated("2026-03-10T11:00:00Z", &format!("{REPOSITORY}{FILES}{QUIET}"));
    fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    fs::rename(shop.at("repo"), shop.at("away")).unwrap();
    shop.once("2026-03-11T01:30:05Z").exits(3);
    let wait = |shop: &Workshop| shop.rows("SELECT attempt, not_before FROM slot")[0].clone();
    let first = wait(&shop);
    assert_eq!(first[0], "2");
    assert!(("2026-03-11T01:30:35".."2026-03-11T01:31:09").contains(&first[1].as_str()), "{first:?}");
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!(
        (&status["waiting"][0]["reason"], &status["waiting"][0]["until"]),
        (&json!("retry"), &json!(first[1]))
    );
    assert_eq!(shop.once_ran("2026-03-11T01:30:30Z"), [""; 0], "not before {first:?}");
    shop.once("2026-03-11T01:31:10Z").exits(3);
    let second = wait(&shop);
    assert_eq!(second[0], "3");
    assert!(("2026-03-11T01:33:40".."2026-03-11T01:36:14").contains(&second[1].as_str()), "{second:?}");
    assert_eq!(shop.once_ran("2026-03-11T01:33:35Z"), [""; 0], "not before {second:?}");
    fs::rename(shop.at("away"), shop.at("repo")).unwrap();
    assert_eq!(shop.once_ran("2026-03-11T01:36:20Z"), ["files backup passed"]);
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]));
    assert_eq!(
        shop.rows("SELECT attempt, state FROM run WHERE slot IS NOT NULL ORDER BY queued_at"),
        [["1", "errored"], ["2", "errored"], ["3", "finished"]]
    );
    // Three times in vain is given up on.
    fs::rename(shop.at("repo"), shop.at("away")).unwrap();
    for time in ["01:30:05", "01:31:10", "01:36:20"] {
        shop.once(&format!("2026-03-12T{time}Z")).exits(3);
    }
    let letter = shop.run(["dead", "list"]).exits(0)["letters"][0].clone();
    assert_eq!((&letter["attempts"], &letter["error"]["code"]), (&json!(3), &json!("location_absent")));
    assert_eq!(shop.once_ran("2026-03-12T06:00:00Z"), [""; 0]);
}
