//! The list of what differs in one comparison: a database of its own, apart from that of the workspace, written
//! once and then only read. In the order of the keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballast_core::limits::{DIFFERENCE_TEXT_BYTES_MAX, DIFFERENCES_LISTED_MAX, DIFFERENCES_PAGE_MAX};
use ballast_core::{Code, Error, Result};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row, params};
use serde_json::Value;

use crate::from_sqlite;

/// "BlDf": marks the file as a list of differences.
const APPLICATION_ID: i32 = 0x426c_4466;
const SCHEMA: &str = r#"
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE difference (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    "column" INTEGER,
    shape TEXT NOT NULL,
    outcome TEXT NOT NULL,
    old TEXT,
    new TEXT,
    context TEXT NOT NULL
) STRICT;
CREATE INDEX difference_group ON difference (outcome, "column", shape);
CREATE TABLE tally ("column" INTEGER, shape TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
"#;
/// Rows after which what was written so far goes to the disk.
const ROWS_PER_CHANGE: u64 = 100_000;
const KEYS: &str = "SELECT key FROM difference WHERE outcome <> ?1 ORDER BY id";
/// Tolerated cells differ, but nobody has to look at them: they are no movement.
const TOLERATED: &str = "tolerated";

/// One difference as it is written. `key` and `context` are JSON lists of texts or null.
#[derive(Clone, Copy, Debug)]
pub struct NewDifference<'a> {
    pub key: &'a str,
    /// Which compared column; none for a whole row.
    pub column: Option<u32>,
    pub shape: &'a str,
    pub outcome: &'a str,
    /// The cell; for a whole row all its cells as a JSON list.
    pub old: Option<&'a str>,
    pub new: Option<&'a str>,
    pub context: &'a str,
}

/// How many differences of one sort there are, listed or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    pub column: Option<u32>,
    pub shape: String,
    pub outcome: String,
    pub count: u64,
}

/// Writes a list. It stands at its place when [`Writer::finish`] has come to its end, and not before.
pub struct Writer {
    path: PathBuf,
    part: PathBuf,
    connection: Option<Connection>,
    /// Shape, outcome and how many, for each column.
    groups: BTreeMap<Option<u32>, Vec<(String, String, u64)>>,
    listed: u64,
    seen: u64,
    listed_max: u64,
}

impl Writer {
    /// Errors: `io`, `disk_full`.
    pub fn create(path: &Path) -> Result<Self> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        remove(&part)?;
        let connection = Connection::open(&part).map_err(from_sqlite)?;
        // A crash loses the whole list, and the file that was there stays.
        connection
            .execute_batch(
                "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
                 PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;",
            )
            .and_then(|()| connection.pragma_update(None, "application_id", APPLICATION_ID))
            .and_then(|()| connection.execute_batch(SCHEMA))
            .and_then(|()| connection.execute_batch("BEGIN"))
            .map_err(from_sqlite)?;
        Ok(Self {
            path: path.to_owned(),
            part,
            connection: Some(connection),
            groups: BTreeMap::new(),
            listed: 0,
            seen: 0,
            listed_max: DIFFERENCES_LISTED_MAX,
        })
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(|| Error::new(Code::Internal).with("what", "differences"))
    }

    /// Counts a difference, and lists it unless there are too many.
    pub fn add(&mut self, difference: &NewDifference<'_>) -> Result<()> {
        self.seen += 1;
        let groups = self.groups.entry(difference.column).or_default();
        match groups
            .iter_mut()
            .find(|(shape, outcome, _)| shape == difference.shape && outcome == difference.outcome)
        {
            Some((_, _, count)) => *count += 1,
            None => groups.push((difference.shape.to_owned(), difference.outcome.to_owned(), 1)),
        }
        if self.listed >= self.listed_max {
            return Ok(());
        }
        self.listed += 1;
        let connection = self.connection()?;
        let NewDifference { key, column, shape, outcome, old, new, context } = difference;
        connection
            .prepare_cached(
                r#"INSERT INTO difference (id, key, "column", shape, outcome, old, new, context)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"#,
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    self.listed.cast_signed(),
                    key,
                    column,
                    shape,
                    outcome,
                    old.map(shown).as_deref(),
                    new.map(shown).as_deref(),
                    context
                ])
            })
            .map_err(from_sqlite)?;
        if self.listed.is_multiple_of(ROWS_PER_CHANGE) {
            connection.execute_batch("COMMIT; BEGIN").map_err(from_sqlite)?;
        }
        Ok(())
    }

    /// Writes what else is known of the comparison, and puts the list at its place.
    pub fn finish(mut self, meta: &BTreeMap<String, String>) -> Result<()> {
        let connection = self.connection()?;
        let insert = |key: &str, value: &str| {
            connection.execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", (key, value))
        };
        for (key, value) in meta {
            insert(key, value).map_err(from_sqlite)?;
        }
        insert("listed", &self.listed.to_string()).map_err(from_sqlite)?;
        insert("total", &self.seen.to_string()).map_err(from_sqlite)?;
        let groups = self.groups.iter().flat_map(|(column, groups)| {
            groups.iter().map(move |(shape, outcome, count)| (column, shape, outcome, count))
        });
        for (column, shape, outcome, count) in groups {
            connection
                .execute(
                    r#"INSERT INTO tally ("column", shape, outcome, count) VALUES (?1, ?2, ?3, ?4)"#,
                    params![column, shape, outcome, count.cast_signed()],
                )
                .map_err(from_sqlite)?;
        }
        connection.execute_batch("COMMIT").map_err(from_sqlite)?;
        if let Some(connection) = self.connection.take() {
            connection.close().map_err(|(_, error)| from_sqlite(error))?;
        }
        let io = |error| Error::io(&self.path, &error);
        std::fs::File::open(&self.part).and_then(|file| file.sync_all()).map_err(io)?;
        std::fs::rename(&self.part, &self.path).map_err(io)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.connection.take());
        let _ = remove(&self.part);
    }
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path, &error)),
        _ => Ok(()),
    }
}

