//! The database of a workspace: `ballast.db`. The only room that knows its SQL.
//!
//! One writer thread owns the only connection that can write and runs every change in an
//! IMMEDIATE transaction; readers cannot write. WAL, `synchronous=FULL`, STRICT tables.

mod alert;
mod artefact;
mod dead_letter;
pub mod differences;
mod drill;
mod entry;
mod failure;
mod history;
mod lease;
mod ledger;
mod pack;
mod pause;
mod people;
mod place;
mod probe;
mod run;
mod schedule;
mod snapshot;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use ballast_core::{Code, Error, Result};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

pub use alert::{NewsRow, OutboxRow, ToldRow};
pub use artefact::{Staged, artefact_path, sha256_of_file};
pub use dead_letter::DeadRow;
pub use drill::DrillRow;
pub use entry::{Entry, EntryKind};
pub use failure::from_sqlite;
pub use lease::LeaseRow;
pub use ledger::{Draft, ERASED, Head, LedgerReport, LedgerRow};
pub use pack::{Pack, PackRead};
pub use pause::PauseRow;
pub use people::DraftKey;
pub use probe::{LookRow, ProbeRow};
pub use run::{Asked, AttemptRow, NewRun, Owner, RunRow, Transition};
pub use schedule::{LineRow, MissedRow, SlotRow};
pub use snapshot::{SnapshotListing, SnapshotRow};
pub use workspace::{RepositoryRow, Workspace};

/// The name of the database in the workspace folder.
pub const DATABASE: &str = "ballast.db";
/// "Blst": marks the file as a workspace.
const APPLICATION_ID: i32 = 0x426c_7374;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const READERS_KEPT: usize = 4;
const QUEUE_LENGTH: usize = 64;

fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../migrations/0001-first.sql")),
        M::up(include_str!("../migrations/0002-schedule.sql")),
        M::up(include_str!("../migrations/0003-comparisons.sql")),
        M::up(include_str!("../migrations/0004-spot-checks.sql")),
        M::up(include_str!("../migrations/0005-providers.sql")),
    ])
}

/// The newest schema this program knows.
const SCHEMA: usize = 5;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A read-only look at the database.
pub struct View<'a>(&'a Connection);

/// A change in progress: everything in it happens, or nothing.
pub struct Change<'a>(&'a Transaction<'a>);

/// An open workspace database.
pub struct Store {
    folder: PathBuf,
    writer: SyncSender<Job>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the workspace in `folder`, or makes an empty one if `create`.
    ///
    /// Errors: `no_workspace`, `workspace_newer`, `workspace_read_only`, `workspace_damaged`,
    /// `workspace_on_network`, `disk_full`, `busy`.
    pub fn open(folder: &Path, create: bool) -> Result<Self> {
        let database = folder.join(DATABASE);
        if create {
            place::make_private_folder(folder)?;
        } else if !database.exists() {
            return Err(Error::new(Code::NoWorkspace).with("path", folder.display()));
        }
        place::refuse_network(folder)?;
        let mut connection = connect(&database, create).map_err(|error| located(error, folder))?;
        migrate(&mut connection, folder).map_err(|error| located(error, folder))?;
        place::make_private_file(&database)?;
        let (writer, jobs) = sync_channel::<Job>(QUEUE_LENGTH);
        std::thread::Builder::new()
            .name("ballast-writer".to_owned())
            .spawn(move || {
                while let Ok(job) = jobs.recv() {
                    job(&mut connection);
                }
            })
            .map_err(|error| Error::io(folder, &error))?;
        Ok(Self { folder: folder.to_owned(), writer, readers: Mutex::new(Vec::new()) })
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs `change` on the writer thread in one IMMEDIATE transaction and waits for it.
    pub fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, wait) = sync_channel(1);
        let job: Job = Box::new(move |connection| {
            let outcome = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(from_sqlite)
                .and_then(|transaction| {
                    let value = change(&Change(&transaction))?;
                    transaction.commit().map_err(from_sqlite)?;
                    Ok(value)
                });
            let _ = answer.send(outcome);
        });
        let gone = || Error::new(Code::Internal).with("what", "the writer of the database has stopped");
        self.writer.send(job).map_err(|_| gone())?;
        wait.recv().map_err(|_| gone())?.map_err(|error| located(error, &self.folder))
    }

    /// Runs `look` on a connection that cannot write, with one consistent view.
    pub fn read<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let kept = self.readers.lock().ok().and_then(|mut readers| readers.pop());
        let connection = match kept {
            Some(connection) => connection,
            None => self.reader().map_err(|error| located(from_sqlite(error), &self.folder))?,
        };
        let outcome = connection
            .unchecked_transaction()
            .map_err(from_sqlite)
            .and_then(|transaction| look(&View(&transaction)))
            .map_err(|error| located(error, &self.folder));
        if let Ok(mut readers) = self.readers.lock()
            && readers.len() < READERS_KEPT
        {
            readers.push(connection);
        }
        outcome
    }

    /// A number that changes whenever any process has written.
    pub fn data_version(&self, watcher: &Watcher) -> Result<i64> {
        watcher.0.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(from_sqlite)
    }

    /// A connection kept to watch for changes: `data_version` counts per connection.
    pub fn watcher(&self) -> Result<Watcher> {
        self.reader().map(Watcher).map_err(from_sqlite)
    }

    fn reader(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.folder.join(DATABASE), flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
        Ok(connection)
    }
}

