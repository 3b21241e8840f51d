use std::os::unix::fs::{MetadataExt as _, chown};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;

const PASSWORD: &str = "s3cr3t-pass";

/// Where the server's programs are: on the path, or where Debian keeps them.
fn program(name: &str) -> Option<PathBuf> {
    let on_path =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = on_path;
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A server of its own, with a password and, if asked for, a certificate that nobody trusts.
struct Server {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server refuses to run as the superuser.
fn command(program: &Path, is_superuser: bool) -> Command {
    if !is_superuser {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    command
}

impl Server {
    fn start(has_tls: bool) -> Option<Self> {
        let (Some(initdb), Some(postgres)) = (program("initdb"), program("postgres")) else {
            println!("skipped: there is no PostgreSQL server here");
            return None;
        };
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let is_superuser = std::fs::metadata(folder.path()).unwrap().uid() == 0;
        let owned = |path: &Path| {
            if is_superuser {
                chown(path, Some(65534), Some(65534)).unwrap();
            }
        };
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
            owned(&path);
            path
        };
        owned(folder.path());
        let password = write("password", PASSWORD);
        let data = folder.path().join("data");
        let made = command(&initdb, is_superuser)
            .current_dir(folder.path())
            .args(["-U", "tester", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--locale=C"])
            .arg("--pwfile")
            .arg(&password)
            .arg("-D")
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = command(&postgres, is_superuser);
        server.current_dir(folder.path()).arg("-D").arg(&data).arg("-p").arg(port.to_string());
        server.args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
        ]);
        if has_tls {
            let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
            let certificate = write("server.crt", &made.cert.pem());
            let key = write("server.key", &made.signing_key.serialize_pem());
            server.arg("-c").arg("ssl=on");
            server.arg("-c").arg(format!("ssl_cert_file={}", certificate.display()));
            server.arg("-c").arg(format!("ssl_key_file={}", key.display()));
        }
        let child = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { child, port, _folder: folder };
        for _ in 0..600 {
            let config: ::postgres::Config = server.connection("sslmode=disable").parse().unwrap();
            if config.connect(::postgres::NoTls).is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not answer");
    }

    fn connection(&self, rest: &str) -> String {
        format!("host=localhost port={} user=tester password={PASSWORD} dbname=postgres {rest}", self.port)
    }

    fn query(&self, query: &str) -> Result<(Read, Table), Trouble> {
        from(&self.connection(""), query)
    }

    fn run(&self, statements: &str) {
        let config: ::postgres::Config = self.connection("sslmode=disable").parse().unwrap();
        config.connect(::postgres::NoTls).unwrap().batch_execute(statements).unwrap();
    }
}

fn from(connection: &str, query: &str) -> Result<(Read, Table), Trouble> {
    let source = Source::Postgres { connection: connection.into(), query: query.into() };
    let outcome = read_source(&source, &Format::default());
    assert!(!format!("{outcome:?}").contains(PASSWORD), "{outcome:?}");
    outcome
}

fn code(outcome: Result<(Read, Table), Trouble>) -> Code {
    match outcome {
        Err(Trouble::Error(error)) => error.code,
        other => panic!("no error: {other:?}"),
    }
}

#[test]
fn queries_of_a_server_are_read() {
    let Some(server) = Server::start(false) else { return };
    types_and_nulls(&server);
    only_reading(&server);
    wrong_ways_in(&server);
}

fn types_and_nulls(server: &Server) {
    let (told, table) = server
        .query(
            "select 9007199254740993 as id, 0.10::numeric(9,2) as amount, 1e-7::float8 as tiny, 0.1::float4 as small,
            true as yes, null as nothing, '' as empty, E'a\\tb\\nc\\\\d\\\\N' as text, 'ä€' as signs,
            timestamptz '2026-11-21 08:05:00+01' as at, date '2026-11-21' as day, '\\x00ff'::bytea as raw,
            'NaN'::float8 as nan, '\\N' as mark; ",
        )
        .unwrap();
    assert_eq!(
        table.texts(),
        [[
            "9007199254740993",
            "0.10",
            "0.0000001",
            "0.1",
            "true",
            "NULL",
            "",
            "a\tb\nc\\d\\N",
            "ä€",
            "2026-11-21T07:05:00+00",
            "2026-11-21",
            "00ff",
            "NaN",
            "\\N"
        ]]
    );
    assert_eq!(table.columns[..3], ["id", "amount", "tiny"]);
    assert_eq!(told.place, format!("postgresql://localhost:{}/postgres", server.port));
    let (told, table) =
        server.query("select n, 'x' || n as t from generate_series(1, 100000) n -- all").unwrap();
    assert_eq!(told.rows, 100_000);
    assert_eq!(table.texts()[99_999], ["100000", "x100000"]);
    assert_eq!(found(server.query("select 1 where false")).kind, FindingKind::NothingExamined);
    assert_eq!(reason(&found(server.query("select 1 as a, 2 as a"))).1, "duplicate_column");
    let finding = found(server.query("select absent from pg_class"));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "query"));
    assert!(finding.subject.starts_with("postgresql://localhost"), "{finding:?}");
    // It breaks when rows were given already.
    let finding = found(server.query("select 1 / (n - 50000) from generate_series(1, 100000) n"));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "query"));
}

