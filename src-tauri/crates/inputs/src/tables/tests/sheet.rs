use std::io::Write as _;

use super::*;

const CONTENT: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Pay" sheetId="1" r:id="r1"/><sheet name="Other" sheetId="2" r:id="r2"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
/// Styles 1 a date, 2 a date with its time, 3 a duration.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"><si><t>name</t></si><si><t>Müller &amp; Co</t></si></sst>"#;

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn workbook_with(rows: &str, strings: &str, extra: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let other = sheet(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>z</t></is></c></row><row r="2"><c r="A2"><v>9</v></c></row>"#,
    );
    let parts = [
        ("[Content_Types].xml", CONTENT),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &sheet(rows)),
        ("xl/worksheets/sheet2.xml", &other),
    ];
    let parts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, content) in parts.chain(extra.iter().copied()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(rows: &str) -> Vec<u8> {
    workbook_with(rows, STRINGS, &[])
}

fn xlsx(content: &[u8]) -> Result<(Read, Table), Trouble> {
    read_bytes(FileKind::Xlsx, content, &Format::default())
}

/// A header `a`, and this cell below it.
fn one(cell: &str) -> Result<(Read, Table), Trouble> {
    xlsx(&workbook(&format!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2">{cell}</row>"#
    )))
}

#[test]
fn cells_are_read_by_what_they_are() {
    for (cell, expected) in [
        (r#"<c r="A2"><v>42</v></c>"#, "42"),
        (r#"<c r="A2"><v>42.50</v></c>"#, "42.5"),
        (r#"<c r="A2"><v>1E-7</v></c>"#, "0.0000001"),
        (r#"<c r="A2"><v>1.5E+20</v></c>"#, "150000000000000000000"),
        (r#"<c r="A2"><v>0.1</v></c>"#, "0.1"),
        (r#"<c r="A2" t="b"><v>1</v></c>"#, "true"),
        (r#"<c r="A2" t="s"><v>1</v></c>"#, "Müller & Co"),
        (r#"<c r="A2" t="str"><f>B1</f><v>x</v></c>"#, "x"),
        (r#"<c r="A2" t="e"><v>#DIV/0!</v></c>"#, "#DIV/0!"),
        (r#"<c r="A2" s="1"><v>46347</v></c>"#, "2026-11-21"),
        (r#"<c r="A2" s="2"><v>46347.295138888891</v></c>"#, "2026-11-21T07:05:00"),
        (r#"<c r="A2" s="1"><v>46347.5</v></c>"#, "2026-11-21T12:00:00"),
        (r#"<c r="A2" s="2"><v>0.25</v></c>"#, "06:00:00"),
        (r#"<c r="A2" s="3"><v>1.5</v></c>"#, "36:00:00"),
        (r#"<c r="A2" s="1"><v>-3</v></c>"#, "-3"),
    ] {
        assert_eq!(one(cell).unwrap().1.texts(), [[expected]], "{cell}");
    }
}

#[test]
fn the_first_row_that_is_not_empty_is_the_header_and_gaps_are_null() {
    let rows = r#"
        <row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3"><v>7</v></c></row>
        <row r="4"><c r="C4"><v>1</v></c></row>
        <row r="5"><c r="B5" s="1"/></row>
        <row r="6"><c r="B6"><v>2</v></c><c r="D6"><v>3</v></c></row>"#;
    let (told, table) = xlsx(&workbook(rows)).unwrap();
    assert_eq!(table.columns, ["name", "column 2", "7"]);
    assert_eq!(table.texts(), [["NULL", "1", "NULL"], ["2", "NULL", "3"]]);
    assert_eq!((told.encoding, told.delimiter), (None, None));
    let beyond = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>"#;
    let finding = found(xlsx(&workbook(beyond)));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "fields"));
    assert_eq!((finding.params["row"].as_str(), finding.params["found"].as_str()), ("2", "2"));
}

#[test]
fn a_sheet_is_read_by_its_name() {
    let book = workbook("");
    let part = |name: &str| {
        let format = Format { part: Some(name.into()), ..Format::default() };
        read_bytes(FileKind::Xlsx, &book, &format)
    };
    assert_eq!(part("Other").unwrap().1.texts(), [["9"]]);
    let finding = found(part("Absent"));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "no_such_part"));
    assert_eq!(finding.params["found"], "Pay, Other");
    assert_eq!(found(part("Pay")).kind, FindingKind::NothingExamined);
    assert_eq!(found(xlsx(b"")).kind, FindingKind::NothingExamined);
}

#[test]
fn declared_forms_are_read_in_texts_and_not_in_numbers() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>1.234,50</t></is></c><c r="B2"><v>1.234</v></c></row>"#;
    let format = Format { decimal: Some(','), thousands: Some('.'), ..Format::default() };
    let (_, table) = read_bytes(FileKind::Xlsx, &workbook(rows), &format).unwrap();
    assert_eq!(table.texts(), [["1234.50", "1.234"]]);
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked_into_memory() {
    let zeros = vec![b' '; 600 << 20];
    let finding = found(xlsx(&workbook_with("", STRINGS, &[("xl/media/a.xml", &zeros)])));
    assert_eq!(reason(&finding), (FindingKind::Unsupported, "unpacks_to_too_much"));
    // One that says that it is small: 600 MiB in the data, 10 bytes in the catalogue and the header.
    let mut lying = workbook_with("", STRINGS, &[("xl/media/a.xml", &zeros)]);
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    assert_eq!(reason(&found(xlsx(&lying))), (FindingKind::Unsupported, "unpacks_to_too_much"));
    let many = STRINGS.replace("uniqueCount=\"2\"", "uniqueCount=\"99999999999999\"");
    assert_eq!(reason(&found(xlsx(&workbook_with("", &many, &[])))), (FindingKind::Unparsable, "workbook"));
}

#[test]
fn what_is_no_workbook_is_said_to_be_none() {
    let whole = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for length in [1, 3] {
        assert_eq!(found(xlsx(&whole[..length])).kind, FindingKind::Unparsable);
    }
    for length in [10, whole.len() / 2, whole.len() - 1] {
        assert_eq!(found(xlsx(&whole[..length])).kind, FindingKind::SideIncomplete, "{length}");
    }
    assert_eq!(reason(&found(xlsx(b"a,b\n1,2\n"))), (FindingKind::Unparsable, "workbook"));
    let older = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    assert_eq!(reason(&found(xlsx(&older))), (FindingKind::Unsupported, "older_or_encrypted"));
    let mut damaged = whole.clone();
    let at = damaged.windows(10).position(|part| part == b"sheet1.xml").unwrap() + 20;
    damaged[at] ^= 0x55;
    assert_eq!(found(xlsx(&damaged)).kind, FindingKind::Unparsable);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"no workbook").unwrap();
    assert_eq!(found(xlsx(&zip.finish().unwrap().into_inner())).kind, FindingKind::Unparsable);
    for rows in [
        r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1"#,
    ] {
        assert_eq!(found(xlsx(&workbook(rows))).kind, FindingKind::Unparsable, "{rows}");
    }
}
