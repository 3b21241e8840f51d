//! A query on a `PostgreSQL` server, in a transaction that may only read, its rows copied out as a stream.

use std::error::Error as StdError;
use std::io::{BufRead, Read as _};
use std::net::IpAddr;

use ballast_core::limits::{TABLE_CONNECT_RUNTIME, TABLE_QUERY_RUNTIME, TABLE_RECORD_BYTES_MAX};
use ballast_core::{Code, Error};
use postgres::config::Host;
use postgres::error::SqlState;
use postgres::types::Type;
use postgres::{Client, Config};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::query::{Answer, write_real};
use super::row::Row;
use super::{Read, Reading, Sink, Trouble, incomplete, unparsable};

/// A part of an address, unless there are signs in it that only a password that was not escaped brings there.
fn shown(part: &str) -> &str {
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_');
    if part.chars().all(is_plain) || part.parse::<IpAddr>().is_ok() { part } else { "…" }
}

/// The server as it may be shown: without user and password.
fn place(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(host)) => shown(host).to_owned(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
    format!("postgresql://{host}:{port}/{}", shown(database))
}

/// What may be said of an error: never the password, wherever a library put it.
struct Said<'c> {
    password: Option<&'c str>,
}

impl Said<'_> {
    fn scrub(&self, text: &str) -> String {
        match self.password.filter(|password| !password.is_empty()) {
            Some(password) => text.replace(password, "…"),
            None => text.to_owned(),
        }
    }

    /// The causes, outermost first.
    fn chain(&self, error: &dyn StdError) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next {
            causes.push(self.scrub(&error.to_string()));
            next = error.source();
        }
        causes
    }

    fn error(&self, code: Code, error: &dyn StdError) -> Trouble {
        let mut made = Error::new(code);
        made.causes = self.chain(error);
        made.into()
    }

    fn query(&self, error: &postgres::Error) -> Trouble {
        let Some(db) = error.as_db_error() else {
            let cause = self.chain(error).join(": ");
            return incomplete("does_not_read").with("cause", cause).into();
        };
        let finding = match db.code() {
            code if *code == SqlState::QUERY_CANCELED => incomplete("timed_out"),
            code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => return no_select(),
            code if *code == SqlState::INSUFFICIENT_PRIVILEGE => incomplete("no_permission"),
            // The server goes down, or has no more room.
            code if matches!(code.code().get(..2), Some("57" | "53" | "58" | "08")) => {
                incomplete("does_not_read")
            }
            _ => unparsable("query"),
        };
        finding.with("cause", self.scrub(db.message())).into()
    }

    fn connect(&self, error: &postgres::Error) -> Trouble {
        if let Some(code) = error.code() {
            let is_login =
                [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION].contains(code);
            return self.error(if is_login { Code::LoginRefused } else { Code::Refused }, error);
        }
        let mut next: Option<&(dyn StdError + 'static)> = Some(error);
        while let Some(error) = next {
            let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
            let tls = error.downcast_ref().or_else(|| inner.and_then(|inner| inner.downcast_ref()));
            if let Some(rustls::Error::InvalidCertificate(_)) = tls {
                return self.error(Code::CertificateRefused, error);
            }
            next = error.source();
        }
        // A password is missing, or a way of proving it that is not known here.
        let is_login =
            error.to_string().starts_with("authentication") || error.to_string().contains("password");
        self.error(if is_login { Code::LoginRefused } else { Code::Unreachable }, error)
    }
}

fn no_select() -> Trouble {
    Error::new(Code::InvalidCall).with("what", "query").with("reason", "not_one_select").into()
}

