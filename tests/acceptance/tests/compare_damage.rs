//! Comparisons that cannot end well: the program is killed or missing, the disk is full, files change
//! meanwhile or are made to do harm. Each ends with a clear word, within limits, and the rest goes on.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ballast_acceptance::files::walk;
use ballast_acceptance::tables::{Tables, adds_up, kinds, lines, only, workbook};
use ballast_acceptance::{Said, Workshop, end_of, program, tiny_disk, until};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// What a comparison may hold in memory, twice over: the tests run a build that is not made to be small.
const RESIDENT_KIB_MAX: u64 = 2 * 350 * 1024;

const FILE: &str = r#"
[[parallel_run]]
id = "engine"
old = { csv = "old.csv" }
new = { csv = "new.csv" }
key = ["id"]

[alerts]
desktop = false
"#;

fn row(number: u64) -> String {
    format!("{number},{},{}.50", number * 7919 % 100_003, number % 977)
}

/// A workspace with two tables that take seconds to compare.
fn long_one() -> Workshop {
    let shop = Workshop::with(FILE);
    let old = lines("id,a,b", (0..1_500_000).map(row));
    fs::write(shop.at("old.csv"), &old).unwrap();
    fs::write(shop.at("new.csv"), old.replace(".50", ".5")).unwrap();
    shop
}

/// Tables of a few rows in place of the long ones.
fn make_short(shop: &Workshop) {
    for name in ["old.csv", "new.csv"] {
        fs::write(shop.at(name), lines("id,a,b", (0..50).map(row))).unwrap();
    }
}

/// The process that compares for a program, once there is one.
#[track_caller]
fn comparer_of(program: &Child) -> u32 {
    let tasks = format!("/proc/{}/task", program.id());
    until("a comparer", || {
        let tasks = fs::read_dir(&tasks).ok()?.flatten();
        tasks.flat_map(|task| fs::read_to_string(task.path().join("children"))).find_map(|children| {
            let pid: u32 = children.split_whitespace().next()?.parse().ok()?;
            let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
            line.split(|byte| *byte == 0).next()?.ends_with(b"ballast-compare").then_some(pid)
        })
    })
}

fn kill(pid: u32) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), Signal::KILL).unwrap();
}

/// Half of a table has been read by then.
#[track_caller]
fn midway(work: &Path) {
    until("the scratch files to grow", || {
        let files = if work.is_dir() { walk(work) } else { Vec::new() };
        files
            .iter()
            .any(|file| fs::metadata(file).is_ok_and(|meta| meta.is_file() && meta.len() > 1 << 20))
            .then_some(())
    });
}

#[test]
fn a_comparer_that_is_killed_midway_proves_nothing_and_holds_nobody_up() {
    let shop = long_one();
    let running = shop.begin(["compare", "run", "engine"]);
    let comparer = comparer_of(&running);
    midway(&shop.workspace().join("work"));
    kill(comparer);
    let said = end_of(running);
    assert_eq!(said.code, 3, "{said}");
    assert_eq!(said.json()["error"]["code"], "worker_failed", "{said}");
    assert_eq!(shop.rows("SELECT state FROM run"), [["errored"]]);
    assert!(walk(&shop.workspace().join("work")).is_empty(), "scratch files are gone");
    let detail = shop.run(["compare", "show", "engine"]).exits(3);
    assert_eq!((&detail["cutover"]["clean_runs"], &detail["status"]), (&json!(0), &json!("unproven")));
    shop.evidence_holds();
    make_short(&shop);
    shop.run(["compare", "run", "engine"]).exits(0);
    assert_eq!(shop.run(["status"]).exits(0)["controls"][0]["status"], "proven");
    shop.evidence_holds();
}

#[test]
fn a_program_that_is_killed_takes_its_comparer_with_it() {
    let shop = long_one();
    let mut running = shop.begin(["compare", "run", "engine"]);
    let comparer = comparer_of(&running);
    midway(&shop.workspace().join("work"));
    running.kill().unwrap();
    running.wait().unwrap();
    until("the comparer to end", || {
        let status = fs::read_to_string(format!("/proc/{comparer}/status"));
        status.map_or(true, |text| text.contains("State:\tZ")).then_some(())
    });
    make_short(&shop);
    shop.run(["compare", "run", "engine"]).exits(0);
    assert_eq!(shop.rows("SELECT state FROM run ORDER BY queued_at, id"), [["interrupted"], ["finished"]]);
    assert!(walk(&shop.workspace().join("work")).is_empty(), "scratch files are gone");
    shop.evidence_holds();
}