/// A text, cut where it is too long for a list.
fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= DIFFERENCE_TEXT_BYTES_MAX {
        return text.into();
    }
    format!("{}…", &text[..text.floor_char_boundary(DIFFERENCE_TEXT_BYTES_MAX)]).into()
}

/// One difference as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub id: u64,
    pub key: Vec<Option<String>>,
    pub column: Option<u32>,
    pub shape: String,
    pub outcome: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub context: Vec<Option<String>>,
}

/// Which differences; everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub column: Option<u32>,
    pub shape: Option<String>,
    pub outcome: Option<String>,
    /// Stands anywhere in the key.
    pub key: Option<String>,
    /// Only those after this id.
    pub after: u64,
}

/// How rows that differ moved between two comparisons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    pub new: u64,
    pub resolved: u64,
    pub persisting: u64,
}

/// A list that was written.
pub struct Reader {
    connection: Connection,
}

const CONDITIONS: &str = r#"
    id > ?1 AND (?2 IS NULL OR "column" = ?2) AND (?3 IS NULL OR shape = ?3) AND (?4 IS NULL OR outcome = ?4)
    AND (?5 IS NULL OR key LIKE ?5 ESCAPE '\')"#;

impl Reader {
    /// Errors: `invalid_file` where it is no list of differences, `io`.
    pub fn open(path: &Path) -> Result<Self> {
        let refused =
            || Error::new(Code::InvalidFile).with("path", path.display()).with("what", "differences");
        std::fs::metadata(path).map_err(|error| Error::io(path, &error))?;
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|error| refused().because(&error))?;
        let id: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| refused().because(&error))?;
        if id == APPLICATION_ID { Ok(Self { connection }) } else { Err(refused()) }
    }

    /// What was noted with the list, by name.
    pub fn meta(&self) -> Result<BTreeMap<String, String>> {
        self.rows("SELECT key, value FROM meta", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map(|rows| rows.into_iter().collect())
    }

    /// Every sort of difference and how many there are, the largest first.
    pub fn groups(&self) -> Result<Vec<Group>> {
        let sql = r#"SELECT "column", shape, outcome, count FROM tally ORDER BY count DESC, 1, 2, 3"#;
        self.rows(sql, [], |row| {
            let (column, shape, outcome) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Group { column, shape, outcome, count: row.get::<_, i64>(3)?.cast_unsigned() })
        })
    }

    /// How many of the listed ones there are.
    pub fn count(&self, filter: &Filter) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM difference WHERE {CONDITIONS}");
        let count = self.rows(&sql, bound(filter), |row| row.get::<_, i64>(0))?;
        Ok(count.first().copied().unwrap_or_default().cast_unsigned())
    }

    /// Some of the listed ones, in the order of their keys.
    pub fn page(&self, filter: &Filter, offset: u64, limit: u32) -> Result<Vec<Difference>> {
        let sql = format!(
            r#"SELECT id, key, "column", shape, outcome, old, new, context FROM difference
               WHERE {CONDITIONS} ORDER BY id LIMIT {} OFFSET {offset}"#,
            limit.min(DIFFERENCES_PAGE_MAX)
        );
        self.rows(&sql, bound(filter), |row| {
            Ok(Difference {
                id: row.get::<_, i64>(0)?.cast_unsigned(),
                key: texts(&row.get::<_, String>(1)?),
                column: row.get(2)?,
                shape: row.get(3)?,
                outcome: row.get(4)?,
                old: row.get(5)?,
                new: row.get(6)?,
                context: texts(&row.get::<_, String>(7)?),
            })
        })
    }

    fn rows<T>(
        &self,
        sql: &str,
        bound: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(bound, read)?.collect())
            .map_err(from_sqlite)
    }

    fn is_whole(&self) -> Result<bool> {
        let sql = "SELECT (SELECT value FROM meta WHERE key = 'listed') = (SELECT value FROM meta WHERE key = 'total')";
        self.connection
            .query_row(sql, [], |row| row.get::<_, Option<bool>>(0))
            .optional()
            .map_err(from_sqlite)
            .map(|whole| whole.flatten().unwrap_or(false))
    }

    /// Rows that differ here and not there, there and not here, and in both; tolerated ones do not differ.
    /// None where one of the lists had to leave some out.
    pub fn movement(&self, previous: &Self) -> Result<Option<Moved>> {
        if !self.is_whole()? || !previous.is_whole()? {
            return Ok(None);
        }
        let mut here = self.connection.prepare(KEYS).map_err(from_sqlite)?;
        let mut there = previous.connection.prepare(KEYS).map_err(from_sqlite)?;
        let mut here = Keys::new(here.query([TOLERATED]).map_err(from_sqlite)?)?;
        let mut there = Keys::new(there.query([TOLERATED]).map_err(from_sqlite)?)?;
        let mut moved = Moved::default();
        loop {
            // Lists stand in the order of their keys, null first and texts by their bytes.
            let order = match (&here.key, &there.key) {
                (None, None) => return Ok(Some(moved)),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(left), Some(right)) => left.cmp(right),
            };
            match order {
                std::cmp::Ordering::Less => moved.new += 1,
                std::cmp::Ordering::Greater => moved.resolved += 1,
                std::cmp::Ordering::Equal => moved.persisting += 1,
            }
            if order.is_le() {
                here.next()?;
            }
            if order.is_ge() {
                there.next()?;
            }
        }
    }
}