/// See [`Store::watcher`].
pub struct Watcher(Connection);

fn located(error: Error, folder: &Path) -> Error {
    if error.params.contains_key("path") { error } else { error.with("path", folder.display()) }
}

fn connect(database: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(database, flags).map_err(from_sqlite)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(from_sqlite)?;
    let number = |pragma: &str| {
        connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).map_err(from_sqlite)
    };
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(from_sqlite)?;
    if tables > 0 && number("application_id")? != i64::from(APPLICATION_ID) {
        return Err(Error::new(Code::WorkspaceDamaged).with("what", "ballast.db belongs to another program"));
    }
    // Before anything is set: what is refused stays as it is.
    let version = usize::try_from(number("user_version")?).unwrap_or(usize::MAX);
    if version > SCHEMA {
        return Err(Error::new(Code::WorkspaceNewer).with("found", version).with("known", SCHEMA));
    }
    if tables == 0 {
        let made = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA journal_mode = WAL;");
        connection.execute_batch(&made).map_err(from_sqlite)?;
    }
    connection
        .execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")
        .map_err(from_sqlite)?;
    // Asserted, not trusted: evidence must survive a power cut.
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    if pragma("synchronous").ok() != Some(2) || pragma("foreign_keys").ok() != Some(1) {
        return Err(
            Error::new(Code::Internal).with("what", "the database refuses synchronous=FULL or foreign keys")
        );
    }
    Ok(connection)
}

/// Brings an older schema up to date, after a copy.
fn migrate(connection: &mut Connection, folder: &Path) -> Result<()> {
    let version: usize = connection
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        .map_err(from_sqlite)?
        .try_into()
        .unwrap_or(usize::MAX);
    if version == SCHEMA {
        return Ok(());
    }
    if version > 0 {
        copy_before_migration(connection, &folder.join(format!("{DATABASE}.before-schema-{SCHEMA}")))?;
    }
    migrations().to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => from_sqlite(err),
        other => Error::new(Code::WorkspaceDamaged).because(&other),
    })
}

fn copy_before_migration(connection: &Connection, target: &Path) -> Result<()> {
    let mut copy = Connection::open(target).map_err(from_sqlite)?;
    let backup = Backup::new(connection, &mut copy).map_err(from_sqlite)?;
    backup.run_to_completion(1000, Duration::ZERO, None).map_err(from_sqlite)?;
    place::make_private_file(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database as the first version made it, with a run in it.
    fn of_the_first_schema(folder: &Path) {
        let database = Connection::open(folder.join(DATABASE)).unwrap();
        database.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        database.pragma_update(None, "journal_mode", "WAL").unwrap();
        database.execute_batch(include_str!("../migrations/0001-first.sql")).unwrap();
        database.pragma_update(None, "user_version", 1).unwrap();
        database
            .execute_batch(
                "INSERT INTO workspace (only, id, simulated, created_at, payload) VALUES (1, 'w', 0, '2026-11-20T12:00:00Z', '{}');
                 INSERT INTO run (id, control, kind, state, queued_at, owner_boot, owner_pid, owner_start, request)
                 VALUES ('r', 'c', 'backup', 'finished', '2026-11-20T12:00:00Z', 'b', 1, 1, '{}');",
            )
            .unwrap();
    }

    #[test]
    fn an_older_database_is_brought_up_to_date_after_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        of_the_first_schema(folder.path());
        let store = Store::open(folder.path(), false).unwrap();
        let run = store.read(|view| view.run("r")).unwrap().unwrap();
        assert_eq!((run.asked.origin.as_str(), run.asked.attempt, run.asked.slot), ("person", 1, None));
        assert_eq!(store.read(|view| view.timetable()).unwrap(), []);
        let copy =
            Connection::open(folder.path().join(format!("{DATABASE}.before-schema-{SCHEMA}"))).unwrap();
        let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        let runs: i64 = copy.query_row("SELECT count(*) FROM run", [], |row| row.get(0)).unwrap();
        assert_eq!((version, runs), (1, 1));
    }
}
