//! Sides that come from elsewhere, too late, or in part; and what is kept of them.

#![allow(clippy::unwrap_used)]

mod shared;

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use ballast_compare::wire::{Answer, FileKind, Format, Side, Source, Stage, Task};
use ballast_compare_program::progress::Progress;
use ballast_core::Verdict;
use parquet::arrow::ArrowWriter;
use shared::{Place, file, keyed, kinds};

const TABLE: &str = "id,amount\n1,1.50\n2,2.50\n";

fn parquet() -> Vec<u8> {
    let amounts = Decimal128Array::from(vec![Some(150), Some(260), None]).with_precision_and_scale(9, 2);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
        ("amount", Arc::new(amounts.unwrap())),
        ("name", Arc::new(StringArray::from(vec![Some("a"), Some(""), None]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// Answers one request with these bytes, and lets go.
fn serve(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        stream.write_all(answer.as_bytes()).unwrap();
    });
    format!("http://{address}/table.csv?token=secret")
}

fn http(url: String) -> Side {
    Side { source: Source::Http { url, kind: FileKind::Csv }, format: Format::default() }
}

#[test]
fn parquet_knows_null_and_exact_decimals() {
    let place = Place::new();
    std::fs::write(place.at("old.parquet"), parquet()).unwrap();
    std::fs::write(place.at("new.csv"), "id,amount,name\n1,1.5,a\n2,2.50,\n3,,\n").unwrap();
    let request = place.request(
        file(&place.at("old.parquet"), FileKind::Parquet),
        file(&place.at("new.csv"), FileKind::Csv),
    );
    let compared = place.compare(request, &keyed(&["id"]));
    let figures = compared.figures.unwrap();
    assert_eq!((figures.matched, figures.cells.equal, figures.cells.mismatch), (3, 3, 3));
    let shapes: Vec<_> =
        place.list().into_iter().map(|found| (found.key[0].clone().unwrap(), found.shape)).collect();
    let expected = [("2", "value"), ("3", "empty"), ("3", "empty")];
    assert_eq!(shapes, expected.map(|(key, shape)| (key.to_owned(), shape.to_owned())));
    assert_eq!(compared.old.unwrap().bytes, parquet().len() as u64);
}

#[test]
fn half_a_parquet_file_is_inconclusive() {
    let place = Place::new();
    let whole = parquet();
    std::fs::write(place.at("old.parquet"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(place.at("new.parquet"), &whole).unwrap();
    let side = |name: &str| file(&place.at(name), FileKind::Parquet);
    let compared = place.compare(place.request(side("old.parquet"), side("new.parquet")), &keyed(&["id"]));
    assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, vec!["side_incomplete"]));
    assert!(compared.figures.is_none() && compared.old.is_none() && compared.new.is_some());
    std::fs::write(place.at("old.parquet"), "id,amount\n1,2\n").unwrap();
    let compared = place.compare(place.request(side("old.parquet"), side("new.parquet")), &keyed(&["id"]));
    assert_eq!(kinds(&compared), ["unparsable"]);
}

#[test]
fn a_table_from_the_web() {
    let place = Place::new();
    std::fs::write(place.at("old.csv"), TABLE).unwrap();
    let old = || file(&place.at("old.csv"), FileKind::Csv);
    let url = serve(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{TABLE}", TABLE.len()));
    let compared = place.compare(place.request(old(), http(url)), &keyed(&["id"]));
    assert_eq!(compared.verdict, Verdict::Passed);
    let (old_facts, new_facts) = (compared.old.unwrap(), compared.new.unwrap());
    assert_eq!(old_facts.sha256, new_facts.sha256);
    assert!(new_facts.place.ends_with("/table.csv"), "{} shows the token", new_facts.place);

    let half = serve(format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{TABLE}"));
    let compared = place.compare(place.request(old(), http(half)), &keyed(&["id"]));
    assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, vec!["side_incomplete"]));

    let missing = serve("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned());
    let compared = place.compare(place.request(old(), http(missing)), &keyed(&["id"]));
    assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, vec!["side_late"]));
    assert!(!format!("{:?}", compared.findings).contains("secret"));
}

#[test]
fn a_side_that_is_late_or_empty_is_never_no_difference() {
    let place = Place::new();
    for (old, new, expected) in [
        ("", TABLE, vec!["nothing_examined"]),
        (TABLE, "id,amount\n", vec!["nothing_examined"]),
        ("", "", vec!["nothing_examined", "nothing_examined"]),
        (TABLE, "id,amount\n1,\"2", vec!["side_incomplete"]),
    ] {
        let compared = place.compare(place.csv(old, new), &keyed(&["id"]));
        assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, expected));
        assert!(compared.figures.is_none());
        assert!(!place.at("differences").exists());
    }
    let mut request = place.csv(TABLE, TABLE);
    request.new = file(&place.at("new-{date}.csv"), FileKind::Csv);
    let compared = place.compare(request, &keyed(&["id"]));
    assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, vec!["side_late"]));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_inconclusive() {
    let place = Place::new();
    let rows = "123456,1.50\n".repeat(100_000);
    let mut request = place.csv(&format!("id,amount\n{rows}"), TABLE);
    request.task = Task::Compare {
        spec: Box::new(keyed(&["id"])),
        differences: None,
        previous: None,
        keep: Some(place.at("kept")),
    };
    let path = place.at("old.csv");
    let progress = Progress::new(move |report| {
        if report.stage == Stage::ReadOld {
            let mut file = File::options().append(true).open(&path).unwrap();
            file.write_all(b"x,1\n").unwrap();
        }
    });
    let Answer::Compared(compared) = ballast_compare_program::run(&request, &progress).unwrap() else {
        panic!()
    };
    assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Inconclusive, vec!["side_incomplete"]));
    assert_eq!(compared.kept, [place.at("kept/new.csv.zst")], "what was not read whole is not kept");
}

#[test]
fn both_sides_are_kept_as_they_were() {
    let place = Place::new();
    let mut request = place.csv(TABLE, "id;amount\r\n1;\"1.50\"\r\n");
    request.task = Task::Compare {
        spec: Box::new(keyed(&["id"])),
        differences: None,
        previous: None,
        keep: Some(place.at("a/kept")),
    };
    let Answer::Compared(compared) = ballast_compare_program::run(&request, &Progress::silent()).unwrap()
    else {
        panic!()
    };
    assert_eq!(compared.kept, [place.at("a/kept/old.csv.zst"), place.at("a/kept/new.csv.zst")]);
    for (kept, name) in compared.kept.iter().zip(["old.csv", "new.csv"]) {
        let bytes = zstd::decode_all(File::open(kept).unwrap()).unwrap();
        assert_eq!(bytes, std::fs::read(place.at(name)).unwrap());
    }
}
