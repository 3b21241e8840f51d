//! Workers on this machine, tables, and both answers to the same request.

#![allow(dead_code, reason = "each test uses a part")]

pub mod bucket;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ballast_cluster::store::{Store, variable};
use ballast_cluster::worker::{Options, serve};
use ballast_compare::wire::{
    Answer, Compared, Engine, FileKind, Format, Limits, Message, Request, Side, Source, Task, Tls,
};
use ballast_compare::{Spec, Tolerance};
use ballast_compare_program::progress::Progress;
use ballast_core::{Result, Verdict};
use tempfile::TempDir;

pub const TOKEN: &str = "correct horse battery staple of 32 bytes";

pub fn token() -> String {
    TOKEN.replace(' ', "-")
}

/// A worker as a process of its own.
pub struct Worker {
    child: Child,
    pub url: String,
}

impl Worker {
    pub fn start(place: &Place, more: &[&str]) -> Self {
        Self::start_with(place, place.store.to_str().unwrap(), more, &[])
    }

    pub fn start_with(place: &Place, store: &str, more: &[&str], variables: &[(&str, String)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ballast-cluster"));
        command
            .args(["worker", "--listen", "127.0.0.1:0", "--threads", "1", "--pool-mib", "64"])
            .args(["--store", store])
            .arg("--work")
            .arg(place.folder.path())
            .args(more)
            .env("BALLAST_TEST_TOKEN", token())
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let scheme = if more.contains(&"--cert") { "https" } else { "http" };
        Self { child, url: format!("{scheme}://{}", said["listening"].as_str().unwrap()) }
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A worker in this process, so that a test can make it do wrong. It works until the process ends.
pub fn wrong(place: &Place, change: impl FnOnce(&mut Options)) -> String {
    let address: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let store = Store::open(place.store.to_str().unwrap(), "--store", &variable).unwrap();
    let mut options = Options::new(address, store, ballast_cluster::access::Access::default());
    place.folder.path().clone_into(&mut options.work);
    options.pool_bytes = 64 << 20;
    change(&mut options);
    let (told, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let _ = runtime.unwrap().block_on(serve(options, |address| told.send(address).unwrap()));
    });
    format!("http://{}", heard.recv().unwrap())
}

/// A folder with the shared one in it.
pub struct Place {
    pub folder: TempDir,
    pub store: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        std::fs::create_dir(&store).unwrap();
        Self { folder, store }
    }

    pub fn write(&self, old: &str, new: &str) {
        std::fs::write(self.folder.path().join("old.csv"), old).unwrap();
        std::fs::write(self.folder.path().join("new.csv"), new).unwrap();
    }

    pub fn engine(&self, workers: &[&str]) -> Engine {
        Engine {
            workers: workers.iter().map(|&worker| worker.to_owned()).collect(),
            store: self.store.display().to_string(),
            token: None,
            tls: None,
        }
    }

    pub fn request(&self, engine: Option<Engine>) -> Request {
        let side = |name: &str| Side {
            source: Source::File { path: self.folder.path().join(name), kind: FileKind::Csv },
            format: Format::default(),
        };
        let cent = Tolerance { abs: Some("0.01".to_owned()), rel: None };
        let spec = Spec {
            key: vec!["id".to_owned()],
            tolerance: [("amount".to_owned(), cent)].into(),
            slice: Some("region".to_owned()),
            ..Spec::default()
        };
        Request {
            now: jiff::Timestamp::UNIX_EPOCH,
            day: jiff::civil::date(2026, 11, 21),
            old: side("old.csv"),
            new: side("new.csv"),
            work_folder: self.folder.path().join(if engine.is_some() { "there" } else { "here" }),
            limits: Limits { pool_bytes: 64 << 20, threads: 2 },
            engine,
            task: Task::Compare { spec: Box::new(spec), differences: None, previous: None, keep: None },
        }
    }

    pub fn here(&self) -> Compared {
        compared(ballast_compare_program::run(&self.request(None), &Progress::silent()))
    }

    pub fn there(&self, engine: Engine) -> Compared {
        compared(ballast_cluster::run(&self.request(Some(engine)), &Progress::silent()))
    }

    /// Whether jobs left anything where all can see it.
    pub fn is_clean(&self) -> bool {
        std::fs::read_dir(&self.store).unwrap().next().is_none()
    }
}

pub fn compared(answer: Result<Answer>) -> Compared {
    match answer.unwrap() {
        Answer::Compared(compared) => *compared,
        Answer::Looked(_) => panic!("that was not asked"),
    }
}

/// What the program says last to a request.
pub fn say(request: &Request, variables: &[(&str, String)]) -> Message {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ballast-cluster"))
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{}", serde_json::to_string(request).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    drop(input);
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

/// Everything that an answer says about the tables.
pub fn said(compared: &Compared) -> String {
    serde_json::to_string(&(compared.verdict, &compared.findings, &compared.figures)).unwrap()
}

pub fn assert_same(here: &Compared, there: &Compared) {
    assert_eq!(said(here), said(there));
    assert!(here.figures.as_ref().is_some_and(|figures| figures.digest.len() == 64));
}

/// The reason of an answer that says nothing about the tables.
pub fn reason(compared: &Compared) -> &str {
    assert_eq!(compared.verdict, Verdict::Inconclusive);
    assert!(compared.figures.is_none(), "no figures without an answer");
    assert_eq!(compared.findings.len(), 1);
    assert_eq!(compared.findings[0].kind.as_str(), "unsupported");
    &compared.findings[0].params["reason"]
}

/// Two tables of so many rows, shuffled against each other, with differences of every kind in them.
pub fn tables(rows: u32) -> (String, String) {
    let (mut old, mut new) =
        (String::from("id,amount,region,note\n"), String::from("id,amount,region,note\n"));
    let row = |table: &mut String, id: u32, cents: u32, note: &str| {
        let region = ["CH", "DE", "AT", "FR"][id as usize % 4];
        writeln!(table, "k{id:07},{}.{:02},{region},{note}", cents / 100, cents % 100).unwrap();
    };
    for at in 0..rows {
        let id = at.wrapping_mul(48_271) % rows.next_power_of_two();
        if id % 997 != 5 {
            row(&mut old, id, id * 7, "as it was");
        }
        if id % 499 == 7 {
            row(&mut old, id, id * 7, "twice");
        }
    }
    for at in (0..rows).rev() {
        let id = at.wrapping_mul(48_271) % rows.next_power_of_two();
        let (cents, note) = match id % 1000 {
            11 => (id * 7 + 1, "as it was"),
            12 => (id * 8, "as it was"),
            13 => (id * 7, "as it is"),
            _ => (id * 7, "as it was"),
        };
        if id % 991 != 3 {
            row(&mut new, id, cents, note);
        }
    }
    (old, new)
}

pub struct Certificates {
    pub authority: PathBuf,
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Certificates {
    /// Of an authority that is made for it.
    pub fn make(folder: &Path, name: &str) -> Self {
        use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = parameters.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(parameters, key);
        let key = KeyPair::generate().unwrap();
        let hosts = vec!["127.0.0.1".to_owned()];
        let certificate = CertificateParams::new(hosts).unwrap().signed_by(&key, &issuer).unwrap().pem();
        let write = |what: &str, text: String| {
            let path = folder.join(format!("{name}-{what}.pem"));
            std::fs::write(&path, text).unwrap();
            path
        };
        Self {
            authority: write("ca", authority),
            certificate: write("cert", certificate),
            key: write("key", key.serialize_pem()),
        }
    }

    pub fn arguments(&self) -> Vec<&str> {
        let [cert, key, ca] =
            [&self.certificate, &self.key, &self.authority].map(|path| path.to_str().unwrap());
        vec!["--cert", cert, "--key", key, "--ca", ca]
    }

    pub fn tls(&self) -> Tls {
        Tls {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            authority: self.authority.clone(),
        }
    }
}
