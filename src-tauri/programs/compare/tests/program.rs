//! The program itself: what it says, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shared;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use ballast_compare::wire::{Answer, Export, ExportFormat, Exported, Message, Request, Stage, Task};
use ballast_core::{Code, Error, Verdict};
use parquet::file::reader::{FileReader, SerializedFileReader};
use shared::{Place, keyed};

const PROGRAM: &str = env!("CARGO_BIN_EXE_ballast-compare");

struct Started {
    child: Child,
    input: Option<ChildStdin>,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Started {
    fn with(arguments: &[&str], request: &impl serde::Serialize) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{}", serde_json::to_string(request).unwrap()).unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input: Some(input), lines }
    }

    fn message(&mut self) -> Option<Message> {
        self.lines.next().map(|line| serde_json::from_str(&line.unwrap()).unwrap())
    }

    fn wait_for(&mut self, stage: Stage) {
        loop {
            match self.message().expect("it ended before the stage came") {
                Message::Progress(report) if report.stage == stage => return,
                Message::Progress(_) => {}
                other => panic!("it ended before the stage came: {other:?}"),
            }
        }
    }

    fn end(mut self) -> Message {
        let mut last = None;
        while let Some(message) = self.message() {
            last = Some(message);
        }
        self.child.wait().unwrap();
        last.expect("it said nothing")
    }
}

