use rusqlite::Connection;

use super::*;

fn query(path: &Path, query: &str) -> Result<(Read, Table), Trouble> {
    read_source(&Source::Sqlite { path: path.to_owned(), query: query.into() }, &Format::default())
}

fn database(folder: &Path) -> PathBuf {
    let path = folder.join("book ä?.db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "create table pay (id integer primary key, name text, amount real, raw blob);
            insert into pay values (1, 'a,\"b\"', 0.1, x'00ff'), (2, null, 1e300, ''), (9007199254740993, '', -2.0, null)",
        )
        .unwrap();
    path
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_query_is_read_with_its_nulls_and_exact_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let (told, table) = query(&path, "select id, name, amount, raw from pay order by id; -- all\n").unwrap();
    assert_eq!(table.columns, ["id", "name", "amount", "raw"]);
    let large = format!("1{}", "0".repeat(300));
    assert_eq!(
        table.texts(),
        [["1", "a,\"b\"", "0.1", "00ff"], ["2", "NULL", &large, ""], ["9007199254740993", "", "-2", "NULL"],]
    );
    assert_eq!(told.place, path.display().to_string());
    assert!(told.modified_at.is_some());
    assert_eq!(names_in(folder.path()), ["book ä?.db"], "nothing is written beside it");
}

#[test]
fn what_is_kept_tells_null_from_empty() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let mut kept = Vec::new();
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: Some(&mut kept) };
    let source = Source::Sqlite { path, query: "select id, name from pay where id < 10 or name = ''".into() };
    read(&source, &Format::default(), reading, &mut Table::default()).unwrap();
    let kept = String::from_utf8(kept).unwrap();
    assert_eq!(kept, "id,name\n1,\"a,\"\"b\"\"\"\n2,\n9007199254740993,\"\"\n");
}

#[test]
fn only_one_select_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let before = std::fs::read(&path).unwrap();
    for wrong in [
        "delete from pay",
        "select 1; select 2",
        "insert into pay (id) values (7) returning id",
        "pragma user_version = 3",
        "pragma table_info(pay)",
        "attach 'x.db' as x",
        "vacuum into 'x.db'",
        "explain select 1",
        "begin",
        "",
        "select ?1",
    ] {
        let outcome = query(&path, wrong);
        assert!(
            matches!(&outcome, Err(Trouble::Error(error)) if error.code == Code::InvalidCall),
            "{wrong}: {outcome:?}"
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    for (wrong, why) in [
        ("select nothing from pay", "query"),
        ("selec", "query"),
        ("select abs('x'), randomblob(-1), load_extension('x')", "query"),
    ] {
        assert_eq!(reason(&found(query(&path, wrong))), (FindingKind::Unparsable, why), "{wrong}");
    }
    let finding = found(query(&path, "select 1 as a, 2 as a"));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "duplicate_column"));
    assert_eq!(found(query(&path, "select * from pay where id = 0")).kind, FindingKind::NothingExamined);
    let large = "select zeroblob(9000000)";
    assert_eq!(reason(&found(query(&path, large))).1, "cell_too_large");
    assert_eq!(reason(&found(query(&path, "select zeroblob(900000000)"))).1, "cell_too_large");
}

#[test]
fn what_is_only_in_the_log_is_read_too_and_nothing_is_taken_out_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let writer = Connection::open(&path).unwrap();
    writer.query_row("pragma journal_mode = wal", [], |_| Ok(())).unwrap();
    writer.execute("insert into pay (id, name) values (3, 'in the log')", []).unwrap();
    let before = names_in(folder.path());
    let (_, table) = query(&path, "select name from pay where id = 3").unwrap();
    assert_eq!(table.texts(), [["in the log"]]);
    assert_eq!(names_in(folder.path()), before);
}

#[test]
fn what_is_no_database_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    assert_eq!(found(query(&path, "select 1")).kind, FindingKind::SideLate);
    std::fs::write(&path, "").unwrap();
    assert_eq!(found(query(&path, "select 1")).kind, FindingKind::NothingExamined);
    std::fs::write(
        &path,
        "no database, but some text that is long enough to be looked at as a header.........",
    )
    .unwrap();
    assert_eq!(reason(&found(query(&path, "select * from pay"))), (FindingKind::Unparsable, "database"));
    let whole = std::fs::read(database(folder.path())).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(reason(&found(query(&path, "select * from pay"))), (FindingKind::Unparsable, "database"));
}

#[test]
fn a_database_that_is_written_to_meanwhile_is_incomplete() {
    struct Writing(PathBuf);
    impl Sink for Writing {
        fn columns(&mut self, _: &[String]) -> Result<()> {
            Connection::open(&self.0).unwrap().execute("insert into pay (id) values (77)", []).unwrap();
            Ok(())
        }
        fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: None };
    let source = Source::Sqlite { path: path.clone(), query: "select * from pay".into() };
    let outcome = read(&source, &Format::default(), reading, &mut Writing(path));
    let Err(Trouble::Finding(finding)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason(&finding), (FindingKind::SideIncomplete, "changed"));
}
