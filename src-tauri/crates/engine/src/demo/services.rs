//! The two payout systems of the demo company and the line to the bank, so that a drill can be run for real: three
//! small servers on this computer. Whoever opens the demo company runs them while nobody else does.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ballast_core::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::engine::Engine;

/// Where the ports stand.
const SETTING: &str = "demo_services";
/// The folder of the services, below the workspace.
const FOLDER: &str = "company/payouts";
/// Which system is in use, as the switch writes it.
const ACTIVE: &str = "active";
/// One line an entry: milliseconds since 1970, its number, the system that took it.
const ENTRIES: &str = "entries.log";
/// What the primary took is copied to the standby after this long.
const COPIED_AFTER_MILLISECONDS: i64 = 2_000;
const REQUEST_BYTES_MAX: u64 = 8 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

/// One port a server.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Ports {
    pub primary: u16,
    pub standby: u16,
    pub bank: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Primary,
    Standby,
    /// Whichever of the two is in use answers.
    Bank,
}

impl Role {
    /// Two machines, as far as one computer can play them.
    fn host(self) -> Ipv4Addr {
        match self {
            Self::Primary => Ipv4Addr::LOCALHOST,
            Self::Standby => Ipv4Addr::new(127, 0, 0, 2),
            Self::Bank => Ipv4Addr::new(127, 0, 0, 3),
        }
    }
}

impl Ports {
    /// Three that are free now.
    pub(super) fn find() -> Result<Self> {
        let bind = |role: Role| {
            TcpListener::bind((role.host(), 0)).map_err(|error| Error::io(role.host().to_string(), &error))
        };
        let (primary, standby, bank) = (bind(Role::Primary)?, bind(Role::Standby)?, bind(Role::Bank)?);
        let port = |listener: &TcpListener| {
            listener
                .local_addr()
                .map(|address| address.port())
                .map_err(|error| Error::io("127.0.0.1", &error))
        };
        Ok(Self { primary: port(&primary)?, standby: port(&standby)?, bank: port(&bank)? })
    }

    /// The workspace file with the ports in their places.
    pub(super) fn fill(self, file: &str) -> String {
        let put = |text: String, name: &str, role: Role, port: u16| {
            text.replace(name, &format!("{}:{port}", role.host()))
        };
        let text = put(file.to_owned(), "primary.demo", Role::Primary, self.primary);
        let text = put(text, "standby.demo", Role::Standby, self.standby);
        put(text, "bank.demo", Role::Bank, self.bank)
    }
}

/// Writes the switch and says which system is in use.
pub(super) fn prepare(workspace: &Path, engine: &Engine, ports: Ports) -> Result<()> {
    let folder = workspace.join(FOLDER);
    let io = |error: std::io::Error| Error::io(&folder, &error);
    fs::create_dir_all(&folder).map_err(io)?;
    fs::write(folder.join(ACTIVE), "primary\n").map_err(io)?;
    let switch = workspace.join("switch");
    let text = format!(
        "#!/bin/sh\n# Says which payout system is in use.\nset -e\ncase \"$1\" in primary|standby) ;; *) echo \"primary or standby\" >&2; exit 2 ;; esac\ncd \"$(dirname \"$0\")/{FOLDER}\"\necho \"$1\" > {ACTIVE}.new\nmv {ACTIVE}.new {ACTIVE}\n"
    );
    fs::write(&switch, text).map_err(io)?;
    fs::set_permissions(&switch, fs::Permissions::from_mode(0o755)).map_err(io)?;
    let text = serde_json::to_string(&ports).unwrap_or_default();
    engine.store().write(move |change| change.put_setting(SETTING, &text))
}

/// Workspaces whose services this process has tried to run.
static TRIED: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// Runs the services of a demo company. A port that somebody else holds is theirs: another program runs them.
pub(crate) fn run_for(engine: &Engine) {
    let text = engine.store().read(|view| view.setting(SETTING)).ok().flatten();
    let Some(ports) = text.and_then(|text| serde_json::from_str::<Ports>(&text).ok()) else { return };
    let folder = engine.folder().join(FOLDER);
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    if !tried.get_or_insert_default().insert(folder.clone()) {
        return;
    }
    for (role, port) in
        [(Role::Primary, ports.primary), (Role::Standby, ports.standby), (Role::Bank, ports.bank)]
    {
        let folder = folder.clone();
        let run = move || serve(role, port, &folder);
        if let Err(error) = std::thread::Builder::new().name(format!("demo-{port}")).spawn(run) {
            tracing::warn!(%error, "a service of the demo company does not run");
        }
    }
}

/// Takes the port as soon as nobody else has it.
fn serve(role: Role, port: u16, folder: &Path) {
    let listener = loop {
        match TcpListener::bind((role.host(), port)) {
            Ok(listener) => break listener,
            Err(_) => std::thread::sleep(Duration::from_secs(1)),
        }
    };
    for stream in listener.incoming().flatten() {
        // One after the other: nobody but probes and a drill asks.
        if let Err(error) = answer(role, folder, stream) {
            tracing::debug!(%error, "a service of the demo company was not heard to the end");
        }
    }
}

fn answer(role: Role, folder: &Path, mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?.take(REQUEST_BYTES_MAX)).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let active = fs::read_to_string(folder.join(ACTIVE)).unwrap_or_default().trim().to_owned();
    let (status, body) = match (role, method, path) {
        (Role::Primary, "GET", "/health") => (200, json!({ "status": "ok", "system": "payout-1" })),
        (Role::Standby, "GET", "/health") => (200, json!({ "status": "ok", "system": "payout-2" })),
        (Role::Standby, "GET", "/newest") => (200, json!({ "newest": newest(folder) })),
        (Role::Bank, "GET", "/status") => (200, json!({ "link": "open", "active": active })),
        (Role::Bank, "POST", path) => match path.strip_prefix("/entry/") {
            Some(number) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                enter(folder, number, &active)?;
                (201, json!({ "entry": number, "taken_by": active }))
            }
            _ => (404, json!({})),
        },
        _ => (404, json!({})),
    };
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn enter(folder: &Path, number: &str, active: &str) -> std::io::Result<()> {
    let mut line = String::new();
    let _ = writeln!(line, "{} {number} {active}", now());
    fs::OpenOptions::new().append(true).create(true).open(folder.join(ENTRIES))?.write_all(line.as_bytes())
}

/// The newest entry that the standby has: its own, and what the primary took long enough ago.
fn newest(folder: &Path) -> Option<u64> {
    let text = fs::read_to_string(folder.join(ENTRIES)).unwrap_or_default();
    let copied = now() - COPIED_AFTER_MILLISECONDS;
    let entry = |line: &str| -> Option<u64> {
        let mut words = line.split(' ');
        let at: i64 = words.next()?.parse().ok()?;
        let number: u64 = words.next()?.parse().ok()?;
        (at <= copied || words.next() == Some("standby")).then_some(number)
    };
    text.lines().filter_map(entry).max()
}

fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
