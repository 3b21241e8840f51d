//! The agent is killed at two hundred random moments of real work. Nothing is lost, nothing is done
//! twice, and the workspace is whole.
//!
//! `BALLAST_SEED` replays a sequence; `BALLAST_KILLS` makes it longer or shorter.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ballast_acceptance::Workshop;
use ballast_acceptance::files::{date, put};

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
verify = [ { level = "present", schedule = "*/2 * * * *" } ]

[[backup]]
id = "sums"
adopt = { folder = "dropped" }
verify = [ { level = "content", schedule = "* * * * *" } ]

[alerts]
desktop = false
command = ["/bin/sh", "-c", "echo $BALLAST_ALERT_ID >> heard"]
"#;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Numbers that follow from a seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Minutes since midnight of 11 March, as the clock of the agent says them.
fn at(minute: u64, second: u64) -> String {
    format!("2026-03-11T{:02}:{:02}:{second:02}Z", minute / 60, minute % 60)
}

fn minute_of(instant: &str) -> u64 {
    let part = |from: usize| instant[from..from + 2].parse::<u64>().unwrap();
    part(11) * 60 + part(14)
}

#[test]
fn killed_at_two_hundred_random_moments() {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let seed = number("BALLAST_SEED").unwrap_or(clock.as_secs());
    let kills = number("BALLAST_KILLS").unwrap_or(200);
    println!("BALLAST_SEED={seed} BALLAST_KILLS={kills}");
    let mut draw = Draw(seed);
    let mut shop = Workshop::simulated(&at(9, 30), FILE);
    put(&shop.at("source/a"), b"a");
    put(&shop.at("dropped/b"), b"b");
    date(&shop.at("dropped/b"), "2026-03-10T12:00:00Z");
    shop.clock(&at(9, 40));
    shop.back_up("files");
    for kill in 0..kills {
        shop.clock(&at(10 + kill, 5));
        let agent = shop.agent_at_once();
        // Many moments of the start, and some of the whole of a run.
        let longest = if draw.below(3) == 0 { 900 } else { 220 };
        sleep(Duration::from_millis(draw.below(longest)));
        agent.kill();
    }
    let end = 10 + kills;
    let said = shop.once(&at(end, 5));
    assert!(said.code == 0 || said.code == 3, "{said}");

    assert_eq!(shop.cell("PRAGMA integrity_check"), "ok");
    shop.evidence_holds();
    assert_eq!(shop.cell("SELECT count(*) FROM run WHERE state IN ('queued', 'running')"), "0");
    let twice = "SELECT control, job, slot, count(*) FROM run WHERE state = 'finished' AND slot IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1";
    assert_eq!(shop.rows(twice), [[""; 0]; 0], "a slot was run twice");
    let attempts = "SELECT control, job, slot, attempt, count(*) FROM run WHERE slot IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING count(*) > 1";
    assert_eq!(shop.rows(attempts), [[""; 0]; 0], "one try of a slot was begun twice");
    let open = shop.rows("SELECT control, job, at FROM slot WHERE state = 'started'");
    assert_eq!(open, [[""; 0]; 0], "a slot is left behind");
    // A slot that is done has a run that finished, or stands among what was given up on.
    let done = "SELECT s.control, s.job, s.at FROM slot s WHERE s.state = 'done'
                AND NOT EXISTS (SELECT 1 FROM run r WHERE r.control = s.control AND r.job = s.job AND r.slot = s.at AND (r.state = 'finished' OR r.attempt = 3))";
    assert_eq!(shop.rows(done), [[""; 0]; 0], "a slot counts as done and nothing was");

    // Every time of every line is accounted for.
    let mut seen: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    let mut missed: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    for row in shop.rows("SELECT control, job, at, state FROM slot") {
        let key = (row[0].clone(), row[1].clone());
        seen.entry(key.clone()).or_default().insert(minute_of(&row[2]));
        if row[3] == "missed" {
            missed.entry(key).or_default().insert(minute_of(&row[2]));
        }
    }
    for row in shop.rows("SELECT control, job, first_at, last_at FROM missed") {
        let key = (row[0].clone(), row[1].clone());
        let step = if row[1] == "verify:present" { 2 } else { 1 };
        for minute in (minute_of(&row[2])..=minute_of(&row[3])).step_by(step) {
            seen.entry(key.clone()).or_default().insert(minute);
            missed.entry(key.clone()).or_default().insert(minute);
        }
    }
    assert_eq!(seen.len(), 3, "three lines: {:?}", seen.keys());
    for (key, minutes) in &seen {
        let step = if key.1 == "verify:present" { 2 } else { 1 };
        // The copy of the ninth minute was taken by hand: it was neither missed nor due.
        let first = if step == 2 || key.1 == "backup" { 10 } else { 9 };
        let all: BTreeSet<u64> = (first..=end).step_by(step).collect();
        assert_eq!(minutes, &all, "times of {key:?} that nobody knows of, or that never were");
        let counted =
            format!("SELECT missed FROM timetable WHERE control = '{}' AND job = '{}'", key.0, key.1);
        let wanted = missed.get(key).map_or(0, BTreeSet::len);
        assert_eq!(shop.cell(&counted), wanted.to_string(), "missed times of {key:?}");
    }
    let runs = shop.rows("SELECT state, count(*) FROM run GROUP BY state");
    println!("{runs:?}");
    let of =
        |state: &str| runs.iter().find(|row| row[0] == state).map_or(0, |row| row[1].parse::<u64>().unwrap());
    assert!(of("interrupted") > 0 && of("finished") > 0, "the moments were no good: {runs:?}");
    // Everything can be done as before.
    shop.clock(&at(end, 50));
    shop.back_up("files");
    shop.verify("files", "recovery");
}