/// Certificates are held against those that the system trusts; a server without TLS is refused where the
/// connection asks for it, and taken where it does not.
fn tls() -> Result<MakeRustlsConnect, Trouble> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(Code::Internal).because(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// What a column's text is turned into, so that it reads as that of other sources.
#[derive(Clone, Copy)]
enum Shape {
    AsIs,
    Boolean,
    Real,
    Time,
    Bytes,
}

impl Shape {
    fn of(kind: &Type) -> Self {
        match *kind {
            Type::BOOL => Self::Boolean,
            Type::FLOAT4 | Type::FLOAT8 => Self::Real,
            Type::TIMESTAMP | Type::TIMESTAMPTZ => Self::Time,
            Type::BYTEA => Self::Bytes,
            _ => Self::AsIs,
        }
    }

    /// Writes what the server wrote.
    fn write(self, text: &str, to: &mut String) {
        match (self, text) {
            (Self::Boolean, "t") => to.push_str("true"),
            (Self::Boolean, "f") => to.push_str("false"),
            // The digits that the server wrote are the shortest already; a float of four bytes must not
            // get those of one of eight.
            (Self::Real, _) if text.contains('e') => match text.parse() {
                Ok(number) => write_real(number, to),
                Err(_) => to.push_str(text),
            },
            (Self::Time, _) => to.push_str(&text.replacen(' ', "T", 1)),
            (Self::Bytes, _) => to.push_str(text.strip_prefix("\\x").unwrap_or(text)),
            _ => to.push_str(text),
        }
    }
}

/// Takes the escapes out of a field of COPY's text form.
fn unescape(field: &str, to: &mut String) {
    let mut rest = field;
    while let Some((before, after)) = rest.split_once('\\') {
        to.push_str(before);
        let mut signs = after.chars();
        match signs.next() {
            Some('b') => to.push('\u{8}'),
            Some('f') => to.push('\u{c}'),
            Some('n') => to.push('\n'),
            Some('r') => to.push('\r'),
            Some('t') => to.push('\t'),
            Some('v') => to.push('\u{b}'),
            Some(sign) => to.push(sign),
            None => {}
        }
        rest = signs.as_str();
    }
    to.push_str(rest);
}

const SETTINGS: &str = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; \
    SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';";

fn rows(
    client: &mut Client,
    query: &str,
    said: &Said<'_>,
    place: &str,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    let failed = |error: postgres::Error| said.query(&error);
    let cancel = client.cancel_token();
    let mut transaction = client.build_transaction().read_only(true).start().map_err(failed)?;
    let milliseconds = TABLE_QUERY_RUNTIME.duration().unsigned_abs().as_millis();
    transaction
        .batch_execute(&format!("{SETTINGS} SET LOCAL statement_timeout = {milliseconds};"))
        .map_err(failed)?;
    let query = query.trim().trim_end_matches(';');
    // Alone it must be one statement: nothing in it then ends what is put around it.
    let statement = transaction.prepare(query).map_err(failed)?;
    if statement.columns().is_empty() || !statement.params().is_empty() {
        return Err(no_select());
    }
    let columns: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
    let shapes: Vec<Shape> = statement.columns().iter().map(|column| Shape::of(column.type_())).collect();
    let mut row = Row::new(columns.len());
    let mut stream = transaction.copy_out(&format!("COPY (\n{query}\n) TO STDOUT")).map_err(failed)?;
    let mut answer = Answer::new(columns, reading, sink)?;
    let outcome = copy(&mut stream, &shapes, &mut row, said, &mut answer);
    if outcome.is_err() {
        // Otherwise ending the transaction reads all that is left, to throw it away.
        let _ = cancel.cancel_query(tls()?);
    }
    outcome?;
    answer.finish(place.to_owned())
}

/// Reads rows in the text form of COPY to their end.
fn copy(
    stream: &mut impl BufRead,
    shapes: &[Shape],
    row: &mut Row,
    said: &Said<'_>,
    answer: &mut Answer<'_, '_, '_>,
) -> Result<(), Trouble> {
    let (mut line, mut scratch) = (Vec::new(), String::new());
    loop {
        line.clear();
        let limit = TABLE_RECORD_BYTES_MAX as u64 + 1;
        let read = stream.by_ref().take(limit).read_until(b'\n', &mut line);
        read.map_err(|error| copy_failed(&error, said))?;
        if line.is_empty() {
            return Ok(());
        }
        if line.pop() != Some(b'\n') {
            return Err(unparsable("row_too_large").with("limit", TABLE_RECORD_BYTES_MAX).into());
        }
        let text = std::str::from_utf8(&line).map_err(|_| unparsable("encoding"))?;
        row.clear();
        for (column, field) in text.split('\t').enumerate().filter(|(_, field)| *field != "\\N") {
            let shape = shapes.get(column).copied().unwrap_or(Shape::AsIs);
            scratch.clear();
            unescape(field, &mut scratch);
            row.write(column, |to| shape.write(&scratch, to));
        }
        row.with(|cells| answer.row(cells))?;
    }
}

fn copy_failed(error: &std::io::Error, said: &Said<'_>) -> Trouble {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>()) {
        Some(error) => said.query(error),
        None => incomplete("does_not_read").with("cause", said.scrub(&error.to_string())).into(),
    }
}

/// Reads what a query gives.
pub(super) fn read(
    connection: &str,
    query: &str,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    // What is wrong with it is not repeated: it holds the password.
    let config = connection.parse::<Config>();
    let mut config = config.map_err(|_| Error::new(Code::InvalidCall).with("what", "connection"))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(TABLE_CONNECT_RUNTIME.duration().unsigned_abs());
    }
    if config.get_application_name().is_none() {
        config.application_name("ballast");
    }
    let place = place(&config);
    let password = config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let said = Said { password: password.as_deref() };
    let outcome = config
        .connect(tls()?)
        .map_err(|error| said.connect(&error))
        .and_then(|mut client| rows(&mut client, query, &said, &place, reading, sink));
    outcome.map_err(|trouble| match trouble {
        Trouble::Finding(mut finding) => {
            finding.subject.clone_from(&place);
            Trouble::Finding(finding)
        }
        Trouble::Error(error) => Trouble::Error(error.with("place", &place)),
    })
}
