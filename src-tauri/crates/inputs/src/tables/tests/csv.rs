use ballast_core::limits::{TABLE_CELL_BYTES_MAX, TABLE_RECORD_BYTES_MAX};
use proptest::prelude::*;

use super::*;

fn csv(content: impl AsRef<[u8]>) -> Result<(Read, Table), Trouble> {
    read_bytes(FileKind::Csv, content.as_ref(), &Format::default())
}

fn csv_as(content: impl AsRef<[u8]>, format: Format) -> Result<(Read, Table), Trouble> {
    read_bytes(FileKind::Csv, content.as_ref(), &format)
}

fn refused(content: impl AsRef<[u8]>, kind: FindingKind, why: &str) -> Finding {
    let finding = found(csv(content));
    assert_eq!(reason(&finding), (kind, why), "{finding:?}");
    finding
}

#[test]
fn a_plain_table_is_read_as_it_is_written() {
    let (told, table) = csv("id,name\n1,\"a \"\"b\"\"\r\nc\"\n2,\n\n3, x \n").unwrap();
    assert_eq!(table.columns, ["id", "name"]);
    assert_eq!(table.texts(), [["1", "a \"b\"\r\nc"], ["2", ""], ["3", " x "]]);
    assert_eq!((told.encoding.as_deref(), told.delimiter), (Some("UTF-8"), Some(',')));
    assert!(!told.byte_order_mark);
    for ends in ["a,b\r1,2\r", "a,b\n1,2", "a,b\r\n1,2\r\n", "\n\na,b\n\n1,2\n\n\n"] {
        assert_eq!(csv(ends).unwrap().1.texts(), [["1", "2"]], "{ends:?}");
    }
    assert_eq!(csv("a,b\n,").unwrap().1.texts(), [["", ""]]);
    assert_eq!(csv("a\n\"\"\nx").unwrap().1.texts(), [[""], ["x"]]);
}

#[test]
fn the_delimiter_is_the_one_that_fits_every_row() {
    for (content, expected) in [
        ("a;b\n1,5;2,5\n", ';'),
        ("a\tb,c\n1\t2\n", '\t'),
        ("a|b\n1|2\n", '|'),
        ("a\n1,2\n", ','),
        ("\"a;x\",b\n1,2\n", ','),
        ("\"a\";\"b\"\n\"1,2\";\"3\"\n", ';'),
        ("a;b", ';'),
    ] {
        let delimiter = match csv(content) {
            Ok((told, _)) => told.delimiter,
            Err(Trouble::Finding(finding)) if finding.kind == FindingKind::NothingExamined => continue,
            Err(_) => Some(','),
        };
        assert_eq!(delimiter, Some(expected), "{content:?}");
    }
    let declared = Format { delimiter: Some(';'), ..Format::default() };
    assert_eq!(csv_as("a,b\n1,2\n", declared).unwrap().1.texts(), [["1,2"]]);
    for wrong in ['"', '\n', 'é'] {
        let outcome = csv_as("a\n1\n", Format { delimiter: Some(wrong), ..Format::default() });
        assert!(matches!(outcome, Err(Trouble::Error(_))));
    }
}

#[test]
fn names_are_made_up_where_there_are_none_and_may_not_occur_twice() {
    assert_eq!(csv("a,b, \n1,2,3\n").unwrap().1.columns, ["a", "b", "column 3"]);
    let finding = refused("a,b,a\n1,2,3\n", FindingKind::Unparsable, "duplicate_column");
    assert_eq!((finding.params["column"].as_str(), finding.params["line"].as_str()), ("a", "1"));
}

#[test]
fn nothing_in_it_is_nothing_examined() {
    refused("", FindingKind::NothingExamined, "empty");
    refused("\u{feff}", FindingKind::NothingExamined, "empty");
    refused("\r\n\n", FindingKind::NothingExamined, "empty");
    refused("a,b\n", FindingKind::NothingExamined, "header_alone");
}

#[test]
fn a_row_of_another_length_is_named_and_a_short_last_one_is_half_written() {
    let finding = refused("a,b\n\"1\n\n\",2\n\n3\n4,5\n", FindingKind::Unparsable, "fields");
    let param = |name: &str| finding.params[name].clone();
    assert_eq!((param("line"), param("expected"), param("found")), ("6".into(), "2".into(), "1".into()));
    refused("a,b\n1,2\n3,4,5\n", FindingKind::Unparsable, "fields");
    refused("a,b\n1,2\n3", FindingKind::SideIncomplete, "short_row");
    refused("a,b\n1,2\n3\n\n", FindingKind::SideIncomplete, "short_row");
    let finding = refused("a,b\n1,2\n3,\"x\ny", FindingKind::SideIncomplete, "open_quote");
    assert_eq!(finding.params["line"], "3");
    let finding = refused("a,b\r\n1,2\r\n3,\"x\"y\r\n", FindingKind::Unparsable, "behind_quote");
    assert_eq!(finding.params["line"], "3");
}