fn asking(place: &Place, rows: u32) -> Request {
    let table = |sign: &str| {
        (0..rows).fold(String::from("id,value,note\n"), |mut text, row| {
            use std::fmt::Write;
            let id = u64::from(row) * 7919 % u64::from(rows);
            let _ = writeln!(text, "{id},{sign}{},some text that takes room {row}", id % 5);
            text
        })
    };
    let mut request = place.csv(&table("1"), &table("2"));
    request.task = Task::Compare {
        spec: Box::new(keyed(&["id"])),
        differences: Some(place.at("differences")),
        previous: None,
        keep: None,
    };
    request
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn it_says_how_far_it_is_and_then_what_it_found() {
    let place = Place::new();
    let mut started = Started::with(&[], &asking(&place, 1000));
    started.wait_for(Stage::ReadOld);
    let Message::Done(answer) = started.end() else { panic!() };
    let Answer::Compared(compared) = *answer else { panic!() };
    assert_eq!(compared.verdict, Verdict::Failed);
    assert_eq!(compared.figures.unwrap().changed, 1000);
    assert_eq!(names(place.0.path()), ["differences", "new.csv", "old.csv", "work"]);
    assert_eq!(names(&place.at("work")), [""; 0]);
}

#[test]
fn a_request_that_is_none_is_an_error() {
    let Message::Failed(error) = Started::with(&[], &"what?").end() else { panic!() };
    assert_eq!(error.code, Code::Internal);
}

#[test]
fn killed_half_way_it_leaves_nothing_but_scratch_and_the_next_one_clears_that() {
    let place = Place::new();
    let request = asking(&place, 400_000);
    let mut started = Started::with(&[], &request);
    started.wait_for(Stage::Compare);
    started.child.kill().unwrap();
    started.child.wait().unwrap();
    assert_eq!(names(place.0.path()), ["new.csv", "old.csv", "work"]);
    assert_eq!(names(&place.at("work")), ["ballast-compare"]);
    let Message::Done(_) = Started::with(&[], &request).end() else { panic!() };
    assert_eq!(names(&place.at("work")), [""; 0]);
}

#[test]
fn it_ends_when_nobody_wants_the_answer() {
    let place = Place::new();
    let mut started = Started::with(&[], &asking(&place, 400_000));
    started.wait_for(Stage::Compare);
    drop(started.input.take());
    assert_eq!(started.child.wait().unwrap().code(), Some(3));
    assert!(!place.at("differences").exists());
}

/// A disk of its own, so small that it is soon full; none where that is not allowed here.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(path: &'a Path, kibibytes: u32) -> Option<Self> {
        std::fs::create_dir_all(path).unwrap();
        let size = format!("size={kibibytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(path)
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(path))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_has_a_code_of_its_own() {
    // Too small for the rows; for what is sorted outside of memory; for the list.
    for kibibytes in [512, 40 << 10, 56 << 10] {
        let place = Place::new();
        let mut request = asking(&place, 400_000);
        request.limits.pool_bytes = 8 << 20;
        let work = place.at("work");
        let Some(_disk) = SmallDisk::mount(&work, kibibytes) else {
            eprintln!("skipped: no disk can be mounted here");
            return;
        };
        let Message::Failed(error) = Started::with(&[], &request).end() else { panic!("{kibibytes}") };
        assert_eq!(error.code, Code::DiskFull, "{kibibytes}: {error}");
        assert_eq!(names(&work), [""; 0]);
    }
}

#[test]
fn lists_become_files_for_people() {
    let place = Place::new();
    let old = "id,name,value,code\n1,Ann,1,x\n2,Bob,2,y\n3,Cy,3,x\n";
    let new = "id,name,value,code\n1,Ann,1.5,x\n2,Rob,2,y\n4,<Di>,3,x\n";
    place.compare(place.csv(old, new), &keyed(&["id"]));
    let export = |format, masked: &[&str]| -> (Exported, std::path::PathBuf) {
        let to = place.at("export");
        let request = Export {
            differences: place.at("differences"),
            to: to.clone(),
            format,
            masked: masked.iter().map(|name| (*name).to_owned()).collect(),
            title: "A & B".to_owned(),
            words: [("mismatch".to_owned(), "differs".to_owned())].into(),
        };
        let mut started = Started::with(&["export"], &request);
        let line = started.lines.next().unwrap().unwrap();
        started.child.wait().unwrap();
        let exported: Result<Exported, Error> = serde_json::from_str(&line).unwrap();
        (exported.unwrap(), to)
    };
    let (exported, path) = export(ExportFormat::Csv, &[]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!((exported.rows, exported.bytes, exported.left_out), (4, text.len() as u64, 0));
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("id,column,outcome,shape,old,new"), "{}", lines[0]);
    assert!(lines[1].starts_with("1,value,differs,rounding,1,1.5"), "{}", lines[1]);
    assert!(lines[3].contains(r#"[""3"",""Cy"",""3"",""x""]"#), "{}", lines[3]);

    let (_, path) = export(ExportFormat::Html, &["name"]);
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("<h1>A &amp; B</h1>") && page.contains("•••"));
    for secret in ["Bob", "Rob", "Cy", "Di", "Ann"] {
        assert!(!page.contains(secret), "{secret} is shown");
    }
    let (_, path) = export(ExportFormat::Html, &[]);
    assert!(std::fs::read_to_string(&path).unwrap().contains("&lt;Di&gt;"));

    let (exported, path) = export(ExportFormat::Parquet, &["id"]);
    let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 4);
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    assert!(rows[0].contains("•••") && exported.rows == 4, "{}", rows[0]);
}

#[test]
fn a_first_look_proposes_and_shows() {
    let place = Place::new();
    let old = (0..100).fold(String::from("customer_id,region,amount\n"), |text, id| {
        format!("{text}C{id:03},{},{id}.50\n", ["CH", "DE"][id % 2])
    });
    let new = old.replace("customer_id", "customer-id").replace("C007,DE,7.50", "C007,DE,8.50");
    let looked = Place::look(&place.csv(&old, &new));
    assert_eq!(looked.proposal.key, ["customer_id"]);
    assert_eq!(looked.columns, ["region", "amount"]);
    assert_eq!(looked.rows.len(), 20);
    let row = &looked.rows[7];
    assert_eq!(row.key, ["C007"]);
    assert_eq!((row.old[1].as_deref(), row.new[1].as_deref()), (Some("7.50"), Some("8.50")));
    assert!(looked.old.unwrap().columns[0].unique);
    let looked = Place::look(&place.csv(&old, ""));
    assert_eq!((looked.findings.len(), looked.new), (1, None));
}
