//! The agent as a process of its own, what it wrote down, and who hears its alerts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, types::ValueRef};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Said, Workshop, end_of, until};

impl Workshop {
    /// A workspace that was made under a simulated clock, so that what is found under one counts.
    #[track_caller]
    pub fn simulated(now: &str, file: &str) -> Self {
        let mut shop = Self::new();
        shop.clock(now);
        shop.run(["init", "--name", "Test"]).exits(0);
        shop.apply(file);
        shop
    }

    /// The clock starts here at every later call.
    pub fn clock(&mut self, now: &str) {
        self.set("BALLAST_NOW", now);
    }

    /// Runs what is due at this time.
    pub fn once(&mut self, now: &str) -> Said {
        self.clock(now);
        self.run(["agent", "--once"])
    }

    /// The jobs that `agent --once` ran, as `files backup passed`, in their order.
    #[track_caller]
    pub fn once_ran(&mut self, now: &str) -> Vec<String> {
        let said = self.once(now);
        jobs(&said.json())
    }

    /// What the database says, every cell as text.
    #[track_caller]
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let open = Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        open.busy_timeout(Duration::from_secs(10)).unwrap();
        let mut statement = open.prepare(sql).unwrap();
        let columns = statement.column_count();
        let cell = |value: ValueRef<'_>| match value {
            ValueRef::Null => String::new(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => number.to_string(),
            ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
        };
        let rows = statement
            .query_map([], |row| (0..columns).map(|column| Ok(cell(row.get_ref(column)?))).collect())
            .unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// The one cell that a query gives.
    #[track_caller]
    pub fn cell(&self, sql: &str) -> String {
        self.rows(sql).into_iter().next().and_then(|row| row.into_iter().next()).unwrap_or_default()
    }

    /// Starts the agent and waits until it holds the schedule.
    #[track_caller]
    pub fn agent(&self) -> Agent {
        let agent = self.agent_at_once();
        let pid = agent.pid().to_string();
        until("the agent to hold the schedule", || {
            (self.cell("SELECT pid FROM schedule_lease") == pid).then_some(())
        });
        agent
    }

    /// Starts the agent and does not wait.
    pub fn agent_at_once(&self) -> Agent {
        Agent(Some(self.begin(["agent"])))
    }
}

/// The jobs in a report of the agent.
#[must_use]
pub fn jobs(report: &Value) -> Vec<String> {
    let runs = report["runs"].as_array().unwrap_or_else(|| panic!("no runs in {report:#}"));
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let job = |run: &Value| {
        let end = if run["verdict"].is_null() { &run["state"] } else { &run["verdict"] };
        format!("{} {} {}", word(&run["control"]["id"]), word(&run["kind"]), word(end))
    };
    runs.iter().map(job).collect()
}

/// The process that works for a program, once there is one.
#[track_caller]
pub fn worker_of(program: &Child) -> u32 {
    let tasks = format!("/proc/{}/task", program.id());
    until("a worker", || {
        std::fs::read_dir(&tasks).ok()?.flatten().find_map(|task| {
            let children = std::fs::read_to_string(task.path().join("children")).ok()?;
            let pid: u32 = children.split_whitespace().next()?.parse().ok()?;
            // Between fork and exec it is its parent still.
            let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
            (line.split(|byte| *byte == 0).nth(1) == Some(b"worker")).then_some(pid)
        })
    })
}

/// A running agent; killed when it is dropped.
pub struct Agent(Option<Child>);