#[test]
fn encodings_are_detected_and_shown() {
    let text = "näme,ü\n€,\u{201c}x\u{201d}\n";
    let utf16 = |big: bool, mark: &str| -> Vec<u8> {
        let text = format!("{mark}{text}");
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let western = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for (content, encoding, mark) in [
        (text.as_bytes().to_vec(), "UTF-8", false),
        (format!("\u{feff}{text}").into_bytes(), "UTF-8", true),
        (utf16(false, "\u{feff}"), "UTF-16LE", true),
        (utf16(true, "\u{feff}"), "UTF-16BE", true),
        (utf16(false, ""), "UTF-16LE", false),
        (utf16(true, ""), "UTF-16BE", false),
        (western.clone(), "windows-1252", false),
    ] {
        let (told, table) = csv(&content).unwrap();
        assert_eq!((told.encoding.as_deref(), told.byte_order_mark), (Some(encoding), mark));
        assert_eq!(table.columns, ["näme", "ü"]);
        assert_eq!(table.texts(), [["€", "\u{201c}x\u{201d}"]]);
    }
    let declared = |name: &str| Format { encoding: Some(name.into()), ..Format::default() };
    assert_eq!(csv_as(&western, declared("Windows-1252")).unwrap().1.columns, ["näme", "ü"]);
    let finding = found(csv_as(&western, declared("utf-8")));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "encoding"));
    assert_eq!(finding.params["line"], "1");
    assert!(
        matches!(csv_as(&western, declared("klingon")), Err(Trouble::Error(error)) if !error.allowed.is_empty())
    );
    // In the older code pages of DOS this is an ü; in Windows-1252 it is nothing.
    refused(b"a,b\nM\x81ller,1\n", FindingKind::Unparsable, "encoding");
}

#[test]
fn ascii_up_to_the_first_piece_decides_nothing() {
    let rows = "x,1\n".repeat(100_000);
    let western = [format!("a,b\n{rows}").as_bytes(), b"M\xfcller,2\n"].concat();
    let (told, table) = csv(&western).unwrap();
    assert_eq!(told.encoding.as_deref(), Some("windows-1252"));
    assert_eq!(table.texts().last().unwrap()[0], "Müller");
    // One broken name far behind is no reason to read all the others in another way.
    let broken = [format!("a,b\né,1\n{rows}").as_bytes(), b"M\xfcller,2\n"].concat();
    let finding = refused(&broken, FindingKind::Unparsable, "encoding");
    assert_eq!(finding.params["line"], "100003");
    let near = b"a,b\n\xc3\xa9,1\n\xc3\xa9,1\nM\xfcller,2\n";
    let finding = refused(near, FindingKind::Unparsable, "encoding");
    assert_eq!(finding.params["line"], "4");
    refused(b"a,b\n\xc3\xa9,1\n\xc3", FindingKind::SideIncomplete, "ends_early");
}

