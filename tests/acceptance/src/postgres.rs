//! A server of `PostgreSQL` of a test's own.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::{finish, is_root, until};

/// The password of its only user.
pub const DATABASE_PASSWORD: &str = "harbour-lamp-17";

/// Where the server's programs are: on the path, or where Debian keeps them.
fn program(name: &str) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Killed when it is dropped, and its data with it.
pub struct Postgres {
    child: Child,
    port: u16,
    psql: PathBuf,
    _folder: TempDir,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server refuses to run as root: then it runs as `nobody`.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    command
}

fn give(path: &Path) {
    if is_root() {
        chown(path, Some(65534), Some(65534)).unwrap();
    }
}

impl Postgres {
    /// None, with the reason printed, where there is no server to start.
    pub fn start() -> Option<Self> {
        let (Some(initdb), Some(server), Some(psql)) =
            (program("initdb"), program("postgres"), program("psql"))
        else {
            eprintln!("skipped: there is no PostgreSQL server here (apt-get install postgresql)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("ballast-test-postgres-").tempdir().unwrap();
        let (password, data) = (folder.path().join("password"), folder.path().join("data"));
        fs::write(&password, DATABASE_PASSWORD).unwrap();
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
        give(folder.path());
        give(&password);
        let mut make = unprivileged(&initdb);
        make.current_dir(folder.path())
            .args(["-U", "tester", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--locale=C"])
            .arg("--pwfile")
            .arg(&password)
            .arg("-D")
            .arg(&data);
        let made = finish(make);
        assert_eq!(made.code, 0, "{made}");
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = unprivileged(&server)
            .current_dir(folder.path())
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
            .args(["-c", "unix_socket_directories="])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { child, port, psql, _folder: folder };
        until("the database server", || (finish(server.psql("SELECT 1")).code == 0).then_some(()));
        Some(server)
    }

    fn psql(&self, statement: &str) -> Command {
        let mut command = Command::new(&self.psql);
        command
            .env("PGPASSWORD", DATABASE_PASSWORD)
            .env("PGCLIENTENCODING", "UTF8")
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "tester", "-d", "postgres"])
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]);
        command
    }

    #[track_caller]
    pub fn run(&self, statement: &str) {
        let said = finish(self.psql(statement));
        assert_eq!(said.code, 0, "{said}");
    }

    /// How it is reached, password and all.
    #[must_use]
    pub fn connection(&self) -> String {
        let port = self.port;
        format!("host=127.0.0.1 port={port} user=tester password={DATABASE_PASSWORD} dbname=postgres")
    }
}
