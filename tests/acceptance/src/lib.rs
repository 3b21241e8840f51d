//! Driving the real program on real folders, as a user would.
//!
//! A [`Workshop`] is one temporary folder with a workspace in it and the program to run on it.
//! [`stock`] hands out copies of a larger repository that tests may damage.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail by panicking")]

pub mod agent;
pub mod archives;
pub mod files;
pub mod month;
pub mod payouts;
pub mod postgres;
pub mod providers;
pub mod runbook;
pub mod spot_checks;
pub mod stock;
pub mod system;
pub mod tables;
pub mod till;

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::Value;
use tempfile::TempDir;

/// The password of every repository that the tests make.
pub const PASSWORD: &str = "a horse that nobody rode";
/// No call of the program takes longer, or it hangs.
const PATIENCE: Duration = Duration::from_secs(170);

/// The program under test: `BALLAST_PROGRAM`, else the one built beside the tests.
pub fn program() -> PathBuf {
    let program = env::var_os("BALLAST_PROGRAM").map_or_else(
        || {
            let test = env::current_exe().unwrap();
            test.parent().and_then(Path::parent).unwrap().join("ballast")
        },
        PathBuf::from,
    );
    assert!(
        program.is_file(),
        "There is no program to test at {}.\nBuild it first (cargo build -p ballast-cli), or name it with BALLAST_PROGRAM.",
        program.display()
    );
    program
}

/// Whether the tests may act as another user and mount file systems.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// What the program answered.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    call: String,
}

impl Said {
    /// The one JSON document on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        let mut documents = serde_json::Deserializer::from_str(&self.stdout).into_iter::<Value>();
        let first = documents.next().unwrap_or_else(|| panic!("no JSON document\n{self}"));
        let first = first.unwrap_or_else(|error| panic!("not JSON: {error}\n{self}"));
        assert!(documents.next().is_none(), "more than one JSON document\n{self}");
        first
    }

    /// The document, after the exit code was seen to be this one.
    #[track_caller]
    pub fn exits(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "the exit code\n{self}");
        self.json()
    }

    /// An error of the contract's shape with this exit code and this `code`.
    #[track_caller]
    pub fn refuses(&self, exit: i32, code: &str) -> Value {
        let error = self.exits(exit)["error"].clone();
        assert_eq!(error["code"], code, "the code of the error\n{self}");
        for sentence in ["message", "hint"] {
            let text = error[sentence].as_str().unwrap_or_default();
            assert!(!text.trim().is_empty(), "the error has no {sentence}\n{self}");
        }
        assert!(error["where"].is_object() && error["allowed"].is_array(), "the shape of the error\n{self}");
        error
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, stdout, stderr, call } = self;
        write!(f, "$ {call}\nexit {code}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}

/// A temporary folder with a workspace, and how the program is called on it.
pub struct Workshop {
    folder: TempDir,
    program: PathBuf,
    variables: Vec<(String, String)>,
    nobody: bool,
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new()
    }
}