#[test]
fn a_comparer_that_is_missing_is_said_to_be() {
    let tables = Tables::of("id,a\n1,x\n", "id,a\n1,x\n");
    let alone = tables.shop.at("alone");
    fs::create_dir_all(alone.join("nothing")).unwrap();
    fs::copy(program(), alone.join("ballast")).unwrap();
    let compare = |programs: PathBuf| -> Said {
        let mut call = Command::new(alone.join("ballast"));
        call.args(["compare", "files", "old.csv", "new.csv", "--key", "id", "--json"]);
        call.current_dir(tables.shop.root()).env("BALLAST_PROGRAMS", programs);
        call.env("TMPDIR", tables.shop.at("aside")).env("BALLAST_WORKSPACE", tables.shop.workspace());
        ballast_acceptance::finish(call)
    };
    let said = compare(alone.join("nothing"));
    said.refuses(3, "program_missing");
    tables.nothing_is_left(&said);
    // Wherever it is, it works again once it is told where.
    compare(program().parent().unwrap().to_owned()).exits(0);
}

#[test]
fn a_file_that_grows_while_it_is_read_is_not_whole() {
    let tables = Tables::new();
    let table = lines("id,a,b", (0..400_000).map(row));
    tables.put("old.csv", &table);
    let growing = tables.put("new.csv", &table);
    let is_over = AtomicBool::new(false);
    let document = thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = OpenOptions::new().append(true).open(growing).unwrap();
            let mut number = 400_000;
            while !is_over.load(Ordering::Relaxed) {
                writeln!(file, "{}", row(number)).unwrap();
                number += 1;
                // Not so fast that it never ends.
                thread::yield_now();
            }
        });
        let said = tables.differ(&[]);
        is_over.store(true, Ordering::Relaxed);
        said.exits(3)
    });
    let finding = only(&document, "side_incomplete");
    assert!(finding["subject"].as_str().unwrap().ends_with("new.csv"), "{finding:#}");
    assert_eq!(finding["params"]["reason"], "changed");
    // Nobody waits for who may never write.
    let pipe = tables.shop.at("pipe.csv");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let document = tables.compare("old.csv", "pipe.csv", &[]).exits(3);
    assert_eq!(kinds(&document), ["unsupported"]);
    std::os::unix::fs::symlink("/dev/zero", tables.shop.at("zero.csv")).unwrap();
    let document = tables.compare("zero.csv", "old.csv", &[]).exits(3);
    assert_eq!(kinds(&document), ["unsupported"]);
}

#[test]
fn ten_thousand_columns_are_compared_and_one_more_is_refused() {
    let wide = |columns: usize, changed: usize| {
        let mut text = (0..columns).map(|number| format!("c{number}")).collect::<Vec<_>>().join(",");
        for line in 0..20 {
            write!(text, "\n{line}").unwrap();
            for column in 1..columns {
                let cell = if column == changed { line * column + 1 } else { line * column };
                write!(text, ",{cell}").unwrap();
            }
        }
        text + "\n"
    };
    let tables = Tables::of(&wide(10_000, 0), &wide(10_000, 4_711));
    let document = tables.differ(&["--key", "c0"]).exits(1);
    assert_eq!(document["figures"]["columns"], json!({ "c4711": 20 }));
    assert_eq!(document["figures"]["cells"]["equal"], 20 * 9_998);
    tables.put("new.csv", wide(10_001, 0));
    let document = tables.differ(&["--key", "c0"]).exits(3);
    assert_eq!(only(&document, "unparsable")["params"]["reason"], "too_many_columns");
}

/// Compares two files and gives, beside the answer, the most that the comparer held in memory, in KiB.
#[track_caller]
fn watched(tables: &Tables, old: &str, new: &str) -> (Said, u64) {
    let running = tables.shop.begin(["compare", "files", old, new, "--key", "id"]);
    let status = format!("/proc/{}/status", comparer_of(&running));
    let sampler = thread::spawn(move || {
        let mut most = 0;
        while let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let Some(line) = line else { break };
            most = most.max(line.trim().trim_end_matches(" kB").parse().unwrap());
            thread::yield_now();
        }
        most
    });
    let said = end_of(running);
    let most = sampler.join().unwrap();
    assert!(most > 0, "nothing was seen of the comparer\n{said}");
    tables.nothing_is_left(&said);
    (said, most)
}

#[track_caller]
fn is_refused(tables: &Tables, name: &str, kind: &str, reason: &str) {
    let (said, most) = watched(tables, "old.csv", name);
    let document = said.exits(3);
    let finding = only(&document, kind);
    assert_eq!(finding["params"]["reason"], reason, "{name}: {finding:#}");
    assert!(most < RESIDENT_KIB_MAX, "{name}: {most} KiB");
}