/// The different keys of a list, one after the other.
struct Keys<'a> {
    rows: rusqlite::Rows<'a>,
    text: String,
    key: Option<Vec<Option<String>>>,
}

impl<'a> Keys<'a> {
    fn new(rows: rusqlite::Rows<'a>) -> Result<Self> {
        let mut keys = Self { rows, text: String::new(), key: None };
        keys.next()?;
        Ok(keys)
    }

    fn next(&mut self) -> Result<()> {
        while let Some(row) = self.rows.next().map_err(from_sqlite)? {
            let text = row.get_ref(0).map_err(from_sqlite)?.as_str().unwrap_or_default();
            if text != self.text {
                text.clone_into(&mut self.text);
                self.key = Some(texts(text));
                return Ok(());
            }
        }
        self.key = None;
        Ok(())
    }
}

fn texts(json: &str) -> Vec<Option<String>> {
    let values: Vec<Value> = serde_json::from_str(json).unwrap_or_default();
    values
        .into_iter()
        .map(|value| match value {
            Value::String(text) => Some(text),
            _ => None,
        })
        .collect()
}

fn bound(filter: &Filter) -> impl Params {
    let part = filter.key.as_ref().map(|part| {
        // As it stands in the JSON list, and with the signs of LIKE taken as they are.
        let json = Value::from(part.as_str()).to_string();
        let escaped = json[1..json.len() - 1].replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        format!("%{escaped}%")
    });
    (filter.after.cast_signed(), filter.column, filter.shape.clone(), filter.outcome.clone(), part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(path: &Path, keys: &[(&str, &str)]) -> Reader {
        let mut writer = Writer::create(path).unwrap();
        for (key, outcome) in keys {
            writer.add(&difference(key, outcome)).unwrap();
        }
        assert!(!path.exists(), "a list that is not whole must not stand there");
        writer.finish(&BTreeMap::from([("title".to_owned(), "t".to_owned())])).unwrap();
        Reader::open(path).unwrap()
    }

    fn difference<'a>(key: &'a str, outcome: &'a str) -> NewDifference<'a> {
        let (old, new) = (Some("1"), None);
        NewDifference { key, column: Some(3), shape: "value", outcome, old, new, context: r#"["CH",null]"# }
    }

    #[test]
    fn what_was_written_is_read_in_pages() {
        let folder = tempfile::tempdir().unwrap();
        let keys: Vec<String> = (0..250).map(|number| format!(r#"["k_{number:03}"]"#)).collect();
        let keys: Vec<_> = keys.iter().map(|key| (key.as_str(), "mismatch")).collect();
        let reader = list(&folder.path().join("list.db"), &keys);
        let page = reader.page(&Filter::default(), 240, 100).unwrap();
        assert_eq!(page.len(), 10);
        assert_eq!(page[0].key, [Some("k_240".to_owned())]);
        assert_eq!(page[0].context, [Some("CH".to_owned()), None]);
        assert_eq!((page[0].old.as_deref(), page[0].new.as_deref()), (Some("1"), None));
        let with_key = |key: &str| Filter { key: Some(key.to_owned()), ..Filter::default() };
        assert_eq!(reader.count(&with_key("k_24")).unwrap(), 10);
        assert_eq!(reader.count(&with_key("k%4")).unwrap(), 0);
        let other = Filter { column: Some(4), ..Filter::default() };
        assert_eq!(reader.count(&other).unwrap(), 0);
        assert_eq!(reader.groups().unwrap()[0].count, 250);
        assert_eq!(reader.meta().unwrap()["total"], "250");
    }

    #[test]
    fn beyond_the_limit_the_counts_stay_exact() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.db");
        let mut writer = Writer::create(&path).unwrap();
        writer.listed_max = 3;
        for number in 0..10 {
            writer.add(&difference(&format!("[\"{number}\"]"), "known")).unwrap();
        }
        writer.finish(&BTreeMap::new()).unwrap();
        let reader = Reader::open(&path).unwrap();
        assert_eq!(reader.count(&Filter::default()).unwrap(), 3);
        assert_eq!(reader.groups().unwrap()[0].count, 10);
        assert_eq!(reader.movement(&reader).unwrap(), None);
    }

    #[test]
    fn rows_that_came_went_and_stayed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mismatch = |key| (key, "mismatch");
        let before = [mismatch("[null]"), mismatch(r#"["a"]"#), mismatch(r#"["a"]"#), mismatch(r#"["c"]"#)];
        let now = [
            mismatch(r#"["a"]"#),
            mismatch(r#"["b"]"#),
            (r#"["c"]"#, "tolerated"),
            mismatch(r#"["d"]"#),
            mismatch(r#"["d"]"#),
        ];
        let moved = list(&at("now"), &now).movement(&list(&at("before"), &before)).unwrap();
        assert_eq!(moved, Some(Moved { new: 2, resolved: 2, persisting: 1 }));
    }

    #[test]
    fn nothing_else_is_taken_for_a_list() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, "no database").unwrap();
        assert_eq!(Reader::open(&path).err().unwrap().code, Code::InvalidFile);
        assert_eq!(Reader::open(&folder.path().join("y")).err().unwrap().code, Code::Io);
    }

    #[test]
    fn a_writer_that_gives_up_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.db");
        drop(list(&path, &[("[\"a\"]", "known")]));
        drop(Writer::create(&path).unwrap());
        assert_eq!(Reader::open(&path).unwrap().count(&Filter::default()).unwrap(), 1);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