#[test]
fn a_sign_across_two_pieces_is_one_sign() {
    for shift in 0..4 {
        for (sign, encoding) in [("ä".as_bytes().to_vec(), "UTF-8"), (b"\xe4".to_vec(), "windows-1252")] {
            let head = format!("a,b\n{}", "x".repeat(256 * 1024 - 5 - shift));
            let content = [head.as_bytes(), &sign, b"yz,2\n"].concat();
            let (told, table) = csv(&content).unwrap();
            assert_eq!(told.encoding.as_deref(), Some(encoding));
            assert!(table.texts()[0][0].ends_with("xäyz"));
        }
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let finding = refused(b"a,b\n1,\0\n", FindingKind::Unparsable, "binary");
    assert_eq!(finding.params["line"], "2");
    let noise: Vec<u8> = (0..100_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    assert_eq!(found(csv(&noise)).kind, FindingKind::Unparsable);
}

#[test]
fn sizes_are_limited() {
    let wide = |count: usize| {
        let line = |text: &str| vec![text; count].join(",");
        let names: Vec<String> = (0..count).map(|n| format!("c{n}")).collect();
        format!("{}\n{}\n", names.join(","), line("x"))
    };
    assert_eq!(csv(wide(10_000)).unwrap().1.columns.len(), 10_000);
    refused(wide(10_001), FindingKind::Unparsable, "too_many_columns");
    let full = "x".repeat(TABLE_CELL_BYTES_MAX);
    assert_eq!(csv(format!("a,b\n{full},\"{full}\"\n")).unwrap().1.texts()[0][1].len(), full.len());
    let finding = refused(format!("a,b\n1,2\n{full}x,1\n"), FindingKind::Unparsable, "cell_too_large");
    assert_eq!(finding.params["line"], "3");
    refused(format!("a,b\n\"{full}x\",1\n"), FindingKind::Unparsable, "cell_too_large");
    let names: Vec<String> = (0..9).map(|n| format!("c{n}")).collect();
    let row = vec!["x".repeat(TABLE_RECORD_BYTES_MAX / 8); 9].join(",");
    refused(format!("{}\n{row}\n", names.join(",")), FindingKind::Unparsable, "row_too_large");
    refused(format!("{}x\n1\n", "n".repeat(4096)), FindingKind::Unparsable, "column_name");
}

/// Zeros of a sparse file would be binary; this is a line of one sign that never ends.
#[test]
fn a_line_that_never_ends_is_found_before_it_fills_the_memory() {
    let finding = refused("x".repeat(200 << 20), FindingKind::Unparsable, "cell_too_large");
    assert_eq!(finding.params["line"], "1");
}

#[test]
fn a_file_that_grows_meanwhile_is_incomplete() {
    struct Growing(PathBuf);
    impl Sink for Growing {
        fn columns(&mut self, _: &[String]) -> Result<()> {
            use std::io::Write as _;
            let mut file = std::fs::File::options().append(true).open(&self.0).unwrap();
            file.write_all(b"3,4\n").unwrap();
            Ok(())
        }
        fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: None };
    let outcome = read(&file(path.clone()), &Format::default(), reading, &mut Growing(path));
    let Err(Trouble::Finding(finding)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason(&finding), (FindingKind::SideIncomplete, "changed"));
}

#[test]
fn declared_forms_are_read_in_cells_and_not_in_names() {
    let format = Format {
        decimal: Some(','),
        thousands: Some('.'),
        date: Some("%d.%m.%Y".into()),
        ..Format::default()
    };
    let (_, table) = csv_as("1,5;d;\"t\"\n1.234,50;21.11.2026;\"2,5 \"\"x\"\"\"\n", format).unwrap();
    assert_eq!(table.columns, ["1,5", "d", "t"]);
    assert_eq!(table.texts(), [["1234.50", "2026-11-21", "2,5 \"x\""]]);
}

fn encode(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "windows-1252" => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    }
}

fn written(table: &[Vec<String>], delimiter: u8, crlf: bool) -> String {
    let terminator = if crlf { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
    let mut writer =
        ::csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
    for row in table {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn tables(cell: &'static str) -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..6).prop_flat_map(move |columns| {
        prop::collection::vec(prop::collection::vec(cell, columns), 1..20).prop_map(move |rows| {
            let names = (0..columns).map(|n| format!("c{n}")).collect();
            std::iter::once(names).chain(rows).collect()
        })
    })
}

fn reads_back(table: &[Vec<String>], content: &[u8], format: Format) {
    let (_, read) = csv_as(content, format).unwrap();
    assert_eq!(read.columns, table[0]);
    let rows: Vec<Vec<&str>> =
        table[1..].iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(read.texts(), rows);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_table_reads_back_as_it_was_written(
        table in tables("[^\\x00]{0,12}|[\"\r\n,;\t| a]{0,6}"),
        delimiter in prop::sample::select(b",;\t|".to_vec()),
        encoding in prop::sample::select(vec!["UTF-8", "UTF-16LE", "UTF-16BE"]),
        mark in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        let text = format!("{}{}", if mark { "\u{feff}" } else { "" }, written(&table, delimiter, crlf));
        let format = Format {
            delimiter: Some(char::from(delimiter)),
            encoding: (!mark).then(|| encoding.to_owned()),
            ..Format::default()
        };
        reads_back(&table, &encode(&text, encoding), format);
    }

    #[test]
    fn western_tables_are_read_without_being_told(
        table in tables("[ -~äöüßÄÖÜéèç]{0,12}"),
        crlf in any::<bool>(),
    ) {
        // With a first row that tells: an accent alone is no valid UTF-8.
        let mut table = table;
        let columns = table[0].len();
        table.insert(1, vec!["Zürich".to_owned(); columns]);
        let text = written(&table, b';', crlf);
        let delimiter = Some(';');
        reads_back(&table, &encode(&text, "windows-1252"), Format { delimiter, ..Format::default() });
        reads_back(&table, text.as_bytes(), Format { delimiter, ..Format::default() });
    }

    #[test]
    fn no_bytes_bring_it_down(content in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = csv(&content);
    }

    #[test]
    fn no_signs_of_its_own_bring_it_down(content in "[\"\r\n,;\t|ab]{0,60}") {
        let _ = csv(content);
    }
}