impl Agent {
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.0.as_ref().unwrap().id()
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.pid().cast_signed()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Asks it to stop, as systemd does.
    pub fn stop(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    /// Waits for its end and gives what it said.
    #[track_caller]
    pub fn end(mut self) -> Said {
        end_of(self.0.take().unwrap())
    }

    /// As a power cut would.
    pub fn kill(mut self) {
        let mut child = self.0.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
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

/// A request that a [`Receiver`] took.
#[derive(Clone, Debug)]
pub struct Heard {
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub status: u16,
}

impl Heard {
    /// A header by its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// # Panics
    /// Where the body is no JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct Book {
    heard: Vec<Heard>,
    answers: Vec<u16>,
    usual: Option<u16>,
}

/// A web server on this computer that writes down what it is sent and answers as it is told.
pub struct Receiver {
    port: u16,
    book: Arc<Mutex<Book>>,
}

impl Default for Receiver {
    fn default() -> Self {
        Self::start()
    }
}

impl Receiver {
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let book = Arc::<Mutex<Book>>::default();
        let shared = Arc::clone(&book);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let book = Arc::clone(&shared);
                thread::spawn(move || take(stream, &book));
            }
        });
        Self { port, book }
    }

    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap()
    }

    /// The next requests are answered with these codes; those after them with 204.
    pub fn answers(&self, codes: &[u16]) {
        self.book().answers = codes.to_vec();
    }

    /// Every request from now on is answered with this code.
    pub fn always(&self, code: u16) {
        self.book().usual = Some(code);
    }

    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.book().heard.clone()
    }

    /// What was taken since the last look.
    #[allow(clippy::must_use_candidate, reason = "also for what nobody wants to see")]
    pub fn news(&self) -> Vec<Heard> {
        std::mem::take(&mut self.book().heard)
    }
}

fn take(stream: TcpStream, book: &Mutex<Book>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let Some((name, text)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), text.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, text)| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let status = {
        let mut book = book.lock().unwrap();
        let usual = book.usual.unwrap_or(204);
        let status = if book.answers.is_empty() { usual } else { book.answers.remove(0) };
        book.heard.push(Heard { path, headers, body, status });
        status
    };
    let mut stream = stream;
    let _ = write!(stream, "HTTP/1.1 {status} .\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
}

/// A server that takes connections and never says a word. Gives its port.
#[must_use]
pub fn silent_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let kept: Vec<TcpStream> = listener.incoming().flatten().collect();
        drop(kept);
    });
    port
}

/// HMAC-SHA256 as RFC 2104 writes it down, in hexadecimal digits: what a receiver computes for itself.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> String {
    let mut block = [0u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    outer.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A mail server of Debian's python3-aiosmtpd.
pub struct MailServer {
    child: Child,
    pub port: u16,
    heard: Arc<Mutex<Vec<Value>>>,
}

impl MailServer {
    /// `mode` and the rest as in the script. None, with the reason printed, where the package is missing.
    pub fn start(mode: &str, files: &[&std::path::Path]) -> Option<Self> {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../src-tauri/crates/outside/tests/fixtures/mail_server.py"
        );
        let mut child = Command::new("/usr/bin/python3")
            .args(["-W", "ignore", script, mode])
            .args(files)
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let Some(port) = first.trim().strip_prefix("port ").and_then(|port| port.parse().ok()) else {
            eprintln!("skipped: the package python3-aiosmtpd is missing");
            let _ = child.wait();
            return None;
        };
        let heard = Arc::<Mutex<Vec<Value>>>::default();
        let book = Arc::clone(&heard);
        thread::spawn(move || listen(lines, &book));
        Some(Self { child, port, heard })
    }

    /// The letters that it took, oldest first.
    ///
    /// # Panics
    /// Where its thread did.
    #[must_use]
    pub fn letters(&self) -> Vec<Value> {
        self.heard.lock().unwrap().iter().filter(|said| said.get("text").is_some()).cloned().collect()
    }
}

fn listen(lines: BufReader<ChildStdout>, book: &Mutex<Vec<Value>>) {
    for line in lines.lines().map_while(Result::ok) {
        book.lock().unwrap().extend(serde_json::from_str::<Value>(&line).ok());
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As [`until`], for what must come sooner.
#[track_caller]
pub fn within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    until(what, || {
        let seen = look();
        assert!(seen.is_some() || Instant::now() < deadline, "waited {limit:?} in vain: {what}");
        seen
    })
}