/// A file of `mebibytes` times a million and a few letters, between two ends.
fn long_line(path: &Path, (begin, piece, end): (&str, &str, &str), mebibytes: usize) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let block = piece.repeat((1 << 20) / piece.len());
    file.write_all(begin.as_bytes()).unwrap();
    for _ in 0..mebibytes {
        file.write_all(block.as_bytes()).unwrap();
    }
    file.write_all(end.as_bytes()).unwrap();
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let tables = Tables::of("id,a\n1,x\n", "id,a\n1,x\n");
    let at = |name: &str| tables.shop.at(name);
    long_line(&at("cell.csv"), ("id,a\n1,", "a", "\n"), 200);
    is_refused(&tables, "cell.csv", "unparsable", "cell_too_large");
    long_line(&at("quoted.csv"), ("id,a\n1,\"", "a\n", "\"\n"), 200);
    is_refused(&tables, "quoted.csv", "unparsable", "cell_too_large");
    long_line(&at("header.csv"), ("id,", "a", "\n1,x\n"), 200);
    is_refused(&tables, "header.csv", "unparsable", "cell_too_large");
    long_line(&at("cell.jsonl"), ("{\"id\":1,\"a\":\"", "a", "\"}\n"), 200);
    is_refused(&tables, "cell.jsonl", "unparsable", "row_too_large");
    long_line(&at("number.json"), ("[{\"id\":1,\"a\":1", "0", "}]"), 200);
    is_refused(&tables, "number.json", "unparsable", "row_too_large");
}

#[test]
fn documents_that_nest_without_end_are_refused() {
    let tables = Tables::of("id,a\n1,x\n", "id,a\n1,x\n");
    let deep = "[".repeat(2_000_000);
    tables.put("list.json", &deep);
    tables.put("cell.json", format!("[{{\"id\":1,\"a\":{deep}"));
    tables.put("object.jsonl", format!("{{\"id\":1,\"a\":{}", "{\"b\":".repeat(500_000)));
    for name in ["list.json", "cell.json", "object.jsonl"] {
        let (said, most) = watched(&tables, "old.csv", name);
        let document = said.exits(3);
        let wanted = if name == "list.json" { "unparsable" } else { "unsupported" };
        assert_eq!(kinds(&document), [wanted], "{name}: {document:#}");
        assert!(most < RESIDENT_KIB_MAX, "{name}: {most} KiB");
    }
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let tables = Tables::of("id,a\n1,x\n", "id,a\n1,x\n");
    let blank = vec![b' '; 1 << 20];
    let bomb = workbook(|sheet| (0..600).for_each(|_| sheet.write_all(&blank).unwrap()));
    assert!(bomb.len() < 2 << 20, "{} bytes are no bomb", bomb.len());
    tables.put("bomb.xlsx", bomb);
    is_refused(&tables, "bomb.xlsx", "unsupported", "unpacks_to_too_much");
}

#[test]
fn a_million_rows_of_one_key_are_counted_within_the_memory() {
    let tables = Tables::new();
    tables.put("old.csv", lines("id,a", (0..1_000_000).map(|number| format!("one,{number}"))));
    tables.put("new.csv", lines("id,a", (0..1_000_000).map(|number| format!("{},{number}", number / 2))));
    let (said, most) = watched(&tables, "old.csv", "new.csv");
    let figures = said.exits(1)["figures"].clone();
    adds_up(&figures);
    for (name, wanted) in [
        ("rows_old", 1_000_000),
        ("rows_new", 1_000_000),
        ("matched", 0),
        ("duplicate_keys", 500_001),
        ("duplicate_old", 1_000_000),
        ("duplicate_new", 1_000_000),
    ] {
        assert_eq!(figures[name], Value::from(wanted), "{name}");
    }
    assert!(most < RESIDENT_KIB_MAX, "{most} KiB");
}

#[test]
fn no_number_of_rows_is_too_many_to_sort_in_memory_and_too_few_to_spill() {
    let tables = Tables::new();
    for rows in [600_000, 900_000, 1_300_000] {
        // Texts sort otherwise than numbers count, so both sides are sorted.
        let table = lines("id,a", (0..rows).map(|number| format!("{number},x")));
        tables.put("old.csv", &table);
        tables.put("new.csv", &table);
        let document = tables.differ(&[]).exits(0);
        assert_eq!(document["figures"]["matched"], Value::from(rows));
    }
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing_behind() {
    let tables = Tables::new();
    let Some(_disk) = tiny_disk(&tables.shop.at("aside"), 2 << 20) else { return };
    let table = lines("id,a,b", (0..200_000).map(row));
    tables.put("old.csv", &table);
    tables.put("new.csv", table.replace(".50", ".49"));
    let error = tables.differ(&[]).refuses(3, "disk_full");
    assert!(!error["hint"].as_str().unwrap().is_empty(), "{error:#}");
    tables.put("new.csv", "id,a,b\n1,2,3\n");
    tables.compare("new.csv", "new.csv", &[]).exits(0);
}