/// Has room for nothing.
struct Full;
impl Sink for Full {
    fn columns(&mut self, _: &[String]) -> Result<()> {
        Ok(())
    }
    fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
        Err(Error::new(Code::DiskFull))
    }
}

fn only_reading(server: &Server) {
    server.run("create table pay (id int); insert into pay values (1)");
    for wrong in [
        "insert into pay values (2) returning id",
        "delete from pay returning id",
        "create table x ()",
        "begin",
        "",
        "select $1::int",
    ] {
        let outcome = server.query(wrong);
        assert!(
            matches!(&outcome, Err(Trouble::Error(error)) if error.code == Code::InvalidCall),
            "{wrong}: {outcome:?}"
        );
    }
    for wrong in ["select 1; drop table pay", "select 1) to program 'touch /tmp/no' --", "select 1 /*"] {
        assert_eq!(reason(&found(server.query(wrong))), (FindingKind::Unparsable, "query"), "{wrong}");
    }
    assert_eq!(server.query("select count(*) from pay").unwrap().1.texts(), [["1"]]);
    // A sink that gives up does not wait for the rest.
    let source = Source::Postgres {
        connection: server.connection(""),
        query: "select generate_series(1, 1000000000000) as n".into(),
    };
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: None };
    let outcome = read(&source, &Format::default(), reading, &mut Full);
    assert!(matches!(outcome, Err(Trouble::Error(error)) if error.code == Code::DiskFull));
}

fn wrong_ways_in(server: &Server) {
    let wrong = server.connection("").replace(PASSWORD, "wrong");
    assert_eq!(code(from(&wrong, "select 1")), Code::LoginRefused);
    assert_eq!(code(from(&server.connection("sslmode=require"), "select 1")), Code::Unreachable);
    let absent = server.connection("").replace("dbname=postgres", "dbname=absent");
    assert_eq!(code(from(&absent, "select 1")), Code::Refused);
    for connection in [format!("postgres://u:{PASSWORD}@ss@h/x/{PASSWORD}"), format!("nonsense {PASSWORD}")] {
        assert!(matches!(code(from(&connection, "select 1")), Code::InvalidCall | Code::Unreachable));
    }
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = server.connection("").replace(&format!("port={}", server.port), &format!("port={free}"));
    assert_eq!(code(from(&closed, "select 1")), Code::Unreachable);
}

#[test]
fn a_certificate_that_nobody_trusts_is_refused() {
    let Some(server) = Server::start(true) else { return };
    assert_eq!(code(server.query("select 1")), Code::CertificateRefused);
    assert_eq!(code(from(&server.connection("sslmode=require"), "select 1")), Code::CertificateRefused);
    assert!(from(&server.connection("sslmode=disable"), "select 1 as a").is_ok());
}