impl Workshop {
    /// An empty folder, with no workspace yet.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("ballast-test-").tempdir().unwrap();
        Self { folder, program: program(), variables: Vec::new(), nobody: false }
    }

    /// A workspace that is set up as `file` says, below its `[workspace]` table.
    #[track_caller]
    pub fn with(file: &str) -> Self {
        let shop = Self::new();
        shop.run(["init", "--name", "Test"]).exits(0);
        shop.apply(file);
        shop
    }

    /// One folder `source`, one repository `repo`: what most tests need.
    #[track_caller]
    pub fn plain() -> Self {
        Self::with(PLAIN)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A place below the root.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn workspace(&self) -> PathBuf {
        self.at("workspace")
    }

    pub fn database(&self) -> PathBuf {
        self.at("workspace/ballast.db")
    }

    /// Sets a variable for every later call.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }

    /// From now on the program lies where none of its helpers does.
    pub fn leave_alone(&mut self) {
        let alone = self.at("alone");
        fs::create_dir(&alone).unwrap();
        let copy = alone.join("ballast");
        fs::copy(&self.program, &copy).unwrap();
        self.program = copy;
        self.set("BALLAST_PROGRAMS", alone.to_str().unwrap());
    }

    /// From now on the program runs as `nobody`, who owns everything that is here already. Only root
    /// can do that; others are not root already.
    pub fn become_nobody(&mut self) {
        if !is_root() {
            return;
        }
        let copy = self.at("ballast");
        fs::copy(&self.program, &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
        let done = Command::new("chown").args(["-R", "65534:65534"]).arg(self.root()).status().unwrap();
        assert!(done.success());
        self.program = copy;
        self.nobody = true;
    }

    /// The program on this workspace.
    pub fn command<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = if self.nobody {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        for name in ["BALLAST_NOW", "BALLAST_WORKSPACE", "NO_COLOR", "RUST_LOG", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.root())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("BALLAST_REPO_PASSWORD", PASSWORD)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.root())
            .stdin(Stdio::null())
            .arg("--workspace")
            .arg(self.workspace())
            .args(arguments);
        command
    }

    /// Runs the program with `--json` to its end.
    pub fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Said {
        let mut command = self.command(arguments);
        command.arg("--json");
        finish(command)
    }

    /// Runs the program as people do, without `--json`.
    pub fn speak<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Said {
        finish(self.command(arguments))
    }

    /// Starts the program with `--json` and lets it work.
    pub fn begin<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Child {
        let mut command = self.command(arguments);
        command.arg("--json").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Writes a workspace file and applies it.
    #[track_caller]
    pub fn apply(&self, file: &str) -> Value {
        fs::write(self.at("workspace.toml"), format!("{HEAD}{file}")).unwrap();
        self.run(["apply", "workspace.toml"]).exits(0)
    }

    /// Takes a copy that must succeed without any finding above a note.
    #[track_caller]
    pub fn back_up(&self, control: &str) -> Value {
        let document = self.run(["backup", "run", control]).exits(0);
        assert_eq!(document["verdict"], "passed", "{document:#}");
        document
    }

    /// Climbs to a level, reading everything at every level, and gives the document.
    #[track_caller]
    pub fn verify(&self, control: &str, level: &str) -> Value {
        let said = self.run(["backup", "verify", control, "--level", level, "--sample", "100%"]);
        let document = said.json();
        assert!(!said.stdout.contains("worker_failed"), "the worker crashed\n{said}");
        let wanted = match document["verdict"].as_str() {
            Some("passed") => 0,
            Some("failed" | "anomaly") => 1,
            _ => 3,
        };
        assert_eq!(said.code, wanted, "the exit code of this verdict\n{said}");
        document
    }

    /// What the ledger says of itself.
    #[track_caller]
    pub fn evidence_holds(&self) {
        let report = self.run(["evidence", "verify"]).exits(0);
        assert_eq!(report["verdict"], "passed", "{report:#}");
        assert_eq!(report["problems"], serde_json::json!([]));
    }

    /// The workspace as a file, without its revision.
    #[track_caller]
    pub fn export(&self) -> String {
        let said = self.speak(["export"]);
        assert_eq!(said.code, 0, "{said}");
        let lines = said.stdout.lines().filter(|line| !line.starts_with("revision = "));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Runs a command to its end, or ends it when it hangs.
#[track_caller]
pub fn finish(mut command: Command) -> Said {
    let call = format!("{command:?}");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.unwrap_or_else(|error| panic!("{call}: {error}"));
    let mut said = end_of(child);
    said.call = call;
    said
}

/// Waits for a program that was started before.
#[track_caller]
pub fn end_of(mut child: Child) -> Said {
    fn drain(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = from.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }
    let stdout = drain(child.stdout.take().unwrap());
    let stderr = drain(child.stderr.take().unwrap());
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break Some(status),
            None if Instant::now() > deadline => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let said = Said {
        code: status.and_then(|status| status.code()).unwrap_or(-1),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        call: String::new(),
    };
    assert!(status.is_some(), "it did not end within {PATIENCE:?}\n{said}");
    said
}

/// Looks again and again until there is something to see.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "waited a minute in vain: {what}");
        thread::sleep(Duration::from_millis(3));
    }
}

/// The first table of every file the tests apply.
pub const HEAD: &str = "[workspace]\nname = \"Test\"\ntimezone = \"Europe/Berlin\"\ncurrency = \"EUR\"\n\n";

/// See [`Workshop::plain`].
pub const PLAIN: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
"#;

/// Verdicts by level, in the order of the ladder: `passed passed failed`.
#[track_caller]
pub fn ladder(document: &Value) -> String {
    let levels = document["levels"].as_array().unwrap_or_else(|| panic!("no levels in {document:#}"));
    let order = ["present", "structure", "content", "restore", "recovery"];
    for (level, wanted) in levels.iter().zip(order) {
        assert_eq!(level["level"], wanted, "the order of the levels in {document:#}");
    }
    let verdicts: Vec<&str> = levels.iter().filter_map(|level| level["verdict"].as_str()).collect();
    verdicts.join(" ")
}

/// The findings of one kind.
pub fn of_kind<'a>(document: &'a Value, kind: &str) -> Vec<&'a Value> {
    let all = document["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|finding| finding["kind"] == kind).collect()
}

/// The findings of one kind, of which there must be one at least; each says what to do.
#[track_caller]
pub fn found<'a>(document: &'a Value, kind: &str) -> Vec<&'a Value> {
    let found = of_kind(document, kind);
    assert!(!found.is_empty(), "no finding of kind {kind} in {document:#}");
    for finding in &found {
        for field in ["subject", "detail", "hint", "severity", "repository"] {
            let text = finding[field].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "a finding without {field}: {finding:#}");
        }
    }
    found
}

/// Every file of the user that any finding names.
pub fn named_files(document: &Value) -> std::collections::BTreeSet<String> {
    let findings = document["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let files = findings.iter().flat_map(|finding| finding["files"].as_array().cloned().unwrap_or_default());
    files.filter_map(|file| file.as_str().map(str::to_owned)).collect()
}

/// A small file system that is gone with its guard; none, with the reason printed, where mounting is
/// not permitted.
pub fn tiny_disk(at: &Path, bytes: u64) -> Option<TinyDisk> {
    fs::create_dir_all(at).unwrap();
    let size = format!("size={bytes},mode=0777");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
        .arg(at)
        .stderr(Stdio::null())
        .status();
    if is_root() && mounted.is_ok_and(|status| status.success()) {
        return Some(TinyDisk(at.to_owned()));
    }
    eprintln!("skipped: a small file system cannot be mounted here (only root may)");
    None
}

/// See [`tiny_disk`].
pub struct TinyDisk(PathBuf);

impl Drop for TinyDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Debian's restic; none, with the reason printed, where it is not installed.
pub fn restic() -> Option<&'static str> {
    let found = Command::new("restic").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        return Some("restic");
    }
    eprintln!("skipped: restic is not installed (apt-get install restic)");
    None
}
